"""The report's own toll: apart from the conflict's, from what is rejected, from one witness's, drawn out by what other voices count."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from tocsin import claims, intake, reading
from tocsin.codebook import Codebook, load
from tocsin.records import Claim


@lru_cache(maxsize=1)
def _codebook() -> Codebook:
    return load()


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[tuple[Claim, ...], dict[str, Any]]:
    report = intake.clean(text, published="2019-05-14", id="x")
    report, read = next(iter(reading.read([report], codebook=_codebook())))
    found = claims.extract(report, read, codebook=_codebook())
    return found, dict(claims.tally(report, found, country=read.country).figures)


def _range(text: str, unit: str) -> tuple[int | None, int | None, int | None] | None:
    entry = _read(text)[1].get(unit)
    return (entry["low"], entry["best"], entry["high"]) if entry else None


RAID = "Gunmen killed at least 26 herders in a raid on Velko in northern Kenya on Monday. The mayor condemned the raid. "


@pytest.mark.parametrize(
    "behind",
    [
        "Cattle raids have killed more than 2,100 people in the region since 2009, the UN says.",
        "Feuds between the clans have cost 900 lives in the past twenty years, and driven 60,000 people from their homes.",
        "Since early 2015 more than 800 people have been killed by bandits, rights groups say.",
    ],
)
def test_the_total_of_a_whole_conflict_is_no_report_s_toll(behind: str) -> None:
    found, figures = _read(RAID + behind)
    assert figures["killed"]["best"] == 26 and "displaced" not in figures
    assert all(c.case != "current" for c in found if c.figure is not None and (c.figure.best or 0) >= 800)


def test_a_report_that_opens_with_the_total_is_about_it() -> None:
    text = "More than 2,100 people have been killed in Kenya since 2009, the UN said on Monday. Gunmen killed nine herders on Sunday."
    assert _range(text, "killed") == (2100, 2100, None)


@pytest.mark.parametrize(
    "text",
    [
        "Claims on social media that 90 villagers died in Velko are not supported by the evidence, the agency said.",
        "The police chief dismissed as rumour a text message which said that 70 people had been killed.",
        "Claim that 22 bodies were found in the river is FALSE, police and the clinic say.",
        "The report that the army had shot dead 40 traders is a lie, the minister said.",
        "Its claim that 6,000 people have been displaced is without any basis.",
        "The ministry denies the allegation made by exile groups that troops massacred fourteen (14) people in Velko.",
    ],
)
def test_a_number_told_to_be_rejected_is_no_toll(text: str) -> None:
    found, figures = _read(text)
    assert any(c.details.get("rejected") or c.polarity == "negative" for c in found) and not figures


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Residents' claims that 15 farmers had died were confirmed by the hospital.", 15),
        ("The mayor rejected the plan after 12 people were killed in the raid.", 12),
    ],
)
def test_a_number_beside_a_rejection_stands(text: str, killed: int) -> None:
    assert _read(text)[1]["killed"]["best"] == killed


def test_other_voices_draw_out_the_range_of_a_toll_that_a_source_gives_first() -> None:
    text = (
        "At least 30 people were killed in an attack on a market in Velko, the Red Cross said on Monday, while the army put the toll at 18."
        " Ana Prieto, head of a village council, gave a toll of 34."
    )
    assert _range(text, "killed") == (18, 30, 34)


def test_the_number_of_most_sources_leads() -> None:
    text = (
        "Envoys met on Monday in Larvik. They spoke of the border for two days. They agreed on nothing, the host said."
        " Northern officials say eight traders were killed by shells. The southern side speaks of 11 dead."
        " The observer mission has confirmed eight deaths."
    )
    assert _range(text, "killed") == (8, 8, 11)


def test_what_one_witness_tells_of_her_own_is_not_how_many_were_hurt() -> None:
    text = (
        "Raiders attacked the camp of Velko on Monday, killing 20 people. \"They cut my mother and her two girls,\" said Amina, a survivor."
        " Sixteen wounded people, seven of them children, were being treated at the clinic, a nurse said."
    )
    assert _range(text, "injured") == (16, 16, 16)
    assert sum(c.kind == "injury" and c.figure is not None and c.figure.best == 16 for c in _read(text)[0]) == 1


def test_fighters_dead_beside_civilians_are_apart() -> None:
    text = (
        "Militants killed 14 villagers in Velko on Monday, the governor said. Soldiers who pursued them killed nine of the attackers,"
        " an army spokesman said."
    )
    assert _range(text, "killed") == (14, 14, 14)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("Around 80 of the camp's 250 shelters were burned.", "houses", (72, 80, 88)),
        ("Raiders burned 640 houses, three clinics and seven schools on Monday.", "houses", (640, 640, 640)),
        ("Raiders burned 640 houses, three clinics and seven schools on Monday.", "buildings", (10, 10, 10)),
        ("Eleven (11) villagers were killed on Monday.", "killed", (11, 11, 11)),
        ("Gunmen executed seven (7) men on Monday, among them a teacher, Jan Odel.", "killed", (7, 7, 7)),
        ("Over 40 people were injured in the clashes on Monday. The police chief said 43 people were injured.", "injured", (43, 43, 43)),
        ("Four of the dead are farmers, the sheriff said.", "killed", None),
        ("Four hundred eighty (480) families fled the village on Monday.", "displaced", None),
    ],
)
def test_counts_keep_to_their_unit_and_parts_to_their_whole(text: str, unit: str, expected: tuple[int, int, int] | None) -> None:
    assert _range(text, unit) == expected


@pytest.mark.parametrize(("text", "killed"), [
    ("On Monday we wrote that 60 people had been killed in Dori. The number was wrong.", None),
    ("An earlier version of this story wrongly said 60 people had been killed in Dori.", None),
    ("We wrote on Monday that 60 people had been killed in Dori. The wounded were taken to the capital.", (60, 60, 60)),
])
def test_what_an_outlet_takes_back_is_no_toll(text: str, killed: tuple[int, int, int] | None) -> None:
    assert _range(text, "killed") == killed
