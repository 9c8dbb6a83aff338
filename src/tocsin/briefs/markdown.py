"""The brief as plain Markdown: headings, lists and quotes, everything from a report escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tocsin.briefs.build import build_view
from tocsin.briefs.style import Style
from tocsin.briefs.view import Basis, BriefView, Cite, CrimeView, FigureView, LedgerEntry, OptionView, ReportView, SituationView
from tocsin.briefs.wording import NOT_A_FINDING, UNSAFE, cut, say_count
from tocsin.codebook import Codebook
from tocsin.records import Book

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
STARTS = re.compile(r"^(\s*)(\d+)([.)])|^(\s*)([-+=])")
SHOWN = 3  # sentences shown beneath a statement
QUOTE = 240  # characters of a sentence


def render_markdown(book: Book, *, codebook: Codebook, style: Style) -> str:
    """The whole brief."""
    view = build_view(book, codebook=codebook, before=style.before, since=style.since)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(write_brief(view, note=style.note))).strip() + "\n"


def plain(words: str) -> str:
    """Words from anywhere on one line, with everything that Markdown or HTML would act on made harmless."""
    line = SPECIAL.sub(r"\\\1", " ".join(UNSAFE.sub("", words).split()))
    return STARTS.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}", line)


def capital(words: str) -> str:
    """A sentence's safe text with its first letter large."""
    return plain(words[:1].upper() + words[1:])


def quote(cite: Cite) -> str:
    """A claim's words within their sentence, with who says them and where."""
    before, words, after = cite.excerpt(QUOTE)
    stance = f" \\[{plain(cite.stance)}\\]" if cite.stance else ""
    left, right = " " * before.endswith(" "), " " * after.startswith(" ")
    sentence = f"{plain(before)}{left}**{plain(words)}**{right}{plain(after)}"
    return f"“{sentence}” — {plain(cite.voice)}{stance}, {cite.ref} {plain(cite.source)}, {plain(cite.published)}"


def proof(basis: Basis, *, shown: int = SHOWN, deep: int = 1) -> Iterator[str]:
    """An origin as list items under a statement."""
    lead = "  " * deep
    for cite in basis.cites[:shown]:
        yield f"{lead}- {quote(cite)}"
    if len(basis.cites) > shown:
        yield f"{lead}- and {say_count(len(basis.cites) - shown, 'more sentence')} in {Basis(basis.cites[shown:]).refs}"
    if basis.formula:
        yield f"{lead}- Formula: {plain(basis.formula)}"
    if basis.source:
        yield f"{lead}- Source: {plain(basis.source)}"


def write_brief(view: BriefView, *, note: str = "") -> Iterable[str]:
    """Everything, line by line; `note` says what was done to the texts."""
    yield "# Tocsin brief\n"
    if note:
        yield f"*{plain(note)}*\n"
    if not view.situations:
        yield f"{say_count(len(view.reports), 'report')} read; none tells of harm or response in a present crisis.\n"
    for situation in view.situations:
        yield from write_situation(situation)
        if view.since:
            yield from write_changes(situation, view.since)
    yield "\n## Reports\n"
    for report in view.reports:
        yield write_report(report, view)
    if not view.reports:
        yield "No report was read."
    if view.problems:
        yield "\n## Problems\n"
        yield from (f"- **{plain(p.where)}**: {plain(p.error)}. {plain(p.detail)} {plain(p.what_to_do)}" for p in view.problems)


def write_report(report: ReportView, view: BriefView) -> str:
    """One report with its date, where from, and why it says nothing where it does."""
    groups = [g for s in view.situations for g in s.groups if any(line.n == report.n for line in g.lines)]
    lines = {line.n: line for g in groups for line in g.lines}
    same = sorted(n for n in lines if n != report.n)
    published = lines[report.n].published if report.n in lines else report.published
    notes = [f"one origin with {' '.join(f'R{n}' for n in same)}"] if same else []
    notes += [lines[report.n].note] if report.n in lines and lines[report.n].note else []
    notes += [f"dated by: {'; '.join(lines[report.n].clues)}"] if report.n in lines and lines[report.n].inferred else []
    notes += [f"not read: language {report.language}"] if report in view.unread else []
    notes += [] if report.claims or report in view.unread else ["nothing claimed about harm or response"]
    address = f" <{report.url}>" if report.url and not re.search(r"[\s<>]", report.url) else ""
    head = ", ".join(plain(x) for x in (report.source or report.byline or "source not named", published) if x)
    return f"- **{report.ref}** {plain(report.title)} — {head}{address}{' (' + plain('; '.join(notes)) + ')' if notes else ''}"


def write_situation(s: SituationView) -> Iterable[str]:
    """One situation."""
    yield f"\n## {plain(s.name)}\n"
    level = f"**{s.level.name}** · " if s.level else ""
    yield f"{level}**{plain(s.phase)}** · {plain(s.country)} · as told until {s.as_of}\n"
    if s.level:
        yield f"{plain(s.level.meaning)}\n"
        yield f"*{NOT_A_FINDING}*\n"
        if s.level.decided:
            yield f"- Decided by {plain(s.level.decided.note)}: {plain(s.level.decided.text)}. The rule says **{s.level.by_rule}**."
        for reason in s.level.reasons:
            yield f"- Because: {plain(reason.text)}"
            yield from proof(reason.basis, shown=1)
        yield from (f"- {plain(change.text)} Formula: {plain(change.basis.formula)}" for change in s.level.changes)
        yield from (f"- {line.strip()[2:]}" for line in proof(s.level.basis))
    yield f"- Began: {plain(s.onset.text)}"
    yield from proof(s.onset.basis, shown=1)
    reports = say_count(sum(g.size for g in s.groups), "report")
    yield f"- Rests on {reports} of {say_count(len(s.groups), 'origin')} and {say_count(s.claims, 'claim')} in them"
    yield "\n### How many\n"
    for figure in s.figures:
        yield from write_figure(figure)
    yield from (f"- {sentence}" for sentence in s.absent)
    yield from write_story(s)
    yield from write_assessment(s)
    yield from write_response(s)
    yield "\n### What no report answers\n"
    for gap in s.gaps:
        yield f"- {plain(gap.question)} {plain(gap.why)}"
        yield from proof(gap.basis, shown=1)
    if not s.gaps:
        yield "No open question was found by rule; that is not the same as none."


def write_changes(s: SituationView, since: str) -> Iterable[str]:
    """What is new since a day."""
    yield f"\n### What changed since {since}\n"
    for change in s.changes:
        yield f"- **{change.note}** {plain(change.text)}"
        yield from proof(change.basis, shown=1)
    if not s.changes:
        yield "Nothing that this brief shows has changed since then."


def write_figure(f: FigureView) -> Iterable[str]:
    """One figure, what lost and why, challenges."""
    yield f"- **{f.headline} {f.label}**, as of {f.as_of}. {capital(f.rule)}. {capital(f.reading.text)}".rstrip()
    yield from proof(f.basis)
    for line in f.challenges:
        yield f"  - Challenged by {plain(line.note)}:"
        yield from proof(line.basis, shown=1, deep=2)
    for line in f.losing:
        cite = line.basis.cites[0]
        yield f"  - Set aside: “{plain(line.text)}” ({plain(cite.voice)}, {cite.ref} {plain(cite.source)}): {plain(line.note)}"


def write_story(s: SituationView) -> Iterable[str]:
    """Phases, timeline, accounts."""
    yield "\n### What happened\n"
    for phase in s.phases:
        yield f"- **{plain(phase.text)}** {phase.days}{' (' + plain(phase.note) + ')' if phase.note else ''}"
        yield from proof(phase.basis, shown=1)
    if not s.phases:
        yield "No report tells of violence or calm by the day."
    yield ""
    for entry in s.timeline:
        yield f"- {entry.date}: “{plain(entry.text)}” {entry.basis.refs}"
    yield "\n### Who did what to whom, by whose account\n"
    for frame in s.frames:
        against = f" — conflicts with {', '.join(map(str, frame.conflicts))}" if frame.conflicts else ""
        yield f"- Account {frame.n}{against}: **{plain(frame.summary)}** ({say_count(frame.origins, 'origin')}: {plain(frame.voices)})"
        yield from proof(frame.basis, shown=2)
        if frame.settle:
            yield f"  - What would settle it: {plain(frame.settle)}"
    if not s.frames:
        yield "No report says who did what to whom."


def write_assessment(s: SituationView) -> Iterable[str]:
    """Screens, State tests, risk factors."""
    if s.crimes:
        yield f"\n### Screens\n\n*{NOT_A_FINDING}*\n"
    for crime in s.crimes:
        yield from write_crime(crime)
    if s.tests:
        yield "\n### The State\n"
    for test in s.tests:
        yield f"- {test.sentence}: **{test.reading_words}**"
        for name, basis in (("for", test.favour), ("against", test.against)):
            yield f"  - {name}: {'' if basis else f'no report says anything {name} it'}".rstrip()
            yield from proof(basis, shown=2, deep=2)
    if s.factors:
        yield "\n### Risk factors\n\nThe absence of evidence is not low risk. No score is computed.\n"
        yield f"Source: {plain(s.factors[0].source)}\n"
    for factor in s.factors:
        yield f"- {factor.n}\\. {plain(factor.title)}{'' if factor.touched else ': not covered by these reports'}"
        for line in factor.touched:
            yield f"  - {plain(line.text)}"
            yield from proof(Basis(line.basis.cites), shown=1, deep=2)


def write_crime(crime: CrimeView) -> Iterable[str]:
    """One crime with its elements."""
    yield f"- {plain(crime.name)}: **{crime.screen_words}** (source: {plain(crime.source)})"
    for e in crime.elements:
        yield f"  - {e.id} {plain(e.name)}: {e.state_words}"
        yield from proof(e.favour, shown=1, deep=2)
        if e.against:
            yield "    - against:"
            yield from proof(e.against, shown=1, deep=3)


def write_response(s: SituationView) -> Iterable[str]:
    """Ledger, absences, silence, invocations, options."""
    yield "\n### The response: who asked whom, who answered\n"
    for entry in s.ledger:
        yield from write_entry(entry)
    if not s.ledger:
        yield "No report tells of any response."
    yield "\n### What did not happen, and who is silent\n"
    for silence in s.silence:
        asked = f" (asked in step {silence.asked})" if silence.asked else ""
        yield f"- Silent: **{plain(silence.who)}**, {silence.days} — {plain(silence.why)}{asked}"
        yield from proof(silence.basis, shown=1)
    for line in s.not_happened:
        yield f"- Not: {plain(line.text)} — {plain(line.note)}"
        yield from proof(line.basis, shown=1)
    yield "\n### The norm, and options on the table\n"
    for i in s.invocations:
        parts = [f", about {plain(i.about)}" if i.about else "", f"; red flags: {plain(', '.join(i.flags))}" if i.flags else ""]
        parts += [f"; to what end: {plain(i.purpose)}" if i.purpose else "", f"; {plain(i.faith)}" if i.faith else ""]
        yield f"- {plain(i.by)}: {i.norm} — **{i.stance}**{''.join(parts)}"
        yield from proof(i.basis, shown=1)
    if not s.invocations:
        yield "- No report invokes the responsibility to protect or gives this a crime's name."
    if s.likeness:
        yield "- Past cases are compared with this one by:"
    for line in s.likeness:
        yield f"  - {plain(line.text)}"
        yield from proof(Basis(line.basis.cites, line.basis.formula), shown=1, deep=2)
    for option in s.options:
        yield from write_option(option)
    if not s.options:
        yield "- No report puts an option forward."


def write_entry(e: LedgerEntry) -> Iterable[str]:
    """One step of the ledger."""
    answers = f" (answers {e.answers})" if e.answers else ""
    what = f": {plain(cut(e.what, QUOTE))}" if e.what else ""
    deed = f"{plain(e.by)}{' → ' + plain(e.to) if e.to else ''}{what}, {e.days}"
    yield f"{e.n}. **{e.step}**{answers} {deed}; act: {e.act}; content: {e.content}"
    for purpose in e.purposes:
        yield f"    - to what end: {plain(purpose.text)} {purpose.basis.refs}"
    yield from (f"  {line}" for line in proof(e.basis, shown=1))


def write_option(o: OptionView) -> Iterable[str]:
    """One option beside its precedents."""
    by = f"proposed by {plain(o.proposed_by)}" if o.proposed_by else "no report says who proposes it"
    authority = f"under {plain(o.authority)}" if o.authority else "no report names an authority for it"
    judged = f"; judged: {plain(o.judgement)}" if o.judgement else ""
    yield f"- Option: **{o.name}**, {by}, {authority}{judged}"
    yield from proof(o.basis, shown=1)
    for q in o.precautions:
        yield f"  - {plain(q.name)}: {plain(q.question)} **{q.reading}**{f', as under {q.same_as}' if q.same_as else ''}"
        for side, basis in () if q.same_as else (("for", q.favour), ("against", q.against)):
            if basis.cites:
                yield f"    - {side}:"
                yield from proof(basis, shown=1, deep=3)
    for p in (*o.told, *o.known):
        yield f"  - before: {plain(p.case)}{': ' + plain(p.what) if p.what else ''} — {p.outcome}, {p.evidence}"
        if p.likeness:
            yield f"    - {plain(p.likeness)}"
        yield from proof(p.basis, shown=1, deep=2)
