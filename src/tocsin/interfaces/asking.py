"""What a brief rests on, as one key: everything that could make it another one is in it, so that a kept answer is never stale.

That is the program itself (every file of it, and the packages beside it), today's day (intake flags dates in the future), the codebook's
own folders, the options, and either every byte of the files asked about or, without paths, what the store holds.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.records import Json

if TYPE_CHECKING:
    from tocsin.store import Store
    from tocsin.store.answers import Answer


@dataclass(frozen=True, slots=True)
class Question:
    """A brief that is asked for: of which paths (of the whole store, if none), with which codebook folders, how written."""

    store: Store
    paths: Sequence[str]
    folders: Sequence[Path]
    options: Json

    def key(self) -> str | None:
        """Everything the answer rests on, as one hash; None where that can't be told beforehand, as of standard input."""
        from tocsin.store import answers

        if "-" in self.paths or self.store.is_fleeting:
            return None
        try:
            told = [_hash_files(self.paths), _hash_files([str(folder) for folder in self.folders])]
        except OSError:
            return None  # the run itself will say which file can't be read
        # Of a run over paths the store only says what was forgotten.
        held = answers.state(self.store)
        rests = [program(), today(), *told, held[-1:] if self.paths else held, self.options]
        return sha256(json.dumps(rests, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()

    def find(self, key: str | None) -> Answer | None:
        """The answer that was kept for this key, if any."""
        from tocsin.store import answers

        return answers.find(self.store, key) if key else None

    def keep(self, key: str | None, answer: Answer) -> None:
        """Keep the answer, unless what it rests on changed while it was made."""
        from tocsin.store import answers

        if key and key == self.key():
            answers.keep(self.store, key, answer)


def today() -> str:
    """The reader's own calendar day, as intake takes it."""
    return date.today().isoformat()  # noqa: DTZ011


@lru_cache(maxsize=1)
def program() -> str:
    """A hash of this very program: its files, and the names with versions of the packages it runs with."""
    home = Path(__file__).parents[1]
    beside = sorted(name for place in sys.path if os.path.isdir(place) for name in os.listdir(place) if name.endswith(".dist-info"))
    inside = sorted(path for path in home.rglob("*") if path.is_file() and path.suffix != ".pyc")
    digest = sha256(json.dumps([sys.version, beside]).encode())
    for path in inside:
        digest.update(str(path.relative_to(home)).encode() + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _hash_files(paths: Sequence[str]) -> str:
    """A hash over the names and bytes of these files, and of all that lies in these folders, in a fixed order."""
    digest = sha256()
    for path in paths:
        digest.update(b"given\0" + path.encode("utf-8", "surrogateescape") + b"\0")
        for name in _files_in(path):
            with open(name, "rb") as file:
                # One file under two names is read once, so where it really lies is part of the question.
                names = f"{name}\0{os.path.realpath(name)}\0".encode("utf-8", "surrogateescape")
                digest.update(names + file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _files_in(path: str) -> Iterator[str]:
    """The regular files that a path stands for: a pipe or a socket must not be opened, and is nothing that could be hashed."""
    if not os.path.isdir(path):
        if not os.path.isfile(path):
            raise FileNotFoundError(path)
        yield path
        return
    for here, folders, files in os.walk(path, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            full = os.path.join(here, name)
            if not name.startswith(".") and os.path.isfile(full):
                yield full


def _refuse(error: OSError) -> None:
    raise error
