"""What stands between a browser and the board: which names it answers to, who may post, how large and how often.

Reports are hostile and so may be any other page open in the analyst's browser. On loopback too the Host header is checked (a name that
was made to point at 127.0.0.1 is refused) and so is the Origin of everything that changes something. Every answer carries a policy
under which no script runs but the board's own files.
"""

from __future__ import annotations

import hmac
import json
import re
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 256 * 1024  # of one request; the longest thing posted is a form or a list of decisions
SAFE = ("GET", "HEAD", "OPTIONS")
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
)
RATE, WINDOW = 600, 60.0  # requests of one address in so many seconds, with --team


def host_of(header: str) -> str:
    """The name in a Host header, without port and brackets, in lower case; empty for nonsense."""
    found = HOST.fullmatch(header.lower())
    return found[1].strip("[]") if found else ""


class Guard:
    """ASGI middleware: refuses what must not come in, adds to every answer what must go out."""

    def __init__(
        self, app: App, *, names: Iterable[str], limited: bool, clock: Callable[[], float] = time.monotonic, most: int = MOST_BYTES
    ) -> None:
        self.app, self.names, self.most, self.clock = app, frozenset(n.lower() for n in names), most, clock
        self.rates = Rates(clock) if limited else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or answer at once with the reason."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        why = self._refusal(scope, headers)
        if why is not None:
            await _refuse(scope, send, *why)
            return
        await self.app(scope, _Measured(receive, self.most), _with_headers(send, scope["path"]))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str, str] | None:
        if host_of(headers.get("host", "")) not in self.names:
            return 421, "this board does not answer to that name", "Open it under the address that `tocsin serve` printed."
        if scope["method"] not in SAFE:
            origin, site = headers.get("origin"), headers.get("sec-fetch-site")
            here = headers.get("host", "").lower()
            if (origin is not None and urlsplit(origin).netloc.lower() != here) or site not in (None, "same-origin", "none"):
                return 403, "another page may not post to the board", "Post from the board's own pages, or with the client."
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self.most:
            return 413, "the request is too large", f"Send at most {self.most // 1024} kB at once."
        if self.rates and not self.rates.allow((scope.get("client") or ("",))[0]):
            return 429, "too many requests", "Wait a minute, then go on."
        return None


class Rates:
    """How often each address came lately; the memory of it is bounded."""

    def __init__(self, clock: Callable[[], float], *, most: int = RATE, window: float = WINDOW) -> None:
        self.clock, self.most, self.window = clock, most, window
        self.seen: OrderedDict[str, deque[float]] = OrderedDict()

    def allow(self, who: str) -> bool:
        """Whether one more is within the rate; it counts when it is."""
        now, times = self.clock(), self.seen.setdefault(who, deque())
        self.seen.move_to_end(who)
        while len(self.seen) > 10_000:
            self.seen.popitem(last=False)
        while times and times[0] <= now - self.window:
            times.popleft()
        if len(times) >= self.most:
            return False
        times.append(now)
        return True


class TooLarge(Exception):
    """A body that grew past the limit while it came in."""


class _Measured:
    """A request's body, counted as it comes: a sender that names no length can't send more either."""

    def __init__(self, receive: Receive, most: int) -> None:
        self.receive, self.left = receive, most

    async def __call__(self) -> Message:
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            raise TooLarge
        return message


def _with_headers(send: Send, path: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            named = {k.lower() for k, _ in message["headers"]}
            extra = [(k.encode(), v.encode()) for k, v in HEADERS if k.encode() not in named]
            if b"cache-control" not in named:
                extra.append((b"cache-control", b"no-store" if not path.startswith("/static/") else b"max-age=300"))
            message = {**message, "headers": [*message["headers"], *extra]}
        await send(message)

    return sending


async def _refuse(scope: Scope, send: Send, status: int, why: str, what_to_do: str) -> None:
    """A refusal before anything is routed: JSON to the API's callers, plain words to a browser."""
    if scope["path"].startswith("/api/"):
        body, kind = json.dumps({"error": error_body(status, why, what_to_do=what_to_do)}).encode(), b"application/json"
    else:
        body, kind = f"{why[0].upper()}{why[1:]}. {what_to_do}\n".encode(), b"text/plain; charset=utf-8"
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    headers += [(k.encode(), v.encode()) for k, v in HEADERS] + ([(b"retry-after", b"60")] if status == 429 else [])
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def error_body(status: int, error: str, *, detail: str = "", what_to_do: str = "", field: str | None = None, **more: Any) -> dict[str, Any]:
    """The one shape of every error of the API: status, what happened, the details, what to do, and the field where one is to blame."""
    return {"status": status, "error": error, "detail": detail, "what_to_do": what_to_do, "field": field, **more}


# ------------------------------------------------------------------ forms


class Seals:
    """Tokens that tie a form to the browser that it was shown to (OWASP: signed double submit); they last as long as the server runs."""

    def __init__(self) -> None:
        self.secret = token_urlsafe(32).encode()

    def new(self) -> str:
        """A fresh value for the browser's cookie."""
        return token_urlsafe(24)

    def seal(self, cookie: str) -> str:
        """The token that goes with this cookie into forms."""
        return hmac.new(self.secret, cookie.encode("utf-8", "surrogatepass"), sha256).hexdigest()

    def fits(self, cookie: str | None, token: str | None) -> bool:
        """Whether the token was made for this cookie."""
        return bool(cookie and token) and hmac.compare_digest(self.seal(cookie or "").encode(), (token or "").encode("utf-8", "replace"))
