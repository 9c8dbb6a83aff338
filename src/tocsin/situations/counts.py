"""Which figures count: those of this crisis that say how many, each with who says so, how well placed that voice is, and as of when.

What is no count of this crisis (another case, another country, a challenge, a denial, a slip of the pen) is set aside with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tocsin.records import Claim, Figure, Place
from tocsin.situations.case import GRADE, UNKNOWN, Case, Days, distance_km
from tocsin.situations.voices import CREDIBLE, MOVED, OFFICIAL_COUNT, REGISTRY, RUMOUR, disputes_official, full_names, grade_voice

UNITS = ("killed", "injured", "missing", "detained", "abducted", "raped", "displaced", "refugees", "returned", "houses", "buildings")
PEOPLE = frozenset(UNITS) - {"houses", "buildings"}
# Nobody has counted more of these in one crisis; what lies beyond is a slip of the pen.
MOST = {"killed": 10_000_000, "houses": 20_000_000, "buildings": 20_000_000}
MOST_PEOPLE = 100_000_000
FAR_BEYOND = 50  # times the highest count of any other origin: kept, but it needs a second origin
SUBSETS = frozenset(("children", "women", "elderly", "soldiers", "police", "combatants", "staff", "journalists", "foreigners"))

CHALLENGE = re.compile(r"\b(?:multipl(?:y|ied|ying)\b|times (?:higher|more|greater|the official|as (?:high|many))|"
                       r"real (?:toll|number|figure))", re.I)
# How a report owns to a number that it had wrong.
MISTAKENLY = (r"(?:(?:wrongly|mistakenly|in error|incorrectly|erroneously)\s+(?:said|stated|gave|put|reported|wrote|counted|listed)"
              r"|(?:said|stated|gave|put|reported|wrote|counted|listed)\s+(?:wrongly|mistakenly|in error|incorrectly|erroneously))"
              r"(?:\s+(?:that|it|at|as|the|toll|number|there|were|had)){0,4}")
SINCE = re.compile(r"^\s*(?:since|from|starting|beginning|after)\b", re.I)

SAME_PLACE_KM = 25.0

# Admiralty grades in order of trust. F and 6 say that it cannot be judged: behind what is fairly sound, before what is doubtful.
RELIABILITY, CREDIBILITY = "ABCFDE", "123645"
Grade = tuple[int, int]
UNGRADED_RANK: Grade = (RELIABILITY.index("F"), CREDIBILITY.index("6"))


@dataclass(frozen=True)
class Count:
    """One claim's figure as a candidate. `as_of` is when it held; `tier` how well placed the voice is (1 best), `registry` within it.

    `dated` says that the words give that day. `scope`: total, incident, increment, daily, part. `voice` names who counts; copies and
    repeats of one voice are one series. `beside` are further claims that the number rests on; `ceiling` is the most that the same voice
    named later ("up to 300") without taking back this number.
    """

    claim: Claim
    figure: Figure
    voice: str
    tier: int
    registry: bool
    origin: str
    as_of: Days
    scope: str
    dated: bool = False
    grade: Grade = UNGRADED_RANK
    beside: tuple[Claim, ...] = ()
    ceiling: int | None = None

    @property
    def high(self) -> int | None:
        """The upper end: its own, raised or closed by the ceiling."""
        return self.figure.high if self.ceiling is None else max(self.figure.high or 0, self.ceiling)

    @property
    def values(self) -> tuple[int | None, int | None, int | None]:
        """Low, best, high."""
        return (self.figure.low, self.figure.best, self.figure.high)

    @property
    def floor(self) -> int:
        """The number that it surely says: its low, else its best; -1 where it gives only an upper end."""
        return next((v for v in (self.figure.low, self.figure.best) if v is not None), -1)

    @property
    def day(self) -> date:
        """The day to sort by: for an undated report the earliest possible, so that it can't pose as the latest."""
        return self.as_of.start or date.min

    @property
    def key(self) -> tuple[Any, ...]:
        """A total order that does not depend on the order of arrival."""
        return (self.day, self.tier, self.voice, self.floor, self.figure.high or 0, self.claim.report_id, self.claim.start, self.claim.id)


def screen(case: Case, claims: Sequence[Claim]) -> tuple[list[Count], list[tuple[Claim, str]], list[Claim]]:
    """Part the claims of one unit into counts of this crisis, those set aside with why, and challenges to a count.

    A number that is put against the official one is a count of its own voice, and a challenge to that one.
    """
    excluded: list[tuple[Claim, str]] = []
    challenges: list[Claim] = []
    kept: list[Claim] = []
    for claim in claims:
        why = not_of_this_crisis(case, claim)
        if not why and is_challenge(claim):
            challenges.append(claim)
            why = f"a challenge to the count ({claim.attribution.speaker or 'voice not named'}), not a count"
        why = why or not_a_count(claim)
        if why:
            excluded.append((claim, why))
        else:
            kept.append(claim)
            challenges += [claim] if disputes_official(claim) else []
    counts = settle_days(rescope(name_voices(case, sorted((make_count(case, c) for c in kept), key=lambda c: c.key))))
    withdrawn = find_withdrawn(case, counts)
    beyond = find_beyond(counts)
    for count in counts:
        if count.claim.id in withdrawn:
            excluded.append((count.claim, f"withdrawn by its own source (corrected in {withdrawn[count.claim.id]})"))
        elif count.claim.id in beyond:
            excluded.append((count.claim, "far beyond every other count, and only one origin says so"))
    return [c for c in counts if c.claim.id not in withdrawn and c.claim.id not in beyond], excluded, challenges


def not_of_this_crisis(case: Case, claim: Claim) -> str | None:
    """Why a figure belongs to another crisis, or None."""
    if claim.id in case.abroad_ids:
        country = claim.place.country if claim.place else None
        return f"about another country ({country or 'not named'})" if claim.is_current() else f"about another crisis ({claim.case})"
    if claim.id not in case.current_ids:
        return f"about a past case ({claim.case}), not this crisis" if claim.case else "a general statement, of no case"
    place, figure = claim.place, claim.figure
    # A total's place may be that of the story, people who flee are counted where they arrive, and a border is on both sides.
    registered = bool(REGISTRY.search(claim.attribution.speaker or ""))
    local = figure is not None and figure.unit not in MOVED and figure.scope != "cumulative" and not registered
    local = local and place is not None and place.precision != "border"
    if local and place and place.country and case.country and place.country != case.country:
        return f"about another country ({place.country})"
    return None


def is_challenge(claim: Claim) -> bool:
    """Whether a figure disputes a count (a multiple of it, a rhetorical number) instead of giving one."""
    figure = claim.figure
    multiple = figure is not None and not figure.high and bool(re.search(r"[×*]|\bx\b", figure.formula or ""))
    disputed = bool(claim.details.get("challenge")) or claim.modality in ("possible", "rhetorical")
    return disputed or multiple or bool(CHALLENGE.search(claim.quote))


def not_a_count(claim: Claim) -> str | None:
    """Why a figure of this crisis is no count of what happened, or None."""
    figure = claim.figure
    assert figure is not None
    most = MOST.get(figure.unit, MOST_PEOPLE)
    numbers = [n for n in (figure.low, figure.best, figure.high) if n is not None]
    if not numbers:
        return "no number in the words"
    if max(numbers) > most or min(numbers) < 0:
        return f"beyond what is possible ({max(numbers):,})"
    if figure.unit in PEOPLE and figure.counts not in ("people", ""):
        return f"counts {figure.counts}, not people; it is not turned into people"
    if claim.polarity == "negative":
        return "denied or negated in the words"
    if claim.details.get("rejected"):
        return "told only to be rejected"
    if claim.modality not in ("asserted", "hedged"):
        return f"told as {claim.modality}, not as done"
    if claim.status not in ("occurred", "ongoing", "unknown"):
        return f"told as {claim.status.replace('_', ' ')}"
    return None


def find_withdrawn(case: Case, counts: Sequence[Count]) -> dict[str, str]:
    """Claim id → the correction that gives another number of the same unit in its place."""
    found: dict[str, str] = {}
    corrected = {case.origins.supersedes[later]: later for later in sorted(case.origins.corrections)}
    by_report: dict[str, list[Count]] = {}
    for count in counts:
        by_report.setdefault(count.claim.report_id, []).append(count)
    for earlier, later in corrected.items():
        said = by_report.get(later, [])
        taken_back = {c.claim.id: c for c in said if takes_back(case, c)}
        found |= dict.fromkeys(taken_back, later)
        fresh = [c for c in said if c.claim.id not in taken_back]
        for count in by_report.get(earlier, ()):
            # A correction of one voice's number says nothing of what others put vaguely.
            rivals = [c for c in fresh if c.scope == count.scope and (c.voice == count.voice or c.figure.modifier == count.figure.modifier)]
            named = any(c.values == count.values for c in taken_back.values())
            if named or (rivals and all(c.values != count.values for c in rivals)):
                found[count.claim.id] = later
    return found


def takes_back(case: Case, count: Count) -> bool:
    """Whether a correction names a number only to take it back, in one clause: "178, not 188", "instead of 188", "wrongly gave 188"."""
    best = count.figure.best
    told = "|".join(re.escape(t) for t in {count.figure.text, *((str(best), f"{best:,}") if best is not None else ())})
    number = rf"(?:(?:the|a|an|about|some|as|many|earlier|previous|total|of)\s+){{0,4}}(?<![\d,.])(?:{told})(?![\d,.]*\d)"
    words = case.by_id[count.claim.report_id].text
    instead = rf"\b(?:instead of|rather than|{MISTAKENLY})\s+{number}"
    # "It is not known how many of the 178" takes nothing back: a "not" before the number, and another number beside it, do.
    against = rf"\d[\d,]*\b[^.;:]{{0,60}}\bnot\s+{number}|\bnot\s+{number}[^.;:]{{0,60}}\bbut\b[^.;:]{{0,30}}\d"
    return bool(re.search(f"{instead}|{against}", words, re.I))


def find_beyond(counts: Sequence[Count]) -> set[str]:
    """Claim ids of counts that lie far beyond those of all other origins, of which there are two or more."""
    best: dict[str, int] = {}
    for count in counts:
        best[count.origin] = max(best.get(count.origin, 0), count.floor)
    if len(best) < 3:
        return set()
    top, second = sorted(best.values())[-1], sorted(best.values())[-2]
    return {c.claim.id for c in counts if c.floor == top and second > 0 and top > FAR_BEYOND * second}


# ------------------------------------------------------------------ candidates


def make_count(case: Case, claim: Claim) -> Count:
    """A claim as a candidate, with its voice, how well placed that is, its day and its scope."""
    assert claim.figure is not None
    voice, tier = grade_voice(case, claim)
    as_of, dated = find_as_of(case, claim)
    registry = bool(REGISTRY.search(voice)) or voice == OFFICIAL_COUNT or claim.attribution.speaker_type == "medical"
    grade = rank_grade(case, claim, voice)
    return Count(claim, claim.figure, voice, tier, registry, case.origin(claim), as_of, find_scope(claim), dated, grade)


def rank_grade(case: Case, claim: Claim, voice: str) -> Grade:
    """How an analyst graded who counts: the voice itself, else the report that carries it; two numbers, the smaller the better."""
    grades = case.rulings.grades
    if not grades:
        return UNGRADED_RANK
    given = grades.get(voice, "")
    letter, digit = (given[0], given[1]) if GRADE.fullmatch(given) else case.grade(claim.report_id)
    return (RELIABILITY.index(letter), CREDIBILITY.index(digit))


def find_as_of(case: Case, claim: Claim) -> tuple[Days, bool]:
    """When a figure held: the end of the time it tells, else when its report came out; and whether the words tell it."""
    told, out = case.told(claim), case.out(claim)
    if told == UNKNOWN or (claim.time and SINCE.match(claim.time.text or "")) or not told.end:
        return out, False
    end = min(told.end, out.end) if out.end else told.end
    return Days(end, end), True


def find_scope(claim: Claim) -> str:
    """What a figure covers; an undeclared one is a total where its kind says so or an institution gives it, else an incident."""
    figure = claim.figure
    assert figure is not None
    if figure.part_of and figure.scope != "increment":
        return "part"
    if figure.of in SUBSETS:
        return "part"
    known = {"cumulative": "total", "incident": "incident", "increment": "increment", "daily": "daily", "part": "part"}
    if figure.scope in known:
        return known[figure.scope]
    if claim.subtype == "incident":
        return "incident"
    return "total" if claim.subtype in ("toll", "total") or claim.attribution.speaker_type in ("official", "medical") else "incident"


def name_voices(case: Case, counts: Sequence[Count]) -> list[Count]:
    """Give each voice that goes by several names its fullest one."""
    full = full_names(case, {c.voice: c.tier for c in sorted(counts, key=lambda c: -c.tier)})
    return [replace(c, voice=full[c.voice]) for c in counts]


def rescope(counts: Sequence[Count]) -> list[Count]:
    """Take for a total what was read as one incident but can't be: it is no smaller than a total told before.

    A registry of the dead tells running totals, whatever town its story is filed from.
    """
    totals = [c for c in counts if c.scope == "total" and c.tier < RUMOUR]
    return [replace(c, scope="total") if c.scope == "incident" and c.tier <= CREDIBLE
            and (c.registry or not (is_narrow(c.claim.place) and c.dated))
            and any(t.day <= c.day and 0 <= t.floor <= c.floor for t in totals if t.voice == c.voice or t.tier <= CREDIBLE) else c
            for c in counts]


def settle_days(counts: Sequence[Count]) -> list[Count]:
    """Put a number that a voice is quoted with again, without a day, on the day on which it is first told."""
    first: dict[tuple[Any, ...], Days] = {}
    for count in sorted(counts, key=lambda c: c.key):
        if count.as_of.known():
            first.setdefault((count.voice, count.values, count.scope), count.as_of)
    return sorted((c if c.dated or c.tier > CREDIBLE else replace(c, as_of=_earlier(first.get((c.voice, c.values, c.scope)), c.as_of))
                   for c in counts), key=lambda c: c.key)


def _earlier(first: Days | None, own: Days) -> Days:
    """The first day, unless the own range of days ends before it."""
    return first if first and first.end and (own.end is None or first.end <= own.end) else own


def is_narrow(place: Place | None) -> bool:
    """Whether a place is no more than a town."""
    return place is not None and place.precision in ("site", "city", "district")


def told_day(count: Count) -> date | None:
    """The day that an incident's own words give."""
    time = count.claim.time
    return count.as_of.known() if time and (time.start or time.end) and time.precision == "day" else None


def shown_different(a: Count, b: Count) -> bool:
    """Whether place or day show that two incidents are not the same, nor one count that runs on.

    Different towns do. Different days do only where the later number is the smaller one: 12 on Monday and 15 on Tuesday may be one toll,
    and "up to 20" on Tuesday gives no number to compare.
    """
    day, other = told_day(a), told_day(b)
    counted = a.floor >= 0 and b.floor >= 0
    if counted and day and other and day != other and (a.floor < b.floor) == (day > other) and a.floor != b.floor:
        return True
    p, q = a.claim.place, b.claim.place
    if p is None or q is None or not (is_narrow(p) and is_narrow(q)):
        return False
    distance = distance_km(p, q)
    # Two names may be a town and its quarter; what is added up must surely be different people.
    return distance is not None and distance > SAME_PLACE_KM


def narrowing_points(case: Case, unit: str) -> list[tuple[date, int, Claim]]:
    """Dated totals of a unit (day, number, claim) by which undated reports can be placed; rumours and narrow places left out."""
    claims = [c for c in case.current if c.figure and c.figure.unit == unit]
    counts, _, _ = screen(case, claims)
    points = [(day, c.floor, c.claim) for c in counts if c.scope == "total" and c.floor >= 0 and c.tier < RUMOUR
              and not is_narrow(c.claim.place) and (day := c.as_of.known())]
    return sorted(points, key=lambda p: (p[0], p[1], p[2].id))
