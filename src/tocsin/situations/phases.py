"""How the violence stands over time: emerging, escalating, sustained, lull, resumed, ended.

Signals are what reports say of the state of things, dated acts of violence, and tolls that rise. A lull is not an end: one more incident
does not break it, days of violence told by two origins do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.records import Claim, Json
from tocsin.situations.case import Case, ids
from tocsin.situations.counts import narrowing_points

STATUS = {"lull": "lull", "fragile_lull": "lull", "improving": "lull", "escalating": "escalating", "deteriorating": "escalating",
          "toll_rising": "escalating", "resumed": "resumed", "ended": "ended"}
ORDER = ("emerging", "escalating", "sustained", "resumed", "lull", "ended")
FRESH = timedelta(days=7)  # a crisis told of for longer without news of change is sustained, no longer emerging
GOING_ON = timedelta(days=14)


LONG = ("month", "season", "year")  # no day of these is the one on which something began


@dataclass(frozen=True)
class Signal:
    """One report's word, or one dated fact, on the state of things; `start` and `end` are when it may apply."""

    phase: str
    start: date | None
    end: date | None
    claim: Claim
    fragile: bool = False

    @property
    def first(self) -> date | None:
        """The day from which it surely applies; "calm in June" does not say since when."""
        return None if self.claim.time and self.claim.time.precision in LONG and self.start == _day(self.claim.time.start) else self.start

    @property
    def key(self) -> tuple[date, int, date, str]:
        """Order in time, by the middle of what is known; on one day violence comes before quiet."""
        middle = self.start + (self.end - self.start) / 2 if self.start and self.end else self.start or self.end or date.min
        return (middle, ORDER.index(self.phase), self.end or date.max, self.claim.id)


def tell_phases(case: Case) -> list[Json]:
    """The phases in time order in the shape of docs/records.md; a lull also says when violence was last told of and how long it held."""
    signals = sorted(find_signals(case), key=lambda s: s.key)
    runs = join_runs(case, signals)
    if not runs:
        return [first_phase(case)] if case.harms else []
    phases = [make_phase(case, run) for run in runs]
    if phases[0]["phase"] != "emerging" and case.onset.start and (phases[0]["start"] or "9999") > case.onset.start.isoformat():
        phases.insert(0, {"phase": "emerging", "start": case.onset.start.isoformat(), "end": None, "claims": ids(_onset_claims(case))})
    for a, b in zip(phases, phases[1:], strict=False):
        a["end"] = min(a["end"] or b["start"], b["start"] or a["end"], key=lambda d: d or "9999")
    return add_sustained(case, [p | measure_lull(case, p) if p["phase"] == "lull" else p for p in phases])


def find_signals(case: Case) -> list[Signal]:
    """Every word on the state of things, with the violence and the forces' moves that bear it out."""
    worried = {c.report_id for c in case.current if c.kind == "forecast" and c.polarity == "positive"}
    found = []
    for claim in case.current:
        phase = STATUS.get(claim.subtype or "") if claim.kind == "status" else None
        if phase is None or claim.polarity == "negative" or claim.modality in ("counterfactual", "conditional", "proposed", "planned"):
            continue
        if phase == "ended" and claim.modality != "asserted":
            phase = "lull"  # "seems to be over" is not over
        told, out = case.told(claim), case.out(claim)
        days = told if told.start or told.end else out
        fragile = claim.subtype == "fragile_lull" or claim.modality in ("hedged", "possible") or claim.report_id in worried
        found.append(Signal(phase, days.start, days.end, claim, phase == "lull" and fragile))
    return found + rising_tolls(case)


def rising_tolls(case: Case) -> list[Signal]:
    """Dated totals of dead that are higher than all before, as signs of escalation; two are needed to see a rise."""
    totals = sorted(narrowing_points(case, "killed"), key=lambda t: (t[0], t[1], t[2].id))
    calm = [c for c in case.current if c.kind == "status" and STATUS.get(c.subtype or "") in ("lull", "ended") and c.polarity == "positive"]
    quiet = min((d for c in calm if (d := case.told(c).start or case.out(c).end)), default=date.max)
    found, highest = [], totals[0][1] if totals else 0
    for day, number, claim in totals[1:]:
        if number > highest:
            highest = number
            # A toll also rises because the dead are found and registered, so under a lull it is no sign.
            found += [Signal("escalating", day, day, claim)] if day < quiet else []
    return found


def join_runs(case: Case, signals: Sequence[Signal]) -> list[list[Signal]]:
    """Signals in runs of one phase; single voices of violence inside a lull do not break it."""
    runs: list[list[Signal]] = []
    for i, signal in enumerate(signals):
        if runs and runs[-1][0].phase == "lull" and signal.phase in ("escalating", "emerging"):
            same = [s for s in signals[i:] if s.phase == signal.phase]
            quiet_again = any(s.phase in ("lull", "ended") for s in signals[i + 1:])
            if quiet_again or case.count_origins(s.claim for s in same) < 2:
                continue
            signal = Signal("resumed", signal.start, signal.end, signal.claim)
        if runs and runs[-1][0].phase == signal.phase or (runs and runs[-1][0].phase == "resumed" and signal.phase == "escalating"):
            runs[-1].append(signal)
        else:
            runs.append([signal])
    return runs


def make_phase(case: Case, run: Sequence[Signal]) -> dict[str, Json]:
    """One phase from its signals."""
    phase = run[0].phase
    ends = [s.end for s in run if s.end]
    start = min((s.first for s in run if s.first), default=None)
    claims = [s.claim for s in run]
    if phase == "escalating":
        told = {s.claim.report_id for s in run}
        claims += [c for c in case.harms if c.report_id in told and _bears_out(c)]
    made: dict[str, Json] = {"phase": phase, "start": start.isoformat() if start else None,
                             "end": max(ends).isoformat() if ends and phase != "lull" else None, "claims": ids(claims)}
    if phase == "lull":
        feared = [c for c in case.current if c.kind == "forecast" and c.subtype in ("revenge", "escalation") and c.polarity == "positive"]
        unresolved = [c for c in feared if (case.out(c).end or date.max) >= (start or date.min)]
        made |= {"note": "fragile"} if unresolved or any(s.fragile for s in run) else {}
        made |= {"triggers": ids(unresolved)} if unresolved else {}
    return made


def _bears_out(claim: Claim) -> bool:
    """Whether a harm claim shows violence growing: killing, attacks, forces that move in, orders to shoot."""
    return claim.kind in ("killing", "attack", "battle", "mobilisation", "order")


def measure_lull(case: Case, phase: Mapping[str, Json]) -> dict[str, Json]:
    """When violence was last told of, be it within the lull, and for how many days the lull then held: to its own end, else to date."""
    end = _day(phase["end"])
    last = last_violence(case, before=end)
    until = min((d for d in (end, case.as_of) if d), default=None)
    made: dict[str, Json] = {"last_violence": last[0].isoformat(), "last_violence_claims": ids([last[1]])} if last else {}
    return made | ({"held_days": (until - last[0]).days} if last and until else {})


def last_violence(case: Case, *, before: date | None) -> tuple[date, Claim] | None:
    """The last told day of an attack or killing, and its claim; a toll's own day is the day of counting, not of violence.

    "Killed last week", or in June, tells of no day; a curfew is no violence, and "until 25 June" says when something ends.
    """
    days = [(d, c.id, c) for c in case.violence if c.kind in ("attack", "battle", "killing", "destruction", "repression")
            and not (c.figure and c.figure.scope == "cumulative") and c.time and c.time.precision not in (*LONG, "week")
            and c.subtype not in ("curfew", "toll", "bodies_found") and (start := case.told(c).start) and (d := case.told(c).end or start)]
    days = [d for d in days if d[0] < (before or date.max) and d[0] <= (case.as_of or date.max)]
    return (max(days)[0], max(days)[2]) if days else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def first_phase(case: Case) -> dict[str, Json]:
    """The phase where no report says how things stand: emerging in the first week, sustained after it."""
    start = case.onset.start or case.onset.end
    young = not (start and case.as_of) or case.as_of - start <= FRESH
    claims = _onset_claims(case) or list(case.harms[:3])
    return {"phase": "emerging" if young else "sustained", "start": start.isoformat() if start else None, "end": None,
            "claims": ids(claims)}


def add_sustained(case: Case, phases: list[Json]) -> list[Json]:
    """Where violence is still told of more than two weeks after the last word of escalation, it is sustained."""
    last = phases[-1]
    if last["phase"] not in ("escalating", "resumed", "emerging") or not last["start"]:
        return phases
    final = max(date.fromisoformat(d) for d in (last["end"] or last["start"], last["start"]))
    acts = [c for c in case.violence if not (c.figure and c.figure.scope == "cumulative")]
    later = [c for c in acts if (d := case.told(c).start) and d - final > GOING_ON]
    if not later:
        return phases
    start = min(d for c in later if (d := case.told(c).start))
    return [*phases, {"phase": "sustained", "start": start.isoformat(), "end": None, "claims": ids(later)}]


def _onset_claims(case: Case) -> list[Claim]:
    """Claims that tell the first day."""
    return [c for c in case.violence if case.onset.start and case.told(c).start == case.onset.start]
