"""Claims, decisions and origins in the words of a page: what the side panel and the report's cards say. Pure; nothing here is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tocsin.briefs import wording
from tocsin.briefs.view import Basis, Cite
from tocsin.codebook import Codebook
from tocsin.interfaces.board.forms import REASON_WORDS, write_value
from tocsin.interfaces.board.library import Case
from tocsin.records import Claim, Decision, Json, Report, to_json

CITES_SHOWN = 12  # sentences in one panel; the rest are counted
CONTEXT = 400  # characters on either side of a claim in its own panel


# ------------------------------------------------------------------ claims


def say_claim(claim: Claim) -> str:
    """A claim in a few words: its kind and its number."""
    kind = wording.say(claim.kind) + (f", {wording.say(claim.subtype)}" if claim.subtype else "")
    if claim.figure is None:
        return kind
    unit = wording.UNITS.get(claim.figure.unit, wording.say(claim.figure.unit))
    return f"{kind}: {wording.say_figure(claim.figure)} {unit}"


def say_parties(parties: Any) -> str:
    """Parties by name."""
    return wording.join_words([wording.say_party(to_json(p)) for p in parties])


def say_when(claim: Claim) -> str:
    """The days of a claim, with how precisely and on what they are known."""
    if claim.time is None:
        return ""
    days = wording.say_days(claim.time.start, claim.time.end)
    return f"{days} ({wording.say(claim.time.precision)}, {claim.time.basis})"


def say_where(claim: Claim) -> str:
    """The place of a claim, with how precisely it is known."""
    if claim.place is None:
        return ""
    named = ", ".join(x for x in (claim.place.name or claim.place.text, claim.place.country) if x)
    return f"{named} (known as a {claim.place.precision})"


def say_number(claim: Claim) -> str:
    """The number of a claim, its words and what it counts."""
    f = claim.figure
    if f is None:
        return ""
    return f"{wording.say_figure(f)}, from “{f.text}” ({wording.say(f.modifier)}; counts {f.counts}; {wording.say(f.scope)})"


def say_profile(claim: Claim, codebook: Codebook) -> str:
    """The convention for vague numbers that the claim was read by, with its source."""
    profile = codebook.quantities.profiles.get(claim.figure.profile) if claim.figure else None
    if profile is None or claim.figure is None:
        return ""
    if claim.figure.modifier in ("about", "nearly", "vague_plural", "fraction"):
        return f"{profile.name}: {profile.source}"
    return f"{profile.name}; the words are plain, so it changes nothing"


def list_told(claim: Claim, codebook: Codebook) -> list[tuple[str, str]]:
    """Everything that a claim says, in rows of a name and words."""
    voice = claim.attribution
    who_says = wording.say_voice(voice) + (f" ({wording.say(voice.speaker_type)})" if voice.speaker_type else "")
    stance = ", ".join(
        x for x in (wording.say(claim.modality), claim.polarity, wording.ACTS.get(claim.status, wording.say(claim.status))) if x
    )
    rows = [
        ("Says", say_claim(claim)),
        ("How many", say_number(claim)),
        ("Rule", claim.figure.formula or "" if claim.figure else ""),
        ("Profile", say_profile(claim, codebook)),
        ("Who did it", say_parties(claim.actors)),
        ("To whom", say_parties(claim.targets)),
        ("Where", say_where(claim)),
        ("When", say_when(claim)),
        ("Who says so", f"{who_says}, {wording.say(voice.voice)}, speech {voice.speech}"),
        ("How surely", stance),
        ("Which crisis", "this one" if claim.case == "current" else claim.case or "none; a general statement"),
        ("Indicators", ", ".join(claim.indicators)),
        ("Elements", ", ".join(claim.elements)),
        ("Codes", ", ".join(f"{wording.say(k)} {v}" for k, v in claim.codes.items())),
        ("Read by", f"{claim.reader}; confidence of the reading {claim.confidence:.2f}"),
    ]
    return [(name, text) for name, text in rows if text]


def compare_told(claim: Claim, was: Claim | None, codebook: Codebook) -> list[tuple[str, str, str]]:
    """The rows of a claim, each with what the program had read where an analyst changed it."""
    before = dict(list_told(was, codebook)) if was else {}
    now = list_told(claim, codebook)
    gone = [(name, "nothing", text) for name, text in before.items() if name not in dict(now)]
    return [(name, text, before.get(name, "nothing") if was and before.get(name) != text else "") for name, text in now] + gone


def cut_context(report: Report, claim: Claim) -> tuple[str, str]:
    """The words before and after a claim within its sentence."""
    start, end = min(claim.sentence.start, claim.start), max(claim.sentence.end, claim.end)
    before, after = report.text[start : claim.start], report.text[claim.end : end]
    return ("… " + before[-CONTEXT:] if len(before) > CONTEXT else before), (after[:CONTEXT] + " …" if len(after) > CONTEXT else after)


# ------------------------------------------------------------------ decisions


def say_decision(decision: Decision) -> str:
    """What somebody decided, in words."""
    value: Json = decision.value
    match decision.verdict:
        case "accept":
            return "accepted it"
        case "reject":
            return f"rejected it as {REASON_WORDS.get(str(value), wording.say(value)).partition(':')[0]}"
        case "correct":
            return "corrected " + "; ".join(say_change(k, v) for k, v in (value or {}).items())
        case "add":
            return "added this claim"
        case "same" | "not_same" | "unsure":
            words = {"same": "the same occurrence", "not_same": "not the same occurrence", "unsure": "perhaps the same occurrence"}
            return f"said that two are {words[decision.verdict]}"
        case "merge":
            return "merged it into another situation"
        case "split":
            return "split it"
        case "grade":
            return f"graded it {value}"
        case "level":
            return f"set the level to {wording.LEVELS.get(str(value), wording.say(value))}"
        case "confidentiality":
            return f"made it {value}"
        case "undo":
            return "took a decision back"
    return wording.say(decision.verdict)


def say_change(field: str, value: Json) -> str:
    """One corrected field and what it became."""
    if isinstance(value, dict):
        inner = ", ".join(f"{wording.say(k)} {write_value(v) or 'open'}" for k, v in value.items())
        return f"{wording.say(field)} ({inner})"
    words = wording.say(write_value(value)).replace("\n", ", ")
    return f"{wording.say(field)} to {words or 'nothing'}"


def say_time(when: str) -> str:
    """An ISO time in words, to the minute, in the zone it was written in (UTC)."""
    return f"{wording.say_day(when[:10])}, {when[11:16]}" if len(when) >= 16 else when


def say_state(mark: Any) -> str:
    """Where a claim stands in the review."""
    if mark is None or not mark.decisions:
        return "not reviewed"
    last = mark.decisions[-1]
    word = {"accept": "accepted", "correct": "corrected", "add": "added", "reject": "rejected"}.get(last.verdict, "reviewed")
    return f"{word} by {last.who}" + (", verified twice" if mark.verified == 2 else "")


@dataclass(frozen=True, slots=True)
class Card:
    """One claim beside its report's text."""

    id: str
    start: int
    what: str
    quote: str
    tells: str
    state: str
    rejected: bool
    seen: str = ""


def show_card(claim: Claim, mark: Any, *, seen: Sequence[str] = (), rejected: bool = False) -> Card:
    """A claim as a card; what it tells is on one line. `seen` are the decisions on it, so that a key press can say which were known."""
    tells = [
        wording.say_voice(claim.attribution),
        wording.say_stance(claim),
        claim.place.name or claim.place.text if claim.place else "",
        wording.say_days(claim.time.start, claim.time.end) if claim.time and (claim.time.start or claim.time.end) else "",
    ]
    words = " · ".join(x for x in tells if x)
    quote = wording.cut(claim.quote, 150)
    return Card(claim.id, claim.start, say_claim(claim), quote, words, say_state(mark), rejected, " ".join(seen))


# ------------------------------------------------------------------ the panel behind a number


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One sentence in the panel: the citation, how it was read and who reviewed it, and the way into its report."""

    cite: Cite
    told: tuple[tuple[str, str], ...]
    in_report: str


def name_node(trail: list[Any]) -> tuple[str, str]:
    """A heading for what was opened, and the statement that it lies in."""
    named = [words for node in trail if (words := say_node(node))]
    return (named[-1] if named else "Where this comes from"), (named[-2] if len(named) > 1 else "")


# The words by which a page shows each piece of a view.
NODES = {
    "FigureView": "{0.headline} {0.label}",
    "Point": "{0.text}, {0.voice}",
    "PlaceLine": "{0.name}",
    "PartyLine": "{0.name}",
    "PhaseView": "{0.text}, {0.days}",
    "LevelView": "Level: {0.name}",
    "FrameView": "Account {0.n}: {0.summary}",
    "LedgerEntry": "Step {0.n}: {0.step} by {0.by}",
    "Silence": "{0.who}: {0.days}",
    "ElementView": "{0.id} {0.name}: {0.state_words}",
    "CrimeView": "{0.name}",
    "OptionView": "{0.name}",
    "PrecautionView": "{0.name}: {0.question}",
    "FactorView": "Risk factor {0.n}: {0.title}",
    "TestView": "{0.sentence}: {0.reading_words}",
    "Gap": "{0.question}",
    "Invocation": "{0.by}: {0.norm}",
    "PrecedentView": "{0.case}",
    "Entry": "{0.date}: {0.text}",
    "Line": "{0.text}",
}


def say_node(node: Any) -> str:
    """The words by which a page shows this piece of a view; empty for what has none."""
    if isinstance(node, tuple):
        return "Asked, and silent" if node and type(node[0]).__name__ == "Silence" else ""
    return NODES.get(type(node).__name__, "").format(node)


def list_rules(trail: list[Any], basis: Basis) -> list[tuple[str, str]]:
    """How a statement came about: its rule, formula, reading and source, as far as it has them."""
    out: list[tuple[str, str]] = []
    for node in trail:
        kind = type(node).__name__
        if kind == "FigureView":
            out += [("Rule", node.rule), ("As of", node.as_of), ("How it was read", node.reading.text)]
        elif kind == "Silence":
            out += [("Why", node.why), ("Since", node.since)]
        elif kind == "CrimeView":
            out.append(("Source", node.source))
        elif kind == "LevelView":
            out.append(("Meaning", node.meaning))
    note = getattr(trail[-1], "note", "") if trail else ""
    out += [("Why", note), ("Formula", basis.formula), ("Source", basis.source)]
    return list(dict.fromkeys((name, text) for name, text in out if text))


def list_evidence(case: Case, basis: Basis, codebook: Codebook) -> Iterator[EvidenceLine]:
    """The sentences behind a number, each with who read it, by which convention, and who reviewed it."""
    for cite in basis.cites[:CITES_SHOWN]:
        claim, mark = case.desk.claims[cite.id], case.marks.get(cite.id)
        yield EvidenceLine(cite, tuple(tell_reading(claim, mark, codebook)), link_report(claim.report_id, claim.id))


def tell_reading(claim: Claim, mark: Any, codebook: Codebook) -> Iterator[tuple[str, str]]:
    """How one claim was read, and who looked at it since."""
    yield "Reads", say_claim(claim)
    if claim.figure and (profile := say_profile(claim, codebook)):
        yield "Profile", profile
    if claim.figure and claim.figure.formula:
        yield "Formula", claim.figure.formula
    if mark and mark.decisions:
        last: Decision = mark.decisions[-1]
        yield "Reviewer", f"{last.who}, {say_time(last.when)}: {say_decision(last)}{f' — “{last.why}”' if last.why else ''}"
    else:
        yield "Reviewer", "nobody yet"
    yield "Version", claim.reader


def link_report(report_id: str, claim_id: str | None = None) -> str:
    """The address of a report, at a claim."""
    return f"/reports/{quote(report_id, safe='')}" + (f"#c-{claim_id}" if claim_id else "")
