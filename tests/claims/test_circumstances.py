"""What a sentence tells as having gone before stands, whatever is asked, planned or feared in it."""

from __future__ import annotations

import pytest

from tocsin import claims, intake, reading
from tocsin.codebook import load
from tocsin.records import Claim

BOOK = load()


def read(text: str) -> tuple[Claim, ...]:
    """The claims of one bare text."""
    report = intake.clean(text, id="t")
    marked, found = next(iter(reading.read([report], codebook=BOOK)))
    return claims.extract(marked, found, codebook=BOOK)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Following deadly clashes in Korbe, the governor called for calm.", "battle"),
        ("After clashes between rebels and the army, the bishop urged both sides to protect the village.", "battle"),
        ("The council urged restraint after troops shot at protesters in Korbe.", "attack"),
        ("The president called for talks after rebels killed nine villagers.", "killing"),
    ],
)
def test_what_went_before_a_request_happened(text: str, kind: str) -> None:
    assert [(c.modality, c.status) for c in read(text) if c.kind == kind] == [("asserted", "occurred")]


@pytest.mark.parametrize(
    "text", ["The army plans to attack the town after the talks.", "Residents fear that soldiers will burn houses after the vote."]
)
def test_what_is_planned_or_feared_is_still_ahead(text: str) -> None:
    assert not [c for c in read(text) if c.status == "occurred"]
