"""Words that copying ran together ("displacedabout", "with14,593", "fami-lies") are parted again, or made whole.

Pages, PDF files and scrapers lose the blank at a line's end and keep the hyphen there. A word is parted only where it is no word itself and
both parts are; where neither part is a word such as "the" or "were", only in a text that shows elsewhere that it lost its blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tocsin.codebook.words import FUNCTION_WORDS, is_word
from tocsin.intake.paragraphs import KEPT_PREFIXES
from tocsin.intake.strand import Edit, Strand

FOREIGN = 0.4  # a text of which more words are unknown than this is in another language
RARE = 1500  # letters: a text with a lost blank in so many has lost others
DENSE = 600  # letters: so has a text with two words in so many that may have lost one
SHORT = 200  # letters: a fragment may have no capital
FEW = 8  # words: fewer tell no language
_ENGLISH_FROM = 4  # letters: shorter words look alike in many languages

_LINKS = frozenset(
    "the and of that which who from between about during since were was have been their they this these those because".split()
)
_LEADS = _LINKS | frozenset("of by".split())
_TAILS = _LINKS | frozenset("with into within without following near to by".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday "
    "saturday sunday".split()
)
_PREFIXES = KEPT_PREFIXES | frozenset("re de un multi mini micro ultra neo pan socio geo bio para sub super over under out".split())
_NEWER = frozenset(
    "airstrike airstrikes governorate governorates coronavirus quadcopter quadcopters infographic infrastructural intercommunal "
    "intercommunity undercount interagency interclan floodwaters safehouse passersby rollout whichever".split()
)
_ENDINGS = frozenset("able ability less ship hood ward wards like wise free proof side land town house line fully ever self selves".split())

_PARTICLES = frozenset("ups ins outs offs ons downs overs ish ite ites".split())  # "start-ups"

_CAPITAL = re.compile("[A-Z]")
_LETTERS = re.compile(r"\b[A-Za-z][a-z]{3,}\b")
_WORD = re.compile(r"(?<![\w@/.'’&#-])[A-Za-z][a-z]{3,}(?![\w@/&-]|['’][A-Za-z]|\.[a-z]{2})")
_NUMBER_WORD = re.compile(r"(?<![\w.,/@-])(\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d+)?)([A-Za-z]?[a-z]{3,})(?![\w-])")
_WORD_NUMBER = re.compile(r"(?<![\w/@.])([A-Za-z][a-z]+)(\d[\d,.]*)(?![\w/-])")
_ACRONYM_WORD = re.compile(r"(?<![A-Z/@.\d])([A-Z]{3,})([a-z]{5,})(?![\w/@])")
_WORD_CAPITAL = re.compile(r"(?<![\w/@.'’-])([a-z]{2,})([A-Z][A-Za-z]{2,})(?![\w/@.])")
_COMMA = re.compile(r",(?<=[a-z]{4},)(?=[A-Za-z][a-z]{2,}[\s.,;)])")
_HYPHEN_WORD = re.compile(r"-([a-z]{3,})(?![\w-])")
_BEFORE_HYPHEN = re.compile(r"(?<![\w-])[A-Za-z]?[a-z]{2,}$")
_TOUCHES = re.compile(r"\d[A-Za-z]{3}|[a-z]{2}\d|[A-Z]{3}[a-z]{5}|[a-z]{2}[A-Z][A-Za-z]{2}")  # whether the four above are worth asking


class _Cut(NamedTuple):
    """Where a word falls apart; `sure` when a part is a word that nothing is made with."""

    at: int
    sure: bool


def part_glued(strand: Strand) -> Strand:
    """The strand with a blank between words that were run together, and without the hyphen of a word cut at a line's end."""
    text = strand.text
    words = set(_LETTERS.findall(text))
    strange = {w for w in words if not _is_known(w.lower())}
    ordinary = sum(w[0].islower() for w in words)
    if ordinary >= FEW and sum(w[0].islower() for w in strange) > FOREIGN * ordinary:
        return strand
    blanks = {m.end() for m in _COMMA.finditer(text)}
    if _TOUCHES.search(text):
        blanks |= {*_beside_numbers(text), *_beside_capitals(text)}
    found = {w: cut for w in strange if (cut := _cut(w)) is not None}
    if found and _has_capitals(text):
        cuts = [(m.start(), found[m.group()]) for m in _WORD.finditer(text) if m.group() in found]
        sure = len(blanks) + sum(cut.sure for _, cut in cuts)
        glued = RARE * sure >= len(text) or DENSE * len(cuts) >= 2 * len(text) and len(cuts) > 1
        blanks |= {start + cut.at for start, cut in cuts if cut.sure or glued}
    edits: list[Edit] = [(i, i, " ") for i in blanks]
    edits += [(i, i + 1, "") for i in _needless_hyphens(text)]
    return strand.edit(sorted(edits)) if edits else strand


def _has_capitals(text: str) -> bool:
    """Whether capitals tell the names; in a text without them a strange word is most often one."""
    return len(text) < SHORT or 100 * len(_CAPITAL.findall(text)) >= len(text)


def _is_known(word: str) -> bool:
    return is_word(word) or word in _NEWER


@lru_cache(maxsize=50_000)
def _cut(word: str) -> _Cut | None:
    """Where a word that is none falls apart into two, or None."""
    low = word.lower()
    ends = range(2, len(low) - 1)
    if word[0].isupper():  # most are names: only a day or month, an article, or a known name before a small word
        for k in ends:
            if low[:k] in _MONTHS and low[k:] in FUNCTION_WORDS or low[:k] == "the" and len(low) - k >= 5 and _is_known(low[k:]):
                return _Cut(k, sure=True)
        return next((_Cut(k, sure=False) for k in ends if low[k:] in _LINKS and k >= 4 and is_word(low[:k])), None)
    for k in ends:
        lead, tail = low[:k], low[k:]
        joined = lead in _LEADS and _is_part(tail, 3) or tail in _TAILS and _is_part(lead, 3)
        past = lead.endswith("ed") and not lead.endswith(("eed", "hundred"))  # no word is made of "armed" and more
        if joined or (past and k > 4 and _is_loose(lead, tail)):
            return _Cut(k, sure=True)
    return next((_Cut(k, sure=False) for k in ends if _is_loose(low[:k], low[k:])), None)


def _is_loose(lead: str, tail: str) -> bool:
    return _is_part(lead) and _is_part(tail) and lead not in _PREFIXES and tail not in _ENDINGS


def _is_part(word: str, least: int = 2) -> bool:
    """Whether a part may stand alone: a small word of the language (of so many letters at least), or a known one of some length."""
    return word in FUNCTION_WORDS and len(word) >= least or len(word) >= _ENGLISH_FROM and _is_known(word) or word in _MONTHS


def _beside_numbers(text: str) -> Iterator[int]:
    """Where a number touches a word: "15,000people", "23October", "between3", "with14,593"."""
    for m in _NUMBER_WORD.finditer(text):
        if m[2].lower() in _MONTHS or m[2][0].islower() and _is_known(m[2]):
            yield m.start(2)
    for m in _WORD_NUMBER.finditer(text):
        word = m[1].lower()
        if word in FUNCTION_WORDS or word in _MONTHS or "," in m[2].rstrip(",.") and _is_known(word):
            yield m.start(2)


def _beside_capitals(text: str) -> Iterator[int]:
    """Where a word touches a name or an acronym: "UNHCRestimates", "fledBangui"."""
    for m in _ACRONYM_WORD.finditer(text):
        if _is_known(m[2]) and not is_word(m[1][-1].lower() + m[2]):  # "JPMorgan" is no organ
            yield m.start(2)
    for m in _WORD_CAPITAL.finditer(text):
        if m[1] in FUNCTION_WORDS or len(m[1]) >= _ENGLISH_FROM and _is_known(m[1]):
            yield m.start(2)


def _needless_hyphens(text: str) -> Iterator[int]:
    """Hyphens of words that were cut at the end of a line that is no more: "fami-lies"."""
    for m in _HYPHEN_WORD.finditer(text):
        before = _BEFORE_HYPHEN.search(text, max(0, m.start() - 30), m.start())
        left, right = before[0].lower() if before else "", m[1]
        if left and left not in _PREFIXES and right not in _PARTICLES and is_word(left + right) and not (is_word(left) and is_word(right)):
            yield m.start()
