"""`tocsin forget`: take a report out of the store for the safety of its source."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tocsin.errors import InputError
from tocsin.interfaces import console
from tocsin.interfaces.options import Quiet, StoreUrl, now, open_store

FORGET_HELP = (
    "Take a report out of the store, for the safety of its source.\n\nThe report goes in every version, with its claims, its problems, "
    "the situations kept that were made of it, and what decisions on it say. A tombstone stays: that something was forgotten, and when. "
    "The SQLite file is written anew, so that no byte of the report is left in it; copies and backups are yours to look after.\n\nRead "
    "again, the same report is refused. There is no way back."
)
Report = Annotated[str, typer.Argument(metavar="REPORT", help="The report's id, or enough of its beginning.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", metavar="", help="Don't ask whether you are sure.")]


def forget_command(report: Report, *, yes: Yes = False, store: StoreUrl = None, quiet: Quiet = False) -> None:
    """Find the report, ask, and forget it."""
    with console.in_words():
        from tocsin.store import forgetting

        with open_store(store) as kept:
            found = forgetting.find_report(kept, report)
            if found is None:
                raise InputError("no such report", detail=f"No report, or more than one, has an id that begins with {report!r}.",
                                 what_to_do="tocsin brief --format json shows the ids of all reports.")
            if not yes:
                _ask(*found)
            forgetting.forget(kept, found[0], day=now()[:10])
        if not quiet:
            console.say("Forgotten. Copies of the store and of the report itself, and briefs written earlier, are not in its reach.")


def _ask(name: str, title: str) -> None:
    """Stop unless a person at the terminal says yes."""
    if not console.is_terminal(sys.stdin):
        raise InputError("nobody was there to ask", what_to_do="Add --yes if you are sure.")
    if not typer.confirm(f"Forget {name} ({title}) for good?"):
        raise typer.Exit(0)
