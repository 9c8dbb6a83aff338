"""What counts as a number of people, what a modifier leaves open, and what is no count at all."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading import figures
from tocsin.reading.numbers import word_set
from tocsin.reading.parse import parse_text
from tocsin.records import FigureMention, Sentence, Token


def read(text: str, profile: str = "acled") -> tuple[Sentence, tuple[FigureMention, ...]]:
    sentence = parse_text([text])[0]
    return sentence, figures.find(sentence, profile=figures.profile_named(profile))


def only(text: str, profile: str = "acled") -> FigureMention:
    _, found = read(text, profile)
    assert len(found) == 1, [m.figure.text for m in found]
    return found[0]


def ends(mention: FigureMention) -> tuple[int | None, int | None, int | None]:
    return mention.figure.low, mention.figure.best, mention.figure.high


def kinds(text: str) -> list[tuple[str, str]]:
    return [(m.figure.text, m.kind) for m in read(text)[1]]


@pytest.mark.parametrize(("text", "value"), [
    ("The militia killed 80 villagers.", 80),
    ("The militia killed 1,066 villagers.", 1_066),
    ("The flood drove out 1.2 million people.", 1_200_000),
    ("The flood drove out 10k people.", 10_000),
    ("The flood drove out 800.000 people.", 800_000),
    ("The flood drove out 1 200 families.", 1_200),
    ("The flood drove out 1,00,000 people.", 100_000),
    ("They burned three hundred and twelve houses.", 312),
    ("They burned twenty-two houses.", 22),
    ("They burned two dozen houses.", 24),
    ("They burned half a dozen houses.", 6),
    ("Half a million refugees crossed.", 500_000),
    ("Two and a half million refugees crossed.", 2_500_000),
    ("One hundred and twenty thousand refugees crossed.", 120_000),
    ("A hundred refugees crossed.", 100),
    ("A quarter of a million refugees crossed.", 250_000),
])
def test_numbers_are_read_however_they_are_written(text, value):
    assert ends(only(text)) == (value, value, value)


@pytest.mark.parametrize(("text", "wanted", "modifier"), [
    ("At least 80 people died.", (80, 80, None), "at_least"),
    ("No fewer than 80 people died.", (80, 80, None), "at_least"),
    ("A minimum of 80 people died.", (80, 80, None), "at_least"),
    ("80 or more people died.", (80, 80, None), "at_least"),
    ("More than 80 people died.", (80, 80, None), "more_than"),
    ("Over 80 people died.", (80, 80, None), "more_than"),
    ("Upwards of 80 people died.", (80, 80, None), "more_than"),
    ("In excess of 80 people died.", (80, 80, None), "more_than"),
    ("Up to 80 people died.", (None, None, 80), "up_to"),
    ("As many as 80 people died.", (None, None, 80), "up_to"),
    ("No more than 80 people died.", (None, None, 80), "at_most"),
    ("Fewer than 80 people died.", (None, None, 80), "at_most"),
    ("Nearly a thousand people died.", (900, 1000, 1000), "nearly"),
    ("Just under 80 people died.", (72, 80, 80), "nearly"),
    ("About 80 people died.", (72, 80, 88), "about"),
    ("Some 80 people died.", (72, 80, 88), "about"),
    ("An estimated 80 people died.", (72, 80, 88), "about"),
    ("Somewhere in the neighborhood of 100 people died.", (90, 100, 110), "about"),
    ("In the region of 100 people died.", (90, 100, 110), "about"),
    ("30 or so people died.", (27, 30, 33), "about"),
    ("10 to 15 people died.", (10, None, 15), "range"),
    ("10-15 people died.", (10, None, 15), "range"),
    ("Between 10 and 15 people died.", (10, None, 15), "range"),
    ("Ten or twelve people died.", (10, None, 12), "range"),
    ("Two to three hundred people died.", (200, None, 300), "range"),
    ("Between one hundred and two hundred people died.", (100, None, 200), "range"),
    ("Perhaps as many as 80 people died.", (None, None, 80), "up_to"),
])
def test_a_modifier_decides_which_ends_are_open(text, wanted, modifier):
    mention = only(text)
    assert (ends(mention), mention.figure.modifier) == (wanted, modifier)
    assert mention.figure.text == text[:len(mention.figure.text)]


@pytest.mark.parametrize(("text", "wanted"), [
    ("Dozens of people fled.", (12, 12, 99)),
    ("Scores of people fled.", (20, 20, 99)),
    ("Hundreds of people fled.", (100, 100, 999)),
    ("Thousands of people fled.", (1_000, 1_000, 9_999)),
    ("Tens of thousands of people fled.", (10_000, 10_000, 99_999)),
    ("Hundreds of thousands of people fled.", (100_000, 100_000, 999_999)),
    ("Several people fled.", (3, 3, None)),
    ("A few people fled.", (2, 2, None)),
    ("Several hundred people fled.", (300, 300, 999)),
])
def test_vague_plurals_take_the_floor_of_their_magnitude(text, wanted):
    mention = only(text)
    assert ends(mention) == wanted
    assert mention.figure.modifier == "vague_plural"


def test_the_profile_changes_what_a_vague_plural_is_worth():
    assert ends(only("Hundreds of people fled.", "d4d_midrange"))[1] == 550
    assert ends(only("Hundreds of people fled.", "strict_plural"))[0] == 200
    assert only("Hundreds of people fled.", "strict_plural").figure.profile == "strict_plural"


def test_an_unknown_profile_is_refused_with_the_known_ones():
    with pytest.raises(KeyError, match="acled"):
        figures.profile_named("folklore")


@pytest.mark.parametrize("text", [
    "Many people fled.", "Numerous people fled.", "The massacre went on.", "The toll is rising.", "He scores in tests.",
    "A couple was shot in their car.", "They fled no longer.", "There were no reports of shelling.", "One can only hope.",
])
def test_words_without_a_number_give_none(text):
    assert read(text)[1] == ()


@pytest.mark.parametrize("text", ["No one was hurt.", "Nobody was hurt.", "There were no casualties.", "None were hurt."])
def test_none_is_a_count_of_zero(text):
    mention = only(text)
    assert ends(mention) == (0, 0, 0)
    assert (mention.figure.modifier, mention.kind) == ("no", "count")


def test_a_share_of_a_stated_base_is_computed_and_shown():
    mention = only("As many as half the valley's 60,000 Tajiks were driven out.")
    assert mention.kind == "fraction"
    assert ends(mention) == (None, None, 30_000)
    assert mention.figure.formula == "0.5 × 60,000 = 30,000"
    assert mention.base is not None and mention.base.best == 60_000
    assert mention.base_span is not None


@pytest.mark.parametrize(("text", "best", "formula"), [
    ("A third of its 90,000 residents fled.", 30_000, "1/3 × 90,000 = 30,000"),
    ("40 percent of the 2,000 houses burned.", 800, "0.4 × 2,000 = 800"),
    ("Two-thirds of the 300 prisoners escaped.", 200, "2/3 × 300 = 200"),
])
def test_fractions_and_percentages_of_a_base(text, best, formula):
    mention = only(text)
    assert (mention.figure.best, mention.figure.formula) == (best, formula)


@pytest.mark.parametrize(("text", "kind"), [
    ("Half the town is gone.", "fraction"), ("As many as half fled.", "fraction"), ("One in five children starved.", "fraction"),
    ("Some of the 40 hostages came home.", "fraction"), ("The army took 60 percent of the land.", "percent"),
])
def test_a_share_without_a_base_has_no_number(text, kind):
    mention = only(text)
    assert (mention.kind, ends(mention)) == (kind, (None, None, None))


def test_most_of_a_base_is_more_than_half_and_no_best():
    assert ends(only("Most of the 2,000 residents fled.")) == (1_001, None, 2_000)


@pytest.mark.parametrize(("text", "noun"), [
    ("There were 80 confirmed kills.", "kills"), ("Nearly a thousand protesters came.", "protesters"),
    ("12 of the dead were guards.", "dead"),
    ("Two of the victims were nurses.", "victims"), ("Six Dead in Harbour Blast", "Dead"), ("They shot 15 others.", "others"),
    ("At least 10 were killed.", None), ("Killed: 12", None), ("Four off-duty police officers died.", "officers"),
    ("Five of the minister's guards died.", "guards"), ("They hit 12 people Tuesday.", "people"),
])
def test_the_counted_noun(text, noun):
    sentence, found = read(text)
    at = found[0].noun_i
    assert (sentence.tokens[at].text if at is not None else None) == noun


def test_lists_of_killed_and_wounded_keep_their_numbers_apart():
    sentence, found = read("Gunmen killed 10 civilians and wounded 15.")
    assert [(m.figure.best, m.noun_i is not None) for m in found] == [(10, True), (15, False)]
    _, found = read("10 killed, 15 injured in clashes")
    assert [m.figure.best for m in found] == [10, 15]


@pytest.mark.parametrize(("text", "words"), [
    ("Another 30 were taken.", "Another 30"), ("A further 12 died.", "A further 12"), ("They found 12 more bodies.", "12 more"),
    ("An additional 40 families left.", "An additional 40"),
])
def test_more_of_the_same_is_an_increment(text, words):
    mention = only(text)
    assert (mention.figure.text, mention.figure.scope) == (words, "increment")


def test_a_family_of_six_counts_people_and_families_count_households():
    six = only("A family of six was buried.")
    assert (six.figure.best, six.figure.counts, six.noun_i, six.figure.text) == (6, "people", None, "A family of six")
    assert only("About 500 families left.").figure.counts == "households"
    assert only("They burned 40 houses.").figure.counts == "buildings"
    assert only("Police logged 12 attacks.").figure.counts == "events"


@pytest.mark.parametrize(("text", "of"), [
    ("Nine children died.", "children"), ("Nine women died.", "women"), ("Nine villagers died.", "civilians"),
    ("Nine militants died.", "combatants"),
    ("Nine police died.", None), ("Nine people died.", None),
])
def test_which_people_a_figure_counts(text, of):
    assert only(text).figure.of == of


@pytest.mark.parametrize(("text", "kind"), [
    ("He was aged 34.", "age"), ("A 34-year-old man died.", "age"), ("Amina Yusuf, 34, was killed.", "age"), ("It began in 2005.", "year"),
    ("The 1990s were worse.", "year"), ("They came on 10 June.", "date"), ("They came on June 10.", "date"),
    ("They came at 3:30 p.m.", "time"),
    ("They came at 0430.", "time"), ("It cost $2 million.", "money"), ("It cost 500 euros.", "money"), ("They walked 20 km.", "measure"),
    ("They walked 20km.", "measure"), ("The army holds 60%.", "percent"), ("They voted on Resolution 1973.", "identifier"),
    ("They took Route 66 home.", "identifier"), ("He flew a Boeing 737 home.", "identifier"), ("See Article 7.", "identifier"),
    ("The G8 met.", "identifier"), ("He had an AK-47.", "identifier"), ("Call 252-555-1411.", "identifier"),
    ("They lived at 12 Harbour Road.", "identifier"), ("It lasted three days.", "duration"), ("It was a five-year plan.", "duration"),
    ("It happened on the 15th.", "ordinal"), ("She drove a four-door car.", "measure"), ("They fled on 2010-06-10.", "date"),
    ("It was hit twice.", "frequency"),
])
def test_numbers_that_count_nobody(text, kind):
    assert [k for _, k in kinds(text)] == [kind]


def test_scores_are_no_counts():
    assert {k for _, k in kinds("They beat us 102-98.")} == {"score"}


def test_four_digits_before_people_count_and_after_in_are_a_year():
    assert kinds("2005 people were killed.") == [("2005", "count")]
    assert kinds("In 2005 people were killed.") == [("2005", "year")]
    assert kinds("The 2008 protests were put down.") == [("2008", "year")]
    assert kinds("At least 2000 people were killed.") == [("At least 2000", "count")]


def test_an_age_makes_the_rest_of_its_list_ages():
    assert [k for _, k in kinds("The victims, aged 13, 17 and 19, were sisters.")] == ["age"] * 3


def test_verbs_that_look_like_modifiers_are_not():
    assert only("They talked about 20 people.").figure.modifier == "exact"
    assert only("They took over 20 villages.").figure.modifier == "exact"


def test_a_change_is_no_range():
    assert [ends(m)[1] for m in read("The toll rose from 10 to 15.")[1]] == [10, 15]


def test_capitals_bullets_and_table_rows_are_read():
    shout = read("AT LEAST THIRTY-FOUR VILLAGERS KILLED, 1,200 DISPLACED")[1]
    assert [(m.figure.best, m.figure.modifier) for m in shout] == [(34, "at_least"), (1_200, "exact")]
    row = read("Osh | 72 | 891")[1]
    assert [(m.figure.best, m.kind, m.noun_i) for m in row] == [(72, "count", None), (891, "count", None)]


def test_a_partitive_keeps_its_base():
    first, second = read("12 of the 15 wounded were women.")[1]
    assert (first.figure.best, second.figure.best) == (12, 15)
    assert first.base is not None and first.base.best == 15
    assert first.base_span == (second.start, second.end)


@pytest.mark.parametrize(("text", "word", "counts"), [
    ("A man was killed.", "man", True), ("The officer was killed.", "officer", True), ("His brother was killed.", "brother", True),
    ("Colonel John Okello was killed.", "Okello", True), ("The villagers were killed.", "villagers", False),
    ("A family was killed.", "family", False), ("Two men were killed.", "men", False), ("The police were attacked.", "police", False),
    ("The town was shelled.", "town", False), ("Every man was killed.", "man", False),
])
def test_one_person_counts_one_and_nothing_else_does(text, word, counts):
    sentence = parse_text([text])[0]
    at = next(t.i for t in sentence.tokens if t.text == word)
    figure = figures.singular(sentence, at)
    assert (figure is not None and (figure.low, figure.best, figure.high) == (1, 1, 1)) == counts


def test_another_man_is_an_increment():
    sentence = parse_text(["Another man was killed."])[0]
    figure = figures.singular(sentence, 1)
    assert figure is not None and (figure.scope, figure.text) == ("increment", "Another man")


# ------------------------------------------------------------------ properties

WORDS = sorted(word_set("""
    80 1,066 10-15 10–15 1.2 million 3-1 10k 5m ½ 1/3 ² ٣ 15th 1990s 2005 at least more than up to as many nearly about some half
    a third of the its no one none between and to or from - – $ % percent people dead killed families year old , . ( ) 's dozens
    several few couple thousands hundred dozen twenty five zero ~9 +41 > 12killed 9:30 0430 may June Resolution No aged another
    further more others 999999999999999999999 1.2.3.4 00 0
"""))
TAGS = ("CD", "NN", "NNS", "NNP", "JJ", "VBD", "IN", "DT", "HYPH", ",", "RB", "POS", "PRP$", "$")


def make_sentence(words: list[str], tags: list[str], base: int = 0, spaced: list[bool] | None = None) -> Sentence:
    tokens, text = [], ""
    for i, (word, tag) in enumerate(zip(words, tags, strict=True)):
        start = base + len(text)
        tokens.append(Token(i, word, word.lower(), tag, "X", "dep", max(i - 1, 0), start, start + len(word), ""))
        text += word + (" " if spaced is None or spaced[i] else "")
    return Sentence(index=0, start=base, end=base + len(text), text=text, tokens=tuple(tokens))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(TAGS), st.booleans()), max_size=25), st.integers(0, 500))
def test_any_words_give_true_offsets_and_ordered_mentions(items, base):
    sentence = make_sentence([w for w, _, _ in items], [t for _, t, _ in items], base, [s for _, _, s in items])
    last = -1
    for mention in figures.find(sentence):
        assert mention.first > last
        assert mention.first <= mention.last < len(sentence.tokens)
        last = mention.last
        assert sentence.text[mention.start - base:mention.end - base] == mention.figure.text
        low, _, high = ends(mention)
        assert low is None or high is None or low <= high
        assert mention.noun_i is None or 0 <= mention.noun_i < len(sentence.tokens)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 10**9), st.sampled_from(["", "at least ", "about ", "nearly ", "up to "]))
def test_the_best_number_is_the_one_written(value, modifier):
    words = f"{modifier}{value:,} people".split()
    mention = figures.find(make_sentence(words, ["CD" if w[0].isdigit() else "NNS" if w == "people" else "RB" for w in words]))[0]
    assert value in ends(mention)
    assert all(end is None or abs(end - value) <= value // 9 + 1 for end in ends(mention))


def test_ten_thousand_numbers_take_a_bounded_time():
    rng = random.Random(3)
    words = [rng.choice(["12", "and", "of", "to", "the", ",", "thousand", "half", "a", "-", "three"]) for _ in range(20_000)]
    started = time.perf_counter()
    figures.find(make_sentence(words, ["CD" if w in ("12", "three", "thousand") else "NN" for w in words]))
    assert time.perf_counter() - started < 5
