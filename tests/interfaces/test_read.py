"""`tocsin read`: what goes in, and which lines come out in which order."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.intake.make_files import MAIL, PAGE, pdf, word_file
from tests.interfaces.conftest import Answer, Row
from tests.interfaces.texts import FRENCH, RAID, SHELLING, line, put
from tocsin.records import Read, Report, Tally
from tocsin.store import open_store

Run = Callable[..., Answer]

KINDS: dict[str, bytes | str] = {
    "a.txt": RAID,
    "b.md": f"# Villagers flee Dorra\n\n*Harbour Post*, 3 May 2011\n\n{RAID}\n",
    "c.html": PAGE,
    "d.pdf": pdf([[part.strip() + "." for part in SHELLING.rstrip(".").split(". ")]]),
    "e.docx": word_file(),
    "f.eml": MAIL,
    "g.json": json.dumps([{"text": RAID, "title": "Raid on Dorra", "source": "Harbour Post", "published": "2011-05-03"}]),
    "h.jsonl": line(id="h-1", text=SHELLING, published="2011-05-04") + line(id="h-2", text=RAID, source="Lamp"),
}


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kinds")
    for name, content in KINDS.items():
        put(folder, name, content)
    return folder


def blocks(rows: list[Row]) -> list[list[Row]]:
    """The lines cut before every report and every problem."""
    cut: list[list[Row]] = []
    for row in rows:
        if row["record"] in ("report", "problem"):
            cut.append([])
        cut[-1].append(row)
    return cut


def test_every_kind_of_file_gives_a_report_its_claims_and_one_tally_in_that_order(tocsin: Run, every_kind: Path) -> None:
    answer = tocsin("read", every_kind)
    assert answer.status == 0, answer.err
    told = blocks(answer.rows)
    assert [Path(block[0]["path"]).name for block in told] == [*KINDS, "h.jsonl"]
    for block in told:
        kinds = [row["record"] for row in block]
        assert kinds == ["report", *["claim"] * (len(kinds) - 2), "tally"]
        assert len(kinds) > 2, f"nothing was read in {block[0]['path']}"
        assert {row["report_id"] for row in block[1:]} == {block[0]["id"]}
        for claim in block[1:-1]:
            assert block[0]["text"][claim["start"] : claim["end"]] == claim["quote"]


def test_the_same_files_give_the_same_ids_again(tocsin: Run, every_kind: Path) -> None:
    first, second = (tocsin("read", every_kind) for _ in range(2))
    assert first.out == second.out
    ids = [row["id"] for row in first.rows if "id" in row]
    assert len(ids) == len(set(ids))


def test_a_given_id_comes_back_and_the_text_starts_with_the_title(tocsin: Run) -> None:
    answer = tocsin("read", "-", stdin=line(id="desk/7", title="Market attacked", text=SHELLING))
    (report,) = answer.of("report")
    assert report["id"] == "desk/7" and report["text"].startswith("Market attacked")
    assert {claim["report_id"] for claim in answer.of("claim")} == {"desk/7"}


BAD: dict[str, tuple[str | bytes, str]] = {
    "empty.txt": (b"", "empty file"),
    "picture.txt": (bytes(range(256)) * 40, "not text"),
    "half.pdf": (pdf([[RAID[:80]]])[:400], "damaged PDF"),
    "large.txt": (b"Nothing happened here. " * 1_100_000, "too large"),
    "broken.json": ("{", "not JSON"),
}


def test_what_cannot_be_read_is_told_in_its_place_and_the_rest_is_read(tocsin: Run, tmp_path: Path) -> None:
    for name, (content, _) in BAD.items():
        put(tmp_path, name, content)
    put(tmp_path, "zz.txt", RAID)
    answer = tocsin("read", tmp_path, tmp_path / "nowhere.txt")
    assert answer.status == 3
    problems = {Path(p["path"]).name: p for p in answer.of("problem")}
    assert {name: problems[name]["error"] for name in BAD} == {name: error for name, (_, error) in BAD.items()}
    assert "nowhere.txt" in problems
    assert all(p["detail"] and p["what_to_do"] and p["report_id"] is None for p in problems.values())
    (report,) = answer.of("report")
    assert report["path"].endswith("zz.txt") and answer.of("claim")
    assert "6 problems" in answer.err


def test_a_word_file_that_is_no_word_file_is_a_problem(tocsin: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.docx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    answer = tocsin("read", tmp_path / "x.docx")
    assert answer.status == 3 and [row["record"] for row in answer.rows] == ["problem"]


def test_a_report_in_another_language_is_kept_and_named_as_not_read(tocsin: Run, tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    answer = tocsin("read", put(tmp_path, "f.txt", FRENCH), "--store", store)
    assert answer.status == 3
    assert [row["record"] for row in answer.rows] == ["report", "tally", "problem"]
    report, _, problem = answer.rows
    assert problem["error"] == "not read: language fr" and problem["report_id"] == report["id"]
    with open_store(str(store)) as kept:
        (read,) = kept.reads()
    assert read.report.language == "fr" and read.claims == ()


def test_attributions_can_be_left_out(tocsin: Run) -> None:
    row = line(text=SHELLING)
    (with_them,) = tocsin("read", "-", stdin=row).of("report")
    (without,) = tocsin("read", "-", "--no-attributions", stdin=row).of("report")
    assert with_them["attributions"]
    assert {k: v for k, v in with_them.items() if k != "attributions"} == without


def test_markup_and_odd_characters_pass_through_as_they_are(tocsin: Run) -> None:
    text = "[bold]Rebels[/bold] killed 7 people in Ilmet, the café owner said. “Why?”"
    (report,) = tocsin("read", "-", stdin=line(text=text)).of("report")
    assert report["text"] == text


# ------------------------------------------------------------------ the store


def kept_in(store: Path) -> list[Read]:
    with open_store(str(store)) as kept:
        return list(kept.reads())


def test_a_second_read_adds_nothing_and_answers_the_same(tocsin: Run, every_kind: Path, tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    first = tocsin("read", every_kind, "--store", store)
    reads = kept_in(store)
    second = tocsin("read", every_kind, "--store", store)
    assert first.rows == second.rows
    assert kept_in(store) == reads and len(reads) == 9
    with open_store(str(store)) as kept:
        assert len(kept.readers()) == 1


def test_nothing_is_kept_where_none_is_asked_for(tocsin: Run, tmp_path: Path) -> None:
    assert tocsin("read", "-", "--store", "none", stdin=line(text=RAID)).status == 0
    assert list(tmp_path.iterdir()) == []


def test_another_profile_reads_what_is_kept_anew(tocsin: Run, tmp_path: Path) -> None:
    store, row = tmp_path / "s.db", line(id="v", text="Hundreds of people were killed in Ilmet on 3 May 2011, the ministry said.")
    lows = []
    for profile in ("acled", "strict_plural", "acled"):
        answer = tocsin("read", "-", "--store", store, "--profile", profile, stdin=row)
        lows.append(answer.of("tally")[0]["figures"]["killed"]["low"])
    assert lows == [100, 200, 100]


def test_the_path_told_is_where_the_report_lies_now(tocsin: Run, tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    first = put(tmp_path, "old.txt", RAID)
    tocsin("read", first, "--store", store)
    moved = first.rename(tmp_path / "new.txt")
    (report,) = tocsin("read", moved, "--store", store).of("report")
    assert report["path"] == str(moved)


def test_an_exact_repeat_is_passed_over_and_said(tocsin: Run) -> None:
    row = line(text=RAID, source="Lamp")
    answer = tocsin("read", "-", stdin=row + line(text=RAID, source="Harbour Post") + row)
    assert answer.status == 0
    assert [r["source"] for r in answer.of("report")] == ["Lamp", "Harbour Post"]
    assert "1 exact repeat" in answer.err


def test_the_same_id_with_other_text_is_a_new_version_in_one_run_too(tocsin: Run, tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    rows = line(id="x", text="Gunmen killed 3 people in Ilmet.") + line(id="x", text="Gunmen killed 5 people in Ilmet.")
    answer = tocsin("read", "-", "--store", store, stdin=rows)
    assert [t["figures"]["killed"]["best"] for t in answer.of("tally")] == [3, 5]
    assert "1 report replaced by a later one with the same id" in answer.err
    assert [r.tally.figures["killed"]["best"] for r in kept_in(store)] == [5]


def test_quiet_says_nothing_on_standard_error(tocsin: Run) -> None:
    answer = tocsin("read", "-", "--quiet", stdin=line(text=RAID) + "{\n")
    assert answer.status == 3 and answer.err == ""


def test_what_is_kept_has_the_fields_that_were_written(tocsin: Run, tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    answer = tocsin("read", "-", "--store", store, stdin=line(id="x", text=SHELLING))
    (read,) = kept_in(store)
    assert isinstance(read.report, Report) and isinstance(read.tally, Tally)
    assert [c.id for c in read.claims] == [c["id"] for c in answer.of("claim")]
