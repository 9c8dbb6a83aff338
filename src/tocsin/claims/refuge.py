"""Where people stay who had to leave their homes: camps, shelters, centres, and not those of armies, prisoners or holidays."""

from __future__ import annotations

from tocsin.claims.tree import kids, lemma, prep_objects
from tocsin.records import Sentence

_PLACES_TO_STAY = frozenset({"camp", "shelter", "tent", "centre", "center", "site", "settlement"})
_FOR_THE_DISPLACED = frozenset(
    "evacuation relief collective reception transit displacement refugee temporary emergency rescue informal makeshift idp community rest "
    "spontaneous host".split()
)
_FOR_OTHERS = frozenset(
    "training army military summer holiday base boot labour labor concentration prison prisoner rebel detention mining work".split()
)


def is_refuge(s: Sentence, i: int) -> bool | None:
    """Whether people stay where only the displaced do ("in camps", "in evacuation centres"); None where no such place is told."""
    told = [o for o in prep_objects(s, i, "in", "at", "inside", "to", "into") if lemma(s, o) in _PLACES_TO_STAY]
    if not told:
        return None
    kinds = {o: {lemma(s, c) for c in kids(s, o, "compound", "amod", "nmod")} for o in told}
    return any(
        kinds[o] & _FOR_THE_DISPLACED or lemma(s, o) in ("camp", "shelter", "tent") and not kinds[o] & _FOR_OTHERS
        for o in told
    )
