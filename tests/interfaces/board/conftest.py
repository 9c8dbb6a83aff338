"""A board over a small store of invented reports, and helpers to ask it."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.interfaces.board.reports import HOSTILE, REPORTS
from tocsin import intake, pipeline
from tocsin.codebook import Codebook, load
from tocsin.interfaces.board import create_app
from tocsin.interfaces.serving import listen
from tocsin.store import Store, open_store, snapshots

HERE = "http://127.0.0.1:8642"


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load()


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory, codebook: Codebook) -> Path:
    """A store that holds the invented reports, read once for all tests; each test works on a copy."""
    folder = tmp_path_factory.mktemp("board")
    for n, text in enumerate((*REPORTS, HOSTILE), 1):
        (folder / f"{n:02}.md").write_text(text)
    path = folder / "kept.db"
    with open_store(str(path)) as store:
        made = list(pipeline.read_reports(intake.collect([str(p) for p in sorted(folder.glob("*.md"))]), codebook=codebook, store=store))
        assert len(made) == len(REPORTS) + 1
        ready(store, codebook)
    return path


def ready(store: Store, codebook: Codebook) -> None:
    """Make the situations, as `tocsin serve` does before it opens."""
    from tocsin.interfaces.serving import prepare

    prepare(store, codebook, quiet=True)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """A board that really listens, on loopback and a free port, until the block ends; gives its address."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()


@pytest.fixture
def store(kept: Path, tmp_path: Path) -> Iterator[Store]:
    for path in kept.parent.glob("kept.db*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with open_store(str(tmp_path / "kept.db")) as opened:
        yield opened


class Browser:
    """A person at the board: keeps cookies, fills forms with their seal, follows nothing by itself."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, *, part: bool = False, **more: Any) -> Any:
        return self.client.get(path, headers={"HX-Request": "true"} if part else {}, follow_redirects=False, **more)

    def page(self, path: str) -> str:
        """A page that must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        return str(answer.text)

    def seal(self) -> str:
        found = re.search(r'name="csrf" content="([0-9a-f]+)"', self.page("/codebook"))
        assert found
        return found[1]

    def post(self, path: str, *, part: bool = True, headers: dict[str, str] | None = None, sealed: bool = True, **fields: Any) -> Any:
        data = {"csrf": self.seal(), **fields} if sealed else fields
        return self.client.post(
            path, data=data, headers={**({"HX-Request": "true"} if part else {}), **(headers or {})}, follow_redirects=False
        )


@pytest.fixture
def browser(store: Store, codebook: Codebook) -> Iterator[Browser]:
    with TestClient(create_app(store, codebook, analyst="Ana Lyst"), base_url=HERE) as client:
        yield Browser(client)


@pytest.fixture
def situation(store: Store) -> str:
    """The id of the invented situation: the one that most reports tell of."""
    rows = snapshots.situations(store, tier="lead").items
    return str(max(rows, key=lambda row: row["reports"])["id"])
