"""One crime among private persons is told and counted, and opens no situation."""

from __future__ import annotations

import pytest

from tests.claims.test_displacement import BOOK
from tocsin import claims, intake, reading, situations
from tocsin.records import Read

OPENS = "Rebels killed nine villagers in Korbe, in northern Mali, on Monday, the governor said."


def read(text: str, name: str = "t") -> Read:
    """One text with its day, read whole."""
    report = intake.clean(text, id=name, published="2019-05-14")
    marked, found = next(iter(reading.read([report], codebook=BOOK)))
    told = claims.extract(marked, found, codebook=BOOK)
    return Read(marked, told, claims.tally(marked, told))


@pytest.mark.parametrize("text", [
    "Woman, 61, held after husband's death\n\nA woman was arrested on Monday after her husband was found stabbed to death in their flat in "
    "Lyon. Detectives said that the couple had quarrelled. She will appear in court on Thursday.",
    "A 34-year-old man was shot dead outside a bar in Dayton, Ohio, on Saturday night. Police arrested a suspect, 29, who was charged "
    "with manslaughter. An autopsy is to be performed.",
])
def test_a_private_crime_opens_no_situation(text: str) -> None:
    told = read(text)
    killed = [c for c in told.claims if c.kind == "killing"]
    assert killed and all(c.is_private() and not c.elements and not c.indicators for c in killed)
    assert situations.gather([told], codebook=BOOK) == ()


@pytest.mark.parametrize("text", [
    "A journalist was shot dead outside his home in Tegucigalpa on Monday. Police arrested a suspect, who was charged with murder.",
    "Gunmen killed three farmers near Zamfara on Sunday. Police said that two suspects were arrested.",
    "A man was killed in sectarian clashes in Kaduna on Sunday, and a suspect was charged with murder.",
    "Soldiers shot a student dead in Harare on Friday. A prosecutor opened a murder inquiry, and an autopsy was made.",
    "Twelve worshippers were shot dead in a church in Salem on Sunday. Police arrested a suspect, who was charged with murder.",
])
def test_crimes_of_crowds_forces_and_against_office_are_public(text: str) -> None:
    told = read(text)
    assert told.claims and not any(c.is_private() for c in told.claims)


def test_a_private_crime_joins_no_crisis_of_its_country() -> None:
    private = read("A man was found stabbed to death in his flat in Bamako, Mali, on Monday. Detectives arrested his brother, who was "
                   "charged with murder.", "private")
    assert any(c.is_private() for c in private.claims)
    (crisis,) = situations.gather([private, read(OPENS, "crisis")], codebook=BOOK)
    assert {c.report_id for c in crisis.claims} == {"crisis"}
