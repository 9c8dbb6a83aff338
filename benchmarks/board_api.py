"""Made-up requests against the board's API, drawn from its own description (schemathesis): no answer may be the server's fault."""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

NAME = "testserver"  # the host name that schemathesis asks an application in the same process by


@dataclass
class Answers:
    """How many requests were made, what they were answered, and the requests that broke the server or the error shape."""

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def try_api(app: FastAPI, *, cases: int, known: dict[str, list[str]] | None = None, seed: int = 1) -> Answers:
    """About so many requests, shared among the operations; ids that are `known` by parameter name are tried among made-up ones.

    The same seed makes the same requests. The application must answer to the name `testserver`.
    """
    import schemathesis

    answers = Answers()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own notices about examples
        schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
        operations = [result.ok() for result in schema.get_all_operations()]
        while answers.cases < cases:  # an operation that takes nothing gives few requests: the others make up for it
            share = -(-(cases - answers.cases) // len(operations))
            for operation in operations:
                _try_operation(operation, answers, known or {}, share, seed)
            seed += 1
    return answers


def _try_operation(operation: Any, answers: Answers, known: dict[str, list[str]], share: int, seed: int) -> None:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    how = settings(max_examples=share, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))

    @seeded(seed)
    @how
    @given(case=operation.as_strategy())
    def one(case: Any) -> None:
        _try_one(case, answers, known)

    one()


def _try_one(case: Any, answers: Answers, known: dict[str, list[str]]) -> None:
    """One request; every other one asks for something that is there, so that more than the refusals is tried."""
    answers.cases += 1
    if answers.cases % 2:
        _use_known(case, known, answers.cases)
    answer = case.call()
    answers.statuses[answer.status_code] += 1
    where = f"{case.method} {case.formatted_path} {dict(case.query or {})} {str(case.body)[:200]}: {answer.status_code}"
    if answer.status_code >= 500:
        answers.faults.append(where)
    elif answer.status_code >= 400:
        body = answer.json().get("error", {})
        if not {"status", "error", "detail", "what_to_do", "field"} <= body.keys() or body["status"] != answer.status_code:
            answers.faults.append(f"{where}, without the shape of an error")


def _use_known(case: Any, known: dict[str, list[str]], n: int) -> None:
    path = case.operation.path
    kind = next((k for k in ("situations", "reports", "claims") if f"/{k}/" in path), None)
    if kind and known.get(kind) and "id" in (case.path_parameters or {}):
        case.path_parameters["id"] = known[kind][n % len(known[kind])]
    if path.endswith("/why"):
        case.query = {**(case.query or {}), "at": ("view.figures.killed", "view.silence", "view.ledger.0", "view.level", "places.0")[n % 5]}
    if path.endswith("/decisions") and isinstance(case.body, dict):
        about = (
            {"claim": known["claims"][n % len(known["claims"])]},
            {"situation": known["situations"][0]},
            {"report": known["reports"][0]},
        )[n % 3]
        case.body = {**case.body, "about": about}
