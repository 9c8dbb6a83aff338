"""Claims and situations of an invented country, Veldia (VEL), with its groups Tarn and Oru and its neighbour Harsk (HAR)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from tocsin.claims.evidence import mark, read_evidence
from tocsin.codebook import load
from tocsin.records import Claim, Figure, Party, Place, SentenceRef, Situation, Time, Voice, make_id

BOOK = load()
EVIDENCE = read_evidence(BOOK)

ARMY = Party("the army", "Security forces of Veldia", "security_force", "VEL")
GOVERNMENT = Party("the government", "Government of Veldia", "state", "VEL")
PRESIDENT = Party("President Mara Solen", "Mara Solen", "person", "VEL", role="president")
HARSK = Party("Harsk", "Government of Harsk", "state", "HAR")
LEAGUE = Party("the League", "River League", "intergovernmental")
COUNCIL = Party("the Security Council", "UN Security Council", "intergovernmental")
TARN = Party("the Tarn", "Tarn", "ethnic_group", "VEL", "Tarn")
ORU_MOB = Party("a crowd of Oru", None, "mob", "VEL", "Oru")
VILLAGERS = Party("villagers", None, "civilians", "VEL")
PROTESTERS = Party("the marchers", None, "protesters", "VEL")
REBELS = Party("the Hill Front", "Hill Front", "armed_group", "VEL")

_numbers = count()


def claim(
    kind: str,
    quote: str,
    *,
    subtype: str | None = None,
    by: tuple[Party, ...] = (),
    to: tuple[Party, ...] = (),
    report: str = "r1",
    on: str | None = None,
    until: str | None = None,
    modality: str = "asserted",
    polarity: str = "positive",
    status: str = "occurred",
    case: str | None = "current",
    voice: str = "author",
    speaker: str | None = None,
    speaker_type: str | None = None,
    figure: Figure | None = None,
    place: Place | None = None,
    details: Mapping[str, Any] | None = None,
    marked: bool = True,
) -> Claim:
    """A claim of the invented country; marked with its evidence unless told otherwise."""
    n = next(_numbers)
    time = Time(on, on, until or on, "day" if until is None else "interval", "stated") if on else None
    made = Claim(
        make_id("claim", report, n),
        report,
        kind,
        subtype,
        quote,
        0,
        len(quote),
        SentenceRef(n, 0, len(quote)),
        by,
        to,
        place,
        time,
        figure,
        Voice(voice, speaker, speaker_type),
        modality,
        polarity,
        status,
        case,
        {},
        (),
        (),
        0.9,
        "test@1",
        details or {},
    )
    return mark(made, table=EVIDENCE) if marked else made


def situation(*claims: Claim, origins: Mapping[str, str] | None = None, **more: Any) -> Situation:
    """A situation of Veldia over the claims; each report is its own origin unless told otherwise."""
    reports = dict.fromkeys(c.report_id for c in claims)
    values: dict[str, Any] = {
        "id": "s1",
        "name": "Violence in Veldia, May 2031",
        "country": "VEL",
        "places": (),
        "as_of": "2031-05-20",
        "onset": {"start": "2031-05-01", "end": "2031-05-01", "claims": []},
        "phase": "escalating",
        "phases": (),
        "figures": {},
        "timeline": (),
        "parties": (),
        "frames": (),
        "gaps": (),
        "reports": tuple(
            {"id": r, "origin": (origins or {}).get(r, r), "published": {"start": "2031-05-20", "end": "2031-05-20"}} for r in reports
        ),
        "claims": claims,
    }
    return Situation(**{**values, **more})
