"""How things stand: lulls and escalation, the State's capacity and will, changes of power, alignments, populations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.scope import Scope, find_scope, possible_modal
from tocsin.claims.standing import find_standing
from tocsin.claims.tree import by_agents, clause, conjuncts, is_verb, kids, lemma, objects, owners, prep_objects, subjects, with_particle
from tocsin.records import Sentence

_VIOLENCE = frozenset(
    "violence fighting unrest clash attack killing bloodshed conflict toll crisis situation tension shelling bloodbath hostility "
    "storm battle war riot rampage fatality casualty".split()
)
_CALM_HEADS = frozenset("lull calm quiet respite pause breather interlude truce hush letup let-up standstill silence tranquillity".split())
_STATE_NOUNS = frozenset(
    "government regime state leader president king monarchy dictator ruler junta strongman premier dynasty "
    "administration authority police army force leadership cabinet troop military institution".split()
)
_NOISE = frozenset({"fighting", "shelling", "killing", "shooting", "gunfire", "guns", "bloodletting", "killings"})
_FALLEN = frozenset("dead victim death casualty wounded killed injured missing".split())
_CALM_WORDS = frozenset({"quiet", "quieter", "calm", "calmer", "silent", "peaceful"})
_STAY = frozenset({"be", "remain", "stay", "seem", "fall", "grow"})
_HOLDS = Scope("asserted", "positive", "ongoing")
_FACT = Scope("asserted", "positive", "not_an_event")


def find_context(s: Sentence, lexicon: Lexicon) -> list[Draft]:
    """All claims of a sentence about how things stand."""
    found: list[Draft] = []
    for make in (_lulls, _forecasts, _trends, _state, _power, _alignments, _composition, _campaigns, _populations):
        found += [d for d in make(s, lexicon) if not _any_state(s, d)]
    for draft in find_standing(s, lexicon):
        if not any(d.kind == draft.kind and (d.at == draft.at or d.covers(draft.at)) for d in found) and not _any_state(s, draft):
            found.append(draft)
    return found


def _any_state(s: Sentence, draft: Draft) -> bool:
    """ "A state that proves unwilling": any State, so said of none."""
    return draft.kind in ("state_capacity", "state_will") and any(
        lemma(s, a) in ("state", "country", "nation")
        and any(s.tokens[c].text.lower() in ("a", "any", "every", "each", "no") for c in s.children[a])
        for a in draft.actors
    )


def _phrase_with_clauses(s: Sentence, i: int, *, stop: frozenset[str] = frozenset({"appos", "conj", "cc", "parataxis"})) -> tuple[int, int]:
    """A noun phrase with its relative and participial clauses, without conjuncts."""
    keep = {i}
    queue = [i]
    while queue:
        at = queue.pop()
        for c in s.children[at]:
            if at == i and (s.tokens[c].dep in stop or (s.tokens[c].dep == "punct" and s.tokens[c].text not in "-'\"“”")):
                continue
            keep.add(c)
            queue.append(c)
    first, last = min(keep), max(keep)
    while last > i and s.tokens[last].pos == "PUNCT":
        last -= 1
    while first < i and s.tokens[first].pos == "PUNCT":
        first += 1
    return first, last


# ------------------------------------------------------------------ lulls and trends


def _lulls(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    for token in s.tokens:
        if token.lemma.lower() not in _CALM_HEADS or token.pos not in ("NOUN", "ADJ", "PROPN"):
            continue
        verb = _clause_verb(s, token.i)
        if token.dep == "attr" and lemma(s, verb) == "be":
            yield from _is_lull(s, token.i, verb, lexicon)
        elif (
            token.dep in ("nsubj", "nsubjpass")
            and lemma(s, verb) == "be"
            or token.dep in ("nsubj", "nsubjpass")
            and lemma(s, verb) in ("return", "hang", "hold", "prevail", "settle", "reign", "descend", "restore", "continue", "last")
        ):
            yield _clause_draft(s, verb, "lull", lexicon)
        elif token.pos == "NOUN" and any(lemma(s, o) in _VIOLENCE for o in prep_objects(s, token.i, "in")):
            first, last = s.phrase(token.i)
            last = max([last, *(s.phrase(o)[1] for o in prep_objects(s, token.i, "in"))])
            yield Draft("status", "lull", s, first, last, token.i, Scope("asserted", "positive", "ongoing"), norm=True, confidence=0.75)
    for token in s.tokens:
        if token.text.lower() in _CALM_WORDS and token.dep in ("acomp", "oprd", "xcomp") and lemma(s, token.head) in _STAY:
            yield _clause_draft(s, token.head, "lull", lexicon)
        if token.lemma.lower() in ("calm", "quiet") and token.dep == "pobj" and s.tokens[token.head].text.lower() == "of":
            above = s.tokens[token.head].head
            if lemma(s, above) in ("sign", "day", "week", "hour", "night"):
                first, last = s.phrase(above)
                yield Draft("status", "lull", s, first, max(last, token.i), token.i, _HOLDS, norm=True, confidence=0.6)
    for token in s.tokens:
        if (
            is_verb(s, token.i)
            and set(with_particle(s, token.i)) & lexicon.opinion["fall"]
            and any(lemma(s, x) in _VIOLENCE or s.tokens[x].text.lower() in _NOISE for x in subjects(s, token.i))
        ):
            yield _clause_draft(s, token.i, "lull", lexicon)


def _is_lull(s: Sentence, i: int, verb: int, lexicon: Lexicon) -> Iterator[Draft]:
    """ "This might be the lull before another storm": a lull, hedged, and fragile."""
    scope = find_scope(s, verb, verb, lexicon)
    if scope.polarity == "negative":
        return
    hedged = scope.modality in ("possible", "hedged", "conditional")
    fragile = any(lemma(s, o) in _VIOLENCE | {"round", "outbreak", "wave"} for o in prep_objects(s, i, "before"))
    first, last = clause(s, verb)
    yield Draft(
        "status",
        "fragile_lull" if fragile or hedged else "lull",
        s,
        first,
        last,
        verb,
        Scope("hedged" if hedged else "asserted", "positive", "ongoing"),
        norm=True,
        confidence=0.7,
    )


_ABYSS = _VIOLENCE | frozenset("chaos anarchy abyss carnage genocide massacre slaughter bloodbath catastrophe famine".split())


def _forecasts(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "Could be dragged into the war", "may slide into chaos": what a voice sees coming, where violence is what it comes to."""
    for token in s.tokens:
        if (
            token.lemma.lower() not in _ABYSS
            or token.pos != "NOUN"
            or token.dep != "pobj"
            or s.tokens[token.head].text.lower() not in ("into", "to")
        ):
            continue
        verb = _clause_verb(s, token.i)
        if not is_verb(s, verb) or not possible_modal(s, verb):
            continue
        first, last = clause(s, verb)
        who = subjects(s, verb)
        first = min([first, *(s.phrase(x)[0] for x in who if x < verb)])
        yield Draft(
            "forecast",
            "escalation",
            s,
            first,
            max(last, token.i),
            verb,
            Scope("possible", "positive", "future"),
            actors=tuple(who),
            norm=True,
        )


def _trends(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    for token in s.tokens:
        words = set(with_particle(s, token.i)) if is_verb(s, token.i) else set()
        if not words & (lexicon.opinion["rise"] | lexicon.opinion["resume"]):
            continue
        who = subjects(s, token.i)
        counted = any(
            lemma(s, x) in ("number", "count", "list") and any(lemma(s, o) in _FALLEN for o in prep_objects(s, x, "of")) for x in who
        )
        if not counted and not any(lemma(s, x) in _VIOLENCE or s.tokens[x].text.lower() in _NOISE for x in who):
            continue
        toll = any(lemma(s, x) == "toll" for x in who)
        if toll and any(f.kind == "count" and clause(s, token.i)[0] <= f.first <= clause(s, token.i)[1] for f in s.figures):
            continue
        verb = token.i
        while s.tokens[verb].dep in ("xcomp",) and lemma(s, s.tokens[verb].head) in ("continue", "keep", "begin", "start"):
            verb = s.tokens[verb].head
        subtype = "resumed" if words & lexicon.opinion["resume"] else "toll_rising" if toll else "escalating"
        scope = find_scope(s, verb, verb, lexicon)
        if scope.modality in ("asserted", "hedged") and scope.polarity == "positive":
            first, last = clause(s, verb)
            yield Draft(
                "status",
                subtype,
                s,
                min([first, *(s.phrase(x)[0] for x in who)]),
                last,
                verb,
                scope._replace(status="ongoing"),
                norm=True,
                confidence=0.7,
            )


# ------------------------------------------------------------------ the State


def _state(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """Capacity and will: adjectives of a government, "eagerness for help", "has invited observers"."""
    o = lexicon.opinion
    for token in s.tokens:
        i, word = token.i, token.lemma.lower()
        if token.pos == "NOUN" and word in o["will_for"] | o["will_against"]:
            asked = [x for x in prep_objects(s, i, "for", "to", "of") if lemma(s, x) in o["help"]] or kids(s, i, "acl")
            if asked:
                yield from _will_noun(s, i, word, lexicon)
            continue
        if token.dep == "amod" and lemma(s, token.head) in _STATE_NOUNS:
            yield from _described_state(s, i, token.head, word, lexicon)
        elif token.dep in ("acomp", "attr", "oprd") and (word in o["capacity_weak"] or word in o["will_for"] | o["will_against"]):
            verb = token.head
            who = [x for x in subjects(s, verb) if _is_state(s, x)]
            if who and is_verb(s, verb):
                kind = "state_capacity" if word in o["capacity_weak"] else "state_will"
                subtype = "weak" if kind == "state_capacity" else "unwilling" if word in o["will_against"] else "willing"
                first, last = clause(s, verb)
                scope = find_scope(s, verb, verb, lexicon)
                if scope.modality in ("asserted", "hedged"):
                    yield Draft(
                        kind,
                        subtype,
                        s,
                        min(first, s.phrase(who[0])[0]),
                        last,
                        verb,
                        scope._replace(status="not_an_event"),
                        actors=tuple(who),
                        norm=True,
                    )
        elif (
            is_verb(s, i)
            and word in ("invite", "welcome", "accept")
            and any(_is_state(s, x) for x in subjects(s, i))
            and not (kids(s, i, "nsubjpass"))
            and _about_help(s, i, lexicon)
        ):
            first, last = clause(s, i)
            scope = find_scope(s, i, i, lexicon)
            if scope.modality == "asserted" and scope.polarity == "positive":
                yield Draft(
                    "state_will",
                    "willing",
                    s,
                    min([first, *(s.phrase(x)[0] for x in subjects(s, i) if x < i)]),
                    last,
                    i,
                    scope,
                    actors=tuple(subjects(s, i)),
                    norm=True,
                )


_PROTECT = frozenset("protect stop contain control cope secure guarantee halt restore shield defend police".split())


def _cannot_cope(s: Sentence, i: int) -> bool:
    """ "Cannot protect its people", "has lost control of the south": what a State is not able to do."""
    word = lemma(s, i)
    if word == "lose" and any(lemma(s, x) in ("control", "grip", "hold") for x in objects(s, i)):
        return True
    unable = any(s.tokens[a].text.lower() in ("can", "could", "ca") for a in kids(s, i, "aux")) and bool(kids(s, i, "neg"))
    return word in _PROTECT and unable


def _about_help(s: Sentence, i: int, lexicon: Lexicon) -> bool:
    things = objects(s, i)
    return any(lemma(s, x) in lexicon.opinion["help"] or lemma(s, x) in ("offer", "them", "they", "force", "peacekeeper") for x in things)


def _is_state(s: Sentence, i: int) -> bool:
    if lemma(s, i) in _STATE_NOUNS or lemma(s, i) in ("president", "minister"):
        return True
    return any(m.head == i and m.party.type in ("state", "security_force") for m in s.parties)


def _will_noun(s: Sentence, i: int, word: str, lexicon: Lexicon) -> Iterator[Draft]:
    """ "The eagerness for help displayed by a very weak regime": will, and capacity when the owner is called weak."""
    first, last = _phrase_with_clauses(s, i)
    inside = range(first, last + 1)
    who = owners(s, i) + by_agents(s, i) + [x for j in inside if is_verb(s, j) for x in by_agents(s, j)]
    who += [x for j in inside if s.tokens[j].text.lower() == "of" for x in kids(s, j, "pobj") if _is_state(s, x)]
    weak = any(lemma(s, j) in lexicon.opinion["capacity_weak"] for j in inside)
    subtype = "unwilling" if word in lexicon.opinion["will_against"] else "willing"
    scope = Scope("evaluative", "positive", "not_an_event")
    if weak:
        yield Draft("state_capacity", "weak", s, first, last, i, scope, actors=tuple(who), norm=True, details={"will": subtype})
    else:
        yield Draft("state_will", subtype, s, first, last, i, scope, actors=tuple(who), norm=True)


def _described_state(s: Sentence, i: int, noun: int, word: str, lexicon: Lexicon) -> Iterator[Draft]:
    """ "A willing government", "the overstretched police": said in passing, when no other claim takes the phrase."""
    o = lexicon.opinion
    first, last = s.phrase(noun)
    if word in o["will_for"] | o["will_against"]:
        yield Draft(
            "state_will", "unwilling" if word in o["will_against"] else "willing", s, first, last, noun, _FACT, actors=(noun,), norm=True
        )
    elif word in o["capacity_weak"] and not any(lemma(s, j) in o["will_for"] for j in range(max(0, i - 12), i)):
        yield Draft("state_capacity", "weak", s, first, last, noun, _FACT._replace(modality="evaluative"), actors=(noun,), norm=True)


# ------------------------------------------------------------------ power, alignments, composition, campaigns, populations


def _power(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """A change of power: "came to power", "took power in a coup", "the uprising which ousted the government"."""
    for token in s.tokens:
        i, word = token.i, token.lemma.lower()
        if not is_verb(s, i):
            continue
        to_power = word in ("come", "rise", "return", "sweep") and any(lemma(s, x) == "power" for x in prep_objects(s, i, "to", "into"))
        takes = word in ("take", "seize", "grab", "assume") and any(
            lemma(s, x) == "power" or (lemma(s, x) == "office" and not owners(s, x)) for x in objects(s, i)
        )
        ousts = (
            word in lexicon.opinion["oust"]
            and word not in ("remove", "sweep", "install")
            and any(_is_state(s, x) or s.tokens[x].ent == "PERSON" for x in objects(s, i) + kids(s, i, "nsubjpass"))
        )
        if not (to_power or takes or ousts):
            continue
        scope = find_scope(s, i, i, lexicon)
        if scope.modality not in ("asserted", "hedged") or scope.polarity == "negative":
            continue
        first, last = clause(s, i)
        who = subjects(s, i)
        if s.tokens[i].dep == "relcl":
            noun = s.tokens[i].head
            first, last = s.phrase(noun)[0], max(last, max(s.subtree(i)))
        else:
            first = min([first, *(s.phrase(x)[0] for x in who if x < i)])
        while s.tokens[last].pos == "PUNCT" and last > first:
            last -= 1
        targets = tuple(objects(s, i)) if ousts else ()
        yield Draft("background", "regime_change", s, first, last, i, scope, actors=tuple(who), targets=targets, norm=True, confidence=0.7)
        for amid in kids(s, i, "prep"):
            if s.tokens[amid].text.lower() == "amid" and any(
                lemma(s, x) in ("outcry", "outrage", "condemnation") for x in kids(s, amid, "pobj")
            ):
                yield Draft("background", "other", s, amid, s.phrase(kids(s, amid, "pobj")[0])[1], amid, scope, norm=True, confidence=0.6)


def _alignments(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """Who stands with whom: "supportive of the government", "in favour of his return", "was seen more favourably"."""
    align = lexicon.opinion["align"]
    for token in s.tokens:
        i, word = token.i, token.lemma.lower()
        if word in align and token.pos == "ADJ" and prep_objects(s, i, "of", "to", "with"):
            noun = token.head
            if token.dep in ("amod", "acl", "appos", "relcl", "advcl", "acomp") and not _describes_actor_inside(s, i):
                owner = subjects(s, noun) if token.dep == "acomp" else [noun]
                tokens = s.subtree(i)
                first, last = tokens[0], tokens[-1]
                if token.dep == "acomp":
                    first = min([first, *(s.phrase(x)[0] for x in owner)])
                yield Draft(
                    "background",
                    "alignment",
                    s,
                    first,
                    _trim(s, last),
                    i,
                    _FACT,
                    actors=tuple(owner),
                    targets=tuple(prep_objects(s, i, "of", "to", "with")),
                    norm=True,
                    confidence=0.65,
                )
        elif word in ("favor", "favour") and token.dep == "pobj" and s.tokens[token.head].text.lower() == "in":
            verb = s.tokens[token.head].head
            if is_verb(s, verb):
                first, last = clause(s, verb)
                who = subjects(s, verb)
                returned = [x for p in prep_objects(s, i, "of") for x in owners(s, p)]
                yield Draft(
                    "background",
                    "alignment",
                    s,
                    min([first, *(s.phrase(x)[0] for x in who)]),
                    last,
                    verb,
                    _FACT,
                    actors=tuple(who),
                    targets=tuple(returned or prep_objects(s, i, "of")),
                    norm=True,
                    confidence=0.65,
                )
        elif token.text.lower() in ("favorably", "favourably", "unfavorably", "unfavourably") and is_verb(s, token.head):
            verb = token.head
            first, last = clause(s, verb)
            yield Draft(
                "background",
                "alignment",
                s,
                min([first, *(s.phrase(x)[0] for x in subjects(s, verb))]),
                last,
                verb,
                _FACT,
                actors=tuple(subjects(s, verb)),
                norm=True,
                confidence=0.65,
            )
        elif word in ("friend", "ally", "supporter", "patron", "backer") and token.dep in ("appos", "attr") and prep_objects(s, i, "of"):
            tokens = s.subtree(i)
            yield Draft(
                "background",
                "alignment",
                s,
                tokens[0],
                _trim(s, tokens[-1]),
                i,
                _FACT,
                actors=(token.head,) if token.dep == "appos" else (),
                norm=True,
                confidence=0.55,
            )


def _trim(s: Sentence, last: int) -> int:
    while last and s.tokens[last].pos == "PUNCT":
        last -= 1
    return last


def _describes_actor_inside(s: Sentence, i: int) -> bool:
    """Whether the adjective only tells protesters apart ("protesters supportive of the government call for"): no claim of its own."""
    noun = s.tokens[i].head
    return lemma(s, noun) in ("protester", "demonstrator", "crowd", "militia", "force", "capital", "group")


def _composition(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """Who makes up or heads a body: "the Kyrgyz-dominated forces" is about composition, "whose current head is ..." about an office."""
    for token in s.tokens:
        i, word = token.i, token.text.lower()
        parts = word.split("-")
        hyphenated = len(parts) == 2 and parts[1] in lexicon.opinion["dominated"]
        split = word in lexicon.opinion["dominated"] and i >= 2 and s.tokens[i - 1].text == "-" and token.dep == "amod"
        if (hyphenated or split) and token.dep == "amod" and (lemma(s, token.head) in _STATE_NOUNS or _is_state(s, token.head)):
            first, last = s.phrase(token.head)
            yield Draft("background", "composition", s, first, last, token.head, _FACT, actors=(token.head,), norm=True, confidence=0.65)
        if (
            token.lemma.lower() in ("head", "chair", "chairman", "president", "member", "chairmanship")
            and any(s.tokens[c].text.lower() == "whose" for c in kids(s, i, "poss"))
            and token.dep == "nsubj"
            and lemma(s, token.head) == "be"
        ):
            tokens = s.subtree(token.head)
            yield Draft(
                "background",
                "composition",
                s,
                tokens[0],
                _trim(s, tokens[-1]),
                token.head,
                _FACT,
                actors=tuple(kids(s, token.head, "attr")),
                norm=True,
                confidence=0.6,
            )


def _campaigns(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "In its campaign to wipe out the rebels": what a campaign is said to be for."""
    for token in s.tokens:
        if token.lemma.lower() in ("campaign", "war", "operation", "offensive") and token.dep == "pobj" and token.head != token.i:
            aim = next((c for c in kids(s, token.i, "acl", "relcl") if s.tokens[c].tag == "VB"), None)
            if aim is None:
                head = s.tokens[token.head].head
                aim = next((c for c in kids(s, head, "advcl") if s.tokens[c].tag == "VB" and c > token.i), None)
            if aim is None or not owners(s, token.i):
                continue
            first = token.head
            yield Draft(
                "background",
                "campaign",
                s,
                first,
                _trim(s, max(s.subtree(aim))),
                token.i,
                Scope(),
                actors=tuple(owners(s, token.i)),
                targets=tuple(objects(s, aim)),
                norm=True,
                confidence=0.6,
            )


def _populations(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """A population as the base of a share ("half of the district's 90,000 people"), or told by itself ("home to 90,000 people")."""
    for figure in s.figures:
        if figure.base is None or figure.base_span is None:
            continue
        inside = [t for t in s.tokens if figure.base_span[0] <= t.start < figure.base_span[1]]
        if not inside:
            continue
        noun = figure.noun_i if figure.noun_i is not None else inside[-1].i
        if (figure.base.best or 0) < 1000 and lemma(s, noun) not in ("resident", "inhabitant", "population", "villager", "people"):
            continue
        first = min([inside[0].i, *(c for c in kids(s, noun, "poss"))])
        owner = kids(s, noun, "poss")
        first = min([first, *(s.phrase(p)[0] for p in owner)])
        last = max(inside[-1].i, s.phrase(noun)[1])
        mention = figure._replace(figure=figure.base)
        yield Draft("background", "population", s, first, last, noun, _FACT, targets=(noun,), figure=mention, norm=True, confidence=0.75)
    for token in s.tokens:
        if token.lemma.lower() == "home" and token.dep in ("attr", "appos", "acl", "advcl") and prep_objects(s, token.i, "to"):
            for o in conjuncts(s, prep_objects(s, token.i, "to")[0]):
                counted = next((f for f in s.figures if f.noun_i == o and f.kind == "count"), None)
                if counted is not None:
                    yield Draft("background", "population", s, token.i, s.phrase(o)[1], o, _FACT, targets=(o,), figure=counted, norm=True)


# ------------------------------------------------------------------ shared


def _clause_verb(s: Sentence, i: int) -> int:
    for up in s.ancestors(i):
        if is_verb(s, up):
            return up
    return i


def _clause_draft(s: Sentence, verb: int, subtype: str, lexicon: Lexicon) -> Draft:
    scope = find_scope(s, verb, verb, lexicon)
    first, last = clause(s, verb)
    first = min([first, *(s.phrase(x)[0] for x in subjects(s, verb) if x < verb)])
    hedged = scope.modality in ("possible", "hedged")
    if hedged and subtype == "lull":
        subtype = "fragile_lull"
    fragile = re.search(r"fragile|uneasy|tense|before another|before the next", s.text, re.I) is not None
    scope = Scope("hedged" if hedged else "asserted", scope.polarity, "ongoing")
    return Draft("status", "fragile_lull" if fragile and subtype == "lull" else subtype, s, first, last, verb, scope, norm=True)
