"""The brief as a plain sequence of blocks, for formats that are set in pages: PDF and DOCX.

Every block that tells something carries its origin: sentences with their reports, a formula, or a codebook entry with its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.briefs.view import Basis, BriefView, Cite, CrimeView, FigureView, LedgerEntry, Line, OptionView, ReportView, SituationView
from tocsin.briefs.wording import NOT_A_FINDING, UNSAFE, cut, say_count

QUOTE = 260  # characters of a sentence
REFS = 8  # reports named where no sentence is shown


@dataclass(frozen=True, slots=True)
class Quoted:
    """A claim's words within their sentence, with who says them and in which report (`ref` is its number)."""

    before: str
    words: str
    after: str
    said: str
    ref: int


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page. `kind`: title, heading, verdict, finding, note, item, report.

    `lead` stands out before `text`; `origin` is a formula or a source in words; `refs` the reports of what is cited but not quoted.
    """

    kind: str
    text: str = ""
    lead: str = ""
    level: int = 0
    quotes: tuple[Quoted, ...] = ()
    origin: str = ""
    refs: str = ""
    url: str = ""
    number: int = 0


def list_blocks(view: BriefView, *, page: bool = False, note: str = "") -> Iterator[Block]:
    """The whole brief, with two sentences beneath a statement, or so that it fits one `page`; `note` says what was done to the texts."""
    shown = 1 if page else 2
    yield Block("title", "Tocsin brief" if not view.situations else view.title)
    yield Block("finding", " ".join(x for x in (NOT_A_FINDING, note) if x))
    if not view.situations:
        yield Block("note", f"{say_count(len(view.reports), 'report')} read; none tells of harm or response in a present crisis.")
    many = len(view.situations) > 1
    for s in view.situations:
        if many:
            yield Block("heading", s.name, level=1)
        for block in _situation(s, view.since, shown, page):
            yield block if many or block.kind != "heading" else replace(block, level=1)
    yield from _end(view, page)


def _situation(s: SituationView, since: str, shown: int, page: bool) -> Iterator[Block]:
    if since:
        yield from _changes(s, since)
    for part in (_head, _figures):
        yield from part(s, shown)
    for part in (_story, _frames, _screens, _state, _ledger, _silence, _norm, _gaps, _risk):
        yield from part(s, 0 if page else shown)


def _end(view: BriefView, page: bool) -> Iterator[Block]:
    """The reports, of the short form those that are cited, and what could not be read."""
    yield Block("heading", "Reports", level=1)
    notes = {line.n: (line.published, line.note) for s in view.situations for g in s.groups for line in g.lines}
    for report in view.reports:
        published, note = notes.get(report.n, (report.published, ""))
        if page and report.cited:
            name = clean(report.source or report.byline or report.title)
            yield Block("report", clean(published), name, number=report.n, url=report.url or "")
        elif not page:
            yield _report(report, published, note)
    if view.problems:
        yield Block("heading", "Problems", level=1)
    for p in view.problems:
        yield Block("item", f"{p.error}. {p.detail} {p.what_to_do}", lead=p.where, origin="a path or report that could not be read")


def clean(text: str) -> str:
    """Text on one line without characters that act on a reader's screen."""
    return " ".join(UNSAFE.sub("", text).split())


def _item(text: str, basis: Basis, shown: int, *, lead: str = "", kind: str = "item") -> Block:
    quotes = tuple(_quoted(c) for c in basis.cites[:shown])
    origin = "; ".join(x for x in (basis.formula, f"source: {basis.source}" if basis.source else "") if x)
    rest = Basis(basis.cites[shown:]).refs.split()
    more = f"{'also ' if quotes else ''}{' '.join(rest[:REFS])}{' …' if len(rest) > REFS else ''}" if rest else ""
    return Block(kind, clean(text), clean(lead), quotes=quotes, origin=clean(origin), refs=more)


def _quoted(cite: Cite) -> Quoted:
    before, words, after = cite.excerpt(QUOTE)
    stance = f" [{cite.stance}]" if cite.stance else ""
    left, right = " " * before[-1:].isspace(), " " * after[:1].isspace()
    said = clean(f"{cite.voice}{stance}, {cite.source}, {cite.published}")
    return Quoted(clean(before) + left, clean(words), right + clean(after), said, cite.report)


def _report(report: ReportView, published: str, note: str) -> Block:
    told = ", ".join(x for x in (report.source or report.byline or "source not named", published, note) if x)
    return Block("report", clean(told), clean(report.title), number=report.n, url=report.url or "")


# ------------------------------------------------------------------ parts


def _head(s: SituationView, shown: int) -> Iterator[Block]:
    level = f"{s.level.meaning} " if s.level else ""
    yield Block("verdict", clean(f"{level}{s.phase[:1].upper()}{s.phase[1:]}. {s.country}, as told until {s.as_of}."),
                s.level.name if s.level else "")
    if s.level and s.level.decided:
        yield _item(f"{s.level.decided.text} The rule says {s.level.by_rule}.", s.level.decided.basis, shown,
                    lead=f"Decided by {s.level.decided.note}:")
    for reason in s.level.reasons if s.level else ():
        yield _item(reason.text, reason.basis, 0, lead="Because:")
    for change in s.level.changes if s.level else ():
        yield Block("note", clean(change.text), origin=change.basis.formula)
    yield _item(s.onset.text, s.onset.basis, shown - 1, lead="Began:")
    reports = say_count(sum(g.size for g in s.groups), "report")
    yield Block("note", f"Rests on {reports} of {say_count(len(s.groups), 'origin')} and {say_count(s.claims, 'claim')} in them.")


def _changes(s: SituationView, since: str) -> Iterator[Block]:
    yield Block("heading", f"What changed since {since}", level=2)
    for change in s.changes:
        yield _item(change.text, change.basis, 1, lead=change.note)
    if not s.changes:
        yield Block("note", "Nothing that this brief shows has changed since then.")


def _figures(s: SituationView, shown: int) -> Iterator[Block]:
    yield Block("heading", "How many", level=2)
    for f in s.figures:
        yield from _figure(f, shown)
    for sentence in s.absent:
        yield Block("note", sentence)


def _figure(f: FigureView, shown: int) -> Iterator[Block]:
    extra = f" {f.reading.text[:1].upper()}{f.reading.text[1:]}." if f.reading.text else ""
    yield _item(f"as of {f.as_of}; {f.rule}.{extra}", f.basis, shown, lead=f"{f.headline} {f.label}")
    for line in f.challenges:
        yield _item(line.note, line.basis, 1, lead="Challenged by")
    for line in f.losing:
        yield _item(f"“{line.text}”: {line.note}", line.basis, 0, lead="Set aside:")


def _story(s: SituationView, shown: int) -> Iterator[Block]:
    yield Block("heading", "What happened", level=2)
    if s.phases and not shown:
        words = "; ".join(f"{p.text} {p.days}{f' ({p.note})' if p is s.phases[-1] and p.note else ''}" for p in s.phases)
        yield _item(f"{words}.", Basis(s.phases[-1].basis.cites, s.phases[-1].basis.formula), 0, lead="Phases:")
    for p in s.phases if shown else ():
        yield _item(f"{p.days}{f' ({p.note})' if p.note else ''}", p.basis, min(shown, 1), lead=p.text)
    if not s.phases:
        yield Block("note", "No report tells of violence or calm by the day.")
    for e in s.timeline:
        yield _item(f"“{e.text}”", e.basis, 0, lead=e.date)


def _frames(s: SituationView, shown: int) -> Iterator[Block]:
    yield Block("heading", "Who did what to whom, by whose account", level=2)
    for f in s.frames:
        against = f", conflicts with {', '.join(map(str, f.conflicts))}" if f.conflicts else ""
        yield _item(f"{f.summary} ({say_count(f.origins, 'origin')}: {f.voices})", f.basis, min(shown, 1), lead=f"Account {f.n}{against}:")
    settle = dict.fromkeys(f.settle for f in s.frames if f.settle)
    for text in settle:
        yield Block("note", clean(f"What would settle it: {text}"), origin="made from how the accounts differ")
    if not s.frames:
        yield Block("note", "No report says who did what to whom.")


def _screens(s: SituationView, shown: int) -> Iterator[Block]:
    if s.crimes:
        yield Block("heading", "Screens", level=2)
        yield Block("finding", NOT_A_FINDING)
    for crime in s.crimes:
        yield from _crime(crime, shown)


def _crime(crime: CrimeView, shown: int) -> Iterator[Block]:
    silent = ", ".join(f"{e.id} {e.name}" if shown else e.id for e in crime.elements if e.state == "no_information")
    told = clean(f"{crime.screen_words}{f'; nothing on {silent}' if silent else ''}")
    source = crime.source if shown else crime.source.partition(";")[0].partition("(")[0].strip()
    yield Block("item", told, clean(f"{crime.name[:1].upper()}{crime.name[1:]}:"), origin=f"source: {source}")
    if not shown:
        words = ", ".join(f"{e.id} {e.name}: {e.state_words}" for e in crime.elements if e.favour or e.against)
        basis = Basis(tuple(c for e in crime.elements for c in (*e.favour.cites, *e.against.cites)))
        yield from [_item(f"{words}.", basis, 0, kind="note")] if basis else []
        return
    for e in crime.elements:
        if e.favour:
            yield _item(f"{e.name}: {e.state_words}", e.favour, min(shown, 1), lead=e.id)
        if e.against:
            yield _item(f"{e.name}: {e.state_words}", e.against, min(shown, 1), lead=f"{e.id}, against:")


def _state(s: SituationView, shown: int) -> Iterator[Block]:
    if s.tests:
        yield Block("heading", "The State", level=2)
    for t in s.tests:
        if not shown:
            sides = "; ".join(f"{sign} {basis.refs}" for sign, basis in (("for", t.favour), ("against", t.against)) if basis)
            yield Block("item", t.reading_words, f"{t.sentence}:", origin=sides or "no report says anything for or against it")
            continue
        yield Block("item", t.reading_words, f"{t.sentence}:", origin="from the evidence for and against beneath")
        for sign, basis in (("for", t.favour), ("against", t.against)):
            if basis:
                yield _item("", basis, min(shown, 1), lead=sign)
            else:
                yield Block("note", f"No report says anything {sign} it.")


def _ledger(s: SituationView, shown: int) -> Iterator[Block]:
    yield Block("heading", "The response: who asked whom, who answered", level=2)
    for e in s.ledger:
        yield _entry(e, shown)
    if not s.ledger:
        yield Block("note", "No report tells of any response.")


def _entry(e: LedgerEntry, shown: int) -> Block:
    deed = f"{e.by}{' → ' + e.to if e.to else ''}{': ' + cut(e.what, QUOTE) if e.what else ''}, {e.days}"
    answers = f" (answers {e.answers})" if e.answers else ""
    ends = "".join(f"; to what end: {p.text}" for p in e.purposes)
    return _item(f"{deed}; act {e.act}; content {e.content}{ends}", e.basis, min(shown, 1), lead=f"{e.n}. {e.step}{answers}")


def _silence(s: SituationView, shown: int) -> Iterator[Block]:
    yield Block("heading", "What did not happen, and who is silent", level=2)
    for x in s.silence:
        asked = f", asked in step {x.asked}" if x.asked else ""
        yield _item(f"{x.who}: {x.why}{asked}", x.basis, min(shown, 1), lead=f"Silent for {x.days}:")
    for line in s.not_happened:
        yield _absent(line, shown)
    if not (s.silence or s.not_happened):
        yield Block("note", "No body that was asked is without a reported answer.")


def _absent(line: Line, shown: int) -> Block:
    return _item(f"{line.text} — {line.note}", line.basis, min(shown, 1), lead="Not:")


def _norm(s: SituationView, shown: int) -> Iterator[Block]:
    yield Block("heading", "The norm, and options on the table", level=2)
    for i in s.invocations:
        flags = f"; red flags: {', '.join(i.flags)}" if i.flags else ""
        more = "".join(f"; {x}" for x in (f"to what end: {i.purpose}" if i.purpose else "", i.faith) if x)
        yield _item(f"{i.norm}{f', about {i.about}' if i.about else ''} — {i.stance}{flags}{more}", i.basis, min(shown, 1), lead=f"{i.by}:")
    if not s.invocations:
        yield Block("note", "No report invokes the responsibility to protect or gives this a crime's name.")
    for line in s.likeness:
        yield _item(line.text, Basis(line.basis.cites, line.basis.formula), 0, lead="Compared by:")
    for option in s.options:
        yield from _option(option, shown)
    if not s.options:
        yield Block("note", "No report puts an option forward.")


def _option(o: OptionView, shown: int) -> Iterator[Block]:
    by = f"proposed by {o.proposed_by}" if o.proposed_by else "no report says who proposes it"
    authority = f"under {o.authority}" if o.authority else "no report names an authority for it"
    yield _item(f"{by}, {authority}{f'; judged: {o.judgement}' if o.judgement else ''}", o.basis, min(shown, 1), lead=f"Option: {o.name},")
    for q in o.precautions:
        sides = "; ".join(f"{side} {basis.refs}" for side, basis in (("for", q.favour), ("against", q.against)) if basis.cites)
        told = f"{q.reading}{f', as under {q.same_as}' if q.same_as else ''}"
        yield Block("item", told, f"{q.name.capitalize()}: {q.question}", origin=sides or q.source)
    for p in (*o.told, *o.known):
        what = f": {p.what}" if p.what else ""
        likeness = f"; {p.likeness}" if p.likeness else ""
        yield _item(f"{p.case}{what} — {p.outcome}, {p.evidence}{likeness}", p.basis, 0, lead="Before:")


def _gaps(s: SituationView, shown: int) -> Iterator[Block]:
    yield Block("heading", "What no report answers", level=2)
    for g in s.gaps:
        yield _item(g.why, g.basis, 0, lead=g.question)
    if not s.gaps:
        yield Block("note", "No open question was found by rule; that is not the same as none.")


def _risk(s: SituationView, shown: int) -> Iterator[Block]:
    touched: Sequence[tuple[str, Line]] = [(f.n, line) for f in s.factors for line in f.touched]
    if s.factors:
        yield Block("heading", "Risk factors", level=2)
        silent = ", ".join(f"{f.n} {f.title}" for f in s.factors if not f.touched)
        told = f"No score is computed. Not covered by these reports: {silent or 'none'}. Absence of evidence is not low risk."
        yield Block("note", clean(told), origin=f"source: {s.factors[0].source}")
    for _, line in touched:
        yield _item(line.text, Basis(line.basis.cites), 0)
