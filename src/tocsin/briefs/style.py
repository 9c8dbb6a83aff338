"""How a brief is to be written, beside its format."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.records import Book

MASKED = "Names of private persons are masked (█); a mask is made by rule and can miss a name, so look before you share."
FORMS = ("full", "page")


@dataclass(frozen=True, slots=True)
class Style:
    """`width` (characters) and `colour` matter to the terminal only; `page` asks for the short form.

    `masked` says that names were masked, and must be told to the reader; `before` is the book of an earlier day to compare with, and
    `since` that day; `left_out` counts the situations that the short form leaves out.
    """

    width: int = 100
    colour: bool = False
    page: bool = False
    masked: bool = False
    since: str | None = None
    before: Book | None = None
    left_out: int = 0

    @property
    def note(self) -> str:
        """What was done to the texts and what was left out, in words; empty where nothing was."""
        more = f"{self.left_out} smaller situation{'s are' if self.left_out > 1 else ' is'} left out; the full form has all."
        return " ".join(x for x in (MASKED if self.masked else "", more if self.left_out else "") if x)
