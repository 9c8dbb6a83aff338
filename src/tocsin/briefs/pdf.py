"""The brief as a PDF in pages (tagged, PDF/UA-1), set by Typst; no text of a report is ever read as markup."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from pypdf import PdfReader

from tocsin.briefs.outline import list_blocks
from tocsin.briefs.view import BriefView
from tocsin.errors import OutputError

NORMAL = 10.0
SMALL = (8.4, 7.8, 7.2, 6.6)  # points; the largest with which the short form fits one sheet


def set_pdf(view: BriefView, *, page: bool, note: str = "") -> bytes:
    """The PDF's bytes; `page` sets it small, for one sheet. OutputError where Typst is not installed."""
    typst = load_typst()
    blocks = [asdict(block) for block in list_blocks(view, page=page, note=note)]
    made = b""
    for size in SMALL if page else (NORMAL,):
        data = json.dumps({"title": view.title, "page": page, "size": size, "blocks": blocks}, ensure_ascii=True)
        made = typst.compile(_template(), sys_inputs={"brief": data}, pdf_standards="ua-1")
        if len(PdfReader(io.BytesIO(made)).pages) == 1:
            break
    return made


def load_typst() -> Any:
    """The typesetter, an optional part of the installation."""
    try:
        return import_module("typst")
    except ImportError:
        raise OutputError("PDF needs one more package", detail="Typst, which sets the pages, is not installed.",
                          what_to_do='Run: pip install "tocsin[pdf]"; or choose html and print it.') from None


@cache
def _template() -> bytes:
    return (files("tocsin.briefs") / "templates" / "brief.typ").read_bytes()
