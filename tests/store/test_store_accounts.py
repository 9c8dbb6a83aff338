"""Accounts, sessions and tokens on every engine: who gets in, for how long, and who no more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher

from tocsin.errors import AccessError, TooManyError
from tocsin.store import Store, accounts, open_store

NewUrl = Callable[[], str]
DAY = "2031-05-04T"
NOON = f"{DAY}12:00:00+00:00"
SECRET = "seven herons over the weir"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with little work; the parameters are the library's worry."""
    monkeypatch.setattr(accounts, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    accounts._nobody.cache_clear()


@pytest.fixture
def store(new_url: NewUrl) -> Iterator[Store]:
    with open_store(new_url()) as opened:
        accounts.add(opened, "ada", SECRET, role="lead", now=NOON)
        accounts.add(opened, "Ben", SECRET + "!", role="analyst", now=NOON)
        yield opened


def enter(store: Store, name: str = "ada", password: str = SECRET, *, address: str = "10.0.0.1", now: str = NOON) -> str:
    return accounts.login(store, name, password, address=address, now=now)


def everything_kept(store: Store) -> str:
    """Every row of the tables of accounts, as text."""
    with store._transaction() as connection:
        return "".join(str(connection.exec_driver_sql(f"SELECT * FROM {table}").all()) for table in ("accounts", "keys", "failures"))


def test_the_right_password_opens_a_session_that_ends_by_itself(store: Store) -> None:
    secret = enter(store)
    assert accounts.who(store, secret, now=NOON) == accounts.Account("ada", "lead", NOON)
    assert accounts.who(store, secret, now=f"{DAY}23:59:59+00:00")
    assert accounts.who(store, secret, now="2031-05-05T00:00:01+00:00") is None
    assert accounts.who(store, secret, now="2031-05-05T01:30:00+02:00")  # still the fourth in UTC


def test_a_session_ends_when_its_owner_logs_out_and_no_other_does(store: Store) -> None:
    one, other = enter(store), enter(store)
    accounts.logout(store, one, now=NOON)
    assert accounts.who(store, one, now=NOON) is None and accounts.who(store, other, now=NOON)


@pytest.mark.parametrize("forged", [None, "", "x", "tocsin_x", "é\ud800", "x" * 100_000, "' OR '1'='1"])
def test_a_forged_secret_is_nobodys(store: Store, forged: str | None) -> None:
    enter(store)
    assert accounts.who(store, forged, now=NOON) is None


def test_no_secret_is_kept_as_it_is(store: Store) -> None:
    secrets = [enter(store), accounts.make_token(store, "ada", label="export", now=NOON)]
    kept = everything_kept(store)
    assert SECRET not in kept and not any(secret in kept for secret in secrets)
    assert "$argon2id$" in kept


WRONG = [("ada", "wrong"), ("nobody", SECRET), ("Ada", SECRET), ("ada\0", SECRET), ("", ""), ("ada", "x" * 99999)]


@pytest.mark.parametrize(("name", "password"), WRONG)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(store: Store, name: str, password: str) -> None:
    with pytest.raises(AccessError) as refused:
        enter(store, name, password)
    assert str(refused.value).startswith("wrong name or password.") and refused.value.field is None


def test_after_ten_failures_a_name_waits_and_then_gets_in(store: Store) -> None:
    for n in range(10):
        with pytest.raises(AccessError, match="wrong"):
            enter(store, password="guess", address=f"10.0.0.{n}", now=f"{DAY}12:0{n % 10}:00+00:00")
    with pytest.raises(TooManyError) as refused:
        enter(store, address="10.0.9.9", now=f"{DAY}12:10:00+00:00")
    assert 0 < refused.value.retry_after <= 301
    assert enter(store, "Ben", SECRET + "!", address="10.0.0.1", now=f"{DAY}12:10:00+00:00")
    assert enter(store, now=f"{DAY}12:15:01+00:00")


def test_an_address_that_tries_many_names_waits(store: Store) -> None:
    for n in range(30):
        with pytest.raises(AccessError, match="wrong"):
            enter(store, f"name{n}", "guess")
    with pytest.raises(TooManyError):
        enter(store)
    assert enter(store, address="10.0.0.2")


def test_a_login_forgets_the_failures_before_it(store: Store) -> None:
    for _ in range(3):
        for _ in range(9):
            with pytest.raises(AccessError, match="wrong"):
                enter(store, password="guess")
        enter(store)


def test_many_guesses_at_once_are_no_more_than_one_after_the_other(store: Store) -> None:
    answers: list[type] = []

    def guess() -> None:
        try:
            enter(store, password="guess")
        except AccessError as error:
            answers.append(type(error))

    threads = [threading.Thread(target=guess) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(AccessError) == 10 and answers.count(TooManyError) == 14


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a short password": ({"password": "short"}, "password"),
    "a password of one letter": ({"password": "a" * 20}, "password"),
    "a password with the name": ({"password": "cleo and the rest"}, "password"),
    "an endless password": ({"password": "xyzuv" * 1000}, "password"),
    "an empty name": ({"name": ""}, "name"),
    "a name with a space": ({"name": "two words"}, "name"),
    "a name with markup": ({"name": "<b>"}, "name"),
    "a taken name in other letters": ({"name": "ADA"}, "name"),
    "an unknown role": ({"role": "owner"}, "role"),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_what_will_not_do_is_refused_with_its_field(store: Store, case: tuple[dict[str, Any], str]) -> None:
    change, field = case
    given = {"name": "cleo", "password": "nine otters in a boat", "role": "viewer"} | change
    with pytest.raises(AccessError) as refused:
        accounts.add(store, given["name"], given["password"], role=given["role"], now=NOON)
    assert refused.value.field == field and len(accounts.list_accounts(store)) == 2


def test_a_revoked_account_is_out_at_once_with_its_sessions_and_tokens_and_its_name_stays_taken(store: Store) -> None:
    session = enter(store, "Ben", SECRET + "!")
    token = accounts.make_token(store, "Ben", label="export", now=NOON)
    accounts.revoke(store, "Ben", now=NOON)
    assert accounts.who(store, session, now=NOON) is None and accounts.who(store, token, now=NOON) is None
    with pytest.raises(AccessError, match="wrong"):
        enter(store, "Ben", SECRET + "!")
    with pytest.raises(AccessError, match="taken"):
        accounts.add(store, "ben", "nine otters in a boat", role="viewer", now=NOON)
    assert [(one.name, bool(one.revoked)) for one in accounts.list_accounts(store)] == [("Ben", True), ("ada", False)]
    for act in (lambda: accounts.revoke(store, "Ben", now=NOON), lambda: accounts.make_token(store, "Ben", label="x", now=NOON)):
        with pytest.raises(AccessError, match="no such account"):
            act()


def test_the_last_lead_stays(store: Store) -> None:
    for act in (lambda: accounts.revoke(store, "ada", now=NOON), lambda: accounts.set_role(store, "ada", "viewer")):
        with pytest.raises(AccessError, match="last lead"):
            act()
    accounts.set_role(store, "Ben", "lead")
    accounts.revoke(store, "ada", now=NOON)
    assert accounts.find(store, "ada") is None and accounts.any_account(store)


def test_another_role_counts_at_once(store: Store) -> None:
    session = enter(store, "Ben", SECRET + "!")
    accounts.set_role(store, "Ben", "viewer")
    found = accounts.who(store, session, now=NOON)
    assert found and found.role == "viewer"


def test_a_new_password_ends_sessions_but_not_tokens(store: Store) -> None:
    session, token = enter(store), accounts.make_token(store, "ada", label="export", now=NOON)
    accounts.set_password(store, "ada", "nine otters in a boat", now=NOON)
    assert accounts.who(store, session, now=NOON) is None and accounts.who(store, token, now=NOON)
    with pytest.raises(AccessError, match="wrong"):
        enter(store)
    assert enter(store, password="nine otters in a boat")


def test_a_token_is_listed_used_and_ended(store: Store) -> None:
    token = accounts.make_token(store, "Ben", label="nightly export", days=2, now=NOON)
    (row,) = accounts.tokens(store, "Ben")
    assert (row.label, row.expires, row.last_used) == ("nightly export", "2031-05-06T12:00:00+00:00", None)
    assert accounts.who(store, token, now="2031-05-06T11:00:00+00:00") == accounts.Account("Ben", "analyst", NOON)
    assert accounts.tokens(store)[0].last_used == "2031-05-06T11:00:00+00:00"
    assert accounts.who(store, token, now="2031-05-06T12:00:01+00:00") is None
    with pytest.raises(AccessError, match="no such token"):
        accounts.revoke_token(store, row.id, now=NOON, name="ada")
    accounts.revoke_token(store, row.id, now=NOON)
    assert accounts.who(store, token, now=NOON) is None and accounts.tokens(store)[0].revoked == NOON


@pytest.mark.parametrize(("label", "days"), [("", 9), ("x", 0), ("x", 9999), ("x" * 200, 9)])
def test_a_token_without_a_label_or_an_end_is_refused(store: Store, label: str, days: int) -> None:
    with pytest.raises(AccessError):
        accounts.make_token(store, "ada", label=label, days=days, now=NOON)


def test_roles_allow_what_they_say() -> None:
    acts = ("read", "decide", "verify", "manage")
    allowed = {role: {act for act in acts if accounts.may(role, act)} for role in (*accounts.ROLES, None, "x")}
    assert allowed == {"viewer": {"read"}, "analyst": {"read", "decide"}, "lead": {"read", "decide", "verify", "manage"},
                       None: {"read", "decide", "verify", "manage"}, "x": set()}  # fmt: skip
