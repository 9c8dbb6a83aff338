"""Whatever goes wrong is told in words, with an exit status that a script can use, and never as a traceback."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import tocsin as package
from tests.interfaces.conftest import COMMAND, Answer
from tests.interfaces.texts import RAID, SHELLING, line, put
from tests.rights import held_back, open_folder
from tocsin import pipeline
from tocsin.store import open_store

Run = Callable[..., Answer]


def told(answer: Answer, *words: str) -> None:
    """Status 2, nothing on standard output, and these words on standard error."""
    said = re.sub(r"[│╭╮╰╯─\s]+", " ", answer.err)
    assert answer.status == 2 and answer.out == "", answer
    assert "Traceback" not in answer.err
    for word in words:
        assert word in said, said


# ------------------------------------------------------------------ mistyped


def test_mistyped_commands_options_and_names_are_told(tocsin: Run, tmp_path: Path) -> None:
    report = put(tmp_path, "a.txt", RAID)
    told(tocsin("raed", report), "No such command", "raed")
    told(tocsin("read", report, "--fast"), "No such option", "--fast")
    told(tocsin("read"), "nothing to read", "standard input")
    told(tocsin("brief", report, "--format", "xml"), "unknown format", "xml", "terminal, html, md, pdf, docx, json")
    told(tocsin("read", report, "--profile", "guess"), "guess", "acled", "d4d_midrange", "strict_plural")
    told(tocsin("brief", report, "--profile", "guess"), "guess", "acled", "d4d_midrange", "strict_plural")
    for profile in ("guess", "strict_plural"):
        told(tocsin("brief", "--profile", profile), "nothing is read here", profile, "tocsin reread")
    told(tocsin("read", report, "--codebook", tmp_path / "none"), "no such codebook folder", "none")


def test_a_malformed_codebook_entry_is_told_with_its_file(tocsin: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    put(mine, "countries.csv", "no,such,columns\n1,2,3\n")
    told(tocsin("read", "-", "--codebook", mine, stdin=line(text=RAID)), "countries.csv")


@pytest.mark.parametrize("where", ["/dev/null/x/tocsin.db", "mysql://host/name", "[bold]/x.db"])
def test_a_store_that_cannot_be_opened_is_told(tocsin: Run, where: str) -> None:
    told(tocsin("read", "-", "--store", where, stdin=line(text=RAID)), "--store none")


def test_a_file_that_is_no_store_is_told_and_left_alone(tocsin: Run, tmp_path: Path) -> None:
    other = put(tmp_path, "notes.db", "my notes")
    told(tocsin("brief", "--store", other), "not a Tocsin store", "notes.db")
    assert other.read_text() == "my notes"


def test_a_data_folder_that_cannot_be_made_is_told(tocsin: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TOCSIN_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(put(tmp_path, "file", "")))
    if sys.platform == "linux":
        told(tocsin("read", "-", stdin=line(text=RAID)), "--store none")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_folders_that_may_not_be_used_are_told(tocsin: Run) -> None:
    with open_folder() as folder:
        closed = folder / "closed"
        closed.mkdir(mode=0o555)
        report = put(folder, "a.txt", SHELLING)
        report.chmod(0o644)
        assert tocsin("brief", report).status == 0  # what is loaded at first use is loaded before the rights go
        with held_back():
            told(tocsin("read", report, "--store", closed / "s.db"), "rights")
            assert "may write" in tocsin("brief", report, "-o", closed / "b.txt").err


# ------------------------------------------------------------------ help


def test_help_fits_eighty_columns_and_names_both_commands(process: Run) -> None:
    for arguments in (["--help"], ["read", "--help"], ["brief", "-h"]):
        answer = process(*arguments, COLUMNS="80")
        assert answer.status == 0 and answer.err == ""
        assert max(map(len, answer.out.splitlines())) <= 80
        assert "<" not in answer.out, "no Python types in the help"
    assert {"read", "brief"} <= set(process("--help").out.split())


def test_help_and_version_wait_for_no_parser_and_no_database() -> None:
    code = (
        "import sys\nfrom tocsin.interfaces.cli import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('spacy', 'numpy', 'sqlalchemy', 'lxml', 'docx') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr.strip() == "[]"


def test_the_version_is_told(tocsin: Run) -> None:
    assert tocsin("--version").out == f"tocsin {package.__version__}\n"


# ------------------------------------------------------------------ a process of its own


def test_a_brief_of_two_reports_takes_at_most_eight_seconds_of_a_processor(process: Run, tmp_path: Path) -> None:
    paths = [put(tmp_path, "a.txt", RAID), put(tmp_path, "b.txt", SHELLING)]
    before = os.times()
    answer = process("brief", *paths)
    after = os.times()
    assert answer.status == 0, answer.err
    assert "\x1b" not in answer.out, "colour, and no terminal"
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert 0 < spent < 8, "counted in the program's own time: what else the machine does is not its fault"


def test_a_reader_that_goes_away_ends_the_run_quietly(tmp_path: Path) -> None:
    rows = "".join(line(id=str(n), text=RAID) for n in range(40)).encode()
    running = subprocess.Popen([*COMMAND, "read", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdin and running.stdout and running.stderr
    running.stdin.write(rows)
    running.stdin.close()
    assert running.stdout.readline().startswith(b'{"record": "report"')
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait(timeout=60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told() -> None:
    row = line(text=RAID).encode()
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, "read", "-", "-q"], input=row, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 2 and b"standard output can't be written" in done.stderr
    assert b"Traceback" not in done.stderr and b"Exception ignored" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_stopped_run_keeps_what_it_said_was_kept(tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    running = subprocess.Popen(
        [*COMMAND, "read", "-", "--store", str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    )
    assert running.stdin and running.stdout
    # One full group is read; then the command waits for more rows, and is stopped there.
    running.stdin.write("".join(line(id=f"r{n}", text=RAID) for n in range(pipeline.GROUP)).encode())
    running.stdin.flush()
    first = json.loads(running.stdout.readline())
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"stopped" in err and b"Traceback" not in err
    said = [first, *map(json.loads, out.splitlines())]
    with open_store(str(store)) as kept:
        ids = {read.report.id for read in kept.reads()}
    assert {row["id"] for row in said if row["record"] == "report"} <= ids


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_progress_goes_to_the_terminal_and_data_to_the_pipe(tmp_path: Path) -> None:
    import pty

    for n in range(4):
        put(tmp_path, f"{n}.txt", f"{RAID} It was the raid number {n} of the year.")
    near, far = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    shown = bytearray()

    def watch() -> None:
        """Take in what the terminal is sent, as it comes: it holds little, and who writes to a full one waits."""
        with contextlib.suppress(OSError):  # the other end is closed
            while more := os.read(near, 65536):
                shown.extend(more)

    with subprocess.Popen([*COMMAND, "read", str(tmp_path)], stdout=subprocess.PIPE, stderr=far, env=environment) as running:
        os.close(far)
        watcher = threading.Thread(target=watch)
        watcher.start()
        assert running.stdout
        out = running.stdout.read()
    watcher.join(timeout=60)
    os.close(near)
    assert running.returncode == 0
    assert [json.loads(row)["record"] for row in out.splitlines()].count("report") == 4
    assert b"reading reports" in shown and b"4 reports" in shown
    assert b'"record"' not in shown


def test_nothing_is_left_on_the_machine_but_the_store(process: Run, tmp_path: Path) -> None:
    home, store = tmp_path / "home", tmp_path / "kept" / "kept.db"
    home.mkdir()
    store.parent.mkdir()
    places = {name: str(home / name) for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR")}
    (home / "TMPDIR").mkdir()
    answer = process("read", "-", "--store", str(store), stdin=line(text=RAID).encode(), HOME=str(home), **places)
    assert answer.status == 0, answer.err
    assert [path for path in home.rglob("*") if path.is_file()] == []
    assert {path.name for path in store.parent.iterdir()} == {"kept.db"}


def test_data_is_utf8_whatever_the_locale(process: Run) -> None:
    row = line(text="The café owner said gunmen killed 7 people in Ilmet. “No one came.” \\ud83d").replace("\\\\ud83d", "\\ud83d")
    answer = process("read", "-", stdin=row.encode(), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert answer.status == 0, answer.err
    assert "café" in answer.of("report")[0]["text"]


def test_a_defect_of_ours_is_told_in_one_line(tocsin: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from tocsin import briefs

    def break_down(*_: object, **__: object) -> str:
        raise IndexError("list index out of range")

    monkeypatch.setattr(briefs, "render", break_down)
    answer = tocsin("brief", "-", stdin=line(text=RAID))
    assert answer.status == 70 and answer.out == ""
    assert "IndexError: list index out of range" in answer.err and "Traceback" not in answer.err
