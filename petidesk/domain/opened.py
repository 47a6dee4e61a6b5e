"""`Opened`: what a reader must hold to be given the words of an accusation (《信访工作条例》第三十条第三款).

Storage gives a visit, a case or a letter of an accusation as a value that has no names and no words
(`ClosedVisit`, `ClosedCase`, `ClosedLetter`), unless it is handed an `Opened`. So forgetting to ask is an error of
types, not a leak. `desk/unmasking.py` alone makes one; a test of the house holds it to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final


@final
@dataclass(frozen=True, slots=True)
class Opened:
    """Permission to read what an accusation keeps closed. `why`: the reason given; empty inside a transaction."""

    why: str = ""
