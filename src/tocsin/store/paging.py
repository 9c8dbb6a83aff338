"""A page of a long answer, and the cursor that asks for the next one."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tocsin.errors import InputError

Item = TypeVar("Item")
LARGEST = 500


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some of the items, the cursor to pass as `after` for more (None at the end), and how many there are in all where that is known."""

    items: tuple[Item, ...]
    next: str | None = None
    total: int | None = None


def make_cursor(*place: Any) -> str:
    """An opaque cursor that holds the place of a page's last item."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def read_cursor(cursor: str | None, *, parts: tuple[type, ...]) -> list[Any] | None:
    """The place that a cursor holds; an InputError for one that no page gave out."""
    if not cursor:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        place = None
    if not isinstance(place, list) or len(place) != len(parts) or not all(type(p) is t for p, t in zip(place, parts, strict=True)):
        raise InputError("this cursor is not one of ours", detail=f"It is {cursor[:40]!r}.", what_to_do="Start again without one.")
    return place


def size_of(limit: int) -> int:
    """A page's size within reason."""
    return max(1, min(limit, LARGEST))
