"""The formats for other tools: each checked by rules of its own, and every row with its quote and its report."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import geojson
import pytest

from tests.briefs.made import BOOK, CLAIMS, EMPTY, PAPER_REPORT, READS, SITUATION, claim
from tests.briefs.test_render import write
from tocsin.briefs.tables import AUXILIARY, COLUMNS, PLOVER_TYPES
from tocsin.codebook import load
from tocsin.records import Book, Place, Read, Report

KESRA = Place("Kesra", "Kesra", "KEN", "Coast", 1.5, 36.25, "city")
PLACED = replace(CLAIMS["fired"], place=KESRA, codes={"plover": "ASSAULT", "plover_mode": "firearms", "plover_aux": "historical;negated"})
ASKED = replace(CLAIMS["asked"], codes={"plover": "REQUEST", "plover_mode": "assist"})
SWAPPED = {c.id: c for c in (PLACED, ASKED)}
READS_HERE = tuple(replace(read, claims=tuple(SWAPPED.get(c.id, c) for c in read.claims)) for read in READS)
HERE = Book(READS_HERE, (replace(SITUATION, claims=tuple(SWAPPED.get(c.id, c) for c in SITUATION.claims)),), BOOK.problems)
TEXTS = {read.report.id: read.report for read in READS}
NOT_A_FINDING = "Evidence of elements, not a legal finding."
ROWS = ("csv", "geojson", "hxl", "plover", "annotations", "followthemoney")
HXL = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")
# Hashtags of the HXL standard 1.1 that these rows use.
HXL_CORE = {"#crisis", "#country", "#date", "#status", "#affected", "#impact", "#description", "#meta"}


def table(format: str, book: Book = HERE) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write(book, format, masked=False))))


@pytest.mark.parametrize("format", ROWS)
def test_every_row_says_that_it_is_no_finding_and_has_its_quote_and_report(format: str) -> None:
    text = write(HERE, format, masked=False)
    if format in ("csv", "plover"):
        rows = table(format)
        assert rows
        for row in rows:
            report = TEXTS[row.get("report") or row["story_id"]]
            assert " ".join(report.text.split()).find(row["quote"]) >= 0 or row["quote"].startswith("'")
            assert row["note"] == NOT_A_FINDING
    elif format == "hxl":
        rows = table(format)[1:]
        assert rows
        assert all(r["note"] == NOT_A_FINDING and r["quote"] in TEXTS[r["report id"]].text for r in rows)
    elif format == "geojson":
        found = json.loads(text)
        assert found["note"] == NOT_A_FINDING
        assert all(f["properties"]["quote"] in TEXTS[f["properties"]["report"]].text for f in found["features"])
        assert all(f["properties"]["note"] == NOT_A_FINDING for f in found["features"])
    elif format == "annotations":
        items = json.loads(text)["first"]["items"]
        assert items
        assert all(NOT_A_FINDING in item["body"][0]["value"] for item in items)
    else:
        events = [e for e in map(json.loads, text.splitlines()) if e["schema"] == "Event"]
        assert events
        assert all(NOT_A_FINDING in e["properties"]["notes"] for e in events)


@pytest.mark.parametrize("format", ROWS)
def test_an_empty_book_gives_an_empty_but_whole_export(format: str) -> None:
    text = write(EMPTY, format)
    if format in ("csv", "plover", "hxl"):
        assert text.count("\r\n") == (2 if format == "hxl" else 1)
    elif format == "followthemoney":
        assert text == ""
    else:
        assert json.loads(text)


def test_csv_has_one_row_a_claim_with_its_figure() -> None:
    rows = table("csv")
    assert tuple(rows[0]) == COLUMNS
    assert {row["claim"] for row in rows} == {c.id for read in READS for c in read.claims}
    counted = next(row for row in rows if row["claim"] == CLAIMS["counted"].id)
    assert (counted["unit"], counted["low"], counted["best"], counted["high"]) == ("killed", "74", "74", "74")
    sixty = next(row for row in rows if row["claim"] == CLAIMS["sixty"].id)
    assert (sixty["low"], sixty["high"]) == ("60", ""), "an open end stays empty"


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+1", "-2", "@cmd", "\t=1"])
def test_no_cell_of_a_report_runs_in_a_spreadsheet(words: str) -> None:
    report = Report("r1", f"{words} shots were fired.", title=words, source=words)
    one = claim(report, f"{words} shots were fired", "attack", place=replace(KESRA, lat=-1.5))
    rows = table("csv", Book((Read(report, (one,), READS[0].tally),), ()))
    for row in rows:
        for name, cell in row.items():
            assert not cell.startswith(("=", "+", "@", "\t")), (name, cell)
            assert not cell.startswith("-") or name == "latitude"


# ------------------------------------------------------------------ map


def test_geojson_is_valid_and_has_longitude_first() -> None:
    text = write(HERE, "geojson", masked=False)
    found: Any = geojson.loads(text)
    assert found.is_valid, found.errors()
    (feature,) = found["features"]
    assert feature["geometry"]["coordinates"] == [36.25, 1.5]
    assert feature["id"] == PLACED.id and feature["properties"]["precision"] == "city"


# ------------------------------------------------------------------ HXL


def test_hxl_tags_are_well_formed_and_of_the_standard() -> None:
    rows = list(csv.reader(io.StringIO(write(HERE, "hxl", masked=False))))
    header, tags = rows[:2]
    assert len(header) == len(tags) == len(set(tags)) == len(set(header))
    for tag in tags:
        assert HXL.fullmatch(tag), tag
        assert tag.partition("+")[0] in HXL_CORE, tag
    assert {"#affected+killed+min", "#affected+killed", "#affected+killed+max"} <= set(tags)
    numbers = [i for i, tag in enumerate(tags) if tag.startswith("#affected")]
    assert all(row[i] == "" or row[i].isdigit() for row in rows[2:] for i in numbers)


def test_hxl_tells_the_headline_and_what_was_set_aside() -> None:
    rows = table("hxl")[1:]
    killed = [(r["standing"], r["killed (at least)"], r["killed (at most)"], r["as of"]) for r in rows if r["killed"]]
    assert killed == [("headline", "74", "", "2031-05-11"), ("set aside", "60", "", "2031-05-10")]


# ------------------------------------------------------------------ PLOVER


def test_plover_rows_have_one_of_sixteen_types_and_four_auxiliary_modes() -> None:
    assert len(PLOVER_TYPES) == 16
    assert AUXILIARY == ("historical", "future", "hypothetical", "negated")
    rows = {row["event_id"]: row for row in table("plover")}
    assert set(rows) == {PLACED.id, ASKED.id}, "claims without a PLOVER type have no row"
    fired = rows[PLACED.id]
    assert (fired["event_type"], fired["event_mode"]) == ("ASSAULT", "firearms")
    assert [fired[mode] for mode in AUXILIARY] == ["1", "0", "0", "1"]
    assert rows[ASKED.id]["actor_name"] == "Ada Rell" and rows[ASKED.id]["recipient_name"] == "Union of Coasts"


def test_every_code_of_the_codebook_is_a_plover_type() -> None:
    maps = load().code_maps
    assert {codes["plover"] for codes in maps.values() if codes.get("plover")} <= set(PLOVER_TYPES)


# ------------------------------------------------------------------ annotations


def test_annotations_follow_the_model_and_their_selectors_agree() -> None:
    found = json.loads(write(HERE, "annotations", masked=False))
    assert found["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (found["type"], found["first"]["type"]) == ("AnnotationCollection", "AnnotationPage")
    items = found["first"]["items"]
    assert found["total"] == len(items) == sum(len(r.claims) for r in READS)
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert item["type"] == "Annotation"
        text = TEXTS[item["target"]["source"]["id"].rpartition(":")[2]].text
        quote, place = item["target"]["selector"]
        assert (quote["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert text[: place["start"]].endswith(quote["prefix"]) and text[place["end"] :].startswith(quote["suffix"])


# ------------------------------------------------------------------ FollowTheMoney

# Properties of the public schemata that these entities use (Thing, Interval, Event, Document).
THING = {"name", "country", "notes", "publisher", "sourceUrl", "keywords", "summary", "proof"}
ALLOWED = {
    "Event": THING | {"startDate", "endDate", "location", "involved", "recordId"},
    "Article": THING | {"title", "author", "publishedAt", "language"},
    **dict.fromkeys(("Person", "PublicBody", "Organization"), THING),
}


def test_entities_have_known_schemata_and_refer_to_one_another() -> None:
    found = [json.loads(line) for line in write(HERE, "followthemoney", masked=False).splitlines()]
    by_id = {e["id"]: e for e in found}
    assert len(by_id) == len(found)
    for entity in found:
        assert set(entity) == {"id", "schema", "properties"}
        assert set(entity["properties"]) <= ALLOWED[entity["schema"]], entity
        assert entity["properties"]["name"]
        assert all(isinstance(v, str) and v for values in entity["properties"].values() for v in values)
        for other in entity["properties"].get("proof", []):
            assert by_id[other]["schema"] == "Article"
        for other in entity["properties"].get("involved", []):
            assert by_id[other]["schema"] in ("Person", "PublicBody", "Organization")
        assert all(re.fullmatch("[a-z]{2}", code) for code in entity["properties"].get("country", []))
    fired = by_id[PLACED.id]["properties"]
    assert (fired["summary"], fired["proof"], fired["country"]) == ([PLACED.quote], [PAPER_REPORT.id], ["ke"])
