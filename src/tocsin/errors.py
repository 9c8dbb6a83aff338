"""Every error raised here, as a tree.

TocsinError
├── InputError            a report or a path can't be read; becomes a problem record
├── CodebookError         an entry is malformed or contradicts another; names file and line
├── ReviewError           a decision makes no sense; names the field
├── AccessError           an account may not, or a password is wrong; names the field
│   └── TooManyError      too many failed logins; says how long to wait
├── StoreError            the store can't be opened, or is of a newer version
│   └── ConflictError     somebody else decided meanwhile; carries their decisions
└── OutputError           an output can't be written (exists, no such folder)

Each carries what happened, where, and what to do, in words for the person who reads it.
"""

from __future__ import annotations

from typing import Any


class TocsinError(Exception):
    """Something went wrong that a person can do something about.

    `error` is a short stable name ("empty file"), `detail` says what was found and where, `what_to_do` the next step.
    """

    def __init__(self, error: str, *, detail: str = "", what_to_do: str = "") -> None:
        super().__init__(error)
        self.error = error
        self.detail = detail
        self.what_to_do = what_to_do

    def __str__(self) -> str:
        """The three parts in one sentence each."""
        return " ".join(part for part in (f"{self.error}.", self.detail, self.what_to_do) if part)


class InputError(TocsinError):
    """A report or a path can't be read."""


class CodebookError(TocsinError):
    """A codebook entry is malformed or contradicts another."""


class ReviewError(TocsinError):
    """A decision that makes no sense; `field` names the part that is wrong, as "value.figure.low"."""

    def __init__(self, error: str, *, field: str, detail: str = "", what_to_do: str = "") -> None:
        super().__init__(error, detail=detail, what_to_do=what_to_do)
        self.field = field


class AccessError(TocsinError):
    """Somebody may not do this, or is not who they say; `field` names the part that is wrong, where there is one."""

    def __init__(self, error: str, *, field: str | None = None, detail: str = "", what_to_do: str = "") -> None:
        super().__init__(error, detail=detail, what_to_do=what_to_do)
        self.field = field


class TooManyError(AccessError):
    """Too many failed logins; `retry_after` seconds must pass before the next."""

    def __init__(self, error: str, *, retry_after: int, detail: str = "", what_to_do: str = "") -> None:
        super().__init__(error, detail=detail, what_to_do=what_to_do)
        self.retry_after = retry_after


class StoreError(TocsinError):
    """The store can't be opened or used."""


class ConflictError(StoreError):
    """Somebody else decided on the same thing meanwhile; `decisions` are theirs, in order."""

    def __init__(self, error: str, *, decisions: tuple[Any, ...], detail: str = "", what_to_do: str = "") -> None:
        super().__init__(error, detail=detail, what_to_do=what_to_do)
        self.decisions = decisions


class OutputError(TocsinError):
    """An output can't be written."""
