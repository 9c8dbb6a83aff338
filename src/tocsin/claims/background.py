"""What lies behind a crisis: changes of power, alignments, who makes up a body, campaigns, populations."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.claims.draft import Draft
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.scope import Scope, find_scope
from tocsin.claims.state import STATE_NOUNS, is_state
from tocsin.claims.tree import (
    clause,
    conjuncts,
    is_verb,
    kids,
    lemma,
    objects,
    owners,
    prep_objects,
    subjects,
    trim_end,
)
from tocsin.records import Sentence

_FACT = Scope("asserted", "positive", "not_an_event")


def find_background(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """Background told in one sentence."""
    for make in (_power, _alignments, _composition, _campaigns, _populations):
        yield from make(s, lexicon)


def _power(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """A change of power: "came to power", "took power in a coup", "the coup that toppled the president"."""
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
            and any(is_state(s, x) or s.tokens[x].ent == "PERSON" for x in objects(s, i) + kids(s, i, "nsubjpass"))
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
    """Who stands with whom: "loyal to the junta", "in favour of her recall", "was viewed more favourably"."""
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
                    trim_end(s, last),
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
                trim_end(s, tokens[-1]),
                i,
                _FACT,
                actors=(token.head,) if token.dep == "appos" else (),
                norm=True,
                confidence=0.55,
            )


def _describes_actor_inside(s: Sentence, i: int) -> bool:
    """Whether the adjective only tells protesters apart ("crowds loyal to the general demand"): no claim of its own."""
    noun = s.tokens[i].head
    return lemma(s, noun) in ("protester", "demonstrator", "crowd", "militia", "force", "capital", "group")


def _composition(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """Who makes up or heads a body: "the Hutu-dominated army" is about composition, "whose chairman is ..." about an office."""
    for token in s.tokens:
        i, word = token.i, token.text.lower()
        parts = word.split("-")
        hyphenated = len(parts) == 2 and parts[1] in lexicon.opinion["dominated"]
        split = word in lexicon.opinion["dominated"] and i >= 2 and s.tokens[i - 1].text == "-" and token.dep == "amod"
        if (hyphenated or split) and token.dep == "amod" and (lemma(s, token.head) in STATE_NOUNS or is_state(s, token.head)):
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
                trim_end(s, tokens[-1]),
                token.head,
                _FACT,
                actors=tuple(kids(s, token.head, "attr")),
                norm=True,
                confidence=0.6,
            )


def _campaigns(s: Sentence, lexicon: Lexicon) -> Iterator[Draft]:
    """ "In its offensive to drive the rebels from the hills": what a campaign is said to be for."""
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
                trim_end(s, max(s.subtree(aim))),
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
        if any(s.tokens[c].tag == "VBN" for c in kids(s, noun, "acl")):
            continue  # "half of the 90,000 people displaced" lived in many places
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
