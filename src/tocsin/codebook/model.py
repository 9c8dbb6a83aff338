"""The entries of the codebook: frozen records, one a row of a CSV file or one a table of a TOML file.

Every entry carries `source` (who says so) or `unchecked` (from general knowledge, not compared with a source yet).
Dates are ISO text of a day, a month or a year; an unset date is an open end.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from tocsin.records import Party


def first_day(text: str) -> date:
    """The first day that an ISO day, month or year covers; ValueError when it is none of these."""
    parts = [int(p) for p in text.split("-")]
    return date(*(parts + [1, 1])[:3])


def last_day(text: str) -> date:
    """The last day that an ISO day, month or year covers; ValueError when it is none of these."""
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], monthrange(parts[0], parts[1])[1])
    return date(*parts[:3])


def covers(start: str | None, end: str | None, on: date) -> bool:
    """Whether a day lies between two dates, the whole first and last month (or year) included."""
    return (start is None or first_day(start) <= on) and (end is None or on <= last_day(end))


@dataclass(frozen=True, slots=True)
class Country:
    """A State or territory. `adjectives` also make plurals; `people` are nouns that no rule makes (Danes).

    `demonym_is_ethnic` lists the adjectives and nouns that are also the name of an ethnic group, and so do not by themselves mean
    the State. `capital_metonym` lists the capitals by which a text means the government, `metonyms` other such names,
    `force_metonyms` names that mean its armed forces. `start` and `end` for States that came or went after 1990.
    """

    iso3: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    demonym_is_ethnic: tuple[str, ...]
    capital: tuple[str, ...]
    capital_metonym: tuple[str, ...]
    metonyms: tuple[str, ...]
    force_metonyms: tuple[str, ...]
    government: str
    start: str | None
    end: str | None
    source: str
    unchecked: bool

    @property
    def forces(self) -> str:
        """The name given to its army, police and other security forces together."""
        return self.government.replace("Government of", "Security forces of", 1)


@dataclass(frozen=True, slots=True)
class Office:
    """One person's time in one office of a country or organisation (`of`).

    `office` lists the title words that texts use, the main one first.
    `aliases` mean this person wherever they stand; `surname` only beside a title, or where date and country fit.
    """

    person: str
    aliases: tuple[str, ...]
    surname: str
    office: tuple[str, ...]
    of: str
    start: str | None
    end: str | None
    source: str
    unchecked: bool

    @property
    def id(self) -> str:
        """Person, office and start: what a row is overridden by."""
        return f"{self.person}|{self.of}|{self.start or ''}"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation. `type`: intergovernmental, organisation, court, media, political_party. `country` for national ones."""

    id: str
    name: str
    aliases: tuple[str, ...]
    type: str
    country: str | None
    start: str | None
    end: str | None
    parent: str | None
    source: str
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """An ethnic or religious group. `country`: where it lives in numbers that matter; `type`: ethnic_group, religious_group."""

    id: str
    name: str
    aliases: tuple[str, ...]
    country: tuple[str, ...]
    type: str
    source: str
    unchecked: bool


@dataclass(frozen=True, slots=True)
class ArmedGroup:
    """A non-State armed group with the countries and years in which it is or was active."""

    id: str
    name: str
    aliases: tuple[str, ...]
    country: tuple[str, ...]
    start: str | None
    end: str | None
    source: str
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of claim: see kinds.toml."""

    name: str
    family: str
    definition: str
    example: str
    subtypes: tuple[str, ...]
    details: tuple[str, ...]
    plover: str | None


@dataclass(frozen=True, slots=True)
class GenericParty:
    """Head nouns that tell a party's type. `compose`: government, forces or none; `of` goes into a figure (women, children).

    `national`: with no country named, "the army" in a report about one country is that country's.
    """

    id: str
    type: str
    words: tuple[str, ...]
    compose: str
    national: bool
    of: str | None
    speaker: str | None
    source: str
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """What was done in a past case, by whom, when, and how it went according to whom.

    `option` is an option's id; `outcome`: success, partial, failure, not_tried, unknown; `evidence_type`: inquiry, study, asserted,
    counterfactual. `year` is the source's.
    """

    option: str
    what: str
    by: str
    when: str
    outcome: str
    evidence_type: str
    source: str
    year: int | None
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Precedent:
    """A past case: where and when, the names by which a text refers to it, what it was like, what was done; toll facts with a source."""

    id: str
    name: str
    country: tuple[str, ...]
    aliases: tuple[str, ...]
    start: str
    end: str | None
    measures: tuple[Measure, ...]
    traits: Mapping[str, tuple[str, ...]]  # how it stands on the dimensions of comparison
    toll: tuple[Mapping[str, Any], ...]
    source: str
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way in which a past case may be like the present one or differ from it: its values with how each is said."""

    id: str
    name: str
    values: Mapping[str, str]
    source: str
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Precaution:
    """A question to be asked of every option before it is taken; `favour` and `against` say which claims speak for which answer,
    `words_for` and `words_against` by which words of a voice that speaks of the option."""

    id: str
    name: str
    question: str
    favour: str
    against: str
    words_for: tuple[str, ...]
    words_against: tuple[str, ...]
    source: str
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A type of response. `dimension`: political, economic, legal, security, humanitarian; `charter` names the articles it rests on."""

    id: str
    definition: str
    dimension: str
    phase: tuple[str, ...]
    pillar: tuple[int, ...]
    charter: tuple[str, ...]
    consent: str
    words: tuple[str, ...]
    source: str
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a crime: what it asks and which evidence to look for."""

    id: str
    name: str
    meaning: str
    look_for: str


@dataclass(frozen=True, slots=True)
class Crime:
    """One of the four crimes with its elements, what is not required and the usual traps."""

    id: str
    name: str
    elements: tuple[Element, ...]
    not_required: tuple[str, ...]
    traps: tuple[str, ...]
    source: str
    unchecked: bool


@dataclass(frozen=True, slots=True)
class RiskFactor:
    """A risk factor of the UN Framework of Analysis; `indicators` id → paraphrase; `scope`: common or the crime it is about."""

    id: str
    title: str
    scope: str
    gist: str
    indicators: Mapping[str, str]
    source: str
    unchecked: bool


class Vague(NamedTuple):
    """What a vague word ("dozens") means as a number; None is an open end."""

    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Profile:
    """A named convention for vague words; `approximate` is the share by which "about" and "nearly" widen."""

    id: str
    name: str
    rule: str
    approximate: float
    words: Mapping[str, Vague]
    source: str
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Modifier:
    """A form such as "at least N": `low`, `best`, `high` are the factor on N, None for an open end.

    `id` is the figure's modifier as in docs/records.md; "approximate" ends take the profile's share.
    """

    id: str
    words: tuple[str, ...]
    low: str | None
    best: str | None
    high: str | None
    note: str
    source: str
    unchecked: bool


@dataclass(frozen=True)
class Quantities:
    """The quantity conventions: profiles by name, modifiers, and the rules for putting figures together."""

    default: str
    profiles: Mapping[str, Profile]
    modifiers: tuple[Modifier, ...]
    merge_rules: tuple[str, ...]

    def vague(self, word: str, *, profile: str | None = None) -> Vague | None:
        """What a vague word means under a profile; None when the profile and the default do not know it."""
        wanted = self.profiles[profile or self.default].words
        return wanted.get(word) or self.profiles[self.default].words.get(word)


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the situation. It holds when every condition of one of its alternatives holds; levels are tried in order."""

    name: str
    meaning: str
    alternatives: tuple[tuple[Mapping[str, Any], ...], ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """The stated rule for the level: `rule` is its name and version."""

    rule: str
    levels: tuple[Level, ...]
    otherwise: str
    source: str
    unchecked: bool


class Alias(NamedTuple):
    """A codebook name in a text. `kind`: country, organisation, office, group, armed_group; `id` the entry's key (a person for offices).

    `role`: how the words stand for the entry (name, adjective, people, capital, metonym, force_metonym, person, title_name).
    An ambiguous name gives one Alias for each entry, on the same span.
    """

    start: int
    end: int
    text: str
    kind: str
    id: str
    role: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What words resolve to: a party as far as they tell, or None; `candidates` when several entries would fit."""

    party: Party | None = None
    candidates: tuple[Party, ...] = field(default=())
