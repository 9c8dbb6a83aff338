"""What remains of an act under its scope: a claim, a forecast, an option, a pledge, a denial, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.claims.calamity import hits_others, is_dealt_by_nobody
from tocsin.claims.classes import in_class
from tocsin.claims.denials import REFUTING
from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.means import find_doers
from tocsin.claims.opinions import instrument_of
from tocsin.claims.scope import Scope, possible_modal
from tocsin.claims.speech import is_imagined
from tocsin.claims.tree import clause, conjuncts, is_verb, kids, lemma, mention_at, objects, subjects
from tocsin.claims.triggers import Trigger
from tocsin.records import FigureMention, Sentence

_VIOLENT = frozenset(
    {
        "attack",
        "battle",
        "killing",
        "injury",
        "repression",
        "displacement",
        "destruction",
        "torture",
        "abduction",
        "detention",
        "sexual_violence",
        "mobilisation",
        "incitement",
        "threat",
        "deprivation",
    }
)
_CALLED_FOR = frozenset({"attack", "killing", "repression", "displacement", "destruction", "injury", "torture"})
_REFUSABLE = frozenset(
    "aid deployment mobilisation mediation sanction concession agreement support deliberation cooperation withdrawal".split()
)
_SENT = frozenset({"deployment", "mobilisation", "aid"})
_HARMED_THINGS = frozenset("boat canoe motorcycle motorbike stall cart ambulance vehicle car truck classroom centre center".split())
_REFUSED = frozenset({"precedent", "option", "status", "characterisation", "invocation"})


def is_trivial(draft: Draft) -> bool:
    """A request not to be named is none, nor is one for nothing ("did not ask for anything")."""
    s = draft.sentence
    if draft.kind == "request" and draft.content is not None and lemma(s, draft.content) in ("anything", "nothing"):
        return True
    return (
        draft.kind == "request"
        and draft.content is not None
        and any(
            lemma(s, j) in ("identify", "name", "quote", "anonymity") for j in (draft.content, *s.subtree(draft.content)[:8])
        )
    )


def is_presupposed(draft: Draft, trigger: Trigger, taken: Sequence[Draft]) -> bool:
    """A noun inside a claim about norms or how things stand is only its topic, unless it brings a number or a time of its own."""
    gerund = draft.sentence.tokens[trigger.i].tag == "VBG" and draft.sentence.tokens[trigger.i].dep in ("pobj", "dobj", "nsubj")
    if draft.sentence.tokens[trigger.i].pos == "VERB" and trigger.verb == trigger.i and not gerund:
        inside = [
            t for t in taken if t.covers(trigger.i) and t.kind in ("precedent", "option") or (t.at == trigger.i and t.kind != "opinion")
        ]
        return bool(inside)
    if any(t.kind in ("precedent", "option") and t.covers(trigger.i) for t in taken):
        return True
    over = [t for t in taken if t.covers(trigger.i) and t.kind in _REFUSED]
    if not over or draft.figure is not None:
        return False
    timed = any(draft.first <= m.first <= draft.last for m in draft.sentence.times)
    return not timed


def foresee(draft: Draft, trigger: Trigger, family: str, lexicon: Lexicon) -> Draft:
    """Violence named as what an act may lead to ("could draw troops into the fighting"): the clause foresees it."""
    s = draft.sentence
    if (
        family != "harm"
        or s.tokens[trigger.i].pos not in ("NOUN", "VERB")
        or draft.figure is not None
        or draft.scope.modality not in ("asserted", "hedged")
    ):
        return draft
    if s.tokens[trigger.i].dep not in ("pobj", "dobj"):
        return draft
    verb = next((v for v in s.ancestors(trigger.i) if is_verb(s, v)), None)
    if verb is None or lemma(s, verb) in lexicon.governors["prevent"] | lexicon.norm_names:
        return draft
    modal = possible_modal(s, verb)
    if not modal:
        return draft
    first, last = clause(s, verb)
    for c in kids(s, verb, "nsubj"):
        first = min(first, s.phrase(c)[0])
    doers = [x for x in subjects(s, verb) if mention_at(s, x)] if s.tokens[verb].dep != "relcl" else []
    return replace(
        draft,
        first=min(first, draft.first),
        last=max(last, draft.last),
        at=verb,
        actors=draft.actors or tuple(doers or objects(s, verb)),
        scope=Scope("possible", "positive", "future"),
    )


def settle(draft: Draft, trigger: Trigger, family: str, lexicon: Lexicon) -> Draft | None:
    """Decide by scope what remains: an act, a forecast, an option, a denial, or nothing."""
    scope, governed = draft.scope, draft.scope.governor is not None
    if _says_nothing(draft, trigger, family) or hits_others(draft, lexicon) or is_dealt_by_nobody(draft, lexicon):
        return None
    if trigger.rule.has("incitement_only") and draft.kind == "request":
        return None
    if trigger.rule.has("negative_only"):
        status = "occurred" if draft.kind in ("inaction", "killing") else "ongoing"  # what was not done in time cannot be done again
        return replace(draft, scope=Scope("asserted", "positive", status)) if scope.polarity == "negative" and not governed else None
    if scope.polarity == "negative" and governed:
        denied = lemma(draft.sentence, scope.governor or 0) in lexicon.governors["deny"] | REFUTING and family == "harm"
        return draft if denied else None
    if scope.modality == "ordered" and draft.kind == "displacement":
        return draft  # "were told to leave their homes": the order is told, whether they went is not
    if scope.modality == "ordered" or (scope.modality == "proposed" and governed):
        return draft if family not in ("harm", "response") else None
    refused = scope.modality == "planned" and scope.polarity == "negative"
    asked = draft.kind == "mobilisation" and (scope.modality == "proposed" or refused)
    if family == "harm" and not asked and not (scope.modality == "planned" and _sends_police(draft)):
        return _settle_harm(draft, governed)
    return _settle_response(draft, lexicon) if family in ("response", "harm") else draft


def _says_nothing(draft: Draft, trigger: Trigger, family: str) -> bool:
    """What is only imagined, only aimed at, or a word for the dead that neither counts nor names them."""
    s, scope = draft.sentence, draft.scope
    if family == "response" and is_imagined(s, draft.at):
        return True
    if scope.modality == "counterfactual" or (scope.relation == "purpose" and family == "harm"):
        return True
    bare = draft.figure is None and not draft.targets and s.tokens[draft.at].pos in ("NOUN", "ADJ")
    if draft.kind in ("killing", "injury") and bare and lemma(s, draft.at) in ("toll", "dead", "kill", "wounded", "injured", "killed"):
        return True
    return trigger.rule.has("future_only") and scope.modality != "planned"


def _settle_harm(draft: Draft, governed: bool) -> Draft | None:
    s, scope, kind = draft.sentence, draft.scope, draft.kind
    if scope.modality == "rhetorical" or (scope.modality == "conditional" and s.tokens[draft.at].pos == "NOUN"):
        return None
    if scope.modality == "possible" and kind in _VIOLENT:
        if scope.status != "future" and not governed:
            return None  # "can be held": ability, not a forecast
        revenge = re.search(r"reveng|retaliat|strike back|reprisal", s.text, re.I)
        return replace(
            draft,
            kind="forecast",
            subtype="revenge" if revenge else "escalation",
            figure=_foretold(draft),
            scope=scope._replace(status="future"),
        )
    if scope.modality == "proposed" and not governed and kind in _CALLED_FOR and re.search("[\"“‘']", s.text):
        return replace(draft, kind="incitement", subtype="call_for_repression", figure=None, scope=Scope())  # a quoted imperative
    if scope.modality == "proposed":
        return None
    if _predicted(draft, governed):
        ahead = Scope("possible", scope.polarity, "future")
        return replace(draft, kind="forecast", subtype="escalation", figure=_foretold(draft), scope=ahead)
    if kind == "attack" and scope.modality == "planned":
        return replace(draft, subtype="intent")
    return replace(draft, scope=Scope("ordered", "positive", "occurred")) if kind == "order" else draft


def _foretold(draft: Draft) -> FigureMention | None:
    """How many may be displaced is what agencies plan by, and is kept; other numbers of what may come are not."""
    return draft.figure if draft.kind == "displacement" else None


def _predicted(draft: Draft, governed: bool) -> bool:
    """ "The herders will hit back": what the voice expects; a headline's or a force's own announcement stays a plan."""
    s = draft.sentence
    told = draft.scope.modality == "planned" and draft.scope.relation is None and not governed
    return told and draft.kind in _VIOLENT - {"mobilisation"} and not s.heading and draft.scope.polarity == "positive"


def _settle_response(draft: Draft, lexicon: Lexicon) -> Draft | None:
    s, scope, kind = draft.sentence, draft.scope, draft.kind
    if scope.modality in ("proposed", "possible", "conditional", "rhetorical"):
        option = instrument_of(s, draft.first, draft.last, lexicon)
        if option is None or scope.modality == "rhetorical":
            return None
        return replace(draft, kind="option", subtype=option, details={"option": option}, norm=True)
    unwilling = scope.modality == "planned" and scope.polarity == "negative" and (bool(draft.actors) or kind in _SENT)
    if kind == "decision" and scope.polarity == "negative" and _is_not_adopted(draft):
        return replace(draft, kind="refusal", subtype="rejection", targets=(), details=_refused(draft), scope=Scope(status="occurred"))
    if kind in _REFUSABLE and unwilling:
        return replace(draft, kind="refusal", subtype="decline", details=_refused(draft), scope=Scope())  # "will not send peacekeepers"
    promised = kind in ("aid", "deployment", "evacuation") or _sends_police(draft)
    if promised and scope.modality == "planned" and scope.polarity == "positive":
        subtype = {"aid": "aid", "deployment": "troops", "mobilisation": "troops"}.get(kind)
        return replace(draft, kind="pledge", subtype=subtype, details={"asks": s.span_text(draft.first, draft.last)})
    return draft


def _is_not_adopted(draft: Draft) -> bool:
    """Whether a text that was put is told not to have been adopted: "did not adopt the draft"; "has adopted no text" tells of none put."""
    s = draft.sentence
    put = any(s.tokens[c].text.lower() in ("the", "a", "this", "that") for o in objects(s, draft.at) for c in kids(s, o, "det"))
    return draft.subtype in ("authorisation", "resolution") and draft.scope.governor is None and bool(kids(s, draft.at, "neg")) and put


def _refused(draft: Draft) -> dict[str, str]:
    """What a refusal declines, in the text's words."""
    s = draft.sentence
    what = objects(s, draft.at) if draft.kind == "decision" else []
    asks = s.span_text(*s.phrase(what[0])) if what else s.span_text(draft.first, draft.last)
    return {"form": "decline", "asks": asks}


def _sends_police(draft: Draft) -> bool:
    """Whether police or peacekeepers are to be posted: protection promised, where soldiers massed would be a sign of what may come."""
    s = draft.sentence
    moved = s.span_text(draft.first, draft.last).lower()
    police = re.search(r"\b(?:police|peacekeep|platoon|patrol)", moved) is not None
    return draft.kind == "mobilisation" and draft.subtype in (None, "troops") and police


def find_equals(draft: Draft) -> Iterator[Draft]:
    """The same displaced told in another unit: "300 families (1,400 people)", "300 families or 1,400 people"."""
    if draft.figure is None or draft.kind != "displacement":
        return
    s, own = draft.sentence, draft.figure
    for f in s.figures:
        if f.kind != "count" or f.noun_i is None or own.noun_i is None or not own.noun_i < f.first <= own.noun_i + 4:
            continue
        between = {s.tokens[j].text.lower() for j in range(own.noun_i + 1, f.first)}
        if between & {"(", "or", "-", "–"} and lemma(s, f.noun_i) != lemma(s, own.noun_i) and _are_people(s, f.noun_i):
            yield replace(draft, first=f.first, last=f.noun_i, at=f.noun_i, targets=(f.noun_i,), figure=f, confidence=0.7)


def find_gapped(draft: Draft) -> Iterator[Draft]:
    """The same act of others in another setting, its verb left out: "four died of stab wounds and two in police firing"."""
    if draft.figure is None or draft.kind not in ("killing", "injury") or not is_verb(draft.sentence, draft.at):
        return
    s = draft.sentence
    for f in s.figures:
        if f.kind != "count" or f.first <= max(draft.at, draft.figure.last) or f.noun_i is not None or f.last + 1 >= len(s.tokens):
            continue
        joined = s.tokens[f.first - 1].text.lower() in ("and", ",", ";") and s.tokens[f.last + 1].text.lower() in ("in", "from", "at", "by")
        other = {t.lemma.lower() for t in s.tokens[f.last + 2 : f.last + 5]} & {"condition", "hospital", "custody", "surgery", "care"}
        if joined and not other and s.tokens[f.last].dep == "conj" and draft.at in s.ancestors(f.last):
            last = s.subtree(f.last)[-1]
            last = min([last, *(j - 1 for j in range(f.last, last) if s.tokens[j].text in (",", ";"))])
            doers = find_doers(s, f.last)
            yield replace(draft, first=f.first, last=last, at=f.last, targets=(), actors=doers, figure=f, confidence=0.7)


def find_beside(draft: Draft, lexicon: Lexicon) -> Iterator[Draft]:
    """Other things counted in one list with those destroyed: "640 houses, three clinics and seven schools were burned"."""
    own = draft.figure
    if own is None or own.noun_i is None or draft.kind != "destruction":
        return
    s = draft.sentence
    top = own.noun_i
    while s.tokens[top].dep == "conj" and s.tokens[s.tokens[top].head].pos == "NOUN":
        top = s.tokens[top].head
    for noun in conjuncts(s, top):
        counted = next((f for f in s.figures if f.kind == "count" and f.noun_i == noun), None)
        if counted is None or counted.first == own.first or not in_class(s, noun, lexicon.classes["building"] | _HARMED_THINGS):
            continue
        first, last = min(counted.first, s.phrase(noun)[0]), noun
        beside = {"beside": True}
        yield replace(draft, first=first, last=last, at=noun, targets=(noun,), figure=counted, details=beside, confidence=0.7)


def _are_people(s: Sentence, i: int) -> bool:
    return lemma(s, i) in ("person", "people", "individual", "family", "household", "resident", "villager", "inhabitant")


def find_parts(draft: Draft, trigger: Trigger, lexicon: Lexicon) -> Iterator[Draft]:
    """Numbers that are part of the act's own: "80 people, including 12 children"; and of groups beside it: "six monks and two cooks"."""
    if draft.figure is None or draft.kind not in ("killing", "injury", "displacement", "detention", "abduction"):
        return
    s = draft.sentence
    for f in s.figures:
        if f.kind != "count" or f.noun_i is None or f.first <= draft.figure.last:
            continue
        people = mention_at(s, f.noun_i) is not None or lemma(s, f.noun_i) in lexicon.classes["human"]  # no goats beside villagers
        if draft.kind in ("killing", "injury") and people and {f.noun_i, draft.figure.noun_i} <= set(draft.targets):
            first, last = min(f.first, s.phrase(f.noun_i)[0]), s.phrase(f.noun_i)[1]
            yield replace(draft, first=first, last=last, at=f.noun_i, targets=(f.noun_i,), figure=f, details={"part": True}, confidence=0.7)
            continue
        before = s.span_text(max(0, f.first - 3), max(0, f.first - 1)).lower()
        if re.search(r"including|among them|of whom|of them", before):
            last = max(f.last, s.phrase(f.noun_i)[1])
            yield replace(
                draft,
                first=max(f.first - 1, 0),
                last=last,
                at=f.noun_i,
                targets=(f.noun_i,),
                figure=f,
                subtype=draft.subtype,
                details={"part": True},
                confidence=0.7,
            )
