"""Who acts through those who speak: a spokesman's "we will send a team" is his ministry's act, "a patrol had been sent" his mission's."""

from __future__ import annotations

import re

from tocsin.claims.draft import Draft
from tocsin.claims.setting import Scene
from tocsin.claims.tree import is_passive, is_verb
from tocsin.claims.voice import voice_of
from tocsin.records import Party, Sentence

_SPOKES = re.compile(r"\b(?:spokes(?:man|woman|person|people)|press (?:officer|secretary)|press office)\b", re.I)
_BODIES = frozenset({"state", "security_force", "intergovernmental", "organisation", "court", "armed_group", "political_party"})
_DONE_BY_BODIES = frozenset(
    "deployment mobilisation aid evacuation investigation pledge refusal decision withdrawal sanction offer agreement mediation".split()
)


def principal_of(party: Party, draft: Draft, scene: Scene) -> Party:
    """The body that a spokesperson acts for, where the words name it; else the party itself."""
    if draft.kind not in _DONE_BY_BODIES or party.type not in ("person", "unknown") or not _SPOKES.search(party.text):
        return party
    return _body_in(party.text, draft.sentence, scene) or party


def sender_of(draft: Draft, scene: Scene) -> Party | None:
    """Who sent, refused or decided what is told in the passive without a doer, by the words of somebody who speaks for a body."""
    s = draft.sentence
    if draft.kind not in _DONE_BY_BODIES or not is_verb(s, draft.at) or not is_passive(s, draft.at):
        return None
    voice = voice_of(draft, (), scene.reading.attributions)
    told = voice.speaker or ""
    return _body_in(told, s, scene) if _SPOKES.search(told) else None


def _body_in(text: str, s: Sentence, scene: Scene) -> Party | None:
    """The body that a phrase names: a party of the sentence within it, else a name that the codebook knows."""
    inside = [m.party for m in s.parties if m.party.type in _BODIES and m.party.text != text and m.party.text in text]
    if inside:
        return inside[-1]
    for alias in scene.codebook.mentions(text):
        if alias.kind == "organisation" and (known := scene.codebook.organisations.get(alias.id)) is not None:
            return Party(alias.text, known.name, known.type, country=known.country)
    return None
