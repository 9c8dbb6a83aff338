"""Forgetting a report for the safety of its source: it leaves the store with all that hangs on it, and a tombstone stays.

A tombstone says only that something was forgotten, and on which day. It holds marks (hashes of the report's id, bytes and text), by which
the same report is known when it comes again; nothing of it can be read from them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, select

from tocsin.errors import StoreError
from tocsin.records import Report
from tocsin.store.packing import plain
from tocsin.store.tables import (
    answers,
    claims,
    decision_keys,
    decisions,
    forgotten,
    problems,
    readings,
    reports,
    shelf,
    situation_reports,
    situation_versions,
    tallies,
)

if TYPE_CHECKING:
    from tocsin.store.keeping import Store

FORGOTTEN = "forgotten"  # the verdict of a decision of which only its place in the trail is left
TURN = "UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE name = 'shelf'"


def forget(store: Store, report: str, *, day: str) -> bool:
    """Take every version of a report out of the store, with its readings, claims, tallies, problems and the situations made of it.

    Decisions on it keep their place in the trail and lose what they say. False where no such report is there. On SQLite the file is
    written anew, so that no byte of the report is left in it; a StoreError says where another program stands in the way of that.
    """
    name = plain(report)
    with store._transaction(write=True) as connection:
        kept = connection.execute(select(reports.c.n, reports.c.text, reports.c.raw).where(reports.c.id == name)).all()
        if not kept:
            return False
        marks = {mark for row in kept for mark in _marks(name, row.text, row.raw)}
        paths = _take_out(connection, name)
        _drop_problems(connection, name, paths)
        _redact_decisions(connection, name)
        connection.execute(answers.delete())  # a brief may quote it, whatever it was asked for
        connection.execute(forgotten.delete().where(forgotten.c.mark.in_(marks)))
        connection.execute(forgotten.insert(), [{"mark": mark, "day": day} for mark in sorted(marks)])
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("INSERT INTO words (words) VALUES ('rebuild')")
        connection.exec_driver_sql(TURN)
        engine = connection.engine
    if engine.dialect.name == "sqlite":
        _write_anew(engine, store.where)
    return True


def forgotten_on(connection: Connection, report: Report) -> str | None:
    """The day on which this report was forgotten, known by its id, its bytes or its text; None for any other."""
    marks = _marks(plain(report.id), plain(report.text), report.raw)
    return connection.scalar(select(forgotten.c.day).where(forgotten.c.mark.in_(marks)).limit(1))


def refuse_forgotten(connection: Connection, report: Report) -> None:
    """Refuse to keep again what was forgotten."""
    day = forgotten_on(connection, report)
    if day:
        raise StoreError("this report was forgotten", detail=f"It was taken out of the store on {day}, for the safety of its source.",
                         what_to_do="Leave it out. If it must be read, read it into another store.")


def _marks(name: str, text: str, raw: bytes) -> tuple[str, ...]:
    """Hashes by which a report is known again: of its id, its bytes, and its words whatever the spaces between them."""
    parts: list[bytes] = [b"id\0" + name.encode(), b"text\0" + " ".join(text.split()).casefold().encode()]
    return tuple(hashlib.sha256(part).hexdigest() for part in (*parts, *([b"raw\0" + raw] if raw else [])))


# ------------------------------------------------------------------ taking out


def _take_out(connection: Connection, name: str) -> set[str]:
    """Delete the report's rows and the situations made of it; the paths it was read from."""
    rows = connection.execute(select(readings.c.id, readings.c.head).where(readings.c.report_id == name)).all()
    ids = [row.id for row in rows]
    made = list(connection.scalars(select(situation_reports.c.n).where(situation_reports.c.report == name)))
    for table, column, values in ((claims, claims.c.reading, ids), (tallies, tallies.c.reading, ids), (readings, readings.c.id, ids),
                                  (situation_reports, situation_reports.c.n, made), (situation_versions, situation_versions.c.n, made)):
        for part in _parts(values):
            connection.execute(table.delete().where(column.in_(part)))
    connection.execute(shelf.delete().where(shelf.c.report == name))
    connection.execute(reports.delete().where(reports.c.id == name))
    return {path for row in rows if (path := json.loads(row.head).get("path"))}


def _parts(values: Sequence[Any], size: int = 500) -> Iterable[Sequence[Any]]:
    """The values in parts that one statement takes."""
    return (values[at : at + size] for at in range(0, len(values), size))


def _drop_problems(connection: Connection, name: str, paths: set[str]) -> None:
    """Problems tell where a report lay, and may quote it."""
    for n, body in connection.execute(select(problems.c.n, problems.c.body)).all():
        told = json.loads(body)
        if told.get("report_id") == name or told.get("path") in paths:
            connection.execute(problems.delete().where(problems.c.n == n))


def _redact_decisions(connection: Connection, name: str) -> None:
    """Leave of the decisions on the report their id, their day and their place in the trail: their hashes stay, so the chain holds."""
    numbers = list(connection.scalars(select(decision_keys.c.n).where(decision_keys.c.key == f"report:{name}").distinct()))
    for part in _parts(numbers):
        wanted = select(decisions.c.n, decisions.c.id, decisions.c.body).where(decisions.c.n.in_(part))
        for n, key, body in connection.execute(wanted).all():
            day = json.loads(body)["when"][:10]
            empty = {"id": key, "who": "", "when": day, "why": "", "anchor": {}, "verdict": FORGOTTEN, "value": None}
            connection.execute(decisions.update().where(decisions.c.n == n).values(body=json.dumps(empty), subject=FORGOTTEN))
        connection.execute(decision_keys.delete().where(decision_keys.c.n.in_(part)))


def _write_anew(engine: Engine, where: str) -> None:
    """Write the SQLite file anew and empty its write-ahead log: what was deleted is in neither."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.close()
    finally:
        raw.close()
    if busy and busy[0]:
        raise StoreError("the report is forgotten, but its words are still in the file", detail=f"Another program has {where} open.",
                         what_to_do="Close it and open the store once more: the file is then whole without them.")


def find_report(store: Store, given: str) -> tuple[str, str] | None:
    """Id and title of the report of this id, or of the only one whose id begins like this; None where there is none or several."""
    begins = plain(given)
    query = select(shelf.c.report, shelf.c.title).where(shelf.c.report >= begins, shelf.c.report < begins + "\U0010ffff").limit(2)
    with store._transaction() as connection:
        found = {row.report: row.title or "no title" for row in connection.execute(query.order_by(shelf.c.report))}
    if begins in found:
        return begins, found[begins]
    return next(iter(found.items())) if len(found) == 1 else None
