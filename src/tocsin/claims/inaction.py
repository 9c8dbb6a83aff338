"""Find where those who should protect stood by: idioms of doing nothing, failing, looking away and coming too late.

Only acts told of security forces, authorities or States count; a person who stood by is no finding. Written for this project.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.scope import Scope, find_scope
from tocsin.claims.tree import by_agents, is_passive, is_verb, kids, lemma, mention_at, objects, owners, prep_objects, subjects
from tocsin.records import Sentence, Token


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PROTECTORS = _set("police policeman policemen cop constable army troop soldier force gendarme guard peacekeeper official officer "
                   "authority administration government state jawan paramilitary patrol")  # fmt: skip
_POSTURE = _set("stand remain sit become turn act be stay watch look_on prefer")
_IDLE = _set("mute idle idly passive inactive unmoved motionless")
_LOOKERS = _set("spectator onlooker bystander observer witness")
_SILENT = _set("mute silent passive helpless idle dumb mere")
_DUTIES = _set(
    "act stop protect prevent control respond react intervene reach arrive save check contain help come register lodge rescue quell "
    "curb provide safeguard maintain ensure arrest move move_in restrain disperse deploy shield defend enforce restore halt "
    "take handle tackle turn_up secure assist"
)
_SERVICES = _set("register lodge help intervene act protect respond file accept rescue assist record escort")
_UNDONE = _set("act intervene respond react help stop protect move come arrive assist rescue bother reach prevent save contain restrain "
               "register record lodge")  # fmt: skip
_GIVING = _set("provide give offer send grant extend")
_SAFETY = _set("protection security help assistance cover guard escort shelter")
_SENT = _set("deploy send dispatch station post call_in")
_REPROACHING = _set("criticise criticize blame condemn fault chide rebuke slam attack berate censure denounce castigate question accuse")
_LETTING = _set("allow let permit")
_HARMERS = _set("mob rioter attacker crowd rampage gang looter arsonist vandal militia gunman goon hooligan youth assailant killer people")
_ABSENCES = _set("inaction inactivity passivity apathy indifference negligence dereliction laxity unresponsiveness non-intervention "
                 "non-action connivance slackness complacency callousness")  # fmt: skip
_FAILURES = _set("failure inability unwillingness reluctance refusal")
_LACKS = _set("lack absence want dearth")
_HELPS = _set("action protection intervention response presence force help deployment")
_ARRIVALS = _set("arrive reach come respond turn_up act intervene move react")
_REPLIES = _set("response reply answer reaction word")
_REPLIED = _set("be come receive have arrive get hear give issue")
_ANSWERABLE = frozenset({"state", "security_force", "intergovernmental", "organisation", "court", "armed_group", "political_party"})
_CHOOSING = _set("choose prefer opt elect decide")
_LATE = _set("late belatedly tardily")


def find_inaction(s: Sentence, lexicon: Lexicon) -> list[Draft]:
    """Drafts of kind inaction in one sentence: standing by, or no response where one was owed."""
    found: list[Draft] = []
    for token in s.tokens:
        if is_verb(s, token.i):
            found += _by_verb(s, token.i, lexicon)
        elif token.pos in ("NOUN", "PROPN"):
            found += _by_noun(s, token.i, lexicon)
    return found


def _by_verb(s: Sentence, i: int, lexicon: Lexicon) -> Iterator[Draft]:
    passive = is_passive(s, i)
    doers = _protectors(s, by_agents(s, i) if passive else subjects(s, i))
    if passive and any(s.tokens[a].tag == "MD" for a in kids(s, i, "aux")):
        return  # "soldiers will not be sent": a refusal, and theirs is none
    if passive and not doers and lemma(s, i) in _SENT:  # "neither police nor army was deployed"
        doers = _protectors(s, subjects(s, i))
        if doers and _none_of(s, i, doers):
            yield _draft(s, i, i, "no_response", doers, lexicon)
        return
    if (reproached := _reproached(s, i)) and (lemma(s, i) in _DUTIES | {"take"}):
        yield _draft(s, i, i, "no_response", reproached, lexicon)
        return
    if not doers:
        return
    subtype = _standing_by(s, i) or _out_of_sight(s, i) or _no_response(s, i, doers)
    if subtype is not None:
        yield _draft(s, i, i, subtype, doers, lexicon)


def _standing_by(s: Sentence, i: int) -> str | None:
    """ "Stood mute", "remained silent spectators", "looked the other way", "did nothing", "watched as", "let the mob pass"."""
    word, after = lemma(s, i), [s.tokens[j] for j in range(i + 1, min(i + 9, len(s.tokens)))]
    near = {t.text.lower() for t in after[:5]} | {t.lemma.lower() for t in after[:5]}
    text = " ".join(t.text.lower() for t in after)
    posed = word in _POSTURE and (near & _IDLE and word not in ("be", "act") or _looks_on(after))
    looked_away = (
        (word == "look" and text.startswith("the other way"))
        or (word in ("turn", "close", "shut") and ("blind eye" in text[:24] or text.startswith(("their eyes", "a deaf ear", "deaf ear"))))
        or (word in ("twiddle", "fold", "drag") and near & {"thumb", "arm", "hand", "foot", "feet"})
        or (word == "wash" and "hands of" in text)
    )
    nothing = word == "do" and any(lemma(s, o) in ("nothing", "little") for o in objects(s, i)) and not near & {"wrong", "illegal"}
    watched = word in ("watch", "look") and bool(after) and after[0].text.lower() in ("as", "while", "on", "helplessly", "silently")
    watched = watched and not (word == "look" and after[0].text.lower() != "on") and "looking" not in text[:9]
    stood = word == "stand" and bool(near & {"by", "aside"}) and after[0].text.lower() in ("by", "aside", "idly")
    let = word in _LETTING and any(lemma(s, o) in _HARMERS for o in _allowed(s, i))
    return "standing_by" if posed or looked_away or nothing or watched or stood or let else None


def _none_of(s: Sentence, i: int, doers: tuple[int, ...]) -> bool:
    """Whether none of the doers is meant: "no troops", "neither police nor army"; or the verb itself is denied."""
    beside = {s.tokens[c].text.lower() for d in doers for c in kids(s, d, "det", "preconj", "cc")}
    return bool(beside & {"no", "neither", "nor"}) or bool(kids(s, i, "neg"))


def _reproached(s: Sentence, i: int) -> tuple[int, ...]:
    """Who is reproached for not doing verb i: "criticised the governor's police for not protecting the quarter"."""
    prep = s.tokens[i].head
    above = s.tokens[prep].head
    if s.tokens[i].dep != "pcomp" or s.tokens[prep].text.lower() not in ("for", "of") or not kids(s, i, "neg"):
        return ()
    if lemma(s, above) not in _REPROACHING or not is_verb(s, above):
        return ()
    return _protectors(s, subjects(s, above) if is_passive(s, above) else objects(s, above))


def _out_of_sight(s: Sentence, i: int) -> str | None:
    """ "Were nowhere in sight", "was conspicuous by its absence", "ran for cover"."""
    text = " ".join(t.text.lower() for t in s.tokens[i + 1 : i + 8])
    gone = lemma(s, i) == "be" and text.startswith(("nowhere", "conspicuous by", "conspicuously absent", "absent from"))
    hid = lemma(s, i) in ("duck", "run", "flee", "dive") and text.startswith("for cover")
    return "standing_by" if gone or hid else None


def _looks_on(after: Sequence[Token]) -> bool:
    """Whether the words after a verb hold "mute spectators" or its like: who looks on, and that this is all."""
    first = next((n for n, t in enumerate(after) if t.text.lower() in _SILENT), len(after))
    return any(t.lemma.lower() in _LOOKERS for t in after[first + 1 :])


def _allowed(s: Sentence, i: int) -> list[int]:
    """Who is let do something: the object with an infinitive of its own, or the infinitive's subject."""
    below = kids(s, i, "xcomp", "ccomp")
    return [x for b in below for x in kids(s, b, "nsubj")] + [o for o in objects(s, i) if below or kids(s, o, "relcl", "acl")]


def _no_response(s: Sentence, i: int, doers: tuple[int, ...]) -> str | None:
    """ "Failed to act", "refused to register", "did not respond", "arrived late", "no policeman came"."""
    word = lemma(s, i)
    below = {lemma(s, c) for c in kids(s, i, "xcomp")} | {lemma(s, d) for c in kids(s, i, "xcomp") for d in kids(s, c, "conj")}
    forces = any((m := mention_at(s, d)) and m.party.type == "security_force" or lemma(s, d).startswith("police") for d in doers)
    if word in ("fail", "neglect", "omit"):
        if kids(s, i, "neg"):
            return None  # "did not fail to protect them": it did, or, in an angry pen, did worse
        duty = any(lemma(s, o) in ("duty",) for p in kids(s, i, "prep") for o in kids(s, p, "pobj"))
        return "no_response" if below & _DUTIES or duty else None
    safety = any(lemma(s, o) in _SAFETY for v in (i, *kids(s, i, "xcomp")) if lemma(s, v) in _GIVING for o in objects(s, v))
    if word in ("refuse", "decline") and (forces or safety):
        return "no_response" if below & _SERVICES or safety else None
    if word in _GIVING and safety and kids(s, i, "neg") and s.tokens[i].tag in ("VB", "VBN"):
        return "no_response" if not any(s.tokens[a].tag == "MD" for a in kids(s, i, "aux")) else None
    if not forces:
        return None
    negated = _none_of(s, i, doers)
    modal = any(s.tokens[a].tag == "MD" and s.tokens[a].text.lower() not in ("could", "would") for a in kids(s, i, "aux"))
    tense = s.tokens[i].tag in ("VBD", "VBN", "VBZ", "VB")
    if negated and word in _UNDONE and tense and not modal:
        return "no_response"
    late = any(s.tokens[c].text.lower() in _LATE for c in kids(s, i, "advmod"))
    return "no_response" if late and word in _ARRIVALS else None


def _by_noun(s: Sentence, i: int, lexicon: Lexicon) -> Iterator[Draft]:
    word = lemma(s, i)
    if word in _REPLIES and (owing := _owing(s, i)):
        yield _draft(s, i, i, "silence", owing, lexicon)
        return
    around = (*owners(s, i), *kids(s, i, "compound", "amod", "nmod"), *prep_objects(s, i, "of", "by", "in", "on"))
    around = (*around, *(x for p in kids(s, i, "prep") for o in kids(s, p, "pobj") for x in kids(s, o, "poss", "compound")))
    doers = _protectors(s, around)
    below = {lemma(s, c) for c in kids(s, i, "relcl")}
    never = word in _HELPS and below & _ARRIVALS and any(kids(s, c, "neg") for c in kids(s, i, "relcl"))  # "help that never came"
    failed = word in ("failure", "lapse") and any(lemma(s, d).startswith("police") for d in doers) and not kids(s, i, "acl", "relcl")
    if (word in _ABSENCES or never or failed) and doers:
        yield _draft(s, i, i, "no_response", doers, lexicon)
    elif word in _FAILURES and doers:
        below = {lemma(s, c) for c in kids(s, i, "acl", "relcl")} | {lemma(s, c) for p in kids(s, i, "prep") for c in kids(s, p, "pcomp")}
        if below & _DUTIES:
            yield _draft(s, i, i, "no_response", doers, lexicon)
    elif word in _LACKS:
        helps = [o for o in prep_objects(s, i, "of") if lemma(s, o) in _HELPS]
        doers = _protectors(s, [x for h in helps for x in (*owners(s, h), *kids(s, h, "compound", "amod"), *prep_objects(s, h, "by"))])
        if helps and doers:
            yield _draft(s, i, i, "no_response", doers, lexicon)


def _owing(s: Sentence, i: int) -> tuple[int, ...]:
    """Who gave no answer: "there was no immediate response from the ministry", "no reply has come from the union"."""
    token = s.tokens[i]
    none = any(lemma(s, c) == "no" for c in kids(s, i, "det"))
    stands = token.dep in ("attr", "nsubj", "nsubjpass", "dobj") and lemma(s, token.head) in _REPLIED
    if not none or not stands:
        return ()
    whose = [*prep_objects(s, i, "from", "by"), *prep_objects(s, token.head, "from", "by")]
    return tuple(x for x in whose if (m := mention_at(s, x)) is not None and m.party.type in _ANSWERABLE)


def _protectors(s: Sentence, heads: Sequence[int]) -> tuple[int, ...]:
    """Those among these words who owe protection: forces, States, authorities."""
    found = []
    for h in heads:
        mention = mention_at(s, h)
        kind = mention.party.type if mention is not None else None
        if kind in ("security_force", "state") or (kind not in ("person", "armed_group", "mob") and lemma(s, h) in _PROTECTORS):
            found.append(h)
    return tuple(dict.fromkeys(found))


def as_omission(s: Sentence, i: int, scope: Scope) -> Scope:
    """An idiom that is a negation itself ("did nothing", "never lifted a finger") tells an omission that happened."""
    negative = any(lemma(s, o) in ("nothing", "finger") for o in objects(s, i))
    if negative and scope.polarity == "negative" and scope.governor is None:
        return scope._replace(polarity="positive", status="occurred")
    return scope


def _draft(s: Sentence, i: int, verb: int, subtype: str, doers: tuple[int, ...], lexicon: Lexicon) -> Draft:
    """An omission happened as told: its own negation is what it is, so polarity stays positive; hedges and conditions hold."""
    scope = find_scope(s, i, verb, lexicon)
    head = s.tokens[i].head if scope.governor is None else scope.governor
    chose = lemma(s, head) in _CHOOSING and s.tokens[head].tag in ("VBD", "VBN") and head != i
    ground = not is_verb(s, i) and scope.modality not in ("hedged", "rhetorical") and scope.polarity == "positive"
    if chose or ground or (scope.polarity == "negative" and scope.governor is None):
        scope = scope._replace(polarity="positive", status="occurred", modality="asserted" if scope.modality != "hedged" else "hedged")
    first = min([i, *(s.phrase(d)[0] for d in doers if i - 12 <= d < i)])
    branch = s.subtree(i)
    last = max([i, *(j for j in branch if i < j <= i + 14)])
    while last > i and s.tokens[last].pos == "PUNCT":
        last -= 1
    return Draft("inaction", subtype, s, first, last, i, scope, doers, confidence=0.7)
