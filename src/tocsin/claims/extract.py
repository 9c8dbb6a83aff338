"""From a reading to claims: every sentence's drafts are given parties, place, time, figure, voice and case, and become records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from tocsin.claims.acts import find_acts
from tocsin.claims.alarm import alarm_of, tells_of_victim
from tocsin.claims.calamity import is_of_calamity, lay_to_calamity
from tocsin.claims.carried import body_before, going_on
from tocsin.claims.clauses import adopter_of, council_of, enacts, in_full
from tocsin.claims.context import find_context
from tocsin.claims.counting import complete_figure
from tocsin.claims.denials import find_absences
from tocsin.claims.doers import leave_open
from tocsin.claims.draft import Draft
from tocsin.claims.evidence import EvidenceTable, mark, read_evidence
from tocsin.claims.hinted import add_hinted, doubt, is_calm, weigh, weigh_civil
from tocsin.claims.inaction import find_inaction
from tocsin.claims.lexicon import Lexicon
from tocsin.claims.norms import find_norms
from tocsin.claims.opinions import find_judgements
from tocsin.claims.parties import parties_at, site_at, somebody_at
from tocsin.claims.partners import CIVIC_KINDS, announced_code
from tocsin.claims.phrases import find_phrased, find_reproaches
from tocsin.claims.private import mark_private
from tocsin.claims.recall import Recall
from tocsin.claims.rejected import is_rejected, is_retracted, is_rumour, with_echoes
from tocsin.claims.setting import (
    Scene,
    as_far_as_told,
    case_for,
    foreign_place,
    is_passed_by,
    is_past,
    look_ahead,
    make_time,
    place_for,
    places_near,
    time_for,
)
from tocsin.claims.spokes import principal_of, sender_of
from tocsin.claims.tree import included
from tocsin.claims.victims import count_victims, is_fatal, is_plural
from tocsin.claims.voice import as_issued, voice_of
from tocsin.claims.votes import find_votes
from tocsin.claims.wider import set_apart
from tocsin.codebook import Codebook
from tocsin.records import Claim, Figure, Party, Place, Reading, Report, Sentence, SentenceRef, make_id

VERSION = "rules-2"
_CHALLENGE = re.compile(
    r"\bmultipl(?:y|ied)\b|\btimes (?:higher|more|the official|that)\b|\b(?:real|true|actual) (?:number"
    r"|figure|toll|count)\b.{0,60}\b(?:higher|more)\b",
    re.I,
)
_HITTING = frozenset({"attack", "battle", "detention", "repression"})
_TO_SOMEBODY = frozenset({"killing", "injury", "abduction", "torture", "sexual_violence"})  # whatever the noun, it names somebody
_OF_THOSE = re.compile(r"(?:Of|Among|Out of) (?:these|those|them|all these|the dead|the (?:total|number)|this (?:number|total))\b")
ABROAD_SENTENCES = 2  # how long what follows is taken to happen where another country was last named
_IN_THE_DEED = re.compile(r"\b(?:in|by|during) (?:the|this|that) (?:police |army )?(?:firing|shooting|shelling|bombardment|raid)\b", re.I)
_OTHERS = re.compile(r"\b(?:others|more)$|^(?:an)?other \w+$", re.I)


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
        writer.recall.listen(s)
        if s.tokens:
            writer.open_section(s)
        if s.tokens and not _tells_nothing(s):
            for draft in find_drafts(s, lexicon, scene, alarm=alarm, calm=calm):
                fitting = lay_to_calamity(draft, lexicon) if calamity else draft
                if fitting is not None:
                    writer.add(fitting)
    return mark_private(tuple(writer.finish()), reading, lexicon)


@lru_cache(maxsize=4)
def _tools(codebook: Codebook) -> tuple[Lexicon, EvidenceTable]:
    lexicon = Lexicon.from_tables(codebook.table("lexicon"), codebook.table("kinds"), codebook.table("lexicon_politics"))
    return lexicon, read_evidence(codebook)


def find_drafts(s: Sentence, lexicon: Lexicon, scene: Scene, *, alarm: float, calm: bool = False) -> list[Draft]:
    """The drafts of one sentence: norms and context first, then acts, then judgements on what is left."""
    taken = find_norms(s, lexicon)
    if alarm >= 1 or scene.commentary:
        taken += [d for d in find_context(s, lexicon) if not _doubled(d, taken)]
    early = find_judgements(s, lexicon, commentary=False, taken=taken) if alarm >= 1 or scene.commentary else []
    taken += [d for d in early if d.kind in ("precedent", "option")]
    taken += find_phrased(s, lexicon, commentary=scene.commentary, taken=taken) if alarm >= 1 or scene.commentary else []
    acts = [*find_acts(s, lexicon, scene, alarmed=alarm >= 1, taken=taken), *find_votes(s)]
    if alarm >= 1:
        acts += [d for d in find_inaction(s, lexicon) if not _doubled(d, acts)]
        acts += find_absences(s)
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
    found = doubt(s, found, lexicon)
    if not tells_of_victim(s, lexicon):
        found = weigh(s, found) if calm else [*weigh_civil(s, found, lexicon)]
    return found + add_hinted(s, found, lexicon, scene)


def _tells_nothing(s: Sentence) -> bool:
    """Whether a line only says what follows or where it was filed: an opening, or a section's head without a verb and a number."""
    named = s.heading and s.index > 0 and not s.figures and not any(t.tag.startswith("VB") for t in s.tokens)
    return s.opening is not None or named


def _doubled(draft: Draft, taken: Sequence[Draft]) -> bool:
    return any(t.at == draft.at and t.kind == draft.kind for t in taken)


def _inside_act(draft: Draft, acts: Sequence[Draft]) -> bool:
    """Whether a description is the very word of an act."""
    return any(a.at == draft.at for a in acts)


class _Writer:
    """Turns drafts into claims, in order, and remembers the place last spoken of."""

    def __init__(self, scene: Scene, lexicon: Lexicon, table: EvidenceTable, profile: str) -> None:
        self.scene, self.lexicon, self.table, self.profile = scene, lexicon, table, profile
        self.adopter, self.council = adopter_of(scene.reading), council_of(scene.reading)
        self.place: Place | None = None
        self.placed = 0  # the index of the sentence that named it
        self.section = False  # whether it is a section's, and holds until the next
        self.spoken: list[tuple[int, Place]] = []
        self.recall = Recall(scene)
        self.claims: list[Claim] = []
        self.ordinals: dict[tuple[str, int, int], int] = {}

    def add(self, draft: Draft) -> None:
        """One draft becomes one claim."""
        scene, s = self.scene, draft.sentence
        actors = self._actors(draft)
        if draft.kind == "mobilisation" and actors and all(p.type == "intergovernmental" for p in actors):
            draft = replace(draft, kind="deployment")  # who sent them is told by who speaks
        family = self.lexicon.families[draft.kind]
        mention = look_ahead(time_for(draft), draft, scene)
        self._listen(s)
        place = as_far_as_told(place_for(draft, scene, self._before(s)), scene)
        if is_past(draft, mention, scene) and not places_near(draft):
            place = foreign_place(draft, scene) or self._spoken_of(s) or place
        if draft.kind == "displacement" and draft.subtype == "internal" and place is not None and place.precision == "border":
            draft = replace(draft, subtype="cross_border")
        case = case_for(draft, mention, place, scene, family)
        if case == "current" and family in ("harm", "response"):
            case, place = self.recall.case_of(draft, mention, place) or (case, place)
        if family == "harm":
            actors = leave_open(draft, actors, self.claims, scene.reading.attributions)
        elif not actors and (body := body_before(draft, scene.reading.sentences)) is not None:
            actors = parties_at(body[0], (body[1],), self.lexicon, scene.country, loose=True)
        voice = voice_of(draft, actors, scene.reading.attributions)
        if voice.speaker is None:
            voice = going_on(draft, scene.reading.sentences, scene.report.text, scene.reading.attributions) or voice
        voice = as_issued(voice, scene.report)
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
            targets=tuple(in_full(p, self.council) for p in self._targets(draft)),
            place=place if case is not None or draft.place else None,
            time=make_time(mention),
            figure=figure,
            attribution=voice,
            modality=draft.scope.modality,
            polarity=draft.scope.polarity,
            status=status,
            case=case,
            codes=announced_code(draft),
            indicators=(),
            elements=(),
            confidence=round(draft.confidence * (0.9 if voice.voice == "unattributed" else 1.0), 3),
            reader=f"{scene.reading.reader}+{VERSION}",
            details=self._details(draft),
        )
        self.claims.append(mark(claim, table=self.table))
        acted = [p for p in s.places if p.place == place and not is_passed_by(s, p)]
        if family == "harm" and case == "current" and draft.place is None and acted:
            self.place, self.placed = place, s.index

    def _actors(self, draft: Draft) -> tuple[Party, ...]:
        """Who acts: the parties at the words, whoever was told to fire before, or the body whose clause it is."""
        loose = draft.kind in CIVIC_KINDS
        found = parties_at(draft.sentence, draft.actors, self.lexicon, self.scene.country, loose=loose) or self._doers_before(draft)
        found = found or tuple(p for i in draft.actors if draft.hinted and (p := somebody_at(draft.sentence, i)) is not None)
        if not found and self.adopter is not None and loose and enacts(draft.sentence, draft.at):
            return (self.adopter,)
        if not found and (sender := sender_of(draft, self.scene)) is not None:
            return (sender,)
        return tuple(in_full(principal_of(p, draft, self.scene), self.council) for p in found)

    def _targets(self, draft: Draft) -> tuple[Party, ...]:
        """Whom the act hit; whoever is killed, wounded or taken away is somebody, whatever the noun."""
        loose = draft.kind in CIVIC_KINDS
        found = parties_at(draft.sentence, draft.targets, self.lexicon, self.scene.country, loose=loose)
        if draft.kind in _HITTING and not found:
            return tuple(p for i in draft.targets if (p := site_at(draft.sentence, i, self.lexicon)) is not None)
        if draft.kind not in _TO_SOMEBODY and not draft.hinted:
            return found
        found = tuple(self._like_before(draft, p) for p in found)
        named = tuple(x for t in draft.targets for x in included(draft.sentence, t) if x not in draft.targets)
        unnamed = [t for t in (*draft.targets, *named) if not parties_at(draft.sentence, (t,), self.lexicon, self.scene.country)]
        more = parties_at(draft.sentence, named, self.lexicon, self.scene.country)
        return (*found, *more, *(p for i in unnamed if (p := somebody_at(draft.sentence, i)) is not None))

    def _like_before(self, draft: Draft, party: Party) -> Party:
        """ "Two rebels were killed and five others wounded": the others are rebels too, as far as is told."""
        if party.name or not _OTHERS.search(party.text):
            return party
        told = [c for c in self.claims if c.sentence.index == draft.sentence.index and c.kind in _TO_SOMEBODY and c.start < draft.start]
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
        if draft.details.get("part") or _OF_THOSE.match(draft.sentence.text):
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
        untrue = is_rejected(draft.sentence, draft.at, self.lexicon) or is_retracted(draft.sentence, self.scene.reading.sentences)
        if self.lexicon.families[draft.kind] == "harm" and untrue:
            details["rejected"] = True
        elif draft.figure is not None and is_rumour(draft.sentence, draft.at, self.lexicon):
            details["rumour"] = True
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
        """The claims in text order, without those that repeat another on the same words; totals of a whole conflict are set apart."""
        seen: set[tuple[str, str | None, int, int]] = set()
        told = with_echoes(sorted(self.claims, key=lambda c: (c.start, c.end, c.kind)))
        for before, claim in zip(told, set_apart(told, self.scene), strict=True):
            if claim.case != before.case:  # what it is evidence of rests on its case
                claim = mark(replace(claim, indicators=(), elements=()), table=self.table)
            key = (claim.kind, claim.figure.text if claim.figure else None, claim.start, claim.end)
            if key not in seen:
                seen.add(key)
                yield claim
