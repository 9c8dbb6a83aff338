"""Small places that the tables do not settle: one whose only namesake lies in a country that the report never names, and one unknown.

A quarter of the city that a report is about may share its name with a town abroad; the town's country would open a crisis there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tocsin.codebook import Codebook
from tocsin.codebook.places import Gazetteer
from tocsin.records import Place, PlaceMention, Sentence

KNOWN = 150_000  # people: a city of this size may be named without its country
_SMALL = ("site", "city", "district")


def leave_strays(sentences: Sequence[Sentence], *, country: str | None, codebook: Codebook, gazetteer: Gazetteer) -> list[Sentence]:
    """The sentences with each stray place put in the report's own country, without coordinates."""
    if country is None:
        return list(sentences)
    named = _named(sentences, codebook) | {country}

    def settle(p: PlaceMention) -> PlaceMention:
        return _home(p, country, gazetteer) if _strays(p.place, named, gazetteer) else p

    settled = [replace(s, places=tuple(map(settle, s.places))) for s in sentences]
    return [_bring_home(s, country, gazetteer) for s in settled] if _is_sole(sentences, country, codebook) else settled


def _is_sole(sentences: Sequence[Sentence], country: str, codebook: Codebook) -> bool:
    """Whether the report names its country at least three times as often as any other."""
    named = Counter(a.id for s in sentences for a in codebook.mentions(s.text) if a.kind == "country" and s.opening != "dateline")
    named.update(p.place.country for s in sentences for p in s.places if p.place.country and p.place.precision != "country")
    most = max((n for c, n in named.items() if c != country), default=0)
    return named[country] >= max(1, 3 * most)


def _bring_home(s: Sentence, country: str, gazetteer: Gazetteer) -> Sentence:
    """The sentence with small places that no table knows in the report's own country, where it names none of another."""
    if any(p.place.country not in (None, country) for p in s.places):
        return s
    at_home = (p._replace(place=replace(p.place, country=country)) if _is_unknown(p.place, gazetteer) else p for p in s.places)
    return replace(s, places=tuple(at_home))


def _is_unknown(place: Place, gazetteer: Gazetteer) -> bool:
    bare = place.name or place.text
    names = {bare, " ".join(w for w in bare.split() if w[:1].isupper())}
    return place.country is None and place.precision in _SMALL and not any(gazetteer.candidates(n) for n in names)


def _named(sentences: Sequence[Sentence], codebook: Codebook) -> set[str]:
    """The countries that the report names, by name, adjective, capital or a wide place; a people's name alone names none."""
    found = {p.place.country for s in sentences for p in s.places if p.place.country and p.place.precision not in _SMALL}
    for s in sentences:
        for alias in codebook.mentions(s.text):
            if alias.kind == "country" and s.text[alias.start : alias.end] not in codebook.countries[alias.id].demonym_is_ethnic:
                found.add(alias.id)
    return {c for c in found if c is not None}


def _strays(place: Place, named: set[str], gazetteer: Gazetteer) -> bool:
    if place.country is None or place.country in named or place.precision not in _SMALL:
        return False
    return all(e.population < KNOWN for e in gazetteer.candidates(place.name or place.text))


def _home(mention: PlaceMention, country: str, gazetteer: Gazetteer) -> PlaceMention:
    near = gazetteer.lookup(mention.place.text, countries=(country,))
    if near is not None and near.country == country:
        return mention._replace(place=near)
    return mention._replace(place=Place(mention.place.text, mention.place.text, country, precision=mention.place.precision))
