"""The lists of groups, armed groups and regions keep their shape, and names in them mean one thing."""

import csv
from collections import Counter
from pathlib import Path

import pytest

import tocsin.codebook

DATA = Path(tocsin.codebook.__file__).parent / "data"


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(row):
    return [row["name"], *filter(None, row["aliases"].split("|"))]


@pytest.mark.parametrize("file, least", [("groups.csv", 800), ("armed_groups.csv", 300), ("regions.csv", 200)])
def test_lists_are_wide_enough_for_any_crisis(file, least):
    assert len(rows(file)) >= least


@pytest.mark.parametrize("file", ["groups.csv", "armed_groups.csv"])
def test_ids_and_names_are_unique(file):
    table = rows(file)
    assert len({r["id"] for r in table}) == len(table)
    twice = [n for n, times in Counter(n for r in table for n in names(r)).items() if times > 1]
    assert twice == []


@pytest.mark.parametrize("file", ["groups.csv", "armed_groups.csv", "regions.csv"])
def test_every_entry_says_where_it_comes_from(file):
    assert [r["name"] for r in rows(file) if not r["source"] and r["unchecked"] != "yes"] == []


@pytest.mark.parametrize("file, column", [("groups.csv", "country"), ("armed_groups.csv", "country"), ("regions.csv", "iso3")])
def test_countries_are_iso_codes(file, column):
    codes = {code for r in rows(file) for code in r[column].split("|") if code}
    assert {c for c in codes if not (len(c) == 3 and c.isalpha() and c.isupper())} == set()


def test_group_types_are_ethnic_or_religious():
    assert {r["type"] for r in rows("groups.csv")} == {"ethnic_group", "religious_group"}


def test_armed_groups_have_their_years_in_order():
    assert [r["name"] for r in rows("armed_groups.csv") if r["end"] and r["end"] < r["start"]] == []


@pytest.mark.parametrize("file", ["groups.csv", "armed_groups.csv"])
def test_no_name_is_a_common_word(file):
    common = {"fur", "chin", "mon", "so", "bari", "it", "is", "us", "model", "karen", "may", "wa", "rama", "contact"}
    assert [n for r in rows(file) for n in names(r) if n.lower() in common] == []


@pytest.mark.parametrize("word, expected", [
    ("Rohingyas", "Rohingya"), ("Bahutu", "Hutu"), ("Masalit", "Masalit"), ("Yezidis", "Yazidis"), ("Meskhetians", "Meskhetian Turks"),
])
def test_variants_lead_to_their_group(word, expected):
    assert [r["name"] for r in rows("groups.csv") if word in names(r)] == [expected]


@pytest.mark.parametrize("word, country, start", [
    ("Sendero Luminoso", "PER", "1980"), ("FMLN", "SLV", "1980"), ("LTTE", "LKA|IND", "1976"), ("RSF", "SDN", "2013"),
])
def test_acronyms_lead_to_their_armed_group(word, country, start):
    assert [(r["country"], r["start"]) for r in rows("armed_groups.csv") if word in names(r)] == [(country, start)]
