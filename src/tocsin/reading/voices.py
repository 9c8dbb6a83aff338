"""Find every sourced statement of a report: who says what, in whose words.

`find` works on parsed sentences and, more coarsely, on sentences without tokens.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from tocsin.reading.voices_cues import find_cues
from tocsin.reading.voices_lexicon import Lexicon
from tocsin.reading.voices_plain import find_plain
from tocsin.reading.voices_quotes import Quote, find_quotes
from tocsin.reading.voices_speakers import People, Speaker
from tocsin.reading.voices_verbs import Found
from tocsin.records import Attribution, Sentence

__all__ = ["Lexicon", "attributions_over", "find"]

_CONTINUES = 400  # characters between a quotation without a cue and the last speaker
_DIRECT = 0.5  # share of quoted words from which a statement counts as direct speech


def find(sentences: Sequence[Sentence], text: str, *, lexicon: Lexicon) -> tuple[Attribution, ...]:
    """Every sourced statement of a report, in the order of the attributed words.

    `sentences` are in order, their offsets counted in `text`; those without tokens get a cheap pass over their words.
    """
    quotes = find_quotes(text)
    speech = [q for q in quotes if q.speech]
    people = People(lexicon)
    found: list[Attribution] = []
    for sentence in sentences:
        if sentence.opening is not None:
            continue
        if sentence.tokens:
            people.meet(sentence)
            found.extend(_read(sentence, text, speech, people, lexicon))
        else:
            found.extend(find_plain(sentence, speech, people, lexicon))
    found.extend(_continued(text, speech, found, people.subjects))
    return tuple(sorted(set(found), key=lambda a: (a.start, -a.end, a.cue_start or 0)))


def attributions_over(start: int, end: int, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Attributions whose words hold the span [start, end), innermost first."""
    return sorted((a for a in attributions if a.start <= start and end <= a.end), key=lambda a: a.end - a.start)


# ------------------------------------------------------------------ one sentence


def _read(sentence: Sentence, text: str, speech: Sequence[Quote], people: People, lexicon: Lexicon) -> list[Attribution]:
    near = [q for q in speech if q.start < sentence.end and q.end > sentence.start]
    quoted = [any(q.start <= t.start < q.end for q in near) for t in sentence.tokens]
    cues = find_cues(sentence, lexicon, quoted)
    found = [a for cue in cues for a in _attribute(sentence, text, cue, near, people)]
    people.pass_by(sentence, quoted, silent=not any(a.speaker for a in found))
    outer = [c for c in cues if c.speaker is not None and not any(_holds(o, c) for o in cues)]
    if len(cues) > 1 and len(outer) == 1:
        people.identify(sentence, outer[0].speaker or 0)  # "he" means who speaks rather than whom he quotes
    return found


def _holds(one: Found, other: Found) -> bool:
    """Whether a cue stands in what another one reports."""
    return one is not other and one.content is not None and one.content[0] <= other.first <= one.content[1]


def _attribute(sentence: Sentence, text: str, cue: Found, near: Sequence[Quote], people: People) -> list[Attribution]:
    tokens = sentence.tokens
    speaker = people.identify(sentence, cue.speaker) if cue.speaker is not None else None
    if speaker is not None and cue.relative is not None:
        speaker = speaker._replace(start=tokens[cue.relative].start, end=tokens[cue.relative].end)
    cue_span = tokens[cue.first].start, tokens[cue.last].end
    if cue.content is None:
        content = cue_span
        spans = [("indirect", *content)]
    else:
        content = tokens[cue.content[0]].start, tokens[cue.content[1]].end
        spans = _split_speech(text, content, (tokens[cue.group[0]].start, tokens[cue.group[1]].end), near)
    if cue.kind == "turn":
        spans = [("direct", *content)]
    return [_make(text, how, start, end, speaker, cue_span) for how, start, end in spans]


def _split_speech(text: str, content: tuple[int, int], group: tuple[int, int], near: Sequence[Quote]) -> list[tuple[str, int, int]]:
    """The content as direct speech (one span for each quotation) when most of its words are quoted.

    Else as one indirect span, and the quotations in it as direct speech within that: in "he said the town was 'a heap of stones by
    noon'" the town is told of in the reporter's words and the stones in his.
    """
    start, end = content
    inside = [q for q in near if q.start < end and start < q.end and not q.start <= group[0] < q.end]
    if not inside:
        return [("indirect", start, end)]
    words = len(text[start:end].split())
    if start < group[0] and group[1] < end:
        words -= len(text[slice(*group)].split())  # cue and speaker stand amid the words
    quoted = sum(len(text[max(q.start, start):min(q.end, end)].split()) for q in inside)
    if quoted < _DIRECT * words:
        return [("indirect", start, end), *(("direct", q.start, q.end) for q in inside if start <= q.start and q.end <= end + 1)]
    return [("direct", q.start, q.end) for q in inside]


def _make(text: str, how: str, start: int, end: int, speaker: Speaker | None, cue: tuple[int, int]) -> Attribution:
    if speaker is None:
        return Attribution("unattributed", None, None, how, text[cue[0]:cue[1]], start, end, cue_start=cue[0], cue_end=cue[1])
    return Attribution(speaker.voice, speaker.text, speaker.type, how, text[cue[0]:cue[1]], start, end,
                       speaker.start, speaker.end, cue[0], cue[1])


# ------------------------------------------------------------------ quotations without a cue


def _continued(text: str, speech: Sequence[Quote], found: Sequence[Attribution], subjects: Sequence[tuple[int, str]]) -> list[Attribution]:
    """Quotations that no cue claims, given to whoever spoke last close before them; to nobody where another person was named since.

    `subjects` are the persons whom sentences outside quotations are about: where each stands, and the last word of the name.
    """
    direct = sorted((a for a in found if a.speech == "direct" and a.speaker is not None), key=lambda a: a.end)
    ends = [a.end for a in direct]
    continued: list[Attribution] = []
    for quote in speech:
        if any(a.start < quote.end and quote.start < a.end for a in found):
            continue
        at = bisect_right(ends, quote.start) - 1
        last = direct[at] if at >= 0 else None
        if last is None or quote.start - max(last.end, last.cue_end or 0) > _CONTINUES:
            continue
        since = max(last.end, last.cue_end or 0)
        known = (last.speaker or "").casefold().split()
        if any(since <= start < quote.start and name not in known for start, name in subjects):
            continued.append(Attribution("unattributed", None, None, "direct", None, quote.start, quote.end))
        else:
            again = Attribution(last.voice, last.speaker, last.speaker_type, "direct", last.cue, quote.start, quote.end,
                                last.speaker_start, last.speaker_end, last.cue_start, last.cue_end)
            continued.append(again)
            direct.insert(at + 1, again)
            ends.insert(at + 1, quote.end)
    return continued
