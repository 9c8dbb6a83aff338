"""Give headlines and all-capitals text ordinary case, so that a parser trained on prose can read them.

"VILLAGERS HIDE AS SHELLS FALL ON MARKET" and "Villagers Hide as Shells Fall on Market" become "Villagers hide as shells fall on
market". Only case changes: the text keeps its length, so that offsets stay true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][a-z]+)?")
_SUFFIXES = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("es", "e"),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("est", ""),
    ("'s", ""),
    ("ly", ""),
)
_FUNCTION = frozenset(
    "a an the and or but nor so yet of in on at to for from by with without into onto over under after before "
    "since until amid among between "
    "against about as than that this these those its their his her our your my is are was were be been being has have had do does did will "
    "would can could may might shall should must not no more most less least up down out off near while if when where who whom whose which "
    "what why how all any some each every both few many much such own same other another it they he she we you i them him us me there here "
    "again further once only very too just also still even now then govt says say said via per vs amid despite "
    "during across toward towards "
    "anti pro non ex unprecedented".split()
)
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
    out, common = list(text), _common_words()
    for number, match in enumerate(words):
        word = match.group()
        lower = word.lower()
        if len(lower) != len(word):
            continue
        if shouted and word.upper() in _KEPT_CAPITALS:
            continue
        if not shouted and (word.isupper() and len(word) > 1 or not word[0].isupper()):
            continue  # acronyms, and words that the headline itself writes small
        within = lower not in _FUNCTION and any(start <= match.start() < end for start, end in named)
        follows = shouted and number > 0 and words[number - 1].group().lower() in _BEFORE_NAMES and lower not in _FUNCTION
        if within or follows or lower in names and lower not in _FUNCTION or number == 0 or not _is_common(lower, common):
            new = lower[0].upper() + lower[1:]
        else:
            new = lower
        out[match.start() : match.end()] = new
    return "".join(out)


def _is_common(word: str, common: frozenset[str]) -> bool:
    """Whether the word, or what is left without its ending, is an ordinary English word."""
    if word in _FUNCTION or word in common:
        return True
    for suffix, back in _SUFFIXES:
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            stem = word[: len(word) - len(suffix)] + back
            if stem in common or (len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in common):
                return True
    return False


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    """Ordinary English words: the lemma tables of the language model."""
    from tocsin.reading.parse import load_model

    tables: Any = load_model().get_pipe("lemmatizer").lookups
    found: set[str] = set()
    for table in ("lemma_index", "lemma_exc"):
        for _, entries in tables.get_table(table).items():
            found.update(w for w in entries if isinstance(w, str) and w.isalpha())
    return frozenset(found)
