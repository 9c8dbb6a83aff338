"""Dates, phases, frames and gaps of crises in Varenia."""

from __future__ import annotations

from dataclasses import replace

from tocsin.records import Time

from .varenia import (
    ARMY,
    DOLMA,
    KESRA,
    MARCHERS,
    MBARA,
    SOUTH,
    STATE,
    TOLIN,
    TOLIN_PEOPLE,
    UNION,
    day,
    incident,
    quotes,
    read,
    say,
    situation,
    toll,
    voice,
)


def attack(quote: str, on: str | None = None, *, place=KESRA, **more):
    time = day(on) if on else None
    return say("attack", quote, **({"actors": (TOLIN,), "targets": (MBARA,), "place": place, "time": time} | more))


def first_night(name: str = "first", on: str = "2031-05-05"):
    return read(
        name, on, "Crowds fell on the Mbara quarter on the night of the 4th.", attack("Crowds fell on the Mbara quarter", "2031-05-04")
    )


def published_of(found, report_id: str):
    return next(r["published"] for r in found.reports if r["id"] == report_id)


# ------------------------------------------------------------------ onset and dates


def test_the_onset_is_the_first_day_of_violence_that_a_claim_tells():
    found = situation(
        [read("later", "2031-05-09", "On the 8th Dolma burned.", attack("Dolma burned", "2031-05-08", place=DOLMA)), first_night()]
    )
    assert (found.onset["start"], quotes(found, found.onset["claims"])) == ("2031-05-04", ["Crowds fell on the Mbara quarter"])


def test_a_stray_date_long_before_does_not_become_the_onset():
    stray = attack("the quarter was attacked", "2024-01-01")
    found = situation([first_night(), first_night("second"), read("x", "2031-05-06", "Long ago the quarter was attacked.", stray)])
    assert found.onset["start"] == "2031-05-04"


def test_the_day_of_counting_is_not_the_day_the_violence_began():
    found = situation([read("r", "2031-05-06", "On the 6th the dead were 12.", toll("the dead were 12", 12, on=day("2031-05-06")))])
    assert (found.onset["start"], found.onset["end"]) == (None, "2031-05-06")


def test_an_undated_report_lies_between_the_onset_and_the_lull_that_it_does_not_know_of():
    undated = read(
        "undated",
        None,
        "The toll goes up by the hour. Tolin crowds attack the Mbara.",
        say("status", "The toll goes up by the hour", subtype="toll_rising", status="ongoing"),
        attack("Tolin crowds attack the Mbara", status="ongoing"),
    )
    quiet = read(
        "quiet", "2031-05-12", "Kesra has been calm since the weekend.", say("status", "Kesra has been calm", subtype="lull", place=KESRA)
    )
    last = read(
        "last", "2031-05-20", "The governor met the elders of Kesra.", say("deliberation", "The governor met the elders", place=KESRA)
    )
    out = published_of(situation([last, undated, quiet, first_night()]), "undated")
    assert (out["start"], out["end"], out["basis"], out["precision"]) == ("2031-05-04", "2031-05-12", "inferred", "range")
    assert len(out["clues"]) == 2 and out["claims"]


def test_an_undated_toll_falls_between_the_counts_below_and_above_it():
    rows = [
        read(
            f"d{n}",
            f"2031-05-{n:02}",
            f"The count stood at {dead}.",
            toll(f"stood at {dead}", dead, on=day(f"2031-05-{n:02}")),
            source=f"P{n}",
        )
        for n, dead in [(6, 12), (7, 86), (9, 140), (11, 178)]
    ]
    undated = read("undated", None, "More than 100 have died.", toll("More than 100 have died", 100, modifier="more_than"))
    out = published_of(situation([first_night(), *rows, undated]), "undated")
    assert (out["start"], out["end"]) == ("2031-05-07", "2031-05-09")


def test_counts_that_cross_each_other_leave_the_range_wide():
    rows = [
        read(
            name,
            f"2031-05-{n:02}",
            f"{name} counts {dead} dead.",
            toll(f"{dead} dead", dead, on=day(f"2031-05-{n:02}"), speaker=name, kind="official"),
        )
        for name, n, dead in [("Ministry", 6, 191), ("Deputy", 6, 223), ("Ministry again", 8, 195), ("Governor", 11, 258)]
    ]
    undated = read("undated", None, "So far 214 have died.", toll("214 have died", 214))
    out = published_of(situation([first_night(), *rows, undated]), "undated")
    assert out["start"] <= "2031-05-06" and out["end"] == "2031-05-11"


def test_a_stated_date_is_left_alone():
    assert published_of(situation([first_night()]), "first") == {
        "start": "2031-05-05",
        "end": "2031-05-05",
        "precision": "day",
        "basis": "stated",
        "clues": ["2031-05-05"],
    }


def test_relative_words_of_an_undated_report_date_nothing():
    vague = Time("on Friday", "2031-05-02", "2031-05-02", "day", "relative")
    undated = read("undated", None, "On Friday Dolma was attacked.", attack("Dolma was attacked", place=DOLMA, time=vague))
    assert situation([first_night(), undated]).onset["start"] == "2031-05-04"


# ------------------------------------------------------------------ phases


def lull(name: str, on: str, *more, **fields):
    return read(
        name,
        on,
        "Kesra is calm for now. Elders fear revenge.",
        say("status", "Kesra is calm", subtype="lull", place=KESRA, **fields),
        *more,
    )


def rising(name: str, on: str):
    return read(
        name,
        on,
        "The fighting in Kesra is spreading.",
        say("status", "The fighting in Kesra is spreading", subtype="escalating", place=KESRA),
    )


def names(found) -> list[str]:
    return [p["phase"] for p in found.phases]


def test_violence_that_spreads_and_then_rests_is_emerging_escalating_lull():
    found = situation([lull("q", "2031-05-14"), rising("r", "2031-05-07"), first_night()])
    assert names(found) == ["emerging", "escalating", "lull"] and found.phase == "lull"
    assert found.phases[-1]["last_violence"] == "2031-05-04" and found.phases[-1]["held_days"] == 10
    assert found.phases[0]["end"] <= found.phases[1]["start"] <= found.phases[2]["start"] and found.phases[2]["end"] is None


def shots(name: str, on: str, out: str, **fields):
    text = f"Gunmen fired on the mill, story {name} says."
    return read(name, out, text, attack("Gunmen fired on the mill", None, **({"time": day(on)} | fields)))


def test_violence_within_a_lull_is_the_last_that_is_told_of_and_the_days_count_from_it():
    last = situation([first_night(), lull("q", "2031-05-14"), shots("s", "2031-05-24", "2031-05-25")]).phases[-1]
    assert (last["phase"], last["start"], last["last_violence"], last["held_days"]) == ("lull", "2031-05-14", "2031-05-24", 1)


def test_a_lull_that_ended_held_until_its_own_end():
    again = [say("status", "Violence is back in the mill quarter", subtype="resumed", place=KESRA, time=day("2031-06-01"))]
    back = read("b", "2031-06-02", "Violence is back in the mill quarter.", *again)
    late = read("l", "2031-07-20", "The Union met.", say("deliberation", "The Union met", actors=(UNION,), place=KESRA))
    rows = [first_night(), lull("q", "2031-05-14"), back, shots("s", "2031-06-01", "2031-06-02"), late]
    quiet = next(p for p in situation(rows).phases if p["phase"] == "lull")
    assert (quiet["end"], quiet["last_violence"], quiet["held_days"]) == ("2031-06-01", "2031-05-04", 28)


def test_a_month_is_no_day_on_which_a_lull_began_or_violence_was_told_of():
    may = day("2031-05-01", end="2031-05-31", words="in May")
    calm = lull("q", "2031-05-31", time=replace(may, precision="month"))
    rows = [shots("s", "2031-05-18", "2031-05-19"), calm, shots("m", "", "2031-05-30", time=replace(may, precision="month"))]
    last = situation(rows).phases[-1]
    assert (last["phase"], last["start"], last["last_violence"], last["held_days"]) == ("lull", None, "2031-05-18", 13)


def test_a_lull_is_fragile_when_a_forecast_in_its_report_says_what_may_break_it():
    fear = say("forecast", "Elders fear revenge", subtype="revenge", modality="possible", status="future")
    last = situation([lull("q", "2031-05-14", fear), first_night()]).phases[-1]
    assert (last["phase"], last["note"]) == ("lull", "fragile") and last["triggers"]
    assert "note" not in situation([lull("q", "2031-05-14"), first_night()]).phases[-1]


def test_a_hedged_end_is_a_fragile_lull_and_only_a_plain_one_is_an_end():
    over = read(
        "e",
        "2031-05-20",
        "The violence seems to be over.",
        say("status", "The violence seems to be over", subtype="ended", place=KESRA, modality="hedged"),
    )
    assert situation([first_night(), over]).phases[-1] | {"claims": []} == {
        "phase": "lull",
        "start": "2031-05-20",
        "end": None,
        "claims": [],
        "note": "fragile",
        "last_violence": "2031-05-04",
        "last_violence_claims": situation([first_night(), over]).onset["claims"],
        "held_days": 16,
    }
    plain = read("e", "2031-05-20", "The violence ended.", say("status", "The violence ended", subtype="ended", place=KESRA))
    assert situation([first_night(), plain]).phase == "ended"


def test_one_voice_of_violence_inside_a_lull_does_not_break_it_and_two_origins_do():
    quiet = [first_night(), lull("q", "2031-05-14")]
    assert situation([*quiet, rising("r1", "2031-05-18")]).phase == "lull"
    other = read(
        "r2",
        "2031-05-19",
        "Shots again all night in the mill quarter, and the clinic fills up.",
        say("status", "Shots again all night in the mill quarter", subtype="escalating", place=KESRA),
    )
    assert situation([*quiet, rising("r1", "2031-05-18"), other]).phase == "resumed"


def test_tolls_that_rise_show_escalation_but_not_after_the_lull_began():
    tolls = [
        read(f"t{n}", f"2031-05-{n:02}", f"By now {dead} died.", toll(f"{dead} died", dead, on=day(f"2031-05-{n:02}")), source=f"P{n}")
        for n, dead in [(5, 10), (7, 60), (20, 75)]
    ]
    found = situation([first_night(), *tolls, lull("q", "2031-05-14")])
    assert found.phase == "lull"
    rise = next(p for p in found.phases if p["phase"] == "escalating")
    assert "60 died" in quotes(found, rise["claims"]) and "75 died" not in quotes(found, rise["claims"])


def test_without_a_word_on_the_state_of_things_a_young_crisis_is_emerging_and_an_old_one_sustained():
    assert situation([first_night()]).phase == "emerging"
    assert situation([first_night(on="2031-06-20")]).phase == "sustained"


# ------------------------------------------------------------------ frames


def crackdown(name: str = "c", **fields):
    return read(
        name,
        "2031-05-06",
        "Soldiers shot at marchers in Kesra. More troops poured in.",
        say("attack", "Soldiers shot at marchers", **({"actors": (ARMY,), "targets": (MARCHERS,), "place": KESRA} | fields)),
        say("mobilisation", "More troops poured in", actors=(ARMY,), place=KESRA),
    )


def test_two_narrators_with_different_doers_conflict_and_it_is_said_what_would_settle_it():
    found = situation([first_night(), crackdown()])
    frames = {f["actors"][0]["text"]: f for f in found.frames}
    mob, army = frames["Tolin crowds"], frames["the army"]
    assert (mob["conflicts_with"], army["conflicts_with"]) == ([army["n"]], [mob["n"]])
    assert "uniforms" in mob["settle"] and mob["summary"] == "Tolin crowds attacked Mbara"
    assert quotes(found, army["claims"]) == ["Soldiers shot at marchers", "More troops poured in"]
    assert [v["origin"] for v in mob["voices"]] == ["first"]


def test_victim_and_doer_who_change_places_conflict():
    swapped = read(
        "s", "2031-05-06", "Mbara men attacked the Tolin.", attack("Mbara men attacked the Tolin", actors=(MBARA,), targets=(TOLIN_PEOPLE,))
    )
    found = situation([first_night(), swapped])
    assert all(f["conflicts_with"] for f in found.frames) and "attacked first" in found.frames[0]["settle"]


def test_what_one_narrator_tells_together_does_not_conflict():
    both = read(
        "b",
        "2031-05-06",
        "Crowds attacked the Mbara. Soldiers shot at marchers.",
        attack("Crowds attacked the Mbara"),
        say("attack", "Soldiers shot at marchers", actors=(ARMY,), targets=(MARCHERS,), place=KESRA),
    )
    assert not any(f["conflicts_with"] for f in situation([both]).frames)


def test_victims_of_different_groups_do_not_conflict():
    other = replace(MBARA, text="the Ostri", name="Ostri", group="Ostri")
    assert not any(f["conflicts_with"] for f in situation([first_night(), crackdown(targets=(other,))]).frames)


def test_troops_said_to_have_helped_join_the_frame_of_their_report():
    helped = say("attack", "Soldiers helped them", subtype="complicity", actors=(ARMY,), targets=(MBARA,), modality="hedged", place=KESRA)
    found = situation(
        [read("h", "2031-05-06", "Crowds attacked the Mbara. Soldiers helped them.", attack("Crowds attacked the Mbara"), helped)]
    )
    assert [f["summary"] for f in found.frames] == [
        "Tolin crowds attacked Mbara, with Armed forces of Varenia said to have helped or stood by"
    ]


def test_copies_of_one_story_are_one_origin_of_a_frame():
    text = "Crowds fell on the Mbara quarter on the night of the 4th."
    rows = [read(n, "2031-05-05", text, attack("Crowds fell on the Mbara quarter", "2031-05-04")) for n in ("a", "b", "c")]
    frame = situation(rows).frames[0]
    assert (frame["origins"], frame["reports"]) == (1, ["a", "b", "c"])


# ------------------------------------------------------------------ gaps


def gaps(found) -> list[str]:
    return [g["about"] for g in found.gaps]


def test_a_bare_toll_asks_who_did_it_and_who_died():
    found = situation([read("r", "2031-05-06", "At least 80 died.", toll("At least 80 died", 80, modifier="at_least"))])
    assert gaps(found)[:2] == ["perpetrator", "victims"] and found.gaps[0]["question"] == "Who killed the 80?"
    named = toll("At least 80 died", 80, actors=(TOLIN,), targets=(MBARA,))
    assert not {"perpetrator", "victims"} & set(gaps(situation([read("r", "2031-05-06", "At least 80 died.", named)])))


def test_an_order_without_its_giver_is_a_gap_and_one_with_it_is_none():
    order = {"subtype": "lethal_force", "targets": (ARMY,), "modality": "ordered", "place": KESRA}
    silent = read("r", "2031-05-06", "The soldiers had orders to fire.", say("order", "orders to fire", **order))
    given = read("r", "2031-05-06", "The government gave orders to fire.", say("order", "orders to fire", **order, actors=(STATE,)))
    assert "order" in gaps(situation([first_night(), silent])) and "order" not in gaps(situation([first_night(), given]))


def test_a_border_that_somebody_tried_to_close_asks_whether_it_was():
    tried = read(
        "r",
        "2031-05-06",
        "Guards tried to close the bridge.",
        say("border_closure", "tried to close the bridge", modality="attempted", status="attempted", place=SOUTH),
    )
    assert "border" in gaps(situation([first_night(), tried]))


def test_a_meeting_asks_for_its_outcome_until_a_decision_is_told():
    met = read(
        "m",
        "2031-05-06",
        "The Union discussed the marches.",
        say("deliberation", "The Union discussed the marches", actors=(UNION,), place=SOUTH),
    )
    done = read(
        "d", "2031-05-07", "The Union will send observers.", say("decision", "The Union will send observers", actors=(UNION,), place=SOUTH)
    )
    assert "outcome" in gaps(situation([first_night(), met])) and "outcome" not in gaps(situation([first_night(), met, done]))


def test_counts_that_differ_on_one_day_and_challenges_ask_for_the_number():
    rows = [
        read("a", "2031-05-06", "The ministry counts 191.", toll("counts 191", 191, speaker="Health Ministry", kind="medical"), source="A"),
        read("b", "2031-05-06", "The deputy counts 223.", toll("counts 223", 223, speaker="Deputy Governor", kind="official"), source="B"),
    ]
    questions = [g["question"] for g in situation(rows).gaps if g["about"] == "numbers"]
    assert questions == ["Why do the counts of killed differ on 2031-05-06: 191 (Health Ministry) and 223 (Deputy Governor)?"]


def test_an_undated_report_is_a_gap_and_comes_after_what_weighs_more():
    undated = read("u", None, "In Dolma 5 died.", incident("5 died", 5, None, DOLMA), title="The road to Dolma")
    found = situation([first_night(), undated])
    assert gaps(found)[-1] == "date" and "The road to Dolma" in found.gaps[-1]["question"]


# ------------------------------------------------------------------ outline


def test_the_name_tells_kind_area_and_month():
    assert situation([first_night()]).name == "Ethnic violence in Kesra, VRN, May 2031"
    assert situation([crackdown()]).name == "Violence in Kesra, VRN, May 2031"


def test_the_timeline_has_a_scored_entry_for_each_told_day():
    request = say("request", "asked the Union for guards", actors=(STATE,), targets=(UNION,), time=day("2031-05-06"), place=KESRA)
    rows = [first_night(), first_night("again"), read("q", "2031-05-07", "On the 6th the governor asked the Union for guards.", request)]
    entries = situation(rows).timeline
    assert [e["date"] for e in entries] == ["2031-05-04", "2031-05-06"]
    assert entries[0]["text"] == "Crowds fell on the Mbara quarter" and len(entries[0]["claims"]) == 2
    alone = situation(rows[::2]).timeline[0]["score"]
    assert entries[0]["score"] == alone, "a copy adds no weight"


def test_parties_and_places_are_counted():
    found = situation([first_night(), crackdown(attribution=voice("the army", "military"))])
    parties = {p["text"]: (p["as_actor"], p["as_target"]) for p in found.parties}
    assert parties == {"Tolin crowds": (1, 0), "the Mbara": (0, 1), "the army": (2, 0), "marchers": (0, 1)}
    assert [(p["name"], p["lat"], len(p["claims"])) for p in found.places] == [("Kesra", 10.0, 3)]
