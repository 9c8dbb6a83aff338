"""How far an act reaches in its sentence: from the first word of its claim to the last."""

from __future__ import annotations

from tocsin.claims.roles import Roles
from tocsin.claims.tree import clause, is_verb, lemma, without_marks
from tocsin.claims.triggers import Trigger
from tocsin.records import Sentence

_CARRIED_BY = frozenset(
    "explosion outbreak wave spate eruption surge cycle spiral night day week campaign series bout round episode "
    "act escalation rash burst".split()
)


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
    return _noun_span(s, chain_top(s, i))


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
    return without_marks(s, min(keep), i, max(keep))


def chain_top(s: Sentence, i: int) -> int:
    """The noun that carries another by `of`: "the wave of killings"."""
    token = s.tokens[i]
    if token.dep == "pobj" and s.tokens[token.head].text.lower() == "of":
        above = s.tokens[token.head].head
        if lemma(s, above) in _CARRIED_BY:
            return above
    return i
