"""Clusters by average likeness: two groups are one as long as their members are, on average, more likely the same than not."""

from __future__ import annotations

import heapq
from collections.abc import Mapping

# A pair that was never compared shares no key; it counts as clearly unlike.
UNSEEN = -4.0
# A group of ten thousand can't be compared with all its members: of the larger group, so many per member of the smaller one count.
WITNESSES = 20
Pair = tuple[int, int]


class Groups:
    """The groups while they grow: members, and for each group the sums and counts of scores to its neighbours."""

    def __init__(self, size: int, scores: Mapping[Pair, float]) -> None:
        self.members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self.near: dict[int, dict[int, tuple[float, int]]] = {i: {} for i in range(size)}
        self.version = [0] * size
        alike: dict[float, tuple[float, int]] = {}  # of a million pairs most have a score that another has: one object for all of these
        for (a, b), score in scores.items():
            self.near[a][b] = self.near[b][a] = alike.setdefault(score, (score, 1))

    def likeness(self, a: int, b: int) -> float:
        """The average score between two groups; pairs that were never compared count as unlike."""
        total, known = self.near[a][b]
        x, y = sorted((len(self.members[a]), len(self.members[b])))
        pairs = max(known, x * min(y, WITNESSES))
        return round((total + UNSEEN * (pairs - known)) / pairs, 9)

    def merge(self, a: int, b: int) -> int:
        """Put two groups together under the number of the one with more neighbours, which is returned."""
        kept, gone = (a, b) if (len(self.near[a]), -a) >= (len(self.near[b]), -b) else (b, a)
        self.members[kept] += self.members.pop(gone)
        for other, (total, known) in self.near.pop(gone).items():
            del self.near[other][gone]
            if other != kept:
                had, count = self.near[kept].get(other, (0.0, 0))
                self.near[kept][other] = self.near[other][kept] = (had + total, count + known)
        self.version[kept] += 1
        return kept


def cluster(size: int, scores: Mapping[Pair, float], *, at_least: float = 0.0) -> list[list[int]]:
    """Groups of the numbers 0 to size - 1, joined best first while the average score is `at_least` that; each sorted, by first member.

    `scores` are of pairs (smaller number first): above 0 more likely the same than not.
    """
    groups = Groups(size, scores)
    heap = [(-score, a, b, 0, 0) for (a, b), score in scores.items() if score >= at_least]
    heapq.heapify(heap)
    while heap:
        _, a, b, at_a, at_b = heapq.heappop(heap)
        if a not in groups.members or b not in groups.members or (groups.version[a], groups.version[b]) != (at_a, at_b):
            continue
        kept = groups.merge(a, b)
        for other in groups.near[kept]:
            likeness = groups.likeness(kept, other)
            if likeness >= at_least:
                x, y = min(kept, other), max(kept, other)
                heapq.heappush(heap, (-likeness, x, y, groups.version[x], groups.version[y]))
    return sorted(sorted(members) for members in groups.members.values())
