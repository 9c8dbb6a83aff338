"""The trail of decisions: read it, write it out, and check that nothing in it was changed, cut or made anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from tocsin.records import Decision, from_json
from tocsin.store.chain import START, link
from tocsin.store.forgetting import FORGOTTEN
from tocsin.store.keeping import Store
from tocsin.store.paging import Page, make_cursor, read_cursor, size_of
from tocsin.store.shelf import SEES, hidden_decisions
from tocsin.store.tables import decisions

ROWS = 1000  # fetched at a time


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail: its number, the decision, the hash before it and its own."""

    n: int
    decision: Decision
    before: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the chain holds: how many decisions were checked, the hash of the last, and in words what is wrong where something is.

    `since` counts the decisions after the head that was given to compare with.
    """

    ok: bool
    count: int
    head: str
    why: str = ""
    since: int | None = None


def verify(store: Store, *, head: str | None = None) -> Verdict:
    """Work every hash out anew. With a `head` that was kept elsewhere, a trail that was cut or made anew is told too."""
    return check(_rows(store), head=head)


def check(rows: Iterable[Any], *, head: str | None = None) -> Verdict:
    """The same for rows in order, wherever they come from: each has n, id, body, before and hash."""
    before, count, since = START, 0, 0 if head == START else None
    for row in rows:
        name = f"decision {row.n} ({row.id})"
        if row.before != before:
            why = f"it follows {row.before[:16]}…, but the decision before it has {before[:16]}…."
            return Verdict(False, count, before, f"Before {name} something is missing or was put in: {why}")
        try:
            body = json.loads(row.body)
        except ValueError:
            return Verdict(False, count, before, f"The body of {name} is no JSON any more.")
        # Of a decision on a forgotten report only its place is left: what it said can't be hashed, but it still ties its neighbours.
        if body.get("id") != row.id or (body.get("verdict") != FORGOTTEN and link(before, body) != row.hash):
            return Verdict(False, count, before, f"{name.capitalize()} was changed: its hash does not fit what it says.")
        before, count = row.hash, count + 1
        since = since + 1 if since is not None else 0 if head == before else None
    if head is not None and since is None:
        why = f"The chain holds by itself, but it does not contain the head {head[:16]}…: "
        return Verdict(False, count, before, f"{why}decisions were cut off its end, or the whole chain was made anew.")
    return Verdict(True, count, before, since=since)


def export(store: Store, *, tier: str = "lead") -> Iterator[str]:
    """The trail as JSON lines: every decision as it was hashed, with "n", "before" and "hash" beside it.

    Below the tier of a lead, decisions on reports that the tier may not read are left out, and what is left can't be checked as a chain.
    """
    with store._transaction() as connection:
        hidden = hidden_decisions(connection, SEES[tier])
    for row in _rows(store):
        if row.n in hidden:
            continue
        yield json.dumps({"record": "decision", "n": row.n, "before": row.before, "hash": row.hash, **json.loads(row.body)})


def entries(store: Store, *, after: str | None = None, limit: int = 100, newest_first: bool = False, who: str | None = None,
            verdict: str | None = None, tier: str = "lead") -> Page[Entry]:
    """A page of the trail in order, or the newest first; only one person's or one verdict's where named.

    Decisions on reports that the tier may not read are left out.
    """
    place, size = read_cursor(after, parts=(int,)), size_of(limit)
    query = select(decisions).order_by(decisions.c.n.desc() if newest_first else decisions.c.n)
    if place:
        query = query.where(decisions.c.n < place[0] if newest_first else decisions.c.n > place[0])
    found: list[Entry] = []
    with store._transaction() as connection:
        hidden = hidden_decisions(connection, SEES[tier])
        total = connection.scalar(select(func.count()).select_from(decisions)) if not (who or verdict or hidden) else None
        for row in connection.execute(query.limit(size + 1) if total is not None else query):
            decision = from_json(Decision, json.loads(row.body))
            if row.n not in hidden and (who is None or decision.who == who) and (verdict is None or decision.verdict == verdict):
                found.append(Entry(row.n, decision, row.before, row.hash))
            if len(found) > size:
                break
    more = len(found) > size
    return Page(tuple(found[:size]), make_cursor(found[size - 1].n) if more else None, total)


def _rows(store: Store) -> Iterator[Any]:
    """Every row in order, a thousand at a time; those added meanwhile come too."""
    at = -1
    while True:
        with store._transaction() as connection:
            rows = connection.execute(select(decisions).where(decisions.c.n > at).order_by(decisions.c.n).limit(ROWS)).all()
        yield from rows
        if len(rows) < ROWS:
            return
        at = rows[-1].n
