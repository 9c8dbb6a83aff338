"""The words behind sourced statements, read from `codebook/data/lexicon_voices.toml`.

`Lexicon.from_table` takes the parsed table, so that this room opens no file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Names that tell by their form what they name: a site on the web, a police department ("GCPD").
_SHAPED = ((re.compile(r"[\w\-]{2,}\.(?:com|net|news|fm|tv)", re.I), "media"), (re.compile(r"[A-Z]{2,4}PD"), "police"))
SHAPES = frozenset("bqcioptaxfd")


@dataclass(frozen=True, slots=True)
class VerbUse:
    """One way a verb reports: `takes` are shape letters as in the lexicon file, `kind` speech, request, thought, evidence."""

    kind: str
    takes: frozenset[str]
    prepositions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Reporting verbs, nouns and adverbs, and the nouns that name speakers (word -> speaker type)."""

    verbs: Mapping[str, tuple[VerbUse, ...]]
    acts: Mapping[str, frozenset[str]]
    mute: frozenset[str]
    anonymity: frozenset[str]
    passive: frozenset[str]
    quoted: frozenset[str]
    adverbs: frozenset[str]
    adjectives: frozenset[str]
    nouns: frozenset[str]
    nouns_of: frozenset[str]
    put_at: Mapping[str, frozenset[str]]
    prefixes: tuple[str, ...]
    no_source: frozenset[str]
    counts: frozenset[str]
    bodies: Mapping[str, str]
    names: Mapping[str, str]
    people: Mapping[str, str]
    documents: Mapping[str, str]
    titles: Mapping[str, str]
    first_hand: frozenset[str]
    holders: frozenset[str]
    partitives: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]

    def body(self, word: str) -> str | None:
        """Speaker type of an institution's or office's name, as written; names that are common words count with a capital only."""
        key = word.casefold()
        found = self.bodies.get(key) or (self.names.get(key) if word[:1].isupper() else None)
        if found is None and word[:1].isalpha():
            found = next((kind for shape, kind in _SHAPED if shape.fullmatch(word)), None)
        return found

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Lexicon:
        """Make a lexicon from the parsed TOML table; a KeyError names the section that is missing."""
        return cls(
            verbs=_read_verbs(table["verbs"]),
            acts={verb: _words(text) for verb, text in table["objects_that_are_acts"].items() if text},
            mute=_words(table["not_speakers"]["words"]),
            anonymity=_words(table["anonymity"]["words"]),
            passive=_words(table["passive"]["lemmas"]), quoted=_words(table["passive"]["quoted"]),
            adverbs=_words(table["hearsay"]["adverbs"]), adjectives=_words(table["hearsay"]["adjectives"]),
            nouns=_words(table["nouns"]["statement"]), nouns_of=_words(table["nouns"]["with_of"]),
            put_at={key: _words(text) for key, text in table["put_at"].items()},
            prefixes=tuple(table["according_to"]["prefixes"].split("|")), no_source=_words(table["according_to"]["no_source"]),
            counts=_words(table["by"]["counts"]),
            bodies=_by_word(table["bodies"]), names=_by_word(table["bodies_by_name"]), people=_by_word(table["people"]),
            documents=_by_word(table["documents"]), titles=_by_word(table["titles"]),
            first_hand=_words(table["first_hand"]["words"]), holders=_words(table["holders"]["words"]),
            partitives=_words(table["partitives"]["words"]),
            male=_words(table["address"]["male"]), female=_words(table["address"]["female"]))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _by_word(section: Mapping[str, str]) -> dict[str, str]:
    """Word -> type; a word listed twice keeps its first type."""
    found: dict[str, str] = {}
    for kind, text in section.items():
        for word in text.split():
            found.setdefault(word, kind)
    return found


def _read_verbs(rows: list[Mapping[str, str]]) -> dict[str, tuple[VerbUse, ...]]:
    found: dict[str, list[VerbUse]] = {}
    for row in rows:
        takes = frozenset(row["takes"])
        if not takes <= SHAPES:
            raise ValueError(f"lexicon_voices: takes = {row['takes']!r} has letters other than {''.join(sorted(SHAPES))}; correct the file")
        use = VerbUse(kind=row["kind"], takes=takes, prepositions=_words(row.get("prepositions", "of about against on")))
        for lemma in row["lemmas"].split():
            found.setdefault(lemma, []).append(use)
    return {lemma: tuple(uses) for lemma, uses in found.items()}
