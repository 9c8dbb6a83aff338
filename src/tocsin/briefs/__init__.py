"""A book written down for a reader: terminal, HTML, Markdown, JSON lines."""

from __future__ import annotations

from typing import Protocol

from tocsin.briefs.entries import list_entries
from tocsin.briefs.html import render_html
from tocsin.briefs.lines import read_lines, render_lines, without_attributions
from tocsin.briefs.markdown import render_markdown
from tocsin.briefs.terminal import render_terminal
from tocsin.codebook import Codebook
from tocsin.errors import OutputError
from tocsin.records import Book

__all__ = ["FORMATS", "Renderer", "list_entries", "read_lines", "render", "without_attributions"]


class Renderer(Protocol):
    """What writes a book in one format."""

    def __call__(self, book: Book, *, codebook: Codebook, width: int = 100, colour: bool = False) -> str | bytes:
        """The whole brief; `width` in characters and `colour` matter to the terminal only."""


FORMATS: dict[str, Renderer] = {"terminal": render_terminal, "html": render_html, "md": render_markdown, "json": render_lines}


def render(book: Book, *, format: str, codebook: Codebook, width: int = 100, colour: bool = False) -> str | bytes:
    """The book in one of `FORMATS`.

    `width` (characters, at least 40) and `colour` (ANSI codes) count for the terminal only. Raises OutputError for an unknown format.
    """
    if format not in FORMATS:
        raise OutputError(
            "unknown format", detail=f"There is no format called {format!r}.", what_to_do=f"Choose one of: {', '.join(FORMATS)}."
        )
    return FORMATS[format](show_book(book, format=format), codebook=codebook, width=max(width, 40), colour=colour)


def show_book(book: Book, *, format: str) -> Book:
    """The book as this format may show it.

    The one place where names of private persons are to be masked (same length, so that spans stay true): every text of every format
    comes through here before anything is built from it. Nothing is masked yet.
    """
    return book
