"""Cases and their events in rows. State and next due date are a projection, written with the event that moves them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, bindparam, func, insert, select, update

from petidesk.domain.audit import Act
from petidesk.domain.calendar import Calendar
from petidesk.domain.cases import CaseEvent, Projection, project
from petidesk.domain.clocks import LocalLimit
from petidesk.storage import search
from petidesk.storage.database import new_id
from petidesk.storage.json_text import dumps, loads
from petidesk.storage.schema import case_event, matter, petition_case, visit

_ADD = insert(petition_case)
_ADD_EVENT = insert(case_event)
_SET = update(petition_case).where(petition_case.c.id == bindparam("key"))
_BY_NO = select(petition_case.c.id, petition_case.c.restricted).where(petition_case.c.case_no == bindparam("case_no"))
_EVENTS = (
    select(case_event.c.kind, case_event.c.on_day, case_event.c.document)
    .outerjoin(visit, visit.c.id == case_event.c.visit_id)
    .where(case_event.c.case_id == bindparam("case_id"), func.coalesce(visit.c.voided, 0) == 0)
    .order_by(case_event.c.on_day, case_event.c.id)
)


def add(
    connection: Connection,
    *,
    case_no: str,
    serial_year: int,
    serial: int,
    title: str,
    purpose: str,
    opened_on: date,
    restricted: bool,
) -> int:
    """A new case. Its first event follows in the same transaction."""
    return new_id(
        connection,
        _ADD,
        {
            "case_no": case_no,
            "serial_year": serial_year,
            "serial": serial,
            "title": title,
            "purpose": purpose,
            "opened_on": opened_on,
            "restricted": restricted,
        },
    )


def find_no(connection: Connection, case_no: str) -> tuple[int, bool] | None:
    """Id of the case with this number and whether it is restricted; None when there is none."""
    row = connection.execute(_BY_NO, {"case_no": case_no}).one_or_none()
    return None if row is None else (row.id, row.restricted)


def record(
    connection: Connection, act: Act, case_id: int, kind: str, on: date, *, visit_id: int, notice_owed: bool
) -> None:
    """Append an event that a visit brought."""
    connection.execute(
        _ADD_EVENT,
        {
            "case_id": case_id,
            "kind": kind,
            "on_day": on,
            "document": dumps({"notice_owed": notice_owed}),
            "recorded_at": act.at,
            "staff_id": act.staff_id,
            "visit_id": visit_id,
        },
    )


def events(connection: Connection, case_id: int) -> list[CaseEvent]:
    """The events of a case in the order of their days; those of voided visits are left out."""
    rows = connection.execute(_EVENTS, {"case_id": case_id})
    return [CaseEvent(kind, on, bool(loads(document).get("notice_owed"))) for kind, on, document in rows]


def write_projection(connection: Connection, case_id: int, answer: Projection) -> None:
    """Keep what follows from the events."""
    connection.execute(
        _SET,
        {"key": case_id, "state": answer.state, "next_due": answer.next_due, "next_clock": answer.next_clock},
    )


def projections(connection: Connection, after: int, limit: int) -> list[tuple[int, str, Projection]]:
    """Kept projections by id, `limit` at a time after the id `after`, for `check` to compare."""
    rows = connection.execute(
        select(
            petition_case.c.id,
            petition_case.c.case_no,
            petition_case.c.state,
            petition_case.c.next_due,
            petition_case.c.next_clock,
        )
        .where(petition_case.c.id > after)
        .order_by(petition_case.c.id)
        .limit(limit)
    )
    return [(case_id, case_no, Projection(state, due, clock)) for case_id, case_no, state, due, clock in rows]


def move_event_days(connection: Connection, visit_id: int, on: date, *, notice_owed: bool) -> None:
    """An amendment moved the visit's day or made an address known: its events follow."""
    connection.execute(
        update(case_event)
        .where(case_event.c.visit_id == visit_id)
        .values(on_day=on, document=dumps({"notice_owed": notice_owed}))
    )


def describe(
    connection: Connection, case_id: int, *, title: str, purpose: str, restricted: bool, opened_on: date
) -> None:
    """Give a case the title, purpose and day of the matter that opened it, when that was amended."""
    row = {"title": title, "purpose": purpose, "restricted": restricted, "opened_on": opened_on}
    connection.execute(_SET, {"key": case_id, **row})


def reindex(connection: Connection, case_id: int) -> None:
    """Write the case's words into the search index anew; a restricted or wholly voided one stays out."""
    row = connection.execute(
        select(
            petition_case.c.case_no,
            petition_case.c.title,
            petition_case.c.restricted,
            petition_case.c.opened_on,
            petition_case.c.search_id,
        ).where(petition_case.c.id == case_id)
    ).one()
    requests = connection.execute(
        select(matter.c.requests)
        .join(visit, visit.c.id == matter.c.visit_id)
        .where(matter.c.case_id == case_id, visit.c.voided.is_(False), matter.c.purpose != "accusation")
        .order_by(matter.c.id)
    ).scalars()
    spoken = [request for document in requests for request in (loads(document) or [""])]
    search.remove(connection, row.search_id)
    new = None
    if not row.restricted and spoken:
        new = search.entry_id("case", case_id, row.opened_on)
        search.index(connection, new, (row.case_no, row.title, *spoken), ())
    if new != row.search_id:
        connection.execute(_SET, {"key": case_id, "search_id": new})


def due_until(connection: Connection, until: date, since: date) -> int:
    """How many cases have their next due date from `since` to `until`, both ends included."""
    return int(
        connection.execute(
            select(func.count())
            .select_from(petition_case)
            .where(petition_case.c.next_due >= since, petition_case.c.next_due <= until)
        ).scalar_one()
    )


def recompute(connection: Connection, calendar: Calendar, local: LocalLimit | None) -> int:
    """Work out the projection of every case with an open clock anew; how many moved."""
    moved, after = 0, 0
    while page := projections(connection, after, 500):
        for case_id, _, kept in page:
            answer = project(events(connection, case_id), calendar, local)
            if answer != kept:
                write_projection(connection, case_id, answer)
                moved += 1
        after = page[-1][0]
    return moved
