"""What is made of the shipped examples, beside what a careful reader expected of them before any program ran (expected.md)."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.examples import NAMES, make_example, read_example
from tocsin import briefs, pipeline
from tocsin.codebook import load
from tocsin.records import Decision, Situation, to_line

# The level of the largest situation on a day, as each example's expected.md has it in section 8 or 9.
LEVELS = [
    ("osh-2010", "2010-06-15", "current_crisis"),
    ("osh-2010", "2010-06-28", "serious_concern"),
    ("kenya-2008", "2008-01-05", "current_crisis"),
    ("kenya-2008", "2008-01-14", "current_crisis"),
    ("kenya-2008", "2008-01-28", "current_crisis"),
    ("kenya-2008", "2008-02-05", "current_crisis"),
    ("kenya-2008", "2008-02-29", "serious_concern"),
    ("sri-lanka-2009", "2009-01-28", "current_crisis"),
    ("sri-lanka-2009", "2009-03-14", "current_crisis"),
    ("sri-lanka-2009", "2009-04-16", "current_crisis"),
    ("sri-lanka-2009", "2009-05-12", "current_crisis"),
]


def largest(name: str, as_of: str | None = None) -> Situation:
    return make_example(name, as_of).situations[0]


@pytest.mark.parametrize(("name", "day", "level"), LEVELS)
def test_the_level_is_the_one_a_careful_reader_gave(name: str, day: str, level: str) -> None:
    assert largest(name, day).assessment["level"] == level


@pytest.mark.parametrize("day", ["2016-12-10", "2016-12-24", "2017-01-02", "2017-01-11", "2017-01-20", "2017-01-24"])
def test_a_crisis_without_a_death_is_never_a_current_crisis(day: str) -> None:
    levels = {s.assessment["level"] for s in make_example("gambia-2017", day).situations}
    assert "current_crisis" not in levels


def test_one_bombing_elsewhere_is_no_current_crisis() -> None:
    others = [s for s in make_example("osh-2010").situations if s.country == "AFG"]
    assert [s.assessment["level"] for s in others] == ["serious_concern"]


# ------------------------------------------------------------------ as of a day

DAYS = {"2010-06-12": "emerging", "2010-06-14": "lull", "2010-06-24": "lull"}  # before the violence's peak, at its end, after it


@pytest.mark.parametrize("day", DAYS)
def test_a_brief_as_of_a_day_is_the_brief_of_that_day(day: str) -> None:
    """A brief made on that day would have had these reports and no others; nothing of it may differ."""
    early = [r for r in read_example("osh-2010") if r.report.published.end and r.report.published.end <= day]
    made_then = pipeline.make_book(early, codebook=load())
    made_now = make_example("osh-2010", day)
    known = {r.report.id for r in made_now.reads}
    assert {r.report.id for r in early} <= known
    undated = known - {r.report.id for r in early}
    if not undated:
        assert [to_line(s) for s in made_now.situations] == [to_line(s) for s in made_then.situations]
    assert all(not r.report.published.end for r in made_now.reads if r.report.id in undated)
    assert made_now.situations[0].phase == DAYS[day]


@pytest.mark.parametrize("day", DAYS)
def test_nothing_in_a_brief_as_of_a_day_is_younger_than_the_day(day: str) -> None:
    book = make_example("osh-2010", day)
    for s in book.situations:
        assert (s.as_of or "") <= day
        assert all((r["published"]["end"] or "") <= day for r in s.reports)
        for option in (s.response or {}).get("options", ()):
            for past in option["codebook_precedents"]:
                assert past["when"] <= day and (past["year"] or 0) <= 2010, past
    html = briefs.render(book, format="html", codebook=load())
    assert isinstance(html, str)
    known = {r.report.id for r in book.reads}
    titles = [r.report.title for r in read_example("osh-2010") if r.report.id not in known]
    assert titles
    assert not [title for title in titles if title and title in html]
    assert "Kyrgyzstan Inquiry Commission" not in html, "it reported in 2011"


def test_a_report_that_may_be_younger_than_the_day_is_left_out() -> None:
    kept, later = pipeline.known_by(date(2010, 6, 14), read_example("osh-2010"), codebook=load())
    assert len(kept) + len(later) == len(read_example("osh-2010"))
    titles = {r.report.title for r in kept}
    assert "Third day of violence, and no end in sight" in titles, "it dates itself by the other reports: 13 June"
    assert "What happened at the hostel: nothing" not in titles, "it may be of any day up to 28 June"


def test_decisions_of_later_days_do_not_count() -> None:
    made = [Decision(day, "A", f"{day}T10:00:00+00:00", "why", {}, "accept") for day in ("2010-06-13", "2010-06-14", "2010-06-15")]
    assert [d.id for d in pipeline.decided_by(date(2010, 6, 14), made)] == ["2010-06-13", "2010-06-14"]


# ------------------------------------------------------------------ since a day


def changes(since: str) -> list[dict[str, object]]:
    text = briefs.render(make_example("osh-2010"), format="json", codebook=load(), before=make_example("osh-2010", since), since=since)
    assert isinstance(text, str)
    return [row for row in map(json.loads, text.splitlines()) if row["record"] == "change"]


def test_what_changed_since_a_day_is_told_with_its_sentences() -> None:
    rows = changes("2010-06-15")
    told = {(row["what"], row["text"]) for row in rows if row["situation"] == largest("osh-2010").id}
    assert ("Level", "Serious concern; it was current crisis.") in told
    assert ("Figure", "at least 258 killed; it was at least 176.") in told
    assert any(what == "New step" and "refusal" in text for what, text in told)
    assert any(what == "Silence" for what, _ in told)
    assert all(row["claims"] for row in rows if row["what"] not in ("New reports", "New situation"))


def test_nothing_has_changed_since_the_last_day() -> None:
    book = make_example("osh-2010")
    text = briefs.render(book, format="md", codebook=load(), before=book, since="2010-06-28")
    assert isinstance(text, str)
    assert "Nothing that this brief shows has changed since then." in text


# ------------------------------------------------------------------ every export of every example


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format", ["csv", "geojson", "hxl", "plover", "annotations", "followthemoney", "docx", "pdf"])
def test_every_example_is_written_in_every_format(name: str, format: str) -> None:
    assert briefs.render(make_example(name), format=format, codebook=load())
