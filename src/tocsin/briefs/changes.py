"""What changed in a situation since an earlier day: new figures, levels and phases, new steps of the response, longer silences."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.briefs.build_response import build_entry, build_silence
from tocsin.briefs.desk import Desk
from tocsin.briefs.view import Basis, Line
from tocsin.briefs.wording import LEVELS, PHASES, UNITS, say, say_count, say_day, say_party, say_range
from tocsin.records import Book, Json, Situation


def find_earlier(situation: Situation, before: Book) -> Situation | None:
    """The same crisis in an earlier book: of its country, with most claims in common."""
    mine = {c.id for c in situation.claims}
    shared = [(len(mine & {c.id for c in s.claims}), s) for s in before.situations if s.country == situation.country]
    most = max(shared, key=lambda pair: pair[0], default=(0, None))
    return most[1] if most[0] else None


def tell_changes(situation: Situation, earlier: Situation | None, desk: Desk) -> Iterator[Line]:
    """One line for each change, with the sentences it rests on; `note` says what kind of change."""
    reports = {r["id"] for r in situation.reports} - {r["id"] for r in (earlier.reports if earlier else ())}
    counted = Basis(formula="count of the reports since then, listed at the end")
    if earlier is None:
        yield Line(f"No report told of this then; {say_count(len(reports), 'report')} since.", counted, "New situation:")
        return
    if reports:
        yield Line(f"{say_count(len(reports), 'report')}.", counted, "New reports:")
    yield from _standing(situation, earlier, desk)
    yield from _figures(situation, earlier, desk)
    yield from _steps(situation, earlier, desk)
    yield from _silences(situation, earlier, desk)


def _standing(now: Situation, then: Situation, desk: Desk) -> Iterator[Line]:
    level, was = ((s.assessment or {}).get("level") for s in (now, then))
    if level != was and level and was:
        why = [i for r in now.assessment.get("reasons", ()) for i in r["claims"]]
        rule = f"rule {now.assessment.get('rule', '')}"
        yield Line(f"{LEVELS.get(level, say(level))}; it was {say(was)}.", desk.basis(why, formula=rule), "Level:")
    if now.phase != then.phase:
        last = now.phases[-1] if now.phases else {}
        since = f" since {say_day(last['start'])}" if last.get("start") else ""
        words = f"{PHASES.get(now.phase, say(now.phase))}{since}; it was {say(then.phase)}."
        yield Line(words, desk.basis(last.get("claims"), formula="phases compared"), "Phase:")


def _figures(now: Situation, then: Situation, desk: Desk) -> Iterator[Line]:
    for unit, block in now.figures.items():
        old = then.figures.get(unit)
        ends = (block["low"], block["best"], block["high"])
        if old and ends == (old["low"], old["best"], old["high"]):
            continue
        was = f"it was {say_range(old['low'], old['best'], old['high'])}" if old else "no number before"
        basis = desk.basis(block.get("claims"), formula=block.get("formula") or "headline figures compared", as_given=True)
        yield Line(f"{say_range(*ends)} {UNITS.get(unit, say(unit))}; {was}.", basis, "Figure:")


def _steps(now: Situation, then: Situation, desk: Desk) -> Iterator[Line]:
    known = {i for e in _part(then, "entries") for i in e["claims"]}
    for entry in _part(now, "entries"):
        if not known & set(entry["claims"]):
            told = build_entry(entry, desk)
            to, what = (f" → {told.to}" if told.to else ""), (f": {told.what}" if told.what else "")
            yield Line(f"{told.step} {told.by}{to}{what}, {told.days}", told.basis, "New step:")


def _silences(now: Situation, then: Situation, desk: Desk) -> Iterator[Line]:
    old = {say_party(s["who"]): s.get("days") for s in _part(then, "silence")}
    for silence in _part(now, "silence"):
        who, days = say_party(silence["who"]), silence.get("days")
        if who not in old or (days or 0) > (old[who] or 0):
            told = build_silence(silence, now, desk)
            was = f"it was {say_count(old[who] or 0, 'day')}" if who in old else "not silent then, or not asked"
            yield Line(f"{told.who}, {told.days}; {was}.", told.basis, "Silence:")


def _part(situation: Situation, name: str) -> list[Json]:
    return list((situation.response or {}).get(name) or ())
