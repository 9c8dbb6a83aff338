"""The conditions that the rule for the level is made of: each tells what it finds with its claims, or None where it does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from math import cos, hypot, radians
from typing import Any

from tocsin.assessment.ground import Ground, ids
from tocsin.records import Claim, Json, Place

SCREEN_ORDER = ("no_information", "indicators", "alleged", "corroborated", "found")
APART = timedelta(days=2)  # one night told with two dates is one blow; what lies two days apart is not
KILOMETRES = 10
FIGHTS = frozenset({"communal", "clash", "riot"})
OVER_AN_AREA = frozenset({"region", "border", "country"})


@dataclass(frozen=True)
class Findings:
    """What is known when the level is set: the ground, and the three other parts of the assessment."""

    ground: Ground
    crimes: Mapping[str, Json]
    factors: Mapping[str, Json]
    state: Mapping[str, Json]


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _tell(text: str, claims: list[str]) -> Json:
    return {"text": text, "claims": claims}


def _claims(condition: Mapping[str, Any], findings: Findings) -> Json | None:
    """Enough claims of the kinds, from enough origins, young enough; what one origin tells again is not counted again."""
    ground = findings.ground
    told = [c for c in ground.current if c.kind in condition["kinds"] and (c.is_event() or c.kind in ("order", "forecast"))
            and c.subtype in condition.get("subtypes", [c.subtype]) and c.status in condition.get("status", [c.status])
            and _is_recent(c, condition.get("days"), ground)]
    found = ground.told_once(told)
    origins = {ground.origin(c) for c in found}
    enough = ground.count_acts(found) if condition.get("acts") else len(found)
    if enough < condition.get("min", 1) or len(origins) < condition.get("origins", 1):
        return None
    kinds = sorted({c.kind.replace("_", " ") for c in found})
    when = f" in the {condition['days']} days before {ground.situation.as_of}" if condition.get("days") and ground.situation.as_of else ""
    return _tell(f"{len(found)} claim{'s' * (len(found) > 1)} of {' and '.join(kinds)}{when}", ids(found))


def _is_recent(claim: Claim, days: int | None, ground: Ground) -> bool:
    """Whether the act, or else its report, is no older than so many days; without a day to count to, nothing is too old."""
    since = _as_of(ground, days) if days is not None else None
    if since is None:
        return True
    told = (claim.time.end or claim.time.start) if claim.time else None
    day = date.fromisoformat(told[:10]) if told else _published(claim, ground)
    return day is not None and day >= since


def _figure(condition: Mapping[str, Any], findings: Findings) -> Json | None:
    """A reconciled figure whose low end reaches the number."""
    figure = findings.ground.situation.figures.get(condition["unit"]) or {}
    low = figure.get("low")
    if low is None or low < condition["low"]:
        return None
    return _tell(f"{condition['unit']}: at least {low:,}", list(figure.get("claims") or []))


def _phase(condition: Mapping[str, Any], findings: Findings) -> Json | None:
    """The situation's phase."""
    situation = findings.ground.situation
    if situation.phase not in condition["in"]:
        return None
    told = [p for p in situation.phases if p.get("phase") == situation.phase]
    return _tell(f"phase: {situation.phase}", list(told[-1].get("claims") or []) if told else [])


def _indicators(condition: Mapping[str, Any], findings: Findings) -> Json | None:
    """Enough of the indicators; "8." means all of factor 8."""
    found = {i: entry for i, entry in findings.factors.items()
             if any(i == wanted or (wanted.endswith(".") and i.startswith(wanted)) for wanted in condition["any"])}
    if len(found) < condition.get("min", 1):
        return None
    return _tell(f"risk indicators {', '.join(found)}", list(dict.fromkeys(c for entry in found.values() for c in entry["claims"])))


def _screen(condition: Mapping[str, Any], findings: Findings) -> Json | None:
    """One of the crimes screens high enough."""
    wanted = SCREEN_ORDER.index(condition["at_least"])
    found = {name: findings.crimes[name] for name in condition["crimes"]
             if name in findings.crimes and SCREEN_ORDER.index(findings.crimes[name]["screen"]) >= wanted}
    if not found:
        return None
    claims = [i for crime in found.values() for element in crime["elements"].values() for i in element["for"]]
    text = ", ".join(f"{name.replace('_', ' ')}: {crime['screen']}" for name, crime in found.items())
    return _tell(f"screen, not a finding: {text}", list(dict.fromkeys(claims)))


def _state_test(condition: Mapping[str, Any], findings: Findings) -> Json | None:
    """A test of the State reads one of the values."""
    name = condition["test_name"]
    test = findings.state[name]
    if test["reading"] not in condition["in"]:
        return None
    return _tell(f"the State is {name.replace('_', ' ')}: {test['reading']}", test["against"] + test["for"])


def _factors(condition: Mapping[str, Any], findings: Findings) -> Json | None:
    """Enough different risk factors."""
    numbers = sorted({i.partition(".")[0] for i in findings.factors}, key=int)
    if len(numbers) < condition["min"]:
        return None
    return _tell(f"risk factors {', '.join(numbers)}", list(dict.fromkeys(c for e in findings.factors.values() for c in e["claims"])))


# ------------------------------------------------------------------ violence that goes on


def _course(condition: Mapping[str, Any], findings: Findings) -> Json | None:
    """Acts of violence over days or places: one blow, however told, is none."""
    ground = findings.ground
    since = _as_of(ground, condition["days"])
    acts = ground.told_once(c for c in ground.current if c.kind in condition["kinds"] and c.is_event())
    told = [(c, days) for c in acts if (days := _days_of_act(c, ground))]
    recent = [(c, days) for c, days in told if since is None or days[1] >= since]
    if len(recent) < condition.get("min", 2) or not (_spread_in_time(recent) or _spread_in_space([c for c, _ in recent])):
        return None
    first, last = min(d[0] for _, d in recent), max(d[1] for _, d in recent)
    kinds = sorted({c.kind.replace("_", " ") for c, _ in recent})
    return _tell(f"{len(recent)} claims of {' and '.join(kinds)}, of acts from {first} to {last}", ids(c for c, _ in recent))


def _days_of_act(claim: Claim, ground: Ground) -> tuple[date, date] | None:
    """First and last day of a told act; without one its report's day, unless a lull began before that. A total is no act.

    "Fighting since Thursday" runs to the day of its report, or to the lull; of "83 killed since Thursday" only Thursday is told.
    """
    if claim.subtype == "toll":
        return None
    start, end = (claim.time.start, claim.time.end) if claim.time else (None, None)
    out, calm, as_of = _published(claim, ground), _calm_since(ground), _as_of(ground, 0)
    counted = claim.figure is not None and claim.figure.scope == "cumulative"
    if counted and (end or not start):
        return None
    if not (start or end):
        return (out, out) if out and (calm is None or out <= calm) else None
    first = date.fromisoformat((start or end or "")[:10])
    open_end = min((d for d in (out, calm) if d), default=first) if not counted else first
    last = date.fromisoformat(end[:10]) if end else max(first, open_end)
    return (first, last) if as_of is None or first <= as_of else None


def _spread_in_time(acts: Sequence[tuple[Claim, tuple[date, date]]]) -> bool:
    """Whether dated acts lie apart. Fighting on two days running is a course; a blow may be told with two dates, and undated ones."""
    dated = [(c, days) for c, days in acts if c.time and (c.time.start or c.time.end)]
    fights = [days for c, days in dated if c.kind == "battle" or c.subtype in FIGHTS]
    return _reach([days for _, days in dated]) >= APART or _reach(fights) >= timedelta(days=1)


def _reach(days: Sequence[tuple[date, date]]) -> timedelta:
    return max(d[1] for d in days) - min(d[0] for d in days) if days else timedelta(0)


def _spread_in_space(claims: Sequence[Claim]) -> bool:
    """Whether two acts lie apart; a whole region or country is no place for this."""
    spots = {(c.place.lat, c.place.lon): c.place for c in claims
             if c.place and c.place.lat is not None and c.place.precision not in OVER_AN_AREA}
    return any(_kilometres(one, other) > KILOMETRES for one, other in combinations(spots.values(), 2))


def _kilometres(one: Place, other: Place) -> float:
    """The way between two places on a flat map: near enough to tell one town from the next."""
    north = ((one.lat or 0) - (other.lat or 0)) * 111.2
    east = ((one.lon or 0) - (other.lon or 0)) * 111.2 * cos(radians(one.lat or 0))
    return hypot(north, east)


def _active(condition: Mapping[str, Any], findings: Findings) -> Json | None:
    """The violence has not stopped, or not for long."""
    ground = findings.ground
    situation = ground.situation
    if situation.phase == "ended":
        return None
    told = [p for p in situation.phases if p.get("phase") == situation.phase]
    claims = list(told[-1].get("claims") or []) if told else []
    start, as_of = _calm_since(ground), _as_of(ground, 0)
    if situation.phase != "lull" or start is None or as_of is None:
        return _tell(f"phase: {situation.phase}", claims)
    told_blows = [(days[1], c) for c in _blows(ground, condition["blow"]) if (days := _days_of_act(c, ground))]
    blows = [(day, c) for day, c in told_blows if day >= start]
    last = max(blows, key=lambda b: b[0], default=None)
    before = max((day for day, _ in told_blows if day < start), default=start)
    if not last and (start - before).days >= condition["lull_days"]:
        start = before  # one more small incident made it quiet anew; mass violence had stopped long before
    held = (as_of - max(start, last[0] if last else start)).days
    if held >= condition["lull_days"]:
        return None
    if last:
        same = ids(c for day, c in blows if day == last[0])
        return _tell(f"{condition['blow']} or more killed on {last[0]}, {_days(held)} before {as_of}", same)
    return _tell(f"phase: lull since {start}, {_days(held)} before {as_of}", claims)


def _blows(ground: Ground, least: int) -> Iterator[Claim]:
    """Acts that killed so many at once."""
    for claim in ground.current:
        killed = claim.figure.low or 0 if claim.figure and claim.figure.unit == "killed" else 0
        if claim.kind in ("killing", "attack") and claim.is_event() and killed >= least:
            yield claim


def _calm_since(ground: Ground) -> date | None:
    """The day from which a lull is told of, where the situation is in one."""
    situation = ground.situation
    starts = [p["start"] for p in situation.phases if p.get("phase") in ("lull", "ended") and p.get("start")]
    return date.fromisoformat(starts[-1][:10]) if starts and situation.phase in ("lull", "ended") else None


def _published(claim: Claim, ground: Ground) -> date | None:
    """The last day on which the claim's report can have appeared."""
    published = next((r.get("published") or {} for r in ground.situation.reports if r["id"] == claim.report_id), {})
    day = published.get("end") or published.get("start")
    return date.fromisoformat(day[:10]) if day else None


def _as_of(ground: Ground, days: int) -> date | None:
    """So many days before the day of the brief; None where it has none."""
    return date.fromisoformat(ground.situation.as_of[:10]) - timedelta(days=days) if ground.situation.as_of else None


CONDITIONS: Mapping[str, Callable[[Mapping[str, Any], Findings], Json | None]] = {
    "course": _course,
    "active": _active,
    "claims": _claims,
    "figure": _figure,
    "phase": _phase,
    "indicators": _indicators,
    "screen": _screen,
    "state": _state_test,
    "factors": _factors,
}
