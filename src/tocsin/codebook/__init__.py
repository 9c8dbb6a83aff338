"""The field's knowledge as data that an analyst can edit, and the questions one may ask of it.

The data are in `data/`: long lists as CSV, structured things as TOML. docs/codebook.md shows what is in them and how to add an entry.
"""

from tocsin.codebook.load import Codebook, load

__all__ = ["Codebook", "load"]
