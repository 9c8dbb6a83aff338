"""PDF and DOCX: opened again by libraries that read them, with every figure beside its sentence and its report."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace

import docx
import pytest
from pypdf import PdfReader

from tests.briefs.made import BOOK, EMPTY, READS, SITUATION, WIRE_REPORT
from tests.briefs.test_render import HOSTILE
from tocsin import briefs
from tocsin.codebook import load
from tocsin.errors import OutputError
from tocsin.records import Book

NOT_A_FINDING = "Evidence of elements, not a legal finding."


def made(format: str, book: Book = BOOK, **more: object) -> bytes:
    out = briefs.render(book, format=format, codebook=load(), **more)  # type: ignore[arg-type]
    assert isinstance(out, bytes)
    return out


def words_of(format: str, data: bytes) -> str:
    if format == "pdf":
        pages = PdfReader(io.BytesIO(data)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    document = docx.Document(io.BytesIO(data))
    return " ".join(" ".join(p.text for p in document.paragraphs).split())


@pytest.mark.parametrize("format", ["pdf", "docx"])
@pytest.mark.parametrize("form", ["full", "page"])
def test_a_page_opens_and_tells_figures_with_their_sentence_and_report(format: str, form: str) -> None:
    text = words_of(format, made(format, form=form))
    for words in ("Violence in Kesra, Varenia, May 2031", "at least 74 killed", "counted 74 dead by Sunday", "The Health Ministry",
                  NOT_A_FINDING, "refusal (decline)", "Who gave the order to fire?", "Morning Leaf"):
        assert words in text, words
    assert re.search(r"The Health Ministry, Morning Leaf, 13 May 2031, R\d", text)


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_what_lost_and_what_reports_do_not_cover_is_in_the_full_form(format: str) -> None:
    text = words_of(format, made(format))
    assert "Set aside:" in text and "the same story" in text
    assert "Not covered by these reports" in text
    assert "reports/empty.txt" in text


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_nothing_in_a_report_acts_on_a_page(format: str) -> None:
    hostile = replace(READS[0], report=replace(WIRE_REPORT, title=f"#panic() $x$ *b* {HOSTILE}", source="#read(\"/etc/passwd\") \\ @a"))
    data = made(format, Book((hostile, *READS[1:]), (SITUATION,)))
    text = words_of(format, data)
    assert "#panic() $x$ *b*" in text
    assert '#read("/etc/passwd")' in text.replace("“", '"').replace("”", '"')


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_an_empty_book_makes_a_whole_page(format: str) -> None:
    assert "none tells of harm or response in a present crisis" in words_of(format, made(format, EMPTY))


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_the_same_book_gives_the_same_file(format: str) -> None:
    first, second = made(format), made(format)
    assert words_of(format, first) == words_of(format, second)


def test_a_pdf_is_tagged_titled_and_linked() -> None:
    reader = PdfReader(io.BytesIO(made("pdf")))
    assert reader.metadata is not None and reader.metadata.title == "Violence in Kesra, Varenia, May 2031"
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    assert b"pdfuaid" in made("pdf")
    links = [a.get_object() for page in reader.pages for a in page.get("/Annots", [])]
    assert [a for a in links if "/Dest" in a or a.get("/A", {}).get("/S") == "/GoTo"], "no link leads to a report"
    assert {a["/A"]["/URI"] for a in links if a.get("/A", {}).get("/S") == "/URI"} == {"https://example.org/kesra"}


def test_the_short_form_is_one_sheet() -> None:
    assert len(PdfReader(io.BytesIO(made("pdf", form="page"))).pages) == 1


def test_a_docx_has_headings_and_links_to_its_reports() -> None:
    document = docx.Document(io.BytesIO(made("docx")))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert headings[0] == "Violence in Kesra, Varenia, May 2031"
    assert "The response: who asked whom, who answered" in headings
    xml = document.element.xml
    anchors, marks = set(re.findall(r'w:anchor="(R\d+)"', xml)), set(re.findall(r'w:bookmarkStart[^>]* w:name="(R\d+)"', xml))
    assert anchors and anchors <= marks
    assert NOT_A_FINDING in document.sections[0].footer.paragraphs[0].text


def test_a_missing_typesetter_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(OutputError, match=r"tocsin\[pdf\]"):
        made("pdf")
