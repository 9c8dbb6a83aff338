"""What is denied, called false or only supposed is told as that: never as a deed."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tocsin import claims, intake, reading
from tocsin.codebook import Codebook, load
from tocsin.records import Claim


@lru_cache(maxsize=1)
def _codebook() -> Codebook:
    return load()


def _read(text: str) -> tuple[Claim, ...]:
    report = intake.clean(text, published="2019-05-14", id="x")
    report, read = next(iter(reading.read([report], codebook=_codebook())))
    return claims.extract(report, read, codebook=_codebook())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The movement said its fighters did not take part in any killing in Diffa.", "killing"),
        ("The rebels said they did not take part in any action in Dori, where shots were heard.", "attack"),
        ("His lawyer said the general was not involved in the killing of the priests.", "killing"),
        ("The militia's spokesman said his men had nothing to do with the massacre of 30 people in Kona.", "killing"),
        ("Neither the police nor the army took part in the shooting of the students, the minister said.", "attack"),
        ('"Our fighters were not in Kona," a rebel spokesman said after the attack.', "attack"),
        ("The ministry denies the allegation made by a party that soldiers massacred nine herders near Dori.", "killing"),
        ("The claim that 40 people died in the raid on Dori is without any basis, the ministry said.", "killing"),
        ("Reports circulating among exiles that 60 people died in Dori are not supported by the evidence.", "killing"),
        ("The police chief rejected reports that his men had shot four protesters in Lomé.", "attack"),
        ("Claim that 22 bodies were found in the lake after the raid is FALSE, rescuers say", "killing"),
        ("No villager was killed or hurt by our soldiers, the general said.", "injury"),
    ],
)
def test_what_is_denied_did_not_happen(text: str, kind: str) -> None:
    told = [c for c in _read(text) if c.kind == kind]
    assert told and all(c.polarity == "negative" and c.status == "not_occurred" for c in told if "attack." not in c.quote)
    assert "refusal" not in {c.kind for c in _read(text)}


def test_the_denier_is_the_voice_and_those_who_deny_are_the_actors() -> None:
    (denied,) = (c for c in _read("The police chief rejected reports that his men had shot four protesters in Lomé.") if c.kind == "attack")
    assert denied.attribution.speaker == "The police chief" and denied.attribution.cue == "rejected"
    (own,) = (c for c in _read("The movement said its fighters did not take part in any killing in Diffa.") if c.kind == "killing")
    assert [p.text for p in own.actors] == ["its fighters"]


@pytest.mark.parametrize(
    "text",
    [
        "If the army is found to have been responsible, it would be the worst massacre of civilians since 2004.",
        "If the rebels carried it out, it would be their first attack on the capital.",
        "The agency was unable to establish whether anyone was killed there.",
    ],
)
def test_what_is_only_supposed_is_no_deed(text: str) -> None:
    assert not [c for c in _read(text) if c.kind in ("killing", "attack", "forecast")]


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen shot two men for refusing to pay taxes near Diffa.",
        "The opposition rejected the army's account of the killings in Diffa.",
        "Rebel officials dismissed the finding after the shelling of Diffa.",
        "After the raid on Diffa the governor declined to name the suspects.",
    ],
)
def test_a_denial_and_what_is_kept_from_robbers_are_no_refusals(text: str) -> None:
    assert "refusal" not in {c.kind for c in _read(text)}


def test_what_was_confirmed_or_truly_happened_stays() -> None:
    assert all(c.polarity == "positive" for c in _read("The report that 40 people died in the raid on Dori is true, the ministry said."))
    found = _read("The governor said that the army was responsible for the killing of nine men in Dori.")
    assert [c.polarity for c in found if c.kind == "killing"] == ["positive"]
