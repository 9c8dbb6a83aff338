"""The assessment of one situation: crimes, risk factors, tests of the State and a level, every entry with the claims behind it."""

from __future__ import annotations

from collections import defaultdict

from tocsin.assessment.conditions import Findings
from tocsin.assessment.elements import screen_crimes
from tocsin.assessment.ground import Ground, ids, lay_ground
from tocsin.assessment.level import override_level, set_level
from tocsin.codebook import Codebook
from tocsin.records import Claim, Json, Rulings, Situation

STATE_TESTS = ("able", "willing", "not_manifestly_failing", "consent")


def assess(situation: Situation, *, codebook: Codebook, rulings: Rulings | None = None) -> Json:
    """Lay a situation's claims on the doctrine's check-lists; the shape is that of docs/records.md, assessment, with `missing` and `note`.

    Only claims of the crisis count; claims of the same country's past count for the indicators about the past. Nothing here is a legal
    finding, and no score is computed. An analyst's standing decision on the level, in `rulings.levels`, stands over the rule's own level,
    which is kept beside it as `by_rule`, with `override` {"who", "when", "why", "decision"}.
    """
    ground = lay_ground(situation, codebook=codebook)
    crimes, missing = screen_crimes(ground, codebook=codebook)
    factors = gather_factors(ground, codebook=codebook)
    state = {test: read_test(test, ground) for test in STATE_TESTS}
    level = set_level(Findings(ground, crimes, factors, state), codebook=codebook)
    level = override_level(level, rulings.levels.get(situation.id) if rulings else None, codebook=codebook)
    return {"crimes": crimes, "risk_factors": factors, "state": state, **level, "missing": missing,
            "note": "Evidence of elements and risks as reports tell it, not a legal finding; absence of evidence is not low risk."}


def gather_factors(ground: Ground, *, codebook: Codebook) -> Json:
    """Indicator → {"text", "claims"}, in the Framework's order."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in (*ground.current, *ground.past):
        for indicator in claim.indicators:
            if indicator in codebook.indicators and _reaches(indicator, claim, ground):
                found[indicator].append(claim)
    ordered = sorted(found, key=lambda i: tuple(map(int, i.split("."))))
    return {i: {"text": codebook.indicators[i], "claims": ids(found[i])} for i in ordered}


def _reaches(indicator: str, claim: Claim, ground: Ground) -> bool:
    """Whether the claim may count for the indicator: the right time, and an act of the right side of the border."""
    if claim in ground.past and indicator not in ground.scope["past"]:
        return False
    if indicator in ground.scope["inside"]:
        return ground.is_home(claim)
    if indicator in ground.scope["outside"]:
        return not claim.actors or ground.situation.country is None or not _is_own(claim, ground)
    return True


def _is_own(claim: Claim, ground: Ground) -> bool:
    """Whether an actor is said to be of the crisis's own country."""
    return any(p.country == ground.situation.country for p in claim.actors)


def read_test(test: str, ground: Ground) -> Json:
    """Evidence for and against the sentence "the State is able" (willing, not manifestly failing), "consents to help".

    `reading`: denied when there is evidence only against it, evidenced when only for it, contested when both.
    """
    sides: dict[str, list[Claim]] = {"for": [], "against": []}
    for claim in ground.current:
        side = claim.codes.get(test)
        if side in sides and ground.is_home(claim) and _may_speak(claim, ground):
            sides[side].append(claim)
    reading = {(True, True): "contested", (True, False): "evidenced", (False, True): "denied", (False, False): "no_information"}
    return {"for": ids(sides["for"]), "against": ids(sides["against"]), "reading": reading[bool(sides["for"]), bool(sides["against"])]}


def _may_speak(claim: Claim, ground: Ground) -> bool:
    """Whether a request or an acceptance comes from the State: a private person or a body cannot consent for it."""
    if claim.kind not in ("request", "agreement", "decision", "support", "cooperation", "pledge", "concession"):
        return True
    return any(ground.speaks_for_state(p) for p in claim.actors)
