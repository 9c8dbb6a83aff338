"""What must hold for the codebook's rules: the level's conditions, the evidence of claims, and past measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tocsin.codebook import model as m
from tocsin.codebook.tables import refuse_table

if TYPE_CHECKING:
    from tocsin.codebook.load import Codebook

LEVELS = ("watch", "serious_concern", "imminent_risk", "current_crisis")
SCREENS = ("no_information", "indicators", "alleged", "corroborated", "found")
PHASES = ("emerging", "escalating", "sustained", "lull", "resumed", "ended")
STATE_TESTS = ("able", "willing", "not_manifestly_failing", "consent")
READINGS = ("evidenced", "denied", "contested", "no_information")
NEEDS: Mapping[str, tuple[str, ...]] = {  # what a condition of each test must have
    "course": ("kinds", "days"), "active": ("lull_days", "blow"), "claims": ("kinds",), "figure": ("unit", "low"), "phase": ("in",),
    "indicators": ("any",), "screen": ("crimes", "at_least"), "state": ("test_name", "in"), "factors": ("min",),
}
PLOVER = frozenset("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE "
                   "ASSAULT".split())


def check_rules(book: Codebook) -> None:
    """Refuse the first rule that names what is not there or contradicts another, with file and line."""
    check_levels(book)
    check_evidence(book)
    check_measures(book)
    for key, codes in book.code_maps.items():
        if codes.get("plover") and codes["plover"] not in PLOVER:
            refuse_table("code_maps.toml", book.folders, key, f"has the PLOVER type {codes['plover']}, which is none of the sixteen")


def check_levels(book: Codebook) -> None:
    """The levels are those of the records page, each once, and every condition names what is there."""
    rule = book.levels
    for name in (*(level.name for level in rule.levels), rule.otherwise):
        if name not in LEVELS:
            refuse_table("levels.toml", book.folders, "levels", f"names the level '{name}', which is not one of {', '.join(LEVELS)}")
    names = [level.name for level in rule.levels]
    twice = next((name for name in names if names.count(name) > 1 or name == rule.otherwise), None)
    if twice:
        refuse_table("levels.toml", book.folders, "levels", f"has the level '{twice}' twice: one rule can't set it in two ways")
    for level in rule.levels:
        for condition in (c for alternative in level.alternatives for c in alternative):
            wrong = _wrong_condition(condition, book)
            if wrong:
                refuse_table("levels.toml", book.folders, "levels", f"'{level.name}' has a condition {wrong}")


def _wrong_condition(condition: Mapping[str, Any], book: Codebook) -> str | None:
    """What is wrong with a condition, in words."""
    test = str(condition.get("test"))
    if test not in NEEDS:
        return f"with the unknown test '{test}'; known are {', '.join(NEEDS)}"
    lacking = [name for name in (*NEEDS[test], "says") if not condition.get(name)]
    if lacking:
        return f"of the test '{test}' without {', '.join(lacking)}"
    allowed: Mapping[str, Sequence[str] | frozenset[str]] = {
        "kinds": tuple(book.kinds), "crimes": tuple(book.crimes), "in": PHASES if test == "phase" else READINGS,
    }
    for name, known in allowed.items():
        strange = [x for x in condition.get(name, ()) if x not in known]
        if strange:
            return f"that names {', '.join(strange)} in '{name}', which is not there"
    if test == "screen" and condition["at_least"] not in SCREENS or test == "state" and condition["test_name"] not in STATE_TESTS:
        return f"with an unknown value: {condition.get('at_least') or condition.get('test_name')}"
    return _unknown_indicator(condition.get("any", ()) if test == "indicators" else (), book)


def _unknown_indicator(wanted: Sequence[str], book: Codebook) -> str | None:
    strange = [i for i in wanted if i not in book.indicators and not (i.endswith(".") and i[:-1] in book.risk_factors)]
    return f"that names the indicator {', '.join(strange)}, which risk_factors.toml does not have" if strange else None


def check_evidence(book: Codebook) -> None:
    """Indicators and elements that the evidence rules name exist."""
    elements = {e.id for crime in book.crimes.values() for e in crime.elements}
    table = book.table("evidence")
    for name, rule in table.items():
        given = {"indicators": rule.get("indicators", ()), "elements": rule.get("elements", ())} if name != "scope" else {
            "indicators": [i for values in (v for k, v in rule.items() if k != "judging") for i in values]}
        strange = [i for i in given.get("indicators", ()) if i not in book.indicators]
        if name != "sets" and strange:
            told = f"names the indicator {', '.join(strange)}, which risk_factors.toml does not have"
            refuse_table("evidence.toml", book.folders, name, told)
        strange = [i for i in given.get("elements", ()) if i not in elements]
        if name != "sets" and strange:
            refuse_table("evidence.toml", book.folders, name, f"names the element {', '.join(strange)}, which crimes.toml does not have")


def check_measures(book: Codebook) -> None:
    """What never was can't have gone well, and one measure can't have gone in two ways according to one source."""
    for key, case in book.precedents.items():
        told: dict[tuple[str, str, str], m.Measure] = {}
        for x in case.measures:
            if x.evidence_type == "counterfactual" and x.outcome not in ("not_tried", "unknown"):
                refuse_table("precedents.toml", book.folders, key, f"calls a counterfactual a {x.outcome} ({x.what})")
            other = told.setdefault((x.what, x.when, x.source), x)
            if other.outcome != x.outcome:
                refuse_table("precedents.toml", book.folders, key, f"contradicts itself: {x.what} is a {other.outcome} and a {x.outcome}")
