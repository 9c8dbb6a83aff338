"""Find how many: every number of a sentence with its modifier, its ends and what it counts.

`find` walks the tokens once; `numbers` reads the number itself, this module the words around it (at least, nearly, half of, another),
`figure_kinds` tells a count from an age, a year or a sum of money. No number is made up: words without one give none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from tocsin.reading import numbers
from tocsin.reading.figure_kinds import describe_noun, find_kind, find_noun, is_lone_one, is_name
from tocsin.reading.numbers import DASHES, Core, Words, word_set
from tocsin.reading.persons import is_one_person
from tocsin.reading.profiles import ACLED, PROFILES, Profile, Triple
from tocsin.records import Figure, FigureMention, Sentence

__all__ = ["ACLED", "PROFILES", "Profile", "find", "mark_persons", "profile_named", "singular"]

_MODIFIERS = {
    "at_least": "at least|at the least|at the very least|no fewer than|no less than|not fewer than|not less than|a minimum of|minimum of|"
                "minimum|at minimum",
    "more_than": "more than|over|well over|just over|a little over|slightly over|upwards of|upward of|in excess of|above|well above|"
                 "slightly more than|far more than|a little more than|exceed|exceeding|exceeded|exceeds|greater than|north of|>",
    "up_to": "up to|as many as|as much as|upto|as high as",
    "at_most": "at most|at the most|no more than|not more than|no greater than|fewer than|less than|under|below|a maximum of|maximum of|"
               "not exceeding|<",
    "nearly": "nearly|almost|close to|just under|approaching|just short of|a little under|just below|slightly fewer than|"
              "slightly less than|slightly under|virtually|practically|nearing|little short of",
    "about": "about|some|around|approximately|approx|approx.|roughly|an estimated|estimated|estimated at|an approximate|something like|"
             "in the neighborhood of|in the neighbourhood of|somewhere in the neighborhood of|somewhere in the neighbourhood of|"
             "in the region of|somewhere in the region of|in the vicinity of|on the order of|in the order of|circa|ca|ca.|c.|perhaps|"
             "maybe|~|≈",
    "exact": "a total of|total of|exactly|precisely",
    "increment": "another|a further|further|an additional|additional",
}
_PHRASES: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _name, _words in _MODIFIERS.items():
    for _phrase in _words.split("|"):
        _parts = tuple(_phrase.split())
        _PHRASES.setdefault(_parts[-1], []).append((_parts, _name))
for _found in _PHRASES.values():
    _found.sort(key=lambda pair: -len(pair[0]))
_STRENGTH = {name: n for n, name in enumerate(("at_least", "more_than", "up_to", "at_most", "nearly", "about"))}
_BEFORE_TOP = frozenset((",", "and", "but", "or", "possibly", "perhaps", "maybe", "potentially"))
_SPEECH = word_set("""
    talk talked talking know knew worry worried hear heard ask asked speak spoke learn learned complained
""")

_OPENERS = (numbers.SMALL.keys() | numbers.PLURALS.keys() | numbers.FEW.keys() | numbers.VULGAR.keys()
            | {"a", "an", "half", "many", "some", "between", "no", "none", "nobody", "once", "twice", "thrice", "most", "all", "the",
               "part", "majority"})
_HAS_DIGIT = re.compile(r"\d").search
_BASE_ENDS = frozenset(("", ",", ".", ":", "VBD", "VBZ", "VBP", "CC"))
_ZERO_NOUNS = word_set("one death casualty person victim fatality loss injury")
_NOT_ZERO = word_set("""
    reports reasons signs doubts plans details comments words news ways means terms times circumstances charges claims weapons arms
    illusions questions
""")


def profile_named(name: str) -> Profile:
    """The convention of that name: acled, d4d_midrange or strict_plural; KeyError with the known names otherwise."""
    if name not in PROFILES:
        raise KeyError(f"no quantity profile {name!r}; known: {', '.join(sorted(PROFILES))}")
    return PROFILES[name]


def find(sentence: Sentence, *, profile: Profile = ACLED) -> tuple[FigureMention, ...]:
    """Every number of a parsed sentence, in order, none overlapping.

    A mention of kind `count` or `fraction` may become a toll; the others (age, year, date, time, money, measure, percent, score, ordinal,
    identifier, duration, frequency) say why the number may not. `noun_i` is the counted word: "Six dead" has its "dead", "45 others" its
    "others", "10 were killed" none; "a family of six" counts six people and has none. `first`/`last` take in modifiers and "more".
    A fraction with a base spans the base, which has no mention of its own; "12 of the 15 wounded" has the base 15, and 15 its own mention
    at `base_span`.
    """
    words, i, free = Words(sentence), 0, 0
    found: list[FigureMention] = []
    before: tuple[str, int] | None = None
    while i < words.n:
        word = words.low[i]
        core = _read_core(words, i, profile) if word in _OPENERS or _HAS_DIGIT(word) else None
        if core is None:
            i += 1
            continue
        mention = _mention(words, core, free, before, profile)
        if mention is not None:
            if found and (whole := _join_floor(words, found[-1], mention)) is not None:
                found[-1] = mention = whole
            else:
                found.append(mention)
            before = (mention.kind, core.last)
            free = i = max(mention.last, core.last) + 1
        else:
            i = core.last + 1
    return tuple(found)


def _join_floor(words: Words, floor: FigureMention, top: FigureMention) -> FigureMention | None:
    """The range of "at least four but possibly up to ten miners": a floor and, right behind it, an upper end of the same people."""
    if floor.kind != "count" or top.kind != "count" or floor.figure.modifier != "at_least" or top.figure.modifier != "up_to":
        return None
    between = set(words.low[floor.last + 1 : top.first])
    low, high = floor.figure.low, top.figure.high
    if between - _BEFORE_TOP or low is None or high is None or low >= high:
        return None
    figure = replace(top.figure, text=words.sentence.span_text(floor.first, top.last), low=low, best=None, high=high, modifier="range")
    return top._replace(start=floor.start, first=floor.first, figure=figure)


def singular(sentence: Sentence, token_i: int) -> Figure | None:
    """The figure 1 for a victim noun phrase that names one person ("a man", "his brother", "the officer", a name); None otherwise.

    A plural, a collective, a group's name and a noun that a number already counts give None: nothing is counted that the text does not.
    """
    found = _singular(Words(sentence), token_i)
    return found.figure if found is not None else None


def mark_persons(sentence: Sentence) -> tuple[FigureMention, ...]:
    """A mention of kind `one` for every noun phrase and pronoun that names exactly one person; `noun_i` is its head.

    Such a mention is no number and never becomes a figure: claims count with it whom they name.
    """
    words = Words(sentence)
    heads = [t.i for t in sentence.tokens if t.dep not in ("compound", "amod", "nmod")]
    return tuple(found for i in heads if (found := _singular(words, i)) is not None)


def _singular(words: Words, i: int) -> FigureMention | None:
    sentence, tokens = words.sentence, words.tokens
    if not 0 <= i < words.n or not is_one_person(words, i):
        return None
    below = [c for c in sentence.children[i] if c < i and tokens[c].dep in ("det", "amod", "poss", "compound", "nummod")]
    first = max((c for c in [i, *below] if c <= i and i - c < 8), key=lambda c: i - c)
    extra = any(words.low[c] in ("another", "further", "additional") for c in below)
    figure = Figure(text=sentence.span_text(first, i), low=1, best=1, high=1, modifier="exact",
                    of=describe_noun(words, i)[1], scope="increment" if extra else "unknown")
    return FigureMention(tokens[first].start, tokens[i].end, first, i, figure, "one", i)


# ------------------------------------------------------------------ the grammar above numbers


def _read_core(words: Words, i: int, profile: Profile) -> Core | None:
    """The longest number expression from token i, without the words that modify it."""
    word = words.low[i]
    if word in ("no", "none", "nobody"):
        return _read_none(words, i)
    if word in ("once", "twice", "thrice"):
        return _read_frequency(words, i)
    if word == "between":
        return _read_between(words, i, profile)
    chain = _read_chain(words, i) if word[0].isdecimal() else None
    if chain is not None:
        return chain
    share = numbers.read_share(words, i)
    if share is not None:
        share = _with_base(words, share, profile)
        if share.form == "fraction" or share.base is not None:
            return share
    if word[0].isalpha() and _HAS_DIGIT(word):  # "AK-47", "G8"
        return Core(i, i, (None, None, None), written="identifier")
    core = _read_counted(words, i, profile)
    if core is None or word == "one" and core.last == i and is_lone_one(words, i):
        return None
    return _read_range(words, core, profile) or _with_digits(words, core, profile)


def _with_digits(words: Words, core: Core, profile: Profile) -> Core:
    """A number in words and the same again in brackets, as statements write it: "seven (7) men" are seven."""
    low, at = words.low, core.last + 1
    if low[at] != "(" or core.form != "exact":
        return core
    again = numbers.read_number(words, at + 1, profile, plain=True)
    same = again is not None and again.triple == core.triple and low[again.last + 1] == ")"
    return core._replace(last=again.last + 1) if again is not None and same else core


def _read_counted(words: Words, i: int, profile: Profile) -> Core | None:
    core = numbers.read_number(words, i, profile)
    if core is not None and core.triple == (0, 0, 0) and core.written != "identifier":
        return core._replace(form="no") if words.tag(core.last + 1).startswith(("NN", "JJ", "VB")) and words.low[i] == "zero" else core
    return core


def _read_chain(words: Words, i: int) -> Core | None:
    """Three or more numbers joined by hyphens: a day (2010-06-10) or a number that names something (a telephone)."""
    low, tokens, last = words.low, words.tokens, i
    while (last + 2 < words.n and low[last + 1] in DASHES and low[last + 2].isdecimal() and last - i < 12
           and tokens[last].end == tokens[last + 1].start and tokens[last + 1].end == tokens[last + 2].start):
        last += 2
    if last - i < 4:
        return None
    day = last - i == 4 and len(low[i]) in (2, 4) and len(low[i + 2]) == 2 and len(low[last]) in (2, 4)
    return Core(i, last, (None, None, None), written="date" if day else "identifier")


def _read_none(words: Words, i: int) -> Core | None:
    """ "no one", "nobody", "none", "no casualties": zero. Not "no longer", "no reports", "No. 5"."""
    low = words.low
    if low[i] != "no":
        return Core(i, i, (0, 0, 0), "no")
    if low[i + 1] == "one":
        return Core(i, i + 1, (0, 0, 0), "no")
    if low[i + 1] in ("fewer", "less", "more", "longer", ".", "matter", "doubt"):
        return None
    noun = find_noun(words, i)
    if noun is None or low[noun] in _NOT_ZERO or words.tag(noun) not in ("NNS", "NNPS") and low[noun] not in _ZERO_NOUNS:
        return None
    return Core(i, i, (0, 0, 0), "no")


def _read_frequency(words: Words, i: int) -> Core | None:
    """ "once last week", "twice": how often something happened; not "once the troops came" or "at once"."""
    following = words.tag(i + 1)
    if words.low[i] == "once" and (words.low[i - 1] in ("at", "all") or following not in ("", ".", ",", "IN", "JJ", "RB", "NN", "CC")):
        return None
    value = {"once": 1, "twice": 2, "thrice": 3}[words.low[i]]
    return Core(i, i, (value,) * 3, written="frequency")


def _read_between(words: Words, i: int, profile: Profile) -> Core | None:
    """ "between 10 and 15"."""
    at = i + 1
    left = numbers.read_number(words, at, profile, plain=True)
    if left is None or words.low[left.last + 1] not in ("and", "to", "-", "–"):
        return None
    right = numbers.read_number(words, left.last + 2, profile)
    joined = _join(left, right)
    return joined._replace(first=i) if joined else None


# "Anything from 200 to 350", "estimates ran from 100 to 150": ends of a range, no change from one to the other.
_SPREAD = frozenset({"anything", "anywhere", "ran", "run", "runs", "range", "ranges", "ranged", "ranging", "vary", "varied", "varies"})


def _read_range(words: Words, left: Core, profile: Profile) -> Core | None:
    """ "10 to 15", "10-15", "two or three hundred"; not "from 10 to 15", which is a change."""
    low, at = words.low, left.last + 1
    if left.form not in ("exact", "vague_plural") or left.written not in ("", "number", "suffixed"):
        return None
    if low[at] in DASHES and low[at + 1] in ("to", "or") and low[at + 2] in DASHES:
        at += 2  # "two-to-three"
    link = low[at] if low[at] in DASHES or low[at - 1] not in DASHES else low[at - 1]
    spread = any(w in _SPREAD for w in low[max(0, left.first - 3) : left.first])
    if link == "to" and not spread and low[left.first - 1] in ("from", "rose", "risen", "rise", "jumped", "climbed", "increased"):
        return None
    if link not in ("to", "or") and low[at] not in DASHES:
        return None
    if link == "or" and low[at + 1] in ("more", "so", "less", "fewer"):
        return None
    right = numbers.read_number(words, at + 1, profile)
    if right is None or low[right.last + 1] in DASHES and low[right.last + 2][:1].isdecimal():
        return None
    return _join(left, right)


def _join(left: Core, right: Core | None) -> Core | None:
    """The range of two numbers; "two to three hundred" shares its scale; None unless it rises."""
    if right is None or right.form not in ("exact", "vague_plural") or left.form not in ("exact", "vague_plural"):
        return None
    start, end = left.triple[0], right.triple[2]
    if start is None or end is None:
        return None
    if left.scaled < 2 <= right.scaled and left.form == right.form == "exact" and 0 < start * right.scaled < end and start < 1000:
        start *= right.scaled
    return Core(left.first, right.last, (start, None, end), "range", max(left.scaled, right.scaled)) if start < end else None


def _with_base(words: Words, share: Core, profile: Profile) -> Core:
    """Attach the number that a share is of ("a third of the town's 60,000 Hazaras"), looked for within its noun phrase."""
    low, at = words.low, share.last + 1
    if low[at] != "of" and (share.written == "percent" or low[at] not in ("the", "its", "their", "all", "his", "her", "our")):
        return share
    return share._replace(base=_base_of(words, at, profile))


def _base_of(words: Words, at: int, profile: Profile) -> Core | None:
    """The number in the noun phrase from `at`, which "of" may open."""
    low = words.low
    if low[at] == "of":
        at += 1
    for step in range(8):
        k = at + step
        if words.tag(k) in _BASE_ENDS or step and words.tag(k) == "NNS" and low[k + 1] != "'":
            break
        if _HAS_DIGIT(low[k]) or low[k] in numbers.SMALL or low[k] in ("a", "an") and low[k + 1] in numbers.SCALES:
            base = numbers.read_number(words, k, profile)
            if base is None or base.form == "vague_plural" or base.triple[0] is None and base.triple[2] is None:
                break
            kind = find_kind(words, base, modified=step > 0 and low[k - 1] in ("about", "some"), before=None)
            return base if kind == "count" else None
    return None


# ------------------------------------------------------------------ words around the number


def _prefixes(words: Words, first: int, free: int) -> tuple[int, tuple[str, ...]]:
    """Where the modifiers before token `first` begin (not before `free`) and their names, outermost first."""
    low, names = words.low, []
    start = first
    while start > free:
        at = start - 1
        for parts, name in _PHRASES.get(low[at], ()):
            begin = start - len(parts)
            if begin >= free and tuple(low[begin:start]) == parts and not _is_trap(words, begin, name):
                names.append(name)
                start = begin
                break
        else:
            break
        if len(names) == 4:
            break
    return start, tuple(reversed(names))


def _is_trap(words: Words, i: int, name: str) -> bool:
    """Words that only look like a modifier: "took over 20 villages", "talked about 20 people", "all over"."""
    word, tag, before = words.low[i], words.tag(i), words.low[i - 1]
    if word in ("over", "around", "up") and (tag == "RP" or before in ("all", "took", "take", "taken", "taking", "hand", "handed")):
        return True
    if word == "about" and before in _SPEECH:
        return True
    return name == "increment" and word == "another" and before == "one"


def _postfix(words: Words, last: int) -> tuple[int, tuple[str, ...]]:
    """Where the modifiers after token `last` end, and their names: "or more", "or so", "+", "others", "more"."""
    low, names = words.low, []
    at = last + 1
    pair = (low[at], low[at + 1])
    if low[at] == "+" or low[at] == "plus" and words.tag(at + 1) != "CD" or pair in (("or", "more"), ("and", "counting"), ("-", "plus")):
        names.append("at_least")
        at += 1 if low[at] in ("+", "plus") else 2
    elif pair in (("or", "so"), ("-", "odd")) or low[at] == "odd":
        names.append("about")
        at += 1 if low[at] == "odd" else 2
    elif pair in (("or", "less"), ("or", "fewer")):
        names.append("at_most")
        at += 2
    elif pair == ("at", "least") and low[at + 2] in ("", ".", ",", ";", "people", "were", "dead", "killed"):
        names.append("at_least")
        at += 2
    if low[at] in ("more", "additional", "further") and low[at + 1] not in ("than", "or", ","):
        names.append("increment")
        at += 1
    if low[at] == "others":
        at += 1
    return at - 1, tuple(names)


def _mention(words: Words, core: Core, free: int, before: tuple[str, int] | None, profile: Profile) -> FigureMention | None:
    """The mention of a number with the words around it."""
    start, names = _prefixes(words, core.first, free)
    if words.low[core.first][0] in "~≈":
        names += ("about",)
    if is_name(words, core):
        return None
    kind = "frequency" if core.written == "frequency" else find_kind(words, core, modified=bool(names), before=before)
    if kind in ("date", "year", "identifier", "ordinal", "score", "time"):
        return _plain_mention(words, core, kind, profile)
    end = core.base.last if core.base else core.last
    if core.form != "no":
        end, after = _postfix(words, end)
        names += after
    noun, family = None, _family_before(words, core.first) if kind == "count" else None
    if kind in ("count", "fraction"):
        noun = end if words.low[end] == "others" else find_noun(words, end)
        if core.written == "fused":
            noun = core.first
    if family is not None and noun is None:
        start = min(start, family)
    counts, of = describe_noun(words, noun)
    figure = _figure(words, core, start, end, names, profile, counts=counts, of=of)
    if kind == "count" and core.base is None and words.low[end + 1] == "of":
        core = core._replace(base=_base_of(words, end + 1, profile))
    base, base_span = _base_figure(words, core, profile)
    return FigureMention(words.tokens[start].start, words.tokens[end].end, start, end, figure, kind, noun, base, base_span)


def _plain_mention(words: Words, core: Core, kind: str, profile: Profile) -> FigureMention:
    """A number that counts nothing, without the words around it."""
    tokens = words.tokens
    triple = core.triple if kind == "year" else (None, None, None)
    figure = Figure(text=words.sentence.span_text(core.first, core.last), low=triple[0], best=triple[1], high=triple[2], modifier="exact",
                    profile=profile.name)
    return FigureMention(tokens[core.first].start, tokens[core.last].end, core.first, core.last, figure, kind, None)


def _family_before(words: Words, first: int) -> int | None:
    """Index where "a family of" begins before the number: it counts people, not households."""
    low = words.low
    if low[first - 1] == "of" and low[first - 2] == "family":
        return first - 3 if low[first - 3] in ("a", "the", "one", "another", "his", "her", "their") else first - 2
    return None


def _figure(words: Words, core: Core, start: int, end: int, names: tuple[str, ...], profile: Profile, *, counts: str,
            of: str | None) -> Figure:
    bounds = [n for n in names if n in _STRENGTH]
    modifier = min(bounds, key=lambda n: _STRENGTH[n]) if bounds else "fraction" if core.share is not None else core.form
    if core.form in ("range", "vague_plural", "no") and modifier in ("about", "nearly"):
        modifier = core.form
    triple, formula = core.triple, None
    if core.share is not None:
        triple, formula = _take_share(core)
    low, best, high = _bound(triple, modifier, profile)
    return Figure(text=words.sentence.span_text(start, end), low=low, best=best, high=high, modifier=modifier, counts=counts, of=of,
                  profile=profile.name, formula=formula, scope="increment" if "increment" in names else "unknown")


def _base_figure(words: Words, core: Core, profile: Profile) -> tuple[Figure | None, tuple[int, int] | None]:
    if core.base is None:
        return None, None
    start, names = _prefixes(words, core.base.first, core.last + 1)
    counts, of = describe_noun(words, find_noun(words, core.base.last))
    figure = _figure(words, core.base, start, core.base.last, names, profile, counts=counts, of=of)
    return figure, (words.tokens[start].start, words.tokens[core.base.last].end)


def _take_share(core: Core) -> tuple[Triple, str | None]:
    """The share of its base, and the formula that shows it; nothing without a base."""
    if core.base is None or core.share is None:
        return (None, None, None), None
    share = core.share
    base_low, _, base_high = core.base.triple
    if core.form == "most" and base_low is not None:
        return (base_low // 2 + 1, None, base_high), f"more than 0.5 × {_show(core.base.triple)}"
    if core.form != "fraction":
        return (None, None, None), None
    taken = [None if v is None else numbers.whole(v * share) for v in core.base.triple]
    triple: Triple = (taken[0], taken[1], taken[2])
    shown = f"{float(share):g}" if 1000 % share.denominator == 0 else f"{share.numerator}/{share.denominator}"
    return triple, f"{shown} × {_show(core.base.triple)} = {_show(triple)}"


def _show(triple: Triple) -> str:
    low, best, high = triple
    if best is not None:
        return f"{best:,}"
    return "–".join(f"{v:,}" for v in (low, high) if v is not None)


def _bound(triple: Triple, modifier: str, profile: Profile) -> Triple:
    """The ends that a modifier leaves (shared quantity conventions; an open end is None)."""
    low, best, high = triple
    if modifier in ("at_least", "more_than"):
        return low, best if best is not None else low, None
    if modifier in ("up_to", "at_most"):
        return None, None, high if high is not None else best
    if modifier == "nearly" and best is not None:
        return int(best * Fraction(100 - profile.spread, 100)), best, best
    if modifier == "about" and best is not None:
        return int(best * Fraction(100 - profile.spread, 100)), best, -int(-best * Fraction(100 + profile.spread, 100) // 1)
    return low, best, high
