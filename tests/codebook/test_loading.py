"""Reading the data: malformed entries name file and line, contradictions are refused, extra folders add and replace."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin.codebook import load
from tocsin.errors import CodebookError

OFFICES = "person,aliases,surname,office,of,start,end,source,unchecked\n"
ORGANISATIONS = "id,name,aliases,type,country,start,end,parent,source,unchecked\n"


PRECEDENT = """
[odd]
name = "Odd"
country = ["NOR"]
start = "2001"
end = "2002"
unchecked = true
measures = [
  { option = "aid", what = "bread", by = "UN", when = "2001-05", """
STUDY = 'evidence_type = "study", source = "A", year = 2002 },\n'
RULE = '\n\n[odd]\nwhy = "x"\nsource = "y"\nwhen = { kind = "attack" }\n'
AGAIN = '  { option = "aid", what = "bread", by = "UN", when = "2001-05", '


def level(condition: str, *, name: str = "serious_concern") -> str:
    """A rule for the level with one condition."""
    return f'rule = "own@1"\notherwise = "watch"\nunchecked = true\n\n[[levels]]\nname = "{name}"\nmeaning = "m"\nany = [[{condition}]]\n'


def write(folder: Path, name: str, text: str) -> tuple[Path, ...]:
    (folder / name).write_text(text, encoding="utf-8")
    return (folder,)


def refusal(extra: tuple[Path, ...]) -> str:
    with pytest.raises(CodebookError) as caught:
        load(extra=extra).check()
    return str(caught.value)


def test_loading_twice_gives_the_same_codebook():
    assert load() is load()
    assert pickle.loads(pickle.dumps(load())) is load()


def test_an_extra_folder_adds_and_replaces(tmp_path):
    extra = write(tmp_path, "organisations.csv", ORGANISATIONS
                  + "valley_watch,Valley Watch,VWATCH,organisation,KEN,2001,,,own knowledge,\n"
                  + "un,United Nations,Onu,intergovernmental,,1945-10,,,own knowledge,\n")
    book = load(extra=extra)
    assert book.resolve("Valley Watch").party.country == "KEN"
    assert book.organisations["un"].aliases == ("Onu",) and book.resolve("Onu").party.name == "United Nations"
    assert len(book.organisations) == len(load().organisations) + 1
    assert load().resolve("Valley Watch").party is None


def test_an_extra_table_replaces_a_table_of_ours(tmp_path):
    extra = write(tmp_path, "generic_parties.toml", '[wardens]\ntype = "security_force"\nwords = ["village wardens"]\nunchecked = true\n')
    book = load(extra=extra)
    assert book.resolve("village wardens").party.type == "security_force"
    assert book.resolve("gunmen").party.type == "armed_group"
    assert load().resolve("village wardens").party is None


@pytest.mark.parametrize(("name", "text", "words"), [
    ("organisations.csv", "id,name\nx,X\n", ("line 1", "columns")),
    ("organisations.csv", ORGANISATIONS + "a,A,,organisation,,,,,,yes\nb,B,,club,,,,,,yes\n", ("line 3", "club")),
    ("organisations.csv", ORGANISATIONS + "a,A,,organisation,,,,,,\n", ("line 2", "neither a source")),
    ("organisations.csv", ORGANISATIONS + "a,A,,organisation,,May 2001,,,,yes\n", ("line 2", "not a date")),
    ("organisations.csv", ORGANISATIONS + "a,A,,organisation,,2005,2001,,,yes\n", ("line 2", "ends (2001) before")),
    ("organisations.csv", ORGANISATIONS + "a,A,,organisation,,,,,,yes\na,B,,organisation,,,,,,yes\n", ("line 3", "given in line 2")),
    ("organisations.csv", ORGANISATIONS + "a,A, Inc,,organisation,,,,,,yes\n", ("line 2", "cells")),
    ("organisations.csv", ORGANISATIONS + "a,A,,organisation,XYZ,,,,,yes\n", ("line 2", "XYZ")),
    ("organisations.csv", ORGANISATIONS + "a,A,,organisation,,,,nowhere,,yes\n", ("line 2", "nowhere")),
    ("offices.csv", OFFICES + "Ada Lund,,Lund,president,XYZ,2001,2002,,yes\n", ("line 2", "XYZ")),
    ("offices.csv", OFFICES + "Ada Lund,,Berg,president,NOR,2001,2002,,yes\n", ("line 2", "surname 'Berg'")),
    ("generic_parties.toml", '\n[odd]\ntype = "dragons"\nwords = ["dragons"]\nunchecked = true\n', ("line 2", "dragons")),
    ("generic_parties.toml", '[odd]\ntype = "mob"\nwords = []\n', ("line 1", "neither a source")),
    ("generic_parties.toml", '[odd]\ntype = "mob"\ncolour = "red"\nunchecked = true\n', ("line 1", "colour")),
    ("options.toml", 'a = 1\n[odd\n', ("line 2", "TOML")),
    ("code_maps.toml", '\n\n[attack.gentle]\nplover = "AID"\n', ("line 3", "gentle")),
    ("code_maps.toml", '\n"attack.gentle" = { plover = "AID" }\n', ("line 2", "not a kind or subtype")),
    ("precedents.toml", '[odd]\nname = "Odd"\ncountry = ["XYZ"]\nstart = "2001"\nunchecked = true\n', ("line 1", "XYZ")),
    ("precedents.toml", PRECEDENT + 'outcome = "success", evidence_type = "counterfactual", source = "A", year = 2002 },\n]\n',
     ("line 2", "counterfactual a success")),
    ("precedents.toml", PRECEDENT + 'outcome = "success", ' + STUDY + AGAIN + 'outcome = "failure", ' + STUDY + "]\n",
     ("line 2", "contradicts itself", "success", "failure")),
    ("precedents.toml", '[odd]\nname = "Odd"\ncountry = ["FRA"]\nstart = "2001"\ntraits = { consent = ["grudging"] }\nunchecked = true\n',
     ("line 1", "consent = grudging")),
    ("precautions.toml", '[luck]\nname = "luck"\nquestion = "Are we lucky?"\nfavour = "a"\nagainst = "b"\nunchecked = true\n',
     ("line 1", "just_cause")),
    ("precedents.toml", PRECEDENT + 'outcome = "triumph", ' + STUDY + "]\n", ("line 2", "unknown")),
    ("evidence.toml", RULE + 'indicators = ["8.99"]\n', ("line 3", "indicator 8.99")),
    ("evidence.toml", RULE + 'elements = ["Z1"]\n', ("line 3", "element Z1")),
    ("code_maps.toml", '\nattack = { plover = "CUDDLE", unchecked = true }\n', ("line 2", "CUDDLE")),
    ("levels.toml", level('{ test = "indicators", any = ["8.", "15."], says = "x" }'), ("line 5", "indicator 15.")),
    ("levels.toml", level('{ test = "weather", says = "x" }'), ("line 5", "unknown test 'weather'")),
    ("levels.toml", level('{ test = "claims", kinds = ["killing", "singing"], says = "x" }'), ("line 5", "singing")),
    ("levels.toml", level('{ test = "claims", kinds = ["killing"] }'), ("line 5", "without says")),
    ("levels.toml", level('{ test = "screen", crimes = ["treason"], at_least = "alleged", says = "x" }'), ("line 5", "treason")),
    ("levels.toml", level('{ test = "factors", min = 2, says = "x" }', name="doom"), ("line 5", "'doom'")),
    ("levels.toml", level('{ test = "factors", min = 2, says = "x" }', name="watch"), ("line 5", "'watch' twice")),
])
def test_a_malformed_entry_is_refused_with_file_and_line(tmp_path, name, text, words):
    message = refusal(write(tmp_path, name, text))
    assert str(tmp_path / name) in message
    assert all(word in message for word in words), message


def test_a_file_that_is_not_text_is_refused(tmp_path):
    (tmp_path / "organisations.csv").write_bytes(b"id,name\n\xff\xfe\x00\n")
    assert "UTF-8" in refusal((tmp_path,))


def test_two_people_in_one_office_at_once_are_refused(tmp_path):
    message = refusal(write(tmp_path, "offices.csv", OFFICES + "Ada Lund,,Lund,warden,NOR,2001-02,2003-05,,yes\n"
                                                               "Bo Dahl,,Dahl,warden,NOR,2003-01,2004,,yes\n"))
    assert "Bo Dahl and Ada Lund are both warden of NOR" in message and "line 3" in message


def test_a_handover_within_a_month_is_no_overlap(tmp_path):
    rows = OFFICES + "Ada Lund,,Lund,warden,NOR,2001-02,2003-05,,yes\nBo Dahl,,Dahl,warden,NOR,2003-05,2004,,yes\n"
    assert load(extra=write(tmp_path, "offices.csv", rows)).check() is None


def test_entries_of_ones_own_are_refused_at_the_start_and_not_when_first_needed(tmp_path):
    extra = write(tmp_path, "levels.toml", level('{ test = "indicators", any = ["99.1"], says = "x" }'))
    with pytest.raises(CodebookError, match="99.1"):
        load(extra=extra)


def test_a_rule_of_ones_own_sets_the_level(tmp_path):
    extra = write(tmp_path, "levels.toml", level('{ test = "factors", min = 1, says = "one risk factor is touched" }'))
    assert load(extra=extra).levels.rule == "own@1"


def test_an_unknown_table_is_refused_by_name():
    with pytest.raises(CodebookError, match="nonesuch.toml"):
        load().table("nonesuch")


def test_loading_and_the_first_search_stay_quick():
    # Processor time of a fresh process, imports left out, so that a busy machine does not decide. The bar is 0.7 s.
    code = ("import time; from tocsin.codebook import load; s = time.process_time(); book = load(); book.mentions('Kenya');"
            "book.resolve('Kenya'); print(time.process_time() - s)")
    used = float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    assert used < 0.7
