"""What no report says and a decision would need: each gap as a question, with why it is one and the claims that raise it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.records import Claim, Json, Party
from tocsin.situations.case import VIOLENT, Case, ids, join_words, party_label, place_label

# Most decision-relevant first.
ORDER = ("perpetrator", "victims", "order", "border", "outcome", "numbers", "place", "cause", "date", "other")
UNCOUNTED = {"destruction": ("houses", "How many homes were destroyed?"), "sexual_violence": ("raped", "How many people were raped?"),
             "displacement": ("displaced", "How many people were driven out?"), "killing": ("killed", "How many people were killed?"),
             "abduction": ("abducted", "How many people were abducted or have disappeared?")}
BODIES = frozenset(("intergovernmental", "state", "organisation", "court", "political_party"))
DECIDING = frozenset(("decision", "refusal", "deployment", "agreement", "sanction", "referral", "withdrawal"))


def find_gaps(case: Case, *, figures: Mapping[str, Json], frames: Sequence[Json]) -> list[Json]:
    """All gaps, most decision-relevant first."""
    gaps = [*ask_who(case, figures), *ask_order(case), *ask_border(case), *ask_outcome(case), *ask_numbers(case, figures),
            *ask_place(case, figures), *ask_cause(case, frames), *ask_date(case)]
    return sorted(gaps, key=lambda g: ORDER.index(g["about"]))


def make_gap(about: str, question: str, why: str, claims: Sequence[Claim]) -> Json:
    """One gap in the shape of docs/records.md."""
    return {"question": question, "about": about, "why": why, "claims": ids(claims)}


def names_someone(parties: Sequence[Party]) -> bool:
    """Whether at least one party is more than an unknown."""
    return any(p.type != "unknown" for p in parties)


def ask_who(case: Case, figures: Mapping[str, Json]) -> list[Json]:
    """Who did it and who they were, for the headline of the dead; without one, for the acts of killing told."""
    cited = set((figures.get("killed") or {}).get("claims") or ())
    toll = [c for c in case.current if c.id in cited] or [c for c in case.violence if c.kind == "killing"]
    if not toll:
        return []
    best = (figures.get("killed") or {}).get("best")
    dead = f"the {best:,}" if best else "those who died"
    gaps: list[Json] = []
    if not any(names_someone(c.actors) for c in toll):
        gaps.append(make_gap("perpetrator", f"Who killed {dead}?", "The toll is told without those who killed.", toll))
    if not any(p.group or p.type in ("ethnic_group", "religious_group") for c in toll for p in c.targets):
        gaps.append(make_gap("victims", f"Who are {dead}? Of which group, how many civilians, women and children?",
                             "The toll is told without the group or status of the dead.", toll))
    return gaps


def ask_order(case: Case) -> list[Json]:
    """Who gave an order that is told without its giver."""
    orders = [c for c in case.current if c.kind == "order" and c.polarity == "positive"]
    silent = [c for c in orders if not names_someone(c.actors)]
    if not silent or len(silent) < len(orders):
        return []
    to = join_words(sorted({party_label(p) for c in silent for p in c.targets})[:2])
    return [make_gap("order", f"Who gave the order to use force{f' to {to}' if to else ''}, when, and in which words?",
                     "An order is told without the one who gave it.", silent)]


def ask_border(case: Case) -> list[Json]:
    """Whether a border was closed, where it was only tried, hedged, or told both ways."""
    closures = [c for c in case.current if c.kind == "border_closure"]
    tried = [c for c in closures if c.modality in ("attempted", "hedged", "planned", "possible")
             or c.status in ("attempted", "unknown", "future")]
    done = [c for c in closures if c.modality == "asserted" and c.status in ("occurred", "ongoing") and c.polarity == "positive"]
    denied = [c for c in closures if c.polarity == "negative"]
    gaps = []
    if tried and not done:
        why = "A closure is told as tried or not certain; its outcome is not."
        gaps = [make_gap("border", "Did the border close in the end, and was anyone turned back at it?", why, tried)]
    elif denied and len(denied) < len(closures):
        why = "Reports contradict each other on the border."
        gaps = [make_gap("border", "Was the border open or closed, where and when?", why, closures)]
    return gaps


def ask_outcome(case: Case) -> list[Json]:
    """What bodies that met or consulted decided, where no report tells."""
    decided = {party_label(p) for c in case.current if c.kind in DECIDING and c.polarity == "positive" for p in c.actors}
    by_body: dict[str, list[Claim]] = {}
    for claim in case.current:
        if claim.kind == "deliberation" and claim.polarity == "positive":
            body = party_label(claim.actors[0]) if claim.actors else "the body that met"
            if body not in decided and (not claim.actors or claim.actors[0].type in BODIES):
                by_body.setdefault(body, []).append(claim)
    return [make_gap("outcome", f"What did {body} decide?", "A meeting or consultation is told without its outcome.", claims)
            for body, claims in sorted(by_body.items())]


def ask_numbers(case: Case, figures: Mapping[str, Json]) -> list[Json]:
    """Counts that are disputed, that differ between voices, or that nobody gives."""
    gaps: list[Json] = []
    by_id = {c.id: c for c in case.claims}
    for unit, block in figures.items():
        challenges = [by_id[c["claim"]] for c in block.get("challenges", ()) if c["claim"] in by_id]
        if challenges:
            gaps.append(make_gap("numbers", f"How many were {unit} in truth?", "The count is challenged as too low or false.", challenges))
        rivals = same_day_rivals(block)
        if rivals:
            texts = join_words(f"{e['best']:,} ({e['voice']})" for e in rivals)
            claims = [by_id[i] for e in rivals for i in e["claims"] if i in by_id]
            gaps.append(make_gap("numbers", f"Why do the counts of {unit} differ on {rivals[0]['as_of']}: {texts}?",
                                 "Voices give different totals for one day.", claims))
    for kind, (unit, question) in UNCOUNTED.items():
        told = [c for c in case.violence if c.kind == kind]
        if told and unit not in figures and not (kind == "displacement" and "refugees" in figures):
            gaps.append(make_gap("numbers", question, "It is told without a number.", told[:5]))
    return gaps


def same_day_rivals(block: Json) -> list[Any]:
    """Exact totals of different voices for one and the same day, latest such day; lower bounds contradict nothing."""
    exact: dict[str, dict[int, Any]] = {}
    for entry in block.get("series", ()):
        if entry["as_of"] and entry["modifier"] == "exact" and entry["best"] is not None:
            exact.setdefault(entry["as_of"], {}).setdefault(entry["best"], entry)
    days = [d for d, entries in exact.items() if len(entries) > 1]
    return [exact[max(days)][n] for n in sorted(exact[max(days)])] if days else []


def ask_place(case: Case, figures: Mapping[str, Json]) -> list[Json]:
    """Where exactly, when the toll is told for a whole region; and what happened outside the one town that reports name."""
    precise = {place_label(c.place) for c in case.violence if c.place and c.place.precision in ("site", "city", "district")}
    cited = set((figures.get("killed") or {}).get("claims") or ())
    toll = [c for c in case.current if c.id in cited]
    wide = [c for c in toll if c.place is None or c.place.precision in ("region", "country", "border")]
    if len(precise) == 1:
        town = next(iter(precise))
        claims = wide or [c for c in case.violence if c.place and place_label(c.place) == town]
        return [make_gap("place", f"What happened outside {town}?", f"Only {town} is named; no other town or village is.", claims[:5])]
    if toll and len(wide) == len(toll):
        return [make_gap("place", "Where did people die?", "The toll is told for a whole region, without towns.", wide)]
    return []


def ask_cause(case: Case, frames: Sequence[Json]) -> list[Json]:
    """What happened at all, where accounts conflict."""
    rival = [f for f in frames if f["conflicts_with"]]
    if not rival:
        return []
    named = {i for f in rival for i in f["claims"]}
    return [make_gap("cause", "Which account is true: " + "; or ".join(f["summary"] for f in rival[:3]) + "?",
                     "Reports tell of the same events with different doers or victims.", [c for c in case.current if c.id in named])]


def ask_date(case: Case) -> list[Json]:
    """When undated reports were written."""
    gaps = []
    for report in case.reports:
        published = case.published.get(report.id, report.published)
        if published.basis == "inferred" and published.start != published.end or published.anchor() is None:
            name = report.title or report.id
            span = f" (between {published.start} and {published.end})" if published.start and published.end else ""
            claims = [c for c in case.of_report.get(report.id, ()) if c.figure or c.kind in VIOLENT]
            gaps.append(make_gap("date", f"When was “{name}” written?", f"The report bears no date{span}.", claims[:5]))
    return gaps
