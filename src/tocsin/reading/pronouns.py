"""Whom a pronoun means: who was named before it, with the nouns that are no party remembered too, so that none is passed over.

"A quake struck off Varenia. It brought down 60 houses": the quake did, and no State that was named on the way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tocsin.reading.persons import PERSONS
from tocsin.reading.voices_quotes import Quote
from tocsin.records import Party, Sentence

ONE = {"he": "male", "him": "male", "his": "male", "himself": "male", "she": "female", "her": "female", "herself": "female"}
MANY = frozenset({"they", "them", "their", "themselves"})
THING = frozenset({"it", "its", "itself"})
_PRONOUNS = frozenset(ONE) | MANY | THING
_ARMED = frozenset({"armed_group", "security_force", "mob"})
_COLLECTIVE = _ARMED | {"ethnic_group", "religious_group", "civilians", "protesters", "refugees", "political_party", "organisation"}
_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_OBJECT = frozenset({"dobj", "dative", "pobj"})
_LOCATIVE = frozenset("in at from near on into outside inside around across through towards toward off".split())
_TIMES = frozenset("second minute hour day night week month year decade century morning evening time moment".split())
_MALE = frozenset("man boy father brother son husband uncle nephew king prince priest imam monk mr mr. spokesman policeman".split())
_FEMALE = frozenset(
    "woman girl mother sister daughter wife aunt niece queen princess nun grandmother mrs mrs. ms ms. miss spokeswoman policewoman".split()
)
_TELLING = frozenset(
    "say tell add claim deny announce state report warn insist note explain dismiss reject accuse blame condemn admit acknowledge confirm "
    "ask urge promise pledge believe think allege describe recall reply respond argue complain testify declare maintain stress".split()
)
_NAMED = re.compile(r"[A-Z][\w'’-]+ [A-Z][\w'’-]+|(?<=[a-z,] )[A-Z][a-z]{2,}")
_NEAR = 2  # sentences back in which "they" and "it" find whom they mean
_FAR = 10  # sentences back in which "he" and "she" do
_KEPT = 160  # nouns remembered: enough for the sentences looked back to


class Noun(NamedTuple):
    """A noun phrase that a later pronoun may mean; `party` is None where it is none. `at` is its first character."""

    at: int
    sentence: int
    head: int
    words: str
    role: str  # subject, object, owner (of a subject), other
    plural: bool
    human: bool  # one person
    gender: str | None
    tells: bool  # the subject of a verb of saying with its clause
    quote: int | None
    party: Party | None


@dataclass
class Memory:
    """The nouns of a report in the order of its text, and which of them stand in a quotation."""

    quotes: Sequence[Quote] = ()
    nouns: list[Noun] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)
    since: int = 0  # the sentence after the last one that was left unparsed and names somebody: who was named before it is out of sight

    def pass_over(self, s: Sentence) -> None:
        """Take note of a sentence without a parse."""
        if _NAMED.search(s.text):
            self.since = s.index + 1

    def keep(self, s: Sentence, i: int, first: int, last: int, party: Party | None) -> None:
        """Remember the noun or pronoun at token i, a party or not."""
        token = s.tokens[i]
        if token.ent in ("DATE", "TIME", "MONEY", "PERCENT") or token.lemma.lower() in _TIMES or _is_where(s, i):
            return
        if token.text.lower() in ONE and party is not None and party.name:
            self.genders.setdefault(party.name, ONE[token.text.lower()])
        counted = token.tag == "CD" and token.text.lower() not in ("one", "1")
        plural = counted or token.tag in ("NNS", "NNPS") or token.text.lower() in MANY
        plural = plural or any(s.tokens[c].dep == "conj" for c in s.children[i])
        noun = Noun(
            at=s.tokens[first].start,
            sentence=s.index,
            head=i,
            words=s.span_text(first, last),
            role=_role(s, i),
            plural=plural,
            human=not plural and _is_human(s, i, party),
            gender=self._gender(s, first, i),
            tells=_tells(s, i),
            quote=self._quote(token.start),
            party=party,
        )
        self.nouns.append(noun)
        del self.nouns[:-_KEPT]

    def meant(self, s: Sentence, i: int) -> Party | None:
        """The party that the pronoun at token i means; None where it means no party or where that is open."""
        word = s.tokens[i].text.lower()
        found = self._likeliest(s, i, word)
        if found is None:
            return None
        party = found.party or _described(found, word)
        if party is None:
            return None
        return replace(party, text=s.tokens[i].text, name=party.name or party.group or _unowned(party.text))

    def _likeliest(self, s: Sentence, i: int, word: str) -> Noun | None:
        token, quote = s.tokens[i], self._quote(s.tokens[i].start)
        back, beside = _FAR if word in ONE else _NEAR, _beside(s, i)
        seen = [n for n in self.nouns if n.sentence >= max(s.index - back, self.since) and n.at < token.start]
        near = [n for n in seen if self._agrees(n, word)]
        aside = ("other",) if word in ONE else ("other", "owner")
        near = [n for n in near if (n.head not in beside if n.sentence == s.index else n.role not in aside)]
        if quote is not None:
            near = [n for n in near if n.quote is not None or _is_spoken_of(n, s, i)]
        wanted = "object" if token.dep in _OBJECT else "subject"
        telling = s.tokens[token.head].lemma.lower() in _TELLING
        told = _teller(s, i) if wanted == "object" else None
        near = [n for n in near if n.sentence == s.index and n.head == told] or near  # "two women said soldiers beat them"
        return min(near, key=lambda n: _rank(n, s.index, wanted, telling, word), default=None)

    def _agrees(self, noun: Noun, word: str) -> bool:
        """Whether a pronoun can stand for a noun: one person, many people, or one thing."""
        if word in ONE:
            return noun.human and (noun.gender or self.genders.get(_name(noun)) or ONE[word]) == ONE[word]
        if word in THING:
            return not noun.plural and not noun.human
        return noun.plural or (noun.party is not None and noun.party.type in _COLLECTIVE and not noun.human)

    def _gender(self, s: Sentence, first: int, i: int) -> str | None:
        """The gender that a pronoun, a noun or a title tells; a name's is learnt from the pronouns that stand for it."""
        words = {s.tokens[i].lemma.lower(), *(s.tokens[j].text.lower() for j in range(first, i) if s.tokens[j].dep != "poss")}
        return ONE.get(s.tokens[i].text.lower()) or ("female" if words & _FEMALE else "male" if words & _MALE else None)

    def _quote(self, at: int) -> int | None:
        return next((n for n, q in enumerate(self.quotes) if q.start <= at < q.end), None)


def _rank(n: Noun, sentence: int, wanted: str, telling: bool, word: str) -> tuple[int, ...]:
    """Order of likelihood: the nearer sentence, many before a body, who is told of before who tells it, the like place in the clause."""
    away = sentence - n.sentence
    teller = word in MANY and away > 0 and n.tells and not telling
    place = 0 if n.role == wanted else 1 if n.role in ("subject", "object") else 2
    unsure = word in ONE and n.gender is None and n.role != wanted  # "the woman's son": "she" is the woman
    return (away, int(word in MANY and not n.plural), int(teller), int(unsure), place, -n.at)


def _is_spoken_of(n: Noun, s: Sentence, i: int) -> bool:
    """Whether a noun outside a quotation may be meant in it: those in arms just told of, by "they" that acts; never who speaks."""
    acts = s.tokens[i].text.lower() in ("they", "their") and s.tokens[i].dep != "nsubjpass"
    return acts and n.plural and not n.tells and n.party is not None and n.party.type in _ARMED and s.index - n.sentence <= _NEAR


def _described(n: Noun, word: str) -> Party | None:
    """Somebody or some body known only by a description ("the deserter", "the attorney general's office"); things say nothing."""
    if n.words.lower() in _PRONOUNS:
        return None
    if word in ONE:
        return Party(_unowned(n.words), type="person")
    return Party(n.words, type="organisation") if word in THING and n.tells else None


def _unowned(words: str) -> str:
    """The words of somebody who owns something, without the mark of it ("a driver's")."""
    return words.removesuffix("'s").removesuffix("’s")


def _name(n: Noun) -> str:
    return (n.party.name if n.party is not None else None) or n.words


def _teller(s: Sentence, i: int) -> int | None:
    """Who tells what the pronoun stands in; None where nobody does."""
    above = next((a for a in s.ancestors(i) if s.tokens[a].dep == "ccomp" and s.tokens[s.tokens[a].head].lemma.lower() in _TELLING), None)
    return next(iter(_subjects(s, s.tokens[above].head)), None) if above is not None else None


def _role(s: Sentence, i: int) -> str:
    dep, above = s.tokens[i].dep, i
    while dep in ("conj", "appos"):
        above = s.tokens[above].head
        dep = s.tokens[above].dep
    owner = dep == "poss" and s.tokens[i].pos in ("NOUN", "PROPN") and s.tokens[s.tokens[above].head].dep in _SUBJECT
    return "subject" if dep in _SUBJECT else "object" if dep in ("dobj", "dative") else "owner" if owner else "other"


def _tells(s: Sentence, i: int) -> bool:
    token = s.tokens[i]
    return token.dep == "nsubj" and s.tokens[token.head].lemma.lower() in _TELLING


def _is_where(s: Sentence, i: int) -> bool:
    """Whether a place's name only says where something is ("at Kora"): nobody means it by "it"."""
    token = s.tokens[i]
    return token.dep == "pobj" and s.tokens[token.head].text.lower() in _LOCATIVE and (
        token.ent in ("GPE", "LOC", "FAC") or any(p.first <= i <= p.last for p in s.places)
    )


def _is_human(s: Sentence, i: int, party: Party | None) -> bool:
    """Whether a singular noun is a person's name, or a word for one person."""
    token = s.tokens[i]
    if token.text.lower() in ONE:
        return True
    if any(p.first <= i <= p.last for p in s.places):
        return False
    if party is not None and (party.type == "person" or (party.type == "state" and party.role)):
        return True
    short = party is None and token.text.isupper() and 1 < len(token.text) <= 4 and _role(s, i) == "subject"  # "the SP"
    return token.ent == "PERSON" or token.lemma.lower() in PERSONS or short


def _beside(s: Sentence, i: int) -> set[int]:
    """The nouns of the same clause, which a pronoun in it cannot mean ("the men fired on them"), and the noun that it belongs to."""
    token = s.tokens[i]
    if token.tag == "PRP$" or token.text.lower().endswith(("self", "selves")):
        return {token.head}
    verb = token.head
    while token.dep == "pobj" and s.tokens[verb].pos not in ("VERB", "AUX") and s.tokens[verb].dep in ("prep", "dobj", "pobj", "dative"):
        verb = s.tokens[verb].head  # "asked for an order against him", "fired on them"
    if s.tokens[verb].pos not in ("VERB", "AUX") or token.dep not in _OBJECT:
        return {token.head}
    return {token.head, *_subjects(s, verb)}


def _subjects(s: Sentence, verb: int) -> list[int]:
    """Who does what a verb tells: its own subject, the noun that its relative clause belongs to, or that of the verb above."""
    for at in (verb, *s.ancestors(verb)):
        own = [c for c in s.children[at] if s.tokens[c].dep in _SUBJECT]
        if own:
            meant = s.tokens[at].head if s.tokens[own[0]].tag in ("WDT", "WP") and s.tokens[at].dep == "relcl" else own[0]
            return [meant, *(c for c in s.children[meant] if s.tokens[c].dep in ("conj", "appos"))]
        if s.tokens[at].dep in ("acl", "relcl"):
            return [s.tokens[at].head]
        if s.tokens[at].dep not in ("conj", "xcomp", "advcl"):
            return []
    return []
