"""What the words for a party resolve to, and what they do not."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.codebook import Codebook, load


@pytest.fixture(scope="module")
def book() -> Codebook:
    return load()


def party(book: Codebook, text: str, *, on: str | None = None, country: str | None = None) -> tuple:
    found = book.resolve(text, on=date.fromisoformat(on) if on else None, country=country).party
    return (found.name, found.type, found.country) if found else (None, None, None)


@pytest.mark.parametrize(("text", "name"), [
    ("Kenya", "Government of Kenya"), ("Sudanese government", "Government of Sudan"), ("government of Kenya", "Government of Kenya"),
    ("the Kremlin", "Government of Russia"), ("Moscow", "Government of Russia"), ("Khartoum", "Government of Sudan"),
    ("the White House", "Government of the United States"), ("Russia's foreign ministry", "Government of Russia"),
    ("the Government of the Republic of Kenya", "Government of Kenya"), ("Norwegian officials", "Government of Norway"),
])
def test_words_for_a_government_resolve_to_it(book, text, name):
    assert party(book, text)[:2] == (name, "state")


@pytest.mark.parametrize(("text", "country"), [
    ("Kenyan army", "KEN"), ("Kenyan police", "KEN"), ("U.S. troops", "USA"), ("the Pentagon", "USA"), ("soldiers from Ethiopia", "ETH"),
    ("Uzbek troops", "UZB"), ("the Burmese military", "MMR"), ("security forces in Guinea", "GIN"),
])
def test_forces_resolve_to_the_forces_of_their_country(book, text, country):
    name, kind, code = party(book, text)
    assert (kind, code) == ("security_force", country) and name.startswith("Security forces of ")


def test_what_every_country_has_one_of_takes_the_reports_country(book):
    assert party(book, "the army", country="KEN") == ("Security forces of Kenya", "security_force", "KEN")
    assert party(book, "government troops", country="KEN") == ("Security forces of Kenya", "security_force", "KEN")


def test_troops_of_no_named_country_are_no_ones(book):
    assert party(book, "troops", country="KGZ") == (None, "security_force", None)
    assert party(book, "the army") == (None, "security_force", None)


@pytest.mark.parametrize(("text", "country"), [("Uzbeks", "KGZ"), ("ethnic Kyrgyz", "KGZ"), ("Hutu", "RWA"), ("the Tajiks", "AFG"),
                                               ("Serbs", "BIH")])
def test_an_ethnic_name_alone_is_the_people_in_the_reports_country(book, text, country):
    found = book.resolve(text, country=country).party
    assert found is not None
    assert (found.type, found.country) == ("ethnic_group", country) and found.group


def test_a_people_beside_a_head_noun_is_its_group(book):
    found = book.resolve("Uzbek refugees", country="KGZ").party
    assert (found.type, found.group, found.country) == ("refugees", book.resolve("Uzbeks", country="KGZ").party.group, "KGZ")
    assert book.resolve("a mob of Hutus", country="RWA").party.group == "Hutu"


def test_serb_forces_abroad_are_not_serbias(book):
    assert party(book, "Serb forces", country="BIH")[1:] == ("armed_group", "BIH")
    assert party(book, "Serbian forces", country="BIH")[1:] == ("security_force", "SRB")


def test_the_demonym_of_a_state_alone_is_its_people(book):
    assert party(book, "Kenyans") == (None, "civilians", "KEN")


def test_an_ambiguous_country_is_decided_by_the_report_or_not_at_all(book):
    result = book.resolve("Congo")
    assert result.party is None and {c.country for c in result.candidates} == {"COG", "COD"}
    assert party(book, "Congo", country="COD")[2] == "COD"


@pytest.mark.parametrize(("text", "name", "kind"), [
    ("UN peacekeepers", "United Nations", "intergovernmental"), ("the Security Council", "UN Security Council", "intergovernmental"),
    ("Human Rights Watch (HRW)", "Human Rights Watch", "organisation"), ("the Islamist group Boko Haram", "Boko Haram", "armed_group"),
    ("Taliban fighters", "Taliban", "armed_group"), ("the ICC", "International Criminal Court", "court"),
    ("The Guardian", "The Guardian", "media"),
])
def test_organisations_and_armed_groups_resolve_with_what_surrounds_them(book, text, name, kind):
    assert party(book, text)[:2] == (name, kind)


def test_two_countries_joined_are_not_narrowed_to_the_reports_own(book):
    result = book.resolve("Ethiopian and Eritrean troops", country="ETH")
    assert result.party.country is None and {c.country for c in result.candidates} == {"ETH", "ERI"}


def test_a_party_of_another_country_is_not_the_one_of_the_same_name(book):
    assert party(book, "British Labour Party")[0] == "Labour Party"
    assert party(book, "Kenyan Labour Party") == (None, "political_party", "KEN")


def test_counted_people_are_the_party_itself(book):
    assert party(book, "dozens of Kenyan police officers")[0] == "Security forces of Kenya"
    assert party(book, "members of the Uzbek community", country="KGZ")[1:] == ("ethnic_group", "KGZ")
    assert party(book, "the rebel Lord's Resistance Army", country="UGA")[0] == "Lord's Resistance Army"


def test_the_council_is_no_particular_council(book):
    assert book.resolve("the Council").party is None


def test_an_acronym_of_two_bodies_is_decided_by_the_country(book):
    assert book.resolve("RSF").party is None
    assert party(book, "RSF", country="SDN")[:2] == ("Rapid Support Forces", "armed_group")


# ------------------------------------------------------------------ people and offices


def test_a_title_alone_names_who_held_it_on_the_day(book):
    assert party(book, "the Kenyan president", on="2008-01-20")[0] == "Mwai Kibaki"
    assert party(book, "the president", on="2008-01-20", country="KEN")[0] == "Mwai Kibaki"
    assert party(book, "the secretary-general of the United Nations", on="2003-05-01")[0] == "Kofi Annan"
    assert party(book, "the Russian president", on="2010-01-15")[0] == "Dmitry Medvedev"


def test_a_title_without_a_day_names_no_one(book):
    assert party(book, "the Kenyan president") == (None, "person", "KEN")


def test_an_unchecked_date_alone_never_names_an_office_holder(book):
    row = next(o for o in book.offices if o.person == "Olaf Scholz")
    assert row.unchecked
    result = book.resolve("the German chancellor", on=date(2023, 1, 1))
    assert result.party.name is None and result.party.country == "DEU"
    assert [c.name for c in result.candidates] == ["Olaf Scholz"]


def test_in_the_month_of_a_handover_a_title_alone_names_no_one(book):
    result = book.resolve("the Kyrgyz president", on=date(2010, 4, 20))
    assert result.party.name is None and len(result.candidates) == 2


def test_a_name_outside_its_office_is_the_person_without_the_office(book):
    assert book.resolve("Kofi Annan", on=date(2008, 1, 25)).party.role == "former secretary general"
    found = book.resolve("ousted President Kurmanbek Bakiyev", on=date(2010, 5, 20), country="KGZ").party
    assert (found.name, found.role) == ("Kurmanbek Bakiyev", "former president")


def test_a_name_of_two_people_needs_a_date(book):
    result = book.resolve("President Bush")
    assert result.party is None and len(result.candidates) == 2
    assert party(book, "President Bush", on="2005-03-01")[0] == "George W. Bush"


def test_a_bare_surname_counts_only_in_its_own_country(book):
    assert book.resolve("Brown", on=date(2008, 3, 1)).party is None
    assert book.resolve("Brown", on=date(2008, 3, 1), country="USA").party is None
    assert party(book, "Brown", on="2008-03-01", country="GBR")[0] == "Gordon Brown"


@pytest.mark.parametrize("text", ["Kenyan President Mwai Kibaki", "Mwai Kibaki, president of Kenya", "President Kibaki", "Kibaki",
                                  "president Mwai Kibaki"])
def test_a_name_with_its_title_in_any_order_is_one_person(book, text):
    assert party(book, text, on="2008-01-20", country="KEN") == ("Mwai Kibaki", "person", "KEN")


def test_people_around_a_leader_are_not_the_leader(book):
    assert party(book, "supporters of Kibaki", country="KEN") == (None, None, None)
    assert party(book, "the wife of President Mwai Kibaki", country="KEN")[0] is None


def test_a_leaders_government_is_the_countrys_only_while_the_leader_governs(book):
    assert party(book, "the Karimov government", on="2005-05-20", country="UZB")[0] == "Government of Uzbekistan"
    assert party(book, "the Bakiyev government", on="2010-05-20", country="KGZ")[0] is None


def test_words_that_say_nothing_resolve_to_nothing(book):
    for text in ("", "  ", "the", "something else", "of", "'s"):
        assert book.resolve(text).party is None


def test_country_of_takes_names_adjectives_and_people(book):
    assert [book.country_of(w) for w in ("Burma", "Kenyan", "Danes", "Kyrgyzstani", "Ivory Coast", "DRC", "the Gambia")] == \
        ["MMR", "KEN", "DNK", "KGZ", "CIV", "COD", "GMB"]
    assert book.country_of("Congolese") is None and book.country_of("Atlantis") is None and book.country_of("turkey") is None
