"""`tocsin timeline` and `tocsin link --occurrences`: what is told of which day, and of one act by several."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.interfaces.conftest import Answer
from tests.interfaces.texts import SHELLING, line, put

Run = Callable[..., Answer]
AGAIN = (
    "The market of Ilmet stood empty a week after gunmen killed 14 people there on 3 May 2011. "
    "On 9 May 2011 soldiers shot two people at a roadblock outside Ilmet, the interior ministry said."
)


def feed(folder: Path) -> Path:
    rows = line(id="a", text=SHELLING, published="2011-05-04", source="Harbour Post") + line(id="b", text=AGAIN, published="2011-05-10")
    return put(folder, "feed.jsonl", rows)


def test_entries_come_in_order_of_time_and_each_quotes_its_claims(tocsin: Run, tmp_path: Path) -> None:
    answer = tocsin("timeline", feed(tmp_path))
    assert answer.status == 0, answer.err
    days = [row["date"] for row in answer.of("entry")]
    assert days == sorted(days) and {"2011-05-03", "2011-05-09"} <= set(days)
    for row in answer.rows:
        assert row["claims"] and row["score"] > 0 and row["situation"]
        assert all(part.strip("…") in f"{SHELLING} {AGAIN}" for part in row["text"].split(" … "))


def test_cut_to_the_top_the_day_that_reports_come_back_to_is_first(tocsin: Run, tmp_path: Path) -> None:
    whole, cut = tocsin("timeline", feed(tmp_path)).rows, tocsin("timeline", feed(tmp_path), "--top", "1").rows
    assert len(cut) == 1 < len(whole)
    assert cut[0]["date"] == "2011-05-03" and cut[0]["score"] == max(row["score"] for row in whole)


def test_markdown_has_the_same_days_under_the_name_of_the_situation(tocsin: Run, tmp_path: Path) -> None:
    answer = tocsin("timeline", feed(tmp_path), "--format", "md")
    assert answer.out.startswith("## ") and "- 2011-05-03: “" in answer.out
    assert tocsin("timeline", feed(tmp_path), "--format", "csv").status == 2
    assert tocsin("timeline").status == 2


def test_names_of_victims_are_masked_in_what_is_read_and_kept_in_data(tocsin: Run, tmp_path: Path) -> None:
    told = put(tmp_path, "row.jsonl", line(id="c", text="On 3 May 2011 gunmen killed Mira Dostova, 34, in Ilmet.", published="2011-05-04"))
    name, mask = "Mira Dostova", "████ ███████"
    assert mask in tocsin("timeline", told, "-f", "md").out and name in tocsin("timeline", told, "-f", "md", "--unmask").out
    assert name in tocsin("timeline", told).out
    hidden = tocsin("timeline", told, "--mask").out
    assert name not in hidden and hidden.count("█") == 11


def test_occurrences_stand_after_the_links_with_their_reasons(tocsin: Run, tmp_path: Path) -> None:
    answer = tocsin("link", feed(tmp_path), "--occurrences")
    assert answer.status == 0, answer.err
    assert [row["record"] for row in answer.rows][:2] == ["link", "link"]
    acts = answer.of("occurrence")
    assert acts and all(set(act["reports"]) == {"a", "b"} for act in acts)
    assert any("both on 2011-05-03" in why["reasons"] for act in acts for why in act["why"])
