"""The shelf: which reading of which version of every report counts, and what lists of reports are sorted and sifted by."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from tocsin.records import Decision, Json, from_json, standing
from tocsin.store.packing import plain
from tocsin.store.tables import claims, decision_keys, decisions, readings, reports, shelf

INSERTS: Mapping[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
ACCESS = ("public", "restricted", "confidential")  # by their number on the shelf
SEES: Mapping[str, int] = {"viewer": 0, "analyst": 1, "lead": 2}  # the highest number that each may read


def put(connection: Connection, *, reading: str, report: str, version: str, head: Json, said: int) -> None:
    """Let this reading count for its report, unless a newer version of the report is there."""
    newest = select(reports.c.n, reports.c.version).where(reports.c.id == report).order_by(reports.c.n.desc()).limit(1)
    row = connection.execute(newest).one()
    if row.version != version:
        return
    facts = {"version": row.n, "reading": reading, "claims": said, **_facts(head)}
    access = access_of(connection, [report]).get(report, 0)
    insert = INSERTS[connection.dialect.name](shelf).values(report=report, access=access, **facts)
    connection.execute(insert.on_conflict_do_update(index_elements=["report"], set_=facts))
    connection.exec_driver_sql("UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE name = 'shelf'")


def fill(connection: Connection) -> None:
    """Put on the shelf what an older store kept: of every report's newest version the newest reading."""
    newest = select(func.max(reports.c.n)).group_by(reports.c.id)
    of_version = (readings.c.report_id == reports.c.id) & (readings.c.version == reports.c.version)
    ours = (select(func.max(readings.c.n)).join_from(readings, reports, of_version).where(reports.c.n.in_(newest))
            .group_by(readings.c.report_id))
    said = select(func.count()).where(claims.c.reading == readings.c.id).scalar_subquery()
    wanted = (select(readings.c.id, readings.c.report_id, readings.c.head, reports.c.n, said.label("said"))
              .join_from(readings, reports, of_version).where(readings.c.n.in_(ours)))
    for row in connection.execute(wanted).all():
        facts = {"report": row.report_id, "version": row.n, "reading": row.id, "claims": row.said, **_facts(json.loads(row.head))}
        connection.execute(shelf.insert(), {**facts, "access": access_of(connection, [row.report_id]).get(row.report_id, 0)})


def turn_to(connection: Connection, reader: str) -> int:
    """Let the readings of this reader count, where the report's version that counts has one; how many that changed."""
    said = select(func.count()).where(claims.c.reading == readings.c.id).scalar_subquery()
    of_version = (readings.c.report_id == reports.c.id) & (readings.c.version == reports.c.version)
    wanted = (select(readings.c.id, readings.c.report_id, readings.c.version, readings.c.head, said.label("said"))
              .join_from(shelf, reports, shelf.c.version == reports.c.n).join(readings, of_version)
              .where(readings.c.reader == reader, readings.c.id != shelf.c.reading))
    rows = connection.execute(wanted).all()
    for row in rows:
        put(connection, reading=row.id, report=row.report_id, version=row.version, head=json.loads(row.head), said=row.said)
    return len(rows)


def _facts(head: Json) -> dict[str, Any]:
    published = head.get("published") or {}
    told = {"title": head.get("title"), "source": head.get("source"), "start": published.get("start"), "end": published.get("end")}
    return {name: plain(value) if value is not None else None for name, value in told.items()}


def access_of(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """How confidential standing decisions make each of these reports; public ones are left out."""
    found: dict[str, int] = {}
    for name in names:
        on_it = select(decision_keys.c.n).where(decision_keys.c.key == f"report:{name}")
        bodies = connection.scalars(select(decisions.c.body).where(decisions.c.n.in_(on_it)).order_by(decisions.c.n))
        for decision in standing([from_json(Decision, json.loads(body)) for body in bodies]):
            if decision.verdict == "confidentiality":
                found[name] = ACCESS.index(decision.value) if decision.value in ACCESS else len(ACCESS) - 1
    return found


def shut(connection: Connection, decision: Decision) -> None:
    """Bring the access of the reports that a decision bears on up to date."""
    if decision.verdict != "confidentiality" and not decision.supersedes:
        return
    names = [key.removeprefix("report:") for key in map(plain, decision.touches()) if key.startswith("report:")]
    found = access_of(connection, names)
    for name in names:
        connection.execute(shelf.update().where(shelf.c.report == name).values(access=found.get(name, 0)))


def hidden_decisions(connection: Connection, sees: int) -> frozenset[int]:
    """Numbers of the decisions that bear on a report above what these eyes may read: they quote it."""
    shut = list(connection.scalars(select(shelf.c.report).where(shelf.c.access > sees)))
    keys = [f"report:{name}" for name in shut]
    return frozenset(connection.scalars(select(decision_keys.c.n).where(decision_keys.c.key.in_(keys)))) if keys else frozenset()
