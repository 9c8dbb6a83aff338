"""Whether an act happened: what governs, hedges, denies, plans or imagines it, read from the words above and beside it.

The modality, polarity and status of docs/records.md. A hedge holds for the clause that it stands in, not for its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tocsin.claims.lexicon import Lexicon
from tocsin.claims.speech import says_for_another, shared_modal
from tocsin.claims.tree import governors, is_verb, kids, lemma, with_particle
from tocsin.records import Sentence

_CHARGES = frozenset("charge accusation allegation claim rumour rumor suspicion assertion suggestion report account".split())
_FALSE = frozenset("false untrue baseless unfounded groundless bogus fictitious fabrication lie falsehood hoax nonsense".split())
_NEGATIVE_DETERMINERS = frozenset({"no", "neither"})
_CONDITIONS = frozenset({"if", "unless", "should", "whether", "provided", "lest"})
_FORCING = frozenset({"force", "compel", "oblige", "cause", "lead", "drive"})
_FUTURE = frozenset({"will", "'ll", "shall", "wo"})


class Scope(NamedTuple):
    """How an act stands: the three contract fields, and the verb that refuses, denies or governs it where one does."""

    modality: str = "asserted"
    polarity: str = "positive"
    status: str = "occurred"
    governor: int | None = None
    relation: str | None = None


_CLAUSAL = "a clause"
# What a governor of a class (lexicon.toml, governors) makes of what stands below it by these relations, the first that fits.
_GOVERNED: tuple[tuple[str, tuple[str, ...], Scope], ...] = (
    ("prevent", (_CLAUSAL, "dobj", "prep", "pobj"), Scope("asserted", "negative", "not_occurred")),
    ("deny", (_CLAUSAL, "dobj"), Scope("asserted", "negative", "not_occurred")),
    ("refuse", (_CLAUSAL,), Scope("asserted", "negative", "not_occurred")),
    ("fail", (_CLAUSAL,), Scope("asserted", "negative", "not_occurred")),
    ("attempt", (_CLAUSAL,), Scope("attempted", "positive", "attempted")),
    ("order", (_CLAUSAL,), Scope("ordered", "positive", "unknown")),
    ("plan", (_CLAUSAL,), Scope("planned", "positive", "future")),
    ("ask", (_CLAUSAL, "pobj", "prep"), Scope("proposed", "positive", "future")),
    ("fear", (_CLAUSAL, "prep", "pobj", "dobj"), Scope("possible", "positive", "future")),
    ("seem", (_CLAUSAL,), Scope("hedged", "positive", "ongoing")),
    ("accuse", ("pcomp", "prep", "xcomp"), Scope("hedged", "positive", "occurred")),
    ("talk", ("pcomp",), Scope("planned", "positive", "future")),
    ("capable", (_CLAUSAL,), Scope("possible", "positive", "unknown")),
)
_AIMS = frozenset(
    "call request appeal plan order threat effort attempt bid decision right need plea demand proposal mandate "
    "permission intention promise "
    "pledge mechanism measure".split()
)


def find_scope(s: Sentence, i: int, verb: int, lexicon: Lexicon) -> Scope:
    """The scope of an act whose word is token i, carried by `verb` (the same token for a verb)."""
    governed = _governed(s, verb if is_verb(s, verb) else i, lexicon)
    scope = governed or _purpose(s, verb, lexicon) or _own(s, i, verb, lexicon)
    if scope.modality == "asserted" and _hedged(s, i, verb, lexicon):
        scope = scope._replace(modality="hedged")
    if s.text.rstrip("\"'”’) ").endswith("?") and scope.modality in ("asserted", "hedged") and not _aside(s, verb):
        scope = scope._replace(modality="rhetorical", status="unknown")
    return scope


def _purpose(s: Sentence, verb: int, lexicon: Lexicon) -> Scope | None:
    """An infinitive tells an aim, not a deed, unless its governor carries it out ("had to run", "began to shoot")."""
    token = s.tokens[verb]
    if token.tag != "VB" or not any(s.tokens[c].text.lower() == "to" for c in kids(s, verb, "aux")):
        return None
    if any(s.tokens[c].lemma == "have" for c in kids(s, verb, "aux")):
        return None
    head = token.head
    if token.dep == "conj" and is_verb(s, head):
        return _purpose(s, head, lexicon)
    if lemma(s, head) in lexicon.governors["implicative"] and token.dep in ("xcomp", "ccomp", "advcl"):
        return None
    if token.dep in ("relcl", "acl") and s.tokens[head].dep == "dobj" and lemma(s, s.tokens[head].head) in _FORCING:
        return None  # "forcing thirty families to flee", the infinitive hung on the families
    if token.dep == "ROOT" or head == verb:
        return Scope("proposed", "positive", "future")
    return Scope("planned", "positive", "future", None, "purpose")


def _aside(s: Sentence, verb: int) -> bool:
    """Whether a question takes the act for granted: "why did they shoot?", or a when-, since- or relative clause of it."""
    if any(s.tokens[c].text.lower() in ("why", "how") for c in kids(s, verb, "advmod")) and any(
        s.tokens[c].text.lower() == "did" for c in kids(s, verb, "aux")
    ):
        return True
    return any(
        s.tokens[at].dep in ("relcl", "advcl")
        and any(s.tokens[c].tag in ("VBD", "VBZ", "VBP") for c in (at, *kids(s, at, "aux", "auxpass")))
        for at in (verb, *s.ancestors(verb))
    )


def _own(s: Sentence, i: int, verb: int, lexicon: Lexicon) -> Scope:
    """From the act's own auxiliaries, negation and tense."""
    at = verb
    while (
        not is_verb(s, at)
        and s.tokens[at].dep in ("nsubj", "nsubjpass", "dobj", "attr", "compound", "conj", "pobj", "prep", "appos")
        and (s.tokens[at].head != at)
    ):
        at = s.tokens[at].head
        if not is_verb(s, at) and s.tokens[at].dep in ("pobj",) and verb != i:
            break
    negative = _is_not(s, i) or _negated(s, i) or (verb != i and _negated(s, verb)) or _no_one(s, verb) or _no_word_of(s, i)
    negative = negative or _in_place_of(s, verb) or _shares_no_one(s, verb)
    if s.tokens[i].dep == "attr" and is_verb(s, at) and (modal := _modal(s, at)) and modal[0] == "would":
        return Scope("conditional", "negative" if negative else "positive", "unknown")  # "it would be the worst massacre since ..."
    modal = _modal(s, at if is_verb(s, at) and (at == verb or s.tokens[i].dep in ("nsubj", "nsubjpass")) else verb)
    if modal:
        if modal[0] == "would" and not modal[1] and (_reported_past(s, verb) or says_for_another(s, verb)):
            return Scope("planned", "negative" if negative else "positive", "future")
        return _from_modal(modal, negative)
    if (
        s.tokens[verb].tag == "VB"
        and s.tokens[verb].dep in ("ROOT", "conj", "ccomp")
        and not kids(s, verb, "nsubj", "nsubjpass", "aux", "auxpass")
    ):
        top = s.tokens[verb].head
        if s.tokens[verb].dep == "ROOT" or (s.tokens[top].tag == "VB" and not kids(s, top, "nsubj", "aux")):
            return Scope("proposed", "negative" if negative else "positive", "future")  # an imperative
    if negative:
        return Scope("asserted", "negative", "not_occurred")
    if _under_condition(s, verb):
        return Scope("conditional", "positive", "unknown")
    return Scope("asserted", "positive", "ongoing" if _ongoing(s, verb) else "occurred")


def _in_place_of(s: Sentence, verb: int) -> bool:
    """ "Instead of stopping the mob", "rather than shooting": what was not done."""
    if s.tokens[verb].tag != "VBG" or verb < 2:
        return False
    before = f"{s.tokens[verb - 2].text} {s.tokens[verb - 1].text}".lower()
    return before in ("instead of", "rather than", "short of") or before.endswith(" without")


def _reported_past(s: Sentence, verb: int) -> bool:
    """ "She said Russia would send a plane": the future as seen from the past."""
    head = s.tokens[verb].head
    return s.tokens[verb].dep == "ccomp" and head != verb and s.tokens[head].tag in ("VBD", "VBN")


def _modal(s: Sentence, verb: int) -> tuple[str, bool] | None:
    """(modal word, whether it is perfect: "might have halted"); also "is to", "is going to"."""
    at = verb
    for _ in range(4):
        aux = kids(s, at, "aux", "auxpass")
        for a in aux:
            if s.tokens[a].tag == "MD":
                perfect = any(s.tokens[b].lemma == "have" for b in aux)
                return s.tokens[a].text.lower(), perfect
        token = s.tokens[at]
        before = shared_modal(s, at)
        if before is not None:
            at = before
            continue
        if (
            token.dep == "conj"
            and is_verb(s, token.head)
            and not any(s.tokens[a].tag in ("VBD", "VBZ", "VBP") for a in aux)
            and token.tag in ("VB", "VBN")
        ):
            at = token.head
            continue
        break
    return None


def possible_modal(s: Sentence, verb: int) -> bool:
    """Whether a verb, or for a participle the verb that it hangs on, says "may", "might" or "could" of what is to come."""
    at = verb
    for _ in range(4):
        modal = _modal(s, at)
        if modal is not None:
            return modal[0] in ("may", "might", "could") and not modal[1]
        up = next((v for v in s.ancestors(at) if is_verb(s, v)), None)
        if s.tokens[at].tag != "VBG" or up is None:
            return False
        at = up
    return False


def _from_modal(modal: tuple[str, bool], negative: bool) -> Scope:
    word, perfect = modal
    polarity = "negative" if negative else "positive"
    if perfect and word in ("would", "could", "might", "should"):
        return Scope("counterfactual", polarity, "not_occurred")
    if perfect:
        return Scope("hedged", polarity, "occurred")
    if word in ("may", "might", "could"):
        return Scope("possible", polarity, "future")
    if word in ("can", "ca"):
        return Scope("possible", polarity, "unknown")
    if word in ("should", "must", "ought", "need"):
        return Scope("proposed", polarity, "future")
    if word in _FUTURE:
        return Scope("planned", polarity, "future")
    return Scope("conditional", polarity, "unknown")


def _governed(s: Sentence, verb: int, lexicon: Lexicon) -> Scope | None:
    """From the nearest governing verb or noun that decides whether what stands below it happened."""
    g = lexicon.governors
    if (denier := _denied_charge(s, verb, g)) is not None:
        return Scope("asserted", "negative", "not_occurred", denier, "dobj")
    below = verb
    for up, dep in governors(s, verb):
        if _is_circumstance(s, below, dep):
            return None
        if dep in ("nsubj", "nsubjpass", "poss", "compound", "agent", "appos") or (dep == "conj" and not is_verb(s, up)):
            if dep in ("nsubj", "nsubjpass"):
                return None
            below = up
            continue
        words = set(with_particle(s, up)) if is_verb(s, up) or s.tokens[up].pos in ("ADJ", "NOUN") else {lemma(s, up)}
        words.discard(f"{lemma(s, up)}_{lemma(s, below)}")
        clausal = dep in ("xcomp", "ccomp", "pcomp", "acl", "advcl", "csubj")
        scope = _by_governor(s, up, dep, words, g, clausal)
        if words & g["deny"] and dep == "dobj" and below != verb:
            charged = lemma(s, below) in _CHARGES
            scope = Scope("asserted", "negative", "not_occurred") if charged or denied_part(s, verb, lexicon) == up else None
        if scope is not None and scope.modality == "proposed" and lemma(s, up) == "suggest" and _is_told_as_past(s, below):
            scope = Scope("hedged", "positive", "occurred")  # "sources suggested that they had left" proposes nothing
        if scope is not None:
            return scope._replace(governor=up, relation=dep)
        if dep == "conj" and is_verb(s, up) and s.tokens[verb].tag in ("VBD", "VBZ", "VBP"):
            return None
        below = up
    return None


_RAISING = frozenset("think believe suppose reckon imagine consider".split())
_CIRCUMSTANCES = frozenset("after following since amid despite during because as while".split())


def _is_circumstance(s: Sentence, i: int, dep: str) -> bool:
    """ "Following clashes, the governor urged calm", "asked for help after the raid began": what went before, not what is asked."""
    if dep == "prep":
        return s.tokens[i].text.lower() in _CIRCUMSTANCES
    bare = s.tokens[i].tag == "VBN" and bool(kids(s, i, "nsubj")) and not kids(s, i, "aux")  # "after troops shot", taken for a participle
    told = dep == "advcl" and (bare or _is_told_as_past(s, i))
    return told and any(s.tokens[c].text.lower() in _CIRCUMSTANCES for c in kids(s, i, "mark"))


def _is_told_as_past(s: Sentence, verb: int) -> bool:
    return any(s.tokens[at].tag in ("VBD", "VBZ", "VBP") for at in (verb, *kids(s, verb, "aux", "auxpass")))


def _by_governor(s: Sentence, up: int, dep: str, words: set[str], g: Mapping[str, frozenset[str]], clausal: bool) -> Scope | None:
    """The scope that one governor gives, by _GOVERNED; prevention, charges and what is about to be done are looked at more closely."""
    if "go" in words and s.tokens[up].tag == "VBG" and dep == "xcomp":
        return Scope("planned", "negative" if _negated(s, up) or _no_one(s, up) else "positive", "future")
    if dep == "ccomp" and words & _RAISING and _negated(s, up):
        return Scope("hedged", "negative", "not_occurred")  # "did not think it was a massacre": they thought that it was none
    if dep in ("acl", "relcl", "ccomp") and words & _CHARGES and not _denied_above(s, up, g):
        return Scope("hedged", "positive", "occurred")
    for name, relations, scope in _GOVERNED:
        if words & g[name] and (dep in relations or (clausal and _CLAUSAL in relations)) and not (name == "plan" and dep == "ccomp"):
            if name == "prevent":
                return _outcome_of(s, up, scope)
            if name == "capable" and _asks_whether(s, up):
                return Scope("rhetorical", "positive", "unknown")  # "was unable to establish whether anyone was killed"
            return scope._replace(polarity="negative") if name in ("plan", "capable") and _negated(s, up) else scope
    if dep == "acl" and s.tokens[up].pos == "NOUN" and words & _AIMS:
        return Scope("planned", "negative" if _negated(s, up) else "positive", "future")
    return None


def _denied_charge(s: Sentence, verb: int, g: Mapping[str, frozenset[str]]) -> int | None:
    """What denies the charge that a verb's clause spells out, taken for a relative clause: "denied the allegation by exiles that ..."."""
    while s.tokens[verb].dep == "conj" and is_verb(s, s.tokens[verb].head):
        verb = s.tokens[verb].head
    noun, dep = s.tokens[verb].head, s.tokens[verb].dep
    if dep == "ccomp" and s.tokens[noun].dep == "acl":  # "the allegation made by exiles that ..."
        noun, dep = s.tokens[noun].head, "relcl"
    that = [c for c in s.children[verb] if s.tokens[c].text.lower() == "that"]
    whole = bool(kids(s, verb, "nsubj")) and any(c not in that for c in kids(s, verb, "dobj"))  # no place left that "that" could fill
    by = s.tokens[s.tokens[noun].head]
    if dep == "relcl" and whole and by.text.lower() == "by" and s.tokens[by.head].dep == "acl":
        noun = s.tokens[by.head].head  # hung on those who made the charge
    spelt = dep in ("relcl", "acl") and any(whole or s.tokens[c].dep == "mark" for c in that)
    denied = spelt and lemma(s, noun) in _CHARGES and (_denied_above(s, noun, g) or _is_called_false(s, noun))
    return s.tokens[noun].head if denied else None


def _is_called_false(s: Sentence, noun: int) -> bool:
    """Whether a charge is said to be untrue: "their claim that nine died is without any basis", "the report ... is a fabrication"."""
    verb = s.tokens[noun].head
    if s.tokens[noun].dep not in ("nsubj", "nsubjpass") or lemma(s, verb) not in ("be", "remain") or kids(s, verb, "neg"):
        return False
    groundless = any(
        lemma(s, x) in ("basis", "foundation", "merit", "substance", "truth") for p in kids(s, verb, "prep")
        if s.tokens[p].text.lower() == "without" for x in kids(s, p, "pobj")
    )
    return groundless or any(lemma(s, x) in _FALSE for x in kids(s, verb, "acomp", "attr"))


def _asks_whether(s: Sentence, up: int) -> bool:
    return any(t.text.lower() == "whether" and up in s.ancestors(t.i) for t in s.tokens[up:])


def _denied_above(s: Sentence, noun: int, g: Mapping[str, frozenset[str]]) -> bool:
    head = s.tokens[noun].head
    return s.tokens[noun].dep == "dobj" and lemma(s, head) in g["deny"] | {"dismiss"}


def _outcome_of(s: Sentence, up: int, scope: Scope) -> Scope:
    """An act that something "might have halted" or did "work to stanch" went on: only plain prevention undoes it."""
    modal = _modal(s, up)
    if modal:
        return Scope("asserted", "positive", "occurred") if modal[1] else _from_modal(modal, False)
    return scope


def _negated(s: Sentence, i: int) -> bool:
    if kids(s, i, "neg"):
        return True
    return any(s.tokens[c].text.lower() in _NEGATIVE_DETERMINERS for c in kids(s, i, "det", "amod", "preconj", "cc")) or any(
        s.tokens[c].text.lower() in ("never", "neither", "nor", "hardly", "without", "not") for c in kids(s, i, "advmod", "cc", "preconj")
    )


def denied_part(s: Sentence, i: int, lexicon: Lexicon) -> int | None:
    """The verb that denies a part in the act: "has denied any part in the attacks"."""
    token = s.tokens[i]
    if token.dep != "pobj":
        return None
    part = s.tokens[token.head].head
    verb = s.tokens[part].head
    known = lemma(s, part) in ("part", "role", "involvement", "responsibility", "hand", "participation", "complicity")
    return verb if known and s.tokens[part].dep == "dobj" and lemma(s, verb) in lexicon.governors["deny"] else None


_BEING = frozenset("be occur happen report take_place see witness have exist".split())


def _is_not(s: Sentence, i: int) -> bool:
    """ "It was not a massacre", "no clash occurred": a verb of being that is negated undoes its noun."""
    token = s.tokens[i]
    return (
        token.dep in ("attr", "nsubj", "nsubjpass") and token.pos == "NOUN" and lemma(s, token.head) in _BEING and _negated(s, token.head)
    )


_HEARSAY = frozenset("talk word rumour rumor report allegation claim story account tale whisper news accusation tale suspicion".split())


def hearsay_of(s: Sentence, i: int) -> int | None:
    """The noun that tells an act only as told: "talk of rape", "reports of killings"."""
    token = s.tokens[i]
    if token.dep != "pobj" or s.tokens[token.head].text.lower() not in ("of", "about"):
        return None
    above = s.tokens[token.head].head
    return above if lemma(s, above) in _HEARSAY and s.tokens[above].pos == "NOUN" else None


def _no_word_of(s: Sentence, i: int) -> bool:
    """ "No report of an attack", "without evidence of killings"."""
    token = s.tokens[i]
    if token.dep == "pobj" and s.tokens[token.head].text.lower() == "without":
        return True
    if token.dep != "pobj" or s.tokens[token.head].text.lower() not in ("of", "about"):
        return False
    above = s.tokens[token.head].head
    if lemma(s, above) not in ("report", "sign", "evidence", "word", "trace", "case", "record", "proof", "indication", "news"):
        return False
    return _negated(s, above) or _negated(s, s.tokens[above].head) or s.tokens[s.tokens[above].head].text.lower() == "without"


def _no_one(s: Sentence, verb: int) -> bool:
    """ "No one was killed", "none of the refugees returned"."""
    told = kids(s, verb, "nsubj", "nsubjpass", "dobj")
    if s.tokens[verb].dep == "conj" and not kids(s, verb, "nsubj", "nsubjpass"):  # "no one was killed or hurt"
        told += kids(s, s.tokens[verb].head, "nsubj", "nsubjpass")
    for c in told:
        word = s.tokens[c].text.lower()
        if word in ("nobody", "none", "nothing", "no-one") or _negated(s, c):
            return True
        if word == "one" and any(s.tokens[d].text.lower() == "no" for d in s.children[c]):
            return True
    return False


def _shares_no_one(s: Sentence, verb: int) -> bool:
    """ "No civilian was killed or hurt": the second verb has the first one's "no" too, where "or" joins them."""
    token = s.tokens[verb]
    if token.dep != "conj" or not is_verb(s, token.head) or kids(s, verb, "nsubj", "nsubjpass"):
        return False
    joined = any(s.tokens[c].text.lower() in ("or", "nor") for c in kids(s, token.head, "cc"))
    subject_of_none = any(_negated(s, c) for c in kids(s, token.head, "nsubj", "nsubjpass"))
    return joined and (subject_of_none or _no_one(s, token.head))


def _under_condition(s: Sentence, verb: int) -> bool:
    if _is_condition(s, verb):
        return True
    return any(s.tokens[c].dep == "advcl" and _is_condition(s, c) and _modal(s, verb) is not None for c in s.children[verb])


def _is_condition(s: Sentence, verb: int) -> bool:
    """Whether the clause, or one that it completes ("if it is true that ..."), is opened by if, unless, should."""
    above = s.tokens[verb].head
    if s.tokens[verb].dep in ("ccomp", "csubj") and above != verb and s.tokens[above].lemma in ("be", "true", "say", "claim"):
        return _is_condition(s, above)
    return any(s.tokens[c].text.lower() in _CONDITIONS for c in kids(s, verb, "mark", "advmod"))


def _ongoing(s: Sentence, verb: int) -> bool:
    """Present progressive, or "continue", "keep" with the act below it."""
    token = s.tokens[verb]
    aux = kids(s, verb, "aux", "auxpass")
    if token.tag == "VBG" and any(s.tokens[a].text.lower() in ("is", "are", "'s", "'re", "am", "been") for a in aux):
        return True
    if any(s.tokens[a].text.lower() == "being" for a in aux) and any(s.tokens[a].text.lower() in ("is", "are") for a in aux):
        return True
    if lemma(s, verb) in ("continue", "keep", "remain"):
        return True
    if any(s.tokens[a].tag in ("VBZ", "VBP") and s.tokens[a].lemma == "have" for a in aux) and (
        lemma(s, verb) == "engage" or any(s.tokens[c].lemma in ("into",) for c in kids(s, verb, "prep")) and lemma(s, verb) == "turn"
    ):
        return True
    if token.tag == "VBG" and token.dep == "pcomp" and s.tokens[token.head].text.lower() == "with":
        return True
    head = token.head
    return token.dep in ("xcomp", "pcomp") and lemma(s, head) in ("continue", "keep", "remain")


def _hedged(s: Sentence, i: int, verb: int, lexicon: Lexicon) -> bool:
    """An evidential adverb on the act's own word or verb, or an adjective of doubt on the act's noun."""
    words = lexicon.hedges["evidential"] | lexicon.hedges["likely"]
    if hearsay_of(s, i) is not None:
        return True
    for at in {i, verb}:
        for c in kids(s, at, "advmod"):
            if s.tokens[c].text.lower() in words and _touches(s, c, at):
                return True
        if any(s.tokens[c].text.lower() in lexicon.hedges["adjectives"] for c in kids(s, at, "amod")):
            return True
    head = s.tokens[verb].head
    if s.tokens[verb].dep in ("xcomp", "ccomp") and head != verb:
        said = {"say", "believe", "think", "report", "allege", "rumour", "rumor", "claim", "suspect", "presume", "understand", "know"}
        if lemma(s, head) in said - {"know"} and kids(s, head, "auxpass", "nsubjpass"):
            return True
        return any(s.tokens[c].text.lower() in words for c in kids(s, head, "advmod")) and s.tokens[verb].dep == "xcomp"
    return False


def _touches(s: Sentence, adverb: int, verb: int) -> bool:
    """Whether the adverb stands in the clause of the verb: no finite verb between them."""
    low, high = sorted((adverb, verb))
    return not any(
        s.tokens[j].tag in ("VBD", "VBZ", "VBP", "MD") and j not in (verb,) and s.tokens[j].head != verb for j in range(low + 1, high)
    )
