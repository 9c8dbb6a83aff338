"""Which reports tell of one crisis: by country, by time, by place. What belongs to no crisis opens none.

A report gives its current claims to its main country; where it also tells of violence in another country (a round-up), those claims go to
that country's crisis. Shares of one country belong together when their days lie within sixty days of each other, and fall apart again only
where nothing, no place, group or shared story, connects them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations

from tocsin.records import Claim, Place, Read, Report
from tocsin.situations.case import LETHAL, OPENING, Case, Days, distance_km, place_label, told_days
from tocsin.situations.origins import Origins, report_key

APART = timedelta(days=60)
LONG_AGO = timedelta(days=730)  # no report calls current what is older; such a date was misread
NEAR_KM = 150.0
PRECISE = ("site", "city", "district", "border")
Naming = Callable[[str], Mapping[str, float]]
CASE_NAME = re.compile(r"^(\d{4})(?:-(\d{2}))?\s+(.+)$")


@dataclass(frozen=True)
class Share:
    """What one report says about one country's crisis: its current claims there, and, on its main share, all its other claims.

    `named`: country → how much the report's words name it.
    """

    report: Report
    country: str | None
    claims: tuple[Claim, ...]
    main: bool
    named: Mapping[str, float]

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
        """Precise places of its current claims."""
        return tuple(c.place for c in self.claims if c.place and c.is_current() and c.place.precision in PRECISE)

    @cached_property
    def words(self) -> frozenset[str]:
        """What connects it with others: places, regions, groups, and tolls so odd that two crises will not share them."""
        current = [c for c in self.claims if c.is_current()]
        places = {w.casefold() for c in current if c.place and c.place.precision != "country"
                  for w in (place_label(c.place), c.place.admin1 or "")}
        groups = {p.group.casefold() for c in current for p in (*c.actors, *c.targets) if p.group}
        return frozenset((places | groups) - {""}) | self.tolls

    @cached_property
    def tolls(self) -> frozenset[str]:
        """Current exact numbers of dead and hurt that are not round, as "killed 191"."""
        figures = [c.figure for c in self.claims if c.figure and c.is_current() and c.figure.unit in ("killed", "injured")]
        return frozenset(f"{f.unit} {f.best}" for f in figures if f.modifier == "exact" and f.best and f.best > 20 and f.best % 10)

    @cached_property
    def tellers(self) -> frozenset[str]:
        """Institutions whose running totals of dead it tells, as "the health ministry": who goes on counting counts one crisis."""
        counts = [c for c in self.claims if c.is_current() and c.figure and c.figure.unit == "killed" and (c.figure.best or 0) > 20]
        named = [c.attribution for c in counts if c.attribution.voice == "named_source"]
        return frozenset(a.speaker.casefold() for a in named if a.speaker)


def _case_days(claim: Claim) -> Days | None:
    """The month or year in the name of the past case that a claim belongs to."""
    found = CASE_NAME.match(claim.case or "")
    if not found or not found[2]:
        return None
    start = date(int(found[1]), int(found[2]), 1)
    return Days(start, start + timedelta(days=27))


def group_reads(reads: Sequence[Read], origins: Origins, families: Mapping[str, str], named: Naming) -> list[tuple[Share, ...]]:
    """The shares of each crisis; a crisis needs current harm or response claims. `named` tells which countries a text names."""
    shares = [s for r in sorted(reads, key=lambda r: report_key(r.report)) for s in split_read(r, families, named(r.report.text))]
    by_country: dict[str | None, list[Share]] = defaultdict(list)
    for share in shares:
        by_country[share.country].append(share)
    groups = [g for country in sorted(by_country, key=str) if country for g in split_times(by_country[country], origins)]
    groups = [part for g in groups for part in split_places(g, origins)]
    homes = absorb(groups, origins)
    groups = attach(homes, by_country.get(None, []), origins)[: len(homes) or 1]  # beside known crises, what fits none of them opens none
    return [tuple(g) for g in groups if any(opens(c, families) for s in g for c in s.claims)]


def opens(claim: Claim, families: Mapping[str, str]) -> bool:
    """Whether a claim can open a situation: harm or response of the crisis that its report is about."""
    return claim.is_current() and families.get(claim.kind) in ("harm", "response")


# ------------------------------------------------------------------ one report


def split_read(read: Read, families: Mapping[str, str], named: Mapping[str, float]) -> list[Share]:
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
    shares = [Share(read.report, main, tuple(rest), True, named)]
    return shares + [Share(read.report, c, tuple(parts[c]), False, named) for c in sorted(parts)]


def is_told_abroad(claim: Claim) -> bool:
    """Whether a claim is enough for a crisis of its own in the country of its place: violence there, with somebody or a number in it."""
    place = claim.place
    return (claim.kind in LETHAL and claim.is_event() and claim.is_current() and place is not None and place.country is not None
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


def split_times(shares: Sequence[Share], origins: Origins) -> list[list[Share]]:
    """Shares of one country, parted where more than sixty days lie between; undated ones go where their words fit best."""
    dated, undated = [s for s in shares if s.days], [s for s in shares if not s.days]
    links = Links(len(dated))
    points = sorted((day, i) for i, share in enumerate(dated) for day in share.days)
    for (a, i), (b, j) in zip(points, points[1:], strict=False):
        if b - a <= APART:
            links.join(i, j)
    groups = [[dated[i] for i in g] for g in links.groups()]
    return attach(groups, undated, origins) if groups else [undated]


def attach(groups: list[list[Share]], loose: Sequence[Share], origins: Origins) -> list[list[Share]]:
    """Loose shares go to the group with which they share a story or most names, the latest first; those that fit nowhere stay together.

    A share that knows its country goes to the only group there is, even without a shared name.
    """
    homes = [(g, {origins.reports.get(s.report.id) for s in g}, frozenset().union(*(s.words for s in g))) for g in groups]
    found: dict[int, list[Share]] = {i: list(g) for i, g in enumerate(groups)}
    alone: list[Share] = []
    for share in loose:
        fits = [(10.0 * (origins.reports.get(share.report.id) in stories) + len(share.words & words) + (0.5 if share.country else 0.0),
                 max((d for s in g for d in s.days), default=date.min), -i) for i, (g, stories, words) in enumerate(homes)]
        best = max(fits, default=None)
        if best and best[0] > 0:
            found[-best[2]].append(share)
        else:
            alone.append(share)
    return [*found.values(), alone] if alone else list(found.values())


def absorb(groups: list[list[Share]], origins: Origins) -> list[list[Share]]:
    """Put small groups with the large one of another country that their own words name too, in the same weeks.

    A talk held abroad, or a wound treated there, is misplaced by its dateline; that alone makes no crisis.
    """
    def weight(group: Sequence[Share]) -> int:
        return len({origins.reports[s.report.id] for s in group})
    order = sorted(range(len(groups)), key=lambda i: (-weight(groups[i]), report_key(groups[i][0].report), str(groups[i][0].country)))
    home: dict[int, int] = {}
    for rank, i in enumerate(order):
        for j in order[:rank]:
            if j not in home and 5 * weight(groups[i]) <= 2 * weight(groups[j]) and _belongs(groups[i], groups[j]):
                home[i] = j
                break
    merged = {i: list(groups[i]) for i in range(len(groups)) if i not in home}
    for i, j in home.items():
        merged[j] += groups[i]
    return list(merged.values())


def _belongs(small: Sequence[Share], large: Sequence[Share]) -> bool:
    """Whether the small group's reports name the large one's country nearly as much as their own, and do not tell of their own dead.

    Names or a toll in common show that the dead are the same. A total says nothing of where people died: its place may be the story's.
    """
    country, own = large[0].country, small[0].country
    said = [sum(s.named.get(c or "", 0) for s in small) for c in (country, own)]
    if country == own or not country or not said[0]:
        return False
    theirs_words = frozenset().union(*(s.words for s in large))
    kin = 2 * sum(bool(s.words & theirs_words) for s in small) >= len(small) or any(s.tolls & theirs_words for s in small)
    theirs_tellers = frozenset().union(*(s.tellers for s in large))
    kin = kin or (len(large) >= 3 and any(s.tellers & theirs_tellers for s in small))
    if not kin and 2 * said[0] < max(said[1], 1):
        return False
    if not kin and any(c.place and c.place.country == own and c.place.precision != "country" and c.figure and c.figure.scope != "cumulative"
           and c.is_current() for s in small for c in s.claims if c.kind in LETHAL):
        return False
    ours, theirs = ([d for s in g for d in s.days] for g in (small, large))
    return not ours or not theirs or (min(ours) - max(theirs) <= APART and min(theirs) - max(ours) <= APART)


def split_places(shares: list[Share], origins: Origins) -> list[list[Share]]:
    """Part shares of one country and time that nothing connects: no name, no story, and no two places within 150 km."""
    placed = [s for s in shares if s.places]
    links = Links(len(placed))
    first: dict[tuple[str, str], int] = {}
    for i, share in enumerate(placed):
        for tie in [("story", origins.reports.get(share.report.id, "")), *(("name", w) for w in sorted(share.words))]:
            links.join(i, first.setdefault(tie, i))
    groups = links.groups()
    if len(groups) < 2:
        return [shares]
    spots = [list({place_label(p): p for i in g for p in placed[i].places}.values()) for g in groups]
    for i, j in combinations(range(len(groups)), 2):
        if any((d := distance_km(p, q)) is None or d <= NEAR_KM for p in spots[i] for q in spots[j]):
            links.join(groups[i][0], groups[j][0])
    apart = [[placed[i] for i in g] for g in links.groups()]
    return attach(apart, [s for s in shares if not s.places], origins)


# ------------------------------------------------------------------ cases


def make_case(shares: Sequence[Share], everything: Mapping[str, Read], *, origins: Origins, families: Mapping[str, str]) -> Case:
    """A case from its shares: reports in order of date, claims in report order, and what the same reports tell of other countries."""
    ordered = sorted(shares, key=lambda s: report_key(s.report))
    reports = tuple({s.report.id: s.report for s in ordered}.values())
    claims = tuple(sorted({c.id: c for s in ordered for c in s.claims}.values(),
                          key=lambda c: (report_key(everything[c.report_id].report), c.start, c.end, c.id)))
    mine = {c.id for c in claims}
    abroad = tuple(c for r in reports for c in everything[r.id].claims if c.id not in mine)
    countries = Counter(s.country for s in ordered if s.country)
    country = min(countries, key=lambda c: (-countries[c], c)) if countries else None
    days = [d for s in ordered if s.main or s.claims for d in s.days if any(c.is_current() for c in s.claims)]
    return Case(country, None, reports, claims, origins, families, abroad, rejoin(claims, country, days))


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


