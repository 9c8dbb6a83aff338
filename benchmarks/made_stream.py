"""A stream of reports with their claims, made with a fixed seed: many situations of very different size, half of all reports copies.

The reports come in as they would: nearly by date, some late, a few without a date or a country. Nothing of it is anybody's text: the words
are made of syllables.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tocsin.codebook import load
from tocsin.records import Claim, Figure, Party, Place, Published, Read, Report, SentenceRef, Tally, Time, Voice, make_id

FIRST_DAY = date(2021, 1, 1)
PER_DAY = 200  # reports: what one analyst's desk gets
ZIPF = 0.82  # the largest of 2,000 situations then has one report in seventeen
LATE, UNDATED, NOWHERE = 0.05, 0.01, 0.005
SYLLABLES = tuple("ba ke lu mo tir sen dra vo pel ish wan ox gri fa nul hem".split())
SAID = (("Health Ministry", "medical"), ("the governor", "official"), ("a relief agency", "ngo"), ("residents", "witness"), (None, None))


@dataclass
class Crisis:
    """One situation of the stream: its own towns, groups and outlets, and the stories told so far that may be copied."""

    number: int
    country: str
    country_name: str
    places: tuple[Place, ...]
    doers: Party
    sufferers: Party
    toll: int = 3
    stories: list[tuple[str, tuple[Told, ...]]] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """A claim in the making: kind, where its sentence stands in the text, number and scope, who says it, where and when."""

    kind: str
    start: int
    end: int
    number: int | None
    scope: str
    said: int
    place: Place
    day: date


def make_stream(size: int, *, situations: int = 2000, seed: int = 7) -> Iterator[Read]:
    """`size` reads in order of arrival."""
    draw = random.Random(seed)
    rows = schedule(size, situations, draw)
    crises = make_crises(situations, draw)
    vocabulary = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(6000)]
    for n, (day, which) in enumerate(rows):
        yield make_read(n, day, crises[which], vocabulary, draw)


def schedule(size: int, situations: int, draw: random.Random) -> list[tuple[date, int]]:
    """Day of publication and situation of each report, in order of arrival. A situation of few reports is short, a large one long."""
    shares = [1 / (k + 1) ** ZIPF for k in range(situations)]
    days = max(60, size // PER_DAY)
    rows: list[tuple[float, int, int]] = []
    for k, share in enumerate(shares):
        count = max(2, round(size * share / sum(shares)))
        length = min(days, max(10, 2 * count))
        start = draw.uniform(0, days - length)
        # No gap of sixty days inside: the reports of one situation lie evenly over its length, each within its own stretch of it.
        for i in range(count):
            day = start + length * (i + draw.random()) / count
            rows.append((day + (draw.uniform(1, 30) if draw.random() < LATE else 0.0), int(day), k))
    rows.sort()
    return [(FIRST_DAY + timedelta(days=day), k) for _, day, k in rows[:size]]


def make_crises(count: int, draw: random.Random) -> list[Crisis]:
    """The situations: those of one country lie hundreds of kilometres apart and have other groups."""
    codebook = load()
    countries = sorted(code for code, c in codebook.countries.items() if c.end is None)
    draw.shuffle(countries)
    made = []
    for k in range(count):
        code = countries[k % len(countries)]
        row = k // len(countries)
        names = ["".join(draw.choices(SYLLABLES, k=3)).capitalize() + str(k) for _ in range(6)]
        lat, lon = -60 + 8.0 * (row % 15), -170 + 9.0 * (k % 37)
        places = tuple(Place(n, n, code, f"Province {k}", lat + 0.2 * i, lon, "city") for i, n in enumerate(names[:4]))
        made.append(Crisis(k, code, codebook.countries[code].name, places,
                           Party(f"{names[4]} fighters", f"{names[4]} fighters", "armed_group", code, names[4]),
                           Party(f"the {names[5]}", names[5], "ethnic_group", code, names[5])))
    return made


def make_read(n: int, day: date, crisis: Crisis, vocabulary: list[str], draw: random.Random) -> Read:
    """One report: in half of all cases a copy, a cut or a light edit of one of the situation's latest stories."""
    copied = bool(crisis.stories) and draw.random() < 0.5
    if copied:
        text, told = alter(*draw.choice(crisis.stories[-12:]), vocabulary, draw)
    else:
        text, told = make_story(day, crisis, vocabulary, draw)
        crisis.stories = [*crisis.stories[-11:], (text, told)]
    dated = draw.random() >= UNDATED
    nowhere = draw.random() < NOWHERE
    out = day.isoformat()
    title = " ".join(draw.choices(vocabulary, k=6)).capitalize()
    report = Report(f"r{n}", f"{title}\n\n{text}", title=title, source=f"Outlet {draw.randint(1, 400)}",
                    published=Published(out, out, "day", "stated", (out,)) if dated else Published(), given_id=True, version="1")
    if nowhere:
        report = replace(report, text=report.text.replace(crisis.country_name, "the country"))
    shift = len(title) + 2
    claims = tuple(make_claim(report, i, t, shift, crisis, nowhere=nowhere) for i, t in enumerate(told))
    return Read(report, claims, Tally(report.id, {}))


def make_story(day: date, crisis: Crisis, vocabulary: list[str], draw: random.Random) -> tuple[str, tuple[Told, ...]]:
    """A story of six to twelve sentences of its own; some of them tell something."""
    sentences: list[str] = [f"{crisis.country_name}, {draw.choice(crisis.places).text}."]
    told: list[Told] = []
    at = len(sentences[0]) + 1
    crisis.toll += draw.randint(0, 3)
    for _ in range(draw.randint(6, 12)):
        words = " ".join(draw.choices(vocabulary, k=draw.randint(9, 17))).capitalize()
        place, kind = draw.choice(crisis.places), draw.choice(("killing", "attack", "toll", "displacement", "request", None, None, None))
        sentence = f"{words} {place.text}."
        if kind:
            number = crisis.toll if kind == "toll" else draw.randint(1, 30) if kind in ("killing", "displacement") else None
            told.append(Told("killing" if kind == "toll" else kind, at, at + len(sentence), number,
                             "cumulative" if kind == "toll" else "incident", draw.randrange(len(SAID)), place,
                             day - timedelta(days=draw.randint(0, 3))))
        sentences.append(sentence)
        at += len(sentence) + 1
    return " ".join(sentences), tuple(told)


def alter(text: str, told: tuple[Told, ...], vocabulary: list[str], draw: random.Random) -> tuple[str, tuple[Told, ...]]:
    """A copy: the same words, or cut after some sentence, or with three words of one length changed for others."""
    how = draw.random()
    if how < 0.5:
        return text, told
    if how < 0.8:
        ends = [i + 1 for i, c in enumerate(text) if c == "."]
        end = ends[math.ceil(len(ends) * draw.uniform(0.5, 0.9)) - 1]
        return text[:end], tuple(t for t in told if t.end <= end)
    words = text.split(" ")
    for _ in range(3):
        i = draw.randrange(5, len(words))
        if words[i].isalpha() and words[i].islower():
            words[i] = "".join(draw.sample(words[i], len(words[i])))
    return " ".join(words), told


def make_claim(report: Report, ordinal: int, told: Told, shift: int, crisis: Crisis, *, nowhere: bool) -> Claim:
    """The claim record; one of a report that names no country has no place."""
    start, end = told.start + shift, min(told.end + shift, len(report.text))
    speaker, kind = SAID[told.said]
    unit = {"killing": "killed", "displacement": "displaced"}.get(told.kind, "other")
    figure = Figure(str(told.number), told.number, told.number, told.number, "exact", unit, scope=told.scope) if told.number else None
    day = told.day.isoformat()
    response = told.kind == "request"
    return Claim(
        id=make_id("claim", report.id, told.kind, start, ordinal), report_id=report.id, kind=told.kind,
        subtype="toll" if told.scope == "cumulative" else None, quote=report.text[start:end], start=start, end=end,
        sentence=SentenceRef(ordinal, start, end), actors=() if figure else (crisis.doers,),
        targets=() if response else (crisis.sufferers,),
        place=None if nowhere else told.place, time=Time("that day", day, day, "day", "stated"), figure=figure,
        attribution=Voice("named_source", speaker, kind, "said", "indirect") if speaker else Voice("author"),
        modality="asserted", polarity="positive", status="occurred", case="current", codes={}, indicators=(), elements=(), confidence=0.9,
        reader="made@1")
