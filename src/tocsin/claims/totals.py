"""What one report says in total: per unit one range, with the claims it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.records import Claim, Figure, Report, Tally

_TOLL_KINDS = frozenset({"killing", "injury", "detention", "abduction", "sexual_violence", "displacement", "destruction"})


def tally(report: Report, claims: Sequence[Claim], *, country: str | None = None) -> Tally:
    """Per unit {"low", "best", "high", "claims"}: current case only; a total and its parts are not added; increments are.

    Claims about another country than the report's main one (`country`, else the commonest of its claims) go to `others`.
    """
    counted = [c for c in claims if _counts(c)]
    main = country or _main_country(claims)
    here = [c for c in counted if _country(c) in (None, main)]
    abroad: dict[str, list[Claim]] = {}
    for c in counted:
        country = _country(c)
        if country is not None and country != main:
            abroad.setdefault(country, []).append(c)
    others = tuple({"about": {"country": k}, "figures": _per_unit(v)} for k, v in sorted(abroad.items()))
    return Tally(report.id, _per_unit(here), others)


def _counts(c: Claim) -> bool:
    """Whether a claim's figure may stand in the tally."""
    return (
        c.figure is not None
        and c.case == "current"
        and c.kind in _TOLL_KINDS
        and c.status in ("occurred", "ongoing", "not_occurred")
        and c.modality in ("asserted", "hedged")
        and not c.details.get("challenge")
        and c.figure.scope != "part"
        and (c.polarity == "positive" or c.figure.modifier == "no")
    )


def _country(c: Claim) -> str | None:
    return c.place.country if c.place is not None else None


def _main_country(claims: Sequence[Claim]) -> str | None:
    votes: dict[str, int] = {}
    for c in claims:
        country = _country(c)
        if c.case == "current" and country:
            votes[country] = votes.get(country, 0) + 1
    return max(sorted(votes), key=lambda k: votes[k]) if votes else None


def _per_unit(claims: Sequence[Claim]) -> Mapping[str, Mapping[str, Any]]:
    units: dict[str, list[Claim]] = {}
    for c in claims:
        if c.figure is not None and c.figure.counts != "households":
            units.setdefault(c.figure.unit, []).append(c)
    return {unit: total for unit, members in sorted(units.items()) if unit != "other" and (total := _total(members)) is not None}


def _total(claims: Sequence[Claim]) -> Mapping[str, Any] | None:
    """One range for one unit: the latest cumulative toll, else the report's incident with its increments."""
    cumulative = [c for c in claims if c.figure and c.figure.scope == "cumulative" and _point(c.figure) is not None]
    if cumulative:
        base = max(cumulative, key=lambda c: (_point(c.figure) or 0, c.start))
        return _entry([base])
    increments = [c for c in claims if c.figure and c.figure.scope == "increment"]
    plain = [c for c in claims if c not in increments]
    if not plain:
        return _entry(increments[:1]) if increments else None
    base = max(plain, key=lambda c: (_point(c.figure) or 0, -c.start))
    return _entry([base, *increments])


def _point(figure: Figure | None) -> int | None:
    if figure is None:
        return None
    return next((v for v in (figure.best, figure.low, figure.high) if v is not None), None)


def _entry(claims: Sequence[Claim]) -> Mapping[str, Any]:
    figures = [c.figure for c in claims if c.figure is not None]

    def add(values: Sequence[int | None]) -> int | None:
        return None if any(v is None for v in values) else sum(v for v in values if v is not None)

    return {
        "low": add([f.low for f in figures]),
        "best": add([f.best for f in figures]),
        "high": add([f.high for f in figures]),
        "claims": [c.id for c in claims],
    }
