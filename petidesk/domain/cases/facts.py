"""What the rules of cases ask for besides the events: what the visits say, which letters were signed, the calendar.

A township office is an organ under Article 23 of 《信访工作条例》 (rules/law.md). The articles that rules are refused
with are named here once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from petidesk.domain.accused import Around
from petidesk.domain.calendar import Calendar
from petidesk.domain.cases.cases import CaseEvent, Limits, Standing
from petidesk.domain.codes import ACCUSATION

BOOK = "《信访工作条例》"
NOTICE_BASIS = f"{BOOK}第二十三条第二款"
ROUTES_BASIS = f"{BOOK}第三十一条"
HANDLING_BASIS = f"{BOOK}第三十四条"
RESULTS_BASIS = f"{BOOK}第三十二条"
OBJECTION_BASIS = f"{BOOK}第二十三条第三款"
SUGGESTION_BASIS = f"{BOOK}第二十九条"
ACCUSED_BASIS = f"{BOOK}第三十条第三款"
MOST_EXTENSION = 30


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the visits say of a case and its rules ask for. `requests` by number, from 1; `letters`: number to facts.

    `order`: the case came as a 12345 order or an instruction (codes.ORDERS) and nobody brought it in person.
    `concerned_units`: of an accusation whom it speaks against; `said`: its titles and statements; `around`: the lists
    of the office by which names are told apart. `county`, `own_units` (units and sections): who takes orders from it.
    """

    purpose: str
    opened_on: date
    channel: str = "visit"
    route: int | None = None
    requests: tuple[str, ...] = ()
    concerned_units: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    around: Around = field(default_factory=Around)
    letters: Mapping[str, ServedLetter] = field(default_factory=dict)
    county: str = ""
    own_units: tuple[str, ...] = ()
    calendar: Calendar | None = None
    limits: Limits = field(default_factory=dict)
    order: str = ""

    @property
    def restricted(self) -> bool:
        """An accusation (《信访工作条例》第三十条)."""
        return self.purpose == ACCUSATION


@dataclass(frozen=True, slots=True)
class ServedLetter:
    """What serving a letter must know of it: when it was signed, what it recorded, whether it was served or voided."""

    signed_on: date
    event: str
    served: bool = False
    voided: bool = False


Rule = Callable[[Standing, CaseEvent, CaseFacts], "list[str] | None"]
