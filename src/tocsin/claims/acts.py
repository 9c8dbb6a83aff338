"""Acts of harm and response: from the words that tell them to drafts of claims, by who, whom, whether and how many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.claims.counting import figure_for
from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.opinions import instrument_of
from tocsin.claims.roles import Roles, find_roles
from tocsin.claims.scope import Scope, denied_part, find_scope, possible_modal
from tocsin.claims.setting import Scene
from tocsin.claims.tree import clause, conjuncts, is_verb, kids, lemma, objects, prep_objects, subjects
from tocsin.claims.triggers import Trigger, find_triggers, in_class, iterate_heads
from tocsin.records import PartyMention, Sentence

CONFLICT_TYPES = frozenset(
    {"state", "security_force", "armed_group", "mob", "ethnic_group", "religious_group", "refugees", "protesters", "intergovernmental"}
)
PUBLIC_TYPES = frozenset(
    {
        "state",
        "security_force",
        "armed_group",
        "intergovernmental",
        "organisation",
        "court",
        "political_party",
        "protesters",
        "ethnic_group",
        "religious_group",
        "mob",
    }
)
_INSTITUTIONAL = frozenset({"deliberation", "decision", "deployment", "sanction", "aid", "referral", "offer", "mediation", "investigation"})
_CRUSHING = frozenset("crush kill exterminate expel destroy massacre hang lynch slaughter annihilate burn attack deport punish shoot eliminate".split())
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
_CARRIED_BY = frozenset(
    "explosion outbreak wave spate eruption surge cycle spiral night day week campaign series bout round episode act escalation rash burst".split()
)
_REFUSED = frozenset({"precedent", "option", "status", "characterisation", "invocation"})
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
            "intervention",
        ),
    ),
    ("mediation", ("mediate", "mediation", "mediator", "talk", "dialogue", "negotiate")),
    ("ceasefire", ("truce", "ceasefire", "cease-fire", "halt", "stop")),
    ("inquiry", ("inquiry", "investigate", "investigation", "probe")),
    ("access", ("access", "corridor")),
    ("sanctions", ("sanction", "embargo")),
    ("aid", ("aid", "help", "assistance", "food", "medicine", "relief", "fund", "money", "support")),
)


def find_acts(s: Sentence, lexicon: Lexicon, scene: Scene, *, alarmed: bool, taken: Sequence[Draft]) -> list[Draft]:
    """Drafts of all acts of a sentence. `alarmed`: the report speaks of a crisis; `taken`: norms and context already found on it."""
    triggers = find_triggers(s, lexicon)
    heads = frozenset(iterate_heads(triggers))
    contents = _contents(s, triggers, lexicon)
    found: list[Draft] = []
    for trigger in triggers:
        if trigger.i in contents or _told_by_toll(s, trigger, triggers):
            continue
        for draft in _draft(s, trigger, lexicon, scene, heads, alarmed, taken):
            if draft.kind == "protest" and any(trigger.i in d.targets for d in found):
                continue
            if not any(
                d.kind == draft.kind and (d.at == draft.at or (d.first, d.last) == (draft.first, draft.last)) and d.figure == draft.figure
                for d in found
            ):
                found.append(draft)
    return [_with_partner(_with_neighbours(d, found, lexicon), found) for d in found]


def _with_partner(draft: Draft, found: Sequence[Draft]) -> Draft:
    """A refusal and the request that it refuses tell each other's parties."""
    if draft.kind == "request" and not draft.targets:
        refusal = next(
            (
                d
                for d in found
                if d.kind == "refusal"
                and d.content is not None
                and (d.content == draft.at or draft.at in draft.sentence.subtree(d.content))
            ),
            None,
        )
        if refusal is not None:
            return replace(draft, targets=refusal.actors)
    if draft.kind == "refusal" and not draft.targets and draft.content is not None:
        request = next((d for d in found if d.kind == "request" and d.at == draft.content), None)
        if request is not None:
            return replace(draft, targets=request.actors)
    return draft


def _with_neighbours(draft: Draft, found: Sequence[Draft], lexicon: Lexicon) -> Draft:
    """A word for the violence as a whole has the parties of the one harm that its sentence tells plainly."""
    if draft.subtype != "communal" or draft.actors or draft.targets:
        return draft
    others = [
        d
        for d in found
        if d is not draft
        and lexicon.families[d.kind] == "harm"
        and d.kind in ("displacement", "killing", "attack")
        and d.scope.modality == "asserted"
        and d.actors
        and not d.details.get("part")
    ]
    return replace(draft, actors=others[0].actors, targets=others[0].targets) if len(others) == 1 else draft


def _draft(
    s: Sentence, trigger: Trigger, lexicon: Lexicon, scene: Scene, heads: frozenset[int], alarmed: bool, taken: Sequence[Draft]
) -> Iterator[Draft]:
    rule = trigger.rule
    roles = _lift_events(s, find_roles(s, trigger, lexicon), lexicon)
    denier = denied_part(s, trigger.i, lexicon)
    if _generic_actor(s, trigger):
        return
    if denier is not None:
        roles = roles._replace(actors=tuple(subjects(s, denier)))
    scope = find_scope(s, trigger.i, trigger.verb, lexicon)
    family = lexicon.families[rule.kind]
    if not _relevant(s, trigger, roles, scope, alarmed, lexicon):
        return
    first, last = act_span(s, trigger, heads, roles)
    figure = figure_for(s, trigger, _patients(trigger, roles), (first, last))
    if figure is not None:
        first, last = min(first, figure.first), max(last, figure.last) if figure.last - last < 4 else last
    draft = Draft(
        rule.kind,
        rule.subtype,
        s,
        first,
        last,
        trigger.i,
        scope,
        roles.actors,
        roles.targets,
        roles.content,
        figure,
        confidence=_confidence(trigger, roles),
    )
    draft = _refine(_drop_things(draft, trigger, lexicon), trigger, scene, lexicon)
    if _trivial(draft) or _presupposed(draft, trigger, taken):
        return
    draft = _foreseen(draft, trigger, family, lexicon)
    settled = _settle(draft, trigger, family, lexicon)
    if settled is not None:
        yield settled
        yield from _parts(settled, trigger)


def _contents(s: Sentence, triggers: Sequence[Trigger], lexicon: Lexicon) -> frozenset[int]:
    """Words of acts that are only what another act asks for, orders, offers, refuses or passes on."""
    found: set[int] = set()
    for t in triggers:
        if t.rule.kind in ("order", "request", "offer", "refusal", "pledge", "referral", "agreement"):
            content = find_roles(s, t, lexicon).content
            if t.rule.kind == "agreement":
                content = next(iter(kids(s, t.i, "xcomp")), None)
            if content is not None and content != t.i and not (t.rule.kind == "refusal" and s.tokens[content].pos == "NOUN"):
                found.update(j for j in s.subtree(content) if j not in (t.i, t.verb) and not _within_relative(s, j, content))
    return frozenset(found)


def _within_relative(s: Sentence, j: int, top: int) -> bool:
    return any(s.tokens[k].dep == "relcl" for k in (j, *s.ancestors(j)) if k != top and k in s.subtree(top))


def _told_by_toll(s: Sentence, trigger: Trigger, triggers: Sequence[Trigger]) -> bool:
    """An attack's noun that is the subject or setting of a killing in the same clause: the killing's claim tells it."""
    token = s.tokens[trigger.i]
    if trigger.rule.kind not in ("attack", "battle") or (token.pos != "NOUN" and token.tag != "VBG"):
        return False
    at = trigger.i
    if token.dep == "pobj" and s.tokens[token.head].text.lower() in ("in", "during", "by"):
        at = token.head
    above = s.tokens[at].head
    return (
        s.tokens[at].dep in ("nsubj", "prep", "agent")
        and any(t.verb == above and t.rule.kind in ("killing", "injury") for t in triggers)
        and not any(s.tokens[c].dep in ("relcl", "acl") for c in s.children[trigger.i])
    )


def _generic_actor(s: Sentence, trigger: Trigger) -> bool:
    """"Those who attack civilians can be held to account": said of nobody."""
    at = trigger.verb
    token = s.tokens[at]
    return token.dep == "relcl" and s.tokens[token.head].text.lower() in ("those", "anyone", "whoever", "everyone", "any") and token.tag in ("VBP", "VBZ")


def _confidence(trigger: Trigger, roles: Roles) -> float:
    return 0.85 - 0.15 * trigger.rule.has("weak") - 0.1 * (not roles.actors and not roles.targets)


def _patients(trigger: Trigger, roles: Roles) -> tuple[int, ...]:
    if trigger.rule.kind in ("deployment", "mobilisation"):
        return tuple(x for x in (roles.content, *roles.actors, *roles.targets) if x is not None)
    return roles.targets or (roles.actors if trigger.rule.frame == "do" else ())


def _lift_events(s: Sentence, roles: Roles, lexicon: Lexicon) -> Roles:
    """An event as subject is no party: "army shelling killed 31" has the army as actor, "the blast killed 31" nobody."""
    actors: list[int] = []
    for a in roles.actors:
        if lemma(s, a) in lexicon.nouns and s.tokens[a].pos == "NOUN" and not _mention(s, a):
            actors += [c for c in (*kids(s, a, "compound", "amod", "nmod", "poss"), *prep_objects(s, a, "by")) if _mention(s, c)]
        else:
            actors.append(a)
    targets = tuple(t for t in roles.targets if not (lemma(s, t) in ("life", "toll", "shelling", "attack") and not _mention(s, t)))
    return roles._replace(actors=tuple(dict.fromkeys(actors)), targets=tuple(dict.fromkeys(targets)))


def _mention(s: Sentence, i: int) -> PartyMention | None:
    inside = [m for m in s.parties if m.head == i] or [m for m in s.parties if m.first <= i <= m.last]
    return min(inside, key=lambda m: m.last - m.first) if inside else None


# ------------------------------------------------------------------ relevance


def _relevant(s: Sentence, trigger: Trigger, roles: Roles, scope: Scope, alarmed: bool, lexicon: Lexicon) -> bool:
    """Whether a word tells of what Tocsin reads: public actors for responses, parties of a conflict or an alarmed report for everyday words."""
    rule = trigger.rule
    parties = [m for i in (*roles.actors, *roles.targets) if (m := _mention(s, i))]
    crowd = frozenset({"mob", "ethnic_group", "religious_group", "protesters"}) if rule.kind in _INSTITUTIONAL else frozenset()
    if rule.has("public") and not any(
        (m := _mention(s, a)) and m.party.type in (PUBLIC_TYPES | {"person"}) - crowd for a in roles.actors
    ):
        public = any(m.party.type in PUBLIC_TYPES for m in s.parties)
        nominal_request = (
            rule.kind in ("request", "refusal")
            and s.tokens[trigger.i].pos == "NOUN"
            and public
            and (roles.content is not None or bool(parties))
        )
        passive = not roles.actors and alarmed and rule.kind not in ("deliberation", "request", "pledge", "offer")
        if not (nominal_request or passive):
            return False
    if rule.has("status_noun") and not _erupts(s, trigger.i, lexicon):
        return False
    if rule.has("weak"):
        concerned = any(m.party.type in CONFLICT_TYPES for m in parties)
        if s.tokens[trigger.i].pos in ("NOUN", "PROPN") and trigger.verb == trigger.i and _harks_back(s, trigger, roles):
            return False
        if rule.kind in ("protest", "battle", "attack", "repression", "detention", "mobilisation", "threat") and s.tokens[
            trigger.i
        ].pos in ("NOUN", "PROPN"):
            return alarmed or concerned
        return concerned or (alarmed and bool(parties or rule.has("weak") and _human_target(s, roles, lexicon)))
    return True


def _harks_back(s: Sentence, trigger: Trigger, roles: Roles) -> bool:
    """"The raid", "these attacks": speaks of what was told before, and adds neither parties nor place nor time."""
    i = trigger.i
    if roles.actors or roles.targets or s.heading:
        return False
    definite = any(s.tokens[c].text.lower() in ("the", "this", "these", "that", "those") for c in kids(s, i, "det"))
    added = any(s.tokens[c].dep in ("relcl", "acl", "prep", "amod", "compound", "nummod") for c in s.children[i])
    return definite and not added


def _human_target(s: Sentence, roles: Roles, lexicon: Lexicon) -> bool:
    return any(
        in_class(s, t, lexicon.classes["human"] | lexicon.classes["building"] | lexicon.classes["force"] | {"human"})
        for t in (*roles.targets, *roles.actors)
    )


def _erupts(s: Sentence, i: int, lexicon: Lexicon) -> bool:
    """Whether a word for violence in general tells of its happening: it erupts, rocks a town, or a thing turns into it."""
    exist = lexicon.governors["exist"] - {"be", "have", "report", "leave"}
    token = s.tokens[i]
    top = _chain_top(s, i)
    for at in {i, top}:
        if any(s.tokens[c].dep in ("relcl", "acl") and lemma(s, c) in exist for c in s.children[at]):
            return True
        t = s.tokens[at]
        if t.dep in ("nsubj", "nsubjpass") and lemma(s, t.head) in exist:
            return True
    if (
        token.dep == "pobj"
        and s.tokens[token.head].text.lower() == "into"
        and lemma(s, s.tokens[token.head].head) in ("turn", "descend", "erupt", "degenerate", "slide", "escalate", "spiral", "plunge")
    ):
        return True
    return (
        top != i
        and lemma(s, top) in ("outbreak", "eruption", "explosion")
        and s.tokens[top].dep in ("nsubj", "dobj")
        and not any(s.tokens[c].text.lower() in ("another", "new", "further") for c in s.children[top])
    )


def _chain_top(s: Sentence, i: int) -> int:
    """The noun that carries another by `of`: "the explosion of ethnic violence"."""
    token = s.tokens[i]
    if token.dep == "pobj" and s.tokens[token.head].text.lower() == "of":
        above = s.tokens[token.head].head
        if lemma(s, above) in _CARRIED_BY:
            return above
    return i


# ------------------------------------------------------------------ the span


def act_span(s: Sentence, trigger: Trigger, heads: frozenset[int], roles: Roles) -> tuple[int, int]:
    """First and last token of an act: the clause of its verb with its parties, or the noun's phrase with what completes it."""
    i, verb = trigger.i, trigger.verb
    if is_verb(s, verb) and (verb != i or s.tokens[i].pos in ("VERB", "AUX")):
        others = heads - {verb, i}
        first, last = clause(s, verb, others=others)
        for p in (*roles.actors, *roles.targets, i):
            a, b = s.phrase(p)
            if abs(p - verb) <= 25 and a < first and s.tokens[p].dep not in ("poss",) and _same_clause(s, p, verb):
                first = a
            if p > verb and b > last and b - last <= 8:
                last = b
        return first, last
    if s.tokens[i].pos == "ADJ" or (s.tokens[i].pos == "VERB" and trigger.rule.frame == "undergo"):
        return _state_span(s, i, roles)
    return _noun_span(s, _chain_top(s, i))


def _same_clause(s: Sentence, party: int, verb: int) -> bool:
    """Whether a party stands in the verb's own clause: the verb is above it and it is not the shared subject of an earlier conjunct."""
    return verb in (party, *s.ancestors(party)) or (
        s.tokens[verb].dep in ("relcl", "acl", "xcomp", "ccomp")
        and party < verb
        and s.tokens[verb].head in (party, *s.ancestors(party))
        and s.tokens[verb].dep == "xcomp"
    )


def _state_span(s: Sentence, i: int, roles: Roles) -> tuple[int, int]:
    head = s.tokens[i].head
    first = min([i, *(s.phrase(t)[0] for t in roles.targets)])
    last = max([i, *(s.phrase(t)[1] for t in roles.targets)])
    tail = [c for c in s.children[i] if s.tokens[c].dep in ("prep", "npadvmod")]
    for c in tail:
        branch = s.subtree(c)
        if branch[0] == last + 1:
            last = branch[-1]
    if s.tokens[i].dep in ("acomp", "attr", "oprd", "ccomp", "xcomp") and is_verb(s, head):
        first, last = min(first, head) if head > first - 6 else first, max(last, i)
    return first, last


def _noun_span(s: Sentence, i: int) -> tuple[int, int]:
    keep = {i}
    queue = [i]
    while queue:
        at = queue.pop()
        for c in s.children[at]:
            dep = s.tokens[c].dep
            if at == i and dep in ("conj", "cc", "appos", "parataxis", "punct", "advcl"):
                continue
            if dep == "relcl" and at != i and s.tokens[at].dep not in ("pobj",):
                continue
            keep.add(c)
            queue.append(c)
    first, last = min(keep), max(keep)
    while last > i and s.tokens[last].pos == "PUNCT":
        last -= 1
    while first < i and s.tokens[first].pos == "PUNCT":
        first += 1
    return first, last


# ------------------------------------------------------------------ what kind of act it is after all


def _refine(draft: Draft, trigger: Trigger, scene: Scene, lexicon: Lexicon) -> Draft:
    """Correct kind and subtype by who acts and what is asked."""
    s, kind = draft.sentence, draft.kind
    if kind == "request":
        return _refine_request(draft, lexicon)
    if kind == "refusal":
        details = {"form": "veto" if draft.subtype == "veto" else "decline"}
        if draft.content is not None:
            details["asks"] = _content_text(s, draft.content)
        return replace(draft, details=details)
    if kind in ("mobilisation", "deployment"):
        return replace(draft, kind=_moved_kind(draft, scene))
    if (
        kind == "attack"
        and draft.subtype in (None, "communal")
        and any((m := _mention(s, a)) and m.party.type == "mob" for a in draft.actors)
    ):
        return replace(draft, subtype="mob" if draft.subtype is None else draft.subtype)
    if kind == "displacement" and draft.subtype == "internal" and _crosses(draft, scene):
        return replace(draft, subtype="cross_border")
    if kind == "protest":
        return _protest(draft, trigger)
    if kind == "agreement" and draft.subtype is None and (aim := next(iter(kids(s, draft.at, "xcomp")), None)) is not None:
        return replace(draft, kind="pledge", details={"asks": _content_text(s, aim)}, last=max(draft.last, s.subtree(aim)[-1]))
    if kind == "deliberation":
        draft = replace(draft, actors=(*draft.actors, *(a for a in _companions(s, draft.at) if a not in draft.actors)))
    if kind in ("deliberation", "agreement", "decision"):
        details = {"topic": s.span_text(draft.first, draft.last)} if kind == "deliberation" else {}
        purpose = next(
            (c for c in s.tokens if c.tag == "VB" and c.i > draft.at and any(s.tokens[k].text.lower() == "to" for k in s.children[c.i])),
            None,
        )
        if kind == "deliberation" and purpose is not None:
            branch = s.subtree(purpose.i)
            details["purpose"] = s.span_text(branch[0], min(branch[-1], branch[0] + 12))
        return replace(draft, details=details)
    return draft


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
    text = _content_text(s, content)
    after = [t.text.lower() for t in s.tokens if s.phrase(content)[1] < t.i <= s.phrase(content)[1] + 4] if not is_verb(s, content) else []
    violent = [
        v
        for v in (content, *kids(s, content, "relcl", "acl", "xcomp", "ccomp", "pcomp"))
        if is_verb(s, v) and lemma(s, v) in _CRUSHING
    ]
    words = {*text.lower().split(), *(after if "to" in after else [])}
    if violent or words & {"crushed", "swept", "expelled", "killed", "driven", "exterminated", "hanged", "wiped"}:
        victims = tuple(x for v in violent or [content] for x in (*kids(s, v, "nsubjpass"), *objects(s, v)))
        victims = (
            victims or tuple(kids(s, content, "nsubj", "nsubjpass")) or (draft.targets or ((content,) if not is_verb(s, content) else ()))
        )
        people = tuple(
            v
            for v in victims
            if in_class(s, v, lexicon.classes["human"] | {"human", "uprising", "protest", "rebellion", "revolt", "demonstration"})
        )
        if people:
            return replace(
                draft, kind="incitement", subtype="call_for_repression", targets=people, last=max(draft.last, s.subtree(content)[-1])
            )
    lemmas = {t.lemma.lower() for t in s.tokens if draft.first <= t.i <= max(draft.last, max(s.subtree(content)))}
    subtype = next((name for name, keys in _ASKS if lemmas & set(keys)), "other")
    return replace(draft, subtype=subtype, details={"asks": text})


def _content_text(s: Sentence, i: int) -> str:
    branch = s.subtree(i) if is_verb(s, i) else list(range(s.phrase(i)[0], s.phrase(i)[1] + 1))
    return s.span_text(branch[0], min(branch[-1], branch[0] + 20))


def _moved_kind(draft: Draft, scene: Scene) -> str:
    """Forces moved by their own State at home are mobilisation; foreign or international ones are deployed."""
    s = draft.sentence
    parties = [m.party for a in (*draft.actors, *((draft.content,) if draft.content is not None else ())) if (m := _mention(s, a))]
    if any(p.type == "intergovernmental" for p in parties) or re.search(r"peacekeep|observer|monitor|contingent", s.text, re.I):
        return "deployment"
    countries = {p.country for p in parties if p.country}
    if countries and scene.country and scene.country not in countries:
        return "deployment"
    return "mobilisation"


def _crosses(draft: Draft, scene: Scene) -> bool:
    """Whether people who fled crossed into another country."""
    s = draft.sentence
    if any(t.lemma.lower() in ("border", "frontier") for t in s.tokens if draft.first <= t.i <= draft.last + 4):
        return True
    goals = prep_objects(s, draft.at, "to", "into", "in")
    return any(
        p.place.country and p.place.country != scene.country and scene.country for p in s.places for g in goals if p.first <= g <= p.last
    )


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


def _trivial(draft: Draft) -> bool:
    """A request not to be named is none."""
    s = draft.sentence
    return draft.kind == "request" and draft.content is not None and any(
        lemma(s, j) in ("identify", "name", "quote", "anonymity", "condition") for j in (draft.content, *s.subtree(draft.content)[:8]))


def _presupposed(draft: Draft, trigger: Trigger, taken: Sequence[Draft]) -> bool:
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


def _drop_things(draft: Draft, trigger: Trigger, lexicon: Lexicon) -> Draft:
    """Weapons that fall are no actors, counted houses and places attacked no targets; a camp that shelters acts for its owner."""
    s = draft.sentence
    actors, targets = list(draft.actors), list(draft.targets)
    if "bomb" in trigger.rule.subject:
        actors = [a for a in actors if lemma(s, a) not in lexicon.classes["weapon"]]
    if trigger.rule.kind == "aid" and "camp" in trigger.rule.subject:
        actors = [x for a in actors for x in (kids(s, a, "poss") or [a])]
    if trigger.rule.kind in ("attack", "battle", "destruction"):
        targets = [t for t in targets if not any(p.first <= t <= p.last for p in s.places)]
    if trigger.rule.kind == "sanction" and "asset" in trigger.rule.object:
        targets = [x for t in targets for x in (prep_objects(s, t, "of") or kids(s, t, "poss"))]
    if draft.figure is not None and trigger.rule.kind == "destruction":
        targets = [t for t in targets if draft.figure.noun_i != t]
    return replace(draft, actors=tuple(actors), targets=tuple(targets))


def _foreseen(draft: Draft, trigger: Trigger, family: str, lexicon: Lexicon) -> Draft:
    """Violence named as what another act may lead to ("could draw troops into the fighting", "provoking new attacks"): the clause foresees it."""
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
    doers = [x for x in subjects(s, verb) if _mention(s, x)] if s.tokens[verb].dep != "relcl" else []
    return replace(
        draft,
        first=min(first, draft.first),
        last=max(last, draft.last),
        at=verb,
        actors=draft.actors or tuple(doers or objects(s, verb)),
        scope=Scope("possible", "positive", "future"),
    )


def _settle(draft: Draft, trigger: Trigger, family: str, lexicon: Lexicon) -> Draft | None:
    """Decide by scope what remains: an act, a forecast, an option, a denial, or nothing."""
    s, scope, kind = draft.sentence, draft.scope, draft.kind
    governed = scope.governor is not None
    if scope.status == "not_occurred" and scope.modality == "counterfactual":
        return None
    if scope.relation == "purpose" and family == "harm":
        return None
    if kind in ("killing", "injury") and draft.figure is None and lemma(s, draft.at) in ("toll", "dead", "kill", "wounded", "injured", "killed") and (
            s.tokens[draft.at].pos in ("NOUN", "ADJ") and not draft.targets):
        return None
    if scope.polarity == "negative" and governed:
        denied = lemma(s, scope.governor or 0) in lexicon.governors["deny"] and family == "harm"
        return draft if denied else None
    if trigger.rule.has("future_only") and scope.modality not in ("planned",):
        return None
    if family == "harm" and scope.modality == "possible" and scope.status != "future" and not governed and kind in _VIOLENT:
        return None  # "can be held": ability, not a forecast
    if family == "harm" and scope.modality == "possible" and kind in _VIOLENT:
        return replace(
            draft,
            kind="forecast",
            subtype="revenge" if re.search(r"reveng|retaliat|strike back|reprisal", s.text, re.I) else "escalation",
            figure=None,
            scope=scope._replace(status="future"),
        )
    if scope.modality == "ordered" and family in ("harm", "response"):
        return None
    if scope.modality == "proposed" and governed:
        return None
    if family == "response" and scope.modality in ("proposed", "possible", "conditional", "rhetorical"):
        option = instrument_of(s, draft.first, draft.last, lexicon)
        if option is None or scope.modality == "rhetorical":
            return None
        return replace(draft, kind="option", subtype=option, details={"option": option}, norm=True)
    if scope.modality == "rhetorical" and family == "harm":
        return None
    if kind in ("aid", "deployment", "evacuation") and scope.modality == "planned" and scope.polarity == "positive":
        return replace(draft, kind="pledge", subtype="aid" if kind == "aid" else "troops" if kind == "deployment" else None,
                       details={"asks": s.span_text(draft.first, draft.last)})
    if kind in ("attack", "repression") and scope.modality == "planned" and kind == "attack":
        return replace(draft, subtype="intent")
    if kind == "order":
        return replace(draft, scope=Scope("ordered", "positive", "occurred"))
    return draft


def _parts(draft: Draft, trigger: Trigger) -> Iterator[Draft]:
    """Numbers that are part of the act's own: "80 people, including 12 children"."""
    if draft.figure is None or draft.kind not in ("killing", "injury", "displacement", "detention", "abduction"):
        return
    s = draft.sentence
    for f in s.figures:
        if f.kind != "count" or f.noun_i is None or f.first <= draft.figure.last:
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


def has_subject(s: Sentence, i: int) -> bool:
    """Whether a verb has a subject of its own."""
    return bool(subjects(s, i))
