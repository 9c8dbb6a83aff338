"""The ledger: acts of response in order, copies and retellings merged, each with what it answers and what became of its content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tocsin.records import Claim, Json, Party
from tocsin.response.acts import Scene, Span, detail, ids, is_told, parties

# Kind of claim → step of the ledger. Concessions and the like are the State's own acts and belong to its will and capacity.
STEPS = {
    "request": "request", "offer": "offer", "referral": "referral", "refusal": "refusal", "deliberation": "deliberation",
    "decision": "decision", "deployment": "deployment", "sanction": "sanction", "mediation": "mediation", "aid": "aid",
    "evacuation": "evacuation", "investigation": "investigation", "condemnation": "statement", "support": "statement",
    "pledge": "pledge", "agreement": "agreement", "cooperation": "agreement", "withdrawal": "withdrawal",
}
# Of these, what the State does at home is no response from outside.
OUTSIDE_ONLY = frozenset({"decision", "deployment", "statement", "deliberation", "sanction", "aid", "evacuation"})
CROWD = frozenset({"civilians", "protesters", "mob", "refugees", "ethnic_group", "religious_group"})
# The order of acts that may have been on the same day.
LOGIC = ("request", "offer", "refusal", "referral", "deliberation", "statement", "mediation", "decision", "pledge", "agreement", "sanction",
         "investigation", "deployment", "aid", "evacuation", "withdrawal")
ANSWERS = frozenset({"refusal", "referral", "decision", "pledge", "offer", "deliberation", "deployment", "aid", "mediation", "agreement",
                     "sanction", "investigation", "evacuation"})
ASKING = frozenset({"request", "referral"})
DELIVERING = frozenset({"deployment", "aid", "evacuation", "mediation", "sanction", "investigation"})
# What a request of a kind is fulfilled by, when somebody other than the addressee must not be taken for an answer.
FULFILS = {
    "military_assistance": {"deployment"}, "aid": {"aid", "evacuation"}, "mediation": {"mediation"}, "inquiry": {"investigation"},
    "sanctions": {"sanction"}, "ceasefire": {"agreement"}, "access": {"agreement", "decision"},
}


@dataclass(eq=False)
class Act:
    """One entry in the making: claims that tell of the same act; `main` is the party named first, `answers` the act that it answers.

    An answer stands in `answered_by` of every like request of the same parties before it, for it settles them all.
    """

    step: str
    claims: list[Claim]
    span: Span
    actors: frozenset[str]
    addressees: frozenset[str]
    main: str | None = None
    answers: Act | None = None
    answered_by: list[Act] = field(default_factory=list)

    def topic(self) -> str | None:
        """What kind of thing is asked, offered or given."""
        return next((c.subtype for c in self.claims if c.subtype and c.subtype != "other"), None)

    def first_day(self) -> date:
        """The earliest possible day; acts of unknown day come last."""
        return self.span.start or self.span.end or date.max

    def is_hedged(self) -> bool:
        """Whether every telling is hedged: then the act settles nothing."""
        return all(c.modality == "hedged" for c in self.claims)


def build_acts(scene: Scene) -> list[Act]:
    """The acts of the crisis in order: what answers another comes after it."""
    acts: list[Act] = []
    for claim in scene.claims:
        step = STEPS.get(claim.kind)
        if step is None or not is_told(claim) or (step in OUTSIDE_ONLY and scene.is_home(claim.actors)) or _is_crowd(step, claim, scene):
            continue
        act = _open_act(step, claim, scene)
        same = next((a for a in acts if _is_same(a, act)), None)
        if same is None:
            acts.append(act)
        else:
            _merge(same, act)
    acts = _join_unowned(acts)
    ordered = sorted(acts, key=lambda a: (a.first_day(), LOGIC.index(a.step)))
    for act in ordered:
        _link(act, ordered)
    return _put_answers_last(_join_refusals(ordered))


def write_entries(acts: Sequence[Act]) -> list[Json]:
    """The acts as numbered ledger entries."""
    numbers = {id(act): n for n, act in enumerate(acts, start=1)}
    return [_write(act, numbers) for act in acts]


# ------------------------------------------------------------------ merging


def _is_crowd(step: str, claim: Claim, scene: Scene) -> bool:
    """Whether only people of the place act: what they do is no response, and what they ask is one only of a body that could give it."""
    if step != "request" and claim.actors and all(p.type in CROWD for p in claim.actors):
        return True
    asked = [p for p in claim.targets if not _is_private(p, scene)]
    if not claim.actors:
        return bool(claim.targets) and not asked and all(p.type == "person" for p in claim.targets)
    return not asked and all(_is_private(p, scene) for p in claim.actors)


def _is_private(party: Party, scene: Scene) -> bool:
    """Whether a party is people of the place, or a person without name and office; who is named with a body speaks for it."""
    if party.type not in CROWD and (party.type != "person" or party.name or scene.holds_office(party)):
        return False
    return not any(m.kind == "organisation" for m in scene.codebook.mentions(party.text))


def _open_act(step: str, claim: Claim, scene: Scene) -> Act:
    """An act from the first claim that tells of it."""
    actors = scene.keys(claim.actors)
    main = scene.key(claim.actors[0]) if claim.actors else None
    return Act(step, [claim], scene.span(claim), actors, scene.keys(claim.targets) - actors, main)


def _is_same(act: Act, other: Act) -> bool:
    """Whether two tellings may be of one act: step, who, to whom, what and when do not speak against it.

    In a meeting of several, who is named first counts: a State that takes part in two meetings does not make them one.
    """
    if act.step != other.step or not act.span.meets(other.span):
        return False
    if not (act.actors and other.actors):
        return False
    if act.step in ("deliberation", "agreement", "statement") and act.main != other.main:
        return False
    if not act.actors & other.actors:
        return False
    if act.addressees and other.addressees and not act.addressees & other.addressees:
        return False
    # A refusal is told in many words; a request or a gift of another kind is another one.
    return act.step in ("refusal", "deliberation") or not act.topic() or not other.topic() or act.topic() == other.topic()


def _merge(act: Act, other: Act) -> None:
    """Put a retelling into the act."""
    act.claims += other.claims
    act.span = act.span.narrowed(other.span)
    act.actors |= other.actors
    act.addressees |= other.addressees


def _join_unowned(acts: list[Act]) -> list[Act]:
    """Give an act without an actor ("an official request to send troops was turned down") to the one act that it can be.

    It stays on its own when none or several fit.
    """
    owned = [a for a in acts if a.actors]
    alone = []
    for act in (a for a in acts if not a.actors):
        fitting = [a for a in owned if a.step == act.step and a.span.meets(act.span)
                   and (not act.topic() or a.topic() in (None, act.topic()))
                   and (not act.addressees or not a.addressees or act.addressees & a.addressees)]
        if len(fitting) == 1:
            _merge(fitting[0], act)
        else:
            alone.append(act)
    return owned + alone


def _join_refusals(acts: Sequence[Act]) -> list[Act]:
    """One who refuses the same request at the same time refuses it once, however the one who asked is called."""
    kept: list[Act] = []
    for act in acts:
        same = next((a for a in kept if act.step == a.step == "refusal" and act.answers is not None and a.answers is act.answers
                     and a.actors & act.actors and a.span.meets(act.span)), None)
        if same is None:
            kept.append(act)
        else:
            _merge(same, act)
            for asked in (a for a in acts if act in a.answered_by):
                asked.answered_by.remove(act)
    return kept


# ------------------------------------------------------------------ answers and order


def _link(act: Act, acts: Sequence[Act]) -> None:
    """Find what the act answers: the latest request or referral that was made to its actor."""
    if act.step not in ANSWERS:
        return
    who = {act.main} if act.step == "deliberation" else act.actors
    before = [a for a in acts if a.step in ASKING and a is not act and _may_precede(a, act)]
    asked = [a for a in before if a.addressees & who and not _fits_badly(a, act)]
    if not asked and act.step == "refusal" and (meant := _meant(act, acts)) is not None:
        act.answers = meant
        meant.answered_by.append(act)
        return
    if not asked and act.step in ("refusal", "referral") and act.addressees:
        asked = [a for a in before if a.step == "request" and not a.addressees and a.actors & act.addressees]
    # A body that was handed the matter answers the one who handed it on, not the one who first asked somebody else.
    handed = [a for a in asked if a.step == "referral"]
    if handed or asked:
        act.answers = (handed or asked)[-1]
        for a in asked:
            if a is act.answers or _is_like(a, act.answers):
                a.answered_by.append(act)


def _is_like(one: Act, other: Act) -> bool:
    """Whether two requests ask the same known kind of thing between the same parties: what answers one answers both."""
    return (one.step == other.step == "request" and one.topic() is not None and one.topic() == other.topic()
            and (not one.actors or not other.actors or bool(one.actors & other.actors)) and bool(one.addressees & other.addressees))


_BACK = re.compile(  # what a refusal calls the thing refused when the words just before told it
    r"^(?:that|this|it|them|both|all|(?:the|that|this|these|both|all|such)(?: \w+)? (?:offer|request|demand|proposal|plea|call|appeal|"
    r"text|draft|resolution|motion|plan|idea|invitation|terms?|conditions?)s?)$",
    re.I,
)
_NEAR = 2  # sentences back in which it stands


def points_back(what: str) -> bool:
    """Whether words name a thing only by pointing back to it: "that", "the offer", "both demands"."""
    return _BACK.match(what) is not None


def _meant(act: Act, acts: Sequence[Act]) -> Act | None:
    """The request or offer that a refusal points back to: "turned that down", "rejected both demands", "did not adopt the text"."""
    for claim in act.claims:
        what = str(claim.details.get("asks") or "")
        if not (points_back(what) or (not what and claim.details.get("form") == "veto")):
            continue
        told = [(c, a) for a in acts if a.step in ("request", "offer") and not a.actors & act.actors for c in a.claims
                if c.report_id == claim.report_id and 0 <= claim.sentence.index - c.sentence.index <= _NEAR]
        if told:
            return max(told, key=lambda pair: (pair[0].sentence.index, pair[0].start))[1]
    return None


def _may_precede(asked: Act, answer: Act) -> bool:
    """Whether the answer may have come after the question; an answer cannot be a question to itself."""
    earliest, latest = asked.span.start, answer.span.end
    return (earliest is None or latest is None or earliest <= latest) and not _leads_to(asked, answer)


def _leads_to(asked: Act, answer: Act) -> bool:
    """Whether the question itself answers the answer: a circle."""
    at: Act | None = asked
    while at is not None:
        if at is answer:
            return True
        at = at.answers
    return False


def _fits_badly(asked: Act, answer: Act) -> bool:
    """Whether what was given is another thing than what was asked: tents do not answer a request for troops.

    Where the kind of request is not known, only a word of it that comes back in the answer shows that it was met.
    """
    if asked.step != "request" or answer.step not in DELIVERING:
        return False
    wanted = FULFILS.get(asked.topic() or "")
    if wanted is not None:
        return answer.step not in wanted
    words = re.findall(r"[a-z]{5,}", (detail(asked.claims, "asks") or "").lower())
    return not any(word in claim.quote.lower() for word in words for claim in answer.claims)


def _put_answers_last(ordered: Sequence[Act]) -> list[Act]:
    """The same order, but every answer after what it answers."""
    done: list[Act] = []

    def put(act: Act) -> None:
        if any(act is a for a in done):
            return
        if act.answers is not None:
            put(act.answers)
        done.append(act)

    for act in ordered:
        put(act)
    return done


# ------------------------------------------------------------------ writing


def _write(act: Act, numbers: dict[int, int]) -> Json:
    """One entry in the shape of docs/records.md."""
    claims = act.claims
    entry: Json = {"n": numbers[id(act)], "step": act.step}
    form = detail(claims, "form") or (claims[0].subtype if act.step == "refusal" else None)
    if act.step == "refusal" and any(c.subtype != "implicit" and c.details.get("form") != "implicit" for c in claims):
        # One report that says it outright is enough for the refusal to be explicit.
        forms = [str(c.details.get("form") or c.subtype or "decline") for c in claims if c.subtype != "implicit"]
        form = "veto" if "veto" in forms else forms[0]
    entry |= {"form": form} if form else {}
    entry |= {"by": parties(p for c in claims for p in c.actors), "to": parties(p for c in claims for p in c.targets)}
    for name in ("asks", "instrument", "topic"):
        text = detail(claims, name)
        entry |= {name: text} if text else {}
    if act.step == "deliberation":
        entry["outcome"] = None
    entry |= {"answers": numbers[id(act.answers)]} if act.answers else {}
    entry |= {"act_status": "ongoing" if any(c.status == "ongoing" for c in claims) else "occurred", "content_status": content_status(act)}
    if (later := overtaking(act)) is not None:
        entry["overtaken_by"] = numbers[id(later)]
    if act.is_hedged():
        entry["hedged"] = True
    purposes = [{"text": text, "claims": [c.id]} for c in claims if (text := detail([c], "purpose"))]
    time = {"start": act.span.start.isoformat() if act.span.start else None, "end": act.span.end.isoformat() if act.span.end else None}
    return entry | {"purposes": purposes, "time": time, "claims": ids(claims)}


def content_status(act: Act) -> str:
    """Whether the thing itself came about, which is another question than whether the act did.

    What was refused did not; what was asked, offered, promised or decided is unknown until it is told to have come.
    """
    if act.step == "refusal":
        return "not_occurred" if overtaking(act) is None else "occurred"
    if act.step in ("request", "referral", "offer", "pledge", "decision"):
        came = deliveries(act)
        if came:
            return "unknown" if all(a.is_hedged() for a in came) else "occurred"
        return "not_occurred" if any(a.step == "refusal" for a in act.answered_by) else "unknown"
    return "unknown" if act.step == "deliberation" or act.is_hedged() else "occurred"


def deliveries(act: Act) -> list[Act]:
    """The acts by which what was asked came, as told; none for what nobody asked."""
    answers = [b for a in act.answered_by for b in (a, *a.answered_by)] if act.step in ASKING else []
    return [a for a in answers if a.step in DELIVERING and not _fits_badly(act, a)]


def overtaking(act: Act) -> Act | None:
    """The delivery, told outright, that came after a refusal of the same request; None where there is none."""
    if act.step != "refusal" or act.answers is None:
        return None
    came = (a for a in deliveries(act.answers) if not a.is_hedged() and a.first_day() >= act.first_day())
    return min(came, key=Act.first_day, default=None)
