"""The level of a situation, by the stated rule of levels.toml, with the conditions that held as its reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tocsin.assessment.ground import Ground, ids
from tocsin.codebook import Codebook
from tocsin.records import Claim, Json

SCREEN_ORDER = ("no_information", "indicators", "alleged", "corroborated", "found")


@dataclass(frozen=True)
class Findings:
    """What is known when the level is set: the ground, and the three other parts of the assessment."""

    ground: Ground
    crimes: Mapping[str, Json]
    factors: Mapping[str, Json]
    state: Mapping[str, Json]


def set_level(findings: Findings, *, codebook: Codebook) -> Json:
    """{"level", "meaning", "reasons", "rule"}: the first level of the rule of which one alternative holds wholly."""
    rule = codebook.levels
    for level in rule.levels:
        for alternative in level.alternatives:
            reasons = [CONDITIONS[condition["test"]](condition, findings) for condition in alternative]
            if all(reasons):
                return {"level": level.name, "meaning": level.meaning, "rule": rule.rule, "reasons": [r for r in reasons if r]}
    return {"level": rule.otherwise, "meaning": "No condition of a higher level holds.", "rule": rule.rule, "reasons": []}


def _tell(text: str, claims: list[str]) -> Json:
    return {"text": text, "claims": claims}


def _claims(condition: Mapping[str, Any], findings: Findings) -> Json | None:
    """Enough claims of the kinds, from enough origins, young enough."""
    ground = findings.ground
    found = [c for c in ground.current if c.kind in condition["kinds"] and (c.is_event() or c.kind in ("order", "forecast"))
             and c.subtype in condition.get("subtypes", [c.subtype]) and c.status in condition.get("status", [c.status])
             and _is_recent(c, condition.get("days"), ground)]
    origins = {ground.origins.get(c.report_id, c.report_id) for c in found}
    if len(found) < condition.get("min", 1) or len(origins) < condition.get("origins", 1):
        return None
    kinds = sorted({c.kind for c in found})
    when = f" in the {condition['days']} days before {ground.situation.as_of}" if condition.get("days") and ground.situation.as_of else ""
    return _tell(f"{len(found)} claim{'s' * (len(found) > 1)} of {' and '.join(kinds)}{when}", ids(found))


def _is_recent(claim: Claim, days: int | None, ground: Ground) -> bool:
    """Whether the act, or else its report, is no older than so many days; without a day to count to, nothing is too old."""
    as_of = ground.situation.as_of
    if days is None or as_of is None:
        return True
    published = next((r.get("published") or {} for r in ground.situation.reports if r["id"] == claim.report_id), {})
    told = (claim.time.end or claim.time.start) if claim.time else None
    day = told or published.get("end") or published.get("start")
    return day is not None and date.fromisoformat(day[:10]) >= date.fromisoformat(as_of[:10]) - timedelta(days=days)


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


CONDITIONS: Mapping[str, Callable[[Mapping[str, Any], Findings], Json | None]] = {
    "claims": _claims,
    "figure": _figure,
    "phase": _phase,
    "indicators": _indicators,
    "screen": _screen,
    "state": _state_test,
    "factors": _factors,
}
