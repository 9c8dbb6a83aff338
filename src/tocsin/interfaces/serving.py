"""Running the board: which address it may listen on, what is made ready first, and the server itself."""

from __future__ import annotations

import gc
import getpass
import ipaddress
import logging
import socket
from collections.abc import Sequence

import uvicorn

from tocsin.codebook import Codebook
from tocsin.errors import InputError, StoreError
from tocsin.interfaces import console
from tocsin.interfaces.board import create_app
from tocsin.interfaces.board.app import clock
from tocsin.store import Store, accounts

LINES = 100  # connections that wait while others are served


def serve(
    store: Store,
    codebook: Codebook,
    *,
    host: str,
    port: int,
    team: bool,
    names: Sequence[str] = (),
    analyst: str | None = None,
    quiet: bool = False,
) -> None:
    """Serve the board until it is stopped. InputError for an address that it must not, or can't, listen on."""
    check_address(host, team=team)
    check_accounts(store, team=team)
    listening = listen(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"
    prepare(store, codebook, quiet=quiet)
    board = create_app(
        store, codebook, team=team, analyst=analyst or name_analyst(), names=(*names, host), secure=team and not is_loopback(host)
    )
    gc.collect()
    # The codebook stays as long as the board does, and views that are kept are looked through in vain: that held up one page in fifty by
    # a quarter of a second. What is left in circles is looked for once in so many views (Library.open_case).
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], 1_000_000)
    listening.listen(LINES)  # from here on whoever comes waits, and is answered
    if not quiet:
        console.say(f"The board is open at {address}   (Ctrl-C ends it)")
    settings = uvicorn.Config(
        board,
        log_level=logging.WARNING,
        access_log=False,
        server_header=False,
        backlog=LINES,
        h11_max_incomplete_event_size=64 * 1024,
        timeout_keep_alive=10,
        limit_concurrency=400,
        proxy_headers=team,
        forwarded_allow_ips="127.0.0.1",
    )
    uvicorn.Server(settings).run(sockets=[listening])


def check_address(host: str, *, team: bool) -> None:
    """Refuse to listen beyond this machine where nobody has to say who they are."""
    if not is_loopback(host) and not team:
        raise InputError(
            "this would open the board to others",
            detail=f"{host} is not this machine's loopback, and nobody has to log in.",
            what_to_do="Leave --host out, or add --team and make accounts first.",
        )


def check_accounts(store: Store, *, team: bool) -> None:
    """Refuse a team without accounts, and a store with accounts that nobody would be asked for."""
    if team and not accounts.any_account(store):
        raise InputError(
            "nobody could log in", detail="This store has no account yet.", what_to_do="Make one: tocsin account add NAME --role lead."
        )
    if not team and accounts.any_account(store):
        raise InputError(
            "this store belongs to a team", detail="It has accounts, and nobody would be asked who they are.", what_to_do="Add --team."
        )


def is_loopback(host: str) -> bool:
    """Whether the address can be reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(host: str, port: int) -> socket.socket:
    """A socket that waits at the address; taken before anything else is done, so that a taken port is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, for asyncio sends small packets at once only then; else each page waited 40 ms for its head to be acknowledged.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise InputError(
            "the board can't listen there",
            detail=f"{host}, port {port}: {error.strerror}.",
            what_to_do="Choose another with --port, or 0 for any.",
        ) from error
    return made


def prepare(store: Store, codebook: Codebook, *, quiet: bool) -> None:
    """Make the situations anew where reports, decisions or the codebook changed since the last time, so that the first page is quick.

    Where they can't be made the board shows those made last, and says so: there the decision that broke them can be undone.
    """
    from tocsin import casebook

    if casebook.is_current(store, codebook=codebook):
        return
    if not quiet:
        console.say("Bringing the reports together ...")
    try:
        casebook.refresh(store, codebook=codebook, now=clock())
    except StoreError as error:
        console.say(str(error), lead="tocsin:", style="bold yellow")


def name_analyst() -> str:
    """The name under which the decisions of whoever started the board are kept."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user here, as in some containers
        return "local analyst"
