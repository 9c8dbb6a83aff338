"""Give headlines and all-capitals text ordinary case, so that a parser trained on prose can read them.

"VILLAGERS HIDE AS SHELLS FALL ON MARKET" and "Villagers Hide as Shells Fall on Market" become "Villagers hide as shells fall on
market". Only case changes: the text keeps its length, so that offsets stay true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from tocsin.codebook.words import FUNCTION_WORDS, is_word

_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][a-z]+)?")
_KEPT_CAPITALS = frozenset(
    "UN EU AU US UK USA UAE ICC ICJ NGO NGOS DRC CAR NATO OSCE CSTO ECOWAS IGAD UNHCR UNICEF WHO ICRC MSF HRW PKK FARC ELN "
    "FMLN ISIS ISIL IS AFP AP BBC CNN IDP IDPS LRA M23 RSF SAF TPLF R2P RTOP MP MPS PM".split()
)


# what a quoted name ends in: "Andean Command"; a quotation that ends otherwise is as likely somebody's words
_BODIES = frozenset(
    "front command commando commandos commandoes group groups movement force forces army brigade brigades party column columns union "
    "organization organisation coalition federation league cartel committee squad alliance militia legion cell block bloc fraction".split()
)
_QUOTED = re.compile(r"[\"“]([^\"“”]{5,60}?)[.,]?[\"”]")
# Spanish and Portuguese words that stand before names of places and people
_BEFORE_NAMES = frozenset("san santa santo sao la las los el del villa puerto ciudad".split())

Span = tuple[int, int]


def restore_case(text: str, *, names: frozenset[str], heading: bool = False, named: Callable[[], Sequence[Span]] | None = None) -> str:
    """The text in ordinary case when it is all capitals or title case (headings only); otherwise the text itself.

    `names` are lower-case words that are names (of countries, groups, organisations) and keep their capital; `named` tells the spans of
    longer names in the text, asked for only where all is capitals: the words of "SHINING PATH" are ordinary ones.
    """
    words = [m for m in _WORD.finditer(text) if m.group().isascii() or m.group().isalpha()]
    if len(words) < 2:
        return text
    long = [m for m in words if len(m.group()) > 3]
    if long and sum(m.group().isupper() for m in long) >= 0.8 * len(long) and len(words) >= 3:
        return _recase(text, words, names, shouted=True, named=(*(named() if named else ()), *_quoted_names(text)))
    if heading and long and sum(m.group()[0].isupper() for m in long) >= 0.7 * len(long):
        return _recase(text, words, names, shouted=False)
    return text


def recase(text: str) -> str:
    """A phrase in capitals with its ordinary words small and what may be names with a capital."""
    return _recase(f"The {text}", [m for m in _WORD.finditer(f"The {text}")], frozenset(), shouted=True)[4:]


def _quoted_names(text: str) -> Iterator[Span]:
    """The spans of what stands in quotation marks and ends as the name of a body does."""
    for match in _QUOTED.finditer(text):
        words = match[1].lower().split()
        if 2 <= len(words) <= 6 and words[-1] in _BODIES:
            yield match.span(1)


def _recase(text: str, words: list[re.Match[str]], names: frozenset[str], *, shouted: bool, named: Sequence[Span] = ()) -> str:
    out = list(text)
    for number, match in enumerate(words):
        word = match.group()
        lower = word.lower()
        if len(lower) != len(word):
            continue
        if shouted and word.upper() in _KEPT_CAPITALS:
            continue
        if not shouted and (word.isupper() and len(word) > 1 or not word[0].isupper()):
            continue  # acronyms, and words that the headline itself writes small
        within = any(start <= match.start() < end for start, end in named)
        follows = shouted and number > 0 and words[number - 1].group().lower() in _BEFORE_NAMES
        named_here = lower not in FUNCTION_WORDS and (within or follows or lower in names)
        if named_here or number == 0 or not is_word(lower):
            new = lower[0].upper() + lower[1:]
        else:
            new = lower
        out[match.start() : match.end()] = new
    return "".join(out)
