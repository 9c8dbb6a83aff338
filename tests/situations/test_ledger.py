"""Reports that come one after the other give what they give together, and touch only what they can change."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.codebook import load
from tocsin.records import Published, Read, Situation, to_json
from tocsin.situations import Ledger, gather

from .test_gather import BERN, NAKURU, attack, crisis
from .test_origins import HARBOUR, OWN, WIRE
from .varenia import ABROAD, KESRA, MBARA, STATE, TOLIN, day, incident, read, say, toll


def told(found: tuple[Situation, ...]) -> list[object]:
    return [(to_json(s), s.claims, s.occurrences) for s in found]


def stream() -> list[Read]:
    """The nine reports of one crisis, and beside them copies of another story, a cut, a merger and reports of no known country."""
    return [
        *crisis(),
        read("h1", "2031-05-08", HARBOUR, incident("count", 3, "2031-05-07", ABROAD, targets=(MBARA,)) | {"quote": "teacher counts them"}),
        read("h2", "2031-05-08", HARBOUR, title="Ice in the harbour"),
        read("h3", "2031-05-07", ". ".join(HARBOUR.split(". ")[:3]) + "."),
        read("both", "2031-05-09", f"{WIRE} {HARBOUR}"),
        read("lost", "2031-05-10", "Gunmen killed six fishermen.", toll("Gunmen killed six fishermen", 6, place=None, scope="incident")),
        read("own", None, OWN, say("opinion", "I had no answer", place=KESRA)),
    ]


WHOLE = told(gather(stream(), codebook=load()))


@settings(max_examples=200, deadline=None)
@given(st.permutations(stream()), st.lists(st.integers(1, 15), max_size=3), st.booleans())
def test_any_order_in_any_batches_gives_the_same_situations_and_figures(reads: list[Read], cuts: list[int], look: bool) -> None:
    ledger = Ledger(codebook=load())
    edges = [0, *sorted(cuts), len(reads)]
    for start, end in zip(edges, edges[1:], strict=False):
        ledger.add(reads[start:end])
        if look:
            ledger.situations()
    assert told(ledger.situations()) == WHOLE


@settings(max_examples=50, deadline=None)
@given(st.permutations(stream()), st.sampled_from(range(15)))
def test_a_newer_version_leaves_nothing_of_the_older_behind(reads: list[Read], which: int) -> None:
    old = replace(reads[which], report=replace(reads[which].report, text="An older wording altogether. " + WIRE, version="0",
                                               published=Published("2031-02-01", "2031-02-01", "day", "stated", ("1 Feb",))), claims=())
    ledger = Ledger(codebook=load())
    ledger.add([old] if which % 2 else reads[:5])
    ledger.situations()
    ledger.add([*reads, old])
    dated = reads[which].report.published.end
    assert len(ledger) == 15
    if dated:
        assert told(ledger.situations()) == WHOLE


def test_only_what_a_report_touches_is_told_anew() -> None:
    ledger = Ledger(codebook=load())
    ledger.add([*crisis(), attack("k", "2031-05-05", NAKURU)])
    before = {s.country: s for s in ledger.situations()}
    ledger.add([attack("k2", "2031-05-06", NAKURU)])
    after = {s.country: s for s in ledger.situations()}
    assert after["VRN"] is before["VRN"] and after["KEN"] is not before["KEN"]
    assert len(after["KEN"].reports) == 2
    assert {s.country: s for s in ledger.situations(rule="majority")}["VRN"] is not before["VRN"]


def test_an_earlier_print_that_comes_late_takes_over_as_origin() -> None:
    ledger = Ledger(codebook=load())
    fields = {"place": KESRA, "scope": "incident"}
    copies = [read(f"c{i}", f"2031-05-1{i}", WIRE, toll("Forty people were killed", 40, **fields)) for i in range(3)]
    assert [a.origin for a in ledger.add(copies)] == ["c0"] * 3
    assert {r["origin"] for r in ledger.situations()[0].reports} == {"c0"}
    ledger.add([read("first", "2031-05-09", WIRE, toll("Forty people were killed", 40, **fields))])
    assert {r["origin"] for r in ledger.situations()[0].reports} == {"first"}


def test_an_arrival_says_where_a_report_goes_and_standings_how_things_stand() -> None:
    ledger = Ledger(codebook=load())
    (first, second) = ledger.add([attack("a", "2031-01-05"), attack("b", "2031-05-05")])
    assert first == ("a", "a", ("VRN",)) and second.countries == ("VRN",)
    assert [(s.reports, s.first.isoformat(), s.last.isoformat()) for s in ledger.standings()] == [
        (1, "2031-01-05", "2031-01-05"), (1, "2031-05-05", "2031-05-05")]
    ledger.add([attack("c", "2031-03-06")])
    assert [(s.country, s.reports, s.claims) for s in ledger.standings(["VRN"])] == [("VRN", 3, 3)]
    assert list(ledger.standings(["KEN"])) == []


# ------------------------------------------------------------------ what has no country, and what only looks like a crisis


def test_violence_of_no_known_country_opens_its_own_situation_beside_known_ones() -> None:
    lost = read("lost", "2031-05-06", "Gunmen killed six fishermen.", toll("Gunmen killed six fishermen", 6, place=None, scope="incident"))
    found = gather([attack("a", "2031-05-05"), lost], codebook=load())
    assert sorted((str(s.country), len(s.reports)) for s in found) == [("None", 1), ("VRN", 1)]
    assert {s.country: s.figures for s in found}["VRN"] == gather([attack("a", "2031-05-05")], codebook=load())[0].figures


def test_two_reports_of_no_country_are_one_situation_only_where_something_connects_them() -> None:
    def lost(name: str, text: str, **fields: object) -> Read:
        return read(name, "2031-05-06", text, say("killing", text.rstrip("."), targets=(MBARA,), **fields))
    apart = [lost("x", "Six herders were killed.", actors=(STATE,)), read("y", "2031-05-06", "A mine killed two.",
                                                                          toll("A mine killed two", 2, place=None, scope="incident"))]
    apart = [replace(r, claims=tuple(replace(c, actors=(), targets=tuple(replace(p, country=None) for p in c.targets)) for c in r.claims))
             for r in apart]
    assert len(gather(apart, codebook=load())) == 2
    again = replace(apart[0], report=replace(apart[0].report, id="z"), claims=tuple(replace(c, report_id="z", id=f"{c.id}z")
                                                                                   for c in apart[0].claims))
    assert sorted(len(s.reports) for s in gather([*apart, again], codebook=load())) == [1, 2]


def test_what_only_responds_or_wonders_opens_nothing_without_a_country() -> None:
    vague = read("v", "2031-05-06", "Ministers met.", say("deliberation", "Ministers met"))
    feared = read("f", "2031-05-06", "Ten may die.", toll("Ten may die", 10, place=None, modality="conditional", status="future"))
    assert gather([vague, feared, attack("a", "2031-05-05")], codebook=load())[0].country == "VRN"
    assert gather([vague, feared], codebook=load()) == ()


def test_a_correction_that_names_no_country_goes_where_the_corrected_report_is() -> None:
    wrong = read("w", "2031-05-06", "Sixty-two people died in Kesra.", toll("Sixty-two people died", 62, place=KESRA), source="Mercury",
                 title="Sixty-two dead in the marches")
    right = read("c", "2031-05-07", "In “Sixty-two dead in the marches” the number was wrong. It is twenty-six.",
                 toll("It is twenty-six", 26, place=None), source="Mercury", title="Correction")
    (found,) = gather([wrong, right], codebook=load())
    assert found.figures["killed"]["best"] == 26


def test_where_people_fled_to_and_where_others_met_is_not_the_crisis() -> None:
    kenya = [attack(f"k{i}", f"2031-05-0{i}", NAKURU) for i in (4, 5)]
    host = read("host", "2031-05-07", "Switzerland took in 300 people from Kenya.",
                toll("Switzerland took in 300 people", 300, unit="refugees", place=BERN))
    met = read("met", "2031-05-08", "Ministers met in Bern, Switzerland, about Kenya.",
               say("deliberation", "Ministers met in Bern", place=BERN))
    assert [(s.country, len(s.reports)) for s in gather([*kenya, host, met], codebook=load())] == [("KEN", 4)]
    shot = read("shot", "2031-05-08", "In Bern four people were shot. Kenya mourns.", incident("four people were shot", 4, None, BERN))
    assert {s.country for s in gather([*kenya, host, met, shot], codebook=load())} == {"KEN", "CHE"}


def test_the_town_of_a_summit_does_not_part_a_report_from_its_crisis() -> None:
    text = "Heads of state met in Bern about Kenya. Men attacked a quarter."
    kenya = replace(NAKURU, text="Kenya", name="Kenya", admin1=None, lat=None, precision="country")
    summit = read("s", "2031-05-06", text, say("deliberation", "Heads of state met in Bern", place=BERN),
                  say("attack", "Men attacked a quarter", targets=(MBARA,), actors=(TOLIN,), place=kenya))
    assert len(gather([attack("a", "2031-05-05", NAKURU), summit], codebook=load())) == 1


def test_a_day_that_is_told_keeps_its_report_when_its_own_date_lies_ahead() -> None:
    ahead = attack("ahead", "2041-05-05", time=day("2031-05-04"))
    published = replace(ahead.report.published, clues=("2041-05-05", "later than 2031-06-01, the day of reading"))
    ahead = replace(ahead, report=replace(ahead.report, published=published))
    (found,) = gather([attack("a", "2031-05-05"), ahead], codebook=load())
    assert found.as_of == "2031-05-05"
    flags = {r["id"]: r.get("flags") for r in found.reports}
    assert flags["a"] is None and flags["ahead"][0] == "it bears the date 2041-05-05, which is not used"
