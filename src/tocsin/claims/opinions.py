"""Judgements: options and what they are worth, precedents and how they ended, opinions about the response and the actors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.scope import Scope, find_scope
from tocsin.claims.tree import clause, is_verb, kids, lemma, prep_objects, subjects, trim_end, with_particle
from tocsin.records import Sentence

_OPINION = Scope("evaluative", "positive", "not_an_event")
_NEED = frozenset(
    "necessary wise time right better best useful prudent advisable worth vital essential sensible overdue reasonable logical appropriate "
    "worthwhile fitting imperative needed".split()
)
_WE = frozenset({"we", "us", "world", "community", "anyone", "nobody", "one"})
_BRINK = re.compile(r"\b(?:brink|abyss|precipice|edge)\b", re.I)
_ENDED = re.compile(r"ineffectiv|in vain|without success|to no avail|too late|unsuccessful|failed", re.I)


def find_judgements(s: Sentence, lexicon: Lexicon, *, commentary: bool, taken: list[Draft]) -> list[Draft]:
    """Options, precedents and opinions of a sentence; `taken` are claims already found on it, whose clauses are left alone."""
    found = list(_precedents(s, lexicon)) + list(_options(s, lexicon))
    found += _imagined(s, lexicon, found)
    found += [d for d in _analogies(s, lexicon) if not any(d.at == t.at for t in found)]
    for draft in _opinions(s, lexicon, commentary, [*taken, *found]):
        found.append(draft)
    return found


def instrument_of(s: Sentence, first: int, last: int, lexicon: Lexicon) -> str | None:
    """The kind of option that the words name, the most specific first."""
    words = {s.tokens[j].lemma.lower() for j in range(first, last + 1)} | {s.tokens[j].text.lower() for j in range(first, last + 1)}
    order = (
        "police_mission",
        "observers",
        "inquiry",
        "mediation",
        "sanctions",
        "evacuation",
        "peacekeeping",
        "aid",
        "military",
        "diplomacy",
    )
    words -= _contrasted(s, first, last)
    words -= _forced(s, first, last)
    named = [kind for kind in order if words & lexicon.opinion["instruments"][kind]]
    if not named or named[0] not in _APART:
        return named[0] if named else None
    where = {kind: _first_word(s, first, last, lexicon.opinion["instruments"][kind]) for kind in named if kind in _APART}
    return min(where, key=lambda kind: where[kind])


_APART = ("inquiry", "mediation", "sanctions", "evacuation")  # none of them is a narrower word for another: the first named is meant


def _first_word(s: Sentence, first: int, last: int, words: frozenset[str]) -> int:
    return next((j for j in range(first, last + 1) if s.tokens[j].lemma.lower() in words or s.tokens[j].text.lower() in words), last)


def _forced(s: Sentence, first: int, last: int) -> set[str]:
    """ "force" where it is only a verb: "should not force people back" proposes no force."""
    verbs = {t.tag.startswith("VB") for t in s.tokens[first : last + 1] if t.lemma.lower() == "force"}
    return {"force"} if verbs == {True} else set()


def _contrasted(s: Sentence, first: int, last: int) -> set[str]:
    """Words after "rather than", "instead of", "not": not what is proposed."""
    for j in range(first, last):
        pair = (s.tokens[j].text.lower(), s.tokens[j + 1].text.lower())
        if pair in (("rather", "than"), ("instead", "of")):
            return {s.tokens[k].lemma.lower() for k in range(j, min(j + 5, last + 1))} | {
                s.tokens[k].text.lower() for k in range(j, min(j + 5, last + 1))
            }
    return set()


# ------------------------------------------------------------------ precedents


def _precedents(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """An instrument that did, or would have, prevented or halted something: the outcome as the text has it."""
    prevent = lexicon.governors["prevent"] | {"slow", "cool", "calm", "keep", "save", "work", "act", "pull", "defuse", "rescue", "deflect"}
    for token in s.tokens:
        if not is_verb(s, token.i) or not set(with_particle(s, token.i)) & prevent:
            continue
        who = [x for x in subjects(s, token.i) if x < token.i]
        if not who:
            continue
        first, last = clause(s, token.i)
        subject_first, subject_last = s.phrase(who[0])
        kind = instrument_of(s, subject_first, min(subject_last, token.i), lexicon)
        tail = s.span_text(token.i, max(s.subtree(token.i)))
        if (
            kind is None
            and token.lemma.lower() in ("work", "act")
            and any(lemma(s, c) in lexicon.governors["prevent"] | {"halt", "stanch", "end"} for c in s.subtree(token.i))
        ):
            kind = "diplomacy"
        if kind is None:
            continue
        if token.lemma.lower() == "pull" and not _BRINK.search(tail):
            continue  # troops that pull back prevented nothing
        scope = find_scope(s, token.i, token.i, lexicon)
        first = min(first, subject_first)
        last = _extended(s, token.i, last)
        if scope.modality == "counterfactual" or (
            scope.modality == "hedged" and any(t.text.lower() in ("might", "could", "would") for t in s.tokens)
        ):
            yield _precedent(
                s, first, last, token.i, Scope("counterfactual", "positive", "not_occurred"), kind, "not_tried", "counterfactual", who
            )
        elif scope.modality in ("asserted", "hedged"):
            failed = scope.polarity == "negative" or bool(_ENDED.search(tail))
            tense = token.tag in ("VBD", "VBN") or any(s.tokens[a].tag == "VBD" for a in kids(s, token.i, "aux"))
            if tense:
                scope = Scope("asserted", "positive", "occurred")
                yield _precedent(s, first, last, token.i, scope, kind, "failure" if failed else "success", "asserted", who)


def _extended(s: Sentence, verb: int, last: int) -> int:
    """The clause with its adverbial purpose and the remark between ("met in secret, and to little avail, to head off the war")."""
    ends = [last]
    for c in s.children[verb]:
        if s.tokens[c].dep in ("advcl", "prep", "dobj", "xcomp") or (s.tokens[c].dep == "conj" and s.tokens[c].lemma in ("turn", "prove")):
            branch = s.subtree(c)
            if not any(s.tokens[j].text == ";" for j in range(verb, branch[-1])):
                ends.append(branch[-1])
    end = max(ends)
    for j in range(verb, end):
        if s.tokens[j].text == ";":
            return j - 1
    while s.tokens[end].pos == "PUNCT":
        end -= 1
    return end


def _precedent(
    s: Sentence, first: int, last: int, at: int, scope: Scope, option: str, outcome: str, evidence: str, who: list[int]
) -> Draft:
    subtype = "counterfactual" if evidence == "counterfactual" else outcome
    who = [x for x in who if _is_party(s, x)] or [x for w in who for x in prep_objects(s, w, "from", "by", "of")]
    return Draft(
        "precedent",
        subtype,
        s,
        first,
        last,
        at,
        scope,
        actors=tuple(who),
        norm=True,
        own_case="past",
        details={"option": option, "outcome": outcome, "evidence_type": evidence},
        confidence=0.65,
    )


def _is_party(s: Sentence, i: int) -> bool:
    return any(m.head == i for m in s.parties)


def _imagined(s: Sentence, lexicon: Lexicon, taken: Sequence[Draft]) -> Iterator[Draft]:
    """What would have been, told of an older case ("had battalions stood there, its men might have lived"), or what spared it."""
    inverted = s.tokens[0].text == "Had" and s.tokens[0].dep == "aux"
    past = any(t.from_day or t.precision in ("year", "month") for t in s.times) and s.places
    if not (past or inverted) or any(d.kind == "precedent" for d in taken):
        return
    for token in s.tokens:
        if not is_verb(s, token.i):
            continue
        aux = [s.tokens[a] for a in kids(s, token.i, "aux")]
        unreal = any(a.text.lower() in ("would", "could", "might") for a in aux) and (inverted or any(a.lemma == "have" for a in aux))
        spared = token.lemma.lower() in ("spare", "save", "rescue") and bool(kids(s, token.i, "nsubjpass"))
        tokens = s.subtree(token.i)
        option = instrument_of(s, tokens[0], tokens[-1], lexicon) or ("other" if unreal else None)
        if (unreal or spared) and option is not None and token.dep in ("ROOT", "conj", "ccomp"):
            scope = Scope("counterfactual", "positive", "not_occurred") if unreal else Scope()
            outcome, evidence = ("not_tried", "counterfactual") if unreal else ("success", "asserted")
            yield _precedent(s, tokens[0], _trim(s, tokens[-1]), token.i, scope, option, outcome, evidence, subjects(s, token.i))
            return


# ------------------------------------------------------------------ options


def _options(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """What could be done: "it may be time to send ...", "should send ...", "sanctions are one answer"."""
    for token in s.tokens:
        i = token.i
        if token.lemma == "be" and is_verb(s, i):
            need = [c for c in kids(s, i, "acomp", "attr") if lemma(s, c) in _NEED]
            if need and (kids(s, i, "xcomp", "advcl", "ccomp") or kids(s, need[0], "xcomp", "ccomp", "relcl", "acl")):
                tokens = s.subtree(i)
                kind = instrument_of(s, i, tokens[-1], lexicon)
                if kind is not None:
                    first = clause(s, i)[0]
                    yield _option(s, first, _trim(s, tokens[-1]), i, Scope("proposed", "positive", "future"), kind, lexicon)
                    return
            yield from _judged(s, i, lexicon)
        elif _proposes(s, i):
            kind = instrument_of(s, i, max(s.subtree(i)), lexicon)
            if kind is not None:
                yield _option(s, clause(s, i)[0], clause(s, i)[1], i, Scope("proposed", "positive", "future"), kind, lexicon)
        elif (
            is_verb(s, i)
            and any(s.tokens[a].text.lower() in ("should", "must", "ought") for a in kids(s, i, "aux"))
            and not any(s.tokens[a].lemma == "have" for a in kids(s, i, "aux"))
        ):
            tokens = s.subtree(i)
            kind = instrument_of(s, i, tokens[-1], lexicon)
            if kind is not None:
                yield _option(s, clause(s, i)[0], clause(s, i)[1], i, Scope("proposed", "positive", "future"), kind, lexicon)


def _proposes(s: Sentence, i: int) -> bool:
    """ "I propose a mission": the author's own proposal."""
    said = is_verb(s, i) and lemma(s, i) in ("propose", "suggest", "recommend", "advocate")
    return said and any(s.tokens[c].text.lower() in ("i", "we") for c in kids(s, i, "nsubj"))


_ANSWERS = frozenset("one response answer option solution way choice alternative tool".split())


def _judged(s: Sentence, i: int, lexicon: Lexicon) -> Iterator[Draft]:
    """An instrument judged as an answer: "sanctions are one answer, and a slow one"."""
    who = subjects(s, i)
    named = [c for c in kids(s, i, "attr", "oprd", "dobj") if lemma(s, c) in _ANSWERS]
    named += [c for up in kids(s, i, "prep") if s.tokens[up].text.lower() == "as" for c in kids(s, up, "pobj") if lemma(s, c) in _ANSWERS]
    if not who or not named:  # "wanted them in one room", "were on their way" name no answer
        return
    first, last = s.phrase(who[0])
    kind = instrument_of(s, first, min(last, i), lexicon)
    if kind is not None:
        yield _option(s, first, _trim(s, max(s.subtree(i))), i, _OPINION, kind, lexicon, judgement=True)


def _option(s: Sentence, first: int, last: int, at: int, scope: Scope, kind: str, lexicon: Lexicon, *, judgement: bool = False) -> Draft:
    details: dict[str, object] = {"option": kind}
    if judgement:
        details["judgement"] = s.span_text(at, last)
    council = next((m for m in s.parties if "council" in m.party.text.lower() and first <= m.first <= last), None)
    if council is not None:
        details["authority"] = council.party.name or council.party.text
    targets = tuple(m.head for m in s.parties if m is council)
    return Draft("option", kind, s, first, last, at, scope, targets=targets, norm=True, details=details, confidence=0.65)


# ------------------------------------------------------------------ opinions


def _analogies(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "A siege that recalls the last one": a likeness drawn by the author."""
    for token in s.tokens:
        if (
            token.lemma.lower() in lexicon.opinion["like"]
            and is_verb(s, token.i)
            and token.dep in ("relcl", "ROOT", "conj")
            and kids(s, token.i, "dobj")
        ):
            first, last = clause(s, token.i)
            if token.dep == "relcl":
                first = s.phrase(token.head)[0]
            yield Draft("opinion", "analogy", s, first, last, token.i, _OPINION, norm=True, confidence=0.6)


def _opinions(s: Sentence, lexicon: Lexicon, commentary: bool, taken: list[Draft]) -> Iterator[Draft]:
    """The clauses that judge: one claim for each clause that no other claim has taken."""
    if s.heading or len(s.tokens) < 4:
        return
    for verb in main_verbs(s):
        first, last = clause_span(s, verb)
        if first >= last:
            continue
        own = [t for t in taken if t.sentence is s and first <= t.at <= last]
        whole = {j for t in own for j in range(t.first, t.last + 1)}
        free = [j for j in range(first, last + 1) if j not in whole and s.tokens[j].pos not in ("PUNCT", "CCONJ", "ADP", "DET")]
        subtype = _judges(s, verb, first, last, lexicon, commentary, bool(own))
        if subtype is None:
            continue
        if own and subtype != "accusation" and len(free) < 4:
            continue
        if own and subtype not in ("approval", "accusation", "window_for_action", "advocacy"):
            continue
        if (
            any(len(range(max(first, t.first), min(last, t.last) + 1)) > 0.7 * (last - first + 1) for t in taken if t.sentence is s)
            and subtype == "assessment"
        ):
            continue
        yield from _shape(s, verb, first, last, subtype, own, lexicon)


def _shape(s: Sentence, verb: int, first: int, last: int, subtype: str, own: list[Draft], lexicon: Lexicon) -> Iterator[Draft]:
    """The opinion's span and scope: up to a claim that it frames ("the one comfort is that ..."), else the clause."""
    actors = tuple(x for x in subjects(s, verb) if _is_party(s, x))
    negative = (
        bool(kids(s, verb, "neg"))
        or s.tokens[first].text.lower() in ("neither", "nor", "no")
        or any(s.tokens[c].text.lower() in ("no", "neither", "nor", "not") for c in s.children[verb])
    )
    negative = negative or (not is_verb(s, verb) and any(s.tokens[j].text.lower() in ("no", "not") for j in range(first, last + 1)))
    negative = negative or any(s.tokens[c].text.lower() in ("no", "neither") for x in subjects(s, verb) for c in s.children[x])
    scope = Scope("evaluative", "negative" if negative else "positive", "not_an_event")
    if s.text.rstrip("\"'”’) ").endswith("?") or subtype == "approval":
        scope = Scope("rhetorical", "positive", "not_an_event")
    elif subtype == "accusation" or lemma(s, verb) in ("seem", "look", "appear"):
        scope = Scope("hedged", scope.polarity, "not_an_event")
    if own and subtype in ("approval", "window_for_action"):
        framed = min(t.first for t in own)
        if framed - 1 > first:
            last = framed - 1
            while last > first and s.tokens[last].pos in ("PUNCT", "DET"):
                last -= 1
        else:
            first = min(max(t.last for t in own) + 1, last)
    subs = _split_neither(s, verb, first, last)
    if subs:
        for start, end, who in subs:
            yield Draft(
                "opinion",
                "inaction_criticism",
                s,
                start,
                end,
                verb,
                scope._replace(polarity="negative"),
                actors=who,
                norm=True,
                confidence=0.6,
            )
        return
    yield Draft("opinion", subtype, s, first, _trim(s, last), verb, scope, actors=actors, norm=True, confidence=0.55)


def _split_neither(s: Sentence, verb: int, first: int, last: int) -> list[tuple[int, int, tuple[int, ...]]]:
    """ "Neither X nor Y has shown urgency": one reproach for each."""
    words = [t.text.lower() for t in s.tokens]
    first = max(0, first - 1) if first and words[first - 1] == "neither" else first
    if "neither" not in words[first : last + 1] or "nor" not in words[first : last + 1]:
        return []
    neither = words.index("neither", first)
    nor = words.index("nor", neither)
    one = tuple(m.head for m in s.parties if neither < m.head < nor)[:1]
    two = tuple(m.head for m in s.parties if nor < m.head <= verb)[:1]
    return [(neither, nor - 1, one), (nor, _trim(s, last), two)]


def _judges(s: Sentence, verb: int, first: int, last: int, lexicon: Lexicon, commentary: bool, taken: bool) -> str | None:
    """What kind of judgement a clause is, or None."""
    words = {s.tokens[j].lemma.lower() for j in range(first, last + 1)} | {s.tokens[j].text.lower() for j in range(first, last + 1)}
    text = s.span_text(first, last).lower()
    o = lexicon.opinion
    if re.search(r"\bgood news\b|\bif anything\b.*\b(?:welcome|good)\b|\bmercifully\b|\bfortunately\b|\bthankfully\b", text):
        return "approval"
    if (
        lemma(s, verb) in ("seem", "appear")
        and kids(s, verb, "ccomp")
        and any(w in words for w in ("government", "army", "regime", "police", "troop", "president", "state"))
    ):
        return "accusation"
    if "neither" in words and "nor" in words and words & o["evaluative"]:
        return "inaction_criticism"
    if commentary and s.text.rstrip("\"'”’) ").endswith("?"):
        return "advocacy"
    if not commentary or taken and not words & o["evaluative"]:
        return None
    if re.search(r"\btoo late\b|\bsecond chance\b|\bstill time\b|\bthere is time\b|\bwindow\b|\bchance to\b", text):
        return "window_for_action"
    if lemma(s, verb) in o["failing"] and words & {
        "world",
        "community",
        "council",
        "response",
        "government",
        "state",
        "nation",
        "we",
        "power",
    }:
        return "response_evaluation"
    if words & {"cynical", "cynicism", "hypocritical", "hypocrisy", "sincere", "motive", "motives", "faith"}:
        return "good_faith"
    if (
        words & o["evaluative"]
        or (lemma(s, verb) in ("seem", "look", "appear") and s.tokens[verb].tag != "VB")
        or (words & _WE and words & {"can", "should", "must"})
    ):
        return "assessment"
    return None


def main_verbs(s: Sentence) -> list[int]:
    """The verbs of the coordinated main clauses; the root of a verbless sentence."""
    roots = [t.i for t in s.tokens if t.head == t.i]
    found: list[int] = []
    for root in roots:
        found.append(root)
        queue = [root]
        while queue:
            at = queue.pop()
            for c in s.children[at]:
                if (
                    s.tokens[c].dep in ("conj", "ccomp", "parataxis")
                    and is_verb(s, c)
                    and (s.tokens[c].dep != "ccomp" or _beside(s, c, at))
                    and (kids(s, c, "nsubj", "nsubjpass", "expl"))
                ):
                    found.append(c)
                    queue.append(c)
    return sorted(found)


def _beside(s: Sentence, c: int, at: int) -> bool:
    """A clause parsed as complement that stands beside: a semicolon or colon between them."""
    low, high = sorted((c, at))
    return any(s.tokens[j].text in (";", ":", "--", "–", "—") for j in range(low, high))


def clause_span(s: Sentence, verb: int) -> tuple[int, int]:
    """The whole clause of a main verb with its subordinate clauses, up to the next main clause."""
    others = frozenset(v for v in main_verbs(s) if v != verb)
    tokens = s.subtree(verb, without=others)
    first, last = tokens[0], tokens[-1]
    for j in range(verb, last):
        if s.tokens[j].text == ";":
            last = j - 1
            break
    for j in range(verb, first, -1):
        if s.tokens[j].text == ";":
            first = j + 1
            break
    before = [v for v in others if first <= v < verb]
    after = [v for v in others if verb < v <= last]
    if before:
        first = max(before) + 1
        while first < verb and s.tokens[first].pos not in ("CCONJ", "PUNCT"):
            first += 1
    if after:
        stop = min(min(s.subtree(v)) for v in after)
        if stop > verb:
            last = stop - 1
    while first < last and s.tokens[first].pos in ("PUNCT", "CCONJ"):
        first += 1
    return first, _trim(s, last)


def _trim(s: Sentence, last: int) -> int:
    return trim_end(s, last, "CCONJ")
