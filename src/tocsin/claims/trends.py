"""Where violence is heading: lulls, escalation, and what a voice sees coming."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.scope import Scope, find_scope, possible_modal
from tocsin.claims.tree import (
    clause,
    is_verb,
    kids,
    lemma,
    prep_objects,
    subjects,
    with_particle,
)
from tocsin.records import Sentence

_VIOLENCE = frozenset(
    "violence fighting unrest clash attack killing bloodshed conflict toll crisis situation tension shelling bloodbath hostility "
    "storm battle war riot rampage fatality casualty".split()
)
_CALM_HEADS = frozenset("lull calm quiet respite pause breather interlude truce hush letup let-up standstill silence tranquillity".split())
_NOISE = frozenset({"fighting", "shelling", "killing", "shooting", "gunfire", "guns", "bloodletting", "killings"})
_FALLEN = frozenset("dead victim death casualty wounded killed injured missing".split())
_CALM_WORDS = frozenset({"quiet", "quieter", "calm", "calmer", "silent", "peaceful"})
_STAY = frozenset({"be", "remain", "stay", "seem", "fall", "grow"})
_VIOLENT_NEWS = frozenset("killing violence attack clash death shooting fighting raid bloodshed unrest".split())
_HOLDS = Scope("asserted", "positive", "ongoing")


def find_trends(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """Lulls, forecasts and trends of one sentence."""
    for make in (_lulls, _forecasts, _trends):
        yield from make(s, lexicon)


def _lulls(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    yield from _named_lulls(s, lexicon)
    yield from _none_reported(s)
    for token in s.tokens:
        spoken = token.text.lower() == "silent" and any(s.tokens[c].text.lower() in ("on", "about", "over") for c in s.children[token.i])
        if token.text.lower() in _CALM_WORDS and token.dep in ("acomp", "oprd", "xcomp") and lemma(s, token.head) in _STAY and not spoken:
            yield _clause_draft(s, token.head, "lull", lexicon)
        if token.lemma.lower() in ("calm", "quiet") and token.dep == "pobj" and s.tokens[token.head].text.lower() == "of":
            above = s.tokens[token.head].head
            if lemma(s, above) in ("sign", "day", "week", "hour", "night"):
                first, last = s.phrase(above)
                yield Draft("status", "lull", s, first, max(last, token.i), token.i, _HOLDS, norm=True, confidence=0.6)
    for token in s.tokens:
        if (
            is_verb(s, token.i)
            and set(with_particle(s, token.i)) & lexicon.opinion["fall"]
            and any(lemma(s, x) in _VIOLENCE or s.tokens[x].text.lower() in _NOISE for x in subjects(s, token.i))
        ):
            yield _clause_draft(s, token.i, "lull", lexicon)


def _named_lulls(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """A lull called by its name: "the calm held", "a lull in the fighting"; and one that is over."""
    for token in s.tokens:
        if token.lemma.lower() not in _CALM_HEADS or token.pos not in ("NOUN", "ADJ", "PROPN"):
            continue
        verb = _clause_verb(s, token.i)
        if token.dep == "attr" and lemma(s, verb) == "be":
            yield from _is_lull(s, token.i, verb, lexicon)
        elif token.dep in ("nsubj", "nsubjpass") and lemma(s, verb) == "be" and _is_over(s, verb):
            if not prep_objects(s, token.i, "of"):  # "the calm of last week is over": when that was is not when it resumed
                yield _clause_draft(s, verb, "resumed", lexicon)
        elif (
            token.dep in ("nsubj", "nsubjpass")
            and lemma(s, verb) == "be"
            or token.dep in ("nsubj", "nsubjpass")
            and lemma(s, verb) in ("return", "hang", "hold", "prevail", "settle", "reign", "descend", "restore", "continue", "last")
        ):
            yield _clause_draft(s, verb, "lull", lexicon)
        elif token.pos == "NOUN" and any(lemma(s, o) in _VIOLENCE for o in prep_objects(s, token.i, "in")):
            first, last = s.phrase(token.i)
            last = max([last, *(s.phrase(o)[1] for o in prep_objects(s, token.i, "in"))])
            yield Draft("status", "lull", s, first, last, token.i, Scope("asserted", "positive", "ongoing"), norm=True, confidence=0.75)


def _none_reported(s: Sentence) -> Iterator[Draft]:
    """ "Since then there has been no report of killing", "no new clashes were reported": as far as is told, it is quiet."""
    for token in s.tokens:
        if not {token.lemma.lower(), token.text.lower()} & _VIOLENT_NEWS:
            continue
        at = token.i
        above = s.tokens[token.head].head
        if token.dep == "pobj" and s.tokens[token.head].text.lower() == "of" and lemma(s, above) in ("report", "news", "word"):
            at = above
        if not any(s.tokens[c].text.lower() == "no" for c in kids(s, at, "det")) or s.tokens[at].dep not in ("attr", "nsubj", "nsubjpass"):
            continue
        verb = s.tokens[at].head
        told = at != token.i and kids(s, verb, "expl") or lemma(s, verb) in ("report", "record", "register")
        if told and _since(s, verb):
            (first, last), (a, b) = clause(s, verb), s.phrase(at)
            yield Draft("status", "lull", s, min(first, a), max(last, b), verb, _HOLDS, norm=True, confidence=0.6)


def _since(s: Sentence, verb: int) -> bool:
    """Whether the clause counts from a moment on, or to now: without one, "no death was reported" tells of one place on one day."""
    below = " ".join(s.tokens[i].text.lower() for i in s.subtree(verb))
    return re.search(r"\b(?:since|so far|for (?:two|three|four|five|six|seven|several|\d+) days|overnight|after that)\b", below) is not None


def _is_over(s: Sentence, verb: int) -> bool:
    """Whether a clause says of its subject that it is at an end: "the truce is over", "the calm is broken"."""
    said = [s.tokens[c].text.lower() for c in kids(s, verb, "acomp", "advmod", "prt", "prep", "attr")]
    return any(word in ("over", "finished", "gone", "broken", "shattered") for word in said) and not kids(s, verb, "neg")


def _is_lull(s: Sentence, i: int, verb: int, lexicon: Lexicon) -> Iterator[Draft]:
    """ "It could be a pause before the next round of fighting": a lull, hedged, and fragile."""
    scope = find_scope(s, verb, verb, lexicon)
    if scope.polarity == "negative":
        return
    hedged = scope.modality in ("possible", "hedged", "conditional")
    fragile = any(lemma(s, o) in _VIOLENCE | {"round", "outbreak", "wave"} for o in prep_objects(s, i, "before"))
    first, last = clause(s, verb)
    yield Draft(
        "status",
        "fragile_lull" if fragile or hedged else "lull",
        s,
        first,
        last,
        verb,
        Scope("hedged" if hedged else "asserted", "positive", "ongoing"),
        norm=True,
        confidence=0.7,
    )


_ABYSS = _VIOLENCE | frozenset("chaos anarchy abyss carnage genocide massacre slaughter bloodbath catastrophe famine".split())


def _forecasts(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "Could be dragged into the war", "may slide into chaos": what a voice sees coming, where violence is what it comes to."""
    for token in s.tokens:
        if (
            token.lemma.lower() not in _ABYSS
            or token.pos != "NOUN"
            or token.dep != "pobj"
            or s.tokens[token.head].text.lower() not in ("into", "to")
        ):
            continue
        verb = _clause_verb(s, token.i)
        if not is_verb(s, verb) or not possible_modal(s, verb):
            continue
        first, last = clause(s, verb)
        who = subjects(s, verb)
        first = min([first, *(s.phrase(x)[0] for x in who if x < verb)])
        yield Draft(
            "forecast",
            "escalation",
            s,
            first,
            max(last, token.i),
            verb,
            Scope("possible", "positive", "future"),
            actors=tuple(who),
            norm=True,
        )


def _trends(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    for token in s.tokens:
        words = set(with_particle(s, token.i)) if is_verb(s, token.i) else set()
        if not words & (lexicon.opinion["rise"] | lexicon.opinion["resume"]):
            continue
        who = subjects(s, token.i)
        counted = any(
            lemma(s, x) in ("number", "count", "list") and any(lemma(s, o) in _FALLEN for o in prep_objects(s, x, "of")) for x in who
        )
        if not counted and not any(lemma(s, x) in _VIOLENCE or s.tokens[x].text.lower() in _NOISE for x in who):
            continue
        toll = any(lemma(s, x) == "toll" for x in who)
        if toll and any(f.kind == "count" and clause(s, token.i)[0] <= f.first <= clause(s, token.i)[1] for f in s.figures):
            continue
        verb = token.i
        while s.tokens[verb].dep in ("xcomp",) and lemma(s, s.tokens[verb].head) in ("continue", "keep", "begin", "start"):
            verb = s.tokens[verb].head
        subtype = "resumed" if words & lexicon.opinion["resume"] else "toll_rising" if toll else "escalating"
        scope = find_scope(s, verb, verb, lexicon)
        if scope.modality in ("asserted", "hedged") and scope.polarity == "positive":
            first, last = clause(s, verb)
            yield Draft(
                "status",
                subtype,
                s,
                min([first, *(s.phrase(x)[0] for x in who)]),
                last,
                verb,
                scope._replace(status="ongoing"),
                norm=True,
                confidence=0.7,
            )


def _clause_verb(s: Sentence, i: int) -> int:
    for up in s.ancestors(i):
        if is_verb(s, up):
            return up
    return i


def _clause_draft(s: Sentence, verb: int, subtype: str, lexicon: Lexicon) -> Draft:
    scope = find_scope(s, verb, verb, lexicon)
    first, last = clause(s, verb)
    first = min([first, *(s.phrase(x)[0] for x in subjects(s, verb) if x < verb)])
    hedged = scope.modality in ("possible", "hedged")
    if hedged and subtype == "lull":
        subtype = "fragile_lull"
    fragile = re.search(r"fragile|uneasy|tense|before another|before the next", s.text, re.I) is not None
    scope = Scope("hedged" if hedged else "asserted", scope.polarity, "ongoing")
    return Draft("status", "fragile_lull" if fragile and subtype == "lull" else subtype, s, first, last, verb, scope, norm=True)
