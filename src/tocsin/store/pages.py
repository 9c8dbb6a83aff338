"""Questions of a board: reports by page, one report, whose claim this is, which sources there are. Each asks for what somebody may see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, func, literal_column, or_, select

from tocsin.records import Decision, Json, Read, from_json, standing
from tocsin.store.keeping import Store, fetch
from tocsin.store.packing import plain
from tocsin.store.paging import Page, make_cursor, read_cursor, size_of
from tocsin.store.shelf import ACCESS, SEES
from tocsin.store.tables import claims, decision_keys, decisions, readings, shelf

MANY = 500  # values in one question


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in a list; `published` has the shape of docs/records.md, `access` is public, restricted or confidential."""

    id: str
    title: str | None
    source: str | None
    published: Json
    url: str | None
    genre: str
    language: str | None
    claims: int
    access: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source: how many reports and claims it has, its standing grade, the last day it published; reports of no named source are None."""

    name: str | None
    reports: int
    claims: int
    grade: str | None
    last: str | None


def reports(store: Store, *, tier: str, after: str | None = None, limit: int = 50, source: str | None = None,
            named: Sequence[str] | None = None, text: str | None = None) -> Page[ReportRow]:
    """A page of the reports, the last published first and the undated last; of one source, of `named` ids, or with `text` in the title."""
    place, size = read_cursor(after, parts=(str, str)), size_of(limit)
    day = func.coalesce(shelf.c.end, literal_column("''"))  # as its index has it
    wanted = [shelf.c.access <= SEES[tier]]
    if source is not None:
        wanted.append(shelf.c.source == plain(source))
    if named is not None:
        wanted.append(shelf.c.report.in_([plain(name) for name in named]))
    if text:
        wanted.append(func.lower(shelf.c.title).contains(plain(text.lower()), autoescape=True))
    with store._transaction() as connection:
        total = connection.scalar(select(func.count()).select_from(shelf).where(*wanted))
        if place:
            wanted.append(or_(day < place[0], and_(day == place[0], shelf.c.report > place[1])))
        rows = connection.execute(_rows().where(*wanted).order_by(day.desc(), shelf.c.report).limit(size + 1)).all()
    page = tuple(make_row(row) for row in rows[:size])
    last = rows[size - 1] if len(rows) > size else None
    return Page(page, make_cursor(last.end or "", last.report) if last else None, total)


def report_rows(connection: Connection, names: Sequence[str]) -> dict[str, ReportRow]:
    """The rows of these reports, by id."""
    return {row.report: make_row(row) for row in connection.execute(_rows().where(shelf.c.report.in_(names)))}


def _rows() -> Any:
    return select(shelf, readings.c.head).join_from(shelf, readings, shelf.c.reading == readings.c.id)


def make_row(row: Any) -> ReportRow:
    """A shelf row with its reading's head as a list shows it."""
    head = json.loads(row.head)
    told = (head["id"], head.get("title"), head.get("source"), head.get("published"), head.get("url"), head.get("genre") or "other")
    return ReportRow(*told, head.get("language"), row.claims, ACCESS[row.access])


def read(store: Store, report: str, *, tier: str) -> Read | None:
    """What counts of one report, as the reader made it; None where it is not there, or not for these eyes."""
    found = read_many(store, [report], tier=tier)
    return found[0] if found else None


def read_many(store: Store, names: Iterable[str], *, tier: str, light: bool = False, bare: bool = False) -> list[Read]:
    """What counts of these reports, as the reader made it, by report id; those not there or not for these eyes are left out.

    `light` leaves out the raw bytes and the offsets into them, `bare` the claims.
    """
    out: list[Read] = []
    asked = sorted({plain(name) for name in names})
    for at in range(0, len(asked), MANY):
        with store._transaction() as connection:
            wanted = and_(shelf.c.report.in_(asked[at : at + MANY]), shelf.c.access <= SEES[tier])
            out += fetch(connection, list(connection.scalars(select(shelf.c.reading).where(wanted))), light=light, bare=bare)
    return out


def find_claim(store: Store, claim: str, *, tier: str) -> tuple[str, str] | None:
    """Ids of the report and of the claim that this id, or the only one that begins like it, names; also a claim that an analyst added."""
    begins = and_(claims.c.id >= plain(claim), claims.c.id < plain(claim) + "\U0010ffff")
    query = (select(shelf.c.report, claims.c.id).join_from(claims, shelf, claims.c.reading == shelf.c.reading)
             .where(begins, shelf.c.access <= SEES[tier]).order_by(claims.c.id).limit(2))
    with store._transaction() as connection:
        found = {row.id: row.report for row in connection.execute(query)} or _find_added(connection, claim, tier)
    exact = claim if claim in found else None
    if exact is None and len(found) != 1:
        return None
    name = exact or next(iter(found))
    return found[name], name


def _find_added(connection: Connection, claim: str, tier: str) -> dict[str, str]:
    """Claims that analysts added, whose decisions bear their ids as keys."""
    begins = and_(decision_keys.c.key >= f"claim:{plain(claim)}", decision_keys.c.key < f"claim:{plain(claim)}\U0010ffff")
    query = select(decision_keys.c.key, decisions.c.body).join_from(decision_keys, decisions, decision_keys.c.n == decisions.c.n)
    found: dict[str, str] = {}
    for key, body in connection.execute(query.where(begins).limit(MANY)):
        decision = from_json(Decision, json.loads(body))
        if decision.verdict == "add" and key in decision.touches():
            found[key.removeprefix("claim:")] = decision.anchor["report"]
    seen = select(shelf.c.report).where(shelf.c.report.in_(list(found.values())), shelf.c.access <= SEES[tier])
    readable = set(connection.scalars(seen))
    return {name: report for name, report in found.items() if report in readable}


def sources(store: Store, *, tier: str) -> tuple[SourceRow, ...]:
    """Every source that somebody may see a report of, the one with most reports first."""
    counts = (func.count().label("reports"), func.sum(shelf.c.claims).label("said"), func.max(shelf.c.end).label("last"))
    query = (select(shelf.c.source, *counts).where(shelf.c.access <= SEES[tier]).group_by(shelf.c.source))
    with store._transaction() as connection:
        rows = connection.execute(query).all()
        graded = select(decision_keys.c.n).where(decision_keys.c.key >= "source:", decision_keys.c.key < "source;")
        bodies = connection.scalars(select(decisions.c.body).where(decisions.c.n.in_(graded)).order_by(decisions.c.n)).all()
    ruled = standing([from_json(Decision, json.loads(body)) for body in bodies])
    grades = {plain(d.anchor["source"]): d.value for d in ruled if d.verdict == "grade" and "source" in d.anchor}
    made = [SourceRow(row.source, row.reports, int(row.said or 0), grades.get(row.source), row.last) for row in rows]
    return tuple(sorted(made, key=lambda s: (-s.reports, s.name or "")))
