"""Wire news in capitals, and whose people are hit or do it: members, units and "others" of a body, weapons that go off, wounds."""

from __future__ import annotations

import pytest

from tocsin import claims, intake, reading
from tocsin.codebook import load
from tocsin.reading.case import restore_case
from tocsin.records import Claim, Reading


def marks_of(text: str) -> Reading:
    """The reading of a short report."""
    (_, marks), *_ = reading.read([intake.clean(text, id="x")], codebook=load(), screened=False)
    return marks


def read(text: str) -> list[Claim]:
    """The claims of a short report."""
    report = intake.clean(text, id="x")
    return list(claims.extract(report, marks_of(text), codebook=load()))


def test_names_keep_their_capitals_where_all_is_capitals() -> None:
    text = 'THE "ANDEAN COMMAND" ATTACKED PUERTO VICTORIA WITH A "BRUTAL FORCE OF WILL"'
    assert restore_case(text, names=frozenset()) == 'The "Andean Command" attacked Puerto Victoria with a "brutal force of will"'
    where = text.index("BRUTAL")
    named = restore_case(text, names=frozenset(), named=lambda: [(where, where + len("BRUTAL FORCE"))])
    assert named.endswith('"Brutal Force of will"')


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Two alleged members of the Lord's Resistance Army were killed near Gulu.", "armed_group", "Lord's Resistance Army"),
        ("Nine fighters of the Shining Path were killed near Tarma.", "armed_group", "Shining Path"),
        ("SIX MEMBERS OF THE POLICE WERE KILLED NEAR TARMA, PERU.", "security_force", "Security forces of Peru"),
        ("Three border police members were killed near Tarma, Peru.", "security_force", "Security forces of Peru"),
        ("Six members of the choir were killed near Tarma.", "civilians", None),
    ],
)
def test_members_of_an_armed_body_are_its_people(text: str, kind: str, name: str | None) -> None:
    party = next(p for c in read(text) if c.kind == "killing" for p in c.targets)
    assert (party.type, party.name) == (kind, name)


def test_terrorists_of_a_front_are_the_front() -> None:
    text = "LIMA, 12 MAR 87 (EFE) -- [TEXT] TEN HERDERS WERE ABDUCTED BY TERRORISTS OF THE SHINING PATH NEAR TARMA."
    assert [p.name for c in read(text) if c.kind == "abduction" for p in c.actors] == ["Shining Path"]


def test_others_are_of_the_kind_told_before() -> None:
    found = read("Four rebels were killed and seven others were wounded near Tarma.")
    assert [p.type for c in found if c.kind == "injury" for p in c.targets] == ["armed_group"]
    found = read("Four teachers were killed and seven others were wounded near Tarma.")
    assert [p.type for c in found if c.kind == "injury" for p in c.targets] == ["civilians"]


def test_wounds_of_one_body_are_no_number_of_wounded() -> None:
    assert not [c for c in read("The mayor of Tarma received three bullet wounds in the attack.") if c.figure]


def test_what_goes_off_is_no_doer() -> None:
    found = read("The government said that a bomb had been found in a shop in Tarma. It exploded at noon.")
    assert not [c for c in found if c.subtype == "bombing" and c.actors]


def test_a_claimed_attack_is_an_attack() -> None:
    found = read("The Andean Command claimed responsibility for the attack in Tarma.")
    assert "sexual_violence" not in {c.kind for c in found}


def test_adjectives_in_capitals_tell_the_country() -> None:
    assert marks_of("A CROWD GATHERED IN RIO SECO. ECUADORAN OFFICIALS WERE STONED, AND ECUADORAN TRUCKS WERE BURNED.").country == "ECU"


def test_somebodys_surname_is_no_town() -> None:
    text = "Pedro Salgado was shot dead in Tarma, Peru. The killers of Salgado fled."
    assert "Salgado" not in {m.place.text for s in marks_of(text).sentences for m in s.places}


def test_an_hour_is_no_number_of_dead() -> None:
    assert not [c for c in read("The mayor was shot dead at approximately 1500 (2000 GMT) in Tarma.") if c.figure]


def test_fates_in_a_list_are_apart() -> None:
    found = {c.kind: c for c in read("Attack in Tarma: four farmers killed, five injured.") if c.figure}
    assert {k: c.figure.best for k, c in found.items() if c.figure} == {"killing": 4, "injury": 5}
    assert [p.text for p in found["killing"].targets] == ["four farmers"] and not found["killing"].actors


def test_each_group_of_victims_keeps_its_number() -> None:
    found = [c for c in read("Gunmen murdered six monks and two cooks in Tarma.") if c.kind == "killing" and c.figure]
    assert [(c.figure.best, c.figure.scope) for c in found if c.figure] == [(6, "unknown"), (2, "part")]
    assert found[0].details["victims"]["formula"] == "6 + 2 = 8"
    assert [p.text for p in found[1].targets] == ["two cooks"]


def test_posts_and_vehicles_of_a_force_are_its_own() -> None:
    targets = [p for c in read("Rebels attacked a military convoy near Tarma.") if c.kind == "attack" for p in c.targets]
    assert [p.type for p in targets] == ["security_force"]
