"""The six precautionary questions, asked of one option: which claims speak for a yes, which for a no, or that no report answers.

The questions and the words for them are in codebook/data/precautions.toml. Nothing is weighed: a machine does not decide whether force is
right, and good faith least of all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tocsin.records import Claim, Json
from tocsin.response.acts import Scene, detail, ids, is_told
from tocsin.response.ledger import Act

CRIMES = frozenset({"genocide", "crimes_against_humanity", "war_crimes", "ethnic_cleansing"})
CALM = frozenset({"lull", "fragile_lull", "improving", "ended"})
PEACEFUL = frozenset({"mediation", "sanction", "investigation", "statement", "deliberation"})  # steps of the ledger
BODIES = frozenset({"intergovernmental", "court"})
COUNTS = ("killed", "displaced", "refugees")
FIRM = frozenset({"asserted", "hedged"})


@dataclass(frozen=True)
class Idea:
    """An option as its claims tell it: put forward or judged, asked for, with precedents told; `names` finds it in a text."""

    kind: str
    put: Sequence[Claim]
    asked: Sequence[Claim]
    past: Sequence[Claim]
    precedents: Sequence[Json]
    names: Callable[[str], bool]

    def is_meant(self, claim: Claim) -> bool:
        """Whether a claim speaks of this option."""
        return self.names(f"{claim.quote} {detail([claim], 'asks') or ''} {detail([claim], 'instrument') or ''}")


@dataclass(frozen=True)
class _Case:
    """What the answers are looked for in."""

    idea: Idea
    scene: Scene
    acts: Sequence[Act]
    invocations: Sequence[Json]

    @property
    def claims(self) -> Sequence[Claim]:
        return self.scene.claims

    def is_home(self, claim: Claim) -> bool:
        """Whether the crisis's own State acts, or somebody who speaks for it."""
        return any(p.country == self.scene.situation.country and self.scene.is_state(p) for p in claim.actors)

    def refusals(self) -> list[Claim]:
        """Refusals of this option: they answer a request for it, or name it."""
        asked = set(ids(self.idea.asked))
        answering = [a for a in self.acts if a.step == "refusal" and a.answers and asked & set(ids(a.answers.claims))]
        answered = {c.id for a in answering for c in a.claims}
        return [c for c in self.claims if c.kind == "refusal" and is_told(c) and (c.id in answered or self.idea.is_meant(c))]


Sides = tuple[Iterable[Claim], Iterable[Claim]]


def ask(idea: Idea, scene: Scene, acts: Sequence[Act], invocations: Sequence[Json]) -> list[Json]:
    """Each question with the claims on either side, in the codebook's order; `reading` says on which side there are any."""
    case = _Case(idea, scene, acts, invocations)
    return [_answer(name, *QUESTIONS[name](case)) for name in scene.codebook.precautions]


def _answer(name: str, favour: Iterable[Claim], against: Iterable[Claim]) -> Json:
    yes, no = ids(favour), ids(against)
    reading = {(True, True): "both", (True, False): "for", (False, True): "against", (False, False): "no_report_answers"}
    return {"question": name, "for": yes, "against": no, "reading": reading[bool(yes), bool(no)]}


# ------------------------------------------------------------------ one function a question


def _just_cause(case: _Case) -> Sides:
    counted = {i for unit in COUNTS for i in (case.scene.situation.figures.get(unit) or {}).get("claims") or ()}
    named = [c for c in case.claims if c.kind == "characterisation" and c.subtype in CRIMES]
    feared = [c for c in case.claims if c.kind == "forecast" and c.polarity == "positive"]
    counts = [c for c in case.scene.situation.claims if c.id in counted and (c.figure is None or c.figure.high != 0)]
    return (counts + [c for c in named if c.polarity == "positive"] + feared,
            [*_calm(case), *(c for c in named if c.polarity == "negative")])


def _calm(case: _Case) -> list[Claim]:
    return [c for c in case.claims if c.kind == "status" and c.subtype in CALM and c.polarity == "positive" and c.modality in FIRM]


def _right_intention(case: _Case) -> Sides:
    voices = [c for c in case.claims if c.kind == "support" or c.subtype in ("approval", "advocacy")]
    backed = [c for c in voices if is_told(c) and case.idea.is_meant(c)]
    doubted = [c for c in case.claims if c.kind == "opinion" and c.subtype == "good_faith" and c.polarity == "positive"]
    flagged = {i for entry in case.invocations if entry["red_flags"] and entry["about"]["case"] == "current" for i in entry["claims"]}
    return ([*(c for c in case.idea.asked if case.is_home(c)), *backed],
            [*doubted, *(c for c in case.claims if c.id in flagged), *(c for c in case.refusals() if case.is_home(c))])


def _last_resort(case: _Case) -> Sides:
    tried = [c for a in case.acts if a.step in PEACEFUL for c in a.claims
             if not case.scene.is_home(c.actors) and any(p.type in BODIES or case.scene.is_state(p) for p in c.actors)]
    refused = [c for c in case.claims if c.kind == "refusal" and is_told(c) and case.is_home(c)]
    order = list(case.scene.codebook.options)
    place = order.index(case.idea.kind) if case.idea.kind in order else len(order)
    milder = [c for c in case.claims if c.kind == "option" and c.modality == "proposed" and str(c.subtype) in order[:place]]
    agreed = [c for c in case.claims if c.kind == "agreement" and is_told(c)]
    return [*tried, *refused], [*_calm(case), *agreed, *milder]


def _proportional_means(case: _Case) -> Sides:
    words_for, words_against = _words(case, "proportional_means")
    own = [c for c in (*case.idea.put, *case.idea.asked)]
    limits = [c for c in own if words_for(c.quote) or (c.figure is not None and c.figure.unit in ("troops", "police"))]
    return limits, [c for c in _voices(case) if words_against(c.quote)]


def _reasonable_prospects(case: _Case) -> Sides:
    words_for, words_against = _words(case, "reasonable_prospects")
    went = {name: {i for p in case.idea.precedents if p["outcome"] == name and p["evidence_type"] != "counterfactual" for i in p["claims"]}
            for name in ("success", "failure")}
    said = [c for c in (*case.idea.put, *_voices(case)) if c.modality != "counterfactual"]
    return ([*(c for c in case.idea.past if c.id in went["success"]), *(c for c in said if words_for(_told(c)))],
            [*(c for c in case.idea.past if c.id in went["failure"]), *(c for c in said if words_against(_told(c)))])


def _right_authority(case: _Case) -> Sides:
    asked = [c for c in case.idea.asked if case.is_home(c)]
    meant = [c for c in case.claims if case.idea.is_meant(c)]
    agreed = [c for c in meant if c.codes.get("consent") == "for" and c.kind != "request" and case.is_home(c)]
    decided = [c for c in meant if c.kind == "decision" and is_told(c) and any(p.type == "intergovernmental" for p in c.actors)]
    return [*asked, *agreed, *decided], case.refusals()


QUESTIONS: Mapping[str, Callable[[_Case], Sides]] = {
    "just_cause": _just_cause,
    "right_intention": _right_intention,
    "last_resort": _last_resort,
    "proportional_means": _proportional_means,
    "reasonable_prospects": _reasonable_prospects,
    "right_authority": _right_authority,
}


def _told(claim: Claim) -> str:
    return f"{claim.quote} {detail([claim], 'judgement') or ''}"


def _voices(case: _Case) -> Iterator[Claim]:
    """Opinions and condemnations that speak of this option."""
    for claim in case.claims:
        if claim.kind in ("opinion", "condemnation", "option") and case.idea.is_meant(claim):
            yield claim


def _words(case: _Case, question: str) -> tuple[Callable[[str], bool], Callable[[str], bool]]:
    asked = case.scene.codebook.precautions[question]
    return _finder(asked.words_for), _finder(asked.words_against)


@lru_cache(maxsize=32)
def _finder(words: tuple[str, ...]) -> Callable[[str], bool]:
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words)) or '(?!)'})(?!\w)", re.IGNORECASE)
    return lambda text: pattern.search(text) is not None
