"""The board: pages for people over the store, on this machine or for a team."""

from __future__ import annotations

from tocsin.interfaces.board.app import create_app

__all__ = ["create_app"]
