"""Two short reports about Varenia, a country that does not exist, and decisions on them."""

from __future__ import annotations

from typing import Any

from tests.situations.varenia import KESRA, day, incident, read, say
from tocsin.claims import tally
from tocsin.records import Claim, Decision, Json, Read, Reviewed
from tocsin.review import anchor_of, apply, decide

TEXT = "Gunmen killed 12 people in Kesra on Friday. Crowds burned the mill. A guard said 40 had died. The road is shut."
OTHER = "In Kesra, 14 people were killed on Friday, a nurse said."


def first(text: str = TEXT, name: str = "post-1") -> Read:
    """The report of the Post: a killing, a burnt mill, a guard's count."""
    return read(
        name,
        "2031-05-10",
        text,
        incident("killed 12 people", 12, "2031-05-09"),
        say("destruction", "burned the mill", place=KESRA, time=day("2031-05-09")),
        incident("40 had died", 40, "2031-05-09"),
        source="Morning Post",
    )


def second() -> Read:
    """The report of the Lamp: the same night, another count."""
    return read("lamp-1", "2031-05-11", OTHER, incident("14 people were killed", 14, "2031-05-09"), source="Lamp")


class Trail:
    """Decisions made one after the other, a minute apart."""

    def __init__(self) -> None:
        self.made: list[Decision] = []

    def say(self, verdict: str, anchor: Json, value: Json = None, *, who: str = "Ada", why: str = "seen", **more: Any) -> Decision:
        """One more decision."""
        decision = decide(verdict, anchor, who=who, when=f"2031-05-12T10:{len(self.made):02}:00+00:00", why=why, value=value, **more)
        self.made.append(decision)
        return decision

    def apply(self, *reads: Read, **options: Any) -> Reviewed:
        """These reads as the decisions leave them."""
        return apply(reads, self.made, tally=tally, **options)


def claim_of(reviewed: Reviewed, id: str) -> Claim:
    """The one claim of this id that is left."""
    (found,) = [c for r in reviewed.reads for c in r.claims if c.id == id]
    return found


__all__ = ["OTHER", "TEXT", "Trail", "anchor_of", "claim_of", "first", "second"]
