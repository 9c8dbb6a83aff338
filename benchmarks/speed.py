"""Time the reader against the parser it stands on: `python -m benchmarks.speed [PATH] [--repeat N] [--cold FOLDER]`.

Same documents, one process, warm: sentences a second of the reader (intake to tally) with attributions on and, where the reader can
leave them out, off; of the spaCy pipeline alone (same model, tagger, parser and NER, batches of 256); and the ratio. Then the time
from nothing of `tocsin brief` on a folder, and the peak memory of this process and of that one.
"""

from __future__ import annotations

import argparse
import inspect
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.predict import NoStore
from tocsin import intake, pipeline
from tocsin.codebook import Codebook, load
from tocsin.reading.parse import load_model, outline
from tocsin.records import Problem, Read, Report

ROOT = Path(__file__).resolve().parent.parent
BATCH = 256
PARSER = ("tok2vec", "tagger", "parser", "ner")
REPEAT = 10


@dataclass(frozen=True)
class Timing:
    """What was timed, over how many sentences, in how many seconds."""

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
                        help="a file (.jsonl too) or folder of reports (default: the shipped example)")
    parser.add_argument("--repeat", type=int, default=REPEAT, metavar="N", help="how often the reports are repeated (default: %(default)s)")
    parser.add_argument("--cold", type=Path, default=ROOT / "examples" / "osh-2010", metavar="FOLDER", help="folder for the cold start")
    parser.add_argument("--no-cold", action="store_true", help="leave the cold start out")
    args = parser.parse_args(argv)
    reports = _load(args.path)
    if not reports:
        print(f"benchmarks: there are no reports to read at {args.path}", file=sys.stderr)
        return 2
    many = repeat(reports, args.repeat)
    timings = measure(many)
    print(f"{len(many)} reports ({len(reports)} repeated {args.repeat} times), {timings[0].sentences} sentences")
    for timing in timings:
        print(f"{timing.what:34}{timing.rate:9.0f} sentences/s   {timing.rate / timings[0].rate:5.2f} of the parser alone")
    print(f"peak memory of this process        {peak_memory():9.0f} MB")
    if not args.no_cold:
        print(cold_start(args.cold))
    return 0


def _load(path: Path) -> list[Report]:
    return [item for item in intake.collect([str(path)]) if isinstance(item, Report) and pipeline.is_read(item)]


def repeat(reports: list[Report], times: int) -> list[Report]:
    """The reports over and over, each copy with an id of its own."""
    return [replace(report, id=f"{report.id}-{n}") for n in range(times) for report in reports]


def measure(reports: list[Report]) -> list[Timing]:
    """The parser alone first, then the reader; both warmed up on some of the reports."""
    codebook = load()
    sentences = [s.text for report in reports for s in outline(report)]
    read_all(reports[:64], codebook)
    parse_all(sentences[:BATCH])
    timings = [_timed("parser alone", len(sentences), lambda: parse_all(sentences)),
               _timed("reader", len(sentences), lambda: read_all(reports, codebook))]
    option = attribution_option()
    if option:
        timings.append(_timed("reader, no attributions", len(sentences), lambda: read_all(reports, codebook, **{option: False})))
    else:
        print("(the reader has no option that leaves attributions unread)", file=sys.stderr)
    return timings


def attribution_option() -> str | None:
    """The name of the reader's option for attributions, None while it has none."""
    known = inspect.signature(pipeline.read_reports).parameters
    return next((name for name in ("attributions", "with_attributions") if name in known), None)


def _timed(what: str, sentences: int, work: Callable[[], int]) -> Timing:
    print(f"timing: {what}", file=sys.stderr)
    began = time.perf_counter()
    work()
    return Timing(what, sentences, time.perf_counter() - began)


def parse_all(sentences: list[str]) -> int:
    """Parse all with tagger, parser and NER alone; the number of words."""
    model = load_model()
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


def cold_start(folder: Path) -> str:
    """One line about `tocsin brief FOLDER` from nothing, and about `tocsin brief` of its smallest report."""
    smallest = min((p for p in folder.iterdir() if p.suffix in (".md", ".txt")), key=lambda p: p.stat().st_size)
    lines = []
    for what, path in (("one report", smallest), ("the folder", folder)):
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "tocsin", "brief", str(path), "--store", "none", "--quiet"],
                              capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - began
        if done.returncode not in (0, 3):
            said = (done.stderr.strip().splitlines() or ["no message"])[-1]
            return f"cold start: `tocsin brief` ended with status {done.returncode}: {said}"
        lines.append(f"cold start of brief, {what:13}{seconds:10.1f} s")
    return "\n".join([*lines, f"peak memory of a brief             {peak_memory(resource.RUSAGE_CHILDREN):9.0f} MB"])


if __name__ == "__main__":
    raise SystemExit(main())
