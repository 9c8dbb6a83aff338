"""The head of a report: title, sub-headlines, byline, publisher and date, in whatever order they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import yaml

from tocsin.codebook.datelines import read_dateline
from tocsin.intake.boilerplate import author_line, is_boilerplate
from tocsin.intake.dating import Day, date_line, find_dates
from tocsin.intake.paragraphs import line_spans
from tocsin.intake.strand import FUNCTION_WORDS, Strand, ends_sentence, looks_like_heading, title_share
from tocsin.records import Dropped

_MOST_LINES = 14
# Last words of newspapers' and broadcasters' names, words of other publishers' names, and agencies that need no other sign.
_MEDIUM = (r"news(?:paper|room)?|times|post|press|agency|agence|policy|review|journal|herald|tribune|daily|weekly|gazette|chronicle|"
           r"observer|guardian|"
           r"telegraph|magazine|radio|tv|television|broadcasting|online|wire|network|bulletin|monitor|standard|globe|mail")
_AGENCIES = (r"reuters|associated press|ap|afp|agence france-presse|bbc|bbc news|cnn|xinhua|al[- ]jazeera|deutsche welle|voice of america|"
             r"anadolu agency|tass|efe|dpa|upi|kyodo|the new humanitarian|irin|reliefweb")
_PUBLISHER = re.compile(
    rf"\b(?:{_MEDIUM}|{_AGENCIES}|watch|media|institute|foundation|cent(?:er|re)|committee|council|commission|organi[sz]ation|association|"
    r"coalition|federation|union|international|crisis group|nations|ministry|department|office|embassy|amnesty|ocha|unhcr|unicef|"
    r"project|initiative|"
    r"university)\b|\w\.(?:com|org|net|info|int)\b", re.IGNORECASE)
_PAPER = re.compile(rf"(?:the\s+)?(?:[^\W\d_][\w'’.-]*\s+){{1,2}}(?:{_MEDIUM})", re.IGNORECASE)
_AGENCY = re.compile(rf"(?:the\s+)?(?:{_AGENCIES})", re.IGNORECASE)
_LABEL = re.compile(
    r"^\W{0,3}(?:(?:breaking|world|africa|asia|europe|middle east|top|latest|international)(?: news)?|news|opinions?|op-?ed|editorials?|"
    r"commentary|comment|analysis|column(?:ists?)?|"
    r"letters? to the editor|blogs?|perspectives?|viewpoint|press release|news release|media (?:release|advisory)|for immediate release|"
    r"press statement|statement|joint statement|communiqu[eé]|"
    r"situation report|sitrep|update|report|exclusive|feature|interview|(?:key|main) points|"
    r"in brief|at a glance)\W{0,3}$", re.IGNORECASE)
_SOURCE_LINE = re.compile(r"^(?:source|from|via|publisher|published (?:by|in))\s*[:—–-]\s*(?P<name>[^.!?]{2,80})$", re.IGNORECASE)
_TITLE_LINE = re.compile(r"^(?:title|headline|subject)\s*:\s*(?=\S)", re.IGNORECASE)
_NAME = re.compile(r"^(?:(?:Dr|Prof|Mr|Ms|Mrs|Sir)\.?\s+)?[A-Z][\w'’-]+(?:\s+(?:[A-Z]\.|(?:de|van|von|bin|al|el|ibn|da|la|"
                   r"der)))*(?:[\s-]+[A-Z][\w'’-]+){1,2}(?:\s+(?:and|&)\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’.-]+){1,2})?$")
_SPLIT = re.compile(r"\s+[|•·–—]\s+|\s*\|\s*|\s+--?\s+|\s*/{2}\s*")
_BARRED = re.compile(r"[^|]{2,60}(?:\s\|\s[^|]{2,80}){1,5}")
_BY = re.compile(r"^(?:by|from)\s+(?P<rest>\S.*)$", re.IGNORECASE)
_FRONT_KEYS = ("title", "source", "byline", "published", "genre", "url", "language")
_FRONT_MATTER = re.compile(r"\A\s{0,20}---[ ]*\n(?P<body>.{0,20000}?)\n(?:---|\.\.\.)[ ]*(?:\n|\Z)", re.DOTALL)


@dataclass(slots=True)
class Head:
    """What the head says. `headings` are spans of the lines kept (title first); `end` is where the head stops."""

    title: tuple[int, int] | None = None
    headings: list[tuple[int, int]] = field(default_factory=list)
    byline: str | None = None
    source: str | None = None
    days: list[Day] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    furniture: list[tuple[int, int]] = field(default_factory=list)
    end: int = 0


# ------------------------------------------------------------------ front matter


def read_front_matter(strand: Strand) -> tuple[Strand, dict[str, str], list[Dropped]]:
    """The known keys of a YAML block at the top, and the text without it; a block that is no YAML is read line by line."""
    m = _FRONT_MATTER.match(strand.text)
    if m is None or not re.search(r"^\w[\w -]{0,40}:", m["body"], re.MULTILINE):
        return strand, {}, []
    try:
        loaded = yaml.safe_load(m["body"])
    except (yaml.YAMLError, ValueError, RecursionError):
        # A colon in an unquoted title is the usual cause; each "key: value" line still speaks for itself.
        loaded = dict(re.findall(r"^(\w+):[ ]*[\"']?(.*?)[\"']?[ ]*$", m["body"], re.MULTILINE))
    fields = {key: str(loaded[key]).strip() for key in _FRONT_KEYS
              if isinstance(loaded, dict) and isinstance(loaded.get(key), str | int | float | date) and str(loaded[key]).strip()}
    return strand.part(m.end(), len(strand)), fields, strand.dropped(m.start(), m.end(), "boilerplate")


# ------------------------------------------------------------------ the lines at the top


def read_head(text: str, *, given_title: str | None = None) -> Head:
    """The head of `text`, whose first prose line ends it; spans are of `text`. A given title is recognised where it stands."""
    head = Head()
    lines = [(a, b) for a, b in line_spans(text[:6000]) if text[a:b].strip()][:_MOST_LINES + 1]
    likely: list[tuple[int, int]] = [] if given_title else _headlines(text, lines)
    head.end = likely[-1][1] if likely else 0
    for number, (start, end) in enumerate(lines[:_MOST_LINES]):
        line = text[start:end].strip()
        if end <= head.end:
            continue
        following = text[slice(*lines[number + 1])].strip() if number + 1 < len(lines) else ""
        if read_line(line, head):
            head.furniture.append((start, end))
        elif given_title and _same(line, given_title):
            head.title = (start, end)
            likely.append((start, end))
        elif following and not _is_shouted_prose(text[start:]) and _may_be_heading(
                line, following, text[start:end], longest=_longest_below(text, end)):
            likely.append((start, end))
        else:
            break
        head.end = end
    _sort_out(text, head, likely)
    return head


def _headlines(text: str, lines: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A first block of two to four lines none of which ends a sentence: headline and sub-headlines; a line broken in two is one."""
    block = [s for n, s in enumerate(lines[:5]) if n == 0 or not re.search(r"\n[ ]*\n", text[lines[0][1]:s[0]])]
    words = [text[a:b].strip() for a, b in block]
    if not 2 <= len(block) <= 4 or len(lines) == len(block) or any(len(w) > 120 or w[-1] in ",;:" or ends_sentence(w) for w in words):
        return []
    if any(read_line(w, Head()) or read_dateline(w) is not None or w[0] in "-*•#|" for w in words):
        return []
    found = [block[0]]
    for span, before, line in zip(block[1:], words, words[1:], strict=False):
        broken = before.split()[-1].lower() in FUNCTION_WORDS
        if not broken and not looks_like_heading(line):
            return []
        if broken:
            found[-1] = found[-1][0], span[1]
        else:
            found.append(span)
    return found if looks_like_heading(words[0], most_words=40) or len(found) < len(block) else []


def _same(line: str, title: str) -> bool:
    def bare(words: str) -> str:
        return re.sub(r"\W+", " ", words).strip().lower()

    return bare(_TITLE_LINE.sub("", line.lstrip("# "))) == bare(title)


def _is_shouted_prose(text: str) -> bool:
    """Whether a line opens a paragraph all in capitals that goes over several full lines to a full stop: no title, for all its capitals."""
    block = [x.strip() for x in re.split(r"\n[ ]*\n", text[:3000])[0].split("\n") if x.strip()]
    return len(block) > 2 and all(x.isupper() for x in block) and ends_sentence(block[-1]) and len(block[0]) > 0.7 * max(map(len, block))


def _longest_below(text: str, end: int) -> int:
    """How long the longest line right below is, up to the next blank line; 0 where a blank line follows."""
    block = re.split(r"\n[ ]*\n", text[end:end + 2000])[0]
    return max((len(line.strip()) for line in block.split("\n")), default=0)


def read_line(line: str, head: Head) -> bool:
    """Whether a line is byline, date, publisher or label (then noted in `head`), alone or side by side."""
    bare = line.strip("*_# ")
    if _LABEL.match(bare):
        head.labels.append(bare)
        return True
    if is_boilerplate(bare):
        head.labels.append(bare)
        return True
    if days := date_line(bare):
        head.days += days
        return True
    if (name := author_line(bare)) is not None:
        head.byline = head.byline or name
        return True
    if m := _SOURCE_LINE.match(bare):
        head.source = head.source or m["name"].strip()
        return True
    return _read_side_by_side(bare, head)


def _read_side_by_side(line: str, head: Head) -> bool:
    """A line that joins two or more of them: "By Ada Quill, Harbour Post, 3 May 2011"."""
    barred = _BARRED.fullmatch(line) is not None
    if len(line) > 160 or ends_sentence(line) and not barred and not line.endswith(("a.m.", "p.m.")):
        return False
    by = _BY.match(line)
    parts = [p for p in _SPLIT.split(by["rest"] if by else line) if p]
    dates = [d for d in find_dates(line) if d.first]
    if len(parts) == 1:
        parts = _split_commas(parts[0])
    if len(parts) < 2 or not (dates or by):
        return False
    dated = any(map(date_line, parts))
    least = 0.5 if by and dated else 0.8
    short = all(date_line(p) or len(p.split()) <= 6 and title_share(p) >= least for p in parts)
    if not (short or barred and dated) or not dated and not by:
        return False
    for number, part in enumerate(parts if short else filter(date_line, parts)):
        _read_part(part, head, person=bool(by) and number == 0)
    return True


def _split_commas(line: str) -> list[str]:
    """Split at commas, but never within a date ("May 3, 2011")."""
    guarded = line
    for day in reversed(find_dates(line)):
        guarded = guarded[:day.start] + guarded[day.start:day.end].replace(",", "\0") + guarded[day.end:]
    pieces = [p.replace("\0", ",").strip() for p in re.split(r",\s+", guarded)]
    weekday = re.compile(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day$", re.IGNORECASE)
    return [p for p in pieces if p and not weekday.match(p)]


def _read_part(part: str, head: Head, *, person: bool) -> None:
    if days := date_line(part):
        head.days += days
    elif (name := author_line(part)) is not None or (person and _NAME.match(part)):
        head.byline = head.byline or name or part
    elif _PUBLISHER.search(part):
        head.source = head.source or part
    elif _NAME.match(part) and not head.byline and not person:
        head.byline = part


def _may_be_heading(line: str, following: str, raw: str, *, longest: int) -> bool:
    """Whether a line at the top may be title, sub-headline, name or publisher: a heading by its look and by what follows."""
    marked = raw.lstrip().startswith("#") or _TITLE_LINE.match(line) is not None
    if marked:
        return True
    wire = read_dateline(line)
    if following[:1] in tuple(",.;:!?)]”") or len(line.split()) < 2 or not looks_like_heading(line) or wire is not None:
        return False
    if not longest:
        return not (following[:1].islower() and title_share(line) < 0.6)
    # Directly above another line a wrapped first line of prose looks the same; capitals, or a short line above a long one, tell.
    if following[:1].islower():
        return False
    return title_share(line) >= 0.75 or len(line) < 0.6 * min(longest, 110) or read_line(following, Head())


def _sort_out(text: str, head: Head, likely: Sequence[tuple[int, int]]) -> None:
    """Tell names and publishers among the heading-like lines from title and sub-headlines."""
    rest = list(likely)
    evidence = bool(head.days or head.byline or head.source)
    body = text[head.end:head.end + 20000]
    # Longer lines and the first are titles before they are names, so they are asked last.
    for span in sorted(likely, key=lambda s: (len(text[slice(*s)].split()) > 2, s == likely[0], s)):
        line = text[slice(*span)].strip().strip("*_# ")
        if len(rest) == 1 and span != head.title and not head.source and _AGENCY.fullmatch(line):
            head.source = line
            rest.remove(span)
            head.furniture.append(span)
        if span == head.title or len(rest) < 2 or line != text[slice(*span)].strip(" *_"):
            continue
        tight = _tight(text, span, likely)
        if not head.source and title_share(line) == 1.0 and (evidence or tight) and _is_publisher(text, span, line, first=span == rest[0],
                                                                                                  furniture=head.furniture):
            head.source = line
        elif not head.byline and (evidence or tight) and _is_name(line, body) and not _PUBLISHER.search(line):
            head.byline = line
        else:
            continue
        rest.remove(span)
        head.furniture.append(span)
    if rest:
        head.title = head.title or rest[0]
    head.headings = rest
    head.furniture.sort()


def _is_publisher(text: str, span: tuple[int, int], line: str, *, first: bool, furniture: Sequence[tuple[int, int]]) -> bool:
    """Whether a line names a publisher; the first line, which may be the title, only right below other such lines or by its last word."""
    words = line.split()
    if len(words) > 6 or not _PUBLISHER.search(line):
        return False
    below = any(end < span[0] and text[end:span[0]].count("\n") == 1 for _, end in furniture)
    paper = _PAPER.fullmatch(line) is not None and not any(w.lower() in FUNCTION_WORDS for w in words[1:])
    return not first or below or paper or _AGENCY.fullmatch(line) is not None


def _tight(text: str, span: tuple[int, int], likely: Sequence[tuple[int, int]]) -> bool:
    """Whether a line stands right below another of the head, no blank line between."""
    return any(text[end:span[0]].count("\n") == 1 and not text[end:span[0]].strip() for _, end in likely if end <= span[0])


def _is_name(line: str, body: str) -> bool:
    """Two to four capitalised words, none of which the body writes in lower case."""
    if not _NAME.match(line) or len(line.split()) > 7:
        return False
    words = [w for w in re.findall(r"[^\W\d_]+", line) if len(w) > 2 and w not in ("and",)]
    return not any(w.lower() in FUNCTION_WORDS or re.search(rf"\b{re.escape(w.lower())}\b", body) for w in words)
