"""Where and when a claim's act stands, and whether it belongs to this crisis or an older one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.claims.draft import Draft
from tocsin.codebook import Codebook
from tocsin.records import Place, PlaceMention, Reading, Report, Sentence, Time, TimeMention

_SPOKEN = frozenset("refusal offer pledge condemnation support request".split())  # done wherever their doer is, which tells nothing
CURRENT_DAYS = 45  # what lies further back than this before the report belongs to an older case, unless the report says "since"
MONTHS = 31
OPENING = 8  # sentences: a town first named further down is not where the whole report stands
_SAYING = frozenset(
    "say tell announce declare state add note explain comment speak brief warn report write reply respond acknowledge confirm".split())
_MOVED = frozenset(
    "flee go move walk run escape travel head arrive return fly bring take carry airlift evacuate transfer transport drive bus march "
    "cross send rush migrate relocate trek stream pour flow".split())
_CARED = frozenset(
    "treat hospital clinic morgue mortuary hospitalise hospitalize airlift recover burial bury shelter sleep refuge lodge stay host "
    "accommodate".split())
_ABROAD = re.compile(r"\b(?:refugees?|migrants?|exiles?|asylum.seekers?|diaspora|returnees?)\b", re.I)
_THEIR_OWN = re.compile(r"\b(?:his|her|its|their|our) (?:own )?(?:country|nation|territory|soil)\b", re.I)  # "said his country hosted ..."
_PLACED = frozenset(
    "representative ambassador envoy delegate delegation diplomat spokesman spokeswoman spokesperson minister president premier chancellor "
    "government consul embassy citizen national mission leader foreign".split())


@dataclass(frozen=True)
class Scene:
    """What a report is about, as far as its claims need it: its day, its country, its first place there, whether it comments."""

    report: Report
    reading: Reading
    codebook: Codebook
    day: date | None
    country: str | None
    place: Place | None
    commentary: bool
    named: frozenset[str] = frozenset()  # countries that the report names, or whose people or government it speaks of

    @classmethod
    def of(cls, report: Report, reading: Reading, codebook: Codebook) -> Scene:
        """The scene of a report."""
        country = reading.country
        told = [s for s in reading.sentences if any(t.tag.startswith("VB") for t in s.tokens)]  # a dateline tells no scene
        place = next(
            (p.place for s in (*told, *reading.sentences) for p in s.places if country is not None and p.place.country == country
             and (s.index < OPENING or p.place.precision not in ("city", "site"))), None
        )
        if place is None and country is None:  # of no country that the tables know: still the report's own place
            place = next((p.place for s in told for p in s.places), None)
        if place is None and country in codebook.countries:
            name = codebook.countries[str(country)].name
            place = Place(name, name, country, precision="country")
        commentary = report.genre == "commentary"
        return cls(report, reading, codebook, report.published.anchor(), country, place, commentary, _named(reading, codebook))


def _named(reading: Reading, codebook: Codebook) -> frozenset[str]:
    """The countries that a report names, or whose adjective, people, government or capital it has."""
    told = {p.place.country for s in reading.sentences for p in s.places if p.place.precision in ("country", "border")}
    told |= {a.id for s in reading.sentences for a in codebook.mentions(s.text) if a.kind == "country"}
    return frozenset(c for c in told if c) | ({reading.country} if reading.country else frozenset())


def as_far_as_told(place: Place | None, scene: Scene) -> Place | None:
    """The place without a country that the report never names: a village here is likelier than its namesake there."""
    if place is None or place.country is None or scene.country is None or place.country in scene.named:
        return place
    return Place(place.text, precision=place.precision)


def place_for(draft: Draft, scene: Scene, before: Place | None) -> Place | None:
    """The claim's place: in its span, else nearest in its clause's neighbourhood, else the one that the report last spoke of."""
    if draft.place is not None:
        return draft.place
    s = draft.sentence
    inside = [p for p in s.places if draft.first <= p.first <= draft.last and not (draft.kind == "invocation" and p.last in draft.actors)]
    inside = [
        p for p in inside if not (_is_office(s, p, scene) or _acts_there(draft, p, scene) or _is_of_speech(s, p, draft))
    ]
    if draft.subtype in ("return", "cross_border") and (home := _homeland(draft, scene, inside)) is not None:
        return home
    if inside:
        exact = [p for p in inside if p.place.precision not in ("country", "border")]
        exact = [p for p in exact if not any(_holds(s, p, q) for q in exact)] or exact
        return min(exact or inside, key=lambda p: abs(p.first - draft.at) + 100 * _stands_apart(draft, p)).place
    low, high = _segment(s, draft.at)
    close = [p for p in s.places if low <= p.first <= high and not (_is_office(s, p, scene) or _is_of_speech(s, p, draft))]
    if draft.kind == "invocation":  # what is invoked about, rather than who invokes
        close = [p for p in close if p.first not in draft.actors and p.last not in draft.actors][-1:]
    if close:
        apart = draft.kind == "displacement"
        return min(close, key=lambda p: abs(p.first - draft.at) + 100 * (apart and _stands_apart(draft, p))).place
    if draft.own_case == "past":
        earlier = [p.place for p in s.places if p.last < draft.first]
        return earlier[-1] if earlier else None
    if before is not None and draft.own_case != "none":
        return before
    return scene.place


_SIZES = ("site", "city", "district", "region", "country")


def _holds(s: Sentence, wide: PlaceMention, narrow: PlaceMention) -> bool:
    """Whether a place is only what another, named just before it, lies in: "Rusat in Dolen province"."""
    gap = [s.tokens[j].text.lower() for j in range(narrow.last + 1, wide.first)]
    if not gap and "(" in s.text[narrow.end - s.start : wide.start - s.start]:
        gap = ["("]  # long brackets are parsed apart, and are no words
    if not gap or len(gap) > 5 or not {"in", ",", "(", "of"} & set(gap) or {"and", "to", "from", "or"} & set(gap):
        return False
    sizes = [_SIZES.index(p.place.precision) if p.place.precision in _SIZES else 0 for p in (narrow, wide)]
    return sizes[0] <= sizes[1]


def _homeland(draft: Draft, scene: Scene, inside: list[PlaceMention]) -> Place | None:
    """Where people return who are told only where from: the country that they are called after ("Afghans returned from ...").

    Those who cross a border and are told only where to ("Somalis fled to Kenya") are displaced where they leave: from the same country.
    """
    s = draft.sentence
    called = [m.party.country for m in s.parties if m.party.country and (m.head in draft.targets or _describes(s, m.head, draft))]
    if draft.subtype == "cross_border":
        if not called or not inside or any(p.place.country in (None, called[0]) for p in inside):
            return None
    elif any(not _from_there(s, p.first) for p in inside):
        return None
    country = scene.codebook.countries.get(str(called[0])) if called else None
    return Place(country.name, country.name, country.iso3, precision="country") if country is not None else None


def _describes(s: Sentence, i: int, draft: Draft) -> bool:
    """Whether a word says whose people the act's own noun or its targets are: "Afghan returnees", "400 Sudanese refugees"."""
    return i == draft.at or s.tokens[i].dep in ("amod", "compound", "nmod") and s.tokens[i].head in (draft.at, *draft.targets)


def _stands_apart(draft: Draft, mention: PlaceMention) -> bool:
    """Whether a place after "from" is not where the act was: people are displaced where they leave, other acts are not done there.

    Nor are people displaced where only that is from which drove them out: "displaced by shelling from Orvia".
    """
    s = draft.sentence
    if not _is_origin(s, mention.first):
        return False
    if draft.kind != "displacement" or draft.subtype not in ("internal", None):
        return True
    word = next(j for j in range(mention.first - 1, -1, -1) if s.tokens[j].text.lower() == "from")
    over = s.tokens[word].head
    if over == draft.at or over in draft.targets:
        return False
    return any(s.tokens[k].dep in ("agent", "prep") and s.tokens[k].text.lower() == "by" for k in s.ancestors(over))


def _from_there(s: Sentence, i: int) -> bool:
    """Whether a place, alone or in a list, comes after "from"."""
    while i > 0 and (s.tokens[i].pos == "PROPN" or s.tokens[i].text.lower() in ("and", ",", "or", "the", "neighbouring", "nearby")):
        i -= 1
    return s.tokens[i].text.lower() == "from"


def _is_office(s: Sentence, mention: PlaceMention, scene: Scene) -> bool:
    """Whether a foreign country only says whose consul, envoy, president or citizen somebody is ("its consul in Peru")."""
    place, token = mention.place, s.tokens[mention.last]
    if place.precision != "country" or place.country == scene.country or token.dep != "pobj" or token.head == token.i:
        return False
    above = s.tokens[s.tokens[token.head].head]
    if s.tokens[token.head].text.lower() == "of" and above.lemma.lower() in _PLACED:
        return _THEIR_OWN.search(s.text[mention.end - s.start :]) is None
    known = any(m.head == above.i and m.party.type in ("person", "state", "civilians", "security_force") for m in s.parties)
    return known and s.tokens[token.head].text.lower() in ("of", "in", "to", "from", "for")


def _acts_there(draft: Draft, mention: PlaceMention, scene: Scene) -> bool:
    """Whether another country's name is only who acts: "submitted by Orvia", "vetoed by Zelland" is done nowhere in these."""
    foreign = mention.place.precision in ("country", "city") and mention.place.country != scene.country
    return draft.kind in _SPOKEN and foreign and any(mention.first <= a <= mention.last for a in draft.actors)


def _is_of_speech(s: Sentence, mention: PlaceMention, draft: Draft) -> bool:
    """Whether a place is only where somebody spoke of the act: "told reporters in Lima that ...", "said in Geneva"."""
    word = next((up for up in (mention.last, *s.ancestors(mention.last)) if s.tokens[up].dep == "prep"), None)
    if word is None or s.tokens[word].text.lower() not in ("in", "at", "from"):
        return False
    over = s.tokens[word].head
    verb = s.tokens[over].head if s.tokens[over].dep in ("dobj", "dative", "pobj") and s.tokens[over].pos != "PROPN" else over
    verb = s.tokens[verb].head if s.tokens[verb].dep in ("prep", "dative") else verb
    if s.tokens[verb].lemma.lower() not in _SAYING or verb == draft.at:
        return False
    return verb in s.ancestors(draft.at) or verb not in s.subtree(draft.at) and draft.at not in s.subtree(over)


def is_passed_by(s: Sentence, mention: PlaceMention) -> bool:
    """Whether a place is only where people went, or where the wounded and the dead were brought: what follows did not happen there."""
    up = [mention.last, *s.ancestors(mention.last)][:6]
    words = {s.tokens[i].text.lower() for i in up if s.tokens[i].dep == "prep"}
    over = {s.tokens[i].lemma.lower() for i in up}
    return bool(words & {"to", "towards", "toward", "into"} and over & _MOVED) or bool(over & _CARED)


def _is_origin(s: Sentence, i: int) -> bool:
    """Whether a place is only where something came from."""
    return any(s.tokens[j].text.lower() == "from" for j in range(max(0, i - 2), i))


def foreign_place(draft: Draft, scene: Scene) -> Place | None:
    """Where a past act without a place of its own stood: the country of another State's party in its sentence.

    Those who fled a country, or are called after it abroad, are not in it.
    """
    s = draft.sentence
    parties = [m for m in s.parties if m.party.country and m.party.country != scene.country and m.party.type != "intergovernmental"]
    parties = [m for m in parties if not _ABROAD.search(m.party.text)]
    others = [m for m in parties if m.head not in draft.actors] or parties
    if not others:
        return None
    country = scene.codebook.countries.get(str(others[0].party.country))
    return Place(others[0].party.text, country.name, country.iso3, precision="country") if country is not None else None


def _segment(s: Sentence, i: int) -> tuple[int, int]:
    """The stretch between semicolons that token i stands in."""
    low, high = 0, len(s.tokens) - 1
    for t in s.tokens:
        if t.text == ";":
            if t.i < i:
                low = t.i
            elif t.i > i:
                return low, t.i
    return low, high


def time_for(draft: Draft) -> TimeMention | None:
    """The time expression of a claim: in its span, else in its stretch of the sentence; a relative clause keeps its own."""
    s = draft.sentence
    own = [t for t in s.times if draft.first <= t.first <= draft.last and t.role != "duration"]
    if own:
        return min(own, key=lambda t: abs(t.first - draft.at))
    low, high = _segment(s, draft.at)
    outside = [t for t in s.times if low <= t.first <= high and t.role != "duration" and not _in_relative(s, t.first, draft)]
    leading = [t for t in outside if t.first < draft.first]
    if leading:
        return max(leading, key=lambda t: t.first)
    return outside[0] if outside else None


def _in_relative(s: Sentence, i: int, draft: Draft) -> bool:
    """Whether token i stands in a relative or participial clause that does not hold the claim ("the plan published in May")."""
    for up in (i, *s.ancestors(i)):
        if s.tokens[up].dep in ("relcl", "acl") and draft.at not in s.subtree(up):
            return True
        if s.tokens[up].dep in ("compound", "nmod") and s.tokens[up].head not in range(draft.first, draft.last + 1):
            return True
    return False


_MONTH_AND_DAY = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b", re.I)
_WEEKDAY = re.compile(r"^(?:on |by |from |until )?(?:mon|tues|wednes|thurs|fri|satur|sun)day$", re.I)
_HALF_YEAR = 183


def look_ahead(mention: TimeMention | None, draft: Draft, scene: Scene) -> TimeMention | None:
    """The day of what is still to come: "will meet on Friday" is the next one, "agreed to meet on 5 October" no day long past."""
    promised = draft.kind == "pledge" and draft.scope.modality == "asserted"
    coming = draft.scope.modality == "planned" and draft.scope.status == "future"
    if mention is None or scene.day is None or mention.precision != "day" or not mention.from_day or not (promised or coming):
        return mention
    told = date.fromisoformat(mention.from_day)
    if told >= scene.day or mention.from_day != mention.to_day:
        return mention
    if coming and _WEEKDAY.match(mention.text) and (scene.day - told).days < 7:
        return _moved(mention, told + timedelta(days=7))
    if _MONTH_AND_DAY.search(mention.text) and not re.search(r"\d{4}", mention.text) and (scene.day - told).days > _HALF_YEAR:
        return _moved(mention, date(told.year + 1, told.month, min(told.day, 28) if told.month == 2 else told.day))
    return mention


def _moved(mention: TimeMention, when: date) -> TimeMention:
    return mention._replace(from_day=when.isoformat(), to_day=when.isoformat())


def make_time(mention: TimeMention | None) -> Time | None:
    """The contract's time; a `since` stays open at its end."""
    if mention is None:
        return None
    end = None if mention.role == "since" else mention.to_day
    return Time(mention.text, mention.from_day, end, mention.precision, mention.basis)


def case_for(draft: Draft, time: TimeMention | None, place: Place | None, scene: Scene, family: str) -> str | None:
    """`current`, the name of a past case, or None for what belongs to no case."""
    if draft.own_case == "none":
        return None
    if draft.own_case == "past":
        return past_case(time, place, scene)
    if draft.kind == "opinion" and scene.country is None:
        return None
    if draft.kind in ("opinion", "option", "status") and (time is None or not is_past_time(time, scene)):
        return "current"
    if time is not None and is_past_time(time, scene):
        return past_case(time, place, scene)
    abroad = place is not None and bool(place.country and scene.country) and place.country != scene.country and family in ("harm", "norm")
    if abroad and scene.commentary and _own_place(draft, place) and not _is_recent(time, scene):
        return past_case(time, place, scene)
    return "current"


def _own_place(draft: Draft, place: Place | None) -> bool:
    return any(p.place == place for p in draft.sentence.places)


def _is_recent(time: TimeMention | None, scene: Scene) -> bool:
    if time is None or scene.day is None or time.to_day is None:
        return False
    return scene.day - date.fromisoformat(time.to_day) <= timedelta(days=CURRENT_DAYS)


def is_past(draft: Draft, time: TimeMention | None, scene: Scene) -> bool:
    """Whether a draft belongs to an older case by its kind or its time."""
    return draft.own_case == "past" or (draft.own_case is None and time is not None and is_past_time(time, scene))


def places_near(draft: Draft) -> bool:
    """Whether the draft's own stretch of the sentence names a place."""
    low, high = _segment(draft.sentence, draft.at)
    return (
        draft.place is not None
        or any(low <= p.first <= high for p in draft.sentence.places)
        or (draft.own_case == "past" and any(p.last < draft.first for p in draft.sentence.places))
    )


def is_past_time(time: TimeMention, scene: Scene) -> bool:
    """Whether the time lies well before the report; without the report's day, a bare month or year named in passing does."""
    if time.role in ("since", "as_of", "until"):
        return False
    if scene.day is None:
        return (
            time.precision in ("month", "season", "year")
            and time.basis != "relative"
            or time.text.lower().startswith(("last year", "last summer"))
        )
    end = time.to_day or time.from_day
    if end is None:
        return False
    return scene.day - date.fromisoformat(end) > timedelta(days=CURRENT_DAYS)


def past_case(time: TimeMention | None, place: Place | None, scene: Scene) -> str:
    """A past case's name: its month or year as far as told, and its country or region."""
    where = None
    if place is not None:
        where = place.name if place.precision in ("region", "country") and place.name else None
        if where is None and place.country and place.country in scene.codebook.countries:
            where = scene.codebook.countries[place.country].name
    if where is None and scene.country in scene.codebook.countries:
        where = scene.codebook.countries[str(scene.country)].name
    when = ""
    if time is not None:
        if time.from_day and time.precision in ("day", "month", "week", "interval"):
            when = time.from_day[:7]
        elif time.from_day and time.precision in ("year", "season"):
            when = time.from_day[:4]
        elif time.from_day is None:
            when = time.text
    return " ".join(x for x in (when, where or "unknown") if x)
