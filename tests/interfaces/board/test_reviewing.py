"""Correcting the machine from the pages: what is kept, what is seen at once, what is refused and how."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.interfaces.board.conftest import HERE, Browser, ready
from tocsin import intake, pipeline
from tocsin.codebook import Codebook
from tocsin.interfaces.board import create_app
from tocsin.records import Claim
from tocsin.store import Store


def claim_of(store: Store, kind: str, number: int | None = None) -> Claim:
    """The machine's claim of this kind (and number)."""
    return next(c for r in store.reads() for c in r.claims if c.kind == kind and (number is None or (c.figure and c.figure.low == number)))


def toll(browser: Browser, situation: str) -> str:
    """The headline of the dead on the situation's page."""
    found = re.search(r'id="figure-killed">\s*<p class="big"><a[^>]*>([^<]+)</a>', browser.page(f"/situations/{situation}"))
    assert found
    return html.unescape(found[1])


def verdicts(store: Store) -> list[str]:
    return [d.verdict for d in store.decisions()]


def seen_by(page: str) -> list[str]:
    """The decisions that a form says were seen."""
    return re.findall(r'name="seen" value="(\w+)"', page)


def test_accepting_keeps_who_and_when(browser: Browser, store: Store) -> None:
    claim = claim_of(store, "killing")
    answer = browser.post("/decide", verdict="accept", claim=claim.id, why="the ministry's own words")
    assert answer.status_code == 200 and "Accepted" in answer.text and answer.headers["hx-trigger"] == "figures-changed"
    (decision,) = store.decisions()
    assert (decision.who, decision.verdict, decision.why) == ("Ana Lyst", "accept", "the ministry's own words")
    assert "Ana Lyst" in browser.page(f"/claims/{claim.id}") and "accepted by Ana Lyst" in browser.page(f"/reports/{claim.report_id}")


def test_a_corrected_number_is_seen_at_once_everywhere_and_undone(browser: Browser, store: Store, situation: str) -> None:
    before = toll(browser, situation)
    claim = claim_of(store, "killing", 31)
    assert "31" in before
    answer = browser.post("/decide", verdict="correct", claim=claim.id, **{"figure.best": "47"})
    assert answer.status_code == 200, answer.text
    (decision,) = store.decisions()
    assert decision.value == {"figure": {"low": 47, "best": 47, "high": 47}}
    assert "47" in toll(browser, situation)
    for page in (
        "/",
        f"/situations/{situation}",
        f"/situations/{situation}/why?at=view.figures.killed",
        f"/claims/{claim.id}",
        f"/reports/{claim.report_id}",
    ):
        assert "47" in browser.page(page), page
    undone = browser.post("/undo", claim=claim.id)
    assert undone.status_code == 200 and toll(browser, situation) == before
    assert verdicts(store) == ["correct", "undo"]
    assert "The chain is whole" in browser.page("/trail")


def test_rejecting_takes_the_claim_out_of_the_figures(browser: Browser, store: Store, situation: str) -> None:
    claim = claim_of(store, "killing", 31)
    for same in [c for r in store.reads() for c in r.claims if c.figure and c.figure.low == 31]:
        answer = browser.post("/decide", verdict="reject", reason="outlier", claim=same.id)
        assert answer.status_code == 200 and "outlier" in answer.text
    assert "31" not in toll(browser, situation)
    assert "is-rejected" in browser.page(f"/reports/{claim.report_id}")


def test_an_untouched_form_changes_nothing(browser: Browser, store: Store) -> None:
    """What a browser sends back unchanged is no correction: only fields that differ are decided on."""
    claim = claim_of(store, "killing", 44)
    page = browser.page(f"/claims/{claim.id}?do=correct")
    fields = dict(re.findall(r'<input name="([a-z_.]+)" value="([^"]*)"', page))
    fields |= {
        n: re.findall(r'<option value="([^"]*)" selected', inside)[0]
        for n, inside in re.findall(r'<select name="([a-z_.]+)"[^>]*>(.*?)</select>', page, flags=re.S)
        if " selected" in inside
    }
    fields |= {n: inside for n, inside in re.findall(r'<textarea name="([a-z_.]+)"[^>]*>(.*?)</textarea>', page, flags=re.S)}
    sent = {k: html.unescape(v) for k, v in fields.items() if k != "why"}
    answer = browser.post("/decide", verdict="correct", claim=claim.id, **sent)
    assert answer.status_code == 422 and "nothing is corrected" in answer.text and store.decisions() == ()
    sent["status"] = "ongoing"
    assert browser.post("/decide", verdict="correct", claim=claim.id, **sent).status_code == 200
    assert store.decisions()[0].value == {"status": "ongoing"}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("figure.low", "forty"),
        ("figure.low", "-3"),
        ("figure.low", "9" * 40),
        ("time.start", "tomorrow"),
        ("actors", "soldiers | wizards"),
        ("figure.high", "3"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(browser: Browser, store: Store, field: str, typed: str) -> None:
    claim = claim_of(store, "killing", 44)
    answer = browser.post("/decide", verdict="correct", claim=claim.id, why="<b>typed</b>", **{field: typed})
    assert answer.status_code == 422 and store.decisions() == ()
    assert 'aria-invalid="true"' in answer.text and html.escape(typed) in answer.text
    assert "&lt;b&gt;typed&lt;/b&gt;" in answer.text


def test_the_second_of_two_analysts_sees_the_first_and_chooses(browser: Browser, store: Store) -> None:
    claim = claim_of(store, "killing", 44)
    mine = seen_by(browser.page(f"/claims/{claim.id}"))
    assert browser.post("/decide", verdict="reject", reason="wrong", claim=claim.id, why="miscounted").status_code == 200
    answer = browser.post("/decide", verdict="accept", claim=claim.id, seen=mine)
    assert answer.status_code == 409 and verdicts(store) == ["reject"]
    assert "Somebody decided" in answer.text and "miscounted" in answer.text and "accepted it" in answer.text
    again = seen_by(answer.text)
    assert browser.post("/decide", verdict="accept", claim=claim.id, seen=again).status_code == 200
    assert verdicts(store) == ["reject", "accept"]


def test_a_missed_claim_is_added_from_a_selection(browser: Browser, store: Store) -> None:
    read = next(r for r in store.reads() if "Ilse Maron" in r.report.text)
    start = read.report.text.index("300 families")
    form = browser.page(f"/add?report={read.report.id}&start={start}&end={start + 12}")
    assert "300 families" in form
    fields: dict[str, Any] = {"kind": "displacement", "figure.low": "300", "figure.unit": "displaced", "figure.counts": "households"}
    answer = browser.post("/decide", verdict="add", report=read.report.id, start=start, end=start + 12, **fields)
    assert answer.status_code == 200, answer.text
    (decision,) = store.decisions()
    assert decision.anchor["span"] == [start, start + 12] and decision.value["figure"]["low"] == 300
    assert "added by Ana Lyst" in browser.page(f"/reports/{read.report.id}")


@pytest.mark.parametrize("span", [(-1, 5), (5, 5), (0, 10**6), (9, 3)])
def test_words_outside_the_report_cannot_be_added(browser: Browser, store: Store, span: tuple[int, int]) -> None:
    report = next(store.reads()).report
    assert browser.get(f"/add?report={report.id}&start={span[0]}&end={span[1]}").status_code == 422
    assert browser.post("/decide", verdict="add", report=report.id, start=span[0], end=span[1], kind="attack").status_code == 422
    assert store.decisions() == ()


def test_two_claims_are_said_to_be_the_same(browser: Browser, store: Store) -> None:
    one, other = claim_of(store, "killing", 31), claim_of(store, "killing", 44)
    assert browser.post("/decide", verdict="same", claim=one.id, other=other.id).status_code == 200
    assert {store.decisions()[0].anchor[k]["claim"] for k in "ab"} == {one.id, other.id}
    assert browser.post("/decide", verdict="same", claim=one.id, other=one.id).status_code == 422
    assert browser.post("/decide", verdict="same", claim=one.id, other="c0").status_code == 404


def test_a_level_is_set_with_a_reason(browser: Browser, store: Store, situation: str) -> None:
    assert browser.post("/decide", verdict="level", situation=situation, value="watch").status_code == 422
    assert browser.post("/decide", verdict="level", situation=situation, value="watch", why="seen from here").status_code == 200
    page = browser.page(f"/situations/{situation}")
    assert "Level set by Ana Lyst" in page and "level-watch" in page


def test_a_source_is_graded(browser: Browser, store: Store) -> None:
    assert browser.post("/decide", verdict="grade", source="Ridge Post", value="Z9").status_code == 422
    assert browser.post("/decide", verdict="grade", source="Ridge Post", value="B2").status_code == 200
    assert store.decisions()[0].anchor == {"source": "Ridge Post"}


def test_several_claims_at_once(browser: Browser, store: Store) -> None:
    ids = [c.id for r in store.reads() for c in r.claims][:3]
    answer = browser.post("/bulk", verdict="accept", claim=[*ids, "c0"])
    assert answer.status_code == 200 and "3 claims" in answer.text and "no such claim" in answer.text
    assert verdicts(store) == ["accept"] * 3


def test_nothing_to_undo_is_said(browser: Browser, store: Store) -> None:
    assert browser.post("/undo", claim=claim_of(store, "killing").id).status_code == 422
    assert browser.post("/undo", decision="d0").status_code == 404


def test_the_trail_lists_and_exports_decisions(browser: Browser, store: Store) -> None:
    browser.post("/decide", verdict="accept", claim=claim_of(store, "killing").id, why="<script>alert(9)</script>")
    page = browser.page("/trail")
    assert "accepted it" in page and "<script>alert(9)" not in page and "The chain is whole" in page
    assert browser.get("/trail/export").text.count("\n") >= 1


def test_deciding_without_script_leads_back_to_the_claim(browser: Browser, store: Store) -> None:
    claim = claim_of(store, "killing")
    answer = browser.post("/decide", part=False, verdict="accept", claim=claim.id)
    assert answer.status_code == 303 and answer.headers["location"] == f"/claims/{claim.id}"


def test_a_search_is_kept_and_forgotten(browser: Browser) -> None:
    page = browser.page("/search?q=market")
    assert "<mark>market</mark>" in page and "militia" in page.lower()
    assert browser.post("/search/save", name="The <i>market</i>", query="market").status_code == 303
    kept = browser.page("/search")
    assert "The &lt;i&gt;market&lt;/i&gt;" in kept and "<i>market" not in kept
    found = re.search(r'name="id" value="(\w+)"', kept)
    assert found and browser.post("/search/forget", id=found[1]).status_code == 303
    assert "market" not in browser.page("/search")
    assert browser.post("/search/forget", id=found[1]).status_code == 404
    assert browser.post("/search/save", name=" ", query="market").status_code == 422


@pytest.mark.parametrize("words", ['"', "-", "a OR", "*", "near(", "' OR 1=1 --", "x" * 200, "\x00", "-market"])
def test_odd_searches_are_answered_in_words(browser: Browser, words: str) -> None:
    answer = browser.get("/search", params={"q": words})
    assert answer.status_code == 200 and "Traceback" not in answer.text


def test_a_decision_whose_words_changed_is_shown_to_be_taken_anew(store: Store, codebook: Codebook, tmp_path: Path) -> None:
    """The same report comes again with another number: what was decided on the old words is not applied, and said."""
    for number in ("ninety", "ninety-five"):
        row = {
            "id": "wire-7",
            "source": "Lowland Wire",
            "published": "2031-05-08",
            "text": f"Militiamen killed {number} people in Sarn on Thursday, police said.",
        }
        (tmp_path / "one.jsonl").write_text(json.dumps(row))
        list(pipeline.read_reports(intake.collect([str(tmp_path / "one.jsonl")]), codebook=codebook, store=store))
        ready(store, codebook)
        with TestClient(create_app(store, codebook, analyst="Ana Lyst"), base_url=HERE) as client:
            browser = Browser(client)
            if number == "ninety":
                claim = next(c for r in store.reads() if r.report.id == "wire-7" for c in r.claims if c.figure)
                assert browser.post("/decide", verdict="correct", claim=claim.id, **{"figure.best": "88"}).status_code == 200
                assert "To decide anew" not in browser.page("/reports/wire-7")
            else:
                page = browser.page("/reports/wire-7")
                assert "To decide anew" in page and "The text has changed" in page
