"""`tocsin link`: a line a report, problems beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.interfaces.conftest import Answer
from tests.interfaces.texts import RAID, SHELLING, line, put

Run = Callable[..., Answer]


def test_every_report_gets_a_line_and_copies_stand_together(tocsin: Run, tmp_path: Path) -> None:
    feed = line(id="a", text=RAID, published="2011-05-03") + line(id="b", text=RAID, title="Raid", source="Lamp", published="2011-05-04")
    answer = tocsin("link", put(tmp_path, "feed.jsonl", feed + line(id="c", text=SHELLING, published="2011-05-04")))
    assert answer.status == 0, answer.err
    rows = {row["report_id"]: row for row in answer.of("link")}
    assert list(rows) == ["a", "b", "c"] and len(answer.rows) == 3
    assert rows["a"]["cluster"] == rows["b"]["cluster"] != rows["c"]["cluster"]
    assert rows["b"]["origin"] == "a" and rows["b"]["joined"]["with"] == "a"
    assert "3 reports in 2 clusters" in answer.err


def test_what_cannot_be_opened_is_a_problem_and_the_rest_is_linked(tocsin: Run, tmp_path: Path) -> None:
    good = put(tmp_path, "good.txt", RAID)
    answer = tocsin("link", good, tmp_path / "nowhere.txt")
    assert answer.status == 3
    assert [row["record"] for row in answer.rows] == ["problem", "link"]


def test_mistakes_of_the_caller_are_said(tocsin: Run, tmp_path: Path) -> None:
    assert tocsin("link").status == 2
    answer = tocsin("link", put(tmp_path, "a.txt", RAID), "--format", "csv")
    assert answer.status == 2 and "jsonl" in answer.err
