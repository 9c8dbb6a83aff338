"""What one report says in total: per unit one range, with the claims it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tocsin.claims.people import Person, merge
from tocsin.records import Claim, Report, Tally

_TOLL_KINDS = frozenset({"killing", "injury", "detention", "abduction", "sexual_violence", "displacement", "destruction"})
LEAD = 4  # sentences after the first number in which a report still tells its own incident rather than others like it
NEAR = 12  # sentences after the first person named in which a report still speaks of its own victims
_Entry = Mapping[str, Any]


class Toll(NamedTuple):
    """One number for a unit: its ends, whether it is a report's running total or an addition, and its claim."""

    low: int | None
    best: int | None
    high: int | None
    scope: str
    claim: Claim
    formula: str | None = None

    @property
    def point(self) -> int | None:
        """The number itself: the best, else the low end, else the high one."""
        return next((v for v in (self.best, self.low, self.high) if v is not None), None)


def tally(report: Report, claims: Sequence[Claim], *, country: str | None = None) -> Tally:
    """Per unit {"low", "best", "high", "claims"}: current case only; a total and its parts are not added; increments are.

    Claims about another country than the report's main one (`country`, else the commonest of its claims) go to `others`. Where the text
    names the dead or injured instead of counting them, the persons named are counted and "formula" shows the sum.
    """
    counted = [c for c in claims if _counts(c)]
    main = country or _main_country(claims)
    here: list[Claim] = []
    abroad: dict[str, list[Claim]] = {}
    for c in counted:
        where = _country(c)
        if where is None or where == main or not _stands_there(c, report):
            here.append(c)
        else:
            abroad.setdefault(where, []).append(c)
    others = tuple({"about": {"country": k}, "figures": f} for k, v in sorted(abroad.items()) if (f := _per_unit(v)))
    return Tally(report.id, _per_unit(here), others)


def _counts(c: Claim) -> bool:
    """Whether a claim's figure or the persons it names may stand in the tally."""
    told = c.case == "current" and c.status in ("occurred", "ongoing", "not_occurred") and c.modality in ("asserted", "hedged")
    if not told or c.details.get("challenge"):
        return False
    if c.figure is None:
        return ("victims" in c.details or "fatal" in c.details) and c.polarity == "positive"
    return c.kind in _TOLL_KINDS and c.figure.scope != "part" and (c.polarity == "positive" or c.figure.modifier == "no")


def _country(c: Claim) -> str | None:
    return c.place.country if c.place is not None else None


def _stands_there(c: Claim, report: Report) -> bool:
    """Whether the claim's own sentence, or a line that opens its section, names its place: one only spoken of before decides no total."""
    name = c.place.text if c.place is not None else ""
    return name in report.text[c.sentence.start : c.sentence.end] or f"\n{name}\n" in report.text


def _main_country(claims: Sequence[Claim]) -> str | None:
    votes: dict[str, int] = {}
    for c in claims:
        country = _country(c)
        if c.case == "current" and country:
            votes[country] = votes.get(country, 0) + 1
    return max(sorted(votes), key=lambda k: votes[k]) if votes else None


def _per_unit(claims: Sequence[Claim]) -> Mapping[str, _Entry]:
    units: dict[str, list[Toll]] = {}
    for c in claims:
        toll = _toll(c)
        if toll is not None:
            units.setdefault(_unit(c), []).append(toll)
    totals = {unit: total for unit, members in units.items() if unit not in ("other", "shot") and (total := _total(members)) is not None}
    dead = merge(_named(claims, "killing"))
    killed = _with_persons(totals.get("killed"), dead) or _of_fatal_attack(claims)
    hurt = _injured(totals.get("injured"), units.get("shot", []), claims, killed, dead)
    for unit, entry in (("killed", killed), ("injured", hurt)):
        if entry is not None:
            totals[unit] = entry
    return dict(sorted(totals.items()))


def _unit(c: Claim) -> str:
    if c.figure is not None and c.kind != "attack":
        return c.figure.unit
    return {"killing": "killed", "injury": "injured", "attack": "shot"}.get(c.kind, "other")


def _toll(c: Claim) -> Toll | None:
    """A claim's number: what it counts and the persons it names beside them ("the mayor and two others")."""
    if c.figure is not None and c.figure.counts == "households":
        return None
    victims = c.details.get("victims")
    scope = c.figure.scope if c.figure is not None else "unknown"
    if isinstance(victims, Mapping) and (len(victims["persons"]) == 0 or "formula" in victims):
        whole = scope if scope != "increment" else "unknown"
        return Toll(victims["low"], victims["best"], victims["high"], whole, c, victims.get("formula"))
    return Toll(c.figure.low, c.figure.best, c.figure.high, scope, c) if c.figure is not None else None


def _named(claims: Sequence[Claim], *kinds: str) -> list[tuple[str, Sequence[Mapping[str, Any]]]]:
    """The persons that claims of these kinds name, from the first that names one on; far below stand other incidents."""
    found = [c for c in claims if c.kind in kinds and isinstance(c.details.get("victims"), Mapping) and c.details["victims"]["persons"]]
    opening = min((c.sentence.index for c in found), default=0)
    return [(c.id, c.details["victims"]["persons"]) for c in found if c.sentence.index <= opening + NEAR]


def _with_persons(total: _Entry | None, persons: Sequence[Person]) -> _Entry | None:
    """The counted total; the number of persons named where nothing, or only one, is counted."""
    if not persons or (total is not None and (total["best"] is None or total["best"] > 1 or len(persons) <= total["best"])):
        return total
    n = len(persons)
    entry: dict[str, Any] = {"low": n, "best": n, "high": n, "claims": list(dict.fromkeys(c for p in persons for c in p.claims))}
    if n > 1:
        entry["formula"] = " + ".join(["1"] * n) + f" = {n}"
    return entry


def _of_fatal_attack(claims: Sequence[Claim]) -> _Entry | None:
    """At least one dead where nothing is told but that an attack was fatal."""
    fatal = [c for c in claims if c.details.get("fatal")]
    return {"low": 1, "best": 1, "high": None, "claims": [fatal[0].id]} if fatal else None


def _injured(
    total: _Entry | None, shot: Sequence[Toll], claims: Sequence[Claim], killed: _Entry | None, dead: Sequence[Person]
) -> _Entry | None:
    """The injured: counted or named as such, and those shot who are not told dead."""
    alive = [p for p in merge(_named(claims, "injury", "attack")) if not any(_same(p, d) for d in dead)]
    told = {c.id for c in claims if c.kind == "injury"}
    sure = [p for p in alive if told & set(p.claims)]
    gone = (killed or {}).get("best") or 0
    doubtful = [p for p in alive if p not in sure][max(0, gone - len(dead)) :]  # the dead counted without a name may be among those shot
    entry = _with_persons(total, sure + doubtful)
    opening = min((t.claim.sentence.index for t in shot), default=0)
    shot = [t for t in shot if t.claim.sentence.index <= opening + LEAD]
    base = max(shot, key=lambda t: (t.point or 0, -t.claim.start), default=None)
    if base is None or base.best is None or base.best - gone <= ((entry or {}).get("best") or 0):
        return entry
    left = base.best - gone
    shown: dict[str, Any] = {"low": left, "best": left, "high": left if base.high is not None else None,
                             "claims": [base.claim.id, *(killed["claims"] if killed else [])]}
    if gone:
        shown["formula"] = f"{base.best} − {gone} = {left}"
    return shown


def _same(hurt: Person, dead: Person) -> bool:
    """Whether one told as hit is one told as dead: unnamed persons are taken for the dead of the same report."""
    if hurt.names and dead.names:
        return any(a <= b or b <= a for a in hurt.names for b in dead.names)
    return dead.may_be({"age": hurt.age, "sex": hurt.sex})


def _total(tolls: Sequence[Toll]) -> _Entry | None:
    """One range for one unit: the latest cumulative toll, else the report's incident with its increments."""
    cumulative = [t for t in tolls if t.scope == "cumulative" and t.point is not None]
    if cumulative:
        return _entry([max(cumulative, key=lambda t: (t.point or 0, t.claim.start))])
    increments = [t for t in tolls if t.scope == "increment"]
    plain = [t for t in tolls if t.scope != "increment"]
    if not plain:
        return _entry(increments[:1]) if increments else None
    opening = min(t.claim.sentence.index for t in plain if t.point is not None) if any(t.point is not None for t in plain) else 0
    own = [t for t in plain if t.claim.sentence.index <= opening + LEAD and t.point is not None] or plain
    base = max(own, key=lambda t: (t.point or 0, -t.claim.start))
    more = [t for t in increments if t.claim.sentence.index <= opening + LEAD]
    return _entry([base, *more]) if more else _spread(base, plain)


def _spread(base: Toll, tolls: Sequence[Toll]) -> _Entry:
    """The main number with its ends drawn out to what other voices say of the same people: lowest to highest, never added.

    A number of women or children, one beyond a third or three times the main one, and one of the same voice tell of something else.
    """
    told = [t for t in tolls if t is base or _rivals(t, base)]
    entry = dict(_entry([base]))
    if len(told) == 1:
        return entry
    lows = [v for t in told if (v := t.low if t.low is not None else t.best) is not None]
    highs = [v for t in told if (v := t.high if t.high is not None else t.point) is not None]
    entry["low"] = min(lows) if lows else None
    top = max(highs)
    entry["high"] = None if base.high is None and top <= (base.point or 0) else top
    entry["claims"] = [t.claim.id for t in told]
    if len(told) > 1:
        entry.pop("formula", None)
    return entry


def _rivals(toll: Toll, base: Toll) -> bool:
    """Whether another voice's number is one for the same people."""
    figure, point, main = toll.claim.figure, toll.point, base.point
    if figure is None or not point or not main or figure.of in ("children", "women") or figure.counts != "people":
        return False
    voice, other = toll.claim.attribution, base.claim.attribution
    return (voice.voice, voice.speaker) != (other.voice, other.speaker) and main <= 3 * point and point <= 3 * main


def _entry(tolls: Sequence[Toll]) -> _Entry:
    def add(values: Sequence[int | None]) -> int | None:
        return None if any(v is None for v in values) else sum(v for v in values if v is not None)

    entry: dict[str, Any] = {
        "low": add([t.low for t in tolls]),
        "best": add([t.best for t in tolls]),
        "high": add([t.high for t in tolls]),
        "claims": [t.claim.id for t in tolls],
    }
    if len(tolls) == 1 and tolls[0].formula:
        entry["formula"] = tolls[0].formula
    return entry
