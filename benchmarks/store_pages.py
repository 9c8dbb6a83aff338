"""What a board asks of a store that holds much: `python -m benchmarks.store_pages [--reports N] [--situations N] [--store URL]`.

Made reports with their claims (reading excluded) are kept, and their situations made once; then each question of a board is asked many
times, for situations, reports and claims drawn with a fixed seed, and some decisions are taken. Written are median and 95th percentile in
milliseconds. Without --store, an SQLite file in a scratch folder. Nothing of the made reports is anybody's text.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.made_stream import make_stream
from tocsin import casebook
from tocsin.claims import tally
from tocsin.codebook import load
from tocsin.records import Read
from tocsin.review import anchor_of, decide
from tocsin.store import Store, open_store, pages, search, snapshots, trail

START = datetime(2031, 6, 1, 10, 0, tzinfo=UTC)
MEDIAN, TAIL = 100, 300  # milliseconds


def main(argv: list[str] | None = None) -> int:
    """Fill, ask, decide, print; status 1 where a question takes longer than it should."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.store_pages", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=40_000, metavar="N", help="how many reports (default: %(default)s)")
    parser.add_argument("--situations", type=int, default=500, metavar="N", help="how many situations (default: %(default)s)")
    parser.add_argument("--times", type=int, default=40, metavar="N", help="how often each question is asked (default: %(default)s)")
    parser.add_argument("--store", metavar="URL", help="an empty store to fill, or one filled by this benchmark before")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="tocsin-pages-") as folder, open_store(args.store or str(Path(folder) / "board.db")) as store:
        fill(store, args.reports, args.situations)
        rows = ask_all(store, args.times)
    late = [name for name, found in rows.items() if statistics.median(found) > MEDIAN or tail(found) > TAIL]
    for name, found in rows.items():
        mark = "LATE" if name in late else "ok"
        print(f"{name:44}{statistics.median(found):9.1f} ms{tail(found):9.1f} ms  {mark}", flush=True)
    return 1 if late else 0


def tail(found: list[float]) -> float:
    """The 95th percentile."""
    return sorted(found)[max(0, round(0.95 * len(found)) - 1)]


def fill(store: Store, count: int, situations: int) -> None:
    """Keep the reports and make their situations, unless that was done before."""
    began = time.perf_counter()
    if pages.reports(store, tier="lead", limit=1).total == 0:
        reads = (Read(r.report, r.claims, tally(r.report, r.claims)) for r in make_stream(count, situations=situations))
        said = sum(len(read.claims) for read, _ in store.keep_many(reads))
        print(f"kept {count} reports with {said} claims in {time.perf_counter() - began:.0f} s", flush=True)
    began = time.perf_counter()
    done = casebook.refresh(store, codebook=load(), now=START.isoformat())
    print(f"{len(done.made)} situations made in {time.perf_counter() - began:.0f} s", flush=True)


def ask_all(store: Store, times: int) -> dict[str, list[float]]:
    """How long each question takes, in milliseconds, each time."""
    draw = random.Random(11)
    rows: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = snapshots.situations(store, tier="lead", limit=500, after=after)
        rows += page.items
        after = page.next
        if after is None:
            break
    print(f"{len(rows)} situations, the largest of {max(r['reports'] for r in rows)} reports", flush=True)
    ids = [row["id"] for row in draw.sample(rows, min(times, len(rows)))]
    reports = [row.id for row in draw.sample(pages.reports(store, tier="lead", limit=500).items, times)]
    said = [read.claims[0] for name in reports if (read := pages.read(store, name, tier="lead")) and read.claims]
    words = [read.report.text.split()[n % 30 + 6] for n, name in enumerate(reports) if (read := pages.read(store, name, tier="lead"))]
    questions: dict[str, list[Callable[[], Any]]] = {
        "situations, a page": [lambda: snapshots.situations(store, tier="lead")] * times,
        "situations, by change, with a word": [lambda: snapshots.situations(store, tier="lead", sort="changed", text="violence")] * times,
        "a situation as it was made": [lambda id=id: snapshots.situation(store, id, tier="lead") for id in ids],  # type: ignore[misc]
        "a situation with its reports and marks": [lambda id=id: casebook.situation(store, id, tier="lead") for id in ids],  # type: ignore[misc]
        "a situation's versions": [lambda id=id: snapshots.versions(store, id, tier="lead") for id in ids],  # type: ignore[misc]
        "reports, a page": [lambda: pages.reports(store, tier="lead")] * times,
        "a report with its claims": [lambda id=id: casebook.report(store, id, tier="lead") for id in reports],  # type: ignore[misc]
        "a claim": [lambda c=c: casebook.claim(store, c.id, tier="lead") for c in said],  # type: ignore[misc]
        "sources": [lambda: pages.sources(store, tier="lead")] * times,
        "a search for a rare word": [lambda w=w: search.find(store, w, tier="lead") for w in words],  # type: ignore[misc]
        "a search for a common word": [lambda: search.find(store, "province OR violence OR ba*", tier="lead")] * times,
    }
    found = {name: [clock(act) for act in acts] for name, acts in questions.items()}
    found["a decision, with its situation made again"] = [clock(lambda c=c, n=n: take(store, c, n)) for n, c in enumerate(said)]  # type: ignore[misc]
    found["the trail, a page"] = [clock(lambda: trail.entries(store, newest_first=True)) for _ in range(times)]
    store.keep_decision(replace(decide("confidentiality", {"report": reports[0]}, who="Ada", when=START.isoformat(), value="restricted")))
    for name, act in (("situations, a page, for viewers", lambda: snapshots.situations(store, tier="viewer")),
                      ("reports, a page, for viewers", lambda: pages.reports(store, tier="viewer")),
                      ("the trail, a page, for viewers", lambda: trail.entries(store, newest_first=True, tier="viewer"))):
        found[name] = [clock(act) for _ in range(times)]
    return found


def take(store: Store, claim: Any, n: int) -> casebook.Decided:
    """Accept or correct a claim, as an analyst would."""
    when = (START + timedelta(minutes=n)).isoformat()
    value = {"modality": "hedged"} if n % 2 else None
    made = decide("correct" if value else "accept", anchor_of(claim), who="Ada", when=when, value=value)
    return casebook.decide(store, made, codebook=load(), now=when)


def clock(act: Callable[[], Any]) -> float:
    """Milliseconds that it takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
