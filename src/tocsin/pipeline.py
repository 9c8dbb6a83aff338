"""The one place that knows the order: sources → reports → readings → claims → situations → assessment and response → a book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Protocol

from tocsin import assessment, claims, reading, response, situations
from tocsin.codebook import Codebook
from tocsin.records import Book, Claim, Problem, Read, Report, Situation, Tally

GROUP = 64  # reports read together; what is kept is kept group by group


class Keeper(Protocol):
    """What the order needs of a store: to know what was read already, and to keep what is new."""

    def read_of(self, report: Report, *, reader: str) -> Read | None:
        """What this reader has read of this very report before."""

    def keep_many(self, reads: Iterable[Read], *, reader: str | None = None) -> Iterator[tuple[Read, bool]]:
        """Keep reads; each comes back once it is kept for good, with whether it was new."""

    def keep_problem(self, problem: Problem) -> bool:
        """Keep a problem."""


def reader_name() -> str:
    """Name and version of what makes the claims: parser, reader and rules."""
    return f"{reading.version()}+{claims.VERSION}"


def read_reports(
    sources: Iterable[Report | Problem], *, codebook: Codebook, store: Keeper, profile: str = "acled"
) -> Iterator[Read | Problem]:
    """Read every report; what the store already has from the same reader is not read again. A problem passes through, in its place.

    A report in another language is kept with no claims. KeyError for an unknown profile.
    """
    waiting = iter(sources)
    while group := list(islice(waiting, GROUP)):
        known = {item.id: store.read_of(item, reader=reader_name()) for item in group if isinstance(item, Report)}
        fresh = [item for item in group if isinstance(item, Report) and known[item.id] is None]
        made = {report.id: read for report, read in zip(fresh, _read_group(fresh, codebook, profile), strict=True)}
        kept = {read.report.id: read for read, _ in store.keep_many(made.values(), reader=reader_name())}
        for item in group:
            if isinstance(item, Problem):
                store.keep_problem(item)
                yield item
            else:
                yield known[item.id] or kept[item.id]


def _read_group(reports: list[Report], codebook: Codebook, profile: str) -> Iterator[Read]:
    readable = [r for r in reports if is_read(r)]
    pairs = reading.read(readable, codebook=codebook, profile=profile)
    for report in reports:
        if not is_read(report):
            yield Read(report, (), Tally(report.id, {}))
            continue
        report, marks = next(pairs)
        found: tuple[Claim, ...] = claims.extract(report, marks, codebook=codebook, profile=profile)
        yield Read(report, found, claims.tally(report, found))


def is_read(report: Report) -> bool:
    """Whether the reader knows the report's language (English, or too short to tell)."""
    return report.language in (None, "en")


def make_book(reads: Iterable[Read], *, codebook: Codebook, problems: Iterable[Problem] = ()) -> Book:
    """Everything a brief shows: the reads, and each situation with its assessment and its response."""
    kept = tuple(reads)
    found = tuple(_assessed(s, codebook) for s in situations.gather(kept, codebook=codebook))
    return Book(kept, found, tuple(problems))


def _assessed(situation: Situation, codebook: Codebook) -> Situation:
    situation = replace(situation, response=response.trace(situation, codebook=codebook))
    return replace(situation, assessment=assessment.assess(situation, codebook=codebook))
