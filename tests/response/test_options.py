"""The options board: what is asked for is on the table, claims or nothing answer the six questions, past cases are like in stated ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.assessment.cases import BOOK, COUNCIL, GOVERNMENT, HARSK, LEAGUE, PRESIDENT, VILLAGERS, claim, situation
from tocsin.briefs.build_response import build_past
from tocsin.briefs.desk import Desk
from tocsin.records import Book, Claim, Figure, Json, Party
from tocsin.response import trace
from tocsin.response.comparing import compare

READINGS = {(True, True): "both", (True, False): "for", (False, True): "against", (False, False): "no_report_answers"}


def follow(*claims: Claim, **more: Any) -> Json:
    return trace(situation(*claims, **more), codebook=BOOK)


def request(**more: Any) -> Claim:
    values: dict[str, Any] = {"subtype": "military_assistance", "by": (GOVERNMENT,), "to": (HARSK,), "on": "2031-05-03"}
    return claim("request", "The government asked Harsk for peacekeepers.", **{**values, **more})


def refusal(**more: Any) -> Claim:
    return claim("refusal", "Harsk declined.", subtype="decline", by=(HARSK,), to=(GOVERNMENT,), on="2031-05-04", **more)


def proposal(quote: str, kind: str, **more: Any) -> Claim:
    values: dict[str, Any] = {"subtype": kind, "modality": "proposed", "status": "future", "details": {"option": kind}}
    return claim("option", quote, **{**values, **more})


def answers(result: Json, kind: str) -> dict[str, Json]:
    option = next(o for o in result["options"] if o["type"] == kind)
    return {x["question"]: x for x in option["precautions"]}


# ------------------------------------------------------------------ what is on the table


def test_what_a_state_asks_for_is_an_option_with_who_asks() -> None:
    (only,) = follow(request())["options"]
    assert (only["type"], [p["name"] for p in only["proposed_by"]]) == ("peacekeeping", [GOVERNMENT.name])


@pytest.mark.parametrize(
    ("quote", "kind"),
    [("The government asked Harsk for police advisers.", "police_mission"), ("The government asked Harsk for soldiers.", "military")],
)
def test_which_forces_are_asked_for_is_told_by_the_words(quote: str, kind: str) -> None:
    values: dict[str, Any] = {"subtype": "military_assistance", "by": (GOVERNMENT,), "to": (HARSK,)}
    assert [o["type"] for o in follow(claim("request", quote, **values))["options"]] == [kind]


def test_what_neighbours_ask_of_one_another_and_what_was_never_asked_is_no_option() -> None:
    at_home = request(by=(VILLAGERS,), to=(GOVERNMENT,))
    never = request(polarity="negative", status="not_occurred")
    assert follow(at_home, never)["options"] == []


# ------------------------------------------------------------------ the six questions


def test_every_option_is_asked_all_six_in_order_and_silence_is_said() -> None:
    found = answers(follow(proposal("Observers should go.", "observers")), "observers")
    assert list(found) == list(BOOK.precautions)
    assert all(x == {"question": name, "for": [], "against": [], "reading": "no_report_answers"} for name, x in found.items())


def test_the_states_own_request_speaks_for_authority_and_the_refusal_against_it() -> None:
    asked, declined = request(), refusal()
    found = answers(follow(asked, declined), "peacekeeping")["right_authority"]
    assert (found["for"], found["against"], found["reading"]) == ([asked.id], [declined.id], "both")


def test_a_refusal_of_something_else_says_nothing_of_this_option() -> None:
    other = claim("refusal", "The League declined to send food.", subtype="decline", by=(LEAGUE,), to=(GOVERNMENT,), on="2031-05-09")
    assert answers(follow(request(), other), "peacekeeping")["right_authority"]["against"] == []


def test_a_private_wish_is_no_consent() -> None:
    found = answers(follow(request(by=(VILLAGERS,), to=(LEAGUE,))), "peacekeeping")
    assert found["right_authority"]["for"] == [] and found["right_intention"]["for"] == []


def test_peaceful_means_that_were_tried_and_milder_ones_that_were_not() -> None:
    tried = claim("mediation", "The League's envoy met both sides.", by=(LEAGUE,), on="2031-05-02")
    milder = proposal("Sanctions should come first.", "sanctions")
    force = proposal("Peacekeepers should go in.", "peacekeeping")
    found = answers(follow(tried, milder, force), "peacekeeping")["last_resort"]
    assert found["for"] == [tried.id] and found["against"] == [milder.id]
    # For the mildest of them the harder one is no milder means.
    assert answers(follow(tried, milder, force), "sanctions")["last_resort"]["against"] == []


def test_a_case_that_might_have_gone_well_is_no_prospect() -> None:
    values: dict[str, Any] = {"subtype": "success", "case": "2027 Marita"}
    past = claim("precedent", "Early talks kept Marita calm.", **values, details={"option": "mediation", "case": "2027 Marita"})
    imagined = claim("precedent", "Talks would have kept Marita calm.", **values, modality="counterfactual",
                     details={"option": "mediation", "case": "2027 Marita"})
    found = answers(follow(past, imagined), "mediation")["reasonable_prospects"]
    assert found["for"] == [past.id] and found["against"] == []


def test_whose_good_faith_is_doubted_is_told_as_somebodys_doubt() -> None:
    values: dict[str, Any] = {"subtype": "good_faith", "by": (HARSK,), "voice": "named_source", "speaker": "Ida Brenn"}
    doubt = claim("opinion", "Harsk cares for its pipeline, Brenn said.", **values)
    found = answers(follow(request(), doubt), "peacekeeping")["right_intention"]
    assert doubt.id in found["against"] and found["reading"] == "both"


def test_a_count_of_nobody_is_no_just_cause() -> None:
    none = claim("killing", "No death was reported.", figure=Figure("killed", "people", "No", 0, 0, 0, "no"))
    told = {"killed": {"low": 0, "best": 0, "high": 0, "claims": [none.id]}}
    assert answers(follow(request(), none, figures=told), "peacekeeping")["just_cause"]["for"] == []


def test_each_answer_reads_as_its_sides_say() -> None:
    result = follow(request(), refusal(), proposal("A few hundred unarmed observers should go.", "observers"),
                    claim("status", "The town was calm.", subtype="lull"))
    for option in result["options"]:
        for x in option["precautions"]:
            assert x["reading"] == READINGS[bool(x["for"]), bool(x["against"])]
    assert answers(result, "observers")["proportional_means"]["reading"] == "for"


# ------------------------------------------------------------------ past cases


def test_a_past_case_is_compared_on_every_stated_dimension() -> None:
    result = follow(request(), refusal())
    here = result["likeness"]
    assert here["consent"]["values"] == ["asked"] and here["other_state"]["values"] == ["asked", "declined"]
    past = result["options"][0]["codebook_precedents"]
    assert past and all(set(p["compared"]) == set(BOOK.dimensions) for p in past)
    for p in past:
        for name, x in p["compared"].items():
            shared = set(x["there"]) & set(here[name]["values"])
            both = {*x["there"], *here[name]["values"]}
            assert (x["match"] in ("same", "partly")) == bool(shared), (p["case"], name)
            assert (x["match"] == "same") == (bool(shared) and shared == both), (p["case"], name)
            assert (x["match"] == "unknown") == (not x["there"] or not here[name]["values"])
    same = [sum(x["match"] in ("same", "partly") for x in p["compared"].values()) for p in past]
    assert same == sorted(same, reverse=True)


def test_what_only_one_of_two_cases_has_is_told_as_a_difference() -> None:
    here = {"regional": {"values": ["asked", "declined"], "claims": []}}
    past = next(p for p in BOOK.precedents.values() if p.traits.get("regional") == ("asked", "acted"))
    assert compare(past, past.measures[0], here)["regional"] == {"there": ["asked", "acted"], "match": "partly"}
    desk = Desk(Book((), ()), BOOK)
    told = {"case": "An older case", "what": "talks", "by": "a union", "when": "2003", "outcome": "partial", "evidence_type": "study",
            "source": "A Study", "year": 2005, "unchecked": False, "compared": compare(past, past.measures[0], here)}
    view = build_past(told, here, desk)
    assert view.alike == ("regional body (was asked)",)
    assert view.unlike == ("regional body (only there acted, only here declined)",)


def test_to_condemn_to_ask_and_to_meet_is_not_yet_to_act() -> None:
    union = Party("the African Union", "African Union", "intergovernmental")
    spoke = claim("condemnation", "The African Union condemned the killings.", by=(union,), on="2031-05-05")
    asked = claim("request", "The African Union asked Harsk for troops.", subtype="military_assistance", by=(union,), to=(HARSK,))
    met = claim("deliberation", "The African Union met.", subtype="meeting", by=(union,), on="2031-05-05")
    assert follow(spoke, asked, met)["likeness"]["regional"]["values"] == []
    sent = claim("deployment", "The African Union sent observers.", subtype="observers", by=(union,), on="2031-05-08")
    assert follow(spoke, sent)["likeness"]["regional"] == {"values": ["acted"], "claims": [sent.id]}


def test_one_report_alone_does_not_tell_the_kind_of_violence() -> None:
    told = claim("attack", "Soldiers shot at villagers.", by=(PRESIDENT, GOVERNMENT), to=(VILLAGERS,))
    assert follow(told)["likeness"]["violence"]["values"] == []


def test_what_reports_contest_is_neither_like_nor_unlike() -> None:
    able = replace(claim("state_capacity", "The army keeps order.", by=(GOVERNMENT,)), codes={"able": "for"})
    not_able = replace(claim("state_capacity", "The army has lost the town.", by=(GOVERNMENT,)), codes={"able": "against"})
    past = follow(request(), able, not_able)["options"][0]["codebook_precedents"]
    assert {p["compared"]["able"]["match"] for p in past} <= {"contested", "unknown"}


def test_no_case_and_no_outcome_from_after_the_day_is_shown() -> None:
    for day in ("1999-06-01", "2008-02-01", "2010-06-15"):
        past = follow(request(), as_of=day)["options"][0]["codebook_precedents"]
        assert past and all(p["when"] <= day and p["year"] < date.fromisoformat(day).year for p in past)


def test_the_council_is_no_regional_body() -> None:
    assert follow(request(to=(COUNCIL,)))["likeness"]["regional"]["values"] == []
