"""What stands inside lines: stray characters, tags, links, emphasis, elisions and dots glued between sentences.

Every step takes the whole document as a strand and gives it back shorter; nothing but white space is ever put in.
Patterns are bounded, so that a document made to be hard costs no more than any other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from tocsin.intake.strand import STOPS, Edit, Strand, ends_sentence
from tocsin.records import Dropped

_SPACES = dict.fromkeys([*map(ord, "\t\u00a0\u1680\u202f\u205f\u3000"), *range(0x2000, 0x200b)], " ")
_LINES = dict.fromkeys(map(ord, "\r\x0b\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
_ONE_TO_ONE = {**_SPACES, **_LINES, **dict.fromkeys(range(0xd800, 0xe000), "\ufffd")}
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-"
                        "\ufffb]+"
                        "|\u00ad\n?[ ]*")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_HIDDEN_OPEN = re.compile(r"<!--|<(script|style|noscript|template)\b", re.IGNORECASE)
_TAG = re.compile(r"</?(p|br|div|li|ul|ol|tr|table|h[1-6]|blockquote|hr|figure|section|article|b|i|em|strong|span|a|u|sup|sub|img|font|"
                  r"center|"
                  r"td|th|tbody|thead|figcaption|iframe|small|s|code|pre|body|html|head)\b(?:\s[^<>]{0,1000})?/?>", re.IGNORECASE)
_BLOCKS = frozenset(["p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "figure",
                     "section", "article", "figcaption", "iframe", "pre", "body", "html", "head"])

_TARGET = r"\([^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:\s\"[^\"\n]{0,200}\")?\)"
_LINK = re.compile(rf"(!?)\[((?:[^\[\]\n]|\n(?!\n)){{0,400}})\]({_TARGET}|\[[^\[\]\n]{{0,80}}\])")
_LINK_LINE = re.compile(
    rf"^[ ]{{0,8}}(?:[-*•+]\s+|\d{{1,3}}[.)]\s+)?(?:[*_]{{0,3}}\[[^\[\]\n]{{1,400}}\]{_TARGET}[*_]{{0,3}}[ |·•,/»>.]{{0,5}}|"
    rf"<https?://[^<>\s]{{1,1000}}>[ ]?)+$", re.MULTILINE)
_URL_LINE = re.compile(r"^[ ]{0,8}(?:(?:link|url|source|via)?:?[ ]?)(?:https?://|www\.)\S{1,2000}[ ]*$", re.MULTILINE | re.IGNORECASE)
_DEFINITION = re.compile(r"^[ ]{0,3}\[[^\[\]\n]{1,100}\]:[ ]+\S[^\n]{0,2000}$", re.MULTILINE)
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]{1,1000}>")
_CITATION = re.compile(r"(?<=[\w.,;:?!)\"”’])\[(?:\^?\d{1,3}|\^[\w-]{1,20}|citation needed|note \d{1,3})\]")
_BAIT = re.compile(
    r"(?:^|(?<=[.!?]\s)|(?<=[.!?][\"”)]\s))[ ]{0,4}[*_(]{0,3}(?:(?:please\s|to\s[^.!?\n\[]{1,60},?\s)?(?:click|tap)\s+(?:\[|here\b|"
    r"on\s(?:the\slink|\[)|below\b|the\slink)"
    r"|(?:to\s)?(?:read|see|view|watch|find|download|get)\s(?:the\s)?(?:full|whole|entire|complete|original|more|rest|"
    r"pdf)\b[^.!?\n\[]{0,60}\[?(?:here|this link|website|site)\b)"
    r"(?:[^.!?\n]|[.!?](?=\S)){0,400}(?:[.!?]+[\"”)*_]{0,3}|$)", re.IGNORECASE | re.MULTILINE)

_RULE_LINE = re.compile(r"^[ ]{0,3}(?:[*_=~#•·–—-][ ]?){3,}[ ]*$", re.MULTILINE)
_STRONG = re.compile(r"(\*{2,3}|(?<![\w_])_{2,3})(?=[^\s*_])([^*_\n]{1,1000}?)(?<=[^\s*_])\1(?!\w)")
_LOOSE_STARS = re.compile(r"\*{2,}")
_LIGHT = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,1000}?)(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\s_])([^_\n]{1,1000}?)(?<=[^\s_])_(?"
                    r"![\w_])")
_LOOSE_STAR = re.compile(r"(?<![\w*])\*(?=[\w\"“])|(?<=[\w.,;!?\"”])\*(?![\w*])")
_CODE = re.compile(r"`{1,3}")
_STRUCK = re.compile(r"~~")
_ESCAPED = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!>|~\"'-])")

_ELISION = re.compile(r"[\[(][ ]?(?:\.[ ]?){2,6}[\])]|[\[(][ ]?…[ ]?[\])]|[\[(](?:snip|cut|excerpt|\. \. \.)[\])]", re.IGNORECASE)
_GLUED_DOTS = re.compile(r"(?:\.{3,12}|…)(?=[\"“‘'(]?[A-Z])")
_GLUED_STOP = re.compile(r"(?<=[a-z]{2})(?:[.?!][\"”’)]?|[\"”’)][.?!])(?=[\"“‘]?[A-Z][a-z]*[\s,'’])")


def strip_inline(strand: Strand, *, markdown: bool) -> tuple[Strand, list[Dropped]]:
    """All steps in order: what is invisible, tags, links, emphasis, elisions, glued dots."""
    dropped: list[Dropped] = []
    strand = strip_characters(strand)
    strand = _strip_tags(strand, dropped)
    strand = _strip_links(strand, dropped)
    strand = _strip_emphasis(strand, markdown=markdown)
    strand = _strip_elisions(strand, dropped)
    return _part_sentences(strand), dropped


def strip_characters(strand: Strand) -> Strand:
    """White space of every kind as a space or a new line; controls, zero-width and bidirectional marks and soft hyphens go."""
    if "\r" in strand.text:
        strand = strand.edit((m.start(), m.end(), "\n") for m in re.finditer("\r\n", strand.text))
    strand = Strand(strand.text.translate(_ONE_TO_ONE), strand.at)
    return strand.edit((m.start(), m.end(), "") for m in _INVISIBLE.finditer(strand.text))


# ------------------------------------------------------------------ tags


def hidden_spans(text: str) -> Iterator[tuple[int, int]]:
    """Comments, scripts and styles; one that never closes hides nothing."""
    at = 0
    unclosed: set[str] = set()
    while m := _HIDDEN_OPEN.search(text, at):
        at = m.end()
        name = (m[1] or "!").lower()
        if name in unclosed:
            continue
        close = re.compile(rf"</{m[1]}\s{{0,20}}>", re.IGNORECASE).search(text, at) if m[1] else re.compile("-->").search(text, at)
        if close is None:
            unclosed.add(name)
            continue
        yield m.start(), close.end()
        at = close.end()


def _strip_tags(strand: Strand, dropped: list[Dropped]) -> Strand:
    """Tags that strayed into text, and what scripts and comments hide; entities become their character."""
    if "<" in strand.text:
        spans = list(hidden_spans(strand.text))
        for start, end in spans:
            dropped += strand.dropped(start, end, "boilerplate")
        strand = strand.edit((start, end, " ") for start, end in spans)
        strand = strand.edit((m.start(), m.end(), _tag_space(m[1].lower())) for m in _TAG.finditer(strand.text))
    if "&" in strand.text:
        strand = strip_characters(strand.edit(_entities(strand.text)))
    return strand


def _tag_space(name: str) -> str:
    return "\n\n" if name in _BLOCKS else "\n" if name == "br" else " " if name in ("td", "th", "img") else ""


def _entities(text: str) -> Iterator[Edit]:
    """Entities of one character that is no letter or digit (a letter must be the raw letter at its place)."""
    for m in _ENTITY.finditer(text):
        char = html.unescape(m.group())
        if len(char) == 1 and not char.isalnum():
            yield m.start(), m.end(), char


# ------------------------------------------------------------------ links


def _strip_links(strand: Strand, dropped: list[Dropped]) -> Strand:
    """Link text stays where it is part of a sentence; bait ("click here"), bare link lines, images and targets go."""
    text = strand.text
    if "[" in text or "://" in text or "www." in text:
        strand = _drop(strand, [m.span() for m in _LINK_LINE.finditer(text) if _stands_alone(text, *m.span())], dropped)
        strand = _drop(strand, [m.span() for m in _URL_LINE.finditer(strand.text)], dropped)
    strand = _drop(strand, [m.span() for m in _BAIT.finditer(strand.text)], dropped)
    if "[" in strand.text:
        strand = _drop(strand, [m.span() for m in _DEFINITION.finditer(strand.text)], dropped)
        images = [m.span() for m in _LINK.finditer(strand.text) if m[1]]
        strand = _drop(strand, images, dropped, reason="boilerplate")
        strand = strand.edit(e for m in _LINK.finditer(strand.text) if not _ELISION.fullmatch(f"[{m[2]}]")
                             for e in ((m.start(), m.start(2), ""), (m.end(2), m.end(), "")))
        strand = _drop(strand, [m.span() for m in _CITATION.finditer(strand.text)], dropped)
    return _drop(strand, [m.span() for m in _AUTOLINK.finditer(strand.text)], dropped)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a line of links is no part of a sentence that was broken around it, nor the document's first line."""
    before = text[max(0, start - 400):start].rstrip()
    after = text[end:end + 400].lstrip()
    if not before and "\n" not in text[:start].strip(" "):
        return False
    broken = bool(before) and not ends_sentence(before) and before[-1] not in "])>:" and (after[:1].islower() or after[:1] in tuple(",.;)"))
    return not broken


def _drop(strand: Strand, spans: list[tuple[int, int]], dropped: list[Dropped], *, reason: str = "link_text") -> Strand:
    for start, end in spans:
        dropped += strand.dropped(start, end, reason)
    return strand.edit((start, end, "") for start, end in spans)


# ------------------------------------------------------------------ emphasis


def _strip_emphasis(strand: Strand, *, markdown: bool) -> Strand:
    """The marks go, the words stay; a mark may open on one line and close on another."""
    if markdown:
        strand = strand.edit((m.start(), m.end(), "") for m in _ESCAPED.finditer(strand.text))
        strand = strand.edit((m.start(), m.end(), "") for m in _CODE.finditer(strand.text))
        strand = strand.edit((m.start(), m.end(), "") for m in _STRUCK.finditer(strand.text))
    strand = strand.edit((m.start(), m.end(), "") for m in _RULE_LINE.finditer(strand.text))
    if "*" in strand.text or "_" in strand.text:
        strand = strand.edit(e for m in _STRONG.finditer(strand.text)
                             for e in ((m.start(), m.end(1), ""), (m.end() - len(m[1]), m.end(), "")))
        strand = strand.edit((m.start(), m.end(), "") for m in _LOOSE_STARS.finditer(strand.text) if not _inside_word(strand.text, m))
        strand = strand.edit(e for m in _LIGHT.finditer(strand.text) for e in ((m.start(), m.start() + 1, ""), (m.end() - 1, m.end(), "")))
        if markdown:
            strand = strand.edit((m.start(), m.end(), "") for m in _LOOSE_STAR.finditer(strand.text))
    return strand


def _inside_word(text: str, m: re.Match[str]) -> bool:
    """Whether stars stand for left-out letters ("f**k")."""
    return text[m.start() - 1:m.start()].isalpha() and text[m.end():m.end() + 1].isalpha()


# ------------------------------------------------------------------ elisions


def _strip_elisions(strand: Strand, dropped: list[Dropped]) -> Strand:
    """"(...)" and "[...]" go; between an unfinished sentence and a new one their dots stay, so that the two are not read as one."""
    edits: list[Edit] = []
    text = strand.text
    for m in _ELISION.finditer(text):
        before, after = text[max(0, m.start() - 80):m.start()], text[m.end():m.end() + 3]
        follows = after.lstrip(" \"“‘'")[:1]
        if before.strip() and before.rstrip(" ")[-1:] != "\n" and not ends_sentence(before) and follows.isupper() and "." in m.group():
            edits += [(m.start(), m.start() + 1, ""), (m.end() - 1, m.end(), " ")]
            continue
        dropped += strand.dropped(m.start(), m.end(), "elision")
        if after.lstrip(" ")[:1] in tuple(",.;:!?)"):
            edits.append((m.start() - before.endswith(" "), m.end() + len(after) - len(after.lstrip(" ")), ""))
        else:
            edits.append((m.start(), m.end(), " "))
    return strand.edit(edits)


def _part_sentences(strand: Strand) -> Strand:
    """A space after dots or a stop that are glued to the next sentence, addresses and file names aside."""
    text = strand.text
    places = {m.end() for m in _GLUED_DOTS.finditer(text)}
    places |= {m.end() for m in _GLUED_STOP.finditer(text) if not _in_address(text, m.start(), m.end())}
    return strand.edit((i, i, " ") for i in sorted(places))


def _in_address(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 100):start].split()
    word = (before[-1] if before else "") + text[end:end + 30].split(" ")[0]
    return "@" in word or "://" in word or "www." in word.lower() or text[start] not in STOPS + "\"”’)"
