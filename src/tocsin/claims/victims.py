"""Whom an act hit, counted: persons named one by one and groups with a number, in one coordination.

A figure is only ever a number of the text. Where the text names persons ("a woman and her two children"), the claim keeps their count in
`details["victims"]`: `{"low", "best", "high", "formula"?, "persons": [{"text", "name"?, "age"?, "sex"?, "self"?}]}`; `self`: by their
own hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.claims.classes import looks_human
from tocsin.claims.draft import Draft
from tocsin.claims.tree import conjuncts, is_verb, kids, lemma, objects, prep_objects, subjects
from tocsin.records import Figure, FigureMention, Sentence

_BODILY = frozenset("shoot stab gun knife strike hit graze shooting stabbing shot".split())
_MALE = frozenset(
    "he him himself man boy son brother father husband uncle nephew grandfather grandson boyfriend schoolboy policeman gunman".split()
)
_FEMALE = frozenset(
    "she her herself woman girl daughter sister mother wife aunt niece grandmother granddaughter girlfriend schoolgirl policewoman".split()
)
_TITLES = frozenset("mr mrs ms dr sgt lt capt col gen officer deputy trooper judge president father sister jr sr".split())
# Words for a person that headlines write like names ("Harbour Teen Shot"): no part of who it is.
_UNNAMED = frozenset(
    "man woman boy girl teen teenager baby toddler infant child kid mother father mom dad son daughter brother sister wife husband uncle "
    "aunt cousin nephew niece grandfather grandmother friend neighbor neighbour student driver victim suspect person resident employee "
    "owner officer deputy trooper detective sergeant lieutenant captain corporal constable soldier guard sheriff chief agent worker".split()
)
_DEAD = frozenset("dead death fatality body corpse martyr killed slain".split())
_BODIES = frozenset({"body", "corpse", "remains"})
_TOLLS = frozenset({"death", "fatality", "martyr", "injury"})
_MANY = frozenset("person people civilian man woman child resident citizen villager member victim other".split())
_TWO = frozenset({"couple", "duo"})
_REFLEXIVE = frozenset({"himself", "herself"})
_HURT = frozenset("wounded injured injury casualty survivor hurt".split())
_JOINED = frozenset({"along", "together", "alongside", "plus", "accompanied"})


def count_victims(draft: Draft) -> Mapping[str, Any] | None:
    """How many people a killing, an injury or a shooting names; None where it names no single person and no second group."""
    if not _hits_people(draft):
        return None
    s = draft.sentence
    heads = _with_joined(s, draft, _victim_heads(draft))
    persons: list[Mapping[str, Any]] = []
    groups: list[FigureMention] = []
    other = _DEAD if draft.kind == "injury" else _HURT
    for head in heads:
        if s.tokens[head].lemma.lower() in _BODIES and (held := prep_objects(s, head, "of")):
            heads += [x for p in held[:1] for x in conjuncts(s, p) if x not in heads]  # "the bodies of Ana Silva and her son"
            continue
        if s.tokens[head].lemma.lower() in other or s.tokens[head].text.lower() in other:
            continue  # "10 dead and 12 wounded": each word keeps its own number
        group = _group_at(s, head)
        if groups and group is None and _is_told_within(s, head):
            continue
        if group is not None:
            if group not in groups:
                groups.append(group)
        elif s.tokens[head].tag == "NN" and lemma(s, head) in _TWO:
            groups.append(_pair(s, head))
        elif _is_one(s, head) or _is_named(s, head):
            own = draft.kind == "killing" and (s.tokens[head].text.lower() in _REFLEXIVE or _takes_own_life(s, draft.at))
            persons.append({**describe_person(s, _self(s, head, draft.at)), **({"self": True} if own else {})})
    if _are_members(s, heads, groups):
        return {end: getattr(groups[0].figure, end) for end in ("low", "best", "high")} | {"persons": persons}
    if not persons and (len(groups) < 2 and draft.kind != "attack" or not groups):
        return None
    return _summed(persons, groups)


def _are_members(s: Sentence, heads: Sequence[int], groups: Sequence[FigureMention]) -> bool:
    """Whether the persons told beside one group are its names ("two of the guards, Ana Silva and Ben Okoro, died"): none is added."""
    if len(groups) != 1 or groups[0].noun_i is None:
        return False
    named = [h for h in heads if s.tokens[h].tag == "NNP" and h > groups[0].noun_i]
    comma = any(t.text == "," for t in s.tokens[groups[0].noun_i + 1 : min(named, default=0)])
    return comma and len(named) == groups[0].figure.best == len(heads) - 1


def _is_told_within(s: Sentence, head: int) -> bool:
    """Whether somebody is named as one of those counted before: "seven men, among them a teacher"."""
    first = s.phrase(head)[0]
    return s.span_text(max(0, first - 2), max(0, first - 1)).lower().endswith(("among them", "of them", "including", "among whom"))


def is_plural(draft: Draft) -> bool:
    """Whether several people are told killed or hurt without any number ("a number of miners were killed"): two at least."""
    s, at = draft.sentence, draft.at
    if draft.kind not in ("killing", "injury") or draft.figure is not None or draft.details.get("part"):
        return False
    if s.tokens[at].tag == "NNS" and lemma(s, at) in _TOLLS:
        return _is_new(s, at)
    shared = [x for c in kids(s, at, "conj") if is_verb(s, c) for x in objects(s, c)]  # "killed and injured a number of people"
    heads = [x for t in draft.targets or shared for x in ([t] if lemma(s, t) != "number" else prep_objects(s, t, "of")[:1])]
    return any(s.tokens[h].tag == "NNS" and (lemma(s, h) in _MANY or looks_human(lemma(s, h))) and _is_new(s, h) for h in heads)


def _is_new(s: Sentence, head: int) -> bool:
    """Whether a plural tells of people not told before: no article, no owner, no denial."""
    before = [s.tokens[c].text.lower() for c in kids(s, head, "det", "poss", "predet", "neg", "nummod")]
    return not before or before == ["some"]


def is_fatal(draft: Draft) -> bool:
    """Whether one attack is called deadly ("a fatal shooting"): at least one person died of it."""
    s, at = draft.sentence, draft.at
    singular = draft.kind == "attack" and s.tokens[at].tag in ("NN", "VBG")
    return singular and any(s.tokens[c].text.lower() in ("fatal", "deadly") for c in kids(s, at, "amod"))


def _hits_people(draft: Draft) -> bool:
    if draft.kind == "attack":
        return lemma(draft.sentence, draft.at) in _BODILY
    return draft.kind in ("killing", "injury") and not draft.details.get("part")


def _victim_heads(draft: Draft) -> list[int]:
    """The heads of those hit; who takes their own life is their own victim."""
    s, at = draft.sentence, draft.at
    if draft.kind == "attack":  # "shot at them" hits nobody for certain
        if lemma(s, at) == "shot":
            return [at]  # "5 shot on Hill Street"
        aimed = prep_objects(s, at, "at", "toward", "towards", "on")
        return [t for t in draft.targets if t not in aimed]
    if _takes_own_life(s, at):
        return subjects(s, at) if is_verb(s, at) else subjects(s, s.tokens[at].head)
    return list(draft.targets)


def _takes_own_life(s: Sentence, at: int) -> bool:
    """ "Took his own life", "committed suicide"."""
    if is_verb(s, at):
        return any(lemma(s, c) == "own" for o in objects(s, at) if lemma(s, o) == "life" for c in kids(s, o, "amod"))
    return lemma(s, at) == "suicide" and s.tokens[at].dep == "dobj" and lemma(s, s.tokens[at].head) == "commit"


def _with_joined(s: Sentence, draft: Draft, heads: Sequence[int]) -> list[int]:
    """The heads with their conjuncts and with those who died "along with", "as well as", "together with" them."""
    found: list[int] = []
    for head in heads:
        found += [x for x in conjuncts(s, _first_of_left(s, head, draft.at)) if x not in found]
    low = min([draft.at, *heads])
    for t in s.tokens[low:]:
        word = t.text.lower()
        if t.dep == "prep" and word in ("with", "alongside", "besides", "plus") and t.i <= draft.last + 12:
            before = s.tokens[t.i - 1].text.lower() if t.i else ""
            if (word != "with" or before in _JOINED) and _hangs_on(s, t.i, draft.at, heads):
                found += [x for p in kids(s, t.i, "pobj") for x in conjuncts(s, p) if x not in found]
    return found


def _first_of_left(s: Sentence, head: int, at: int) -> int:
    """The first of a coordination that one state word closes: "left two farmers and a driver wounded"."""
    top = head
    while s.tokens[top].dep == "conj" and s.tokens[s.tokens[top].head].pos in ("NOUN", "PROPN"):
        top = s.tokens[top].head
    left = s.tokens[at].head == head and s.tokens[top].dep == "dobj" and lemma(s, s.tokens[top].head) == "leave"
    between = any(t.lemma.lower() in _DEAD | _HURT for t in s.tokens[top:head])
    return top if left and not between else head


def _hangs_on(s: Sentence, i: int, at: int, heads: Sequence[int]) -> bool:
    above = list(s.ancestors(i))[:3]
    return at in above or any(h in above for h in heads)


def _group_at(s: Sentence, head: int) -> FigureMention | None:
    """The number that counts this head."""
    for f in s.figures:
        if f.kind == "count" and (f.noun_i == head or f.first <= head <= f.last) and (f.figure.best or f.figure.low or f.figure.high):
            return f
    return None


def _pair(s: Sentence, head: int) -> FigureMention:
    """The two that a couple is."""
    token = s.tokens[head]
    return FigureMention(token.start, token.end, head, head, Figure(token.text, 2, 2, 2, "exact"), "count", head)


def _is_one(s: Sentence, head: int) -> bool:
    return any(f.kind == "one" and f.noun_i == head for f in s.figures)


def _is_named(s: Sentence, head: int) -> bool:
    """Whether a name that the parser could not sort stands where only a person can: whoever is shot, hurt or dies."""
    token = s.tokens[head]
    stands = token.dep in ("nsubj", "nsubjpass", "dobj") or kids(s, head, "compound")
    if token.tag != "NNP" or token.ent or not stands or any(p.first <= head <= p.last for p in s.places):
        return False
    return not any(m.head == head and m.party.type != "person" for m in s.parties)


def _self(s: Sentence, head: int, at: int) -> int:
    """Who is meant by "himself": the subject of the act where it is one person."""
    if s.tokens[head].text.lower() in _REFLEXIVE:
        return next((x for x in subjects(s, at) if _is_one(s, x)), head)
    return head


def describe_person(s: Sentence, head: int) -> Mapping[str, Any]:
    """What tells one person from another: the words, and name, age and sex where they are told."""
    person: dict[str, Any] = {"text": s.span_text(*s.phrase(head))}
    named = [head] if s.tokens[head].tag == "NNP" else [c for c in kids(s, head, "appos") if s.tokens[c].tag == "NNP"][:1]
    if named:
        words = [t for n in named for t in (*kids(s, n, "compound"), n) if s.tokens[t].tag == "NNP"]
        name = [s.tokens[t].text for t in words if s.tokens[t].text.lower().strip(".") not in _TITLES | _UNNAMED]
        if name and not any(s.tokens[n].text.lower() in _UNNAMED for n in named):
            person["name"] = " ".join(name)
    age = _age_of(s, (head, *named))
    if age is not None:
        person["age"] = age
    word = lemma(s, head)
    sex = "m" if word in _MALE or s.tokens[head].text.lower() in _MALE else "f" if word in _FEMALE else None
    if sex is not None:
        person["sex"] = sex
    return person


def _age_of(s: Sentence, heads: Sequence[int]) -> int | None:
    """The age that hangs on one of these words ("a 9-year-old boy", "Ana Silva, 34")."""
    for f in s.figures:
        if f.kind == "age" and f.figure.best is not None and any(_belongs(s, f.last, h) for h in heads):
            months = any(t.text.lower() in ("month", "months", "week", "weeks") for t in s.tokens[f.last + 1 : f.last + 3])
            return 0 if months and f.figure.best < 24 else f.figure.best
    return None


def _belongs(s: Sentence, i: int, head: int) -> bool:
    """Whether token i hangs on the head without another of a coordination between, or follows it after a comma."""
    at = i
    for _ in range(5):
        if at == head:
            return True
        if s.tokens[at].dep in ("conj", "relcl", "ROOT") or s.tokens[at].tag.startswith("NNP"):
            break
        at = s.tokens[at].head
    return i == head + 2 and s.tokens[head + 1].text == ","


def _summed(persons: Sequence[Mapping[str, Any]], groups: Sequence[FigureMention]) -> Mapping[str, Any]:
    total: dict[str, Any] = {}
    for end in ("low", "best", "high"):
        values = [getattr(g.figure, end) for g in groups]
        total[end] = None if any(v is None for v in values) else len(persons) + sum(values)
    if len(persons) + len(groups) > 1 and total["best"] is not None:
        total["formula"] = " + ".join(["1"] * len(persons) + [str(g.figure.best) for g in groups]) + f" = {total['best']}"
    total["persons"] = list(persons)
    return total
