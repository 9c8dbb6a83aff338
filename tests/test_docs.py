"""What a user can type or meet is written down, and what is written down is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from tocsin import records
from tocsin.interfaces.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
RECORDS = (ROOT / "docs" / "records.md").read_text()
PAGES = README + "".join(path.read_text() for path in sorted((ROOT / "docs").glob("*.md")))
HELP = {"--help", "-h"}


def commands() -> dict[str, Any]:
    """Every command by the words that one types: "read", and in a group "trail verify"."""
    group: Any = get_command(app)
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        found[name] = command
        found |= {f"{name} {inner}": one for inner, one in getattr(command, "commands", {}).items()}
    return found


def options(command: Any) -> Iterator[str]:
    for parameter in command.params:
        yield from (name for name in parameter.opts if name.startswith("-"))


def test_every_command_and_option_is_documented() -> None:
    missing = [name for name in commands() if f"`tocsin {name}" not in PAGES and f"\ntocsin {name}" not in PAGES]
    group = get_command(app)
    for command in (group, *commands().values()):
        missing += [name for name in options(command) if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", PAGES)]
    assert not missing


def test_every_variable_of_the_environment_is_documented() -> None:
    source = "".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    for name in set(re.findall(r"\bTOCSIN_[A-Z]+\b", source)):
        assert name in PAGES, name


def test_commands_in_the_pages_exist() -> None:
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for first, rest in re.findall(r"^(?:\$ )?tocsin (\w+)([^\n#|`]*)", path.read_text(), flags=re.M):
            second = re.match(r" ([a-z-]+)", rest)
            name = f"{first} {second[1]}" if second and f"{first} {second[1]}" in commands() else first
            assert name in commands() and not (hasattr(commands()[name], "commands") and rest.strip()), f"{path.name}: tocsin {name}{rest}"
            for option in re.findall(r"(?<!\S)--?[a-z][\w-]*", rest):
                assert option in {*options(commands()[name]), *HELP}, f"{path.name}: tocsin {name} {option}"


def test_make_targets_in_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", README, flags=re.M))
    assert {"demo", "test"} <= named <= targets


PUBLIC = (
    records.Report, records.Published, records.Attribution, records.Problem, records.Claim, records.Party, records.Place, records.Time,
    records.Figure, records.Voice, records.SentenceRef, records.Tally, records.Situation, records.Decision,
)  # fmt: skip


@pytest.mark.parametrize("record", PUBLIC, ids=lambda record: record.__name__)
def test_every_public_field_is_in_the_records_page(record: type) -> None:
    public = [f.name for f in fields(record) if f.metadata.get("public", True)]
    missing = [name for name in public if not re.search(rf'[`"]{name}[`"?]', RECORDS)]
    assert not missing


def test_every_kind_of_record_is_in_the_records_page() -> None:
    for name in records.RECORD_NAMES.values():
        assert re.search(rf"^## .*\b{name}\b|`{name}`|\"{name}\"", RECORDS, flags=re.M), name


def test_every_kind_of_claim_and_unit_of_the_codebook_is_in_the_records_page() -> None:
    from tocsin.codebook import load

    for kind in load().kinds:
        assert re.search(rf"\b{kind}\b", RECORDS), kind
