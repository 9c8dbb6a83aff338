"""What analysts decided about whole situations: which are one, which fall apart, and under which ids they stand.

A situation's id is made from the first report of its country in it. Every id that one of its reports would have given it is an id that it
answers to, so a decision taken earlier finds its situation again after it has grown; an id that a decision names is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.records import Rulings, make_id
from tocsin.situations.grouping import Group, Share
from tocsin.situations.origins import report_key


@dataclass(frozen=True)
class Draft:
    """A situation before it is told: its id, its country, its shares in report order, and further ids that it was known by or took in."""

    id: str
    country: str | None
    shares: tuple[Share, ...]
    aliases: tuple[str, ...] = ()


def make_drafts(groups: Sequence[Group], rulings: Rulings) -> list[Draft]:
    """The groups under their ids, split and merged as analysts decided."""
    held = {*rulings.merged, *rulings.merged.values(), *rulings.split, *rulings.levels}
    drafts = [make_draft(group, held, rulings.merged) for group in groups]
    if rulings.split:
        drafts = [part for draft in drafts for part in split(draft, rulings.split)]
    return merge(drafts, rulings.merged) if rulings.merged else drafts


def make_draft(group: Group, held: Iterable[str], merged: Mapping[str, str]) -> Draft:
    """A group under the id that a decision names, one that was not merged away before others, else under that of its first report."""
    own = [s for s in group.shares if s.country == group.country] or list(group.shares)
    known = list(held)
    names = list(dict.fromkeys(id_of(s) for s in (own if not known else (*own, *group.shares))))
    ruled = sorted((n for n in names if n in set(known)), key=lambda n: (n in merged, names.index(n)))
    name = ruled[0] if ruled else names[0]
    return Draft(name, group.country, group.shares, tuple(ruled[1:]))


def id_of(share: Share) -> str:
    """The id that a situation has while this share is its first."""
    return make_id("situation", share.country, share.report.id)


def split(draft: Draft, rulings: Mapping[str, tuple[tuple[str, ...], ...]]) -> list[Draft]:
    """A situation without the claims that analysts took out of it, and one of its own for each group of them."""
    parts = [part for name in (draft.id, *draft.aliases) for part in rulings.get(name, ())]
    rest, apart = draft.shares, []
    for part in parts:
        wanted = frozenset(part)
        taken = [replace(s, claims=c, main=False) for s in rest if (c := tuple(c for c in s.claims if c.id in wanted))]
        if taken:
            apart.append(Draft(make_id("situation", draft.id, min(wanted)), taken[0].country, tuple(taken)))
            left = ((s, tuple(c for c in s.claims if c.id not in wanted)) for s in rest)
            # A report of which everything was taken out leaves; one that never had a claim stays.
            rest = tuple(replace(s, claims=c) if len(c) < len(s.claims) else s for s, c in left if c or not s.claims)
    return [*([replace(draft, shares=rest)] if rest else []), *apart]


def merge(drafts: Sequence[Draft], merged: Mapping[str, str]) -> list[Draft]:
    """Situations that analysts made one: the id is that of the one they went into, the others' are aliases."""
    home = {name: i for i, d in enumerate(drafts) for name in (d.id, *d.aliases)}
    target = list(range(len(drafts)))
    for name in sorted(merged):
        into = end_of(name, merged)
        if name in home and into in home:
            target[home[name]] = home[into]
    found: dict[int, list[Draft]] = {}
    for i, draft in enumerate(drafts):
        found.setdefault(target[i], []).append(draft)
    out = []
    for i, parts in sorted(found.items()):
        lead = drafts[i]
        shares = sorted((s for p in parts for s in p.shares), key=lambda s: (report_key(s.report), str(s.country)))
        names = sorted({n for p in parts for n in (p.id, *p.aliases)} - {lead.id})
        out.append(Draft(lead.id, lead.country, tuple(shares), tuple(names)))
    return out


def end_of(name: str, merged: Mapping[str, str]) -> str:
    """Where a chain of mergers ends; a circle ends where it began to repeat."""
    seen = {name}
    while (into := merged.get(name)) and into not in seen:
        seen.add(into)
        name = into
    return name
