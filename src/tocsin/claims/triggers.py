"""Find the words in a parsed sentence that tell of an act, by the lexicon, and check what must stand beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.claims.classes import in_class, names_one
from tocsin.claims.lexicon import Lexicon, Rule
from tocsin.claims.misfits import is_no_act
from tocsin.claims.refuge import is_refuge
from tocsin.claims.tree import by_agents, is_passive, is_verb, kids, lemma, objects, prep_objects, subjects, with_particle
from tocsin.records import Sentence

NUMBERS = frozenset({"count", "number", "toll", "total", "figure", "tally", "estimate"})

# People in a camp who are no displaced.
_NO_DISPLACED = frozenset("fighter soldier troop militant rebel recruit guest worker student prisoner detainee inmate trainee".split())
_LETHAL = frozenset({"shoot", "beat", "stab", "hack"})  # "shot dead": the verb tells it, not the word for the dead
_CULPRITS = frozenset(
    "attacker assailant killer culprit perpetrator suspect robber thief raider kidnapper gunman arsonist murderer".split()
)
_LAND = frozenset(
    "area part place town city village district region territory strip ground position coast land quarter province north south east west "
    "peninsula island valley enclave stretch pocket half country".split()
)
# What "killing", "death", "attack", "displacement" before it only describe: the killing fields, a death row, an attack helicopter
NO_ACTS = frozenset(
    "field row squad camp court tribunal penalty sentence certificate threat machine ground chamber trap zone site unit team inquiry "
    "investigation charge suspect trial probe law mystery helicopter aircraft plane dog rifle weapon plan warning siren matrix tracking "
    "crisis centre center settlement wish mask".split()
)
_FESTIVE = frozenset("immersion flag religious wedding bridal carnival easter palm".split())  # a procession or march that is no protest
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "VERB", "X"})


class Trigger(NamedTuple):
    """A word that tells of an act: token i, its rule, and the verb that carries it (a light verb, or i itself)."""

    i: int
    rule: Rule
    verb: int


def find_triggers(s: Sentence, lexicon: Lexicon) -> list[Trigger]:
    """All triggers of a sentence, in order; one a token, the most specific rule first."""
    found: list[Trigger] = []
    for token in s.tokens:
        i = token.i
        trigger = None
        if token.pos in ("VERB", "AUX") or token.tag.startswith("VB"):
            trigger = _verb(s, i, lexicon)
        if (
            trigger is None
            and token.pos in ("NOUN", "PROPN", "ADJ", "VERB")
            and not (token.pos == "VERB" and is_verb(s, i) and token.tag in ("VBD", "VBZ", "VBP", "VB"))
        ):
            trigger = _noun(s, i, lexicon)
        if trigger is None and token.pos in ("ADJ", "VERB", "ADV", "NOUN", "PROPN"):
            trigger = _adjective(s, i, lexicon)
        if trigger is not None and not (i and token.text.lower() == "dead" and lemma(s, i - 1) in _LETHAL):
            found.append(trigger)
    return _without_doubles(s, [*found, *_in_refuge(s, lexicon, found)])


def _in_refuge(s: Sentence, lexicon: Lexicon, found: list[Trigger]) -> Iterator[Trigger]:
    """Counted people of whom only the place where they stay is told: "joined 19,000 villagers in 21 camps"."""
    rule = next((r for r in lexicon.nouns.get("idp", ()) if r.kind == "displacement"), None)
    for f in s.figures:
        i = f.noun_i
        if rule is None or f.kind != "count" or i is None or s.tokens[i].dep in ("nsubj", "nsubjpass") or any(t.i == i for t in found):
            continue
        above = s.tokens[i].head
        if any(above in (t.i, t.verb) for t in found):
            continue  # those killed or searched in a camp are told of as that
        if lemma(s, i) in _NO_DISPLACED or not in_class(s, i, lexicon.classes["many"]):
            continue
        if is_refuge(s, i) or (s.tokens[i].dep == "dobj" and is_refuge(s, above)):
            yield Trigger(i, rule, i)


def _verb(s: Sentence, i: int, lexicon: Lexicon) -> Trigger | None:
    best: Trigger | None = None
    for word in reversed(with_particle(s, i)):
        for rule in lexicon.verbs.get(word, ()):
            if _verb_fits(s, i, rule) and (best is None or _rank(rule, word) > _rank(best.rule, "")):
                best = Trigger(i, rule, i)
        if best is not None and "_" in word:
            return best
    return best


def _rank(rule: Rule, word: str) -> int:
    return (
        2 * bool(rule.object)
        + 2 * bool(rule.prep)
        + bool(rule.subject)
        + bool(rule.particle)
        + bool(rule.modifier)
        + bool(rule.complement)
        + 2 * rule.has("negative_only")
        + ("_" in word) * 3
        - rule.has("weak")
    )


def _verb_fits(s: Sentence, i: int, rule: Rule) -> bool:
    """Whether what a rule wants beside its verb stands there, and what it forbids does not."""
    token = s.tokens[i]
    if (rule.has("passive_only") and not is_passive(s, i)) or (rule.has("negative_only") and not _negated(s, i)):
        return False
    if rule.has("complement_not") and not any(s.tokens[c].tag == "VB" and kids(s, c, "neg") for c in kids(s, i, "xcomp", "ccomp", "advcl")):
        return False
    if token.dep in ("amod", "compound") and (rule.frame not in ("act", "undergo") or token.tag == "VBG") and not _counted(s, token.head):
        return False
    if rule.needs_prep and all(s.tokens[o].ent in ("DATE", "TIME") for o in prep_objects(s, i, *rule.needs_prep)):
        return False
    if rule.subtype == "call" and kids(s, i, "oprd", "attr"):
        return False  # "called him a liar"
    if _is_other_than(s, i, rule):
        return False
    if rule.particle and not any(s.tokens[c].text.lower() in rule.particle for c in _near(s, i)):
        return False
    if rule.modifier and not any(lemma(s, c) in rule.modifier for c in kids(s, i, "advmod", "amod", "npadvmod")):
        return False
    if rule.has("intransitive") and objects(s, i):
        return False
    if (rule.has("must") and not _says_must(s, i)) or is_no_act(s, i, rule):
        return False
    return _parties_fit(s, i, rule) and (not rule.complement or _complement_fits(s, i, rule))


def _is_other_than(s: Sentence, i: int, rule: Rule) -> bool:
    """Whether the verb tells something else than its rule: land held, attackers who flee, houses left burned."""
    if rule.kind == "detention":
        return _is_land_held(s, i)
    if rule.kind == "displacement" and rule.frame == "flee" and _are_armed(s, subjects(s, i)):
        return True
    return rule.kind in ("displacement", "withdrawal") and s.tokens[i].lemma == "leave" and _leaves_so(s, i)


def _is_land_held(s: Sentence, i: int) -> bool:
    """ "The part of the north held by the rebels", "the strip that they still hold": land is nobody's prisoner."""
    told = objects(s, i) + ([s.tokens[i].head] if s.tokens[i].dep in ("relcl", "acl") else subjects(s, i) if is_passive(s, i) else [])
    return any(lemma(s, x) in _LAND for x in told)


def _are_armed(s: Sentence, who: list[int]) -> bool:
    """Whether all of those are forces, gunmen or a mob by what the reading found, or culprits by their word."""
    armed = {m.head for m in s.parties if m.party.type in ("armed_group", "security_force", "mob")}
    return bool(who) and all(w in armed or lemma(s, w) in _CULPRITS for w in who)


def _leaves_so(s: Sentence, i: int) -> bool:
    """ "Left 30 houses burned": nobody leaves them."""
    return any(s.tokens[c].tag != "VBG" for c in kids(s, i, "oprd", "xcomp", "ccomp"))


def _says_must(s: Sentence, i: int) -> bool:
    """ "Said that the council must act": a statement that asks somebody for something."""
    for c in kids(s, i, "ccomp"):
        if any(s.tokens[a].text.lower() in ("must", "should", "ought") for a in kids(s, c, "aux")):
            return bool(kids(s, c, "nsubj", "nsubjpass"))
        if lemma(s, c) in ("need", "have") and s.tokens[c].tag in ("VBP", "VBZ") and kids(s, c, "xcomp"):
            return bool(kids(s, c, "nsubj"))
    return False


def _parties_fit(s: Sentence, i: int, rule: Rule) -> bool:
    """Subject and object as the rule wants them; an object or a preposition will do where it names both (both for "from their homes")."""
    passive = is_passive(s, i)
    undergoer = subjects(s, i) if passive else objects(s, i)
    doer = by_agents(s, i) if passive else subjects(s, i)
    if undergoer and all(in_class(s, o, rule.not_object) for o in undergoer):
        return False
    if any(in_class(s, d, rule.not_subject) for d in doer):
        return False
    subject_side = undergoer if passive and rule.frame in ("flee", "undergo") else doer
    if rule.subject and not any(in_class(s, d, rule.subject) for d in subject_side):
        return False
    held = {o: shared(s, o) for o in undergoer}
    meant = [x for o, h in held.items() for x in ((o, stands_for(s, o, i)) if h is None else (h,))]
    fits = [any(in_class(s, x, rule.object) for x in meant)] if rule.object else []
    fits += [_prep_fits(s, i, rule)] if rule.prep else []
    both = rule.has("both") or (rule.kind == "displacement" and bool(rule.object))
    return (all(fits) if both else any(fits)) if fits else True


def shared(s: Sentence, o: int) -> int | None:
    """What a bare number takes some of: the shelters of "80 of the camp's 250 shelters"."""
    return next(iter(prep_objects(s, o, "of")), None) if s.tokens[o].tag == "CD" else None


def stands_for(s: Sentence, o: int, i: int) -> int:
    """What "another 600" and "112 others" of a second verb count: what the first counts ("destroyed 36 homes and damaged 112 others")."""
    token = s.tokens[i]
    if token.dep != "conj" or (s.tokens[o].pos != "NUM" and lemma(s, o) not in ("other", "others")):
        return o
    told = subjects(s, token.head) if is_passive(s, token.head) else objects(s, token.head)
    return told[0] if told else o


def _negated(s: Sentence, i: int) -> bool:
    """Whether the verb, its subject or object says no ("has not reached", "no food has reached", "took no action")."""
    none = any(lemma(s, x) in ("nothing", "none", "nobody") or kids(s, x, "neg") for x in subjects(s, i))
    less = any(lemma(s, c) in ("no", "little", "few") for x in subjects(s, i) for c in kids(s, x, "det", "amod"))
    less = less or any(lemma(s, o) == "nothing" or lemma(s, c) == "no" for o in objects(s, i) for c in (o, *kids(s, o, "det")))
    return none or less or bool(kids(s, i, "neg")) or any(kids(s, v, "neg") for v in s.ancestors(i)) or _barely(s, i)


def _barely(s: Sentence, i: int) -> bool:
    return any(lemma(s, c) in ("barely", "hardly", "never", "scarcely", "rarely") for c in kids(s, i, "advmod", "neg"))


def _near(s: Sentence, i: int) -> list[int]:
    """Particles and adverbs below a verb, also one step further down ("through" below the complement of "let")."""
    direct = list(s.children[i])
    return direct + [
        c for d in direct if s.tokens[d].dep in ("ccomp", "xcomp", "advmod", "prt", "prep", "dobj") for c in (d, *s.children[d])
    ]


def _prep_fits(s: Sentence, i: int, rule: Rule) -> bool:
    for word, classes in rule.prep.items():
        if not classes and any(s.tokens[c].text.lower() == word for c in s.children[i]):
            return True
        if any(in_class(s, o, classes) for o in prep_objects(s, i, word)):
            return True
    return False


def _complement_fits(s: Sentence, i: int, rule: Rule) -> bool:
    verbs = [c for c in kids(s, i, "xcomp", "acl", "ccomp", "advcl", "relcl")]
    at = (i, *kids(s, i, "advmod", "prt"), *kids(s, i, "dobj"))  # "stopped short of backing", "sent a letter requesting"
    verbs += [c for k in at for p in kids(s, k, "prep") for c in kids(s, p, "pcomp", "pobj")]
    below = ("relcl", "acl") if rule.object else ("acl",)
    verbs += [c for o in kids(s, i, "dobj") for c in kids(s, o, *below)]
    verbs += [c for v in verbs if s.tokens[v].pos == "ADJ" for c in kids(s, v, "advcl")]  # "does not think it wise to send"
    told = [c for v in verbs for c in (v, *kids(s, v, "conj", "xcomp")) if lemma(s, c) in rule.complement]
    return any(rule.kind != "threat" or s.tokens[c].tag == "VB" for c in told)  # "told reporters that nine died" threatens nobody


def _noun(s: Sentence, i: int, lexicon: Lexicon) -> Trigger | None:
    token = s.tokens[i]
    word = token.lemma.lower()
    candidates = lexicon.nouns.get(word) or lexicon.nouns.get(token.text.lower()) or ()
    if token.ent == "DATE" or _is_month(s, i) or (
        token.pos == "VERB" and not kids(s, i, "det", "poss", "amod", "nummod", "compound") and word not in ("wound", "injure", "kill")
    ):
        return None
    if token.dep in ("compound", "nmod") and token.ent not in ("",) and token.text[:1].isupper() and not s.heading:
        return None
    if _only_named(s, i) or (word == "march" and any(lemma(s, c) in ("flag", "route") for c in kids(s, i, "compound"))):
        return None  # "a flag march" is a force's show, no protest
    verb = carrier(s, i, lexicon)
    fitting = [rule for rule in candidates if _noun_fits(s, i, rule, verb, lexicon)]
    return Trigger(i, max(fitting, key=lambda r: bool(r.modifier) + bool(r.complement)), verb) if fitting else None


def _is_month(s: Sentence, i: int) -> bool:
    """The month of March, never a march: inside a time expression, or capitalised beside a number or a preposition of time."""
    token = s.tokens[i]
    if token.text.lower() != "march":
        return False
    if any(t.first <= i <= t.last for t in s.times):
        return True
    beside = [s.tokens[j] for j in (i - 1, i + 1) if 0 <= j < len(s.tokens)]
    numbered = any(t.pos == "NUM" or t.text.isdigit() for t in beside)
    dated = i > 0 and s.tokens[i - 1].text.lower() in ("in", "of", "since", "until", "by", "early", "late", "mid", "mid-", "last", "next")
    return numbered or (token.text == "March" and dated)


def _only_named(s: Sentence, i: int) -> bool:
    """A word spoken of as a word: the word "clashes"."""
    return i >= 2 and s.tokens[i - 1].text in "\"'“‘" and s.tokens[i - 2].lemma.lower() in ("word", "term", "label", "phrase")


def carrier(s: Sentence, i: int, lexicon: Lexicon) -> int:
    """The light verb that carries noun i ("launched an attack", "talks were held"), else i itself."""
    at = i
    token = s.tokens[at]
    while token.dep == "conj" and s.tokens[token.head].pos in ("NOUN", "PROPN"):
        at = token.head
        token = s.tokens[at]
    head = token.head
    if token.dep in ("dobj", "nsubjpass") and (
        lemma(s, head) in lexicon.governors["light"] or set(with_particle(s, head)) & lexicon.governors["light"]
    ):
        return head
    if token.dep == "pobj" and s.tokens[head].text.lower() == "to" and lemma(s, s.tokens[head].head) == "resort":
        return s.tokens[head].head
    if token.dep == "pobj" and s.tokens[head].dep == "prep" and s.tokens[head].text.lower() == "in":
        above = s.tokens[head].head
        if lemma(s, above) in ("engage", "take_part", "participate", "involve"):
            return above
    return i


def _noun_fits(s: Sentence, i: int, rule: Rule, verb: int, lexicon: Lexicon) -> bool:
    token = s.tokens[i]
    if token.lemma.lower() == "arrest" and any(lemma(s, c) in ("cardiac", "respiratory", "heart") for c in kids(s, i, "amod", "compound")):
        return False
    beside = {lemma(s, c) for c in kids(s, i, "compound", "amod", "nmod")}
    if rule.kind == "protest" and beside & _FESTIVE:
        return False
    if rule.subtype == "massacre" and (of := prep_objects(s, i, "of")) and all(in_class(s, o, lexicon.classes["abstract"]) for o in of):
        return False  # "a massacre of the evidence"
    if token.dep in ("compound", "nmod", "amod") and lemma(s, token.head) in NO_ACTS and rule.kind in ("killing", "attack", "displacement"):
        return False
    if rule.has("light_only") and verb == i and not _stands_as_event(s, i, lexicon):
        return False
    if rule.modifier and not any(
        lemma(s, c) in rule.modifier or s.tokens[c].text.lower() in rule.modifier for c in kids(s, i, "amod", "compound", "nmod")
    ):
        return False
    if rule.complement and not _complement_fits(s, i, rule):
        return False
    if rule.prep and not _prep_fits(s, i, rule):
        return False
    if rule.has("needs_figure") and not _counted(s, i) and not _holds_person(s, i):
        return False
    if rule.frame == "toll_noun" and rule.kind == "killing" and _of_the_displaced(s, i):
        return False
    if lemma(s, i) == "shot" and not (s.heading and _counted_plainly(s, i)):
        return False  # shots are counted, people are not; only a headline says "5 shot"
    return not (token.dep in ("compound", "nmod", "amod") and rule.kind not in ("killing", "attack") and not s.heading)


def _of_the_displaced(s: Sentence, i: int) -> bool:
    """Whether a toll is of people displaced, injured or missing, none of whom it says that they died."""
    below = prep_objects(s, i, "of")
    words = {lemma(s, c) for o in below for c in (o, *kids(s, o, "amod", "acl", "compound"))}
    return bool(words & {"displace", "displaced", "evacuee", "homeless", "refugee", "idp", "idps", "missing", "injured", "wounded"})


def _stands_as_event(s: Sentence, i: int, lexicon: Lexicon) -> bool:
    """Whether a noun is subject of a verb of existing ("talks continue", "a truce took hold")."""
    token = s.tokens[i]
    return token.dep in ("nsubj", "nsubjpass") and (
        lemma(s, token.head) in lexicon.governors["exist"] or lemma(s, token.head) in ("hold", "take", "collapse", "fail")
    )


def _counted(s: Sentence, i: int) -> bool:
    """Whether a figure counts the noun, or the people who have it ("64 people with bullet wounds")."""
    above = bearer(s, i)
    if above is not None and _counted(s, above):
        return True
    if is_numbered(s, i):
        return True
    return any(f.noun_i == i or f.first <= i <= f.last for f in s.figures if f.kind in ("count", "fraction"))


def _holds_person(s: Sentence, i: int) -> bool:
    """Whether a body is that of somebody told: "the bodies of Ana Silva and her son"."""
    held = prep_objects(s, i, "of") if lemma(s, i) in ("body", "corpse", "remains") else []
    return any(names_one(s, h) for h in held)


def is_numbered(s: Sentence, i: int) -> bool:
    """Whether a noun stands below a word for how many: "the number of displaced people", "the total of returnees"."""
    token = s.tokens[i]
    if token.dep != "pobj" or s.tokens[token.head].text.lower() != "of":
        return False
    return lemma(s, s.tokens[token.head].head) in NUMBERS and any(f.kind == "count" and f.noun_i is None and f.first > i for f in s.figures)


def _counted_plainly(s: Sentence, i: int) -> bool:
    """Whether a number above one stands right before a singular word: "5 shot on Hill Street" counts people."""
    return s.tokens[i].text.lower() == "shot" and any(f.last == i - 1 and (f.figure.low or 0) > 1 for f in s.figures if f.kind == "count")


def bearer(s: Sentence, i: int) -> int | None:
    """Who has the wounds: the noun that "with wounds" belongs to."""
    token = s.tokens[i]
    if token.dep == "pobj" and token.lemma.lower() == "condition" and s.tokens[token.head].text.lower() == "in":
        above = s.tokens[token.head].head
        who = subjects(s, above) if is_verb(s, above) else [above]
        return who[0] if who else None
    if token.dep == "pobj" and token.lemma.lower() in ("wound", "injury", "burn") and s.tokens[token.head].text.lower() == "with":
        above = s.tokens[token.head].head
        if is_verb(s, above):  # "found three men with wounds", "three men were found with wounds"
            above = next(iter(kids(s, above, "dobj", "nsubjpass")), above)
        return above if s.tokens[above].pos in ("NOUN", "PROPN") else None
    return None


def _adjective(s: Sentence, i: int, lexicon: Lexicon) -> Trigger | None:
    token = s.tokens[i]
    for rule in lexicon.adjectives.get(token.text.lower(), ()):
        if token.dep in ("amod", "compound") and not _counted(s, token.head) and s.tokens[token.head].pos != "ADP":
            continue
        if token.tag in ("VBD", "VBN") and kids(s, i, "dobj", "nsubjpass", "auxpass", "agent"):
            continue
        if token.dep in ("oprd", "acomp", "advmod", "xcomp") and lemma(s, token.head) in ("shoot", "beat", "stab", "hack"):
            continue
        if rule.complement and not _complement_fits(s, i, rule):
            continue
        if rule.frame in ("feel", "toward", "unheeded") and token.dep in ("acomp", "attr", "oprd", "ROOT"):
            who = [x for x in kids(s, token.head, "nsubj", "nsubjpass")]
            if who and (not rule.subject or any(in_class(s, w, rule.subject) for w in who)):
                return Trigger(i, rule, i)
            continue
        people = _described(s, i)
        if rule.subject and people and not any(in_class(s, p, rule.subject) for p in people):
            continue
        if not people and not any(f.last + 1 == i or f.noun_i == i for f in s.figures if f.kind != "one"):
            continue
        if token.dep in (
            "acomp",
            "attr",
            "oprd",
            "pcomp",
            "amod",
            "acl",
            "advcl",
            "ccomp",
            "xcomp",
            "conj",
            "dobj",
            "appos",
            "ROOT",
            "nsubj",
            "npadvmod",
            "dep",
            "pobj",
            "pcomp",
        ):
            return Trigger(i, rule, i)
    return None


def _described(s: Sentence, i: int) -> list[int]:
    """Who is dead, missing, homeless: subject of the copula, object of "left", or the noun described."""
    token = s.tokens[i]
    head = token.head
    if token.dep in ("acomp", "attr") and head != i:
        return subjects(s, head)
    if token.dep in ("oprd", "ccomp", "xcomp", "advcl") and head != i:
        own = kids(s, i, "nsubj", "nsubjpass")
        return own or objects(s, head) or subjects(s, head)
    if token.dep in ("amod", "acl", "appos", "compound") and head != i:
        return [head]
    if token.dep in ("pobj", "pcomp", "amod") and s.tokens[head].text.lower() == "as" and is_verb(s, s.tokens[head].head):
        return subjects(s, s.tokens[head].head)  # "were registered as dead"
    return kids(s, i, "nsubj", "nummod")


def _without_doubles(s: Sentence, found: list[Trigger]) -> list[Trigger]:
    """Leave out a verb or noun that only carries another trigger of the same family ("carried out an attack", "death toll")."""
    carried = {t.verb for t in found if t.verb != t.i}
    kept = []
    for t in found:
        if t.i in carried and t.verb == t.i and any(o.verb == t.i and o.i != t.i and o.rule.kind == t.rule.kind for o in found):
            continue
        token = s.tokens[t.i]
        if token.dep in ("compound", "amod", "nmod") and any(o.i == token.head and o.rule.kind == t.rule.kind for o in found):
            continue
        kept.append(t)
    return kept


def iterate_heads(found: list[Trigger]) -> Iterator[int]:
    """Token and carrier of each trigger."""
    for t in found:
        yield t.i
        yield t.verb
