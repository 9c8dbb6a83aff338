"""The response as a brief shows it: ledger, what did not happen, silence, invocations of the norm, options beside precedents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tocsin.briefs.desk import Desk
from tocsin.briefs.view import Basis, Invocation, LedgerEntry, Line, OptionView, PrecautionView, PrecedentView, Silence
from tocsin.briefs.wording import ACTS, ANSWERS, NORMS, join_words, say, say_count, say_day, say_days, say_parties, say_party
from tocsin.records import Json, Situation


def build_response(situation: Situation, desk: Desk) -> dict[str, Any]:
    """The fields of a situation's view that come from its response."""
    response: Json = situation.response or {}
    return {
        "ledger": tuple(build_entry(e, desk) for e in response.get("entries", ())),
        "not_happened": tuple(Line(x["what"], desk.basis(x["claims"]), x["why"]) for x in response.get("not_happened", ())),
        "silence": tuple(build_silence(s, situation, desk) for s in response.get("silence", ())),
        "invocations": tuple(build_invocation(i, desk) for i in response.get("invocations", ())),
        "options": tuple(_point_back([build_option(o, response.get("likeness") or {}, desk) for o in response.get("options", ())])),
        "likeness": tuple(build_likeness(response, desk)),
    }


def build_entry(entry: Json, desk: Desk) -> LedgerEntry:
    """One step; its act and what it is about keep their own status."""
    step = say(entry["step"]) + (f" ({say(entry['form'])})" if entry.get("form") else "")
    what = next((str(entry[k]) for k in ("asks", "instrument", "outcome", "topic") if entry.get(k)), "")
    time, later = entry.get("time") or {}, entry.get("overtaken_by")
    purposes = tuple(Line(str(p["text"]), desk.basis(p["claims"])) for p in entry.get("purposes", ()))
    return LedgerEntry(
        entry["n"],
        step,
        say_parties(entry["by"], "nobody named"),
        say_parties(entry["to"], ""),
        " ".join(what.split()),
        entry.get("answers"),
        ACTS.get(entry["act_status"], say(entry["act_status"])),
        ACTS.get(entry["content_status"], say(entry["content_status"])) + (f", later (step {later})" if later else ""),
        say_days(time.get("start"), time.get("end")),
        purposes,
        desk.basis(entry["claims"]),
    )


def build_silence(silence: Json, situation: Situation, desk: Desk) -> Silence:
    """A silence, its days counted to the day of the brief, never to a clock."""
    days, most = silence.get("days"), silence.get("days_at_most")
    told = say_count(days, "day") if days is not None else "days unknown"
    if days is not None and most not in (None, days):
        told = f"{days} to {say_count(most, 'day')}"
    formula = ""
    if days is not None and silence.get("since"):
        formula = f"{say_count(days, 'day')} from {say_day(silence['since'])} to {say_day(situation.as_of)}"
        formula += f", {most} from the first day on which it can have begun" if most not in (None, days) else ""
    return Silence(
        say_party(silence["who"]),
        say_day(silence.get("since")),
        told,
        silence.get("why", ""),
        silence.get("asked"),
        desk.basis(silence["claims"], formula=formula),
    )


def build_invocation(invocation: Json, desk: Desk) -> Invocation:
    """An invocation; a judgement of good faith carries the name of who made it."""
    about = invocation.get("about") or {}
    country = desk.codebook.countries.get(about.get("country") or "")
    case = "this crisis" if about.get("case") == "current" else about.get("case") or ""
    faith = invocation.get("good_faith") or {}
    told = f"good faith {say(faith['reading'])}, according to {faith.get('according_to') or 'the report'}" if faith.get("reading") else ""
    norm = str(invocation["norm"])
    return Invocation(
        say_parties(invocation["by"], "a speaker not named"),
        NORMS.get(norm, say(norm)),
        ", ".join(x for x in (country.name if country else str(about.get("country") or ""), case) if x),
        say(invocation["stance"]),
        str(invocation.get("purpose") or ""),
        told,
        tuple(map(say, invocation.get("red_flags", ()))),
        desk.basis(invocation["claims"]),
    )


def build_likeness(response: Json, desk: Desk) -> Iterator[Line]:
    """How this crisis stands on each dimension by which past cases are compared with it; told only where there are any to compare."""
    if not any(o.get("codebook_precedents") for o in response.get("options", ())):
        return
    for name, here in (response.get("likeness") or {}).items():
        dimension = desk.codebook.dimensions[name]
        told = join_words([dimension.values[value] for value in here["values"]]) if here["values"] else "no report tells"
        yield Line(f"{dimension.name[0].upper()}{dimension.name[1:]}: {told}", desk.basis(here["claims"], formula=here.get("formula", "")))


def build_precaution(asked: Json, desk: Desk) -> PrecautionView:
    """A precautionary question: what reports say for and against, or that none answers."""
    known = desk.codebook.precautions[asked["question"]]
    source = known.source + (" (our own wording, not compared with the source yet)" if known.unchecked else "")
    sides = desk.basis(asked["for"]), desk.basis(asked["against"])
    return PrecautionView(known.name, known.question, ANSWERS[asked["reading"]], source, *sides)


def _point_back(options: Sequence[OptionView]) -> Iterator[OptionView]:
    """The options, of which each says where the sentences of a question stand already: what is asked of all has one answer."""
    shown: dict[tuple[object, ...], str] = {}
    for option in options:
        asked = []
        for q in option.precautions:
            refs = (q.name, tuple(c.id for c in q.favour.cites), tuple(c.id for c in q.against.cites))
            first = shown.setdefault(refs, option.name)
            told = bool(q.favour.cites or q.against.cites)
            asked.append(replace(q, same_as=first) if told and first != option.name else q)
        yield replace(option, precautions=tuple(asked))


def build_past(past: Json, likeness: Json, desk: Desk) -> PrecedentView:
    """A past case of the codebook, with every stated dimension in which it is like this crisis or not."""
    sides: dict[str, list[str]] = {"same": [], "differs": [], "unknown": []}
    for name, found in past.get("compared", {}).items():
        for side, words in _say_match(found, likeness.get(name, {}).get("values", ()), desk.codebook.dimensions[name].values):
            sides[side].append(f"{desk.codebook.dimensions[name].name}{f' ({words})' if words else ''}")
    what = f"{past['what']} ({past['by']}, {say_day(past['when'])})"
    return PrecedentView(past["case"], what, say(past["outcome"]), say(past["evidence_type"]), Basis(source=_cite(past)),
                         tuple(sides["same"]), tuple(sides["differs"]), tuple(sides["unknown"]))


def _say_match(found: Json, here: Sequence[str], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """On which side a dimension stands, in words; one that matches in part stands on both, with what only one case has."""
    there, match = found["there"], found["match"]
    shared = [names[v] for v in there if v in here]
    if match in ("same", "partly"):
        yield "same", join_words(shared)
    if match == "partly":
        apart = {"there": [names[v] for v in there if v not in here], "here": [names[v] for v in here if v not in there]}
        yield "differs", ", ".join(f"only {where} {join_words(said)}" for where, said in apart.items() if said)
    elif match in ("differs", "contested"):
        yield "differs", f"there {join_words([names[v] for v in there], last='or')}{', here reports differ' * (match == 'contested')}"
    elif match == "unknown":
        yield "unknown", ""


def build_option(option: Json, likeness: Json, desk: Desk) -> OptionView:
    """An option with its definition from the codebook, what reports tell of past cases, and apart from them what the codebook knows."""
    known = desk.codebook.options.get(option["type"])
    source = known.source + (" (not compared with the source yet)" if known.unchecked else "") if known else ""
    told = tuple(
        PrecedentView(str(p.get("case") or "case not named"), "", say(p["outcome"]), say(p["evidence_type"]), desk.basis(p["claims"]))
        for p in option.get("precedents", ())
    )
    past = tuple(build_past(p, likeness, desk) for p in option.get("codebook_precedents", ()))
    return OptionView(
        say(option["type"]),
        known.definition if known else "",
        source,
        say_parties([_name_author(p) for p in option["proposed_by"]], ""),
        str(option.get("authority") or ""),
        str(option.get("judgement") or ""),
        tuple(build_precaution(asked, desk) for asked in option.get("precautions", ())),
        told,
        past,
        desk.basis(option["claims"]),
    )


def _name_author(party: Json) -> Json:
    """The author of a report, as a reader would say it."""
    return {**party, "text": "the report's author"} if party["text"] == "author" and not party.get("name") else party


def _cite(precedent: Json) -> str:
    """A codebook precedent's source with its year, or that it has none yet."""
    source = f"{precedent['source']}, {precedent['year']}" if precedent.get("year") else str(precedent.get("source") or "")
    return f"{source or 'codebook'} (unchecked)" if precedent.get("unchecked") else source
