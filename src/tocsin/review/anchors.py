"""What a decision is tied to: a claim, a pair, a report, a situation or a source, told so that a new reader version can find it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.errors import ReviewError
from tocsin.records import Claim, Json, Report, make_id

SHAPES = 'Give {"report", "span": [start, end], "kind"}, {"a", "b"}, {"report"}, {"situation"} or {"source"}.'


def anchor_of(thing: Claim | Report) -> Json:
    """The anchor of a claim or of a report; it keeps the words, so that a changed text is noticed.

    For a claim: {"report", "span", "kind", "quote", "claim"}. For a report: {"report", "text"}, where `text` is a hash of its text.
    A claim must be the reader's own: one whose span or kind an analyst corrected is still found where the reader put it.
    """
    if isinstance(thing, Report):
        return {"report": thing.id, "text": text_hash(thing)}
    return {"report": thing.report_id, "span": [thing.start, thing.end], "kind": thing.kind, "quote": thing.quote, "claim": thing.id}


def text_hash(report: Report) -> str:
    """A short hash of a report's text."""
    return make_id("text", report.text)


def shape_of(anchor: Any) -> str:
    """Which of the five an anchor is: claim, pair, report, situation, source; a ReviewError for anything else."""
    if not isinstance(anchor, dict):
        raise _refuse("anchor", f"An anchor is an object, not {type(anchor).__name__}.")
    keys = frozenset(anchor) - {"quote", "claim", "text"}
    if keys == {"a", "b"}:
        return _check_pair(anchor)
    if keys == {"report", "span", "kind"}:
        _check_text(anchor, "report", "kind")
        check_span(anchor["span"], "anchor.span")
        return "claim"
    for shape in ("report", "situation", "source"):
        if keys == {shape}:
            _check_text(anchor, shape)
            return shape
    raise _refuse("anchor", f"It has {', '.join(sorted(map(str, anchor))) or 'nothing'}.")


def _check_pair(anchor: dict[str, Any]) -> str:
    shapes = {shape_of(anchor[side]) for side in ("a", "b")}
    if len(shapes) != 1 or not shapes <= {"claim", "report"}:
        raise _refuse("anchor", "A pair is two claims or two reports.")
    if same_thing(anchor["a"], anchor["b"]):
        raise ReviewError(
            "both are the same one",
            field="anchor.b",
            detail="A thing is always the same as itself.",
            what_to_do="Name two different claims, or two different reports.",
        )
    return "pair"


def same_thing(a: Json, b: Json) -> bool:
    """Whether two anchors of claims or reports name one thing."""
    if "claim" in a and "claim" in b:
        return bool(a["claim"] == b["claim"])
    return [a.get(key) for key in ("report", "span", "kind")] == [b.get(key) for key in ("report", "span", "kind")]


def _check_text(anchor: dict[str, Any], *names: str) -> None:
    for name in names:
        if not isinstance(anchor[name], str) or not anchor[name].strip():
            raise _refuse(f"anchor.{name}", f"{name} must be text.")


def check_span(span: Any, field: str) -> None:
    """Refuse what is no [start, end] of characters."""
    whole = isinstance(span, Sequence) and not isinstance(span, str) and len(span) == 2 and all(type(n) is int for n in span)
    if not whole or not 0 <= span[0] < span[1]:
        raise ReviewError(
            "this is no span",
            field=field,
            detail=f"It is {span!r}.",
            what_to_do="Give [start, end] in characters of the report's text, end exclusive.",
        )


def _refuse(field: str, detail: str) -> ReviewError:
    return ReviewError("this is no anchor", field=field, detail=detail, what_to_do=SHAPES)


# ------------------------------------------------------------------ finding again


@dataclass(frozen=True)
class Reopening:
    """Why an anchor can't be found, and the claims nearest to it."""

    why: str
    near: tuple[str, ...]


def find_claim(claims: Sequence[Claim], report: Report, anchor: Json) -> Claim | Reopening:
    """The claim at this anchor, if the text there still says what it said; by its id where the anchor has one, else by span and kind."""
    start, end = anchor["span"]
    words, said = report.text[start:end], anchor.get("quote")
    if said is not None and words != said:
        moved = report.text.find(said)
        near = [c.id for c in claims if moved >= 0 and c.start < moved + len(said) and moved < c.end]
        if moved >= 0:
            return Reopening(f"The text has changed: the words now stand at {moved} to {moved + len(said)}.", tuple(near))
        return Reopening(f"The text has changed: where it said “{shorten(said)}” it now says “{shorten(words)}”.", ())
    same_place = [c for c in claims if (c.start, c.end, c.kind) == (start, end, anchor["kind"])]
    found = next((c for c in claims if c.id == anchor.get("claim")), None) if "claim" in anchor else None
    if found is None and same_place and "claim" not in anchor:
        found = same_place[0]
    if found is not None:
        return found
    near_ids = tuple(c.id for c in claims if c.start < end and start < c.end)
    return Reopening(f"The reader no longer makes this claim ({anchor['kind']}: “{shorten(words)}”).", near_ids)


def shorten(words: str, most: int = 80) -> str:
    """At most so many letters, on one line."""
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
