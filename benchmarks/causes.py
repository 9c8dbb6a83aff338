"""What goes wrong on each set, sorted into kinds: one function a set, each yields (measure, cause, value) for one row.

The names of causes say what the records show (a figure of another unit, a party in another role), so that they point at code.
`tools` is the data folder's own scorer module: what counts as the same name or number is decided there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.numerals import numbers_in
from benchmarks.sets import Row

Claim = dict[str, Any]
Cause = tuple[str, str, str]


def points(claim: Claim) -> set[int]:
    """Every number of a claim's figure."""
    figure = claim.get("figure") or {}
    return {int(figure[k]) for k in ("low", "best", "high") if figure.get(k) is not None}


def why_missed(value: int, unit: str, row: Row, claims: list[Claim]) -> str:
    """Why a gold number is not among the figures of its unit."""
    holders = [c for c in claims if value in points(c)]
    if any(c["figure"]["unit"] == unit for c in holders):
        return "read, but not as the point of its figure"
    if holders:
        units = sorted({f"{c['kind']}/{c['figure']['unit']}" for c in holders})
        return f"read as {units[0]}"
    if value not in numbers_in(f"{row.get('title') or ''}\n{row['text']}"):
        return "not in the text"
    near = [s for s in _sentences_with(value, row["text"])]
    kinds = sorted({c["kind"] for c in claims for s in near if _squeeze(c.get("quote") or "")[:30] in _squeeze(s) and c.get("quote")})
    return f"in a sentence of {kinds[0]} without this figure" if kinds else "no claim in its sentence"


def _sentences_with(value: int, text: str) -> Iterator[str]:
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        if value in numbers_in(sentence) and (value > 1 or re.search(r"\b(1|one)\b", sentence, re.I)):
            yield sentence


def _squeeze(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def state_of(claim: Claim) -> str:
    """Case, modality, status and polarity of a claim where they are not the plain ones."""
    plain = {"case": "current", "modality": "asserted", "status": "occurred", "polarity": "positive"}
    return " ".join(str(claim.get(k)) for k, v in plain.items() if claim.get(k) != v) or "plain"


def _name(party: dict[str, Any]) -> str:
    return f"{party.get('name') or party.get('text')} ({party.get('type')})"


# ------------------------------------------------------------------ muc34


def muc34(row: Row, doc: Any, tools: Any) -> Iterator[Cause]:
    """Numbers, organisations, victims, countries, relevance."""
    claims = [c for c in doc.claims if c.get("kind") in tools.MUC_KINDS]
    real = [c for c in claims if tools.stage_of(c)]
    incidents = row["gold"]["incidents"]
    required = [i for i in incidents if not i["optional"]]
    if (required or not incidents) and bool(required) != bool(real):
        kinds = sorted({c["kind"] for c in real}) or sorted({c["kind"] for c in doc.claims}) or ["no claims"]
        yield "relevance", "relevant, nothing found" if required else "irrelevant, but " + kinds[0], ", ".join(kinds)
    yield from _muc_numbers(row, doc, tools)
    yield from _muc_names(row, doc, tools, real)
    gold = {c for i in required for c in i["countries"]}
    spare = {c for i in incidents for c in i["countries"]}
    got = {c["place"]["country"] for c in real if c.get("place") and c["place"].get("country")}
    for country in sorted(gold - got):
        state = "no harm claim" if not real else "claims elsewhere" if got else "claims without place"
        yield "country", f"missed, {state}", country
    for country in sorted(got - spare):
        yield "country", "spurious" if spare else "spurious, irrelevant report", country


def _muc_numbers(row: Row, doc: Any, tools: Any) -> Iterator[Cause]:
    for unit, effect in (("killed", "DEATH"), ("injured", "INJURY")):
        got = [v for v in tools.figures_of(doc.claims, {unit}) if v >= 2]
        sure: set[int] = set()
        loose: set[int] = set()
        for incident in row["gold"]["incidents"]:
            loose |= {n["low"] for n in incident["human_total"] if n.get("low") is not None}
            for human in incident["human_targets"]:
                values = {n["low"] for n in human["numbers"] if n.get("low") is not None and n["low"] == n.get("high")}
                fits = set(human["effects"]) == {effect} and not human["optional"] and not incident["optional"]
                (sure if fits and values and min(values) >= 2 else loose).update(values)
        for value in sorted(sure - set(got)):
            yield unit, "missed: " + why_missed(value, unit, row, doc.claims), str(value)
        for value in got:
            if value not in sure | loose:
                claim = next(c for c in doc.claims if value in points(c) and c["figure"]["unit"] == unit)
                where = "irrelevant report" if not row["gold"]["incidents"] else state_of(claim)
                yield unit, f"spurious: {claim['kind']}, {where}", str(value)


def _muc_names(row: Row, doc: Any, tools: Any, real: list[Claim]) -> Iterator[Cause]:
    incidents = row["gold"]["incidents"]
    for role, key in (("actors", "perp_orgs"), ("targets", "human_targets")):
        measure = "perp_org" if role == "actors" else "victims"
        wanted = [x for i in incidents if not i["optional"] for x in i[key] if not x["optional"]]
        parties = [p for p, _ in tools.unique_parties(real, (role,))]
        if role == "actors":
            parties = [p for p in parties if p.get("type") in tools.PERPETRATOR_TYPES]
        for item in wanted:
            if not any(tools.same_party(item["names"], p) for p in parties):
                yield measure, "missed: " + _why_no_party(item["names"], doc.claims, tools, role), item["names"][0]
        slots = ("perp_orgs", "perp_individuals", "human_targets", "physical_targets")
        anyone = [x["names"] for i in incidents for slot in slots for x in i[slot]]
        for party in parties:
            if not any(tools.same_party(names, party) for names in anyone):
                yield measure, f"spurious: {party.get('type')}" + ("" if incidents else ", irrelevant report"), _name(party)


def _why_no_party(names: list[str], claims: list[Claim], tools: Any, role: str) -> str:
    other = "targets" if role == "actors" else "actors"
    for place, label in ((role, f"in {role} of"), (other, f"in {other} of")):
        kinds = sorted({c["kind"] for c in claims for p in c.get(place) or [] if tools.same_party(names, p)})
        if kinds:
            return f"{label} {kinds[0]}"
    if any(tools.same_phrase(n, (c.get("attribution") or {}).get("speaker") or "") for c in claims for n in names):
        return "only as a speaker"
    if any(tools.same_phrase(n, c.get("quote") or "") for c in claims for n in names):
        return "in the words of a claim, no party"
    return "no claim near it" if claims else "no claims at all"


# ------------------------------------------------------------------ tallies


def tolls(row: Row, doc: Any, tools: Any) -> Iterator[Cause]:
    """Killed and injured of a tally against one number or a range."""
    for unit in ("killed", "injured"):
        gold = row["gold"].get(unit)
        if gold is None:
            continue
        entry = doc.tally.get(unit)
        if isinstance(gold, list):
            got, wanted = tools.figure_range(entry) or (0, 0), tuple(gold)
        else:
            got, wanted = (tools.figure_point(entry) or 0,) * 2, (gold,) * 2
        if got != wanted:
            shown = f"gold {gold} got {list(got) if isinstance(gold, list) else got[0]}"
            yield unit, _why_toll(unit, wanted, got, row, doc), shown


def _why_toll(unit: str, wanted: tuple[int, ...], got: tuple[int, ...], row: Row, doc: Any) -> str:
    mine = [c for c in doc.claims if c.get("figure") and c["figure"]["unit"] == unit]
    missing = [v for v in wanted if v and not any(v in points(c) for c in mine)]
    if not any(wanted):
        counted = set((doc.tally.get(unit) or {}).get("claims") or ())
        source = next((c for c in mine if c["id"] in counted), None)
        made = f": {source['kind']}, {source['figure'].get('scope')}" if source else ""
        return f"a toll where there is none{made}"
    if missing:
        held = "nothing counted" if not any(got) else "too high" if got > wanted else "too low"
        return f"{held}; {why_missed(missing[-1], unit, row, doc.claims)}"
    if not any(got):
        holder = next(c for c in mine if wanted[-1] in points(c) or wanted[0] in points(c))
        return f"read, not counted: {state_of(holder)}, {holder['figure'].get('scope')}"
    ends = "both ends" if got[0] != wanted[0] and got[1] != wanted[1] else "low end" if got[0] != wanted[0] else "high end"
    ends = "" if wanted[0] == wanted[-1] and got[0] == got[-1] else f", {ends}"
    return f"read, but the tally is {'higher' if sum(got) > sum(wanted) else 'lower'}{ends}"


# ------------------------------------------------------------------ idetect


def idetect(row: Row, doc: Any, tools: Any) -> Iterator[Cause]:
    """The labelled figure, its place, its country."""
    gold = row["gold"]
    units = tools.PEOPLE_UNITS | tools.HOUSE_UNITS
    values = {tools.figure_point(c["figure"]) for c in doc.claims if (c.get("figure") or {}).get("unit") in units}
    if gold["figure"] is not None and gold["figure"] not in values:
        yield "figure", f"{gold['term']}: {why_missed(gold['figure'], 'displaced', row, doc.claims)}", str(gold["figure"])
    places = [c["place"] for c in doc.claims if c.get("place")]
    state = "no claims" if not doc.claims else "claims without place" if not places else "other places"
    if gold["place"] and not any(tools.same_phrase(gold["place"], x, 0.5) for p in places for x in (p.get("name"), p.get("text")) if x):
        stands = tools.same_phrase(gold["place"], row["text"], 0.5)
        yield "place", state if stands else f"{state}; not in the text", f"{gold['place']} / {[p.get('name') for p in places][:3]}"
    if gold["country"] and gold["country"] not in {p.get("country") for p in places}:
        yield "country", state, f"{gold['country']} / {sorted({str(p.get('country')) for p in places})}"


# ------------------------------------------------------------------ who says it


def factappeal(row: Row, doc: Any, tools: Any) -> Iterator[Cause]:
    """Sourced or not, speech, kind of source."""
    gold = row["gold"]
    found = [a for a in tools.attributions(doc) if a.get("voice") in tools.SOURCED]
    cues = "/".join(sorted({str(a.get("cue")) for a in found}))
    if gold["sourced"] != bool(found):
        types = ",".join(gold["source_types"]) or "no type"
        yield "sourced", f"missed ({types}, {','.join(gold['speech'])})" if gold["sourced"] else f"spurious, cue {cues}", cues
    if len(gold["speech"]) == 1:
        got = {a.get("speech") for a in found} & {"direct", "indirect"}
        if got and gold["speech"][0] not in got:
            yield "speech", f"{gold['speech'][0]} read as {sorted(got)[0]}", cues
    clean = [t for t in gold["source_types"] if t in tools.SOURCE_TYPES]
    if len(gold["source_types"]) == 1 and clean:
        kinds = {str(a.get("speaker_type")) for a in found}
        if not kinds & tools.SOURCE_TYPES[clean[0]]:
            who = "/".join(sorted({str(a.get("speaker")) for a in found}))
            yield "source_type", f"{clean[0]} read as {','.join(sorted(kinds)) or 'nothing'}", who


def polnear(row: Row, doc: Any, tools: Any) -> Iterator[Cause]:
    """Source and cue spans, by the words of the cue."""
    aligner = tools.Aligner(row["text"])
    for role, field in (("source", "speaker"), ("cue", "cue")):
        got = set()
        for a in tools.attributions(doc):
            if a.get("voice") in tools.SOURCED and a.get(field + "_start") is not None:
                span = aligner.span(doc, a[field + "_start"], a[field + "_end"])
                if span:
                    got.add((span, str(a.get("cue"))))
        gold = [(tuple(s), a) for a in row["gold"]["attributions"] for s in a.get(role, [])]
        for span, a in gold:
            if not any(tools.overlap(span, p) for p, _ in got):
                cue = " ".join(row["text"][s:e] for s, e in a.get("cue", [])).lower()
                yield role, f"missed, cue {cue[:40] or 'none'}", f"at {span[0]}: {row['text'][span[0]:span[1]][:30]}"
        for span, cue in sorted(got):
            if not any(tools.overlap(span, g) for g, _ in gold):
                yield role, f"spurious, cue {cue.lower()[:40]}", f"at {span[0]}: {row['text'][span[0]:span[1]][:30]}"


# ------------------------------------------------------------------ who did what


def plv(row: Row, doc: Any, tools: Any) -> Iterator[Cause]:
    """Root, actor, target."""
    gold = row["gold"]
    best, top = None, -1
    for role, key in (("actors", "source"), ("targets", "target")):
        names = [x for x in (gold[key] or "").split(" / ") if x]
        if not any(tools.same_party(names, p) for c in doc.claims for p in c.get(role) or []):
            yield role, f"{gold['root']}: {_why_no_party(names, doc.claims, tools, role)}", f"{gold[key]} / {_parties(doc.claims, role)}"
    for c in doc.claims:
        fits = sum(any(tools.same_party((gold[k] or "").split(" / "), p) for p in c.get(r) or [])
                   for r, k in (("actors", "source"), ("targets", "target")))
        rank = 2 * fits + bool((c.get("codes") or {}).get("plover"))
        if rank > top:
            best, top = c, rank
    root = ((best or {}).get("codes") or {}).get("plover")
    root = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}.get(str(root).upper(), str(root).upper())
    if root != gold["root"]:
        yield "root", f"{gold['root']} read as {root} ({best['kind']})" if best else f"{gold['root']}, no claim", state_of(best or {})


def _parties(claims: list[Claim], role: str) -> str:
    return "; ".join(sorted({str(p.get("name") or p.get("text")) for c in claims for p in c.get(role) or []}))[:60]


def india_police(row: Row, doc: Any, tools: Any) -> Iterator[Cause]:
    """Labels of sentences."""
    aligner = tools.Aligner(row["text"])
    sentences = row["gold"]["sentences"]
    on: dict[Any, list[Claim]] = {}
    for claim in doc.claims:
        span = aligner.claim(doc, claim)
        if span:
            best = max(sentences, key=lambda s: tools.overlap(span, (s["start"], s["end"])))
            on.setdefault(best["sent_id"], []).append(claim)
    for s in sentences:
        here = on.get(s["sent_id"], [])
        got = {x for c in here for x in tools.police_labels(c)}
        for label in ("KILL", "ARREST", "FAIL", "FORCE"):
            shown = f"sentence {s['sent_id']}: {row['text'][s['start']:s['end']][:90]}"
            if label in s["labels"] and label not in got:
                who = "police" if any(tools.is_police(p) for c in here for p in c.get("actors") or []) else "no police"
                kinds = ",".join(sorted({c["kind"] for c in here})) or "nothing"
                yield label, f"missed: {kinds}, {who}", shown
            elif label in got and label not in s["labels"]:
                made = next(c for c in here if label in tools.police_labels(c))
                yield label, f"spurious: {made['kind']}, {state_of(made)}, labelled {','.join(s['labels']) or 'nothing'}", shown


def ceha(row: Row, doc: Any, tools: Any) -> Iterator[Cause]:
    """Relevant or not."""
    gold = row["gold"]
    if (gold["why_not"] or "").startswith("1."):
        return
    harm = [c for c in doc.claims if c.get("kind") in tools.HARM]
    real = [c for c in harm if tools.happened(c)]
    if gold["relevant"] and not real:
        yield "relevance", "missed: " + ("harm only " + state_of(harm[0]) if harm else "no harm claim"), f"{len(doc.claims)} claims"
    elif real and not gold["relevant"]:
        kinds = sorted({c["kind"] for c in real})
        yield "relevance", f"spurious: {kinds[0]}, because {gold['why_not']}", ", ".join(kinds)


CAUSES: dict[str, Callable[[Row, Any, Any], Iterator[Cause]]] = {
    "muc34": muc34, "gva": tolls, "airwars": tolls, "idetect": idetect, "factappeal": factappeal, "polnear": polnear, "plv": plv,
    "india_police": india_police, "ceha": ceha,
}
