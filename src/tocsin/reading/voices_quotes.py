"""Find quoted stretches in a text: curly, straight, single and continued quotation marks."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

MAX_QUOTE = 3000  # an opening mark whose partner is farther away than this has lost it
SPEECH_WORDS = 4  # fewer quoted words are scare quotes, titles or names unless punctuation marks them as a sentence

_STOPS_SEEN = 8  # marks looked at for the end of a single quotation

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_SINGLE_OPEN = re.compile(r"(?:(?<=^)|(?<=[\s(\[—–:]))['‘](?=\w)", re.M)
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…])['’](?=$|[\s.,;:!?)\]—–])", re.M)
_CLOSING = {"“": "”", "«": "»", "``": "''"}
_TWOFOLD = frozenset(('"', "''"))  # marks that open and close alike


class Quote(NamedTuple):
    """A quoted stretch: `start`, `end` bound the words without their marks; `speech` when it is long or stopped like a sentence."""

    start: int
    end: int
    words: int
    speech: bool


def find_quotes(text: str) -> list[Quote]:
    """All quoted stretches, in order, none inside another; a quotation may run over sentences and paragraphs."""
    spans: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        spans.extend(_in_paragraph(line, at))
        at += len(line)
    return [quote for start, end in spans if (quote := _make(text, start, end)) is not None]


def _in_paragraph(line: str, base: int) -> list[tuple[int, int]]:
    """Quoted spans of one paragraph; a mark left open runs to the paragraph's end (the next one opens again)."""
    spans, i, opened, closing = [], 0, -1, ""
    while i < len(line):
        mark = line[i:i + 2] if line[i:i + 2] in ("``", "''") else line[i]
        if opened < 0:
            if mark in _CLOSING or (mark in _TWOFOLD and _can_open(line, i, len(mark))):
                opened, closing = i + len(mark), _CLOSING.get(mark, mark)
        elif mark == closing or (mark == '"' and closing == "”") or (mark == "”" and closing == '"'):
            spans.append((base + opened, base + i))
            opened = -1
        elif mark == "“" and closing == "”":
            opened = i + 1  # the first mark lost its partner
        i += len(mark)
    if opened >= 0 and len(line) - opened <= MAX_QUOTE and not _looks_broken(line, opened):
        spans.append((base + opened, base + len(line.rstrip())))
    if not spans:
        spans = _single_quotes(line, base)
    return spans


def _can_open(line: str, i: int, size: int) -> bool:
    """A straight mark opens when a word follows it; one that follows a word directly closes a quotation whose start is lost."""
    return i + size < len(line) and not line[i + size].isspace() and (i == 0 or not line[i - 1].isalnum())


def _looks_broken(line: str, opened: int) -> bool:
    """An open mark late in a paragraph that ends without a stop is a slip, not a quotation that goes on."""
    return not line.rstrip().endswith((".", "!", "?", "…", ",", "'"))


def _single_quotes(line: str, base: int) -> list[tuple[int, int]]:
    spans, at = [], 0
    while (opening := _SINGLE_OPEN.search(line, at)) is not None:
        stops = list(islice(_SINGLE_CLOSE.finditer(line, opening.end()), _STOPS_SEEN))
        if not stops:
            break
        # a plural possessive looks like a closing mark: prefer one beside punctuation
        stop = next((m for m in stops if line[m.start() - 1] in ".,!?…"), stops[0])
        spans.append((base + opening.end(), base + stop.start()))
        at = stop.end()
    return spans


def _make(text: str, start: int, end: int) -> Quote | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return None
    words = len(_WORD.findall(text, start, end))
    stopped = text[end - 1] in ",.!?…" or text[end:end + 2] in ('",', "”,", "',", "’,")
    before = text[max(0, start - 3):start - 1].rstrip()
    introduced = before.endswith((",", ":")) or not before
    sentence_like = (stopped or introduced) and text[start].isupper() or (stopped and words >= SPEECH_WORDS - 1)
    return Quote(start, end, words, words >= SPEECH_WORDS or (words > 0 and sentence_like))
