"""Pages that change something: one claim in the side panel, decisions of every kind, several at once, undo, and logging in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from tocsin.briefs import name_report, wording
from tocsin.errors import ConflictError, ReviewError, TocsinError
from tocsin.interfaces.board import show as words
from tocsin.interfaces.board.app import (
    SEAL_COOKIE,
    SESSION_COOKIE,
    BoardIn,
    Form,
    FormIn,
    ViewerIn,
    show,
    show_panel,
    status_of,
    wants_part,
)
from tocsin.interfaces.board.forms import REASON_WORDS, list_fields, read_changes
from tocsin.interfaces.board.library import Library, Viewer
from tocsin.records import Decision, Json
from tocsin.review import anchor_of
from tocsin.store import accounts

router = APIRouter()
Text = Annotated[str, Query(max_length=600)]
CHANGED = {"HX-Trigger": "figures-changed"}
PAIRS = ("same", "not_same", "unsure")
DONE = {
    "accept": "Accepted",
    "reject": "Rejected",
    "correct": "Corrected",
    "add": "Added",
    "same": "Kept: the same",
    "not_same": "Kept: not the same",
    "unsure": "Kept: not sure",
    "level": "Level set",
    "merge": "Merged",
    "split": "Split",
    "grade": "Graded",
    "confidentiality": "Set",
    "undo": "Taken back",
}


# ------------------------------------------------------------------ one claim


@router.get("/claims/{id}")
def claim_panel(request: Request, board: BoardIn, viewer: ViewerIn, id: str, do: Text = "") -> Response:
    """One claim: its sentence, what it says, who reviewed it, and the ways to correct it."""
    return show_claim(request, board.library, viewer, id, do=do)


def show_claim(
    request: Request,
    library: Library,
    viewer: Viewer,
    id: str,
    *,
    do: str = "",
    said: str = "",
    undo: str = "",
    typed: Form | None = None,
    problem: Any = None,
    conflict: Sequence[Decision] = (),
    yours: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """The panel of a claim; after a refusal with what was typed, and with what somebody else decided meanwhile."""
    read, claim, mark = library.open_claim(viewer, id)
    every = library.decisions_about(viewer, claim=id)
    stands = {d.id for d in mark.decisions} if mark else set()
    before, after = words.cut_context(read.report, claim)
    fields = typed.last if typed else {}
    again = [(n, v) for n, vs in typed.every.items() if n not in ("csrf", "seen") for v in vs] if typed else []
    again += [("seen", d.id) for d in every]
    return show_panel(
        request,
        "claim.j2",
        heading=words.say_claim(claim),
        status=status,
        headers=headers,
        viewer=viewer,
        c=claim,
        before=before,
        after=after,
        voice=wording.say_voice(claim.attribution),
        stance=wording.say_stance(claim),
        title=name_report(read.report),
        published=wording.say_published(read.report.published),
        in_report=words.link_report(read.report.id, id),
        told=words.compare_told(claim, mark.was if mark else None, library.codebook),
        situations=library.situations_of(viewer, read.report.id),
        decisions=[tell_decision(d) for d in every if d.id in stands],
        undone=[tell_decision(d) for d in every if d.id not in stands and d.verdict != "undo"],
        verified=mark.verified if mark else 0,
        seen=[d.id for d in every],
        reasons=REASON_WORDS,
        do=do,
        said=said,
        undo=undo,
        problem=problem,
        conflict=[tell_decision(d) for d in conflict],
        yours=yours,
        again=again,
        typed={"reason": fields.get("reason", "wrong"), "why": fields.get("why", "")},
        groups=list_fields(claim, kinds=tuple(library.codebook.kinds), typed=fields if do == "correct" else None),
        likely=library.likely_same(viewer, read, claim),
    )


def tell_decision(decision: Decision) -> dict[str, str]:
    """A decision in words."""
    return {
        "id": decision.id,
        "who": decision.who,
        "role": decision.role or "",
        "told": words.say_decision(decision),
        "when": words.say_time(decision.when),
        "why": decision.why,
    }


# ------------------------------------------------------------------ deciding


@router.post("/decide")
def decide(request: Request, board: BoardIn, viewer: ViewerIn, form: FormIn) -> Response:
    """A decision on a claim, a pair, a report, a situation or a source."""
    if form.get("claim") and form.get("verdict") not in ("split",):
        return decide_claim(request, board.library, viewer, form)
    anchor, value = read_target(board.library, viewer, form)
    seen = list(form.all("seen")) or None
    decided = board.library.decide(viewer, verdict=form.get("verdict"), anchor=anchor, value=value, why=form.get("why"), seen=seen)
    return say_done(request, decided.decision, form)


def say_done(request: Request, decision: Decision, form: Form) -> Response:
    """What follows a decision that has no claim to go back to."""
    back = form.get("back")
    if not wants_part(request):
        return RedirectResponse(back if back.startswith("/") and not back.startswith("//") else "/", 303)
    heading = DONE.get(decision.verdict, "Kept")
    return show_panel(
        request, "done.j2", heading=heading, headers=CHANGED, decision=tell_decision(decision), undoable=decision.verdict != "undo"
    )


def decide_claim(request: Request, library: Library, viewer: Viewer, form: Form) -> Response:
    """A decision on one claim, or on it and another; what is refused comes back with everything that was typed."""
    id, verdict = form.get("claim"), form.get("verdict")
    _, claim, _ = library.open_claim(viewer, id)
    anchor = own = library.anchor_claim(viewer, claim.id)
    seen: list[str] | None = list(form.all("seen"))
    value: Json = None
    try:
        if verdict == "reject":
            value = form.get("reason") or "wrong"
        elif verdict == "correct":
            value = read_changes(form.last, claim)
        elif verdict in PAIRS:
            anchor, seen = {"a": own, "b": library.anchor_claim(viewer, form.get("other"))}, None
        decided = library.decide(
            viewer,
            verdict=verdict,
            anchor=anchor,
            value=value,
            why=form.get("why"),
            seen=seen,
        )
    except ReviewError as error:
        return show_claim(request, library, viewer, id, do=verdict, typed=form, problem=error, status=422)
    except ConflictError as error:
        proposal = words.say_decision(Decision("", viewer.name, "", form.get("why"), anchor, verdict, value))
        return show_claim(request, library, viewer, id, do=verdict, typed=form, conflict=error.decisions, yours=proposal, status=409)
    if not wants_part(request):
        return RedirectResponse(f"/claims/{id}", 303)
    said = f"{DONE.get(verdict, 'Kept')}. {say_effect(decided)}"
    return show_claim(request, library, viewer, id, said=said, undo=decided.decision.id, headers=CHANGED)


def say_effect(decided: Any) -> str:
    """What a decision did beyond its claim."""
    count = len(decided.remade)
    return f"{wording.say_count(count, 'situation')} reckoned anew." if count else "No figure depends on it."


def read_target(library: Library, viewer: Viewer, form: Form) -> tuple[Json, Json]:
    """The anchor and value of a decision on a report, a span of it, a situation or a source."""
    verdict = form.get("verdict")
    if form.get("report"):
        reviewed = library.open_report(viewer, form.get("report"))
        report = reviewed.reads[0].report
        if verdict == "add":
            start, end = read_whole(form, "start"), read_whole(form, "end")
            anchor = {"report": report.id, "span": [start, end], "kind": form.get("kind"), "quote": report.text[start:end]}
            changed = {k: v for k, v in read_changes(form.last, None).items() if k != "kind" and v not in (None, "", [])}
            if changed.get("figure") and not changed["figure"].get("text"):
                changed["figure"]["text"] = report.text[start:end]
            return anchor, drop_empty(changed) or None
        return anchor_of(report), form.get("value")
    if form.get("source"):
        return {"source": form.get("source")}, form.get("value")
    id = form.get("situation")
    if verdict == "split":
        group = [library.anchor_claim(viewer, claim) for claim in form.all("claim")]
        return {"situation": id}, [group] if group else []
    return {"situation": id}, form.get("value") or None


def drop_empty(changed: dict[str, Any]) -> dict[str, Any]:
    """Fields that say something; an empty input of a new claim says nothing."""
    out: dict[str, Any] = {}
    for name, value in changed.items():
        kept = {k: v for k, v in value.items() if v not in (None, "")} if isinstance(value, dict) else value
        if kept not in ({}, [], None, ""):
            out[name] = kept
    return out


def read_whole(form: Form, name: str) -> int:
    """A whole number of a form."""
    text = form.get(name)
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ReviewError(
            "this is no place in the text",
            field=name,
            detail=f"{name} is {text[:20]!r}.",
            what_to_do="Select the words in the report again.",
        )
    return int(text)


@router.post("/undo")
def undo(request: Request, board: BoardIn, viewer: ViewerIn, form: FormIn) -> Response:
    """Take a decision back by a new one; without a decision named, this viewer's last one that stands on the claim."""
    library, id = board.library, form.get("claim")
    wanted = form.get("decision")
    if not wanted and id:
        _, _, mark = library.open_claim(viewer, id)
        own = [d for d in (mark.decisions if mark else ()) if d.who == viewer.name]
        if not own:
            raise ReviewError(
                "nothing to take back",
                field="decision",
                detail="You have no standing decision on this claim.",
                what_to_do="Open it to see who decided.",
            )
        wanted = own[-1].id
    decided = library.undo(viewer, wanted, why=form.get("why"))
    if id and wants_part(request):
        return show_claim(request, library, viewer, id, said=f"Taken back. {say_effect(decided)}", headers=CHANGED)
    return say_done(request, decided.decision, form)


@router.post("/bulk")
def bulk(request: Request, board: BoardIn, viewer: ViewerIn, form: FormIn) -> Response:
    """One verdict on several claims; what could not be decided is said, the rest is kept."""
    done, refused = [], []
    for id in dict.fromkeys(form.all("claim")):
        try:
            _, claim, _ = board.library.open_claim(viewer, id)
            anchor = board.library.anchor_claim(viewer, claim.id)
            value = form.get("value") if form.get("verdict") == "reject" else None
            board.library.decide(viewer, verdict=form.get("verdict"), anchor=anchor, value=value, why=form.get("why"))
            done.append(words.say_claim(claim))
        except TocsinError as error:
            refused.append(f"{id}: {error}")
    if not wants_part(request):
        return RedirectResponse(words.link_report(form.get("report")) if form.get("report") else "/", 303)
    heading = f"{DONE.get(form.get('verdict'), 'Kept')}: {wording.say_count(len(done), 'claim')}"
    return show_panel(request, "bulk_done.j2", heading=heading, headers=CHANGED, viewer=viewer, done=done, refused=refused)


# ------------------------------------------------------------------ forms for the rest


@router.get("/add")
def add_panel(request: Request, board: BoardIn, viewer: ViewerIn, report: Text, start: int, end: int) -> Response:
    """The form for a claim that the program missed, on the words that were selected."""
    read = board.library.open_report(viewer, report).reads[0]
    if not 0 <= start < end <= len(read.report.text) or end - start > 2000:
        raise ReviewError("these are no words of the report", field="start", what_to_do="Select the words in the report, then press m.")
    groups = list_fields(None, kinds=tuple(board.library.codebook.kinds))
    return show_panel(
        request,
        "add.j2",
        heading="Add a missed claim",
        viewer=viewer,
        report=report,
        start=start,
        end=end,
        quote=read.report.text[start:end],
        groups=groups,
        back=words.link_report(report),
        problem=None,
    )


@router.get("/situations/{id}/review")
def situation_review(request: Request, board: BoardIn, viewer: ViewerIn, id: str) -> Response:
    """Set the level, merge with another situation, or split claims off."""
    case = board.library.open_case(viewer, id)
    others = [row for row in board.library.list_situations(viewer, limit=100, sort="name").items if row["id"] != id]
    claims = [(c.id, words.say_claim(c), wording.cut(c.quote, 80)) for c in case.situation.claims[:300]]
    every = [tell_decision(d) for d in board.library.decisions_about(viewer, situation=id)]
    level = case.view.level.code if case.view.level else ""
    return show_panel(
        request,
        "situation_review.j2",
        heading=case.view.name,
        viewer=viewer,
        id=id,
        others=others,
        claims=claims,
        decisions=every,
        level=level,
    )


@router.get("/grade")
def grade_panel(request: Request, board: BoardIn, viewer: ViewerIn, report: Text = "", source: Text = "") -> Response:
    """Grade a source or a report, and say who may read a report."""
    if report:
        read = board.library.open_report(viewer, report).reads[0]
        heading, decisions = name_report(read.report), board.library.decisions_about(viewer, report=report)
    else:
        heading, decisions = source, board.library.decisions_about(viewer, source=source)
    every = [tell_decision(d) for d in decisions if d.verdict in ("grade", "confidentiality")]
    return show_panel(
        request,
        "grade.j2",
        heading=heading,
        viewer=viewer,
        report=report,
        source=source,
        decisions=every,
        may_restrict=viewer.role in (None, "lead"),
    )


@router.post("/search/save")
def save_search(board: BoardIn, viewer: ViewerIn, form: FormIn) -> Response:
    """Keep a search under a name."""
    board.library.save_search(viewer, form.get("name")[:80], form.get("query")[:200])
    return RedirectResponse(f"/search?{urlencode({'q': form.get('query')[:200]})}", 303)


@router.post("/search/forget")
def forget_search(board: BoardIn, viewer: ViewerIn, form: FormIn) -> Response:
    """Forget one of one's own saved searches."""
    board.library.forget_search(viewer, form.get("id"))
    return RedirectResponse("/search", 303)


# ------------------------------------------------------------------ people


@router.get("/login")
def login_page(request: Request, board: BoardIn, to: Text = "/") -> Response:
    """Where people of a team say who they are."""
    if not board.team:
        return RedirectResponse("/", 303)
    return show(request, "login.j2", to=to, name="", problem=None)


@router.post("/login")
def login(request: Request, board: BoardIn, form: FormIn) -> Response:
    """Begin a session."""
    to = form.get("to")
    to = to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/"
    address = request.client.host if request.client else ""
    try:
        secret = accounts.login(board.library.store, form.get("name"), form.get("password"), address=address, now=board.library.now())
    except TocsinError as error:
        return show(
            request, "login.j2", status=status_of(error) if status_of(error) != 403 else 401, to=to, name=form.get("name"), problem=error
        )
    response = RedirectResponse(to, 303)
    response.set_cookie(SESSION_COOKIE, secret, httponly=True, samesite="strict", secure=board.secure)
    response.delete_cookie(SEAL_COOKIE)  # a new seal for the new person
    return response


@router.post("/logout")
def logout(request: Request, board: BoardIn, form: FormIn) -> Response:
    """End the session."""
    if board.team:
        accounts.logout(board.library.store, request.cookies.get(SESSION_COOKIE, ""), now=board.library.now())
    response = RedirectResponse("/login", 303)
    response.delete_cookie(SESSION_COOKIE)
    return response
