"""The desk where a book lies open: claims and reports by id, numbered for this brief, and every citation made from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from tocsin.briefs.view import Basis, Cite, Paragraph, ReportView, Segment
from tocsin.briefs.wording import say, say_published, say_stance, say_voice
from tocsin.codebook import Codebook
from tocsin.records import Book, Claim, Read, Report

VOICE_ORDER = {"named_source": 0, "author": 1, "unnamed_source": 2, "unattributed": 3}
CONTEXT = 240  # characters of a long sentence kept on either side of a quote


@dataclass
class Desk:
    """A book and the codebook, with what has been cited so far (by claim id), so that the reports' texts can be marked at the end."""

    book: Book
    codebook: Codebook
    cited: dict[str, Cite] = field(default_factory=dict)
    _told: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    @cached_property
    def reads(self) -> tuple[Read, ...]:
        """The reads, oldest report first; undated ones last. Of two of one id the later one."""
        latest = {read.report.id: read for read in self.book.reads}
        return tuple(
            sorted(
                latest.values(), key=lambda r: (r.report.published.end or "9999", r.report.source or "", r.report.title or "", r.report.id)
            )
        )

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Report id → its number in this brief."""
        return {read.report.id: n for n, read in enumerate(self.reads, 1)}

    @cached_property
    def reports(self) -> dict[str, Report]:
        """Reports by id."""
        return {read.report.id: read.report for read in self.reads}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id; a situation's copy of a claim wins, for it is the one that the situation speaks of."""
        told = {c.id: c for read in self.reads for c in read.claims}
        return told | {c.id: c for s in self.book.situations for c in s.claims if c.report_id in self.numbers}

    @cached_property
    def origins(self) -> dict[str, str]:
        """Report id → the origin of its story."""
        return {r["id"]: r["origin"] for s in self.book.situations for r in s.reports}

    @cached_property
    def published(self) -> dict[str, str]:
        """Report id → when it appeared, as the situation narrows it where its own date is not stated."""
        own = {report.id: say_published(report.published) for report in self.reports.values()}
        narrowed = {r["id"]: say_published(r["published"]) for s in self.book.situations for r in s.reports if r.get("published")}
        return own | {i: day for i, day in narrowed.items() if self.reports.get(i) and self.reports[i].published.basis == "inferred"}

    def basis(self, claims: Iterable[str] | None, *, formula: str = "", source: str = "", as_given: bool = False) -> Basis:
        """An origin from claim ids, the most telling first unless `as_given`; ids that no report has are left out."""
        found = self.find(claims)
        return Basis(tuple(self.cite(c) for c in (found if as_given else self._lead(found))), formula, source)

    def find(self, claims: Iterable[str] | None) -> list[Claim]:
        """The claims of these ids, in their order, each once; ids that no report has are left out."""
        return [self.claims[i] for i in dict.fromkeys(claims or ()) if i in self.claims]

    def _lead(self, claims: Sequence[Claim]) -> list[Claim]:
        """One claim of each origin and wording first, named sources before others: what a reader sees when only three fit."""
        ordered = sorted(
            claims, key=lambda c: (VOICE_ORDER.get(c.attribution.voice, 9), c.modality != "asserted", self.numbers[c.report_id], c.start)
        )
        seen: set[str] = set()
        first: list[Claim] = []
        for claim in ordered:
            told = self._tell(claim)
            if not told & seen:
                seen |= told
                first.append(claim)
        ahead = {c.id for c in first}
        return first + [c for c in ordered if c.id not in ahead]

    def _tell(self, claim: Claim) -> frozenset[str]:
        """What makes a claim more of the same beside another: its origin and its wording."""
        if claim.id not in self._told:
            words = " ".join(claim.quote.split()).casefold()
            self._told[claim.id] = frozenset((self.origins.get(claim.report_id, claim.report_id), words))
        return self._told[claim.id]

    def cite(self, claim: Claim) -> Cite:
        """A claim as evidence, its words within their sentence."""
        if claim.id not in self.cited:
            self.cited[claim.id] = self._cite(claim)
        return self.cited[claim.id]

    def _cite(self, claim: Claim) -> Cite:
        report = self.reports[claim.report_id]
        start, end = min(claim.sentence.start, claim.start), max(claim.sentence.end, claim.end)
        before, after = report.text[start : claim.start], report.text[claim.end : end]
        if len(before) > CONTEXT:
            before = "… " + before[-CONTEXT:].partition(" ")[2]
        if len(after) > CONTEXT:
            after = after[:CONTEXT].rpartition(" ")[0] + " …"
        return Cite(
            id=claim.id,
            report=self.numbers[report.id],
            quote=_one_line(claim.quote),
            before=_one_line(before),
            after=_one_line(after),
            voice=say_voice(claim.attribution),
            voice_kind=claim.attribution.voice,
            stance=say_stance(claim),
            title=name_report(report),
            source=report.source or report.byline or "source not named",
            published=self.published[report.id],
            origin=self.origins.get(report.id, report.id),
            figure=_one_line(claim.figure.text) if claim.figure else "",
        )

    # -------------------------------------------------------------- reports

    def show_reports(self) -> tuple[ReportView, ...]:
        """Every report as shown; made last, when it is known which claims are cited."""
        return tuple(self._show(n, read) for n, read in enumerate(self.reads, 1))

    def _show(self, n: int, read: Read) -> ReportView:
        report = read.report
        cited = [c for c in read.claims if c.id in self.cited]
        return ReportView(
            n=n,
            id=report.id,
            title=name_report(report),
            byline=report.byline or "",
            source=report.source or "",
            url=safe_url(report.url),
            published=self.published[report.id],
            clues=report.published.clues,
            genre=say(report.genre),
            language=report.language or "",
            claims=len(read.claims),
            cited=len(cited),
            paragraphs=tuple(cut_text(report, [self.claims[c.id] for c in cited])),
        )


def _one_line(text: str) -> str:
    """The text without line breaks; blanks at its ends stay, for they part a quote from its sentence."""
    inner = " ".join(text.split())
    return f"{' ' * (text[:1].isspace() and bool(inner))}{inner}{' ' * (text[-1:].isspace())}" if text else ""


def name_report(report: Report) -> str:
    """A report's title, else its first words."""
    return report.title or " ".join(report.text.split()[:8]) or report.path or report.id


def safe_url(url: str | None) -> str | None:
    """The address where it is an ordinary web address; nothing that a page could run."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return (url or "").strip() if parts.scheme in ("http", "https") and parts.netloc else None


def cut_text(report: Report, claims: Sequence[Claim]) -> Iterable[Paragraph]:
    """The report's text in paragraphs, each cut where a cited claim begins or ends; claims may overlap."""
    headings = {start for start, _ in report.headings}
    at = since = 0
    for block in report.text.split("\n\n"):
        start, end = at, at + len(block)
        at = end + 2
        if block.strip():
            inside = [c for c in claims if c.start < end and c.end > since]
            yield Paragraph(tuple(_segments(report.text, (since, start, end), inside)), heading=start in headings)
            since = end


def _segments(text: str, block: tuple[int, int, int], claims: Sequence[Claim]) -> Iterable[Segment]:
    since, start, end = block
    edges = sorted({start, end} | {min(max(edge, start), end) for c in claims for edge in (c.start, c.end)})
    for left, right in zip(edges, edges[1:], strict=False):
        held = tuple(c.id for c in claims if c.start <= left and c.end >= right)
        # A claim's anchor stands once, where it starts; one that starts in the blank lines before has it at the next word.
        begins = tuple(c.id for c in claims if c.start == left or (left == start and since <= c.start < start))
        yield Segment(text[left:right], held, begins)
