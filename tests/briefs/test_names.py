"""A victim is told from a public figure, whatever role stands near; where signs conflict, the name is masked."""

from __future__ import annotations

import pytest

from tests.briefs.made import report
from tocsin.briefs.masks import find_names
from tocsin.codebook import load
from tocsin.records import Read, Tally

HIDDEN = "████ ███████"


def hide(*texts: str) -> list[str]:
    """The texts of so many reports with their private names masked."""
    reports = [report(f"R{n}", text) for n, text in enumerate(texts)]
    names = find_names([Read(r, (), Tally(r.id, {})) for r in reports], codebook=load())
    return [names.hide(r.text) for r in reports]


@pytest.mark.parametrize("text", [
    "Mira Dostova, raped by a militia commander, said she fled.",
    "Mira Dostova of Osh said soldiers shot her son.",
    "Mira Dostova, a widow whose house a police captain burned, hid in a cellar.",
    "Mira Dostova, a captain's widow, hid in a cellar.",
    "Mira Dostova, a commander said, was a spy.",
    "Mira Dostova, who heads a household of five, said she fled.",
    "The head of the household, Mira Dostova, was killed.",
    "The daughter of the governor of Kesra, Mira Dostova, was seen on the road.",
    "In general, Mira Dostova was beaten.",
    "In general, Mira Dostova said, nobody slept.",
    "The commander of the camp where Mira Dostova said she was held left.",
    "Hit by a militia commander, Mira Dostova, a nurse, left.",
    "Soldiers killed Mira Dostova in the bazaar.",
    "The killing of Mira Dostova was filmed.",
    "The Uzbek Mira Dostova, 34, hid in a cellar.",
    "A 34-year-old Mira Dostova hid in a cellar.",
    "Governor Mira Dostova, 54, was shot in her office.",
])
def test_a_victim_is_masked_whatever_role_stands_near(text: str) -> None:
    (shown,) = hide(text)
    assert HIDDEN in shown and "Mira" not in shown and "Dostova" not in shown


@pytest.mark.parametrize("text", [
    "Colonel Mira Dostova, the army spokeswoman, denied it.",
    "The governor of Kesra, Mira Dostova, promised an inquiry.",
    "An army spokeswoman, Mira Dostova, denied it.",
    "Mira Dostova, the deputy interior minister, said so. Later Dostova left.",
    "Mira Dostova, head of the council, said so.",
    "Minister of defence Mira Dostova said so.",
    "Interior Minister Mira Dostova said so. The Interior Minister said so.",
    "Mira Dostova of Human Rights Watch said so.",
    "Mira Dostova of the Union of Coasts said so.",
    "Opposition leader Mira Dostova was arrested.",
])
def test_who_bears_the_role_stays(text: str) -> None:
    assert hide(text) == [text]


def test_who_is_private_in_one_report_is_masked_in_all() -> None:
    assert hide("Mira Dostova, 34, hid.", "Mira Dostova of Cheremushki said so.", "Judge Mira Dostova spoke.") == [
        f"{HIDDEN}, 34, hid.", f"{HIDDEN} of Cheremushki said so.", f"Judge {HIDDEN} spoke."]


def test_a_victim_who_shares_a_surname_is_masked_and_the_governor_stays_by_his_whole_name() -> None:
    shown = hide("Mira Vant, 30, a baker, fled. Governor Azim Vant denied it. Vant wept.")
    assert shown == ["████ ████, 30, a baker, fled. Governor Azim Vant denied it. ████ wept."]
    shown = hide("Zamira Bakiyev, 30, hid. President Kurmanbek Bakiyev spoke. Bakiyev left.")
    assert shown == ["██████ ███████, 30, hid. President Kurmanbek Bakiyev spoke. Bakiyev left."]


def test_a_surname_that_is_a_role_or_a_country_does_not_show_who_bears_it() -> None:
    assert hide("Amina King said she fled. King Azim spoke.") == ["█████ ████ said she fled. King Azim spoke."]
    assert hide("Amina Jordan, 34, hid.") == ["█████ ██████, 34, hid."]


def test_places_and_counts_are_nobody() -> None:
    text = "Kara Suu, 12 kilometres from Osh, burned. Crowds burned Mbara houses. Soldiers killed Tolin farmers."
    assert hide(text) == [text]
