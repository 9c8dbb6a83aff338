"""What every part of the response looks at: claims of the crisis, who is meant by a party, and when an act may have been."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tocsin.codebook import Codebook
from tocsin.records import Claim, Json, Party, Situation, to_json

AUTHOR = "author"


class Span(NamedTuple):
    """First and last possible day of an act; None is an open end."""

    start: date | None
    end: date | None

    def meets(self, other: Span) -> bool:
        """Whether both may be the same day or days."""
        return (self.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (self.end or date.max)

    def narrowed(self, other: Span) -> Span:
        """The days that fit both."""
        starts, ends = [s for s in (self.start, other.start) if s], [e for e in (self.end, other.end) if e]
        return Span(max(starts, default=None), min(ends, default=None))


@dataclass(frozen=True)
class Scene:
    """A situation with what is needed to read its claims as acts."""

    situation: Situation
    codebook: Codebook
    offices: Sequence[str]

    @property
    def as_of(self) -> date | None:
        """The day to which silences count."""
        return day(self.situation.as_of)

    def is_of(self, claim: Claim) -> bool:
        """Whether a claim belongs to the crisis: current in its report, or told by a later report under the crisis's own name."""
        if claim.is_current():
            return True
        month, _, where = (claim.case or "").partition(" ")
        onset = str((self.situation.onset or {}).get("start") or "")
        return len(month) == 7 and month == onset[:7] and self.situation.is_in(where, country=self.codebook.country_of(where))

    @cached_property
    def claims(self) -> list[Claim]:
        """The claims of the crisis, in report order."""
        return [c for c in self.situation.claims if self.is_of(c)]

    def key(self, party: Party) -> str:
        """Who acts: the country for a State, its forces and those who speak for it; else the name."""
        if party.country and (party.type in ("state", "security_force") or self.holds_office(party)):
            return party.country
        return plain(party.name or party.text)

    def keys(self, parties: Iterable[Party]) -> frozenset[str]:
        """The keys of several parties."""
        return frozenset(self.key(p) for p in parties)

    def holds_office(self, party: Party) -> bool:
        """Whether a person speaks for a State; who bears a title in one sentence is meant without it in the next."""
        return party.type == "person" and (self._is_titled(party) or plain(party.name or party.text) in self._titled)

    def is_state(self, party: Party) -> bool:
        """Whether a party is a State, its forces, or somebody who speaks for one."""
        return party.type in ("state", "security_force") or self.holds_office(party)

    def _is_titled(self, party: Party) -> bool:
        """Whether the words or the codebook give a person an office held now."""
        told = f"{party.role or ''} {party.text}".lower()
        if party.type != "person" or re.search(r"\b(?:former|ex|ousted|deposed|opposition|rebel)\b", told):
            return False
        return bool(party.role) or any(re.search(rf"(?<!\w){re.escape(title)}", told) for title in self.offices)

    @cached_property
    def _titled(self) -> frozenset[str]:
        """The names of those who hold an office somewhere in the claims of the crisis."""
        found = [p for c in self.claims for p in (*c.actors, *c.targets)]
        return frozenset(plain(p.name or p.text) for p in found if p.country and self._is_titled(p))

    def is_home(self, parties: Iterable[Party]) -> bool:
        """Whether all those who are said to act belong to the crisis's own country."""
        countries = [p.country for p in parties]
        return bool(countries) and all(c is not None and c == self.situation.country for c in countries)

    def span(self, claim: Claim) -> Span:
        """When the act may have been: the claim's time, closed by the day on which its report came out."""
        published = next((r.get("published") or {} for r in self.situation.reports if r["id"] == claim.report_id), {})
        out = day(published.get("end") or published.get("start"))
        start, end = (day(claim.time.start), day(claim.time.end)) if claim.time else (None, None)
        if claim.time and claim.time.precision == "day" and start and end is None:
            end = start
        return Span(start, end or (max(out, start) if out and start else out))

    def country_of_case(self, case: str | None) -> str | None:
        """The country that a case's label names; the situation's own for "current"."""
        if case == "current":
            return self.situation.country
        return self.codebook.country_of(re.sub(r"^[\d-]+\s+", "", case)) if case else None


def day(text: str | None) -> date | None:
    """The day of an ISO text, None for none."""
    return date.fromisoformat(text[:10]) if text else None


def plain(text: str) -> str:
    """A name without case and article, so that the same words meet."""
    return re.sub(r"^the\s+", "", text.casefold().strip())


def is_told(claim: Claim) -> bool:
    """Whether the act itself is told as done or going on; an offer or a pledge is an act, whatever becomes of it."""
    said = ("asserted", "hedged", "planned") if claim.kind == "pledge" else ("asserted", "hedged")  # what is announced is promised
    promised = claim.kind in ("offer", "pledge") and claim.polarity == "positive" and claim.modality in said
    return claim.is_event() or promised


def parties(found: Iterable[Party]) -> list[Json]:
    """Parties as JSON, each name once, in order."""
    once: dict[str, Party] = {}
    for party in found:
        once.setdefault(plain(party.name or party.text), party)
    return [to_json(p) for p in once.values()]


def ids(claims: Iterable[Claim]) -> list[str]:
    """The claims' ids, each once, in order."""
    return list(dict.fromkeys(c.id for c in claims))


def detail(claims: Iterable[Claim], name: str) -> str | None:
    """The first claim's text for a detail."""
    for claim in claims:
        value = claim.details.get(name)
        if value:
            return value if isinstance(value, str) else "; ".join(map(str, value))
    return None


def label(party: Party) -> str:
    """How a party is called for a reader."""
    return party.name or party.text
