"""The brief as a Word document, by python-docx: headings, statements and the sentences beneath them."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from tocsin.briefs.outline import Block, Quoted, list_blocks
from tocsin.briefs.view import BriefView
from tocsin.briefs.wording import NOT_A_FINDING

SOFT = RGBColor(0x4A, 0x55, 0x60)
WARM = RGBColor(0x8A, 0x44, 0x08)
NEVER = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same book gives the same file, whatever the clock says


def write_docx(view: BriefView, *, page: bool, note: str = "") -> bytes:
    """The document's bytes; `page` sets it small."""
    document = docx.Document()
    document.core_properties.title = view.title
    document.core_properties.author = "Tocsin"
    document.core_properties.created = document.core_properties.modified = NEVER
    document.styles["Normal"].font.size = Pt(8.5 if page else 10.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(2 if page else 5)
    document.sections[0].footer.paragraphs[0].text = NOT_A_FINDING
    for block in list_blocks(view, page=page, note=note):
        _write(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write(document: docx.document.Document, block: Block) -> None:
    if block.kind in ("title", "heading"):
        document.add_heading(block.text, level=block.level)
        return
    line = document.add_paragraph()
    if block.kind == "report":
        _mark(line, f"R{block.number}")
        line.add_run(f"R{block.number} ").bold = True
    if block.lead:
        line.add_run(f"{block.lead} ").bold = True
    told = line.add_run(block.text)
    if block.kind in ("note", "finding"):
        told.font.color.rgb = WARM if block.kind == "finding" else SOFT
    if block.url:
        line.add_run(f" {block.url}").font.color.rgb = SOFT
    for extra in (block.origin, block.refs):
        if extra:
            line.add_run(f" ({extra})").font.color.rgb = SOFT
    for quoted in block.quotes:
        _quote(document, quoted)


def _quote(document: docx.document.Document, quoted: Quoted) -> None:
    line = document.add_paragraph()
    line.paragraph_format.left_indent = Pt(18)
    line.add_run(f"“{quoted.before}")
    line.add_run(quoted.words).bold = True
    line.add_run(f"{quoted.after}”")
    said = line.add_run(f" — {quoted.said}, ")
    said.font.color.rgb = SOFT
    _link(line, f"R{quoted.ref}")


def _mark(line: docx.text.paragraph.Paragraph, name: str) -> None:
    """A bookmark at a report, where links lead."""
    for tag, extra in (("w:bookmarkStart", {"w:name": name}), ("w:bookmarkEnd", {})):
        element = OxmlElement(tag)
        element.set(qn("w:id"), name[1:])
        for key, value in extra.items():
            element.set(qn(key), value)
        line._p.append(element)


def _link(line: docx.text.paragraph.Paragraph, name: str) -> None:
    """A link to a bookmark of this document."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), name)
    link.append(line.add_run(name)._r)
    line._p.append(link)
