"""When: stated dates, dates counted from the report's day, and the traps between them."""

from __future__ import annotations

import random
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading import times
from tocsin.reading.numbers import word_set
from tocsin.reading.parse import parse_text
from tocsin.records import Sentence, TimeMention, Token

ANCHOR = date(2010, 6, 22)  # a Tuesday


def read(text: str, anchor: date | None = ANCHOR, precision: str = "day") -> tuple[TimeMention, ...]:
    return times.find(parse_text([text])[0], anchor=anchor, anchor_precision=precision)


def only(text: str, anchor: date | None = ANCHOR, precision: str = "day") -> TimeMention:
    found = read(text, anchor, precision)
    assert len(found) == 1, [m.text for m in found]
    return found[0]


def days(mention: TimeMention) -> tuple[str | None, str | None]:
    return mention.from_day, mention.to_day


@pytest.mark.parametrize("text", [
    "They came on 10 June 2009.", "They came on June 10, 2009.", "They came on the 10th of June 2009.", "They came on June 10th, 2009.",
    "They came on 10th June 2009.", "They came on 2009-06-10.", "They came on 10.06.2009.", "They came on Wednesday, June 10, 2009.",
    "They came on Wednesday 10 June 2009.", "They came on 10 JUN 2009.",
])
def test_full_dates_in_every_order(text):
    mention = only(text, anchor=None)
    assert days(mention) == ("2009-06-10", "2009-06-10")
    assert (mention.precision, mention.basis, mention.role) == ("day", "stated", "point")


def test_a_slashed_date_that_can_be_read_two_ways_stays_open():
    assert days(only("They came on 25/12/2009.")) == ("2009-12-25", "2009-12-25")
    assert days(only("They came on 10/06/2009.")) == (None, None)


def test_two_digit_years_follow_a_day_and_month_only():
    assert days(only("BOGOTA, 3 JAN 90 (WIRE)")) == ("1990-01-03", "1990-01-03")
    assert days(only("On 3 May 20 men fled.")) == ("2010-05-03", "2010-05-03")


@pytest.mark.parametrize(("text", "day"), [
    ("They came on 10 June.", "2010-06-10"), ("They came on 28 June.", "2010-06-28"), ("They came on 10 July.", "2009-07-10"),
    ("They came on December 3.", "2009-12-03"), ("They came on 29 February.", "2008-02-29"),
])
def test_a_missing_year_is_the_nearest_not_after_the_report_and_a_week(text, day):
    mention = only(text)
    assert days(mention) == (day, day)
    assert mention.basis == "inferred"


def test_a_verb_in_the_future_puts_the_date_after_the_report():
    assert only("The vote will be held on October 10.").from_day == "2010-10-10"
    assert only("The talks are scheduled for 10 October.").from_day == "2010-10-10"
    assert only("They will meet on Friday.").from_day == "2010-06-25"


@pytest.mark.parametrize(("text", "span", "precision", "basis"), [
    ("It began in April 2009.", ("2009-04-01", "2009-04-30"), "month", "stated"),
    ("It began in April.", ("2010-04-01", "2010-04-30"), "month", "inferred"),
    ("It began last May.", ("2010-05-01", "2010-05-31"), "month", "relative"),
    ("It began in 2008.", ("2008-01-01", "2008-12-31"), "year", "stated"),
    ("It began in the 1990s.", ("1990-01-01", "1999-12-31"), "interval", "stated"),
    ("It began in early June.", ("2010-06-01", "2010-06-10"), "interval", "inferred"),
    ("It began in mid-June.", ("2010-06-11", "2010-06-20"), "interval", "inferred"),
    ("It began in late June.", ("2010-06-21", "2010-06-30"), "interval", "inferred"),
    ("It began in late 2009.", ("2009-09-01", "2009-12-31"), "interval", "stated"),
    ("It began at the end of May.", ("2010-05-21", "2010-05-31"), "interval", "inferred"),
    ("It began in the first half of June.", ("2010-06-01", "2010-06-15"), "interval", "inferred"),
    ("It began in the spring of 2009.", ("2009-03-01", "2009-05-31"), "season", "stated"),
    ("It began in winter 2008.", ("2008-12-01", "2009-02-28"), "season", "stated"),
    ("Its 2008 invasion of the south was condemned.", ("2008-01-01", "2008-12-31"), "year", "stated"),
    ("The April uprising ousted him.", ("2010-04-01", "2010-04-30"), "month", "inferred"),
])
def test_months_years_seasons_and_their_parts(text, span, precision, basis):
    mention = only(text)
    assert (days(mention), mention.precision, mention.basis) == (span, precision, basis)


@pytest.mark.parametrize(("text", "span"), [
    ("They came yesterday.", ("2010-06-21", "2010-06-21")),
    ("They came today.", ("2010-06-22", "2010-06-22")),
    ("They came this morning.", ("2010-06-22", "2010-06-22")),
    ("They come tomorrow.", ("2010-06-23", "2010-06-23")),
    ("They came the day before yesterday.", ("2010-06-20", "2010-06-20")),
    ("They came last night.", ("2010-06-21", "2010-06-21")),
    ("They came overnight.", ("2010-06-21", "2010-06-22")),
    ("They came on Friday.", ("2010-06-18", "2010-06-18")),
    ("They came on Tuesday night.", ("2010-06-22", "2010-06-22")),
    ("They came last Tuesday.", ("2010-06-15", "2010-06-15")),
    ("They leave next Friday.", ("2010-06-25", "2010-06-25")),
    ("They came last week.", ("2010-06-14", "2010-06-20")),
    ("They came this week.", ("2010-06-21", "2010-06-27")),
    ("They came last month.", ("2010-05-01", "2010-05-31")),
    ("They came earlier this month.", ("2010-06-01", "2010-06-22")),
    ("They came last year.", ("2009-01-01", "2009-12-31")),
    ("They came three days ago.", ("2010-06-19", "2010-06-19")),
    ("They came two weeks ago.", ("2010-06-07", "2010-06-13")),
    ("They came a month ago.", ("2010-05-01", "2010-05-31")),
    ("They came 20 years ago.", ("1990-01-01", "1990-12-31")),
    ("They came 40 minutes ago.", ("2010-06-22", "2010-06-22")),
    ("They came in the past 48 hours.", ("2010-06-20", "2010-06-22")),
    ("They came in the past week.", ("2010-06-15", "2010-06-22")),
    ("They came over the past three days.", ("2010-06-19", "2010-06-22")),
    ("They came in recent days.", ("2010-06-15", "2010-06-22")),
    ("They came over the weekend.", ("2010-06-19", "2010-06-20")),
])
def test_relative_times_count_from_the_report(text, span):
    mention = only(text)
    assert (days(mention), mention.basis) == (span, "relative")


@pytest.mark.parametrize(("anchor", "year"), [(date(2010, 6, 22), 2009), (date(2010, 3, 1), 2009), (date(2010, 10, 5), 2010)])
def test_last_summer_is_the_latest_that_ended(anchor, year):
    mention = only("Last summer thousands fled.", anchor)
    assert (days(mention), mention.precision) == ((f"{year}-06-01", f"{year}-08-31"), "season")


@pytest.mark.parametrize("text", [
    "They came yesterday.", "They came on Friday.", "They came last week.", "They came 10 June.", "They fled so far.",
])
def test_without_a_report_date_nothing_is_resolved(text):
    assert days(only(text, anchor=None)) == (None, None)


def test_a_report_date_known_to_the_month_resolves_months_but_not_days():
    assert days(only("They came yesterday.", date(2010, 6, 30), "month")) == (None, None)
    assert days(only("They came last month.", date(2010, 6, 30), "month")) == ("2010-05-01", "2010-05-31")


@pytest.mark.parametrize(("text", "words", "span", "role"), [
    ("They fled since Thursday.", "since Thursday", ("2010-06-17", None), "since"),
    ("They fled starting June 10.", "starting June 10", ("2010-06-10", None), "since"),
    ("They fled from 3 May.", "from 3 May", ("2010-05-03", None), "since"),
    ("It rained until Monday.", "until Monday", (None, "2010-06-21"), "until"),
    ("It rained until 3 June.", "until 3 June", (None, "2010-06-03"), "until"),
    ("They closed the road until 10 July.", "until 10 July", (None, "2010-07-10"), "until"),
    ("They closed the road till the 10th of February.", "till the 10th of February", (None, "2011-02-10"), "until"),
    ("As of 15 June 80 had died.", "As of 15 June", ("2010-06-15", "2010-06-15"), "as_of"),
    ("It rained between 3 and 5 May.", "between 3 and 5 May", ("2010-05-03", "2010-05-05"), "during"),
    ("It rained 10-14 June.", "10-14 June", ("2010-06-10", "2010-06-14"), "during"),
    ("It rained from 10 June to 14 June 2009.", "from 10 June to 14 June 2009", ("2009-06-10", "2009-06-14"), "during"),
    ("It rained between December 2008 and March 2009.", "between December 2008 and March 2009", ("2008-12-01", "2009-03-31"), "during"),
    ("It rained between November and February.", "between November and February", ("2009-11-01", "2010-02-28"), "during"),
    ("It rained between Monday and Wednesday.", "between Monday and Wednesday", ("2010-06-14", "2010-06-16"), "during"),
    ("It rained from 2005 to 2009.", "from 2005 to 2009", ("2005-01-01", "2009-12-31"), "during"),
    ("It rained throughout the day.", "throughout the day", ("2010-06-22", "2010-06-22"), "during"),
    ("It rained for three days.", "for three days", (None, None), "duration"),
    ("They came on the night of 10 June.", "the night of 10 June", ("2010-06-10", "2010-06-10"), "point"),
    ("So far 80 have died.", "So far", ("2010-06-22", "2010-06-22"), "as_of"),
    ("80 have died to date.", "to date", ("2010-06-22", "2010-06-22"), "as_of"),
    ("They are now in camps.", "now", ("2010-06-22", "2010-06-22"), "as_of"),
    ("They fled after 10 June.", "after 10 June", ("2010-06-10", None), "since"),
    ("They fled before 10 June.", "before 10 June", (None, "2010-06-10"), "until"),
])
def test_the_words_around_a_date_give_its_role(text, words, span, role):
    mention = only(text)
    assert (mention.text, days(mention), mention.role) == (words, span, role)


def test_a_date_that_belongs_to_a_noun_is_a_point():
    mention = only("They fled after Friday's attack.")
    assert (mention.text, mention.role) == ("Friday", "point")


def test_the_same_day_and_days_later_count_from_the_date_before():
    found = read("On 3 May they came; the same day they left, and two days later they were back.")
    assert [m.from_day for m in found] == ["2010-05-03", "2010-05-03", "2010-05-05"]
    assert days(only("Two days later they were back.")) == (None, None)


@pytest.mark.parametrize("text", [
    "The troops may march again.", "The march was long.", "May Okello spoke to The Sun.", "He is second to none.",
    "2005 people were killed.",
    "The 34-year-old man died.", "PEASANTS MAY HAVE FLED.", "April Jones spoke.", "The Sun said so.",
])
def test_words_that_only_look_like_times(text):
    assert read(text) == ()


def test_may_and_march_are_months_beside_a_day_or_after_in():
    assert only("In May they fled.").from_day == "2010-05-01"
    assert only("They fled on 5 March.").from_day == "2010-03-05"


def test_a_count_after_in_june_is_no_day():
    assert only("In June 10 people died.").text == "June"


# ------------------------------------------------------------------ properties

WORDS = sorted(word_set("""
    10 June May may march 2010 2009-10 '90s 1990s 15th of the , - – to and between from since until by after before as at so far
    date now on Friday Sun last next this past week month year days ago later earlier three two a an few several early mid late
    mid-2010 end half first second summer winter yesterday today overnight throughout day same following 10.06.2010 31 99 9999
    3000000 ² ٣ night weekend recent currently then 's century million
"""))
TAGS = ("CD", "NN", "NNS", "NNP", "MD", "VB", "IN", "DT", "JJ", "RB", "POS", "HYPH", ",")


def make_sentence(words: list[str], tags: list[str], base: int = 0) -> Sentence:
    tokens, text = [], ""
    for i, (word, tag) in enumerate(zip(words, tags, strict=True)):
        start = base + len(text)
        tokens.append(Token(i, word, word.lower(), tag, "X", "dep", max(i - 1, 0), start, start + len(word), ""))
        text += word + " "
    return Sentence(index=0, start=base, end=base + len(text), text=text, tokens=tuple(tokens))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(TAGS)), max_size=25), st.integers(0, 500),
       st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)), st.sampled_from(["day", "month", "year", "range"]))
def test_any_words_give_true_offsets_and_ordered_days(items, base, anchor, precision):
    sentence = make_sentence([w for w, _ in items], [t for _, t in items], base)
    last = -1
    for mention in times.find(sentence, anchor=anchor, anchor_precision=precision):
        assert last < mention.first <= mention.last < len(sentence.tokens)
        last = mention.last
        assert sentence.text[mention.start - base:mention.end - base] == mention.text
        for day in days(mention):
            assert day is None or date.fromisoformat(day)
        if mention.from_day and mention.to_day:
            assert mention.from_day <= mention.to_day
        assert mention.role in ("point", "since", "until", "during", "as_of", "duration")
        assert mention.basis in ("stated", "relative", "inferred")


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_written_day_comes_back_as_itself(day):
    words = [str(day.day), f"{day:%B}", str(day.year)]
    found = times.find(make_sentence(words, ["CD", "NNP", "CD"]), anchor=None)
    assert [days(m) for m in found] == [(day.isoformat(), day.isoformat())]


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["Monday", "Friday", "Sunday"]))
def test_a_weekday_is_at_most_six_days_before_the_report(anchor, name):
    found = times.find(make_sentence(["on", name], ["IN", "NNP"]), anchor=anchor)
    day = date.fromisoformat(found[0].from_day or "")
    assert f"{day:%A}" == name
    assert 0 <= (anchor - day).days <= 6


def test_a_long_run_of_date_words_takes_a_bounded_time():
    rng = random.Random(3)
    words = [rng.choice(WORDS) for _ in range(20_000)]
    started = time.perf_counter()
    times.find(make_sentence(words, [rng.choice(TAGS) for _ in words]), anchor=ANCHOR)
    assert time.perf_counter() - started < 5
