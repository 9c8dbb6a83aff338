"""The gazetteer: names of places, where they are and in which country.

The table `data/places.tsv.gz` (GeoNames, CC BY 4.0; made by `convert/places.py`) has cities, regions and districts, a line each (name,
country, admin1, lat, lon, precision, population), then an empty line and the index: folded name and line numbers. A district named as its
seat has no line of its own. `data/regions.csv` has the regions that conflicts are told by and that no administration has an entry for.
Countries come from the caller.
"""

from __future__ import annotations

import csv
import gzip
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tocsin.codebook.model import Country
from tocsin.records import Place

DATA = Path(__file__).parent / "data"

# How much a place's people count when a bare name could be it: "Osh" is the city before it is the region around it.
_WEIGHT = {"country": 1000.0, "city": 1.0, "region": 0.1, "district": 0.02}
_OWN_NAME = 5  # a place's main name counts more than another place's variant
_SHARED_NAMES = {"COD": ("Congo",), "COG": ("Congo",), "KOR": ("Korea",), "PRK": ("Korea",)}  # which one, the report's other places tell
_REGION_PEOPLE = 5_000_000  # a hand-written region has no count of people; it outranks a village of the same name
_FOLDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a"})
_SAINT = re.compile(r"\b(?:st|sta|ste)\b\.?\s+", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^a-z0-9]+")


class Entry(NamedTuple):
    """One place of the gazetteer. `precision`: city, region, district, country; `iso3` lists the countries it lies in."""

    name: str
    iso3: tuple[str, ...]
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: str
    population: int

    @property
    def weight(self) -> float:
        """How likely a bare name means this place rather than another of the same name."""
        return (self.population + 1) * _WEIGHT[self.precision]


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """The key of a name: lower case, no accents, spaces, hyphens or apostrophes ("Jalal-Abad" and "Jalalabad" are one)."""
    plain = unicodedata.normalize("NFKD", _SAINT.sub("saint ", name).casefold().translate(_FOLDED))
    return _NOT_WORD.sub("", "".join(c for c in plain if not unicodedata.combining(c)))


class Gazetteer:
    """Looks places up by name; the table is read at the first question.

    `countries` gives each country's names by ISO 3166-1 alpha-3 code. `folder` holds places.tsv.gz and regions.csv.
    """

    def __init__(self, countries: Mapping[str, Iterable[str]] | None = None, *, folder: Path = DATA) -> None:
        self._countries = {iso3: tuple(names) for iso3, names in (countries or {}).items()}
        self._folder = folder
        self._rows: list[str] = []
        self._keys: list[str] = []
        self._own: dict[str, list[Entry]] = {}
        self._loaded = False

    def lookup(self, name: str, *, countries: Sequence[str] = (), precision: str | None = None) -> Place | None:
        """The place that a name most likely means, or None: a place in the countries (likeliest first), then the larger, then the finer.

        `precision` keeps to places of that kind ("the province of X"). Without it a country's own name always means the country.
        """
        found = self.candidates(name)
        if precision:
            found = tuple(e for e in found if e.precision == precision)
        best = choose(found, countries=countries)
        return to_place(name, best, countries=countries) if best else None

    def candidates(self, name: str) -> tuple[Entry, ...]:
        """All places of that name, most likely first."""
        self._load()
        key = fold(name)
        found = [read_entry(self._rows[i]) for i in self._numbers(key)]
        return tuple(sorted(self._own.get(key, []) + found, key=lambda e: -e.weight * (_OWN_NAME if fold(e.name) == key else 1)))

    def country(self, iso3: str) -> Entry | None:
        """The country of a code, or None when it is unknown."""
        self._load()
        names = self._countries.get(iso3)
        return next((e for e in self._own[fold(names[0])] if e.iso3 == (iso3,)), None) if names else None

    def __contains__(self, name: object) -> bool:
        """Whether any place has that name; cheaper than `candidates`."""
        self._load()
        key = fold(str(name))
        return key in self._own or bool(self._numbers(key))

    def _load(self) -> None:
        if self._loaded:
            return
        table, index = gzip.decompress((self._folder / "places.tsv.gz").read_bytes()).decode("utf-8").split("\n\n")
        self._rows, self._keys = table.split("\n"), index.split("\n")
        for entry, names in read_regions(self._folder / "regions.csv"):
            self._take(entry, names)
        for iso3, names in self._countries.items():
            at = self._numbers(f"@{iso3}")
            known = read_entry(self._rows[at[0]]) if at else Entry("", (iso3,), None, None, None, "country", 0)
            self._take(known._replace(name=names[0]), (*names, *_SHARED_NAMES.get(iso3, ())))
        self._loaded = True

    def _numbers(self, key: str) -> list[int]:
        """The rows of the table that have the key; its index is sorted lines of key and row numbers."""
        at = bisect_left(self._keys, f"{key}\t")
        if at == len(self._keys) or not self._keys[at].startswith(f"{key}\t"):
            return []
        return list(map(int, self._keys[at][len(key) + 1:].split(",")))

    def _take(self, entry: Entry, names: Iterable[str]) -> None:
        for key in dict.fromkeys(map(fold, names)):
            self._own.setdefault(key, []).append(entry)


def read_entry(row: str) -> Entry:
    """A line of the table as an entry."""
    name, iso3, admin1, lat, lon, precision, population = row.split("\t")
    return Entry(name, tuple(iso3.split("|")) if iso3 else (), admin1 or None, float(lat) if lat else None, float(lon) if lon else None,
                 precision, int(population or 0))


def read_regions(path: Path) -> list[tuple[Entry, tuple[str, ...]]]:
    """The hand-written regions, each with its names."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for r in rows:
        iso3 = tuple(filter(None, r["iso3"].split("|")))
        entry = Entry(r["name"], iso3, None, float(r["lat"]), float(r["lon"]), r["precision"], _REGION_PEOPLE)
        found.append((entry, (r["name"], *filter(None, r["aliases"].split("|")))))
    return found


def choose(found: Sequence[Entry], *, countries: Sequence[str]) -> Entry | None:
    """The likeliest of entries that come likeliest first: one in the first of the countries that has any; a country before all."""
    pool = [e for e in found if e.precision == "country"] or found
    for iso3 in countries:
        here = next((e for e in pool if iso3 in e.iso3), None)
        if here:
            return here
    return pool[0] if pool else None


def to_place(text: str, entry: Entry, *, countries: Sequence[str] = ()) -> Place:
    """The entry as a place; of several countries the first hinted one, or none when no hint fits."""
    country = next((c for c in countries if c in entry.iso3), None) or (entry.iso3[0] if len(entry.iso3) == 1 else None)
    return Place(text=text, name=entry.name, country=country, admin1=entry.admin1, lat=entry.lat, lon=entry.lon, precision=entry.precision)


def make_gazetteer(countries: Iterable[Country]) -> Gazetteer:
    """The gazetteer with the codebook's countries; dissolved ones only lend their names where no other country has them."""
    return Gazetteer({c.iso3: (c.name, *c.aliases) for c in countries})


def tell_demonyms(countries: Iterable[Country]) -> dict[str, str]:
    """Adjectives and nouns of a people that point to one country: word → ISO code. Those of two countries are left out."""
    found: dict[str, set[str]] = {}
    for country in countries:
        own = {country.name, *country.aliases}
        for word in (*country.adjectives, *country.people):
            if word not in own:
                for form in (word, f"{word}s") if word.endswith(("n", "i")) else (word,):
                    found.setdefault(form, set()).add(country.iso3)
    return {word: next(iter(codes)) for word, codes in found.items() if len(codes) == 1}
