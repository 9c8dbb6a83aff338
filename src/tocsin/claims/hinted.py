"""Where the rules' words end: what the learned model's hints add to the rules' drafts, and which drafts they speak against.

The rules are exact where they know a word and blind where they don't; the model has seen many words and is exact nowhere. So a hint
makes a draft only where no rule made one of that kind on those words, and its parties are words of the sentence that the parse allows
(`seats.py`). What only the model saw is told and never counted: a wrong toll is worse than a missing one.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.claims.acts import contents_of
from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon, Rule
from tocsin.claims.refine import refine
from tocsin.claims.relevance import CONFLICT_TYPES, PUBLIC_TYPES, only_answers
from tocsin.claims.roles import Roles
from tocsin.claims.scope import Scope, find_scope, possible_modal
from tocsin.claims.seats import is_telling, seat_parties
from tocsin.claims.setting import Scene
from tocsin.claims.settle import settle
from tocsin.claims.spans import act_span
from tocsin.claims.tree import is_verb, lemma
from tocsin.claims.triggers import NO_ACTS, Trigger, find_triggers
from tocsin.records import Hint, Sentence

_OF_SOMEBODY = frozenset({"killing", "injury", "abduction", "torture", "sexual_violence", "detention"})
_SAYING = frozenset("say tell report state announce add describe remark note explain reply speak count find discover see".split())
_OF_NATURE = frozenset({"displacement", "destruction", "evacuation"})  # told of storms and fires too, which the model has not learned
SURE = 0.6  # a hint of an act counts from here on
LIKELY = 0.5  # a sentence is in the field, an attribute is as the model says
KNOWN = 0.9  # a sentence so likely to be in the field that the model speaks against what it does not see there
OUT = 0.05  # a sentence less likely than this to be in the field is doubted
CALM = 1 / 3  # a report of whose sentences fewer than this are likely in the field is about something else


def is_calm(sentences: Sequence[Sentence]) -> bool:
    """Whether most of what was parsed of a report is, to the model, about something else; one of a crisis has dull sentences too."""
    likely = [s.in_field for s in sentences if s.in_field is not None]
    return bool(likely) and sum(share >= LIKELY for share in likely) / len(likely) < CALM


def doubt(s: Sentence, found: Sequence[Draft], lexicon: Lexicon) -> list[Draft]:
    """The drafts without acts of a kind that the model finds nowhere in the sentence: a word may tell something else than its rule says.

    It is heard only where it knows the field: a plain sentence without its neighbours may be about anything. The line below which a kind
    counts as not there (`hints.NOWHERE`) was set on sentences for development: there it takes out a fifth of what nobody should claim,
    and less than one claim in a hundred that somebody should.
    """
    if s.in_field is None or s.in_field < KNOWN:
        return list(found)
    doubted = set(s.unseen) - _OF_NATURE
    return [d for d in found if d.kind not in doubted or lexicon.families.get(d.kind) not in ("harm", "response") or _has_sides(s, d)]


def weigh(s: Sentence, found: Sequence[Draft]) -> list[Draft]:
    """The drafts of a calm report that the model does not speak against; all, where it was not asked.

    A word that sounds like an act is not believed when the model sees neither the act nor the field, and the sentence names nobody who
    makes or suffers such acts and counts nobody.
    """
    if s.in_field is None or s.in_field >= OUT:
        return list(found)
    return [d for d in found if _is_anchored(s, d) or any(d.covers(w) for h in s.hints for w in h.words)]


def weigh_civil(s: Sentence, found: Sequence[Draft], lexicon: Lexicon) -> list[Draft]:
    """The drafts of any other report without civil acts in a sentence that the model finds far off the field: a fund, a vigil, a fair.

    Harm stands: what a crisis does to people is told in dull words too.
    """
    believed = weigh(s, found)
    return [d for d in found if d in believed or not (d.kind == "protest" or lexicon.families[d.kind] == "response")]


def _has_sides(s: Sentence, draft: Draft) -> bool:
    """Whether a force, a band or a mob does it to somebody: then the rule knows more than the word."""
    doers = [m.party.type for m in s.parties if m.head in draft.actors]
    return bool(draft.targets) and any(t in ("security_force", "armed_group", "mob") for t in doers)


def _is_anchored(s: Sentence, draft: Draft) -> bool:
    """Whether a draft counts somebody, a party of conflicts does or suffers it, or it stands between two public bodies."""
    told = [m.party.type for m in s.parties if m.head in (*draft.actors, *draft.targets)]
    return draft.figure is not None or any(t in CONFLICT_TYPES for t in told) or sum(t in PUBLIC_TYPES for t in told) > 1


_DOERS = frozenset("killer murderer assassin slayer attacker assailant rapist kidnapper abductor".split())  # who did it, no deed


def add_hinted(s: Sentence, found: Sequence[Draft], lexicon: Lexicon, scene: Scene) -> list[Draft]:
    """Drafts of acts that only the model saw."""
    sure = [h for h in s.hints if h.sure >= SURE and lexicon.families.get(h.kind) in ("harm", "response")]
    sure = [h for h in sure if not any(_same(h, d) for d in found)]
    if not sure:
        return []  # as nearly always: the rules were there before
    added: list[Draft] = []
    triggers = find_triggers(s, lexicon)
    # What another act asks for or refuses is none; a noun that the rules know and passed over is only spoken of ("the killings in ...").
    known = contents_of(s, triggers, lexicon) | {t.i for t in triggers if _is_nominal(s, t.i)}
    denying = {d.scope.governor for d in found if d.scope.polarity == "negative"}  # who denies an act refuses no request
    for hint in sure:
        if any(w in known or w in denying for w in hint.words):
            continue
        if any(_same(hint, d) for d in added):
            continue
        draft = _draft(s, hint, lexicon, scene)
        if draft is not None and not any(_same(hint, d, kind=draft.kind) for d in (*found, *added)):
            added.append(draft)
    return added


def _same(hint: Hint, draft: Draft, *, kind: str | None = None) -> bool:
    """Whether a draft tells what the hint tells: the same kind on shared words, or any kind on the very word."""
    if (kind or hint.kind) == draft.kind or (hint.kind == "injury" and draft.kind == "killing"):
        return any(draft.covers(w) for w in hint.words)  # "died of their wounds" tells of the dead alone
    return draft.at in hint.words


def _draft(s: Sentence, hint: Hint, lexicon: Lexicon, scene: Scene) -> Draft | None:
    at = _head(s, hint.words)
    said = _only_says(s, hint, at) or only_answers(s, hint.kind, at) or lemma(s, at) in _DOERS
    if said or not is_telling(s, at, hint.words, lexicon) or _is_thing(s, at, lexicon):
        return None
    verb = at if is_verb(s, at) else next((v for v in (s.tokens[at].head,) if is_verb(s, v) and v in hint.words), at)
    trigger = Trigger(at, Rule(-1, hint.kind, None, "act"), verb)
    chosen = Roles(_heads(s, hint.roles.get("actor", ())), _heads(s, hint.roles.get("target", ())))
    if s.tokens[at].dep in ("compound", "amod", "nmod") and lemma(s, s.tokens[at].head) in NO_ACTS:
        return None
    roles = seat_parties(s, at, hint.words, chosen, lexicon)
    if hint.kind in _OF_SOMEBODY and _is_nominal(s, at) and not (roles.actors or roles.targets):
        return None  # "the killers", "the morgue", "seven cemeteries": a person, a place or a thing spoken of
    first, last = act_span(s, trigger, frozenset(), chosen)  # the passage that the model saw
    first, last = min(first, *hint.words), max(last, *hint.words)
    scope = _scope(s, hint, at, verb, lexicon)
    if scope.modality not in ("asserted", "hedged") or scope.status not in ("occurred", "ongoing", "not_occurred"):
        return None  # what is only planned, asked for or feared is left to the rules, which know what becomes of it
    if hint.kind == "refusal" and only_answers(s, "refusal", at):
        return None
    if hint.kind == "request" and scope.polarity == "negative":
        return None  # that nobody asked is no act
    draft = Draft(hint.kind, None, s, first, last, at, scope, roles.actors, roles.targets,
                  confidence=hint.sure, hinted=True)
    refined = refine(draft, trigger, scene, lexicon)
    return settle(refined, trigger, lexicon.families[hint.kind], lexicon)


def _is_thing(s: Sentence, at: int, lexicon: Lexicon) -> bool:
    """Whether a word is only that of a thing: arms that somebody bears ("armed with swords and home-made bombs"), or a site."""
    token = s.tokens[at]
    while token.dep == "conj" and s.tokens[token.head].pos == "NOUN":
        token = s.tokens[token.head]
    with_it = token.dep == "pobj" and s.tokens[token.head].text.lower() == "with"
    if s.tokens[at].pos == "NOUN" and lemma(s, at) in lexicon.classes["building"] | lexicon.classes["ground"]:
        return True  # "the town's cemeteries", "down to the ditch"
    return with_it and lemma(s, at) in lexicon.classes["weapon"] and lemma(s, s.tokens[token.head].head) in ("arm", "equip")


def _only_says(s: Sentence, hint: Hint, at: int) -> bool:
    """Whether the word is one of saying, which harms nobody: "the superintendent told reporters"."""
    return hint.kind != "incitement" and is_verb(s, at) and lemma(s, at) in _SAYING


def _scope(s: Sentence, hint: Hint, at: int, verb: int, lexicon: Lexicon) -> Scope:
    """How the act stands: as the rules see it; where they see a plain deed, the model's doubt counts, where it is sure of it."""
    scope = find_scope(s, at, verb, lexicon)
    above = next((v for v in s.ancestors(at) if is_verb(s, v)), None)
    if scope == Scope() and above is not None and _is_nominal(s, at) and possible_modal(s, above):
        return Scope("possible", "positive", "future")  # "may be a pause before another round of killing"
    if scope != Scope():
        return scope
    values = {name: value for name, (value, sure) in hint.values.items() if sure >= LIKELY}
    polarity = "negative" if values.get("polarity") == "neg" else scope.polarity
    return scope._replace(modality=values.get("modality", scope.modality), polarity=polarity, status=values.get("status", scope.status))


def _is_nominal(s: Sentence, i: int) -> bool:
    token = s.tokens[i]
    return token.pos in ("NOUN", "PROPN", "ADJ") or (token.tag == "VBG" and token.dep in ("pobj", "dobj", "nsubj"))


def _head(s: Sentence, words: Sequence[int]) -> int:
    """The word of a run that governs the others; a verb or noun before others."""
    inside = [w for w in words if s.tokens[w].pos in ("VERB", "NOUN", "ADJ", "PROPN")] or list(words)
    return next((w for w in inside if not any(a in words for a in s.ancestors(w))), inside[0])


def _heads(s: Sentence, words: Sequence[int]) -> tuple[int, ...]:
    """The heads of the runs of words: each the word whose governor lies outside its run."""
    runs: list[list[int]] = []
    for w in words:
        if runs and w - runs[-1][-1] <= 2:
            runs[-1].append(w)
        else:
            runs.append([w])
    nominal = ("NOUN", "PROPN", "PRON", "NUM", "ADJ")
    heads = [next((w for w in run if s.tokens[w].head not in run and s.tokens[w].pos in nominal), None) for run in runs]
    return tuple(h for h in heads if h is not None)
