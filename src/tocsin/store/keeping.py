"""Opening a store, keeping reads in it and getting them back; one class for SQLite and PostgreSQL."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from itertools import groupby, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from platformdirs import user_data_path
from sqlalchemy import URL, Connection, Engine, Table, and_, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from tocsin.errors import ConflictError, StoreError
from tocsin.records import Claim, Decision, Problem, Read, Report, Tally, from_json, make_id, to_json
from tocsin.store import chain, shelf, steps
from tocsin.store.forgetting import FORGOTTEN, forgotten_on, refuse_forgotten
from tocsin.store.packing import pack, pack_offsets, pack_report, plain, reader_of, unpack_report, version_of
from tocsin.store.tables import claims, decision_keys, decisions, problems, readings, reports, tallies
from tocsin.store.tables import shelf as shelf_table

BUSY_SECONDS = 30  # how long a writer waits for another before it gives up
PAGE = 100  # reads fetched at a time
Kept = TypeVar("Kept", Problem, Decision)


def open_store(url: str | None = None) -> Store:
    """Open a store, make it where there is none, and bring an older one up to date; a StoreError says what stands in the way.

    None is a SQLite file in the user's data folder; a path or `sqlite:///path` a SQLite file; `postgresql+pg8000://user@host/name` a
    PostgreSQL database; `none` keeps nothing beyond this run (all in memory).
    """
    where = _address(url)
    shown = where.database or "memory" if where.drivername == "sqlite" else where.render_as_string(hide_password=True)
    with in_words(shown):
        engine = _engine(where)
        try:
            _make_ready(engine, where=shown)
        except BaseException:
            engine.dispose()
            raise
    return Store(engine, where=shown)


class Store:
    """Keeps reads, problems and decisions; nothing kept is ever rewritten. Made by `open_store`; close it, or use it in a `with`.

    Every verb raises StoreError when the database can't do it. What a verb said was kept is on disk and survives a crash.
    """

    def __init__(self, engine: Engine, *, where: str) -> None:
        self.where = where
        self._engine: Engine | None = engine
        # The store in memory is one connection, which threads must take turns on; the others have a pool of them.
        self.is_fleeting = isinstance(engine.pool, StaticPool)
        self._turn = threading.RLock() if self.is_fleeting else nullcontext()

    # -------------------------------------------------------------- keeping

    def keep(self, read: Read, *, reader: str | None = None, counts: bool = True) -> bool:
        """Keep a read whole, in one transaction; False when this version of the report, by this reader version, was there already.

        `reader` is the name and version of what read it, as `read_of` will ask for it; unset, it is what the claims name. One that does
        not count yet is kept beside the one that does, until `count_readings`.
        """
        with self._transaction(write=True) as connection:
            return _add_read(connection, read, reader=reader, counts=counts)

    def keep_many(self, reads: Iterable[Read], *, reader: str | None = None, batch: int = PAGE,
                  counts: bool = True) -> Iterator[tuple[Read, bool]]:
        """Keep reads in batches, one transaction each, and give every read back with `keep`'s answer once it is safely kept.

        Nothing happens until the answers are asked for; a read that has not come back yet may be lost in a crash.
        """
        source = iter(reads)
        while waiting := list(islice(source, batch)):
            with self._transaction(write=True) as connection:
                added = [_add_read(connection, read, reader=reader, counts=counts) for read in waiting]
            yield from zip(waiting, added, strict=True)

    def count_readings(self, reader: str) -> int:
        """Let this reader's readings count, for every report whose newest version it has read; how many that changed."""
        with self._transaction(write=True) as connection:
            return shelf.turn_to(connection, plain(reader))

    def keep_problem(self, problem: Problem) -> bool:
        """Keep a report or path that could not be read; False when the very same problem was there already."""
        body = pack(problem)
        return self._keep_once(problems, id=make_id("problem", body), body=body)

    def keep_decision(self, decision: Decision, *, seen: Sequence[str] | None = None) -> bool:
        """Keep an analyst's decision at the end of the trail; False when a decision of this id was there already.

        With `seen`, the ids of the decisions on the same thing that the person knew of, a ConflictError says which others came meanwhile.
        """
        with self._transaction(write=True) as connection:
            chain.take_turn(connection)
            if connection.execute(select(decisions.c.n).where(decisions.c.id == plain(decision.id))).first():
                return False
            if seen is not None:
                _refuse_unseen(connection, decision, frozenset(seen))
            chain.append(connection, decision)
            shelf.shut(connection, decision)
            return True

    # -------------------------------------------------------------- getting back

    def has(self, report: Report) -> bool:
        """Whether this very version of the report has been kept, by whatever reader."""
        wanted = and_(reports.c.id == plain(report.id), reports.c.version == version_of(report))
        with self._transaction() as connection:
            return connection.execute(select(reports.c.n).where(wanted)).first() is not None

    def read_of(self, report: Report, *, reader: str) -> Read | None:
        """The read kept of this very version of the report by this reader version, so that it need not be parsed again; else None."""
        wanted = _reading_id(report, reader)
        with self._transaction() as connection:
            return next(fetch(connection, [wanted]), None)

    def reads(self, *, light: bool = False) -> Iterator[Read]:
        """The read that counts, of the newest version of every report kept by now, in the order of report ids.

        The list is drawn up at the start; reads kept while it runs are not in it. `light` leaves the raw bytes and the offsets into them
        out of the reports, which is what takes the room.
        """
        with self._transaction() as connection:
            wanted = list(connection.scalars(select(shelf_table.c.reading).order_by(shelf_table.c.report)))
        for at in range(0, len(wanted), PAGE):
            with self._transaction() as connection:
                page = list(fetch(connection, wanted[at:at + PAGE], light=light))
            yield from page

    def problems(self) -> tuple[Problem, ...]:
        """Every problem met, in the order first kept."""
        return self._all(Problem, problems)

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision, in the order first kept; a later one may supersede an earlier one. Those on forgotten reports are left out."""
        return tuple(d for d in self._all(Decision, decisions) if d.verdict != FORGOTTEN)

    def decisions_about(self, *, claim: str | None = None, report: str | None = None, situation: str | None = None,
                        source: str | None = None, tier: str = "lead") -> tuple[Decision, ...]:
        """The decisions that bear on any of these, in order; with those that supersede them, so that one can tell which stand.

        Those that also bear on a report which the tier may not read are left out.
        """
        named = {"claim": claim, "report": report, "situation": situation, "source": source}
        keys = [plain(f"{name}:{value}") for name, value in named.items() if value is not None]
        return self.decisions_on(keys, tier=tier)

    def decisions_on(self, keys: Sequence[str], *, tier: str = "lead") -> tuple[Decision, ...]:
        """The decisions that bear on any of these keys (`Decision.touches`), in order."""
        numbers: set[int] = set()
        with self._transaction() as connection:
            for at in range(0, len(keys), PAGE):
                numbers |= set(connection.scalars(select(decision_keys.c.n).where(decision_keys.c.key.in_(keys[at:at + PAGE]))))
            ordered, bodies = sorted(numbers - shelf.hidden_decisions(connection, shelf.SEES[tier])), list[str]()
            for at in range(0, len(ordered), PAGE):
                wanted = decisions.c.n.in_(ordered[at:at + PAGE])
                bodies += connection.scalars(select(decisions.c.body).where(wanted).order_by(decisions.c.n))
        return tuple(from_json(Decision, json.loads(body)) for body in bodies)

    def forgotten_on(self, report: Report) -> str | None:
        """The day on which this report was taken out of the store for the safety of its source; None for any other."""
        with self._transaction() as connection:
            return forgotten_on(connection, report)

    def readers(self) -> tuple[str, ...]:
        """The reader versions that reads were kept by, the first used first."""
        with self._transaction() as connection:
            return tuple(connection.scalars(select(readings.c.reader).group_by(readings.c.reader).order_by(func.min(readings.c.n))))

    # -------------------------------------------------------------- closing

    def close(self) -> None:
        """Let go of the database; closing twice does no harm."""
        if self._engine is not None:
            self._engine.dispose()
        self._engine = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # -------------------------------------------------------------- inside

    @contextmanager
    def _transaction(self, *, write: bool = False) -> Iterator[Connection]:
        """A connection within one transaction, committed at the end; database errors come out as StoreError."""
        if self._engine is None:
            raise StoreError("the store is closed", detail=f"{self.where} was closed earlier in this run.", what_to_do="Open it again.")
        with self._turn, in_words(self.where), self._engine.connect() as connection:
            connection.execution_options(tocsin_write=write)
            with connection.begin():
                yield connection

    def _keep_once(self, table: Table, **row: str) -> bool:
        with self._transaction(write=True) as connection:
            return insert_if_absent(connection, table, row)

    def _all(self, kind: type[Kept], table: Table) -> tuple[Kept, ...]:
        with self._transaction() as connection:
            return tuple(from_json(kind, json.loads(body)) for body in connection.scalars(select(table.c.body).order_by(table.c.n)))


# ------------------------------------------------------------------ opening


def _address(url: str | None) -> URL:
    """Where the store lies, as SQLAlchemy writes it; a SQLite database of None means in memory."""
    if url == "none":
        return URL.create("sqlite")
    if url is None:
        folder = user_data_path("tocsin", appauthor=False)
        with in_words(str(folder)):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return URL.create("sqlite", database=str(folder / "tocsin.db"))
    if "://" not in url:
        return URL.create("sqlite", database=str(Path(url).expanduser()))
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError("this store address can't be read", detail=f"{error}", what_to_do=ADDRESSES) from error
    if address.get_backend_name() == "sqlite":
        named = address.database if address.database not in (None, "", ":memory:") else None
        return URL.create("sqlite", database=named)
    if address.drivername in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+pg8000")
    if address.drivername != "postgresql+pg8000":
        raise StoreError("this kind of database is not supported", detail=f"The address names {address.drivername}.", what_to_do=ADDRESSES)
    return address


SQLITE_START = b"SQLite format 3\0"
ANOTHER = "Name another file; this one was not touched."
ADDRESSES = "Give a path, sqlite:///path, postgresql+pg8000://user@host/database, or none."


def _engine(address: URL) -> Engine:
    """An engine whose connections keep the promises of docs/store.md."""
    if address.drivername != "sqlite":
        try:
            engine = create_engine(address)
        except (NoSuchModuleError, ModuleNotFoundError) as error:
            raise StoreError("the PostgreSQL driver is missing", detail=f"{error}.",
                             what_to_do="Install it with: pip install 'tocsin[postgres]'") from error
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    if address.database is None:
        engine = create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        _prepare_file(Path(address.database))
        engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_file(path: Path) -> None:
    """Make the file where there is none, and refuse what SQLite would write over: it takes a short text file for an empty database."""
    if path.is_dir() or not path.parent.is_dir():
        what = "is a folder" if path.is_dir() else f"can't be made: there is no folder {path.parent}"
        raise StoreError("the store can't be opened there", detail=f"{path} {what}.", what_to_do="Name a file in a folder that exists.")
    if not path.exists():
        path.touch(mode=0o600)  # reports may name witnesses: a new store is its owner's alone
    with path.open("rb") as file:
        start = file.read(len(SQLITE_START))
    if start not in (b"", SQLITE_START):
        raise StoreError("this is not a Tocsin store", detail=f"{path} is not a database.", what_to_do=ANOTHER)


def _prepare_postgresql(connection: Any, _record: object) -> None:
    """A commit waits until it is on disk, also where the server is set up to be quicker than that."""
    cursor = connection.cursor()
    cursor.execute("SET synchronous_commit TO on")
    cursor.close()
    connection.commit()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Leave BEGIN to us (Python's sqlite3 would commit before a CREATE TABLE), keep references whole, and wait for the disk."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once: one that read first and wrote later could not wait for another writer."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("tocsin_write") else "BEGIN")


def _make_ready(engine: Engine, *, where: str) -> None:
    """Refuse what is no store of ours before anything is changed; then turn on the write-ahead log and take the missing steps."""
    with engine.connect() as connection, connection.begin():
        if steps.is_current(connection, where=where):
            return
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        raw.cursor().execute("PRAGMA journal_mode = WAL").close()
        raw.close()
    with engine.connect() as connection, connection.execution_options(tocsin_write=True).begin():
        steps.take_steps(connection, where=where)


# ------------------------------------------------------------------ rows


def _reading_id(report: Report, reader: str) -> str:
    return make_id("reading", plain(report.id), version_of(report), plain(reader))


def insert_if_absent(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Add a row unless one with its key is there; whether it was added. The same statement on both engines."""
    insert = shelf.INSERTS[connection.dialect.name](table).on_conflict_do_nothing().inline()
    return connection.execute(insert, row).rowcount == 1


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add many rows. PostgreSQL's driver sends them one by one, unless RETURNING makes SQLAlchemy put them in one statement."""
    insert = table.insert()
    connection.execute(insert if connection.dialect.name == "sqlite" else insert.returning(*table.primary_key.columns), rows)


def _add_read(connection: Connection, read: Read, *, reader: str | None, counts: bool = True) -> bool:
    """Add the report, the reading, its claims and its tally, as far as they are not there; a new one counts, unless told otherwise."""
    refuse_forgotten(connection, read.report)
    report, by = read.report, plain(reader_of(read) if reader is None else reader)
    key = {"id": plain(report.id), "version": version_of(report)}
    insert_if_absent(connection, reports, {**key, "text": plain(report.text), "raw": report.raw})
    reading = make_id("reading", key["id"], key["version"], by)
    row = {"id": reading, "report_id": key["id"], "version": key["version"], "reader": by, "head": pack_report(report),
           "offsets": pack_offsets(report.offsets)}
    if not insert_if_absent(connection, readings, row):
        return False
    if read.claims:
        rows = [{"reading": reading, "n": n, "id": plain(claim.id), "kind": plain(claim.kind), "start": claim.start, "end": claim.end,
                 "confidence": claim.confidence, "body": pack(claim)} for n, claim in enumerate(read.claims)]
        insert_all(connection, claims, rows)
    connection.execute(tallies.insert(), {"reading": reading, "body": pack(read.tally)})
    if counts:
        head = {"title": report.title, "source": report.source, "published": to_json(report.published)}
        shelf.put(connection, reading=reading, report=key["id"], version=key["version"], head=head, said=len(read.claims))
    return True


def _refuse_unseen(connection: Connection, decision: Decision, seen: frozenset[str]) -> None:
    """A ConflictError where somebody has decided on the same thing without the person knowing."""
    subject = decisions.c.subject == plain(decision.subject())
    bodies = connection.scalars(select(decisions.c.body).where(subject).order_by(decisions.c.n))
    others = tuple(d for d in (from_json(Decision, json.loads(body)) for body in bodies) if d.id not in seen)
    if others:
        last = others[-1]
        raise ConflictError("somebody else decided meanwhile", decisions=others,
                            detail=f"{last.who} said {last.verdict} at {last.when}{': ' + last.why if last.why else ''}.",
                            what_to_do="Look at it, and decide again if you still want to.")


def fetch(connection: Connection, wanted: Sequence[str], *, light: bool = False, bare: bool = False) -> Iterator[Read]:
    """The reads of these reading ids, by report id; light ones without raw bytes and offsets into them, bare ones without claims."""
    of_version = and_(readings.c.report_id == reports.c.id, readings.c.version == reports.c.version)
    rows = connection.execute(
        select(readings.c.id, readings.c.head, reports.c.text, tallies.c.body, *(() if light else (readings.c.offsets, reports.c.raw)))
        .join_from(readings, reports, of_version).join(tallies, tallies.c.reading == readings.c.id)
        .where(readings.c.id.in_(wanted)).order_by(readings.c.report_id)).all()
    bodies = () if bare else connection.execute(select(claims.c.reading, claims.c.body).where(claims.c.reading.in_(wanted))
                                                .order_by(claims.c.reading, claims.c.n))
    said = {reading: [row.body for row in group] for reading, group in groupby(bodies, key=lambda row: row.reading)}
    for row in rows:
        yield _rebuild(row, said.get(row.id, []), light=light)


def _rebuild(row: Any, bodies: Sequence[str], *, light: bool) -> Read:
    """The read that one reading's rows hold."""
    try:
        raw, offsets = (b"", b"") if light else (row.raw, row.offsets)
        report = unpack_report(row.head, text=row.text, raw=raw, offsets=offsets)
        return Read(report, tuple(from_json(Claim, json.loads(body)) for body in bodies), from_json(Tally, json.loads(row.body)))
    except (TypeError, ValueError, KeyError) as error:
        raise StoreError("something kept can't be read back", detail=f"Reading {row.id}: {error}.",
                         what_to_do="Restore the store from a copy, or read the reports into a new store.") from error


# ------------------------------------------------------------------ errors

# What databases say, in lower case, and what that means for a person; the first that fits is told.
SAYINGS = (
    ("not a database", "this is not a Tocsin store", ANOTHER),
    ("malformed", "the store is damaged", "Restore it from a copy, or read the reports into a new store."),
    ("locked", "the store is busy", "Another program is writing to it; try again when it is done."),
    ("disk is full", "the disk is full", "Free some space and run again: what was said to be kept is kept, the rest is added."),
    ("readonly", "the store can't be written", "Check the rights of the file and its folder, or name another store."),
    ("permission denied", "the store can't be opened", "Check the rights of the file and its folder, or name another store."),
    ("unable to open", "the store can't be opened", "Check the path and the rights of the file and its folder."),
    ("password", "the database refused the login", "Check the user and password in the address."),
)
OTHERWISE = ("the store can't be used", "Check the address, that the database runs, and that it lets you in.")


@contextmanager
def in_words(where: str) -> Iterator[None]:
    """Turn what a database or file system raises into a StoreError for people."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        said = str(getattr(error, "orig", None) or error)
        name, what_to_do = next(((name, advice) for needle, name, advice in SAYINGS if needle in said.lower()), OTHERWISE)
        raise StoreError(name, detail=f"{where}: {said}.", what_to_do=what_to_do) from error
