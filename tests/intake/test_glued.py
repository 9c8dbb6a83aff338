"""Words run together by copying are parted, words cut at a line's end made whole, and what is one word is left alone."""

from __future__ import annotations

import pytest

from tocsin.codebook.words import is_word
from tocsin.intake import clean


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Heavy shelling displacedabout 1,400 villagers.", "Heavy shelling displaced about 1,400 villagers."),
        ("The town is still recovering, with1,250 families in tents.", "The town is still recovering, with 1,250 families in tents."),
        ("Some 3,200people reached the camp between3 and 9 May.", "Some 3,200 people reached the camp between 3 and 9 May."),
        ("By 14June about 300 peoplewere in the school.", "By 14 June about 300 people were in the school."),
        ("In Mayand June the armedgroups left.", "In May and June the armed groups left."),
        ("OCHAestimates that they fledKorba at night.", "OCHA estimates that they fled Korba at night."),
        ("Shelling stopped, but fewreturned,because the roadwas mined.", "Shelling stopped, but few returned, because the road was mined."),
        ("About 90 fami-lies moved to the south-west.", "About 90 families moved to the south-west."),
        ("A river burst its banks andnine shel-ters were lost.", "A river burst its banks and nine shelters were lost."),
    ],
)
def test_lost_blanks_come_back(raw: str, text: str) -> None:
    assert clean(raw).text == text


@pytest.mark.parametrize(
    "raw",
    [
        "The warlord's men and the janjaweed burned a power station near Woodstock on Thursday.",
        "Fighters of the M23 with AK-47 rifles and a BM-21 took Highway 12 at 10pm.",
        "Write to desk@hiraltoday.example or see www.thenewsofhiral.example/whatwasheld for more.",
        "The co-operation of ex-fighters and start-ups was re-examined in mid-May.",
        "An airstrike hit whoever was there; nobody, whether armed or not, survived because of it.",
        "Le gouvernement a condamné les attaques contre les populations civiles déplacées dans la région.",
    ],
)
def test_what_is_one_word_stays_one(raw: str) -> None:
    assert clean(raw).text == raw


def test_offsets_still_lead_to_the_raw_text() -> None:
    raw = "Heavy shelling displacedabout 1,400 villagers."
    report = clean(raw)
    at = report.text.index("about")
    assert raw[report.offsets[at]:].startswith("about 1,400")
    assert len(report.offsets) == len(report.text) and list(report.offsets) == sorted(report.offsets)


def test_a_text_without_capitals_is_left_alone() -> None:
    raw = "the leader of the sarvaparishad, mr fernandes, and the britto brothers met at the college in anandpur. " * 4
    assert clean(raw).text == raw.strip()


def test_words_are_known_in_their_other_forms() -> None:
    assert all(map(is_word, ("village", "villages", "fled", "burning", "stopped", "because", "themselves")))
    assert not any(map(is_word, ("displacedabout", "peoplewere", "hiral")))
