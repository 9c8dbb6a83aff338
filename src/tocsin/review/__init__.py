"""Review lays analysts' standing decisions over what the reader made, and says which of them no longer fit their source."""

from tocsin.review.anchors import anchor_of
from tocsin.review.apply import apply
from tocsin.review.decide import decide
from tocsin.review.permit import permit
from tocsin.review.values import ACCESS, FIELDS, LEVELS, REASONS, VERDICTS

__all__ = ["ACCESS", "FIELDS", "LEVELS", "REASONS", "VERDICTS", "anchor_of", "apply", "decide", "permit"]
