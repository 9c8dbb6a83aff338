"""What stands before a paragraph's first sentence and is no part of it: a dateline, a label ("Needs:"), a clock time, a topic.

The parser would take the words for its subject, and the country of a dateline for who did what is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tocsin.codebook.datelines import read_dateline

_HOUR = r"(?:[01]?\d|2[0-3])"
_ZONE = r"(?:gmt|utc|[a-z]{1,2}[sd]?t|local(?:\s+time)?|hrs|hours)"
_BEGINS = r"(?=[\"'“‘@(]*[^\W_a-zß-öø-ÿ])"  # a capital or a number behind it
_CLOCK = re.compile(
    rf"[\[(]?(?i:{_HOUR}[:h][0-5]\d(?:\s?[ap]\.?m\.?)?(?:\s{_ZONE})?|{_HOUR}[.]?(?:[0-5]\d)?\s?[ap]\.?m\.?(?:\s{_ZONE})?|"
    rf"{_HOUR}[0-5]\d\s{_ZONE})[\])]?\s*[-–—:|]{{0,2}}\s+{_BEGINS}")
_SLUG = re.compile(
    r"(?i:(?:update|wrapup|rpt|refile|corrected|urgent|exclusive|insight|factbox|timeline|analysis|feature|newsmaker|interview|bulletin)"
    rf"(?:\s\d{{1,2}})?\s?[-–]\s?|(?:update|wrapup)\s\d{{1,2}}\s?[-–:]\s?){_BEGINS}")
_LABEL = re.compile(r"(?P<words>[^\W\d_a-zß-öø-ÿ][\w'’/&-]*(?: [\w'’/&()-]+){0,4}):\s+(?=\S)")
_LABELS = frozenset(
    "needs need response responses gap gaps challenges challenge constraints priorities priority achievements progress background context "
    "analysis update updates updated correction clarification note notes factbox exclusive breaking live summary highlights overview "
    "impact outlook recommendation recommendations location area date period sector source reference explainer opinion editorial "
    "commentary profile timeline interview feature watch".split())
_MARKS = re.compile(r"(?:[\[(](?:text|excerpts?|report|passage omitted[^)\]]{0,40}|words indistinct)[\])]\s*){1,4}", re.I)
_TOPIC = re.compile(r"(?P<words>[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:[ -][^\W\d_][^\W\d_'’.-]*){0,4}):\s+(?=\S)")

_NUMBER = re.compile(r"\d[\d,. ]*%?|[-–—]")

Known = Callable[[str], bool]


def find_opening(line: str, *, heading: bool = False, country: Known | None = None) -> tuple[int, str] | None:
    """Where a line's first sentence begins, and what stands before it: dateline, label, topic or row; None where nothing does.

    A row of a table has no sentence behind it. `country` says whether words are a country's name: before the colon of a heading it is
    what the text is about, and nobody who speaks.
    """
    if _is_row(line):
        return len(line), "row"
    found = read_dateline(line) if not heading else None
    if found is not None:
        return found.end, "dateline"
    if heading and country is not None and (m := _TOPIC.match(line)) and country(m["words"]):
        return m.end(), "topic"
    for pattern in (_CLOCK, _SLUG, _MARKS):
        if (m := pattern.match(line)) and m.end() < len(line):
            more = find_opening(line[m.end() :], heading=heading, country=country)
            return m.end() + (more[0] if more is not None and more[1] == "label" else 0), "label"
    if (m := _LABEL.match(line)) and _is_label(m["words"]):
        return m.end(), "label"
    return None


def is_dateline(line: str) -> bool:
    """Whether a line is nothing but a dateline."""
    return read_dateline(line, alone=True) is not None


def _is_row(line: str) -> bool:
    """Whether a line is a table's row of names and numbers, or the head above such rows: its cells are no sentence."""
    cells = [c.strip() for c in line.split(" | ")]
    if len(cells) < 3 and not (len(cells) == 2 and _NUMBER.fullmatch(cells[1])):
        return False
    return all(len(c.split()) <= 5 and not c.endswith((".", "!", "?")) for c in cells)


def _is_label(words: str) -> bool:
    """Whether words before a colon name a part of the report rather than who speaks."""
    found = re.findall(r"[^\W\d_]+", words.lower())
    return 0 < len(found) <= 3 and found[0] not in ("the", "a", "in", "his", "her", "their", "our") and not _LABELS.isdisjoint(
        (found[-1], found[0]))
