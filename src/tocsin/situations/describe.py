"""One situation told from its case: dates first, then every side of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.records import Claim, Json, Published, Report, Situation, to_json
from tocsin.situations.case import Case, Days, ids
from tocsin.situations.counts import not_a_count
from tocsin.situations.dates import find_onset, narrow_dates
from tocsin.situations.figures import reconcile
from tocsin.situations.frames import find_frames
from tocsin.situations.gaps import find_gaps
from tocsin.situations.occurrences import find_occurrences
from tocsin.situations.phases import tell_phases
from tocsin.situations.story import list_parties, list_places, name_situation
from tocsin.situations.timeline import make_timeline

DATES = ("the dates given differ", "later than ", "it bears the date ")  # how clues begin that put a date in doubt


def describe(case: Case, *, name: str, aliases: tuple[str, ...] = (), rule: str) -> Situation:
    """One situation from its case, under this id; dates come first, for everything after rests on them."""
    onset, onset_claims = find_onset(case)
    case = replace(case, onset=onset)
    published, dating = narrow_dates(case)
    case = replace(case, published=published)
    figures, frames, phases = reconcile(case, rule=rule), find_frames(case), tell_phases(case)
    as_of = case.as_of.isoformat() if case.as_of else None
    return Situation(
        id=name, aliases=aliases,
        name=name_situation(case, onset), country=case.country, places=tuple(list_places(case)), as_of=as_of,
        onset=tell_onset(onset, onset_claims), phase=phases[-1]["phase"] if phases else "emerging", phases=tuple(phases), figures=figures,
        timeline=tuple(make_timeline(case)), parties=tuple(list_parties(case)), frames=tuple(frames),
        gaps=tuple(find_gaps(case, figures=figures, frames=frames)),
        reports=tuple(tell_reports(case, published, dating)), claims=case.claims, occurrences=find_occurrences(case))


def tell_onset(onset: Days, claims: Sequence[Claim]) -> Json:
    """The onset in the shape of docs/records.md; a null start with an end means "by then"."""
    return {"start": onset.start.isoformat() if onset.start else None, "end": onset.end.isoformat() if onset.end else None,
            "claims": ids(claims)}


def tell_reports(case: Case, published: dict[str, Published], dating: dict[str, tuple[Claim, ...]]) -> list[Json]:
    """The reports with origin and narrowed date; what a merger takes in and what a correction replaces is said."""
    known = {r.id for r in case.reports}
    out: list[Json] = []
    for report in case.reports:
        date_block = to_json(published[report.id]) | ({"claims": ids(dating[report.id])} if report.id in dating else {})
        entry = {"id": report.id, "origin": case.origins.reports[report.id], "published": date_block,
                 "title": report.title, "source": report.source, "grade": grade(case, report)}
        if flags := find_flags(case, report):
            entry["flags"] = flags
        if case.origins.merged.get(report.id):
            entry["also_from"] = list(case.origins.merged[report.id])
        if case.origins.supersedes.get(report.id) in known:
            entry["supersedes"] = case.origins.supersedes[report.id]
            entry["corrects"] = report.id in case.origins.corrections
        out.append(entry)
    return out


def grade(case: Case, report: Report) -> Json:
    """The Admiralty grade as two values: how reliable the source is (A to F), how credible what it says (1 to 6)."""
    source, information = case.grade(report.id)
    return {"source": source, "information": information}


def find_flags(case: Case, report: Report) -> list[str]:
    """What is wrong with a report, in words: it is kept, and moves no headline by that."""
    dates = [clue for clue in report.published.clues if clue.startswith(DATES)]
    flags = list(dates) if dates else ["it bears no date"] if report.published.anchor() is None else []
    own = case.of_report.get(report.id, ())
    harms = [c for c in own if c.id in case.harm_ids]
    if harms and not any(c.place and (c.place.name or c.place.country) for c in harms):
        flags.append("it names no place that is known")
    beyond = [c for c in own if c.figure and (not_a_count(c) or "").startswith("beyond")]
    return flags + [f"a number beyond what is possible: {c.figure.text}" for c in beyond if c.figure]
