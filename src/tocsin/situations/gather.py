"""From reads to situations: group, date, then look at each situation from every side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tocsin.codebook import Codebook
from tocsin.errors import TocsinError
from tocsin.records import Claim, Json, Published, Read, Rulings, Situation, make_id, to_json
from tocsin.situations.case import Case, Days, ids
from tocsin.situations.dates import find_onset, narrow_dates
from tocsin.situations.figures import RULES, reconcile
from tocsin.situations.frames import find_frames
from tocsin.situations.gaps import find_gaps
from tocsin.situations.grouping import group_reads, make_case
from tocsin.situations.occurrences import find_occurrences
from tocsin.situations.origins import report_key, trace_origins
from tocsin.situations.phases import tell_phases
from tocsin.situations.story import list_parties, list_places, name_situation
from tocsin.situations.timeline import make_timeline

ROLES = {"name": 6, "adjective": 4, "people": 4, "metonym": 2, "force_metonym": 2}


def gather(reads: Sequence[Read], *, codebook: Codebook, rule: str = "floor", rulings: Rulings | None = None) -> tuple[Situation, ...]:
    """The situations that the reads tell of, the one with most current claims first; none where nothing current is told.

    `rule` names how headline figures are chosen: floor, majority, official, best_graded. Of two reads of one report id the later dated
    version counts. Raises TocsinError for an unknown rule.
    """
    if rule not in RULES:
        raise TocsinError("unknown rule for figures", detail=f"There is no rule called {rule!r}.",
                          what_to_do=f"Choose one of: {', '.join(RULES)}.")
    latest = {r.report.id: r for r in sorted(reads, key=lambda r: (r.report.published.end or "", r.report.version, r.report.text))}
    ordered = sorted(latest.values(), key=lambda r: report_key(r.report))
    families = {name: kind.family for name, kind in codebook.kinds.items()}
    origins = trace_origins(ordered)
    situations = []
    for shares in group_reads(ordered, origins, families, lambda text: count_countries(text, codebook)):
        case = make_case(shares, latest, origins=origins, families=families)
        country = codebook.countries.get(case.country or "")
        situations.append(describe(replace(case, country_name=country.name if country else None), rule=rule))
    return tuple(sorted(situations, key=lambda s: (-sum(c.is_current() for c in s.claims), s.id)))


OFFICIAL = re.compile(
    r"\s+(?:interim |provisional |border |foreign |prime |security |riot )?"
    r"(?:government|authorit|army|police|troops|soldiers|forces|"
    r"service|ministr|minister|president|parliament|officials|court|side|capital|state)", re.I)


def count_countries(text: str, codebook: Codebook) -> Counter[str]:
    """How much a text names each country: by its name most, by its people and its capital's name for the government less."""
    counts: Counter[str] = Counter()
    for alias in codebook.mentions(text):
        if alias.kind == "country" and alias.role in ROLES and codebook.countries[alias.id].end is None:
            # "Uzbek" may be a group in any of several countries; "the Uzbek authorities" are one country's.
            ethnic = alias.role in ("adjective", "people") and alias.text.rstrip("s") in codebook.countries[alias.id].demonym_is_ethnic
            if not ethnic or OFFICIAL.match(text, alias.end):
                counts[alias.id] += ROLES[alias.role]
    return counts


def describe(case: Case, *, rule: str) -> Situation:
    """One situation from its case; dates come first, for everything after rests on them."""
    onset, onset_claims = find_onset(case)
    case = replace(case, onset=onset)
    published, dating = narrow_dates(case)
    case = replace(case, published=published)
    figures, frames, phases = reconcile(case, rule=rule), find_frames(case), tell_phases(case)
    as_of = case.as_of.isoformat() if case.as_of else None
    return Situation(
        id=make_id("situation", case.country, *sorted({case.origins.reports[r.id] for r in case.reports})[:1], onset.start or onset.end),
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
                 "title": report.title, "source": report.source}
        if case.origins.merged.get(report.id):
            entry["also_from"] = list(case.origins.merged[report.id])
        if case.origins.supersedes.get(report.id) in known:
            entry["supersedes"] = case.origins.supersedes[report.id]
            entry["corrects"] = report.id in case.origins.corrections
        out.append(entry)
    return out
