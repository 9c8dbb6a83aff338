"""The hash chain under the trail: what is hashed, and how a decision is tied to the one before it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import Connection, select

from tocsin.records import Decision, Json, from_json
from tocsin.store.packing import pack, plain
from tocsin.store.tables import decision_keys, decisions

START = "0" * 64  # what the first decision holds for the hash of the one before
LOCK = 0x746F6374  # "toct": names the lock that lets one writer at a time onto the end of a PostgreSQL trail


def canonical(body: Json) -> str:
    """A JSON value as the one text that is hashed: keys sorted, no spaces, everything beyond ASCII escaped."""
    return json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def link(before: str, body: Json) -> str:
    """The hash of a decision that follows the one of this hash: SHA-256 over that hash, a line end and the canonical JSON."""
    return hashlib.sha256(f"{before}\n{canonical(body)}".encode()).hexdigest()


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last decision; 0 and `START` for an empty trail."""
    row = connection.execute(select(decisions.c.n, decisions.c.hash).order_by(decisions.c.n.desc()).limit(1)).first()
    return (row.n, row.hash) if row else (0, START)


def take_turn(connection: Connection) -> None:
    """Wait until this transaction alone may add to the trail; on SQLite a writer has that from its start."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def append(connection: Connection, decision: Decision) -> None:
    """Add a decision at the end of the chain; the caller has taken its turn in this transaction."""
    last, before = head(connection)
    body = pack(decision)
    row = {"n": last + 1, "id": plain(decision.id), "body": body, "before": before, "hash": link(before, json.loads(body)),
           "subject": plain(decision.subject())}
    connection.execute(decisions.insert(), row)
    _note_keys(connection, last + 1, decision)


def tie_all(connection: Connection) -> None:
    """Tie the decisions that an older store kept without a chain, in the order kept."""
    before = START
    for n, body in connection.execute(select(decisions.c.n, decisions.c.body).order_by(decisions.c.n)).all():
        decision = from_json(Decision, json.loads(body))
        after = link(before, json.loads(body))
        tied = {"before": before, "hash": after, "subject": plain(decision.subject())}
        connection.execute(decisions.update().where(decisions.c.n == n).values(**tied))
        _note_keys(connection, n, decision)
        before = after


def _note_keys(connection: Connection, n: int, decision: Decision) -> None:
    """Everything the decision bears on, and what the one it supersedes bore on: whoever asks for that one must find this one too."""
    keys = {plain(key) for key in decision.touches()}
    if decision.supersedes:
        superseded = select(decisions.c.n).where(decisions.c.id == plain(decision.supersedes)).scalar_subquery()
        keys |= set(connection.scalars(select(decision_keys.c.key).where(decision_keys.c.n == superseded)))
    rows: list[dict[str, Any]] = [{"key": key, "n": n} for key in sorted(keys)]
    connection.execute(decision_keys.delete().where(decision_keys.c.n == n))  # left behind by one who cut the trail
    connection.execute(decision_keys.insert(), rows)
