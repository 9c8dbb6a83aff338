"""Are copies known as copies? `python -m benchmarks.near_copies [--out RESULTS.md]`: 300 made stories, cut, retitled, edited and merged.

The stories are made of one vocabulary by a fixed seed. They are not easy to tell apart: every outlet puts its own lines under its stories,
many tell of the same few events and quote the same sentence, and some are updates of others with most words new.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from benchmarks import results
from benchmarks.made_stream import SYLLABLES
from benchmarks.run import RESULTS, commit
from benchmarks.sets import NAMES
from tocsin.records import Published, Read, Report, Tally
from tocsin.situations.origins import trace_origins

BAR = 0.98
OUTLETS, EVENTS, STORIES = 12, 25, 300


@dataclass(frozen=True)
class Made:
    """A report with the stories of which it truly consists."""

    read: Read
    stories: frozenset[str]


def make_reports(*, stories: int = STORIES, seed: int = 11) -> list[Made]:
    """The stories, then of each a cut, a retitled or a lightly edited print, and mergers of two of them."""
    draw = random.Random(seed)
    vocabulary = ["".join(draw.choices(SYLLABLES, k=draw.randint(1, 3))) for _ in range(2500)]
    weights = [1 / (i + 1) ** 0.7 for i in range(len(vocabulary))]
    lines = [_sentence(draw, vocabulary, weights) for _ in range(2 * OUTLETS)]  # two under each outlet's stories
    quotes = [_sentence(draw, vocabulary, weights) for _ in range(EVENTS)]
    originals: list[tuple[str, list[str], date]] = []
    for n in range(stories):
        body = [_sentence(draw, vocabulary, weights) for _ in range(draw.randint(7, 15))]
        if draw.random() < 0.6:
            body.insert(draw.randrange(len(body)), quotes[draw.randrange(EVENTS)])
        outlet = draw.randrange(OUTLETS)
        day = date(2031, 5, 1) + timedelta(days=draw.randrange(40))
        originals.append((f"story-{n}", [*body, *lines[2 * outlet:2 * outlet + 2]], day))
    made = [_made(name, " ".join(body), day, {name}) for name, body, day in originals]
    for n, (name, body, day) in enumerate(originals):
        later = day + timedelta(days=draw.randrange(3))
        how = ("cut", "retitled", "edited", "merged")[n % 4]
        if how == "cut":
            text = " ".join(body[:max(3, round(len(body) * draw.uniform(0.4, 0.9)))])
        elif how == "edited":
            words = " ".join(body).split(" ")
            for _ in range(max(2, len(words) // 40)):
                words[draw.randrange(len(words))] = draw.choice(vocabulary)
            text = " ".join(words)
        elif how == "merged":
            other, more, other_day = originals[draw.randrange(len(originals))]
            if other != name:
                made.append(_made(f"merged-{n}", " ".join([*body, *more]), max(later, other_day), {name, other}))
            continue
        else:
            text = " ".join(body)
        made.append(_made(f"{how}-{n}", text, later, {name}, title=_sentence(draw, vocabulary, weights)))
    return made


def _sentence(draw: random.Random, vocabulary: list[str], weights: list[float]) -> str:
    return " ".join(draw.choices(vocabulary, weights, k=draw.randint(8, 20))).capitalize() + "."


def _made(name: str, text: str, day: date, stories: set[str], *, title: str | None = None) -> Made:
    report = Report(name, f"{title}\n\n{text}" if title else text, title=title, given_id=True, version="1",
                    published=Published(day.isoformat(), day.isoformat(), "day", "stated", ()))
    return Made(Read(report, (), Tally(name, {})), frozenset(stories))


def measure(made: list[Made]) -> tuple[float, float]:
    """Precision and recall over pairs of reports that are said to share an origin, and that truly share a story."""
    found = trace_origins([m.read for m in made])
    said = [{found.reports[m.read.report.id], *found.merged.get(m.read.report.id, ())} for m in made]
    pairs = [(bool(said[i] & said[j]), bool(made[i].stories & made[j].stories)) for i, j in combinations(range(len(made)), 2)]
    right = sum(one and two for one, two in pairs)
    return right / max(1, sum(one for one, _ in pairs)), right / max(1, sum(two for _, two in pairs))


def main(argv: list[str] | None = None) -> int:
    """Run, print and write the rows; status 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.near_copies", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=RESULTS, metavar="FILE", help="table to write to (default: %(default)s)")
    args = parser.parse_args(argv)
    made = make_reports()
    today = date.today().isoformat()  # noqa: DTZ011
    lines = [results.Line("near-copies", name, f"{value:.3f}", f"{BAR:.2f}", "–", "yes" if value >= BAR else "no", "made", str(len(made)),
                          today, commit()) for name, value in zip(("precision", "recall"), measure(made), strict=True)]
    for line in lines:
        print(f"{line.measure:12}{line.score}  bar {line.bar}  {line.reached}")
    results.write(args.out, results.merge(results.load(args.out), lines, (*NAMES, "near-copies", "scale")))
    return 1 if any(line.reached == "no" for line in lines) else 0


if __name__ == "__main__":
    raise SystemExit(main())
