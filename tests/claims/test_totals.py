"""How many: named victims, one fate a number, other voices and other incidents."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from tocsin import claims, intake, reading
from tocsin.codebook import Codebook, load


@lru_cache(maxsize=1)
def _codebook() -> Codebook:
    return load()


@lru_cache(maxsize=64)
def _figures(text: str) -> dict[str, Any]:
    report = intake.clean(text, published="2019-05-14", id="x")
    report, read = next(iter(reading.read([report], codebook=_codebook())))
    found = claims.extract(report, read, codebook=_codebook())
    return dict(claims.tally(report, found, country=read.country).figures)


def _best(text: str) -> tuple[int, int]:
    figures = _figures(text)
    return tuple((figures.get(unit) or {"best": 0})["best"] or 0 for unit in ("killed", "injured"))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("A baker was stabbed to death outside his shop on Monday, police said.", 1, 0),
        ("Gunmen killed a nurse and her two nephews on Sunday, the mayor said.", 3, 0),
        ("A shepherd was killed along with his three sons when a shell hit their tent on Sunday.", 4, 0),
        ("Police said Orla Benning, 34, was killed on Friday. Benning died at the scene. The woman was shot dead by her neighbour.", 1, 0),
        ("One miner killed, 6 others injured in clash at pit\n\nOne miner was killed and six others were injured on Friday.", 1, 6),
        ("Five people were shot on a bus in Larvik on Tuesday, police said.", 0, 5),
        ("Four people were shot on Tuesday. Two of the victims died, police said.", 2, 2),
        ("The gunman shot a carpenter on Monday. The carpenter died at the hospital on Tuesday.", 1, 0),
        ("6 shot on Harbour Street\n\nPolice opened an investigation into the gunfire on Monday.", 0, 6),
        ("Farmer fatally shot at market\n\nPolice opened an investigation on Monday.", 1, 0),
        ("The blast left four women and one guard injured on Monday.", 0, 5),
        ("A tailor was pronounced dead at the scene of the attack on Monday.", 1, 0),
        ("Gunmen fired 40 shots on Monday. Nobody was hurt, police said.", 0, 0),
        ("The shelling left 900 dead and 4,000 injured on Monday.", 900, 4000),
    ],
)
def test_victims_are_counted_with_their_own_fate(text: str, killed: int, injured: int) -> None:
    assert _best(text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "floor"),
    [
        ("A fatal shooting in Larvik is under investigation, police said on Monday.", 1),
        ("Villagers were killed when shells hit the market on Monday, the mayor said.", 2),
    ],
)
def test_what_no_number_tells_is_a_floor_and_no_best_guess(text: str, floor: int) -> None:
    killed = _figures(text)["killed"]
    assert (killed["low"], killed["best"], killed["high"]) == (floor, None, None)


def test_those_shot_in_a_fatal_shooting_are_told_as_at_most_the_rest() -> None:
    hurt = _figures("A fatal shooting in Larvik is under investigation. Three people were shot, police said on Monday.")["injured"]
    assert (hurt["low"], hurt["best"], hurt["high"]) == (None, None, 2) and hurt["formula"] == "3 − at least 1 = at most 2"


def test_a_sum_of_named_victims_shows_its_formula_and_its_claim() -> None:
    entry = _figures("Gunmen killed a nurse and her two nephews on Sunday, the mayor said.")["killed"]
    assert entry["formula"] == "1 + 2 = 3" and len(entry["claims"]) == 1


def test_no_figure_is_made_for_a_named_victim() -> None:
    report = intake.clean("Soldiers killed a priest on Monday, the bishop said.", published="2019-05-14", id="x")
    report, read = next(iter(reading.read([report], codebook=_codebook())))
    killing = next(c for c in claims.extract(report, read, codebook=_codebook()) if c.kind == "killing")
    assert killing.figure is None and killing.details["victims"]["best"] == 1


def test_other_voices_draw_out_the_ends_and_nothing_is_added() -> None:
    text = (
        "The army bombed the village of Tamra on Monday. The health office reported that eight people were killed in the strike. "
        "The village council said that eleven people were killed."
    )
    killed = _figures(text)["killed"]
    assert (killed["low"], killed["high"]) == (8, 11)


def test_an_earlier_incident_told_later_is_not_the_reports_own() -> None:
    text = (
        "Two guards were killed when gunmen attacked a depot on Monday, police said. The attackers fled. "
        "The depot reopened in March. The owner was not there. Trucks were parked outside. The road was closed for hours. "
        "Neighbours heard shots. Another attack at a market left 14 people dead."
    )
    assert _best(text)[0] == 2


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        # who kills others and then himself is told apart, and is one more
        ("A baker shot and killed two neighbours before killing himself on Monday, police said.", 3, 0),
        ("Three people are dead in Larvik on Monday, including the gunman, who killed himself, police said.", 3, 0),
        ("A farmer and his wife were found dead on Monday. Police said the farmer killed himself.", 2, 0),
        ("A miner shot and killed his two brothers before turning the gun on himself on Monday, police said.", 3, 0),
        # names of those already counted, and two names of one person
        ("Two of the guards, Ana Silva and Ben Okoro, died on Monday, police said.", 2, 0),
        ("Police said Orla Benning was shot on Monday. Benning was taken to a hospital. Orla is recovering. Orla was hurt.", 0, 1),
        ("The bodies of Ana Silva and Ben Okoro were found in a burnt house on Monday, police said.", 2, 0),
        # wounds are no people, couples are two
        ("A nurse died of four gunshot wounds on Monday, police said.", 1, 0),
        ("A couple and their three children were killed when a shell hit their house on Monday.", 5, 0),
        # those who die later are no longer among the injured; those told besides the dead are
        ("Gunmen wounded five people on Monday. One of the five wounded died at a hospital, police said.", 1, 4),
        ("A guard was killed in Larvik on Monday. Two nurses were also shot, police said.", 1, 2),
    ],
)
def test_one_person_told_in_many_ways_counts_once(text: str, killed: int, injured: int) -> None:
    assert _best(text) == (killed, injured)


def test_several_told_without_a_number_are_two_at_least() -> None:
    entry = _figures("A number of miners were killed when soldiers bombed the camp on Monday.")["killed"]
    assert (entry["low"], entry["high"]) == (2, None)
    assert "killed" not in _figures("Soldiers bombed the camp on Monday. The miners were afraid.")


@pytest.mark.parametrize(
    ("opening", "low", "high"),
    [
        ("At least eight miners were killed when the army bombed the village of Tamra on Monday.", 8, 11),
        ("Eight miners were killed when the army bombed the village of Tamra on Monday.", 8, 8),
        ("Between eight and ten miners were killed when the army bombed the village of Tamra on Monday.", 8, 10),
        ("At least eight but possibly up to 12 miners were killed when the army bombed the village of Tamra on Monday.", 8, 12),
    ],
)
def test_what_a_report_sums_up_is_moved_by_its_sources_only_where_it_is_open(opening: str, low: int, high: int) -> None:
    text = (
        f"{opening} The smoke was seen from afar. The health office said that five people had been killed. "
        "A village council put the death toll at 11. A newspaper said that over 70 people had died in the district in a month."
    )
    killed = _figures(text)["killed"]
    assert (killed["low"], killed["high"]) == (low, high)
