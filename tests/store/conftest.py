"""A fresh store on every engine: in memory, a SQLite file, and a PostgreSQL server of our own that lives as long as the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from store_postgres import empty_database

INSTALL = "PostgreSQL's server programs are not here; install them with: apt-get install postgresql"


def server_programs() -> Path:
    """The folder with initdb and pg_ctl: on the PATH, else where Debian puts them, the newest first."""
    on_path = shutil.which("pg_ctl")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name), reverse=True)
    for place in places:
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    pytest.skip(INSTALL)


def unprivileged() -> tuple[list[str], str]:
    """What to put before a command, and the user it then runs as: the server refuses to run as root."""
    if os.geteuid() != 0:
        return [], pwd.getpwuid(os.geteuid()).pw_name
    user = next((name for name in ("postgres", "nobody") if name in {entry.pw_name for entry in pwd.getpwall()}), None)
    if user is None or shutil.which("runuser") is None:
        pytest.skip("PostgreSQL won't run as root, and there is no runuser or no user postgres to run it as; run the tests as another user")
    return ["runuser", "-u", user, "--"], user


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server with an empty database, reached by a socket that only its user and root can open."""
    programs = server_programs()
    before, user = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="tocsin-pg-"))
    if before:
        shutil.chown(folder, user)

    def call(*command: str) -> None:
        # The server outlives pg_ctl and would hold a pipe open, so what is said goes to a file.
        with (folder / "said").open("ab") as said:
            subprocess.run([*before, *command], cwd=folder, stdout=said, stderr=said, check=True, timeout=60)

    data = str(folder / "data")
    try:
        call(str(programs / "initdb"), "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        call(str(programs / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o",
             f"-k {folder} -c listen_addresses= -c fsync=off -c shared_buffers=32MB", "start")
        yield f"postgresql+pg8000://tester@/postgres?unix_sock={folder}/.s.PGSQL.5432"
        call(str(programs / "pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def new_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Gives the address of an empty store each time; on PostgreSQL it empties the one database, so use one store at a time."""
    if request.param == "memory":
        return lambda: "none"
    if request.param == "sqlite":
        folder, numbers = tmp_path_factory.mktemp("stores"), count()
        return lambda: str(folder / f"{next(numbers)}.db")
    server: str = request.getfixturevalue("postgres_server")
    return lambda: empty_database(server)


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def lasting_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """As `new_url`, for what only a store that outlives its opening can show."""
    if request.param == "sqlite":
        folder, numbers = tmp_path_factory.mktemp("lasting"), count()
        return lambda: f"sqlite:///{folder / str(next(numbers))}.db"
    server: str = request.getfixturevalue("postgres_server")
    return lambda: empty_database(server)
