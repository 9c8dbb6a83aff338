"""Finding the codebook's names in a text, in one pass."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import ahocorasick_rs

from tocsin.codebook.model import Alias
from tocsin.codebook.names import Index, Ref, fold

# Acronyms that are English words: in a text written in capitals they are taken for the word.
WORDS_TOO = {"US", "WHO", "CAR", "IT", "IS", "AID", "ICE", "CARE", "PACE", "MAP", "PM", "AS", "SO", "ACT", "AI"}


class Finder:
    """Two automata over an index: acronyms as written, other names in small letters with a capital where the entry has one."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @cached_property
    def _automata(self) -> tuple[tuple[Any, list[str], dict[str, list[Ref]]], ...]:
        """For each half of the index: automaton, its patterns in order, and what they stand for."""
        return tuple((ahocorasick_rs.AhoCorasick(keys), keys, table)
                     for table in (self._index.exact, self._index.loose) for keys in [list(table)])

    def find(self, text: str) -> list[Alias]:
        """All names in order of place; of overlapping ones the longest counts."""
        plain = fold(text)
        low = plain.lower()
        if len(low) != len(plain):  # a letter whose small form is longer: keep the letter, so that offsets stay
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)
        shouted = text.isupper()
        spans: dict[tuple[int, int], list[Ref]] = {}
        for (automaton, keys, table), haystack in zip(self._automata, (plain, low), strict=True):
            for which, start, end in automaton.find_matches_as_indexes(haystack, overlapping=True):
                if self._stands_alone(plain, start, end) and self._fits_case(plain, start, keys[which], shouted):
                    spans.setdefault((start, end), []).extend(table[keys[which]])
        return [Alias(start, end, text[start:end], *ref) for start, end in _longest(list(spans)) for ref in spans[start, end]]

    def _stands_alone(self, text: str, start: int, end: int) -> bool:
        """Whether no letter or digit touches the span."""
        return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())

    def _fits_case(self, text: str, start: int, key: str, shouted: bool) -> bool:
        """Whether a name has the capitals it needs; in a text of capitals, acronyms that are also words do not count."""
        if key in self._index.exact:
            return not (shouted and key in WORDS_TOO)
        return self._index.has_capitals(key, text, start)


def _longest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that remain when a longer one suppresses those it overlaps, in order of place."""
    kept: list[tuple[int, int]] = []
    taken: set[int] = set()
    for start, end in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if taken.isdisjoint((start, end - 1)):
            kept.append((start, end))
            taken.update(range(start, end))
    return sorted(kept)
