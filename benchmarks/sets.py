"""The public sets: where their rows lie, what is measured on each, and what is to be reached."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class DataError(Exception):
    """The data folder, or a part of it, is not there; the message says what was looked for and what to do."""


@dataclass(frozen=True)
class Measure:
    """One number of a scorer: its dotted path in the scores, and the bar to reach (None: only watched)."""

    path: str
    bar: float | None = None


@dataclass(frozen=True)
class DataSet:
    """One set: its folder, the rows that count, and its measures; `figures` tells the gold numbers of a row, if it has any.

    `asks`: read (claims of each row), link (clusters of all rows), timeline (the days of each topic), brief (the headline figures of the
    rows of one cluster, read together and judged once).
    """

    name: str
    measures: tuple[Measure, ...]
    folder: str = ""
    keep: Callable[[Row], bool] = lambda row: True
    figures: Callable[[Row], dict[str, list[tuple[int, ...]]]] | None = None
    asks: str = "read"

    @property
    def scorer(self) -> str:
        """The name the scorer and the folder go by."""
        return self.folder or self.name


def _muc_figures(row: Row) -> dict[str, list[tuple[int, ...]]]:
    """Required numbers of dead and wounded, two and more, as the scorer counts them."""
    found: dict[str, list[tuple[int, ...]]] = {"killed": [], "injured": []}
    for unit, effect in (("killed", "DEATH"), ("injured", "INJURY")):
        for incident in row["gold"]["incidents"]:
            for human in incident["human_targets"]:
                values = sorted({n["low"] for n in human["numbers"] if n.get("low") is not None and n.get("low") == n.get("high")})
                if values and values[0] >= 2 and set(human["effects"]) == {effect} and not human["optional"] and not incident["optional"]:
                    found[unit].append(tuple(values[:1]))
    return found


def _tolls(row: Row) -> dict[str, list[tuple[int, ...]]]:
    """Killed and injured of a row: one number, or both ends of a range."""
    found: dict[str, list[tuple[int, ...]]] = {}
    for unit in ("killed", "injured"):
        value = row["gold"].get(unit)
        if value is not None:
            found[unit] = [tuple(value)] if isinstance(value, list) else [(value,)]
    return found


def _one_figure(row: Row) -> dict[str, list[tuple[int, ...]]]:
    value = row["gold"]["figure"]
    return {"figure": [(value,)] if value is not None else []}


def _measures(text: str) -> tuple[Measure, ...]:
    """From lines of "path bar"; a dash for no bar."""
    rows = (line.split() for line in text.strip().splitlines())
    return tuple(Measure(path, None if bar == "-" else float(bar)) for path, bar in rows)


SETS: tuple[DataSet, ...] = (
    DataSet("seeds", _measures("claims.r .92\nclaims.p .88\nclaims.f1 .83\nkind_strict .75\nfigures 1\nfigure_modifiers 1\nmodality .88\n"
                               "modality_hard .75\npolarity .95\npolarity_hard .75\nstatus .88\nstatus_hard .80\ncase .95\ncase_hard .90\n"
                               "voice .92\nvoice_hard .80\nactors.f1 .85\ntargets.f1 .80\ndates 1\nviolations 0")),
    DataSet("muc34", _measures("killed_numbers.f1 .70\ninjured_numbers.f1 .70\nperp_org.f1 .55\nperp_confidence_3_macro_f1 .50\n"
                               "victims.f1 .55\ncountry.f1 .88\nrelevance_f1 .85\nplace.f1 -\nstage_macro_f1 -"), figures=_muc_figures),
    DataSet("gva", _measures("killed.exact .85\ninjured.exact .80\nkilled.exact_where_any -\ninjured.exact_where_any -"), figures=_tolls),
    DataSet("gva-clusters", _measures("clusters_b3.f1 .93\nclusters_b3.p -\nclusters_b3.r -"), folder="gva", asks="link"),
    DataSet("gva-incidents", _measures("killed.exact .92\ninjured.exact .87\nkilled.exact_where_any -\ninjured.exact_where_any -"),
            folder="gva", keep=lambda row: row["gold"]["killed"] is not None, asks="brief"),
    DataSet("airwars", _measures("killed.exact .55\nkilled.overlap .85\nkilled.low -\nkilled.high -\ninjured.exact -"), figures=_tolls),
    DataSet("airwars-sources", _measures("killed.exact .55\nkilled.overlap -\nkilled.low -\nkilled.high -"), folder="airwars",
            keep=lambda row: (row["gold"]["n_sources"] or 0) > 1),
    DataSet("idetect", _measures("figure.r .93\nplace_recall .85\ncountry_recall .90\nfigure.f1 -\nterm_group_accuracy -\n"
                                 "unit_accuracy -"), figures=_one_figure),
    DataSet("factappeal", _measures("sourced_macro_f1 .88\nspeech_macro_f1 .90\nsource_type_macro_f1 .60")),
    DataSet("factappeal-untrained", _measures("sourced_macro_f1 .88\nspeech_macro_f1 .90\nsource_type_macro_f1 .60"),
            folder="factappeal", keep=lambda row: row["gold"]["split"] != "train"),
    DataSet("polnear", _measures("source.f1 .65\ncue.f1 .70")),
    DataSet("plv", _measures("root_macro_f1 .75\nactor_match .88\ntarget_match .75\npair_match .70\nquad_macro_f1 -")),
    DataSet("india_police", _measures("KILL.f1 .78\nARREST.f1 .80\nFAIL.f1 .55\nFORCE.f1 .80\nANY.f1 -")),
    DataSet("timeline", _measures("t17.date_f1 .42\ncrisis.date_f1 .42\nt17.ar1 -\ncrisis.ar1 -"), asks="timeline"),
    DataSet("ceha", _measures("relevance_f1 .85")),
)
NAMES = tuple(s.name for s in SETS)


def set_named(name: str) -> DataSet:
    """The set of this name. DataError when there is none."""
    for found in SETS:
        if found.name == name:
            return found
    raise DataError(f"There is no set {name!r}; there are {', '.join(NAMES)}.")


def check_folder(data: Path) -> None:
    """DataError unless `data` holds the scorers."""
    if not (data / "score.py").is_file():
        raise DataError(
            f"No benchmark data at {data}: it has no score.py. The data sets are not part of the project; "
            "give the path of a folder that holds score.py and a folder a set (muc34/dev.jsonl and so on)."
        )


def load_rows(data: Path, chosen: DataSet, limit: int | None = None) -> tuple[list[Row], str]:
    """The first `limit` rows that count, with their gold, and the half they are from. DataError when they are not there."""
    for half in ("dev", "test"):
        path = data / chosen.scorer / f"{half}.jsonl"
        if path.is_file():
            with open(path, encoding="utf-8") as lines:
                rows = [row for line in lines if line.strip() and chosen.keep(row := json.loads(line))]
            return rows[:limit], half
    raise DataError(f"No rows of {chosen.name}: {data / chosen.scorer} has neither dev.jsonl nor test.jsonl.")
