"""`tocsin account`: who of the team may read, decide and lead; and the tokens of their programs."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from tocsin.errors import InputError
from tocsin.interfaces import console
from tocsin.interfaces.options import Command, Quiet, StoreUrl, make_group, now, open_store

app = make_group(
    "account",
    help="""The accounts of a team: who may read (viewer), decide (analyst), and verify twice and manage (lead).

Without any account the store is one local analyst's. The first lead's account is made here. Passwords are asked for at the terminal, or
read as one line from standard input; never give one as an argument, where every program on the machine can see it.

  tocsin account add ada --role lead
  tocsin account token ada --label "nightly export" """,
)
Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False, help="The account's name.")]
Role = Annotated[str, typer.Option("--role", metavar="ROLE", show_default=False, help="viewer, analyst or lead.")]


@app.command("add", cls=Command)
def add_command(name: Name, *, role: Role, store: StoreUrl = None, quiet: Quiet = False) -> None:
    """Make an account; its password is asked for, or read from standard input."""
    with console.in_words():
        from tocsin.store import accounts

        with open_store(store) as kept:
            made = accounts.add(kept, name, ask_password(f"Password for {name}"), role=role, now=now())
        if not quiet:
            console.say(f"{made.name} may now log in as {made.role}.")


@app.command("list", cls=Command)
def list_command(*, store: StoreUrl = None) -> None:
    """List the accounts: name, role, since when, and whether revoked."""
    with console.in_words():
        from tocsin.store import accounts

        console.prepare_output(data=False)
        with open_store(store) as kept:
            found = accounts.list_accounts(kept)
        for one in found:
            ended = f"  revoked {one.revoked[:10]}" if one.revoked else ""
            console.write_out(f"{one.name:<24}  {one.role:<8}  since {one.made[:10]}{ended}\n")
        if not found:
            console.say("No account yet: the store is one local analyst's. Make the first: tocsin account add NAME --role lead")


@app.command("password", cls=Command)
def password_command(name: Name, *, store: StoreUrl = None, quiet: Quiet = False) -> None:
    """Set a new password; it ends the account's sessions."""
    with console.in_words():
        from tocsin.store import accounts

        with open_store(store) as kept:
            accounts.set_password(kept, name, ask_password(f"New password for {name}"), now=now())
        if not quiet:
            console.say(f"{name} has a new password; every session of {name} has ended.")


@app.command("role", cls=Command)
def role_command(name: Name, *, role: Role, store: StoreUrl = None, quiet: Quiet = False) -> None:
    """Give an account another role, at once."""
    with console.in_words():
        from tocsin.store import accounts

        with open_store(store) as kept:
            accounts.set_role(kept, name, role)
        if not quiet:
            console.say(f"{name} is now {role}.")


@app.command("revoke", cls=Command)
def revoke_command(
    name: Annotated[str | None, typer.Argument(metavar="NAME", show_default=False, help="The account's name.")] = None,
    *,
    token: Annotated[
        str | None, typer.Option("--token", metavar="ID", show_default=False, help="Only this token; tocsin account tokens has the ids.")
    ] = None,
    store: StoreUrl = None,
    quiet: Quiet = False,
) -> None:
    """End an account with its sessions and tokens, or one token. Decisions stay, under the name that made them."""
    with console.in_words():
        from tocsin.store import accounts

        if not name and not token:
            raise InputError("nothing to revoke", what_to_do="Give a NAME, or --token ID.")
        with open_store(store) as kept:
            if token:
                accounts.revoke_token(kept, token, now=now(), name=name)
            elif name:
                accounts.revoke(kept, name, now=now())
        if not quiet:
            ended = f"Token {token} has ended." if token else f"{name} can no longer log in; every session and token of {name} has ended."
            console.say(ended)


@app.command("token", cls=Command)
def token_command(
    name: Name,
    *,
    label: Annotated[str, typer.Option("--label", metavar="TEXT", show_default=False, help="What it is for.")],
    days: Annotated[int, typer.Option("--days", metavar="N", help="How long it lives.")] = 90,
    store: StoreUrl = None,
    quiet: Quiet = False,
) -> None:
    """Make a token for a program, which may then do what this account may. It is written to standard output, once."""
    with console.in_words():
        from tocsin.store import accounts

        with open_store(store) as kept:
            secret = accounts.make_token(kept, name, label=label, days=days, now=now())
        console.write_out(secret + "\n")
        if not quiet:
            console.say(f"It lives {console.plural(days, 'day')}. Tocsin keeps only a hash: put it where only the program can read it.")


@app.command("tokens", cls=Command)
def tokens_command(
    name: Annotated[str | None, typer.Argument(metavar="NAME", show_default=False, help="Only this account's.")] = None,
    *,
    store: StoreUrl = None,
) -> None:
    """List the tokens: id, whose, what for, until when, last used."""
    with console.in_words():
        from tocsin.store import accounts

        console.prepare_output(data=False)
        with open_store(store) as kept:
            found = accounts.tokens(kept, name)
        for one in found:
            state = f"revoked {one.revoked[:10]}" if one.revoked else f"until {one.expires[:10]}"
            used = f"used {one.last_used[:16].replace('T', ' ')}" if one.last_used else "never used"
            console.write_out(f"{one.id}  {one.name:<20}  {state}  {used}  {one.label}\n")
        if not found:
            console.say("No token yet.")


def ask_password(prompt: str) -> str:
    """The password: asked twice at the terminal, or the first line of standard input where that is none."""
    if not console.is_terminal(sys.stdin):
        line = sys.stdin.readline() if sys.stdin else ""
        if not line.rstrip("\r\n"):
            raise InputError("no password was given", what_to_do="Type it at a terminal, or put it on standard input as one line.")
        return line.rstrip("\r\n")
    try:
        first = getpass.getpass(f"{prompt}: ")
        if getpass.getpass("Once more: ") != first:
            raise InputError("the two passwords differ", what_to_do="Try again.")
    except EOFError:
        raise InputError("no password was given", what_to_do="Type it at the terminal.") from None
    return first
