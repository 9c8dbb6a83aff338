"""The cheap pass over words that says which sentences deserve a parse: those in which a rule of the lexicon could find its words.

Nothing is copied from the lexicon: each of its rules becomes a need (a word, and the words of which one at least must stand in the same
sentence), so that a sentence without any need met cannot hold a claim. What a rule asks of the tree is not asked here. A report that
speaks of no violence needs more: a party of the codebook beside the rule's words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tocsin.codebook import Codebook
from tocsin.reading import numbers
from tocsin.records import Sentence

_WORD = re.compile(r"[^\W\d_]+")
_MONTH = re.compile(r"\b(?:in|until|since|last|this|next|of|on|from|by|to|early|late|\d+) March\b")  # no protest
_PERSONS = frozenset("they them he him she her we us i me you those others who one everyone anyone nobody all many".split())
_ARTICLES = frozenset("the a an his her its their our my your every each".split())  # what follows is no finite verb
_OPEN = frozenset(("human", "many", "force", "place"))  # classes that a name, a pronoun or a number stands for too
_PEOPLE, _NUMBER = "(people)", "(number)"  # no text has these words: they say that a sentence has such words
_NUMBERS = numbers.SMALL.keys() | numbers.PLURALS.keys() | numbers.FEW.keys() | numbers.SCALES.keys() | numbers.PARTS.keys() | frozenset(
    "no none many some another".split())
_RISING = ("rise", "fall", "resume")
_STANCES = ("capacity_weak", "capacity_strong", "will_for", "will_against", "align", "dominated")
_FEW = 4  # sentences: a report so short may tell of violence in words that are weak elsewhere
_OPENING = 2  # sentences: a title and a lead tell where everything stands
_LINE = 25  # letters: a line so short may be a section's place


Bases = Callable[[str], Mapping[str, Iterable[str]]]


class Need(NamedTuple):
    """What must stand beside a word: one at least of each group; whether the rule is weak, and whether it tells of harm."""

    groups: tuple[frozenset[str], ...]
    weak: bool
    harm: bool


class Screen:
    """Says which sentences of a report deserve a parse."""

    def __init__(self, needs: Mapping[str, Sequence[Need]], bases: Bases, tense: frozenset[str],
                 fields: Sequence[frozenset[str]] = ()) -> None:
        self._needs = {word: tuple(found) for word, found in needs.items()}
        self._bases, self._tense = bases, tense  # `tense`: words of violence; a report with one is read as about a crisis
        self._fields = fields  # words of sport, markets and the like, which borrow those of violence
        beside = (w for found in needs.values() for need in found for group in need.groups for w in group)
        self._vocabulary = {*tense, *beside, *(w for field in fields for w in field)}
        self._known: dict[str, frozenset[str]] = {}
        self._nominal: dict[str, frozenset[str]] = {}  # the same without verbs: for a word behind an article

    def choose(
        self, sentences: Sequence[Sentence], *, commentary: bool = False, named: Callable[[str], bool] = lambda text: True
    ) -> list[bool]:
        """For each sentence of a report whether it deserves a parse.

        Of a commentary on a crisis all do. `named` says whether a text names a party of the codebook. Of a report in which any sentence
        is of interest, headings, the opening and short lines are parsed too: they say where the rest stands.
        """
        words = [self._words(s.text) for s in sentences]
        heard = set[str]().union(*words)
        few = len(words) < _FEW
        violent = len(heard & self._tense)
        crisis = few or violent > 0 and not any(len(heard & field) > max(2, 2 * violent) for field in self._fields)
        if crisis and commentary:
            return [True] * len(words)
        chosen = [self._is_met(w, crisis) and (crisis or named(s.text)) for s, w in zip(sentences, words, strict=True)]
        if not any(chosen):
            return chosen
        first = {s.index for s in [s for s in sentences if s.opening is None][:_OPENING]}
        return [c or s.heading or s.opening is not None or s.index in first or len(s.text) < _LINE
                for s, c in zip(sentences, chosen, strict=True)]

    def _words(self, text: str) -> set[str]:
        """The words of the lexicon that the text may hold, as base forms, and the marks for people and numbers."""
        low = _MONTH.sub(" ", text).lower()
        plain = _WORD.findall(low)
        known, found = self._known, set[str]()
        before = ""
        for word in plain:
            bases = known.get(word)
            if bases is None:
                bases = self._learn(word)
            if bases:
                found |= self._nominal[word] if before in _ARTICLES else bases
            before = word
        if found:
            if any(map(str.isdecimal, text)):
                found |= {_NUMBER, _PEOPLE}
            elif any(w[0].isupper() for w in _WORD.findall(text)[1:]):
                found.add(_PEOPLE)
        return found

    def _learn(self, word: str) -> frozenset[str]:
        """Base forms of a word that the lexicon knows, and the marks it stands for."""
        forms = self._bases(word)
        found = {b for some in forms.values() for b in some if b in self._vocabulary}
        found |= {key for kind, some in forms.items() for b in some if (key := f"{kind} {b}") in self._needs}
        if word in _NUMBERS:
            found |= {_NUMBER, _PEOPLE}
        elif word in _PERSONS:
            found.add(_PEOPLE)
        if len(self._known) > 300_000:
            self._known.clear()
            self._nominal.clear()
        self._known[word] = frozenset(found)
        self._nominal[word] = frozenset(f for f in found if not f.startswith("verb "))
        return self._known[word]

    def _is_met(self, words: set[str], crisis: bool) -> bool:
        for word in words & self._needs.keys():
            for need in self._needs[word]:
                if (crisis or not need.weak) and not any(words.isdisjoint(g) for g in need.groups):
                    return True
        return False


# ------------------------------------------------------------------ from the lexicon


def make_screen(codebook: Codebook, bases: Bases) -> Screen:
    """The screen of a codebook's lexicon; `bases` gives what a word in small letters may be a form of, by part of speech."""
    table, kinds = codebook.table("lexicon"), codebook.kinds
    more = codebook.table("lexicon_politics")
    classes = {k: frozenset(str(v).split()) for k, v in {**table["classes"], **more.get("classes", {})}.items()}
    needs: dict[str, list[Need]] = {}
    tense = set(classes["force"])
    for row in (*table["rule"], *more.get("rule", ())):
        harm = kinds[row["kind"]].family == "harm"
        for part in ("verb", "noun", "adj"):
            for entry in str(row.get(part, "")).split():
                word, *rest = re.split("[_-]", entry)
                need = Need((*(frozenset((r,)) for r in rest), *_groups(row, part, classes, table)), bool(row.get("weak")), harm)
                needs.setdefault(f"{part} {word}", []).append(need)
                if harm and not need.groups:
                    tense.add(word)
    for word, need in _norm_needs(table["norm"]):
        needs.setdefault(f"noun {word}", []).append(need)
        tense.add(word)
    for word, need in _judgement_needs(table, codebook.table("generic_parties"), frozenset(tense)):
        for part in ("verb", "noun", "adj"):
            needs.setdefault(f"{part} {word}", []).append(need)
    struck = frozenset(w for row in table["rule"] if kinds[row["kind"]].family == "harm" for w in _words_of(str(row.get("noun", ""))))
    for row in codebook.table("lexicon_voices")["verbs"]:
        if row["kind"] == "evidence":  # "attributed the strike to the army"
            for word in _words_of(row["lemmas"]):
                needs.setdefault(f"verb {word}", []).append(Need((struck, frozenset(("to", "on"))), True, True))
    return Screen(needs, bases, frozenset(tense), tuple(frozenset(_words_of(v)) for v in table["distractors"].values()))


def _groups(row: Mapping[str, Any], part: str, classes: Mapping[str, frozenset[str]], table: Mapping[str, Any]) -> list[frozenset[str]]:
    """What a rule wants beside its word, each as a group of which one must be there."""
    groups = [_expand(str(row[k]), classes) for k in ("particle", "modifier", "complement", "needs_prep") if k in row]
    if part == "verb" and "subject" in row:
        groups.append(_expand(str(row["subject"]), classes))
    preps = dict(row.get("prep", {}))
    beside = [frozenset((p,)) if not words else _expand(words, classes) for p, words in preps.items()]
    wanted = [_expand(str(row["object"]), classes)] if "object" in row and part == "verb" else []
    wanted += [frozenset[str]().union(*beside)] if beside else []
    both = row["kind"] == "displacement" and "from" in preps
    groups += wanted if both or part != "verb" else [frozenset[str]().union(*wanted)] if wanted else []
    if row.get("needs_figure"):
        groups.append(frozenset((_NUMBER,)))
    if row.get("light_only"):
        carried = f"{table['governors']['light']} {table['governors']['exist']} hold take collapse fail"
        groups.append(frozenset(_words_of(carried)))
    return groups


def _expand(words: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found = set[str]()
    for word in words.split():
        found |= {word, *classes.get(word, ())}
        if word in _OPEN:
            found.add(_PEOPLE)
    return frozenset(found)


def _norm_needs(norm: Mapping[str, Any]) -> list[tuple[str, Need]]:
    """The norm and the crimes by name."""
    phrases = [*norm["phrases"], *(p for words in norm["crimes"].values() for p in words)]
    split = [re.split("[ -]", phrase) for phrase in phrases]
    return [(first, Need(tuple(frozenset((r,)) for r in rest), False, False)) for first, *rest in split]


def _judgement_needs(table: Mapping[str, Any], parties: Mapping[str, Any], harm: frozenset[str]) -> list[tuple[str, Need]]:
    """How things stand and what is thought of it: counted in reports of a crisis alone, hence weak."""
    opinion: dict[str, list[str]] = {k: _words_of(v) for k, v in table["opinion"].items() if isinstance(v, str)}
    public = frozenset(w for entry in parties.values() if isinstance(entry, Mapping) for w in entry.get("words", ())
                       if entry.get("type") in ("state", "security_force"))
    tools = frozenset(w for words in table["opinion"]["instruments"].values() for w in words.split())
    beside: list[tuple[frozenset[str] | None, tuple[str, ...]]] = [
        (None, ("lull", "regime_change")), (harm, _RISING), (public, _STANCES), (tools, ("evaluative", "should"))]
    found = [(word, () if group is None else (group,)) for group, keys in beside for key in keys for word in opinion[key]]
    found += [(word, (tools,)) for key in ("failure", "success") for word in _words_of(table["opinion"][key])]
    found += [(word, (tools,)) for word in _words_of(table["governors"]["prevent"])]
    return [(word, Need(groups, True, False)) for word, groups in found]


def _words_of(text: str) -> list[str]:
    return text.replace("_", " ").split()
