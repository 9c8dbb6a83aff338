"""The elements of the four crimes, each with its evidence for and against, and what a screen may say from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tocsin.assessment.ground import STRENGTHS, Ground, at_least, ids
from tocsin.codebook import Codebook
from tocsin.records import Claim, Json, Party

NOTE = "Evidence of elements, as reports tell it; not a legal finding."
# "No nexus to armed conflict needed" is not something that evidence could show.
NOT_REQUIRED = frozenset({"H7"})
States = Mapping[str, str]


def screen_crimes(ground: Ground, *, codebook: Codebook) -> tuple[Json, list[Json]]:
    """The four crimes with their elements and screens, and the elements without evidence: what would have to be looked for."""
    crimes: dict[str, Json] = {}
    missing: list[Json] = []
    for crime in codebook.crimes.values():
        elements = {element.id: judge_element(element.id, ground) for element in crime.elements}
        states = {name: entry["state"] for name, entry in elements.items()}
        screen = "found" if _is_found(crime.id, ground) else SCREENS[crime.id](states, ground)
        crimes[crime.id] = {"screen": screen, "elements": elements, "note": NOTE}
        missing += [{"crime": crime.id, "element": e.id, "name": e.name, "look_for": e.look_for or e.meaning}
                    for e in crime.elements if states[e.id] == "no_information"]
    return crimes, missing


def judge_element(element: str, ground: Ground) -> Json:
    """One element's state with the claims for and against it."""
    favour = [c for c in ground.current if element in c.elements]
    against = [c for c in ground.current if element in c.codes.get("denies", "").split(";")]
    if element in NOT_REQUIRED:
        return {"state": "not_required", "for": [], "against": []}
    return {"state": _state(favour, against, ground), "for": ids(favour), "against": ids(against)}


def _state(favour: Sequence[Claim], against: Sequence[Claim], ground: Ground) -> str:
    """The strongest support that nobody disputes; "disputed" when every claim for it is denied, "negated" when it is only denied.

    A denial disputes what is said of the one who denies, not what others are said to have done. A denial that only the accused makes is
    no proof of the contrary; nor does it say what it denies, so that alone it is no information.
    """
    undisputed = [c for c in favour if not any(_share_a_side(c, d) for d in against)]
    if not undisputed:
        neutral = any(c.attribution.voice == "author" or ground.strength(c) in ("found", "adjudicated") for c in against)
        return "disputed" if favour else "negated" if neutral else "no_information"
    best = max((ground.strength(c) for c in undisputed), key=STRENGTHS.index)
    return "corroborated" if best == "attributed" and ground.is_corroborated(undisputed) else best


def _share_a_side(one: Claim, other: Claim) -> bool:
    """Whether the acts of two claims are those of the same side."""
    return any(_same_side(p, q) for p in one.actors for q in other.actors)


def _same_side(p: Party, q: Party) -> bool:
    """Whether two parties are the same, or both are of one State."""
    if p.name and p.name == q.name:
        return True
    state = ("state", "security_force")
    return p.type in state and q.type in state and (p.country == q.country or not (p.country and q.country))


def _is_found(crime: str, ground: Ground) -> bool:
    """Whether an inquiry or a court is reported to have named the crime."""
    named = [c for c in ground.current if c.kind == "characterisation" and crime in (c.subtype, c.details.get("crime"))]
    return any(ground.strength(c) in ("found", "adjudicated") for c in named)


# ------------------------------------------------------------------ screens


def _all(states: States, names: Sequence[str], wanted: str) -> bool:
    return all(at_least(states[name], wanted) for name in names)


def _any(states: States, names: Sequence[str], wanted: str = "alleged") -> bool:
    return any(at_least(states[name], wanted) for name in names)


def _screen_genocide(states: States, ground: Ground) -> str:
    """Nothing is said without something on intent; groups that suffer are not yet a sign of it."""
    opens = any(i in ground.scope["opens_genocide"] for c in ground.current for i in c.indicators)
    acts = ("G2a", "G2b", "G2c", "G2d", "G2e")
    if not at_least(states["G3"], "alleged"):
        return "indicators" if opens else "no_information"
    if _all(states, ("G1", "G3"), "corroborated") and _any(states, acts, "corroborated"):
        return "corroborated"
    return "alleged" if at_least(states["G1"], "alleged") and _any(states, acts) else "indicators"


def _screen_humanity(states: States, ground: Ground) -> str:
    """Alleged from an attack (H1) on civilians (H2) with a listed act (H6); corroborated only with scale and policy (H3, H4)."""
    if _all(states, ("H1", "H2", "H3", "H4", "H6"), "corroborated"):
        return "corroborated"
    if _all(states, ("H1", "H2", "H6"), "alleged"):
        return "alleged"
    return "indicators" if _any(states, ("H1", "H2", "H3", "H4", "H5", "H6")) else "no_information"


def _screen_war(states: States, ground: Ground) -> str:
    """Nothing is said without something on an armed conflict (W1): riots are none."""
    if not at_least(states["W1"], "alleged"):
        return "no_information"
    if _all(states, ("W1", "W2", "W3"), "corroborated"):
        return "corroborated"
    return "alleged" if at_least(states["W3"], "alleged") else "indicators"


def _screen_cleansing(states: States, ground: Ground) -> str:
    """Violence against a group (E2) with its removal (E3) are indicators; a policy or aim (E1, E4) must be said by somebody."""
    if not _all(states, ("E2", "E3"), "alleged"):
        return "indicators" if _any(states, ("E1", "E4")) else "no_information"
    if _all(states, ("E1", "E2", "E3"), "corroborated"):
        return "corroborated"
    return "alleged" if _any(states, ("E1", "E4")) else "indicators"


SCREENS: Mapping[str, Callable[[States, Ground], str]] = {
    "genocide": _screen_genocide,
    "crimes_against_humanity": _screen_humanity,
    "war_crimes": _screen_war,
    "ethnic_cleansing": _screen_cleansing,
}
