"""Read times that count from the report's date: yesterday, last week, three days ago, in recent days, so far."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tocsin.reading import calendar
from tocsin.reading.calendar import NOWHERE, SEASONS, Span
from tocsin.reading.figure_kinds import DURATIONS, MONTHS, WEEKDAYS
from tocsin.reading.numbers import DASHES, FEW, PLURALS, SMALL, Words, read_number, word_set
from tocsin.reading.profiles import ACLED

_DAY_PARTS = word_set("morning afternoon evening night")
_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_WHICH = {"last": "last", "past": "last", "previous": "last", "this": "this", "next": "next", "coming": "next", "preceding": "last"}
_UNITS = {"day": "day", "night": "day", "week": "week", "month": "month", "year": "year", "decade": "decade", "century": "century"}
_SINGULAR = {"days": "day", "nights": "night", "weeks": "week", "months": "month", "years": "year", "yrs": "year", "hours": "hour",
             "decades": "decade", "centuries": "century", "fortnights": "fortnight", "minutes": "minute", "hrs": "hour", "mins": "minute",
             "seconds": "minute"}
_LENGTHS = word_set("minute hour day night week fortnight month year decade century")
_RECENT = {"days": 7, "weeks": 28, "months": 183}
_ABBREVIATED = frozenset(w for w in WEEKDAYS if not w.endswith("day"))
_AS_OF = (("so", "far"), ("to", "date"), ("at", "present"), ("right", "now"), ("at", "the", "moment"), ("as", "of", "now"),
          ("at", "this", "time"))
_NAMES_ANOTHER = ("NN", "DT", "PRP", "VB", "JJ", "CD")  # "two days after the attack" counts from the attack, not from a day named
OPENERS = (_DAYS.keys() | _WHICH.keys() | WEEKDAYS.keys() | SMALL.keys() | FEW.keys() | PLURALS.keys()
           | word_set("overnight now currently presently recently lately so to at right as recent a an the same that following days weeks "
                      "months years decades hours throughout half since"))


_WILL = word_set("will 'll ’ll wo shall")
_EXPECTED = word_set("scheduled planned expected due set upcoming slated")


class Anchor(NamedTuple):
    """The report's day with its precision, and the days last named in the sentence (for "two days later")."""

    day: date | None
    precision: str = "day"
    reference: Span = NOWHERE

    def at(self, unit: str) -> date | None:
        """The day to count from, where the anchor is as fine as the unit needs."""
        if self.precision == "day" or unit in ("year", "decade", "century", "season") or unit == "month" and self.precision == "month":
            return self.day
        return None


class Found(NamedTuple):
    """A time expression: token span, days, and how they came about."""

    first: int
    last: int
    span: Span
    precision: str
    basis: str
    role: str = "point"
    weekday: bool = False


def looks_ahead(words: Words, i: int) -> bool:
    """Whether the verb over token i speaks of what is to come: "will meet on Friday", "is expected to be released", "scheduled for"."""
    tokens, sentence = words.tokens, words.sentence
    for step, at in enumerate(sentence.ancestors(i)):
        if tokens[at].tag.startswith("VB") or words.low[at] in _EXPECTED:
            if words.low[at] in _EXPECTED or any(words.low[c] in _WILL for c in sentence.children[at]):
                return True
            return tokens[at].dep == "xcomp" and words.low[tokens[at].head] in _EXPECTED
        if step == 3:
            break
    return False


def read(words: Words, i: int, anchor: Anchor) -> Found | None:
    """The relative time expression that begins at token i."""
    low = words.low
    word = low[i]
    if word in _DAYS or word == "overnight":
        return _read_day(words, i, anchor)
    if word in WEEKDAYS:
        return _read_weekday(words, i, i, "", anchor)
    if word in _WHICH or word == "the" and low[i + 1] in _WHICH:
        at = i + (word == "the")
        return _read_which(words, i, at, anchor) or (_read_following(words, i, anchor) if low[at] in ("next", "previous") else None)
    for reader in (_read_as_of, _read_following, _read_whole_day, _read_recent, _read_length):
        hit = reader(words, i, anchor)
        if hit is not None:
            return hit
    return None


def _read_day(words: Words, i: int, anchor: Anchor) -> Found:
    """ "yesterday morning", "tonight", "overnight", "tomorrow"."""
    low, day = words.low, anchor.at("day")
    last = i + 1 if low[i + 1] in _DAY_PARTS else i
    if low[i] == "overnight":
        return Found(i, i, (calendar.shift_day(day, -1), day), "interval", "relative")
    found = calendar.shift_day(day, _DAYS[low[i]])
    first = i
    if low[i] in ("yesterday", "tomorrow") and low[i - 1] in ("before", "after") and low[i - 2] == "day":
        found = calendar.shift_day(found, -1 if low[i - 1] == "before" else 1)
        first = i - 3 if low[i - 3] == "the" else i - 2
    return Found(first, last, (found, found), "day", "relative")


def _read_weekday(words: Words, first: int, i: int, which: str, anchor: Anchor) -> Found | None:
    """ "Friday", "last Friday night", "next Monday"; the one before the report unless the words look ahead."""
    low, token = words.low, words.tokens[i]
    if not token.text[0].isupper() or low[i] in _ABBREVIATED and (low[i - 1] != "on" and not which):
        return None
    if not which and words.tag(i - 1) == "NNP" and words.tag(i + 1) == "NNP" and low[i + 1] not in MONTHS and low[i - 1] not in _DAY_PARTS:
        return None  # a name such as "Black Friday Agreement"
    if not which and looks_ahead(words, i):
        which = "next"
    day = anchor.at("day")
    span = calendar.weekday_span(WEEKDAYS[low[i]], day, which) if day else NOWHERE
    last = i + 1 if low[i + 1] in _DAY_PARTS else i
    return Found(first, last, span, "day", "relative", weekday=True)


def _read_which(words: Words, first: int, i: int, anchor: Anchor) -> Found | None:
    """ "last week", "this morning", "next year", "the past three days", "last June", "last summer"."""
    low, which = words.low, _WHICH[words.low[i]]
    following = low[i + 1]
    if following in WEEKDAYS and low[i] != "past":
        return _read_weekday(words, first, i + 1, which, anchor)
    if which == "last" and low[i] in ("last", "past", "previous", "preceding"):
        length = _read_number_unit(words, i + 1)
        if length is not None and (length[0] is None or length[0] > 1 or low[i] == "past"):
            return _back(first, length, anchor)
        if low[i] == "past" and following in _UNITS and following != "day":
            return _back(first, (1, following, i + 1), anchor)
        if following in _SINGULAR:  # "the past weeks"
            return Found(first, i + 1, (None, anchor.at("day")), "interval", "relative", "during")
    if low[i] == "past" or first != i and low[i] not in ("last", "previous", "coming", "preceding"):
        return None
    if following in _DAY_PARTS and low[i] in ("last", "this"):
        day = calendar.shift_day(anchor.at("day"), -1 if which == "last" else 0)
        return Found(first, i + 1, (day, day), "day", "relative")
    if following == "weekend":
        return Found(first, i + 1, _weekend(anchor.at("day"), which), "interval", "relative")
    if following in SEASONS:
        day = anchor.at("season")
        return Found(first, i + 1, calendar.relative_season(following, day, which) if day else NOWHERE, "season", "relative")
    if following in MONTHS and words.tokens[i + 1].text[0].isupper():
        return Found(first, i + 1, _month_by(MONTHS[following], anchor.at("month"), which), "month", "relative")
    if following in ("week", "month", "year", "decade", "century") and words.tag(i + 2) != "HYPH":
        return _read_unit(words, first, i, which, anchor)
    return None


def _read_unit(words: Words, first: int, i: int, which: str, anchor: Anchor) -> Found:
    """ "last week", "earlier this year", "later this month"."""
    low, unit = words.low, words.low[i + 1]
    day = anchor.at("day" if unit == "week" else unit)
    start, end = calendar.unit_span(unit, day, {"last": -1, "this": 0, "next": 1}[which]) if day else NOWHERE
    precision = unit if unit in ("week", "month", "year") else "interval"
    if which == "this" and low[first - 1] == "earlier":
        return Found(first - 1, i + 1, (start, day), "interval", "relative")
    if which == "this" and low[first - 1] == "later":
        return Found(first - 1, i + 1, (day, end), "interval", "relative")
    return Found(first, i + 1, (start, end), precision, "relative")


def _month_by(month: int, day: date | None, which: str) -> Span:
    """ "last June": the latest June before the anchor's month; "next": after it; "this": of its year."""
    if day is None:
        return NOWHERE
    year = day.year
    if which == "last" and month >= day.month:
        year -= 1
    elif which == "next" and month <= day.month:
        year += 1
    return calendar.month_span(year, month)


def _weekend(day: date | None, which: str) -> Span:
    """Saturday and Sunday: the last that began before the day; the coming one for "this" and "next"."""
    if day is None:
        return NOWHERE
    saturday = calendar.shift_day(day, (5 - day.weekday()) % 7 if which in ("this", "next") else -((day.weekday() - 5) % 7 or 7))
    return saturday, calendar.shift_day(saturday, 1)


def _back(first: int, length: tuple[int | None, str, int], anchor: Anchor) -> Found:
    """ "the past three days": up to the anchor."""
    number, unit, last = length
    day = anchor.at("day" if unit in ("minute", "hour", "day", "night", "week", "fortnight") else unit)
    span: Span = (None, day) if day is None or number is None else calendar.back_from(unit, day, number)
    return Found(first, last, span, "interval", "relative", "during")


def _read_as_of(words: Words, i: int, anchor: Anchor) -> Found | None:
    """ "so far", "to date", "now", "currently": as of the report."""
    low = words.low
    last = None
    if low[i] in ("now", "currently", "presently"):
        if low[i + 1] in DASHES or low[i + 1] == "that" or low[i - 1] == "from":
            return None
        last = i
    elif low[i] in ("recently", "lately"):
        return Found(i, i, (None, anchor.at("day")), "interval", "relative")
    else:
        for phrase in _AS_OF:
            if low[i] == phrase[0] and tuple(low[i:i + len(phrase)]) == phrase:
                last = i + len(phrase) - 1
        if last is None or low[last + 1] in ("as", "away", "from") or low[i] == "to" and words.tag(last) != "NN":
            return None
    day = anchor.at("day")
    return Found(i, last, (day, day), "as_of", "relative", "as_of")


def _read_following(words: Words, i: int, anchor: Anchor) -> Found | None:
    """ "the same day", "the next day", "that day", "the following week", "since then": from the days last named."""
    low, at = words.low, i
    if low[i] == "since" and low[i + 1] == "then":
        return Found(i, i + 1, (anchor.reference[0], None), "interval", "relative", "since")
    if low[at] == "the":
        at += 1
    steps = {"same": 0, "that": 0, "next": 1, "following": 1, "previous": -1}.get(low[at])
    unit = low[at + 1]
    if steps is None or unit not in ("day", "night", "morning", "evening", "week", "month", "year") or words.tag(at + 2) == "HYPH":
        return None
    if unit in ("week", "month", "year") and low[at] in ("that", "next") and at == i:
        return None
    unit = _UNITS.get(unit, "day")
    known = anchor.reference[1] if steps > 0 else anchor.reference[0]
    span = calendar.unit_span(unit, known, steps) if known else NOWHERE
    return Found(i, at + 1, span, unit if unit in ("day", "week", "month", "year") else "interval", "relative")


def _read_whole_day(words: Words, i: int, anchor: Anchor) -> Found | None:
    """ "throughout the day", "over the weekend"."""
    low, day = words.low, anchor.at("day")
    if low[i] == "throughout" and low[i + 1] == "the" and low[i + 2] == "day":
        return Found(i, i + 2, (day, day), "day", "relative", "during")
    if low[i] == "the" and low[i + 1] == "weekend" and low[i - 1] in ("over", "during", "at", "throughout"):
        return Found(i, i + 1, _weekend(day, "last"), "interval", "relative")
    return None


def _read_recent(words: Words, i: int, anchor: Anchor) -> Found | None:
    """ "in recent days": a stretch that ends with the report; how long it is the words leave to custom."""
    low = words.low
    if low[i] != "recent" or low[i + 1] not in ("days", "weeks", "months", "years", "times"):
        return None
    day = anchor.at("day")
    back = _RECENT.get(low[i + 1])
    return Found(i, i + 1, (calendar.shift_day(day, -back) if back else None, day), "interval", "relative", "during")


def _read_number_unit(words: Words, i: int) -> tuple[int | None, str, int] | None:
    """A length of time from token i: its number (None where the words give none), unit and last token."""
    low, number, at = words.low, None, i
    if low[i] in _SINGULAR:
        return None, _SINGULAR[low[i]], i
    if not any(low[i + k] in DURATIONS for k in (1, 2, 3, 4, 5)):
        return None
    if low[i] in ("a", "an") and low[i + 1] in DURATIONS:
        unit = _SINGULAR.get(low[i + 1], low[i + 1])
        return (1, unit, i + 1) if unit in _LENGTHS else None
    core = read_number(words, i, ACLED)
    if core is None:
        return None
    number, at = core.triple[1] if core.form == "exact" else None, core.last + 1
    if low[at] in DASHES or low[at] in ("more", "full", "long", "straight", "consecutive", "successive"):
        at += 1
    unit = _SINGULAR.get(low[at], low[at])
    return (number, unit, at) if unit in _LENGTHS else None


def _read_length(words: Words, i: int, anchor: Anchor) -> Found | None:
    """ "three days ago", "two weeks later", "for three days", "a five-year war"."""
    low = words.low
    vague = low[i] in _SINGULAR
    length = _read_number_unit(words, i)
    if length is None:
        return None
    number, unit, last = length
    after = low[last + 1]
    if after == "ago":
        return _ago(i, number, unit, last + 1, anchor)
    if after in ("earlier", "later") or after in ("before", "after", "afterwards") and not words.tag(last + 2).startswith(_NAMES_ANOTHER):
        return _beside(i, number, unit, last + 1, anchor, back=after in ("earlier", "before"))
    if vague or after in ("old", "olds", "older") or after in DASHES and low[last + 2] in ("old", "olds") or after == "of" and (
            low[last + 2] == "age"):
        return None
    if low[i] in ("a", "an") and number == 1 and low[i - 1] not in ("for", "within", "nearly", "almost", "about", "over", "than"):
        return None  # "a day of mourning"
    first = i - 1 if low[i - 1] in ("for", "within") else i
    return Found(first, last, NOWHERE, "interval", "stated", "duration")


def _ago(first: int, number: int | None, unit: str, last: int, anchor: Anchor) -> Found:
    unit = "day" if unit == "night" else unit
    fine = unit in ("minute", "hour", "day", "week", "fortnight")
    day = anchor.at("day" if fine else unit)
    named = {"minute": "day", "hour": "day", "fortnight": "week"}.get(unit, unit)
    precision = named if named in ("day", "week", "month", "year") else "interval"
    if day is None or number is None:
        return Found(first, last, NOWHERE, precision, "relative")
    if unit in ("minute", "hour"):
        back = calendar.shift_day(day, -(number // (24 if unit == "hour" else 1440)))
        return Found(first, last, (back, back), "day", "relative")
    steps = number * 2 if unit == "fortnight" else number
    return Found(first, last, calendar.unit_span("week" if unit == "fortnight" else unit, day, -steps), precision, "relative")


def _beside(first: int, number: int | None, unit: str, last: int, anchor: Anchor, *, back: bool) -> Found:
    """ "two days later": counted from the days last named in the sentence."""
    if unit in ("minute", "hour"):
        number = None if number is None else number // (24 if unit == "hour" else 1440)
    elif unit == "fortnight":
        number = None if number is None else 2 * number
    unit = {"night": "day", "hour": "day", "minute": "day", "fortnight": "week"}.get(unit, unit)
    known = anchor.reference[0]
    precision = unit if unit in ("day", "week", "month", "year") else "interval"
    if known is None or number is None:
        return Found(first, last, NOWHERE, precision, "relative")
    return Found(first, last, calendar.unit_span(unit, known, -number if back else number), precision, "relative")
