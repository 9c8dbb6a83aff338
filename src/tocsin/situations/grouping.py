"""Which reports tell of one crisis: by country, by time, by place. What belongs to no crisis opens none.

A report gives its current claims to its main country; where it also tells of violence in another country (a round-up), those claims go to
that country's crisis. Shares of one country belong together when their days lie within sixty days of each other, and fall apart again only
where nothing, no place, group or shared story, connects them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations

from tocsin.records import Claim, Place, Read, Report
from tocsin.situations.case import LETHAL, OPENING, VIOLENT, Case, Days, distance_km, place_label, told_days
from tocsin.situations.origins import Origins, report_key

APART = timedelta(days=60)
LONG_AGO = timedelta(days=730)  # no report calls current what is older; such a date was misread
NEAR_KM = 150.0
LARGE_TOLL = 100
PRECISE = ("site", "city", "district", "border")
Naming = Callable[[str], Mapping[str, float]]
Origin = Callable[[str], str]
CASE_NAME = re.compile(r"^(\d{4})(?:-(\d{2}))?\s+(.+)$")


@dataclass(frozen=True)
class Share:
    """What one report says about one country's crisis: its current claims there, and, on its main share, all its other claims.

    `named`: country → how much the report's words name it; `peoples`: those that it names, where its country is not known.
    """

    report: Report
    country: str | None
    claims: tuple[Claim, ...]
    main: bool
    named: Mapping[str, float]
    peoples: frozenset[str] = frozenset()

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days it speaks of: those of its harm claims, else its publication. A late inquiry belongs to the crisis that it looks at."""
        current = [c for c in self.claims if c.is_current()]
        told = [told_days(c, self.report.published) for c in current or self.claims if c.kind in OPENING and (current or _case_days(c))]
        told += [d for c in self.claims if not current and c.kind in OPENING and (d := _case_days(c))]
        found = sorted({d for days in told for d in days if d})
        published = self.report.published.anchor()
        if published:
            recent = [d for d in found if published - LONG_AGO <= d <= published]
            return tuple(recent) or (published,)
        return tuple(found) if self.report.published.basis != "inferred" else ()

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Precise places of its current harm in its own country; where a summit was held does not say where the crisis is."""
        return tuple(c.place for c in self.claims if c.place and c.is_current() and c.kind in VIOLENT and c.place.precision in PRECISE
                     and c.place.country in (self.country, None))

    @cached_property
    def words(self) -> frozenset[str]:
        """What connects it with others: its names, and tolls so odd that two crises will hardly share them."""
        return self.names | self.tolls

    @cached_property
    def names(self) -> frozenset[str]:
        """The places, regions and groups that it names."""
        current = [c for c in self.claims if c.is_current()]
        places = {w.casefold() for c in current if c.place and c.place.precision != "country"
                  for w in (place_label(c.place), c.place.admin1 or "")}
        groups = {p.group.casefold() for c in current for p in (*c.actors, *c.targets) if p.group}
        return frozenset((places | groups | self.peoples) - {""})

    @cached_property
    def tolls(self) -> frozenset[str]:
        """Current exact numbers of dead and hurt that are not round, as "killed 191"."""
        figures = [c.figure for c in self.claims if c.figure and c.is_current() and c.figure.unit in ("killed", "injured")]
        return frozenset(f"{f.unit} {f.best}" for f in figures if f.modifier == "exact" and f.best and f.best > 20 and f.best % 10)

    @cached_property
    def is_private(self) -> bool:
        """Whether its report is about one crime among private persons, which is part of no crisis."""
        return any(c.is_private() for c in self.claims)

    @property
    def dated_tolls(self) -> Iterator[tuple[str, str]]:
        """Its large odd tolls with the week; the same number again in another month is chance."""
        day = self.report.published.anchor()
        for toll in self.tolls if day else ():
            if day and int(toll.split()[1]) > LARGE_TOLL:
                yield f"{day.isocalendar()[:2]}", toll

    @cached_property
    def tellers(self) -> frozenset[str]:
        """Institutions whose running totals of dead it tells, as "the health ministry": who goes on counting counts one crisis."""
        counts = [c for c in self.claims if c.is_current() and c.figure and c.figure.unit == "killed" and (c.figure.best or 0) > 20]
        named = [c.attribution for c in counts if c.attribution.voice == "named_source"]
        return frozenset(a.speaker.casefold() for a in named if a.speaker)


def _case_days(claim: Claim) -> Days | None:
    """The month or year in the name of the past case that a claim belongs to."""
    found = CASE_NAME.match(claim.case or "")
    if not found or not found[2] or not int(found[1]) or not 1 <= int(found[2]) <= 12:
        return None  # a label without a month, or with one that is none
    start = date(int(found[1]), int(found[2]), 1)
    return Days(start, start + timedelta(days=27))


def opens(claim: Claim, families: Mapping[str, str]) -> bool:
    """Whether a claim can open a situation: harm or response of the crisis that its report is about; no disaster, no private crime."""
    if claim.is_of_disaster() or claim.is_private():
        return False
    return claim.is_current() and families.get(claim.kind) in ("harm", "response")


# ------------------------------------------------------------------ one report


def split_read(read: Read, families: Mapping[str, str], named: Mapping[str, float],
               find_peoples: Callable[[], frozenset[str]] = frozenset) -> list[Share]:
    """One read's shares: the main country with everything that is not another country's crisis, and those others."""
    countries = weigh_countries(read.claims, families, named)
    main = min(countries, key=lambda c: (-countries[c], c)) if countries else None
    abroad = {c.place.country for c in read.claims if is_told_abroad(c) and c.place and c.place.country != main}
    parts: dict[str, list[Claim]] = defaultdict(list)
    rest: list[Claim] = []
    for claim in read.claims:
        country = claim.place.country if claim.place and claim.is_current() else None
        if country in abroad and country and not _touches(claim, main):
            parts[country].append(claim)
        else:
            rest.append(claim)
    shares = [Share(read.report, main, tuple(rest), True, named, frozenset() if main else find_peoples())]
    return shares + [Share(read.report, c, tuple(parts[c]), False, named) for c in sorted(parts)]


def is_told_abroad(claim: Claim, *, anywhere: bool = False) -> bool:
    """Whether a claim is enough for a crisis of its own in the country of its place: violence there, with somebody or a number in it.

    `anywhere` asks the same of a claim whose country nobody names.
    """
    known = claim.place is not None and claim.place.country is not None
    if claim.is_of_disaster() or claim.is_private():
        return False
    return (claim.kind in LETHAL and claim.is_event() and claim.is_current() and (known or anywhere)
            and bool(claim.figure or claim.actors or claim.targets))


def _touches(claim: Claim, country: str | None) -> bool:
    """Whether the people in a claim are those of this country: its refugees who are turned back abroad are part of its crisis."""
    return country is not None and claim.kind not in OPENING and any(p.country == country for p in (*claim.actors, *claim.targets))


def weigh_countries(claims: Sequence[Claim], families: Mapping[str, str], named: Mapping[str, float]) -> Counter[str]:
    """How much a report is about each country: half by where its current claims put harm, half by which countries its words name.

    Where people flee to, who answers and who is asked count little. Without any current claim, the past case that it tells of counts: a
    late inquiry is about that country.
    """
    weights: Counter[str] = Counter()
    current = [c for c in claims if c.is_current()]
    for claim in current:
        lethal, harm = claim.kind in LETHAL, families.get(claim.kind) == "harm"
        if claim.place and claim.place.country:
            weights[claim.place.country] += 12 if lethal and claim.place.precision != "country" else 4 if harm else 2
        for party in (*claim.actors, *claim.targets):
            weights.update({party.country: 3 if harm else 1} if party.country else {})
    if not current:
        weights.update(c.place.country for c in claims if c.kind in OPENING and _case_days(c) and c.place and c.place.country)
        return weights
    if not any(opens(c, families) for c in current):
        return weights
    told, spoken = sum(weights.values()), sum(named.values())
    shares = {c: round(1000 * (weights[c] / max(told, 1) + named.get(c, 0) / max(spoken, 1))) for c in {*weights, *named}}
    return Counter({c: n for c, n in shares.items() if n})


# ------------------------------------------------------------------ many reports


class Links:
    """A union of things that belong together; the smallest index leads, so the order of joining does not matter."""

    def __init__(self, count: int) -> None:
        self.above = list(range(count))

    def find(self, i: int) -> int:
        """The leader of i's group."""
        while self.above[i] != i:
            self.above[i] = self.above[self.above[i]]
            i = self.above[i]
        return i

    def join(self, i: int, j: int) -> None:
        """Make one group of i's and j's."""
        a, b = self.find(i), self.find(j)
        self.above[max(a, b)] = min(a, b)

    def groups(self) -> list[list[int]]:
        """Indexes by group, in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self.above)):
            found[self.find(i)].append(i)
        return list(found.values())


@dataclass(frozen=True, eq=False)
class Group:
    """Shares that belong together, in report order, with what they are compared by; `origin` tells where a report's words first stood."""

    shares: tuple[Share, ...]
    origin: Origin
    country: str | None

    @cached_property
    def stories(self) -> frozenset[str]:
        """The independent origins among its reports."""
        return frozenset(self.origin(s.report.id) for s in self.shares)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words that connect its shares with others."""
        return frozenset().union(*(s.words for s in self.shares))

    @cached_property
    def tellers(self) -> frozenset[str]:
        """All institutions whose running totals it tells."""
        return frozenset().union(*(s.tellers for s in self.shares))

    @cached_property
    def named(self) -> Mapping[str, float]:
        """How much its reports' words name each country."""
        counts: Counter[str] = Counter()
        for share in self.shares:
            counts.update(share.named)
        return counts

    @cached_property
    def told_at_home(self) -> bool:
        """Whether it tells of violence in its own country, with somebody or a number in it; people who fled there are none."""
        return any(c.kind in OPENING and c.is_event() and c.is_current() and (c.figure or c.actors or c.targets)
                   and (c.place is None or c.place.country in (self.country, None)) for s in self.shares for c in s.claims)

    @cached_property
    def span(self) -> tuple[date, date] | None:
        """Its first and last day."""
        days = [d for s in self.shares for d in s.days]
        return (min(days), max(days)) if days else None

    @cached_property
    def rank(self) -> tuple[int, tuple[str, str], str]:
        """The order of weight, heaviest first."""
        return (-len(self.stories), report_key(self.shares[0].report), str(self.country))


def make_group(shares: Iterable[Share], origin: Origin, *, lead: str | None = None) -> Group:
    """A group of shares, put in report order; its country is `lead`, else that of its first share."""
    ordered = tuple(sorted(shares, key=lambda s: (report_key(s.report), str(s.country))))
    return Group(ordered, origin, lead or ordered[0].country)


def attach(groups: Sequence[Group], loose: Iterable[Share], story_of: Origin) -> tuple[list[list[Share]], list[Share]]:
    """What is added to each group, and what fits nowhere: a share goes where it shares a story or most names, the latest group first.

    A share that knows its country goes to the only group there is, even without a shared name. `story_of` is the origin of a report, or of
    what it corrects.
    """
    found: list[list[Share]] = [[] for _ in groups]
    alone: list[Share] = []
    holders: dict[str, set[int]] = defaultdict(set)
    for i, group in enumerate(groups):
        for key in (*group.words, *group.stories):
            holders[key].add(i)
    for share in loose:
        story = story_of(share.report.id)
        near = range(len(groups)) if share.country else sorted(holders.get(story, set()).union(*(holders.get(w, ()) for w in share.words)))
        fits = [(10.0 * (story in groups[i].stories) + len(share.words & groups[i].words) + (0.5 if share.country else 0.0),
                 (groups[i].span or (date.min, date.min))[1], -i) for i in near]
        best = max(fits, default=None)
        (found[-best[2]] if best and best[0] > 0 else alone).append(share)
    return found, alone


def absorb(groups: Sequence[Group]) -> dict[int, int]:
    """Small group → the large one of another country that its own words name too, in the same weeks.

    A talk held abroad, or a wound treated there, is misplaced by its dateline; that alone makes no crisis. A group that tells of no
    violence of its own is not the crisis, however large: it is where people fled to, or where others met.
    """
    order = sorted(range(len(groups)), key=lambda i: (not groups[i].told_at_home, groups[i].rank))
    by_country: dict[str | None, list[int]] = defaultdict(list)
    home: dict[int, int] = {}
    for i in order:
        small = groups[i]
        near = sorted((j for c in small.named for j in by_country.get(c, ())), key=lambda j: groups[j].rank)
        host = next((j for j in near if _may_hold(groups[j], small) and _belongs(small, groups[j])), None)
        if host is None:
            by_country[small.country].append(i)  # only what stands for itself takes others in
        else:
            home[i] = host
    return home


def _may_hold(large: Group, small: Group) -> bool:
    """Whether one group is large enough beside the other, or has the violence that the other lacks."""
    if 5 * len(small.stories) <= 2 * len(large.stories):
        return True
    return large.told_at_home and not small.told_at_home and len(small.stories) <= 2 * len(large.stories)


def _belongs(small: Group, large: Group) -> bool:
    """Whether the small group's reports name the large one's country nearly as much as their own, and do not tell of their own dead.

    Names or a toll in common show that the dead are the same. A total says nothing of where people died: its place may be the story's.
    """
    country, own = large.country, small.country
    said = [small.named.get(c or "", 0) for c in (country, own)]
    if country == own or not country or not said[0]:
        return False
    if small.span and large.span and (small.span[0] - large.span[1] > APART or large.span[0] - small.span[1] > APART):
        return False
    shares = small.shares
    kin = 2 * sum(bool(s.words & large.words) for s in shares) >= len(shares) or any(s.tolls & large.words for s in shares)
    kin = kin or (len(large.shares) >= 3 and bool(small.tellers & large.tellers))
    if not kin and (2 if small.told_at_home else 4) * said[0] < max(said[1], 1):
        return False
    return kin or not any(c.place and c.place.country == own and c.place.precision != "country" and c.figure
                          and c.figure.scope != "cumulative" and c.is_current() for s in shares for c in s.claims if c.kind in LETHAL)


def split_places(shares: Sequence[Share], origin: Origin) -> list[Group]:
    """Part shares of one country and time that nothing connects: no name, no story, and no two places within 150 km."""
    placed = [s for s in shares if s.places]
    links = Links(len(placed))
    first: dict[tuple[str, str], int] = {}
    for i, share in enumerate(placed):
        for tie in [("story", origin(share.report.id)), *(("name", w) for w in sorted(share.names)), *share.dated_tolls]:
            links.join(i, first.setdefault(tie, i))
    groups = links.groups()
    if len(groups) < 2:
        return [make_group(shares, origin)]
    spots = [list({place_label(p): p for i in g for p in placed[i].places}.values()) for g in groups]
    for i, j in combinations(range(len(groups)), 2):
        if any((d := distance_km(p, q)) is None or d <= NEAR_KM for p in spots[i] for q in spots[j]):
            links.join(groups[i][0], groups[j][0])
    apart = [make_group((placed[i] for i in g), origin) for g in links.groups()]
    more, alone = attach(apart, [s for s in shares if not s.places], origin)
    return [make_group((*g.shares, *m), origin) for g, m in zip(apart, more, strict=True)] + ([make_group(alone, origin)] if alone else [])


def gather_countryless(shares: Sequence[Share], origin: Origin) -> list[Group]:
    """Shares of no known country that fit no crisis: those that share a story or a name are one crisis, others stand alone."""
    links = Links(len(shares))
    first: dict[tuple[str, str], int] = {}
    for i, share in enumerate(shares):
        for tie in [("story", origin(share.report.id)), *(("name", w) for w in sorted(share.words))]:
            links.join(i, first.setdefault(tie, i))
    return [make_group((shares[i] for i in g), origin) for g in links.groups()]


# ------------------------------------------------------------------ cases


def make_case(shares: Sequence[Share], country: str | None, everything: Mapping[str, Read], *, origins: Origins,
              families: Mapping[str, str]) -> Case:
    """A case from its shares: reports in order of date, claims in report order, and what the same reports tell of other countries."""
    ordered = sorted(shares, key=lambda s: report_key(s.report))
    reports = tuple({s.report.id: s.report for s in ordered}.values())
    claims = tuple(sorted({c.id: c for s in ordered for c in s.claims}.values(),
                          key=lambda c: (report_key(everything[c.report_id].report), c.start, c.end, c.id)))
    mine = {c.id for c in claims}
    abroad = tuple(c for r in reports for c in everything[r.id].claims if c.id not in mine)
    days = [d for s in ordered if s.main or s.claims for d in s.days if any(c.is_current() for c in s.claims)]
    tallies = {r.id: everything[r.id].tally for r in reports}
    return Case(country, None, reports, claims, origins, families, abroad, rejoin(claims, country, days), tallies=tallies)


def rejoin(claims: Iterable[Claim], country: str | None, days: Sequence[date]) -> frozenset[str]:
    """Ids of claims that their report tells as a past case, while that case, by country and month, is this very situation."""
    if not days or not country:
        return frozenset()
    first, last = min(days) - timedelta(days=7), max(days)
    found = set()
    for claim in claims:
        month = _case_days(claim)
        if month and month.start and month.end and month.end >= first and month.start <= last \
                and claim.place and claim.place.country == country:
            found.add(claim.id)
    return frozenset(found)


