"""Score a reading of the constructions against their judgement (README.md says what counts).

`score(rows, read)` gives the numbers, the forbidden readings made, and what was missed; `read` turns a row into (text, claims, tally).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tocsin.records import Claim, Party, Tally

HERE = Path(__file__).parent
STOP = frozenset(
    "the a an of in on at for from to and or by its his her their this that these those some any all with several other others".split()
)
Read = Callable[[list[dict[str, Any]]], Iterable[tuple[str, tuple[Claim, ...], Tally]]]


def load(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def words(text: str) -> set[str]:
    folded = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold().replace("’", "'")
    found = set()
    for word in re.findall(r"[a-z0-9]+(?:'[a-z]+)?", folded):
        word = re.sub(r"'.*$", "", word)
        if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
            word = word[:-1]
        if word and word not in STOP:
            found.add(word)
    return found


def same_name(names: Iterable[str], party: Party) -> bool:
    """Two thirds of the smaller phrase's words in common, with the party's words, name or group."""
    for given in (party.text, party.name, party.group):
        mine = words(given or "")
        for name in names:
            other = words(name)
            if mine and other and len(mine & other) / min(len(mine), len(other)) >= 0.67:
                return True
    return False


def overlap(text: str, a: tuple[int, int], b: tuple[int, int]) -> float:
    """Share of words in common (1.0 when one lies inside the other)."""
    tokens = [m.span() for m in re.finditer(r"\w+", text)]
    x, y = ({i for i, t in enumerate(tokens) if t[0] < s[1] and s[0] < t[1]} for s in (a, b))
    if not x or not y:
        return 0.0
    common = len(x & y)
    return 1.0 if common == min(len(x), len(y)) else common / len(x | y)


def find_span(text: str, quote: str) -> tuple[int, int]:
    at = text.find(quote)
    if at >= 0:
        return at, at + len(quote)
    pattern = r"\W+".join(map(re.escape, re.findall(r"\w+", quote)))
    match = re.search(pattern, text)
    return match.span() if match else (-1, -1)


def score(rows: list[dict[str, Any]], read: Read) -> dict[str, Any]:
    tp = fp = fn = 0
    fields: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    notes: list[str] = []
    violations: list[str] = []
    for row, (text, claims, tally) in zip(rows, read(rows), strict=True):
        pairs = pair(row, text, claims)
        for n, gold in enumerate(row["claims"]):
            if n in pairs:
                tp += bool(gold["required"])
                compare(row["id"], gold, claims[pairs[n]], fields, notes)
            elif gold["required"]:
                fn += 1
                notes.append(f"{row['id']} missed {gold['kind'][0]}: {gold['quote'][:70]}")
        extra = [c for i, c in enumerate(claims) if i not in set(pairs.values())]
        fp += len(extra)
        notes += [f"{row['id']} extra {c.kind}/{c.subtype}: {c.quote[:70]}" for c in extra]
        violations += [f"{row['id']} {f['why']}: {c.quote[:60]}" for f in row["forbidden"] for c in claims if breaks(f, c, text)]
        if row.get("nothing"):
            violations += [f"{row['id']} nothing to be claimed here: {c.kind}: {c.quote[:60]}" for c in claims]
        compare_tally(row, tally, fields, notes)
    out: dict[str, Any] = {"recall": ratio(tp, tp + fn), "precision": ratio(tp, tp + fp), "violations": violations, "notes": notes}
    out.update({k: ratio(*v) for k, v in fields.items() if "." not in k})
    for role in ("actors", "targets"):
        got, made, wanted = (fields[f"{role}.{x}"][0] for x in ("tp", "made", "gold"))
        out[f"{role}_f1"] = ratio(2 * got, made + wanted)
    return out


def ratio(a: int, b: int) -> float:
    return round(a / b, 4) if b else 1.0


def pair(row: dict[str, Any], text: str, claims: tuple[Claim, ...]) -> dict[int, int]:
    """Largest one-to-one matching of judged claims to claims by kind and span, better overlaps first."""
    edges: dict[int, list[tuple[float, int]]] = {}
    for n, gold in enumerate(row["claims"]):
        span = find_span(text, gold["quote"])
        edges[n] = sorted(
            (
                (
                    overlap(text, span, (c.start, c.end))
                    + 0.5 * (c.kind == gold["kind"][0])
                    + 0.25 * gold["required"]
                    + 0.1 * (bool(gold.get("figure")) == (c.figure is not None)),
                    i,
                )
                for i, c in enumerate(claims)
                if c.kind in gold["kind"] and overlap(text, span, (c.start, c.end)) >= 0.3
            ),
            reverse=True,
        )
    owner: dict[int, int] = {}

    def seek(n: int, seen: set[int]) -> bool:
        for _, i in edges[n]:
            if i not in seen:
                seen.add(i)
                if i not in owner or seek(owner[i], seen):
                    owner[i] = n
                    return True
        return False

    for n in sorted(edges, key=lambda k: -max((s for s, _ in edges[k]), default=0)):
        seek(n, set())
    return {n: i for i, n in owner.items()}


def compare(rid: str, gold: dict[str, Any], claim: Claim, fields: dict[str, list[int]], notes: list[str]) -> None:
    skipped = set(gold.get("unjudged") or ())

    def note(name: str, right: bool, got: object) -> None:
        fields[name][0] += right
        fields[name][1] += 1
        if not right:
            notes.append(f"{rid} {name}: {gold['quote'][:50]!r} got {got}, wanted {gold.get(name)}")

    for name, got in (("modality", claim.modality), ("status", claim.status)):
        note(name, got in gold[name], got)
    if "polarity" not in skipped:
        note("polarity", claim.polarity == gold["polarity"], claim.polarity)
    note("voice", claim.attribution.voice in gold["voice"], claim.attribution.voice)
    if "case" not in skipped:
        wanted = {"current": claim.case == "current", "none": claim.case is None, "past": claim.case not in (None, "current")}
        note("case", wanted[gold["case"]], claim.case)
    if "figure" not in skipped and gold.get("figure"):
        note("figure", figure_right(gold["figure"], claim), claim.figure)
    if "figure" not in skipped and not gold.get("figure"):
        note(
            "figure",
            claim.figure is None
            or claim.figure.low is None
            and claim.figure.high is None
            or claim.figure.unit == "other"
            or gold["kind"][0] not in ("killing", "injury", "displacement"),
            claim.figure,
        )
    for role, parties in (("actors", claim.actors), ("targets", claim.targets)):
        if role not in skipped:
            compare_parties(rid, role, gold, claim, parties, fields, notes)


def figure_right(gold: dict[str, Any], claim: Claim) -> bool:
    f = claim.figure
    return f is not None and all(
        getattr(f, k) == v for k, v in gold.items() if k in ("unit", "low", "best", "high", "modifier", "counts", "scope")
    )


def compare_parties(
    rid: str, role: str, gold: dict[str, Any], claim: Claim, parties: tuple[Party, ...], fields: dict[str, list[int]], notes: list[str]
) -> None:
    wanted = gold.get(role) or []
    either = wanted + (gold.get("targets") or [] if role == "actors" and "displacement" in gold["kind"] else [])
    hits = sum(any(same_name(names, p) for p in parties) for names in wanted)
    strangers = [p.text for p in parties if not any(same_name(names, p) for names in either)]
    fields[f"{role}.tp"][0] += hits
    fields[f"{role}.made"][0] += hits + len(strangers)
    fields[f"{role}.gold"][0] += len(wanted)
    if hits < len(wanted) or strangers:
        notes.append(f"{rid} {role}: {gold['quote'][:50]!r} got {[p.text for p in parties]}, wanted {wanted}")


def compare_tally(row: dict[str, Any], tally: Tally, fields: dict[str, list[int]], notes: list[str]) -> None:
    for unit, wanted in (row.get("tally") or {}).items():
        got = tally.figures.get(unit)
        mine = [got["low"], got["best"], got["high"]] if got else None
        right = mine == wanted or (wanted is None and mine in (None, [0, 0, 0])) or (wanted == [0, 0, 0] and mine is None)
        fields["tally"][0] += right
        fields["tally"][1] += 1
        if not right:
            notes.append(f"{row['id']} tally {unit}: got {mine}, wanted {wanted}")


def breaks(rule: dict[str, Any], claim: Claim, text: str) -> bool:
    """Whether a claim is a forbidden reading."""
    start, end = find_span(text, rule["quote"])
    if not start <= (claim.start + claim.end) / 2 <= end or (rule["kind"] and claim.kind not in rule["kind"]):
        return False
    f, values = (
        claim.figure,
        {"modality": claim.modality, "status": claim.status, "polarity": claim.polarity, "voice": claim.attribution.voice},
    )
    values["case"] = "current" if claim.case == "current" else "none" if claim.case is None else "past"
    values.update(
        {"unit": f.unit if f else "", "best": f.best if f else "", "modifier": f.modifier if f else "", "counts": f.counts if f else ""}
    )
    values["place"] = claim.place.text if claim.place else ""
    for key, wanted in (rule.get("when") or {}).items():
        names = wanted if isinstance(wanted, list) else [wanted]
        if key in ("actor", "target"):
            parties = claim.actors if key == "actor" else claim.targets
            if not any(same_name(names, p) for p in parties):
                return False
        elif values.get(key) not in names:
            return False
    return True
