"""Questions about a parsed sentence: whose subject, what object, which governor, how far a clause reaches.

Plain functions over `Sentence`; token arguments and results are indexes. They allow for a small parser's habits: a relative pronoun
stands for its noun, a second conjunct shares its subject, an infinitive takes its governor's subject.
"""

from __future__ import annotations

from tocsin.records import PartyMention, Sentence

RELATIVES = frozenset({"who", "which", "that", "whom"})
_PARTICLES = frozenset("down out off up back away over aside".split())
_DONE_TO = frozenset("shoot stab kill wound injure hurt murder slay".split())
_UNDERGONE = frozenset("have see find get watch".split())
_COUNTED_AS = frozenset("report count record register list confirm document log tally see leave find".split())
_VERBAL = frozenset({"VERB", "AUX"})
_JUDGING = frozenset(  # what is done to somebody for what that person did: "arrested him for throwing stones"
    "arrest detain jail imprison charge prosecute convict sentence punish fine criticise criticize blame condemn denounce rebuke censure "
    "thank praise commend reward sanction accuse suspect expel deport dismiss sack execute kill indict sue fault".split()
)


def kids(s: Sentence, i: int, *deps: str) -> list[int]:
    """Children of i with one of these relations."""
    return [c for c in s.children[i] if s.tokens[c].dep in deps]


def is_verb(s: Sentence, i: int) -> bool:
    """Whether the token is tagged as a verb."""
    return s.tokens[i].pos in _VERBAL


def is_passive(s: Sentence, i: int) -> bool:
    """Whether the verb is passive: has a passive subject or auxiliary, or is a bare participle that modifies a noun."""
    token = s.tokens[i]
    if kids(s, i, "nsubjpass", "auxpass") or told_of_list(s, i):
        return True
    if token.tag == "VBN" and token.dep in ("acl", "amod", "relcl") and not kids(s, i, "aux", "nsubj"):
        return True
    if token.tag in ("VBN", "VBD") and kids(s, i, "agent"):
        return True
    if s.heading and token.tag in ("VBN", "VBD") and token.lemma.lower() in _DONE_TO and not kids(s, i, "dobj", "aux", "prt", "ccomp"):
        people = {f.noun_i for f in s.figures if f.kind in ("one", "count")}  # "Man fatally shot", not "Police shot at two men"
        return not any(s.tokens[c].text.lower() == "at" and people & {*kids(s, c, "pobj")} for c in kids(s, i, "prep"))
    if token.tag == "VBN" and token.dep == "conj" and not kids(s, i, "aux", "nsubj"):
        return is_passive(s, token.head)
    if token.tag == "VBN" and kids(s, i, "nsubj") and not kids(s, i, "aux", "dobj"):  # "40 were displaced and 30 houses destroyed"
        told = token.dep == "ccomp" and lemma(s, token.head) in _UNDERGONE  # "saw their homes destroyed"
        return told or (token.dep == "conj" and bool(kids(s, token.head, "auxpass")))
    if (
        token.tag == "VBN"
        and token.dep in ("xcomp", "oprd")
        and token.head != i
        and is_verb(s, token.head)
        and not kids(s, i, "dobj", "aux")
    ):
        return True  # "are reported killed", "left wounded"
    if token.tag == "VBN" and token.dep in ("advcl", "ROOT", "ccomp") and not kids(s, i, "aux", "nsubj"):
        return not kids(s, i, "dobj")
    return False


def subjects(s: Sentence, i: int, *, depth: int = 0) -> list[int]:
    """Heads of the subject of verb i, with conjuncts; inherited where the verb has none of its own."""
    own = [
        c for c in kids(s, i, "nsubj", "nsubjpass", "csubj") if s.tokens[c].text.lower() not in ("it", "there") or s.tokens[c].dep != "expl"
    ]
    own = own or [c for a in kids(s, i, "auxpass") for c in kids(s, a, "nsubj", "nsubjpass")]  # "remained displaced": hung on the auxiliary
    if own:
        return [x for o in own for x in conjuncts(s, _antecedent(s, o, i))]
    token = s.tokens[i]
    if depth > 6:
        return []
    if listed := told_of_list(s, i):
        return listed
    if token.tag in ("VBD", "VBZ", "VBP") and token.dep in ("ROOT", "conj", "ccomp", "advcl") and (beside := _beside(s, i)) is not None:
        return beside
    return _inherited(s, i, depth) if token.head != i else []


def _inherited(s: Sentence, i: int, depth: int) -> list[int]:
    """The subject that a verb takes over from the word above it."""
    token = s.tokens[i]
    head = token.head
    if token.dep in ("relcl", "acl") and s.tokens[head].pos not in _VERBAL:
        return conjuncts(s, head) if token.dep == "relcl" or token.tag in ("VBG", "VBN") else _owner_of(s, head, depth)
    if token.dep == "conj" and is_verb(s, head):
        return subjects(s, head, depth=depth + 1) if is_passive(s, head) == is_passive(s, i) or not is_passive(s, head) else []
    if token.dep in ("xcomp", "advcl", "oprd", "ccomp", "acomp") and is_verb(s, head):
        controlled = kids(s, head, "dobj", "dative") if token.dep == "xcomp" and _controls_object(s, head) else []
        if controlled:
            return [x for c in controlled for x in conjuncts(s, c)]
        finite = (
            token.dep == "ccomp"
            and token.tag in ("VBD", "VBZ", "VBP", "MD")
            or (token.dep == "advcl" and token.tag not in ("VBG", "VBN", "VB"))
        )
        return [] if finite else subjects(s, head, depth=depth + 1)
    if token.dep == "xcomp" and s.tokens[head].pos == "ADJ" and s.tokens[head].dep in ("acomp", "attr", "conj", "advcl"):
        own = kids(s, head, "nsubj")  # "is ready to send": who is ready
        return own or subjects(s, s.tokens[head].head, depth=depth + 1)
    return _through_preposition(s, head, depth) if token.dep in ("pcomp", "prep") else []


def told_of_list(s: Sentence, i: int) -> list[int]:
    """All that is counted, where a participle right behind a list tells what became of it: "report 340 homes and two clinics destroyed".

    The parser hangs it on the last thing of the list or on the verb.
    """
    token = s.tokens[i]
    if token.tag not in ("VBN", "VBD") or token.dep not in ("acl", "advcl", "xcomp", "ccomp", "conj") or not i or kids(s, i, "dobj", "aux"):
        return []
    last = top = i - 1
    while s.tokens[top].dep in ("conj", "appos") and s.tokens[top].pos == "NOUN":
        top = s.tokens[top].head
    above = s.tokens[top].head
    if s.tokens[top].dep != "dobj" or lemma(s, above) not in _COUNTED_AS or token.head not in (last, top, above):
        return []
    return conjuncts(s, top)


def _beside(s: Sentence, i: int) -> list[int] | None:
    """The name or noun right before a finite verb that the parser left without a subject ("..., its president, Ama Boro, appealed")."""
    at = i - 1
    while at >= 0 and s.tokens[at].pos in ("ADV", "AUX", "PART"):
        at -= 1
    comma = at >= 1 and s.tokens[at].text == ","
    at -= comma
    if (
        at < 0
        or s.tokens[at].pos not in ("PROPN", "NOUN")
        or s.tokens[at].dep in ("nsubj", "dobj", "npadvmod")
        or s.tokens[i].dep == "conj"
    ):
        return None
    named = next((m for m in s.parties if m.first <= at <= m.last), None)
    if named is None or (not comma and s.tokens[at].dep == "pobj"):
        return None
    return [named.head]


def _through_preposition(s: Sentence, prep: int, depth: int) -> list[int]:
    """Subject of a gerund below a preposition ("in trying to ..."): the governor's, or its object's ("arrested for doing")."""
    above = s.tokens[prep].head
    if above == prep:
        return []
    if s.tokens[prep].text.lower() == "from" or (s.tokens[prep].text.lower() in ("for", "of", "with") and lemma(s, above) in _JUDGING):
        objects_ = kids(s, above, "dobj", "nsubjpass")
        if objects_:
            return conjuncts(s, objects_[0])
    own = kids(s, prep, "pobj")
    if own:  # "outcry over the army killing civilians": the object of the preposition is the gerund's subject
        return conjuncts(s, own[0])
    if is_verb(s, above):
        return subjects(s, above, depth=depth + 1)
    if s.tokens[prep].dep == "prep" and s.tokens[above].pos in ("NOUN", "PROPN") and s.tokens[prep].text.lower() in ("with", "over", "of"):
        return conjuncts(s, above)
    return []


def _controls_object(s: Sentence, verb: int) -> bool:
    return s.tokens[verb].lemma.lower() not in ("promise", "vow", "threaten", "offer", "use")


def _owner_of(s: Sentence, noun: int, depth: int) -> list[int]:
    """Subject of an infinitive below a noun ("a request to send troops"): unknown here; the governing verb's subject for plain nouns."""
    owners = kids(s, noun, "poss")
    if owners:
        return conjuncts(s, owners[0])
    head = s.tokens[noun].head
    if s.tokens[noun].dep == "dobj" and head != noun and is_verb(s, head):
        return subjects(s, head, depth=depth + 1)
    return []


def _antecedent(s: Sentence, subject: int, verb: int) -> int:
    """The noun that a relative pronoun stands for, else the subject itself."""
    if s.tokens[subject].text.lower() in RELATIVES and s.tokens[subject].tag in ("WDT", "WP", "IN", "DT"):
        at = verb
        while s.tokens[at].dep == "conj" and s.tokens[at].head != at:
            at = s.tokens[at].head
        if s.tokens[at].dep in ("relcl", "acl", "ccomp", "advcl") and s.tokens[at].head != at:
            noun = s.tokens[at].head
            if not is_verb(s, noun):
                return noun
        before = [j for j in range(subject) if s.tokens[j].pos in ("NOUN", "PROPN")]
        return before[-1] if before else subject
    return subject


def conjuncts(s: Sentence, i: int) -> list[int]:
    """The token and what is coordinated with it ("the north, the east and the capital")."""
    found: list[int] = []
    queue = [i]
    while queue and len(found) < 40:
        at = queue.pop(0)
        found.append(at)
        queue.extend(
            c for c in kids(s, at, "conj") if s.tokens[c].pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ") or s.tokens[c].dep == "appos"
        )
        queue.extend(c for c in kids(s, at, "appos") if _is_listed(s, c))
    return found


def _is_listed(s: Sentence, i: int) -> bool:
    """Whether an apposition is one more of a list of kin ("his wife, his daughter and two nephews"), no other name for the first."""
    whose = [s.tokens[c].text.lower() for n in (s.tokens[i].head, i) for c in kids(s, n, "poss") if s.tokens[c].tag == "PRP$"]
    return len(whose) == 2 and whose[0] == whose[1] and bool(kids(s, i, "conj", "appos"))


def objects(s: Sentence, i: int) -> list[int]:
    """Heads of the direct objects of verb i, with conjuncts."""
    return [
        x
        for c in kids(s, i, "dobj", "obj", "attr", "oprd")
        if s.tokens[c].pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "VERB") and s.tokens[c].dep in ("dobj", "obj")
        for x in conjuncts(s, c)
    ]


def by_agents(s: Sentence, i: int) -> list[int]:
    """Heads of the by-phrase of a verb or noun."""
    found: list[int] = []
    for c in s.children[i]:
        token = s.tokens[c]
        if token.dep == "agent" or (token.dep == "prep" and token.text.lower() == "by"):
            found += [x for p in kids(s, c, "pobj") for x in conjuncts(s, p)]
        elif token.dep in ("prt", "advmod", "prep"):
            found += [
                x
                for d in kids(s, c, "prep", "agent")
                if s.tokens[d].text.lower() == "by"
                for p in kids(s, d, "pobj")
                for x in conjuncts(s, p)
            ]
    return found


def prep_objects(s: Sentence, i: int, *words: str) -> list[int]:
    """Heads of the objects of prepositions below i; only these prepositions when given."""
    found = []
    for c in s.children[i]:
        token = s.tokens[c]
        if token.dep in ("prep", "dative", "agent", "prt", "advmod") and (not words or token.text.lower() in words):
            found += [x for p in kids(s, c, "pobj") for x in conjuncts(s, p)]
            for d in kids(s, c, "prep"):
                if not words or s.tokens[d].text.lower() in words or token.text.lower() in words:
                    found += [x for p in kids(s, d, "pobj") for x in conjuncts(s, p)]
    return found


def included(s: Sentence, i: int) -> list[int]:
    """Heads of those named as part of noun i: "twelve miners, including their secretary and his son"."""
    branches = [c for c in kids(s, i, "prep") if s.tokens[c].text.lower() in ("including", "among")]
    return [x for c in branches for p in kids(s, c, "pobj") for x in conjuncts(s, p) if s.tokens[x].pos == "PROPN"]


def owners(s: Sentence, i: int) -> list[int]:
    """Heads that possess noun i ("the army's attack" → army)."""
    return [x for c in kids(s, i, "poss") for x in conjuncts(s, c)]


def clause(s: Sentence, i: int, *, others: frozenset[int] = frozenset()) -> tuple[int, int]:
    """First and last token of the clause of verb i: its words and arguments without subordinate clauses that stand apart.

    `others` are heads of claims of their own: their branches are left out when they hang as clauses or conjuncts.
    """
    keep = {i}
    queue = [i]
    while queue:
        at = queue.pop()
        for c in s.children[at]:
            token = s.tokens[c]
            if (
                at == i
                and token.dep in ("advcl", "conj", "cc", "parataxis", "ccomp", "punct", "mark", "intj", "dep", "preconj")
                and not (token.dep == "conj" and not is_verb(s, c) and c not in others and not is_verb(s, at))
            ):
                continue
            if token.dep in ("relcl", "advcl") or (c in others and token.dep in ("acl", "conj", "pcomp", "prep", "xcomp", "ccomp")):
                continue
            keep.add(c)
            queue.append(c)
    return _around(s, i, keep)


def _around(s: Sentence, i: int, keep: set[int]) -> tuple[int, int]:
    """The stretch around i that the kept tokens span; a gap of more than six foreign words ends it."""
    first = last = i
    for j in sorted((k for k in keep if k < i), reverse=True):
        if first - j > 7:
            break
        first = j
    for j in sorted(k for k in keep if k > i):
        if j - last > 7:
            break
        last = j
    while first < i and s.tokens[first].pos in ("PUNCT", "CCONJ", "SCONJ"):
        first += 1
    while last > i and s.tokens[last].pos in ("PUNCT", "CCONJ"):
        last -= 1
    return first, last


def trim_end(s: Sentence, last: int, *drop: str) -> int:
    """The last token before trailing punctuation, and before trailing words of the parts of speech to `drop`."""
    while last and s.tokens[last].pos in ("PUNCT", *drop):
        last -= 1
    return last


def without_marks(s: Sentence, first: int, i: int, last: int) -> tuple[int, int]:
    """The span first to last around i without punctuation at its ends."""
    while last > i and s.tokens[last].pos == "PUNCT":
        last -= 1
    while first < i and s.tokens[first].pos == "PUNCT":
        first += 1
    return first, last


def governors(s: Sentence, i: int) -> list[tuple[int, str]]:
    """Verbs and nouns above i that i is a complement of, nearest first, each with the relation of the step below it.

    Crosses xcomp, ccomp, pcomp, acl, conj and prepositions; stops at a relative clause or an adverbial clause of its own.
    """
    found: list[tuple[int, str]] = []
    at = i
    for up in s.ancestors(i):
        dep = s.tokens[at].dep
        if dep == "prep" and s.tokens[at].pos == "ADP" and found and found[-1] == (at, "pcomp"):
            found[-1] = (up, "pcomp")  # a gerund below a preposition is its verb's: "spoke about sending troops"
            at = up
            continue
        if dep in ("relcl", "parataxis") or (
            dep == "ccomp" and up > at and any(s.tokens[j].text in (":", ";", "--", "–", "—", ",") for j in range(at, up))
        ):
            break
        if dep == "advcl":
            found.append((up, "advcl"))
            break
        if dep in (
            "xcomp",
            "ccomp",
            "pcomp",
            "acl",
            "prep",
            "pobj",
            "dobj",
            "attr",
            "acomp",
            "oprd",
            "nsubj",
            "nsubjpass",
            "conj",
            "agent",
            "csubj",
            "compound",
            "amod",
            "nmod",
            "dative",
            "poss",
            "appos",
        ):
            found.append((up, dep))
        at = up
        if len(found) > 12:
            break
    return found


def lemma(s: Sentence, i: int) -> str:
    """Lower-case base form."""
    return s.tokens[i].lemma.lower()


def with_particle(s: Sentence, i: int) -> list[str]:
    """The base form, then base form + particle ("gun_down"), + adverb or object where it makes a fixed phrase ("set_fire")."""
    base = lemma(s, i)
    found = [base]
    found += [f"{base}_{t.text.lower()}" for t in s.tokens[i + 1 : i + 5] if t.tag == "RP"]  # the parser may hang it elsewhere
    if i + 1 < len(s.tokens) and s.tokens[i + 1].text.lower() == "dead" and i + 1 not in s.children[i]:
        found.append(f"{base}_dead")  # "shot dead three men", where the parser made the men dead before
    for c in s.children[i]:
        token = s.tokens[c]
        if token.dep in ("prep", "advmod") and c != i + 1 and not (token.dep == "advmod" and token.text.lower() in _PARTICLES):
            continue
        if token.dep in ("prt", "advmod", "acomp", "oprd", "dobj", "prep", "ccomp", "intj") and abs(c - i) <= 8:
            found.append(f"{base}_{token.text.lower()}")
            found.append(f"{base}_{token.lemma.lower()}")
        if token.dep == "prep" and c - i <= 4:
            found += [f"{base}_{token.text.lower()}_{lemma(s, o)}" for o in kids(s, c, "pobj")]
    return found


def mention_at(s: Sentence, i: int) -> PartyMention | None:
    """The party whose mention token i heads, else the smallest that holds it."""
    inside = [m for m in s.parties if m.head == i] or [m for m in s.parties if m.first <= i <= m.last]
    return min(inside, key=lambda m: m.last - m.first) if inside else None
