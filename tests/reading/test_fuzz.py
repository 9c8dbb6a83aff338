"""Whatever a text holds, it is read in bounded time, its offsets are true and nothing is raised."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin import claims, reading
from tocsin.codebook import load
from tocsin.records import Report

WORDS = (
    "killed wounded rebels troops village at least 12 dozens thousands of people fled ( ) \" “ ” , . ; : -- ' ’ \n said according to "
    "the UN on 3 May 2011 half 800,000 no not may Mr. U.S. % $ … قتل الجيش убиты 军队 \u200f \u202e \u0000 \u0007 \ud800 🙂 İ ß ﬁ é"
).split(" ")
SECONDS = 40  # for one text, on a machine that does other things too


def _check(text: str) -> None:
    """Read a text and hold that every span of the reading and of its claims is the text's own."""
    began = time.perf_counter()
    book = load()
    report, read = next(iter(reading.read([Report(id="r", text=text)], codebook=book)))
    found = claims.extract(report, read, codebook=book)
    assert time.perf_counter() - began < SECONDS
    assert report.text == text
    end = 0
    for s in read.sentences:
        assert text[s.start : s.end] == s.text and s.start >= end
        end = s.end
        assert all(text[t.start : t.end] == t.text and s.start <= t.start < t.end <= s.end for t in s.tokens)
        assert all(0 <= t.head < len(s.tokens) for t in s.tokens)
    assert all(text[c.start : c.end] == c.quote for c in found)
    assert all(0 <= a.start <= a.end <= len(text) for a in read.attributions)


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    _check("Rebels killed nine villagers.")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(WORDS), max_size=60), st.sampled_from(["", " "]))
def test_words_in_any_order(words: list[str], gap: str) -> None:
    _check(gap.join(words))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(), max_size=300))
def test_any_characters(text: str) -> None:
    _check(f"{text} killed {text} people.")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("rebels killed " + "people and " * 9_090, id="a sentence of 100,000 letters"),
        pytest.param("killed" + "x" * 100_000, id="a word of 100,000 letters"),
        pytest.param("At least " + ", ".join(str(n) for n in range(1, 10_001)) + " people were killed.", id="10,000 figures"),
        pytest.param("At least " + " killed, ".join(str(n) for n in range(1, 501)) + " killed.", id="500 deaths in one sentence"),
        pytest.param("(" * 5_000 + "killed 12 people" + ")" * 5_000, id="brackets within brackets"),
        pytest.param("\"" * 10_000 + " the rebels killed 12", id="only quotation marks"),
        pytest.param(".,;:!?-–—…'" * 2_000, id="only punctuation"),
        pytest.param("قُتل 12 شخصا. " * 100 + "Twelve people were killed. ", id="right to left"),
        pytest.param("Soldiers killed \ud800 12 \udfff people.\x00\x07\x1b[2J " * 40, id="control characters and lone surrogates"),
        pytest.param("1" * 20_000 + " people were killed.", id="a number of 20,000 digits"),
        pytest.param("killed by " * 3_000, id="no noun at all"),
    ],
)
def test_hard_texts(text: str) -> None:
    _check(text)


def test_time_grows_with_length_and_no_faster() -> None:
    seconds = []
    for times in (5, 40):
        text = "The rebels killed 12 people in the village, the governor said on Monday, and thousands fled. " * times
        began = time.perf_counter()
        _check(text)
        seconds.append(time.perf_counter() - began)
    assert seconds[1] < 8 * 6 * seconds[0] + 1
