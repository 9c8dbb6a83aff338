"""Reads about Varenia, a country that does not exist: claims are written by hand, the way a perfect reader would give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tocsin.codebook import load
from tocsin.records import (
    Claim,
    Figure,
    Party,
    Place,
    Published,
    Read,
    Report,
    SentenceRef,
    Situation,
    Tally,
    Time,
    Voice,
    make_id,
)
from tocsin.situations import gather

KESRA = Place("Kesra", "Kesra", "VRN", "Low Marches", 10.0, 20.0, "city")
DOLMA = Place("Dolma", "Dolma", "VRN", "Low Marches", 10.9, 20.0, "city")
FAR = Place("Tuvik", "Tuvik", "VRN", "Ice Coast", 25.0, 40.0, "city")
SOUTH = Place("southern Varenia", "southern Varenia", "VRN", None, None, None, "region")
ABROAD = Place("Pell", "Pell", "QQQ", "Pell", 50.0, 50.0, "city")

MBARA = Party("the Mbara", "Mbara", "ethnic_group", "VRN", "Mbara")
TOLIN = Party("Tolin crowds", "Tolin crowds", "mob", "VRN", "Tolin")
TOLIN_PEOPLE = Party("the Tolin", "Tolin", "ethnic_group", "VRN", "Tolin")
ARMY = Party("the army", "Armed forces of Varenia", "security_force", "VRN")
STATE = Party("the government", "Government of Varenia", "state", "VRN")
MARCHERS = Party("marchers", None, "protesters", "VRN")
UNION = Party("the Union", "Union of Coasts", "intergovernmental", None)


def day(text: str, *, words: str = "that day", end: str | None = None, precision: str = "day", basis: str = "stated") -> Time:
    """A told day, or the days from `text` to `end`."""
    return Time(words, text, end or text, precision if end is None else "interval", basis)


def published(text: str | None) -> Published:
    """A stated publication day; none for an undated report."""
    return Published(text, text, "day", "stated", (text,)) if text else Published()


def figure(
    unit: str,
    best: int | None,
    *,
    modifier: str = "exact",
    scope: str = "cumulative",
    low: int | None = None,
    high: int | None = None,
    **more: Any,
) -> Figure:
    """A figure as the reader would make it: at least N is open above, up to N open below, about N a tenth wide."""
    ends = {
        "exact": (best, best, best),
        "at_least": (best, best, None),
        "more_than": (best, best, None),
        "up_to": (None, None, best),
        "about": (int(0.9 * (best or 0)), best, int(1.1 * (best or 0))),
    }
    a, b, c = (low, best, high) if low is not None or high is not None else ends[modifier]
    return Figure(f"{modifier} {best}", a, b, c, modifier, unit, scope=scope, **more)


def voice(speaker: str | None = None, kind: str | None = None) -> Voice:
    """A named source, or the report itself."""
    return Voice("named_source", speaker, kind, "said", "indirect") if speaker else Voice("author")


def say(kind: str, quote: str, **fields: Any) -> dict[str, Any]:
    """One claim to come, as keyword arguments; the quote must stand in the report's text."""
    return {"kind": kind, "quote": quote} | fields


def read(name: str, on: str | None, text: str, *said: dict[str, Any], source: str | None = None, title: str | None = None) -> Read:
    """A report of that day with the claims that it makes."""
    whole = f"{title}\n\n{text}" if title else text
    report = Report(name, whole, title=title, source=source, published=published(on), given_id=True, version="1")
    claims = tuple(make_claim(report, i, **fields) for i, fields in enumerate(said))
    return Read(report, claims, Tally(name, {}))


def make_claim(report: Report, ordinal: int, *, kind: str, quote: str, **fields: Any) -> Claim:
    """A claim with harmless defaults; what a test is about is given by name."""
    start = report.text.index(quote)
    sentence_start = report.text.rfind(".", 0, start) + 1
    sentence_end = report.text.find(".", start + len(quote) - 1) + 1 or len(report.text)
    defaults: dict[str, Any] = {
        "subtype": None,
        "actors": (),
        "targets": (),
        "place": None,
        "time": None,
        "figure": None,
        "attribution": voice(),
        "modality": "asserted",
        "polarity": "positive",
        "status": "occurred",
        "case": "current",
        "codes": {},
        "indicators": (),
        "elements": (),
        "confidence": 0.9,
        "reader": "hand@1",
        "details": {},
    }
    return Claim(
        id=make_id("claim", report.id, kind, start, ordinal),
        report_id=report.id,
        kind=kind,
        quote=quote,
        start=start,
        end=start + len(quote),
        sentence=SentenceRef(0, sentence_start, sentence_end),
        **(defaults | fields),
    )


def toll(
    quote: str,
    best: int | None,
    *,
    unit: str = "killed",
    speaker: str | None = None,
    kind: str | None = None,
    on: Time | None = None,
    place: Place | None = SOUTH,
    **more: Any,
) -> dict[str, Any]:
    """A claim of how many died (or were hurt) in all; figure options (modifier, scope …) beside claim fields (modality, details …)."""
    of_figure = {k: more.pop(k) for k in ("modifier", "scope", "low", "high", "of", "part_of", "formula", "counts", "profile") if k in more}
    kinds = {"killed": "killing", "injured": "injury", "displaced": "displacement", "refugees": "displacement"}
    return say(
        kinds[unit],
        quote,
        subtype="toll",
        figure=figure(unit, best, **of_figure),
        attribution=voice(speaker, kind),
        time=on,
        place=place,
        **more,
    )


def incident(quote: str, n: int, on: str | None, place: Place = KESRA, **more: Any) -> dict[str, Any]:
    """A claim of how many died in one incident."""
    return toll(quote, n, scope="incident", on=day(on) if on else None, place=place, **more)


def situation(reads: Sequence[Read], **options: Any) -> Situation:
    """The one situation that these reads tell of."""
    found = gather(reads, codebook=load(), **options)
    assert len(found) == 1, [s.name for s in found]
    return found[0]


def quotes(about: Situation, ids: Sequence[str]) -> list[str]:
    """The words of claims by id, to say in a test what was cited."""
    by_id = {c.id: c.quote for c in about.claims}
    return [by_id[i] for i in ids]
