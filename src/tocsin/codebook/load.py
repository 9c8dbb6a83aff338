"""Loading the codebook and answering questions about it.

`load()` reads and checks the lists; the larger TOML tables are read when first asked for, by `check()` all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from tocsin.codebook import model as m
from tocsin.codebook.checks import check_offices, check_options, check_references, check_tables, entry_checks
from tocsin.codebook.mentions import Finder
from tocsin.codebook.resolve import Resolver
from tocsin.codebook.rules import check_rules
from tocsin.codebook.tables import DATA, make_entry, read_list, read_table, refuse_table

T = TypeVar("T")
CODE_SCHEMES = {"plover", "plover_mode", "plover_aux", "cameo", "acled", "acled_sub", "ucdp", "source", "unchecked"}


@dataclass(frozen=True)
class Codebook:
    """The field's knowledge: entries by key, and the questions one may ask of it.

    `folders` are where it was read from, ours first. Two codebooks of the same folders are the same.
    """

    folders: tuple[Path, ...]

    # -------------------------------------------------------------- lists

    @cached_property
    def countries(self) -> Mapping[str, m.Country]:
        """Countries by ISO 3166-1 alpha-3 code, dissolved ones included."""
        return read_list("countries.csv", m.Country, self.folders, key=lambda c: c.iso3, check=entry_checks[m.Country])

    @cached_property
    def offices(self) -> tuple[m.Office, ...]:
        """Who held which office when; a row is replaced by one with the same person, office and start."""
        rows = read_list("offices.csv", m.Office, self.folders, key=lambda o: f"{o.id}|{'/'.join(o.office)}",
                         check=entry_checks[m.Office])
        return tuple(rows.values())

    @cached_property
    def organisations(self) -> Mapping[str, m.Organisation]:
        """Organisations by id."""
        return read_list("organisations.csv", m.Organisation, self.folders, key=lambda o: o.id, check=entry_checks[m.Organisation])

    @cached_property
    def groups(self) -> Mapping[str, m.Group]:
        """Ethnic and religious groups by id."""
        return read_list("groups.csv", m.Group, self.folders, key=lambda g: g.id, check=entry_checks[m.Group], required=False)

    @cached_property
    def armed_groups(self) -> Mapping[str, m.ArmedGroup]:
        """Armed groups by id."""
        return read_list("armed_groups.csv", m.ArmedGroup, self.folders, key=lambda g: g.id, required=False)

    # -------------------------------------------------------------- tables

    def table(self, name: str) -> dict[str, Any]:
        """Any TOML file of the data folder by its name without the ending ("lexicon"), extra folders joined in; read once."""
        if name not in self._tables:
            self._tables[name] = read_table(f"{name}.toml", self.folders)
        return self._tables[name]

    @cached_property
    def _tables(self) -> dict[str, dict[str, Any]]:
        return {}

    def _entries(self, file_stem: str, make: type[T], **fixed: Callable[[str, Any], Any]) -> dict[str, T]:
        """The tables of a TOML file as records, by id; `fixed` computes a field from the id and the table."""
        file = f"{file_stem}.toml"
        found: dict[str, T] = {}
        for key, given in self.table(file_stem).items():
            if not isinstance(given, dict):
                refuse_table(file, self.folders, key, "is not a table")
            ready = {column: compute(key, given) for column, compute in fixed.items()}
            found[key] = make_entry(make, given, file=file, folders=self.folders, header=key, **ready)
        return found

    @cached_property
    def kinds(self) -> Mapping[str, m.Kind]:
        """The kinds of claim by name."""
        return self._entries("kinds", m.Kind, name=lambda key, _: key)

    @cached_property
    def generic_parties(self) -> Mapping[str, m.GenericParty]:
        """Head nouns that tell a party's type, by id."""
        return self._entries("generic_parties", m.GenericParty, id=lambda key, _: key,
                             compose=lambda _, given: given.get("compose", "none"))

    @cached_property
    def options(self) -> Mapping[str, m.Option]:
        """Types of response by id."""
        return self._entries("options", m.Option, id=lambda key, _: key)

    @cached_property
    def crimes(self) -> Mapping[str, m.Crime]:
        """The four crimes by id, with their elements."""
        return self._entries("crimes", m.Crime, id=lambda key, _: key, elements=lambda key, given: tuple(
            make_entry(m.Element, e, file="crimes.toml", folders=self.folders, header=key) for e in given.get("elements", ())))

    @cached_property
    def risk_factors(self) -> Mapping[str, m.RiskFactor]:
        """The fourteen risk factors by number."""
        return self._entries("risk_factors", m.RiskFactor, id=lambda key, _: key)

    @cached_property
    def indicators(self) -> Mapping[str, str]:
        """Every indicator of the risk factors: id → paraphrase."""
        return {key: text for factor in self.risk_factors.values() for key, text in factor.indicators.items()}

    @cached_property
    def precedents(self) -> Mapping[str, m.Precedent]:
        """Past cases by id."""
        return self._entries("precedents", m.Precedent, id=lambda key, _: key, traits=lambda _, given: {
            name: tuple(values) for name, values in given.get("traits", {}).items()}, measures=lambda key, given: tuple(
            make_entry(m.Measure, e, file="precedents.toml", folders=self.folders, header=key) for e in given.get("measures", ())))

    @cached_property
    def dimensions(self) -> Mapping[str, m.Dimension]:
        """The dimensions on which past cases are compared with the present one, by id."""
        return self._entries("comparison", m.Dimension, id=lambda key, _: key)

    @cached_property
    def precautions(self) -> Mapping[str, m.Precaution]:
        """The precautionary questions by id, in their order."""
        return self._entries("precautions", m.Precaution, id=lambda key, _: key)

    @cached_property
    def quantities(self) -> m.Quantities:
        """The quantity conventions."""
        given, file = self.table("quantities"), "quantities.toml"
        profiles = {}
        for key, profile in given["profiles"].items():
            words = {w: m.Vague(v.get("low"), v.get("best"), v.get("high")) for w, v in profile.get("words", {}).items()}
            profiles[key] = make_entry(m.Profile, profile, file=file, folders=self.folders, header=f"profiles.{key}", id=key, words=words)
        modifiers = tuple(make_entry(m.Modifier, x, file=file, folders=self.folders, header="modifiers") for x in given["modifiers"])
        if given["default"] not in profiles:
            refuse_table(file, self.folders, "default", f"names the profile {given['default']}, which is not there")
        return m.Quantities(given["default"], profiles, modifiers, tuple(given["merge_rules"]))

    @cached_property
    def code_maps(self) -> Mapping[str, Mapping[str, str]]:
        """For each kind or kind.subtype, its codes in other schemes (plover, plover_mode, plover_aux, cameo, acled, acled_sub, ucdp)."""
        given = self.table("code_maps")
        for key, codes in given.items():
            unknown = sorted(set(codes) - CODE_SCHEMES) if isinstance(codes, dict) else ["no table"]
            if unknown:
                refuse_table("code_maps.toml", self.folders, key, f"has {', '.join(unknown)} where one of the schemes should stand")
        return {key: {code: str(v) for code, v in codes.items() if code not in ("source", "unchecked")} for key, codes in given.items()}

    def codes_for(self, kind: str, subtype: str | None = None) -> dict[str, str]:
        """The codes of a kind, refined by its subtype's; an empty value of the subtype takes the kind's away."""
        codes = {**self.code_maps.get(kind, {}), **self.code_maps.get(f"{kind}.{subtype}", {})}
        return {scheme: code for scheme, code in codes.items() if code}

    @cached_property
    def levels(self) -> m.Levels:
        """The stated rule for a situation's level."""
        given = self.table("levels")
        levels = tuple(m.Level(x["name"], x["meaning"], tuple(tuple(alternative) for alternative in x["any"])) for x in given["levels"])
        return m.Levels(given["rule"], levels, given["otherwise"], given.get("source", ""), bool(given.get("unchecked")))

    # -------------------------------------------------------------- questions

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(countries=self.countries, offices=self.offices, organisations=self.organisations, groups=self.groups,
                        armed_groups=self.armed_groups, generic=self.generic_parties)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._resolver.index)

    def country_of(self, word: str) -> str | None:
        """The ISO code of a country's name or adjective; None when it is unknown or fits two countries."""
        return self._resolver.country_of(word)

    def resolve(self, text: str, *, on: date | None = None, country: str | None = None) -> m.Resolution:
        """What the words for a party resolve to, given the day they speak of and the country the report is about."""
        return self._kept_resolve(text, on, country)

    def mentions(self, text: str) -> list[m.Alias]:
        """All codebook names in a text, longest match first, in order."""
        return list(self._kept_mentions(text))

    @cached_property
    def _kept_resolve(self) -> Callable[[str, date | None, str | None], m.Resolution]:
        """`resolve`, its last answers kept: the same words come again within a report and from report to report."""
        return lru_cache(maxsize=20_000)(lambda text, on, country: self._resolver.resolve(text, on=on, country=country))

    @cached_property
    def _kept_mentions(self) -> Callable[[str], list[m.Alias]]:
        """`mentions`, its last answers kept: a reading asks for those of a sentence several times."""
        return lru_cache(maxsize=4_000)(self._finder.find)

    def check(self) -> None:
        """Read and check everything; raises CodebookError at the first entry that is malformed or contradicts another."""
        for name in ("countries", "offices", "organisations", "groups", "armed_groups", "kinds", "generic_parties", "options",
                     "crimes", "risk_factors", "precedents", "dimensions", "precautions", "quantities", "code_maps", "levels"):
            getattr(self, name)
        check_offices(self.offices, self.folders)
        check_references(self)
        check_tables(self)
        check_options(self)
        check_rules(self)

    def __reduce__(self) -> tuple[Callable[..., Codebook], tuple[tuple[Path, ...]]]:
        """Another process reads the files again: cheaper than sending the search automaton."""
        return _open, (self.folders,)


@lru_cache(maxsize=8)
def _open(folders: tuple[Path, ...]) -> Codebook:
    """The codebook of these folders, its lists read and checked; with folders of the user's own, all of it."""
    book = Codebook(folders)
    if len(folders) > 1:  # somebody's own entries: all is checked at the start, and not when a table is first asked for
        book.check()
    else:
        check_offices(book.offices, folders)
        check_references(book)
    return book


def load(*, extra: tuple[Path, ...] = ()) -> Codebook:
    """Load the codebook, cached. Folders in `extra` add or replace entries; a malformed entry raises CodebookError with file and line."""
    return _open((DATA, *(Path(e).resolve() for e in extra)))
