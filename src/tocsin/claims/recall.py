"""What is told in passing of bygone years: sentences that go on with a past case though they name no year themselves.

"In 1996 a quarrel led to five days of battle. The road stayed shut for a month, and 115 people died": the second sentence is of 1996 too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.claims.draft import Draft
from tocsin.claims.setting import Scene, is_past_time, past_case
from tocsin.claims.tree import is_verb, kids, lemma
from tocsin.records import Place, Sentence, TimeMention

LONG_AGO = timedelta(days=365)  # what is nearer may be the very crisis that a late report tells of
_BACK_TO_IT = re.compile(
    r"\bby then\b|\bat the time\b|\bin the end\b|\bthat (?:year|month|week|day|night|spring|summer|autumn|winter)\b"
    r"|\b(?:those|these) (?:\w+ ){0,2}(?:hours|days|weeks|months|years)\b|\bthe (?:following|same|next) (?:day|week|month|year)\b"
    r"|\b(?:an?|one|two|three|four|five|six|ten|some|\d+) (?:hours?|days?|weeks?|months?|years?) later\b", re.I)  # fmt: skip
_NOW = frozenset("now today tonight currently still recently".split())
_SAYING = frozenset("say tell add report announce state declare claim confirm warn allege".split())
_BYGONE = frozenset("year era decade century dictatorship reign apartheid age rule".split())
_NEAR = frozenset("recent last past this these current coming next few previous".split())
_YEAR = re.compile(r"1[4-9]\d\d|20\d\d")
_STEPS = 8


@dataclass(slots=True)
class Recall:
    """The bygone time that this paragraph last told of in a main clause, if nothing led back to the present since."""

    scene: Scene
    time: TimeMention | None = None
    place: Place | None = None
    heard: int = -1  # the sentence that named it
    end: int = 0

    def listen(self, s: Sentence) -> None:
        """Take in the next sentence; of one that was not parsed, the years in its words."""
        if "\n" in self.scene.report.text[self.end : s.start]:
            self.time = None
        self.end = s.end
        if not s.tokens:
            self._skim(s)
            return
        long_ago = [t for t in s.times if self._is_bygone(t) and _in_main_clause(s, t.first)]
        near = [t for t in s.times if t.from_day and not is_past_time(t, self.scene)]
        if near or _is_of_now(s):
            self.time = None
        elif long_ago:
            self.time, self.heard = long_ago[-1], s.index
            self.place = s.places[0].place if s.places else None

    def _skim(self, s: Sentence) -> None:
        years = sorted(int(y) for y in _YEAR.findall(s.text))
        this = self.scene.day.year if self.scene.day else None
        if years and (this is None or years[-1] < this - 1):
            days = f"{years[0]}-01-01", f"{years[-1]}-12-31"
            self.time = TimeMention(s.start, s.end, 0, 0, s.text, *days, "year", "stated", "during")
            self.place, self.heard = None, s.index
        elif years:
            self.time = None

    def case_of(self, draft: Draft, mention: TimeMention | None, place: Place | None) -> tuple[str, Place | None] | None:
        """The past case that a draft goes on with, or that an era in its own sentence puts it in, with its place; or None."""
        dated = mention is not None and mention.from_day is not None
        if draft.own_case is not None or (dated and mention is not None and mention.role != "since"):
            return None
        s = draft.sentence
        if (era := _era_of(s, draft.at, self.scene)) is not None:  # "since 1938, when ..." dates the clause, and not from then on
            return " ".join(x for x in (era, past_case(None, place, self.scene)) if x), place
        if dated or self.time is None or self.heard == s.index or not _goes_on(draft):
            return None
        back, elsewhere = _BACK_TO_IT.search(s.text) is not None, bool(s.places)
        quiet = not any(lemma(s, up) in _SAYING and is_verb(s, up) for up in s.ancestors(draft.at))
        where = s.places[0].place if elsewhere else self.place or place
        abroad = where is not None and where.country not in (None, self.scene.country)
        if not back and not (self.scene.commentary or quiet and (abroad or not elsewhere)):
            return None
        if where is not None and where.country is None:
            return where.text, where  # better no country than the one that the report is about
        return past_case(None if elsewhere or "later" in s.text else self.time, where, self.scene), where

    def _is_bygone(self, time: TimeMention) -> bool:
        """Whether a time lies more than a year before the report, or, where its day is not known, is a bare year."""
        if not is_past_time(time, self.scene):
            return False
        end = time.to_day or time.from_day
        if self.scene.day is None or end is None:
            return time.precision in ("year", "interval")
        return self.scene.day - date.fromisoformat(end) > LONG_AGO


def _in_main_clause(s: Sentence, i: int) -> bool:
    """Whether a time belongs to what the sentence itself tells, not to a clause or title within it."""
    return not any(s.tokens[up].dep in ("relcl", "acl", "ccomp", "appos", "compound", "nmod") for up in (i, *s.ancestors(i)))


def _is_of_now(s: Sentence) -> bool:
    """Whether a sentence's main clause speaks of the present."""
    root = next((t.i for t in s.tokens if t.head == t.i), None)
    if root is None:
        return False
    if any(t.text.lower() in _NOW for t in s.tokens):
        return True
    told = [s.tokens[x].tag for x in (root, *kids(s, root, "aux", "auxpass"))]
    return any(tag in ("VBZ", "VBP", "MD") for tag in told)


def _goes_on(draft: Draft) -> bool:
    """Whether a draft is told in the past tense, as a story goes on."""
    s = draft.sentence
    at = draft.at
    for _ in range(_STEPS):
        if is_verb(s, at):
            tags = [s.tokens[x].tag for x in (at, *kids(s, at, "aux", "auxpass"))]
            if any(tag in ("VBZ", "VBP", "MD") for tag in tags):
                return False
            if "VBD" in tags:
                return True
        if s.tokens[at].head == at:
            return False
        at = s.tokens[at].head
    return False


def _era_of(s: Sentence, i: int, scene: Scene) -> str | None:
    """The bygone year or era whose "when" clause a word stands in: "since 1938, when ...", "the years of the dictatorship, when ..."

    An era without a year is "", nothing None.
    """
    clause = next((up for up in (i, *s.ancestors(i)) if s.tokens[up].dep in ("relcl", "advcl") and _opens_with_when(s, up)), None)
    if clause is None:
        return None
    when = min(s.subtree(clause))
    before = list(s.tokens[max(0, when - _STEPS) : when])
    year = next((t for t in before[-2:] if _YEAR.fullmatch(t.text)), None)
    if year is not None:
        this = scene.day.year if scene.day else None
        return year.text if this is None or int(year.text) < this - 1 else None
    words = {t.lemma.lower() for t in before}
    return "" if words & _BYGONE and words & {"the", "those"} and not words & _NEAR else None


def _opens_with_when(s: Sentence, clause: int) -> bool:
    return s.tokens[min(s.subtree(clause))].text.lower() == "when"
