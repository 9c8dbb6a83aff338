"""Incidents apart: which counts may be of one act, and which acts are surely different, so that their numbers may be added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.records import Claim
from tocsin.situations.counts import Count, is_narrow, shown_different, told_day
from tocsin.situations.voices import CREDIBLE, RUMOUR


@dataclass(frozen=True)
class Act:
    """One incident: the count that leads, and all counts that may be of it or of its running toll, the lead among them."""

    lead: Count
    members: tuple[Count, ...]

    @property
    def beyond(self) -> list[Count]:
        """What tells of more than the lead: "another six", and "up to" more."""
        most = self.lead.figure.high
        rest = [c for c in self.members if c.tier < RUMOUR and c is not self.lead and most is not None]
        return [c for c in rest if c.scope == "increment" or (c.floor < 0 and (c.figure.high or 0) > (most or 0))]

    @property
    def ceilings(self) -> list[Count]:
        """"Up to" more of the same day, which raises the upper end; of another day it may be of another act."""
        return [c for c in self.beyond if c.scope != "increment" and told_day(c) == told_day(self.lead)]

    @property
    def high(self) -> int | None:
        """The upper end: open where more may have come (a day's number, "another six"), or "up to" more is told of another day."""
        if self.lead.figure.high is None or self.lead.scope in ("daily", "increment") or len(self.ceilings) < len(self.beyond):
            return None
        return max(c.figure.high or 0 for c in (self.lead, *self.ceilings))

    @property
    def cited(self) -> tuple[Count, ...]:
        """The counts that its range rests on, the lead first."""
        same = [c for c in self.members if c.values == self.lead.values and c.scope == self.lead.scope and c is not self.lead]
        return (self.lead, *same, *(self.ceilings if self.high is not None else ()))


def find_acts(counts: Sequence[Count]) -> tuple[list[Act], list[Count]]:
    """The acts that are surely different, each pair of leads by day or place; and the counts that fit several of them, best placed first.

    A count for a whole region may hold every town's: it leads none of them, and is not added.
    """
    groups, spans = join_counts(counts)
    acts: list[Act] = []
    for group in groups:
        apart = [c for c in group if all(shown_different(c, a.lead) for a in acts)]
        if apart:
            acts.append(Act(min(apart, key=rank), tuple(group)))
        else:
            spans += group
    return acts, sorted(spans, key=rank)


def join_counts(counts: Sequence[Count]) -> tuple[list[list[Count]], list[Count]]:
    """Counts that may be the same act, or one running count, together; beside them those that may be of several groups.

    What tells town and day comes first, for it shows best what is apart. Counts in the same terms are compared once.
    """
    terms: dict[tuple[object, ...], list[Count]] = defaultdict(list)
    for count in sorted(counts, key=lambda c: c.key):
        terms[told_day(count), count.floor, count.claim.place].append(count)
    told = sorted(terms.values(), key=lambda same: (not is_narrow(same[0].claim.place), told_day(same[0]) is None, same[0].key))
    groups: list[list[list[Count]]] = []
    spans: list[Count] = []
    for same in told:
        fits = [g for g in groups if not any(shown_different(same[0], other[0]) for other in g)]
        if len(fits) == 1:
            fits[0].append(same)
        elif fits:
            spans += same
        else:
            groups.append([same])
    return [[c for same in group for c in same] for group in groups], spans


def rank(count: Count) -> tuple[Any, ...]:
    """How counts of one act stand, the lead first: a number of its own before "up to" and "another", then the best placed and latest."""
    return (count.floor < 0, count.scope == "increment", standing(count), -count.day.toordinal(), count.floor, count.key)


def standing(count: Count) -> int:
    """The tier, where voices without standing of their own share one; a rumour stays last."""
    return count.tier if count.tier <= CREDIBLE or count.tier == RUMOUR else CREDIBLE + 1


def find_whole(acts: Sequence[Act], spans: Sequence[Count]) -> Count | None:
    """One number that may hold all the acts and is no smaller than their sum, of a voice as well placed as theirs; else None."""
    least = sum(a.lead.floor for a in acts if a.lead.floor >= 0)
    worst = max(standing(a.lead) for a in acts)
    return next((c for c in spans if c.floor >= least and c.scope != "increment" and standing(c) <= worst), None)


def add_up(acts: Sequence[Act], spans: Sequence[Count]) -> tuple[int | None, int | None, int | None, str, tuple[Claim, ...]]:
    """Low, best and high of different acts together, the formula, and whose numbers raised or opened the upper end.

    It is open where that of one act is, or where more is told of several of them.
    """
    lows, bests = [a.lead.floor for a in acts if a.lead.floor >= 0], [a.lead.figure.best for a in acts if a.lead.floor >= 0]
    highs = [a.high for a in acts]
    known = [h for h in highs if h is not None]
    more = [c for c in spans if c.tier < RUMOUR and max(c.floor, c.figure.high or 0) > sum(known)] if len(known) == len(highs) else []
    high = sum(known) if len(known) == len(highs) and not more else None
    formula = " + ".join(map(str, lows))
    if high is not None and known != lows:
        formula = f"{formula} to {' + '.join(map(str, known))}" if lows else " + ".join(map(str, known))
    best = sum(b for b in bests if b is not None) if bests and None not in bests else None
    return sum(lows) if lows else None, best, high, formula, tuple(c.claim for c in (*(c for a in acts for c in a.beyond), *more))
