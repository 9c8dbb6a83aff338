"""Masks for the names of private persons: victims, witnesses and everybody named who holds no public office.

Which names those are, `names` tells. A mask has the length of what it hides, so that every span stays true; only a report's id, which is
no text, is masked into another one that still tells reports apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from tocsin.briefs.names import Found, Signs, find, read_signs, words_of
from tocsin.codebook import Codebook
from tocsin.records import Book, Claim, Entry, Read, Report, Situation

T = TypeVar("T")
MASK = "█"
MADE_HERE = re.compile(r"r[0-9a-f]{16}")  # an id that is a hash has no name in it


@dataclass(frozen=True)
class Names:
    """What is masked: whole names, single words of them, and ids that name somebody; names in `shown` stay where they stand whole."""

    whole: frozenset[str]
    words: frozenset[str]
    shown: frozenset[str] = frozenset()
    ids: Mapping[str, str] = field(default_factory=dict)

    def hide(self, text: str) -> str:
        """The text with masks of the same length; an id that names somebody is replaced by its own mask, wherever it is told."""
        if self.ids and self._ids.search(text):
            text = self._ids.sub(lambda found: self.ids[found[0]], text)
        return self._pattern.sub(self._hide, text) if self._pattern else text

    def hide_in_address(self, text: str | None) -> str | None:
        """A web address, path or id without the names, however they are written there."""
        if not text or self._slugs is None:
            return text
        return self._slugs.sub(_hide, self.hide(text))

    def touch(self, report: Report) -> bool:
        """Whether the report names any of them; what is claimed of it is made of its own words."""
        told = (report.text, report.title or "", report.source or "")
        return report.id in self.ids or bool(self._pattern and any(self._pattern.search(t) for t in told))

    def with_ids(self, given: Iterable[str]) -> Names:
        """The same with a mask for each of these ids that names somebody; two ids never become one."""
        given = list(given)
        masked: dict[str, str] = {}
        taken = set(given)
        for id in (i for i in given if not MADE_HERE.fullmatch(i)):
            hidden = self.hide_in_address(id) or id
            if hidden != id:
                free = (hidden if n == 1 else f"{hidden}-{n}" for n in range(1, len(given) + 2))
                masked[id] = next(i for i in free if i not in taken)
                taken.add(masked[id])
        return replace(self, ids=masked)

    def _hide(self, match: re.Match[str]) -> str:
        return match[0] if match[0].casefold() in self._open else _hide(match)

    @cached_property
    def _open(self) -> frozenset[str]:
        return frozenset(n.casefold() for n in self.shown)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return _pattern(self.whole, self.words, self.shown)

    @cached_property
    def _ids(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.ids, key=lambda i: (-len(i), i)))))

    @cached_property
    def _slugs(self) -> re.Pattern[str] | None:
        """Names as addresses write them: words run together or joined by any mark, in any case."""
        runs = {r"[\W_]*".join(map(re.escape, words_of(name))) for name in self.whole}
        words = {re.escape(w) for name in self.whole | self.words for w in words_of(name) if len(w) > 3}
        return re.compile("|".join(sorted(runs | words, key=lambda r: (-len(r), r))), re.IGNORECASE) if runs | words else None


@lru_cache(maxsize=16)
def _pattern(whole: frozenset[str], words: frozenset[str], shown: frozenset[str]) -> re.Pattern[str] | None:
    """Longest first: whole names in any case, single words as names are written, since in small letters they are other words."""
    if not whole | words:
        return None
    spelled = {name: f"(?i:{_spell(name)})" for name in whole | shown}
    spelled |= {w: "|".join(sorted({_spell(w), _spell(w.upper())})) for w in words}
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled[n] for n in sorted(spelled, key=lambda n: (-len(n), n)))})(?!\w)")


def _spell(name: str) -> str:
    return r"\s+".join(map(re.escape, name.split()))


def _hide(match: re.Match[str]) -> str:
    return re.sub(r"\S", MASK, match[0])


# ------------------------------------------------------------------ masking records


def mask_book(book: Book, *, codebook: Codebook) -> Book:
    """The book with every private name masked in every text; the raw bytes of the reports are left out."""
    names = find_names(book.reads, codebook=codebook)
    reads = tuple(_mask_read(read, names) for read in book.reads)
    texts = {given.report.id: read.report.text for read, given in zip(reads, book.reads, strict=True) if names.touch(given.report)}
    situations = tuple(_mask_situation(s, names, texts) for s in book.situations)
    problems = tuple(replace(_map_texts(p, names.hide), path=names.hide_in_address(p.path)) for p in book.problems)
    return Book(reads, situations, problems)


def _mask_situation(situation: Situation, names: Names, texts: Mapping[str, str]) -> Situation:
    """A situation and its claims; those of reports that name nobody are as they were."""
    claims = tuple(_mask_claim(c, names, texts[c.report_id]) if c.report_id in texts else c for c in situation.claims)
    return replace(_map_texts(replace(situation, claims=()), names.hide), claims=claims)


def mask_read(read: Read, *, codebook: Codebook) -> Read:
    """One read with its private names masked; names that only other reports make known are not."""
    return _mask_read(read, find_names((read,), codebook=codebook))


def mask_entries(
    entries: Sequence[Entry], situations: Sequence[Situation], reads: Iterable[Read], *, codebook: Codebook
) -> tuple[list[Entry], list[Situation]]:
    """The entries of a timeline and their situations' names, with the private names of the reads masked."""
    names = find_names(reads, codebook=codebook)
    return [_map_texts(e, names.hide) for e in entries], [replace(s, name=names.hide(s.name)) for s in situations]


def _mask_read(read: Read, names: Names) -> Read:
    given = read.report
    if not names.touch(given):
        return replace(read, report=replace(given, raw=b"", url=names.hide_in_address(given.url), path=names.hide_in_address(given.path)))
    report: Report = replace(_map_texts(replace(given, raw=b""), names.hide), byline=given.byline, url=names.hide_in_address(given.url),
                             path=names.hide_in_address(given.path))
    claims = tuple(_mask_claim(c, names, report.text) for c in read.claims)
    return Read(report, claims, _map_texts(read.tally, names.hide))


def _mask_claim(claim: Claim, names: Names, text: str) -> Claim:
    """A claim whose quote is cut from its masked text, so that the quote and its selectors agree."""
    return replace(_map_texts(claim, names.hide), quote=text[claim.start : claim.end])


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
    """The private names of these reports, and the ids of reports that hold one."""
    reads = tuple(reads)
    found, signs = find(reads, codebook=codebook), read_signs(codebook)
    hidden = found.hidden()
    words = _words_alone(found, hidden, signs, " ".join(read.report.text for read in reads))
    shown = frozenset(n for n in found.public if " " in n and words & set(words_of(n)) and n not in hidden)
    names = Names(frozenset(n for n in hidden if " " in n), words, shown)
    return names.with_ids(dict.fromkeys(read.report.id for read in reads))


def _words_alone(found: Found, hidden: Iterable[str], signs: Signs, texts: str) -> frozenset[str]:
    """The words of names that are masked where they stand alone: those of nothing known, and of nobody public unless exposed too."""
    known = {w for name in found.known for w in name}
    public = {w for name in found.public for w in words_of(name)}
    common = set(re.findall(r"(?<!\w)[a-zß-öø-ÿ][\w’'\-]*", texts))
    kept: set[str] = set()
    for name in hidden:
        words, exposed = words_of(name), name in found.exposed
        for word in (w for w in words if len(w) > 2 and w not in known and w.lower() not in signs.passed):
            if word.lower() in common and not (exposed and len(words) > 1):
                continue
            if exposed or not (word in public or signs.role.fullmatch(word)):
                kept.add(word)
    return frozenset(kept)
