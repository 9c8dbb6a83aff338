"""A book written down for a reader: terminal, HTML, Markdown, PDF, DOCX, and rows for other tools."""

from __future__ import annotations

from typing import Protocol

from tocsin.briefs import wording
from tocsin.briefs.build import build_situation, build_view
from tocsin.briefs.chart import draw_toll, name_voices
from tocsin.briefs.desk import Desk, cut_text, name_report, safe_url
from tocsin.briefs.docx import write_docx
from tocsin.briefs.entries import list_entries
from tocsin.briefs.html import read_part, render_html, show_figure
from tocsin.briefs.lines import read_lines, render_lines, without_attributions
from tocsin.briefs.linked import render_annotations, render_entities
from tocsin.briefs.markdown import render_markdown
from tocsin.briefs.masks import mask_book, mask_entries, mask_read
from tocsin.briefs.pdf import set_pdf
from tocsin.briefs.shorten import shorten_book
from tocsin.briefs.style import FORMS, Style
from tocsin.briefs.tables import render_csv, render_geojson, render_hxl, render_plover
from tocsin.briefs.terminal import render_terminal
from tocsin.codebook import Codebook
from tocsin.errors import OutputError
from tocsin.records import Book

__all__ = ["FORMATS", "FORMS", "Renderer", "list_entries", "mask_entries", "mask_read", "read_lines", "render", "without_attributions"]
# What the board shows a book with, so that it looks like the brief: the view, the drawings, the words and the style.
__all__ += ["Desk", "build_situation", "cut_text", "draw_toll", "name_report", "name_voices", "read_part", "safe_url"]
__all__ += ["show_figure", "wording"]


class Renderer(Protocol):
    """What writes a book in one format."""

    def __call__(self, book: Book, *, codebook: Codebook, style: Style) -> str | bytes:
        """The whole brief, text or bytes."""


def render_pdf(book: Book, *, codebook: Codebook, style: Style) -> bytes:
    """The brief set in pages."""
    return set_pdf(build_view(book, codebook=codebook, before=style.before, since=style.since), page=style.page, note=style.note)


def render_docx(book: Book, *, codebook: Codebook, style: Style) -> bytes:
    """The brief as a Word document."""
    return write_docx(build_view(book, codebook=codebook, before=style.before, since=style.since), page=style.page, note=style.note)


FORMATS: dict[str, Renderer] = {
    "terminal": render_terminal, "html": render_html, "md": render_markdown, "pdf": render_pdf, "docx": render_docx, "json": render_lines,
    "csv": render_csv, "geojson": render_geojson, "hxl": render_hxl, "plover": render_plover, "annotations": render_annotations,
    "followthemoney": render_entities,
}


def render(
    book: Book,
    *,
    format: str,
    codebook: Codebook,
    width: int = 100,
    colour: bool = False,
    form: str = "full",
    masked: bool | None = None,
    before: Book | None = None,
    since: str | None = None,
) -> str | bytes:
    """The book in one of `FORMATS`: text, or bytes for pdf and docx.

    `width` (characters, at least 40) and `colour` (ANSI codes) count for the terminal only. `form` is "full" or "page" (the short one).
    `masked`: whether names of private persons are masked; without a word they are, in every format but the terminal. `before`, the book
    as it was on the day `since`, adds what changed. Raises OutputError for an unknown format or form.
    """
    for given, known, what in ((format, FORMATS, "format"), (form, FORMS, "form")):
        if given not in known:
            raise OutputError(f"unknown {what}", detail=f"There is no {what} called {given!r}.",
                              what_to_do=f"Choose one of: {', '.join(known)}.")
    hide = format != "terminal" if masked is None else masked
    shown = show_book(book, masked=hide, page=form == "page", codebook=codebook)
    earlier = show_book(before, masked=hide, page=False, codebook=codebook) if before else None
    style = Style(max(width, 40), colour, form == "page", hide, since, earlier, len(book.situations) - len(shown.situations))
    return FORMATS[format](shown, codebook=codebook, style=style)


def show_book(book: Book, *, masked: bool, page: bool, codebook: Codebook) -> Book:
    """The book as it may be shown: the one place where names of private persons are masked and the short form is made.

    Masks have the length of what they hide, so that every span stays true; every text of every format comes through here before
    anything is built from it.
    """
    hidden = mask_book(book, codebook=codebook) if masked else book
    return shorten_book(hidden) if page else hidden
