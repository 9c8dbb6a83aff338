"""When a report was published: stated days, days in metadata, and the range that the report's own words allow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tocsin.codebook.datelines import read_dateline
from tocsin.records import Published

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTH = (r"(?P<{0}>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sept?(?:ember|"
          r"\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)")
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
# The look-ahead at the front turns most places of a long text away at once.
_DATE = re.compile(r"\b(?-i:(?=[\dJFMASOND]))(?:" + "|".join((
    r"(?P<iy>(?:19|20)\d\d)[-/.](?P<im>\d{1,2})[-/.](?P<id>\d{1,2})(?:[T ]\d{1,2}:\d\d\S*)?(?![\d])",
    rf"(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH.format('dm')},?[\s-]+{_YEAR.format('dy')}\b",
    rf"{_MONTH.format('mm')}\s+(?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+){_YEAR.format('my')}\b",
    r"(?P<na>\d{1,2})[./-](?P<nb>\d{1,2})[./-](?P<ny>(?:19|20)\d\d)\b",
    rf"{_MONTH.format('bm')},?\s+(?:of\s+)?{_YEAR.format('by')}\b",
    rf"(?P<pd>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH.format('pm')}(?![a-z])",
    rf"{_MONTH.format('qm')}\s+(?P<qd>\d{{1,2}})(?:st|nd|rd|th)?(?![\d,]\d|\d)",
)) + ")", re.IGNORECASE)
_MONTH_ALONE = re.compile(
    r"\b(?:January|February|March(?= (?:\d|and|to|the|this|last|after|when))|April|June|July|August|September|October|November|"
    r"December)\b|\b[Ii]n (?:March|May)\b")
_YEAR_ALONE = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Oo]f) (?P<year>(?:19|20)\d\d)\b(?!\s*(?:[-–—%]|people|men|women|civilians|"
                         r"troops|soldiers|houses|homes|refugees|families))")
_NOT_YET = re.compile(
    r"\b(?:will|shall|would|could|may(?! \d)|might|should|must|scheduled|planned|plans?|due|next|until|till|by|before|deadline|upcoming|"
    r"expected|"
    r"expects?|set for|going to|forecasts?|projected|likely|goals?|aims?|target|ahead of|if|unless|elections? (?:in|on)|deferred|"
    r"postponed)\b", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:first\s+)?(?:published|posted|updated|last (?:updated|modified)|date|dated|released|issued|created|filed|"
    r"(?:situation )?as (?:of|at))"
    r"(?:\s+(?:on|at))?\s*[:\-–]?\s*", re.IGNORECASE)
_AROUND = re.compile(
    r"(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|\b\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?|"
    r"\b\d{1,2}\s*[ap]\.?m\b\.?|"
    r"\b(?:gmt|utc|est|edt|cet|cest|bst|pst|pdt|eat|cat|msk|local time|at|on|hrs?|updated|published|last|posted|modified)\b|"
    r"[+-]\d{2}:?\d{2}\b|[\s,.|·•()\[\]:;/–—-]|\bZ\b)+",
    re.IGNORECASE)
_SHORT_YEAR = re.compile(rf"\b(?:\d{{1,2}}\s+{_MONTH.format('sm')}|{_MONTH.format('sn')}\s+\d{{1,2}}),?\s+(?P<year>\d\d)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as written: first and last possible day (None without a year), its precision and where it stands."""

    first: date | None
    last: date | None
    precision: str
    text: str
    start: int
    end: int
    month: int | None = None
    day: int | None = None


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its abbreviation."""
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(word.lower().rstrip(".")[:3]))


def find_dates(text: str) -> list[Day]:
    """Every date in the text with at least a day and month, or a month and year, in order."""
    return [found for m in _DATE.finditer(text) if (found := _read(m)) is not None]


def _read(m: re.Match[str]) -> Day | None:
    get = m.group
    if get("iy"):
        return _day(m, int(get("iy")), int(get("im")), int(get("id")))
    if get("dy"):
        return _day(m, int(get("dy")), month_number(get("dm")), int(get("dd")))
    if get("my"):
        return _day(m, int(get("my")), month_number(get("mm")), int(get("md")))
    if get("ny"):
        return _numeric(m)
    if get("by"):
        first = date(int(get("by")), month_number(get("bm")), 1)
        return Day(first, month_end(first), "month", get(), m.start(), m.end())
    month, day = (get("pm"), get("pd")) if get("pm") else (get("qm"), get("qd"))
    # "may 5" is more often the verb than the month when it is not capitalised.
    if not month[0].isupper() or not 1 <= int(day) <= 31:
        return None
    return Day(None, None, "unknown", get(), m.start(), m.end(), month_number(month), int(day))


def _day(m: re.Match[str], year: int, month: int, day: int) -> Day | None:
    found = make_day(year, month, day)
    return Day(found, found, "day", m.group(), m.start(), m.end()) if found else None


def _numeric(m: re.Match[str]) -> Day | None:
    """12.06.2010 may be two days; both are kept where both exist."""
    a, b, year = int(m["na"]), int(m["nb"]), int(m["ny"])
    days = sorted({d for d in (make_day(year, b, a), make_day(year, a, b)) if d})
    if not days:
        return None
    return Day(days[0], days[-1], "day" if len(days) == 1 else "range", m.group(), m.start(), m.end())


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(first: date) -> date:
    """The last day of the month that `first` begins."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def date_line(text: str) -> list[Day]:
    """The dates that a line consists of, weekday, clock time and words such as "Published" aside; none for any other line."""
    if len(text) > 120:
        return []
    bare = _LEAD.sub("", text.strip())
    found = [d for d in find_dates(bare) if d.first]
    rest = bare
    for day in reversed(found):
        rest = rest[:day.start] + " " + rest[day.end:]
    return found if not rest.strip() or _AROUND.fullmatch(rest) else []


def read_value(value: str) -> Day | None:
    """A date given as a field: ISO day or time, year-month, year, or words."""
    value = value.strip()
    if m := re.fullmatch(r"((?:19|20)\d\d)(?:-(\d{1,2}))?", value):
        first = make_day(int(m[1]), int(m[2] or 1), 1)
        if first is None:
            return None
        return Day(first, month_end(first) if m[2] else date(first.year, 12, 31), "month" if m[2] else "year", value, 0, len(value))
    return next((d for d in find_dates(value) if d.first), None)


# ------------------------------------------------------------------ putting it together


def date_report(text: str, *, stated: Sequence[Day], metadata: Sequence[tuple[str, str]], today: date | None = None) -> Published:
    """When the report was published, from days stated at its head, metadata values (name, value), else a range from its words.

    `text` is the cleaned text without title. Nothing is guessed: what the words do not allow stays unknown, with the clues.
    """
    known: list[tuple[Day, str, str]] = [(day, "stated", day.text) for day in stated]
    unread = []
    for name, value in metadata:
        day = read_value(value)
        if day is None:
            unread.append(f"{name}: {value[:80]} (not a date)")
        else:
            known.append((day, "metadata", f"{name}: {value.strip()[:80]}"))
    filed = dateline(text) if not known else None
    if filed is not None and filed.first is not None:
        known.append((filed, "stated", f"dateline: {filed.text}"))
    published = _settle(known) if known else _infer(text)
    clues = (*published.clues, *unread, *_future(published, today))
    return Published(published.start, published.end, published.precision, published.basis, clues)


def _settle(known: Sequence[tuple[Day, str, str]]) -> Published:
    """One date from one or several given ones: the narrowest where they agree, the range of all where they do not."""
    clues = tuple(dict.fromkeys(clue for _, _, clue in known))
    basis = "stated" if any(b == "stated" for _, b, _ in known) else "metadata"
    first = max(_first(d) for d, _, _ in known)
    last = min(_last(d) for d, _, _ in known)
    if first <= last:
        day = next(d for d, _, _ in known if _first(d) == first or _last(d) == last)
        precision = "day" if first == last else day.precision if (_first(day), _last(day)) == (first, last) else "range"
        return Published(first.isoformat(), last.isoformat(), precision, basis, clues)
    first, last = min(_first(d) for d, _, _ in known), max(_last(d) for d, _, _ in known)
    return Published(first.isoformat(), last.isoformat(), "range", basis, (*clues, "the dates given differ"))


def _first(day: Day) -> date:
    assert day.first is not None
    return day.first


def _last(day: Day) -> date:
    assert day.last is not None
    return day.last


def _infer(text: str) -> Published:
    """A range from the text itself: not before the latest past day that it names with a year."""
    bound, clues = _bound(text)
    line = dateline(text)
    if line is not None:
        clues = [*clues, f"dateline: {line.text} (no year)"]
        bound = _next_such_day(bound, line) if bound else None
    if bound:
        return Published(bound.isoformat(), None, "range", "inferred", tuple(clues))
    return Published(clues=tuple(clues or _loose_clues(text)))


def _bound(text: str) -> tuple[date | None, list[str]]:
    """The latest first-possible-day among dates told as past, with the words that name it."""
    best: date | None = None
    words = ""
    named = [(d.start, d.end, d.first, d.text) for d in find_dates(text) if d.first]
    named += [(m.start(), m.end(), date(int(m["year"]), 1, 1), m.group()) for m in _YEAR_ALONE.finditer(text)]
    for start, end, first, wording in named:
        if (best is None or first > best) and not _NOT_YET.search(_sentence_around(text, start, end)):
            best, words = first, wording
    return best, [f"not before: {words}"] if best else []


def _sentence_around(text: str, start: int, end: int) -> str:
    """The words of the same sentence within about 200 characters on each side, the date itself left out."""
    before = re.split(r"[.!?]\s|\n", text[max(0, start - 200):start])[-1]
    after = re.split(r"[.!?](?:\s|$)|\n", text[end:end + 200])[0]
    return f"{before} {after}"


def dateline(text: str) -> Day | None:
    """The date in a dateline that opens one of the first paragraphs ("NAIROBI, Jan 14 (Wire) -"), with a year only if it has one."""
    for paragraph in text[:3000].split("\n\n")[:4]:
        filed = read_dateline(paragraph) or read_dateline(paragraph, alone=True)
        if filed is not None and filed.date and (days := find_dates(_with_century(filed.date))):
            return replace(days[0], text=filed.date)
    return None


def _with_century(words: str) -> str:
    """A date with its year in full: "16 JAN 90" was in 1990, and none lies far ahead."""
    m = _SHORT_YEAR.search(words)
    if m is not None:
        words = f"{words[:m.start('year')]}{'19' if int(m['year']) > 40 else '20'}{m['year']}"
    return words.title() if words.isupper() else words


def _next_such_day(bound: date, line: Day) -> date:
    """The first day on or after `bound` with the dateline's day and month (29 February may take years)."""
    assert line.month and line.day
    return next((d for year in range(bound.year, bound.year + 9)
                 if (d := make_day(year, line.month, line.day)) and d >= bound), bound)


def _loose_clues(text: str) -> Iterable[str]:
    """Months and days named without a year: kept as clues, they date nothing."""
    dates = find_dates(text)
    starts = {i for d in dates for i in range(d.start, d.end)}
    found = [d.text for d in dates if d.first is None] + [m.group() for m in _MONTH_ALONE.finditer(text) if m.start() not in starts]
    return [f"{words} (no year)" for words in list(dict.fromkeys(found))[:5]]


def _future(published: Published, today: date | None) -> tuple[str, ...]:
    start = published.days()[0]
    return (f"later than {today.isoformat()}, the day of reading",) if today and start and start > today else ()
