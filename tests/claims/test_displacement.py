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
