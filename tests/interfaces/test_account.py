"""`tocsin account`, and what accounts change for `tocsin decide`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests.interfaces.conftest import Answer
from tests.interfaces.texts import line
from tocsin.store import accounts, open_store

Run = Callable[..., Answer]
SECRET = "seven herons over the weir"
NOW = "2031-05-04T12:00:00+00:00"


@pytest.fixture
def desk(tocsin: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("TOCSIN_STORE", str(tmp_path / "desk.db"))
    monkeypatch.setattr(accounts, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    return tocsin


def test_the_first_lead_is_made_with_a_password_from_standard_input(desk: Run, tmp_path: Path) -> None:
    answer = desk("account", "add", "ada", "--role", "lead", stdin=SECRET + "\n")
    assert answer.status == 0 and answer.out == "" and SECRET not in answer.err
    with open_store(str(tmp_path / "desk.db")) as store:
        assert accounts.login(store, "ada", SECRET, address="here", now=NOW)
    listed = desk("account", "list").out
    assert "ada" in listed and "lead" in listed


def test_a_missing_or_weak_password_is_refused_in_words(desk: Run) -> None:
    assert "no password was given" in desk("account", "add", "ada", "--role", "lead", stdin="").err
    answer = desk("account", "add", "ada", "--role", "lead", stdin="short\n")
    assert answer.status == 2 and "12 or more" in answer.err
    assert "viewer, analyst, lead" in desk("account", "add", "ada", "--role", "boss", stdin=SECRET).err
    assert "No account yet" in desk("account", "list").err


def test_a_token_is_written_once_listed_and_ended(desk: Run, tmp_path: Path) -> None:
    desk("account", "add", "ada", "--role", "lead", stdin=SECRET)
    secret = desk("account", "token", "ada", "--label", "export").out.strip()
    listed = desk("account", "tokens").out
    assert secret.startswith("tocsin_") and "never used  export" in listed and secret not in listed
    assert desk("account", "revoke", "--token", listed.split()[0]).status == 0
    with open_store(str(tmp_path / "desk.db")) as store:
        assert accounts.who(store, secret, now=NOW) is None
    assert "revoked" in desk("account", "tokens").out


def test_roles_passwords_and_the_last_lead(desk: Run) -> None:
    desk("account", "add", "ada", "--role", "lead", stdin=SECRET)
    desk("account", "add", "ben", "--role", "viewer", stdin=SECRET)
    assert desk("account", "role", "ben", "--role", "analyst").status == 0
    assert desk("account", "password", "ben", stdin="nine otters in a boat\n").status == 0
    assert "last lead" in desk("account", "revoke", "ada").err
    assert desk("account", "revoke", "ben").status == 0
    assert "revoked" in desk("account", "list").out
    assert "nothing to revoke" in desk("account", "revoke").err


def test_with_accounts_only_who_may_decide_decides_and_a_lead_verifies_twice(desk: Run) -> None:
    text = "Gunmen killed 12 people in Osh on Friday, police said."
    claim = desk("read", "-", stdin=line(id="post", text=text, published="2010-06-12")).of("claim")[0]["id"]
    for name, role in (("ada", "lead"), ("ben", "analyst"), ("cleo", "viewer")):
        desk("account", "add", name, "--role", role, stdin=SECRET)
    for name, told in (("cleo", "cleo is a viewer"), ("eve", "There is no account 'eve'")):
        answer = desk("decide", "accept", claim, "--who", name)
        assert answer.status == 2 and told in answer.err
    first, second = desk("decide", "accept", claim, "--who", "ben"), desk("decide", "accept", claim, "--who", "ada")
    assert [one.of("decision")[0]["role"] for one in (first, second)] == ["analyst", "lead"]
