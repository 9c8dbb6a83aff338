"""Writes docs/codebook.md from the codebook, for the analyst who reads or edits it.

    python -m tocsin.codebook.document            # rewrite the page
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from tocsin.codebook import model as m
from tocsin.codebook.load import Codebook, load

PAGE = Path(__file__).parents[3] / "docs" / "codebook.md"

OPENING = """# The codebook

<!-- Written by `python -m tocsin.codebook.document` from src/tocsin/codebook/data. Edit the data, then run it again. -->

What Tocsin knows about the field is data, not code: who governs where, which organisations exist, what a word for a crowd of people
tells, what "dozens" counts as, what the four crimes ask for. An analyst can read, correct and extend all of it.

## How to add or correct an entry

1. Find the file in the table below. Lists are CSV files: open them in a spreadsheet, keep the header row, save as CSV UTF-8.
   Several names in one cell are separated by `|`. The others are TOML files with comments: open them in any text editor.
2. Add or change the row or table. Dates are `2010`, `2010-04` or `2010-04-07`; an end that is left empty is open. Countries are ISO 3166-1
   alpha-3 codes of `countries.csv`.
3. Say where it comes from in `source` (a body that said it: a ministry, the UN, a court; not a site that repeats it). If you know it but
   have not compared it with a source, leave `source` empty and write `yes` in `unchecked` (`unchecked = true` in TOML). Some TOML
   entries have both: a source that is named but was not compared line by line.
4. Run `python -m tocsin.codebook.document` and `pytest tests/codebook`. A malformed entry is refused with its file and line.

**Your own entries, apart from ours.** Put files of the same names, with only your rows, in a folder and load it beside ours
(`codebook.load(extra=(Path("my-codebook"),))`). A row with the same key (printed in bold below) replaces ours, any other is added;
in a TOML file the same table name replaces ours.

**What `unchecked` does.** Names resolve whether checked or not. An office does not: "the president" becomes a person's name only where
the dates of the office have a source and only one person held it on that day.

**Names that stand for several things.** "Congo", "President Bush" or an acronym that two bodies share resolve only where the date or
the country of the report decides; otherwise the candidates are kept and nothing is claimed. The name of a people alone ("Uzbeks") is
the people and never the State; "Uzbek troops" are the State's.
"""

LISTS: tuple[tuple[str, str, type, str, str], ...] = (
    ("countries.csv", "countries", m.Country, "iso3", "States and territories, with those dissolved since 1990"),
    ("offices.csv", "offices", m.Office, "person, of, start, office", "who held which office when; leaders 1990-2021 after REIGN"),
    ("organisations.csv", "organisations", m.Organisation, "id", "intergovernmental bodies, organisations, courts, media, parties"),
    ("groups.csv", "groups", m.Group, "id", "ethnic and religious groups"),
    ("armed_groups.csv", "armed_groups", m.ArmedGroup, "id", "armed groups with their years"),
)

TABLES = (
    ("kinds.toml", "kinds of claim"), ("generic_parties.toml", "head nouns that tell what a party is"),
    ("quantities.toml", "how words become numbers"), ("crimes.toml", "the four crimes as check-lists"),
    ("risk_factors.toml", "the UN Framework of Analysis"), ("options.toml", "types of response"), ("precedents.toml", "past cases"),
    ("precautions.toml", "the six questions asked of every option"),
    ("comparison.toml", "how past cases are compared with the present one"),
    ("levels.toml", "the rule for a situation's level"), ("code_maps.toml", "codes of other schemes for our kinds"),
    ("masks.toml", "words by which names of private persons are told"),
)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; a vertical bar in a cell is escaped."""
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    lines += [f"| {' | '.join(str(c).replace('|', chr(92) + '|') for c in row)} |" for row in rows]
    return "\n".join(lines)


def join(words: Iterable[str]) -> str:
    """Words separated by commas."""
    return ", ".join(words)


def describe_files(book: Codebook) -> str:
    """The files with their columns, and how far the lists that are ours alone are sourced."""
    parts = ["## The files", "", "All are in `src/tocsin/codebook/data/`.", ""]
    rows = [(f"`{file}`", what, join(f"**{f.name}**" if f.name in key.split(", ") else f.name for f in fields(make)))
            for file, _, make, key, what in LISTS]
    rows += [(f"`{file}`", what, "see the comments in the file") for file, what in TABLES]
    parts += [table(("file", "what", "columns"), rows), "", "How far the lists are sourced:", ""]
    counted = []
    for file, name, *_ in LISTS[:3]:
        entries: Any = getattr(book, name)
        values = list(entries.values() if hasattr(entries, "values") else entries)
        counted.append((f"`{file}`", len(values), sum(not e.unchecked for e in values), sum(e.unchecked for e in values)))
    parts.append(table(("file", "entries", "with a source", "unchecked"), counted))
    for _, _, make, _, _ in LISTS:
        doc = " ".join((make.__doc__ or "").split())
        parts += ["", f"**{make.__name__}.** {doc}"]
    return "\n".join(parts)


def describe_kinds(book: Codebook) -> str:
    """The kinds of claim."""
    rows = [(f"`{k.name}`", k.family, k.definition, k.example, join(k.subtypes), book.codes_for(k.name).get("plover", k.plover or ""))
            for k in book.kinds.values()]
    return "## Kinds of claim\n\n" + table(("kind", "family", "definition", "example", "subtypes", "PLOVER"), rows)


def describe_quantities(book: Codebook) -> str:
    """The profiles side by side, then the modifiers."""
    profiles = book.quantities.profiles
    words = list(dict.fromkeys(w for p in profiles.values() for w in p.words))
    rows = [(w, *(show_range(p.words.get(w)) for p in profiles.values())) for w in words]
    modifiers = [(f"`{x.id}`", join(w for w in x.words[:6] if w), x.low or "open", x.best or "none", x.high or "open", x.note)
                 for x in book.quantities.modifiers]
    about = [f"- `{p.id}`: {p.name}. {p.rule} {source_of(p)}" for p in profiles.values()]
    return "\n".join(("## How words become numbers", "", f"The default profile is `{book.quantities.default}`. Low / best / high:", "",
                      table(("word", *(f"`{k}`" for k in profiles)), rows), "", *about, "", "Forms around a number N:", "",
                      table(("modifier", "words such as", "low", "best", "high", "note"), modifiers), "", "Putting figures together:", "",
                      *(f"- {rule}" for rule in book.quantities.merge_rules)))


def show_range(vague: m.Vague | None) -> str:
    """Low / best / high in words; an open end as a dash, and nothing where the default's reading counts."""
    return " / ".join("–" if n is None else f"{n:,}" for n in vague) if vague else ""


def source_of(entry: Any) -> str:
    """An entry's source in brackets, with the mark."""
    mark = "not compared" if entry.unchecked else ""
    return f"({'; '.join(filter(None, (entry.source, mark)))})"


def describe_crimes(book: Codebook) -> str:
    """The four crimes with their elements, then the risk factors."""
    parts = ["## The four crimes", "", "Tocsin says which elements are evidenced, never that a crime was committed.", ""]
    for crime in book.crimes.values():
        elements = [(e.id, e.name, e.meaning, e.look_for) for e in crime.elements]
        parts += [f"### {crime.name.capitalize()}", "", source_of(crime), "",
                  table(("id", "element", "meaning", "evidence to look for"), elements),
                  "", f"Not required: {'; '.join(crime.not_required)}. Traps: {'; '.join(crime.traps)}.", ""]
    parts += ["## Risk factors", "", "Paraphrased; numbers as in the UN Framework of Analysis for Atrocity Crimes. Not a score.", ""]
    for factor in book.risk_factors.values():
        parts += [f"### {factor.id} {factor.title} ({factor.scope.replace('_', ' ')})", "", f"{factor.gist}. {source_of(factor)}", "",
                  *(f"- {key} {text}" for key, text in factor.indicators.items()), ""]
    return "\n".join(parts).rstrip()


def describe_response(book: Codebook) -> str:
    """Options and past cases."""
    options = [(f"`{o.id}`", o.definition, o.dimension, join(o.phase), join(map(str, o.pillar)), o.consent) for o in book.options.values()]
    asked = [(f"`{q.id}`", q.question, q.favour, q.against, source_of(q)) for q in book.precautions.values()]
    compared = [(f"`{d.id}`", d.name, join(f"{v} ({said})" if said != v else v for v, said in d.values.items()), source_of(d))
                for d in book.dimensions.values()]
    parts = ["## Options", "", table(("option", "what", "dimension", "phase", "pillar", "consent"), options), "",
             "### What is asked of every option", "", "Our own wording. Each question is answered by claims for and against, or by none; "
             "never by the machine.", "",
             table(("question", "asked", "what speaks for a yes", "what speaks for a no", "source"), asked), "",
             "### How past cases are compared", "", "Each match and each difference is shown; nothing is weighed.", "",
             table(("dimension", "what", "values", "source"), compared), "", "## Past cases", ""]
    for case in book.precedents.values():
        parts += [f"### {case.name} ({case.start} to {case.end or 'now'})", "",
                  f"`{case.id}`; countries {join(case.country)}; also called {join(case.aliases) or 'nothing else'}. {source_of(case)}", ""]
        known = ((book.dimensions[name], values) for name, values in case.traits.items())
        parts += [f"- {d.name}: {join(d.values[value] for value in values)}" for d, values in known]
        parts += [f"- toll: {t['text']} ({t['source']})" for t in case.toll]
        parts += [f"- {x.when}, {x.by}: {x.what} (`{x.option}`, {x.outcome.replace('_', ' ')}; {x.evidence_type}: {x.source})"
                  for x in case.measures]
        parts.append("")
    return "\n".join(parts).rstrip()


def describe_levels(book: Codebook) -> str:
    """The rule for the level, in the words of its conditions."""
    parts = ["## The level of a situation", "",
             f"Rule `{book.levels.rule}`; the first level that holds counts, else `{book.levels.otherwise}`."]
    for level in book.levels.levels:
        parts += ["", f"**{level.name}**: {level.meaning} Any of:", ""]
        parts += ["- " + "; and ".join(show_condition(c) for c in alternative) for alternative in level.alternatives]
    return "\n".join(parts)


def show_condition(condition: Any) -> str:
    """A condition of the level's rule as text."""
    rest = join(f"{k} {join(map(str, v)) if isinstance(v, list) else v}" for k, v in condition.items() if k not in ("test", "says"))
    return f"{condition.get('says', '')} (`{condition['test']}`: {rest})".strip()


def describe_parties(book: Codebook) -> str:
    """The head nouns by type."""
    rows = [(f"`{g.id}`", g.type, g.compose, "yes" if g.national else "", join(g.words[:12]) + (", …" if len(g.words) > 12 else ""))
            for g in book.generic_parties.values()]
    return "## Head nouns\n\n" + table(("entry", "type", "with a country becomes", "national", "words"), rows)


def render(book: Codebook) -> str:
    """The whole page."""
    parts = (OPENING, describe_files(book), describe_kinds(book), describe_parties(book), describe_quantities(book), describe_crimes(book),
             describe_response(book), describe_levels(book))
    return "\n\n".join(p.strip() for p in parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(load()), encoding="utf-8")
    print(f"wrote {PAGE}")
