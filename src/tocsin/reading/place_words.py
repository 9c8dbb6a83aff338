"""The words around a name that tell whether it is a place: kinds of place, directions, prepositions, and what makes it an actor instead."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
NAME_LABELS = frozenset({"PERSON", "ORG", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "LANGUAGE"})
TIME_LABELS = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "PERCENT", "MONEY"})

# word → precision of the place it names; "" where it does not tell
KINDS: dict[str, str] = {
    **dict.fromkeys(_set("province state region oblast department governorate prefecture"), "region"),
    **dict.fromkeys(_set(
        "district county rayon raion woreda township municipality territory subcounty sub-county cercle agency division "
        "jurisdiction commune canton parish"), "district"),
    **dict.fromkeys(_set("city town village settlement suburb hamlet neighborhood neighbourhood"), "city"),
    **dict.fromkeys(_set(
        "island islands valley atoll peninsula area delta desert mountains mountain plain plains zone highlands archipelago "
        "isthmus basin coast enclave strait"), ""),
    **dict.fromkeys(_set("camp camps airport farm ranch checkpoint"), "site"),
}
PLURAL_KINDS: dict[str, str] = {
    **dict.fromkeys(_set("provinces states regions departments governorates prefectures"), "region"),
    **dict.fromkeys(_set("districts counties townships municipalities territories jurisdictions communes"), "district"),
    **dict.fromkeys(_set("cities towns villages neighborhoods neighbourhoods suburbs"), "city"),
    "areas": "",
}
NAMED_AFTER = _set("farm ranch hotel street avenue road restaurant school church hospital club")  # of a town's name, anywhere
BEFORE_KIND = _set(
    "refugee idp displacement port capital special administrative self-administered autonomous mining border rural self administered")

BORDERS = frozenset({"border", "borders", "frontier"})
DIRECTIONS = _set(
    "north south east west northern southern eastern western central northeast northwest southeast southwest northeastern "
    "northwestern southeastern southwestern north-east north-west south-east south-west north-eastern north-western south-eastern "
    "south-western north-central south-central upper lower")
_SIDES = ("north", "south", "east", "west")
PARTS = _set(
    "part parts area areas province provinces region regions district districts half tip city cities town towns countryside side "
    "state states edge coast")

LOCATIVE = _set(
    "in near at from to around outside inside across throughout toward towards into through within via off surrounding against over "
    "between along beyond leave leaving reach enter flee hit strike shell bomb besiege capture seize retake attack")
ONLY_PLACES = _set("in into near around outside inside throughout within across")
RESIDENTS = _set(
    "resident residents people inhabitants villagers townspeople natives population siege bombing bombardment shelling capture fall "
    "outskirts heart streets centre center suburbs shores battle")
MOTION = _set(
    "flee displace evacuate return move arrive travel escape go come cross migrate relocate retreat withdraw deport transfer drive "
    "march walk uproot expel force repatriate head send bus ship")
NOT_IN = _set("confidence trust faith belief interest believe trusting interested involved role share stake")
CONNECTORS = _set(
    "- – ' ’ de la el al del da do dos das du des of and the ez es e y las los le les van der den bin ibn d' d’ ul ud as ash ar ad az "
    "an i sur sous en & a l' au")
ARTICLES = _set("la el las los le les al ar as ash ad an")
# words that begin many names of places and are none of them alone
STARTERS = _set(
    "san santa santo são sao nueva nuevo villa puerto ciudad umm abu beit deir dayr tell tel kafr bir bani wadi khan ras jabal jebel "
    "fort mount kampung kota tanjung muara phnom nong ban ust novo stary veliki")
# what a name is called that is a band's or a body's and no place's, and those who belong to one
BANDS = _set("gang cartel militia group faction movement guerrilla army brigade battalion party organisation organization network clan "
             "outfit squad mafia syndicate front league cell insurgency")
RANKS = _set("member fighter gunman militant hitman cadre combatant founder faction wing cell ally")
FUNCTION = _set(
    "the a an of and or in on at to from by for with it its itself he him she her they them we i you who this that these those there "
    "here")
SHOUTED = frozenset({"car", "us", "no"})  # countries' short names that are words where all is capitals
ADJECTIVES = frozenset({"us", "u.s", "uk", "u.k", "eu", "uae", "drc", "us-led"})  # short names that also stand before nouns
ENGLISH = _set("of and the & as an i")  # connectors that also stand between two names
# words that begin many names and mean no place alone, for tables of towns hold them all the same
NEVER = _set(
    "north south east west northern southern eastern western central upper lower union unity university police army church government "
    "president minister general colonel captain congress parliament senate state states province region district department city town "
    "village council party front liberation national people peoples republic democratic united nations security human rights "
    "international court un eu us islam islamic christian muslim muslims catholic january february march april may june july august "
    "september october november december monday tuesday wednesday thursday friday saturday sunday sunni shia kurdish arab ramadan "
    "easter christmas god allah internet english french spanish arabic russian television radio bishop pope archbishop father mother "
    "brother mr mrs dr miss hope peace victory justice freedom liberty independence reform colonial imperial king queen prince royal "
    "mission market bank hospital airport station school mosque camp base brigade battalion division regiment operation group "
    "movement force forces mayor governor ambassador secretary judge chief cardinal marine navy guard press post times news tribune "
    "report text video plaza")

IDIOMS = _set(
    "syndrome convention conventions accord accords agreement agreements statute protocol protocols treaty declaration consensus "
    "process pact summit principles doctrine peace club plan communique charter document framework times post herald tribune news fc "
    "united agreement-based tech university")

SPEECH_AND_DECISION = _set(
    "say tell announce declare state claim deny insist argue warn urge ask call demand accuse blame criticize criticise condemn "
    "denounce decide agree refuse reject approve veto vote want hope believe think fear pledge promise vow offer propose suggest "
    "request recognize recognise support back oppose sign ratify negotiate consider regard view expect respond reply react threaten "
    "seek plan intend impose lift send deploy dispatch withdraw recall expel summon invite host welcome praise acknowledge admit "
    "confirm order pressure sponsor finance fund arm supply provide donate contribute appeal protest suspend resume mediate push try "
    "decline fail act intervene refer cite "
    "invoke hail allege stress insist vow hesitate")
# what a country as the subject of an active verb suffers as a scene; with any other it acts
SCENE_VERBS = _set(
    "see suffer experience face witness host remain be become have border lie erupt descend plunge slide burn flood sink bleed need hold "
    "record register mark mourn count celebrate contain house rank")
DEALING = _set(
    "accuse blame urge press pressure ask tell warn criticize criticise condemn persuade convince threaten sanction thank praise "
    "lobby help recognize recognise")
WITH_NOUNS = _set(
    "talk negotiation relation tie link agreement deal dialogue meeting consultation cooperation alliance contact war friendship "
    "quarrel dispute partnership treaty pact")
ON_NOUNS = _set("pressure sanction embargo call")
TO_NOUNS = _set("call appeal request plea letter message ultimatum complaint offer warning demand note")
ACTOR_HEADS = _set(
    "government regime administration army military troops troop soldier soldiers force forces minister ministry president ambassador "
    "embassy parliament official officials policy diplomat diplomats leader leaders authority authorities delegation envoy senate "
    "congress intelligence citizen citizens national nationals warplane warplanes jet jets decision position support backing role "
    "leadership constitution side dollar aid peacekeeper peacekeepers")
CITY_ACTOR_HEADS = _set("government regime administration policy diplomat decision position leadership")


def is_direction(word: str) -> bool:
    """Whether the word is a point of the compass or an adjective of one ("south-western")."""
    lower = word.lower()
    return lower in DIRECTIONS or (lower.startswith(_SIDES) and lower.replace("-", "") in DIRECTIONS)


def as_adjective(direction: str) -> str:
    """The adjective of a direction: "south" → "southern"; others as they are."""
    lower = direction.lower()
    return lower if lower.endswith(("ern", "al", "er")) else lower + "ern"
