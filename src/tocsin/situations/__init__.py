"""Which reports copy one another, which tell of one crisis, and what they say together: figures, frames, phases, gaps, timeline.

`gather` and `link` are the room's doors: situations from reads, clusters from reports alone. `Ledger` is `gather` for reads that come one
after the other; `RULES` are the ways to choose a headline figure, by name. All are pure, and give the same in whatever order the reports
arrive.
"""

from tocsin.situations.figures import RULES
from tocsin.situations.gather import gather
from tocsin.situations.ledger import Ledger
from tocsin.situations.links import link

__all__ = ["RULES", "Ledger", "gather", "link"]
