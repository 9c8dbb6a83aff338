"""Situations as they were made: kept version after version, listed by page, and shown only to those who may read all they rest on.

What leads see is made of everything. A situation that holds a report which others may not read is made for them again, of the reports that
they may read. Which of the two somebody gets is settled when they ask, by the access that reports have at that moment: a report that was
shut a second ago is in nothing that is shown from then on.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, func, select

from tocsin.records import Claim, Json, Occurrence, Situation, from_json, to_json
from tocsin.store import chain
from tocsin.store.keeping import Store
from tocsin.store.packing import pack, plain
from tocsin.store.paging import Page, make_cursor, read_cursor, size_of
from tocsin.store.shelf import INSERTS, SEES
from tocsin.store.tables import decisions, meta, shelf, situation_reports, situation_versions

LEVELS = ("watch", "serious_concern", "imminent_risk", "current_crisis")
LEAD = SEES["lead"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A situation as it was made, with its version, when that was, and a digest of what it says."""

    situation: Situation
    version: int
    made: str
    digest: str


# ------------------------------------------------------------------ asking


def situations(store: Store, *, tier: str, sort: str = "level", after: str | None = None, limit: int = 50, level: str | None = None,
               phase: str | None = None, country: str | None = None, text: str | None = None) -> Page[dict[str, Any]]:
    """A page of the situations, as `summarise` tells them: the worst first, or the last changed, or by name, dead or days of silence."""
    place, size = read_cursor(after, parts=(int,)), size_of(limit)
    with store._transaction() as connection:
        rows = [_tell(row) for row in _readable(connection, SEES[tier])]
    wanted = {"level": level, "phase": phase, "country": country}
    rows = [row for row in rows if all(value is None or row[name] == value for name, value in wanted.items())]
    if text:
        rows = [row for row in rows if text.casefold() in row["name"].casefold()]
    rows.sort(key=lambda row: (*SORTS.get(sort, SORTS["level"])(row), row["name"], row["id"]))
    at = place[0] if place else 0
    return Page(tuple(rows[at : at + size]), make_cursor(at + size) if at + size < len(rows) else None, len(rows))


def _dead(row: Json) -> int:
    return max((n for n in (row["figures"].get("killed") or {}).values() if isinstance(n, int)), default=0)


SORTS: Mapping[str, Any] = {
    "level": lambda row: (-LEVELS.index(row["level"]) if row["level"] in LEVELS else 1, -_dead(row)),
    "changed": lambda row: (_backwards(row["made"]),),
    "name": lambda row: (row["name"],),
    "killed": lambda row: (-_dead(row),),
    "silence": lambda row: (-(row["silence_days"] or 0), -row["open_requests"]),
}


def _backwards(text: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in text)


def situation(store: Store, id: str, *, tier: str, version: int | None = None) -> Kept | None:
    """A situation as it is now, or as one version told it; one that went into another is that other. None where there is none to see."""
    sees = SEES[tier]
    with store._transaction() as connection:
        seen: set[str] = set()
        while id not in seen:
            seen.add(id)
            row = _row_of(connection, id, sees, version)
            if row is None:
                return None
            if not row.gone:
                return _unpack(row)
            id = json.loads(row.summary).get("into") or id
    return None


def versions(store: Store, id: str, *, tier: str) -> tuple[dict[str, Any], ...]:
    """Every version of a situation that somebody may read, oldest first, as lists tell it."""
    sees = SEES[tier]
    columns = [c for c in situation_versions.c if c.name != "body"]
    query = select(*columns).where(situation_versions.c.id == plain(id), situation_versions.c.gone == 0).order_by(situation_versions.c.n)
    with store._transaction() as connection:
        current = _row_of(connection, id, sees, None)
        tainted = _tainted(connection, sees)
        rows = connection.execute(query.where(situation_versions.c.tier == (current.tier if current else sees))).all()
    return tuple(_tell(row) for row in rows if row.n not in tainted)


def situations_of(store: Store, report: str, *, tier: str) -> tuple[str, ...]:
    """The ids of the situations that a report belongs to now."""
    with store._transaction() as connection:
        holding = set(connection.scalars(select(situation_reports.c.n).where(situation_reports.c.report == plain(report))))
        return tuple(row.id for row in _readable(connection, SEES[tier]) if row.n in holding) if holding else ()


def reports_of(store: Store, ids: Iterable[str]) -> dict[str, set[str]]:
    """The reports of each of these situations, as leads see them."""
    with store._transaction() as connection:
        wanted = {row.n: row.id for row in _latest(connection, LEAD, ids=list(ids)) if not row.gone}
        return _reports_in(connection, wanted)


def _reports_in(connection: Connection, wanted: Mapping[int, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {id: set() for id in wanted.values()}
    for n, report in connection.execute(select(situation_reports).where(situation_reports.c.n.in_(list(wanted)))):
        found[wanted[n]].add(report)
    return found


def _readable(connection: Connection, sees: int) -> list[Any]:
    """The newest row of every situation for these eyes."""
    leads = [row for row in _latest(connection, LEAD) if not row.gone]
    tainted = _tainted(connection, sees)
    if not tainted:
        return leads
    partly = {row.id for row in leads if row.n in tainted}
    own = [row for row in _latest(connection, sees) if not row.gone and row.parent in partly and row.n not in tainted]
    return [row for row in leads if row.n not in tainted] + own


def _row_of(connection: Connection, id: str, sees: int, version: int | None) -> Any:
    """The row with its body that these eyes get of one situation: the leads' if they may read all of it, else the one made for them."""
    tainted = _tainted(connection, sees)
    for tier in dict.fromkeys((LEAD, sees)):
        query = select(situation_versions).where(situation_versions.c.id == plain(id), situation_versions.c.tier == tier)
        query = query.where(situation_versions.c.version == version) if version is not None else query
        row = connection.execute(query.order_by(situation_versions.c.n.desc()).limit(1)).first()
        if row is not None and row.n not in tainted:
            return row
    return None


def _tainted(connection: Connection, sees: int) -> frozenset[int]:
    """Numbers of the versions that rest on a report which these eyes may not read."""
    if sees == LEAD:
        return frozenset()
    shut = select(shelf.c.report).where(shelf.c.access > sees)
    return frozenset(connection.scalars(select(situation_reports.c.n).where(situation_reports.c.report.in_(shut)).distinct()))


def _latest(connection: Connection, tier: int, *, ids: Collection[str] | None = None) -> list[Any]:
    """The newest row of every situation of a tier, without its body."""
    newest = select(func.max(situation_versions.c.n)).where(situation_versions.c.tier == tier).group_by(situation_versions.c.id)
    if ids is not None:
        newest = newest.where(situation_versions.c.id.in_([plain(id) for id in ids]))
    columns = [c for c in situation_versions.c if c.name != "body"]
    return list(connection.execute(select(*columns).where(situation_versions.c.n.in_(newest))))


def _tell(row: Any) -> dict[str, Any]:
    return {"id": row.id, "version": row.version, "made": row.made, **_read_summary(row.summary)}


@lru_cache(maxsize=2_000)
def _read_summary(summary: str) -> Mapping[str, Any]:
    """What a list shows of a situation; every list asks for that of all, and nobody changes what it gets."""
    found: dict[str, Any] = json.loads(summary)
    return found


# ------------------------------------------------------------------ keeping


def keep(store: Store, found: Sequence[Situation], *, tier: str, made: str, parents: Mapping[str, str],
         gone: Mapping[str, str | None]) -> tuple[str, ...]:
    """Keep what was made, in one transaction; the ids of those that say something new.

    `parents` maps an id to the leads' situation that it was made of, where that is another; `gone` the ids that are no more to the one that
    each went into, if any.
    """
    changed: list[str] = []
    with store._transaction(write=True) as connection:
        chain.take_turn(connection)
        latest = {row.id: row for row in _latest(connection, SEES[tier], ids=[*(s.id for s in found), *gone])}
        for told in found:
            body = pack({"situation": to_json(told), "claims": told.claims, "occurrences": told.occurrences})
            digest = hashlib.sha256(body.encode()).hexdigest()
            before = latest.get(told.id)
            if before is None or before.digest != digest or before.gone:
                summary = summarise(told)
                summary["changed"] = compare(json.loads(before.summary), summary) if before is not None and not before.gone else []
                _insert(connection, before, id=told.id, tier=SEES[tier], parent=parents.get(told.id, told.id), made=made, digest=digest,
                        gone=0, summary=pack(summary), body=zlib.compress(body.encode()), reports=[r["id"] for r in told.reports])
                changed.append(told.id)
        for id, into in gone.items():
            before = latest.get(id)
            if before is not None and not before.gone:
                _insert(connection, before, id=id, tier=SEES[tier], parent=id, made=made, digest="", gone=1, summary=pack({"into": into}),
                        body=b"", reports=[])
                changed.append(id)
    return tuple(changed)


def _insert(connection: Connection, before: Any, *, reports: Sequence[str], **row: Any) -> None:
    row["version"] = before.version + 1 if before is not None else 1
    n = connection.execute(situation_versions.insert().returning(situation_versions.c.n), row).scalar_one()
    if reports:
        connection.execute(situation_reports.insert(), [{"n": n, "report": plain(name)} for name in sorted(set(reports))])


def _unpack(row: Any) -> Kept:
    body = json.loads(zlib.decompress(row.body))
    bare = from_json(Situation, body["situation"])
    claims = tuple(from_json(Claim, claim) for claim in body["claims"])
    occurrences = tuple(from_json(Occurrence, act) for act in body["occurrences"])
    return Kept(replace(bare, claims=claims, occurrences=occurrences), row.version, row.made, row.digest)


def children_of(store: Store, parents: Collection[str], *, tier: str) -> dict[str, set[str]]:
    """What was made for these eyes of the readable reports of each of these situations: parent's id to ids."""
    found: dict[str, set[str]] = {}
    with store._transaction() as connection:
        for row in _latest(connection, SEES[tier]):
            if not row.gone and row.parent in parents:
                found.setdefault(row.parent, set()).add(row.id)
    return found


def all_reports(store: Store) -> dict[str, set[str]]:
    """Every situation as leads see it, with its reports."""
    with store._transaction() as connection:
        return _reports_in(connection, {row.n: row.id for row in _latest(connection, LEAD) if not row.gone})


def state(store: Store) -> tuple[int, int]:
    """How often the shelf has changed, and the number of the last decision: what a made book rests on."""
    with store._transaction() as connection:
        changes = connection.scalar(select(meta.c.value).where(meta.c.name == "shelf"))
        return int(changes or 0), connection.scalar(select(func.max(decisions.c.n))) or 0


def book_state(store: Store) -> Json:
    """What the kept situations were last made of, as `note_state` wrote it; None before the first time."""
    with store._transaction() as connection:
        value = connection.scalar(select(meta.c.value).where(meta.c.name == "book"))
    return json.loads(value) if value else None


def note_state(store: Store, value: Json) -> None:
    """Write down what the kept situations were made of."""
    with store._transaction(write=True) as connection:
        row = INSERTS[connection.dialect.name](meta).values(name="book", value=json.dumps(value))
        connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": json.dumps(value)}))


def shut_reports(store: Store) -> dict[str, int]:
    """The reports that not everybody may read, each with its number (1 restricted, 2 confidential)."""
    with store._transaction() as connection:
        rows = connection.execute(select(shelf.c.report, shelf.c.access).where(shelf.c.access > 0))
        return {report: access for report, access in rows}


# ------------------------------------------------------------------ summaries


def summarise(told: Situation) -> dict[str, Any]:
    """What a list shows of a situation: level, phase, headline figures, open requests, days of silence, and the series of the dead."""
    response, assessment = told.response or {}, told.assessment or {}
    silence = response.get("silence") or []
    series = (told.figures.get("killed") or {}).get("series") or []
    return {
        "name": told.name, "country": told.country, "level": assessment.get("level"), "phase": told.phase, "as_of": told.as_of,
        "claims": len(told.claims), "reports": len(told.reports),
        "figures": {unit: {end: block.get(end) for end in ("low", "best", "high")} for unit, block in told.figures.items()},
        "open_requests": sum(1 for entry in silence if entry.get("asked") is not None),
        "silence_days": max((entry["days"] for entry in silence if entry.get("days") is not None), default=None),
        "sparkline": thin([{name: point.get(name) for name in ("as_of", "low", "best", "high")} for point in series if point.get("as_of")]),
    }  # fmt: skip


def thin(points: Sequence[Json], *, most: int = 40) -> list[Json]:
    """Points in order of time, no more of them than a small drawing can show, the first and the last among them."""
    ordered = sorted(points, key=lambda point: str(point["as_of"]))
    if len(ordered) <= most:
        return ordered
    return [ordered[round(i * (len(ordered) - 1) / (most - 1))] for i in range(most)]


def compare(before: Json, now: Json) -> list[str]:
    """What changed between two summaries, in words, the weightiest first."""
    said: list[str] = []
    for name in ("level", "phase"):
        if before.get(name) != now[name]:
            said.append(f"{name}: {_words(before.get(name))} → {_words(now[name])}")
    for unit in dict.fromkeys([*now["figures"], *before.get("figures", {})]):
        old, new = before.get("figures", {}).get(unit), now["figures"].get(unit)
        if old != new:
            said.append(f"{unit}: {_range(old)} → {_range(new)}")
    for name, noun in (("reports", "report"), ("claims", "claim"), ("open_requests", "open request")):
        more = now[name] - before.get(name, 0)
        if more:
            said.append(f"{abs(more)} {'more' if more > 0 else 'fewer'} {noun}{'' if abs(more) == 1 else 's'}")
    return said


def _words(name: str | None) -> str:
    return name.replace("_", " ") if name else "none"


def _range(block: Json) -> str:
    if not block:
        return "none told"
    ends = [block.get("low"), block.get("high")]
    if ends[0] is None and ends[1] is None:
        return str(block.get("best")) if block.get("best") is not None else "unknown"
    if ends[0] == ends[1]:
        return f"{ends[0]:,}"
    return f"at least {ends[0]:,}" if ends[1] is None else f"up to {ends[1]:,}" if ends[0] is None else f"{ends[0]:,}–{ends[1]:,}"
