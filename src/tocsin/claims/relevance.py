"""Whether a word tells of what Tocsin reads: public actors, parties of a conflict, violence that happens rather than is spoken of."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.claims.classes import in_class
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.misfits import asks_question
from tocsin.claims.partners import CIVIC_KINDS, is_party
from tocsin.claims.refuge import is_refuge
from tocsin.claims.roles import Roles
from tocsin.claims.scope import Scope
from tocsin.claims.spans import chain_top
from tocsin.claims.tree import by_agents, is_passive, is_verb, kids, lemma, mention_at, objects, prep_objects
from tocsin.claims.triggers import Trigger
from tocsin.records import Sentence

CONFLICT_TYPES = frozenset(
    {"state", "security_force", "armed_group", "mob", "ethnic_group", "religious_group", "refugees", "protesters", "intergovernmental"}
)
PUBLIC_TYPES = frozenset(
    {
        "state",
        "security_force",
        "armed_group",
        "intergovernmental",
        "organisation",
        "court",
        "political_party",
        "protesters",
        "ethnic_group",
        "religious_group",
        "mob",
    }
)
_POWERS = CONFLICT_TYPES | {"court", "political_party"}
_PUBLIC_DEEDS = frozenset({"protest", "detention"})  # news whoever does them
_BINDING = frozenset({"agreement", "pledge", "refusal", "concession", "request"})
_OFFICERS = frozenset(
    "court tribunal judge prosecutor parliament senate lawmaker legislator opposition minister president premier ambassador diplomat "
    "leader official country nation "
    "envoy governor mayor police authority government ministry dissident activist protester refugee migrant soldier troop".split()
)
# What is told, and may be disputed; nobody is refused anything by that.
_CHARGES = frozenset(
    "accusation allegation charge claim report suggestion insinuation rumour rumor version account finding conclusion story narrative "
    "theory message figure toll number statement post blame criticism notion assertion denial characterisation characterization".split()
)
_PRIVATE = frozenset("name comment identify elaborate speculate specify disclose say reveal confirm believe answer explain".split())
_DUES = frozenset("tax ransom extortion money fee levy bribe toll due fine rent protection tribute".split())
_INSTITUTIONAL = frozenset({"deliberation", "decision", "deployment", "sanction", "aid", "referral", "offer", "mediation", "investigation"})


def is_relevant(s: Sentence, trigger: Trigger, roles: Roles, scope: Scope, alarmed: bool, lexicon: Lexicon) -> bool:
    """Whether a word tells of what Tocsin reads: public actors, parties of a conflict, or an alarmed report."""
    rule = trigger.rule
    if rule.kind in CIVIC_KINDS and (rule.has("civic") or is_verb(s, trigger.verb)):
        if rule.has("must") and not any(_holds_power(s, x) for x in roles.targets):
            return False
        if rule.has("civic") and rule.kind == "repression" and not roles.targets:
            return False  # goods seized are a matter for the police, not for anyone's rights
        civic = _is_civic(s, rule.kind, trigger.verb, roles, alarmed, lexicon)
        if civic or rule.has("civic"):
            return civic
    parties = [m for i in (*roles.actors, *roles.targets) if (m := mention_at(s, i))]
    crowd = frozenset({"mob", "ethnic_group", "religious_group", "protesters"}) if rule.kind in _INSTITUTIONAL else frozenset()
    office = alarmed and any(lemma(s, a) in lexicon.classes["office"] for a in roles.actors)
    if rule.has("public") and not any(
        (m := mention_at(s, a)) and m.party.type in (PUBLIC_TYPES | {"person"}) - crowd for a in roles.actors
    ):
        public = any(m.party.type in PUBLIC_TYPES for m in s.parties)
        nominal_request = (
            rule.kind in ("request", "refusal")
            and s.tokens[trigger.i].pos == "NOUN"
            and public
            and (roles.content is not None or bool(parties))
        )
        passive = not roles.actors and alarmed and rule.kind not in ("deliberation", "request", "pledge", "offer")
        if not (nominal_request or passive or office):
            return False
    if rule.has("status_noun") and not _erupts(s, trigger.i, lexicon):
        return False
    if (stays := _stays(s, trigger, roles, alarmed)) is not None:
        return stays
    concerned = office or any(m.party.type in CONFLICT_TYPES for m in parties)
    return not rule.has("weak") or _is_believed(s, trigger, roles, alarmed=alarmed, concerned=concerned, lexicon=lexicon)


def _is_believed(s: Sentence, trigger: Trigger, roles: Roles, *, alarmed: bool, concerned: bool, lexicon: Lexicon) -> bool:
    """Whether a word that is weak by itself tells of an act: parties of a conflict, an alarmed report or the learned model speak for it."""
    kind, nominal = trigger.rule.kind, s.tokens[trigger.i].pos in ("NOUN", "PROPN")
    if nominal and trigger.verb == trigger.i and _harks_back(s, trigger, roles):
        return False
    if nominal and kind in ("protest", "battle", "attack", "repression", "detention", "mobilisation", "threat"):
        return alarmed or concerned
    if concerned or (kind == "displacement" and _is_seconded(s, trigger, roles)):
        return True
    return alarmed and (any(mention_at(s, i) for i in (*roles.actors, *roles.targets)) or _human_target(s, roles, lexicon))


def only_answers(s: Sentence, kind: str, verb: int) -> bool:
    """Whether a "refusal" only disputes what is told, keeps it back or finds no decision, or a "request" only asks a question."""
    if kind == "refusal":
        reached = [i for i in kids(s, verb, "xcomp") if lemma(s, verb) == "fail" and lemma(s, i) in ("reach", "agree", "find")]
        told = [*kids(s, verb, "dobj", "nsubjpass"), *prep_objects(s, verb, "as")]
        disputed = any(lemma(s, i) in _CHARGES for i in told)
        return bool(reached) or disputed or any(_is_private(s, i) for i in kids(s, verb, "xcomp"))
    return kind == "request" and lemma(s, verb) in ("ask", "inquire") and asks_question(s, verb)


def _is_private(s: Sentence, i: int) -> bool:
    """What is kept back or withheld from extortioners when one "declines to comment" or "refuses to pay taxes" to rebels."""
    dues = lemma(s, i) == "pay" and any(lemma(s, x) in _DUES for x in s.subtree(i))
    return lemma(s, i) in _PRIVATE or dues


def _is_civic(s: Sentence, kind: str, verb: int, roles: Roles, alarmed: bool, lexicon: Lexicon) -> bool:
    """Whether a civil act is between public actors: one side holds power or fights for it, and somebody stands on the other side."""
    actors = [a for a in roles.actors if is_party(s, a, lexicon)]
    targets = [t for t in roles.targets if is_party(s, t, lexicon) or s.tokens[t].pos in ("PROPN", "NOUN")]
    if not alarmed and _is_pastime(s, lexicon):
        return False
    public = any(_holds_power(s, x) for x in actors) or (bool(actors) and (kind in _PUBLIC_DEEDS or _of_a_strike(s, verb)))
    if not public:
        public = bool(actors or alarmed) and any(_holds_power(s, x) for x in targets)
    if not public and kind == "aid" and not any(lemma(s, a) in lexicon.classes["human"] for a in actors):
        public = any((m := mention_at(s, t)) and m.party.type in ("civilians", "refugees") for t in targets)
    return public or (alarmed and bool(actors) and (bool(targets) or kind in _BINDING))


def _holds_power(s: Sentence, i: int) -> bool:
    """Whether a party is a State, its organ or officer, a court, an armed or political group, a people or an international body.

    So is what one of these owns ("the president's campaign", "Orvia's central bank").
    """
    if any(m.party.type in _POWERS or m.party.role for x in (i, *kids(s, i, "poss")) if (m := mention_at(s, x))):
        return True
    if any(lemma(s, x) in _OFFICERS for x in (i, *kids(s, i, "compound"))):
        return True
    return any(s.tokens[c].ent in ("NORP", "GPE") for c in kids(s, i, "amod", "compound", "poss"))


def _of_a_strike(s: Sentence, verb: int) -> bool:
    """Whether the act ends or goes on with a strike, a boycott or a protest."""
    return any(lemma(s, o) in ("strike", "boycott", "protest", "blockade") for o in kids(s, verb, "dobj", "nsubjpass"))


def _is_pastime(s: Sentence, lexicon: Lexicon) -> bool:
    """Whether a sentence has several words of sport, of film or of shopping."""
    words = {t.lemma.lower() for t in s.tokens}
    return any(len(words & lexicon.distractors[field]) > 1 for field in ("sports", "culture", "consumer"))


def _stays(s: Sentence, trigger: Trigger, roles: Roles, alarmed: bool) -> bool | None:
    """Whether people told to stay somewhere are the displaced; None for other acts and places."""
    asked = trigger.rule.kind == "displacement" and any("tent" in words for words in trigger.rule.prep.values())
    refuge = is_refuge(s, trigger.i) if asked else None
    return None if refuge is None else refuge and (alarmed or _counted_people(s, roles))


SECONDED = 0.6  # as sure as a hint must be to count alone
COUNTED = 0.35  # the same beside people who are counted


def _is_seconded(s: Sentence, trigger: Trigger, roles: Roles) -> bool:
    """Whether the learned model sees the same act in a word that the rules alone would not trust."""
    sure = max((h.sure for h in s.hints if h.kind == trigger.rule.kind and trigger.i in h.words), default=0.0)
    return sure >= (COUNTED if _counted_people(s, roles) else SECONDED)


def _counted_people(s: Sentence, roles: Roles) -> bool:
    return any(f.noun_i in roles.targets for f in s.figures if f.kind == "count")


def _harks_back(s: Sentence, trigger: Trigger, roles: Roles) -> bool:
    """ "The raid", "these attacks": speaks of what was told before, and adds neither parties nor place nor time."""
    i = trigger.i
    if roles.actors or roles.targets or s.heading:
        return False
    definite = any(s.tokens[c].text.lower() in ("the", "this", "these", "that", "those") for c in kids(s, i, "det"))
    added = any(s.tokens[c].dep in ("relcl", "acl", "prep", "amod", "compound", "nummod") for c in s.children[i])
    return definite and not added


_UNTOLD = frozenset({"killing", "attack", "abduction", "torture", "injury", "sexual_violence", "destruction", "repression", "threat"})
_HAPPEN = frozenset("occur happen take_place take place hear register record begin start erupt stage leave kill claim".split())
_FIGURATIVE = frozenset(
    "diplomatic political social economic media propaganda peace charm verbal legal judicial parliamentary electoral ideological "
    "population heart asthma panic press publicity demographic cultural wage personal".split()
)


def is_untold(s: Sentence, trigger: Trigger, roles: Roles, *, counted: bool) -> bool:
    """Whether a noun only speaks of violence in general, or of what was told elsewhere: nobody, no number, no day, no place beside it.

    "Murder will not solve this", "the attack", "torture and attacks", "a diplomatic offensive".
    """
    i = trigger.i
    token = s.tokens[i]
    if token.pos not in ("NOUN", "PROPN", "ADJ") or trigger.rule.kind not in _UNTOLD or trigger.rule.subtype == "communal":
        return False
    if trigger.rule.kind in ("sexual_violence", "torture") and (trigger.rule.modifier or _has_survivors(s, i)):
        return False  # "held in sexual slavery", "survivors of rape": told of those who suffered it
    below = {s.tokens[c].lemma.lower() for c in kids(s, i, "amod", "compound", "nmod")}
    if below & _FIGURATIVE:
        return True
    if roles.actors or roles.targets or counted or s.heading or below & {"death", "bomb", "car", "second", "new", "another"}:
        return False
    span = s.subtree(i)
    dated = any(m.first in span for m in s.times) or any(m.first in span for m in s.places)
    if dated or any(s.tokens[c].dep in ("relcl", "acl", "nummod") for c in s.children[i]):
        return False
    if trigger.verb != i or (token.dep in ("nsubj", "nsubjpass", "attr") and lemma(s, token.head) in _HAPPEN):
        return False
    articles = {s.tokens[c].text.lower() for c in kids(s, i, "det", "poss")}
    return not articles & {"a", "an", "another"}


_LITOTES = frozenset({"fail", "cease", "neglect", "omit"})
_CRAFT = frozenset("plane aircraft jet helicopter bomber gunship drone airliner".split())


def is_figurative(s: Sentence, trigger: Trigger, lexicon: Lexicon) -> bool:
    """Whether an act's word tells no act there: "a massacre of the evidence", "seized of the matter", "youths armed with swords"."""
    i, kind = trigger.i, trigger.rule.kind
    if kind == "killing" and s.tokens[i].pos == "NOUN":
        slain = prep_objects(s, i, "of")
        return bool(slain) and all(lemma(s, x) in lexicon.classes["immaterial"] and mention_at(s, x) is None for x in slain)
    if not is_verb(s, i):
        return False
    if lemma(s, i) == "seize" and is_passive(s, i):
        return bool(prep_objects(s, i, "of"))
    if lemma(s, i) == "fly" and kind in ("aid", "deployment") and not kids(s, i, "prep", "dative", "prt", "advmod"):
        return bool(objects(s, i)) and all(lemma(s, o) in _CRAFT for o in objects(s, i))  # whose planes they were
    if kind == "inaction" and lemma(s, i) in _LITOTES and kids(s, i, "neg"):
        return True  # "did not fail to protect them" says what is to come, not that they were protected
    described = s.tokens[i].dep in ("acl", "amod", "advcl") and s.tokens[i].tag == "VBN" and not by_agents(s, i)
    return kind == "aid" and lemma(s, i) == "arm" and described and bool(prep_objects(s, i, "with"))


def _has_survivors(s: Sentence, i: int) -> bool:
    head = s.tokens[s.tokens[i].head].head
    return s.tokens[i].dep == "pobj" and lemma(s, head) in ("survivor", "victim")


def _human_target(s: Sentence, roles: Roles, lexicon: Lexicon) -> bool:
    return any(
        in_class(s, t, lexicon.classes["human"] | lexicon.classes["building"] | lexicon.classes["force"] | {"human"})
        for t in (*roles.targets, *roles.actors)
    )


def _erupts(s: Sentence, i: int, lexicon: Lexicon) -> bool:
    """Whether a word for violence in general tells of its happening: it erupts, rocks a town, or a thing turns into it."""
    exist = lexicon.governors["exist"] - {"be", "have", "report", "leave"}
    token = s.tokens[i]
    top = chain_top(s, i)
    for at in {i, top}:
        if any(s.tokens[c].dep in ("relcl", "acl") and lemma(s, c) in exist for c in s.children[at]):
            return True
        t = s.tokens[at]
        if t.dep in ("nsubj", "nsubjpass") and lemma(s, t.head) in exist:
            return True
    if token.dep == "dobj" and lemma(s, token.head) in ("see", "witness", "suffer", "endure", "unleash", "spark", "trigger"):
        return True
    if (
        token.dep == "pobj"
        and s.tokens[token.head].text.lower() == "into"
        and lemma(s, s.tokens[token.head].head) in ("turn", "descend", "erupt", "degenerate", "slide", "escalate", "spiral", "plunge")
    ):
        return True
    return (
        top != i
        and lemma(s, top) in ("outbreak", "eruption", "explosion")
        and s.tokens[top].dep in ("nsubj", "dobj")
        and not any(s.tokens[c].text.lower() in ("another", "new", "further") for c in s.children[top])
    )


def has_generic_actor(s: Sentence, trigger: Trigger) -> bool:
    """ "Those who attack civilians can be held to account": said of nobody."""
    at = trigger.verb
    token = s.tokens[at]
    return (
        token.dep == "relcl"
        and s.tokens[token.head].text.lower() in ("those", "anyone", "whoever", "everyone", "any")
        and any(s.tokens[x].tag in ("VBP", "VBZ") for x in (at, *kids(s, at, "aux", "auxpass")))
        and not any(s.tokens[x].tag == "VBN" for x in kids(s, at, "aux", "auxpass"))
    )


def is_told_by_toll(s: Sentence, trigger: Trigger, triggers: Sequence[Trigger]) -> bool:
    """An attack's noun that is the subject or setting of a killing in the same clause: the killing's claim tells it."""
    token = s.tokens[trigger.i]
    if trigger.rule.kind not in ("attack", "battle") or (token.pos != "NOUN" and token.tag != "VBG"):
        return False
    at = trigger.i
    if token.dep == "pobj" and s.tokens[token.head].text.lower() in ("in", "during", "by"):
        at = token.head
    above = s.tokens[at].head
    return (
        s.tokens[at].dep in ("nsubj", "prep", "agent")
        and any(t.verb == above and t.rule.kind in ("killing", "injury") for t in triggers)
        and not any(s.tokens[c].dep in ("relcl", "acl") for c in s.children[trigger.i])
    )
