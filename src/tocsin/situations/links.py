"""Which reports tell of one occurrence, and why: candidates by rare keys, a score that is a sum of reasons, clusters by average score.

Nothing is parsed. The weights are log-odds: they were fitted on pairs of local news reports and rounded; each is a way in which two reports
can be alike or unlike, and says so in words.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tocsin.records import Json, Link, Read, Report, Tally, make_id
from tocsin.situations.clusters import Pair, cluster
from tocsin.situations.likeness import Outline, Weighed, outline, weigh
from tocsin.situations.origins import Origins, report_key, trace_origins

KEYS = 25  # words by which a report is found, beside its rare name pairs
LATEST = 60  # so many earlier holders of a key are looked at, the latest first: the cost of a report does not grow with the number kept
ENOUGH = 2  # keys in common that make two reports worth a comparison; a name pair is worth more than a word
PAIR_KEY = 3
WORTH = 0.08  # less likeness of words than this is not looked at further

BIAS = -2.9
BY_WORDS = 5.0
BY_NAMES = 7.0
BY_PAIR, MOST_PAIRS = 0.25, 4
BY_LOG_GAP = -0.6
UNKNOWN_GAP = 14  # days between two reports of which one has no date
SAME_DAY = 3.5
SAME_AGE, MOST_AGES = 0.6, 3
OTHER_AGES = -1.1
COPY = 50.0  # one story printed twice
DECIDED = 1e6


class Join(NamedTuple):
    """Two reports, the log-odds that they tell of one occurrence, and the reasons in words, the strongest first."""

    a: str
    b: str
    score: float
    reasons: tuple[str, ...]


def link(reports: Sequence[Report], *, decided: Mapping[frozenset[str], bool] | None = None) -> tuple[Link, ...]:
    """For each report its cluster, the report it copies, the one it replaces, and its surest join with the reasons; by date, then id.

    `decided` holds an analyst's word on two report ids: the same occurrence or not. Of two reports with one id the later dated counts.
    """
    latest = {r.id: r for r in sorted(reports, key=lambda r: (r.published.end or "", r.version, r.text))}
    ordered = sorted(latest.values(), key=report_key)
    origins = trace_origins([Read(r, (), Tally(r.id, {})) for r in ordered])
    number = {r.id: i for i, r in enumerate(ordered)}
    weighed = weigh([outline(r) for r in ordered], keys=KEYS)
    scores = {pair: score(weighed, pair, alike) for pair, alike in find_pairs(weighed)}
    scores |= {(min(p), max(p)): COPY for i, r in enumerate(ordered) if (p := {i, number[origins.reports[r.id]]}) != {i}}
    for ends, same in (decided or {}).items():
        found = sorted(number[e] for e in ends if e in number)
        if len(found) == 2:
            scores[found[0], found[1]] = DECIDED if same else -DECIDED
    return tuple(make_links(ordered, origins, weighed, scores))


def make_links(ordered: Sequence[Report], origins: Origins, weighed: Weighed, scores: Mapping[Pair, float]) -> Iterator[Link]:
    """The rows, once the clusters are made."""
    home: dict[int, str] = {}
    for members in cluster(len(ordered), scores):
        name = make_id("cluster", min(ordered[i].id for i in members))
        home |= dict.fromkeys(members, name)
    best: dict[int, tuple[float, int]] = {}
    for (a, b), value in scores.items():
        if home[a] == home[b]:
            best[a] = max(best.get(a, (-math.inf, 0)), (value, -b))
            best[b] = max(best.get(b, (-math.inf, 0)), (value, -a))
    for i, report in enumerate(ordered):
        join = explain(weighed, i, -best[i][1], best[i][0]) if i in best else None
        yield Link(report.id, home[i], origins.reports[report.id], tell_join(join) if join else None, origins.supersedes.get(report.id))


def tell_join(join: Join) -> Json:
    """A join as it stands in a link row; `sure` is the probability that the score stands for."""
    return {"with": join.b, "sure": round(1 / (1 + math.exp(-max(-50.0, min(50.0, join.score)))), 3), "reasons": list(join.reasons)}


# ------------------------------------------------------------------ pairs


def find_pairs(weighed: Weighed) -> Iterator[tuple[Pair, tuple[float, float]]]:
    """Pairs of reports that share keys, with their likeness by words and by names; each report meets only earlier ones."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, keys in enumerate(weighed.keys):
        met: Counter[int] = Counter()
        for key in keys:
            met.update(dict.fromkeys(holders[key][-LATEST:], PAIR_KEY if " " in key else 1))
            holders[key].append(i)
        others = sorted(j for j, n in met.items() if n >= ENOUGH)
        for j, alike in zip(others, weighed.compare(i, others), strict=True):
            if alike[0] >= WORTH:
                yield (j, i), alike


def score(weighed: Weighed, pair: Pair, alike: tuple[float, float]) -> float:
    """The log-odds that two reports tell of one occurrence."""
    return BIAS + sum(value for value, _ in weigh_reasons(weighed, pair, alike))


def weigh_reasons(weighed: Weighed, pair: Pair, alike: tuple[float, float]) -> Iterator[tuple[float, str]]:
    """What speaks for and against two reports telling of one occurrence: log-odds and words."""
    a, b = weighed.outlines[pair[0]], weighed.outlines[pair[1]]
    yield BY_WORDS * alike[0], f"words alike ({alike[0]:.2f})"
    yield BY_NAMES * alike[1], f"names alike ({alike[1]:.2f})"
    if shared := weighed.rare[pair[0]] & weighed.rare[pair[1]]:
        yield BY_PAIR * min(len(shared), MOST_PAIRS), f"both name {_some(a.pairs[p] for p in sorted(shared))}"
    gap = abs((a.day - b.day).days) if a.day and b.day else None
    yield BY_LOG_GAP * math.log1p(UNKNOWN_GAP if gap is None else gap), "undated" if gap is None else f"{gap} days apart"
    if days := a.days & b.days:
        yield SAME_DAY, f"both tell of {_some(d.isoformat() for d in sorted(days))}"
    yield from _weigh_ages(a, b)


def _weigh_ages(a: Outline, b: Outline) -> Iterator[tuple[float, str]]:
    if ages := a.ages & b.ages:
        yield SAME_AGE * min(len(ages), MOST_AGES), f"people aged {_some(str(n) for n in sorted(ages))} in both"
    elif len(a.ages | b.ages) > 1:
        yield OTHER_AGES, "people of other ages"


def _some(words: Iterable[str]) -> str:
    items = list(words)
    return ", ".join(items[:3]) + (f" and {len(items) - 3} more" if len(items) > 3 else "")


def explain(weighed: Weighed, i: int, j: int, value: float) -> Join:
    """Why report i stands with report j: the reasons that speak for it, the strongest first, then those against it."""
    ids = weighed.outlines[i].id, weighed.outlines[j].id
    if abs(value) == DECIDED:
        return Join(*ids, value, ("an analyst decided it",))
    first = ["one story, copied"] if value == COPY else []
    pair = min(i, j), max(i, j)
    weighty = sorted(weigh_reasons(weighed, pair, weighed.compare(i, [j])[0]), key=lambda r: (-r[0], r[1]))
    return Join(*ids, value, (*first, *(words for amount, words in weighty if abs(amount) >= 0.3)))
