"""Who a speaker is: an inquiry that finds, a court that decides, and whether two speakers are one voice told in other words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tocsin.codebook import Codebook
from tocsin.records import Claim

# Words that make no voice another one: "a Human Rights Watch report" is Human Rights Watch.
EMPTY = frozenset("""
a an the of for in at by and to its their his her spokesman spokeswoman spokesperson official officials report reports statement head
director chief chairman chairwoman dr mr mrs ms
""".split())
BODIES = frozenset("""
ministry office committee commission council union government army police hospital group centre center department agency house party front
organisation organization service mission association institute
""".split())
# A body speaks where it is the head of the speaker's words; what it is said "of", "at" or "before" is somebody else, or its staff.
INSIDE = frozenset("of for at to from before against by on with outside who near critics lawyer lawyers".split())
WRITTEN = r"(?:report|findings?|ruling|judge?ment|verdict)"
OPENS = re.compile(rf"^(?:(?:an?|the|its)\s+)?(?:[\w-]+\s+)?{WRITTEN}\s+(?:of|by|from)\s+", re.IGNORECASE)
FOLLOWS = re.compile(rf"$|,|\s*\(|\s+(?:of|for|on|in|into|at)\b|[’']s?\s+(?:final\s+|own\s+)?(?:{WRITTEN}|judges)\b")
PERSON = re.compile(r"^((?:[A-Z][\w.’'\-]+\s*){1,4})(?=,|\s(?:of|for|from|at)\b|$)")


def is_inquiry(claim: Claim, sets: Mapping[str, Sequence[str]]) -> bool:
    """Whether an inquiry body itself says it; police investigators, and the army's own commission, are none."""
    speaker = claim.attribution.speaker or ""
    partial = any(re.search(rf"\b{re.escape(word)}", speaker, re.IGNORECASE) for word in sets["partial_inquiries"])
    return not partial and _is_headed_by(speaker, sets["inquiry_voices"])


def has_ruled(claim: Claim, sets: Mapping[str, Sequence[str]]) -> bool:
    """Whether a court itself decides it: the court is the speaker, and what governs the claim is a verb of deciding.

    "Two days before the verdict, a court clerk said" decides nothing.
    """
    if not _is_headed_by(claim.attribution.speaker or "", sets["court_voices"]):
        return False
    verbs = "|".join(map(re.escape, sets["court_verbs"]))
    if claim.attribution.cue:
        return re.search(rf"\b(?:{verbs})\b", claim.attribution.cue, re.IGNORECASE) is not None
    courts = "|".join(map(re.escape, sets["court_voices"]))
    decides = rf"\b(?:{courts})\b(?:\s+(?:also|has|had|have|later|unanimously))*\s+(?:{verbs})\b"
    return re.search(decides, claim.quote, re.IGNORECASE) is not None


def _is_headed_by(speaker: str, names: Sequence[str]) -> bool:
    """Whether one of the bodies heads the speaker's words, and nothing but a remark about it follows."""
    told = OPENS.sub("", speaker.strip())
    found = re.search(rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b", told, re.IGNORECASE)
    if not found:
        return False
    before, after = told[: found.start()].lower().split(), told[found.end() :]
    return FOLLOWS.match(after) is not None and not INSIDE & set(before)


def are_one_voice(one: str, other: str, *, codebook: Codebook) -> bool:
    """Whether two speakers may be one: of one organisation, one person by the surname, or one name within the other's words.

    In doubt they are: what is then told twice was perhaps said once.
    """
    if one.casefold() == other.casefold() or _organisations(one, codebook) & _organisations(other, codebook):
        return True
    a, b = _words(one), _words(other)
    if a <= b or b <= a:
        return True
    p, q = _person(one), _person(other)
    return bool(p and q and (p <= q or q <= p))


def _organisations(speaker: str, codebook: Codebook) -> frozenset[str]:
    return frozenset(m.id for m in codebook.mentions(speaker) if m.kind == "organisation")


def _words(speaker: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w’'\-]+", speaker.casefold())) - EMPTY


def _person(speaker: str) -> frozenset[str]:
    """The words of a person's name that opens the speaker's words; none where a body does."""
    found = PERSON.match(re.sub(r"^(?:Dr|Mr|Mrs|Ms)\.? ", "", speaker))
    words = _words(found[1]) if found else frozenset[str]()
    return words if not words & BODIES else frozenset()
