"""Which numbers stand in a text at all: digits and number words, whatever they count.

Independent of the reader on purpose: it says what a perfect reader could have found.
"""

from __future__ import annotations

import re

_UNITS = {w: n for n, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen".split()
)}
_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_DIGITS = re.compile(r"\d+(?:[,. ]\d{3})*(?:\.\d+)?")
_WORDS = re.compile(r"[a-z]+(?:-[a-z]+)*|\d+(?:[,.]\d+)*", re.I)


def numbers_in(text: str) -> set[int]:
    """Every whole number in the text; 0 and 1 always, since a text says them without a number."""
    found = {0, 1}
    for m in _DIGITS.finditer(text):
        found |= {int(part) for part in re.findall(r"\d+", m.group()) if len(part) < 12}
        whole = re.sub(r"[,. ]", "", m.group())
        if len(whole) < 12:
            found.add(int(whole))
    found |= _in_words(text)
    if re.search(r"\b(couple|both|twins?|pair)\b", text, re.I):
        found.add(2)
    return found


def _in_words(text: str) -> set[int]:
    """Numbers in words, and digits before a scale ("1.5 million"); a run of number words also counts in its parts."""
    found: set[int] = set()
    total = current = 0.0
    for token in _WORDS.findall(text.lower()):
        for word in token.split("-"):
            value = _UNITS.get(word, _TENS.get(word))
            if value is None and word == "dozen":
                found.add(12 * int(max(current, 1)))
            if value is not None:
                found.add(value)
                current += value
            elif word[0].isdigit():
                current = _as_float(word)
            elif word in _SCALES and _SCALES[word] == 100:
                current = max(current, 1) * 100
            elif word in _SCALES:
                total, current = total + max(current, 1) * _SCALES[word], 0.0
            elif word == "and" and (current >= 100 or total):
                continue
            else:
                total = current = 0.0
            if total + current < 1e12:
                found.add(int(total + current))
    return found


def _as_float(word: str) -> float:
    plain = re.sub(r",(?=\d{3})", "", word)
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) and len(plain) < 15 else 0.0
