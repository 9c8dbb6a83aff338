"""Where a store lies, what is refused and left alone, and how an older store becomes a newer one."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import SQLAlchemyError
from store_postgres import empty_database
from store_reads import make_read
from store_writer import environment

from tocsin.errors import StoreError
from tocsin.store import keeping, open_store, steps
from tocsin.store.tables import schema

NewUrl = Callable[[], str]


def test_without_an_address_the_store_lies_in_the_users_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "user_data_path", lambda name, appauthor: tmp_path / "share" / name)
    read = make_read(1)
    with open_store(None) as store:
        store.keep(read)
    with open_store(str(tmp_path / "share" / "tocsin" / "tocsin.db")) as store:
        assert list(store.reads()) == [read]


def test_a_path_and_a_sqlite_address_mean_the_same_file(tmp_path: Path) -> None:
    path, read = tmp_path / "what? a #1 store%20.db", make_read(1)
    with open_store(str(path)) as store:
        store.keep(read)
    assert path.exists()
    plain = tmp_path / "plain.db"
    path.rename(plain)
    with open_store(f"sqlite:///{plain}") as store:
        assert list(store.reads()) == [read]


def test_none_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store("none") as store:
        store.keep(make_read(1))
    with open_store("none") as store:
        assert list(store.reads()) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        store.keep(make_read(1))
        assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_sqlite_store_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        assert store._engine is not None
        with store._engine.connect() as connection:
            told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                    for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}


def test_a_claim_without_a_reading_is_refused(lasting_url: NewUrl) -> None:
    with open_store(lasting_url()) as store, pytest.raises(StoreError), store._transaction(write=True) as connection:
        connection.exec_driver_sql("INSERT INTO tallies (reading, body) VALUES ('nobody''s', '{}')")


# ------------------------------------------------------------------ refused


@pytest.mark.parametrize("content", [b"x", b"Dear all,\nplease find the figures below.\n" * 200, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="not a Tocsin store|can't be used|damaged"):
        open_store(str(path))
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("table", ["contacts (name TEXT)", "meta (k TEXT)", "meta (name TEXT, value TEXT)"])
def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path, table: str) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute(f"CREATE TABLE {table}")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a Tocsin store"):
        open_store(str(path))
    assert path.read_bytes() == before


def test_a_newer_store_is_refused_and_told_what_to_do(lasting_url: NewUrl) -> None:
    url = lasting_url()
    open_store(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '99' WHERE name = 'schema_version'")
    engine.dispose()
    with pytest.raises(StoreError) as refused:
        open_store(url)
    assert "99" in refused.value.detail
    assert "Update Tocsin" in refused.value.what_to_do


@pytest.mark.postgres
def test_a_postgresql_database_may_hold_other_tables_unless_they_take_our_names(postgres_server: str) -> None:
    engine = create_engine(empty_database(postgres_server))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE contacts (name TEXT)")
    open_store(postgres_server).close()
    empty_database(postgres_server)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE claims (name TEXT)")
    engine.dispose()
    with pytest.raises(StoreError, match="not a Tocsin store"):
        open_store(postgres_server)


def test_a_store_in_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no folder"):
        open_store(str(tmp_path / "nowhere" / "s.db"))
    with pytest.raises(StoreError, match="is a folder"):
        open_store(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["mysql://host/name", "postgresql+unheard://host/name", "://", "http://host"])
def test_an_address_of_another_kind_is_refused_with_the_forms_that_work(url: str) -> None:
    with pytest.raises(StoreError) as refused:
        open_store(url)
    assert "postgresql+pg8000://" in refused.value.what_to_do


def test_a_server_that_does_not_answer_is_told_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        open_store(f"postgresql://someone:hush-hush@/name?unix_sock={tmp_path}/nobody")
    assert "hush-hush" not in str(refused.value)


# ------------------------------------------------------------------ steps


def test_the_steps_make_the_tables_that_the_queries_know(lasting_url: NewUrl) -> None:
    url = lasting_url()
    open_store(url).close()
    engine = create_engine(url)
    found = inspect(engine)
    tables = [name for name in found.get_table_names() if not name.startswith("words")]  # the engine's own index of words
    made = {table: {(c["name"], bool(c["nullable"])) for c in found.get_columns(table)} for table in tables}
    assert made == {name: {(c.name, bool(c.nullable)) for c in table.columns} for name, table in schema.tables.items()}
    engine.dispose()


def test_an_older_store_takes_the_missing_steps_and_keeps_what_it_holds(lasting_url: NewUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    url, read = lasting_url(), make_read(1)
    with open_store(url) as store:
        store.keep(read)
    more = (*steps.STEPS, ("ALTER TABLE reports ADD COLUMN note {text}", "CREATE TABLE extra (n {counter}, b {blob}, f {float})"))
    monkeypatch.setattr(steps, "STEPS", more)
    with open_store(url) as store:
        assert list(store.reads()) == [read]
        assert store.keep(make_read(2))
    with open_store(url) as store, store._transaction() as connection:
        assert steps.version_found(connection, where=url) == len(more)


def test_a_step_that_fails_leaves_the_store_as_it_was(lasting_url: NewUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    url, read = lasting_url(), make_read(1)
    with open_store(url) as store:
        store.keep(read)
    with monkeypatch.context() as patch:
        patch.setattr(steps, "STEPS", (*steps.STEPS, ("CREATE TABLE extra (n {counter})", "CREATE NONSENSE")))
        with pytest.raises(StoreError) as refused:
            open_store(url)
        assert isinstance(refused.value.__cause__, SQLAlchemyError)
    with open_store(url) as store, store._transaction() as connection:
        assert "extra" not in inspect(connection).get_table_names()
        assert steps.version_found(connection, where=url) == len(steps.STEPS)
    with open_store(url) as store:
        assert list(store.reads()) == [read]


def test_several_programs_may_open_a_new_store_at_the_same_time(lasting_url: NewUrl) -> None:
    url = lasting_url()
    writers = [subprocess.Popen([sys.executable, "-m", "store_writer", url, "11", "12", "one"], env=environment(), stdout=subprocess.PIPE,
                                text=True) for _ in range(3)]
    said = [writer.communicate(timeout=60)[0].split() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    reads = [make_read(n, seed=11) for n in range(12)]
    assert all(sorted(ids[1:]) == sorted(read.report.id for read in reads) for ids in said)
    with open_store(url) as store:
        assert list(store.reads()) == sorted(reads, key=lambda read: read.report.id)
