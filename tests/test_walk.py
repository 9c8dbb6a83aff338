"""Every number, name and verdict of every brief is walked back to a quote, a formula over quotes, or a codebook entry with its source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from lxml import html

from tests.examples import NAMES, make_example
from tocsin import briefs
from tocsin.codebook import load
from tocsin.records import Claim, Json, Report

ORIGIN = ("data-from", "data-formula", "data-source")
REFS = re.compile(r"\bR\d+\b|\b[GHWE]\d[a-e]?\b")


@cache
def rows(name: str) -> tuple[Json, ...]:
    text = briefs.render(make_example(name), format="json", codebook=load(), masked=False)
    assert isinstance(text, str)
    return tuple(map(json.loads, text.splitlines()))


@cache
def page(name: str) -> html.HtmlElement:
    text = briefs.render(make_example(name), format="html", codebook=load())
    assert isinstance(text, str)
    return html.document_fromstring(text)


@cache
def claims(name: str) -> dict[str, Claim]:
    book = make_example(name)
    return {c.id: c for r in book.reads for c in r.claims} | {c.id: c for s in book.situations for c in s.claims}


@cache
def reports(name: str) -> dict[str, Report]:
    return {r.report.id: r.report for r in make_example(name).reads}


def situations(name: str) -> list[Json]:
    return [row for row in rows(name) if row["record"] == "situation"]


def cited(value: Any) -> Iterator[str]:
    """Every claim id named anywhere in a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("claims", "for", "against", "last_violence_claims", "triggers", "raised_by") and isinstance(inner, list):
                yield from inner
            elif key == "claim" and isinstance(inner, str):
                yield inner
            else:
                yield from cited(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from cited(inner)


# ------------------------------------------------------------------ JSON


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_named_is_a_quote_in_its_report(name: str) -> None:
    texts = {row["id"]: row["text"] for row in rows(name) if row["record"] == "report"}
    told = {row["id"]: row for row in rows(name) if row["record"] == "claim"}
    named = {i for s in situations(name) for i in cited(s)}
    assert len(named) > 20 and named <= set(told)
    assert all(texts[c["report_id"]][c["start"] : c["end"]] == c["quote"] for c in told.values())


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_a_number_of_its_claims_or_a_formula_over_them(name: str) -> None:
    for s in situations(name):
        for unit, block in s["figures"].items():
            for entry in (block, *block["series"], *block.get("challenges", ())):
                own = [claims(name)[i] for i in entry.get("claims") or ([entry["claim"]] if "claim" in entry else [])]
                assert own or all(entry.get(end) is None for end in ("low", "best", "high")), (unit, entry)
                said = {n for c in own if c.figure for n in (c.figure.low, c.figure.best, c.figure.high)}
                ends = {entry.get(end) for end in ("low", "best", "high")} - {None}
                rivals = {n for e in (*block["series"], *block.get("challenges", ())) for n in (e.get("low"), e.get("best"), e.get("high"))}
                made = entry.get("formula") or any(c.figure and c.figure.formula for c in own) or any(c.details.get("victims") for c in own)
                assert made or ends <= said | rivals, (unit, ends - said, [c.quote for c in own])


@pytest.mark.parametrize("name", NAMES)
def test_every_verdict_has_its_claims_or_its_entry_of_the_codebook(name: str) -> None:
    book = load()
    for s in situations(name):
        told = s["assessment"]
        assert told["rule"] == book.levels.rule
        assert told["level"] == book.levels.otherwise or all(r["claims"] for r in told["reasons"])
        for crime, block in told["crimes"].items():
            known = {e.id for e in book.crimes[crime].elements}
            assert set(block["elements"]) == known
            for element in block["elements"].values():
                assert element["for"] or element["against"] or element["state"] in ("no_information", "not_required")
            opened = crime == "genocide" and set(told["risk_factors"]) & set(book.table("evidence")["scope"]["opens_genocide"])
            assert block["screen"] == "no_information" or any(e["for"] for e in block["elements"].values()) or opened
        for indicator, entry in told["risk_factors"].items():
            assert entry["claims"] and entry["text"] == book.indicators[indicator]
        for test in told["state"].values():
            assert bool(test["for"] or test["against"]) == (test["reading"] != "no_information")
        for phase in s["phases"]:
            assert phase["claims"] or phase["start"] is None


@pytest.mark.parametrize("name", NAMES)
def test_every_name_in_the_response_is_named_by_its_claims_or_known_to_the_codebook(name: str) -> None:
    known = {e.name for table in (load().organisations, load().groups, load().armed_groups) for e in table.values()}
    known |= {c.government for c in load().countries.values()} | {o.person for o in load().offices}
    for s in situations(name):
        response = s["response"]
        for entry in (*response["entries"], *response["invocations"]):
            own = [claims(name)[i] for i in entry["claims"]]
            assert own
            # A party's words stand in the claim's sentence, or shortly before it where a pronoun points back; its name is one that the
            # report says, that the codebook knows, or that is made of its country's ("Security forces of …").
            texts = [(reports(name)[c.report_id].text, c) for c in own]
            near = " ".join(f"{text[max(0, c.sentence.start - 400) : c.sentence.end]} {c.attribution.speaker}" for text, c in texts)
            for party in (*entry["by"], *entry.get("to", ())):
                country = load().countries.get(party["country"] or "")
                made = country is not None and (party["name"] or "").endswith(f" {country.name}")
                assert party["text"] in near or (party["name"] and party["name"] in near), party
                assert party["name"] is None or party["name"] in known or made or any(party["name"] in text for text, _ in texts), party
        for option in response["options"]:
            assert option["claims"] or option["codebook_precedents"]
            assert all(p["source"] and p["evidence_type"] and p["year"] for p in option["codebook_precedents"])
            assert all(p["claims"] for p in option["precedents"])
            assert [x["question"] for x in option["precautions"]] == list(load().precautions)
            assert all((x["reading"] == "no_report_answers") == (not x["for"] and not x["against"]) for x in option["precautions"])
            told = {x["match"] for p in option["codebook_precedents"] for x in p["compared"].values()}
            assert told <= {"same", "partly", "differs", "unknown", "contested"}
        for here in response["likeness"].values():
            assert here["claims"] or not here["values"]
        for silence in response["silence"]:
            assert silence["claims"] or silence["days"] is None or silence["since"] == (s["onset"]["end"] or s["onset"]["start"]), silence


# ------------------------------------------------------------------ HTML


@pytest.mark.parametrize("name", NAMES)
def test_every_number_on_the_page_stands_in_something_with_an_origin(name: str) -> None:
    checked = 0
    for node in page(name).iter():
        if not isinstance(node.tag, str) or node.tag in ("script", "style", "title"):
            continue
        for text in (node.text, *(child.tail for child in node)):
            if text and re.search(r"\d", REFS.sub("", text)):
                home = [n for n in (node, *node.iterancestors()) if any(n.get(k) for k in ORIGIN)]
                assert home, f"no origin: {text!r}"
                checked += 1
    assert checked > 100


@pytest.mark.parametrize("name", NAMES)
def test_every_number_with_claims_behind_it_is_in_their_reports_figures_days_or_formula(name: str) -> None:
    days = {d for c in claims(name).values() if c.time for d in (c.time.start, c.time.end) if d}
    days |= {d for r in reports(name).values() for d in (r.published.start, r.published.end) if d}
    days |= {s["as_of"] for s in situations(name)}
    checked = 0
    for node in page(name).xpath("//*[@data-from]"):
        found = [claims(name)[i] for i in node.get("data-from").split()]
        assert found
        shown = REFS.sub("", " ".join(" ".join(node.itertext()).split()))
        shown = re.sub(r"\d+ (?:sentences?|claims?|reports?|origins?)|[⇄↩] ?\w+ \d+|answers \d+|step \d+|conflicts with [\d, ]+", "", shown)
        numbers = [n for c in found if c.figure for n in (c.figure.low, c.figure.best, c.figure.high) if n is not None]
        # Rules, reasons and rivals are told beside a figure; they are numbers of the same page's other claims.
        whole = [n for c in claims(name).values() if c.figure for n in (c.figure.low, c.figure.best, c.figure.high) if n is not None]
        told = [reports(name)[c.report_id].text for c in found]
        origin = " ".join([*told, *map(str, (*numbers, *whole)), *days, node.get("data-formula") or "", node.get("data-source") or ""])
        allowed = {str(int(n)) for n in re.findall(r"\d+", origin.replace(",", ""))}
        missing = {str(int(n)) for n in re.findall(r"\d+", shown.replace(",", ""))} - allowed
        assert not missing, (missing, shown[:300])
        checked += 1
    assert checked > 60


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_on_the_page_is_in_its_report(name: str) -> None:
    texts = ["".join("".join(node.itertext()).split()) for node in page(name).xpath("//article[@class='report']")]
    quotes = ["".join("".join(q.itertext()).split()) for q in page(name).xpath("//blockquote//mark")]
    assert len(quotes) > 30
    missing = [q for q in quotes if not any(q in text for text in texts)]
    assert not missing, missing[:3]


@pytest.mark.parametrize("name", NAMES)
def test_every_screen_and_risk_factor_shows_its_source(name: str) -> None:
    crimes = page(name).xpath("//article[@class='crime']")
    assert crimes
    for crime in crimes:
        assert "Source: " in " ".join(crime.xpath(".//p[@class='formula']")[-1].itertext())
    assert page(name).xpath("//ul[@class='factors']//*[@data-source]")
