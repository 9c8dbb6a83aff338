"""A small book about Varenia, a country that does not exist, put together by hand: no parser, no other room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tocsin.records import (
    Book,
    Claim,
    Figure,
    Json,
    Party,
    Problem,
    Published,
    Read,
    Report,
    SentenceRef,
    Situation,
    Tally,
    Time,
    Voice,
    make_id,
)

WIRE = """Clashes in Kesra leave at least 60 dead

Tolin crowds burned Mbara houses in Kesra on Friday, residents said. At least 60 people have been reported killed.

The interim president, Ada Rell, asked the Union of Coasts on Saturday to send 500 police officers. The Union declined.
"""
COPY = "At least 60 people have been reported killed in Kesra, agencies wrote."
PAPER = """The army shoots at marchers

Soldiers fired on Tolin marchers in Kesra, a doctor said. The Health Ministry counted 74 dead by Sunday.

Hundreds may have fled. The streets have been quiet since Monday, but it is an uneasy quiet.

If the Union had sent police in 2003, Dolma might stand.
"""
TALK = "This is what the responsibility to protect was made for, said the envoy. Mediation ended the killing in Dolma in 2003."

MBARA = Party("Mbara houses", "Mbara", "ethnic_group", "VRN", "Mbara")
TOLIN = Party("Tolin crowds", "Tolin crowds", "mob", "VRN", "Tolin")
MARCHERS = Party("Tolin marchers", None, "protesters", "VRN", "Tolin")
SOLDIERS = Party("Soldiers", "Security forces of Varenia", "security_force", "VRN")
RELL = Party("Ada Rell", "Ada Rell", "person", "VRN", None, "interim president")
UNION = Party("the Union of Coasts", "Union of Coasts", "intergovernmental")


def day(text: str | None) -> Published:
    """A stated publication day."""
    return Published(text, text, "day", "stated", (f"dated {text}",)) if text else Published()


def report(name: str, text: str, *, published: str | None = "2031-05-10", **more: Any) -> Report:
    """A report of our own; the first paragraph is its heading where the text has several."""
    head = text.split("\n\n")[0]
    headings = ((0, len(head)),) if "\n\n" in text else ()
    given: dict[str, Any] = {"title": head if headings else None, "source": name, "language": "en", "published": day(published)}
    return Report(id=make_id("report", name), text=text, headings=headings, **(given | more))


def claim(of: Report, quote: str, kind: str, *, voice: Voice = Voice("author"), **more: Any) -> Claim:  # noqa: B008 - frozen
    """A claim on these words of the report; everything else plain unless given."""
    start = of.text.index(quote)
    left = max(of.text.rfind(mark, 0, start) + len(mark) for mark in (". ", "\n\n", "\x00")) if start else 0
    right = min((i + 1 for mark in (". ", ".\n", "\n\n") if (i := of.text.find(mark, start + len(quote) - 1)) >= 0), default=len(of.text))
    given: dict[str, Any] = {
        "subtype": None,
        "actors": (),
        "targets": (),
        "place": None,
        "time": None,
        "figure": None,
        "modality": "asserted",
        "polarity": "positive",
        "status": "occurred",
        "case": "current",
        "codes": {},
        "indicators": (),
        "elements": (),
        "confidence": 0.9,
        "reader": "by hand",
        "details": {},
    }
    where = SentenceRef(0, max(left, 0), max(right, start + len(quote)))
    return Claim(
        id=make_id("claim", of.id, kind, start, quote),
        report_id=of.id,
        kind=kind,
        quote=quote,
        start=start,
        end=start + len(quote),
        sentence=where,
        attribution=voice,
        **(given | more),
    )


def count(text: str, low: int | None, best: int | None, high: int | None, modifier: str, *, unit: str = "killed") -> Figure:
    """A figure."""
    return Figure(text, low, best, high, modifier, unit=unit, scope="cumulative")


WIRE_REPORT = report("Coast Wire", WIRE, url="https://example.org/kesra", byline="A. Writer")
COPY_REPORT = report("Hill Post", COPY, title="Sixty dead in Kesra", published="2031-05-11")
PAPER_REPORT = report("Morning Leaf", PAPER, published="2031-05-13")
TALK_REPORT = report("Varen Review", TALK, title="A norm and a town", published=None)

CLAIMS = {
    "burned": claim(
        WIRE_REPORT,
        "Tolin crowds burned Mbara houses in Kesra",
        "destruction",
        actors=(TOLIN,),
        targets=(MBARA,),
        voice=Voice("unnamed_source", "residents", "witness", "said", "indirect"),
        time=Time("on Friday", "2031-05-09", "2031-05-09", "day", "relative"),
    ),
    "sixty": claim(
        WIRE_REPORT,
        "At least 60 people have been reported killed",
        "killing",
        voice=Voice("unattributed", cue="have been reported"),
        figure=count("At least 60", 60, 60, None, "at_least"),
    ),
    "copied": claim(
        COPY_REPORT,
        "At least 60 people have been reported killed",
        "killing",
        voice=Voice("unattributed"),
        figure=count("At least 60", 60, 60, None, "at_least"),
    ),
    "asked": claim(
        WIRE_REPORT,
        "Ada Rell, asked the Union of Coasts on Saturday to send 500 police officers",
        "request",
        actors=(RELL,),
        targets=(UNION,),
        time=Time("on Saturday", "2031-05-10", "2031-05-10", "day", "relative"),
    ),
    "declined": claim(WIRE_REPORT, "The Union declined", "refusal", actors=(UNION,)),
    "fired": claim(
        PAPER_REPORT,
        "Soldiers fired on Tolin marchers in Kesra",
        "attack",
        actors=(SOLDIERS,),
        targets=(MARCHERS,),
        voice=Voice("unnamed_source", "a doctor", "medical", "said", "indirect"),
    ),
    "counted": claim(
        PAPER_REPORT,
        "counted 74 dead by Sunday",
        "killing",
        voice=Voice("named_source", "The Health Ministry", "official", "counted", "indirect"),
        figure=count("74", 74, 74, 74, "exact"),
    ),
    "fled": claim(
        PAPER_REPORT,
        "Hundreds may have fled",
        "displacement",
        modality="hedged",
        figure=count("Hundreds", 100, 100, None, "vague_plural", unit="displaced"),
    ),
    "quiet": claim(PAPER_REPORT, "it is an uneasy quiet", "status", subtype="fragile_lull"),
    "imagined": claim(
        PAPER_REPORT, "If the Union had sent police in 2003, Dolma might stand", "precedent", modality="counterfactual", case="2003 Varenia"
    ),
    "norm": claim(
        TALK_REPORT,
        "This is what the responsibility to protect was made for",
        "invocation",
        voice=Voice("named_source", "the envoy", "official", "said", "direct"),
    ),
    "mediated": claim(TALK_REPORT, "Mediation ended the killing in Dolma in 2003", "precedent", case="2003 Varenia"),
}
READS = tuple(
    Read(r, tuple(c for c in CLAIMS.values() if c.report_id == r.id), Tally(r.id, {}))
    for r in (WIRE_REPORT, COPY_REPORT, PAPER_REPORT, TALK_REPORT)
)


def ids(*names: str) -> list[str]:
    """Claim ids by the names above."""
    return [CLAIMS[n].id for n in names]


def party(one: Party) -> Json:
    """A party as JSON."""
    return {"text": one.text, "name": one.name, "type": one.type, "country": one.country, "group": one.group, "role": one.role}


def total(as_of: str, best: int, high: int | None, voice: str, *names: str, modifier: str = "exact") -> Json:
    """An entry of a series."""
    return {
        "as_of": as_of,
        "low": best,
        "best": best,
        "high": high,
        "voice": voice,
        "origin": WIRE_REPORT.id,
        "claims": ids(*names),
        "modifier": modifier,
    }


FIGURES: Mapping[str, Json] = {
    "killed": {
        "low": 74,
        "best": 74,
        "high": None,
        "as_of": "2031-05-11",
        "rule": "floor: the latest total of the best-placed voice (The Health Ministry)",
        "claims": ids("counted"),
        "series": [
            total("2031-05-10", 60, None, "unnamed, in Coast Wire", "sixty", "copied", modifier="at_least"),
            total("2031-05-11", 74, 74, "The Health Ministry", "counted"),
        ],
        "excluded": [
            {"claim": ids("sixty")[0], "why": f"an earlier count, repeated in {COPY_REPORT.id} (2031-05-10)"},
            {"claim": ids("copied")[0], "why": "the same story"},
        ],
    },
    "displaced": {
        "low": 100,
        "best": 100,
        "high": None,
        "as_of": "2031-05-13",
        "rule": "floor: one incident; no total is told",
        "claims": ids("fled"),
        "series": [],
        "excluded": [],
    },
}

ASSESSMENT: Json = {
    "crimes": {
        "crimes_against_humanity": {
            "screen": "alleged",
            "elements": {
                "H1": {"state": "attributed", "for": ids("fired", "burned"), "against": []},
                "H5": {"state": "no_information", "for": [], "against": []},
                "H7": {"state": "not_required", "for": [], "against": []},
            },
        }
    },
    "risk_factors": {"11.1": {"text": "patterns of violence", "claims": ids("burned")}},
    "state": {
        "able": {"for": [], "against": ids("asked"), "reading": "denied"},
        "willing": {"for": ids("asked"), "against": ids("fired"), "reading": "contested"},
    },
    "level": "current_crisis",
    "meaning": "Atrocities are occurring.",
    "rule": "levels@2",
    "reasons": [{"text": "killed: at least 74", "claims": ids("counted")}],
    "raise": [],
    "lower": [{"to": "imminent_risk", "if": ["the violence goes on, or a lull has held for less than 14 days"]}],
}

RESPONSE: Json = {
    "entries": [
        {
            "n": 1,
            "step": "request",
            "by": [party(RELL)],
            "to": [party(UNION)],
            "asks": "500 police officers",
            "act_status": "occurred",
            "content_status": "not_occurred",
            "purposes": [],
            "time": {"start": "2031-05-10", "end": "2031-05-10"},
            "claims": ids("asked"),
        },
        {
            "n": 2,
            "step": "refusal",
            "form": "decline",
            "by": [party(UNION)],
            "to": [],
            "answers": 1,
            "act_status": "occurred",
            "content_status": "not_occurred",
            "purposes": [],
            "time": {"start": None, "end": "2031-05-10"},
            "claims": ids("declined"),
        },
    ],
    "not_happened": [
        {"what": "Union of Coasts: 500 police officers", "why": "refused", "claims": ids("declined", "asked")},
        {"what": "an inquiry", "why": "no report tells of any", "claims": []},
    ],
    "silence": [
        {
            "who": party(UNION),
            "asked": 1,
            "since": "2031-05-10",
            "days": 3,
            "days_at_most": 4,
            "why": "refused, and nothing is reported since",
            "claims": ids("declined"),
        }
    ],
    "invocations": [
        {
            "by": [party(Party("the envoy", None, "person"))],
            "norm": "r2p",
            "about": {"country": None, "case": "current"},
            "stance": "applies",
            "purpose": None,
            "good_faith": {"reading": "questioned", "according_to": "a doctor"},
            "red_flags": ["no_council_mandate"],
            "claims": ids("norm"),
        }
    ],
    "options": [
        {
            "type": "police_mission",
            "proposed_by": [party(RELL)],
            "authority": None,
            "judgement": None,
            "claims": ids("asked"),
            "precedents": [{"case": "Dolma 2003", "outcome": "not_tried", "evidence_type": "counterfactual", "claims": ids("imagined")}],
            "codebook_precedents": [
                {
                    "case": "An older case",
                    "what": "police came",
                    "by": "a union",
                    "when": "2003-04",
                    "outcome": "partial",
                    "evidence_type": "study",
                    "source": "A Study of Police",
                    "year": 2005,
                    "unchecked": False,
                    "origin": "codebook",
                }
            ],
        }
    ],
}

SITUATION = Situation(
    id="s1",
    name="Violence in Kesra, Varenia, May 2031",
    country="VRN",
    places=(),
    as_of="2031-05-13",
    onset={"start": "2031-05-09", "end": "2031-05-09", "claims": ids("burned")},
    phase="lull",
    phases=(
        {"phase": "escalating", "start": "2031-05-09", "end": "2031-05-12", "claims": ids("burned", "counted")},
        {
            "phase": "lull",
            "start": "2031-05-12",
            "end": None,
            "claims": ids("quiet"),
            "note": "fragile",
            "held_days": 1,
            "last_violence": "2031-05-12",
            "last_violence_claims": ids("fired"),
        },
    ),
    figures=FIGURES,
    timeline=({"date": "2031-05-09", "text": "Tolin crowds burned Mbara houses in Kesra", "score": 3.0, "claims": ids("burned")},),
    parties=(),
    frames=(
        {
            "n": 1,
            "summary": "Tolin crowds attacked the Mbara",
            "actors": [party(TOLIN)],
            "targets": [party(MBARA)],
            "reports": [WIRE_REPORT.id],
            "origins": 1,
            "conflicts_with": [2],
            "claims": ids("burned"),
            "voices": [{"voice": "residents", "origin": WIRE_REPORT.id, "claims": 1}],
            "settle": "Who attacked first in Kesra.",
        },
        {
            "n": 2,
            "summary": "Security forces of Varenia attacked marchers",
            "actors": [party(SOLDIERS)],
            "targets": [party(MARCHERS)],
            "reports": [PAPER_REPORT.id],
            "origins": 1,
            "conflicts_with": [1],
            "claims": ids("fired"),
            "voices": [{"voice": "a doctor", "origin": PAPER_REPORT.id, "claims": 1}],
            "settle": "Who attacked first in Kesra.",
        },
    ),
    gaps=(
        {
            "question": "Who gave the order to fire?",
            "about": "order",
            "why": "The shots are told without an order.",
            "claims": ids("fired"),
        },
    ),
    reports=(
        {
            "id": WIRE_REPORT.id,
            "origin": WIRE_REPORT.id,
            "published": {"start": "2031-05-10", "end": "2031-05-10", "precision": "day", "basis": "stated", "clues": []},
        },
        {
            "id": COPY_REPORT.id,
            "origin": WIRE_REPORT.id,
            "published": {"start": "2031-05-11", "end": "2031-05-11", "precision": "day", "basis": "stated", "clues": []},
        },
        {
            "id": PAPER_REPORT.id,
            "origin": PAPER_REPORT.id,
            "published": {"start": "2031-05-13", "end": "2031-05-13", "precision": "day", "basis": "stated", "clues": []},
        },
        {
            "id": TALK_REPORT.id,
            "origin": TALK_REPORT.id,
            "published": {
                "start": "2031-05-10",
                "end": "2031-05-13",
                "precision": "range",
                "basis": "inferred",
                "clues": [f"not after 2031-05-13: see {PAPER_REPORT.id}"],
                "claims": ids("norm"),
            },
        },
    ),
    assessment=ASSESSMENT,
    response=RESPONSE,
    claims=tuple(CLAIMS.values()),
)

PROBLEM = Problem("empty file", "The file holds no text.", "Check where it came from.", path="reports/empty.txt")
FOREIGN = Read(report("Il Foglio", "Un testo in un'altra lingua.", title="Un testo", language="it"), (), Tally("x", {}))
BOOK = Book((*READS, FOREIGN), (SITUATION,), (PROBLEM,))
EMPTY = Book((), ())
