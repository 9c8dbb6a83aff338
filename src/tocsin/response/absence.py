"""What did not happen and who is silent: absence is shown as plainly as presence, and as absence from these reports only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tocsin.records import Claim, Json, Party, to_json
from tocsin.response.acts import Scene, day, detail, ids, is_told, label, plain
from tocsin.response.ledger import ASKING, STEPS, Act, content_status, deliveries, overtaking, points_back

# Who can be silent: bodies and those who speak for them. Communities that are called to calm owe no answer.
ANSWERABLE = frozenset({"state", "intergovernmental", "organisation", "court", "person", "security_force", "armed_group",
                        "political_party"})
UNTOLD = {
    "proposed": "only proposed", "possible": "only said to be possible", "planned": "only planned", "conditional": "only under a condition",
    "counterfactual": "only imagined", "rhetorical": "only asked as a question", "attempted": "only attempted", "ordered": "only ordered",
    "evaluative": "only weighed",
}
OPTION_NAMES = {
    "police_mission": "a police mission", "peacekeeping": "peacekeepers", "military": "military action", "observers": "observers",
    "inquiry": "an inquiry", "sanctions": "sanctions", "mediation": "mediation", "aid": "aid", "evacuation": "an evacuation",
    "diplomacy": "a diplomatic initiative",
}
# Option → the step by which it would have shown in the ledger.
SHOWN_BY = {
    "police_mission": "deployment", "peacekeeping": "deployment", "military": "deployment", "observers": "deployment",
    "inquiry": "investigation", "sanctions": "sanction", "mediation": "mediation", "aid": "aid", "evacuation": "evacuation",
    "diplomacy": "deliberation",
}
# The instruments whose absence is said even when nobody speaks of them.
INSTRUMENTS = {
    "decision": "a decision of the Security Council or a regional body", "sanction": "sanctions",
    "deployment": "a force, police or observers from outside", "investigation": "an inquiry",
}


def list_not_happened(acts: Sequence[Act], scene: Scene) -> list[Json]:
    """What was asked and refused, asked and not reported to have come, only proposed, denied, or never mentioned at all."""
    return [*_refused(acts), *_unanswered(acts), *_only_said(acts, scene), *_never_mentioned(acts)]


def _refused(acts: Sequence[Act]) -> Iterator[Json]:
    """Refusals that no later delivery overtook."""
    for act in (a for a in acts if a.step == "refusal" and overtaking(a) is None):
        asked = [act.answers] if act.answers else []
        own, theirs = detail(act.claims, "asks"), detail([c for a in asked for c in a.claims], "asks")
        what = theirs if own is None or (theirs and points_back(own)) else own
        what = what or "what was asked"
        yield {"what": f"{_names(act)}: {what}", "why": "refused", "claims": ids([c for a in (act, *asked) for c in a.claims])}


def _unanswered(acts: Sequence[Act]) -> Iterator[Json]:
    """Requests of which no report says what became of them, or says that it came only with a doubt."""
    for act in (a for a in acts if a.step == "request" and content_status(a) == "unknown"):
        what = detail(act.claims, "asks") or (act.topic() or "what was asked").replace("_", " ")
        came = [c for a in deliveries(act) for c in a.claims]
        why = "asked for; that it came is told only with a doubt" if came else "asked for; no report says that it came"
        yield {"what": f"{what} (asked by {_names(act)})", "why": why, "claims": ids((*act.claims, *came))}


def _only_said(acts: Sequence[Act], scene: Scene) -> Iterator[Json]:
    """Proposals, plans and denials, where the ledger does not show the thing itself."""
    done = {a.step for a in acts}
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in scene.claims:
        if claim.kind == "option":
            option = claim.subtype or str(claim.details.get("option") or "other")
            if option in OPTION_NAMES and SHOWN_BY[option] not in done:
                groups.setdefault((OPTION_NAMES[option], UNTOLD.get(claim.modality, "only proposed")), []).append(claim)
        elif claim.kind in STEPS and not is_told(claim) and STEPS[claim.kind] not in ("statement", "refusal"):
            why = "said not to have happened" if claim.polarity == "negative" else UNTOLD.get(claim.modality, "not told as done")
            what = detail([claim], "asks") or detail([claim], "instrument") or f"{claim.kind} ({claim.quote})"
            groups.setdefault((what, why), []).append(claim)
    for (what, why), claims in groups.items():
        yield {"what": what, "why": why, "claims": ids(claims)}


def _never_mentioned(acts: Sequence[Act]) -> Iterator[Json]:
    """The instruments of the toolbox that no report says were used."""
    done = {a.step for a in acts}
    for step, what in INSTRUMENTS.items():
        if step not in done:
            yield {"what": what, "why": "no report tells of any", "claims": []}


def _names(act: Act) -> str:
    """Those who act, for a reader."""
    found = {plain(label(p)): label(p) for c in act.claims for p in c.actors}
    return " and ".join(found.values()) or "nobody named"


# ------------------------------------------------------------------ silence


def list_silences(acts: Sequence[Act], scene: Scene) -> list[Json]:
    """Who was asked, was handed the matter, refused, or is expected to act, and is not reported to have acted since.

    The silence starts with the first act that is still without an answer. `since` is the last day on which that act, or the onset, can have
    been, so `days` is a floor; `days_at_most` counts from the first. Days run to the situation's as_of, never to a clock.
    """
    found: dict[str, Json] = {}
    for i, act in enumerate(acts):
        if act.step in ASKING:
            starters = [(p, act.addressees) for c in act.claims for p in c.targets]
        else:
            starters = [(p, act.actors) for c in act.claims for p in c.actors] if act.step == "refusal" else []
        for party, among in starters:
            key = scene.key(party)
            may = party.type in ANSWERABLE and key in among and key != scene.situation.country
            if may and not any(key in later.actors for later in acts[i + 1:]):
                asked = act if act.step in ASKING else act.answers
                number = {"asked": acts.index(asked) + 1} if asked else {}
                why = "refused, and nothing is reported since" if act.step == "refusal" else "asked, and no answer is reported"
                found[key] = _longer(found.get(key), _silence(party, act.span.start, act.span.end, why, act.claims, scene, **number))
    for claim in scene.claims:
        if claim.kind == "inaction" and claim.subtype == "silence":
            span = scene.span(claim)
            for party in (p for p in claim.actors if p.type in ANSWERABLE):
                found.setdefault(scene.key(party), _silence(party, span.start, span.end, "told to have given no answer", [claim], scene))
    for entry in _expected(acts, scene):
        found.setdefault(plain(entry["who"]["name"]), entry)
    return [entry for entry in found.values() if entry["days_at_most"] != 0]


def _longer(one: Json | None, other: Json) -> Json:
    """Of two silences of one body the one that has surely lasted longer: who is asked again was silent before."""
    if one is None:
        return other
    longest = max((x["days_at_most"] for x in (one, other) if x["days_at_most"] is not None), default=None)
    state = next((x["who"] for x in (other, one) if x["who"]["type"] == "state"), one["who"])  # asked by its president's name, the State is
    return {**max(one, other, key=lambda x: -1 if x["days"] is None else x["days"]), "who": state, "days_at_most": longest}


def _silence(who: Party, start: date | None, end: date | None, why: str, claims: Sequence[Claim], scene: Scene, **more: Json) -> Json:
    """One silence, its days counted to as_of."""
    onset = scene.situation.onset or {}
    since, earliest, as_of = end or start, start or day(onset.get("start")) or end, scene.as_of
    days = max(0, (as_of - since).days) if as_of and since else None
    most = max(0, (as_of - earliest).days) if as_of and earliest else None
    # The words of one sentence ("which", "it") name nobody outside it.
    named = replace(who, text=who.name) if who.name else who
    return {"who": to_json(named), **more, "since": since.isoformat() if since else None, "days": days, "days_at_most": most, "why": why,
            "claims": ids(claims)}


def _is_council(party: Party) -> bool:
    return "security council" in plain(party.name or party.text) and party.type in ("intergovernmental", "unknown")


def _is_secretary_general(party: Party) -> bool:
    told = plain(f"{party.role or ''} {party.text} {party.name or ''}").replace("-", " ")
    return "secretary general" in told and (party.type == "person" or "un " in told or "united nations" in told)


# Who is expected to act when populations are at risk: UN Charter art. 24 and 99; 2005 World Summit Outcome para 139.
EXPECTED: Sequence[tuple[Party, Callable[[Party], bool]]] = (
    (Party("UN Security Council", "UN Security Council", "intergovernmental"), _is_council),
    (Party("UN Secretary-General", "UN Secretary-General", "person"), _is_secretary_general),
)


def _expected(acts: Sequence[Act], scene: Scene) -> Iterator[Json]:
    """Bodies whose task it is, and bodies of States that the reports name, without a reported act."""
    onset = scene.situation.onset or {}
    first, last = day(onset.get("start") or onset.get("end")), day(onset.get("end") or onset.get("start"))
    if first is None:
        return
    actors = [p for a in acts for c in a.claims for p in c.actors]
    for who, is_it in EXPECTED:
        if not any(is_it(p) for p in actors):
            named = [c for c in scene.claims if any(is_it(p) for p in (*c.actors, *c.targets))]
            yield _silence(who, first, last, "expected to act; no report tells of an act", named, scene)
    regional = _regional_bodies(scene)
    for key, (party, named) in regional.items():
        if not any(scene.key(p) == key for p in actors) and not any(is_it(party) for _, is_it in EXPECTED):
            yield _silence(party, first, last, "named in the reports; no report tells of an act", named, scene)


def _regional_bodies(scene: Scene) -> Mapping[str, tuple[Party, list[Claim]]]:
    """Bodies of States named in claims of the crisis, by key, with these claims."""
    found: dict[str, tuple[Party, list[Claim]]] = {}
    for claim in scene.claims:
        for party in (*claim.actors, *claim.targets):
            if party.type == "intergovernmental" and party.name:
                found.setdefault(scene.key(party), (party, []))[1].append(claim)
    return found
