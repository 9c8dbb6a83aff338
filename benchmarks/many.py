"""Rows that are looked at together: which reports tell of one occurrence, which days of a topic mattered."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Sequence

from benchmarks.predict import NoStore, Prediction
from benchmarks.sets import DataSet, Row
from tocsin import intake, pipeline, situations
from tocsin.codebook import load
from tocsin.records import Read, Report, to_line


def predict(chosen: DataSet, rows: Sequence[Row]) -> Prediction:
    """The lines that the rows of a set give together, gold taken off first; nothing is cached."""
    began = time.perf_counter()
    lines = link_rows(rows) if chosen.asks == "link" else timeline_rows(rows)
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


def collect(rows: Sequence[Row]) -> list[Report]:
    """The rows as reports."""
    data = "\n".join(json.dumps({k: v for k, v in row.items() if k != "gold"}, ensure_ascii=False) for row in rows)
    return [item for item in intake.collect(["-"], stdin=io.BytesIO(data.encode())) if isinstance(item, Report)]
