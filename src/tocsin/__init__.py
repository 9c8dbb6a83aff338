"""Tocsin reads reports about atrocities and keeps what is said, who says it and who answered, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.client import Client as Client

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`tocsin.Client`, loaded when it is first asked for: the command line must not wait for it."""
    if name == "Client":
        from tocsin.client import Client

        return Client
    raise AttributeError(f"module 'tocsin' has no attribute {name!r}")
