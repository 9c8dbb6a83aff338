"""Making a decision: what fits which anchor, what must be said with it, and the id that the same decision always has."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from tocsin.errors import ReviewError
from tocsin.records import Claim, Decision, Json, Read, make_id
from tocsin.review.anchors import find_claim, shape_of
from tocsin.review.values import ACCESS, FIELDS, GRADE, LEVELS, REASONS, VERDICTS, check_fields, correct, make_added

SHAPES: Mapping[str, tuple[str, ...]] = {
    "accept": ("claim",),
    "reject": ("claim",),
    "correct": ("claim",),
    "add": ("claim",),
    "same": ("pair",),
    "not_same": ("pair",),
    "unsure": ("pair",),
    "merge": ("situation",),
    "split": ("situation",),
    "grade": ("source", "report"),
    "level": ("situation",),
    "confidentiality": ("report",),
    "undo": ("claim", "pair", "report", "situation", "source"),
}
CHOICES: Mapping[str, tuple[str, ...]] = {"reject": REASONS, "level": LEVELS, "confidentiality": ACCESS}
EXPLAINED = ("level", "merge", "split")  # what overrides the machine's whole picture must say why
LONGEST = 4000  # letters of a reason; a page of prose belongs elsewhere


def decide(
    verdict: str,
    anchor: Json,
    *,
    who: str,
    when: str,
    why: str = "",
    value: Json = None,
    supersedes: str | None = None,
    role: str | None = None,
    kinds: Collection[str] | None = None,
    read: Read | None = None,
) -> Decision:
    """A decision, once everything about it makes sense; a ReviewError names the first field that does not.

    `when` is ISO text with a zone. `kinds` are the codebook's, where they are to be checked. With the `read` that a claim's anchor points
    into, the correction or the added claim is tried on it, so that a range the wrong way round is refused now and not found later.
    """
    _check_choice("verdict", verdict, VERDICTS)
    _check_said(verdict, who=who, when=when, why=why, supersedes=supersedes)
    shape = shape_of(anchor)
    if shape not in SHAPES[verdict]:
        raise ReviewError(
            "this verdict does not fit",
            field="anchor",
            detail=f"{verdict} is said of a {' or a '.join(SHAPES[verdict])}, not of a {shape}.",
            what_to_do="Name another thing, or choose another verdict.",
        )
    _check_value(verdict, anchor, value, kinds)
    if read is not None and shape == "claim" and verdict in ("correct", "add"):
        _try_on(verdict, anchor, value, read)
    parts = (
        who.strip(),
        when,
        why.strip(),
        json.dumps(anchor, sort_keys=True),
        verdict,
        json.dumps(value, sort_keys=True),
        supersedes,
        role,
    )
    return Decision(make_id("decision", *parts), who.strip(), when, why.strip(), anchor, verdict, value, supersedes, role)


def _check_said(verdict: str, *, who: str, when: str, why: str, supersedes: str | None) -> None:
    if not who.strip() or len(who) > 200:
        raise ReviewError("nobody decided", field="who", what_to_do="Say who decides, in at most 200 letters.")
    try:
        zoned = datetime.fromisoformat(when).tzinfo is not None
    except ValueError:
        zoned = False
    if not zoned:
        raise ReviewError(
            "this is no time", field="when", detail=f"It is {when!r}.", what_to_do="Give ISO text with a zone: 2031-05-05T10:00:00+00:00."
        )
    if len(why) > LONGEST:
        raise ReviewError(
            "the reason is too long", field="why", detail=f"It has {len(why)} letters.", what_to_do=f"Keep it under {LONGEST}."
        )
    if verdict in EXPLAINED and not why.strip():
        raise ReviewError(
            "a reason is needed", field="why", detail=f"A {verdict} changes the whole picture.", what_to_do="Say why in a sentence."
        )
    if verdict == "undo" and not supersedes:
        raise ReviewError("nothing is undone", field="supersedes", what_to_do="Name the decision that is to be undone.")


def _check_choice(field: str, given: Any, allowed: tuple[str, ...]) -> None:
    if given not in allowed:
        raise ReviewError(
            f"unknown {field.rsplit('.', 1)[-1]}",
            field=field,
            detail=f"It is {given!r}.",
            what_to_do=f"Choose one of: {', '.join(allowed)}.",
        )


def _check_value(verdict: str, anchor: Json, value: Json, kinds: Collection[str] | None) -> None:
    """Refuse a value that its verdict does not take."""
    if verdict in CHOICES:
        _check_choice("value", value, CHOICES[verdict])
    elif verdict == "correct":
        check_fields(value, kinds=kinds)
    elif verdict == "add":
        _check_added(anchor, value, kinds)
    elif verdict == "grade":
        if not isinstance(value, str) or not GRADE.fullmatch(value):
            raise ReviewError(
                "this is no grade",
                field="value",
                detail=f"It is {value!r}.",
                what_to_do="Give an Admiralty grade: A to F for the source, 1 to 6 for the information, as B2.",
            )
    elif verdict == "merge":
        if not isinstance(value, str) or not value or value == anchor["situation"]:
            raise ReviewError(
                "no other situation is named",
                field="value",
                detail=f"It is {value!r}.",
                what_to_do="Give the id of the situation that this one goes into.",
            )
    elif verdict == "split":
        _check_groups(value)
    elif value is not None:
        raise ReviewError("this verdict takes no value", field="value", detail=f"It is {value!r}.", what_to_do="Leave it out.")


def _check_added(anchor: Json, value: Json, kinds: Collection[str] | None) -> None:
    if value:
        check_fields(value)
    if kinds is not None and anchor["kind"] not in kinds:
        _check_choice("anchor.kind", anchor["kind"], tuple(sorted(kinds)))
    if isinstance(value, dict) and {"kind", "span"} & value.keys():
        allowed = ", ".join(name for name in FIELDS if name not in ("kind", "span"))
        raise ReviewError(
            "the anchor says this",
            field="value",
            detail="An added claim's span and kind are those of its anchor.",
            what_to_do=f"Leave them out; the value may hold: {allowed}.",
        )


def _check_groups(value: Json) -> None:
    groups = value if isinstance(value, list) and value and all(isinstance(group, list) and group for group in value) else None
    if groups is None or any(shape_of(anchor) != "claim" for group in groups for anchor in group):
        raise ReviewError(
            "these are no groups", field="value", what_to_do="Give a list of groups, each a list of the anchors of its claims."
        )
    told = [(a["report"], tuple(a["span"]), a["kind"], a.get("claim")) for group in groups for a in group]
    if len(set(told)) < len(told):
        raise ReviewError("a claim stands in two groups", field="value", what_to_do="Put every claim into one group only.")


def _try_on(verdict: str, anchor: Json, value: Json, read: Read) -> None:
    start, end = anchor["span"]
    words = read.report.text[start:end]
    if anchor["report"] != read.report.id or end > len(read.report.text) or anchor.get("quote", words) != words:
        raise ReviewError(
            "the words are not there",
            field="anchor.span",
            detail=f"At {start} to {end} the report says something else.",
            what_to_do="Open the report again and choose the words anew.",
        )
    if verdict == "add":
        make_added(read.report, anchor, value or {}, taken=())
        return
    meant = find_claim(read.claims, read.report, anchor)
    if isinstance(meant, Claim):
        correct(meant, value, text=read.report.text)
