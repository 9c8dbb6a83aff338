"""Which report corrects or updates an earlier one of its own outlet.

A correction says so in its head and quotes the title, or shares most words; an update has nearly the same title. Without a source, or
without dates, nothing can be said.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from tocsin.records import Report

WORD = re.compile(r"\w+(?:['’]\w+)?")
ALIKE = 0.6  # share of the words of two titles that makes one an update of the other
SHARED = 0.4  # share of a correction's words that stand in what it corrects
CORRECTION = re.compile(r"\b(?:correction|corrects|corrected|correcting|corrigendum|erratum|clarification|retraction|retracts)\b", re.I)
CORRECTION_HEAD = 120  # characters of the text in which a correction says so
WITHIN = timedelta(days=14)
LONGEST_TITLE = 12  # a shorter title may stand in a text by chance
Row = tuple[date, str]


class Outlets:
    """The dated reports of each outlet, found by day and by the telling words of their titles."""

    def __init__(self) -> None:
        self._reports: dict[str, Report] = {}
        self._by_outlet: dict[str, list[Row]] = defaultdict(list)
        self._by_title: dict[tuple[str, str], list[Row]] = defaultdict(list)

    def add(self, report: Report) -> None:
        """Take in one report."""
        row = _row(report)
        if row:
            self._reports[report.id] = report
            for rows in self._lists(report):
                insort(rows, row)

    def remove(self, report: Report) -> None:
        """Take out one report, as it was taken in."""
        row = _row(report)
        if row and self._reports.pop(report.id, None):
            for rows in self._lists(report):
                rows.remove(row)

    def _lists(self, report: Report) -> Iterator[list[Row]]:
        outlet = (report.source or "").casefold()
        yield self._by_outlet[outlet]
        for word in _leading_words(report.title):
            yield self._by_title[outlet, word]

    def replaced_by(self, later: Report) -> tuple[str | None, bool]:
        """The id of the earlier report of the same outlet that this one replaces, if any, and whether it says that it corrects."""
        row = _row(later)
        if not row:
            return None, False
        corrects = says_it_corrects(later)
        outlet = (later.source or "").casefold()
        lists = [self._by_outlet[outlet]] if corrects else [self._by_title.get((outlet, w), []) for w in _leading_words(later.title)]
        day = row[0]
        since = (max(date.min, day - WITHIN), "") if day - date.min > WITHIN else (date.min, "")
        earlier = {name for rows in lists for _, name in rows[bisect_left(rows, since):bisect_left(rows, row)]}
        found = _best_match(later, [self._reports[name] for name in earlier], corrects=corrects)
        return (found.id if found else None), corrects and found is not None

    def perhaps_replaced_by(self, report: Report) -> set[str]:
        """Ids of later reports of the same outlet that may replace this one: their answer can change with it."""
        row = _row(report)
        if not row:
            return set()
        rows = self._by_outlet[(report.source or "").casefold()]
        later = rows[bisect_right(rows, row):bisect_right(rows, (row[0] + WITHIN, chr(0x10FFFF)))]
        own = set(_leading_words(report.title))
        return {n for _, n in later if own & set(_leading_words(self._reports[n].title)) or says_it_corrects(self._reports[n])}


def _row(report: Report) -> Row | None:
    day = report.published.anchor() if report.source else None
    return (day, report.id) if day else None


def says_it_corrects(report: Report) -> bool:
    """Whether a report calls itself a correction, in its title or its first words."""
    return bool(CORRECTION.search(report.title or "") or CORRECTION.search(report.text[:CORRECTION_HEAD]))


def _words(text: str | None) -> Counter[str]:
    """Words of more than three letters, and numbers."""
    return Counter(w for w in WORD.findall((text or "").casefold()) if len(w) > 3 or w.isdigit())


@lru_cache(maxsize=20_000)
def _leading_words(title: str | None) -> tuple[str, ...]:
    """So many of a title's words, the longest first, that two titles that are alike have one of them in common."""
    words = sorted(_words(title), key=lambda w: (-len(w), w))
    return tuple(words[:len(words) - math.ceil(ALIKE * len(words) - 1e-9) + 1])


def _overlap(a: Iterable[str], b: Iterable[str]) -> float:
    """Shared words over all words."""
    x, y = set(a), set(b)
    return len(x & y) / len(x | y) if x | y else 0.0


def _best_match(later: Report, earlier: Iterable[Report], *, corrects: bool) -> Report | None:
    """The earlier report that a later one of the same source replaces, or None."""
    scored = []
    for report in earlier:
        title = (report.title or "").casefold()
        same_title = _overlap(_words(report.title), _words(later.title))
        quoted = corrects and len(title) > LONGEST_TITLE and title in later.text.casefold()
        score = 2.0 if quoted else same_title if same_title >= ALIKE else 0.0
        if corrects and not score:
            shared = _words(later.text)
            overlap = sum((shared & _words(report.text)).values()) / max(1, sum(shared.values()))
            score = overlap / 2 if overlap >= SHARED else 0.0
        if score:
            scored.append((score, (report.published.start or "", report.id), report))
    return max(scored, key=lambda s: s[:2])[2] if scored else None
