"""The table of results: one row a measure, the latest of each, in a Markdown file that people read too."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from pathlib import Path

HEAD = """# Results

What the reader scores on public data sets, by the sets' own scorers; `python -m benchmarks.run DATA` writes this table, the newest
measurement of each line. `bar` is what is to be reached; `trivial` is what word lists and regular expressions reach on the same rows.
A `+` after the commit: the source had changes that were not committed. `… in the text` is the share of gold numbers that stand in the
text at all: no reader can pass it by reading. Rows fewer than the half are its first ones. None of the sets' text is kept here.

"""
COLUMNS = ("set", "measure", "score", "bar", "trivial", "reached", "half", "rows", "date", "commit")


@dataclass(frozen=True)
class Line:
    """One measured number; every field as it is printed."""

    set: str
    measure: str
    score: str
    bar: str
    trivial: str
    reached: str
    half: str
    rows: str
    date: str
    commit: str


def load(path: Path) -> list[Line]:
    """The lines of a table written before; none if there is no file."""
    if not path.exists():
        return []
    table = [row for row in path.read_text(encoding="utf-8").splitlines() if row[:1] == "|"]
    cells = [[cell.strip() for cell in row.strip("| ").split("|")] for row in table]
    return [Line(*row) for row in cells if len(row) == len(COLUMNS) and row[0] != "set" and not row[0].startswith("-")]


def merge(old: list[Line], new: list[Line], order: tuple[str, ...]) -> list[Line]:
    """New lines take the place of old ones of the same set and measure, unless the old ones rest on more rows."""
    kept = {(line.set, line.measure): line for line in old}
    for line in new:
        before = kept.get((line.set, line.measure))
        if before is None or int(before.rows) <= int(line.rows):
            kept[line.set, line.measure] = line
    rank = {name: n for n, name in enumerate(order)}
    return sorted(kept.values(), key=lambda line: rank.get(line.set, len(rank)))


def write(path: Path, lines: list[Line]) -> None:
    """Write the whole table."""
    rows = [COLUMNS, tuple("-" * len(c) for c in COLUMNS), *(astuple(line) for line in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(COLUMNS))]
    text = "\n".join("| " + " | ".join(cell.ljust(w, "-" if n == 1 else " ") for cell, w in zip(row, widths, strict=True)) + " |"
                     for n, row in enumerate(rows))
    path.write_text(HEAD + text + "\n", encoding="utf-8")
