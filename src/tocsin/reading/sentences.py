"""Split a cleaned text into sentences, by rule, before any model sees it.

A parser's own boundaries break on quotations, datelines and headlines; these rules keep a quotation with its sentence, never cross
a paragraph, and bound every sentence's length so that time stays bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.reading.openings import Known, find_opening, is_dateline

MAX_CHARS = 1200  # longer "sentences" (lists, broken tables) are cut at a comma or a space: the parser's time grows with length

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen lt col sgt capt maj cpl brig adm sen rep gov pres hon rev fr st jr sr no nos vs etc inc ltd co corp dept est "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun approx fig al e.g i.e cf ca viz ave blvd km sq ft "
    "u.s u.n u.k a.m p.m d.c ph.d m.d b.c a.d ret supt insp const cmdr amb min msgr op cit ed eds pp vol".split()
)
_END = re.compile(r"""[.!?…]+(?:["'”’»)\]]+)?(?=\s+|$)""")
_STARTS_LOWER = re.compile(r"""\s+["'“‘«(\[]*[a-z]""")
_LAST_WORD = re.compile(r"([\w.\-]+)$")


class Piece(NamedTuple):
    """A sentence's span; `opening` says what it is where it only stands before a sentence: dateline, label, topic."""

    start: int
    end: int
    opening: str | None = None


def split(text: str, *, headings: Sequence[tuple[int, int]] = (), country: Known | None = None) -> Iterator[Piece]:
    """Each sentence of the text, in order, without surrounding blanks; what opens a paragraph and is no part of a sentence stands alone.

    `headings` are the spans of title and section heads, `country` says whether words are a country's name.
    """
    at, uncased = 0, _is_uncased(text)
    heads = {start for start, _ in headings}
    for line in text.split("\n"):
        if line.strip():
            opening = find_opening(line, heading=at in heads, country=country)
            if opening is None and at not in heads and is_dateline(line):
                opening = len(line), "dateline"
            start, kind = opening or (0, None)
            yield from (Piece(s, e, kind) for s, e in _bounded(line, 0, start, at))
            yield from map(Piece._make, ((s, e, None) for s, e in _split_paragraph(line, start, at, uncased)))
        at += len(line) + 1


def _is_uncased(text: str) -> bool:
    """Whether a text has lost its capitals: there a stop before a lower-case word ends a sentence too."""
    stops = [m for m in _END.finditer(text) if text[m.end() :].strip()]
    lower = sum(1 for m in stops if _STARTS_LOWER.match(text[m.end() : m.end() + 6]))
    letters = sum(map(str.isalpha, text))
    capitals = sum(map(str.isupper, text))
    return bool(stops) and lower >= 0.8 * len(stops) and capitals <= 0.01 * letters + 3


def _split_paragraph(line: str, start: int, base: int, uncased: bool) -> Iterator[tuple[int, int]]:
    for match in _END.finditer(line, start):
        if _is_end(line, match, uncased):
            yield from _bounded(line, start, match.end(), base)
            start = match.end()
    yield from _bounded(line, start, len(line), base)


def _is_end(line: str, match: re.Match[str], uncased: bool) -> bool:
    """Whether the stop at `match` ends a sentence: not after an abbreviation or initial, not before a lower-case word."""
    mark = match.group()
    following = line[match.end() : match.end() + 6]
    if not following.strip():
        return True
    if _STARTS_LOWER.match(following) and mark[0] != "…" and not (uncased and mark[0] == "."):
        # a quotation that ends in ? or ! and goes on ("Why?" he asked), or an abbreviation
        return False
    if mark.startswith("."):
        word = _LAST_WORD.search(line[max(0, match.start() - 24) : match.start()])
        last = word.group(1).casefold() if word else ""
        if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and word is not None and (uncased or word.group(1).isupper())):
            # "the U.S. The army": a known word after an acronym may start a sentence; too rare to risk a cut name
            return False
        if re.fullmatch(r"(?:[a-z]\.)+[a-z]", last):
            return False
    return True


def _bounded(line: str, start: int, end: int, base: int) -> Iterator[tuple[int, int]]:
    """Trim blanks, and cut what is longer than MAX_CHARS at the last comma, semicolon or blank before the bound."""
    while start < end and line[start].isspace():
        start += 1
    while end > start and line[end - 1].isspace():
        end -= 1
    while end - start > MAX_CHARS:
        window = line[start : start + MAX_CHARS]
        cut = max(window.rfind("; "), window.rfind(", "), window.rfind(" "))
        cut = cut + 1 if cut > MAX_CHARS // 2 else MAX_CHARS
        yield base + start, base + start + cut
        start += cut
        while start < end and line[start].isspace():
            start += 1
    if end > start:
        yield base + start, base + end
