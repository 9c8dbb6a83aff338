"""Which reports copy one another, which tell of one crisis, and what they say together: figures, frames, phases, gaps, timeline.

`gather` is the room's door. It is pure, and the same reads give the same situations in whatever order they arrive.
"""

from tocsin.situations.gather import gather

__all__ = ["gather"]
