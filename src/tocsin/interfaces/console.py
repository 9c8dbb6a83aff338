"""What the commands share with the person at the terminal: words on standard error, progress, and output that is whole or not there."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import typer

from tocsin.errors import OutputError, TocsinError

EXIT_TOLD = 2  # something a person can mend, told in words; the same status as for a mistyped command
EXIT_PROBLEMS = 3
EXIT_DEFECT = 70  # EX_SOFTWARE of sysexits.h
EXIT_STOPPED = 130  # 128 + SIGINT, as shells have it
LONG_WORK = 3  # reports from which on progress is worth showing
HOLDS_MANY = (".json", ".jsonl")


# ------------------------------------------------------------------ words


def say(words: str, *, lead: str = "", style: str = "") -> None:
    """A message on standard error, as written: nothing in it is read as markup, and no line is broken."""
    from rich.console import Console
    from rich.text import Text

    shown = "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in words)
    text = Text.assemble((f"{lead} ", style), shown) if lead else Text(shown)
    with contextlib.suppress(OSError):  # who closed standard error wants no messages
        Console(stderr=True, highlight=False).print(text, soft_wrap=True)


@contextlib.contextmanager
def in_words() -> Iterator[None]:
    """The outermost boundary: whatever ends a command early is told in words, with its exit status, and never as a traceback.

    With TOCSIN_DEBUG set, a defect shows where it happened.
    """
    try:
        yield
        _flush()
    except typer.Exit:
        _flush()
        raise
    except TocsinError as error:
        say(str(error), lead="tocsin:", style="bold red")
        raise typer.Exit(EXIT_TOLD) from None
    except KeyboardInterrupt:
        say("stopped. What was written and kept so far stays; run it again to go on.", lead="tocsin:", style="bold yellow")
        raise typer.Exit(EXIT_STOPPED) from None
    except BrokenPipeError:
        drop_output()  # the reader has seen enough, as with `| head`
        raise typer.Exit(0) from None
    except OSError as error:
        say(f"the system refused: {error}.", lead="tocsin:", style="bold red")
        raise typer.Exit(EXIT_TOLD) from None
    except _defects() as defect:
        if os.environ.get("TOCSIN_DEBUG"):
            raise
        said = " ".join(f"{type(defect).__name__}: {defect}".split())
        say(
            f"a defect of Tocsin stopped this command. {said}. Please tell its makers; TOCSIN_DEBUG=1 shows where it happened.",
            lead="tocsin:",
            style="bold red",
        )
        raise typer.Exit(EXIT_DEFECT) from None


def _defects() -> tuple[type[Exception], ...]:
    """Asked for only once something has gone wrong: these take their time to load."""
    from jinja2 import TemplateError

    from tocsin.pipeline import DEFECTS

    return (*DEFECTS, ImportError, TemplateError)


def plural(count: int, noun: str) -> str:
    """ "1 report", "2 reports"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


# ------------------------------------------------------------------ terminals and progress


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether the stream is there and is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def wants_colour() -> bool:
    """Colour on standard output: only on a terminal that can show it, and never against NO_COLOR (no-color.org)."""
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width(*, most: int = 110) -> int:
    """Columns to write in: the terminal's own, or COLUMNS, or 100; lines longer than `most` are hard to read."""
    return min(shutil.get_terminal_size((100, 24)).columns or 100, most)


def count_files(paths: Sequence[str]) -> int | None:
    """About how many reports there are, without opening one; None where JSON may hold any number."""
    count = 0
    for path in paths:
        names = (n for _, _, files in os.walk(path) for n in files) if os.path.isdir(path) else (path,)
        for name in names:
            if name == "-" or name.lower().endswith(HOLDS_MANY):
                return None
            count += not name.startswith(".")
    return count


@contextlib.contextmanager
def progress(paths: Sequence[str], *, wanted: bool) -> Iterator[Callable[[], None]]:
    """A bar on standard error that moves at each call of what it gives; on a terminal only, and where the work is long."""
    total = count_files(paths) if wanted and is_terminal(sys.stderr) else 0
    with progress_over(total, "reading reports", wanted=wanted) as advance:
        yield advance


@contextlib.contextmanager
def progress_over(total: int | None, words: str, *, wanted: bool) -> Iterator[Callable[[], None]]:
    """The same for so many steps of any work; None where nobody knows how many."""
    if not wanted or not is_terminal(sys.stderr) or (total is not None and total < LONG_WORK):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns: tuple[Any, ...] = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # Redirection would send what we write to standard output to this console, that is, to standard error.
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False) as shown:
        task = shown.add_task(words, total=total)
        yield lambda: shown.advance(task)


# ------------------------------------------------------------------ output


def prepare_output(*, data: bool) -> None:
    """Data is UTF-8 wherever it goes; a terminal that can't show a character gets a question mark."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        if data:
            # A half-character (lone surrogate) has no UTF-8; \ud800 is what JSON calls it.
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        else:
            sys.stdout.reconfigure(errors="replace")


def write_out(content: str | bytes) -> None:
    """To standard output at once; OutputError where it can't be written, BrokenPipeError where nobody reads on."""
    if sys.stdout is None:
        raise OutputError("there is no standard output", what_to_do="Give -o FILE, or don't close standard output.")
    try:
        if isinstance(content, bytes):
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        raise OutputError("standard output can't be written", detail=f"{error.strerror}.", what_to_do="Is the disk full?") from error


def _flush() -> None:
    if sys.stdout is not None:
        with contextlib.suppress(ValueError):
            sys.stdout.flush()


def drop_output() -> None:
    """Send what is left in standard output's buffer nowhere, so that Python's own last flush raises nothing."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def check_output(output: Path, *, force: bool) -> None:
    """Refuse an output that could not be written, before any work is done for it."""
    if output.is_dir():
        raise OutputError("the output is a folder", detail=f"{output} is a folder.", what_to_do="Name a file in it.")
    if not output.parent.is_dir():
        raise OutputError(
            "the output can't be written", detail=f"There is no folder {output.parent}.", what_to_do="Make it, or choose another."
        )
    if output.is_file() and not force:
        raise OutputError(
            "the output file exists", detail=f"{output} was left as it is.", what_to_do="Choose another name, or add --force."
        )


def write_file(content: str | bytes, output: Path, *, force: bool) -> None:
    """A file that is whole or not there: written beside its place first, then moved into it. Devices and pipes are written to."""
    check_output(output, force=force)
    data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    place = output.resolve()
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        if place.exists() and not place.is_file():
            place.write_bytes(data)
            return
        try:
            part.write_bytes(data)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            "the output can't be written",
            detail=f"{output}: {error.strerror}.",
            what_to_do="Choose a folder that you may write to and that has room.",
        ) from error
