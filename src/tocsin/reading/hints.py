"""What a small learned model sees in a sentence: words that tell an act, whose parties stand where, how surely, whether it happened.

The model (`model/`, made by `make train`; its card is docs/model.md) reads the bare sentence, without the parse. Its hints are
probabilities of its own; the room of claims decides what they count beside the rules.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.reading.parse import LONE
from tocsin.records import Hint, Sentence

FOLDER = Path(__file__).parent / "model"
NAME = "tocsin-hints-1"
FAINT = 0.1  # below this a hint is noise
NOWHERE = 0.008  # a kind that no word of a sentence tells more likely than this is not told there, to the model
FILLED = 0.5  # a word is taken into a party from here on

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Model:
    """The model with what its numbers mean (labels.json) and how text becomes its input."""

    session: Any
    tokenizer: Any
    labels: Mapping[str, Any]


@lru_cache(maxsize=1)
def load_model() -> _Model:
    """The learned model, loaded once; it runs on one thread, as the parser does: processes share the cores.

    What runs it would otherwise keep a file on the user's machine about each run and send it to its maker (onnxruntime 1.31 does on
    every system): who reads about atrocities is nobody else's business. It looks at the variable once, when it is first imported.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime
    from tokenizers import Tokenizer

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(FOLDER / "model.onnx"), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    labels = json.loads((FOLDER / "labels.json").read_text(encoding="utf-8"))
    tokenizer.enable_truncation(labels["longest"])
    tokenizer.no_padding()
    return _Model(session, tokenizer, labels)


def find(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Each parsed sentence with its hints and how likely it is in the field at all, in order; one without tokens passes through.

    Sentences are looked at one by one: the model's small integers are scaled by what is looked at together, so that in a batch a
    sentence's hints would depend on its neighbours, and a report's claims on the reports beside it.
    """
    for s in sentences:
        yield _look(s) if s.tokens else s


def sees_act(text: str, *, sure: float = 0.5) -> bool:
    """Whether the model sees any act in a bare sentence, so that it is worth a parse."""
    return bool(_run(text).likely.max(initial=0.0) >= sure)


def _look(s: Sentence) -> Sentence:
    seen = _run(s.text)
    hints = tuple(_hints(_words(s, seen.offsets), seen.likely, seen.asks, seen.gives, seen.attributes, load_model().labels))
    told = seen.fitted.max(0, initial=0.0)
    unseen = tuple(kind for kind, likely in zip(load_model().labels["kinds"], told, strict=True) if likely < NOWHERE)
    return replace(s, hints=hints, in_field=round(float(_sure(seen.page[0])), 3), unseen=unseen)


class _Seen(NamedTuple):
    """The model's numbers for one sentence, a row a subword; `fitted` is calibrated, a column a kind; `likely` the same without noise."""

    offsets: Sequence[tuple[int, int]]
    fitted: Numbers
    likely: Numbers
    asks: Numbers
    gives: Numbers
    attributes: Numbers
    page: Numbers


@lru_cache(maxsize=256)  # what `sees_act` looked at is looked at again once it is parsed
def _run(text: str) -> _Seen:
    model = load_model()
    coded = model.tokenizer.encode(LONE.sub("\ufffd", text))
    ids = np.array([coded.ids], dtype=np.int64)
    found = model.session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
    acts, kinds, asks, gives, attributes, page = (part[0] for part in found)
    raw = _sure(acts) * _shares(kinds)
    fitted = _calibrate(raw, page, model.labels)
    return _Seen(coded.offsets, fitted, np.where(raw >= FAINT, fitted, np.float32(0)), asks, gives, attributes, page)


def _sure(logits: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)


def _calibrate(likely: Numbers, page: Numbers, labels: Mapping[str, Any]) -> Numbers:
    """How often a word and kind so likely were right in texts set aside, by the word, the kind in the whole text and the field together."""
    word, whole, field, one = labels["calibration"]
    kinds = page[len(labels["page"]) :]
    odds = np.log(np.clip(likely, 1e-4, 1 - 1e-4) / (1 - np.clip(likely, 1e-4, 1 - 1e-4)))
    return _sure(word * odds + whole * kinds[None, :] + field * page[0] + one)


def _shares(logits: Numbers) -> Numbers:
    parts = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(parts / parts.sum(-1, keepdims=True), dtype=np.float32)


def _words(s: Sentence, offsets: Sequence[tuple[int, int]]) -> list[int | None]:
    """For each subword the token that it is part of; None for the model's own marks."""
    at, found = 0, list[int | None]()
    for start, end in offsets:
        if end <= start:
            found.append(None)
            continue
        while at < len(s.tokens) and s.tokens[at].end - s.start <= start:
            at += 1
        inside = at < len(s.tokens) and s.tokens[at].start - s.start < end
        found.append(s.tokens[at].i if inside else None)
    return found


def _hints(
    words: Sequence[int | None], kinds: Numbers, asks: Numbers, gives: Numbers, attributes: Numbers, labels: Mapping[str, Any]
) -> Iterator[Hint]:
    """One hint for each run of subwords of one kind; its parties and attributes are asked for by the whole run."""
    for number in (int(n) for n in np.flatnonzero(kinds.max(0, initial=0.0) >= FAINT)):
        kind = labels["kinds"][number]
        for run in _runs(kinds[:, number], words):
            best = max(run, key=lambda i: float(kinds[i, number]))
            roles = _roles(run, asks, gives, words, labels)
            values = dict(_values(attributes[run].mean(0), labels["attributes"]))
            told = tuple(sorted({w for i in run if (w := words[i]) is not None}))
            at = words[best]
            if at is not None:
                yield Hint(kind, at, told, round(float(kinds[best, number]), 3), roles, values)


def _runs(sure: Numbers, words: Sequence[int | None]) -> Iterator[list[int]]:
    """Stretches of subwords that are likely enough, one small gap allowed ("opened heavy fire")."""
    run: list[int] = []
    for i in (int(i) for i in np.flatnonzero(sure >= FAINT)):
        if words[i] is None:
            continue
        if run and i - run[-1] > 2:
            yield run
            run = []
        run.append(i)
    if run:
        yield run


def _roles(
    run: Sequence[int], asks: Numbers, gives: Numbers, words: Sequence[int | None], labels: Mapping[str, Any]
) -> dict[str, tuple[int, ...]]:
    """For each role the tokens that fill it."""
    roles, pair = labels["roles"], labels["pair"]
    query = asks[list(run)].mean(0).reshape(len(roles), pair)
    keys = gives.reshape(-1, len(roles), pair)
    sure = _sure(np.einsum("rp,wrp->rw", query, keys) / pair**0.5 - 2.0)
    found = {}
    for number, role in enumerate(roles):
        filled = {w for i in np.flatnonzero(sure[number] >= FILLED) if (w := words[int(i)]) is not None}
        if filled:
            found[role] = tuple(sorted(filled))
    return found


def _values(logits: Numbers, attributes: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, tuple[str, float]]]:
    """For each attribute its likeliest value and how likely."""
    start = 0
    for name, options in attributes.items():
        shares = _shares(logits[start : start + len(options)])
        best = int(shares.argmax())
        yield name, (options[best], round(float(shares[best]), 3))
        start += len(options)
