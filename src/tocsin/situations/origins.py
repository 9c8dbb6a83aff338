"""Which reports copy one another, and which corrects or updates which.

Texts are compared as sets of five-word shingles. A report that stands (nearly) whole inside another is a copy or a cut of it. A report
that holds two others whole is a merger: it adds no origin, and its parts stay apart. A single sentence that first stood in another report
has that report as its origin, also where the rest of the report is its own work.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from zlib import crc32

from tocsin.records import Claim, Read, Report

SHINGLE = 5
INSIDE = 0.6  # share of a report's shingles that must stand in another for it to be a copy: half could be one long quotation
SENTENCE_INSIDE = 0.8
TWIN = 0.9  # what holds more than this of another is the same text, not a part of it
APART = 0.2  # two parts of a merger share less than this with each other
UNDATED = "9999"
FIRST, LATEST = 5, 60  # holders of one shingle that a report is compared with
SAMPLE = 4  # one shingle in four finds the candidates; the comparison itself is exact
WORD = re.compile(r"\w+(?:['’]\w+)?")
CORRECTION = re.compile(r"\b(?:correction|corrects|corrected|correcting|corrigendum|erratum|clarification|retraction|retracts)\b", re.I)
CORRECTION_HEAD = 120  # characters of the text in which a correction says so
UPDATE_WITHIN = timedelta(days=14)
Key = tuple[str, str]
Shares = Mapping[str, Mapping[str, float]]


def shingles(text: str) -> frozenset[int]:
    """Hashes of the five-word runs of a text; of the whole text where it is shorter."""
    words = WORD.findall(text.casefold())
    runs = (words[i:i + SHINGLE] for i in range(max(1, len(words) - SHINGLE + 1)))
    return frozenset(crc32(" ".join(run).encode()) for run in runs) if words else frozenset()


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


def trace_origins(reads: Sequence[Read]) -> Origins:
    """Origins, mergers and corrections over all reports; the reads may come in any order."""
    ordered = sorted(reads, key=lambda r: report_key(r.report))
    sets = {r.report.id: shingles(r.report.text) for r in ordered}
    keys = {r.report.id: report_key(r.report) for r in ordered}
    near = find_candidates(sets)
    sources, merged = choose_sources(sets, near, keys)
    origin = {i: root(i, sources) for i in sets}
    supersedes, corrections = find_corrections([r.report for r in ordered])
    return Origins(origin, trace_sentences(ordered, sets, near, origin),
                   {m: tuple(sorted({origin[p] for p in parts} - {origin[m]})) for m, parts in merged.items()}, supersedes, corrections)


def find_candidates(sets: Mapping[str, frozenset[int]]) -> dict[str, set[str]]:
    """Report id → ids of reports with which it shares sampled shingles; the sets come in order of date.

    Of the holders of one shingle each meets the first few, where a story began, and the latest: a line that stands in every story of an
    outlet, or one story printed ten thousand times, must not make every pair.
    """
    holders: dict[int, list[str]] = defaultdict(list)
    near: dict[str, set[str]] = defaultdict(set)
    for name, own in sets.items():
        for shingle in own:
            if shingle % SAMPLE == 0 or len(own) < 4 * SAMPLE:
                held = holders[shingle]
                others = held if len(held) <= FIRST + LATEST else (*held[:FIRST], *held[-LATEST:])
                near[name].update(others)
                for other in others:
                    near[other].add(name)
                held.append(name)
    return near


def choose_sources(sets: Mapping[str, frozenset[int]], near: Mapping[str, set[str]],
                   keys: Mapping[str, Key]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """For each copy the report it was taken from, and for each merger its parts.

    A copy points to the report that holds it best; of twins the earlier is the source. What stands in a merger was not taken from it.
    """
    inside = {i: {j: share_inside(sets[i], sets[j]) for j in sorted(near.get(i, ()))} for i in sets}
    merged = {m: parts for m in sets if len(parts := find_parts(m, inside, keys)) > 1}
    sources: dict[str, str] = {}
    for i in sets:
        if i in merged:
            covered = sets[i] & frozenset().union(*(sets[p] for p in merged[i]))
            if len(covered) >= INSIDE * len(sets[i]):
                sources[i] = min(merged[i], key=lambda p: (-inside[i].get(p, 0.0), keys[p]))
            continue
        holders = [j for j, share in inside[i].items() if share >= INSIDE and j not in merged and _comes_from(i, j, inside, keys)]
        if holders:
            sources[i] = min(holders, key=lambda j: (-round(inside[i][j], 1), keys[j]))
    return sources, merged


def _comes_from(i: str, j: str, inside: Shares, keys: Mapping[str, Key]) -> bool:
    """Whether i, which stands in j, was taken from it: j is its earlier twin, or a longer story that did not come out later."""
    if inside[j].get(i, 0.0) >= INSIDE:
        return keys[j] < keys[i]
    return keys[j][0] <= keys[i][0] or keys[j][0] == UNDATED


def find_parts(whole: str, inside: Shares, keys: Mapping[str, Key]) -> list[str]:
    """The reports that stand whole in this one and have nothing to do with each other, the largest first."""
    held = [p for p in inside[whole] if inside[p].get(whole, 0.0) >= INSIDE and inside[whole][p] < TWIN
            and keys[p][0] <= keys[whole][0]]  # what came out later is a cut of it
    parts: list[str] = []
    for p in sorted(held, key=lambda p: (-inside[whole][p], keys[p])):  # the largest first, so that two cuts of one story are one part
        if all(inside[p].get(q, 0.0) < APART and inside[q].get(p, 0.0) < APART for q in parts):
            parts.append(p)
    return parts


def root(name: str, sources: Mapping[str, str]) -> str:
    """The report at the end of a chain of copies; a circle ends at its smallest id."""
    seen = [name]
    while seen[-1] in sources and sources[seen[-1]] not in seen:
        seen.append(sources[seen[-1]])
    circle = sources.get(seen[-1])
    return min(seen[seen.index(circle):]) if circle in seen else seen[-1]


def trace_sentences(reads: Sequence[Read], sets: Mapping[str, frozenset[int]], near: Mapping[str, set[str]],
                    origin: Mapping[str, str]) -> dict[str, str]:
    """Claim id → origin, for claims in a sentence that an earlier report of another origin already had."""
    rank = {r.report.id: i for i, r in enumerate(reads)}
    found: dict[str, str] = {}
    for read in reads:
        others = sorted((j for j in near.get(read.report.id, ()) if origin[j] != origin[read.report.id]
                         and rank[j] < rank[read.report.id]), key=rank.__getitem__)
        for claim in read.claims if others else ():
            words = read.report.text[claim.sentence.start:claim.sentence.end]
            own = shingles(words)
            if len(own) < 4:  # a sentence of fewer than eight words may be anybody's
                continue
            for j in others:
                if share_inside(own, sets[j]) >= SENTENCE_INSIDE:
                    found[claim.id] = origin[j]
                    break
    return found


# ------------------------------------------------------------------ corrections and updates


def find_corrections(reports: Sequence[Report]) -> tuple[dict[str, str], frozenset[str]]:
    """Later report → the earlier one of the same source that it corrects or updates, and which of the later ones correct.

    A correction says so in its head and quotes the title, or shares most words; an update has nearly the same title. Without a source, or
    without dates, nothing can be said.
    """
    by_source: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if report.source and report.published.anchor():
            by_source[report.source.casefold()].append(report)
    supersedes: dict[str, str] = {}
    corrections: set[str] = set()
    for group in by_source.values():
        for i, later in enumerate(group):
            earlier = [r for r in group[:i] if _age(r, later) <= UPDATE_WITHIN]
            corrects = says_it_corrects(later)
            match = _best_match(later, earlier, corrects=corrects)
            if match:
                supersedes[later.id] = match.id
                corrections |= {later.id} if corrects else set()
    return supersedes, frozenset(corrections)


def says_it_corrects(report: Report) -> bool:
    """Whether a report calls itself a correction, in its title or its first words."""
    return bool(CORRECTION.search(report.title or "") or CORRECTION.search(report.text[:CORRECTION_HEAD]))


def _age(earlier: Report, later: Report) -> timedelta:
    """How long after the earlier report the later one came out."""
    a, b = earlier.published.anchor(), later.published.anchor()
    return b - a if a and b else timedelta.max


def _words(text: str | None) -> Counter[str]:
    """Words of more than three letters, and numbers."""
    return Counter(w for w in WORD.findall((text or "").casefold()) if len(w) > 3 or w.isdigit())


def _overlap(a: Iterable[str], b: Iterable[str]) -> float:
    """Shared words over all words."""
    x, y = set(a), set(b)
    return len(x & y) / len(x | y) if x | y else 0.0


def _best_match(later: Report, earlier: Sequence[Report], *, corrects: bool) -> Report | None:
    """The earlier report that a later one of the same source replaces, or None."""
    scored = []
    for report in earlier:
        title = (report.title or "").casefold()
        same_title = _overlap(_words(report.title), _words(later.title))
        quoted = corrects and len(title) > 12 and title in later.text.casefold()
        score = 2.0 if quoted else same_title if same_title >= INSIDE else 0.0
        if corrects and not score:
            shared = _words(later.text)
            overlap = sum((shared & _words(report.text)).values()) / max(1, sum(shared.values()))
            score = overlap / 2 if overlap >= 0.4 else 0.0
        if score:
            scored.append((score, report_key(report), report))
    return max(scored, key=lambda s: s[:2])[2] if scored else None
