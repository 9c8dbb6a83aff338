"""How a story says where and when it was filed: "GOMA, Congo, March 9, 2021 (Wirenews) - ...".

The words before the dash are no part of the sentence behind it. Intake takes the day from them, reading keeps them out of the parse.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MOST = 140  # characters: no dateline is longer
_MONTHS = (r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
           r"dec(?:ember)?)\.?")
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTHS}|{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?)(?:,?\s+(?:(?:19|20)\d\d|\d\d))?"
_NUMBERS = r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d"
_DATED = re.compile(rf"(?:^|,\s*|\s+|\()(?P<date>(?:{_WEEKDAY},?\s+)?(?:{_DAY}|{_NUMBERS})|{_WEEKDAY})\s*$", re.I)
_END = re.compile(r"\s*(?:-{2,3}|[–—]|-(?=\s|$))\s*|:(?=\s|$)\s*")
_MARKS = re.compile(r"(?:\[[^\]]{2,40}\]\s*|\((?:text|excerpts?|report|passage omitted[^)]{0,40})\)\s*){1,4}", re.I)
_AGENCY = re.compile(r"\s*[(\[](?P<agency>[A-Z][^()\[\]]{1,60})[)\]]\s*$")
_WORD = r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|['’.-])*"
_LINKS = r"de|del|la|las|los|el|da|do|dos|of|the|and|al|an|en|sur|upon"
_NAME = re.compile(rf"{_WORD}(?:[ /](?:(?:{_LINKS})[ ])*{_WORD}){{0,5}}(?:\s\({_WORD}(?:\s{_WORD}){{0,3}}\))?")
_GOES_ON = re.compile(r"[\"'“‘«(\[@]*[^\W_a-zß-öø-ÿ]")  # a sentence begins behind it
_NO_CITY = frozenset("note update live breaking exclusive analysis correction factbox editorial opinion report summary background".split())


class Dateline(NamedTuple):
    """Where (`place`) and when (`date`, as written) a story was filed, and by whom (`agency`); `end`: where the story begins."""

    end: int
    place: str
    date: str | None = None
    agency: str | None = None


def read_dateline(line: str, *, alone: bool = False) -> Dateline | None:
    """The dateline that opens a line, or, with `alone`, of which it consists."""
    start = len(line) - len(line.lstrip(" *_"))
    for m in _END.finditer(line[:_MOST], start):
        behind = line[m.end() :]
        ends = not behind.strip()
        if alone != ends or m.start() == start:
            continue
        if not ends and not _GOES_ON.match(behind):
            continue
        found = _read_head(line[start : m.start()].strip(), dashed=m.group().strip() != ":")
        if found is not None:
            marks = _MARKS.match(behind)
            return found._replace(end=m.end() + (marks.end() if marks and marks.end() < len(behind) else 0))
    return _undashed(line[start:], start, alone=alone)


def _undashed(line: str, start: int, *, alone: bool) -> Dateline | None:
    """ "GOMA (Wirenews) Gunmen killed ...": a city in capitals and an agency do without a dash."""
    if alone:
        found = _read_head(line.strip(), dashed=False)
        return found._replace(end=start + len(line)) if found is not None and found.date else None
    m = re.match(r"[^()\[\]]{3,70}\([A-Z][\w/. &-]{1,30}\)\s+(?=[\"“‘]?[A-Z])", line)
    found = _read_head(m.group().strip(), dashed=False) if m else None
    return found._replace(end=start + m.end()) if m and found is not None and found.place.split(",")[0].isupper() else None


def _read_head(head: str, *, dashed: bool) -> Dateline | None:
    """What stands before the dash, where it is place, date and agency and nothing else.

    A city in capitals before a dash is enough; one in small letters wants its country, a date or an agency beside it.
    """
    bare = head[1:-1] if head.startswith("(") and head.endswith(")") and head.count("(") == 1 else head
    agency = _AGENCY.search(bare)
    date = _DATED.search(bare[: agency.start()] if agency else bare)
    place = bare[: date.start() if date else agency.start() if agency else len(bare)].strip(" ,.")
    pieces = [p.strip() for p in place.split(",")]
    if not 1 <= len(pieces) <= 4 or not all(_NAME.fullmatch(p) for p in pieces) or pieces[0].lower() in _NO_CITY:
        return None
    shouted = pieces[0].isupper() and sum(map(str.isalpha, pieces[0])) > 2
    proven = date is not None and (shouted or not _is_weekday(date["date"])) or agency is not None or dashed and len(pieces) == 2
    if not (proven or shouted and dashed):
        return None
    if not shouted and agency is not None and date is None and (len(pieces[0].split()) > 3 or _may_be_acronym(agency["agency"], pieces[0])):
        return None
    return Dateline(0, place, date["date"].strip() if date else None, agency["agency"] if agency else None)


def _is_weekday(words: str) -> bool:
    return re.fullmatch(_WEEKDAY, words, re.I) is not None


def _may_be_acronym(agency: str, name: str) -> bool:
    """ "United Nations (UN) - The ...": the bracket holds the name's own short form."""
    return agency.replace(".", "") == "".join(w[0] for w in re.findall(r"\w+", name) if w[0].isupper() and w != "The")
