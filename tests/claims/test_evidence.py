"""What a claim evidences: the rules of evidence.toml, on sentences of an invented country."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.cases import (
    ARMY,
    BOOK,
    COUNCIL,
    EVIDENCE,
    GOVERNMENT,
    HARSK,
    LEAGUE,
    ORU_MOB,
    PROTESTERS,
    REBELS,
    TARN,
    VILLAGERS,
    claim,
)
from tocsin.claims.evidence import mark, read_evidence
from tocsin.errors import CodebookError
from tocsin.records import Claim, Figure, Party


class Book:
    """A codebook of one table of rules."""

    def __init__(self, rules: dict[str, Any]) -> None:
        self.rules = rules

    def table(self, name: str) -> dict[str, Any]:
        return self.rules

    def codes_for(self, kind: str, subtype: str | None = None) -> dict[str, str]:
        return {"plover": "ASSAULT"}


def test_a_riot_is_no_armed_conflict() -> None:
    riot = claim("battle", "Crowds of Oru and Tarn fought with sticks until dawn.", subtype="clash", by=(ORU_MOB,), to=(TARN,))
    assert "W1" not in riot.elements
    assert "1.1" not in riot.indicators


@pytest.mark.parametrize("sides", [((ARMY,), (REBELS,)), ((REBELS,), (ARMY,))])
def test_fighting_of_army_and_rebels_is_evidence_of_armed_conflict(sides: tuple[Any, Any]) -> None:
    fight = claim("battle", "The army and the Hill Front fought for the bridge.", by=sides[0], to=sides[1])
    assert "W1" in fight.elements


def test_an_act_in_the_war_zone_is_told_of_in_a_war_and_ruins_like_one_are_not() -> None:
    assert "W1" in claim("killing", "Shells killed 14 people in the war zone of Veldia.").elements
    assert "W1" not in claim("killing", "Nine people were killed, and the market looked like a war zone.").elements


def test_police_and_gunmen_are_not_yet_the_two_sides_of_an_armed_conflict() -> None:
    gunmen = Party("gunmen", None, "armed_group")
    guerrillas = Party("guerrillas in the hills", None, "armed_group")
    assert "W1" not in claim("battle", "Police and gunmen exchanged fire.", by=(ARMY,), to=(gunmen,)).elements
    assert "W1" in claim("battle", "The army and guerrillas exchanged fire.", by=(ARMY,), to=(guerrillas,)).elements


def test_doctors_on_the_move_are_no_mobilisation_of_force() -> None:
    doctors = claim("mobilisation", "The government sent medical teams.", subtype="troops", by=(GOVERNMENT,))
    assert doctors.indicators == ()


def test_flight_alone_says_nothing_about_a_policy_or_an_aim() -> None:
    flight = claim("displacement", "Hundreds of Tarn crossed the river.", subtype="cross_border", to=(TARN,))
    assert "E3" in flight.elements
    assert not {"E1", "E4", "H1", "H4", "G3"} & set(flight.elements)


def test_words_of_destruction_about_a_group_bear_on_intent_but_not_about_fighters() -> None:
    about_group = claim("incitement", "Exterminate the Tarn, the speaker shouted.", by=(ORU_MOB,), to=(TARN,))
    about_rebels = claim("incitement", "Exterminate the Hill Front, the speaker shouted.", by=(GOVERNMENT,), to=(REBELS,))
    assert "G3" in about_group.elements
    assert "10.1" in about_group.indicators
    assert "G3" not in about_rebels.elements


def test_calling_it_genocide_is_no_evidence_of_intent() -> None:
    label = claim(
        "characterisation",
        "She called the killing of the Tarn a genocide.",
        subtype="genocide",
        to=(TARN,),
        voice="named_source",
        speaker="Ida Brenn",
        speaker_type="expert",
    )
    assert label.elements == ()


def test_what_is_only_expected_evidences_a_risk_and_no_act() -> None:
    fear = claim(
        "forecast",
        "The Tarn may take revenge on the Oru.",
        subtype="revenge",
        by=(TARN,),
        to=(ORU_MOB,),
        modality="possible",
        status="future",
    )
    assert "4.9" in fear.indicators
    assert fear.elements == ()


def test_a_denied_act_evidences_nothing_and_says_what_it_speaks_against() -> None:
    denial = claim(
        "attack",
        "Its soldiers had not helped the crowds, the army said.",
        subtype="complicity",
        by=(ARMY,),
        to=(TARN,),
        polarity="negative",
        status="not_occurred",
        voice="named_source",
        speaker="the army",
    )
    assert denial.elements == ()
    assert "H4" in denial.codes["denies"].split(";")


def test_quiet_on_one_day_denies_nothing() -> None:
    quiet = claim("battle", "No fighting was reported on Monday.", polarity="negative", status="not_occurred")
    assert "denies" not in quiet.codes


def test_a_request_for_troops_speaks_against_ability_and_for_will_and_consent() -> None:
    call = claim("request", "The president asked Harsk for troops.", subtype="military_assistance", by=(GOVERNMENT,), to=(HARSK,))
    assert {t: call.codes[t] for t in ("able", "willing", "consent")} == {"able": "against", "willing": "for", "consent": "for"}
    assert "3.10" in call.indicators


def test_an_order_to_protect_is_no_order_to_attack() -> None:
    protect = claim("order", "Soldiers may shoot to protect hospitals.", subtype="lethal_force", to=(ARMY,), modality="ordered")
    attack = claim("order", "Soldiers were told to shoot on sight.", subtype="lethal_force", to=(ARMY,), modality="ordered")
    assert "H4" not in protect.elements
    assert "willing" not in protect.codes
    assert "H4" in attack.elements
    assert attack.codes["willing"] == "against"


def test_police_who_stand_by_differ_from_police_who_never_came() -> None:
    stood_by = claim("inaction", "Policemen watched the shops burn.", subtype="standing_by", by=(ARMY,))
    absent = claim("inaction", "No patrol came to the valley.", subtype="no_response", by=(ARMY,))
    assert "H4" in stood_by.elements
    assert "H4" not in absent.elements


def test_a_large_count_is_a_sign_of_scale_and_an_upper_bound_only_at_twice_the_size() -> None:
    def displaced(low: int | None, high: int | None) -> Claim:
        figure = Figure("people", low, low, high, "exact", unit="displaced")
        return claim("displacement", "Families were forced out.", to=(VILLAGERS,), figure=figure)

    assert "H3" in displaced(10_000, None).elements
    assert "H3" not in displaced(None, 15_000).elements
    assert "H3" in displaced(None, 20_000).elements


def test_a_veto_and_a_closed_border_are_failures_of_others() -> None:
    veto = claim("refusal", "Harsk vetoed the draft.", subtype="veto", by=(HARSK,), to=(COUNCIL,))
    border = claim(
        "border_closure", "Harsk tried to shut its border.", subtype="closure", by=(HARSK,), modality="attempted", status="attempted"
    )
    declined = claim("refusal", "The League declined to send observers.", subtype="decline", by=(LEAGUE,), to=(GOVERNMENT,))
    assert "6.9" in veto.indicators
    assert border.indicators == ("6.10",)
    assert "6.9" in declined.indicators


def test_violence_of_forces_against_marchers_is_put_down_to_the_state() -> None:
    wounded = claim("injury", "Forty marchers were wounded by soldiers.", subtype="toll", by=(ARMY,), to=(PROTESTERS,))
    assert {"2.1", "12.10"} <= set(wounded.indicators)
    assert wounded.codes["willing"] == "against"


def test_marking_adds_codes_and_keeps_those_that_stand() -> None:
    plain = claim("killing", "Nine villagers were killed.", to=(VILLAGERS,), case="2029 Veldia", marked=False)
    marked = mark(plain, table=EVIDENCE)
    assert marked.codes["plover"] == "ASSAULT"
    assert marked.codes["plover_aux"] == "historical"
    assert plain.elements == ()
    assert mark(marked, table=EVIDENCE) == marked


def test_every_rule_names_indicators_and_elements_that_exist() -> None:
    known = {e.id for crime in BOOK.crimes.values() for e in crime.elements}
    for rule in EVIDENCE.rules:
        assert set(rule.indicators) <= set(BOOK.indicators), rule.id
        assert set(rule.elements) <= known, rule.id
        assert rule.kinds <= set(BOOK.kinds), rule.id


def test_the_rules_reach_every_risk_factor() -> None:
    reached = {i for rule in EVIDENCE.rules for i in rule.indicators}
    assert {i.split(".")[0] for i in reached} == {str(n) for n in range(1, 15)}
    assert len(reached) >= 130


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ({"when": {"kind": "attack"}, "why": "w", "source": "s"}, "evidences nothing"),
        ({"when": {"kinds": "attack"}, "why": "w", "source": "s", "elements": ["H1"]}, "unknown condition 'kinds'"),
        ({"when": {"target": "women"}, "why": "w", "source": "s", "elements": ["H1"]}, "party type women"),
        ({"when": {"kind": "attack"}, "why": "w", "source": "s", "elements": ["X9"]}, "form 8.1 or H6"),
        ({"when": {"kind": "attack"}, "why": "w", "source": "s", "tests": ["capable-"]}, "test 'capable-'"),
        ({"when": {"kind": "@harm"}, "why": "w", "source": "s", "elements": ["H1"]}, "set '@harm'"),
        ({"when": {"kind": "attack"}, "elements": ["H1"]}, "lacks 'why' or 'source'"),
        ({"why": "w", "source": "s", "elements": ["H1"]}, "no table 'when'"),
        ({"when": {}, "why": "w", "source": "s", "elements": ["H1"], "note": "n"}, "unknown key note"),
    ],
)
def test_a_malformed_rule_is_refused_by_name(rule: dict[str, Any], complaint: str) -> None:
    with pytest.raises(CodebookError, match=complaint):
        read_evidence(Book({"my_rule": rule}))


def test_an_exception_may_be_one_of_several() -> None:
    rule = {
        "when": {"kind": "attack"},
        "why": "w",
        "source": "s",
        "elements": ["H1"],
        "unless": [{"subtype": "intent"}, {"words": ["at the range"], "actor": "security_force"}],
    }
    table = read_evidence(Book({"sets": {}, "my_rule": rule}))
    assert mark(claim("attack", "They fired.", marked=False), table=table).elements == ("H1",)
    assert mark(claim("attack", "They fired.", subtype="intent", marked=False), table=table).elements == ()
    assert mark(claim("attack", "They fired at the range.", by=(ARMY,), marked=False), table=table).elements == ()
    assert mark(claim("attack", "They fired at the range.", by=(REBELS,), marked=False), table=table).elements == ("H1",)


@given(st.sampled_from(sorted(BOOK.kinds)), st.sampled_from(["counterfactual", "rhetorical", "proposed"]), st.text(max_size=40))
def test_what_is_only_imagined_never_evidences_an_element(kind: str, modality: str, quote: str) -> None:
    imagined = claim(kind, quote, by=(ARMY,), to=(TARN,), modality=modality, status="not_an_event")
    assert imagined.elements == ()
