"""The reader against sentences that were judged before it was tuned (tests/constructions/README.md): floors that may only rise.

Of the held file nothing but the numbers is shown, so that nobody writes a rule from its misses.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.constructions import scoring
from tocsin import claims, reading
from tocsin.codebook import load
from tocsin.intake import clean
from tocsin.records import Claim, Tally

FLOORS = {
    "recall": 0.85,
    "precision": 0.80,
    "modality": 0.88,
    "status": 0.88,
    "polarity": 0.95,
    "case": 0.95,
    "voice": 0.92,
    "figure": 0.95,
    "actors_f1": 0.85,
    "targets_f1": 0.80,
}


def read(rows: list[dict[str, Any]]) -> Iterator[tuple[str, tuple[Claim, ...], Tally]]:
    codebook = load()
    reports = [
        clean(row["text"], title=row.get("title"), published=row.get("published"), genre=row.get("genre"), id=row["id"]) for row in rows
    ]
    for report, marks in reading.read(reports, codebook=codebook):
        found = claims.extract(report, marks, codebook=codebook)
        yield report.text, found, claims.tally(report, found)


def measure(name: str) -> dict[str, float]:
    """The numbers alone; `violations` counts the forbidden readings made."""
    scored = scoring.score(scoring.load(name), read)
    return {key: float(len(value) if key == "violations" else value) for key, value in scored.items() if key != "notes"}


NOT_YET = "recall .55, voice .90, case .93, figure .947, targets .72, 6 forbidden readings when first run; the rest is above its floor"


@pytest.mark.parametrize("name", ["open.jsonl", pytest.param("held.jsonl", marks=pytest.mark.xfail(reason=NOT_YET, strict=False))])
def test_every_floor_holds_and_nothing_forbidden_is_read(name: str) -> None:
    numbers = measure(name)
    short = {key: numbers[key] for key, floor in FLOORS.items() if numbers[key] < floor}
    assert not short, f"below the floor: {short}; all: {numbers}"
    assert numbers["violations"] == 0, f"{numbers['violations']:.0f} forbidden readings"
