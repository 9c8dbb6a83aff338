"""The parties that a claim's words name: those the reading found, and nouns that tell of people, forces, bodies and sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.claims.lexicon import Lexicon
from tocsin.claims.tree import lemma
from tocsin.records import Party, Sentence

_ARMS = frozenset(
    "rifle rifles gun guns machete machetes weapon weapons armed masked uniform uniforms uniformed kalashnikov kalashnikovs".split()
)
_COLLECTIVE = frozenset("world community actor ally nation power leader head rival opponent neighbour neighbor west bloc hunter".split())
_GATHERED = frozenset("protest uprising demonstration rally march counter-protest revolt rebellion crowd".split())
_OF_THE_STATE = frozenset("police policeman policewoman army troop soldier gendarme gendarmerie paratrooper".split())
_IN_ARMS = frozenset("rebel guerrilla guerilla insurgent militant terrorist gunman militiaman combatant mutineer".split())
_FORCES = frozenset("army military police navy naval infantry brigade battalion garrison gendarmerie".split())
_EQUIPMENT = frozenset(
    "vehicle convoy truck jeep helicopter plane aircraft tank boat bus base camp barracks post station position outpost garrison "
    "checkpoint headquarters installation unit patrol column command".split()
)
_NOBODY = frozenset(
    "attack assault raid bombing explosion blast war battle clash fighting violence number total count rest thing death injury wound "
    "murder killing massacre result case incident cause shot bullet body corpse life toll damage way time year month week day hour".split()
)
_FLAMES = frozenset("fire blaze flame arson inferno".split())  # what burned it down is not who did
_NO_PARTY = frozenset("number total count rest thing people-number".split())


def parties_at(
    s: Sentence, heads: Sequence[int], lexicon: Lexicon, country: str | None = None, *, loose: bool = False
) -> tuple[Party, ...]:
    """The parties at these words; an unknown noun is kept only when it names people or something that shoots, or `loose`, a body."""
    found: list[Party] = []
    for i in heads:
        party = _party(s, i, lexicon, country) or (_body(s, i, lexicon) if loose else None)
        if party is not None and not any(p.text == party.text or (p.name and p.name == party.name) for p in found):
            found.append(party)
    return tuple(found)


def somebody_at(s: Sentence, i: int) -> Party | None:
    """A person by any noun that is no time, number or happening."""
    token = s.tokens[i]
    measured = token.ent in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY")
    if token.pos not in ("NOUN", "PROPN") or measured or token.lemma.lower() in _NOBODY | _FLAMES:
        return None
    if any(p.first <= i <= p.last for p in s.places):
        return None
    first, last = s.phrase(i)
    return Party(s.span_text(first, last), type="person" if token.tag in ("NN", "NNP") else "unknown")


def _party(s: Sentence, i: int, lexicon: Lexicon, country: str | None) -> Party | None:
    exact = [m for m in s.parties if m.head == i]
    over = exact or [m for m in s.parties if m.first <= i <= m.last and s.tokens[i].pos in ("PROPN", "ADJ")]
    if over:
        return _in_words(s, min(over, key=lambda m: m.last - m.first).party, i)
    token = s.tokens[i]
    first, last = s.phrase(i)
    if token.lemma.lower() in _NO_PARTY or token.lemma.lower() in _FLAMES:
        return None
    if token.pos in ("NUM", "PRON", "ADV", "VERB") and token.lemma.lower() not in lexicon.classes["human"]:
        return None
    if token.lemma.lower() in _COLLECTIVE or token.lemma.lower() in _GATHERED:
        kind = "protesters" if token.lemma.lower() in _GATHERED else "unknown"
        return Party(s.span_text(first, last), type=kind, country=country if kind == "protesters" else None)
    concrete = lexicon.classes["human"] | lexicon.classes["force"] | lexicon.classes["weapon"] | lexicon.classes["building"]
    if token.lemma.lower() in concrete:
        text = s.span_text(first, last)
        armed = any(w in _ARMS for w in text.lower().replace("-", " ").split())
        people = token.lemma.lower() in lexicon.classes["human"] and token.lemma.lower() != "group"
        kind = "civilians" if people and not armed else "unknown"
        kind = _side_of(s, first, i) or kind
        return Party(text, type=kind)
    if token.pos == "PROPN" and token.ent in ("GPE", "LOC", "ORG", "PERSON", "NORP", ""):
        return Party(s.span_text(first, last), name=s.span_text(first, last))
    return None


def _side_of(s: Sentence, first: int, i: int) -> str | None:
    """Whose fighter, vehicle or post a noun means: the State's, or an armed group's; None where nothing tells."""
    word = s.tokens[i].lemma.lower()
    if word in _OF_THE_STATE or word in _IN_ARMS:
        return "security_force" if word in _OF_THE_STATE else "armed_group"
    beside = {s.tokens[j].lemma.lower() for j in range(first, i) if s.tokens[j].head == i}
    if word not in _EQUIPMENT or not beside & (_FORCES | _IN_ARMS):
        return None
    return "security_force" if beside & _FORCES else "armed_group"


def site_at(s: Sentence, i: int, lexicon: Lexicon) -> Party | None:
    """What was struck, taken or shut where no people are named: "army positions", "a fuel convoy", "the rebel-held quarter"."""
    struck = lemma(s, i) in lexicon.classes["site"] | lexicon.classes["place"]
    return Party(s.span_text(*s.phrase(i)), type="unknown") if struck and s.tokens[i].pos == "NOUN" else None


def _in_words(s: Sentence, party: Party, i: int) -> Party:
    """A pronoun's party in the words that the sentence itself uses for it, where it does."""
    if s.tokens[i].pos != "PRON" or not party.name:
        return party
    before = [m.party for m in s.parties if s.tokens[m.head].pos != "PRON" and m.head < i]
    named = [p for p in before if party.name in (p.name, p.text)]
    return replace(party, text=named[-1].text) if named else party


def _body(s: Sentence, i: int, lexicon: Lexicon) -> Party | None:
    """A body, a name that the parser could not sort, or something that is known only by its nation ("Orvian exports")."""
    token = s.tokens[i]
    text = s.span_text(*s.phrase(i))
    if token.ent in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "QUANTITY"):
        return None
    if token.pos in ("NOUN", "PROPN") and token.lemma.lower() in lexicon.classes["body"]:
        return Party(text, type="organisation")
    if token.pos == "PROPN" and token.text[:1].isupper():
        return Party(text, name=text, type="unknown")
    beside = [s.tokens[c] for c in s.children[i] if s.tokens[c].dep in ("amod", "compound")]
    return Party(text, type="unknown") if token.pos == "NOUN" and any(b.ent in ("NORP", "GPE") for b in beside) else None
