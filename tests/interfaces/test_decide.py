"""`tocsin decide` and `tocsin trail`: what a person types, what comes of it, and what is refused in words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.interfaces.conftest import Answer, Row
from tests.interfaces.texts import line

Run = Callable[..., Answer]
FIRST = "Gunmen killed 12 people in Osh on Friday, police said. Crowds burned the mill."
SECOND = "In Osh, 140 people were killed on Friday, a nurse said."


@pytest.fixture
def desk(tocsin: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The commands on a store that holds two reports of one night."""
    monkeypatch.setenv("TOCSIN_STORE", str(tmp_path / "desk.db"))
    monkeypatch.setenv("TOCSIN_WHO", "Ada")
    rows = line(id="post", text=FIRST, source="Harbour Post", published="2010-06-12") + line(id="lamp", text=SECOND, published="2010-06-12")
    assert tocsin("read", "-", stdin=rows).status == 0
    return tocsin


def claims(desk: Run) -> list[Row]:
    return desk("brief", "--format", "json").of("claim")


def claim(desk: Run, words: str) -> Row:
    return next(c for c in claims(desk) if words in c["quote"] and c["figure"])


def test_a_rejected_claim_leaves_the_brief_and_comes_back_with_an_undo(desk: Run) -> None:
    outlier = claim(desk, "140")
    answer = desk("decide", "reject", outlier["id"][:9], "--reason", "outlier", "--why", "ten times the others")
    assert answer.status == 0, answer.err
    (made,) = answer.of("decision")
    assert (made["who"], made["verdict"], made["value"], made["why"]) == ("Ada", "reject", "outlier", "ten times the others")
    assert made["anchor"]["claim"] == outlier["id"] and made["anchor"]["quote"] == outlier["quote"]
    assert "killed" in answer.err
    assert outlier["id"] not in {c["id"] for c in claims(desk)}
    answer = desk("decide", "undo", made["id"][:8], "--who", "Ben")
    assert answer.status == 0, answer.err
    assert outlier["id"] in {c["id"] for c in claims(desk)}
    again = desk("decide", "undo", made["id"])
    assert again.status == 2 and "Ben took it back" in again.err and "tocsin decide undo d" in again.err


def test_a_brief_of_given_paths_is_not_changed_by_decisions(desk: Run, tmp_path: Path) -> None:
    outlier = claim(desk, "140")
    desk("decide", "reject", outlier["id"], "--reason", "wrong")
    path = tmp_path / "lamp.jsonl"
    path.write_text(line(id="lamp", text=SECOND, published="2010-06-12"))
    assert outlier["id"] in {c["id"] for c in desk("brief", path, "--format", "json").of("claim")}


def test_a_correction_by_set_and_by_value_is_in_the_brief(desk: Run) -> None:
    killed = claim(desk, "12 people")
    sets = ["--set", "figure.high=14", "--set", "modality=hedged", "--value", '{"status": "unknown"}']
    answer = desk("decide", "correct", killed["id"], *sets)
    assert answer.status == 0, answer.err
    now = claim(desk, "12 people")
    assert (now["figure"]["low"], now["figure"]["high"], now["modality"], now["status"]) == (12, 14, "hedged", "unknown")


def test_a_missed_claim_is_added_by_its_words(desk: Run) -> None:
    assert desk("decide", "add", "post", "burned the mill", "--kind", "deprivation").status == 0
    (added,) = [c for c in claims(desk) if c["kind"] == "deprivation"]
    assert added["quote"] == "burned the mill" and added["reader"] == "by hand"
    assert "0 times" in desk("decide", "add", "post", "burned the church", "--kind", "deprivation").err


def test_pairs_sources_reports_and_situations_are_judged(desk: Run) -> None:
    a, b = claim(desk, "12 people")["id"], claim(desk, "140")["id"]
    situation = desk("brief", "--format", "json").of("situation")[0]["id"]
    for words in (
        ["same", a, b], ["not-same", "post", "lamp"], ["unsure", a, b], ["grade", "Harbour Post", "b2"], ["grade", "lamp", "C3"],
        ["confidentiality", "lamp", "restricted"], ["accept", a], ["level", situation, "imminent_risk", "--why", "talks broke down"],
    ):  # fmt: skip
        answer = desk("decide", *words)
        assert answer.status == 0, answer.err
    assert desk("brief", "--format", "json").of("situation")[0]["assessment"]["level"] == "imminent_risk"
    assert len(desk("trail", "export").rows) == 8


REFUSED = {
    "a claim that is not there": (["accept", "c000000"], "no such claim"),
    "a reason that is none": (["reject", "CLAIM", "--reason", "dull"], "redundant, too_old"),
    "nothing to correct": (["correct", "CLAIM"], "nothing is corrected"),
    "a field that is none": (["correct", "CLAIM", "--set", "colour=red"], "unknown field"),
    "a set without a value": (["correct", "CLAIM", "--set", "figure.low"], "FIELD=VALUE"),
    "a value that is no json": (["correct", "CLAIM", "--value", "{low: 1}"], "no JSON"),
    "a range from behind": (["correct", "CLAIM", "--set", "figure.low=50"], "wrong way round"),
    "a field set twice": (["correct", "CLAIM", "--set", "figure=1", "--set", "figure.low=2"], "set twice"),
    "a pair of one": (["same", "CLAIM", "CLAIM"], "both are the same one"),
    "a source unheard of": (["grade", "Nobody", "B2"], "Harbour Post"),
    "a grade that is none": (["grade", "Harbour Post", "9"], "Admiralty"),
    "a situation that is not there": (["level", "s000", "watch", "--why", "x"], "no such situation"),
    "a level without a reason": (["level", "s000", "watch"], "a reason is needed"),
    "a decision that is not there": (["undo", "d000"], "no such decision"),
    "a report that is not there": (["confidentiality", "nowhere", "restricted"], "no such report"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused_in_words_and_not_kept(desk: Run, case: tuple[list[str], str]) -> None:
    words, told = case
    id = claim(desk, "12 people")["id"]
    answer = desk("decide", *(id if word == "CLAIM" else word for word in words))
    assert answer.status == 2 and told in answer.err and answer.out == ""
    assert desk("trail", "export").out == ""


# ------------------------------------------------------------------ the trail


def test_the_head_that_was_printed_is_found_again_and_a_cut_is_noticed(desk: Run, tmp_path: Path) -> None:
    id = claim(desk, "12 people")["id"]
    desk("decide", "accept", id)
    head = desk("trail", "verify").out.strip()
    desk("decide", "accept", id, "--who", "Ben")
    answer = desk("trail", "verify", "--head", head)
    assert answer.status == 0 and "1 decision since" in answer.err
    database = sqlite3.connect(tmp_path / "desk.db")
    database.execute("UPDATE decisions SET body = replace(body, 'Ada', 'Eve')")
    database.commit()
    answer = desk("trail", "verify")
    assert answer.status == 4 and "was changed" in answer.err and answer.out == ""
    database.execute("DELETE FROM decisions")
    database.commit()
    database.close()
    assert desk("trail", "verify").status == 0
    assert desk("trail", "verify", "--head", head).status == 4


def test_the_trail_is_shown_newest_first_and_by_claim(desk: Run) -> None:
    killed, outlier = claim(desk, "12 people")["id"], claim(desk, "140")["id"]
    desk("decide", "accept", killed, "--why", "two\nlines \x1b[31m and a colour")
    made = json.loads(desk("decide", "reject", outlier, "--reason", "wrong").out)
    desk("decide", "undo", made["id"])
    shown = desk("trail", "show").out.splitlines()
    assert [row.split("  ")[2].split()[0] for row in shown] == ["undo", "reject", "accept"]
    assert "no longer stands" in shown[1] and "two lines  [31m and a colour" in shown[2]
    assert len(desk("trail", "show", outlier).out.splitlines()) == 2
    assert len(desk("trail", "show", "--last", "1").out.splitlines()) == 1


def test_a_decision_whose_source_changed_is_listed_and_not_applied(desk: Run) -> None:
    killed = claim(desk, "12 people")["id"]
    desk("decide", "reject", killed, "--reason", "wrong")
    desk("read", "-", stdin=line(id="post", text=FIRST.replace("12", "19"), source="Harbour Post", published="2010-06-12"))
    assert any("19" in c["quote"] for c in claims(desk))
    listed = desk("trail", "reopened").out
    assert "now says" in listed and "19" in listed
    assert "1 decision not applied" in desk("brief", "--format", "json").err
