"""Find the words that report a statement in one parsed sentence: verbs, nouns, "according to", hearsay words, headline colons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from tocsin.reading.voices_lexicon import Lexicon
from tocsin.reading.voices_speakers import PRONOUNS, is_clock, phrase
from tocsin.reading.voices_verbs import MARKS, NOMINAL, SUBJECT, Found, around, is_finite, read_verb, trim
from tocsin.records import Sentence

_CLAUSE = frozenset(("ccomp", "pcomp", "acl"))
_CARRIES = frozenset("use go continue begin start proceed hasten rush appear seem prompt quick right careful keen".split())
_LEAD = 14  # words before the colon of a quotation
_AUTHOR = frozenset(("i", "we", "you", "me", "us", "my", "our", "your", "one", "nobody"))


def find_cues(sentence: Sentence, lexicon: Lexicon, quoted: Sequence[bool]) -> list[Found]:
    """All cues of one sentence; `quoted[i]` tells whether token i stands inside quoted speech."""
    finders: tuple[Callable[[Sentence, int, Lexicon], Found | None], ...] = (_according_to, _by_count, read_verb, _noun, _hearsay)
    cues: list[Found] = []
    for i in range(len(sentence.tokens)):
        found = next((f for finder in finders if (f := finder(sentence, i, lexicon)) is not None), None)
        # "quoted as saying" is one cue
        if found is not None and not (cues and cues[-1].first < i <= cues[-1].last):
            cues.append(found)
    headline = _colon(sentence, lexicon)
    if headline is not None:
        cues.append(headline)
    return _choose(sentence, cues, quoted)


def _choose(sentence: Sentence, cues: list[Found], quoted: Sequence[bool]) -> list[Found]:
    """The cues worth keeping; verbs that belong to an outer speaker get him, and his own words end before them."""
    kept: dict[int, Found] = {}
    for cue in cues:
        if cue.speaker is None and any(c.speaker is not None and c.content == cue.content for c in cues):
            continue  # "said in a statement that": the noun says no more than the verb
        outer = next((c for c in cues if _is_outer(sentence, c, cue) and quoted[c.first] <= quoted[cue.first]), None)
        if outer is not None and not quoted[cue.first] and _goes_on(sentence, outer, cue):
            kept[cue.first] = cue._replace(speaker=outer.speaker)
            if outer.first in kept and outer.content is not None and outer.content[0] < cue.first - 1:
                ended = trim(sentence.tokens, outer.content[0], cue.first - 1)
                kept[outer.first] = kept[outer.first]._replace(content=ended)
        elif _speaks_for_itself(sentence, cue) and ((outer is None and not quoted[cue.first]) or _is_strong(sentence, cue)):
            kept[cue.first] = cue
    return list(kept.values())


def _is_outer(sentence: Sentence, one: Found, cue: Found) -> bool:
    """Whether `cue` stands in what `one` reports, and does not govern it."""
    return one.first != cue.first and _covers(one, cue) and not _covers(cue, one) and cue.first not in sentence.ancestors(one.first)


def _goes_on(sentence: Sentence, outer: Found, cue: Found) -> bool:
    """Whether a verb without a subject belongs to the outer speaker, however it hangs: "he said the road was cut, adding that ...",
    "she says it will pass and calls it fair"."""
    tokens, verb = sentence.tokens, sentence.tokens[cue.first]
    if outer.speaker is None or outer.first > cue.first \
            or cue.kind not in ("speech", "request") or (cue.speaker or 0) > cue.first or verb.pos != "VERB" \
            or any(tokens[c].dep in SUBJECT for c in sentence.children[cue.first]):
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
    return not any(t.tag == "TO" for t in helpers) or _is_done(sentence, cue.first)


def _is_done(sentence: Sentence, i: int) -> bool:
    """Whether an infinitive tells what was said: "used to boast", "went on to warn", "rose to say that ..."; not "came to discuss"."""
    tokens, token = sentence.tokens, sentence.tokens[i]
    if token.dep == "xcomp" and tokens[token.head].lemma.casefold() in _CARRIES:
        return True
    if token.dep != "advcl":
        return False
    clauses = (c for c in sentence.children[i] if tokens[c].dep == "ccomp" and c > i)
    return any(map(partial(is_finite, sentence), clauses)) or any(t.text in MARKS for t in tokens[i + 1:i + 3])


def _is_strong(sentence: Sentence, cue: Found) -> bool:
    """Whether a cue inside what somebody else says is worth keeping: a noun speaks, in a clause or by "according to"."""
    tokens = sentence.tokens
    if cue.speaker is None:
        return True
    if tokens[cue.speaker].pos not in ("NOUN", "PROPN") or cue.kind not in ("speech", "evidence"):
        return False
    if tokens[cue.first].pos not in ("VERB", "AUX"):
        return True
    return is_finite(sentence, cue.first) and any(tokens[c].dep == "ccomp" and c > cue.first for c in sentence.children[cue.first])


# ------------------------------------------------------------------ cues that are no verbs


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
    return Found(i, i, owner, trim(tokens, below[0], below[-1]), (i, i), "speech" if owner is not None else "hearsay")


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
    content = trim(tokens, below[0], below[-1]) if below else None
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
            return Found(i, last, head, around(sentence, i, head), (i, max(sentence.subtree(head)[-1], last)), "speech")
    return None


def _by_count(sentence: Sentence, i: int, lexicon: Lexicon) -> Found | None:
    """"by the hospital's count", "by the mayor's own reckoning": whose count it is speaks."""
    tokens = sentence.tokens
    if tokens[i].text.casefold() != "by":
        return None
    head = next((c for c in sentence.children[i] if tokens[c].dep == "pobj" and tokens[c].lemma.casefold() in lexicon.counts), None)
    owner = next((c for c in sentence.children[head] if tokens[c].dep == "poss"), None) if head is not None else None
    if head is None or owner is None or tokens[owner].text.casefold() in ("some", "any", "all", "anyone", "everyone"):
        return None
    return Found(i, head, owner, around(sentence, i, head), (i, max(sentence.subtree(head))), "speech")


def _next_noun(sentence: Sentence, at: int) -> int | None:
    """Head of the noun phrase that starts at token `at`."""
    tokens = sentence.tokens
    for j in range(at, min(at + 12, len(tokens))):
        if tokens[j].text.casefold() in ("whether", "how", "what"):
            return None
        if tokens[j].pos in NOMINAL and tokens[j].dep not in ("compound", "poss", "nmod", "amod", "det") and tokens[j].head < at + 1:
            return j
    return next((j for j in range(at, min(at + 6, len(tokens))) if tokens[j].pos in NOMINAL), None)


def _colon(sentence: Sentence, lexicon: Lexicon) -> Found | None:
    """A speaker before a colon ("UN: 40 dead in camp raid"), or before one that opens a quotation."""
    tokens = sentence.tokens
    at = next((t.i for t in tokens[:_LEAD] if t.text == ":"), None)
    if at is None or at == 0 or at + 3 >= len(tokens):
        return None
    quoted = tokens[at + 1].text in MARKS
    head = _lead_head(sentence, at) if quoted else at - 1
    if head is None or (at >= 8 and not quoted):
        return None
    word, text = tokens[head].lemma.casefold(), tokens[head].text
    known = word in lexicon.people or lexicon.body(text) is not None
    if not known and (tokens[head].ent == "GPE" or any(p.first <= head <= p.last for p in sentence.places)):
        return None  # "VARENIA: two camps raided": where it was, not who says it
    is_turn = _is_turn(sentence, at)
    is_name = tokens[head].pos == "PROPN" or known or word in lexicon.documents
    if not is_turn and (not is_name or any(t.pos in ("VERB", "AUX") or t.pos == "ADP" and not quoted for t in tokens[:at])
                        or word in PRONOUNS):
        return None
    if not (is_turn or sentence.heading or sentence.start == 0 or quoted or (known and phrase(sentence, head)[0] == 0 and at <= 3)):
        return None
    if is_turn and not sentence.heading and sentence.start > 0:
        return Found(at, at, head, trim(tokens, at + 1, len(tokens) - 1), (0, at), "turn")
    return Found(at, at, head, trim(tokens, at + 1, len(tokens) - 1), (0, at), "speech")


def _lead_head(sentence: Sentence, at: int) -> int | None:
    """The last noun of the first phrase before the colon at token `at` ("12:40 The mayor's office, by email:")."""
    head = None
    for token in sentence.tokens[:at]:
        if head is not None and (token.pos == "ADP" or token.text in (",", "(", "-", "–", "—")):
            return head
        if token.pos in ("NOUN", "PROPN") and not is_clock(token):
            head = token.i
    return head


def _is_turn(sentence: Sentence, at: int) -> bool:
    """Whether the words before the colon at token `at` name whose turn it is in a transcript ("KATO: We were told ...")."""
    tokens, head = sentence.tokens, sentence.tokens[at - 1]
    name = tokens[1 if tokens[0].text in MARKS else 0:at]
    is_name = head.ent == "PERSON" or (head.text.isupper() and len(head.text) > 3)
    return (is_name and 0 < len(name) <= 3 and tokens[at + 1].text[:1].isupper()
            and all(t.pos in ("PROPN", "PUNCT") or t.text.isupper() for t in name))
