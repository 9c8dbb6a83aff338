"""Read rows through the reader, in this process, with a cache of what was read in the system's temporary folder."""

from __future__ import annotations

import getpass
import io
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import tocsin
from benchmarks.sets import Row
from tocsin import intake, pipeline
from tocsin.codebook import Codebook, load
from tocsin.records import Problem, Read, Report, to_line

GROUP = 64  # rows read and kept together


class NoStore:
    """Knows nothing and keeps nothing: every report is read afresh."""

    def read_of(self, report: Report, *, reader: str) -> Read | None:
        """Nothing was read before."""
        return None

    def keep_many(self, reads: Iterable[Read], *, reader: str | None = None) -> Iterator[tuple[Read, bool]]:
        """Every read, as if it were new."""
        return ((read, True) for read in reads)

    def forgotten_on(self, report: Report) -> str | None:
        """Nothing is forgotten here."""
        return None

    def keep_problem(self, problem: Problem) -> bool:
        """Problems are not kept."""
        return False


@dataclass(frozen=True)
class Failure:
    """A row on which the reader raised: its id and the last lines of the traceback."""

    row_id: str
    trace: str


@dataclass(frozen=True)
class Prediction:
    """What was read: JSON lines of the records contract, the rows that raised, and the seconds that reading took (0: all cached)."""

    lines: list[str]
    failures: list[Failure]
    seconds: float


def predict(name: str, rows: Sequence[Row], *, codebook: Codebook | None = None, refresh: bool = False) -> Prediction:
    """The reader's records for these rows, gold taken off first; what the same source files read before comes from the cache."""
    kept = _load_cache(name) if not refresh else {}
    todo = [row for row in rows if row_key(row) not in kept]
    if todo:
        print(f"{name}: {len(rows) - len(todo)} rows known, {len(todo)} to read", file=sys.stderr)
    codebook = codebook or (load() if todo else None)
    failures: list[Failure] = []
    seconds, shown = 0.0, time.monotonic()
    for start in range(0, len(todo), GROUP):
        group = todo[start:start + GROUP]
        began = time.perf_counter()
        made, failed = _read_rows(group, codebook)
        seconds += time.perf_counter() - began
        failures += failed
        kept |= made
        _append_cache(name, made)
        if time.monotonic() - shown > 10:
            print(f"{name}: {start + len(group)}/{len(todo)}", file=sys.stderr)
            shown = time.monotonic()
    lines = [line for row in rows for line in kept.get(row_key(row), [])]
    return Prediction(lines, failures, seconds)


def row_key(row: Row) -> str:
    """A name for what the reader sees of a row."""
    return sha256(json.dumps(_stripped(row), sort_keys=True).encode()).hexdigest()[:24]


def _stripped(row: Row) -> Row:
    return {k: v for k, v in row.items() if k != "gold"}


def _read_rows(rows: Sequence[Row], codebook: Codebook | None) -> tuple[dict[str, list[str]], list[Failure]]:
    """Lines by row; if a group raises, its rows are read one by one, so that one bad row costs only itself."""
    try:
        return _read_group(rows, codebook), []
    except Exception:  # noqa: BLE001 - a benchmark reports whatever the reader raises and goes on
        if len(rows) == 1:
            trace = traceback.format_exc().strip().splitlines()
            return {}, [Failure(str(rows[0]["id"]), "\n".join(trace[-5:]))]
    made: dict[str, list[str]] = {}
    failures: list[Failure] = []
    for row in rows:
        one, failed = _read_rows([row], codebook)
        made |= one
        failures += failed
    return made, failures


def _read_group(rows: Sequence[Row], codebook: Codebook | None) -> dict[str, list[str]]:
    data = "\n".join(json.dumps(_stripped(row), ensure_ascii=False) for row in rows)
    sources = intake.collect(["-"], stdin=io.BytesIO(data.encode()))
    made: dict[str, list[str]] = {row_key(row): [] for row in rows}
    keys = {str(row["id"]): row_key(row) for row in rows}
    assert codebook is not None
    for item in pipeline.read_reports(sources, codebook=codebook, store=NoStore()):
        if isinstance(item, Read):
            made[keys[item.report.id]] = [to_line(item.report), *map(to_line, item.claims), to_line(item.tally)]
    return made


def read_files(paths: Sequence[str]) -> Prediction:
    """The reader's records for whole files, without a cache."""
    began = time.perf_counter()
    lines = []
    for item in pipeline.read_reports(intake.collect(paths), codebook=load(), store=NoStore()):
        if isinstance(item, Read):
            lines += [to_line(item.report), *map(to_line, item.claims), to_line(item.tally)]
        else:
            lines.append(to_line(item))
    return Prediction(lines, [], time.perf_counter() - began)


# ------------------------------------------------------------------ cache


@cache
def source_key() -> str:
    """A hash of every file of the package and of the versions of what it stands on."""
    root = Path(tocsin.__file__).parent
    digest = sha256(pipeline.reader_name().encode())
    for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Where predictions of this very source lie: a private folder in the system's temporary folder."""
    folder = Path(tempfile.gettempdir()) / f"tocsin-benchmarks-{getpass.getuser()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / source_key()).mkdir(mode=0o700, exist_ok=True)
    return folder / source_key()


def _load_cache(name: str) -> dict[str, list[str]]:
    path = cache_folder() / f"{name}.jsonl"
    kept: dict[str, list[str]] = {}
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                key, lines = json.loads(line)
            except ValueError:  # the end of a run that was cut short
                continue
            kept[key] = lines
    return kept


def _append_cache(name: str, made: dict[str, list[str]]) -> None:
    with open(cache_folder() / f"{name}.jsonl", "a", encoding="utf-8") as out:
        out.writelines(json.dumps([key, lines]) + "\n" for key, lines in made.items())
