"""Ordinary English words: what a word may be told from a name by, and from two words that were run together.

The table `data/words.txt.gz` (made by `convert/words.py`) has base forms and irregular forms; other forms are told by their endings.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from tocsin.codebook.tables import DATA

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
FUNCTION_WORDS = frozenset(
    "a an the and or but nor so yet of in on at to for from by with without into onto over under after before "
    "since until amid among between "
    "against about as than that this these those its their his her our your my is are was were be been being has have had do does did will "
    "would can could may might shall should must not no more most less least up down out off near while if when where who whom whose which "
    "what why how all any some each every both few many much such own same other another it they he she we you i them him us me there here "
    "again further once only very too just also still even now then govt says say said via per vs amid despite "
    "during across toward towards "
    "anti pro non ex unprecedented "
    "myself yourself himself herself itself ourselves yourselves themselves whoever whomever whatever whichever whenever wherever "
    "wherein whereby anything everything anytime something nothing anybody everybody somebody nobody anyone everyone someone none anywhere "
    "everywhere somewhere nowhere somehow because whether although though unless whereas whereupon therefore however moreover furthermore "
    "otherwise nevertheless nonetheless cannot upon within throughout beside besides beneath beyond behind below above along alongside "
    "around outside inside unlike whose".split()
)


@lru_cache(maxsize=100_000)
def is_word(word: str) -> bool:
    """Whether a word in small letters, or what is left without its ending, is an ordinary English word."""
    words = _words()
    if word in FUNCTION_WORDS or word in words:
        return True
    for suffix, back in _SUFFIXES:
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            stem = word[: len(word) - len(suffix)] + back
            if stem in words or (len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in words):
                return True
    return False


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(gzip.decompress((DATA / "words.txt.gz").read_bytes()).decode("ascii").split("\n"))
