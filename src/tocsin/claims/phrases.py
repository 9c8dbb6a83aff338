"""Judgements that a turn of phrase tells: options ("one course open is"), precedents ("it took X to"), reproaches ("has yet to").

What an instrument's name beside a modal tells is in opinions.py; here the construction itself carries the judgement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.opinions import clause_span, instrument_of, main_verbs
from tocsin.claims.scope import Scope
from tocsin.claims.tree import by_agents, is_passive, is_verb, kids, lemma, prep_objects, subjects, trim_end, with_particle
from tocsin.records import Sentence

_PROPOSED = Scope("proposed", "positive", "future")
_BODIES = frozenset({"state", "intergovernmental", "organisation", "court"})
_COURSES = frozenset("course option step way path answer remedy route avenue alternative choice move task priority thing recourse".split())
_NEEDED = frozenset("need want require lack miss call demand".split())
_HELPS = frozenset("end stop halt prevent avert bring save calm restore stem silence broker win force persuade talk free keep".split())
_BRINK = re.compile(r"\b(?:brink|abyss|precipice|edge)\b", re.I)
_BUT_FOR = re.compile(r"^(?:but for|were it not for|had it not been for|without|absent)\b|, but for\b", re.I)
_REPROACH = re.compile(
    r"\b(?:done|does|did|do|doing) (?:(?:next to|almost|virtually|practically|absolutely|precisely) nothing|precious little|nothing at all)"
    r"\b"
    r"|\byet to (?:lift|raise|say|utter|act|condemn|send|do|move|find|show|speak|stir|respond)\b"
    r"|\b(?:lift|lifted|lifts|raise|raised|stir|stirred) (?:so much as )?a finger\b"
    r"|\btoo little,? (?:and )?too late\b|\blook(?:s|ed|ing)? (?:the other way|away)\b"
    r"|^not \w.*\bnot even\b|^neither\b.*\bnor\b|^where (?:is|are|was|were)\b"
    r"|\b(?:sit|sits|sat|sitting) on (?:its|their) hands\b|\b(?:wring|wrings|wrung|wringing) (?:its|their) hands\b"
    r"|\b(?:wash|washes|washed) (?:its|their) hands\b|\bfiddl(?:es|ed|ing) while\b|\bnot (?:so much as )?a (?:word|whisper|murmur)\b"
    r"|\bnothing (?:but|more than) (?:words|talk|statements?|hand-wringing|platitudes)\b|\b(?:shameful|deafening) silence\b"
    r"|\bturn(?:s|ed|ing)? a blind eye\b|\bhas nothing to (?:say|offer)\b|\bsilence\b.*\b(?:indefensible|shameful|speaks|deafening)\b",
    re.I,
)
_DOUBTED = re.compile(
    r"\b(?:no|hardly an?|scarcely an?|not an?|far from an?|never an?) (?:\w+ )?(?:saint|angel|innocent|neutral|democrat|paragon|choirboy|"
    r"honest broker|disinterested|stranger|model of)\b"
    r"|\bmay (?:well )?have (?:its|his|her|their) (?:own )?(?:reasons|motives|interests)\b|\bcrocodile tears\b|\b(?:axe|axes) to grind\b"
    r"|\bhands are (?:not|hardly|far from|scarcely) clean\b|\bclean hands\b",
    re.I,
)
_WORLD = re.compile(
    r"\b(?:world|west|international community|council|government|neighbours|neighbors|powers|region|bloc|statement|president)\b", re.I
)


def find_phrased(s: Sentence, lexicon: Lexicon, *, commentary: bool, taken: Sequence[Draft]) -> list[Draft]:
    """Options and precedents by construction; in commentary also reproaches. Nothing is said twice of one word or clause."""
    if s.heading:
        return []
    found = [d for d in _precedents(s, lexicon, commentary) if not _known(d, taken)]
    if commentary:
        found += [d for d in _options(s, lexicon) if not _known(d, [*taken, *found])]
    return found


def find_reproaches(s: Sentence, *, taken: Sequence[Draft]) -> list[Draft]:
    """ "Has yet to lift a finger", "is no saint", "where is ...?": one opinion for each main clause that says so."""
    found: list[Draft] = []
    for verb in [] if s.heading else main_verbs(s):
        first, last = clause_span(s, verb)
        if first and s.tokens[first - 1].text.lower() in ("neither", "not"):
            first -= 1
        if first and s.tokens[first - 1].text.lower() in ("neither", "not"):
            first -= 1
        text = s.span_text(first, last)
        concerned = any(m.party.type in _BODIES for m in s.parties) or bool(_WORLD.search(text))
        subtype = "inaction_criticism" if _REPROACH.search(text) else "good_faith" if _DOUBTED.search(text) else None
        if subtype is None or not concerned or any(t.kind == "opinion" and t.covers(verb) for t in (*taken, *found)):
            continue
        negative = bool(re.match(r"(?:not|neither)\b", text, re.I))
        scope = Scope("rhetorical" if s.text.rstrip("\"'”’) ").endswith("?") else "evaluative", "positive", "not_an_event")
        scope = scope._replace(polarity="negative" if negative else "positive")
        actors = tuple(x for x in subjects(s, verb) if any(m.head == x for m in s.parties))
        found.append(Draft("opinion", subtype, s, first, last, verb, scope, actors=actors, norm=True, confidence=0.6))
    return found


def _known(draft: Draft, taken: Sequence[Draft]) -> bool:
    return any(t.kind == draft.kind and (t.at == draft.at or t.covers(draft.at) or draft.covers(t.at)) for t in taken)


# ------------------------------------------------------------------ options


def _options(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    for token in s.tokens:
        at = _proposed(s, token.i)
        if at is None:
            continue
        tokens = s.subtree(token.i)
        first, last = min(tokens[0], token.i), tokens[-1]
        kind = instrument_of(s, at if at > token.i else first, last, lexicon)
        if kind is None and any(m.party.type in _BODIES and first <= m.head <= last for m in s.parties) and at != token.i:
            kind = "other"
        if kind is not None:
            last = trim_end(s, last)
            yield Draft("option", kind, s, first, last, token.i, _PROPOSED, norm=True, details={"option": kind}, confidence=0.6)
            return


def _proposed(s: Sentence, i: int) -> int | None:
    """The word of what a construction at verb i proposes, or None."""
    if not (is_verb(s, i) or s.tokens[i].tag == "MD"):
        return None
    word = lemma(s, i)
    inner = kids(s, i, "xcomp", "advcl", "ccomp")
    if word == "do" and any(s.tokens[a].text.lower() in ("could", "would", "might") for a in kids(s, i, "aux")):
        for c in kids(s, i, "advmod", "acomp"):
            if lemma(s, c) in ("worse", "bad", "well", "badly", "better"):
                return next(iter([*kids(s, c, "advcl", "ccomp", "xcomp"), *inner]), None)
    if word == "ought" and inner:
        return inner[0]
    if word == "be":
        return _equated(s, i)
    asked = s.tokens[i].tag == "VB" and any(s.tokens[c].text.lower() == "why" for c in kids(s, i, "advmod"))
    return i if asked and kids(s, i, "neg") and not kids(s, i, "nsubj") else None


def _equated(s: Sentence, i: int) -> int | None:
    """ "One course open is to ...", "what is needed is ...", "the case for ... is strong", "there is room for ..."."""
    who = kids(s, i, "nsubj", "csubj")
    if any(s.tokens[w].dep == "csubj" and lemma(s, w) in _NEEDED for w in who):
        return next(iter(kids(s, i, "attr", "xcomp", "ccomp")), None)
    if any(lemma(s, w) in _COURSES for w in who):
        return next((c for c in kids(s, i, "xcomp", "ccomp") if s.tokens[c].tag == "VB"), None)
    cases = [w for w in who if lemma(s, w) in ("case", "argument")] + [
        w for w in kids(s, i, "attr") if kids(s, i, "expl") and lemma(s, w) in ("case", "argument", "room", "need", "place")
    ]
    return next((o for w in cases for o in prep_objects(s, w, "for")), None)


# ------------------------------------------------------------------ precedents


def _precedents(s: Sentence, lexicon: Lexicon, commentary: bool) -> Iterator[Draft]:
    for token in s.tokens:
        i = token.i
        if not is_verb(s, i):
            continue
        if token.lemma == "take" and token.tag == "VBD" and any(s.tokens[x].text.lower() == "it" for x in kids(s, i, "nsubj")):
            yield from _it_took(s, i, lexicon)
        elif is_passive(s, i) and token.tag == "VBN":
            yield from _rescued(s, i, lexicon)
        elif lemma(s, i) == "do" and token.tag == "VBD":
            yield from _did_nothing(s, i, lexicon)
        elif commentary and token.head == i and _BUT_FOR.search(s.text):
            yield from _but_for(s, i, lexicon)


def _it_took(s: Sentence, i: int, lexicon: Lexicon) -> Iterator[Draft]:
    who = kids(s, i, "dobj")
    aim = [c for c in s.subtree(i) if s.tokens[c].tag == "VB" and s.tokens[c].dep in ("xcomp", "advcl", "relcl", "acl", "ccomp")]
    if who and any(set(with_particle(s, c)) & (lexicon.governors["prevent"] | _HELPS) for c in aim):
        first, last = s.phrase(who[0])
        yield _precedent(s, i, instrument_of(s, first, last, lexicon) or "other", "success", "asserted", who)


def _rescued(s: Sentence, i: int, lexicon: Lexicon) -> Iterator[Draft]:
    """ "Was pulled back from the brink by a force", "was averted by mediators"."""
    by = by_agents(s, i)
    brink = lemma(s, i) in ("pull", "bring", "drag", "haul", "talk", "save", "rescue", "snatch") and _BRINK.search(s.text)
    if not by or not (brink or lemma(s, i) in ("avert", "prevent", "forestall", "defuse", "stave_off", "spare")):
        return
    first, last = s.phrase(by[0])
    kind = instrument_of(s, first, last, lexicon)
    if kind is not None:
        yield _precedent(s, i, kind, "success", "asserted", by)


def _did_nothing(s: Sentence, i: int, lexicon: Lexicon) -> Iterator[Draft]:
    """ "Sanctions did nothing to stop the killing"."""
    none = [o for o in kids(s, i, "dobj") if s.tokens[o].text.lower() in ("nothing", "little")]
    aims = [c for at in (i, *none) for c in kids(s, at, "relcl", "xcomp", "advcl", "acl")]
    who = kids(s, i, "nsubj")
    if none and who and any(lemma(s, c) in lexicon.governors["prevent"] | _HELPS | {"slow", "deter", "protect"} for c in aims):
        first, last = s.phrase(who[0])
        kind = instrument_of(s, first, min(last, i), lexicon)
        if kind is not None:
            yield _precedent(s, i, kind, "failure", "asserted", who)


def _but_for(s: Sentence, i: int, lexicon: Lexicon) -> Iterator[Draft]:
    """ "But for the monitors, Macedonia would have gone the way of Bosnia"."""
    aux = {s.tokens[a].text.lower() for a in kids(s, i, "aux")}
    if not aux & {"would", "might", "could"} or "have" not in aux:
        return
    spared = prep_objects(s, i, "for", "without", "absent")
    first, last = s.phrase(spared[0]) if spared else (0, i)
    yield _precedent(s, i, instrument_of(s, first, last, lexicon) or "other", "success", "counterfactual", spared)


def _precedent(s: Sentence, i: int, option: str, outcome: str, evidence: str, who: Sequence[int]) -> Draft:
    tokens = s.subtree(i)
    unreal = evidence == "counterfactual"
    return Draft(
        "precedent",
        "counterfactual" if unreal else outcome,
        s,
        tokens[0],
        trim_end(s, tokens[-1]),
        i,
        Scope("counterfactual", "positive", "not_occurred") if unreal else Scope(),
        actors=tuple(x for x in who if any(m.head == x for m in s.parties)),
        norm=True,
        own_case="past",
        details={"option": option, "outcome": outcome, "evidence_type": evidence},
        confidence=0.6,
    )
