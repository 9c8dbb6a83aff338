"""File formats: the bytes of one file become drafts, decoded texts with what the file says about them."""

from __future__ import annotations

import email
import email.policy
import json
import logging
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr, parsedate_to_datetime
from io import BytesIO
from typing import Any

from tocsin.errors import InputError
from tocsin.intake.decode import decode
from tocsin.intake.html import MALFORMED
from tocsin.records import Published

logging.getLogger("pypdf").addHandler(logging.NullHandler())

_UNPACKED_LIMIT = 200_000_000
_PAGE_LIMIT = 20_000_000
_LIGATURES = {0xfb00: "ff", 0xfb01: "fi", 0xfb02: "fl", 0xfb03: "ffi", 0xfb04: "ffl", 0xfb05: "st", 0xfb06: "st"}
_ROW_FIELDS = ("title", "byline", "source", "url", "language", "genre")
_BROKEN: tuple[type[Exception], ...] = (*MALFORMED, OSError, MemoryError, struct.error, zlib.error, zipfile.BadZipFile)


@dataclass(slots=True)
class Draft:
    """A decoded text, its markup and what was said about it (`fields` are arguments of clean)."""

    text: str
    markup: str = "text"
    fields: dict[str, str] = field(default_factory=dict)
    published: str | Published | None = None
    id: str | None = None


Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when, by `clock`, a file may be worked on."""

    clock: Clock
    until: float

    def check(self, done: str) -> None:
        """Raises InputError when the time is up; `done` says how far the work got."""
        if self.clock() > self.until:
            raise InputError("took too long", detail=f"Reading stopped {done}.", what_to_do="Split the document, or save its text as "
                    ".txt and give that.")


Reader = Callable[[bytes, Limit], Draft]


def read_text(data: bytes, limit: Limit) -> Draft:
    """A plain text file."""
    return Draft(decode(data))


def read_markdown(data: bytes, limit: Limit) -> Draft:
    """A Markdown file."""
    return Draft(decode(data), "markdown")


def read_page(data: bytes, limit: Limit) -> Draft:
    """A web page."""
    return Draft(decode(data, html=True), "html")


# ------------------------------------------------------------------ PDF


def read_pdf(data: bytes, limit: Limit) -> Draft:
    """The pages' text with form feeds between them."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    broken: tuple[type[Exception], ...] = (PyPdfError, *_BROKEN)
    if not data.strip():
        raise InputError("empty file", detail="It has no bytes.", what_to_do="Check that it was saved or downloaded completely.")
    if b"%PDF-" not in data[:2048]:
        raise InputError("not a PDF", detail="Its first bytes are not those of a PDF.", what_to_do="Check the file's ending.")
    if b"%%EOF" not in data[-4096:]:
        raise _damaged_pdf("its end is missing")
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _encrypted()
        pages = []
        for number, page in enumerate(reader.pages):
            limit.check(f"after {number} of {len(reader.pages)} pages")
            contents = page.get_contents()
            if contents is not None and len(contents.get_data()) > _PAGE_LIMIT:
                raise InputError("too large", detail=f"Page {number + 1} unpacks to more than {_PAGE_LIMIT // 1_000_000} MB.",
                                 what_to_do="Save its text as .txt and give that.")
            pages.append(page.extract_text())
    except DependencyError as error:
        raise _encrypted() from error
    except broken as error:
        raise _damaged_pdf(f"{type(error).__name__} while reading it") from error
    text = "\f".join(pages).translate(_LIGATURES)
    if not any(c.isalnum() for c in text):
        raise InputError("no text in this PDF", detail=f"Its {len(pages)} pages hold pictures only, as scans do.",
                         what_to_do="Run text recognition (OCR) over it and give the result.")
    return Draft(text)


def _damaged_pdf(how: str) -> InputError:
    return InputError("damaged PDF", detail=f"It can't be read to its end: {how}.", what_to_do="Download it again, or open and save it "
            "with a PDF viewer.")


def _encrypted() -> InputError:
    return InputError("encrypted", detail="The PDF needs a password.", what_to_do="Save it without a password and try again.")


# ------------------------------------------------------------------ Word


def read_docx(data: bytes, limit: Limit) -> Draft:
    """Paragraphs, list items and tables in their order; headings as "# ", rows with bars."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError("encrypted", detail="The document needs a password, or is of the old .doc format.",
                         what_to_do="Save it as .docx without a password and try again.")
    try:
        _check_archive(data)
        document = docx.Document(BytesIO(data))
        blocks = []
        for number, block in enumerate(document.iter_inner_content()):
            if number % 200 == 0:
                limit.check(f"after {number} paragraphs")
            blocks += _table_lines(block) if hasattr(block, "rows") else [_paragraph_line(block)]
    except (OpcError, LxmlError, *_BROKEN) as error:
        raise InputError("damaged document", detail=f"It is no readable .docx ({type(error).__name__}).",
                         what_to_do="Open it in a word processor and save it again.") from error
    text = "\n\n".join(b for b in blocks if b.strip())
    if not text.strip():
        raise InputError("no text in this document", detail="It has no paragraphs with words.", what_to_do="Check that it is the right "
                "file.")
    return Draft(text)


def _check_archive(data: bytes) -> None:
    """Refuses an archive that unpacks to far more than it is."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        unpacked = sum(item.file_size for item in archive.infolist())
    if unpacked > _UNPACKED_LIMIT or (unpacked > 20_000_000 and unpacked > 200 * len(data)):
        raise InputError("too large", detail=f"Its {len(data)} bytes unpack to {unpacked // 1_000_000} MB, as in an archive made to do "
                                             f"harm.",
                         what_to_do="If you trust it, save its text as .txt and give that.")


def _paragraph_line(paragraph: Any) -> str:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    text = " ".join(paragraph.text.split())
    if not text:
        return ""
    return f"# {text}" if style.startswith(("Title", "Heading")) else f"- {text}" if style.startswith("List") else text


def _table_lines(table: Any) -> list[str]:
    """Each row's cells with bars between; a cell merged over several places counts once."""
    lines = []
    for row in table.rows:
        cells: list[str] = []
        seen: set[int] = set()
        for cell in row.cells:
            if id(cell._tc) not in seen:
                seen.add(id(cell._tc))
                cells.append(" ".join(cell.text.split()))
        lines.append("| " + " | ".join(cells) + " |" if any(cells) else "")
    return lines


# ------------------------------------------------------------------ mail


def read_mail(data: bytes, limit: Limit) -> Draft:
    """A mail's subject as title, its sender and day, and its body; attachments are not read."""
    if not data.strip():
        raise InputError("empty file", detail="It has no bytes.", what_to_do="Check that it was saved completely.")
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        body = message.get_body(preferencelist=("plain", "html"))
        text = _body_text(body) if body is not None else ""
        fields, day = _mail_fields(message), _mail_day(message)
        markup = "html" if body is not None and body.get_content_type() == "text/html" else "mail"
    except MALFORMED as error:
        raise InputError("damaged mail", detail=f"Its headers or parts can't be read ({type(error).__name__}).",
                         what_to_do="Save the mail again, or save its text as .txt.") from error
    if not text.strip():
        raise InputError("no text in this mail", detail="It has no text part; attachments are not read.",
                         what_to_do="Save the attachment and give it as a file.")
    return Draft(text, markup, fields, day)


def _body_text(body: MIMEPart) -> str:
    """The body by its declared charset, else by its looks."""
    payload = body.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else str(payload or "").encode("utf-8", "replace")
    if not data.strip():
        return ""
    try:
        return data.decode(body.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def _mail_fields(message: EmailMessage) -> dict[str, str]:
    fields: dict[str, str] = {}
    subject = re.sub(r"^(?:(?:re|fwd?|aw|wg|tr)\s*:\s*)+", "", str(message.get("Subject", "")).strip(), flags=re.IGNORECASE)
    sender, _ = parseaddr(str(message.get("From", "")))
    if subject:
        fields["title"] = subject
    if sender:
        fields["byline"] = sender
    return fields


def _mail_day(message: EmailMessage) -> str | None:
    """The day in the sender's own time zone."""
    return parsedate_to_datetime(str(message["Date"])).date().isoformat() if message.get("Date") else None


# ------------------------------------------------------------------ JSON rows


def read_rows(data: bytes) -> Iterator[Draft | InputError]:
    """A .json file: one row or a list of rows; a malformed one comes as the error that names it."""
    try:
        loaded = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        yield InputError("not JSON", detail=f"The file can't be read as JSON: {_reason(error)}.",
                         what_to_do="Mend it there; if it holds one row a line, name it .jsonl.")
        return
    rows = loaded if isinstance(loaded, list) else [loaded]
    if not rows:
        yield InputError("empty file", detail="The list has no rows.", what_to_do="Put at least one row with a \"text\" into it.")
    for number, row in enumerate(rows, 1):
        yield _try_row(row, f"row {number}")


def read_line(line: bytes, number: int) -> Draft | InputError:
    """One line of a JSON-lines source."""
    try:
        row = json.loads(line.decode("utf-8-sig") if b"\x00" not in line else decode(line))
    except UnicodeDecodeError:
        try:
            row = json.loads(decode(line))
        except (ValueError, RecursionError, InputError) as error:
            return _bad_line(number, error)
    except (ValueError, RecursionError, InputError) as error:
        return _bad_line(number, error)
    return _try_row(row, f"line {number}")


def _bad_line(number: int, error: Exception) -> InputError:
    return InputError("malformed row", detail=f"Line {number} is not JSON: {_reason(error)}.",
                      what_to_do='Write each row as one JSON object on one line, with at least "text".')


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def _try_row(row: Any, where: str) -> Draft | InputError:
    try:
        return read_row(row, where)
    except InputError as error:
        return error


def read_row(row: Any, where: str) -> Draft:
    """One row of docs/records.md as a draft. Raises InputError that names `where` and the field."""
    def malformed(what: str) -> InputError:
        return InputError("malformed row", detail=f"{where[0].upper()}{where[1:]}: {what}.",
                          what_to_do='A row is {"text": ..., and if known "id", "title", "byline", "source", "published", "url", '
                                     '"language", "genre"}, all text.')

    if not isinstance(row, dict):
        raise malformed("it is no JSON object")
    text = row.get("text")
    if not isinstance(text, str):
        raise malformed('"text" is missing' if text is None else '"text" is not text')
    if not text.strip():
        raise malformed('"text" is empty')
    given = row.get("id")
    if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
        raise malformed('"id" is neither text nor a whole number')
    fields: dict[str, str] = {}
    for name in _ROW_FIELDS:
        value = row.get(name)
        if value is not None and not isinstance(value, str):
            raise malformed(f'"{name}" is not text')
        if value and value.strip():
            fields[name] = value
    published = _row_date(row.get("published"))
    if published is None and row.get("published") not in (None, ""):
        raise malformed('"published" is neither text nor {"start", "end", "precision", "basis", "clues"}')
    title = fields.get("title")
    # The title is put before the text, so that every offset of the report points into what the row said.
    if title and not text.lstrip().startswith(title.strip()):
        text = f"{title.strip()}\n\n{text}"
    markup = "html" if re.search(r"</(?:p|div|body|html)\s*>", text, re.IGNORECASE) else "text"
    return Draft(text, markup, fields, published, _visible(str(given)) if given not in (None, "") else None)


def _row_date(value: Any) -> str | Published | None:
    """A date as text or a year as number, or the shape in which reports are written out."""
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, dict):
        return None
    clues = value.get("clues") or []
    try:
        published = Published(value.get("start"), value.get("end"), str(value.get("precision", "range")),
                              str(value.get("basis", "metadata")),
                              tuple(map(str, clues)) if isinstance(clues, list) else ())
        published.days()
    except (ValueError, TypeError):
        return None
    return published


def _visible(text: str) -> str:
    return text.encode("utf-8", "replace").decode().strip()


READERS: dict[str, Reader] = {".txt": read_text, ".md": read_markdown, ".html": read_page, ".htm": read_page, ".pdf": read_pdf,
                              ".docx": read_docx, ".eml": read_mail}
ROW_ENDINGS = (".json", ".jsonl")
ENDINGS = (*READERS, *ROW_ENDINGS)
