"""Call the data folder's own scorers, as a person would, and take the scores from their last line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.sets import DataError, DataSet, Row


def score(data: Path, chosen: DataSet, rows: list[Row], lines: list[str], work: Path) -> dict[str, Any]:
    """The scorer's numbers for these prediction lines, judged against these rows of gold. `work` is a temporary folder."""
    gold, pred = work / "gold.jsonl", work / "pred.jsonl"
    gold.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    pred.write_text("".join(line.rstrip("\n") + "\n" for line in lines), encoding="utf-8")
    timelines = [p for half in ("dev", "test") if (p := data / chosen.scorer / f"{half}_timelines.jsonl").is_file()][:1]
    more = [word for path in timelines for word in ("--timelines", str(path))]
    return _call(data / "score.py", [chosen.scorer, "--gold", str(gold), "--pred", str(pred), *more])


def score_seeds(data: Path, lines: list[str], work: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The scores on the seed documents, and the whole answer (violations, missed records, floors not held)."""
    pred = work / "pred.jsonl"
    pred.write_text("".join(line.rstrip("\n") + "\n" for line in lines), encoding="utf-8")
    answer = _answer(data / "score_seeds.py", ["--pred", str(pred)], accepted=(0, 1))
    return answer["scores"], answer


def score_baseline(data: Path, chosen: DataSet, rows: list[Row], work: Path) -> dict[str, Any]:
    """The trivial baseline of the data folder on the same rows; empty where it has none."""
    script = data / "baselines.py"
    if not script.is_file() or chosen.scorer == "seeds":
        return {}
    gold = work / "gold.jsonl"
    gold.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    made = _run(script, [chosen.scorer, "--gold", str(gold)], accepted=(0,))
    return score(data, chosen, rows, made.splitlines(), work)


def value_at(scores: dict[str, Any], path: str) -> float | None:
    """The number at a dotted path, None where there is none."""
    found: Any = scores
    for part in path.split("."):
        if not isinstance(found, dict) or part not in found:
            return None
        found = found[part]
    return float(found) if isinstance(found, int | float) else None


def _call(script: Path, args: list[str]) -> dict[str, Any]:
    scores: dict[str, Any] = _answer(script, args, accepted=(0,))["scores"]
    return scores


def _answer(script: Path, args: list[str], *, accepted: tuple[int, ...]) -> dict[str, Any]:
    lines = _run(script, args, accepted=accepted).strip().splitlines()
    try:
        answer: dict[str, Any] = json.loads(lines[-1])
    except (IndexError, ValueError):
        raise DataError(f"{script} gave no JSON line at its end.") from None
    return answer


def _run(script: Path, args: list[str], *, accepted: tuple[int, ...]) -> str:
    if not script.is_file():
        raise DataError(f"There is no {script}.")
    # -B: the data folder may be read-only, and stays as it is.
    done = subprocess.run([sys.executable, "-B", str(script), *args], capture_output=True, text=True, check=False)
    if done.returncode not in accepted:
        raise DataError(f"{script} ended with status {done.returncode}: {done.stderr.strip()[-400:]}")
    return done.stdout
