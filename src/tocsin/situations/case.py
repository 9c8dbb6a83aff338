"""What every step about one situation looks at: its reports, its claims, their origins and their days.

A `Case` is a situation in the making. Days here are `datetime.date`; an open end is None. "Told" days are days that the words of a dated
report give; days that were only inferred are never used to date anything else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tocsin.records import Claim, Party, Place, Published, Report, Rulings, Tally
from tocsin.situations.origins import Origins

# Kinds of harm that are done to people or their homes; the others (order, threat, protest …) surround them.
VIOLENT = frozenset(("attack", "battle", "killing", "injury", "sexual_violence", "torture", "abduction", "detention", "destruction",
                     "displacement", "deprivation", "repression"))
# Of these, what makes a place abroad a crisis of its own: people who flee across a border do not.
OPENING = VIOLENT - {"displacement"}
LETHAL = frozenset(("attack", "battle", "killing", "injury", "sexual_violence", "destruction"))


GRADE = re.compile("[A-F][1-6]")
AREAS = ("city", "district", "region")
Lands = Callable[[str], Mapping[str, frozenset[str]]]


def no_lands(name: str) -> Mapping[str, frozenset[str]]:
    """No word of a name is known to stand for a country or a people."""
    return {}


class Days(NamedTuple):
    """First and last possible day; None is an open or unknown end."""

    start: date | None
    end: date | None

    def known(self) -> date | None:
        """The day itself when there is just one, else None."""
        return self.start if self.start == self.end else None

    def middle(self) -> date | None:
        """The day half way, or the only known end."""
        if self.start and self.end:
            return self.start + (self.end - self.start) / 2
        return self.start or self.end


UNKNOWN = Days(None, None)


def told_days(claim: Claim, published: Published) -> Days:
    """The days that the claim's own words give; unknown where they were inferred, or rest on a publication date that is not known."""
    time = claim.time
    if time is None or not (time.start or time.end):
        return UNKNOWN
    dated = published.anchor() is not None and published.basis != "inferred"
    if time.basis != "stated" and not (dated and (time.basis == "relative" or time.text)):
        return UNKNOWN
    if time.basis == "inferred" and (not time.text or time.start == published.start):
        return UNKNOWN  # a dateline says when the story was filed, not when the act was done
    start = date.fromisoformat(time.start[:10]) if time.start else None
    end = date.fromisoformat(time.end[:10]) if time.end else None
    if time.precision == "day" and start and end is None:
        end = start
    return Days(start, end)


def party_label(party: Party) -> str:
    """How a party is called in summaries: its resolved name, else its words."""
    return party.name or party.text


def place_label(place: Place) -> str:
    """How a place is called: its resolved name, else its words."""
    return place.name or place.text


def distance_km(a: Place, b: Place) -> float | None:
    """Great-circle distance of two places, None when one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(min(1.0, h)))


def join_words(words: Iterable[str]) -> str:
    """Words as a list for reading: "a", "a and b", "a, b and c"."""
    items = [w for w in words if w]
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + f" and {items[-1]}" if items else ""


@dataclass(frozen=True)
class Case:
    """A situation in the making.

    `claims` are all claims that belong to it, in report order; `abroad` are claims of the same reports about other countries' crises.
    `rejoined` holds ids of claims that a later report tells as a past case but that are about this very situation.
    `published` has each report's date, narrowed once `dates` has run. `families`: kind → harm, response, norm, context. `tallies` are the
    reports' own totals, `rulings` what analysts decided. `lands` tells which words of a name stand for a country or a people: word → the
    countries that it names, none for a people or a capital.
    """

    country: str | None
    country_name: str | None
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    origins: Origins
    families: Mapping[str, str]
    abroad: tuple[Claim, ...] = ()
    rejoined: frozenset[str] = frozenset()
    published: Mapping[str, Published] = field(default_factory=dict)
    onset: Days = UNKNOWN
    rulings: Rulings = field(default_factory=Rulings)
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    lands: Lands = no_lands

    @cached_property
    def current(self) -> tuple[Claim, ...]:
        """The claims about this crisis itself."""
        return tuple(c for c in self.claims if c.is_current() or c.id in self.rejoined)

    @cached_property
    def harms(self) -> tuple[Claim, ...]:
        """Current claims of harm that are told as something that happened, is happening or was tried."""
        return tuple(c for c in self.current if self.families.get(c.kind) == "harm" and c.polarity == "positive"
                     and c.status in ("occurred", "ongoing", "attempted") and c.modality in ("asserted", "hedged", "attempted", "ordered"))

    @cached_property
    def violence(self) -> tuple[Claim, ...]:
        """Current acts of violence that are told as having happened or happening."""
        return tuple(c for c in self.harms if c.kind in VIOLENT and c.is_event())

    @cached_property
    def claim_of(self) -> dict[str, Claim]:
        """Id → claim about this crisis."""
        return {c.id: c for c in self.current}

    @cached_property
    def current_ids(self) -> frozenset[str]:
        """Ids of the claims about this crisis."""
        return frozenset(c.id for c in self.current)

    @cached_property
    def abroad_ids(self) -> frozenset[str]:
        """Ids of the same reports' claims about other countries' crises."""
        return frozenset(c.id for c in self.abroad)

    @cached_property
    def harm_ids(self) -> frozenset[str]:
        """Ids of the harm claims."""
        return frozenset(c.id for c in self.harms)

    @cached_property
    def of_report(self) -> dict[str, list[Claim]]:
        """Report id → its claims about this crisis."""
        found: dict[str, list[Claim]] = {}
        for claim in self.current:
            found.setdefault(claim.report_id, []).append(claim)
        return found

    @cached_property
    def all_of_report(self) -> dict[str, list[Claim]]:
        """Report id → all its claims that belong here, past cases too."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims:
            found.setdefault(claim.report_id, []).append(claim)
        return found

    @cached_property
    def areas(self) -> frozenset[str]:
        """The names that the claims give towns, districts and regions."""
        return frozenset(n for c in self.claims if c.place and c.place.precision in AREAS for n in (c.place.text, c.place.name) if n)

    @cached_property
    def dated_events(self) -> dict[str, list[tuple[date, Claim]]]:
        """Kind → current claims of what happened on one told day, in report order."""
        found: dict[str, list[tuple[date, Claim]]] = {}
        for claim in self.current:
            day = self.told(claim).known() if claim.is_event() else None
            if day:
                found.setdefault(claim.kind, []).append((day, claim))
        return found

    @cached_property
    def place_in_time(self) -> dict[str, int]:
        """Report id → its place in the order of dates."""
        return {r.id: i for i, r in enumerate(self.reports)}

    def in_order(self, claim: Claim) -> tuple[int, int, str]:
        """A sort key: report order, then the order in the text."""
        return (self.place_in_time[claim.report_id], claim.start, claim.id)

    @cached_property
    def as_of(self) -> date | None:
        """The latest day on which a report of stated date was published."""
        days = [r.published.days()[1] for r in self.reports if r.published.anchor() and r.published.basis != "inferred"]
        return max((d for d in days if d), default=None)

    @cached_property
    def by_id(self) -> dict[str, Report]:
        """Report id → report."""
        return {r.id: r for r in self.reports}

    def grade(self, report_id: str) -> tuple[str, str]:
        """The Admiralty grade of a report, source and information: what an analyst gave the report, else its source; F and 6 unless set."""
        report, grades = self.by_id[report_id], self.rulings.grades
        given = next((g for g in (grades.get(report.id), grades.get(report.source or "")) if g and GRADE.fullmatch(g)), "F6")
        return given[0], given[1]

    def told(self, claim: Claim) -> Days:
        """The days that the claim's own words give."""
        report = self.by_id[claim.report_id]
        # Dates that narrowing inferred must not come back as facts, so the report's own date counts here.
        return told_days(claim, report.published)

    def out(self, claim: Claim) -> Days:
        """When the claim's report came out, narrowed where that could be done; a copy says what its source said on its source's day."""
        own = self._came_out(claim.report_id)
        source = self._came_out(self.origin(claim))
        return source if source.end and (own.end is None or source.end < own.end) else own

    def _came_out(self, report_id: str) -> Days:
        """When a report came out; unknown where it is not one of this situation's."""
        report = self.by_id.get(report_id)
        return Days(*self.published.get(report.id, report.published).days()) if report else UNKNOWN

    def origin(self, claim: Claim) -> str:
        """The report in which the claim's words first stood."""
        return self.origins.of(claim)

    def count_origins(self, claims: Iterable[Claim]) -> int:
        """How many independent origins tell these claims; copies count once."""
        return len({self.origin(c) for c in claims})


def ids(claims: Iterable[Claim]) -> list[str]:
    """The ids of claims, each once, in their order."""
    return list(dict.fromkeys(c.id for c in claims))
