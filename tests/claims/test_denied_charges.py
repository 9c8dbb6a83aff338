"""Who denies what: a charge that a ministry rejects is nobody's fact, and what a ministry's own statement says is its claim."""

from __future__ import annotations

import pytest

from tests.claims.test_displacement import BOOK, read
from tocsin import claims, intake, reading


@pytest.mark.parametrize("text", [
    "The ministry denies the allegation made by exiles that troops massacred sixteen villagers and bombed a school.",
    "The ministry flatly denies the allegation made by certain faith-based groups that government troops massacred sixteen (16) herders.",
    "No civilian was killed or hurt by our soldiers.",
    "The rebels' claim that 4,000 people were displaced is without any basis.",
    "The report that soldiers killed nine villagers is a fabrication, the minister said.",
])
def test_what_is_denied_did_not_happen(text: str) -> None:
    told = [c for c in read(text) if c.kind in ("killing", "attack", "injury", "displacement")]
    assert all((c.polarity, c.status) == ("negative", "not_occurred") for c in told)


@pytest.mark.parametrize("text", [
    "The ministry denied the report, and rebels killed nine farmers.",
    "No soldier was hurt and nine farmers were killed.",
    "The report that soldiers killed nine farmers is true.",
])
def test_what_stands_beside_a_denial_happened(text: str) -> None:
    assert any(c.kind == "killing" and c.figure and c.figure.best == 9 and c.polarity == "positive" for c in read(text))


def test_a_statement_is_its_bodys_own_claim() -> None:
    text = "Rebels of the northern front killed seven farmers on 17 May. Our troops drove the attackers from the village."
    for genre, voice in (("statement", ("named_source", "Ministry of Defence")), ("news", ("author", None))):
        report = intake.clean(text, id="t", published="2019-05-22", genre=genre, source="MINISTRY OF DEFENCE")
        marked, found = next(iter(reading.read([report], codebook=BOOK)))
        told = [c for c in claims.extract(marked, found, codebook=BOOK) if c.kind == "killing"]
        assert [(c.attribution.voice, c.attribution.speaker) for c in told] == [voice]
