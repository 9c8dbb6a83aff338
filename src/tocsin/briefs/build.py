"""From a book to what a brief shows: every figure, refusal, frame, option and gap with its claims resolved to quote and report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tocsin.briefs.build_response import build_response
from tocsin.briefs.changes import find_earlier, tell_changes
from tocsin.briefs.desk import Desk
from tocsin.briefs.ranges import build_reading, say_headline
from tocsin.briefs.view import (
    Basis,
    BriefView,
    CrimeView,
    ElementView,
    Entry,
    FactorView,
    FigureView,
    FrameView,
    Gap,
    LevelView,
    Line,
    OriginGroup,
    PhaseView,
    Point,
    ProblemView,
    ReportLine,
    SituationView,
    TestView,
)
from tocsin.briefs.wording import (
    LEVELS,
    PHASES,
    READINGS,
    SCREENS,
    STATES,
    TESTS,
    UNITS,
    join_words,
    say,
    say_count,
    say_day,
    say_days,
    say_figure,
    say_published,
    say_range,
    say_voice,
)
from tocsin.codebook import Codebook
from tocsin.records import Book, Json, Problem, Situation

UNCOUNTED = ("killed", "injured", "missing", "detained", "raped", "displaced", "houses")  # units whose absence is said
HASH_ID = re.compile(r"\b[rc][0-9a-f]{16}\b")
ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def build_view(book: Book, *, codebook: Codebook, before: Book | None = None, since: str | None = None) -> BriefView:
    """The brief as plain values; situations keep the book's order, reports are numbered by date.

    With `before`, the book as it was on the day `since`, each situation tells what changed.
    """
    desk = Desk(book, codebook)
    situations = tuple(build_situation(s, n, desk) for n, s in enumerate(book.situations, 1))
    if before is not None and since:
        changes = (tell_changes(s, find_earlier(s, before), desk) for s in book.situations)
        situations = tuple(replace(view, changes=tuple(told)) for view, told in zip(situations, changes, strict=True))
    reports = desk.show_reports()
    placed = {r["id"] for s in book.situations for r in s.reports}
    if len(situations) == 1:
        title = situations[0].name
    else:
        title = say_count(len(situations), "situation") if situations else "No situation"
    return BriefView(
        title,
        situations,
        reports,
        unread=tuple(r for r in reports if r.language not in ("", "en")),
        elsewhere=tuple(r for r in reports if r.id not in placed and r.language in ("", "en")),
        problems=tuple(map(show_problem, book.problems)),
        claims=sum(len(r.claims) for r in desk.reads),
        since=say_day(since) if before is not None and since else "",
    )


def show_problem(problem: Problem) -> ProblemView:
    """A problem in words."""
    return ProblemView(problem.path or problem.report_id or "standard input", problem.error, problem.detail, problem.what_to_do)


def build_situation(situation: Situation, n: int, desk: Desk) -> SituationView:
    """One situation with everything that it shows."""
    country = desk.codebook.countries.get(situation.country or "")
    onset = situation.onset or {}
    figures = tuple(build_figure(u, block, desk) for u, block in situation.figures.items())
    assessment: Json = situation.assessment or {}
    phases = tuple(build_phase(p, situation.as_of, desk) for p in situation.phases)
    return SituationView(
        n=n,
        id=situation.id,
        name=situation.name,
        country=country.name if country else situation.country or "country unknown",
        as_of=say_day(situation.as_of) if situation.as_of else "an unknown day",
        days=(onset.get("start") or onset.get("end") or "", situation.as_of or ""),
        onset=Line(
            say_days(onset.get("start"), onset.get("end")) if onset.get("start") or onset.get("end") else "No report says when it began",
            desk.basis(onset.get("claims")),
        ),
        phase=phases[-1].text if phases else PHASES.get(situation.phase, say(situation.phase)),
        level=build_level(assessment, desk),
        phases=phases,
        figures=figures,
        timeline=tuple(
            Entry(e["date"], say_day(e["date"]), e["text"], float(e.get("score", 0)), desk.basis(e["claims"])) for e in situation.timeline
        ),
        frames=tuple(build_frame(f, desk) for f in situation.frames),
        crimes=tuple(build_crimes(assessment, desk)),
        tests=tuple(build_tests(assessment, desk)),
        factors=tuple(build_factors(assessment, desk)),
        **build_response(situation, desk),
        gaps=tuple(Gap(tidy(g["question"], desk), say(g["about"]), tidy(g["why"], desk), desk.basis(g["claims"])) for g in situation.gaps),
        groups=tuple(group_reports(situation, desk)),
        absent=tuple(list_absent(situation)),
        claims=len(situation.claims),
    )


def list_absent(situation: Situation) -> list[str]:
    """What no report tells, in sentences."""
    people = [UNITS[u] for u in UNCOUNTED if u not in situation.figures and u != "houses"]
    out = [f"No report gives a number of people {join_words(people, last='or')}."] if people else []
    return out + ([] if "houses" in situation.figures else ["No report gives a number of houses destroyed."])


def tidy(text: str, desk: Desk) -> str:
    """A made sentence for a reader: ids of reports and claims become the report's number in this brief, ISO days become words."""

    def name(match: re.Match[str]) -> str:
        found = desk.numbers.get(match[0]) or (desk.numbers.get(desk.claims[match[0]].report_id) if match[0] in desk.claims else None)
        return f"R{found}" if found else match[0]

    return ISO_DAY.sub(lambda day: say_day(day[0]), HASH_ID.sub(name, text))


# ------------------------------------------------------------------ figures


def build_figure(unit: str, block: Json, desk: Desk) -> FigureView:
    """One unit's headline, with the words it is read from and what stands against it."""
    lead = next((desk.claims[i] for i in block.get("claims", ()) if i in desk.claims), None)
    figure = lead.figure if lead else None
    basis = desk.basis(block.get("claims"), formula=block.get("formula") or "", as_given=True)
    return FigureView(
        unit=unit,
        label=UNITS.get(unit, say(unit)),
        headline=say_headline(block, figure),
        reading=build_reading(block, figure, basis, desk),
        words=figure.text if figure else "",
        voice=say_voice(lead.attribution) if lead else "",
        as_of=say_day(block["as_of"]) if block.get("as_of") else "day unknown",
        rule=tidy(say_rule(block.get("rule", "")), desk),
        basis=basis,
        series=tuple(build_point(e, set(block.get("claims", ())), desk) for e in block.get("series", ())),
        losing=tuple(build_losing(block, desk)),
        challenges=tuple(build_challenges(block, desk)),
    )


def say_rule(rule: str) -> str:
    """The rule's name set apart from how it came to its count."""
    name, colon, how = rule.partition(": ")
    return f"rule “{name}”{colon}{how}"


def build_challenges(block: Json, desk: Desk) -> list[Line]:
    """Who disputes the count, one line for each sentence."""
    out: dict[tuple[str, int], Line] = {}
    for challenge in sorted(block.get("challenges", ()), key=lambda x: -len(x["text"])):
        claim = desk.claims.get(challenge["claim"])
        if claim:
            basis = desk.basis([claim.id], formula=challenge.get("formula") or "")
            out.setdefault((claim.report_id, claim.sentence.index), Line(challenge["text"], basis, str(challenge.get("voice") or "")))
    return list(out.values())


def build_losing(block: Json, desk: Desk) -> list[Line]:
    """The figures that are not the headline in the order of their reports: their words, and why."""
    reasons = {x["claim"]: tidy(x["why"], desk) for x in block.get("excluded", ())}
    claims = sorted(desk.find(reasons), key=lambda c: (desk.numbers[c.report_id], c.start))
    return [Line(c.figure.text if c.figure else c.quote, desk.basis([c.id]), reasons[c.id]) for c in claims]


def build_point(entry: Json, leads: set[str], desk: Desk) -> Point:
    """One total of a voice."""
    lead = next((desk.claims[i] for i in entry["claims"] if i in desk.claims), None)
    status = "rumour" if entry.get("rumour") else "headline" if leads & set(entry["claims"]) else "other"
    text = say_figure(lead.figure) if lead and lead.figure else say_range(entry["low"], entry["best"], entry["high"], entry.get("modifier"))
    return Point(
        entry["as_of"],
        entry["low"],
        entry["best"],
        entry["high"],
        text,
        str(entry["voice"]),
        status,
        desk.basis(entry["claims"]),
        between=say_days(*entry["between"]) if entry.get("between") else "",
    )


# ------------------------------------------------------------------ story


def build_phase(phase: Json, as_of: str | None, desk: Desk) -> PhaseView:
    """One phase; a fragile lull is said to be one, with how long it has held, and violence that was told of within it."""
    code = phase["phase"]
    words = PHASES.get(code, say(code))
    text = f"{phase['note']} {words}" if phase.get("note") else words
    claims, notes, formula = list(phase.get("claims") or ()), [], ""
    last = phase.get("last_violence")
    within = bool(last and phase["start"] and last > phase["start"])
    if last:
        notes.append(f"violence last told of on {say_day(last)}{', within the lull' if within else ''}")
        claims += phase.get("last_violence_claims") or []
    if phase.get("held_days") is not None:
        held = say_count(phase["held_days"], "day")
        notes.append(f"{held} since then" if within else f"held for {held}")
        until = min(filter(None, (phase["end"], as_of)), default=None)
        formula = f"{held} from {say_day(last or phase['start'])} to {say_day(until)}"
    return PhaseView(
        code,
        text,
        say_days(phase["start"], phase["end"]),
        phase["start"],
        phase["end"],
        "; ".join(notes),
        desk.basis(claims, formula=formula),
    )


def build_frame(frame: Json, desk: Desk) -> FrameView:
    """One account; its voices carry the report they speak in."""
    voices = [f"{v['voice']} (R{desk.numbers[v['origin']]})" for v in frame.get("voices", ()) if v["origin"] in desk.numbers]
    # Claims that name both sides tell the account; those that joined it (a toll, troops on the move) come after.
    telling = {c.id for c in desk.find(frame["claims"]) if c.actors and c.targets}
    basis = desk.basis(frame["claims"], formula="summary made from the parties and acts of the claims cited")
    basis = replace(basis, cites=tuple(sorted(basis.cites, key=lambda c: c.id not in telling)))
    return FrameView(
        frame["n"],
        frame["summary"],
        join_words(voices),
        int(frame["origins"]),
        tuple(frame["conflicts_with"]),
        frame.get("settle", ""),
        basis,
    )


def group_reports(situation: Situation, desk: Desk) -> list[OriginGroup]:
    """The situation's reports, copies of one story together, oldest first."""
    groups: dict[str, list[ReportLine]] = {}
    for entry in situation.reports:
        n = desk.numbers.get(entry["id"])
        if n is None:
            continue
        report = desk.reports[entry["id"]]
        notes = []
        if entry.get("supersedes") in desk.numbers:
            notes.append(f"{'corrects' if entry.get('corrects') else 'replaces'} R{desk.numbers[entry['supersedes']]}")
        merged = [f"R{desk.numbers[i]}" for i in entry.get("also_from", ()) if i in desk.numbers]
        notes += [f"also takes over from {join_words(merged)}"] if merged else []
        block = entry.get("published") or {}
        clues = tuple(tidy(clue, desk) for clue in block.get("clues", ()))
        groups.setdefault(entry["origin"], []).append(
            ReportLine(
                n,
                report.title or " ".join(report.text.split()[:8]),
                report.source or report.byline or "source not named",
                say_published(block),
                block.get("basis") == "inferred",
                clues,
                "; ".join(notes),
            )
        )
        desk.basis(block.get("claims"))  # what narrows a date is marked in the text too
    ordered = sorted((sorted(lines, key=lambda line: line.n) for lines in groups.values()), key=lambda lines: lines[0].n)
    return [OriginGroup(i, tuple(lines)) for i, lines in enumerate(ordered, 1)]


# ------------------------------------------------------------------ assessment


def build_level(assessment: Mapping[str, Any], desk: Desk) -> LevelView | None:
    """The level with its reasons; None where nothing was assessed."""
    code = assessment.get("level")
    if not code:
        return None
    levels = desk.codebook.levels
    source = levels.source + (" (not compared with the source yet)" if levels.unchecked else "")
    reasons = tuple(
        Line(tidy(r["text"], desk), desk.basis(r["claims"], formula=f"counted by rule {assessment.get('rule', '')}"))
        for r in assessment.get("reasons", ())
    )
    rule = Basis(formula=f"rule {assessment.get('rule') or levels.rule}", source=source)
    told = assessment.get("by_rule") or {}
    return LevelView(
        code,
        LEVELS.get(code, say(code)),
        assessment.get("meaning", ""),
        reasons,
        rule,
        tuple(build_changes(assessment, rule)),
        LEVELS.get(told["level"], say(told["level"])) if told else "",
        build_decision(assessment["override"]) if assessment.get("override") else None,
    )


def build_changes(assessment: Mapping[str, Any], rule: Basis) -> list[Line]:
    """What would raise the rule's level and what would lower it, in the rule's own words."""
    out = []
    for change in assessment.get("raise") or ():
        already = f" It holds already that {join_words(change['holds'])}." if change.get("holds") else ""
        out.append(Line(f"It would rise to {say(change['to'])} if {join_words(change['if'])}.{already}", rule, "raise"))
    for change in assessment.get("lower") or ():
        out.append(Line(f"It would fall to {say(change['to'])} once it no longer held that {join_words(change['if'])}.", rule, "lower"))
    return out


def build_decision(decision: Json) -> Line:
    """An analyst's decision on the level: why, and who decided when."""
    by = f"decision {decision['decision']} of {decision['who']}, {say_day(decision['when'])}"
    return Line(str(decision["why"]), Basis(source=by), f"{decision['who']}, {say_day(decision['when'])}")


def build_crimes(assessment: Mapping[str, Any], desk: Desk) -> list[CrimeView]:
    """The screens in the codebook's order, every element with its state."""
    out = []
    for key, block in (assessment.get("crimes") or {}).items():
        crime = desk.codebook.crimes.get(key)
        known = {e.id: e for e in crime.elements} if crime else {}
        elements = []
        for name, entry in block["elements"].items():
            words, mark, strength = STATES.get(entry["state"], (say(entry["state"]), "○", 0))
            told = known.get(name)
            elements.append(
                ElementView(
                    name,
                    told.name if told else name,
                    told.meaning if told else "",
                    told.look_for if told else "",
                    entry["state"],
                    words,
                    mark,
                    strength,
                    desk.basis(entry["for"]),
                    desk.basis(entry["against"]),
                )
            )
        source = _sourced(crime.source, crime.unchecked) if crime else ""
        out.append(
            CrimeView(
                key,
                crime.name if crime else say(key),
                block["screen"],
                SCREENS.get(block["screen"], say(block["screen"])),
                tuple(elements),
                crime.not_required if crime else (),
                crime.traps if crime else (),
                source,
            )
        )
    return out


def _sourced(source: str, unchecked: bool) -> str:
    return source + (" (paraphrase, not compared with the text yet)" if unchecked else "")


def build_tests(assessment: Mapping[str, Any], desk: Desk) -> list[TestView]:
    """The four sentences about the State with evidence both ways."""
    return [
        TestView(
            TESTS.get(k, say(k)),
            t["reading"],
            READINGS.get(t["reading"], say(t["reading"])),
            desk.basis(t["for"]),
            desk.basis(t["against"]),
        )
        for k, t in (assessment.get("state") or {}).items()
    ]


def build_factors(assessment: Mapping[str, Any], desk: Desk) -> list[FactorView]:
    """All risk factors of the codebook, with the indicators that claims touch; none where nothing was assessed."""
    told = assessment.get("risk_factors")
    if told is None:
        return []
    return [
        FactorView(
            str(f.id),
            f.title,
            tuple(
                Line(f"{i} {text}", desk.basis(told[i]["claims"], source=f"{f.source}, indicator {i}"))
                for i, text in f.indicators.items()
                if i in told
            ),
            len(f.indicators),
            _sourced(f.source, f.unchecked),
        )
        for f in desk.codebook.risk_factors.values()
    ]
