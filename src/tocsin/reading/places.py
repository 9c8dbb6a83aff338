"""Mark the places of a report and say where they are.

A name is a place when the gazetteer knows it and the words around it agree (the parser's label, a preposition, a word such as
"province"). Then the report as a whole decides which of the places of that name it is: towns follow the country most spoken of.
Names of people, firms and newspapers are left alone, and so are capitals that speak, decide or are dealt with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from tocsin.codebook.places import Entry, Gazetteer, choose, fold, to_place
from tocsin.reading import place_words as pw
from tocsin.records import Place, PlaceMention, Sentence, Token

MAX_WORDS = 5
KNOWN = 100_000  # people: a town of this size is taken for itself anywhere, a smaller one only in a country the report speaks of
ALONE = 15_000  # people: in a report that names no country, a smaller town stays unresolved

_DATELINE = re.compile(r"^\W{0,3}[A-Z][A-Z.'’ -]{2,40}(?:,[^()\[\]–—]{0,40}?)?\s*(?:[(\[][^)\]]{2,60}[)\]]|--|[–—]| - )")
_BORDER = frozenset({"border", "frontier", "borders"})


def find(sentences: Sequence[Sentence], *, gazetteer: Gazetteer, parties_spans: Iterable[tuple[int, int]] = (), countries: Sequence[str] = (),
         demonyms: Mapping[str, str] | None = None) -> list[tuple[PlaceMention, ...]]:
    """The places of each sentence of one report, in order.

    `parties_spans`: character spans of names that are no places (organisations, armed groups); `countries`: which countries the report
    is about, likeliest first, where known; `demonyms`: adjective → ISO code, so that "Kenyan troops" tells which country is meant.
    """
    taken = sorted(parties_spans)
    pages = [_Page(s, gazetteer, taken, demonyms or {}) for s in sentences]
    setting = _settle(pages, countries)
    return [page.mentions(setting) for page in pages]


@dataclass(frozen=True, slots=True)
class _Setting:
    """Which countries a report speaks of, likeliest first; `sole` is the one it is about beyond doubt."""

    order: tuple[str, ...]
    sole: str | None


@dataclass(slots=True)
class _Hit:
    """A name that may be a place: token span of the name, of the words that belong to it, and what speaks for it."""

    first: int
    last: int
    start: int
    end: int
    name: str
    entries: tuple[Entry, ...]
    kind: str | None = None  # precision that a word beside it tells ("" for "island": a place of no told precision)
    direction: str | None = None
    labelled: bool = False  # the parser says place
    located: bool = False  # a preposition or "the city of" says place
    actor: bool = False
    dateline: bool = False
    narrower: tuple[str, ...] = field(default=())  # countries named right after it: "Tripoli, Lebanon"

    @property
    def is_country(self) -> bool:
        """Whether the bare name is a country's."""
        return self.kind is None and any(e.precision == "country" for e in self.entries)


def _settle(pages: Sequence[_Page], hints: Sequence[str]) -> _Setting:
    """Let countries, their adjectives, regions and great cities vote for the countries the report is about."""
    votes: Counter[str] = Counter()
    for number, page in enumerate(pages):
        weight = 2.0 if number < 3 or page.sentence.heading else 1.0
        for hit in page.hits:
            first = hit.entries[0] if hit.entries else None
            if first is None or len(first.iso3) != 1:
                continue
            rivals = [e for e in hit.entries if e.iso3 != first.iso3]
            if hit.is_country:
                votes[first.iso3[0]] += 3 * weight if not rivals or rivals[0].precision != "country" else 0
            elif first.population >= 200_000 and (not rivals or first.weight >= 10 * rivals[0].weight):
                votes[first.iso3[0]] += weight
            elif not rivals and hit.labelled and hit.located:
                votes[first.iso3[0]] += 0.5 * weight
        for iso3 in page.adjectives:
            votes[iso3] += weight
    for place, iso3 in enumerate(hints):
        votes[iso3] += 0.5 / (place + 1)
    ranked = votes.most_common()
    sole = ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1]) else None
    return _Setting(tuple(c for c, _ in ranked), sole)


class _Page:
    """One sentence with what can be told of its places before the report's countries are known."""

    def __init__(self, sentence: Sentence, gazetteer: Gazetteer, taken: Sequence[tuple[int, int]], demonyms: Mapping[str, str]) -> None:
        self.sentence, self.tokens, self.gazetteer = sentence, sentence.tokens, gazetteer
        self.taken = [s for s in taken if s[0] < sentence.end and s[1] > sentence.start]
        self.demonyms = demonyms
        letters = [c for c in sentence.text if c.isalpha()]
        # where capitals are everywhere only the parser, which saw ordinary case, can tell a name
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
        """Countries whose adjectives the sentence has."""
        return [self.demonyms[t.text] for t in self.tokens if t.text in self.demonyms]

    def word(self, i: int) -> str:
        """The lower-case word at i, empty beyond the sentence's ends."""
        return self.tokens[i].text.lower() if 0 <= i < len(self.tokens) else ""

    def is_name(self, i: int) -> bool:
        """Whether the word at i can begin or end a name."""
        if not 0 <= i < len(self.tokens):
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
        for i in range(first, min(first + 2 * MAX_WORDS, len(self.tokens))):
            t = self.tokens[i]
            joined = i > first and self.tokens[i - 1].end == t.start
            if self.is_name(i) or (joined and t.text.isalpha() and self.word(i - 1) in ("-", "'", "’")):
                words += 1
                if words > MAX_WORDS:
                    break
                if self.sentence.span_text(first, i) in self.gazetteer:
                    best = i
            elif i == first or self.word(i) not in pw.CONNECTORS:
                break
        return best

    @cached_property
    def hits(self) -> list[_Hit]:
        """The names that may be places, in order, with their evidence."""
        found: list[_Hit] = []
        dateline = _DATELINE.match(self.sentence.text)
        dateline_end = self.sentence.start + dateline.end() if dateline and self.sentence.index < 4 else -1
        i = 0
        while i < len(self.tokens):
            hit = self._hit_at(i)
            if hit:
                hit.dateline = self.tokens[hit.last].end <= dateline_end
                found.append(hit)
                i = hit.last
            i += 1
        self._join(found)
        return found

    def _hit_at(self, i: int) -> _Hit | None:
        if not self.is_name(i):
            return None
        last = self.end_of_name(i)
        known = last is not None
        if last is None:
            last = self._unknown_name(i)
        if last is None or (i == last and self.word(i) in pw.NEVER) or self._is_taken(i, last):
            return None
        name = self.sentence.span_text(i, last)
        hit = _Hit(i, last, i, last, name, self.gazetteer.candidates(name) if known else ())
        self._take_kind(hit)
        self._take_direction(hit)
        hit.labelled = all(self.tokens[k].ent in pw.PLACE_LABELS for k in range(i, last + 1) if self.tokens[k].ent or i == last)
        hit.located = hit.located or self._is_located(hit)
        if self._is_other_name(hit) or self.word(hit.end + 1) in pw.IDIOMS:
            return None
        hit.actor = self._is_actor(hit)
        return hit

    def _unknown_name(self, first: int) -> int | None:
        """The end of a name that the gazetteer lacks but the sentence shows as a place: by label, or "in" before and a person's label."""
        last = self.runs[first][1]
        label = self.tokens[first].ent
        if self.runs[first][0] != first or (first and self.is_name(first - 1)):
            return None
        if label in pw.PLACE_LABELS and label != "FAC":
            while last > first and not self.is_name(last):
                last -= 1
            return last
        end = first
        while self.is_name(end + 1) and self.tokens[end + 1].ent == label:
            end += 1
        if self.word(end + 1) in pw.KINDS and pw.KINDS[self.word(end + 1)] and self.tokens[end + 1].text.islower():
            return end
        before = self.word(first - 1)
        if label == "PERSON" and before in pw.ONLY_PLACES and self.tokens[self.tokens[first - 1].head].lemma.lower() not in pw.NOT_IN:
            return end
        return None

    def _is_taken(self, first: int, last: int) -> bool:
        start, end = self.tokens[first].start, self.tokens[last].end
        return any(s <= start and end <= e and (s, e) != (start, end) for s, e in self.taken)

    # -------------------------------------------------------------- evidence

    def _take_kind(self, hit: _Hit) -> None:
        """Read "X province", "the province of X", and widen the hit by it."""
        after = hit.last + 1
        while self.word(after) in pw.BEFORE_KIND or (self.word(after) in ("-",) and self.word(after + 1) in pw.BEFORE_KIND):
            after += 1
        if self.word(after) in pw.KINDS and self.tokens[after].start - self.tokens[hit.last].end < 40:
            hit.kind, hit.end, hit.located = pw.KINDS[self.word(after)], after, True
        elif self.word(hit.first - 1) == "of" and self.word(hit.first - 2) in {**pw.KINDS, **pw.PLURAL_KINDS}:
            word = self.word(hit.first - 2)
            hit.kind, hit.located = pw.KINDS.get(word, pw.PLURAL_KINDS.get(word)), True
        if hit.kind == "region" and self.word(hit.first - 2) == "state" and any(e.precision == "country" for e in hit.entries):
            hit.kind = None  # "the state of Israel"

    def _take_direction(self, hit: _Hit) -> None:
        """Read "northern X", "the north of X", "northern parts of X", and widen the hit by it."""
        at = hit.first - 1
        if self.word(at) == "the":
            at -= 1
        of = self.word(at) == "of"
        if of:
            at -= 1
            if self.word(at) in pw.PARTS:
                at -= 1
        side, start = self._direction_ending(at)
        if not side:
            return
        if of and at == hit.first - 2 and self.word(start - 1) != "the" and self.word(hit.first - 1) == "of":
            hit.located = True  # "20 km south of X" is near X, not a part of it
            return
        if not of and self.tokens[at].text[0].isupper() and self.capitals_tell and not hit.entries:
            return
        hit.direction, hit.start, hit.located = side, start, True

    def _direction_ending(self, at: int) -> tuple[str | None, int]:
        """The direction whose last word is at `at` ("south - western" counts as one), and where it starts."""
        if at >= 2 and self.word(at - 1) == "-" and pw.is_direction(self.word(at - 2) + self.word(at)):
            return self.word(at - 2) + "-" + self.word(at), at - 2
        return (self.word(at), at) if at >= 0 and pw.is_direction(self.word(at)) else (None, at)

    def _is_located(self, hit: _Hit) -> bool:
        at = hit.start - 1
        while at >= 0 and (self.word(at) in ("the", "of", "all", "both", "mostly", "mainly") or self.word(at) in pw.PARTS or pw.is_direction(self.word(at))):
            at -= 1
        return at >= 0 and (self.word(at) in pw.LOCATIVE or self.tokens[at].lemma.lower() in pw.LOCATIVE)

    def _is_other_name(self, hit: _Hit) -> bool:
        """Whether the name is part of a longer one that is no place (a person, a firm, a paper, a team)."""
        first, last = self.runs[hit.first][0], self.runs[hit.last][1]
        label = self.tokens[hit.last].ent
        rest = [self.word(k) for k in (*range(first, hit.start), *range(hit.end + 1, last + 1))]
        harmless = all(w in pw.KINDS or pw.is_direction(w) or w in ("the", "'s", "’s", "of", ",", "and") for w in rest)
        if label in pw.NAME_LABELS and not harmless:
            return True
        if label == "PERSON" and not (hit.located or hit.is_country):
            return True
        after, before = hit.end + 1, hit.start - 1
        if after == hit.last + 1 and self.is_name(after) and self._binds(after) and not self._starts_known_place(after):
            return True
        return hit.start == hit.first and self.is_name(before) and self._binds(before) and self.tokens[before].head in range(hit.first, hit.last + 1)

    def _binds(self, i: int) -> bool:
        """Whether the capital word at i belongs to a name that has no place in it (no weekday, no kind of place, no people's name)."""
        t = self.tokens[i]
        return (t.tag.startswith("NNP") and t.ent not in pw.PLACE_LABELS | {"NORP"} and not pw.is_direction(t.text) and t.text.lower() not in pw.KINDS
                and t.text not in self.demonyms)

    def _starts_known_place(self, i: int) -> bool:
        return self.tokens[i].ent in pw.PLACE_LABELS

    def _is_actor(self, hit: _Hit) -> bool:
        """Whether the name stands for a government: it speaks, decides, is dealt with, or stands before "troops"."""
        if hit.kind is not None or hit.direction:
            return False
        t = self.tokens[hit.last]
        head = self.tokens[t.head]
        lemma = head.lemma.lower()
        if t.dep in ("nsubj", "nsubjpass") and head.pos in ("VERB", "AUX"):
            return lemma in (pw.DEALING if t.dep == "nsubjpass" else pw.SPEECH_AND_DECISION)
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
        return (word == "with" and over in pw.WITH_NOUNS) or (word == "on" and over in pw.ON_NOUNS) or (word == "between" and over in pw.WITH_NOUNS)

    def _join(self, hits: list[_Hit]) -> None:
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
            between = [self.word(k) for k in range(before.end + 1, hit.start)]
            if self._are_listed(before, hit):
                hit.located = hit.located or before.located
            narrow = hit.entries and (hit.is_country or hit.kind in ("region", "district") or hit.entries[0].precision == "region")
            if between in ([","], ["("], ["in"], [",", "in"], ["of"]) and narrow:
                before.narrower = tuple(dict.fromkeys(c for e in hit.entries[:6] for c in e.iso3))
                before.located = before.located or between != ["of"]

    def _are_listed(self, a: _Hit, b: _Hit) -> bool:
        between = [self.word(k) for k in range(a.end + 1, b.start)]
        return bool(between) and all(w in (",", "and", "or", "&", "the", "also") for w in between)

    # -------------------------------------------------------------- places

    def mentions(self, setting: _Setting) -> tuple[PlaceMention, ...]:
        """The sentence's places, now that the report's countries are known."""
        found = []
        borders, used = self._borders(setting)
        for hit in self.hits:
            if hit.actor or hit.dateline or id(hit) in used:
                continue
            place = self._place(hit, setting)
            if place:
                found.append(self._mention(hit.start, hit.end, place))
        found += borders + self._parts_of_country(setting)
        return tuple(sorted(found, key=lambda m: (m.start, -m.end)))

    def _mention(self, first: int, last: int, place: Place) -> PlaceMention:
        return PlaceMention(self.tokens[first].start, self.tokens[last].end, first, last, replace(place, text=self.sentence.span_text(first, last)))

    def _place(self, hit: _Hit, setting: _Setting) -> Place | None:
        """Where the hit is; None when too little says that it is a place at all."""
        entry = self._entry(hit, setting)
        if entry is None:
            return self._unresolved(hit, setting)
        if not self._is_likely(hit, entry, setting):
            return None
        place = to_place(hit.name, entry, countries=(*hit.narrower, *setting.order))
        if hit.direction and entry.precision in ("country", "region"):
            return Place(text=hit.name, name=f"{pw.as_adjective(hit.direction)} {entry.name}", country=place.country, admin1=place.admin1,
                         precision="region")
        return place

    def _entry(self, hit: _Hit, setting: _Setting) -> Entry | None:
        pool = hit.entries
        if hit.kind in ("region", "district", "city"):
            levels = {"region": ("region", "district"), "district": ("district", "region", "city"), "city": ("city",)}[hit.kind]
            pool = next((p for level in levels if (p := tuple(e for e in hit.entries if e.precision == level))), hit.entries)
        elif hit.is_country:
            return self._country(hit, setting)
        for iso3 in (*hit.narrower, *setting.order):
            here = tuple(e for e in pool if iso3 in e.iso3)
            if here:
                return choose(here, countries=(iso3,))
        return self._far(hit, pool, setting)

    def _far(self, hit: _Hit, pool: Sequence[Entry], setting: _Setting) -> Entry | None:
        """A place outside the countries the report speaks of: only where it is well known, or the report names no country at all."""
        best = choose(pool, countries=())
        if best is None:
            return None
        if not best.iso3 or best.precision == "country":
            return best
        people = best.population if best.precision == "city" else best.population // 10
        alone = len({e.iso3 for e in pool}) == 1
        floor = KNOWN if setting.order else 0 if alone and hit.labelled else ALONE
        return best if people >= floor else None

    def _country(self, hit: _Hit, setting: _Setting) -> Entry:
        """The country of that name; one of its namesakes (Georgia in the United States) only where the report is all about that one."""
        whole = tuple(e for e in hit.entries if e.precision == "country")
        regions = [e for e in hit.entries if e.precision == "region" and setting.sole in e.iso3]
        if regions and not any(setting.order.index(e.iso3[0]) < 3 for e in whole if e.iso3[0] in setting.order):
            return regions[0]
        return choose(whole, countries=(*hit.narrower, *setting.order)) or whole[0]

    def _is_likely(self, hit: _Hit, entry: Entry, setting: _Setting) -> bool:
        """Whether enough speaks for a place: two of label, preposition and size; common first names and words need more."""
        label = self.tokens[hit.last].ent
        if entry.precision == "country":
            return True
        known = entry.population >= KNOWN or entry.precision == "region"
        if label in pw.PLACE_LABELS:
            return known or hit.located or bool(set(entry.iso3) & set(setting.order)) or len(fold(hit.name)) > 4
        if label in pw.NAME_LABELS or label == "NORP":
            return hit.located and (known or hit.kind is not None or bool(set(entry.iso3) & set(setting.order[:2])))
        return hit.located and (known or hit.kind is not None or len(fold(hit.name)) > 3) or (known and len(fold(hit.name)) > 4)

    def _unresolved(self, hit: _Hit, setting: _Setting) -> Place | None:
        """A place that no table holds, or that could be one of many: its words, and the country only where the report has but one."""
        if not hit.located or (hit.kind is None and self.tokens[hit.last].ent not in pw.PLACE_LABELS | {"PERSON"}):
            return None
        country = hit.narrower[0] if len(hit.narrower) == 1 else setting.sole
        return Place(text=hit.name, country=country, precision=hit.kind or "city")

    def _parts_of_country(self, setting: _Setting) -> list[PlaceMention]:
        """"the south of the country", "the country's north", "northern parts of the country"."""
        if not setting.sole:
            return []
        entry = self._named(setting.sole)
        found = []
        for t in self.tokens:
            if t.text.lower() != "country" or entry is None:
                continue
            of = t.i - 2 if self.word(t.i - 1) == "the" and self.word(t.i - 2) == "of" else None
            if of is not None:
                at = of - 1 if self.word(of - 1) not in pw.PARTS else of - 2
                side, first = self._direction_ending(at)
                last = t.i
            else:
                at = t.i + 2 if self.word(t.i + 1) in ("'s", "’s") else -1
                if self.word(at + 1) == "-" and pw.is_direction(self.word(at) + self.word(at + 2)):
                    at += 2
                side, _ = self._direction_ending(at)
                first, last = t.i, at
            if side:
                name = f"{pw.as_adjective(side)} {entry.name}"
                found.append(self._mention(first, last, Place("", name=name, country=setting.sole, precision="region")))
        return found

    def _named(self, iso3: str) -> Entry | None:
        return self.gazetteer.country(iso3)

    def _borders(self, setting: _Setting) -> tuple[list[PlaceMention], set[int]]:
        """"the border with X", "the X-Y border", "the Xish border": places of their own; the names in them are used up."""
        found: list[PlaceMention] = []
        used: set[int] = set()
        for t in self.tokens:
            if t.text.lower() not in _BORDER or t.pos not in ("NOUN", "PROPN"):
                continue
            first, last, sides = self._sides_of(t.i)
            if not sides:
                continue
            used |= {id(h) for h in self.hits if first <= h.first <= last}
            here = setting.order[0] if setting.order else None
            countries = list(dict.fromkeys(sides + ([here] if here and len(sides) == 1 else [])))
            names = [e.name for c in sorted(countries) if (e := self._named(c))]
            name = f"{'–'.join(names)} border" if len(names) > 1 else f"border of {names[0]}" if names else None
            country = here if here in countries else None
            found.append(self._mention(first, last, Place("", name=name, country=country, precision="border")))
        return found, used

    def _sides_of(self, i: int) -> tuple[int, int, list[str]]:
        """The words that say whose border it is: first and last token, and the countries."""
        countries = {h.last: h for h in self.hits if h.is_country}
        first, sides, at = i, list[str](), i - 1
        while at >= 0:
            text = self.tokens[at].text
            if at in countries and countries[at].entries[0].iso3:
                sides.insert(0, countries[at].entries[0].iso3[0])
                at = first = countries[at].first
            elif text in self.demonyms:
                sides.insert(0, self.demonyms[text])
                first = at
            elif text not in ("-", "–", "'s", "’s") or first < at:
                break
            at -= 1
        if sides:
            return first, i, sides
        last = i
        if self.word(i + 1) in ("with", "between", "of"):
            for hit in self.hits:
                between = [self.word(k) for k in range(last + 1, hit.start)]
                if hit.first > i and countries.get(hit.last) is hit and all(w in ("with", "between", "of", "the", "and") for w in between):
                    sides.append(hit.entries[0].iso3[0])
                    last = hit.last
        return i, last, sides
