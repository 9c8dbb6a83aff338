"""Which language a text is in, cheaply, and sure of it before English is denied."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Languages in which the world's crises are reported. Dialects and small vocabularies that the classifier takes for short
# English texts full of names (Nigerian Pidgin, Volapük, Latin) are left out on purpose.
LANGUAGES = ["af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "ha", "he",
             "hi", "hr", "ht", "hu", "hy", "id", "ig", "is", "it", "ja", "ka", "kk", "km", "ko", "ku", "ky", "ln", "lo", "lt", "lv", "mg",
             "mk", "ml", "mn", "ms", "my", "ne", "nl", "no", "or", "pa", "pl", "ps", "pt", "ro", "ru", "rw", "si", "sk", "sl", "so", "sq",
             "sr", "sv", "sw", "ta", "te", "th", "tl", "tr", "ug", "uk", "ur", "uz", "vi", "zh", "zu"]
# Frequent English words that are not frequent words of other languages in Latin script ("die", "was", "in", "an" are left out).
_ENGLISH = frozenset(["the", "of", "and", "that", "with", "from", "which", "have", "been", "were", "their", "this", "they", "his", "her",
                      "would", "there", "who", "when", "said", "after", "by", "it", "its", "are", "not", "but", "has", "had", "people",
                      "killed", "more", "than", "at", "on", "for", "be", "between", "into", "against", "to"])
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000
_FEWEST_LETTERS = 60
_NAMES = {"english": "en", "eng": "en", "french": "fr", "fra": "fr", "arabic": "ar", "ara": "ar", "russian": "ru", "rus": "ru",
          "spanish": "es", "spa": "es", "german": "de", "deu": "de", "portuguese": "pt", "por": "pt", "chinese": "zh", "zho": "zh"}


def name_language(given: str) -> str:
    """A language tag as two or three letters: "en-GB", "English" and "eng" are all "en"."""
    bare = re.split(r"[-_]", given.strip().lower())[0]
    return _NAMES.get(bare, bare)


def detect(text: str) -> str | None:
    """The text's language (ISO 639), or None where there is too little to tell; English unless clearly not."""
    sample = _sample(text)
    if sample.isupper():
        sample = sample.lower()
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    if letters <= _FEWEST_LETTERS:
        return None
    share = sum(w.lower() in _ENGLISH for w in words) / len(words)
    if share >= 0.18:
        return "en"
    if sum(c.isascii() for w in words for c in w) > 0.7 * letters:
        # In Latin script names say nothing about the language they stand in; only the other words are asked.
        words = [w for w in words if w[0].islower()]
        if sum(map(len, words)) < _FEWEST_LETTERS // 2:
            return None
        sample = " ".join(words)
    code, sure = _identifier().classify(sample)
    if code == "en":
        return "en"
    # Scripts without spaces make few "words", so the share of English ones says little there; the classifier's own certainty does.
    needed = 0.5 if share < 0.02 and letters > 200 else 0.8
    if sure >= needed and share < 0.10:
        return str(code)
    return "en" if share >= 0.06 else None


def _sample(text: str) -> str:
    """The whole of a short text, else its beginning and a stretch from its middle."""
    if len(text) <= _SAMPLE:
        return text
    middle = len(text) // 2
    return text[:_SAMPLE // 2] + "\n" + text[middle:middle + _SAMPLE // 2]


@cache
def _identifier() -> LanguageIdentifier:
    """The classifier, loaded once and only when the words alone do not settle it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
