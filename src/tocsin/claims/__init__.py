"""Claims: one thing that one voice says, anchored in one span; from a reading and the codebook."""

from tocsin.claims.extract import VERSION, extract
from tocsin.claims.totals import tally

__all__ = ["VERSION", "extract", "tally"]
