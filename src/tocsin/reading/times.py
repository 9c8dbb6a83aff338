"""Find when: every time expression of a sentence, resolved to days where the words and the report's date allow.

A grammar over tokens in three layers: stated dates (day, month, year in any order), relative ones (yesterday, last week, three days
ago), and the words around either (since, until, between … and). What cannot be resolved keeps open days; nothing is guessed silently:
`basis` says whether the days were stated, counted from the report's date, or given a year that the text leaves out.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tocsin.reading import calendar, times_relative
from tocsin.reading.calendar import NOWHERE, Span
from tocsin.reading.figure_kinds import MONTHS, WEEKDAYS, find_kind
from tocsin.reading.numbers import DASHES, Words, read_number, word_set
from tocsin.reading.profiles import ACLED
from tocsin.reading.times_relative import Anchor, Found
from tocsin.records import Sentence, TimeMention

_PARTS = {"early": "early", "mid": "mid", "middle": "mid", "late": "late", "beginning": "early", "start": "early", "end": "late"}
_ORDINALS = {w: n for n, w in enumerate((
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"), 1)}
_FULL_WEEKDAYS = frozenset(w for w in WEEKDAYS if w.endswith("day"))
_MONTH_PREPOSITIONS = word_set("in of since by until till during early mid late last next this from on through throughout before after "
                               "between and to past every for end beginning start -")
_UP_TO = frozenset(("until", "till"))
_LINKS = frozenset(("to", *_UP_TO, "through", "-", "–", "—", "and"))
_STARTERS = frozenset(("starting", "beginning", "commencing", "effective", "from"))
_NAMED_AFTER = word_set("movement avenue avenues street streets square bridge brigade battalion university hospital stadium alliance")
_OPENERS = (MONTHS.keys() | WEEKDAYS.keys() | _PARTS.keys() | calendar.SEASONS.keys() | _ORDINALS.keys() | times_relative.OPENERS)


class Stated(NamedTuple):
    """A date as written, its missing parts None; `part` early, mid, late or a half; `last_day` ends "10-14 June"; `span` if not a date."""

    first: int
    last: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    part: str | None = None
    years: int = 1
    season: str | None = None


def find(sentence: Sentence, *, anchor: date | None, anchor_precision: str = "day") -> tuple[TimeMention, ...]:
    """Every time expression of a parsed sentence, in order, none overlapping.

    `anchor` is the report's day; where `anchor_precision` is not "day" (month, range, year), expressions finer than it stay unresolved.
    Spans take in the words that give the role (since, until, between … and), not a plain "on" or "in".
    """
    words, found, i, free = Words(sentence), [], 0, 0
    against = Anchor(anchor, anchor_precision)
    while i < words.n:
        hit = _read(words, i, against) if _may_open(words, i) else None
        if hit is None:
            i += 1
            continue
        hit = _take_role(words, hit, free)
        found.append(_mention(words, hit))
        if hit.span[0] is not None and hit.role in ("point", "during", "since"):
            against = against._replace(reference=hit.span)
        free = i = hit.last + 1
    return tuple(found)


def _may_open(words: Words, i: int) -> bool:
    word = words.low[i]
    return word in _OPENERS or word[0].isdecimal() or word[0] == "m" and word.startswith("mid-") or word.startswith(("early-", "late-"))


def _mention(words: Words, hit: Found) -> TimeMention:
    start, end = hit.span
    tokens, sentence = words.tokens, words.sentence
    return TimeMention(tokens[hit.first].start, tokens[hit.last].end, hit.first, hit.last, sentence.span_text(hit.first, hit.last),
                       start.isoformat() if start else None, end.isoformat() if end else None, hit.precision, hit.basis, hit.role)


def _read(words: Words, i: int, anchor: Anchor) -> Found | None:
    """The time expression that begins at token i: a stated date (or two joined), else a relative one."""
    stated = _read_stated(words, i)
    if stated is None:
        hit = times_relative.read(words, i, anchor)
        return _join_relative(words, hit, anchor) if hit else None
    low, at = words.low, stated.last + 1
    if low[at] in _LINKS and (low[at] != "and" or low[i - 1] == "between") or low[at] == "," and low[at + 1] in ("until", "through"):
        right = _read_stated(words, at + (2 if low[at] == "," else 1))
        if right is not None:
            return _join(words, stated, right, anchor)
    return _resolve(words, stated, anchor)


# ------------------------------------------------------------------ stated dates


def _read_stated(words: Words, i: int) -> Stated | None:
    """A date that names its day, month or year, from token i."""
    low = words.low
    if low[i] in _FULL_WEEKDAYS or low[i] in WEEKDAYS and _abbreviated_weekday(words, i):
        at = i + 2 if low[i + 1] == "," else i + 1
        at += low[at] == "the"
        dated = _read_date(words, at) if low[at] not in WEEKDAYS else None
        return dated._replace(first=i) if dated and dated.day else None
    return _read_date(words, i) or _read_part(words, i) or _read_year(words, i) or _read_season(words, i)


def _abbreviated_weekday(words: Words, i: int) -> bool:
    """Whether "Sun" or "Sat" is a day: a date follows, or "on" stands before; not a newspaper or a verb."""
    following = words.low[i + 1] if words.low[i + 1] != "," else words.low[i + 2]
    return words.tokens[i].text[0].isupper() and (following in MONTHS or following.isdecimal() or words.low[i - 1] == "on")


def _read_date(words: Words, i: int) -> Stated | None:
    return _read_day_first(words, i) or _read_month_first(words, i) or _read_digits(words, i)


def day_number(word: str) -> int | None:
    """1 to 31 of "10", "10th" or "tenth"; None for anything else."""
    if word[:1].isdecimal():
        digits = word[:-2] if word[-2:] in ("st", "nd", "rd", "th") else word
        value = int(digits) if digits.isdecimal() and len(digits) < 3 else 0
    else:
        value = _ORDINALS.get(word, 0)
    return value if 1 <= value <= 31 else None


def _read_day_first(words: Words, i: int) -> Stated | None:
    """ "10 June 2010", "the 10th of June", "3 JAN 90", "10-14 June", "3 and 5 May"."""
    low = words.low
    day, end, at = day_number(low[i]), None, i + 1
    if day is None and low[i].count("-") == 1 and low[i][:1].isdecimal():
        day, end = map(day_number, low[i].split("-"))  # "1st-3rd"
    if day is None:
        return None
    if low[at] in _LINKS or low[at] == "or":
        end = day_number(low[at + 1])
        if end is None or end <= day:
            return None
        at += 2
    if low[at] == "of":
        at += 1
    if low[at] not in MONTHS or not _is_month_name(words, at, beside=True):
        return None
    year, last = _year_after(words, at, comma=True)
    if year is None and low[at + 1] in _NAMED_AFTER:
        return None
    return Stated(i, last, year, MONTHS[low[at]], day, end)


def _read_month_first(words: Words, i: int) -> Stated | None:
    """ "June 10, 2010", "June 10-14", "June 2010", "June"."""
    low = words.low
    if low[i] not in MONTHS:
        return None
    at = i + 1 + (low[i + 1] == "the")
    day, end, last = day_number(low[at]), None, at
    if day is not None and not low[at].isalpha() and _is_month_name(words, i, beside=True) and not _counts_after_month(words, i, at):
        if low[at + 1] in _LINKS:
            end = day_number(low[at + 2]) if low[at + 2][:1].isdecimal() and low[at + 3] not in MONTHS else None
            if end is not None and end > day and not _counts_after_month(words, i, at + 2):
                last = at + 2
            else:
                end = None
        year, last = _year_after(words, last, comma=True)
        return Stated(i, last, year, MONTHS[low[i]], day, end)
    year, last = _year_after(words, i, comma=True)
    if year is not None:
        return Stated(i, last, year, MONTHS[low[i]])
    return Stated(i, i, None, MONTHS[low[i]]) if _is_month_name(words, i, beside=False) else None


def _counts_after_month(words: Words, month: int, at: int) -> bool:
    """Whether the number counts what follows: "in June 10 people died"."""
    return words.low[month - 1] == "in" and words.tag(at + 1) in ("NNS", "NNPS")


def _is_month_name(words: Words, i: int, *, beside: bool) -> bool:
    """Whether token i is a month and not "may", "march" or a given name; `beside`: a day or year stands next to it."""
    token, low = words.tokens[i], words.low
    if not token.text[0].isupper() or token.tag.startswith("VB") and low[i] in ("may", "march", "mar"):
        return False
    following, before = low[i + 1], low[i - 1]
    if beside:
        return not (low[i] == "may" and following in ("have", "be", "not", "also", "still"))
    sure = before in _MONTH_PREPOSITIONS - {"and", "to", "for", "-"}
    if token.tag == "MD" or len(low[i].rstrip(".")) < 4 and low[i] != "may" and not sure:  # "Saher Jan.", "Viña del Mar"
        return False
    if words.tag(i + 1) == "NNP" and words.tokens[i + 1].ent == "PERSON":
        return False
    if words.tag(i + 1) == "NNP" and following not in WEEKDAYS and before not in _MONTH_PREPOSITIONS:
        return False
    if low[i] in ("may", "march", "august", "april", "june") and (token.ent == "PERSON" or low[i] in ("may", "march")):
        prepared = before in _MONTH_PREPOSITIONS - {"and", "to", "for", "on", "before", "after"}
        return prepared or words.tag(i - 1) in ("DT", "PRP$", "POS") and words.tag(i + 1) in ("NN", "NNS")
    return True


def _year_after(words: Words, last: int, *, comma: bool = False) -> tuple[int | None, int]:
    """The year after token `last` (", 2010", "2010", "of 2010", "'90", "90") and the last token read."""
    low, at = words.low, last + 1
    if comma and low[at] == "," or low[at] in ("of", "in"):
        at += 1
    word = low[at]
    if len(word) == 4 and word.isdecimal() and 1000 <= int(word) <= 2100:
        counted = words.tag(at + 1) in ("NNS", "NNPS") and low[at - 1] == ","  # "on 5 May, 2005 people": a count, the year is open
        return (None, last) if counted else (int(word), at)
    if at == last + 1 and len(word) == 2 and word.isdecimal() and low[last] in MONTHS and day_number(low[last - 1]) and (
            not words.tag(at + 1).startswith(("NNS", "NNPS", "JJ", "VB", "MD"))):
        return (1900 if int(word) > 40 else 2000) + int(word), at
    return None, last


def _read_digits(words: Words, i: int) -> Stated | None:
    """ "2010-06-10", "10.06.2010", "25/12/2010"; where day and month could change places, "." puts the day first and "/" is left open."""
    low, last = words.low, i
    text = low[i]
    if not text[:1].isdecimal():
        return None
    if len(text) in (2, 4) and low[i + 1] == "-" and low[i + 3] == "-" and low[i + 2].isdecimal() and low[i + 4].isdecimal():
        text, last = "-".join((text, low[i + 2], low[i + 4])), i + 4
    mark = next((m for m in "-./" if text.count(m) == 2), None)
    parts = text.split(mark) if mark else []
    if len(parts) != 3 or not all(p.isdecimal() for p in parts):
        return None
    if len(parts[0]) == 4:
        year, month, day = map(int, parts)
    elif len(parts[2]) == 4:
        day, month, year = map(int, parts)
        if month > 12 >= day:
            day, month = month, day
        elif mark == "/" and day <= 12 and day != month:
            return Stated(i, last, None, None, day)  # 10/06/2010: June or October
    else:
        return None
    return Stated(i, last, year, month, day) if 1000 <= year <= 2100 and calendar.make_day(year, month, day) else None


def _read_part(words: Words, i: int) -> Stated | None:
    """ "early June", "mid-2010", "the end of 2009", "late 1990s", "the first half of June"."""
    low, at, part = words.low, i + 1, _PARTS.get(words.low[i])
    if part is None:
        name, _, rest = low[i].partition("-")
        if name in ("mid", "early", "late") and len(rest) == 4 and rest.isdecimal() and 1900 <= int(rest) <= 2100:
            return Stated(i, i, int(rest), part=name)
        if low[i] in ("first", "second") and low[i + 1] == "half" and low[i + 2] == "of":
            part, at = f"{low[i]} half", i + 2
        else:
            return None
    elif low[at] in DASHES:
        at += 1
    if low[at] == "of":
        at += 1
    elif low[i] in ("beginning", "start", "end", "middle"):
        return None
    at += low[at] == "the"
    inner = _read_month_first(words, at) or _read_year(words, at, sure=True)
    if inner is None or inner.day is not None:
        return None
    return inner._replace(first=i, part=part)


def _read_year(words: Words, i: int, *, sure: bool = False) -> Stated | None:
    """ "2010" where it is a year, "2009-10", "2005-2010", "the 1990s", "the '90s"."""
    low = words.low
    word = low[i].replace("'", "").replace("’", "")
    if word.endswith("0s") and word[:-1].isdecimal() and len(word) in (3, 5):
        decade = int(word[:-1]) + (0 if len(word) == 5 else 1900)
        if 1700 <= decade <= 2100 and (len(word) == 5 or low[i - 1] in ("'", "’", "the") or low[i] != word):
            return Stated(i, i, decade, years=10)
        return None
    if not (len(word) == 4 and word.isdecimal() and 1000 <= int(word) <= 2100):
        return None
    if not sure:
        core = read_number(words, i, ACLED)
        if core is None or find_kind(words, core, modified=low[i - 1] in ("about", "some", "than", "least", "over", "nearly"),
                                     before=None) != "year":
            return None
    year = int(word)
    if low[i + 1] in DASHES and low[i + 2].isdecimal() and len(low[i + 2]) in (2, 4) and low[i + 3] not in DASHES:
        end = int(low[i + 2]) if len(low[i + 2]) == 4 else year - year % 100 + int(low[i + 2])
        if year < end <= 2100:
            return Stated(i, i + 2, year, years=end - year + 1)
    return Stated(i, i, year)


def _read_season(words: Words, i: int) -> Stated | None:
    """ "summer 2009", "the spring of 2010"."""
    low = words.low
    if low[i] not in calendar.SEASONS:
        return None
    at = i + 2 if low[i + 1] == "of" else i + 1
    if len(low[at]) == 4 and low[at].isdecimal() and 1900 <= int(low[at]) <= 2100:
        return Stated(i, at, int(low[at]), season=low[i])
    return None


# ------------------------------------------------------------------ resolving


def _resolve(words: Words, stated: Stated, anchor: Anchor) -> Found:
    """Days of a stated date; a year that is missing comes from the anchor."""
    year, basis = stated.year, "stated"
    if year is None and stated.month is not None:
        basis = "inferred"
        if anchor.day is not None:
            year = calendar.guess_year(stated.month, stated.day, anchor.day, future=_looks_ahead(words, stated, anchor.day))
    span, precision = _span(stated, year)
    return Found(stated.first, stated.last, span, precision, basis, "during" if stated.last_day else "point")


def _looks_ahead(words: Words, stated: Stated, day: date) -> bool:
    """Whether the verb, or "until", puts a date without a year after the report, though a past one would be far off."""
    year = calendar.guess_year(stated.month or 1, stated.day, day)
    past = calendar.make_day(year, stated.month or 1, stated.day or 1) if year else None
    if past is not None and (day - past).days <= 31:
        return False
    before = stated.first - (2 if words.low[stated.first - 1] == "the" else 1)
    return words.low[before] in _UP_TO or any(
        times_relative.looks_ahead(words, i) for i in range(stated.first, stated.last + 1) if words.low[i] in MONTHS)


def _span(stated: Stated, year: int | None) -> tuple[Span, str]:
    if stated.season is not None:
        return (calendar.season_span(year, stated.season) if year else NOWHERE), "season"
    if stated.month is None:
        if stated.day is not None or year is None:
            return NOWHERE, "day"
        span = (calendar.year_span(year)[0], calendar.year_span(year + stated.years - 1)[1])
        precision = "year" if stated.years == 1 else "interval"
    elif stated.day is None:
        span, precision = (calendar.month_span(year, stated.month) if year else NOWHERE), "month"
    else:
        start = calendar.make_day(year, stated.month, stated.day) if year else None
        end = calendar.make_day(year, stated.month, stated.last_day) if year and stated.last_day else start
        return (start, end) if start and end else NOWHERE, "interval" if stated.last_day else "day"
    return (calendar.part_of(span, stated.part), "interval") if stated.part else (span, precision)


def _join(words: Words, left: Stated, right: Stated, anchor: Anchor) -> Found:
    """From the first day of one date to the last of another; a year or month that only the second names holds for both."""
    if left.year is None and right.year is not None and left.month is not None:
        left = left._replace(year=right.year - (right.month is not None and left.month > right.month))
    elif left.year is not None and right.year is None and right.month is not None and left.month is not None:
        right = right._replace(year=left.year + (left.month > right.month))
    end = _resolve(words, right, anchor)
    start = _resolve(words, left, anchor)
    if start.span[0] and end.span[1] and start.span[0] > end.span[1] and start.basis == "inferred" and left.month:
        start = start._replace(span=_span(left, end.span[1].year - 1)[0])
    span = (start.span[0], end.span[1])
    if span[0] and span[1] and span[0] > span[1]:
        span = NOWHERE
    basis = "stated" if start.basis == end.basis == "stated" else "inferred"
    return Found(left.first, right.last, span, "interval", basis, "during")


def _join_relative(words: Words, left: Found, anchor: Anchor) -> Found:
    """ "from Friday to Sunday", "between Monday and Wednesday"."""
    low, at = words.low, left.last + 1
    opens = low[left.first - 1]
    if left.weekday and opens in ("from", "between") and low[at] in _LINKS:
        right = times_relative.read(words, at + 1, anchor)
        if right is not None and right.weekday:
            start, end = left.span[0], right.span[1]
            if start and end and start > end:
                start = calendar.shift_day(start, -7)
            return Found(left.first, right.last, (start, end), "interval", "relative", "during")
    return left


# ------------------------------------------------------------------ roles


def _take_role(words: Words, hit: Found, free: int) -> Found:
    """Take in the words before that give the role: since, until, between, throughout, as of …"""
    low, before = words.low, hit.first - 1
    if low[before] == "the" or low[before] in ("about", "around", "late", "early"):
        before -= 1
    if low[before] == "of" and low[before - 1] in ("night", "evening", "morning", "afternoon", "day", "month", "year", "weekend"):
        before -= 3 if low[before - 2] == "the" else 2
        hit = hit._replace(first=max(before + 1, free))
    if before < free or hit.role == "duration":
        return hit
    if low[before] == "to" and low[before - 1] == "up" and before > free or low[before] in _UP_TO:
        return _until(hit, before - (low[before] == "to")) if not _possesses(words, hit.last) else hit
    if hit.role == "during":
        return hit._replace(first=before) if low[before] in ("between", "from", "during", "throughout") else hit
    return hit if hit.role == "as_of" else _take_point_role(words, hit, before, free)


def _take_point_role(words: Words, hit: Found, before: int, free: int) -> Found:
    """The role that the word at `before` gives to a date."""
    low, word = words.low, words.low[before]
    if word in ("during", "throughout"):
        return hit._replace(first=before, role="during")
    if word == "of" and low[before - 1] == "as" and before > free:
        return hit._replace(first=before - 1, role="as_of")
    if word == "from" and (hit.basis == "relative" or hit.precision in ("month", "year") and words.tag(before - 1).startswith("NN")):
        return hit  # "the attack from last week", "a photo from April 2009"
    if word == "since":
        return hit._replace(first=before, span=(hit.span[0], None), role="since")
    if _possesses(words, hit.last):
        return hit
    if word == "on" and low[before - 1] in ("starting", "beginning") and before > free:
        return hit._replace(first=before - 1, span=(hit.span[0], None), role="since")
    if word in _STARTERS:
        return hit._replace(first=before, span=(hit.span[0], None), role="since")
    if word == "by":
        return _until(hit, before)
    if word == "after":
        return hit._replace(first=before, span=(hit.span[1], None), role="since")
    return hit._replace(first=before, span=(None, hit.span[0]), role="until") if word == "before" else hit


def _until(hit: Found, before: int) -> Found:
    return hit._replace(first=before, span=(None, hit.span[1]), role="until")


def _possesses(words: Words, last: int) -> bool:
    """Whether the date belongs to a noun: "after Friday's attack", "by the June clashes"."""
    return words.tag(last + 1) in ("POS", "NN", "NNS") or words.low[last + 1] == "'s"
