"""Backups on every engine, and from one to the other: nothing is lost or overwritten unasked, and damage is told first."""

from __future__ import annotations

import gzip
import json
import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from store_postgres import empty_database
from store_reads import make_read
from test_store_trail import decision

from tocsin.errors import StoreError
from tocsin.records import Problem
from tocsin.store import Store, accounts, backup, open_store, search, steps, trail

NewUrl = Callable[[], str]
NOON = "2031-05-04T12:00:00+00:00"


def fill(store: Store) -> None:
    """Something in every table that people put things into."""
    for n in range(5):
        store.keep(make_read(n, words=30))
    store.keep(make_read(1, report_id="odd \0 \ud800", text="Half \ud83d a letter, NUL \0."))
    store.keep(make_read(3, words=30, reader="newer 2"))
    for n in range(4):
        store.keep_decision(decision(n))
    store.keep_problem(Problem("empty file", "Nothing.", "Remove it.", path="x"))
    search.save(store, "night", "river", who="Ada", when=NOON)
    with store._transaction(write=True) as connection:
        connection.execute(accounts.accounts.insert(), {"name": "ada", "role": "lead", "secret": "x", "made": NOON})


def everything(store: Store) -> list[object]:
    """All that a store tells."""
    return [
        list(store.reads()),
        store.decisions(),
        store.problems(),
        store.readers(),
        search.saved(store),
        accounts.list_accounts(store),
        trail.verify(store),
        [hit.report.id for hit in search.find(store, "river", tier="lead").items],
    ]


@pytest.mark.parametrize("portable", [False, True])
def test_a_store_made_of_a_backup_tells_the_same(lasting_url: NewUrl, tmp_path: Path, portable: bool) -> None:
    url, path = lasting_url(), tmp_path / "copy"
    with open_store(url) as store:
        fill(store)
        told = everything(store)
        made = backup.write(store, path, portable=portable)
    assert (made.reports, made.trail.count, made.trail.ok) == (6, 4, True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p for p in tmp_path.iterdir() if p.name != "copy" and "copy" in p.name] == []
    again = lasting_url() if url.startswith("sqlite") else empty_database(url)
    assert backup.restore(again, path) == made
    with open_store(again) as store:
        assert everything(store) == told
        assert store.keep(make_read(77)) and store.keep_decision(decision(9)) and trail.verify(store).ok
        assert search.find(store, "shots", tier="lead").items


@pytest.mark.postgres
@pytest.mark.parametrize("way", ["to postgresql", "to sqlite"])
def test_a_store_moves_from_one_engine_to_the_other(postgres_server: str, tmp_path: Path, way: str) -> None:
    file, server = str(tmp_path / "s.db"), empty_database(postgres_server)
    source, target = (file, server) if way == "to postgresql" else (server, file)
    with open_store(source) as store:
        fill(store)
        told = everything(store)
        backup.write(store, tmp_path / "copy")
    backup.restore(target, tmp_path / "copy")
    with open_store(target) as store:
        assert everything(store) == told
        assert store.keep(make_read(78)) and store.keep_decision(decision(9)) and trail.verify(store).ok


def test_nothing_is_overwritten_unasked(lasting_url: NewUrl, tmp_path: Path) -> None:
    url, path = lasting_url(), tmp_path / "copy"
    with open_store(url) as store:
        fill(store)
        backup.write(store, path)
        before = path.read_bytes()
        with pytest.raises(StoreError, match="exists"):
            backup.write(store, path)
        store.keep_decision(decision(20))
        told = everything(store)
    with pytest.raises(StoreError, match="not empty") as refused:
        backup.restore(url, path)
    assert "reports and decisions" in refused.value.detail and path.read_bytes() == before
    with open_store(url) as store:
        assert everything(store) == told
    assert backup.restore(url, path, force=True).trail.count == 4
    with open_store(url) as store:
        assert len(store.decisions()) == 4
        backup.write(store, path, force=True)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut in half": lambda data: data[: len(data) // 2],
    # in the middle of each page: a single place may lie where a page of a database is empty, and then nothing is lost
    "bytes turned": lambda data: bytes(b ^ 255 if n % 4096 in range(1800, 2200) else b for n, b in enumerate(data)),
    "another file": lambda _: b"Dear all,\n" * 40,
    "empty": lambda _: b"",
    "gzip of something else": lambda _: gzip.compress(b'{"format": "other"}\n'),
    "gzip of no json": lambda _: gzip.compress(b"[1]\n"),
    "rows of a strange table": lambda _: gzip.compress(
        json.dumps({"format": backup.FORMAT, "schema_version": 1}).encode() + b'\n{"table": "sqlite_master", "row": {"x": 1}}\n'
    ),
    "a strange column": lambda _: gzip.compress(
        json.dumps({"format": backup.FORMAT, "schema_version": 1}).encode() + b'\n{"table": "meta", "row": {"x) VALUES (1); --": 1}}\n'
    ),
}


@pytest.mark.parametrize("portable", [False, True])
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_backup_is_told_and_the_store_left_alone(tmp_path: Path, damage: Callable[[bytes], bytes], portable: bool) -> None:
    path, url = tmp_path / "copy", str(tmp_path / "s.db")
    with open_store(url) as store:
        fill(store)
        told = everything(store)
        backup.write(store, path, portable=portable)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(StoreError):
        backup.restore(url, path, force=True)
    with open_store(url) as store:
        assert everything(store) == told


def test_a_backup_that_lost_rows_or_its_end_is_damaged(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        fill(store)
        backup.write(store, tmp_path / "copy", portable=True)
    lines = gzip.decompress((tmp_path / "copy").read_bytes()).splitlines(keepends=True)
    for left in (lines[:-1], [*lines[:-3], lines[-1]]):
        (tmp_path / "less").write_bytes(gzip.compress(b"".join(left)))
        with pytest.raises(StoreError, match="damaged"):
            backup.restore(str(tmp_path / "t.db"), tmp_path / "less", force=True)


def test_a_trail_that_was_changed_comes_back_and_is_told(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        fill(store)
        with store._transaction(write=True) as connection:
            connection.exec_driver_sql("UPDATE decisions SET body = replace(body, 'Ada', 'Eve')")
        made = backup.write(store, tmp_path / "copy")
    assert not made.trail.ok and "was changed" in made.trail.why
    assert not backup.restore(str(tmp_path / "t.db"), tmp_path / "copy").trail.ok


def test_a_copy_is_of_one_moment_while_others_write(lasting_url: NewUrl, tmp_path: Path) -> None:
    url = lasting_url()
    with open_store(url) as store, open_store(url) as other:
        for n in range(60):
            store.keep(make_read(n, words=200))
        stop = threading.Event()

        def go_on() -> None:
            n = 0
            while not stop.is_set():
                other.keep_decision(decision(n))
                n += 1

        writer = threading.Thread(target=go_on)
        writer.start()
        try:
            for n in range(3):
                assert backup.write(store, tmp_path / f"copy{n}").trail.ok
        finally:
            stop.set()
            writer.join()


def test_an_older_backup_is_brought_up_to_date_on_the_way(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        steps.take_steps(connection, where="old", up_to=1)
        body = json.dumps(
            {"id": "d1", "who": "Ada", "when": NOON, "why": "", "anchor": {"report": "r1"}, "verdict": "grade", "value": "B2"}
        )
        connection.exec_driver_sql("INSERT INTO decisions (id, body) VALUES ('d1', ?)", (body,))
    engine.dispose()
    before = path.read_bytes()
    assert backup.restore(str(tmp_path / "new.db"), path).trail.count == 1
    assert path.read_bytes() == before
    rows = [{"format": backup.FORMAT, "schema_version": 1}, {"table": "meta", "row": {"name": "format", "value": "tocsin store"}},
            {"table": "meta", "row": {"name": "schema_version", "value": "1"}},
            {"table": "decisions", "row": {"n": 4, "id": "d1", "body": body}}, {"end": {"meta": 2, "decisions": 1}}]  # fmt: skip
    (tmp_path / "old.gz").write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    assert backup.restore(str(tmp_path / "newer.db"), tmp_path / "old.gz").trail.count == 1
    rows[0]["schema_version"] = 999
    (tmp_path / "old.gz").write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    with pytest.raises(StoreError, match="newer Tocsin"):
        backup.restore(str(tmp_path / "newest.db"), tmp_path / "old.gz")
    with sqlite3.connect(tmp_path / "new.db") as opened:
        assert opened.execute("SELECT count(*) FROM decision_keys").fetchone()[0] > 0
    opened.close()
