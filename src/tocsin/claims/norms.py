"""The norm and the crimes by name: who invokes them, states them, commits to them, and of which cases crimes are said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.scope import Scope, find_scope
from tocsin.claims.tree import clause, is_verb, kids, lemma, subjects
from tocsin.records import PlaceMention, Sentence

_STATING = frozenset(
    "agree affirm reaffirm recognise recognize accept adopt declare endorse acknowledge hold provide say state have".split()
)
_DOUBT = re.compile(
    r"cynic|disbelief|pretext|dubious|hypocri|spurious|abus|misus|fig leaf|sceptic|skeptic|scorn|derision|outrage|false|excuse", re.I
)
_PREVENT = frozenset("prevent stop end avert halt combat fight confront address oppose protect".split())
_DANGERS = frozenset(
    "massacre slaughter extermination atrocity murder killing genocide annihilation persecution butchery cleansing".split()
)
_OWED = frozenset("protection shelter safety security refuge duty defence defense".split())
_HALLMARKS = frozenset("bear carry have smack reek bordering border verge qualify meet fit match equal rise answer".split())
_CASES = frozenset("case instance example test failure breach violation matter duty question".split())
_CLAIMED = frozenset("claim say insist maintain protest plead assert argue contend declare".split())
_WENT_IN = frozenset("act intervene invade move step go_in step_in send fight strike be go enter".split())
_LIST_NOUNS = frozenset("crime offence offense term category act atrocity".split())
_COMMITTING = frozenset("perpetrate commit occur happen take_place carry_out unfold".split())


def find_norms(s: Sentence, lexicon: Lexicon) -> list[Draft]:
    """All claims about the norm or the crimes in a sentence."""
    found: list[Draft] = []
    for make in (_listing, _places_of_crimes, _commitments, _claimed, _invocations, _duties, _labels):
        if make is _labels and any(d.own_case == "past" for d in found):
            break
        for draft in make(s, lexicon):
            if not any(d.kind == draft.kind and d.first == draft.first and d.last == draft.last for d in found):
                found.append(draft)
    return found


def mentions_norm(s: Sentence, lexicon: Lexicon) -> list[int]:
    """First tokens of the norm's names in the sentence; inside an organisation's name they do not count."""
    return [i for i, _ in _phrases(s, tuple(lexicon.norm["phrases"]))]


def mentions_crimes(s: Sentence, lexicon: Lexicon) -> list[tuple[int, str]]:
    """(token, crime) of each crime named in the sentence."""
    found = []
    for crime, words in lexicon.norm["crimes"].items():
        found += [(i, crime) for i, _ in _phrases(s, tuple(words))]
    return sorted(found)


def _phrases(s: Sentence, phrases: tuple[str, ...]) -> list[tuple[int, int]]:
    """(first, last) tokens where one of the phrases stands, outside the names of organisations."""
    text = s.text.lower()
    there = [words for words in map(str.split, phrases) if words[0] in text]  # few sentences have any: look at words only then
    lower = [t.text.lower() for t in s.tokens] if there else []
    found = []
    for words in there:
        for i in range(len(lower) - len(words) + 1):
            if lower[i : i + len(words)] == words and not _in_name(s, i):
                found.append((i, i + len(words) - 1))
    return sorted(set(found))


def _in_name(s: Sentence, i: int) -> bool:
    """Whether token i is a capital word inside a longer name ("Centre for the Responsibility to Protect")."""
    return any(
        m.first < i <= m.last
        and m.party.type in ("organisation", "intergovernmental", "court")
        and s.tokens[i].text[:1].isupper()
        and s.tokens[m.head].i < i
        for m in s.parties
    )


def _clause_verb(s: Sentence, i: int) -> int:
    """The verb whose clause token i stands in."""
    if is_verb(s, i):
        return i
    for up in s.ancestors(i):
        if is_verb(s, up):
            return up
    return i


def _draft(kind: str, subtype: str | None, s: Sentence, verb: int, scope: Scope, **more: object) -> Draft:
    first, last = clause(s, verb)
    actors = tuple(subjects(s, verb))
    for a in actors:
        first = min(first, s.phrase(a)[0]) if s.phrase(a)[0] >= 0 and abs(a - verb) < 25 and a < verb else first
    values: dict[str, object] = {"actors": actors, "norm": True, "confidence": 0.7}
    values.update(more)
    return Draft(kind, subtype, s, first, last, verb, scope, **values)  # type: ignore[arg-type]


# ------------------------------------------------------------------ statements of the norm


def _duties(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "Every state has a duty to shield its people from genocide": the norm in other words."""
    crimes = mentions_crimes(s, lexicon)
    if mentions_norm(s, lexicon):
        return
    yield from _owed(s)
    if not crimes:
        return
    for phrase in lexicon.norm["duty"]:
        for first, _ in _phrases(s, (phrase,)):
            verb = _clause_verb(s, first)
            if lemma(s, verb) in ("have", "bear", "be", "share", "owe", "carry", "fulfil", "fulfill"):
                yield _draft(
                    "invocation",
                    "statement_of_norm",
                    s,
                    verb,
                    Scope("asserted", "positive", "not_an_event"),
                    own_case="none",
                    details={"norm": "r2p", "stance": "statement_of_norm"},
                )
                return


def _owed(s: Sentence) -> Iterator[Draft]:
    """ "Every State owes its people protection from slaughter"."""
    for token in s.tokens:
        what = [o for o in kids(s, token.i, "dobj") if lemma(s, o) in _OWED] if token.lemma == "owe" and is_verb(s, token.i) else []
        if what and any(lemma(s, j) in _DANGERS for j in s.subtree(token.i)) and subjects(s, token.i):
            details = {"norm": "r2p", "stance": "statement_of_norm"}
            scope = Scope("asserted", "positive", "not_an_event")
            yield _draft("invocation", "statement_of_norm", s, token.i, scope, own_case="none", details=details)
            return


def _claimed(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "Claimed it acted to stop genocide, to general disbelief": the crime as a reason that others doubt."""
    if mentions_norm(s, lexicon) or not _DOUBT.search(s.text):
        return
    for i, _ in mentions_crimes(s, lexicon):
        above = s.ancestors(i)
        aim = next((a for a in above if lemma(s, a) in _PREVENT), None)
        went = next((a for a in above if aim is not None and a != aim and lemma(s, a) in _WENT_IN), None)
        said = next((a for a in above if lemma(s, a) in _CLAIMED and is_verb(s, a) and subjects(s, a)), None)
        if aim is None or went is None or said is None:
            continue
        details = {"norm": "r2p", "stance": "contested", "good_faith": {"reading": "questioned", "according_to": "author"}}
        yield _draft("invocation", "contested", s, said, Scope("asserted", "positive", "occurred"), details=details)
        return


def _invocations(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    for i in mentions_norm(s, lexicon):
        verb = _clause_verb(s, i)
        yield from _invocation_at(s, i, verb, lexicon)


def _invocation_at(s: Sentence, i: int, verb: int, lexicon: Lexicon) -> Iterator[Draft]:
    word = lemma(s, verb)
    top = _speaker_verb(s, verb, lexicon)
    if top is not None:
        yield _draft(
            "invocation", "applies", s, top, Scope("asserted", "positive", "occurred"), details={"norm": "r2p", "stance": "applies"}
        )
        return
    if word in lexicon.norm["cite"].split() and subjects(s, verb):
        doubted = bool(_DOUBT.search(s.text))
        details: dict[str, object] = {"norm": "r2p", "stance": "contested" if doubted else "applies"}
        purpose = next((c for c in kids(s, verb, "advcl", "xcomp", "acl") if s.tokens[c].tag == "VB"), None)
        if purpose is not None:
            tokens = s.subtree(purpose)
            details["purpose"] = s.span_text(tokens[0], tokens[-1])
        if doubted:
            reading = "cynical" if re.search(r"cynic", s.text, re.I) else "questioned"
            details["good_faith"] = {"reading": reading, "according_to": "author"}
        yield _draft("invocation", "contested" if doubted else "applies", s, verb, find_scope(s, verb, verb, lexicon), details=details)
        return
    above = [a for a in (verb, *s.ancestors(verb)) if lemma(s, a) == "be"]
    case = next((a for a in above if any(lemma(s, c) in _CASES for c in kids(s, a, "attr"))), None)
    if case is not None and find_scope(s, case, case, lexicon).modality in ("asserted", "hedged"):
        scope = Scope("asserted", "positive", "occurred")
        yield _draft("invocation", "applies", s, case, scope, actors=(), details={"norm": "r2p", "stance": "applies"})
        return
    stating = _stating_verb(s, verb)
    if stating is not None:
        yield from _stated(s, stating, verb)
    elif word == "apply" and any(i in s.subtree(c) for c in kids(s, verb, "nsubj")):
        yield _draft(
            "invocation", "applies", s, verb, find_scope(s, verb, verb, lexicon), actors=(), details={"norm": "r2p", "stance": "applies"}
        )


def _speaker_verb(s: Sentence, verb: int, lexicon: Lexicon) -> int | None:
    """A verb of naming that governs the mention: "calls it a case of", "describes ... as"."""
    names = lexicon.norm["name"].split()
    for at in (verb, *s.ancestors(verb)):
        if lemma(s, at) in names and subjects(s, at):
            return at
    return None


def _stating_verb(s: Sentence, verb: int) -> int | None:
    for at in (verb, *s.ancestors(verb)):
        if lemma(s, at) in _STATING - {"have", "say", "state"} and subjects(s, at):
            return at
    return None


def _stated(s: Sentence, stating: int, verb: int) -> Iterator[Draft]:
    """What was agreed, one claim for each coordinated that-clause."""
    details = {"norm": "r2p", "stance": "statement_of_norm"}
    yield _draft("invocation", "statement_of_norm", s, stating, Scope(), own_case="none", details=details)
    for part in kids(s, verb, "conj"):
        if is_verb(s, part) and kids(s, part, "mark", "nsubj"):
            conditional = any(s.tokens[c].dep == "advcl" for c in s.children[part])
            scope = Scope("conditional" if conditional else "asserted", "positive", "not_an_event")
            tokens = s.subtree(part)
            first = next((j for j in tokens if s.tokens[j].dep != "mark" and s.tokens[j].pos != "PUNCT"), tokens[0])
            last = tokens[-1]
            while s.tokens[last].pos == "PUNCT" and last > first:
                last -= 1
            yield Draft(
                "invocation",
                "statement_of_norm",
                s,
                first,
                last,
                part,
                scope,
                actors=tuple(subjects(s, stating)),
                norm=True,
                own_case="none",
                details=details,
                confidence=0.65,
            )


def _commitments(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "Pledged to halt genocide wherever it threatens": a promise that names the crimes or the norm and no case."""
    crimes = mentions_crimes(s, lexicon)
    targets = [i for i, _ in crimes] + mentions_norm(s, lexicon)
    for i in targets:
        if not any(lemma(s, up) in _PREVENT for up in s.ancestors(i)):
            continue
        for up in s.ancestors(i):
            if lemma(s, up) in lexicon.norm["commit"].split() and is_verb(s, up) and subjects(s, up):
                first, _ = clause(s, up)
                last = max(s.subtree(up))
                while s.tokens[last].pos == "PUNCT":
                    last -= 1
                first = min([first, *(s.phrase(a)[0] for a in subjects(s, up) if a < up)])
                yield Draft(
                    "pledge",
                    "policy_commitment",
                    s,
                    first,
                    last,
                    up,
                    Scope(),
                    actors=tuple(subjects(s, up)),
                    norm=True,
                    own_case="none",
                    details={"norm": "prevention", "stance": "commitment"},
                    confidence=0.75,
                )
                return


# ------------------------------------------------------------------ the crimes by name


def _listing(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "The duty covers four crimes: ..." or "the crimes named are A and B": what the norm covers, said of no case."""
    crimes = mentions_crimes(s, lexicon)
    if len(crimes) < 2:
        return
    for token in s.tokens:
        if token.lemma == "be" and any(lemma(s, x) in _LIST_NOUNS for x in kids(s, token.i, "nsubj")):
            inside = [i for i, _ in crimes if token.i < i <= token.i + 15]
            if len(inside) >= 2:
                first = min(s.phrase(kids(s, token.i, "nsubj")[0])[0], token.i)
                last = max(
                    j
                    for j in range(inside[-1], min(inside[-1] + 3, len(s.tokens)))
                    if s.tokens[j].pos in ("NOUN", "PROPN") or j == inside[-1]
                )
                yield Draft(
                    "characterisation",
                    "norm_content",
                    s,
                    first,
                    last,
                    token.i,
                    Scope("asserted", "positive", "not_an_event"),
                    norm=True,
                    own_case="none",
                    details={"norm": "r2p"},
                    confidence=0.7,
                )
                return


def _places_of_crimes(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """Crimes said to have been committed in a list of places: one claim for each place, hedged where the place is."""
    crimes = mentions_crimes(s, lexicon)
    generic = [t.i for t in s.tokens if t.lemma.lower() in ("crime", "atrocity")]
    verbs = [t.i for t in s.tokens if t.lemma.lower() in _COMMITTING and is_verb(s, t.i)]
    if not (crimes or generic) or not verbs:
        return
    verb = verbs[0]
    listed = [p for p in s.places if p.place.country and p.first > verb - 1]
    if len(listed) < 2 or any(f.kind == "count" for f in s.figures):
        return
    crime = next((c for _, c in crimes), "atrocities")
    scope = find_scope(s, verb, verb, lexicon)
    if scope.modality not in ("asserted", "hedged"):
        return
    for p in listed:
        hedged = _hedge_before(s, p.first, listed, lexicon)
        first = p.first - 1 if p.first and s.tokens[p.first - 1].text.lower() == "the" else p.first
        yield Draft(
            "characterisation",
            crime if crime != "atrocities" else "situation",
            s,
            first,
            p.last,
            p.first,
            Scope("hedged" if hedged else scope.modality, "positive", "occurred"),
            place=p.place,
            norm=True,
            own_case="past",
            details={"crime": crime, "about_country": p.place.country},
            confidence=0.65,
        )


def _hedge_before(s: Sentence, i: int, listed: Sequence[PlaceMention], lexicon: Lexicon) -> bool:
    """Whether a hedging adverb opens the part of the list that token i belongs to: it holds for all that follow in that part."""
    words = lexicon.hedges["evidential"] | lexicon.hedges["likely"]
    return any(s.tokens[j].text.lower() in words for j in range(i)) and any(
        s.tokens[j].text.lower() in words and any(p.first < j for p in listed) for j in range(i)
    )


def _labels(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """A named voice or the author gives the events a crime's name: "called it ethnic cleansing", "amounts to genocide"."""
    for i, crime in mentions_crimes(s, lexicon):
        if crime == "atrocities":
            continue
        verb = _clause_verb(s, i)
        names = lexicon.norm["name"].split()
        for at in (verb, *s.ancestors(verb)):
            word = lemma(s, at)
            if word == "be" and s.tokens[i].dep in ("attr", "acomp") and s.tokens[i].head == at and subjects(s, at):
                yield _draft("characterisation", crime, s, at, find_scope(s, at, at, lexicon), details={"crime": crime})
                return
            told = word in names or word in ("amount", "constitute", "reach", "accuse", "warn", "allege", "represent")
            marked = word in _HALLMARKS and any(
                lemma(s, j) in ("hallmark", "mark", "stamp", "trait", "definition", "threshold", "sign") for j in s.subtree(at)
            )
            marked = marked or (word in ("smack", "reek", "border", "verge", "qualify") and i in s.subtree(at))
            if marked and subjects(s, at):
                yield _draft("characterisation", crime, s, at, find_scope(s, at, at, lexicon), actors=(), details={"crime": crime})
                return
            if told and (subjects(s, at) or word in ("amount", "constitute")) and is_verb(s, at) and lemma(s, at) != "say":
                scope = find_scope(s, at, at, lexicon)
                if scope.modality == "possible":
                    scope = scope._replace(modality="possible", status="unknown")
                yield _draft("characterisation", crime, s, at, scope, details={"crime": crime})
                return
