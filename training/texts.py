"""The training texts in their plain form, and what the model is to learn from each: labelled spans of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROLES = ("actor", "target", "figure", "speaker")
# The first value of each is what a claim line that does not name the attribute means.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "voice": ("author", "named", "unnamed", "unattributed"),
    "modality": ("asserted", "hedged", "possible", "conditional", "counterfactual", "planned", "ordered", "attempted", "proposed",
                 "evaluative", "rhetorical"),
    "polarity": ("positive", "neg"),
    "status": ("occurred", "ongoing", "attempted", "not_occurred", "future", "unknown", "not_an_event"),
    "case": ("current", "past", "none"),
}
Span = tuple[int, int]


class TextError(ValueError):
    """A block of a training file that can't be understood; says file, line and why."""


@dataclass(frozen=True)
class Told:
    """One claim of a text: its kind, the words that tell it, the parties' and the figure's words, and its attributes."""

    kind: str
    words: tuple[Span, ...]
    roles: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Text:
    """One training text with all its claims; a text without claims tells of nothing that Tocsin reads."""

    text: str
    genre: str
    claims: tuple[Told, ...]


def load(folder: Path) -> list[Text]:
    """All texts of the folder's .txt files, in order. TextError for a block that does not hold."""
    return [text for path in sorted(folder.glob("*.txt")) for text in read_file(path)]


def read_file(path: Path) -> Iterator[Text]:
    """The blocks of one file: a T line, a G line, then a C line for each claim."""
    text, genre, claims = "", "other", list[Told]()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        mark, _, rest = line.strip().partition(" ")
        if mark == "T":
            if text:
                yield Text(text, genre, tuple(claims))
            text, genre, claims = rest.strip(), "other", []
        elif mark == "G":
            genre = rest.strip()
        elif mark == "C":
            try:
                claims.append(_read_claim(rest, text))
            except ValueError as error:
                raise TextError(f"{path}, line {number}: {error}") from error
    if text:
        yield Text(text, genre, tuple(claims))


def _read_claim(line: str, text: str) -> Told:
    kind, starred, *pairs = (part.strip() for part in line.split(" | "))
    plain = starred.replace("*", "")
    start = text.find(plain)
    if start < 0 or "*" not in starred:
        raise ValueError(f"the span {plain!r} does not stand in the text, or no word of it is starred")
    words, at = list[Span](), start
    for n, part in enumerate(starred.split("*")):
        if n % 2 and part:
            words.append((at, at + len(part)))
        at += len(part)
    roles, attributes = dict[str, tuple[Span, ...]](), dict[str, str]()
    for pair in pairs:
        key, _, value = pair.partition("=")
        if key in ROLES:
            roles[key] = tuple(_find(part.strip(), text, near=start) for part in value.split(" & "))
        elif key in ATTRIBUTES:
            if value not in ATTRIBUTES[key]:
                raise ValueError(f"{key}={value}: no such value")
            attributes[key] = value
    return Told(kind, tuple(words), roles, attributes)


def _find(part: str, text: str, *, near: int) -> Span:
    """Where a part stands, the nearest place to the claim's own where there are several; whole words before parts of words."""
    plain = re.escape(part)
    found = [m.start() for m in re.finditer(rf"(?<!\w){plain}(?!\w)", text)] or [m.start() for m in re.finditer(plain, text)]
    if not part or not found:
        raise ValueError(f"{part!r} does not stand in the text")
    start = min(found, key=lambda at: abs(at - near))
    return start, start + len(part)
