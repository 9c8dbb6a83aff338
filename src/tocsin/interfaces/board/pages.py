"""Pages that only show: situations, one situation, the panel behind a number, reports, sources, trail, codebook, search."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from tocsin.briefs import cut_text, name_report, render, safe_url, wording
from tocsin.interfaces.board import show as words
from tocsin.interfaces.board.app import STATIC, BoardIn, ViewerIn, read_static, show, show_panel
from tocsin.interfaces.board.drawings import draw_map
from tocsin.interfaces.board.forms import REASON_WORDS
from tocsin.interfaces.board.library import Case, Library, Viewer

router = APIRouter()
PAGE = 25
SORTS = {"level": "worst first", "changed": "newest change", "killed": "most killed", "silence": "longest silence", "name": "name"}
CONTENTS = (
    ("figures", "How many"),
    ("where", "Where"),
    ("story", "What happened"),
    ("parties", "Parties"),
    ("frames", "Accounts"),
    ("screens", "Elements"),
    ("risk", "Risk factors"),
    ("state", "The State"),
    ("response", "Response"),
    ("silence", "Silence"),
    ("norm", "Norm and options"),
    ("gaps", "Gaps"),
    ("origins", "Origins"),
)
Text = Annotated[str, Query(max_length=200)]
Cursor = Annotated[str | None, Query(max_length=400)]


@router.get("/static/{name}")
def static_file(name: str) -> Response:
    """One of the few files that pages need; only names on the list can be asked for."""
    if name not in STATIC:
        raise HTTPException(404)
    return Response(read_static(name), media_type=STATIC[name])


# ------------------------------------------------------------------ situations


@router.get("/")
def situations_page(
    request: Request,
    board: BoardIn,
    viewer: ViewerIn,
    q: Text = "",
    level: Text = "",
    phase: Text = "",
    sort: Text = "level",
    after: Cursor = None,
) -> Response:
    """Every situation, worst first; what changed, the toll with its range, what was asked and not answered."""
    asked = {"q": q, "level": level, "phase": phase, "sort": sort if sort in SORTS else "level"}
    page = board.library.list_situations(viewer, sort=asked["sort"], after=after, limit=PAGE, text=q, level=level, phase=phase)
    more = f"/?{urlencode({**{k: v for k, v in asked.items() if v}, 'after': page.next})}" if page.next else None
    rows = {"rows": [show_row(row, board.library) for row in page.items], "next": more, "total": page.total}
    kept = board.library.list_reports(viewer, limit=1).total
    return show(
        request,
        "situations.j2",
        viewer=viewer,
        page=rows,
        asked={**asked, "filtered": bool(q or level or phase)},
        sorts=SORTS,
        reports=kept,
        problems=len(board.library.store.problems()),
    )


def show_row(row: Any, library: Library) -> dict[str, Any]:
    """One situation as a row: everything in words, and where each number opens."""
    killed = row["figures"].get("killed")
    why = f"/situations/{row['id']}/why?at=view."
    return {
        **{k: row[k] for k in ("id", "name", "level", "phase", "reports")},
        "country": library.say_country(row["country"]) or "country unknown",
        "as_of": wording.say_day(row["as_of"]) if row["as_of"] else "an unknown day",
        "toll": wording.say_range(killed["low"], killed["best"], killed["high"]) if killed else "",
        "spark": row["sparkline"],
        "changes": row["changed"],
        "open": row["open_requests"],
        "silent": row["silence_days"],
        "why": {
            "level": f"{why}level",
            "phase": f"{why}phases.last",
            "toll": f"{why}figures.killed",
            "silence": f"{why}silence",
            "longest": f"{why}silence",
        },
    }


@router.get("/situations/{id}")
def situation_page(request: Request, board: BoardIn, viewer: ViewerIn, id: str) -> Response:
    """One situation in full."""
    case = board.library.open_case(viewer, id)
    if case.situation.id != id:  # merged into another since
        return RedirectResponse(f"/situations/{case.situation.id}", 303)
    at = link_into(case)
    links = {n: at(place.basis) for n, place in enumerate(case.places)}
    drawing = draw_map(case.situation.places, country=case.situation.country, home=case.view.country, links=links)
    places = [
        {"name": p.name, "precision": p.precision, "country": p.country, "claims": p.claims, "href": at(p.basis)} for p in case.places
    ]
    parties = [
        {
            "name": p.name,
            "type": p.type,
            "country": p.country,
            "acts": p.acts,
            "suffers": p.suffers,
            "speaks": p.speaks,
            "href": at(p.basis),
        }
        for p in case.parties
    ]
    contents = [
        (i, name)
        for i, name in CONTENTS
        if not (i == "screens" and not case.view.crimes or i == "risk" and not case.view.factors or i == "state" and not case.view.tests)
    ]
    return show(
        request,
        "situation.j2",
        viewer=viewer,
        s=case.view,
        at=at,
        map=drawing,
        places=places,
        parties=parties,
        contents=contents,
        formats=list_formats(),
        changes=board.library.list_changes(viewer, id),
        ruled_level=case.ruled,
        report_href=link_reports(case),
    )


def link_into(case: Case) -> Callable[[Any], str]:
    """What gives the address of the panel behind an origin of this case."""
    base = f"/situations/{case.situation.id}/why?at="
    return lambda basis: base + case.paths[id(basis)] if id(basis) in case.paths and basis else ""


def link_reports(case: Case) -> Callable[[int], str]:
    """What gives the address of a report by its number in this case."""
    ids = {n: i for i, n in case.desk.numbers.items()}
    return lambda n: words.link_report(ids[n])


@router.get("/situations/{id}/why")
def why_panel(request: Request, board: BoardIn, viewer: ViewerIn, id: str, at: Text) -> Response:
    """What stands behind one number: rule, formula, profile, sentences, reader and reviewer."""
    case = board.library.open_case(viewer, id)
    trail, basis = case.find(at)
    heading, within = words.name_node(trail)
    lines = list(words.list_evidence(case, basis, board.library.codebook))
    return show_panel(
        request,
        "why.j2",
        heading=heading,
        within=within,
        told=words.list_rules(trail, basis),
        lines=lines,
        more=len(basis.cites) - len(lines),
        version=case.version,
        viewer=viewer,
    )


EXPORTS = {
    "html": ("text/html; charset=utf-8", "html", "One page (HTML)"),
    "pdf": ("application/pdf", "pdf", "PDF"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "Word"),
    "md": ("text/markdown; charset=utf-8", "md", "Markdown"),
    "json": ("application/jsonl", "jsonl", "JSON lines"),
    "csv": ("text/csv; charset=utf-8", "csv", "Table (CSV)"),
    "geojson": ("application/geo+json", "geojson", "Map (GeoJSON)"),
}


def list_formats() -> list[tuple[str, str]]:
    """The formats that a situation can be taken away in here; a PDF only where the optional typesetter is installed."""
    return [(name, words) for name, (_, _, words) in EXPORTS.items() if name != "pdf" or find_spec("typst")]


@router.get("/situations/{id}/export")
def export_situation(board: BoardIn, viewer: ViewerIn, id: str, format: Text = "html") -> Response:
    """One situation as a brief to keep, made of what this viewer may see."""
    if format not in EXPORTS:
        raise HTTPException(404)
    case = board.library.open_case(viewer, id)
    kind, ending, _ = EXPORTS[format]
    content = render(case.desk.book, format=format, codebook=board.library.codebook)
    # A file to keep, not a page of the board: it is never opened under the board's own address.
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{case.situation.id}.{ending}"'})


# ------------------------------------------------------------------ reports


@router.get("/reports")
def reports_page(request: Request, board: BoardIn, viewer: ViewerIn, source: Text = "", q: Text = "", after: Cursor = None) -> Response:
    """Every report that this viewer may see."""
    page = board.library.list_reports(viewer, after=after, limit=PAGE * 2, source=source, text=q)
    more = f"/reports?{urlencode({k: v for k, v in (('source', source), ('q', q), ('after', page.next)) if v})}" if page.next else None
    rows = [
        {
            "href": words.link_report(r.id),
            "title": r.title or "without a title",
            "source": r.source or "source not named",
            "published": wording.say_published(r.published),
            "claims": r.claims,
            "access": r.access,
            "language": r.language,
            "genre": wording.say(r.genre),
        }
        for r in page.items
    ]
    return show(
        request, "reports.j2", viewer=viewer, rows=rows, total=page.total, more=more, source=source, problems=board.library.store.problems()
    )


@router.get("/reports/{id:path}")
def report_page(request: Request, board: BoardIn, viewer: ViewerIn, id: str) -> Response:
    """One report: its clean text with every claim marked, and the claims beside it."""
    reviewed = board.library.open_report(viewer, id)
    read = reviewed.reads[0]
    report, gone = read.report, [c for c in reviewed.rejected if c.report_id == read.report.id]
    known: dict[str, list[str]] = {}
    for d in board.library.decisions_about(viewer, report=report.id):
        known.setdefault(str(d.anchor.get("claim") or ""), []).append(d.id)
    cards = [words.show_card(c, reviewed.marks.get(c.id), seen=known.get(c.id, ())) for c in read.claims]
    cards += [words.show_card(c, reviewed.marks.get(c.id), seen=known.get(c.id, ()), rejected=True) for c in gone]
    paragraphs = with_starts(report.text, list(cut_text(report, read.claims)))
    return show(
        request,
        "report.j2",
        viewer=viewer,
        report=with_url(report),
        title=name_report(report),
        genre=wording.say(report.genre),
        url=request.url.path,
        published=wording.say_published(report.published),
        clues=report.published.clues,
        claims=read.claims,
        rejected=gone,
        reviewed=sum(1 for c in cards if c.state != "not reviewed"),
        access=reviewed.access.get(report.id, "public"),
        situations=board.library.situations_of(viewer, report.id),
        paragraphs=paragraphs,
        cards=sorted(cards, key=lambda c: c.start),
        reasons=REASON_WORDS,
        reopened=[
            {
                "who": r.decision.who,
                "told": words.say_decision(r.decision),
                "why": r.why,
                "when": words.say_time(r.decision.when),
                "near": r.near,
            }
            for r in reviewed.reopened
        ],
        unread=report.language not in (None, "", "en"),
    )


def with_url(report: Any) -> dict[str, Any]:
    """What the page needs of a report's head."""
    return {
        "id": report.id,
        "source": report.source,
        "byline": report.byline,
        "language": report.language,
        "url_safe": safe_url(report.url),
    }


def with_starts(text: str, paragraphs: list[Any]) -> list[dict[str, Any]]:
    """Paragraphs with where each starts in the text, so that a selection can be told in the text's own characters."""
    out, at = [], 0
    for paragraph in paragraphs:
        said = "".join(s.text for s in paragraph.segments)
        at = text.index(said, at)
        out.append({"start": at, "heading": paragraph.heading, "segments": paragraph.segments})
        at += len(said)
    return out


# ------------------------------------------------------------------ sources, trail, codebook, search


@router.get("/sources")
def sources_page(request: Request, board: BoardIn, viewer: ViewerIn) -> Response:
    """Every source with what it gave and how analysts grade it."""
    return show(request, "sources.j2", viewer=viewer, rows=board.library.list_sources(viewer))


@router.get("/trail")
def trail_page(request: Request, board: BoardIn, viewer: ViewerIn, who: Text = "", verdict: Text = "", after: Cursor = None) -> Response:
    """Every decision, newest first, with the hash that chains it to the one before."""
    page, state = board.library.list_trail(viewer, after=after, limit=PAGE * 2, who=who, verdict=verdict), board.library.verify_trail()
    more = f"/trail?{urlencode({k: v for k, v in (('who', who), ('verdict', verdict), ('after', page.next)) if v})}" if page.next else None
    rows = [
        {
            "n": e.n,
            "who": e.decision.who,
            "role": e.decision.role,
            "when": words.say_time(e.decision.when),
            "told": words.say_decision(e.decision),
            "why": e.decision.why,
            "about": about(e.decision.anchor),
            "hash": e.hash,
            "undoes": e.decision.supersedes,
        }
        for e in page.items
    ]
    return show(request, "trail.j2", viewer=viewer, rows=rows, more=more, state=state, total=page.total)


def about(anchor: Any) -> dict[str, str]:
    """What a decision is about, in words, and where it can be seen."""
    first = anchor.get("a", anchor)
    if "claim" in first:
        return {"words": wording.cut(str(first.get("quote") or first["claim"]), 90), "href": f"/claims/{first['claim']}"}
    if "report" in first:
        return {"words": f"report {first['report']}", "href": words.link_report(first["report"])}
    if "situation" in first:
        return {"words": f"situation {first['situation']}", "href": f"/situations/{first['situation']}"}
    return {"words": f"source {first.get('source', '')}", "href": "/sources"}


@router.get("/trail/export")
def export_trail(board: BoardIn, viewer: ViewerIn) -> Response:
    """The whole trail as JSON lines."""
    text = "".join(line.rstrip("\n") + "\n" for line in board.library.export_trail(viewer))
    return Response(text, media_type="application/jsonl", headers={"Content-Disposition": 'attachment; filename="trail.jsonl"'})


@router.get("/codebook")
def codebook_page(request: Request, board: BoardIn, viewer: ViewerIn) -> Response:
    """What the program knows, with where each entry comes from."""
    book = board.library.codebook
    return show(
        request,
        "codebook.j2",
        viewer=viewer,
        kinds=book.kinds.values(),
        crimes=book.crimes.values(),
        factors=book.risk_factors.values(),
        profiles=book.quantities.profiles.items(),
        options=book.options.items(),
        precedents=book.precedents,
    )


@router.get("/search")
def search_page(request: Request, board: BoardIn, viewer: ViewerIn, q: Text = "", after: Cursor = None) -> Response:
    """Words in every report, marked where they stand."""
    found, problem = search_or_tell(board.library, viewer, q, after)
    more = f"/search?{urlencode({'q': q, 'after': found.next})}" if found and found.next else None
    return show(
        request,
        "search.j2",
        viewer=viewer,
        q=q,
        hits=[show_hit(h) for h in found.items] if found else [],
        total=found.total if found else 0,
        more=more,
        problem=problem,
        saved=board.library.list_saved(viewer),
    )


def search_or_tell(library: Library, viewer: Viewer, q: str, after: str | None) -> tuple[Any, str]:
    """What a search finds, or in words why it can't be made."""
    from tocsin.errors import TocsinError

    if not q.strip():
        return None, ""
    try:
        return library.search(viewer, q, after=after), ""
    except TocsinError as error:
        return None, str(error)


def show_hit(hit: Any) -> dict[str, Any]:
    """A hit with its words cut where the marks begin and end."""
    parts, at = [], 0
    for start, end in hit.marks:
        if start >= at:
            parts += [(hit.text[at:start], False), (hit.text[start:end], True)]
            at = end
    return {
        "href": words.link_report(hit.report.id),
        "title": hit.report.title or "without a title",
        "source": hit.report.source or "source not named",
        "published": wording.say_published(hit.report.published),
        "parts": [*parts, (hit.text[at:], False)],
    }
