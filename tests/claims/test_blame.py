"""Who is said to have done it: responsibility claimed, attributed, charged, or told of a noun."""

from __future__ import annotations

import pytest

from tocsin import claims, intake, reading
from tocsin.codebook import load
from tocsin.records import Claim

HARM = {"attack", "killing", "injury", "abduction", "destruction"}


def read(text: str) -> list[Claim]:
    """The claims of harm of a short report."""
    report = intake.clean(text, id="x")
    (report, marks), *_ = reading.read([report], codebook=load())
    return [c for c in claims.extract(report, marks, codebook=load()) if c.kind in HARM]


def doers(found: list[Claim]) -> set[str]:
    """The names, else the words, of all actors."""
    return {p.name or p.text for c in found for p in c.actors}


@pytest.mark.parametrize(
    "text",
    [
        "The Shining Path claimed responsibility for the bombing of a police post in Tarma.",
        "Responsibility for the bombing of a police post in Tarma was claimed by the Shining Path.",
    ],
)
def test_a_claim_of_responsibility_names_its_own_doer(text: str) -> None:
    found = [c for c in read(text) if c.actors]
    assert doers(found) == {"Shining Path"}
    assert {(c.attribution.voice, c.attribution.speaker_type) for c in found} == {("named_source", "armed_group")}


@pytest.mark.parametrize(
    "text",
    [
        "The murder of the mayor was attributed to the Shining Path.",
        "Officials blamed the Shining Path for the murder of the mayor.",
        "Officials blamed the murder of the mayor on the Shining Path.",
        "The Shining Path is suspected of the murder of the mayor.",
        "The governor holds the Shining Path responsible for the murder of the mayor.",
    ],
)
def test_blame_is_a_hedged_act_of_the_blamed(text: str) -> None:
    found = [c for c in read(text) if c.kind == "killing"]
    assert doers(found) == {"Shining Path"}
    assert all(c.modality == "hedged" for c in found)


def test_nobody_claims_what_is_denied_or_unclaimed() -> None:
    assert not doers(read("The Shining Path has not claimed responsibility for the bombing in Tarma."))
    assert not doers(read("No group claimed responsibility for the bombing in Tarma on Monday."))


def test_who_staged_the_attack_is_told_behind_the_noun() -> None:
    found = read("A guard died in the attack staged by Shining Path rebels on the town hall of Tarma.")
    assert "Shining Path" in doers(found)


def test_a_bomb_is_no_actor_but_whoever_planted_it_is() -> None:
    assert not doers(read("A bomb killed two guards in Tarma on Monday."))
    assert doers(read("Two guards were killed by a bomb planted by the Shining Path in Tarma.")) == {"Shining Path"}


@pytest.mark.parametrize(
    "text",
    [
        "Murder will not bring rebels and soldiers closer to peace.",
        "The minister announced a diplomatic offensive against the rebels.",
        "The rebels and the army must leave torture and assassination behind.",
    ],
)
def test_talk_of_violence_in_general_is_no_event(text: str) -> None:
    assert read(text) == []


def test_a_country_never_named_is_not_where_it_happened() -> None:
    found = read("LIMA, 3 March 1989 -- Gunmen killed two teachers in Rodriguez, in the mountains of Peru, on Monday.")
    assert {c.place.country for c in found if c.place} <= {"PER", None}


def test_capitals_leave_verbs_verbs_and_inserted_acronyms_aside() -> None:
    found = read(
        "LIMA, 3 MAR 89 -- [TEXT] THE AUTHORITIES BLAMED THE SHINING PATH [SP] GUERRILLAS FOR THE MURDER OF A MAYOR IN TARMA. "
        "THE MAYOR WAS KILLED ON SUNDAY BY MEMBERS OF THE SHINING PATH (SP) IN THE CENTRAL SQUARE."
    )
    assert doers(found) == {"Shining Path"}
    assert all(c.targets for c in found)


def hit(found: list[Claim]) -> set[str]:
    """The names, else the words, of all targets."""
    return {p.name or p.text for c in found for p in c.targets}


def test_whoever_is_killed_is_somebody_whatever_the_noun() -> None:
    assert hit(read("Gunmen killed two beekeepers in Tarma on Monday.")) == {"two beekeepers"}


def test_those_named_after_including_are_hit_too() -> None:
    found = read("Gunmen killed nine miners in Tarma on Monday, including Julio Prado.")
    assert "Julio Prado" in hit(found)

