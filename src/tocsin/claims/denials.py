"""What somebody says did not happen, or was not their doing: parts in a deed disowned, reports called false, men who were not there."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.claims.draft import Draft
from tocsin.claims.scope import Scope
from tocsin.claims.tree import is_verb, kids, lemma, mention_at, prep_objects, subjects
from tocsin.records import Sentence


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PARTS = _set("part role hand involvement participation complicity")
_TAKING = _set("participate involve engage")
_DEEDS = _set("action operation incident atrocity crime event act")
_ARMED = _set("man boy force fighter soldier troop combatant unit member guerrilla militiaman officer policeman")
_THERE = _set("there nearby anywhere present")
_TOLD = _set("claim allegation accusation report rumour rumor charge message post video story statement suggestion account assertion")
_FALSE = _set("false untrue baseless unfounded groundless fabricated fake wrong incorrect untruthful fictitious invented lie hoax "
              "fabrication nonsense propaganda fiction")  # fmt: skip
_GROUND = _set("basis foundation truth merit substance evidence")
_BORNE_OUT = _set("support substantiate bear_out true correct")
REFUTING = _set("deny dismiss reject refute rebut rubbish debunk repudiate disprove discount")
_NOT = _set("not n't no never neither nor")


def disowned_by(s: Sentence, i: int) -> int | None:
    """The negated verb by which its subject has no part in what token i names.

    "Did not take part in the raid", "had nothing to do with it", "was not behind it", "was not responsible for it".
    """
    token = s.tokens[i]
    if token.dep != "pobj":
        return None
    prep, above = token.head, s.tokens[token.head].head
    word = s.tokens[prep].text.lower()
    verb = above if is_verb(s, above) else s.tokens[above].head
    if not is_verb(s, verb):
        return None
    below = {lemma(s, c) for c in kids(s, verb, "dobj", "acomp", "attr")}
    taken = word in ("in", "to") and (lemma(s, verb) in _TAKING or bool(below & _PARTS))
    charged = word in ("for", "behind") and ("responsible" in below or (word == "behind" and lemma(s, verb) == "be"))
    nothing = word == "with" and lemma(s, verb) == "do" and "nothing" in _around(s, verb)
    told = (verb, *kids(s, verb, "dobj", "nsubj"))
    denied = any(s.tokens[c].text.lower() in _NOT for v in told for c in kids(s, v, "neg", "det", "preconj", "cc"))
    return verb if nothing or ((taken or charged) and denied) else None


def _around(s: Sentence, verb: int) -> set[str]:
    return {t.text.lower() for t in s.tokens[max(0, verb - 3) : verb + 3]}


def disowned_deeds(s: Sentence) -> list[int]:
    """Plain words for a deed that somebody disowns: "took no part in any action"."""
    return [t.i for t in s.tokens if t.pos == "NOUN" and lemma(s, t.i) in _DEEDS and disowned_by(s, t.i) is not None]


def refuted_by(s: Sentence, verb: int) -> int | None:
    """The word that says that what is told at `verb` is false: "its claim that ... is baseless", "dismissed reports that ..."."""
    if not is_verb(s, verb):  # "the claim that bodies were found"
        verb = next((v for v in s.ancestors(verb) if is_verb(s, v)), verb)
    told = next((t for t in _tellings(s, verb)), None)
    if told is None:
        return None
    head = s.tokens[told].head
    if s.tokens[told].dep in ("dobj", "pobj") and lemma(s, head) in REFUTING and not _is_not(s, head):
        return head
    return _called_false(s, told, verb)


def _tellings(s: Sentence, verb: int) -> Iterator[int]:
    """Words for something told whose content the clause of the verb is: it stands behind "that", or what the word's own verb claims."""
    for t in s.tokens[:verb]:
        if lemma(s, t.i) not in _TOLD or (t.pos != "NOUN" and t.i > 1):
            continue
        that = next((j for j in range(t.i + 1, min(t.i + 14, verb)) if s.tokens[j].text.lower() in ("that", "claiming", "saying")), None)
        own = [c for c in kids(s, verb, "nsubj", "nsubjpass") if s.tokens[c].text.lower() not in ("who", "which", "that")]
        shared = s.tokens[verb].dep == "conj" and any(t.i in s.ancestors(v) for v in s.ancestors(verb))
        if that is not None and (own or shared) and t.i in (*s.ancestors(verb), *_raised(s, t.i)):
            yield t.i


def _raised(s: Sentence, i: int) -> tuple[int, ...]:
    """In a headline the parser takes "claim" for the verb of what follows."""
    return (i,) if i <= 1 else ()


def _called_false(s: Sentence, told: int, verb: int) -> int | None:
    """The verb of being behind the clause that calls what is told false, or tells that nothing bears it out."""
    for t in s.tokens[verb + 1 :]:
        if t.lemma != "be" or not is_verb(s, t.i) or told not in (*_subjects_of(s, t.i), *_raised(s, told)):
            continue
        after = s.tokens[t.i + 1 : t.i + 6]
        words = {x.text.lower() for x in after[:4]} | {x.lemma.lower() for x in after[:4]}
        unsaid = bool(words & _NOT) or "without" in words
        if (words & _FALSE and not words & _NOT) or (unsaid and words & (_BORNE_OUT | _GROUND)):
            return t.i
    return None


def _subjects_of(s: Sentence, be: int) -> list[int]:
    head = s.tokens[be].head
    return kids(s, be, "nsubj", "nsubjpass") or (kids(s, head, "nsubj", "nsubjpass") if s.tokens[be].dep in ("aux", "auxpass") else [])


def _is_not(s: Sentence, verb: int) -> bool:
    return bool(kids(s, verb, "neg"))


def find_absences(s: Sentence) -> Iterator[Draft]:
    """ "Our men were not in Kona": an armed side that denies having been where the deed was done."""
    for t in s.tokens:
        if t.lemma != "be" or not is_verb(s, t.i) or not _is_not(s, t.i):
            continue
        who = [x for x in subjects(s, t.i) if _is_own_force(s, x)]
        below = {j for o in prep_objects(s, t.i, "in", "at", "near") for j in s.subtree(o)}
        where = [p for p in s.places if p.first > t.i and p.first in below]
        there = any(lemma(s, c) in _THERE for c in kids(s, t.i, "advmod", "acomp"))
        if who and (where or there) and s.tokens[t.i].tag in ("VBD", "VBP", "VBZ"):
            last = max([t.i, *(p.last for p in where), *(c for c in kids(s, t.i, "advmod", "acomp", "neg"))])
            scope = Scope("asserted", "negative", "not_occurred")
            yield Draft("attack", None, s, min(s.phrase(who[0])[0], t.i), last, t.i, scope, tuple(who), confidence=0.7)


def _is_own_force(s: Sentence, i: int) -> bool:
    """Whether armed people of the speaker's own are meant: "our men", "its fighters"."""
    own = any(s.tokens[c].text.lower() in ("our", "its", "their", "his", "my") for c in kids(s, i, "poss"))
    mention = mention_at(s, i)
    forces = mention is not None and mention.party.type in ("armed_group", "security_force")
    return own and (lemma(s, i) in _ARMED or forces)
