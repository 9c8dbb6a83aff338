"""The dead of southern Kyrgyzstan in 2010, as they were told from day to day: one line a report, read from its words to the headline.

The facts are public record, each with who published it; the sentences are ours.
"""

from __future__ import annotations

import io
import json
from functools import cache

import pytest

from tocsin import intake, pipeline, situations
from tocsin.codebook import load
from tocsin.records import Json, Read, Situation
from tocsin.store import open_store

MINISTRY, DEPUTY, LEADER = "Health Ministry", "Azimbek Beknazarov", "Roza Otunbayeva"
# id, day, outlet, the line; the fact's source: GCR2P, OHCHR and the press as named.
ROWS = (
    # AFP, 12 June 2010: 75 dead, over 1,000 injured in three days
    ("afp", "2010-06-12", "Agency A", "At least 75 people have been killed in southern Kyrgyzstan in three days and over 1,000 hurt."),
    # Health Ministry by way of Reuters, 13 June 2010
    ("m80", "2010-06-13", "Agency B", "The Health Ministry of Kyrgyzstan said that 80 people had been killed by Saturday, June 12."),
    # Al Jazeera, 12 June 2010
    ("crossed", "2010-06-12", "Agency N", "Up to 10,000 people fled from southern Kyrgyzstan into Uzbekistan on Saturday."),
    # Xinhua, 13 June 2010
    ("xinhua", "2010-06-13", "Agency C", "At least 82 people have died so far in southern Kyrgyzstan."),
    # Hindustan Times, 13 June 2010
    ("ht", "2010-06-13", "Agency D", "At least 86 people have been killed in the clashes in southern Kyrgyzstan."),
    # a wire reposted on 13 June 2010
    ("repost", "2010-06-13", "Agency E", "More than 100 people have been killed since Thursday in southern Kyrgyzstan."),
    # Antiwar.com, 14 June 2010
    ("mon", "2010-06-14", "Agency F", "At least 140 people have been killed so far in southern Kyrgyzstan."),
    # Global Centre for the Responsibility to Protect, 15 June 2010
    ("centre", "2010-06-15", "Centre G", "At least 170 people are known to have been killed in southern Kyrgyzstan."),
    # Health Ministry by way of Al Jazeera, 15 June 2010
    ("m178", "2010-06-15", "Agency H", "Kyrgyzstan's Health Ministry said on Tuesday that 178 people had been killed in the violence."),
    # Los Angeles Times, 15 June 2010
    ("several", "2010-06-15", "Agency O", "Roza Otunbayeva said that the official toll of 176 dead should be multiplied several times."),
    # Health Ministry by way of RIA Novosti, 17 June 2010
    ("m191", "2010-06-17", "Agency I", "Kyrgyzstan's Health Ministry said on Thursday that the death toll had risen to 191."),
    # A. Beknazarov by way of AP, 19 June 2010
    ("d223", "2010-06-19", "Agency J",
     "Azimbek Beknazarov, deputy head of Kyrgyzstan's interim government, said that 223 people had been killed on both sides."),
    # R. Otunbayeva by way of RFI, AP and the Guardian, 18 June 2010
    ("ten", "2010-06-18", "Agency K",
     "Roza Otunbayeva, Kyrgyzstan's interim president, said that she would multiply the official death toll by ten, to about 2,000 dead."),
    # United Nations by way of ANI, 18 June 2010
    ("un", "2010-06-18", "Agency P", "The United Nations said on Friday that about 400,000 people had been displaced in Kyrgyzstan."),
    # Health Ministry by way of Xinhua, 22 June 2010
    ("m214", "2010-06-22", "Agency L", "Kyrgyzstan's Health Ministry said on Tuesday that 214 people had been killed in the violence."),
    # Health Ministry by way of Mayak, 24 June 2010
    ("m258", "2010-06-24", "Agency M", "Kyrgyzstan's Health Ministry said on Thursday that the number of dead had reached 258."),
    # Independent commission of inquiry, report of 3 May 2011
    ("kic", "2011-05-03", "Commission",
     "The Kyrgyzstan Inquiry Commission found that about 470 people were killed in the violence in southern Kyrgyzstan in June 2010."),
)


@cache
def reads() -> tuple[Read, ...]:
    lines = "\n".join(json.dumps({"id": i, "published": day, "source": outlet, "text": text}) for i, day, outlet, text in ROWS)
    with open_store("none") as store:
        found = pipeline.read_reports(intake.collect(["-"], stdin=io.BytesIO(lines.encode())), codebook=load(), store=store)
        return tuple(item for item in found if isinstance(item, Read))


def told(*leave_out: str, rule: str = "floor") -> Situation:
    (found,) = situations.gather([r for r in reads() if r.report.id not in leave_out], codebook=load(), rule=rule)
    return found


def killed(*leave_out: str, rule: str = "floor") -> Json:
    return told(*leave_out, rule=rule).figures["killed"]


def series(who: str) -> list[int]:
    return [entry["best"] for entry in killed()["series"] if who in entry["voice"]]


def test_the_ministrys_series_reads_in_order_and_the_deputy_heads_number_stays_apart() -> None:
    assert series(MINISTRY) == [80, 178, 191, 214, 258]
    assert [e["as_of"] for e in killed()["series"] if MINISTRY in e["voice"]] == [f"2010-06-{d}" for d in (12, 15, 17, 22, 24)]
    assert series(DEPUTY) == [223]


def test_media_figures_stay_at_least() -> None:
    media = [e for e in killed()["series"] if e["modifier"] in ("at_least", "more_than")]
    assert [e["best"] for e in media] == [75, 82, 86, 100, 140, 170] and all(e["high"] is None for e in media)


def test_multiply_by_ten_is_a_challenge_that_enters_neither_low_nor_best() -> None:
    for block in (killed(), killed("kic"), killed("kic", "m258", "m214")):
        assert {c["voice"] for c in block["challenges"]} == {LEADER} and 2000 in {c["best"] for c in block["challenges"]}
        assert block["best"] < 2000 and block["low"] < 2000
    assert killed("kic")["high"] is None, "a challenge leaves the upper end open"


def test_before_the_inquiry_the_ministrys_last_count_leads_and_after_it_the_inquirys() -> None:
    before, after = killed("kic"), killed()
    assert (before["low"], before["best"], before["as_of"]) == (258, 258, "2010-06-24")
    assert after["best"] == 470 and "inquiry" in after["rule"]


@pytest.mark.parametrize("rule", ["floor", "majority", "official", "best_graded"])
def test_nothing_is_ever_summed_and_every_number_that_lost_says_why(rule: str) -> None:
    block = killed(rule=rule)
    numbers = {c.figure.best for r in reads() for c in r.claims if c.figure and c.figure.unit == "killed"}
    assert block["best"] in numbers - {2000} and "formula" not in block and block["rule"].startswith(rule)
    lost = {c.id for r in reads() for c in r.claims if c.figure and c.figure.unit == "killed"} - set(block["claims"])
    assert lost == {x["claim"] for x in block["excluded"]} and all(len(x["why"]) > 10 for x in block["excluded"])


def test_those_who_fled_and_those_displaced_are_counted_apart() -> None:
    figures = told().figures
    assert figures["displaced"]["best"] == 400_000
    assert (figures["refugees"]["low"], figures["refugees"]["high"]) == (None, 10_000)
