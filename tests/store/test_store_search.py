"""Searching and paging on every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import create_engine
from store_reads import make_read

from tocsin.errors import InputError
from tocsin.records import Decision, Published, Read
from tocsin.store import Store, open_store, pages, search, steps

NewUrl = Callable[[], str]

TEXTS = {
    "r1": ("Soldiers killed nine villagers near the Velna river.", "Harbour Post", "2031-05-01"),
    "r2": ("The village was burned; killing went on. <script>alert('x')</script> all night.", "Lamp", "2031-05-03"),
    "r3": ("Villagers fled over the border bridge. Nobody was killed, the army said.", "Lamp", "2031-05-02"),
    "r4": ("Le café de la Rivière a fermé.", None, None),
    "r5": ("Ministers met. “OR” is a word here, and NEAR(too) * ^col:umn - \" quotes.", "Harbour Post", "2031-04-01"),
}  # fmt: skip


def report(name: str, text: str, source: str | None, day: str | None) -> Read:
    published = Published(day, day, "day", "stated") if day else Published()
    n = int(name[1:])
    return make_read(n, claims=n % 3, report_id=name, text=text, title=text[:20], source=source, published=published)


@pytest.fixture
def store(new_url: NewUrl) -> Iterator[Store]:
    with open_store(new_url()) as opened:
        for name, (text, source, day) in TEXTS.items():
            opened.keep(report(name, text, source, day))
        yield opened


def shut(report: str, access: str, n: int = 1) -> Decision:
    return Decision(f"d{n}", "Ada", f"2031-06-01T00:00:0{n}+00:00", "", {"report": report}, "confidentiality", access)


def found(store: Store, query: str, *, tier: str = "lead", **more: str) -> list[str]:
    return [hit.report.id for hit in search.find(store, query, tier=tier, **more).items]  # type: ignore[arg-type]


QUERIES = {
    "killed": ["r2", "r3", "r1"],
    "KILLING": ["r2", "r3", "r1"],
    "villagers killed": ["r2", "r3", "r1"],
    '"villagers near"': ["r1"],
    '"killed villagers"': [],
    "killed -burned": ["r3", "r1"],
    'killed -"border bridge"': ["r2", "r1"],
    "burned OR ministers": ["r2", "r5"],
    "killed burned OR bridge": ["r2", "r3"],
    "fermé": ["r4"],
    "unheard-of": [],
    "AND": [],
    "killed)": ["r2", "r3", "r1"],
    "'; DROP TABLE reports; --": [],
}


@pytest.mark.parametrize("query", QUERIES, ids=repr)
def test_a_query_means_the_same_on_every_engine(store: Store, query: str) -> None:
    if query == "AND":  # PostgreSQL passes over it as a word that says nothing
        assert set(found(store, query)) <= {"r2", "r5"}
        return
    assert found(store, query) == QUERIES[query]


def test_what_fits_is_marked_in_the_words_shown_and_markup_stays_text(store: Store) -> None:
    (hit,) = search.find(store, "burned", tier="lead").items
    assert [hit.text[a:b] for a, b in hit.marks] == ["burned"]
    assert "<script>alert('x')</script>" in hit.text and "\x02" not in hit.text
    assert (hit.report.source, hit.report.claims, hit.report.access) == ("Lamp", 2, "public")


def test_of_a_long_report_the_words_around_what_fits_are_shown(store: Store) -> None:
    store.keep(report("r6", "Nothing here. " * 80 + "Then the granary burned down. " + "Nothing there. " * 80, "Lamp", "2031-05-09"))
    hit = search.find(store, "granary", tier="lead").items[0]
    assert [hit.text[a:b] for a, b in hit.marks] == ["granary"]
    assert "Then the granary burned down." in hit.text and len(hit.text) < 450 and hit.text.startswith("…") and hit.text.endswith("…")


@pytest.mark.parametrize("query", ["", "   ", "-burned", '""', "OR", "- * ^", "x" * 2000])
def test_a_query_that_names_nothing_is_refused(store: Store, query: str) -> None:
    with pytest.raises(InputError) as refused:
        search.find(store, query, tier="lead")
    assert refused.value.what_to_do


def test_results_are_sifted_by_source_and_day_and_come_by_page(store: Store) -> None:
    assert found(store, "killed", source="Lamp") == ["r2", "r3"]
    assert found(store, "killed", since="2031-05-02") == ["r2", "r3"]
    assert found(store, "killed", until="2031-05-01") == ["r1"]
    first = search.find(store, "killed", tier="lead", limit=2)
    rest = search.find(store, "killed", tier="lead", limit=2, after=first.next)
    assert [h.report.id for h in (*first.items, *rest.items)] == ["r2", "r3", "r1"] and first.total == 3 and rest.next is None


def test_only_the_newest_version_of_a_report_is_found(store: Store) -> None:
    store.keep(report("r1", "All quiet now near the Velna river.", "Harbour Post", "2031-05-01"))
    assert found(store, "soldiers") == [] and found(store, "quiet") == ["r1"]


def test_reports_are_found_only_by_those_who_may_read_them(store: Store) -> None:
    store.keep_decision(shut("r1", "restricted", 1))
    store.keep_decision(shut("r2", "confidential", 2))
    assert found(store, "killed", tier="viewer") == ["r3"]
    assert found(store, "killed", tier="analyst") == ["r3", "r1"]
    assert found(store, "killed") == ["r2", "r3", "r1"]
    assert [row.id for row in pages.reports(store, tier="viewer").items] == ["r3", "r5", "r4"]
    assert pages.read(store, "r2", tier="analyst") is None and pages.read(store, "r2", tier="lead")
    assert {row.name: row.reports for row in pages.sources(store, tier="viewer")} == {"Harbour Post": 1, "Lamp": 1, None: 1}
    assert pages.find_claim(store, make_read(1, report_id="r1").claims[0].id, tier="viewer") is None
    store.keep(report("r1", "Soldiers killed ten.", "Harbour Post", "2031-05-01"))  # a new version stays shut
    assert found(store, "soldiers", tier="viewer") == []
    undo = replace(shut("r1", "restricted", 3), verdict="undo", value=None, supersedes="d1")
    store.keep_decision(undo)
    assert found(store, "soldiers", tier="viewer") == ["r1"]


def test_reports_come_by_page_newest_first_and_are_sifted(store: Store) -> None:
    first = pages.reports(store, tier="lead", limit=2)
    assert [row.id for row in first.items] == ["r2", "r3"] and first.total == 5
    second = pages.reports(store, tier="lead", limit=2, after=first.next)
    third = pages.reports(store, tier="lead", limit=2, after=second.next)
    assert [row.id for row in (*second.items, *third.items)] == ["r1", "r5", "r4"] and third.next is None
    assert [row.id for row in pages.reports(store, tier="lead", source="Lamp").items] == ["r2", "r3"]
    assert [row.id for row in pages.reports(store, tier="lead", named=["r4", "r1", "r9"]).items] == ["r1", "r4"]
    assert [row.id for row in pages.reports(store, tier="lead", text="VILLAGE").items] == ["r2", "r3"]
    assert pages.reports(store, tier="lead", text="100%").items == ()


def test_a_claim_is_found_by_the_beginning_of_its_id_where_only_one_begins_so(store: Store) -> None:
    claim = make_read(2, report_id="r2").claims[0].id
    assert pages.find_claim(store, claim, tier="lead") == pages.find_claim(store, claim[:10], tier="lead") == ("r2", claim)
    assert pages.find_claim(store, "c", tier="lead") is None and pages.find_claim(store, "zz", tier="lead") is None


def test_sources_come_with_their_counts_and_standing_grade(store: Store) -> None:
    graded = Decision("g1", "Ada", "2031-06-01T00:00:00+00:00", "", {"source": "Lamp"}, "grade", "C4")
    store.keep_decision(graded)
    store.keep_decision(replace(graded, id="g2", value="B2"))
    rows = {row.name: row for row in pages.sources(store, tier="lead")}
    assert (rows["Lamp"].reports, rows["Lamp"].claims, rows["Lamp"].grade, rows["Lamp"].last) == (2, 2, "B2", "2031-05-03")
    assert rows[None].reports == 1 and rows["Harbour Post"].grade is None


def test_searches_are_saved_by_name_for_each_and_let_go(store: Store) -> None:
    first = search.save(store, "Night", "killed -burned", who="Ada", when="2031-06-01T00:00:00+00:00")
    search.save(store, "Night", "bridge", who="Ben", when="2031-06-01T00:00:00+00:00")
    again = search.save(store, "Night", "killed", who="Ada", when="2031-06-02T00:00:00+00:00")
    assert again.id == first.id
    assert [(s.who, s.query) for s in search.saved(store)] == [("Ada", "killed"), ("Ben", "bridge")]
    assert search.saved(store, who="Ada") == (again,)
    assert not search.forget(store, first.id, who="Ben") and search.forget(store, first.id, who="Ada")
    with pytest.raises(InputError):
        search.save(store, " ", "killed", who="Ada", when="")


def test_an_older_store_is_searched_like_a_new_one(lasting_url: NewUrl) -> None:
    url = lasting_url()
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in steps.STEPS[0]:
            assert isinstance(statement, str)
            connection.exec_driver_sql(statement.format(**steps.WORDS[engine.dialect.name]))
        connection.exec_driver_sql("UPDATE meta SET value = '1' WHERE name = 'schema_version'")
        blob = "x''" if engine.dialect.name == "sqlite" else "''::bytea"
        for n, words in enumerate(("Old words.", "New words.")):
            head = '{"id": "r1", "title": "T", "source": "Lamp", "published": {"start": "2031-05-01", "end": "2031-05-02"}}'
            connection.exec_driver_sql(f"INSERT INTO reports (id, version, text, raw) VALUES ('r1', 'v{n}', '{words}', {blob})")
            connection.exec_driver_sql("INSERT INTO readings (id, report_id, version, reader, head, offsets)"
                                       f" VALUES ('q{n}', 'r1', 'v{n}', 'reader', '{head}', {blob})")
            tally = '{"report_id": "r1", "figures": {}}'
            connection.exec_driver_sql(f"INSERT INTO tallies (reading, body) VALUES ('q{n}', '{tally}')")
    engine.dispose()
    with open_store(url) as store:
        (hit,) = search.find(store, "words", tier="lead").items
        assert (hit.text, hit.report.source) == ("New words.", "Lamp")
        assert [read.report.text for read in store.reads()] == ["New words."]
