"""A headline's range in words: never "about" over a raised or opened end, and never a formula that does not give the range shown."""

from __future__ import annotations

import pytest

from tests.situations.varenia import DOLMA, KESRA, incident, read, situation, toll
from tocsin.briefs import build_view
from tocsin.briefs.view import FigureView
from tocsin.codebook import load
from tocsin.records import Book, Read

WIDENED = "180 to 220: “about 200” widened by 10%, read by the acled profile"


def show(*reads: Read) -> FigureView:
    found = situation(reads)
    (view,) = build_view(Book(tuple(reads), (found,)), codebook=load()).situations
    return next(f for f in view.figures if f.unit == "killed")


def ministry() -> Read:
    said = toll("about 200 dead", 200, modifier="about", profile="acled", speaker="Health Ministry", kind="medical")
    return read("a", "2031-05-10", "The ministry counts about 200 dead.", said)


def charity(n: int, modifier: str) -> Read:
    said = toll("counts its dead", n, modifier=modifier, speaker="a charity", kind="ngo")
    return read("b", "2031-05-11", "The charity counts its dead.", said)


def test_a_range_that_is_the_figures_own_keeps_its_words_and_its_formula():
    figure = show(ministry())
    assert figure.headline == "about 200" and figure.reading.text.startswith(WIDENED)
    assert figure.reading.basis.formula == "the number ± 10%: 180 to 220"


@pytest.mark.parametrize(("n", "modifier", "headline", "end"), [
    (500, "exact", "180 to 500", "the upper end is that of “exact 500” (a charity, R2)"),
    (500, "at_least", "at least 180", "the upper end is open: “at_least 500” (a charity, R2) stands beside it"),
])
def test_a_raised_or_opened_end_is_shown_and_told_whose_it_is(n: int, modifier: str, headline: str, end: str):
    figure = show(ministry(), charity(n, modifier))
    assert figure.headline == headline
    assert figure.reading.text.startswith(WIDENED) and figure.reading.text.endswith(end)
    assert figure.reading.basis.formula == "the number ± 10%: 180 to 220"
    assert [c.report for c in figure.reading.basis.cites] == [1, 2]


def test_a_sum_with_an_approximate_part_is_shown_as_its_range_with_its_own_formula():
    first = read("a", "2031-05-10", "In Kesra about 20 died.", incident("about 20 died", 20, "2031-05-09", KESRA, modifier="about",
                                                                         profile="acled"))
    second = read("b", "2031-05-10", "In Dolma 15 died.", incident("15 died", 15, "2031-05-09", DOLMA))
    figure = show(first, second)
    assert figure.headline == "33 to 37" and figure.basis.formula == "18 + 15 to 22 + 15"
    assert figure.reading.text.startswith("18 to 22: “about 20” widened by 10%")
    assert figure.reading.basis.formula == "18 + 15 to 22 + 15; the number ± 10%: 18 to 22"
