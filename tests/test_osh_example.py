"""The shipped example of June 2010, told as a careful reader would: copies, correction, denial, rumour, frames and lull.

What is right was written down by hand in examples/osh-2010/expected.md before any program read the reports. Reports go by the number in
their file's name.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tocsin import intake, pipeline
from tocsin.codebook import load
from tocsin.records import Claim, Json, Read, Situation
from tocsin.store import open_store

EXAMPLE = Path(__file__).parents[1] / "examples" / "osh-2010"


@cache
def told() -> tuple[Situation, dict[str, str], dict[str, Claim]]:
    """The situation of Kyrgyzstan, report id → number, claim id → claim."""
    with open_store("none") as store:
        found = pipeline.read_reports(intake.collect([str(EXAMPLE)]), codebook=load(), store=store)
        reads = [item for item in found if isinstance(item, Read)]
    book = pipeline.make_book(reads, codebook=load())
    assert not book.problems
    numbers = {r.report.id: Path(r.report.path or "").name[:2] for r in reads}
    (here,) = (s for s in book.situations if s.country == "KGZ")
    return here, numbers, {c.id: c for r in reads for c in r.claims}


def reports() -> dict[str, Json]:
    here, numbers, _ = told()
    return {numbers[r["id"]]: r for r in here.reports}


def killed() -> Json:
    return told()[0].figures["killed"]


def why_not(report: str, number: str) -> list[str]:
    """Why a number in a report is not the headline."""
    _, numbers, claims = told()
    return [x["why"] for x in killed()["excluded"] if (c := claims[x["claim"]]).figure and numbers[c.report_id] == report
            and number in c.figure.text]


def test_all_thirty_four_reports_are_one_situation_without_the_wedding_abroad() -> None:
    assert len(reports()) == 34
    assert any("AFG" in why for why in [x["why"] for x in killed()["excluded"]])


def test_the_reprint_and_the_cut_share_the_wires_origin_and_the_border_story_only_what_it_took_over() -> None:
    _, numbers, claims = told()
    origins = {n: numbers[r["origin"]] for n, r in reports().items()}
    assert {n for n, origin in origins.items() if origin == "06"} == {"06", "07", "08"}
    assert all(origins[n] == n for n in origins if n not in ("07", "08"))
    eighty = next(e for e in killed()["series"] if e["best"] == 80 and "Ministry" in e["voice"])
    assert numbers[eighty["origin"]] == "06" and {numbers[claims[c].report_id] for c in eighty["claims"]} >= {"06", "07", "09"}


def test_the_correction_takes_the_wrong_number_back_and_nothing_else() -> None:
    _, numbers, _ = told()
    assert numbers[reports()["22"]["supersedes"]] == "21" and reports()["22"]["corrects"] is True
    assert why_not("21", "188") and all("withdrawn by its own source" in why for why in why_not("21", "188"))
    assert not any("withdrawn" in why for why in why_not("21", "several hundred"))
    assert 178 in [e["best"] for e in killed()["series"]] and 188 not in [e["best"] for e in killed()["series"]]


def test_the_headline_is_the_registers_last_count_with_an_open_upper_end() -> None:
    assert (killed()["low"], killed()["best"], killed()["high"], killed()["as_of"]) == (258, 258, None, "2010-06-24")
    assert "formula" not in killed()
    figures = told()[0].figures
    assert figures["injured"]["best"] == 2137 and figures["displaced"]["best"] == 400_000
    assert (figures["refugees"]["low"], figures["refugees"]["best"], figures["refugees"]["high"]) == (75_000, 75_000, 100_000)


def test_the_multiple_of_the_count_is_a_challenge_and_the_other_officials_number_stays_apart() -> None:
    assert {c["best"] for c in killed()["challenges"]} == {2000}
    assert [e["voice"] for e in killed()["series"] if e["best"] == 223] == ["Otunbayeva"] or why_not("29", "223")
    assert all("challenge" in why for why in why_not("29", "2,000")) and why_not("29", "2,000")


def test_tolls_of_other_cases_stay_out_by_name() -> None:
    assert "past case" in why_not("14", "85")[0] and "Kenya" in why_not("33", "1,100")[0] and "Kosovo" in why_not("33", "19")[0]


def test_the_armys_denial_denies_and_counts_no_act() -> None:
    here, numbers, claims = told()
    denied = [c for c in claims.values() if numbers[c.report_id] == "23" and c.polarity == "negative" and c.kind == "attack"]
    assert len(denied) >= 2 and all(c.status == "not_occurred" for c in denied)
    days = {c for entry in here.timeline for c in entry["claims"]}
    assert not days & {c.id for c in denied}


def test_the_rumour_of_the_hostel_makes_no_case_of_rape_and_no_headline() -> None:
    here, numbers, claims = told()
    assert "raped" not in here.figures
    assert not any(c.kind == "sexual_violence" for c in claims.values() if numbers[c.report_id] in ("02", "30"))
    assert not {numbers[claims[c].report_id] for c in killed()["claims"]} & {"02", "30"}


def test_the_columnists_account_of_a_crackdown_stands_against_others_and_rests_on_few() -> None:
    here, numbers, _ = told()
    crackdown = next(f for f in here.frames if "14" in {numbers[r] for r in f["reports"]})
    assert "Security forces of Kyrgyzstan" in crackdown["summary"] and crackdown["conflicts_with"] and crackdown["settle"]
    rivals = [f for f in here.frames if f["n"] in crackdown["conflicts_with"]]
    assert rivals and all("Security forces" not in f["summary"] for f in rivals)


def test_the_lull_is_fragile_and_the_raid_in_it_no_resumption() -> None:
    here, numbers, claims = told()
    last = here.phases[-1]
    assert here.phase == "lull" and last["note"] == "fragile" and last["start"] == "2010-06-14"
    assert [p["phase"] for p in here.phases] == ["emerging", "escalating", "lull"]
    assert last["last_violence"] > last["start"], "the raid lies within the lull"
    assert "31" in {numbers[claims[c].report_id] for c in last["last_violence_claims"]} and last["held_days"] < 14
    assert "31" not in {numbers[claims[c].report_id] for c in last["claims"]}


def test_the_two_undated_reports_are_narrowed_and_flagged() -> None:
    assert {n for n, r in reports().items() if "it bears no date" in r.get("flags", ())} == {"10", "30"}
    third_day = reports()["10"]["published"]
    assert third_day["start"] <= "2010-06-13" <= third_day["end"] and third_day["basis"] == "inferred"
