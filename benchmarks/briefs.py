"""How long `tocsin brief` takes on many reports: `python -m benchmarks.briefs [--reports 1000] [--bars]`.

The reports are made from the shipped examples: each copy has its own towns, numbers and days, so that nothing is an exact repeat. The
brief is made twice by the command line, as a user does: from nothing, and again when nothing has changed.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
BARS = {"from nothing": 180.0, "again": 3.0}  # seconds, on two cores
HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


def main(argv: list[str] | None = None) -> int:
    """Command line; with --bars, status 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.briefs", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=1000, metavar="N", help="how many reports (default: %(default)s)")
    parser.add_argument("--bars", action="store_true", help="end with status 1 where a bar is missed")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="tocsin-briefs-") as folder:
        home = Path(folder)
        make_reports(home / "reports", args.reports)
        times = {name: run(home) for name in BARS}
    for name, seconds in times.items():
        print(f"{args.reports} reports, {name:14}{seconds:8.1f} s   bar {BARS[name]:.0f} s for 1,000")
    return 1 if args.bars and any(seconds > BARS[name] for name, seconds in times.items()) else 0


def run(home: Path) -> float:
    """Seconds of one `tocsin brief` over the reports, start of the program included."""
    command = [sys.executable, "-m", "tocsin", "brief", str(home / "reports"), "--store", str(home / "s.db"), "--format", "html", "--quiet",
               "--force", "--output", str(home / "brief.html")]
    began = time.perf_counter()
    done = subprocess.run(command, env={**os.environ, "NO_COLOR": "1"}, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr)
    return time.perf_counter() - began


def make_reports(folder: Path, count: int) -> None:
    """So many variants of the examples' reports, as Markdown files."""
    folder.mkdir()
    originals = [path for path in sorted(EXAMPLES.glob("*/[0-9]*.md"))]
    chance = random.Random(2010)
    for n in range(count):
        original = originals[n % len(originals)].read_text(encoding="utf-8")
        (folder / f"{n:05}.md").write_text(original if n < len(originals) else vary(original, n, chance), encoding="utf-8")


def vary(text: str, number: int, chance: random.Random) -> str:
    """A report of the same length about the same crisis with other numbers, two sentences changed places and one left out."""
    head = HEAD.match(text)
    start, body = (head[0], text[head.end() :]) if head else ("", text)
    body = re.sub(r"(?<![\d,.])([2-9]\d|1\d\d|\d{3})(?![\d,.%]| (?:January|February|March|April|May|June|December))",
                  lambda m: str(max(2, round(int(m[1]) * chance.uniform(0.7, 1.4)))), body)
    paragraphs = body.strip().split("\n\n")
    if len(paragraphs) > 3:
        paragraphs.pop(chance.randrange(2, len(paragraphs)))
        at = chance.randrange(1, len(paragraphs) - 1)
        paragraphs[at], paragraphs[at + 1] = paragraphs[at + 1], paragraphs[at]
    return start + "\n\n".join(paragraphs) + f"\n\nFiled as copy {number}.\n"  # short reports have nothing else to vary


if __name__ == "__main__":
    sys.exit(main())
