"""Who says a claim: of the report's attributions the one that its words stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.claims.draft import Draft
from tocsin.claims.scope import hearsay_of
from tocsin.claims.tree import subjects
from tocsin.records import Attribution, Party, Report, Voice

_SPEECH_ACTS = frozenset({"invocation", "incitement", "pledge"})
_AUTHOR_HEDGES = frozenset({"apparently", "seemingly", "presumably", "evidently", "arguably", "ostensibly"})
_A_BODY = re.compile(  # a ministry or an army, not the service that prints what another body said
    r"[^,|]*\b(?:ministry|department|government|presidency|army|armed forces|command|defen[cs]e forces?|police|front|movement|party)\b"
    r"[^,|]*", re.I)  # fmt: skip
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "de"})
_TELLS = re.compile(r"(?:claim|sa|stat|report|alleg)(?:ed|id|s|es|ing|e)?", re.I)
_DENYING = frozenset("dismissed dismisses dismiss denied denies deny rejected rejects reject rubbished refuted disputed".split())
_CLAIMANTS = {"armed_group": "armed_group", "security_force": "military", "state": "official"}


def _own_hedge(a: Attribution, draft: Draft) -> bool:
    """The author's own hedge is no other voice; nor is the word that tells the act itself ("were told to fire")."""
    if a.voice != "unattributed":
        return False
    word = draft.sentence.tokens[draft.at]
    return (a.cue or "").lower() in _AUTHOR_HEDGES or (
        a.cue_start is not None and a.cue_start <= word.start < (a.cue_end or 0) and draft.kind != "killing"
    )


def denied_by(draft: Draft) -> Voice | None:
    """Who denies an act that is told as denied."""
    s, governor = draft.sentence, draft.scope.governor
    if draft.scope.polarity != "negative" or governor is None:
        return None
    who = [m for m in s.parties for x in subjects(s, governor) if m.head == x]
    return Voice("named_source", who[0].party.name or who[0].party.text, None, s.tokens[governor].text, "indirect") if who else None


def as_issued(voice: Voice, report: Report) -> Voice:
    """In a body's own statement the author is that body: what its ministry says of its troops is the ministry's claim."""
    if voice.voice != "author" or report.genre != "statement" or not report.source or not _A_BODY.fullmatch(report.source):
        return voice
    words = report.source.split()
    name = " ".join(w.lower() if w.lower() in _SMALL else w.capitalize() for w in words) if report.source.isupper() else report.source
    return Voice("named_source", name if len(words) > 1 else report.source, None, None, "none")


def voice_of(draft: Draft, actors: Sequence[Party], attributions: Sequence[Attribution]) -> Voice:
    """Who says it: the innermost attribution over the claim's word; a speech act's own actor; else the author."""
    s = draft.sentence
    at = s.tokens[draft.at]
    if draft.details.get("claimed_by") and actors:
        who = actors[0]
        return Voice("named_source" if who.name else "unnamed_source", who.name or who.text, _CLAIMANTS.get(who.type), "claim", "indirect")
    told = [a for a in attributions if a.speech != "none" and not _own_hedge(a, draft)]
    over = sorted((a for a in told if a.start <= at.start and at.end <= a.end), key=lambda a: a.end - a.start)
    if not (len(over) > 1 and over[0].speaker and (over[1].cue or "").lower() in _DENYING):  # who denies a story does not tell it
        over.sort(key=lambda a: a.voice != "named_source")
    denier = denied_by(draft)
    inner = bool(over) and bool(_TELLS.fullmatch(over[0].cue or "")) and over[0].speaker is not None  # "dismissed a post that claimed ..."
    if over and (denier is None or inner or over[0].cue == denier.cue or (over[0].cue_start or 0) > s.tokens[draft.at].start):
        a = over[0]
        return Voice(a.voice, a.speaker, a.speaker_type, a.cue, a.speech)
    hearsay = hearsay_of(s, draft.at)
    if hearsay is not None and denier is None:
        return Voice("unattributed", None, None, s.tokens[hearsay].text, "indirect")
    if denier is not None:
        return denier
    speaks = draft.kind in _SPEECH_ACTS and draft.details.get("stance") != "statement_of_norm" and draft.subtype != "contested"
    if speaks and actors:
        actor = actors[0]
        named = bool(actor.name) and actor.type in ("person", "state", "intergovernmental", "organisation", "court")
        return Voice("named_source" if named else "unnamed_source", actor.name or actor.text, None, at.text, "indirect")
    near = sorted(
        (a for a in told if a.voice == "unattributed" and a.start < draft.end and draft.start < a.end), key=lambda a: a.end - a.start
    )
    if near:
        return Voice("unattributed", None, None, near[0].cue, "indirect")
    return Voice("author")
