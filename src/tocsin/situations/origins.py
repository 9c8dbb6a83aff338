"""Which reports copy one another.

Texts are compared as sets of five-word shingles. A report that stands (nearly) whole inside another is a copy or a cut of it. A report
that holds two others whole is a merger: it adds no origin, and its parts stay apart. A single sentence that first stood in another report
has that report as its origin, also where the rest of the report is its own work.

Candidates are found by sampled shingles, not by MinHash: a cut shares all of its own words with its source but few of the source's, and
MinHash measures the whole of both. Of the holders of one shingle only the first few count, by day and length, whatever order they came in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from zlib import crc32

from tocsin.records import Claim, Read, Report
from tocsin.situations.updates import Outlets

SHINGLE = 5
INSIDE = 0.6  # share of a report's shingles that must stand in another for it to be a copy: half could be one long quotation
SENTENCE_INSIDE = 0.8
TWIN = 0.9  # what holds more than this of another is the same text, not a part of it
APART = 0.2  # two parts of a merger share less than this with each other
UNDATED = "9999"
FIRST = 8  # holders of one shingle that a report is compared with: where a story began
SAMPLE = 4  # one shingle in four finds the candidates; the comparison itself is exact
WORD = re.compile(r"\w+(?:['’]\w+)?")
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
Key = tuple[str, str]
Rank = tuple[str, bool, str]  # day, whether it does not sign for itself, id
Holder = tuple[str, bool, int, str]  # as the rank, the longest first: the whole story stands before the cuts of its day
SIGNATURE = 300  # characters at the beginning in which an outlet signs: "BISHKEK (Northgate Wire) —"


def shingles(text: str) -> frozenset[int]:
    """Hashes of the five-word runs of a text; of the whole text where it is shorter."""
    words = WORD.findall(text.casefold())
    runs = (words[i:i + SHINGLE] for i in range(max(1, len(words) - SHINGLE + 1)))
    return frozenset(crc32(" ".join(run).encode("utf-8", "surrogatepass")) for run in runs) if words else frozenset()


_shingles_of = lru_cache(maxsize=30_000)(shingles)  # copies are one text, and what came lately is asked for again


def share_inside(part: frozenset[int], whole: frozenset[int]) -> float:
    """How much of `part` stands in `whole`, 0 to 1."""
    return len(part & whole) / len(part) if part else 0.0


@dataclass(frozen=True)
class Origins:
    """Report id → id of the report it copies (its own when it copies none); claims whose sentence stood elsewhere first.

    `merged` lists the further origins that a merger takes in. `supersedes`: later report → earlier one of the same source;
    `corrections` are those later reports that say they correct.
    """

    reports: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    supersedes: Mapping[str, str] = field(default_factory=dict)
    corrections: frozenset[str] = frozenset()

    def of(self, claim: Claim) -> str:
        """The report in which the claim's words first stood."""
        return self.claims.get(claim.id) or self.reports.get(claim.report_id, claim.report_id)


def report_key(report: Report) -> Key:
    """Reports sort by date, undated ones last, then by id: whatever order they came in."""
    return (report.published.start or UNDATED, report.id)


def rank(report: Report) -> Rank:
    """The order in which prints of one story come: by date, on one day the outlet first that the words themselves name, then by id."""
    signed = bool(report.source) and (report.source or "").casefold() in report.text[:SIGNATURE].casefold()
    return (report.published.start or UNDATED, not signed, report.id)


def trace_origins(reads: Sequence[Read]) -> Origins:
    """Origins, mergers and corrections over all reports; the reads may come in any order."""
    index = OriginIndex()
    for read in reads:
        index.add(read.report)
    return index.trace(reads)


class OriginIndex:
    """Where each report's words first stood, kept up to date as reports come in.

    To add a report costs as much as its own words and the few reports that it is compared with. Every answer depends only on which
    reports were added, never on their order.
    """

    def __init__(self) -> None:
        self._reports: dict[str, Report] = {}
        # Most shingles stand in one report only, so a lone holder is kept without a list.
        self._holders: dict[int, Holder | list[Holder]] = {}
        self._sources: dict[str, str | None] = {}
        self._parts: dict[str, list[str]] = {}
        self._outlets = Outlets()

    # -------------------------------------------------------------- adding

    def add(self, report: Report) -> set[str]:
        """Take in one report; the ids of earlier ones whose answers may have changed with it."""
        self._reports[report.id] = report
        holder = self._holder(report)
        moved: set[str] = set()
        for shingle in sample(self._set(report.id)):
            held = self._holders.get(shingle)
            if held is None:
                self._holders[shingle] = holder
                continue
            rows = held if isinstance(held, list) else [held]
            at = bisect_left(rows, holder)
            rows.insert(at, holder)
            self._holders[shingle] = rows
            if at < FIRST:
                moved.update(row[3] for row in rows)
        self._outlets.add(report)
        return self._forget(moved - {report.id}) | self._outlets.perhaps_replaced_by(report)

    def remove(self, report_id: str) -> set[str]:
        """Take out one report, whose newer version is to come; the ids of others whose answers may change."""
        report = self._reports[report_id]
        touched = self._outlets.perhaps_replaced_by(report)
        holder = self._holder(report)
        moved: set[str] = set()
        for shingle in sample(self._set(report_id)):
            held = self._holders[shingle]
            rows = [row for row in (held if isinstance(held, list) else [held]) if row != holder]
            moved.update(row[3] for row in rows)
            if rows:
                self._holders[shingle] = rows
            else:
                del self._holders[shingle]
        self._outlets.remove(report)
        touched |= self._forget(moved)
        for known in (self._reports, self._sources, self._parts):
            known.pop(report_id, None)
        return touched - {report_id}

    def _forget(self, moved: set[str]) -> set[str]:
        """Drop what was worked out for reports that meet others now, and for those that were compared with them."""
        touched = set(moved)
        for name in moved:
            self._parts.pop(name, None)
            for shingle in sample(self._set(name)):
                held = self._holders[shingle]
                rows = held if isinstance(held, list) else [held]
                if any(row[3] == name for row in rows[:FIRST]):
                    touched.update(row[3] for row in rows)
        for name in touched:
            self._sources.pop(name, None)
        return touched

    def _holder(self, report: Report) -> Holder:
        day, unsigned, name = rank(report)
        return (day, unsigned, -len(self._set(name)), name)

    def _set(self, name: str) -> frozenset[int]:
        return _shingles_of(self._reports[name].text)

    # -------------------------------------------------------------- asking

    def near(self, name: str) -> list[str]:
        """Ids of the reports that this one is compared with."""
        found: set[str] = set()
        for shingle in sample(self._set(name)):
            held = self._holders[shingle]
            if isinstance(held, list):
                found.update(row[3] for row in held[:FIRST])
        return sorted(found - {name})

    def origin(self, name: str) -> str:
        """The report at the end of a chain of copies; a circle ends at its smallest id."""
        seen = [name]
        while (source := self.source(seen[-1])) and source not in seen:
            seen.append(source)
        return min(seen[seen.index(source):]) if source else seen[-1]

    def story(self, name: str) -> str:
        """The origin of a report, or of the report that it corrects or updates: they tell of one crisis."""
        earlier, _ = self._outlets.replaced_by(self._reports[name])
        return self.origin(earlier or name)

    def source(self, name: str) -> str | None:
        """The report that this one was taken from: the one that holds it best, of twins the earlier.

        What stands in a merger was not taken from it.
        """
        if name not in self._sources:
            self._sources[name] = self._find_source(name)
        return self._sources[name]

    def _find_source(self, name: str) -> str | None:
        own, parts = self._set(name), self.parts(name)
        if parts:
            covered = own & frozenset().union(*(self._set(p) for p in parts))
            whole = len(covered) >= INSIDE * len(own)
            return min(parts, key=lambda p: (-share_inside(own, self._set(p)), self._key(p))) if whole else None
        shares = {j: share_inside(own, self._set(j)) for j in self.near(name)}
        holders = [j for j, share in shares.items() if share >= INSIDE and self._comes_from(name, j) and not self.parts(j)]
        return min(holders, key=lambda j: (-round(shares[j], 1), self._key(j)), default=None)

    def parts(self, whole: str) -> list[str]:
        """The reports that stand whole in this one and have nothing to do with each other, the largest first; none, or two and more."""
        if whole not in self._parts:
            parts = self._find_parts(whole)
            self._parts[whole] = parts if len(parts) > 1 else []
        return self._parts[whole]

    def _find_parts(self, whole: str) -> list[str]:
        own = self._set(whole)
        held = {p: share_inside(own, self._set(p)) for p in self.near(whole)
                if self._key(p)[0] <= self._key(whole)[0]}  # what came out later is a cut of it
        held = {p: share for p, share in held.items() if share < TWIN and share_inside(self._set(p), own) >= INSIDE}
        parts: list[str] = []
        for p in sorted(held, key=lambda p: (-held[p], self._key(p))):  # the largest first, so that two cuts of one story are one part
            mine = self._set(p)
            if all(share_inside(mine, self._set(q)) < APART and share_inside(self._set(q), mine) < APART for q in parts):
                parts.append(p)
        return parts

    def _comes_from(self, i: str, j: str) -> bool:
        """Whether i, which stands in j, was taken from it: j is its earlier twin, or a longer story that did not come out later."""
        mine, other = self._key(i), self._key(j)
        if share_inside(self._set(j), self._set(i)) >= INSIDE:
            return other < mine
        return other[0] <= mine[0] or other[0] == UNDATED

    def _key(self, name: str) -> Rank:
        return rank(self._reports[name])

    # -------------------------------------------------------------- telling

    def trace(self, reads: Iterable[Read]) -> Origins:
        """The origins of these reads, among everything that was added."""
        reads = sorted(reads, key=lambda r: report_key(r.report))
        names = [r.report.id for r in reads]
        origin = {name: self.origin(name) for name in names}
        claims = {claim: source for read in reads for claim, source in self._trace_sentences(read)}
        merged = {m: tuple(sorted({self.origin(p) for p in parts} - {origin[m]})) for m in names if (parts := self.parts(m))}
        replaced = {r.report.id: self._outlets.replaced_by(r.report) for r in reads}
        return Origins(origin, claims, merged, {i: earlier for i, (earlier, _) in replaced.items() if earlier},
                       frozenset(i for i, (_, corrects) in replaced.items() if corrects))

    def _trace_sentences(self, read: Read) -> Iterator[tuple[str, str]]:
        """Claim id and origin, for claims in a sentence that an earlier report of another origin already had.

        A copy that gives another number says that itself: the claim is its own.
        """
        name = read.report.id
        own_origin, own_key = self.origin(name), self._key(name)
        if own_origin != name and not self.parts(name):
            known = frozenset(NUMBER.findall(self._reports[own_origin].text))
            for claim in read.claims:
                words = read.report.text[claim.sentence.start:claim.sentence.end]
                if claim.figure and not known.issuperset(NUMBER.findall(words)):
                    yield claim.id, name
            return
        others = sorted((self._key(j), j) for j in self.near(name) if self._key(j) < own_key and self.origin(j) != own_origin)
        for claim in read.claims if others else ():
            own = shingles(read.report.text[claim.sentence.start:claim.sentence.end])
            if len(own) < 4:  # a sentence of fewer than eight words may be anybody's
                continue
            source = next((j for _, j in others if share_inside(own, self._set(j)) >= SENTENCE_INSIDE), None)
            if source:
                yield claim.id, self.origin(source)


def sample(own: frozenset[int]) -> Iterator[int]:
    """The shingles by which a report is found; all of them where it has few."""
    return (s for s in own if s % SAMPLE == 0 or len(own) < 4 * SAMPLE)
