"""The situation's outline: its name, places and parties."""

from __future__ import annotations

from collections import Counter, defaultdict

from tocsin.records import Claim, Json, Party, Place
from tocsin.situations.case import VIOLENT, Case, Days, ids, party_label, place_label

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def name_situation(case: Case, onset: Days) -> str:
    """A name by formula: dominant kind of harm, the area that most claims name, the month of onset."""
    month = onset.start or onset.end or case.as_of
    when = f", {MONTHS[month.month - 1]} {month.year}" if month else ""
    return f"{name_harm(case)} in {name_area(case)}{when}"


def name_harm(case: Case) -> str:
    """What it mainly is: by the groups that act and suffer, else by the commonest kind of harm."""
    types = Counter(kind for c in case.violence for kind in {group_kind(p) for p in (*c.actors, *c.targets)} if kind)
    kinds = Counter(c.kind for c in case.harms)
    if not kinds:
        return "Crisis"
    if types and types.most_common(1)[0][1] * 4 >= len(case.violence):
        return "Ethnic violence" if types["ethnic"] >= types["religious"] else "Religious violence"
    lead = min(kinds, key=lambda k: (-kinds[k], k))
    if kinds["battle"] * 3 >= sum(kinds.values()):
        return "Fighting"
    if lead in ("protest", "repression", "detention") and not kinds["killing"]:
        return "Protests and repression"
    if not any(kinds[k] for k in ("killing", "attack", "battle", "injury", "destruction")):
        return {"displacement": "Displacement", "border_closure": "Displacement", "deprivation": "Deprivation"}.get(lead, "Crisis")
    return "Violence"


def group_kind(party: Party) -> str | None:
    """Whether a party stands for an ethnic or a religious group."""
    if party.type == "religious_group":
        return "religious"
    return "ethnic" if party.type == "ethnic_group" or party.group else None


def name_area(case: Case) -> str:
    """The region or town that most harm claims name, with its country; the country where they name many."""
    country = case.country_name or case.country or "an unnamed country"
    places = [c.place for c in case.harms if c.place and c.place.precision != "border" and c.place.country in (case.country, None)]
    counts = Counter(label for p in places if (label := place_label(p)) != country)
    if not counts:
        return country
    name = min(counts, key=lambda n: (-counts[n], n))
    if counts[name] * 3 < sum(counts.values()):
        return country
    words = name.split(" (")[0].removeprefix("the ").strip()
    return words if country.casefold() in words.casefold() else f"{words}, {country}"


def list_places(case: Case) -> list[Json]:
    """Places of the current claims, those most spoken of first, with coordinates where the gazetteer has them."""
    found: dict[tuple[str, str | None], list[tuple[Place, Claim]]] = defaultdict(list)
    for claim in case.current:
        if claim.place:
            found[(place_label(claim.place), claim.place.country)].append((claim.place, claim))
    ordered = sorted(found.items(), key=lambda item: (-sum(c.kind in VIOLENT for _, c in item[1]), -len(item[1]), item[0][0]))
    out = []
    for (name, country), items in ordered:
        place = min((p for p, _ in items), key=lambda p: (p.lat is None, p.admin1 is None, p.text))
        out.append({"text": place.text, "name": name, "country": country, "admin1": place.admin1, "lat": place.lat, "lon": place.lon,
                    "precision": place.precision, "claims": ids(c for _, c in items)})
    return out


def list_parties(case: Case) -> list[Json]:
    """Who acts, suffers and speaks in the current claims, with how often; those most spoken of first."""
    found: dict[tuple[str, str], dict[str, list[Claim]]] = defaultdict(lambda: {"actor": [], "target": [], "speaker": []})
    faces: dict[tuple[str, str], Party] = {}
    for claim in case.current:
        for role, side in (("actor", claim.actors), ("target", claim.targets)):
            for party in side:
                if party.type == "unknown" and not party.name or (claim.figure and claim.figure.text and claim.figure.text in party.text):
                    continue  # "80 people" are a count, not a party
                key = (party_label(party).casefold(), party.type)
                found[key][role].append(claim)
                faces[key] = min((faces.get(key, party), party), key=lambda p: (p.name is None, p.country is None, p.group is None, p.text))
    named: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in found:
        named[key[0]].append(key)
    for claim in case.current:
        for key in named.get((claim.attribution.speaker or "").casefold(), ()):
            found[key]["speaker"].append(claim)
    ordered = sorted(found.items(), key=lambda item: (-sum(map(len, item[1].values())), item[0]))
    return [{"text": faces[k].text, "name": faces[k].name, "type": faces[k].type, "country": faces[k].country, "group": faces[k].group,
             "as_actor": len(r["actor"]), "as_target": len(r["target"]), "as_speaker": len(r["speaker"]),
             "claims": ids(c for side in r.values() for c in side)} for k, r in ordered]
