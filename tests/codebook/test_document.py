"""The page for analysts says what is in the data."""

from __future__ import annotations

from tocsin.codebook import load
from tocsin.codebook.document import PAGE, render


def test_the_page_is_not_stale():
    assert PAGE.read_text(encoding="utf-8") == render(load()), "run: python -m tocsin.codebook.document"


def test_the_page_names_every_kind_option_case_and_indicator():
    page, book = render(load()), load()
    for name in (*book.kinds, *book.options, *book.precedents):
        assert f"`{name}`" in page
    assert all(text in page for text in book.indicators.values())


def test_the_page_says_how_to_add_an_entry():
    assert "## How to add or correct an entry" in render(load())
