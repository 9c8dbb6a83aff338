"""A timeline as plain Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.briefs.markdown import plain
from tocsin.briefs.masks import mask_entries
from tocsin.briefs.wording import say_count
from tocsin.codebook import Codebook
from tocsin.records import Entry, Read, Situation


def list_entries(
    entries: Sequence[Entry], situations: Sequence[Situation], *, reads: Sequence[Read], codebook: Codebook, masked: bool = True
) -> str:
    """The entries under their situation's name, in the order given; everything from a report is made harmless.

    `masked`: whether the names of private persons, as the reads make them known, are masked.
    """
    if masked:
        entries, situations = mask_entries(entries, situations, reads, codebook=codebook)
    names = {s.id: s.name for s in situations}
    lines: list[str] = []
    for situation in dict.fromkeys(e.situation for e in entries):
        lines += [f"## {plain(names.get(situation, situation))}", ""]
        lines += [f"- {e.date}: “{plain(e.text)}” ({say_count(len(e.claims), 'claim')}, score {e.score:.1f})"
                  for e in entries if e.situation == situation]
        lines.append("")
    return "\n".join(lines) if lines else "No report tells of a day.\n"
