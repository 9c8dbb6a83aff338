"""The short form of a book: of every list what matters most, so that a situation fits on one sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.records import Book, Json, Situation

MOST = {"figures": 4, "timeline": 4, "frames": 2, "gaps": 3, "entries": 6, "silence": 2, "not_happened": 2, "invocations": 1, "options": 1}
FIRST_UNITS = ("killed", "displaced", "refugees", "injured")
TELLING_STEPS = ("request", "refusal", "decision", "deployment", "agreement", "sanction", "withdrawal", "delivery")


def shorten_book(book: Book) -> Book:
    """The book with the short form of its largest situation; the reads stay, for every statement still rests on them."""
    return replace(book, situations=tuple(map(shorten_situation, book.situations[:1])))


def shorten_situation(s: Situation) -> Situation:
    """The weightiest days in order of time, the first units, accounts, gaps and options, and the ledger's telling steps."""
    days = sorted(s.timeline, key=lambda e: -float(e.get("score", 0)))[: MOST["timeline"]]
    units = [u for u in (*FIRST_UNITS, *s.figures) if u in s.figures]
    figures = {u: {**s.figures[u], "excluded": [], "series": []} for u in list(dict.fromkeys(units))[: MOST["figures"]]}
    return replace(s, figures=figures, timeline=tuple(e for e in s.timeline if e in days), frames=s.frames[: MOST["frames"]],
                   gaps=s.gaps[: MOST["gaps"]], assessment=_shorten_assessment(s.assessment), response=_shorten_response(s.response))


def _shorten_assessment(assessment: Json) -> Json:
    """Without the list of risk factors and with one claim for each element: the screens and the State's tests are what counts here."""
    if not assessment:
        return assessment
    crimes = {name: {**crime, "elements": {i: _lead(e) for i, e in crime["elements"].items() if e["for"] or e["against"]}}
              for name, crime in (assessment.get("crimes") or {}).items()}
    return {**{k: v for k, v in assessment.items() if k != "risk_factors"}, "crimes": crimes}


def _lead(element: Mapping[str, Json]) -> Json:
    return {**element, "for": element["for"][:1], "against": element["against"][:1]}


def _shorten_response(response: Json) -> Json:
    if not response:
        return response
    entries: Sequence[Json] = response.get("entries") or ()
    answered = {e["answers"] for e in entries if e.get("answers")}
    chained = {e["n"] for e in entries if e.get("answers") or e["n"] in answered}
    telling = sorted(entries, key=lambda e: (e["n"] not in chained, e["step"] not in TELLING_STEPS, e["n"]))[: MOST["entries"]]
    kept = sorted(telling, key=lambda e: e["n"])
    known = {e["n"] for e in kept}
    kept = [{**e, "answers": e.get("answers") if e.get("answers") in known else None} for e in kept]
    short = {name: list(response.get(name) or ())[: MOST[name]] for name in ("silence", "not_happened", "invocations", "options")}
    silence = [{**x, "asked": x.get("asked") if x.get("asked") in known else None} for x in short["silence"]]
    options = [{**o, "precautions": [], "precedents": o.get("precedents", [])[:1], "codebook_precedents": _bare(o)}
               for o in short["options"]]
    return {**response, **short, "entries": kept, "silence": silence, "options": options, "likeness": {}}


def _bare(option: Json) -> list[Json]:
    """The nearest past case, without how it compares."""
    return [{**past, "compared": {}} for past in option.get("codebook_precedents", [])[:1]]
