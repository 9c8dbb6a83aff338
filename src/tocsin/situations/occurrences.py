"""Which claims of different reports tell of one act, and why.

Claims meet only where they share a key: kind of act and place in one week, or kind of act and a named party. Each pair is scored by
reasons that can be read; opposite accounts of one night, with other perpetrators or another toll, are still accounts of that night.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tocsin.records import Claim, Json, Occurrence, Party, Place, Rulings, Time, make_id
from tocsin.situations.case import LETHAL, Case, Days, distance_km, party_label, place_label
from tocsin.situations.clusters import Pair, cluster
from tocsin.situations.likeness import FUNCTION, WORD, fold

LATEST = 40  # earlier holders of a key that a claim is compared with
ENOUGH_KEYS = 2  # keys in common that make two claims worth a comparison
NEAR_KM, FAR_KM = 30.0, 100.0
PRECISE = ("site", "city", "district")
# Log-odds, by judgement: no single sign is enough; place and day are, and so is one of them with a name, a number or the same words.
BIAS = -3.0
SAME_KIND = 0.4
SAME_PLACE, NEAR_PLACE, SAME_REGION, OTHER_PLACE = 2.0, 1.5, 0.5, -6.0
SAME_DAY, NEXT_DAY, OTHER_DAY = 2.0, 0.8, -5.0
LONG_AFTER, MONTH = -1.0, timedelta(days=30)
SAME_PARTY, MOST_PARTIES = 0.6, 2
SAME_FIGURE, OTHER_FIGURE = 1.5, -0.5
BY_WORDS, WORTH = 3.0, 0.15
COPIED = 3.0
ENOUGH = 0.15
DECIDED = 1e6  # an analyst's word


@dataclass(frozen=True)
class Told:
    """A claim with what it is compared by."""

    claim: Claim
    origin: str
    days: Days
    out: Days
    words: frozenset[str]
    parties: frozenset[str]


def find_occurrences(case: Case) -> tuple[Occurrence, ...]:
    """The acts that at least two reports tell of, in order of their first claim; copies of one story are one origin among them."""
    acts = (c for c in case.current if is_act(c) and case.families.get(c.kind) in ("harm", "response"))
    told, copies = set_copies_aside([tell(case, c) for c in sorted(acts, key=case.in_order)], case.rulings)
    scores = score_pairs(told)
    decided, open_pairs = rule_pairs(told, case.rulings, scores)
    scores.update(decided)  # in place: of ten thousand reports there are a million pairs
    groups = cluster(len(told), scores, at_least=ENOUGH)
    near = find_joins(groups, scores)
    first_in = {c.id: i for i, c in enumerate(case.claims)}
    doubted = {i for pair in open_pairs for i in pair}
    found = []
    for group in groups:
        again = [(i, copy) for i in group for copy in copies.get(i, ())]
        members = sorted([*(told[i] for i in group), *(copy for _, copy in again)], key=lambda t: case.in_order(t.claim))
        if len({t.claim.report_id for t in members}) > 1 or doubted & set(group):
            why = (*explain(told, group, near), *(tell_join(told[i], copy, "") for i, copy in again))
            found.append(make_occurrence(case, members, why, tell_possible(told, group, open_pairs)))
    return tuple(sorted(found, key=lambda o: first_in[o.claims[0]]))


def score_pairs(told: Sequence[Told]) -> dict[Pair, float]:
    """How likely each pair that shares a key tells of one act: log-odds. Pairs of one score share the number: there may be a million."""
    known: dict[float, float] = {}
    scores = {}
    for pair in find_pairs(told):
        score = BIAS + sum(v for v, _ in weigh(told[pair[0]], told[pair[1]]))
        scores[pair] = known.setdefault(score, score)
    return scores


def set_copies_aside(told: Sequence[Told], rulings: Rulings) -> tuple[list[Told], dict[int, list[Told]]]:
    """The claims without those whose words are a copy of an earlier one's, and for each that stays the copies of it.

    A story printed a hundred times is compared once. What an analyst ruled on stays, copy or not.
    """
    ruled = {name for pairs in (rulings.same, rulings.not_same, rulings.unsure) for pair in pairs for name in pair}
    stay: list[Told] = []
    copies: dict[int, list[Told]] = defaultdict(list)
    first: dict[tuple[object, ...], int] = {}
    for one in told:
        claim = one.claim
        key = (one.origin, claim.kind, claim.quote, claim.place and place_label(claim.place), one.days)
        if ruled & {claim.id, claim.report_id}:
            stay.append(one)
        elif (at := first.get(key)) is not None and stay[at].claim.report_id != claim.report_id:
            copies[at].append(one)
        else:
            first.setdefault(key, len(stay))
            stay.append(one)
    return stay, copies


# ------------------------------------------------------------------ what analysts decided


def rule_pairs(told: Sequence[Told], rulings: Rulings, scores: Mapping[Pair, float]) -> tuple[dict[Pair, float], list[Pair]]:
    """Scores that analysts' decisions put in place of ours, and the pairs that they left open.

    A decision on two reports holds for every pair of their claims where it parts them; where it joins them, for the likeliest pair of each
    kind of act, since two reports of one night may each tell of more than that. What is not the same wins over what is.
    """
    found: dict[Pair, float] = {}
    left: list[Pair] = []
    if not (rulings.same or rulings.not_same or rulings.unsure):
        return found, left
    by_name: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(told):
        for name in (one.claim.id, one.claim.report_id):
            by_name[name].append(i)

    def pairs(ruled: frozenset[str]) -> list[Pair]:
        a, b = (by_name.get(name, ()) for name in sorted(ruled)) if len(ruled) == 2 else ((), ())
        return sorted((min(i, j), max(i, j)) for i in a for j in b if i != j)

    for ruled in rulings.same:
        best: dict[str, tuple[float, Pair]] = {}
        for i, j in pairs(ruled):
            act = act_of(told[i].claim.kind)
            one_pair = told[i].claim.id in ruled
            if one_pair or act == act_of(told[j].claim.kind):
                best[act] = max(best.get(act, (-math.inf, (0, 0))), (scores.get((i, j), BIAS), (-i, -j)))
        found |= {(-i, -j): DECIDED for _, (i, j) in best.values()}
    for ruled in rulings.unsure:
        near = [p for p in pairs(ruled) if act_of(told[p[0]].claim.kind) == act_of(told[p[1]].claim.kind) or told[p[0]].claim.id in ruled]
        left += near
        found |= dict.fromkeys(near, -DECIDED)
    found |= {pair: -DECIDED for ruled in rulings.not_same for pair in pairs(ruled)}
    return found, sorted(set(left))


def tell_possible(told: Sequence[Told], group: Sequence[int], left: Sequence[Pair]) -> tuple[Json, ...]:
    """The joins of this act that analysts left open, with what speaks for and against them."""
    mine = set(group)
    return tuple(tell_join(told[i], told[j], "an analyst left it open") for i, j in left if (i in mine) != (j in mine))


def is_act(claim: Claim) -> bool:
    """Whether a claim tells of an act, also as denied; a total over many acts is none."""
    return (claim.modality in ("asserted", "hedged") and claim.status in ("occurred", "ongoing", "not_occurred", "unknown")
            and not (claim.figure and claim.figure.scope in ("cumulative", "part")))


def tell(case: Case, claim: Claim) -> Told:
    """What a claim is compared by; parties are compared by name or group, for a description may fit anybody."""
    words = case.by_id[claim.report_id].text[claim.sentence.start:claim.sentence.end]
    named = (p for p in (*claim.actors, *claim.targets) if p.name or p.group)
    return Told(claim, case.origin(claim), case.told(claim), case.out(claim),
                frozenset(w for m in WORD.finditer(words) if len(w := fold(m.group())) > 2 and w not in FUNCTION),
                frozenset((p.group or party_label(p)).casefold() for p in named))


def act_of(kind: str) -> str:
    """Kinds under which one act may be told: the attack, the killing in it, the wound."""
    return "violence" if kind in LETHAL else "flight" if kind in ("displacement", "border_closure") else kind


# ------------------------------------------------------------------ pairs


def find_pairs(told: Sequence[Told]) -> Iterator[Pair]:
    """Pairs that share a key; each claim meets only the latest of the earlier holders."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, one in enumerate(told):
        met: Counter[int] = Counter()
        for key in sorted(keys_of(one)):
            # A place tells more than a party or a week of a whole region, and is enough by itself.
            met.update(dict.fromkeys(holders[key][-LATEST:], ENOUGH_KEYS if key[1] == "place" else 1))
            holders[key].append(i)
        yield from ((j, i) for j in sorted(met) if met[j] >= ENOUGH_KEYS)


def keys_of(one: Told) -> set[tuple[str, ...]]:
    """The cells a claim lies in: kind of act with its place, its region and week, its parties and its number."""
    act, place, figure = act_of(one.claim.kind), one.claim.place, one.claim.figure
    weeks = {f"{day.isocalendar()[:2]}" for d in (one.days.known(), one.out.known()) if d
             for day in (d - timedelta(days=1), d, d + timedelta(days=1))} or {"undated"}
    keys: set[tuple[str, ...]] = {(act, "party", p) for p in one.parties}
    if place:
        keys |= {(act, "place", place_label(place).casefold())}
        keys |= {(act, "cell", place.country or "", place.admin1 or "", week) for week in weeks}
    if figure and figure.best and figure.best > 1:
        keys |= {(act, "figure", figure.unit, str(figure.best))}
    return keys


def weigh(a: Told, b: Told) -> Iterator[tuple[float, str]]:
    """What speaks for and against two claims telling of one act: log-odds and words."""
    if a.claim.kind == b.claim.kind:
        yield SAME_KIND, f"both {a.claim.kind.replace('_', ' ')}"
    yield from _weigh_places(a.claim.place, b.claim.place)
    yield from _weigh_days(a, b)
    if parties := a.parties & b.parties:
        yield SAME_PARTY * min(len(parties), MOST_PARTIES), f"both name {', '.join(sorted(parties)[:3])}"
    yield from _weigh_figures(a.claim, b.claim)
    alike = len(a.words & b.words) / max(1, len(a.words | b.words))
    if alike >= WORTH:
        yield BY_WORDS * alike, f"words alike ({alike:.2f})"
    if a.origin == b.origin and a.claim.report_id != b.claim.report_id and a.claim.quote == b.claim.quote:
        yield COPIED, "the same words, copied"


@lru_cache(maxsize=50_000)
def _weigh_places(a: Place | None, b: Place | None) -> tuple[tuple[float, str], ...]:
    """What two places say; a crisis has few, and they are asked for again with every pair of claims."""
    return tuple(_compare_places(a, b))


def _compare_places(a: Place | None, b: Place | None) -> Iterator[tuple[float, str]]:
    if a is None or b is None:
        return
    exact = a.precision in PRECISE and b.precision in PRECISE
    away = distance_km(a, b)
    if place_label(a).casefold() == place_label(b).casefold() and a.precision != "country":
        yield (SAME_PLACE if exact else SAME_REGION), f"both in {place_label(a)}"
    elif a.country and b.country and a.country != b.country:
        yield OTHER_PLACE, "in two countries"
    elif exact and away is not None and away <= NEAR_KM:
        yield NEAR_PLACE, f"{place_label(a)} and {place_label(b)} lie {away:.0f} km apart"
    elif exact and (away is None or away > NEAR_KM):
        yield (OTHER_PLACE if away is None or away > FAR_KM else OTHER_PLACE / 2), f"{place_label(a)} is not {place_label(b)}"


def _weigh_days(a: Told, b: Told) -> Iterator[tuple[float, str]]:
    one, other = a.days.known(), b.days.known()
    if one and other:
        gap = abs((one - other).days)
        yield {0: SAME_DAY, 1: NEXT_DAY}.get(gap, OTHER_DAY), f"both on {one}" if not gap else f"{one} and {other}"
    elif any(d and w.start and w.end and not w.start <= d <= w.end for d, w in ((one, b.days), (other, a.days))):
        yield OTHER_DAY, "at other times"
    elif a.out.end and b.out.end and abs(a.out.end - b.out.end) > MONTH:
        yield LONG_AFTER, "told more than a month apart"


def _weigh_figures(a: Claim, b: Claim) -> Iterator[tuple[float, str]]:
    one, other = a.figure, b.figure
    if one and other and one.unit == other.unit and one.best and other.best:
        if one.best == other.best and one.best > 1:
            yield SAME_FIGURE, f"{one.best} {one.unit} in both"
        elif one.modifier == other.modifier == "exact":
            yield OTHER_FIGURE, f"{one.best} and {other.best} {one.unit}"


def find_joins(groups: Sequence[Sequence[int]], scores: Mapping[Pair, float]) -> dict[int, tuple[float, int]]:
    """For each claim its surest join with an earlier one of its group: the score, and the other's number below nought."""
    home = {i: at for at, group in enumerate(groups) for i in group}
    best: dict[int, tuple[float, int]] = {}
    for (j, i), value in scores.items():
        if home[i] == home[j]:
            best[i] = max(best.get(i, (value, -j)), (value, -j))
    return best


def explain(told: Sequence[Told], group: Sequence[int], near: Mapping[int, tuple[float, int]]) -> tuple[Json, ...]:
    """For each claim after the first its surest join with an earlier one of the group, with the reasons, those that speak for it first."""
    joins = ((i, *near[i]) for i in group if i in near)
    return tuple(tell_join(told[-j], told[i], "an analyst decided it" if value == DECIDED else "") for i, value, j in joins)


def tell_join(a: Told, b: Told, first: str) -> Json:
    """Two claims of one act, with the reasons that speak for and against it, the strongest first."""
    reasons = [words for _, words in sorted(weigh(a, b), key=lambda r: (-r[0], r[1]))]
    return {"claims": [a.claim.id, b.claim.id], "reasons": [*([first] if first else []), *reasons]}


# ------------------------------------------------------------------ the record


def make_occurrence(case: Case, told: Sequence[Told], why: tuple[Json, ...], possible: tuple[Json, ...] = ()) -> Occurrence:
    """The record of one act: its commonest kind, its most precise place, the day that most claims tell, and who is named in it."""
    claims = [t.claim for t in told]
    kinds = Counter(c.kind for c in claims)
    return Occurrence(
        id=make_id("occurrence", claims[0].id), kind=min(kinds, key=lambda k: (-kinds[k], k)), place=choose_place(claims),
        time=choose_time(told), parties=choose_parties(claims), claims=tuple(c.id for c in claims),
        reports=tuple(dict.fromkeys(c.report_id for c in claims)), origins=tuple(dict.fromkeys(t.origin for t in told)), why=why,
        possible=possible)


def choose_place(claims: Sequence[Claim]) -> Place | None:
    """The place that most claims name, a precise one before a wide one."""
    places = [c.place for c in claims if c.place]
    named = Counter(place_label(p) for p in places)
    return min(places, default=None,
               key=lambda p: (p.precision not in PRECISE, -named[place_label(p)], p.lat is None, place_label(p), p.text))


def choose_time(told: Sequence[Told]) -> Time | None:
    """The time of the day that most claims tell; another time where none tells a day."""
    days = Counter(d for t in told if (d := t.days.known()))
    timed = [t for t in told if t.claim.time and (t.days.start or t.days.end)]
    best = min(timed, key=lambda t: (-days[t.days.known() or date.min], str(t.days.start), t.claim.id), default=None)
    return best.claim.time if best else None


def choose_parties(claims: Iterable[Claim]) -> tuple[Party, ...]:
    """Who acts and suffers, each once by name or words, those most named first."""
    named = [p for c in claims for p in (*c.actors, *c.targets) if p.name or p.group]
    counts = Counter(party_label(p).casefold() for p in named)
    faces = {party_label(p).casefold(): p for p in reversed(named)}
    return tuple(faces[k] for k in sorted(faces, key=lambda k: (-counts[k], k)))
