"""The training texts: every block holds, and a broken one is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.codebook import load as load_codebook
from training import texts

FOLDER = Path(texts.__file__).parent / "texts"


def test_every_shipped_block_holds_and_names_a_kind_of_the_codebook() -> None:
    kinds = set(load_codebook().table("kinds"))
    found = texts.load(FOLDER)
    assert len(found) > 3000
    assert {c.kind for t in found for c in t.claims} <= kinds
    assert sum(1 for t in found if not t.claims) > len(found) / 5


def test_spans_point_at_the_starred_words_and_the_nearest_party(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "T The guards left. Later the guards beat two clerks, a cook said.\n"
        "G news\n"
        "C torture | the guards *beat* two clerks | actor=the guards | target=two clerks | voice=unnamed | speaker=a cook\n",
        encoding="utf-8",
    )
    (text,) = texts.load(tmp_path)
    (claim,) = text.claims
    assert [text.text[a:b] for a, b in claim.words] == ["beat"]
    assert [text.text[a:b] for a, b in claim.roles["actor"]] == ["the guards"]
    assert claim.roles["actor"][0][0] > text.text.index("Later")
    assert claim.attributes == {"voice": "unnamed"}


@pytest.mark.parametrize(
    "line",
    ["C killing | shot *dead* | target=a baker", "C killing | shot dead", "C killing | *shot* him | voice=loud"],
)
def test_a_broken_claim_is_refused_with_file_and_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "b.txt").write_text(f"T They shot him.\nG news\n{line}\n", encoding="utf-8")
    with pytest.raises(texts.TextError, match=r"b\.txt, line 3"):
        texts.load(tmp_path)
