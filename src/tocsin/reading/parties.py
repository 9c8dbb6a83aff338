"""Mark the parties of a report: states, forces, groups, people; pronouns and short forms lead back to who was named before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from tocsin.codebook import Codebook
from tocsin.reading.case import recase
from tocsin.reading.deeds import mark_doers
from tocsin.reading.membership import body_of, is_membership, stands_for, words_before
from tocsin.reading.persons import TITLES
from tocsin.reading.pronouns import MANY, ONE, THING, Memory
from tocsin.reading.voices_quotes import Quote
from tocsin.records import Party, PartyMention, Sentence

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_MODIFIER = frozenset({"compound", "amod", "nmod", "nummod", "quantmod", "det", "advmod", "npadvmod"})
_PRONOUNS = frozenset(ONE) | MANY | THING
_PEOPLE_TYPES = frozenset(
    {"security_force", "armed_group", "mob", "ethnic_group", "religious_group", "civilians", "protesters", "refugees", "political_party"}
)
_BODY_TYPES = frozenset({"state", "intergovernmental", "organisation", "court", "political_party", "armed_group"})
_SHORT = frozenset(
    "council court commission union organisation organization mission agency ministry committee league bloc alliance body "
    "administration government movement army".split()
)
_VIOLENT = frozenset(
    "kill violence attack die death clash shoot wound injure displace flee massacre riot burn bomb fighting dead casualty toll "
    "rape abduct shelling unrest bloodshed".split()
)
_COUNT_NOUNS = frozenset("dozen hundred thousand million score ten number group majority lot some many most half third quarter".split())
_FILED = 4.0  # votes of a dateline: less than one place named in the first sentences
_FILING = re.compile(
    r"\s*(?:\([^)]{2,30}\)|,\s*[A-Za-z .]{4,30})?"
    r"(?:,? \d{1,2} [A-Za-z]{3,9}\.?(?: \d{2,4})?| [-–—]|,? [A-Za-z]{3,9}\.? \d{1,2}\b)",
    re.I,
)
LEAST = 0.5  # less than one plain mention decides nothing
_LOOK_BACK = 60  # mentions kept for pronouns: enough for several paragraphs


def main_country(sentences: Sequence[Sentence], *, codebook: Codebook) -> str | None:
    """The country the report is mainly about: where its violence is told to be, rather than whose government speaks.

    Places weigh more than countries that act; headings, openings and sentences that tell of violence weigh more than others.
    """
    votes: dict[str, float] = defaultdict(float)
    if filed := _dateline(sentences, codebook):
        votes[filed] += _FILED
    for number, sentence in enumerate(sentences):
        weight = 3.0 if sentence.heading else 2.0 if number < 3 else 1.0
        weight *= 2.0 if any(t.lemma.lower() in _VIOLENT for t in sentence.tokens) else 1.0
        for place in sentence.places:
            if place.place.country and place.place.precision != "border" and not _speaks(sentence, place.first):
                votes[place.place.country] += weight * (2.0 if place.place.precision != "country" else 1.0)
        for strength, code in _country_words(sentence, codebook):
            votes[code] += weight * strength
    best = max(votes, key=lambda c: (votes[c], c)) if votes else None
    return best if best is not None and votes[best] >= LEAST else None


def _dateline(sentences: Sequence[Sentence], codebook: Codebook) -> str | None:
    """The country whose capital a report opens with, a date or dash behind it: where nothing else tells, it is told from there."""
    text = sentences[0].text[:80] if sentences else ""
    opening = next((a for a in codebook.mentions(text) if a.start == 0 and a.kind == "country" and a.role in ("capital", "metonym")), None)
    return opening.id if opening is not None and _FILING.match(text[opening.end :]) else None


def _speaks(s: Sentence, i: int) -> bool:
    """Whether a place's name stands where a government would: "talks with Moscow"."""
    return s.tokens[i].dep in ("nsubj", "agent") or _addressed(s, i) and s.tokens[s.tokens[i].head].text.lower() == "with"


def _country_words(s: Sentence, codebook: Codebook) -> list[tuple[float, str]]:
    """(weight, country) of each name or adjective of a country; a name that is also a people's, or that acts, says little about where."""
    found = []
    for alias in codebook.mentions(s.text):
        if alias.kind == "country" and alias.role in ("name", "adjective", "people"):
            country = codebook.countries[alias.id]
            ethnic = s.text[alias.start : alias.end] in country.demonym_is_ethnic
            token = next((t for t in s.tokens if t.start == s.start + alias.start), None)
            acts = token is not None and token.dep in ("nsubj", "agent", "dobj") or (token is not None and _addressed(s, token.i))
            over = s.tokens[token.head].lemma.lower() if token is not None and token.head != token.i else ""
            if over in _POSTED:
                continue  # an embassy, and whoever is called a citizen of a country, is likelier abroad
            office = over in _STATE_WORDS
            found.append((1.0 if ethnic and office else 0.1 if ethnic else 0.2 if acts else 1.0 if alias.role == "name" else 0.5, alias.id))
        elif alias.kind == "armed_group":
            countries = codebook.armed_groups[alias.id].country
            if len(countries) == 1:
                found.append((0.6, countries[0]))
    return found


def _addressed(s: Sentence, i: int) -> bool:
    """Whether a country is asked or told something ("appealed to X", "talks with X")."""
    token = s.tokens[i]
    return token.dep == "pobj" and s.tokens[token.head].text.lower() in ("to", "with", "from", "by") and token.head != i


def find(
    sentences: Sequence[Sentence], *, codebook: Codebook, country: str | None, on: date | None, quotes: Sequence[Quote] = ()
) -> list[tuple[PartyMention, ...]]:
    """The parties of each sentence, in order of their heads. `country`: the report's; `on`: its day, for offices; `quotes`: its speech."""
    finder = _Finder(codebook, country, on, quotes)
    return [tuple(finder.sentence(s)) for s in sentences]


class _Finder:
    """Walks a report in order and remembers who was named."""

    def __init__(self, codebook: Codebook, country: str | None, on: date | None, quotes: Sequence[Quote]) -> None:
        self.codebook, self.country, self.on, self.home = codebook, country, on, country
        self.abroad = False  # whether the dateline is of another country: then "the foreign ministry" may be either's
        self.seen: list[PartyMention] = []
        self.memory = Memory(quotes)
        self.resolve = lru_cache(maxsize=2000)(self._resolve)

    def _resolve(self, text: str) -> Party | None:
        text = _INSERTED.sub("", _SO_CALLED.sub("", _SHORTENED.sub("government", text)))
        found = self._known(text)
        if text.isupper() and " " in text and (found is None or not (found.name or found.country or found.group)):
            found = self._known(recase(text)) or found  # small words tell the resolver what is description and what is name
        turned = _TURNED.fullmatch(text) if found is None or not found.name else None
        return self._known(f"{turned[2]} {turned[1]}") or found if turned else found

    def _known(self, text: str) -> Party | None:
        either = self.abroad and _NATIONAL.match(text) is not None
        found = self.codebook.resolve(text, on=self.on, country=None if either else self.country)
        if found.party is not None:
            return found.party
        if found.candidates:
            types = {c.type for c in found.candidates}
            return Party(text, type=types.pop() if len(types) == 1 else "unknown")
        return None

    def sentence(self, s: Sentence) -> list[PartyMention]:
        """The parties of one sentence; each is also remembered for what follows."""
        found: list[PartyMention] = []
        if not s.tokens:
            self.memory.pass_over(s)
        if s.index <= 2 and s.places and not any(t.tag.startswith("VB") for t in s.tokens):
            self.abroad = s.places[0].place.country not in (None, self.country)
        section = s.section_place()
        country = section.country if section is not None and section.country else self.home if s.heading else self.country
        if country != self.country:
            self.country = country  # "the government" is now that country's; the next heading brings the report's own back
            self.resolve.cache_clear()
        if s.opening is not None:
            return found
        for token in s.tokens:
            if token.pos not in _NOMINAL and not (token.pos in ("ADJ", "VERB") and self._nominal_adjective(s, token.i)):
                continue
            if token.dep in _MODIFIER and token.dep != "npadvmod" and s.tokens[token.head].pos in ("NOUN", "PROPN") and token.tag != "PRP$":
                continue
            mention = self._speaker(s, token.i, found) or self._mention(s, token.i)
            if mention is not None:
                found.append(mention)
                self.seen.append(mention)
            if token.pos != "PRON" or token.text.lower() in _PRONOUNS:
                span = (mention.first, mention.last) if mention is not None else s.phrase(token.i)
                self.memory.keep(s, token.i, *span, mention.party if mention is not None else None)
        found += [m for m in self._persons_inside(s) if not any(o.head == m.head for o in found)]
        found += [m for m in mark_doers(s, self.resolve) if not any(o.head == m.head for o in found)]
        found.sort(key=lambda m: m.head)
        del self.seen[:-_LOOK_BACK]
        return self._join_appositions(s, found)

    def _persons_inside(self, s: Sentence) -> list[PartyMention]:
        """Office holders whose name the parser hid inside another phrase ("neither Secretary-General Ama Boro nor members")."""
        found = []
        for alias in self.codebook.mentions(s.text):
            if alias.kind != "office":
                continue
            inside = [t for t in s.tokens if s.start + alias.start <= t.start and t.end <= s.start + alias.end]
            if inside and not any(
                s.tokens[t.head].i < inside[0].i or t.dep in ("nsubj", "pobj", "dobj", "appos", "conj", "nsubjpass") for t in inside[-1:]
            ):
                party = self.resolve(s.text[alias.start : alias.end])
                if party is not None:
                    found.append(PartyMention(inside[0].start, inside[-1].end, inside[0].i, inside[-1].i, inside[-1].i, party))
        return found

    @staticmethod
    def _nominal_adjective(s: Sentence, i: int) -> bool:
        """An adjective that stands for people: "ethnic Kyrgyz", "the displaced", or a capital one in a noun's place."""
        token = s.tokens[i]
        if token.pos == "VERB" and (token.dep == "ROOT" or token.tag in ("VBD", "VBZ", "VBP", "VB")) and s.text.isupper():
            return False  # in capitals every verb looks like a name
        return token.dep in ("pobj", "dobj", "nsubj", "nsubjpass", "conj", "attr", "poss", "ROOT") and (
            token.text[:1].isupper() or any(s.tokens[c].dep == "det" for c in s.children[i])
        )

    def _speaker(self, s: Sentence, i: int, found: Sequence[PartyMention]) -> PartyMention | None:
        """Who speaks of itself: "the army said it had shelled the town", "the unions announced they would strike"."""
        token = s.tokens[i]
        said = s.tokens[token.head]
        if token.dep not in ("nsubj", "nsubjpass") or said.dep != "ccomp" or token.text.lower() not in _PRONOUNS:
            return None
        above = [c for c in s.children[said.head] if s.tokens[c].dep == "nsubj" and c < i]
        mention = next((m for m in found if m.head in above), None)
        if mention is None or (said.lemma in _SEEMING and _is_empty_subject(s, i)):
            return None
        if not _agrees(token.text.lower(), mention, s.tokens[mention.head].tag):
            return None
        name = mention.party.name or mention.party.group or mention.party.text
        return PartyMention(token.start, token.end, i, i, i, replace(mention.party, text=token.text, name=name))

    def _mention(self, s: Sentence, i: int) -> PartyMention | None:
        token = s.tokens[i]
        if token.pos == "PRON":
            if token.text.lower() == "it" and _is_empty_subject(s, i):
                return None
            party = self.memory.meant(s, i) if token.text.lower() in _PRONOUNS else None
            return PartyMention(token.start, token.end, i, i, i, party) if party else None
        first, last = s.phrase(i)
        first = _over_bracket(s, i, first)
        if first < i and token.tag == "NNP" and s.tokens[first].text.lower() == "that":
            first += 1  # "show that Prell asked": no name has it
        text = s.span_text(first, last)
        party = self._party(s, i, first, last, text)
        if party is None:
            return None
        return PartyMention(s.tokens[first].start, s.tokens[last].end, first, last, i, party)

    def _party(self, s: Sentence, i: int, first: int, last: int, text: str) -> Party | None:
        token = s.tokens[i]
        short = s.span_text(first, i)
        party = self._by_words(s, i, first, text, short)
        if party is None and (token.lemma.lower() in _COUNT_NOUNS or token.tag == "CD"):
            return self._counted(s, i, text)
        if party is None and token.ent == "PERSON":
            party = self._person(s.span_text(_name_start(s, first, i), i))
        if party is None and token.ent in ("ORG", "NORP") and token.pos == "PROPN":
            party = Party(short, name=_bare(short), type="organisation")
        if party is not None and party.type == "unknown" and token.ent == "PERSON":
            party = self._person(s.span_text(_name_start(s, first, i), i))
        if party is None:
            party = self._short_form(s, first, last, text) or _band(s, i, short)
        party = self._as_body(s, i, party)
        if party is None:
            return None
        if party.type in ("state", "intergovernmental") and (end := _joint_end(s, i, last)) > last:
            return Party(s.span_text(first, end), type=party.type)
        return self._completed(s, i, replace(party, text=text))

    def _as_body(self, s: Sentence, i: int, party: Party | None) -> Party | None:
        """The body whose members, units or fighters the words mean, where they tell it."""
        if not is_membership(s, i):
            return party
        over = body_of(s, i)
        mention = self._mention(s, over) if over is not None else None
        words = words_before(s, i) if over is None else ""
        found = mention.party if mention is not None else self.resolve(words) if words else None
        return found if found is not None and stands_for(found, party) else party

    def _by_words(self, s: Sentence, i: int, first: int, text: str, short: str) -> Party | None:
        """The codebook's answer for the whole phrase, else for less and less of it, down to what describes the head."""
        for words in dict.fromkeys((text, short, _without_count(s, first, i))):
            party = self.resolve(words) if words else None
            if party is not None:
                return party if party.name or s.tokens[i].lemma.lower() not in _ITS_PEOPLE else self._people_of(s, first, i) or party
        named = [a for a in self.codebook.mentions(short) if a.kind in ("armed_group", "group")]
        last = named[-1].kind == "armed_group" and (named[-1].end == len(short) or s.tokens[i].lemma.lower() in _BANDS) if named else False
        if named and (last or s.tokens[i].tag == "NNS"):
            party = self.resolve(short[named[0].start : named[0].end])
            return party if party is not None and party.type in _PEOPLE_TYPES else None
        return None

    def _people_of(self, s: Sentence, first: int, i: int) -> Party | None:
        """The armed group whose name stands right before a plain word for its people: "Boko Haram men"."""
        before = s.span_text(first, i - 1) if i > first else ""
        named = [a for a in self.codebook.mentions(before) if a.kind == "armed_group" and a.end == len(before)]
        return self.resolve(before[named[-1].start :]) if named else None

    def _counted(self, s: Sentence, i: int, text: str) -> Party | None:
        """ "thousands of them", "dozens of civilians": who is counted."""
        for p in s.children[i]:
            if s.tokens[p].text.lower() == "of":
                for o in s.children[p]:
                    inner = self._mention(s, o)
                    if inner is not None:
                        return replace(inner.party, text=s.span_text(s.phrase(i)[0], max(inner.last, s.phrase(i)[1])))
        if s.tokens[i].dep in ("nsubj", "nsubjpass", "dobj", "pobj") and s.tokens[i].lemma.lower() not in ("number", "group", "lot"):
            return Party(text, type="civilians") if s.tokens[i].pos == "NOUN" else None
        return None

    def _person(self, text: str) -> Party:
        """A person: one named before by a longer name is the same."""
        name = _bare(text)
        for mention in reversed(self.seen):
            known = mention.party
            if known.type in ("person", "state") and known.name and shortens(name, known.name):
                return replace(known, text=text)
        return Party(text, name=name, type="person")

    def _short_form(self, s: Sentence, first: int, last: int, text: str) -> Party | None:
        """ "the council", "council members", "the court": a body named in full before."""
        words = {s.tokens[j].lemma.lower() for j in range(first, last + 1)} & _SHORT
        if not words or not text.lower().startswith(("the ", "its ", "that ", "this ", *words)):
            return None
        own = text[:1].isupper() and words >= {text.lower()}  # "Council recalls": by its bare name a body calls itself
        for mention in self.seen if own else reversed(self.seen):
            party = mention.party
            if party.type in _BODY_TYPES and party.name and words & set(party.name.lower().split()):
                return replace(party, text=text)
        return None

    def _completed(self, s: Sentence, i: int, party: Party) -> Party:
        """Fill what the words leave open from an earlier mention with the same head ("the troops", "the administration")."""
        if party.name or party.group or (party.country and party.type != "security_force"):
            return party
        head = s.tokens[i].lemma.lower()
        definite = any(s.tokens[c].text.lower() in ("the", "these", "those", "this") for c in s.children[i])
        if definite or party.type == "security_force":
            for mention in reversed(self.seen):
                known = mention.party
                if known.type == party.type and (known.name or known.country or known.group) and _head_of(known.text) == head:
                    return replace(known, text=party.text)
        if definite and party.type == "armed_group" and head not in _OF_THE_DEED:  # "the rebels" of a report that has named but one group
            groups = {m.party.name: m.party for m in self.seen if m.party.type == "armed_group" and m.party.name}
            if len(groups) == 1:
                return replace(next(iter(groups.values())), text=party.text)
        return party

    def _join_appositions(self, s: Sentence, found: list[PartyMention]) -> list[PartyMention]:
        """A description beside a name is one party: "its regional body, the East Bank Union", "the interim president, Ama Boro"."""
        joined: list[PartyMention] = []
        for mention in found:
            before = joined[-1] if joined else None
            if (
                before is not None
                and mention.first - before.last == 2
                and s.tokens[before.last + 1].text == ","
                and _describes(s, before, mention)
                and not _are_two_states(before, mention)
            ):
                end = _listed_end(s, mention)
                party = mention.party if mention.party.name else before.party
                if any(s.tokens[c].text.lower() in _MOSTLY for c in s.children[mention.head]):  # most are, not all
                    party = replace(before.party, group=mention.party.name or mention.party.group)
                party = replace(
                    party,
                    text=s.span_text(before.first, end),
                    country=party.country or before.party.country,
                    role=party.role or before.party.role,
                )
                both = PartyMention(before.start, s.tokens[end].end, before.first, end, before.head, party)
                joined[-1] = both
                joined.append(mention._replace(party=party))
                continue
            joined.append(mention)
        return joined


_NATIONAL = re.compile(r"(?:the )?(?:\w+ )?(?:ministry|minister|president|parliament|cabinet|ministers)$", re.I)
_SO_CALLED = re.compile(r"\b(?:so[- ]called|self[- ](?:styled|proclaimed|named)) ", re.I)
_INSERTED = re.compile(r"(?<=\w)\s*(?:\[[^\]]*\]?|\([A-Z][A-Z-]{1,8}\)?(?= ?\w|$))")  # inside a name: "Shining Path (SP) guerrillas"
_TURNED = re.compile(r"(?:the )?(army|front|movement|forces|union) of ((?:\w+ ){1,3}\w+)", re.I)  # "Army of National Liberation"
_STATE_WORDS = frozenset(
    "government army police service ministry minister president parliament authority official force troop soldier court border side "
    "citizen".split()
)
_POSTED = frozenset("embassy consulate ambassador consul citizen national businessman tourist missionary adviser advisor dollar".split())
_SHORTENED = re.compile(r"\bgov(?:t|'t)\b\.?", re.I)


# Words for whoever did the deed told of: that a group was named, perhaps blamed, does not make them its people.
_OF_THE_DEED = frozenset(
    "gunman attacker assailant killer raider bomber kidnapper abductor hijacker assassin man hitman captor bandit perpetrator".split()
)
_ITS_PEOPLE = frozenset("man boy youth fighter soldier militant troop gunman guerrilla rebel militiaman".split())
_BANDS = frozenset("group gang commando cell squad faction column brigade front organization organisation movement unit command".split())


def _name_start(s: Sentence, first: int, i: int) -> int:
    """Where the name that ends at i begins: behind common nouns that only say what the person is ("photographer Ana Lobos")."""
    start = i
    while start > first and s.tokens[start - 1].ent == "PERSON" and s.tokens[start - 1].tag not in ("NN", "NNS", "JJ", "DT"):
        start -= 1
    return start if start < i else first


def shortens(name: str, known: str) -> bool:
    """Whether a name is part of a longer one with the same last word; one with another first name is somebody else's."""
    own, words = [w for w in name.split() if w.lower() not in TITLES], known.split()
    return bool(own) and bool(words) and own[-1] == words[-1] and set(own) <= set(words)


def _joint_end(s: Sentence, i: int, last: int) -> int:
    """The last word of the several who send somebody ("negotiators from Orvia, Selmar and the Union"); `last` where one does."""
    sent = [o for p in s.children[i] if s.tokens[p].text.lower() in ("of", "from") for o in s.children[p] if s.tokens[o].pos == "PROPN"]
    return max([last, *(s.subtree(o)[-1] for o in sent if any(s.tokens[c].dep == "conj" for c in s.children[o]))])


def _over_bracket(s: Sentence, i: int, first: int) -> int:
    """Where a noun phrase begins whose name has an inserted bracket: "the Shining Path [SP] guerrillas"."""
    before = first - 1
    while before > 0 and any(s.tokens[j].dep == "parataxis" for j in (before, *s.ancestors(before))) and first - before < 12:
        before -= 1
    if before in (-1, first - 1) or s.tokens[before].head != i or s.tokens[before].dep not in ("compound", "nmod", "amod"):
        return first
    return s.phrase(before)[0]


def _band(s: Sentence, i: int, text: str) -> Party | None:
    """A band under a name that no table has: "the Red Valley group"."""
    named = [c for c in s.children[i] if s.tokens[c].dep in ("compound", "nmod") and s.tokens[c].pos == "PROPN"]
    if s.tokens[i].lemma.lower() not in _BANDS or not named or any(p.first <= c <= p.last for p in s.places for c in named):
        return None
    return Party(text, name=_bare(text), type="organisation")


def _without_count(s: Sentence, first: int, i: int) -> str:
    """The phrase up to its head without owner and number: "the valley's 60,000 Mbara" → "Mbara"."""
    start = i
    while start > first and s.tokens[start - 1].dep in ("amod", "compound", "nmod") and s.tokens[start - 1].pos != "NUM":
        start -= 1
    return s.span_text(start, i) if start > first else ""


_SEEMING = frozenset({"be", "seem", "appear"})  # of other verbs who speaks is the subject: "said it took no part"


def _is_empty_subject(s: Sentence, i: int) -> bool:
    """ "It seems", "it is not too late": no one."""
    head = s.tokens[s.tokens[i].head]
    return s.tokens[i].dep in ("nsubj", "expl", "nsubjpass") and head.lemma in ("be", "seem", "appear", "look", "take", "turn", "become")


def _agrees(pronoun: str, mention: PartyMention, tag: str) -> bool:
    """Whether a pronoun can stand for a party: one person, many people, or one body."""
    many, party = tag in ("NNS", "NNPS"), mention.party
    if pronoun in ONE:
        return party.type == "person" or (party.type == "state" and bool(party.role)) or (party.type == "unknown" and not many)
    if pronoun in MANY:
        return many or party.type not in ("person", "state")
    return not many and party.type in _BODY_TYPES | {"security_force", "media"}


def _are_two_states(one: PartyMention, other: PartyMention) -> bool:
    """Whether two neighbours are States of two countries: "(Orvia, Zelland)" is a list, whatever the parser makes of it."""
    return one.party.type == other.party.type == "state" and one.party.country != other.party.country


_MOSTLY = frozenset("mostly mainly largely chiefly predominantly primarily".split())


def _listed_end(s: Sentence, mention: PartyMention) -> int:
    """The last word of a description that goes on with "and": "mostly women and children"."""
    conj = [c for c in s.children[mention.head] if s.tokens[c].dep == "conj" and s.tokens[c].pos in ("NOUN", "PROPN")]
    last = s.phrase(conj[-1])[1] if conj else mention.last
    return last if conj and last - mention.last <= 4 else mention.last


def _describes(s: Sentence, one: PartyMention, other: PartyMention) -> bool:
    """Whether two neighbouring mentions name one party: parsed as apposition, or a common noun beside a name of a like type."""
    if s.tokens[other.head].dep == "appos" and s.tokens[other.head].head == one.head:
        return True
    if s.tokens[other.head].dep == "conj" or any(s.tokens[c].dep == "cc" for c in s.children[one.head]):
        return False
    bodies = _BODY_TYPES | {"unknown"}
    return (
        one.party.name is None
        and other.party.name is not None
        and s.tokens[one.head].pos == "NOUN"
        and (one.party.type in bodies and other.party.type in bodies)
    )


def _bare(text: str) -> str:
    """A name without article, title of address and possessive."""
    words = [w for w in text.replace("’", "'").split() if w.lower().strip(".,") not in ("the", "mr", "mrs", "ms", "dr", "a", "an")]
    return " ".join(words).removesuffix("'s").removesuffix("'").strip(' ,.;:"“”')


def _head_of(text: str) -> str:
    """Base form, by rule, of the last word of a party's words before any preposition."""
    words = text.lower().split()
    stop = next((n for n, w in enumerate(words) if n and w in ("of", "in", "from", "for", "at", "with")), len(words))
    word = words[stop - 1].strip(",.'’\"") if words else ""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
