"""Measure the screen: `python -m benchmarks.screen DATA [--set muc34 ...] [--rows N] [--out RESULTS.md]`.

Each report is read twice, screened and with every sentence parsed; the recall is the share of harm and response claims of the full
parse that the screened reading has too (same kind, same words), `same` the share that is equal in every field, `parsed` the share of
sentences that were parsed. Rows are taken evenly over a set; the shipped examples are measured beside the sets.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import results
from benchmarks.run import RESULTS, commit
from benchmarks.sets import NAMES, DataError, Row, check_folder, load_rows, set_named
from tocsin import claims, intake, pipeline, reading
from tocsin.codebook import Codebook, load
from tocsin.records import Problem, Report

SETS = ("muc34", "gva", "airwars", "idetect", "factappeal", "polnear", "ceha")
ROWS = 300
BAR = 0.99
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
FAMILIES = ("harm", "response")


def main(argv: list[str] | None = None) -> int:
    """Command line; status 1 when the screen is below its bar, 2 when data are missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screen", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, metavar="DATA", help="folder of the data sets and their scorers")
    parser.add_argument("--set", nargs="+", default=SETS, metavar="NAME", help="only these (default: %(default)s)")
    parser.add_argument("--rows", type=int, default=ROWS, metavar="N", help="rows of each set, evenly taken (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=RESULTS, metavar="FILE", help="table to write to (default: %(default)s)")
    args = parser.parse_args(argv)
    counts = {"examples": measure(intake.collect([str(p) for p in sorted(EXAMPLES.iterdir()) if p.is_dir()]), load())}
    try:
        check_folder(args.data)
        for name in args.set:
            rows, _ = load_rows(args.data, set_named(name))
            counts[name] = measure(_collect(rows[:: max(1, len(rows) // args.rows)][: args.rows]), load())
            print(f"{name}: {describe(counts[name])}", file=sys.stderr)
    except DataError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    whole = sum(counts.values(), Counter[str]())
    lines = [_line(name, count) for name, count in [*counts.items(), ("all", whole)]]
    print("\n".join(f"{name:12}{describe(count)}" for name, count in [*counts.items(), ("all", whole)]))
    results.write(args.out, results.merge(results.load(args.out), lines, NAMES))
    return 0 if share(whole, "kept") >= BAR else 1


def measure(items: Iterable[Report | Problem], codebook: Codebook) -> Counter[str]:
    """How many claims the full parse has, how many of them are kept and are the same, how many sentences there are and were parsed."""
    reports = [item for item in items if isinstance(item, Report) and pipeline.is_read(item)]
    found = Counter[str](reports=len(reports))
    pairs = zip(reading.read(reports, codebook=codebook), reading.read(reports, codebook=codebook, screened=False), strict=True)
    for (report, short), (_, full) in pairs:
        wanted, kept = ({c.id: c for c in claims.extract(report, r, codebook=codebook) if codebook.kinds[c.kind].family in FAMILIES}
                        for r in (full, short))
        found["claims"] += len(wanted)
        found["kept"] += len(wanted.keys() & kept.keys())
        found["same"] += sum(kept.get(key) == claim for key, claim in wanted.items())
        found["sentences"] += len(short.sentences)
        found["parsed"] += sum(1 for s in short.sentences if s.tokens)
    return found


def share(count: Counter[str], part: str) -> float:
    """Claims kept or the same, of all."""
    return count[part] / count["claims"] if count["claims"] else 1.0


def describe(count: Counter[str]) -> str:
    """The counts as one line."""
    parsed = count["parsed"] / max(1, count["sentences"])
    return (f"{count['kept']} of {count['claims']} claims kept ({share(count, 'kept'):.4f}), {share(count, 'same'):.3f} the same, "
            f"{parsed:.2f} of {count['sentences']} sentences parsed")


def _collect(rows: list[Row]) -> Iterable[Report | Problem]:
    data = "\n".join(json.dumps({k: v for k, v in row.items() if k != "gold"}, ensure_ascii=False) for row in rows)
    return intake.collect(["-"], stdin=io.BytesIO(data.encode()))


def _line(name: str, count: Counter[str]) -> results.Line:
    value = share(count, "kept")
    date = datetime.now(UTC).date().isoformat()
    reached = "yes" if value >= BAR else "no"
    rows = str(count["reports"])
    return results.Line("screen", f"recall, {name}", f"{value:.4f}", f"{BAR:.2f}", "–", reached, "dev", rows, date, commit())


if __name__ == "__main__":
    raise SystemExit(main())
