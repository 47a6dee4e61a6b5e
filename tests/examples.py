"""How many examples a random test takes: few in the suite of every day, all with PETIDESK_THOROUGH (make test-all)."""

from __future__ import annotations

import os

# Where a generated walk asks the same of many places, the suite of every day asks it once of each kind.
THOROUGH = bool(os.environ.get("PETIDESK_THOROUGH"))
# Every run draws other examples, so that the runs of a week see what one thorough run sees.
_SHARE = 1 if THOROUGH else 4


def examples(thorough: int) -> int:
    """What of `thorough` examples is taken in this run; never fewer than five."""
    return max(thorough // _SHARE, min(thorough, 5))
