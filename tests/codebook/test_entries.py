"""Every entry of the codebook is well-formed, and every name finds its entry again."""

from __future__ import annotations

import pytest

from tocsin.codebook import Codebook, load
from tocsin.codebook.checks import EVIDENCE, OUTCOMES, PARTY_TYPES
from tocsin.codebook.model import covers, first_day, last_day
from tocsin.codebook.names import Ref, country_names, is_acronym, office_names, with_plurals


@pytest.fixture(scope="module")
def book() -> Codebook:
    return load()


def entries(book: Codebook) -> list:
    return [*book.countries.values(), *book.offices, *book.organisations.values(), *book.groups.values(), *book.armed_groups.values(),
            *book.generic_parties.values(), *book.options.values(), *book.crimes.values(), *book.risk_factors.values(),
            *book.precedents.values(), *book.precautions.values(), *book.dimensions.values(),
            *book.quantities.profiles.values(), *book.quantities.modifiers, book.levels]


def names(book: Codebook) -> list[tuple[str, Ref]]:
    found = [(n, Ref("country", c.iso3, role)) for c in book.countries.values() for n, role in country_names(c)]
    found += [(n, Ref("office", person, role)) for n, person, role in office_names(book.offices)]
    for kind, table in (("organisation", book.organisations), ("armed_group", book.armed_groups)):
        found += [(n, Ref(kind, e.id, "name")) for e in table.values() for n in (e.name, *e.aliases)]
    found += [(n, Ref("group", g.id, "name")) for g in book.groups.values() for n in with_plurals((g.name, *g.aliases))]
    return found


def test_the_whole_codebook_passes_its_own_checks(book):
    assert book.check() is None
    assert len(book.countries) > 190 and len(book.organisations) >= 170 and len(book.precedents) >= 25


def test_every_entry_has_a_source_or_the_mark(book):
    bare = [e for e in entries(book) if not e.source and not e.unchecked]
    assert bare == []
    assert [x.what for p in book.precedents.values() for x in p.measures if not x.source] == []
    assert [t for p in book.precedents.values() for t in p.toll if not t.get("source")] == []


def test_dates_are_dates_and_no_entry_ends_before_it_starts(book):
    dated = [*book.countries.values(), *book.offices, *book.organisations.values(), *book.armed_groups.values(), *book.precedents.values()]
    assert all(first_day(e.start) <= last_day(e.end) for e in dated if e.start and e.end)
    assert all(covers(e.start, e.end, first_day(e.start)) for e in dated if e.start)


def test_closed_lists_hold(book):
    assert {g.type for g in book.generic_parties.values()} <= PARTY_TYPES
    assert {g.compose for g in book.generic_parties.values()} <= {"government", "forces", "none"}
    measures = [x for p in book.precedents.values() for x in p.measures]
    assert {x.outcome for x in measures} <= OUTCOMES and {x.evidence_type for x in measures} <= EVIDENCE
    assert {x.option for x in measures} <= set(book.options)


def test_at_least_twenty_five_cases_since_1991_are_told_with_source_and_year_and_compared(book):
    since = [p for p in book.precedents.values() if p.start >= "1991"]
    assert len(since) >= 25
    assert all(x.source and x.year for p in since for x in p.measures)
    assert all(p.traits for p in since)


def test_the_six_questions_are_our_own_wording_and_say_where_they_come_from(book):
    assert len(book.precautions) == 6
    assert all(q.question.endswith("?") and "ICISS" in q.source and q.unchecked for q in book.precautions.values())


def test_a_counterfactual_is_never_a_success(book):
    imagined = [x for p in book.precedents.values() for x in p.measures if x.evidence_type == "counterfactual"]
    wrong = [x.what for x in imagined if x.outcome != "not_tried"]
    assert wrong == []


def test_the_options_are_those_of_the_records(book):
    assert list(book.options) == ["diplomacy", "mediation", "sanctions", "aid", "inquiry", "observers", "police_mission", "peacekeeping",
                                  "military", "evacuation", "other"]


def test_the_risk_factors_are_fourteen_with_their_indicators_in_order(book):
    assert list(book.risk_factors) == [str(n) for n in range(1, 15)]
    for number, factor in book.risk_factors.items():
        assert list(factor.indicators) == [f"{number}.{i}" for i in range(1, len(factor.indicators) + 1)]
    assert book.indicators["6.10"].startswith("neighbours")


def test_every_harm_and_response_kind_has_codes(book):
    roots = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
             "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
    for kind in book.kinds.values():
        if kind.family in ("harm", "response"):
            assert book.codes_for(kind.name)["plover"] in roots, kind.name
            assert all(book.codes_for(kind.name, subtype)["plover"] in roots for subtype in kind.subtypes), kind.name


def test_vague_words_keep_low_below_best_below_high(book):
    for profile in book.quantities.profiles.values():
        for word, vague in profile.words.items():
            ends = [n for n in vague if n is not None]
            assert ends == sorted(ends), (profile.id, word)
    assert book.quantities.vague("dozens").best == 12
    assert book.quantities.vague("hundreds", profile="d4d_midrange").best == 550
    assert book.quantities.vague("couple", profile="strict_plural").best == 2, "a word that a profile lacks is read by the default"


def test_no_alias_is_a_bare_word_for_any_council(book):
    bare = {f"{article}{word}" for article in ("", "the ") for word in ("council", "court", "commission", "union", "mission", "party")}
    assert not [n for n, _ in names(book) if n.lower() in bare]


def test_every_name_is_found_in_a_sentence(book):
    missed = []
    for name, ref in names(book):
        text = f"It was said of {name} that nothing is known."
        found = {(a.kind, a.id) for a in book.mentions(text) if (a.start, a.end) == (15, 15 + len(name))}
        if (ref.kind, ref.id) not in found:
            missed.append((name, ref))
    assert missed == []


def test_every_name_resolves_to_its_entry_or_is_reported_ambiguous(book):
    lost = []
    for name, ref in names(book):
        if ref.role == "capital":  # a place first: it stands for no one where another meaning exists
            continue
        result = book.resolve(name)
        parties = [p for p in (result.party, *result.candidates) if p]
        known = {"country": lambda p, r=ref: p.country == r.id or p.type.endswith("_group") or p.type == "person",
                 "office": lambda p, r=ref: p.name == r.id or p.type != "person",
                 "organisation": lambda p, r=ref: p.name == book.organisations[r.id].name,
                 "armed_group": lambda p, r=ref: p.name == book.armed_groups[r.id].name,
                 "group": lambda p, r=ref: p.name == book.groups[r.id].name}[ref.kind]
        if not any(map(known, parties)):
            lost.append((name, ref, parties))
    assert lost == []


def test_an_acronym_keeps_its_case(book):
    for name, ref in names(book):
        if is_acronym(name) and name.lower() != name:
            assert (ref.kind, ref.id) not in {(a.kind, a.id) for a in book.mentions(f"we saw {name.lower()} there")}
