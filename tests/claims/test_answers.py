"""A denied charge is no refusal, a question no request, a meeting without a decision no refusal. Sentences written for this project."""

from __future__ import annotations

import pytest

from tests.claims.test_displacement import read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The army rejected allegations that its men had shelled the market in Homs.", "refusal"),
        ("Asked whether troops had shelled the town, the minister said nothing.", "request"),
        ("The Security Council met for six hours but failed to reach a decision.", "refusal"),
    ],
)
def test_an_answer_is_not_an_act(text: str, kind: str) -> None:
    assert kind not in {c.kind for c in read(text)}


def test_a_rejected_request_is_refused() -> None:
    assert "refusal" in {c.kind for c in read("The ministry rejected the request for observers.")}


@pytest.mark.parametrize(
    ("text", "kind", "polarity"),
    [
        ("She did not think it was genocide.", "characterisation", "negative"),
        ("The envoy thinks it was genocide.", "characterisation", "positive"),
    ],
)
def test_who_does_not_think_so_thinks_that_it_is_not_so(text: str, kind: str, polarity: str) -> None:
    assert [c.polarity for c in read(text) if c.kind == kind] == [polarity]


CRISIS = "Gunmen killed nine people in Dorra on Monday, police said. "


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The calm in Dorra is over.", "resumed"),
        ("The calm of last week is over in Dorra.", None),
        ("Three people were hurt overnight, police said; since then there has been no report of killing.", "lull"),
        ("The calm in Dorra is not over.", "lull"),
        ("Since then there has been no report of shooting.", "lull"),
        ("No new clashes have been reported since Tuesday.", "lull"),
        ("No death was reported in the fire.", None),
    ],
)
def test_what_is_said_of_the_calm(text: str, told: str | None) -> None:
    assert {c.subtype for c in read(CRISIS + text) if c.kind == "status"} == ({told} if told else set())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mediation is one answer, and a slow one.", ["mediation"]),
        ("The envoy for mediation wanted the two leaders in one room.", []),
        ("Two battalions of peacekeeping troops were on their way to Dorra.", []),
    ],
)
def test_only_what_is_called_an_answer_is_judged_as_one(text: str, told: list[str]) -> None:
    assert [c.subtype for c in read(CRISIS + text) if c.kind == "option"] == told
