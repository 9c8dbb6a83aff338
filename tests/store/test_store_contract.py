"""What every store promises, on every engine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from store_reads import READER, make_read

from tocsin.errors import StoreError
from tocsin.records import Decision, Problem, Published, Read, Tally
from tocsin.store import Store, open_store

NewUrl = Callable[[], str]


@pytest.fixture
def store(new_url: NewUrl) -> Iterator[Store]:
    with open_store(new_url()) as opened:
        yield opened


def test_a_kept_read_comes_back_exactly(store: Store) -> None:
    read = make_read(1)
    assert store.keep(read) is True
    assert store.has(read.report)
    assert store.read_of(read.report, reader=READER) == read
    assert list(store.reads()) == [read]


def test_a_second_keep_says_no_and_adds_nothing(store: Store) -> None:
    read = make_read(1)
    store.keep(read)
    assert store.keep(read) is False
    assert list(store.reads()) == [read]


def test_a_read_without_claims_comes_back_for_the_reader_it_was_kept_by(store: Store) -> None:
    read = make_read(1, claims=0)
    store.keep(read, reader="quiet 3")
    assert store.read_of(read.report, reader="quiet 3") == read
    assert store.read_of(read.report, reader="quiet 4") is None


def test_nothing_is_there_before_it_is_kept(store: Store) -> None:
    read = make_read(1)
    assert not store.has(read.report)
    assert store.read_of(read.report, reader=READER) is None
    assert list(store.reads()) == []


def test_the_same_id_with_other_text_supersedes_and_both_are_kept(store: Store) -> None:
    first, second = make_read(1, report_id="wire-7"), make_read(2, report_id="wire-7")
    assert store.keep(first)
    assert not store.has(second.report)
    assert store.keep(second)
    assert list(store.reads()) == [second]
    assert store.read_of(first.report, reader=READER) == first


def test_a_corrected_date_is_a_new_version_since_claims_rest_on_it(store: Store) -> None:
    first = make_read(1)
    second = replace(first, report=replace(first.report, published=Published("2031-06-01", "2031-06-01", "day", "stated")))
    store.keep(first)
    assert store.read_of(second.report, reader=READER) is None
    assert store.keep(second)
    assert list(store.reads()) == [second]


def test_what_a_reader_adds_to_a_report_makes_no_new_version(store: Store) -> None:
    read = make_read(1)
    as_it_came_in = replace(read.report, language=None, attributions=())
    store.keep(read)
    assert store.has(as_it_came_in)
    assert store.read_of(as_it_came_in, reader=READER) == read


def test_a_new_reader_version_is_kept_beside_the_old_and_is_the_one_read(store: Store) -> None:
    old, new = make_read(1, claims=2, reader="reader 1"), make_read(1, claims=3, reader="reader 2")
    assert store.keep(old)
    assert store.read_of(old.report, reader="reader 2") is None
    assert store.keep(new)
    assert list(store.reads()) == [new]
    assert store.read_of(old.report, reader="reader 1") == old
    assert store.readers() == ("reader 1", "reader 2")


def test_an_old_version_read_anew_stays_superseded(store: Store) -> None:
    old, new = make_read(1, report_id="wire-7"), make_read(2, report_id="wire-7")
    store.keep(old)
    store.keep(new)
    store.keep(make_read(1, report_id="wire-7", reader="reader 2"))
    assert list(store.reads()) == [new]


def test_reads_come_by_report_id_whatever_the_order_of_keeping(store: Store) -> None:
    ids = ["b", "a", "B", "é", "風", "Z", "10", "9", "a-1", "a b"]
    for n, name in enumerate(ids):
        store.keep(make_read(n, report_id=name))
    assert [read.report.id for read in store.reads()] == sorted(ids)


def test_more_reads_than_fit_a_page_all_come_with_their_own_claims(store: Store) -> None:
    reads = [make_read(n, words=10, claims=n % 3) for n in range(230)]
    assert all(added for _, added in store.keep_many(reads, batch=64))
    assert list(store.reads()) == sorted(reads, key=lambda read: read.report.id)


def test_reads_can_be_kept_while_others_are_read(store: Store) -> None:
    reads = [make_read(n, words=5) for n in range(120)]
    for _ in store.keep_many(reads):
        pass
    seen = 0
    for read in store.reads():
        store.keep(replace(make_read(1000 + seen, words=5), tally=Tally(read.report.id, {})))
        seen += 1
    assert seen == 120
    assert len(list(store.reads())) == 240


def test_keep_many_tells_new_from_known(store: Store) -> None:
    reads = [make_read(n) for n in range(5)]
    store.keep(reads[3])
    answers = list(store.keep_many([*reads, reads[0]], batch=2))
    assert [read for read, _ in answers] == [*reads, reads[0]]
    assert [added for _, added in answers] == [True, True, True, False, True, False]


def test_keep_many_keeps_no_more_than_was_asked_for(store: Store) -> None:
    reads = [make_read(n) for n in range(5)]
    answers = store.keep_many(iter(reads), batch=2)
    assert not store.has(reads[0].report)
    next(answers)
    assert [store.has(read.report) for read in reads] == [True, True, False, False, False]


def test_a_read_that_can_not_be_kept_whole_leaves_nothing(store: Store) -> None:
    read = make_read(1)
    broken = replace(read, claims=(*read.claims[:-1], replace(read.claims[-1], details={"what": object()})))
    with pytest.raises(TypeError):
        store.keep(broken)
    assert not store.has(read.report)
    assert store.keep(read)
    assert list(store.reads()) == [read]


def test_characters_that_databases_refuse_come_back_as_they_were(store: Store) -> None:
    odd = "NUL \0, half a character \ud83d, an escape \\0, a whole one 😀, a quote ' and \"\r\n\x1f\u2028"
    read = make_read(1, report_id=f"id {odd}", text=odd, title=odd, source=odd, url=odd, path=odd, byline=odd)
    store.keep(read, reader=f"reader {odd}")
    assert store.read_of(read.report, reader=f"reader {odd}") == read
    assert list(store.reads()) == [read]


def test_problems_are_kept_once_in_the_order_met(store: Store) -> None:
    first = Problem("empty file", "There is nothing in it.", "Remove it.", path="in/b.txt")
    second = Problem("not text", "It holds pictures.", "Give the text.", report_id="a\ud800")
    assert [store.keep_problem(problem) for problem in (first, second, first)] == [True, True, False]
    assert store.problems() == (first, second)


def test_decisions_are_kept_once_in_the_order_made(store: Store) -> None:
    first = Decision("d1", "analyst", "2031-05-05T10:00:00+00:00", "seen the ruling", {"report": "r1", "span": [3, 9]}, "reject")
    second = replace(first, id="d0", verdict="accept", supersedes="d1")
    assert [store.keep_decision(decision) for decision in (first, second, replace(first, why="other"))] == [True, True, False]
    assert store.decisions() == (first, second)


def test_threads_keep_at_the_same_time_and_nothing_is_lost_or_doubled(store: Store) -> None:
    reads = [make_read(n, words=10, claims=2) for n in range(40)]
    failures: list[BaseException] = []

    def work(mine: list[int]) -> None:
        try:
            for n in mine:
                store.keep(reads[n])
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(list(range(start, start + 25)),)) for start in (0, 5, 10, 15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert list(store.reads()) == sorted(reads, key=lambda read: read.report.id)


def test_a_closed_store_says_so(new_url: NewUrl) -> None:
    store = open_store(new_url())
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.keep(make_read(1))


def test_what_was_kept_is_there_when_the_store_is_opened_again(lasting_url: NewUrl) -> None:
    url, read = lasting_url(), make_read(1)
    with open_store(url) as store:
        store.keep(read)
    with open_store(url) as store:
        assert store.keep(read) is False
        assert list(store.reads()) == [read]


def test_another_opening_sees_a_batch_only_when_it_was_said_to_be_kept(lasting_url: NewUrl) -> None:
    url, reads = lasting_url(), [make_read(n) for n in range(4)]
    seen_while_waiting: list[int] = []

    def come_in() -> Iterator[Read]:
        for read in reads:
            seen_while_waiting.append(len(list(other.reads())))
            yield read

    with open_store(url) as store, open_store(url) as other:
        for said, _ in enumerate(store.keep_many(come_in(), batch=2), start=1):
            assert len(list(other.reads())) >= said
        assert seen_while_waiting == [0, 0, 2, 2]
