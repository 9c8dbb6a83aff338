"""The briefs of the shipped examples are those that were read and kept; a difference is shown, with how to renew them."""

from __future__ import annotations

import difflib

import pytest

from tests.golden_briefs import DAYS, GOLDEN, path_of, write_brief


@pytest.mark.parametrize(("name", "day"), GOLDEN)
def test_the_brief_is_the_golden_one(name: str, day: str | None) -> None:
    kept, made = path_of(name, day).read_text(encoding="utf-8").splitlines(), write_brief(name, day).splitlines()
    changed = [line for line in difflib.unified_diff(kept, made, "golden", "now", n=0, lineterm="") if line[:2] not in ("--", "++", "@@")]
    shown = "\n".join(line[:200] for line in changed[:40])
    assert not changed, f"{len(changed)} lines differ; read them, then renew the golden briefs with: make golden\n{shown}"


@pytest.mark.parametrize(("name", "day"), [(name, day) for name, days in DAYS.items() for day in days])
def test_a_brief_as_of_a_day_knows_nothing_later(name: str, day: str) -> None:
    from tests.examples import make_example

    book = make_example(name, day)
    assert book.reads and all((r.report.published.end or "") <= day or not r.report.published.end for r in book.reads)
    for s in book.situations:
        assert s.as_of is not None and s.as_of <= day
        assert all((point["as_of"] or "") <= day for block in s.figures.values() for point in block["series"])
        past = [p for o in s.response["options"] for p in o["codebook_precedents"]]
        assert all(p["when"] <= day and str(p["year"]) < day[:4] for p in past)
