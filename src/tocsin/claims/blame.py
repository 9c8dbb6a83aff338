"""Who is said to have done it, where no verb of the act says so: responsibility claimed, attributed, charged or simply stated.

"The front claimed responsibility for the bombing", "the murder was attributed to a death squad", "police suspect the cartel of the
kidnapping", "the brigade took part in the massacre", "the blast was the work of rebels".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.scope import Scope, find_scope
from tocsin.claims.tree import by_agents, clause, is_passive, is_verb, kids, lemma, mention_at, objects, owners, prep_objects, subjects
from tocsin.records import Sentence

_TAKE = frozenset("claim assume accept take admit acknowledge".split())
_OWNED = frozenset("responsibility credit authorship blame".split())
_PART = frozenset("part participation involvement complicity responsibility hand role".split())
_ASCRIBE = {"attribute": ("to",), "ascribe": ("to",), "impute": ("to",), "blame": ("on",), "pin": ("on",)}
_CHARGE = {
    "accuse": ("of",),
    "suspect": ("of",),
    "blame": ("for",),
    "charge": ("with",),
    "implicate": ("in",),
    "indict": ("for", "in"),
    "link": ("to", "with"),
    "denounce": ("for",),
    "condemn": ("for",),
}
_JOIN = {"participate": ("in",), "involve": ("in",), "partake": ("in",)}
_COMMIT = frozenset("commit perpetrate".split())
_DEEDS = frozenset("crime atrocity deed incident outrage abuse act action violence terrorism misdeed slaying deaths tragedy".split())
_GUESS = frozenset("believe think suspect presume say appear seem".split())
_CALLED = frozenset("call name style dub identify know".split())
_BANDS = frozenset("group organization organisation gang movement commando cell band faction squad command unit front".split())


class Blame(NamedTuple):
    """Who (`doers`) is said to have done what (`deeds`), by the word at `at`.

    `way`: "claimed" by the doers themselves, "accused" by others, or "told" as fact. `deeds` may be empty for a claim of responsibility.
    """

    at: int
    doers: tuple[int, ...]
    deeds: tuple[int, ...]
    way: str


def add_blame(s: Sentence, found: Sequence[Draft], lexicon: Lexicon) -> list[Draft]:
    """The drafts with the doers that the sentence blames, and new ones for deeds that only the blame tells of."""
    drafts = list(found)
    for blame in find_blame(s):
        scope = find_scope(s, blame.at, blame.at, lexicon)
        if scope.polarity == "negative" or scope.modality not in ("asserted", "hedged"):
            continue
        doers = tuple(d for d in blame.doers if _is_doer(s, d))
        if not doers:
            continue
        scope = Scope("hedged" if blame.way == "accused" else scope.modality)
        known = [n for n, d in enumerate(drafts) if lexicon.families[d.kind] == "harm" and _tells(s, d, blame.deeds)]
        for n in known:
            drafts[n] = _blamed(drafts[n], doers, blame, scope)
        if not known:
            drafts += _deeds(s, blame, doers, scope, lexicon)
    return drafts


def find_blame(s: Sentence) -> Iterator[Blame]:
    """Every place where a sentence says whose deed something was."""
    for token in s.tokens:
        i = token.i
        if is_verb(s, i):
            yield from _by_verb(s, i)
        elif token.pos == "NOUN" and lemma(s, i) in _PART:
            doers = owners(s, i) + prep_objects(s, i, "of")
            if doers and token.dep != "dobj":
                yield Blame(i, tuple(doers), tuple(prep_objects(s, i, "in", "for")), "accused")
        elif token.pos == "NOUN" and lemma(s, i) in ("work", "doing", "handiwork") and token.dep == "attr":
            yield Blame(i, tuple(prep_objects(s, i, "of")), tuple(subjects(s, token.head)), _way_of_being(s, token.head))
        elif lemma(s, i) == "responsible" and token.pos == "ADJ":
            yield from _responsible(s, i)


def _by_verb(s: Sentence, i: int) -> Iterator[Blame]:
    word, passive = lemma(s, i), is_passive(s, i)
    direct = subjects(s, i) if passive else objects(s, i)
    doers = by_agents(s, i) if passive else subjects(s, i)
    owned = [o for o in direct if lemma(s, o) in _OWNED]
    if word in _TAKE and owned:
        yield Blame(i, tuple(doers), tuple(_about(s, owned[0], i, "for", "of", "in")), "claimed")
    elif word == "claim" and direct:
        yield Blame(i, tuple(doers), tuple(direct), "claimed")
    elif word == "take" and any(lemma(s, o) == "part" for o in direct):
        yield Blame(i, tuple(doers), tuple(_about(s, direct[0], i, "in")), "told")
    if word in _ASCRIBE and (to := prep_objects(s, i, *_ASCRIBE[word]) or _stray(s, direct, _ASCRIBE[word])):
        yield Blame(i, tuple(to), tuple(direct), "accused")
    elif word in _CHARGE:
        deeds = _about(s, i, i, *_CHARGE[word])
        if deeds:
            yield Blame(i, tuple(direct or ([s.tokens[i].head] if s.tokens[i].dep == "acl" else [])), tuple(deeds), "accused")
    elif word in _JOIN:
        joined = doers if word != "involve" else direct if passive or s.tokens[i].dep != "acl" else []
        joined = joined or ([s.tokens[i].head] if s.tokens[i].dep == "acl" else [])
        yield Blame(i, tuple(joined), tuple(prep_objects(s, i, *_JOIN[word])), "told")
    elif word in _COMMIT and any(lemma(s, o) in _DEEDS for o in direct):
        yield Blame(i, tuple(doers), tuple(o for o in direct if lemma(s, o) in _DEEDS), "told")
    elif word == "be" and (deeds := prep_objects(s, i, "behind")):
        yield Blame(i, tuple(doers), tuple(deeds), "told")


def _stray(s: Sentence, deeds: Sequence[int], words: tuple[str, ...]) -> list[int]:
    """Whom a deed is ascribed to where the parser hung the preposition inside the deed ("blamed the murder of the mayor on rebels")."""
    inside = [x for d in deeds for p in s.subtree(d) if p > d and s.tokens[p].text.lower() in words for x in kids(s, p, "pobj")]
    return [x for x in inside if (m := mention_at(s, x)) and m.party.type in ("armed_group", "security_force", "state")][-1:]


def _responsible(s: Sentence, i: int) -> Iterator[Blame]:
    """ "X was responsible for", "held X responsible for", "X, responsible for"."""
    head, dep = s.tokens[i].head, s.tokens[i].dep
    deeds = tuple(_about(s, i, head if is_verb(s, head) else i, "for"))
    if dep in ("acomp", "attr") and lemma(s, head) == "be":
        yield Blame(i, tuple(subjects(s, head)), deeds, _way_of_being(s, head))
    elif is_verb(s, head) and lemma(s, head) in ("hold", "deem", "consider", "find", "make"):
        direct = subjects(s, head) if is_passive(s, head) else kids(s, i, "nsubj") or objects(s, head)
        yield Blame(i, tuple(direct), deeds, "accused")
    elif dep == "amod" and head < i:
        yield Blame(i, (head,), deeds, "told")


def _way_of_being(s: Sentence, verb: int) -> str:
    """ "Is believed to be the work of" is somebody's suspicion; "was the work of" is told."""
    above = s.tokens[verb].head
    guessed = s.tokens[verb].dep in ("xcomp", "ccomp") and lemma(s, above) in _GUESS
    return "accused" if guessed else "told"


def _about(s: Sentence, noun: int, verb: int, *words: str) -> list[int]:
    """What responsibility or a charge is for: nouns and verbs after the preposition, on the noun or on its verb."""
    found = prep_objects(s, noun, *words)
    found += [x for x in prep_objects(s, verb, *words) if x not in found]
    for at in dict.fromkeys((noun, verb)):
        for p in kids(s, at, "prep"):
            if s.tokens[p].text.lower() in words:
                found += [x for c in kids(s, p, "pcomp") for x in (c, *kids(s, c, "conj"))]
    return [m for x in found for m in _meant(s, x)]


def _meant(s: Sentence, i: int) -> list[int]:
    """The deed meant by "which" and by "being responsible for it"; in "what they called a provocation" what it was called."""
    if is_verb(s, i) and lemma(s, i) in _CALLED | {"describe", "term", "label"}:
        return kids(s, i, "oprd", "attr")
    if s.tokens[i].tag in ("WDT", "WP"):
        return [s.tokens[v].head for v in s.ancestors(i) if s.tokens[v].dep == "relcl"][:1]
    blamed = [c for c in kids(s, i, "acomp", "attr") if lemma(s, c) in ("responsible", "author", "perpetrator")] if is_verb(s, i) else []
    return [x for c in blamed for x in prep_objects(s, c, "for", "of")] or [i]


def _is_doer(s: Sentence, i: int) -> bool:
    mention = mention_at(s, i)
    if mention is not None:
        return mention.party.type not in ("civilians", "refugees", "media", "court")
    return s.tokens[i].pos == "PROPN" and s.tokens[i].ent in ("ORG", "PERSON", "NORP", "")


def _tells(s: Sentence, draft: Draft, deeds: Sequence[int]) -> bool:
    return any(draft.at == d or (draft.at in s.subtree(d) and not _apart(s, draft.at, d)) for d in deeds)


def _apart(s: Sentence, i: int, top: int) -> bool:
    """Whether i stands in a relative clause below `top`."""
    return any(s.tokens[k].dep == "relcl" for k in (i, *s.ancestors(i)) if k != top and k in s.subtree(top))


def _blamed(draft: Draft, doers: tuple[int, ...], blame: Blame, scope: Scope) -> Draft:
    """The draft with its doers, and with the blame's doubt; one whose actor the act's own words name keeps it."""
    if draft.actors and not set(draft.actors) & set(doers):
        return draft
    modality = scope.modality if draft.scope.modality == "asserted" else draft.scope.modality
    details = {**draft.details, "claimed_by": True} if blame.way == "claimed" else draft.details
    return replace(draft, actors=doers, scope=draft.scope._replace(modality=modality), details=details)


def _deeds(s: Sentence, blame: Blame, doers: tuple[int, ...], scope: Scope, lexicon: Lexicon) -> Iterator[Draft]:
    for deed in blame.deeds or ((blame.at,) if blame.way == "claimed" else ()):
        kind, subtype = _kind_of(s, deed, lexicon)
        if blame.way == "claimed" and kind is None and deed == blame.at:
            kind = "attack"
        if kind is None:
            continue
        noun = s.tokens[deed].pos in ("NOUN", "PROPN")
        targets = prep_objects(s, deed, "of", "on", "against") + owners(s, deed) if noun else objects(s, deed)
        if noun and kind == "attack":
            targets = prep_objects(s, deed, "on", "against") or [t for t in targets if mention_at(s, t)]
        first, last = clause(s, blame.at)
        phrase = s.phrase(deed) if noun else (deed, max(s.subtree(deed)))
        details = {"claimed_by": True} if blame.way == "claimed" else {}
        span = (min(first, phrase[0], *doers), max(last, phrase[1]))
        yield Draft(
            kind, subtype, s, *span, deed, scope, doers, tuple(t for t in targets if t not in doers), details=details, confidence=0.7
        )


def _kind_of(s: Sentence, i: int, lexicon: Lexicon) -> tuple[str | None, str | None]:
    """The harm that a deed's word names: by the lexicon, or an attack for a word such as "crime" or "incident"."""
    word = lemma(s, i)
    rules = lexicon.verbs.get(word, ()) if is_verb(s, i) else lexicon.nouns.get(word, ())
    beside = {lemma(s, c) for c in s.children[i]}
    for rule in rules:
        if rule.modifier and not rule.modifier & beside:
            continue  # "attack" is a crime of another kind only where "sexual" stands before it
        if lexicon.families[rule.kind] == "harm" and rule.kind != "displacement" and not rule.has("needs_figure"):
            return rule.kind, rule.subtype
    return ("attack", None) if word in _DEEDS and s.tokens[i].pos == "NOUN" else (None, None)


def named_band(s: Sentence, i: int) -> int:
    """Whom "a group calling itself X" or "a gang known as X" means: X."""
    if lemma(s, i) in _BANDS:
        for c in kids(s, i, "acl", "relcl"):
            if lemma(s, c) in _CALLED:
                below = [x for x in s.subtree(c) if x > c and s.tokens[x].pos == "PROPN"]
                heads = [x for x in below if s.tokens[x].head not in below]
                if heads:
                    return heads[0]
    return i


def follow_bands(s: Sentence, draft: Draft) -> Draft:
    """The draft with the names of bands in place of the words that introduce them."""
    actors = tuple(dict.fromkeys(named_band(s, a) for a in draft.actors))
    return draft if actors == draft.actors else replace(draft, actors=actors)


