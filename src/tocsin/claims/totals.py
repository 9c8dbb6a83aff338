"""What one report says in total: per unit one range, with the claims it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.claims.people import Name, Person, full_names, merge, same_name
from tocsin.claims.ranges import LEAD, SUMMARY, Entry, Toll, of_the_event, total_of
from tocsin.records import Claim, Report, Tally

_TOLL_KINDS = frozenset({"killing", "injury", "detention", "abduction", "sexual_violence", "displacement", "destruction"})
NEAR = 12  # sentences after the first person named in which a report still speaks of its own victims
_BESIDES = re.compile(r"\b(?:others?|also|another)\b", re.I)
_INCLUDED = re.compile(r"\binclud\w+\b", re.I)
_OTHER = re.compile(r"(?:another|(?:an?|the) (?:second|third|fourth|fifth|other))\b", re.I)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NTH = re.compile(rf"an? ({'|'.join(_ORDINALS)})\b", re.I)
_OF_THEM = re.compile(r"\bof (?:them|the (?:injured|wounded|victims|two|three|four|five|six|\d+))\b", re.I)
_THEN = re.compile(r"\b(?:before|then|and)\b", re.I)
_STATE = re.compile(r"\b(?:dead|died|dies|bodies|deaths?)\b", re.I)  # told of all who lie there, whoever killed them
_NEW = ("a ", "an ", "another ")  # how a person is told for the first time


def tally(report: Report, claims: Sequence[Claim], *, country: str | None = None) -> Tally:
    """Per unit {"low", "best", "high", "claims"}: current case only; a total and its parts are not added; increments are.

    Claims about another country than the report's main one (`country`, else the commonest of its claims) go to `others`. Where the text
    names the dead or injured instead of counting them, the persons named are counted and "formula" shows the sum.
    """
    counted = [c for c in claims if _counts(c)]
    main = country or _main_country(claims)
    here: list[Claim] = []
    abroad: dict[str, list[Claim]] = {}
    for c in counted:
        where = _country(c)
        if where is None or where == main or not _stands_there(c, report):
            here.append(c)
        else:
            abroad.setdefault(where, []).append(c)
    opening = min((c.sentence.index for c in claims), default=0)
    told = {country: _per_unit(members, report.text, opening) for country, members in sorted(abroad.items())}
    others = tuple({"about": {"country": k}, "figures": figures} for k, figures in told.items() if figures)
    return Tally(report.id, _per_unit(here, report.text, opening), others)


def _counts(c: Claim) -> bool:
    """Whether a claim's figure or the persons it names may stand in the tally."""
    told = c.case == "current" and c.status in ("occurred", "ongoing", "not_occurred") and c.modality in ("asserted", "hedged")
    if not told or c.details.get("challenge") or c.details.get("rejected"):
        return False
    if c.figure is None:
        return any(k in c.details for k in ("victims", "fatal", "plural")) and c.polarity == "positive"
    return c.kind in _TOLL_KINDS and c.figure.scope != "part" and (c.polarity == "positive" or c.figure.modifier == "no")


def _country(c: Claim) -> str | None:
    return c.place.country if c.place is not None else None


def _stands_there(c: Claim, report: Report) -> bool:
    """Whether the claim's own sentence, or a line that opens its section, names its place: one only spoken of before decides no total."""
    name = c.place.text if c.place is not None else ""
    return name in report.text[c.sentence.start : c.sentence.end] or f"\n{name}\n" in report.text


def _main_country(claims: Sequence[Claim]) -> str | None:
    votes: dict[str, int] = {}
    for c in claims:
        country = _country(c)
        if c.case == "current" and country:
            votes[country] = votes.get(country, 0) + 1
    return max(sorted(votes), key=lambda k: votes[k]) if votes else None


def _per_unit(claims: Sequence[Claim], text: str, opening: int) -> Mapping[str, Entry]:
    names = full_names(text)
    claims = _without_others(claims, names)
    units: dict[str, list[Toll]] = {}
    for c in claims:
        toll = _toll(c)
        if toll is not None:
            units.setdefault(_unit(c), []).append(toll._replace(lead=c.sentence.index <= opening + SUMMARY))
    units = {unit: of_the_event(members, claims) for unit, members in units.items()}
    totals = {unit: total for unit, members in units.items() if unit not in ("other", "shot") and (total := total_of(members)) is not None}
    dead = merge(_named(claims, "killing"), names)
    killed = _with_own(_with_persons(totals.get("killed"), dead, claims), dead, claims, text)
    killed = killed or _of_plural(claims, "killing") or _of_fatal_attack(claims)
    hurt = _injured(totals.get("injured"), units.get("shot", []), claims, killed, dead, names)
    hurt = _without_later_dead(hurt, claims) or _of_plural(claims, "injury")
    killed, hurt = _with_next(killed, claims, "killing"), _with_next(hurt, claims, "injury", "attack")
    for unit, entry in (("killed", killed), ("injured", hurt)):
        if entry is not None:
            totals[unit] = entry
    return dict(sorted(totals.items()))


def _without_others(claims: Sequence[Claim], names: Sequence[Name]) -> Sequence[Claim]:
    """The claims without numbers of dead far below the one person named first: a report of one victim ends with what befell others."""
    counted = [c for c in claims if c.kind == "killing" and c.figure is not None and c.figure.unit == "killed"]
    named = [c for c in claims if c.kind == "killing" and c.figure is None and "victims" in c.details]
    opening = min((c.sentence.index for c in named), default=0) + LEAD
    first = merge(_named([c for c in named if c.sentence.index <= opening], "killing"), names)
    if len(first) != 1 or any(c.sentence.index <= opening for c in counted):
        return claims
    left_out = {c.id for c in counted}
    return [c for c in claims if c.id not in left_out]


def _unit(c: Claim) -> str:
    if c.figure is not None and c.kind != "attack":
        return c.figure.unit
    return {"killing": "killed", "injury": "injured", "attack": "shot"}.get(c.kind, "other")


def _toll(c: Claim) -> Toll | None:
    """A claim's number: what it counts and the persons it names beside them ("the mayor and two others")."""
    if c.figure is not None and c.figure.counts == "households":
        return None
    victims = c.details.get("victims")
    scope = c.figure.scope if c.figure is not None else "unknown"
    if isinstance(victims, Mapping) and (len(victims["persons"]) == 0 or "formula" in victims):
        whole = scope if scope != "increment" else "unknown"
        return Toll(victims["low"], victims["best"], victims["high"], whole, c, victims.get("formula"))
    return Toll(c.figure.low, c.figure.best, c.figure.high, scope, c) if c.figure is not None else None


def _named(claims: Sequence[Claim], *kinds: str) -> list[tuple[str, Sequence[Mapping[str, Any]]]]:
    """The persons that claims of these kinds name, from the first that names one on; far below stand other incidents."""
    found = [c for c in claims if c.kind in kinds and isinstance(c.details.get("victims"), Mapping) and c.details["victims"]["persons"]]
    opening = min((c.sentence.index for c in found), default=0)
    return [(c.id, [_with_fate(p, c) for p in c.details["victims"]["persons"]]) for c in found if c.sentence.index <= opening + NEAR]


def _with_fate(person: Mapping[str, Any], claim: Claim) -> Mapping[str, Any]:
    """A person with what the claim tells of their fate.

    `hit`: killed by somebody, where whoever is only found dead may have done it; `apart`: hurt, and told as another than the dead.
    """
    if claim.kind == "killing":
        hit = not person.get("self") and (bool(claim.actors) or _STATE.search(claim.quote) is None)
        return {**person, "hit": True} if hit else person
    return {**person, "apart": True} if claim.kind == "injury" and _OTHER.match(str(person["text"])) else person


def _with_persons(total: Entry | None, persons: Sequence[Person], claims: Sequence[Claim]) -> Entry | None:
    """The counted total; the number of persons named where nothing, or only one, is counted, or only some that are named."""
    if not persons or (total is not None and (total["best"] is None or len(persons) <= total["best"])):
        return total
    if total is not None and total["best"] > 1 and not _only_names(total, claims):
        return total
    n = len(persons)
    entry: dict[str, Any] = {"low": n, "best": n, "high": n, "claims": list(dict.fromkeys(c for p in persons for c in p.claims))}
    if n > 1:
        entry["formula"] = " + ".join(["1"] * n) + f" = {n}"
    return entry


def _only_names(total: Entry, claims: Sequence[Claim]) -> bool:
    """Whether a total is that of the persons one claim names, without any number."""
    base = next((c for c in claims if c.id == total["claims"][0]), None)
    victims = base.details.get("victims") if base is not None and base.figure is None else None
    return isinstance(victims, Mapping) and victims["best"] == len(victims["persons"])


def _with_own(total: Entry | None, dead: Sequence[Person], claims: Sequence[Claim], text: str) -> Entry | None:
    """The counted dead and who died by their own hand, where the words count only whom that person killed."""
    if total is None or total["best"] is None or not any(p.own for p in dead):
        return total
    own = next(iter(p for p in dead if p.own))
    told = [c for c in claims if c.id in own.claims]
    counted = [t.claim for c in claims if c.kind == "killing" and (t := _toll(c)) is not None and t.point == total["best"]]
    if set(own.claims) & set(total["claims"]) or not any(_killed_by(base, c, text) for base in counted for c in told):
        return total
    more = {end: None if total[end] is None else total[end] + 1 for end in ("low", "best", "high")}
    return {**more, "claims": [*total["claims"], told[0].id], "formula": f"{total['best']} + 1 = {total['best'] + 1}"}


def _killed_by(counted: Claim, own: Claim, text: str) -> bool:
    """Whether a number counts the victims of somebody who is told apart as dead: "killed two and then himself"."""
    if counted.sentence.index != own.sentence.index or counted.start >= own.start:
        return False
    between = text[counted.start : own.end]
    return _THEN.search(between) is not None and _INCLUDED.search(between) is None


def _of_plural(claims: Sequence[Claim], kind: str) -> Entry | None:
    """At least two where nothing is told but that several people were killed or hurt."""
    several = [c for c in claims if c.kind == kind and c.details.get("plural")]
    return {"low": 2, "best": None, "high": None, "claims": [several[0].id]} if several else None


def _of_fatal_attack(claims: Sequence[Claim]) -> Entry | None:
    """At least one dead where nothing is told but that an attack was fatal."""
    fatal = [c for c in claims if c.details.get("fatal")]
    return {"low": 1, "best": None, "high": None, "claims": [fatal[0].id]} if fatal else None


def _injured(
    total: Entry | None, shot: Sequence[Toll], claims: Sequence[Claim], killed: Entry | None, dead: Sequence[Person],
    names: Sequence[Name],
) -> Entry | None:
    """The injured: counted or named as such, and those shot who are not told dead."""
    alive = [p for p in merge(_named(claims, "injury", "attack"), names) if not any(_same(p, d, names) for d in dead)]
    told = {c.id for c in claims if c.kind == "injury"}
    sure = [p for p in alive if told & set(p.claims)]
    exact = killed is None or killed["best"] is not None  # or only that one at least died
    gone = ((killed["best"] if exact else killed["low"]) or 0) if killed else 0
    doubtful = [p for p in alive if p not in sure][max(0, gone - len(dead)) :]  # the dead counted without a name may be among those shot
    entry = _with_persons(total, sure + doubtful, claims)
    opening = min((t.claim.sentence.index for t in shot), default=0)
    shot = [t for t in shot if t.claim.sentence.index <= opening + LEAD]
    base = max(shot, key=lambda t: (t.point or 0, -t.claim.start), default=None)
    if base is not None and gone and _told_besides(base.claim, killed, claims):
        gone, killed, exact = 0, None, True
    if base is None or base.best is None or base.best - gone <= ((entry or {}).get("best") or 0):
        return entry
    left = base.best - gone
    high = left if base.high is not None else None
    ends = {"low": left, "best": left, "high": high} if exact else {"low": None, "best": None, "high": left}
    shown: dict[str, Any] = {**ends, "claims": [base.claim.id, *(killed["claims"] if killed else [])]}
    if gone:
        shown["formula"] = f"{base.best} − {gone} = {left}" if exact else f"{base.best} − at least {gone} = at most {left}"
    return shown


def _with_next(total: Entry | None, claims: Sequence[Claim], *kinds: str) -> Entry | None:
    """A total and the one told after it by number: "four miners were hurt. A fifth was treated at the scene"."""
    if total is None or total["best"] is None or "formula" in total:
        return total
    for c in claims:
        persons = (c.details.get("victims") or {}).get("persons", ()) if c.kind in kinds and c.figure is None else ()
        found = [_NTH.match(str(p["text"])) for p in persons]
        if any(m and _ORDINALS.index(m[1].lower()) == total["best"] for m in found):
            more = {end: None if total[end] is None else total[end] + 1 for end in ("low", "best", "high")}
            return {**more, "claims": [*total["claims"], c.id], "formula": f"{total['best']} + 1 = {total['best'] + 1}"}
    return total


def _without_later_dead(hurt: Entry | None, claims: Sequence[Claim]) -> Entry | None:
    """The injured less those of them who are told to have died: "one of the five injured has died", "one of them died"."""
    base = next((c for c in claims if hurt and c.id == hurt["claims"][0]), None)
    if hurt is None or base is None or base.figure is None or hurt["best"] is None or hurt["best"] != base.figure.best or "formula" in hurt:
        return hurt
    for c in claims:
        gone = c.figure.best if c.kind == "killing" and c.figure is not None else None
        if gone is None or gone >= hurt["best"] or c.details.get("among") not in (None, hurt["best"]):
            continue
        behind = base.start < c.start and c.sentence.index - base.sentence.index <= 1
        if c.details.get("among") == hurt["best"] or (behind and _OF_THEM.search(c.quote)):
            left = hurt["best"] - gone
            return {**hurt, "low": left, "best": left, "high": left if hurt["high"] is not None else None,
                    "claims": [*hurt["claims"], c.id], "formula": f"{hurt['best']} − {gone} = {left}"}
    return hurt


def _told_besides(shot: Claim, killed: Entry | None, claims: Sequence[Claim]) -> bool:
    """Whether those shot are told after and apart from the dead: "a man was killed. Two women were also shot" hits three."""
    persons = (shot.details.get("victims") or {}).get("persons", ())
    if killed is None or not _BESIDES.search(shot.quote) or not all(str(p["text"]).lower().startswith(_NEW) for p in persons):
        return False
    return any(c.id in killed["claims"] and c.start < shot.start for c in claims)


def _same(hurt: Person, dead: Person, names: Sequence[Name]) -> bool:
    """Whether one told as hit is one told as dead: unnamed persons are taken for the dead of the same report."""
    if hurt.names and dead.names:
        return any(same_name(a, b, names) for a in hurt.names for b in dead.names)
    return not hurt.apart and dead.may_be({"age": hurt.age, "sex": hurt.sex})
