"""The web application: pages for people, `/api/v1` for programs, both over one `Library`, behind one `Guard`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException

from tocsin import __version__
from tocsin.briefs import draw_toll, name_voices, read_part, show_figure, wording
from tocsin.codebook import Codebook
from tocsin.errors import AccessError, ConflictError, ReviewError, TocsinError, TooManyError
from tocsin.interfaces.board.drawings import draw_spark
from tocsin.interfaces.board.guard import LOOPBACK, Guard, Seals, TooLarge, error_body
from tocsin.interfaces.board.library import Library, NotHere, Viewer
from tocsin.store import Store, accounts

SEAL_COOKIE, SESSION_COOKIE = "tocsin_seal", "tocsin_session"
STATIC = {
    "htmx.min.js": "text/javascript",
    "board.js": "text/javascript",
    "theme.js": "text/javascript",
    "board.css": "text/css",
    "house.css": "text/css",
    "bell.svg": "image/svg+xml",
}


def clock() -> str:
    """Now, as ISO text in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass
class Board:
    """What every request needs: the library, the seals of forms, and whether people log in."""

    library: Library
    team: bool
    analyst: str
    seals: Seals = field(default_factory=Seals)
    secure: bool = False  # cookies for https only: set where a reverse proxy ends TLS

    def viewer(self, request: Request) -> Viewer | None:
        """Who asks: the local analyst, or with accounts the owner of the session or token; None for nobody."""
        if not self.team:
            return Viewer(self.analyst, None, "lead")
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        secret = token.strip() if scheme.lower() == "bearer" else request.cookies.get(SESSION_COOKIE, "")
        account = accounts.who(self.library.store, secret, now=self.library.now()) if secret else None
        return Viewer(account.name, account.role, account.role) if account else None


def create_app(
    store: Store,
    codebook: Codebook,
    *,
    team: bool = False,
    analyst: str = "local analyst",
    names: Iterable[str] = (),
    now: Callable[[], str] = clock,
    secure: bool = False,
) -> FastAPI:
    """The board over an open store. `names` are the host names that it answers to beside loopback's.

    `analyst` is the name under which decisions are kept where nobody logs in; with `team` everybody does.
    """
    from tocsin.interfaces.api import router as api
    from tocsin.interfaces.board import pages, reviewing

    app = FastAPI(title="Tocsin", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    app.state.board = Board(Library(store, codebook, now=now), team, analyst, secure=secure)
    app.include_router(pages.router, include_in_schema=False)
    app.include_router(reviewing.router, include_in_schema=False)
    app.include_router(api)
    for kind in (TocsinError, HTTPException, RequestValidationError, TooLarge):
        app.add_exception_handler(kind, tell_error)
    app.add_middleware(Guard, names=(*LOOPBACK, *names), limited=team)
    return app


# ------------------------------------------------------------------ who asks


class LoggedOut(AccessError):
    """Nobody is logged in, and somebody must be."""


def get_board(request: Request) -> Board:
    """The board of this application."""
    board: Board = request.app.state.board
    return board


def get_viewer(request: Request) -> Viewer:
    """Who asks; LoggedOut for nobody."""
    viewer = get_board(request).viewer(request)
    if viewer is None:
        raise LoggedOut("not logged in", detail="This board asks who you are.", what_to_do="Log in, or send a token.")
    return viewer


BoardIn = Annotated[Board, Depends(get_board)]
ViewerIn = Annotated[Viewer, Depends(get_viewer)]


@dataclass(frozen=True, slots=True)
class Form:
    """What a form sent, once its seal was found to fit: every field's last value, and all of them."""

    last: Mapping[str, str]
    every: Mapping[str, tuple[str, ...]]

    def get(self, name: str, default: str = "") -> str:
        """The last value of a field."""
        return self.last.get(name, default)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return self.every.get(name, ())


async def get_form(request: Request) -> Form:
    """The form that was posted; AccessError where it does not carry the token of this browser."""
    sent = await request.form(max_files=0, max_fields=3000)
    every: dict[str, tuple[str, ...]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, str):
            every[name] = (*every.get(name, ()), value.replace("\x00", "�"))
    last = {name: values[-1] for name, values in every.items()}
    token = last.get("csrf") or request.headers.get("x-csrf-token")
    if not get_board(request).seals.fits(request.cookies.get(SEAL_COOKIE), token):
        raise AccessError(
            "the form is out of date",
            detail="It does not carry this browser's token; the board may have been started anew.",
            what_to_do="Open the page again, and send it once more.",
        )
    return Form(last, every)


FormIn = Annotated[Form, Depends(get_form)]


# ------------------------------------------------------------------ pages


@cache
def load_templates() -> Environment:
    """The board's templates: everything is escaped, and a name that is not there is an error."""
    templates = Environment(
        loader=PackageLoader("tocsin.interfaces.board", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(
        draw_toll=draw_toll,
        draw_spark=draw_spark,
        name_voices=name_voices,
        show_figure=show_figure,
        not_a_finding=wording.NOT_A_FINDING,
        levels=wording.LEVELS,
        phases=wording.PHASES,
        state_meanings=wording.STATE_MEANINGS,
        static=lambda name: f"/static/{name}?{__version__}",
    )
    templates.filters.update(count=wording.say_count, number=wording.say_number, urlencode=lambda text: quote(str(text), safe=""))
    return templates


def read_static(name: str) -> bytes:
    """A file of the package that goes to the browser as it is; `house.css` is the brief's own style."""
    if name == "house.css":
        return read_part("brief.css").encode()
    return resources.files("tocsin.interfaces.board").joinpath("static", name).read_bytes()


def wants_part(request: Request) -> bool:
    """Whether a script asked for a piece of a page, not the whole."""
    return request.headers.get("hx-request") == "true"


def show(request: Request, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any) -> Response:
    """A page, or the piece of one, with the browser's seal in it."""
    board = get_board(request)
    cookie = request.cookies.get(SEAL_COOKIE) or board.seals.new()
    viewer = values.pop("viewer", None)
    base = {
        "csrf": board.seals.seal(cookie),
        "viewer": viewer,
        "team": board.team,
        "here": request.url.path,
        "notice": "",
        "q": "",
        "may_review": bool(viewer and viewer.may_review),
        "at": no_link,
    }
    response = HTMLResponse(load_templates().get_template(template).render(base | values), status, headers)
    if SEAL_COOKIE not in request.cookies:
        response.set_cookie(SEAL_COOKIE, cookie, httponly=True, samesite="strict", secure=board.secure)
    return response


def show_panel(
    request: Request, template: str, *, heading: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
) -> Response:
    """What opens in the side panel: alone where a script asked, else as a page of its own."""
    whole = template if wants_part(request) else "panel_page.j2"
    return show(request, whole, status=status, headers=headers, heading=heading, panel=template, **values)


def no_link(_basis: object) -> str:
    """Where nothing opens."""
    return ""


# ------------------------------------------------------------------ errors

STATUS = ((NotHere, 404), (LoggedOut, 401), (TooManyError, 429), (AccessError, 403), (ReviewError, 422), (ConflictError, 409))


def status_of(error: Exception) -> int:
    """The HTTP status of an error meant for people."""
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, RequestValidationError):
        return 422
    if isinstance(error, TooLarge):
        return 413
    return next((status for kind, status in STATUS if isinstance(error, kind)), 400)


def describe_error(error: Exception) -> dict[str, Any]:
    """Any error in the API's one shape."""
    status = status_of(error)
    if isinstance(error, TocsinError):
        more = {"decisions": error.decisions} if isinstance(error, ConflictError) else {}
        return error_body(
            status, error.error, detail=error.detail, what_to_do=error.what_to_do, field=getattr(error, "field", None), **more
        )
    if isinstance(error, RequestValidationError):
        first = error.errors()[0] if error.errors() else {}
        name = ".".join(str(x) for x in first.get("loc", ())[1:]) or None
        return error_body(
            status, "this request can't be understood", detail=str(first.get("msg", "")), what_to_do="See /api/v1/openapi.json.", field=name
        )
    if isinstance(error, TooLarge):
        return error_body(status, "the request is too large", what_to_do="Send less at once.")
    detail = str(getattr(error, "detail", ""))
    return error_body(
        status,
        {404: "no such page", 405: "this can't be done here"}.get(status, detail or "the request was refused"),
        detail=detail,
        what_to_do="See /api/v1/openapi.json, or go to the first page.",
    )


async def tell_error(request: Request, error: Exception) -> Response:
    """An error in words: JSON for the API, the panel for a script, a page for a person; the login page for nobody."""
    from tocsin.records import to_json

    body = describe_error(error)
    headers = dict(getattr(error, "headers", None) or {})
    if isinstance(error, TooManyError):
        headers["Retry-After"] = str(error.retry_after)
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": to_json(body)}, body["status"], headers)
    if isinstance(error, LoggedOut) and request.method == "GET" and not wants_part(request):
        return RedirectResponse(f"/login?to={quote(request.url.path, safe='/')}", 303)
    values = {"heading": body["error"][:1].upper() + body["error"][1:], "detail": body["detail"], "what_to_do": body["what_to_do"]}
    template = "panel_message.j2" if wants_part(request) else "message.j2"
    return show(request, template, status=body["status"], headers=headers, viewer=get_board(request).viewer(request), **values)
