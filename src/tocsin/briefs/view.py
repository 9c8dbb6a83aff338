"""What a brief shows, as plain values that every format writes down in its own way.

Each thing shown has a `Basis`: the claims it is quoted from, the formula over them, or the codebook's source. A thing without any is an
absence ("No report tells …") and says so. Texts are ready to read; nothing in here is escaped or coloured.
"""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.briefs.wording import cut, cut_front

# ------------------------------------------------------------------ origins


@dataclass(frozen=True, slots=True)
class Cite:
    """One claim as evidence: its words within their sentence, who says it, and in which report (number `report`, from 1).

    `stance` says what stands between it and a plain statement (hedged, planned, denied); `voice_kind` as in docs/records.md. `figure` holds
    the words of its number, which may stand in the sentence beside the quote.
    """

    id: str
    report: int
    quote: str
    before: str
    after: str
    voice: str
    voice_kind: str
    stance: str
    title: str
    source: str
    published: str
    origin: str
    figure: str = ""

    @property
    def ref(self) -> str:
        """The report's short name in this brief."""
        return f"R{self.report}"

    def excerpt(self, length: int) -> tuple[str, str, str]:
        """Before, quote and after in about `length` characters: a short quote keeps words around it, a long one is cut at a word."""
        words = cut(self.quote, length)
        room = length - len(words)
        if room < 20:
            return "", words, ""
        tail = cut(self.after, max(room // 2, room - len(self.before)))
        head = cut_front(self.before, room - len(tail))
        glue = " " if self.before[-1:].isspace() else ""
        return head + glue if head else "", words, (" " if self.after[:1].isspace() else "") + tail if tail else ""


@dataclass(frozen=True, slots=True)
class Basis:
    """Where something shown comes from; `formula` in words over the cites or over what is listed, `source` of a codebook entry."""

    cites: tuple[Cite, ...] = ()
    formula: str = ""
    source: str = ""

    def __bool__(self) -> bool:
        """Whether there is any origin at all."""
        return bool(self.cites or self.formula or self.source)

    @property
    def refs(self) -> str:
        """The reports cited, each once, by number."""
        return " ".join(f"R{n}" for n in sorted({c.report for c in self.cites}))


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its origin; `note` adds why or how."""

    text: str
    basis: Basis
    note: str = ""


# ------------------------------------------------------------------ reports


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a report's text: the cited claims that it lies in, and those that begin here."""

    text: str
    claims: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or heading of a report."""

    segments: tuple[Segment, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report as shown: head, date with its clues, and its text with the cited claims marked. `url` only where it is http(s)."""

    n: int
    id: str
    title: str
    byline: str
    source: str
    url: str | None
    published: str
    clues: tuple[str, ...]
    genre: str
    language: str
    claims: int
    cited: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def ref(self) -> str:
        """The report's short name in this brief."""
        return f"R{self.n}"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report in its group: its date as the situation narrows it, with the clues, and what it replaces."""

    n: int
    title: str
    source: str
    published: str
    inferred: bool
    clues: tuple[str, ...]
    note: str

    @property
    def ref(self) -> str:
        """The report's short name in this brief."""
        return f"R{self.n}"


@dataclass(frozen=True, slots=True)
class OriginGroup:
    """Reports that carry one story: they count once."""

    n: int
    lines: tuple[ReportLine, ...]

    @property
    def size(self) -> int:
        """How many reports carry it."""
        return len(self.lines)


# ------------------------------------------------------------------ figures


@dataclass(frozen=True, slots=True)
class Point:
    """One total of one voice for one day; open ends are None. `status`: headline, other, rumour, withdrawn."""

    day: str | None
    low: int | None
    best: int | None
    high: int | None
    text: str
    voice: str
    status: str
    basis: Basis
    between: str = ""

    @property
    def level(self) -> int | None:
        """The number to draw: best, else the floor, else the ceiling."""
        return next((n for n in (self.best, self.low, self.high) if n is not None), None)


@dataclass(frozen=True, slots=True)
class FigureView:
    """One unit: the headline with the reading that gave its range, its rule, the series, what lost and why, and challenges."""

    unit: str
    label: str
    headline: str
    reading: Line
    words: str
    voice: str
    as_of: str
    rule: str
    basis: Basis
    series: tuple[Point, ...]
    losing: tuple[Line, ...]
    challenges: tuple[Line, ...]


# ------------------------------------------------------------------ assessment


@dataclass(frozen=True, slots=True)
class ElementView:
    """One element of a crime with its state in words, the mark beside it, and the evidence both ways."""

    id: str
    name: str
    meaning: str
    look_for: str
    state: str
    state_words: str
    mark: str
    strength: int
    favour: Basis
    against: Basis


@dataclass(frozen=True, slots=True)
class CrimeView:
    """One crime's screen; `source` is the codebook's."""

    id: str
    name: str
    screen: str
    screen_words: str
    elements: tuple[ElementView, ...]
    not_required: tuple[str, ...]
    traps: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class TestView:
    """One sentence about the State and what the evidence says of it."""

    sentence: str
    reading: str
    reading_words: str
    favour: Basis
    against: Basis


@dataclass(frozen=True, slots=True)
class FactorView:
    """One risk factor with the indicators that reports touch; none touched is "not covered by these reports"."""

    n: str
    title: str
    touched: tuple[Line, ...]
    total: int
    source: str


@dataclass(frozen=True, slots=True)
class LevelView:
    """The level with its meaning, reasons and the rule that set it; `changes` say what would raise and lower it.

    `decided` tells who set another level than the rule's, when and why; the rule's own level then stands in `by_rule`.
    """

    code: str
    name: str
    meaning: str
    reasons: tuple[Line, ...]
    basis: Basis
    changes: tuple[Line, ...] = ()
    by_rule: str = ""
    decided: Line | None = None


# ------------------------------------------------------------------ story and response


@dataclass(frozen=True, slots=True)
class PhaseView:
    """One phase with its days."""

    code: str
    text: str
    days: str
    start: str | None
    end: str | None
    note: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated entry of the timeline; `weight` says which to keep when space is short."""

    day: str
    date: str
    text: str
    weight: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class FrameView:
    """One account of who does what to whom, with the voices on its side and what would settle it against its rivals."""

    n: int
    summary: str
    voices: str
    origins: int
    conflicts: tuple[int, ...]
    settle: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One step of the response; the status of the act and of what it is about are apart."""

    n: int
    step: str
    by: str
    to: str
    what: str
    answers: int | None
    act: str
    content: str
    days: str
    purposes: tuple[Line, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Silence:
    """A body that has not answered or spoken, with the days."""

    who: str
    since: str
    days: str
    why: str
    asked: int | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Invocation:
    """Who invoked the norm, about what, with which stance; good faith only as somebody's judgement."""

    by: str
    norm: str
    about: str
    stance: str
    purpose: str
    faith: str
    flags: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class PrecedentView:
    """A past case: how it went, on what kind of evidence, and in which stated ways it is like this one, differs, or is not known to."""

    case: str
    what: str
    outcome: str
    evidence: str
    basis: Basis
    alike: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def likeness(self) -> str:
        """Every match and difference in one line; empty where the case is not compared."""
        parts = (("like this in", self.alike), ("unlike in", self.unlike), ("not known:", self.unknown))
        return "; ".join(f"{lead} {', '.join(told)}" for lead, told in parts if told)


@dataclass(frozen=True, slots=True)
class PrecautionView:
    """One precautionary question with the claims on either side."""

    name: str
    question: str
    reading: str
    source: str
    favour: Basis
    against: Basis
    same_as: str = ""  # the option above under which the same sentences stand already


@dataclass(frozen=True, slots=True)
class OptionView:
    """One option put forward, beside what reports tell of precedents and what the codebook knows."""

    name: str
    definition: str
    source: str
    proposed_by: str
    authority: str
    judgement: str
    precautions: tuple[PrecautionView, ...]
    told: tuple[PrecedentView, ...]
    known: tuple[PrecedentView, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that no report answers."""

    question: str
    about: str
    why: str
    basis: Basis


# ------------------------------------------------------------------ the whole


@dataclass(frozen=True, slots=True)
class SituationView:
    """One situation. `absent` are sentences that say what no report tells; `changes` what is new since an earlier day."""

    n: int
    id: str
    name: str
    country: str
    as_of: str
    days: tuple[str, str]
    onset: Line
    phase: str
    level: LevelView | None
    phases: tuple[PhaseView, ...]
    figures: tuple[FigureView, ...]
    timeline: tuple[Entry, ...]
    frames: tuple[FrameView, ...]
    crimes: tuple[CrimeView, ...]
    tests: tuple[TestView, ...]
    factors: tuple[FactorView, ...]
    ledger: tuple[LedgerEntry, ...]
    not_happened: tuple[Line, ...]
    silence: tuple[Silence, ...]
    invocations: tuple[Invocation, ...]
    options: tuple[OptionView, ...]
    likeness: tuple[Line, ...]
    gaps: tuple[Gap, ...]
    groups: tuple[OriginGroup, ...]
    absent: tuple[str, ...]
    claims: int
    changes: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A report or path that could not be read."""

    where: str
    error: str
    detail: str
    what_to_do: str


@dataclass(frozen=True, slots=True)
class BriefView:
    """The whole brief: situations, all reports (also those that belong to none), problems; `since` the day changes are told from."""

    title: str
    situations: tuple[SituationView, ...]
    reports: tuple[ReportView, ...]
    unread: tuple[ReportView, ...]
    elsewhere: tuple[ReportView, ...]
    problems: tuple[ProblemView, ...]
    claims: int
    since: str = ""
