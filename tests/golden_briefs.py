"""The golden briefs of the shipped examples: what `tocsin brief` says of them, as plain files that a change of words shows up in.

    make golden            # or: python -m tests.golden_briefs
    git diff tests/golden  # and read it: every change in there is one that somebody will read in a brief

A brief is renewed only after its difference was read; what it says wrong against an example's `expected.md` is listed in docs/quality.md.
"""

from __future__ import annotations

from pathlib import Path

from tests.examples import NAMES, make_example
from tocsin import briefs
from tocsin.codebook import load

FOLDER = Path(__file__).parent / "golden"
DAYS = {"osh-2010": ("2010-06-13", "2010-06-18", "2010-06-23")}  # the same example as it would have been told on three days
GOLDEN: tuple[tuple[str, str | None], ...] = (
    *((name, None) for name in NAMES),
    *((name, day) for name, days in DAYS.items() for day in days),
)


def path_of(name: str, day: str | None) -> Path:
    """Where the golden brief of an example, as of a day, lies."""
    return FOLDER / f"{name}{f'-as-of-{day}' if day else ''}.md"


def write_brief(name: str, day: str | None) -> str:
    """The brief as a file holds it: in full, names of private persons masked."""
    content = briefs.render(make_example(name, day), format="md", codebook=load(), masked=True)
    assert isinstance(content, str)
    return content


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, day in GOLDEN:
        path_of(name, day).write_text(write_brief(name, day), encoding="utf-8")
        print(f"wrote {path_of(name, day)}")
