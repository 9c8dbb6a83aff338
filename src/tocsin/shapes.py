"""Ids and the public JSON of records: how each is made, and how a record is made again from its JSON.

Part of `tocsin.records`, which is where everybody takes these from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Json = Any
Record = TypeVar("Record")


def make_id(kind: str, *parts: object) -> str:
    """A stable id: the kind's first letter and 16 hex digits of a hash over the parts."""
    digest = hashlib.sha256(json.dumps([kind, *map(str, parts)], ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind[0]}{digest[:16]}"


def to_json(value: Any) -> Json:
    """The public shape of a record: plain dicts and lists; optional keys that are unset are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        optional = getattr(value, "OPTIONAL", ())
        return {
            f.name: to_json(getattr(value, f.name))
            for f in fields(value)
            if not f.name.startswith("_") and f.metadata.get("public", True) and not (f.name in optional and getattr(value, f.name) is None)
        }
    if isinstance(value, Mapping):
        return {str(k): to_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_json(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_json(kind: type[Record], data: Json) -> Record:
    """The record of this kind that `to_json` wrote down; keys it does not know are passed over, missing ones take their default.

    Lists become the tuples that the record declares; what is declared `Any` stays plain JSON. A missing required field is a TypeError.
    """
    declared: Any = kind
    made: Record = _maker(declared)(data)
    return made


@cache
def _maker(kind: Any) -> Callable[[Json], Any]:
    """How to make a value of this declared type from JSON; worked out once per type, since stores make thousands of each."""
    arguments, origin = get_args(kind), get_origin(kind)
    record: Callable[..., Any] = kind
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        makers = [(name, _maker(hint)) for name, hint in get_type_hints(kind).items()]
        if is_dataclass(kind):
            return _record_maker(record, makers)
        return lambda data: record(*(make(value) for (_, make), value in zip(makers, data, strict=True)))
    if origin in (Union, UnionType):
        inner, *more = [_maker(argument) for argument in arguments if argument is not NoneType]
        return _unchanged if more or inner is _unchanged else lambda data: None if data is None else inner(data)
    if origin is tuple and arguments[-1] is Ellipsis:
        each = _maker(arguments[0])
        return tuple if each is _unchanged else lambda data: tuple([each(value) for value in data])
    if origin is Mapping and (of := _maker(arguments[1])) is not _unchanged:
        return lambda data: {key: of(value) for key, value in data.items()}
    if origin is tuple:
        return lambda data: tuple(_maker(argument)(value) for argument, value in zip(arguments, data, strict=True))
    return _unchanged


def _record_maker(record: Callable[..., Any], makers: Sequence[tuple[str, Callable[[Json], Any]]]) -> Callable[[Json], Any]:
    """How to make a record from an object: most of its fields are plain values, and are not gone through one by one."""
    known = frozenset(name for name, _ in makers)
    rich = [(name, make) for name, make in makers if make is not _unchanged]

    def make_record(data: Json) -> Any:
        values = {**data} if data.keys() <= known else {name: value for name, value in data.items() if name in known}
        for name, make in rich:
            if name in values:
                values[name] = make(values[name])
        return record(**values)

    return make_record


def _unchanged(data: Json) -> Json:
    """Plain JSON values are themselves."""
    return data
