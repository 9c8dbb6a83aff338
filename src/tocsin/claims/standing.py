"""How things stand, told in fixed ways: quiet and decline, what is feared, what a State cannot or will not do, who lives where."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.scope import Scope, find_scope
from tocsin.claims.tree import clause, is_verb, kids, lemma, objects, prep_objects, subjects
from tocsin.records import Sentence

_VIOLENT = frozenset(
    "violence war bloodshed bloodbath massacre genocide slaughter carnage killing fighting clash attack assault conflict offensive "
    "atrocity pogrom reprisal onslaught unrest raid siege famine starvation rampage cleansing hostility battle crackdown invasion".split()
)
_SITUATION = frozenset("situation crisis condition security violence fighting unrest conflict war siege".split())
_STATE = frozenset(
    "government regime state president junta authority police army force administration cabinet ruler leader leadership military "
    "minister troop gendarmerie".split()
)
_WORSE = frozenset("worse worst chaos anarchy collapse abyss control precipice brink crisis".split())
_NORMAL = frozenset("normal normality normalcy calm".split())
_GUARD = frozenset("protect stop contain control cope secure guarantee halt restore shield defend police curb prevent rein hold".split())
_MEANS = frozenset("capacity means ability manpower strength resource wherewithal capability man gun".split())
_WILL = frozenset("will intention interest desire appetite resolve inclination plan".split())
_HELP = frozenset("mediation talk dialogue mission observer monitor peacekeeper intervention inquiry help negotiation assistance".split())
_FEARED = frozenset("fear dread foresee predict expect anticipate".split())
_DANGER = frozenset("danger risk fear prospect threat spectre specter possibility likelihood".split())
_BRINK = frozenset("brink verge cusp".split())
_IGNITE = frozenset("risk threaten".split())
_HOLDS = Scope("asserted", "positive", "ongoing")
_FACT = Scope("asserted", "positive", "not_an_event")
_AHEAD = Scope("possible", "positive", "future")


def find_standing(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """Claims of a sentence about how things stand, by the fixed ways of telling it."""
    for make in (_declines, _fears, _likely, _weak, _unwilling, _residents):
        yield from make(s, lexicon)


def _make(s: Sentence, verb: int, kind: str, subtype: str, scope: Scope, *, actors: tuple[int, ...] = ()) -> Draft:
    first, last = clause(s, verb)
    first = min([first, *(s.phrase(x)[0] for x in subjects(s, verb) if x < verb)])
    return Draft(kind, subtype, s, first, last, verb, scope, actors=actors, norm=True, confidence=0.65)


def _asserted(s: Sentence, verb: int, lexicon: Lexicon) -> bool:
    scope = find_scope(s, verb, verb, lexicon)
    return scope.modality in ("asserted", "hedged") and scope.polarity == "positive"


def _declines(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "The situation has gone from bad to worse", "violence is spinning out of control", "life is returning to normal"."""
    for token in s.tokens:
        i = token.i
        if is_verb(s, i) and _runs_high(s, i) and _asserted(s, i, lexicon):
            yield _make(s, i, "status", "escalating", _HOLDS)
        if not is_verb(s, i) or token.lemma.lower() not in (
            "go",
            "slide",
            "spin",
            "spiral",
            "sink",
            "descend",
            "take",
            "get",
            "return",
            "come",
        ):
            continue
        who = {lemma(s, x) for x in subjects(s, i)}
        ends = {w for x in _goals(s, i) for w in (lemma(s, x), s.tokens[x].text.lower())} | {lemma(s, x) for x in objects(s, i)}
        turn = "turn" in ends and any(lemma(s, c) == "worse" for t in objects(s, i) for c in s.subtree(t))
        if who & _SITUATION and (ends & _WORSE or turn) and _asserted(s, i, lexicon):
            yield _make(s, i, "status", "deteriorating", _HOLDS)
        elif who & {"life", "calm", "town", "city", "situation"} and ends & _NORMAL and _asserted(s, i, lexicon):
            yield _make(s, i, "status", "lull", _HOLDS)


def _runs_high(s: Sentence, i: int) -> bool:
    """ "Tensions are running high", "tension has mounted"."""
    high = lemma(s, i) == "run" and any(lemma(s, c) == "high" for c in s.children[i])
    return (high or lemma(s, i) in ("mount", "simmer", "soar", "boil")) and any(lemma(s, x) == "tension" for x in subjects(s, i))


def _goals(s: Sentence, i: int) -> list[int]:
    """What a movement comes to: after to, into, out of, also below its adverb ("back to normal") or a first preposition."""
    found = prep_objects(s, i, "to", "into", "of", "out", "on")
    for c in kids(s, i, "advmod", "prep", "acomp", "advcl"):
        found += prep_objects(s, c, "to", "into", "of")
    return found


def _fears(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "Aid workers fear a bloodbath", "residents brace for an assault", "the raid risks igniting a war"."""
    for token in s.tokens:
        i, word = token.i, token.lemma.lower()
        if not is_verb(s, i):
            continue
        ahead: list[int] = []
        if word in _FEARED:
            ahead = objects(s, i)
        elif word in ("brace", "prepare") and prep_objects(s, i, "for"):
            ahead = prep_objects(s, i, "for") if word == "brace" else []
        elif word == "warn":
            ahead = prep_objects(s, i, "of")
        elif word == "rule" and kids(s, i, "neg"):
            ahead = [c for x in subjects(s, i) for c in (x, *prep_objects(s, x, "of"))]
            if any(lemma(s, x) in _VIOLENT for x in ahead):
                yield _make(s, i, "forecast", "escalation", _AHEAD)
            continue
        elif word in _IGNITE:
            ahead = [
                o for v in kids(s, i, "xcomp", "ccomp") if lemma(s, v) in ("ignite", "spark", "trigger", "unleash") for o in objects(s, v)
            ]
        ahead = [x for x in ahead if lemma(s, x) in _VIOLENT and not prep_objects(s, x, "on", "at")]
        negative = find_scope(s, i, i, lexicon).polarity == "negative"
        if ahead and not negative and not any(lemma(s, c) in ("price", "trade", "bidding") for x in ahead for c in s.children[x]):
            yield _make(s, i, "forecast", "escalation", _AHEAD)


def _likely(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "More massacres are likely", "there is a real danger of genocide", "the risk of famine is growing"."""
    for token in s.tokens:
        i, word = token.i, token.lemma.lower()
        if word in ("likely", "inevitable", "imminent", "looming", "probable", "possible") and token.dep == "acomp":
            if any(lemma(s, x) in _VIOLENT for x in subjects(s, token.head)) and not kids(s, token.head, "neg"):
                yield _make(s, token.head, "forecast", "escalation", _AHEAD)
        elif word == "loom" and is_verb(s, i) and any(lemma(s, x) in _VIOLENT for x in subjects(s, i)):
            yield _make(s, i, "forecast", "escalation", _AHEAD)
        elif token.pos == "NOUN" and word in _DANGER | _BRINK and _is_danger(s, i):
            last = max([s.phrase(i)[1], *(s.phrase(x)[1] for x in prep_objects(s, i, "of"))])
            yield Draft("forecast", "escalation", s, s.phrase(i)[0], last, i, _AHEAD, norm=True, confidence=0.65)


def _is_danger(s: Sentence, i: int) -> bool:
    """Whether a noun of danger says that violence is ahead, not that none is."""
    of = any(lemma(s, x) in _VIOLENT for x in prep_objects(s, i, "of"))
    stands = s.tokens[i].dep in ("attr", "nsubj") or (s.tokens[i].dep == "pobj" and lemma(s, i) in _BRINK)
    return of and stands and not any(lemma(s, c) in ("no", "little") for c in s.children[i])


def _states(s: Sentence, i: int) -> tuple[int, ...]:
    """The State or force that is subject of a verb."""
    return tuple(
        x
        for x in subjects(s, i)
        if lemma(s, x) in _STATE or any(m.head == x and m.party.type in ("state", "security_force") for m in s.parties)
    )


def _weak(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "Has lost control of the east", "cannot protect villagers", "lacks the means to stop the gangs", "barely exists"."""
    for token in s.tokens:
        i, word = token.i, token.lemma.lower()
        if not is_verb(s, i) or not (who := _states(s, i)):
            continue
        lost = word == "lose" and any(lemma(s, x) in ("control", "grip", "hold") for x in objects(s, i))
        able = any(s.tokens[a].text.lower() in ("can", "could", "ca") for a in kids(s, i, "aux"))
        unable = word in _GUARD and able and bool(kids(s, i, "neg")) and bool(objects(s, i) or word == "cope")
        lacks = word == "lack" and any(lemma(s, x) in _MEANS for x in objects(s, i))
        hardly = {lemma(s, c) for c in kids(s, i, "advmod")} & {"barely", "hardly", "scarcely"}
        absent = word in ("exist", "function") and hardly
        stretched = token.text.lower() in lexicon.opinion["capacity_weak"] and bool(kids(s, i, "auxpass")) and not kids(s, i, "neg")
        if lost or unable or lacks or absent or stretched:
            yield _make(s, i, "state_capacity", "weak", _FACT, actors=who)


def _unwilling(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "Has no intention of protecting them", "lacks the will to stop the raids", "are open to mediation"."""
    for token in s.tokens:
        i, word = token.i, token.lemma.lower()
        if not (is_verb(s, i) or word == "lack") or not (who := _states(s, i)):
            continue
        wills = [x for x in objects(s, i) if lemma(s, x) in _WILL]
        none = any(lemma(s, c) in ("no", "little", "scant") for x in wills for c in s.children[x])
        if (word in ("have", "show", "display") and none) or (word == "lack" and wills):
            yield _make(s, i, "state_will", "unwilling", _FACT, actors=who)
        for a in kids(s, i, "acomp"):
            welcome = lemma(s, a) in ("open", "amenable", "receptive", "agreeable")
            if welcome and {lemma(s, x) for x in prep_objects(s, a, "to")} & _HELP and _asserted(s, i, lexicon):
                yield _make(s, i, "state_will", "willing", _FACT, actors=who)


def _residents(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "Some 40,000 people live in Duékoué": how many a place has."""
    for token in s.tokens:
        i = token.i
        if token.lemma.lower() not in ("live", "reside", "dwell") or token.tag not in ("VBP", "VBD") or not is_verb(s, i):
            continue
        homes = [x for x in prep_objects(s, i, "in") if any(p.first <= x <= p.last for p in s.places)]
        counted = next((f for f in s.figures if f.kind == "count" and f.noun_i in subjects(s, i)), None)
        if homes and counted is not None and (counted.figure.best or 0) >= 1000 and token.dep != "relcl":
            first, last = clause(s, i)
            first = min(first, counted.first)
            yield Draft(
                "background",
                "population",
                s,
                first,
                last,
                i,
                _FACT,
                targets=(counted.noun_i,) if counted.noun_i is not None else (),
                figure=counted,
                norm=True,
                confidence=0.7,
            )
