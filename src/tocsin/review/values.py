"""What a decision may say: the words that are allowed in each field, and the claim that a correction makes of another."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from datetime import date
from math import isfinite
from typing import Any

from tocsin.errors import ReviewError
from tocsin.records import Claim, Figure, Json, Party, Place, Report, SentenceRef, Time, Voice, from_json, make_id, to_json
from tocsin.review.anchors import check_span

VERDICTS = (
    "accept",
    "reject",
    "correct",
    "add",
    "same",
    "not_same",
    "unsure",
    "merge",
    "split",
    "grade",
    "level",
    "confidentiality",
    "undo",
)
REASONS = ("redundant", "too_old", "anecdotal", "outlier", "wrong")
LEVELS = ("watch", "serious_concern", "imminent_risk", "current_crisis")
ACCESS = ("public", "restricted", "confidential")
GRADE = re.compile(r"[A-F][1-6]")
CASE = re.compile(r"current|(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2]))? \S.*")
INDICATOR = re.compile(r"(?:[1-9]|1[0-4])\.[1-9]\d?")  # risk factor and indicator of the UN Framework
ELEMENT = re.compile(r"[GHWE][1-9][a-z]?")
BY_HAND = "by hand"

FIELDS: Mapping[str, Any] = {
    "kind": "text",
    "subtype": "text?",
    "span": "span",
    "case": "case?",
    "confidence": "share",
    "modality": (
        "asserted",
        "hedged",
        "possible",
        "conditional",
        "counterfactual",
        "planned",
        "ordered",
        "attempted",
        "proposed",
        "evaluative",
        "rhetorical",
    ),
    "polarity": ("positive", "negative"),
    "status": ("occurred", "ongoing", "attempted", "not_occurred", "future", "unknown", "not_an_event"),
    "actors": "parties",
    "targets": "parties",
    "place": "place",
    "time": "time",
    "figure": "figure",
    "attribution": "attribution",
    "codes": "codes",
    "indicators": "indicators",
    "elements": "elements",
    "details": "mapping",
}
PARTY_TYPES = (
    "state",
    "security_force",
    "armed_group",
    "mob",
    "ethnic_group",
    "religious_group",
    "civilians",
    "protesters",
    "refugees",
    "political_party",
    "organisation",
    "intergovernmental",
    "court",
    "person",
    "media",
    "unknown",
)
# What the parts of a claim may hold. "text?" may be null, "count?" is a whole number from 0 or null, "day?" an ISO day or null.
PARTS: Mapping[str, Mapping[str, Any]] = {
    "figure": {
        "text": "text",
        "low": "count?",
        "best": "count?",
        "high": "count?",
        "of": "text?",
        "profile": "text",
        "formula": "text?",
        "part_of": "text?",
        "counts": ("people", "households", "buildings", "events"),
        "modifier": ("exact", "at_least", "more_than", "at_most", "up_to", "nearly", "about", "range", "vague_plural", "fraction", "no"),
        "unit": (
            "killed",
            "injured",
            "missing",
            "detained",
            "abducted",
            "raped",
            "displaced",
            "refugees",
            "returned",
            "houses",
            "buildings",
            "population",
            "troops",
            "police",
            "meetings",
            "other",
        ),
        "scope": ("cumulative", "increment", "incident", "daily", "part", "unknown"),
    },
    "place": {
        "text": "text",
        "name": "text?",
        "country": "text?",
        "admin1": "text?",
        "lat": "number?",
        "lon": "number?",
        "precision": ("site", "city", "district", "region", "border", "country"),
    },
    "time": {
        "text": "text?",
        "start": "day?",
        "end": "day?",
        "basis": ("stated", "relative", "inferred"),
        "precision": ("day", "week", "month", "season", "year", "interval", "as_of"),
    },
    "attribution": {
        "voice": ("author", "named_source", "unnamed_source", "unattributed"),
        "speaker": "text?",
        "cue": "text?",
        "speech": ("direct", "indirect", "none"),
        "speaker_type": (
            "official",
            "military",
            "police",
            "medical",
            "witness",
            "ngo",
            "intergovernmental",
            "media",
            "expert",
            "armed_group",
            "victim",
            "other",
            None,
        ),
    },
    "party": {"text": "text", "name": "text?", "country": "text?", "group": "text?", "role": "text?", "type": PARTY_TYPES},
}
KINDS: Mapping[str, Any] = {"figure": Figure, "place": Place, "time": Time, "attribution": Voice, "party": Party}
STARTS: Mapping[str, Json] = {
    "figure": {"text": "", "low": None, "best": None, "high": None, "modifier": "exact"},
    "place": {"text": ""},
    "time": {"text": None, "start": None, "end": None, "precision": "day", "basis": "stated"},
    "attribution": {"voice": "author"},
}


# ------------------------------------------------------------------ checks


def check_fields(value: Any, *, kinds: Collection[str] | None = None) -> None:
    """Refuse what can't be the fields of a claim, naming the first wrong one."""
    if not isinstance(value, dict) or not value:
        raise ReviewError(
            "nothing is corrected",
            field="value",
            detail="The value holds no field.",
            what_to_do=f"Name at least one of: {', '.join(FIELDS)}.",
        )
    for name, given in value.items():
        if name not in FIELDS:
            raise ReviewError(
                "unknown field",
                field=f"value.{name}",
                detail=f"A claim has no {name!r} that can be corrected.",
                what_to_do=f"Choose from: {', '.join(FIELDS)}.",
            )
        _check(FIELDS[name], given, f"value.{name}")
    if kinds is not None and "kind" in value and value["kind"] not in kinds:
        raise ReviewError(
            "unknown kind",
            field="value.kind",
            detail=f"The codebook has no kind {value['kind']!r}.",
            what_to_do=f"Choose from: {', '.join(sorted(kinds))}.",
        )


def _check(wanted: Any, given: Any, field: str) -> None:
    if isinstance(wanted, tuple):
        if given not in wanted:
            raise _wrong(field, given, f"Choose one of: {', '.join(str(w) for w in wanted if w is not None)}.")
    elif wanted in PARTS:
        if given is not None or wanted == "attribution":
            _check_part(wanted, given, field)
    elif wanted == "parties":
        if not isinstance(given, list):
            raise _wrong(field, given, "Give a list of parties.")
        for n, party in enumerate(given):
            _check_part("party", party, f"{field}[{n}]")
            if "text" not in party:
                raise _wrong(f"{field}[{n}].text", None, "Give the party's words as text.")
    elif wanted == "span":
        check_span(given, field)
    elif not SIMPLE[wanted][0](given):
        raise _wrong(field, given, SIMPLE[wanted][1])


def _check_part(part: str, given: Any, field: str) -> None:
    if not isinstance(given, dict):
        raise _wrong(field, given, f"Give an object with: {', '.join(PARTS[part])}.")
    for name, value in given.items():
        if name not in PARTS[part]:
            raise _wrong(f"{field}.{name}", value, f"A {part} has: {', '.join(PARTS[part])}.")
        _check(PARTS[part][name], value, f"{field}.{name}")


def _wrong(field: str, given: Any, what_to_do: str) -> ReviewError:
    return ReviewError("this value is not allowed", field=field, detail=f"{field} can't be {given!r}.", what_to_do=what_to_do)


def _is_text(given: Any) -> bool:
    return isinstance(given, str)


def _fits(pattern: re.Pattern[str], given: Any) -> bool:
    return isinstance(given, str) and pattern.fullmatch(given) is not None


def _is_json(given: Any) -> bool:
    """Whether JSON can hold it as it is; Python would write NaN and Infinity, which no other reader takes."""
    if isinstance(given, dict):
        return all(map(_is_text, given)) and all(map(_is_json, given.values()))
    if isinstance(given, list):
        return all(map(_is_json, given))
    return given is None or isinstance(given, str | int) or (isinstance(given, float) and isfinite(given))


def _is_day(given: Any) -> bool:
    try:
        return isinstance(given, str) and date.fromisoformat(given).isoformat() == given
    except ValueError:
        return False


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and abs(given) <= 180


SIMPLE: Mapping[str, tuple[Any, str]] = {
    "text": (lambda v: _is_text(v) and bool(v.strip()), "Give words."),
    "text?": (lambda v: v is None or (_is_text(v) and bool(v.strip())), "Give words, or null."),
    "case?": (lambda v: v is None or _fits(CASE, v), "Give current, a past case as 2010-04 Kyrgyzstan or 2010 Kyrgyzstan, or null."),
    "indicators": (lambda v: isinstance(v, list) and all(_fits(INDICATOR, i) for i in v), "Give a list of indicators, as 8.1."),
    "elements": (lambda v: isinstance(v, list) and all(_fits(ELEMENT, e) for e in v), "Give a list of elements, as H6 or G2a."),
    "codes": (lambda v: isinstance(v, dict) and all(map(_is_text, (*v, *v.values()))), "Give an object of words."),
    "mapping": (lambda v: isinstance(v, dict) and _is_json(v), "Give an object that JSON can hold: no number that is none."),
    "count?": (lambda v: v is None or (type(v) is int and 0 <= v < 10**12), "Give a whole number from 0, or null for an open end."),
    "number?": (lambda v: v is None or _is_number(v), "Give degrees, or null."),
    "share": (lambda v: _is_number(v) and 0 <= v <= 1, "Give a number from 0 to 1."),
    "day?": (lambda v: v is None or _is_day(v), "Give a day as 2031-05-04, or null."),
}


# ------------------------------------------------------------------ corrected and added claims


def correct(claim: Claim, value: Mapping[str, Any], *, text: str) -> Claim:
    """The claim with these fields in place of its own; parts such as the figure keep what the value does not name.

    Its id stays: it is still this claim, said otherwise. A ReviewError where the result makes no sense (low above high, span outside).
    """
    changed: dict[str, Any] = {}
    for name, given in value.items():
        if name == "span":
            start, end = given
            if end > len(text):
                raise _wrong("value.span", given, f"The report's text has {len(text)} characters.")
            changed |= {"start": start, "end": end, "quote": text[start:end], "sentence": sentence_at(text, start, end)}
        elif name in ("actors", "targets"):
            changed[name] = tuple(from_json(Party, party) for party in given)
        elif name in KINDS:
            changed[name] = None if given is None else _part(name, getattr(claim, name), given)
        else:
            changed[name] = tuple(given) if name in ("indicators", "elements") else given
    made = replace(claim, **changed)
    _check_whole(made)
    return made


def _part(name: str, old: Any, given: Mapping[str, Any]) -> Any:
    kind = KINDS[name]
    known = {f.name for f in fields(kind)}
    whole = {**(to_json(old) if old is not None else STARTS[name]), **given}
    return from_json(kind, {key: value for key, value in whole.items() if key in known})


def _check_whole(claim: Claim) -> None:
    """Refuse a figure or a time whose ends are the wrong way round."""
    if claim.figure:
        given = [n for n in (claim.figure.low, claim.figure.best, claim.figure.high) if n is not None]
        if given != sorted(given):
            raise ReviewError(
                "the range is the wrong way round",
                field="value.figure",
                detail=f"It would run {given}.",
                what_to_do="Low may not exceed best, nor best high; null leaves an end open.",
            )
        if not claim.figure.text.strip():
            raise ReviewError(
                "a number needs its words",
                field="value.figure.text",
                detail="The claim had no figure before.",
                what_to_do="Give the words of the text that say the number, as figure.text.",
            )
    if claim.time and claim.time.start and claim.time.end and claim.time.start > claim.time.end:
        raise ReviewError(
            "the time is the wrong way round",
            field="value.time",
            detail=f"It would run {claim.time.start} to {claim.time.end}.",
            what_to_do="Start may not lie after end.",
        )


def make_added(report: Report, anchor: Json, value: Mapping[str, Any], *, taken: Collection[str]) -> Claim:
    """The claim that an analyst found on these words: plain where the value says nothing; its id is as the reader would make it."""
    start, end = anchor["span"]
    ordinal = 0
    while (found := make_id("claim", report.id, anchor["kind"], start, end, ordinal)) in taken:
        ordinal += 1
    bare = Claim(
        id=found,
        report_id=report.id,
        kind=anchor["kind"],
        subtype=None,
        quote=report.text[start:end],
        start=start,
        end=end,
        sentence=sentence_at(report.text, start, end),
        actors=(),
        targets=(),
        place=None,
        time=None,
        figure=None,
        attribution=Voice("author"),
        modality="asserted",
        polarity="positive",
        status="occurred",
        case="current",
        codes={},
        indicators=(),
        elements=(),
        confidence=1.0,
        reader=BY_HAND,
    )
    return correct(bare, value, text=report.text) if value else bare


SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)|\n")


def sentence_at(text: str, start: int, end: int) -> SentenceRef:
    """The sentence around a span, cut at marks that end one: enough to show the words in their place."""
    ends = [m.end() for m in SENTENCE_END.finditer(text)]
    before = [at for at in ends if at <= start]
    left = before[-1] if before else 0
    right = next((at for at in ends if at >= end), len(text))
    left += len(text[left:start]) - len(text[left:start].lstrip())
    return SentenceRef(len(before), left, right)
