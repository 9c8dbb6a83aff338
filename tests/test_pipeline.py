"""The order: one report that breaks the reader costs no other, and what is kept is kept once."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator

import pytest

from tocsin import intake, pipeline
from tocsin.codebook import Codebook, load
from tocsin.codebook.model import Alias
from tocsin.records import Claim, Problem, Read, Report, Voice

TEXT = "Gunmen killed {n} people in the town of Ilmet on 3 May 2011, the interior ministry said."
MARK = "Zzyzx"


class Fragile(Codebook):
    """A codebook with a defect: it breaks on one word."""

    def mentions(self, text: str) -> list[Alias]:
        """What ours finds, but for that word."""
        if MARK in text:
            raise IndexError("string index out of range")
        return super().mentions(text)


class Shelf:
    """A store as small as can be, which says what was asked of it."""

    def __init__(self) -> None:
        self.reads: dict[tuple[str, str, str], Read] = {}
        self.problems: list[Problem] = []
        self.batches: list[int] = []

    def read_of(self, report: Report, *, reader: str) -> Read | None:
        """What is there of this text."""
        return self.reads.get((report.id, report.text, reader))

    def keep_many(self, reads: Iterable[Read], *, reader: str | None = None) -> Iterator[tuple[Read, bool]]:
        """Keep all, when asked for the answers."""
        given = list(reads)
        self.batches.append(len(given))
        for read in given:
            self.reads[read.report.id, read.report.text, reader or ""] = read
            yield read, True

    def keep_problem(self, problem: Problem) -> bool:
        """Keep it."""
        self.problems.append(problem)
        return True

    def forgotten_on(self, report: Report) -> str | None:
        """Nothing is forgotten here."""
        return None


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def rows(*texts: str, **fields: str) -> Iterator[Report | Problem]:
    """Reports of these texts, with ids "0", "1", …"""
    data = "".join(json.dumps({"id": str(n), "text": text, **fields}) + "\n" for n, text in enumerate(texts))
    return intake.collect(["-"], stdin=io.BytesIO(data.encode()))


def read(sources: Iterable[Report | Problem], codebook: Codebook, shelf: Shelf | None = None) -> list[Read | Problem]:
    return list(pipeline.read_reports(sources, codebook=codebook, store=shelf or Shelf()))


def name(item: Read | Problem) -> str | None:
    return item.report_id if isinstance(item, Problem) else item.report.id


def test_a_report_that_breaks_the_reader_becomes_a_problem_and_the_others_are_read(codebook: Codebook) -> None:
    texts = [TEXT.format(n=n) for n in (3, 4, 5)]
    texts.insert(1, f"{TEXT.format(n=9)} The road to {MARK} is closed.")
    shelf = Shelf()
    found = read(rows(*texts), Fragile(codebook.folders), shelf)
    assert [name(item) for item in found] == ["0", "1", "2", "3"]
    broken = found[1]
    assert isinstance(broken, Problem)
    assert broken.error == "could not be read" and "IndexError" in broken.detail and "test_pipeline.py" in broken.detail
    assert broken.what_to_do and broken.path == "-"
    assert [r.tally.figures["killed"]["best"] for r in found if isinstance(r, Read)] == [3, 4, 5]
    assert shelf.problems == [broken] and {key[0] for key in shelf.reads} == {"0", "2", "3"}


def test_several_broken_reports_are_as_many_problems(codebook: Codebook) -> None:
    texts = [f"The road to {MARK} is closed, number {n}." if n % 2 else TEXT.format(n=n) for n in range(7)]
    found = read(rows(*texts), Fragile(codebook.folders))
    assert [isinstance(item, Problem) for item in found] == [bool(n % 2) for n in range(7)]


def test_errors_meant_for_people_and_of_the_system_go_up(codebook: Codebook) -> None:
    class Full(Shelf):
        def keep_many(self, reads: Iterable[Read], *, reader: str | None = None) -> Iterator[tuple[Read, bool]]:
            """No room."""
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        read(rows(TEXT.format(n=3)), codebook, Full())


def test_an_unknown_profile_is_the_callers_mistake(codebook: Codebook) -> None:
    with pytest.raises(KeyError, match="acled"):
        pipeline.read_reports(rows(TEXT), codebook=codebook, store=Shelf(), profile="guess")


def test_what_is_known_is_not_read_again(codebook: Codebook) -> None:
    shelf = Shelf()
    first = read(rows(TEXT.format(n=3), TEXT.format(n=4)), codebook, shelf)
    second = read(rows(TEXT.format(n=3), TEXT.format(n=4), TEXT.format(n=5)), codebook, shelf)
    assert shelf.batches == [2, 1]
    assert second[:2] == first and len(second) == 3


def test_one_id_with_two_texts_in_one_group_gives_both(codebook: Codebook) -> None:
    one, two = rows(TEXT.format(n=3)), rows(TEXT.format(n=4))
    found = read([*one, *two], codebook)
    assert [r.tally.figures["killed"]["best"] for r in found if isinstance(r, Read)] == [3, 4]


def test_an_exact_repeat_is_passed_over_and_a_copy_elsewhere_is_not(codebook: Codebook) -> None:
    report = next(rows(TEXT.format(n=3)))
    other = next(rows(TEXT.format(n=3), source="Harbour Post"))
    assert len(read([report, report, other], codebook)) == 2


def test_problems_keep_their_place_over_groups(codebook: Codebook) -> None:
    problem = Problem("empty file", "It has 0 bytes.", "Check it.", "x.txt")
    sources: list[Report | Problem] = list(rows(*(f"Number {n} of the notes is short." for n in range(pipeline.GROUP + 3))))
    sources.insert(2, problem)
    sources.append(problem)
    shelf = Shelf()
    found = read(sources, codebook, shelf)
    assert [isinstance(item, Problem) for item in found] == [isinstance(item, Problem) for item in sources]
    assert shelf.batches == [pipeline.GROUP - 1, 4]


def test_sources_are_taken_group_by_group(codebook: Codebook) -> None:
    taken = []

    def watched() -> Iterator[Report | Problem]:
        for item in rows(*(f"Number {n} of the notes is short." for n in range(3 * pipeline.GROUP))):
            taken.append(item)
            yield item

    items = pipeline.read_reports(watched(), codebook=codebook, store=Shelf())
    assert taken == []
    next(items)
    assert len(taken) == pipeline.GROUP


def test_a_long_text_closes_its_group(codebook: Codebook) -> None:
    long = Report("long", "Nothing happened. " * (pipeline.GROUP_LETTERS // 18 + 1), language="fr")
    assert [len(group) for group in pipeline._group([long, long, *rows(TEXT)])] == [1, 1, 1]


def test_the_key_of_a_reading_tells_profiles_and_codebooks_apart(codebook: Codebook, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("mine")
    (folder / "notes.txt").write_text("one")
    keys = {pipeline.reading_key(codebook, profile=p) for p in ("acled", "strict_plural")}
    keys.add(pipeline.reading_key(Codebook((*codebook.folders, folder)), profile="acled"))
    assert len(keys) == 3 and all(key.startswith(pipeline.reader_name()) for key in keys)


# ------------------------------------------------------------------ the book


def test_of_several_reads_of_one_id_the_book_has_the_last(codebook: Codebook) -> None:
    reads = [r for r in read([*rows(TEXT.format(n=3)), *rows(TEXT.format(n=4))], codebook) if isinstance(r, Read)]
    assert pipeline.make_book(reads, codebook=codebook).reads == (reads[1],)


def test_a_room_that_breaks_costs_its_part_of_the_book_only(codebook: Codebook, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = [r for r in read(rows(TEXT.format(n=3).replace("Ilmet", "Garissa")), codebook) if isinstance(r, Read)]

    def break_down(*_: object, **__: object) -> None:
        raise TypeError("unsupported operand")

    monkeypatch.setattr(pipeline.response, "trace", break_down)
    book = pipeline.make_book(reads, codebook=codebook)
    (situation,) = book.situations
    assert situation.response is None and situation.assessment is not None
    (problem,) = book.problems
    assert "response" in problem.error and "TypeError" in problem.detail
    monkeypatch.setattr(pipeline.situations, "gather", break_down)
    book = pipeline.make_book(reads, codebook=codebook)
    assert book.situations == () and book.reads == tuple(reads) and len(book.problems) == 1


def test_problems_are_mended_by_a_later_reading_only(codebook: Codebook) -> None:
    reads = [r for r in read(rows(TEXT.format(n=3)), codebook) if isinstance(r, Read)]
    still = Problem("empty file", "", "", "y.txt")
    language = Problem("not read: language fr", "", "", None, "7")
    met = (Problem("empty file", "", "", "-"), still, language, Problem("could not be read", "", "", None, "0"))
    assert pipeline.unmended(met, reads) == (still, language)


def test_claims_of_a_read_rest_on_its_text(codebook: Codebook) -> None:
    (found,) = read(rows(TEXT.format(n=3)), codebook)
    assert isinstance(found, Read) and found.claims
    for claim in found.claims:
        assert isinstance(claim, Claim) and isinstance(claim.attribution, Voice)
        assert found.report.text[claim.start : claim.end] == claim.quote
