"""The cheap pass: sourced statements from words and quotation marks alone, for sentences that were not parsed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.reading.voices_lexicon import Lexicon
from tocsin.reading.voices_quotes import Quote
from tocsin.reading.voices_speakers import RESOLVABLE, People, Speaker
from tocsin.records import Attribution, Sentence

_STEMS = (
    "say|tell|announce|claim|deny|warn|confirm|add|state|report|allege|insist|argue|acknowledge|admit|vow|estimate|explain|note|declare|"
    "write|tweet|testify|recall|reply|accuse|condemn|urge|suggest|believe|maintain|describe|blame|find|call|document|pledge|threaten|"
    "demand|assert|reveal|disclose|fear|recount|answer|indicate|predict|recommend|stress|remark|contend|concede|lament|affirm|reiterate|"
    "criticise|criticize|boast|joke|respond")
_PAST = {"say": "said", "tell": "told", "write": "wrote", "find": "found"}


def _forms(stem: str) -> str:
    """Present and past forms of a verb, as alternatives."""
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return f"{stem[:-1]}ies|{stem[:-1]}ied|{stem}"
    past = _PAST.get(stem) or (f"{stem}d" if stem.endswith("e") else f"{stem}ed")
    return f"{stem}s|{past}|{stem}"


_VERBS = "|".join(_forms(stem) for stem in _STEMS.split("|")).replace("admited", "admitted")
_CAPITAL = r"[A-Z][\w.'’\-]*"
_NAME = rf"\b{_CAPITAL}(?:\s+(?:(?:of|the|for|and|de|al|bin)\s+)?{_CAPITAL}){{0,5}}"
_CLAUSE_START = "|".join(rf"(?<={before})" for before in (
    "^", r"[,;:—–\"”’']\s", r"and\s", r"but\s", r"while\s", r"said\s", r"that\s"))
_NOUN = (rf"(?:{_CLAUSE_START})(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Tt]wo|[Ss]ome|[Ll]ocal|[Ss]everal|[Mm]any|\w+['’]s)\s+)?"
         r"(?:[\w\-]+\s+){0,2}?[\w\-]+")
_SUBJECT = rf"(?:{_NAME}\s+(?:[a-z][\w\-]*\s+)?|\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)\s+|{_NOUN}\s+)"
_AFTER_VERB = re.compile(
    rf"(?<=[,\"”’'])\s(?P<cue>said|says|added|told|warned|recalled|replied)\s+(?P<who>{_NAME}|(?:the|a|an)\s+[\w\- ]+?)(?=[,.;\"”']|$)")
_BEFORE_VERB = re.compile(rf"(?P<who>{_SUBJECT})(?:also\s+|has\s+|have\s+|had\s+|later\s+)?(?P<cue>{_VERBS})\b(?!\s+to\s+(?:be|have)\b)")
_ACCORDING = re.compile(r"\b(?P<cue>according to)\s+(?P<who>[^,.;:\"“”]{2,60})", re.I)
_HEARSAY = re.compile(
    r"\b(?P<cue>reportedly|allegedly|(?:is|are|was|were|has been|have been) (?:said|reported|believed|alleged|thought|feared))\b", re.I)
_TAIL = re.compile(r"\s+(?:who|which|that|on|in|at|after|during|released|published|issued|and)\b.*$")
_LEAD = re.compile(r"^(?:But|And|Also|Still|However|Meanwhile|Yet|While|while|As|as|When|On|In|At|Then|and|but)\s+")
_NO_SPEAKER = frozenset((
    "been", "be", "were", "was", "is", "are", "have", "has", "had", "and", "or", "but", "that", "to", "who", "which", "not", "the", "a",
    "an", "of", "in", "i", "we", "you", "what", "this", "there", "for", "by", "as", "with"))
_THAT = re.compile(r"[ ,:]*(?:[\w'’.\-]+\s+){0,6}?that\s+(?=\w)")


def find_plain(sentence: Sentence, speech: Sequence[Quote], people: People, lexicon: Lexicon) -> list[Attribution]:
    """Sourced statements of one sentence without a parse: one for each "according to", reporting verb or hearsay word."""
    text = sentence.text
    near = [q for q in speech if q.start < sentence.end and q.end > sentence.start]
    found = [_make(sentence, m, near, people, lexicon)
             for pattern in (_ACCORDING, _AFTER_VERB, _BEFORE_VERB) for m in pattern.finditer(text)]
    kept: list[Attribution] = []
    for a in found:
        if a is not None and not any(a.cue_start == b.cue_start for b in kept):
            kept.append(a)
    for m in _HEARSAY.finditer(text):
        span = sentence.start + m.start("cue"), sentence.start + m.end("cue")
        if not any(q.start <= span[0] < q.end for q in near):
            kept.append(Attribution("unattributed", None, None, "indirect", m.group("cue"), sentence.start, sentence.end,
                                    cue_start=span[0], cue_end=span[1]))
    return kept


def _make(sentence: Sentence, match: re.Match[str], near: Sequence[Quote], people: People, lexicon: Lexicon) -> Attribution | None:
    start, end = match.span("who")
    words = sentence.text[start:end]
    if match.re is _ACCORDING:
        words = _TAIL.sub("", words)
    lead = _LEAD.match(words)
    if lead and match.re is _BEFORE_VERB:
        start, words = start + lead.end(), words[lead.end():]
    words = words.rstrip(" ,'’")
    cue = sentence.start + match.start("cue"), sentence.start + match.end("cue")
    if not words or any(q.start <= cue[0] < q.end for q in near) or _is_no_speaker(words, lexicon) or _is_act(sentence, match, lexicon):
        return None
    speaker = _identify(words, sentence.start + start, people, lexicon)
    if match.re is _ACCORDING and speaker.type == "other" and lexicon.first_hand.intersection(match.group("who").split()):
        speaker = speaker._replace(type="witness")
    how, low, high = _content(sentence, match, near, cue)
    return Attribution(speaker.voice, speaker.text, speaker.type, how, match.group("cue"), low, high, speaker.start, speaker.end, *cue)


def _is_no_speaker(words: str, lexicon: Lexicon) -> bool:
    last = words.split()[-1].casefold()
    return last in _NO_SPEAKER or last in lexicon.no_source or last in lexicon.mute


def _is_act(sentence: Sentence, match: re.Match[str], lexicon: Lexicon) -> bool:
    """"claimed 12 lives", "denied access": the object makes the verb an act."""
    cue = match.group("cue")
    stem = next((v for v in (cue[:-1], cue[:-2], cue[:-3] + "y", cue) if v in lexicon.acts), None)
    if stem is None:
        return False
    following = sentence.text[match.end("cue"):match.end("cue") + 40].casefold().split()[:2]
    return any(w.strip(".,") in lexicon.acts[stem] or (w.strip(".,") == "lives" and stem == "claim") for w in following)


def _identify(words: str, start: int, people: People, lexicon: Lexicon) -> Speaker:
    end = start + len(words)
    parts = words.split()
    if parts[-1].casefold() in RESOLVABLE:
        return people.resolve(parts[-1].casefold(), start + len(words) - len(parts[-1]), end, parts[-1])
    folded = [p.casefold().strip(".'’") for p in parts]
    head = folded[-1]
    stem = next((w for w in (head[:-2], head[:-1]) if w in lexicon.people), head) if head.endswith("s") else head
    names = ("-".join(parts), "-".join(parts[1:]), "-".join(parts[-2:]), parts[-1])
    body = next((b for w in names if w and (b := lexicon.body(w)) is not None), None)
    person = lexicon.people.get(head) or lexicon.people.get(stem)
    title = next((lexicon.titles[w] for w in folded[:-1] if w in lexicon.titles), None)
    named = body is not None or any(p[0].isupper() for p in parts[1:]) or (parts[0][0].isupper() and person is None and len(parts) == 1)
    voice = "named_source" if named else "unnamed_source"
    kind = body or title or person or people.types.get(parts[-1], "other")
    people.remember(words, voice, kind, person=not (body and body not in (title, person)) and not head.endswith("s"))
    return Speaker(start, end, words, voice, kind)


def _content(sentence: Sentence, match: re.Match[str], near: Sequence[Quote], cue: tuple[int, int]) -> tuple[str, int, int]:
    """Speech and span of what is said: a quotation beside the cue, else the longer side of it."""
    left = sentence.start, sentence.start + min(match.start("who"), match.start("cue"))
    right = sentence.start + max(match.end("who"), match.end("cue")), sentence.end
    quote = max(near, key=lambda q: q.words, default=None)
    if quote is not None and not quote.start <= cue[0] < quote.end:
        return "direct", quote.start, quote.end
    behind_comma = sentence.text[:left[1] - sentence.start].rstrip().endswith((",", '"', "”", "’", "'"))
    if match.re is _ACCORDING:
        is_left = left[1] - left[0] > 15
    else:
        is_left = match.re is _AFTER_VERB or (right[1] - right[0] < 15 < left[1] - left[0]) or (behind_comma and left[1] - left[0] > 10)
    low, high = left if is_left else right
    if is_left and sentence.text[right[0] - sentence.start:].startswith(","):
        low, high = sentence.start, sentence.end  # "The convoy, he said, was hit": both sides
    words = sentence.text[low - sentence.start:high - sentence.start]
    opens = None if is_left else _THAT.match(words)
    low += opens.end() if opens else len(words) - len(words.lstrip(" ,:"))
    high -= len(words) - len(words.rstrip(" ,.:"))
    return "indirect", low, max(low, high)
