"""What an assessment rests on: the claims of this crisis, whose acts they tell, and how far each can be believed by its voice alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

from tocsin.assessment.voices import are_one_voice, has_ruled, is_inquiry
from tocsin.codebook import Codebook
from tocsin.records import Claim, Json, Party, Situation

# From weakest to strongest; "disputed", "negated" and "not_required" stand outside this order.
STRENGTHS = ("no_information", "alleged", "attributed", "corroborated", "found", "adjudicated")


@dataclass(frozen=True)
class Ground:
    """A situation's evidence: `current` claims of the crisis, `past` ones of the same country; `origins` report id → origin.

    `sets` and `scope` are the word lists and the reach of indicators in evidence.toml.
    """

    situation: Situation
    current: tuple[Claim, ...]
    past: tuple[Claim, ...]
    origins: Mapping[str, str]
    sets: Mapping[str, Sequence[str]]
    scope: Mapping[str, Sequence[str]]
    codebook: Codebook

    def is_home(self, claim: Claim) -> bool:
        """Whether the act is one of the crisis's own country, as far as is said: nobody named counts as nobody from elsewhere."""
        countries = {p.country for p in claim.actors if p.country}
        if not countries:
            return not any(p.type == "intergovernmental" for p in claim.actors)
        return self.situation.country is None or self.situation.country in countries

    def speaks_for_state(self, party: Party) -> bool:
        """Whether a party is a State or its forces, or a person who holds an office (not a former one)."""
        if party.type in ("state", "security_force"):
            return True
        told = f"{party.role or ''} {party.text}".lower()
        if party.type != "person" or mentions(told, ("former", "opposition", "rebel")):
            return False
        return bool(party.role) or mentions(told, self.sets["offices"])

    def strength(self, claim: Claim) -> str:
        """How strong one claim is by its voice: alleged, attributed, found or adjudicated."""
        if claim.modality == "asserted" and has_ruled(claim, self.sets):
            return "adjudicated"
        if claim.modality == "asserted" and is_inquiry(claim, self.sets):
            return "found"
        named = claim.attribution.voice in ("author", "named_source")
        plain = claim.modality in ("asserted", "ordered", "attempted") and claim.kind not in self.scope["judging"]
        return "attributed" if named and plain else "alleged"

    def origin(self, claim: Claim) -> str:
        """The story that the claim's report is a print of."""
        return self.origins.get(claim.report_id, claim.report_id)

    def is_corroborated(self, claims: Iterable[Claim]) -> bool:
        """Whether two voices of two independent origins say it outright: copies of one story, or one speaker twice, are one."""
        told = {(self.origin(c), c.attribution.speaker or "") for c in claims if self.strength(c) != "alleged"}
        pairs = ((a, b) for a, b in combinations(sorted(told), 2) if a[0] != b[0])
        # A report's own statement is its author's voice: another than any other report's, and than any speaker's.
        return any(not (a[1] and b[1] and are_one_voice(a[1], b[1], codebook=self.codebook)) for a, b in pairs)

    def told_once(self, claims: Iterable[Claim]) -> list[Claim]:
        """The claims without those that one origin tells again: a reprint, or the same number in the headline, is no second claim.

        Of those that tell the same the one that says most of day and place stays, of reprints the first.
        """
        days = {r["id"]: (r.get("published") or {}).get("end") or "" for r in self.situation.reports}
        ordered = sorted(claims, key=lambda c: (not (c.time and c.time.start), not c.place, days.get(c.report_id, ""), c.start, c.id))
        kept: dict[str, list[Claim]] = defaultdict(list)
        for claim in ordered:
            same = kept[self.origin(claim)]
            if not any(_tells_the_same(claim, other) for other in same):
                same.append(claim)
        left = {c.id for found in kept.values() for c in found}
        return [c for c in self.situation.claims if c.id in left]

    def count_acts(self, claims: Iterable[Claim]) -> int:
        """How many acts the claims tell of, as far as is known: those of one occurrence tell of one."""
        occurrence = {claim: act.id for act in self.situation.occurrences for claim in act.claims}
        return len({occurrence.get(c.id, c.id) for c in self.told_once(claims)})


def _tells_the_same(one: Claim, other: Claim) -> bool:
    """Whether two claims of one origin may tell of one act: the same words, or the same number where nothing speaks against it."""
    if one.kind != other.kind:
        return False
    if one.report_id != other.report_id and one.quote.split() == other.quote.split():
        return True
    if not (one.figure and other.figure and one.figure.best is not None):
        return False
    count = (one.figure.unit, one.figure.best) == (other.figure.unit, other.figure.best)
    days = not (one.time and other.time) or one.time.start == other.time.start
    return count and days and not (one.place and other.place and one.place.name != other.place.name)


def lay_ground(situation: Situation, *, codebook: Codebook) -> Ground:
    """Sort a situation's claims into those of the crisis and those of its country's past; claims of other crises are left out."""
    table = _evidence(codebook)
    current = tuple(c for c in situation.claims if _is_of(situation, c, codebook))
    seen = {c.id for c in current}
    past = tuple(c for c in situation.claims if c.id not in seen and c.case and _country(c, codebook) == situation.country)
    origins = {r["id"]: r.get("origin") or r["id"] for r in situation.reports}
    return Ground(situation, current, past, origins, table["sets"], table["scope"], codebook)


@lru_cache(maxsize=8)
def _evidence(codebook: Codebook) -> Mapping[str, Any]:
    """The table of evidence, read once: it is long, and every situation needs its lists."""
    return codebook.table("evidence")


def _is_of(situation: Situation, claim: Claim, codebook: Codebook) -> bool:
    """Whether a claim belongs to the situation: current in its report, or told by a later report under the situation's own name."""
    if claim.is_current():
        return True
    onset: Json = (situation.onset or {}).get("start") or ""
    month, _, where = (claim.case or "").partition(" ")
    return len(month) == 7 and month == onset[:7] and situation.is_in(where, country=codebook.country_of(where))


def _country(claim: Claim, codebook: Codebook) -> str | None:
    """The country of a past case: its label's, else that of the people or the place told of."""
    label = re.sub(r"^[\d-]+\s+", "", claim.case or "")
    told = [p.country for p in (*claim.targets, *claim.actors)] + [claim.place.country if claim.place else None]
    return codebook.country_of(label) or next((c for c in told if c), None)


def mentions(text: str, stems: Sequence[str]) -> bool:
    """Whether a word of the text begins with one of the stems."""
    return any(re.search(rf"(?<!\w){re.escape(stem)}", text, re.IGNORECASE) for stem in stems)


def ids(claims: Iterable[Claim]) -> list[str]:
    """The claims' ids, each once, in order."""
    return list(dict.fromkeys(c.id for c in claims))


def at_least(state: str, wanted: str) -> bool:
    """Whether an element's state is at least as strong as wanted; what some allege and others deny is alleged, what is negated is not."""
    rank = {**{name: i for i, name in enumerate(STRENGTHS)}, "disputed": STRENGTHS.index("alleged")}
    return rank.get(state, 0) >= STRENGTHS.index(wanted)
