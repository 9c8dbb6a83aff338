"""The claims for other tools: W3C Web Annotations and FollowTheMoney entities."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tocsin.briefs.desk import name_report, safe_url
from tocsin.briefs.iso import ALPHA_2
from tocsin.briefs.rows import Row, list_rows
from tocsin.briefs.style import Style
from tocsin.briefs.wording import NOT_A_FINDING, say, say_figure, say_stance, say_voice
from tocsin.codebook import Codebook
from tocsin.records import Book, Json, Party, Report, make_id

NEAR = 32  # characters before and after a quote, by which it is found again in another copy of the text


def render_annotations(book: Book, *, codebook: Codebook, style: Style) -> str:
    """One annotation collection (Web Annotation Data Model): a claim is a note on its words in its report's cleaned text."""
    items = [annotate(row) for row in list_rows(book, codebook=codebook)]
    page = {"type": "AnnotationPage", "startIndex": 0, "items": items}
    collection = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:tocsin:claims", "type": "AnnotationCollection",
                  "label": f"Claims. {NOT_A_FINDING}", "total": len(items), "first": page | {"id": "urn:tocsin:claims:1"}}
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def annotate(row: Row) -> Json:
    """One claim as an annotation with a quote and a position selector; positions count characters of the report's cleaned text."""
    claim, text = row.claim, row.report.text
    words = [say(claim.kind), say(claim.subtype), say_figure(claim.figure) if claim.figure else "", say_stance(claim)]
    told = f"{', '.join(w for w in words if w)}, according to {say_voice(claim.attribution)}. {NOT_A_FINDING}"
    quote = {"type": "TextQuoteSelector", "exact": claim.quote, "prefix": text[max(0, claim.start - NEAR) : claim.start],
             "suffix": text[claim.end : claim.end + NEAR]}
    place = {"type": "TextPositionSelector", "start": claim.start, "end": claim.end}
    body = [{"type": "TextualBody", "value": told, "format": "text/plain", "language": "en", "purpose": "describing"},
            {"type": "TextualBody", "value": claim.kind, "format": "text/plain", "purpose": "tagging"}]
    source = {"id": f"urn:tocsin:report:{row.report.id}", "type": "Text", "format": "text/plain"}
    target = {"type": "SpecificResource", "source": source, "selector": [quote, place]}
    made: Json = {"id": f"urn:tocsin:claim:{claim.id}", "type": "Annotation", "motivation": "describing",
                  "generator": {"type": "Software", "name": "Tocsin"}, "body": body, "target": target}
    address = safe_url(row.report.url)
    return made | ({"via": address} if address else {})


# ------------------------------------------------------------------ FollowTheMoney

SCHEMATA = {"person": "Person", "state": "PublicBody", "security_force": "PublicBody", "court": "PublicBody", "armed_group": "Organization",
            "organisation": "Organization", "intergovernmental": "Organization", "political_party": "Organization", "media": "Organization"}


def render_entities(book: Book, *, codebook: Codebook, style: Style) -> str:
    """JSON lines of FollowTheMoney entities: an Article for each report, an Event for each claim, and the parties with a name."""
    seen: set[str] = set()
    lines = []
    for row in list_rows(book, codebook=codebook):
        for entity in _entities(row):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                lines.append(json.dumps(entity, ensure_ascii=False) + "\n")
    return "".join(lines)


def _entities(row: Row) -> Iterator[Json]:
    claim = row.claim
    yield make_article(row.report, row.published)
    involved = [_make_party(p) for p in (*claim.actors, *claim.targets) if p.name and p.type in SCHEMATA]
    yield from involved
    place = claim.place
    yield _entity(
        claim.id,
        "Event",
        name=[", ".join(w for w in (say(claim.kind), say(claim.subtype), (place.name or place.text) if place else "") if w)],
        summary=[claim.quote],
        notes=[NOT_A_FINDING, f"According to {say_voice(claim.attribution)}. {say_stance(claim)}".strip()],
        startDate=[claim.time.start or ""] if claim.time else [],
        endDate=[claim.time.end or ""] if claim.time else [],
        location=[place.name or place.text] if place else [],
        country=[ALPHA_2.get(place.country or "", "")] if place else [],
        keywords=[claim.kind, claim.subtype or ""],
        involved=[p["id"] for p in involved],
        proof=[row.report.id],
        recordId=[claim.id],
        publisher=[row.report.source or row.report.byline or ""],
        sourceUrl=[safe_url(row.report.url) or ""],
    )


def make_article(report: Report, published: str) -> Json:
    """A report as a document; its text stays where it is."""
    day = report.published.start if report.published.start == report.published.end else None
    return _entity(report.id, "Article", name=[name_report(report)], title=[report.title or ""], author=[report.byline or ""],
                   publisher=[report.source or ""], publishedAt=[day or ""], summary=[f"Published: {published}"],
                   language=[report.language or ""], sourceUrl=[safe_url(report.url) or ""])


def _make_party(party: Party) -> Json:
    return _entity(make_id("party", party.type, party.name, party.country), SCHEMATA[party.type], name=[party.name or ""],
                   country=[ALPHA_2.get(party.country or "", "")])


def _entity(key: str, schema: str, **properties: list[str]) -> Json:
    """An entity in the public shape: every property is a list of texts, and none is empty."""
    kept = {name: list(dict.fromkeys(v for v in values if v)) for name, values in properties.items()}
    return {"id": key, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}
