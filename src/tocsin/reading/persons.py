"""Tell whether a noun phrase names exactly one person."""

from __future__ import annotations

import re

from tocsin.reading.numbers import DASHES, Words, word_set

PERSONS = word_set("""
    man woman someone somebody boy girl child kid
    infant baby toddler newborn teenager teen youth adult person human individual male female husband
    wife spouse father mother parent son daughter brother sister uncle aunt cousin nephew niece grandfather grandmother grandson
    granddaughter grandchild friend neighbour neighbor colleague relative victim suspect hostage captive prisoner detainee inmate
    patient pedestrian bystander civilian soldier officer policeman policewoman constable sergeant corporal lieutenant captain major
    colonel general commander guard sniper recruit conscript cadet marine pilot guerrilla rebel militant insurgent combatant fighter
    gunman terrorist bodyguard president minister mayor governor senator deputy lawmaker politician candidate councillor councilor
    diplomat ambassador consul official judge prosecutor lawyer attorney magistrate journalist reporter editor cameraman photographer
    correspondent doctor nurse medic surgeon paramedic physician teacher professor student pupil schoolboy schoolgirl priest nun
    bishop archbishop imam cleric pastor monk rabbi missionary farmer peasant worker labourer laborer miner driver shepherd fisherman
    merchant trader shopkeeper businessman businesswoman owner employee villager resident tourist migrant refugee returnee passenger
    cyclist motorist protester protestor demonstrator activist unionist leader chief elder chairman secretary director manager
    spokesman spokeswoman actor singer artist writer poet player footballer coach citizen national foreigner sheikh sheik mullah king
    queen prince princess widow orphan fiancee fiance boyfriend girlfriend girl-friend twin nanny maid cook chauffeur taxi-driver
    assassin perpetrator attacker assailant bomber defector deserter dissident witness suspect informer informant interpreter
    translator engineer technician scientist researcher volunteer employee contractor servant clerk cashier trooper patrolman
    representative delegate envoy spokesperson commissioner superintendent negotiator mediator coordinator ombudsman premier chancellor
    deputy-mayor sheriff detective agent ranger firefighter fireman
""")
_COLLECTIVES = word_set("""
    people police family group team unit crowd crew gang party population public community army military government staff personnel
    couple pair troop infantry militia opposition press media leadership clergy majority minority youth
""")
_MORE_THAN_ONE = word_set("""
    all both many several few most some these those every each no various numerous two three four five six seven eight nine ten
""")
TITLES = word_set("""
    mr mr. mrs mrs. ms ms. dr dr. col col. gen gen. lt lt. maj maj. capt capt. sgt sgt. prof prof. father sister sheikh judge
    president senator mayor colonel general major captain
""")
_PERSON_ENDING = re.compile(r".{2}(?:man|woman|[^aeiou](?:er|or)|ist|ian|eer|ee|smith|herd|maid)$").search
_THINGS = word_set("""
    human roman german ottoman water river letter number order power border paper weather matter quarter tower shelter center winter
    summer chapter computer tractor sector factor mirror motor error terror horror minor door helicopter bunker tanker carrier trailer
    container counter barrier frontier crater newspaper charter theater disaster cluster register disorder murder fever cancer danger
    anger hunger mortar thunder timber finger shoulder powder chamber drawer folder poster banner degree committee fee knee coffee tree
    list twist fist mist waist wrist manner master center cover corner trigger bomber fighter-bomber cruiser freighter liner
""")
_NOMINAL = frozenset(("nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "attr", "ROOT", "poss"))
_PRONOUNS = word_set("he she him her i me himself herself")


def is_one_person(words: Words, i: int) -> bool:
    """Whether the noun phrase whose head is token i names one person and no number counts it."""
    token, word = words.tokens[i], words.low[i]
    if token.tag in ("NNS", "NNPS", "PRP$") or word in _COLLECTIVES and word != "youth":
        return False
    if token.tag == "PRP":
        return word in _PRONOUNS
    if _is_year_old(words, i):
        return token.dep in _NOMINAL
    if not token.tag.startswith("NN") and word not in PERSONS:
        return False
    before = [words.tokens[c] for c in words.sentence.children[i] if c < i]
    if any(t.tag == "CD" and t.text.lower() != "one" or t.text.lower() in _MORE_THAN_ONE for t in before):
        return False
    if word in PERSONS:
        return True
    if token.tag == "NNP":
        return token.ent == "PERSON" or any(t.text.lower() in TITLES or t.text.lower() in PERSONS for t in before)
    return bool(before) and _PERSON_ENDING(word) is not None and word not in _THINGS


def _is_year_old(words: Words, i: int) -> bool:
    """Whether token i is the "old" of "a 12-year-old" or "a two year old"."""
    at = i - 2 if words.low[i - 1] in DASHES else i - 1
    return words.low[i] == "old" and words.low[at] in ("year", "month", "week")
