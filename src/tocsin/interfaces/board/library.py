"""What the board knows: every question that a page or the API asks, answered once, for what this viewer may see.

Pages and API show the same answers. Nothing here decides or reckons; it asks the casebook and the store, and shapes what they say. Views
of situations stay in memory for a while, so that a page that nobody changed is not built twice.
"""

from __future__ import annotations

import gc
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, cached_property
from threading import Lock
from typing import Any

from tocsin import casebook, review
from tocsin.briefs import Desk, build_situation, wording
from tocsin.briefs.view import Basis, SituationView
from tocsin.codebook import Codebook
from tocsin.errors import AccessError, InputError, ReviewError
from tocsin.records import Book, Claim, Decision, Json, Mark, Read, Reviewed, Situation, standing, to_json
from tocsin.store import Store, accounts, pages, search, snapshots, trail
from tocsin.store.paging import Page

SHOWN_AGAIN = 30.0  # seconds for which a view that nothing changed is shown again
VIEWS_KEPT = 200  # situations whose view stays in memory; about 1 MB each at most
MOST_LIKELY = 40  # claims offered as perhaps the same as another
SWEPT = 400  # views made between two looks through all memory for what nobody uses; a look takes as long as three views


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a name for decisions, a role (None without accounts), and the tier that says which reports may be seen."""

    name: str
    role: str | None
    tier: str

    @property
    def may_review(self) -> bool:
        """Whether this viewer's decisions are taken."""
        return accounts.may(self.role, "decide")


class NotHere(InputError):
    """What was asked for is not kept, or this viewer may not see it; the two are told alike, so that nothing leaks."""


def not_here(what: str) -> NotHere:
    """The error that a page or answer ends with when there is no such thing."""
    return NotHere(f"no such {what}", detail=f"No {what} of this name is kept, or you may not see it.", what_to_do="Go back to the list.")


# ------------------------------------------------------------------ a situation


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place of a situation with its claims."""

    name: str
    precision: str
    country: str
    claims: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party of a situation, how often it acts, is acted on and speaks."""

    name: str
    type: str
    country: str
    acts: int
    suffers: int
    speaks: int
    basis: Basis


@dataclass(frozen=True)
class Case:
    """A situation as a page shows it, with the desk that its citations came from and what analysts decided."""

    situation: Situation
    view: SituationView
    places: tuple[PlaceLine, ...]
    parties: tuple[PartyLine, ...]
    desk: Desk
    marks: Mapping[str, Mark]
    ruled: Decision | None  # the decision that set the level, where somebody did
    version: int

    @cached_property
    def paths(self) -> dict[int, str]:
        """Where each origin stands in the view, by identity: what a link to it is made from."""
        return {id(basis): path for root in ("view", "places", "parties") for path, basis in walk(getattr(self, root), root)}

    def find(self, path: str) -> tuple[list[Any], Basis]:
        """What stands at this path and all that it lies in, outermost first; NotHere where there is nothing."""
        node: Any = self
        trail: list[Any] = []
        for step in path.split(".")[:8]:
            node = take_step(node, step)
            trail.append(node)
        if not isinstance(node, Basis):
            found = getattr(node, "basis", None)
            if isinstance(node, tuple):  # a list opens with everything in it
                found = gather_bases([x.basis for x in node if isinstance(getattr(x, "basis", None), Basis)])
            if not isinstance(found, Basis):
                raise not_here("number")
            return trail, found
        return trail[:-1], node


def walk(node: Any, path: str) -> Iterator[tuple[str, Basis]]:
    """Every origin in a view, with the path that leads to it."""
    if isinstance(node, Basis):
        yield path, node
    elif isinstance(node, tuple):
        for n, item in enumerate(node):
            yield from walk(item, f"{path}.{n}")
    else:
        kind: Any = type(node)
        for name in _parts(kind):
            part = getattr(node, name)
            if not isinstance(part, str | int | None):
                yield from walk(part, f"{path}.{name}")


@cache
def _parts(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of view; plain values have none. Asked thousands of times for each page."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


def take_step(node: Any, step: str) -> Any:
    """One step of a path: a field of a view, a place in a list, `last`, or the name of a unit; only what a view shows can be reached."""
    if isinstance(node, tuple):
        if step == "last" and node:
            return node[-1]
        if step.isascii() and step.isdigit() and int(step[:6]) < len(node):
            return node[int(step[:6])]
        named = next((x for x in node if getattr(x, "unit", None) == step), None)
        if named is not None:
            return named
    elif (
        isinstance(node, Case)
        and step in ("view", "places", "parties")
        or is_dataclass(node)
        and not isinstance(node, Case)
        and step in {f.name for f in fields(node)}
    ):
        return getattr(node, step)
    raise not_here("number")


def gather_bases(bases: Sequence[Basis]) -> Basis:
    """The origins of several statements together, each sentence once."""
    cites = {c.id: c for basis in bases for c in basis.cites}
    return Basis(tuple(cites.values()), "; ".join(dict.fromkeys(b.formula for b in bases if b.formula)))


# ------------------------------------------------------------------ the library


class Library:
    """Every question, over one store; safe to ask from several threads."""

    def __init__(self, store: Store, codebook: Codebook, *, now: Callable[[], str], timer: Callable[[], float] = time.monotonic) -> None:
        self.store, self.codebook, self.now, self.timer = store, codebook, now, timer
        self._cases: OrderedDict[tuple[str, str], tuple[Any, float, Case]] = OrderedDict()
        self._turn = Lock()
        self._made = 0

    # -------------------------------------------------------------- situations

    def list_situations(
        self, viewer: Viewer, *, sort: str = "level", after: str | None = None, limit: int = 25, **asked: str | None
    ) -> Any:
        """A page of situations as rows of plain values; `asked` may hold level, phase, country and text."""
        wanted = {k: v for k, v in asked.items() if v}
        return snapshots.situations(self.store, tier=viewer.tier, sort=sort, after=after, limit=limit, **wanted)

    def open_case(self, viewer: Viewer, id: str) -> Case:
        """One situation with everything that its page shows; NotHere where this viewer may not see any report of it.

        What was shown a moment ago is shown again where nothing in the store changed since. The last guard against a change that another
        process was still reckoning is time: nothing is shown again after half a minute.
        """
        mark = (snapshots.state(self.store), snapshots.book_state(self.store))
        with self._turn:
            held = self._cases.get((viewer.tier, id))
            if held and held[0] == mark and self.timer() - held[1] < SHOWN_AGAIN:
                self._cases.move_to_end((viewer.tier, id))
                return held[2]
        case = self._make_case(viewer, id)
        self._made += 1
        if self._made % SWEPT == 0:
            gc.collect()
        with self._turn:
            self._cases[viewer.tier, id] = (mark, self.timer(), case)
            while len(self._cases) > VIEWS_KEPT:
                self._cases.popitem(last=False)
        return case

    def _make_case(self, viewer: Viewer, id: str) -> Case:
        found = casebook.situation(self.store, id, tier=viewer.tier)
        if found is None:
            raise not_here("situation")
        kept, reviewed = found
        levels = [d for d in standing(self.store.decisions_about(situation=kept.situation.id, tier=viewer.tier)) if d.verdict == "level"]
        ruled = levels[-1] if levels else None
        return Case(kept.situation, *self._view(kept.situation, reviewed), reviewed.marks, ruled, kept.version)

    def _view(self, situation: Situation, reviewed: Reviewed) -> tuple[SituationView, tuple[PlaceLine, ...], tuple[PartyLine, ...], Desk]:
        desk = Desk(Book(reviewed.reads, (situation,)), self.codebook)
        view = build_situation(situation, 1, desk)
        return view, tuple(self._places(situation, desk)), tuple(self._parties(situation, desk)), desk

    def _places(self, situation: Situation, desk: Desk) -> Iterator[PlaceLine]:
        for place in situation.places:
            name = str(place.get("name") or place["text"])
            yield PlaceLine(
                name, place["precision"], self.say_country(place.get("country")), len(place["claims"]), desk.basis(place["claims"])
            )

    def _parties(self, situation: Situation, desk: Desk) -> Iterator[PartyLine]:
        for p in situation.parties:
            acts, suffers, speaks = (int(p.get(k) or 0) for k in ("as_actor", "as_target", "as_speaker"))
            country = "" if p.get("type") == "state" else self.say_country(p.get("country"))
            yield PartyLine(wording.say_party(p), wording.say(p.get("type")), country, acts, suffers, speaks, desk.basis(p.get("claims")))

    def say_country(self, code: str | None) -> str:
        """A country's name by its code."""
        known = self.codebook.countries.get(code or "")
        return known.name if known else code or ""

    # -------------------------------------------------------------- reports and claims

    def open_report(self, viewer: Viewer, id: str) -> Reviewed:
        """One report with its claims as analysts left them, as the review room gives it."""
        found = casebook.report(self.store, id, tier=viewer.tier)
        if found is None or not found.reads:
            raise not_here("report")
        return found

    def open_claim(self, viewer: Viewer, id: str) -> tuple[Read, Claim, Mark | None]:
        """One claim as it stands now: its read, the claim and its mark (None where nobody decided on it)."""
        found = casebook.claim(self.store, id, tier=viewer.tier)
        if found is None or found[1].id != id:  # the beginning of an id is for people at a terminal
            raise not_here("claim")
        read, claim, mark = found
        return read, claim, mark

    def list_reports(
        self,
        viewer: Viewer,
        *,
        after: str | None = None,
        limit: int = 50,
        source: str | None = None,
        situation: str | None = None,
        text: str | None = None,
    ) -> Page[pages.ReportRow]:
        """A page of reports: of one source, of one situation, or with words in the title."""
        named = [entry["id"] for entry in self.open_case(viewer, situation).situation.reports] if situation else None
        return pages.reports(self.store, tier=viewer.tier, after=after, limit=limit, source=source or None, named=named, text=text or None)

    def list_sources(self, viewer: Viewer) -> tuple[pages.SourceRow, ...]:
        """Every source with its reports, claims and grade."""
        return pages.sources(self.store, tier=viewer.tier)

    def anchor_claim(self, viewer: Viewer, id: str) -> Json:
        """The anchor of a claim, as the program read it: that is where a decision is found again."""
        anchor = casebook.anchor_claim(self.store, id, tier=viewer.tier)
        if anchor is None or anchor["claim"] != id:
            raise not_here("claim")
        return anchor

    def situations_of(self, viewer: Viewer, report: str) -> list[dict[str, str]]:
        """The situations that a report counts in, by id and name."""
        ids = snapshots.situations_of(self.store, report, tier=viewer.tier)
        rows = [(id, snapshots.versions(self.store, id, tier=viewer.tier)) for id in ids]
        return [{"id": id, "name": told[-1]["name"]} for id, told in rows if told]

    def likely_same(self, viewer: Viewer, read: Read, claim: Claim) -> list[dict[str, str]]:
        """Claims of other reports that may tell of the same: of the same kind, in the same situation, the most alike first."""
        ids = snapshots.situations_of(self.store, read.report.id, tier=viewer.tier) if viewer.may_review else ()
        # Its page is not made for this: that would take twice as long.
        kept = snapshots.situation(self.store, ids[0], tier=viewer.tier) if ids else None
        if kept is None:
            return []
        told = {entry["id"]: entry.get("source") or entry.get("title") or entry["id"] for entry in kept.situation.reports}
        others = [c for c in kept.situation.claims if c.kind == claim.kind and c.report_id != claim.report_id]
        others.sort(key=lambda c: (_day(c) != _day(claim), _place(c) != _place(claim), c.id))
        return [
            {"id": c.id, "words": f"{wording.cut(told.get(c.report_id, ''), 30)}: {wording.cut(c.quote, 70)}"}
            for c in others[:MOST_LIKELY]
        ]

    # -------------------------------------------------------------- decisions

    def decisions_about(
        self,
        viewer: Viewer,
        *,
        claim: str | None = None,
        report: str | None = None,
        situation: str | None = None,
        source: str | None = None,
    ) -> tuple[Decision, ...]:
        """Every decision on a claim, a report, a situation or a source, also those taken back."""
        return self.store.decisions_about(claim=claim, report=report, situation=situation, source=source, tier=viewer.tier)

    def decide(
        self,
        viewer: Viewer,
        *,
        verdict: str,
        anchor: Json,
        value: Json = None,
        why: str = "",
        supersedes: str | None = None,
        seen: Sequence[str] | None = None,
    ) -> casebook.Decided:
        """Keep a decision and reckon anew what it touches. ReviewError names a wrong field, ConflictError tells what others decided."""
        if not viewer.may_review:
            raise AccessError("you may only read", detail="Your role is viewer.", what_to_do="Ask a lead for the role of an analyst.")
        if verdict == "confidentiality" and not accounts.may(viewer.role, "manage"):
            raise AccessError("only a lead says who may read a report", field="verdict", what_to_do="Ask a lead.")
        decision = review.decide(
            verdict,
            anchor,
            who=viewer.name,
            when=self.now(),
            why=why,
            value=value,
            supersedes=supersedes,
            role=viewer.role,
            kinds=self.codebook.kinds,
        )
        try:
            return casebook.decide(self.store, decision, codebook=self.codebook, now=self.now(), seen=seen, tier=viewer.tier)
        finally:
            with self._turn:  # what was made while the decision was reckoned in may be of before
                self._cases.clear()

    def undo(self, viewer: Viewer, decision: str, *, why: str = "") -> casebook.Decided:
        """Take a decision back by a new one; somebody else's only as a lead."""
        old = next((d for d in self.store.decisions() if d.id == decision), None)
        if old is None or old not in self.store.decisions_on([old.subject()], tier=viewer.tier):
            raise not_here("decision")
        if old.who != viewer.name and not accounts.may(viewer.role, "manage"):
            raise AccessError(
                "this is somebody else's decision", detail=f"It is {old.who}'s.", what_to_do="Decide otherwise yourself, or ask a lead."
            )
        return self.decide(viewer, verdict="undo", anchor=old.anchor, why=why, supersedes=old.id)

    # -------------------------------------------------------------- the rest

    def list_changes(self, viewer: Viewer, id: str) -> list[str]:
        """What changed in a situation against the version before."""
        rows = snapshots.versions(self.store, id, tier=viewer.tier)
        return list(rows[-1]["changed"]) if rows else []

    def list_trail(self, viewer: Viewer, *, after: str | None = None, limit: int = 50, who: str = "", verdict: str = "") -> Any:
        """Decisions, newest first, with their hashes."""
        return trail.entries(
            self.store, after=after, limit=limit, newest_first=True, who=who or None, verdict=verdict or None, tier=viewer.tier
        )

    def verify_trail(self, *, head: str | None = None) -> Any:
        """Whether the chain of decisions is whole, and with a head kept elsewhere whether it was cut or made anew."""
        return trail.verify(self.store, head=head)

    def export_trail(self, viewer: Viewer) -> Iterator[str]:
        """The trail as JSON lines."""
        lines: Iterator[str] = trail.export(self.store, tier=viewer.tier)
        return lines

    def search(self, viewer: Viewer, query: str, *, after: str | None = None, limit: int = 20) -> Any:
        """Words in every report that this viewer may see."""
        return search.find(self.store, query, tier=viewer.tier, after=after, limit=limit)

    def list_saved(self, viewer: Viewer) -> Any:
        """This viewer's saved searches."""
        return search.saved(self.store, who=viewer.name)

    def save_search(self, viewer: Viewer, name: str, query: str) -> Any:
        """Keep a search under a name."""
        if not name.strip() or not query.strip():
            raise ReviewError("a saved search needs a name and words", field="query" if name.strip() else "name", what_to_do="Give both.")
        return search.save(self.store, name, query, who=viewer.name, when=self.now())

    def forget_search(self, viewer: Viewer, id: str) -> None:
        """Forget a saved search of this viewer."""
        if not search.forget(self.store, id, who=viewer.name):
            raise not_here("saved search")


def _day(claim: Claim) -> str | None:
    return claim.time.start if claim.time else None


def _place(claim: Claim) -> str | None:
    return claim.place.name if claim.place else None


def tell_claim(claim: Claim, mark: Mark | None, *, rejected: bool = False) -> Json:
    """A claim as the API gives it: the public record, who reviewed it, and what the machine said before."""
    decisions = [to_json(d) for d in mark.decisions] if mark else []
    was = to_json(mark.was) if mark and mark.was else None
    return {
        **to_json(claim),
        "review": {"verified": mark.verified if mark else 0, "rejected": rejected, "decisions": decisions, "was": was},
    }
