"""The response to one crisis, from the claims of its reports."""

from __future__ import annotations

from functools import lru_cache

from tocsin.codebook import Codebook
from tocsin.records import Json, Situation
from tocsin.response.absence import list_not_happened, list_silences
from tocsin.response.acts import Scene
from tocsin.response.comparing import describe
from tocsin.response.ledger import build_acts, write_entries
from tocsin.response.norms import list_invocations
from tocsin.response.options import list_options


def trace(situation: Situation, *, codebook: Codebook) -> Json:
    """The ledger with what did not happen, who is silent, who invoked the norm and which options are on the table.

    The shape is that of docs/records.md, response. Only what is told as done enters the ledger; what was proposed, planned, denied or
    never mentioned stands under `not_happened`. Every claim id is one of the situation's.
    """
    scene = Scene(situation, codebook, _offices(codebook))
    acts = build_acts(scene)
    invocations, likeness = list_invocations(scene), describe(scene, acts)
    return {"entries": write_entries(acts), "not_happened": list_not_happened(acts, scene), "silence": list_silences(acts, scene),
            "invocations": invocations, "options": list_options(scene, acts, invocations, likeness), "likeness": likeness}


@lru_cache(maxsize=8)
def _offices(codebook: Codebook) -> tuple[str, ...]:
    """Words that mark somebody who speaks for a State; read once, since the table is long."""
    return tuple(codebook.table("evidence")["sets"]["offices"])
