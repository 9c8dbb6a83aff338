"""What each report says in all, where no two reports give totals for the situation: its own tally instead of its single numbers.

A report on one shooting tells five numbers of it: who was hit, who died, who was treated. Its tally has already settled which of them are
the same people, and counts those whom the words only name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.records import Claim, Figure, Json
from tocsin.situations.case import Case
from tocsin.situations.counts import Count, make_count, not_of_this_crisis, shown_different
from tocsin.situations.voices import CREDIBLE

BEYOND = 3  # times what a report tells in all: a total beyond that is of something wider


def take_wholes(case: Case, counts: Sequence[Count], unit: str) -> list[Count]:
    """The counts, with one for each report in place of those that tell of one incident; as they are where two reports tell totals.

    What one report alone calls a total may be another crime's, or an earlier year's, that it mentions; its tally has weighed that.
    """
    if len({c.claim.report_id for c in counts if c.scope == "total"}) > 1:
        return list(counts)
    own: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        own[count.claim.report_id].append(count)
    found: list[Count] = []
    for report in case.reports:
        mine = own.get(report.id, [])
        whole = make_whole(case, report.id, unit)
        if whole and whole.floor < 0 <= max((c.floor for c in mine), default=-1):
            whole = None  # an upper end alone would take the place of what is surely told
        if whole and any(c.scope == "total" and c.values == whole.values for c in mine):
            found += [c for c in mine if c.scope != "total" or c.values == whole.values or is_anothers(c, whole)]
        else:
            found += [whole] if whole and not is_sum(whole, mine) else mine
    return sorted(found, key=lambda c: c.key)


def is_anothers(count: Count, whole: Count) -> bool:
    """Whether a total is another named voice's than the report's own, or an institution's that it quotes: it stays beside it.

    One far beyond the report's own is of something wider, and does not.
    """
    own, other = count.claim.attribution, whole.claim.attribution
    near = count.floor <= BEYOND * max(whole.floor, 4)
    return near and (own.voice == "named_source" and own.speaker != other.speaker or count.tier <= CREDIBLE < whole.tier)


def is_sum(whole: Count, mine: Sequence[Count]) -> bool:
    """Whether a report's tally is only its different incidents added up: they are kept apart, since others may tell of one of them."""
    apart = any(shown_different(a, b) for a in mine for b in mine)
    return apart and whole.floor >= sum(c.floor for c in mine if c.floor > 0)


def make_whole(case: Case, report_id: str, unit: str) -> Count | None:
    """A report's tally of a unit as a count, anchored in the claims it rests on; None where these are not all of this crisis."""
    tally = case.tallies.get(report_id)
    entry = tally.figures.get(unit) if tally else None
    claims = [case.claim_of[i] for i in entry["claims"] if i in case.claim_of] if entry else []
    if not entry or not claims or len(claims) < len(entry["claims"]) or any(not_of_this_crisis(case, c) for c in claims):
        return None
    lead = next((c for c in claims if c.figure and c.figure.unit == unit and (c.figure.best == entry["best"])), claims[0])
    count = make_count(case, replace(lead, figure=make_figure(entry, lead, unit), subtype="incident"))
    return replace(count, beside=tuple(c for c in claims if c.id != lead.id))


def make_figure(entry: Mapping[str, Json], lead: Claim, unit: str) -> Figure:
    """The figure of a tally entry: the lead claim's own where that says the same, else with the formula that made it."""
    values = entry["low"], entry["best"], entry["high"]
    told = lead.figure
    if told and told.unit == unit and (told.low, told.best, told.high) == values:
        return replace(told, scope="increment" if told.scope == "increment" else "incident")
    formula = entry.get("formula") or (f"{entry['best']} named" if told is None and entry["best"] is not None else None)
    modifier = "exact" if len(set(values)) == 1 else "at_least" if entry["high"] is None else "range"
    return Figure(told.text if told else lead.quote, *values, modifier, unit, scope="incident", formula=formula)
