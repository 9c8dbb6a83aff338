"""What is told in passing of bygone years belongs to those years, also where a sentence names none."""

from __future__ import annotations

import pytest

from tests.claims.test_displacement import BOOK
from tocsin import claims, intake, reading
from tocsin.records import Claim


def read(text: str, genre: str = "news") -> tuple[Claim, ...]:
    """The claims of a text with its day."""
    report = intake.clean(text, id="t", published="2019-05-14", genre=genre)
    marked, found = next(iter(reading.read([report], codebook=BOOK)))
    return claims.extract(marked, found, codebook=BOOK)


def dead(text: str, genre: str = "news") -> dict[int | None, bool]:
    """Number of dead → whether it is told of the present crisis."""
    return {c.figure.best: c.is_current() for c in read(text, genre) if c.kind == "killing" and c.figure}


@pytest.mark.parametrize(("text", "expected"), [
    ("In 1996 a quarrel at a well led to five days of battle. Soldiers burned two villages, and 40 people died.", {40: False}),
    ("Feuds here are old. The worst years were 2009 and 2010. According to a commission, 900 people were killed in those months.",
     {900: False}),
    ("The clans have fought since 1938, when a magistrate counted eleven dead. On Sunday rebels killed four farmers.",
     {11: False, 4: True}),
    ("The country remembers the years of the dictatorship, when 3,000 people were executed.", {3000: False}),
    ("In 2004 rebels seized the town. The army said on Monday that nine people were killed.", {9: True}),
    ("In 2004 rebels seized the town. Police said gunmen shot dead seven farmers.", {7: True}),
    ("In 2004 rebels seized the town.\n\nGunmen killed seven farmers in the same valley.", {7: True}),
])
def test_a_bygone_year_holds_until_the_story_comes_back(text: str, expected: dict[int, bool]) -> None:
    assert dead(text) == expected


def test_an_essay_goes_through_old_cases_place_by_place() -> None:
    told = read("Rebels shelled Damazin in Sudan on Monday. In Rwanda in 1994 the council cut its force while 800,000 people were "
                "murdered. In Darfur it took a year to send monitors; by then 200,000 were dead.", genre="commentary")
    assert {c.figure.best: c.case for c in told if c.figure and c.kind == "killing"} == {800_000: "1994 Rwanda", 200_000: "Darfur"}
