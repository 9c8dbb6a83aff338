"""The brief as JSON lines, in the public shapes of docs/records.md."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tocsin.codebook import Codebook
from tocsin.records import Book, Read, to_line


def read_lines(read: Read, *, with_attributions: bool = True) -> Iterator[str]:
    """One read as `report` and `claim` lines, without line ends; the same for `tocsin read` and `tocsin brief --format json`."""
    line = to_line(read.report)
    yield line if with_attributions else without_attributions(line)
    yield from map(to_line, read.claims)


def without_attributions(line: str) -> str:
    """A `report` line without its list of sourced statements."""
    report = json.loads(line)
    report.pop("attributions", None)
    return json.dumps(report, ensure_ascii=False)


def render_lines(book: Book, *, codebook: Codebook, width: int = 100, colour: bool = False) -> str:
    """Every `report` and `claim` line, one `situation` line each, then the problems; `codebook`, `width` and `colour` change nothing."""
    lines = [line for read in book.reads for line in read_lines(read)]
    lines += [to_line(record) for record in (*book.situations, *book.problems)]
    return "".join(line + "\n" for line in lines)
