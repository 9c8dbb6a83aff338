"""What standing decisions do to reads, and when they are decided anew instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.review.made import TEXT, Trail, anchor_of, claim_of, first, second
from tocsin.claims import tally
from tocsin.records import Decision, Party, Read, standing
from tocsin.review import apply


def without_decisions() -> Read:
    read = first()
    return Read(read.report, read.claims, tally(read.report, read.claims))


def test_without_decisions_the_reads_come_back_as_they_are() -> None:
    reads = (first(), second())
    reviewed = apply(reads, (), tally=tally)
    assert reviewed.reads == reads and not reviewed.marks and not reviewed.reopened


def test_a_rejected_claim_is_gone_and_the_tally_is_made_again() -> None:
    read, trail = without_decisions(), Trail()
    killed, _, guard = read.claims
    trail.say("reject", anchor_of(killed), "outlier")
    reviewed = trail.apply(read)
    assert [c.id for c in reviewed.reads[0].claims] == [c.id for c in read.claims if c.id != killed.id]
    assert read.tally.figures["killed"]["claims"] == [killed.id]
    assert reviewed.reads[0].tally.figures["killed"] == {"low": 40, "best": 40, "high": 40, "claims": [guard.id]}
    assert reviewed.rejected == (killed,)


def test_a_correction_changes_only_what_it_names_and_keeps_the_id() -> None:
    read, trail = first(), Trail()
    killed = read.claims[0]
    value = {"figure": {"low": 41, "best": 42, "high": 43}, "actors": [{"text": "Gunmen", "type": "armed_group"}]}
    trail.say("correct", anchor_of(killed), value)
    reviewed = trail.apply(read)
    now = claim_of(reviewed, killed.id)
    assert killed.figure and now.figure == replace(killed.figure, low=41, best=42, high=43)
    assert now == replace(killed, figure=now.figure, actors=(Party("Gunmen", type="armed_group"),))
    assert reviewed.marks[killed.id].was == killed
    assert reviewed.reads[0].tally.figures["killed"] == {"low": 41, "best": 42, "high": 43, "claims": [killed.id]}


def test_corrections_by_two_people_add_up_in_their_order() -> None:
    read, trail = first(), Trail()
    killed = read.claims[0]
    trail.say("correct", anchor_of(killed), {"modality": "hedged", "status": "unknown"})
    trail.say("correct", anchor_of(killed), {"status": "ongoing"}, who="Ben")
    now = claim_of(trail.apply(read), killed.id)
    assert (now.modality, now.status) == ("hedged", "ongoing")


def test_a_corrected_span_quotes_its_new_words_and_later_decisions_still_find_it() -> None:
    read, trail = first(), Trail()
    killed = read.claims[0]
    start = TEXT.index("12 people")
    trail.say("correct", anchor_of(killed), {"span": [start, start + 9], "kind": "injury"})
    trail.say("correct", anchor_of(killed), {"status": "unknown"})
    reviewed = trail.apply(read)
    now = claim_of(reviewed, killed.id)
    assert (now.quote, now.kind, now.status) == ("12 people", "injury", "unknown")
    assert read.report.text[now.sentence.start : now.sentence.end] == "Gunmen killed 12 people in Kesra on Friday."
    assert not reviewed.reopened


def test_a_missed_claim_is_added_where_it_stands_and_can_be_corrected_and_undone() -> None:
    read, trail = first(), Trail()
    start = TEXT.index("The road is shut")
    anchor = {"report": "post-1", "span": [start, start + 16], "kind": "border_closure", "quote": "The road is shut"}
    added = trail.say("add", anchor, {"status": "ongoing", "actors": [{"text": "the army"}]})
    claims = trail.apply(read).reads[0].claims
    assert [c.quote for c in claims] == ["killed 12 people", "burned the mill", "40 had died", "The road is shut"]
    made = claims[-1]
    assert (made.kind, made.status, made.reader, made.actors[0].text) == ("border_closure", "ongoing", "by hand", "the army")
    assert read.report.text[made.sentence.start : made.sentence.end] == "The road is shut."
    trail.say("correct", anchor_of(made), {"status": "occurred"})
    reviewed = trail.apply(read)
    assert claim_of(reviewed, made.id).status == "occurred" and reviewed.marks[made.id].verified == 1
    trail.say("undo", anchor, supersedes=added.id)
    reviewed = trail.apply(read)
    assert reviewed.reads == (read,)
    assert [r.decision.verdict for r in reviewed.reopened] == ["correct"]


def test_the_added_claim_that_a_newer_reader_makes_itself_is_decided_anew() -> None:
    read, trail = first(), Trail()
    mill = read.claims[1]
    trail.say("add", {**anchor_of(mill), "quote": mill.quote})
    reviewed = trail.apply(read)
    assert reviewed.reads == (read,)
    assert [(r.why, r.near) for r in reviewed.reopened] == [("The reader now makes this claim itself.", (mill.id,))]


def test_decisions_survive_a_newer_reader_that_reads_the_claim_otherwise() -> None:
    read, trail = first(), Trail()
    killed, mill, _ = read.claims
    trail.say("reject", anchor_of(mill), "anecdotal")
    trail.say("correct", anchor_of(killed), {"figure": {"low": 11, "best": 11}})
    newer = replace(read, claims=tuple(replace(c, reader="newer 2", status="unknown", confidence=0.5) for c in read.claims))
    reviewed = trail.apply(newer)
    assert not reviewed.reopened
    now = claim_of(reviewed, killed.id)
    assert (now.reader, now.status, now.figure and now.figure.low) == ("newer 2", "unknown", 11)
    assert mill.id not in [c.id for c in reviewed.reads[0].claims]


def test_a_decision_whose_words_changed_moved_or_went_is_reopened_and_not_applied() -> None:
    read, trail = first(), Trail()
    killed, mill, guard = read.claims
    for claim in (killed, mill, guard):
        trail.say("reject", anchor_of(claim), "wrong")
    text = TEXT.replace("Gunmen killed 12", "Gunmen killed 19").replace("Crowds burned", "Angry crowds burned")
    later = replace(read, report=replace(read.report, text=text), claims=())
    reviewed = trail.apply(later)
    assert reviewed.reads == (later,) and not reviewed.marks
    why = [r.why for r in reviewed.reopened]
    assert "“killed 12 people” it now says “killed 19 people”" in why[0]
    assert f"stand at {text.index('burned the mill')} to" in why[1]
    assert "stand at" in why[2]


def test_a_claim_that_the_reader_no_longer_makes_reopens_with_the_nearest_one() -> None:
    read, trail = first(), Trail()
    killed = read.claims[0]
    trail.say("correct", anchor_of(killed), {"status": "unknown"})
    wider = replace(killed, id="c-wider", start=killed.start - 7, quote=TEXT[killed.start - 7 : killed.end])
    reviewed = trail.apply(replace(read, claims=(wider, *read.claims[1:])))
    (reopened,) = reviewed.reopened
    assert "no longer makes this claim" in reopened.why and reopened.near == ("c-wider",)


def test_a_report_that_is_gone_reopens_only_when_the_reads_are_all_there_are() -> None:
    trail = Trail()
    trail.say("reject", anchor_of(first().claims[0]), "wrong")
    assert not trail.apply(second()).reopened
    assert "no longer in the store" in trail.apply(second(), whole=True).reopened[0].why


def test_an_undo_is_undone_by_another_undo() -> None:
    read, trail = first(), Trail()
    anchor = anchor_of(read.claims[0])
    reject = trail.say("reject", anchor, "wrong")
    undo = trail.say("undo", anchor, supersedes=reject.id)
    assert trail.apply(read).reads == (read,)
    trail.say("undo", anchor, supersedes=undo.id)
    assert len(trail.apply(read).reads[0].claims) == 2
    assert standing(trail.made) == (reject,)


def test_the_later_word_on_keeping_a_claim_counts() -> None:
    read, trail = first(), Trail()
    anchor = anchor_of(read.claims[0])
    trail.say("reject", anchor, "wrong")
    trail.say("accept", anchor, who="Ben")
    reviewed = trail.apply(read)
    assert reviewed.reads == (read,) and reviewed.marks[read.claims[0].id].verified == 1
    trail.say("reject", anchor, "outlier", who="Cleo")
    assert len(trail.apply(read).reads[0].claims) == 2


@pytest.mark.parametrize(
    ("people", "verified"),
    [
        ([], 0),
        ([("Ada", "analyst")], 1),
        ([("Ada", "analyst"), ("Ada", "analyst")], 1),
        ([("Ada", "analyst"), ("Ben", "analyst")], 1),
        ([("Ada", "analyst"), ("Ben", "lead")], 2),
        ([("Ben", "lead"), ("Ben", "lead")], 1),
        ([("Ada", None), ("Ben", None)], 2),
    ],
)
def test_a_second_verification_takes_another_person_and_a_lead(people: list[tuple[str, str | None]], verified: int) -> None:
    read, trail = first(), Trail()
    claim = read.claims[0]
    for who, role in people:
        trail.say("accept", anchor_of(claim), who=who, role=role)
    marks = trail.apply(read).marks
    assert (marks[claim.id].verified if people else 0) == verified


def test_a_correction_sets_verification_back_to_the_one_who_corrected() -> None:
    read, trail = first(), Trail()
    anchor = anchor_of(read.claims[0])
    trail.say("accept", anchor, who="Ada", role="analyst")
    trail.say("accept", anchor, who="Ben", role="lead")
    trail.say("correct", anchor, {"status": "unknown"}, who="Ada", role="analyst")
    assert trail.apply(read).marks[read.claims[0].id].verified == 1
    trail.say("accept", anchor, who="Ben", role="lead")
    assert trail.apply(read).marks[read.claims[0].id].verified == 2


def test_a_part_of_a_rejected_total_is_part_of_nothing() -> None:
    read, trail = first(), Trail()
    total, part = read.claims[2], read.claims[0]
    assert part.figure
    tied = replace(read, claims=(replace(part, figure=replace(part.figure, part_of=total.id)), *read.claims[1:]))
    trail.say("reject", anchor_of(total), "wrong")
    now = claim_of(trail.apply(tied), part.id)
    assert now.figure and now.figure.part_of is None


# ------------------------------------------------------------------ beyond claims


def test_pairs_come_as_ids_and_the_later_verdict_on_a_pair_counts() -> None:
    a, b, trail = first(), second(), Trail()
    pair = {"a": anchor_of(a.claims[0]), "b": anchor_of(b.claims[0])}
    trail.say("same", pair)
    trail.say("not_same", {"a": pair["b"], "b": pair["a"]}, who="Ben")
    trail.say("unsure", {"a": anchor_of(a.report), "b": anchor_of(b.report)})
    rulings = trail.apply(a, b).rulings
    assert rulings.same == frozenset()
    assert rulings.not_same == {frozenset({a.claims[0].id, b.claims[0].id})}
    assert rulings.unsure == {frozenset({"post-1", "lamp-1"})}


def test_a_pair_with_a_rejected_claim_or_a_changed_report_is_not_told() -> None:
    a, b, trail = first(), second(), Trail()
    trail.say("same", {"a": anchor_of(a.claims[0]), "b": anchor_of(b.claims[0])})
    trail.say("not_same", {"a": anchor_of(a.report), "b": anchor_of(b.report)})
    trail.say("reject", anchor_of(a.claims[0]), "wrong")
    changed = replace(b, report=replace(b.report, text=b.report.text + " More later."))
    reviewed = trail.apply(a, changed)
    assert not reviewed.rulings.same and not reviewed.rulings.not_same
    assert [r.decision.verdict for r in reviewed.reopened] == ["not_same"]


def test_mergers_levels_and_grades_are_told_and_a_ring_of_mergers_is_refused() -> None:
    read, trail = first(), Trail()
    trail.say("merge", {"situation": "s1"}, "s2")
    ring = trail.say("merge", {"situation": "s2"}, "s1")
    trail.say("level", {"situation": "s1"}, "watch")
    level = trail.say("level", {"situation": "s1"}, "serious_concern", why="the talks broke down")
    trail.say("grade", {"source": "Morning Post"}, "B2")
    trail.say("grade", anchor_of(read.report), "C3")
    reviewed = trail.apply(read)
    assert reviewed.rulings.merged == {"s1": "s2"}
    assert reviewed.rulings.levels == {"s1": level}
    assert reviewed.rulings.grades == {"Morning Post": "B2", "post-1": "C3"}
    assert [r.decision for r in reviewed.reopened] == [ring]


def test_a_split_holds_for_the_claims_that_are_left_and_falls_with_a_whole_group() -> None:
    a, b, trail = first(), second(), Trail()
    groups = [[anchor_of(c) for c in a.claims], [anchor_of(b.claims[0])]]
    trail.say("split", {"situation": "s1"}, groups)
    assert trail.apply(a, b).rulings.split == {"s1": (tuple(c.id for c in a.claims), (b.claims[0].id,))}
    fewer = trail.apply(replace(a, claims=a.claims[:2]), b)
    assert fewer.rulings.split["s1"][0] == tuple(c.id for c in a.claims[:2]) and "1 of its 4" in fewer.reopened[0].why
    none = trail.apply(a, replace(b, claims=()))
    assert not none.rulings.split and "a group with them" in none.reopened[0].why


def test_confidentiality_outlives_a_new_text_and_an_unknown_word_shuts_the_report() -> None:
    read, trail = first(), Trail()
    trail.say("confidentiality", anchor_of(read.report), "restricted")
    changed = replace(read, report=replace(read.report, text="All new."), claims=())
    reviewed = trail.apply(changed)
    assert reviewed.access == {"post-1": "restricted"} and not reviewed.reopened
    odd = Decision("d1", "Ada", "2031-05-12T10:00:00+00:00", "", {"report": "post-1"}, "confidentiality", "secret")
    assert apply([read], [odd], tally=tally).access == {"post-1": "confidential"}


def test_a_value_that_an_earlier_version_let_in_is_decided_anew_and_not_applied() -> None:
    read, trail = first(), Trail()
    killed = read.claims[0]
    sound = trail.say("correct", anchor_of(killed), {"status": "unknown"})
    trail.made.append(replace(sound, id="d-old", value={"codes": {"denies": 5}, "case": "2010-13 Varenia"}))
    reviewed = trail.apply(read)
    now = claim_of(reviewed, killed.id)
    assert (now.status, now.case, now.codes) == ("unknown", killed.case, killed.codes)
    assert [r.decision.id for r in reviewed.reopened] == ["d-old"] and "codes" in reviewed.reopened[0].why
