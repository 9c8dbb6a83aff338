"""The house stands as docs/architecture.md draws it."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "tocsin"
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(config_filename=sys.argv[1], no_cache=True))"


def check(config: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of the package under this configuration."""
    return subprocess.run([sys.executable, "-c", LINT, str(config)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_rooms_keep_to_their_doors() -> None:
    said = check(ROOT / "pyproject.toml")
    assert said.returncode == 0, said.stdout[-3000:] + said.stderr[-1000:]
    assert "0 broken" in said.stdout


def test_a_room_that_knew_another_would_be_caught(tmp_path: Path) -> None:
    """The contract is alive: drawn the other way round, it breaks on the imports that there are."""
    config = tmp_path / "wrong.toml"
    config.write_text(
        '[tool.importlinter]\nroot_package = "tocsin"\n[[tool.importlinter.contracts]]\nname = "upside down"\ntype = "layers"\n'
        'containers = ["tocsin"]\nlayers = ["codebook", "claims"]\n'
    )
    said = check(config)
    assert said.returncode == 1 and "BROKEN" in said.stdout, said.stdout[-3000:] + said.stderr[-1000:]


def test_every_room_is_named_in_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c for c in contracts if c["type"] == "layers")
    assert layers["exhaustive"] is True
    named = {part.strip() for layer in layers["layers"] for piece in layer.split("|") for part in piece.split(",")}
    rooms = {p.name for p in PACKAGE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    modules = {p.stem for p in PACKAGE.glob("*.py")} - {"__init__"}
    assert rooms | modules <= {name.strip(' "()') for name in named}


def test_only_the_pipeline_imports_several_rooms() -> None:
    rooms = {"intake", "reading", "claims", "situations", "assessment", "response", "briefs", "review"}
    for path in PACKAGE.rglob("*.py"):
        own = path.relative_to(PACKAGE).parts[0]
        if own in ("pipeline.py", "casebook.py", "interfaces"):
            continue
        tree = ast.parse(path.read_text())
        known = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            known |= {name.split(".")[1] for name in names if name.startswith("tocsin.") and name.split(".")[1] in rooms}
        assert known <= {own}, f"{path} knows {sorted(known - {own})}"


def test_every_file_says_what_it_is_for_and_none_is_long() -> None:
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text()
        assert not text.strip() or ast.get_docstring(ast.parse(text)), f"{path} has no docstring"
        assert text.count("\n") < 750, f"{path} is too long to be one worry"
