"""What public actors do to each other: the act, who did it, to whom, and that other fields yield nothing."""

from __future__ import annotations

import pytest

from tocsin import claims, intake, reading
from tocsin.codebook import load
from tocsin.records import Claim


def read(text: str) -> tuple[Claim, ...]:
    """The claims of one report."""
    book = load()
    ((report, found),) = reading.read([intake.clean(text, id="r")], codebook=book)
    return claims.extract(report, found, codebook=book)


def names(claim: Claim, role: str) -> set[str]:
    """Names and words of a claim's parties."""
    return {word for party in getattr(claim, role) for word in (party.text, party.name) if word}


@pytest.mark.parametrize(
    ("text", "root", "actor", "target"),
    [
        ("Norway has granted asylum to a Chadian poet.", "AID", "Norway", "a Chadian poet"),
        ("Kenya sued Somalia over the sea border.", "ACCUSE", "Kenya", "Somalia"),
        ("Peru rejected Chile's proposal for the strait.", "REJECT", "Peru", "Chile's"),
        ("A court in Dakar freed the opposition leader.", "RETREAT", "A court in Dakar", "the opposition leader"),
        ("Ghana severed ties with Togo on Monday.", "SANCTION", "Ghana", "Togo"),
        ("The Zambian government seized a Malawian ferry.", "COERCE", "The Zambian government", "a Malawian ferry"),
        ("Chad voiced its support for Niger.", "SUPPORT", "Chad", "Niger"),
        ("Nurses in Lusaka marched against the ministry.", "PROTEST", "Nurses in Lusaka", "the ministry"),
        ("Botswana said it would release the Namibian fishermen.", "AGREE", "Botswana", "the Namibian fishermen"),
        ("Mali will not lift the embargo on Guinea.", "REJECT", "Mali", "Guinea"),
        ("The Senegalese president met the Gambian premier.", "CONSULT", "The Senegalese president", "the Gambian premier"),
        ("Ecuador issued an ultimatum to Colombia.", "THREATEN", "Ecuador", "Colombia"),
        ("Uganda withdrew its soldiers from Burundi.", "RETREAT", "Uganda", "Burundi"),
        ("Uruguay demanded that Paraguay open the dam.", "REQUEST", "Uruguay", "Paraguay"),
    ],
)
def test_a_civil_act_has_its_root_its_actor_and_its_target(text: str, root: str, actor: str, target: str) -> None:
    fitting = [c for c in read(text) if c.codes.get("plover") == root]
    assert any(actor in names(c, "actors") and target in names(c, "targets") for c in fitting), read(text)


def test_both_signatories_of_an_agreement_are_told_as_partners() -> None:
    signed = [c for c in read("Benin and Togo signed a fishing treaty.") if c.kind == "agreement"]
    assert signed and "Benin" in names(signed[0], "actors") and "Togo" in names(signed[0], "targets")


def test_a_statement_acts_for_its_issuer() -> None:
    blamed = [c for c in read("Mauritania issued a statement condemning the Malian government.") if c.kind == "condemnation"]
    assert blamed and "Mauritania" in names(blamed[0], "actors")


def test_what_is_sent_is_not_whom_it_is_sent_to() -> None:
    for claim in read("Rwanda agreed to send troops to Mozambique."):
        assert not any("troops" in word for word in names(claim, "targets"))


def test_a_town_where_it_happened_is_no_target_of_a_condemnation() -> None:
    blamed = [c for c in read("The Union condemned the killings in Abeche.") if c.kind == "condemnation"]
    assert blamed and not names(blamed[0], "targets")


def test_a_massacre_committed_is_no_pledge() -> None:
    assert not [c for c in read("The soldiers committed a massacre in the village.") if c.kind == "pledge"]


@pytest.mark.parametrize(
    "text",
    [
        "The striker signed a contract with the club and met fans after the match.",
        "The actor praised the director of the film and supported the sequel.",
        "The bakery offered its customers a new recipe and released a chocolate bar.",
        "The band cancelled its concert and announced a new album.",
    ],
)
def test_sport_film_and_food_yield_nothing(text: str) -> None:
    assert read(text) == ()
