"""What makes one situation, and that the order of arrival never matters."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.codebook import load
from tocsin.records import Claim, Place, Read, from_json, to_json, to_line
from tocsin.records import Situation as SituationRecord
from tocsin.situations import gather

from .varenia import ABROAD, ARMY, DOLMA, FAR, KESRA, MARCHERS, MBARA, SOUTH, TOLIN, UNION, day, incident, read, say, situation, toll

BERN = Place("Bern", "Bern", "CHE", "Bern", 46.9, 7.4, "city")
NAKURU = Place("Nakuru", "Nakuru", "KEN", "Nakuru", -0.3, 36.1, "city")


def attack(name: str, on: str | None, place=KESRA, **more) -> Read:
    text = f"Report {name}: men attacked the quarter."
    return read(
        name, on, text, say("attack", "men attacked the quarter", **({"actors": (TOLIN,), "targets": (MBARA,), "place": place} | more))
    )


def found(*reads: Read):
    return gather(reads, codebook=load())


def reports_of(situations) -> list[set[str]]:
    return sorted(({r["id"] for r in s.reports} for s in situations), key=sorted)


@pytest.mark.parametrize("label", ["2010-13 Varenia", "0000-05 Varenia", "2010-00 Varenia"])
def test_a_case_of_a_month_that_is_none_is_a_case_without_a_day(label: str) -> None:
    past = read("p", "2031-05-05", "In that month 900 died.", toll("900 died", 900, case=label))
    assert found(past, attack("a", "2031-05-05"))[0].country == "VRN"


def test_nothing_current_opens_no_situation():
    past = read("p", "2031-05-05", "In 2004 the island lost 900.", toll("lost 900", 900, case="2004 Island"))
    norm = read(
        "n",
        "2031-05-05",
        "States have a duty to protect.",
        say("invocation", "States have a duty to protect", case=None, status="not_an_event"),
    )
    assert found() == () and found(past, norm) == ()


def test_countries_make_different_situations():
    assert reports_of(found(attack("a", "2031-05-05"), attack("b", "2031-05-05", ABROAD, targets=()))) == [{"a"}, {"b"}]


def test_sixty_quiet_days_part_two_situations_and_reports_between_join_them():
    far_apart = [attack("a", "2031-01-05"), attack("b", "2031-05-05")]
    assert reports_of(found(*far_apart)) == [{"a"}, {"b"}]
    assert len(found(*far_apart, attack("c", "2031-02-20"), attack("d", "2031-03-30"))) == 1


def test_distant_places_without_anything_in_common_are_two_situations():
    other = attack("b", "2031-05-05", FAR, actors=(ARMY,), targets=(MARCHERS,))
    assert reports_of(found(attack("a", "2031-05-05"), other)) == [{"a"}, {"b"}]
    assert len(found(attack("a", "2031-05-05"), attack("b", "2031-05-05", DOLMA, actors=(ARMY,), targets=(MARCHERS,)))) == 1


def test_a_roundup_gives_each_country_its_own_claims():
    text = "Men attacked the quarter in Kesra. In Pell a bomb killed four."
    roundup = read(
        "r",
        "2031-05-06",
        text,
        say("attack", "Men attacked the quarter", place=KESRA, targets=(MBARA,)),
        toll("a bomb killed four", 4, place=ABROAD, scope="incident"),
    )
    by_country = {s.country: [c.quote for c in s.claims] for s in found(roundup, attack("a", "2031-05-05"))}
    assert by_country["QQQ"] == ["a bomb killed four"] and "a bomb killed four" not in by_country["VRN"]


def test_refugees_over_the_border_open_no_situation_of_their_own():
    fled = read(
        "f",
        "2031-05-06",
        "Hundreds of Mbara fled to Pell.",
        say("displacement", "Hundreds of Mbara fled", targets=(MBARA,), place=SOUTH),
        say("displacement", "fled to Pell", targets=(MBARA,), place=ABROAD),
    )
    assert [s.country for s in found(fled)] == ["VRN"]


def test_a_response_in_a_report_without_violence_joins_the_crisis_of_its_country():
    met = read("m", "2031-05-08", "The Union met on Varenia.", say("deliberation", "The Union met", actors=(UNION,), place=replace(SOUTH)))
    assert reports_of(found(attack("a", "2031-05-05"), met)) == [{"a", "m"}]


def test_an_undated_report_joins_the_crisis_with_which_it_shares_names():
    winter, spring = attack("w", "2031-01-05", KESRA), attack("s", "2031-05-05", FAR, actors=(ARMY,), targets=(MARCHERS,))
    assert reports_of(found(winter, spring, attack("u", None, KESRA))) == [{"s"}, {"u", "w"}]


def test_past_cases_and_norms_stay_with_the_situation_for_the_later_rooms():
    text = "Men attacked the quarter. In 2004 the island lost 900."
    mixed = read(
        "r",
        "2031-05-06",
        text,
        say("attack", "Men attacked the quarter", place=KESRA),
        toll("the island lost 900", 900, case="2004 Island"),
    )
    assert [c.quote for c in situation([mixed]).claims] == ["Men attacked the quarter", "the island lost 900"]


def test_of_two_versions_of_one_report_the_later_counts():
    old, new = attack("a", "2031-05-05"), attack("a", "2031-05-06")
    assert situation([new, old]).as_of == situation([old, new]).as_of == "2031-05-06"


def test_a_situation_survives_being_written_down():
    for whole in found(*crisis()):
        line = json.loads(to_line(whole))
        assert line["record"] == "situation" and "claims" not in line
        assert to_json(from_json(SituationRecord, line)) == to_json(whole)


# ------------------------------------------------------------------ order


def crisis() -> list[Read]:
    """Nine reports: copies, a correction, an undated one, rival frames, a lull, another country and a past case."""
    wire = (
        "Forty people were killed in the market of Kesra on Tuesday, the hospital said. Fighting began when "
        "a crowd came down from the mill. "
        "Shops burned until the evening and nobody came to put the fires out."
    )
    count = {"speaker": "Health Ministry", "kind": "medical"}
    return [
        read(
            "wire", "2031-05-07", wire, toll("Forty people were killed", 40, on=day("2031-05-06"), speaker="Kesra hospital", kind="medical")
        ),
        read(
            "copy", "2031-05-07", wire, toll("Forty people were killed", 40, on=day("2031-05-06"), speaker="Kesra hospital", kind="medical")
        ),
        attack("mob", "2031-05-06", time=day("2031-05-05")),
        read(
            "army",
            "2031-05-07",
            "Soldiers shot at marchers.",
            say("attack", "Soldiers shot at marchers", actors=(ARMY,), targets=(MARCHERS,), place=KESRA),
        ),
        read(
            "undated",
            None,
            "At least 55 died and the toll is rising.",
            toll("At least 55 died", 55, modifier="at_least"),
            say("status", "the toll is rising", subtype="toll_rising", place=SOUTH),
        ),
        read(
            "m1",
            "2031-05-09",
            "The ministry counts 66.",
            toll("counts 66", 66, **count),
            source="Courier",
            title="Ministry counts 66 in Kesra",
        ),
        read(
            "m2",
            "2031-05-10",
            "Correction: the ministry counts 60.",
            toll("the ministry counts 60", 60, **count),
            source="Courier",
            title="Ministry counts 60 in Kesra",
        ),
        read(
            "calm",
            "2031-05-14",
            "Kesra is calm. In Pell four died. In 2004 the island lost 900.",
            say("status", "Kesra is calm", subtype="lull", place=KESRA),
            incident("four died", 4, "2031-05-13", ABROAD),
            toll("the island lost 900", 900, case="2004 Island"),
        ),
        read("talks", "2031-05-13", "The Union met.", say("deliberation", "The Union met", actors=(UNION,), place=SOUTH)),
    ]


EXPECTED = [to_line(s) for s in gather(crisis(), codebook=load())]


@settings(max_examples=100, deadline=None)
@given(st.permutations(crisis()), st.data())
def test_any_order_of_arrival_gives_the_same_situations(reads: list[Read], data: st.DataObject):
    shuffled = [replace(r, claims=tuple(data.draw(st.permutations(r.claims)))) for r in reads]
    assert [to_line(s) for s in gather(shuffled, codebook=load())] == EXPECTED


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(range(9)), unique=True, min_size=1))
def test_any_selection_of_reports_gives_figures_that_a_claim_of_it_tells(chosen: list[int]):
    reads = [crisis()[i] for i in chosen]
    ids = {c.id: c for r in reads for c in r.claims}
    for one in gather(reads, codebook=load()):
        for unit, block in one.figures.items():
            cited = [ids[i].figure for i in block["claims"]]
            assert all(f is not None and f.unit == unit for f in cited)
            assert block["low"] is None or block["low"] in {f.low for f in cited if f}
        for frame in one.frames:
            assert set(frame["claims"]) <= set(ids)


NUMBERS = st.tuples(st.integers(1, 30), st.sampled_from(["2031-05-09", "2031-05-10", "2031-05-11", None]),
                    st.sampled_from([KESRA, DOLMA, FAR, SOUTH]), st.sampled_from(["exact", "about", "at_least", "up_to"]),
                    st.sampled_from([None, "hospital staff"]))


def differ(a: Claim, b: Claim) -> bool:
    """Whether two counted incidents are surely two: of two towns, or the later day's is the smaller."""
    if a.place != b.place and SOUTH not in (a.place, b.place):
        return True
    x, y = sorted((a, b), key=lambda c: c.time.start if c.time else "")
    both = x.figure and y.figure and x.figure.low is not None and y.figure.low is not None
    return bool(both and x.time and x.time.start < y.time.start and x.figure.low > y.figure.low)


@settings(max_examples=150, deadline=None)
@given(st.lists(NUMBERS, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_a_sum_is_of_incidents_of_which_each_two_are_surely_different_in_any_order(numbers: list, chance: Random):
    reads = []
    for i, (n, on, place, modifier, who) in enumerate(numbers):
        text = f"Story {i} tells of {n} dead."
        said = incident(text.rstrip("."), n, on, place, modifier=modifier, speaker=who, kind="medical" if who else None)
        reads.append(read(f"r{i}", "2031-05-12", text, said, source=f"Paper {i}"))
    ids = {c.id: c for r in reads for c in r.claims}
    for one in gather(reads, codebook=load()):
        block = one.figures["killed"]
        cited = [ids[i] for i in block["claims"]]
        summed = [c for c in cited if c.figure and c.figure.low is not None]  # an "up to" may be cited for the upper end of one of these
        lows = [c.figure.low for c in summed]
        if block.get("formula"):
            assert all(differ(a, b) for a, b in combinations(summed, 2)) and block["low"] in (sum(lows), None)
            assert block["formula"].partition(" to ")[0] == " + ".join(map(str, lows)) or not lows
        else:
            assert block["low"] in {*lows, None}
    shuffled = chance.sample(reads, len(reads))
    assert [to_line(s) for s in gather(shuffled, codebook=load())] == [to_line(s) for s in gather(reads, codebook=load())]


def test_a_story_filed_abroad_belongs_to_the_crisis_that_its_words_name():
    filed = read("f", "2031-05-08", "Talks on Kenya were held in Bern. Kenya lost 176 people.", toll("lost 176 people", 176, place=BERN))
    crisis = [attack(f"k{i}", f"2031-05-0{i}", NAKURU) for i in (4, 5, 6)]
    assert [s.country for s in found(filed, *crisis)] == ["KEN"]
    four = toll("four people were shot", 4, scope="incident", place=BERN)
    shot = read("s", "2031-05-08", "In Bern four people were shot. Kenya voted.", four)
    assert sorted(s.country for s in found(shot, *crisis)) == ["CHE", "KEN"]
