"""Tell who speaks: the noun phrase around a head word, whether it names its source, and what type of speaker it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tocsin.reading.voices_lexicon import Lexicon
from tocsin.records import Sentence, Token

PRONOUNS = frozenset((
    "he", "she", "they", "it", "who", "i", "we", "you", "his", "her", "their", "its", "him", "them", "himself", "herself", "themselves"))
RESOLVABLE = frozenset(("he", "she", "they", "it", "his", "her", "their", "its", "him", "them"))
SINGULAR = {"he": "male", "his": "male", "him": "male", "she": "female", "her": "female"}
_LEFT = frozenset((
    "det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "case", "advmod", "punct"))
_OF = frozenset(("of", "for", "at", "in", "from", "with", "on"))
_DESCRIPTION_WORDS = 12
_NEAR = 5  # words in which "familiar with" stands behind a speaker
_TELLING_BODIES = frozenset(("military", "police", "medical", "intergovernmental", "armed_group", "expert"))
_CLOCK = re.compile(r"[0-2]?\d[:.][0-5]\d")
_ADDRESS = frozenset("dr mr mrs ms prof professor pastor father sister sheikh imam bishop col capt lt sgt gen maj judge".split())
_TITLE_DEPS = frozenset(("compound", "nmod", "amod", "appos", "poss"))


class Speaker(NamedTuple):
    """Who speaks, as the report writes it: character span, words, voice, speaker type and head token (None off a parse)."""

    start: int
    end: int
    text: str
    voice: str
    type: str
    pronoun: bool = False


def phrase(sentence: Sentence, head: int, *, coordinated: bool = True) -> tuple[int, int]:
    """First and last token of the minimal noun phrase around `head`: titles and one of-phrase in, clauses and appositions out."""
    tokens = sentence.tokens
    first = last = head
    for child in reversed(sentence.children[head]):
        if child < head and tokens[child].dep in _LEFT and child < first:
            below = sentence.subtree(child)
            if below[-1] + 1 == first and (tokens[child].dep != "punct" or _is_hyphen(tokens, child)):
                first = below[0]
    while first < head and (tokens[first].dep in ("advmod", "punct") and tokens[first].tag != "CD" or is_clock(tokens[first])):
        first += 1
    if tokens[head].pos != "PRON":
        last = _of_phrase(sentence, head)
        if last == head:
            last = _name_beside(sentence, head)
        name = _name_after(sentence, head, last)
        if name is not None:
            return first, name
        if coordinated:
            last = _coordinated(sentence, head, last)
    return first, last


def is_clock(token: Token) -> bool:
    """Whether a word is a time of the day, as the entries of a running report open with."""
    return _CLOCK.fullmatch(token.text) is not None


def _name_beside(sentence: Sentence, head: int) -> int:
    """Last token of a name that follows its kind without a comma ("the aid group Cordon"); the head itself without one."""
    tokens, last = sentence.tokens, head
    if tokens[head].pos == "NOUN":
        while last + 1 < len(tokens) and _names(tokens, tokens[last + 1], head):
            last += 1
    return last


def _names(tokens: tuple[Token, ...], token: Token, head: int) -> bool:
    """Whether a token is part of a name in apposition to `head`."""
    return (token.pos == "PROPN" and token.ent not in ("DATE", "TIME") and token.dep in ("appos", "compound", "flat")
            and head in (token.head, tokens[token.head].head))


def _name_after(sentence: Sentence, head: int, last: int) -> int | None:
    """Last token of a person's name set off behind an office or a description ("the mayor, Ana Pell,")."""
    tokens = sentence.tokens
    if tokens[head].ent == "PERSON" or last + 2 >= len(tokens) or tokens[last + 1].text != ",":
        return None
    end = last + 2
    titled = tokens[end].text.casefold().rstrip(".") in _ADDRESS and end + 1 < len(tokens) and tokens[end + 1].pos == "PROPN"
    end += titled  # "the director, Dr Ana Pell,"
    if not (titled or tokens[end].ent == "PERSON") or tokens[head].pos != "NOUN" or tokens[head].tag == "NNS":
        return None
    while end + 1 < len(tokens) and (titled or tokens[end + 1].ent == "PERSON") and tokens[end + 1].pos == "PROPN":
        end += 1
    return end if end + 1 >= len(tokens) or tokens[end + 1].text in (",", ".") or tokens[end + 1].pos in ("VERB", "AUX") else None


def _is_hyphen(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a dash joins the words beside it without a blank ("Jean-Pierre")."""
    return 0 < i < len(tokens) - 1 and tokens[i].text in ("-", "‐", "‑") and tokens[i - 1].end == tokens[i].start \
        and tokens[i].end == tokens[i + 1].start


def _of_phrase(sentence: Sentence, head: int) -> int:
    """Last token of an of-phrase (or for, at, in ...) that follows the head directly; the head itself without one."""
    tokens = sentence.tokens
    for child in sentence.children[head]:
        if child == head + 1 and tokens[child].dep == "prep" and tokens[child].lemma in _OF:
            for inner in sentence.children[child]:
                if tokens[inner].dep == "pobj" and inner - head <= 8:
                    left, right = phrase(sentence, inner, coordinated=False)
                    return right if left == child + 1 else head
    return head


def _coordinated(sentence: Sentence, head: int, last: int) -> int:
    """Last token of speakers joined to the head ("the army and the police")."""
    tokens = sentence.tokens
    for child in sentence.children[head]:
        if tokens[child].dep == "conj" and 0 < child - head <= 12 and tokens[child].pos in ("NOUN", "PROPN"):
            last = max(last, phrase(sentence, child)[1])
    return last


@dataclass
class People:
    """Who was named so far in one report, to resolve pronouns and short names. One per report, filled in reading order."""

    lexicon: Lexicon
    types: dict[str, str] = field(default_factory=dict)
    bearers: dict[str, dict[str, str]] = field(default_factory=dict)  # last name → whole names that have it → what they are
    genders: dict[str, str] = field(default_factory=dict)
    persons: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    voices: dict[str, tuple[str, str]] = field(default_factory=dict)
    subjects: list[tuple[int, str]] = field(default_factory=list)  # persons whom sentences outside quotations are about, and where

    def meet(self, sentence: Sentence) -> None:
        """Learn types and genders from names that stand with a title or an apposition ("Jane Roe, a surgeon")."""
        tokens = sentence.tokens
        for token in tokens:
            if token.ent != "PERSON" or (token.i + 1 < len(tokens) and tokens[token.i + 1].ent == "PERSON"):
                continue
            kind = self._described(sentence, token.i)
            self._meet_person(_full_name(tokens, token.i, self.lexicon), token.text, kind)
            for before in range(max(0, token.i - 3), token.i):
                word = tokens[before].text.casefold()
                gender = "male" if word in self.lexicon.male else "female" if word in self.lexicon.female else None
                if gender is not None:
                    self.genders.setdefault(token.text, gender)

    def _meet_person(self, name: str, last: str, kind: str | None) -> None:
        """Keep what a person is, under the whole name and the last; a last name that two bear tells of neither."""
        bearers = self.bearers.setdefault(last, {})
        if name != last:
            bearers.setdefault(name, kind or bearers.get(name, ""))
        if kind is not None:
            self.types.setdefault(name, kind)
            bearers[name] = kind
        told = {k for n, k in bearers.items() if n != last and k}
        if len(told) > 1:
            self.types[last] = "other"
        elif kind is not None:
            self.types.setdefault(last, kind)

    def pass_by(self, sentence: Sentence, quoted: Sequence[bool], *, silent: bool = False) -> None:
        """Remember a person who is the subject of a sentence, so that a later pronoun finds the one named last.

        Of a sentence in which nobody speaks (`silent`) the bodies that act are remembered too.
        """
        for token in sentence.tokens:
            body = token.ent == "ORG" or self.lexicon.body(token.lemma) is not None
            if silent and body and token.dep == "nsubj" and token.pos in ("NOUN", "PROPN") and not quoted[token.i]:
                self.identify(sentence, token.i)
            # The parser sometimes takes "the governor, Ana Pell, came" for a noun with a participle: then the noun is the root.
            told = token.dep in ("nsubj", "nsubjpass", "ROOT") and sentence.tokens[token.head].dep == "ROOT" and not quoted[token.i]
            if told and (token.ent == "PERSON" or token.lemma.casefold() in self.lexicon.titles and token.tag == "NN"):
                self.subjects.append((token.start, token.text.casefold()))
            if token.dep in ("nsubj", "nsubjpass") and token.ent == "PERSON" and not quoted[token.i] \
                    and sentence.tokens[token.head].dep == "ROOT":
                first, last = phrase(sentence, token.i, coordinated=False)
                name = sentence.span_text(first, last)
                if not (self.persons and self.persons[-1].split()[-1] == token.text):
                    self.voices[name] = ("named_source", self.types.get(token.text, "other"))
                    self.persons.append(name)

    def identify(self, sentence: Sentence, head: int) -> Speaker:
        """The speaker at a head token; a pronoun is resolved to who was last named."""
        tokens = sentence.tokens
        first, last = phrase(sentence, head)
        start, end = tokens[first].start, tokens[last].end
        text = sentence.text[start - sentence.start:end - sentence.start]
        word = tokens[head].text.casefold() if tokens[head].text != "WHO" else ""
        body = self._body_before(sentence, head) if word == "it" else None
        if body is not None:
            return self.identify(sentence, body)._replace(start=start, end=end, pronoun=True)
        if word in RESOLVABLE:
            return self.resolve(word, start, end, text)
        if word in PRONOUNS:
            return Speaker(start, end, text, "unnamed_source", "other", True)
        counted = self._counted(sentence, head)
        voice, kind = self._judge(sentence, counted, first if counted == head else head + 1, last)
        if kind == "other" and self.lexicon.people.get(tokens[counted].lemma.casefold()) == "other" \
                and any(t.text in self.lexicon.first_hand for t in tokens[last + 1:last + 1 + _NEAR]):
            kind = "witness"
        self._remember(tokens[head], tokens[first:last + 1], text, voice, kind)
        return Speaker(start, end, text, voice, kind)

    def _body_before(self, sentence: Sentence, head: int) -> int | None:
        """The body that acts before an "it" in the same sentence ("The ministry called him in; no shot had been fired, it said")."""
        return next((t.i for t in reversed(sentence.tokens[:head]) if t.dep == "nsubj" and t.tag in ("NN", "NNP")
                     and (t.ent == "ORG" or self.lexicon.bodies.get(t.lemma.casefold()) is not None)), None)

    def _counted(self, sentence: Sentence, head: int) -> int:
        """Whom "a group of refugees" or "two of the soldiers" is about: the noun of the of-phrase; else the head itself."""
        tokens = sentence.tokens
        if tokens[head].lemma.casefold() in self.lexicon.partitives:
            for child in sentence.children[head]:
                if tokens[child].text == "of":
                    return next((c for c in sentence.children[child] if tokens[c].dep == "pobj"), head)
        return head

    def _remember(self, head: Token, words: Sequence[Token], text: str, voice: str, kind: str) -> None:
        plural = head.tag in ("NNS", "NNPS")
        word = head.lemma.casefold()
        office = word in self.lexicon.titles and not plural
        body = head.ent in ("ORG", "GPE", "NORP") or word in self.lexicon.documents \
            or any(self.lexicon.body(name) is not None for name in (head.text, head.lemma, _joined(words)))
        person = head.ent == "PERSON" or office or (not plural and not body)
        self.remember(text, voice, kind, person=person)

    def remember(self, name: str, voice: str, kind: str, *, person: bool) -> None:
        """Keep who spoke, so that "he", "she", "they" and "it" can be told."""
        self.voices[name] = (voice, kind)
        (self.persons if person else self.groups).append(name)

    def resolve(self, word: str, start: int, end: int, text: str) -> Speaker:
        """A pronoun's speaker: the last person of a fitting gender, or the last group or body."""
        wanted = SINGULAR.get(word)
        known = self.persons if wanted else self.groups if word in ("it", "its") else self.groups or self.persons
        for name in reversed(known):
            gender = self.genders.get(name.split()[-1])
            if wanted is None or gender is None or gender == wanted:
                if wanted is not None:
                    self.genders.setdefault(name.split()[-1], wanted)
                voice, kind = self.voices[name]
                return Speaker(start, end, name, voice, kind, True)
        return Speaker(start, end, text, "unnamed_source", "other", True)

    # ------------------------------------------------------------------ voice and type

    def _judge(self, sentence: Sentence, head: int, first: int, last: int) -> tuple[str, str]:
        """Voice and speaker type of a noun phrase."""
        tokens, lexicon = sentence.tokens, self.lexicon
        token, words = tokens[head], [t for t in tokens[first:last + 1]]
        proper = any(t.pos == "PROPN" and t.ent not in ("DATE", "TIME") for t in words)
        key = token.lemma.casefold()
        if token.ent == "PERSON":
            return "named_source", self._person_type(sentence, head, words)
        for name in (_joined(words), _joined(words[-2:]), token.text, token.lemma):
            body = lexicon.body(name)
            if body is not None and not (name.casefold() in lexicon.people and token.tag == "NNS"):
                return "named_source", body
        if token.pos == "PROPN":
            return "named_source", self._person_type(sentence, head, words)
        if key in lexicon.people:
            kind = lexicon.people[key]
            return ("named_source" if proper and token.tag != "NNS" else "unnamed_source"), self._narrow(words, kind)
        if key in lexicon.documents:
            return ("named_source" if proper else "unnamed_source"), self._narrow(words, lexicon.documents[key])
        return ("named_source" if proper else "unnamed_source"), self._described(sentence, head) or self._narrow(words, "other")

    def _narrow(self, words: list[Token], kind: str) -> str:
        """A general type made precise by the words beside the head ("army officials", "UN spokesman", "hospital official")."""
        if kind not in ("official", "other"):
            return kind
        for token in words:
            for name in (token.text, token.lemma):
                found = self.lexicon.body(name) or (self.lexicon.titles.get(name.casefold()) if kind == "other" else None)
                if found and found != "official":
                    return found
        return kind

    def _person_type(self, sentence: Sentence, head: int, words: list[Token]) -> str:
        """Type of a name: from its title or apposition, else as met before, else from a body it contains, else other."""
        kind = self._described(sentence, head)
        if kind is None:
            kind = self.types.get(_full_name(sentence.tokens, head, self.lexicon)) or self.types.get(sentence.tokens[head].text)
        if kind is None:
            kind = next((body for t in words if (body := self.lexicon.body(t.text)) is not None), None)
        if kind is None and sentence.tokens[head].ent in ("GPE", "NORP"):
            kind = "official"
        return kind or "other"

    def _described(self, sentence: Sentence, head: int) -> str | None:
        """Type that a title before a name, or an apposition after it, gives it."""
        words = _description(sentence, head)
        kinds = (self.lexicon.titles.get(word.casefold()) or self.lexicon.people.get(word.casefold()) for word in words)
        kind = next((k for k in kinds if k is not None and k != "other"), None)
        if kind in (None, "official"):
            # "a spokesman for the army", "director of the hospital": the body tells more than the office
            bodies = [body for word in words if (body := self.lexicon.body(word)) is not None]
            holds = kind is None and any(word.casefold() in self.lexicon.holders for word in words)
            return next((b for b in bodies if holds or b in _TELLING_BODIES), kind)
        return kind


def _full_name(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> str:
    """The whole name of which a token is the last word, without titles; the parser often marks the last word alone."""
    first = last
    while first > 0 and tokens[first - 1].pos == "PROPN" and tokens[first - 1].ent in ("PERSON", "") and tokens[last].ent == "PERSON" \
            and tokens[first - 1].dep == "compound" and tokens[first - 1].text.casefold().rstrip(".") not in lexicon.titles:
        first -= 1
    return " ".join(t.text for t in tokens[first : last + 1])


def _joined(words: Sequence[Token]) -> str:
    """A noun phrase's words joined as the lexicon joins them ("red-cross"), without an article."""
    return "-".join(part for t in words if t.pos != "DET" for part in t.text.split())


def _description(sentence: Sentence, head: int) -> list[str]:
    """Words of titles and appositions of a name, nearest governor first."""
    tokens = sentence.tokens
    near: list[int] = []
    for child in sentence.children[head]:
        if tokens[child].dep in _TITLE_DEPS:
            below = sentence.subtree(child)
            near.extend(below[:_DESCRIPTION_WORDS])
    if tokens[head].dep == "appos":
        above = tokens[head].head
        near.append(above)
        near.extend(c for c in sentence.children[above] if c < above and tokens[c].dep in _TITLE_DEPS)
    if head + 1 < len(tokens) and tokens[head + 1].text == ",":
        near.extend(range(head + 2, min(head + 2 + _DESCRIPTION_WORDS, _next_comma(tokens, head + 2))))
    return [word for i in near for word in (tokens[i].text, tokens[i].lemma)]


def _next_comma(tokens: tuple[Token, ...], at: int) -> int:
    return next((i for i in range(at, len(tokens)) if tokens[i].text in (",", ";", "(", "“", '"')), len(tokens))
