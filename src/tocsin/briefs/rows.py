"""Claims as rows: what the tables and the maps have in common. Every row carries its quote and its report."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tocsin.briefs.desk import Desk, name_report, safe_url
from tocsin.briefs.wording import NOT_A_FINDING, UNSAFE
from tocsin.codebook import Codebook
from tocsin.records import Book, Claim, Party, Report, Situation

Cell = str | int | float | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Row:
    """One claim with its report and the situation it belongs to (None where it belongs to none)."""

    claim: Claim
    report: Report
    situation: Situation | None
    number: int
    published: str
    origin: str


def list_rows(book: Book, *, codebook: Codebook) -> Iterator[Row]:
    """Every claim of the book in the order of its reports."""
    desk = Desk(book, codebook)
    homes = {c.id: s for s in reversed(book.situations) for c in s.claims}
    for read in desk.reads:
        report = read.report
        for told in read.claims:
            claim = desk.claims.get(told.id, told)
            yield Row(claim, report, homes.get(claim.id), desk.numbers[report.id], desk.published[report.id],
                      desk.origins.get(report.id, report.id))


def tell_row(row: Row) -> dict[str, Cell]:
    """One claim as plain cells; parties and elements joined by semicolons, days as ISO text, an open end empty."""
    claim, report = row.claim, row.report
    figure, time, place = claim.figure, claim.time, claim.place
    return {
        "situation": row.situation.name if row.situation else "",
        "country": (row.situation.country or "") if row.situation else "",
        "claim": claim.id,
        "kind": claim.kind,
        "subtype": claim.subtype or "",
        "actors": name_parties(claim.actors),
        "targets": name_parties(claim.targets),
        "place": (place.name or place.text) if place else "",
        "precision": place.precision if place else "",
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "start": (time.start or "") if time else "",
        "end": (time.end or "") if time else "",
        "unit": figure.unit if figure else "",
        "low": figure.low if figure else None,
        "best": figure.best if figure else None,
        "high": figure.high if figure else None,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "status": claim.status,
        "case": claim.case or "",
        "voice": claim.attribution.voice,
        "speaker": claim.attribution.speaker or "",
        "elements": "; ".join(claim.elements),
        "indicators": "; ".join(claim.indicators),
        "quote": claim.quote,
        "report": report.id,
        "title": name_report(report),
        "source": report.source or report.byline or "",
        "published": row.published,
        "url": safe_url(report.url) or "",
        "origin": row.origin,
        "note": NOT_A_FINDING,
    }


def name_parties(parties: Sequence[Party]) -> str:
    """Parties by their resolved names, else as the words have them; once each."""
    return "; ".join(dict.fromkeys(p.name or p.text for p in parties))


def write_table(rows: Iterable[Mapping[str, Cell]], columns: Sequence[str], *, tags: Sequence[str] = ()) -> str:
    """Rows as CSV (RFC 4180) with a header and, beneath it, a row of tags where there are any.

    Text that a spreadsheet would run as a formula gets an apostrophe before it; what could act on a terminal is left out.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    if tags:
        writer.writerow(tags)
    writer.writerows([guard(row.get(name)) for name in columns] for row in rows)
    return out.getvalue()


def guard(cell: Cell) -> Cell:
    """A cell that a spreadsheet shows and does not run."""
    if not isinstance(cell, str):
        return cell
    plain = " ".join(UNSAFE.sub("", cell).split())
    return f"'{plain}" if plain.startswith(FORMULA) else plain
