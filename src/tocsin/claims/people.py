"""Who is who among the persons that a report's claims name: one person told many times counts once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Person:
    """One person as told so far: the words of every name, the age and sex where told, and the claims that tell of them."""

    names: list[frozenset[str]] = field(default_factory=list)
    age: int | None = None
    sex: str | None = None
    claims: list[str] = field(default_factory=list)

    def may_be(self, told: Mapping[str, Any]) -> bool:
        """Whether what is told does not contradict what is known of this person."""
        name, age, sex = _name(told), told.get("age"), told.get("sex")
        if name and self.names:
            return any(name <= known or known <= name for known in self.names) and _near(age, self.age)
        return _near(age, self.age) and (sex is None or self.sex is None or sex == self.sex)

    def learn(self, told: Mapping[str, Any], claim: str) -> None:
        """Take in what one claim tells."""
        if name := _name(told):
            self.names.append(name)
        self.age = self.age if self.age is not None else told.get("age")
        self.sex = self.sex or told.get("sex")
        if claim not in self.claims:
            self.claims.append(claim)


def merge(tellings: Iterable[tuple[str, Sequence[Mapping[str, Any]]]]) -> list[Person]:
    """The distinct persons of (claim id, persons named in it): those of one claim are distinct, those of two may be the same.

    Whoever has a name is told first, so that "the man" of another sentence is taken for one already named.
    """
    known: list[Person] = []
    for rank in (2, 1, 0):
        for claim, persons in tellings:
            taken: list[Person] = [p for p in known if claim in p.claims]
            for told in persons:
                if _rank(told) != rank:
                    continue
                same = next((p for p in known if p not in taken and p.may_be(told)), None)
                if same is None:
                    same = Person()
                    known.append(same)
                same.learn(told, claim)
                taken.append(same)
    return known


def _rank(told: Mapping[str, Any]) -> int:
    return 2 if told.get("name") else 1 if told.get("age") is not None else 0


def _name(told: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(str(told.get("name") or "").lower().split())


def _near(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= 1
