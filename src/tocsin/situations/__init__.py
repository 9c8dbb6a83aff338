"""Which reports copy one another, which tell of one crisis, and what they say together: figures, frames, phases, gaps, timeline.

`gather` and `link` are the room's doors: situations from reads, clusters from reports alone. `Ledger` is `gather` for reads that come one
after the other. All are pure, and give the same in whatever order the reports arrive.
"""

from tocsin.situations.gather import gather
from tocsin.situations.ledger import Ledger
from tocsin.situations.links import link

__all__ = ["Ledger", "gather", "link"]
