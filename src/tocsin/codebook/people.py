"""Office holders: whom a name, a title with a name, or a title alone means, on a day and in a country."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tocsin.codebook.model import Office, Organisation, Resolution, covers, last_day
from tocsin.codebook.names import fold
from tocsin.records import Party

FORMER = {"former", "ex", "ousted", "deposed", "toppled", "exiled", "late", "then", "erstwhile", "fallen", "overthrown"}
PARTICLE = re.compile(r"(?:al-|el-|d'|(?:de|dos|do|da|di|bin|von|van|der|arap|ould)\s)(?=.*[A-Z])")
PROVISIONAL = {"interim", "acting", "caretaker", "transitional", "provisional"}
FILLERS = FORMER | {"mr", "mrs", "ms", "dr", "sir", "prof", "professor", "acting", "interim", "caretaker", "transitional", "newly-elected",
                    "new", "incoming", "outgoing", "current", "his", "her", "their", "excellency", "honourable", "the", "state's", "own",
                    "longtime", "veteran", "embattled", "general", "gen", "colonel", "col", "captain", "capt", "lieutenant", "lt", "maj",
                    "major", "marshal", "sheikh", "lady", "lord", "country's", "nation's", "strongman", "dictator", "and"}


class People:
    """The rows of offices.csv, looked up by name, surname and title."""

    def __init__(self, offices: Sequence[Office], organisations: Mapping[str, Organisation]) -> None:
        self._organisations = organisations
        self.by_name: dict[str, list[Office]] = defaultdict(list)
        self.by_surname: dict[str, list[Office]] = defaultdict(list)
        self.by_title: dict[str, list[Office]] = defaultdict(list)
        for row in offices:
            for name in {plain_name(n) for n in (row.person, *row.aliases)}:
                self.by_name[name].append(row)
            self.by_surname[plain_name(row.surname)].append(row)
            for title in {plain_title(t) for t in row.office}:
                self.by_title[title].append(row)
        self._longest_title = max((len(t.split()) for t in self.by_title), default=1)

    def named(self, words: Sequence[str]) -> tuple[int, list[Office], bool] | None:
        """The longest ending of the words that is a person's name: where it begins, the rows, and whether it is only a surname."""
        for i in range(len(words)):
            tail = fold(" ".join(words[i:])).lstrip("'")
            if tail[:1].isupper() or PARTICLE.match(tail):
                for table, short in ((self.by_name, False), (self.by_surname, True)):
                    if rows := table.get(plain_name(tail)):
                        return i, rows, short
        return None

    def read_titles(self, words: Sequence[str]) -> tuple[list[str], list[str]]:
        """The titles among the words, and the words that are neither title nor filler."""
        titles: list[str] = []
        rest: list[str] = []
        i = 0
        while i < len(words):
            for size in range(min(self._longest_title, len(words) - i), 0, -1):
                title = plain_title(" ".join(words[i:i + size]))
                if title in self.by_title:
                    titles.append(title)
                    i += size
                    break
            else:
                if words[i].lower().strip(".,").removesuffix("-") not in FILLERS:
                    rest.append(words[i])
                i += 1
        return titles, rest

    def country_of(self, row: Office) -> str | None:
        """The country of an office; that of the organisation for an organisation's."""
        if row.of in self._organisations:
            return self._organisations[row.of].country
        return row.of

    def choose(self, text: str, rows: Sequence[Office], *, titles: Sequence[str], of: Iterable[str], surname_only: bool,
               former: bool, on: date | None, country: str | None) -> Resolution:
        """The person whom a name with what stands before it means; candidates when it could be several.

        A bare surname counts only for a holder of an office in the report's own country.
        """
        wanted = set(of)
        fitting = [r for r in rows if (not titles or set(titles) & {plain_title(t) for t in r.office}) and (not wanted or r.of in wanted)]
        if not fitting and not surname_only and not wanted:
            fitting = list(rows)  # a full name under another title than those listed
        if surname_only and not titles and not wanted:
            fitting = [r for r in fitting if r.of == country]
        people = {r.person for r in fitting}
        if len(people) > 1 and on:
            serving = [r for r in fitting if covers(r.start, r.end, on) and not former] or \
                      [r for r in fitting if former and r.end and last_day(r.end) < on]
            people = {r.person for r in serving}
        if len(people) > 1:
            people = {r.person for r in fitting if r.person in people and r.of == country} or people
        parties = [self.make_party(text, [r for r in fitting if r.person == p], on=on, titles=titles) for p in sorted(people)]
        if len(parties) == 1:
            return Resolution(parties[0])
        return Resolution(None, tuple(parties or (self.make_party(text, [r], on=on, titles=titles) for r in rows)))

    def make_party(self, text: str, rows: Sequence[Office], *, on: date | None, titles: Sequence[str]) -> Party:
        """A person as a party; the role is the office held on the day, or "former …" once the last one has ended."""
        now = [r for r in rows if on and covers(r.start, r.end, on)]
        titled = [r for r in now if set(titles) & {plain_title(t) for t in r.office}] or now
        countries = {c for r in rows if (c := self.country_of(r))}
        role = None
        if titled:
            role = titled[0].office[0]
        elif not on and titles and (said := [r for r in rows if set(titles) & {plain_title(t) for t in r.office}]):
            role = said[0].office[0]
        elif on and all(r.end and last_day(r.end) < on for r in rows):
            role = f"former {max(rows, key=lambda r: r.end or '').office[0]}"
        return Party(text, rows[0].person, "person", countries.pop() if len(countries) == 1 else None, None, role)

    def only_owner(self, title: str) -> str | None:
        """The organisation that alone has a title ("UN chief", "high commissioner for refugees")."""
        owners = {r.of for r in self.by_title[title]}
        return owners.pop() if len(owners) == 1 and owners <= set(self._organisations) else None

    def government_of(self, name: str, *, on: date | None, country: str | None) -> str | None:
        """The country whose leader a name is: "the Karimov government". A bare surname counts only in the report's own country."""
        plain = plain_name(name)
        rows = self.by_name.get(plain) or [r for r in self.by_surname.get(plain, []) if r.of == country]
        codes = {r.of for r in rows if r.of not in self._organisations and (on is None or covers(r.start, r.end, on))}
        return codes.pop() if len(codes) == 1 else None

    def holder(self, text: str, title: str, of: str | None, *, on: date | None) -> Resolution:
        """Who held a title on a day. Rows that nobody has checked name no one, and neither does a month with two holders."""
        rows = [r for r in self.by_title[title] if of and r.of == of and on and covers(r.start, r.end, on)]
        country = of if of and of not in self._organisations else None
        people = {r.person for r in rows}
        if len(people) == 1 and not any(r.unchecked for r in rows):
            return Resolution(Party(text, rows[0].person, "person", country, None, title))
        candidates = tuple(self.make_party(text, [r], on=on, titles=[title]) for r in rows)
        return Resolution(Party(text, None, "person", country, None, title), candidates)


def plain_name(name: str) -> str:
    """A person's name in small letters, without marks and the signs that texts drop at its ends."""
    return fold(name).lower().strip("'. ")


def plain_title(title: str) -> str:
    """A title in small letters, without hyphens, full stops and words such as interim, so that all holders compare."""
    words = fold(title).lower().replace("-", " ").replace(".", "").strip(" ,").split()
    return " ".join(w for w in words if w not in PROVISIONAL or len(words) == 1)
