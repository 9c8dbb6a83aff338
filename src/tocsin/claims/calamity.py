"""Deaths that nobody dealt, of nature, disease and accidents, and hurt to others than people: grave, and not what Tocsin counts."""

from __future__ import annotations

from dataclasses import replace

from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.tree import by_agents, is_passive, is_verb, kids, lemma, objects, prep_objects, subjects
from tocsin.records import DISASTER, Reading, Sentence

LEAD = 3  # sentences, headline included, in which a report says what it is about
_DEATH_AND_HURT = frozenset({"killing", "injury"})
_OF_PEOPLE = _DEATH_AND_HURT | {"abduction", "torture", "displacement", "detention"}  # what only people are counted for
_GIVING_WAY = frozenset("collapse cave crumble sink sank sunk sinking founder".split())  # the tagger takes "sank" for a noun
# what only people do to people: where nobody did, a state of emergency frees money and the missing were not taken
_VIOLENT = _DEATH_AND_HURT | frozenset(
    "attack battle sexual_violence torture abduction detention repression incitement order threat border_closure".split()
)


def is_of_calamity(reading: Reading, lexicon: Lexicon) -> bool:
    """Whether a report is about a disaster, a disease or an accident: its lead says so, and no word of it tells of violence."""
    told = [s for s in reading.sentences if s.tokens]
    if not any(_has(s, lexicon.classes["calamity"]) or _gives_way(s, lexicon) for s in told[:LEAD]):
        return False
    return not any(_has(s, lexicon.classes["violence"]) for s in told)


def is_dealt_by_nobody(draft: Draft, lexicon: Lexicon) -> bool:
    """Whether the text itself names a calamity as what killed or hurt: "cholera has killed 54", "injured by the quake"."""
    s, at = draft.sentence, draft.at
    if draft.kind not in _DEATH_AND_HURT or not is_verb(s, at):
        return False
    amid = [lemma(s, x) for x in prep_objects(s, at, "in")]
    if any(x in lexicon.classes["mishap"] for x in amid) and not _has(s, lexicon.classes["violence"]):
        return True  # "died in a car crash", whatever else the report tells
    dealt = by_agents(s, at) if is_passive(s, at) else subjects(s, at)
    return bool(dealt) and all(lemma(s, x) in lexicon.classes["calamity"] for x in dealt) and not set(dealt) & set(draft.targets)


def hits_others(draft: Draft, lexicon: Lexicon) -> bool:
    """Whether only animals were hit, or only travellers moved: seventy thousand cattle are no toll, stranded commuters no displaced."""
    s, at = draft.sentence, draft.at
    if draft.kind not in _OF_PEOPLE:
        return False
    others = lexicon.classes["animal"] | (lexicon.classes["traveller"] if draft.kind == "displacement" else frozenset())
    counted = draft.figure.noun_i if draft.figure is not None else None
    hit = (objects(s, at) if is_verb(s, at) else []) or [*draft.targets, *([counted] if counted is not None else [])]
    return bool(hit) and all(s.tokens[x].tag in ("NN", "NNS") and others & {lemma(s, y) for y in (x, *_made_up_of(s, x))} for x in hit)


def lay_to_calamity(draft: Draft, lexicon: Lexicon) -> Draft | None:
    """A draft of a report about a calamity as it is read there: no violence, nobody who wrecked, and all else marked as a disaster's."""
    family = lexicon.families.get(draft.kind)
    if draft.kind in _VIOLENT:
        return None
    if family not in ("harm", "response"):
        return draft
    actors = () if draft.kind in ("destruction", "displacement") else draft.actors
    return replace(draft, actors=actors, details={**draft.details, "cause": DISASTER})


def _has(s: Sentence, words: frozenset[str]) -> bool:
    return any(t.lemma.lower() in words for t in s.tokens)


def _gives_way(s: Sentence, lexicon: Lexicon) -> bool:
    """Whether a sentence tells of something that broke or sank by itself: "a shaft collapsed", "the sinking of the ferry"."""
    for t in s.tokens:
        if t.lemma.lower() not in _GIVING_WAY:
            continue
        what = [*kids(s, t.i, "nsubj", "compound", "poss"), *prep_objects(s, t.i, "of", "at", "in")]
        if any(lemma(s, x) in lexicon.classes["structure"] for x in what):
            return True
    return False


def _made_up_of(s: Sentence, i: int) -> list[int]:
    """Of whom a quantity is: "hundreds of commuters"."""
    return prep_objects(s, i, "of") if lemma(s, i) in ("ten", "dozen", "score", "hundred", "thousand", "million", "number") else []
