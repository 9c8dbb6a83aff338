"""Accounts of a team: passwords as argon2 hashes, sessions and tokens as hashes of their secrets, all of them expiring and revocable.

Times are ISO text in UTC and come in as `now`. Nothing here knows a secret once it has been handed out.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, Connection, func, or_, select

from tocsin.errors import AccessError, TooManyError
from tocsin.store import chain
from tocsin.store.keeping import Store
from tocsin.store.packing import plain
from tocsin.store.tables import accounts, failures, keys

ROLES = ("viewer", "analyst", "lead")
MAY: Mapping[str, frozenset[str]] = {
    "viewer": frozenset({"read"}), "analyst": frozenset({"read", "decide"}), "lead": frozenset({"read", "decide", "verify", "manage"}),
}  # fmt: skip
NAME = re.compile(r"[^\W_][\w.@+-]{0,63}")
SHORTEST, LONGEST = 12, 1024
SESSION = timedelta(hours=12)
MOST_DAYS = 366  # a token lives no longer
# A name may fail ten times, and an address thirty, in a quarter of an hour; then both wait until the oldest failure has passed.
WINDOW, PER_NAME, PER_ADDRESS = timedelta(minutes=15), 10, 30
USED_EVERY = timedelta(minutes=5)  # how exactly it is kept when a key was used
HASHER = PasswordHasher()  # the parameters of RFC 9106 that argon2-cffi holds current; each hash names its own


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the team: name, role, since when, and since when no more."""

    name: str
    role: str
    made: str
    revoked: str | None = None


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as a list shows it; its secret is nowhere."""

    id: str
    name: str
    label: str
    made: str
    expires: str
    last_used: str | None
    revoked: str | None


def may(role: str | None, act: str) -> bool:
    """Whether a role allows an act: read, decide, verify (a second time), manage. Without accounts (None) all is allowed."""
    return role is None or act in MAY.get(role, frozenset())


# ------------------------------------------------------------------ accounts


def add(store: Store, name: str, password: str, *, role: str, now: str) -> Account:
    """Make an account; AccessError names the field that will not do (name, password, role)."""
    _check(name, password, role)
    row = {"name": name, "role": role, "secret": HASHER.hash(password), "made": _utc(now), "revoked": None}
    with store._transaction(write=True) as connection:
        chain.take_turn(connection)
        same = func.lower(accounts.c.name) == name.lower()  # two that look alike would be taken for one another
        if connection.execute(select(accounts.c.name).where(same)).first():
            raise AccessError("the name is taken", field="name", detail=f"There is an account {name!r}, perhaps revoked.",
                              what_to_do="Choose another; the trail knows people by their names.")
        connection.execute(accounts.insert(), row)
    return Account(name, role, row["made"] or "")


def _check(name: str | None, password: str | None, role: str | None) -> None:
    if name is not None and not NAME.fullmatch(name):
        raise AccessError("this is no name for an account", field="name", detail=f"It is {name[:80]!r}.",
                          what_to_do="Use 1 to 64 letters, digits and . @ + - _, beginning with a letter or a digit.")
    if role is not None and role not in ROLES:
        raise AccessError("unknown role", field="role", detail=f"It is {role!r}.", what_to_do=f"Choose one of: {', '.join(ROLES)}.")
    if password is not None and not SHORTEST <= len(password) <= LONGEST:
        raise AccessError("the password will not do", field="password", detail=f"It has {len(password)} characters.",
                          what_to_do=f"Use {SHORTEST} or more; a few words that belong together for you alone are good.")
    if password is not None and (len(set(password)) < 5 or (name and name.lower() in password.lower())):
        raise AccessError("the password is easily guessed", field="password", detail="It repeats a few characters or holds the name.",
                          what_to_do="Use a few words that belong together for you alone.")


def list_accounts(store: Store) -> tuple[Account, ...]:
    """Every account, by name, the revoked ones too."""
    with store._transaction() as connection:
        rows = connection.execute(select(accounts).order_by(accounts.c.name))
        return tuple(Account(row.name, row.role, row.made, row.revoked) for row in rows)


def any_account(store: Store) -> bool:
    """Whether the store has an account that is not revoked."""
    with store._transaction() as connection:
        return connection.execute(select(accounts.c.name).where(accounts.c.revoked.is_(None)).limit(1)).first() is not None


def find(store: Store, name: str) -> Account | None:
    """The account of this name that is not revoked."""
    with store._transaction() as connection:
        row = _standing(connection, name)
    return Account(row.name, row.role, row.made) if row else None


def set_password(store: Store, name: str, password: str, *, now: str) -> None:
    """Give an account another password and end its sessions; tokens stay."""
    _check(None, password, None)
    _check(name, password, None)
    with store._transaction(write=True) as connection:
        _need(connection, name)
        connection.execute(accounts.update().where(accounts.c.name == name).values(secret=HASHER.hash(password)))
        _end(connection, now, keys.c.account == name, keys.c.kind == "session")


def set_role(store: Store, name: str, role: str) -> None:
    """Give an account another role, at once for its sessions and tokens too. The last lead stays one."""
    _check(None, None, role)
    with store._transaction(write=True) as connection:
        chain.take_turn(connection)
        _need(connection, name)
        if role != "lead":
            _keep_a_lead(connection, name)
        connection.execute(accounts.update().where(accounts.c.name == name).values(role=role))


def revoke(store: Store, name: str, *, now: str) -> None:
    """End an account with its sessions and tokens. Its name stays taken, and its decisions stay; the last lead can't be revoked."""
    with store._transaction(write=True) as connection:
        chain.take_turn(connection)
        _need(connection, name)
        _keep_a_lead(connection, name)
        connection.execute(accounts.update().where(accounts.c.name == name).values(revoked=_utc(now)))
        _end(connection, now, keys.c.account == name)


def _need(connection: Connection, name: str) -> None:
    if _standing(connection, name) is None:
        raise AccessError("there is no such account", field="name", detail=f"None is called {name[:80]!r}, or it was revoked.",
                          what_to_do="tocsin account list shows them.")


def _standing(connection: Connection, name: str) -> Any:
    return connection.execute(select(accounts).where(accounts.c.name == plain(name), accounts.c.revoked.is_(None))).first()


def _keep_a_lead(connection: Connection, name: str) -> None:
    leads = set(connection.scalars(select(accounts.c.name).where(accounts.c.role == "lead", accounts.c.revoked.is_(None))))
    if leads == {name}:
        raise AccessError("this is the last lead", field="name", detail="Without a lead nobody could manage accounts.",
                          what_to_do="Make somebody else a lead first.")


# ------------------------------------------------------------------ sessions


def login(store: Store, name: str, password: str, *, address: str, now: str) -> str:
    """The secret of a new session, told once. AccessError for a wrong name or password, TooManyError after too many of them.

    A wrong name takes as long as a wrong password, and the answer does not tell them apart.
    """
    attempt = _count_attempt(store, name, address, now)
    with store._transaction() as connection:
        row = _standing(connection, name)
    right = _fits(row.secret if row else _nobody(), password)
    if row is None or not right:
        raise AccessError("wrong name or password", what_to_do="Try again; a lead can set a new password: tocsin account password NAME.")
    secret = secrets.token_urlsafe(32)
    with store._transaction(write=True) as connection:
        if HASHER.check_needs_rehash(row.secret):
            connection.execute(accounts.update().where(accounts.c.name == row.name).values(secret=HASHER.hash(password)))
        connection.execute(failures.delete().where(or_(failures.c.n == attempt, failures.c.account == row.name)))
        connection.execute(keys.delete().where(keys.c.kind == "session", keys.c.expires < _utc(now)))
        _insert_key(connection, secret, row.name, "session", "", now, SESSION)
    return secret


def who(store: Store, secret: str | None, *, now: str) -> Account | None:
    """Whose session or token this secret is; None for one that is unknown, ended, revoked or past its time."""
    if not secret or len(secret) > 200:
        return None
    at = _utc(now)
    columns = (accounts.c.name, accounts.c.role, accounts.c.made, keys.c.used)
    wanted = select(*columns).join_from(keys, accounts, keys.c.account == accounts.c.name)
    wanted = wanted.where(keys.c.id == _hash(secret), keys.c.revoked.is_(None), keys.c.expires > at, accounts.c.revoked.is_(None))
    with store._transaction() as connection:
        row = connection.execute(wanted).first()
    if row is None:
        return None
    if row.used is None or row.used < _utc(now, -USED_EVERY):
        with store._transaction(write=True) as connection:
            connection.execute(keys.update().where(keys.c.id == _hash(secret)).values(used=at))
    return Account(row.name, row.role, row.made)


def logout(store: Store, secret: str, *, now: str) -> None:
    """End a session."""
    with store._transaction(write=True) as connection:
        _end(connection, now, keys.c.id == _hash(secret))


def _count_attempt(store: Store, name: str, address: str, now: str) -> int:
    """Count an attempt as failed before it is looked at, so that many at once don't slip by; TooManyError where there were too many."""
    named, came_from = plain(name)[:LONGEST], plain(address)[:LONGEST]
    with store._transaction(write=True) as connection:
        chain.take_turn(connection)
        connection.execute(failures.delete().where(failures.c.at <= _utc(now, -WINDOW)))
        wanted = or_(failures.c.account == named, failures.c.address == came_from)
        rows = connection.execute(select(failures).where(wanted).order_by(failures.c.at.desc())).all()
        by_name, by_address = [r.at for r in rows if r.account == named], [r.at for r in rows if r.address == came_from]
        over = [found[most - 1] for found, most in ((by_name, PER_NAME), (by_address, PER_ADDRESS)) if len(found) >= most]
        if not over:
            row = {"account": named, "address": came_from, "at": _utc(now)}
            return int(connection.execute(failures.insert().returning(failures.c.n), row).scalar_one())
    wait = datetime.fromisoformat(max(over)) + WINDOW - datetime.fromisoformat(_utc(now))
    seconds = max(1, int(wait.total_seconds()) + 1)
    raise TooManyError("too many failed logins", retry_after=seconds, what_to_do="Wait; a lead can set a new password meanwhile.",
                       detail=f"The next may be tried in {(seconds + 59) // 60} minutes.")


def _fits(hashed: str, password: str) -> bool:
    try:
        return len(password) <= LONGEST and HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """A hash that no password fits, for names that are not there."""
    return HASHER.hash(secrets.token_urlsafe(32))


# ------------------------------------------------------------------ tokens


def make_token(store: Store, name: str, *, label: str, now: str, days: int = 90) -> str:
    """The secret of a new token for a program of this person, told once; it may do what they may, for so many days."""
    if not label.strip() or len(label) > 100:
        raise AccessError("the token needs a label", field="label", detail="It tells tokens apart.", what_to_do="Say what it is for.")
    if not 1 <= days <= MOST_DAYS:
        raise AccessError(f"a token lives 1 to {MOST_DAYS} days", field="days", detail=f"It would live {days}.", what_to_do="Choose fewer.")
    secret = f"tocsin_{secrets.token_urlsafe(32)}"
    with store._transaction(write=True) as connection:
        _need(connection, name)
        _insert_key(connection, secret, name, "token", label.strip(), now, timedelta(days=days))
    return secret


def tokens(store: Store, name: str | None = None) -> tuple[TokenRow, ...]:
    """Every token, or one person's, the newest first; by the beginning of its id one is named when it is revoked."""
    query = select(keys).where(keys.c.kind == "token").order_by(keys.c.made.desc(), keys.c.id)
    with store._transaction() as connection:
        rows = connection.execute(query if name is None else query.where(keys.c.account == name)).all()
    return tuple(TokenRow(row.id[:12], row.account, row.label, row.made, row.expires, row.used, row.revoked) for row in rows)


def revoke_token(store: Store, id: str, *, now: str, name: str | None = None) -> None:
    """End a token by the id that `tokens` gives; only one of this person's, where named."""
    with store._transaction(write=True) as connection:
        begins = [keys.c.kind == "token", keys.c.id >= id, keys.c.id < id + "g"]  # ids are hexadecimal
        found = list(connection.scalars(select(keys.c.id).where(*begins, *([keys.c.account == name] if name else []))))
        if len(id) < 8 or len(found) != 1:
            raise AccessError("there is no such token", field="id", detail=f"None is called {id[:40]!r}.",
                              what_to_do="tocsin account tokens shows them.")
        _end(connection, now, keys.c.id == found[0])


def _insert_key(connection: Connection, secret: str, name: str, kind: str, label: str, now: str, lasts: timedelta) -> None:
    row = {"id": _hash(secret), "account": name, "kind": kind, "label": plain(label), "made": _utc(now), "expires": _utc(now, lasts)}
    connection.execute(keys.insert(), {**row, "used": None, "revoked": None})


def _end(connection: Connection, now: str, *wanted: ColumnElement[bool]) -> None:
    connection.execute(keys.update().where(keys.c.revoked.is_(None), *wanted).values(revoked=_utc(now)))


def _hash(secret: str) -> str:
    """Secrets are 256 random bits: a plain hash of them can't be guessed back."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _utc(now: str, shift: timedelta = timedelta(0)) -> str:
    """The time in UTC to the second, so that texts compare as times do."""
    return (datetime.fromisoformat(now).astimezone(UTC) + shift).isoformat(timespec="seconds")
