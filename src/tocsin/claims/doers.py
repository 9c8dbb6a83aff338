"""Whom a pronoun that does harm may name: nobody who only speaks, suffers or helps; then the pronoun stands for itself, open."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.claims.draft import Draft
from tocsin.claims.tree import mention_at
from tocsin.records import Attribution, Claim, Party

_MEANING = frozenset({"they", "he", "she"})
_AT_ARMS = frozenset({"armed_group", "security_force", "mob", "state", "protesters", "ethnic_group", "religious_group", "political_party"})
_HELPING = frozenset({"aid", "evacuation"})
_NEAR = 3  # sentences


def leave_open(draft: Draft, actors: Sequence[Party], before: Sequence[Claim], said: Sequence[Attribution]) -> tuple[Party, ...]:
    """The actors of a harm, with the words alone of each pronoun that would name who only tells of it, suffers or helps."""
    found = list(actors)
    s = draft.sentence
    for i in draft.actors:
        word = s.tokens[i]
        if word.text.lower() not in _MEANING or word.dep != "nsubj":
            continue
        mention = mention_at(s, i)
        if mention is None or mention.head != i:
            found.append(Party(word.text))
        elif not _may_act(mention.party, draft, before, said):
            name = mention.party.name
            found = [p for p in found if name is None or name not in (p.name, p.text)] + [Party(word.text)]
    return tuple(dict.fromkeys(found))


def _may_act(party: Party, draft: Draft, before: Sequence[Claim], said: Sequence[Attribution]) -> bool:
    """Whether a party is one in arms, or was told to act, or at least not told only to speak, to suffer or to help."""
    name = party.name or party.text
    near = [c for c in before if 0 < draft.sentence.index - c.sentence.index <= _NEAR]
    if party.type in _AT_ARMS or any(_names(p, name) for c in near if c.kind not in _HELPING for p in c.actors):
        return True
    if any(_names(p, name) for c in near for p in (*c.targets, *(c.actors if c.kind in _HELPING else ()))):
        return False
    at = draft.sentence.tokens[draft.at].start
    return party.type == "person" or not any(a.speaker == name and abs(at - (a.cue_start or a.start)) < 1000 for a in said)


def _names(party: Party, name: str) -> bool:
    return name in (party.name, party.text)
