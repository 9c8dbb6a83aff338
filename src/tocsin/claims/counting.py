"""Which figure belongs to an act, what it counts, and over what."""

from __future__ import annotations

import re
from dataclasses import replace

from tocsin.claims.lexicon import Lexicon
from tocsin.claims.tree import kids, lemma, prep_objects, subjects
from tocsin.claims.triggers import NUMBERS, Trigger, shared, stands_for
from tocsin.records import Figure, FigureMention, Sentence

UNITS = {
    "killing": "killed",
    "injury": "injured",
    "detention": "detained",
    "abduction": "abducted",
    "sexual_violence": "raped",
    "displacement": "displaced",
    "destruction": "houses",
    "deployment": "troops",
    "mobilisation": "troops",
    "deliberation": "meetings",
    "torture": "other",
    "evacuation": "other",
    "protest": "other",
}
_HOUSEHOLD = frozenset({"family", "household"})
_HOUSE = frozenset({"house", "home", "dwelling", "hut", "apartment", "tent", "compound", "shack", "shelter", "cottage"})
_CUMULATIVE = re.compile(
    r"\btoll\b|\bso far\b|\bto date\b|\bin all\b|\btotal\b|\bsince\b|\boverall\b|\b(?:have|has|had) (?:now )?(?:been|died)\b"
    r"|\bknown to have\b|\bnow (?:registered|stands|counted)\b"
    r"|\bhas (?:now )?(?:risen|reached|climbed)\b|"
    r"\b(?:bring|brought|tak|took|rais|push)\w* (?:the|that|its)\b",
    re.I,
)
_PART = re.compile(r"\b(?:including|among them|of whom|of them|among whom)\b", re.I)
_UNCOUNTED = frozenset({"attack", "battle", "repression", "threat", "order"})
_STATE_WORDS = {
    "killing": frozenset({"dead", "killed", "slain", "murdered"}),
    "injury": frozenset({"injured", "wounded", "hurt", "hospitalized", "hospitalised"}),
}
_NOT_HURT = frozenset(
    "attack incident case bomb shell rocket clash village house vehicle car building school church mosque shop town".split()
)
# "died of four gunshot wounds": what one body bears, not how many were hurt
_HOLES = frozenset("wound wounds shots bullets rounds times bruises burns blows fractures gashes lacerations scars".split())
_TIMES = {"once": 1, "twice": 2, "thrice": 3}


def figure_for(s: Sentence, trigger: Trigger, patients: tuple[int, ...], span: tuple[int, int]) -> FigureMention | None:
    """The figure of an act: of its own word, of what counts its victims, of its victims, or the bare number beside its word."""
    if trigger.rule.kind in _UNCOUNTED:
        return None
    counts = [f for f in s.figures if f.kind in ("count", "fraction") and not _multiplier(s, f)]
    if trigger.rule.kind in _STATE_WORDS:
        counts = [f for f in counts if f.noun_i is None or s.tokens[f.noun_i].text.lower() not in _HOLES]
        counts = [f for f in counts if not _tells_other_state(s, f, trigger)]
    i = trigger.i
    if trigger.rule.kind == "deliberation":
        return _times_met(s, trigger, counts)
    if trigger.rule.frame == "toll_noun" or lemma(s, i) == "toll":
        return _toll_figure(s, i, counts)
    if trigger.rule.frame == "toll" and (lives := [f for f in counts if f.noun_i is not None and f.noun_i in kids(s, i, "dobj")]):
        return lives[0]
    if trigger.rule.kind == "destruction" and (owned := _figure_of_owners(s, patients, counts)) is not None:
        return owned
    found = (
        _figure_of_whole(s, i, counts)
        or _figure_at_word(s, i, patients, counts)
        or _figure_of_count(s, i, patients, counts)
        or _figure_of_patients(s, patients, counts)
        or _figure_beside(s, i, span, counts)
    )
    return found._replace(figure=replace(found.figure, scope="part")) if found is not None and _shares(s, found, i) else found


def _shares(s: Sentence, f: FigureMention, i: int) -> bool:
    """ "Eleven of those killed", "four of the dead": some of those whom the act's word tells of, when it belongs to their noun."""
    token = s.tokens[i]
    behind = [t.text.lower() for t in s.tokens[f.last + 1 : i]]
    if behind[:1] == ["of"] and len(behind) <= 3 and behind[1:2] in (["the"], ["those"], ["these"]) and token.dep == "pobj":
        return True
    if f.noun_i is None or token.head != f.noun_i or token.dep not in ("acl", "amod") or f.last + 2 >= f.noun_i + 1:
        return False
    between = [t.text.lower() for t in s.tokens[f.last + 1 : f.noun_i + 1]]
    return between[:1] == ["of"] and bool(set(between[1:2]) & {"the", "those", "these", "them"})


def _figure_of_whole(s: Sentence, i: int, counts: list[FigureMention]) -> FigureMention | None:
    """What "half of the 90,000 people displaced" says of those displaced: all 90,000; of the half something else is told."""
    token = s.tokens[i]
    if token.dep not in ("acl", "amod") or token.tag != "VBN":
        return None
    shared = next((f for f in counts if f.kind == "fraction" and f.base is not None and f.base_span and f.noun_i == token.head), None)
    if shared is None or shared.base is None or shared.base_span is None:
        return None
    first = next((t.i for t in s.tokens if t.start >= shared.base_span[0]), None)
    if first is None or first <= shared.first:
        return None
    last = max(t.i for t in s.tokens if t.end <= shared.base_span[1])
    return FigureMention(*shared.base_span, first, last, shared.base, "count", shared.noun_i)


def _figure_of_owners(s: Sentence, patients: tuple[int, ...], counts: list[FigureMention]) -> FigureMention | None:
    """Whose houses were hit, where they are counted and the houses are not: "the houses of 80 families", "60 families saw theirs burn"."""
    for p in patients:
        if lemma(s, p) not in _HOUSE or any(f.noun_i == p for f in counts):
            continue
        owners = [*prep_objects(s, p, "of"), *kids(s, p, "poss")]
        told = any(s.tokens[c].text.lower() in ("their", "whose") for c in owners)
        if told:  # whom "their" and "whose" stand for: the subject above, the noun that the clause describes
            verb = s.tokens[p].head
            owners += [s.tokens[verb].head] if s.tokens[verb].dep == "relcl" else subjects(s, s.tokens[verb].head)
        if (found := next((f for f in counts if f.noun_i in owners and lemma(s, f.noun_i or 0) in _HOUSEHOLD), None)) is not None:
            return found
    return None


def _tells_other_state(s: Sentence, f: FigureMention, trigger: Trigger) -> bool:
    """Whether the word right behind a number and its noun tells of another fate: "one killed, 4 others injured" has no 4 killed."""
    noun = s.tokens[f.noun_i].lemma.lower() if f.noun_i is not None else ""
    if trigger.rule.kind == "injury" and noun in ("body", "corpse", "death", "fatality", "martyr"):
        return True
    own = next((k for k, words in _STATE_WORDS.items() if f.noun_i is not None and s.tokens[f.noun_i].text.lower() in words), None)
    some_of = f.noun_i is not None and any(t.text.lower() == "of" for t in s.tokens[f.last + 1 : f.noun_i])  # "one of the wounded died"
    if own is not None and own != trigger.rule.kind and not some_of:
        return True  # "four villagers killed, five injured"
    at = max(f.last, f.noun_i if f.noun_i is not None else f.last) + 1
    while at < len(s.tokens) and (s.tokens[at].dep in ("auxpass", "aux", "advmod") or s.tokens[at].text.lower() in ("more", "others")):
        at += 1
    if at >= len(s.tokens) or at == trigger.i or s.tokens[at].tag not in ("VBN", "VBD", "JJ", "NN", "NNP"):
        return False
    word = s.tokens[at].text.lower()
    kind = next((k for k, words in _STATE_WORDS.items() if word in words), None)
    return kind is not None and kind != trigger.rule.kind and not kids(s, at, "dobj")


def _figure_at_word(s: Sentence, i: int, patients: tuple[int, ...], counts: list[FigureMention]) -> FigureMention | None:
    """ "80 dead", "15 wounded", "some 30 confirmed fatalities"."""
    verb = s.tokens[i].pos == "VERB"
    beside = [f for f in counts if f.noun_i == i or (f.noun_i is None and f.last == i - 1)]
    close = [f for f in beside if f.noun_i == i or f.last == i - 1]
    if beside and (not verb or (s.tokens[i].tag in ("VBN", "VBD") and (not patients or close))):
        return beside[0]
    near = [f for f in counts if f.noun_i is None and f.last == i - 2 and _bare_between(s, f.last, i)]
    return near[0] if near and not verb and _figure_of_count(s, i, patients, counts) is None else None


def _figure_of_count(s: Sentence, i: int, patients: tuple[int, ...], counts: list[FigureMention]) -> FigureMention | None:
    """ "The number of dead rose to 51", "put the dead at 11"."""
    heads = [counted_by(s, x) for x in (i, *patients)]
    heads += [p for p in patients if lemma(s, p) in ("number", "total", "count") and not any(f.noun_i == p for f in counts)]
    if s.tokens[i].dep == "dobj" and lemma(s, s.tokens[i].head) in ("put", "estimate", "place", "bring", "push", "raise", "take"):
        heads.append(i)
    found = [_toll_figure(s, h, counts) for h in heads if h is not None]
    return next((f for f in found if f is not None), None)


def _figure_of_patients(s: Sentence, patients: tuple[int, ...], counts: list[FigureMention]) -> FigureMention | None:
    """ "30 villagers", "thousands of them", "two of the children"."""
    for p in patients:
        first, last = s.phrase(p)
        for f in counts:
            inside = first <= f.first <= last if f.noun_i is None else first <= f.first <= p and first <= f.noun_i <= p
            if f.noun_i == p or f.first <= p <= f.last or inside:
                return f
    below = [(f, p) for p in patients for f in counts if f.noun_i is not None]
    return next((f for f, p in below if f.noun_i in s.children[p] or f.noun_i in prep_objects(s, p, "of")), None)


def _figure_beside(s: Sentence, i: int, span: tuple[int, int], counts: list[FigureMention]) -> FigureMention | None:
    """A bare number within two words of the act's word: "killed 10 and wounded 15"."""
    beside = [f for f in counts if f.noun_i is None and span[0] <= f.first <= span[1] and min(abs(f.first - i), abs(f.last - i)) <= 2]
    return min(beside, key=lambda f: min(abs(f.first - i), abs(f.last - i))) if beside else None


def _multiplier(s: Sentence, f: FigureMention) -> bool:
    """ "Multiply it by ten", "ten times higher": a factor, no count."""
    after = s.tokens[f.last + 1].text.lower() if f.last + 1 < len(s.tokens) else ""
    before = s.tokens[f.first - 1].text.lower() if f.first else ""
    return after == "times" or (before == "by" and any(t.lemma.lower() in ("multiply", "double", "triple") for t in s.tokens))


def counted_by(s: Sentence, i: int) -> int | None:
    """The noun that counts: "the count of the dead", "the number of people killed"."""
    token = s.tokens[i]
    at = token.head if token.dep in ("acl", "relcl") else i
    token = s.tokens[at]
    if token.dep == "pobj" and s.tokens[token.head].text.lower() == "of":
        above = s.tokens[token.head].head
        if lemma(s, above) in NUMBERS:
            return above
    return None


def _bare_between(s: Sentence, last: int, i: int) -> bool:
    return all(s.tokens[j].pos in ("ADJ", "ADV", "NOUN", "AUX", "VERB", "PROPN") for j in range(last + 1, i))


def _toll_figure(s: Sentence, i: int, counts: list[FigureMention]) -> FigureMention | None:
    """ "The death toll rose to 140", "bringing the toll to 51", "a toll of 80"."""
    verb = s.tokens[i].head
    inside = (
        frozenset(s.subtree(verb, without=frozenset(kids(s, verb, "conj")))) if s.tokens[i].dep in ("nsubj", "nsubjpass", "dobj") else None
    )
    if (brought := _brought_to(s, i, counts)) is not None:
        return brought
    after = [f for f in counts if f.first > i and (inside is None or f.last in inside)]
    for f in after:
        between = [s.tokens[j] for j in range(i + 1, f.first)]
        if len(between) <= 18 and any(
            t.text.lower()
            in ("to", "at", "of", "is", "was", "stands", "stood", "reached", "hit", "passed", "exceeded", ":", "from", "between")
            for t in between
        ):
            return f
    return None


def _brought_to(s: Sentence, i: int, counts: list[FigureMention]) -> FigureMention | None:
    """ "This brings to 300 the number of ...": the figure before the noun that counts, below the same verb."""
    verb = s.tokens[i].head
    if s.tokens[i].dep not in ("dobj", "appos", "pobj", "nsubj"):
        return None
    words = s.tokens[max(0, i - 12) : i]
    before = [f for f in counts if f.last < i <= f.last + 6 and "to" in s.span_text(max(0, f.first - 3), f.first).lower().split()]
    raised = {t.lemma.lower() for t in words} & {"bring", "take", "raise", "push", "increase"}
    return before[-1] if before and raised and verb < i else None


def _times_met(s: Sentence, trigger: Trigger, counts: list[FigureMention]) -> FigureMention | None:
    verb = trigger.verb
    for c in s.tokens:
        times = _TIMES.get(c.text.lower())
        if times is not None and verb < c.i <= verb + 6:
            figure = Figure(c.text, times, times, times, "exact", unit="meetings", counts="events")
            return FigureMention(c.start, c.end, c.i, c.i, figure, "count", None)
    for f in counts:
        if f.noun_i is not None and lemma(s, f.noun_i) in ("time", "meeting", "session", "round"):
            return f
    return None


def complete_figure(
    s: Sentence, mention: FigureMention, kind: str, subtype: str | None, span: tuple[int, int], lexicon: Lexicon, *, at: int
) -> Figure:
    """Give a figure its unit, what is counted, of whom and over what; `at` is the word of the act."""
    noun = lemma(s, mention.noun_i) if mention.noun_i is not None else ""
    unit = UNITS.get(kind, "other")
    counts = "people"
    if noun in _HOUSEHOLD:
        counts = "households"
    if kind == "displacement":
        unit = {"cross_border": "refugees", "return": "returned"}.get(subtype or "", "displaced")
        if noun == "refugee":
            unit = "refugees"
    elif kind == "destruction":
        counts = "households" if noun in _HOUSEHOLD else "buildings"
        noun = meant_by(s, mention, at)
        unit = "houses" if noun in _HOUSE | _HOUSEHOLD else "buildings"
    elif kind == "abduction":
        unit = "missing" if subtype == "disappearance" else "abducted"
    elif kind == "deliberation":
        counts = "events"
    elif kind == "background":
        unit = "population"
    elif kind in ("deployment", "mobilisation") and noun in ("police", "officer", "policeman", "gendarme"):
        unit = "police"
    driven_off = kind == "destruction" and noun in lexicon.classes["animal"]  # goats that raiders take are no buildings
    if driven_off or kind in ("killing", "injury") and noun in _NOT_HURT:
        unit, counts = "other", "events"
    scope = mention.figure.scope
    if scope == "unknown":
        scope = _scope_of(s, mention, span)
    if scope == "unknown" and kind == "displacement":
        scope = "cumulative"  # how many are displaced is told as a stock, not as an event
    return replace(mention.figure, unit=unit, counts=counts, scope=scope)


def meant_by(s: Sentence, mention: FigureMention, at: int) -> str:
    """The noun that a figure counts; of "112 others" and "another 600" the one counted by the act before: "destroyed 36 homes and ..."."""
    counted = mention.noun_i if mention.noun_i is not None else mention.last
    if mention.noun_i is None and (held := shared(s, counted)) is not None:
        return lemma(s, held)
    meant = stands_for(s, counted, at)
    return lemma(s, meant) if mention.noun_i is not None or meant != counted else ""


def _scope_of(s: Sentence, mention: FigureMention, span: tuple[int, int]) -> str:
    before = s.text[max(0, mention.start - s.start - 40) : mention.start - s.start]
    if _PART.search(before[-22:]):
        return "part"
    words = s.span_text(*span)
    if _CUMULATIVE.search(words):
        return "cumulative"
    if re.search(
        r"\b(?:on|last) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\byesterday\b|\btoday\b|\bovernight\b|\battack\b|\bblast\b|\bwhen\b",
        words + s.text[mention.end - s.start : mention.end - s.start + 60],
        re.I,
    ):
        return "incident"
    return "unknown"
