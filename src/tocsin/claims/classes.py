"""What a word stands for: whether it is one of a lexicon's class, or a person, a force or a place by what the reading found."""

from __future__ import annotations

import re

from tocsin.claims.tree import kids, lemma
from tocsin.records import Sentence

PEOPLE = frozenset(
    {"person", "ethnic_group", "religious_group", "civilians", "protesters", "refugees", "security_force", "armed_group", "mob"}
)
_BODIES = frozenset({"state", "intergovernmental", "organisation", "court"})
HUMAN_ENTITIES = frozenset({"PERSON", "NORP"})
_OF_WORK = frozenset(
    "rail railway train tube bus metro transport airport airline port dock truck lorry taxi postal public-sector wildcat labour labor "
    "hunger pay wage union teacher nurse doctor pilot driver miner worker postman clerk civil-service nationwide sit-in".split()
)
_QUANTITIES = frozenset("dozen hundred thousand million ten score number half majority".split())
_COUNTED_THINGS = frozenset(
    "phone account job share car home house device file page email ticket tree acre hectare dollar euro bag box tonne ton litre gallon "
    "barrel product item unit vote ballot bird fish sheep chicken bee computer machine website server document point mile".split()
)
_PERSON_ENDING = re.compile(
    r"(?:man|woman|men|women|people|folk|boy|girl|child|hand|mate|goer|dweller|holder|keeper|worker|maker|owner|seeker|[^aeiou](?:er|or)|ist|ian|eer|ee|ite|ant|"
    r"herd|smith|wright|kin|ling)$"
)
_THINGS = frozenset(
    "water river letter number order power border paper weather matter quarter tower shelter center corner winter summer chapter computer "
    "tractor sector factor mirror motor error terror horror minor door floor helicopter bunker tanker carrier trailer container counter "
    "barrier frontier crater newspaper charter quarter theater disaster cluster register disorder murder fever cancer danger anger hunger "
    "launcher mortar thunder timber lumber rubber copper silver cyber server router printer scanner trigger finger shoulder powder ladder "
    "chamber camera drawer folder poster banner blister bladder liver butter sugar pepper dinner supper offer answer effort airport report "
    "restaurant plant grant warrant covenant instant infant-mortality elephant peasant-land pendant quadrant committee guarantee fee knee "
    "coffee tree degree referee-call levee fleet list checklist twist fist mist waist wrist tourist-site website "
    "site granite suite satellite "
    "dynamite opposite limestone second hand herd kin shorthand stand island land airlift behind debt bridge author-right sponsor-fund "
    "indicator generator reactor elevator calculator monitor vector corridor harbor labor neighbor-state manor "
    "tumor rumor favor honor color "
    "vapor flavor armor tremor prior major sensor detector transistor conductor-rail refrigerator radiator "
    "ventilator incubator administrator-fee "
    "other another former latter after under over never ever master-plan oyster lobster monster hamster".split()
)
_PEOPLE_PRONOUNS = frozenset(
    "they them he him she her we us those others who one everyone anyone nobody all many i me himself herself".split()
)
_SHARES = frozenset("most half some many several few all none both third quarter part much rest".split())
_FATES = frozenset("dead wounded injured missing displaced abducted kidnapped".split())
_WRAPPINGS = frozenset("order package measure programme program agreement charge".split())
_PARTITIVES = frozenset(
    "number group dozen hundred thousand ten score majority lot state worth batch round series package party team contingent column "
    "unit wave busload handful crowd band consignment tonne ton sack truckload planeload load crate bag shipment".split()
)


def in_class(s: Sentence, i: int, words: frozenset[str]) -> bool:
    """Whether token i is one of the words, by base form, or by the entity type it stands for when `human` or `many` is asked for."""
    base = _base(s, i)
    if base == "strike" and "airstrike" in words and _is_walkout(s, i):
        return False
    if shared := _shared(s, i):
        return any(in_class(s, x, words) for x in shared)
    return not _of_things(s, i, base, words) and _fits_class(s, i, words)


def _base(s: Sentence, i: int) -> str:
    """The base form of a word; a "cease-fire", which is three words to the parser, is one."""
    base = s.tokens[i].lemma.lower()
    return "ceasefire" if base == "fire" and any(s.tokens[c].lemma.lower() == "cease" for c in s.children[i]) else base


def _shared(s: Sentence, i: int) -> list[int]:
    """What a bare number or word for a share is of, where a noun tells it: the stalls of "60 of the 200 stalls", "most of the stalls".

    Words for people's fates that stand for a noun ("two of the wounded") are left to the number.
    """
    token = s.tokens[i]
    if token.pos != "NUM" and token.lemma.lower() not in _SHARES:
        return []
    below = [c for p in kids(s, i, "prep") if s.tokens[p].text.lower() == "of" for c in kids(s, p, "pobj")]
    return [c for c in below if s.tokens[c].pos == "NOUN" and s.tokens[c].tag in ("NN", "NNS") and lemma(s, c) not in _FATES]


def _is_walkout(s: Sentence, i: int) -> bool:
    """Whether a strike is one of workers ("a rail strike", "the teachers' strike", "a strike by drivers")."""
    told = [lemma(s, c) for c in kids(s, i, "compound", "amod", "poss", "nmod")]
    by = [c for p in kids(s, i, "prep") if s.tokens[p].text.lower() in ("by", "of", "over") for c in kids(s, p, "pobj")]
    return any(word in _OF_WORK for word in (*told, *(lemma(s, c) for c in by)))


def _fits_class(s: Sentence, i: int, words: frozenset[str]) -> bool:
    token, base = s.tokens[i], _base(s, i)
    if base in words or token.text.lower() in words or _is_riot_shell(s, i, words) or ("human" in words and names_one(s, i)):
        return True
    if any(b in words for b in _told_below(s, i, base)):
        return True
    if _heads_party(s, i, words):
        return True
    kinds = _party_types(words)
    if "human" in words and token.pos == "NOUN" and looks_human(base):
        return True
    if kinds:
        if token.ent in HUMAN_ENTITIES and ("human" in words or (token.ent == "NORP" and "many" in words)):
            return True
        if token.pos == "NUM" and ("human" in words or "many" in words):
            return True
        if token.pos == "PRON":
            known = next((m.party.type for m in s.parties if m.head == i), None)
            if known is not None:
                return known in kinds
            return (
                "human" in words
                and token.text.lower() in _PEOPLE_PRONOUNS
                or ("many" in words and token.text.lower() in ("they", "them", "those", "others", "many"))
            )
        if token.text[:1].isupper() and any(m.head == i and m.party.type in kinds for m in s.parties):
            return True
    if (
        "place" in words
        and token.pos == "PROPN"
        and token.dep == "dobj"
        and token.ent != "PERSON"
        and not any(m.head == i for m in s.parties)
    ):
        return True  # a town that neither the gazetteer nor the parser knows
    return bool("place" in words and (token.ent in ("GPE", "LOC", "FAC") or any(p.first <= i <= p.last for p in s.places)))


def _heads_party(s: Sentence, i: int, words: frozenset[str]) -> bool:
    """Whether token i heads a party, where any will do, or a State, an organisation or a court, where a public body is asked for."""
    mentioned = [m.party.type for m in s.parties if m.head == i] if words & {"any_party", "public_body"} else []
    return bool(mentioned) and ("any_party" in words or bool(_BODIES.intersection(mentioned)))


def names_one(s: Sentence, i: int) -> bool:
    """Whether the reading marked token i as the head of one person's noun phrase."""
    return any(f.kind == "one" and f.noun_i == i for f in s.figures)


def _of_things(s: Sentence, i: int, base: str, words: frozenset[str]) -> bool:
    """ "Thousands of phones": a quantity of what is no person."""
    if base not in _QUANTITIES or "human" not in words:
        return False
    below = [c for p in kids(s, i, "prep") if s.tokens[p].text.lower() == "of" for c in kids(s, p, "pobj")]
    return bool(below) and all(lemma(s, c) in _COUNTED_THINGS - words for c in below)


def looks_human(base: str) -> bool:
    """Whether a noun is a person by its ending ("townsman", "farmhand", "ferryman"); the things that end alike are listed."""
    return len(base) > 4 and _PERSON_ENDING.search(base) is not None and base not in _THINGS


def _is_riot_shell(s: Sentence, i: int, words: frozenset[str]) -> bool:
    """ "Tear gas shells", where the means of riot police are asked for."""
    return "teargas" in words and any(lemma(s, c) in words for c in kids(s, i, "compound", "amod", "nmod"))


def _told_below(s: Sentence, i: int, base: str) -> list[str]:
    """What a word for a part or a wrapping is about: "a batch of rice", "a curfew order", "police officers"."""
    found = [lemma(s, c) for p in kids(s, i, "prep") for c in kids(s, p, "pobj")] if base in _PARTITIVES else []
    if base in ("officer", "member", "unit", "man", "force", "personnel"):
        found += [lemma(s, c) for c in kids(s, i, "compound", "amod")]
    return found + ([lemma(s, c) for c in kids(s, i, "compound", "nmod")] if base in _WRAPPINGS else [])


def _party_types(words: frozenset[str]) -> frozenset[str]:
    """The party types that the classes named among the words take in."""
    if "human" in words:
        return PEOPLE
    if "many" in words:
        return PEOPLE - {"person"}
    return frozenset({"security_force", "armed_group", "mob"}) if "force" in words else frozenset()
