"""A program killed in the middle of keeping loses nothing that it said was kept, and nothing is half there."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from store_reads import READER, make_read
from store_writer import environment

from tocsin.store import open_store

COUNT = 80
READS = {seed: [make_read(n, seed=seed) for n in range(COUNT)] for seed in (1, 2)}


def write_until_killed(url: str, *, seed: int, way: str, lines: int, after: float) -> list[str]:
    """Start a writer that is about to open the store, kill it so many seconds after so many lines; the ids it said were kept."""
    command = [sys.executable, "-m", "store_writer", url, str(seed), str(COUNT), way]
    writer = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    with writer.stdout as said:
        assert said.readline() == "ready\n"
        first = [said.readline() for _ in range(lines)]
        time.sleep(after)
        writer.kill()
        rest = [*first, *said]
    writer.wait()
    return [line.strip() for line in rest if line.endswith("\n")]  # a line cut off by the kill was not said


def any_moment(chance: random.Random) -> dict[str, Any]:
    """A moment to kill at: while the store is being made or opened, or somewhere between the first read and the last."""
    if chance.random() < 0.3:
        return {"lines": 0, "after": chance.uniform(0, 0.15)}
    return {"lines": chance.randrange(1, COUNT - 10), "after": chance.uniform(0, 0.02)}


def check(url: str, *, seed: int, said: list[str]) -> int:
    """Hold the store to what was said, then run again; how many reads the killed writer had kept."""
    reads = {read.report.id: read for read in READS[seed]}
    with open_store(url) as store:
        there = {read.report.id: read for read in store.reads()}
        assert set(said) <= set(there), "something said to be kept is not there"
        assert all(reads[name] == read for name, read in there.items()), "something is half there"
        added = [read.report.id for read, new in store.keep_many(reads.values()) if new]
        assert set(added) == set(reads) - set(there)
        assert list(store.reads()) == sorted(reads.values(), key=lambda read: read.report.id)
        assert not any(store.keep(read, reader=READER) for read in list(reads.values())[:5])
    return len(there)


def check_file(path: Path) -> None:
    """Ask SQLite itself whether the file is whole, and count what hangs together."""
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    if database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'claims'").fetchone()[0]:
        lost = "SELECT count(*) FROM {} WHERE {} NOT IN (SELECT {} FROM {})"
        for child, key, parent_key, parent in (("claims", "reading", "id", "readings"), ("readings", "report_id", "id", "reports"),
                                               ("readings", "id", "reading", "tallies"), ("reports", "id", "report_id", "readings")):
            assert database.execute(lost.format(child, key, parent_key, parent)).fetchone()[0] == 0
    database.close()


@pytest.mark.slow
def test_fifty_killed_writers_lose_nothing_on_sqlite(tmp_path: Path) -> None:
    chance, found = random.Random(50), []
    for n in range(50):
        path, seed, way = tmp_path / f"{n}.db", 1 + n % 2, "many" if n % 4 > 1 else "one"
        said = write_until_killed(str(path), seed=seed, way=way, **any_moment(chance))
        if path.exists():
            check_file(path)
        found.append(check(str(path), seed=seed, said=said))
        check_file(path)
        for left in tmp_path.iterdir():
            left.unlink()
    # The test would show nothing if every kill came before the first read or after the last.
    assert sum(0 < kept < COUNT for kept in found) >= 10, found


def test_killed_writers_lose_nothing_on_either_engine(lasting_url: Callable[[], str]) -> None:
    chance = random.Random(5)
    for n in range(5):
        url = lasting_url()
        said = write_until_killed(url, seed=1, way="many" if n % 2 else "one", **any_moment(chance))
        check(url, seed=1, said=said)
