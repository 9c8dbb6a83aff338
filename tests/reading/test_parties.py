"""Who is meant: one person is not another of the same last name, relatives are no force, a section's country ends with it."""

from __future__ import annotations

from functools import cache

import pytest

from tocsin import claims, intake, reading
from tocsin.codebook import Codebook, load
from tocsin.reading.parties import shortens


@cache
def _codebook() -> Codebook:
    return load()


def actors(text: str) -> list[list[str]]:
    """The names, else the words, of those who act in each killing."""
    report = intake.clean(text, published="2012-06-14", id="x")
    report, read = next(iter(reading.read([report], codebook=_codebook())))
    found = claims.extract(report, read, codebook=_codebook())
    return [[p.name or p.text for p in c.actors] for c in found if c.kind == "killing"]


def test_another_first_name_is_another_person() -> None:
    assert actors("Governor Tomas Ravel left the province. Rene Ravel killed 12 people in Osh with his men.") == [["Rene Ravel"]]


@pytest.mark.parametrize(("name", "known", "same"), [
    ("Ravel", "Tomas Ravel", True), ("President Ravel", "Tomas Ravel", True), ("Tomas Ravel", "Tomas Ravel", True),
    ("Rene Ravel", "Tomas Ravel", False), ("Tomas", "Tomas Ravel", False),
])
def test_a_shorter_name_is_part_of_the_longer(name: str, known: str, same: bool) -> None:
    assert shortens(name, known) == same


@pytest.mark.parametrize(("who", "actor"), [
    ("Family members of soldiers", "Family members of soldiers"),
    ("Former members of the army", "Former members of the army"),
    ("Members of the army", "Security forces of Kyrgyzstan"),
])
def test_relatives_and_former_members_are_not_the_force(who: str, actor: str) -> None:
    assert actors(f"{who} killed 12 people in Osh on Friday.") == [[actor]]


def test_a_sections_country_ends_with_it() -> None:
    text = ("OSH – Soldiers killed 12 people in Osh on Friday.\n\nNairobi\n\nPolice killed 3 people there on Friday.\n\n"
            "In brief\n\nIn Osh, the army killed 5 more people.")
    assert actors(text)[1:] == [["Security forces of Kenya"], ["Security forces of Kyrgyzstan"]]
