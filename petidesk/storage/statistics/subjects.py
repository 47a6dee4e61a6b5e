"""Every subject of the catalogue with the way it is counted."""

from __future__ import annotations

from collections.abc import Mapping

from petidesk.storage.statistics.activity import CHARGES, INSTRUCTIONS, MEETINGS, RETURNS
from petidesk.storage.statistics.cases import CASES
from petidesk.storage.statistics.counting import Counted
from petidesk.storage.statistics.disputes import DISPUTES
from petidesk.storage.statistics.letters import LETTERS
from petidesk.storage.statistics.rates import PROOFS
from petidesk.storage.statistics.receptions import RECEPTIONS
from petidesk.storage.statistics.visits import MATTERS, VISITS

SUBJECTS: Mapping[str, Counted] = {
    "visits": VISITS,
    "matters": MATTERS,
    "cases": CASES,
    "disputes": DISPUTES,
    "receptions": RECEPTIONS,
    "letters": LETTERS,
    "charges": CHARGES,
    "instructions": INSTRUCTIONS,
    "returns": RETURNS,
    "meetings": MEETINGS,
    **PROOFS,
}
