"""A store of many situations, made by code: the shipped example read once, then copied under new names until there are enough claims."""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from tocsin import casebook, intake, pipeline
from tocsin.codebook import Codebook
from tocsin.records import Claim, Occurrence, Read, Report, Situation, Tally, from_json, to_json
from tocsin.store import Store, open_store, snapshots

EXAMPLE = Path(__file__).parents[1] / "examples" / "osh-2010"
ID = re.compile(r"\b([a-z])([0-9a-f]{16})\b")
MADE = "2031-05-05T10:00:00+00:00"


def read_pattern(codebook: Codebook, *, claims: int) -> tuple[list[Read], Situation]:
    """The example's reads, some of them once more as reprints, and the situation they make, which holds about so many claims."""
    with open_store("none") as store:
        found = pipeline.read_reports(intake.collect([str(EXAMPLE)]), codebook=codebook, store=store)
        reads = [item for item in found if isinstance(item, Read)]
    while True:
        situation = max(pipeline.make_book(reads, codebook=codebook).situations, key=lambda s: len(s.claims))
        if len(situation.claims) >= claims:
            names = {entry["id"] for entry in situation.reports}
            return [read for read in reads if read.report.id in names], situation
        missing, more = claims - len(situation.claims), []
        for read in reads:
            if missing <= 0:
                break
            more.append(rename_read(read, len(reads)))
            missing -= len(read.claims)
        reads += more


def rename(text: str, n: int) -> str:
    """The same with every id another, the same one for the same id and number."""
    return ID.sub(lambda m: m[1] + sha256(f"{m[2]} {n}".encode()).hexdigest()[:16], text)


def rename_read(read: Read, n: int) -> Read:
    """A read under other ids."""
    data = json.loads(rename(json.dumps(to_json([read.report, read.claims, read.tally])), n))
    return Read(from_json(Report, data[0]), tuple(from_json(Claim, c) for c in data[1]), from_json(Tally, data[2]))


def copy_all(reads: Sequence[Read], situation: Situation, n: int) -> tuple[list[Read], Situation]:
    """The n-th copy of the pattern: other ids, and a name that tells it apart."""
    parts = [to_json(situation), to_json(situation.claims), to_json(situation.occurrences)]
    told, claims, occurrences = json.loads(rename(json.dumps(parts), n))
    told["name"] = f"{told['name']}, no. {n}"
    made = from_json(Situation, told)
    whole = {f.name: getattr(made, f.name) for f in made.__dataclass_fields__.values()} | {
        "claims": tuple(from_json(Claim, c) for c in claims),
        "occurrences": tuple(from_json(Occurrence, o) for o in occurrences),
    }
    return [rename_read(read, n) for read in reads], Situation(**whole)


def fill(store: Store, codebook: Codebook, *, claims: int, situations: int) -> dict[str, Any]:
    """Fill an empty store; what is in it: ids to ask for, and how many there are of everything."""
    reads, situation = read_pattern(codebook, claims=-(-claims // situations))
    reader = pipeline.reading_key(codebook, profile="acled")
    known: dict[str, Any] = {"situations": [], "reports": [], "claims": [], "count": 0}
    for n in range(situations):
        copied, told = copy_all(reads, situation, n)
        list(store.keep_many(copied, reader=reader))
        snapshots.keep(store, [told], tier="lead", made=MADE, parents={}, gone={})
        known["situations"].append(told.id)
        known["reports"] += [r.report.id for r in copied]
        # A number of the headline, so that correcting it is work for every figure.
        known["claims"].append(next(i for i in told.figures["killed"]["claims"]))
        known["count"] += sum(len(r.claims) for r in copied)
    snapshots.note_state(store, casebook._state(store, codebook))
    assert casebook.is_current(store, codebook=codebook)
    return known


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The address of a PostgreSQL server of our own, reached by a socket only; None where its programs are not here."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name), reverse=True)
    users = {entry.pw_name for entry in pwd.getpwall()}
    as_root = os.geteuid() == 0
    if not places or (as_root and not ("postgres" in users and shutil.which("runuser"))):
        yield None
        return
    before = ["runuser", "-u", "postgres", "--"] if as_root else []
    folder = Path(tempfile.mkdtemp(prefix="tocsin-pg-"))
    if as_root:
        shutil.chown(folder, "postgres")

    def call(*command: str) -> None:
        with (folder / "said").open("ab") as said:
            subprocess.run([*before, *command], cwd=folder, stdout=said, stderr=said, check=True, timeout=120)

    data, options = str(folder / "data"), f"-k {folder} -c listen_addresses= -c shared_buffers=256MB"
    try:
        call(str(places[0] / "initdb"), "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        call(str(places[0] / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql+pg8000://tester@/postgres?unix_sock={folder}/.s.PGSQL.5432"
        finally:
            call(str(places[0] / "pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
