"""How alike two reports are, from what a report shows without being parsed: its words, its names, the days and ages that it gives.

A word tells the more, the fewer reports have it. Names are capitalised words; two in a row ("Mila Oren") are a name pair, and a pair that
few reports have is the surest sign that two reports tell of one act.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.records import Report

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
PARTING = re.compile(r"(?<=[.!?”\"])\s+|\n+")
POSSESSIVE = ("'s", "’s")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.I)
MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
YEAR = r"(?:,? ((?:19|20)\d\d)\b)?"
CALENDAR_DAY = re.compile(rf"\b{MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:){YEAR}|\b(\d{{1,2}})(?:st|nd|rd|th)? {MONTH}\b\.?{YEAR}")
AGE = re.compile(r"\b(\d{1,2})-year-old|(?<=[a-z]), (\d{1,2}),|\baged? (\d{1,2})\b")
FUNCTION = frozenset(
    "about after again against also although among another around because been before being between both could does down during each "
    "even every from further had has have having here herself himself into itself just later many might more most much must near never "
    "only other others over said same says should since some still such than that their them then there these they this those though "
    "through together told too two under until upon very was well were what when where which while who whom whose will with within "
    "without would your the and for but not you all any can her his him its our out own she are may now one off did how why saying "
    "according people three four five year years day days time".split())
SMALLEST = 1000  # a folder of ten reports is judged as if it were part of this many: what is rare there may be common elsewhere
RARE = 1 / 200  # share of the reports that may hold a name pair for it to be rare
FEW = 15  # … and a pair that so few hold is rare anyhow
COMMON = 1 / 6  # what more reports than this have in common tells nothing
Vector = NDArray[np.float32]
Terms = NDArray[np.int32]


@dataclass(frozen=True)
class Outline:
    """One report as far as it shows without being parsed. `pairs` are name pairs as written, folded; `days` are days it may tell of."""

    id: str
    day: date | None
    words: Mapping[str, int]
    names: Mapping[str, int]
    pairs: Mapping[str, str]
    days: frozenset[date]
    ages: frozenset[int]


def outline(report: Report) -> Outline:
    """The outline of a report; the title counts twice, for it says what the report is about."""
    names: Counter[str] = Counter()
    pairs: dict[str, str] = {}
    for part in PARTING.split(report.text):
        _take_names([m.group() for m in WORD.finditer(part)], names, pairs)
    words = Counter(w for m in WORD.finditer(f"{report.text}\n{report.title or ''}") if _tells(w := fold(m.group())))
    day = report.published.anchor()
    ages = frozenset(int(next(filter(None, m.groups()))) for m in AGE.finditer(report.text))
    return Outline(report.id, day, words, names, pairs, find_days(report.text, day), ages)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word without its case and its possessive ending."""
    word = word.casefold()
    return next((word.removesuffix(s) for s in POSSESSIVE if word.endswith(s)), word)


def _tells(word: str) -> bool:
    return len(word) > 2 and word not in FUNCTION or word.isdigit() and len(word) == 2


def _take_names(words: Sequence[str], names: Counter[str], pairs: dict[str, str]) -> None:
    """Count the capitalised words of one sentence; its first word counts only before another one. Shouted lines have no names."""
    if not words or sum(w.isupper() for w in words) > len(words) / 2:
        return
    for i, word in enumerate(words):
        if not word[0].isupper() or fold(word) in FUNCTION:
            continue
        after = i + 1 < len(words) and words[i + 1][0].isupper()
        if i or after:
            names[fold(word)] += 1
        if after and len(word) > 1 and fold(words[i + 1]) not in FUNCTION:
            pairs[f"{fold(word)} {fold(words[i + 1])}"] = f"{word} {words[i + 1]}".removesuffix("'s").removesuffix("’s")


def find_days(text: str, published: date | None) -> frozenset[date]:
    """Days of the week and of the month that a dated report names; without a year, the latest such day up to its publication."""
    if published is None:
        return frozenset()
    return frozenset({published - timedelta(days=(published.weekday() - WEEKDAYS.index(m[1].casefold())) % 7)
                      for m in WEEKDAY.finditer(text)}) | find_calendar_days(text, published)


def find_calendar_days(text: str, published: date) -> frozenset[date]:
    """The days of the month among them; what is named with a year is that year's, and a day after the publication is none."""
    found = set()
    for m in CALENDAR_DAY.finditer(text):
        month, number = MONTHS.index((m[1] or m[5])[:3].casefold()) + 1, int(m[2] or m[4])
        stated = m[3] or m[6]
        days = [_day(year, month, number) for year in ([int(stated)] if stated else [published.year, published.year - 1])]
        past = [day for day in days if day and day <= published]
        found |= set(past[:1])
    return frozenset(found)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


# ------------------------------------------------------------------ weighing


@dataclass(frozen=True)
class Weighed:
    """Outlines with weighed words and names as sparse unit vectors: term numbers (rising) and weights.

    `keys[i]` are what report i can be found by: its rare name pairs and its heaviest words.
    """

    outlines: tuple[Outline, ...]
    words: tuple[tuple[Terms, Vector], ...]
    names: tuple[tuple[Terms, Vector], ...]
    rare: tuple[frozenset[str], ...]
    keys: tuple[tuple[str, ...], ...]

    @cached_property
    def _scratch(self) -> tuple[Vector, Vector]:
        top = [max((int(t[-1]) for t, _ in side if len(t)), default=0) + 1 for side in (self.words, self.names)]
        return np.zeros(top[0], np.float32), np.zeros(top[1], np.float32)

    def compare(self, i: int, others: Sequence[int]) -> list[tuple[float, float]]:
        """Cosines of report i with each of the others, by words and by names."""
        out = []
        for side, scratch in zip((self.words, self.names), self._scratch, strict=True):
            terms, weights = side[i]
            scratch[terms] = weights
            out.append([float(scratch[side[j][0]] @ side[j][1]) for j in others])
            scratch[terms] = 0
        return list(zip(*out, strict=True))


def weigh(outlines: Sequence[Outline], *, keys: int) -> Weighed:
    """Weigh every word by how few reports have it; `keys` is the most words that a report is found by."""
    size = max(len(outlines), SMALLEST)
    held = Counter(w for o in outlines for w in o.words)
    pairs = Counter(p for o in outlines for p in o.pairs)
    rare = tuple(frozenset(p for p in o.pairs if pairs[p] <= max(FEW, RARE * size)) for o in outlines)
    words = _vectors([o.words for o in outlines], size)
    heaviest = tuple((*sorted(r), *_heaviest(o.words, held, size, keys)) for o, r in zip(outlines, rare, strict=True))
    return Weighed(tuple(outlines), words, _vectors([o.names for o in outlines], size), rare, heaviest)


def _weight(count: int, held: int, size: int) -> float:
    return (1 + math.log(count)) * math.log(size / held)


def _heaviest(words: Mapping[str, int], held: Mapping[str, int], size: int, keys: int) -> Iterable[str]:
    shared = [(-_weight(n, held[w], size), w) for w, n in words.items() if 1 < held[w] <= size * COMMON]
    return (w for _, w in sorted(shared)[:keys])


def _vectors(bags: Sequence[Mapping[str, int]], size: int) -> tuple[tuple[Terms, Vector], ...]:
    held = Counter(w for bag in bags for w in bag)
    numbers: dict[str, int] = {}
    out: list[tuple[Terms, Vector]] = []
    for bag in bags:
        rows: list[Any] = sorted((numbers.setdefault(w, len(numbers)), _weight(n, held[w], size)) for w, n in sorted(bag.items())
                                 if held[w] <= size * COMMON)
        weights = np.array([w for _, w in rows], np.float32)
        length = float(np.sqrt((weights * weights).sum())) or 1.0
        out.append((np.array([t for t, _ in rows], np.int32), (weights / length).astype(np.float32)))
    return tuple(out)
