"""Who is who among the persons that a report's claims name: one person told many times counts once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Name = frozenset[str]
_FULL_NAME = re.compile(r"[A-Z][\w'’-]+(?:[ ](?:[A-Z]\.|[A-Z][\w'’-]+)){1,3}")


@dataclass
class Person:
    """One person as told so far: the words of every name, the age and sex where told, and the claims that tell of them.

    `own`: told to have died by their own hand; `hit`: told to have been killed; `apart`: told as another
    than the dead.
    """

    names: list[Name] = field(default_factory=list)
    age: int | None = None
    sex: str | None = None
    own: bool = False
    hit: bool = False
    apart: bool = False
    claims: list[str] = field(default_factory=list)

    def may_be(self, told: Mapping[str, Any], full: Sequence[Name] = ()) -> bool:
        """Whether what is told does not contradict what is known of this person; `full` are the full names that the report writes."""
        name, age, sex = _name(told), told.get("age"), told.get("sex")
        if name and self.names:
            return any(same_name(name, known, full) for known in self.names) and _near(age, self.age)
        if (told.get("self") and self.hit or told.get("hit") and self.own) and not is_pronoun(told):
            return False  # who kills others and then himself is none of those killed
        return _near(age, self.age) and (sex is None or self.sex is None or sex == self.sex)

    def learn(self, told: Mapping[str, Any], claim: str) -> None:
        """Take in what one claim tells."""
        if name := _name(told):
            self.names.append(name)
        self.age = self.age if self.age is not None else told.get("age")
        self.sex = self.sex or told.get("sex")
        self.own = self.own or bool(told.get("self"))
        self.apart = self.apart or bool(told.get("apart"))
        self.hit = self.hit or bool(told.get("hit")) and not is_pronoun(told)
        if claim not in self.claims:
            self.claims.append(claim)


def full_names(text: str) -> list[Name]:
    """Runs of two to four capitalised words: the full names, among others, by which a first name and a surname are known for one."""
    return list({_words(found) for found in _FULL_NAME.findall(text)})


def same_name(one: Name, other: Name, full: Sequence[Name] = ()) -> bool:
    """Whether two names may be one person's: one holds the other, or both stand in one full name ("Ana", "Silva": Ana Silva)."""
    return one <= other or other <= one or any(one | other <= name for name in full)


def merge(tellings: Iterable[tuple[str, Sequence[Mapping[str, Any]]]], full: Sequence[Name] = ()) -> list[Person]:
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
                same = next((p for p in known if p not in taken and p.may_be(told, full)), None)
                if same is None:
                    same = Person()
                    known.append(same)
                same.learn(told, claim)
                taken.append(same)
    return known


def is_pronoun(told: Mapping[str, Any]) -> bool:
    """Whether a person is told by a pronoun alone, other than as their own victim."""
    return str(told.get("text", "")).lower() in ("he", "she", "him", "her") and not told.get("self")


def _rank(told: Mapping[str, Any]) -> int:
    return 2 if told.get("name") else 1 if told.get("age") is not None else 0


def _name(told: Mapping[str, Any]) -> Name:
    return _words(str(told.get("name") or ""))


def _words(name: str) -> Name:
    return frozenset(re.sub(r"[’']s?\b", "", name.lower()).split())


def _near(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= 1
