"""Claims of different reports that tell of one act; and days that no report can move by itself."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.codebook import load
from tocsin.records import Occurrence, Read, to_json
from tocsin.situations import gather

from .varenia import DOLMA, FAR, KESRA, MBARA, TOLIN, TOLIN_PEOPLE, day, figure, incident, read, say, situation, toll


def night(name: str, text: str, quote: str, on: str | None = "2031-05-04", *, out: str = "2031-05-05", **more: object) -> Read:
    fields = {"place": KESRA, "time": day(on) if on else None} | more
    return read(name, out, text, say("killing", quote, **fields))


MOB = night("mob", "Tolin crowds killed nine Mbara in Kesra on the night of the 4th, neighbours said.", "Tolin crowds killed nine Mbara",
            actors=(TOLIN,), targets=(MBARA,), figure=figure("killed", 9, scope="incident"))
MIRROR = night("mirror", "In Kesra it was Mbara who killed Tolin people that night, a radio told its listeners.",
               "Mbara who killed Tolin people", actors=(MBARA,), targets=(TOLIN_PEOPLE,))
CLINIC = night("clinic", "The clinic of Kesra counts nine killed of the 4th of May.", "nine killed", out="2031-05-06",
               figure=figure("killed", 9, scope="incident"))
LATER = night("later", "Two men were killed in Kesra on 9 May.", "Two men were killed", "2031-05-09", out="2031-05-10",
              figure=figure("killed", 2, scope="incident"))
OTHERS = night("others", "In Dolma four people were killed on the 4th.", "four people were killed", place=DOLMA,
               figure=figure("killed", 4, scope="incident"))
TOTAL = read("total", "2031-05-08", "In Kesra 61 people have been killed so far.", toll("61 people have been killed", 61, place=KESRA))
ALL = [MOB, MIRROR, CLINIC, LATER, OTHERS, TOTAL]


def acts(*reads: Read) -> tuple[Occurrence, ...]:
    return situation(reads).occurrences


def test_accounts_of_one_night_are_one_occurrence_also_with_other_perpetrators() -> None:
    (found,) = acts(*ALL)
    assert set(found.reports) == {"mob", "mirror", "clinic"} and found.kind == "killing"
    assert found.place == KESRA and found.time is not None and found.time.start == "2031-05-04"
    assert {p.name for p in found.parties} == {"Mbara", "Tolin crowds", "Tolin"}


def test_every_join_names_its_claims_and_reasons() -> None:
    (found,) = acts(*ALL)
    assert len(found.why) == len(found.claims) - 1
    assert all(set(why["claims"]) <= set(found.claims) for why in found.why)
    assert all("both in Kesra" in why["reasons"] and "both on 2031-05-04" in why["reasons"] for why in found.why)


def test_another_day_another_town_and_a_running_total_stand_apart() -> None:
    assert acts(MOB, LATER) == () and acts(MOB, OTHERS) == () and acts(MOB, TOTAL) == ()
    far = night("far", "In Tuvik nine people were killed on the 4th.", "nine people were killed", place=FAR,
                figure=figure("killed", 9, scope="incident"))
    assert all(not s.occurrences for s in gather([MOB, far], codebook=load()))


def test_a_copy_is_one_origin_among_the_reports() -> None:
    copy = read("copy", "2031-05-06", MOB.report.text, say("killing", "Tolin crowds killed nine Mbara", place=KESRA, time=day("2031-05-04"),
                                                           actors=(TOLIN,), targets=(MBARA,)))
    (found,) = acts(MOB, copy)
    assert found.reports == ("mob", "copy") and found.origins == ("mob",)
    assert "the same words, copied" in found.why[0]["reasons"]


def test_the_same_number_without_a_day_needs_more_than_the_town() -> None:
    undated = night("undated", "People in Kesra talk of fishing rights.", "talk of fishing rights", None, out="2031-05-20")
    assert acts(MOB, undated) == ()


@given(st.permutations([*ALL, read("again", "2031-05-06", MOB.report.text)]))
@settings(max_examples=200, deadline=None)
def test_any_order_gives_the_same_situations_occurrences_figures_and_days(shuffled: list[Read]) -> None:
    def told(reads: list[Read]) -> list[object]:
        return [(to_json(s), s.occurrences) for s in gather(reads, codebook=load())]
    assert told(shuffled) == told([*ALL, read("again", "2031-05-06", MOB.report.text)])


def test_a_day_after_its_report_is_on_no_timeline() -> None:
    ahead = night("ahead", "Nine people were killed in Kesra on 4 May 2041, a reader writes.", "Nine people were killed", "2041-05-04")
    days = [entry["date"] for entry in situation([MOB, CLINIC, ahead]).timeline]
    assert days == ["2031-05-04"]


def test_an_impossible_toll_and_a_report_without_a_place_move_no_headline() -> None:
    plain = [read("ministry", "2031-05-08", "The ministry counts 61 dead in Kesra.", toll("61 dead", 61, place=KESRA)),
             read("clinics", "2031-05-09", "The clinics count 64 dead in Kesra.", toll("64 dead", 64, place=KESRA)), MOB]
    wild = read("wild", "2031-05-09", "A leaflet says 1,000,000,000,000 dead in Kesra.",
                toll("1,000,000,000,000 dead", 10**12, place=KESRA))
    nowhere = read("nowhere", "2031-05-09", "A letter says 9,000 dead.", toll("9,000 dead", 9000, place=None))
    before, after = situation(plain).figures["killed"], situation([*plain, wild]).figures["killed"]
    assert (before["low"], before["best"]) == (after["low"], after["best"])
    assert gather([*plain, nowhere], codebook=load())[0].figures["killed"] == before, "it opens a situation of its own"


def test_days_that_reports_come_back_to_outweigh_a_busy_morning() -> None:
    back = [read(f"back-{i}", f"2031-0{6 + i}-20", f"Report {i}: {words} since the killings of 4 May, when nine died in Kesra.",
                 incident("nine died", 9, "2031-05-04"))
            for i, words in enumerate(("the widows have waited", "no court has sat on it", "the mill has stood still"))]
    busy = [night(f"busy-{i}", f"{words} on Friday in Kesra.", words, "2031-05-09", out="2031-05-09")
            for i, words in enumerate(("Two goats and a herder were killed", "A guard was killed at the gate", "One man was killed there"))]
    scores = {e["date"]: e["score"] for e in situation([*back, *busy]).timeline}
    assert scores["2031-05-04"] > scores["2031-05-09"]
