"""The lexicon of acts (codebook/data/lexicon.toml) in the shape that finding needs: rules by the word that starts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tocsin.errors import CodebookError

FRAMES = frozenset(
    "act undergo undergo_object do pair pair_topic address toward toward_own toward_object refuse refer speak toll toll_noun "
    "deed flee order unheeded feel".split()
)
_FLAGS = (
    "weak",
    "public",
    "light_only",
    "needs_figure",
    "passive_only",
    "future_only",
    "status_noun",
    "own",
    "negative_only",
    "incitement_only",
    "complement_not",
    "both",
    "civic",
    "must",
    "intransitive",
    "both",
)
_WORD_LISTS = ("object", "not_object", "subject", "not_subject", "modifier", "particle", "complement", "needs_prep")


@dataclass(frozen=True, slots=True)
class Rule:
    """One group of words of the lexicon: what a claim of it is, where its parties stand and what must stand beside it."""

    number: int
    kind: str
    subtype: str | None
    frame: str
    object: frozenset[str] = frozenset()
    not_object: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()
    not_subject: frozenset[str] = frozenset()
    modifier: frozenset[str] = frozenset()
    particle: frozenset[str] = frozenset()
    complement: frozenset[str] = frozenset()
    needs_prep: frozenset[str] = frozenset()
    prep: Mapping[str, frozenset[str]] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()

    def has(self, flag: str) -> bool:
        """Whether a flag is set."""
        return flag in self.flags


@dataclass(frozen=True)
class Lexicon:
    """Rules by part of speech and word, word classes, and the words that govern, hedge and judge."""

    verbs: Mapping[str, tuple[Rule, ...]]
    nouns: Mapping[str, tuple[Rule, ...]]
    adjectives: Mapping[str, tuple[Rule, ...]]
    classes: Mapping[str, frozenset[str]]
    governors: Mapping[str, frozenset[str]]
    hedges: Mapping[str, frozenset[str]]
    norm: Mapping[str, Any]
    opinion: Mapping[str, Any]
    distractors: Mapping[str, frozenset[str]]
    rejection: Mapping[str, frozenset[str]]
    families: Mapping[str, str]

    @property
    def norm_names(self) -> frozenset[str]:
        """Verbs that name or cite: what stands below them is not foreseen but spoken of."""
        return frozenset(f"{self.norm['name']} {self.norm['cite']}".split())

    @classmethod
    def from_tables(cls, table: Mapping[str, Any], kinds: Mapping[str, Any], politics: Mapping[str, Any] | None = None) -> Lexicon:
        """Build from lexicon.toml, kinds.toml and lexicon_politics.toml; CodebookError names a rule with an unknown kind or frame."""
        more = politics or {"classes": {}, "rule": []}
        given = {**more["classes"], **table["classes"]}
        classes = {k: frozenset(str(v).split()) for k, v in given.items()}
        index: dict[str, dict[str, list[Rule]]] = {"verb": {}, "noun": {}, "adj": {}}
        for number, row in enumerate([*table["rule"], *more["rule"]]):
            rule = _rule(number, row, classes, kinds)
            for pos, words in index.items():
                for word in str(row.get(pos, "")).split():
                    words.setdefault(word, []).append(rule)
        frozen = {pos: {w: tuple(r) for w, r in words.items()} for pos, words in index.items()}
        return cls(
            frozen["verb"],
            frozen["noun"],
            frozen["adj"],
            classes,
            _sets(table["governors"]),
            _sets(table["hedges"]),
            table["norm"],
            _opinion(table["opinion"]),
            _sets(table["distractors"]),
            _sets(table["rejection"]),
            {k: (v["family"] if isinstance(v, Mapping) else v.family) for k, v in kinds.items()},
        )


def _rule(number: int, row: Mapping[str, Any], classes: Mapping[str, frozenset[str]], kinds: Mapping[str, Any]) -> Rule:
    kind, subtype = row["kind"], row.get("subtype")
    where = f"lexicon.toml, rule {number + 1} ({kind}/{subtype})"
    entry = kinds.get(kind)
    known = (entry["subtypes"] if isinstance(entry, Mapping) else entry.subtypes) if entry is not None else None
    if known is None or (subtype and subtype not in known):
        raise CodebookError(
            "unknown kind or subtype", detail=f"{where}: not in kinds.toml.", what_to_do="Add it there or correct the rule."
        )
    if row.get("frame") not in FRAMES:
        raise CodebookError(
            "unknown frame", detail=f"{where}: frame {row.get('frame')!r}.", what_to_do="Use a frame named at the top of the file."
        )
    lists = {k: _expand(str(row[k]), classes) for k in _WORD_LISTS if k in row}
    lists["particle"] = frozenset(str(row.get("particle", "")).split())  # the word itself: "home", never a house
    prep = {k: _expand(v, classes) for k, v in row.get("prep", {}).items()}
    return Rule(number, kind, subtype, row["frame"], prep=prep, flags=frozenset(f for f in _FLAGS if row.get(f)), **lists)


def _expand(words: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words, with each class name followed by the words of the class (the name stays, for party types)."""
    found: set[str] = set()
    for word in words.split():
        found.add(word)
        found |= classes.get(word, frozenset())
    return frozenset(found)


def _sets(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {k: frozenset(v.split()) for k, v in table.items()}


def _opinion(table: Mapping[str, Any]) -> dict[str, Any]:
    return {k: _sets(v) if isinstance(v, Mapping) else frozenset(v.split()) for k, v in table.items()}
