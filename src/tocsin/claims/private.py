"""One crime among private persons: a neighbour's murder that police look into is grave, and no crisis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.claims.lexicon import Lexicon
from tocsin.records import PRIVATE, Claim, Party, Reading

MOST = 3  # more people hurt than these are no private matter, whoever did it
_HURT = frozenset({"killing", "injury", "attack"})
_OF_CROWDS = frozenset({"battle", "displacement", "deprivation", "mobilisation", "repression", "destruction", "border_closure", "order"})
_COLLECTIVE = frozenset({"armed_group", "mob", "ethnic_group", "religious_group", "protesters", "refugees", "intergovernmental"})
_POWERS = frozenset({"security_force", "state"})


def mark_private(claims: Sequence[Claim], reading: Reading, lexicon: Lexicon) -> tuple[Claim, ...]:
    """The claims, marked as a private crime's where their report tells of one: they open no situation and bear on no crime of States."""
    if not is_private_crime(claims, reading, lexicon):
        return tuple(claims)
    return tuple(replace(c, details={**c.details, "cause": PRIVATE}, indicators=(), elements=()) for c in claims)


def is_private_crime(claims: Sequence[Claim], reading: Reading, lexicon: Lexicon) -> bool:
    """Whether all that a report tells of violence is that one person, or two or three, were killed or hurt by somebody police look for.

    No word of collective violence, no armed, ethnic or political side, no force that does or suffers it, nobody killed for an office.
    """
    told = [c for c in claims if c.is_current()]
    if not any(c.kind in ("killing", "injury") and c.is_event() for c in told):
        return False
    words = [{t.lemma.lower() for t in s.tokens} | set(s.text.lower().split()) for s in reading.sentences if s.tokens]
    if any(w & lexicon.classes["collective"] for w in words) or not any(w & lexicon.classes["police_work"] for w in words):
        return False
    return all(_may_be_private(c, lexicon) for c in told)


def _may_be_private(claim: Claim, lexicon: Lexicon) -> bool:
    """Whether a claim can stand in a report of a private crime."""
    if claim.kind in _OF_CROWDS:
        return False
    if claim.figure is not None and claim.kind in _HURT and max(claim.figure.low or 0, claim.figure.high or 0) > MOST:
        return False
    parties = (*claim.actors, *claim.targets)
    if any(p.type in _COLLECTIVE for p in parties) or (claim.kind in _HURT and any(p.type in _POWERS for p in parties)):
        return False
    return claim.kind not in _HURT or not any(_is_marked(p, lexicon) for p in claim.targets)


def _is_marked(party: Party, lexicon: Lexicon) -> bool:
    """Whether somebody may have been hit for what they do in public: a journalist, a candidate, a priest."""
    return not lexicon.classes["marked"].isdisjoint(party.text.lower().split())
