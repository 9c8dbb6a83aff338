"""Names of private persons do not leave the house unless somebody means them to; spans stay true."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.briefs.made import READS, SITUATION, claim, report
from tests.briefs.test_pages import made, words_of
from tests.briefs.test_render import write
from tocsin.briefs import FORMATS, list_entries, mask_read
from tocsin.briefs.masks import find_names
from tocsin.codebook import load
from tocsin.records import Attribution, Book, Entry, Figure, Party, Place, Read, Tally, Voice

TEXT = """Zinara Ovelle, 34, a baker, saw the soldiers come

"They took my son Timaro," said Zinara Ovelle. Zinara’s house burned down that night.

Colonel Brask Temmin, the army spokesman, denied it. The governor of Kesra, Olo Vant, promised an inquiry. Later Vant left for Dolma.

President Angela Merkel spoke of it. A nurse, Mirelle, counted nine dead in the Kesra clinic.
"""
HOUSE = report("River Post", TEXT, byline="Zinara Quill", url="https://example.org/zinara-ovelle")
OVELLE = Party("Zinara Ovelle", "Zinara Ovelle", "person")
SAW = claim(HOUSE, "Zinara Ovelle, 34, a baker, saw the soldiers come", "opinion", actors=(OVELLE,))
TOOK = claim(HOUSE, "They took my son Timaro", "abduction", voice=Voice("named_source", "Zinara Ovelle", "witness", "said", "direct"),
             place=Place("Kesra", "Kesra", "KEN", None, 1.5, 36.2), codes={"plover": "COERCE"},
             figure=Figure("my son", 1, 1, 1, "exact", "abducted"))
SPOKE = Attribution("named_source", "Zinara Ovelle", "witness", "direct", "said", HOUSE.text.index("They"), HOUSE.text.index("Timaro") + 6,
                    HOUSE.text.index("Zinara Ovelle. Z"), HOUSE.text.index("Zinara Ovelle. Z") + 13)
READ = Read(replace(HOUSE, attributions=(SPOKE,)), (SAW, TOOK), Tally(HOUSE.id, {}))
GAP = {"question": "Where is Timaro?", "about": "victims", "why": "Zinara Ovelle asks.", "claims": [TOOK.id]}
ONE = {"low": 1, "best": 1, "high": 1, "as_of": "2031-05-10", "rule": "floor: one incident", "claims": [TOOK.id], "series": [],
       "excluded": []}
TOLD = {"gaps": (GAP,), "figures": {**SITUATION.figures, "abducted": ONE}, "claims": (*SITUATION.claims, SAW, TOOK)}
BOOK = Book((READ, *READS), (replace(SITUATION, **TOLD),))
PRIVATE = ("Zinara Ovelle", "Ovelle", "Timaro", "Mirelle")
TEXT_FORMATS = [f for f in FORMATS if f not in ("terminal", "pdf", "docx")]


def test_private_names_are_told_from_office_holders_and_authors() -> None:
    names = find_names((READ,), codebook=load())
    assert {"Timaro", "Mirelle", "Ovelle"} <= names.words
    assert "Zinara Ovelle" in names.whole
    shown = names.hide(TEXT)
    for public in ("Brask Temmin", "Olo Vant", "Vant left", "Angela Merkel", "Kesra", "Dolma"):
        assert public in shown, public


@pytest.mark.parametrize("format", TEXT_FORMATS)
def test_no_private_name_is_left_in_a_format_that_may_travel(format: str) -> None:
    text = write(BOOK, format)
    for name in PRIVATE:
        assert name.casefold() not in text.casefold(), name
    assert "zinara-ovelle" not in text
    assert "████" in text
    unmasked = write(BOOK, format, masked=False)
    assert any(name in unmasked for name in PRIVATE)
    assert "█" not in unmasked


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_no_private_name_is_left_on_a_page_and_the_page_says_so(format: str) -> None:
    text = words_of(format, made(format, BOOK))
    assert not [name for name in PRIVATE if name in text]
    assert "Names of private persons are masked" in text
    assert "Names of private persons are masked" not in words_of(format, made(format, BOOK, masked=False))


@pytest.mark.parametrize("format", ["html", "md"])
def test_the_reader_is_told_of_the_masks(format: str) -> None:
    assert "Names of private persons are masked" in write(BOOK, format)


def test_the_terminal_shows_names_unless_asked() -> None:
    assert "Zinara Ovelle" in write(BOOK, "terminal")
    hidden = write(BOOK, "terminal", masked=True)
    assert "Zinara Ovelle" not in hidden and "Names of private persons are masked" in " ".join(hidden.split())


def test_masks_have_the_length_of_names_so_that_spans_stay_true() -> None:
    rows = [json.loads(line) for line in write(BOOK, "json").splitlines()]
    texts = {row["id"]: row["text"] for row in rows if row["record"] == "report"}
    assert len(texts[HOUSE.id]) == len(TEXT)
    for row in (r for r in rows if r["record"] == "claim"):
        assert texts[row["report_id"]][row["start"] : row["end"]] == row["quote"]
    for item in json.loads(write(BOOK, "annotations"))["first"]["items"]:
        text = texts[item["target"]["source"]["id"].rpartition(":")[2]]
        quote, place = item["target"]["selector"]
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert text[: place["start"]].endswith(quote["prefix"])


def test_the_authors_of_reports_stay() -> None:
    assert "Zinara Quill" in write(BOOK, "html")


def test_a_read_alone_is_masked_too() -> None:
    masked = mask_read(READ, codebook=load())
    assert masked.claims[1].quote == "They took my son ██████"
    assert masked.claims[1].attribution.speaker == "██████ ██████" and masked.report.raw == b""
    assert mask_read(masked, codebook=load()) == masked, "masking twice changes nothing"


def test_a_name_is_masked_in_capitals_and_in_small_letters_too() -> None:
    text = "ZINARA OVELLE TELLS OF TERROR\n\nZinara Ovelle, 34, fled. ovelle is no word, zinara ovelle is a name. OVELLE WEPT."
    loud = report("Loud Post", text)
    shown = find_names((Read(loud, (), Tally(loud.id, {})),), codebook=load()).hide(loud.text)
    assert shown == "██████ ██████ TELLS OF TERROR\n\n██████ ██████, 34, fled. ovelle is no word, ██████ ██████ is a name. ██████ WEPT."


def named(id: str) -> Book:
    """The book with the report that names somebody under this id."""
    claims = tuple(replace(c, report_id=id) for c in READ.claims)
    read = Read(replace(READ.report, id=id), claims, Tally(id, {}))
    of_it = tuple(replace(c, report_id=id) if c.report_id == HOUSE.id else c for c in BOOK.situations[0].claims)
    entry = {"id": id, "origin": id, "published": {"start": None, "end": None, "precision": "unknown", "basis": "inferred",
                                                   "clues": [f"see {id}"]}}
    return Book((read, *READS), (replace(BOOK.situations[0], claims=of_it, reports=(*SITUATION.reports, entry)),))


@pytest.mark.parametrize("format", TEXT_FORMATS)
@pytest.mark.parametrize("id", ["2010-zinara-ovelle", "Zinara Ovelle interview", "zinaraovelle.txt"])
def test_an_id_that_names_somebody_is_masked_wherever_it_is_told(format: str, id: str) -> None:
    text = write(named(id), format).casefold()
    assert "ovelle" not in text and "zinara" not in text.replace("zinara quill", "")


def test_a_masked_id_still_ties_claims_to_their_report_and_tells_reports_apart() -> None:
    book = named("zinara-ovelle-1")
    other = replace(book.reads[0].report, id="zimira-ovelle-1")
    both = replace(book, reads=(*book.reads, Read(other, (), Tally(other.id, {}))))
    rows = [json.loads(line) for line in write(both, "json").splitlines()]
    ids = [row["id"] for row in rows if row["record"] == "report"]
    assert len(set(ids)) == len(ids)
    (situation,) = (row for row in rows if row["record"] == "situation")
    assert {row["report_id"] for row in rows if row["record"] == "claim"} <= set(ids)
    assert situation["reports"][-1]["id"] in ids and situation["reports"][-1]["published"]["clues"] == [f"see {ids[0]}"]


def test_a_timeline_to_read_is_masked_as_the_brief_is() -> None:
    entry = Entry(SITUATION.id, "2031-05-09", "Zinara Ovelle, 34, saw the soldiers come", 1.0, (SAW.id,))
    told = list_entries((entry,), BOOK.situations, reads=BOOK.reads, codebook=load())
    assert "██████ ██████, 34, saw" in told
    assert "Zinara Ovelle" in list_entries((entry,), BOOK.situations, reads=BOOK.reads, codebook=load(), masked=False)
