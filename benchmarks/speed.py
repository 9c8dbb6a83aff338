"""Time the reader against the parser it stands on: `python -m benchmarks.speed [PATH] [--calm FILE] [--rounds N] [--cold FOLDER]`.

Same documents, warm: sentences a second of processor time of the spaCy pipeline alone, as it is installed (same model, tagger, parser
and NER, batches of 256), and of the reader (intake to tally) with attributions on and off; medians of several rounds, each of which
times all in turn. Then the same on a mixed stream, nine of ten stories not about conflict (calm.jsonl, or a file of the caller's); two
processes against one by the clock; the time from nothing of `tocsin brief` on two reports; and the peak memory.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import spacy

from benchmarks.predict import NoStore
from tocsin import intake, pipeline
from tocsin.codebook import Codebook, load
from tocsin.reading.parse import MODEL, outline
from tocsin.records import Problem, Read, Report

ROOT = Path(__file__).resolve().parent.parent
BATCH = 256
PARSER = ("tok2vec", "tagger", "parser", "ner")


CALM = Path(__file__).with_name("calm.jsonl")
CALM_SHARE = 9  # calm stories to one of the others


@dataclass(frozen=True)
class Timing:
    """What was timed, over how many sentences, in how many seconds (the median round)."""

    what: str
    sentences: int
    seconds: float

    @property
    def rate(self) -> float:
        """Sentences a second."""
        return self.sentences / self.seconds if self.seconds else 0.0


def main(argv: list[str] | None = None) -> int:
    """Command line; status 2 when there is nothing to time."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("path", nargs="?", type=Path, default=ROOT / "examples" / "osh-2010", metavar="PATH",
                        help="a file (.jsonl too) or folder of reports of a crisis (default: a shipped example)")
    parser.add_argument("--calm", type=Path, default=CALM, metavar="FILE", help="stories that are not about conflict (default: our own)")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="how often the reports are repeated (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds to take the median of (default: %(default)s)")
    parser.add_argument("--cold", type=Path, default=ROOT / "examples" / "osh-2010", metavar="FOLDER", help="folder for the cold start")
    parser.add_argument("--no-cold", action="store_true", help="leave the cold start and the two processes out")
    args = parser.parse_args(argv)
    reports, calm = _load(args.path), _load(args.calm)
    if not reports:
        print(f"benchmarks: there are no reports to read at {args.path}", file=sys.stderr)
        return 2
    many = repeat(reports, args.repeat)
    _show(f"{len(many)} reports ({len(reports)} repeated {args.repeat} times)", measure(many, rounds=args.rounds))
    stream = mix(many, calm)
    if len(stream) > len(calm):
        _show(f"a mixed stream of {len(stream)} reports, {CALM_SHARE} of 10 calm", measure(stream, rounds=args.rounds))
    if not args.no_cold:
        print(two_processes(many))
    print(f"peak memory of this process        {peak_memory():9.0f} MB")
    if not args.no_cold:
        print(cold_start(args.cold))
    return 0


def _show(title: str, timings: list[Timing]) -> None:
    print(f"{title}, {timings[0].sentences} sentences")
    for timing in timings:
        print(f"{timing.what:34}{timing.rate:9.0f} sentences/s   {timing.rate / timings[0].rate:5.2f} of the parser alone")


def mix(reports: list[Report], calm: list[Report]) -> list[Report]:
    """Nine calm stories to each report, the calm ones repeated as often as it takes; empty without calm stories."""
    if not calm:
        return []
    wanted = CALM_SHARE * len(reports)
    return [*reports, *repeat(calm, -(-wanted // len(calm)))[:wanted]]


def _load(path: Path) -> list[Report]:
    return [item for item in intake.collect([str(path)]) if isinstance(item, Report) and pipeline.is_read(item)]


def repeat(reports: list[Report], times: int) -> list[Report]:
    """The reports over and over, each copy with an id of its own."""
    return [replace(report, id=f"{report.id}-{n}") for n in range(times) for report in reports]


def measure(reports: list[Report], *, rounds: int = 1) -> list[Timing]:
    """The parser alone, and the reader with and without attributions; all warmed up on some of the reports."""
    codebook, model = load(), spacy.load(MODEL)
    sentences = [s.text for report in reports for s in outline(report)]
    works: dict[str, Callable[[], int]] = {
        "parser alone": lambda: parse_all(sentences, model),
        "reader": lambda: read_all(reports, codebook),
        "reader, no attributions": lambda: read_all(reports, codebook, attributions=False),
    }
    read_all(reports[-64:], codebook)
    parse_all(sentences[:BATCH], model)
    taken: dict[str, list[float]] = {what: [] for what in works}
    for number in range(rounds):
        print(f"timing: round {number + 1} of {rounds}", file=sys.stderr)
        for what, work in works.items():
            for kept in ("_kept_resolve", "_kept_mentions"):
                vars(codebook).pop(kept, None)  # so that no round lives on the answers of the one before
            began = time.process_time()
            work()
            taken[what].append(time.process_time() - began)
    return [Timing(what, len(sentences), median(seconds)) for what, seconds in taken.items()]


def parse_all(sentences: list[str], model: Any) -> int:
    """Parse all with tagger, parser and NER alone; the number of words."""
    with model.select_pipes(enable=[name for name in PARSER if name in model.pipe_names]):
        return sum(len(doc) for doc in model.pipe(sentences, batch_size=BATCH))


def read_all(reports: list[Report], codebook: Codebook, **options: Any) -> int:
    """Read all; the number of claims."""
    count = 0
    for item in pipeline.read_reports(iter(reports), codebook=codebook, store=NoStore(), **options):
        if isinstance(item, Problem):
            raise RuntimeError(item.error)
        count += len(item.claims) if isinstance(item, Read) else 0
    return count


def peak_memory(who: int = resource.RUSAGE_SELF) -> float:
    """Peak resident memory in MB (Linux counts kilobytes, macOS bytes)."""
    peak = resource.getrusage(who).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def two_processes(reports: list[Report]) -> str:
    """One line: how much faster two processes read twice the reports than one reads them once, both warm, by the clock."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(2, initializer=_warm) as pool:
        pool.map(_read_share, [reports[:8]] * 2, chunksize=1)
        alone = _clock(lambda: pool.map(_read_share, [reports], chunksize=1))
        both = _clock(lambda: pool.map(_read_share, [reports, reports], chunksize=1))
    return f"two processes                      {2 * alone / both:9.2f} times one"


def _warm() -> None:
    read_all([Report(id="warm", text="Soldiers killed nine people.")], load())


def _read_share(reports: list[Report]) -> int:
    return read_all(reports, load())


def _clock(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def cold_start(folder: Path) -> str:
    """One line about `tocsin brief FOLDER` from nothing, and about that of its two smallest reports."""
    smallest = sorted((p for p in folder.iterdir() if p.suffix in (".md", ".txt")), key=lambda p: p.stat().st_size)[:2]
    lines = []
    for what, paths in (("two reports", smallest), ("the folder", [folder])):
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "tocsin", "brief", *map(str, paths), "--store", "none", "--quiet"],
                              capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - began
        if done.returncode not in (0, 3):
            said = (done.stderr.strip().splitlines() or ["no message"])[-1]
            return f"cold start: `tocsin brief` ended with status {done.returncode}: {said}"
        lines.append(f"cold start of brief, {what:13}{seconds:10.1f} s")
    return "\n".join([*lines, f"peak memory of a brief             {peak_memory(resource.RUSAGE_CHILDREN):9.0f} MB"])


if __name__ == "__main__":
    raise SystemExit(main())
