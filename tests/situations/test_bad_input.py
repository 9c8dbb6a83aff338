"""Reports with something wrong: kept, flagged, and by themselves they move no headline.

Each goes the whole way, from a row as it is given to the situation, beside two sound reports of one crisis.
"""

from __future__ import annotations

import io
import json
from datetime import date
from functools import cache
from typing import Any

import pytest

from tocsin import intake, pipeline, situations
from tocsin.codebook import load
from tocsin.records import Read, Situation
from tocsin.store import open_store

TODAY = date(2012, 6, 1)
SOUND = (
    {"id": "ministry", "published": "2012-05-10", "source": "Herald", "text":
        "The Health Ministry of Kenya said on Thursday that 61 people had been killed in the clashes in Garissa."},
    {"id": "clinics", "published": "2012-05-12", "source": "Courier", "text":
        "Gunmen attacked the market of Garissa, Kenya, on Friday; the Health Ministry now counts 64 dead in the clashes."},
)
SAID = "The Health Ministry of Kenya said that {n} people had been killed in the clashes in Garissa."
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no date": ({"text": SAID.format(n=40)}, "it bears no date"),
    "two dates": ({"published": "2012-05-11",
                   "text": "Clashes in Garissa\n3 February 2009\n\n" + SAID.format(n=45)}, "the dates given differ"),
    "a date ahead": ({"published": "2031-01-01", "text": SAID.format(n=900)}, "later than 2012-06-01"),
    "a toll of 10^12": ({"published": "2012-05-13", "source": "Leaflet", "text": SAID.format(n="1,000,000,000,000")},
                        "a number beyond what is possible"),
    "a place nobody knows": ({"published": "2012-05-13", "source": "Letter", "text": "Some 9,000 people were killed in Qorvunesh."},
                             "it names no place that is known"),
}


@cache
def read_rows(names: tuple[str, ...]) -> tuple[Read, ...]:
    rows = [*SOUND, *({"id": name, **BAD[name][0]} for name in names)]
    data = "\n".join(json.dumps(row) for row in rows).encode()
    with open_store("none") as store:
        found = list(pipeline.read_reports(intake.collect(["-"], stdin=io.BytesIO(data), today=TODAY), codebook=load(), store=store))
    assert len(found) == len(rows) and all(isinstance(item, Read) for item in found), "none is refused"
    return tuple(item for item in found if isinstance(item, Read))


def told(*names: str, rule: str = "floor") -> tuple[Situation, ...]:
    return situations.gather(read_rows(names), codebook=load(), rule=rule)


def crisis(found: tuple[Situation, ...]) -> Situation:
    (one,) = (s for s in found if s.country == "KEN")
    return one


@pytest.mark.parametrize("rule", ["floor", "majority", "official", "best_graded"])
@pytest.mark.parametrize("name", BAD)
def test_it_moves_no_headline_under_any_rule(name: str, rule: str) -> None:
    before, after = (crisis(told(*names, rule=rule)).figures["killed"] for names in ((), (name,)))
    assert before["best"] is not None
    assert (after["low"], after["best"], after["high"]) == (before["low"], before["best"], before["high"])


@pytest.mark.parametrize("name", BAD)
def test_it_is_kept_and_flagged_in_words(name: str) -> None:
    (row,) = (r for s in told(name) for r in s.reports if r["id"] == name)
    assert any(BAD[name][1] in flag for flag in row["flags"]), row
    sound = [r for s in told(name) for r in s.reports if r["id"] != name]
    assert sound and not any("flags" in r for r in sound)


def test_all_of_them_together_move_nothing_either() -> None:
    before, after = crisis(told()), crisis(told(*BAD))
    assert after.figures["killed"]["best"] == before.figures["killed"]["best"]
    assert after.as_of in ("2012-05-12", "2012-05-13")
    assert after.onset == before.onset and after.phase == before.phase


def test_what_is_set_aside_says_why() -> None:
    (why,) = [x["why"] for x in crisis(told("a toll of 10^12")).figures["killed"]["excluded"] if "beyond" in x["why"]]
    assert "1,000,000,000,000" in why
