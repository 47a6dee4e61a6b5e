"""Every case with what it follows from, page by page: to work out anew what is kept of cases, and to check it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from petidesk.domain.calendar import Calendar
from petidesk.domain.cases.cases import CaseEvent, Limits
from petidesk.domain.cases.course import Course, Spoken, followed
from petidesk.storage.cases import cases, courses, owed
from petidesk.storage.file.json_text import loads
from petidesk.storage.schema import case_event, visit

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """What is kept of a case, and what it follows from. `course` is None where none is kept."""

    kept: cases.Kept
    course: Course | None
    spoken: Spoken
    events: list[CaseEvent]


def pages(connection: Connection) -> Iterator[list[Told]]:
    """Every case, in the order of entry."""
    after = 0
    while page := cases.projections(connection, after, _PAGE):
        last = page[-1].case_id
        events = _events(connection, after, last)
        spoken = courses.spoken(connection, after + 1, last)
        kept = courses.kept(connection, after + 1, last)
        yield [
            Told(one, kept.get(one.case_id), spoken.get(one.case_id, Spoken()), events.get(one.case_id, []))
            for one in page
        ]
        after = last


def _events(connection: Connection, after: int, last: int) -> dict[int, list[CaseEvent]]:
    found: dict[int, list[CaseEvent]] = {}
    rows = connection.execute(
        select(case_event.c.case_id, case_event.c.kind, case_event.c.on_day, case_event.c.document, case_event.c.id)
        .outerjoin(visit, visit.c.id == case_event.c.visit_id)
        .where(case_event.c.case_id > after, case_event.c.case_id <= last)
        .where(func.coalesce(visit.c.voided, 0) == 0)
        .order_by(case_event.c.case_id, case_event.c.on_day, case_event.c.id)
    )
    for case_id, kind, on, document, event_id in rows:
        found.setdefault(case_id, []).append(CaseEvent(kind, on, loads(document), event_id))
    return found


def recompute(connection: Connection, calendar: Calendar, limits: Limits) -> int:
    """Work out what is kept of every case anew; of how many what lists show moved."""
    moved = 0
    for page in pages(connection):
        changed: list[tuple[int, Course]] = []
        for told in page:
            kept = told.kept
            answer, course = followed(told.events, calendar, limits, told.spoken, restricted=kept.restricted)
            if answer != kept.projection:
                cases.write_projection(connection, kept.case_id, answer)
                moved += 1
            if course != told.course:
                changed.append((kept.case_id, course))
        courses.drop(connection, [case_id for case_id, _ in changed])
        courses.add(connection, changed)
    owed.count_all(connection)
    return moved
