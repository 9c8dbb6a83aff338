"""Reading the data files: CSV lists and TOML tables, with every complaint naming file and line.

An extra folder holds files of the same names: a row with the same key replaces ours, any other is added.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from tocsin.codebook.model import first_day, last_day
from tocsin.errors import CodebookError

DATA = Path(__file__).parent / "data"
T = TypeVar("T")


def refuse(path: Path, line: int, detail: str, *, fix: str) -> NoReturn:
    """Raise the one error of this room, naming file and line."""
    raise CodebookError("malformed codebook entry", detail=f"{path}, line {line}: {detail}.", what_to_do=fix)


# ------------------------------------------------------------------ CSV


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their line numbers; refuses missing and unknown columns and rows of the wrong length."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        refuse(path, 1, f"the file is not UTF-8 text ({problem.reason})", fix="Save it again as CSV UTF-8.")
    reader = csv.reader(text.splitlines())
    header = [h.strip() for h in next(reader, [])]
    if set(header) != set(columns):
        wrong = sorted(set(header) ^ set(columns))
        refuse(path, 1, f"the columns differ from the expected ones in {', '.join(wrong) or 'nothing'}",
               fix=f"Use exactly these columns: {', '.join(columns)}.")
    for cells in reader:
        if not any(c.strip() for c in cells):
            continue
        if len(cells) != len(header):
            refuse(path, reader.line_num, f"{len(cells)} cells where the header has {len(header)}",
                   fix="Check for a comma that needs quotation marks around its cell.")
        yield reader.line_num, dict(zip(header, (c.strip() for c in cells), strict=True))


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell, separated by '|'."""
    return tuple(p.strip() for p in cell.split("|") if p.strip())


def convert_cell(kind: str, cell: str) -> Any:
    """A cell as the record's field wants it, by the field's annotation."""
    if kind.startswith("tuple"):
        return split(cell)
    if kind == "bool":
        return cell.lower() in ("yes", "true", "1", "x")
    return cell or None if "None" in kind else cell


def read_list(name: str, make: type[T], folders: Sequence[Path], *, key: Callable[[T], str],
              check: Callable[[T], str | None] = lambda _: None, required: bool = True) -> dict[str, T]:
    """The entries of a CSV file of every folder in turn, by key; a later folder's entry replaces an earlier one's.

    `check` says in words what is wrong with an entry, or None.
    """
    kinds = {f.name: str(f.type) for f in fields(make)}  # type: ignore[arg-type]
    found: dict[str, T] = {}
    for folder in folders:
        path = folder / name
        if not path.exists():
            if required and folder is folders[0]:
                refuse(path, 1, "the file is missing", fix="Put it back; the codebook needs it.")
            continue
        here: dict[str, int] = {}
        for line, row in read_rows(path, list(kinds)):
            entry = make(**{column: convert_cell(kinds[column], cell) for column, cell in row.items()})
            wrong = check_common(row) or check(entry)
            if wrong:
                refuse(path, line, wrong, fix="Correct the row.")
            if key(entry) in here:
                refuse(path, line, f"'{key(entry)}' is already given in line {here[key(entry)]}", fix="Keep one of the two rows.")
            here[key(entry)] = line
            found[key(entry)] = entry
    return found


def check_common(row: Mapping[str, Any]) -> str | None:
    """What every entry must have: a source or the mark, dates that are dates, and a start before the end."""
    if not row.get("source") and not row.get("unchecked"):
        return "there is neither a source nor the mark in column 'unchecked'"
    start, end = row.get("start"), row.get("end")
    try:
        if start and end and first_day(start) > last_day(end):
            return f"it ends ({end}) before it starts ({start})"
        for day in (start, end):
            _ = day and last_day(day)
    except (ValueError, TypeError):
        return f"'{start}' or '{end}' is not a date such as 2010, 2010-04 or 2010-04-07"
    return None


# ------------------------------------------------------------------ TOML


def read_table(name: str, folders: Sequence[Path], *, required: bool = True) -> dict[str, Any]:
    """A TOML file of every folder in turn, joined at the top level: a later folder's table replaces an earlier one's."""
    found: dict[str, Any] = {}
    seen = False
    for folder in folders:
        path = folder / name
        if not path.exists():
            continue
        seen = True
        try:
            found.update(tomllib.loads(path.read_text(encoding="utf-8")))
        except tomllib.TOMLDecodeError as problem:
            at = re.search(r"line (\d+)", str(problem))
            refuse(path, int(at[1]) if at else 1, f"it is not valid TOML ({problem})", fix="Compare the line with its neighbours.")
    if required and not seen:
        refuse(folders[0] / name, 1, "the file is missing", fix="Put it back, or check the name you asked for.")
    return found


def refuse_table(name: str, folders: Sequence[Path], header: str, detail: str) -> NoReturn:
    """Refuse a TOML entry, with the file and line where its header stands."""
    for folder in reversed(folders):
        path = folder / name
        if path.exists():
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                if re.match(rf"\[*\s*\"?{re.escape(header)}\"?\s*[\].=]", line.strip()):
                    refuse(path, number, f"[{header}] {detail}", fix="Correct the entry.")
    refuse(folders[0] / name, 1, f"[{header}] {detail}", fix="Correct the entry.")


def make_entry(make: type[T], given: Mapping[str, Any], *, file: str, folders: Sequence[Path], header: str,
               **fixed: Any) -> T:
    """A record from a TOML table: lists become tuples, unset fields take their empty value, unknown keys are refused."""
    kinds = {f.name: str(f.type) for f in fields(make)}  # type: ignore[arg-type]
    unknown = sorted(set(given) - set(kinds))
    if unknown:
        refuse_table(file, folders, header, f"has the unknown key {', '.join(unknown)}")
    if "source" in kinds:
        wrong = check_common(given)
        if wrong:
            refuse_table(file, folders, header, wrong)
    values: dict[str, Any] = {}
    for column, kind in kinds.items():
        value = fixed.get(column, given.get(column))
        values[column] = fill_value(kind, value)
        if value is None and kind == "str" and column not in ("source", "note", "gist", "meaning", "look_for"):
            refuse_table(file, folders, header, f"lacks '{column}'")
    return make(**values)


def fill_value(kind: str, value: Any) -> Any:
    """A TOML value as the record's field wants it; the empty value of its type when unset."""
    if kind.startswith("tuple"):
        return tuple(value or ())
    if kind == "bool":
        return bool(value)
    if kind.startswith("Mapping"):
        return dict(value or {})
    return "" if value is None and kind == "str" else value
