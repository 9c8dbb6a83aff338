"""What is no part of a report: site furniture, credits, notes on the author, repeated paragraphs, quoted mail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.intake.strand import Paragraph, Strand, ends_sentence
from tocsin.records import Dropped

_MOST_WORDS = 45
# Whole lines or paragraphs that begin so (matched from the start, whatever follows within one paragraph of at most 45 words).
_OPENINGS = re.compile(r"""^[\W_]{0,4}(?:
    share\s+(?:this|on|via|with)\b|related\s*:|scroll\s+down\s+(?:for|to)\b|please\s+enable\s+(?:javascript|cookies)\b|(?:play|watch)\s+(?:\w+\s+)?videos?\b.{0,20}$
 |share\s*$|tweet(?:\s+this)?\s*$|print(?:\s+this)?(?:\s+(?:page|article|story))?\s*$
  |e-?mail\s+this\b
  |(?:please\s+)?(?:subscribe|sign\s+up|log\s?in|register)\b(?=.{0,80}(?:newsletter|e-?mail|today|now|here|updates|alerts|account|free|inbox|to\s+read|to\s+our|\.?$))
  |get\s+(?:our|the)\s+(?:\w+\s+){0,3}(?:newsletter|app|alerts|headlines)\b|(?:follow|like|join|find)\s+us\s*(?:on\b|at\b|[@:]|$)
  |download\s+(?:our|the)\s+app\b|(?:©|\(c\)\s|copyright\b(?=.{0,40}\d{4}|\s+of\s|\s*©))|all\s+rights\s+reserved\b
  |(?:19|20)\d\d\s+all\s+rights\b|advertisements?\s*$|(?:sponsored|promoted)\s+(?:content|by)\b|story\s+continues\s+below
  |article\s+continues\s+(?:below|after)|read\s+(?:more|also|next|this)\b(?=\s*[:|»>–-]|\s*$|\s+(?:on|about|at|from|stories)\b)
  |(?:see|watch|listen)\s+also\b\s*:?|also\s+read\b|more\s+(?:on\s+this\s+story|from|stories)\b.{0,40}$
  |(?:related|recommended|popular|trending|latest)\s+(?:articles?|stories|story|news|posts?|topics?|content|links?|reading|coverage|videos?)\b.{0,40}$
  |(?:you\s+(?:may|might)\s+also\s+(?:like|be\s+interested)|most\s+(?:read|popular|viewed|shared)\s*$|don['’]t\s+miss\b.{0,40}$|continue\s+reading\b)
  |(?:photo|image|picture|photograph|video|file\s+photo|graphic|illustration|map)s?\s*(?:credits?|courtesy(?:\s+of)?|by|source)?\s*:\s
  |(?:photo|image|picture|photograph)s?\s+(?:credits?|courtesy|by)\b
  |(?:\w+\s+){0,4}(?:/|\bvia\s+)?(?:getty\s+images|shutterstock|wikimedia\s+commons)\b.{0,30}$
  |(?:filed\s+under|posted\s+in|tags?|topics?|categor(?:y|ies)|keywords?)\s*:|(?:leave|post|add|write)\s+a\s+(?:comment|reply)\b
  |\d{0,4}\s*comments?\s*(?:\(\d+\))?\s*$|comments\s+are\s+closed|skip\s+to\s+(?:main\s+)?content
  |back\s+to\s+(?:top|home|article)\b|(?:previous|next)\s+(?:article|post|story|page)\b.{0,60}$
  |(?:main\s+)?(?:menu|navigation|search|home)\s*$|(?:we|this\s+(?:web)?site)\s+uses?\s+cookies\b
  |(?:accept|manage)\s+(?:all\s+)?cookies\b|by\s+(?:continuing|using\s+this\s+(?:web)?site),?\s+you\b
  |(?:terms\s+(?:of\s+(?:use|service)|and\s+conditions)|privacy\s+policy|cookie\s+policy|contact\s+us|about\s+us|advertise\s+with\s+us)\b.{0,60}$
  |(?:donate|give)\s+(?:now|today|to\s+support)\b|support\s+(?:our|independent)\s+journalism\b
  |(?:this|the)\s+(?:article|story|piece|post|report|op-ed|commentary|column|interview)\s+(?:was\s+|has\s+been\s+|is\s+)?(?:(?:first|originally)\s+(?:appeared|published|posted|ran|produced)|republished|reprinted)\b
  |(?:first|originally)\s+(?:published|appeared|posted)\s+(?:in|on|at|by)\b
  |(?:republished|reprinted|reproduced)\s+(?:with|by)\s+(?:the\s+)?(?:kind\s+)?permission\b
  |(?:\(?(?:additional\s+)?(?:reporting|writing|editing|translat(?:ed|ion))\s+by\b)
  |(?:\w+\s+){1,8}contributed\s+(?:reporting|to\s+this\s+(?:report|article|story))\b|the\s+views\s+expressed\b
  |(?:the\s+)?opinions\s+expressed\b
  |(?:the\s+)?views\s+(?:and\s+opinions\s+)?(?:expressed\s+)?(?:here|in\s+this)\b.{0,60}\b(?:own|author)
  |for\s+(?:more|further)\s+information\b.{0,30}(?:contact|visit|see|call|please|:)
  |(?:media|press)\s+(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies))\b|(?:for\s+immediate\s+release|embargoed\s+until\b.{0,60})\s*$
  |-?\s?(?:30|ends?)\s?-?\s*$|\#{3,}\s*$|\(?ends\)?\s*$|loading\b.{0,20}$|(?:estimated\s+)?reading\s+time\b
  |\d{1,2}\s+min(?:ute)?s?\s+read\b|see\s+(?:more|full)\s+(?:at|story|article)\b|view\s+(?:full|original|all)\b.{0,40}$
  |sent\s+from\s+my\s+\w+
  |\((?:adds|updates|recasts|releads|rewrites|corrects|refiles|repeats|fixes|changes|clarifies|inserts|writes\s+through|removes|drops|with)\b[^()]{0,200}\)\s*$
  |\(?this\s+(?:(?:situation\s+)?report|update|bulletin|document|version)\s+(?:is|was|has\s+been)\s+(?:produced|issued|prepared|compiled|published)\s+by\b
  |\(?(?:it|this\s+(?:report|update))\s+covers\s+(?:the\s+)?(?:period|developments)\b|the\s+next\s+(?:\w+\s+)?(?:report|update|bulletin)\s+will\s+be\b
  |\(?end\s*(?:of\s+)?(?:all|text|recording|transcript|item|message|excerpts?)?\)?(?:\s+\d{2}/\d{4}z?\s+\w{3})?[.\s]*$
  |\(?\w+\s+(?:contributed|reported)\s+from\s+[A-Z]\w+\b.{0,60}$
  |reference\s*:\s.{0,120}\d{3}-?\d{3,}
)""", re.IGNORECASE | re.VERBOSE)
# A caption ends in "/ AGENCY" or "Name/AGENCY", often in brackets; an agency in brackets without a slash is a source named in prose.
_CREDIT = re.compile(r"^[\[(]?[^.!?]{0,160}/\s?(?:AFP|AP|EPA|Reuters|Getty(?: Images)?|Anadolu|Xinhua|TASS)"
                     r"(?:\s?/\s?[\w .'-]{1,40})?(?:\s+photo)?[\])]?$|"
                     r"^[^\n]{0,160}\((?:[\w.'-]{1,20}[ /]){0,4}(?:file )?photo\)$", re.IGNORECASE)

_ROLE = (r"(?:(?:senior|staff|managing|deputy|associate|assistant|contributing|chief|former|freelance|independent|foreign|investigative|"
         r"political|"
         r"visiting|research|non-?resident|regional|diplomatic|international|special|award-winning|veteran|[A-Z][\w-]+(?:-based)?|"
         r"[a-z]+-based)[\s,]+(?:and\s+)?){0,5}"
         r"(?:editor|editor-in-chief|correspondent|reporter|journalist|writer|columnist|contributor|blogger|fellow|photographer|"
         r"photojournalist|bureau chief)")
_SCHOLAR = (r"(?:professor|lecturer|analyst|researcher|director|president|scholar|adviser|advisor|student|candidate|expert|consultant|"
            r"specialist|lawyer|author)")
_PERSON = (r"(?:[A-Z][\w.'’-]+\s+){1,3}[A-Z][\w'’-]+")
_BIO_ROLE = re.compile(rf"^(?:{_PERSON}|The (?:author|writer)|He|She)(?:,[^.]{{1,80}},)?\s+(?:is|was|are|works as|serves as|has "
                       rf"been)\s+(?:an?\s+|the\s+|our\s+|currently\s+)*{_ROLE}\b")
_BIO_SCHOLAR = re.compile(rf"^(?:{_PERSON}|The (?:author|writer)|He|She)(?:,[^.]{{1,80}},)?\s+(?:is|was|are|teaches|works|serves|writes|"
                          rf"covers|lives)\b(?:[^.]{{0,120}}\b{_SCHOLAR}\b)?")
_BIO_APPOSED = re.compile(rf"^{_PERSON},\s+(?:an?|the)\s+[^,.]{{0,60}}\b(?:{_ROLE}|{_SCHOLAR})\b")
_CAREER = re.compile(
    r"\b(?:work|writing|articles?|reporting|essays?|pieces|commentary|photographs?)\s+(?:has|have)\s+(?:also\s+)?(?:appeared|"
    r"been\s+(?:published|featured))\b|\b(?:is|was)\s+(?:also\s+)?the\s+author\s+of\b|"
    r"\byears\s+of\s+experience\b|\bfollow\s+(?:him|her|them|the\s+author)\b|\bon\s+twitter\b|\b(?:can\s+be\s+(?:reached|contacted)|"
    r"tweets)\s+(?:at|@)|\bhas\s+written\s+(?:for|extensively)\b|"
    r"\b(?:his|her|their)\s+(?:latest|most\s+recent|first|new|forthcoming)\s+book\b|\bwrites\s+(?:regularly\s+|often\s+)?(?:for|about|"
    r"on)\b|\bcovers\s+[A-Z]\w+\s+for\b|\bholds\s+an?\s+(?:PhD|MA|BA|master|degree|doctorate)", re.IGNORECASE)
_REPORTS = re.compile(r"\b(?:said|says|told|according|added|warned|reported|killed|wounded|fled|displaced|injured|attacked)\b",
                      re.IGNORECASE)
_AUTHOR_LINE = re.compile(rf"^(?:authors?|written\s+by|reported\s+by|story\s+by|text(?:\s+by)?|"
                          rf"by)\s*[:—–-]?\s+(?P<name>{_PERSON}(?:(?:,|\s+and|\s+&)\s+{_PERSON}){{0,3}})\s*\.?$", re.IGNORECASE)

_MAIL_REPLY = re.compile(r"^(?:On\s.{4,200}\swrote:|-{2,}\s?Original Message\s?-{2,}|_{10,}|From:\s.{1,200})\s*$",
                         re.IGNORECASE | re.MULTILINE)
_MAIL_SIGNATURE = re.compile(r"^--[ ]?$", re.MULTILINE)
_FORWARD = re.compile(r"^[ ]*-{2,}\s?Forwarded message\s?-{2,}[ ]*\n(?:(?:From|Date|Sent|Subject|To|Cc)\s?:[^\n]*\n)*",
                      re.IGNORECASE | re.MULTILINE)


def is_boilerplate(text: str) -> bool:
    """Whether a line or paragraph is furniture of the page that it was taken from."""
    if len(text) > 400:
        return False
    if _OPENINGS.match(text):
        return len(text.split()) <= _MOST_WORDS
    return len(text) < 200 and _CREDIT.match(text) is not None


def author_line(text: str) -> str | None:
    """The name in a line that consists of it ("Author: Ada Quill", "By Ada Quill and Ben Marsh"), else None."""
    m = _AUTHOR_LINE.match(text) if len(text) < 160 else None
    # The pattern ignores case for "BY"; a name does not.
    return m["name"].strip() if m and all(w[0].isupper() for w in re.findall(r"[^\W\d_][\w'’.-]*", m["name"]) if w not in ("and",
            )) else None


def is_author_note(text: str, byline: str | None, *, last: bool) -> bool:
    """Whether a paragraph near the end tells who the author is: by the byline's name, by a career, or as the very last word."""
    if len(text) > 900:
        return False
    named = bool(byline) and any(text.startswith(name) for name in re.split(r",\s+|\s+and\s+|\s+&\s+", byline or "") if len(name) > 4)
    role = _BIO_ROLE.match(text) is not None
    person = role or _BIO_SCHOLAR.match(text) is not None
    if person and _CAREER.search(text):
        return True
    if named and (person or last and _BIO_APPOSED.match(text)):
        return True
    return last and role and len(text.split()) <= 60 and not _REPORTS.search(text)


def drop_tail(paragraphs: Sequence[Paragraph], byline: str | None) -> tuple[list[Paragraph], list[Dropped], str | None]:
    """Without author lines and notes on the author among the last six paragraphs; a byline found there comes back."""
    kept, dropped = list(paragraphs), []
    for i in range(len(kept) - 1, max(0, len(kept) - 7), -1):
        text = kept[i].text
        if (name := author_line(text)) is not None:
            byline = byline or name
            dropped += kept[i].strand.dropped(0, len(text), "boilerplate")
            del kept[i]
    for i in range(len(kept) - 1, max(0, len(kept) - 7), -1):
        text = kept[i].text
        if is_author_note(text, byline, last=i == len(kept) - 1):
            dropped += kept[i].strand.dropped(0, len(text), "author_bio")
            del kept[i]
    return kept, dropped, byline


def drop_repeats(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Dropped]]:
    """Without paragraphs of eight words or more, or headings, that stood before, letter for letter but for case and spaces."""
    seen: set[str] = set()
    kept: list[Paragraph] = []
    dropped: list[Dropped] = []
    for i, paragraph in enumerate(paragraphs):
        shape = re.sub(r"\W+", " ", paragraph.text).strip().lower()
        if shape in seen and (paragraph.words >= 8 or (paragraph.kind == "heading" and i < 4)):
            dropped += paragraph.strand.dropped(0, len(paragraph.text), "duplicate")
            continue
        seen.add(shape)
        kept.append(paragraph)
    return kept, dropped


def drop_mail_parts(strand: Strand) -> tuple[Strand, list[Dropped]]:
    """A mail's own words: without signature, earlier mails below it and quoted lines; what was forwarded stays."""
    dropped: list[Dropped] = []
    text = strand.text
    if m := _FORWARD.search(text):
        dropped += strand.dropped(*m.span(), "boilerplate")
        strand = strand.edit([(*m.span(), "\n")])
    else:
        cuts = [m.start() for pattern in (_MAIL_REPLY, _MAIL_SIGNATURE) if (m := pattern.search(text)) and text[:m.start()].strip()]
        if cuts:
            dropped += strand.dropped(min(cuts), len(text), "boilerplate")
            strand = strand.part(0, min(cuts))
    quoted = [m.span() for m in re.finditer(r"^[ ]?>[^\n]*$", strand.text, re.MULTILINE)]
    own = re.sub(r"^[ ]?>[^\n]*$", "", strand.text, flags=re.MULTILINE)
    if quoted and len(own.split()) >= 20:
        for start, end in quoted:
            dropped += strand.dropped(start, end, "boilerplate")
        strand = strand.edit((start, end, "") for start, end in quoted)
    return strand, dropped


def has_prose(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether there is at least one sentence of five words."""
    return any(p.words >= 5 and (ends_sentence(p.text) or p.words >= 12) for p in paragraphs if p.kind in ("prose", "item"))
