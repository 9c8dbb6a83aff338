"""The shipped examples, read once for all tests that look at what is made of them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from tocsin import intake, pipeline
from tocsin.codebook import load
from tocsin.records import Book, Read
from tocsin.store import open_store

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = ("osh-2010", "kenya-2008", "sri-lanka-2009", "gambia-2017")


@cache
def read_example(name: str) -> tuple[Read, ...]:
    """Every report of the example with its claims."""
    with open_store("none") as store:
        found = pipeline.read_reports(intake.collect([str(EXAMPLES / name)], today=date(2026, 1, 1)), codebook=load(), store=store)
        return tuple(item for item in found if isinstance(item, Read))


@cache
def make_example(name: str, as_of: str | None = None) -> Book:
    """The example's book; with a day, of what had appeared by then."""
    reads = read_example(name)
    if as_of:
        reads = pipeline.known_by(date.fromisoformat(as_of), reads, codebook=load())[0]
    return pipeline.make_book(reads, codebook=load())
