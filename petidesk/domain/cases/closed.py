"""What anybody may know of the case of an accusation: that it is there, where it stands, by when; not what was said.

Title, names, requests, content, unit, handler, leader, notes and the query code have no place here, so nothing can show
them by mistake (《信访工作条例》第三十条第三款).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from petidesk.domain.cases.files import (
    CaseClock,
    CaseFile,
    CaseLetter,
    CaseTask,
    CaseVisit,
    Offer,
    TimelineEvent,
    case_document,
)
from petidesk.domain.secrets.sealed import unless_sealed


@dataclass(frozen=True, slots=True)
class ClosedEvent:
    """That something of a kind was recorded on a day, and by whom. Its content and note are closed."""

    kind: str
    on: date
    event_id: int
    by: str
    recorded_at: datetime
    staff: str
    visit_no: str
    document_no: str
    undone: bool


@dataclass(frozen=True, slots=True)
class ClosedTask:
    """A date of the office's own making. Whose it is is closed."""

    event_id: int
    kind: str
    due: date
    request: int


@dataclass(frozen=True, slots=True)
class ClosedCaseVisit:
    """A visit that spoke of the case, without who came and what was said."""

    visit_id: int
    visit_no: str
    at: datetime
    channel: str
    people: int
    asking: int
    voided: bool


@dataclass(frozen=True, slots=True)
class ClosedCase:
    """The case of an accusation. The fields are those of `CaseFile`, which says what they mean."""

    case_id: int
    case_no: str
    purpose: str
    route: int | None
    spoken_route: int | None
    state: str
    opened_on: date
    channel: str
    due: date | None
    due_kind: str
    national_no: str
    ending: str
    accepted_on: date | None
    concluded_on: date | None
    extended_days: int
    merged_into: str
    split_from: str
    clocks: tuple[CaseClock, ...]
    letters: tuple[CaseLetter, ...]
    offers: tuple[Offer, ...]
    not_entered: tuple[str, ...]
    events: tuple[ClosedEvent, ...]
    tasks: tuple[ClosedTask, ...]
    visits: tuple[ClosedCaseVisit, ...]

    @property
    def restricted(self) -> bool:
        """Whether it is closed without a reason: always."""
        return True


@dataclass(frozen=True, slots=True)
class Recorded:
    """A case after an event was recorded, the event's id, and what the desk should be warned of."""

    case: CaseFile | ClosedCase
    event_id: int
    warnings: tuple[str, ...] = ()


_PARTS = ("events", "tasks", "visits")


def close(case: CaseFile) -> ClosedCase:
    """The case without what was said of it and by whom."""
    known = {field.name: getattr(case, field.name) for field in fields(ClosedCase) if field.name not in _PARTS}
    return ClosedCase(
        **{**known, "national_no": unless_sealed(case.national_no)},
        events=tuple(ClosedEvent(**_taken(event, ClosedEvent)) for event in case.events),
        tasks=tuple(ClosedTask(**_taken(task, ClosedTask)) for task in case.tasks),
        visits=tuple(ClosedCaseVisit(**_taken(visit, ClosedCaseVisit)) for visit in case.visits),
    )


def _taken(whole: object, kind: Any) -> dict[str, Any]:
    return {field.name: getattr(whole, field.name) for field in fields(kind)}


def file_of(case: CaseFile | ClosedCase) -> CaseFile:
    """A file to lay out: of a closed case one with nothing in the places of what is closed."""
    if isinstance(case, CaseFile):
        return case
    known: Mapping[str, Any] = _taken(case, ClosedCase)
    return CaseFile(
        **{key: value for key, value in known.items() if key not in _PARTS},
        title="",
        category="",
        restricted=True,
        unit="",
        handler="",
        leader="",
        query_code="",
        concerned_units=(),
        requests=(),
        granted=(),
        people=(),
        events=tuple(
            TimelineEvent(**_taken(event, ClosedEvent), content={}, note="", closed=True) for event in case.events
        ),
        tasks=tuple(CaseTask(**_taken(task, ClosedTask), owner="") for task in case.tasks),
        visits=tuple(
            CaseVisit(**_taken(visit, ClosedCaseVisit), names=(), heading="", statement="") for visit in case.visits
        ),
    )


def document_of(case: CaseFile | ClosedCase) -> dict[str, Any]:
    """The case as `petidesk case show --json` prints it, of a closed one without its words."""
    return case_document(file_of(case), masked=isinstance(case, ClosedCase))
