"""How things stand in a sentence: trends, the State, background, and set phrases for them, each from its module."""

from __future__ import annotations

from tocsin.claims.background import find_background
from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.standing import find_standing
from tocsin.claims.state import find_state
from tocsin.claims.tree import lemma
from tocsin.claims.trends import find_trends
from tocsin.records import Sentence


def find_context(s: Sentence, lexicon: Lexicon) -> list[Draft]:
    """All claims of a sentence about how things stand."""
    found: list[Draft] = []
    for make in (find_trends, find_state, find_background):
        found += [d for d in make(s, lexicon) if not _any_state(s, d)]
    for draft in find_standing(s, lexicon):
        if not any(d.kind == draft.kind and (d.at == draft.at or d.covers(draft.at)) for d in found) and not _any_state(s, draft):
            found.append(draft)
    return found


def _any_state(s: Sentence, draft: Draft) -> bool:
    """ "A state that proves unwilling": any State, so said of none."""
    return draft.kind in ("state_capacity", "state_will") and any(
        lemma(s, a) in ("state", "country", "nation")
        and any(s.tokens[c].text.lower() in ("a", "any", "every", "each", "no") for c in s.children[a])
        for a in draft.actors
    )
