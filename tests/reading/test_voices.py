"""Who says what: cues, speakers, spans, and the words that only look like a statement."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tocsin.codebook
from tocsin.reading import voices
from tocsin.reading.parse import outline, parse
from tocsin.reading.voices_quotes import find_quotes
from tocsin.records import Attribution, Report, Sentence, Token

TABLE = tomllib.loads((Path(tocsin.codebook.__file__).parent / "data" / "lexicon_voices.toml").read_text(encoding="utf-8"))
LEXICON = voices.Lexicon.from_table(TABLE)


def read(text: str) -> tuple[Attribution, ...]:
    return voices.find(tuple(parse(outline(Report(id="r", text=text)))), text, lexicon=LEXICON)


def read_plain(text: str) -> tuple[Attribution, ...]:
    return voices.find(outline(Report(id="r", text=text)), text, lexicon=LEXICON)


def only(text: str, found: Sequence[Attribution] | None = None) -> Attribution:
    found = read(text) if found is None else found
    assert len(found) == 1, [(a.speaker, a.cue, text[a.start:a.end]) for a in found]
    return found[0]


def words(text: str, a: Attribution) -> str:
    return text[a.start:a.end]


# ------------------------------------------------------------------ shapes of reporting


@pytest.mark.parametrize(("text", "speaker", "cue", "said"), [
    ("Police said at least 12 people were killed in the market.", "Police", "said", "at least 12 people were killed in the market"),
    ("The Health Ministry put the death toll at 40.", "The Health Ministry", "put", "the death toll at 40"),
    ("Soldiers burned the village, according to residents.", "residents", "according to", "Soldiers burned the village"),
    ("The rebels claimed responsibility for the attack.", "The rebels", "claimed", "responsibility for the attack"),
    ("The army denied that its troops had shelled the camp.", "The army", "denied", "its troops had shelled the camp"),
    ("Amnesty International accused the militia of rape.", "Amnesty International", "accused", "the militia of rape"),
    ("Forty bodies were found, the Red Cross said in a statement.", "the Red Cross", "said", "Forty bodies were found"),
    ("The president's claim that the army did not shoot is contested.", "The president", "claim", "the army did not shoot"),
    ("The inquiry found that the police had used live rounds.", "The inquiry", "found", "the police had used live rounds"),
    ("Colonel Darro vowed to crush the rebels.", "Colonel Darro", "vowed", "to crush the rebels"),
    ("Activists estimate that 300 people were detained.", "Activists", "estimate", "300 people were detained"),
    ("Local media reported that 15 protesters were shot.", "Local media", "reported", "15 protesters were shot"),
    ("Witnesses told Reuters they saw bodies in the street.", "Witnesses", "told", "they saw bodies in the street"),
    ("The UN called on both sides to stop fighting.", "The UN", "called on", "to stop fighting"),
    ("The government blamed rebels for the attack.", "The government", "blamed", "rebels for the attack"),
    ("The army said in a statement issued on Sunday by its spokesman that the town was calm.", "The army", "said", "the town was calm"),
    ("Thousands fled, said a spokesman for the UN refugee agency.", "a spokesman for the UN refugee agency", "said", "Thousands fled"),
])
def test_an_indirect_statement_has_its_speaker_cue_and_words(text: str, speaker: str, cue: str, said: str) -> None:
    a = only(text)
    assert (a.speaker, a.cue, words(text, a), a.speech) == (speaker, cue, said, "indirect")


def test_a_source_that_asks_not_to_be_named_makes_one_statement() -> None:
    text = "According to a doctor who asked not to be named, the clinic received 30 bodies."
    a = only(text)
    assert (a.speaker, a.voice, a.speaker_type) == ("a doctor", "unnamed_source", "medical")
    assert words(text, a) == "the clinic received 30 bodies"


def test_both_sides_of_a_parenthesis_were_said() -> None:
    text = "The convoy, the governor said, had been ambushed near the bridge."
    assert words(text, only(text)) == text.rstrip(".")


def test_a_source_between_subject_and_verb_covers_the_whole_statement() -> None:
    text = "The colonel, according to Amnesty International, ordered the raid."
    assert words(text, only(text)) == text.rstrip(".")


def test_coordinated_speakers_are_one_source() -> None:
    assert only("The governor and the police chief said the curfew would be lifted.").speaker == "The governor and the police chief"


def test_a_person_quoted_as_saying_is_the_speaker() -> None:
    text = "The colonel was quoted as saying that his men had left the town."
    a = only(text)
    assert (a.speaker, a.cue, words(text, a)) == ("The colonel", "quoted as saying", "his men had left the town")


def test_a_participle_behind_a_comma_is_a_second_statement_of_the_same_speaker() -> None:
    text = "The statement said the army had withdrawn, adding that no civilians were harmed."
    first, second = read(text)
    assert (words(text, first), words(text, second)) == ("the army had withdrawn", "no civilians were harmed")
    assert first.speaker == second.speaker == "The statement"


def test_a_report_inside_a_report_keeps_both_sources() -> None:
    text = "The UN said witnesses had told it soldiers burned the village."
    outer, inner = read(text)
    assert (outer.speaker, inner.speaker, words(text, inner)) == ("The UN", "witnesses", "soldiers burned the village")
    at = text.index("soldiers burned")
    assert [a.speaker for a in voices.attributions_over(at, at + 8, (outer, inner))] == ["witnesses", "The UN"]


def test_an_agency_that_cites_others_gives_two_attributions_of_the_same_words() -> None:
    text = "Reuters reported, citing two officials, that 14 soldiers had been killed."
    assert {(a.speaker, words(text, a)) for a in read(text)} == {
        ("Reuters", "14 soldiers had been killed"), ("two officials", "14 soldiers had been killed")}


def test_two_tolls_in_one_sentence_keep_their_sources_apart() -> None:
    text = "The opposition says 70 were killed, while the government says 12."
    assert [(a.speaker, words(text, a)) for a in read(text)] == [("The opposition", "70 were killed"), ("the government", "12")]


def test_a_headline_names_its_source_before_a_colon() -> None:
    a = only("UN: 40 dead in camp raid")
    assert (a.speaker, a.speaker_type, a.cue) == ("UN", "intergovernmental", ":")


def test_as_somebody_put_it_is_a_cue() -> None:
    text = "As the bishop put it, \"nobody came to help us\"."
    a = only(text)
    assert (a.speaker, a.cue, a.speech, words(text, a)) == ("the bishop", "put it", "direct", "nobody came to help us")


def test_in_the_words_of_somebody_is_direct_speech() -> None:
    a = only("In the words of one survivor, \"the river was full of bodies\".")
    assert (a.speaker, a.speaker_type, a.speech) == ("one survivor", "victim", "direct")


# ------------------------------------------------------------------ direct speech


def test_a_quotation_leaves_its_marks_out() -> None:
    text = "\"They came at dawn,\" said Amina Yusuf, a mother of three."
    a = only(text)
    assert (words(text, a), a.speech, a.speaker) == ("They came at dawn,", "direct", "Amina Yusuf")


def test_a_quotation_in_two_parts_gives_two_spans_of_one_speaker() -> None:
    text = "\"If they come back,\" Pell warned, \"we will fight.\""
    assert [(words(text, a), a.speaker) for a in read(text)] == [("If they come back,", "Pell"), ("we will fight.", "Pell")]


def test_a_quotation_goes_on_over_sentences_to_its_cue() -> None:
    text = "\"Nobody is left. The market burned for two days. We counted the dead until we could not,\" the mayor said."
    a = only(text)
    assert words(text, a) == text[1:text.index("\" the mayor")]


def test_quoted_paragraphs_without_a_cue_belong_to_the_last_speaker() -> None:
    text = ("“We walked for nine days,” said Maria Lopez, who fled with two children.\n\n“The river was full. People were left behind."
            "\n\n“Nobody came to help us.”")
    found = read(text)
    assert [a.speaker for a in found] == ["Maria Lopez"] * 3
    assert words(text, found[-1]) == "Nobody came to help us."


def test_single_quotation_marks_hold_speech_too() -> None:
    text = "'They shot my brother,' a villager told the BBC."
    a = only(text)
    assert (a.speaker, a.speech, words(text, a)) == ("a villager", "direct", "They shot my brother,")


def test_who_hears_a_quotation_is_not_what_was_said() -> None:
    text = "\"The road is cut and nobody can leave the town,\" the governor told the broadcaster."
    assert words(text, only(text)) == "The road is cut and nobody can leave the town,"


def test_a_few_quoted_words_leave_a_statement_indirect() -> None:
    a = only("The minister said the rebels would be \"crushed like insects\" if they returned.")
    assert a.speech == "indirect"


def test_a_turn_in_a_transcript_is_direct_speech() -> None:
    text = "The hearing began at nine.\nMORALES: We were told to leave the village before noon."
    a = only(text)
    assert (a.speaker, a.speech) == ("MORALES", "direct")


def test_quotes_of_all_marks_are_found_and_apostrophes_are_not() -> None:
    for text in ("He said “we saw them all run”.", "He said \"we saw them all run\".", "He said 'we saw them all run'.",
                 "He said ``we saw them all run''.", "He said ''we saw them all run''.", "He said «we saw them all run»."):
        assert [text[q.start:q.end] for q in find_quotes(text)] == ["we saw them all run"], text
    assert find_quotes("The residents' houses and the town's mill burned; they didn't return.") == []


# ------------------------------------------------------------------ nobody named


@pytest.mark.parametrize(("text", "cue", "said"), [
    ("Dozens of people have been reported killed in Tarvo.", "reported", "Dozens of people have been reported killed in Tarvo"),
    ("The general is said to have ordered the attack.", "said", "The general is said to have ordered the attack"),
    ("It is believed that 200 people are buried there.", "believed", "200 people are buried there"),
    ("Gunmen allegedly fired on the crowd.", "allegedly", "Gunmen allegedly fired on the crowd"),
    ("There were reports of looting in the east.", "reports", "looting in the east"),
    ("Militants said to be loyal to Darro attacked the post.", "said", "Militants said to be loyal to Darro attacked the post"),
])
def test_a_cue_without_a_source_is_unattributed(text: str, cue: str, said: str) -> None:
    a = only(text)
    assert (a.voice, a.speaker, a.speaker_start, a.cue, words(text, a)) == ("unattributed", None, None, cue, said)


def test_a_passive_with_an_agent_has_that_speaker() -> None:
    text = "The claim that rebels poisoned the well was denied by the militia."
    assert [(a.speaker, a.cue) for a in read(text)] == [("the militia", "denied"), (None, "claim")]


# ------------------------------------------------------------------ traps


@pytest.mark.parametrize("text", [
    "The blast claimed 12 lives.",
    "The army denied access to the camp.",
    "The accused appeared in court on Monday.",
    "The promised land was far away.",
    "The attack went according to plan.",
    "The \"shoot to kill\" order was withdrawn.",
    "The court charged two officers with murder.",
    "The soldiers charged the crowd.",
    "Her book \"The Long Winter\" was banned.",
    "I think the army did it.",
    "He did not say who was responsible.",
    "The report was published on Monday.",
    "The family told no story that evening.",
])
def test_words_that_only_look_like_a_statement_are_left_alone(text: str) -> None:
    assert read(text) == ()


def test_a_speaker_inside_a_quotation_who_says_i_is_not_a_second_source() -> None:
    assert only("\"I think that we will die here,\" the farmer said.").speaker == "the farmer"


@pytest.mark.parametrize(("text", "speaker", "cue", "said"), [
    ("Kora told reporters after the vote that his client had left the country.", "Kora", "told", "his client had left the country"),
    ("The mayor used to boast that he had built the harbour.", "The mayor", "boast", "he had built the harbour"),
    ("The firms are quick to point out that the ships were empty.", "The firms", "point out", "the ships were empty"),
    ("A Quarry University poll found last week that Pell would win.", "A Quarry University poll", "found", "Pell would win"),
    ("Pell said on condition of anonymity that the road was mined.", "Pell", "said", "the road was mined"),
])
def test_a_statement_is_found_where_the_tree_hides_it(text: str, speaker: str, cue: str, said: str) -> None:
    a = only(text)
    assert (a.speaker, a.cue, words(text, a)) == (speaker, cue, said)


@pytest.mark.parametrize("text", ["They came to the capital to discuss the plan.", "A clerk asked not to be named."])
def test_a_purpose_and_a_condition_are_no_statements(text: str) -> None:
    assert read(text) == ()


def test_what_is_quoted_within_the_reporters_words_is_direct_speech() -> None:
    text = "The mayor said the old stone bridge over the river that the army had held all week was \"a heap of rubble by noon.\""
    assert [(a.speech, words(text, a)[:15]) for a in read(text)] == [("indirect", "the old stone b"), ("direct", "a heap of rubbl")]


def test_a_quotation_behind_who_was_told_is_what_was_said() -> None:
    text = "They wrote in March that they were safe, telling neighbours: \"There is a roof above us.\""
    assert ("direct", "There is a roof above us.") in [(a.speech, words(text, a)) for a in read(text)]


# ------------------------------------------------------------------ speakers


@pytest.mark.parametrize(("text", "voice", "kind"), [
    ("The army said the town had fallen.", "named_source", "military"),
    ("The government said the town had fallen.", "named_source", "official"),
    ("Officials said the town had fallen.", "unnamed_source", "official"),
    ("UN officials said the town had fallen.", "unnamed_source", "intergovernmental"),
    ("Hospital officials said 12 bodies had arrived.", "unnamed_source", "medical"),
    ("Residents said the town had fallen.", "unnamed_source", "witness"),
    ("A refugee said the town had fallen.", "unnamed_source", "victim"),
    ("Activists said the town had fallen.", "unnamed_source", "ngo"),
    ("A rebel commander said the town had fallen.", "unnamed_source", "military"),
    ("Reuters said the town had fallen.", "named_source", "media"),
    ("Hamas said the town had fallen.", "named_source", "armed_group"),
    ("Analysts said the town had fallen.", "unnamed_source", "expert"),
    ("WHO said the clinic had closed.", "named_source", "intergovernmental"),
    ("Jane Carter, a surgeon, said the clinic had closed.", "named_source", "medical"),
    ("President John Miller said the town had fallen.", "named_source", "official"),
    ("A group of refugees who said the town had fallen arrived on Monday.", "unnamed_source", "victim"),
    ("Sources said the town had fallen.", "unnamed_source", "other"),
    ("Two people familiar with the talks said the town had fallen.", "unnamed_source", "witness"),
    ("A classmate said the girl had been taken.", "unnamed_source", "witness"),
    ("The Harbour Valley Courant said the town had fallen.", "named_source", "media"),
    ("Harbournews.com said the town had fallen.", "named_source", "media"),
    ("The state-run Delo News Agency said the town had fallen.", "named_source", "media"),
    ("The GCPD said two men had been held.", "named_source", "police"),
    ("Ivo Brand, chair of the harbour committee, said the pier had burned.", "named_source", "official"),
])
def test_speakers_have_a_voice_and_a_type(text: str, voice: str, kind: str) -> None:
    a = read(text)[0]
    assert (a.voice, a.speaker_type) == (voice, kind), a


def test_a_pronoun_stands_for_the_speaker_named_last() -> None:
    text = "General Carter denied the charge. He said his men had orders to protect civilians."
    second = read(text)[1]
    assert second.speaker == "General Carter"
    assert second.speaker_start is not None and text[second.speaker_start:second.speaker_end] == "He"
    assert second.speaker_type == "military"


def test_a_pronoun_skips_names_of_the_other_gender() -> None:
    text = "Ms. Lopez said the men wore uniforms. Mr. Carter said nothing was taken. She added that the school had burned."
    assert read(text)[-1].speaker == "Ms. Lopez"


def test_it_stands_for_a_body_and_not_for_a_person() -> None:
    text = "Human Rights Watch said 300 families were stranded. A doctor said the clinic was empty. It said they had no water."
    assert read(text)[-1].speaker == "Human Rights Watch"


def test_a_person_named_without_speaking_can_be_the_pronoun() -> None:
    text = "General Carter said his men had left. Ms. Lopez disagreed. \"They stood and watched us,\" she said."
    assert read(text)[-1].speaker == "Ms. Lopez"


def test_an_office_holder_keeps_the_name_beside_the_office() -> None:
    a = only("The mayor, John Miller, said the town was empty.")
    assert (a.speaker, a.voice) == ("The mayor, John Miller", "named_source")


def test_a_relative_pronoun_is_the_span_and_its_noun_the_speaker() -> None:
    text = "The town was empty, according to residents, who said the men had been taken away."
    last = read(text)[-1]
    assert last.speaker == "residents"
    assert last.speaker_start is not None and text[last.speaker_start:last.speaker_end] == "who"


# ------------------------------------------------------------------ without a parse


@pytest.mark.parametrize(("text", "speaker", "said"), [
    ("Police said at least 12 people were killed.", "Police", "at least 12 people were killed"),
    ("Soldiers burned the village, according to residents.", "residents", "Soldiers burned the village"),
    ("Forty bodies were found, the Red Cross said in a statement.", "the Red Cross", "Forty bodies were found"),
    ("\"They came at dawn,\" said Amina Yusuf, a mother of three.", "Amina Yusuf", "They came at dawn,"),
    ("The ambassador told the council that the ceasefire had failed.", "The ambassador", "the ceasefire had failed"),
])
def test_the_cheap_pass_finds_plain_statements(text: str, speaker: str, said: str) -> None:
    a = only(text, read_plain(text))
    assert (a.speaker, words(text, a)) == (speaker, said)


def test_the_cheap_pass_knows_hearsay_and_acts() -> None:
    assert only("", read_plain("Gunmen allegedly fired on the crowd.")).voice == "unattributed"
    assert read_plain("The blast claimed 12 lives.") == ()
    assert read_plain("The army denied access to the camp.") == ()


def test_the_cheap_pass_resolves_pronouns() -> None:
    found = read_plain("Colonel Carter denied the charge made by villagers. He said his men were in barracks.")
    assert found[-1].speaker == "Colonel Carter"


# ------------------------------------------------------------------ properties

_PIECES = st.lists(st.sampled_from([
    "said", "police", "The army", "\"", "“", "”", "'", ",", ".", "that", "according to", "killed 12 people", "he", "who", "told", "\n",
    ":", "was reported", "allegedly", "UN", "claimed", "as", "citing", "Ana Pell", "''", "(", "put the toll at", "—", "it", "é",
    "🌍"]), max_size=30)


def _assert_sound(text: str, found: Sequence[Attribution]) -> None:
    for a in found:
        assert 0 <= a.start <= a.end <= len(text)
        assert a.cue_start is None or text[a.cue_start:a.cue_end] == a.cue
        if a.speaker_start is not None and a.speaker_end is not None:
            assert 0 <= a.speaker_start < a.speaker_end <= len(text)
        assert (a.voice == "unattributed") == (a.speaker is None)


@settings(max_examples=60, deadline=None)
@given(_PIECES)
def test_spans_lie_in_the_text_whatever_it_holds(pieces: list[str]) -> None:
    text = " ".join(pieces)
    _assert_sound(text, read(text))
    _assert_sound(text, read_plain(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["said", "Police", "he", ",", "\"", "that", "who", "denied", "claim", "of", "saying"]),
                          st.sampled_from(["nsubj", "ccomp", "conj", "relcl", "dobj", "prep", "punct", "acl", "advcl", "xcomp", "pobj"]),
                          st.sampled_from(["VERB", "NOUN", "PRON", "PUNCT", "ADP"]), st.integers(0, 10)), min_size=1, max_size=20))
def test_any_tree_is_read_to_an_end(rows: list[tuple[str, str, str, int]]) -> None:
    text = " ".join(word for word, *_ in rows)
    tokens, at = [], 0
    for i, (word, dep, pos, head) in enumerate(rows):
        tag = {"VERB": "VBD", "NOUN": "NN", "PRON": "PRP"}.get(pos, "IN")
        lemma = {"said": "say", "denied": "deny", "saying": "say"}.get(word, word.casefold())
        tokens.append(Token(i, word, lemma, tag, pos, dep if i else "ROOT", head % i if i else 0, at, at + len(word), ""))
        at += len(word) + 1
    sentence = Sentence(index=0, start=0, end=len(text), text=text, tokens=tuple(tokens))
    _assert_sound(text, voices.find((sentence,), text, lexicon=LEXICON))


def test_reading_is_quick() -> None:
    text = "\n".join(["The army said that 12 people were killed near the river on Tuesday, adding that the men were armed.",
                      "\"They came at dawn,\" said Maria Lopez, a mother of three. She told reporters that the school had burned."] * 40)
    sentences = tuple(parse(outline(Report(id="r", text=text))))
    started = time.process_time()
    voices.find(sentences, text, lexicon=LEXICON)
    spent = time.process_time() - started
    assert spent / sum(len(s.tokens) for s in sentences) < 200e-6  # 10 µs as a rule; the bound is wide for busy machines


def test_an_unknown_shape_in_the_lexicon_is_refused_with_its_row() -> None:
    broken = {**TABLE, "verbs": [{"kind": "speech", "takes": "z", "lemmas": "say"}]}
    with pytest.raises(ValueError, match="takes = 'z'"):
        voices.Lexicon.from_table(broken)


@pytest.mark.parametrize(("text", "speaker", "said"), [
    ("Nine farmers have been shot since June, nurses in the valley told the radio, and families bury their dead at night.",
     "nurses in the valley", "Nine farmers have been shot since June"),
    ("The army could return within days, the head of the mission, Ana Pell, warned on Friday.",
     "the head of the mission, Ana Pell", "The army could return within days"),
    ("About 9,000 Malians may have crossed the river, the IFRC estimates, and more are on the way.",
     "IFRC", "9,000 Malians may have crossed the river"),
])
def test_a_statement_may_end_before_who_made_it(text: str, speaker: str, said: str) -> None:
    a = only(text)
    assert (a.speaker, words(text, a)) == (speaker, said)


def test_who_hears_it_is_not_what_is_said() -> None:
    text = "The rebels told residents that they would return."
    assert words(text, only(text)) == "they would return"


def test_a_quotation_goes_to_nobody_where_somebody_else_was_named_since() -> None:
    text = '"Soldiers shot my brother," said Mira Dostova. The governor, Olo Vant, visited on Sunday. "Our men never fired on anybody."'
    assert [(a.speaker, a.voice) for a in read(text)] == [("Mira Dostova", "named_source"), (None, "unattributed")]
    text = '"Soldiers shot my brother," said Mira Dostova. "They came at night and took the bread."'
    assert {a.speaker for a in read(text)} == {"Mira Dostova"}


def test_a_last_name_that_two_bear_tells_of_neither() -> None:
    text = "Ana Pell, a doctor, counted bodies. Omar Pell, an army colonel, visited the town. Pell said 40 people had been killed."
    assert read(text)[-1].speaker_type == "other"
    assert read(text.replace("Omar Pell, an army colonel, visited the town. ", ""))[-1].speaker_type == "medical"


@pytest.mark.parametrize(("text", "speaker", "said"), [
    ("Kampala accused Kigali of bombing the market of Rutshuru.", "Kampala", "Kigali of bombing the market of Rutshuru"),
    ("The bishop blamed soldiers for burning the mill.", "The bishop", "soldiers for burning the mill"),
    ("The army put the dead at nine.", "The army", "the dead at nine"),
    ("The health ministry lowered the toll from 25 to 18.", "The health ministry", "the toll from 25 to 18"),
])
def test_who_accuses_or_counts_says_the_deed_and_the_number(text: str, speaker: str, said: str) -> None:
    a = only(text)
    assert (a.speaker, words(text, a)) == (speaker, said)


def test_a_blast_that_raises_the_toll_says_nothing() -> None:
    assert read("A second blast raised the toll to 30.") == ()


# ------------------------------------------------------------------ running reports, headings, tolls, sources beside the verb


@pytest.mark.parametrize(("text", "speaker", "said"), [
    ("Vera Molt, head of a farmers' union, gave a toll of 33.", "Vera Molt", "a toll of 33"),
    ("Shells had hit the mill for days, Vera Molt said, and 12 people had died there in June.", "Vera Molt",
     "Shells had hit the mill for days, Vera Molt said, and 12 people had died there in June"),
    ("The war has killed 900 people, according to the Red Cross, and driven 4,000 from their homes.", "the Red Cross",
     "The war has killed 900 people, according to the Red Cross, and driven 4,000 from their homes"),
    ("09:40 Kesra hospital has told us nine bodies have been received.", "Kesra hospital", "nine bodies have been received"),
    ("Police: nine dead, 30 hurt since Monday.", "Police", "nine dead, 30 hurt since Monday"),
    ("The head of the town hospital, Dr Ines Baum, said nine bodies had been brought in.", "The head of the town hospital, Dr Ines Baum",
     "nine bodies had been brought in"),
])
def test_a_source_is_found_beside_a_toll_a_clock_or_a_title(text: str, speaker: str, said: str) -> None:
    a = only(text)
    assert (a.speaker, words(text, a)) == (speaker, said)


@pytest.mark.parametrize("text", [
    "Kenya: Two camps raided in the north",
    "Anyone found to have stolen cattle will be tried.",
    "Raiders came to the hamlet on Monday, read names from a list and shot four men.",
])
def test_a_place_a_finding_and_a_list_say_nothing(text: str) -> None:
    assert read(text) == ()


def test_an_office_before_the_colon_of_a_quotation_speaks() -> None:
    text = '14:20 The governor\'s office, by email: "No troops will be sent. The roads are open."'
    a = only(text)
    assert (a.speaker, a.speech) == ("The governor's office", "direct")


def test_he_means_who_speaks_rather_than_whom_he_quotes() -> None:
    text = "A deserter, a young private, said his commander told the men that nobody would be spared. He said he had not fired."
    assert [a.speaker for a in read(text) if a.start > text.index("He said")] == ["A deserter"]


def test_a_pronoun_inside_a_relative_clause_speaks() -> None:
    text = "The council spoke of 19 victims, a figure that it said includes two boys."
    assert [a.speaker for a in read(text)] == ["The council", "The council"]
