"""Decisions on a store: what they change at once, what they leave alone, and what nobody sees who may not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.situations.varenia import ABROAD, KESRA, incident, read, toll

from tocsin import casebook, pipeline
from tocsin.claims import tally
from tocsin.codebook import load
from tocsin.errors import ConflictError, ReviewError, StoreError
from tocsin.records import Read, make_id
from tocsin.review import anchor_of, apply, decide, permit
from tocsin.store import Store, open_store, snapshots, trail

NOW = "2031-06-01T10:00:00+00:00"
BOOK = load()


def tallied(made: Read) -> Read:
    return Read(made.report, made.claims, tally(made.report, made.claims))


def reads() -> list[Read]:
    """Two crises: Kesra, told by three papers, and one abroad, told by one."""
    made = [
        read("a-wire", "2031-05-10", "Gunmen killed 12 people in Kesra.", incident("killed 12 people", 12, "2031-05-09"), source="Wire"),
        read("b-lamp", "2031-05-11", "In Kesra 14 people were killed, a nurse said. At least 30 have died in all.",
             incident("14 people were killed", 14, "2031-05-09"),
             toll("At least 30 have died", 30, modifier="at_least", place=KESRA), source="Lamp"),
        read("c-post", "2031-05-12", "By now 45 have died in Kesra, the ministry said.",
             toll("45 have died", 45, speaker="the ministry", kind="official", place=KESRA), source="Post"),
        read("d-pell", "2031-05-12", "In Pell 9 people were killed.",
             incident("9 people were killed", 9, "2031-05-11", ABROAD), source="Post"),
    ]  # fmt: skip
    return [tallied(one) for one in made]


@pytest.fixture
def store(new_url: Callable[[], str]) -> Iterator[Store]:
    with open_store(new_url()) as opened:
        for one in reads():
            opened.keep(one)
        casebook.refresh(opened, codebook=BOOK, now=NOW)
        yield opened


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch, store: Store) -> Store:
    """The same store, treated as a large one: a decision makes only what it touches again."""
    monkeypatch.setattr(casebook, "FEW", 0)
    return store


@pytest.fixture(params=["small", "large"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, store: Store) -> Store:
    """The same store, once as it is, where a decision makes everything again, and once treated as a large one."""
    monkeypatch.setattr(casebook, "FEW", 1000 if request.param == "small" else 0)
    return store


class Desk:
    """An analyst at work: each decision a minute after the one before."""

    def __init__(self, store: Store) -> None:
        self.store, self.minute = store, 0

    def say(self, verdict: str, anchor: Any, value: Any = None, *, who: str = "Ada", seen: Any = None, **more: Any) -> casebook.Decided:
        self.minute += 1
        made = decide(verdict, anchor, who=who, when=f"2031-06-01T11:{self.minute:02}:00+00:00", why="seen", value=value, **more)
        return casebook.decide(self.store, made, codebook=BOOK, now=made.when, seen=seen)


def names(store: Store, tier: str = "lead") -> dict[str, dict[str, Any]]:
    return {row["country"]: row for row in snapshots.situations(store, tier=tier).items}


def test_a_refresh_makes_what_the_reads_tell_and_a_second_one_makes_nothing(store: Store) -> None:
    assert set(names(store)) == {"VRN", "QQQ"}
    assert casebook.is_current(store, codebook=BOOK)
    again = casebook.refresh(store, codebook=BOOK, now=NOW)
    assert (again.made, again.unchanged) == ((), 2)
    store.keep(tallied(read("e-new", "2031-05-13", "In Kesra 50 have died.", toll("50 have died", 50, place=KESRA))))
    assert not casebook.is_current(store, codebook=BOOK)
    assert casebook.refresh(store, codebook=BOOK, now=NOW).made == (names(store)["VRN"]["id"],)


def test_a_correction_is_seen_in_the_figures_at_once_and_an_undo_takes_it_back(either: Store) -> None:
    store = either
    desk, before = Desk(store), names(store)
    ministry = reads()[2].claims[0]
    anchor = anchor_of(ministry)
    done = desk.say("correct", anchor, {"figure": {"low": 54, "best": 54, "high": 54}})
    after = names(store)
    assert done.added and done.remade == (before["VRN"]["id"],)
    assert after["QQQ"] == before["QQQ"]
    assert after["VRN"]["version"] == 2 and after["VRN"]["figures"]["killed"]["high"] == 54
    assert any("killed" in line for line in after["VRN"]["changed"])
    assert casebook.is_current(store, codebook=BOOK)
    desk.say("undo", anchor, supersedes=done.decision.id)
    undone = names(store)["VRN"]
    assert undone["version"] == 3 and undone["figures"] == before["VRN"]["figures"]
    assert [row["version"] for row in snapshots.versions(store, undone["id"], tier="lead")] == [1, 2, 3]
    first = snapshots.situation(store, undone["id"], tier="lead", version=1)
    now = snapshots.situation(store, undone["id"], tier="lead")
    assert first and now and first.situation == now.situation
    assert trail.verify(store).ok


def test_situations_that_cannot_be_made_again_stay_as_they_were(either: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = names(either)
    with monkeypatch.context() as broken:
        broken.setattr(pipeline.situations, "gather", lambda *_, **__: [][1])
        with pytest.raises(StoreError, match="could not be made again"):
            casebook.refresh(either, codebook=BOOK, now=NOW, force=True)
        anchor = anchor_of(casebook.report(either, "a-wire", tier="lead").reads[0].claims[0])  # type: ignore[union-attr]
        with pytest.raises(StoreError, match="could not be made again"):
            casebook.decide(either, decide("reject", anchor, who="Ada", when=NOW, value="wrong"), codebook=BOOK, now=NOW)
        assert names(either) == before and before
    casebook.refresh(either, codebook=BOOK, now=NOW)
    assert set(names(either)) == set(before)


def test_what_a_decision_makes_again_is_what_making_everything_again_gives(many: Store) -> None:
    desk = Desk(many)
    told = [c for one in reads() for c in one.claims]
    desk.say("reject", anchor_of(told[1]), "outlier")
    desk.say("correct", anchor_of(told[3]), {"modality": "hedged", "figure": {"high": 60}})
    desk.say("accept", anchor_of(told[0]))
    desk.say("reject", anchor_of(told[4]), "wrong")
    partly = {row["id"]: snapshots.situation(many, row["id"], tier="lead") for row in snapshots.situations(many, tier="lead").items}
    again = casebook.refresh(many, codebook=BOOK, now=NOW, force=True)
    wholly = {row["id"]: snapshots.situation(many, row["id"], tier="lead") for row in snapshots.situations(many, tier="lead").items}
    assert {id: kept.situation for id, kept in partly.items() if kept} == {id: kept.situation for id, kept in wholly.items() if kept}
    assert again.made == ()


def test_a_situation_keeps_its_id_when_its_first_report_is_emptied(many: Store) -> None:
    id = names(many)["VRN"]["id"]
    Desk(many).say("reject", anchor_of(reads()[0].claims[0]), "wrong")
    assert names(many)["VRN"]["id"] == id
    casebook.refresh(many, codebook=BOOK, now=NOW, force=True)
    assert names(many)["VRN"]["id"] == id


def test_a_situation_whose_only_claim_is_rejected_is_gone_and_comes_back(store: Store) -> None:
    desk, id = Desk(store), names(store)["QQQ"]["id"]
    anchor = anchor_of(reads()[3].claims[0])
    done = desk.say("reject", anchor, "wrong")
    assert id in done.remade and "QQQ" not in names(store)
    assert snapshots.situation(store, id, tier="lead") is None
    desk.say("undo", anchor, supersedes=done.decision.id)
    assert names(store)["QQQ"]["id"] == id


def test_merged_situations_are_one_found_under_both_ids_and_an_undo_parts_them(either: Store) -> None:
    store = either
    desk, before = Desk(store), names(store)
    here, abroad = before["VRN"]["id"], before["QQQ"]["id"]
    done = desk.say("merge", {"situation": abroad}, here)
    assert {row["id"] for row in names(store).values()} == {here}
    assert names(store)["VRN"]["reports"] == 4
    kept = snapshots.situation(store, abroad, tier="lead")
    assert kept and kept.situation.id == here and "d-pell" in {entry["id"] for entry in kept.situation.reports}
    desk.say("undo", {"situation": abroad}, supersedes=done.decision.id)
    assert {country: row["id"] for country, row in names(store).items()} == {"VRN": here, "QQQ": abroad}
    assert names(store)["VRN"]["figures"] == before["VRN"]["figures"]


def test_a_split_makes_situations_of_the_groups_and_an_undo_joins_them(either: Store) -> None:
    store = either
    desk, id = Desk(store), names(store)["VRN"]["id"]
    ministry = reads()[2].claims[0]
    done = desk.say("split", {"situation": id}, [[anchor_of(ministry)]])
    rows = {row["id"]: row for row in snapshots.situations(store, tier="lead").items}
    assert len(rows) == 3 and rows[id]["figures"]["killed"]["high"] != 45
    (apart,) = [row for row in rows.values() if row["id"] != id and row["country"] == "VRN"]
    assert apart["figures"]["killed"]["high"] == 45
    desk.say("undo", {"situation": id}, supersedes=done.decision.id)
    assert {row["id"] for row in snapshots.situations(store, tier="lead").items} == {id, names(store)["QQQ"]["id"]}


def test_an_overridden_level_stands_over_the_rule(store: Store) -> None:
    id = names(store)["VRN"]["id"]
    Desk(store).say("level", {"situation": id}, "imminent_risk")
    assert names(store)["VRN"]["level"] == "imminent_risk"
    kept = snapshots.situation(store, id, tier="lead")
    assert kept and kept.situation.assessment["override"]["who"] == "Ada"


def test_a_decision_on_a_situation_that_is_no_more_is_listed_for_deciding_anew(store: Store) -> None:
    desk, id = Desk(store), names(store)["QQQ"]["id"]
    assert casebook.reopened(store) == ()
    level = desk.say("level", {"situation": id}, "imminent_risk").decision
    desk.say("reject", anchor_of(reads()[3].claims[0]), "wrong")
    (found,) = casebook.reopened(store)
    assert found.decision == level and "no such situation" in found.why


def test_people_who_read_and_decide_at_once_lose_nothing(either: Store) -> None:
    store, failures = either, list[BaseException]()
    told = [c for one in reads() for c in one.claims]
    stop = threading.Event()

    def watched(act: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                act()
            except Exception as error:  # noqa: BLE001 - whatever it is, the test must fail of it
                failures.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def look() -> None:
        while not stop.is_set():
            for row in snapshots.situations(store, tier="viewer").items:
                casebook.situation(store, row["id"], tier="viewer")

    def correct(who: str, numbers: tuple[int, ...]) -> None:
        for minute, number in enumerate(numbers):
            value = {"modality": "hedged" if minute % 2 else "asserted", "figure": {"high": 60 + minute}}
            made = decide("correct", anchor_of(told[number]), who=who, when=f"2031-06-01T12:{minute:02}:00+00:00", value=value)
            casebook.decide(store, made, codebook=BOOK, now=made.when)

    readers = [watched(look) for _ in range(3)]
    writers = [watched(lambda: correct("Ada", (0, 1, 3, 0))), watched(lambda: correct("Ben", (1, 3, 2, 3)))]
    for writer in writers:
        writer.join()
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert trail.verify(store).ok and len(store.decisions()) == 8
    last = {row["id"]: row["version"] for row in snapshots.situations(store, tier="lead").items}
    casebook.refresh(store, codebook=BOOK, now=NOW, force=True)
    assert {row["id"]: row["version"] for row in snapshots.situations(store, tier="lead").items} == last


def test_a_claim_and_its_report_are_seen_with_their_decisions(store: Store) -> None:
    told = reads()[1].claims[0]
    Desk(store).say("correct", anchor_of(told), {"status": "unknown"})
    found = casebook.claim(store, told.id[:12], tier="viewer")
    assert found and found[1].status == "unknown" and found[2] and found[2].was == told
    assert casebook.anchor_claim(store, told.id, tier="viewer") == anchor_of(told)
    Desk(store).say("reject", anchor_of(told), "wrong", who="Ben")
    found = casebook.claim(store, told.id, tier="viewer")
    assert found and found[2] and found[2].decisions[-1].who == "Ben"
    kept, reviewed = casebook.situation(store, names(store)["VRN"]["id"], tier="viewer") or (None, None)
    assert kept and reviewed and told.id not in {c.id for c in kept.situation.claims} and told.id in {c.id for c in reviewed.rejected}


def test_an_added_claim_counts_and_is_found_by_its_id(store: Store) -> None:
    text = "In Kesra 14 people were killed, a nurse said."
    anchor = {"report": "b-lamp", "span": [text.index("a nurse"), text.index("a nurse") + 7], "kind": "injury", "quote": "a nurse"}
    Desk(store).say("add", anchor, {"figure": {"text": "a nurse", "low": 1, "best": 1, "high": 1, "unit": "injured", "scope": "incident"}})
    id = make_id("claim", "b-lamp", "injury", *anchor["span"], 0)
    found = casebook.claim(store, id[:10], tier="lead")
    assert found and found[1].quote == "a nurse" and found[1].id == id
    assert "injured" in names(store)["VRN"]["figures"]


MISSING = {
    "a report": ("confidentiality", {"report": "nowhere"}, "restricted", "anchor.report"),
    "a claim": ("accept", {"report": "a-wire", "span": [0, 6], "kind": "killing", "claim": "c000"}, None, "anchor.claim"),
    "changed words": ("correct", {"report": "a-wire", "span": [0, 6], "kind": "killing", "quote": "Troops"}, {"status": "unknown"},
                      "anchor.span"),
    "a situation": ("level", {"situation": "s000"}, "watch", "anchor.situation"),
    "an undone decision": ("undo", {"source": "Lamp"}, None, "supersedes"),
    "one of a pair": ("same", {"a": {"report": "a-wire"}, "b": {"report": "nowhere"}}, None, "anchor.b.report"),
}  # fmt: skip


@pytest.mark.parametrize("case", MISSING.values(), ids=MISSING)
def test_a_decision_on_what_is_not_there_is_refused_and_not_kept(store: Store, case: tuple[str, Any, Any, str]) -> None:
    verdict, anchor, value, field = case
    with pytest.raises(ReviewError) as refused:
        Desk(store).say(verdict, anchor, value, supersedes="d000" if verdict == "undo" else None)
    assert refused.value.field == field
    assert store.decisions() == ()


def test_the_second_of_two_on_one_claim_is_told_of_the_first(store: Store) -> None:
    anchor = anchor_of(reads()[0].claims[0])
    first = Desk(store).say("accept", anchor, seen=[])
    with pytest.raises(ConflictError) as refused:
        Desk(store).say("reject", anchor, "wrong", who="Ben", seen=[])
    assert refused.value.decisions == (first.decision,)


def test_the_points_of_a_small_drawing_are_few_in_order_and_keep_their_ends() -> None:
    points = [{"as_of": f"2031-{1 + n // 28:02}-{1 + n % 28:02}", "low": n} for n in range(300)]
    few = snapshots.thin(points[::-1])
    assert len(few) == 40 and (few[0], few[-1]) == (points[0], points[-1]) and few == sorted(few, key=lambda point: point["low"])
    assert snapshots.thin(points[:3]) == points[:3]


# ------------------------------------------------------------------ who sees what


def test_figures_shown_to_a_viewer_rest_only_on_reports_that_the_viewer_may_read(either: Store) -> None:
    store = either
    desk, before = Desk(store), names(store, "viewer")
    shut = reads()[2].report
    done = desk.say("confidentiality", anchor_of(shut), "restricted")
    viewer, analyst = names(store, "viewer"), names(store, "analyst")
    assert analyst["VRN"]["figures"] == before["VRN"]["figures"]
    assert viewer["VRN"]["id"] == before["VRN"]["id"]
    assert viewer["VRN"]["reports"] == 2 and viewer["VRN"]["figures"]["killed"]["high"] != 45
    kept = casebook.situation(store, viewer["VRN"]["id"], tier="viewer")
    assert kept and "c-post" not in str(kept)
    alone = [one for one in reads() if one.report.id in ("a-wire", "b-lamp")]
    assert kept[0].situation.figures == casebook.pipeline.make_book(alone, codebook=BOOK).situations[0].figures
    assert casebook.report(store, "c-post", tier="viewer") is None and casebook.report(store, "c-post", tier="analyst")
    assert casebook.claim(store, reads()[2].claims[0].id, tier="viewer") is None
    desk.say("undo", anchor_of(shut), supersedes=done.decision.id)
    assert names(store, "viewer")["VRN"]["figures"] == before["VRN"]["figures"]


def test_a_report_that_was_just_shut_is_in_nothing_shown_even_before_anything_is_made_again(store: Store) -> None:
    made = decide("confidentiality", anchor_of(reads()[2].report), who="Ada", when=NOW, value="confidential")
    store.keep_decision(made)
    assert "VRN" not in names(store, "viewer") and "VRN" not in names(store, "analyst") and "VRN" in names(store)
    assert snapshots.situation(store, names(store)["VRN"]["id"], tier="viewer") is None
    assert snapshots.versions(store, names(store)["VRN"]["id"], tier="viewer") == ()
    casebook.refresh(store, codebook=BOOK, now=NOW)
    assert names(store, "analyst")["VRN"]["reports"] == 2


def test_a_situation_told_only_by_shut_reports_is_not_there_for_others(store: Store) -> None:
    Desk(store).say("confidentiality", anchor_of(reads()[3].report), "confidential")
    assert "QQQ" in names(store) and "QQQ" not in names(store, "analyst") and "QQQ" not in names(store, "viewer")


def test_the_filter_leaves_out_all_that_is_said_of_a_shut_report() -> None:
    a, b, c, _ = reads()
    said = [("confidentiality", anchor_of(b.report), "confidential"), ("reject", anchor_of(b.claims[0]), "wrong"),
            ("same", {"a": anchor_of(a.claims[0]), "b": anchor_of(b.claims[1])}, None), ("grade", anchor_of(b.report), "B2"),
            ("accept", anchor_of(b.claims[1]), None),
            ("split", {"situation": "s1"}, [[anchor_of(b.claims[1])], [anchor_of(c.claims[0])]])]  # fmt: skip
    made = [
        decide(verdict, anchor, who="Ada", when=f"2031-06-01T11:0{n}:00+00:00", why="x", value=value)
        for n, (verdict, anchor, value) in enumerate(said)
    ]
    whole = apply([a, b, c], made, tally=tally)
    assert whole.rulings.same and whole.rulings.grades and whole.marks and whole.rejected
    for tier in ("viewer", "analyst"):
        seen = permit(whole, tier=tier)
        assert [r.report.id for r in seen.reads] == ["a-wire", "c-post"]
        assert "b-lamp" not in str(seen) and b.claims[1].id not in str(seen)
        assert seen.rulings.split == {"s1": ((c.claims[0].id,),)}
    assert permit(whole, tier="lead") == whole
