"""The one place that knows the order: sources → reports → readings → claims → situations → assessment and response → a book."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from tocsin import assessment, claims, engine, reading, response, review, situations
from tocsin.codebook import Codebook, load
from tocsin.records import Book, Decision, Problem, Read, Report, Reviewed, Rulings, Situation, make_id

WAS_FORGOTTEN = "this report was forgotten, and is not read again"
GROUP = 32  # reports read together and kept together
GROUP_LETTERS = 400_000  # a group is closed early when its texts are this long: parses are large
# What a defect of ours raises. Errors meant for people, of the store and of the system, are not among them and go up.
DEFECTS = (ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, RuntimeError, TypeError, ValueError)

NOT_GATHERED = "the reports could not be brought together"


class Keeper(Protocol):
    """What the order needs of a store: to know what was read already, and to keep what is new."""

    def read_of(self, report: Report, *, reader: str) -> Read | None:
        """What this reader has read of this very report before."""

    def keep_many(self, reads: Iterable[Read], *, reader: str | None = None) -> Iterator[tuple[Read, bool]]:
        """Keep reads; each comes back once it is kept for good, with whether it was new."""

    def keep_problem(self, problem: Problem) -> bool:
        """Keep a problem."""

    def forgotten_on(self, report: Report) -> str | None:
        """The day on which this report was taken out of the store for good; None for any other."""


class Rereader(Protocol):
    """What reading again needs of a store: to keep reads beside those that count."""

    def read_of(self, report: Report, *, reader: str) -> Read | None:
        """What this reader has read of this very report before."""

    def keep_many(self, reads: Iterable[Read], *, reader: str | None = None, counts: bool = True) -> Iterator[tuple[Read, bool]]:
        """Keep reads; those that do not count yet stand beside those that do."""


def reader_name() -> str:
    """Name and version of what makes the claims: parser, reader and rules."""
    return f"{reading.version()}+{claims.VERSION}"


def reading_key(codebook: Codebook, *, profile: str, attributions: bool = True) -> str:
    """What a kept read rests on, and is found again by: the reader, the profile for vague numbers, the codebook's content, the options."""
    return f"{reader_name()}+{profile}+{_fingerprint(codebook.folders)}{'' if attributions else '+no-attributions'}"


@lru_cache(maxsize=8)
def _fingerprint(folders: tuple[Path, ...]) -> str:
    digest = sha256()
    for path in (p for folder in folders for p in sorted(folder.iterdir()) if p.is_file()):
        digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


# ------------------------------------------------------------------ reading


def read_reports(
    sources: Iterable[Report | Problem], *, codebook: Codebook, store: Keeper, profile: str = "acled", attributions: bool = True,
    processes: int = 1,
) -> Iterator[Read | Problem]:
    """Read every report; what the store has of the same reader is not read again. Problems pass through, in their place, and are kept.

    A report in another language is kept with no claims. One that the reader breaks on becomes a Problem, and the others are read; an
    exact repeat of a report of this run is passed over. Without `attributions` the reports come back without their list of who says
    what; the voices of the claims stay. With more than one of the `processes`, many reports are read side by side; what is read is the
    same. KeyError for an unknown profile, before anything is read.
    """
    # Asked for once: an unknown profile is the caller's mistake, not a problem of every report.
    next(reading.read((), codebook=codebook, profile=profile), None)
    key = reading_key(codebook, profile=profile, attributions=attributions)
    groups = _look_up(_group(_refuse_forgotten(_without_repeats(sources), store)), store, key)
    return _read_groups(groups, _Work(codebook, profile, attributions), store, key, processes)


@dataclass(frozen=True, slots=True)
class _Group:
    """Reports and problems in order, with what the store has read of each."""

    items: Sequence[Report | Problem]
    known: Sequence[Read | None]

    def fresh(self) -> list[Report]:
        """The reports that have to be read."""
        return [item for item, read in zip(self.items, self.known, strict=True) if isinstance(item, Report) and read is None]


@dataclass(frozen=True, slots=True)
class _Work:
    """Reading a group, here or in another process, which loads the codebook of the same folders for itself."""

    codebook: Codebook
    profile: str
    attributions: bool

    def __call__(self, reports: Sequence[Report]) -> list[Read | Problem]:
        """What each report gives."""
        return _read_all(reports, self.codebook, self.profile, self.attributions)

    def __reduce__(self) -> tuple[Any, ...]:
        return _make_work, (self.codebook.folders[1:], self.profile, self.attributions)


def _make_work(folders: tuple[Path, ...], profile: str, attributions: bool) -> _Work:
    return _Work(load(extra=folders), profile, attributions)


def _look_up(groups: Iterable[list[Report | Problem]], store: Keeper, key: str) -> Iterator[_Group]:
    for group in groups:
        yield _Group(group, [store.read_of(item, reader=key) if isinstance(item, Report) else None for item in group])


def _read_groups(groups: Iterable[_Group], work: _Work, store: Keeper, key: str, processes: int) -> Iterator[Read | Problem]:
    for group, made in engine.each(work, groups, needs=_Group.fresh, processes=processes):
        list(store.keep_many((read for read in made if isinstance(read, Read)), reader=key))
        new = iter(made)
        for item, read in zip(group.items, group.known, strict=True):
            if isinstance(item, Problem):
                found: Read | Problem = item
            elif read is not None:
                found = replace(read, report=replace(read.report, path=item.path))  # where it lies now, not where it lay then
            else:
                found = next(new)
            if isinstance(found, Problem) and found.error != WAS_FORGOTTEN:  # a forgotten report leaves no trace, not even its path
                store.keep_problem(found)
            yield found


def _refuse_forgotten(sources: Iterable[Report | Problem], store: Keeper) -> Iterator[Report | Problem]:
    for item in sources:
        day = store.forgotten_on(item) if isinstance(item, Report) else None
        if isinstance(item, Report) and day:
            why = f"It was taken out of the store on {day}, for the safety of its source."
            yield Problem(WAS_FORGOTTEN, why, "Leave it out. If it must be read, read it into another store.", item.path, item.id)
        else:
            yield item


def reread(reads: Iterable[Read], *, codebook: Codebook, store: Rereader, profile: str = "acled") -> Iterator[tuple[Read, Read | Problem]]:
    """Each read with what this reader makes of its report now; that is kept, so that it is read once, but does not count yet.

    KeyError for an unknown profile, before anything is read.
    """
    next(reading.read((), codebook=codebook, profile=profile), None)
    key, source = reading_key(codebook, profile=profile), iter(reads)
    while old := list(islice(source, GROUP)):
        known = [store.read_of(read.report, reader=key) for read in old]
        fresh = [read.report for read, found in zip(old, known, strict=True) if found is None]
        made = iter(_read_all(fresh, codebook, profile, True))
        for before, found in zip(old, known, strict=True):
            after = found or next(made)
            if found is None and isinstance(after, Read):
                list(store.keep_many([after], reader=key, counts=False))
            yield before, after


def _group(sources: Iterable[Report | Problem]) -> Iterator[list[Report | Problem]]:
    group: list[Report | Problem] = []
    letters = 0
    for item in sources:
        group.append(item)
        letters += len(item.text) if isinstance(item, Report) else 0
        if len(group) == GROUP or letters >= GROUP_LETTERS:
            yield group
            group, letters = [], 0
    if group:
        yield group


def _without_repeats(sources: Iterable[Report | Problem]) -> Iterator[Report | Problem]:
    seen: set[str] = set()
    for item in sources:
        if isinstance(item, Report):
            key = make_id("report", item.id, item.version, item.text, item.title, item.byline, item.source, item.url, item.published)
            if key in seen:
                continue
            seen.add(key)
        yield item


def _read_all(reports: Sequence[Report], codebook: Codebook, profile: str, attributions: bool) -> list[Read | Problem]:
    """What each report gives, in order. The one place where a defect is caught: the reports after it are then read one by one."""
    done: list[Read | Problem] = []
    try:
        for read in _read_together(reports, codebook, profile, attributions):
            done.append(read)
    except DEFECTS as defect:
        rest = reports[len(done) :]
        if len(reports) == 1:
            done.append(_problem("could not be read", defect, rest[0]))
        else:
            done += [read for report in rest for read in _read_all([report], codebook, profile, attributions)]
    return done


def _read_together(reports: Sequence[Report], codebook: Codebook, profile: str, attributions: bool) -> Iterator[Read]:
    pairs = reading.read([r for r in reports if is_read(r)], codebook=codebook, profile=profile, attributions=attributions)
    for report in reports:
        if not is_read(report):
            yield Read(report, (), claims.tally(report, ()))
            continue
        report, marks = next(pairs)
        found = claims.extract(report, marks, codebook=codebook, profile=profile)
        yield Read(report, found, claims.tally(report, found))


def is_read(report: Report) -> bool:
    """Whether the reader knows the report's language (English, or too short to tell)."""
    return report.language in (None, "en")


# ------------------------------------------------------------------ the book


def lay_decisions(reads: Iterable[Read], decisions: Sequence[Decision], *, whole: bool = False) -> Reviewed:
    """The reads as analysts' standing decisions leave them, their tallies made again; `whole` where these reads are all there are."""
    return review.apply(reads, decisions, tally=claims.tally, whole=whole)


def make_book(reads: Iterable[Read], *, codebook: Codebook, problems: Iterable[Problem] = (), rule: str = "floor",
              rulings: Rulings | None = None) -> Book:
    """Everything a brief shows: the reads, and each situation with its assessment and its response.

    `rule` names how headline figures are chosen, `rulings` are what analysts decided (`situations.gather` has both). Of several reads of
    one report id the last counts. What the rooms break on becomes a Problem in the book, and the rest stands.
    """
    current = tuple({read.report.id: read for read in reads}.values())
    met = list(problems)
    try:
        found = situations.gather(current, codebook=codebook, rule=rule, rulings=rulings)
    except DEFECTS as defect:
        met.append(_problem(NOT_GATHERED, defect))
        found = ()
    assess = partial(assessment.assess, rulings=rulings)
    told = tuple(_add(_add(s, "response", response.trace, codebook, met), "assessment", assess, codebook, met) for s in found)
    return Book(current, told, tuple(met))


def rate(situation: Situation, *, codebook: Codebook, rulings: Rulings | None = None) -> Situation:
    """The situation with its assessment made again."""
    return replace(situation, assessment=assessment.assess(situation, codebook=codebook, rulings=rulings))


def _add(situation: Situation, part: str, room: Callable[..., Any], codebook: Codebook, met: list[Problem]) -> Situation:
    try:
        return replace(situation, **{part: room(situation, codebook=codebook)})
    except DEFECTS as defect:
        met.append(_problem(f"the {part} of {situation.name} could not be made", defect))
        return situation


def _problem(error: str, defect: BaseException, report: Report | None = None) -> Problem:
    """A defect in words: its type, what it said, and where in our code it happened."""
    frames = traceback.extract_tb(defect.__traceback__)
    where = f", in {Path(frames[-1].filename).name} line {frames[-1].lineno}" if frames else ""
    said = " ".join(str(defect).split())[:200]
    what = "This is a defect of Tocsin, not of the report. " if report else "This is a defect of Tocsin. "
    return Problem(
        error,
        f"{type(defect).__name__}{': ' + said if said else ''}{where}.",
        f"{what}Everything else was read; please tell its makers the line above.",
        report.path if report else None,
        report.id if report else None,
    )


def known_by(day: date, reads: Sequence[Read], *, codebook: Codebook) -> tuple[tuple[Read, ...], tuple[Read, ...]]:
    """The reads whose reports had appeared by that day, and those left out.

    A report without a day of its own is placed by the others, as a situation narrows it; one that may be younger is left out.
    """
    open_ones = [r for r in reads if not r.report.published.end]
    found = situations.gather(reads, codebook=codebook) if open_ones else ()
    narrowed = {e["id"]: (e.get("published") or {}).get("end") for s in found for e in s.reports}
    last = {r.report.id: r.report.published.end or narrowed.get(r.report.id) for r in reads}
    kept = tuple(r for r in reads if (end := last[r.report.id]) and date.fromisoformat(end[:10]) <= day)
    ids = {r.report.id for r in kept}
    return kept, tuple(r for r in reads if r.report.id not in ids)


def decided_by(day: date, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that had been made by the end of that day."""
    return tuple(d for d in decisions if date.fromisoformat(d.when[:10]) <= day)


def unmended(problems: Iterable[Problem], reads: Iterable[Read]) -> tuple[Problem, ...]:
    """The problems of earlier runs that no later run has mended: whose path, or whose report, has not been read since."""
    read = [r.report for r in reads if is_read(r.report)]
    paths, ids = {r.path for r in read if r.path}, {r.id for r in read}
    return tuple(p for p in problems if (p.report_id not in ids if p.report_id else p.path not in paths))
