"""One decoded text into a Report: the order of the steps, and how the pieces are put back together."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from tocsin.intake.boilerplate import drop_mail_parts, drop_repeats, drop_tail, has_prose, is_boilerplate
from tocsin.intake.dating import date_report
from tocsin.intake.genre import GENRES, guess_genre
from tocsin.intake.glued import part_glued
from tocsin.intake.head import Head, read_front_matter, read_head
from tocsin.intake.html import read_html
from tocsin.intake.inline import strip_characters, strip_inline
from tocsin.intake.language import detect, name_language
from tocsin.intake.paragraphs import drop_page_furniture, rejoin, split_paragraphs
from tocsin.intake.strand import Paragraph, Strand, ends_sentence, looks_like_heading
from tocsin.records import Dropped, Published, Report, make_id

MARKUPS = ("text", "markdown", "html", "mail")


@dataclass(slots=True)
class _Work:
    """A report in the making: what is left of the text, what was dropped, and what is known about it."""

    strand: Strand
    markdown: bool = False
    dropped: list[Dropped] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    dates: list[tuple[str, str]] = field(default_factory=list)
    head: Head = field(default_factory=Head)
    paragraphs: list[Paragraph] = field(default_factory=list)


def clean(raw: str, *, title: str | None = None, byline: str | None = None, source: str | None = None,
          published: str | Published | None = None, url: str | None = None, language: str | None = None, genre: str | None = None,
          id: str | None = None, path: str | None = None, markup: str = "text", today: date | None = None) -> Report:
    """One decoded text as a Report, with what is given about it; what is not given is read from the text.

    `markup` is text, markdown, html or mail (the body of one). `published` is an ISO day, month or year, or words.
    `offsets` of a title that does not stand in `raw` are -1. Pure: the same arguments give the same report.
    Raises ValueError for an unknown markup.
    """
    if markup not in MARKUPS:
        raise ValueError(f"markup is one of {', '.join(MARKUPS)}, not {markup!r}")
    given = {"title": title, "byline": byline, "source": source, "url": url, "language": language, "genre": genre}
    work = _unwrap(raw, markup)
    if isinstance(published, str):
        work.dates.append(("given", published))
    work.known.update({key: " ".join(strip_characters(Strand(v)).text.split()) for key, v in given.items() if v and v.strip()})
    _read_top(work)
    _cut(work)
    whole, headings = _assemble(work, raw)
    return _report(work, whole, headings, raw=raw, published=published if isinstance(published, Published) else None,
                   id=id, origin=(source or "", url or ""), path=path, today=today)


# ------------------------------------------------------------------ steps


def _unwrap(raw: str, markup: str) -> _Work:
    """The text out of its markup, with the metadata that the markup carries."""
    if markup == "html":
        strand, page, dropped = read_html(raw)
        work = _Work(strand, markdown=True, dropped=dropped, known=page.known, dates=page.dates)
    else:
        strand = strip_characters(Strand(raw))
        work = _Work(strand, markdown=markup == "markdown")
        work.strand, front, dropped = read_front_matter(strand)
        work.dropped += dropped
        if "published" in front:
            work.dates.append(("published", front.pop("published")))
        work.known.update(front)
    if markup == "mail":
        work.strand, dropped = drop_mail_parts(work.strand)
        work.dropped += dropped
    work.strand, dropped = drop_page_furniture(work.strand)
    work.dropped += dropped
    work.strand, dropped = strip_inline(work.strand, markdown=work.markdown)
    work.dropped += dropped
    work.strand = part_glued(work.strand)
    return work


def _read_top(work: _Work) -> None:
    """Title, byline, publisher and dates at the head; what was given before wins over what stands there."""
    text = work.strand.text
    work.head = head = read_head(text, given_title=work.known.get("title"))
    for start, end in head.furniture:
        work.dropped += work.strand.dropped(start, end, "boilerplate")
    kept: list[Paragraph] = []
    for start, end in head.headings:
        lead = len(text[start:end]) - len(re.sub(r"^\s*(?:#{1,6}\s+|(?:title|headline|subject)\s*:\s*)?", "", text[start:end],
                                                 flags=re.IGNORECASE))
        kept.append(Paragraph(work.strand.part(start + lead, end).tidy(), "heading"))
        if (start, end) == head.title and "title" not in work.known and kept[-1].text:
            work.known["title"] = kept[-1].text
    for key, value in (("byline", head.byline), ("source", head.source)):
        if value:
            work.known.setdefault(key, value)
    rest, dropped = split_paragraphs(work.strand.part(head.end, len(text)), markdown=work.markdown)
    work.dropped += dropped
    work.paragraphs = [p for p in kept if p.text] + rest


def _cut(work: _Work) -> None:
    """Furniture, author notes and repeats go; then broken sentences are made whole and section heads are seen."""
    kept = []
    for paragraph in work.paragraphs:
        if paragraph.kind != "heading" and is_boilerplate(paragraph.text):
            work.dropped += paragraph.strand.dropped(0, len(paragraph.text), "boilerplate")
        else:
            kept.append(paragraph)
    kept, dropped, byline = drop_tail(kept, work.known.get("byline"))
    work.dropped += dropped
    if byline:
        work.known["byline"] = byline
    work.paragraphs, dropped = drop_repeats(rejoin(kept))
    work.dropped += dropped
    for i, paragraph in enumerate(work.paragraphs):
        # A section head stands between paragraphs; a text that is one short line is all there is and no head.
        if paragraph.kind == "prose" and i + 1 < len(work.paragraphs) and looks_like_heading(paragraph.text, most_words=12) \
                and not ends_sentence(paragraph.text) and paragraph.text[-1] not in "\"”:?!":
            paragraph.kind = "heading"


def _assemble(work: _Work, raw: str) -> tuple[Strand, list[tuple[int, int]]]:
    """The paragraphs with a blank line between them, title first, and the spans of headings."""
    title = work.known.get("title")
    if title:
        shapes = [" ".join(p.text.lower().split()) for p in work.paragraphs[:1]]
        if title.lower() not in shapes:
            work.paragraphs.insert(0, Paragraph(_locate(title, raw, work.paragraphs), "heading"))
        work.paragraphs[0].kind = "heading"
    texts: list[str] = []
    at: array[int] = array("q")
    headings: list[tuple[int, int]] = []
    length = 0
    for paragraph in work.paragraphs:
        if texts:
            texts.append("\n\n")
            at.extend([at[-1]] * 2)
            length += 2
        if paragraph.kind == "heading":
            headings.append((length, length + len(paragraph.text)))
        texts.append(paragraph.text)
        at += paragraph.strand.at
        length += len(paragraph.text)
    return Strand("".join(texts), at), headings


def _locate(title: str, raw: str, paragraphs: Sequence[Paragraph]) -> Strand:
    """A title that is not among the paragraphs, with its place in the raw text where it stands above them (front matter, html)."""
    first = paragraphs[0].strand.at[0] if paragraphs and paragraphs[0].strand.at else len(raw)
    found = raw.find(title, 0, max(0, first))
    return Strand(title, array("q", range(found, found + len(title))) if found >= 0 else array("q", [-1]) * len(title))


def _report(work: _Work, whole: Strand, headings: list[tuple[int, int]], *, raw: str, published: Published | None, id: str | None,
            origin: tuple[str, str], path: str | None, today: date | None) -> Report:
    """The finished record, with language, genre and date read from the cleaned words where they are not given.

    The id rests on the source and url that were given (`origin`), never on recognised ones, so that a better reading of heads keeps it.
    """
    known = work.known
    title = known.get("title")
    body = whole.text[len(title) + 2:] if title else whole.text
    data = raw.encode("utf-8", "surrogatepass")
    version = sha256(data).hexdigest()
    genre = known.get("genre", "").lower()
    if genre not in GENRES:
        genre = guess_genre(body, title=title, source=known.get("source"), labels=work.head.labels, prose=has_prose(work.paragraphs))
    return Report(
        id=id or make_id("report", version, *origin),
        text=whole.text, title=title, byline=known.get("byline"), source=known.get("source"), url=known.get("url"),
        language=name_language(known["language"]) if "language" in known else detect(whole.text), genre=genre,
        published=published or date_report(body, stated=work.head.days, metadata=_dates(work), today=today),
        dropped=_settle(work.dropped), path=path, given_id=id is not None, version=version, headings=tuple(headings),
        offsets=tuple(whole.at), raw=data)


def _dates(work: _Work) -> list[tuple[str, str]]:
    """Dates given or in metadata; the day in an address ("/2011/05/03/") only where nothing else tells."""
    if work.dates or work.head.days:
        return work.dates
    m = re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=\D|$)", work.known.get("url", ""))
    return [("url", "-".join(m.groups()))] if m else []


def _settle(dropped: Sequence[Dropped]) -> tuple[Dropped, ...]:
    """In order of place, each span once, none inside another."""
    kept: list[Dropped] = []
    for span in sorted(set(dropped), key=lambda d: (d.start, -d.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return tuple(kept)
