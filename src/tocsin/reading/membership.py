"""Whose people are meant by words for members, units and armed people: "three alleged members of the Red Front", "units of the army"."""

from __future__ import annotations

from tocsin.records import Party, Sentence

_MEMBERS = frozenset("member element associate sympathizer sympathiser personnel".split())
_UNITS = frozenset(
    "unit column front cell squad commando command patrol detachment battalion brigade wing contingent faction branch company platoon "
    "regiment division".split()
)
_ARMED = frozenset("terrorist guerrilla guerilla rebel fighter militant insurgent combatant subversive extremist gunman hitman".split())
# Words before "members" that make them somebody else: relatives, and those who are members no more.
_NO_LONGER = frozenset("family household former ex retired discharged sacked defected would-be".split())
_LINKS = frozenset({"of", "from"})
_BODIES = frozenset({"armed_group", "security_force"})


def is_membership(s: Sentence, i: int) -> bool:
    """Whether a noun means people or a part of a body, and says little of whose."""
    if s.tokens[i].lemma.lower() not in _MEMBERS | _UNITS | _ARMED:
        return False
    return not any(s.tokens[c].lemma.lower().removesuffix("-") in _NO_LONGER for c in s.children[i] if c < i)


def body_of(s: Sentence, i: int) -> int | None:
    """The word for the body whose members, units or fighters a noun means; None where none is told."""
    for p in s.children[i]:
        if s.tokens[p].text.lower() in _LINKS and s.tokens[p].dep == "prep":
            return next((c for c in s.children[p] if s.tokens[c].dep == "pobj"), None)
    return None


def words_before(s: Sentence, i: int) -> str:
    """The body's name before a word for its members ("three border police members"); empty where none stands there."""
    if s.tokens[i].lemma.lower() not in _MEMBERS:
        return ""
    start = i
    while start and s.tokens[start - 1].head == i and s.tokens[start - 1].dep in ("compound", "nmod", "amod"):
        start -= 1
    while start and s.tokens[start - 1].dep in ("compound", "amod") and s.tokens[s.tokens[start - 1].head].i in range(start, i):
        start -= 1
    return s.span_text(start, i - 1) if start < i else ""


def stands_for(party: Party, known: Party | None) -> bool:
    """Whether the people of a body are that body's: an armed group's or a force's; not those known by another name."""
    return party.type in _BODIES and (known is None or (known.name is None and known.type != "person"))
