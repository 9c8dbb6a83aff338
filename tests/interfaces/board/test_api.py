"""The API gives what the pages show, decides what they decide, and tells every error in one shape; the client speaks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.interfaces.board.conftest import Browser, serving
from tests.interfaces.board.test_reviewing import claim_of, toll
from tocsin import Client
from tocsin.client import BoardError
from tocsin.codebook import Codebook
from tocsin.interfaces.board import create_app
from tocsin.records import to_json
from tocsin.store import Store


def ask(browser: Browser, path: str, **more: Any) -> Any:
    answer = browser.client.get(f"/api/v1{path}", **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def address(store: Store, codebook: Codebook) -> Iterator[str]:
    with serving(create_app(store, codebook, analyst="Ana Lyst")) as at:
        yield at


def test_the_api_tells_what_the_pages_show(browser: Browser, situation: str) -> None:
    row = next(r for r in ask(browser, "/situations")["items"] if r["id"] == situation)
    whole = ask(browser, f"/situations/{situation}")
    assert row["figures"]["killed"]["low"] == whole["figures"]["killed"]["low"]
    assert str(whole["figures"]["killed"]["low"]) in toll(browser, situation)
    why = ask(browser, f"/situations/{situation}/why?at=view.figures.killed")
    assert toll(browser, situation) in why["heading"] and why["sentences"][0]["quote"]


def test_claims_and_reports_have_the_public_shape(browser: Browser, store: Store) -> None:
    for read in store.reads():
        told = ask(browser, f"/reports/{read.report.id}")
        assert told["report"] == to_json(read.report) and [c["id"] for c in told["claims"]] == [c.id for c in read.claims]
        for claim in read.claims[:2]:
            alone = ask(browser, f"/claims/{claim.id}")
            assert {k: alone[k] for k in to_json(claim)} == to_json(claim) and alone["review"]["verified"] == 0


def test_lists_come_in_pages(browser: Browser, store: Store) -> None:
    found, after = [], None
    while True:
        page = ask(browser, f"/reports?limit=1{f'&after={after}' if after else ''}")
        found += [r["id"] for r in page["items"]]
        after = page["next"]
        if not after:
            break
    assert sorted(found) == sorted(r.report.id for r in store.reads()) and page["total"] == len(found)


@pytest.mark.parametrize("path", ["/", "/situations", "/sources", "/trail", "/trail/verify"])
def test_what_is_known_is_not_sent_again(browser: Browser, path: str) -> None:
    first = browser.client.get(f"/api/v1{path}")
    again = browser.client.get(f"/api/v1{path}", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    assert browser.client.get(f"/api/v1{path}", headers={"If-None-Match": '"else"'}).status_code == 200


def test_a_tag_changes_with_what_it_is_of(browser: Browser, store: Store) -> None:
    claim = claim_of(store, "killing", 31)
    before = browser.client.get(f"/api/v1/claims/{claim.id}").headers["etag"]
    browser.client.post("/api/v1/decisions", json={"verdict": "accept", "about": {"claim": claim.id}})
    assert browser.client.get(f"/api/v1/claims/{claim.id}").headers["etag"] != before


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"verdict": "reject", "about": {"claim": "CLAIM"}, "value": "boring"}, 422, "value"),
        ({"verdict": "correct", "about": {"claim": "CLAIM"}, "value": {"figure": {"low": "many"}}}, 422, "value.figure.low"),
        ({"verdict": "correct", "about": {"claim": "CLAIM"}, "value": {"colour": "red"}}, 422, "value.colour"),
        ({"verdict": "praise", "about": {"claim": "CLAIM"}}, 422, "verdict"),
        ({"verdict": "accept", "about": {}}, 422, "anchor"),
        ({"verdict": "accept", "about": {"claim": "CLAIM"}, "who": "somebody else"}, 422, "who"),
        ({"verdict": "accept", "about": {"claim": "c0"}}, 404, None),
        ({"verdict": "undo", "supersedes": "d0"}, 404, None),
        ({"verdict": "level", "about": {"situation": "SITUATION"}, "value": "watch"}, 422, "why"),
        ([], 422, None),
    ],
)
def test_a_wrong_decision_is_refused_and_the_field_named(
    browser: Browser, store: Store, situation: str, body: Any, status: int, field: str | None
) -> None:
    text = str(body).replace("CLAIM", claim_of(store, "killing", 31).id).replace("SITUATION", situation)
    import ast

    answer = browser.client.post("/api/v1/decisions", json=ast.literal_eval(text))
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert set(error) >= {"status", "error", "detail", "what_to_do", "field"} and error["status"] == status and error["error"]
    assert error["field"] == field
    assert store.decisions() == ()


@pytest.mark.parametrize(
    "path", ["/nowhere", "/claims/c0", "/situations/s0", "/reports/..%2f..%2fetc%2fpasswd", "/situations/s0/why?at=view"]
)
def test_what_is_not_there_has_the_same_shape(browser: Browser, path: str) -> None:
    answer = browser.client.get(f"/api/v1{path}")
    assert answer.status_code == 404 and answer.json()["error"]["status"] == 404


@pytest.mark.parametrize("query", ["limit=0", "limit=9999", "limit=x", "sort=best", f"text={'x' * 300}"])
def test_a_wrong_question_names_its_field(browser: Browser, query: str) -> None:
    answer = browser.client.get(f"/api/v1/situations?{query}")
    assert answer.status_code == 422 and answer.json()["error"]["field"] == query.partition("=")[0]


@pytest.mark.parametrize("cursor", ["x", "-1", "0", "é", "1;drop", "9" * 300])
@pytest.mark.parametrize("path", ["situations", "reports", "trail"])
def test_a_made_up_cursor_is_no_defect(browser: Browser, path: str, cursor: str) -> None:
    assert browser.client.get(f"/api/v1/{path}", params={"after": cursor}).status_code in (200, 400, 422)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])
def test_only_json_may_decide(browser: Browser, store: Store, kind: str) -> None:
    """What a form on another page could send without asking is not taken."""
    body = f'{{"verdict": "accept", "about": {{"claim": "{claim_of(store, "killing", 31).id}"}}}}'
    answer = browser.client.post("/api/v1/decisions", content=body, headers={"Content-Type": kind})
    assert answer.status_code in (403, 422) and store.decisions() == ()


def test_the_description_is_whole(browser: Browser) -> None:
    told = ask(browser, "/openapi.json")
    assert {"/api/v1/situations", "/api/v1/decisions", "/api/v1/claims/{id}", "/api/v1/search"} <= set(told["paths"])
    assert not [p for p in told["paths"] if not p.startswith("/api/v1/")]
    for path in told["paths"].values():
        for verb in path.values():
            assert verb["summary"] and "ErrorAnswer" in str(verb["responses"]["422"])


# ------------------------------------------------------------------ the client


def test_the_client_reads_decides_and_undoes(address: str, store: Store) -> None:
    claim = claim_of(store, "killing", 31)
    with Client(address) as board:
        assert board.about()["name"] == "Ana Lyst"
        row = max(board.situations(), key=lambda r: r["reports"])
        assert row["figures"]["killed"]["low"] == 31
        kept = board.correct(claim.id, {"figure": {"low": 47, "best": 47, "high": 47}}, why="recount", seen=[])
        assert row["id"] in kept["remade"]
        assert board.situation(row["id"])["figures"]["killed"]["low"] == 47
        assert board.claim(claim.id)["review"]["was"]["figure"]["low"] == 31
        board.undo(kept["decision"]["id"])
        assert board.situation(row["id"])["figures"]["killed"]["low"] == 31
        assert [e["decision"]["verdict"] for e in board.trail()] == ["undo", "correct"]
        assert board.verify_trail()["ok"] and len(list(board.reports())) == 4 and board.sources()
        assert board.why(row["id"], "view.figures.killed")["sentences"]
        start = board.report(claim.report_id)["report"]["text"].index("burned houses")
        assert board.add(claim.report_id, (start, start + 13), "destruction", why="missed")["decision"]["verdict"] == "add"


def test_the_client_tells_a_conflict(address: str, store: Store) -> None:
    claim = claim_of(store, "killing", 31)
    with Client(address) as board:
        board.reject(claim.id, "outlier", seen=[])
        with pytest.raises(BoardError) as caught:
            board.accept(claim.id, seen=[])
    assert caught.value.status == 409 and caught.value.body["decisions"][0]["verdict"] == "reject"


def test_the_client_says_when_nobody_answers() -> None:
    with Client("http://127.0.0.1:9") as board, pytest.raises(BoardError, match="can't be reached"):
        board.about()
