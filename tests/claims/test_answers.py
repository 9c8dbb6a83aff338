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
