"""The options that were put forward or asked for: by whom, under which authority, what the precautionary questions find, and precedents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tocsin.codebook import Codebook
from tocsin.codebook.model import Measure, covers, first_day
from tocsin.records import Claim, Json, Party
from tocsin.response.acts import AUTHOR, Scene, day, detail, ids, is_told, label, parties
from tocsin.response.comparing import compare
from tocsin.response.ledger import Act
from tocsin.response.precautions import Idea, ask

# What a request asks for → the option that it puts on the table; military help is told by its words.
ASKED = {"aid": "aid", "mediation": "mediation", "inquiry": "inquiry", "sanctions": "sanctions"}
ANSWERABLE = ("state", "intergovernmental", "organisation", "person")
FORCES = ("police_mission", "observers", "peacekeeping", "military")  # the narrower words first


@dataclass
class _Found:
    """What was found of one type of option."""

    put: list[Claim]  # put forward or judged
    asked: list[Claim]  # asked for
    past: list[Claim]  # precedents told


def list_options(scene: Scene, acts: Sequence[Act], invocations: Sequence[Json], likeness: Json) -> list[Json]:
    """The options put forward, judged or asked for, grouped by type, each with the six questions and the precedents.

    Those that the reports tell stand apart from the codebook's, which are set beside this crisis as `likeness` has it.
    """
    groups: dict[str, _Found] = {}
    for claim in scene.situation.claims:
        if claim.kind == "option":
            _group(groups, str(claim.details.get("option") or claim.subtype or "other")).put.append(claim)
        elif claim.kind == "precedent" and claim.subtype != "crime":
            _group(groups, str(claim.details.get("option") or "other")).past.append(claim)
        elif claim.kind == "request" and scene.is_of(claim) and is_told(claim) and (kind := _asks_for(claim, scene)):
            _group(groups, kind).asked.append(claim)
    return [_option(kind, found, scene, acts, invocations, likeness) for kind, found in groups.items()]


def _group(groups: dict[str, _Found], kind: str) -> _Found:
    return groups.setdefault(kind, _Found([], [], []))


def _asks_for(claim: Claim, scene: Scene) -> str | None:
    """The option that a request to somebody outside puts on the table; None for one among people of the place, or for something else."""
    if not any(p.country != scene.situation.country and p.type in ANSWERABLE for p in claim.targets):
        return None
    if claim.subtype != "military_assistance":
        return ASKED.get(claim.subtype or "")
    words = f"{claim.quote} {detail([claim], 'asks') or ''}"
    return next((kind for kind in FORCES if speaks_of(kind, words, scene.codebook)), "military")


def speaks_of(kind: str, text: str, codebook: Codebook) -> bool:
    """Whether a text names an option of this type."""
    return _words(codebook, kind).search(text) is not None


@lru_cache(maxsize=64)
def _words(codebook: Codebook, kind: str) -> re.Pattern[str]:
    known = codebook.options.get(kind)
    words = known.words if known and known.words else (kind.replace("_", " "),)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def _option(kind: str, found: _Found, scene: Scene, acts: Sequence[Act], invocations: Sequence[Json], likeness: Json) -> Json:
    """One option with who proposes it, what is said of it, what the questions find, and how it went before."""
    told = [*found.put, *found.asked]
    bodies = [label(p) for c in told for p in c.targets if p.type == "intergovernmental"]
    precedents = [_precedent(c) for c in found.past]
    idea = Idea(kind, found.put, found.asked, found.past, precedents, lambda text: speaks_of(kind, text, scene.codebook))
    return {"type": kind, "proposed_by": parties(p for c in told for p in _proposers(c)),
            "authority": detail(told, "authority") or next(iter(bodies), None),
            "judgement": "; ".join(dict.fromkeys(j for c in told if (j := detail([c], "judgement")))) or None,
            "claims": ids([*told, *found.past]), "precautions": ask(idea, scene, acts, invocations), "precedents": precedents,
            "codebook_precedents": _nearest_first(_from_codebook(kind, scene, likeness))}


def _nearest_first(found: Iterable[Json]) -> list[Json]:
    """Those that share something in most of the stated dimensions first, then those that differ in fewest; a stated order, no score."""
    def order(past: Json) -> tuple[int, int]:
        told = [x["match"] for x in past["compared"].values()]
        return -told.count("same") - told.count("partly"), told.count("differs") + told.count("partly")

    return sorted(found, key=order)


def _proposers(claim: Claim) -> list[Party]:
    """Who puts the option forward: the voice, else the author."""
    if claim.attribution.speaker:
        return [Party(claim.attribution.speaker, claim.attribution.speaker, "person")]
    return list(claim.actors) or ([Party(AUTHOR, None, "person")] if claim.attribution.voice == "author" else [])


def _precedent(claim: Claim) -> Json:
    """A past case as a report tells it; what was never tried cannot have been a success."""
    imagined = "counterfactual" in (claim.modality, claim.subtype, claim.details.get("evidence_type"))
    known = claim.subtype if claim.subtype in ("success", "partial", "failure") else "unknown"
    outcome = str(claim.details.get("outcome") or known)
    if imagined:
        outcome = "unknown" if claim.details.get("outcome") == "unknown" else "not_tried"
    evidence = "counterfactual" if imagined else str(claim.details.get("evidence_type") or "asserted")
    return {"case": _case_name(claim), "outcome": outcome, "evidence_type": evidence, "claims": [claim.id]}


def _case_name(claim: Claim) -> str | None:
    """The case as told; the place stands before the country's name where it says more."""
    case = claim.details.get("case") or claim.case
    place = claim.place.name or claim.place.text if claim.place else None
    # A place that was only supplied from the report's setting says nothing about the past case.
    told = claim.place is not None and claim.place.precision != "country" and claim.place.text in claim.quote
    if case and place and told and place not in case:
        return f"{place} ({case})"
    return str(case) if case else place


def _known_then(measure: Measure, as_of: date | None) -> bool:
    """Whether a measure had been taken, and its outcome been told by the source named, by the day of the brief."""
    if as_of is None:
        return True
    # Of a source only the year is known: one of the same year may have come later.
    return first_day(measure.when) <= as_of and (measure.year is None or measure.year < as_of.year)


def _from_codebook(kind: str, scene: Scene, likeness: Json) -> Iterator[Json]:
    """Past cases of the codebook with a measure of this kind, marked with their source; this crisis and later ones are left out."""
    as_of, country = scene.as_of, scene.situation.country
    onset = day((scene.situation.onset or {}).get("start")) or as_of
    # Cases of the same country first, then the latest: what is nearest teaches most.
    nearest = sorted(scene.codebook.precedents.values(), key=lambda p: (country in p.country, p.start), reverse=True)
    for past in nearest:
        same = country in past.country and onset is not None and covers(past.start, past.end, onset)
        for measure in past.measures if not same else ():
            if measure.option != kind or not _known_then(measure, as_of):
                continue
            imagined = measure.evidence_type == "counterfactual" and measure.outcome not in ("not_tried", "unknown")
            yield {"case": past.name, "what": measure.what, "by": measure.by, "when": measure.when,
                   "outcome": "not_tried" if imagined else measure.outcome, "evidence_type": measure.evidence_type,
                   "source": measure.source, "year": measure.year, "unchecked": measure.unchecked or past.unchecked, "origin": "codebook",
                   "compared": compare(past, measure, likeness)}
