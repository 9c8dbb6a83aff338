"""Who invoked the norm, about what and to what end, with the signs that it may serve something else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tocsin.records import Claim, Json, Party
from tocsin.response.acts import AUTHOR, Scene, detail, ids, parties

CRIMES = ("genocide", "crimes_against_humanity", "war_crimes", "ethnic_cleansing")
STANCES = frozenset({"applies", "contested", "statement_of_norm", "commitment"})
FORCE = re.compile(r"\b(?:inva|interven|offensive|war\b|troops|military|bomb|strike|occup|annex|force\b)", re.IGNORECASE)
NATIONALS = re.compile(r"\b(?:its|their|our|own)\s+(?:\w+\s+)?(?:citizens|nationals|compatriots|passport holders)", re.IGNORECASE)
TERRITORY = re.compile(r"\b(?:annex|occup|seiz|absorb)", re.IGNORECASE)
HARM = frozenset({"attack", "killing", "injury", "displacement", "destruction", "sexual_violence", "torture", "abduction"})


def list_invocations(scene: Scene) -> list[Json]:
    """Invocations of the norm or of a crime's name, statements of the norm and commitments to it; one entry for each speaker and stance."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in scene.situation.claims:
        if _invokes(claim, scene):
            about = _about(claim, scene)
            who = scene.key(claim.actors[0]) if claim.actors else claim.attribution.speaker
            groups.setdefault((who, _norm(claim), _stance(claim), about["country"], about["case"]), []).append(claim)
    return [_invocation(claims, scene) for claims in groups.values()]


def _invokes(claim: Claim, scene: Scene) -> bool:
    """Whether a claim speaks of the norm: itself, a promise that names it, or a crime's name given to this crisis."""
    if claim.kind == "invocation":
        return True
    if claim.kind == "pledge":
        return claim.subtype == "policy_commitment" and bool(claim.details.get("norm"))
    return claim.kind == "characterisation" and claim.subtype in CRIMES and scene.is_of(claim) and claim.polarity == "positive"


def _norm(claim: Claim) -> str:
    if claim.kind == "characterisation":
        return str(claim.subtype)
    return str(claim.details.get("norm") or claim.details.get("crime") or "r2p")


def _stance(claim: Claim) -> str:
    if claim.kind == "pledge":
        return "commitment"
    if claim.polarity == "negative":
        return "does_not_apply"
    return str(claim.details.get("stance") or (claim.subtype if claim.subtype in STANCES else "applies"))


def _about(claim: Claim, scene: Scene) -> Json:
    """Which country and case are spoken of; a statement of the norm or a promise is about none."""
    if _stance(claim) in ("statement_of_norm", "commitment"):
        return {"country": None, "case": None}
    case = claim.details.get("about_case") or claim.case
    elsewhere = _acted_upon(claim, scene)
    if elsewhere:
        year = re.match(r"\d{4}(?:-\d\d)?", case or "")
        name = scene.codebook.countries[elsewhere].name
        return {"country": elsewhere, "case": case if scene.country_of_case(case) == elsewhere else f"{year[0]} {name}" if year else name}
    told = [claim.details.get("about_country"), scene.country_of_case(case), *(p.country for p in claim.targets)]
    return {"country": next((c for c in told if c), claim.place.country if claim.place else None), "case": case}


def _acted_upon(claim: Claim, scene: Scene) -> str | None:
    """The one foreign country that the purpose names: a State that justifies what it does in another speaks of that other one."""
    invokers = {p.country for p in claim.actors if p.country}
    purpose = claim.details.get("purpose")
    named = {a.id for a in scene.codebook.mentions(str(purpose)) if a.kind == "country"} if purpose and invokers else set()
    others = named - invokers
    return others.pop() if len(others) == 1 else None


def _invocation(claims: Sequence[Claim], scene: Scene) -> Json:
    """One invocation entry; good faith is a judgement of somebody and never ours."""
    by = [p for c in claims for p in c.actors] or _speaker(claims[0])
    entry = {"by": parties(by), "norm": _norm(claims[0]), "about": _about(claims[0], scene), "stance": _stance(claims[0]),
             "purpose": detail(claims, "purpose")}
    faith, judged = _good_faith(claims, by, scene)
    hedged = {"hedged": True} if all(c.modality in ("hedged", "possible", "conditional") for c in claims) else {}
    flags = _red_flags(entry, claims, by, scene)
    return {**entry, **hedged, "good_faith": faith, "red_flags": flags, "claims": ids([*claims, *judged])}


def _speaker(claim: Claim) -> list[Party]:
    """The voice as a party, where the invocation names no other."""
    return [Party(claim.attribution.speaker, claim.attribution.speaker, "person")] if claim.attribution.speaker else []


def _good_faith(claims: Sequence[Claim], by: Sequence[Party], scene: Scene) -> tuple[Json, list[Claim]]:
    """What somebody says of the invoker's good faith, with the claims that say so; None when nobody says anything."""
    for claim in claims:
        told = claim.details.get("good_faith")
        if isinstance(told, Mapping):
            return {"reading": told.get("reading"), "according_to": told.get("according_to") or _voice(claim)}, []
        if told:
            return {"reading": "unquestioned" if told == "sincere" else str(told), "according_to": _voice(claim)}, []
    keys = scene.keys(by)
    for claim in scene.situation.claims:
        if claim.kind == "opinion" and claim.subtype == "good_faith" and keys & scene.keys(claim.actors):
            doubt = "cynical" if re.search("cynic", claim.quote, re.IGNORECASE) else "questioned"
            return {"reading": "unquestioned" if claim.polarity == "negative" else doubt, "according_to": _voice(claim)}, [claim]
    return None, []


def _voice(claim: Claim) -> str:
    """Who says it."""
    return claim.attribution.speaker or (AUTHOR if claim.attribution.voice == "author" else claim.attribution.voice.replace("_", " "))


def _red_flags(entry: Json, claims: Sequence[Claim], by: Sequence[Party], scene: Scene) -> list[str]:
    """Signs that an invocation may serve something else; shown, never decided upon (after ICISS 2001 and the debate on Georgia in 2008)."""
    country = entry["about"]["country"]
    invokers = {p.country for p in by if p.country}
    if entry["stance"] not in ("applies", "contested", "misapplied") or not country:
        return []
    about = [c for c in scene.situation.claims if _concerns(c, country, entry["about"]["case"], scene)]
    abroad = bool(invokers) and country not in invokers
    force = [c for c in about if c.is_event() and _is_force(c) and {p.country for p in c.actors} & invokers]
    words = " ".join([entry["purpose"] or "", *(c.quote for c in claims)])
    forceful = abroad and bool(force or (entry["purpose"] and FORCE.search(entry["purpose"])))
    flags = {
        "invoker_is_intervener": forceful,
        "own_nationals_abroad": abroad and bool(NATIONALS.search(words)),
        "no_council_mandate": forceful and not _has_mandate(about),
        "host_objects": abroad and any(c.kind in ("refusal", "condemnation") and country in {p.country for p in c.actors}
                                       and invokers & {p.country for p in c.targets} for c in about),
        "force_already_under_way": forceful and any(c.status in ("occurred", "ongoing") for c in force or claims),
        "no_independent_evidence": not any(c.kind in HARM and c.is_event() and not ({p.country for p in c.actors} & invokers and abroad)
                                           and c.attribution.speaker not in {p.text for p in by} for c in about),
        "territory_gained": abroad and any(TERRITORY.search(c.quote) for c in force),
    }
    return [name for name, holds in flags.items() if holds]


def _concerns(claim: Claim, country: str, case: str | None, scene: Scene) -> bool:
    """Whether a claim is about the same case, or where that is not known, the same country."""
    if case is not None:
        return claim.case == case or (case == "current" and scene.is_of(claim))
    return bool(claim.place and claim.place.country == country) or country in {p.country for p in claim.targets}


def _is_force(claim: Claim) -> bool:
    if claim.kind in ("attack", "battle", "deployment", "mobilisation"):
        return True
    return claim.subtype == "intervention" or (claim.kind == "background" and FORCE.search(claim.quote) is not None)


def _has_mandate(about: Sequence[Claim]) -> bool:
    """Whether a decision of the Security Council about the case is told."""
    decided = [c for c in about if c.kind == "decision" and c.is_event()]
    return any("security council" in (p.name or p.text).casefold() for c in decided for p in c.actors)
