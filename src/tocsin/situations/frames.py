"""Who is said to do what to whom, by which origins, and which of these accounts cannot all be the whole truth.

A frame is one pair of sides: those said to act and those said to suffer. Claims that lack one side (troops move in, an order to shoot,
somebody helped) join the frame that their own report tells. Two frames conflict when different narrators name different doers of the same
harm to people who may be the same, or when doer and victim change places.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from tocsin.records import Claim, Json, Party, to_json
from tocsin.situations.case import VIOLENT, Case, ids, join_words, party_label, place_label

FORCES = frozenset(("state", "security_force"))
LOOSE = frozenset(("civilians", "refugees", "protesters", "unknown", "person"))  # types that may be the same people as any group
ACCUSING = frozenset(("accusation",))
HELPING = frozenset(("complicity", "standing_by"))
AROUND = frozenset(("mobilisation", "order", "incitement", "inaction", "threat", "protest"))
MOST = 12  # frames shown: what is told once by one origin and contradicts nobody comes last
VERBS = {"attack": "attacked", "battle": "fought", "killing": "killed", "injury": "wounded", "sexual_violence": "raped",
         "torture": "tortured", "abduction": "abducted", "detention": "detained", "destruction": "destroyed the property of",
         "displacement": "drove out",
         "deprivation": "cut off", "repression": "suppressed"}
PRECISE = ("site", "city", "district")

Side = tuple[str, str]


@dataclass(frozen=True)
class Account:
    """The claims that tell of one pair of sides, over all reports; `leads` says whether it is the main account of one of them."""

    actor: Side
    target: Side
    claims: tuple[Claim, ...]
    helpers: tuple[Claim, ...] = ()
    leads: bool = True

    @cached_property
    def all(self) -> tuple[Claim, ...]:
        """Core claims and those that joined them."""
        return tuple({c.id: c for c in (*self.claims, *self.helpers)}.values())

    @cached_property
    def groups(self) -> frozenset[str]:
        """Ethnic or religious groups among those who suffer."""
        return frozenset(p.group.casefold() for c in self.claims for p in c.targets if p.group)


def side_of(party: Party, home: str | None) -> Side:
    """What a party counts as: its State's forces (those of `home` where none is named), its group, or its name.

    Armed men of one group are that group's side.
    """
    if party.type in FORCES:
        return ("state", party.country or home or "")
    if party.type in ("protesters", "civilians", "refugees"):
        return (party.type, (party.group or "").casefold())
    if party.group:
        return ("group", party.group.casefold())
    return (party.type, party_label(party).casefold())


def find_frames(case: Case) -> list[Json]:
    """The frames, most widely told first, each with its conflicts, the voices on its side and what would settle it."""
    accounts = collect_accounts(case)
    clashes = {i: [j for j in range(len(accounts)) if j != i and (clash(case, accounts[i], accounts[j]))] for i in range(len(accounts))}
    order = sorted(range(len(accounts)), key=lambda i: (not clashes[i], -case.count_origins(accounts[i].all), -len(accounts[i].all),
                                                        accounts[i].actor, accounts[i].target))[:MOST]
    number = {i: n for n, i in enumerate(order, 1)}
    frames = []
    for i in order:
        frame = make_frame(case, accounts[i], number[i])
        rivals = [j for j in clashes[i] if j in number]
        frame["conflicts_with"] = sorted(number[j] for j in rivals)
        if rivals:
            frame["settle"] = what_settles(case, accounts[i], accounts[min(rivals, key=number.__getitem__)])
        frames.append(frame)
    return frames


def make_frame(case: Case, account: Account, n: int) -> dict[str, Json]:
    """One frame in the shape of docs/records.md, with its voices."""
    claims = sorted(account.all, key=case.in_order)
    voices = Counter((name_voice(case, c), case.origin(c)) for c in claims)
    return {"n": n, "summary": summarise(account, case.country),
            "actors": [to_json(p) for p in unique(p for c in account.claims for p in c.actors)],
            "targets": [to_json(p) for p in unique(p for c in account.claims for p in c.targets)],
            "reports": list(dict.fromkeys(c.report_id for c in claims)), "origins": case.count_origins(claims), "conflicts_with": [],
            "claims": ids(claims), "voices": [{"voice": v, "origin": o, "claims": k} for (v, o), k in sorted(voices.items())]}


def name_voice(case: Case, claim: Claim) -> str:
    """Who tells a claim: its speaker, else the source or author of the report where it first stood."""
    report = case.by_id.get(case.origin(claim)) or case.by_id[claim.report_id]
    return claim.attribution.speaker or report.source or report.byline or report.id


def summarise(account: Account, home: str | None) -> str:
    """A sentence made from the parties' commonest names and the kinds of harm; hedged where every claim is."""
    acts = [c for c in account.claims if c.kind in VERBS]
    verbs = list(dict.fromkeys(VERBS[k] for k, _ in Counter(c.kind for c in acts).most_common(3)))
    actors = common_names(p for c in acts or account.claims for p in c.actors if side_of(p, home) == account.actor)
    targets = common_names(p for c in acts or account.claims for p in c.targets if side_of(p, home) == account.target)
    helpers = common_names(p for c in account.helpers if c.subtype in HELPING for p in c.actors if side_of(p, home) != account.actor)
    hedged = bool(verbs) and all(c.modality != "asserted" for c in account.claims)
    did = f"{'reportedly ' if hedged else ''}{join_words(verbs)}" if verbs else "are accused of violence against"
    text = f"{join_words(actors)} {did} {join_words(targets)}"
    return text + (f", with {join_words(helpers)} said to have helped or stood by" if helpers else "")


def common_names(parties: Iterable[Party]) -> list[str]:
    """The two commonest labels; ties by alphabet."""
    counts = Counter(party_label(p) for p in parties)
    return sorted(counts, key=lambda n: (-counts[n], n))[:2]


def unique(parties: Iterable[Party]) -> list[Party]:
    """Parties once for each name and type."""
    return list({(party_label(p).casefold(), p.type): p for p in reversed(list(parties))}.values())[::-1]


# ------------------------------------------------------------------ from claims to accounts


def collect_accounts(case: Case) -> list[Account]:
    """Accounts by pair of sides; then what each report tells around them."""
    core: dict[tuple[Side, Side], list[Claim]] = defaultdict(list)
    helpers: dict[tuple[Side, Side], list[Claim]] = defaultdict(list)
    for claim in case.current:
        pair = main_pair(claim, case.country) if is_core(case, claim) else None
        if pair:
            core[pair].append(claim)
    told: dict[str, list[tuple[Side, Side]]] = defaultdict(list)
    for pair in sorted(core, key=lambda p: (-len(core[p]), p)):
        for report in {c.report_id for c in core[pair]}:
            told[report].append(pair)
    for claim in case.harms:
        whole = is_core(case, claim) and main_pair(claim, case.country)
        place = None if whole else find_home(claim, told[claim.report_id], case.country)
        if place:
            helpers[place].append(claim)
    # Help or passing by alone is an account of its own where the report names no other doer.
    for claim in case.harms:
        pair = main_pair(claim, case.country)
        if claim.subtype in HELPING and pair and not told[claim.report_id]:
            core[pair].append(claim)
    weight = Counter((c.report_id, pair) for pair in core for c in {c.id: c for c in (*core[pair], *helpers[pair])}.values())
    top: Counter[str] = Counter()
    for (report, _), n in weight.items():
        top[report] = max(top[report], n)
    leads = {pair for (r, pair), n in weight.items() if n == top[r]}
    return [Account(a, t, tuple(core[a, t]), tuple(helpers[a, t]), (a, t) in leads) for a, t in sorted(core)]


def is_core(case: Case, claim: Claim) -> bool:
    """Whether a claim says by itself who harms whom: an act of violence, or an accusation of one."""
    if claim.subtype in HELPING:
        return False
    # Who accuses another is no doer, and whom the accused harmed stands elsewhere: only a judgement's own subject is the accused.
    accusing = claim.kind == "opinion" and claim.subtype in ACCUSING and claim.polarity == "positive"
    return accusing or (claim.kind in VIOLENT and claim.id in case.harm_ids)


def main_pair(claim: Claim, home: str | None) -> tuple[Side, Side] | None:
    """First doer and first sufferer; None where one is not named or both are one side."""
    if not claim.actors or not claim.targets:
        return None
    actor, target = side_of(claim.actors[0], home), side_of(claim.targets[0], home)
    return None if actor == target or "unknown" in (actor[0], target[0]) else (actor, target)


def find_home(claim: Claim, pairs: Sequence[tuple[Side, Side]], home: str | None) -> tuple[Side, Side] | None:
    """The frame of its own report that a claim belongs to: for help that with the same victims, else that whose doer or victim it names."""
    actors, targets = {side_of(p, home) for p in claim.actors}, {side_of(p, home) for p in claim.targets}
    for actor, target in pairs:
        if claim.subtype in HELPING and target in targets:
            return actor, target
    if claim.kind not in AROUND | VIOLENT:
        return None
    for actor, target in pairs:
        doer = actor in actors | (targets if claim.kind == "order" else set())
        protester = claim.kind == "protest" and target in actors
        if (doer and (not targets or target in targets or claim.kind == "order")) or protester or (not actors and target in targets):
            return actor, target
    return None


# ------------------------------------------------------------------ conflicts


def clash(case: Case, a: Account, b: Account) -> bool:
    """Whether two accounts cannot both be the whole truth. What one narrator tells together does not clash."""
    if {case.origin(c) for c in a.all} & {case.origin(c) for c in b.all} or not same_setting(case, a, b):
        return False
    if not (a.leads and b.leads):
        return False  # what a narrator mentions beside the main account does not stand against another's
    return swapped(a, b) or (a.actor != b.actor and same_victims(a, b) and same_harm(a, b))


def swapped(a: Account, b: Account) -> bool:
    """Whether the doers of one are the victims of the other."""
    return _alike(a.actor, b.target) and _alike(a.target, b.actor)


def _alike(a: Side, b: Side) -> bool:
    """Whether two sides are the same people by group, or the same side."""
    return a == b or (a[1] == b[1] != "" and "state" not in (a[0], b[0]))


def same_victims(a: Account, b: Account) -> bool:
    """Whether those who suffer may be the same people: one group, or one side so general that it may be anybody."""
    if a.groups and b.groups:
        return bool(a.groups & b.groups)
    return a.target == b.target or a.target[0] in LOOSE or b.target[0] in LOOSE


def same_harm(a: Account, b: Account) -> bool:
    """Whether both tell of violence, or one accuses; being held and being bombed are two things that may both be true."""
    custody = {"detention", "abduction", "torture"}
    return any((x.kind in custody) == (y.kind in custody) for x in a.claims for y in b.claims)


def same_setting(case: Case, a: Account, b: Account) -> bool:
    """Whether places and days leave it open that both tell of the same events: nothing shows them apart."""
    told = [[c.place for c in x.claims if c.place] for x in (a, b)]
    precise = [{place_label(p).casefold() for p in places if p.precision in PRECISE} for places in told]
    wide = any(p.precision not in PRECISE for places in told for p in places)
    if all(precise) and not wide and not precise[0] & precise[1]:
        return False
    days = [[d for c in x.claims if (d := case.told(c)).start and d.end] for x in (a, b)]
    return not all(days) or any((p.start or p.end) <= (q.end or q.start) and (q.start or q.end) <= (p.end or p.start)  # type: ignore[operator]
                                for p in days[0] for q in days[1])


def what_settles(case: Case, a: Account, b: Account) -> str:
    """What evidence would decide between two accounts, by how they differ."""
    where = join_words(sorted({place_label(c.place) for x in (a, b) for c in x.claims if c.place})[:3])
    at = f" in {where}" if where else ""
    if swapped(a, b):
        return f"Who attacked first{at}, and the dead and wounded of each side, from hospital and burial registers and witnesses of both."
    doers = join_words(common_names(p for x in (a, b) for c in x.claims for p in c.actors))
    return (f"Who carried out the acts{at} ({doers}): witnesses who can tell uniforms, insignia and command; orders and movement records; "
            "wounds and weapons found; and whether both took part.")
