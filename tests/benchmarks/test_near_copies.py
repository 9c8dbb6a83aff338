"""Copies that were cut, retitled, edited or merged are known for what they are."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks import near_copies, results


def test_precision_and_recall_on_three_hundred_stories_hold_the_bar() -> None:
    made = near_copies.make_reports()
    assert len(made) > 500 and sum(len(m.stories) == 2 for m in made) > 60
    precision, recall = near_copies.measure(made)
    assert precision >= near_copies.BAR and recall >= near_copies.BAR


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_bar_holds_for_other_stories_too_and_in_any_order(seed: int) -> None:
    made = near_copies.make_reports(stories=120, seed=seed)
    scores = near_copies.measure(made)
    assert min(scores) >= near_copies.BAR
    assert near_copies.measure(random.Random(seed).sample(made, len(made))) == scores


def test_the_measure_sees_a_wrong_answer() -> None:
    made = near_copies.make_reports(stories=40)
    swapped = [near_copies.Made(m.read, made[0].stories) for m in made]
    assert near_copies.measure(swapped)[1] < 0.5


def test_the_rows_are_written(tmp_path: Path) -> None:
    assert near_copies.main(["--out", str(tmp_path / "R.md")]) == 0
    assert [line.measure for line in results.load(tmp_path / "R.md")] == ["precision", "recall"]
