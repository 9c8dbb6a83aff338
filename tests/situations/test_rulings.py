"""What analysts decide: which claims tell of one act, which situations are one or fall apart, and how far a source is to be trusted."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.codebook import load
from tocsin.records import Read, Rulings, Situation, to_json
from tocsin.situations import gather

from .test_gather import NAKURU, attack, crisis
from .test_occurrences import CLINIC, LATER, MIRROR, MOB, OTHERS
from .varenia import ABROAD, KESRA, MBARA, incident, read, say, situation, toll


def pair(a: Read, b: Read) -> frozenset[frozenset[str]]:
    return frozenset({frozenset({a.claims[0].id, b.claims[0].id})})


def reports(a: Read, b: Read) -> frozenset[frozenset[str]]:
    return frozenset({frozenset({a.report.id, b.report.id})})


def joined(found: Situation) -> list[set[str]]:
    return [set(o.reports) for o in found.occurrences if len(o.reports) > 1]


# ------------------------------------------------------------------ acts


def test_claims_that_an_analyst_calls_the_same_are_one_act_and_say_so() -> None:
    assert joined(situation([MOB, LATER])) == []
    (act,) = situation([MOB, LATER], rulings=Rulings(same=pair(MOB, LATER))).occurrences
    assert set(act.reports) == {"mob", "later"} and act.why[0]["reasons"][0] == "an analyst decided it"


def test_claims_that_an_analyst_parts_stay_apart_also_through_a_third() -> None:
    assert joined(situation([MOB, CLINIC])) == [{"mob", "clinic"}]
    assert joined(situation([MOB, CLINIC], rulings=Rulings(not_same=pair(MOB, CLINIC)))) == []
    parted = joined(situation([MOB, MIRROR, CLINIC], rulings=Rulings(not_same=pair(MOB, CLINIC))))
    assert all(not {"mob", "clinic"} <= act for act in parted)


def test_what_an_analyst_leaves_open_is_not_joined_and_is_shown_as_possible() -> None:
    found = situation([MOB, CLINIC], rulings=Rulings(unsure=pair(MOB, CLINIC)))
    assert joined(found) == []
    shown = [p for o in found.occurrences for p in o.possible]
    assert len(shown) == 2 and shown[0]["reasons"][0] == "an analyst left it open" and "both in Kesra" in shown[0]["reasons"]
    assert {frozenset(p["claims"]) for p in shown} == pair(MOB, CLINIC)


def test_a_decision_on_two_reports_holds_for_their_claims() -> None:
    assert joined(situation([MOB, OTHERS], rulings=Rulings(same=reports(MOB, OTHERS)))) == [{"mob", "others"}]
    assert joined(situation([MOB, CLINIC], rulings=Rulings(not_same=reports(MOB, CLINIC)))) == []
    (open_act, _) = situation([MOB, CLINIC], rulings=Rulings(unsure=reports(MOB, CLINIC))).occurrences
    assert open_act.possible


def test_what_is_not_the_same_wins_over_what_is() -> None:
    both = Rulings(same=reports(MOB, CLINIC), not_same=pair(MOB, CLINIC))
    assert joined(situation([MOB, CLINIC], rulings=both)) == []


def test_a_copy_can_be_parted_from_its_story() -> None:
    claims = tuple(replace(c, id=f"{c.id}2", report_id="copy") for c in MOB.claims)
    copy = replace(MOB, report=replace(MOB.report, id="copy"), claims=claims)
    assert joined(situation([MOB, copy])) == [{"mob", "copy"}]
    assert joined(situation([MOB, copy], rulings=Rulings(not_same=pair(MOB, copy)))) == []


def test_decisions_on_what_is_not_there_change_nothing() -> None:
    gone = frozenset({frozenset({"nobody", "nothing"}), frozenset({"alone"})})
    odd = Rulings(same=gone, not_same=gone, unsure=gone, merged={"s1": "s2", "s2": "s1"}, split={"s3": (("c1",),)}, grades={"x": "Z9"})
    assert [to_json(s) for s in gather(crisis(), codebook=load(), rulings=odd)] == [to_json(s) for s in gather(crisis(), codebook=load())]


# ------------------------------------------------------------------ whole situations


HERE, THERE = attack("here", "2031-05-05"), attack("there", "2031-05-06", ABROAD)


def told(*reads: Read, **decided: object) -> dict[str, Situation]:
    return {s.id: s for s in gather(reads, codebook=load(), rulings=Rulings(**decided))}


def ids_by_country(*reads: Read) -> dict[str | None, str]:
    return {s.country: s.id for s in told(*reads).values()}


def test_merged_situations_stand_under_the_id_they_went_into_and_answer_to_the_other() -> None:
    names = ids_by_country(HERE, THERE)
    (one,) = told(HERE, THERE, merged={names["QQQ"]: names["VRN"]}).values()
    assert (one.id, one.country, one.aliases) == (names["VRN"], "VRN", (names["QQQ"],))
    assert {r["id"] for r in one.reports} == {"here", "there"}
    assert json_of(one)["aliases"] == [names["QQQ"]]


def json_of(found: Situation) -> dict[str, object]:
    made: dict[str, object] = to_json(found)
    return made


def test_a_chain_of_mergers_ends_in_one_and_a_circle_does_no_harm() -> None:
    third = attack("third", "2031-05-07", NAKURU)
    names = ids_by_country(HERE, THERE, third)
    (one,) = told(HERE, THERE, third, merged={names["KEN"]: names["QQQ"], names["QQQ"]: names["VRN"]}).values()
    assert one.id == names["VRN"] and set(one.aliases) == {names["KEN"], names["QQQ"]}
    assert sum(len(s.reports) for s in told(HERE, THERE, merged={names["QQQ"]: names["VRN"], names["VRN"]: names["QQQ"]}).values()) == 2


def test_a_split_takes_claims_out_into_a_situation_of_their_own() -> None:
    text = "Men attacked the quarter in Kesra. Later two smugglers were shot in Kesra."
    mixed = read("mixed", "2031-05-06", text, say("attack", "Men attacked the quarter", targets=(MBARA,), place=KESRA),
                 incident("two smugglers were shot", 2, "2031-05-06"))
    (whole,) = told(HERE, mixed).values()
    parted = told(HERE, mixed, split={whole.id: ((mixed.claims[1].id,),)})
    assert len(parted) == 2 and whole.id in parted
    (new,) = (s for name, s in parted.items() if name != whole.id)
    assert [c.quote for c in new.claims] == ["two smugglers were shot"] and new.figures["killed"]["best"] == 2
    assert "killed" not in parted[whole.id].figures or parted[whole.id].figures["killed"]["best"] is None


def test_an_id_that_a_decision_names_stays_when_an_earlier_report_comes_in() -> None:
    (before,) = told(HERE).values()
    earlier = attack("earlier", "2031-05-01")
    (plain,) = told(HERE, earlier).values()
    assert plain.id != before.id
    names = ids_by_country(HERE, THERE)
    (kept,) = told(HERE, earlier, THERE, merged={names["QQQ"]: before.id}).values()
    assert kept.id == before.id and len(kept.reports) == 3


@settings(max_examples=100, deadline=None)
@given(st.permutations([*crisis(), THERE, MOB, CLINIC]))
def test_decisions_give_the_same_in_any_order_of_arrival(shuffled: list[Read]) -> None:
    reads = [*crisis(), THERE, MOB, CLINIC]
    names = ids_by_country(*reads)
    decided = Rulings(not_same=pair(MOB, CLINIC), merged={names["QQQ"]: names["VRN"]}, grades={"Courier": "B2", "mob": "D4"})
    assert [(to_json(s), s.occurrences) for s in gather(shuffled, codebook=load(), rulings=decided)] == [
        (to_json(s), s.occurrences) for s in gather(reads, codebook=load(), rulings=decided)]


# ------------------------------------------------------------------ grades


def count(name: str, number: int, source: str) -> Read:
    return read(name, "2031-05-10", f"{source} writes that {number} died.", toll(f"{number} died", number), source=source)


def test_nobody_is_graded_until_an_analyst_does_and_source_and_information_stand_apart() -> None:
    rows = [count("a", 40, "Herald"), count("b", 55, "Mercury")]
    assert {tuple(r["grade"].values()) for r in situation(rows).reports} == {("F", "6")}
    graded = situation(rows, rulings=Rulings(grades={"Herald": "B2", "b": "D5"}))
    assert [r["grade"] for r in graded.reports] == [{"source": "B", "information": "2"}, {"source": "D", "information": "5"}]


def test_the_best_graded_rule_follows_the_analysts_grades_and_says_why_others_lost() -> None:
    rows = [count("a", 40, "Herald"), count("b", 55, "Mercury"), count("c", 70, "Observer")]
    for best, number in (("Herald", 40), ("Mercury", 55), ("Observer", 70)):
        killed = situation(rows, rule="best_graded", rulings=Rulings(grades={best: "A1"})).figures["killed"]
        assert killed["best"] == number and best in killed["rule"] and len(killed["excluded"]) == 2
    doubted = situation(rows, rule="best_graded", rulings=Rulings(grades={"Herald": "E5", "Mercury": "D4"})).figures["killed"]
    assert doubted["best"] == 70, "a source that cannot be judged stands before one that is known to be unreliable"


def test_copies_of_a_graded_story_corroborate_nothing() -> None:
    text = "The Herald's own count by the river and in the two clinics of the marches comes to 40 died in all since the fourth."
    copies = [read(n, "2031-05-10", text, toll("40 died", 40), source=n) for n in ("Herald", "Mercury", "Observer")]
    rows = [*copies, count("x", 35, "Lake Post"), count("y", 35, "Hill Post")]
    assert situation(rows, rule="majority").figures["killed"]["best"] == 35
