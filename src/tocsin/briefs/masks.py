"""Masks for the names of private persons: victims, witnesses and everybody named who holds no public office.

A name is found by what stands around it (an age, a kin word, a verb of saying) and by what claims and voices say of it. Who the codebook
knows as an office holder, or who is named with a public role anywhere in the book, stays. A mask has the length of what it hides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from tocsin.codebook import Codebook
from tocsin.records import Book, Claim, Read, Report

T = TypeVar("T")
MASK = "█"

_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'\-]*\w"
_JOINT = r"(?:(?:al|bin|ibn|de|da|do|dos|van|von|der|el|ould|arap)[ \-])?"
AGE_AFTER = re.compile(r"^(?:,\s*(?:aged?\s*)?\d{1,3}\b|\s*\(\d{1,3}\))")
RUN = re.compile(rf"{_WORD}(?:[ ]{_JOINT}(?:[A-Z]\.[ ])?{_WORD}){{0,5}}")
NAMED = r"\b(?:named|called|by the name of|whose name (?:is|was)|identified (?:only )?as|said|says|told)\s*$"
BODY_AFTER = re.compile(r"^ of (?:the )?[A-Z]")  # "Kimmo Lind of the Union of Coasts": speaks for a body
AT = re.compile(r"\b(?:in|at|near|from|around|to|of|on|outside|towards?)\s+$", re.IGNORECASE)
SPEAKER_TYPES = frozenset(("witness", "victim", "medical", "other", "expert", "ngo", None))


@dataclass(frozen=True)
class Names:
    """What is masked: whole names, and single words of them that can mean nobody else."""

    whole: frozenset[str]
    words: frozenset[str]

    def hide(self, text: str) -> str:
        """The text with masks of the same length; every span of it stays where it was."""
        return self._pattern.sub(_hide, text) if self._pattern else text

    def hide_in_address(self, text: str | None) -> str | None:
        """A web address or path without the names, however they are written there."""
        if not text or not (self.whole | self.words):
            return text
        longest = sorted({w for name in self.whole | self.words for w in _words(name) if len(w) > 3}, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, longest)), _hide, self.hide(text), flags=re.IGNORECASE) if longest else self.hide(text)

    @property
    def _pattern(self) -> re.Pattern[str] | None:
        return _pattern(self.whole | self.words)


@lru_cache(maxsize=16)
def _pattern(names: frozenset[str]) -> re.Pattern[str] | None:
    if not names:
        return None
    ordered = sorted(names, key=lambda n: (-len(n), n))
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(n).replace(chr(92) + ' ', r'[ ]') for n in ordered)})(?!\w)")


def _hide(match: re.Match[str]) -> str:
    return re.sub(r"\S", MASK, match[0])


# ------------------------------------------------------------------ masking records


def mask_book(book: Book, *, codebook: Codebook) -> Book:
    """The book with every private name masked in every text; the raw bytes of the reports are left out."""
    names = find_names(book.reads, codebook=codebook)
    reads = tuple(_mask_read(read, names) for read in book.reads)
    texts = {read.report.id: read.report.text for read in reads}
    situations = []
    for situation in book.situations:
        claims = tuple(_mask_claim(c, names, texts.get(c.report_id)) for c in situation.claims)
        situations.append(replace(_map_texts(replace(situation, claims=()), names.hide), claims=claims))
    problems = tuple(replace(_map_texts(p, names.hide), path=names.hide_in_address(p.path)) for p in book.problems)
    return Book(reads, tuple(situations), problems)


def mask_read(read: Read, *, codebook: Codebook) -> Read:
    """One read with its private names masked; names that only other reports make known are not."""
    return _mask_read(read, find_names((read,), codebook=codebook))


def _mask_read(read: Read, names: Names) -> Read:
    given = read.report
    report: Report = replace(_map_texts(replace(given, raw=b""), names.hide), byline=given.byline, url=names.hide_in_address(given.url),
                             path=names.hide_in_address(given.path))
    claims = tuple(_mask_claim(c, names, report.text) for c in read.claims)
    return Read(report, claims, _map_texts(read.tally, names.hide))


def _mask_claim(claim: Claim, names: Names, text: str | None) -> Claim:
    """A claim whose quote is cut from its masked text, so that the quote and its selectors agree."""
    masked = _map_texts(claim, names.hide)
    return replace(masked, quote=text[claim.start : claim.end]) if text is not None else masked


def _map_texts(value: T, hide: Callable[[str], str]) -> T:
    """The value with every text in it, at any depth, put through `hide`; keys of mappings stay."""
    made: Any = value
    if isinstance(value, str):
        made = hide(value)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _map_texts(getattr(value, f.name), hide) for f in fields(value) if f.init}
        made = replace(value, **changed)
    elif isinstance(value, Mapping):
        made = {k: _map_texts(v, hide) for k, v in value.items()}
    elif isinstance(value, tuple) and not hasattr(value, "_fields"):
        made = value if all(isinstance(v, int) for v in value) else tuple(_map_texts(v, hide) for v in value)
    elif isinstance(value, list):
        made = [_map_texts(v, hide) for v in value]
    masked: T = made
    return masked


# ------------------------------------------------------------------ finding names


def find_names(reads: Iterable[Read], *, codebook: Codebook) -> Names:
    """The private names of these reports."""
    reads = tuple(reads)
    private: set[str] = set()
    public: set[str] = {w for read in reads for w in _words(read.report.byline or "")}
    known: set[str] = set()
    for read in reads:
        for name, is_public in _names_of(read, codebook, known):
            (public if is_public else private).add(name)
    open_words = {w for name in public for w in _words(name)} | known
    private = {n for n in private if not set(_words(n)) <= open_words}
    texts = " ".join(read.report.text for read in reads)
    common = set(re.findall(r"(?<!\w)[a-zß-öø-ÿ][\w’'\-]*", texts))
    single = {n for n in private if " " not in n and n.lower() not in common}
    parts = {w for n in private for w in _words(n) if w not in open_words and w.lower() not in common and len(w) > 2}
    return Names(frozenset(n for n in private if " " in n), frozenset(single | parts))


@dataclass(frozen=True)
class Signs:
    """What stands around names, from masks.toml."""

    passed: frozenset[str]
    titles: frozenset[str]
    role_before: re.Pattern[str]
    role_after: re.Pattern[str]
    role_within: re.Pattern[str]
    kin_before: re.Pattern[str]
    told_after: re.Pattern[str]

    def is_public(self, text: str, start: int, end: int) -> bool:
        """Whether the words beside a name give it a public role."""
        before, after = re.split(r"[.!?]\s|\n", text[max(0, start - 110) : start])[-1], text[end : end + 90]
        name = text[start:end]
        if self.kin_before.search(before):
            return False
        speaks = " " in name and BODY_AFTER.search(after)
        return bool(speaks or self.role_before.search(before) or self.role_after.search(after) or self.role_within.search(name))

    def is_person(self, text: str, start: int, end: int) -> bool:
        """Whether the words beside a name show that it is a person's."""
        before, after = text[max(0, start - 40) : start], text[end : end + 60]
        titled = re.search(r"(\w+)\.?\s+$", before)
        if AGE_AFTER.search(after) or (titled and titled[1].lower() in self.titles) or self.kin_before.search(before):
            return True
        if _is_at(text, start):
            return False
        return bool(re.search(NAMED, before, re.IGNORECASE) or self.told_after.search(after))


@lru_cache(maxsize=8)
def read_signs(codebook: Codebook) -> Signs:
    """The signs of a codebook."""
    table = codebook.table("masks")
    lists = {name: "|".join(map(re.escape, table[name].split())) for name in ("kin", "told", "suffered", "belongings")}
    role = "|".join(re.escape(r) for r in sorted(table["roles"], key=len, reverse=True))
    titles, heads = frozenset(table["titles"].split()), "|".join(table["heads"].split())
    told = (rf"^(?:,\s*(?:an?|the|who|whose|aged)\b|\s(?:{lists['told']}|was (?:{lists['suffered']}))\b|"
            rf"[’']s (?:{lists['belongings']})\b)")
    return Signs(
        titles | frozenset(table["starters"].split()),
        titles,
        re.compile(rf"\b(?:{role})(?: of [^,.;:]{{2,60}}| for [^,.;:]{{2,60}}| in [^,.;:]{{2,40}})?,?\s*$", re.IGNORECASE),
        re.compile(rf"^,\s+(?:who (?:{heads})|(?!who|whose|\d)(?:[^.;:,]{{0,50}}\s)?(?:{role}))\b", re.IGNORECASE),
        re.compile(rf"\b(?:{role})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{lists['kin']})s?,?\s*$", re.IGNORECASE),
        re.compile(told),
    )


def _names_of(read: Read, codebook: Codebook, known: set[str]) -> Iterator[tuple[str, bool]]:
    """The persons named in one report with whether they are public; the words of other known names go into `known`."""
    text = read.report.text
    mentions = codebook.mentions(text)
    taken = [(m.start, m.end) for m in mentions]
    for m in mentions:
        known.update(_words(m.text))
        if m.kind == "office":
            yield m.text, True
    places = {p for c in read.claims if c.place for p in (c.place.text, c.place.name or "")}
    known.update(w for p in places for w in _words(p))
    said = {(a.speaker_start, a.speaker_end) for a in read.report.attributions
            if a.speaker_start is not None and a.speaker_type in SPEAKER_TYPES and a.voice == "named_source"}
    persons = {p.name or p.text for c in read.claims for p in (*c.actors, *c.targets) if p.type == "person" and not p.role}
    signs = read_signs(codebook)
    for start, end in _runs(text, taken, signs.passed):
        name = text[start:end]
        if signs.is_public(text, start, end):
            yield name, True
        elif signs.is_person(text, start, end) or (start, end) in said or (name in persons and not _is_at(text, start)):
            yield name, False


def _runs(text: str, taken: list[tuple[int, int]], passed: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Capitalised words in a row that no known name holds, without titles and words that only begin a sentence."""
    for run in RUN.finditer(text):
        words = list(re.finditer(r"[^ ]+", run[0]))
        while words and words[0][0].lower().rstrip(".") in passed:
            words.pop(0)
        while words and words[-1][0].lower() in passed:
            words.pop()
        if not words or run[0].isupper():
            continue
        start, end = run.start() + words[0].start(), run.start() + words[-1].end()
        end -= 2 if text[start:end].endswith(("’s", "'s")) else 0
        if not any(a < end and start < b for a, b in taken) and end - start > 2:
            yield start, end


def _is_at(text: str, start: int) -> bool:
    """Whether a word of place stands right before."""
    return AT.search(text[max(0, start - 10) : start]) is not None


def _words(name: str) -> list[str]:
    return re.findall(r"[\w’'\-]*\w", name)
