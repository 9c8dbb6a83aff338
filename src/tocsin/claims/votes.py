"""Who voted a text down: the names in brackets behind a count of votes ("11 in favour to 2 against (Orvia, Zelland)")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.claims.draft import Draft
from tocsin.claims.scope import Scope
from tocsin.records import Sentence

_COUNT = re.compile(
    r"\bvotes? of (?P<for>\d+|\w+)(?: votes?)? (?:in favou?r|for|to)\b.{0,20}?\b(?P<against>\d+|\w+)(?: votes?)? (?:against|opposed)", re.I
)
_FAILED = re.compile(
    r"\b(?:did not|failed to|not|unable to) (?:be )?(?:adopt|approve|pass|carr)|\b(?:rejected|defeated|voted down)\b|\bveto", re.I
)
_MAJORITY = 9  # votes that carry a resolution of the Security Council (UN Charter art. 27): with these only a veto undoes it


def find_votes(s: Sentence) -> Iterator[Draft]:
    """The refusal of those who voted against a text that was not adopted; votes against one that was are no refusal of it."""
    told = _COUNT.search(s.text)
    if told is None or not _FAILED.search(s.text):
        return
    at = next((t.i for t in s.tokens if t.start >= s.start + told.start("against") and t.text.lower() in ("against", "opposed")), None)
    if at is None:
        return
    first, last = _bracket(s, at)
    heads = tuple(m.head for m in s.parties if first < m.head < last)
    if not heads:
        return
    enough = told["for"].isdigit() and int(told["for"]) >= _MAJORITY
    vetoed = "veto" in s.text.lower() or (enough and "council" in s.text.lower())
    details = {"form": "veto" if vetoed else "decline", "vote": {name: told[name] for name in ("for", "against")}}
    yield Draft("refusal", "veto" if vetoed else "rejection", s, max(at - 1, 0), last, at, Scope(), heads, details=details, confidence=0.8)


def _bracket(s: Sentence, at: int) -> tuple[int, int]:
    """First and last token of the bracket right behind token `at`."""
    first = next((t.i for t in s.tokens[at + 1 : at + 3] if t.text in "(["), None)
    last = next((t.i for t in s.tokens if first is not None and t.i > first and t.text in ")]"), None)
    return (first, last) if first is not None and last is not None else (at, at)
