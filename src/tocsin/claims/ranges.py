"""From the numbers that a report gives for one unit to one range: which is the report's own, which are rivals of it, which are neither."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tocsin.records import Claim

BEYOND = 3  # times the first number told: what is more is told of something wider
SUMMARY = 1  # sentences in which a report sums up what its sources say
LEAD = 4  # sentences after the first number in which a report still tells its own incident rather than others like it
CLOSE = 1.1  # times "more than 40": an exact number up to there is the same number told more closely
_OURS = re.compile(r"(?:my|our)\b", re.I)
_SEEN = re.compile(r"\b(?:I|we) (?:\w+ )?(?:saw|found|buried|counted|heard|carried|washed|lost)\b", re.I)
_OF_THEM = re.compile(r"\bof (?:them|these|those)\b", re.I)
_FIGHTERS = frozenset({"armed_group", "security_force"})
_ATTACKERS = re.compile(r"\b(?:attackers|assailants|raiders|gunmen|bombers|bandits|hijackers|kidnappers|fighters)$", re.I)
Entry = Mapping[str, Any]


class Toll(NamedTuple):
    """One number for a unit: its ends, whether it is a running total or an addition, its claim, whether it opens the report."""

    low: int | None
    best: int | None
    high: int | None
    scope: str
    claim: Claim
    formula: str | None = None
    lead: bool = False

    @property
    def point(self) -> int | None:
        """The number itself: the best, else the low end, else the high one."""
        return next((v for v in (self.best, self.low, self.high) if v is not None), None)


def of_the_event(tolls: Sequence[Toll], claims: Sequence[Claim]) -> list[Toll]:
    """The numbers that count whom the report's event hit, as far as there are such.

    What one witness saw, what only a rumour says, and fighters dead beside civilians are left out.
    """
    kept = _listed(tolls)
    for is_aside in (_is_rumour, _is_anecdote):
        kept = [t for t in kept if not is_aside(t)] or kept
    first = min(kept, key=lambda t: t.claim.start, default=None)
    if first is not None and not _are_fighters(first.claim, claims):
        kept = [t for t in kept if not _are_fighters(t.claim, claims)]
    return kept


def _listed(tolls: Sequence[Toll]) -> list[Toll]:
    """The numbers, with things counted in one list added up: three clinics and seven schools are ten buildings."""
    kept = [t for t in tolls if not t.claim.details.get("beside")]
    for t in tolls:
        if not t.claim.details.get("beside"):
            continue
        at = next((i for i, k in enumerate(kept) if k.claim.sentence == t.claim.sentence and k.claim.kind == t.claim.kind), None)
        if at is None:
            kept.append(t)
        else:
            kept[at] = _sum(kept[at], t)
    return kept


def _sum(one: Toll, other: Toll) -> Toll:
    low, best, high = (None if a is None or b is None else a + b for a, b in zip(one[:3], other[:3], strict=True))
    formula = f"{one.point} + {other.point} = {(one.point or 0) + (other.point or 0)}"
    return Toll(low, best, high, "unknown", one.claim, formula, one.lead)


def _is_rumour(toll: Toll) -> bool:
    return bool(toll.claim.details.get("rumour"))


def _is_anecdote(toll: Toll) -> bool:
    """Whether a witness tells of their own: "they cut my sister and her two boys", "I saw five bodies"."""
    c = toll.claim
    if not is_sourced(toll):
        return False
    return any(_OURS.match(p.text) for p in c.targets) or (c.attribution.speech == "direct" and _SEEN.search(c.quote) is not None)


def _are_fighters(c: Claim, claims: Sequence[Claim]) -> bool:
    """Whether only fighters are counted, by name or as "13 of them" after fighters in the same sentence."""
    if c.targets:
        fighters = all(p.type in _FIGHTERS or _ATTACKERS.search(p.text) for p in c.targets)
        return fighters and "formula" not in (c.details.get("victims") or {})
    before = [o for o in claims if o.sentence.index == c.sentence.index and o.end <= c.start and o.targets]
    return bool(before and _OF_THEM.search(c.quote)) and all(p.type in _FIGHTERS for p in before[-1].targets)


def total_of(tolls: Sequence[Toll]) -> Entry | None:
    """One range for one unit: the latest cumulative toll, else the report's incident with its increments.

    Where a report opens with a number, its own or a source's, running totals of other sources are further numbers for the same people,
    or for more.
    """
    plain = [t for t in tolls if t.scope != "increment"]
    first = min((t for t in plain if t.point), key=lambda t: t.claim.start, default=None)
    weighed = first is not None and first.lead and first.scope != "cumulative"
    cumulative = [t for t in tolls if t.scope == "cumulative" and t.point is not None]
    if first is not None and weighed:
        cumulative = [t for t in cumulative if not is_sourced(t) or (is_sourced(first) and _speaker(t) == _speaker(first))]
        cumulative = [t for t in cumulative if (first.point or 0) <= (t.point or 0) <= _furthest(first)]
    if cumulative:
        latest = max(cumulative, key=lambda t: (t.point or 0, t.claim.start))
        told = latest is first and latest.claim.attribution.voice != "author"
        return _spread(latest, [t for t in plain if t.claim.start >= latest.claim.start]) if told else _entry([latest])
    increments = [t for t in tolls if t.scope == "increment"]
    if not plain:
        return _entry(increments[:1]) if increments else None
    base = _base_of(plain, first, weighed=weighed)
    opening = min(t.claim.sentence.index for t in plain if t.point is not None) if first is not None else 0
    more = [t for t in increments if t.claim.sentence.index <= opening + LEAD]
    return _entry([base, *more]) if more else _spread(base, plain)


def _base_of(plain: Sequence[Toll], first: Toll | None, *, weighed: bool) -> Toll:
    """The report's main number: of those near its first the highest, or that of most sources where only sources count."""
    if first is None:
        return max(plain, key=lambda t: (t.point or 0, -t.claim.start))
    opening = first.claim.sentence.index
    own = [t for t in plain if t.claim.sentence.index <= opening + LEAD and t.point is not None and (t.point or 0) <= _furthest(first)]
    if weighed:
        own = [t for t in own if not is_sourced(t) or t is first or (is_sourced(first) and t.lead and t.point == first.point)]
    elif len({_speaker(t) for t in own}) > 1 and all(is_sourced(t) for t in own):
        told = {p: len({_speaker(t) for t in own if t.point == p}) for p in {t.point for t in own}}
        most = max(told.values())
        own = [t for t in own if told[t.point] == most] if most > 1 else own
    return max(own, key=lambda t: (t.point or 0, -t.claim.start))


def _speaker(toll: Toll) -> tuple[str, str | None]:
    return toll.claim.attribution.voice, toll.claim.attribution.speaker


def _furthest(first: Toll) -> int:
    """The highest number that can be for the same people as a report's first."""
    return BEYOND * max(first.point or 0, 4)


def is_sourced(toll: Toll) -> bool:
    """Whether a source, named or not, gives the number."""
    return toll.claim.attribution.voice in ("named_source", "unnamed_source")


def _is_summary(toll: Toll) -> bool:
    """Whether a number is the report's own, in its first sentences: what it makes of its sources."""
    return toll.claim.attribution.voice in ("author", "unattributed") and toll.lead


def _spread(base: Toll, tolls: Sequence[Toll]) -> Entry:
    """The main number with its ends drawn out to what other voices say of the same people: lowest to highest, never added.

    A number of women or children, one beyond a third or three times the main one, one of another day, and one of the same voice tell of
    something else. What a report sums up in its first sentences stays: its own floor is not lowered, its own exact number not moved.
    """
    closer = _told_closer(base, tolls)
    if closer is not None:
        return _entry([closer])
    summed = _is_summary(base) and base.low is not None
    told = [t for t in tolls if t is base or not (summed and base.high is not None) and _rivals(t, base)]
    entry = dict(_entry([base]))
    if len(told) == 1:
        return entry
    lows = [v for t in told if (v := t.low if t.low is not None else t.best) is not None]
    highs = [v for t in told if (v := t.high if t.high is not None else t.point) is not None]
    entry["low"] = base.low if summed else min(lows) if lows else None
    top = max(highs)
    entry["high"] = None if base.high is None and top <= (base.point or 0) else top
    entry["claims"] = [t.claim.id for t in told]
    entry.pop("formula", None)
    return entry


def _told_closer(base: Toll, tolls: Sequence[Toll]) -> Toll | None:
    """The one exact number that "over 40" rounds down: "43 persons were injured"."""
    figure = base.claim.figure
    if figure is None or figure.modifier != "more_than" or not base.point or base.point % 10:
        return None
    close = [t for t in tolls if t.low == t.best == t.high and t.best is not None and base.point < t.best <= base.point * CLOSE]
    return close[0] if len({t.best for t in close}) == 1 and _rivals(close[0], base) else None


def _rivals(toll: Toll, base: Toll) -> bool:
    """Whether another voice's number is one for the same people."""
    figure, point, main = toll.claim.figure, toll.point, base.point
    if figure is None or not point or not main or figure.of in ("children", "women") or figure.counts not in ("people", "buildings"):
        return False
    if not is_sourced(toll) and not (is_sourced(base) and (toll.lead or point >= main)) or toll.claim.details.get("among"):
        return False
    return _speaker(toll) != _speaker(base) and main <= 3 * point and point <= 3 * main and not _of_other_days(toll.claim, base.claim)


def _of_other_days(one: Claim, other: Claim) -> bool:
    """Whether two claims tell days that do not meet: last month's dead are not this week's."""
    a, b = one.time, other.time
    if a is None or b is None or not (a.start and a.end and b.start and b.end):
        return False
    return a.end < b.start or b.end < a.start


def _entry(tolls: Sequence[Toll]) -> Entry:
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
