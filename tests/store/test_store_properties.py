"""What holds of any records whatever: they come back as they were, in any order, however often they are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_reads import make_read

from tocsin.records import (
    Attribution,
    Book,
    Claim,
    Decision,
    Problem,
    Published,
    Read,
    Report,
    Sentence,
    Situation,
    Tally,
    from_json,
    to_json,
)
from tocsin.store import open_store
from tocsin.store.packing import pack, pack_offsets, plain, unpack_offsets, version_of

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=8)  # lone surrogates and NUL too
ANY_INTEGER = st.integers(-2**31, 2**31 - 1)
PLAIN_JSON = st.recursive(st.none() | st.booleans() | ANY_INTEGER | ANY_TEXT,
                          lambda inner: st.lists(inner, max_size=2) | st.dictionaries(ANY_TEXT, inner, max_size=2), max_leaves=4)
SIMPLE = {str: ANY_TEXT, int: ANY_INTEGER, bool: st.booleans(), NoneType: st.none(), bytes: st.binary(max_size=9), Any: PLAIN_JSON,
          float: st.floats(allow_nan=False)}


def any_of(declared: Any, *, public_only: bool = False) -> st.SearchStrategy[Any]:
    """Any value of a declared type; without the non-public fields of the record itself where only the public shape is looked at."""
    arguments, origin = get_args(declared), get_origin(declared)
    if declared in SIMPLE:
        return SIMPLE[declared]
    if origin in (Union, UnionType):
        return st.one_of(*map(any_of, arguments))
    if origin is tuple and arguments[-1] is Ellipsis:
        return st.lists(any_of(arguments[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(any_of, arguments))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(ANY_TEXT, any_of(arguments[1]), max_size=2)
    hints = get_type_hints(declared)
    hidden = {f.name for f in fields(declared) if public_only and not f.metadata.get("public", True)} if is_dataclass(declared) else set()
    return st.builds(declared, **{name: any_of(hint) for name, hint in hints.items() if name not in hidden})


ANY_READ = st.deferred(lambda: any_of(Read))
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.mark.parametrize("kind", [Published, Attribution, Report, Claim, Tally, Problem, Decision, Situation, Sentence, Book])
def test_a_record_comes_back_from_its_own_json(kind: type) -> None:
    strategy = any_of(kind, public_only=True)
    if kind is Book:  # its reads hold reports, whose non-public fields its JSON leaves out
        strategy = st.builds(Book, st.just(()), st.just(()), any_of(tuple[Problem, ...]))

    @settings(FEW, max_examples=50)
    @given(strategy)
    def holds(record: Any) -> None:
        assert from_json(kind, json.loads(json.dumps(to_json(record)))) == record

    holds()


def test_json_from_a_later_version_is_read_without_the_keys_that_are_not_known_yet() -> None:
    problem = Problem("empty file", "There is nothing in it.", "Remove it.")
    assert from_json(Problem, {**to_json(problem), "seen": 3}) == problem


@FEW
@given(any_of(Claim))
def test_what_is_packed_is_the_public_shape(claim: Claim) -> None:
    packed = pack(claim)
    packed.encode()
    assert "\0" not in packed
    assert json.loads(packed) == json.loads(json.dumps(to_json(claim)))


@given(st.lists(st.integers(-2**62, 2**62)) | st.lists(st.integers(0, 12)) | st.tuples(st.integers(0, 99), st.integers(0, 99)).map(
    lambda run: list(range(run[0], sum(run)))))
def test_offsets_come_back(offsets: list[int]) -> None:
    assert unpack_offsets(pack_offsets(tuple(offsets))) == tuple(offsets)


def test_offsets_of_a_long_text_are_small() -> None:
    assert len(pack_offsets(tuple(range(10, 100_000)))) < 50


@given(ANY_TEXT)
def test_plain_text_is_text_that_both_engines_hold(text: str) -> None:
    assert "\0" not in plain(text)
    assert plain(text).encode().decode() == plain(text)
    assert plain(plain(text)) == plain(text)


@FEW
@given(any_of(Report), any_of(Report))
def test_reports_have_one_version_exactly_when_all_that_was_given_is_the_same(one: Report, other: Report) -> None:
    def given_parts(report: Report) -> tuple[object, ...]:
        return (report.text, report.raw, report.version, report.title, report.byline, report.source, report.url, report.published)

    assert (version_of(one) == version_of(other)) == (given_parts(one) == given_parts(other))


def test_what_no_text_column_takes_is_kept_wherever_it_stands(new_url: Callable[[], str]) -> None:
    odd = "7\0\ud800"
    read = make_read(1, title=odd, source=odd, byline=odd, url=odd, published=Published(odd, odd, odd, odd, (odd,)))
    with open_store(new_url()) as store:
        assert store.keep(read, reader="r") and list(store.reads()) == [read]


@settings(FEW, max_examples=15, suppress_health_check=[*FEW.suppress_health_check, HealthCheck.function_scoped_fixture])
@given(reads=st.lists(ANY_READ, max_size=4, unique_by=lambda read: read.report.id), data=st.data())
def test_any_reads_come_back_as_they_were_in_any_order_and_a_second_keep_adds_nothing(
        new_url: Callable[[], str], reads: list[Read], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(reads))
    with open_store(new_url()) as store:
        assert [store.keep(read, reader="r") for read in reads] == [True] * len(reads)
        first = list(store.reads())
        assert [store.keep(read, reader="r") for read in shuffled] == [False] * len(reads)
        assert list(store.reads()) == first
        assert all(store.read_of(read.report, reader="r") == read for read in reads)
    with open_store(new_url()) as store:
        assert [added for _, added in store.keep_many(shuffled, reader="r", batch=2)] == [True] * len(reads)
        assert list(store.reads()) == first
    assert sorted(first, key=repr) == sorted(reads, key=repr)
