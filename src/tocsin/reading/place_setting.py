"""Names that may be places, and which places they are: the report's countries decide.

Every name votes for the countries it could lie in; a town is then looked for in the countries that won, and elsewhere only when it is
too well known to be mistaken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.codebook.places import Entry, choose, fold

KNOWN = 100_000  # people: a town of this size is taken for itself anywhere, a smaller one only in a country the report speaks of
GREAT = 1_000_000  # people: a city of this size is meant before a town of the same name a hundred times smaller
ALONE = 15_000  # people: in a report that names no country, a smaller town stays unresolved
ENOUGH = 0.7  # votes: less than one name that only one country has
NAMESAKES = frozenset({"USA", "CAN", "AUS", "NZL"})  # countries whose towns are named after cities elsewhere


@dataclass(frozen=True, slots=True)
class Setting:
    """Which countries a report speaks of, likeliest first; `strong` are those spoken of at least a third as much as the first.

    `sole` is the one it is about beyond doubt.
    """

    order: tuple[str, ...]
    strong: tuple[str, ...]
    sole: str | None


@dataclass(slots=True)
class Hit:
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
    strict: bool = False  # and that preposition goes before places and little else ("in", "near")
    actor: bool = False
    across: bool = False  # "the border with X": what is told of lies on this side
    dateline: bool = False
    named_after: bool = False  # "Peru Farm" is not in Peru
    label: str = ""  # the parser's, of the name's last word
    narrower: tuple[str, ...] = ()  # countries named right after it: "Tripoli, Lebanon"

    @property
    def is_country(self) -> bool:
        """Whether the bare name is a country's."""
        return self.kind is None and any(e.precision == "country" for e in self.entries)


def settle(hits: Sequence[Sequence[Hit]], *, adjectives: Sequence[Sequence[str]], headings: Sequence[bool],
           hints: Sequence[str]) -> Setting:
    """Let countries, their adjectives, great cities and all other names vote for the countries the report is about.

    A name of many places gives each of their countries a small share, so that the country that explains most names wins. One item for
    each sentence: its hits, the countries whose adjectives it has, whether it is a heading.
    """
    votes: defaultdict[str, float] = defaultdict(float)
    seen: set[str] = set()
    for number, (names, described, heading) in enumerate(zip(hits, adjectives, headings, strict=True)):
        weight = 2.0 if number < 3 or heading else 1.0
        for hit in names:
            for iso3, share in _vote(hit, again=hit.name in seen).items():
                votes[iso3] += share * weight
            seen.add(hit.name)
        for iso3 in described:
            votes[iso3] += weight
    for place, iso3 in enumerate(hints):
        votes[iso3] += 1 - 0.01 * place
    most = max(votes.values(), default=0)
    ranked = [(c, n) for c, n in sorted(votes.items(), key=lambda item: -item[1]) if n >= max(ENOUGH, 0.1 * most)]
    sole = ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1]) else None
    return Setting(tuple(c for c, _ in ranked), tuple(c for c, n in ranked if n >= ranked[0][1] / 3), sole)


def _vote(hit: Hit, *, again: bool) -> dict[str, float]:
    """Which countries a name speaks for, and how much; a name of many places speaks once."""
    first = hit.entries[0] if hit.entries else None
    if first is None or len(first.iso3) != 1:
        return {}
    country = first.iso3[0]
    rivals = [e for e in hit.entries if e.iso3 != first.iso3]
    if hit.across:
        return {}
    if hit.actor:
        return {country: 0.5}
    if hit.is_country:
        return {country: 3.0} if not rivals or rivals[0].precision != "country" else {}
    times = 30 if country in NAMESAKES else 10
    if first.population >= 200_000 and (not rivals or first.weight >= times * rivals[0].weight):
        return {country: 1.0}
    if again or not (hit.located or hit.labelled or hit.dateline):
        return {}
    countries = {e.iso3[0] for e in hit.entries if len(e.iso3) == 1}
    return dict.fromkeys(countries, 0.6 / len(countries))


def _of_kind(entries: Sequence[Entry], kind: str | None) -> Sequence[Entry]:
    """The entries of the precision that a word beside the name tells, or of the next that there is; all where none tells."""
    levels = {"region": ("region", "district"), "district": ("district", "region", "city"), "city": ("city",)}.get(kind or "", ())
    return next((p for level in levels if (p := [e for e in entries if e.precision == level])), entries)


def _is_dwarfed(entry: Entry, entries: Sequence[Entry]) -> bool:
    """Whether a city of the same name is so much greater that it is meant before the small one."""
    floor, times = (KNOWN, 8) if set(entry.iso3) & NAMESAKES else (GREAT, 100)
    return any(e.population >= floor and e.precision == "city" and e.weight > times * entry.weight for e in entries)


def resolve(hit: Hit, setting: Setting) -> Entry | None:
    """Which of the places of its name a hit is, or None where nothing tells."""
    if hit.is_country:
        return _country(hit, setting)
    if hit.named_after:
        return None
    told = [e.iso3 for e in hit.entries if e.precision == hit.kind]
    near = sorted((*hit.narrower, *setting.strong), key=lambda c: not any(c in iso3 for iso3 in told))
    for iso3 in near:
        here = choose(_of_kind([e for e in hit.entries if iso3 in e.iso3], hit.kind), countries=())
        sure = iso3 in hit.narrower or (iso3 == setting.sole and iso3 not in NAMESAKES)
        if here and (sure or not _is_dwarfed(here, hit.entries)):
            return here
    return None if hit.kind == "site" and setting.order else _far(hit, setting)


def _far(hit: Hit, setting: Setting) -> Entry | None:
    """A place outside the countries the report is about: only where it is well known, or the report names no country at all."""
    def weigh(entry: Entry) -> float:
        return entry.weight * (3 if set(entry.iso3) & set(setting.order) else 1)

    pool = sorted(_of_kind(hit.entries, hit.kind), key=weigh, reverse=True)
    best = pool[0] if pool else None
    if best is None or not best.iso3 or best.precision == "country":
        return best
    if hit.kind in ("region", "district") and best.precision == "city" and fold(best.name) != fold(hit.name):
        return None  # "Panyang county" is not the city that somebody spells so
    people = best.population if best.precision == "city" else best.population // 10
    rival = next((e for e in pool if e.iso3 != best.iso3), None)
    told = hit.labelled or hit.strict or hit.kind is not None
    if rival and weigh(rival) * 3 > weigh(best):
        return None  # either could be meant, and nothing tells which
    if setting.order and fold(best.name) != fold(hit.name) and best.population < GREAT:
        return None  # a far town's variant
    if told and rival is None and (best.precision == "region" or (not setting.order and (people >= 1000 or best.precision == hit.kind))):
        return best
    floor = KNOWN if setting.order and not (told and rival is None) else ALONE
    return best if people >= floor else None


def _country(hit: Hit, setting: Setting) -> Entry:
    """The country of that name; one of its namesakes (Georgia in the United States) only where the report is all about that one."""
    whole = tuple(e for e in hit.entries if e.precision == "country")
    regions = [e for e in hit.entries if e.precision == "region" and setting.sole in e.iso3]
    if regions and not any(setting.order.index(e.iso3[0]) < 3 for e in whole if e.iso3[0] in setting.order):
        return regions[0]
    return choose(whole, countries=(*hit.narrower, *setting.order)) or whole[0]
