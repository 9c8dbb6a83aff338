"""`tocsin forget`: it asks, it forgets, and the report does not come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.interfaces.conftest import Answer
from tests.interfaces.texts import RAID, SHELLING, put

Run = Callable[..., Answer]


def test_a_report_is_forgotten_and_refused_from_then_on(tocsin: Run, tmp_path: Path) -> None:
    store, secret, other = tmp_path / "s.db", put(tmp_path, "secret.txt", RAID), put(tmp_path, "other.txt", SHELLING)
    (name,) = [row["id"] for row in tocsin("read", secret, "--store", store).of("report")]
    tocsin("read", other, "--store", store)
    unasked = tocsin("forget", name, "--store", store)
    assert unasked.status == 2 and "--yes" in unasked.err
    assert tocsin("forget", name[:8], "--yes", "--store", store).status == 0
    assert [r["text"][:6] for r in tocsin("brief", "--store", store, "-f", "json").of("report")] == [SHELLING[:6]]
    again = tocsin("read", secret, "--store", store)
    assert again.status == 3
    (told,) = again.of("problem")
    assert "forgotten" in told["error"] and "another store" in told["what_to_do"]
    assert b"secret.txt" not in store.read_bytes(), "not even the path that it came from is kept"
    assert tocsin("read", secret, "--store", "none").of("claim"), "another store knows nothing of it"


def test_a_report_that_is_not_there_is_told(tocsin: Run, tmp_path: Path) -> None:
    answer = tocsin("forget", "nothing", "--yes", "--store", tmp_path / "s.db")
    assert answer.status == 2 and "no such report" in answer.err
