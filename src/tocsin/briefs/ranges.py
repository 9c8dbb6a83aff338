"""A headline's range in words: how it was read from the figures that it rests on, and whose number raised or opened its upper end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.briefs.desk import Desk
from tocsin.briefs.view import Basis, Line
from tocsin.briefs.wording import join_words, say_count, say_range, say_voice
from tocsin.records import Claim, Figure, Json

READ_BY_PROFILE = ("about", "nearly", "vague_plural")
SHOWN = 2  # of those who raised the end; the others stand below


def is_own_range(block: Json, figure: Figure | None) -> bool:
    """Whether a headline is just what its first figure says; else that one's words, as "about", would not tell the range."""
    return figure is not None and (block["low"], block["best"], block["high"]) == (figure.low, figure.best, figure.high)


def say_headline(block: Json, figure: Figure | None) -> str:
    """The headline in words, with the figure's own modifier only where the figure alone makes it."""
    return say_range(block["low"], block["best"], block["high"], figure.modifier if figure and is_own_range(block, figure) else None)


def build_reading(block: Json, figure: Figure | None, basis: Basis, desk: Desk) -> Line:
    """How the range was read from words that give no exact number, with the convention's source; empty for a plain number."""
    cited = desk.find(block.get("claims", ()))
    added = figure is not None and bool(block.get("formula")) and block["formula"] != figure.formula
    conventions = [read for c in (cited if added else cited[:1]) if c.figure and (read := read_by_profile(c.figure, desk))]
    raised = desk.find(block.get("raised_by", ()))
    end = say_end(block, figure, raised, desk)
    if not conventions and figure and figure.formula and not added:
        return Line(join_sentences([figure.formula, end if raised else ""]), replace(basis, formula=figure.formula))
    words = join_sentences([*dict.fromkeys(c.text for c in conventions), end])
    formulas = [basis.formula if added else "", *(c.basis.formula for c in conventions[:1])]
    cites = tuple(dict.fromkeys((*basis.cites, *desk.basis([c.id for c in raised]).cites)))
    return Line(words, Basis(cites, join_sentences(formulas), next((c.basis.source for c in conventions), basis.source)))


def read_by_profile(figure: Figure, desk: Desk) -> Line | None:
    """How the profile read a figure's words, with formula and source; None where the words give the number."""
    profile = desk.codebook.quantities.profiles.get(figure.profile) if figure.profile else None
    if profile is None or figure.modifier not in READ_BY_PROFILE:
        return None
    told = f"read by the {figure.profile} profile, after {profile.source.partition(':')[0]}"
    if figure.modifier == "vague_plural":
        return Line(f"“{figure.text}” {told}", Basis(source=profile.source))
    ends = say_range(figure.low, figure.best, figure.high)
    words = f"{ends}: “{figure.text}” widened by {profile.approximate:.0%}, {told}"
    return Line(words, Basis(formula=f"the number ± {profile.approximate:.0%}: {ends}", source=profile.source))


def say_end(block: Json, figure: Figure | None, raised: Sequence[Claim], desk: Desk) -> str:
    """Whose number raised the upper end or opened it; empty where the end is the figure's own."""
    told = [(c.figure.text if c.figure else c.quote, say_voice(c.attribution), desk.numbers[c.report_id]) for c in raised]
    named = list(dict.fromkeys(f"“{words}” ({voice}, R{n})" for words, voice, n in told))
    named = [*named[:SHOWN], say_count(len(named) - SHOWN, "other")] if len(named) > SHOWN + 1 else named
    if block["high"] is not None:
        return f"the upper end is that of {join_words(named)}" if named else ""
    if named:
        return f"the upper end is open: {join_words(named)} {'stand' if len(named) > 1 else 'stands'} beside it"
    if figure and figure.high is not None:
        return "the upper end is open: it need not be all"
    return "the upper end is open" if figure else ""


def join_sentences(texts: Sequence[str]) -> str:
    """What is there, parted by semicolons."""
    return "; ".join(t for t in texts if t)
