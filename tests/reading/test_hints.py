"""The learned model's hints: where they stand, that they do not depend on the neighbours, and that nothing breaks them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tocsin.codebook import load
from tocsin.reading import hints
from tocsin.reading.parse import parse_text

RAID = "Gunmen shot dead at least 12 villagers near the mill on Tuesday, and hundreds of families fled across the river."
PLEA = "The president appealed to the African Union to send peacekeepers."
MATCH = "The striker shot twice before the break, and the visitors' defence was under siege."


def look(*texts: str) -> list[hints.Sentence]:
    return list(hints.find(parse_text(texts)))


def test_a_hint_stands_on_words_of_its_sentence_and_is_a_share() -> None:
    (s,) = look(RAID)
    kinds = {h.kind for h in s.hints if h.sure >= 0.5}
    assert {"killing", "displacement"} <= kinds
    for hint in s.hints:
        assert 0 <= hint.sure <= 1 and hint.at in hint.words
        assert all(0 <= w < len(s.tokens) for w in (*hint.words, *(w for words in hint.roles.values() for w in words)))
        assert all(0 <= sure <= 1 for _, sure in hint.values.values())


def test_parties_are_those_of_the_act() -> None:
    (s,) = look(PLEA)
    plea = max((h for h in s.hints if h.kind == "request"), key=lambda h: h.sure)
    assert "president" in {s.tokens[w].text for w in plea.roles["actor"]}
    assert "Union" in {s.tokens[w].text for w in plea.roles["target"]}


def test_what_is_in_the_field_is_told_from_what_only_sounds_like_it() -> None:
    raid, match = look(RAID, MATCH)
    assert raid.in_field is not None and match.in_field is not None
    assert raid.in_field > 0.9 > 0.3 > match.in_field


def test_hints_do_not_depend_on_the_sentences_beside() -> None:
    alone = [look(text)[0].hints for text in (RAID, PLEA, MATCH)]
    together = [s.hints for s in look(RAID, PLEA, MATCH)]
    assert alone == together == [s.hints for s in reversed(look(MATCH, PLEA, RAID))]


def test_an_unparsed_sentence_passes_without_hints() -> None:
    (s,) = parse_text([RAID])
    (passed,) = hints.find([replace(s, tokens=())])
    assert passed.hints == () and passed.in_field is None


@pytest.mark.parametrize("text", ["", "!!!", "word " * 3000, "\u202eيلا 12 \x00 \ud83d\ude00", "Ⅻ½ ﷽ 死者三名"])
def test_odd_text_is_looked_at_without_harm(text: str) -> None:
    for s in look(text):
        assert all(w < len(s.tokens) for h in s.hints for w in h.words)


def test_the_model_knows_the_codebooks_kinds_and_no_others() -> None:
    labels = json.loads((hints.FOLDER / "labels.json").read_text(encoding="utf-8"))
    assert set(labels["kinds"]) <= set(load().table("kinds"))
    assert (hints.FOLDER / "model.onnx").stat().st_size < 30_000_000
