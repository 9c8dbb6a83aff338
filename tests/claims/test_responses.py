"""What is asked, sent, promised, refused and left unanswered, in invented sentences."""

from __future__ import annotations

import pytest

from tocsin import claims, reading
from tocsin.codebook import load
from tocsin.intake import clean
from tocsin.records import Claim

ALARM = "Gunmen killed nine villagers in Dolen on Monday. "


def read(text: str, *, published: str = "2019-05-14") -> list[Claim]:
    codebook = load()
    report = clean(text, published=published, id="r")
    report, marks = next(iter(reading.read([report], codebook=codebook)))
    return list(claims.extract(report, marks, codebook=codebook))


def told(text: str, *, after: str = ALARM) -> list[tuple[str, str | None]]:
    return [(c.kind, c.subtype) for c in read(after + text) if c.kind != "killing"]


def one(text: str, kind: str) -> Claim:
    found = [c for c in read(ALARM + text) if c.kind == kind]
    assert len(found) == 1, found
    return found[0]


def names(claim: Claim, role: str = "actors") -> set[str]:
    return {p.name or p.text for p in getattr(claim, role)}


# ------------------------------------------------------------------ clauses of resolutions and communiqués

COMMUNIQUE = """The Peace and Security Council of the African Union, at its 900th meeting, adopted the following decision on Kenya:

Council,

1. Strongly condemns the killing of 20 farmers in Garissa on 3 May 2019;

2. Demands that the militia withdraw from the town, and warns that Council will impose an asset freeze on its commanders;

3. Requests the Chairperson of the Commission to send observers;

4. Does not consider it timely to authorize a regional force;
"""


def test_a_communiques_clauses_are_its_bodys_acts() -> None:
    found = [c for c in read(COMMUNIQUE, published="2019-05-20") if c.kind in ("condemnation", "request", "refusal")]
    assert {c.kind for c in found} == {"condemnation", "request", "refusal"}
    assert {n for c in found for n in names(c)} == {"African Union Peace and Security Council"}
    assert not [c for c in read(COMMUNIQUE) if c.kind == "decision" and "force" in c.quote]
    assert not [c for c in read(COMMUNIQUE) if c.kind == "sanction" and c.status == "occurred"]


def test_a_sentence_that_begins_with_a_noun_is_no_clause() -> None:
    assert not [c for c in read(ALARM + "Demands for justice grew in Dolen.") if c.kind == "request" and c.actors]


# ------------------------------------------------------------------ votes

VOTE = "By a vote of 12 in favour to 2 against (Brazil, Gabon), with 1 abstention (Ghana), the Security Council did not adopt the draft."


def test_those_who_voted_a_text_down_refused_it_and_nobody_else_did() -> None:
    found = [c for c in read(ALARM + VOTE) if c.kind == "refusal" and c.subtype == "veto"]
    assert [names(c) for c in found] == [{"Government of Brazil", "Government of Gabon"}]
    assert not [c for c in read(ALARM + VOTE) if c.kind == "decision"]


def test_votes_against_a_text_that_was_adopted_refuse_nothing() -> None:
    text = "By a vote of 13 in favour to 2 against (Brazil, Gabon), the Security Council adopted the resolution."
    assert not [c for c in read(ALARM + text) if c.kind == "refusal"]


def test_what_a_text_would_have_done_was_not_done() -> None:
    text = "The text would have demanded a truce, requested the Secretary-General to report and imposed an arms embargo on Gabon."
    assert not [k for k, _ in told(text) if k in ("request", "sanction")]


# ------------------------------------------------------------------ asked


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("The elders demanded that the soldiers and the rebels leave their valley.", "other"),
        ("The mayor asked Kenya for soldiers.", "military_assistance"),
        ("The bishop asked people to stop coming to the church.", "other"),
        ("The envoy asked the government to allow aid flights to Garissa.", "access"),
        ("The union urged the rebels to cease hostilities.", "ceasefire"),
    ],
)
def test_what_is_asked_for_is_read_from_what_is_asked(text: str, subtype: str) -> None:
    assert one(text, "request").subtype == subtype


def test_a_question_asks_for_nothing() -> None:
    assert not [k for k, _ in told("Policemen were asking drivers where they came from.") if k == "request"]


# ------------------------------------------------------------------ sent, promised, offered


def test_experts_sent_to_find_out_are_no_troops() -> None:
    assert told("The ministry of justice of Kenya sent a team of six forensic experts to Garissa.") == [("investigation", "inquiry")]


def test_who_turned_back_did_not_arrive_and_was_sent_by_the_body_spoken_for() -> None:
    claim = one("A MONUSCO spokesman said two patrols had been dispatched but had turned back.", "deployment")
    assert claim.status == "attempted" and names(claim) == {"MONUSCO"}


def test_police_to_come_are_promised() -> None:
    claim = one("The interior minister of Kenya announced the dispatch of 200 police officers to Garissa.", "pledge")
    assert claim.status == "future"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kenya offered tents and medicine to the displaced.", "offer"),
        ("Kenya gave tents and medicine to the displaced.", "aid"),
        ("The envoy of Ghana spoke. His government would not cooperate with the inquiry.", "refusal"),
        ("UNICEF reached 4,000 people in Garissa with rations.", "aid"),
    ],
)
def test_an_offer_is_no_gift_and_a_refusal_no_offer(text: str, kind: str) -> None:
    assert kind in [k for k, _ in told(text)]
    assert not ({"offer": {"aid"}, "refusal": {"option", "cooperation"}}.get(kind, set()) & {k for k, _ in told(text)})


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("There was no immediate reply from the defence ministry of Kenya.", "silence"),
        ("The government of Kenya did not respond to the letter of the bishops.", "silence"),
    ],
)
def test_who_gave_no_answer_is_silent_and_refused_nothing(text: str, subtype: str) -> None:
    assert told(text) == [("inaction", subtype)]


def test_what_is_agreed_on_is_agreed_though_it_starts_later() -> None:
    claim = one("The army and the rebels agreed on a cease-fire, to start on Friday.", "agreement")
    assert claim.subtype == "ceasefire"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("London is seized of the matter.", {"repression"}),
        ("Mobs armed with axes walked through the town.", {"aid"}),
        ("The government rejected the rebels' version.", {"refusal"}),
        ("The minister declined to name the commander.", {"refusal"}),
        ("The road has been cleared of mines by the army.", {"decision"}),
        ("The convoy of the police turned back.", {"inaction"}),
        ("Witnesses recognised two of the gunmen.", {"support", "decision"}),
        ("The authors of the text were silent on the killings.", {"status"}),
        ("The columnist wants a referral of Gabon to the International Criminal Court.", {"referral"}),
    ],
)
def test_words_of_an_act_that_tell_none(text: str, kinds: set[str]) -> None:
    assert not {k for k, _ in told(text)} & kinds
