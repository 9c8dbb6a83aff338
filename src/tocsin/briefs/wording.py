"""Codes in the words of a reader: dates, numbers, voices, modifiers, states and verdicts. Pure; the same words in every format."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.records import Claim, Figure, Json, Published, Voice

# A report may hold terminal commands or marks that turn the writing direction; neither may act in what is made from it.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NOT_A_FINDING = "Evidence of elements, not a legal finding."
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")

PHASES = {
    "emerging": "emerging",
    "escalating": "escalating",
    "sustained": "sustained",
    "lull": "lull",
    "resumed": "resumed",
    "ended": "ended",
}
LEVELS = {
    "watch": "Watch",
    "serious_concern": "Serious concern",
    "imminent_risk": "Imminent risk",
    "current_crisis": "Current crisis",
}
UNITS = {
    "killed": "killed",
    "injured": "injured",
    "missing": "missing",
    "detained": "detained",
    "abducted": "abducted",
    "raped": "raped",
    "displaced": "displaced",
    "refugees": "refugees",
    "returned": "returned",
    "houses": "houses destroyed",
    "buildings": "buildings destroyed",
}
STATES = {  # state of an element → its words, its mark (never colour alone), its place on the scale
    "no_information": ("no information", "○", 0),
    "alleged": ("alleged", "◔", 1),
    "attributed": ("attributed", "◑", 2),
    "corroborated": ("corroborated", "◕", 3),
    "found": ("found by an inquiry", "●", 4),
    "adjudicated": ("adjudicated", "◆", 5),
    "disputed": ("disputed", "◐", 2),
    "negated": ("negated", "✕", 0),
    "not_required": ("not required", "–", 0),
}
STATE_MEANINGS = {
    "no_information": "nothing in these reports",
    "alleged": "said without a source, or hedged",
    "attributed": "said by a named source",
    "corroborated": "said by two independent origins",
    "found": "found by an inquiry",
    "adjudicated": "held by a court",
    "disputed": "said by some, denied by others",
    "negated": "only denied",
    "not_required": "the crime does not need it",
}
SCREENS = {
    "no_information": "no information",
    "indicators": "indicators",
    "alleged": "alleged",
    "corroborated": "corroborated",
    "found": "found",
}
ANSWERS = {  # on which side of a precautionary question there are claims
    "for": "reports speak for it",
    "against": "reports speak against it",
    "both": "reports speak for and against it",
    "no_report_answers": "no report answers",
}
READINGS = {
    "evidenced": "evidenced",
    "denied": "evidence against it only",
    "contested": "contested",
    "no_information": "no information",
}
TESTS = {
    "able": "The State is able to protect",
    "willing": "The State is willing to protect",
    "not_manifestly_failing": "The State is not manifestly failing",
    "consent": "The State consents to help from outside",
}
ACTS = {
    "occurred": "happened",
    "not_occurred": "did not happen",
    "unknown": "not known",
    "ongoing": "going on",
    "attempted": "attempted",
    "future": "still to come",
    "not_an_event": "no event",
}
MODALITIES = {
    "hedged": "hedged",
    "possible": "possible",
    "conditional": "conditional",
    "counterfactual": "imagined",
    "planned": "planned",
    "ordered": "ordered",
    "attempted": "attempted",
    "proposed": "proposed",
    "evaluative": "a judgement",
    "rhetorical": "a question",
}
MODIFIERS = {
    "at_least": "at least ",
    "more_than": "more than ",
    "at_most": "at most ",
    "up_to": "up to ",
    "nearly": "nearly ",
    "about": "about ",
}
VOICES = {
    "author": "the report itself",
    "named_source": "a named source",
    "unnamed_source": "an unnamed source",
    "unattributed": "unattributed",
}
NORMS = {"r2p": "responsibility to protect"}


def say(code: object) -> str:
    """A code as plain words: underscores become blanks."""
    return str(code or "").replace("_", " ")


def say_number(number: int) -> str:
    """A whole number with thousands set apart."""
    return f"{number:,}"


def say_day(day: str | None, *, year: bool = True) -> str:
    """An ISO day, month or year in words: 13 June 2010; text that is none stays as it is."""
    if not day:
        return "unknown day"
    parts = day[:10].split("-")
    if not all(p.isdigit() for p in parts) or len(parts) > 3 or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return day
    words = [str(int(parts[2]))] if len(parts) == 3 else []
    words += [MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    return " ".join(words + ([parts[0]] if year or len(parts) == 1 else []))


def say_days(start: str | None, end: str | None, *, year: bool = True) -> str:
    """Two ISO days in words: one day, a range, "since …" or "by …"."""
    if start and end and start[:10] == end[:10]:
        return say_day(start, year=year)
    if start and end:
        same_month, same_year = start[:7] == end[:7] and len(start) >= 10, start[:4] == end[:4]
        first = str(int(start[8:10])) if same_month else say_day(start, year=year and not same_year)
        return f"{first} to {say_day(end, year=year)}"
    if start:
        return f"since {say_day(start, year=year)}"
    return f"by {say_day(end, year=year)}" if end else "day unknown"


def say_published(published: Published | Json) -> str:
    """When a report appeared, with how that is known where it is not stated."""
    block = published if isinstance(published, dict) else {"start": published.start, "end": published.end, "basis": published.basis}
    if not block.get("start") and not block.get("end"):
        return "undated"
    days = say_days(block.get("start"), block.get("end"))
    return f"{days} (inferred)" if block.get("basis") == "inferred" else days


def say_count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun."""
    return f"{say_number(number)} {noun if number == 1 else plural or noun + 's'}"


def say_range(low: int | None, best: int | None, high: int | None, modifier: str | None = None) -> str:
    """A range in words: "at least 80", "67,500 to 82,500", "178"; an open end is said, never filled."""
    if low is None and best is None and high is None:
        return "no number"
    if modifier in ("about", "nearly") and best is not None:
        return MODIFIERS[modifier] + say_number(best)
    if high is None:
        floor = low if low is not None else best
        return ("more than " if modifier == "more_than" else "at least ") + say_number(floor or 0)
    if low is None:
        return ("at most " if modifier == "at_most" else "up to ") + say_number(high)
    return say_number(low) if low == high else f"{say_number(low)} to {say_number(high)}"


def say_voice(voice: Voice) -> str:
    """Who says it, as the text names the speaker; else what kind of voice it is."""
    return voice.speaker if voice.speaker else VOICES.get(voice.voice, say(voice.voice))


def say_stance(claim: Claim) -> str:
    """What stands between a claim and a plain statement that it happened: hedged, planned, denied; empty where nothing does."""
    words = [MODALITIES[claim.modality]] if claim.modality in MODALITIES else []
    words += ["denied or negated"] if claim.polarity == "negative" else []
    words += ["another case"] if claim.case not in ("current", None) else []
    return ", ".join(words)


def say_figure(figure: Figure) -> str:
    """A figure in words, with its modifier."""
    return say_range(figure.low, figure.best, figure.high, figure.modifier)


def join_words(words: Sequence[str], *, last: str = "and") -> str:
    """Words as a list for a reader: a, b and c."""
    items = [w for w in words if w]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def say_party(party: Json) -> str:
    """A party by its resolved name, else as the words have it."""
    return str(party.get("name") or party.get("text") or "somebody not named")


def say_parties(parties: list[Json], otherwise: str) -> str:
    """Parties once each, or what is said when there is none."""
    return join_words(list(dict.fromkeys(map(say_party, parties)))) or otherwise


def cut(text: str, length: int) -> str:
    """Text on one line, cut at a word with an ellipsis when longer than `length` characters; a number is never cut in two."""
    plain = " ".join(text.split())
    if len(plain) <= length:
        return plain
    head = plain[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:–-") + "…"


def cut_front(text: str, length: int) -> str:
    """The end of a text, at most `length` characters, begun at a word."""
    plain = " ".join(text.split())
    return plain if len(plain) <= length else "…" + plain[-length:].partition(" ")[2]
