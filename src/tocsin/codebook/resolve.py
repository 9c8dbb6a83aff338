"""What the words for a party resolve to: a country's government or forces, an organisation, a group, a person, or only a type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tocsin.codebook import model as m
from tocsin.codebook.names import Index, Ref, build_index, fold
from tocsin.codebook.people import FILLERS, FORMER, People
from tocsin.records import Party

LEADING = re.compile(r"^(?:the|a|an|all|some|many|several|most|both|these|those|this|that|its|their|his|her|our|other|ethnic)\s+", re.I)
COUNTED = re.compile(r"^(?:dozens|scores|hundreds|thousands|tens|millions|members|groups?|numbers?|units?|elements|handful|couple|one|"
                     r"two|three|four|five|six|seven|eight|nine|ten|[\d.,]+) of (?=\S)", re.I)
STATE_FORM = re.compile(r"^(?:\w+ )?(?:Republic|Kingdom|State|Union) of (?:the )?")
PREPOSITIONS = {"of", "from", "in", "for", "by", "at", "near", "with", "who", "which", "that", "on", "against", "to", "as", "loyal"}
ETHNIC = re.compile(r"\bethnic\b", re.I)


class Context(NamedTuple):
    """The words as given, the day they speak of, the country the report is about, and whether they say "ethnic"."""

    text: str
    on: date | None
    country: str | None
    ethnic: bool


class Resolver:
    """Resolves words by the entries of one codebook."""

    def __init__(self, *, countries: Mapping[str, m.Country], offices: Sequence[m.Office], organisations: Mapping[str, m.Organisation],
                 groups: Mapping[str, m.Group], armed_groups: Mapping[str, m.ArmedGroup], generic: Mapping[str, m.GenericParty]) -> None:
        self._countries, self._organisations = countries, organisations
        self._groups, self._armed = groups, armed_groups
        self._offices, self._generic = offices, generic

    @cached_property
    def index(self) -> Index:
        """All names of all entries."""
        return build_index(countries=self._countries, offices=self._offices, organisations=self._organisations, groups=self._groups,
                           armed_groups=self._armed)

    @cached_property
    def _people(self) -> People:
        return People(self._offices, self._organisations)

    @cached_property
    def _heads(self) -> dict[str, m.GenericParty]:
        """Head nouns, singular and plural, → what they tell."""
        heads: dict[str, m.GenericParty] = {}
        for form in (str, singular):  # words as given come before singulars made by rule
            for entry in self._generic.values():
                for word in entry.words:
                    heads.setdefault(form(word), entry)
        return heads

    def country_of(self, word: str) -> str | None:
        """The one country that a name, adjective or noun for its people means."""
        codes = {r.id for r in self.index.get(tidy(word)) if r.kind == "country" and r.role in ("name", "adjective", "people")}
        return codes.pop() if len(codes) == 1 else None

    def resolve(self, text: str, *, on: date | None, country: str | None) -> m.Resolution:
        """Try the words whole, then as a person, a title, a known name after a description, and a head noun with what stands before it."""
        context = Context(text, on, country, bool(ETHNIC.search(text)))
        words = tidy(text)
        found = self._whole(" ".join(text.split()), context)
        for step in (self._whole, self._person, self._title, self._known_ending, self._composed):
            found = found or step(words, context)
        return found or m.Resolution()

    # -------------------------------------------------------------- a name, whole

    def _whole(self, words: str, context: Context) -> m.Resolution | None:
        """The words are a name of the codebook and nothing else."""
        refs = [r for r in self.index.get(words) or self.index.get(f"The {words}") if r.kind != "office"]
        if not refs and (inner := re.fullmatch(r"(.+?)\s*\(([^)]+)\)", words)):
            return self._whole(inner[1], context) or self._whole(inner[2], context)
        peoples = [r for r in refs if r.kind == "group"]
        if peoples and all(r.kind == "group" or r.role in ("adjective", "people") for r in refs):
            refs = peoples  # an ethnic name alone is the people, not the State
        refs = [r for r in refs if r.role != "capital"] or refs
        refs = [r for r in refs if self._existed(r, context.on)] or refs
        parties = list(dict.fromkeys(self._party_of(r, context) for r in refs))
        return self._pick(parties, context) if parties else None

    def _pick(self, parties: list[Party], context: Context) -> m.Resolution:
        """The one party, or the one of the report's country; else they are all candidates."""
        here = [p for p in parties if context.country and p.country == context.country]
        if len(parties) > 1 and len(here) == 1:
            parties = here
        return m.Resolution(parties[0]) if len(parties) == 1 else m.Resolution(None, tuple(parties))

    def _existed(self, ref: Ref, on: date | None) -> bool:
        """Whether an entry existed on the day; a date that nobody has checked excludes nothing."""
        entries: dict[str, Mapping[str, m.Country | m.Organisation | m.ArmedGroup]] = {
            "country": self._countries, "organisation": self._organisations, "armed_group": self._armed}
        entry = entries.get(ref.kind, {}).get(ref.id)
        return entry is None or on is None or (entry.unchecked and ref.kind != "country") or m.covers(entry.start, entry.end, on)

    def _party_of(self, ref: Ref, context: Context) -> Party:
        """The party that an entry is, under one of its names."""
        if ref.kind == "country":
            return self._country_party(self._countries[ref.id], ref.role, context)
        if ref.kind == "organisation":
            organisation = self._organisations[ref.id]
            return Party(context.text, organisation.name, organisation.type, organisation.country)
        if ref.kind == "armed_group":
            armed = self._armed[ref.id]
            return Party(context.text, armed.name, "armed_group", one_of(armed.country, context.country))
        group = self._groups[ref.id]
        return Party(context.text, group.name, group.type, context.country or one_of(group.country, None), group.name)

    def _country_party(self, country: m.Country, role: str, context: Context) -> Party:
        """A country's government, forces or people, as the role of the name has it."""
        if role == "force_metonym":
            return Party(context.text, country.forces, "security_force", country.iso3)
        if role in ("adjective", "people"):
            plain = words_of_people(country, tidy(context.text))
            if plain:
                return Party(context.text, plain, "ethnic_group", context.country, plain)
            return Party(context.text, None, "civilians" if role == "people" else "unknown", country.iso3)
        if role == "capital":  # not known to be said for the government
            return Party(context.text, None, "unknown", country.iso3)
        return Party(context.text, country.government, "state", country.iso3)

    # -------------------------------------------------------------- a person

    def _person(self, words: str, context: Context) -> m.Resolution | None:
        """The words end in an office holder's name, with nothing but titles, fillers and a country before it."""
        parts = words.replace(",", " ").split()
        found = self._people.named(parts)
        if found is None:
            return self._inverted(words, context)
        at, rows, surname_only = found
        titles, rest = self._people.read_titles(parts[:at])
        of = self._owners(rest)
        if rest and of is None:
            return None
        former = any(p.lower().rstrip("-") in FORMER or p.lower().startswith("ex-") for p in parts[:at])
        return self._people.choose(context.text, rows, titles=titles, of=of or (), surname_only=surname_only, former=former,
                                   on=context.on, country=context.country)

    def _inverted(self, words: str, context: Context) -> m.Resolution | None:
        """A name followed by its title after a comma: "Mwai Kibaki, president of Kenya"."""
        name, comma, _ = words.partition(",")
        return self._person(name, context) if comma and name else None

    def _owners(self, words: Sequence[str]) -> set[str] | None:
        """The countries and organisations that words (with of, for, the, 's) name; None when there is any other word."""
        names = [w.removesuffix("'s").removesuffix("'") for w in words if w.lower() not in ("of", "the", "for", "to")]
        found: set[str] = set()
        i = 0
        while i < len(names):
            for j in range(len(names), i, -1):
                owners = {r.id for r in self.index.get(" ".join(names[i:j])) if r.kind in ("country", "organisation")}
                if owners:
                    found |= owners
                    i = j
                    break
            else:
                return None
        return found

    # -------------------------------------------------------------- a title alone

    def _title(self, words: str, context: Context) -> m.Resolution | None:
        """A title with or without a country: "the Kenyan president", "the secretary-general of the United Nations"."""
        titles, rest = self._people.read_titles(re.sub(r"'s\b", "", words).split())
        if len(titles) != 1:
            return None
        of = self._owners(rest)
        if of is None or len(of) > 1:
            return None
        former = any(w.lower().rstrip("-") in FORMER for w in words.split()) or words.lower().startswith("ex-")
        owner = next(iter(of), self._people.only_owner(titles[0]) or context.country)
        if former:
            country = owner if owner in self._countries else None
            return m.Resolution(Party(context.text, None, "person", country, None, f"former {titles[0]}"))
        return self._people.holder(context.text, titles[0], owner, on=context.on)

    # -------------------------------------------------------------- a head noun and what stands before it

    def _composed(self, words: str, context: Context) -> m.Resolution | None:
        """A head noun tells the type; a country, people or organisation beside it tells whose."""
        head, before, after = self._split_head(words)
        if head is None:
            return None
        refs = self._refs_in(before)
        tail = self._tail_refs(after, head)
        body = [r for r in refs + tail if r.kind in ("organisation", "armed_group")]
        if body and (party := self._of_body(body, head, context)):
            return m.Resolution(party)
        peoples = [r for r in refs + tail if r.kind == "group"]
        # "Serb forces" in a report about Bosnia are Serbs; only "Serbian forces" are Serbia's
        countries = {r.id for r in refs + tail if r.kind == "country" and r.role != "force_metonym"
                     and not (peoples and r.role == "people" and r.id != context.country)}
        base = Party(context.text, None, head.type, None, None)
        if head.type in ("state", "security_force") or head.compose != "none":
            return self._of_country(base, head, countries, peoples, before, context)
        people = self._people_name(peoples, before, context)
        if people and not (countries and head.speaker == "official"):  # a Kyrgyz minister is Kyrgyzstan's
            return m.Resolution(replace(base, group=people, country=context.country))
        return m.Resolution(replace(base, country=one_of(tuple(sorted(countries)), context.country)))

    def _split_head(self, words: str) -> tuple[m.GenericParty | None, str, str]:
        """The head noun's entry, the words before it and those after it (from the first preposition on)."""
        parts = words.split()
        stop = next((i for i, w in enumerate(parts) if i and (w.lower() in PREPOSITIONS or parts[i - 1].endswith(","))), len(parts))
        phrase = [p.rstrip(",") for p in parts[:stop]]
        for i in range(len(phrase)):
            entry = self._heads.get(" ".join(phrase[i:]).lower())
            if entry:
                return entry, " ".join(phrase[:i]), " ".join(parts[stop:])
        return None, "", ""

    def _refs_in(self, words: str) -> list[Ref]:
        """The entries named in the words, longest names first."""
        names = [w.strip(",") for w in words.split()]
        found: list[Ref] = []
        i = 0
        while i < len(names):
            for j in range(len(names), i, -1):
                name = " ".join(names[i:j])
                refs = self.index.get(name) or self.index.get(name.removesuffix("'s").removesuffix("'"))
                if refs := [r for r in refs if r.kind != "office"]:
                    found += refs
                    i = j - 1
                    break
            i += 1
        return found

    def _tail_refs(self, after: str, head: m.GenericParty) -> list[Ref]:
        """What "of Kenya" or "from Kenya" names; "in Kenya" only for what every country has one of."""
        preposition, _, rest = after.partition(" ")
        if preposition.lower() in ("of", "from") or (preposition.lower() == "in" and head.national):
            name = STATE_FORM.sub("", tidy(rest))
            return [r for r in self.index.get(name) if r.kind != "office"]
        return []

    def _of_body(self, refs: list[Ref], head: m.GenericParty, context: Context) -> Party | None:
        """People of an organisation or armed group stand for it: UN peacekeepers, Taliban fighters."""
        parties = {self._party_of(r, context) for r in refs if self._existed(r, context.on)}
        if len(parties) != 1 or head.type in ("civilians", "refugees", "protesters", "ethnic_group"):
            return None
        return parties.pop()

    def _of_country(self, base: Party, head: m.GenericParty, countries: set[str], peoples: list[Ref], before: str,
                    context: Context) -> m.Resolution:
        """A government or its forces: composed with the country named, or with the report's for what every country has one of."""
        if peoples and not countries:
            name = self._people_name(peoples, before, context)
            kind = "armed_group" if head.type == "security_force" else head.type
            return m.Resolution(replace(base, type=kind, group=name, country=context.country))
        if not countries and head.compose != "none":
            code = self._people.government_of(tidy(before), on=context.on, country=context.country)
            # a name before the noun that is not today's leader's ("the Bakiyev government" in June) is no one's government now
            named = any(w[:1].isupper() and w.lower() not in FILLERS for w in before.split())
            if code is None and not named and (head.national or "government" in before.lower().split()):
                code = context.country
            countries = {code} if code else set()
        if context.country in countries and " and " not in before:  # the two of "Ethiopian and Eritrean" are both meant
            countries = {context.country}
        parties = []
        for code in sorted(countries & set(self._countries)):
            country = self._countries[code]
            name = {"government": country.government, "forces": country.forces}.get(head.compose)
            parties.append(replace(base, name=name, country=code))
        if len(parties) == 1:
            return m.Resolution(parties[0])
        return m.Resolution(base, tuple(parties))

    def _people_name(self, peoples: list[Ref], before: str, context: Context) -> str | None:
        """The people named before a head noun: a group, or a country's adjective that is also ethnic where the report is elsewhere."""
        names = {self._groups[r.id].name for r in peoples if context.country is None or context.country in self._groups[r.id].country}
        names = names or {self._groups[r.id].name for r in peoples}
        if names:
            return names.pop() if len(names) == 1 else None
        for ref in self._refs_in(before):
            if ref.kind == "country" and ref.role in ("adjective", "people"):
                plain = next((p for w in before.split() if (p := words_of_people(self._countries[ref.id], w))), None)
                if plain:
                    return plain
        return None

    # -------------------------------------------------------------- a known name among other words

    def _known_ending(self, words: str, context: Context) -> m.Resolution | None:
        """The words end in a known organisation or armed group, after a description: "the Islamist group Boko Haram".

        Before it stand only small words and adjectives of its own country: "the Kenyan Labour Party" is not Britain's.
        """
        parts = words.split()
        for i in range(1, len(parts)):
            if parts[i - 1].lower() in PREPOSITIONS or parts[i - 1].endswith((",", "'s")):
                return None
            refs = [r for r in self.index.get(" ".join(parts[i:])) if r.kind in ("organisation", "armed_group")]
            parties = [p for p in dict.fromkeys(self._party_of(r, context) for r in refs) if self._describe(parts[:i], p)]
            if parties:
                return self._pick(parties, context)
        return None

    def _describe(self, words: Sequence[str], party: Party) -> bool:
        """Whether the words before a name are a description of it."""
        first = 1 if len(words) > 1 and words[1].islower() and self.country_of(words[0]) is None else 0  # may begin a sentence
        return all(w.islower() or self.country_of(w) == party.country for w in words[first:])


def tidy(text: str) -> str:
    """The words without determiners and "dozens of" before and punctuation or a possessive after them."""
    words = " ".join(fold(text).split()).strip(" .,;:\"'“”")
    words = words.strip("()") if words.count("(") != 1 or words.startswith("(") else words
    words = re.sub(r"\s*'s$", "", words)
    while (shorter := COUNTED.sub("", LEADING.sub("", words))) != words and shorter:
        words = shorter
    return words


def singular(word: str) -> str:
    """The singular of a head noun's last word, by rule."""
    for ending, instead in (("children", "child"), ("women", "woman"), ("men", "man"), ("people", "people"), ("ies", "y"), ("ches", "ch"),
                            ("ss", "ss"), ("s", "")):
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    return word


def one_of(codes: Sequence[str], here: str | None) -> str | None:
    """The report's country when it is among the codes, else the only code there is."""
    if here in codes:
        return here
    return codes[0] if len(codes) == 1 else None


def words_of_people(country: m.Country, word: str) -> str | None:
    """The ethnic name that a word is (Uzbeks → Uzbek), where a country's demonym is also one; else None."""
    for name in country.demonym_is_ethnic:
        if fold(word).lower() in (fold(name).lower(), fold(name).lower() + "s"):
            shorter = name[:-1]
            return shorter if name.endswith("s") and shorter in country.demonym_is_ethnic else name
    return None
