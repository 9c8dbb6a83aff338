"""The brief as one HTML file that needs nothing else: no request leaves it, and it works without its script."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from tocsin.briefs.build import build_view
from tocsin.briefs.chart import draw_toll, name_voices
from tocsin.briefs.style import Style
from tocsin.briefs.view import Basis, BriefView, Cite
from tocsin.briefs.wording import NOT_A_FINDING, STATE_MEANINGS, say_count, say_number
from tocsin.codebook import Codebook
from tocsin.records import Book

SHOWN = 3  # sentences shown in full beneath a statement; the others are links into the reports


def render_html(book: Book, *, codebook: Codebook, style: Style) -> str:
    """The whole page; of the short form's reports only the paragraphs cited. What comes from a report is escaped by the templates."""
    templates = load_templates()
    css, script = read_part("brief.css"), read_part("brief.js")
    view = build_view(book, codebook=codebook, before=style.before, since=style.since)
    policy = f"default-src 'none'; style-src {digest(css)}; script-src {digest(script)}; base-uri 'none'; form-action 'none'"
    page = templates.get_template("brief.html.j2").render(
        brief=keep_cited(view) if style.page else view,
        css=Markup(css),
        script=Markup(script),
        policy=policy,
        not_a_finding=NOT_A_FINDING,
        note=style.note,
        state_meanings=STATE_MEANINGS,
        shown=SHOWN,
    )
    return page.strip() + "\n"


def keep_cited(view: BriefView) -> BriefView:
    """The view with those paragraphs of its reports that a statement rests on."""
    reports = tuple(replace(r, paragraphs=tuple(p for p in r.paragraphs if any(s.claims for s in p.segments))) for r in view.reports)
    return replace(view, reports=reports)


@cache
def load_templates() -> Environment:
    """The templates, with autoescape on and an error for a name that is not there."""
    templates = Environment(
        loader=PackageLoader("tocsin.briefs", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    templates.globals.update(origin=write_origin, draw_toll=draw_toll, name_voices=name_voices, show_figure=show_figure)
    templates.filters.update(count=say_count, number=say_number)
    return templates


def read_part(name: str) -> str:
    """A file that goes into the page as it is."""
    environment = load_templates()
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def digest(text: str) -> str:
    """The hash by which a page's own policy lets this text, and no other, act."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def write_origin(basis: Basis) -> Markup:
    """Attributes that tie an element to where it comes from: claims, formula, source."""
    parts = {"from": " ".join(c.id for c in basis.cites), "formula": basis.formula, "source": basis.source}
    return Markup(" ").join(Markup('data-{}="{}"').format(k, escape(v)) for k, v in parts.items() if v)


def show_figure(cite: Cite, part: str) -> Markup:
    """The words before or after a quote, with the number that the claim reads from them set apart; nothing where the quote holds it."""
    words = cite.figure
    if not words or words in cite.quote or words not in part:
        return escape(part)
    head, _, tail = part.partition(words)
    return Markup('{}<b class="read">{}</b>{}').format(head, words, tail)
