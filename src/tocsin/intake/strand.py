"""A text that remembers where each of its characters came from, and the paragraphs made of such texts."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

from tocsin.records import Dropped

Edit = tuple[int, int, str]

FUNCTION_WORDS = frozenset(
    ["a", "an", "the", "of", "and", "or", "but", "nor", "for", "to", "in", "on", "at", "by", "with", "from", "into", "onto", "over",
     "under", "between", "among", "through", "during", "against", "about", "as", "than", "that", "which", "who", "whom", "whose", "when",
     "where", "while", "if", "because", "since", "although", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do",
     "does", "did", "will", "would", "can", "could", "may", "might", "shall", "should", "must", "not", "its", "his", "her", "their", "our",
     "your", "my", "this", "these", "those", "some", "any", "each", "every", "both", "either", "neither"])
STOPS = ".?!…"
_CLOSERS = "\"'”’)]»*_"
_SPACES = re.compile(r"\s+")
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Za-z]\.){2,}|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|Prof|St|approx|no|vs)\.)$")


class Strand:
    """`text` and, for each character, its index in the raw text (`at`, never falling; -1: not from the raw text)."""

    __slots__ = ("at", "text")

    def __init__(self, text: str, at: array[int] | None = None) -> None:
        self.text = text
        self.at: array[int] = array("q", range(len(text))) if at is None else at

    def __len__(self) -> int:
        return len(self.text)

    def part(self, start: int, end: int) -> Strand:
        """The stretch from start to end, end exclusive."""
        return Strand(self.text[start:end], self.at[start:end])

    def edit(self, edits: Iterable[Edit]) -> Strand:
        """The strand with each (start, end, replacement) made; edits come in order and do not overlap.

        A replacement of equal length keeps the indexes one by one; any other takes the index of where it stands.
        """
        texts: list[str] = []
        at: array[int] = array("q")
        done = 0
        for start, end, new in edits:
            if start < done:
                continue
            texts += (self.text[done:start], new)
            at += self.at[done:start]
            if len(new) == end - start:
                at += self.at[start:end]
            elif new:
                origin = self.at[start] if start < len(self.at) else (self.at[-1] if self.at else -1)
                at.extend([origin] * len(new))
            done = end
        if not texts:
            return self
        texts.append(self.text[done:])
        at += self.at[done:]
        return Strand("".join(texts), at)

    def strip(self) -> Strand:
        """Without white space at both ends."""
        start = len(self.text) - len(self.text.lstrip())
        end = len(self.text.rstrip())
        return self if (start, end) == (0, len(self.text)) else self.part(start, max(start, end))

    def tidy(self) -> Strand:
        """One line: every run of white space is one space, none at the ends."""
        whole = self.strip()
        return whole.edit((m.start(), m.end(), " ") for m in _SPACES.finditer(whole.text) if m.group() != " ")

    def dropped(self, start: int, end: int, reason: str) -> list[Dropped]:
        """The raw span of characters start to end, as left out for `reason`; none when it never stood in the raw text."""
        origins = [i for i in (self.at[start], self.at[end - 1]) if i >= 0] if end > start else []
        return [Dropped(origins[0], origins[-1] + 1, reason)] if origins else []


class Paragraph:
    """One paragraph on its way: `kind` is prose, heading, item (of a list) or row (of a table).

    Lines are added one by one and put together when asked for, so that a paragraph of many thousand lines costs no more than its length.
    """

    __slots__ = ("_parts", "kind", "words")

    def __init__(self, strand: Strand, kind: str = "prose") -> None:
        self._parts = [strand]
        self.kind = kind
        self.words = len(strand.text.split())

    def add(self, other: Paragraph, between: str) -> None:
        """The other's words after these, with `between` (white space) in the middle."""
        if between:
            last = self._parts[-1].at
            self._parts.append(Strand(between, array("q", [last[-1] if last else -1]) * len(between)))
        self._parts += other._parts
        self.words += other.words

    @property
    def strand(self) -> Strand:
        """The whole paragraph."""
        if len(self._parts) > 1:
            at: array[int] = array("q")
            for part in self._parts:
                at += part.at
            self._parts = [Strand("".join(part.text for part in self._parts), at)]
        return self._parts[0]

    @property
    def text(self) -> str:
        """The words as they stand now."""
        return self.strand.text

    def tail(self, least: int = 30) -> str:
        """The last words: at least so many characters, or all there is."""
        found = ""
        for part in reversed(self._parts):
            found = part.text[-2 * least:] + found
            if len(found) >= least:
                break
        return found


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a full stop of some kind, closing quotes and brackets aside; "U.S." and "Gen." do not count."""
    bare = text.rstrip().rstrip(_CLOSERS)
    if not bare or bare[-1] not in STOPS:
        return False
    return _ABBREVIATION.search(bare[-12:]) is None or text.rstrip()[-1] in "\"”"


def title_share(text: str) -> float:
    """The share of words of four letters or more that begin with a capital."""
    long = [w for w in re.findall(r"[^\W\d_][\w'’.-]*", text) if len(w) >= 4]
    return sum(w[0].isupper() for w in long) / len(long) if long else 1.0


def looks_like_heading(text: str, *, most_words: int = 25) -> bool:
    """Whether a line on its own could be a title or section head: short, begins like one, no stop at its end."""
    words = text.split()
    if not words or len(words) > most_words or len(text) > 220 or text[-1] in ",;-–—":
        return False
    first = text.lstrip("\"'“‘([")[:1]
    return bool(first) and (first.isupper() or first.isdigit()) and text.rstrip(_CLOSERS)[-1:] not in (".", "…") \
        and words[-1].lower() not in FUNCTION_WORDS
