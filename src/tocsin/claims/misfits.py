"""Words that look like an act and tell none: what one verb means beside an adverb, a preposition or an object that turn its sense."""

from __future__ import annotations

from tocsin.claims.lexicon import Rule
from tocsin.claims.tree import by_agents, is_passive, kids, lemma, objects, prep_objects, subjects
from tocsin.records import Sentence

_QUESTIONS = frozenset({"what", "where", "who", "whom", "whose", "when", "how", "which", "whether", "if"})
_ADVERBS = frozenset({"where", "why", "how", "when", "what", "whether"})  # "the mission, which was late" is no question
_VEHICLES = frozenset("plane aircraft jet helicopter flight convoy truck lorry".split())
_ASSAILANTS = frozenset("attacker assailant raider robber bandit killer intruder looter arsonist".split())
_OTHER_EXPERTS = frozenset(
    "military medical technical financial logistics logistical electoral bomb explosive ordnance weapon economic".split()
)
_TO_SAFETY = frozenset("safety hospital rescue airport plane helicopter boat bus ship convoy building rubble".split())
_BARE = frozenset({"they", "we", "you", "i", "he", "she", "who"})


def is_no_act(s: Sentence, i: int, rule: Rule) -> bool:
    """Whether verb i, though it stands in the lexicon's rule, tells of no such act here."""
    word, kind = lemma(s, i), rule.kind
    if kind == "request":
        return word == "ask" and asks_question(s, i)
    if kind == "aid":
        bearing = word in ("arm", "equip") and is_passive(s, i) and not by_agents(s, i)  # "armed with axes": how they came
        carried = [o for o in objects(s, i) if not kids(s, o, "prep")]
        return bearing or (word == "fly" and bool(carried) and all(lemma(s, o) in _VEHICLES for o in carried))
    if kind == "repression":
        return word == "seize" and bool(prep_objects(s, i, "of"))  # "seized of the matter"
    if kind == "sanction":
        return word in ("cut", "break", "stop") and any(s.tokens[c].text.lower() == "short" for c in s.children[i])
    if kind == "refusal":
        return word == "cast" and rule.subtype == "rejection" and not _against(s, i)
    if kind == "agreement":
        return word == "agree" and _on_nothing(s, i)
    if kind == "threat":
        ahead = [c for c in kids(s, i, "ccomp", "xcomp") if any(s.tokens[a].tag in ("MD", "TO") for a in kids(s, c, "aux"))]
        return word in ("tell", "warn") and bool(rule.complement) and not ahead  # "told reporters that four had died"
    return _moves_nobody(s, i, word, kind)


def _moves_nobody(s: Sentence, i: int, word: str, kind: str) -> bool:
    """Attackers who enter are no troops sent; what is "taken out" is rescued only where to is told; other experts look into nothing."""
    if kind == "mobilisation" and word == "arm" and is_passive(s, i):
        return not by_agents(s, i) and bool(prep_objects(s, i, "with"))
    if kind == "mobilisation":
        return bool(subjects(s, i)) and all(lemma(s, x) in _ASSAILANTS for x in subjects(s, i))
    if kind == "evacuation":
        saved = {t.lemma.lower() for t in s.tokens} & _TO_SAFETY
        return word in ("take", "get", "pull", "move", "carry") and is_passive(s, i) and not by_agents(s, i) and not saved
    if kind == "investigation":
        sent = [c for o in objects(s, i) for x in (o, *prep_objects(s, o, "of")) for c in kids(s, x, "amod", "compound")]
        return word in ("send", "deploy", "dispatch", "fly") and any(lemma(s, c) in _OTHER_EXPERTS for c in sent)
    return False


def asks_question(s: Sentence, i: int) -> bool:
    """Whether somebody only asks to know: "asked drivers where they came from", "asked whether", "asked, 'Where is he?'"."""
    for c in kids(s, i, "ccomp"):
        opened = [s.tokens[x] for x in s.subtree(c)[:2]] + [s.tokens[x] for x in kids(s, c, "advmod", "attr", "mark", "nsubj", "dobj")]
        if any(t.text.lower() in _QUESTIONS for t in opened if t.i < c or t.dep == "mark"):
            return True
    hung = [c for o in kids(s, i, "dobj") for c in kids(s, o, "relcl") if s.tokens[s.subtree(c)[0]].text.lower() in _ADVERBS]
    return bool(hung) or any(s.tokens[p].text.lower() == "about" for p in kids(s, i, "prep"))


def _against(s: Sentence, i: int) -> bool:
    """Whether the vote cast is one against: "a negative vote", "votes against the text"."""
    beside = [lemma(s, c) for o in objects(s, i) for c in kids(s, o, "amod", "prep", "det")]
    return any(word in ("negative", "dissenting", "opposing", "against", "no") for word in beside)


def _on_nothing(s: Sentence, i: int) -> bool:
    """Whether somebody known only by a pronoun agrees, and nothing is told that is agreed on: an opinion shared, or only talk."""
    who = subjects(s, i)
    told = kids(s, i, "xcomp", "ccomp", "dobj", "advcl") or prep_objects(s, i, "on", "to", "with", "over", "about")
    return bool(who) and not told and all(s.tokens[x].text.lower() in _BARE for x in who)
