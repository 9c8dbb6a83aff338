"""Words that sound like acts and tell none: manners of speaking, things, and what was only said."""

from __future__ import annotations

import pytest

from tests.claims.test_displacement import read
from tocsin.records import Claim


def kinds(text: str) -> set[str]:
    """The kinds of a text's claims."""
    return {c.kind for c in read(text)}


@pytest.mark.parametrize(("text", "kind"), [
    ("The minister's speech was a massacre of the truth, while rebels shelled the town.", "killing"),
    ("The council is seized of the matter, the envoy said after rebels killed nine villagers.", "repression"),
    ("Youths armed with machetes and petrol bombs burned twelve houses in the valley.", "aid"),
    ("The general told reporters that nine villagers had died in the raid.", "threat"),
    ("The army did not fail to protect the villagers; it shelled them.", "inaction"),
    ("The government flew the planes that bombed the town.", "aid"),
])
def test_a_manner_of_speaking_is_no_act(text: str, kind: str) -> None:
    assert kind not in kinds(text)


@pytest.mark.parametrize(("text", "kind"), [
    ("Soldiers carried out a massacre of villagers near the river.", "killing"),
    ("Rebels armed by Khartoum took two towns in Chad on Friday.", "aid"),
    ("The commander warned villagers that they would die if they stayed.", "threat"),
    ("The army failed to protect the villagers from the mob.", "inaction"),
    ("The government flew food to the besieged town.", "aid"),
])
def test_the_same_words_still_tell_acts(text: str, kind: str) -> None:
    assert kind in kinds(text)


def doers(text: str) -> dict[int | None, list[str]]:
    """Number of dead → who killed them."""
    told: list[Claim] = [c for c in read(text) if c.kind == "killing" and c.figure]
    return {c.figure.best: [p.text for p in c.actors] for c in told if c.figure}


def test_who_fired_on_some_did_not_stab_the_others() -> None:
    assert doers("Three villagers died of knife wounds and one in army firing, the governor said.") == {3: [], 1: ["army"]}
    assert doers("Three villagers died in army firing, the governor said.") == {3: ["army"]}


def test_civil_acts_far_off_the_field_are_passed_over_in_a_report_of_violence() -> None:
    text = "Rebels killed nine villagers in Korbe on Monday. A vigil with candles will be held at the curling club on Saturday."
    assert kinds(text) == {"killing"}
