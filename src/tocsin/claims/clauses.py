"""The clauses of a resolution or communiqué: verbs without a subject, whose subject is the body that the text names once above them."""

from __future__ import annotations

from dataclasses import replace

from tocsin.claims.tree import is_verb, kids, subjects
from tocsin.records import Party, Reading, Sentence

_BODIES = frozenset({"intergovernmental", "organisation", "court", "political_party", "state"})
_ENACTING = 2  # so many clauses make a text that a body has adopted
_SHARED = frozenset({"conj", "xcomp"})


def is_clause(s: Sentence) -> bool:
    """Whether a sentence begins with a finite verb or participle that has no subject: "Strongly condemns ...", "Recalling its ..."."""
    root = next((t for t in s.tokens if t.head == t.i), None)
    if root is None or s.heading or not is_verb(s, root.i) or kids(s, root.i, "nsubj", "nsubjpass", "expl"):
        return False
    finite = root.tag in ("VBZ", "VBG") or any(s.tokens[a].tag == "VBZ" for a in kids(s, root.i, "aux"))
    before = s.tokens[: min([root.i, *kids(s, root.i, "aux")])]
    return finite and all(t.pos in ("ADV", "PUNCT", "NUM", "X", "CCONJ") for t in before)


def adopter_of(reading: Reading) -> Party | None:
    """The body whose clauses a text consists of: the last one named at the head of a line or sentence before the first clause."""
    clauses = [n for n, s in enumerate(reading.sentences) if s.tokens and is_clause(s)]
    if len(clauses) < _ENACTING:
        return None
    for s in reversed(reading.sentences[: clauses[0]]):
        for m in s.parties:
            token = s.tokens[m.head]
            leads = token.head == m.head or (token.dep in ("nsubj", "nsubjpass") and s.tokens[token.head].head == token.head)
            if leads and m.party.type in _BODIES:
                return m.party
    return None


def enacts(s: Sentence, at: int) -> bool:
    """Whether the word at `at` tells what the clause's own body does: its verb, one joined to it, its infinitive, or its plain object."""
    if not is_clause(s):
        return False
    verb = at if is_verb(s, at) else s.tokens[at].head if s.tokens[at].dep == "dobj" else None
    while verb is not None and s.tokens[verb].head != verb:
        if s.tokens[verb].dep not in _SHARED or not is_verb(s, s.tokens[verb].head):
            return False
        if s.tokens[verb].dep == "xcomp" and kids(s, s.tokens[verb].head, "dobj", "prep"):
            return False  # "urges the parties to withdraw": it is they who shall
        verb = s.tokens[verb].head
    return verb is not None and not subjects(s, at if is_verb(s, at) else verb)


def council_of(reading: Reading) -> Party | None:
    """What a report means by "the Council": the body that adopts its clauses, else the one council that it names in full."""
    adopter = adopter_of(reading)
    if adopter is not None and _is_council(adopter):
        return adopter
    named = {m.party.name: m.party for s in reading.sentences for m in s.parties if _is_council(m.party)}
    return next(iter(named.values())) if len(named) == 1 else None


def in_full(party: Party, council: Party | None) -> Party:
    """A party called only "the Council" with the name that the report has for it."""
    bare = party.text.lower() in ("council", "the council") and party.name in (None, "Council", "the Council")
    if council is None or not (bare or (party.text == "Council" and party.name != council.name)):
        return party
    return replace(council, text=party.text)


def _is_council(party: Party) -> bool:
    name = party.name or ""
    return name.endswith(" Council") and party.type in ("intergovernmental", "organisation")
