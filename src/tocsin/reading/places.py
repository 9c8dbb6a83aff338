"""Mark the places of a report and say where they are.

A name is a place when the gazetteer knows it and the words around it agree (the parser's label, a preposition, a word such as
"province"). Then the report as a whole decides which of the places of that name it is: towns follow the country most spoken of.
Names of people, firms and newspapers are left alone, and so are capitals that speak, decide or are dealt with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tocsin.codebook.places import Entry, Gazetteer, fold, to_place
from tocsin.reading import place_words as pw
from tocsin.reading.place_hits import Page
from tocsin.reading.place_setting import ALONE, KNOWN, Hit, Setting, resolve, settle
from tocsin.records import Place, PlaceMention, Sentence


def find(sentences: Sequence[Sentence], *, gazetteer: Gazetteer, parties_spans: Iterable[tuple[int, int]] = (),
         countries: Sequence[str] = (), demonyms: Mapping[str, str] | None = None) -> list[tuple[PlaceMention, ...]]:
    """The places of each sentence of one report, in order.

    `parties_spans`: character spans of names that are no places (organisations, armed groups); `countries`: which countries the report
    is about, likeliest first, where known; `demonyms`: adjective → ISO code, so that "Kenyan troops" tells which country is meant.
    """
    taken = sorted(parties_spans)
    surnames = _surnames(sentences)
    pages = [Page(s, gazetteer, taken, demonyms or {}, surnames) for s in sentences]
    setting = settle([p.hits for p in pages], adjectives=[p.adjectives for p in pages], headings=[s.heading for s in sentences],
                     hints=countries)
    return [_Marker(page, setting).mentions() for page in pages]


def _surnames(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The last words, small, of the longer names of persons in a report."""
    found = set()
    for s in sentences:
        for t in s.tokens:
            before = s.tokens[t.i - 1] if t.i else None
            after = s.tokens[t.i + 1] if t.i + 1 < len(s.tokens) else None
            if t.ent == "PERSON" and before is not None and before.ent == "PERSON" and (after is None or after.ent != "PERSON"):
                found.add(t.text.lower())
    return frozenset(found)


class _Marker:
    """Turns the hits of one sentence into places, now that the report's countries are known."""

    def __init__(self, page: Page, setting: Setting) -> None:
        self.page, self.setting, self.sentence, self.tokens = page, setting, page.sentence, page.sentence.tokens

    def mentions(self) -> tuple[PlaceMention, ...]:
        """The sentence's places, now that the report's countries are known."""
        found = []
        borders, used = self._borders()
        for hit in self.page.hits:
            if hit.actor or hit.dateline or id(hit) in used:
                continue
            place = self._place(hit)
            if place:
                found.append(self._mention(hit.start, hit.end, place))
        found += borders + self._parts_of_country()
        return tuple(sorted(found, key=lambda m: (m.start, -m.end)))

    def _mention(self, first: int, last: int, place: Place) -> PlaceMention:
        place = replace(place, text=self.sentence.span_text(first, last))
        return PlaceMention(self.tokens[first].start, self.tokens[last].end, first, last, place)

    def _place(self, hit: Hit) -> Place | None:
        """Where the hit is; None when too little says that it is a place at all."""
        entry = resolve(hit, self.setting)
        if entry is None:
            return self._unresolved(hit)
        if not self._is_likely(hit, entry):
            return None
        place = to_place(hit.name, entry, countries=(*hit.narrower, *self.setting.order))
        if hit.direction and entry.precision in ("country", "region"):
            return Place(text=hit.name, name=f"{pw.as_adjective(hit.direction)} {entry.name}", country=place.country, admin1=place.admin1,
                         precision="region")
        if hit.kind == "district" and entry.precision == "city":
            return replace(place, precision="district")  # "X district", where X is its seat
        return place

    def _is_likely(self, hit: Hit, entry: Entry) -> bool:
        """Whether enough speaks for a place: two of label, preposition and size; common first names and words need more."""
        label = hit.label
        if entry.precision == "country":
            return True
        known = entry.population >= KNOWN or entry.precision == "region"
        if label in pw.PLACE_LABELS:
            return known or hit.located or bool(set(entry.iso3) & set(self.setting.order)) or len(fold(hit.name)) > 4
        if label in pw.NAME_LABELS or label == "NORP":
            expected = bool(set(entry.iso3) & set(self.setting.strong)) or (not self.setting.order and entry.population >= ALONE)
            if label == "PERSON":
                alone = self.page.runs[hit.last][0] >= hit.first and not hit.actor
                return hit.kind is not None or (hit.strict and (expected or known)) or (known and expected and alone)
            if known and label != "NORP" and entry.precision == "city" and not hit.actor and len(fold(hit.name)) > 4:
                return True
            return hit.located and (known or hit.kind is not None or (hit.strict and expected) or self.setting.sole in entry.iso3)
        return hit.located and (known or hit.kind is not None or len(fold(hit.name)) > 3) or (known and len(fold(hit.name)) > 4)

    def _unresolved(self, hit: Hit) -> Place | None:
        """A place that no table holds, or that could be one of many: its words, and the country only where the report has but one."""
        doubtful = self.page.word(hit.start - 1) in ("between", "against", "over") or hit.label not in pw.PLACE_LABELS | {"PERSON"}
        if not hit.located or (hit.kind is None and doubtful and not (hit.strict and hit.narrower)):
            return None
        elsewhere = any(e.population >= KNOWN or e.precision == "region" for e in hit.entries)
        country = hit.narrower[0] if len(hit.narrower) == 1 else None if elsewhere else self.setting.sole
        return Place(text=hit.name, country=country, precision=hit.kind or ("site" if hit.label == "FAC" else "city"))

    def _parts_of_country(self) -> list[PlaceMention]:
        """"the south of the country", "the country's north", "northern parts of the country"."""
        if not self.setting.sole:
            return []
        entry = self._named(self.setting.sole)
        found = []
        for t in self.tokens:
            if t.text.lower() != "country" or entry is None:
                continue
            of = t.i - 2 if self.page.word(t.i - 1) == "the" and self.page.word(t.i - 2) == "of" else None
            if of is not None:
                at = of - 1 if self.page.word(of - 1) not in pw.PARTS else of - 2
                side, first = self.page.direction_ending(at)
                last = t.i
            else:
                at = t.i + 2 if self.page.word(t.i + 1) in ("'s", "’s") else -1
                if self.page.word(at + 1) == "-" and pw.is_direction(self.page.word(at) + self.page.word(at + 2)):
                    at += 2
                side, _ = self.page.direction_ending(at)
                first, last = t.i, at
            if side:
                name = f"{pw.as_adjective(side)} {entry.name}"
                found.append(self._mention(first, last, Place("", name=name, country=self.setting.sole, precision="region")))
        return found

    def _named(self, iso3: str) -> Entry | None:
        return self.page.gazetteer.country(iso3)

    def _borders(self) -> tuple[list[PlaceMention], set[int]]:
        """"the border with X", "the X-Y border", "the Xish border": places of their own; the names in them are used up."""
        found: list[PlaceMention] = []
        used: set[int] = set()
        for t in self.tokens:
            if t.text.lower() not in pw.BORDERS or t.pos not in ("NOUN", "PROPN"):
                continue
            first, last, sides = self._sides_of(t.i)
            if not sides:
                continue
            used |= {id(h) for h in self.page.hits if first <= h.first <= last}
            here = self.setting.order[0] if self.setting.order else None
            countries = list(dict.fromkeys(sides + ([here] if here and len(sides) == 1 else [])))
            names = [e.name for c in sorted(countries) if (e := self._named(c))]
            name = f"{'–'.join(names)} border" if len(names) > 1 else f"border of {names[0]}" if names else None
            country = self.setting.sole if self.setting.sole in countries else None
            found.append(self._mention(first, last, Place("", name=name, country=country, precision="border")))
        return found, used

    def _sides_of(self, i: int) -> tuple[int, int, list[str]]:
        """The words that say whose border it is: first and last token, and the countries."""
        countries = {h.last: h for h in self.page.hits if h.is_country}
        first, sides, at = i, list[str](), i - 1
        while at >= 0:
            text = self.tokens[at].text
            if at in countries and countries[at].entries[0].iso3:
                sides.insert(0, countries[at].entries[0].iso3[0])
                at = first = countries[at].first
            elif (people := self.page.cased(text)) in self.page.demonyms:
                sides.insert(0, self.page.demonyms[people])
                first = at
            elif text not in ("-", "–", "'s", "’s") or first < at:
                break
            at -= 1
        if sides:
            return first, i, sides
        last = i
        if self.page.word(i + 1) in ("with", "between", "of"):
            for hit in self.page.hits:
                between = [self.page.word(k) for k in range(last + 1, hit.start)]
                if hit.first > i and countries.get(hit.last) is hit and all(w in ("with", "between", "of", "the", "and") for w in between):
                    sides.append(hit.entries[0].iso3[0])
                    last = hit.last
        return i, last, sides
