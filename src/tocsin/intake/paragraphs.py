"""Lines into paragraphs: wrapped lines are joined, broken sentences are made whole again, list items and table rows stay apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tocsin.intake.boilerplate import is_boilerplate
from tocsin.intake.strand import FUNCTION_WORDS, Paragraph, Strand, ends_sentence, looks_like_heading, title_share
from tocsin.records import Dropped

_BULLET = re.compile(r"^[ ]*(?:[•‣◦▪■●·∙]\s*|[-*+–—]\s+(?=\S))")
_NUMBER = re.compile(r"^[ ]*(?:\(?\d{1,3}[.)]|\(?[a-hA-H]\)|\(?[ivxIVX]{1,4}\))\s+(?=\S)")
_HASHES = re.compile(r"^[ ]{0,3}#{1,6}\s+(?=\S)")
_CLOSING_HASHES = re.compile(r"\s#{1,6}\s*$")
_QUOTE_MARK = re.compile(r"^[ ]{0,3}(?:>[ ]?){1,10}")
_UNDERLINE = re.compile(r"^[ ]{0,3}(?:={2,}|-{2,})\s*$")
_ROW_RULE = re.compile(r"^[\s|:+-]+$")
_PAGE_NUMBER = re.compile(r"^[\s–—-]*(?:(?:page|p\.)\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[\s–—-]*$", re.IGNORECASE)
_GAP = re.compile(r"(?<=[^\s.!?:])[ ]{2,}(?=\S)")
_DIGITS = re.compile(r"\d+")
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐]\n[ ]*(?=[^\W\d_])")
KEPT_PREFIXES = frozenset(["self", "non", "anti", "pro", "ex", "cross", "counter", "post", "pre", "well", "co", "semi", "half", "all",
                            "inter", "north", "south", "east", "west", "mid", "vice", "so", "war", "long", "short", "high", "low", "two",
                            "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
_CLOSING = re.compile(r"^(?:[,.;:!?)\]}’”»%]|[\"'](?=[\s,.;:!?)]|$))")
_CONTINUES = re.compile(r"^(?:[a-z]|[(–—]|--|\.\.\.\s?[a-z]|…\s?[a-z])")
_NAME_PARTICLE = re.compile(r"^(?:al|el|ash|an|as|ibn|bin|de|von|van|e|i)[-' ]?[A-Z]")


def line_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each line, its end without the new line."""
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


# ------------------------------------------------------------------ pages


def drop_page_furniture(strand: Strand) -> tuple[Strand, list[Dropped]]:
    """Running heads and feet and page numbers of a paged text (form feeds between pages); pages become one text."""
    if "\f" not in strand.text:
        return strand, []
    edges: list[tuple[int, int]] = []
    start = 0
    pages = strand.text.split("\f")
    for page in pages:
        filled = [(start + a, start + b) for a, b in line_spans(page) if page[a:b].strip()]
        edges += filled if len(filled) <= 6 else filled[:3] + filled[-3:]
        start += len(page) + 1
    shapes = Counter(_DIGITS.sub("#", strand.text[a:b].strip().lower()) for a, b in edges)
    often = max(2, len(pages) // 2)
    spans = [(a, b) for a, b in edges
             if _PAGE_NUMBER.match(strand.text[a:b]) or (len(pages) > 1 and shapes[_DIGITS.sub("#",
                     strand.text[a:b].strip().lower())] >= often
                                                         and b - a < 150)]
    dropped = [d for a, b in spans for d in strand.dropped(a, b, "boilerplate")]
    gone = sorted([(a, b, "") for a, b in spans] + [(m.start(), m.end(), "\n") for m in re.finditer("\f", strand.text)])
    return strand.edit(gone), dropped


def mend_hyphens(strand: Strand) -> Strand:
    """Words cut at a line's end: the hyphen goes, unless the text writes the word with one or the parts are words that keep it."""
    found = list(_LINE_END_HYPHEN.finditer(strand.text))
    if not found:
        return strand
    known = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", strand.text.lower()))
    edits = []
    for m in found:
        left = re.search(r"[^\W\d_]+$", strand.text[max(0, m.start() - 40):m.start()])
        right = re.match(r"[^\W\d_]+", strand.text[m.end():m.end() + 40])
        if left and right:
            keep = _keeps_hyphen(left.group(), right.group(), known)
            edits.append((m.start() + keep, m.end(), ""))
    return strand.edit(edits)


def _keeps_hyphen(left: str, right: str, known: set[str]) -> bool:
    whole = (left + right).lower()
    if whole in known:
        return False
    return f"{left}-{right}".lower() in known or left[0].isupper() or right[0].isupper() or left.lower() in KEPT_PREFIXES


# ------------------------------------------------------------------ lines


def split_paragraphs(strand: Strand, *, markdown: bool) -> tuple[list[Paragraph], list[Dropped]]:
    """Blocks of lines as paragraphs with their kind; lines that are furniture of a page are dropped on the way."""
    strand = mend_hyphens(strand)
    lines = line_spans(strand.text)
    strand, lines = _bar_tables(strand, lines)
    wrapped, width = _wrapping([strand.text[a:b] for a, b in lines])
    paragraphs: list[Paragraph] = []
    dropped: list[Dropped] = []
    open_block = False
    for number, (start, end) in enumerate(lines):
        line = strand.text[start:end]
        if not line.strip():
            open_block = False
            continue
        if is_boilerplate(line.strip()):
            dropped += strand.dropped(start, end, "boilerplate")
            continue
        following = strand.text[slice(*lines[number + 1])] if number + 1 < len(lines) else ""
        piece = _read_line(strand.part(start, end), following, markdown=markdown)
        if piece is None:
            continue
        if not piece.words:  # a quote mark alone is a blank line of the quoted text
            open_block = False
            continue
        if open_block and _continues_block(paragraphs[-1], piece, wrapped=wrapped or markdown, width=width, last=lines[number - 1]):
            paragraphs[-1].add(piece, " ")
        else:
            paragraphs.append(piece)
        open_block = True
    return [p for p in paragraphs if any(c.isalnum() for c in p.text) or _CLOSING.match(p.text)], dropped


def _bar_tables(strand: Strand, lines: list[tuple[int, int]]) -> tuple[Strand, list[tuple[int, int]]]:
    """Tables whose columns only spaces part get bars between their cells, as others have them."""
    cells = [_cells(strand.text[a:b]) for a, b in lines]
    filled = [n for n, (a, b) in enumerate(lines) if strand.text[a:b].strip() and not _ROW_RULE.match(strand.text[a:b])]
    rows: set[int] = set()
    for before, here, after in zip([-1, *filled], filled, [*filled[1:], -1], strict=False):
        near = [cells[n] for n in (before, after) if n >= 0 and abs(n - here) <= 2]
        wide, counted = len(cells[here]) > 2, _is_counted(cells[here])
        if any(len(c) > 2 and (wide or counted) or wide and len(c) == 2 and _is_counted(c) for c in near) and len(cells[here]) > 1:
            rows.add(here)
    if sum(_is_counted(cells[n]) for n in rows) < 2:
        return strand, lines
    spans = [(lines[n][0], m) for n in sorted(rows) for m in _GAP.finditer(strand.text[slice(*lines[n])].rstrip())]
    strand = strand.edit((start + m.start(), start + m.end(), " | ") for start, m in spans)
    return strand, line_spans(strand.text)


def _cells(line: str) -> list[str]:
    """What runs of spaces part in a line; those behind a full stop part sentences."""
    return [c for c in _GAP.split(line.strip()) if c]


def _is_counted(cells: Sequence[str]) -> bool:
    """Whether a cell after the first is a number."""
    return any(re.fullmatch(r"[\d][\d,. ]*%?|[-–—]", c) for c in cells[1:])


def _wrapping(lines: Sequence[str]) -> tuple[bool, int]:
    """Whether lines are broken at a width, not at sentences, and that width (the ninetieth percentile of line lengths)."""
    lengths = sorted(len(x) for x in lines if x.strip())
    pairs = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if a.strip() and b.strip() and not _BULLET.match(b)]
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    open_ended = sum(not ends_sentence(a) and len(a) > 30 for a, _ in pairs)
    return len(pairs) >= 2 and width <= 160 and open_ended >= 0.4 * len(pairs), width


def _read_line(strand: Strand, following: str, *, markdown: bool) -> Paragraph | None:
    """One line with its marks taken off: heading, quote, list item, table row or prose; None for a rule."""
    line = strand.text
    if m := _HASHES.match(line):
        body = strand.part(m.end(), len(line))
        closing = _CLOSING_HASHES.search(body.text)
        return Paragraph((body.part(0, closing.start()) if closing else body).tidy(), "heading")
    if m := _QUOTE_MARK.match(line):
        strand = strand.part(m.end(), len(line))
        line = strand.text
    if line.count("|") >= 2 or line.count(" | ") == 1 and len(line) < 200:
        return None if _ROW_RULE.match(line) else Paragraph(_bare_row(strand), "row")
    if _UNDERLINE.match(line):
        return None
    if m := _BULLET.match(line):
        return Paragraph(strand.part(m.end(), len(line)).tidy(), "item")
    if _NUMBER.match(line):
        return Paragraph(strand.tidy(), "item")
    heading = markdown and bool(_UNDERLINE.match(following)) and looks_like_heading(line.strip())
    return Paragraph(strand.tidy(), "heading" if heading else "prose")


def _bare_row(strand: Strand) -> Strand:
    """A table row without its outer bars."""
    text = strand.text
    start, end = len(text) - len(text.lstrip(" |")), len(text.rstrip(" |"))
    return strand.part(start, max(start, end)).tidy()


def _continues_block(before: Paragraph, piece: Paragraph, *, wrapped: bool, width: int, last: tuple[int, int]) -> bool:
    """Whether a line right below another goes on with it."""
    if "heading" in (before.kind, piece.kind) or "row" in (before.kind, piece.kind):
        return False
    tail = before.tail()
    done = ends_sentence(tail)
    if piece.kind == "item":
        # A number at the start of a wrapped line is a list's only where the line before has ended.
        return wrapped and before.kind == "prose" and bool(re.match(r"\(?\d", piece.text)) and not done and tail[-1:] != ":"
    if not wrapped:
        return not done and (tail[-1:] in ",-" or bool(_CONTINUES.match(piece.text) or _CLOSING.match(piece.text)) or _hangs(tail))
    short = last[1] - last[0] < 0.6 * width
    if short and done:
        return False
    alone = before.kind == "prose" and short and before.words <= 12 and looks_like_heading(before.text) and piece.text[:1].isupper()
    return not (alone and title_share(before.text) >= 0.6)


def _hangs(tail: str) -> bool:
    """Whether the last word is one that cannot end a sentence or a heading."""
    words = tail.split()
    return bool(words) and words[-1].lower() in FUNCTION_WORDS


# ------------------------------------------------------------------ broken sentences


def rejoin(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Sentences that blank lines cut are made whole: an unfinished paragraph takes what goes on with it, and a short
    fragment between the two."""
    whole: list[Paragraph] = []
    i = 0
    while i < len(paragraphs):
        piece = paragraphs[i]
        after = paragraphs[i + 1] if i + 1 < len(paragraphs) else None
        if whole and _goes_on(whole[-1], piece):
            _append(whole[-1], piece)
        elif whole and after is not None and _is_fragment_between(whole[-1], piece, after):
            _append(whole[-1], piece)
            _append(whole[-1], after)
            i += 1
        else:
            whole.append(Paragraph(piece.strand, piece.kind))
        i += 1
    return [p for p in whole if any(c.isalnum() for c in p.text)]


def _goes_on(before: Paragraph, piece: Paragraph) -> bool:
    """Whether a paragraph goes on with the sentence that the one before leaves open."""
    if before.kind in ("heading", "row") or piece.kind != "prose":
        return False
    tail = before.tail()
    done = ends_sentence(tail)
    if _CLOSING.match(piece.text) and (not done or not any(c.isalnum() for c in piece.text[:400]) or _closes_quote(before.tail(400),
            piece.text)):
        return True
    if done:
        return False
    short = before.words <= 10 and looks_like_heading(before.text)
    if before.kind == "item" and piece.text.startswith("(") and piece.text.endswith(")"):
        return False  # a remark on its own below a list
    if _CONTINUES.match(piece.text):
        return not (short and (before.kind == "prose" and title_share(before.text) >= 0.6 or _NAME_PARTICLE.match(piece.text)))
    # Before a capital only a word that cannot end a sentence shows the cut.
    return _hangs(tail) or (tail[-1:] == "," and before.words > 8 and not (before.words < 30 and before.text.startswith("Dear")))


def _closes_quote(tail: str, text: str) -> bool:
    """Whether the text begins with the mark that closes a quotation still open before it."""
    return text[0] in "\"”" and tail.count("“") + tail.count('"') % 2 > tail.count("”")


def _is_fragment_between(before: Paragraph, piece: Paragraph, after: Paragraph) -> bool:
    """Whether a few words on their own belong in the middle of a sentence that goes on below them."""
    if before.kind in ("heading", "row") or piece.kind != "prose" or after.kind != "prose" or ends_sentence(before.tail()):
        return False
    return piece.words <= 6 and before.words > 3 and not ends_sentence(piece.text) and not _NAME_PARTICLE.match(after.text) \
        and bool(_CONTINUES.match(after.text) or _CLOSING.match(after.text))


def _append(before: Paragraph, piece: Paragraph) -> None:
    """Put together without a space where a quotation mark or bracket closes, or has just opened."""
    opened = bool(re.search(r"(?:^|[\s(\[])[\"'“‘(\[]$", before.tail()))
    before.add(piece, "" if opened or _CLOSING.match(piece.text) else " ")
