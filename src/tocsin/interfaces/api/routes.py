"""Every question and every decision of the pages as JSON: one error shape, pages by cursor, an ETag on what can be asked again."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from tocsin import __version__
from tocsin.errors import AccessError
from tocsin.interfaces.board import show as words
from tocsin.interfaces.board.app import SESSION_COOKIE, BoardIn, ViewerIn, get_board
from tocsin.interfaces.board.guard import error_body
from tocsin.interfaces.board.library import Library, Viewer, tell_claim
from tocsin.records import Json, to_json
from tocsin.review import VERDICTS, anchor_of

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most in this page.")]
Cursor = Annotated[str | None, Query(max_length=400, description="`next` of the page before.")]
Words = Annotated[str | None, Query(max_length=200)]
Id = Annotated[str, Path(max_length=600)]


# ------------------------------------------------------------------ shapes


class ErrorBody(BaseModel):
    """What went wrong, in words for a person; `field` names the part of the request that is to blame."""

    model_config = ConfigDict(extra="allow")
    status: int
    error: str
    detail: str = ""
    what_to_do: str = ""
    field: str | None = None


class ErrorAnswer(BaseModel):
    """The one shape of every error."""

    error: ErrorBody


class PageAnswer(BaseModel):
    """A page of a list; `next` is the cursor of the page after, null at the end."""

    items: list[dict[str, Any]]
    next: str | None
    total: int | None


class Pointer(BaseModel):
    """What a decision is about: one claim, a pair, a report (with span and kind for an added claim), a situation or a source."""

    model_config = ConfigDict(extra="forbid")
    claim: Annotated[str | None, Field(max_length=100)] = None
    other: Annotated[str | None, Field(max_length=100, description="The second claim, or report, of a pair.")] = None
    report: Annotated[str | None, Field(max_length=600)] = None
    span: Annotated[tuple[int, int] | None, Field(description="Where a missed claim stands in the report's text, end exclusive.")] = None
    kind: Annotated[str | None, Field(max_length=100, description="The kind of a missed claim.")] = None
    situation: Annotated[str | None, Field(max_length=100)] = None
    source: Annotated[str | None, Field(max_length=600)] = None


class NewDecision(BaseModel):
    """A decision to keep. `value` is as docs/records.md has it for the verdict; for a split it may be lists of claim ids."""

    model_config = ConfigDict(extra="forbid")
    verdict: Literal[VERDICTS]  # type: ignore[valid-type]
    about: Pointer = Pointer()
    value: Any = None
    why: Annotated[str, Field(max_length=4000)] = ""
    supersedes: Annotated[str | None, Field(max_length=100, description="Of an undo: the decision that is taken back.")] = None
    seen: Annotated[list[str] | None, Field(max_length=1000, description="Decisions on this that you know of; if others stand, 409.")] = (
        None
    )


class SavedSearch(BaseModel):
    """A search to keep under a name."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=1, max_length=80)]
    query: Annotated[str, Field(min_length=1, max_length=200)]


def sealed(request: Request) -> None:
    """A browser's session may change something only with the token of its forms; a caller with an API token, or on loopback, needs none."""
    board = get_board(request)
    with_cookie = board.team and SESSION_COOKIE in request.cookies and not request.headers.get("authorization")
    if with_cookie and not board.seals.fits(request.cookies.get("tocsin_seal"), request.headers.get("x-csrf-token")):
        raise AccessError("the token of this browser is missing", what_to_do="Send X-CSRF-Token, or use an API token.")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise NotJson("only JSON is taken here", what_to_do="Send Content-Type: application/json.")


class NotJson(AccessError):
    """A body of another type, which another page's form could have sent."""


REFUSALS: dict[int | str, dict[str, Any]] = {
    code: {"model": ErrorAnswer, "description": said}
    for code, said in (
        (400, "the request can't be answered"),
        (401, "nobody is logged in"),
        (403, "this caller may not"),
        (404, "there is no such thing, or this caller may not see it"),
        (409, "somebody else decided meanwhile; `decisions` are theirs"),
        (413, "the request is too large"),
        (421, "the board does not answer to that name"),
        (422, "a field is wrong"),
        (429, "too many requests"),
    )
}
router = APIRouter(prefix="/api/v1", responses=REFUSALS)


def answer(request: Request, data: Json) -> Response:
    """JSON with its ETag; 304 where the caller has it already."""
    body = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    known = [t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def answer_page(request: Request, page: Any, shape: Callable[[Any], Json]) -> Response:
    """A page of a list."""
    return answer(request, {"items": [shape(item) for item in page.items], "next": page.next, "total": page.total})


def public(item: Any) -> Json:
    """Plain values of a row."""
    return to_json(item) if hasattr(item, "__dataclass_fields__") else to_json(dict(item) if isinstance(item, dict) else vars(item))


# ------------------------------------------------------------------ asking


@router.get("/", summary="Who you are, and which version this is")
def about(request: Request, board: BoardIn, viewer: ViewerIn) -> Response:
    """Name, role and version."""
    return answer(
        request, {"tocsin": __version__, "name": viewer.name, "role": viewer.role, "may_review": viewer.may_review, "team": board.team}
    )


@router.get("/situations", response_model=PageAnswer, summary="Situations, worst first")
def situations(
    request: Request,
    board: BoardIn,
    viewer: ViewerIn,
    sort: Annotated[Literal["level", "changed", "killed", "silence", "name"], Query()] = "level",
    level: Words = None,
    phase: Words = None,
    country: Words = None,
    text: Words = None,
    after: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """One row a situation: level, phase, figures with their ranges, open requests, silence, what changed."""
    page = board.library.list_situations(viewer, sort=sort, after=after, limit=limit, level=level, phase=phase, country=country, text=text)
    return answer_page(request, page, public)


@router.get("/situations/{id}", summary="One situation in full")
def situation(request: Request, board: BoardIn, viewer: ViewerIn, id: Id) -> Response:
    """The situation record of docs/records.md, with the version that is shown and who set its level, where somebody did."""
    case = board.library.open_case(viewer, id)
    ruled = case.ruled
    claims = [c.id for c in case.situation.claims]
    more = {"version": case.version, "level_decision": to_json(ruled) if ruled else None, "claims": claims}
    return answer(request, {**to_json(case.situation), **more})


@router.get("/situations/{id}/why", summary="What stands behind one number")
def why(
    request: Request,
    board: BoardIn,
    viewer: ViewerIn,
    id: Id,
    at: Annotated[str, Query(max_length=200, description="As the pages have it: view.figures.killed, view.silence, view.ledger.0 …")],
) -> Response:
    """Rule, formula, source and sentences, each with the profile, the reader's version and the reviewer."""
    case = board.library.open_case(viewer, id)
    trail, basis = case.find(at)
    heading, within = words.name_node(trail)
    lines = [
        {
            "claim": e.cite.id,
            "quote": e.cite.quote,
            "before": e.cite.before,
            "after": e.cite.after,
            "voice": e.cite.voice,
            "told": dict(e.told),
        }
        for e in words.list_evidence(case, basis, board.library.codebook)
    ]
    told = [{"name": name, "text": text} for name, text in words.list_rules(trail, basis)]
    return answer(request, {"heading": heading, "within": within, "rules": told, "sentences": lines, "version": case.version})


@router.get("/reports", response_model=PageAnswer, summary="Reports")
def reports(
    request: Request,
    board: BoardIn,
    viewer: ViewerIn,
    source: Words = None,
    situation: Words = None,
    text: Words = None,
    after: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """Heads of reports, without their texts."""
    page = board.library.list_reports(viewer, after=after, limit=limit, source=source, situation=situation, text=text)
    return answer_page(request, page, public)


@router.get("/reports/{id:path}", summary="One report with its claims")
def report(request: Request, board: BoardIn, viewer: ViewerIn, id: Id) -> Response:
    """The report, its claims as analysts left them, those that were rejected, and its tally."""
    reviewed = board.library.open_report(viewer, id)
    read = reviewed.reads[0]
    gone = [c for c in reviewed.rejected if c.report_id == read.report.id]
    claims = [tell_claim(c, reviewed.marks.get(c.id)) for c in read.claims]
    claims += [tell_claim(c, reviewed.marks.get(c.id), rejected=True) for c in gone]
    access = reviewed.access.get(read.report.id, "public")
    return answer(request, {"report": to_json(read.report), "access": access, "claims": claims, "tally": to_json(read.tally)})


@router.get("/claims/{id}", summary="One claim")
def claim(request: Request, board: BoardIn, viewer: ViewerIn, id: Id) -> Response:
    """The claim as it stands, what the machine said before, and every decision on it, also those taken back."""
    _, found, mark = board.library.open_claim(viewer, id)
    every = [to_json(d) for d in board.library.decisions_about(viewer, claim=id)]
    return answer(request, {**tell_claim(found, mark, rejected=is_rejected(mark)), "history": every})


def is_rejected(mark: Any) -> bool:
    """Whether the last word on a claim is its rejection."""
    return bool(mark and mark.decisions and mark.decisions[-1].verdict == "reject")


@router.get("/sources", response_model=PageAnswer, summary="Sources with their grades")
def sources(request: Request, board: BoardIn, viewer: ViewerIn) -> Response:
    """Every source that a report names."""
    rows = [public(row) for row in board.library.list_sources(viewer)]
    return answer(request, {"items": rows, "next": None, "total": len(rows)})


@router.get("/trail", response_model=PageAnswer, summary="Decisions, newest first, with their hashes")
def trail(
    request: Request, board: BoardIn, viewer: ViewerIn, who: Words = None, verdict: Words = None, after: Cursor = None, limit: Limit = 50
) -> Response:
    """The chain of decisions."""
    page = board.library.list_trail(viewer, after=after, limit=limit, who=who or "", verdict=verdict or "")
    return answer_page(request, page, public)


@router.get("/trail/verify", summary="Whether the chain of decisions is whole")
def verify(
    request: Request,
    board: BoardIn,
    viewer: ViewerIn,
    head: Annotated[str | None, Query(max_length=64, description="A head kept elsewhere: then a cut or rebuilt chain is told too.")] = None,
) -> Response:
    """The head of the chain, how long it is, and what is wrong where something is."""
    return answer(request, to_json(board.library.verify_trail(head=head)))


@router.get("/search", response_model=PageAnswer, summary="Words in every report")
def search(
    request: Request,
    board: BoardIn,
    viewer: ViewerIn,
    q: Annotated[str, Query(min_length=1, max_length=200, description='Words, "a phrase", -without, one OR other.')],
    after: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    """Hits with the offsets of the words in the text of the hit."""
    return answer_page(request, board.library.search(viewer, q, after=after, limit=limit), public)


@router.get("/searches", response_model=PageAnswer, summary="Your saved searches")
def searches(request: Request, board: BoardIn, viewer: ViewerIn) -> Response:
    """Searches kept under a name."""
    rows = [public(row) for row in board.library.list_saved(viewer)]
    return answer(request, {"items": rows, "next": None, "total": len(rows)})


# ------------------------------------------------------------------ deciding


@router.post("/decisions", status_code=201, summary="Decide", dependencies=[Depends(sealed)])
def decide(board: BoardIn, viewer: ViewerIn, wanted: NewDecision) -> JSONResponse:
    """Keep a decision and reckon anew what it touches; `remade` are the situations that changed."""
    if wanted.verdict == "undo":
        decided = board.library.undo(viewer, wanted.supersedes or "", why=wanted.why)
    else:
        anchor, value = find_anchor(board.library, viewer, wanted)
        decided = board.library.decide(
            viewer,
            verdict=wanted.verdict,
            anchor=anchor,
            value=value,
            why=wanted.why,
            supersedes=wanted.supersedes,
            seen=wanted.seen,
        )
    body = {"decision": to_json(decided.decision), "remade": list(decided.remade), "reopened": to_json(decided.reopened)}
    return JSONResponse(body, 201, {"Cache-Control": "no-store"})


def find_anchor(library: Library, viewer: Viewer, wanted: NewDecision) -> tuple[Json, Json]:
    """The anchor that a pointer means, and the value with claim ids turned into anchors."""
    about, value = wanted.about, wanted.value
    if wanted.verdict == "split" and isinstance(value, list) and all(isinstance(g, list) for g in value):
        value = [[library.anchor_claim(viewer, i) if isinstance(i, str) else i for i in group] for group in value]
    if about.claim is not None:
        anchor = library.anchor_claim(viewer, about.claim)
        return ({"a": anchor, "b": library.anchor_claim(viewer, about.other)} if about.other is not None else anchor), value
    if about.report is not None:
        report = library.open_report(viewer, about.report).reads[0].report
        if about.other is not None:
            return {"a": anchor_of(report), "b": anchor_of(library.open_report(viewer, about.other).reads[0].report)}, value
        if about.span is not None:
            start, end = about.span
            return {
                "report": report.id,
                "span": [start, end],
                "kind": about.kind or "",
                "quote": report.text[max(start, 0) : max(end, 0)],
            }, value
        return anchor_of(report), value
    if about.situation is not None:
        library.open_case(viewer, about.situation)
        return {"situation": about.situation}, value
    return ({"source": about.source} if about.source is not None else {}), value


@router.post("/searches", status_code=201, summary="Keep a search", dependencies=[Depends(sealed)])
def save_search(board: BoardIn, viewer: ViewerIn, wanted: SavedSearch) -> JSONResponse:
    """Keep a search under a name."""
    return JSONResponse(public(board.library.save_search(viewer, wanted.name, wanted.query)), 201)


@router.delete("/searches/{id}", status_code=204, summary="Forget a search", dependencies=[Depends(sealed)])
def forget_search(board: BoardIn, viewer: ViewerIn, id: Id) -> Response:
    """Forget one of your own saved searches."""
    board.library.forget_search(viewer, id)
    return Response(status_code=204)


@router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
def nothing(rest: str) -> JSONResponse:
    """What the API has not."""
    body = error_body(404, "no such address", detail=f"/api/v1/{rest[:100]} is none of the API's.", what_to_do="See /api/v1/openapi.json.")
    return JSONResponse({"error": body}, 404)
