"""Small files of every format, made byte by byte or by the libraries that read them, so that tests need no stored samples."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
from pypdf import PdfReader, PdfWriter

RAID = ("Soldiers entered the town of Dorra on Monday and burned forty houses, residents said. "
        "At least nine people were killed in the raid, according to a doctor at the town's only clinic.")
DENIAL = "The governor of the province denied that the army had been in the town, and said that the dead were armed men."


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF with one text line under another on each page (ASCII only)."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{4 + 2 * i} 0 R' for i in range(len(pages)))}] >>".encode(),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for i, lines in enumerate(pages):
        shown = " T* ".join("({}) Tj".format(line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")) for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 60 760 Td {shown} ET".encode()
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * i} 0 R "
                       "/Resources << /Font << /F1 3 0 R >> >> >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def locked_pdf() -> bytes:
    """A PDF that opens only with a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([[RAID[:60]]]))))
    writer.encrypt("open sesame", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word_file() -> bytes:
    """A .docx with title, byline, two paragraphs, a list and a table."""
    document = docx.Document()
    document.add_heading("Villagers flee Dorra", 0)
    document.add_paragraph("By Ada Quill")
    document.add_paragraph(RAID)
    document.add_heading("The toll", 1)
    document.add_paragraph("nine people killed", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Dorra", "9 dead"
    document.add_paragraph(DENIAL)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zip_bomb() -> bytes:
    """A .docx whose text unpacks to three hundred megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w", force_zip64=True) as part:
        for _ in range(300):
            part.write(b" " * 1_000_000)
    return out.getvalue()


PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Villagers flee Dorra | Harbour Post</title>
<meta property="og:title" content="Villagers flee Dorra"><meta property="og:site_name" content="Harbour Post">
<meta name="author" content="Ada Quill"><meta property="article:published_time" content="2011-05-03T22:10:00+02:00">
<script>var secret = "window.evil()";</script><style>p {{ color: red }}</style></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Villagers flee Dorra</h1>
<p>{RAID}</p><h2>The denial</h2><p>{DENIAL} &ldquo;No shot was fired,&rdquo; he said in caf&eacute; Noor.</p>
<script>document.write("scripted words")</script><p>Hundreds of families have walked to the river since then, and more were seen on
the road at night.</p></article><footer>Copyright 2011 Harbour Post. All rights reserved.</footer></body></html>"""

MAIL = f"""From: Ada Quill <ada@harbour.example>
To: desk@harbour.example
Subject: Fwd: Villagers flee Dorra
Date: Tue, 03 May 2011 22:10:00 +0200
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

{RAID}

{DENIAL}

--
Ada Quill
Harbour Post, 12 Quay Street

On Mon, 2 May 2011, the desk wrote:
> Send us what you have from the hills, and quickly please.
""".encode()
