"""The names in a sentence that may be places, each with its evidence: the parser's label, prepositions, words for kinds of place.

Names of people, firms and newspapers are left out; a name that stands for a government is kept and marked as an actor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from tocsin.codebook.datelines import read_dateline
from tocsin.codebook.places import Gazetteer
from tocsin.reading import place_words as pw
from tocsin.reading.place_setting import KNOWN, Hit
from tocsin.records import Sentence, Token

MAX_WORDS = 5

_BREAKS = frozenset({"in", "near", "at", "and", ",", "from", "to"})


class Page:
    """One sentence with what can be told of its places before the report's countries are known."""

    def __init__(self, sentence: Sentence, gazetteer: Gazetteer, taken: Sequence[tuple[int, int]], demonyms: Mapping[str, str],
                 surnames: frozenset[str] = frozenset()) -> None:
        self.sentence, self.tokens, self.gazetteer, self.surnames = sentence, sentence.tokens, gazetteer, surnames
        self.taken = [s for s in taken if s[0] < sentence.end and s[1] > sentence.start]
        self.demonyms = demonyms
        letters = [c for c in sentence.text if c.isalpha()]
        # where capitals are everywhere only the parser, which saw ordinary case, can tell a name
        self.shouted = sum(map(str.isupper, letters)) > 0.8 * len(letters)
        self.capitals_tell = not sentence.heading and sum(map(str.isupper, letters)) < 0.5 * len(letters)

    # -------------------------------------------------------------- names

    @cached_property
    def runs(self) -> list[tuple[int, int]]:
        """For each token the span of its entity (itself where it has none)."""
        found: list[tuple[int, int]] = []
        for t in self.tokens:
            if t.ent and t.i and self.tokens[t.i - 1].ent == t.ent:
                first = found[t.i - 1][0]
                for i in range(first, t.i):
                    found[i] = (first, t.i)
                found.append((first, t.i))
            else:
                found.append((t.i, t.i))
        return found

    @cached_property
    def adjectives(self) -> list[str]:
        """Countries whose adjectives the sentence has; one before "border" is as likely the country across it."""
        words = [self.cased(t.text) for t in self.tokens if self.word(t.i + 1) not in pw.BORDERS]
        return [self.demonyms[w] for w in words if w in self.demonyms]

    def cased(self, text: str) -> str:
        """A word of a sentence in capitals as it is written elsewhere ("KENYAN" → "Kenyan")."""
        return text.capitalize() if self.shouted and len(text) > 3 else text

    def opens_bracket(self, i: int) -> bool:
        """Whether a bracket opens right behind the word at i; the parser sees what stands in long ones apart, and no bracket."""
        here = self.tokens[i].end - self.sentence.start
        return "(" in self.sentence.text[here : here + 2]

    def word(self, i: int) -> str:
        """The lower-case word at i, empty beyond the sentence's ends."""
        return self.tokens[i].text.lower() if 0 <= i < len(self.tokens) else ""

    def is_name(self, i: int) -> bool:
        """Whether the word at i can begin or end a name."""
        if not 0 <= i < len(self.tokens) or self.word(i) in pw.FUNCTION:
            return False
        t = self.tokens[i]
        if not t.text[:1].isupper() or not any(map(str.isalpha, t.text)):
            return False
        if t.ent in pw.TIME_LABELS:
            return False
        return t.tag.startswith("NNP") or t.ent in pw.PLACE_LABELS or (self.capitals_tell and i > 0)

    def end_of_name(self, first: int) -> int | None:
        """The last token of the longest name from `first` on that the gazetteer knows."""
        best, words = None, 0
        articled = not self.is_name(first)  # "La Paz", where the parser took "La" for a determiner
        for i in range(first, min(first + 2 * MAX_WORDS, len(self.tokens))):
            t = self.tokens[i]
            joined = i > first and self.tokens[i - 1].end == t.start
            hyphenated = joined and t.text.isalpha() and self.word(i - 1) in ("-", "'", "’")
            if self.is_name(i) or hyphenated or (i > first and t.text[:1].isupper()):
                words += 1
                if words > MAX_WORDS:
                    break
                if not (articled and i == first) and self.sentence.span_text(first, i) in self.gazetteer:
                    best = i
            elif i == first or self.word(i) not in pw.CONNECTORS:
                break
        return best

    @cached_property
    def hits(self) -> list[Hit]:
        """The names that may be places, in order, with their evidence."""
        found: list[Hit] = []
        filed = self._end_of_dateline()
        i = 0
        while i < len(self.tokens):
            hit = self._hit_at(i)
            if hit:
                hit.dateline = self.tokens[hit.last].end <= filed
                found.append(hit)
                i = hit.last
            i += 1
        self._join(found)
        return found

    def _end_of_dateline(self) -> int:
        """Where the dateline that opens the sentence ends; -1 where none does."""
        if self.sentence.opening is not None:
            return self.sentence.end if self.sentence.opening == "dateline" else -1
        dateline = read_dateline(self.sentence.text) if self.sentence.index < 4 else None
        return self.sentence.start + dateline.end if dateline is not None else -1

    def _hit_at(self, i: int) -> Hit | None:
        articled = self.word(i) in pw.ARTICLES and self.tokens[i].text[0].isupper() and self.is_name(i + 1)
        if not self.is_name(i) and not articled:
            return None
        last = self.end_of_name(i)
        known = last is not None
        joined = self._joined_name(i)
        if joined is not None and last is not None and last < joined:
            last, known = joined, False
        if last == i and self.word(i) in pw.STARTERS and self.is_name(i + 1):
            last, known = self._whole_name(i), False
        if last is None and self.is_name(i):
            last = self._unknown_name(i)
            last = max(last, joined) if last is not None and joined is not None else last
        if last is None or self._is_taken(i, last):
            return None
        name = self.sentence.span_text(i, last)
        if self.cased(name) in self.demonyms:
            return None
        hit = Hit(i, last, i, last, name, self.gazetteer.candidates(name) if known else ())
        self._take_kind(hit)
        if i == last and self._is_common(i, sure=bool(hit.kind and known)):
            return None
        self._take_direction(hit)
        hit.labelled = all(self.tokens[k].ent in pw.PLACE_LABELS for k in range(i, last + 1) if self.tokens[k].ent or i == last)
        self._take_preposition(hit)
        hit.label = self.tokens[last].ent or (self.tokens[i].ent if last == joined else "")
        hit.named_after = hit.end > hit.last and self.word(hit.end) in pw.NAMED_AFTER
        hit.located = hit.located or self._is_in_list_of_places(hit.last)
        if self._is_other_name(hit) or self._is_band(hit) or self.word(hit.end + 1) in pw.IDIOMS or self._is_camp_of_body(hit):
            return None
        if i == last and self.word(i) in self.surnames and hit.kind is None and not (hit.strict or hit.is_country):
            return None  # of somebody whom the report names in full
        adjective = self.word(last).strip(".") in pw.ADJECTIVES and self._has_noun_after(last)
        hit.actor = adjective or self._is_actor(hit)
        hit.across = self.word(i - 1) == "with" and self.word(i - 2) in pw.BORDERS
        return hit

    def _joined_name(self, first: int) -> int | None:
        """The end of a name of parts that hyphens join ("Vello-Sur"), of which a part is no place; two well-known towns stay two."""
        last = first
        while self.word(last + 1) == "-" and self.is_name(last + 2) and self.tokens[last].end == self.tokens[last + 1].start \
                and self.tokens[last + 1].end == self.tokens[last + 2].start:
            last += 2
        if last == first or any(self.cased(self.tokens[k].text) in self.demonyms for k in range(first, last + 1, 2)):
            return None
        parts = [self.tokens[k].text for k in range(first, last + 1, 2)]
        known = [max((e.population for e in self.gazetteer.candidates(p)), default=0) for p in parts]
        return last if min(known) < KNOWN else None

    def _whole_name(self, first: int) -> int:
        """The end of a name whose first word begins many and means none of them: "Santa Olga", of which the tables know a "Santa"."""
        last = first + 1
        while last - first < MAX_WORDS and self.is_name(last + 1) and self.word(last + 1) not in pw.KINDS:
            last += 1
        return last

    def _is_common(self, i: int, *, sure: bool) -> bool:
        """Whether one capital word is no name: an article, a kind of place, a word that begins many names."""
        word = self.word(i)
        plain = word in pw.ARTICLES or word in pw.KINDS or word in pw.FUNCTION
        return plain or (word in pw.NEVER and not sure) or (word in pw.SHOUTED and not self.capitals_tell)

    def _has_noun_after(self, i: int) -> bool:
        """Whether what follows is the noun that the word at i describes ("US troops", "U.S.-led forces")."""
        after = i + 2 if self.word(i + 1) == "." else i + 1
        return after < len(self.tokens) and (self.tokens[after].pos in ("NOUN", "PROPN", "ADJ") or self.word(after) == "-")

    def _unknown_name(self, first: int) -> int | None:
        """The end of a name that the gazetteer lacks but the sentence shows as a place: by label, or "in" before and a person's label."""
        last = self.runs[first][1]
        label = self.tokens[first].ent
        if self.runs[first][0] != first or (first and self.is_name(first - 1)):
            return None
        if label in pw.PLACE_LABELS:
            while last > first and not self.is_name(last):
                last -= 1
            return last
        end = first
        while self.tokens[end].i < self.runs[first][1] and (self.is_name(end + 1) or self.word(end + 1) in pw.CONNECTORS - pw.ENGLISH):
            end += 1
        while end > first and not self.is_name(end):
            end -= 1
        after, before = self.word(end + 1), self.word(first - 1)
        if after in pw.KINDS and (pw.KINDS[after] or before in pw.ONLY_PLACES) and self.tokens[end + 1].text.islower():
            return end
        if self._is_in_list_of_places(end) or (before == "of" and pw.KINDS.get(self.word(first - 2))):
            return end
        if label == "PERSON" and before in pw.ONLY_PLACES and self.tokens[self.tokens[first - 1].head].lemma.lower() not in pw.NOT_IN:
            return end
        return None

    def _is_in_list_of_places(self, at: int) -> bool:
        """Whether names go on from here, with commas and "and", to a word like "counties"."""
        for k in range(at + 1, min(at + 20, len(self.tokens))):
            if self.word(k) in pw.PLURAL_KINDS:
                return True
            if not self.is_name(k) and self.word(k) not in (",", "and", "-", "&"):
                return False
        return False

    def _is_taken(self, first: int, last: int) -> bool:
        start, end = self.tokens[first].start, self.tokens[last].end
        return any(s <= start and end <= e and (s, e) != (start, end) for s, e in self.taken)

    # -------------------------------------------------------------- evidence

    def _take_kind(self, hit: Hit) -> None:
        """Read "X province", "the province of X", and widen the hit by it."""
        after = hit.last + 1
        while self.word(after) in pw.BEFORE_KIND or (self.word(after) == "-" and self.word(after + 1) in pw.BEFORE_KIND):
            after += 1
        kind = pw.KINDS.get(self.word(after))
        if kind in ("city", "site") and hit.is_country:
            return  # "the Colombia village massacre", "a Chad displacement camp": a village of that country, not called after it
        if kind is not None and self.tokens[after].start - self.tokens[hit.last].end < 40:
            hit.kind, hit.end, hit.located, hit.strict = kind, after, True, True
        elif self.word(hit.first - 1) == "of" and self.word(hit.first - 2) in {**pw.KINDS, **pw.PLURAL_KINDS}:
            word = self.word(hit.first - 2)
            hit.kind, hit.located, hit.strict = pw.KINDS.get(word, pw.PLURAL_KINDS.get(word)), True, True
        if hit.kind == "region" and self.word(hit.first - 2) == "state" and any(e.precision == "country" for e in hit.entries):
            hit.kind = None  # "the state of Israel"

    def _is_camp_of_body(self, hit: Hit) -> bool:
        """ "A UN camp", "the IDP camp": whose it is, not what it is called."""
        return hit.kind == "site" and hit.name.isupper() and hit.first == hit.last and self.capitals_tell

    def _take_direction(self, hit: Hit) -> None:
        """Read "northern X", "the north of X", "northern parts of X", and widen the hit by it."""
        at = hit.first - 1
        if self.word(at) == "the":
            at -= 1
        of = self.word(at) == "of"
        if of:
            at -= 1
            if self.word(at) in pw.KINDS and pw.KINDS[self.word(at)] == "city":
                return  # "the southern city of X"
            if self.word(at) in pw.PARTS:
                at -= 1
        side, start = self.direction_ending(at)
        if not side:
            return
        if of and at == hit.first - 2 and self.word(start - 1) != "the" and self.word(hit.first - 1) == "of":
            hit.located = True  # "20 km south of X" is near X, not a part of it
            return
        if not of and self.tokens[at].text[0].isupper() and self.capitals_tell and not hit.entries:
            return
        hit.direction, hit.start, hit.located = side, start, True

    def direction_ending(self, at: int) -> tuple[str | None, int]:
        """The direction whose last word is at `at` ("south - western" counts as one), and where it starts."""
        if at >= 2 and self.word(at - 1) == "-" and pw.is_direction(self.word(at - 2) + self.word(at)):
            return self.word(at - 2) + "-" + self.word(at), at - 2
        return (self.word(at), at) if at >= 0 and pw.is_direction(self.word(at)) else (None, at)

    def _take_preposition(self, hit: Hit) -> None:
        """Read "in X", "in parts of X", "reached X", "the capital, X"."""
        at = hit.start - 1
        while at >= 0 and (self.word(at) in ("the", "of", "all", "both", "mostly", "mainly") or self.word(at) in pw.PARTS
                           or self.word(at) in pw.KINDS or pw.is_direction(self.word(at))):
            at -= 1
        before, link = self.word(hit.start - 2), self.word(hit.start - 1)
        if (link == "," and (before in pw.KINDS or before == "capital")) or (link == "of" and before in pw.RESIDENTS):
            hit.located = hit.strict = True
        elif at >= 0 and (self.word(at) in pw.LOCATIVE or self.tokens[at].lemma.lower() in pw.LOCATIVE):
            hit.located = True
            over = self.tokens[self.tokens[at].head].lemma.lower()
            inside = self.word(at) in pw.ONLY_PLACES and over not in pw.NOT_IN
            hit.strict = inside or link == "the" or (self.word(at) in ("from", "to", "at") and over in pw.MOTION)

    def _is_other_name(self, hit: Hit) -> bool:
        """Whether the name is part of a longer one that is no place (a person, a firm, a paper, a team)."""
        first, last = self.runs[hit.first][0], self.runs[hit.last][1]
        label = self.tokens[hit.last].ent
        if hit.strict:  # a label that runs over "in" or "and" took several names for one
            first = max([k + 1 for k in range(first, hit.start) if self.word(k) in _BREAKS], default=first)
            last = min([k - 1 for k in range(hit.end + 1, last + 1) if self.word(k) in _BREAKS], default=last)
        rest = [self.word(k) for k in (*range(first, hit.start), *range(hit.end + 1, last + 1))]
        harmless = all(w in pw.KINDS or pw.is_direction(w) or w in ("the", "'s", "’s", "of", ",", "and") for w in rest)
        if label in pw.NAME_LABELS and not harmless:
            return True
        if label == "PERSON" and not (hit.located or hit.is_country):
            return True
        after, before = hit.end + 1, hit.start - 1
        if after == hit.last + 1 and self.is_name(after) and self._binds(after) and not self.opens_bracket(hit.last):
            return True
        within = range(hit.first, hit.last + 1)
        return hit.start == hit.first and self.is_name(before) and self._binds(before) and self.tokens[before].head in within

    def _is_band(self, hit: Hit) -> bool:
        """Whether the name is that of a band rather than a place: "members of Los Halcones", "Los Halcones, a drug gang"."""
        if hit.kind is not None or hit.direction or hit.is_country:
            return False
        s = self.sentence
        called = any(s.tokens[c].dep == "appos" and s.tokens[c].lemma.lower() in pw.BANDS for c in s.children[hit.last])
        at = hit.first - (2 if self.word(hit.first - 1) in pw.ARTICLES | {"the"} else 1)
        return called or at > 0 and self.word(at) == "of" and self.tokens[at - 1].lemma.lower() in pw.RANKS

    def _binds(self, i: int) -> bool:
        """Whether the capital word at i belongs to a name that has no place in it (no weekday, no kind of place, no people's name)."""
        t = self.tokens[i]
        if not t.tag.startswith("NNP") or t.ent in pw.PLACE_LABELS | {"NORP"}:
            return False
        return not pw.is_direction(t.text) and t.text.lower() not in pw.KINDS and self.cased(t.text) not in self.demonyms

    def _is_actor(self, hit: Hit) -> bool:
        """Whether the name stands for a government: it speaks, decides, is dealt with, or stands before "troops"."""
        if hit.kind is not None or hit.direction:
            return False
        t = self.tokens[hit.last]
        head = self.tokens[t.head]
        lemma = head.lemma.lower()
        if t.dep in ("nsubj", "nsubjpass") and head.pos in ("VERB", "AUX"):
            if t.dep == "nsubjpass":
                return lemma in pw.DEALING
            return lemma not in pw.SCENE_VERBS if hit.is_country else lemma in pw.SPEECH_AND_DECISION
        if t.dep in ("dobj", "obj"):
            return lemma in pw.DEALING
        if t.dep in ("compound", "poss", "amod", "nmod", "nsubj") and head.i > t.i:
            return lemma in (pw.ACTOR_HEADS if hit.is_country else pw.CITY_ACTOR_HEADS)
        if t.dep == "pobj":
            return self._is_party_to(head)
        return False

    def _is_party_to(self, preposition: Token) -> bool:
        over = self.tokens[preposition.head].lemma.lower()
        word = preposition.text.lower()
        if preposition.dep == "agent":
            return True
        dealt = {"with": pw.WITH_NOUNS, "between": pw.WITH_NOUNS, "on": pw.ON_NOUNS, "to": pw.TO_NOUNS}
        return over in dealt.get(word, ())

    def _join(self, hits: list[Hit]) -> None:
        """Share evidence along "in X, Y and Z provinces", and give "X, Lebanon" its country."""
        for at in range(len(hits) - 1, -1, -1):
            hit = hits[at]
            plural = pw.PLURAL_KINDS.get(self.word(hit.last + 1))
            if plural is not None and hit.kind is None and self.tokens[hit.last + 1].text.islower() == self.capitals_tell:
                hit.kind, hit.end, hit.located = plural, hit.last + 1, True
                back = at
                while back and hits[back - 1].kind is None and self._are_listed(hits[back - 1], hits[back]):
                    back -= 1
                    hits[back].kind, hits[back].located = plural, True
        for before, hit in zip(hits, hits[1:], strict=False):
            between = [self.word(k) for k in range(before.end + 1, hit.start)] or (["("] if self.opens_bracket(before.end) else [])
            if self._are_listed(before, hit):
                if hit.kind is None and self.word(before.first - 2) in pw.PLURAL_KINDS:
                    hit.kind = before.kind  # "the provinces of X, Y and Z"
                hit.located, hit.strict = hit.located or before.located, hit.strict or before.strict
            narrow = hit.entries and (hit.is_country or hit.kind in ("region", "district") or hit.entries[0].precision == "region")
            if between in ([","], ["("], ["in"], [",", "in"], ["of"]) and narrow:
                before.narrower = tuple(dict.fromkeys(c for e in hit.entries[:6] for c in e.iso3))
                before.located = before.strict = before.located or between != ["of"]

    def _are_listed(self, a: Hit, b: Hit) -> bool:
        between = [self.word(k) for k in range(a.end + 1, b.start)]
        return bool(between) and all(w in (",", "and", "or", "&", "the", "also") for w in between)
