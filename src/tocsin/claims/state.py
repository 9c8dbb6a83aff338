"""What a State can and will do: its capacity and will, told by adjectives, nouns and what it accepts."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.scope import Scope, find_scope
from tocsin.claims.tree import (
    by_agents,
    clause,
    is_verb,
    kids,
    lemma,
    objects,
    owners,
    prep_objects,
    subjects,
    without_marks,
)
from tocsin.records import Sentence

STATE_NOUNS = frozenset(
    "government regime state leader president king monarchy dictator ruler junta strongman premier dynasty "
    "administration authority police army force leadership cabinet troop military institution".split()
)
_FACT = Scope("asserted", "positive", "not_an_event")


def find_state(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """Capacity and will: adjectives of a government, "reluctance to accept monitors", "has invited observers"."""
    o = lexicon.opinion
    for token in s.tokens:
        i, word = token.i, token.lemma.lower()
        if token.pos == "NOUN" and word in o["will_for"] | o["will_against"]:
            asked = [x for x in prep_objects(s, i, "for", "to", "of") if lemma(s, x) in o["help"]] or kids(s, i, "acl")
            if asked:
                yield from _will_noun(s, i, word, lexicon)
            continue
        if token.dep == "amod" and lemma(s, token.head) in STATE_NOUNS:
            yield from _described_state(s, i, token.head, word, lexicon)
        elif token.dep in ("acomp", "attr", "oprd") and (word in o["capacity_weak"] or word in o["will_for"] | o["will_against"]):
            verb = token.head
            who = [x for x in subjects(s, verb) if is_state(s, x)]
            if who and is_verb(s, verb):
                kind = "state_capacity" if word in o["capacity_weak"] else "state_will"
                subtype = "weak" if kind == "state_capacity" else "unwilling" if word in o["will_against"] else "willing"
                first, last = clause(s, verb)
                scope = find_scope(s, verb, verb, lexicon)
                if scope.modality in ("asserted", "hedged"):
                    yield Draft(
                        kind,
                        subtype,
                        s,
                        min(first, s.phrase(who[0])[0]),
                        last,
                        verb,
                        scope._replace(status="not_an_event"),
                        actors=tuple(who),
                        norm=True,
                    )
        elif (
            is_verb(s, i)
            and word in ("invite", "welcome", "accept")
            and any(is_state(s, x) for x in subjects(s, i))
            and not (kids(s, i, "nsubjpass"))
            and _about_help(s, i, lexicon)
        ):
            first, last = clause(s, i)
            scope = find_scope(s, i, i, lexicon)
            if scope.modality == "asserted" and scope.polarity == "positive":
                yield Draft(
                    "state_will",
                    "willing",
                    s,
                    min([first, *(s.phrase(x)[0] for x in subjects(s, i) if x < i)]),
                    last,
                    i,
                    scope,
                    actors=tuple(subjects(s, i)),
                    norm=True,
                )


def _about_help(s: Sentence, i: int, lexicon: Lexicon) -> bool:
    things = objects(s, i)
    return any(lemma(s, x) in lexicon.opinion["help"] or lemma(s, x) in ("offer", "them", "they", "force", "peacekeeper") for x in things)


def is_state(s: Sentence, i: int) -> bool:
    """Whether the word at i is a State, its government, leader or forces."""
    if lemma(s, i) in STATE_NOUNS or lemma(s, i) in ("president", "minister"):
        return True
    return any(m.head == i and m.party.type in ("state", "security_force") for m in s.parties)


def _will_noun(s: Sentence, i: int, word: str, lexicon: Lexicon) -> Iterator[Draft]:
    """ "The readiness for talks shown by an overstretched junta": will, and capacity when the owner is called weak."""
    first, last = _phrase_with_clauses(s, i)
    inside = range(first, last + 1)
    who = owners(s, i) + by_agents(s, i) + [x for j in inside if is_verb(s, j) for x in by_agents(s, j)]
    who += [x for j in inside if s.tokens[j].text.lower() == "of" for x in kids(s, j, "pobj") if is_state(s, x)]
    weak = any(lemma(s, j) in lexicon.opinion["capacity_weak"] for j in inside)
    subtype = "unwilling" if word in lexicon.opinion["will_against"] else "willing"
    scope = Scope("evaluative", "positive", "not_an_event")
    if weak:
        yield Draft("state_capacity", "weak", s, first, last, i, scope, actors=tuple(who), norm=True, details={"will": subtype})
    else:
        yield Draft("state_will", subtype, s, first, last, i, scope, actors=tuple(who), norm=True)


def _described_state(s: Sentence, i: int, noun: int, word: str, lexicon: Lexicon) -> Iterator[Draft]:
    """ "A willing government", "the overstretched police": said in passing, when no other claim takes the phrase."""
    o = lexicon.opinion
    first, last = s.phrase(noun)
    if word in o["will_for"] | o["will_against"]:
        yield Draft(
            "state_will", "unwilling" if word in o["will_against"] else "willing", s, first, last, noun, _FACT, actors=(noun,), norm=True
        )
    elif word in o["capacity_weak"] and not any(lemma(s, j) in o["will_for"] for j in range(max(0, i - 12), i)):
        yield Draft("state_capacity", "weak", s, first, last, noun, _FACT._replace(modality="evaluative"), actors=(noun,), norm=True)


def _phrase_with_clauses(s: Sentence, i: int, *, stop: frozenset[str] = frozenset({"appos", "conj", "cc", "parataxis"})) -> tuple[int, int]:
    """A noun phrase with its relative and participial clauses, without conjuncts."""
    keep = {i}
    queue = [i]
    while queue:
        at = queue.pop()
        for c in s.children[at]:
            if at == i and (s.tokens[c].dep in stop or (s.tokens[c].dep == "punct" and s.tokens[c].text not in "-'\"“”")):
                continue
            keep.add(c)
            queue.append(c)
    return without_marks(s, min(keep), i, max(keep))
