"""`tocsin trail`: who decided what, when and why; and whether anybody has touched it since."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from tocsin.interfaces import console
from tocsin.interfaces.options import Command, Quiet, StoreUrl, make_group, open_store
from tocsin.records import Decision

EXIT_BROKEN = 4

app = make_group(
    "trail",
    help="Show who decided what and why, and check that nobody has touched the trail.\n\nEvery decision holds a hash over the one before "
    "it. [bold]tocsin trail verify[/bold] works them all out again and prints the last one, the head: keep it somewhere else, and "
    "[bold]verify --head[/bold] also notices a trail that was cut short or made anew.",
)
Head = Annotated[
    str | None, typer.Option("--head", metavar="HASH", show_default=False, help="A head printed earlier; the trail must still contain it.")
]
Last = Annotated[int, typer.Option("--last", "-n", metavar="N", min=1, help="How many decisions, the newest.")]


@app.command("verify", cls=Command)
def verify_command(*, head: Head = None, store: StoreUrl = None, quiet: Quiet = False) -> None:
    """Check the whole chain and print its head hash; with --head, that it still contains that one. Exit status 4 where it does not hold."""
    with console.in_words():
        from tocsin.store import trail

        with open_store(store) as kept:
            found = trail.verify(kept, head=head)
        if not found.ok:
            console.say(f"the trail does not hold. {found.why}", lead="tocsin:", style="bold red")
            raise typer.Exit(EXIT_BROKEN)
        console.write_out(found.head + "\n")
        if not quiet:
            since = f"; {console.plural(found.since, 'decision')} since the head you kept" if found.since is not None else ""
            console.say(f"The trail holds: {console.plural(found.count, 'decision')}{since}. Keep this hash somewhere else.")


@app.command("show", cls=Command)
def show_command(
    claim: Annotated[str | None, typer.Argument(metavar="CLAIM", show_default=False, help="Only decisions on this claim.")] = None,
    *,
    last: Last = 20,
    store: StoreUrl = None,
) -> None:
    """Show the newest decisions, newest first, or all of those on one claim."""
    with console.in_words():
        from tocsin.records import standing
        from tocsin.store import pages, trail

        console.prepare_output(data=False)
        with open_store(store) as kept:
            if claim:
                where = pages.find_claim(kept, claim, tier="lead")
                found = list(reversed(kept.decisions_about(claim=where[1] if where else claim)))
            else:
                found = [entry.decision for entry in trail.entries(kept, newest_first=True, limit=last).items]
            stands = {d.id for d in standing(kept.decisions())}
        for decision in found[:last] if not claim else found:
            console.write_out(tell(decision, stands=decision.id in stands) + "\n")
        if not found:
            console.say("No decision yet. tocsin decide --help says how to make one.")


@app.command("export", cls=Command)
def export_command(*, store: StoreUrl = None) -> None:
    """Write the whole trail as JSON lines, each decision with the hash before it and its own (docs/trail.md)."""
    with console.in_words():
        from tocsin.store import trail

        console.prepare_output(data=True)
        with open_store(store) as kept:
            for line in trail.export(kept):
                console.write_out(line + "\n")


@app.command("reopened", cls=Command)
def reopened_command(*, store: StoreUrl = None) -> None:
    """List the decisions that no longer fit their source, and why: they are not applied until somebody decides anew."""
    with console.in_words():
        from tocsin import casebook

        console.prepare_output(data=False)
        with open_store(store) as kept:
            found = casebook.reopened(kept)
        for reopened in found:
            near = f" Nearest now: {', '.join(reopened.near)}." if reopened.near else ""
            console.write_out(f"{tell(reopened.decision)}\n    {reopened.why}{near}\n")
        if not found:
            console.say("Every standing decision fits its source.")


def tell(decision: Decision, *, stands: bool | None = None) -> str:
    """A decision in one line: when, who, what of what, why, its id; and whether it still stands."""
    value = "" if decision.value is None else f" {_short(decision.value)}"
    why = f" — {_flat(decision.why)}" if decision.why else ""
    over = " (no longer stands)" if stands is False and decision.verdict != "undo" else ""
    undoes = f" {decision.supersedes}" if decision.verdict == "undo" else f" {_name(decision.anchor)}{value}"
    return f"{decision.when[:16].replace('T', ' ')}  {_flat(decision.who)}  {decision.verdict}{undoes}{why}  [{decision.id}]{over}"


def _name(anchor: Any) -> str:
    """What a decision is about, in words."""
    if "a" in anchor:
        return f"{_name(anchor['a'])} and {_name(anchor['b'])}"
    if "span" in anchor:
        quote = f" “{_short(anchor['quote'], 50)}”" if anchor.get("quote") else ""
        return f"{anchor['kind']}{quote} in {anchor['report']}"
    return next((f"{name} {anchor[name]}" for name in ("report", "situation", "source") if name in anchor), "something")


def _short(value: Any, most: int = 90) -> str:

    text = _flat(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return text if len(text) <= most else text[: most - 1] + "…"


def _flat(text: str) -> str:
    """On one line, with nothing in it that a terminal would act on."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
