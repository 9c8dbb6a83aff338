"""Every name of the codebook, in the forms in which texts write it, with the entries it may stand for."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tocsin.codebook import model as m


class Ref(NamedTuple):
    """An entry that a name may stand for; kind, id and role as in `model.Alias`."""

    kind: str
    id: str
    role: str


def _fold_table() -> dict[int, str]:
    """Letters with marks → plain letters, one for one, so that offsets stay; curly quotes and odd spaces likewise."""
    table = {0x2019: "'", 0x2018: "'", 0x02BC: "'", 0x02BB: "'", 0x2010: "-", 0x2011: "-", 0x00A0: " "}
    table |= {ord("ø"): "o", ord("Ø"): "O", ord("ł"): "l", ord("Ł"): "L", ord("đ"): "d", ord("Đ"): "D", ord("ı"): "i"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if code not in table and base.isascii():
            table[code] = base
    return table | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # lone halves of a letter, which no search takes


FOLD = _fold_table()
ACRONYM = re.compile(r"(?:[A-Z]\.?){1,5}|[A-Z]{1,3}[-&][A-Z]{1,3}")
ARTICLE = re.compile(r"(?:al|el|an|ar|as|ash|at|ad)-", re.IGNORECASE)
UNINFLECTED = ("s", "z", "x", "sh", "ch", "ese", "wa", "ts")


def fold(text: str) -> str:
    """The text without marks on letters and with plain quotes; as long as before."""
    return text.translate(FOLD)


def is_acronym(name: str) -> bool:
    """Whether a name is written in capitals throughout and so short that its case must match (UN, U.S., CSTO)."""
    return ACRONYM.fullmatch(name) is not None


def make_plural(word: str) -> str | None:
    """The plural of a people's name by rule (Kenyan → Kenyans); None for those that stay or that no rule makes (Swiss, Chinese)."""
    return None if not word or word.endswith(UNINFLECTED) or word[-1] not in "abcdefghijklmnopqrtuvwy" else word + "s"


class Index:
    """Names → entries. `exact` holds acronyms, `loose` all other names in small letters; keys are folded.

    `capitals` says where a name needs capitals: "The Times" is no "the times".
    """

    def __init__(self) -> None:
        self.exact: dict[str, list[Ref]] = defaultdict(list)
        self.loose: dict[str, list[Ref]] = defaultdict(list)
        self.capitals: dict[str, tuple[int, ...]] = {}

    def add(self, name: str, ref: Ref) -> None:
        """Add one name of an entry."""
        name = fold(name)
        key, table = (name, self.exact) if is_acronym(name) else (name.lower(), self.loose)
        if not key:
            return
        article = ARTICLE.match(name) is not None  # al-Shabaab and Al-Shabaab are one
        starts = tuple(i for i, c in enumerate(name) if c.isupper() and (not article if i == 0 else not name[i - 1].isalnum()))
        known = self.capitals.get(key, starts)
        self.capitals[key] = known if known == starts else tuple(i for i in known if i in starts)
        if all((r.kind, r.id) != (ref.kind, ref.id) for r in table[key]):
            table[key].append(ref)

    def has_capitals(self, key: str, text: str, start: int = 0) -> bool:
        """Whether the words at a place of the text have the capitals that the name needs."""
        return not any(text[start + i].islower() for i in self.capitals[key])

    def get(self, name: str) -> list[Ref]:
        """The entries that a name may stand for; none for a name without its capitals."""
        name = fold(name)
        if found := self.exact.get(name):
            return list(found)
        found = self.loose.get(name.lower(), [])
        return list(found) if found and self.has_capitals(name.lower(), name) else []


def build_index(*, countries: Mapping[str, m.Country], offices: Sequence[m.Office], organisations: Mapping[str, m.Organisation],
                groups: Mapping[str, m.Group], armed_groups: Mapping[str, m.ArmedGroup]) -> Index:
    """All names of all entries; the surnames of office holders are left out, as they need a title or a date."""
    index = Index()
    for country in countries.values():
        for name, role in country_names(country):
            index.add(name, Ref("country", country.iso3, role))
    for kind, entries in (("organisation", organisations), ("armed_group", armed_groups)):
        for entry in entries.values():
            for name in (entry.name, *entry.aliases):
                index.add(name, Ref(kind, entry.id, "name"))
    for group in groups.values():
        for name in with_plurals((group.name, *group.aliases)):
            index.add(name, Ref("group", group.id, "name"))
    for name, person, role in office_names(offices):
        index.add(name, Ref("office", person, role))
    return index


def country_names(country: m.Country) -> Iterator[tuple[str, str]]:
    """The names of a country with their roles; a name has the first role that it can have."""
    for role, names in (("name", (country.name, *country.aliases)), ("force_metonym", country.force_metonyms),
                        ("metonym", country.metonyms), ("adjective", country.adjectives), ("people", country.people),
                        ("people", [p for a in country.adjectives if (p := make_plural(a)) and not is_acronym(a)]),
                        ("metonym", country.capital_metonym), ("capital", country.capital)):
        for name in names:
            yield name, role


def with_plurals(names: Iterable[str]) -> Iterator[str]:
    """Names of a people with their regular plurals."""
    for name in names:
        yield name
        plural = make_plural(name)
        if plural and not is_acronym(name):
            yield plural


def office_names(offices: Sequence[m.Office]) -> Iterator[tuple[str, str, str]]:
    """Name, person and role for each office holder: the name, its other forms, and each title with the surname."""
    seen: set[tuple[str, str]] = set()
    for office in offices:
        for name in (office.person, *office.aliases):
            if (name, office.person) not in seen:
                seen.add((name, office.person))
                yield name, office.person, "person"
        for title in office.office:
            name = f"{title[:1].upper()}{title[1:]} {office.surname}"
            if (name, office.person) not in seen and title not in ("leader", "head of state", "head of government"):
                seen.add((name, office.person))
                yield name, office.person, "title_name"
