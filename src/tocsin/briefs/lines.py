"""The brief as JSON lines, in the public shapes of docs/records.md."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tocsin.briefs.build import build_view
from tocsin.briefs.style import Style
from tocsin.codebook import Codebook
from tocsin.records import Book, Read, to_line


def read_lines(read: Read, *, with_attributions: bool = True) -> Iterator[str]:
    """One read as `report` and `claim` lines, without line ends; the same for `tocsin read` and `tocsin brief --format json`."""
    line = to_line(read.report)
    yield line if with_attributions else without_attributions(line)
    yield from map(to_line, read.claims)


def change_lines(book: Book, style: Style, codebook: Codebook) -> Iterator[str]:
    """A `change` line for each thing that is new in a situation since the day asked for."""
    for situation in build_view(book, codebook=codebook, before=style.before, since=style.since).situations:
        for change in situation.changes:
            claims = [c.id for c in change.basis.cites]
            told = {"situation": situation.id, "since": style.since, "what": change.note.rstrip(":"), "text": change.text, "claims": claims}
            yield json.dumps({"record": "change", **told}, ensure_ascii=False)


def without_attributions(line: str) -> str:
    """A `report` line without its list of sourced statements."""
    report = json.loads(line)
    report.pop("attributions", None)
    return json.dumps(report, ensure_ascii=False)


def render_lines(book: Book, *, codebook: Codebook, style: Style) -> str:
    """Every `report` and `claim` line, one `situation` line each, what changed since the day asked for, then the problems."""
    lines = [line for read in book.reads for line in read_lines(read)]
    lines += map(to_line, book.situations)
    if style.before is not None:
        lines += change_lines(book, style, codebook)
    lines += map(to_line, book.problems)
    return "".join(line + "\n" for line in lines)
