"""From reads to situations, in one step: a ledger of them all, told once."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.codebook import Codebook
from tocsin.records import Read, Rulings, Situation
from tocsin.situations.ledger import Ledger


def gather(reads: Sequence[Read], *, codebook: Codebook, rule: str = "floor", rulings: Rulings | None = None) -> tuple[Situation, ...]:
    """The situations that the reads tell of, the one with most current claims first; none where nothing current is told.

    `rule` names how headline figures are chosen: floor, majority, official, best_graded. `rulings` are what analysts decided: which
    claims or reports tell of one act, which situations are one or fall apart, and the grades of sources. Of two reads of one report id
    the later dated version counts. Raises TocsinError for an unknown rule.
    """
    ledger = Ledger(codebook=codebook)
    ledger.add(reads)
    return ledger.situations(rule=rule, rulings=rulings)
