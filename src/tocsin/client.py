"""A small client of the board's API: `with Client("http://127.0.0.1:8642") as board: board.situations()`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from tocsin.errors import TocsinError

Json = Any
ANSWER = 60.0  # seconds to wait; a decision reckons whole situations anew


class BoardError(TocsinError):
    """The board refused. `status` is HTTP's, `field` the part of the request that is to blame, `body` the whole answer."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        super().__init__(str(body.get("error", "")), detail=str(body.get("detail", "")), what_to_do=str(body.get("what_to_do", "")))
        self.status, self.field, self.body = int(body.get("status", 0)), body.get("field"), dict(body)


class Client:
    """One board at an address. `token` is an API token, where the board has accounts."""

    def __init__(
        self, address: str = "http://127.0.0.1:8642", *, token: str | None = None, transport: httpx.BaseTransport | None = None
    ) -> None:
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        self._http = httpx.Client(
            base_url=f"{address.rstrip('/')}/api/v1", headers=headers, timeout=ANSWER, transport=transport, trust_env=False
        )

    # -------------------------------------------------------------- asking

    def about(self) -> Json:
        """Who the board takes you for, and its version."""
        return self._ask("GET", "/")

    def situations(self, **asked: str | None) -> Iterator[Json]:
        """Every situation as a row; `asked` may hold sort, level, phase, country, text."""
        return self._pages("/situations", asked)

    def situation(self, id: str) -> Json:
        """One situation in full."""
        return self._ask("GET", f"/situations/{_part(id)}")

    def why(self, situation: str, at: str) -> Json:
        """What stands behind one number of a situation: `at` as view.figures.killed."""
        return self._ask("GET", f"/situations/{_part(situation)}/why", params={"at": at})

    def reports(self, **asked: str | None) -> Iterator[Json]:
        """Heads of reports; `asked` may hold source, situation, text."""
        return self._pages("/reports", asked)

    def report(self, id: str) -> Json:
        """One report with its claims."""
        return self._ask("GET", f"/reports/{_part(id)}")

    def claim(self, id: str) -> Json:
        """One claim as it stands, with its decisions."""
        return self._ask("GET", f"/claims/{_part(id)}")

    def sources(self) -> list[Json]:
        """Every source with its grade."""
        return list(self._ask("GET", "/sources")["items"])

    def trail(self, **asked: str | None) -> Iterator[Json]:
        """Decisions, newest first; `asked` may hold who and verdict."""
        return self._pages("/trail", asked)

    def verify_trail(self, head: str | None = None) -> Json:
        """Whether the chain of decisions is whole."""
        return self._ask("GET", "/trail/verify", params={"head": head} if head else {})

    def search(self, words: str) -> Iterator[Json]:
        """Words in every report."""
        return self._pages("/search", {"q": words})

    # -------------------------------------------------------------- deciding

    def accept(self, claim: str, *, why: str = "", seen: Sequence[str] | None = None) -> Json:
        """Accept a claim."""
        return self.decide("accept", {"claim": claim}, why=why, seen=seen)

    def reject(self, claim: str, reason: str, *, why: str = "", seen: Sequence[str] | None = None) -> Json:
        """Reject a claim: redundant, too_old, anecdotal, outlier or wrong."""
        return self.decide("reject", {"claim": claim}, value=reason, why=why, seen=seen)

    def correct(self, claim: str, fields: Mapping[str, Any], *, why: str = "", seen: Sequence[str] | None = None) -> Json:
        """Correct fields of a claim: {"figure": {"low": 12}}."""
        return self.decide("correct", {"claim": claim}, value=dict(fields), why=why, seen=seen)

    def add(self, report: str, span: tuple[int, int], kind: str, fields: Mapping[str, Any] | None = None, *, why: str = "") -> Json:
        """Add a claim that the program missed, on these characters of the report's text."""
        return self.decide("add", {"report": report, "span": list(span), "kind": kind}, value=dict(fields) if fields else None, why=why)

    def undo(self, decision: str, *, why: str = "") -> Json:
        """Take a decision back by a new one."""
        return self.decide("undo", {}, supersedes=decision, why=why)

    def decide(
        self,
        verdict: str,
        about: Mapping[str, Any],
        *,
        value: Json = None,
        why: str = "",
        supersedes: str | None = None,
        seen: Sequence[str] | None = None,
    ) -> Json:
        """Any decision; `about` names a claim, two (claim, other), a report, a situation or a source. BoardError 409 on a conflict."""
        body = {"verdict": verdict, "about": dict(about), "value": value, "why": why, "supersedes": supersedes}
        return self._ask("POST", "/decisions", json=body | ({"seen": list(seen)} if seen is not None else {}))

    # -------------------------------------------------------------- inside

    def _ask(self, method: str, path: str, **more: Any) -> Json:
        try:
            answer = self._http.request(method, path, **more)
        except httpx.HTTPError as error:
            raise BoardError(
                {"error": "the board can't be reached", "detail": f"{error}.", "what_to_do": "Is `tocsin serve` running there?"}
            ) from error
        if answer.is_success:
            return answer.json() if answer.content else None
        try:
            body = answer.json()["error"]
        except (ValueError, KeyError, TypeError):
            body = {"status": answer.status_code, "error": "this is no board", "detail": answer.text[:200]}
        raise BoardError(body)

    def _pages(self, path: str, asked: Mapping[str, str | None]) -> Iterator[Json]:
        wanted = {k: v for k, v in asked.items() if v}
        while True:
            page = self._ask("GET", path, params=wanted)
            yield from page["items"]
            if not page["next"]:
                return
            wanted["after"] = page["next"]

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _part(text: str) -> str:
    return quote(text, safe="")
