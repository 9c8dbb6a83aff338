"""Names of the codebook found in running text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.codebook import Codebook, load
from tocsin.codebook.names import fold


@pytest.fixture(scope="module")
def book() -> Codebook:
    return load()


def found(book: Codebook, text: str) -> set[tuple[str, str]]:
    return {(a.text, a.kind) for a in book.mentions(text)}


def test_the_longest_name_wins(book):
    assert {text for text, _ in found(book, "The Bosnian Serb army")} == {"Bosnian Serb"}
    assert found(book, "Guinea-Bissau is calm.") == {("Guinea-Bissau", "country")}
    assert found(book, "UN Security Council") == {("UN Security Council", "organisation")}


def test_a_name_inside_a_word_is_no_name(book):
    assert not [a for a in book.mentions("Maliciously, the UNITED of Omanical") if a.text in ("Mali", "UN", "Oman")]


def test_names_need_their_capitals(book):
    assert book.mentions("a turkey, some china and a guinea pig") == []
    assert book.mentions("Under the car, who knows") == []


def test_a_text_in_capitals_keeps_its_names_but_not_words_that_look_like_acronyms(book):
    text = "THE GOVERNMENT OF KENYA TOLD US THAT THE CAR BOMB KILLED PEOPLE WHO FLED."
    assert found(book, text) == {("KENYA", "country")}


def test_an_ambiguous_name_gives_all_its_entries_on_one_span(book):
    codes = {a.id for a in book.mentions("He fled to Congo.")}
    assert codes == {"COG", "COD"}


def test_a_title_with_a_surname_is_a_person(book):
    assert ("President Kibaki", "office") in found(book, "Then President Kibaki spoke.")
    assert ("Kofi Annan", "office") in found(book, "Mr Kofi Annan left.")


def test_marks_on_letters_and_curly_quotes_do_not_matter(book):
    assert {a.id for a in book.mentions("In Cote d’Ivoire and Côte d'Ivoire")} == {"CIV"}


def test_offsets_point_at_the_words(book):
    text = "Naïve “İstanbul” crowds: Kenya’s police, the ÖVP and the U.N. in Côte d’Ivoire — 𝔘 Sudan."
    mentions = book.mentions(text)
    assert {"Kenya", "U.N.", "Côte d’Ivoire", "Sudan"} <= {a.text for a in mentions}
    assert all(text[a.start:a.end] == a.text for a in mentions)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["Kenya", "UN", "Uzbeks", "İ", "ﬁ", "President Kibaki", "Congo", "’s", "\n", "Straße"]), max_size=12))
def test_spans_never_overlap_and_always_hold_their_text(words):
    text = " ".join(words)
    spans = sorted({(a.start, a.end) for a in load().mentions(text)})
    assert all(text[a.start:a.end] == a.text for a in load().mentions(text))
    assert all(first[1] <= second[0] for first, second in zip(spans, spans[1:], strict=False))


def test_folding_keeps_the_length():
    text = "".join(map(chr, range(0x20, 0x2100)))
    assert len(fold(text)) == len(text)


def test_a_page_is_searched_in_a_few_milliseconds(book):
    page = "The Kenyan army and UN peacekeepers met President Kibaki in Nairobi while Uzbeks fled. " * 60
    book.mentions(page)
    start = time.perf_counter()
    assert len(book.mentions(page)) >= 240
    assert time.perf_counter() - start < 0.5
