"""What every format owes its reader."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace

import pytest

from tests.briefs.made import BOOK, CLAIMS, EMPTY, PAPER_REPORT, READS, SITUATION, WIRE_REPORT, claim, ids, report
from tocsin import briefs
from tocsin.codebook import load
from tocsin.errors import OutputError
from tocsin.records import Book, Read, Tally, to_json, to_line

TEXTS = ("terminal", "html", "md")
HOSTILE = "<script>alert(1)</script> \"><img src=x onerror=alert(2)> '|`*_[x](javascript:alert(3)) {{ 7*7 }} \x1b[31mred\x1b[0m \u202egnorw"


def write(book: Book, format: str, **more: object) -> str:
    out = briefs.render(book, format=format, codebook=load(), **more)  # type: ignore[arg-type]
    return out if isinstance(out, str) else out.decode()


def squeeze(words: str) -> str:
    return " ".join(words.split())


def test_a_format_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(OutputError, match="terminal, html, md, pdf, docx, json"):
        write(BOOK, "papyrus")
    with pytest.raises(OutputError, match="full, page"):
        write(BOOK, "html", form="scroll")


@pytest.mark.parametrize("format", TEXTS)
def test_every_format_tells_figures_frames_refusals_options_gaps_and_problems(format: str):
    text = squeeze(re.sub(r"<[^>]+>", "", write(BOOK, format)).replace("*", "").replace("\\", "").replace("&#39;", "'"))
    for words in (
        "Violence in Kesra, Varenia, May 2031",
        "fragile lull",
        "at least 74",
        "counted 74 dead by Sunday",
        "The Health Ministry",
        "the same story",
        "Tolin crowds attacked the Mbara",
        "conflicts with",
        "Who attacked first in Kesra.",
        "refusal (decline)",
        "500 police officers",
        "3 to 4 days",
        "no council mandate",
        "good faith questioned, according to a doctor",
        "not tried, counterfactual",
        "Who gave the order to fire?",
        "reports/empty.txt",
        "Check where it came from.",
    ):
        assert words.casefold() in text.casefold(), words


@pytest.mark.parametrize("format", TEXTS)
def test_every_screen_says_that_it_is_not_a_legal_finding(format: str):
    assert "evidence of elements, not a legal finding" in write(BOOK, format).casefold()


@pytest.mark.parametrize("format", TEXTS)
def test_absence_is_said_in_words(format: str):
    bare = replace(SITUATION, figures={}, phases=(), timeline=(), frames=(), gaps=(), assessment=None, response=None)
    text = squeeze(write(replace(BOOK, situations=(bare,)), format))
    for words in (
        "No report gives a number of people killed, injured, missing, detained, raped or displaced.",
        "No report gives a number of houses destroyed.",
        "No report says who did what to whom.",
        "No report tells of any response.",
        "No report puts an option forward.",
        "No report invokes the responsibility to protect",
    ):
        assert words in text, words


@pytest.mark.parametrize("format", TEXTS)
def test_the_act_of_refusing_and_the_thing_refused_keep_their_own_status(format: str):
    text = squeeze(re.sub(r"<[^>]+>", " ", write(BOOK, format))).replace(":", "")
    assert "act happened" in text
    assert "content did not happen" in text


@pytest.mark.parametrize("format", TEXTS)
def test_an_empty_book_makes_a_whole_brief(format: str):
    text = write(EMPTY, format)
    assert "none tells of harm or response in a present crisis" in squeeze(text)
    assert "No report was read." in text


@pytest.mark.parametrize("format", TEXTS)
def test_a_report_without_claims_is_listed_as_such(format: str):
    silent = Read(report("Chess Monthly", "The match ended in a draw."), (), Tally("x", {}))
    text = write(Book((silent,), ()), format)
    assert "Chess Monthly" in text
    assert "no claims" in text or "nothing claimed" in text


@pytest.mark.parametrize("format", TEXTS)
def test_a_report_in_another_language_is_said_not_to_have_been_read(format: str):
    assert "not read: language it" in write(BOOK, format)


@pytest.mark.parametrize("format", [*TEXTS, "json"])
def test_the_same_book_gives_the_same_brief(format: str):
    assert write(BOOK, format) == write(BOOK, format)


@pytest.mark.parametrize("format", TEXTS)
def test_an_undated_report_shows_its_narrowed_date_with_the_clue(format: str):
    text = write(BOOK, format)
    assert "10 to 13 May 2031 (inferred)" in text
    if format != "terminal":
        assert "not after 13 May 2031: see R4" in text.replace("\\", "")


@pytest.mark.parametrize("format", [*TEXTS, "json"])
def test_two_hundred_claims_take_less_than_a_second(format: str):
    many = report("Long List", "\n\n".join(f"At least {n} people were killed in village {n}." for n in range(1, 201)))
    claims = tuple(claim(many, f"At least {n} people were killed in village {n}", "killing") for n in range(1, 201))
    every = [c.id for c in claims]
    elements = {"H1": {"state": "attributed", "for": every, "against": []}, "H6": {"state": "attributed", "for": every, "against": []}}
    wide = replace(
        SITUATION,
        claims=claims,
        assessment={"crimes": {"crimes_against_humanity": {"screen": "alleged", "elements": elements}}},
        timeline=tuple({"date": "2031-05-09", "text": c.quote, "score": 1.0, "claims": [c.id]} for c in claims),
    )
    book = Book((*READS, Read(many, claims, Tally(many.id, {}))), (wide,))
    write(book, format)  # templates and codebook are loaded once for all
    begun = time.perf_counter()
    write(book, format)
    assert time.perf_counter() - begun < 1.0


# ------------------------------------------------------------------ JSON lines


def test_json_lines_are_those_of_the_public_contract():
    lines = write(BOOK, "json").splitlines()
    assert lines == [
        *(line for read in BOOK.reads for line in (to_line(read.report), *map(to_line, read.claims))),
        to_line(SITUATION),
        to_line(BOOK.problems[0]),
    ]
    assert [json.loads(line)["record"] for line in lines[-2:]] == ["situation", "problem"]
    assert write(EMPTY, "json") == ""


def test_a_report_line_can_leave_out_its_attributions():
    first, *rest = briefs.read_lines(READS[0], with_attributions=False)
    assert "attributions" not in json.loads(first)
    assert "attributions" in json.loads(to_line(READS[0].report))
    assert json.loads(first) == {k: v for k, v in {"record": "report", **to_json(READS[0].report)}.items() if k != "attributions"}
    assert rest == [to_line(c) for c in READS[0].claims]


# ------------------------------------------------------------------ terminal


@pytest.mark.parametrize("width", [50, 80, 100])
def test_the_terminal_brief_keeps_to_its_width_and_cuts_no_number(width: int):
    text = write(BOOK, "terminal", width=width)
    assert max(map(len, text.splitlines())) <= width
    for number in ("at least 74", "at least 100", "At least 60"):
        assert number in squeeze(text)
    assert "…9" not in text
    assert "500 police officers" in squeeze(text)


def test_colour_codes_come_only_when_asked_for():
    assert "\x1b" not in write(BOOK, "terminal")
    assert "\x1b[1" in write(BOOK, "terminal", colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", write(BOOK, "terminal", colour=True)).split() == write(BOOK, "terminal").split()


def hostile_book() -> Book:
    """A book in which everything that a report can say is hostile."""
    text = f"{HOSTILE}\n\nMen {HOSTILE} fired, said {HOSTILE}."
    bad = report("x", text, title=HOSTILE, source=HOSTILE, byline=HOSTILE, url="javascript:alert(4)")
    shot = claim(bad, f"Men {HOSTILE} fired", "attack", voice=replace(CLAIMS["fired"].attribution, speaker=HOSTILE))
    frames = (
        {
            **SITUATION.frames[0],
            "summary": HOSTILE,
            "claims": [shot.id],
            "voices": [{"voice": HOSTILE, "origin": bad.id, "claims": 1}],
            "settle": HOSTILE,
        },
    )
    entry = {**SITUATION.response["entries"][0], "by": [{"text": HOSTILE}], "asks": HOSTILE, "claims": [shot.id]}
    situation = replace(
        SITUATION,
        name=HOSTILE,
        country=HOSTILE,
        frames=frames,
        response={**SITUATION.response, "entries": [entry]},
        claims=(*SITUATION.claims, shot),
        reports=(*SITUATION.reports, {"id": bad.id, "origin": bad.id, "published": {"start": HOSTILE, "end": HOSTILE, "basis": "stated"}}),
        timeline=({"date": "2031-05-09", "text": HOSTILE, "score": 1.0, "claims": [shot.id]},),
    )
    problem = replace(BOOK.problems[0], path=HOSTILE, detail=HOSTILE)
    return Book((*READS, Read(bad, (shot,), Tally(bad.id, {}))), (situation,), (problem,))


def test_nothing_in_a_report_acts_on_the_terminal():
    text = write(hostile_book(), "terminal")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "<script>alert(1)</script>" in squeeze(text)


def test_nothing_in_a_report_acts_in_markdown():
    text = write(hostile_book(), "md")
    assert not re.search(r"(?<!\\)<(?!https://example\.org)", text)
    assert not re.search(r"(?<!\\)\]\(", text)
    assert "\x1b" not in text
    assert all(
        line.startswith(("#", "-", " ", "*", "**")) or not line or line[0].isalnum() or line[0] == "\\" for line in text.splitlines()
    )


def test_html_of_a_report_never_reaches_the_page():
    text = write(hostile_book(), "html")
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "{{ 7*7 }}" in text
    assert not re.search(r"(?:href|src)\s*=\s*[\"']?\s*javascript", text, re.IGNORECASE)
    assert len(re.findall(r"<script\b", text)) == 1


# ------------------------------------------------------------------ Markdown: the walk to the origin


def test_every_number_in_markdown_stands_with_its_quote_formula_or_source():
    blocks = re.split(r"\n(?=- |\d+\. |#)", write(BOOK, "md").partition("\n## Reports")[0])
    sources = re.compile(r"\bR\d+\b|Formula:|[Ss]ource:")
    for block in blocks:
        head = block.splitlines()[0]
        if head.startswith("#") or not re.search(r"\d", head):
            continue
        told = sources.search(block) or head.startswith("- Rests on ") or "not covered by these reports" in head
        assert told, block


def test_numbers_of_the_markdown_brief_are_those_of_reports_days_or_the_codebook():
    text = write(BOOK, "md").replace("\\", "")
    body = text.partition("### How many")[2].partition("### Risk factors")[0]
    body = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\bart\..*|source: .*|Source: .*|after ACLED.*", "", body)
    body = re.sub(r"\b(?:R\d+|[A-Z]\d[a-e]?|\d+ origins?|Account \d+|conflicts with [\d, ]+|\d+ more sentences?)", "", body)
    told = " ".join(r.text for r in (WIRE_REPORT, PAPER_REPORT))
    allowed = set(re.findall(r"\d+", told)) | {"2031", "9", "10", "11", "12", "13", "100", "1"}
    assert set(re.findall(r"\d+", body)) <= allowed


def test_ids_used_in_the_made_book_exist():
    assert set(ids(*CLAIMS)) == {c.id for read in READS for c in read.claims}
