"""Who did it, to whom and who says so, in reports as they are written: open pronouns, described victims, sources that go on."""

from __future__ import annotations

import pytest

from tocsin import claims, reading
from tocsin.codebook import load
from tocsin.intake import clean
from tocsin.records import Claim

WAR = "Killings and attacks by rebels and soldiers go on.\n\n"


def read(text: str) -> list[Claim]:
    ((report, marks),) = reading.read([clean(WAR + text, published="2031-05-05")], codebook=load())
    return [c for c in claims.extract(report, marks, codebook=load()) if c.start >= len(WAR) - 1]


def one(text: str, kind: str) -> Claim:
    return next(c for c in read(text) if c.kind == kind)


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ('Residents of Kora were robbed on Monday. "They killed my two brothers," said Ama Boro, a teacher.', "killing", ["They"]),
        ("The militia raided Kora. They killed two teachers.", "killing", ["militia"]),
        ("Three persons died of stab wounds and two in police firing.", "killing", []),
        ("The barn was destroyed by fire and 40 houses were looted.", "destruction", []),
        ("The officials blamed the army for what they called a provocation.", "mobilisation", None),
        ("The Front said it took no part in the raid and accused the army of killing farmers.", "condemnation", ["Front"]),
    ],
)
def test_nobody_is_made_the_doer_for_standing_near(text: str, kind: str, who: list[str] | None) -> None:
    found = [c for c in read(text) if c.kind == kind]
    if who is None:
        assert not found
    elif found:
        names = [p.name or p.text for c in found[:1] for p in c.actors]
        assert len(names) == len(who) and all(w.lower() in n.lower() for w, n in zip(who, names, strict=True)), names


def test_a_groups_men_are_the_group() -> None:
    assert [p.name for p in one("Boko Haram men killed nine farmers in Kora.", "killing").actors] == ["Boko Haram"]


def test_gunmen_are_not_those_of_a_group_that_is_only_blamed() -> None:
    text = "The army blamed fighters of Boko Haram. Ten farmers were killed in Kora when the gunmen opened fire on a bus."
    assert "Boko Haram" not in [p.name for c in read(text) if c.kind in ("killing", "attack") for p in c.actors]


@pytest.mark.parametrize(
    ("text", "kind", "whom"),
    [
        ("Some 90 families, mostly Hema farmers, have fled the valley.", "displacement", "Some 90 families, mostly Hema farmers"),
        ("Nearly 800 people, mostly women and children, have fled.", "displacement", "Nearly 800 people, mostly women and children"),
        ("Most of the 4,300 people who lived there had fled by Monday.", "displacement", "Most of the 4,300 people"),
        ("The army fought rebels near Kora, killing 13 of them.", "killing", "13 of them"),
        ("Two women told researchers that soldiers raped them in a school.", "sexual_violence", "Two women"),
    ],
)
def test_victims_keep_their_words(text: str, kind: str, whom: str) -> None:
    assert [p.text for p in one(text, kind).targets] == [whom]


def test_victims_that_bear_arms_are_typed_so() -> None:
    assert [p.type for p in one("The army fought rebels near Kora, killing 13 of them.", "killing").targets] == ["armed_group"]


def test_a_list_of_kin_has_every_victim() -> None:
    claim = one("A farmer said he found his wife, his daughter and two nephews dead in the house.", "killing")
    assert [p.text for p in claim.targets] == ["his wife", "his daughter", "two nephews"]


@pytest.mark.parametrize(
    ("text", "kind", "speaker"),
    [
        ("The envoy said that the market in Kora had been hit. Some 900 people had since fled to the hills.", "displacement", "The envoy"),
        ("The police chief dismissed a message which claimed that 50 people had been killed.", "killing", "a message"),
        ("The envoy said that the market in Kora had been hit. Some 900 people fled to the hills.", "displacement", None),
        ("The envoy said that the market in Kora had been hit. Last year 90 people had fled to the hills.", "displacement", None),
    ],
)
def test_a_speaker_goes_on_in_reported_speech_and_a_denier_tells_nothing(text: str, kind: str, speaker: str | None) -> None:
    assert one(text, kind).attribution.speaker == speaker


def test_paragraphs_without_a_subject_are_the_acts_of_the_body_named_before_them() -> None:
    text = (
        "The Peace and Security Council of the African Union adopted the following decision:\n\nCouncil,\n\n"
        "1. Strongly condemns the raids in Kora;\n\n2. Demands that all armed groups withdraw from Kora;\n\n"
        "3. Takes note of the request of the Government of Chad for help;"
    )
    found = {c.kind + c.quote[:6]: [p.name for p in c.actors] for c in read(text) if c.kind in ("condemnation", "request")}
    body = "African Union Peace and Security Council"
    assert found["condemnationStrong"] == [body]
    assert body not in found.get("requestthe re", [])
