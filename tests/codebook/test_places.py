"""The gazetteer finds places by any spelling and picks the likeliest of those that share a name."""

import pytest

from tocsin.codebook.places import Gazetteer, fold


@pytest.fixture(scope="module")
def gazetteer():
    names = {"KGZ": ("Kyrgyzstan",), "GEO": ("Georgia",), "COD": ("Democratic Republic of the Congo", "DRC"),
             "COG": ("Republic of the Congo",), "LBN": ("Lebanon",), "LBY": ("Libya",)}
    return Gazetteer(names)


@pytest.mark.parametrize("one, other", [
    ("Jalal-Abad", "Jalalabad"), ("Médenine", "Medenine"), ("St. Louis", "Saint Louis"), ("N'Djamena", "Ndjamena")])
def test_spellings_fold_to_one_key(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("name, countries, country, precision", [
    ("Osh", (), "KGZ", "city"),
    ("Jalalabad", (), "AFG", "city"),
    ("Jalalabad", ("KGZ",), "KGZ", "city"),
    ("Tripoli", (), "LBY", "city"),
    ("Tripoli", ("LBN",), "LBN", "city"),
    ("Darfur", (), "SDN", "region"),
    ("Antioquia", (), "COL", "region"),
    ("Kiev", (), "UKR", "city"),
    ("Georgia", (), "GEO", "country"),
    ("DRC", (), "COD", "country"),
])
def test_names_are_looked_up_in_their_country(gazetteer, name, countries, country, precision):
    place = gazetteer.lookup(name, countries=countries)
    assert (place.country, place.precision) == (country, precision)


def test_precision_may_be_asked_for(gazetteer):
    assert gazetteer.lookup("Osh", precision="region").precision == "region"


def test_a_shared_country_name_follows_the_context(gazetteer):
    assert gazetteer.lookup("Congo", countries=("COG",)).country == "COG"


def test_unknown_names_give_nothing(gazetteer):
    assert gazetteer.lookup("Qwertzuiopolis") is None
    assert "Qwertzuiopolis" not in gazetteer


def test_a_region_of_two_countries_has_one_only_where_context_tells(gazetteer):
    assert gazetteer.candidates("Kurdistan")[0].precision == "region"
    assert gazetteer.lookup("Mosquitia").country is None
    assert gazetteer.lookup("Mosquitia", countries=("HND",)).country == "HND"


def test_coordinates_are_on_the_globe_and_near_the_place(gazetteer):
    osh = gazetteer.lookup("Osh", countries=("KGZ",))
    assert abs(osh.lat - 40.5) < 0.2 and abs(osh.lon - 72.8) < 0.2
