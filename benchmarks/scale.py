"""What one more report costs when many are kept: `python -m benchmarks.scale [--reports N] [--out RESULTS.md] [--plot docs/scale.svg]`.

A stream of made reports with their claims (reading excluded) goes into one ledger, a thousand at a time. Measured is the adding: origins,
countries, stretches of time. Then, once: how long it takes to lay out all situations, to tell some of them in full, and to bring in one
more day. Everything is in this one process's memory, the reports too.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from benchmarks import results
from benchmarks.made_stream import PER_DAY, make_stream
from benchmarks.run import RESULTS, commit
from benchmarks.sets import NAMES
from tocsin.codebook import load
from tocsin.records import Read
from tocsin.situations import Ledger

BATCH = 1000
FLAT, MOST_MEMORY = 1.2, 4096
PLOT = Path(__file__).parents[1] / "docs" / "scale.svg"


@dataclass(frozen=True)
class Step:
    """One batch of a thousand: how many reports were kept after it, and what it cost in seconds on the clock and of this process."""

    kept: int
    wall: float
    cpu: float


def main(argv: list[str] | None = None) -> int:
    """Run, print, write the rows and the plot; status 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=200_000, metavar="N", help="how many reports (default: %(default)s)")
    parser.add_argument("--situations", type=int, default=2000, metavar="N", help="how many situations (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="seed of the stream (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=RESULTS, metavar="FILE", help="table to write to (default: %(default)s)")
    parser.add_argument("--plot", type=Path, default=PLOT, metavar="FILE", help="drawing to write (default: %(default)s)")
    args = parser.parse_args(argv)
    ledger = Ledger(codebook=load())
    stream = make_stream(args.reports, situations=args.situations, seed=args.seed)
    steps = list(add_all(ledger, stream))
    facts = look_at(ledger)
    lines = [*flatness(steps, args.reports), *tell_facts(facts, args.reports)]
    for line in lines:
        print(f"{line.measure:58}{line.score:>10}  bar {line.bar:>5}  {line.reached}")
    results.write(args.out, results.merge(results.load(args.out), lines, (*NAMES, "scale")))
    args.plot.write_text(draw(steps), encoding="utf-8")
    return 1 if any(line.reached == "no" for line in lines) else 0


# ------------------------------------------------------------------ measuring


def add_all(ledger: Ledger, stream: Iterator[Read]) -> Iterator[Step]:
    """Add the stream a thousand at a time; each step's cost. Making the reports is not measured."""
    while batch := list(islice(stream, BATCH)):
        wall, cpu = time.perf_counter(), time.process_time()
        arrivals = ledger.add(batch)
        standings = list(ledger.standings({country for arrival in arrivals for country in arrival.countries}))
        step = Step(len(ledger), time.perf_counter() - wall, time.process_time() - cpu)
        if len(batch) == BATCH:
            yield step
        if step.kept % (10 * BATCH) == 0:
            print(f"{step.kept:,} reports kept; the last thousand took {step.wall:.2f} s ({step.cpu:.2f} s of this process); "
                  f"{len(standings)} stretches touched; {memory():,} MiB", file=sys.stderr, flush=True)


def memory() -> int:
    """The most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def look_at(ledger: Ledger) -> dict[str, float]:
    """What it costs to look at all this: to lay out the situations, to tell some of them; and how large they are."""
    facts: dict[str, float] = {"memory after adding, MiB": memory()}
    began = time.process_time()
    drafts = sorted(ledger.drafts(), key=lambda d: len(d.shares))
    facts |= {"situations laid out": len(drafts), "seconds to lay out all situations": time.process_time() - began,
              "reports in the largest situation": len(drafts[-1].shares)}
    sizes = (10, 100, 1000, len(drafts[-1].shares))
    for size in dict.fromkeys(sizes):
        draft = min(drafts, key=lambda d: abs(len(d.shares) - size))
        began = time.process_time()
        told = ledger.tell(draft)
        assert told.reports
        facts[f"seconds to tell a situation of {len(draft.shares)} reports"] = time.process_time() - began
    return facts | {"memory after telling, MiB": memory()}


def tenths(steps: list[Step], field: str) -> tuple[float, float]:
    """The median cost of a thousand reports in the first tenth of the run and in the last."""
    tenth = max(1, len(steps) // 10)
    costs = [getattr(step, field) for step in steps]
    return statistics.median(costs[:tenth]), statistics.median(costs[-tenth:])


# ------------------------------------------------------------------ telling


def flatness(steps: list[Step], reports: int) -> list[results.Line]:
    """The rows on cost against size: the ratio of medians, last tenth to first, and the medians themselves."""
    made = []
    for field, name in (("wall", "wall time"), ("cpu", "processor time")):
        first, last = tenths(steps, field)
        made.append(row(f"{name} per 1,000 reports, last tenth to first", last / first, FLAT if field == "wall" else None, reports))
        made.append(row(f"{name} per 1,000 reports, last tenth, s", last, None, reports))
    return made


def tell_facts(facts: dict[str, float], reports: int) -> list[results.Line]:
    """The other rows; memory has a bar."""
    return [row(name, value, MOST_MEMORY if "MiB" in name else None, reports) for name, value in facts.items()]


def row(name: str, value: float, most: float | None, reports: int) -> results.Line:
    """One row of the table; a bar here is the most that is allowed."""
    score = f"{value:.3f}" if isinstance(value, float) else str(value)
    reached = "" if most is None else "yes" if value <= most else "no"
    date = datetime.now(UTC).date().isoformat()
    return results.Line("scale", name, score, "–" if most is None else f"{most:.2f}" if most < 10 else str(round(most)), "–", reached,
                        "made", str(reports), date, commit())


def draw(steps: list[Step], *, width: int = 760, height: int = 320) -> str:
    """Cost against size as an SVG: a dot a thousand reports, a line through the medians of the tenths."""
    left, top, right, bottom = 60, 40, width - 20, height - 50
    most = max(statistics.quantiles([s.wall for s in steps], n=50)[-1] if len(steps) > 1 else steps[0].wall, 1e-9) * 1.15
    x = lambda kept: left + (right - left) * kept / steps[-1].kept  # noqa: E731
    y = lambda cost: bottom - (bottom - top) * min(cost, most) / most  # noqa: E731
    tenth = max(1, len(steps) // 10)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" '
             'role="img" aria-label="Cost of adding a thousand reports against the number kept">',
             f'<rect width="{width}" height="{height}" fill="#fff"/>',
             f'<text x="{left}" y="20" font-size="14">Seconds to add 1,000 reports, by how many are kept already '
             f'({PER_DAY} a day, half of them copies)</text>']
    for i in range(5):
        cost = most * i / 4
        parts.append(f'<line x1="{left}" x2="{right}" y1="{y(cost):.1f}" y2="{y(cost):.1f}" stroke="#ddd"/>'
                     f'<text x="{left - 8}" y="{y(cost) + 4:.1f}" text-anchor="end">{cost:.2f}</text>')
        kept = steps[-1].kept * i // 4
        parts.append(f'<text x="{x(kept):.1f}" y="{bottom + 18}" text-anchor="middle">{kept:,}</text>')
    parts.append(f'<text x="{(left + right) / 2}" y="{bottom + 38}" text-anchor="middle">reports kept</text>')
    for field, colour, words, at in (("wall", "#c0392b", "on the clock", 0), ("cpu", "#1f4e79", "of the processor", 110)):
        parts += [f'<circle cx="{x(s.kept):.1f}" cy="{y(getattr(s, field)):.1f}" r="1.8" fill="{colour}" fill-opacity=".35"/>'
                  for s in steps]
        middles = [(steps[min(i + tenth // 2, len(steps) - 1)].kept, statistics.median(getattr(s, field) for s in steps[i:i + tenth]))
                   for i in range(0, len(steps) - tenth + 1, tenth)]
        line = " ".join(f"{x(kept):.1f},{y(cost):.1f}" for kept, cost in middles)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'
                     f'<text x="{right - 230 + at}" y="{top + 4}" fill="{colour}">{words}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
