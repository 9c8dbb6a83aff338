"""The nouns of Tocsin: everything that passes between rooms is one of these frozen records.

`to_json(record)` gives the public shape of docs/records.md; a record's fields are named as there. Offsets count characters of
`Report.text`, end exclusive. Ids are hashes and are made here only (`make_id`), so that a second run adds nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from tocsin.shapes import Json as Json
from tocsin.shapes import from_json as from_json
from tocsin.shapes import make_id as make_id
from tocsin.shapes import to_json as to_json

# ------------------------------------------------------------------ report


@dataclass(frozen=True, slots=True)
class Published:
    """When a report was published: days as ISO text, with how sure and why.

    `precision`: day, month, year, range, unknown. `basis`: stated, metadata, inferred. `clues`: the words it rests on.
    """

    start: str | None = None
    end: str | None = None
    precision: str = "unknown"
    basis: str = "inferred"
    clues: tuple[str, ...] = ()

    def days(self) -> tuple[date | None, date | None]:
        """First and last possible day."""
        return (date.fromisoformat(self.start) if self.start else None, date.fromisoformat(self.end) if self.end else None)

    def anchor(self) -> date | None:
        """The day from which relative dates count: the last possible day, when the range is no wider than 31 days."""
        start, end = self.days()
        return end if start and end and (end - start).days <= 31 else None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A span of the raw text that was left out; `reason`: boilerplate, author_bio, link_text, elision, duplicate."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """A sourced statement: the span is the attributed words; speaker and cue spans are None where the text has none.

    `voice`: author, named_source, unnamed_source, unattributed. `speech`: direct, indirect, none.
    """

    voice: str
    speaker: str | None
    speaker_type: str | None
    speech: str
    cue: str | None
    start: int
    end: int
    speaker_start: int | None = None
    speaker_end: int | None = None
    cue_start: int | None = None
    cue_end: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One report, cleaned. `offsets[i]` is where character i of `text` stands in the raw decoded text.

    `headings` are spans of `text` that are title, sub-headline or section heads. `raw` keeps the bytes it came from.
    """

    id: str
    text: str
    title: str | None = None
    byline: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    genre: str = "other"
    published: Published = Published()
    dropped: tuple[Dropped, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    path: str | None = None
    given_id: bool = field(default=False, metadata={"public": False})
    version: str = field(default="", metadata={"public": False})
    headings: tuple[tuple[int, int], ...] = field(default=(), metadata={"public": False})
    offsets: tuple[int, ...] = field(default=(), repr=False, metadata={"public": False})
    raw: bytes = field(default=b"", repr=False, metadata={"public": False})


@dataclass(frozen=True, slots=True)
class Problem:
    """A report or path that could not be read, in words for a person."""

    error: str
    detail: str
    what_to_do: str
    path: str | None = None
    report_id: str | None = None


# ------------------------------------------------------------------ reading


class Token(NamedTuple):
    """A word as the parser sees it: indexes count within the sentence, offsets within the report's text.

    `head` is the index of the governing word (its own index at the root).
    """

    i: int
    text: str
    lemma: str
    tag: str
    pos: str
    dep: str
    head: int
    start: int
    end: int
    ent: str


@dataclass(frozen=True, slots=True)
class Figure:
    """How many: `None` ends are open. `text` holds the words with their modifier; `noun` the counted head word.

    `unit`, `counts`, `of`, `scope` are set by claims (a reading knows only the noun); see docs/records.md for their values.
    """

    text: str
    low: int | None
    best: int | None
    high: int | None
    modifier: str
    unit: str = "other"
    counts: str = "people"
    of: str | None = None
    profile: str = "acled"
    formula: str | None = None
    scope: str = "unknown"
    part_of: str | None = None
    OPTIONAL = ("formula",)


class FigureMention(NamedTuple):
    """A quantity expression in a sentence: character span, token span, the figure, its noun and role.

    `kind`: count, percent, age, year, date, money, measure, ordinal, score, time, identifier: only `count` (and `fraction`, which has a
    formula over a base) can become a toll. `noun_i` is the token index of the counted noun (None: "80 were killed" elliptic).
    `base` is the figure of the base of a fraction ("half of the town's 60,000" has base 60,000).
    """

    start: int
    end: int
    first: int
    last: int
    figure: Figure
    kind: str
    noun_i: int | None
    base: Figure | None = None
    base_span: tuple[int, int] | None = None


class TimeMention(NamedTuple):
    """A time expression: character and token span (last inclusive), resolved to days where the report's date allows.

    `role`: point, since, until, during, as_of, duration. `precision`/`basis` as in docs/records.md; start/end ISO days or None.
    """

    start: int
    end: int
    first: int
    last: int
    text: str
    from_day: str | None
    to_day: str | None
    precision: str
    basis: str
    role: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a gazetteer entry with how precise it is (site, city, district, region, border, country)."""

    text: str
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str = "city"


class PlaceMention(NamedTuple):
    """A place in a sentence: character and token span (last inclusive) and the resolved place."""

    start: int
    end: int
    first: int
    last: int
    place: Place


@dataclass(frozen=True, slots=True)
class Party:
    """Who: the words, and what they resolve to. `type` as in docs/records.md; `country` ISO 3166-1 alpha-3."""

    text: str
    name: str | None = None
    type: str = "unknown"
    country: str | None = None
    group: str | None = None
    role: str | None = None


class PartyMention(NamedTuple):
    """A party in a sentence: character and token span (last inclusive), head token and the party as far as the words tell."""

    start: int
    end: int
    first: int
    last: int
    head: int
    party: Party


_APART = frozenset({"relcl", "acl", "appos", "conj", "cc", "parataxis", "advcl", "dep", "preconj"})
_CLAUSAL = frozenset({"advcl", "ccomp", "relcl", "parataxis", "csubj", "csubjpass"})
_INSIDE = frozenset({"of", "for", "from", "in", "with", "at"})


@dataclass(frozen=True, slots=True)
class Hint:
    """What the learned model sees at one word: an act of a kind, told by the tokens `words` (`at` the surest).

    `sure`: how often a word and kind like this were right in texts that the model had not learned from.
    `roles`: tokens of the actor, target, figure and speaker. `values`: voice, modality, polarity, status and case, each with how likely.
    """

    kind: str
    at: int
    words: tuple[int, ...]
    sure: float
    roles: Mapping[str, tuple[int, ...]]
    values: Mapping[str, tuple[str, float]]


@dataclass(frozen=True)
class Sentence:
    """One sentence as read: its tokens (a dependency tree) and the mentions on it. Without tokens it was screened, not parsed."""

    index: int
    start: int
    end: int
    text: str
    tokens: tuple[Token, ...] = ()
    heading: bool = False
    opening: str | None = None  # dateline, label or topic before a paragraph's first sentence, or a table's row: no sentence
    figures: tuple[FigureMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    parties: tuple[PartyMention, ...] = ()
    hints: tuple[Hint, ...] = ()
    in_field: float | None = None  # how likely it tells of what Tocsin reads at all, by the learned model; None where it was not asked
    unseen: tuple[str, ...] = ()  # kinds of act that the learned model knows and finds nowhere in it

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each token, the indexes it governs, in order."""
        below: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                below[token.head].append(token.i)
        return tuple(map(tuple, below))

    def subtree(self, i: int, *, without: frozenset[int] = frozenset()) -> list[int]:
        """Indexes of token i and all it governs, in order; branches rooted at `without` are left out."""
        found, stack = [], [i]
        while stack:
            at = stack.pop()
            found.append(at)
            stack.extend(c for c in self.children[at] if c not in without)
        return sorted(found)

    def ancestors(self, i: int) -> Iterator[int]:
        """Indexes above token i, nearest first; the root last."""
        seen = 0
        while self.tokens[i].head != i and seen <= len(self.tokens):
            i, seen = self.tokens[i].head, seen + 1
            yield i

    def section_place(self) -> Place | None:
        """The place that a line names and nothing else: it opens a section of a round-up, and what follows stands there."""
        words = [t for t in self.tokens if t.pos != "PUNCT"]
        alone = len(self.places) == 1 and self.places[0].last - self.places[0].first + 1 == len(words) <= 3
        return self.places[0].place if alone and self.index > 0 else None

    def phrase(self, i: int) -> tuple[int, int]:
        """First and last token of the noun phrase headed by i, without clauses, appositions, conjuncts and trailing remarks."""
        keep, queue = {i}, [i]
        while queue:
            at = queue.pop()
            for c in self.children[at]:
                if self._in_phrase(c, at, i):
                    keep.add(c)
                    queue.append(c)
        first = last = i
        while first - 1 in keep or (first - 2 in keep and self.tokens[first - 1].text in "-'’"):
            first -= 1
        while last + 1 in keep or (last + 2 in keep and self.tokens[last + 1].text in "-'’"):
            last += 1
        return first, last

    def _in_phrase(self, c: int, at: int, head: int) -> bool:
        """Whether child c of `at` belongs to the noun phrase of `head`."""
        token = self.tokens[c]
        if token.dep == "punct":
            return token.text in "-'’"
        if token.dep in _APART:
            return token.dep in ("conj", "cc") and self.tokens[at].dep in ("compound", "amod", "nmod")
        if token.dep == "prep" and at == head and token.text.lower() not in _INSIDE:
            return False
        return not (c > head and token.dep == "prep" and any(self.tokens[j].dep in _CLAUSAL for j in self.subtree(c)))

    def span_text(self, first: int, last: int) -> str:
        """The sentence's words from token first to token last, as written."""
        return self.text[self.tokens[first].start - self.start : self.tokens[last].end - self.start]


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as read: sentences with their mentions, who says what, the reader's name and version, the country it is mainly about."""

    report_id: str
    sentences: tuple[Sentence, ...]
    attributions: tuple[Attribution, ...]
    reader: str
    country: str | None = None


# ------------------------------------------------------------------ claims

DISASTER = "disaster"  # what a claim's `details.cause` says where its report is about a disaster, a disease or an accident
PRIVATE = "private"  # the same where its report is about one crime among private persons


@dataclass(frozen=True, slots=True)
class Time:
    """When: days as ISO text. `precision`: day, week, month, season, year, interval, as_of. `basis`: stated, relative, inferred."""

    text: str | None
    start: str | None
    end: str | None
    precision: str
    basis: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says it: `voice` author, named_source, unnamed_source, unattributed; `speech` direct, indirect, none."""

    voice: str
    speaker: str | None = None
    speaker_type: str | None = None
    cue: str | None = None
    speech: str = "none"
    OPTIONAL = ("speaker", "speaker_type", "cue")


@dataclass(frozen=True, slots=True)
class SentenceRef:
    """Which sentence of the report a claim stands in."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one voice says, anchored in one span of the report's text. Values as in docs/records.md."""

    id: str
    report_id: str
    kind: str
    subtype: str | None
    quote: str
    start: int
    end: int
    sentence: SentenceRef
    actors: tuple[Party, ...]
    targets: tuple[Party, ...]
    place: Place | None
    time: Time | None
    figure: Figure | None
    attribution: Voice
    modality: str
    polarity: str
    status: str
    case: str | None
    codes: Mapping[str, str]
    indicators: tuple[str, ...]
    elements: tuple[str, ...]
    confidence: float
    reader: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def is_current(self) -> bool:
        """Whether the claim belongs to the crisis its report is about."""
        return self.case == "current"

    def is_of_disaster(self) -> bool:
        """Whether its report is about a disaster, a disease or an accident: what is asked and given there answers no crime."""
        return self.details.get("cause") == DISASTER

    def is_private(self) -> bool:
        """Whether its report is about one crime among private persons, a neighbour's murder: no collective did it, none suffered it."""
        return self.details.get("cause") == PRIVATE

    def is_event(self) -> bool:
        """Whether the claim tells of an act as something that happened or is happening (hedged or not)."""
        return self.polarity == "positive" and self.modality in ("asserted", "hedged") and self.status in ("occurred", "ongoing")


@dataclass(frozen=True, slots=True)
class Tally:
    """What one report says in total, per unit: {"low", "best", "high", "claims"}; current case only."""

    report_id: str
    figures: Mapping[str, Mapping[str, Any]]
    others: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """Everything one report gives: the report (with its attributions), its claims and its tally."""

    report: Report
    claims: tuple[Claim, ...]
    tally: Tally


# ------------------------------------------------------------------ situations and after


@dataclass(frozen=True)
class Situation:
    """One crisis as the reports tell it; the fields after `as_of` have the shapes of docs/records.md, kept as plain JSON.

    `claims` are all claims that belong to it, in report order; `reports` the reports, with origin and narrowed date. `aliases` are ids
    that it also answers to: those of situations that an analyst merged into it.
    """

    id: str
    name: str
    country: str | None
    places: tuple[Json, ...]
    as_of: str | None
    onset: Json
    phase: str
    phases: tuple[Json, ...]
    figures: Mapping[str, Json]
    timeline: tuple[Json, ...]
    parties: tuple[Json, ...]
    frames: tuple[Json, ...]
    gaps: tuple[Json, ...]
    reports: tuple[Json, ...]
    aliases: tuple[str, ...] = ()
    assessment: Json = None
    response: Json = None
    claims: tuple[Claim, ...] = field(default=(), metadata={"public": False})
    occurrences: tuple[Occurrence, ...] = field(default=(), metadata={"public": False})

    def is_in(self, where: str, *, country: str | None) -> bool:
        """Whether the place in a case's name is this situation's: by its `country`, else as one whole part of the situation's name.

        "Niger" is no part of "Violence in Kano, Nigeria, June 2010".
        """
        if country and self.country:
            return country == self.country
        return where in (part.strip() for part in re.split(r",|\bin\b", self.name))


@dataclass(frozen=True, slots=True)
class Link:
    """Where one report stands among the others: the cluster that tells of one occurrence, the report it copies, the one it replaces.

    `joined` is its surest join with another report of the cluster: {"with", "sure", "reasons"}; None for a report that stands alone.
    """

    report_id: str
    cluster: str
    origin: str
    joined: Json = None
    supersedes: str | None = None
    OPTIONAL = ("supersedes",)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Claims of different reports that tell of the same act; `why` says for each join which claims it rests on and the reasons.

    `possible` are joins with claims of other acts that an analyst left open, in the shape of `why`.
    """

    id: str
    kind: str
    place: Place | None
    time: Time | None
    parties: tuple[Party, ...]
    claims: tuple[str, ...]
    reports: tuple[str, ...]
    origins: tuple[str, ...]
    why: tuple[Json, ...] = ()
    possible: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: a day, the words quoted from its best claims, and how much it matters beside the others."""

    situation: str
    date: str
    text: str
    score: float
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """An analyst's decision, tied to an anchor (report, span, kind); it never rewrites, it changes what a read returns.

    `role` is what the person was allowed when deciding (analyst, lead); None where there are no accounts.
    """

    id: str
    who: str
    when: str
    why: str
    anchor: Json
    verdict: str
    value: Json = None
    supersedes: str | None = None
    role: str | None = None
    OPTIONAL = ("supersedes", "role")

    def subject(self) -> str:
        """What it is about, as one key: two decisions with one subject are on the same thing."""
        sides = [self.anchor.get(side) for side in ("a", "b")]
        if all(sides):
            return "pair:" + "|".join(sorted(_key_of(side) for side in sides))
        return _key_of(self.anchor)

    def touches(self) -> tuple[str, ...]:
        """Keys of everything it bears on: "claim:…", "report:…", "situation:…", "source:…", "pair:…"."""
        anchors = [self.anchor, *(self.anchor[side] for side in ("a", "b") if side in self.anchor)]
        if self.verdict == "split" and isinstance(self.value, list | tuple):
            anchors += [anchor for group in self.value for anchor in group]
        keys = {self.subject(), *(_key_of(anchor) for anchor in anchors if "a" not in anchor)}
        keys |= {f"report:{anchor['report']}" for anchor in anchors if "report" in anchor}
        if self.verdict == "merge":
            keys.add(f"situation:{self.value}")
        return tuple(sorted(keys))


def _key_of(anchor: Mapping[str, Any]) -> str:
    """An anchor of one thing as a key; a claim without its id is the first of its kind on its span."""
    if "span" in anchor:
        first = make_id("claim", anchor.get("report"), anchor.get("kind"), *anchor["span"], 0)
        return f"claim:{anchor.get('claim') or first}"
    for name in ("report", "situation", "source"):
        if name in anchor:
            return f"{name}:{anchor[name]}"
    return "nothing"


def standing(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that stand, in order: those that no later one, itself standing, has superseded; an undo only takes away."""
    struck: set[str] = set()
    kept: list[Decision] = []
    for decision in reversed(decisions):
        if decision.id in struck:
            continue
        if decision.supersedes:
            struck.add(decision.supersedes)
        if decision.verdict != "undo":
            kept.append(decision)
    return tuple(reversed(kept))


@dataclass(frozen=True, slots=True)
class Rulings:
    """What analysts' standing decisions say beyond single claims; what they say of claims is in the claims before the rooms see them.

    `same`, `not_same` and `unsure` hold pairs of claim ids or of report ids. `merged` maps a situation's id to the one it went into,
    `split` a situation's id to the groups of claim ids that stand alone. `grades` maps a source's name, or a report's id, to an
    Admiralty grade ("B2"; a source nobody graded is F6). `levels` maps a situation's id to the decision that overrides its level.
    """

    same: frozenset[frozenset[str]] = frozenset()
    not_same: frozenset[frozenset[str]] = frozenset()
    unsure: frozenset[frozenset[str]] = frozenset()
    merged: Mapping[str, str] = field(default_factory=dict)
    split: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, Decision] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """What analysts did to one claim: how often it is verified (0, 1, 2), by which standing decisions, and what it was before them.

    `was` is the reader's claim where a decision changed it, else None. Verified twice means by two people, one of them a lead.
    """

    verified: int
    decisions: tuple[Decision, ...]
    was: Claim | None = None


@dataclass(frozen=True, slots=True)
class Reopened:
    """A decision that is not applied because what it was made on has changed or is gone; `near`: claims that may be meant now."""

    decision: Decision
    why: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Reads as standing decisions leave them, and what else those decisions say.

    `marks` holds every claim that a decision touches, by id, the `rejected` ones too; `access` the reports that are not public.
    """

    reads: tuple[Read, ...]
    rulings: Rulings
    marks: Mapping[str, Mark]
    reopened: tuple[Reopened, ...]
    rejected: tuple[Claim, ...]
    access: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Book:
    """A finished brief in pieces: the reads it rests on, its situations and the problems met on the way."""

    reads: tuple[Read, ...]
    situations: tuple[Situation, ...]
    problems: tuple[Problem, ...] = ()


RECORD_NAMES = {Report: "report", Claim: "claim", Tally: "tally", Situation: "situation", Problem: "problem", Decision: "decision",
                Link: "link", Occurrence: "occurrence", Entry: "entry"}


def to_line(record: Any) -> str:
    """A record as one JSON line with its "record" key."""
    name = RECORD_NAMES[type(record)]
    return json.dumps({"record": name, **to_json(record)}, ensure_ascii=False)
