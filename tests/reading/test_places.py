"""Places are found in sentences, resolved by the report they stand in, and told from people, papers, peoples and governments."""

import pytest

from tocsin.codebook import load
from tocsin.codebook.places import make_gazetteer, tell_demonyms
from tocsin.reading import places
from tocsin.reading.parse import parse_text
from tocsin.records import Sentence


@pytest.fixture(scope="module")
def find():
    countries = list(load().countries.values())
    gazetteer, demonyms = make_gazetteer(countries), tell_demonyms(countries)

    def read(*texts, **options):
        sentences, at = [], 0
        for number, parsed in enumerate(parse_text(texts)):
            tokens = tuple(t._replace(start=t.start + at, end=t.end + at) for t in parsed.tokens)
            sentences.append(Sentence(index=number, start=at, end=at + len(parsed.text), text=parsed.text, tokens=tokens))
            at += len(parsed.text) + 1
        mentions = places.find(sentences, gazetteer=gazetteer, demonyms=demonyms, **options)
        return [m.place for found in mentions for m in found]

    return read


def told(found):
    return [(p.name, p.country, p.precision) for p in found]


def test_towns_and_parts_of_countries_are_found(find):
    assert told(find("Soldiers shot ten people in Osh and in Jalalabad in southern Kyrgyzstan.")) == [
        ("Osh", "KGZ", "city"), ("Jalal-Abad", "KGZ", "city"), ("southern Kyrgyzstan", "KGZ", "region")]


def test_offsets_hold_the_words(find):
    text = "Militias burned three villages near Goma in North Kivu."
    sentence = parse_text([text])[0]
    gazetteer = make_gazetteer(load().countries.values())
    for mention in places.find([sentence], gazetteer=gazetteer)[0]:
        assert text[mention.start:mention.end] == mention.place.text
        assert sentence.tokens[mention.first].start == mention.start and sentence.tokens[mention.last].end == mention.end


@pytest.mark.parametrize("text", [
    "Moscow said it would send no troops.",
    "Talks with Washington broke down again.",
    "The Washington Times ran the story first.",
    "Georgia Tech beat its rivals by ten points.",
    "Jordan said the camp was full.",
    "Paris Hilton wore a red coat.",
    "The Geneva Conventions forbid it.",
    "The Rome Statute entered into force.",
    "Osh Bazaar Company closed its shop.",
    "Kenyan troops opened fire.",
    "The Paris accord was signed by all sides.",
    "He showed signs of Stockholm syndrome.",
    "U.S. troops opened fire on the crowd.",
])
def test_governments_papers_people_and_agreements_are_no_places(find, text):
    assert find(text) == []


@pytest.mark.parametrize("text, country", [
    ("Gunmen killed six people in Tripoli, Lebanon.", "LBN"),
    ("Gunmen killed six people in Tripoli, and Libya declared mourning.", "LBY"),
])
def test_the_country_named_beside_a_town_decides(find, text, country):
    assert find(text)[0].country == country


def test_the_rest_of_the_report_decides_which_town_is_meant(find):
    found = find("Lebanese soldiers moved in at dawn.", "Six people were killed in Tripoli.", "Beirut was calm.")
    assert [p.country for p in found if p.name == "Tripoli"] == ["LBN"]


def test_hints_decide_where_the_report_is_silent(find):
    assert find("Six people were killed in Tripoli.", countries=("LBN",))[0].country == "LBN"


def test_a_name_of_two_great_towns_stays_open_without_context(find):
    found = find("The river flooded San Jose overnight, and people fled from San Jose.")
    assert all(p.country is None and p.lat is None for p in found)


def test_a_village_that_no_table_has_keeps_its_words_and_the_one_country_of_the_report(find):
    found = find("Raiders attacked Qazubelo village in eastern Chad.")
    assert ("Qazubelo village", None, "TCD", "city") in [(p.text, p.name, p.country, p.precision) for p in found]


def test_a_word_for_its_kind_tells_the_region_from_the_town(find):
    assert told(find("Floods drove thousands out of their homes in Kandahar province."))[0] == ("Kandahar", "AFG", "region")
    assert told(find("A bomb went off in Kandahar."))[0] == ("Kandahar", "AFG", "city")


def test_a_list_shares_its_preposition_and_its_kind(find):
    found = told(find("Thousands fled their homes in Helmand, Kandahar and Uruzgan provinces in Afghanistan."))
    assert [p for p in found if p[2] == "region"][:3] == [
        ("Helmand", "AFG", "region"), ("Kandahar", "AFG", "region"), ("Uruzgan", "AFG", "region")]


@pytest.mark.parametrize("text, name", [
    ("Villages burned in northern Nigeria.", "northern Nigeria"),
    ("Villages burned in the north of Nigeria.", "northern Nigeria"),
    ("Villages burned in south-eastern Chad.", "south-eastern Chad"),
])
def test_directions_make_regions(find, text, name):
    place = find(text)[0]
    assert (place.name, place.precision, place.lat) == (name, "region", None)


def test_the_south_of_the_country_is_a_part_of_the_reports_country(find):
    found = find("Kyrgyzstan declared an emergency.", "Fighting went on in the south of the country.")
    assert ("southern Kyrgyzstan", "KGZ", "region") in told(found)


def test_near_a_town_is_the_town_and_not_a_region(find):
    assert told(find("A convoy was hit 20 km south of Mosul."))[0] == ("Mosul", "IRQ", "city")


def test_a_border_is_a_place_of_its_own(find):
    found = find("Kyrgyzstan was quiet.", "Crowds gathered at the border with Uzbekistan.")
    assert ("Kyrgyzstan–Uzbekistan border", "KGZ", "border") in told(found)
    assert "Uzbekistan" not in [p.name for p in found]


def test_the_side_of_a_border_is_left_open_where_nothing_tells(find):
    assert told(find("The Thai-Cambodian border was closed."))[0][0] == "Cambodia–Thailand border"


def test_capitals_throughout_are_read(find):
    assert told(find("THREE SOLDIERS WERE KILLED IN SAN SALVADOR")) == [("San Salvador", "SLV", "city")]


def test_accents_make_no_difference(find):
    assert find("Dozens were hurt in Bogotá.")[0].name == find("Dozens were hurt in Bogota.")[0].name


def test_a_dateline_is_where_it_was_written_not_where_it_happened(find):
    assert [p.name for p in find("NAIROBI, 5 June (Newswire) - Gunmen killed ten people in Garissa.")] == ["Garissa"]


def test_names_of_parties_given_are_left_alone(find):
    text = "Fighters of the Free Army of Aleppo left Idlib."
    span = (text.index("Free"), text.index(" left"))
    assert [p.name for p in find(text, parties_spans=[span])] == ["Idlib"]


def test_a_great_city_abroad_is_not_taken_for_its_namesake(find):
    found = find("Officials in Washington and in New York spoke of the United States.", "Talks were held in Geneva.")
    assert [p.country for p in found if p.name == "Geneva"] == ["CHE"]


def test_islands_named_after_a_person_are_a_country(find):
    assert told(find("A storm hit the Marshall Islands."))[0] == ("Marshall Islands", "MHL", "country")


def test_names_in_a_list_before_areas_are_places(find):
    assert [p.country for p in find("About 400 people were trapped in Al Nasheera, Al Rubari and Al Mukha areas.")] == ["YEM"] * 3


def test_a_name_that_begins_like_many_is_read_whole(find):
    assert find("The entire town of Santa Oriana was destroyed.")[0].text == "Santa Oriana"


def test_a_place_before_a_bracket_keeps_its_name(find):
    assert told(find("People fled from Buenaventura (the Valle del Cauca department)."))[0] == ("Buenaventura", "COL", "city")


def test_a_camp_of_a_body_is_no_name(find):
    assert [p.name for p in find("Around 800 people are living in a UN camp in Juba.")] == ["Juba"]


def test_a_namesake_of_a_great_city_follows_the_other_names(find):
    assert {p.country for p in find("Houses fell in Surigao city and in the neighbouring town of San Francisco.")} == {"PHL"}


def test_a_village_of_a_country_is_not_called_after_it(find):
    assert told(find("The toll of the Peru village massacre rose."))[0] == ("Peru", "PER", "country")
    assert told(find("Nine died in a raid on a Chad displacement camp."))[0] == ("Chad", "TCD", "country")


def test_parts_joined_by_hyphens_are_one_name_unless_both_are_towns(find):
    assert [p.text for p in find("Our men were not in Lodda-Mbi.")][0] == "Lodda-Mbi"
    assert [p.name for p in find("The Donetsk-Luhansk road in Ukraine was shelled.")][:2] == ["Donetsk", "Luhansk"]


def test_a_band_is_no_place(find):
    assert [p.name for p in find("Survivors named members of Los Rastrojos in Colombia.")] == ["Colombia"]
