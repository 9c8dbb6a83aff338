"""The brief in a terminal: about two screens a situation, every figure with the words that it is read from."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tocsin.briefs.build import build_view
from tocsin.briefs.style import Style
from tocsin.briefs.view import Basis, BriefView, Cite, CrimeView, FigureView, Invocation, LedgerEntry, OptionView, SituationView
from tocsin.briefs.wording import NOT_A_FINDING, UNSAFE, cut, say_count
from tocsin.codebook import Codebook
from tocsin.records import Book

LEVEL_STYLE = {
    "current_crisis": "bold white on red",
    "imminent_risk": "bold black on yellow",
    "serious_concern": "bold black on cyan",
    "watch": "bold black on white",
}
QUOTE = 110  # characters of a quote shown here; the HTML brief has it whole
KEEP = {"losing": 2, "timeline": 8, "frames": 4, "ledger": 12, "not_happened": 5, "silence": 4, "options": 4, "gaps": 8, "precedents": 1}


def render_terminal(book: Book, *, codebook: Codebook, style: Style) -> str:
    """The brief as text of the style's width; ANSI codes only when its `colour` asks for them."""
    out, colour = io.StringIO(), style.colour
    console = Console(
        file=out,
        width=style.width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
        _environ={},
    )
    for part in draw_brief(build_view(book, codebook=codebook, before=style.before, since=style.since)):
        console.print(part)
    if style.note:
        console.print(text(style.note, "dim"))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def text(words: str, style: str = "") -> Text:
    """Words from anywhere as safe text: nothing in them acts on the terminal or is read as markup."""
    return Text(UNSAFE.sub("�", words), style=style)


def join(*parts: Text | tuple[str, str] | str) -> Text:
    """Pieces of text, each with its own style."""
    line = Text()
    for part in parts:
        line.append_text(part if isinstance(part, Text) else text(*part) if isinstance(part, tuple) else text(part))
    return line


def draw_brief(view: BriefView) -> Iterable[RenderableType]:
    """Everything from the first situation to the problems."""
    if not view.situations:
        yield Panel(
            join(
                ("No situation. ", "bold"),
                f"{say_count(len(view.reports), 'report')} read; none tells of harm or response in a present crisis.",
            )
        )
    for situation in view.situations:
        yield from draw_situation(situation)
        if view.since:
            yield from draw_changes(situation, view.since)
    yield from draw_end(view)


def draw_situation(s: SituationView) -> Iterable[RenderableType]:
    """One situation."""
    yield draw_head(s)
    yield from draw_figures(s)
    yield from draw_story(s)
    yield from draw_frames(s)
    yield from draw_assessment(s)
    yield from draw_response(s)
    yield from draw_gaps(s)


def draw_changes(s: SituationView, since: str) -> Iterable[RenderableType]:
    """What is new since a day."""
    yield heading(f"What changed since {since}")
    yield rows((text("•", "bold"), join((f"{c.note} ", "bold"), f"{c.text}  ", proof(c.basis, length=60))) for c in s.changes)
    if not s.changes:
        yield indent(text("Nothing that this brief shows has changed since then.", "dim"))


def heading(words: str) -> RenderableType:
    """A section's title on a rule."""
    return Rule(text(words, "bold"), align="left", style="dim", characters="─")


def indent(part: RenderableType, by: int = 2) -> RenderableType:
    """Set in from the left."""
    return Padding(part, (0, 0, 0, by))


def quote(cite: Cite, *, length: int = QUOTE) -> Text:
    """A claim's words, a few around them where they are short, with who says them and where."""
    before, words, after = cite.excerpt(length)
    stance = f" [{cite.stance}]" if cite.stance else ""
    said = f" — {cite.voice}{stance}, {cite.ref} {cut(cite.source, 44)}, {cite.published}"
    return join("“", (before, "italic dim"), (words, "italic"), (after, "italic dim"), "”", (said, "dim"))


def refs(basis: Basis) -> str:
    """The reports of an origin, the first six."""
    names = basis.refs.split()
    return f"[{' '.join(names[:6])}{' …' if len(names) > 6 else ''}]" if names else ""


def proof(basis: Basis, *, length: int = 70) -> Text:
    """Where something comes from in one breath: the first words quoted, the reports, the formula; "no report" where there is nothing."""
    line = Text()
    if basis.cites:
        before, words, after = basis.cites[0].excerpt(length)
        line = join(("“" + before, "italic dim"), (words, "italic"), (after + "”", "italic dim"), (f" {basis.cites[0].ref}", "dim"))
        others = [name for name in basis.refs.split() if name != basis.cites[0].ref]
        line.append_text(text(f" also {' '.join(others[:5])}{' …' if len(others) > 5 else ''}" if others else "", "dim"))
    formula = f"{'; ' if basis.cites else ''}{basis.formula}" if basis.formula else ""
    return line.append_text(text(formula or ("" if basis else "no report"), "dim"))


def rows(pairs: Iterable[tuple[RenderableType, RenderableType]]) -> RenderableType:
    """Two columns: a short mark or day, and what hangs on it."""
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(ratio=1)
    for left, right in pairs:
        table.add_row(left, right)
    return indent(table, 1)


def more(total: int, kept: int, what: str) -> Iterable[RenderableType]:
    """A line that says what was left out here."""
    if total > kept:
        yield indent(text(f"… {total - kept} more {what} in --format html", "dim"))


# ------------------------------------------------------------------ parts


def draw_head(s: SituationView) -> RenderableType:
    """Name, level and phase, how much it rests on, since when."""
    reports = say_count(sum(len(g.lines) for g in s.groups), "report")
    lines = [join((s.phase, "bold"))]
    if s.level:
        style = LEVEL_STYLE.get(s.level.code, "bold")
        lines = [join((f" {s.level.name.upper()} ", style), "  ", (s.phase, "bold"), f"  {s.level.meaning}")]
    lines.append(
        text(f"{s.country} · as told until {s.as_of} · {reports} of {say_count(len(s.groups), 'origin')} · {say_count(s.claims, 'claim')}")
    )
    lines.append(join("began: ", s.onset.text, "  ", proof(s.onset.basis)))
    if s.level and s.level.decided:
        decided = s.level.decided
        lines.append(join(("decided by ", "bold"), f"{decided.note}: {decided.text}  ", (f"The rule says {s.level.by_rule}.", "dim")))
    if s.level:
        lines += [join("because: ", r.text, (f" {refs(r.basis)}", "dim")) for r in s.level.reasons]
        lines += [text(change.text, "dim") for change in s.level.changes]
        lines.append(text(f"{s.level.basis.formula}. {NOT_A_FINDING}", "dim"))
    return Panel(Group(*lines), title=text(s.name, "bold"), title_align="left", box=box.ROUNDED, padding=(0, 1))


def draw_figures(s: SituationView) -> Iterable[RenderableType]:
    """Headline figures with their words, what lost and why, what nobody counts."""
    yield heading("How many")
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(justify="right", min_width=16, no_wrap=True)
    table.add_column(ratio=1)
    for figure in s.figures:
        table.add_row(join((figure.headline, "bold")), draw_figure(figure))
    if s.figures:
        yield table
    for sentence in s.absent:
        yield indent(text(sentence, "dim"))


def draw_figure(figure: FigureView) -> RenderableType:
    """One figure's evidence."""
    lines: list[RenderableType] = [join((figure.label, "bold"), (f"  as of {figure.as_of} · {figure.rule}", "dim"))]
    lines += [quote(c) for c in figure.basis.cites[:1]]
    if len(figure.basis.cites) > 1:
        lines.append(text(f"also {Basis(figure.basis.cites[1:]).refs}", "dim"))
    if figure.basis.formula:
        lines.append(text(f"= {figure.basis.formula}", "dim"))
    if figure.reading.text:
        lines.append(text(figure.reading.text, "dim"))
    lines += [join(("challenged: ", "bold"), quote(c)) for line in figure.challenges for c in line.basis.cites[:1]]
    for line in figure.losing[: KEEP["losing"]]:
        lines.append(join(("set aside: ", "dim"), f"“{line.text}” {refs(line.basis)} ", (line.note, "dim")))
    if len(figure.losing) > KEEP["losing"]:
        lines.append(text(f"… {len(figure.losing) - KEEP['losing']} more set aside, with reasons, in --format html", "dim"))
    return Group(*lines)


def draw_story(s: SituationView) -> Iterable[RenderableType]:
    """The phases, then the weightiest days."""
    yield heading("What happened")
    if not s.phases:
        yield indent(text("No report tells of violence or calm by the day.", "dim"))
    yield rows(
        (text("→"), join((p.text, "bold"), f" {p.days}{f' ({p.note})' if p.note else ''}  ", proof(p.basis, length=60))) for p in s.phases
    )
    kept = sorted(s.timeline, key=lambda e: -e.weight)[: KEEP["timeline"]]
    yield rows((text(e.date), join((f"“{cut(e.text, QUOTE)}” ", "italic"), (refs(e.basis), "dim"))) for e in s.timeline if e in kept)
    yield from more(len(s.timeline), len(kept), "days")


def draw_frames(s: SituationView) -> Iterable[RenderableType]:
    """Who is said to have done what to whom; accounts that conflict say with which."""
    yield heading("Who did what to whom, by whose account")
    if not s.frames:
        yield indent(text("No report says who did what to whom.", "dim"))
    for frame in s.frames[: KEEP["frames"]]:
        against = f"  ⇄ conflicts with {', '.join(map(str, frame.conflicts))}" if frame.conflicts else ""
        yield indent(
            join(
                (f"{frame.n} ", "bold"),
                frame.summary,
                (against, "bold"),
                (f"  {say_count(frame.origins, 'origin')}: {frame.voices}", "dim"),
            )
        )
        yield from (indent(quote(c), 4) for c in frame.basis.cites[:1])
    yield from more(len(s.frames), KEEP["frames"], "accounts")
    settle = next((f.settle for f in s.frames if f.settle), "")
    if settle:
        yield indent(join(("What would settle it: ", "bold"), settle))


def draw_assessment(s: SituationView) -> Iterable[RenderableType]:
    """Screens, the State, risk factors; with the sentence that none of it is a finding."""
    if not (s.crimes or s.tests):
        return
    yield heading("Screens — evidence of elements, not a legal finding")
    for crime in s.crimes:
        yield indent(draw_crime(crime))
    yield heading("The State")
    for test in s.tests:
        yield indent(join(test.sentence, ": ", (test.reading_words, "bold")))
        for sign, basis in (("for", test.favour), ("against", test.against)):
            for cite in basis.cites[:1]:
                rest = f" and {say_count(len(basis.cites) - 1, 'more claim')} {refs(basis)}" if len(basis.cites) > 1 else ""
                yield indent(join((f"{sign}: ", "bold"), quote(cite), (rest, "dim")), 4)
    touched = [f for f in s.factors if f.touched]
    if s.factors:
        names = "; ".join(f"{f.n} {f.title} {refs(Basis(tuple(c for t in f.touched for c in t.basis.cites)))}" for f in touched)
        absent = ", ".join(f.n for f in s.factors if not f.touched)
        yield indent(join(("Risk factors touched: ", "bold"), names or "none"))
        yield indent(
            text(f"Not covered by these reports: {absent}. Absence of evidence is not low risk. Source: {s.factors[0].source}", "dim")
        )


def draw_crime(crime: CrimeView) -> RenderableType:
    """One crime: its screen, each element with something on it in words, and what nothing is said of."""
    told = [e for e in crime.elements if e.state not in ("no_information", "not_required")]
    missing = [f"{e.id} {e.name}" for e in crime.elements if e.state == "no_information"]
    lines: list[RenderableType] = [join((f"{crime.name}: ", ""), (crime.screen_words, "bold"), (f"  ({crime.source})", "dim"))]
    lines.append(
        rows(
            (
                text(e.mark),
                join(
                    f"{e.id} {e.name}: ",
                    (e.state_words, "bold"),
                    "  ",
                    proof(e.favour, length=50) if e.favour else "",
                    ("  against: ", "bold") if e.against else "",
                    proof(e.against, length=50) if e.against else "",
                ),
            )
            for e in told
        )
    )
    if missing:
        lines.append(indent(text(f"○ nothing on {', '.join(missing)}", "dim")))
    return Group(*lines)


def draw_response(s: SituationView) -> Iterable[RenderableType]:
    """The ledger as a chain, what did not happen, silence, invocations, options."""
    yield heading("The response: who asked whom, who answered")
    if not s.ledger:
        yield indent(text("No report tells of any response.", "dim"))
    yield rows((text(str(e.n), "bold"), draw_entry(e)) for e in s.ledger[: KEEP["ledger"]])
    yield from more(len(s.ledger), KEEP["ledger"], "steps")
    yield from draw_absences(s)
    yield rows((text("norm", "bold"), draw_invocation(i)) for i in s.invocations)
    if not s.invocations:
        yield indent(text("No report invokes the responsibility to protect or gives this a crime's name.", "dim"))
    yield rows((text("option", "bold"), draw_option(option)) for option in s.options[: KEEP["options"]])
    if not s.options:
        yield indent(text("No report puts an option forward.", "dim"))
    yield from more(len(s.options), KEEP["options"], "options")


def draw_entry(e: LedgerEntry) -> RenderableType:
    """One step: who, whom, what; then the words, with the status of the act and of its content apart."""
    to = f" → {e.to}" if e.to else ""
    what = f": {cut(e.what, 80)}" if e.what else ""
    answers = f" (answers {e.answers})" if e.answers else ""
    return Group(
        join((e.step, "bold"), f" {e.by}{to}{what}{answers}, {e.days}"),
        join((f"act {e.act}, content {e.content}  ", "dim"), proof(e.basis)),
    )


def draw_invocation(i: Invocation) -> Text:
    """Who invoked the norm, about what, with which stance."""
    about = f" about {i.about}" if i.about else ""
    flags = f"; red flags: {', '.join(i.flags)}" if i.flags else ""
    faith = f"; {i.faith}" if i.faith else ""
    return join(f"{i.by}: {i.norm}{about} — ", (i.stance, "bold"), f"{flags}{faith}  ", proof(i.basis))


def draw_absences(s: SituationView) -> Iterable[RenderableType]:
    """What did not happen, and who has not spoken."""
    kept = s.not_happened[: KEEP["not_happened"]]
    yield rows((text("not", "bold"), join(f"{cut(x.text, 90)} — {x.note}  ", proof(x.basis) if x.basis else "")) for x in kept)
    yield from more(len(s.not_happened), len(kept), "that did not happen")
    silent = s.silence[: KEEP["silence"]]
    yield rows(
        (text("silent", "bold"), join(f"{x.who}, {x.days}{f', asked in {x.asked}' if x.asked else ''} — {x.why}  ", proof(x.basis)))
        for x in silent
    )
    yield from more(len(s.silence), len(silent), "silences")


def draw_option(option: OptionView) -> RenderableType:
    """An option with the precedents nearest to it."""
    by = f", proposed by {option.proposed_by}" if option.proposed_by else ""
    judged = f"; {option.judgement}" if option.judgement else ""
    under = f", under {option.authority}" if option.authority else ""
    lines: list[RenderableType] = [join((option.name, "bold"), f"{by}{under}{judged}  ", proof(option.basis))]
    answered = [f"{q.name}: {q.reading}" for q in option.precautions if q.favour.cites or q.against.cites]
    silent = [q.name for q in option.precautions if not (q.favour.cites or q.against.cites)]
    lines += [text("; ".join(answered))] if answered else []
    lines += [text(f"no report answers: {', '.join(silent)}", "dim")] if silent else []
    for p in (*option.told, *option.known)[: KEEP["precedents"]]:
        what = f": {p.what}" if p.what else ""
        lines.append(
            join(f"before: {p.case}{what} — {p.outcome}, {p.evidence}  ", (p.basis.source, "dim") if p.basis.source else proof(p.basis))
        )
        lines += [text(p.likeness, "dim")] if p.likeness else []
    left = len(option.told) + len(option.known) - KEEP["precedents"]
    lines += [text(f"… {left} more precedents in --format html", "dim")] if left > 0 else []
    return Group(*lines)


def draw_gaps(s: SituationView) -> Iterable[RenderableType]:
    """The questions that no report answers."""
    yield heading("What no report answers")
    yield rows((text("?", "bold"), join(g.question, (f"  {g.why}  ", "dim"), proof(g.basis, length=60))) for g in s.gaps[: KEEP["gaps"]])
    yield from more(len(s.gaps), KEEP["gaps"], "questions")


def draw_end(view: BriefView) -> Iterable[RenderableType]:
    """The reports by number with copies together, those that were not read, and problems."""
    yield heading("Reports")
    copies: dict[int, Sequence[int]] = {line.n: [x.n for x in g.lines] for s in view.situations for g in s.groups for line in g.lines}
    notes = {line.n: (line.published, line.note) for s in view.situations for g in s.groups for line in g.lines}
    for r in view.reports:
        same = [f"R{n}" for n in copies.get(r.n, ()) if n != r.n]
        published, note = notes.get(r.n, (r.published, ""))
        extra = "; ".join(
            x
            for x in (
                f"one origin with {' '.join(same)}" if same else "",
                note,
                f"not read: language {r.language}" if r in view.unread else "",
                "no claims" if not r.claims and r not in view.unread else "",
            )
            if x
        )
        yield indent(
            join(
                (f"{r.ref:>4} ", "bold"),
                f"{r.source or r.byline or 'source not named'}, {published}: {cut(r.title, 90)}",
                (f" ({extra})" if extra else "", "dim"),
            )
        )
    if not view.reports:
        yield indent(text("No report was read.", "dim"))
    if view.problems:
        yield heading("Problems")
    for p in view.problems:
        yield indent(join((f"{p.where}: {p.error}. ", "bold"), f"{p.detail} {p.what_to_do}"))
