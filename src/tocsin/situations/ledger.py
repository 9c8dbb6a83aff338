"""The ledger of everything that was read: it takes reports as they come, and brings up to date only what they touch.

To add a report costs its own words, the few reports that it is compared with and its country's stretches of days; nothing is told anew.
Situations are told when they are asked for, and again only where something changed. What is told depends on which reports were added,
never on their order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from tocsin.codebook import Codebook
from tocsin.errors import TocsinError
from tocsin.records import Published, Read, Report, Rulings, Situation
from tocsin.situations.describe import describe
from tocsin.situations.figures import RULES
from tocsin.situations.grouping import (
    APART,
    Group,
    Share,
    absorb,
    attach,
    gather_countryless,
    is_told_abroad,
    make_case,
    make_group,
    opens,
    split_places,
    split_read,
)
from tocsin.situations.origins import OriginIndex
from tocsin.situations.rulings import Draft, make_drafts

ROLES = {"name": 6, "adjective": 4, "people": 4, "metonym": 2, "force_metonym": 2}
OFFICIAL = re.compile(
    r"\s+(?:interim |provisional |border |foreign |prime |security |riot )?"
    r"(?:government|authorit|army|police|troops|soldiers|forces|"
    r"service|ministr|minister|president|parliament|officials|court|side|capital|state)", re.I)
LATER = "later than "  # how intake's clue begins that flags a date after the day of reading
Version = tuple[str, str, str]
ShareKey = tuple[str, str]


class Arrival(NamedTuple):
    """What is known of a report once it is added: where its words first stood so far, and the countries whose crises it tells of."""

    report_id: str
    origin: str
    countries: tuple[str | None, ...]


class Standing(NamedTuple):
    """One country's stretch of days without a gap of sixty, as it stands: kept up to date with every report, without telling it anew."""

    country: str
    first: date
    last: date
    reports: int
    claims: int


@dataclass(eq=False)
class Stretch:
    """The dated shares of one country whose days lie within sixty days of each other; `runs` are the days, apart from one another."""

    country: str
    shares: dict[str, Share] = field(default_factory=dict)
    runs: list[tuple[date, date]] = field(default_factory=list)
    claims: int = 0

    def reaches(self, days: Sequence[date]) -> bool:
        """Whether one of these days lies within sixty days of it."""
        return any(first - APART <= day <= last + APART for first, last in self.runs for day in days)

    def take(self, name: str, share: Share) -> None:
        """Take in one share and its days."""
        self.shares[name] = share
        self.claims += len(share.claims)
        self.runs = join_runs([*self.runs, *((day, day) for day in share.days)])

    def swallow(self, other: Stretch) -> None:
        """Take in another stretch whole."""
        self.shares |= other.shares
        self.claims += other.claims
        self.runs = join_runs([*self.runs, *other.runs])


def join_runs(runs: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Runs of days in order, joined where no more than sixty days lie between."""
    joined: list[tuple[date, date]] = []
    for first, last in sorted(runs):
        if joined and first - joined[-1][1] <= APART:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


@dataclass(eq=False)
class Land:
    """What was told of one country: its stretches, and the shares that have no day."""

    stretches: list[Stretch] = field(default_factory=list)
    undated: dict[str, Share] = field(default_factory=dict)

    def add(self, country: str, name: str, share: Share) -> Stretch | None:
        """Put a share where its days belong, joining stretches that it connects; None for one without a day."""
        if not share.days:
            self.undated[name] = share
            return None
        reached = [s for s in self.stretches if s.reaches(share.days)]
        home = max(reached, key=lambda s: len(s.shares), default=None)
        if home is None:
            home = Stretch(country)
            self.stretches.append(home)
        for other in reached:
            if other is not home:
                home.swallow(other)
                self.stretches.remove(other)
        home.take(name, share)
        return home

    def remove(self, country: str, name: str) -> None:
        """Take a share out; its stretch is laid out anew, for it may have held two parts together."""
        if self.undated.pop(name, None) is None:
            home = next(s for s in self.stretches if name in s.shares)
            self.stretches.remove(home)
            for other, share in home.shares.items():
                if other != name:
                    self.add(country, other, share)


class Ledger:
    """Everything that was read, by origin, country and time; `add` takes reads, `situations` tells what they tell together."""

    def __init__(self, *, codebook: Codebook) -> None:
        self._codebook = codebook
        self._families = {name: kind.family for name, kind in codebook.kinds.items()}
        self._reads: dict[str, Read] = {}
        self._versions: dict[str, Version] = {}
        self._stamps: dict[str, int] = {}
        self._shares: dict[str, tuple[Share, ...]] = {}
        self._index = OriginIndex()
        self._lands: dict[str, Land] = defaultdict(Land)
        self._nowhere: dict[str, Share] = {}
        self._touched: set[str | None] = set()  # countries in which something changed since they were grouped
        self._groups: dict[str, list[Group]] = {}
        self._told: dict[object, Situation] = {}
        self._stale: set[str] = set()  # reports of which something changed since their situation was told
        self._ruled: tuple[str, Rulings] | None = None
        self._count = 0

    def __len__(self) -> int:
        return len(self._reads)

    # -------------------------------------------------------------- adding

    def add(self, reads: Iterable[Read]) -> tuple[Arrival, ...]:
        """Take in reads; of two reads of one report id the later dated version counts."""
        return tuple([arrival for read in reads if (arrival := self._add(read))])

    def _add(self, read: Read) -> Arrival | None:
        name = read.report.id
        version = (read.report.published.end or "", read.report.version, read.report.text)
        if name in self._versions:
            if version < self._versions[name]:
                return None
            self._remove(name)
        report = set_aside_future(read.report)
        read = read if report is read.report else replace(read, report=report)
        self._count += 1
        self._reads[name], self._versions[name], self._stamps[name] = read, version, self._count
        shares = split_read(read, self._families, count_countries(report.text, self._codebook),
                            lambda: find_peoples(report.text, self._codebook))
        self._shares[name] = tuple(shares)
        changed = self._index.add(report)
        for share in shares:
            if share.country:
                self._lands[share.country].add(share.country, name, share)
            else:
                self._nowhere[name] = share
        self._mark({name, *changed})
        return Arrival(name, self._index.origin(name), tuple(s.country for s in shares))

    def _remove(self, name: str) -> None:
        for share in self._shares[name]:
            if share.country:
                self._lands[share.country].remove(share.country, name)
            else:
                self._nowhere.pop(name, None)
        self._mark({name, *self._index.remove(name)})
        for known in (self._reads, self._versions, self._stamps, self._shares):
            known.pop(name)

    def _mark(self, changed: Iterable[str]) -> None:
        """Note what has to be looked at again when situations are asked for."""
        for name in changed:
            self._stale.add(name)
            self._touched.update(share.country for share in self._shares.get(name, ()))

    def standings(self, countries: Iterable[str | None] | None = None) -> Iterator[Standing]:
        """Each stretch of these countries (of all, unless given) as it stands, without telling any situation."""
        for country in sorted(self._lands if countries is None else {c for c in countries if c}):
            for s in self._lands[country].stretches:
                yield Standing(country, s.runs[0][0], s.runs[-1][1], len(s.shares), s.claims)

    # -------------------------------------------------------------- telling

    def situations(self, *, rule: str = "floor", rulings: Rulings | None = None) -> tuple[Situation, ...]:
        """The situations that everything added tells of, the one with most current claims first; told anew only where something changed.

        Raises TocsinError for an unknown rule.
        """
        if rule not in RULES:
            raise TocsinError("unknown rule for figures", detail=f"There is no rule called {rule!r}.",
                              what_to_do=f"Choose one of: {', '.join(RULES)}.")
        asked = (rule, rulings or Rulings())
        kept = self._told if asked == self._ruled else {}
        told: dict[object, Situation] = {}
        for draft in self.drafts(rulings):
            key = self._composition(draft)
            names = {share.report.id for share in draft.shares}
            old = kept.get(key) if not names & self._stale else None
            told[key] = old or self._tell(draft, *asked)
        self._told, self._ruled, self._stale = told, asked, set()
        return tuple(sorted(told.values(), key=lambda s: (-sum(c.is_current() for c in s.claims), s.id)))

    def drafts(self, rulings: Rulings | None = None) -> list[Draft]:
        """The situations before they are told: which shares each holds, its id and the ids that it also answers to."""
        return make_drafts([g for g in self._group() if self._opens(g)], rulings or Rulings())

    def tell(self, draft: Draft, *, rule: str = "floor", rulings: Rulings | None = None) -> Situation:
        """One situation told in full."""
        return self._tell(draft, rule, rulings or Rulings())

    def _tell(self, draft: Draft, rule: str, rulings: Rulings) -> Situation:
        names = sorted({share.report.id for share in draft.shares})
        origins = self._index.trace(self._reads[name] for name in names)
        case = make_case(draft.shares, draft.country, self._reads, origins=origins, families=self._families)
        country = self._codebook.countries.get(case.country or "")
        case = replace(case, country_name=country.name if country else None, rulings=rulings,
                       lands=lambda text: find_lands(text, self._codebook))
        return describe(case, name=draft.id, aliases=draft.aliases, rule=rule)

    def _composition(self, draft: Draft) -> object:
        """What a situation's telling rests on, beside what `_stale` notes."""
        return (draft.id, draft.country, draft.aliases, tuple((s.report.id, self._stamps[s.report.id], s.country, len(s.claims),
                                                self._index.origin(s.report.id)) for s in draft.shares))

    def _opens(self, group: Group) -> bool:
        """Whether a group is a situation: something of a crisis is told; of no country, it must be violence, with somebody or a number."""
        if group.country is None:
            return any(is_told_abroad(c, anywhere=True) for s in group.shares for c in s.claims)
        return any(opens(c, self._families) for s in group.shares for c in s.claims)

    def _group(self) -> list[Group]:
        """All groups of shares: by country and place, small ones with the crisis they belong to, then those of no country."""
        for country in self._touched:
            if country:
                self._groups[country] = self._group_land(self._lands[country])
        self._touched = set()
        groups = [g for country in sorted(self._groups) for g in self._groups[country]]
        home = absorb(groups)
        whole: dict[int, list[Share]] = {i: list(g.shares) for i, g in enumerate(groups) if i not in home}
        for i, j in sorted(home.items()):
            whole[j] += groups[i].shares
        origin = self._index.origin
        # A group that took nobody in stays the object it was, with what it has worked out.
        stand = [make_group(shares, origin, lead=groups[i].country) if len(shares) > len(groups[i].shares) else groups[i]
                 for i, shares in whole.items()]
        stand = [g for g in stand if g.shares]
        loose = [self._nowhere[name] for name in sorted(self._nowhere) if not self._nowhere[name].is_private]
        more, alone = attach(stand, loose, self._index.story) if loose else ([[] for _ in stand], [])
        grown = [make_group((*g.shares, *m), origin, lead=g.country) if m else g for g, m in zip(stand, more, strict=True)]
        return grown + gather_countryless(alone, origin)

    def _group_land(self, land: Land) -> list[Group]:
        """The groups of one country: its stretches with the undated shares that fit them, parted where nothing connects the places.

        One crime among private persons is in none: it is no crisis, and no part of one that happens to be near.
        """
        origin = self._index.origin
        public = [[share for share in s.shares.values() if not share.is_private] for s in land.stretches]
        stretches = sorted((make_group(shares, origin) for shares in public if shares), key=lambda g: g.rank)
        undated = [land.undated[name] for name in sorted(land.undated) if not land.undated[name].is_private]
        if not undated:
            return [part for g in stretches for part in split_places(g.shares, origin)]
        more, alone = attach(stretches, undated, self._index.story)
        whole = [(*g.shares, *m) for g, m in zip(stretches, more, strict=True)] + ([tuple(alone)] if alone else [])
        return [part for shares in whole for part in split_places(shares, origin)]


def set_aside_future(report: Report) -> Report:
    """A report whose date lies after the day of reading counts as undated; the date stays among its clues."""
    published = report.published
    if not any(clue.startswith(LATER) for clue in published.clues):
        return report
    told = " to ".join(dict.fromkeys(d for d in (published.start, published.end) if d))
    return replace(report, published=Published(clues=(f"it bears the date {told}, which is not used", *published.clues)))


def count_countries(text: str, codebook: Codebook) -> Mapping[str, float]:
    """How much a text names each country: by its name most, by its people and its capital's name for the government less."""
    counts: Counter[str] = Counter()
    for alias in codebook.mentions(text):
        if alias.kind == "country" and alias.role in ROLES and codebook.countries[alias.id].end is None:
            # "Uzbek" may be a group in any of several countries; "the Uzbek authorities" are one country's.
            ethnic = alias.role in ("adjective", "people") and alias.text.rstrip("s") in codebook.countries[alias.id].demonym_is_ethnic
            if not ethnic or OFFICIAL.match(text, alias.end):
                counts[alias.id] += ROLES[alias.role]
    return counts


def find_peoples(text: str, codebook: Codebook) -> frozenset[str]:
    """The peoples that a text names, also where their name alone does not tell the country."""
    named = (a for a in codebook.mentions(text) if a.kind == "country" and a.role in ("adjective", "people"))
    return frozenset(a.text.rstrip("s").casefold() for a in named)


def find_lands(name: str, codebook: Codebook) -> Mapping[str, frozenset[str]]:
    """The words of a name that stand for a country or a people, each with the countries that it names."""
    found: dict[str, frozenset[str]] = {}
    for alias in codebook.mentions(name):
        if alias.kind in ("country", "group"):
            # "Bishkek police" are a town's, not the State's, though its capital often stands for it.
            own = {alias.id} if alias.kind == "country" and alias.role in ("name", "adjective", "people") else set()
            for word in re.findall(r"\w+", alias.text.casefold()):
                found[word] = found.get(word, frozenset()) | own
    return found
