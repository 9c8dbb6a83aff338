"""Where work runs: here, or over processes of this machine; what comes out, and its order, is the same."""

from tocsin.engine.each import each

__all__ = ["each"]
