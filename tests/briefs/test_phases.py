"""A lull in words: since when, what was told of within it, and for how long it held."""

from __future__ import annotations

import pytest

from tocsin.briefs.build import build_phase
from tocsin.briefs.desk import Desk
from tocsin.codebook import load

from .made import BOOK


@pytest.mark.parametrize(("last", "end", "days", "note", "formula"), [
    ("2031-05-04", None, 21, "4 May 2031; held for 21 days", "21 days from 4 May 2031 to 25 May 2031"),
    ("2031-05-24", None, 1, "24 May 2031, within the lull; 1 day since then", "1 day from 24 May 2031 to 25 May 2031"),
    ("2031-05-04", "2031-05-20", 16, "4 May 2031; held for 16 days", "16 days from 4 May 2031 to 20 May 2031"),
])
def test_a_lull_says_if_violence_lay_within_it_and_counts_to_its_own_end(last: str, end: str | None, days: int, note: str, formula: str):
    phase = {"phase": "lull", "start": "2031-05-14", "end": end, "claims": [], "last_violence": last, "held_days": days}
    view = build_phase(phase, "2031-05-25", Desk(BOOK, load()))
    assert (view.note, view.basis.formula) == (f"violence last told of on {note}", formula)
