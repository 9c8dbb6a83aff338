"""Read numbers as people write them: digits, words, scales, vague plurals and shares.

A small recursive-descent grammar over a sentence's tokens. Every rule takes the words and a token index and gives what it read with
the index of its last token, or None; none looks further than a fixed number of tokens, so time stays linear.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from tocsin.reading.profiles import Profile, Triple
from tocsin.records import Sentence, Token


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set: for the word lists of a grammar."""
    return frozenset(text.split())


class Words:
    """A sentence's tokens with their lower-case words, padded so that a look a few tokens past either end reads ""."""

    __slots__ = ("low", "n", "sentence", "tokens")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.n = len(self.tokens)
        self.low: list[str] = [t.text.lower() for t in self.tokens] + [""] * 8  # low[-1] is "" as well

    def tag(self, i: int) -> str:
        """The tag of token i, "" outside the sentence."""
        return self.tokens[i].tag if 0 <= i < self.n else ""


class Core(NamedTuple):
    """A number as read: tokens first to last, its ends, and `form`: exact, range, vague_plural, no, fraction; most and part are
    shares of a base without a number.

    `scaled`: the last token is a scale word ("two hundred"). `written`: the class of a lone digit token (see `classify_digits`).
    `share` is a fraction of something; `base` what it is a share of.
    """

    first: int
    last: int
    triple: Triple
    form: str = "exact"
    scaled: int = 0
    written: str = ""
    share: Fraction | None = None
    base: Core | None = None


UNITS = {w: n for n, w in enumerate((
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"))}
TENS = {w: 10 * n for n, w in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)}
SMALL = UNITS | TENS | {"fourty": 40}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12, "lakh": 10**5,
          "lakhs": 10**5, "crore": 10**7, "crores": 10**7, "mln": 10**6, "bn": 10**9}
PLURALS = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1_000, "millions": 10**6}
PLURAL_OF = {"dozen": "dozens", "hundred": "hundreds", "thousand": "thousands", "million": "millions"}
FEW = {"several": "several", "few": "few", "couple": "couple", "handful": "handful"}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
PART_PLURALS = {"halves": 2, "thirds": 3, "quarters": 4, "fourths": 4, "fifths": 5, "sixths": 6, "sevenths": 7, "eighths": 8, "tenths": 10}
VULGAR = {"½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅕": Fraction(1, 5)}
DASHES = frozenset("-–—‑−")
MAX_VALUE = 10**13  # larger ones are no counts of anything this package reads

_SUFFIXES = {"k": 1_000, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9, "million": 10**6, "billion": 10**9,
             "thousand": 1_000, "hundred": 100, "lakh": 10**5, "lakhs": 10**5, "crore": 10**7}
_NUMERAL = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,2}(?:,\d{2})+,\d{3}|\d+(?:\.\d+)*"
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in (
    ("ordinal", r"\d+(?:st|nd|rd|th)(?:[-–]\d+(?:st|nd|rd|th))?"),
    ("time", r"\d{1,2}[:h]\d{2}(?::\d{2})?(?:[ap]\.?m\.?)?|\d{1,2}(?:\.\d\d)?(?:[ap]\.?m\.?)"),
    ("date", r"\d{1,4}([./-])\d{1,2}\1\d{2,4}"),
    ("year", r"(?:\d\d)?\d0['’]?s"),
    ("measure", r"[\d.,]+(?:km|kms|km2|mm|cm|kg|ft|mph|kph|ha|sq|mw|cc|x)"),
    ("number", rf"[~≈]?(?:{_NUMERAL})"),
    ("suffixed", rf"(?:{_NUMERAL})(?:k|m|mn|mln|bn|b|million|billion|thousand|hundred|lakhs?|crore)"),
    ("span", rf"(?:{_NUMERAL})[–—-](?:{_NUMERAL})"),
    ("part", r"\d{1,3}/\d{1,3}"),
    ("fused", r"\d[\d,]*[a-z]{4,}"),  # a lost blank: "12killed"
))
_FUSED = re.compile(r"(\d[\d,]*?),?([a-z]+)$")


@lru_cache(maxsize=8192)
def classify_digits(text: str) -> str:
    """What a lower-case token with digits is: number, suffixed, span, part, fused, ordinal, time, date, year, measure or identifier."""
    for name, pattern in _PATTERNS:
        if pattern.fullmatch(text):
            return name
    return "identifier"


def value_of(text: str, following: str = "") -> Fraction | None:
    """The value of a digit token; "800.000" is thousands only where the groups or the counted word leave no doubt."""
    text = text.strip("~≈").rstrip(",")
    match = re.fullmatch(r"([\d.,]+)([a-z]+)", text)
    factor = _SUFFIXES.get(match[2], 1) if match else 1
    digits = (match[1] if match else text).replace(",", "")
    groups = digits.split(".")
    if len(digits) > 15:
        return None
    if len(groups) > 1 and all(len(g) == 3 for g in groups[1:]) and 0 < len(groups[0]) <= 3 and groups[0][0] != "0" and (
            len(groups) > 2 or groups[1] == "000" or following in ("people", "persons", "civilians", "refugees", "families", "houses")):
        digits = "".join(groups)
    elif len(groups) > 2 or not digits.strip("."):
        return None
    value = Fraction(digits) * factor
    return value if value < MAX_VALUE else None


def whole(value: Fraction) -> int:
    """The nearest whole number."""
    return round(value)


# ------------------------------------------------------------------ grammar


def read_number(words: Words, i: int, profile: Profile, *, plain: bool = False) -> Core | None:
    """One number from token i: digits with a scale, words, or a vague plural; `plain` stops "and" from joining ("between … and")."""
    low = words.low
    word = low[i]
    if word[:1].isdecimal() or word[:1] in "~≈" and word[1:2].isdecimal():
        return _read_digits(words, i)
    if word in SMALL or word in ("a", "an"):
        return _read_half_scale(words, i) or _read_words(words, i, plain=plain) or _read_vague(words, i, profile)
    if word in ("half", "quarter"):
        return _read_half_scale(words, i)
    return _read_vague(words, i, profile)


def _read_digits(words: Words, i: int) -> Core | None:
    low = words.low
    written = classify_digits(low[i])
    if written == "span":
        left, _, right = re.split(r"([–—-])", low[i], maxsplit=1)
        a, b = value_of(left), value_of(right)
        if a is None or b is None or a >= b:
            return Core(i, i, (None, None, None), written="score" if a is not None and b is not None else "identifier")
        factor, last = _scale(words, i)
        return Core(i, last, (whole(a * factor), None, whole(b * factor)), "range", scaled=int(factor), written="span")
    if written == "fused":
        match = _FUSED.match(low[i])
        value = value_of(match[1]) if match else None
        return None if value is None else Core(i, i, (whole(value),) * 3, written="fused")
    if written not in ("number", "suffixed"):
        return Core(i, i, (None, None, None), written=written)
    if written == "suffixed" and low[i].endswith("m") and not _counts_million(words, i):
        return Core(i, i, (None, None, None), written="measure")
    value, last = value_of(low[i], low[i + 1]), i
    if value is None:
        return Core(i, i, (None, None, None), written="identifier")
    if value < 1000 and low[i].isdecimal() and _spaced_group(words, i):
        value, last = value * 1000 + int(low[i + 1]), i + 1
    if low[last + 1] in VULGAR or low[last + 1] in ("1/2", "1/4", "3/4") and low[last + 2] in SCALES:
        value, last = value + (VULGAR.get(low[last + 1]) or Fraction(low[last + 1])), last + 1
    factor, end = _scale(words, last)
    if value * factor >= MAX_VALUE:
        return Core(i, end, (None, None, None), written="identifier")
    value *= factor
    exact = whole(value) if value.denominator == 1 else None
    return Core(i, end, (exact,) * 3, scaled=int(factor), written="number" if end == i else "")


def _counts_million(words: Words, i: int) -> bool:
    """Whether the m of "1.2m" is million: after a currency or before a word that is counted."""
    following = words.tag(i + 1)
    return words.tag(i - 1) == "$" or following == "NNS" or following.startswith("JJ") and words.tag(i + 2) == "NNS"


def _spaced_group(words: Words, i: int) -> bool:
    """Whether "1 200" is one number: one blank between, exactly three digits after, and no month, number or sign beside it."""
    low, tokens = words.low, words.tokens
    if not (i + 1 < words.n and len(low[i + 1]) == 3 and low[i + 1].isdecimal() and low[i][0] != "0"):
        return False
    before = words.tag(i - 1)
    return (tokens[i + 1].start - tokens[i].end == 1 and before not in ("CD", "NNP", "SYM", "NN") and not low[i - 1].startswith("+")
            and not low[i + 2][:1].isdecimal() and words.tag(i + 2).startswith(("NN", "JJ", "VB")))


def _scale(words: Words, last: int) -> tuple[int, int]:
    """The factor of the scale word after token `last` (1 when there is none) and the last token read."""
    low, factor = words.low, 1
    for _ in range(2):  # "two hundred thousand"
        at = last + 1
        if low[at] in DASHES and low[at + 1] in SCALES:
            at += 1
        if low[at] in SCALES:
            factor, last = factor * SCALES[low[at]], at
        elif low[at] == "m" and factor == 1 and words.tag(at) in ("CD", "NN") and (
                words.tag(last - 1) == "$" or words.tag(at + 1) == "NNS"):
            factor, last = 10**6, at
        else:
            break
    return factor, last


def _read_words(words: Words, i: int, *, plain: bool) -> Core | None:
    """Number words: "three hundred and twelve", "two dozen", "a thousand", "two and a half million"."""
    low, total, limit, at, scaled = words.low, 0, MAX_VALUE, i, 1
    last: int | None = None
    while True:
        group = _group(words, at, plain=plain)
        if group is None:
            break
        value, end = group
        factor, scaled_end = _scale_below(words, end, limit)
        if low[at] in ("a", "an") and scaled_end == at:
            break
        if value >= limit:
            break
        total, last, scaled = total + value * factor, scaled_end, factor if factor > 1 else _hundreds(low[scaled_end])
        limit = factor
        if factor < 1000:
            break
        at = last + 1
        if low[at] == "and" and not plain or low[at] == "," and low[at + 1] in SMALL:
            at += 1
        if low[at] in ("a", "an"):
            break
    if last is None:
        return None
    half = _and_a_half(words, last)
    if half and total < 1000:
        factor, last = SCALES[low[half]], half
        return Core(i, last, (total * factor + factor // 2,) * 3, scaled=factor)
    return Core(i, last, (total,) * 3, scaled=scaled)


def _hundreds(word: str) -> int:
    return SCALES.get(word, 1)


def _and_a_half(words: Words, last: int) -> int | None:
    """Index of the scale word in "… and a half million"."""
    low = words.low
    if low[last + 1] == "and" and low[last + 2] == "a" and low[last + 3] == "half" and low[last + 4] in SCALES:
        return last + 4
    return None


def _group(words: Words, i: int, *, plain: bool) -> tuple[int, int] | None:
    """A number below a thousand (or "twelve hundred") from token i: value and last token."""
    low = words.low
    if low[i] in ("a", "an"):
        at = i + 2 if low[i + 1] in DASHES else i + 1
        if low[at] == "hundred":
            return _after_hundred(words, 100, at, plain=plain)
        return (1, i) if low[at] in SCALES else None
    small = _small(words, i)
    if small is None:
        return None
    value, last = small
    at = last + 2 if low[last + 1] in DASHES else last + 1
    if low[at] == "hundred" and value < 100:
        return _after_hundred(words, value * 100, at, plain=plain)
    return value, last


def _after_hundred(words: Words, value: int, last: int, *, plain: bool) -> tuple[int, int]:
    """Add what follows "hundred": "three hundred (and) twelve"; not the next number of a range or list."""
    low, at = words.low, last + 1
    if low[at] == "and":
        if plain:
            return value, last
        at += 1
    rest = _small(words, at)
    if rest is None or rest[0] == 0 or low[rest[1] + 1] in ("hundred", "dozen"):
        return value, last
    return value + rest[0], rest[1]


def _small(words: Words, i: int) -> tuple[int, int] | None:
    """A number below a hundred: "twelve", "forty", "forty-two", "forty two"."""
    low = words.low
    if low[i] in UNITS:
        return UNITS[low[i]], i
    if low[i] not in SMALL:
        return None
    at = i + 2 if low[i + 1] in DASHES else i + 1
    if 0 < UNITS.get(low[at], 0) < 10:
        return SMALL[low[i]] + UNITS[low[at]], at
    return SMALL[low[i]], i


def _scale_below(words: Words, end: int, limit: int) -> tuple[int, int]:
    factor, last = _scale(words, end)
    return (factor, last) if factor < limit else (1, end)


def _read_half_scale(words: Words, i: int) -> Core | None:
    """Half or a quarter of a scale: "half a million", "a half-dozen", "half-a-dozen", "three quarters of a million"."""
    low, at, share = words.low, i, Fraction(0)
    if low[at] in ("a", "an", "one", "three"):
        share = Fraction(3 if low[at] == "three" else 1)
        at += 2 if low[at + 1] in DASHES else 1
    if low[at] not in ("half", "quarter", "quarters"):
        return None
    share = (share or Fraction(1)) / (2 if low[at] == "half" else 4)
    at += 1
    for filler in (DASHES, ("of",), ("a", "an"), DASHES):
        if low[at] in filler:
            at += 1
    if low[at] not in SCALES:
        return None
    return Core(i, at, (whole(share * SCALES[low[at]]),) * 3, scaled=SCALES[low[at]])


def _read_vague(words: Words, i: int, profile: Profile) -> Core | None:
    """Words for a number that none gives: "several", "a few dozen", "dozens", "tens of thousands"."""
    low, at, few = words.low, i, None
    if low[at] in ("a", "an") and low[at + 1] in ("few", "couple", "handful", "small", "good"):
        at += 2 if low[at + 1] in ("small", "good") else 1
    if low[at] in FEW and (at > i or low[at] == "several"):
        few, at = FEW[low[at]], at + 1
        if low[at] == "of" and few in ("couple", "handful"):
            at += 1
        elif few in ("couple", "handful") and low[at] not in SCALES:
            return None  # "a couple" is two people married
    elif low[at] == "many" or low[at] == "some" and low[at + 1] in PLURALS:
        few, at = "many", at + 1
    if at > i and few is None:
        return None
    plural = _plural(words, at)
    if plural is not None:
        key, last = plural
        least, best, high = profile.plurals[key]
        times = profile.few.get(few or "", 1)
        return Core(i, last, (least and least * times, best and best * times, high), "vague_plural")
    if few is not None and few in profile.few:
        last = at - 1 - (low[at - 1] == "of")
        return Core(i, last, (profile.few[few], profile.few[few], None), "vague_plural")
    return None


def _plural(words: Words, i: int) -> tuple[str, int] | None:
    """The magnitude of a plural scale from token i ("tens of thousands", "hundred" after "several") and its last token."""
    low = words.low
    word = low[i]
    if word in PLURAL_OF and i > 0:
        if low[i + 1] in PLURAL_OF:  # "several hundred thousand"
            return ("hundreds_of_thousands" if word == "hundred" else "tens_of_thousands", i + 1) if low[i + 1] == "thousand" else None
        return PLURAL_OF[word], i
    if word not in PLURALS or word == "scores" and not _scores_counts(words, i):
        return None
    if low[i + 1] in ("of", "and", "upon") and low[i + 2] == "thousands" and word in ("tens", "hundreds", "dozens", "scores"):
        return ("hundreds_of_thousands" if word == "hundreds" else "tens_of_thousands"), i + 2
    if low[i + 1] == "of" and low[i + 2] == "millions" and word == "tens":
        return "tens_of_millions", i + 2
    if low[i + 1] in ("upon", "and") and low[i + 2] == word:
        return word, i + 2
    return (None if word == "tens" and low[i + 1] != "of" else (word, i))


def _scores_counts(words: Words, i: int) -> bool:
    """Whether "scores" counts: "scores of people", "scores were killed"; not "test scores" nor "she scores"."""
    if words.low[i + 1] == "of":
        return words.tag(i + 2) in ("NNS", "NNPS", "JJ", "DT", "PRP", "PRP$", "VBN", "VBG", "NNP", "NN")
    return (words.tag(i - 1) not in ("NN", "NNP", "PRP", "JJ", "DT", "PRP$") and words.low[i + 1] in (
        "were", "are", "have", "more", "killed", "dead", "injured", "wounded", "missing", "arrested", "feared"))


def read_share(words: Words, i: int) -> Core | None:
    """A share of something from token i: "half", "a third", "two-thirds", "40 percent", "one in five", "1/3 of", "most of"."""
    return _read_part(words, i) or _read_percent(words, i) or _read_ratio(words, i) or _read_loose_share(words, i)


def _read_loose_share(words: Words, i: int) -> Core | None:
    """ "most of the 2,000", "some of the 2,000": a share without a number, so that its base is not taken for the count."""
    low = words.low
    at = i + 1 if low[i] in ("a", "the") and low[i + 1] in ("majority", "part") else i
    nearly_all = low[at] == "all" and low[at - 1] in ("almost", "nearly", "virtually", "practically")
    if low[at + 1] != "of" or not (nearly_all or low[at] in ("most", "majority", "some", "many", "part", "few", "several")):
        return None
    return Core(i, at, (None,) * 3, "most" if nearly_all or low[at] in ("most", "majority") else "part", share=Fraction(1, 2))


def _read_part(words: Words, i: int) -> Core | None:
    low = words.low
    if low[i] in VULGAR or classify_digits(low[i]) == "part" and low[i + 1] == "of" and low[i].split("/")[1].strip("0"):
        return Core(i, i, (None,) * 3, "fraction", share=VULGAR.get(low[i]) or Fraction(low[i]))
    count, at = 1, i
    if low[i] in ("a", "an") or 0 < UNITS.get(low[i], 0) < 10:
        count = UNITS.get(low[i], 1)
        at = i + 2 if low[i + 1] in DASHES else i + 1
    if at > i and low[at] in PARTS and low[at] != "half" and count == 1 and low[at + 1] == "of":
        return Core(i, at, (None,) * 3, "fraction", share=Fraction(1, PARTS[low[at]]))
    if at > i and low[at] in PART_PLURALS and count < PART_PLURALS[low[at]]:
        return Core(i, at, (None,) * 3, "fraction", share=Fraction(count, PART_PLURALS[low[at]]))
    if low[at] == "half" and (at == i or count == 1) and _half_of(words, at):
        return Core(i, at, (None,) * 3, "fraction", share=Fraction(1, 2))
    return None


def _half_of(words: Words, at: int) -> bool:
    """Whether "half" is a share of people or things: "half of", "half the", "half were"; not "second half", "half an hour"."""
    low = words.low
    if low[at - 1] in ("first", "second", "latter", "other", "northern", "southern", "better") or low[at + 1] in DASHES:
        return False
    return words.tag(at + 1) in ("VBD", "VBP", "VBN", "VBZ") or low[at + 1] in (
        "of", "the", "its", "their", "his", "her", "our", "all", "these", "those", "were", "are", "have", "had")


def _read_percent(words: Words, i: int) -> Core | None:
    low = words.low
    digits = low[i][:1].isdecimal()
    if not digits and low[i] not in SMALL:
        return None
    if digits:
        value, last = (value_of(low[i]), i) if classify_digits(low[i]) == "number" else (None, i)
    else:
        small = _small(words, i)
        value, last = (Fraction(small[0]), small[1]) if small else (None, i)
    at = last + 2 if low[last + 1] in DASHES else last + 1
    if value is None or value > 100:
        return None
    if low[at] in ("%", "percent", "pct"):
        return Core(i, at, (None,) * 3, "fraction", share=value / 100, written="percent")
    if low[at] == "per" and low[at + 1] == "cent":
        return Core(i, at + 1, (None,) * 3, "fraction", share=value / 100, written="percent")
    return None


def _read_ratio(words: Words, i: int) -> Core | None:
    """ "one in five", "four out of five", "two of every three"."""
    low = words.low
    top = UNITS.get(low[i]) or (int(low[i]) if low[i].isdecimal() and len(low[i]) < 3 else 0)
    if not top:
        return None
    for link in (("in", "every"), ("out", "of", "every"), ("of", "every"), ("out", "of"), ("in",)):
        at = i + 1 + len(link)
        if tuple(low[i + 1:at]) == link:
            bottom = UNITS.get(low[at]) or (int(low[at]) if low[at].isdecimal() and len(low[at]) < 4 else 0)
            if bottom not in (3, 4, 5, 10, 20, 50, 100, 1000) and link != ("in",):
                return None  # "two out of seven" counts
            if link == ("in",) and (top != 1 or bottom > 1000 or low[i - 1] in ("aged", "day")):
                return None
            return Core(i, at, (None,) * 3, "fraction", share=Fraction(top, bottom)) if bottom > top else None
    return None
