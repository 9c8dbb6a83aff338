"""A claim while it is being made: token spans and heads, before parties, places, times and voices are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tocsin.claims.scope import Scope
from tocsin.records import FigureMention, Place, Sentence


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim found in one sentence: token span (last inclusive), the token that tells it, and heads of its parties.

    `norm`: made by the extractors of norms, opinions and context rather than by an act's own word. `own_case`: a case fixed by the
    extractor ("past", "none"); otherwise time and place decide. `hinted`: the learned model saw it, not a rule, and chose its parties.
    """

    kind: str
    subtype: str | None
    sentence: Sentence
    first: int
    last: int
    at: int
    scope: Scope
    actors: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()
    content: int | None = None
    figure: FigureMention | None = None
    place: Place | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    norm: bool = False
    own_case: str | None = None
    confidence: float = 0.7
    hinted: bool = False

    @property
    def start(self) -> int:
        """First character in the report's text."""
        return self.sentence.tokens[self.first].start

    @property
    def end(self) -> int:
        """One past the last character in the report's text."""
        return self.sentence.tokens[self.last].end

    def covers(self, i: int) -> bool:
        """Whether token i lies in the span."""
        return self.first <= i <= self.last
