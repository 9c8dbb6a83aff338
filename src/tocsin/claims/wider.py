"""Totals of a longer time than the report's own event: "more than 1,200 since 2017" beside an attack of yesterday is a case apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tocsin.claims.setting import Scene
from tocsin.records import Claim

LONG = timedelta(days=365)  # a total that began longer ago than this is that of a conflict, not of the event told
LEAD = 1  # sentences after the first claim in which a report says what it is about
_EVENTS = frozenset({"killing", "injury", "attack", "battle", "abduction", "detention", "sexual_violence", "destruction", "displacement"})
_NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many|recent|past|last|few)"
_YEARS = re.compile(
    rf"\b(?:in|over|during|within|across|through|throughout|after) (?:[\w’'-]+ ){{0,4}}?(?:{_NUMBER}[ -])?(?:years|decades?)\b"
    rf"|\b{_NUMBER}[- ](?:year|decade)s?(?:[- ](?:old|long))?[- ](?:\w+ )?(?:war|conflict|insurgency|rebellion|campaign|uprising|rule)\b",
    re.I,
)
_THOSE = re.compile(r"\b(?:in|during|over) (?:all )?those (?:[\w-]+ )?(?:months|years|decades)\b", re.I)
_RECORD = re.compile(r"\b(?:first|worst|most|\w+est)\b", re.I)  # "the deadliest raid in five years" is one raid


def set_apart(claims: Sequence[Claim], scene: Scene) -> list[Claim]:
    """The claims, with totals of a whole conflict in a case of their own where the report tells an event before them.

    A report that opens with such a total is about it: there it stays.
    """
    wide = {c.id: since for c in claims if (since := _wide_since(c, scene, claims)) is not None}
    told = [c for c in claims if c.kind in _EVENTS and c.case == "current" and c.polarity == "positive" and (c.figure or c.targets)]
    opening = min(told, key=lambda c: c.start, default=None)
    if not wide or opening is None or opening.id in wide:
        return list(claims)
    lead = min(c.sentence.index for c in claims) + LEAD
    return [replace(c, case=_name(c, wide[c.id], scene)) if c.id in wide and c.sentence.index > lead else c for c in claims]


def _wide_since(c: Claim, scene: Scene, claims: Sequence[Claim]) -> str | None:
    """How the case of a total of a long time begins ("2017-", "" where only a long time is told); None for what is none."""
    if c.figure is None or c.kind not in _EVENTS or c.case != "current" or c.polarity != "positive":
        return None
    time = c.time
    out = scene.day or scene.report.published.days()[0]  # at the earliest
    running = time is not None and time.start and (time.end is None or time.precision == "interval")
    if time is not None and time.start and running and out is not None:
        return time.start[:4] + "-" if out - date.fromisoformat(time.start[:10]) > LONG else None
    if time is not None and time.precision == "day" and (time.start or time.end):
        return None
    if _THOSE.search(scene.report.text[c.sentence.start : c.sentence.end]):
        return _told_before(c, scene)
    if _YEARS.search(c.quote) and not _RECORD.search(c.quote):
        return ""
    return _with_neighbour(c, scene, claims)


def _with_neighbour(c: Claim, scene: Scene, claims: Sequence[Claim]) -> str | None:
    """The long time of the total that stands right before it in its sentence: "has killed 1,200 people and driven 40,000 out"."""
    before = [o for o in claims if o.sentence.index == c.sentence.index and o.end <= c.start and o.figure is not None and o.kind in _EVENTS]
    if c.time is not None and (c.time.start or c.time.end) or not before:
        return None
    told = before[-1]
    if told.case not in ("current", None) and told.figure is not None and told.figure.scope != "incident":
        return (told.case or "")[:4] + "-" if _running(c, scene) and _running(told, scene) else None
    return _wide_since(told, scene, claims) if _running(c, scene) else None


def _told_before(c: Claim, scene: Scene) -> str:
    """The year of which "those years" speaks: that of the sentence before."""
    before = [t for s in scene.reading.sentences if s.index == c.sentence.index - 1 for t in s.times if t.from_day]
    return str(before[0].from_day)[:4] if before else ""


def _running(c: Claim, scene: Scene) -> bool:
    """Whether a claim's sentence runs up to now ("has killed", "have fled"), rather than telling what was then."""
    return re.search(r"\b(?:has|have)\b", scene.report.text[c.sentence.start : c.end]) is not None


def _name(c: Claim, since: str, scene: Scene) -> str:
    """The case of a total: from when on, and its country or region."""
    place = c.place
    where = place.name if place is not None and place.precision in ("region", "country") else None
    if where is None and scene.country in scene.codebook.countries:
        where = scene.codebook.countries[str(scene.country)].name
    return f"{since or 'earlier'} {where or 'unknown'}"
