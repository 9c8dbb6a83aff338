"""What may be decided of what, and which field is named when it may not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.review.made import TEXT, anchor_of, first, second
from tocsin.errors import ReviewError
from tocsin.records import Decision, from_json, to_json
from tocsin.review import decide

NOW = "2031-05-12T10:00:00+00:00"
CLAIM = anchor_of(first().claims[0])
PAIR = {"a": CLAIM, "b": anchor_of(second().claims[0])}
ROAD = [TEXT.index("The road"), TEXT.index("The road") + 16]


def test_the_same_decision_always_has_the_same_id_and_any_change_another() -> None:
    said: dict[str, Any] = {"who": "Ada", "when": NOW, "why": "seen", "value": "wrong"}
    one = decide("reject", CLAIM, **said)
    assert one == decide("reject", dict(reversed(CLAIM.items())), **said)
    others = [
        decide("reject", CLAIM, **(said | change)) for change in ({"who": "Ben"}, {"why": "heard"}, {"value": "outlier"}, {"role": "lead"})
    ]
    assert len({one.id, *(d.id for d in others)}) == 5


def test_a_decision_comes_back_from_json_and_leaves_out_what_is_unset() -> None:
    one = decide("same", PAIR, who="Ada", when=NOW)
    assert from_json(Decision, to_json(one)) == one
    assert "supersedes" not in to_json(one) and "role" not in to_json(one)


REFUSED = {
    "an unknown verdict": (("delete", CLAIM), {}, "verdict"),
    "nobody": (("accept", CLAIM), {"who": " "}, "who"),
    "a time without a zone": (("accept", CLAIM), {"when": "2031-05-12T10:00:00"}, "when"),
    "no time at all": (("accept", CLAIM), {"when": "noon"}, "when"),
    "no anchor": (("accept", {"page": 3}), {}, "anchor"),
    "a list for an anchor": (("accept", [1]), {}, "anchor"),
    "a span from behind": (("accept", {**CLAIM, "span": [9, 4]}), {}, "anchor.span"),
    "a pair of one": (("same", {"a": CLAIM, "b": CLAIM}), {}, "anchor.b"),
    "a pair of two kinds": (("same", {"a": CLAIM, "b": {"report": "lamp-1"}}), {}, "anchor"),
    "accepting a source": (("accept", {"source": "Lamp"}), {}, "anchor"),
    "no reason to reject": (("reject", CLAIM), {}, "value"),
    "an unknown reason": (("reject", CLAIM, "boring"), {}, "value"),
    "nothing corrected": (("correct", CLAIM, {}), {}, "value"),
    "an unknown field": (("correct", CLAIM, {"colour": "red"}), {}, "value.colour"),
    "an id corrected": (("correct", CLAIM, {"id": "c1"}), {}, "value.id"),
    "a number below 0": (("correct", CLAIM, {"figure": {"low": -1}}), {}, "value.figure.low"),
    "a number that is true": (("correct", CLAIM, {"figure": {"low": True}}), {}, "value.figure.low"),
    "a fractional person": (("correct", CLAIM, {"figure": {"best": 2.5}}), {}, "value.figure.best"),
    "an unknown unit": (("correct", CLAIM, {"figure": {"unit": "souls"}}), {}, "value.figure.unit"),
    "a day that is none": (("correct", CLAIM, {"time": {"start": "2031-02-30"}}), {}, "value.time.start"),
    "a party without words": (("correct", CLAIM, {"actors": [{"type": "mob"}]}), {}, "value.actors[0].text"),
    "a party that is text": (("correct", CLAIM, {"actors": ["the mob"]}), {}, "value.actors[0]"),
    "an unknown modality": (("correct", CLAIM, {"modality": "maybe"}), {}, "value.modality"),
    "no voice": (("correct", CLAIM, {"attribution": None}), {}, "value.attribution"),
    "a month that is none": (("correct", CLAIM, {"case": "2010-13 Varenia"}), {}, "value.case"),
    "a year that is none": (("correct", CLAIM, {"case": "0000-05 Varenia"}), {}, "value.case"),
    "a case without a year": (("correct", CLAIM, {"case": "Varenia"}), {}, "value.case"),
    "an indicator that is none": (("correct", CLAIM, {"indicators": ["x"]}), {}, "value.indicators"),
    "an element that is none": (("add", CLAIM, {"elements": ["Z9"]}), {}, "value.elements"),
    "a code that is a number": (("correct", CLAIM, {"codes": {"denies": 5}}), {}, "value.codes"),
    "a number that is none": (("correct", CLAIM, {"details": {"x": [{"y": float("nan")}]}}), {}, "value.details"),
    "a kind unheard of": (("correct", CLAIM, {"kind": "picnic"}), {"kinds": ["killing"]}, "value.kind"),
    "an added kind unheard of": (("add", {**CLAIM, "kind": "picnic"}), {"kinds": ["killing"]}, "anchor.kind"),
    "an added span twice": (("add", CLAIM, {"span": [1, 2]}), {}, "value"),
    "a range from behind": (("correct", CLAIM, {"figure": {"low": 50}}), {"read": first()}, "value.figure"),
    "words that are not there": (("add", {**CLAIM, "quote": "killed 19 people"}), {"read": first()}, "anchor.span"),
    "a span beyond the text": (("add", {**CLAIM, "span": [5000, 5010], "quote": ""}), {"read": first()}, "anchor.span"),
    "a number without words": (
        ("add", {"report": "post-1", "span": ROAD, "kind": "injury"}, {"figure": {"low": 3}}), {"read": first()}, "value.figure.text",
    ),
    "a level without a reason": (("level", {"situation": "s1"}, "watch"), {}, "why"),
    "an unknown level": (("level", {"situation": "s1"}, "bad"), {"why": "x"}, "value"),
    "a merger with itself": (("merge", {"situation": "s1"}, "s1"), {"why": "x"}, "value"),
    "a grade beyond F": (("grade", {"source": "Lamp"}, "G1"), {}, "value"),
    "a split without groups": (("split", {"situation": "s1"}, [[]]), {"why": "x"}, "value"),
    "a claim in two groups": (("split", {"situation": "s1"}, [[CLAIM], [CLAIM]]), {"why": "x"}, "value"),
    "an unknown confidentiality": (("confidentiality", {"report": "r"}, "secret"), {}, "value"),
    "an acceptance with a value": (("accept", CLAIM, "gladly"), {}, "value"),
    "an undo of nothing": (("undo", CLAIM), {}, "supersedes"),
    "an endless reason": (("accept", CLAIM), {"why": "x" * 5000}, "why"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused_with_its_field(case: tuple[tuple[Any, ...], dict[str, Any], str]) -> None:
    (verdict, anchor, *value), said, field = case
    with pytest.raises(ReviewError) as refused:
        decide(verdict, anchor, value=value[0] if value else None, **({"who": "Ada", "when": NOW} | said))
    assert refused.value.field == field
    assert refused.value.what_to_do


def test_every_field_of_a_claim_can_be_corrected_at_once() -> None:
    read = first()
    value = {
        "kind": "injury", "subtype": "toll", "span": [0, 20], "case": "2024-03 Varenia", "confidence": 0.5, "modality": "hedged",
        "polarity": "negative", "status": "unknown", "actors": [], "targets": [{"text": "people", "type": "civilians"}],
        "place": {"name": "Dolma", "country": "VRN", "precision": "city"}, "time": None, "codes": {"plover": "ASSAULT"},
        "figure": {"unit": "injured", "low": 10, "best": 12, "high": None, "modifier": "at_least"},
        "indicators": ["8.1"], "elements": ["H6"],
        "attribution": {"voice": "named_source", "speaker": "Ada Rell", "speaker_type": "official", "speech": "indirect"},
        "details": {"means": "fire"},
    }  # fmt: skip
    assert decide("correct", CLAIM, who="Ada", when=NOW, value=value, kinds=["injury"], read=read).value == value
