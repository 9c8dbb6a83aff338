"""One run of a command over paths or over the store: what it reads, the book it makes, and what it says at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tocsin.errors import InputError
from tocsin.interfaces import console
from tocsin.interfaces.asking import Question
from tocsin.interfaces.options import load_codebook
from tocsin.records import Book, Decision, Json, Problem, Read, Report, Reviewed, to_json

if TYPE_CHECKING:
    from tocsin.codebook import Codebook
    from tocsin.store import Store

TOO_SLOW = "took too long"  # what intake says of such a file


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a brief is to be made and written."""

    format: str
    form: str
    width: int
    colour: bool
    masked: bool
    as_of: date | None
    since: date | None
    rule: str
    attributions: bool


@dataclass
class Run:
    """One run of a command over paths, and what it counts on the way."""

    paths: list[str]
    profile: str
    folders: list[Path] | None  # the codebook's own, beside the shipped one
    quiet: bool
    jobs: int | None = None  # processes to read with; as many as there are cores, without it
    given: int = 0
    reports: int = 0
    claims: int = 0
    problems: int = 0
    ids: set[str] = field(default_factory=set)
    reads: tuple[Read, ...] = ()
    decisions: tuple[Decision, ...] = ()
    said: list[str] = field(default_factory=list)
    slow: bool = False  # whether a file was given up for the time it took: another run may get further
    distinct: int = 0  # reports with an id of their own, as `tell_again` learned it

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook with these folders' entries, loaded when it is first asked for."""
        return load_codebook(self.folders)

    def read(self, store: Store, *, show: bool = True) -> Iterator[Read | Problem]:
        """What the paths give, kept as it comes; `show` allows a progress bar."""
        from tocsin import pipeline

        try:
            items = pipeline.read_reports(self._counted(self._open()), codebook=self.codebook, store=store, profile=self.profile,
                                          processes=self.jobs or count_cores())
        except KeyError as error:
            raise InputError(str(error.args[0]), what_to_do="Choose one of them with --profile.") from None
        with console.progress(self.paths, wanted=show and not self.quiet) as advance:
            for item in items:
                if isinstance(item, Read):
                    self.reports += 1
                    self.claims += len(item.claims)
                    self.ids.add(item.report.id)
                    advance()
                else:
                    self.problems += 1
                yield item

    def _open(self) -> Iterator[Report | Problem]:
        from tocsin import intake

        stdin = getattr(sys.stdin, "buffer", None) if "-" in self.paths else None
        # The reader's own calendar day: it only serves to flag dates in the future.
        return intake.collect(self.paths, stdin=stdin, today=date.today())  # noqa: DTZ011

    def collect(self) -> Iterator[Report | Problem]:
        """What the paths give, cleaned and dated but not read."""
        for item in self._open():
            if isinstance(item, Report):
                self.given, self.reports = self.given + 1, self.reports + 1
                self.ids.add(item.id)
            else:
                self.problems += 1
            yield item

    def _counted(self, sources: Iterator[Report | Problem]) -> Iterator[Report | Problem]:
        for item in sources:
            self.given += isinstance(item, Report)
            yield item

    def answer(self, store: Store, wanted: Wanted) -> str | bytes:
        """The brief as wanted: as it was written before, where nothing that it rests on has changed, else made and kept."""
        from tocsin.store.answers import Answer

        asked = Question(store, self.paths, self.folders or [], {**to_json(wanted), "profile": self.profile})
        key = asked.key()
        if (found := asked.find(key)) is not None:
            self.tell_again(found.notes)
            return found.content
        content = self._write(store, wanted)
        if self.reads and not self.slow:
            asked.keep(key, Answer(content, self.notes()))
        return content

    def _write(self, store: Store, wanted: Wanted) -> str | bytes:
        from tocsin import briefs

        book = (self.make_book if self.paths else self.open_book)(store, as_of=wanted.as_of, rule=wanted.rule)
        before = self.compare_with(wanted.since, rule=wanted.rule)
        content = briefs.render(book, format=wanted.format, codebook=self.codebook, width=wanted.width, colour=wanted.colour,
                                form=wanted.form, masked=wanted.masked, before=before,
                                since=wanted.since.isoformat() if wanted.since else None)
        return content if wanted.attributions or wanted.format != "json" else _without_attributions(content)

    def make_book(self, store: Store, *, as_of: date | None = None, rule: str = "floor") -> Book:
        """The book of exactly these paths, whatever the store holds; with `as_of` of what had appeared by that day."""
        from tocsin import pipeline

        found = list(self.read(store))
        met = [item for item in found if isinstance(item, Problem)]
        self.slow = any(problem.error == TOO_SLOW for problem in met)
        self.reads = tuple(r for r in found if isinstance(r, Read))
        book = pipeline.make_book(self.review(as_of).reads, codebook=self.codebook, problems=met, rule=rule)
        self.problems = len(book.problems)
        return book

    def known_by(self, day: date | None, reads: Sequence[Read], *, say: bool) -> Sequence[Read]:
        """The reads whose reports had appeared by that day; all of them without one. `say` tells what is left out."""
        from tocsin import pipeline

        if day is None:
            return reads
        kept, later = pipeline.known_by(day, reads, codebook=self.codebook)
        undated = sum(not r.report.published.end for r in later)
        doubt = f" ({console.plural(undated, 'undated report')} among them: nothing shows that it had appeared)" if undated else ""
        if say:
            self.sum_up(f"as of {day}: {console.plural(len(kept), 'report')}; {console.plural(len(later), 'later report')} left out{doubt}")
        return kept

    def compare_with(self, day: date | None, *, rule: str = "floor") -> Book | None:
        """The book as it was on that day, to tell what changed since; None without one."""
        from tocsin import pipeline

        if day is None:
            return None
        reviewed = self.review(day, say=False)
        return pipeline.make_book(reviewed.reads, codebook=self.codebook, rule=rule, rulings=reviewed.rulings)

    def review(self, day: date | None, *, say: bool = True) -> Reviewed:
        """The reads under analysts' standing decisions; with a day, as both were known by then."""
        from tocsin import pipeline

        decisions = self.decisions if day is None else pipeline.decided_by(day, self.decisions)
        return pipeline.lay_decisions(self.known_by(day, self.reads, say=say), decisions, whole=day is None and bool(self.decisions))

    def open_book(self, store: Store, *, as_of: date | None = None, rule: str = "floor") -> Book:
        """The book of everything in the store; problems of earlier runs that have been mended since are left out."""
        from tocsin import pipeline

        reads = list(store.reads())
        if not reads and not self.quiet:
            console.say("The store holds no report yet. Give files or folders: tocsin brief PATH...", lead="tocsin:", style="bold yellow")
        old = pipeline.unmended(store.problems(), reads)
        self.reads, self.decisions = tuple(reads), tuple(store.decisions())
        reviewed = self.review(as_of)
        book = pipeline.make_book(reviewed.reads, codebook=self.codebook, problems=old, rule=rule, rulings=reviewed.rulings)
        if reviewed.reopened:
            again = console.plural(len(reviewed.reopened), "decision")
            self.sum_up(f"{again} not applied, since the source has changed: tocsin trail reopened says which and why.")
        self.problems = len(book.problems) - len(old)
        return book

    def notes(self) -> Json:
        """What this run counted and said so far, to be told again with a kept answer."""
        return {"counts": [self.given, self.reports, self.problems, len(self.ids)], "said": self.said}

    def tell_again(self, notes: Json) -> None:
        """Say what another run said, and count as it did."""
        self.given, self.reports, self.problems, self.distinct = notes["counts"]
        for words in notes["said"]:
            self.sum_up(words)

    def sum_up(self, words: str) -> None:
        """A line on standard error."""
        self.said.append(words)
        if not self.quiet:
            console.say(words)

    def finish(self) -> None:
        """Say what was left out of the count, and end with status 3 where there were problems."""
        failed = self.problems
        repeats = self.given - self.reports - failed if self.given > self.reports + failed else 0
        if repeats:
            self.sum_up(f"{console.plural(repeats, 'exact repeat')} of a report already read in this run: passed over.")
        replaced = self.reports - (self.distinct or len(self.ids))
        if replaced:
            self.sum_up(f"{console.plural(replaced, 'report')} replaced by a later one with the same id.")
        if failed:
            self.sum_up(f"{console.plural(failed, 'problem')}: each is listed with its cause and what to do; everything else was read.")
            raise typer.Exit(console.EXIT_PROBLEMS)


def count_cores() -> int:
    """The cores that this process may use, up to eight: each process takes half a gigabyte."""
    return min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def _without_attributions(content: str | bytes) -> str:
    """JSON lines without the lists of sourced statements in their reports."""
    from tocsin import briefs

    lines = (content if isinstance(content, str) else content.decode()).split("\n")
    return "\n".join(briefs.without_attributions(line) if line.startswith('{"record": "report"') else line for line in lines)
