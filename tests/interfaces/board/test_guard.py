"""What the board refuses: other names, other pages' posts, large bodies, forms without their seal."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.interfaces.board.conftest import HERE, Browser
from tocsin.codebook import Codebook
from tocsin.errors import InputError
from tocsin.interfaces.board import create_app
from tocsin.interfaces.board.guard import MOST_BYTES, Rates
from tocsin.interfaces.serving import check_address
from tocsin.store import Store


def a_claim(store: Store) -> str:
    return next(c.id for r in store.reads() for c in r.claims)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8642", "127.0.0.1.evil.example", "", "[::2]:80", "localhost.evil", "a@127.0.0.1:1:2"]
)
def test_another_host_name_is_refused(browser: Browser, host: str) -> None:
    """A name that was made to point at 127.0.0.1 must not reach the board (DNS rebinding)."""
    for path in ("/", "/api/v1/openapi.json", "/static/board.js"):
        assert browser.client.get(path, headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8642", "localhost:8642", "LOCALHOST", "[::1]:8642"])
def test_its_own_names_are_answered(browser: Browser, host: str) -> None:
    assert browser.client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_page_cannot_post(browser: Browser, store: Store, headers: dict[str, str]) -> None:
    answer = browser.post("/decide", headers=headers, verdict="accept", claim=a_claim(store))
    assert answer.status_code == 403 and store.decisions() == ()


def test_the_boards_own_page_can_post(browser: Browser, store: Store) -> None:
    answer = browser.post("/decide", headers={"Origin": HERE, "Sec-Fetch-Site": "same-origin"}, verdict="accept", claim=a_claim(store))
    assert answer.status_code == 200 and len(store.decisions()) == 1


@pytest.mark.parametrize("seal", ["", "0" * 64, "é"])
def test_a_form_without_its_seal_is_refused(browser: Browser, store: Store, seal: str) -> None:
    answer = browser.post("/decide", sealed=False, csrf=seal, verdict="accept", claim=a_claim(store))
    assert answer.status_code == 403 and "out of date" in answer.text and store.decisions() == ()


def test_a_seal_of_another_browser_is_refused(browser: Browser, store: Store, codebook: Codebook) -> None:
    with TestClient(browser.client.app, base_url=HERE) as other:
        stolen = Browser(other).seal()
    assert browser.post("/decide", sealed=False, csrf=stolen, verdict="accept", claim=a_claim(store)).status_code == 403


@pytest.mark.parametrize("path", ["/decide", "/api/v1/decisions"])
def test_large_bodies_are_refused(browser: Browser, path: str) -> None:
    assert browser.client.post(path, content=b"x" * (MOST_BYTES + 1), headers={"Content-Type": "application/json"}).status_code == 413


def test_a_body_without_a_length_cannot_be_larger(browser: Browser) -> None:
    pieces = (b"a=" + b"x" * 8192 for _ in range(MOST_BYTES // 8192 + 2))
    answer = browser.client.post("/decide", content=pieces, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "x", "1" * 30])
def test_a_nonsense_length_is_refused(browser: Browser, length: str) -> None:
    assert browser.client.post("/decide", content=b"", headers={"Content-Length": length}).status_code == 413


def test_every_answer_carries_the_policy(browser: Browser) -> None:
    for path in ("/", "/static/board.js", "/nowhere", "/api/v1/nowhere"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert (
            "script-src 'self'" in policy
            and "unsafe" not in policy
            and "default-src 'none'" in policy
            and "frame-ancestors 'none'" in policy
        )
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%2fetc%2fpasswd",
        "/reports/..%2f..%2fetc%2fpasswd",
        "/reports/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    ],
)
def test_no_path_leaves_the_package(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404 and "root:" not in answer.text and "def " not in answer.text


def test_where_a_form_leads_back_to_is_the_board(browser: Browser) -> None:
    answer = browser.post("/decide", part=False, verdict="grade", source="Ridge Post", value="B2", back="//evil.example/")
    assert answer.status_code == 303 and answer.headers["location"] == "/"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "board.example.org"])
def test_it_does_not_listen_beyond_this_machine_without_accounts(host: str) -> None:
    with pytest.raises(InputError):
        check_address(host, team=False)
    check_address(host, team=True)


def test_loopback_needs_no_accounts() -> None:
    for host in ("127.0.0.1", "::1", "localhost", "127.0.0.9"):
        check_address(host, team=False)


def test_the_rate_of_one_address_is_bounded() -> None:
    now = [0.0]
    rates = Rates(lambda: now[0], most=3, window=10)
    assert [rates.allow("a") for _ in range(4)] == [True, True, True, False]
    assert rates.allow("b")
    now[0] = 11
    assert rates.allow("a")


def test_the_scripts_are_small(browser: Browser, store: Store, codebook: Codebook) -> None:
    import gzip

    from tocsin.interfaces.board.app import STATIC, read_static

    assert sum(len(gzip.compress(read_static(n))) for n in STATIC if n.endswith(".js")) < 300_000
    assert create_app(store, codebook) is not browser.client.app
