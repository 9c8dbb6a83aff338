"""Sets whose rows are looked at together: clusters and timelines, on rows of our own."""

from __future__ import annotations

import json

from benchmarks.sets import set_named

from benchmarks import many

MARKET = "Gunmen killed seven villagers in the market of Dorra on 2 May 2011, the mayor said."
ROWS = [
    {"id": "a", "text": MARKET, "published": "2011-05-03", "gold": {"topic": "x", "cluster": "1"}},
    {"id": "b", "text": MARKET, "title": "Market", "published": "2011-05-04", "gold": {"topic": "x", "cluster": "1"}},
    {"id": "c", "text": "The council met to discuss bread.", "published": "2011-05-04", "gold": {"topic": "y", "cluster": "2"}},
]


def test_link_rows_give_each_row_a_cluster():
    lines = [json.loads(line) for line in many.predict(set_named("gva-clusters"), ROWS).lines]
    clusters = {line["report_id"]: line["cluster"] for line in lines}
    assert set(clusters) == {"a", "b", "c"} and clusters["a"] == clusters["b"] != clusters["c"]


def test_timeline_rows_carry_their_topic():
    lines = [json.loads(line) for line in many.predict(set_named("timeline"), ROWS).lines]
    assert {(line["topic"], line["date"]) for line in lines} == {("x", "2011-05-02")}
    assert all(line["score"] > 0 for line in lines)


def test_the_articles_of_one_incident_are_read_together_and_judged_once():
    later = "The mayor of Dorra said that the gunmen had killed nine villagers in the market on 2 May 2011."
    rows = [
        {"id": "a", "text": MARKET, "published": "2011-05-03", "gold": {"cluster": "1"}},
        {"id": "b", "text": later, "published": "2011-05-09", "gold": {"cluster": "1"}},
        {"id": "c", "text": "The council met to discuss bread.", "published": "2011-05-04", "gold": {"cluster": "2"}},
    ]
    chosen = set_named("gva-incidents")
    lines = {line["report_id"]: line["figures"] for line in map(json.loads, many.predict(chosen, rows).lines)}
    assert set(lines) == {"a", "c"} and lines["c"] == {}
    assert lines["a"]["killed"]["best"] in (7, 9)
    assert [row["id"] for row in many.judged_rows(chosen, rows)] == ["a", "c"]
    assert many.judged_rows(set_named("gva"), rows) == rows
