"""The screen: what it lets through, what it spares the parser, and that no claim of the full parse is lost to it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import spacy

from tocsin import claims, intake, reading
from tocsin.codebook import load
from tocsin.reading.parse import MODEL, bases, outline, parse_text
from tocsin.reading.screen import make_screen
from tocsin.records import Claim, Reading, Report

EXAMPLE = Path(__file__).parents[2] / "examples" / "osh-2010"
PLAIN = (
    "The bakery on Mill Lane opens at six. Its owner kneads rye dough before sunrise. Customers queue for warm rolls. "
    "On Sundays the ovens rest until noon."
)


@cache
def _both() -> list[tuple[Report, Reading, tuple[Claim, ...], tuple[Claim, ...]]]:
    """The example's reports: each with its screened reading, the claims of it, and those of the full parse."""
    book = load()
    reports = [r for r in intake.collect([str(EXAMPLE)]) if isinstance(r, Report)]
    found = []
    screened, whole = reading.read(reports, codebook=book), reading.read(reports, codebook=book, screened=False)
    for (report, short), (_, full) in zip(screened, whole, strict=True):
        found.append((report, short, claims.extract(report, short, codebook=book), claims.extract(report, full, codebook=book)))
    return found


def _reading(text: str, **options: bool) -> tuple[Report, Reading]:
    return next(iter(reading.read([Report(id="r", text=text)], codebook=load(), **options)))


def test_harm_and_response_of_the_example_survive_the_screen() -> None:
    families = {name: kind.family for name, kind in load().kinds.items()}
    wanted = {c.id for *_, full in _both() for c in full if families[c.kind] in ("harm", "response")}
    kept = {c.id for _, _, short, _ in _both() for c in short}
    assert len(wanted) > 100
    assert len(wanted - kept) <= 0.01 * len(wanted)


def test_no_claim_comes_from_an_unparsed_sentence() -> None:
    for _, short, found, _ in _both():
        parsed = {s.index for s in short.sentences if s.tokens}
        assert all(c.sentence.index in parsed for c in found)


def test_a_plain_report_is_not_parsed_at_all() -> None:
    _, read = _reading(PLAIN)
    assert len(read.sentences) == 4
    assert not any(s.tokens for s in read.sentences)


def test_headings_and_openings_of_a_report_of_interest_are_parsed() -> None:
    text = f"News from the valley\n\n{PLAIN} Gunmen killed nine villagers at dawn."
    report = replace(intake.clean(text), headings=((0, len("News from the valley")),))
    read = next(iter(reading.read([report], codebook=load())))[1]
    assert [bool(s.tokens) for s in read.sentences] == [True, True, False, False, False, True]


@pytest.mark.parametrize(
    "text",
    [
        "Nine villagers were slain at dawn.",
        "SOLDIERS SHOT DEAD A STUDENT",
        "The council turned down the plea for troops.",
        "It may amount to crimes against humanity.",
        "Half the town has fled.",
        "Rebels set fire to the mosque.",
    ],
)
def test_words_of_harm_norm_and_response_are_heard(text: str) -> None:
    assert _reading(text)[1].sentences[0].tokens


def test_a_verb_behind_an_article_is_none() -> None:
    text = "Soldiers came. It was dark. The torch was red and small. Later they torch a house."
    picked = make_screen(load(), bases).choose(outline(Report(id="r", text=text)))
    assert picked[2:] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "The team lost after a late attack. The goalkeeper saved a penalty. The coach blamed the referee. Fans left. Rain fell.",
        "The library reopens in March. A new roof keeps out the rain. Readers may bring cushions. Tea costs two coins. Dogs wait outside.",
    ],
)
def test_borrowed_words_make_no_crisis(text: str) -> None:
    assert not any(s.tokens for s in _reading(text)[1].sentences)


def test_an_unparsed_report_keeps_its_plain_attributions_and_can_leave_them_out() -> None:
    text = "The bread is good, the baker said. Rolls sell best on Mondays."
    assert _reading(text)[0].attributions
    assert _reading(text, attributions=False)[0].attributions == ()


def test_voices_of_claims_stay_without_attributions() -> None:
    text = "Rebels killed nine villagers, the governor said."
    book = load()
    for options in ({}, {"attributions": False}):
        report, read = _reading(text, **options)
        assert [c.attribution.speaker for c in claims.extract(report, read, codebook=book)] == ["the governor"]
    assert report.attributions == ()


def test_kept_forms_are_those_of_the_models_own_rules() -> None:
    texts = ["There's been no attack, but it ain't over.", "They're gonna flee; the troops got to the town, didn't they?",
             "Nothing that he'd said was true, so people left.", "Let's see whether those wounded can be treated."]
    own = spacy.load(MODEL)
    for text, sentence in zip(texts, parse_text(texts), strict=True):
        assert [(t.pos, t.lemma) for t in sentence.tokens] == [(t.pos_, t.lemma_) for t in own(text)]
