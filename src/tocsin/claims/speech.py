"""How speeches are told: reported without a verb of saying, told by who speaks for a body, in a list of what a text would have done."""

from __future__ import annotations

from tocsin.claims.tree import is_verb, kids, lemma, subjects
from tocsin.records import Sentence

_OWN = frozenset({"his", "her", "their", "its"})
_SIDES = frozenset(
    "country government delegation ministry office party side army mission agency organisation organization group administration union "
    "people troop force movement department nation state company".split()
)
_UNREAL = frozenset({"would", "could", "might", "should"})


def says_for_another(s: Sentence, verb: int) -> bool:
    """Whether "would" tells the future of somebody whose speech is reported: "Her country would provide two million dollars".

    Nobody else calls a government his or hers in a main clause; under a condition it stays what only would be.
    """
    if s.tokens[verb].dep not in ("ROOT", "conj", "ccomp") or any(lemma(s, c) in ("if", "unless", "were") for c in range(len(s.tokens))):
        return False
    sides = [x for x in subjects(s, verb) if lemma(s, x) in _SIDES]
    return any(s.tokens[c].text.lower() in _OWN for x in sides for c in kids(s, x, "poss"))


def shared_modal(s: Sentence, verb: int) -> int | None:
    """The verb whose "would have" a participle shares that the parser took for a finite verb.

    "The text would have demanded a truce, requested a report and imposed an embargo": nobody requested or imposed anything.
    """
    token = s.tokens[verb]
    if token.tag not in ("VBD", "VBN") or kids(s, verb, "nsubj", "nsubjpass", "aux", "auxpass"):
        return None
    if token.dep == "conj" and is_verb(s, token.head) and (_is_unreal(s, token.head) or shared_modal(s, token.head) is not None):
        return token.head
    left = [c for c in kids(s, verb, "ccomp") if c < verb]  # the first of the list, hung below the second
    return next((c for c in left if _is_unreal(s, c)), None)


def is_imagined(s: Sentence, i: int) -> bool:
    """Whether word i stands below a verb that tells what would have been done: "would have expressed its intention to impose ..."."""
    for v in s.ancestors(i):
        if is_verb(s, v) and (_is_unreal(s, v) or shared_modal(s, v) is not None):
            return True
        if s.tokens[v].dep in ("relcl", "advcl") or (s.tokens[v].dep == "acl" and s.tokens[v].tag == "VBN"):
            return False
    return False


def _is_unreal(s: Sentence, verb: int) -> bool:
    aux = kids(s, verb, "aux")
    return any(s.tokens[a].text.lower() in _UNREAL for a in aux) and any(s.tokens[a].lemma == "have" for a in aux)
