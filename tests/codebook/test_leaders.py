"""Leaders of REIGN become rows of offices.csv."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.codebook.convert.leaders import SOURCE, convert

NAMES = """= AAA NOR president|leader
Lund = Ada Lund
Dahl#1995 = Bo Dahl ~ Dahl @ chancellor + B. Dahl
Dahl#2001 = Carl van Dahl ~ van Dahl ! until 2002-06
Berg = Eva Berg ! drop
"""


def rows(tmp_path: Path, lines: str) -> list[dict[str, str]]:
    (tmp_path / "names.txt").write_text(NAMES, encoding="utf-8")
    (tmp_path / "leaders.csv").write_text("country_code_stateabb,leader,start,end\n" + lines, encoding="utf-8")
    return list(convert(tmp_path / "leaders.csv", tmp_path / "names.txt"))


def test_names_offices_and_dates_are_joined(tmp_path):
    first, second = rows(tmp_path, "AAA,Lund,1990-01,1995-02\nAAA,Dahl,1995-02,2001-03\n")
    assert (first["person"], first["of"], first["office"]) == ("Ada Lund", "NOR", "president|leader")
    assert (first["start"], first["end"]) == ("1990-01", "1995-02")
    assert (second["person"], second["aliases"], second["office"]) == ("Bo Dahl", "B. Dahl", "chancellor|leader")
    assert first["source"] == SOURCE and first["unchecked"] == ""


def test_two_people_of_one_short_name_are_told_by_their_year_and_a_term_can_be_cut(tmp_path):
    (row,) = rows(tmp_path, "AAA,Dahl,2001-03,2010-01\n")
    assert (row["person"], row["surname"], row["end"]) == ("Carl van Dahl", "van Dahl", "2002-06")


def test_an_open_term_ends_where_the_source_ends(tmp_path):
    assert rows(tmp_path, "AAA,Lund,2015-01,\n")[0]["end"] == "2021-03"


def test_a_dropped_leader_has_no_row(tmp_path):
    assert rows(tmp_path, "AAA,Berg,1990-01,1991-01\n") == []


def test_a_leader_without_a_line_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="no line for AAA Unknown"):
        rows(tmp_path, "AAA,Unknown,1990-01,1991-01\n")
