"""The response to an invented crisis: what enters the ledger, what answers what, what did not happen, and what is only said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.cases import ARMY, BOOK, COUNCIL, GOVERNMENT, HARSK, LEAGUE, PRESIDENT, VILLAGERS, claim, situation
from tocsin.records import Claim, Json, Party, Place
from tocsin.response import trace

SECRETARY = Party("the Secretary-General of the United Nations", "Ada Holm", "person", role="Secretary-General")
MARITA = Party("Government of Marita", "Government of Marita", "state", "MRT")


def follow(*claims: Claim, **more: Any) -> Json:
    return trace(situation(*claims, **more), codebook=BOOK)


def entry(result: Json, step: str) -> Json:
    return next(e for e in result["entries"] if e["step"] == step)


def ask(**more: Any) -> Claim:
    values: dict[str, Any] = {
        "subtype": "military_assistance",
        "by": (GOVERNMENT,),
        "to": (HARSK,),
        "on": "2031-05-03",
        "details": {"asks": "troops"},
    }
    return claim("request", "The government asked Harsk for troops.", **{**values, **more})


def refuse(**more: Any) -> Claim:
    values: dict[str, Any] = {"subtype": "decline", "by": (HARSK,), "to": (GOVERNMENT,), "on": "2031-05-04"}
    return claim("refusal", "Harsk declined.", **{**values, **more})


# ------------------------------------------------------------------ the ledger


def test_one_request_told_by_two_reports_is_one_entry_with_both() -> None:
    by_person = ask(by=(PRESIDENT,), report="r2", details={"asks": "soldiers", "purpose": "to keep the peace"})
    first = ask()
    result = follow(first, by_person)
    assert len(result["entries"]) == 1
    only = result["entries"][0]
    assert only["n"] == 1
    assert only["claims"] == [first.id, by_person.id]
    assert only["purposes"] == [{"text": "to keep the peace", "claims": [by_person.id]}]


def test_requests_to_others_for_other_things_or_on_other_days_stay_apart() -> None:
    result = follow(ask(), ask(to=(LEAGUE,)), ask(subtype="aid"), ask(on="2031-05-09"))
    assert [e["step"] for e in result["entries"]] == ["request"] * 4


def test_a_request_without_a_named_asker_joins_the_only_one_it_can_be() -> None:
    told, nameless = ask(), ask(by=(), report="r2")
    assert follow(told, nameless)["entries"][0]["claims"] == [told.id, nameless.id]
    assert len(follow(told, ask(by=(MARITA,)), nameless)["entries"]) == 3


def test_a_refusal_answers_the_request_and_its_content_did_not_happen() -> None:
    result = follow(refuse(), ask())
    request, refusal = result["entries"]
    assert (request["step"], refusal["step"]) == ("request", "refusal")
    assert refusal["answers"] == request["n"]
    assert (refusal["act_status"], refusal["content_status"]) == ("occurred", "not_occurred")
    assert request["content_status"] == "not_occurred"


def test_the_body_that_was_handed_the_matter_answers_the_referral() -> None:
    handed = claim(
        "referral", "Harsk passed it to the League.", subtype="to_regional_organisation", by=(HARSK,), to=(LEAGUE,), on="2031-05-04"
    )
    no = claim("refusal", "The League declined.", subtype="decline", by=(LEAGUE,), on="2031-05-06")
    result = follow(ask(), handed, no)
    assert [(e["step"], e.get("answers")) for e in result["entries"]] == [("request", None), ("referral", 1), ("refusal", 2)]


def test_an_answer_comes_after_its_question_even_on_days_that_nobody_knows() -> None:
    result = follow(refuse(on=None), ask(on=None))
    assert [e["step"] for e in result["entries"]] == ["request", "refusal"]


def test_one_refusal_told_outright_and_by_implication_is_one() -> None:
    implied = refuse(subtype="implicit", to=(PRESIDENT,), details={"form": "implicit"})
    outright = refuse(report="r2", details={"form": "decline"})
    result = follow(ask(), implied, outright)
    refusals = [e for e in result["entries"] if e["step"] == "refusal"]
    assert len(refusals) == 1
    assert refusals[0]["form"] == "decline"


def test_an_implied_refusal_alone_says_that_it_is_implied() -> None:
    assert entry(follow(ask(), refuse(subtype="implicit")), "refusal")["form"] == "implicit"


def test_who_was_asked_and_sends_fulfils_the_request() -> None:
    sent = claim("deployment", "Two hundred soldiers of Harsk arrived.", subtype="troops", by=(HARSK,), on="2031-05-08")
    result = follow(ask(), sent)
    assert entry(result, "request")["content_status"] == "occurred"
    assert entry(result, "deployment")["answers"] == 1


def test_tents_do_not_answer_a_request_for_troops() -> None:
    tents = claim("aid", "Harsk sent tents.", subtype="humanitarian", by=(HARSK,), on="2031-05-08")
    result = follow(ask(), tents)
    assert entry(result, "request")["content_status"] == "unknown"
    assert "answers" not in entry(result, "aid")


def test_a_request_of_unknown_kind_is_met_only_by_what_its_words_name() -> None:
    call = ask(subtype="other", details={"asks": "to keep the crossings open"})
    troops = claim("deployment", "Harsk sent soldiers.", by=(HARSK,), on="2031-05-08")
    assert entry(follow(call, troops), "request")["content_status"] == "unknown"
    named = ask(subtype=None, details={"asks": "soldiers"})
    assert entry(follow(named, troops), "request")["content_status"] == "occurred"


def send(**more: Any) -> Claim:
    values: dict[str, Any] = {"subtype": "troops", "by": (HARSK,), "on": "2031-05-12"}
    return claim("deployment", "Harsk sent 500 soldiers.", **{**values, **more})


def test_one_answer_settles_every_earlier_like_request_and_overtakes_the_refusal() -> None:
    first, no, again = ask(), refuse(), ask(on="2031-05-09", details={"asks": "to send soldiers"})
    sent = send()
    result = follow(first, no, again, sent)
    assert [(e["step"], e["content_status"]) for e in result["entries"]] == [
        ("request", "occurred"), ("refusal", "occurred"), ("request", "occurred"), ("deployment", "occurred")]
    assert result["entries"][1]["overtaken_by"] == 4
    assert not [x for x in result["not_happened"] if x["claims"]], "what came is not listed as not come"
    for other in (ask(to=(LEAGUE,)), ask(subtype="aid")):
        still = follow(first, other, sent)
        assert [x["claims"] for x in still["not_happened"] if x["claims"]] == [[other.id]]


def test_an_answer_settles_no_request_of_another_or_an_unknown_kind() -> None:
    call = ask(subtype=None, details={"asks": "to respect the vote"})
    other = ask(subtype=None, on="2031-05-06", details={"asks": "to keep the peace"})
    result = follow(call, other, refuse(on="2031-05-07"))
    assert [e["content_status"] for e in result["entries"] if e["step"] == "request"] == ["unknown", "not_occurred"]


def test_a_delivery_with_a_doubt_settles_nothing() -> None:
    call, maybe = ask(), send(modality="hedged")
    result = follow(call, maybe)
    assert entry(result, "request")["content_status"] == entry(result, "deployment")["content_status"] == "unknown"
    (told,) = (x for x in result["not_happened"] if x["claims"])
    assert "only with a doubt" in told["why"] and told["claims"] == [call.id, maybe.id]
    refused = follow(call, refuse(), maybe)
    assert entry(refused, "refusal")["content_status"] == "not_occurred" and "overtaken_by" not in entry(refused, "refusal")


def test_a_meeting_decides_nothing() -> None:
    met = claim("deliberation", "The Security Council met.", subtype="meeting", by=(COUNCIL,), on="2031-05-05")
    only = follow(met)["entries"][0]
    assert (only["content_status"], only["outcome"]) == ("unknown", None)


def test_a_state_in_two_meetings_does_not_make_them_one() -> None:
    one = claim("deliberation", "Marita consulted Harsk.", subtype="consultations", by=(MARITA, HARSK))
    two = claim("deliberation", "The League met with Harsk.", subtype="talks", by=(LEAGUE, HARSK))
    assert len(follow(one, two)["entries"]) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"modality": "proposed", "status": "future"},
        {"modality": "planned", "status": "future"},
        {"modality": "possible", "status": "future"},
        {"polarity": "negative", "status": "not_occurred"},
        {"modality": "counterfactual", "status": "not_occurred"},
        {"case": "2019 Veldia"},
        {"case": None},
    ],
)
def test_what_is_not_told_as_done_here_never_enters_the_ledger(change: dict[str, Any]) -> None:
    unsent = claim("deployment", "Soldiers of Harsk arrive.", subtype="troops", by=(HARSK,), **change)
    assert follow(unsent)["entries"] == []


def test_an_offer_is_an_act_whatever_becomes_of_it() -> None:
    offer = claim("offer", "Marita offered to mediate.", subtype="mediation", by=(MARITA,), status="future")
    only = follow(offer)["entries"][0]
    assert (only["step"], only["content_status"]) == ("offer", "unknown")


def test_the_states_own_troops_are_no_response_from_outside() -> None:
    own = claim("deployment", "The army moved into the valley.", subtype="troops", by=(ARMY,))
    assert follow(own)["entries"] == []


def test_people_of_the_place_may_ask_but_what_they_do_is_no_response() -> None:
    called = claim("request", "Villagers begged the League for help.", subtype="aid", by=(VILLAGERS,), to=(LEAGUE,))
    gathered = claim("deliberation", "Villagers met at the well.", subtype="meeting", by=(VILLAGERS,))
    assert [e["step"] for e in follow(called, gathered)["entries"]] == ["request"]


def test_what_people_ask_of_nobody_who_could_give_it_is_no_request_of_the_ledger() -> None:
    woman = Party("a woman", None, "person")
    elder = Party("an elder of the quarter", None, "person")
    adviser = Party("the United Nations adviser", None, "civilians")
    assert follow(ask(by=(VILLAGERS,), to=()))["entries"] == []
    assert follow(ask(by=(), to=(elder,)))["entries"] == []
    assert follow(claim("deliberation", "A woman met her sons.", by=(woman,), to=(VILLAGERS,)))["entries"] == []
    assert len(follow(ask(by=(VILLAGERS,), to=(LEAGUE,)))["entries"]) == 1
    assert len(follow(ask(by=(adviser,), to=()))["entries"]) == 1, "who is named with a body speaks for it"


def test_hedged_acts_say_so_and_settle_nothing() -> None:
    sent = claim("deployment", "Soldiers of Harsk reportedly arrived.", by=(HARSK,), modality="hedged")
    only = follow(sent)["entries"][0]
    assert only["hedged"] is True
    assert only["content_status"] == "unknown"


def test_a_person_with_a_title_in_one_report_is_the_state_without_it_in_the_next() -> None:
    bare = Party("Mara Solen", "Mara Solen", "person", "VEL")
    assert len(follow(ask(by=(PRESIDENT,)), ask(by=(bare,), report="r2"))["entries"]) == 1
    stranger = Party("Oskar Mell", "Oskar Mell", "person", "VEL")
    assert len(follow(ask(by=(PRESIDENT,)), ask(by=(stranger,), report="r2"))["entries"]) == 2


# ------------------------------------------------------------------ absence


def test_what_was_refused_proposed_or_never_mentioned_did_not_happen() -> None:
    no, call = refuse(), ask()
    idea = claim(
        "option",
        "It may be time to send police.",
        subtype="police_mission",
        modality="proposed",
        status="future",
        details={"option": "police_mission"},
    )
    listed = {(x["what"], x["why"]): x["claims"] for x in follow(call, no, idea)["not_happened"]}
    assert listed["Government of Harsk: troops", "refused"] == [no.id, call.id]
    assert listed["a police mission", "only proposed"] == [idea.id]
    assert listed["sanctions", "no report tells of any"] == []


def test_what_did_happen_is_not_listed_as_absent() -> None:
    frozen = claim("sanction", "Marita froze the assets of nine officers.", by=(MARITA,))
    assert not any(x["what"] == "sanctions" for x in follow(frozen)["not_happened"])


def test_a_request_without_an_answer_is_listed_and_silent() -> None:
    call = ask(to=(LEAGUE,))
    result = follow(call)
    assert any(x["why"].startswith("asked for") and x["claims"] == [call.id] for x in result["not_happened"])
    silent = next(x for x in result["silence"] if x["who"]["name"] == "River League")
    assert (silent["since"], silent["days"], silent["asked"]) == ("2031-05-03", 17, 1)


def test_who_answered_is_not_silent_and_who_refused_is_silent_from_then() -> None:
    met = claim("deliberation", "The League met.", by=(LEAGUE,), on="2031-05-06")
    names = [x["who"]["name"] for x in follow(ask(to=(LEAGUE,)), met)["silence"]]
    assert "River League" not in names
    quiet = next(x for x in follow(ask(), refuse())["silence"] if x["who"]["name"] == "Government of Harsk")
    assert (quiet["since"], quiet["days"]) == ("2031-05-04", 16)


def test_days_of_silence_are_a_floor_where_the_day_is_not_known() -> None:
    quiet = next(x for x in follow(ask(on="2031-05-03", until="2031-05-10", to=(LEAGUE,)))["silence"] if x["who"]["name"] == "River League")
    assert (quiet["days"], quiet["days_at_most"]) == (10, 17)


def test_a_silence_begins_with_the_first_request_that_is_still_unanswered() -> None:
    calls = (ask(to=(LEAGUE,), on="2031-05-02"), ask(to=(LEAGUE,), on="2031-05-08", subtype="aid"))
    (quiet,) = (x for x in follow(*calls)["silence"] if x["who"]["name"] == "River League")
    assert (quiet["since"], quiet["days"], quiet["days_at_most"], quiet["asked"]) == ("2031-05-02", 18, 18, 1)
    met = claim("deliberation", "The League met.", by=(LEAGUE,), on="2031-05-05")
    (quiet,) = (x for x in follow(*calls, met)["silence"] if x["who"]["name"] == "River League")
    assert (quiet["since"], quiet["asked"]) == ("2031-05-08", 3)
    # The wider the days of the first request, the less of them is sure.
    wide = (ask(to=(LEAGUE,), on="2031-05-01", until="2031-05-15"), calls[1])
    (quiet,) = (x for x in follow(*wide)["silence"] if x["who"]["name"] == "River League")
    assert (quiet["days"], quiet["days_at_most"]) == (12, 19)


def test_who_was_asked_by_its_presidents_name_is_silent_as_a_state() -> None:
    leader = Party("President Ral Venn", "Ral Venn", "person", "HAR", role="president")
    (quiet,) = (x for x in follow(ask(to=(leader,)), ask(on="2031-05-09"))["silence"] if x["who"]["country"] == "HAR")
    assert (quiet["who"]["name"], quiet["days"]) == ("Government of Harsk", 17)


def test_an_onset_of_many_days_gives_a_floor_and_a_ceiling() -> None:
    silences = follow(ask(), onset={"start": "2031-05-01", "end": "2031-05-18", "claims": []})["silence"]
    council = next(x for x in silences if x["who"]["name"] == "UN Security Council")
    assert (council["since"], council["days"], council["days_at_most"]) == ("2031-05-18", 2, 19)


def test_the_council_and_the_secretary_general_are_expected_to_act() -> None:
    names = {x["who"]["name"] for x in follow(ask())["silence"]}
    assert {"UN Security Council", "UN Secretary-General"} <= names
    spoke = claim("condemnation", "The Secretary-General condemned the killings.", by=(SECRETARY,), on="2031-05-05")
    assert "UN Secretary-General" not in {x["who"]["name"] for x in follow(spoke)["silence"]}


def test_without_a_day_to_count_to_there_are_no_days() -> None:
    result = follow(ask(to=(LEAGUE,)), as_of=None)
    assert all(x["days"] is None for x in result["silence"])


# ------------------------------------------------------------------ the norm


def invoke(**more: Any) -> Claim:
    values: dict[str, Any] = {
        "subtype": "applies",
        "by": (Party("Ida Brenn", "Ida Brenn", "person"),),
        "details": {"norm": "r2p", "stance": "applies"},
    }
    return claim("invocation", "Brenn said the norm applies.", **{**values, **more})


def test_an_invocation_is_about_the_crisis_and_nobody_questions_its_faith() -> None:
    call = invoke()
    dead = claim("killing", "Nine villagers were killed.", to=(VILLAGERS,))
    only = follow(call, dead)["invocations"][0]
    assert (only["stance"], only["about"], only["good_faith"], only["red_flags"]) == (
        "applies",
        {"country": "VEL", "case": "current"},
        None,
        [],
    )
    assert only["claims"] == [call.id]


def test_a_statement_of_the_norm_is_about_no_country() -> None:
    stated = invoke(subtype="statement_of_norm", case=None, details={"norm": "r2p", "stance": "statement_of_norm"})
    assert follow(stated)["invocations"][0]["about"] == {"country": None, "case": None}


def test_a_promise_that_names_the_norm_is_a_commitment_and_another_promise_is_not() -> None:
    promise = claim(
        "pledge", "Marita vowed to prevent genocide.", subtype="policy_commitment", by=(MARITA,), case=None, details={"norm": "prevention"}
    )
    other = claim("pledge", "Marita vowed to cut taxes.", subtype="policy_commitment", by=(MARITA,), case=None)
    found = follow(promise, other)["invocations"]
    assert [(i["stance"], i["claims"]) for i in found] == [("commitment", [promise.id])]


def test_good_faith_is_somebodys_judgement_with_a_name() -> None:
    doubt = claim(
        "opinion",
        "Harsk's concern is cynical, Brenn said.",
        subtype="good_faith",
        by=(HARSK,),
        modality="evaluative",
        status="not_an_event",
        voice="named_source",
        speaker="Ida Brenn",
        case=None,
    )
    call = invoke(by=(HARSK,))
    only = follow(call, doubt)["invocations"][0]
    assert only["good_faith"] == {"reading": "cynical", "according_to": "Ida Brenn"}
    assert only["claims"] == [call.id, doubt.id]


def test_red_flags_are_computed_for_one_who_invokes_the_norm_for_his_own_force_abroad() -> None:
    land = Place("Marita", "Marita", "MRT", precision="country")
    war = claim(
        "attack",
        "Harsk's troops occupied the coast of Marita.",
        by=(Party("troops of Harsk", None, "security_force", "HAR"),),
        place=land,
        case="2027 Marita",
    )
    call = invoke(
        by=(HARSK,),
        case="2027 Marita",
        place=land,
        details={
            "norm": "r2p",
            "stance": "contested",
            "purpose": "to justify the invasion that saved its citizens",
            "about_country": "MRT",
            "good_faith": {"reading": "questioned", "according_to": "author"},
        },
    )
    only = follow(call, war)["invocations"][0]
    assert only["about"] == {"country": "MRT", "case": "2027 Marita"}
    assert set(only["red_flags"]) == {
        "invoker_is_intervener",
        "own_nationals_abroad",
        "no_council_mandate",
        "force_already_under_way",
        "no_independent_evidence",
        "territory_gained",
    }
    assert only["good_faith"]["reading"] == "questioned"


def test_who_justifies_what_he_does_abroad_speaks_of_that_country() -> None:
    russia = Party("Moscow", "Government of Russia", "state", "RUS")
    call = invoke(
        by=(russia,), case="2027 Russia", details={"norm": "r2p", "stance": "applies", "purpose": "to justify its march into Mongolia"}
    )
    assert follow(call)["invocations"][0]["about"] == {"country": "MNG", "case": "2027 Mongolia"}


def test_a_crime_that_is_only_called_possible_is_marked_as_hedged() -> None:
    maybe = claim("characterisation", "It could amount to genocide.", subtype="genocide", modality="possible")
    outright = claim("characterisation", "It is genocide, Brenn said.", subtype="genocide", voice="named_source", speaker="Ida Brenn")
    assert follow(maybe)["invocations"][0]["hedged"] is True
    assert "hedged" not in follow(outright)["invocations"][0]


# ------------------------------------------------------------------ options


def past(subtype: str, option: str, **more: Any) -> Claim:
    values: dict[str, Any] = {"case": "2027 Marita", "details": {"option": option, "case": "2027 Marita"}}
    return claim("precedent", "Early talks kept Marita calm.", subtype=subtype, **{**values, **more})


def test_an_option_stands_beside_what_was_tried_before() -> None:
    idea = claim(
        "option",
        "The League should mediate.",
        subtype="mediation",
        modality="proposed",
        status="future",
        voice="named_source",
        speaker="Ida Brenn",
        to=(LEAGUE,),
        details={"option": "mediation", "judgement": "the best hope"},
    )
    worked = past("success", "mediation")
    only = follow(idea, worked)["options"][0]
    assert (only["type"], only["judgement"], only["authority"]) == ("mediation", "the best hope", "River League")
    assert [p["name"] for p in only["proposed_by"]] == ["Ida Brenn"]
    assert only["precedents"] == [{"case": "2027 Marita", "outcome": "success", "evidence_type": "asserted", "claims": [worked.id]}]


def test_a_case_is_not_renamed_by_a_place_that_its_sentence_does_not_name() -> None:
    guessed = past("success", "mediation", place=Place("Low Ferry", "Low Ferry", "VEL"))
    assert follow(guessed)["options"][0]["precedents"][0]["case"] == "2027 Marita"


@pytest.mark.parametrize(
    "change",
    [
        {"subtype": "counterfactual"},
        {"subtype": "success", "modality": "counterfactual", "status": "not_occurred"},
        {
            "subtype": "success",
            "details": {"option": "sanctions", "case": "2027 Marita", "outcome": "success", "evidence_type": "counterfactual"},
        },
    ],
)
def test_what_was_never_tried_is_no_success(change: dict[str, Any]) -> None:
    (told,) = follow(past(**{"option": "sanctions", **change}))["options"][0]["precedents"]
    assert told["outcome"] == "not_tried"
    assert told["evidence_type"] == "counterfactual"


def test_the_codebooks_cases_stand_apart_with_their_source_and_none_lies_ahead() -> None:
    idea = claim("option", "Sanctions now.", subtype="sanctions", modality="proposed", status="future", details={"option": "sanctions"})
    known = follow(idea)["options"][0]["codebook_precedents"]
    assert known
    assert all(p["source"] or p["unchecked"] for p in known)
    assert not any(p["evidence_type"] == "counterfactual" and p["outcome"] in ("success", "partial", "failure") for p in known)
    early = follow(idea, as_of="1992-01-01")["options"][0]["codebook_precedents"]
    assert all(p["when"] < "1992-01-02" for p in early)
    assert len(early) < len(known)


# ------------------------------------------------------------------ always


RESPONSES = [k for k, kind in BOOK.kinds.items() if kind.family == "response"] + ["option", "precedent", "invocation", "opinion"]
WHO = (GOVERNMENT, HARSK, LEAGUE, COUNCIL, PRESIDENT, MARITA, SECRETARY)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(RESPONSES),
            st.sampled_from(WHO),
            st.sampled_from(WHO),
            st.sampled_from(["positive", "negative"]),
            st.sampled_from(["asserted", "hedged", "proposed", "planned"]),
            st.sampled_from(["current", "2019 Veldia", None]),
            st.sampled_from([None, "2031-05-03", "2031-05-09"]),
        ),
        max_size=8,
    )
)
def test_the_ledger_is_numbered_answers_point_backwards_and_only_given_claims_are_cited(rows: list[Any]) -> None:
    claims = [
        claim(kind, "Words.", by=(by,), to=(to,), polarity=polarity, modality=modality, case=case, on=on)
        for kind, by, to, polarity, modality, case, on in rows
    ]
    result = follow(*claims)
    entries = result["entries"]
    assert [e["n"] for e in entries] == list(range(1, len(entries) + 1))
    assert all(e.get("answers", 0) < e["n"] for e in entries)
    told = {c.id for c in claims}
    assert all(set(x["claims"]) <= told for part in ("entries", "not_happened", "silence", "invocations", "options") for x in result[part])
    said = {"asserted", "hedged"}
    done = {c.id for c in claims if c.polarity == "positive" and c.case == "current"
            and c.modality in (said | {"planned"} if c.kind == "pledge" else said)}  # what is announced is promised
    assert all(set(e["claims"]) <= done for e in entries)
