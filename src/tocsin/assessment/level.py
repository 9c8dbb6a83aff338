"""The level of a situation, by the stated rule of levels.toml: why, what would change it, and an analyst's decision over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.assessment.conditions import CONDITIONS, Findings
from tocsin.codebook import Codebook
from tocsin.codebook.model import Level, Levels
from tocsin.records import Decision, Json

Condition = Mapping[str, Any]


def set_level(findings: Findings, *, codebook: Codebook) -> Json:
    """{"level", "meaning", "reasons", "rule", "raise", "lower"}: the first level of the rule of which one alternative holds wholly.

    `raise` has for the next higher level {"to", "if", "holds"}: the conditions missing of the alternative that lacks fewest, and those
    of it that hold. `lower` has for the level beneath {"to", "if"}: each an event that would end an alternative that holds.
    """
    rule = codebook.levels
    for place, level in enumerate(rule.levels):
        held = [a for a in level.alternatives if all(_test(c, findings) for c in a)]
        if held:
            reasons = [_test(condition, findings) for condition in held[0]]
            return {"level": level.name, "meaning": level.meaning, "rule": rule.rule, "reasons": reasons,
                    "raise": _tell_raise(rule.levels[:place], findings), "lower": _tell_lower(held, rule, place)}
    return {"level": rule.otherwise, "meaning": "No condition of a higher level holds.", "rule": rule.rule, "reasons": [],
            "raise": _tell_raise(rule.levels, findings), "lower": []}


def override_level(level: Json, decision: Decision | None, *, codebook: Codebook) -> Json:
    """The level with an analyst's decision over it: what the rule says stays beside it, with who decided, when and why."""
    if decision is None:
        return level
    meanings = {known.name: known.meaning for known in codebook.levels.levels}
    by_rule = {"level": level["level"], "meaning": level["meaning"]}
    told = {"who": decision.who, "when": decision.when, "why": decision.why, "decision": decision.id}
    wanted = str(decision.value)
    return {**level, "level": wanted, "meaning": meanings.get(wanted, level["meaning"] if wanted == level["level"] else ""),
            "by_rule": by_rule, "override": told}


def _test(condition: Condition, findings: Findings) -> Json | None:
    """What a condition finds, None where it does not hold."""
    return CONDITIONS[condition["test"]](condition, findings)


def _tell_raise(higher: Sequence[Level], findings: Findings) -> list[Json]:
    """For the next higher level: what is missing of its nearest alternative."""
    if not higher:
        return []
    level = higher[-1]
    split = [([c["says"] for c in a if not _test(c, findings)], [c["says"] for c in a if _test(c, findings)]) for a in level.alternatives]
    missing, holds = min(split, key=lambda s: len(s[0]))
    return [{"to": level.name, "if": missing, "holds": holds}]


def _tell_lower(held: Sequence[Sequence[Condition]], rule: Levels, place: int) -> list[Json]:
    """What would have to stop for the level to fall: conditions that all alternatives that hold share, else one of each."""
    beneath = rule.levels[place + 1].name if place + 1 < len(rule.levels) else rule.otherwise
    shared = [c["says"] for c in held[0] if all(any(c["says"] == other["says"] for other in a) for a in held)]
    ends = [[says] for says in shared] or [[c["says"] for a in held for c in a[:1]]]
    return [{"to": beneath, "if": list(dict.fromkeys(end))} for end in ends]
