"""Find the words that report a statement in one parsed sentence: verbs, nouns, "according to", hearsay words, headline colons.

The tree is used where it helps and word order where trees break (long sentences, verbs after a quotation).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tocsin.reading.voices_lexicon import Lexicon, VerbUse
from tocsin.reading.voices_speakers import PRONOUNS, phrase
from tocsin.records import Sentence, Token

_CLAUSE = frozenset(("ccomp", "pcomp", "acl"))
_SUBJECT = frozenset(("nsubj", "csubj"))
_OPENERS = frozenset(("that", "whether", "how", "why", "if", "what"))
_FILLERS = frozenset((
    "also", "then", "later", "again", "never", "now", "still", "once", "already", "often", "repeatedly", "has", "have", "had", "would",
    "could", "will", "may", "might", "did", "does", "do", "can", "is", "was", "were", "are", "been", "be", "being", "not", "n't", "to",
    "just", "only", "even", "further", "should", "must"))
_MARKS = frozenset(('"', "“", "”", "''", "``", "‘", "’", "'", "«", "»"))
_STOPS = frozenset((".", "!", "?", ";", ":", "…"))
_TRIM = frozenset((",", ";", ":", "-", "–", "—", ".", "that", "as")) | _MARKS
_RELATIVE = frozenset(("who", "which", "that"))
_AUTHOR = frozenset(("i", "we", "you", "me", "us", "my", "our", "your", "one", "nobody"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))


class Found(NamedTuple):
    """A cue in a sentence: token spans (last inclusive). `speaker` is its head token; `content` token span, None when not in sight.

    `group` is the span of cue and speaker together, which is no part of what is said. `relative` is the token of a relative pronoun
    that stands for the speaker ("residents, who said").
    """

    first: int
    last: int
    speaker: int | None
    content: tuple[int, int] | None
    group: tuple[int, int]
    kind: str
    relative: int | None = None


def find_cues(sentence: Sentence, lexicon: Lexicon, quoted: Sequence[bool]) -> Iterator[Found]:
    """All cues of one sentence; `quoted[i]` tells whether token i stands inside quoted speech."""
    finders: tuple[Callable[[Sentence, int, Lexicon], Found | None], ...] = (_verb, _noun, _hearsay, _according_to)
    cues: list[Found] = []
    for i in range(len(sentence.tokens)):
        for finder in finders:
            found = finder(sentence, i, lexicon)
            if found is not None:
                cues.append(found)
                break
    headline = _colon(sentence, lexicon)
    if headline is not None:
        cues.append(headline)
    for cue in cues:
        outer = next((c for c in cues if _is_outer(sentence, c, cue) and quoted[c.first] <= quoted[cue.first]), None)
        if outer is not None and not quoted[cue.first] and _goes_on(sentence, outer, cue):
            yield cue._replace(speaker=outer.speaker)
        elif _speaks_for_itself(sentence, cue) and ((outer is None and not quoted[cue.first]) or _is_strong(sentence, cue)):
            yield cue


def _is_outer(sentence: Sentence, one: Found, cue: Found) -> bool:
    """Whether `cue` stands in what `one` reports, and does not govern it."""
    return one.first != cue.first and _covers(one, cue) and not _covers(cue, one) and cue.first not in sentence.ancestors(one.first)


def _goes_on(sentence: Sentence, outer: Found, cue: Found) -> bool:
    """Whether a verb without a subject belongs to the outer speaker, however it hangs: "he said the road was cut, adding that ...",
    "she says it will pass and calls it fair"."""
    tokens, verb = sentence.tokens, sentence.tokens[cue.first]
    if outer.speaker is None or outer.first > cue.first or cue.kind != "speech" or verb.pos != "VERB" \
            or any(tokens[c].dep in _SUBJECT for c in sentence.children[cue.first]):
        return False
    before = tokens[cue.first - 1]
    if verb.tag == "VBG":
        return before.text == ","
    return before.tag == "CC" and verb.tag == tokens[outer.first].tag


def _covers(one: Found, other: Found) -> bool:
    """Whether what one cue reports holds the other cue."""
    return one.content is not None and one.content[0] <= other.first <= one.content[1]


def _speaks_for_itself(sentence: Sentence, cue: Found) -> bool:
    """Not the author ("I think"), not the reader ("you might say"), and not words that were left unsaid or are only wished for."""
    tokens = sentence.tokens
    if cue.speaker is None:
        return True
    if tokens[cue.speaker].text.casefold() in _AUTHOR:
        return False
    if tokens[cue.first].pos not in ("VERB", "AUX"):
        return True
    helpers = [tokens[c] for c in sentence.children[cue.first] if tokens[c].dep in ("aux", "neg")]
    if any(t.dep == "neg" or (t.tag == "MD" and cue.kind != "request") for t in helpers):
        return False
    return not any(t.tag == "TO" for t in helpers) or tokens[cue.first].dep == "advcl"


def _is_strong(sentence: Sentence, cue: Found) -> bool:
    """Whether a cue inside what somebody else says is worth keeping: a noun speaks, in a clause or by "according to"."""
    tokens = sentence.tokens
    if cue.speaker is None:
        return True
    if tokens[cue.speaker].pos not in ("NOUN", "PROPN") or cue.kind not in ("speech", "evidence"):
        return False
    if tokens[cue.first].pos not in ("VERB", "AUX"):
        return True
    return _is_finite(sentence, cue.first) and any(tokens[c].dep == "ccomp" and c > cue.first for c in sentence.children[cue.first])


# ------------------------------------------------------------------ verbs


def _verb(sentence: Sentence, i: int, lexicon: Lexicon) -> Found | None:
    tokens, token = sentence.tokens, sentence.tokens[i]
    lemma = token.lemma.casefold()
    uses = lexicon.verbs.get(lemma)
    if token.pos not in ("VERB", "AUX") or token.dep in ("amod", "compound"):
        return None
    if lemma in lexicon.put_at["verbs"]:
        return _put_at(sentence, i, lexicon)
    if uses is None and lemma not in lexicon.quoted:
        return None
    if _is_passive(sentence, i):
        return _passive(sentence, i, lexicon)
    if uses is None:
        return None
    speaker = find_speaker(sentence, i)
    if speaker is None or (tokens[speaker].lemma.casefold() in lexicon.mute and not sentence.children[speaker]):
        return None
    group = _group(sentence, i, speaker)
    shapes = _shapes(sentence, i, lemma, speaker, group, lexicon)
    use = next((u for u in uses if _fits(sentence, i, u, shapes)), None)
    if use is None:
        return None
    relative = next((c for c in sentence.children[i] if tokens[c].tag in ("WP", "WDT") and tokens[c].dep in _SUBJECT), None)
    return Found(i, _cue_end(sentence, i), speaker, _content(sentence, i, group), group, use.kind, relative)


def _is_passive(sentence: Sentence, i: int) -> bool:
    tokens = sentence.tokens
    if tokens[i].tag != "VBN":
        return False
    deps = {tokens[c].dep for c in sentence.children[i]}
    return "auxpass" in deps or "agent" in deps or ("aux" not in deps and not deps & _SUBJECT and tokens[i].dep in ("acl", "advcl"))


def _cue_end(sentence: Sentence, i: int) -> int:
    """The verb's last word: a particle or "on"/"for" straight after it belongs to the cue ("point out", "call for")."""
    tokens = sentence.tokens
    if i + 1 < len(tokens) and (tokens[i + 1].dep == "prt" or (tokens[i].lemma == "call" and tokens[i + 1].lemma in ("on", "for"))):
        return i + 1
    return i


def find_speaker(sentence: Sentence, i: int) -> int | None:
    """Head token of who speaks: the verb's subject, one inherited from a governing verb, or the nearest noun by word order."""
    tokens, at = sentence.tokens, i
    for _ in range(6):
        subject = next((c for c in sentence.children[at] if tokens[c].dep in _SUBJECT), None)
        if subject is not None:
            if tokens[subject].text.casefold() in _RELATIVE and tokens[subject].tag in ("WP", "WDT"):
                return tokens[at].head if tokens[at].dep == "relcl" and tokens[tokens[at].head].pos in _NOMINAL else None
            return subject if at != i or abs(subject - i) < 40 else None
        if at == i:
            near = _beside(sentence, i)
            if near is not None:
                return near
        if at != i:
            patient = next((c for c in sentence.children[at] if tokens[c].dep == "nsubjpass"), None)
            if patient is not None:
                return patient
        above = tokens[at].head
        if above == at:
            return None
        if tokens[at].dep in ("acl", "relcl") and tokens[above].pos in _NOMINAL and tokens[at].tag in ("VBG", "VBD", "VBZ", "VBP"):
            return above
        if tokens[at].dep == "pcomp" and tokens[above].lemma == "as":
            patient = next((c for c in sentence.children[tokens[above].head] if tokens[c].dep == "dobj"), None)
            if patient is not None:
                return patient
        if tokens[at].dep not in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "dep") or (tokens[at].dep == "ccomp" and at != i):
            return None
        if tokens[at].dep == "ccomp" and tokens[at].tag in ("VBD", "VBZ", "VBP"):
            return None
        at = above
    return None


def _beside(sentence: Sentence, i: int) -> int | None:
    """A noun straight before the verb (adverbs and auxiliaries skipped), or straight after it behind a comma or a quotation."""
    tokens = sentence.tokens
    if tokens[i].tag not in ("VBD", "VBZ", "VBP", "VBN"):
        return None
    at = i - 1
    while at >= 0 and (tokens[at].text.casefold() in _FILLERS or tokens[at].pos == "ADV"):
        at -= 1
    if at >= 0 and tokens[at].pos in _NOMINAL and tokens[at].dep not in ("dobj", "pobj", "nsubjpass") \
            and tokens[at].text.casefold() not in _RELATIVE and tokens[at].ent not in ("DATE", "TIME"):
        return at
    if 0 < i < len(tokens) - 1 and i == at + 1 and (tokens[i - 1].text in _MARKS or tokens[i - 1].text == ","):
        after = next((j for j in range(i + 1, min(i + 12, len(tokens))) if tokens[j].pos in _NOMINAL
                      and not (j + 1 < len(tokens) and tokens[j].dep in ("compound", "poss", "nmod"))), None)
        if after is not None and not any(tokens[j].text in (",", "to", "that") or tokens[j].pos == "VERB" for j in range(i + 1, after)):
            return after
    return None


def _group(sentence: Sentence, i: int, speaker: int) -> tuple[int, int]:
    """Span of the cue with its speaker, as far as both stand together."""
    first, last = phrase(sentence, speaker)
    if speaker < i:
        return (first if i - last <= 30 else i), max(i, _cue_end(sentence, i))
    return i, max(last, i)


def _shapes(sentence: Sentence, i: int, lemma: str, speaker: int, group: tuple[int, int], lexicon: Lexicon) -> set[str]:
    """Which of the lexicon's shapes stand around the verb."""
    tokens, shapes = sentence.tokens, {"b"}
    children = [c for c in sentence.children[i]]
    following = tokens[i + 1].text.casefold() if i + 1 < len(tokens) else ""
    if _beside_quote(sentence, group) or _is_parenthesis(sentence, group) or _is_as_clause(sentence, group):
        shapes.add("q")
    objects = [c for c in children if tokens[c].dep in ("dobj", "dative") and c > i]
    clauses = [c for c in children if tokens[c].dep == "ccomp"]
    infinitive = next((c for c in children if tokens[c].dep in ("xcomp", "ccomp", "advcl") and _has_to(sentence, c)), None)
    if any(c > i and not _has_to(sentence, c) and _is_finite(sentence, c) for c in clauses) or following in _OPENERS \
            or _has_that_clause(sentence, i, objects) or any(c == i + 1 and tokens[c].tag == "VBG" for c in children):
        shapes.add("c")
    if clauses and _is_document(tokens[speaker], lexicon):
        shapes.add("d")
    if infinitive is not None and infinitive > i:
        shapes.add("i" if following == "to" else "t")
    if objects:
        acts = lexicon.acts.get(lemma, frozenset())
        if not any(tokens[o].lemma.casefold() in acts for o in objects) and not tokens[objects[0]].text.casefold().endswith("self"):
            shapes.add("o")
            if _is_document(tokens[speaker], lexicon):
                shapes.add("d")
    behind = objects + [c for c in clauses if c > i]
    prepositions = {tokens[c].lemma.casefold() for o in (i, *behind) for c in sentence.children[o]
                    if tokens[c].dep in ("prep", "dative") and c > i}
    if behind and "as" in prepositions:
        shapes.add("a")
    if behind and prepositions & {"of", "for", "with", "to", "on"}:
        shapes.add("f")
    verbless = [c for c in clauses if c > i and not _is_finite(sentence, c) and not _has_to(sentence, c)]
    if verbless or any(tokens[c].dep == "oprd" for c in children):
        shapes.add("x")
    shapes.add("p:" + following)
    shapes.update("p:" + tokens[c].lemma.casefold() for c in children if tokens[c].dep == "prep" and c > i)
    return shapes


def _has_that_clause(sentence: Sentence, i: int, objects: list[int]) -> bool:
    """Whether "that" opens a clause with a subject of its own within a few words ("warned on Sunday that the town would fall")."""
    tokens = sentence.tokens
    if objects:
        return False
    for j in range(i + 2, min(i + 9, len(tokens) - 1)):
        if tokens[j].pos in ("VERB", "PUNCT"):
            return False
        if tokens[j].text == "that" and tokens[j].tag in ("IN", "WDT") and tokens[j + 1].pos in ("DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM"):
            return True
    return False


def _fits(sentence: Sentence, i: int, use: VerbUse, shapes: set[str]) -> bool:
    if use.takes & shapes:
        return True
    return "p" in use.takes and any("p:" + p in shapes for p in use.prepositions)


def _has_to(sentence: Sentence, i: int) -> bool:
    return any(sentence.tokens[c].tag == "TO" for c in sentence.children[i])


def _is_finite(sentence: Sentence, i: int) -> bool:
    """Whether a clause has a tensed verb or auxiliary of its own."""
    tokens = sentence.tokens
    tensed = ("VBD", "VBZ", "VBP", "MD")
    helpers = [c for c in sentence.children[i] if tokens[c].dep in ("aux", "auxpass", "cop")]
    return tokens[i].tag in tensed or any(tokens[c].tag in tensed for c in helpers)


def _is_document(token: Token, lexicon: Lexicon) -> bool:
    key = token.lemma.casefold()
    return key in lexicon.documents or key in lexicon.bodies or token.ent == "ORG"


def _beside_quote(sentence: Sentence, group: tuple[int, int]) -> bool:
    """Whether a quotation mark stands straight before or soon after cue and speaker."""
    tokens, (first, last) = sentence.tokens, group
    if first >= 1 and tokens[first - 1].text in _MARKS:
        return True
    for j in range(last + 1, min(last + 9, len(tokens))):
        if tokens[j].text in _MARKS:
            return True
        if tokens[j].text in _STOPS - {":"}:
            return False
    return False


def _is_parenthesis(sentence: Sentence, group: tuple[int, int]) -> bool:
    """Whether cue and speaker stand behind a comma and run to the next comma or the end (", the mayor warned.")."""
    tokens, (first, last) = sentence.tokens, group
    if first < 2 or tokens[first - 1].text not in (",", "-", "–", "—"):
        return False
    return last + 1 >= len(tokens) or tokens[last + 1].text in (",", ".", ";", "-", "–", "—") or tokens[last + 1].pos in ("ADP", "PROPN", "ADV") \
        or tokens[last + 1].ent in ("DATE", "TIME")


def _is_as_clause(sentence: Sentence, group: tuple[int, int]) -> bool:
    """"as the mayor noted", set off at the start or by a comma."""
    tokens, first = sentence.tokens, group[0]
    return first >= 1 and tokens[first - 1].text.casefold() == "as" and (first == 1 or tokens[first - 2].text in (",", "-", "–", "—", "("))


# ------------------------------------------------------------------ what is said


def _content(sentence: Sentence, i: int, group: tuple[int, int]) -> tuple[int, int] | None:
    """Token span of what verb i reports: its clause or object behind it, else what stands before cue and speaker."""
    tokens, (first, last) = sentence.tokens, group
    before = _before(sentence, first) if first >= 2 else None
    if before is not None and tokens[first - 1].text in _MARKS and not any(t.text in _MARKS for t in tokens[last + 1:]):
        return before
    heads = [c for c in sentence.children[i] if tokens[c].dep in ("ccomp", "xcomp", "dobj", "oprd", "prep", "advcl") and c > last]
    said = [c for c in heads if tokens[c].dep not in ("prep", "advcl")] or ([] if _is_parenthesis(sentence, group) else heads)
    if said and not (_is_parenthesis(sentence, group) and all(tokens[c].dep != "ccomp" for c in said)):
        below = sorted({j for c in said for j in sentence.subtree(c, without=frozenset((i,))) if j > last})
        if below:
            return _trim(tokens, below[0], below[-1])
    if before is not None and (tokens[first - 1].text in _MARKS or tokens[first - 1].text in (",", "-", "–", "—")):
        # "The army, he said, has left": both sides of a parenthesis are what was said
        if last + 2 < len(tokens) and tokens[last + 1].text == "," and tokens[last + 2].text not in _MARKS \
                and tokens[last + 2].tag not in ("VBG", "CC"):
            return _trim(tokens, before[0], len(tokens) - 1)
        return before
    if last + 1 < len(tokens) and tokens[last + 1].text not in _STOPS:
        return _trim(tokens, last + 1, len(tokens) - 1)
    return before or _before(sentence, first)


def _before(sentence: Sentence, first: int) -> tuple[int, int] | None:
    return _trim(sentence.tokens, 0, first - 1) if first > 0 else None


def _trim(tokens: tuple[Token, ...], first: int, last: int) -> tuple[int, int] | None:
    """Drop marks, commas and "that" at both ends."""
    while first <= last and tokens[first].text.casefold() in _TRIM:
        first += 1
    while last >= first and tokens[last].text.casefold() in _TRIM:
        last -= 1
    return (first, last) if first <= last else None


# ------------------------------------------------------------------ passives


def _passive(sentence: Sentence, i: int, lexicon: Lexicon) -> Found | None:
    """Passive cues: with "by X" X speaks; "X was quoted as saying" X speaks; else nobody is named."""
    tokens = sentence.tokens
    lemma = tokens[i].lemma.casefold()
    agent = next((p for c in sentence.children[i] if tokens[c].dep == "agent" for p in sentence.children[c]
                  if tokens[p].dep == "pobj" and tokens[p].pos in _NOMINAL), None)
    patient = next((c for c in sentence.children[i] if tokens[c].dep == "nsubjpass"), None)
    speech = next((c for p in sentence.children[i] if tokens[p].lemma == "as" for c in sentence.children[p]
                   if tokens[c].tag == "VBG" and tokens[c].lemma in lexicon.verbs), None)
    if speech is not None and patient is not None and lemma in lexicon.quoted:
        return Found(i, speech, patient, _content(sentence, speech, (i, speech)), (phrase(sentence, patient)[0], speech), "speech")
    if lemma not in lexicon.verbs:
        return None
    if agent is None and (lemma not in lexicon.passive or not _says_something(sentence, i, patient)):
        return None
    below = sentence.subtree(i, without=frozenset(c for c in sentence.children[i] if tokens[c].dep == "agent"))
    rest = [j for j in below if j > i] if patient is not None and tokens[patient].lemma == "it" else below
    content = _trim(tokens, rest[0], rest[-1]) if rest else None
    return Found(i, i, agent, content, (i, i), "speech" if agent is not None else "hearsay")


def _says_something(sentence: Sentence, i: int, patient: int | None) -> bool:
    """A passive without agent reports when a clause hangs on it, or when acts or tolls are its subject ("was reported")."""
    tokens = sentence.tokens
    if any(tokens[c].dep in ("xcomp", "ccomp", "oprd") or (tokens[c].dep == "prep" and tokens[c].lemma in ("of", "as"))
           for c in sentence.children[i]):
        return True
    return patient is not None and tokens[i].lemma in ("report", "rumour", "rumor", "allege", "suspect", "claim")


# ------------------------------------------------------------------ other cues


def _put_at(sentence: Sentence, i: int, lexicon: Lexicon) -> Found | None:
    """"put the toll at 40"."""
    tokens = sentence.tokens
    speaker = find_speaker(sentence, i)
    target = next((c for c in sentence.children[i] if tokens[c].dep == "dobj" and tokens[c].lemma in lexicon.put_at["objects"]), None)
    if speaker is None or target is None:
        return None
    end = min(target + 10, len(tokens))
    if not any(tokens[j].lemma in lexicon.put_at["prepositions"] for j in range(target, end)):
        return None
    below = [j for j in sentence.subtree(i) if j > i]
    return Found(i, i, speaker, _trim(tokens, below[0], below[-1]), _group(sentence, i, speaker), "speech")


def _noun(sentence: Sentence, i: int, lexicon: Lexicon) -> Found | None:
    """A noun that carries a statement: "the army's claim that ...", "reports of ...", "warnings by the UN that ..."."""
    tokens, token = sentence.tokens, sentence.tokens[i]
    lemma = token.lemma.casefold()
    if token.pos != "NOUN" or lemma not in lexicon.nouns:
        return None
    clause = next((c for c in sentence.children[i] if tokens[c].dep in _CLAUSE and c > i and _opens_with_that(sentence, i, c)), None)
    of = next((c for c in sentence.children[i] if tokens[c].dep == "prep" and tokens[c].lemma in ("of", "about", "on", "for")), None)
    if clause is None and (of is None or lemma not in lexicon.nouns_of):
        return None
    below = sentence.subtree(clause if clause is not None else of or i)
    owner = next((c for c in sentence.children[i] if tokens[c].dep == "poss"), None)
    if owner is None:
        owner = next((p for c in sentence.children[i] if tokens[c].dep == "prep" and tokens[c].lemma in ("by", "from")
                      for p in sentence.children[c] if tokens[p].dep == "pobj"), None)
    if owner is None and clause is None and of is not None and (tokens[of].lemma in ("on", "for") or token.tag == "NN"):
        return None
    return Found(i, i, owner, _trim(tokens, below[0], below[-1]), (i, i), "speech" if owner is not None else "hearsay")


def _opens_with_that(sentence: Sentence, i: int, clause: int) -> bool:
    tokens = sentence.tokens
    return tokens[sentence.subtree(clause)[0]].text.casefold() == "that" or (i + 1 < len(tokens) and tokens[i + 1].text == "that")


def _hearsay(sentence: Sentence, i: int, lexicon: Lexicon) -> Found | None:
    """"reportedly", "allegedly", "alleged": said, by nobody who is named."""
    tokens, token = sentence.tokens, sentence.tokens[i]
    word = token.text.casefold()
    if word in lexicon.adverbs:
        at = token.head
        below = [j for j in sentence.subtree(at) if j != i]
    elif word in lexicon.adjectives and token.dep == "amod":
        below = [j for j in sentence.subtree(token.head) if j != i]
    else:
        return None
    content = _trim(tokens, below[0], below[-1]) if below else None
    return Found(i, i, None, content, (i, i), "hearsay")


def _according_to(sentence: Sentence, i: int, lexicon: Lexicon) -> Found | None:
    """"according to X", "in the words of X", "citing X", "as X put it" is a verb."""
    tokens = sentence.tokens
    word = tokens[i].text.casefold()
    for prefix in lexicon.prefixes:
        if not prefix.startswith(word):
            continue
        parts = prefix.split()
        last = i + len(parts) - 1
        if last + 1 < len(tokens) and [t.text.casefold() for t in tokens[i:last + 1]] == parts:
            head = _next_noun(sentence, last + 1)
            if head is None or tokens[head].text.casefold() in lexicon.no_source or tokens[head].lemma.casefold() in lexicon.no_source:
                return None
            return Found(i, last, head, _around(sentence, i, head), (i, max(sentence.subtree(head)[-1], last)), "speech")
    return None


def _next_noun(sentence: Sentence, at: int) -> int | None:
    """Head of the noun phrase that starts at token `at`."""
    tokens = sentence.tokens
    for j in range(at, min(at + 12, len(tokens))):
        if tokens[j].text.casefold() in ("whether", "how", "what"):
            return None
        if tokens[j].pos in _NOMINAL and tokens[j].dep not in ("compound", "poss", "nmod", "amod", "det") and tokens[j].head < at + 1:
            return j
    return next((j for j in range(at, min(at + 6, len(tokens))) if tokens[j].pos in _NOMINAL), None)


def _around(sentence: Sentence, first: int, head: int) -> tuple[int, int] | None:
    """What a prepositional source covers: the clause before it, or after it when it opens the sentence."""
    tokens = sentence.tokens
    if first > 3:
        return _before(sentence, first)
    comma = next((j for j in range(head + 1, len(tokens)) if tokens[j].text == ","), head)
    return _trim(tokens, comma + 1, len(tokens) - 1)


def _colon(sentence: Sentence, lexicon: Lexicon) -> Found | None:
    """A speaker before a colon ("UN: 40 dead in camp raid"), or before one that opens a quotation."""
    tokens = sentence.tokens
    at = next((t.i for t in tokens[:8] if t.text == ":"), None)
    if at is None or at == 0 or at + 3 >= len(tokens):
        return None
    head = at - 1
    word = tokens[head].lemma.casefold()
    opens = 1 if tokens[0].text in _MARKS else 0
    name = tokens[opens:at]
    is_turn = 0 < len(name) <= 3 and tokens[at + 1].text[:1].isupper() and all(t.pos in ("PROPN", "PUNCT") or t.text.isupper() for t in name) \
        and (tokens[head].ent == "PERSON" or (tokens[head].text.isupper() and len(tokens[head].text) > 3))
    is_name = tokens[head].pos == "PROPN" or word in lexicon.people or word in lexicon.documents
    if not is_turn and (not is_name or any(t.pos in ("VERB", "AUX", "ADP") for t in tokens[:at]) or word in PRONOUNS):
        return None
    if not (is_turn or sentence.heading or sentence.start == 0 or tokens[at + 1].text in _MARKS):
        return None
    if is_turn and not sentence.heading and sentence.start > 0:
        return Found(at, at, head, _trim(tokens, at + 1, len(tokens) - 1), (0, at), "turn")
    return Found(at, at, head, _trim(tokens, at + 1, len(tokens) - 1), (0, at), "speech")
