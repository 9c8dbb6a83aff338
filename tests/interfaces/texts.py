"""Reports written for these tests; towns, people and numbers are invented."""

from __future__ import annotations

import json
from pathlib import Path

RAID = (
    "Soldiers entered the town of Dorra on Monday and burned forty houses, residents said. "
    "At least nine people were killed in the raid, according to a doctor at the town's only clinic."
)
SHELLING = (
    "Gunmen killed 14 people in a market in the town of Ilmet on 3 May 2011, the interior ministry said. "
    "The regional council asked the United Nations to send observers. The government refused to let them in."
)
FRENCH = (
    "Des hommes armés ont attaqué le village dans la nuit de lundi à mardi et ont tué plusieurs habitants, selon le maire. "
    "Les familles ont fui vers la rivière et attendent toujours des secours, alors que le gouvernement garde le silence."
)


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def line(**fields: str) -> str:
    """A JSON-lines row."""
    return json.dumps(fields, ensure_ascii=False) + "\n"
