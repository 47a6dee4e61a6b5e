"""What was promised to those who came (约定), as long as it is not done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from petidesk.domain.cases.cases import PROMISED, effective, stand
from petidesk.domain.cases.events import PROMISES
from petidesk.domain.office.papers import OpenPromise
from petidesk.storage.cases.cases import events
from petidesk.storage.schema import case_event, petition_case


def promised(connection: Connection, until: date, most: int) -> list[OpenPromise]:
    """What is promised for a day up to `until` and still open, the earliest first."""
    case = petition_case.c
    # A case with an open promise has a next date of the office's own making, and that is no later.
    waiting = case.next_task.is_not(None) & (case.next_task <= until)
    asked = select(case.id, case.case_no, case.restricted).where(
        waiting, case.id.in_(select(case_event.c.case_id).where(case_event.c.kind == PROMISED))
    )
    found = []
    for case_id, case_no, restricted in connection.execute(asked).all():
        happened = effective(events(connection, case_id))
        content = {event.event_id: event.content for event in happened}
        for task in stand(happened).tasks.values():
            if task.kind == PROMISED and task.due <= until:
                said = content[task.event_id]
                what = "" if restricted else PROMISES[said["promise"]]
                found.append(OpenPromise(case_no, what, task.due, said.get("hour", "")))
    return sorted(found, key=lambda promise: (promise.on, promise.case_no))[:most]
