"""What the learned model adds to the rules, and what it never does: make a number, overrule a refusal, or see crimes in a match."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tocsin import claims, reading
from tocsin.claims.hinted import SURE, is_calm
from tocsin.codebook import load
from tocsin.intake import clean
from tocsin.reading.parse import parse_text
from tocsin.records import Claim, Hint


def read(text: str, *, hinted: bool = True) -> tuple[Claim, ...]:
    """The claims of a text, with the model's hints or without them."""
    codebook = load()
    ((report, marks),) = reading.read([clean(text, published="2031-05-05")], codebook=codebook)
    if not hinted:
        marks = replace(marks, sentences=tuple(replace(s, hints=(), in_field=None) for s in marks.sentences))
    return claims.extract(report, marks, codebook=codebook)


def test_it_sees_an_act_that_no_rule_has_a_word_for() -> None:
    text = "Militiamen put nineteen fishermen to the sword at Kesra."
    assert "killing" not in {c.kind for c in read(text, hinted=False)}
    (killing,) = (c for c in read(text) if c.kind == "killing")
    assert SURE <= killing.confidence < 1
    assert [p.text for p in killing.actors] == ["Militiamen"]
    assert text[killing.start : killing.end] == killing.quote


def test_it_speaks_against_words_of_violence_in_a_report_of_something_else() -> None:
    text = "The visitors were massacred 6-0 on Saturday, and two of their defenders were shot down by the critics."
    assert read(text) == ()


def test_what_is_asked_for_or_refused_stays_so() -> None:
    found = read("The minister rejected a call to send troops into the valley, and asked the envoys to stop the bloodletting.")
    assert not {c.kind for c in found} & {"deployment", "killing", "attack"}


def test_what_only_the_model_saw_is_never_counted() -> None:
    text = "Militiamen put nineteen fishermen to the sword at Kesra."
    assert any(c.kind == "killing" for c in read(text)) and all(c.figure is None and "victims" not in c.details for c in read(text))


def test_a_report_of_a_crisis_is_not_calm_for_its_dull_sentences() -> None:
    (s,) = parse_text(["The market was closed."])
    crisis = [replace(s, in_field=likely) for likely in (0.99, 0.02, 0.02)]
    assert not is_calm(crisis) and is_calm([replace(s, in_field=0.02)]) and not is_calm([s])


@pytest.mark.parametrize(("sure", "kinds"), [(SURE - 0.01, set()), (SURE, {"killing"})])
def test_only_a_hint_above_the_line_makes_a_claim(sure: float, kinds: set[str]) -> None:
    text = "The lake took the ferrymen."
    ((report, marks),) = reading.read([clean(text, published="2031-05-05")], codebook=load(), screened=False)
    (s,) = marks.sentences
    took = next(t.i for t in s.tokens if t.text == "took")
    hinted = replace(s, hints=(Hint("killing", took, (took,), sure, {}, {}),), in_field=0.99)
    found = claims.extract(report, replace(marks, sentences=(hinted,)), codebook=load())
    assert {c.kind for c in found} == kinds
