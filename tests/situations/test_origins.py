"""Copies, cuts, mergers and corrections."""

from __future__ import annotations

from tocsin.situations.origins import trace_origins

from .varenia import KESRA, read, say, situation, toll

WIRE = (
    "Forty people were killed in the market of Kesra on Tuesday, the hospital said. Fighting began when a crowd came down from the mill. "
    "Shops burned until the evening and nobody came to put the fires out. Residents carried the wounded "
    "on doors to the clinic by the river. "
    "The governor promised to send more guards before the week was over. "
    "Two bakers opened their shops on Wednesday and gave the bread away."
)
HARBOUR = (
    "The harbour of Tuvik froze over early this year, and the boats stay on the shore. Fishermen mend their nets in the church hall. "
    "Old people say that they have not seen such ice since the winter of the great fire. The mayor has ordered coal from the capital. "
    "Children skate where the ferries used to turn, and a teacher counts them twice before she lets them go home at dusk."
)
OWN = (
    "A week ago nobody here had heard of the mill. Now people lower their voices when they pass it. My "
    "neighbour keeps a bucket of water at the "
    "door and her papers in a bag. She asked me who would come for us if it started here, and I had no answer that I could give her."
)


def origins_of(*reads):
    return trace_origins(reads)


def test_a_reprint_under_another_title_is_the_same_origin():
    found = origins_of(
        read("wire", "2031-05-10", WIRE, title="Forty dead in Kesra"), read("copy", "2031-05-11", WIRE, title="Market in flames")
    )
    assert found.reports == {"wire": "wire", "copy": "wire"}


def test_a_cut_of_a_story_is_the_same_origin_also_on_the_same_day():
    cut = " ".join(WIRE.split(". ")[:2])
    found = origins_of(read("a-cut", "2031-05-10", cut), read("wire", "2031-05-10", WIRE))
    assert set(found.reports.values()) == {"wire"}


def test_a_merged_story_is_no_origin_of_its_own_and_keeps_its_parts_apart():
    found = origins_of(
        read("wire", "2031-05-10", WIRE), read("harbour", "2031-05-10", HARBOUR), read("both", "2031-05-11", WIRE + " " + HARBOUR)
    )
    assert found.reports["wire"] == "wire" and found.reports["harbour"] == "harbour"
    assert {found.reports["both"], *found.merged["both"]} == {"wire", "harbour"}


def test_two_cuts_of_one_story_do_not_make_it_a_merger():
    first, second = " ".join(WIRE.split(". ")[:3]), ". ".join(WIRE.split(". ")[3:])
    found = origins_of(read("wire", "2031-05-10", WIRE), read("x", "2031-05-11", first), read("y", "2031-05-11", second))
    assert set(found.reports.values()) == {"wire"} and not found.merged


def test_own_work_that_borrows_a_sentence_keeps_its_origin_but_not_for_that_sentence():
    borrowed = WIRE.split(". ")[0] + "."
    mixed = read("mixed", "2031-05-12", f"{borrowed} {OWN}", toll("Forty people were killed", 40), say("opinion", "I had no answer"))
    found = origins_of(read("wire", "2031-05-10", WIRE), mixed)
    assert found.reports["mixed"] == "mixed"
    assert [found.of(c) for c in mixed.claims] == ["wire", "mixed"]


def test_different_stories_are_different_origins():
    found = origins_of(read("a", "2031-05-10", WIRE), read("b", "2031-05-10", HARBOUR), read("c", "2031-05-10", OWN))
    assert len(set(found.reports.values())) == 3


def test_copies_count_once_when_origins_are_counted():
    def told(name: str, text: str):
        return read(name, "2031-05-10", text, toll("Forty people were killed", 40, place=KESRA), source=name)

    rows = [
        told("wire", WIRE),
        told("copy", WIRE),
        told("cut", WIRE[:150]),
        read("own", "2031-05-10", "By our own count 35 died.", toll("35 died", 35), source="own"),
        read("too", "2031-05-10", "We found 35 graves.", toll("35 graves", 35), source="too"),
    ]
    killed = situation(rows, rule="majority").figures["killed"]
    assert killed["best"] == 35 and "(2)" in killed["rule"]


def test_an_update_under_nearly_the_same_title_supersedes_without_being_a_correction():
    rows = [
        read("one", "2031-05-10", WIRE, source="Courier", title="Death toll in Kesra market reaches 40"),
        read("two", "2031-05-11", OWN, source="Courier", title="Death toll in Kesra market reaches 44"),
        read("other", "2031-05-11", HARBOUR, source="Herald", title="Death toll in Kesra market reaches 44"),
    ]
    found = origins_of(*rows)
    assert found.supersedes == {"two": "one"} and not found.corrections
