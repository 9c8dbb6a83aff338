"""The records: ids, the public JSON shape and back, and the small questions that records answer about themselves."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin import records
from tocsin.records import (
    Attribution,
    Claim,
    Decision,
    Dropped,
    Figure,
    Party,
    Place,
    Problem,
    Published,
    Report,
    Sentence,
    SentenceRef,
    Situation,
    Tally,
    Time,
    Token,
    Voice,
    from_json,
    make_id,
    to_json,
    to_line,
)

TEXT = st.text(max_size=12)
NUMBER = st.none() | st.integers(0, 10**9)

FIGURE = Figure("at least nine people", 9, 9, None, "at_least", unit="killed", scope="incident")
CLAIM = Claim(
    id="c1",
    report_id="r1",
    kind="killing",
    subtype=None,
    quote="At least nine people were killed",
    start=0,
    end=32,
    sentence=SentenceRef(0, 0, 33),
    actors=(Party("soldiers", type="security_force", country="KEN"),),
    targets=(),
    place=Place("Dorra", lat=1.5, lon=36.0),
    time=Time("on Monday", "2011-05-02", "2011-05-02", "day", "relative"),
    figure=FIGURE,
    attribution=Voice("named_source", speaker="a doctor", cue="according to", speech="indirect"),
    modality="asserted",
    polarity="positive",
    status="occurred",
    case="current",
    codes={"plover": "ASSAULT"},
    indicators=("8.1",),
    elements=("H1",),
    confidence=0.75,
    reader="test-1",
    details={"asks": "observers"},
)
REPORT = Report(
    "r1",
    "At least nine people were killed.",
    title="Raid",
    published=Published("2011-05-01", "2011-05-04", "range", "inferred", ("Monday",)),
    dropped=(Dropped(3, 9, "elision"),),
    attributions=(Attribution("author", None, None, "none", None, 0, 33),),
    path="a.txt",
    given_id=True,
    headings=((0, 4),),
    offsets=(0, 1, 2),
    raw=b"raw",
)

# ------------------------------------------------------------------ ids


@given(st.sampled_from(["report", "claim"]), st.lists(TEXT, max_size=4))
def test_an_id_is_the_kinds_letter_and_sixteen_hex_digits_and_always_the_same(kind: str, parts: list[str]) -> None:
    made = make_id(kind, *parts)
    assert made == make_id(kind, *parts)
    assert made[0] == kind[0] and len(made) == 17 and int(made[1:], 16) >= 0


@given(st.lists(TEXT, min_size=1, max_size=4), st.lists(TEXT, min_size=1, max_size=4))
def test_other_parts_give_another_id_also_where_they_join_to_one_text(one: list[str], two: list[str]) -> None:
    assert (make_id("claim", *one) == make_id("claim", *two)) == (one == two)


def test_ids_have_not_changed_since_the_first_release() -> None:
    """Stores hold them: a change here would read everything twice."""
    assert make_id("report", "abc", "", "") == "r79ec3f374da84244"


def test_half_characters_have_ids_too() -> None:
    assert make_id("report", "\ud800") != make_id("report", "\ud801")


# ------------------------------------------------------------------ JSON


@pytest.mark.parametrize(
    "record",
    [
        CLAIM,
        FIGURE,
        Problem("empty file", "It has 0 bytes.", "Check it.", path="a.txt"),
        Tally("r1", {"killed": {"low": 9, "best": 9, "high": None, "claims": ["c1"]}}),
        Decision("d1", "Ada", "2011-05-04", "read it", {"report": "r1"}, "accept"),
        replace(REPORT, given_id=False, headings=(), offsets=(), raw=b""),
    ],
    ids=lambda record: type(record).__name__,
)
def test_a_record_comes_back_from_its_json_as_it_was(record: Any) -> None:
    assert from_json(type(record), json.loads(json.dumps(to_json(record)))) == record


@given(low=NUMBER, best=NUMBER, high=NUMBER, text=TEXT, of=st.none() | TEXT)
def test_figures_come_back_whatever_they_hold(low: int | None, best: int | None, high: int | None, text: str, of: str | None) -> None:
    figure = Figure(text, low, best, high, "about", of=of)
    assert from_json(Figure, to_json(figure)) == figure


def test_what_is_ours_alone_stays_out_of_the_public_shape() -> None:
    public = to_json(REPORT)
    assert not {"raw", "offsets", "headings", "given_id", "version"} & set(public)
    assert public["published"]["clues"] == ["Monday"] and public["dropped"] == [{"start": 3, "end": 9, "reason": "elision"}]


def test_unknown_values_are_null_and_optional_ones_are_left_out() -> None:
    assert to_json(Voice("author")) == {"voice": "author", "speech": "none"}
    shape = to_json(FIGURE)
    assert shape["high"] is None and shape["of"] is None and "formula" not in shape
    assert to_json(replace(CLAIM, place=None))["place"] is None
    assert to_json(date(2011, 5, 4)) == "2011-05-04"


def test_keys_of_a_newer_version_are_passed_over_and_missing_required_ones_are_not() -> None:
    assert from_json(Party, {"text": "soldiers", "rank": "private"}) == Party("soldiers")
    with pytest.raises(TypeError):
        from_json(Party, {"name": "soldiers"})


def test_a_line_names_its_record_and_keeps_letters_readable() -> None:
    line = to_line(Problem("leer", "café", "", path="ä.txt"))
    assert line.startswith('{"record": "problem"') and "café" in line and "\n" not in line
    for kind, name in records.RECORD_NAMES.items():
        assert kind.__name__.lower() == name


def test_records_are_never_rewritten() -> None:
    for record in (CLAIM, REPORT, FIGURE):
        with pytest.raises((FrozenInstanceError, AttributeError)):
            setattr(record, fields(record)[0].name, "other")


def test_a_situation_does_not_repeat_its_claims() -> None:
    situation = Situation("s1", "x", None, (), None, None, "lull", (), {}, (), (), (), (), (), claims=(CLAIM,))
    assert "claims" not in to_json(situation) and to_json(situation)["phase"] == "lull"


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("start", "end", "anchor"),
    [
        ("2011-05-04", "2011-05-04", date(2011, 5, 4)),
        ("2011-05-01", "2011-06-01", date(2011, 6, 1)),
        ("2011-05-01", "2011-06-02", None),
        (None, "2011-06-02", None),
        (None, None, None),
    ],
)
def test_relative_dates_count_from_a_day_known_within_a_month_only(start: str | None, end: str | None, anchor: date | None) -> None:
    assert Published(start, end).anchor() == anchor


# ------------------------------------------------------------------ claims and sentences


@pytest.mark.parametrize(
    ("change", "event"),
    [
        ({}, True),
        ({"modality": "hedged", "status": "ongoing"}, True),
        ({"polarity": "negative"}, False),
        ({"modality": "planned"}, False),
        ({"status": "future"}, False),
    ],
)
def test_an_event_is_an_act_told_as_having_happened(change: dict[str, str], event: bool) -> None:
    assert replace(CLAIM, **change).is_event() is event  # type: ignore[arg-type]


def test_only_the_crisis_of_the_report_is_current() -> None:
    assert CLAIM.is_current()
    assert not replace(CLAIM, case="2010-04 Kyrgyzstan").is_current() and not replace(CLAIM, case=None).is_current()


def sentence(*words: tuple[str, str, int]) -> Sentence:
    """A sentence from (word, dependency, head)."""
    text, tokens = "", []
    for i, (word, dep, head) in enumerate(words):
        start = len(text) + (1 if text else 0)
        text = f"{text} {word}" if text else word
        tokens.append(Token(i, word, word.lower(), "", "", dep, head, start, start + len(word), ""))
    return Sentence(0, 0, len(text), text, tuple(tokens))


PHRASE = sentence(
    ("The", "det", 1), ("army", "nsubj", 4), ("of", "prep", 1), ("Dorra", "pobj", 2), ("burned", "ROOT", 4), ("houses", "dobj", 4),
    ("that", "nsubj", 7), ("stood", "relcl", 5), ("near", "prep", 7),
)  # fmt: skip


def test_a_phrase_takes_its_of_and_leaves_clauses_out() -> None:
    assert PHRASE.span_text(*PHRASE.phrase(1)) == "The army of Dorra"
    assert PHRASE.span_text(*PHRASE.phrase(5)) == "houses"


def test_a_subtree_stops_where_it_is_told_and_ancestors_end_at_the_root() -> None:
    assert PHRASE.subtree(5) == [5, 6, 7, 8]
    assert PHRASE.subtree(5, without=frozenset({7})) == [5]
    assert list(PHRASE.ancestors(8)) == [7, 5, 4]
    assert list(PHRASE.ancestors(4)) == []


def test_a_broken_tree_ends_too() -> None:
    circle = sentence(("one", "dep", 1), ("two", "dep", 0))
    assert len(list(circle.ancestors(0))) <= 4
