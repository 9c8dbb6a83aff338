"""Which of the words that the learned model took for parties the parse allows: it knows who is meant, the parse knows whose act it is.

An active verb's doer is its subject, a passive one's stands after "by"; a noun has the parties of its own phrase, and those of the verb
that carries it. Whoever belongs to another clause is no party of this act.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.claims.lexicon import Lexicon
from tocsin.claims.roles import Roles
from tocsin.claims.tree import by_agents, conjuncts, is_passive, is_verb, kids, lemma, subjects
from tocsin.records import Sentence

_EASING = frozenset("lift relax ease remove suspend revoke withdraw loosen rescind waive".split())
_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "ADV"})


def seat_parties(s: Sentence, at: int, words: Sequence[int], chosen: Roles, lexicon: Lexicon) -> Roles:
    """The parties of the act told at token `at` (`words`: all its words), of those that the model chose."""
    if is_verb(s, at):
        return _of_verb(s, at, words, chosen.actors, chosen.targets)
    above = _verb_above(s, at)
    carried = above is not None and (above in words or lemma(s, above) in lexicon.governors["light"])
    own = {*s.subtree(at), *(x for c in (at, *s.children[at]) for x in kids(s, c, "poss"))} - {at}
    outside = {*subjects(s, above), *by_agents(s, above), *_below(s, above, words)} if carried and above is not None else set()
    return Roles(tuple(a for a in chosen.actors if a in own | outside), tuple(t for t in chosen.targets if t in own | outside))


def is_telling(s: Sentence, at: int, words: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether the words hold more than auxiliaries, and are not what another verb says is over or kept from happening."""
    if not any(s.tokens[w].pos in _CONTENT for w in words):
        return False
    above = s.tokens[at].head
    over = s.tokens[at].dep in ("dobj", "nsubjpass", "conj") and not is_verb(s, at) and above not in words
    return not (over and is_verb(s, above) and lemma(s, above) in _EASING | lexicon.governors["prevent"])


def _of_verb(s: Sentence, at: int, words: Sequence[int], actors: Sequence[int], targets: Sequence[int]) -> Roles:
    below = _below(s, at, words)
    first = subjects(s, at)
    if is_passive(s, at):
        doers = by_agents(s, at) or [a for a in actors if (a in below or _is_agent(s, a, at)) and a not in first]
        hit = first if {*first} & {*targets} else []
        return Roles(tuple(doers), tuple(dict.fromkeys([*hit, *(t for t in targets if t in below and t not in doers)])))
    suffers = bool({*first} & {*targets}) and not {*first} & {*actors}
    if suffers:  # "the villagers who had escaped"
        return Roles(tuple(a for a in actors if a in below and a not in first), tuple(first))
    doers = first if {*first} & {*actors} else []
    return Roles(tuple(doers), tuple(t for t in targets if t in below and t not in first))


def _is_agent(s: Sentence, i: int, at: int) -> bool:
    """Whether i stands after "by" somewhere below `at`: "was reduced to ashes, its mill razed, by horsemen"."""
    return i in s.subtree(at) and s.tokens[i].dep == "pobj" and s.tokens[s.tokens[i].head].text.lower() == "by"


def _below(s: Sentence, at: int, words: Iterable[int]) -> set[int]:
    """What hangs below a verb without another clause between, conjuncts of its parties included."""
    told, found, queue = {*words}, set[int](), [at]
    while queue:
        for c in s.children[queue.pop()]:
            if not is_verb(s, c) or c in told or s.tokens[c].dep == "xcomp":
                found.add(c)
                queue.append(c)
    return found | {x for c in kids(s, at, "dobj", "nsubjpass") for x in conjuncts(s, c)}


def _verb_above(s: Sentence, i: int) -> int | None:
    return next((v for v in s.ancestors(i) if is_verb(s, v)), None)
