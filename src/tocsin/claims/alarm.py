"""Whether a report is about what Tocsin reads: how much it speaks of a crisis, and how much of a match, a market or a film."""

from __future__ import annotations

from tocsin.claims.calamity import LEAD
from tocsin.claims.hinted import OUT
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.relevance import CONFLICT_TYPES
from tocsin.claims.tree import is_passive, lemma, objects, subjects
from tocsin.records import Reading, Sentence

_ALARM = frozenset(
    "violence violent killing killed kill massacre genocide atrocity refugee displaced militia rebel insurgent "
    "troop soldier army ceasefire shelling gunman peacekeeper "
    "ethnic bloodshed bloodbath clash casualty wounded looting protester uprising coup crackdown civilian "
    "flee conflict war airstrike bomb hostage abduct detain torture rape "
    "siege humanitarian sanction attack mob curfew rioter unrest fighting security-force gendarme guerrilla "
    "junta paramilitary deport evacuate evacuee evacuation displace displacement homeless idp idps uproot returnee riot pogrom".split()
)
_UPROOTED = frozenset(
    "evacuate evacuee evacuation displace displaced displacement homeless idp idps uproot relocate shelter refugee".split()
)
_RUINED = frozenset("destroy destruction damage damaged collapse flatten flood flooded submerge wreck".split())
_HOMES = frozenset("home house dwelling hut shack".split())
_OF_NATURE = "weather"
_DEADLY = frozenset("shoot stab kill murder slay wound behead massacre execute".split())
_DEATHS = frozenset("homicide gunshot murder manslaughter slaying massacre stabbing airstrike".split())
_HUSHED = {"gun", "silent"}  # guns that fall silent
OFF_THE_FIELD = 2  # times the weight of words of sport and the like where the model, too, finds the lead to be about something else


def alarm_of(reading: Reading, lexicon: Lexicon) -> tuple[float, float]:
    """How much a report speaks of a crisis, by words and parties of conflict; and of sport, markets, films and the like."""
    words: dict[str, int] = {}
    score = 0.0
    for s in reading.sentences:
        for t in s.tokens:
            word = t.lemma.lower()
            words[word] = words.get(word, 0) + 1
        score += 0.5 * sum(1 for m in s.parties if m.party.type in CONFLICT_TYPES)
    score += 1.5 * min(sum(1 for s in reading.sentences if tells_of_victim(s, lexicon)), 8)
    score += sum(min(n, 3) for w, n in words.items() if w in _ALARM) + (words.keys() >= _HUSHED)
    noise = 0.0
    for name, field in lexicon.distractors.items():
        if name == _OF_NATURE and (not _UPROOTED.isdisjoint(words) or not _RUINED.isdisjoint(words) and not _HOMES.isdisjoint(words)):
            continue  # a storm is no crime, but whom it drives from home is read
        hits = [min(n, 3) for w, n in words.items() if w in field]
        noise = max(noise, 1.5 * sum(hits) if len(hits) > 1 else 0.0)
    lead = [s.in_field for s in reading.sentences if s.in_field is not None][:LEAD]
    off = len(lead) > 1 and sum(share < OUT for share in lead) > len(lead) / 2  # to the model, it begins with something else
    return score, noise * (OFF_THE_FIELD if off else 1)


def tells_of_victim(s: Sentence, lexicon: Lexicon) -> bool:
    """Whether a sentence tells that a person was shot, stabbed, wounded or killed: read whatever else its page speaks of."""
    counted = {
        f.noun_i for f in s.figures if f.noun_i is not None and (f.kind == "one" or lemma(s, f.noun_i) in lexicon.classes["human"])
    }
    for t in s.tokens:
        if t.lemma.lower() in _DEADLY and t.tag.startswith("VB"):
            if any(x in counted for x in (subjects(s, t.i) if is_passive(s, t.i) else objects(s, t.i))):
                return True
        elif t.lemma.lower() in _DEATHS or (
            t.lemma.lower() in ("shooting", "stabbing") and any(s.tokens[c].text.lower() in ("fatal", "deadly") for c in s.children[t.i])
        ):
            return True
    return False
