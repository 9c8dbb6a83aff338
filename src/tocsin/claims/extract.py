"""From a reading to claims: every sentence's drafts are given parties, place, time, figure, voice and case, and become records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from tocsin.claims.acts import find_acts
from tocsin.claims.calamity import LEAD, is_of_calamity, lay_to_calamity
from tocsin.claims.context import find_context
from tocsin.claims.counting import complete_figure
from tocsin.claims.draft import Draft
from tocsin.claims.evidence import EvidenceTable, mark, read_evidence
from tocsin.claims.hinted import OUT, add_hinted, is_calm, weigh
from tocsin.claims.inaction import find_inaction
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.norms import find_norms
from tocsin.claims.opinions import find_judgements
from tocsin.claims.partners import CIVIC_KINDS, announced_code
from tocsin.claims.phrases import find_phrased, find_reproaches
from tocsin.claims.relevance import CONFLICT_TYPES
from tocsin.claims.scope import hearsay_of
from tocsin.claims.setting import Scene, as_far_as_told, case_for, foreign_place, is_past, make_time, place_for, places_near, time_for
from tocsin.claims.tree import included, is_passive, lemma, objects, subjects
from tocsin.claims.victims import count_victims, is_fatal, is_plural
from tocsin.codebook import Codebook
from tocsin.records import Attribution, Claim, Figure, Party, Place, Reading, Report, Sentence, SentenceRef, Voice, make_id

VERSION = "rules-2"
_CHALLENGE = re.compile(
    r"\bmultipl(?:y|ied)\b|\btimes (?:higher|more|the official|that)\b|\b(?:real|true|actual) (?:number"
    r"|figure|toll|count)\b.{0,60}\b(?:higher|more)\b",
    re.I,
)
ABROAD_SENTENCES = 2  # how long what follows is taken to happen where another country was last named
_IN_THE_DEED = re.compile(r"\b(?:in|by|during) (?:the|this|that) (?:police |army )?(?:firing|shooting|shelling|bombardment|raid)\b", re.I)
_OTHERS = re.compile(r"\b(?:others|more)$|^(?:an)?other \w+$", re.I)
_SPEECH_ACTS = frozenset({"invocation", "incitement", "pledge"})
_ALARM = frozenset(
    "violence violent killing killed kill massacre genocide atrocity refugee displaced militia rebel insurgent "
    "troop soldier army ceasefire shelling gunman peacekeeper "
    "ethnic bloodshed bloodbath clash casualty wounded looting protester uprising coup crackdown civilian "
    "flee conflict war airstrike bomb hostage abduct detain torture rape "
    "siege humanitarian sanction attack mob curfew rioter unrest fighting security-force gendarme guerrilla "
    "junta paramilitary deport evacuate evacuee evacuation displace displacement homeless idp idps uproot returnee riot pogrom".split()
)
_UPROOTED = frozenset(
    "evacuate evacuee evacuation displace displaced displacement homeless idp idps uproot relocate shelter refugee".split()
)
_RUINED = frozenset("destroy destruction damage damaged collapse flatten flood flooded submerge wreck".split())
_HOMES = frozenset("home house dwelling hut shack".split())
_OF_NATURE = "weather"


_DEADLY = frozenset("shoot stab kill murder slay wound behead massacre execute".split())
_DEATHS = frozenset("homicide gunshot murder manslaughter slaying massacre stabbing airstrike".split())


def extract(report: Report, reading: Reading, *, codebook: Codebook, profile: str = "acled") -> tuple[Claim, ...]:
    """Every claim of a report, in the order of the text.

    `profile` names the rule for vague numbers that the reading used; it stands in each figure.
    """
    lexicon, table = _tools(codebook)
    scene = Scene.of(report, reading, codebook)
    alarm, noise = alarm_of(reading, lexicon)
    if noise > alarm:
        return ()
    writer = _Writer(scene, lexicon, table, profile)
    calm, calamity = is_calm(reading.sentences), is_of_calamity(reading, lexicon)
    for s in reading.sentences:
        if s.tokens:
            writer.open_section(s)
            for draft in find_drafts(s, lexicon, scene, alarm=alarm, calm=calm):
                fitting = lay_to_calamity(draft, lexicon) if calamity else draft
                if fitting is not None:
                    writer.add(fitting)
    return tuple(writer.finish())


@lru_cache(maxsize=4)
def _tools(codebook: Codebook) -> tuple[Lexicon, EvidenceTable]:
    lexicon = Lexicon.from_tables(codebook.table("lexicon"), codebook.table("kinds"), codebook.table("lexicon_politics"))
    return lexicon, read_evidence(codebook)


def alarm_of(reading: Reading, lexicon: Lexicon) -> tuple[float, float]:
    """How much a report speaks of a crisis, by words and parties of conflict; and of sport, markets, films and the like."""
    words: dict[str, int] = {}
    score = 0.0
    for s in reading.sentences:
        for t in s.tokens:
            word = t.lemma.lower()
            words[word] = words.get(word, 0) + 1
        score += 0.5 * sum(1 for m in s.parties if m.party.type in CONFLICT_TYPES)
    score += 1.5 * min(sum(1 for s in reading.sentences if _tells_of_victim(s, lexicon)), 8)
    score += sum(min(n, 3) for w, n in words.items() if w in _ALARM)
    noise = 0.0
    for name, field in lexicon.distractors.items():
        if name == _OF_NATURE and (not _UPROOTED.isdisjoint(words) or not _RUINED.isdisjoint(words) and not _HOMES.isdisjoint(words)):
            continue  # a storm is no crime, but whom it drives from home is read
        hits = [min(n, 3) for w, n in words.items() if w in field]
        noise = max(noise, 1.5 * sum(hits) if len(hits) > 1 else 0.0)
    lead = [s.in_field for s in reading.sentences if s.in_field is not None][:LEAD]
    off = len(lead) > 1 and sum(share < OUT for share in lead) > len(lead) / 2  # to the model, it begins with something else
    return score, noise * (2 if off else 1)


def _tells_of_victim(s: Sentence, lexicon: Lexicon) -> bool:
    """Whether a sentence tells that a person was shot, stabbed, wounded or killed: read whatever else its page speaks of."""
    counted = {
        f.noun_i for f in s.figures if f.noun_i is not None and (f.kind == "one" or lemma(s, f.noun_i) in lexicon.classes["human"])
    }
    for t in s.tokens:
        if t.lemma.lower() in _DEADLY and t.tag.startswith("VB"):
            if any(x in counted for x in (subjects(s, t.i) if is_passive(s, t.i) else objects(s, t.i))):
                return True
        elif t.lemma.lower() in _DEATHS or (
            t.lemma.lower() in ("shooting", "stabbing") and any(s.tokens[c].text.lower() in ("fatal", "deadly") for c in s.children[t.i])
        ):
            return True
    return False


def find_drafts(s: Sentence, lexicon: Lexicon, scene: Scene, *, alarm: float, calm: bool = False) -> list[Draft]:
    """The drafts of one sentence: norms and context first, then acts, then judgements on what is left."""
    taken = find_norms(s, lexicon)
    if alarm >= 1 or scene.commentary:
        taken += [d for d in find_context(s, lexicon) if not _doubled(d, taken)]
    early = find_judgements(s, lexicon, commentary=False, taken=taken) if alarm >= 1 or scene.commentary else []
    taken += [d for d in early if d.kind in ("precedent", "option")]
    taken += find_phrased(s, lexicon, commentary=scene.commentary, taken=taken) if alarm >= 1 or scene.commentary else []
    acts = find_acts(s, lexicon, scene, alarmed=alarm >= 1, taken=taken)
    if alarm >= 1:
        acts += [d for d in find_inaction(s, lexicon) if not _doubled(d, acts)]
    taken = [
        t for t in taken if not (t.kind in ("state_will", "state_capacity", "background") and t.figure is None and _inside_act(t, acts))
    ]
    found = taken + acts
    if alarm >= 2 or scene.commentary:
        late = [d for d in find_judgements(s, lexicon, commentary=scene.commentary, taken=found) if d.kind == "opinion"]
        late += find_reproaches(s, taken=late) if scene.commentary else []
        accused = [d for d in late if d.subtype == "accusation"]
        found = [
            f
            for f in found
            if not (f.figure is None and f.scope.modality in ("attempted", "hedged") and any(a.covers(f.at) for a in accused))
        ] + late
    found = weigh(s, found) if calm and not _tells_of_victim(s, lexicon) else found
    return found + add_hinted(s, found, lexicon, scene)


def _doubled(draft: Draft, taken: Sequence[Draft]) -> bool:
    return any(t.at == draft.at and t.kind == draft.kind for t in taken)


def _inside_act(draft: Draft, acts: Sequence[Draft]) -> bool:
    """Whether a description is the very word of an act."""
    return any(a.at == draft.at for a in acts)


class _Writer:
    """Turns drafts into claims, in order, and remembers the place last spoken of."""

    def __init__(self, scene: Scene, lexicon: Lexicon, table: EvidenceTable, profile: str) -> None:
        self.scene, self.lexicon, self.table, self.profile = scene, lexicon, table, profile
        self.place: Place | None = None
        self.placed = 0  # the index of the sentence that named it
        self.section = False  # whether it is a section's, and holds until the next
        self.spoken: list[tuple[int, Place]] = []
        self.claims: list[Claim] = []
        self.ordinals: dict[tuple[str, int, int], int] = {}

    def add(self, draft: Draft) -> None:
        """One draft becomes one claim."""
        scene, s = self.scene, draft.sentence
        family = self.lexicon.families[draft.kind]
        mention = time_for(draft)
        self._listen(s)
        place = as_far_as_told(place_for(draft, scene, self._before(s)), scene)
        if is_past(draft, mention, scene) and not places_near(draft):
            place = foreign_place(draft, scene) or self._spoken_of(s) or place
        if draft.kind == "displacement" and draft.subtype == "internal" and place is not None and place.precision == "border":
            draft = replace(draft, subtype="cross_border")
        case = case_for(draft, mention, place, scene, family)
        loose = draft.kind in CIVIC_KINDS
        actors = _parties(s, draft.actors, self.lexicon, scene.country, loose=loose) or self._doers_before(draft)
        actors = actors or tuple(p for i in draft.actors if draft.hinted and (p := _somebody(s, i)) is not None)
        voice = voice_of(draft, actors, scene.reading.attributions)
        figure = self._figure(draft)
        start, end = draft.start, draft.end
        ordinal = self.ordinals.get((draft.kind, start, end), 0)
        self.ordinals[draft.kind, start, end] = ordinal + 1
        status = draft.scope.status
        claim = Claim(
            id=make_id("claim", scene.report.id, draft.kind, start, end, ordinal),
            report_id=scene.report.id,
            kind=draft.kind,
            subtype=draft.subtype,
            quote=scene.report.text[start:end],
            start=start,
            end=end,
            sentence=SentenceRef(s.index, s.start, s.end),
            actors=actors,
            targets=self._targets(draft),
            place=place if case is not None or draft.place else None,
            time=make_time(mention),
            figure=figure,
            attribution=voice,
            modality=draft.scope.modality,
            polarity=draft.scope.polarity,
            status=status,
            case=case,
            codes=announced_code(draft.kind, draft.scope),
            indicators=(),
            elements=(),
            confidence=round(draft.confidence * (0.9 if voice.voice == "unattributed" else 1.0), 3),
            reader=f"{scene.reading.reader}+{VERSION}",
            details=self._details(draft),
        )
        self.claims.append(mark(claim, table=self.table))
        if family == "harm" and case == "current" and draft.place is None and any(p.place == place for p in s.places):
            self.place, self.placed = place, s.index

    def _targets(self, draft: Draft) -> tuple[Party, ...]:
        """Whom the act hit; whoever is killed, wounded or taken away is somebody, whatever the noun."""
        loose = draft.kind in CIVIC_KINDS
        found = _parties(draft.sentence, draft.targets, self.lexicon, self.scene.country, loose=loose)
        if draft.kind in _HITTING and not found:
            return tuple(p for i in draft.targets if (p := _site(draft.sentence, i, self.lexicon)) is not None)
        if draft.kind not in _BODILY and not draft.hinted:
            return found
        found = tuple(self._like_before(draft, p) for p in found)
        named = tuple(x for t in draft.targets for x in included(draft.sentence, t) if x not in draft.targets)
        unnamed = [t for t in (*draft.targets, *named) if not _parties(draft.sentence, (t,), self.lexicon, self.scene.country)]
        more = _parties(draft.sentence, named, self.lexicon, self.scene.country)
        return (*found, *more, *(p for i in unnamed if (p := _somebody(draft.sentence, i)) is not None))

    def _like_before(self, draft: Draft, party: Party) -> Party:
        """ "Two rebels were killed and five others wounded": the others are rebels too, as far as is told."""
        if party.name or not _OTHERS.search(party.text):
            return party
        told = [c for c in self.claims if c.sentence.index == draft.sentence.index and c.kind in _BODILY and c.start < draft.start]
        types = {p.type for p in told[-1].targets} if told else set()
        return replace(party, type=types.pop()) if types in ({"armed_group"}, {"security_force"}) else party

    def _before(self, s: Sentence) -> Place | None:
        """The place last acted at; one abroad is forgotten after two sentences."""
        home = self.place is None or self.section or self.place.country in (None, self.scene.country)
        return self.place if home or s.index - self.placed <= ABROAD_SENTENCES else None

    def _doers_before(self, draft: Draft) -> tuple[Party, ...]:
        """ "Two men died in the firing": who fired, told in this sentence or one of the two before."""
        s = draft.sentence
        words = s.span_text(draft.at, min(draft.at + 8, len(s.tokens) - 1))
        if draft.kind not in ("killing", "injury") or draft.actors or not _IN_THE_DEED.search(words):
            return ()
        told = [c for c in self.claims if c.kind == "attack" and c.actors and 0 <= s.index - c.sentence.index <= 2]
        shots = [c for c in told if c.subtype in (None, "shooting", "shelling", "air_strike") and c.status == "occurred"]
        return shots[-1].actors if shots else ()

    def _listen(self, s: Sentence) -> None:
        """Remember the place that each sentence last spoke of."""
        if s.places and (not self.spoken or self.spoken[-1][0] != s.index):
            self.spoken.append((s.index, s.places[-1].place))

    def open_section(self, s: Sentence) -> None:
        """A line that is only a place's name opens a section of a round-up: what follows stands there until the next."""
        if (place := s.section_place()) is not None:
            self.place, self.section = place, True

    def _spoken_of(self, s: Sentence) -> Place | None:
        """The place that one of the two sentences before spoke of, for a past act told in passing."""
        return next((place for index, place in reversed(self.spoken) if 0 < s.index - index <= 2), None)

    def _figure(self, draft: Draft) -> Figure | None:
        if draft.figure is None:
            return None
        kind = "displacement" if draft.kind == "forecast" else draft.kind  # the one act that is foretold with its number
        figure = complete_figure(
            draft.sentence, draft.figure, kind, draft.subtype, (draft.first, draft.last), self.lexicon, at=draft.at
        )
        if draft.details.get("part"):
            figure = replace(figure, scope="part", part_of=self._whole(draft))
        return figure

    def _whole(self, draft: Draft) -> str | None:
        same = [
            c
            for c in self.claims
            if c.sentence.index == draft.sentence.index and c.kind == draft.kind and c.figure is not None and c.figure.scope != "part"
        ]
        return same[-1].id if same else None

    def _details(self, draft: Draft) -> Mapping[str, object]:
        details = {k: v for k, v in draft.details.items() if k not in ("part", "claimed_by")}
        if draft.figure is not None and _CHALLENGE.search(draft.sentence.text) and draft.kind in ("killing", "injury", "displacement"):
            details["challenge"] = True
        victims = count_victims(draft) if not draft.hinted else None  # what only the model saw is told, never counted
        if victims is not None:
            details["victims"] = victims
        if is_fatal(draft) and not draft.hinted:
            details["fatal"] = True
        if draft.kind == "killing" and draft.figure is not None and draft.figure.base is not None:
            details["among"] = draft.figure.base.best
        if victims is None and not draft.hinted and is_plural(draft):
            details["plural"] = True
        if draft.kind == "invocation" and details.get("stance") in ("applies", "contested"):
            places = [p.place for p in draft.sentence.places if p.place.country]
            details.setdefault("about_country", places[0].country if places and draft.subtype == "contested" else self.scene.country)
        return details

    def finish(self) -> Iterator[Claim]:
        """The claims in text order, without those that repeat another on the same words."""
        seen: set[tuple[str, str | None, int, int]] = set()
        for claim in sorted(self.claims, key=lambda c: (c.start, c.end, c.kind)):
            key = (claim.kind, claim.figure.text if claim.figure else None, claim.start, claim.end)
            if key not in seen:
                seen.add(key)
                yield claim


_ARMS = frozenset(
    "rifle rifles gun guns machete machetes weapon weapons armed masked uniform uniforms uniformed kalashnikov kalashnikovs".split()
)
_COLLECTIVE = frozenset("world community actor ally nation power leader head rival opponent neighbour neighbor west bloc hunter".split())
_GATHERED = frozenset("protest uprising demonstration rally march counter-protest revolt rebellion crowd".split())
_OF_THE_STATE = frozenset("police policeman policewoman army troop soldier gendarme gendarmerie paratrooper".split())
_IN_ARMS = frozenset("rebel guerrilla guerilla insurgent militant terrorist gunman militiaman combatant mutineer".split())
_FORCES = frozenset("army military police navy naval infantry brigade battalion garrison gendarmerie".split())
_EQUIPMENT = frozenset(
    "vehicle convoy truck jeep helicopter plane aircraft tank boat bus base camp barracks post station position outpost garrison "
    "checkpoint headquarters installation unit patrol column command".split()
)
_NOBODY = frozenset(
    "attack assault raid bombing explosion blast war battle clash fighting violence number total count rest thing death injury wound "
    "murder killing massacre result case incident cause shot bullet body corpse life toll damage way time year month week day hour".split()
)
_NO_PARTY = frozenset("number total count rest thing people-number".split())


def _parties(s: Sentence, heads: Sequence[int], lexicon: Lexicon, country: str | None = None, *, loose: bool = False) -> tuple[Party, ...]:
    """The parties at these words; an unknown noun is kept only when it names people or something that shoots, or `loose`, a body."""
    found: list[Party] = []
    for i in heads:
        party = _party(s, i, lexicon, country) or (_body(s, i, lexicon) if loose else None)
        if party is not None and not any(p.text == party.text or (p.name and p.name == party.name) for p in found):
            found.append(party)
    return tuple(found)


_BODILY = frozenset({"killing", "injury", "abduction", "torture", "sexual_violence"})


def _somebody(s: Sentence, i: int) -> Party | None:
    """A person by any noun that is no time, number or happening."""
    token = s.tokens[i]
    measured = token.ent in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY")
    if token.pos not in ("NOUN", "PROPN") or measured or token.lemma.lower() in _NOBODY:
        return None
    if any(p.first <= i <= p.last for p in s.places):
        return None
    first, last = s.phrase(i)
    return Party(s.span_text(first, last), type="person" if token.tag in ("NN", "NNP") else "unknown")


def _party(s: Sentence, i: int, lexicon: Lexicon, country: str | None) -> Party | None:
    exact = [m for m in s.parties if m.head == i]
    over = exact or [m for m in s.parties if m.first <= i <= m.last and s.tokens[i].pos in ("PROPN", "ADJ")]
    if over:
        return _in_words(s, min(over, key=lambda m: m.last - m.first).party, i)
    token = s.tokens[i]
    first, last = s.phrase(i)
    if token.lemma.lower() in _NO_PARTY:
        return None
    if token.pos in ("NUM", "PRON", "ADV", "VERB") and token.lemma.lower() not in lexicon.classes["human"]:
        return None
    if token.lemma.lower() in _COLLECTIVE or token.lemma.lower() in _GATHERED:
        kind = "protesters" if token.lemma.lower() in _GATHERED else "unknown"
        return Party(s.span_text(first, last), type=kind, country=country if kind == "protesters" else None)
    concrete = lexicon.classes["human"] | lexicon.classes["force"] | lexicon.classes["weapon"] | lexicon.classes["building"]
    if token.lemma.lower() in concrete:
        text = s.span_text(first, last)
        armed = any(w in _ARMS for w in text.lower().replace("-", " ").split())
        people = token.lemma.lower() in lexicon.classes["human"] and token.lemma.lower() != "group"
        kind = "civilians" if people and not armed else "unknown"
        kind = _side_of(s, first, i) or kind
        return Party(text, type=kind)
    if token.pos == "PROPN" and token.ent in ("GPE", "LOC", "ORG", "PERSON", "NORP", ""):
        return Party(s.span_text(first, last), name=s.span_text(first, last))
    return None


def _side_of(s: Sentence, first: int, i: int) -> str | None:
    """Whose fighter, vehicle or post a noun means: the State's, or an armed group's; None where nothing tells."""
    word = s.tokens[i].lemma.lower()
    if word in _OF_THE_STATE or word in _IN_ARMS:
        return "security_force" if word in _OF_THE_STATE else "armed_group"
    beside = {s.tokens[j].lemma.lower() for j in range(first, i) if s.tokens[j].head == i}
    if word not in _EQUIPMENT or not beside & (_FORCES | _IN_ARMS):
        return None
    return "security_force" if beside & _FORCES else "armed_group"


_HITTING = frozenset({"attack", "battle", "detention", "repression"})


def _site(s: Sentence, i: int, lexicon: Lexicon) -> Party | None:
    """What was struck, taken or shut where no people are named: "army positions", "a fuel convoy", "the rebel-held quarter"."""
    struck = lemma(s, i) in lexicon.classes["site"] | lexicon.classes["place"]
    return Party(s.span_text(*s.phrase(i)), type="unknown") if struck and s.tokens[i].pos == "NOUN" else None


def _in_words(s: Sentence, party: Party, i: int) -> Party:
    """A pronoun's party in the words that the sentence itself uses for it, where it does."""
    if s.tokens[i].pos != "PRON" or not party.name:
        return party
    before = [m.party for m in s.parties if s.tokens[m.head].pos != "PRON" and m.head < i]
    named = [p for p in before if party.name in (p.name, p.text)]
    return replace(party, text=named[-1].text) if named else party


def _body(s: Sentence, i: int, lexicon: Lexicon) -> Party | None:
    """A body, a name that the parser could not sort, or something that is known only by its nation ("Orvian exports")."""
    token = s.tokens[i]
    text = s.span_text(*s.phrase(i))
    if token.ent in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "QUANTITY"):
        return None
    if token.pos in ("NOUN", "PROPN") and token.lemma.lower() in lexicon.classes["body"]:
        return Party(text, type="organisation")
    if token.pos == "PROPN" and token.text[:1].isupper():
        return Party(text, name=text, type="unknown")
    beside = [s.tokens[c] for c in s.children[i] if s.tokens[c].dep in ("amod", "compound")]
    return Party(text, type="unknown") if token.pos == "NOUN" and any(b.ent in ("NORP", "GPE") for b in beside) else None


_AUTHOR_HEDGES = frozenset({"apparently", "seemingly", "presumably", "evidently", "arguably", "ostensibly"})


def _own_hedge(a: Attribution, draft: Draft) -> bool:
    """The author's own hedge is no other voice; nor is the word that tells the act itself ("were told to fire")."""
    if a.voice != "unattributed":
        return False
    word = draft.sentence.tokens[draft.at]
    return (a.cue or "").lower() in _AUTHOR_HEDGES or (
        a.cue_start is not None and a.cue_start <= word.start < (a.cue_end or 0) and draft.kind != "killing"
    )


_CLAIMANTS = {"armed_group": "armed_group", "security_force": "military", "state": "official"}


def denied_by(draft: Draft) -> Voice | None:
    """Who denies an act that is told as denied."""
    s, governor = draft.sentence, draft.scope.governor
    if draft.scope.polarity != "negative" or governor is None:
        return None
    who = [m for m in s.parties for x in subjects(s, governor) if m.head == x]
    return Voice("named_source", who[0].party.name or who[0].party.text, None, s.tokens[governor].text, "indirect") if who else None


def voice_of(draft: Draft, actors: Sequence[Party], attributions: Sequence[Attribution]) -> Voice:
    """Who says it: the innermost attribution over the claim's word; a speech act's own actor; else the author."""
    s = draft.sentence
    at = s.tokens[draft.at]
    if draft.details.get("claimed_by") and actors:
        who = actors[0]
        return Voice("named_source" if who.name else "unnamed_source", who.name or who.text, _CLAIMANTS.get(who.type), "claim", "indirect")
    told = [a for a in attributions if a.speech != "none" and not _own_hedge(a, draft)]
    over = sorted((a for a in told if a.start <= at.start and at.end <= a.end), key=lambda a: a.end - a.start)
    over.sort(key=lambda a: a.voice != "named_source")
    if over:
        a = over[0]
        return Voice(a.voice, a.speaker, a.speaker_type, a.cue, a.speech)
    hearsay = hearsay_of(s, draft.at)
    if hearsay is not None:
        return Voice("unattributed", None, None, s.tokens[hearsay].text, "indirect")
    denier = denied_by(draft)
    if denier is not None:
        return denier
    speaks = draft.kind in _SPEECH_ACTS and draft.details.get("stance") != "statement_of_norm" and draft.subtype != "contested"
    if speaks and actors:
        actor = actors[0]
        named = bool(actor.name) and actor.type in ("person", "state", "intergovernmental", "organisation", "court")
        return Voice("named_source" if named else "unnamed_source", actor.name or actor.text, None, at.text, "indirect")
    near = sorted(
        (a for a in told if a.voice == "unattributed" and a.start < draft.end and draft.start < a.end), key=lambda a: a.end - a.start
    )
    if near:
        return Voice("unattributed", None, None, near[0].cue, "indirect")
    return Voice("author")
