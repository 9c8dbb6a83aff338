"""The API: the same answers as the pages, for programs, under /api/v1 with a description at /api/v1/openapi.json."""

from __future__ import annotations

from tocsin.interfaces.api.routes import router

__all__ = ["router"]
