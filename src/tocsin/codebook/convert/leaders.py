"""Turns the leaders of REIGN into rows of offices.csv; rows from elsewhere stay as they are.

    python -m tocsin.codebook.convert.leaders PATH/leaders_1990_2021.csv

REIGN (MIT licence, March 2021) gives short names and months. `leader_names.txt` adds full names and offices, from general knowledge.
A term that REIGN leaves open ends in March 2021, as REIGN says nothing about later.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.codebook.tables import DATA

SOURCE = "REIGN 2021-03 (MIT): who and when; full name and title from general knowledge"
LAST_MONTH = "2021-03"
COLUMNS = ("person", "aliases", "surname", "office", "of", "start", "end", "source", "unchecked")
LINE = re.compile(r"(?P<short>[^#=]+)(?:#(?P<year>\d{4}))? = (?P<full>[^~@!+]+)(?:~(?P<surname>[^@!+]+))?(?:@(?P<office>[^!+]+))?"
                  r"(?P<rest>.*)")


@dataclass(frozen=True)
class Naming:
    """What leader_names.txt says of one short name."""

    full: str
    surname: str
    office: str
    aliases: str
    start: str | None
    end: str | None
    drop: bool


def read_namings(path: Path) -> dict[tuple[str, str, str | None], tuple[str, Naming]]:
    """(REIGN country, short name, start year or None) → ISO code and naming."""
    found: dict[tuple[str, str, str | None], tuple[str, Naming]] = {}
    code = iso3 = default = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            code, iso3, default = line[2:].split(" ", 2)
        elif line and not line.startswith("#"):
            match = LINE.fullmatch(line)
            if not match:
                raise SystemExit(f"{path}: cannot read the line: {line}")
            found[code, match["short"].strip(), match["year"]] = (iso3, _naming(match, default))
        found.setdefault((code, "", None), (iso3, Naming("", "", default, "", None, None, drop=False)))
    return found


def _naming(match: re.Match[str], default: str) -> Naming:
    """One line's naming; the surname is the last word of the name unless given."""
    full, rest = match["full"].strip(), match["rest"]
    aliases = rest.partition("+")[2].partition("!")[0].strip()
    until, since = re.search(r"until (\S+)", rest), re.search(r"from (\S+)", rest)
    return Naming(full, (match["surname"] or full.split()[-1]).strip(), (match["office"] or default).strip(), aliases,
                  since[1] if since else None, until[1] if until else None, "! drop" in rest)


def convert(path: Path, names: Path) -> Iterator[dict[str, str]]:
    """The rows of offices.csv for the leaders in a REIGN file."""
    namings = read_namings(names)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code, short, start, end = row["country_code_stateabb"], row["leader"].strip(), row["start"], row["end"]
            default = namings.get((code, "", None))
            known = namings.get((code, short, start[:4])) or namings.get((code, short, None))
            if code == "SNM" and default:
                known = (default[0], _captain(short, default[1]))
            if known is None:
                raise SystemExit(f"{names}: no line for {code} {short} {start}")
            iso3, naming = known
            if naming.drop:
                continue
            ends = min(filter(None, (end, naming.end, LAST_MONTH)))
            office = naming.office if "leader" in naming.office.split("|") else f"{naming.office}|leader"
            yield dict(zip(COLUMNS, (naming.full, naming.aliases, naming.surname, office, iso3, naming.start or start, ends, SOURCE, ""),
                           strict=True))


def _captain(short: str, default: Naming) -> Naming:
    """San Marino's captains regent stand with their full names in REIGN."""
    full = re.sub(r"\s*\(.*?\)", "", short)
    return Naming(full, full.split()[-1], default.office, "", None, None, drop=False)


def main() -> None:
    """Rewrite offices.csv: REIGN's rows anew, all others kept."""
    target = DATA / "offices.csv"
    with target.open(encoding="utf-8") as file:
        kept = [r for r in csv.DictReader(file) if r["source"] != SOURCE]
    rows = {(r["person"], r["of"], r["start"], r["office"]): r
            for r in [*kept, *convert(Path(sys.argv[1]), Path(__file__).parent / "leader_names.txt")]}
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows.values(), key=lambda r: (len(r["of"]) != 3 or r["of"].islower(), r["of"], r["start"], r["person"])))
    print(f"{len(rows)} rows in {target.name}, {len(kept)} of them kept")


if __name__ == "__main__":
    main()
