"""When a report was published: what is stated, what metadata say, and what its own words allow."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake.make_files import RAID
from tocsin.intake import clean
from tocsin.records import Published


@pytest.mark.parametrize("line", ["3 May 2011", "May 3, 2011", "Tuesday, 3 May 2011", "3rd May 2011", "2011-05-03",
                                  "Published: May 3, 2011, 10:15 a.m. GMT",
                                  "Posted on 3 May 2011", "2011/05/03", "May 03,2011 - Last updated at May 03,2011"])
def test_a_date_line_at_the_head_is_stated(line: str):
    published = clean(f"Villagers Flee Dorra\n{line}\n\n{RAID}").published
    assert (published.start, published.end, published.precision, published.basis) == ("2011-05-03", "2011-05-03", "day", "stated")
    assert published.clues


def test_a_month_at_the_head_is_a_month():
    published = clean(f"Villagers Flee Dorra\nMay 2011\n\n{RAID}").published
    assert (published.start, published.end, published.precision, published.basis) == ("2011-05-01", "2011-05-31", "month", "stated")


def test_a_numeric_date_that_may_be_two_days_is_a_range_of_both():
    published = clean(f"Villagers Flee Dorra\n03/05/2011\n\n{RAID}").published
    assert (published.start, published.end, published.precision) == ("2011-03-05", "2011-05-03", "range")


def test_two_dates_that_differ_give_the_range_of_both_with_a_clue():
    published = clean(f"Villagers Flee Dorra\n3 May 2011\n\n{RAID}", published="2011-05-05").published
    assert (published.start, published.end, published.precision, published.basis) == ("2011-05-03", "2011-05-05", "range", "stated")
    assert "the dates given differ" in published.clues


def test_a_given_day_inside_a_stated_month_narrows_it():
    published = clean(f"Villagers Flee Dorra\nMay 2011\n\n{RAID}", published="2011-05-05T08:00:00Z").published
    assert (published.start, published.end, published.precision) == ("2011-05-05", "2011-05-05", "day")


@pytest.mark.parametrize(("value", "start", "end", "precision"), [("2011", "2011-01-01", "2011-12-31", "year"),
                                                                  ("2011-05", "2011-05-01", "2011-05-31", "month"),
                                                                  ("3 May 2011", "2011-05-03", "2011-05-03", "day")])
def test_a_given_date_may_be_a_day_a_month_or_a_year(value: str, start: str, end: str, precision: str):
    assert clean(RAID, published=value).published == Published(start, end, precision, "metadata", (f"given: {value}",))


def test_a_given_date_that_is_none_is_kept_as_a_clue():
    published = clean(RAID, published="last week, I think").published
    assert (published.start, published.precision) == (None, "unknown")
    assert published.clues == ("given: last week, I think (not a date)",)


def test_a_given_published_record_is_kept_as_it_is():
    given = Published("2011-05-01", "2011-05-04", "range", "inferred", ("the toll",))
    assert clean(RAID, published=given).published is given


def test_the_latest_past_day_named_with_a_year_is_the_lower_bound():
    published = clean(f"{RAID} A raid on 12 January 2011 killed two, and one on 4 March 2010 killed five.").published
    assert (published.start, published.end, published.precision, published.basis) == ("2011-01-12", None, "range", "inferred")
    assert published.clues == ("not before: 12 January 2011",)


@pytest.mark.parametrize("plan", ["Elections will be held on 10 October 2012.", "The army has until 10 October 2012 to leave.",
                                  "A vote is scheduled for 10 October 2012.",
                                  "The town could be empty in 2030.", "If the rains come, the road may open in May 2012."])
def test_a_day_that_is_still_to_come_bounds_nothing(plan: str):
    assert clean(f"{RAID} {plan}").published.start is None


def test_a_year_that_is_told_as_past_is_a_weak_bound():
    assert clean(f"{RAID} In 2008 the army burned the same town.").published.start == "2008-01-01"


def test_numbers_of_people_are_no_years():
    assert clean("Of 2000 people who lived in Dorra nine are dead, elders said on Monday evening.").published.start is None


def test_a_month_without_a_year_dates_nothing_and_is_a_clue():
    published = clean(f"{RAID} The government fell in April, after the fighting of June 10.").published
    assert (published.start, published.end, published.precision, published.basis) == (None, None, "unknown", "inferred")
    assert published.clues == ("June 10 (no year)", "April (no year)")


def test_a_dateline_gives_day_and_month_only():
    published = clean(f"DORRA, May 3 (Wirenews) - {RAID}").published
    assert (published.start, published.precision) == (None, "unknown")
    assert published.clues == ("dateline: May 3 (no year)",)


def test_a_dateline_moves_a_lower_bound_to_its_next_such_day():
    published = clean(f"DORRA, May 3 (Wirenews) - {RAID} A raid on 12 June 2010 killed two.").published
    assert (published.start, published.end, published.precision) == ("2011-05-03", None, "range")


@pytest.mark.parametrize("filed", ["DORRA, Orvia, May 3, 2011 (Wirenews) -", "(Dorra, May 3, 2011) –", "DORRA, 3 MAY 11 (WIRENEWS) --",
                                   "Dorra, 3 May 2011 (Wirenews) –"])
def test_a_dateline_with_its_year_states_the_day(filed: str):
    published = clean(f"Raid on a market\n\n{filed} {RAID}").published
    assert (published.start, published.end, published.precision, published.basis) == ("2011-05-03", "2011-05-03", "day", "stated")


@pytest.mark.parametrize("line", ["As of 3 May 2011", "Desk Live | Tuesday 3 May 2011 | Latest updates at the top. All times local.",
                                  "By Ada Quill, Harbour Quarterly online, 3 May 2011", "MONITORING SUMMARY NO. 96 -- 3 MAY 2011"])
def test_lines_of_a_head_that_hold_the_day(line: str):
    assert clean(f"Raid on a market leaves nine dead\n{line}\n\n{RAID}").published.end == "2011-05-03"


def test_the_day_in_an_address_counts_where_nothing_else_tells():
    assert clean(RAID, url="http://harbour.example/2011/05/03/raid").published.start == "2011-05-03"
    assert clean(RAID, url="http://harbour.example/2011/05/03/raid", published="2011-05-04").published.end == "2011-05-04"


def test_a_date_after_today_is_kept_and_flagged():
    published = clean(RAID, published="2031-05-03", today=date(2026, 1, 1)).published
    assert published.start == "2031-05-03"
    assert any("later than 2026-01-01" in clue for clue in published.clues)


@pytest.mark.parametrize("impossible", ["31 June 2011", "2011-13-45", "45 May 2011"])
def test_a_day_that_no_calendar_has_is_no_date(impossible: str):
    assert clean(RAID, published=impossible).published.start in (None, "2011-05-01")
