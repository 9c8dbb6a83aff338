"""Laying standing decisions over reads: corrected claims, tallies made again, rulings for later rooms, and what must be decided anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tocsin.errors import ReviewError
from tocsin.records import Claim, Decision, Json, Mark, Read, Reopened, Report, Reviewed, Rulings, Tally, standing
from tocsin.review.anchors import Reopening, find_claim, shape_of, text_hash
from tocsin.review.values import ACCESS, check_fields, correct, make_added

Tallier = Callable[[Report, Sequence[Claim]], Tally]
PAIRS = ("same", "not_same", "unsure")


def apply(reads: Iterable[Read], decisions: Sequence[Decision], *, tally: Tallier, whole: bool = False) -> Reviewed:
    """The reads as the standing decisions leave them, with the rulings for situations and assessment.

    `tally` makes the tally of a report whose claims have changed. Of several reads of one report id the last counts. A decision whose
    words have changed or are gone is not applied but listed as reopened. Decisions on reports that are not among the reads are passed
    over; with `whole` the reads are all there are, and such decisions are reopened too.
    """
    current = {read.report.id: read for read in reads}
    work = _Work(current, whole=whole)
    on_claims: dict[str, list[Decision]] = defaultdict(list)
    others: list[Decision] = []
    for decision in standing(decisions):
        if shape_of(decision.anchor) == "claim":
            on_claims[decision.anchor["report"]].append(decision)
        else:
            others.append(decision)
    changed = {report: _review_read(current[report], ruled, work, tally) for report, ruled in on_claims.items() if report in current}
    for report, ruled in on_claims.items():
        if report not in current:
            work.miss(ruled, report)
    rulings, access = _rule(others, work)
    order = {decision.id: n for n, decision in enumerate(decisions)}
    reopened = sorted(work.reopened, key=lambda r: order[r.decision.id])
    return Reviewed(
        tuple(changed.get(name, read) for name, read in current.items()), rulings, work.marks, tuple(reopened), tuple(work.rejected), access
    )


@dataclass
class _Work:
    """What is known while decisions are applied, and what comes of them."""

    reads: Mapping[str, Read]
    whole: bool
    marks: dict[str, Mark] = field(default_factory=dict)
    reopened: list[Reopened] = field(default_factory=list)
    rejected: list[Claim] = field(default_factory=list)
    added: dict[str, list[Claim]] = field(default_factory=dict)

    def reopen(self, decision: Decision, why: str, near: Iterable[str] = ()) -> None:
        self.reopened.append(Reopened(decision, why, tuple(near)))

    def miss(self, decisions: Iterable[Decision], report: str) -> None:
        if self.whole:
            for decision in decisions:
                self.reopen(decision, f"The report {report} is no longer in the store.")

    def find(self, anchor: Json) -> Claim | Reopening:
        """The reader's (or an analyst's) claim that an anchor means, or why it is not there."""
        read = self.reads[anchor["report"]]
        return find_claim((*read.claims, *self.added.get(read.report.id, ())), read.report, anchor)


# ------------------------------------------------------------------ one report


def _review_read(read: Read, decisions: Sequence[Decision], work: _Work, tally: Tallier) -> Read:
    """The read with its claims rejected, corrected and added to; its tally made again where that changed a claim."""
    report, added = read.report, _add_missed(read, decisions, work)
    work.added[report.id] = [claim for claim, _ in added]
    found: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.verdict == "add":
            for claim, by in added:
                if by is decision:
                    found[claim.id].append(decision)
            continue
        meant = work.find(decision.anchor)
        if isinstance(meant, Reopening):
            work.reopen(decision, meant.why, meant.near)
        else:
            found[meant.id].append(decision)
    every = [_review_claim(claim, found.get(claim.id, ()), report, work) for claim in _in_order(read.claims, work.added[report.id])]
    claims = [claim for claim in every if claim is not None]
    gone = {c.id for c in work.rejected}
    # A part whose total was rejected is a part of nothing that is left.
    claims = [replace(c, figure=replace(c.figure, part_of=None)) if c.figure and c.figure.part_of in gone else c for c in claims]
    if tuple(claims) == read.claims:
        return read
    return Read(report, tuple(claims), tally(report, claims))


def _add_missed(read: Read, decisions: Sequence[Decision], work: _Work) -> list[tuple[Claim, Decision]]:
    """The claims that analysts added, each with its decision; one that the reader now makes itself is reopened instead."""
    report, added = read.report, list[tuple[Claim, Decision]]()
    for decision in (d for d in decisions if d.verdict == "add"):
        anchor = decision.anchor
        start, end = anchor["span"]
        made = [c.id for c in (*read.claims, *(c for c, _ in added)) if (c.start, c.end, c.kind) == (start, end, anchor["kind"])]
        if anchor.get("quote", report.text[start:end]) != report.text[start:end] or end > len(report.text):
            missing = find_claim(read.claims, report, anchor)
            work.reopen(decision, missing.why if isinstance(missing, Reopening) else "The text is shorter than it was.", ())
        elif any(c.id in made for c in read.claims):
            work.reopen(decision, "The reader now makes this claim itself.", made)
        else:
            try:
                if decision.value:
                    check_fields(decision.value)
                added.append((make_added(report, anchor, decision.value or {}, taken={c.id for c in read.claims} | set(made)), decision))
            except ReviewError as error:
                work.reopen(decision, str(error))
    return added


def _review_claim(claim: Claim, decisions: Sequence[Decision], report: Report, work: _Work) -> Claim | None:
    """One claim after its decisions, in their order; None where it is rejected. The latest word on keeping it counts."""
    now, kept, by, stood = claim, True, list[Decision](), list[Decision]()
    for decision in decisions:
        if decision.verdict == "correct":
            try:
                check_fields(decision.value)  # what an earlier version let in would take the whole assessment with it
                now = correct(now, decision.value, text=report.text)
            except (ReviewError, TypeError, KeyError) as error:
                work.reopen(decision, f"It can't be applied any more: {error}", (claim.id,))
                continue
            by = []  # whoever accepted it before accepted another wording
        kept = decision.verdict != "reject"
        by += [decision] if kept else []
        stood.append(decision)
    if stood:
        work.marks[claim.id] = Mark(_count_verified(by) if kept else 0, tuple(stood), claim if now != claim else None)
    if not kept:
        work.rejected.append(now)
    return now if kept else None


def _count_verified(by: Sequence[Decision]) -> int:
    """0, 1 or 2: two takes two people, and a lead among them. Where there are no accounts there are no leads to ask for."""
    people = {d.who for d in by}
    return min(len(people), 2) if any(d.role in ("lead", None) for d in by) else min(len(people), 1)


def _in_order(claims: Sequence[Claim], added: Sequence[Claim]) -> list[Claim]:
    """The reader's claims in their order, each added one before the first that starts after it."""
    out = list(claims)
    for claim in added:
        at = next((i for i, other in enumerate(out) if other.start > claim.start), len(out))
        out.insert(at, claim)
    return out


# ------------------------------------------------------------------ beyond claims


def _rule(decisions: Sequence[Decision], work: _Work) -> tuple[Rulings, dict[str, str]]:
    """What the decisions on pairs, situations, sources and reports come to; of two on one thing the later counts."""
    pairs: dict[frozenset[str], str] = {}
    merged: dict[str, str] = {}
    split: dict[str, tuple[tuple[str, ...], ...]] = {}
    grades: dict[str, str] = {}
    levels: dict[str, Decision] = {}
    access: dict[str, str] = {}
    for decision in decisions:
        anchor, value = decision.anchor, decision.value
        if decision.verdict in PAIRS:
            pair = _find_pair(decision, work)
            if pair:
                pairs[pair] = decision.verdict
        elif decision.verdict == "merge":
            _merge(decision, merged, work)
        elif decision.verdict == "split":
            groups = _find_groups(decision, work)
            if groups:
                split[anchor["situation"]] = groups
        elif decision.verdict == "level":
            levels[anchor["situation"]] = decision
        elif decision.verdict == "grade" and _is_same_report(decision, work):
            grades[anchor.get("source") or anchor["report"]] = value
        elif decision.verdict == "confidentiality":
            access[anchor["report"]] = value if value in ACCESS else ACCESS[-1]
    by_verdict = {name: frozenset(pair for pair, verdict in pairs.items() if verdict == name) for name in PAIRS}
    rulings = Rulings(by_verdict["same"], by_verdict["not_same"], by_verdict["unsure"], merged, split, grades, levels)
    return rulings, {report: name for report, name in access.items() if name != ACCESS[0]}


def _find_pair(decision: Decision, work: _Work) -> frozenset[str] | None:
    """The ids of the two claims or reports that a decision is about; None where one is not here, or was rejected."""
    ends: list[str] = []
    for side in ("a", "b"):
        anchor = decision.anchor[side]
        if anchor["report"] not in work.reads:
            work.miss([decision], anchor["report"])
            return None
        if "span" not in anchor:
            if not _is_same_text(anchor, work):
                work.reopen(decision, f"The text of the report {anchor['report']} has changed.")
                return None
            ends.append(anchor["report"])
            continue
        claim = work.find(anchor)
        if isinstance(claim, Reopening):
            work.reopen(decision, claim.why, claim.near)
            return None
        ends.append(claim.id)
    return None if {c.id for c in work.rejected} & set(ends) else frozenset(ends)


def _merge(decision: Decision, merged: dict[str, str], work: _Work) -> None:
    """One situation into another; a ring of mergers is refused at the decision that closes it."""
    of, into = decision.anchor["situation"], decision.value
    at: str | None = into
    while at is not None and at != of:
        at = merged.get(at)
    if at == of:
        work.reopen(decision, "The other situation already goes into this one.")
    else:
        merged[of] = into


def _find_groups(decision: Decision, work: _Work) -> tuple[tuple[str, ...], ...] | None:
    """The claim ids of a split's groups. Claims that are not here any more are told; a group that has lost them all undoes the split."""
    groups: list[tuple[str, ...]] = []
    lost: list[str] = []
    for group in decision.value:
        ids: list[str] = []
        for anchor in group:
            claim = work.find(anchor) if anchor["report"] in work.reads else None
            if isinstance(claim, Claim):
                ids.append(claim.id)
            elif work.whole or claim is not None:
                lost.append(anchor.get("quote") or anchor["kind"])
        groups.append(tuple(ids))
    total = sum(map(len, decision.value))
    if any(not group for group in groups):
        if work.whole or lost:
            work.reopen(decision, f"{len(lost)} of its {total} claims are gone, and a group with them.")
        return None
    if lost:
        work.reopen(decision, f"{len(lost)} of its {total} claims are gone; the split stands for the others.")
    return tuple(groups)


def _is_same_report(decision: Decision, work: _Work) -> bool:
    """Whether a graded report still says what it said; a source has no text."""
    anchor = decision.anchor
    if "report" not in anchor:
        return True
    if anchor["report"] not in work.reads:
        work.miss([decision], anchor["report"])
        return False
    if not _is_same_text(anchor, work):
        work.reopen(decision, f"The text of the report {anchor['report']} has changed since it was graded.")
        return False
    return True


def _is_same_text(anchor: Json, work: _Work) -> bool:
    return "text" not in anchor or anchor["text"] == text_hash(work.reads[anchor["report"]].report)
