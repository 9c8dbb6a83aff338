"""Paths into reports: files, folders and standard input are walked in order, and nothing that goes wrong with one stops the rest."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from tocsin.errors import InputError
from tocsin.intake.cleaning import clean
from tocsin.intake.formats import ENDINGS, READERS, Clock, Draft, Limit, read_line, read_rows
from tocsin.records import Problem, Report, make_id

MAX_BYTES = 20_000_000
MAX_SECONDS = 60.0
# Notes that lie beside reports in a folder; given by name they are read.
_BESIDE = ("readme.md", "expected.md")


def collect(paths: Sequence[str], *, stdin: BinaryIO | None = None, max_bytes: int = MAX_BYTES, max_seconds: float = MAX_SECONDS,
            today: date | None = None, clock: Clock = time.monotonic) -> Iterator[Report | Problem]:
    """The reports in files, folders (walked in order of name) and, for "-", JSON lines on `stdin`; what can't be read as a Problem.

    `max_bytes` bounds each file, or each line of JSON lines; `max_seconds` each file. A report in another language than English
    comes with a Problem behind it that names it by `report_id`. The same file given twice is read once.
    """
    seen: set[str] = set()
    for path in paths:
        if path == "-":
            yield from _read_stdin(stdin, max_bytes=max_bytes, today=today)
            continue
        for found in _walk(path):
            if isinstance(found, Problem):
                yield found
                continue
            real = os.path.realpath(found)
            if real in seen:
                continue
            seen.add(real)
            yield from _read_file(found, max_bytes=max_bytes, limit=Limit(clock, clock() + max_seconds), today=today)


# ------------------------------------------------------------------ finding


def _walk(path: str) -> Iterator[str | Problem]:
    """The files that a path stands for."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        yield _no_access(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _walk_folder(path)
    elif not stat.S_ISREG(mode):
        yield _problem(path, "not a file", "It is a device, pipe or socket.", 'Give a file or folder, or "-" for JSON lines on standard '
                'input.')
    elif Path(path).suffix.lower() not in ENDINGS:
        ending = Path(path).suffix
        yield _problem(path, "unsupported ending", f"The ending {ending} is not read." if ending else "The name has no ending.",
                       f"Read are {', '.join(ENDINGS)}; convert or rename it.")
    else:
        yield path


def _walk_folder(folder: str) -> Iterator[str | Problem]:
    refused: list[OSError] = []
    found = 0
    for here, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower() not in _BESIDE and Path(name).suffix.lower() in ENDINGS:
                found += 1
                full = os.path.join(here, name)
                # A link to nowhere, or to a pipe, must not be opened blindly.
                yield from [full] if os.path.isfile(full) else _walk(full)
    for error in refused:
        found += 1
        yield _no_access(str(error.filename or folder), error)
    if not found:
        yield _problem(folder, "nothing to read", "The folder holds no file with an ending that is read.",
                       f"Read are {', '.join(ENDINGS)}.")


def _no_access(path: str, error: OSError | ValueError) -> Problem:
    """What the system said, in words for a person."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _problem(path, "no such file", "There is nothing at this path.", "Check the path's spelling and the current folder.")
    if isinstance(error, PermissionError):
        return _problem(path, "no permission", "The file or folder may not be read by you.", "Change its permissions, or copy it to "
                "where you may read it.")
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return _problem(path, "can't be opened", f"The system says: {said}.", "Check the path.")


# ------------------------------------------------------------------ reading


def _read_file(path: str, *, max_bytes: int, limit: Limit, today: date | None) -> Iterator[Report | Problem]:
    """The reports of one file, or what is wrong with it."""
    ending = Path(path).suffix.lower()
    try:
        if ending == ".jsonl":
            with open(path, "rb") as lines:
                yield from _read_lines(lines, path, max_bytes=max_bytes, today=today)
            return
        size = os.path.getsize(path)
        if size > max_bytes:
            yield _problem(path, "too large", f"It has {size / 1e6:.1f} MB; the limit is {max_bytes / 1e6:g} MB.",
                           "Split it into one report a file, or write its reports as JSON lines (.jsonl), where the limit holds for "
                           "each line.")
            return
        data = Path(path).read_bytes()
    except OSError as error:
        yield _no_access(path, error)
        return
    if ending == ".json":
        yield from _read_json(data, path, today=today)
        return
    try:
        draft = READERS[ending](data, limit)
    except InputError as error:
        yield _problem(path, error.error, error.detail, error.what_to_do)
        return
    yield from _finish(draft, path, data=data, today=today)


def _read_json(data: bytes, path: str, *, today: date | None) -> Iterator[Report | Problem]:
    try:
        for found in read_rows(data):
            yield from _finish_row(found, path, today=today)
    except InputError as error:
        yield _problem(path, error.error, error.detail, error.what_to_do)


def _read_stdin(stdin: BinaryIO | None, *, max_bytes: int, today: date | None) -> Iterator[Report | Problem]:
    if stdin is None:
        yield _problem("-", "no standard input", "Nothing is connected to standard input.", "Pipe JSON lines into the command, or give "
                "a path.")
        return
    yield from _read_lines(stdin, "-", max_bytes=max_bytes, today=today)


def _read_lines(lines: BinaryIO, path: str, *, max_bytes: int, today: date | None) -> Iterator[Report | Problem]:
    """Rows one by one, so that a source of any length needs the memory of one line."""
    number, rows = 0, 0
    while line := lines.readline(max_bytes + 1):
        number += 1
        if len(line) > max_bytes and not line.endswith(b"\n"):
            while (more := lines.readline(max_bytes)) and not more.endswith(b"\n"):
                pass
            rows += 1
            yield _problem(path, "too large", f"Line {number} has more than {max_bytes / 1e6:g} MB.",
                           "Split the report, or raise the limit.")
            continue
        if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            yield _problem(path, "not UTF-8", "JSON lines are read as UTF-8; this is UTF-16.", "Save it as UTF-8.")
            return
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            rows += 1
            yield from _finish_row(read_line(line, number), path, today=today, where=f"Line {number}")
    if not rows:
        yield _problem(path, "empty file" if path != "-" else "empty input", "There is no row in it.",
                       'Give one JSON object a line, with at least "text".')


def _finish_row(found: Draft | InputError, path: str, *, today: date | None, where: str = "") -> Iterator[Report | Problem]:
    if isinstance(found, InputError):
        yield _problem(path, found.error, found.detail, found.what_to_do)
    else:
        yield from _finish(found, path, today=today, where=where)


def _finish(draft: Draft, path: str, *, today: date | None, data: bytes | None = None, where: str = "") -> Iterator[Report | Problem]:
    """The cleaned report with the file's own bytes, and a Problem beside it when its language is not read."""
    shown = _shown(path)
    said = draft.fields.get
    report = clean(draft.text, title=said("title"), byline=said("byline"), source=said("source"), published=draft.published,
                   url=said("url"),
                   language=said("language"), genre=said("genre"), id=draft.id, path=shown, markup=draft.markup, today=today)
    if not any(c.isalnum() for c in report.text):
        yield _problem(path, "no text", f"{where + ': ' if where else ''}Nothing is left of it but furniture, links or signs.",
                       "Check that it is the right file.")
        return
    if data is not None:
        version = sha256(data).hexdigest()
        report = replace(report, raw=data, version=version, id=make_id("report", version, said("source") or "", said("url") or ""))
    yield report
    if report.language not in (None, "en"):
        yield Problem(f"not read: language {report.language}", f"The report is kept, but its text is not English ({report.language}).",
                      "Give an English translation, or state \"language\": \"en\" if this is wrong.", shown, report.id)


def _problem(path: str, error: str, detail: str, what_to_do: str) -> Problem:
    return Problem(error, detail, what_to_do, _shown(path))


def _shown(path: str) -> str:
    """A path that can be printed, also where its name is not valid UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace") if "\0" not in path else path.replace("\0", "\ufffd")
