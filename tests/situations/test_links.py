"""Which reports tell of one occurrence, and why."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.records import Report
from tocsin.situations import link
from tocsin.situations.clusters import cluster
from tocsin.situations.links import COPY

from .varenia import read

MILL = (
    ("mill-1", "2031-05-06", "Two brothers shot at Kesra mill", "Jorun Vass, 31, and his brother Ebbe Vass, 27, were "
     "shot on Monday at the old mill in Kesra, "
     "the district police said. A masked man had waited by the sluice. Both were taken to Low Marches Hospital."),
    ("mill-2", "2031-05-07", "Mill shooting: miller dies", "Jorun Vass, a miller of 31, died on Tuesday of the wounds "
     "that he received at the sluice in Kesra on "
     "Monday. His brother Ebbe Vass, 27, is out of danger, Low Marches Hospital said. Police look for a masked man."),
    ("mill-3", "2031-08-20", "Guilty plea over Kesra mill", "Anselm Tork pleaded guilty to the killing of Jorun Vass, "
     "31, at the Kesra mill in May. Ebbe Vass, 27, "
     "watched in silence from the back of the court."),
)
FERRY = (
    ("ferry-1", "2031-05-06", "Ferry stoned at Pell landing", "Stones broke the windows of the Pell ferry on Monday and "
     "hurt Sanna Brill, 58, who sold tickets "
     "on board. The harbour master closed the landing until the crowd had gone home."),
    ("ferry-2", "2031-05-08", "Ticket seller of Pell ferry home again", "Sanna Brill, 58, whom a stone hit on the Pell "
     "ferry on Monday, has left the clinic. The harbour "
     "master opened the landing again."),
)
OTHER = ("other", "2031-05-07", "Hay prices fall", "Hay costs a third less in Dolma than a year ago, and farmers near "
     "the lake sell their cows.")


def reports_of(*rows: tuple[str, str, str, str]) -> list[Report]:
    return [read(name, day, text, title=title).report for name, day, title, text in rows]


def groups_of(reports: list[Report]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in link(reports):
        found.setdefault(row.cluster, set()).add(row.report_id)
    return {frozenset(g) for g in found.values()}


ALL = reports_of(*MILL, *FERRY, OTHER)


def test_reports_of_one_act_stand_together_also_months_later_and_others_stand_apart() -> None:
    assert groups_of(ALL) == {frozenset(m[0] for m in MILL), frozenset(f[0] for f in FERRY), frozenset({"other"})}


def test_a_join_says_with_whom_how_surely_and_why() -> None:
    row = next(r for r in link(ALL) if r.report_id == "mill-2")
    assert row.joined["with"] == "mill-1" and 0.5 < row.joined["sure"] <= 1
    said = " | ".join(row.joined["reasons"])
    assert "Jorun Vass" in said and "2031-05-05" in said and "27" in said
    alone = next(r for r in link(ALL) if r.report_id == "other")
    assert alone.joined is None and alone.supersedes is None


def test_a_copy_shares_origin_and_cluster_and_says_so() -> None:
    first = reports_of(MILL[0])[0]
    copy = read("reprint", "2031-05-07", MILL[0][3], title="Night at the mill").report
    rows = {r.report_id: r for r in link([first, copy])}
    assert rows["reprint"].origin == rows["mill-1"].origin == "mill-1"
    assert rows["reprint"].cluster == rows["mill-1"].cluster
    assert rows["reprint"].joined["reasons"][0] == "one story, copied"


def test_an_analyst_decides_over_every_score() -> None:
    apart = {frozenset({"mill-1", "mill-2"}): False, frozenset({"other", "ferry-1"}): True}
    rows = {r.report_id: r for r in link(ALL, decided=apart)}
    assert rows["mill-1"].cluster != rows["mill-2"].cluster
    assert rows["other"].cluster == rows["ferry-1"].cluster
    assert rows["other"].joined == {"with": "ferry-1", "sure": 1.0, "reasons": ["an analyst decided it"]}


def test_undated_reports_and_empty_ones_are_linked_without_harm() -> None:
    undated = read("undated", None, MILL[1][3]).report
    blank = read("blank", "2031-05-06", " ").report
    rows = {r.report_id: r for r in link([*ALL, undated, blank])}
    assert rows["undated"].cluster == rows["mill-1"].cluster
    assert rows["blank"].joined is None
    assert link([]) == ()


@given(st.permutations(ALL))
@settings(max_examples=200, deadline=None)
def test_any_order_of_arrival_gives_the_same_rows(shuffled: list[Report]) -> None:
    assert link(shuffled) == link(ALL)


def test_a_chain_of_half_alike_pairs_is_no_cluster() -> None:
    chain = {(i, i + 1): 0.5 for i in range(6)}
    assert max(map(len, cluster(7, chain))) == 2
    assert cluster(3, {(0, 1): 2.0, (0, 2): 2.0, (1, 2): 2.0}) == [[0, 1, 2]]
    assert cluster(3, {(0, 1): COPY, (1, 2): -1e6}) == [[0, 1], [2]]


def test_a_large_group_still_takes_in_who_resembles_enough_of_it() -> None:
    size = 60
    scores = {(i, j): 3.0 for i in range(size) for j in range(i + 1, size)} | {(i, size): 3.0 for i in range(20)}
    assert cluster(size + 1, scores) == [list(range(size + 1))]
