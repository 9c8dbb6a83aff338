"""Acts of harm and response: from the words that tell them to drafts of claims, by who, whom, whether and how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.claims.blame import add_blame, follow_bands
from tocsin.claims.counting import figure_for
from tocsin.claims.denials import REFUTING, disowned_by, disowned_deeds, refuted_by
from tocsin.claims.draft import Draft
from tocsin.claims.inaction import as_omission
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.means import find_doers
from tocsin.claims.partners import complete_roles
from tocsin.claims.refine import drop_things, refine
from tocsin.claims.relevance import has_generic_actor, is_figurative, is_relevant, is_told_by_toll, is_untold, only_answers
from tocsin.claims.roles import Roles, find_roles, speaker_for
from tocsin.claims.scope import Scope, denied_part, find_scope
from tocsin.claims.setting import Scene
from tocsin.claims.settle import find_beside, find_equals, find_gapped, find_parts, foresee, is_presupposed, is_trivial, settle
from tocsin.claims.spans import act_span
from tocsin.claims.tree import kids, lemma, mention_at, prep_objects
from tocsin.claims.triggers import Trigger, find_triggers, iterate_heads
from tocsin.records import Sentence


def find_acts(s: Sentence, lexicon: Lexicon, scene: Scene, *, alarmed: bool, taken: Sequence[Draft]) -> list[Draft]:
    """Drafts of all acts of a sentence. `alarmed`: the report speaks of a crisis; `taken`: norms and context already found on it."""
    triggers = find_triggers(s, lexicon)
    deed = next(r for r in lexicon.nouns["attack"] if r.kind == "attack")
    triggers += [Trigger(i, deed, i) for i in disowned_deeds(s) if all(t.i != i for t in triggers)]
    heads = frozenset(iterate_heads(triggers))
    contents = contents_of(s, triggers, lexicon)
    found: list[Draft] = []
    for trigger in triggers:
        if trigger.i in contents or is_told_by_toll(s, trigger, triggers):
            continue
        for draft in _draft(s, trigger, lexicon, scene, heads, alarmed, taken):
            if draft.kind == "protest" and any(trigger.i in d.targets for d in found):
                continue
            if not any(
                d.kind == draft.kind and (d.at == draft.at or (d.first, d.last) == (draft.first, draft.last)) and d.figure == draft.figure
                for d in found
            ):
                found.append(draft)
    found = [follow_bands(s, d) for d in add_blame(s, tell_once(found), lexicon)]
    return [_with_partner(_with_neighbours(d, found, lexicon), found) for d in found]


def tell_once(found: Sequence[Draft]) -> list[Draft]:
    """One draft for one kind and number, of the words that tell it twice: "27 injured people, most with wounds", "shops burned or looted".

    Whoever of the wounded died is told as dead alone.
    """
    kept: list[Draft] = []
    for draft in found:
        same = next((n for n, d in enumerate(kept) if _tells_same(d, draft)), None)
        if same is None:
            kept.append(draft)
        else:
            told = max(kept[same], draft, key=lambda d: bool(d.actors) + bool(d.targets))
            kept[same] = replace(told, first=min(kept[same].first, draft.first), last=max(kept[same].last, draft.last))
    dead = {d.figure.first for d in kept if d.kind == "killing" and d.figure is not None and d.scope.polarity == "positive"}
    return [d for d in kept if d.kind != "injury" or d.figure is None or d.figure.first not in dead]


def _tells_same(one: Draft, other: Draft) -> bool:
    if one.figure is None or one.figure != other.figure or one.kind != other.kind or one.scope.polarity != other.scope.polarity:
        return False
    return one.subtype == other.subtype or "return" not in (one.subtype, other.subtype)


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
    told = [a for a in roles.actors if mention_at(s, a) or lemma(s, a) not in lexicon.classes["weapon"]]
    if rule.kind in ("killing", "injury", "displacement") and not told and (doers := find_doers(s, max(trigger.i, trigger.verb))):
        roles = roles._replace(actors=doers)
    roles = complete_roles(s, trigger, _as_toll(s, trigger, roles), lexicon)
    disowned = disowned_by(s, trigger.i)
    denier = disowned if disowned is not None else denied_part(s, trigger.i, lexicon)
    if has_generic_actor(s, trigger):
        return
    if denier is not None:
        roles = roles._replace(actors=tuple(speaker_for(s, denier)))
    scope = _stands(s, trigger, lexicon, denied=disowned is not None)
    if rule.kind == "inaction":
        scope = as_omission(s, trigger.i, scope)
    family = lexicon.families[rule.kind]
    if only_answers(s, trigger.rule.kind, trigger.verb) or is_figurative(s, trigger, lexicon):
        return
    if not is_relevant(s, trigger, roles, scope, alarmed, lexicon):
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
    if family == "harm" and is_untold(s, trigger, roles, counted=figure is not None):
        return
    draft = refine(drop_things(draft, trigger, lexicon), trigger, scene, lexicon)
    if is_trivial(draft) or is_presupposed(draft, trigger, taken):
        return
    draft = foresee(draft, trigger, family, lexicon)
    settled = settle(draft, trigger, family, lexicon)
    if settled is not None:
        yield settled
        yield from find_parts(settled, trigger, lexicon)
        yield from find_gapped(settled)
        yield from find_equals(settled)
        yield from find_beside(settled, lexicon)


def _stands(s: Sentence, trigger: Trigger, lexicon: Lexicon, *, denied: bool) -> Scope:
    """The act's scope; not done, where a part in it is disowned or what tells it is called false."""
    refuted = refuted_by(s, trigger.verb) if lexicon.families[trigger.rule.kind] == "harm" else None
    if denied or refuted is not None:
        governor = refuted if refuted is not None and lemma(s, refuted) in REFUTING else None
        return Scope("asserted", "negative", "not_occurred", governor)
    return find_scope(s, trigger.i, trigger.verb, lexicon)


def contents_of(s: Sentence, triggers: Sequence[Trigger], lexicon: Lexicon) -> frozenset[int]:
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


def _confidence(trigger: Trigger, roles: Roles) -> float:
    return 0.85 - 0.15 * trigger.rule.has("weak") - 0.1 * (not roles.actors and not roles.targets)


def _patients(trigger: Trigger, roles: Roles) -> tuple[int, ...]:
    if trigger.rule.kind in ("deployment", "mobilisation"):
        return tuple(x for x in (roles.content, *roles.actors, *roles.targets) if x is not None)
    return roles.targets or (roles.actors if trigger.rule.frame == "do" else ())


_FATES = frozenset("injured wounded hurt missing dead".split())


def _as_toll(s: Sentence, trigger: Trigger, roles: Roles) -> Roles:
    """ "Four farmers killed, five injured": a list of fates, in which the farmers killed nobody."""
    fates = [t for t in roles.targets if s.tokens[t].text.lower() in _FATES]
    if trigger.rule.kind not in ("killing", "injury") or not fates or fates != list(roles.targets) or not roles.actors:
        return roles
    listed = any(s.tokens[j].text in (",", ";") for j in range(trigger.i + 1, fates[0]))
    return roles._replace(actors=(), targets=roles.actors) if listed else roles


def _lift_events(s: Sentence, roles: Roles, lexicon: Lexicon) -> Roles:
    """An event as subject is no party: "army shelling killed 31" has the army as actor, "the blast killed 31" nobody."""
    actors: list[int] = []
    for a in roles.actors:
        if lemma(s, a) in lexicon.nouns and s.tokens[a].pos == "NOUN" and not mention_at(s, a):
            beside = [*kids(s, a, "compound", "amod", "nmod", "poss"), *prep_objects(s, a, "by")]
            named = [c for c in beside if s.tokens[c].pos == "PROPN" and s.tokens[c].ent in ("GPE", "ORG", "PERSON")]
            actors += [c for c in beside if c in named or mention_at(s, c)]
        else:
            actors.append(a)
    targets = tuple(t for t in roles.targets if not (lemma(s, t) in ("life", "toll", "shelling", "attack") and not mention_at(s, t)))
    return roles._replace(actors=tuple(dict.fromkeys(actors)), targets=tuple(dict.fromkeys(targets)))
