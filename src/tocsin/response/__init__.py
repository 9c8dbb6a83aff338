"""The ledger of what the world was asked and did, what did not happen, who invoked the norm, and the options beside the precedents."""

from tocsin.response.trace import trace

__all__ = ["trace"]
