"""Whom a pronoun means: never a place passed on the way, never who only tells, and nobody where it is open."""

from __future__ import annotations

import pytest

from tocsin import reading
from tocsin.codebook import load
from tocsin.intake import clean


def meant(text: str, pronoun: str) -> str | None:
    """The name that the last such pronoun of the text is given; None where it is given none."""
    ((_, marks),) = reading.read([clean(text, published="2031-05-05")], codebook=load(), screened=False)
    named = [m.party.name for s in marks.sentences for m in s.parties if s.tokens[m.head].text.lower() == pronoun]
    return named[-1] if named else None


@pytest.mark.parametrize(
    ("text", "pronoun", "who"),
    [
        ("The government of Kenya will go on with the talks that open in Oslo, but it will not call off its raids.", "it",
         "Government of Kenya"),
        ("A storm crossed the coast of Colombia on Monday. It pulled down 200 houses.", "it", None),
        ("A council of elders signed the truce at Nairobi. It promised to hand back the cattle.", "it", None),
        ("Three boys were shot dead by soldiers after they threw stones at officers.", "they", "Three boys"),
        ("The elders of the valley still talk to each other. On Monday they let the bodies pass.", "they", "The elders of the valley"),
        ("The herders who fired on them knew the road.", "them", None),
        ("Ana Pell, the mayor, praised the troops. The governor has promised a bridge. He promised the same last year.", "he",
         "The governor"),
        ("The representative of Chad said only one side had aircraft. He asked all members to act.", "he", "The representative of Chad"),
        ("The prosecutor's office said it had sent five experts.", "it", "The prosecutor's office"),
        ("Militiamen dragged nine farmers, among them two girls, out of a hall and shot them.", "them", "nine farmers"),
        ("Villagers said soldiers came at dawn. They burned forty houses.", "they", "soldiers"),
    ],
)
def test_the_likeliest_noun_is_meant_and_a_thing_shuts_out_the_parties_before_it(text: str, pronoun: str, who: str | None) -> None:
    assert meant(text, pronoun) == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ('The gunmen came at ten, survivors said. "They killed my brother," said Ama, a widow.', "The gunmen"),
        ('Survivors spoke to a reporter by phone. "They killed my brother," said Ama, a widow.', None),
        ('Three of the assailants were killed, the army said. "They opened fire first," a major said.', "Three of the assailants"),
        ('A farmer found his wife and sons dead in the house. "They were not shot," he said.', None),
    ],
)
def test_in_a_quotation_they_are_those_in_arms_or_nobody(text: str, who: str | None) -> None:
    assert meant(text, "they") == who


def test_a_pronoun_tells_the_gender_of_a_name() -> None:
    text = "Carla Brun spoke to the police. She was calm. Anton Pell said he had warned the court. The judge did not believe her."
    assert meant(text, "her") == "Carla Brun"


def test_several_who_send_somebody_are_no_single_state() -> None:
    assert meant("Envoys from Kenya, Chad and Sudan said they had agreed on a truce.", "they") == "Envoys from Kenya, Chad and Sudan"
