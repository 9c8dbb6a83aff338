"""Made-up reads to keep: the same for the same number and seed, in this process or in another."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from tocsin.records import (
    Attribution,
    Claim,
    Dropped,
    Figure,
    Party,
    Place,
    Published,
    Read,
    Report,
    SentenceRef,
    Tally,
    Time,
    Voice,
    make_id,
)

READER = "made-up 1"
WORDS = ["the", "river", "Velna", "smoke", "shots", "families", "left", "for", "Orrin", "border", "shut", "said", "nobody", "knew",
         "—", "ветер,", "été,", "風"]


def make_read(n: int, *, seed: int = 7, words: int = 120, claims: int = 4, report_id: str | None = None, reader: str = READER,
              **changes: Any) -> Read:
    """Read number n: a report of so many words whose claims quote its own text; `changes` are fields of the report."""
    chance = random.Random(f"{seed} {n}")
    text = f"Report {n}. " + " ".join(chance.choice(WORDS) for _ in range(words))
    rid = report_id or make_id("report", seed, n)
    report = Report(
        id=rid, text=text, title=f"Report {n}", source="Velna Post", language="en", given_id=report_id is not None,
        published=Published("2031-05-04", "2031-05-04", "day", "stated", ("4 May",)), dropped=(Dropped(0, 3, "boilerplate"),),
        attributions=(Attribution("unnamed_source", "nobody", None, "indirect", "said", 5, 19, 0, 4, None, None),),
        version=make_id("text", text), headings=((0, 10),), offsets=tuple(range(3, 40)) + tuple(range(44, 7 + len(text))),
        raw=f"<p>{text}</p>\n<!-- {chance.random()} -->".encode())
    report = replace(report, **changes)
    return Read(report, tuple(make_claim(report, i, reader=reader) for i in range(claims)),
                Tally(rid, {"killed": {"low": n, "best": None, "high": None, "claims": [make_id("claim", ascii(rid), 0)]}}))


def make_claim(report: Report, i: int, *, reader: str = READER) -> Claim:
    """Claim number i of a report, with every kind of field filled."""
    start, end = 3 * i, 3 * i + 20
    return Claim(
        id=make_id("claim", ascii(report.id), i), report_id=report.id, kind="killing", subtype=None, quote=report.text[start:end],
        start=start, end=end, sentence=SentenceRef(i, start, end), actors=(Party("gunmen", type="armed_group"),),
        targets=(Party("families"), Party("Velna", country="XVE")), place=Place("Velna", lat=1.5, lon=-2.25, precision="city"),
        time=Time("on Monday", "2031-05-04", "2031-05-04", "day", "relative"),
        figure=Figure("at least 5", 5, None, None, "at_least", unit="killed"),
        attribution=Voice("unnamed_source", speaker="nobody", cue="said", speech="indirect"), modality="asserted", polarity="positive",
        status="occurred", case="current", codes={"plover": "ASSAULT"}, indicators=("8.1",), elements=("H1",), confidence=0.75,
        reader=reader, details={"means": ["fire", None, {"n": 2}]})
