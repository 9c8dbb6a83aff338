"""The made stream is what it says it is, and a ledger makes the same of it in any order."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from benchmarks.made_stream import make_stream

from benchmarks import results, scale
from tocsin.codebook import load
from tocsin.records import to_json
from tocsin.situations import Ledger

STREAM = list(make_stream(600, situations=30, seed=3))


def filled(reads) -> Ledger:
    ledger = Ledger(codebook=load())
    ledger.add(reads)
    return ledger


def test_the_stream_is_the_same_for_one_seed_and_half_of_it_are_copies() -> None:
    assert list(make_stream(600, situations=30, seed=3)) == STREAM
    assert list(make_stream(600, situations=30, seed=4)) != STREAM
    arrivals = filled(STREAM).add(STREAM)
    assert 0.4 < sum(a.origin != a.report_id for a in arrivals) / len(arrivals) < 0.6


def test_the_situations_of_the_stream_come_out_as_they_went_in() -> None:
    sizes = Counter(len(d.shares) for d in filled(STREAM).drafts())
    assert sum(sizes.values()) == 30 and max(sizes) > 5 * min(sizes)


def test_a_shuffled_stream_gives_the_same_situations() -> None:
    shuffled = random.Random(1).sample(STREAM, len(STREAM))
    first, second = (filled(reads).situations() for reads in (STREAM, shuffled))
    assert [to_json(s) for s in first] == [to_json(s) for s in second]


def test_the_run_writes_its_rows_and_a_drawing(tmp_path: Path, capsys) -> None:
    table, plot = tmp_path / "R.md", tmp_path / "p.svg"
    scale.main(["--reports", "2000", "--situations", "40", "--out", str(table), "--plot", str(plot)])
    rows = {line.measure: line for line in results.load(table)}
    assert rows["wall time per 1,000 reports, last tenth to first"].bar == "1.20"
    assert rows["situations laid out"].score == "40" and rows["memory after adding, MiB"].reached == "yes"
    assert plot.read_text(encoding="utf-8").startswith("<svg") and "reports kept" in plot.read_text(encoding="utf-8")


def test_the_ratio_is_of_the_medians_of_the_first_and_last_tenth() -> None:
    steps = [scale.Step(1000 * (i + 1), 1.0 + (i >= 18), 1.0) for i in range(20)]
    assert scale.tenths(steps, "wall") == (1.0, 2.0) and scale.tenths(steps, "cpu") == (1.0, 1.0)
    assert scale.flatness(steps, 20_000)[0].reached == "no"
