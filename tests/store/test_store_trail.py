"""The trail on every engine: what is kept in it, what its check notices, and that writers at the same time never fork it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import create_engine
from store_writer import environment

from tocsin.errors import ConflictError, InputError, StoreError
from tocsin.records import Decision
from tocsin.store import Store, chain, open_store, steps, trail

NewUrl = Callable[[], str]


def decision(n: int, *, claim: str = "c1", **changes: object) -> Decision:
    """Decision number n, on a claim of the report r1 unless told otherwise."""
    anchor = {"report": "r1", "span": [3, 9], "kind": "killing", "quote": "12 “men” é", "claim": claim}
    made = Decision(f"d{n:04}", "Ada" if n % 2 else "Ben", f"2031-05-05T10:{n % 60:02}:00+00:00", "seen — gesehen", anchor, "accept")
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.fixture
def store(new_url: NewUrl) -> Iterator[Store]:
    with open_store(new_url()) as opened:
        yield opened


@pytest.fixture
def long(store: Store) -> Store:
    """A store with six decisions."""
    for n in range(6):
        store.keep_decision(decision(n))
    return store


def rewrite(store: Store, statement: str, *parameters: object) -> None:
    """Change rows behind the store's back."""
    with store._transaction(write=True) as connection:
        connection.exec_driver_sql(statement if connection.dialect.name == "sqlite" else statement.replace("?", "%s"), parameters)


def test_an_empty_trail_holds_and_has_the_head_that_every_trail_starts_from(store: Store) -> None:
    assert trail.verify(store) == trail.Verdict(True, 0, chain.START)
    store.keep_decision(decision(1))
    assert trail.verify(store, head=chain.START).since == 1


def test_the_chain_can_be_checked_from_the_export_with_nothing_but_sha256(long: Store) -> None:
    before = "0" * 64
    for line in trail.export(long):
        row = json.loads(line)
        given = {key: value for key, value in row.items() if key not in ("record", "n", "before", "hash")}
        text = before + "\n" + json.dumps(given, sort_keys=True, separators=(",", ":"))
        assert row["before"] == before
        before = hashlib.sha256(text.encode()).hexdigest()
        assert row["hash"] == before
    assert trail.verify(long) == trail.Verdict(True, 6, before)


def test_an_earlier_head_is_found_again_and_the_decisions_since_are_counted(store: Store) -> None:
    heads = []
    for n in range(4):
        store.keep_decision(decision(n))
        heads.append(trail.verify(store).head)
    assert [trail.verify(store, head=head).since for head in heads] == [3, 2, 1, 0]


TAMPERED = {
    "a reason reworded": ("UPDATE decisions SET body = replace(body, 'seen', 'unseen') WHERE n = 3", "Decision 3 (d0002) was changed"),
    "a name and its hash changed": (
        "UPDATE decisions SET hash = 'ff', body = replace(body, 'Ada', 'Eve') WHERE n = 2", "Decision 2 (d0001) was changed",
    ),
    "one taken out of the middle": ("DELETE FROM decisions WHERE n = 4", "Before decision 5 (d0004) something is missing"),
    "the first taken out": ("DELETE FROM decisions WHERE n = 1", "Before decision 2 (d0001) something is missing"),
    "an id exchanged": ("UPDATE decisions SET id = 'other' WHERE n = 6", "Decision 6 (other) was changed"),
    "a body that is no json": ("UPDATE decisions SET body = '{' WHERE n = 5", "is no JSON"),
}  # fmt: skip


@pytest.mark.parametrize("case", TAMPERED.values(), ids=TAMPERED)
def test_whatever_is_changed_in_the_trail_is_told_with_its_place(long: Store, case: tuple[str, str]) -> None:
    statement, told = case
    rewrite(long, statement)
    found = trail.verify(long)
    assert not found.ok and told in found.why


def test_a_cut_end_is_noticed_by_the_head_kept_elsewhere_and_only_by_it(long: Store) -> None:
    head = trail.verify(long).head
    rewrite(long, "DELETE FROM decisions WHERE n > 4")
    assert trail.verify(long).ok
    found = trail.verify(long, head=head)
    assert not found.ok and "cut off" in found.why and found.count == 4


def test_a_chain_made_anew_is_noticed_by_the_head_kept_elsewhere(long: Store) -> None:
    head = trail.verify(long).head
    rewrite(long, "UPDATE decisions SET body = replace(body, 'Ada', 'Eve')")
    rewrite(long, "DELETE FROM decision_keys")
    rewrite(long, "UPDATE decisions SET before = id")
    with long._transaction(write=True) as connection:
        chain.tie_all(connection)
    assert trail.verify(long).ok
    assert not trail.verify(long, head=head).ok


def test_the_trail_goes_on_after_it_was_cut_and_the_kept_head_still_tells(long: Store) -> None:
    head = trail.verify(long).head
    rewrite(long, "DELETE FROM decisions WHERE n > 4")
    long.keep_decision(decision(90))
    assert trail.verify(long).ok and not trail.verify(long, head=head).ok


# ------------------------------------------------------------------ asking


def test_entries_come_by_page_in_order_or_newest_first(long: Store) -> None:
    first = trail.entries(long, limit=4)
    assert [e.n for e in first.items] == [1, 2, 3, 4] and first.total == 6
    rest = trail.entries(long, after=first.next, limit=4)
    assert [e.n for e in rest.items] == [5, 6] and rest.next is None
    assert [e.n for e in trail.entries(long, newest_first=True, limit=2).items] == [6, 5]
    assert [e.decision for e in (*first.items, *rest.items)] == list(long.decisions())
    mine = trail.entries(long, who="Ada", limit=2)
    assert [e.n for e in mine.items] == [2, 4]
    assert [e.n for e in trail.entries(long, who="Ada", limit=2, after=mine.next).items] == [6]


@pytest.mark.parametrize("cursor", ["?", "xx", "WzFd" + "A" * 9, "eyJhIjoxfQ", "WyIxIl0"])
def test_a_cursor_that_no_page_gave_out_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(InputError, match="cursor"):
        trail.entries(store, after=cursor)


def test_decisions_are_found_by_everything_they_bear_on_with_those_that_undo_them(store: Store) -> None:
    pair = {"a": decision(0, claim="c1").anchor, "b": {**decision(0, claim="c2").anchor, "report": "r2"}}
    same = decision(1, anchor=pair, verdict="same")
    merge = decision(2, anchor={"situation": "s1"}, verdict="merge", value="s2")
    undo = decision(3, anchor={"situation": "s1"}, verdict="undo", supersedes=merge.id)
    grade = decision(4, anchor={"source": "Lamp"}, verdict="grade", value="B2")
    for made in (same, merge, undo, grade):
        store.keep_decision(made)
    assert store.decisions_about(claim="c2") == store.decisions_about(report="r2") == (same,)
    assert store.decisions_about(situation="s2") == (merge, undo)
    assert store.decisions_about(source="Lamp", report="r1") == (same, grade)
    assert store.decisions_about(claim="c3") == ()


def test_whoever_did_not_see_the_last_decision_is_told_and_nothing_is_kept(store: Store) -> None:
    first = decision(1, verdict="reject", value="wrong")
    assert store.keep_decision(first, seen=[])
    second = decision(2)
    with pytest.raises(ConflictError) as refused:
        store.keep_decision(second, seen=[])
    assert refused.value.decisions == (first,) and "Ada said reject" in refused.value.detail
    assert store.decisions() == (first,)
    assert store.keep_decision(second, seen=[first.id])
    assert store.keep_decision(decision(3, claim="c2"), seen=[])
    assert store.keep_decision(second, seen=[]) is False


# ------------------------------------------------------------------ at the same time


def test_threads_that_decide_at_once_never_fork_the_chain(store: Store) -> None:
    failures: list[BaseException] = []

    def work(start: int) -> None:
        try:
            for n in range(start, start + 12):
                store.keep_decision(decision(n))
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 6, 12, 18)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert trail.verify(store).ok
    assert sorted(d.id for d in store.decisions()) == [f"d{n:04}" for n in range(30)]


def test_of_two_who_decide_on_one_claim_at_once_one_is_told(store: Store) -> None:
    answers: list[str] = []
    ready = threading.Barrier(2)

    def work(n: int) -> None:
        ready.wait()
        try:
            store.keep_decision(decision(n), seen=[])
            answers.append("kept")
        except ConflictError:
            answers.append("told")

    threads = [threading.Thread(target=work, args=(n,)) for n in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["kept", "told"]


DECIDER = """
import sys
from test_store_trail import decision
from tocsin.store import open_store
with open_store(sys.argv[1]) as store:
    for n in range(int(sys.argv[2]), int(sys.argv[2]) + 25):
        store.keep_decision(decision(n))
"""


def test_programs_that_decide_at_once_never_fork_the_chain(lasting_url: NewUrl) -> None:
    url = lasting_url()
    open_store(url).close()
    writers = [subprocess.Popen([sys.executable, "-c", DECIDER, url, str(start)], env=environment()) for start in (0, 25, 50)]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]
    with open_store(url) as store:
        found = trail.verify(store)
        assert (found.ok, found.count) == (True, 75)


def test_the_decisions_of_an_older_store_are_tied_into_the_chain(lasting_url: NewUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    url = lasting_url()
    with monkeypatch.context() as patch:
        patch.setattr(steps, "STEPS", steps.STEPS[:1])
        open_store(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        for n in (3, 7):
            made = decision(n)
            body = {"id": made.id, "who": made.who, "when": made.when, "why": made.why, "anchor": made.anchor, "verdict": made.verdict,
                    "value": None, "supersedes": None}
            values = (n, made.id, json.dumps(body))
            statement = "INSERT INTO decisions (n, id, body) VALUES (?, ?, ?)"
            connection.exec_driver_sql(statement if engine.dialect.name == "sqlite" else statement.replace("?", "%s"), values)
    engine.dispose()
    with open_store(url) as store:
        assert store.decisions() == (decision(3), decision(7)) == store.decisions_about(claim="c1")
        assert trail.verify(store).count == 2 and trail.verify(store).ok
        store.keep_decision(decision(8))
        assert trail.verify(store).ok
