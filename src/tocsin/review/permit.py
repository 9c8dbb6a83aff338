"""Who may read what: a filter over reads, applied before anything is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from tocsin.records import Reviewed, Rulings
from tocsin.review.values import ACCESS

SEES: Mapping[str, int] = {"viewer": 0, "analyst": 1, "lead": 2}  # the highest of `ACCESS` that each may read


def permit(reviewed: Reviewed, *, tier: str) -> Reviewed:
    """What a viewer, an analyst or a lead may see of this: no report above their tier, nor anything said of it.

    Whatever is made of the answer rests on reports that they may read. KeyError for an unknown tier.
    """
    shut = {report for report, access in reviewed.access.items() if ACCESS.index(access) > SEES[tier]}
    if not shut:
        return reviewed
    hidden = {c.id for read in reviewed.reads if read.report.id in shut for c in read.claims}
    hidden |= {c.id for c in reviewed.rejected if c.report_id in shut}
    return replace(
        reviewed,
        reads=tuple(read for read in reviewed.reads if read.report.id not in shut),
        rulings=_permit_rulings(reviewed.rulings, hidden | shut),
        marks={id: mark for id, mark in reviewed.marks.items() if id not in hidden},
        reopened=tuple(r for r in reviewed.reopened if not {key.removeprefix("report:") for key in r.decision.touches()} & shut),
        rejected=tuple(c for c in reviewed.rejected if c.report_id not in shut),
        access={report: access for report, access in reviewed.access.items() if report not in shut},
    )


def _permit_rulings(rulings: Rulings, hidden: AbstractSet[str]) -> Rulings:
    """The rulings without what they say of hidden claims and reports."""
    groups = {id: tuple(tuple(c for c in group if c not in hidden) for group in parts) for id, parts in rulings.split.items()}
    return replace(
        rulings,
        same=frozenset(pair for pair in rulings.same if not pair & hidden),
        not_same=frozenset(pair for pair in rulings.not_same if not pair & hidden),
        unsure=frozenset(pair for pair in rulings.unsure if not pair & hidden),
        split={id: left for id, parts in groups.items() if (left := tuple(group for group in parts if group))},
        grades={name: grade for name, grade in rulings.grades.items() if name not in hidden},
    )
