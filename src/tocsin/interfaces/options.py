"""What several commands share: their plain help, their common options, and how they open a codebook and a store."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from tocsin.errors import InputError, StoreError

if TYPE_CHECKING:
    from tocsin.codebook import Codebook
    from tocsin.store import Store


class Command(TyperCommand):
    """A command whose --help line in its own help is as plain as the others."""

    def get_help_option(self, ctx: Any) -> Any:
        """The --help option without a type beside it."""
        return _untyped(super().get_help_option(ctx))


class Group(TyperGroup):
    """The same for a group of commands."""

    def get_help_option(self, ctx: Any) -> Any:
        """The --help option without a type beside it."""
        return _untyped(super().get_help_option(ctx))


def _untyped(option: Any) -> Any:
    if option is not None:
        option.metavar = ""
    return option


def make_group(name: str, *, help: str, epilog: str | None = None) -> typer.Typer:
    """A group of commands, as `tocsin decide`, that shows its help when nothing follows it."""
    return typer.Typer(
        name=name,
        cls=Group,
        help=help,
        epilog=epilog,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        show_default=False,
        envvar="TOCSIN_STORE",
        help="Where reports and claims are kept: a file, sqlite:///…, postgresql+pg8000://…, or [bold]none[/bold]. "
        "Without it, an SQLite file in your data folder.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", metavar="", help="No progress bar and no summary on standard error.")]
Folders = Annotated[
    list[Path] | None,
    typer.Option("--codebook", metavar="FOLDER", show_default=False, help="Your own entries, added to the codebook (docs/codebook.md)."),
]
Who = Annotated[
    str | None,
    typer.Option("--who", metavar="NAME", show_default=False, envvar="TOCSIN_WHO", help="Who decides. Without it, your login name."),
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", show_default=False, help="The reason, in a sentence; it stays in the trail.")]


def now() -> str:
    """The time, as decisions and accounts keep it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def login_name(given: str | None) -> str:
    """The name that was given, else that of the login."""
    try:
        return given or getpass.getuser()
    except (KeyError, OSError):
        raise InputError("nobody decides", what_to_do="Say who with --who NAME.") from None


def load_codebook(folders: list[Path] | None) -> Codebook:
    """The codebook with these folders' entries."""
    from tocsin.codebook import load

    for folder in folders or ():
        if not folder.is_dir():
            raise InputError("no such codebook folder", detail=f"{folder} is no folder.", what_to_do="Check its name.")
    return load(extra=tuple(folders or ()))


def open_store(url: str | None) -> Store:
    """The store at this address, else the one in the data folder."""
    from tocsin import store

    try:
        return store.open_store(url or None)
    except StoreError as error:
        raise StoreError(error.error, detail=error.detail, what_to_do=f"{error.what_to_do} Or keep nothing, with --store none.") from error
