"""What a text tells only to reject it: "claims that 60 died are not supported", "dismissed as rumour a message that said ..."."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.claims.lexicon import Lexicon
from tocsin.claims.tree import kids, lemma, prep_objects, subjects, with_particle
from tocsin.records import Claim, Sentence

_WE_TOLD = re.compile(
    r"\bwe (?:had )?(?:wrote|written|said|reported|published|stated|gave|put|printed)\b"
    r"|\b(?:earlier|previous) (?:version|edition|report|story|article)\b|\bour (?:report|story|article|headline)\b", re.I)  # fmt: skip
_WRONG = re.compile(r"\b(?:wrongly|incorrectly|mistakenly|erroneously|in error|by mistake)\b", re.I)
_WAS_WRONG = re.compile(
    r"(?:the|that|this|these|those|both|our)\b(?: \w+){0,2} (?:was|were|is|are) (?:\w+ )?"
    r"(?:wrong|incorrect|mistaken|inaccurate|false|untrue|in error|an error|a mistake)\b"
    r"|it (?:was|is) (?:wrong|a mistake|an error)\b", re.I)  # fmt: skip


def is_rejected(s: Sentence, i: int, lexicon: Lexicon) -> bool:
    """Whether the act told by token i stands in an allegation, a claim or a rumour that the sentence calls untrue."""
    words = lexicon.rejection
    for up in (i, *s.ancestors(i)):
        told = lemma(s, up) in words["told"] and s.tokens[up].pos in ("NOUN", "PROPN")
        if told and _is_turned_down(s, up, words):
            return True
        if lemma(s, up) in words["tell"]:  # "a text message which claimed that ...", "a post that said ..."
            by = [s.tokens[up].head] if s.tokens[up].dep == "relcl" else subjects(s, up)
            if any(lemma(s, b) in words["told"] and _is_turned_down(s, b, words) for b in by if b != up):
                return True
    return _is_plainly_untrue(s, i, words)


def _is_plainly_untrue(s: Sentence, i: int, words: Mapping[str, frozenset[str]]) -> bool:
    """ "Claim that 22 bodies were found is FALSE, police say": read off the words, since headings are parsed badly."""
    said = any(lemma(s, j) in words["told"] and s.tokens[j + 1].text.lower() == "that" for j in range(i))
    behind = [t for t in s.tokens[i + 1 :] if t.tag not in ("RB", "DT")]
    return said and any(a.lemma.lower() == "be" and b.lemma.lower() in words["untrue"] for a, b in zip(behind, behind[1:], strict=False))


def is_rumour(s: Sentence, i: int, lexicon: Lexicon) -> bool:
    """Whether only a post, a message or a rumour tells the act: nobody who could know does."""
    words = lexicon.rejection
    for up in s.ancestors(i):
        if lemma(s, up) in words["hearsay"] and up > 0 and s.tokens[up].pos in ("NOUN", "PROPN") and s.tokens[i].head != s.tokens[up].head:
            return True
        if lemma(s, up) in words["tell"] and any(lemma(s, b) in words["hearsay"] for b in subjects(s, up)):
            return True
    tells = [j for j in range(max(0, i - 4), i) if lemma(s, j) in words["tell"]]  # "a post shared widely claims 30 bodies ..."
    return any(lemma(s, h) in words["hearsay"] and s.tokens[h].dep == "nsubj" for j in tells for h in range(j))


def _is_turned_down(s: Sentence, noun: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether an allegation is the subject of what calls it untrue, or the object of a verb that rejects it."""
    token = s.tokens[noun]
    head, dep = token.head, token.dep
    if dep == "conj" and head != noun:
        return _is_turned_down(s, head, words)
    if dep == "dobj":
        return bool(set(with_particle(s, head)) & words["reject"])
    if dep == "pobj" and s.tokens[head].text.lower() in ("as", "of", "to"):  # "denounced as false a report", "rejection of claims"
        above = s.tokens[head].head
        return bool(set(with_particle(s, above)) & words["reject"]) or lemma(s, above) in words["rejection"]
    if dep not in ("nsubj", "nsubjpass") or head == noun:
        return False
    if dep == "nsubjpass" and lemma(s, head) in words["reject"]:
        return True
    said = [*kids(s, head, "acomp", "attr", "oprd"), *prep_objects(s, head, "without")]
    said += [head] if dep == "nsubjpass" or lemma(s, head) != "be" else []
    if kids(s, head, "neg"):
        return any(lemma(s, x) in words["upheld"] for x in said)
    return any(lemma(s, x) in words["untrue"] for x in said)


def is_retracted(s: Sentence, sentences: Sequence[Sentence]) -> bool:
    """Whether an outlet takes back what it tells here: "we wrote that 60 had died. The number was wrong"."""
    after = next((o.text for o in sentences if o.index == s.index + 1), "")
    return _WE_TOLD.search(s.text) is not None and (_WRONG.search(s.text) or _WAS_WRONG.match(after)) is not None


def with_echoes(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, with what the report rejects marked also where it tells the same number again, in nobody's name."""
    turned_down: dict[tuple[str, int], int] = {}
    for c in claims:
        if c.details.get("rejected") and c.figure is not None and c.figure.best is not None:
            turned_down.setdefault((c.kind, c.figure.best), c.start)
    return [replace(c, details={**c.details, "rejected": True}) if _echoes(c, turned_down) else c for c in claims]


def _echoes(c: Claim, turned_down: Mapping[tuple[str, int], int]) -> bool:
    known = turned_down.get((c.kind, c.figure.best)) if c.figure is not None and c.figure.best is not None else None
    return known is not None and c.start > known and c.attribution.voice in ("author", "unattributed") and not c.details.get("rejected")
