"""Mark the party that stands before the name of its deed or of its arms: "a militia ambush", "government airstrikes", "Orvian missiles"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tocsin.records import Party, PartyMention, Sentence

_ARMS = frozenset(
    "airstrike strike shelling bombardment missile rocket drone shell warplane jet helicopter gunship artillery tank invasion incursion "
    "offensive mortar".split()
)
_DEEDS = _ARMS | frozenset(
    "attack assault raid ambush raider firing fire gunfire shooting bombing blast massacre killing onslaught crackdown operation "
    "bullet bomb barrage siege blockade advance patrol checkpoint custody charge action inaction failure".split()
)
_DOERS = frozenset({"state", "security_force", "armed_group", "mob"})
_BESIDE = frozenset({"compound", "nmod", "amod"})


def mark_doers(s: Sentence, resolve: Callable[[str], Party | None]) -> Iterator[PartyMention]:
    """The parties that only modify the word for what they did; `resolve` tells who is meant by words."""
    done: set[int] = set()  # words for deeds whose doer is found: of "Orvian army shells" the army's
    for token in reversed(s.tokens):
        word = s.tokens[token.head].lemma.lower()
        if token.dep not in _BESIDE or word not in _DEEDS or token.head <= token.i or token.head in done:
            continue
        if token.pos in ("NOUN", "PROPN"):
            found = _named(s, _first_beside(s, token.i), token.i, resolve)
        else:
            found = _national(s, token.i, resolve) if word in _ARMS else None
        if found is not None:
            done.add(token.head)
            yield found


def _first_beside(s: Sentence, i: int) -> int:
    """The first of the words that stand with word i before the same noun; a hyphen joins."""
    first = i
    while first:
        at = first - 1 if s.tokens[first - 1].text != "-" or first < 2 else first - 2
        if s.tokens[at].dep not in _BESIDE or s.tokens[at].head not in (i, s.tokens[i].head):
            break
        first = at
    return first


def _national(s: Sentence, i: int, resolve: Callable[[str], Party | None]) -> PartyMention | None:
    """The State whose adjective stands before the name of arms or of a campaign."""
    token = s.tokens[i]
    party = resolve(f"the {token.text} government") if token.ent == "NORP" and token.text[:1].isupper() else None
    return _mention(s, i, i, party) if party is not None and party.name and party.type == "state" else None


def _named(s: Sentence, first: int, i: int, resolve: Callable[[str], Party | None]) -> PartyMention | None:
    """The party of the words up to i, with as many of them as are known together."""
    for start in range(first, i + 1):
        party = resolve(s.span_text(start, i))
        if party is not None:
            fits = party.type in _DOERS and (s.tokens[i].pos == "NOUN" or party.type != "state")
            return _mention(s, start, i, party) if fits else None
    return None


def _mention(s: Sentence, first: int, i: int, party: Party) -> PartyMention:
    return PartyMention(s.tokens[first].start, s.tokens[i].end, first, i, i, replace(party, text=s.span_text(first, i)))
