"""Read one reporting verb: who speaks, what shape its complement has, and which words it reports.

The tree is used where it helps and word order where trees break (long sentences, verbs after a quotation).
"""

from __future__ import annotations

from typing import NamedTuple

from tocsin.reading.voices_lexicon import Lexicon, VerbUse
from tocsin.reading.voices_speakers import phrase
from tocsin.records import Sentence, Token

SUBJECT = frozenset(("nsubj", "csubj"))
NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))
MARKS = frozenset(('"', "“", "”", "''", "``", "‘", "’", "'", "«", "»"))
_DASHES = frozenset(("-", "–", "—"))
_BREAKS = _DASHES | {","}
_OPENERS = frozenset(("that", "whether", "how", "why", "if", "what"))
_FILLERS = frozenset((
    "also", "then", "later", "again", "never", "now", "still", "once", "already", "often", "repeatedly", "has", "have", "had", "would",
    "could", "will", "may", "might", "did", "does", "do", "can", "is", "was", "were", "are", "been", "be", "being", "not", "n't", "to",
    "just", "only", "even", "further", "should", "must"))
_STOPS = frozenset((".", "!", "?", ";", "…"))
_TRIM = frozenset((",", ";", ":", ".", "that", "as", "and", "but", "of", "about")) | _DASHES | MARKS
_RELATIVE = frozenset(("who", "which", "that"))
_COMPLEMENTS = frozenset(("ccomp", "xcomp", "dobj", "oprd", "prep", "advcl"))
_SUBJECTS = SUBJECT | {"nsubjpass", "csubjpass"}
_HEARD = frozenset(("tell", "inform", "remind", "assure", "warn", "advise", "notify", "convince", "persuade"))
_ACCUSES = frozenset(("accuse", "blame", "suspect", "fault", "denounce", "condemn", "rebuke", "criticise", "criticize", "castigate"))
_WISHES = frozenset(("ask", "request", "demand", "insist", "speak", "talk", "beg", "plead", "agree"))
_INHERITS = frozenset(("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "dep", "acomp"))
_DAYS = frozenset(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
_TENSED = frozenset(("VBD", "VBZ", "VBP", "MD"))
_STARTS_CLAUSE = frozenset(("DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM"))


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


def read_verb(sentence: Sentence, i: int, lexicon: Lexicon) -> Found | None:
    """The cue at token i, when it is a verb that reports what somebody says, asks, believes or found."""
    tokens, token = sentence.tokens, sentence.tokens[i]
    lemma = token.lemma.casefold()
    uses = lexicon.verbs.get(lemma)
    if (token.pos not in ("VERB", "AUX") or token.dep in ("amod", "compound")) and not _closes_statement(sentence, i):
        return None
    if lemma in lexicon.put_at["verbs"] or lemma in lexicon.put_at["moves"]:
        return _put_at(sentence, i, lexicon)
    if uses is None and lemma not in lexicon.quoted:
        return None
    if _is_passive(sentence, i) or (lemma in lexicon.passive and _is_said_to_be(tokens, i)):
        return _passive(sentence, i, lexicon)
    if uses is None:
        return None
    speaker = find_speaker(sentence, i)
    if speaker is None or (tokens[speaker].lemma.casefold() in lexicon.mute and not sentence.children[speaker]):
        return None
    if i < speaker and tokens[i - 1].text == "," and not _can_speak(tokens[speaker], lexicon):
        return None  # "on Sunday, read names from a list": no quotation, and names say nothing
    if _is_said_to_be(tokens, i) and (token.dep == "acl" or lemma == "find"):
        return None  # "anyone found to have stolen"
    group = _group(sentence, i, speaker)
    shapes = _shapes(sentence, i, lemma, speaker, group, lexicon)
    use = next((u for u in uses if _fits(sentence, i, u, shapes)), None)
    if use is None or (lemma in _WISHES and _wants_no_name(tokens, i, lexicon)):
        return None
    relative = next((c for c in sentence.children[i] if tokens[c].tag in ("WP", "WDT") and tokens[c].dep in SUBJECT), None)
    return Found(i, _cue_end(sentence, i), speaker, _content(sentence, i, _with_hearer(sentence, i, group)), group, use.kind, relative)


def _can_speak(token: Token, lexicon: Lexicon) -> bool:
    """Whether a noun is a name, a pronoun, or a word for people, bodies or documents."""
    word = token.lemma.casefold()
    return (token.pos in ("PROPN", "PRON") or word in lexicon.people or word in lexicon.documents or word in lexicon.titles
            or word in lexicon.holders or lexicon.body(token.text) is not None or lexicon.body(token.lemma) is not None)


def _wants_no_name(tokens: tuple[Token, ...], i: int, lexicon: Lexicon) -> bool:
    """"asked not to be named": a condition of speaking, no statement."""
    return any(t.text.casefold() in lexicon.anonymity for t in tokens[i + 1:i + 8])


def _is_passive(sentence: Sentence, i: int) -> bool:
    tokens = sentence.tokens
    if tokens[i].tag != "VBN":
        return False
    deps = {tokens[c].dep for c in sentence.children[i]}
    if tokens[i].dep == "acl" and "agent" not in deps and tokens[i].lemma not in _HEARD and _that_clause(sentence, i) is not None:
        return False  # "a poll found that ..." taken for a phrase
    return "auxpass" in deps or "agent" in deps or ("aux" not in deps and not deps & SUBJECT and tokens[i].dep in ("acl", "advcl"))


def _cue_end(sentence: Sentence, i: int) -> int:
    """The verb's last word: a particle or "on"/"for" straight after it belongs to the cue ("point out", "call for")."""
    tokens = sentence.tokens
    if i + 1 < len(tokens) and (tokens[i + 1].dep == "prt" or (tokens[i].lemma == "call" and tokens[i + 1].lemma in ("on", "for"))):
        return i + 1
    return i


def _is_said_to_be(tokens: tuple[Token, ...], i: int) -> bool:
    """"men said to be soldiers": a participle, though it looks like a past tense."""
    return i + 2 < len(tokens) and tokens[i].tag in ("VBN", "VBD") and tokens[i + 1].text == "to" and tokens[i + 2].text in ("be", "have")


def find_speaker(sentence: Sentence, i: int) -> int | None:
    """Head token of who speaks: the verb's subject, one inherited from a governing verb, or the nearest noun by word order."""
    tokens, at = sentence.tokens, i
    near = _beside(sentence, i)
    if near is not None and _behind_quote(sentence, i, near):
        return near  # trees often give a verb behind a quotation the quotation's own subject
    if near is not None and _closes_statement(sentence, i) and not _has_subject_beside(sentence, i):
        return near
    for _ in range(6):
        subjects = [c for c in sentence.children[at] if tokens[c].dep in SUBJECT or (at != i and tokens[c].dep == "nsubjpass")]
        subject = next((c for c in subjects if tokens[c].tag == "PRP"), subjects[0] if subjects else None)  # "a figure that it said holds"
        if subject is not None:
            return _antecedent(sentence, at, subject)
        if at == i and near is not None:
            return near
        above, dep = tokens[at].head, tokens[at].dep
        if above == at:
            return None
        if dep in ("acl", "relcl") and tokens[above].pos in NOMINAL and tokens[at].tag in ("VBG", "VBD", "VBZ", "VBP"):
            return above
        quoted = _quoted_person(sentence, above) if dep == "pcomp" else None
        if quoted is not None:
            return quoted
        if dep not in _INHERITS or (dep == "ccomp" and (at != i or tokens[at].tag in _TENSED)):
            return None
        at = above
    return None


def _behind_quote(sentence: Sentence, i: int, speaker: int) -> bool:
    """Whether verb and speaker stand straight behind a quotation mark ("...," said Ana Pell; "...," she said)."""
    first = min(i, phrase(sentence, speaker)[0])
    return first > 1 and sentence.tokens[first - 1].text in MARKS and sentence.tokens[first - 2].pos == "PUNCT"


def _antecedent(sentence: Sentence, verb: int, subject: int) -> int | None:
    """The noun that a relative pronoun stands for; any other subject itself."""
    tokens = sentence.tokens
    if tokens[subject].text.casefold() not in _RELATIVE or tokens[subject].tag not in ("WP", "WDT") or tokens[subject].text == "WHO":
        return subject
    above = tokens[verb].head
    before = subject - 2 if subject > 1 and tokens[subject - 1].text == "," else subject - 1
    if tokens[verb].dep == "relcl" and tokens[above].pos in NOMINAL and (before < 0 or phrase(sentence, above)[1] == before):
        return above
    if before >= 0 and tokens[before].pos in NOMINAL:
        return before  # the tree often hangs the clause on a noun farther off
    return above if tokens[verb].dep == "relcl" and tokens[above].pos in NOMINAL else None


def _quoted_person(sentence: Sentence, preposition: int) -> int | None:
    """Who is quoted in "state radio quoted the general as saying"."""
    tokens = sentence.tokens
    if tokens[preposition].lemma != "as":
        return None
    return next((c for c in sentence.children[tokens[preposition].head] if tokens[c].dep == "dobj"), None)


def _beside(sentence: Sentence, i: int) -> int | None:
    """A noun straight before the verb (adverbs and auxiliaries skipped), or straight after it behind a comma or a quotation."""
    tokens = sentence.tokens
    if _closes_statement(sentence, i):
        return _before_comma(sentence, i)
    if tokens[i].tag not in ("VBD", "VBZ", "VBP", "VBN"):
        return None
    at = i - 1
    while at >= 0 and (tokens[at].text.casefold() in _FILLERS or tokens[at].pos == "ADV"):
        at -= 1
    if at >= 0 and tokens[at].pos in NOMINAL and tokens[at].dep not in ("dobj", "pobj", "nsubjpass") \
            and tokens[at].text.casefold() not in _RELATIVE and tokens[at].ent not in ("DATE", "TIME"):
        return at
    if 0 < i < len(tokens) - 1 and i == at + 1 and (tokens[i - 1].text in MARKS or tokens[i - 1].text == ","):
        after = next((j for j in range(i + 1, min(i + 12, len(tokens)))
                      if tokens[j].pos in NOMINAL and tokens[j].ent not in ("DATE", "TIME")
                      and not (j + 1 < len(tokens) and tokens[j].dep in ("compound", "poss", "nmod"))), None)
        if after is not None and not any(tokens[j].text in (",", "to", "that") or tokens[j].pos == "VERB" for j in range(i + 1, after)):
            return after
    return None


def _closes_statement(sentence: Sentence, i: int) -> bool:
    """Whether a verb ends a statement told before it, in word order alone: trees often miss it ("…, the agency estimates, and …",
    "…, the head of the mission, Ana Pell, warned on Friday")."""
    tokens = sentence.tokens
    if i + 1 >= len(tokens) or tokens[i].tag not in ("VBD", "VBZ", "VBP", "NNS") or not (
        tokens[i + 1].text in _BREAKS | _STOPS or tokens[i + 1].text == "on" and i + 2 < len(tokens) and tokens[i + 2].text in _DAYS
    ):
        return False
    who = _before_comma(sentence, i)
    if who is None or (tokens[i].tag == "NNS" and tokens[who].pos != "PROPN"):
        return False
    first = _starts_after_comma(sentence, who)
    return first > 3 and any(t.tag in _TENSED for t in tokens[:first])


def _has_subject_beside(sentence: Sentence, i: int) -> bool:
    """Whether the tree gives verb i a subject whose words, appositions among them, end right before it: then it needs no help."""
    subjects = [c for c in sentence.children[i] if sentence.tokens[c].dep in SUBJECT]
    return any(i - 2 <= phrase(sentence, c)[1] < i for c in subjects)


def _before_comma(sentence: Sentence, i: int) -> int | None:
    """Head of the nouns between a comma and verb i; of "the head of the mission, Ana Pell," the name."""
    tokens = sentence.tokens
    at = i - 2 if tokens[i - 1].text == "," else i - 1
    if at < 2 or tokens[at].pos not in ("NOUN", "PROPN") or (at == i - 2 and tokens[at].pos != "PROPN"):
        return None
    first = _starts_after_comma(sentence, at)
    if first < 2 or any(tokens[j].pos not in ("NOUN", "PROPN", "ADJ", "DET", "NUM", "PART") for j in range(first, at)):
        return None
    if at == i - 2:  # a name set off by commas stands beside what the person is
        titled = _starts_after_comma(sentence, first - 2)
        kinds = {tokens[j].pos for j in range(titled, first - 1)}
        return at if titled > 1 and "NOUN" in kinds and "VERB" not in kinds else None
    return at


def _starts_after_comma(sentence: Sentence, at: int) -> int:
    """Where the words up to token `at` begin behind a comma, 0 where there is none near."""
    return next((j + 1 for j in range(at, max(at - 12, -1), -1) if sentence.tokens[j].text in _BREAKS | {";"}), 0)


def _group(sentence: Sentence, i: int, speaker: int) -> tuple[int, int]:
    """Span of the cue with its speaker, as far as both stand together."""
    first, last = phrase(sentence, speaker)
    if speaker in (i - 1, i - 2) and _closes_statement(sentence, i) and not _has_subject_beside(sentence, i):
        starts = _starts_after_comma(sentence, speaker)
        return (starts if speaker == i - 1 else _starts_after_comma(sentence, starts - 2)), i
    if speaker < i:
        return (first if i - last <= 30 else i), max(i, _cue_end(sentence, i))
    return i, max(last, i)


def _with_hearer(sentence: Sentence, i: int, group: tuple[int, int]) -> tuple[int, int]:
    """The group with who is told, where a statement stands before it: "…, doctors told the radio, and …"."""
    tokens, (first, last) = sentence.tokens, group
    if tokens[i].lemma not in _HEARD or first < 4 or tokens[first - 1].text not in _BREAKS or last != i:
        return group
    end = next((j for j in range(i + 1, min(i + 8, len(tokens))) if tokens[j].text in _BREAKS | _STOPS), None)
    if end is None or end == i + 1 or any(tokens[j].pos not in ("NOUN", "PROPN", "DET", "ADJ", "PRON", "PART") for j in range(i + 1, end)):
        return group
    return (first, end - 1) if any(t.tag in _TENSED for t in tokens[:first]) else group


def _shapes(sentence: Sentence, i: int, lemma: str, speaker: int, group: tuple[int, int], lexicon: Lexicon) -> set[str]:
    """Which of the lexicon's shapes stand around the verb."""
    tokens, shapes = sentence.tokens, {"b"}
    children = sentence.children[i]
    following = tokens[i + 1].text.casefold() if i + 1 < len(tokens) else ""
    if _beside_quote(sentence, group) or _is_parenthesis(sentence, group) or _is_as_clause(sentence, group):
        shapes.add("q")
    objects = [c for c in children if tokens[c].dep in ("dobj", "dative") and c > i]
    clauses = [c for c in children if tokens[c].dep == "ccomp"]
    infinitive = next((c for c in children if tokens[c].dep in ("xcomp", "ccomp", "advcl") and _has_to(sentence, c)), None)
    if any(c > i and not _has_to(sentence, c) and is_finite(sentence, c) for c in clauses) or following in _OPENERS \
            or (not objects and _that_clause(sentence, i) is not None) or any(c == i + 1 and tokens[c].tag == "VBG" for c in children):
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
    verbless = [c for c in clauses if c > i and not is_finite(sentence, c) and not _has_to(sentence, c)]
    if verbless or any(tokens[c].dep == "oprd" for c in children):
        shapes.add("x")
    shapes.add("p:" + following)
    shapes.update("p:" + tokens[c].lemma.casefold() for c in children if tokens[c].dep == "prep" and c > i)
    return shapes


def _that_clause(sentence: Sentence, i: int) -> int | None:
    """Where "that" opens a clause with a subject of its own, within a few words of verb i ("warned on Sunday that the town would fall")."""
    tokens = sentence.tokens
    for j in range(i + 1, min(i + 16, len(tokens) - 1)):
        if tokens[j].text == "that" and tokens[j].tag in ("IN", "WDT") and tokens[j + 1].pos in _STARTS_CLAUSE:
            return j
        if (tokens[j].pos == "VERB" and tokens[j].tag != "VBN" and tokens[j].text not in ("citing", "quoting")) or tokens[j].text in _STOPS:
            return None
    return None


def _fits(sentence: Sentence, i: int, use: VerbUse, shapes: set[str]) -> bool:
    if use.takes & shapes:
        return True
    return "p" in use.takes and any("p:" + p in shapes for p in use.prepositions)


def _has_to(sentence: Sentence, i: int) -> bool:
    return any(sentence.tokens[c].tag == "TO" for c in sentence.children[i])


def is_finite(sentence: Sentence, i: int) -> bool:
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
    if first >= 1 and tokens[first - 1].text in MARKS:
        return True
    for j in range(last + 1, min(last + 9, len(tokens))):
        if tokens[j].text in MARKS:
            return j <= last + 2 or tokens[j - 1].text in (",", ":") or tokens[j - 1].pos == "PRON"
        if tokens[j].text in _STOPS - {":"}:
            return False
    return False


def _is_parenthesis(sentence: Sentence, group: tuple[int, int]) -> bool:
    """Whether cue and speaker stand behind a comma and run to the next comma or the end (", the mayor warned.")."""
    tokens, (first, last) = sentence.tokens, group
    if first < 2 or tokens[first - 1].text not in _BREAKS:
        return False
    if last + 1 >= len(tokens) or tokens[last + 1].text in _BREAKS | _STOPS:
        return True
    return tokens[last + 1].pos in ("ADP", "PROPN", "ADV") or tokens[last + 1].ent in ("DATE", "TIME")


def _is_as_clause(sentence: Sentence, group: tuple[int, int]) -> bool:
    """"as the mayor noted", set off at the start or by a comma."""
    tokens, first = sentence.tokens, group[0]
    return first >= 1 and tokens[first - 1].text.casefold() == "as" and (first == 1 or tokens[first - 2].text in _BREAKS | {"("})


# ------------------------------------------------------------------ what is said


def _content(sentence: Sentence, i: int, group: tuple[int, int]) -> tuple[int, int] | None:
    """Token span of what verb i reports: its clause or object behind it, else what stands before cue and speaker."""
    tokens, (first, last) = sentence.tokens, group
    before = _before(sentence, first) if first >= 2 else None
    if before is not None and tokens[first - 1].text in MARKS:
        if last + 2 < len(tokens) and tokens[last + 1].text in (",", ".") and tokens[last + 2].text in MARKS:
            return trim(tokens, 0, len(tokens) - 1)  # "We fled," he said, "at night."
        if not any(t.text in MARKS for t in tokens[last + 1:]):
            return before
    behind = _behind(sentence, i, last, is_parenthesis=_is_parenthesis(sentence, group))
    if behind is not None:
        return behind
    if before is not None and (tokens[first - 1].text in MARKS or tokens[first - 1].text in _BREAKS):
        # "The army, he said, has left": both sides of a parenthesis are what was said
        if last + 2 < len(tokens) and tokens[last + 1].text == "," and tokens[last + 2].text not in MARKS \
                and (tokens[last + 2].tag not in ("VBG", "CC") or _opens_clause(sentence, last + 2)):
            return trim(tokens, before[0], len(tokens) - 1)
        return before
    if last + 1 < len(tokens) and tokens[last + 1].text not in _STOPS:
        return trim(tokens, last + 1, len(tokens) - 1)
    return before or _before(sentence, first)


def _opens_clause(sentence: Sentence, i: int) -> bool:
    """Whether "and" opens a clause with a subject of its own in the tense of reported speech, which is said too.

    "They fled, she said, and the bridge had been blown up"; not "..., and families bury their dead at night", which the report tells.
    """
    tokens = sentence.tokens
    if tokens[i].tag != "CC" or i + 1 >= len(tokens) or tokens[i + 1].pos not in _STARTS_CLAUSE:
        return False
    own = next((t for t in tokens[i + 1:i + 10] if t.dep in _SUBJECTS), None)
    return own is not None and any(tokens[c].text.casefold() in ("had", "would") for c in sentence.children[own.head])


def _behind(sentence: Sentence, i: int, last: int, *, is_parenthesis: bool) -> tuple[int, int] | None:
    """Token span of the complements of verb i behind token `last`: clauses before objects, objects before phrases."""
    tokens = sentence.tokens
    heads = [c for c in sentence.children[i] if tokens[c].dep in _COMPLEMENTS and c > last]
    clauses = [c for c in heads if tokens[c].dep == "ccomp"]
    if any(not _has_to(sentence, c) for c in clauses):
        heads = [c for c in heads if tokens[c].dep not in ("dobj", "prep", "advcl")]  # who hears it, and where, is not what is said
    said = [c for c in heads if tokens[c].dep not in ("prep", "advcl")] or ([] if is_parenthesis else heads)
    if tokens[i].lemma in _ACCUSES:  # "accused the rebels of burning the mill": the deed is what is said
        said += [c for c in heads if tokens[c].dep == "prep" and tokens[c].lemma in ("of", "for") and c not in said]
    if not said or (is_parenthesis and not clauses):
        return None
    below = sorted({j for c in said for j in sentence.subtree(c, without=frozenset((i,))) if j > last})
    opens = _that_clause(sentence, i)
    if opens is not None and any(tokens[j].dep in _SUBJECTS and j < opens for c in clauses for j in sentence.children[c]):
        opens = None  # it stands within the clause: "said the bridge that the army held was gone"
    if opens is not None and below and opens + 1 < below[-1]:
        return trim(tokens, opens + 1, below[-1])
    if below and not clauses and tokens[i].lemma == "tell":
        told = opens if opens is not None else _quotation_behind(tokens, below[-1])
        if told is not None:
            return trim(tokens, told + 1, len(tokens) - 1)  # the tree left only the hearer with the verb
    return trim(tokens, below[0], below[-1]) if below else None


def _quotation_behind(tokens: tuple[Token, ...], last: int) -> int | None:
    """The mark that opens a quotation behind a colon or comma close behind token `last` ("told the court: '...'")."""
    return next((j for j in range(last + 1, min(last + 6, len(tokens) - 1))
                 if tokens[j].text in MARKS and tokens[j - 1].text in (":", ",")), None)


def _before(sentence: Sentence, first: int) -> tuple[int, int] | None:
    return trim(sentence.tokens, 0, first - 1) if first > 0 else None


def trim(tokens: tuple[Token, ...], first: int, last: int) -> tuple[int, int] | None:
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
                  if tokens[p].dep == "pobj" and tokens[p].pos in NOMINAL), None)
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
    rest = below
    if patient is not None and tokens[patient].lemma == "it":
        rest = [j for j in below if j > i]
    elif patient is not None and agent is not None and not _says_something(sentence, i, None):
        rest = sentence.subtree(patient)
    content = trim(tokens, rest[0], rest[-1]) if rest else None
    return Found(i, i, agent, content, (i, i), "speech" if agent is not None else "hearsay")


def _says_something(sentence: Sentence, i: int, patient: int | None) -> bool:
    """A passive without agent reports when a clause hangs on it, or when acts or tolls are its subject ("was reported")."""
    tokens = sentence.tokens
    if tokens[i].lemma in ("tell", "warn") and i + 1 < len(tokens) and tokens[i + 1].text == "to":
        return False  # "were told to leave" is an order
    if any(tokens[c].dep in ("xcomp", "ccomp", "oprd") or (tokens[c].dep == "prep" and tokens[c].lemma in ("of", "as"))
           for c in sentence.children[i]):
        return True
    return patient is not None and tokens[i].lemma in ("report", "rumour", "rumor", "allege", "suspect", "claim")


def _put_at(sentence: Sentence, i: int, lexicon: Lexicon) -> Found | None:
    """"put the toll at 40", "gave a toll of 40", "as the bishop put it"."""
    tokens = sentence.tokens
    speaker = find_speaker(sentence, i)
    moved = tokens[i].lemma.casefold() in lexicon.put_at["moves"]
    if moved and (speaker is None or not _can_count(tokens[speaker], lexicon)):
        return None  # "the latest blast raised the toll to 30"
    if speaker is not None and i + 1 < len(tokens) and tokens[i + 1].text == "it" and _is_as_clause(sentence, _group(sentence, i, speaker)):
        group = phrase(sentence, speaker)[0] - 1, i + 1
        return Found(i, i + 1, speaker, around(sentence, group[0], i + 1), group, "speech")
    target = next((c for c in sentence.children[i] if tokens[c].dep == "dobj" and tokens[c].lemma in lexicon.put_at["objects"]), None)
    if speaker is None or target is None:
        return None
    wanted = ("to", "by") if moved else lexicon.put_at["prepositions"]
    counted = target + 2 < len(tokens) and tokens[target + 1].lemma == "of" and any(t.tag == "CD" for t in tokens[target + 2:target + 5])
    if not counted and not any(tokens[j].lemma in wanted for j in range(target, min(target + 18, len(tokens)))):
        return None
    below = [j for j in sentence.subtree(i) if j > i]
    return Found(i, i, speaker, trim(tokens, below[0], below[-1]), _group(sentence, i, speaker), "speech")


def _can_count(token: Token, lexicon: Lexicon) -> bool:
    """Whether a noun is somebody who gives out numbers: a person, an office or a body."""
    key = token.lemma.casefold()
    return token.ent in ("PERSON", "ORG", "GPE") or key in lexicon.people or key in lexicon.titles or lexicon.body(token.lemma) is not None


def around(sentence: Sentence, first: int, head: int) -> tuple[int, int] | None:
    """What a source in a phrase of its own ("according to X") covers: the clause before it, the one after it when it opens the
    sentence, or both sides when it stands between subject and verb."""
    tokens = sentence.tokens
    if first > 3 and any(t.pos in ("VERB", "AUX") for t in tokens[:first]):
        return trim(tokens, 0, len(tokens) - 1) if _goes_on_behind(sentence, head) else _before(sentence, first)
    if first > 1 and tokens[first].text.casefold() not in ("citing", "quoting"):
        return trim(tokens, 0, len(tokens) - 1)
    comma = next((j for j in range(head + 1, len(tokens)) if tokens[j].text == ","), head)
    return trim(tokens, comma + 1, len(tokens) - 1)


def _goes_on_behind(sentence: Sentence, head: int) -> bool:
    """Whether the verb before a source has a partner behind it: "has killed 40 people, according to X, and driven out 600"."""
    tokens = sentence.tokens
    comma = next((j for j in range(head + 1, min(head + 10, len(tokens))) if tokens[j].text == ","), None)
    if comma is None or comma + 2 >= len(tokens) or tokens[comma + 1].tag != "CC":
        return False
    verb = next((t for t in tokens[comma + 2:comma + 5] if t.pos not in ("ADV", "AUX")), None)
    return verb is not None and verb.tag in ("VBN", "VBD", "VBG") and verb.dep == "conj" and verb.head < head
