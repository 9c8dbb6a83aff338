"""Reports in, readings out: the order in which a report's marks are found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from importlib import metadata
from itertools import islice

from tocsin.codebook import Codebook
from tocsin.codebook.places import Gazetteer, make_gazetteer, tell_demonyms
from tocsin.reading import figures, hints, parties, places, times, voices
from tocsin.reading.parse import MODEL, bases, outline, parse
from tocsin.reading.screen import Screen, make_screen
from tocsin.reading.strays import leave_strays
from tocsin.reading.voices_quotes import find_quotes
from tocsin.records import Published, Reading, Report, Sentence

VERSION = "tocsin-reader-1"
CRISIS = 1 / 3  # a report of which so much passes the screen tells of a crisis: what its words do not let through, the model is asked about
GROUP = 64  # reports parsed together: enough sentences to fill the parser's batches

_PARTIES = frozenset(("country", "organisation", "armed_group", "group", "office"))
_TIME_WORDS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday "
    "friday saturday sunday".split()
)


def read(
    reports: Iterable[Report], *, codebook: Codebook, profile: str = "acled", attributions: bool = True, screened: bool = True
) -> Iterator[tuple[Report, Reading]]:
    """Each report with its reading, in order; the report comes back with its attributions.

    `profile` names the rule for vague numbers (codebook/data/quantities.toml). Only sentences that may hold a claim are parsed
    (`screen`); with `screened` false all are. Without `attributions` a report that holds none keeps none, and of the others only the
    reading has them: who said what stays right in the claims. Raises KeyError for an unknown profile.
    """
    rule = figures.profile_named(profile)
    waiting = iter(reports)
    while group := list(islice(waiting, GROUP)):
        outlines = [outline(report, country=partial(_is_country, codebook=codebook)) for report in group]
        chosen = [_choose(report, o, codebook) if screened else [True] * len(o) for report, o in zip(group, outlines, strict=True)]
        wanted = (s for o, picks in zip(outlines, chosen, strict=True) for s, pick in zip(o, picks, strict=True) if pick)
        atoms, named = partial(_atoms, codebook=codebook), partial(_named, codebook=codebook)
        parsed = hints.find(parse(wanted, names=_names(codebook), atoms=atoms, named=named))
        for report, o, picks in zip(group, outlines, chosen, strict=True):
            sentences = tuple(next(parsed) if pick else s for s, pick in zip(o, picks, strict=True))
            if any(picks):
                report, reading = _mark(report, sentences, codebook, rule)
            else:
                said = voices.find(sentences, report.text, lexicon=_voice_lexicon(codebook)) if attributions else ()
                report, reading = replace(report, attributions=said), Reading(report.id, sentences, said, version())
            yield (report if attributions else replace(report, attributions=())), reading


def _choose(report: Report, sentences: Sequence[Sentence], codebook: Codebook) -> list[bool]:
    def named(text: str) -> bool:
        return any(alias.kind in _PARTIES for alias in codebook.mentions(text))

    picks = _screen(codebook).choose(sentences, commentary=report.genre == "commentary", named=named)
    if sum(picks) < CRISIS * len(picks):
        return picks
    return [pick or hints.sees_act(s.text) for s, pick in zip(sentences, picks, strict=True)]


@lru_cache(maxsize=1)
def version() -> str:
    """Name and version of the reader and its language model; the model is not loaded for it."""
    return f"{VERSION}/{metadata.version(MODEL)}/{hints.NAME}"


def _mark(report: Report, sentences: Sequence[Sentence], codebook: Codebook, profile: figures.Profile) -> tuple[Report, Reading]:
    """Find figures, times, places, parties and voices on parsed sentences."""
    anchor = report.published.anchor()
    wide = anchor_precision(report.published)
    sentences = [
        s if s.opening is not None else replace(
            s,
            figures=figures.find(s, profile=profile) + figures.mark_persons(s),
            times=times.find(s, anchor=anchor, anchor_precision=wide),
        )
        for s in sentences
    ]
    names = [
        (s.start + a.start, s.start + a.end)
        for s in sentences
        for a in codebook.mentions(s.text)
        if a.kind in ("organisation", "armed_group")
    ]
    found = places.find(sentences, gazetteer=_gazetteer(codebook), parties_spans=names, demonyms=_demonyms(codebook))
    sentences = [replace(s, places=p) for s, p in zip(sentences, found, strict=True)]
    country = parties.main_country(sentences, codebook=codebook)
    sentences = leave_strays(sentences, country=country, codebook=codebook, gazetteer=_gazetteer(codebook))
    speech = [q for q in find_quotes(report.text) if q.speech]
    who = parties.find(sentences, codebook=codebook, country=country, on=anchor, quotes=speech)
    sentences = [replace(s, parties=p) for s, p in zip(sentences, who, strict=True)]
    said = voices.find(sentences, report.text, lexicon=_voice_lexicon(codebook))
    reading = Reading(report.id, tuple(sentences), said, version(), country)
    return replace(report, attributions=said), reading


def anchor_precision(published: Published) -> str:
    """How fine the anchor is: a day, or only the range of possible days."""
    return "day" if published.start and published.start == published.end else "range"


def _is_country(words: str, codebook: Codebook) -> bool:
    """Whether the words are a country's name and nothing more."""
    name = words.title() if words.isupper() else words
    return any(a.kind == "country" and (a.start, a.end) == (0, len(name)) and a.role == "name" for a in codebook.mentions(name))


def _atoms(text: str, codebook: Codebook) -> list[tuple[int, int]]:
    """Names of organisations of three words or more with a small word inside: one word to the parser."""
    found = []
    for alias in codebook.mentions(text):
        name = text[alias.start : alias.end]
        if alias.kind == "organisation" and any(
            w in (" for ", " of ", " on ", " and ", " the ", " against ", " to ") for w in (f" {x} " for x in name.split())
        ):
            found.append((alias.start, alias.end))
    return found


def _named(text: str, codebook: Codebook) -> list[tuple[int, int]]:
    """Names of several words: of countries, organisations, armed groups and persons in office."""
    return [(a.start, a.end) for a in codebook.mentions(text) if a.kind in _PARTIES and " " in text[a.start : a.end]]


@lru_cache(maxsize=4)
def _names(codebook: Codebook) -> frozenset[str]:
    """Words that are names of countries, peoples, capitals and persons in office, small."""
    words: set[str] = set(_TIME_WORDS)
    for country in codebook.countries.values():
        for name in (country.name, *country.aliases, *country.adjectives, *country.people, *country.capital):
            words.update(w.lower() for w in name.split() if w[:1].isupper())
    for group in codebook.groups.values():
        words.update(w.lower() for name in (group.name, *group.aliases) for w in name.split() if w[:1].isupper())
    for office in codebook.offices:
        words.add(office.surname.lower())
    return frozenset(w for w in words if len(w) > 2)


@lru_cache(maxsize=4)
def _screen(codebook: Codebook) -> Screen:
    return make_screen(codebook, bases)


@lru_cache(maxsize=4)
def _gazetteer(codebook: Codebook) -> Gazetteer:
    return make_gazetteer(codebook.countries.values())


@lru_cache(maxsize=4)
def _demonyms(codebook: Codebook) -> Mapping[str, str]:
    return tell_demonyms(codebook.countries.values())


@lru_cache(maxsize=4)
def _voice_lexicon(codebook: Codebook) -> voices.Lexicon:
    return voices.Lexicon.from_table(codebook.table("lexicon_voices"))
