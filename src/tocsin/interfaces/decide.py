"""`tocsin decide`: accept, reject, correct and add claims, judge pairs, situations and sources, and take any of it back."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.errors import AccessError, InputError
from tocsin.interfaces import console, trail
from tocsin.interfaces.options import Command, Folders, Quiet, StoreUrl, Who, Why, load_codebook, login_name, make_group, now, open_store
from tocsin.records import Decision, Json, Read, to_line

if TYPE_CHECKING:
    from tocsin.codebook import Codebook
    from tocsin.store import Store

app = make_group(
    "decide",
    help="""Correct the machine, and keep who did, when and why.

Nothing is overwritten: a decision is one more line of the trail, briefs and figures are made with it from then on, and
[bold]undo[/bold] takes it back. The decision is written to standard output as a JSON line; what it changes, to standard error.

[bold]For example[/bold]
  tocsin decide reject c41f0… --reason outlier --why "ten times every other count"
  tocsin decide correct c41f0… --set figure.high=258 --set modality=hedged
  tocsin decide same c41f0… c9a3b…
  tocsin decide grade "Ferghana Post" B2
  tocsin decide level s77ac… serious_concern --why "the talks broke down"
  tocsin decide undo d5510…

CLAIM is a claim's id, as tocsin read and tocsin brief --format json write it, or the beginning of it where only one begins so.""",
    epilog="Where the store has accounts, the person named must have one that may decide.",
)
Claim = Annotated[str, typer.Argument(metavar="CLAIM", show_default=False, help="The claim's id, or its beginning.")]
Other = Annotated[str, typer.Argument(metavar="CLAIM", show_default=False, help="The other claim's id (or give two reports' ids).")]
Situation = Annotated[str, typer.Argument(metavar="SITUATION", show_default=False, help="The situation's id.")]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="FIELD=VALUE", show_default=False, help="A field and its new value, as figure.low=12; may be given again."
    ),
]
Value = Annotated[
    str | None, typer.Option("--value", metavar="JSON", show_default=False, help='All fields at once, as \'{"status": "unknown"}\'.')
]


@dataclass
class Case:
    """One decision being made: where, by whom, and what it is about to change."""

    store: Store
    codebook: Codebook
    who: str
    why: str
    quiet: bool

    def anchor(self, claim: str) -> Json:
        """The anchor of a claim, by its id or the beginning of it."""
        from tocsin import casebook

        found = casebook.anchor_claim(self.store, claim, tier="lead")
        if found is None:
            raise InputError(
                "no such claim",
                detail=f"The store has no claim {claim!r}, or several that begin so.",
                what_to_do="Take the id from: tocsin brief --format json. Is this the right --store?",
            )
        return found

    def read(self, report: str) -> Read:
        """What the store holds of a report."""
        from tocsin.store import pages

        found = pages.read(self.store, report, tier="lead")
        if found is None:
            raise InputError(
                "no such report",
                detail=f"The store has no report {report!r}.",
                what_to_do="Take the id from: tocsin brief --format json. Is this the right --store?",
            )
        return found

    def end(self, id: str) -> Json:
        """The anchor of one side of a pair: a report where one has this id, else a claim."""
        from tocsin import review
        from tocsin.store import pages

        found = pages.read(self.store, id, tier="lead")
        return review.anchor_of(found.report) if found else self.anchor(id)

    def keep(self, verdict: str, anchor: Json, value: Json = None, *, supersedes: str | None = None) -> None:
        """Make the decision, write it out and tell what it changed."""
        from tocsin import casebook, review

        self._make_current(verdict)
        when = now()
        decision = review.decide(
            verdict,
            anchor,
            who=self.who,
            when=when,
            why=self.why,
            value=value,
            supersedes=supersedes,
            role=role_of(self.store, self.who),
            kinds=self.codebook.kinds,
        )
        done = casebook.decide(self.store, decision, codebook=self.codebook, now=when)
        console.write_out(to_line(decision) + "\n")
        if not self.quiet:
            console.say(trail.tell(decision))
            for line in tell_effects(self.store, done):
                console.say(line)

    def _make_current(self, verdict: str) -> None:
        """What names situations needs them made."""
        from tocsin import casebook
        from tocsin.store import snapshots

        if snapshots.book_state(self.store) is None or (
            verdict in ("merge", "split", "level") and not casebook.is_current(self.store, codebook=self.codebook)
        ):
            if not self.quiet:
                console.say("Bringing the situations up to date …")
            casebook.refresh(self.store, codebook=self.codebook, now=now())


def role_of(store: Store, who: str) -> str | None:
    """The role of the person's account; None where the store has no accounts. An AccessError for who may not decide."""
    from tocsin.store import accounts

    if not accounts.any_account(store):
        return None
    found = accounts.find(store, who)
    if found is None or not accounts.may(found.role, "decide"):
        why = f"{who} is a {found.role}." if found else f"There is no account {who!r}."
        raise AccessError("this person may not decide", field="who", detail=why,
                          what_to_do="Name an analyst or a lead with --who; tocsin account list shows them.")
    return found.role


def tell_effects(store: Store, done: Any) -> Iterator[str]:
    """What a decision changed, in words."""
    from tocsin.store import snapshots

    if not done.added:
        yield "This very decision is in the trail already; nothing changed."
        return
    for id in done.remade:
        rows = snapshots.versions(store, id, tier="lead")
        told = snapshots.situation(store, id, tier="lead")
        if told is None or not rows:
            yield f"  {id}: no longer a situation."
        elif told.situation.id != id:
            yield f"  {id}: now part of {told.situation.name} ({told.situation.id})."
        else:
            yield f"  {rows[-1]['name']}: {'; '.join(rows[-1]['changed']) or 'changed in its details'}."
    if not done.remade and done.settled:
        yield "  No situation says anything else for it."
    if not done.settled:
        yield "  Some situations are still to be made again; the next look at all of them does it."
    for reopened in done.reopened:
        yield f"  It is not applied: {reopened.why}"


def _shared(*, why: Why = "", who: Who = None, store: StoreUrl = None, codebook: Folders = None, quiet: Quiet = False) -> None:
    """The options that every decision takes."""


def decides(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A command that makes one decision: the function takes the Case and its own arguments, the command takes the shared options too."""

    def register(act: Callable[..., None]) -> Callable[..., None]:
        def command(*, why: str, who: str | None, store: str | None, codebook: list[Path] | None, quiet: bool, **own: Any) -> None:
            with _case(store, codebook, who, why, quiet) as case:
                act(case, **own)

        _, *own = inspect.signature(act, eval_str=True).parameters.values()
        parameters = [*own, *inspect.signature(_shared, eval_str=True).parameters.values()]
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in parameters}
        command.__doc__ = act.__doc__
        app.command(name, cls=Command)(command)
        return act

    return register


@contextmanager
def _case(store: str | None, codebook: list[Path] | None, who: str | None, why: str, quiet: bool) -> Iterator[Case]:
    with console.in_words():
        console.prepare_output(data=True)
        book = load_codebook(codebook)
        with open_store(store) as kept:
            yield Case(kept, book, login_name(who), why, quiet)


def read_fields(sets: list[str] | None, value: str | None) -> dict[str, Any]:
    """The fields that --value and --set give: JSON where it is JSON, else text."""
    fields: dict[str, Any] = {}
    if value is not None:
        try:
            fields = json.loads(value)
        except ValueError as error:
            raise InputError(
                "--value is no JSON", detail=f"{error}.", what_to_do='Give an object, as \'{"figure": {"low": 12}}\'.'
            ) from None
        if not isinstance(fields, dict):
            raise InputError("--value is no object", detail=f"It is {value!r}.", what_to_do='Give one, as \'{"figure": {"low": 12}}\'.')
    for given in sets or ():
        name, equals, words = given.partition("=")
        if not equals or not name.strip():
            raise InputError("--set has no field", detail=f"It is {given!r}.", what_to_do="Give FIELD=VALUE, as figure.low=12.")
        *path, last = name.strip().split(".")
        place = fields
        for step in path:
            place = place.setdefault(step, {})
            if not isinstance(place, dict):
                raise InputError("--set does not fit", detail=f"{name} is set twice.", what_to_do="Name every field once.")
        place[last] = _json_or_text(words)
    return fields


def _json_or_text(words: str) -> Any:
    try:
        return json.loads(words)
    except ValueError:
        return words


# ------------------------------------------------------------------ claims


@decides("accept")
def accept_command(case: Case, claim: Claim) -> None:
    """Say that a claim is read rightly; by a second person, one of the two a lead, it is verified twice."""
    case.keep("accept", case.anchor(claim))


@decides("reject")
def reject_command(
    case: Case,
    claim: Claim,
    *,
    reason: Annotated[
        str, typer.Option("--reason", metavar="REASON", show_default=False, help="redundant, too_old, anecdotal, outlier or wrong.")
    ],
) -> None:
    """Leave a claim out of every figure, with a reason. It stays in the store and in the trail."""
    case.keep("reject", case.anchor(claim), reason)


@decides("correct")
def correct_command(case: Case, claim: Claim, *, sets: Sets = None, value: Value = None) -> None:
    """Correct fields of a claim: kind, subtype, span, actors, targets, place, time, figure, attribution, modality, polarity, status, case …

    Parts that are not named stay as they were; null empties a field. docs/records.md has the fields and their words.
    """
    case.keep("correct", case.anchor(claim), read_fields(sets, value))


@decides("add")
def add_command(
    case: Case,
    report: Annotated[str, typer.Argument(metavar="REPORT", show_default=False, help="The report's id.")],
    words: Annotated[
        str, typer.Argument(metavar="WORDS", show_default=False, help="The words of the missed claim, as the report has them.")
    ],
    *,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", show_default=False, help="Its kind: killing, request, … (docs/codebook.md).")
    ],
    sets: Sets = None,
    value: Value = None,
) -> None:
    """Add a claim that the reader missed, by its words in the report; they must stand there once."""
    text = case.read(report).report.text
    times = text.count(words) if words else 0
    if times != 1:
        raise InputError(
            "these words do not name one place",
            detail=f"The report has them {times} times.",
            what_to_do="Copy a few words more, exactly as the report has them.",
        )
    start = text.index(words)
    anchor = {"report": report, "span": [start, start + len(words)], "kind": kind, "quote": words}
    case.keep("add", anchor, read_fields(sets, value) or None)


# ------------------------------------------------------------------ pairs


@decides("same")
def same_command(case: Case, claim: Claim, other: Other) -> None:
    """Say that two claims tell of one act, or that two reports tell of one event."""
    case.keep("same", {"a": case.end(claim), "b": case.end(other)})


@decides("not-same")
def not_same_command(case: Case, claim: Claim, other: Other) -> None:
    """Say that two claims tell of two acts, or that two reports tell of two events."""
    case.keep("not_same", {"a": case.end(claim), "b": case.end(other)})


@decides("unsure")
def unsure_command(case: Case, claim: Claim, other: Other) -> None:
    """Say that it can't be told whether two claims tell of one act: they are neither joined nor kept apart for good."""
    case.keep("unsure", {"a": case.end(claim), "b": case.end(other)})


# ------------------------------------------------------------------ situations, sources, reports


@decides("merge")
def merge_command(
    case: Case,
    situation: Situation,
    into: Annotated[str, typer.Argument(metavar="INTO", show_default=False, help="The situation that it goes into.")],
) -> None:
    """Make two situations one: the first goes into the second and is found there from then on. Needs --why."""
    case.keep("merge", {"situation": situation}, into)


@decides("split")
def split_command(
    case: Case,
    situation: Situation,
    *,
    groups: Annotated[
        list[str],
        typer.Option("--group", metavar="CLAIM,CLAIM…", show_default=False, help="Claims that stand apart together; may be given again."),
    ],
) -> None:
    """Take groups of claims out of a situation; each group becomes a situation of its own. Needs --why."""
    value = [[case.anchor(name.strip()) for name in group.split(",") if name.strip()] for group in groups]
    case.keep("split", {"situation": situation}, value)


@decides("level")
def level_command(
    case: Case,
    situation: Situation,
    level: Annotated[
        str, typer.Argument(metavar="LEVEL", show_default=False, help="watch, serious_concern, imminent_risk or current_crisis.")
    ],
) -> None:
    """Set a situation's level over the rule's, which stays beside it. Needs --why."""
    case.keep("level", {"situation": situation}, level)


@decides("grade")
def grade_command(
    case: Case,
    source: Annotated[str, typer.Argument(metavar="SOURCE", show_default=False, help="The source's name, or a report's id.")],
    grade: Annotated[str, typer.Argument(metavar="GRADE", show_default=False, help="An Admiralty grade: A to F and 1 to 6, as B2.")],
) -> None:
    """Grade a source, or one report of it, by the Admiralty scale."""
    from tocsin import review
    from tocsin.store import pages

    known = {row.name for row in pages.sources(case.store, tier="lead")}
    if source in known:
        case.keep("grade", {"source": source}, grade.upper())
        return
    found = pages.read(case.store, source, tier="lead")
    if found is None:
        some = ", ".join(sorted(name for name in known if name)[:8])
        raise InputError(
            "no such source or report",
            detail=f"The store has none called {source!r}.",
            what_to_do=f"It has, among others: {some}." if some else "None of its reports names a source.",
        )
    case.keep("grade", review.anchor_of(found.report), grade.upper())


@decides("confidentiality")
def confidentiality_command(
    case: Case,
    report: Annotated[str, typer.Argument(metavar="REPORT", show_default=False, help="The report's id.")],
    access: Annotated[
        str, typer.Argument(metavar="ACCESS", show_default=False, help="public, restricted (to analysts) or confidential (to leads).")
    ],
) -> None:
    """Say who may read a report; what others see is made without it from then on."""
    from tocsin import review

    case.keep("confidentiality", review.anchor_of(case.read(report).report), access)


@decides("undo")
def undo_command(
    case: Case,
    decision: Annotated[str, typer.Argument(metavar="DECISION", show_default=False, help="The decision's id, or its beginning.")],
) -> None:
    """Take a decision back by one more decision; an undo can be undone in the same way."""
    found = find_decision(case.store, decision)
    case.keep("undo", found.anchor, supersedes=found.id)


def find_decision(store: Store, id: str) -> Decision:
    """The decision of this id, or the only one that begins so, if it still stands or is an undo."""
    decisions = store.decisions()
    found = [d for d in decisions if d.id == id] or [d for d in decisions if d.id.startswith(id)]
    if len(found) != 1:
        raise InputError(
            "no such decision",
            detail=f"The trail has {len(found) or 'none'} that begins with {id!r}.",
            what_to_do="tocsin trail show lists them with their ids.",
        )
    undone = [d for d in decisions if d.supersedes == found[0].id]
    if undone and not any(d.supersedes == undone[-1].id for d in decisions):
        last = undone[-1]
        raise InputError(
            "this decision no longer stands",
            detail=f"{last.who} took it back at {last.when[:16].replace('T', ' ')}.",
            what_to_do=f"To let it stand again, undo that: tocsin decide undo {last.id}",
        )
    return found[0]
