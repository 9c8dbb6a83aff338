"""The HTML brief: one file, every statement tied to its sentence, for every reader."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files

import pytest
from lxml import html

from tests.briefs.made import BOOK, CLAIMS, COPY_REPORT, PAPER_REPORT, READS, SITUATION, TALK_REPORT, WIRE_REPORT, claim
from tests.briefs.test_render import write
from tocsin.briefs.build import build_view
from tocsin.briefs.view import Basis
from tocsin.codebook import load
from tocsin.records import Book, Read

REPORTS = {r.id: r for r in (WIRE_REPORT, COPY_REPORT, PAPER_REPORT, TALK_REPORT)}
BY_ID = {c.id: c for c in CLAIMS.values()}
ORIGIN = ("data-from", "data-formula", "data-source")


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    return html.document_fromstring(write(BOOK, "html"))


def shown(node: html.HtmlElement) -> str:
    return " ".join(" ".join(node.itertext()).split())


# ------------------------------------------------------------------ origins


def test_every_number_on_the_page_stands_in_something_with_an_origin(page: html.HtmlElement):
    checked = 0
    for node in page.iter():
        if not isinstance(node.tag, str) or node.tag in ("script", "style", "title"):
            continue
        for text in (node.text, *(child.tail for child in node)):
            if text and re.search(r"\d", re.sub(r"\bR\d+\b|\b[GHWE]\d[a-e]?\b", "", text)):
                home = [n for n in (node, *node.iterancestors()) if any(n.get(k) for k in ORIGIN)]
                assert home, f"no origin: {text!r}"
                checked += 1
    assert checked > 60


def test_every_number_with_claims_behind_it_is_in_their_sentences_figures_or_days(page: html.HtmlElement):
    days = "2031-05-09 2031-05-10 2031-05-11 2031-05-12 2031-05-13"
    checked = 0
    for node in page.xpath("//*[@data-from]"):
        found = [BY_ID[i] for i in node.get("data-from").split()]
        assert found
        words = re.sub(r"\bR\d+\b|\d+ sentences?|[⇄↩] ?\w+ \d+", "", shown(node))
        told = [REPORTS[c.report_id].text[c.sentence.start : c.sentence.end] for c in found]
        numbers = [n for c in found if c.figure for n in (c.figure.low, c.figure.best, c.figure.high) if n is not None]
        origin = " ".join([*told, *map(str, numbers), days, node.get("data-formula") or "", node.get("data-source") or ""])
        allowed = {str(int(n)) for n in re.findall(r"\d+", origin.replace(",", ""))}
        assert {str(int(n)) for n in re.findall(r"\d+", words.replace(",", ""))} <= allowed, words
        checked += 1
    assert checked > 40


def test_every_statement_of_the_view_has_an_origin_or_says_that_there_is_none():
    view = build_view(BOOK, codebook=load())
    s = view.situations[0]
    parts = [s.onset, *s.phases, *s.figures, *s.timeline, *s.frames, *s.ledger, *s.silence, *s.invocations, *s.options, *s.gaps]
    parts += [line for f in s.figures for line in (*f.series, *f.losing, *f.challenges)]
    parts += [p for o in s.options for p in (*o.told, *o.known)] + [line for f in s.factors for line in f.touched]
    assert s.level is not None
    for part in [*parts, s.level, *s.level.reasons]:
        assert isinstance(part.basis, Basis)
        assert part.basis, part
    for crime in s.crimes:
        assert crime.source
        assert all(e.favour or e.against for e in crime.elements if e.state not in ("no_information", "not_required"))
    assert all(x.basis or x.note == "no report tells of any" for x in s.not_happened)


def test_every_link_inside_the_page_leads_somewhere_and_ids_are_unique(page: html.HtmlElement):
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    targets = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")}
    assert targets - set(names) == set()
    cited = {i for value in page.xpath("//*[@data-from]/@data-from") for i in value.split()}
    assert {f"c-{i}" for i in cited} <= set(names)
    assert len(cited) >= 10


def test_the_marks_in_the_reports_are_the_claims_words(page: html.HtmlElement):
    for name, one in CLAIMS.items():
        pieces = page.xpath(f"//mark[contains(concat(' ', @data-c, ' '), ' {one.id} ')]")
        if f"c-{one.id}" in page.xpath("//@id"):
            assert "".join(p.text_content() for p in pieces) == one.quote, name


def test_overlapping_claims_leave_the_text_of_a_report_whole():
    whole = PAPER_REPORT.text.split("\n\n")[1]
    more = (
        claim(PAPER_REPORT, "fired on Tolin marchers", "attack"),
        claim(PAPER_REPORT, "marchers in Kesra, a doctor said. The Health Ministry counted", "opinion"),
    )
    gap = {"question": "?", "about": "other", "why": "", "claims": [c.id for c in more]}
    read = replace(READS[2], claims=(*READS[2].claims, *more))
    situation = replace(SITUATION, gaps=(gap,), claims=(*SITUATION.claims, *more))
    page = html.document_fromstring(write(Book((READS[0], READS[1], read, READS[3]), (situation,)), "html"))
    assert whole in [p.text_content() for p in page.xpath("//article[@class='report']//p")]
    for one in more:
        pieces = page.xpath(f"//mark[contains(concat(' ', @data-c, ' '), ' {one.id} ')]")
        assert "".join(p.text_content() for p in pieces) == one.quote


def test_a_figure_opens_at_its_sentence_with_the_words_marked(page: html.HtmlElement):
    card = page.xpath("//article[contains(@class, 'figure')]")[0]
    assert shown(card.xpath(".//p[@class='big']")[0]) == "at least 74 killed"
    assert card.xpath(".//blockquote//mark/text()") == ["counted 74 dead by Sunday"]
    assert "The Health Ministry" in shown(card.xpath(".//blockquote/p")[0])
    assert card.xpath(".//blockquote//a/@href") == [f"#c-{CLAIMS['counted'].id}"]
    reasons = [shown(row) for row in card.xpath(".//table[@class='losing']/tbody/tr")]
    assert "At least 60" in reasons[0]
    assert "repeated in R3 (10 May 2031)" in reasons[0]


def test_a_number_beside_its_quote_is_set_apart_in_the_sentence():
    lean = claim(PAPER_REPORT, "dead by Sunday", "killing", figure=CLAIMS["counted"].figure)
    figures = {"killed": {**SITUATION.figures["killed"], "claims": [lean.id], "series": [], "excluded": []}}
    read = Read(PAPER_REPORT, (*READS[2].claims, lean), READS[2].tally)
    book = Book((READS[0], READS[1], read, READS[3]), (replace(SITUATION, figures=figures, claims=(*SITUATION.claims, lean)),))
    page = html.document_fromstring(write(book, "html"))
    assert page.xpath("//article[contains(@class, 'figure')]//b[@class='read']/text()") == ["74"]


def test_copies_of_one_story_stand_together(page: html.HtmlElement):
    groups = page.xpath("//ol[@class='groups']/li")
    assert [len(g.xpath("./p[@data-source]")) for g in groups] == [2, 1, 1]
    assert "one origin, 2 reports" in shown(groups[0])


def test_the_drawing_names_voices_by_letter_and_shows_open_ends(page: html.HtmlElement):
    drawing = page.xpath("//*[name()='svg']")[0]
    assert drawing.get("role") == "img"
    assert [t.text for t in drawing.iter() if t.get("class") == "letter"] == ["A", "B"]
    assert len([t for t in drawing.iter() if t.get("class") == "open"]) == 1
    assert [t.text for t in drawing.iter() if t.get("class") == "value"] == ["60", "74"]


# ------------------------------------------------------------------ one file, safe, for everybody


def test_the_page_asks_for_nothing_from_outside(page: html.HtmlElement):
    assert not page.xpath("//link | //img | //iframe | //script[@src] | //*[@style] | //object | //form")
    outside = [a for a in page.xpath("//a") if not a.get("href").startswith("#")]
    assert [a.get("href") for a in outside] == ["https://example.org/kesra"]
    assert all("noreferrer" in a.get("rel") for a in outside)
    assert not re.search(r"url\(|@import", page.xpath("//style")[0].text)
    assert not [k for node in page.iter() if isinstance(node.tag, str) for k in node.attrib if k.startswith("on")]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        " JavaScript:alert(1)",
        "https://",
        "http://[",
        "no address",
    ],
)
def test_only_web_addresses_become_links(url: str):
    read = replace(READS[0], report=replace(WIRE_REPORT, url=url))
    page = html.document_fromstring(write(Book((read, *READS[1:]), (SITUATION,)), "html"))
    assert [a for a in page.xpath("//a/@href") if not a.startswith("#")] == []


def test_the_pages_own_policy_lets_its_script_and_style_act_and_nothing_else(page: html.HtmlElement):
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for part in (page.xpath("//script")[0].text, page.xpath("//style")[0].text):
        assert b64encode(sha256(part.encode()).digest()).decode() in policy


def test_headings_and_landmarks_lead_through_the_page(page: html.HtmlElement):
    assert page.get("lang") == "en"
    levels = [int(h.tag[1]) for h in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))
    assert page.xpath("//main[@id='main']")
    assert page.xpath("//nav[@aria-label]")
    assert page.xpath("//body/a[1]/@href") == ["#main"]
    named = page.xpath("//section/@aria-labelledby")
    assert {name for names in named for name in names.split()} <= set(page.xpath("//@id"))
    assert len(named) == len(set(named)), "no two landmarks have one name"
    assert all(t.xpath(".//th[@scope='col']") for t in page.xpath("//table"))


def test_two_situations_have_one_overview_and_their_own_sections():
    page = html.document_fromstring(write(replace(BOOK, situations=(SITUATION, replace(SITUATION, id="s2", name="Another"))), "html"))
    assert shown(page.xpath("//h1")[0]) == "2 situations"
    assert [shown(h) for h in page.xpath("//section[@class='situation']/header/h2")] == [SITUATION.name, "Another"]
    names = page.xpath("//@id")
    assert len(names) == len(set(names))


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    one, two = sorted((luminance(a), luminance(b)), reverse=True)
    return (one + 0.05) / (two + 0.05)


def test_colours_have_contrast_aa_in_light_and_dark():
    style = (files("tocsin.briefs") / "templates" / "brief.css").read_text()
    themes = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]]
    assert len(themes) == 2
    for theme in themes:
        pairs = [(fore, back) for fore in ("ink", "soft", "accent", "warm") for back in ("paper", "sheet")]
        pairs += [("ink", "mark"), ("ink", "warm-weak"), ("soft", "accent-weak"), ("paper", "accent"), ("paper", "warm")]
        for fore, back in pairs:
            assert contrast(theme[fore], theme[back]) >= 4.5, (fore, back, theme[fore], theme[back])
        assert contrast("#ffffff", theme["deep"]) >= 4.5
        assert contrast(theme["ink"], theme["mark-on"]) >= 4.5, theme["mark-on"]


def test_states_are_words_and_never_colour_alone(page: html.HtmlElement):
    states = [shown(s) for s in page.xpath("//ul[@class='elements']/li//span[@class='state']")]
    assert states == ["attributed", "no information", "not required"]
    assert all(shown(b) for b in page.xpath("//span[contains(@class, 'badge')]"))
