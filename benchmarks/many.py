"""Rows that are looked at together: which reports tell of one occurrence, which days of a topic mattered, how many one incident hurt."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.predict import NoStore, Prediction
from benchmarks.sets import DataSet, Row
from tocsin import intake, pipeline, situations
from tocsin.codebook import load
from tocsin.records import Read, Report, Tally, to_line


def predict(chosen: DataSet, rows: Sequence[Row]) -> Prediction:
    """The lines that the rows of a set give together, gold taken off first; nothing is cached."""
    began = time.perf_counter()
    asked = {"link": link_rows, "timeline": timeline_rows, "brief": brief_rows}
    lines = asked[chosen.asks](rows)
    return Prediction(lines, [], time.perf_counter() - began)


def link_rows(rows: Sequence[Row]) -> list[str]:
    """A link line for each row."""
    return [to_line(row) for row in situations.link(collect(rows))]


def timeline_rows(rows: Sequence[Row]) -> list[str]:
    """The entries of each topic's rows, with the topic: `tocsin timeline` called once per topic."""
    codebook = load()
    lines = []
    for topic in sorted({row["gold"]["topic"] for row in rows}):
        reports = collect([row for row in rows if row["gold"]["topic"] == topic])
        reads = (item for item in pipeline.read_reports(reports, codebook=codebook, store=NoStore()) if isinstance(item, Read))
        entries = (e for s in situations.gather(list(reads), codebook=codebook) for e in s.timeline)
        lines += [json.dumps({"record": "entry", "topic": topic, **entry}) for entry in entries]
    return lines


def brief_rows(rows: Sequence[Row]) -> list[str]:
    """For the first row of each cluster a tally line with the headline figures of the brief that all its rows give together."""
    codebook = load()
    reads = pipeline.read_reports(collect(rows), codebook=codebook, store=NoStore())
    known = {item.report.id: _counted(item) for item in reads if isinstance(item, Read)}
    lines = []
    for cluster in clusters_of(rows):
        book = pipeline.make_book([known[row["id"]] for row in cluster if row["id"] in known], codebook=codebook)
        figures = book.situations[0].figures if book.situations else {}
        lines.append(to_line(Tally(cluster[0]["id"], figures)))
    return lines


def _counted(read: Read) -> Read:
    """A read whose private crimes open a situation too: asked is how many were hit, not whether it is a crisis."""
    return replace(read, claims=tuple(replace(c, details={**c.details, "cause": None}) if c.is_private() else c for c in read.claims))


def judged_rows(chosen: DataSet, rows: Sequence[Row]) -> list[Row]:
    """The rows that are held against the gold: of rows that are read together only the first, for they have one answer."""
    return [cluster[0] for cluster in clusters_of(rows)] if chosen.asks == "brief" else list(rows)


def clusters_of(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows by their gold cluster, in order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["gold"]["cluster"], []).append(row)
    return list(found.values())


def collect(rows: Sequence[Row]) -> list[Report]:
    """The rows as reports."""
    data = "\n".join(json.dumps({k: v for k, v in row.items() if k != "gold"}, ensure_ascii=False) for row in rows)
    return [item for item in intake.collect(["-"], stdin=io.BytesIO(data.encode())) if isinstance(item, Report)]
