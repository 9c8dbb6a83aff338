"""Reading: what the language of a report says, before anyone asks what it is about.

Sentences with their parse; figures, times, places and parties on them; who says what. One door: `read`.
"""

from tocsin.reading.read import read

__all__ = ["read"]
