"""When an undated report was written, as far as the other reports of its situation tell.

Each bound has a clue in words. Bounds that contradict each other are dropped, the weakest first: a wide range is right, a narrow one may
be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tocsin.records import Claim, Party, Published, Report
from tocsin.situations.case import Case, Days, party_label
from tocsin.situations.counts import UNITS, narrowing_points

Toll = tuple[date, int, Claim]
RISING = frozenset(("escalating", "deteriorating", "toll_rising", "resumed"))
QUIET = frozenset(("lull", "fragile_lull", "ended"))
ACTS = frozenset(("request", "referral", "refusal", "decision", "deployment", "agreement", "withdrawal", "order", "border_closure"))


@dataclass(frozen=True)
class Bound:
    """A first or last possible day, with the clue and the claims it rests on; `weight` tells which to drop first when they contradict."""

    day: date
    clue: str
    claims: tuple[Claim, ...]
    weight: int


def narrow_dates(case: Case) -> tuple[dict[str, Published], dict[str, tuple[Claim, ...]]]:
    """Report id → its date, narrowed where it was open; and the claims that the narrowing rests on."""
    published: dict[str, Published] = {}
    claims: dict[str, tuple[Claim, ...]] = {}
    points = {unit: dated_tolls(case, unit) for unit in UNITS[:2]}
    for report in case.reports:
        own = report.published
        published[report.id] = own
        if own.basis != "inferred" and own.anchor():
            continue
        tolls = bound_by_tolls(case, case.of_report.get(report.id, []), points)
        lower, upper = settle(find_lower(case, report, tolls), find_upper(case, report, tolls))
        if lower or upper:
            published[report.id] = merge(own, lower, upper)
            claims[report.id] = tuple({c.id: c for b in (lower, upper) if b for c in b.claims}.values())
    return published, claims


def merge(own: Published, lower: Bound | None, upper: Bound | None) -> Published:
    """The report's own range cut down by the bounds; where they exclude each other, its own range stands, with the clues."""
    start, end = own.days()
    low = max((d for d in (start, lower.day if lower else None) if d), default=None)
    high = min((d for d in (end, upper.day if upper else None) if d), default=None)
    clues = (*own.clues, *(f"{b.clue} ({', '.join(c.id for c in b.claims)})" if b.claims else b.clue for b in (lower, upper) if b))
    if low and high and low > high:
        return replace(own, clues=clues)
    precision = "day" if low and low == high else "range" if low and high else "unknown"
    return Published(low.isoformat() if low else None, high.isoformat() if high else None, precision, "inferred", clues)


def settle(lower: Sequence[Bound], upper: Sequence[Bound]) -> tuple[Bound | None, Bound | None]:
    """The tightest bounds that agree; while they cross, the weaker of the two tightest is dropped."""
    lows = sorted(lower, key=lambda b: (b.day, b.weight, b.clue))
    highs = sorted(upper, key=lambda b: (b.day, -b.weight, b.clue), reverse=True)
    while lows and highs and lows[-1].day > highs[-1].day:
        (lows if lows[-1].weight <= highs[-1].weight else highs).pop()
    return (lows[-1] if lows else None, highs[-1] if highs else None)


# ------------------------------------------------------------------ bounds


def find_lower(case: Case, report: Report, tolls: Sequence[Bound]) -> list[Bound]:
    """Days before which the report can't have been written."""
    own = case.of_report.get(report.id, [])
    found = []
    if case.onset.start and any(c.id in case.harm_ids for c in own):
        onset = tuple(c for c in case.violence if case.told(c).start == case.onset.start)
        found.append(Bound(case.onset.start, f"not before {case.onset.start}, when the violence that it tells of began", onset[:3], 9))
    for claim in case.all_of_report.get(report.id, ()):
        told = case.told(claim)
        if told.start and claim.status in ("occurred", "ongoing") and claim.modality in ("asserted", "hedged"):
            day = told.end or told.start
            # "In 2005 and since" has no last day that it must lie after; the first one is sure.
            day = told.start if (day - told.start).days > 31 else day
            found.append(Bound(day, f"not before {day}, a day that it mentions as past", (claim,), 8))
    found += [Bound(day, f"not before {day}: it tells of what another report dates to then", (c, other), 5)
              for c, other, day in same_acts(case, own)]
    return found + [b for b in tolls if b.weight == 4]


def find_upper(case: Case, report: Report, tolls: Sequence[Bound]) -> list[Bound]:
    """Days after which the report can't (or will hardly) have been written."""
    own = case.of_report.get(report.id, [])
    found = [b for b in tolls if b.weight == 3]
    if any(c.kind == "status" and c.subtype in RISING for c in own):
        quiet = sorted((case.out(c).start or date.max, c.id, c) for c in case.current if c.kind == "status" and c.subtype in QUIET
                       and c.report_id != report.id and c.polarity == "positive" and case.by_id[c.report_id].published.anchor())
        if quiet and quiet[-1][0] < date.max and not any(c.subtype == "resumed" for c in case.current if c.kind == "status"):
            day, _, claim = quiet[0]
            rising = next(c for c in own if c.kind == "status" and c.subtype in RISING)
            clue = f"not after {day}: it tells of rising violence, where a report of that day tells of a lull"
            found.append(Bound(day, clue, (rising, claim), 2))
    if case.as_of:
        clue = f"not after {case.as_of}, the day of the situation's latest report: nothing in it is told as later"
        found.append(Bound(case.as_of, clue, (), 1))
    return found


def same_acts(case: Case, own: Sequence[Claim]) -> list[tuple[Claim, Claim, date]]:
    """Acts in these claims that a claim of a dated report puts on one day: same kind, same actor, same one addressed."""
    found = []
    for claim in own:
        if claim.kind not in ACTS or not claim.actors or not claim.is_event():
            continue
        days: dict[date, Claim] = {}
        for day, other in case.dated_events.get(claim.kind, ()):
            if other.report_id != claim.report_id and _same(claim.actors, other.actors) and _same(claim.targets, other.targets):
                days.setdefault(day, other)
        if days:  # an act may have been repeated: the first time is the only sure bound
            first = min(days)
            found.append((claim, days[first], first))
    return found


def _same(a: Sequence[Party], b: Sequence[Party]) -> bool:
    """Whether two sides share a party, or neither names one."""
    names = [{party_label(p).casefold() for p in side} for side in (a, b)]
    return bool(names[0] & names[1]) or not (names[0] or names[1])


def dated_tolls(case: Case, unit: str) -> list[Toll]:
    """Totals that reports of stated date tell: day, number, claim."""
    return [(d, n, c) for d, n, c in narrowing_points(case, unit) if case.by_id[c.report_id].published.basis != "inferred"]


def bound_by_tolls(case: Case, own: Sequence[Claim], points: Mapping[str, Sequence[Toll]]) -> list[Bound]:
    """Bounds from tolls, which only rise: after the last day up to which all dated tolls are lower, up to the first from which none is.

    Counts of different voices cross each other, so a day only bounds when no dated toll contradicts it. Lower bounds weigh 4, upper ones 3.
    """
    found = []
    for unit, dated in points.items():
        for claim in own:
            figure = claim.figure
            number = (figure.low if figure.low is not None else figure.best) if figure and figure.unit == unit else None
            if number is None or figure is None or figure.scope not in ("cumulative", "unknown") or not dated:
                continue
            reached = [d for d, n, _ in dated if n >= number]
            below = [(d, c) for d, n, c in dated if n < number and d <= min(reached, default=date.max)]
            if below:
                day, other = below[-1]
                found.append(Bound(day, f"not before {day}: its toll of {number:,} is above the count of that day", (claim, other), 4))
            last_lower = max((d for d, n, _ in dated if n < number), default=date.min)
            above = [(d, c) for d, n, c in dated if n >= number and d >= last_lower]
            if above:
                day, other = above[0]
                found.append(Bound(day, f"not after {day}: its toll of {number:,} had been reached by then", (claim, other), 3))
    return found


def find_onset(case: Case) -> tuple[Days, list[Claim]]:
    """The first day of violence that a claim tells, with the claims; stray dates far from all others are left out.

    Months and years are too wide to start from unless there is nothing else; without any told day the onset is only known to lie before
    the first report came out.
    """
    # The day of a total is the day of counting; only where it says since when does it date the violence.
    told = [(d, c) for c in case.violence for d in [case.told(c)] if d.start != d.end or not (c.figure and c.figure.scope == "cumulative")]
    for precise in (True, False):
        days = [(d, c) for d, c in told if d.start and (not precise or (c.time and c.time.precision not in ("month", "season", "year")))]
        if days:
            start = _first_of_main_run(sorted({d.start for d, _ in days if d.start}), [d.start for d, _ in days if d.start])
            claims = [c for d, c in days if d.start == start]
            ends = [d.end for d, _ in days if d.start == start and d.end]
            return Days(start, start if precise else min(ends, default=None)), claims
    first = [c for c in case.violence if case.out(c).end]
    end = min((e for c in first if (e := case.out(c).end)), default=None)
    return Days(None, end), [c for c in first if case.out(c).end == end][:3]


def _first_of_main_run(days: Sequence[date], mentions: Sequence[date]) -> date:
    """The first day of the run (gaps of at most sixty days) that holds most mentions; of equal runs the latest."""
    runs: list[list[date]] = [[days[0]]]
    for day in days[1:]:
        if (day - runs[-1][-1]).days > 60:
            runs.append([])
        runs[-1].append(day)
    return max(runs, key=lambda r: (sum(mentions.count(d) for d in r), r[-1]))[0]
