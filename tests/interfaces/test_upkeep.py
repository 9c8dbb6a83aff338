"""`tocsin backup`, `restore` and `reread`, as a person uses them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.interfaces.conftest import Answer
from tests.interfaces.texts import line
from tocsin.claims import tally
from tocsin.records import Read, make_id
from tocsin.store import open_store

Run = Callable[..., Answer]
TEXT = "Gunmen killed 12 people in Osh on Friday, police said. In Osh, 40 people were wounded on Friday."


@pytest.fixture
def desk(tocsin: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("TOCSIN_STORE", str(tmp_path / "desk.db"))
    monkeypatch.setenv("TOCSIN_WHO", "Ada")
    assert tocsin("read", "-", stdin=line(id="post", text=TEXT, source="Post", published="2010-06-12")).status == 0
    return tocsin


def killed(desk: Run, **options: str) -> str:
    return next(c["id"] for c in desk("brief", "--format", "json", *options).of("claim") if "12 people" in c["quote"])


def test_a_backup_is_made_and_a_store_of_it_tells_the_same(desk: Run, tmp_path: Path) -> None:
    desk("decide", "accept", killed(desk))
    head = desk("trail", "verify").out
    made = desk("backup", tmp_path / "copy")
    assert (made.status, made.out) == (0, head) and "1 report, 1 decision" in made.err
    assert desk("backup", tmp_path / "copy").status == 2
    assert desk("backup", tmp_path / "copy", "--force", "--portable").status == 0
    back = desk("restore", tmp_path / "copy", "--store", tmp_path / "new.db")
    assert (back.status, back.out) == (0, head)
    assert desk("brief", "--format", "json", "--store", tmp_path / "new.db").out == desk("brief", "--format", "json").out
    again = desk("restore", tmp_path / "copy", "--store", tmp_path / "new.db")
    assert again.status == 2 and "--force" in again.err
    assert desk("restore", tmp_path / "copy", "--store", tmp_path / "new.db", "--force").status == 0


def test_a_trail_that_does_not_hold_is_told_with_status_4(desk: Run, tmp_path: Path) -> None:
    desk("decide", "accept", killed(desk))
    database = sqlite3.connect(tmp_path / "desk.db")
    database.execute("UPDATE decisions SET body = replace(body, 'Ada', 'Eve')")
    database.commit()
    database.close()
    for words in (["backup", tmp_path / "copy"], ["restore", tmp_path / "copy", "--store", tmp_path / "new.db"]):
        answer = desk(*words)
        assert answer.status == 4 and "was changed" in answer.err and answer.out == ""
    assert desk("restore", tmp_path / "nowhere").status == 2


@pytest.fixture
def older(desk: Run, tmp_path: Path) -> Run:
    """The store as an older reader left it: one figure read otherwise, one claim missed, one that nobody makes any more."""
    with open_store(str(tmp_path / "desk.db")) as store:
        (now,) = store.reads()
        first = next(c for c in now.claims if c.figure and c.figure.low == 12)
        wrong = replace(first, reader="old 1", figure=replace(first.figure, low=2, best=2, high=2) if first.figure else None)
        strange = replace(first, id=make_id("claim", "strange"), kind="protest", figure=None, start=0, end=6, quote=TEXT[:6])
        claims = (strange, wrong)
        store.keep(Read(now.report, claims, tally(now.report, claims)), reader="old 1")
    return desk


def test_reading_again_shows_what_changes_and_changes_nothing(older: Run) -> None:
    before = older("brief", "--format", "json").out
    answer = older("reread")
    assert answer.status == 0, answer.err
    assert "1 report read again; 1 of them read otherwise." in answer.out
    assert "figure: 2–2 killed" in answer.out and "→ 12–12 killed" in answer.out
    assert "1 claim gone: protest 1" in answer.out and "new: injury" in answer.out
    assert "killed: 2 → 12" in answer.out
    assert "--apply" in answer.err
    assert older("brief", "--format", "json").out == before
    assert older("reread").out == answer.out


def test_applied_readings_count_and_decisions_go_on_where_they_fit(older: Run) -> None:
    older("decide", "correct", killed(older), "--set", "modality=hedged")
    strange = next(c["id"] for c in older("brief", "--format", "json").of("claim") if c["kind"] == "protest")
    older("decide", "accept", strange)
    answer = older("reread", "--apply")
    assert answer.status == 0, answer.err
    assert "would no longer fit: The reader no longer makes this claim" in answer.out
    claim = next(c for c in older("brief", "--format", "json").of("claim") if "12 people" in c["quote"])
    assert (claim["figure"]["low"], claim["modality"]) == (12, "hedged")
    assert "no longer makes this claim" in older("trail", "reopened").out
    again = older("reread")
    assert "0 of them read otherwise" in again.out and "Every situation says what it said" in again.out


def test_an_unknown_profile_is_refused_with_the_known_ones(desk: Run) -> None:
    answer = desk("reread", "--profile", "generous")
    assert answer.status == 2 and "acled" in answer.err
