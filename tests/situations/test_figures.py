"""Many voices, one range a unit. The toll series of Kyrgyzstan 2010 is told in our own words; its facts are public record, listed with
their sources in the row comments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tocsin.codebook import load
from tocsin.errors import TocsinError
from tocsin.records import Place, Read
from tocsin.situations import gather

from .varenia import ABROAD, DOLMA, KESRA, SOUTH, day, incident, quotes, read, say, situation, toll

OSH = Place("southern Kyrgyzstan", "southern Kyrgyzstan", "KGZ", None, None, None, "region")
MINISTRY, DEPUTY, LEADER = "Health Ministry", "Azimbek Beknazarov", "Roza Otunbayeva"


def row(name: str, out: str, text: str, best: int, **more) -> Read:
    said = {k: more.pop(k) for k in ("source",) if k in more}
    return read(name, out, text, toll(text.rstrip("."), best, place=OSH, **more), **said)


def kyrgyz_rows() -> list[Read]:
    official = {"speaker": MINISTRY, "kind": "medical"}
    return [
        row("afp", "2010-06-12", "Seventy-five or more have lost their lives over three days.", 75, modifier="at_least", source="Agency A"),
        row(
            "m80",
            "2010-06-13",
            "By Saturday evening the ministry had registered 80 dead.",
            80,
            on=day("2010-06-12"),
            source="Agency B",
            **official,
        ),
        row("xinhua", "2010-06-13", "The number of dead is now put at 82 or higher.", 82, modifier="at_least", source="Agency C"),
        row("hindu", "2010-06-13", "No fewer than 86 were dead on Sunday.", 86, modifier="at_least", source="Agency D"),
        row(
            "repost", "2010-06-13", "Upwards of a hundred people have died, one site writes.", 100, modifier="more_than", source="Agency E"
        ),
        row("mon", "2010-06-14", "One count on Monday reached 140 or more.", 140, modifier="at_least", source="Agency F"),
        row(
            "ngo",
            "2010-06-15",
            "A protection centre knows of 170 or more killed.",
            170,
            modifier="at_least",
            speaker="Centre G",
            kind="ngo",
        ),
        row(
            "m178",
            "2010-06-15",
            "The ministry's list came to 178 names on Tuesday.",
            178,
            on=day("2010-06-15"),
            source="Agency H",
            **official,
        ),
        row("m191", "2010-06-17", "On Thursday the ministry spoke of 191 dead.", 191, on=day("2010-06-17"), source="Agency I", **official),
        row(
            "d223",
            "2010-06-19",
            "He put the dead of both sides at 223 on Thursday.",
            223,
            on=day("2010-06-17"),
            speaker=DEPUTY,
            kind="official",
        ),
        row(
            "x10",
            "2010-06-18",
            "She would take the ministry's number ten times over, some 2,000.",
            2000,
            speaker=LEADER,
            kind="official",
            modality="possible",
            details={"challenge": "ten times the official count"},
        ),
        row(
            "m214",
            "2010-06-22",
            "The ministry's register grew to 214 on Tuesday.",
            214,
            on=day("2010-06-22"),
            source="Agency J",
            **official,
        ),
        row(
            "m258",
            "2010-06-24",
            "Two days later 258 dead were on the ministry's register.",
            258,
            on=day("2010-06-24"),
            source="Agency K",
            **official,
        ),
    ]


def inquiry() -> Read:
    text = "The commission concluded that 470 people were killed in June 2010."
    return read(
        "kic",
        "2011-05-03",
        text,
        toll(
            text.rstrip("."),
            470,
            place=OSH,
            speaker="Independent inquiry commission",
            kind="other",
            case="2010-06 Kyrgyzstan",
            on=day("2010-06-10", end="2010-06-30"),
        ),
    )


def series_of(block, who: str) -> list[int]:
    return [e["best"] for e in block["series"] if e["voice"] == who]


def test_the_ministrys_series_is_read_in_order_and_leads_while_the_deputy_heads_number_stays_apart():
    killed = situation(kyrgyz_rows()).figures["killed"]
    assert series_of(killed, MINISTRY) == [80, 178, 191, 214, 258]
    assert series_of(killed, DEPUTY) == [223]
    assert (killed["low"], killed["best"], killed["as_of"]) == (258, 258, "2010-06-24")


def test_media_figures_stay_at_least_and_lose_with_a_reason():
    found = situation(kyrgyz_rows())
    killed = found.figures["killed"]
    media = [e for e in killed["series"] if e["voice"].startswith("Agency")]
    assert [e["best"] for e in media] == [75, 82, 86, 100, 140]
    assert all(e["high"] is None and e["modifier"] in ("at_least", "more_than") for e in media)
    reasons = dict(zip(quotes(found, [x["claim"] for x in killed["excluded"]]), [x["why"] for x in killed["excluded"]], strict=True))
    assert "another voice" in reasons["No fewer than 86 were dead on Sunday"]
    assert "earlier count of the same voice (2010-06-17)" in reasons["On Thursday the ministry spoke of 191 dead"]


def test_a_multiple_of_the_count_is_a_challenge_that_opens_the_high_end_and_touches_nothing_else():
    rows = kyrgyz_rows()
    killed = situation(rows).figures["killed"]
    assert [(c["voice"], c["best"]) for c in killed["challenges"]] == [(LEADER, 2000)]
    assert killed["high"] is None
    without = situation([r for r in rows if r.report.id != "x10"]).figures["killed"]
    assert (without["low"], without["best"], without["high"]) == (258, 258, 258)


def test_the_inquiry_of_the_next_year_supersedes_and_belongs_to_the_same_situation():
    killed = situation([*kyrgyz_rows(), inquiry()]).figures["killed"]
    assert (killed["low"], killed["best"], killed["high"]) == (470, 470, 470)
    assert "inquiry" in killed["rule"]


def of_a_court(speaker: str, cue: str) -> list[Read]:
    first = row("court", "2010-06-12", "Three people had been killed in the attack.", 3, speaker=speaker, kind="official")
    said = tuple(replace(c, attribution=replace(c.attribution, cue=cue)) for c in first.claims)
    later = row("m", "2010-06-16", "By then 178 or more were dead.", 178, modifier="at_least", speaker=MINISTRY, kind="official")
    return [replace(first, claims=said), later]


@pytest.mark.parametrize(("speaker", "cue"), [("A court spokesman", "said"), ("the Supreme Court", "said"), ("court documents", "found"),
                                              ("an official of the tribunal", "said"), ("a clerk of the inquiry", "found")])
def test_who_works_at_a_court_or_an_inquiry_counts_like_any_official_and_can_be_overtaken(speaker: str, cue: str):
    killed = situation(of_a_court(speaker, cue)).figures["killed"]
    assert (killed["low"], killed["high"]) == (178, None) and MINISTRY in killed["rule"] and "inquiry" not in killed["rule"]


@pytest.mark.parametrize(("speaker", "cue"), [("the Supreme Court", "ruled"), ("the trial chamber", "found"), ("the tribunal", "said"),
                                              ("the commission of inquiry", "said")])
def test_a_judgment_and_an_inquirys_finding_stand_whatever_is_told_after(speaker: str, cue: str):
    killed = situation(of_a_court(speaker, cue)).figures["killed"]
    assert (killed["low"], killed["high"]) == (3, 3) and "an inquiry's finding" in killed["rule"]


@pytest.mark.parametrize("rule", ["floor", "majority", "official", "best_graded"])
def test_no_rule_ever_adds_the_tolls_up(rule: str):
    rows = [*kyrgyz_rows(), inquiry()]
    told = {c.figure.best for r in rows for c in r.claims if c.figure}
    killed = situation(rows, rule=rule).figures["killed"]
    assert killed["best"] in told - {2000} and killed["rule"].startswith(rule) and "formula" not in killed


def test_majority_takes_what_most_origins_say_and_official_only_institutions():
    rows = [
        read(f"r{i}", "2031-05-10", f"Paper {i} writes that {n} died.", toll(f"{n} died", n), source=f"Paper {i}")
        for i, n in enumerate([40, 40, 40, 55])
    ]
    assert situation(rows, rule="majority").figures["killed"]["best"] == 40
    official = situation(rows, rule="official").figures["killed"]
    assert official["best"] is None and "no official" in official["rule"] and len(official["excluded"]) == 4


def test_an_unknown_rule_is_refused_with_the_rules_there_are():
    with pytest.raises(TocsinError, match="best_graded"):
        gather([], codebook=load(), rule="average")


def counted(name: str, on: str, best: int, modifier: str, **more) -> Read:
    text = f"The ministry's list of {on} has {modifier} {best}."
    return read(name, on, text, toll(text.rstrip("."), best, modifier=modifier, speaker=MINISTRY, kind="medical", **more), source=name)


@pytest.mark.parametrize("rule", ["floor", "majority", "official", "best_graded"])
def test_up_to_of_a_voice_raises_its_own_floor_and_does_not_erase_it(rule: str):
    rows = [counted("a", "2031-05-10", 100, "at_least"), counted("b", "2031-05-11", 300, "up_to"), counted("c", "2031-05-12", 250, "up_to")]
    killed = situation(rows, rule=rule).figures["killed"]
    assert (killed["low"], killed["best"], killed["high"], killed["as_of"]) == (100, 100, 300, "2031-05-10")
    assert killed["claims"] == [r.claims[0].id for r in rows] and not killed["excluded"]
    assert [(e["low"], e["high"]) for e in killed["series"]] == [(100, None), (None, 300), (None, 250)]


def test_up_to_less_than_was_told_before_takes_that_back_and_a_later_floor_the_upper_end():
    down = situation([counted("a", "2031-05-10", 100, "exact"), counted("b", "2031-05-11", 80, "up_to")]).figures["killed"]
    assert (down["low"], down["high"]) == (None, 80)
    later = situation([counted("a", "2031-05-10", 300, "up_to"), counted("b", "2031-05-11", 100, "at_least")]).figures["killed"]
    assert (later["low"], later["high"]) == (100, None)


# ------------------------------------------------------------------ what never joins a headline


def reasons(found, unit: str = "killed") -> dict[str, str]:
    block = found.figures[unit]
    return dict(zip(quotes(found, [x["claim"] for x in block["excluded"]]), [x["why"] for x in block["excluded"]], strict=True))


def test_parts_are_not_added_to_their_total():
    text = "Of the 80 dead, 72 fell in Kesra and 8 in Dolma."
    found = situation(
        [
            read(
                "r",
                "2031-05-10",
                text,
                toll("the 80 dead", 80),
                toll("72 fell in Kesra", 72, scope="part", place=KESRA),
                toll("8 in Dolma", 8, scope="part", place=DOLMA),
            )
        ]
    )
    assert (found.figures["killed"]["low"], found.figures["killed"]["high"]) == (80, 80)
    assert all("part of a total" in why for why in reasons(found).values()) and len(reasons(found)) == 2


def test_households_never_become_people():
    text = "Some 500 families have fled. About 900 people sleep in the school."
    found = situation(
        [
            read(
                "r",
                "2031-05-10",
                text,
                toll("500 families have fled", 500, unit="displaced", counts="households"),
                toll("About 900 people", 900, unit="displaced", modifier="about"),
            )
        ]
    )
    assert found.figures["displaced"]["best"] == 900
    assert "households" in reasons(found, "displaced")["500 families have fled"]


def test_a_past_toll_is_set_aside_by_name():
    text = "Thirty died on Monday. In the March rising some 100 had been killed."
    found = situation(
        [read("r", "2031-05-10", text, toll("Thirty died", 30), toll("some 100 had been killed", 100, case="2031-03 Varenia"))]
    )
    assert found.figures["killed"]["best"] == 30
    assert "2031-03 Varenia" in reasons(found)["some 100 had been killed"]


def test_a_toll_abroad_is_set_aside_and_opens_its_own_situation():
    text = "Thirty died in the south. Another four were shot in Pell."
    found = gather([read("r", "2031-05-10", text, toll("Thirty died", 30), toll("four were shot", 4, place=ABROAD))], codebook=load())
    assert {s.country: s.figures["killed"]["best"] for s in found} == {"VRN": 30, "QQQ": 4}
    why = [x["why"] for s in found if s.country == "VRN" for x in s.figures["killed"]["excluded"]]
    assert why == ["about another country (QQQ)"]


def test_a_toll_beyond_the_possible_never_moves_a_headline():
    rows = [
        read("a", "2031-05-10", "At least 30 died.", toll("At least 30 died", 30, modifier="at_least"), source="A"),
        read(
            "b",
            "2031-05-11",
            "The ministry counts 1000000000000 dead.",
            toll("1000000000000 dead", 10**12, speaker="Health Ministry", kind="medical"),
            source="B",
        ),
    ]
    found = situation(rows)
    assert found.figures["killed"]["best"] == 30
    assert "beyond what is possible" in reasons(found)["1000000000000 dead"]


def test_one_origin_far_beyond_all_others_needs_a_second():
    rows = [
        read(f"r{i}", "2031-05-10", f"Paper {i} says {n} died.", toll(f"{n} died", n), source=f"P{i}") for i, n in enumerate([30, 32, 9000])
    ]
    found = situation(rows, rule="best_graded")
    assert found.figures["killed"]["best"] in (30, 32)
    assert "only one origin" in reasons(found)["9000 died"]


def test_a_denied_toll_and_a_feared_one_are_no_counts():
    text = "At least 12 died. The army denied that 60 were shot. Up to 200 may die of thirst."
    found = situation(
        [
            read(
                "r",
                "2031-05-10",
                text,
                toll("At least 12 died", 12, modifier="at_least"),
                toll("60 were shot", 60, polarity="negative"),
                toll("200 may die", 200, modality="conditional", status="future"),
            )
        ]
    )
    assert (found.figures["killed"]["low"], found.figures["killed"]["high"]) == (12, None)
    assert "denied" in reasons(found)["60 were shot"] and "conditional" in reasons(found)["200 may die"]


def test_a_rumour_is_marked_and_gives_way_to_any_other_count():
    text = "There is an unconfirmed story of 90 dead. Paramedics saw 14 dead."
    found = situation(
        [
            read(
                "r",
                "2031-05-10",
                text,
                toll("unconfirmed story of 90 dead", 90, details={"rumour": True}),
                toll("Paramedics saw 14 dead", 14),
            )
        ]
    )
    assert found.figures["killed"]["best"] == 14
    assert [e["best"] for e in found.figures["killed"]["series"] if e.get("rumour")] == [90]


def test_a_correction_by_the_same_source_withdraws_the_number():
    rows = [
        read(
            "first",
            "2031-05-10",
            "The ministry counts 188 dead in the marches.",
            toll("188 dead", 188, speaker="Health Ministry", kind="medical"),
            source="Courier",
            title="Ministry count: 188 dead in the marches",
        ),
        read(
            "second",
            "2031-05-11",
            "Our report “Ministry count: 188 dead in the marches” was wrong. The ministry counts 178 dead.",
            toll("The ministry counts 178 dead", 178, speaker="Health Ministry", kind="medical"),
            source="Courier",
            title="Correction",
        ),
    ]
    found = situation(rows)
    assert found.figures["killed"]["best"] == 178
    assert "withdrawn by its own source (corrected in second)" in reasons(found)["188 dead"]
    assert [(r["id"], r.get("supersedes"), r.get("corrects")) for r in found.reports] == [("first", None, None), ("second", "first", True)]


# ------------------------------------------------------------------ incidents


def test_incidents_of_different_days_and_places_add_and_show_the_formula():
    rows = [
        read("a", "2031-05-10", "In Kesra 12 died on the 9th.", incident("12 died", 12, "2031-05-09"), source="A"),
        read("b", "2031-05-12", "In Dolma 5 died on the 11th.", incident("5 died", 5, "2031-05-11", DOLMA), source="B"),
    ]
    killed = situation(rows).figures["killed"]
    assert (killed["low"], killed["best"], killed["high"], killed["formula"]) == (17, 17, 17, "12 + 5")
    assert len(killed["claims"]) == 2


FRIDAY, SATURDAY = "2031-05-09", "2031-05-10"


def told(name: str, n: int, on: str | None = FRIDAY, place: Place = KESRA, **more) -> Read:
    text = f"Report {name} tells of {n} dead."
    said = toll(text.rstrip("."), n, on=day(on) if on else None, place=place, **({"scope": "incident"} | more))
    return read(name, "2031-05-12", text, said, source=name)


def ends(*rows: Read) -> tuple[int | None, int | None, int | None, str | None]:
    block = situation(rows).figures["killed"]
    return block["low"], block["best"], block["high"], block.get("formula")


def test_a_number_for_the_whole_region_is_not_added_to_a_towns_that_may_be_within_it():
    towns = [told("a", 10), told("b", 8, place=DOLMA)]
    assert ends(*towns, told("c", 18, place=SOUTH, speaker="a UN official", kind="intergovernmental")) == (18, 18, 18, None)
    assert ends(*towns, told("c", 30, place=SOUTH)) == (30, 30, 30, None), "it may hold both and be no smaller than their sum"
    assert ends(*towns, told("c", 5, place=SOUTH, speaker="a UN official", kind="intergovernmental")) == (18, 18, 18, "10 + 8")
    posts = [told("a", 10, speaker="Kesra hospital", kind="medical"), told("b", 8, place=DOLMA, speaker="Dolma hospital", kind="medical")]
    found = situation([*posts, told("c", 30, place=SOUTH)])
    assert (found.figures["killed"]["low"], found.figures["killed"]["high"], found.figures["killed"]["formula"]) == (18, None, "8 + 10")
    assert list(reasons(found).values()) == ["may hold several of the incidents, so it is not added to them"]


def test_up_to_of_another_day_is_no_different_incident_but_opens_the_upper_end():
    assert ends(told("a", 10), told("b", 20, SATURDAY, modifier="up_to")) == (10, 10, None, None)
    assert ends(told("a", 10), told("b", 20, modifier="up_to")) == (10, 10, 20, None)
    assert ends(told("a", 10), told("b", 20, place=DOLMA, modifier="up_to")) == (10, 10, 30, "10 to 10 + 20")


def test_a_headline_names_whose_numbers_raised_or_opened_its_upper_end():
    rows = {
        "own": counted("a", "2031-05-10", 200, "about"),
        "higher": told("b", 500, scope="cumulative", speaker="a charity", kind="ngo"),
        "open": told("c", 300, scope="cumulative", modifier="at_least"),
        "lower": told("d", 150, scope="cumulative", speaker="a club", kind="ngo"),
    }

    def raised(*names: str) -> tuple[int | None, list[str]]:
        block = situation([rows[n] for n in names]).figures["killed"]
        return block["high"], block.get("raised_by", [])
    assert raised("own", "lower") == (220, [])
    assert raised("own", "higher", "lower") == (500, [rows["higher"].claims[0].id])
    assert raised("own", "higher", "open") == (None, [rows["open"].claims[0].id])
    more = [told("a", 10), told("b", 20, modifier="up_to")]
    killed = situation(more).figures["killed"]
    assert (killed["claims"], killed["raised_by"]) == ([r.claims[0].id for r in more[:2]], [more[1].claims[0].id])


def test_the_formula_of_a_sum_has_both_its_ends():
    assert ends(told("a", 20, modifier="about"), told("b", 15, place=DOLMA)) == (33, 35, 37, "18 + 15 to 22 + 15")
    assert ends(told("a", 20, modifier="at_least"), told("b", 15, place=DOLMA)) == (35, 35, None, "20 + 15")


def test_another_six_are_not_those_told_before_and_are_added_only_as_of_another_day_or_place():
    assert ends(told("a", 8), told("b", 6, None, scope="increment")) == (8, 8, None, None)
    assert ends(told("a", 8), told("b", 6, SATURDAY, scope="increment")) == (14, 14, None, "8 + 6")
    assert ends(told("a", 8, scope="cumulative"), told("b", 6, SATURDAY, scope="increment")) == (8, 8, 8, None)


def test_the_same_incident_told_twice_counts_once():
    rows = [
        read("a", "2031-05-10", "In Kesra 12 died on the 9th.", incident("12 died", 12, "2031-05-09"), source="A"),
        read(
            "b",
            "2031-05-10",
            "Hospital staff in Kesra received 11 dead on the 9th.",
            incident("11 dead", 11, "2031-05-09", speaker="Kesra hospital", kind="medical"),
            source="B",
        ),
        read("c", "2031-05-11", "The shooting left 12 dead.", toll("12 dead", 12, scope="incident", place=KESRA), source="C"),
    ]
    killed = situation(rows).figures["killed"]
    assert killed["best"] == 11 and "formula" not in killed


def test_an_undated_report_cannot_pose_as_the_latest_count():
    rows = [
        read(
            "a",
            "2031-05-10",
            "The ministry counts 30 dead since the 8th.",
            toll("30 dead", 30, speaker="Health Ministry", kind="medical", on=day("2031-05-10")),
            source="A",
        ),
        read("u", None, "The Health Ministry counts 12 dead.", toll("12 dead", 12, speaker="Health Ministry", kind="medical"), source="U"),
    ]
    killed = situation(rows).figures["killed"]
    assert killed["best"] == 30


def test_no_incident_is_added_to_a_total_or_to_a_count_that_runs_on():
    rows = [
        read("a", "2031-05-10", "On Friday 75 died in Kesra.", incident("75 died", 75, "2031-05-09"), source="A"),
        read("b", "2031-05-12", "By Sunday 191 had died in Kesra.", incident("191 had died", 191, "2031-05-11"), source="B"),
    ]
    killed = situation(rows).figures["killed"]
    assert killed["best"] == 191 and "formula" not in killed
    rows.append(read("c", "2031-05-12", "In all 80 are dead, says one paper.", toll("80 are dead", 80), source="C"))
    assert situation(rows).figures["killed"]["best"] == 191


def test_the_official_count_without_a_name_takes_over_when_it_is_later_and_higher():
    rows = [
        read("a", "2031-05-10", "The ministry counts 191.", toll("counts 191", 191, speaker="Health Ministry", kind="medical"), source="A"),
        read("b", "2031-05-17", "The official toll stands at 258.", toll("official toll stands at 258", 258), source="B"),
    ]
    killed = situation(rows).figures["killed"]
    assert killed["best"] == 258 and [e["voice"] for e in killed["series"]] == ["Health Ministry", "official count"]


def worded(row_: Read, *words: str) -> Read:
    """The read with these words for its figures."""
    return replace(row_, claims=tuple(replace(c, figure=c.figure and replace(c.figure, text=w)) for c, w in zip(row_.claims, words,
                                                                                                             strict=True)))


@pytest.mark.parametrize(("text", "number"), [
    ("Far more than the official toll of 45, some 200 people have died.", "some 200"),
    ("Unlike the official toll, some 200 people have died, not 45.", "some 200"),
    ("Some 200 people have died, against an official count of 45.", "Some 200"),
])
def test_a_number_that_disputes_the_official_count_is_its_own_voices_and_opens_the_upper_end(text: str, number: str):
    disputing = worded(read("a", "2031-05-10", text, toll(text.rstrip("."), 200), source="A"), number)
    ministry = read("b", "2031-05-10", "The Health Ministry counts 45.", toll("counts 45", 45, speaker="Health Ministry", kind="medical"))
    killed = situation([disputing, ministry]).figures["killed"]
    assert [e["voice"] for e in killed["series"]] == ["Health Ministry", "A"]
    assert (killed["low"], killed["best"], killed["high"]) == (45, 45, None)
    assert [c["voice"] for c in killed["challenges"]] == ["A"]


def test_an_official_count_that_a_report_disputes_stays_beside_what_that_report_tells_in_all():
    text = "Far more than the official toll of 45, some 200 people have died."
    row_ = worded(read("a", "2031-05-10", text, toll(text.rstrip("."), 200), toll("the official toll of 45", 45), source="A"), "200", "45")
    killed = situation([tallied(row_, killed=(200, {}))]).figures["killed"]
    assert (killed["low"], killed["high"]) == (45, None) and "official count" in killed["rule"]


@pytest.mark.parametrize(("text", "number"), [
    ("The official toll of 45 people rose.", "45"),
    ("Far more than the official toll of 45 have died.", "45"),
    ("By the official count, 45 people have died.", "45"),
    ("At least 45 dead were officially confirmed.", "At least 45"),
])
def test_the_official_count_is_the_number_that_the_words_give_as_such(text: str, number: str):
    row_ = worded(read("a", "2031-05-10", text, toll(text.rstrip("."), 45), source="A"), number)
    assert [e["voice"] for e in situation([row_]).figures["killed"]["series"]] == ["official count"]


def test_short_names_of_one_ministry_are_one_voice():
    rows = [
        read("a", "2031-05-10", "There are 80 dead.", toll("80 dead", 80, speaker="the ministry", kind="official"), source="A"),
        read(
            "b", "2031-05-11", "There are 91 dead.", toll("91 dead", 91, speaker="Health Ministry spokesman", kind="official"), source="B"
        ),
        read("c", "2031-05-12", "There are 97 dead.", toll("97 dead", 97, speaker="Health Ministry", kind="medical"), source="C"),
    ]
    assert series_of(situation(rows).figures["killed"], "Health Ministry") == [80, 91, 97]


@pytest.mark.parametrize(("short", "long"), [
    ("the Interior Ministry", "the Interior Ministry of Uzbekistan"),
    ("the ministry", "the Uzbek Health Ministry"),
    ("health officials", "the Health Ministry of Uzbekistan"),
    ("community leaders", "Uzbek community leaders"),
    ("the health department", "the Jalal-Abad health department"),
    ("police in Osh", "police in Jalal-Abad"),
])
def test_a_short_name_is_not_that_of_another_state_people_or_town(short: str, long: str):
    rows = [row("a", "2010-06-12", "At least 100 were dead by then.", 100, modifier="at_least", speaker=long, kind="official"),
            row("b", "2010-06-13", "At least 140 were dead by then.", 140, modifier="at_least", speaker=short, kind="official")]
    assert {e["voice"]: e["best"] for e in situation(rows).figures["killed"]["series"]} == {long: 100, short: 140}


@pytest.mark.parametrize(("short", "long"), [
    ("the Health Ministry", "Kyrgyzstan's Health Ministry"),
    ("the ministry", "Health Ministry spokeswoman Larisa Dostova"),
    ("the Health Ministry", "Health Ministry spokesman Toktor Dostov in Osh"),
    ("Beknazarov", "Azimbek Beknazarov"),
])
def test_a_short_name_is_that_of_the_same_body_or_person(short: str, long: str):
    rows = [row("a", "2010-06-12", "At least 100 were dead by then.", 100, modifier="at_least", speaker=long, kind="official"),
            row("b", "2010-06-13", "At least 140 were dead by then.", 140, modifier="at_least", speaker=short, kind="official")]
    assert len({e["voice"] for e in situation(rows).figures["killed"]["series"]}) == 1


# ------------------------------------------------------------------ what reports tell in all


def tallied(row: Read, **figures) -> Read:
    ids = [c.id for c in row.claims]
    entries = {unit: {"low": n, "best": n, "high": n, "claims": ids, **more} for unit, (n, more) in figures.items()}
    return replace(row, tally=replace(row.tally, figures=entries))


def test_victims_who_are_only_named_are_counted_with_the_formula_of_their_report():
    text = "Jorun Vass and his brother Ebbe were shot dead at the mill."
    row = read("r", "2031-05-10", text, say("killing", "were shot dead at the mill", place=KESRA))
    killed = situation([tallied(row, killed=(2, {"formula": "1 + 1 = 2"}))]).figures["killed"]
    assert (killed["low"], killed["best"], killed["high"], killed["formula"]) == (2, 2, 2, "1 + 1 = 2")
    assert killed["claims"] == [row.claims[0].id]


def test_numbers_of_one_report_that_its_tally_takes_for_the_same_people_are_not_added():
    text = "Four were shot in Kesra. In Dolma, police said, four were shot."
    row = read("r", "2031-05-10", text, incident("Four were shot in Kesra", 4, "2031-05-09"),
               incident("four were shot", 4, "2031-05-09", DOLMA))
    assert situation([row]).figures["killed"]["best"] == 8
    whole = situation([tallied(row, killed=(4, {}))]).figures["killed"]
    assert whole["best"] == 4 and [x["why"] for x in whole["excluded"]] == []
    added = situation([tallied(row, killed=(8, {"formula": "4 + 4 = 8"}))]).figures["killed"]
    assert (added["best"], added["formula"]) == (8, "4 + 4")


@pytest.mark.parametrize("scope", ["cumulative", "incident"])
def test_an_upper_end_that_a_report_tells_in_all_does_not_erase_its_floor(scope: str):
    text = "At least 100 are dead. Up to 300 are dead."
    row = read("r", "2031-05-10", text, toll("At least 100 are dead", 100, modifier="at_least", scope=scope, place=KESRA),
               toll("Up to 300 are dead", 300, modifier="up_to", scope=scope, place=KESRA))
    killed = situation([tallied(row, killed=(300, {"low": None, "best": None}))]).figures["killed"]
    assert killed["low"] == 100 and len(killed["claims"]) + len(killed["excluded"]) == 2


def test_a_total_stays_a_total_beside_its_reports_tally_and_keeps_its_series():
    row = read("r", "2031-05-10", "The ministry counts 30 dead.", toll("30 dead", 30, speaker="Health Ministry", kind="medical"))
    killed = situation([tallied(row, killed=(30, {}))]).figures["killed"]
    assert killed["best"] == 30 and [e["best"] for e in killed["series"]] == [30]


def test_a_number_that_a_correction_takes_back_is_withdrawn_where_it_is_repeated_too():
    rows = [
        read("first", "2031-05-10", "The list now has 188 dead.", toll("188 dead", 188), source="Courier",
             title="The list has 188 dead now"),
        read("second", "2031-05-11", "Correction to “The list has 188 dead now”: the list has 178 dead, not 188.",
             toll("188 dead", 188), toll("178 dead", 178), source="Courier", title="Correction"),
    ]
    found = situation(rows)
    assert found.figures["killed"]["best"] == 178
    assert [x["why"] for x in found.figures["killed"]["excluded"]] == ["withdrawn by its own source (corrected in second)"] * 2


def corrected(text: str, *said: dict) -> dict[str, str]:
    title = "The list has 178 dead"
    first = read("first", "2031-05-10", "The list now has 178 dead.", toll("178 dead", 178), source="Courier", title=title)
    second = read("second", "2031-05-11", f"Correction to “{title}”: {text}", *said, source="Courier", title="Correction")
    killed = situation([first, second]).figures["killed"]
    return {x["claim"]: x["why"] for x in killed["excluded"]} | {"best": killed["best"]}


@pytest.mark.parametrize("text", [
    "the list has 170 dead, not 178 dead.",
    "the list has 170 dead, and not the 178 dead given before.",
    "the list has not 178 dead but 170.",
    "the list has 170 instead of 178 dead.",
    "the first story wrongly gave 178 dead; the list has 170.",
])
def test_a_correction_takes_a_number_back_by_setting_another_against_it(text: str):
    told = corrected(text, toll("178 dead", 178) if "178 dead" in text else toll("178", 178), toll("170", 170))
    assert told["best"] == 170 and list(told.values()).count("withdrawn by its own source (corrected in second)") == 2


@pytest.mark.parametrize("text", [
    "the mill is in Dolma. It is not known how many of the 178 dead were marchers.",
    "the list has 178 dead, and 20 are not named; of 178 dead most were marchers.",
    "the town is Dolma, not Kesra. There are 178 dead.",
    "police had wrongly held 178 dead men's sons.",
])
def test_a_correction_that_speaks_of_a_number_with_a_not_somewhere_takes_nothing_back(text: str):
    assert corrected(text, toll("178 dead", 178)) == {"best": 178}
