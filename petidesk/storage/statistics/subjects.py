"""Every subject of the catalogue with the way it is counted."""

from __future__ import annotations

from collections.abc import Mapping

from petidesk.storage.statistics.counting import Counted
from petidesk.storage.statistics.visits import VISITS

SUBJECTS: Mapping[str, Counted] = {"visits": VISITS}
