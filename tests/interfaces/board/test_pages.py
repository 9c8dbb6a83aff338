"""What the pages show, and that every number on them opens."""

from __future__ import annotations

import html
import re
from importlib.util import find_spec

import pytest

from tests.interfaces.board.conftest import Browser
from tests.interfaces.board.reports import SCRIPT
from tocsin.store import Store

PAGES = ("/", "/reports", "/sources", "/trail", "/codebook", "/search", "/search?q=Sarn")


def links(page: str, start: str = "/") -> list[str]:
    """The addresses behind everything that opens in the panel."""
    found = re.findall(r'<a class="n[^"]*" href="([^"]+)"', page) + re.findall(r'<a class="n[^"]*"[^>]* href="([^"]+)"', page)
    return [html.unescape(x) for x in dict.fromkeys(found) if x.startswith(start)]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens(browser: Browser, path: str) -> None:
    assert '<main id="main"' in browser.page(path)


def test_situations_tell_level_phase_toll_and_silence(browser: Browser) -> None:
    page = browser.page("/")
    assert "Varenia" in page or "Sarn" in page
    assert 'class="badge level-' in page and "phase-word-" in page
    assert re.search(r"at least \d+|\d+ to \d+|>\d+<", page)


def test_situations_can_be_searched_and_filtered(browser: Browser) -> None:
    assert "No situation fits" in browser.page("/?q=Atlantis")
    assert "No situation fits" in browser.page("/?phase=ended")
    assert "/situations/s" in browser.page("/?q=Sarn")


def test_every_number_of_a_situation_opens_its_sentence(browser: Browser, situation: str) -> None:
    """One step from the page: the panel holds the sentence or the formula, and who read it."""
    page = browser.page(f"/situations/{situation}")
    behind = links(page, f"/situations/{situation}/why")
    assert len(behind) > 10
    for path in behind:
        panel = browser.get(path, part=True)
        assert panel.status_code == 200, path
        assert "<mark>" in panel.text or "<dt>Formula</dt>" in panel.text or "<dt>Source</dt>" in panel.text, path
        if "<mark>" in panel.text:
            assert "<dt>Version</dt>" in panel.text and "<dt>Reviewer</dt>" in panel.text


def test_a_row_leads_to_the_same_panels(browser: Browser) -> None:
    for path in links(browser.page("/"), "/situations/"):
        assert browser.get(path, part=True).status_code == 200, path


def test_the_panel_is_a_page_of_its_own_without_script(browser: Browser, situation: str) -> None:
    path = links(browser.page(f"/situations/{situation}"), f"/situations/{situation}/why")[0]
    assert browser.page(path).startswith("<!doctype html>")
    assert not browser.get(path, part=True).text.startswith("<!doctype html>")


def test_a_report_marks_every_claim_and_lists_it(browser: Browser, store: Store) -> None:
    for read in store.reads():
        page = browser.page(f"/reports/{read.report.id}")
        for claim in read.claims:
            assert f'id="c-{claim.id}"' in page and f'id="card-{claim.id}"' in page


def test_paragraphs_know_where_they_start(browser: Browser, store: Store) -> None:
    """The offset on each paragraph is that of the report's text: a selection becomes a claim's span by it."""
    for read in store.reads():
        for start, inside in re.findall(r'data-start="(\d+)">(.*?)</p>', browser.page(f"/reports/{read.report.id}"), flags=re.S):
            if inside and "card-head" not in inside and 'class="card' not in inside:
                said = html.unescape(re.sub(r"<[^>]+>", "", inside))
                assert read.report.text[int(start) : int(start) + len(said)] == said


@pytest.mark.parametrize(
    "path",
    ["/situations/s0", "/reports/nothing", "/claims/c0", "/situations/s0/why?at=view", "/static/../app.py", "/static/app.py", "/nowhere"],
)
def test_what_is_not_there_is_said_in_words(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404 and "Traceback" not in answer.text


@pytest.mark.parametrize(
    "at", ["view", "view.__class__", "desk", "situation", "view.figures.99", "view.figures.killed.basis.cites.__len__", "", "x" * 150]
)
def test_a_path_reaches_only_what_a_page_shows(browser: Browser, situation: str, at: str) -> None:
    assert browser.get(f"/situations/{situation}/why", params={"at": at}).status_code == 404


def test_a_hostile_report_is_shown_as_text(browser: Browser, store: Store, situation: str) -> None:
    hostile = next(r for r in store.reads() if "<script>" in r.report.text or "<script>" in (r.report.source or ""))
    pages = [browser.page(p) for p in (*PAGES, f"/reports/{hostile.report.id}", f"/situations/{situation}")]
    pages += [browser.page(f"/claims/{c.id}") for c in hostile.claims]
    for page in pages:
        assert SCRIPT not in page and "<img src=x" not in page and "javascript:" not in page
        for tag in re.findall(r"<script\b[^>]*>", page):
            assert re.fullmatch(r'<script src="/static/[\w.]+\?[\w.]+"( defer)?>', tag)
        assert not re.search(r"<[^>]+\son\w+=", page) and " style=" not in page
    assert any(html.escape("<script>") in page for page in pages)


def test_a_pdf_is_offered_where_it_can_be_set(browser: Browser, situation: str) -> None:
    offered = "export?format=pdf" in browser.page(f"/situations/{situation}")
    answer = browser.get(f"/situations/{situation}/export?format=pdf")
    assert offered == bool(find_spec("typst"))
    assert answer.content.startswith(b"%PDF") if offered else answer.status_code == 400


def test_briefs_are_handed_out_as_files(browser: Browser, situation: str) -> None:
    for format, start in (("html", "<!doctype html>"), ("md", "#"), ("json", "{")):
        answer = browser.get(f"/situations/{situation}/export?format={format}")
        assert answer.status_code == 200 and answer.text.startswith(start)
        assert answer.headers["content-disposition"].startswith("attachment")
    for format, start in (("docx", b"PK"), ("csv", b""), ("geojson", b"{")):
        answer = browser.get(f"/situations/{situation}/export?format={format}")
        assert answer.status_code == 200 and answer.content.startswith(start) and answer.content
    assert browser.get(f"/situations/{situation}/export?format=exe").status_code == 404
