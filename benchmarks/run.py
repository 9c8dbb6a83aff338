"""Read public data sets and score the reader: `python -m benchmarks.run DATA [--set muc34 ...] [--rows N] [--out RESULTS.md]`.

DATA is a folder with the sets' scorers (score.py, score_seeds.py, baselines.py) and a folder a set with dev.jsonl.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import tocsin
from benchmarks import judge, many, predict, results
from benchmarks.numerals import numbers_in
from benchmarks.sets import NAMES, DataError, DataSet, Row, check_folder, load_rows, set_named

RESULTS = Path(__file__).with_name("RESULTS.md")


def main(argv: list[str] | None = None) -> int:
    """Command line; status 1 when the reader raised on a row, 2 when data are missing."""
    args = _arguments(argv)
    data = args.data.resolve()
    failed = 0
    try:
        check_folder(data)
        for name in args.set or NAMES:
            failed += _run_set(data, set_named(name), args)
    except DataError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    return 1 if failed else 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, metavar="DATA", help="folder of the data sets and their scorers")
    parser.add_argument("--set", nargs="+", metavar="NAME", help=f"only these: {', '.join(NAMES)}")
    parser.add_argument("--rows", type=int, metavar="N", help="only the first N rows of each set, of gold and predictions alike")
    parser.add_argument("--out", type=Path, default=RESULTS, metavar="FILE", help="table to write to (default: %(default)s)")
    parser.add_argument("--refresh", action="store_true", help="read again, whatever the cache holds")
    parser.add_argument("--no-baseline", action="store_true", help="leave the trivial baseline out")
    return parser.parse_args(argv)


def _run_set(data: Path, chosen: DataSet, args: argparse.Namespace) -> int:
    """Read, score and write down one set; how many rows raised."""
    with tempfile.TemporaryDirectory(prefix="tocsin-benchmark-") as folder:
        work = Path(folder)
        if chosen.name == "seeds":
            lines, failures = _measure_seeds(data, chosen, work)
        else:
            rows, half = load_rows(data, chosen, args.rows)
            made = many.predict(chosen, rows) if chosen.asks != "read" else predict.predict(chosen.scorer, rows, refresh=args.refresh)
            judged = many.judged_rows(chosen, rows)
            scores = judge.score(data, chosen, judged, made.lines, work)
            trivial = {} if args.no_baseline else judge.score_baseline(data, chosen, judged, work)
            lines = _lines(chosen, scores, trivial, half, len(judged)) + _ceilings(chosen, rows, half)
            failures = made.failures
            if made.seconds:
                print(f"{chosen.name}: {len(rows)} rows in {made.seconds:.1f} s of reading", file=sys.stderr)
    for failure in failures:
        print(f"{chosen.name}: the reader raised on {failure.row_id}\n{failure.trace}", file=sys.stderr)
    for line in lines:
        print(f"{line.set:22}{line.measure:34}{line.score:>8}  bar {line.bar:>5}  trivial {line.trivial:>6}  {line.reached}")
    sys.stdout.flush()
    results.write(args.out, results.merge(results.load(args.out), lines, NAMES))
    return len(failures)


def _measure_seeds(data: Path, chosen: DataSet, work: Path) -> tuple[list[results.Line], list[predict.Failure]]:
    """The seed documents: whole files, their own scorer, no baseline."""
    files = sorted(str(p) for p in (data.parent / "seeds").glob("*.txt"))
    if not files:
        raise DataError(f"No seed documents: {data.parent / 'seeds'} has no .txt files.")
    made = predict.read_files(files)
    scores, answer = judge.score_seeds(data, made.lines, work)
    for line in answer.get("failed", []):
        print(f"seeds: below the floor: {line}", file=sys.stderr)
    return _lines(chosen, scores, {}, "dev", len(files)), made.failures


# ------------------------------------------------------------------ lines


def _lines(chosen: DataSet, scores: dict[str, Any], trivial: dict[str, Any], half: str, rows: int) -> list[results.Line]:
    found = []
    for measure in chosen.measures:
        value = judge.value_at(scores, measure.path)
        base = judge.value_at(trivial, measure.path)
        reached = ""
        if measure.bar is not None and value is not None:
            less_is_better = measure.bar == 0
            reached = "yes" if (value <= 0 if less_is_better else value >= measure.bar) else "no"
        found.append(_line(chosen.name, measure.path, value, measure.bar, base, reached, half, rows))
    return found


def _ceilings(chosen: DataSet, rows: list[Row], half: str) -> list[results.Line]:
    """The share of gold numbers that stand in the text at all."""
    if chosen.figures is None:
        return []
    stand: dict[str, list[bool]] = {}
    for row in rows:
        known = numbers_in(f"{row.get('title') or ''}\n{row['text']}")
        for unit, wanted in chosen.figures(row).items():
            stand.setdefault(unit, []).extend(all(v in known for v in values) for values in wanted)
    return [_line(chosen.name, f"{unit}, gold in the text", sum(v) / len(v) if v else None, None, None, "", half, len(rows))
            for unit, v in stand.items()]


def _line(name: str, measure: str, value: float | None, bar: float | None, base: float | None, reached: str, half: str,
          rows: int) -> results.Line:
    def show(number: float | None, digits: int = 3) -> str:
        return "–" if number is None else f"{number:.{digits}f}"

    date = datetime.now(UTC).date().isoformat()
    return results.Line(name, measure, show(value), show(bar, 2), show(base), reached, half, str(rows), date, commit())


def commit() -> str:
    """The short name of the source's commit, with a plus when files were changed since; "unknown" outside a repository."""
    root = Path(tocsin.__file__).parent

    def git(*words: str) -> str | None:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else None

    name = git("rev-parse", "--short", "HEAD")
    if name is None:
        return "unknown"
    return name + ("+" if git("status", "--porcelain", "--", ".") else "")


if __name__ == "__main__":
    raise SystemExit(main())
