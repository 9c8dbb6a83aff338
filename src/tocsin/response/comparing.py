"""How this crisis and past cases stand on stated dimensions: every match and every difference is told, none is weighed against another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tocsin.codebook.model import Measure, Precedent, first_day, last_day
from tocsin.records import Claim, Json, Party
from tocsin.response.acts import Scene, day, ids, is_told
from tocsin.response.ledger import DELIVERING, Act

HARM = frozenset({"attack", "killing", "injury", "sexual_violence", "torture", "abduction", "detention", "displacement", "destruction",
                  "repression"})
PEOPLE = frozenset({"civilians", "protesters", "refugees", "ethnic_group", "religious_group", "person"})
COMMUNITIES = frozenset({"ethnic_group", "religious_group", "mob", "civilians"})
ARMED = frozenset({"state", "security_force", "armed_group"})
THREATS = frozenset({"threat", "mobilisation", "forecast"})
FORCES = frozenset({"peacekeepers", "troops", None})
ACTED = DELIVERING | {"decision", "agreement"}  # to condemn, to ask others, to meet and to promise is not yet to act
OUT_OF_ONE_MOUTH = 2  # origins that must tell a kind of violence: one alone may be misread
SPANS = (("days", timedelta(days=7)), ("weeks", timedelta(days=31)), ("months", timedelta(days=366)))


@dataclass(frozen=True)
class _Here:
    """What is looked at: the scene and its ledger."""

    scene: Scene
    acts: Sequence[Act]

    def is_home_state(self, party: Party) -> bool:
        """The crisis's own State, or who speaks for it."""
        return self.scene.is_state(party) and party.country == self.scene.situation.country

    def is_other_state(self, party: Party) -> bool:
        """Another State."""
        return self.scene.is_state(party) and bool(party.country) and party.country != self.scene.situation.country

    def is_regional(self, party: Party) -> bool:
        """A body of States that is not of the United Nations."""
        known = {o.name: o for o in self.scene.codebook.organisations.values()}
        body = known.get(party.name or "")
        if body is None or body.type != "intergovernmental":
            return False
        while body.parent:
            body = self.scene.codebook.organisations[body.parent]
        return body.id != "un"


Told = dict[str, list[Claim]]


def describe(scene: Scene, acts: Sequence[Act]) -> Json:
    """Dimension → {"values", "claims"}: how this crisis stands, as its claims tell it; those of which they tell nothing have no values."""
    here = _Here(scene, acts)
    found: Json = {}
    for name in scene.codebook.dimensions:
        told = {value: claims for value, claims in DIMENSIONS[name](here).items() if claims} if name in DIMENSIONS else {}
        found[name] = {"values": list(told), "claims": ids(c for claims in told.values() for c in claims)}
    if "phase" in found:
        found["phase"] |= _time_since(scene)
    return found


def compare(past: Precedent, measure: Measure, likeness: Json) -> Json:
    """Dimension → {"there", "match"}: same where all values are shared, partly where some are, differs where none is, else unknown.

    A State that some reports call able and others not is neither like one that was nor unlike it: contested.
    """
    compared: Json = {}
    for name, here in likeness.items():
        there = [_span_of(past, measure)] if name == "phase" else list(past.traits.get(name, ()))
        there = [value for value in there if value]
        if not there or not here["values"]:
            match = "unknown"
        elif name in ("able", "willing") and len(here["values"]) > 1:
            match = "contested"
        else:
            shared = set(there) & set(here["values"])
            match = "differs" if not shared else "same" if shared == {*there, *here["values"]} else "partly"
        compared[name] = {"there": there, "match": match}
    return compared


# ------------------------------------------------------------------ this crisis


def _violence(here: _Here) -> Told:
    harm = [c for c in here.scene.claims if (c.kind in HARM or c.kind == "battle") and c.is_event()]
    sides: dict[str, Callable[[Claim], bool]] = {
        "communal": lambda c: c.subtype in ("communal", "mob") or (_has(c.actors, COMMUNITIES) and not _has(c.targets, ARMED)),
        "state_on_civilians": lambda c: any(map(here.is_home_state, c.actors)) and (_has(c.targets, PEOPLE) or _counts_dead(c)),
        "armed_group_on_civilians": lambda c: _has(c.actors, {"armed_group"}) and _has(c.targets, PEOPLE),
        "armed_conflict": lambda c: "W1" in c.elements,
    }
    found = {name: [c for c in harm if holds(c)] for name, holds in sides.items()}
    origins = {entry["id"]: entry.get("origin") or entry["id"] for entry in here.scene.situation.reports}
    found = {name: claims if len({origins.get(c.report_id, c.report_id) for c in claims}) >= OUT_OF_ONE_MOUTH else []
             for name, claims in found.items()}
    dead = here.scene.situation.figures.get("killed") or {}
    if not any(found.values()) and not any(dead.get(end) for end in ("low", "best", "high")):
        found["threat_only"] = [c for c in here.scene.claims if c.kind in THREATS and c.polarity == "positive"]
    return found


def _counts_dead(claim: Claim) -> bool:
    return claim.kind == "killing" and claim.figure is not None and claim.figure.unit == "killed"


def _has(parties: Iterable[Party], types: Iterable[str]) -> bool:
    return any(p.type in types for p in parties)


def _test(name: str) -> Callable[[_Here], Told]:
    """Evidence both ways on a sentence about the State, by the codes that the claims carry."""
    def read(here: _Here) -> Told:
        home = [c for c in here.scene.claims if not c.actors or any(p.country in (None, here.scene.situation.country) for p in c.actors)]
        # Whoever else may ask: only the State's own request tells what it can't do itself.
        home = [c for c in home if c.kind != "request" or any(map(here.is_home_state, c.actors))]
        return {value: [c for c in home if c.codes.get(name) == side] for value, side in (("yes", "for"), ("no", "against"))}

    return read


def _consent(here: _Here) -> Told:
    own = [c for c in here.scene.claims if any(map(here.is_home_state, c.actors)) and is_told(c)]
    asked = [c for c in own if c.kind == "request" and not all(p.country == here.scene.situation.country for p in c.targets)]
    return {"asked": asked, "given": [c for c in own if c.codes.get("consent") == "for" and c.kind != "request"],
            "refused": [c for c in own if c.codes.get("consent") == "against"]}


def _regional(here: _Here) -> Told:
    told: Told = {"asked": [], "acted": [], "declined": []}
    for act in here.acts:
        for claim in act.claims:
            if act.step in ("request", "referral") and any(map(here.is_regional, claim.targets)):
                told["asked"].append(claim)
            if any(map(here.is_regional, claim.actors)) and (act.step == "refusal" or act.step in ACTED):
                told["declined" if act.step == "refusal" else "acted"].append(claim)
    return told


def _other_state(here: _Here) -> Told:
    asked = [a for a in here.acts if a.step == "request" and any(
        c.subtype == "military_assistance" and any(map(here.is_other_state, c.targets)) for c in a.claims)]
    declined = [a for a in here.acts if a.step == "refusal" and a.answers in asked]
    sent = [c for a in here.acts if a.step == "deployment" for c in a.claims
            if c.subtype in FORCES and c.is_event() and any(map(here.is_other_state, c.actors))]
    return {"asked": [c for a in asked for c in a.claims], "declined": [c for a in declined for c in a.claims], "intervened": sent}


DIMENSIONS: Mapping[str, Callable[[_Here], Told]] = {
    "violence": _violence, "able": _test("able"), "willing": _test("willing"), "consent": _consent, "regional": _regional,
    "other_state": _other_state,
}  # fmt: skip


def _time_since(scene: Scene) -> Json:
    """How long the crisis had lasted on the day of the brief, counted from its onset."""
    onset = scene.situation.onset or {}
    start = day(onset.get("start"))
    if start is None or scene.as_of is None:
        return {"values": [], "claims": []}
    claims = list(onset.get("claims") or [])
    told = f"{(scene.as_of - start).days} days from {start} to {scene.as_of}"
    return {"values": [_span(scene.as_of - start)], "claims": claims, "formula": told}


# ------------------------------------------------------------------ past cases


def _span_of(past: Precedent, measure: Measure) -> str | None:
    """How long after its onset a measure was taken; None where the days that are known allow several answers."""
    least = max(first_day(measure.when) - last_day(past.start), timedelta(0))
    most = last_day(measure.when) - first_day(past.start)
    return _span(least) if _span(least) == _span(most) else None


def _span(length: timedelta) -> str:
    return next((name for name, most in SPANS if length <= most), "years")
