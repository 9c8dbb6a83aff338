"""How records become rows and rows become the same records again."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

import numpy as np

from tocsin.records import Read, Report, from_json, make_id

APART = ("text", "raw", "offsets")  # a report's large fields, which have columns of their own


def pack(value: Any) -> str:
    """A record as JSON text that both engines take: the shape of `records.to_json`, made in one pass by the C encoder.

    Half-characters (lone surrogates) have no UTF-8; a record that holds one is written in ASCII escapes throughout.
    """
    text = READABLE.encode(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, default=_shape)
    return text


def _shape(value: Any) -> Any:
    """What the JSON encoder doesn't know by itself: records, mappings, sets and days."""
    if hasattr(value, "__dataclass_fields__"):
        kind: Any = type(value)
        always, optional = _public_fields(kind)
        shape = {name: getattr(value, name) for name in always}
        shape.update({name: given for name in optional if (given := getattr(value, name)) is not None})
        return shape
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return list(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON shape")


READABLE = json.JSONEncoder(ensure_ascii=False, default=_shape)


@cache
def _public_fields(kind: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A record's public field names: those always written, and those left out when unset."""
    optional = getattr(kind, "OPTIONAL", ())
    public = [f.name for f in fields(kind) if not f.name.startswith("_") and f.metadata.get("public", True)]
    return tuple(name for name in public if name not in optional), tuple(name for name in public if name in optional)


def pack_report(report: Report) -> str:
    """A report's fields as JSON, the non-public ones too, without the three that have columns; the text where its column can't hold it."""
    head = {f.name: getattr(report, f.name) for f in fields(Report) if f.name not in APART}
    if plain(report.text) != report.text:
        head["text"] = report.text
    return pack(head)


def unpack_report(head: str, *, text: str, raw: bytes, offsets: bytes) -> Report:
    """The report that `pack_report` and the three columns hold."""
    return from_json(Report, {"text": text, "raw": raw, "offsets": unpack_offsets(offsets), **json.loads(head)})


def pack_offsets(offsets: tuple[int, ...]) -> bytes:
    """Offsets as compressed runs: first value and length of every stretch that counts up by one."""
    if not offsets:
        return b""
    places = np.asarray(offsets, dtype=np.int64)
    starts = np.concatenate(([0], np.flatnonzero(np.diff(places) != 1) + 1))
    lengths = np.diff(np.append(starts, len(places)))
    return zlib.compress(np.stack((places[starts], lengths)).astype("<i8").tobytes())


def unpack_offsets(packed: bytes) -> tuple[int, ...]:
    """The offsets that `pack_offsets` wrote."""
    if not packed:
        return ()
    firsts, lengths = np.frombuffer(zlib.decompress(packed), dtype="<i8").reshape(2, -1).tolist()
    return tuple(chain.from_iterable(range(first, first + length) for first, length in zip(firsts, lengths, strict=True)))


def plain(text: str) -> str:
    """The text as both engines can hold it in a text column: PostgreSQL has no NUL and neither has half-characters.

    Almost always the text itself; otherwise those characters are spelled out, and the true value stands in the record's JSON.
    """
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")


def version_of(report: Report) -> str:
    """A hash over everything about a report that was given from outside; what a reader adds (language, who says what) is not in it.

    It is finer than `report.version`, so that a corrected date or source is a new version too: claims rest on them.
    """
    given = pack([report.version, report.title, report.byline, report.source, report.url, report.published])
    return make_id("version", plain(report.text), hashlib.sha256(report.raw).hexdigest(), given)


def reader_of(read: Read) -> str:
    """The reader versions that the read's own claims name; empty when it has none."""
    return "; ".join(sorted({claim.reader for claim in read.claims}))
