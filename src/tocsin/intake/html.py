"""A web page: its main text, its metadata, and where each letter stands in the source."""

from __future__ import annotations

import html
import json
import logging
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tocsin.intake.inline import hidden_spans
from tocsin.intake.strand import Strand
from tocsin.records import Dropped

logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())

# What parsers of other people's files raise on broken input, beside their own errors.
MALFORMED = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError, RecursionError, EOFError,
             NotImplementedError)

_TOKEN = re.compile(r"<[!/?a-zA-Z][^<>]{0,20000}>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?")
_BLOCK = re.compile(r"<(?:/?(?:p|div|li|ul|ol|tr|table|h[1-6]|blockquote|section|article|title|"
                    r"body|head|header|footer|nav|td|th)|br|hr)\b", re.IGNORECASE)
_META = re.compile(r"<meta\b([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:.-]{1,60})\s{0,5}=\s{0,5}(?:\"([^\"]{0,3000})\"|'([^']{0,3000})')")
_JSON_LD = re.compile(r"<script\b[^<>]{0,300}application/ld\+json[^<>]{0,300}>", re.IGNORECASE)
_TIME = re.compile(r"<time\b([^<>]{1,600})>", re.IGNORECASE)
_CANONICAL = re.compile(r"<link\b[^<>]{0,600}\brel=[\"']canonical[\"'][^<>]{0,1200}>", re.IGNORECASE)
_DATE_NAMES = ("article:published_time", "datepublished", "date", "pubdate", "publish-date", "publishdate", "dc.date", "dc.date.issued",
               "dcterms.issued",
               "dcterms.created", "dcterms.date", "parsely-pub-date", "sailthru.date", "citation_publication_date", "og:published_time",
               "article.published")
_KEY = 24


@dataclass(slots=True)
class Page:
    """What a page says about itself: title, byline, source, url, and dates as (name, value)."""

    known: dict[str, str] = field(default_factory=dict)
    dates: list[tuple[str, str]] = field(default_factory=list)


def read_html(raw: str) -> tuple[Strand, Page, list[Dropped]]:
    """The main text as Markdown with its places in `raw`, the metadata, and the visible parts that were left out."""
    page = read_metadata(raw)
    visible = Visible(raw)
    text = _extract(raw) or visible.as_text()
    at, used = visible.align(text)
    return Strand(text, at), page, visible.unused(used)


def _extract(raw: str) -> str | None:
    """The main text by trafilatura; None where it finds none or cannot read the page."""
    import trafilatura

    try:
        found: str | None = trafilatura.extract(raw, output_format="markdown", include_comments=False, include_tables=True,
                                                include_links=False,
                                   fast=False)
    except MALFORMED:
        return None
    return found


# ------------------------------------------------------------------ metadata


def read_metadata(raw: str) -> Page:
    """Title, author, site and dates of publication, from the page's own fields only; nothing is searched for in its text."""
    page = Page()
    fields = _fields(raw)
    linked = list(_linked_data(raw))
    title = _first(fields, "og:title", "twitter:title", "dc.title") or _text_of(linked, "headline") or _element(raw, "h1") or _element(raw,
            "title")
    site = _first(fields, "og:site_name", "application-name", "dc.publisher", "publisher") or _text_of(linked, "publisher")
    author = _first(fields, "author", "article:author", "dc.creator", "byl", "sailthru.author", "parsely-author") or _text_of(linked,
            "author")
    canonical = _CANONICAL.search(raw[:200_000])
    link = dict((k.lower(), a or b) for k, a, b in _ATTRIBUTE.findall(canonical.group())).get("href") if canonical else None
    for key, value in (("title", _without_site(title, site)), ("source", site), ("byline", author),
                       ("url", link or _first(fields, "og:url"))):
        if value and (value := " ".join(html.unescape(value).split())) and not (key == "byline" and "://" in value):
            page.known[key] = re.sub(r"^by\s+", "", value, flags=re.IGNORECASE) if key == "byline" else value
    named = [(n, v) for n, v in fields if n in _DATE_NAMES and v]
    page.dates = list(dict.fromkeys(named + list(_linked_dates(linked)))) or list(_times(raw))
    return page


def _fields(raw: str) -> list[tuple[str, str]]:
    """(name, content) of each meta element."""
    found = []
    for m in _META.finditer(raw[:1_000_000]):
        attributes = {k.lower(): a or b for k, a, b in _ATTRIBUTE.findall(m[1])}
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        found.append((name.lower(), attributes.get("content", "").strip()))
    return found


def _first(fields: list[tuple[str, str]], *names: str) -> str | None:
    return next((v for name in names for n, v in fields if n == name and v), None)


def _linked_data(raw: str) -> Iterator[dict[str, Any]]:
    """The objects of each JSON-LD block."""
    for m in _JSON_LD.finditer(raw):
        end = raw.find("</", m.end())
        try:
            loaded = json.loads(raw[m.end():end if end >= 0 else m.end() + 100_000])
        except (ValueError, RecursionError):
            continue
        for item in loaded if isinstance(loaded, list) else [loaded]:
            if isinstance(item, dict):
                graph = item.get("@graph")
                yield from (x for x in (graph if isinstance(graph, list) else [item]) if isinstance(x, dict))


def _text_of(linked: list[dict[str, Any]], key: str) -> str | None:
    for item in linked:
        value = item.get(key)
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("name") if isinstance(value, dict) else value
        if isinstance(value, str) and value.strip():
            return value
    return None


def _linked_dates(linked: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for item in linked:
        if isinstance(item.get("datePublished"), str):
            yield "datePublished", item["datePublished"]


def _times(raw: str) -> Iterator[tuple[str, str]]:
    """The first <time> element, which pages put at their head; those below may belong to other stories."""
    for m in _TIME.finditer(raw):
        stamp = {k.lower(): a or b for k, a, b in _ATTRIBUTE.findall(m[1])}.get("datetime")
        if stamp:
            yield "time", stamp
            return


def _element(raw: str, name: str) -> str | None:
    m = re.search(rf"<{name}\b[^<>]{{0,600}}>", raw, re.IGNORECASE)
    if m is None:
        return None
    end = re.compile(rf"</{name}", re.IGNORECASE).search(raw, m.end(), m.end() + 2000)
    return re.sub(r"<[^<>]{0,2000}>", " ", raw[m.end():end.start()]).strip() or None if end else None


def _without_site(title: str | None, site: str | None) -> str | None:
    """A title without the site's name behind a bar or dash."""
    if not title:
        return None
    if site:
        title = re.sub(rf"\s+[|–—-]\s+{re.escape(site)}\s*$", "", title)
    return re.sub(r"\s+\|\s+[^|]{1,50}$", "", title)


# ------------------------------------------------------------------ where letters stand


class Visible:
    """The letters and digits that a reader of the page sees, each with its place in the source."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.pieces = list(_visible(raw))
        self.letters = "".join(c for text, _, _ in self.pieces for c in text if c.isalnum())
        self.at: array[int] = array("q")
        for text, start, entity in self.pieces:
            self.at.extend(start if entity else start + i for i, c in enumerate(text) if c.isalnum())

    def as_text(self) -> str:
        """All that is visible, blocks as paragraphs: for pages in which no main text was found."""
        return re.sub(r"\n{3,}", "\n\n", "".join(text for text, _, _ in self.pieces)).strip()

    def align(self, text: str) -> tuple[array[int], list[tuple[int, int]]]:
        """A place in the source for each character of the main text, never falling, and the stretches of letters used.

        Lines are looked for one after another by their first letters; a line that is not found takes the place of the one before.
        """
        at: array[int] = array("q")
        used: list[tuple[int, int]] = []
        cursor, misses = 0, 0
        for line in text.splitlines(keepends=True):
            letters = "".join(c for c in line if c.isalnum())
            found = self.letters.find(letters[:_KEY], cursor) if letters and misses < 200 else -1
            if found < 0:
                misses += bool(letters)
                at.extend([max(self._place(cursor), at[-1] if at else 0)] * len(line))
                continue
            cursor = self._align_line(line, found, at)
            used.append((found, cursor))
        return at, used

    def _place(self, cursor: int) -> int:
        """The place just before letter `cursor`, so that what follows never falls behind it."""
        return self.at[min(cursor, len(self.at)) - 1] if cursor and self.at else 0

    def _align_line(self, line: str, start: int, at: array[int]) -> int:
        """One line from letter `start` on; gives the letter after its last."""
        cursor = start
        for c in line:
            if not c.isalnum():
                place = self._place(cursor) if cursor > start else self.at[start]
                # The sign itself, where it stands right behind what came before.
                nearby = at[-1] + 1 if cursor > start else place
                at.append(nearby if place <= nearby < len(self.raw) and self.raw[nearby] == c else max(place, at[-1] if at else 0))
                continue
            if cursor < len(self.letters) and self.letters[cursor] != c:
                ahead = self.letters.find(c, cursor, cursor + 40)
                cursor = ahead if ahead >= 0 else cursor
            at.append(self.at[cursor] if cursor < len(self.at) else self._place(cursor))
            cursor = min(cursor + 1, len(self.letters))
        return cursor

    def unused(self, used: list[tuple[int, int]]) -> list[Dropped]:
        """Stretches of twenty letters or more that the main text leaves out."""
        dropped, done = [], 0
        for start, end in [*used, (len(self.letters), len(self.letters))]:
            if start - done >= 20:
                dropped.append(Dropped(self.at[done], self.at[start - 1] + 1, "boilerplate"))
            done = max(done, end)
        return dropped


def _visible(raw: str) -> Iterator[tuple[str, int, bool]]:
    """(text, place, is it an entity) of each visible piece; block tags come as a blank line."""
    hidden = list(hidden_spans(raw))
    starts = [start for start, _ in hidden]
    done = 0
    for m in _TOKEN.finditer(raw):
        inside = bisect_left(starts, m.start() + 1) - 1
        if inside >= 0 and m.start() < hidden[inside][1]:
            if done < hidden[inside][0]:
                yield raw[done:hidden[inside][0]], done, False
            done = max(done, hidden[inside][1])
            continue
        if m.start() > done:
            yield raw[done:m.start()], done, False
        if m.group()[0] == "&":
            yield html.unescape(m.group()), m.start(), True
        elif _BLOCK.match(m.group()):
            yield "\n\n", m.start(), True
        done = max(done, m.end())
    if done < len(raw):
        yield raw[done:], done, False
