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

# The bar that reading must reach. The open file, which the rules were tuned on, meets it.
BAR = {
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
    "violations": 0,
}
# What has been reached on sentences that no rule was written from. Held falls short of the bar in recall and in forbidden readings:
# docs/quality.md says why. These lines may be moved only towards the bar; what stands above it may give way to what stands below.
REACHED = {
    "open.jsonl": BAR,
    "wide.jsonl": {"recall": 0.66, "precision": 0.91, "violations": 7},
    "held.jsonl": {"recall": 0.67, "precision": 0.92, "modality": 0.88, "status": 0.88, "polarity": 0.95, "voice": 0.91, "case": 0.91,
                   "figure": 0.95, "actors_f1": 0.90, "targets_f1": 0.72, "violations": 2},
    "prose.jsonl": {"recall": 0.77, "precision": 0.71, "voice": 0.92, "figure": 0.95, "violations": 7},
    "prose_held.jsonl": {"recall": 0.61, "precision": 0.65, "modality": 0.88, "status": 0.88, "polarity": 0.95, "voice": 0.76, "case": 0.95,
                         "figure": 0.95, "actors_f1": 0.90, "targets_f1": 0.84, "violations": 11},
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


@pytest.mark.parametrize("name", sorted(REACHED))
def test_no_file_falls_below_what_was_reached(name: str) -> None:
    numbers = measure(name)
    floors = REACHED[name]
    short = {key: numbers[key] for key, floor in floors.items() if key != "violations" and numbers[key] < floor}
    assert not short, f"below the floor: {short}; all: {numbers}"
    assert numbers["violations"] <= floors["violations"], f"{numbers['violations']:.0f} forbidden readings"
