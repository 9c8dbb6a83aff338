"""The days that mattered: dated entries of a situation, each with the words of its best claims and a score to cut by.

A day matters as much as reports come back to it. Every independent report votes for the days that it names: a date ("3 May"), which only
what is remembered gets, more than a weekday, and later more than on the day itself; what its claims say was done adds to it. Busy weeks
do not outvote quiet ones: a vote counts less, the more reports came out around it.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tocsin.records import Claim, Json, Report
from tocsin.situations.case import Case, ids
from tocsin.situations.likeness import PARTING, find_calendar_days, find_days

# How much a dated claim says about a day, by kind: what was done, then what was decided, then what was said.
WEIGHTS = {"killing": 5.0, "attack": 4.0, "battle": 4.0, "sexual_violence": 4.0, "displacement": 3.5, "injury": 3.0, "destruction": 3.0,
           "repression": 3.0, "abduction": 3.0, "decision": 3.5, "agreement": 3.5, "deployment": 3.0, "refusal": 3.0, "request": 2.5,
           "withdrawal": 3.0, "sanction": 3.0, "order": 3.0, "border_closure": 3.0, "referral": 2.5, "deliberation": 2.0}
OTHER_WEIGHT = 1.0
TEXT_LENGTH = 300
BY_DATE = 7.0  # a report that names the day by its date, later than the day after
BY_WEEKDAY, MOST_WEEKDAYS = 1.0, 100  # each sentence that names it by its weekday; more than so many are no news
BY_CLAIM = 1 / 3  # of the weight of its weightiest claim
REMEMBERED = 2.0  # a day named when it was no longer yesterday
AROUND = timedelta(days=10)
CROWDED = 0.75  # the power of the number of reports around a vote that it is divided by
LESSER = 0.5  # the score of what was answered on a day beside what was done, or the other way round


def make_timeline(case: Case) -> list[Json]:
    """Dated entries in time order, one a day and family (what was done; what was answered); the score says which to keep when cut."""
    days: dict[tuple[date, str], list[Claim]] = defaultdict(list)
    for claim in case.current:
        family = case.families.get(claim.kind, "context")
        day = entry_day(case, claim)
        if day and family in ("harm", "response") and claim.polarity == "positive" and claim.status in ("occurred", "ongoing", "attempted"):
            days[(day, family)].append(claim)
    votes = count_votes(case, days)
    return [make_entry(case, day, claims, votes[day] * share_of(case, day, family, days))
            for (day, family), claims in sorted(days.items(), key=lambda item: item[0])]


def entry_day(case: Case, claim: Claim) -> date | None:
    """The one day that a claim's words give; the first day of what began and goes on. No day after the report came out."""
    told = case.told(claim)
    if claim.figure and claim.figure.scope == "cumulative":  # a total belongs to the day of counting, not to the day it counts from
        day = told.end or case.out(claim).known()
    elif told.start and told.end is None and claim.time and claim.time.precision in ("day", "interval"):
        day = told.start
    else:
        day = told.known()
    published = case.by_id[claim.report_id].published.anchor()
    return None if day and published and day > published else day


# ------------------------------------------------------------------ votes


def count_votes(case: Case, days: Mapping[tuple[date, str], Sequence[Claim]]) -> Counter[date]:
    """How much each day matters; only reports that are no copies vote, for days that a claim tells of.

    The sum grows with the root of the number of such reports, so that a situation of one report stays below one of a hundred.
    """
    weights: dict[str, dict[date, float]] = defaultdict(dict)
    for (day, _), claims in days.items():
        for claim in claims:
            of_report = weights[case.origin(claim)]
            of_report[day] = max(of_report.get(day, 0.0), weigh(claim))
    reports = [r for r in case.reports if case.origins.reports[r.id] == r.id or case.origins.reports[r.id] not in case.by_id]
    known = {day for day, _ in days}
    out = sorted(d for r in reports if (d := r.published.anchor()))
    votes: Counter[date] = Counter()
    for report in reports:
        published = report.published.anchor()
        near = bisect_right(out, published + AROUND) - bisect_left(out, published - AROUND) if published else len(reports) - len(out)
        for day, amount in sorted(vote(report, published, weights.get(report.id, {})).items()):
            if day in known:
                votes[day] += amount * math.sqrt(len(reports)) / near**CROWDED
    return votes


def vote(report: Report, published: date | None, weights: Mapping[date, float]) -> dict[date, float]:
    """One report's votes for the days that it names or its claims tell; a repeated sentence counts once."""
    dated: set[date] = set()
    weekdays: Counter[date] = Counter()
    for part in sorted({p.strip() for p in PARTING.split(report.text)}) if published else ():
        by_date = find_calendar_days(part, published) if published else frozenset()
        dated |= by_date
        weekdays.update(find_days(part, published) - by_date)
    amounts: dict[date, float] = {}
    for day in dated | set(weekdays) | set(weights):
        remembered = published is not None and published - day > timedelta(days=1)
        # On the day itself and the day after, a date says no more than a weekday does.
        named = (BY_DATE if remembered else BY_WEEKDAY) * (day in dated)
        amount = named + BY_WEEKDAY * min(weekdays[day], MOST_WEEKDAYS) + BY_CLAIM * weights.get(day, 0.0)
        amounts[day] = amount * (REMEMBERED if remembered else 1.0)
    return amounts


def share_of(case: Case, day: date, family: str, days: Mapping[tuple[date, str], Sequence[Claim]]) -> float:
    """A day's vote goes to what was done or to what was answered, whichever more is told of; the other gets half."""
    def told(name: str) -> float:
        return sum_weights(case, days.get((day, name), ()))
    other = "response" if family == "harm" else "harm"
    return 1.0 if (told(family), family) >= (told(other), other) else LESSER


def sum_weights(case: Case, claims: Sequence[Claim]) -> float:
    """The weightiest claim of each independent origin, added up."""
    by_origin: dict[str, float] = {}
    for claim in claims:
        by_origin[case.origin(claim)] = max(by_origin.get(case.origin(claim), 0.0), weigh(claim))
    return sum(sorted(by_origin.values()))


def weigh(claim: Claim, same: int = 1) -> float:
    """How telling a claim is for its day: its kind, a figure, and how many origins tell the same kind."""
    return WEIGHTS.get(claim.kind, OTHER_WEIGHT) + (1.0 if claim.figure else 0.0) + 0.5 * (same - 1)


# ------------------------------------------------------------------ entries


def make_entry(case: Case, day: date, claims: Sequence[Claim], score: float) -> Json:
    """One entry: the words of the day's weightiest claims, quoted."""
    same = {kind: case.count_origins(c for c in claims if c.kind == kind) for kind in {c.kind for c in claims}}
    ordered = sorted(claims, key=lambda c: (-weigh(c, same[c.kind]), *case.in_order(c)))
    texts: list[str] = []
    for claim in ordered:
        words = " ".join(claim.quote.split())
        if not any(words in t or t in words for t in texts) and len(texts) < 2:
            texts.append(words)
    text = " … ".join(texts)
    return {"date": day.isoformat(), "text": text if len(text) <= TEXT_LENGTH else text[:TEXT_LENGTH - 1].rstrip() + "…",
            "score": round(score, 2), "claims": ids(ordered)}
