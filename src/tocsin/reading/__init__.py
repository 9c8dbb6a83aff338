"""Reading: what the language of a report says, before anyone asks what it is about.

Sentences with their parse; figures, times, places and parties on them; who says what. `read` reads, `version` names the reader.
"""

from tocsin.reading.read import read, version

__all__ = ["read", "version"]
