"""Forms of the pages: what a claim shows in them, and what comes back as the fields that somebody changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.errors import ReviewError
from tocsin.records import Claim, Json, Party, to_json
from tocsin.review import FIELDS, REASONS
from tocsin.review.values import PARTS, PARTY_TYPES

REASON_WORDS = {
    "wrong": "wrong: the text does not say this",
    "redundant": "redundant: told elsewhere in this report",
    "too_old": "too old: about another time",
    "anecdotal": "anecdotal: one case, not a count",
    "outlier": "outlier: at odds with everything else",
}
assert set(REASON_WORDS) == set(REASONS)
NUMBERS = {"count?": "a whole number, or nothing for an open end", "number?": "degrees, or nothing"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its name as the review room has it, its words, what may stand in it, and what stands in it now."""

    name: str
    label: str
    kind: str  # text, number, choice, parties, list
    value: str
    choices: tuple[str, ...] = ()
    hint: str = ""


GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "What",
        (
            ("kind", "Kind"),
            ("subtype", "Subtype"),
            ("status", "Did it happen"),
            ("polarity", "Polarity"),
            ("modality", "How surely"),
            ("case", "Which crisis"),
        ),
    ),
    (
        "How many",
        (
            ("figure.best", "The number"),
            ("figure.low", "At least"),
            ("figure.high", "At most"),
            ("figure.text", "Words of the number"),
            ("figure.modifier", "Said as"),
            ("figure.unit", "Unit"),
            ("figure.counts", "Counts"),
            ("figure.scope", "Scope"),
        ),
    ),
    ("Who", (("actors", "Who did it"), ("targets", "To whom"))),
    (
        "Where and when",
        (
            ("place.text", "Words of the place"),
            ("place.name", "Place"),
            ("place.country", "Country, three letters"),
            ("place.precision", "Known as precisely as"),
            ("time.start", "From day"),
            ("time.end", "To day"),
            ("time.precision", "Precision"),
        ),
    ),
    (
        "Who says so",
        (
            ("attribution.voice", "Voice"),
            ("attribution.speaker", "Speaker"),
            ("attribution.speaker_type", "Kind of speaker"),
            ("attribution.speech", "Speech"),
        ),
    ),
    ("Evidence", (("indicators", "Risk indicators"), ("elements", "Elements of crimes"))),
)
HINTS = {
    "case": "current, or a past case as 2010-04 Kyrgyzstan; nothing for a general statement",
    "actors": "one a line: name | type | country",
    "targets": "one a line: name | type | country",
    "time.start": "2031-05-04",
    "time.end": "2031-05-04",
    "figure.high": "nothing: the upper end is open",
    "indicators": "numbers apart by blanks, as 8.1 8.2",
    "elements": "as H6 W1",
}


def list_fields(claim: Claim | None, *, kinds: tuple[str, ...], typed: Mapping[str, str] | None = None) -> list[tuple[str, list[Field]]]:
    """The groups of fields of a claim's form; what was `typed` stands in them again after a refusal."""
    held = (
        flatten(claim)
        if claim
        else {
            "kind": "attack",
            "status": "occurred",
            "polarity": "positive",
            "modality": "asserted",
            "case": "current",
            "attribution.voice": "author",
            "attribution.speech": "none",
        }
    )
    out = []
    for group, names in GROUPS:
        rows = [make_field(name, label, (typed or {}).get(name, held.get(name, "")), kinds) for name, label in names]
        out.append((group, rows))
    return out


def make_field(name: str, label: str, value: str, kinds: tuple[str, ...]) -> Field:
    """A field with what may stand in it."""
    rule = rule_of(name)
    if name == "kind":
        return Field(name, label, "choice", value, kinds)
    if isinstance(rule, tuple):
        return Field(name, label, "choice", value, tuple("" if c is None else c for c in rule) if "." in name else rule)
    kind = {"parties": "parties", "count?": "number"}.get(rule, "text")
    return Field(name, label, kind, value, hint=HINTS.get(name, ""))


def rule_of(name: str) -> Any:
    """What the review room lets stand in a field."""
    part, _, inner = name.partition(".")
    return PARTS[part][inner] if inner else FIELDS[part]


def flatten(claim: Claim) -> dict[str, str]:
    """A claim's fields as the text of a form."""
    data = to_json(claim)
    out: dict[str, str] = {}
    for _, names in GROUPS:
        for name, _ in names:
            part, _, inner = name.partition(".")
            value = (data.get(part) or {}).get(inner) if inner else data.get(part)
            out[name] = write_value(value)
    return out


def write_value(value: Json) -> str:
    """One value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return "\n".join(" | ".join(x for x in (p.get("name") or p["text"], p["type"], p["country"] or "") if x) for p in value)
        return " ".join(map(str, value))
    return str(value)


def read_changes(form: Mapping[str, str], claim: Claim | None) -> dict[str, Any]:
    """The fields that somebody changed, in the shape that a correction takes; a ReviewError names what can't be read.

    Only what differs from what the form was filled with is in it, so that an untouched field is never decided on.
    """
    held = flatten(claim) if claim else {}
    out: dict[str, Any] = {}
    for _, names in GROUPS:
        for name, _ in names:
            typed = form.get(name)
            if typed is None or tidy(typed) == tidy(held.get(name, "")):
                continue
            part, _, inner = name.partition(".")
            value = read_value(name, typed, claim)
            if inner:
                out.setdefault(part, {})[inner] = value
            else:
                out[part] = value
    if claim is not None and claim.figure is not None and isinstance(out.get("figure"), dict):
        _close_figure(out["figure"], claim)
    return out


def _close_figure(changed: dict[str, Any], claim: Claim) -> None:
    """The number corrected alone corrects the ends that were the same: "80" to "82" means 82, where low, best and high were all 80."""
    figure = claim.figure
    assert figure is not None
    if "best" in changed and not {"low", "high"} & changed.keys() and figure.best is not None:
        changed.update({end: changed["best"] for end in ("low", "high") if getattr(figure, end) == figure.best})


def tidy(text: str) -> str:
    """Text as it counts: without blanks at its ends, whatever marks a browser ends lines with."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def read_value(name: str, typed: str, claim: Claim | None) -> Any:
    """What was typed as the value that the review room wants."""
    text, rule = tidy(typed), rule_of(name)
    if rule == "parties":
        return [read_party(line, claim, name) for line in text.splitlines() if line]
    if rule in ("indicators", "elements"):
        return text.split()
    if rule == "count?":
        if not text:
            return None
        plain = text.replace(",", "").replace(" ", "")
        if not plain.isascii() or not plain.isdigit() or len(plain) > 12:
            raise ReviewError(
                "this is no number",
                field=f"value.{name}",
                detail=f"{name} can't be {text[:40]!r}.",
                what_to_do="Give a whole number from 0, or nothing for an open end.",
            )
        return int(plain)
    return text or None


def read_party(line: str, claim: Claim | None, name: str) -> Json:
    """A party of one line: name | type | country. One that the claim already has keeps everything else that is known of it."""
    parts = [p.strip() for p in line.split("|")]
    known: list[Party] = [*claim.actors, *claim.targets] if claim else []
    old = next((p for p in known if parts[0] in (p.name, p.text)), None)
    kind = parts[1] if len(parts) > 1 and parts[1] else old.type if old else "unknown"
    if kind not in PARTY_TYPES:
        raise ReviewError(
            "unknown kind of party",
            field=f"value.{name}",
            detail=f"{kind!r} is none.",
            what_to_do=f"Choose from: {', '.join(PARTY_TYPES)}.",
        )
    country = (parts[2] or None) if len(parts) > 2 else old.country if old else None
    base = to_json(old) if old else {"text": parts[0], "name": parts[0]}
    return {**base, "type": kind, "country": country}
