"""Assessments of an invented country: what may be said, from which evidence, and what may not."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.cases import (
    ARMY,
    BOOK,
    COUNCIL,
    GOVERNMENT,
    HARSK,
    LEAGUE,
    ORU_MOB,
    PRESIDENT,
    REBELS,
    TARN,
    VILLAGERS,
    claim,
    situation,
)
from tocsin.assessment import assess
from tocsin.assessment.conditions import CONDITIONS, Findings
from tocsin.assessment.ground import lay_ground
from tocsin.records import Claim, Decision, Figure, Json, Occurrence, Party, Place, Rulings


def judge(*claims: Claim, **more: Any) -> Json:
    return assess(situation(*claims, **more), codebook=BOOK)


def element(result: Json, crime: str, name: str) -> Json:
    return result["crimes"][crime]["elements"][name]


def attack(**more: Any) -> Claim:
    return claim(
        "attack", "A crowd of Oru attacked the Tarn quarter.", subtype="communal", by=(ORU_MOB,), to=(TARN,), on="2031-05-02", **more
    )


def test_without_claims_nothing_is_said() -> None:
    result = judge()
    assert {c["screen"] for c in result["crimes"].values()} == {"no_information"}
    assert {t["reading"] for t in result["state"].values()} == {"no_information"}
    assert result["level"] == "watch"
    assert result["risk_factors"] == {}


def test_the_reports_own_plain_statement_is_attributed_and_a_hedged_one_alleged() -> None:
    assert element(judge(attack()), "ethnic_cleansing", "E2")["state"] == "attributed"
    assert element(judge(attack(modality="hedged")), "ethnic_cleansing", "E2")["state"] == "alleged"
    assert element(judge(attack(voice="unattributed")), "ethnic_cleansing", "E2")["state"] == "alleged"
    assert element(judge(attack(voice="unnamed_source")), "ethnic_cleansing", "E2")["state"] == "alleged"


def test_two_origins_corroborate_and_two_prints_of_one_story_do_not() -> None:
    both = (attack(), attack(report="r2"))
    assert element(judge(*both), "ethnic_cleansing", "E2")["state"] == "corroborated"
    assert element(judge(*both, origins={"r1": "wire", "r2": "wire"}), "ethnic_cleansing", "E2")["state"] == "attributed"


def test_one_speaker_in_two_reports_is_one_voice() -> None:
    both = [attack(voice="named_source", speaker="Ida Brenn", report=r) for r in ("r1", "r2")]
    assert element(judge(*both), "ethnic_cleansing", "E2")["state"] == "attributed"


def test_an_inquiry_finds_and_a_court_adjudicates() -> None:
    found = attack(voice="named_source", speaker="the UN commission of inquiry")
    ruled = claim("killing", "Nine Tarn were killed, the tribunal ruled.", to=(TARN,), voice="named_source", speaker="the special tribunal")
    assert element(judge(found), "ethnic_cleansing", "E2")["state"] == "found"
    assert element(judge(ruled), "genocide", "G2a")["state"] == "adjudicated"


@pytest.mark.parametrize(("one", "other"), [
    ("Human Rights Watch", "a Human Rights Watch report"),
    ("Ana Pell, a spokeswoman for HRW", "Pell of HRW"),
    ("Human Rights Watch", "HRW"),
    ("Ana Pell, a nurse", "Pell of the Osk clinic"),
    ("the Interior Ministry", "the Interior Ministry of Veldia"),
])
def test_one_body_or_person_in_two_wordings_is_one_voice(one: str, other: str) -> None:
    both = (attack(voice="named_source", speaker=one), attack(voice="named_source", speaker=other, report="r2"))
    assert element(judge(*both), "ethnic_cleansing", "E2")["state"] == "attributed"


def test_two_bodies_are_two_voices() -> None:
    for other in ("Amnesty International", "the Ministry of Health", "Ida Brenn of the Osk clinic"):
        both = (attack(voice="named_source", speaker="Human Rights Watch"), attack(voice="named_source", speaker=other, report="r2"))
        assert element(judge(*both), "ethnic_cleansing", "E2")["state"] == "corroborated", other


@pytest.mark.parametrize("speaker", [
    "Police investigators", "investigators", "a police inquiry", "the army's commission of inquiry",
    "a lawyer at the commission of inquiry",
    "a member of the commission of inquiry", "critics of the fact-finding mission",
])
def test_who_only_investigates_or_stands_near_an_inquiry_finds_nothing(speaker: str) -> None:
    named = claim("characterisation", "The killings were genocide.", subtype="genocide", voice="named_source", speaker=speaker)
    result = judge(attack(voice="named_source", speaker=speaker), named)
    assert element(result, "ethnic_cleansing", "E2")["state"] == "attributed"
    assert result["crimes"]["genocide"]["screen"] != "found"


@pytest.mark.parametrize("speaker", [
    "the UN commission of inquiry", "the fact-finding mission's report", "the report of the commission of inquiry",
    "the Commission of Inquiry on Veldia", "a panel of experts, in May",
])
def test_a_named_inquiry_finds(speaker: str) -> None:
    assert element(judge(attack(voice="named_source", speaker=speaker)), "ethnic_cleansing", "E2")["state"] == "found"


@pytest.mark.parametrize(("speaker", "words"), [
    ("a court clerk", "Nine Tarn were killed two days before the verdict, a court clerk said."),
    ("a prosecutor at the tribunal", "Nine Tarn were killed, a prosecutor at the tribunal said after the court ruled."),
    ("the special tribunal", "Nine Tarn were killed before the judgment, the special tribunal said."),
    ("a court spokesman", "Nine Tarn were killed, a court spokesman said; nobody was convicted."),
])
def test_who_speaks_near_a_court_decides_nothing(speaker: str, words: str) -> None:
    told = claim("killing", words, to=(TARN,), voice="named_source", speaker=speaker)
    assert element(judge(told), "genocide", "G2a")["state"] == "attributed"


def test_a_denial_disputes_what_is_said_of_the_one_who_denies() -> None:
    said = claim("attack", "Soldiers opened the road for the crowd.", subtype="complicity", by=(ARMY,), to=(TARN,))
    denied = claim(
        "attack",
        "Its soldiers had not helped the crowd, the army said.",
        subtype="complicity",
        by=(ARMY,),
        to=(TARN,),
        polarity="negative",
        status="not_occurred",
        voice="named_source",
        speaker="the army",
    )
    result = judge(said, attack(), denied)
    policy = element(result, "crimes_against_humanity", "H4")
    assert (policy["state"], policy["for"], policy["against"]) == ("disputed", [said.id], [denied.id])
    # That the crowd attacked is not what the army denies.
    assert element(result, "crimes_against_humanity", "H1")["state"] == "attributed"


def test_a_denial_by_the_accused_alone_proves_nothing() -> None:
    def denied(voice: str) -> Claim:
        return claim(
            "attack",
            "Soldiers had not helped the crowd.",
            subtype="complicity",
            by=(ARMY,),
            to=(TARN,),
            polarity="negative",
            status="not_occurred",
            voice=voice,
            speaker=None if voice == "author" else "the army",
        )

    told = judge(denied("named_source"))
    assert element(told, "crimes_against_humanity", "H4")["state"] == "no_information"
    assert element(told, "crimes_against_humanity", "H4")["against"]
    assert {c["screen"] for c in told["crimes"].values()} == {"no_information"}, "what is only denied is alleged by nobody"
    assert element(judge(denied("author")), "crimes_against_humanity", "H4")["state"] == "negated"


def test_no_nexus_to_armed_conflict_is_required_for_crimes_against_humanity() -> None:
    assert element(judge(), "crimes_against_humanity", "H7")["state"] == "not_required"


def test_crimes_against_humanity_are_alleged_only_with_attack_civilians_and_a_listed_act() -> None:
    dead = claim("killing", "Nine villagers were killed.", to=(VILLAGERS,), by=(ORU_MOB,))
    assert judge(attack())["crimes"]["crimes_against_humanity"]["screen"] == "indicators"
    assert judge(attack(), dead)["crimes"]["crimes_against_humanity"]["screen"] == "alleged"


def test_deaths_of_a_group_say_nothing_about_intent() -> None:
    dead = claim("killing", "Two hundred Tarn were killed.", to=(TARN,), by=(ORU_MOB,))
    result = judge(dead, attack())["crimes"]["genocide"]
    assert result["elements"]["G2a"]["for"] == [dead.id]
    assert result["screen"] == "no_information"


def test_a_call_to_destroy_a_group_opens_the_genocide_screen() -> None:
    call = claim("incitement", "Wipe out the Tarn, the radio said.", to=(TARN,), by=(ORU_MOB,))
    dead = claim("killing", "Two hundred Tarn were killed.", to=(TARN,), by=(ORU_MOB,))
    assert judge(call)["crimes"]["genocide"]["screen"] == "indicators"
    assert judge(call, dead)["crimes"]["genocide"]["screen"] == "alleged"


def test_war_crimes_need_an_armed_conflict() -> None:
    shelling = claim("attack", "The army shelled the village.", subtype="shelling", by=(ARMY,), to=(VILLAGERS,))
    fight = claim("battle", "The army fought the Hill Front.", by=(ARMY,), to=(REBELS,))
    assert judge(shelling)["crimes"]["war_crimes"]["screen"] == "no_information"
    assert judge(shelling, fight)["crimes"]["war_crimes"]["screen"] == "alleged"


def test_cleansing_needs_violence_and_removal_and_somebody_who_says_policy() -> None:
    gone = claim("displacement", "The Tarn were forced from the valley.", to=(TARN,), by=(ORU_MOB,))
    named = claim(
        "characterisation", "It was ethnic cleansing, said Brenn.", subtype="ethnic_cleansing", voice="named_source", speaker="Ida Brenn"
    )
    maybe = claim(
        "characterisation",
        "It could amount to ethnic cleansing, said Brenn.",
        subtype="ethnic_cleansing",
        modality="possible",
        voice="named_source",
        speaker="Ida Brenn",
    )
    screen = [
        judge(*c)["crimes"]["ethnic_cleansing"]["screen"]
        for c in ((gone,), (gone, attack()), (gone, attack(), maybe), (gone, attack(), named))
    ]
    assert screen == ["no_information", "indicators", "indicators", "alleged"]


def test_a_characterisation_is_at_most_alleged_unless_an_inquiry_makes_it() -> None:
    def named(speaker: str) -> Claim:
        return claim(
            "characterisation",
            "These were crimes against humanity.",
            subtype="crimes_against_humanity",
            voice="named_source",
            speaker=speaker,
        )

    assert element(judge(named("Ida Brenn")), "crimes_against_humanity", "H1")["state"] == "alleged"
    assert judge(named("the commission of inquiry"))["crimes"]["crimes_against_humanity"]["screen"] == "found"


def test_claims_of_other_cases_count_for_nothing_but_the_countrys_own_past() -> None:
    past = claim("killing", "In 2019 soldiers killed 40 Tarn.", to=(TARN,), by=(ARMY,), case="2019 Veldia")
    abroad = claim(
        "killing",
        "In 2019 soldiers killed 40 villagers.",
        to=(Party("villagers", None, "civilians", "HAR"),),
        by=(Party("soldiers", None, "security_force", "HAR"),),
        case="2019 Harsk",
    )
    result = judge(past, abroad)
    assert element(result, "crimes_against_humanity", "H6")["for"] == []
    assert {i: e["claims"] for i, e in result["risk_factors"].items()} == {"2.1": [past.id], "2.2": [past.id], "9.3": [past.id]}


def test_a_refusal_counts_against_others_only_when_others_refuse() -> None:
    by_home = claim("refusal", "The government rejected observers.", subtype="rejection", by=(GOVERNMENT,), to=(LEAGUE,))
    by_other = claim("refusal", "Harsk declined to send troops.", subtype="decline", by=(HARSK,), to=(GOVERNMENT,))
    result = judge(by_home, by_other)
    assert result["risk_factors"]["6.9"]["claims"] == [by_other.id]
    assert result["state"]["consent"] == {"for": [], "against": [by_home.id], "reading": "denied"}


def test_the_states_tests_show_evidence_both_ways() -> None:
    call = claim("request", "The president asked for troops.", subtype="military_assistance", by=(PRESIDENT,), to=(HARSK,))
    shot = claim("killing", "Soldiers killed nine villagers.", by=(ARMY,), to=(VILLAGERS,))
    state = judge(call, shot)["state"]
    assert state["able"] == {"for": [], "against": [call.id], "reading": "denied"}
    assert state["willing"] == {"for": [call.id], "against": [shot.id], "reading": "contested"}
    assert state["consent"]["reading"] == "evidenced"


@pytest.mark.parametrize(
    "asker",
    [
        Party("Ida Brenn of Quiet Valley", "Ida Brenn", "person", "VEL"),
        Party("former president Oskar Mell", "Oskar Mell", "person", "VEL", role="former president"),
        HARSK,
    ],
)
def test_nobody_else_consents_for_the_state(asker: Party) -> None:
    call = claim("request", "The speaker asked for foreign troops.", subtype="military_assistance", by=(asker,), to=(COUNCIL,))
    assert judge(call)["state"]["consent"]["reading"] == "no_information"


def test_a_deployment_of_troops_is_no_proof_of_ability() -> None:
    sent = claim("mobilisation", "Troops moved into the valley.", subtype="troops", by=(ARMY,))
    assert judge(sent)["state"]["able"]["reading"] == "no_information"


def test_the_level_comes_with_the_conditions_that_held() -> None:
    dead = claim("killing", "Thirty villagers were killed.", to=(VILLAGERS,), on="2031-05-18")
    figures = {"killed": {"low": 30, "best": 30, "high": None, "claims": [dead.id]}}
    result = judge(dead, attack(), figures=figures)
    assert result["level"] == "current_crisis"
    assert result["rule"].startswith("levels@")
    assert any(dead.id in reason["claims"] for reason in result["reasons"])


def test_a_reprint_raises_no_level() -> None:
    def told(report: str, words: str = "Gunmen killed 120 villagers.", day: str | None = "2031-05-18") -> Claim:
        figure = Figure("120", 120, 120, 120, "exact", "killed", scope="incident")
        return claim("killing", words, to=(VILLAGERS,), on=day, figure=figure, report=report)

    dead = {"killed": {"low": 120, "best": 120, "high": 120, "claims": []}}
    wire = {"r1": "wire", "r2": "wire"}
    assert judge(told("r1"), figures=dead)["level"] == "serious_concern"
    assert judge(told("r1"), told("r2"), figures=dead, origins=wire)["level"] == "serious_concern"
    # A reprint a week later, whose "on Friday" is read as another Friday, is no second blow.
    assert judge(told("r1"), told("r2", day="2031-05-11"), figures=dead, origins=wire)["level"] == "serious_concern"
    headline = told("r1", "120 dead in Osk", None)
    assert judge(headline, told("r1"), figures=dead)["level"] == "serious_concern", "a headline is no second claim"
    assert judge(told("r1"), told("r2"), figures=dead)["level"] == "current_crisis", "two origins are two"


def test_two_acts_of_repression_are_two_acts_not_two_tellings() -> None:
    march = [claim("protest", "Thousands marched.", report=r, by=(VILLAGERS,), on="2031-05-18") for r in ("r1", "r2")]
    raid = claim("detention", "Police held nine people.", report="r2", by=(ARMY,), on="2031-05-18")
    one = Occurrence("o1", "protest", None, None, (), tuple(c.id for c in march), ("r1", "r2"), ("r1", "r2"))
    condition = next(c for level in BOOK.levels.levels for a in level.alternatives for c in a if "protest" in c.get("kinds", ()))

    def holds(*claims: Claim) -> bool:
        ground = lay_ground(situation(*claims, occurrences=(one,)), codebook=BOOK)
        return CONDITIONS["claims"](condition, Findings(ground, {}, {}, {})) is not None

    assert not holds(*march) and holds(*march, raid)


def test_places_lie_apart_in_whatever_order_they_are_told() -> None:
    west, middle, east = (Place(n, n, "VEL", lat=0.0, lon=lon) for n, lon in (("West", -0.08), ("Middle", 0.0), ("East", 0.08)))
    for order in permutations((west, middle, east)):
        told = [killing("2031-05-18", 20, report=f"r{n}", place=place) for n, place in enumerate(order)]
        assert rated(*told, figures=killed(60, *told))[0] == "current_crisis"


def test_a_country_whose_name_begins_anothers_is_not_that_one() -> None:
    told = claim("killing", "Soldiers killed villagers.", by=(ARMY,), to=(VILLAGERS,), case="2010-06 Niger")
    named = {"name": "Violence in Kano, Nigeria, June 2010", "country": "NGA", "onset": {"start": "2010-06-03", "end": None, "claims": []}}
    assert element(judge(told, **named), "crimes_against_humanity", "H6")["for"] == []
    own = replace(told, case="2010-06 Nigeria")
    assert element(judge(own, **named), "crimes_against_humanity", "H6")["for"] == [own.id]
    here = replace(told, case="2010-06 Kano")
    assert element(judge(here, **named), "crimes_against_humanity", "H6")["for"] == [here.id]


def test_old_violence_is_no_current_crisis() -> None:
    dead = claim("killing", "Thirty villagers were killed.", to=(VILLAGERS,), on="2030-11-02")
    figures = {"killed": {"low": 30, "best": 30, "high": None, "claims": [dead.id]}}
    result = judge(dead, figures=figures, phase="ended")
    assert result["level"] == "serious_concern"


LULL = {"phase": "lull", "start": "2031-05-04", "end": None, "claims": []}
OSK = Place("Osk", "Osk", "VEL", lat=10.0, lon=10.0)
MIRE = Place("Mire", "Mire", "VEL", lat=10.5, lon=10.0)


def killed(low: int, *claims: Claim) -> dict[str, Any]:
    return {"killed": {"low": low, "best": low, "high": None, "claims": [c.id for c in claims]}}


def killing(day: str | None, number: int | None = None, **more: Any) -> Claim:
    figure = Figure(str(number), number, number, number, "exact", "killed", scope="incident") if number else None
    return claim("killing", "People were killed.", to=(VILLAGERS,), on=day, figure=figure, **more)


def rated(*claims: Claim, **more: Any) -> tuple[str, list[str]]:
    result = judge(*claims, **more)
    return result["level"], [r["text"] for r in result["reasons"]]


def test_killing_day_after_day_is_a_current_crisis() -> None:
    told = (killing("2031-05-14", 20), killing("2031-05-18", 20, report="r2"))
    level, reasons = rated(*told, figures=killed(40, *told))
    assert level == "current_crisis"
    assert "acts from 2031-05-14 to 2031-05-18" in reasons[0]


def test_a_lull_that_has_held_for_two_weeks_is_no_current_crisis() -> None:
    told = (killing("2031-05-01", 20), killing("2031-05-03", 20, report="r2"))
    calm = {"phase": "lull", "phases": (LULL,), "figures": killed(40, *told)}
    assert rated(*told, **calm, as_of="2031-05-17")[0] == "current_crisis"
    assert rated(*told, **calm, as_of="2031-05-18")[0] == "serious_concern"


def test_a_small_incident_does_not_break_a_lull_and_a_blow_does() -> None:
    told = (killing("2031-05-01", 20), killing("2031-05-03", 20, report="r2"))
    calm = {"phase": "lull", "phases": (LULL,), "figures": killed(40, *told)}
    assert rated(*told, killing("2031-05-19", 2, report="r3"), **calm)[0] == "serious_concern"
    level, reasons = rated(*told, killing("2031-05-19", 30, report="r3"), **calm)
    assert level == "current_crisis"
    assert "10 or more killed on 2031-05-19, 1 day before 2031-05-20" in reasons


def test_what_is_retold_without_a_day_during_a_lull_is_no_new_violence() -> None:
    told = (killing("2031-05-01", 20), killing(None, 20, report="r2"), killing(None, 90, report="r3"))
    assert rated(*told, phase="lull", phases=(LULL,), figures=killed(110, *told))[0] == "serious_concern"


def test_one_single_bombing_is_no_current_crisis_however_often_it_is_told() -> None:
    told = [killing(day, 40, report=r, place=OSK) for r, day in (("r1", "2031-05-18"), ("r2", "2031-05-19"), ("r3", None))]
    blast = claim("attack", "A bomb tore through a wedding.", subtype="bombing", to=(VILLAGERS,), on="2031-05-18", report="r4", place=OSK)
    assert rated(*told, blast, figures=killed(40, *told), phase="emerging")[0] == "serious_concern"


def test_blows_in_two_towns_on_one_day_are_a_course() -> None:
    told = (killing("2031-05-18", 20, place=OSK), killing("2031-05-18", 20, report="r2", place=MIRE))
    assert rated(*told, figures=killed(40, *told))[0] == "current_crisis"


def test_a_total_of_the_dead_is_no_act() -> None:
    counts = [claim("killing", "The toll stood at 40.", subtype="toll", on=day, report=day) for day in ("2031-05-14", "2031-05-19")]
    assert rated(*counts, figures=killed(40, *counts))[0] == "serious_concern"


def test_violence_said_to_be_over_is_no_current_crisis() -> None:
    told = (killing("2031-05-14", 20), killing("2031-05-18", 20, report="r2"))
    assert rated(*told, figures=killed(40, *told), phase="ended")[0] == "serious_concern"


def test_the_level_tells_what_would_raise_and_what_would_lower_it() -> None:
    told = (killing("2031-05-14", 20), killing("2031-05-18", 20, report="r2"))
    high = judge(*told, figures=killed(40, *told))
    assert high["raise"] == []
    assert {"to": "imminent_risk", "if": ["the violence goes on, or a lull has held for less than 14 days"]} in high["lower"]
    low = judge(*told, figures=killed(40, *told), phase="ended")
    assert low["raise"][0]["to"] == "imminent_risk"
    assert "the violence goes on, or a lull has held for less than 14 days" in low["raise"][0]["if"]
    assert judge()["raise"][0]["to"] == "serious_concern"


def test_an_analysts_level_stands_over_the_rules_and_both_are_kept() -> None:
    decided = Decision("d1", "Ida Brenn", "2031-05-21", "The curfew hides the killing.", {"situation": "s1"}, "level", "current_crisis")
    told = situation(killing("2031-05-14", 20), phase="ended")
    result = assess(told, codebook=BOOK, rulings=Rulings(levels={"s1": decided, "s2": decided}))
    assert result["level"] == "current_crisis"
    assert result["by_rule"]["level"] == "serious_concern"
    assert result["override"] == {"who": "Ida Brenn", "when": "2031-05-21", "why": "The curfew hides the killing.", "decision": "d1"}
    assert "by_rule" not in assess(told, codebook=BOOK, rulings=Rulings(levels={"s2": decided}))


def test_every_condition_of_the_rule_says_in_words_what_it_asks() -> None:
    conditions = [c for level in BOOK.levels.levels for alternative in level.alternatives for c in alternative]
    assert all(c["says"] and c["test"] in CONDITIONS for c in conditions)


def test_every_element_without_evidence_is_listed_as_missing() -> None:
    result = judge(attack())
    missing = {(m["crime"], m["element"]) for m in result["missing"]}
    assert ("genocide", "G3") in missing
    assert ("crimes_against_humanity", "H1") not in missing
    assert ("crimes_against_humanity", "H7") not in missing


def cited(value: Json) -> set[str]:
    """All claim ids anywhere in an assessment."""
    if isinstance(value, dict):
        return set().union(*(set(v) if k in ("for", "against", "claims") else cited(v) for k, v in value.items()), set())
    return set().union(*map(cited, value), set()) if isinstance(value, list) else set()


KINDS = sorted(BOOK.kinds)
PARTIES = (ARMY, GOVERNMENT, HARSK, LEAGUE, TARN, ORU_MOB, VILLAGERS, REBELS, PRESIDENT)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(KINDS),
            st.sampled_from(PARTIES),
            st.sampled_from(PARTIES),
            st.sampled_from(["positive", "negative"]),
            st.sampled_from(["asserted", "hedged", "possible", "proposed"]),
            st.sampled_from(["current", "2019 Veldia", None]),
            st.sampled_from(["r1", "r2"]),
        ),
        max_size=8,
    )
)
def test_an_assessment_cites_only_claims_it_was_given_and_ignores_their_order(rows: list[Any]) -> None:
    claims = [
        claim(kind, "Words about the valley.", by=(by,), to=(to,), polarity=polarity, modality=modality, case=case, report=report)
        for kind, by, to, polarity, modality, case, report in rows
    ]
    result, turned = judge(*claims), judge(*reversed(claims))
    assert cited(result) <= {c.id for c in claims}
    assert {k: v["screen"] for k, v in result["crimes"].items()} == {k: v["screen"] for k, v in turned["crimes"].items()}
    assert result["level"] == turned["level"]
