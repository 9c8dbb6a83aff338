"""What stands before a sentence is no part of it: datelines, labels, clock times, topics; rows of tables are no sentences."""

from __future__ import annotations

import pytest

from tocsin import claims, intake, reading
from tocsin.codebook import load
from tocsin.codebook.datelines import read_dateline
from tocsin.reading.openings import find_opening
from tocsin.records import Claim


def extract(text: str) -> list[Claim]:
    report, read = next(iter(reading.read([intake.clean(text)], codebook=load())))
    return list(claims.extract(report, read, codebook=load()))


@pytest.mark.parametrize(("line", "place", "date", "agency"), [
    ("DORRA, Republic of Orvia, April 2, 2014 (Harbour News) - Ten", "DORRA, Republic of Orvia", "April 2, 2014", "Harbour News"),
    ("BAMAKO, Aug 15 (Wire) -- Two", "BAMAKO", "Aug 15", "Wire"),
    ("Bamako (Wire) – Two", "Bamako", None, "Wire"),
    ("Bamako, Mali — Two", "Bamako, Mali", None, None),
    ("NIAMEY — Rebels", "NIAMEY", None, None),
    ("(Lima, May 6, 2002) – Soldiers", "Lima", "May 6, 2002", None),
    ("N'DJAMENA/ABECHE, 3 May – The", "N'DJAMENA/ABECHE", "3 May", None),
    ("LIMA, 16 JAN 91 (TELENET) -- [TEXT] [REPORT] POLICE", "LIMA", "16 JAN 91", "TELENET"),
    ("PORT HAVEN, Ont. - A", "PORT HAVEN, Ont", None, None),
    ("NIAMEY (Wire) Soldiers", "NIAMEY", None, "Wire"),
])
def test_a_dateline_tells_where_when_and_by_whom(line: str, place: str, date: str | None, agency: str | None) -> None:
    found = read_dateline(line)
    assert found is not None and (found.place, found.date, found.agency) == (place, date, agency)
    assert line[found.end:].split()[0] in ("Ten", "Two", "Rebels", "Soldiers", "The", "POLICE", "A")


@pytest.mark.parametrize("line", [
    "Aleppo — the city that fell first — was quiet.", "RSF - the paramilitary group - denied it.",
    "The United Nations (UN) - The body met.",
    "Police: six dead, 38 hurt", "Three men were killed - The army said so.", "Fighting in Dorra, March 9 - The army left.",
    "Syria – The regime shelled the town."])
def test_other_openings_are_no_datelines(line: str) -> None:
    assert read_dateline(line) is None


@pytest.mark.parametrize(("line", "rest"), [
    ("Needs: All families need food.", "All families need food."), ("Response: The agency gave rations.", "The agency gave rations."),
    ("14:12 Police say two are dead.", "Police say two are dead."), ("6.40pm Troops have left.", "Troops have left."),
    ("[09:05 GMT] Shells fall.", "Shells fall."), ("UPDATE 2-Mali raid kills nine", "Mali raid kills nine"),
    ("(TEXT) THE ARMY BURNED THE VILLAGE.", "THE ARMY BURNED THE VILLAGE."), ("ANALYSIS: In the valley, a feud", "In the valley, a feud")])
def test_labels_and_clock_times_are_parted(line: str, rest: str) -> None:
    found = find_opening(line)
    assert found is not None and line[found[0]:] == rest and found[1] == "label"


@pytest.mark.parametrize("line", ["10:30 on Tuesday saw shelling.", "Police: six dead", "The group said in a note: We did it.",
                                  "2.50 million people fled.", "Ama Boro: We fled at night."])
def test_speakers_and_sentences_are_no_labels(line: str) -> None:
    assert find_opening(line) is None


def test_the_country_of_a_dateline_kills_nobody() -> None:
    found = extract("BUJUMBURA, Republic of Burundi, April 2, 2014 (Harbour News) - Raiders killed at least 12 people in Ngozi on Monday.")
    killed = next(c for c in found if c.kind == "killing")
    assert [a.text for a in killed.actors] == ["Raiders"] and killed.quote.startswith("Raiders")
    assert killed.place is not None and killed.place.name == "Ngozi"
    assert killed.time is not None and killed.time.start == "2014-03-31"


def test_the_country_before_a_headlines_colon_says_nothing() -> None:
    found = extract("Mali: Soldiers Killed 14 Herders\n\nSoldiers killed 14 herders near Mopti on 3 May 2012, elders said.")
    assert found and all(c.attribution.speaker != "Mali" for c in found)
    assert all(a.type != "state" for c in found for a in c.actors)


def test_a_section_head_and_a_table_tell_nothing_by_their_words() -> None:
    found = extract("Flooded camps\n\nSoldiers killed nine people in Ngozi on 3 May 2012, elders said.\n\nDISPLACEMENT\n\n"
                    "Town       Killed    Families\n-----------------------------\nNgozi        4         120\nRutana       5          80\n"
                    "TOTAL        9         200\n\nThe road is shut.")
    assert [c.figure.best for c in found if c.figure and c.kind == "displacement"] in ([], [200])
    assert not any(c.quote == "DISPLACEMENT" for c in found)


@pytest.mark.parametrize(("text", "quote", "place"), [
    ("Gunmen killed nine people in Ngozi in Burundi on Monday. The wounded were treated at the hospital in Gitega. Two men were beheaded.",
     "Two men", "Ngozi"),
    ("Gunmen killed nine people in Ngozi in Burundi on Monday. Some 300 people fled towards Gitega. Two men were beheaded.",
     "Two men", "Ngozi"),
    ("Gunmen killed nine people in Ngozi in Burundi on Monday. Nine others were shot, the minister told reporters in Bujumbura.",
     "Nine others", "Ngozi"),
    ("Gunmen killed nine people in Ngozi in Burundi on Monday. The representative of Chad said that ten women had been raped.",
     "ten women", "Ngozi"),
])
def test_a_place_passed_by_is_not_where_the_act_was(text: str, quote: str, place: str) -> None:
    told = next(c for c in extract(text) if quote in c.quote and c.kind != "displacement")
    assert told.place is not None and told.place.name == place
