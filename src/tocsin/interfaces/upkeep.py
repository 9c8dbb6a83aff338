"""`tocsin backup`, `tocsin restore` and `tocsin reread`: keeping a store safe and up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.errors import InputError
from tocsin.interfaces import console
from tocsin.interfaces.options import Command, Folders, Quiet, StoreUrl, load_codebook, now, open_store
from tocsin.interfaces.trail import EXIT_BROKEN
from tocsin.records import Claim, Problem, Read, Situation, to_json

if TYPE_CHECKING:
    from tocsin.codebook import Codebook
    from tocsin.store import Store

SHOWN = 12  # changed claims told of each kind of change
File = Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help="The backup's file.")]
Force = Annotated[bool, typer.Option("--force", metavar="", help="Replace what is there.")]
Portable = Annotated[
    bool, typer.Option("--portable", metavar="", help="Write rows that a store of either kind can be made of; PostgreSQL's always are.")
]
Apply = Annotated[bool, typer.Option("--apply", metavar="", help="Let the new readings count from now on.")]
Profile = Annotated[str, typer.Option("--profile", metavar="NAME", help="How vague numbers are read: acled, d4d_midrange, strict_plural.")]
BACKUP_HELP = (
    "Write the whole store into one file: reports, readings, decisions, accounts.\n\nOthers may go on working meanwhile; the file is of "
    "one moment. Its trail is checked, and the head of it printed. An SQLite store is copied as it is; [bold]--portable[/bold] writes rows "
    "instead, of which a PostgreSQL store can be made too. The file holds everything, confidential reports and password hashes too: keep "
    "it as safe as the store."
)
RESTORE_HELP = (
    "Make a store of a backup, of either kind.\n\nThe backup is checked before anything is touched. A store that holds something is "
    "replaced only with [bold]--force[/bold]. Ends with status 4 where the trail in the backup does not hold."
)
REREAD_HELP = (
    "Read what the store keeps again with this Tocsin's reader, and show what that changes before it counts.\n\nClaims that are new, gone "
    "or read otherwise, the headline figures before and after, and the decisions that would no longer fit. Nothing counts until "
    "[bold]--apply[/bold]; the old readings stay in the store."
)


def register(app: typer.Typer) -> None:
    """Add the three commands."""
    app.command("backup", cls=Command, help=BACKUP_HELP)(backup_command)
    app.command("restore", cls=Command, help=RESTORE_HELP)(restore_command)
    app.command("reread", cls=Command, help=REREAD_HELP)(reread_command)


def backup_command(file: File, *, portable: Portable = False, force: Force = False, store: StoreUrl = None, quiet: Quiet = False) -> None:
    """Write the whole store into one file."""
    with console.in_words():
        from tocsin.store import backup

        with open_store(store) as kept:
            made = backup.write(kept, file, portable=portable, force=force)
        _tell_backup(made, f"{file}", quiet)


def restore_command(file: File, *, force: Force = False, store: StoreUrl = None, quiet: Quiet = False) -> None:
    """Make a store of a backup."""
    with console.in_words():
        from tocsin.store import backup

        _tell_backup(backup.restore(store or None, file, force=force), "The store", quiet)


def _tell_backup(made: Any, what: str, quiet: bool) -> None:
    """What a backup or a restored store holds; the head of its trail on standard output."""
    if not quiet:
        held = f"{console.plural(made.reports, 'report')}, {console.plural(made.trail.count, 'decision')}"
        console.say(f"{what} holds {held}.{' Its trail holds; its head:' if made.trail.ok else ''}")
    if not made.trail.ok:
        console.say(f"the trail does not hold. {made.trail.why}", lead="tocsin:", style="bold red")
        raise typer.Exit(EXIT_BROKEN)
    console.write_out(made.trail.head + "\n")


# ------------------------------------------------------------------ reading again


@dataclass
class Changes:
    """What a newer reader reads otherwise."""

    reports: int = 0
    touched: int = 0
    added: list[Claim] = field(default_factory=list)
    gone: list[Claim] = field(default_factory=list)
    changed: list[tuple[Claim, Claim, tuple[str, ...]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note(self, before: Read, after: Read | Problem) -> None:
        """Compare what two readers made of one report, claim by claim."""
        self.reports += 1
        if isinstance(after, Problem):
            self.problems.append(after)
            return
        old, new = {c.id: c for c in before.claims}, {c.id: c for c in after.claims}
        self.added += (added := [c for id, c in new.items() if id not in old])
        self.gone += (gone := [c for id, c in old.items() if id not in new])
        changed = [(old[id], c, fields) for id, c in new.items() if id in old and (fields := list_changed(old[id], c))]
        self.changed += changed
        self.touched += bool(added or gone or changed)


def list_changed(before: Claim, after: Claim) -> tuple[str, ...]:
    """The names of the fields in which two readings of a claim differ; how sure the reader is, and its name, don't count."""
    old, new = to_json(before), to_json(after)
    return tuple(name for name in new if name not in ("reader", "confidence") and old.get(name) != new[name])


def reread_command(
    *, apply: Apply = False, profile: Profile = "acled", store: StoreUrl = None, codebook: Folders = None, quiet: Quiet = False
) -> None:
    """Read what the store keeps again, and show what that changes before it counts."""
    with console.in_words():
        from tocsin import casebook, pipeline

        console.prepare_output(data=False)
        book = load_codebook(codebook)
        with open_store(store) as kept:
            changes, before, after = _compare(kept, book, profile, quiet)
            for line in (*tell_changes(changes), *tell_headlines(kept, book, before, after)):
                console.write_out(line + "\n")
            if apply:
                turned = kept.count_readings(pipeline.reading_key(book, profile=profile))
                casebook.refresh(kept, codebook=book, now=now())
                console.say(f"{console.plural(turned, 'reading')} of this reader count from now on; the old ones stay in the store.")
            elif changes.touched:
                console.say("Nothing counts yet. To let it: tocsin reread --apply")


def _compare(kept: Store, book: Codebook, profile: str, quiet: bool) -> tuple[Changes, list[Read], list[Read]]:
    """What changes, and all reads before and after, without their raw bytes."""
    from tocsin import pipeline

    changes, before, after = Changes(), list[Read](), list[Read]()
    try:
        pairs = pipeline.reread(kept.reads(), codebook=book, store=kept, profile=profile)
        with console.progress_over(_count(kept), "reading again", wanted=not quiet) as advance:
            for old, new in pairs:
                changes.note(old, new)
                light = replace(old, report=replace(old.report, raw=b"", offsets=()))
                before.append(light)
                after.append(light if isinstance(new, Problem) else replace(new, report=replace(new.report, raw=b"", offsets=())))
                advance()
    except KeyError as error:
        raise InputError(str(error.args[0]), what_to_do="Choose one of them with --profile.") from None
    return changes, before, after


def _count(kept: Store) -> int:
    from tocsin.store import pages

    return pages.reports(kept, tier="lead", limit=1).total or 0


def tell_changes(changes: Changes) -> Iterator[str]:
    """The claims that are new, gone or changed: how many of each kind, and the first of them with their words."""
    yield f"{console.plural(changes.reports, 'report')} read again; {changes.touched} of them read otherwise."
    for problem in changes.problems[:SHOWN]:
        yield f"  could not be read again: {problem.report_id}: {problem.detail}"
    for words, claims in (("new", changes.added), ("gone", changes.gone)):
        if claims:
            yield f"{console.plural(len(claims), 'claim')} {words}: {_kinds(claims)}"
            yield from (f"  {c.kind} “{_cut(c.quote)}” in {c.report_id}" for c in claims[:SHOWN])
            yield from _more(claims)
    if changes.changed:
        named = Counter(name for _, _, names in changes.changed for name in names)
        fields = ", ".join(f"{name} {n}" for name, n in named.most_common())
        yield f"{console.plural(len(changes.changed), 'claim')} read otherwise: {fields}"
        for old, new, names in changes.changed[:SHOWN]:
            told = "; ".join(f"{name}: {_value(old, name)} → {_value(new, name)}" for name in names)
            yield f"  {new.kind} “{_cut(new.quote)}” in {new.report_id}: {told}"
        yield from _more(changes.changed)


def tell_headlines(kept: Store, book: Codebook, before: Sequence[Read], after: Sequence[Read]) -> Iterator[str]:
    """The situations' figures, levels and phases before and after, decisions applied, and the decisions that would no longer fit."""
    from tocsin import pipeline
    from tocsin.store import snapshots

    if before == after:
        yield "Every situation says what it said."
        return
    decisions = kept.decisions()
    sides = [pipeline.lay_decisions(reads, decisions, whole=True) for reads in (before, after)]
    old, new = (_by_id(pipeline.make_book(side.reads, codebook=book, rulings=side.rulings).situations) for side in sides)
    told = False
    for id in dict.fromkeys([*old, *new]):
        if id in old and id in new:
            lines = snapshots.compare(snapshots.summarise(old[id]), snapshots.summarise(new[id]))
        else:
            lines = ["a new situation" if id in new else "no longer a situation"]
        if lines:
            told = True
            yield f"{(new.get(id) or old[id]).name}: {'; '.join(lines)}"
    if not told:
        yield "Every situation's figures, level and phase stay as they are."
    was = {r.decision.id for r in sides[0].reopened}
    for reopened in (r for r in sides[1].reopened if r.decision.id not in was):
        yield f"Decision {reopened.decision.id} ({reopened.decision.verdict}, {reopened.decision.who}) would no longer fit: {reopened.why}"


def _by_id(situations: Iterable[Situation]) -> dict[str, Situation]:
    return {s.id: s for s in situations}


def _kinds(claims: Iterable[Claim]) -> str:
    return ", ".join(f"{kind} {n}" for kind, n in Counter(c.kind for c in claims).most_common())


def _more(told: Sequence[object]) -> Iterator[str]:
    if len(told) > SHOWN:
        yield f"  … and {len(told) - SHOWN} more"


def _cut(words: str, most: int = 60) -> str:
    flat = "".join(c if c.isprintable() else " " for c in " ".join(words.split()))
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def _value(claim: Claim, name: str) -> str:
    value = to_json(claim)[name]
    if name == "figure" and value:
        return f"{value['low']}–{value['high']} {value['unit']} {value['scope']}"
    if name in ("place", "time", "attribution") and value:
        return _cut(str(value.get("name") or value.get("start") or value.get("speaker") or value.get("voice") or value.get("text")), 30)
    if name in ("actors", "targets"):
        return _cut(", ".join(str(party["name"] or party["text"]) for party in value) or "nobody", 40)
    return "none" if value in (None, [], {}, "") else _cut(str(value), 40)
