"""Who was driven from home, by what and how many: read through the whole reader on sentences written for this project."""

from __future__ import annotations

import pytest

from tocsin import claims, intake, reading
from tocsin.codebook import load
from tocsin.records import Claim

BOOK = load()


def read(text: str) -> tuple[Claim, ...]:
    """The claims of one bare text."""
    report = intake.clean(text, id="t")
    marked, found = next(iter(reading.read([report], codebook=BOOK)))
    return claims.extract(marked, found, codebook=BOOK)


def figures(text: str, unit: str = "displaced") -> set[int | None]:
    """The numbers that the text's claims give of one unit."""
    return {c.figure.best or c.figure.low for c in read(text) if c.figure is not None and c.figure.unit == unit}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Heavy rain and floods left 640 people homeless along the lower river.", 640),
        ("About 2,300 people were made homeless by the cyclone.", 2300),
        ("Some 720 people remained displaced a month after the storm.", 720),
        ("More than 1,900 villagers were registered as displaced by the council.", 1900),
        ("Around 85 newly displaced families reached the school.", 85),
        ("The volcano displaced 12,000 families.", 12000),
        ("Some 410 families stayed in three evacuation centres.", 410),
        ("This brings to 51,000 the number of people displaced in the hills.", 51000),
        ("Fires forced 350 residents to evacuate.", 350),
        ("Some 3,100 people were evacuated before the tropical storm reached the coast.", 3100),
        ("Around 4,000 people live in camps along the road.", 4000),
        ("The clashes forced 600 villagers into makeshift camps.", 600),
        ("The fighting caused the relocation of 900 people to the next valley.", 900),
        ("The number of people displaced has risen to 18,400 since Friday.", 18400),
        ("The number of internally displaced persons stands at 45,200.", 45200),
        ("Half of the 9,400 people displaced from Tarsa have found work.", 9400),
        ("The shelling left 420 families without shelter.", 420),
        ("Some 350 people were moved to safer ground.", 350),
        ("Heavy rain forced them to join 1,900 villagers in 21 camps along the river.", 1900),
        ("Residents suggested that 3,100 people had evacuated by Monday.", 3100),
        ("Some 2,500 civilians escaped the fighting.", 2500),
    ],
)
def test_people_driven_from_home_by_nature_or_war_are_counted(text: str, number: int) -> None:
    assert number in figures(text)


def test_families_and_people_of_one_flight_are_both_given() -> None:
    found = [c.figure for c in read("About 240 families (1,150 people) were displaced by the landslide.") if c.figure]
    assert {(f.best, f.counts) for f in found} == {(240, "households"), (1150, "people")}


def test_an_order_to_evacuate_does_not_say_that_people_went() -> None:
    found = [c for c in read("About 300 people were ordered to evacuate after the dam broke.") if c.kind == "displacement"]
    assert [(c.modality, c.status) for c in found] == [("ordered", "unknown")]


def test_a_rescue_by_someone_stays_a_response() -> None:
    kinds = {c.kind for c in read("The navy evacuated 90 islanders by ship after the eruption.")}
    assert "evacuation" in kinds and "displacement" not in kinds


def test_flooded_and_collapsed_houses_are_houses() -> None:
    assert figures("Nine houses were flooded and 14 homes collapsed in the storm.", "houses") == {9, 14}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("The tornado destroyed 36 homes and damaged 112 others.", {36, 112}),
        ("Some 4,100 people were displaced and 300 houses destroyed.", {300}),
        ("Sixty-five families saw their homes destroyed by the fire.", {65}),
        ("The houses of 82 families were burned by raiders.", {82}),
        ("Damage to 640 homes was reported by the council after the storm.", {640}),
        ("The fire gutted 41 houses in the old quarter.", {41}),
    ],
)
def test_houses_are_counted_by_themselves_or_by_who_lost_them(text: str, numbers: set[int]) -> None:
    assert numbers <= figures(text, "houses")


def test_families_who_lost_their_houses_are_households() -> None:
    found = [c.figure for c in read("The houses of 82 families were burned by raiders.") if c.figure is not None]
    assert [(f.unit, f.counts) for f in found] == [("houses", "households")]


def test_a_toll_of_the_displaced_is_no_toll_of_the_dead() -> None:
    found = read("The toll of displaced persons reached 9,100 on Sunday.")
    assert 9100 in figures("The toll of displaced persons reached 9,100 on Sunday.")
    assert not [c for c in found if c.kind == "killing"]


def test_how_many_may_be_displaced_is_kept_as_what_is_feared() -> None:
    found = [c for c in read("As many as 25,000 people could be displaced by the offensive.") if c.figure is not None]
    assert [(c.kind, c.status, c.figure and c.figure.unit) for c in found] == [("forecast", "future", "displaced")]


@pytest.mark.parametrize(
    "text", ["The general visited 900 people in a training camp near the border.", "Gunmen killed 20 people in a camp for the displaced."]
)
def test_people_told_of_in_a_camp_are_not_all_displaced(text: str) -> None:
    assert not figures(text)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("About 8,000 Afghans crossed the border from Pakistan last week.", "AFG"),
        ("The number of Afghan returnees from Pakistan now stands at about 11,000.", "AFG"),
        ("About 9,000 Burundians have crossed into Rwanda.", "BDI"),
    ],
)
def test_those_called_after_a_country_leave_it_or_come_back_to_it(text: str, country: str) -> None:
    found = [c.place for c in read(text) if c.kind == "displacement"]
    assert found and found[0] is not None and found[0].country == country


def test_people_are_not_displaced_where_the_shelling_comes_from() -> None:
    told = read("Some 1,200 people were displaced by shelling from Pakistan into Nangarhar province.")
    found = [c for c in told if c.kind == "displacement"]
    assert found and found[0].place is not None and found[0].place.country == "AFG"


def test_the_month_of_march_is_no_march() -> None:
    found = read("About 500 people fled the clashes between 7 and 14 March. On 3 March, 40 families fled.")
    assert not [c for c in found if c.kind == "protest"]


def test_the_finer_of_two_nested_places_is_the_place() -> None:
    found = [c for c in read("About 700 people were displaced from Goma in North Kivu province.") if c.kind == "displacement"]
    assert found and found[0].place is not None and found[0].place.name == "Goma"


def test_those_who_return_return_to_the_country_they_are_called_after() -> None:
    found = [c for c in read("About 8,000 Afghans returned from Iran and Pakistan last week.") if c.kind == "displacement"]
    assert found and found[0].place is not None and found[0].place.country == "AFG"


def test_weather_alone_says_nothing() -> None:
    assert not read("The storm brings rain and strong wind to the coast on Monday, with temperatures of 12 degrees.")


def test_living_in_the_middle_of_a_town_is_no_flight() -> None:
    assert not figures("Some 5,000 people live in the centre of the town.")


def test_waiting_to_be_evacuated_is_not_evacuated() -> None:
    found = [c for c in read("About 80 families were waiting to be evacuated from the flooded camp.") if c.kind == "displacement"]
    assert all(c.status != "occurred" for c in found)
