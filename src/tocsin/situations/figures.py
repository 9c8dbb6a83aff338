"""From what many voices count to one range a unit: which figure stands, and why the others do not.

Nothing is added up that may be the same people: a voice's later total replaces its earlier one, and neither a part nor an increment joins a
total. Where no total is told, incidents add, of different reports too, but only where day or place show each pair of them to be different.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from tocsin.records import Claim, Json
from tocsin.situations.case import Case, ids, place_label
from tocsin.situations.counts import (
    SUBSETS,
    UNITS,
    Count,
    is_narrow,
    screen,
)
from tocsin.situations.incidents import add_up, find_acts, find_whole, standing
from tocsin.situations.voices import CREDIBLE, RUMOUR, grade_voice
from tocsin.situations.wholes import take_wholes

STALE = timedelta(days=14)
SAME_COUNT = timedelta(days=1)
SAME_DAYS = timedelta(days=1)


@dataclass(frozen=True)
class Choice:
    """What a rule chose: the range, the counts it rests on, and how it was reached.

    `why`: claim id → why that one is not among the counts. `raised`: whose numbers raised the upper end, or opened it.
    """

    low: int | None
    best: int | None
    high: int | None
    counts: tuple[Count, ...]
    how: str
    formula: str | None = None
    why: Mapping[str, str] = field(default_factory=dict)
    raised: tuple[Claim, ...] = ()


def reconcile(case: Case, *, rule: str = "floor") -> dict[str, Json]:
    """Unit → the headline range under the named rule, with series, challenges and what was set aside; units nobody counts are left out."""
    by_unit: dict[str, list[Claim]] = defaultdict(list)
    for claim in (*case.claims, *case.abroad):
        if claim.figure and claim.figure.unit in UNITS:
            by_unit[claim.figure.unit].append(claim)
    told = {unit for tally in case.tallies.values() for unit in tally.figures}
    blocks = {unit: reconcile_unit(case, by_unit[unit], unit, rule=rule) for unit in UNITS if unit in told
              or any(c.id in case.current_ids for c in by_unit[unit])}
    return {unit: block for unit, block in blocks.items() if block["claims"] or any(c.id in case.current_ids for c in by_unit[unit])}


def reconcile_unit(case: Case, claims: Sequence[Claim], unit: str, *, rule: str) -> Json:
    """One unit's block in the shape of docs/records.md, with `challenges` and a `formula` where one was used."""
    counts, excluded, challenges = screen(case, claims)
    single, counts = counts, take_wholes(case, counts, unit)
    within = {c.claim.id for c in single} - {c.id for count in counts for c in (count.claim, *count.beside)}
    excluded += [(c.claim, "within what its report tells in all") for c in single if c.claim.id in within]
    choice = RULES[rule](counts) if counts else None
    chosen = {c.id for count in choice.counts for c in (count.claim, *count.beside)} if choice else set()
    challenges = [c for c in challenges if c.id not in chosen]
    whole = {c.claim.id for c in drop_narrow([c for c in counts if c.scope == "total"])}
    excluded += [(c.claim, why_not(c, choice, rule, narrow=c.claim.id not in whole)) for c in counts if c.claim.id not in chosen]
    disputing = find_disputing(choice, challenges) if choice else []
    if choice and choice.high is not None and disputing:
        choice = replace(choice, high=None, raised=tuple(disputing))
    block: dict[str, Any] = {
        "low": choice.low if choice else None, "best": choice.best if choice else None, "high": choice.high if choice else None,
        "as_of": _iso(_latest(choice.counts)) if choice else None, "rule": f"{rule}: {choice.how if choice else 'no count stands'}",
        "claims": ids(c for count in choice.counts for c in (count.claim, *count.beside)) if choice else [], "series": make_series(counts),
        "excluded": [{"claim": c.id, "why": why} for c, why in sorted(excluded, key=lambda e: (e[0].report_id, e[0].start, e[0].id))]}
    if challenges:
        block["challenges"] = [make_challenge(case, c) for c in challenges]
    if choice and choice.raised:
        block["raised_by"] = ids(choice.raised)
    formula = choice.formula or next((c.figure.formula for c in choice.counts if c.figure.formula), None) if choice else None
    return block | ({"formula": formula} if formula else {})


def _latest(counts: Sequence[Count]) -> date | None:
    """The day as of which the headline holds, unknown while it rests on a report of unknown day."""
    days = [c.as_of.known() for c in counts]
    return max((d for d in days if d), default=None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# ------------------------------------------------------------------ series


def make_series(counts: Sequence[Count]) -> list[Json]:
    """Totals as each voice gave them over time; the same number of the same voice and day is one entry, however often it is printed."""
    entries: dict[tuple[Any, ...], list[Count]] = defaultdict(list)
    for count in sorted(counts, key=lambda c: c.key):
        if count.scope == "total":
            entries[(count.as_of, count.voice, count.values)].append(count)
    out: list[Json] = []
    for (as_of, voice, values), same in entries.items():
        entry = {"as_of": _iso(as_of.known()), "low": values[0], "best": values[1], "high": values[2], "voice": voice,
                 "origin": same[0].origin, "claims": ids(c.claim for c in same), "modifier": same[0].figure.modifier}
        if as_of.known() is None:
            entry["between"] = [_iso(as_of.start), _iso(as_of.end)]
        if same[0].tier == RUMOUR:
            entry["rumour"] = True
        out.append(entry)
    return out


def make_challenge(case: Case, claim: Claim) -> Json:
    """A challenge to the count: who says it, in which words, with the number it would make."""
    figure = claim.figure
    assert figure is not None
    return {"claim": claim.id, "voice": claim.attribution.speaker or grade_voice(case, claim)[0], "text": figure.text, "low": figure.low,
            "best": figure.best, "high": figure.high, "formula": figure.formula}


def latest_by_voice(totals: Sequence[Count]) -> list[Count]:
    """Each voice's latest total; of two on one day the lower, for a voice that contradicts itself vouches only for that.

    An "up to" that reaches the number told before does not take it back: it becomes that number's ceiling.
    """
    latest: dict[str, Count] = {}
    for count in sorted(totals, key=lambda c: (c.day, c.as_of.known() is not None, -c.floor, c.key)):
        last, most = latest.get(count.voice), count.figure.high
        if last and most is not None and count.floor < 0 <= last.floor <= most:
            count = replace(last, ceiling=max(last.ceiling or 0, most), beside=(*last.beside, count.claim))
        latest[count.voice] = count
    return list(latest.values())


def drop_narrow(totals: Sequence[Count]) -> list[Count]:
    """Leave out totals of one town where as good a voice gives a larger one of the whole for that day; else the town is a dateline."""
    wide = [c for c in totals if not is_narrow(c.claim.place)]
    return [c for c in totals if not is_narrow(c.claim.place)
            or not any(w.floor > c.floor and abs(w.day - c.day) <= SAME_DAYS and w.tier <= max(c.tier, CREDIBLE) for w in wide)]



# ------------------------------------------------------------------ rules


def choose_floor(counts: Sequence[Count]) -> Choice:
    """The conservative rule: the latest total of the best-placed voice; without totals, incidents that are surely different, added.

    Best placed: an inquiry, then an institution that counts (a registry of the dead first, then who counts longest), then UN and NGO,
    then the figure that most origins share. A count that a credible voice overtook by more than two weeks no longer leads.
    """
    totals = drop_narrow([c for c in counts if c.scope == "total"])
    if not totals:
        return choose_incidents(counts)
    latest = latest_by_voice(totals)
    days = {c.voice: len({t.day for t in totals if t.voice == c.voice}) for c in latest}
    support = {c.values: len({t.origin for t in totals if t.values == c.values}) for c in latest}
    fresh = [c for c in latest if not overtaken(c, latest)] or latest

    def place(c: Count) -> tuple[Any, ...]:
        backing = (not c.registry, -days[c.voice]) if c.tier <= CREDIBLE else (False, -support[c.values])
        # An upper end alone ("up to N") comes last in its tier. Voices without standing share one tier.
        return (standing(c), c.floor < 0, *backing, -c.day.toordinal(), c.floor, c.key)
    best = min(fresh, key=place)
    lifted = _lift_by_incidents(best, counts)
    return lifted or choose_total(best, latest, totals, say_how(best, support[best.values]))


def choose_official(counts: Sequence[Count]) -> Choice:
    """The official rule: as the floor rule, of institutions and inquiries only; nothing where none has counted."""
    official = [c for c in counts if c.tier <= 2]
    return choose_floor(official) if official else Choice(None, None, None, (), "no official or inquiry count")


def choose_majority(counts: Sequence[Count]) -> Choice:
    """The majority rule: the total that most independent origins give, each voice with its latest; ties go to the lower."""
    totals = drop_narrow([c for c in counts if c.scope == "total"])
    if not totals:
        return choose_incidents(counts)
    latest = [c for c in latest_by_voice(totals) if c.tier != RUMOUR] or latest_by_voice(totals)
    support = {c.values: len({t.origin for t in totals if t.values == c.values}) for c in latest}
    best = min(latest, key=lambda c: (-support[c.values], c.floor < 0, c.floor, c.key))
    return choose_total(best, latest, totals, f"the total that most origins give ({support[best.values]})")


def choose_best_graded(counts: Sequence[Count]) -> Choice:
    """The best-graded rule: the voice of the best grade with the surest reading and its own range, whatever others say.

    An analyst's grades come first (source, then information), then how well placed the voice is.
    """
    totals = drop_narrow([c for c in counts if c.scope == "total"])
    if not totals:
        return choose_incidents(counts)
    best = min(latest_by_voice(totals), key=lambda c: (c.grade, c.tier, c.floor < 0, not c.registry, -c.day.toordinal(),
                                                       -c.claim.confidence, c.key))
    return choose_total(best, [best], totals, f"the voice with the best grade, {best.voice}")


def choose_total(best: Count, latest: Sequence[Count], totals: Sequence[Count], how: str) -> Choice:
    """The chosen total with its repeats, its high end raised or opened by the others of `latest`."""
    high, raised = raise_end(best, latest)
    return Choice(best.figure.low, best.figure.best, high, _with_repeats(best, totals), how, raised=raised)


RULES = {"floor": choose_floor, "majority": choose_majority, "official": choose_official, "best_graded": choose_best_graded}


def overtaken(count: Count, latest: Sequence[Count]) -> bool:
    """Whether a credible voice counted later and found more: two weeks later, or days later where both are the official count.

    An inquiry looks back and is not overtaken.
    """
    return count.tier != 1 and any(c.tier <= CREDIBLE and c.floor >= count.floor
                                   and c.day - count.day > (SAME_COUNT if c.registry and count.registry else STALE)
                                   for c in latest if c.day > date.min < count.day)


def raise_end(best: Count, latest: Sequence[Count]) -> tuple[int | None, tuple[Claim, ...]]:
    """The high end of the chosen count, raised or opened by what others say as of that day or later; and whose numbers did that.

    Credible voices raise it, an open number of any but a rumour opens it.
    """
    own = tuple(c for c in best.beside if best.ceiling is not None and c.figure and c.figure.high == best.high)
    if best.high is None or best.tier == 1:
        return best.high, own
    told = best.figure.best or best.high
    beside = sorted((c for c in latest if c is not best and c.tier != RUMOUR and (c.day >= best.day or c.floor > told)),
                    key=lambda c: (-c.floor, c.key))
    opening = tuple(c.claim for c in beside if c.high is None)
    if opening:
        return None, opening
    credible = [(c.high, c.claim) for c in beside if c.high is not None and c.tier <= CREDIBLE]
    high = max((n for n, _ in credible), default=0)
    return (high, tuple(c for n, c in credible if n == high)) if high > best.high else (best.high, own)


def find_disputing(choice: Choice, challenges: Sequence[Claim]) -> list[Claim]:
    """Who disputes this count as too low: then its upper end is not known. An inquiry answers earlier challenges."""
    if any(c.tier == 1 for c in choice.counts):
        return []
    return [c for c in challenges if c.figure and (c.figure.best is None or choice.best is None or c.figure.best > choice.best)]


def say_how(best: Count, origins: int) -> str:
    """In words, how the floor rule came to its count."""
    if best.tier == 1:
        return f"an inquiry's finding ({best.voice})"
    if best.tier <= CREDIBLE:
        return f"the latest total of the best-placed voice ({best.voice})"
    return f"no institution's total; the one best supported, by {origins} origin{'s' if origins != 1 else ''}" \
        + (", a rumour" if best.tier == RUMOUR else "")


def _with_repeats(best: Count, totals: Sequence[Count]) -> tuple[Count, ...]:
    """The chosen count with every claim that gives the same number of the same voice and day, or independently the same number."""
    same = {c.claim.id: c for c in totals if c.values == best.values and (c.voice == best.voice or c.day == best.day)}
    same[best.claim.id] = best
    return tuple(sorted(same.values(), key=lambda c: (c.claim.id != best.claim.id, c.key)))


# ------------------------------------------------------------------ incidents


def choose_incidents(counts: Sequence[Count]) -> Choice:
    """Without a total: incidents of different days or places, added and shown as a formula; else parts, each at least."""
    incidents = [c for c in counts if c.scope in ("incident", "daily", "increment")]
    if not incidents:
        part = max(counts, key=lambda c: (c.floor, c.key))
        return Choice(part.figure.low, part.figure.best, None, (part,), "only a part is counted, so at least that many")
    acts, spans = find_acts(incidents)
    if len(acts) == 1:
        lead, raised = acts[0].lead, tuple(c.claim for c in acts[0].beyond)
        return Choice(lead.figure.low, lead.figure.best, acts[0].high, acts[0].cited, "one incident; no total is told", raised=raised)
    whole = find_whole(acts, spans)
    if whole:
        parts = {c.claim.id: "an incident that may be within the number told for all of them" for a in acts for c in a.members}
        return Choice(*whole.values, (whole,), "no total is told; one number that may hold all the incidents", why=parts)
    low, best, high, formula, raised = add_up(acts, spans)
    across = {c.claim.id: "may hold several of the incidents, so it is not added to them" for c in spans}
    how = f"no total is told; {len(acts)} different incidents added"
    cited = (*(a.lead for a in acts), *(c for a in acts for c in a.ceilings if high is not None))
    return Choice(low, best, high, cited, how, formula, across, raised)


def _lift_by_incidents(best: Count, counts: Sequence[Count]) -> Choice | None:
    """One incident instead of a total that is smaller: a total can't be less than its part. Never a sum, which may count people twice."""
    incidents = [c for c in counts if c.scope == "incident" and c.tier < RUMOUR and c.day <= max(best.day, best.as_of.end or best.day)]
    if not incidents or best.floor < 0:
        return None
    most = max(incidents, key=lambda c: (c.floor, c.key))
    if most.floor <= max(v for v in best.values if v is not None) or most.tier > max(best.tier, CREDIBLE + 2):
        return None
    return Choice(most.figure.low, most.figure.best, None, (most,), "one incident; the total that is told is smaller")


# ------------------------------------------------------------------ reasons


def why_not(count: Count, choice: Choice | None, rule: str, *, narrow: bool) -> str:
    """Why a count is not the headline, in words."""
    if choice and count.claim.id in choice.why:
        return choice.why[count.claim.id]
    lead = choice.counts[0] if choice and choice.counts else None
    scope = {"part": "a part of a total", "increment": "an increment to a total", "daily": "one day's number",
             "incident": "one incident inside the total"}.get(count.scope)
    if scope and lead and lead.scope == "total":
        return scope + (f" ({count.figure.of} only)" if count.figure.of in SUBSETS else "") + ", never added to it"
    if scope and count.scope == "part":
        return "a part of what happened, not added"
    if lead is None:
        return f"not used by the {rule} rule"
    if lead.scope != "total":
        return "the same incident, or the same count at another time" if count.scope != "total" else "smaller than the incidents told"
    if count.voice == lead.voice:
        if count.day >= lead.day:
            return "another number of the same voice for the same day"
        return f"an earlier count of the same voice ({_iso(count.day) if count.day > date.min else 'day unknown'})"
    if narrow:
        return f"counts {place_label(count.claim.place) if count.claim.place else 'one place'} only"
    if count.tier == RUMOUR:
        return "passed on as a rumour"
    return f"another voice ({count.voice}); the {rule} rule takes {lead.voice}" + (", which is later" if count.day < lead.day else "")
