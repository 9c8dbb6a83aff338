"""Briefs as they were written, kept under a key that names everything they rest on: the same question again costs one look.

An answer is never brought up to date: where anything it rests on changes, so does the key, and nobody asks for the old one any more. Only
the newest few are kept. All of them go when a report is forgotten, for they may quote it.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

from sqlalchemy import func, select

from tocsin.records import Json
from tocsin.store.keeping import Store, insert_if_absent
from tocsin.store.tables import answers, decisions, forgotten, meta, problems

MOST = 12  # kept at a time
TOO_LARGE = 64_000_000  # bytes, compressed: beyond this an answer is not kept


@dataclass(frozen=True, slots=True)
class Answer:
    """A brief as it was written, and what the run said beside it."""

    content: str | bytes
    notes: Json


def state(store: Store) -> list[int]:
    """What a store holds, in numbers that change whenever that does: the shelf, decisions, problems and tombstones."""
    with store._transaction() as connection:
        changes = connection.scalar(select(meta.c.value).where(meta.c.name == "shelf"))
        last = [connection.scalar(select(func.max(table.c.n))) for table in (decisions, problems)]
        marks = connection.scalar(select(func.count()).select_from(forgotten))
    return [int(changes or 0), *(n or 0 for n in last), marks or 0]


def find(store: Store, key: str) -> Answer | None:
    """The answer kept under this key; None where there is none."""
    with store._transaction() as connection:
        row = connection.execute(select(answers.c.notes, answers.c.body).where(answers.c.key == key)).first()
    if row is None:
        return None
    told = json.loads(row.notes)
    body = zlib.decompress(row.body)
    return Answer(body.decode("utf-8", "surrogatepass") if told["text"] else body, told["notes"])


def keep(store: Store, key: str, answer: Answer) -> bool:
    """Keep an answer, and let the oldest go; False where it is too large to keep, or was there already."""
    text = isinstance(answer.content, str)
    body = answer.content.encode("utf-8", "surrogatepass") if isinstance(answer.content, str) else answer.content
    packed = zlib.compress(body, 3)
    if len(packed) > TOO_LARGE:
        return False
    with store._transaction(write=True) as connection:
        row = {"key": key, "notes": json.dumps({"text": text, "notes": answer.notes}), "body": packed}
        added = insert_if_absent(connection, answers, row)
        newest = list(connection.scalars(select(answers.c.n).order_by(answers.c.n.desc()).limit(MOST)))
        connection.execute(answers.delete().where(answers.c.n.not_in(newest)))
    return added
