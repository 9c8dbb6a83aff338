"""With accounts: who gets in, what each role may, what confidential reports leave no trace of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.interfaces.board.conftest import HERE, Browser
from tests.interfaces.board.test_reviewing import claim_of
from tocsin.codebook import Codebook
from tocsin.errors import InputError
from tocsin.interfaces.board import create_app
from tocsin.interfaces.board.app import SESSION_COOKIE, clock
from tocsin.interfaces.serving import check_accounts
from tocsin.store import Store, accounts, open_store

PASSWORD = "a long enough pass phrase"
PEOPLE = {"vera": "viewer", "ana": "analyst", "lea": "lead"}


class Time:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.now = clock()

    def __call__(self) -> str:
        return self.now


@pytest.fixture
def hands() -> Time:
    return Time()


@pytest.fixture(scope="module")
def with_people(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented store with accounts: passwords are hashed slowly, so once for all tests."""
    folder = tmp_path_factory.mktemp("team")
    for path in kept.parent.glob("kept.db*"):
        (folder / path.name).write_bytes(path.read_bytes())
    with open_store(str(folder / "kept.db")) as store:
        for name, role in PEOPLE.items():
            accounts.add(store, name, PASSWORD, role=role, now=clock())
    return folder / "kept.db"


@pytest.fixture
def store(with_people: Path, tmp_path: Path) -> Iterator[Store]:
    for path in with_people.parent.glob("kept.db*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with open_store(str(tmp_path / "kept.db")) as opened:
        yield opened


@pytest.fixture
def team(store: Store, codebook: Codebook, hands: Time) -> Any:
    return create_app(store, codebook, team=True, now=hands)


class People(dict[str, Browser]):
    """A logged-in browser for each person, from when they are first asked for."""

    def __init__(self, team: Any) -> None:
        super().__init__()
        self.team = team

    def __missing__(self, name: str) -> Browser:
        browser = self[name] = Browser(TestClient(self.team, base_url=HERE))
        assert log_in(browser, name).status_code == 303
        return browser


@pytest.fixture
def people(team: Any) -> Iterator[People]:
    found = People(team)
    yield found
    for browser in found.values():
        browser.client.close()


def log_in(browser: Browser, name: str, password: str = PASSWORD, **more: str) -> Any:
    seal = re.search(r'name="csrf" content="([0-9a-f]+)"', browser.client.get("/login").text)
    assert seal
    return browser.client.post("/login", data={"csrf": seal[1], "name": name, "password": password, **more}, follow_redirects=False)


PAGES = (
    "/",
    "/reports",
    "/sources",
    "/trail",
    "/codebook",
    "/search",
    "/trail/export",
    "/situations/s0",
    "/claims/c0",
    "/reports/r0",
    "/grade",
    "/add",
)
API = ("/", "/situations", "/reports", "/sources", "/trail", "/trail/verify", "/search?q=x", "/searches", "/claims/c0", "/situations/s0")


@pytest.mark.parametrize("path", PAGES)
def test_nobody_sees_a_page_without_logging_in(team: Any, path: str) -> None:
    with TestClient(team, base_url=HERE) as client:
        answer = client.get(path, follow_redirects=False)
        assert answer.status_code == 303 and answer.headers["location"].startswith("/login")
        assert client.get(path, headers={"HX-Request": "true"}).status_code == 401


@pytest.mark.parametrize("path", API)
def test_nobody_asks_the_api_without_a_token(team: Any, path: str) -> None:
    with TestClient(team, base_url=HERE) as client:
        for headers in ({}, {"Authorization": "Bearer made-up"}, {"Authorization": "Basic YTpi"}, {"Cookie": f"{SESSION_COOKIE}=made-up"}):
            answer = client.get(f"/api/v1{path}", headers=headers)
            assert answer.status_code == 401 and answer.json()["error"]["status"] == 401


def test_a_wrong_password_is_told_and_nothing_more(team: Any) -> None:
    with TestClient(team, base_url=HERE) as client:
        browser = Browser(client)
        told = [log_in(browser, name, "wrong password") for name in ("ana", "nobody")]
        assert [t.status_code for t in told] == [401, 401]
        assert re.sub("ana|nobody", "", told[0].text) == re.sub("ana|nobody", "", told[1].text)
        assert 'value="ana"' in told[0].text and "wrong password<" not in told[0].text and SESSION_COOKIE not in client.cookies


def test_guessing_is_slowed_down(team: Any) -> None:
    with TestClient(team, base_url=HERE) as client:
        answers = [log_in(Browser(client), "ana", f"guess {n}") for n in range(12)]
        assert answers[-1].status_code == 429
        assert log_in(Browser(client), "ana").status_code == 429


def test_sessions_are_kept_from_scripts_and_other_sites(team: Any) -> None:
    with TestClient(team, base_url=HERE) as client:
        cookie = log_in(Browser(client), "ana").headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=strict" in cookie


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_a_login_leads_only_to_the_board(team: Any, to: str) -> None:
    with TestClient(team, base_url=HERE) as client:
        assert log_in(Browser(client), "ana", to=to).headers["location"] == "/"


def test_leaving_ends_the_session(people: People) -> None:
    ana = people["ana"]
    secret = ana.client.cookies[SESSION_COOKIE]
    assert ana.post("/logout", part=False).status_code == 303
    assert ana.client.get("/", headers={"Cookie": f"{SESSION_COOKIE}={secret}"}, follow_redirects=False).status_code == 303


def test_a_session_ends_by_itself(people: People, hands: Time) -> None:
    assert people["ana"].get("/").status_code == 200
    hands.now = "2099-01-01T00:00:00+00:00"
    assert people["ana"].get("/").status_code == 303


def test_a_revoked_account_is_out_at_once(people: People, store: Store, hands: Time) -> None:
    assert people["ana"].get("/").status_code == 200
    accounts.revoke(store, "ana", now=hands())
    assert people["ana"].get("/").status_code == 303 and people["lea"].get("/").status_code == 200


@pytest.mark.parametrize("path", ["/decide", "/bulk", "/undo", "/search/save", "/search/forget", "/logout"])
def test_every_form_needs_the_seal_of_its_browser(people: People, store: Store, path: str) -> None:
    stolen = people["lea"].seal()
    for seal in ("", stolen):
        answer = people["ana"].post(path, sealed=False, csrf=seal, verdict="accept", claim=claim_of(store, "killing").id)
        assert answer.status_code == 403
    assert store.decisions() == ()


def test_a_viewer_decides_nothing(people: People, store: Store) -> None:
    claim = claim_of(store, "killing", 31)
    vera = people["vera"]
    assert vera.post("/decide", verdict="accept", claim=claim.id).status_code == 403
    assert "no such" not in vera.post("/bulk", verdict="accept", claim=[claim.id]).text
    token = vera.seal()
    body = {"verdict": "accept", "about": {"claim": claim.id}}
    assert vera.client.post("/api/v1/decisions", json=body, headers={"X-CSRF-Token": token}).status_code == 403
    assert store.decisions() == () and 'value="accept"' not in vera.page(f"/claims/{claim.id}")


def test_an_analyst_does_not_restrict_reports(people: People, store: Store) -> None:
    report = next(store.reads()).report.id
    assert people["ana"].post("/decide", verdict="confidentiality", report=report, value="confidential").status_code == 403
    assert people["lea"].post("/decide", verdict="confidentiality", report=report, value="confidential").status_code == 200


def test_only_a_lead_takes_back_what_others_decided(people: People, store: Store) -> None:
    claim = claim_of(store, "killing", 31)
    assert people["lea"].post("/decide", verdict="accept", claim=claim.id).status_code == 200
    (decision,) = store.decisions()
    assert people["ana"].post("/undo", decision=decision.id).status_code == 403
    assert people["lea"].post("/undo", decision=decision.id).status_code == 200


def test_verifying_takes_two_people_and_a_lead(people: People, store: Store) -> None:
    claim = claim_of(store, "killing", 31)
    assert people["ana"].post("/decide", verdict="accept", claim=claim.id).status_code == 200
    seen = [d.id for d in store.decisions()]
    assert people["lea"].post("/decide", verdict="accept", claim=claim.id, seen=seen).status_code == 200
    assert "verified by two people" in people["vera"].page(f"/claims/{claim.id}")


def test_a_confidential_report_leaves_no_trace_for_others(people: People, store: Store, situation: str) -> None:
    """Not its text, its title, its claims, its number in any figure, nor a decision on it: on pages, exports and the API alike."""
    claim = claim_of(store, "killing", 44)
    report = next(r.report for r in store.reads() if r.report.id == claim.report_id)
    assert people["ana"].post("/decide", verdict="accept", claim=claim.id, why="the secret reason").status_code == 200
    assert (
        people["lea"].post("/decide", verdict="confidentiality", report=report.id, value="confidential", why="a witness").status_code == 200
    )
    assert "44" in people["lea"].page(f"/reports/{report.id}")
    for name in ("vera", "ana"):
        someone = people[name]
        for path in (
            f"/reports/{report.id}",
            f"/claims/{claim.id}",
            f"/api/v1/reports/{report.id}",
            f"/api/v1/claims/{claim.id}",
            f"/grade?report={report.id}",
        ):
            assert someone.get(path).status_code == 404, path
        assert someone.post("/decide", verdict="accept", claim=claim.id).status_code == 404
        rows = someone.client.get("/api/v1/situations").json()["items"]
        pages = [
            "/",
            "/reports",
            "/sources",
            "/trail",
            "/trail/export",
            "/search?q=Red+Cross",
            "/api/v1/reports",
            "/api/v1/sources",
            "/api/v1/trail",
            "/api/v1/search?q=Cross",
        ]
        pages += [
            f"/situations/{r['id']}{more}" for r in rows for more in ("", "/export?format=json", "/export?format=html", "/export?format=md")
        ]
        pages += [f"/api/v1/situations/{r['id']}" for r in rows]
        for path in pages:
            text = someone.page(path)
            for trace in (report.title, report.id, claim.id, "the secret reason", "counted 44", "Harbour Daily"):
                assert str(trace) not in text, (name, path, trace)


def test_a_restricted_report_is_read_by_analysts_only(people: People, store: Store) -> None:
    report = claim_of(store, "killing", 44).report_id
    assert people["lea"].post("/decide", verdict="confidentiality", report=report, value="restricted").status_code == 200
    assert [people[n].get(f"/reports/{report}").status_code for n in PEOPLE] == [404, 200, 200]


def test_a_token_is_its_owner_and_can_be_taken_away(team: Any, store: Store, hands: Time) -> None:
    claim = claim_of(store, "killing", 31)
    secret = accounts.make_token(store, "ana", label="test", now=hands())
    with TestClient(team, base_url=HERE, headers={"Authorization": f"Bearer {secret}"}) as client:
        assert client.get("/api/v1/").json()["name"] == "ana"
        assert client.post("/api/v1/decisions", json={"verdict": "accept", "about": {"claim": claim.id}}).status_code == 201
        assert (store.decisions()[0].who, store.decisions()[0].role) == ("ana", "analyst")
        accounts.revoke_token(store, accounts.tokens(store, "ana")[0].id, now=hands())
        assert client.get("/api/v1/").status_code == 401


def test_a_session_needs_the_seal_at_the_api_too(people: People, store: Store) -> None:
    body = {"verdict": "accept", "about": {"claim": claim_of(store, "killing", 31).id}}
    ana = people["ana"]
    assert ana.client.post("/api/v1/decisions", json=body).status_code == 403
    assert ana.client.post("/api/v1/decisions", json=body, headers={"X-CSRF-Token": people["lea"].seal()}).status_code == 403
    assert ana.client.post("/api/v1/decisions", json=body, headers={"X-CSRF-Token": ana.seal()}).status_code == 201


def test_a_team_needs_accounts_and_accounts_a_team(store: Store, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "empty.db")) as empty:
        check_accounts(empty, team=False)
        with pytest.raises(InputError, match="nobody could log in"):
            check_accounts(empty, team=True)
    check_accounts(store, team=True)
    with pytest.raises(InputError, match="belongs to a team"):
        check_accounts(store, team=False)


def test_too_many_requests_are_refused(people: People) -> None:
    ana = people["ana"]
    codes = [ana.client.get("/static/bell.svg").status_code for _ in range(620)]
    assert codes[0] == 200 and codes[-1] == 429
