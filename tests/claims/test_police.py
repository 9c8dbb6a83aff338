"""What police and troops did or failed to do, read on sentences written for this project."""

from __future__ import annotations

import pytest

from tests.claims.test_displacement import read
from tocsin.records import Claim


def of_forces(text: str, *kinds: str) -> list[Claim]:
    """The claims of these kinds with a security force as actor."""
    return [c for c in read(text) if c.kind in kinds and any(p.type == "security_force" for p in c.actors)]


@pytest.mark.parametrize(
    "text",
    [
        "Six people were killed in police firing near the station.",
        "In all, 14 marchers have been killed in firing by the army.",
        "Officers said the police shot dead three looters on Monday.",
        "Two boys were killed by police bullets during the riot.",
    ],
)
def test_the_deeds_owner_is_the_killings_actor(text: str) -> None:
    assert of_forces(text, "killing")


def test_a_blow_against_the_police_is_not_theirs() -> None:
    assert not of_forces("Six people were killed in an attack on the police post.", "killing")


@pytest.mark.parametrize(
    "text",
    [
        "The rioters gathered again and the police stood as mute spectators.",
        "Witnesses said the police looked the other way while the mob burned the shops.",
        "The police chose to remain silent spectators of the riot.",
        "Troops did nothing to stop the attackers during the riot.",
        "The police failed to protect the minority during the riots.",
        "During the riot the police refused to register her complaint.",
        "The inquiry blamed police inaction for the deaths in the riot.",
        "The constables allowed the mob to set the market on fire.",
        "The police did not respond to calls for help as the mob attacked.",
    ],
)
def test_those_who_should_protect_stood_by(text: str) -> None:
    found = [c for c in read(text) if c.kind == "inaction"]
    assert found and all(c.polarity == "positive" and c.status == "occurred" for c in found)


def test_standing_by_of_people_is_no_inaction() -> None:
    assert not [c for c in read("Passers-by did nothing while soldiers beat the protesters.") if c.kind == "inaction"]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("About 35 cadres were arrested after the riot.", True),
        ("The police nabbed two rumour-mongers during the curfew.", True),
        ("About 40 people were taken into custody after the clashes.", True),
        ("He suffered a cardiac arrest during the riot.", False),
        ("Troops arrived to arrest the worsening situation in the riot-hit town.", False),
        ("The police held a meeting with the elders after the riot.", False),
    ],
)
def test_arrests_are_of_people(text: str, counted: bool) -> None:
    assert bool([c for c in read(text) if c.kind == "detention" and c.status == "occurred"]) is counted


@pytest.mark.parametrize(
    "text",
    [
        "The police used tear gas against the marchers.",
        "The police resorted to lathicharge to break up the rally.",
        "Police lobbed tear gas shells at the crowd.",
        "The police fired four rounds in the air to scare the mob.",
    ],
)
def test_force_short_of_killing(text: str) -> None:
    assert of_forces(text, "repression", "attack")


def test_what_was_not_done_instead_is_not_done() -> None:
    found = read("Instead of cracking down on the mobs, the policemen stood by.")
    assert not [c for c in found if c.kind == "repression" and c.polarity == "positive"]


def test_a_text_without_capitals_is_still_cut_into_sentences() -> None:
    text = "the mob burned four shops. police arrested ten men. troops opened fire on the crowd. two people died."
    assert len({c.sentence.index for c in read(text)}) >= 3


def test_the_firing_told_before_says_who_killed() -> None:
    found = of_forces("The police fired on the crowd at the bridge. Two boys died in the firing.", "killing")
    assert found and found[0].actors[0].type == "security_force"


@pytest.mark.parametrize(
    "text",
    [
        "The mob killed nine villagers in Dorla while the police were nowhere to be seen.",
        "Neither police nor army was deployed in Dorla while the mob burned houses.",
        "The mob killed four villagers who had prayed for police intervention that never came.",
        "The opposition criticised the government for not protecting the villagers from the mob.",
        "The government did not provide any security to the families attacked by the mob.",
        "The police refused to record the complaints of families whose houses were burnt by the mob.",
        "The police could not reach the quarter where rioters were killing people.",
    ],
)
def test_help_that_was_owed_and_did_not_come_is_inaction(text: str) -> None:
    assert "inaction" in {c.kind for c in read(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Rioters burned shops while the police were deployed in Dorla.",
        "The opposition criticised the government for shelling the villagers.",
        "The government provided security to the families attacked by the mob.",
    ],
)
def test_help_that_came_is_no_inaction(text: str) -> None:
    assert "inaction" not in {c.kind for c in read(text)}
