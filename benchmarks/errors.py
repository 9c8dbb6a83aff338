"""Show the commonest kinds of error on a set: `python -m benchmarks.errors DATA --set muc34 [--rows N] [--measure killed] [--top 20]`.

Prints causes with row ids and values to standard output, and writes nothing; what it shows may not be copied into the project.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import judge, predict
from benchmarks.causes import CAUSES
from benchmarks.sets import DataError, check_folder, load_rows, set_named


def main(argv: list[str] | None = None) -> int:
    """Command line; status 2 when data are missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.errors", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--set", required=True, metavar="NAME", help=f"one of seeds, {', '.join(CAUSES)}")
    parser.add_argument("--rows", type=int, metavar="N", help="only the first N rows")
    parser.add_argument("--measure", help="only this measure")
    parser.add_argument("--top", type=int, default=20, help="how many causes a measure (default: 20)")
    parser.add_argument("--ids", type=int, default=3, help="how many rows a cause (default: 3)")
    args = parser.parse_args(argv)
    data = args.data.resolve()
    try:
        check_folder(data)
        if args.set == "seeds":
            _show_seeds(data)
        else:
            _show(find_errors(data, args.set, args.rows), args)
    except DataError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    return 0


def find_errors(data: Path, name: str, rows: int | None = None) -> Iterator[tuple[str, str, str, str]]:
    """(measure, cause, row id, value) for every error of a set."""
    chosen = set_named(name)
    gold, _half = load_rows(data, chosen, rows)
    tools = load_tools(data)
    documents = tools.Predictions([json.loads(line) for line in predict.predict(chosen.scorer, gold).lines])
    for row in gold:
        for measure, cause, value in CAUSES[chosen.scorer](row, documents.get(row["id"]), tools):
            yield measure, cause, str(row["id"]), value


def load_tools(data: Path) -> Any:
    """The scorer module of the data folder: it decides what is the same name or number."""
    for name in ("score", "scoring"):  # of another data folder
        sys.modules.pop(name, None)
    sys.path.insert(0, str(data))
    keep, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        return importlib.import_module("score")
    except ImportError as error:
        raise DataError(f"{data / 'score.py'} can't be imported: {error}.") from None
    finally:
        sys.path.remove(str(data))
        sys.dont_write_bytecode = keep


def _show(errors: Iterator[tuple[str, str, str, str]], args: argparse.Namespace) -> None:
    found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for measure, cause, row_id, value in errors:
        found[measure][cause].append((row_id, value))
    for measure, causes in found.items():
        if args.measure in (None, measure):
            print(f"== {args.set} {measure}: {sum(map(len, causes.values()))} errors, {len(causes)} kinds")
            for cause, cases in sorted(causes.items(), key=lambda x: -len(x[1]))[:args.top]:
                print(f"{len(cases):5}  {cause}")
                for row_id, value in cases[:args.ids]:
                    print(f"         {row_id}  {value}")


def _show_seeds(data: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="tocsin-benchmark-") as folder:
        files = sorted(str(p) for p in (data.parent / "seeds").glob("*.txt"))
        _, answer = judge.score_seeds(data, predict.read_files(files).lines, Path(folder))
    print("violations:", *(f"{rid} {what};" for rid, what in answer.get("violations", [])))
    print("missed:", *answer.get("missed", []))
    print("below the floor:", *(f"{line};" for line in answer.get("failed", [])))


if __name__ == "__main__":
    raise SystemExit(main())
