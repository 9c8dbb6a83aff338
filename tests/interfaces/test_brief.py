"""`tocsin brief`: which reports it answers from, in which formats, and where it is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.interfaces.conftest import Answer
from tests.interfaces.texts import FRENCH, RAID, SHELLING, line, put

Run = Callable[..., Answer]
EXAMPLE = Path(__file__).parents[2] / "examples" / "osh-2010"


@pytest.fixture(scope="module")
def book() -> list[dict[str, Any]]:
    """The JSON brief of the shipped example."""
    from typer.testing import CliRunner

    from tocsin.interfaces.cli import app

    result = CliRunner().invoke(app, ["brief", str(EXAMPLE), "--format", "json", "--store", "none"])
    assert result.exit_code == 0, result.stderr
    return [json.loads(row) for row in result.stdout.splitlines()]


def test_the_example_is_told_with_every_quote_at_its_place(book: list[dict[str, Any]]) -> None:
    texts = {row["id"]: row["text"] for row in book if row["record"] == "report"}
    claims = [row for row in book if row["record"] == "claim"]
    assert len(texts) >= 30 and len(claims) > 100
    for claim in claims:
        assert texts[claim["report_id"]][claim["start"] : claim["end"]] == claim["quote"]
        assert claim["sentence"]["start"] <= claim["start"] or claim["sentence"]["end"] > claim["start"]


def cited(value: Any) -> Iterator[str]:
    """Every claim id named anywhere in a situation."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("claims", "for", "against") and isinstance(inner, list):
                yield from inner
            elif key == "claim" and isinstance(inner, str):
                yield inner
            else:
                yield from cited(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from cited(inner)


def test_every_claim_that_a_situation_names_is_there(book: list[dict[str, Any]]) -> None:
    ids = {row["id"] for row in book if row["record"] == "claim"}
    situations = [row for row in book if row["record"] == "situation"]
    assert situations
    for situation in situations:
        named = [i for i in cited(situation) if isinstance(i, str)]
        assert named
        assert set(named) <= ids, sorted(set(named) - ids)[:5]


def test_reports_and_claims_come_before_situations(book: list[dict[str, Any]]) -> None:
    kinds = [row["record"] for row in book]
    first = kinds.index("situation")
    assert set(kinds[:first]) == {"report", "claim"} and set(kinds[first:]) <= {"situation", "problem"}
    assert [row for row in book[:first] if row["record"] == "report"][0] is book[0]


# ------------------------------------------------------------------ names of private persons

NAMED = (
    "Nadira Selmo, 41, a tailor, said that soldiers entered the town of Dorra on Monday and killed her son. "
    "The interior minister, Karel Ost, denied it."
)


def test_names_are_masked_in_every_file_and_shown_on_purpose_only(tocsin: Run, tmp_path: Path) -> None:
    report = put(tmp_path, "n.txt", NAMED)
    for format in ("html", "md", "json", "csv", "terminal", "annotations"):
        out = tmp_path / f"masked.{format}"
        answer = tocsin("brief", report, "-f", format, "-o", out)
        assert answer.status == 0 and "masked" in answer.err
        assert "Selmo" not in out.read_text(), format
        assert "Karel Ost" in out.read_text() or format not in ("html", "json"), format
        assert tocsin("brief", report, "-f", format, "-o", out, "--force", "--unmask").status == 0
        assert "Selmo" in out.read_text(), format


def test_the_screen_and_lines_for_the_next_program_are_whole(tocsin: Run, tmp_path: Path) -> None:
    report = put(tmp_path, "n.txt", NAMED)
    assert "Selmo" in tocsin("brief", report, "-f", "json").out
    assert "Selmo" in tocsin("read", report).out
    assert "Selmo" not in tocsin("read", report, "--mask").out
    assert "Selmo" not in tocsin("brief", report, "-f", "html").out, "a page on standard output is on its way to a file"


# ------------------------------------------------------------------ days and forms


def test_a_brief_as_of_a_day_leaves_out_what_came_later_and_says_so(tocsin: Run, tmp_path: Path) -> None:
    rows = line(id="a", text=RAID, published="2011-05-02") + line(id="b", text=SHELLING, published="2011-05-09")
    put(tmp_path, "two.jsonl", rows)
    answer = tocsin("brief", tmp_path / "two.jsonl", "-f", "json", "--as-of", "2011-05-04")
    assert [r["id"] for r in answer.of("report")] == ["a"]
    assert "1 later report left out" in answer.err
    wrong = tocsin("brief", tmp_path / "two.jsonl", "--as-of", "next week")
    assert wrong.status == 2 and "next week" in wrong.err
    changed = tocsin("brief", tmp_path / "two.jsonl", "-f", "json", "--since", "2011-05-01")
    assert changed.of("change")[0]["what"] == "New situation"


def test_pages_are_written_whole_and_a_form_that_is_not_there_is_refused(tocsin: Run, tmp_path: Path) -> None:
    report, out = put(tmp_path, "s.txt", SHELLING), tmp_path / "b.pdf"
    assert tocsin("brief", report, "-f", "pdf", "--form", "page", "-o", out).status == 0
    assert out.read_bytes().startswith(b"%PDF-")
    refused = tocsin("brief", report, "-f", "pdf", "-o", out)
    assert refused.status == 2 and "--force" in refused.err
    assert "full, page" in tocsin("brief", report, "--form", "scroll").err
    assert not list(tmp_path.glob(".*part"))


# ------------------------------------------------------------------ which reports


def test_with_paths_it_answers_from_exactly_these_and_without_from_the_store(tocsin: Run, tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    one, two = put(tmp_path, "one.txt", RAID), put(tmp_path, "two.txt", SHELLING)
    tocsin("read", one, "--store", store)
    of_path = tocsin("brief", two, "--store", store, "--format", "json")
    assert [Path(r["path"]).name for r in of_path.of("report")] == ["two.txt"]
    of_store = tocsin("brief", "--store", store, "--format", "json")
    assert {Path(r["path"]).name for r in of_store.of("report")} == {"one.txt", "two.txt"}


def test_an_empty_store_says_how_to_begin(tocsin: Run) -> None:
    answer = tocsin("brief", "--store", "none", "--format", "json")
    assert answer.status == 0 and answer.out == ""
    assert "tocsin brief PATH" in answer.err


def test_problems_of_earlier_runs_are_listed_until_mended_and_fail_nothing(tocsin: Run, tmp_path: Path) -> None:
    store, bad, french = tmp_path / "s.db", put(tmp_path, "bad.txt", b""), put(tmp_path, "f.txt", FRENCH)
    assert tocsin("read", bad, french, "--store", store).status == 3
    first = tocsin("brief", "--store", store, "--format", "json")
    assert first.status == 0 and len(first.of("problem")) == 2
    bad.write_text(RAID)
    tocsin("read", bad, "--store", store)
    second = tocsin("brief", "--store", store, "--format", "json")
    assert [p["error"] for p in second.of("problem")] == ["not read: language fr"]


def test_of_two_versions_of_one_report_the_last_counts(tocsin: Run) -> None:
    rows = line(id="x", text="Gunmen killed 3 people in Ilmet.") + line(id="x", text="Gunmen killed 5 people in Ilmet.")
    answer = tocsin("brief", "-", "--format", "json", stdin=rows)
    assert ["5 people" in r["text"] for r in answer.of("report")] == [True]
    assert all("3 people" not in c["quote"] for c in answer.of("claim"))


# ------------------------------------------------------------------ formats


HOSTILE = (
    '<script>alert("x")</script> Gunmen killed 14 people in Kenya on 3 May 2011, the interior ministry said. '
    "<img src=x onerror=alert(1)> The government refused to let observers in. </script><svg onload=alert(2)>"
)


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_markup_in_a_report_never_becomes_markup_of_the_page(tocsin: Run) -> None:
    row = line(text=HOSTILE, title="<img src=x onerror=alert(3)>", source='"><script>alert(4)</script>', url="javascript:alert(5)")
    answer = tocsin("brief", "-", "--format", "html", stdin=row)
    assert answer.status == 0, answer.err
    page = Elements()
    page.feed(answer.out)
    assert "Gunmen killed 14 people" in answer.out
    for tag, attributes in page.found:
        assert tag != "img" or attributes.get("src") != "x"
        assert not any(name.startswith("on") and "alert" in (value or "") for name, value in attributes.items()), (tag, attributes)
        assert not any((value or "").strip().lower().startswith("javascript:") for value in attributes.values()), (tag, attributes)
    for script in ("<script>alert", "<svg onload", "<img src=x"):
        assert script not in answer.out.lower()


def test_terminal_commands_in_a_report_do_not_reach_the_terminal(tocsin: Run) -> None:
    answer = tocsin("brief", "-", stdin=line(text=f"\x1b[2J\x1b]0;owned\x07{SHELLING}", title="\x1b[31mred"))
    assert answer.status == 0 and "\x1b" not in answer.out and "\x07" not in answer.out


@pytest.mark.parametrize(("format", "start"), [("terminal", ""), ("html", "<!doctype html"), ("md", "#"), ("json", '{"record": "report"')])
def test_every_format_tells_the_figure(tocsin: Run, format: str, start: str) -> None:
    answer = tocsin("brief", "-", "--format", format, stdin=line(text=SHELLING.replace("Ilmet", "Garissa"), title="Market attacked"))
    assert answer.status == 0, answer.err
    assert answer.out.lower().startswith(start.lower()) and answer.out.endswith("\n")
    assert "14" in answer.out


def test_attributions_can_be_left_out_of_the_json(tocsin: Run) -> None:
    answer = tocsin("brief", "-", "--format", "json", "--no-attributions", stdin=line(text=SHELLING))
    assert all("attributions" not in report for report in answer.of("report")) and answer.of("claim")


def test_problems_stand_in_the_brief_and_in_the_status(tocsin: Run, tmp_path: Path) -> None:
    answer = tocsin("brief", put(tmp_path, "a.txt", SHELLING), tmp_path / "gone.txt")
    assert answer.status == 3
    assert "gone.txt" in answer.out and "1 problem" in answer.err


# ------------------------------------------------------------------ the file


def test_a_file_is_written_whole_and_not_written_over(tocsin: Run, tmp_path: Path) -> None:
    report, out = put(tmp_path, "a.txt", SHELLING), tmp_path / "out" / "brief.md"
    out.parent.mkdir()
    assert tocsin("brief", report, "-f", "md", "-o", out).status == 0
    written = out.read_text()
    assert "14" in written
    out.write_text("mine")
    refused = tocsin("brief", report, "-f", "md", "-o", out)
    assert refused.status == 2 and "--force" in refused.err and out.read_text() == "mine"
    assert tocsin("brief", report, "-f", "md", "-o", out, "--force").status == 0
    assert out.read_text() == written
    assert list(out.parent.iterdir()) == [out]


def test_a_file_that_cannot_be_written_is_told_before_any_work(tocsin: Run, tmp_path: Path) -> None:
    report = put(tmp_path, "a.txt", SHELLING)
    for out in (tmp_path, tmp_path / "no" / "such" / "b.html"):
        answer = tocsin("brief", report, "-o", out)
        assert answer.status == 2 and str(out) in answer.err.replace("\n", "") or str(out.parent) in answer.err.replace("\n", "")


def test_a_device_is_written_to_and_stays_a_device(tocsin: Run, tmp_path: Path) -> None:
    null = Path("/dev/null")
    if not null.exists():
        pytest.skip("this system has no /dev/null")
    assert tocsin("brief", put(tmp_path, "a.txt", SHELLING), "-f", "md", "-o", null).status == 0
    assert null.is_char_device()
