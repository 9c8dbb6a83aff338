"""Who counts: which voice gives a number, how well placed it is to count, and by how many names the same voice goes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tocsin.codebook.words import is_word
from tocsin.records import Claim
from tocsin.situations.case import Case

INQUIRY = re.compile(r"\b(?:inquiry|enquiry|tribunal|fact[- ]finding|truth commission|commission of investigation)\b", re.I)
COURT = re.compile(r"\b(?:court|judges?|trial chamber|appeals chamber)\b", re.I)
JUDGES = re.compile(r"(?:find|found|rul|held|hold|conclud|convict|sentenc|establish|determin)", re.I)  # how such a verb of saying begins
STAFF = re.compile(r"\b(?:spokes\w+|officials?|officers?|clerks?|registrars?|sources?|lawyers?|prosecutors?|staff\w*|employees?|workers?|"
                   r"guards?|reporters?|documents?|records?|papers|filings?)\b", re.I)
REGISTRY = re.compile(r"\b(?:health|hospitals?|medical|morgues?|mortuar(?:y|ies)|forensic|emergenc(?:y|ies)|civil defence|"
                      r"registr(?:y|ar))\b", re.I)
OFFICIAL = re.compile(r"\bofficial(?:ly)?\b[^.]{0,40}\b(?:toll|count|figures?|number|confirmed|reported|registered)\b", re.I)
# What stands before an official count that is named only to be disputed: "far more than the …", "unlike the …".
UNLIKE = re.compile(r"\b(?:than|unlike|contrary to|despite|against|beyond|above|exceed\w*|surpass\w*|double|twice|times|disput\w+|"
                    r"reject\w*|compared (?:with|to)|instead of)\s+(?:[\w'’]+\s+){0,3}$", re.I)
DIRECTLY = re.compile(r"[\s:]*(?:of|at|is|was)?\s*(?:only|just|about|some)?\s*")
COUNTED_BY = re.compile(r"((?:[A-Z][\w-]+ )+(?:Ministry|Department|Authority|Agency|Service|Committee)|Ministry of [A-Z]\w+)['’]s? "
                        r"(?:\w+ ){0,2}(?:count|figures?|toll|register|list|numbers?|total)\b")
# A ministry is one body in whatever town its spokesman stands; the police of two towns are two.
IN_TOWN = re.compile(r"(?i:(\bministry\b.*?))\s+in\s+[A-Z][\w-]+$")
SPOKES = re.compile(r"\b((?i:spokes(?:man|woman|person)))(?:\s+[A-Z][\w-]+)+")
SMALL_WORDS = frozenset(("the", "of", "s", "a", "an", "spokesman", "spokeswoman", "spokesperson"))

# Best placed first. UN bodies count people who fled; they do not register the dead.
TIERS = {"inquiry": 1, "official": 2, "medical": 2, "police": 2, "military": 2, "intergovernmental": 3, "ngo": 3, "expert": 4, "witness": 5,
         "media": 5, "victim": 5, "armed_group": 6, "other": 5}
MOVED = frozenset(("displaced", "refugees", "returned"))
CREDIBLE = 3
UNNAMED = "unnamed, in "  # and the outlet; never a fuller name of the outlet itself
OFFICIAL_COUNT = "official count"  # of no office that the words name
RUMOUR = 9


# ------------------------------------------------------------------ how well placed


def grade_voice(case: Case, claim: Claim) -> tuple[str, int]:
    """Who counts, and how well placed: a named source by name, "the official count" where the words say so, else the story itself."""
    said, unit = claim.attribution, claim.figure.unit if claim.figure else ""
    if said.speaker:
        tier = TIERS["inquiry"] if is_finding(claim) else TIERS.get(said.speaker_type or "", 5)
        return said.speaker, 2 if tier == 3 and said.speaker_type == "intergovernmental" and unit in MOVED else tier
    registry = COUNTED_BY.search(claim.quote)
    if registry:
        return registry[1], 2
    if is_official(claim):
        return OFFICIAL_COUNT, 2
    report = case.by_id.get(claim.report_id)
    origin = case.by_id.get(case.origin(claim)) or report
    name = (origin.source or origin.byline or origin.title or origin.id) if origin else claim.report_id
    if said.voice in ("unattributed", "unnamed_source"):
        return f"{UNNAMED}{name}", RUMOUR if is_rumour(claim) else 6
    return name, RUMOUR if is_rumour(claim) else 5


def is_official(claim: Claim) -> bool:
    """Whether the words give this very number as the official count, not as another beside it."""
    quote, number = claim.quote, claim.figure.text if claim.figure else ""
    start = quote.find(number)
    for told in OFFICIAL.finditer(quote):
        between = quote[told.end():start] if told.end() <= start else quote[start + len(number):told.start()] if start >= 0 else ""
        disputed = bool(UNLIKE.search(quote[:told.start()]))
        directly = told.end() <= start and DIRECTLY.fullmatch(between)
        if directly or not (disputed or re.search(r"\d", between)):
            return True
    return False


def disputes_official(claim: Claim) -> bool:
    """Whether a number is put against the official count that its words name."""
    disputed = any(UNLIKE.search(claim.quote[:told.start()]) for told in OFFICIAL.finditer(claim.quote))
    return disputed and not is_official(claim)


def is_finding(claim: Claim) -> bool:
    """Whether an inquiry or a tribunal says so, or a court in a judgment; who works there, or writes for it, only passes things on."""
    said = claim.attribution
    if claim.details.get("inquiry"):
        return True
    if not said.speaker or STAFF.search(said.speaker):
        return False
    return bool(INQUIRY.search(said.speaker)) or bool(COURT.search(said.speaker) and JUDGES.match(said.cue or ""))


def is_rumour(claim: Claim) -> bool:
    """Whether the words themselves pass it on as unconfirmed."""
    return bool(claim.details.get("rumour")) or (claim.modality == "hedged" and claim.attribution.voice == "unattributed"
                                                 and bool(re.search(r"\b(?:rumou?r|unconfirmed|unverified)", claim.quote, re.I)))


# ------------------------------------------------------------------ one voice by several names


def full_names(case: Case, tiers: Mapping[str, int]) -> dict[str, str]:
    """Voice → the fullest name of that same voice: "the ministry", or health officials, are the Health Ministry where only one fits."""
    words = {v: name_words(v) for v in tiers}
    official = {v for v, tier in tiers.items() if tier == TIERS["official"]}
    health = {v for v in official if {"health", "ministry"} <= words[v]}
    bodies = {v for v in official if "health" in words[v] and words[v] & {"officials", "official", "authorities"}}
    if len({words[h] for h in health}) == 1:
        words |= {v: words[min(health)] for v in bodies if may_stand_for(case, v, min(health), official=True)}
    full: dict[str, str] = {}
    for voice in words:
        holders = [v for v in words if words[voice] < words[v] and words[voice] and not v.startswith(UNNAMED)]
        top = {words[v] for v in holders if not any(words[v] < words[w] for w in holders)}
        longest = [v for v in holders if words[v] in top and v not in bodies]
        fits = len(top) == 1 and longest and all(may_stand_for(case, voice, v, official=tiers[v] <= CREDIBLE) for v in longest)
        meant = words[longest[0]] if fits else words[voice]
        full[voice] = min((v for v in words if words[v] == meant), key=lambda v: (v in bodies, len(v), v))
    return full


def name_words(voice: str) -> frozenset[str]:
    """The words that tell a voice from others; who speaks for a body, and in which town, does not."""
    words = frozenset(re.findall(r"\w+", SPOKES.sub(r"\1", IN_TOWN.sub(r"\1", voice)).casefold()))
    return words - SMALL_WORDS or words


def may_stand_for(case: Case, short: str, long: str, *, official: bool) -> bool:
    """Whether a short name can mean the longer one: not where that adds another country, a people or a place, which make it another body.

    The crisis's own country may be left unsaid of its institutions. Of a proper name, as a surname, the rest may be anything.
    """
    if not any(is_word(w) for w in name_words(short)) and not name_words(short) & case.lands(short).keys():
        return True
    added = name_words(long) - name_words(short)
    own = {w for w, countries in case.lands(long).items() if official and case.country in countries}
    named = (case.lands(long).keys() | {w for name in case.areas for w in name_parts(name)}) - own
    return not added & (named | (name_parts(long, known=False) - own))


def name_parts(name: str, *, known: bool = True) -> set[str]:
    """The words of a name that begin with a capital, in small letters, with the parts of "Jalal-Abad"; or only those no dictionary has."""
    parts = [re.findall(r"\w+", word.casefold()) for word in re.findall(r"\b[A-Z][\w-]+", name)]
    return {part for word in parts if known or not all(map(is_word, word)) for part in word}
