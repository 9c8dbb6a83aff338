"""Whose deed it is where the doer stands before the deed or its arms, speaks of itself, or fires in the clause that says how."""

from __future__ import annotations

import pytest

from tocsin import claims, reading
from tocsin.codebook import load
from tocsin.intake import clean
from tocsin.records import Claim


def read(text: str) -> tuple[Claim, ...]:
    ((report, marks),) = reading.read([clean(text, published="2031-05-05")], codebook=load())
    return claims.extract(report, marks, codebook=load())


def doers(text: str, kind: str) -> list[list[str]]:
    return [[p.text for p in c.actors] for c in read(text) if c.kind == kind]


def hit(text: str, kind: str) -> list[list[str]]:
    return [[p.text for p in c.targets] for c in read(text) if c.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("A militia ambush killed two soldiers near Dorla.", "killing", "militia"),
        ("An army offensive displaced 3,000 villagers.", "displacement", "army"),
        ("Army shells killed 12 villagers.", "killing", "Army"),
        ("Sudanese airstrikes killed nine people in a market.", "killing", "Sudanese"),
        ("Valdian armed forces launched a missile attack on rebel positions.", "attack", "Valdian armed forces"),
        ("Northern Front suicide bombers killed 48 people.", "killing", "Northern Front suicide bombers"),
        ("One man was killed and six others injured on Tuesday when the police fired to disperse the crowd.", "killing", "the police"),
        ("The Orvian army said it had shelled the town.", "attack", "The Orvian army"),
    ],
)
def test_a_doer_is_found_before_its_deed_its_arms_or_in_another_clause(text: str, kind: str, who: str) -> None:
    assert doers(text, kind) == [[who]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Villagers were killed by the force of the blast.", "killing"),
        ("Two men were stabbed to death and the police fired several rounds in the air.", "killing"),
    ],
)
def test_who_only_stands_nearby_did_not_do_it(text: str, kind: str) -> None:
    assert doers(text, kind) == [[]]


def test_who_is_arrested_for_a_deed_did_it() -> None:
    assert doers("Soldiers arrested nine rebels for killing two teachers in Dorla.", "killing") == [["nine rebels"]]


@pytest.mark.parametrize(
    ("text", "kind", "whom"),
    [
        ("The Valdian army has hit military positions in the Salo district.", "attack", "military positions in the Salo district"),
        ("The authorities have imposed a curfew in parts of Kashmir.", "repression", "Kashmir"),
        ("The African Union has deployed election observers in Zimbabwe.", "deployment", "Zimbabwe"),
        ("Russia has begun withdrawing some of its troops from Syria.", "withdrawal", "Syria"),
        ("The United Nations imposed sanctions in relation to Iraq.", "sanction", "Iraq"),
    ],
)
def test_what_was_struck_or_where_a_measure_holds_is_its_target(text: str, kind: str, whom: str) -> None:
    assert hit(text, kind) == [[whom]]


def test_the_models_parties_are_those_of_the_act_and_of_no_other_clause() -> None:
    found = read("Militiamen put nineteen fishermen to the sword at Kesra while soldiers searched houses in Dorla.")
    (killing,) = (c for c in found if c.kind == "killing")
    assert [p.text for p in killing.actors] == ["Militiamen"]
