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
        ("A fatal shooting in Larvik is under investigation, police said on Monday.", 1, 0),
        ("Gunmen fired 40 shots on Monday. Nobody was hurt, police said.", 0, 0),
        ("The shelling left 900 dead and 4,000 injured on Monday.", 900, 4000),
    ],
)
def test_victims_are_counted_with_their_own_fate(text: str, killed: int, injured: int) -> None:
    assert _best(text) == (killed, injured)


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
