"""The command line in this process, far from the user's own store; and as a process of its own where only that shows the truth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tocsin.interfaces.cli import app

Row = dict[str, Any]
COMMAND = [sys.executable, "-m", "tocsin"]


@dataclass(frozen=True)
class Answer:
    """What a command wrote and how it ended."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[Row]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    def of(self, record: str) -> list[Row]:
        """The lines of one kind."""
        return [row for row in self.rows if row["record"] == record]


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the user's data folder, and none depends on the terminal that it runs in."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("TOCSIN_STORE", "none")
    monkeypatch.setenv("TERM", "dumb")
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS", "PY_COLORS", "TOCSIN_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def tocsin() -> Callable[..., Answer]:
    """Run a command here; `stdin` is what is piped into it."""

    def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Answer:
        result = CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def process() -> Callable[..., Answer]:
    """Run a command as a process of its own, as a user does."""

    def run(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> Answer:
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)], input=stdin, capture_output=True, env={**os.environ, **environment}, timeout=120, check=False
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
