"""The casebook: what the store holds, seen through analysts' decisions, and the situations kept up to date when either changes.

Commands, board and API decide and look things up here, so that all of them show the same. A decision is kept first; then only the
situations that it touches are made again, of their own reports. `refresh` makes all of them again where more has changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin import __version__, pipeline, review
from tocsin.codebook import Codebook
from tocsin.errors import ReviewError, StoreError
from tocsin.records import Book, Claim, Decision, Json, Mark, Read, Reopened, Reviewed, Situation, standing
from tocsin.store import Store, pages, snapshots

TIERS = ("lead", "analyst", "viewer")
FEW = 60  # reports up to which everything is made again at once
MOST = 40  # situations that one decision makes again before it answers; the others wait for `refresh`
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision: whether it was new, which situations say something new since, and what it leaves to decide anew.

    Where it is not `settled`, reports may have to move between situations, or more situations are touched than one decision makes again:
    they wait for `refresh`.
    """

    decision: Decision
    added: bool
    remade: tuple[str, ...] = ()
    reopened: tuple[Reopened, ...] = ()
    settled: bool = True


@dataclass(frozen=True, slots=True)
class Refreshed:
    """Which situations say something new, how many are as they were, and which decisions have to be taken anew."""

    made: tuple[str, ...]
    unchanged: int
    reopened: tuple[Reopened, ...]


# ------------------------------------------------------------------ looking things up


def report(store: Store, id: str, *, tier: str) -> Reviewed | None:
    """One report as standing decisions leave it; None where there is none for these eyes."""
    found = pages.read(store, id, tier=tier)
    return pipeline.lay_decisions([found], store.decisions_about(report=id)) if found else None


def claim(store: Store, id: str, *, tier: str) -> tuple[Read, Claim, Mark | None] | None:
    """A claim by its id, or by the beginning of it: its read and itself as decisions leave them, and its mark. Rejected ones too."""
    where = pages.find_claim(store, id, tier=tier)
    reviewed = report(store, where[0], tier=tier) if where else None
    if where is None or reviewed is None:
        return None
    (read,) = reviewed.reads
    found = next((c for c in (*read.claims, *reviewed.rejected) if c.id == where[1]), None)
    return (read, found, reviewed.marks.get(found.id)) if found else None


def anchor_claim(store: Store, id: str, *, tier: str) -> Json | None:
    """The anchor of a claim, as the reader (or the analyst who added it) made it; None where there is none for these eyes."""
    found = claim(store, id, tier=tier)
    return review.anchor_of(found[2].was if found[2] and found[2].was else found[1]) if found else None


def situation(store: Store, id: str, *, tier: str) -> tuple[snapshots.Kept, Reviewed] | None:
    """A situation as it was last made, with its reports' reads and the marks on their claims."""
    kept = snapshots.situation(store, id, tier=tier)
    if kept is None:
        return None
    names = [entry["id"] for entry in kept.situation.reports]
    decisions = store.decisions_on([f"report:{name}" for name in names])
    reads = pages.read_many(store, names, tier=tier, light=True, bare=not decisions)
    if not decisions:  # then its own claims are what was read, and need not be made twice
        said: dict[str, list[Claim]] = defaultdict(list)
        for claim in kept.situation.claims:
            said[claim.report_id].append(claim)
        reads = [replace(read, claims=tuple(said[read.report.id])) for read in reads]
    return kept, pipeline.lay_decisions(reads, decisions)


def book(store: Store, *, codebook: Codebook, tier: str = "lead", rule: str = "floor") -> tuple[Book, Reviewed]:
    """Everything in the store that a tier may read, with standing decisions applied, made into a book here and now."""
    reviewed = review.permit(pipeline.lay_decisions(store.reads(), store.decisions(), whole=True), tier=tier)
    old = pipeline.unmended(store.problems(), reviewed.reads)
    return pipeline.make_book(reviewed.reads, codebook=codebook, problems=old, rule=rule, rulings=reviewed.rulings), reviewed


# ------------------------------------------------------------------ deciding


def decide(store: Store, decision: Decision, *, codebook: Codebook, now: str, seen: Sequence[str] | None = None,
           tier: str = "lead") -> Decided:
    """Check a decision against what the store holds, keep it, and make the situations that it touches again.

    ReviewError where what it names is not there; ConflictError where somebody else decided on the same thing and `seen`, the ids of
    the decisions on it that the person knew of, does not hold theirs.
    """
    _check_against(store, decision, codebook, tier)
    if not store.keep_decision(decision, seen=seen):
        return Decided(decision, False)
    touched, together = _touched(store, decision)
    if _is_small(store):
        done = refresh(store, codebook=codebook, now=now)
        return Decided(decision, True, done.made, tuple(r for r in done.reopened if r.decision.id == decision.id))
    every = bool(touched) and len(touched) <= MOST
    remade, settled = remake(store, touched[:MOST], codebook=codebook, now=now, every=every, together=together)
    names = [key.removeprefix("report:") for key in decision.touches() if key.startswith("report:")]
    reviewed = pipeline.lay_decisions(pages.read_many(store, names, tier="lead", light=True), store.decisions_on(decision.touches()))
    reopened = tuple(r for r in reviewed.reopened if r.decision.id == decision.id)
    return Decided(decision, True, remade, reopened, settled)


def _check_against(store: Store, decision: Decision, codebook: Codebook, tier: str) -> None:
    """Refuse a decision on what is not there."""
    anchor = decision.anchor
    reviewed = report(store, anchor["report"], tier=tier) if "report" in anchor else None
    read = replace(reviewed.reads[0], claims=(*reviewed.reads[0].claims, *reviewed.rejected)) if reviewed else None
    if "report" in anchor and read is None and decision.verdict != "undo":
        raise _missing("report", anchor["report"], "anchor.report")
    if decision.supersedes and decision.supersedes not in {d.id for d in store.decisions_on([decision.subject()])}:
        raise _missing("decision on this", decision.supersedes, "supersedes")
    review.decide(decision.verdict, anchor, who=decision.who, when=decision.when, why=decision.why, value=decision.value,
                  supersedes=decision.supersedes, role=decision.role, kinds=codebook.kinds, read=read)
    ends = [(side, anchor[side]) for side in ("a", "b") if side in anchor]
    for side, end in [("anchor", anchor), *((f"anchor.{side}", end) for side, end in ends)]:
        if decision.verdict in ("undo", "add") or "report" not in end:
            continue
        if pages.read(store, end["report"], tier=tier) is None:
            raise _missing("report", end["report"], f"{side}.report")
        if "claim" in end and claim(store, end["claim"], tier=tier) is None:
            raise _missing("claim", end["claim"], f"{side}.claim")
    for field, id in (("anchor.situation", anchor.get("situation")), ("value", decision.value if decision.verdict == "merge" else None)):
        if id is not None and decision.verdict != "undo" and snapshots.situation(store, id, tier=tier) is None:
            raise _missing("situation", id, field)


def _missing(noun: str, id: str, field: str) -> ReviewError:
    return ReviewError(f"there is no such {noun}", field=field, detail=f"The store has no {noun} {id!r} that you may see.",
                       what_to_do="Check the id; it may have been made by another reader or in another store.")


# ------------------------------------------------------------------ making again


def is_current(store: Store, *, codebook: Codebook) -> bool:
    """Whether the kept situations were made of what the store holds now, by this Tocsin and this codebook."""
    return bool(snapshots.book_state(store) == _state(store, codebook))


def _state(store: Store, codebook: Codebook) -> Json:
    return [*snapshots.state(store), __version__, pipeline.reading_key(codebook, profile="")]


def _is_small(store: Store) -> bool:
    return (pages.reports(store, tier="lead", limit=1).total or 0) <= FEW


def refresh(store: Store, *, codebook: Codebook, now: str, force: bool = False, tell: Tell | None = None) -> Refreshed:
    """Make every situation again where the store, the decisions, the codebook or Tocsin changed since; for each tier what it may read.

    `now` is ISO text; `tell` is called with how many steps of how many are done.
    """
    while force or not is_current(store, codebook=codebook):
        state, before = _state(store, codebook), snapshots.all_reports(store)
        reviewed = pipeline.lay_decisions(store.reads(light=True), store.decisions(), whole=True)
        found, gone = _make(reviewed, before, codebook)
        changed = list(snapshots.keep(store, found, tier="lead", made=now, parents={}, gone=gone))
        shut = {s.id for s in found if any(entry["id"] in reviewed.access for entry in s.reports)}
        for n, told in enumerate([s for s in found if s.id in shut]):
            changed += _keep_lower(store, told, reviewed, codebook, now)
            if tell:
                tell(n + 1, len(shut))
        snapshots.note_state(store, state)
        if _state(store, codebook) == state:
            unchanged = len(found) - len(set(changed) & {s.id for s in found})
            return Refreshed(tuple(dict.fromkeys(changed)), unchanged, (*reviewed.reopened, *_without_situation(store)))
        force = False
    return Refreshed((), len(snapshots.all_reports(store)), ())


def reopened(store: Store) -> tuple[Reopened, ...]:
    """Every standing decision that is not applied, because what it was made on has changed or is gone; in order of the trail."""
    decisions = store.decisions()
    found = pipeline.lay_decisions(store.reads(light=True), decisions, whole=True).reopened
    order = {decision.id: n for n, decision in enumerate(decisions)}
    return tuple(sorted((*found, *_without_situation(store)), key=lambda r: order.get(r.decision.id, 0)))


def _without_situation(store: Store) -> Iterator[Reopened]:
    """Standing decisions on situations that are no more; none before situations were made for the first time."""
    if snapshots.book_state(store) is None:
        return
    for decision in standing(store.decisions()):
        id = decision.anchor.get("situation")
        if id is not None and snapshots.situation(store, id, tier="lead") is None:
            yield Reopened(decision, "There is no such situation any more.")


def remake(
    store: Store, ids: Iterable[str], *, codebook: Codebook, now: str, every: bool = True, together: bool = False
) -> tuple[tuple[str, ...], bool]:
    """Make these situations again, each of its own reports and the decisions on them: the ids of those that say something new, and
    whether all is settled by that. It is not where reports fall out of their situation, or these are not `every` one that is touched.
    `together` makes them of all their reports at once, as a split or its undo needs it.

    A decision that comes while this runs makes it start anew, so that what is kept last rests on all of them.
    """
    wanted = list(dict.fromkeys(ids))
    was_current, settled, changed = snapshots.book_state(store) == _state_before(store, codebook), every, list[str]()
    while wanted:
        start = snapshots.state(store)
        for group in [wanted] if together else _joined(store, wanted):
            more, whole = _remake_one(store, group, codebook, now)
            changed, settled = changed + more, settled and whole
        if snapshots.state(store) == start:
            break
        was_current = False
    if was_current and settled:
        snapshots.note_state(store, _state(store, codebook))
    return tuple(dict.fromkeys(changed)), settled


def _state_before(store: Store, codebook: Codebook) -> Json:
    """The state without its last decision: where the book was current then, making what that decision touches makes it current again."""
    changes, last, *rest = _state(store, codebook)
    return [changes, last - 1, *rest]


def _joined(store: Store, ids: Sequence[str]) -> list[list[str]]:
    """The situations to make together: those that a merger ties, the others each alone."""
    merged = pipeline.lay_decisions((), store.decisions_on([f"situation:{id}" for id in ids])).rulings.merged
    groups: list[list[str]] = []
    for id in ids:
        tied = {id, *(b for a, b in merged.items() if a == id), *(a for a, b in merged.items() if b == id)}
        home = next((group for group in groups if tied & set(group)), None)
        if home is None:
            groups.append(sorted(tied))
        else:
            home += sorted(tied - set(home))
    return groups


def _remake_one(store: Store, ids: Sequence[str], codebook: Codebook, now: str) -> tuple[list[str], bool]:
    """Make one situation (or several that are to be one) again of its reports; what is told of others' reports is left to them.

    What says something new, and whether its reports are all still in it.
    """
    before = snapshots.reports_of(store, ids)
    names = sorted(set().union(*before.values()))
    if not names:
        return [], True
    elsewhere = {name for id, reports in snapshots.all_reports(store).items() if id not in before for name in reports & set(names)}
    keys = [*(f"report:{name}" for name in names), *(f"situation:{id}" for id in ids)]
    reads = pages.read_many(store, names, tier="lead", light=True)
    keys += sorted({f"source:{read.report.source}" for read in reads if read.report.source})
    reviewed = pipeline.lay_decisions(reads, store.decisions_on(keys))
    found, gone = _make(reviewed, before, codebook)
    ours = [s for s in found if s.id in before or not {entry["id"] for entry in s.reports} & elsewhere]
    changed = list(snapshots.keep(store, ours, tier="lead", made=now, parents={}, gone=gone))
    for told in ours:
        if any(entry["id"] in reviewed.access for entry in told.reports):
            changed += _keep_lower(store, told, reviewed, codebook, now)
    inside = set().union(*({entry["id"] for entry in s.reports} for s in ours if s.id in before)) if ours else set()
    return changed, inside == set(names)


def _make(reviewed: Reviewed, before: Mapping[str, set[str]], codebook: Codebook) -> tuple[list[Situation], dict[str, str | None]]:
    """The situations that these reads make, under the ids by which they are known, and the ids that are no more.

    StoreError where they could not be brought together: then nothing is known of any situation, least of all that it is gone.
    """
    book = pipeline.make_book(reviewed.reads, codebook=codebook, rulings=reviewed.rulings)
    if broken := next((p for p in book.problems if p.error == pipeline.NOT_GATHERED), None):
        raise StoreError("the situations could not be made again", detail=f"They stay as they were made last. {broken.detail}",
                         what_to_do="Undo the last decision (tocsin trail show), or run it with a mended Tocsin.")
    made = book.situations
    found, gone = _keep_ids(made, before)
    # A level that was set on a situation counts for it also where it would have another id if it were met for the first time now.
    renamed = {kept.id for own, kept in zip(made, found, strict=True) if own.id != kept.id} & set(reviewed.rulings.levels)
    return [pipeline.rate(s, codebook=codebook, rulings=reviewed.rulings) if s.id in renamed else s for s in found], gone


def _keep_lower(store: Store, told: Situation, reviewed: Reviewed, codebook: Codebook, now: str) -> list[str]:
    """What analysts and viewers see of a situation that holds reports which they may not read: made anew of those that they may."""
    names = {entry["id"] for entry in told.reports}
    part = replace(reviewed, reads=tuple(read for read in reviewed.reads if read.report.id in names))
    changed: list[str] = []
    for tier in TIERS[1:]:
        allowed = review.permit(part, tier=tier)
        before = {told.id: names}
        old = snapshots.children_of(store, {told.id}, tier=tier).get(told.id, set())
        if len(allowed.reads) == len(part.reads):
            continue
        found, _ = _make(allowed, before, codebook)
        gone: dict[str, str | None] = {id: None for id in old - {s.id for s in found}}
        changed += snapshots.keep(store, found, tier=tier, made=now, parents={s.id: told.id for s in found}, gone=gone)
    return changed


def _keep_ids(found: Sequence[Situation], before: Mapping[str, set[str]]) -> tuple[list[Situation], dict[str, str | None]]:
    """The situations under the ids that they were first known by, and the ids that are no more with what each went into.

    One whose own id is unknown takes that of the known situation with which it shares most reports, if that one is found no more.
    """
    reports = [{entry["id"] for entry in s.reports} for s in found]
    free = set(before) - {s.id for s in found}
    shares = sorted(((len(names & before[id]), id, i) for i, names in enumerate(reports) if found[i].id not in before for id in free),
                    key=lambda share: (-share[0], share[1], share[2]))
    names = {i: s.id for i, s in enumerate(found)}
    for shared, id, i in shares:
        if shared and id in free and names[i] == found[i].id:
            names[i] = id
            free.discard(id)
    kept = [s if names[i] == s.id else replace(s, id=names[i]) for i, s in enumerate(found)]
    gone: dict[str, str | None] = {}
    for id in free:
        best = max(((len(reports[i] & before[id]), names[i]) for i in range(len(found))), default=(0, ""))
        gone[id] = best[1] if best[0] else None
    return kept, gone


def _touched(store: Store, decision: Decision) -> tuple[list[str], bool]:
    """The situations that a decision bears on, by what it names, by the reports, and by what the decision it undoes bore on.

    And whether they have to be made together: a split or a merger may move reports between them.
    """
    keys, verdicts = set(decision.touches()), {decision.verdict}
    for other in store.decisions_on([decision.subject()]) if decision.supersedes else ():
        keys, verdicts = keys | set(other.touches()), verdicts | {other.verdict}
    named = [key.partition(":")[2] for key in sorted(keys) if key.startswith("situation:")]
    found = [id for id in named if snapshots.reports_of(store, [id])]
    for key in sorted(keys):
        kind, _, name = key.partition(":")
        if kind == "report":
            found += snapshots.situations_of(store, name, tier="lead")
        elif kind == "source":
            found += [id for row in _reports_from(store, name) for id in snapshots.situations_of(store, row, tier="lead")]
    return list(dict.fromkeys(found)), bool(verdicts & {"split", "merge"})


def _reports_from(store: Store, source: str) -> list[str]:
    page = pages.reports(store, tier="lead", source=source, limit=500)
    names = [row.id for row in page.items]
    while page.next:
        page = pages.reports(store, tier="lead", source=source, limit=500, after=page.next)
        names += [row.id for row in page.items]
    return names
