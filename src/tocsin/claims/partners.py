"""Who stands behind the words of a civil act: the party that a decision, a ban, a request or an offer belongs to or is aimed at.

"Rejected the ministry's plan" is aimed at the ministry, "eased the embargo against Orvia" at Orvia, "criticism of the court" at the court.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon, Rule
from tocsin.claims.roles import Roles
from tocsin.claims.tree import by_agents, conjuncts, is_verb, kids, lemma, mention_at, prep_objects, subjects
from tocsin.claims.triggers import Trigger
from tocsin.records import Sentence

CIVIC_KINDS = frozenset(
    "request offer referral refusal deliberation decision deployment sanction mediation aid investigation condemnation pledge agreement "
    "withdrawal support cooperation concession threat protest repression mobilisation detention".split()
)
_TOWARD = tuple("against with to on upon from toward towards between among over for about of at into".split())
_WHERE = ("in", "inside", "outside", "within", "near", "across", "around")
_SPOKEN = ("with", "to", "between", "among")
_AT_A_PLACE = frozenset(
    "pledge agreement repression concession withdrawal sanction aid mobilisation deployment protest decision".split()
)
_SOUGHT = frozenset({"seek", "demand", "solicit"})  # their object is what is asked for, never who is asked
_SENDING = frozenset({"deployment", "mobilisation"})
_NAMED = frozenset({"GPE", "ORG", "NORP", "PERSON", "LOC", "FAC"})
_JOINT = frozenset({"agreement", "deliberation", "cooperation"})
_SENT = frozenset(
    "troop soldier force peacekeeper police army unit battalion officer adviser monitor observer military mission contingent team "
    "jet gunship helicopter tank warplane warship plane ship".split()
)
_MOVED = frozenset("agreement decision request refusal offer pledge aid deployment mobilisation withdrawal sanction".split())
_AMOUNTS = frozenset("hundred thousand dozen score half third quarter number majority part portion bulk rest most remainder".split())
_RELATIONS = frozenset("relation regard connection respect".split())
_DEEP = 4
# What a civil act amounts to in PLOVER while it is only announced: good ones are agreed to, hard ones threatened.
_PROMISED = frozenset("cooperation aid concession withdrawal deliberation mediation evacuation support offer agreement".split())
_MENACING = frozenset("sanction repression detention protest mobilisation investigation".split())


def announced_code(draft: Draft) -> dict[str, str]:
    """The PLOVER root of an act that is only announced or agreed to, in place of its kind's; nothing for what has happened."""
    kind, scope = draft.kind, draft.scope
    if kind in ("offer", "pledge") and draft.subtype == "aid" and scope.modality == "asserted":
        return {"plover": "AID"}  # material help that is announced is coded as help
    if kind == "agreement" and lemma(draft.sentence, draft.at) == "agree":
        return {"plover": "AGREE"}
    if scope.modality != "planned" or scope.polarity != "positive":
        return {}
    if kind in _PROMISED:
        return {"plover": "AGREE"}
    return {"plover": "THREATEN"} if kind in _MENACING else {}


def complete_roles(s: Sentence, trigger: Trigger, roles: Roles, lexicon: Lexicon) -> Roles:
    """The roles of a civil act with a target found behind its words, where no target yet is a party; others stay as they are."""
    rule = trigger.rule
    clamped = rule.kind == "repression" and rule.subtype == "curfew"  # holds somewhere: "a curfew in parts of the valley"
    if rule.kind not in CIVIC_KINDS or (rule.kind in ("detention", "repression") and not (rule.has("civic") or clamped)):
        return roles
    roles = roles._replace(actors=tuple(dict.fromkeys(x for a in roles.actors for x in _doer(s, a, lexicon))))
    if rule.frame == "pair_topic":
        return roles
    banned = _not_meant(s, trigger, roles)
    known = [t for t in roles.targets if is_party(s, t, lexicon) and t not in banned and not _same(s, t, roles.actors)]
    if rule.kind == "request":  # "demanded the withdrawal of the rebels from the port"
        known = [t for t in known if s.tokens[s.tokens[t].head].text.lower() != "from" or not _is_place(s, t)]
    if known:
        return roles._replace(targets=tuple(known))
    if rule.kind in _JOINT and 1 < len(roles.actors) < 4 and set(roles.actors) <= set(conjuncts(s, roles.actors[0])):
        return roles._replace(targets=roles.actors[1:])
    for found in _candidates(s, trigger, roles, rule, _Seen(lexicon, frozenset(banned))):
        fresh = tuple(
            x
            for x in dict.fromkeys(found)
            if x not in banned and not _same(s, x, roles.actors) and (rule.kind in _AT_A_PLACE or not _is_where(s, x))
            and not (rule.kind in _SENDING and _is_town(s, x))
            and not (rule.kind == "request" and x == roles.content and lemma(s, trigger.verb) in _SOUGHT)
        )
        if fresh:
            return roles._replace(targets=fresh)
    return roles._replace(targets=()) if rule.has("civic") or rule.kind in _MOVED else roles


def _not_meant(s: Sentence, trigger: Trigger, roles: Roles) -> set[int]:
    """Words that cannot be the target: what stands inside the actor's phrase, and what is only sent, withdrawn or asked for."""
    banned = {x for a in roles.actors for x in (a, *s.subtree(a))} - {trigger.i, trigger.verb}
    if trigger.rule.kind == "refusal":  # "does not deem it wise to": a word for nobody
        banned |= {o for o in kids(s, trigger.verb, "dobj") if s.tokens[o].text.lower() == "it" and kids(s, trigger.verb, "xcomp", "advcl")}
    if trigger.rule.kind in _MOVED:
        for token in s.tokens:
            asked = token.dep == "pobj" and s.tokens[token.head].text.lower() == "for" or token.i == roles.content
            if lemma(s, token.i) in _SENT and (token.dep in ("dobj", "conj") or asked or _part_of_object(s, token.i)):
                banned.add(token.i)
    if trigger.rule.kind == "request" and "base" in trigger.rule.object:
        banned -= {*kids(s, trigger.verb, "dobj")}  # "alerted the police"
    if trigger.rule.kind == "request" and any(s.tokens[c].tag == "VB" for c in kids(s, trigger.verb, "ccomp", "xcomp", "advcl")):
        banned -= {*kids(s, trigger.verb, "dobj")}  # "asked the force to act": it is asked, not asked for
    return banned


def _part_of_object(s: Sentence, i: int) -> bool:
    """Whether a noun only says what is sent or withdrawn: "some of its troops"."""
    above = s.tokens[i].head
    whole = s.tokens[above].head
    amount = s.tokens[whole].pos != "NOUN" or lemma(s, whole) in _AMOUNTS
    return s.tokens[i].dep == "pobj" and s.tokens[above].text.lower() == "of" and s.tokens[whole].dep == "dobj" and amount


def _doer(s: Sentence, i: int, lexicon: Lexicon) -> list[int]:
    """Who does what a text or a deed does: its owner or author ("a statement condemning ..." is its issuer's)."""
    if is_party(s, i, lexicon):
        return [i]
    token = s.tokens[i]
    owned = kids(s, i, "poss") + prep_objects(s, i, "by", "from")
    above = token.head
    if not owned and token.dep == "pobj" and s.tokens[s.tokens[above].head].pos in ("VERB", "AUX"):
        above = s.tokens[above].head
    if not owned and token.dep in ("dobj", "pobj") and is_verb(s, above):
        owned = subjects(s, above)
    return [x for x in owned if is_party(s, x, lexicon)] or [i]


def is_party(s: Sentence, i: int, lexicon: Lexicon) -> bool:
    """Whether the noun itself names a party: a known mention, a name, or a noun for people or a body."""
    token = s.tokens[i]
    if any(m.head == i for m in s.parties):
        return True
    if lemma(s, i) in lexicon.classes["weapon"] and lemma(s, i) != "bomber":
        return False
    if token.ent in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "QUANTITY"):
        return False
    if token.pos == "PROPN" and token.text[:1].isupper() and not any(c.isdigit() for c in token.text):
        return True
    return token.pos in ("NOUN", "PROPN") and lemma(s, i) in lexicon.classes["human"] | lexicon.classes["force"] | lexicon.classes["body"]


def _same(s: Sentence, i: int, actors: tuple[int, ...]) -> bool:
    """Whether token i names one of the actors again ("its", "the president's")."""
    mine = mention_at(s, i)
    name = mine.party.name if mine else None
    known = (m.party for a in actors if (m := mention_at(s, a)) is not None)
    return i in actors or (name is not None and any(name in (p.name, p.text) for p in known))


def _is_place(s: Sentence, i: int) -> bool:
    return any(p.first <= i <= p.last for p in s.places)


def _is_town(s: Sentence, i: int) -> bool:
    return any(p.first <= i <= p.last and p.place.precision != "country" for p in s.places)


def _is_where(s: Sentence, i: int) -> bool:
    """Whether a town's or a region's name only says where something is ("the killings in Kora"); a country's speaks for its State."""
    token = s.tokens[i]
    if token.dep != "pobj" or s.tokens[token.head].text.lower() not in _WHERE + ("at",):
        return False
    return _is_town(s, i)


class _Seen(NamedTuple):
    """What the search for a party goes by: the lexicon's classes, and the words that cannot be it."""

    lexicon: Lexicon
    banned: frozenset[int]


def _candidates(s: Sentence, trigger: Trigger, roles: Roles, rule: Rule, seen: _Seen) -> Iterator[list[int]]:
    """Possible targets, the most direct first: what the frame named, objects, prepositions, complements, the place last."""
    heads = list(dict.fromkeys((trigger.verb, trigger.i)))
    aimed = _SPOKEN if rule.kind == "deliberation" else _TOWARD
    if rule.kind == "decision":  # "adopted with two abstentions": what a vote was taken with is nobody that it is aimed at
        aimed = tuple(w for w in _TOWARD if w not in ("with", "between", "among"))
    for h in heads:  # a relation's other side before its owner: "the country's support for the court"
        carried = [x for o in kids(s, h, "dobj", "nsubjpass") for x in conjuncts(s, o) if lemma(s, x) in rule.object]
        carried += [h] * (h != trigger.verb)
        yield [x for o in carried for p in _under(s, o, aimed) for x in _behind(s, p, seen, 0)]
    for t in roles.targets:
        yield _behind(s, t, seen, 0)
    for h in heads:
        yield [x for o in kids(s, h, "dative", "dobj", "nsubjpass") for c in conjuncts(s, o) for x in _behind(s, c, seen, 0)]
    near, far = (tuple(w for w in _TOWARD[a:b] if w in aimed) for a, b in ((0, 9), (9, len(_TOWARD))))
    for words in ((_SPOKEN,) if rule.kind == "deliberation" else (near, far)):
        for h in heads:
            yield [x for o in _under(s, h, words) if o != roles.content for x in _behind(s, o, seen, 0)]
    for h in heads:
        about = [x for o in prep_objects(s, h, "in", "with") if lemma(s, o) in _RELATIONS for x in _under(s, o, ("to", "with"))]
        yield [x for o in about for x in _behind(s, o, seen, 0)]
    yield from _in_content(s, trigger, roles, rule, seen)


def _in_content(s: Sentence, trigger: Trigger, roles: Roles, rule: Rule, seen: _Seen) -> Iterator[list[int]]:
    """Possible targets inside what is asked, offered or agreed to; the place that it is set in last."""
    heads = list(dict.fromkeys((trigger.verb, trigger.i)))
    if rule.kind == "request" and not is_verb(s, trigger.verb):
        return  # whom a request's noun is made to stands beside it, not in what it asks for
    if roles.content is not None:
        yield _behind(s, roles.content, seen, 0)
    for h in heads:
        for c in kids(s, h, "xcomp", "ccomp", "acl", "advcl"):
            if s.tokens[c].dep != "advcl" or s.tokens[c].tag == "VB":
                yield _behind(s, c, seen, 0)
    if rule.kind in _AT_A_PLACE and is_verb(s, trigger.verb) and (rule.kind != "protest" or is_verb(s, trigger.i)):
        yield _places_of(s, trigger.verb)


def _places_of(s: Sentence, verb: int) -> list[int]:
    """The first place that a verb's own clause is set in."""
    apart = {x for c in s.subtree(verb) if s.tokens[c].dep in ("relcl", "advcl", "ccomp", "conj") and is_verb(s, c) for x in s.subtree(c)}
    for x in s.subtree(verb):
        token = s.tokens[x]
        set_in = token.dep == "pobj" and s.tokens[token.head].text.lower() in (*_WHERE, "at", "on", "from")
        if x > verb and x not in apart and set_in and (token.ent in ("GPE", "LOC", "FAC") or any(p.first <= x <= p.last for p in s.places)):
            return [x]
    return []


def _under(s: Sentence, i: int, words: tuple[str, ...]) -> list[int]:
    """Objects of these prepositions below i; a gerund below one counts as its object."""
    found: list[int] = []
    for c in s.children[i]:
        if s.tokens[c].dep in ("prep", "dative", "agent", "prt", "advmod"):
            for p in (c, *kids(s, c, "prep")):
                if s.tokens[p].text.lower() in words:
                    found += [x for o in kids(s, p, "pobj", "pcomp") for x in conjuncts(s, o)]
    return found


def _behind(s: Sentence, i: int, seen: _Seen, depth: int) -> list[int]:
    """The parties at token i, or behind it: owner, name beside it, object of its prepositions, object of its verb."""
    if i not in seen.banned and is_party(s, i, seen.lexicon) and s.tokens[i].tag != "PRP$":
        return [x for x in conjuncts(s, i) if x == i or is_party(s, x, seen.lexicon)]
    if depth > _DEEP:
        return []
    if i in seen.banned:  # what is sent or withdrawn: only where to, or whence
        return [x for x in (*_under(s, i, _WHERE), *_under(s, i, ("to", "from"))) if _is_place(s, x)]
    if is_verb(s, i) or (s.tokens[i].dep == "ccomp" and kids(s, i, "nsubj")):
        return _behind_verb(s, i, seen, depth)
    owned = _first(s, [*(a for a in kids(s, i, "appos") if is_party(s, a, seen.lexicon)), *kids(s, i, "poss")], seen, depth)
    if owned:
        return owned
    made = [x for v in kids(s, i, "acl") if s.tokens[v].tag == "VBN" for x in by_agents(s, v) if is_party(s, x, seen.lexicon)]
    aimed = made or _first(s, [*_under(s, i, _TOWARD[:9]), *_under(s, i, _TOWARD[9:])], seen, depth)
    if aimed:
        return aimed
    named = [c for c in kids(s, i, "compound", "nmod", "amod") if s.tokens[c].ent in _NAMED and s.tokens[c].text[:1].isupper()]
    if named:
        return [named[-1]] if s.tokens[named[-1]].pos == "PROPN" else [i]
    return _first(s, [*_under(s, i, ("by", *_WHERE)), *kids(s, i, "acl")], seen, depth)


def _behind_verb(s: Sentence, i: int, seen: _Seen, depth: int) -> list[int]:
    """The party behind a clause: its own subject, else its object, else what its prepositions name."""
    own = kids(s, i, "nsubj", "nsubjpass") if s.tokens[i].dep in ("ccomp", "acl") else []
    below = kids(s, i, "dobj", "dative", "xcomp", "ccomp")
    return (
        _first(s, own, seen, depth)
        or _first(s, [*below, *_under(s, i, _TOWARD)], seen, depth)
        or _first(s, _under(s, i, _WHERE), seen, depth)
    )


def _first(s: Sentence, tokens: list[int], seen: _Seen, depth: int) -> list[int]:
    """The parties behind the first of these words that has any."""
    return next((found for t in tokens if (found := _behind(s, t, seen, depth + 1))), [])
