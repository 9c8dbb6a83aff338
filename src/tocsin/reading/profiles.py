"""Conventions for words that count without a number: "dozens", "several"; and how wide "about" is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Triple = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Profile:
    """How words without a number become low, best and high: a named convention, never a hidden one.

    `plurals`: "dozens" and so on to (low, best, high), the high being soft; `few`: "several" and so on to a least number;
    `spread`: percent around an approximate number.
    """

    name: str
    plurals: Mapping[str, Triple]
    few: Mapping[str, int]
    spread: int = 10


def _make_profile(name: str, *, several: int = 3, **best: tuple[int, int]) -> Profile:
    """A profile from (low, best) of each plural; the soft high is one below the next magnitude."""
    highs = {"tens": 99, "dozens": 99, "scores": 99, "hundreds": 999, "thousands": 9_999, "tens_of_thousands": 99_999,
             "hundreds_of_thousands": 999_999, "millions": 9_999_999, "tens_of_millions": 99_999_999}
    plurals: dict[str, Triple] = {word: (*best[word], high) for word, high in highs.items()}
    return Profile(name, MappingProxyType(plurals), MappingProxyType({"several": several, "few": 2, "couple": 2, "handful": 2}))


# ACLED's published floor (dozens 12, hundreds 100; its fatalities FAQ of May 2024), carried on by magnitude
ACLED = _make_profile("acled", tens=(10, 10), dozens=(12, 12), scores=(20, 20), hundreds=(100, 100), thousands=(1_000, 1_000),
                      tens_of_thousands=(10_000, 10_000), hundreds_of_thousands=(100_000, 100_000), millions=(10**6, 10**6),
                      tens_of_millions=(10**7, 10**7))
# Data4Democracy's internal-displacement reader takes the middle of the magnitude (dozens 55, hundreds 550)
D4D_MIDRANGE = _make_profile("d4d_midrange", several=5, tens=(10, 55), dozens=(12, 55), scores=(20, 55), hundreds=(100, 550),
                             thousands=(1_000, 5_500), tens_of_thousands=(10_000, 55_000), hundreds_of_thousands=(100_000, 550_000),
                             millions=(10**6, 5_500_000), tens_of_millions=(10**7, 55_000_000))
# A plural is at least two of its unit
STRICT_PLURAL = _make_profile("strict_plural", tens=(20, 20), dozens=(24, 24), scores=(40, 40), hundreds=(200, 200),
                              thousands=(2_000, 2_000), tens_of_thousands=(20_000, 20_000), hundreds_of_thousands=(200_000, 200_000),
                              millions=(2 * 10**6, 2 * 10**6), tens_of_millions=(2 * 10**7, 2 * 10**7))
PROFILES = MappingProxyType({p.name: p for p in (ACLED, D4D_MIDRANGE, STRICT_PLURAL)})
