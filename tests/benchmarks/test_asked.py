"""What a set's question takes of the records."""

from __future__ import annotations

import json
from typing import Any

from benchmarks.asked import ask, incidents

TEXT = "Gunmen shot Ana Lobos in Tarma on 3 May. They fled. Violence is rife. " + "It is so. " * 4 + "People die everywhere."


def party(text: str, kind: str, name: str | None = None) -> dict[str, Any]:
    """A party."""
    return {"text": text, "type": kind, "name": name}


def claim(at: int, kind: str = "killing", **more: Any) -> dict[str, Any]:
    """A claim in the sentence with this number."""
    start = 0 if at == 0 else len(TEXT) - 10
    plain = {"case": "current", "status": "occurred", "modality": "asserted"}
    empty = {"actors": [], "targets": [], "place": None, "time": None, "figure": None}
    sentence = {"index": at, "start": start, "end": start + 10}
    return {"record": "claim", "report_id": "r", "kind": kind, "sentence": sentence, **plain, **empty, **more}


def asked(*claims: dict[str, Any]) -> list[dict[str, Any]]:
    """The claims that an incident's question takes."""
    rows = [{"record": "report", "id": "r", "text": TEXT}, *claims, {"record": "tally", "report_id": "r", "figures": {}}]
    found = [json.loads(line) for line in ask([json.dumps(row) for row in rows], incidents)]
    assert [row["record"] for row in found if row["record"] != "claim"] == ["report", "tally"]
    return [row for row in found if row["record"] == "claim"]


DAY = {"precision": "day"}


def test_without_a_question_all_lines_stay() -> None:
    assert ask(["a", "b"], None) == ["a", "b"]


def test_an_incident_is_told_with_a_day_a_place_a_name_or_a_number_and_its_passage_goes_with_it() -> None:
    told = [claim(0, time=DAY), claim(2), claim(7)]
    assert [c["sentence"]["index"] for c in asked(*told)] == [0, 2]
    assert asked(claim(7, targets=[party("Ana Lobos", "person", "Ana Lobos")]))
    assert not asked(claim(7))


def test_old_cases_plans_and_fallen_fighters_are_no_incidents() -> None:
    assert not asked(claim(0, time=DAY, case="2001 Peru"))
    assert not asked(claim(0, time=DAY, status="future"))
    assert not asked(claim(0, time=DAY, modality="conditional"))
    assert asked(claim(0, "threat", time=DAY, status="future"))
    assert not asked(claim(0, time=DAY, targets=[party("five soldiers", "security_force")]))
    assert asked(claim(0, time=DAY, targets=[party("five policemen", "security_force")]))


def test_a_vague_number_and_a_sum_of_years_are_no_incident_s() -> None:
    exact, clerks = {"modifier": "exact", "scope": "unknown"}, [party("three clerks", "civilians")]
    assert asked(claim(0, time=DAY, targets=clerks, figure=exact))[0]["figure"] == exact
    assert asked(claim(0, time=DAY, targets=clerks, figure={**exact, "modifier": "vague_plural"}))[0]["figure"] is None
    assert asked(claim(0, time={"precision": "year"}, targets=clerks, figure={**exact, "scope": "cumulative"}))[0]["figure"] is None
    assert asked(claim(0, time=DAY, figure=exact))[0]["figure"] is None


def test_doers_are_bodies_with_a_name_and_victims_are_people() -> None:
    found = asked(claim(0, "attack", time=DAY, actors=[party("gunmen", "armed_group"), party("the FMLN", "armed_group", "FMLN")],
                        targets=[party("a truck", "unknown"), party("him", "person", "Ana Lobos"), party("clerks", "civilians")]))[0]
    assert [p["name"] for p in found["actors"]] == ["FMLN"]
    assert [p["text"] for p in found["targets"]] == ["clerks"]
