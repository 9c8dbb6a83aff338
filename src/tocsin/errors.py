"""Every error raised here, as a tree.

TocsinError
├── InputError            a report or a path can't be read; becomes a problem record
├── CodebookError         an entry is malformed or contradicts another; names file and line
├── StoreError            the store can't be opened, or is of a newer version
└── OutputError           an output can't be written (exists, no such folder)

Each carries what happened, where, and what to do, in words for the person who reads it.
"""

from __future__ import annotations


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


class StoreError(TocsinError):
    """The store can't be opened or used."""


class OutputError(TocsinError):
    """An output can't be written."""
