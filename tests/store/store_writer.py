"""A program that keeps made-up reads and says the id of each once it is kept: `python -m store_writer URL SEED COUNT one|many`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import tocsin


def environment() -> dict[str, str]:
    """The environment in which Python finds this program and the package under test."""
    places = [str(Path(__file__).parent), str(Path(tocsin.__file__).parents[1])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(places), "PYTHONWARNINGS": "error"}


def main() -> None:
    from store_reads import make_read

    from tocsin.store import open_store

    url, seed, count, way = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    print("ready", flush=True)
    reads = (make_read(n, seed=seed) for n in range(count))
    with open_store(url) as store:
        if way == "many":
            for read, _ in store.keep_many(reads, batch=7):
                print(read.report.id, flush=True)
        else:
            for read in reads:
                store.keep(read)
                print(read.report.id, flush=True)


if __name__ == "__main__":
    main()
