"""A forgotten report leaves nothing in the store but a tombstone, and does not come back."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from store_reads import make_read

from tocsin.errors import StoreError
from tocsin.records import Decision, Problem, Read
from tocsin.store import forget, forgetting, open_store, snapshots, trail

NewUrl = Callable[[], str]
SECRET = "Xanthippe Quorle hid nineteen wounded millers beneath the tannery of Vuldemar"
DAY = "2031-05-20"


def secret_read() -> Read:
    read = make_read(7)
    text = f"{SECRET}. {read.report.text}"
    report = replace(read.report, id="r-secret", text=text, title="Tannery of Vuldemar", raw=text.encode(), path="/home/quorle/tannery.txt",
                     offsets=tuple(range(len(text))))
    claims = tuple(replace(c, report_id="r-secret", id=f"c-secret-{n}", quote=SECRET) for n, c in enumerate(read.claims))
    return Read(report, claims, replace(read.tally, report_id="r-secret"))


def fill(store, read: Read) -> Decision:
    store.keep(make_read(1))
    store.keep(read)
    store.keep_problem(Problem("broken", f"near {SECRET}", "Look.", path=read.report.path))
    store.keep_problem(Problem("broken", "elsewhere", "Look.", path="other.txt"))
    anchor = {"report": "r-secret", "span": [0, 10], "kind": "killing"}
    decided = Decision("d1", "Ida", f"{DAY}T10:00:00+00:00", f"Quorle told me: {SECRET}", anchor, "reject", "wrong")
    store.keep_decision(decided)
    store.keep_decision(Decision("d2", "Ida", f"{DAY}T11:00:00+00:00", "kept", {"report": make_read(1).report.id}, "grade", "B2"))
    return decided


def words_of(text: str) -> set[str]:
    return {w.lower() for w in re.findall(r"\w{6,}", text)}


def test_no_byte_of_a_forgotten_report_is_left_in_the_file(tmp_path: Path) -> None:
    path, read = tmp_path / "s.db", secret_read()
    with open_store(str(path)) as store:
        fill(store, read)
        assert any(b"Xanthippe" in file.read_bytes() for file in tmp_path.iterdir())
        assert forget(store, "r-secret", day=DAY)
        # While the store is still open, too: nothing waits for it to be closed.
        left = b"".join(file.read_bytes() for file in tmp_path.iterdir()).lower()
    left += b"".join(file.read_bytes() for file in tmp_path.iterdir()).lower()
    others = words_of(make_read(1).report.text)
    told = {w for w in words_of(SECRET) if w not in others}
    assert len(told) >= 6
    for word in told:
        assert word.encode() not in left, word
        assert word[:6].encode() not in left, f"the index of words still has {word[:6]}…"
    for trace in (b"r-secret", b"c-secret", b"tannery.txt", b"quorle"):
        assert trace not in left, trace


def test_what_is_not_forgotten_stays_whole(lasting_url: NewUrl) -> None:
    with open_store(lasting_url()) as store:
        fill(store, secret_read())
        assert forget(store, "r-secret", day=DAY)
        assert [r.report.id for r in store.reads()] == [make_read(1).report.id]
        assert list(store.reads())[0] == make_read(1)
        assert [p.path for p in store.problems()] == ["other.txt"]
        assert [d.id for d in store.decisions()] == ["d2"]
        assert trail.verify(store).ok and trail.verify(store).count == 2
        assert not forget(store, "r-secret", day=DAY), "there is nothing left to forget"


def test_the_tombstone_says_only_that_and_when(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with open_store(str(path)) as store:
        fill(store, secret_read())
        forget(store, "r-secret", day=DAY)
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT * FROM forgotten").fetchall()
    assert rows and all(re.fullmatch("[0-9a-f]{64}", mark) and day == DAY for mark, day in rows)


def test_a_forgotten_report_is_refused_whatever_its_name(lasting_url: NewUrl) -> None:
    read = secret_read()
    with open_store(lasting_url()) as store:
        fill(store, read)
        forget(store, "r-secret", day=DAY)
        same_text = replace(read, report=replace(read.report, id="another", raw=b"", text=read.report.text.replace(". ", ".\n\n")))
        same_id = replace(read, report=replace(read.report, text="Other words.", raw=b"Other"))
        for again in (read, same_text, same_id):
            assert store.forgotten_on(again.report) == DAY
            with pytest.raises(StoreError, match="forgotten"):
                store.keep(again)
        assert store.forgotten_on(make_read(1).report) is None


def test_situations_made_of_it_go_and_are_made_again(lasting_url: NewUrl) -> None:
    with open_store(lasting_url()) as store:
        fill(store, secret_read())
        before = snapshots.state(store)
        forget(store, "r-secret", day=DAY)
        assert snapshots.state(store) > before, "whoever keeps a made book must see that it is old"


def test_a_report_is_found_by_the_beginning_of_its_id(lasting_url: NewUrl) -> None:
    with open_store(lasting_url()) as store:
        fill(store, secret_read())
        assert forgetting.find_report(store, "r-se") == ("r-secret", "Tannery of Vuldemar")
        assert forgetting.find_report(store, "zzz") is None
        assert forgetting.find_report(store, "") is None
