"""Days, weeks, months, seasons and years as spans of days: the arithmetic behind `times`."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, timedelta

Span = tuple[date | None, date | None]
NOWHERE: Span = (None, None)
DAY = timedelta(days=1)
LEEWAY = timedelta(days=7)  # a date without a year may lie this far after the report: an announcement
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # northern hemisphere, first month


def make_day(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_day(day: date | None, days: int) -> date | None:
    """The day so many days on; None where the calendar ends."""
    if day is None or abs(days) > 4_000_000:
        return None
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def month_span(year: int, month: int) -> Span:
    """First and last day of a month."""
    first = make_day(year, month, 1)
    if first is None:
        return NOWHERE
    following = make_day(year + month // 12, month % 12 + 1, 1)
    return first, following - DAY if following else date(year, month, 31)


def year_span(year: int) -> Span:
    """First and last day of a year."""
    return (date(year, 1, 1), date(year, 12, 31)) if MINYEAR <= year <= MAXYEAR else NOWHERE


def week_span(day: date) -> Span:
    """Monday to Sunday of the week that holds the day."""
    monday = shift_day(day, -day.weekday())
    return monday, shift_day(monday, 6)


def season_span(year: int, season: str) -> Span:
    """The three months of a season that begins in the year."""
    month = SEASONS[season]
    start = make_day(year, month, 1)
    return start, month_span(year + (month + 2 > 12), (month + 1) % 12 + 1)[1]


def shift_month(year: int, month: int, months: int) -> tuple[int, int]:
    """Year and month so many months on."""
    total = year * 12 + month - 1 + months
    return total // 12, total % 12 + 1


def part_of(span: Span, part: str) -> Span:
    """The early, middle or late third (or first or second half) of a span of days."""
    start, end = span
    if start is None or end is None:
        return span
    length = (end - start).days + 1
    if part in ("first half", "second half"):
        middle = start + timedelta(days=length // 2)
        return (start, middle - DAY) if part == "first half" else (middle, end)
    if start.year == end.year and length > 360:
        first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part]
        return date(start.year, first, 1), month_span(start.year, last)[1]
    if end.year - start.year == 9:
        first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[part]
        return date(start.year + first, 1, 1), date(start.year + last, 12, 31)
    third = length // 3
    if part == "early":
        return start, start + timedelta(days=third - 1)
    middle = start + timedelta(days=2 * third)
    return (middle, end) if part == "late" else (start + timedelta(days=third), middle - DAY)


def guess_year(month: int, day: int | None, anchor: date, *, future: bool = False) -> int | None:
    """The year of a date without one: the latest that is not after the anchor and a week; the next after it where `future`."""
    years = range(anchor.year, anchor.year + 9) if future else range(anchor.year + 1, anchor.year - 9, -1)
    for year in years:
        found = make_day(year, month, day or 1)
        if found is None:
            continue
        last = found if day else month_span(year, month)[1]
        if future and last is not None and last >= anchor or not future and found <= anchor + LEEWAY:
            return year
    return None


def weekday_span(weekday: int, anchor: date, which: str = "") -> Span:
    """The day of that weekday: on or before the anchor; `which` last: before it; next: after it; this: in the anchor's week."""
    back = (anchor.weekday() - weekday) % 7
    if which == "next":
        found = shift_day(anchor, 7 - back)
    elif which == "this":
        found = shift_day(anchor, weekday - anchor.weekday())
    else:
        found = shift_day(anchor, -(back or 7) if which == "last" else -back)
    return found, found


def relative_season(season: str, anchor: date, which: str) -> Span:
    """ "last summer": the latest that ended before the anchor; "next": the first that begins after it; "this": the one of its year."""
    if which == "this":
        return season_span(anchor.year, season)
    years = (anchor.year, anchor.year + 1) if which == "next" else (anchor.year, anchor.year - 1, anchor.year - 2)
    for year in years:
        start, end = season_span(year, season)
        if start is None or end is None:
            continue
        if which == "next" and start > anchor or which != "next" and end < anchor:
            return start, end
    return NOWHERE


def unit_span(unit: str, anchor: date, steps: int) -> Span:
    """The day, week, month or year that lies so many steps from the anchor's own."""
    if unit == "day":
        found = shift_day(anchor, steps)
        return found, found
    if unit == "week":
        found = shift_day(anchor, 7 * steps)
        return week_span(found) if found else NOWHERE
    if unit == "month":
        year, month = shift_month(anchor.year, anchor.month, steps)
        return month_span(year, month) if MINYEAR <= year <= MAXYEAR else NOWHERE
    return year_span(anchor.year + steps * {"decade": 10, "century": 100}.get(unit, 1))


def back_from(unit: str, anchor: date, steps: int) -> Span:
    """The stretch of so many days, weeks, months or years that ends on the anchor."""
    days = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3652, "century": 36524}
    if unit in ("minute", "hour"):
        per_day = 24 if unit == "hour" else 1440
        return shift_day(anchor, -((steps + per_day - 1) // per_day)), anchor
    return shift_day(anchor, -days[unit] * steps), anchor
