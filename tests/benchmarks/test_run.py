"""The benchmark runner on a made-up data folder with a stub scorer: it must not rot while nobody measures."""

from __future__ import annotations

import json
import stat

import pytest
from benchmarks.numerals import numbers_in
from benchmarks.sets import NAMES, DataError, check_folder, load_rows, set_named

from benchmarks import errors, judge, predict, results, run, speed

SCORER = '''
import argparse, json
p = argparse.ArgumentParser()
p.add_argument("name"); p.add_argument("--gold"); p.add_argument("--pred")
a = p.parse_args()
gold = [json.loads(x) for x in open(a.gold, encoding="utf-8")]
pred = [json.loads(x) for x in open(a.pred, encoding="utf-8")]
tally = {r["report_id"]: r["figures"] for r in pred if r["record"] == "tally"}
hits = [(tally[g["id"]].get("killed") or {}).get("best") == g["gold"]["killed"] for g in gold]
print("a line for people")
print(json.dumps({"set": a.name, "scores": {"killed": {"exact": sum(hits) / len(hits)}, "rows": len(gold)}}))
'''
BASELINE = '''
import argparse, json
p = argparse.ArgumentParser()
p.add_argument("name"); p.add_argument("--gold")
a = p.parse_args()
for line in open(a.gold, encoding="utf-8"):
    print(json.dumps({"record": "tally", "report_id": json.loads(line)["id"], "figures": {}}))
'''
ROWS = [
    {"id": "a", "text": "Gunmen killed seven villagers in Dorra on Monday, the mayor said.", "gold": {"killed": 7, "injured": 0}},
    {"id": "b", "text": "The council met on Tuesday to discuss the price of bread.", "gold": {"killed": 31, "injured": 0}},
]


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A data folder with two rows of our own, and a temporary folder for the cache."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    folder = tmp_path / "bench"
    (folder / "gva").mkdir(parents=True)
    (folder / "score.py").write_text(SCORER)
    (folder / "baselines.py").write_text(BASELINE)
    (folder / "gva" / "dev.jsonl").write_text("".join(json.dumps(r) + "\n" for r in ROWS))
    return folder


def test_run_reads_scores_and_writes_a_line_a_measure(data, tmp_path, capsys):
    out = tmp_path / "RESULTS.md"
    assert run.main([str(data), "--set", "gva", "--out", str(out)]) == 0
    lines = {line.measure: line for line in results.load(out)}
    assert lines["killed.exact"].score == "0.500"
    assert (lines["killed.exact"].bar, lines["killed.exact"].reached, lines["killed.exact"].rows) == ("0.85", "no", "2")
    assert lines["killed.exact"].trivial == "0.000"
    assert lines["killed, gold in the text"].score == "0.500"
    assert lines["injured.exact"].score == "–"
    assert "Dorra" not in out.read_text() and "bread" not in out.read_text()
    assert "killed.exact" in capsys.readouterr().out


def test_run_takes_the_first_rows_of_gold_and_predictions(data, tmp_path):
    out = tmp_path / "RESULTS.md"
    assert run.main([str(data), "--set", "gva", "--rows", "1", "--out", str(out)]) == 0
    assert {line.measure: line.score for line in results.load(out)}["killed.exact"] == "1.000"


def test_run_again_reads_nothing_anew(data, monkeypatch):
    first = predict.predict("gva", ROWS)
    monkeypatch.setattr(predict, "_read_group", lambda rows, codebook: pytest.fail("read again"))
    assert predict.predict("gva", ROWS).lines == first.lines
    assert stat.S_IMODE(predict.cache_folder().parent.stat().st_mode) == 0o700


def test_a_row_on_which_the_reader_raises_costs_only_itself(data, tmp_path, monkeypatch, capsys):
    real = predict._read_group

    def stumble(rows, codebook):
        if any(row["id"] == "b" for row in rows):
            raise ValueError("stumbled over a row")
        return real(rows, codebook)

    monkeypatch.setattr(predict, "_read_group", stumble)
    made = predict.predict("gva", ROWS)
    assert [f.row_id for f in made.failures] == ["b"]
    assert "stumbled over a row" in made.failures[0].trace
    assert any(json.loads(line).get("report_id") == "a" for line in made.lines)


def test_missing_data_is_said_in_words(data, tmp_path, capsys):
    assert run.main([str(tmp_path / "nowhere"), "--out", str(tmp_path / "R.md")]) == 2
    assert "No benchmark data at" in capsys.readouterr().err
    assert run.main([str(data), "--set", "plv", "--out", str(tmp_path / "R.md")]) == 2
    assert "neither dev.jsonl nor test.jsonl" in capsys.readouterr().err
    assert run.main([str(data), "--set", "moon", "--out", str(tmp_path / "R.md")]) == 2
    assert "no set 'moon'" in capsys.readouterr().err
    with pytest.raises(DataError, match="give the path of a folder"):
        check_folder(tmp_path)


def test_a_scorer_that_fails_is_quoted(data, tmp_path, capsys):
    (data / "score.py").write_text("raise SystemExit('the scorer is out of order')")
    assert run.main([str(data), "--set", "gva", "--out", str(tmp_path / "R.md")]) == 2
    assert "the scorer is out of order" in capsys.readouterr().err


def test_gold_never_reaches_the_reader():
    assert "gold" not in predict._stripped(ROWS[0])
    assert predict.row_key(ROWS[0]) == predict.row_key({k: v for k, v in ROWS[0].items() if k != "gold"})


def test_rows_that_do_not_count_are_left_out(tmp_path):
    (tmp_path / "factappeal").mkdir()
    rows = [{"id": str(n), "text": "x", "gold": {"split": split}} for n, split in enumerate(["train", "val", "train", "val"])]
    (tmp_path / "factappeal" / "dev.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    kept, half = load_rows(tmp_path, set_named("factappeal-untrained"), 1)
    assert ([r["id"] for r in kept], half) == (["1"], "dev")


def test_a_smaller_sample_does_not_replace_a_larger_one():
    def line(score, rows, name="gva"):
        return results.Line(name, "killed.exact", score, "0.85", "–", "no", "dev", rows, "2026-01-01", "abc")

    merged = results.merge([line("0.4", "100"), line("0.9", "5", "plv")], [line("0.6", "10"), line("0.7", "5", "plv")], NAMES)
    assert [(x.set, x.score) for x in merged] == [("gva", "0.4"), ("plv", "0.7")]
    assert results.merge([line("0.4", "10")], [line("0.6", "10")], NAMES)[0].score == "0.6"


def test_the_table_reads_back_as_it_was_written(tmp_path):
    lines = [results.Line("gva", "killed.exact", "0.4", "–", "", "", "dev", "9", "2026-01-01", "abc+")]
    results.write(tmp_path / "R.md", lines)
    assert results.load(tmp_path / "R.md") == lines


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("About 12,500 fled", {12500}),
        ("twenty-three houses and two hundred and five tents", {23, 205}),
        ("some 1.5 million people", {1_500_000}),
        ("three thousand four hundred", {3400}),
        ("a couple of dozen", {2, 12}),
        ("3 dozen", {36}),
        ("between 5-7 dead", {5, 7}),
    ],
)
def test_numbers_that_stand_in_a_text(text, wanted):
    assert wanted <= numbers_in(text)


def test_numbers_that_do_not_stand_in_a_text():
    assert numbers_in("Nobody knows.") == {0, 1}
    assert 5 not in numbers_in("15 or 50")


def test_every_measure_has_a_path_and_a_name_of_its_own():
    for name in NAMES:
        paths = [m.path for m in set_named(name).measures]
        assert paths and len(set(paths)) == len(paths)
    assert judge.value_at({"a": {"b": 1}}, "a.b") == 1.0
    assert judge.value_at({"a": {"b": 1}}, "a.c") is None


def test_errors_are_named_by_cause(data, capsys):
    (data / "score.py").write_text(
        SCORER.replace("\np = ", "\nif __name__ == '__main__':\n p = ").replace("\np.add", "\n p.add").replace("\na = ", "\n a = ")
        .replace("\ngold", "\n gold").replace("\npred", "\n pred").replace("\ntally", "\n tally").replace("\nhits", "\n hits")
        .replace("\nprint", "\n print") + TOOLS
    )
    assert errors.main([str(data), "--set", "gva"]) == 0
    shown = capsys.readouterr().out
    assert "gva killed: 1 errors" in shown
    assert "nothing counted; not in the text" in shown


TOOLS = '''

class Doc:
    def __init__(self):
        self.claims, self.tally = [], {}

class Predictions:
    def __init__(self, rows):
        self.docs = {}
        for r in rows:
            if r["record"] == "claim":
                self.docs.setdefault(r["report_id"], Doc()).claims.append(r)
            if r["record"] == "tally":
                self.docs.setdefault(r["report_id"], Doc()).tally = r["figures"]
    def get(self, key):
        return self.docs.get(key) or Doc()

def figure_point(figure):
    return next((figure[k] for k in ("best", "low", "high") if figure and figure.get(k) is not None), None)
'''


def test_speed_times_parser_and_reader_on_the_same_sentences(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(ROWS[0]["text"] + " Nine others were wounded.")
    assert speed.main([str(tmp_path), "--repeat", "3", "--rounds", "1", "--calm", str(tmp_path / "none.jsonl"), "--no-cold"]) == 0
    shown = capsys.readouterr().out
    assert "3 reports (1 repeated 3 times), 6 sentences" in shown
    assert "parser alone" in shown and "reader " in shown and "MB" in shown
    (tmp_path / "empty").mkdir()
    assert speed.main([str(tmp_path / "empty"), "--no-cold"]) == 2
