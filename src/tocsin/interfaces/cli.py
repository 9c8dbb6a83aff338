"""The command line: `tocsin read` and `tocsin brief`."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tocsin import __version__, briefs, intake, pipeline
from tocsin.codebook import Codebook, load
from tocsin.errors import OutputError, TocsinError
from tocsin.records import Problem, Read, Report, to_line
from tocsin.store import Store, open_store

EXIT_PROBLEMS = 3
LONG_WORK = 3  # reports from which on a progress bar is worth showing

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""[bold]Tocsin[/bold] reads reports about atrocities and keeps what is said, with the sentence behind every fact:
what happened, to whom, how many, who says so and how surely; and the response: who asked whom, who passed it on, who refused, who is silent.

[bold]Begin here[/bold]
  tocsin brief examples/osh-2010            a brief in the terminal
  tocsin brief reports/ --format html -o brief.html
  tocsin read report.txt | jq .             the claims, one JSON line each

Nothing leaves this machine. Screens are evidence of elements, never a legal finding.""",
)

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH...",
        help="Files or folders (.txt .md .html .pdf .docx .eml .json .jsonl), or - for JSON lines on standard input.",
        show_default=False,
    ),
]
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        show_default=False,
        envvar="TOCSIN_STORE",
        help="Where reports and claims are kept: a file, sqlite:///…, postgresql+pg8000://…, or [bold]none[/bold]. "
        "Without it, a SQLite file in your data folder.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary on standard error.")]
Profile = Annotated[
    str, typer.Option("--profile", help="How vague numbers are read: acled (hundreds = 100), d4d_midrange (550) or strict_plural (200).")
]
Folder = Annotated[
    list[Path] | None,
    typer.Option("--codebook", metavar="FOLDER", show_default=False, help="Your own entries, added to the codebook (docs/codebook.md)."),
]


def main() -> None:
    """Run the command line; what a person can mend is told in words, with exit status 2."""
    try:
        app()
    except TocsinError as error:
        Console(stderr=True).print(f"[bold red]tocsin:[/] {error}", highlight=False)
        raise SystemExit(2) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tocsin {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Options before the command."""


@app.command("read")
def read_command(
    paths: Paths = None,
    *,
    store: StoreUrl = None,
    profile: Profile = "acled",
    codebook: Folder = None,
    quiet: Quiet = False,
    no_attributions: Annotated[
        bool, typer.Option("--no-attributions", help="Leave the list of sourced statements out of each report.")
    ] = False,
) -> None:
    """Read reports and write what they claim, as JSON lines on standard output.

    For every report one [bold]report[/bold] line, its [bold]claim[/bold] lines and one [bold]tally[/bold]; what can't be read is a
    [bold]problem[/bold] line, the run goes on, and the exit status is 3. The fields are described in docs/records.md.
    """
    if not paths:
        raise _usage("read needs a PATH, or - for JSON lines on standard input")
    count = 0
    with _opened(store) as kept:
        for item in _read(paths, kept, profile, codebook, quiet):
            _write_read(item, with_attributions=not no_attributions)
            count += isinstance(item, Problem)
    _finish(count, quiet)


@app.command("brief")
def brief_command(
    paths: Paths = None,
    *,
    store: StoreUrl = None,
    profile: Profile = "acled",
    codebook: Folder = None,
    quiet: Quiet = False,
    format: Annotated[str, typer.Option("--format", "-f", help="terminal, html, md or json (JSON lines).")] = "terminal",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", show_default=False, help="Write to a file instead of standard output.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it exists.")] = False,
) -> None:
    """Write the brief: each situation with its figures, frames, phases, response and gaps, every one with its sentence.

    With paths it answers from exactly those reports; without, from everything in the store.
    """
    if format not in briefs.FORMATS:
        raise _usage(f"no format {format!r}; there are {', '.join(briefs.FORMATS)}")
    if output is not None and output.exists() and not force:
        raise OutputError(
            "the output file exists", detail=f"{output} was left as it is.", what_to_do="Choose another name, or add --force."
        )
    book_of = _codebook(codebook)
    reads: list[Read] = []
    problems: list[Problem] = []
    with _opened(store) as kept:
        items: Iterable[Read | Problem] = _read(paths, kept, profile, codebook, quiet) if paths else [*kept.reads(), *kept.problems()]
        for item in items:
            (problems if isinstance(item, Problem) else reads).append(item)  # type: ignore[arg-type]
    book = pipeline.make_book(reads, codebook=book_of, problems=problems)
    width = min(Console().width, 110) if output is None else 100
    _deliver(briefs.render(book, format=format, codebook=book_of, width=width), output, plain=format != "terminal")
    _finish(len(problems), quiet)


# ------------------------------------------------------------------ steps


def _read(paths: list[str], store: Store, profile: str, folders: list[Path] | None, quiet: bool) -> Iterator[Read | Problem]:
    codebook = _codebook(folders)
    stdin = sys.stdin.buffer if "-" in paths else None
    sources = _watched(intake.collect(paths, stdin=stdin, today=date.today()), quiet)  # noqa: DTZ011 - the reader's own calendar day, only to flag dates in the future
    try:
        yield from pipeline.read_reports(sources, codebook=codebook, store=store, profile=profile)
    except KeyError as error:
        raise _usage(str(error.args[0])) from None


def _codebook(folders: list[Path] | None) -> Codebook:
    return load(extra=tuple(folders or ()))


def _opened(url: str | None) -> Store:
    return open_store(url)


def _watched(sources: Iterator[Report | Problem], quiet: bool) -> Iterator[Report | Problem]:
    """The sources with a progress bar on standard error, when it is a terminal and the work is long."""
    if quiet or not sys.stderr.isatty():
        yield from sources
        return
    columns: tuple[Any, ...] = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    waiting = list(sources)
    if len(waiting) < LONG_WORK:
        yield from waiting
        return
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=len(waiting))
        for item in waiting:
            yield item
            progress.advance(task)


def _write_read(item: Read | Problem, *, with_attributions: bool) -> None:
    out: IO[str] = sys.stdout
    if isinstance(item, Problem):
        out.write(to_line(item) + "\n")
    else:
        line = to_line(item.report)
        if not with_attributions:
            line = briefs.without_attributions(line)
        out.write(line + "\n")
        out.writelines(to_line(claim) + "\n" for claim in item.claims)
        out.write(to_line(item.tally) + "\n")
    out.flush()


def _deliver(content: str | bytes, output: Path | None, *, plain: bool) -> None:
    """To standard output, or to a file that is whole or not there: written beside it first, then moved."""
    if output is None:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content if content.endswith("\n") else content + "\n")
        return
    data = content if isinstance(content, bytes) else content.encode()
    part = output.with_name(f".{output.name}.part")
    try:
        part.write_bytes(data)
        part.replace(output)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise OutputError(
            "the output can't be written",
            detail=f"{output}: {error.strerror}.",
            what_to_do="Choose a folder that exists and that you may write to.",
        ) from error
    Console(stderr=True).print(f"written to {output}", highlight=False)


def _finish(problems: int, quiet: bool) -> None:
    if problems:
        if not quiet:
            Console(stderr=True).print(
                f"[yellow]{problems} problem{'s' if problems != 1 else ''}[/]: see the problem lines; everything else was read.",
                highlight=False,
            )
        raise typer.Exit(EXIT_PROBLEMS)


def _usage(message: str) -> typer.BadParameter:
    return typer.BadParameter(message)
