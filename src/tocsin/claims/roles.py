"""Where the parties of an act stand: for each frame of the lexicon, which words are its actors and which its targets."""

from __future__ import annotations

from typing import NamedTuple

from tocsin.claims.lexicon import Lexicon
from tocsin.claims.tree import by_agents, conjuncts, is_passive, is_verb, kids, lemma, mention_at, objects, owners, prep_objects, subjects
from tocsin.claims.triggers import Trigger, bearer
from tocsin.records import Sentence


class Roles(NamedTuple):
    """Token indexes of the heads of actors and targets; `content` is what is asked, refused or ordered (a verb or noun), if told."""

    actors: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()
    content: int | None = None


def find_roles(s: Sentence, trigger: Trigger, lexicon: Lexicon) -> Roles:
    """The parties of a trigger by its frame; a noun's come from its own phrase first, then from the verb that carries it."""
    if s.tokens[trigger.i].dep == "amod" and s.tokens[trigger.i].tag in ("VBN", "VBD") and trigger.rule.frame in ("act", "undergo", "flee"):
        return Roles(tuple(by_agents(s, trigger.i)), (s.tokens[trigger.i].head,))  # "some 300 newly displaced people"
    if is_verb(s, trigger.i) and trigger.verb == trigger.i and not _acts_as_noun(s, trigger.i):
        return _VERB_FRAMES.get(trigger.rule.frame, _act)(s, trigger.i)
    if trigger.rule.frame in ("feel", "unheeded") and trigger.i == trigger.verb:
        return _VERB_FRAMES[trigger.rule.frame](s, trigger.i)
    if s.tokens[trigger.i].pos == "ADJ" and trigger.rule.frame == "toward":
        return Roles(tuple(speaker_for(s, s.tokens[trigger.i].head)), (), _complement(s, trigger.i))  # "was prepared to host talks"
    if (
        trigger.i in (trigger.verb,)
        and s.tokens[trigger.i].pos in ("ADJ", "ADV")
        or (s.tokens[trigger.i].pos == "VERB" and trigger.rule.frame == "undergo")
    ):
        return _state(s, trigger.i)
    own = _noun(s, trigger)
    return _with_carrier(s, trigger, own, lexicon)


def _acts_as_noun(s: Sentence, i: int) -> bool:
    """A gerund with a determiner or possessor, or a participle in a noun's place ("the killing of", "the wounded")."""
    token = s.tokens[i]
    return token.tag == "VBG" and token.dep in ("pobj", "nsubj", "dobj", "nsubjpass") and bool(kids(s, i, "det", "poss", "amod"))


# ------------------------------------------------------------------ verbs


def _act(s: Sentence, i: int) -> Roles:
    if is_passive(s, i):
        return Roles(tuple(by_agents(s, i)), tuple(subjects(s, i) or _counted_subject(s, i)))
    suffered = objects(s, i) or _counted_after(s, i)
    doers = subjects(s, i)
    if not suffered and s.tokens[i].tag in ("VBD", "VBN") and any(f.noun_i in doers and f.kind == "count" for f in s.figures):
        return Roles((), tuple(doers))  # "about 30 people killed": a participle that the parser took for a verb
    return Roles(tuple(doers), tuple(suffered))


def _counted_after(s: Sentence, i: int) -> list[int]:
    """The counted people right behind a verb whose object the parser lost ("wounding an estimated 60 miners")."""
    return [f.noun_i for f in s.figures if f.noun_i is not None and f.kind == "count" and i < f.first <= i + 2][:1]


def _counted_before(s: Sentence, i: int) -> list[int]:
    """The counted people before a verb that the parser left without a subject ("Up to a third of the 60,000 residents have fled")."""
    return [f.noun_i for f in s.figures if f.noun_i is not None and f.kind in ("count", "fraction") and f.noun_i < i and i - f.noun_i <= 8][
        -1:
    ]


def _counted_subject(s: Sentence, i: int) -> list[int]:
    """The people that a passive verb without a subject counts with a preposition: "Between 30 and 40 miners, all men, were killed"."""
    if not kids(s, i, "auxpass"):
        return []
    counted = [f for f in s.figures if f.kind == "count" and f.noun_i is not None and f.noun_i < i]
    return [f.noun_i for f in counted if f.noun_i is not None and s.tokens[f.noun_i].dep == "pobj"
            and f.first <= s.tokens[f.noun_i].head <= f.last][:1]


def _undergo(s: Sentence, i: int) -> Roles:
    actors = by_agents(s, i) + prep_objects(s, i, "hands")
    for p in prep_objects(s, i, "at"):
        if lemma(s, p) == "hand":
            actors += prep_objects(s, p, "of")
    return Roles(tuple(actors), tuple(subjects(s, i) or _counted_before(s, i)))


def _undergo_object(s: Sentence, i: int) -> Roles:
    return Roles((), tuple(subjects(s, i) if is_passive(s, i) else objects(s, i)))


def _do(s: Sentence, i: int) -> Roles:
    if is_passive(s, i):
        return Roles(tuple(by_agents(s, i)), tuple(subjects(s, i)))
    targets = prep_objects(s, i, "against", "on", "at", "into", "upon")
    targets = targets or [x for o in objects(s, i) for x in prep_objects(s, o, "to", "against", "on")]
    return Roles(tuple(subjects(s, i)), tuple(targets or objects(s, i)))


def _pair(s: Sentence, i: int) -> Roles:
    if is_passive(s, i):
        return Roles(tuple(by_agents(s, i)), tuple(subjects(s, i)))
    return Roles(tuple(subjects(s, i)), tuple(prep_objects(s, i, "with", "against", "between", "and") or objects(s, i)))


def _pair_topic(s: Sentence, i: int) -> Roles:
    """A body that discusses something: what it discusses is no party; one that is briefed or seized of it is the body itself."""
    if is_passive(s, i) and lemma(s, i) in ("brief", "seize"):
        return Roles(tuple(subjects(s, i)))
    return Roles(tuple(by_agents(s, i) if is_passive(s, i) else subjects(s, i)), tuple(prep_objects(s, i, "with")))


def _address(s: Sentence, i: int) -> Roles:
    """Who asks whom for what: the addressee is the object, or stands after to, on, upon, from."""
    if is_passive(s, i) and lemma(s, i) in ("seek", "demand", "solicit"):  # "companies sought by the State": what is asked, not who
        return Roles(tuple(by_agents(s, i)), tuple(prep_objects(s, i, "from", "of")), next(iter(subjects(s, i)), None))
    if is_passive(s, i):
        return Roles(tuple(by_agents(s, i)), tuple(subjects(s, i)), _complement(s, i))
    targets = [o for o in prep_objects(s, i, "to", "on", "upon", "with", "at") if s.tokens[o].ent not in ("DATE", "TIME")]  # "on Monday"
    targets += kids(s, i, "dative")
    direct = [o for o in objects(s, i) if s.tokens[o].pos in ("PROPN", "PRON", "NOUN")]
    content = _complement(s, i)
    if not targets and direct and lemma(s, i) in ("phone", "telephone", "ring", "radio", "alert"):
        return Roles(tuple(subjects(s, i)), tuple(direct), content)
    if not targets and lemma(s, i) in ("ask", "urge", "press", "beg", "beseech", "implore", "petition", "lobby", "entreat", "push"):
        targets = direct
    elif not targets:
        targets = prep_objects(s, i, "from", "of")
    if content is None:
        asked = prep_objects(s, i, "for")
        content = asked[0] if asked else next((o for o in direct if o not in targets), None)
    if not targets and content is not None and is_verb(s, content) and lemma(s, i) in ("ask", "urge", "press", "call", "appeal"):
        targets = kids(s, content, "nsubj")
    return Roles(tuple(subjects(s, i)), tuple(targets), content)


def _toward(s: Sentence, i: int) -> Roles:
    if is_passive(s, i):
        return Roles(
            tuple(by_agents(s, i)), tuple(prep_objects(s, i, "to", "on", "for", "in", "against")), next(iter(subjects(s, i)), None)
        )
    direct = objects(s, i)
    return Roles(
        tuple(subjects(s, i)),
        tuple(kids(s, i, "dative") + prep_objects(s, i, "to", "on", "for", "against", "into")),
        _complement(s, i) or (direct[0] if direct else None),
    )


def _toward_object(s: Sentence, i: int) -> Roles:
    return Roles(tuple(subjects(s, i)), tuple(objects(s, i)))


def _refuse(s: Sentence, i: int) -> Roles:
    """Who refuses whom: the refused one owns, sent or made what is refused."""
    if is_passive(s, i):
        refused = subjects(s, i)
        return Roles(tuple(by_agents(s, i)), tuple(_makers(s, refused)), refused[0] if refused else None)
    refused = objects(s, i)
    judged = [c for a in kids(s, i, "ccomp", "xcomp") if s.tokens[a].pos == "ADJ" for c in kids(s, a, "advcl")]
    content = _complement(s, i) or next(iter([*judged, *refused]), None)
    return Roles(tuple(subjects(s, i)), tuple(_makers(s, refused)), content)


def _makers(s: Sentence, nouns: list[int]) -> list[int]:
    """Who made the request or proposal: its owner, or the one after from, by, of."""
    found: list[int] = []
    for n in nouns:
        found += owners(s, n) or prep_objects(s, n, "from", "by") or [o for o in prep_objects(s, n, "of") if s.tokens[o].pos == "PROPN"]
    return found


def _refer(s: Sentence, i: int) -> Roles:
    if is_passive(s, i):
        return Roles(tuple(by_agents(s, i)), tuple(prep_objects(s, i, "to")), next(iter(subjects(s, i)), None))
    direct = objects(s, i)
    return Roles(tuple(subjects(s, i)), tuple(prep_objects(s, i, "to")), direct[0] if direct else None)


def _speak(s: Sentence, i: int) -> Roles:
    if is_passive(s, i):
        return Roles(tuple(by_agents(s, i)), tuple(subjects(s, i)), _complement(s, i))
    return Roles(tuple(subjects(s, i)), tuple(objects(s, i)), next(iter(prep_objects(s, i, "of", "for")), None))


def _unheeded(s: Sentence, i: int) -> Roles:
    """A plea that came to nothing: where it fell on deaf ears, and whose it was."""
    asked = subjects(s, i) or kids(s, s.tokens[i].head, "nsubj", "nsubjpass")
    deaf = prep_objects(s, i, "in", "at", "among", "with", "by") + by_agents(s, i)
    return Roles(tuple(x for x in deaf if s.tokens[x].pos == "PROPN"), tuple(_makers(s, asked)), asked[0] if asked else None)


def _feel(s: Sentence, i: int) -> Roles:
    """Who is appalled, and by what."""
    who = kids(s, i, "nsubj", "nsubjpass") or (subjects(s, s.tokens[i].head) if is_verb(s, s.tokens[i].head) else [])
    return Roles(tuple(who), tuple(by_agents(s, i) + prep_objects(s, i, "at", "over", "about")))


def _flee(s: Sentence, i: int) -> Roles:
    """Those who flee suffer; what they flee from acts when it is a party."""
    actors = by_agents(s, i) + prep_objects(s, i, "from", "before")
    for p in kids(s, i, "prep"):
        if s.tokens[p].text.lower() in ("before", "from"):
            for g in kids(s, p, "pcomp"):  # "before marauding mobs": a participle parsed as a clause
                actors += objects(s, g)
    who = subjects(s, i) or _counted_before(s, i)
    forced = [s.tokens[i].head] if s.tokens[i].dep == "xcomp" else []
    for f in forced:
        if lemma(s, f) in ("force", "drive", "compel", "oblige", "cause", "lead", "push"):
            if is_passive(s, f):
                who, actors = subjects(s, f), actors + by_agents(s, f)
            else:
                who, actors = objects(s, f) or who, subjects(s, f) + actors
    return Roles(tuple(actors), tuple(who))


def _toll(s: Sentence, i: int) -> Roles:
    """ "The raid claimed 12 lives": nobody is named as victim; the subject is an event, not a party."""
    return Roles((), tuple(x for o in objects(s, i) for x in prep_objects(s, o, "of")))


def _order(s: Sentence, i: int) -> Roles:
    """Who ordered whom: "troops were told to fire"."""
    if is_passive(s, i):
        return Roles(tuple(by_agents(s, i)), tuple(subjects(s, i)), _complement(s, i))
    return Roles(tuple(subjects(s, i)), tuple(objects(s, i) or kids(s, i, "dative")), _complement(s, i))


def _complement(s: Sentence, i: int) -> int | None:
    """What the act is about, when it is a clause: an infinitive, a that-clause, a gerund after a preposition."""
    for c in kids(s, i, "xcomp", "ccomp", "acl", "advcl", "relcl"):
        if c > i and s.tokens[c].tag == "VB" or (c > i and s.tokens[c].dep in ("xcomp", "ccomp") and is_verb(s, c)):
            return c
    for p in kids(s, i, "prep"):
        if s.tokens[p].text.lower() in ("for", "to", "of", "on"):
            for c in kids(s, p, "pcomp"):
                return c
    return None


_VERB_FRAMES = {
    "act": _act,
    "undergo": _undergo,
    "undergo_object": _undergo_object,
    "do": _do,
    "pair": _pair,
    "pair_topic": _pair_topic,
    "address": _address,
    "toward": _toward,
    "toward_own": _toward,
    "toward_object": _toward_object,
    "refuse": _refuse,
    "refer": _refer,
    "speak": _speak,
    "toll": _toll,
    "flee": _flee,
    "order": _order,
    "deed": _do,
    "unheeded": _unheeded,
    "feel": _feel,
    "toll_noun": _toll,
}


# ------------------------------------------------------------------ states and nouns


def _state(s: Sentence, i: int) -> Roles:
    """Who is dead, wounded, missing, homeless; who left them so."""
    token = s.tokens[i]
    head = token.head
    if token.dep in ("acomp", "attr") and head != i:
        return Roles((), tuple(subjects(s, head)))
    if token.dep in ("oprd", "ccomp", "xcomp", "advcl") and head != i and is_verb(s, head):
        own = kids(s, i, "nsubj", "nsubjpass")
        return Roles((), tuple(x for o in own for x in conjuncts(s, o)) or tuple(objects(s, head) or _found_so(s, head)))
    if s.tokens[head].text.lower() == "as" and is_verb(s, s.tokens[head].head):
        return Roles((), tuple(subjects(s, s.tokens[head].head)))
    if token.dep in ("amod", "acl", "appos", "compound") and head != i:
        return Roles((), (head,))
    return Roles((), tuple(kids(s, i, "nsubj", "nsubjpass")))


_STAGED = frozenset("stage carry launch mount perpetrate commit execute conduct make lead wage unleash undertake direct cause".split())


def _found_so(s: Sentence, verb: int) -> list[int]:
    """Who was found, pronounced or left so; "shot dead" is told by its own verb."""
    return subjects(s, verb) if lemma(s, verb) not in ("shoot", "beat", "stab", "hack", "gun") else []


def _noun(s: Sentence, trigger: Trigger) -> Roles:
    i, frame = trigger.i, trigger.rule.frame
    staged = [c for c in kids(s, i, "acl") if lemma(s, c) in _STAGED and is_passive(s, c)]
    by = by_agents(s, i) + [x for c in staged for x in by_agents(s, c)]
    if frame in ("undergo", "toll_noun", "undergo_object"):
        victims = prep_objects(s, i, "of", "among") or (prep_objects(s, i, "to") if lemma(s, i) == "damage" else [])
        victims = victims or ([] if by or frame == "toll_noun" else owners(s, i))
        actors = by or (owners(s, i) if prep_objects(s, i, "of") else [])
        if s.tokens[i].dep == "compound":
            victims = []
        above = bearer(s, i)
        if above is not None:
            victims = [above]
        return Roles(tuple(actors), tuple(victims))
    if frame in ("pair", "pair_topic"):
        return Roles(tuple(owners(s, i) + by), tuple(prep_objects(s, i, "between", "with", "among", "against")))
    if frame == "address":
        targets = prep_objects(s, i, "to", "on") or prep_objects(s, i, "with")
        content = _complement(s, i)
        if content is None:
            content = next(iter(prep_objects(s, i, "for")), None)
        makers = owners(s, i) or by + prep_objects(s, i, "from", "by") or _requesters(s, trigger)
        return Roles(tuple(makers or _lost_subject(s, i)), tuple(targets), content)
    if frame == "refuse":
        return Roles(tuple(owners(s, i) + by), (), _complement(s, i) or next(iter(prep_objects(s, i, "of")), None))
    if frame == "order":
        return Roles(tuple(owners(s, i) + by + prep_objects(s, i, "from")), tuple(_ordered(s, i)), _complement(s, i))
    if frame in ("toward", "refer", "toward_own"):
        if trigger.rule.kind == "condemnation":  # "criticism from the court"
            by = by + prep_objects(s, i, "from")
        return Roles(tuple(owners(s, i) + by), tuple(prep_objects(s, i, "to", "on", "against", "for")), _complement(s, i))
    actors = by + owners(s, i) or _predicated(s, i)
    on = [x for n in (i, *staged) for x in prep_objects(s, n, "on", "against", "upon", "at")]
    of = [o for o in prep_objects(s, i, "of", "by", "from") if o not in actors]
    if lemma(s, i) in (
        "shelling",
        "bombing",
        "bombardment",
        "raid",
        "invasion",
        "destruction",
        "siege",
        "blockade",
        "deployment",
        "withdrawal",
        "shooting",
        "stabbing",
    ):
        on, of = on + of, []
    compound = [c for c in kids(s, i, "compound", "amod", "nmod") if any(m.head == c or m.first <= c <= m.last for m in s.parties)]
    return Roles(tuple(actors + of + ([] if actors or of else compound)), tuple(on))


def speaker_for(s: Sentence, verb: int) -> list[int]:
    """The subject, or who speaks of itself where that is a pronoun of a reported clause ("Norway said it was prepared")."""
    who = subjects(s, verb)
    told = s.tokens[verb].dep == "ccomp" and all(s.tokens[x].text.lower() in ("it", "he", "she", "they") for x in who)
    return (subjects(s, s.tokens[verb].head) or who) if told else who


def _predicated(s: Sentence, i: int) -> list[int]:
    """Who is what the noun says ("Algeria is mediating", the gerund taken for a noun)."""
    return subjects(s, s.tokens[i].head) if s.tokens[i].dep == "attr" and is_verb(s, s.tokens[i].head) else []


def _lost_subject(s: Sentence, i: int) -> list[int]:
    """Who calls, where the parser took the verb for a noun ("where marchers loyal to it call for"): a noun heading a relative clause."""
    lost = [t.i for t in s.tokens if t.dep == "relcl" and t.tag == "NNS" and t.i < i <= t.i + 14 and not kids(s, t.i, "cop", "aux")]
    return lost[-1:]


def _ordered(s: Sentence, i: int) -> list[int]:
    """Who has the orders: "policemen sent with orders to fire", "orders to the police"."""
    to = prep_objects(s, i, "to", "for")
    if to:
        return to
    head = s.tokens[i].head
    if s.tokens[i].dep == "pobj" and s.tokens[head].text.lower() in ("with", "under", "on"):
        above = s.tokens[head].head
        return subjects(s, above) if is_verb(s, above) else conjuncts(s, above)
    if s.tokens[i].dep == "dobj" and lemma(s, head) in ("have", "receive", "get", "carry", "obey", "follow"):
        return subjects(s, head)
    return []


def _requesters(s: Sentence, trigger: Trigger) -> list[int]:
    """ "The request of the government"; one that is made of the government is told by its verb."""
    return [x for x in prep_objects(s, trigger.i, "of") if mention_at(s, x)] if trigger.verb == trigger.i else []


def _with_carrier(s: Sentence, trigger: Trigger, own: Roles, lexicon: Lexicon) -> Roles:
    """Add what the light verb tells: its subject acts, its to- or on-phrase is the target; verbs of receiving turn it round."""
    verb, i = trigger.verb, trigger.i
    if verb == i or lemma(s, verb) in ("put", "estimate", "bring", "push", "raise"):
        return own
    actors, targets, content = list(own.actors), list(own.targets), own.content
    passive = s.tokens[i].dep == "nsubjpass" or (s.tokens[i].dep == "conj" and is_passive(s, verb))
    doers = by_agents(s, verb) if passive else subjects(s, verb)
    if trigger.rule.frame.startswith(("undergo", "toll")) and lemma(s, verb) not in (
        "suffer",
        "sustain",
        "commit",
        "carry",
        "perpetrate",
        "conduct",
    ):
        return own
    turned = lemma(s, verb) in ("face", "suffer", "receive", "sustain", "see", "witness", "hear", "report")
    if turned:
        if lemma(s, verb) in ("face", "suffer", "receive", "sustain") and not targets:
            targets = doers
    elif not actors or trigger.rule.frame in ("act", "deed", "address", "toward", "pair", "refuse", "refer"):
        actors = doers + [a for a in actors if a not in doers]
    if not targets and not trigger.rule.frame.startswith(("undergo", "toll")):
        preps = ("with", "between") if trigger.rule.frame.startswith("pair") else ("to", "on", "upon", "against", "with")
        targets = [o for o in prep_objects(s, verb, *preps) if o != i] + kids(s, verb, "dative")
        targets = [t for t in targets if s.tokens[t].dep != "dative" or s.tokens[t].pos in ("NOUN", "PROPN", "PRON")]
    if content is None:
        content = next((c for c in kids(s, verb, "advcl", "xcomp") if s.tokens[c].tag == "VB"), None)
    return Roles(tuple(actors), tuple(targets), content)
