"""Files, folders and standard input: what is read, in which order, and that nothing wrong with one stops the rest."""

from __future__ import annotations

import io
import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.intake.make_files import DENIAL, MAIL, PAGE, RAID, locked_pdf, pdf, word_file, zip_bomb
from tests.rights import held_back, open_folder
from tocsin.intake import collect
from tocsin.records import Problem, Report, make_id

LONG = f"{RAID} {DENIAL}"


def read(*paths: Path | str, **options: Any) -> list[Report | Problem]:
    return list(collect([str(p) for p in paths], **options))


def one_report(*paths: Path | str, **options: Any) -> Report:
    (report,) = read(*paths, **options)
    assert isinstance(report, Report), report
    return report


def one_problem(*paths: Path | str, **options: Any) -> Problem:
    (problem,) = read(*paths, **options)
    assert isinstance(problem, Problem), problem
    assert problem.error and problem.detail and problem.what_to_do
    return problem


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


# ------------------------------------------------------------------ formats


def test_a_text_file_keeps_its_bytes_and_gets_its_id_from_them(tmp_path: Path):
    path = write(tmp_path, "raid.txt", f"Villagers Flee Dorra\nHarbour Post\n3 May 2011\n\n{RAID}")
    report = one_report(path)
    version = sha256(path.read_bytes()).hexdigest()
    assert (report.raw, report.version, report.path, report.given_id) == (path.read_bytes(), version, str(path), False)
    assert report.source == "Harbour Post"
    assert report.id == make_id("report", version, "", "")


def test_a_markdown_file_is_read_with_its_front_matter(tmp_path: Path):
    report = one_report(write(tmp_path, "raid.md", f"---\ntitle: Raid on Dorra\nurl: http://harbour.example/1\n---\n\n{RAID}\n\n- nine "
            f"*dead*\n"))
    assert (report.text, report.url) == (f"Raid on Dorra\n\n{RAID}\n\nnine dead", "http://harbour.example/1")


@pytest.mark.parametrize("name", ["raid.html", "raid.htm", "RAID.HTML"])
def test_a_page_is_read_whatever_its_endings_case(tmp_path: Path, name: str):
    assert one_report(write(tmp_path, name, PAGE)).title == "Villagers flee Dorra"


def test_a_page_in_a_declared_encoding_is_decoded_by_it(tmp_path: Path):
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">').replace("café", "кафе")
    assert "кафе Noor" in one_report(write(tmp_path, "raid.html", page.encode("cp1251", "replace"))).text or "Noor" in page
    assert "кафе" not in PAGE


def test_a_pdf_gives_whole_sentences_without_its_running_heads(tmp_path: Path):
    report = one_report(write(tmp_path, "raid.pdf", pdf([
        ["Harbour Monitor", "Soldiers entered the town of Dorra on Monday and burned for-", "ty houses, residents said. At least nine "
                "people were killed", "1"],
        ["Harbour Monitor", "in the raid, according to a doctor at the clinic of the town.", "The governor denied that the army had "
                "been there at all.", "2"]])))
    assert report.text.replace("\n\n", " ") == ("Soldiers entered the town of Dorra on Monday and burned forty houses, residents said. "
                                                "At least nine people were killed "
                           "in the raid, according to a doctor at the clinic of the town. The governor denied that the army had been "
                           "there at all.")


def test_a_word_file_keeps_heads_lists_and_tables_apart(tmp_path: Path):
    report = one_report(write(tmp_path, "raid.docx", word_file()))
    assert (report.title, report.byline) == ("Villagers flee Dorra", "Ada Quill")
    assert report.text.split("\n\n") == ["Villagers flee Dorra", RAID, "The toll", "nine people killed", "Dorra | 9 dead", DENIAL]


def test_a_mail_gives_subject_sender_and_day_but_no_signature(tmp_path: Path):
    report = one_report(write(tmp_path, "raid.eml", MAIL))
    assert (report.title, report.byline, report.published.start) == ("Villagers flee Dorra", "Ada Quill", "2011-05-03")
    assert report.text == f"Villagers flee Dorra\n\n{RAID}\n\n{DENIAL}"


def test_a_mail_with_a_page_as_body_is_read_as_a_page(tmp_path: Path):
    mail = MAIL.replace(b"text/plain", b"text/html").split(b"\n\n")[0] + b"\n\n" + PAGE.encode()
    assert "scripted" not in one_report(write(tmp_path, "raid.eml", mail)).text


# ------------------------------------------------------------------ rows


def test_rows_keep_their_ids_and_what_they_say(tmp_path: Path):
    rows = [{"id": "a-1", "text": RAID, "title": "Raid on Dorra", "source": "Harbour Post", "published": "2011-05-03", "genre": "wire",
             "byline": None},
            {"id": 7, "text": DENIAL}, {"text": LONG}]
    reports = read(write(tmp_path, "rows.jsonl", "\n".join(map(json.dumps, rows))))
    assert [r.id for r in reports if isinstance(r, Report)][:2] == ["a-1", "7"]
    assert [r.given_id for r in reports if isinstance(r, Report)] == [True, True, False]
    first = reports[0]
    assert isinstance(first, Report)
    assert (first.text, first.source, first.genre, first.published.start) == (f"Raid on Dorra\n\n{RAID}", "Harbour Post", "wire",
            "2011-05-03")
    assert [first.raw.decode()[i] for i in first.offsets if i >= 0][:4] == list("Raid")
    assert first.offsets[0] == 0


def test_one_wire_in_two_outlets_is_two_reports(tmp_path: Path):
    rows = [{"text": RAID, "source": "Harbour Post"}, {"text": RAID, "source": "Hill Herald"}]
    assert len({r.id for r in read(write(tmp_path, "rows.json", json.dumps(rows))) if isinstance(r, Report)}) == 2


def test_a_json_file_may_be_one_row(tmp_path: Path):
    assert one_report(write(tmp_path, "row.json", json.dumps({"text": RAID}))).text == RAID


def test_a_report_line_that_was_written_out_can_be_read_in(tmp_path: Path):
    row = {"record": "report", "id": "x", "text": RAID, "published": {"start": "2011-05-01", "end": None, "precision": "range",
                                                                      "basis": "inferred", "clues": ["a"]}}
    published = one_report(write(tmp_path, "row.json", json.dumps(row))).published
    assert (published.start, published.end, published.clues) == ("2011-05-01", None, ("a",))


@pytest.mark.parametrize(("line", "says"), [
    ("{not json}", "Line 2 is not JSON"), ("[1, 2]", "Line 2: it is no JSON object"), ('{"title": "x"}', 'Line 2: "text" is missing'),
    ('{"text": "  "}', 'Line 2: "text" is empty'),
    ('{"text": 3}', 'Line 2: "text" is not text'), ('{"text": "a b", "url": ["x"]}', 'Line 2: "url" is not text'),
    ('{"text": "a b", "id": {}}', 'Line 2: "id"'),
    ('{"text": "a b", "published": {"start": "soon"}}', 'Line 2: "published"'), ("[" * 100_000, "Line 2 is not JSON"),
    ("\x00\x00\x01", "Line 2 is not JSON")])
def test_a_malformed_row_is_named_by_its_line_and_the_rest_is_read(tmp_path: Path, line: str, says: str):
    good = json.dumps({"text": RAID})
    first, problem, last = read(write(tmp_path, "rows.jsonl", f"{good}\n{line}\n\n{good}\n"))
    assert isinstance(first, Report) and isinstance(last, Report)
    assert isinstance(problem, Problem)
    assert problem.error == "malformed row"
    assert problem.detail.startswith(says)


def test_standard_input_is_json_lines():
    rows = "\n".join(json.dumps({"id": str(n), "text": RAID}) for n in range(3)).encode()
    assert [r.id for r in read("-", stdin=io.BytesIO(rows)) if isinstance(r, Report)] == ["0", "1", "2"]


def test_empty_and_missing_standard_input_are_problems():
    assert one_problem("-", stdin=io.BytesIO(b"")).error == "empty input"
    assert one_problem("-").error == "no standard input"


def test_a_lone_surrogate_in_a_row_does_no_harm(tmp_path: Path):
    report = one_report(write(tmp_path, "row.jsonl", '{"id": "a\\ud800", "title": "Raid \\udfff", "text": "' + RAID + ' \\ud83d End."}'))
    report.text.encode()
    (report.id + str(report.title)).encode()


# ------------------------------------------------------------------ folders


def test_a_folder_is_read_in_order_without_notes_and_hidden_files(tmp_path: Path):
    for name in ("b.txt", "a/z.txt", "README.md", "a/expected.md", ".hidden.txt", ".git/x.txt", "photo.jpg", "c.md"):
        write(tmp_path, name, f"{RAID} This one is {name}.")
    assert [Path(str(r.path)).name for r in read(tmp_path)] == ["b.txt", "c.md", "z.txt"]


def test_a_note_given_by_name_is_read(tmp_path: Path):
    assert one_report(write(tmp_path, "README.md", RAID)).text == RAID


def test_the_same_file_given_twice_is_read_once(tmp_path: Path):
    path = write(tmp_path, "a.txt", RAID)
    assert len(read(path, tmp_path, path)) == 1


def test_a_folder_with_nothing_to_read_is_a_problem(tmp_path: Path):
    write(tmp_path, "photo.jpg", "x")
    assert one_problem(tmp_path).error == "nothing to read"


def test_a_link_to_nowhere_in_a_folder_is_a_problem(tmp_path: Path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    assert one_problem(tmp_path).error == "no such file"


# ------------------------------------------------------------------ encodings


RUSSIAN = ("Солдаты вошли в город в понедельник и сожгли сорок домов, сообщили жители. По меньшей мере девять человек погибли, сказал "
           "врач городской больницы.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_its_mark(tmp_path: Path, encoding: str):
    assert one_report(write(tmp_path, "a.txt", RAID.replace("'", "’").encode(encoding))).text == RAID.replace("'", "’")


def test_western_and_cyrillic_code_pages_are_told_apart(tmp_path: Path):
    western = f"“{RAID}” – José’s café"
    assert one_report(write(tmp_path, "w.txt", western.encode("cp1252"))).text == western
    assert one_report(write(tmp_path, "mac.txt", RAID.replace(". ", ".\r").encode())).text.count("\n\n") == 1
    cyrillic, problem = read(write(tmp_path, "c.txt", RUSSIAN.encode("cp1251")))
    assert isinstance(cyrillic, Report)
    assert (cyrillic.text, cyrillic.language) == (RUSSIAN, "ru")


def test_utf8_cut_in_the_middle_of_a_letter_is_still_utf8(tmp_path: Path):
    data = ("Das Café in Dorra, the café, a café – " * 4 + LONG + " café").encode()[:-1]
    assert "café – " in one_report(write(tmp_path, "a.txt", data)).text


# ------------------------------------------------------------------ languages


def test_a_report_in_another_language_is_kept_and_named_as_not_read(tmp_path: Path):
    path = write(tmp_path, "c.txt", RUSSIAN)
    report, problem = read(path)
    assert isinstance(report, Report) and isinstance(problem, Problem)
    assert (problem.error, problem.report_id, problem.path) == ("not read: language ru", report.id, str(path))


def test_a_stated_language_is_believed(tmp_path: Path):
    assert one_report(write(tmp_path, "a.json", json.dumps({"text": RUSSIAN, "language": "en-GB"}))).language == "en"


# ------------------------------------------------------------------ what can't be read


BAD: dict[str, tuple[str, bytes, str]] = {
    "nothing": ("a.txt", b"", "empty file"),
    "only spaces": ("a.txt", b" \n\n\t ", "empty file"),
    "an empty list": ("a.json", b"[]", "empty file"),
    "an empty table of rows": ("a.jsonl", b"\n\n", "empty file"),
    "an empty pdf": ("a.pdf", b"", "empty file"),
    "an empty mail": ("a.eml", b"", "empty file"),
    "an empty word file": ("a.docx", b"", "damaged document"),
    "an empty page": ("a.html", b"", "empty file"),
    "a picture named text": ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "not text"),
    "noise named text": ("a.txt", bytes(range(256)) * 40, "not text"),
    "a pdf named text": ("a.txt", pdf([["Nine killed"]]), "not text"),
    "text named pdf": ("a.pdf", RAID.encode(), "not a PDF"),
    "half a pdf": ("a.pdf", pdf([[RAID[:80]]] * 5)[:1500], "damaged PDF"),
    "a pdf with a broken table": ("a.pdf", b"%PDF-1.4\nxref\n%%EOF", "damaged PDF"),
    "a scanned pdf": ("a.pdf", pdf([[""]]), "no text in this PDF"),
    "a locked pdf": ("a.pdf", locked_pdf(), "encrypted"),
    "text named docx": ("a.docx", RAID.encode(), "damaged document"),
    "half a docx": ("a.docx", word_file()[:5000], "damaged document"),
    "a zip bomb": ("a.docx", zip_bomb(), "too large"),
    "an old word file": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "encrypted"),
    "no json": ("a.json", b"{'text': 1}", "not JSON"),
    "deep json": ("a.json", b"[" * 200_000, "not JSON"),
    "a mail without text": ("a.eml", b"Subject: x\nContent-Type: application/pdf\n\nJVBERi0=", "no text in this mail"),
    "nothing but furniture": ("a.txt", b"Share this article\n\nADVERTISEMENT\n", "no text"),
    "signs only": ("a.txt", b"--- *** ... !!! ---\n" * 5, "no text"),
    "an unknown ending": ("a.exe", b"x", "unsupported ending"),
    "no ending": ("a", b"x", "unsupported ending")}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_a_problem_and_the_next_file_is_read(tmp_path: Path, case: str):
    name, data, error = BAD[case]
    bad, good = write(tmp_path, name, data), write(tmp_path, "good.txt", RAID)
    problem, report = read(bad, good)
    assert isinstance(problem, Problem) and isinstance(report, Report)
    assert (problem.error, problem.path) == (error, str(bad))
    assert problem.detail.endswith(".") and problem.what_to_do.endswith(".")


@pytest.mark.parametrize("path", ["/no/such/place.txt", "x" * 5000 + ".txt", "a\0b.txt", ""])
def test_a_path_that_is_none_is_a_problem(path: str):
    assert one_problem(path).error in ("no such file", "can't be opened")


def test_a_file_without_permission_is_a_problem():
    with open_folder() as folder:
        path = write(folder, "a.txt", RAID)
        path.chmod(0)
        with held_back():
            assert one_problem(path).error == "no permission"


def test_a_pipe_is_not_opened(tmp_path: Path):
    os.mkfifo(tmp_path / "a.txt")
    assert one_problem(tmp_path / "a.txt").error == "not a file"
    assert one_problem(tmp_path).error == "not a file"


def test_a_file_larger_than_the_limit_is_not_loaded(tmp_path: Path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    problem = one_problem(path)
    assert (problem.error, "50.0 MB" in problem.detail) == ("too large", True)
    assert one_report(write(tmp_path, "a.txt", RAID), max_bytes=len(RAID)).text == RAID


def test_a_long_line_is_refused_and_the_rest_of_the_rows_read(tmp_path: Path):
    rows = [json.dumps({"text": RAID}), json.dumps({"text": "x " * 5000}), json.dumps({"text": DENIAL})]
    first, problem, last = read(write(tmp_path, "rows.jsonl", "\n".join(rows)), max_bytes=2000)
    assert isinstance(first, Report) and isinstance(last, Report) and isinstance(problem, Problem)
    assert (problem.error, problem.detail[:6]) == ("too large", "Line 2")


def test_a_document_that_takes_too_long_is_given_up(tmp_path: Path):
    ticks = iter(range(0, 10_000, 30))
    problem = one_problem(write(tmp_path, "a.pdf", pdf([[RAID[:80]]] * 9)), clock=lambda: float(next(ticks)), max_seconds=60)
    assert problem.error == "took too long"


def test_a_second_run_gives_the_same_reports(tmp_path: Path):
    for name, data in (("a.txt", RAID.encode()), ("b.html", PAGE.encode()), ("c.docx", word_file()), ("d.eml", MAIL)):
        write(tmp_path, name, data)
    assert read(tmp_path) == read(tmp_path)
