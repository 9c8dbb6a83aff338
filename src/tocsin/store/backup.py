"""Backups: a whole store in one file, and a store made of one again.

A SQLite store is copied as it is, page by page, while others may go on using it. A PostgreSQL store is written out row by row, as it was
at one moment; such a portable file can become a store of either kind. A backup is checked before anything that it is to replace is touched.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Table, create_engine, select, tuple_
from sqlalchemy.exc import SQLAlchemyError

from tocsin.errors import StoreError
from tocsin.store import chain, steps, trail
from tocsin.store.keeping import SQLITE_START, Store, in_words, insert_all, open_store
from tocsin.store.tables import accounts, decisions, meta, problems, reports, schema, searches

FORMAT = "tocsin backup 1"
GZIP_START = b"\x1f\x8b"
ROWS = 200  # read and written at a time; reports have their raw bytes with them
HELD = (reports, decisions, problems, searches, accounts)  # a store with none of these is empty


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: how many reports and decisions, the head of its trail, and whether the chain holds."""

    reports: int
    trail: trail.Verdict


# ------------------------------------------------------------------ writing


def write(store: Store, path: Path, *, portable: bool = False, force: bool = False) -> Backup:
    """Write the whole store into one file, which is whole or not there, and which its owner alone can read.

    StoreError where the file exists and `force` does not say to replace it.
    """
    if path.exists() and not force:
        raise StoreError("the file exists", detail=f"{path} was left as it is.", what_to_do="Name another, or add --force.")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with in_words(str(path)):
            os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
            with store._transaction() as connection:
                if connection.dialect.name == "sqlite" and not portable:
                    _copy_pages(connection, part)
                else:
                    _write_rows(connection, part)
            found = examine(part)
            part.replace(path)
    finally:
        for rest in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
            rest.unlink(missing_ok=True)
    return found


def examine(path: Path) -> Backup:
    """What a backup holds, worked out from a copy of it; StoreError for a file that is none, or is damaged."""
    with _as_store(path) as store:
        return _count(store)


def _count(store: Store) -> Backup:
    with store._transaction() as connection:
        count = len(connection.scalars(select(reports.c.id).distinct()).all())
    return Backup(count, trail.verify(store))


def _copy_pages(connection: Connection, path: Path) -> None:
    """SQLite's own copying: it starts anew where somebody writes meanwhile, so that the copy is of one moment."""
    source: Any = connection.connection.driver_connection
    with closing(sqlite3.connect(path)) as target:
        source.backup(target, pages=2000)
        target.execute("PRAGMA journal_mode = DELETE")


def _write_rows(connection: Connection, path: Path) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    with gzip.open(path, "wt", encoding="ascii", compresslevel=4) as file:
        version = steps.version_found(connection, where=str(path))
        _write_line(file, {"format": FORMAT, "schema_version": version})
        counts: dict[str, int] = {}
        for table in schema.sorted_tables:
            for row in _all_rows(connection, table):
                _write_line(file, {"table": table.name, "row": {name: _to_json(value) for name, value in row.items()}})
                counts[table.name] = counts.get(table.name, 0) + 1
        _write_line(file, {"end": counts})


def _write_line(file: IO[str], line: Any) -> None:
    file.write(json.dumps(line) + "\n")


def _to_json(value: Any) -> Any:
    return {"bytes": base64.b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value


def _all_rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """Every row in order of its key, some at a time."""
    key = list(table.primary_key.columns)
    last: tuple[Any, ...] | None = None
    while True:
        query = select(table).order_by(*key).limit(ROWS)
        rows = connection.execute(query if last is None else query.where(tuple_(*key) > tuple_(*last))).all()
        for row in rows:
            yield dict(row._mapping)
        if len(rows) < ROWS:
            return
        last = tuple(rows[-1]._mapping[column.name] for column in key)


# ------------------------------------------------------------------ making a store of a backup


def restore(url: str | None, path: Path, *, force: bool = False) -> Backup:
    """Make the store at this address hold what the backup holds, and nothing else, in one step; then check its trail.

    StoreError where the backup is damaged, or where the store holds something and it was not said by `force` to replace it.
    """
    with _as_store(path) as source, open_store(url) as target:
        if not force and (held := _held(target)):
            raise StoreError("the store is not empty", detail=f"{target.where} holds {held}; it was left as it is.",
                             what_to_do="Name an empty store, or add --force to replace what is there.")
        with source._transaction() as reading, in_words(target.where):
            assert target._engine is not None
            if target._engine.dialect.name == "sqlite":
                pages: Any = reading.connection.driver_connection
                raw = target._engine.raw_connection()
                with closing(raw), target._turn:
                    into: Any = raw.driver_connection
                    pages.backup(into, pages=-1)
            else:
                with target._transaction(write=True) as writing:
                    _copy_rows(reading, writing)
        return _count(target)


def _held(store: Store) -> str:
    with store._transaction() as connection:
        found = [table.name for table in HELD if connection.execute(select(table).limit(1)).first()]
    return " and ".join(found)


def _copy_rows(reading: Connection, writing: Connection) -> None:
    """Every row of one store in place of every row of a PostgreSQL one."""
    chain.take_turn(writing)
    writing.exec_driver_sql(f"LOCK TABLE {', '.join(table.name for table in schema.sorted_tables)} IN EXCLUSIVE MODE")
    for table in reversed(schema.sorted_tables):
        writing.execute(table.delete())
    for table in schema.sorted_tables:
        waiting: list[dict[str, Any]] = []
        for row in _all_rows(reading, table):
            waiting.append(row)
            if len(waiting) == ROWS:
                insert_all(writing, table, waiting)
                waiting = []
        if waiting:
            insert_all(writing, table, waiting)
        if "n" in table.primary_key.columns and len(table.primary_key.columns) == 1:
            counter = f"pg_get_serial_sequence('{table.name}', 'n')"
            writing.exec_driver_sql(f"SELECT setval({counter}, (SELECT max(n) FROM {table.name})) WHERE {counter} IS NOT NULL"
                                    f" AND EXISTS (SELECT 1 FROM {table.name})")


@contextmanager
def _as_store(path: Path) -> Iterator[Store]:
    """A backup as a store of its own, in a scratch folder: brought up to date where it is older, the file itself untouched."""
    if not path.is_file():
        raise StoreError("there is no such backup", detail=f"{path} is no file.", what_to_do="Check its name.")
    folder = Path(tempfile.mkdtemp(prefix="tocsin-backup-"))
    try:
        scratch = folder / "store.db"
        with path.open("rb") as file:
            start = file.read(len(SQLITE_START))
        if start == SQLITE_START:
            shutil.copyfile(path, scratch)
            _check_pages(scratch, path)
        elif start.startswith(GZIP_START):
            _read_rows(path, scratch)
        else:
            raise StoreError("this is no backup of a store", detail=f"{path} begins like neither kind.", what_to_do="Name another file.")
        with open_store(str(scratch)) as store:
            yield store
    finally:
        with suppress(OSError):
            shutil.rmtree(folder)


def _check_pages(scratch: Path, path: Path) -> None:
    try:
        with closing(sqlite3.connect(scratch)) as connection:
            said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise _damaged(path, said)


def _read_rows(path: Path, scratch: Path) -> None:
    """A SQLite store, of the shape that the backup was made with, of a portable backup's rows."""
    engine = create_engine(f"sqlite:///{scratch}")
    counts: dict[str, int] = {}
    try:
        with gzip.open(path, "rt", encoding="ascii") as file, engine.begin() as connection:
            head = json.loads(file.readline())
            if head.get("format") != FORMAT:
                raise _damaged(path, f"it calls itself {head.get('format')!r}")
            version = int(head["schema_version"])
            if version > len(steps.STEPS):
                raise StoreError("this backup was made by a newer Tocsin", detail=f"{path} has schema version {version}; this Tocsin knows "
                                 f"versions up to {len(steps.STEPS)}.", what_to_do="Update Tocsin.")
            steps.take_steps(connection, where=str(path), up_to=version)
            connection.execute(meta.delete())
            line: Any = {}
            for text in file:
                line = json.loads(text)
                if "end" in line:
                    break
                _insert_row(connection, line["table"], line["row"])
                counts[line["table"]] = counts.get(line["table"], 0) + 1
            if line.get("end") != counts:
                raise _damaged(path, "its end is missing, or rows are")
    except (OSError, EOFError, zlib.error, SQLAlchemyError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path, str(error)) from error
    finally:
        engine.dispose()


def _insert_row(connection: Connection, table: str, row: dict[str, Any]) -> None:
    if table not in schema.tables or not all(name.isidentifier() for name in row):
        raise ValueError(f"it has rows of {table!r}")
    names = ", ".join(f'"{name}"' for name in row)
    values = tuple(base64.b64decode(value["bytes"]) if isinstance(value, dict) else value for value in row.values())
    connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", values)


def _damaged(path: Path, why: str) -> StoreError:
    return StoreError("the backup is damaged", detail=f"{path}: {why}.", what_to_do="Take another backup; nothing was changed.")
