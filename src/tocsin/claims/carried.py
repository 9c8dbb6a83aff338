"""What a sentence leaves unsaid because the one before it told: that a speaker goes on, or which body acts.

"The envoy said the market had been struck. Some 900 people had since fled": the envoy says so still. "The Council, 1. Condemns the
raids; 2. Demands ...": the Council condemns and demands.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.claims.draft import Draft
from tocsin.claims.tree import is_verb, kids, mention_at
from tocsin.records import Attribution, Sentence, Voice

_BEFORE = frozenset("earlier previously before last ago once originally until".split())
_SENTENCES = 5
_OPENING = 6  # words of a line that only names the body which speaks in what follows


def going_on(draft: Draft, sentences: Sequence[Sentence], text: str, said: Sequence[Attribution]) -> Voice | None:
    """Who said it where a sentence without a source tells on, in the tense of reported speech, what the one before it reported."""
    s = draft.sentence
    if not _is_reported(s, said):
        return None
    for k in range(s.index, max(s.index - _SENTENCES, 0), -1):
        before = sentences[k - 1]
        if not before.tokens or "\n" in text[before.end : sentences[k].start]:
            return None
        spoken = [a for a in said if a.speaker and a.cue_start is not None and before.start <= a.cue_start < before.end]
        outer = [a for a in spoken if a.speech == "indirect" and _is_main(before, a)]
        if outer:
            a = outer[-1]
            return Voice(a.voice, a.speaker, a.speaker_type, a.cue, "indirect")
        if spoken or not _is_reported(before, said):
            return None
    return None


def _is_reported(s: Sentence, said: Sequence[Attribution]) -> bool:
    """Whether a sentence without a source stands wholly in "had done" or "would do", with no other time to put it in."""
    if not s.tokens or any(a.speaker and a.cue_start is not None and s.start <= a.cue_start < s.end for a in said):
        return False
    root = next((t.i for t in s.tokens if t.dep == "ROOT"), 0)
    aux = {s.tokens[c].text.lower() for c in kids(s, root, "aux")}
    return ("had" in aux and s.tokens[root].tag == "VBN" or "would" in aux) and not any(t.text.lower() in _BEFORE for t in s.tokens)


def _is_main(s: Sentence, a: Attribution) -> bool:
    """Whether a cue is the sentence's own verb, and what it reports goes to the sentence's end."""
    root = next((t for t in s.tokens if t.dep == "ROOT"), s.tokens[0])
    return root.start == a.cue_start and a.end >= s.end - 2


def body_before(draft: Draft, sentences: Sequence[Sentence]) -> tuple[Sentence, int] | None:
    """The body in whose name a paragraph without a subject acts ("Demands that ..."): its sentence and its head there."""
    s, opening = draft.sentence, _opening(draft.sentence)
    at = draft.at if s.tokens[draft.at].dep != "dobj" else s.tokens[draft.at].head  # "expresses concern"
    if opening is None or kids(s, at, "nsubj", "nsubjpass"):
        return None
    if at != opening and not (s.tokens[at].tag == "VBZ" and s.tokens[at - 1].text.lower() in ("and", "further", "also")):
        return None
    for line in reversed([x for x in sentences if x.index < s.index and x.tokens]):
        words = [t for t in line.tokens if t.pos not in ("DET", "SPACE")]
        if len(words) <= _OPENING and words[-1].text == "," and not any(is_verb(line, t.i) for t in words):
            head = next((t.i for t in reversed(words) if t.pos in ("PROPN", "NOUN")), None)
            return (line, head) if head is not None and mention_at(line, head) is not None else None
    return None


def _opening(s: Sentence) -> int | None:
    """The verb that a paragraph opens with, whatever the parser took it for ("Demands that ...", "Strongly condemns ...")."""
    first = next((t for t in s.tokens if t.pos not in ("NUM", "PUNCT", "ADV", "X", "SPACE", "SYM") and t.tag != "LS"), None)
    verbal = first is not None and first.dep == "ROOT" and first.text.endswith("s") and first.tag in ("VBZ", "NNS", "NNPS")
    return first.i if first is not None and verbal else None
