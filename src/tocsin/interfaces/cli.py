"""The command line: `tocsin read`, `tocsin brief`, `tocsin link`, `tocsin timeline`, and the groups of commands beside it.

Rooms are imported where they are used: `tocsin --help` must not wait for a parser to load.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from tocsin import __version__
from tocsin.errors import InputError, OutputError
from tocsin.interfaces import account, console, decide, forget, trail, upkeep
from tocsin.interfaces.options import Command as _Command
from tocsin.interfaces.options import Folders, Quiet, StoreUrl
from tocsin.interfaces.options import Group as _Group
from tocsin.interfaces.options import load_codebook as _load_codebook
from tocsin.interfaces.options import open_store as _open_store
from tocsin.interfaces.running import Run, Wanted
from tocsin.records import Entry, Occurrence, Problem, Read, Report, to_line

app = typer.Typer(
    name="tocsin",
    cls=_Group,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""[bold]Tocsin[/bold] reads reports about atrocities and keeps what is said, with the sentence behind every fact:
what happened, to whom, how many, who says so and how surely; and the response: who asked, who passed it on, who refused, who is silent.

[bold]Begin here[/bold]
  tocsin brief examples/osh-2010            a brief in the terminal
  tocsin brief reports/ -f html -o b.html   one page to open and share
  tocsin read report.txt                    the claims, one JSON line each
  tocsin decide --help                      correct the machine, for good and on record

Nothing leaves this machine. Screens are evidence of elements, never a legal finding.""",
    epilog="[bold]tocsin COMMAND --help[/bold] says more. Exit status: 0 done; 2 not done, with the reason; 3 done, but some reports "
    "could not be read; 130 stopped.",
)
PATH_HELP = (
    "\n\n[bold]PATH[/bold] is a file or folder of .txt .md .html .pdf .docx .eml .json .jsonl, or [bold]-[/bold] for JSON lines "
    "on standard input."
)
READ_HELP = (
    "Read reports and write what they claim, as JSON lines.\n\nFor every report one [bold]report[/bold] line, its [bold]claim[/bold] lines "
    "and one [bold]tally[/bold] line. What can't be read is a [bold]problem[/bold] line; the run goes on, and the exit status is 3. "
    f"docs/records.md has the fields.{PATH_HELP}"
)
BRIEF_HELP = (
    "Write the brief of the situations that the reports tell of.\n\nFigures, frames, phases, response and gaps, every one with its "
    "sentence. With paths it answers from exactly those reports; without, from everything in the store, where problems of earlier "
    "runs are listed but don't change the exit status.\n\n[bold]To read[/bold]: terminal, html, md, pdf, docx. [bold]For other "
    "tools[/bold]: json, csv, geojson, hxl, plover, annotations, followthemoney. Names of private persons are masked in all of them but "
    "the terminal and JSON lines on standard output; [bold]--unmask[/bold] shows them, and is yours to answer for."
    f"{PATH_HELP}"
)
LINK_HELP = (
    "Say which reports tell of one occurrence, which copy one story and which replace another, as JSON lines.\n\nOne [bold]link[/bold] "
    "line a report, with the reasons of its surest join. The reports are compared, not read: this is quick. What can't be opened is a "
    f"[bold]problem[/bold] line, and the exit status is 3. docs/records.md has the fields.{PATH_HELP}"
)

TIMELINE_HELP = (
    "Write the days that mattered, each with the words of its best claims and a score.\n\nIn order of time; with [bold]--top N[/bold] only "
    f"the N days that reports come back to most, the most important first. docs/records.md has the fields.{PATH_HELP}"
)

SERVE_HELP = (
    "Open the board in a browser: every situation, every number at its sentence, and the ways to correct the machine.\n\nIt listens on "
    "this machine only, asks nothing of the network, and ends with Ctrl-C. With [bold]--team[/bold] people log in (make the first account "
    "with tocsin account add) and it may listen beyond this machine, behind a proxy that ends TLS: docs/board.md."
)

# Hidden from the panel, which would show a Python type; the command's own text says what a PATH is.
Paths = Annotated[list[str] | None, typer.Argument(metavar="PATH", hidden=True, show_default=False)]
PROFILE = typer.Option(
    "--profile",
    metavar="NAME",
    show_default="acled",
    help="How vague numbers are read: acled (hundreds = 100), d4d_midrange (550), strict_plural (200).",
)
Profile = Annotated[str, PROFILE]
OnlyProfile = Annotated[str | None, PROFILE]  # None where nobody asked for one
Rule = Annotated[
    str,
    typer.Option(
        "--rule",
        metavar="NAME",
        help="How headline figures are chosen: floor (the best-placed voice's latest total), majority (what most origins say), "
        "official (institutions only), best_graded. What loses stays visible, with the reason.",
    ),
]
NoAttributions = Annotated[
    bool, typer.Option("--no-attributions", metavar="", help="Leave the list of sourced statements out of each report's JSON line.")
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", metavar="N", min=1, show_default=False,
                 help="Processes to read many reports with; without it, as many as there are cores. What is read is the same."),
]

app.add_typer(decide.app, name="decide")
app.add_typer(trail.app, name="trail")
app.add_typer(account.app, name="account")
app.command("forget", cls=_Command, help=forget.FORGET_HELP)(forget.forget_command)


def main() -> None:
    """Run the command line."""
    app(prog_name="tocsin")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tocsin {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", metavar="", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Options before the command."""


@app.command("read", cls=_Command, help=READ_HELP)
def read_command(
    paths: Paths = None,
    *,
    store: StoreUrl = None,
    profile: Profile = "acled",
    codebook: Folders = None,
    no_attributions: NoAttributions = False,
    jobs: Jobs = None,
    mask: Annotated[bool, typer.Option("--mask", metavar="", help="Mask the names of private persons: victims, witnesses.")] = False,
    quiet: Quiet = False,
) -> None:
    """Read reports and write what they claim, as JSON lines; each report's lines are written once it is kept."""
    with console.in_words():
        if not paths:
            raise InputError("nothing to read", what_to_do="Give files or folders, or - for JSON lines on standard input.")
        from tocsin import briefs

        console.prepare_output(data=True)
        run = Run(paths, profile=profile, folders=codebook, quiet=quiet, jobs=jobs)
        with _open_store(store) as kept:
            # On one terminal the lines themselves show that the work goes on.
            for item in run.read(kept, show=not console.is_terminal(sys.stdout)):
                if isinstance(item, Problem):
                    console.write_out(to_line(item) + "\n")
                else:
                    item = briefs.mask_read(item, codebook=run.codebook) if mask else item
                    lines = [*briefs.read_lines(item, with_attributions=not no_attributions), to_line(item.tally)]
                    console.write_out("\n".join(lines) + "\n")
            where = "nothing is kept" if store == "none" else f"kept in {kept.where}"
        run.sum_up(f"{console.plural(run.reports, 'report')}, {console.plural(run.claims, 'claim')}; {where}")
        run.finish()


@app.command("brief", cls=_Command, help=BRIEF_HELP)
def brief_command(
    paths: Paths = None,
    *,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="How it is written: one of those above.")
    ] = "terminal",
    form: Annotated[
        str, typer.Option("--form", metavar="FORM", help="full, or page: the largest situation in short, on one sheet as a PDF.")
    ] = "full",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", show_default=False, help="Write to this file; it is whole or not there."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", metavar="", help="Overwrite the file if it exists.")] = False,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", metavar="DAY", formats=["%Y-%m-%d"], show_default=False,
                     help="The brief as it would have been on that day (2010-06-15): nothing that came later."),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", metavar="DAY", formats=["%Y-%m-%d"], show_default=False, help="Say first what changed since that day."),
    ] = None,
    unmask: Annotated[
        bool, typer.Option("--unmask", metavar="", help="Show the names of private persons: victims, witnesses. Think who will read it.")
    ] = False,
    store: StoreUrl = None,
    profile: OnlyProfile = None,
    rule: Rule = "floor",
    codebook: Folders = None,
    no_attributions: NoAttributions = False,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Write the brief of the situations that the reports tell of."""
    with console.in_words():
        from tocsin import briefs, situations

        _check_format(format, tuple(briefs.FORMATS))
        if rule not in situations.RULES:
            raise InputError("unknown rule for figures", detail=f"There is no rule called {rule!r}.",
                             what_to_do=f"Choose one of: {', '.join(situations.RULES)}.")
        _check_format(form, briefs.FORMS, what="form")
        _check_profile(profile, paths)
        output = None if output == Path("-") else output
        if output is not None:
            console.check_output(output, force=force)
        elif format in ("pdf", "docx") and console.is_terminal(sys.stdout):
            raise OutputError(f"a {format} is no text for a terminal", what_to_do="Give -o FILE, or send it on with > or |.")
        console.prepare_output(data=format != "terminal")
        colour = output is None and console.wants_colour()
        width = console.terminal_width() if output is None else 100
        # What goes to a file may go anywhere. Lines on standard output are data for the next program, the terminal is the analyst's own.
        masked = not unmask and (output is not None or format not in ("terminal", "json"))
        run = Run(paths or [], profile=profile or "acled", folders=codebook, quiet=quiet, jobs=jobs)
        wanted = Wanted(format, form, width, colour, masked, _day(as_of), _day(since), rule, not no_attributions)
        with _open_store(store) as kept:
            content = run.answer(kept, wanted)
        if output is None:
            console.write_out(content)
        else:
            console.write_file(content, output, force=force)
            run.sum_up(f"written to {output}{'; names of private persons are masked' if masked else ''}")
        run.finish()


@app.command("link", cls=_Command, help=LINK_HELP)
def link_command(
    paths: Paths = None,
    *,
    format: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="jsonl (JSON lines).")] = "jsonl",
    occurrences: Annotated[
        bool,
        typer.Option("--occurrences", metavar="", help="Read the reports too; add an occurrence line for each act that several tell of."),
    ] = False,
    store: StoreUrl = None,
    quiet: Quiet = False,
) -> None:
    """Say which reports tell of one occurrence, which copy one story and which replace another."""
    with console.in_words():
        _check_format(format, ("jsonl",))
        if not paths:
            raise InputError("nothing to link", what_to_do="Give files or folders, or - for JSON lines on standard input.")
        from tocsin import situations

        console.prepare_output(data=True)
        run = Run(paths, profile="acled", folders=None, quiet=quiet)
        acts: list[Occurrence] = []
        if occurrences:
            with _open_store(store) as kept:
                found: list[Report | Problem | Read] = list(run.read(kept))
            reads = [item for item in found if isinstance(item, Read)]
            acts = [act for s in situations.gather(reads, codebook=run.codebook) for act in s.occurrences]
            rows = situations.link([read.report for read in reads])
        else:
            found = list(run.collect())
            rows = situations.link([item for item in found if isinstance(item, Report)])
        console.write_out("".join(to_line(item) + "\n" for item in (*(i for i in found if isinstance(i, Problem)), *rows, *acts)))
        run.sum_up(f"{console.plural(len(rows), 'report')} in {console.plural(len({r.cluster for r in rows}), 'cluster')}")
        run.finish()


@app.command("timeline", cls=_Command, help=TIMELINE_HELP)
def timeline_command(
    paths: Paths = None,
    *,
    format: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="jsonl (JSON lines) or md.")] = "jsonl",
    top: Annotated[
        int | None, typer.Option("--top", metavar="N", min=1, show_default=False, help="Only the N most important entries.")
    ] = None,
    mask: Annotated[
        bool | None,
        typer.Option("--mask/--unmask", metavar="", show_default=False,
                     help="Mask the names of private persons, or show them; without a word md masks them, and jsonl, as data, does not."),
    ] = None,
    store: StoreUrl = None,
    profile: Profile = "acled",
    codebook: Folders = None,
    quiet: Quiet = False,
) -> None:
    """Write the days that mattered, each with the words of its best claims and a score."""
    with console.in_words():
        _check_format(format, ("jsonl", "md"))
        if not paths:
            raise InputError("nothing to tell of", what_to_do="Give files or folders, or - for JSON lines on standard input.")
        from tocsin import briefs, situations

        console.prepare_output(data=True)
        run = Run(paths, profile=profile, folders=codebook, quiet=quiet)
        with _open_store(store) as kept:
            found = list(run.read(kept, show=True))
        reads = [item for item in found if isinstance(item, Read)]
        told = situations.gather(reads, codebook=run.codebook)
        entries = [Entry(s.id, e["date"], e["text"], e["score"], tuple(e["claims"])) for s in told for e in s.timeline]
        if top is not None:
            entries = sorted(entries, key=lambda e: (-e.score, e.date, e.situation))[:top]
        if format == "md":
            console.write_out(briefs.list_entries(entries, told, reads=reads, codebook=run.codebook, masked=mask is not False))
        else:
            entries = briefs.mask_entries(entries, told, reads, codebook=run.codebook)[0] if mask else entries
            problems = (item for item in found if isinstance(item, Problem))
            console.write_out("".join(to_line(item) + "\n" for item in (*problems, *entries)))
        run.sum_up(f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'} from {console.plural(run.reports, 'report')}")
        run.finish()


@app.command("serve", cls=_Command, help=SERVE_HELP)
def serve_command(
    *,
    store: StoreUrl = None,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on; beyond loopback only with --team.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="The port; 0 takes any that is free.")] = 8642,
    team: Annotated[bool, typer.Option("--team", metavar="", help="Ask everybody to log in.")] = False,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", show_default=False, help="A host name it answers to, as the proxy's; may be repeated."),
    ] = None,
    analyst: Annotated[
        str | None,
        typer.Option("--analyst", metavar="NAME", show_default=False, help="Whose decisions these are, without --team; else your login."),
    ] = None,
    codebook: Folders = None,
    quiet: Quiet = False,
) -> None:
    """Open the board in a browser."""
    with console.in_words():
        from tocsin.interfaces.serving import serve

        book = _load_codebook(codebook)
        with _open_store(store) as kept:
            serve(kept, book, host=host, port=port, team=team, names=tuple(name or ()), analyst=analyst, quiet=quiet)


upkeep.register(app)


def _check_profile(profile: str | None, paths: list[str] | None) -> None:
    """Refuse a profile where nothing is read: the store's reports were read by the profile of then, and no word of now changes that."""
    if profile is not None and not paths:
        raise InputError("nothing is read here", detail=f"Without a path the brief is of what the store holds, as it was read: {profile} "
                         "would change nothing.",
                         what_to_do="Give the paths, or read the store again: tocsin reread --profile NAME --apply.")


def _check_format(given: str, known: tuple[str, ...], *, what: str = "format") -> None:
    if given not in known:
        raise OutputError(f"unknown {what}", detail=f"There is no {given!r}.", what_to_do=f"Choose one of: {', '.join(known)}.")


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
