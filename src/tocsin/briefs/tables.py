"""The claims as tables and as a map: CSV, GeoJSON (RFC 7946), HXL (1.1) and PLOVER rows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tocsin.briefs.desk import Desk, name_report, safe_url
from tocsin.briefs.rows import Cell, Row, list_rows, name_parties, tell_row, write_table
from tocsin.briefs.style import Style
from tocsin.briefs.wording import NOT_A_FINDING
from tocsin.codebook import Codebook
from tocsin.records import Book, Claim, Json, Situation

COLUMNS = (
    "situation", "country", "claim", "kind", "subtype", "actors", "targets", "place", "precision", "latitude", "longitude", "start", "end",
    "unit", "low", "best", "high", "modality", "polarity", "status", "case", "voice", "speaker", "elements", "indicators", "quote",
    "report", "title", "source", "published", "url", "origin", "note",
)


def render_csv(book: Book, *, codebook: Codebook, style: Style) -> str:
    """Every claim as one row."""
    return write_table((tell_row(row) for row in list_rows(book, codebook=codebook)), COLUMNS)


# ------------------------------------------------------------------ map


def render_geojson(book: Book, *, codebook: Codebook, style: Style) -> str:
    """Every claim with a known place as a point; a region or a country stands at one point, and `precision` says so."""
    features = [make_feature(row) for row in list_rows(book, codebook=codebook) if row.claim.place and row.claim.place.lat is not None]
    collection = {"type": "FeatureCollection", "features": features, "note": NOT_A_FINDING}
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def make_feature(row: Row) -> Json:
    """One claim as a point, longitude first."""
    cells = {name: value for name, value in tell_row(row).items() if name not in ("latitude", "longitude") and value not in ("", None)}
    place = row.claim.place
    assert place is not None
    point = [round(float(place.lon or 0), 5), round(float(place.lat or 0), 5)]
    return {"type": "Feature", "id": row.claim.id, "geometry": {"type": "Point", "coordinates": point}, "properties": cells}


# ------------------------------------------------------------------ HXL

PEOPLE = ("killed", "injured", "missing", "detained", "abducted", "raped", "displaced", "refugees", "returned")
THINGS = {"houses": "#impact+houses+destroyed", "buildings": "#impact+buildings+destroyed"}
HEAD = {
    "crisis": "#crisis+name", "country": "#country+name", "country code": "#country+code+v_iso3", "as of": "#date+reported",
    "standing": "#status+figure",
}
TAIL = {
    "quote": "#description+quote", "voice": "#meta+voice", "report": "#meta+report+title", "source": "#meta+source", "url": "#meta+url",
    "report id": "#meta+report+id", "claim id": "#meta+claim+id", "note": "#meta+note",
}


def render_hxl(book: Book, *, codebook: Codebook, style: Style) -> str:
    """Every total that a voice gave, per situation and unit, with its lower and upper end; the headline is marked."""
    rows = list(_tell_figures(book, codebook))
    units = [u for u in (*PEOPLE, *THINGS) if any(f"{u} (at least)" in row for row in rows)]
    tags = dict(HEAD)
    for unit in units:
        tag = THINGS.get(unit, f"#affected+{unit}")
        tags |= {f"{unit} (at least)": f"{tag}+min", unit: tag, f"{unit} (at most)": f"{tag}+max"}
    tags |= TAIL
    return write_table(rows, list(tags), tags=list(tags.values()))


def _tell_figures(book: Book, codebook: Codebook) -> Iterator[dict[str, Cell]]:
    desk = Desk(book, codebook)
    for situation in book.situations:
        for unit, block in situation.figures.items():
            leads = set(block.get("claims", ()))
            headline = {**block, "claims": block.get("claims", ()), "voice": None}
            series = [e for e in block.get("series", ()) if not leads & set(e["claims"])]
            for entry, standing in ((headline, "headline"), *((e, "rumour" if e.get("rumour") else "set aside") for e in series)):
                claims = desk.find(entry.get("claims"))
                if claims and unit in (*PEOPLE, *THINGS):
                    yield _figure_row(situation, unit, entry, standing, claims[0], desk)


def _figure_row(situation: Situation, unit: str, entry: Json, standing: str, claim: Claim, desk: Desk) -> dict[str, Cell]:
    report, country = desk.reports[claim.report_id], desk.codebook.countries.get(situation.country or "")
    return {
        "crisis": situation.name, "country": country.name if country else "", "country code": situation.country or "",
        "as of": entry.get("as_of") or "", "standing": standing,
        f"{unit} (at least)": entry.get("low"), unit: entry.get("best"), f"{unit} (at most)": entry.get("high"),
        "quote": claim.quote, "voice": str(entry.get("voice") or claim.attribution.speaker or claim.attribution.voice),
        "report": name_report(report), "source": report.source or report.byline or "", "url": safe_url(report.url) or "",
        "report id": report.id, "claim id": claim.id, "note": NOT_A_FINDING,
    }


# ------------------------------------------------------------------ PLOVER

PLOVER_TYPES = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
                "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
AUXILIARY = ("historical", "future", "hypothetical", "negated")
PLOVER_COLUMNS = (
    "event_id", "event_type", "event_mode", *AUXILIARY, "event_date", "event_date_end", "date_precision", "actor_name", "actor_type",
    "actor_country", "recipient_name", "recipient_type", "recipient_country", "country", "placename", "latitude", "longitude",
    "geo_precision", "quote", "attribution", "headline", "publisher", "published", "url", "story_id", "note",
)


def render_plover(book: Book, *, codebook: Codebook, style: Style) -> str:
    """Every claim that PLOVER has an event type for, with its mode and the four auxiliary modes as 1 or 0."""
    rows = list_rows(book, codebook=codebook)
    return write_table((tell_event(row) for row in rows if row.claim.codes.get("plover") in PLOVER_TYPES), PLOVER_COLUMNS)


def tell_event(row: Row) -> dict[str, Cell]:
    """One claim as an event; a claim of a past case is historical, what was denied is negated."""
    claim, place, time = row.claim, row.claim.place, row.claim.time
    marks = set((claim.codes.get("plover_aux") or "").split(";"))
    actor, recipient = ((p[0] if p else None) for p in (claim.actors, claim.targets))
    return {
        "event_id": claim.id, "event_type": claim.codes["plover"], "event_mode": claim.codes.get("plover_mode") or "",
        **{mark: int(mark in marks) for mark in AUXILIARY},
        "event_date": (time.start or "") if time else "", "event_date_end": (time.end or "") if time else "",
        "date_precision": time.precision if time else "",
        "actor_name": name_parties(claim.actors), "actor_type": actor.type if actor else "",
        "actor_country": (actor.country or "") if actor else "",
        "recipient_name": name_parties(claim.targets), "recipient_type": recipient.type if recipient else "",
        "recipient_country": (recipient.country or "") if recipient else "",
        "country": (place.country or "") if place else "", "placename": (place.name or place.text) if place else "",
        "latitude": place.lat if place else None, "longitude": place.lon if place else None,
        "geo_precision": place.precision if place else "",
        "quote": claim.quote, "attribution": claim.attribution.speaker or claim.attribution.voice,
        "headline": name_report(row.report), "publisher": row.report.source or row.report.byline or "", "published": row.published,
        "url": safe_url(row.report.url) or "", "story_id": row.report.id, "note": NOT_A_FINDING,
    }
