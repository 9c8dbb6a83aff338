"""Who acted, where a harm's own clause names only what did it: "killed in police firing", "wounded by army shelling"."""

from __future__ import annotations

from tocsin.claims.tree import is_passive, is_verb, kids, lemma, mention_at, subjects
from tocsin.records import Sentence

_DEEDS = frozenset(
    "firing shooting shelling bombing bombardment bullet fire gunfire raid airstrike strike fusillade volley lathicharge "
    "lathi-charge baton-charge charge ambush assault attack raid crackdown operation action massacre".split()
)
_LINKS = frozenset({"in", "by", "during", "from", "when", "with", "to", "due", "of"})
_ACTING = frozenset({"security_force", "armed_group", "mob", "state"})
_FORCES = frozenset("police army troop soldier rebel militant insurgent militia guerrilla paramilitary gendarme".split())
_STRIKING = frozenset("fire shoot shell bomb bombard strafe charge raid storm attack ambush strike lathicharge".split())
_WHEN = frozenset({"when", "after", "as"})
REACH = 14


def find_doers(s: Sentence, i: int) -> tuple[int, ...]:
    """Heads of the parties whose deed, named in the clause after act i, did the harm; empty where none is named.

    The small parser hangs such phrases in many ways, so the words are read in their order: a linking preposition, then a force, then
    the deed's noun ("in police firing"), or the deed's noun and "by" ("in firing by troops").
    """
    for j in range(i + 1, min(i + REACH, len(s.tokens))):
        word = s.tokens[j]
        if word.tag == "CC" and j + 2 < len(s.tokens) and s.tokens[j + 1].tag == "CD" and s.tokens[j + 2].text.lower() in _LINKS:
            break  # "three died of stab wounds and two in police firing": only the two
        if word.text.lower() in (";", ":", "including") or (j > i + 1 and is_verb(s, j) and word.tag in ("VBD", "VBZ", "VBP")):
            break
        if _is_of_others(s, i, j):
            return ()
        if any(f.first == j and f.noun_i is None and f.kind == "count" for f in s.figures) and s.tokens[j - 1].text.lower() in (",", "and"):
            break  # "four died of burns and two in police firing": others
        if lemma(s, j) in _DEEDS or word.text.lower() in _DEEDS:
            doers = _before(s, j, i) or _after(s, j)
            if doers and _linked(s, i, j):
                return doers
    return _acting_then(s, i)


def _is_of_others(s: Sentence, act: int, j: int) -> bool:
    """Whether a bare number opens what is told of others: "four died of stab wounds and two in police firing"."""
    word, above = s.tokens[j], s.tokens[s.tokens[j].head]
    return word.tag == "CD" and word.dep == "conj" and above.i == act and s.tokens[j - 1].text.lower() in ("and", ",", "but", "while")


def _acting_then(s: Sentence, act: int) -> tuple[int, ...]:
    """Who used force in the clause that says how it came about: "two men were killed when the police opened fire"."""
    for token in s.tokens[act + 1 :]:
        if token.dep != "advcl" or not is_verb(s, token.i) or act not in s.ancestors(token.i):
            continue
        when = any(s.tokens[c].text.lower() in _WHEN for c in kids(s, token.i, "mark", "advmod"))
        fired = lemma(s, token.i) in _STRIKING or any(lemma(s, o) == "fire" for o in kids(s, token.i, "dobj"))
        doers = tuple(x for x in subjects(s, token.i) if _acts(s, x))
        if when and fired and doers and not is_passive(s, token.i):
            return doers
    return ()


def _before(s: Sentence, deed: int, act: int) -> tuple[int, ...]:
    """The force named right before its deed, with no victim's "on" in between."""
    for k in range(deed - 1, max(act, deed - 4), -1):
        if s.tokens[k].text.lower() in (",", "and", "on", "in", "by", "at"):
            return ()
        if _acts(s, k):
            return (k,)
    return ()


def _after(s: Sentence, deed: int) -> tuple[int, ...]:
    """The forces after "by": "firing by the police and the army"."""
    k = deed + 1
    if k >= len(s.tokens) or s.tokens[k].text.lower() != "by":
        return ()
    found = []
    for k in range(deed + 2, min(deed + 10, len(s.tokens))):
        if _acts(s, k):
            found.append(k)
        elif s.tokens[k].pos in ("VERB", "AUX") or s.tokens[k].text in (".", ";"):
            break
    return tuple(found)


def _linked(s: Sentence, act: int, deed: int) -> bool:
    return any(s.tokens[k].text.lower() in _LINKS for k in range(act + 1, deed))


def _acts(s: Sentence, k: int) -> bool:
    """Whether the word heads or is a party that can have done it."""
    mention = mention_at(s, k)
    if mention is not None and mention.head == k:
        return mention.party.type in _ACTING
    return lemma(s, k) in _FORCES
