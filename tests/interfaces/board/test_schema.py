"""The API under requests drawn from its own description: nothing breaks it, and every refusal has the one shape."""

from __future__ import annotations

import pytest
from benchmarks.board_api import NAME, try_api

from tocsin.codebook import Codebook
from tocsin.interfaces.board import create_app
from tocsin.store import Store, snapshots, trail

CASES = 300


@pytest.mark.slow
def test_made_up_requests_never_break_the_api(store: Store, codebook: Codebook) -> None:
    reads = list(store.reads())
    known = {
        "situations": [row["id"] for row in snapshots.situations(store, tier="lead").items],
        "reports": [r.report.id for r in reads],
        "claims": [c.id for r in reads for c in r.claims],
    }
    told = try_api(create_app(store, codebook, names=(NAME,)), cases=CASES, known=known)
    assert told.cases >= CASES
    assert told.faults == []
    assert told.statuses[200] > 30 and told.statuses[201] > 0 and told.statuses[422] > 0
    assert trail.verify(store).ok
