"""What kind of act it is after all: by who acts, on whom, and what is asked."""

from __future__ import annotations

import re
from dataclasses import replace

from tocsin.claims.classes import in_class
from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.setting import Scene
from tocsin.claims.tree import by_agents, conjuncts, is_verb, kids, lemma, mention_at, objects, prep_objects, subjects
from tocsin.claims.triggers import Trigger
from tocsin.records import Sentence

_CRUSHING = frozenset(
    "crush kill exterminate expel destroy massacre hang lynch slaughter annihilate burn attack deport punish shoot eliminate "
    "finish butcher behead torch cleanse purge stab hack wipe loot rape".split()
)
_CRUSHED = frozenset("human uprising protest rebellion revolt demonstration house home village shop mosque church temple".split())
_ASKS = (
    (
        "military_assistance",
        (
            "troop",
            "soldier",
            "force",
            "peacekeeper",
            "army",
            "intervene",
            "gunship",
            "police",
            "jet",
            "battalion",
            "military",
            "paramilitary",
            "platoon",
            "escort",
            "intervention",
        ),
    ),
    ("mediation", ("mediate", "mediation", "mediator", "talk", "dialogue", "negotiate")),
    ("ceasefire", ("truce", "ceasefire", "cease-fire", "halt", "stop", "cease", "hostility")),
    ("inquiry", ("inquiry", "investigate", "investigation", "probe")),
    ("access", ("access", "corridor", "flight", "passage")),
    ("sanctions", ("sanction", "embargo")),
    ("aid", ("aid", "help", "assistance", "food", "medicine", "relief", "fund", "money", "support")),
)


def refine(draft: Draft, trigger: Trigger, scene: Scene, lexicon: Lexicon) -> Draft:
    """Correct kind and subtype by who acts and what is asked."""
    s, kind = draft.sentence, draft.kind
    if kind == "request":
        return _refine_request(draft, lexicon)
    if kind == "refusal":
        return _refine_refusal(draft)
    draft = _as_attempted(draft)
    if kind in ("repression", "detention"):
        return _refine_force(draft)
    if kind in ("mobilisation", "deployment"):
        draft = _announced(draft)
        kind = _moved_kind(draft, scene, lexicon)
        return replace(draft, kind=kind, subtype=_moved_subtype(draft, kind))
    if kind == "attack" and draft.subtype is None and "mob" in _actor_types(draft):
        return replace(draft, subtype="mob")
    if kind in ("evacuation", "displacement"):
        return _refine_flight(draft, trigger, scene)
    if kind == "protest":
        return _protest(draft, trigger)
    if (settled := _of_words(draft)) is not None:
        return settled
    if kind == "agreement" and draft.subtype is None and (aim := next(iter(kids(s, draft.at, "xcomp")), None)) is not None:
        return replace(draft, kind="pledge", details={"asks": content_text(s, aim)}, last=max(draft.last, s.subtree(aim)[-1]))
    return _with_topic(draft) if kind in ("deliberation", "agreement", "decision") else draft


def _with_topic(draft: Draft) -> Draft:
    """Talks with all who sit in them, their topic and what they are for; agreements and decisions bare."""
    if draft.kind != "deliberation":
        return replace(draft, details={})
    s = draft.sentence
    sitting = (*draft.actors, *(a for a in _companions(s, draft.at) if a not in draft.actors))
    details = {"topic": s.span_text(draft.first, draft.last)}
    purpose = next(
        (c for c in s.tokens if c.tag == "VB" and c.i > draft.at and any(s.tokens[k].text.lower() == "to" for k in s.children[c.i])),
        None,
    )
    if purpose is not None:
        branch = s.subtree(purpose.i)
        details["purpose"] = s.span_text(branch[0], min(branch[-1], branch[0] + 12))
    return replace(draft, actors=sitting, details=details)


_PROMISED = frozenset("offer announce pledge promise".split())
_SPOKEN_FOR = frozenset("announce promise pledge order approve plan offer include propose authorise authorize".split())
_CALLED_OFF = frozenset("return retreat withdraw".split())
_TRUCES = frozenset("ceasefire cease-fire truce armistice".split())
_DEALS = frozenset("accord pact treaty settlement roadmap".split())


def _turned_back(s: Sentence, i: int) -> bool:
    """Whether those sent out did not arrive: "had been sent, but turned back", "was dispatched but forced to return"."""
    for c in kids(s, i, "conj"):
        opposed = any(s.tokens[x].text.lower() in ("but", "yet") for x in kids(s, i, "cc"))
        below = {lemma(s, x) for x in (c, *kids(s, c, "xcomp"))}
        back = lemma(s, c) in ("turn", "hold", "send", "drive", "force", "push", "pull") and any(
            s.tokens[x].text.lower() in ("back", "away") for x in s.children[c]
        )
        if opposed and (back or below & _CALLED_OFF):
            return True
    return False


def _announced(draft: Draft) -> Draft:
    """A deployment by its noun below an announcement is one to come: "announcing the dispatch of 300 police"."""
    s = draft.sentence
    above = next((v for v in s.ancestors(draft.at) if is_verb(s, v)), None)
    if is_verb(s, draft.at) or above is None or lemma(s, above) not in _SPOKEN_FOR or draft.scope.modality != "asserted":
        return draft
    actors = tuple(subjects(s, above))
    return replace(draft, actors=actors or draft.actors, scope=draft.scope._replace(modality="planned", status="future"))


def _agreed_on(s: Sentence, i: int) -> str | None:
    """What is agreed on, where it is a truce or a peace: when it shall begin makes no mere promise of it."""
    named = (*prep_objects(s, i, "on", "to", "over"), *objects(s, i))
    if any(in_class(s, o, _TRUCES) for o in named):
        return "ceasefire"
    return "peace_deal" if any(in_class(s, o, _DEALS) for o in named) else None


def _refine_refusal(draft: Draft) -> Draft:
    """A refusal with what it refuses, in the text's words; a vote or a veto is only how."""
    s = draft.sentence
    details = {"form": "veto" if draft.subtype == "veto" else "decline"}
    if draft.content is not None and lemma(s, draft.content) not in ("vote", "veto"):
        details["asks"] = content_text(s, draft.content)
    return replace(draft, details=details)


def _as_attempted(draft: Draft) -> Draft:
    """Those who were sent but turned back are only tried to be sent."""
    if draft.kind not in ("mobilisation", "deployment", "aid", "investigation", "evacuation") or not _turned_back(draft.sentence, draft.at):
        return draft
    return replace(draft, scope=draft.scope._replace(modality="attempted", status="attempted"))


def _of_words(draft: Draft) -> Draft | None:
    """An agreement on a truce, or help that is only offered or announced; None for the rest."""
    s, kind = draft.sentence, draft.kind
    if kind == "agreement" and (truce := _agreed_on(s, draft.at)) is not None:
        beside = ("with", "between", "and")
        sides = tuple(t for t in draft.targets if s.tokens[t].dep == "conj" or s.tokens[s.tokens[t].head].text.lower() in beside)
        return replace(draft, subtype=truce, targets=sides)  # "a truce for the northern front": the front agrees to nothing
    if kind == "aid" and is_verb(s, draft.at) and lemma(s, draft.at) in _PROMISED:
        given = content_text(s, draft.content) if draft.content is not None else s.span_text(draft.first, draft.last)
        offered = lemma(s, draft.at) == "offer"
        return replace(draft, kind="offer" if offered else "pledge", subtype="aid", details={"asks": given})
    return None


_ARRESTING = frozenset("arrest jail imprison remand apprehend nab book intern".split())
_LIVED_IN = frozenset(
    "village town hamlet camp settlement community neighbourhood neighborhood market school church mosque hospital site district "
    "suburb island refugee kraal encampment parish commune".split()
)
_NO_STATE = frozenset({"armed_group", "mob"})


def _actor_types(draft: Draft) -> set[str]:
    s = draft.sentence
    return {m.party.type for m in s.parties if m.head in draft.actors}


def _refine_force(draft: Draft) -> Draft:
    """A raid on where people live is an attack; people taken by those who are no State are abducted."""
    if draft.kind == "repression" and lemma(draft.sentence, draft.at) == "raid" and _is_assault(draft):
        return replace(draft, kind="attack", subtype="raid")
    return replace(draft, kind="abduction", subtype=None) if draft.kind == "detention" and _by_no_state(draft) else draft


def _is_assault(draft: Draft) -> bool:
    """Whether a raid is an attack: an armed group's, or an army's on where people live; the police raid for arrests."""
    s = draft.sentence
    doers, types = {lemma(s, a) for a in draft.actors}, _actor_types(draft)
    hit = [*objects(s, draft.at), *draft.targets]
    lived = any(lemma(s, x) in _LIVED_IN or any(p.first <= x <= p.last for p in s.places) for x in hit)
    outlaws = bool(types) and types <= _NO_STATE
    return outlaws or (lived and not doers & {"police", "policeman", "officer", "constable", "authority", "agent"})


def _by_no_state(draft: Draft) -> bool:
    """Whether people are taken by those who are no State: that is no arrest but an abduction; soldiers taken in battle are captured."""
    types = _actor_types(draft)
    taken = {m.party.type for m in draft.sentence.parties if m.head in draft.targets}
    return bool(types) and types <= _NO_STATE and "security_force" not in taken and lemma(draft.sentence, draft.at) not in _ARRESTING


def _refine_flight(draft: Draft, trigger: Trigger, scene: Scene) -> Draft:
    """An evacuation by nobody in particular is a flight; a flight over a border is one abroad."""
    if draft.kind == "evacuation":
        return replace(draft, kind="displacement", subtype="internal", actors=()) if _were_uprooted(draft, trigger) else draft
    return replace(draft, subtype="cross_border") if draft.subtype == "internal" and _crosses(draft, scene) else draft


_RESCUE = frozenset("plane aircraft flight ship boat helicopter airlift jet bus convoy embassy consulate".split())


def _were_uprooted(draft: Draft, trigger: Trigger) -> bool:
    """Whether people "were evacuated" by nobody who is named, or a number's evacuation is told: they left home; a rescuer's act is none."""
    s = draft.sentence
    if any(mention_at(s, a) for a in draft.actors) or lemma(s, trigger.i) not in ("evacuate", "evacuation"):
        return False
    around = {t.lemma.lower() for t in s.tokens if draft.first <= t.i <= draft.last + 4}
    if around & _RESCUE:
        return False
    return draft.figure is not None or is_verb(s, trigger.i)


def _companions(s: Sentence, i: int) -> list[int]:
    """Who takes part too: "along with A, B and C", "together with D"."""
    for t in s.tokens:
        if t.text.lower() in ("along", "together") and t.i > i and t.i + 1 < len(s.tokens) and s.tokens[t.i + 1].text.lower() == "with":
            return [x for p in kids(s, t.i + 1, "pobj") for x in conjuncts(s, p)]
    return []


def _refine_request(draft: Draft, lexicon: Lexicon) -> Draft:
    """A request's content: for troops, aid ...; a demand that people be crushed or driven out is incitement."""
    s = draft.sentence
    if draft.content is None:
        return draft
    content = draft.content
    if s.tokens[content].tag in ("WDT", "WP") and s.tokens[draft.at].dep == "relcl":
        content = s.tokens[draft.at].head  # "a mission, which the president has asked for"
    text = content_text(s, content)
    after = [t.text.lower() for t in s.tokens if s.phrase(content)[1] < t.i <= s.phrase(content)[1] + 4] if not is_verb(s, content) else []
    violent = [
        v for v in (content, *kids(s, content, "relcl", "acl", "xcomp", "ccomp", "pcomp")) if is_verb(s, v) and lemma(s, v) in _CRUSHING
    ]
    words = {*text.lower().split(), *(after if "to" in after else [])}
    if violent or words & {"crushed", "swept", "expelled", "killed", "driven", "exterminated", "hanged", "wiped"}:
        victims = tuple(x for v in violent or [content] for x in (*kids(s, v, "nsubjpass"), *objects(s, v)))
        victims = (
            victims or tuple(kids(s, content, "nsubj", "nsubjpass")) or ((content,) if not is_verb(s, content) else draft.targets)
        )
        people = tuple(
            v
            for v in victims
            if in_class(s, v, lexicon.classes["human"] | _CRUSHED)
        )
        if people:
            return replace(
                draft, kind="incitement", subtype="call_for_repression", targets=people, last=max(draft.last, s.subtree(content)[-1])
            )
    return replace(draft, subtype=_asked_for(draft, content), details={"asks": text})


_LEAVING = frozenset(
    "withdraw pull pull_out leave vacate quit retreat stop cease halt end disarm lay lay_down surrender hand release free refrain lift "
    "dismantle disband return evacuate avoid".split()
)
_FIGHTING = frozenset(
    "fight fighting attack violence hostility fire shoot shooting shell shelling bomb bombing bombardment offensive war kill killing "
    "strike airstrike raid clash operation arm weapon gun battle truce ceasefire cease-fire".split()
)


def _asked_for(draft: Draft, content: int) -> str:
    """The kind of thing that is asked for; that forces stop, leave or disarm asks for no help of theirs."""
    s = draft.sentence
    branch = s.subtree(content)
    parties = {x for p in (*draft.actors, *draft.targets, *kids(s, content, "nsubj", "nsubjpass")) for x in s.subtree(p)} - {content}
    apart = {x for c in branch if c != content and s.tokens[c].tag in ("VBZ", "VBD") and s.tokens[c].dep == "conj" for x in s.subtree(c)}
    asked = [t for t in s.tokens if (draft.first <= t.i <= draft.last or t.i in branch) and t.i not in apart]
    lemmas = {t.lemma.lower() for t in asked}
    forces = {t.lemma.lower() for t in asked if t.i not in parties}  # those who are asked are not what is asked for
    leaving = is_verb(s, content) and lemma(s, content) in _LEAVING
    for name, keys in _ASKS:
        if not (forces if name == "military_assistance" else lemmas) & set(keys) or (name == "military_assistance" and leaving):
            continue
        if name == "ceasefire" and not lemmas & (_FIGHTING | {"fire"}):
            continue  # "asked people to stop coming"
        return name
    return "other"


def content_text(s: Sentence, i: int) -> str:
    """What is asked, in the text's words: the clause or the noun phrase, at most some twenty words."""
    branch = s.subtree(i) if is_verb(s, i) else list(range(s.phrase(i)[0], s.phrase(i)[1] + 1))
    return s.span_text(branch[0], min(branch[-1], branch[0] + 20))


def _moved_kind(draft: Draft, scene: Scene, lexicon: Lexicon) -> str:
    """Forces moved by their own State at home are mobilisation; foreign or international ones are deployed."""
    s = draft.sentence
    parties = [m.party for a in (*draft.actors, *((draft.content,) if draft.content is not None else ())) if (m := mention_at(s, a))]
    if any(p.type == "intergovernmental" for p in parties) or re.search(r"peacekeep|observer|monitor|contingent", s.text, re.I):
        return "deployment"
    moved = [x for x in (*objects(s, draft.at), *draft.targets) if lemma(s, x) in lexicon.classes["relief"]]
    moved += [x for x in objects(s, draft.at) if re.search(r"medical|humanitarian|rescue|relief|doctor", s.span_text(*s.phrase(x)), re.I)]
    if moved or (draft.content is not None and lemma(s, draft.content) in lexicon.classes["relief"]):
        return "aid"
    countries = {p.country for p in parties if p.country}
    if countries and scene.country and scene.country not in countries:
        return "deployment"
    return "mobilisation"


def _moved_subtype(draft: Draft, kind: str) -> str | None:
    """Peacekeepers and observers sent are told from troops."""
    if kind == "aid":
        return "humanitarian"
    sent = {lemma(draft.sentence, x) for x in (*objects(draft.sentence, draft.at), *draft.actors)}
    if kind == "deployment" and draft.subtype in (None, "troops"):
        if "peacekeeper" in sent:
            return "peacekeepers"
        return "observers" if sent & {"observer", "monitor"} else draft.subtype
    return draft.subtype


def _crosses(draft: Draft, scene: Scene) -> bool:
    """Whether people who fled crossed into another country."""
    s = draft.sentence
    if any(t.lemma.lower() in ("border", "frontier") for t in s.tokens if draft.first <= t.i <= draft.last + 4):
        return True
    goals = prep_objects(s, draft.at, "to", "into", "in")
    home = {m.party.country for m in s.parties if m.head in draft.targets and m.party.country} or {scene.country} - {None}
    reached = {p.place.country for p in s.places for g in goals if p.first <= g <= p.last and p.place.country}
    return bool(home) and bool(reached - home)


def _protest(draft: Draft, trigger: Trigger) -> Draft:
    s = draft.sentence
    text = s.span_text(draft.first, draft.last).lower()
    subtype = draft.subtype
    if "counter" in text:
        subtype = "counter"
    elif trigger.rule.subtype == "strike":
        subtype = "strike"
    elif "riot" in lemma(s, draft.at):
        subtype = "riot"
    actors = draft.actors
    if not actors and s.tokens[draft.at].pos == "NOUN":
        actors = (draft.at,)
    return replace(draft, subtype=subtype, actors=actors)


_ARMS = frozenset(
    "bomb shell missile rocket grenade mortar mine bullet shot car-bomb blast explosion explosive charge device dynamite gunfire fire "
    "blaze force accident".split()
)
_GOES_OFF = frozenset("explode detonate blow_up go_off".split())  # what does so is the device, whatever body "it" could mean
_USED = frozenset("plant place throw hurl fire launch drop detonate set leave lay toss explode activate trigger carry".split())


_WIELDERS = frozenset({"state", "security_force", "armed_group", "mob"})


def _wields(s: Sentence, i: int) -> bool:
    """Whether a word for arms stands for who bears them: "the armed forces", "rebel bombers", "army missiles"."""
    mention = next((m for m in s.parties if m.head == i), None)
    physical = lemma(s, i) == "force" and bool(kids(s, i, "prep")) and s.tokens[i].tag == "NN"  # "the force of the blast"
    return mention is not None and mention.party.type in _WIELDERS and not physical


def _users(s: Sentence, i: int) -> list[int]:
    """Who used a weapon: "a bomb planted by rebels", "army shells"."""
    users = [x for c in kids(s, i, "acl") if lemma(s, c) in _USED for x in by_agents(s, c)]
    return users or [c for c in kids(s, i, "compound", "nmod", "amod", "poss") if _wields(s, c)]


_BODY = frozenset("throat fingernail toenail nail leg arm hand limb foot ear nose lip finger eye tongue head skull jaw rib kneecap".split())


def _whole(s: Sentence, i: int) -> list[int]:
    """Whose throat, hand or nails: the owner of a part of a body, else the word itself."""
    if lemma(s, i) not in _BODY:
        return [i]
    return kids(s, i, "poss") or prep_objects(s, i, "of")


def drop_things(draft: Draft, trigger: Trigger, lexicon: Lexicon) -> Draft:
    """Weapons that fall are no actors, counted houses and places attacked no targets; a camp that shelters acts for its owner."""
    s = draft.sentence
    actors, targets = list(draft.actors), list(draft.targets)
    if trigger.rule.kind in ("killing", "injury", "attack", "destruction"):
        bodily = trigger.rule.kind in ("killing", "injury") or "bomb" in trigger.rule.subject
        arms = lexicon.classes["weapon"] | {"force"} if bodily else _ARMS
        actors = [x for a in actors for x in (_users(s, a) if lemma(s, a) in arms and not _wields(s, a) else [a])]
        if lemma(s, trigger.i) in _GOES_OFF and not kids(s, trigger.i, "dobj"):
            actors = [a for a in actors if s.tokens[a].text.lower() not in ("it", "they", "which", "that", "one", "two", "both")]
        targets = [t for t in targets if lemma(s, t) not in _ARMS or _wields(s, t)]
    if trigger.rule.kind in ("killing", "injury", "torture"):
        targets = [x for t in targets for x in _whole(s, t)]
    if trigger.rule.kind == "aid" and "camp" in trigger.rule.subject:
        actors = [x for a in actors for x in (kids(s, a, "poss") or [a])]
    if trigger.rule.kind == "displacement":
        actors = [a for a in actors if not any(p.first <= a <= p.last for p in s.places)]
    if trigger.rule.kind in ("attack", "battle", "destruction"):
        targets = [t for t in targets if _is_state(s, t) or not any(p.first <= t <= p.last for p in s.places)]
    if trigger.rule.kind == "sanction" and "asset" in trigger.rule.object:
        targets = [x for t in targets for x in (prep_objects(s, t, "of") or kids(s, t, "poss"))]
    if draft.figure is not None and trigger.rule.kind == "destruction":
        targets = [t for t in targets if draft.figure.noun_i != t]
    return replace(draft, actors=tuple(actors), targets=tuple(targets))


def _is_state(s: Sentence, i: int) -> bool:
    """Whether a country's own name stands there: what is done to the country is done to its State."""
    return any(m.head == i and m.party.type == "state" for m in s.parties) and any(
        p.first <= i <= p.last and p.place.precision == "country" for p in s.places
    )
