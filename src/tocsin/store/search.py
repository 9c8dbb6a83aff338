"""Searching the words of reports, with the places that fit; and searches that people keep.

A query is words that must all be there, in any form ("kill" finds "killed"); "a phrase" in quotes; -without; one OR other. It means the
same on SQLite and on PostgreSQL, except that PostgreSQL passes over words like "the" and looks at the first 200,000 letters of a report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from tocsin.errors import InputError
from tocsin.records import make_id
from tocsin.store.keeping import Store
from tocsin.store.packing import plain
from tocsin.store.pages import ReportRow, report_rows
from tocsin.store.paging import Page, make_cursor, read_cursor, size_of
from tocsin.store.shelf import SEES
from tocsin.store.tables import searches
from tocsin.store.words import LONGEST as LONGEST_INDEXED

OPEN, SHUT = "\x02", "\x03"  # around what fits; no cleaned text has them
TOKEN = re.compile(r'(-?)"([^"]*)"|(\S+)')
LONGEST = 1000
SHOWN = 300  # letters of a report that a hit shows


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that fits: a few of its words, and the spans in them (start, end) that fit."""

    report: ReportRow
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """A search that somebody keeps."""

    id: str
    name: str
    query: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand side by side; `without` where they must not."""

    words: str
    without: bool


def find(store: Store, query: str, *, tier: str, after: str | None = None, limit: int = 20, source: str | None = None,
         since: str | None = None, until: str | None = None) -> Page[Hit]:
    """The reports whose newest version fits, the last published first: of one source, published within these ISO days, where named.

    InputError for a query that names nothing to look for.
    """
    place, size = read_cursor(after, parts=(str, str)), size_of(limit)
    asked: dict[str, Any] = {"sees": SEES[tier], "limit": size + 1}
    wanted = ["s.access <= :sees"]
    for name, value, condition in (("source", source, "s.source = :source"), ("since", since, 's."end" >= :since'),
                                   ("until", until, "s.start <= :until")):
        if value is not None:
            wanted.append(condition)
            asked[name] = plain(value)
    with store._transaction() as connection:
        lite = connection.dialect.name == "sqlite"
        asked["query"] = _for_sqlite(parse(query)) if lite else _for_postgresql(parse(query))
        fits = FITS["sqlite" if lite else "postgresql"]
        counted = f"SELECT count(*) FROM {fits} AND {' AND '.join(wanted)}"
        total = connection.execute(text(counted), asked).scalar_one()
        if place:
            wanted.append("(coalesce(s.\"end\", '') < :day OR (coalesce(s.\"end\", '') = :day AND s.report > :last))")
            asked |= {"day": place[0], "last": place[1]}
        listed = (f"SELECT s.report, s.\"end\" AS day, s.version FROM {fits} AND {' AND '.join(wanted)}"
                  " ORDER BY coalesce(s.\"end\", '') DESC, s.report LIMIT :limit")
        rows = connection.execute(text(listed), asked).all()
        shown = rows[:size]
        cut = _cut(connection, [row.version for row in shown], asked["query"])
        known = report_rows(connection, [row.report for row in shown])
    hits = tuple(Hit(known[row.report], *read_marks(cut[row.version])) for row in shown)
    last = rows[size - 1] if len(rows) > size else None
    return Page(hits, make_cursor(last.day or "", last.report) if last else None, total)


FITS = {
    "sqlite": "words JOIN shelf s ON s.version = words.rowid WHERE words MATCH :query",
    "postgresql": "words w JOIN shelf s ON s.version = w.n WHERE w.words @@ websearch_to_tsquery('english', :query)",
}


def _cut(connection: Connection, versions: list[int], query: str) -> dict[int, str]:
    """A few words of each of these reports, with marks around what fits."""
    if not versions:
        return {}
    numbers = ", ".join(str(int(n)) for n in versions)
    if connection.dialect.name == "sqlite":
        told = text(f"SELECT rowid AS n, snippet(words, 0, '{OPEN}', '{SHUT}', '…', 40) AS cut FROM words"
                    f" WHERE words MATCH :query AND rowid IN ({numbers})")
    else:
        # The whole text, for a cut by PostgreSQL would leave out whatever looks like markup.
        options = f"StartSel={OPEN}, StopSel={SHUT}, HighlightAll=true"
        words = f"ts_headline('english', left(text, {LONGEST_INDEXED}), websearch_to_tsquery('english', :query), :options)"
        told = text(f"SELECT n, {words} AS cut FROM reports WHERE n IN ({numbers})").bindparams(options=options)
    return {row.n: row.cut for row in connection.execute(told, {"query": query})}


def read_marks(cut: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words without the marks, and the spans that they stood around."""
    out, marks, start = "", list[tuple[int, int]](), None
    for piece in re.split(f"([{OPEN}{SHUT}])", cut):
        if piece == OPEN:
            start = len(out)
        elif piece == SHUT:
            if start is not None and start < len(out):
                marks.append((start, len(out)))
            start = None
        else:
            out += piece
    return shorten(out, marks)


def shorten(words: str, marks: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Some three hundred letters around the first marks, cut between words, with the marks in them."""
    if len(words) <= SHOWN:
        return words, tuple(marks)
    first = marks[0][0] if marks else 0
    start = max(0, first - SHOWN // 4)
    start = words.rfind(" ", 0, start) + 1 if start else 0
    end = words.find(" ", start + SHOWN)
    end = len(words) if end < 0 else end
    lead = "…" if start else ""
    shift = len(lead) - start
    kept = tuple((a + shift, b + shift) for a, b in marks if a >= start and b <= end)
    return lead + words[start:end] + ("…" if end < len(words) else ""), kept


# ------------------------------------------------------------------ queries


def parse(query: str) -> list[list[Term]]:
    """A query as groups of terms: one of each group must fit, or, for a term alone with `without`, must not."""
    if len(query) > LONGEST:
        raise InputError("the query is too long", detail=f"It has {len(query)} letters.", what_to_do=f"Keep it under {LONGEST}.")
    groups: list[list[Term]] = []
    joining = False
    for found in TOKEN.finditer(query):
        minus, phrase, bare = found.groups()
        if bare == "OR":
            joining = bool(groups)
            continue
        words = phrase if bare is None else bare.lstrip("-")
        without = bool(minus) if bare is None else bare.startswith("-")
        words = " ".join(re.findall(r"\w+", words))
        if not words:
            continue
        term = Term(words, without)
        if joining and not without and not groups[-1][0].without:
            groups[-1].append(term)
        else:
            groups.append([term])
        joining = False
    if not any(not group[0].without for group in groups):
        raise InputError("there is nothing to look for", detail=f"The query is {query[:60]!r}.",
                         what_to_do='Give words, "a phrase", -without or one OR other; at least one of them to be found.')
    return groups


def _for_sqlite(groups: list[list[Term]]) -> str:
    """The groups in the language of FTS5; everything is quoted, so that nothing in it is taken for an operator."""
    wanted = [" OR ".join(f'"{term.words}"' for term in group) for group in groups if not group[0].without]
    left_out = [f'"{group[0].words}"' for group in groups if group[0].without]
    whole = " AND ".join(f"({part})" for part in wanted)
    return f"({whole}) NOT ({' OR '.join(left_out)})" if left_out else whole


def _for_postgresql(groups: list[list[Term]]) -> str:
    """The groups in the language of websearch_to_tsquery, which has no brackets: OR binds closer there too."""
    return " ".join(" OR ".join(f'{"-" if term.without else ""}"{term.words}"' for term in group) for group in groups)


# ------------------------------------------------------------------ saved searches


def save(store: Store, name: str, query: str, *, who: str, when: str) -> Saved:
    """Keep a search under a name; the same person's search of that name is replaced."""
    parse(query)
    if not name.strip() or len(name) > 120:
        raise InputError("the search needs a name", detail=f"It is {name[:60]!r}.", what_to_do="Give one of at most 120 letters.")
    saved = Saved(make_id("search", who, name.strip()), name.strip(), query.strip(), who, when)
    with store._transaction(write=True) as connection:
        connection.execute(searches.delete().where(searches.c.id == saved.id))
        row = {"id": saved.id, "name": plain(saved.name), "query": plain(saved.query), "who": plain(who), "when": when}
        connection.execute(searches.insert(), row)
    return saved


def saved(store: Store, *, who: str | None = None) -> tuple[Saved, ...]:
    """The searches that are kept, by name; one person's where named."""
    query = select(searches).order_by(searches.c.name, searches.c.who)
    with store._transaction() as connection:
        rows = connection.execute(query if who is None else query.where(searches.c.who == plain(who)))
        return tuple(Saved(row.id, row.name, row.query, row.who, row.when) for row in rows)


def forget(store: Store, id: str, *, who: str) -> bool:
    """Let go of a search of one's own; False where there is none."""
    with store._transaction(write=True) as connection:
        return connection.execute(searches.delete().where(searches.c.id == id, searches.c.who == plain(who))).rowcount == 1
