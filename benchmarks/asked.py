"""What a set asks of the records: the claims that a user would take who has the same question.

A report's records hold everything that it tells; a set's keys answer one question. The rules here use fields of the records only, never
gold, and stand for what the set's own guidelines leave out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

Claim = dict[str, Any]
Question = Callable[[dict[str, Any], list[Claim]], list[Claim]]  # of a report and its claims

_ACTS = frozenset(("attack", "killing", "injury", "abduction", "destruction", "threat", "torture", "sexual_violence"))
_FIGHTERS = frozenset(("armed_group", "security_force"))
_NO_SOLDIERS = frozenset(("police", "policeman", "policemen", "patrolman", "patrolmen", "guard", "guards", "bodyguard", "bodyguards"))
_BODIES = frozenset(("armed_group", "security_force", "state", "organisation", "political_party"))
_GROUPS = frozenset(
    "group groups mafia mafias cartel cartels squad squads gang gangs organization organizations army forces military".split()
)
_THINGS = frozenset(("unknown", "state", "organisation", "media"))
_BODILY = frozenset(("killing", "injury", "abduction", "torture", "sexual_violence"))
_PRONOUNS = frozenset("he him his she her they them their it its who whom i me we us you".split())
_TOLD = frozenset(("asserted", "hedged", "attempted"))
_OVERVIEW = frozenset(("year", "season", "interval"))
_PASSAGE = 2  # sentences to either side that tell of the same incident


def ask(lines: Sequence[str], question: Question | None) -> list[str]:
    """The lines with each report's claims replaced by what the question takes of them; all lines where there is no question."""
    if question is None:
        return list(lines)
    rows = [json.loads(line) for line in lines]
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        if row["record"] == "claim":
            claims[row["report_id"]].append(row)
    found: list[str] = []
    for row, line in zip(rows, lines, strict=True):
        if row["record"] != "claim":
            found.append(line)
        if row["record"] == "report":
            found += [json.dumps(claim, ensure_ascii=False) for claim in question(row, claims[row["id"]])]
    return found


def incidents(report: dict[str, Any], claims: list[Claim]) -> list[Claim]:
    """Incidents of terrorism or of violence by a State, as the Message Understanding Conferences asked for them.

    Their guidelines leave out what lies more than two months back, clashes of armed forces, and violence told in general; numbers are an
    incident's. So: acts of the present case that took place, were tried or threatened, on others than fighters; told with a day, a place, a
    named person or an exact number, in their own sentence or one near it. A vague number ("several") is none. Who did it is a body with a
    name, whom it hit are people.
    """
    told = [_with_bodies_and_people(_counted(c)) for c in claims if _is_asked(c)]
    places = [c["sentence"]["index"] for c in told if _is_specific(c, report["text"])]
    return [c for c in told if any(abs(at - c["sentence"]["index"]) <= _PASSAGE for at in places)]


def _is_asked(claim: Claim) -> bool:
    happened = claim["kind"] == "threat" or (claim["status"] != "future" and claim["modality"] in _TOLD)
    return claim["kind"] in _ACTS and claim["case"] == "current" and happened and not _hits_fighters_only(claim)


def _hits_fighters_only(claim: Claim) -> bool:
    """Whether all who were hit are guerrillas or soldiers; police and guards are none in the keys."""
    return bool(claim["targets"]) and all(
        party["type"] in _FIGHTERS and not _NO_SOLDIERS & set(party["text"].lower().split()) for party in claim["targets"]
    )


def _is_specific(claim: Claim, text: str) -> bool:
    sentence = text[claim["sentence"]["start"]:claim["sentence"]["end"]]
    place, figure = claim["place"], claim["figure"]
    placed = place is not None and place["precision"] != "country" and place["text"] in sentence
    named = any(party["name"] for party in claim["targets"])
    return bool(claim["time"] or placed or named or (figure and figure["modifier"] == "exact"))


def _with_bodies_and_people(claim: Claim) -> Claim:
    """The claim with organisations for doers (gunmen are none) and persons for victims: no pronouns, vehicles, houses or governments.

    A number is one of victims who are told ("three clerks"), not of nobody ("three injured").
    """
    bodily = claim["kind"] in _BODILY
    actors = [p for p in claim["actors"] if p["type"] in _BODIES and (p["name"] or _GROUPS & set(p["text"].lower().split()))]
    people = [p for p in claim["targets"] if (bodily or p["type"] not in _THINGS) and p["text"].lower() not in _PRONOUNS]
    return {**claim, "actors": actors, "targets": people, "figure": claim["figure"] if people else None}


def _counted(claim: Claim) -> Claim:
    """The claim without a number that no incident has: a vague one, a sum over months or years."""
    figure, time = claim["figure"], claim["time"]
    if figure is None:
        return claim
    long = figure["scope"] == "cumulative" and (figure["modifier"] != "exact" or (time is not None and time["precision"] in _OVERVIEW))
    return {**claim, "figure": None} if long or figure["modifier"] == "vague_plural" else claim
