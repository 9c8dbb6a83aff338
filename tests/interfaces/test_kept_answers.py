"""`tocsin brief` asked the same question again answers from the store, and never with what is no longer so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.interfaces.conftest import Answer
from tests.interfaces.texts import RAID, SHELLING, put
from tocsin import pipeline
from tocsin.interfaces import asking

Run = Callable[..., Answer]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts how many books are made."""
    books: list[int] = []
    make = pipeline.make_book

    def counted(reads, **others):
        books.append(1)
        return make(reads, **others)

    monkeypatch.setattr(pipeline, "make_book", counted)
    return books


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "more").mkdir()
    put(tmp_path / "in", "raid.txt", RAID)
    put(tmp_path / "in", "shelling.txt", SHELLING)
    return tmp_path


def ask(tocsin: Run, home: Path, *more: str | Path) -> Answer:
    return tocsin("brief", home / "in", "--store", home / "s.db", "--format", "md", *more)


def test_the_same_question_is_answered_once(tocsin: Run, home: Path, made: list[int]) -> None:
    first, again = ask(tocsin, home), ask(tocsin, home)
    assert (first.out, first.err, first.status) == (again.out, again.err, again.status) and len(made) == 1
    assert ask(tocsin, home, "--unmask").out and len(made) == 2
    assert ask(tocsin, home, "--as-of", "2031-01-01").out != first.out


@pytest.mark.parametrize("what", ["bytes", "new file", "gone file", "other name", "codebook", "program", "day"])
def test_whatever_it_rests_on_makes_it_anew(what: str, tocsin: Run, home: Path, made: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    before, more = ask(tocsin, home), ()
    if what == "bytes":
        put(home / "in", "raid.txt", RAID.replace("four", "five") + "\nThe village was quiet on Friday.\n")
    elif what == "new file":
        put(home / "in", "zz.txt", "Gunmen killed nine people in Dorra on Monday, police said.\n")
    elif what == "gone file":
        (home / "in" / "shelling.txt").unlink()
    elif what == "other name":
        (home / "in" / "shelling.txt").rename(home / "in" / "z.txt")
    elif what == "codebook":
        (home / "book").mkdir()
        more = ("--codebook", home / "book")
    elif what == "program":
        monkeypatch.setattr(asking, "program", lambda: "another")
    else:
        monkeypatch.setattr(asking, "today", lambda: "2031-01-01")
    assert len(made) == 1
    ask(tocsin, home, *more)
    assert len(made) == 2, before.out[:200]


def test_problems_are_told_again_with_their_status(tocsin: Run, home: Path, made: list[int]) -> None:
    put(home / "in", "broken.pdf", "no pdf")
    first, again = ask(tocsin, home), ask(tocsin, home)
    assert first.status == again.status == 3 and first.err == again.err and "1 problem" in again.err and len(made) == 1


def test_a_brief_of_the_store_is_made_anew_after_a_decision_or_another_report(tocsin: Run, home: Path, made: list[int]) -> None:
    ask(tocsin, home)
    store = ("--store", home / "s.db")

    def whole() -> Answer:
        return tocsin("brief", *store, "--format", "json")

    first = whole()
    assert whole().out == first.out and len(made) == 2
    claim = first.of("claim")[0]["id"]
    assert tocsin("decide", "reject", claim, "--reason", "wrong", *store, "--who", "Ida").status == 0
    assert claim not in {row["id"] for row in whole().of("claim")}
    put(home / "more", "late.txt", "Gunmen killed nine people in Dorra on Monday, police said.\n")
    assert tocsin("read", home / "more", *store).status == 0
    assert len(whole().of("report")) == 3


def test_nothing_of_a_forgotten_report_is_answered(tocsin: Run, home: Path) -> None:
    first = ask(tocsin, home, "--format", "json")
    gone = first.of("report")[0]
    assert tocsin("forget", gone["id"], "--store", home / "s.db", "--yes").status == 0
    assert gone["id"] not in {row["id"] for row in ask(tocsin, home, "--format", "json").of("report")}
    assert gone["text"][:60].encode() not in b"".join(path.read_bytes() for path in home.glob("s.db*"))


def test_standard_input_is_read_every_time(tocsin: Run, home: Path, made: list[int]) -> None:
    row = '{"text": "Gunmen killed nine people in Dorra on Monday, police said."}\n'
    for _ in range(2):
        assert tocsin("brief", "-", "--store", home / "s.db", stdin=row).status == 0
    assert len(made) == 2


def test_only_the_newest_answers_are_kept(tmp_path: Path) -> None:
    from tocsin.store import answers, open_store

    with open_store(str(tmp_path / "s.db")) as store:
        for n in range(answers.MOST + 3):
            assert answers.keep(store, f"k{n}", answers.Answer(f"brief {n}" if n % 2 else b"\x00pdf", {"n": n}))
        assert not answers.keep(store, f"k{answers.MOST}", answers.Answer("other", {}))
        assert answers.find(store, "k0") is None and answers.find(store, "k3") == answers.Answer("brief 3", {"n": 3})
        assert answers.find(store, "k4") == answers.Answer(b"\x00pdf", {"n": 4})
