"""What a claim evidences: crime elements, risk indicators and tests of the State, by ordered rules that an analyst can edit.

The rules are `codebook/data/evidence.toml`; its head explains the conditions. Marking a claim never decides anything: it says "this
sentence is evidence of element E3", and the assessment gathers such marks with who said it and how surely.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NoReturn, Protocol

from tocsin.errors import CodebookError
from tocsin.records import Claim, Party

Test = Callable[[Claim], bool]

PARTY_TYPES = frozenset({
    "state", "security_force", "armed_group", "mob", "ethnic_group", "religious_group", "civilians", "protesters", "refugees",
    "political_party", "organisation", "intergovernmental", "court", "person", "media", "unknown"})
ARMED = frozenset({"state", "security_force", "armed_group"})
STATE_TESTS = ("able", "willing", "not_manifestly_failing", "consent")
RESERVED = frozenset({"sets", "scope"})
# What a rule takes for granted unless it says otherwise: the thing is affirmed, and not merely imagined, asked for or expected.
AFFIRMED = frozenset({"asserted", "hedged", "ordered", "attempted", "evaluative"})


class Tables(Protocol):
    """The part of the codebook that is needed here."""

    def table(self, name: str) -> dict[str, Any]:
        """A TOML file of the codebook by name."""

    def codes_for(self, kind: str, subtype: str | None = None) -> dict[str, str]:
        """The codes of a kind in other schemes, refined by its subtype's."""


@dataclass(frozen=True)
class Rule:
    """One rule: what a claim must be like (`holds`), and what it then evidences.

    `tests` maps a test of the State to "for" or "against"; `why` and `source` are shown to whoever asks why a claim counts.
    """

    id: str
    why: str
    source: str
    indicators: tuple[str, ...]
    elements: tuple[str, ...]
    tests: Mapping[str, str]
    kinds: frozenset[str]
    holds: tuple[Test, ...]
    unless: tuple[tuple[Test, ...], ...]

    def fits(self, claim: Claim) -> bool:
        """Whether every condition holds and no exception does (an exception holds when all its conditions do)."""
        return all(test(claim) for test in self.holds) and not any(all(test(claim) for test in tests) for tests in self.unless)


@dataclass(frozen=True)
class EvidenceTable:
    """The rules in order, and the codebook's codes for a kind."""

    rules: tuple[Rule, ...]
    codes_for: Callable[[str, str | None], Mapping[str, str]]

    def fitting(self, claim: Claim) -> Iterator[Rule]:
        """The rules that fit a claim, in order."""
        return (rule for rule in self.rules if (not rule.kinds or claim.kind in rule.kinds) and rule.fits(claim))


def mark(claim: Claim, *, table: EvidenceTable) -> Claim:
    """The claim with its codes, indicators and elements; the claim itself is never changed.

    Codes already set stay. Tests of the State become codes ("able": "against"); the first rule that speaks to a test wins. What a denial
    speaks against stands in the code "denies", elements joined by semicolons.
    """
    indicators: dict[str, None] = {}
    elements: dict[str, None] = {}
    codes = dict(table.codes_for(claim.kind, claim.subtype))
    auxiliary = _auxiliary(claim)
    if auxiliary:
        codes["plover_aux"] = auxiliary
    for rule in table.fitting(claim):
        indicators.update(dict.fromkeys(rule.indicators))
        elements.update(dict.fromkeys(rule.elements))
        for test, side in rule.tests.items():
            codes.setdefault(test, side)
    denied = _denied(claim, table)
    if denied:
        codes["denies"] = ";".join(denied)
    return replace(claim, codes={**codes, **claim.codes}, indicators=tuple(sorted(indicators, key=_order)), elements=tuple(elements))


@lru_cache(maxsize=8)
def read_evidence(codebook: Tables) -> EvidenceTable:
    """The rules of a codebook, checked; CodebookError names the rule that is malformed."""
    given = codebook.table("evidence")
    sets = {name: tuple(words) for name, words in given.get("sets", {}).items()}
    rules = tuple(_read_rule(name, entry, sets) for name, entry in given.items() if name not in RESERVED)
    return EvidenceTable(rules, codebook.codes_for)


def _denied(claim: Claim, table: EvidenceTable) -> tuple[str, ...]:
    """The elements that an act would evidence if it were not denied; only where it is said whose act is denied.

    "No fighting was reported on Monday" denies nothing about the days before, so a denial without an actor counts for nothing.
    """
    if claim.polarity != "negative" or not claim.actors or claim.modality not in ("asserted", "hedged"):
        return ()
    told = replace(claim, polarity="positive", status="occurred", modality="asserted")
    return tuple(dict.fromkeys(element for rule in table.fitting(told) for element in rule.elements))


def _auxiliary(claim: Claim) -> str:
    """PLOVER's marks for an act that is not plainly present fact, joined by semicolons."""
    marks = {
        "historical": claim.case not in (None, "current"),
        "future": claim.status == "future",
        "hypothetical": claim.modality in ("possible", "conditional", "counterfactual", "proposed"),
        "negated": claim.polarity == "negative",
    }
    return ";".join(name for name, holds in marks.items() if holds)


def _order(indicator: str) -> tuple[int, int]:
    """Sorts 2.1 before 10.3."""
    factor, _, number = indicator.partition(".")
    return int(factor), int(number)


# ------------------------------------------------------------------ reading the rules


def _read_rule(name: str, given: Any, sets: Mapping[str, Sequence[str]]) -> Rule:
    """One table of the file as a rule."""
    if not isinstance(given, Mapping) or not isinstance(given.get("when"), Mapping):
        _refuse(name, "has no table 'when'")
    unknown = sorted(set(given) - {"when", "unless", "why", "source", "indicators", "elements", "tests"})
    if unknown:
        _refuse(name, f"has the unknown key {', '.join(unknown)}")
    if not given.get("why") or not given.get("source"):
        _refuse(name, "lacks 'why' or 'source'")
    indicators, elements = tuple(given.get("indicators", ())), tuple(given.get("elements", ()))
    if not all(re.fullmatch(r"\d{1,2}\.\d{1,2}", i) for i in indicators) or not all(re.fullmatch(r"[GHWE]\d[a-e]?", e) for e in elements):
        _refuse(name, "names an indicator or element that is not of the form 8.1 or H6")
    tests = _read_tests(name, given.get("tests", ()))
    if not (indicators or elements or tests):
        _refuse(name, "evidences nothing")
    when, unless = given["when"], given.get("unless", [])
    exceptions = [unless] if isinstance(unless, Mapping) else unless
    return Rule(name, given["why"], given["source"], indicators, elements, tests, frozenset(_listed(when.get("kind"), sets)),
                _conditions(name, when, sets, defaults=True), tuple(_conditions(name, e, sets, defaults=False) for e in exceptions))


def _read_tests(name: str, given: Sequence[str]) -> dict[str, str]:
    """ "able-" is evidence against, "able+" evidence for the sentence "the State is able"."""
    tests = {}
    for entry in given:
        if entry[:-1] not in STATE_TESTS or entry[-1] not in "+-":
            _refuse(name, f"has the test '{entry}'; write one of {', '.join(STATE_TESTS)} with + or - behind it")
        tests[entry[:-1]] = "for" if entry[-1] == "+" else "against"
    return tests


def _refuse(name: str, detail: str) -> NoReturn:
    """Raise the one error about a rule."""
    raise CodebookError("malformed evidence rule", detail=f"evidence.toml, [{name}]: it {detail}.", what_to_do="Correct the rule.")


def _conditions(name: str, when: Mapping[str, Any], sets: Mapping[str, Sequence[str]], *, defaults: bool) -> tuple[Test, ...]:
    """The conditions of a rule as tests on a claim; `defaults` adds that the claim must be affirmed."""
    tests: list[Test] = []
    for key, value in when.items():
        make = MAKERS.get(key)
        if make is None:
            _refuse(name, f"has the unknown condition '{key}'; known are {', '.join(sorted(MAKERS))}")
        tests.append(make(value, sets))
    if defaults and not when.get("event"):
        if "polarity" not in when:
            tests.append(lambda claim: claim.polarity == "positive")
        if "modality" not in when:
            tests.append(lambda claim: claim.modality in AFFIRMED)
        if "status" not in when:
            tests.append(lambda claim: claim.status != "not_occurred")
    wrong = [t for t in _listed(list(_texts(when.get("actor"))) + list(_texts(when.get("target"))), sets) if t not in PARTY_TYPES]
    if wrong:
        _refuse(name, f"names the party type {', '.join(wrong)}, which does not exist")
    return tuple(tests)


def _texts(value: Any) -> tuple[str, ...]:
    """A text or a list of texts as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value or ())


def _listed(value: Any, sets: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A list with its "@name" entries replaced by the set of that name."""
    found: list[str] = []
    for item in _texts(value):
        if item.startswith("@") and item[1:] not in sets:
            raise CodebookError("malformed evidence rule", detail=f"evidence.toml names the set '{item}', which does not exist.",
                                what_to_do="Add it under [sets], or correct the name.")
        found.extend(sets[item[1:]] if item.startswith("@") else (item,))
    return tuple(found)


def _field(get: Callable[[Claim], str | None]) -> Callable[[Any, Mapping[str, Sequence[str]]], Test]:
    """A condition on one plain field: its value is among those listed."""
    def make(value: Any, sets: Mapping[str, Sequence[str]]) -> Test:
        wanted = frozenset(_listed(value, sets))
        return lambda claim: (get(claim) or "") in wanted
    return make


def _types(get: Callable[[Claim], tuple[Party, ...]]) -> Callable[[Any, Mapping[str, Sequence[str]]], Test]:
    """A condition on parties: one of them has one of the types."""
    def make(value: Any, sets: Mapping[str, Sequence[str]]) -> Test:
        wanted = frozenset(_listed(value, sets))
        return lambda claim: any(party.type in wanted for party in get(claim))
    return make


def _words(*, found: bool) -> Callable[[Any, Mapping[str, Sequence[str]]], Test]:
    """A condition on the quoted words: a stem begins a word ("crush" finds "crushed"); a full stop ends it ("coup." finds "coup")."""
    def make(value: Any, sets: Mapping[str, Sequence[str]]) -> Test:
        stems = [re.escape(s.rstrip(".")).replace(r"\ ", r"[\s-]+") + (r"\b" if s.endswith(".") else "") for s in _listed(value, sets)]
        pattern = re.compile(r"(?<!\w)(?:" + "|".join(stems) + ")", re.IGNORECASE)
        return lambda claim: (pattern.search(claim.quote) is not None) == found
    return make


def _flag(ask: Test) -> Callable[[Any, Mapping[str, Sequence[str]]], Test]:
    """A yes-or-no condition."""
    return lambda value, sets: (lambda claim: ask(claim) == bool(value))


def _at_least(value: Any, sets: Mapping[str, Sequence[str]]) -> Test:
    """The figure's floor reaches the number; where the text gives only an upper bound, half of that bound does."""
    def test(claim: Claim) -> bool:
        figure = claim.figure
        if figure is None:
            return False
        floor = figure.low if figure.low is not None else figure.best
        return bool(floor >= value if floor is not None else (figure.high or 0) >= 2 * value)
    return test


def _details(value: Any, sets: Mapping[str, Sequence[str]]) -> Test:
    """Each named detail has one of the listed values; `true` asks only that it is there."""
    wanted = {key: None if allowed is True else frozenset(_listed(allowed, sets)) for key, allowed in value.items()}
    return lambda claim: all(
        claim.details.get(key) is not None and (allowed is None or bool(allowed & set(_texts(claim.details[key]))))
        for key, allowed in wanted.items())


def _group(value: Any, sets: Mapping[str, Sequence[str]]) -> Test:
    """An ethnic or religious group among the actors, the targets, either, or different ones on the two sides."""
    def test(claim: Claim) -> bool:
        # Fighters of a group are not the group: only the unarmed make a target of it.
        doers, done_to = _groups(claim.actors), _groups([p for p in claim.targets if p.type not in ARMED])
        return {"actor": bool(doers), "target": bool(done_to), "any": bool(doers or done_to),
                "both": bool(doers and done_to and doers != done_to)}[value]
    return test


def _groups(parties: Sequence[Party]) -> frozenset[str]:
    """The ethnic and religious groups among parties."""
    return frozenset(p.group or p.name or p.text for p in parties if p.group or p.type in ("ethnic_group", "religious_group"))


def _is_abroad(claim: Claim) -> bool:
    """Whether an actor comes from outside the country acted on: another State, or a body of several States."""
    if any(p.type == "intergovernmental" for p in claim.actors):
        return True
    here = {p.country for p in claim.targets} | {claim.place.country if claim.place else None}
    doers = {p.country for p in claim.actors if p.country}
    return bool(doers and here - {None} and not doers & here)


def _two_sides(value: Any, sets: Mapping[str, Sequence[str]]) -> Test:
    """Two organised armed sides meet: forces of a State and an armed group, two armed groups, or forces of two States.

    An armed group counts when it has a name or its words say that it is organised; "gunmen" may be anybody.
    """
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, _listed(value, sets))) + ")", re.IGNORECASE)

    def test(claim: Claim) -> bool:
        parties = (*claim.actors, *claim.targets)
        rebels = {p.name or p.text for p in parties if p.type == "armed_group" and (p.name or pattern.search(p.text))}
        states = {p.country or p.name or p.text for p in parties if p.type in ("security_force", "state")}
        return len(rebels) + len(states) >= 2
    return test


def _case(value: Any, sets: Mapping[str, Sequence[str]]) -> Test:
    """Which crisis the claim belongs to: current, past, or none."""
    wanted = frozenset(_listed(value, sets))
    return lambda claim: ("none" if claim.case is None else "current" if claim.case == "current" else "past") in wanted


MAKERS: Mapping[str, Callable[[Any, Mapping[str, Sequence[str]]], Test]] = {
    "kind": _field(lambda claim: claim.kind),
    "subtype": _field(lambda claim: claim.subtype),
    "modality": _field(lambda claim: claim.modality),
    "polarity": _field(lambda claim: claim.polarity),
    "status": _field(lambda claim: claim.status),
    "voice": _field(lambda claim: claim.attribution.voice),
    "speaker": _field(lambda claim: claim.attribution.speaker_type),
    "unit": _field(lambda claim: claim.figure.unit if claim.figure else None),
    "of": _field(lambda claim: claim.figure.of if claim.figure else None),
    "actor": _types(lambda claim: claim.actors),
    "target": _types(lambda claim: claim.targets),
    "words": _words(found=True),
    "without": _words(found=False),
    "event": _flag(Claim.is_event),
    "actor_known": _flag(lambda claim: bool(claim.actors)),
    "target_known": _flag(lambda claim: bool(claim.targets)),
    "abroad": _flag(_is_abroad),
    "case": _case,
    "group": _group,
    "details": _details,
    "at_least": _at_least,
    "two_sides": _two_sides,
}
