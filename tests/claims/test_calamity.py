"""Disasters, disease, accidents, sport and walkouts: grave or loud, and no violence of anybody. Written for this project."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.claims.test_displacement import read
from tocsin.records import Claim
from tocsin.situations.grouping import opens


def harm(text: str) -> list[Claim]:
    """The claims that would count among what people did to people, and open a situation."""
    kinds = ("killing", "injury", "attack", "battle", "repression", "mobilisation", "request", "detention")
    return [c for c in read(text) if c.kind in kinds and c.details.get("cause") != "disaster"]


@pytest.mark.parametrize("text", [
    "Quake kills 300 in western Peru\n\nA strong earthquake struck the coast on Sunday, killing at least 300 people and injuring 2,000, "
    "the civil defence agency said. The army sent 500 soldiers to clear roads. The president appealed for international aid.",
    "Bus plunge kills 24\n\nTwenty-four pilgrims were killed and 13 others injured on Saturday when their bus skidded off a mountain "
    "road, police said. The driver has been arrested.",
    "Cholera toll rises\n\nAn outbreak of cholera in the valley has killed 54 people since May, the health ministry said on Tuesday.",
    "Nine miners were killed when a shaft collapsed at a copper mine on Monday, the company said.",
    "At least 31 people drowned after a ferry sank on Lake Tanganyika, officials said.",
    "Lions crush Bulls in derby massacre\n\nThe Lions annihilated the Bulls 54-3 on Saturday, with five tries in a brutal first half. "
    '"We were slaughtered out there," said captain Pieter Botha. Fans clashed outside the ground, and police made six arrests.',
])
def test_what_nobody_did_is_no_violence(text: str) -> None:
    assert harm(text) == []


@pytest.mark.parametrize("text", [
    "Rebels shelled the town and a building collapsed, killing 14 people, the mayor said.",
    "A gunboat of the navy opened fire and the fishing boat sank, killing 14 people, officials said. Survivors spoke of an attack.",
])
def test_what_breaks_under_fire_is_violence(text: str) -> None:
    assert [c.figure.best for c in harm(text) if c.kind == "killing" and c.figure] == [14]


def test_whom_a_flood_drives_out_is_read() -> None:
    text = ("Floods displace thousands\n\nHeavy rains and flooding have killed 14 people and forced 12,000 from their homes in "
            "Sofala province since Monday, the disaster agency said.")
    assert harm(text) == []
    (fled,) = (c for c in read(text) if c.figure and c.figure.best == 12_000)
    assert fled.kind == "displacement" and fled.details["cause"] == "disaster"
    assert not opens(fled, {"displacement": "harm"}) and opens(replace(fled, details={}), {"displacement": "harm"})


def test_a_calamity_hides_no_violence_beside_it() -> None:
    text = ("Clashes hamper relief after quake\n\nA strong earthquake struck the valley on Sunday. On Monday rebels attacked the relief "
            "convoy, killing 12 people.")
    assert 12 in {c.figure.best for c in read(text) if c.kind == "killing" and c.figure}


@pytest.mark.parametrize("text", [
    "Hundreds of thousands of commuters were stranded on Monday as a strike by train drivers shut the network.",
    "The hotel evacuated 200 guests after a kettle set off the alarm.",
])
def test_travellers_are_not_displaced(text: str) -> None:
    assert not [c for c in read(text) if c.kind in ("displacement", "evacuation")]


def test_a_strike_of_workers_is_no_strike_from_the_air() -> None:
    assert not [c for c in read("Rail strike hits the city's commuters for a third day.") if c.kind == "attack"]
    assert [c for c in read("An air force strike hit a school in the town, killing 12 pupils.") if c.kind == "attack"]


def test_relief_is_no_repression_and_the_missing_of_a_quake_are_not_taken() -> None:
    text = ("Quake kills 31\n\nA strong earthquake struck the coast on Saturday. It brought down 640 houses. The president declared a "
            "state of emergency in three provinces. Nine people were listed as missing.")
    told = {c.kind for c in read(text)}
    assert not told & {"repression", "abduction"} and not any(c.actors for c in read(text) if c.kind == "destruction")


def test_a_death_on_the_road_is_no_killing_in_a_report_of_violence() -> None:
    text = "Rebels shelled the town on Monday. A driver died in a car crash on the way there."
    assert not [c for c in read(text) if c.kind == "killing"]
