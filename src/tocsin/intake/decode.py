"""Bytes into text, whatever their encoding; bytes that are no text are refused by name."""

from __future__ import annotations

import codecs
import logging
import re

from tocsin.errors import InputError

logging.getLogger("charset_normalizer").addHandler(logging.NullHandler())

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MAGIC = ((b"%PDF-", "a PDF", ".pdf"), (b"PK\x03\x04", "a zip archive or an Office document", ".docx"),
          (b"\xd0\xcf\x11\xe0", "an old or encrypted Office document", ""),
          (b"\x89PNG", "a PNG picture", ""), (b"\xff\xd8\xff", "a JPEG picture", ""), (b"GIF8", "a GIF picture", ""),
          (b"\x7fELF", "a program", ""),
          (b"MZ\x90", "a program", ""), (b"\x1f\x8b", "a gzip archive", ""), (b"BZh", "a bzip2 archive", ""),
          (b"7z\xbc\xaf", "a 7z archive", ""),
          (b"Rar!", "a RAR archive", ""), (b"SQLite format 3", "a database", ""), (b"OggS", "a sound file", ""),
          (b"ID3", "a sound file", ""))
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_CHARSET = re.compile(rb"charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
# Encodings in which reports do come; a shorter list is both faster and safer than all that a codec exists for.
_LIKELY = ["cp1251", "koi8_r", "cp866", "cp1252", "cp1250", "cp1254", "cp1256", "cp1255", "cp1253", "gb18030", "big5", "shift_jis",
           "euc_jp", "euc_kr",
           "iso8859_5", "iso8859_6", "mac_cyrillic"]
_SAMPLE = 100_000


def decode(data: bytes, *, html: bool = False) -> str:
    """The text of `data`: by its byte order mark, as UTF-8, by a page's own declaration, else by its looks.

    Raises InputError for nothing, for what is no text, and for an encoding that can't be told.
    """
    if not data.strip(b"\x00 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        raise InputError("empty file", detail=f"It has {len(data)} bytes and no text.", what_to_do="Check that it was saved or "
                "downloaded completely.")
    _refuse_known_binaries(data)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    if (wide := _unmarked_utf16(data)) is not None:
        return wide
    if len(_CONTROLS.findall(data, 0, _SAMPLE)) > 0.02 * min(len(data), _SAMPLE):
        raise InputError("not text", detail="Many of its bytes are control characters, so it is a binary file with a text file's name.",
                         what_to_do="Give the file in one of the formats that are read, or convert it to text first.")
    declared = _CHARSET.search(data, 0, 4096) if html else None
    return _as_utf8(data) or (declared and _as_declared(data, declared[1].decode("ascii"))) or _by_looks(data)


def _refuse_known_binaries(data: bytes) -> None:
    for magic, what, ending in _MAGIC:
        if data.startswith(magic):
            raise InputError("not text", detail=f"By its first bytes this is {what}, not text.",
                             what_to_do=f"Give it the ending {ending} and try again." if ending else "Convert it to text, or leave it out.")


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every other byte is zero."""
    head = data[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < 0.4 * (len(head) / 2) or min(even, odd) > 0.05 * (len(head) / 2) or len(head) < 8:
        return None
    return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")


def _as_utf8(data: bytes) -> str | None:
    """UTF-8, also where a few bytes are broken, as in a file cut at its end."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for c in text[:_SAMPLE] if c > "\x7f" and c != "\ufffd")
    return text if broken <= 3 and sound > 10 * broken else None


def _as_declared(data: bytes, name: str) -> str | None:
    try:
        return data.decode(codecs.lookup(name).name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _by_looks(data: bytes) -> str:
    """Western text with few marks is Windows-1252; the rest is for charset-normalizer to tell."""
    sample = data[:_SAMPLE]
    if len(_HIGH.findall(sample)) < 0.06 * len(sample):
        return data.decode("cp1252", "replace")
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_LIKELY).best()
    if best is None:
        raise InputError("unknown encoding", detail="The bytes are not UTF-8 and fit none of the usual encodings.",
                         what_to_do="Save the file as UTF-8 and try again.")
    return data.decode(best.encoding, "replace")
