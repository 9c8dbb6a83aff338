"""What must hold for entries of the codebook, said in words for the person who edits it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.codebook import model as m
from tocsin.codebook.tables import refuse, refuse_table

if TYPE_CHECKING:
    from tocsin.codebook.load import Codebook

ORGANISATION_TYPES = {"intergovernmental", "organisation", "court", "media", "political_party"}
GROUP_TYPES = {"ethnic_group", "religious_group"}
PARTY_TYPES = {"state", "security_force", "armed_group", "mob", "ethnic_group", "religious_group", "civilians", "protesters", "refugees",
               "political_party", "organisation", "intergovernmental", "court", "person", "media", "unknown"}
OUTCOMES = {"success", "partial", "failure", "not_tried", "unknown"}
PRECAUTIONS = ("just_cause", "right_intention", "last_resort", "proportional_means", "reasonable_prospects", "right_authority")
EVIDENCE = {"inquiry", "study", "asserted", "counterfactual"}
# Titles that several people of one country hold at the same time, so that rows may overlap.
SHARED_TITLES = {"captain regent", "member of the presidency", "deputy prime minister", "vice president", "special adviser",
                 "special envoy", "special representative", "spokesman", "spokeswoman", "spokesperson", "envoy",
                 "commander", "governor", "senator", "minister", "leader", "general", "colonel", "captain", "warlord", "rebel leader",
                 "co-founder", "archbishop", "deputy head of the interim government", "opposition leader"}


def check_country(c: m.Country) -> str | None:
    """A country needs a code of three capitals; ethnic names must be among its adjectives or people."""
    if not re.fullmatch(r"[A-Z]{3}", c.iso3):
        return f"'{c.iso3}' is not a code of three capital letters"
    stray = set(c.demonym_is_ethnic) - set(c.adjectives) - set(c.people)
    if stray:
        return f"demonym_is_ethnic has {', '.join(sorted(stray))}, which is neither an adjective nor in people"
    if not set(c.capital_metonym) <= set(c.capital):
        return "capital_metonym has a name that is not in capital"
    return None if c.name and c.government.startswith("Government of ") else "name or government is empty or not 'Government of …'"


def check_office(o: m.Office) -> str | None:
    """An office needs a person, a title and a country or organisation."""
    if not (o.person and o.office and o.of):
        return "person, office or of is empty"
    return None if o.surname and o.surname in " ".join((o.person, *o.aliases)) else f"surname '{o.surname}' is not part of the name"


def check_type(allowed: set[str]) -> Callable[[Any], str | None]:
    """A check that an entry has a name and a type of the closed list."""
    def check(entry: Any) -> str | None:
        if not entry.name or not entry.id:
            return "id or name is empty"
        return None if entry.type in allowed else f"type '{entry.type}' is not one of {', '.join(sorted(allowed))}"
    return check


entry_checks: dict[type, Callable[[Any], str | None]] = {
    m.Country: check_country, m.Office: check_office, m.Organisation: check_type(ORGANISATION_TYPES), m.Group: check_type(GROUP_TYPES)}


def check_offices(offices: Sequence[m.Office], folders: Sequence[Path]) -> None:
    """Two people may not hold the same title of the same country on the same days.

    A handover within one month is no overlap, as most dates are known to the month only.
    """
    held: dict[tuple[str, str], list[m.Office]] = defaultdict(list)
    for office in offices:
        for title in office.office:
            if title not in SHARED_TITLES:
                held[office.of, title].append(office)
    for (of, title), rows in held.items():
        rows.sort(key=lambda o: (o.start or "", o.end or "9999"))
        for earlier, later in zip(rows, rows[1:], strict=False):
            if earlier.person != later.person and earlier.start and later.start and later.start[:7] < (earlier.end or "9999")[:7]:
                path, line = find_line(folders, "offices.csv", later)
                refuse(path, line, f"{later.person} and {earlier.person} are both {title} of {of} from {later.start}",
                       fix="End the earlier row, or start the later one, in the month of the handover.")


def find_line(folders: Sequence[Path], name: str, office: m.Office) -> tuple[Path, int]:
    """Where an office's row stands, for an error message."""
    for folder in reversed(folders):
        path = folder / name
        if path.exists():
            for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
                if line.startswith((office.person + ",", f'"{office.person}",')) and (office.start or "") in line:
                    return path, number
    return folders[0] / name, 1


def check_references(book: Codebook) -> None:
    """Codes and ids that entries name must exist."""
    where = set(book.countries) | set(book.organisations)
    for office in book.offices:
        if office.of not in where:
            path, line = find_line(book.folders, "offices.csv", office)
            refuse(path, line, f"'{office.of}' is neither a country code nor an organisation id", fix="Correct column 'of'.")
    lists: tuple[tuple[str, Any], ...] = (("organisations.csv", book.organisations), ("groups.csv", book.groups),
                                          ("armed_groups.csv", book.armed_groups))
    for name, entries in lists:
        for entry in entries.values():
            codes = (entry.country,) if isinstance(entry.country, str) else entry.country or ()
            missing = [c for c in codes if c not in book.countries]
            if missing or (getattr(entry, "parent", None) or entry.id) not in entries:
                path, line = find_id(book.folders, name, entry.id)
                refuse(path, line, f"'{entry.id}' names {', '.join(missing) or entry.parent}, which is in no list",
                       fix="Use an ISO 3166-1 alpha-3 code of countries.csv, and a parent that has its own row.")


def find_id(folders: Sequence[Path], name: str, entry_id: str) -> tuple[Path, int]:
    """Where the row of an id stands, for an error message."""
    for folder in reversed(folders):
        path = folder / name
        if path.exists():
            for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
                if line.startswith((entry_id + ",", f'"{entry_id}",')):
                    return path, number
    return folders[0] / name, 1


def check_tables(book: Codebook) -> None:
    """Values of the TOML tables come from closed lists, and what they name exists."""
    for key, generic in book.generic_parties.items():
        if generic.type not in PARTY_TYPES:
            refuse_table("generic_parties.toml", book.folders, key, f"has the type '{generic.type}', which is not a party type")
    for key, case in book.precedents.items():
        for code in case.country:
            if code not in book.countries:
                refuse_table("precedents.toml", book.folders, key, f"names the country {code}, which is not in countries.csv")
        for measure in case.measures:
            if measure.option not in book.options or measure.outcome not in OUTCOMES or measure.evidence_type not in EVIDENCE:
                refuse_table("precedents.toml", book.folders, key,
                             f"has a measure with an unknown option, outcome or evidence type ({measure.what})")
    for key in book.code_maps:
        kind, _, subtype = key.partition(".")
        if kind not in book.kinds or (subtype and subtype not in book.kinds[kind].subtypes):
            refuse_table("code_maps.toml", book.folders, key, "is not a kind or subtype of kinds.toml")


def check_options(book: Codebook) -> None:
    """The questions are the six, and past cases are coded on dimensions that are there."""
    if tuple(book.precautions) != PRECAUTIONS:
        refuse_table("precautions.toml", book.folders, next((k for k in book.precautions if k not in PRECAUTIONS), PRECAUTIONS[0]),
                     f"is not as it should be: the questions are {', '.join(PRECAUTIONS)}, in this order")
    for key, case in book.precedents.items():
        for name, values in case.traits.items():
            known = book.dimensions[name].values if name in book.dimensions else {}
            strange = [value for value in values if value not in known]
            if not known or strange:
                refuse_table("precedents.toml", book.folders, key,
                             f"has the trait {name} = {', '.join(strange or values)}, which comparison.toml does not have")
