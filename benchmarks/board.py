"""How quick the board is: `python -m benchmarks.board [--claims 200000] [--situations 500] [--cases 5000] [--out benchmarks/BOARD.md]`.

A store made by code is served by a real server on loopback. Each kind of page is asked for many times under ids drawn at random; then
twenty readers and two correctors work at once, and it is checked that no decision is lost and every correction is seen. On SQLite and on
PostgreSQL, where its programs are here. Last, made-up requests are tried on the API. Everything is bounded, and ends by itself.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from benchmarks.board_api import NAME, try_api
from benchmarks.board_store import fill, postgresql
from benchmarks.run import commit
from tocsin import Client
from tocsin.codebook import Codebook, load
from tocsin.interfaces.board import create_app
from tocsin.store import Store, open_store, trail

OUT = Path(__file__).parent / "BOARD.md"
MEDIAN, P95 = 0.100, 0.300  # seconds
READERS, CORRECTORS = 20, 2
Known = dict[str, Any]


@dataclass
class Table:
    """What was measured, row by row."""

    rows: list[tuple[str, str, int, float, float, float]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, engine: str, what: str, times: Sequence[float], *, held: bool = True) -> None:
        """A row; with `held` it must keep to the bars."""
        ordered = sorted(times)
        median, p95 = statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        self.rows.append((engine, what, len(ordered), median, p95, ordered[-1]))
        print(f"{engine:11}{what:34}{len(ordered):6}{median * 1000:9.1f}{p95 * 1000:9.1f}{ordered[-1] * 1000:9.1f} ms", flush=True)
        if held and (median > MEDIAN or p95 > P95):
            self.missed.append(f"{engine}, {what}: median {median * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")

    def check(self, what: str, held: bool) -> None:
        """A line that says what was checked; one that did not hold is missed."""
        self.notes.append(f"{what}: {'yes' if held else 'NO'}")
        print(self.notes[-1], flush=True)
        if not held:
            self.missed.append(what)


def main(argv: list[str] | None = None) -> int:
    """Run, print and write the table; status 1 where a bar was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.board", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=200_000, metavar="N")
    parser.add_argument("--situations", type=int, default=500, metavar="N")
    parser.add_argument("--asks", type=int, default=100, metavar="N", help="how often each kind of page is asked for")
    parser.add_argument("--cases", type=int, default=5000, metavar="N", help="made-up requests to the API")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FILE")
    args = parser.parse_args(argv)
    codebook, table = load(), Table()
    with tempfile.TemporaryDirectory(prefix="tocsin-board-") as folder:
        measure("SQLite", str(Path(folder) / "board.db"), codebook, args, table)
        with postgresql() as address:
            if address is None:
                table.notes.append("PostgreSQL was not measured: its programs are not here")
            else:
                measure("PostgreSQL", address, codebook, args, table)
    args.out.write_text(write(table, args), encoding="utf-8")
    print("\n".join(["", *(f"MISSED {line}" for line in table.missed)]) if table.missed else "every bar reached")
    return 1 if table.missed else 0


def measure(engine: str, url: str, codebook: Codebook, args: argparse.Namespace, table: Table) -> None:
    """Fill a store, serve it, time it, work on it together, and try its API."""
    began = time.perf_counter()
    with open_store(url) as store:
        known = fill(store, codebook, claims=args.claims, situations=args.situations)
        said = f"{known['count']:,} claims of {len(known['reports']):,} reports in {len(known['situations'])} situations"
        table.notes.append(f"{engine}: {said}, made in {time.perf_counter() - began:.0f} s")
        print(table.notes[-1], flush=True)
        with Server(url) as address:
            time_pages(engine, address, known, args.asks, table)
            work_together(engine, address, known, store, table)
        if args.cases:
            told = try_api(create_app(store, codebook, names=(NAME,)), cases=args.cases, known=known)
            table.check(
                f"{engine}: {told.cases:,} made-up requests of the API, none of them the server's fault {dict(told.statuses)}",
                not told.faults,
            )
            for fault in told.faults[:5]:
                table.notes.append(fault)
            args.cases = 0  # once is enough


class Server:
    """`tocsin serve` in a process of its own, on a free port of loopback."""

    def __init__(self, url: str) -> None:
        self.command = [sys.executable, "-m", "tocsin", "serve", "--store", url, "--port", "0", "--analyst", "Ana Lyst"]

    def __enter__(self) -> str:
        self.process = subprocess.Popen(self.command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if "http://" in line:
                return "http://" + line.partition("http://")[2].split()[0]
        raise RuntimeError("the board did not start")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


def ways(known: Known, dice: random.Random) -> dict[str, Callable[[], str]]:
    """Each kind of page with what gives an address of it."""

    def a(kind: str) -> str:
        return str(dice.choice(known[kind]))

    return {
        "situations": lambda: f"/?sort={dice.choice(('level', 'changed', 'killed', 'silence', 'name'))}",
        "situations, searched": lambda: f"/?q=no. {dice.randrange(len(known['situations']))}",
        "situation": lambda: f"/situations/{a('situations')}",
        "the panel behind a number": lambda: f"/situations/{a('situations')}/why?at=view.figures.killed",
        "report": lambda: f"/reports/{a('reports')}",
        "claim": lambda: f"/claims/{a('claims')}",
        "reports": lambda: "/reports",
        "sources": lambda: "/sources",
        "search": lambda: f"/search?q={dice.choice(('Osh market', 'peacekeepers', 'health ministry', 'referendum'))}",
        "trail": lambda: "/trail",
        "API: situations": lambda: "/api/v1/situations",
        "API: situation": lambda: f"/api/v1/situations/{a('situations')}",
        "API: report": lambda: f"/api/v1/reports/{a('reports')}",
    }


def time_pages(engine: str, address: str, known: Known, asks: int, table: Table) -> None:
    """Each kind of page, one after another; the first of each is left out, for it warms what is loaded once."""
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
        for what, way in ways(known, random.Random(7)).items():
            http.get(way()).raise_for_status()
            table.add(engine, what, [ask(http, way()) for _ in range(asks)])


def ask(http: httpx.Client, path: str) -> float:
    """Seconds that one page took."""
    began = time.perf_counter()
    http.get(path).raise_for_status()
    return time.perf_counter() - began


def work_together(engine: str, address: str, known: Known, store: Store, table: Table, *, each: int = 30, corrections: int = 12) -> None:
    """Twenty people read while two correct: every decision is kept, the chain is whole, and each correction is seen in its situation."""
    reads: list[float] = []
    decided: list[float] = []
    broken: list[str] = []
    wanted: dict[str, int] = {}

    def read(n: int) -> None:
        dice = random.Random(n)
        kinds = list(ways(known, dice).values())[:8]
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
            for _ in range(each):
                try:
                    reads.append(ask(http, dice.choice(kinds)()))
                except httpx.HTTPError as error:
                    broken.append(repr(error))

    def correct(n: int) -> None:
        with Client(address) as board:
            for i in range(corrections):
                k, number = n * corrections + i, 900 + n * corrections + i
                began = time.perf_counter()
                try:
                    board.correct(known["claims"][k], {"figure": {"low": number, "best": number, "high": number}}, why="recount")
                except Exception as error:  # noqa: BLE001  whatever breaks is told in the table
                    broken.append(repr(error))
                decided.append(time.perf_counter() - began)
                wanted[known["situations"][k]] = number

    threads = [threading.Thread(target=read, args=(n,)) for n in range(READERS)]
    threads += [threading.Thread(target=correct, args=(n,)) for n in range(CORRECTORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    table.add(engine, f"{READERS} readers at once, any page", reads, held=False)
    table.add(engine, f"{CORRECTORS} correctors beside them", decided, held=False)
    table.check(f"{engine}: no request of {len(reads) + len(decided)} failed", not broken)
    for line in broken[:3]:
        table.notes.append(line)
    table.check(
        f"{engine}: all {CORRECTORS * corrections} decisions are in the trail, and its chain is whole",
        is_whole(store, CORRECTORS * corrections),
    )
    with Client(address) as board:
        seen = [n for id, n in wanted.items() if n in figures_of(board.situation(id))]
    table.check(f"{engine}: each of {len(wanted)} corrections is in its situation's figures", len(seen) == len(wanted))


def is_whole(store: Store, count: int) -> bool:
    """Whether the trail holds so many decisions in an unbroken chain."""
    told = trail.verify(store)
    return told.ok and told.count == count


def figures_of(situation: Any) -> set[int]:
    """Every number of the dead that a situation tells: headline, series and what was set aside."""
    block = situation["figures"]["killed"]
    text = json.dumps([block["low"], block["best"], block["high"], block["series"]])
    return {int(n) for n in re.findall(r"\d+", text)}


def write(table: Table, args: argparse.Namespace) -> str:
    """The table as a page."""
    head = f"""# How quick the board is

`make benchmark-board` writes this page: {datetime.now(UTC):%Y-%m-%d}, commit {commit()}. The store is made by code (the shipped
example, copied under new names); a real server answers on loopback, on the two cores that also ask. Bars for one person: median
{MEDIAN * 1000:.0f} ms, 95th percentile {P95 * 1000:.0f} ms; for many at once the times are told without a bar.

| store | page | asked | median ms | p95 ms | slowest ms |
|---|---|--:|--:|--:|--:|
"""
    rows = "".join(f"| {e} | {w} | {n} | {m * 1000:.1f} | {p * 1000:.1f} | {s * 1000:.1f} |\n" for e, w, n, m, p, s in table.rows)
    missed = "".join(f"- missed: {line}\n" for line in table.missed) or "- every bar reached\n"
    return f"{head}{rows}\n{''.join(f'- {note}{chr(10)}' for note in table.notes)}{missed}"


if __name__ == "__main__":
    sys.exit(main())
