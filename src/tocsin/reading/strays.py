"""Leave a small place unresolved where its only namesake lies in a country that the report never names.

A quarter of the city that a report is about may share its name with a town abroad; the town's country would open a crisis there.
"""

from __future__ import annotations

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

    return [replace(s, places=tuple(map(settle, s.places))) for s in sentences]


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
