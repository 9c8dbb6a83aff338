"""Who is named in reports as a private person: told by what stands around a name, and by what claims and voices say of it.

An age, a kin word or a wrong done to somebody shows a victim or a witness, whatever role stands near; a public role counts only where it is
the person's own, as a title before the name or as the head of an apposition. Where signs of one name conflict, in one report or in several,
it is private: a name that is shown by mistake may cost a life, one that is hidden by mistake costs a question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tocsin.codebook import Codebook
from tocsin.codebook.model import Alias
from tocsin.records import Read

EXPOSED, PUBLIC, PRIVATE = "exposed", "public", "private"

_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'\-]*\w"
_JOINT = r"(?:(?:al|bin|ibn|de|da|do|dos|van|von|der|el|ould|arap)[ \-])?"
RUN = re.compile(rf"{_WORD}(?:[ ]{_JOINT}(?:[A-Z]\.[ ])?{_WORD}){{0,5}}")
# ", 34, a baker", "(34)", ", aged 34": "Kara Suu, 12 kilometres off" is no age.
AGE_AFTER = re.compile(r"^(?:,\s*(?:aged?\s*)?\d{1,3}(?=\s*(?:[,.;:)\]”\"’–—]|$|years?\b|and\b|who\b|when\b|said\b))|\s*\(\d{1,3}\))")
AGE_BEFORE = re.compile(r"\b\d{1,3}-year-old\s+$")
NAMED = r"\b(?:named|called|by the name of|whose name (?:is|was)|identified (?:only )?as|said|says|told)\s*$"
AT = re.compile(r"\b(?:in|at|near|from|around|to|of|on|outside|towards?)\s+$", re.IGNORECASE)
OF_BODY = re.compile(r"^ (?:of|for|from|at) (?:the )?")
CLOSES = re.compile(r"^(?:\s*[,.;:)”\"–—]|\s*$|\s+and\b)")
ENDS = re.compile(r"^(?:\s*[,.;:)”\"–—]|\s*$|\s+(?:in|on|at|when|while|and|after|before|near|outside|during|with|by|as|was|is|has|had)\b)")
ARTICLES = frozenset("a an the his her its their my our this that another some one".split())
PREPOSITIONS = frozenset("by from with of to near before after for at in on against under behind beside outside towards than like".split())
CLAUSAL = frozenset("who whom whose which that where when while as because if but or said says told was were is had has".split())
HONORARY = frozenset("retired elected appointed self-appointed deposed ousted unelected exiled disgraced".split())
SPEAKER_TYPES = frozenset(("witness", "victim", "medical", "other", "expert", "ngo", None))
WRONGS = frozenset(("killing", "injury", "sexual_violence", "torture", "abduction"))


@dataclass(frozen=True)
class Found:
    """The names of a book by what they are, and the words and spans that the codebook or a place explains."""

    exposed: frozenset[str]
    public: frozenset[str]
    private: frozenset[str]
    known: frozenset[frozenset[str]]

    def hidden(self) -> frozenset[str]:
        """The names to hide: those that no known name explains, nor, where nothing exposes them, a public one."""
        words = frozenset(w for name in self.known for w in name)
        shown = [frozenset(words_of(name)) for name in self.public]
        weak = {n for n in self.private if not any(set(words_of(n)) <= name | words for name in (*shown, frozenset[str]()))}
        return frozenset(n for n in {*self.exposed, *weak} if not any(set(words_of(n)) <= name for name in self.known))


def find(reads: Iterable[Read], *, codebook: Codebook) -> Found:
    """The names in these reports; one that is exposed anywhere is public nowhere, save those that the codebook itself knows."""
    told: dict[str, set[str]] = defaultdict(set)
    known: set[frozenset[str]] = set()
    for read in reads:
        for name, what in _names_of(read, codebook, known):
            told[what].add(name)
        if read.report.byline:
            told[PUBLIC].add(read.report.byline)
    public = {name for name in told[PUBLIC] if not _is_exposed(name, told[EXPOSED], told[PUBLIC])}
    exposed = told[EXPOSED] | {n for n in told[PUBLIC] - public if " " in n}
    return Found(frozenset(exposed), frozenset(public), frozenset(told[PRIVATE]), frozenset(known))


def _is_exposed(name: str, exposed: Iterable[str], public: Iterable[str]) -> bool:
    """Whether a public name is that of somebody exposed; "Judge Vant" is not, where an Olo Vant is known as public too."""
    words = words_of(name)
    for other in map(words_of, exposed):
        if words == other or (len(words) > 1 and len(other) == 1 and words[-1] == other[0]):
            return True
        if len(words) == 1 and words[0] == other[-1]:
            return not any(len(w := words_of(n)) > 1 and w != other and w[-1] == words[0] for n in public)
    return False


@dataclass(frozen=True)
class Signs:
    """What stands around names, from masks.toml."""

    passed: frozenset[str]
    titles: frozenset[str]
    surnames: frozenset[str]
    kin: frozenset[str]
    role: re.Pattern[str]
    role_before: re.Pattern[str]
    heads_after: re.Pattern[str]
    homely: re.Pattern[str]
    kin_before: re.Pattern[str]
    kin_of: re.Pattern[str]
    wronged_before: re.Pattern[str]
    wronged_after: re.Pattern[str]
    body: re.Pattern[str]
    told_after: re.Pattern[str]

    def judge(self, text: str, start: int, end: int, bodies: frozenset[int]) -> str | None:
        """What the words beside a name make of it: exposed, public, private, or None where they show nothing."""
        before, after = re.split(r"[.!?]\s|\n", text[max(0, start - 110) : start])[-1], text[end : end + 110]
        beside = self._apposition(after)
        at = is_at(text, start)
        if AGE_AFTER.search(after) or (beside == EXPOSED and not at) or self._is_wronged(before, after, at=at):
            return EXPOSED
        office = self._holds_before(before, after)
        if office == EXPOSED:
            return EXPOSED
        if office or beside == PUBLIC or self._is_titled(text[start:end]) or self._speaks_for(text, start, end, bodies):
            return PUBLIC
        return PRIVATE if self._is_person(text, start, after) else None

    def _is_wronged(self, before: str, after: str, *, at: bool) -> bool:
        """Whether an age or a kin word stands before the name, or a wrong beside it."""
        done = self.wronged_before.search(before) and ENDS.search(after)  # "killed Mira in Osh", not "killed Mbara farmers"
        return bool(AGE_BEFORE.search(before) or self.kin_before.search(before) or done
                    or (not at and self.wronged_after.search(after)))

    def _apposition(self, after: str) -> str | None:
        """Public where the head of the apposition is a role, exposed where it is a kin word.

        A role inside a by-phrase, a relative clause or a possessive ("raped by a commander", "whose house a captain burned", "a captain's
        widow") is somebody else's.
        """
        if not after.startswith(", "):
            return None
        segment = re.split(r"[,.;:)!?]", after[2:], maxsplit=1)[0]
        if self.heads_after.match(segment):
            return None if self.homely.search(segment) else PUBLIC
        for word in re.finditer(r"[\w’'\-]+", segment):
            low = word[0].lower()
            if low in self.kin:  # "in Kesra, a doctor said" tells of the doctor
                return None if re.match(r"\s+(?:said|says|told|added)\b", segment[word.end() :]) else EXPOSED
            if (role := self.role.match(segment, word.start())) and _may_follow(segment[role.end() :]):
                return None if self.homely.match(segment[role.end() :]) else PUBLIC
            if low in PREPOSITIONS | CLAUSAL or (low.endswith("ed") and low not in HONORARY):
                return None
        return None

    def _holds_before(self, before: str, after: str) -> str | None:
        """Public where the name follows a role ("Colonel", "the governor of Kesra,"), exposed where it is a kin's ("son of the mayor,")."""
        found = self.role_before.search(before)
        if not found or self.homely.match(found["rest"] or ""):
            return None
        lead = before[: found.start()]
        if not found["comma"]:
            return None if found["rest"] and not found["charge"] else PUBLIC
        if self.kin_of.search(lead):
            return EXPOSED
        article, word = _opening(lead)
        loose = word == "by" or (word == "in" and not article) or (article in ("a", "an") and word in PREPOSITIONS)
        return PUBLIC if CLOSES.search(after) and not loose and not _tells(found["rest"] or "") else None

    def _is_titled(self, name: str) -> bool:
        """Whether the name has a role in it; a surname that is also a role ("King") makes no office."""
        found = list(self.role.finditer(name))
        if not found:
            return False
        words = name.split()
        return len(words) == 1 or found[0].start() == 0 or words[-1].lower() not in self.surnames

    def _speaks_for(self, text: str, start: int, end: int, bodies: frozenset[int]) -> bool:
        """Whether the name is followed by "of" and a body that is known or called one; "of Osh" tells only where somebody is from."""
        joint = OF_BODY.match(text[end : end + 12]) if " " in text[start:end] else None
        return bool(joint and (end + joint.end() in bodies or self.body.match(text, end + joint.end())))

    def _is_person(self, text: str, start: int, after: str) -> bool:
        """Whether the words beside a name show that it is a person's."""
        before = text[max(0, start - 40) : start]
        titled = re.search(r"(\w+)\.?\s+$", before)
        if titled and titled[1].lower() in self.titles:
            return True
        return not is_at(text, start) and bool(re.search(NAMED, before, re.IGNORECASE) or self.told_after.search(after))

    def bare(self, name: str) -> str:
        """A name without the roles and titles that it opens with."""
        while (found := self.role.match(name)) and name[found.end() : found.end() + 1] == " ":
            name = name[found.end() + 1 :]
        return name


def _may_follow(rest: str) -> bool:
    """Whether a role may head its phrase before these words: "governor of", "captain who"; not "captain's" or "commander said"."""
    return not rest or re.match(r"\s+(?:of|for|in|at|from|with|to|on|under|who|and)\b", rest) is not None or not rest.strip()


def _opening(lead: str) -> tuple[str, str]:
    """The article that opens the noun phrase at the end of these words, and the word or mark before it."""
    article = ""
    for word in reversed(re.findall(r"[\w’'\-]+|[,;:(–—“\"]", lead)[-6:]):
        low = word.lower()
        if not article and low in ARTICLES:
            article = low
        elif article or low in PREPOSITIONS or not word[0].isalnum():
            return article, low
    return article, ""


def _tells(phrase: str) -> bool:
    """Whether what follows a role has a clause in it: then the comma after it may close anything."""
    words = phrase.lower().split()
    return any(w in CLAUSAL or (w.endswith("ed") and w not in ("united", "armed")) for w in words)


@lru_cache(maxsize=8)
def read_signs(codebook: Codebook) -> Signs:
    """The signs of a codebook."""
    table = codebook.table("masks")
    lists = {name: _any(table[name]) for name in ("kin", "told", "suffered", "wronged", "belongings", "homely", "charges", "bodies")}
    role = "|".join(re.escape(r) for r in sorted(table["roles"], key=len, reverse=True))
    titles, heads = frozenset(table["titles"].split()), _any(table["heads"])
    rest = rf"(?P<rest> of (?:the )?(?P<charge>(?:{lists['charges']}|and)(?: (?:{lists['charges']}|and))*)| (?:of|for|in) [^,.;:]{{2,60}})?"
    told = (rf"^(?:,\s*(?:an?|the|who|whose|aged)\b|"
            rf"(?: (?:of|from|in)(?: {_WORD}| the){{1,3}})?\s(?:{lists['told']}|was (?:{lists['suffered']}))\b|"
            rf"[’']s (?:{lists['belongings']})\b)")
    wronged = (rf"^(?:,?\s+(?:who\s+)?(?:was|were|is|has been|had been|being)(?:\s+\w+ly)?\s+(?:{lists['wronged']})\b|"
               rf",\s+(?:{lists['wronged']})(?:\s+(?:by|in|on|at|when|while|near|outside|during|after|as|and|with)\b|[,.;]))")
    return Signs(
        titles | frozenset(table["starters"].split()),
        titles,
        frozenset(table["surnames"].split()),
        frozenset(k + s for k in table["kin"].split() for s in ("", "s")),
        re.compile(rf"\b(?:{role})(?![\w’'])", re.IGNORECASE),
        re.compile(rf"\b(?:{role}){rest}(?P<comma>,)?\s*$", re.IGNORECASE),
        re.compile(rf"^who (?:{heads})\b", re.IGNORECASE),
        re.compile(rf"(?:.*? )?(?:of|who (?:{heads})) (?:\w+ ){{0,2}}?(?:{lists['homely']})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{lists['kin']})s?,?\s*$", re.IGNORECASE),
        re.compile(rf"\b(?:{lists['kin']})s? (?:of|to) (?:[\w’'\-]+ ){{0,4}}$", re.IGNORECASE),
        re.compile(rf"\b(?:{lists['wronged']}|(?:killing|murder|rape|torture|death|burial|funeral|body|execution) of)\s+$", re.IGNORECASE),
        re.compile(wronged),
        re.compile(rf"(?:{_WORD} (?:(?:of|for|on|and|the) ){{0,2}}){{0,4}}(?i:{lists['bodies']})\b"),
        re.compile(told),
    )


def _any(words: str) -> str:
    return "|".join(map(re.escape, words.split()))


def _names_of(read: Read, codebook: Codebook, known: set[frozenset[str]]) -> Iterator[tuple[str, str]]:
    """The persons named in one report and what they are; the words of each other known name go into `known`."""
    text, signs = read.report.text, read_signs(codebook)
    mentions = codebook.mentions(text)
    known.update(frozenset(words_of(m.text)) for m in mentions)
    yield from ((m.text, PUBLIC) for m in mentions if m.kind == "office")
    known.update(frozenset(words_of(p)) for c in read.claims if c.place for p in (c.place.text, c.place.name or "") if p)
    bodies = frozenset(m.start for m in mentions if m.kind == "organisation")
    told = _told_of(read)
    for start, end, whole in _runs(text, mentions, signs.passed):
        name = text[start:end]
        what = signs.judge(text, start, end, bodies)
        if what != EXPOSED and not whole:
            continue  # a known name inside: only an exposed person is then surely another one
        said = told.get(name) if not is_at(text, start) else None
        what = EXPOSED if EXPOSED in (what, said) else what or said or told.get((start, end))
        if what:
            yield (signs.bare(name), what)


def _told_of(read: Read) -> Mapping[str | tuple[int, int], str]:
    """What claims and attributions make of a name or of the words at a span."""
    told: dict[str | tuple[int, int], str] = {}
    for a in read.report.attributions:
        if a.speaker_start is not None and a.speaker_end is not None and a.speaker_type in SPEAKER_TYPES and a.voice == "named_source":
            told[a.speaker_start, a.speaker_end] = PRIVATE
    for claim in read.claims:
        told |= {p.name or p.text: PRIVATE for p in (*claim.actors, *claim.targets) if p.type == "person" and not p.role
                 and (p.name or p.text) not in told}
    for claim in (c for c in read.claims if c.kind in WRONGS):
        told |= {p.name or p.text: EXPOSED for p in claim.targets if p.type == "person" and not p.role}
    return told


def _runs(text: str, mentions: Iterable[Alias], passed: frozenset[str]) -> Iterator[tuple[int, int, bool]]:
    """Capitalised words in a row without titles and words that only begin a sentence, and whether no known name is among them.

    A people or country before a name ("Uzbek Mira Dostova") is not part of it; one that ends it ("Chad" apart, "Amina Jordan") may be.
    """
    taken = [(m.start, m.end) for m in mentions]
    for run in RUN.finditer(text):
        words = [(run.start() + w.start(), run.start() + w.end()) for w in re.finditer(r"[^ ]+", run[0])]
        touching = [(a, b) for a, b in taken if a < run.end() and run.start() < b]
        while words and (_plain(text, words[0]) in passed or (len(words) > 2 and _covered(words[0], touching))):
            words.pop(0)
        while words and _plain(text, words[-1]) in passed:
            words.pop()
        if not words or (run[0].isupper() and len(words) < 2):
            continue
        start, end = words[0][0], words[-1][1]
        end -= 2 if text[start:end].endswith(("’s", "'s")) else 0
        inside = [t for t in touching if t[0] < end and start < t[1]]
        ends = bool(inside) and len(words) <= 3 and all(a >= words[-1][0] and b <= words[-1][1] for a, b in inside) and len(words) > 1
        if end - start > 2 and (not inside or ends) and not (run[0].isupper() and len(run[0].split()) > 5):
            yield start, end, not inside and not run[0].isupper()


def _plain(text: str, span: tuple[int, int]) -> str:
    return text[span[0] : span[1]].lower().rstrip(".")


def _covered(word: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    return any(a <= word[0] and word[1] <= b for a, b in spans)


def is_at(text: str, start: int) -> bool:
    """Whether a word of place stands right before."""
    return AT.search(text[max(0, start - 10) : start]) is not None


def words_of(name: str) -> list[str]:
    """The words of a name."""
    return re.findall(r"[\w’'\-]*\w", name)
