"""Meetings in rows. Agenda and decisions are JSON lists; what they say of a case is read from the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, overload

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from petidesk.domain.audit import Act
from petidesk.domain.cases.cases import ENDED
from petidesk.domain.codes import CASE_STATES, GROUP_FROM
from petidesk.domain.meetings import (
    AgendaItem,
    ClosedItem,
    ClosedMeeting,
    Decision,
    Meeting,
    MeetingPlan,
    MeetingQuery,
    MeetingRow,
    close,
)
from petidesk.domain.opened import Opened
from petidesk.storage import closing, lists
from petidesk.storage.file import numbers
from petidesk.storage.file.database import new_id
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.lists import Conditions, Listing, chosen
from petidesk.storage.schema import matter, meeting, petition_case, staff, visit

_CASE = petition_case.c
_OPEN = _CASE.state.in_([state for state in CASE_STATES if state not in ENDED])
_ITEM = (
    _CASE.id,
    _CASE.case_no,
    _CASE.title,
    _CASE.state,
    _CASE.unit,
    _CASE.next_due,
    _CASE.next_clock,
    _CASE.next_task,
    _CASE.next_task_kind,
)


def add(connection: Connection, act: Act, plan: MeetingPlan, *, meeting_no: str, serial_year: int, serial: int) -> int:
    """A new meeting; its id."""
    row = {"meeting_no": meeting_no, "serial_year": serial_year, "serial": serial, **_columns(act, plan)}
    with numbers.unused("meeting.meeting_no", meeting_no):
        return new_id(connection, insert(meeting), row | {"agenda": closing.items(connection, row["agenda"])})


def change(
    connection: Connection,
    act: Act,
    meeting_id: int,
    plan: MeetingPlan,
    *,
    state: str = "planned",
    decisions: Sequence[Decision] = (),
) -> None:
    """Put plan, state and decisions in place."""
    row = {**_columns(act, plan), "state": state, "decisions": dumps([_decision_row(each) for each in decisions])}
    row |= {name: closing.items(connection, row[name]) for name in ("agenda", "decisions")}
    connection.execute(update(meeting).where(meeting.c.id == meeting_id).values(**row))


def _columns(act: Act, plan: MeetingPlan) -> dict[str, Any]:
    return {
        "kind": plan.kind,
        "on_day": plan.on,
        "place": plan.place,
        "chair": plan.chair,
        "attendees": plan.attendees,
        "agenda": dumps([{"case_no": item.case_no, "why": item.why} for item in plan.agenda]),
        "note": plan.note,
        "changed_at": act.at,
        "staff_id": act.staff_id,
    }


def _decision_row(decision: Decision) -> dict[str, Any]:
    return {
        "case_no": decision.case_no,
        "decision": decision.decision,
        "owner": decision.owner,
        "due_on": decision.due_on.isoformat() if decision.due_on else None,
        "event_id": decision.event_id,
    }


def find_no(connection: Connection, meeting_no: str) -> int | None:
    """Id of the meeting with this number; None when there is none."""
    found = connection.execute(select(meeting.c.id).where(meeting.c.meeting_no == meeting_no)).scalar()
    return None if found is None else int(found)


@overload
def load(connection: Connection, meeting_id: int, opened: Opened) -> Meeting: ...
@overload
def load(connection: Connection, meeting_id: int, opened: None = None) -> Meeting | ClosedMeeting: ...
def load(connection: Connection, meeting_id: int, opened: Opened | None = None) -> Meeting | ClosedMeeting:
    """One meeting, its agenda filled with what the cases say now.

    Where a case turned out to be an accusation the meeting comes closed, except to who is `opened`: a change must not
    write empty words back.
    """
    row = connection.execute(
        select(meeting, staff.c.name.label("staff_name"))
        .join(staff, staff.c.id == meeting.c.staff_id)
        .where(meeting.c.id == meeting_id)
    ).one()
    agenda = [AgendaItem(item["case_no"], item["why"]) for item in loads(row.agenda)]
    decisions = [_decision(each) for each in loads(row.decisions)]
    known = items(connection, [*(item.case_no for item in agenda), *(each.case_no for each in decisions)])
    plan = MeetingPlan(
        kind=row.kind,
        on=row.on_day,
        place=row.place,
        chair=row.chair,
        attendees=row.attendees,
        agenda=tuple(_filled(item, known.get(item.case_no, item)) for item in agenda),
        note=row.note,
    )
    found = Meeting(row.id, row.meeting_no, plan, tuple(decisions), row.state, row.changed_at, row.staff_name)
    closed = {case_no for case_no, item in known.items() if isinstance(item, ClosedItem)}
    return close(found, closed) if closed and opened is None else found


def _filled(item: AgendaItem, known: AgendaItem | ClosedItem) -> AgendaItem:
    return item if isinstance(known, ClosedItem) else replace(known, why=item.why)


def _decision(row: Mapping[str, Any]) -> Decision:
    due_on = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    return Decision(row["case_no"], row["decision"], row["owner"], due_on, row["event_id"])


def of_case(connection: Connection, case_no: str) -> list[tuple[int, str]]:
    """Id and number of the meetings that have this case on the agenda or decided on it."""
    quoted = dumps(case_no)
    spoke = or_(func.instr(meeting.c.agenda, quoted) > 0, func.instr(meeting.c.decisions, quoted) > 0)
    return [
        (row.id, row.meeting_no) for row in connection.execute(select(meeting.c.id, meeting.c.meeting_no).where(spoke))
    ]


def items(connection: Connection, case_nos: Sequence[str]) -> dict[str, AgendaItem | ClosedItem]:
    """What the cases with these numbers say, by number. An accusation shows nothing but its number."""
    rows = connection.execute(select(*_ITEM, _CASE.restricted).where(_CASE.case_no.in_(case_nos)))
    return {row.case_no: _item(row) if not row.restricted else ClosedItem(row.case_no) for row in rows}


def _item(row: Any) -> AgendaItem:
    return AgendaItem(
        case_no=row.case_no,
        case_id=row.id,
        title=row.title,
        state=row.state,
        unit=row.unit,
        due=row.next_due,
        due_kind=row.next_clock,
        task_on=row.next_task,
        task_kind=row.next_task_kind,
    )


_SHARED = lists.shared(MeetingRow, meeting)


def _conditions(query: MeetingQuery) -> Conditions:
    found = chosen((meeting.c.state, query.state))
    if words := query.text.strip():
        told = (meeting.c.meeting_no, meeting.c.place, meeting.c.chair)
        found.append(or_(*(column.contains(words, autoescape=True) for column in told)))
    return found


def _row(row: Any) -> MeetingRow:
    told = lists.taken(row, _SHARED)
    return MeetingRow(meeting_id=row.id, on=row.on_day, items=row.items, decided=row.decided, **told)


LISTING = Listing(
    meeting.c.id,
    select(
        meeting.c.id,
        *_SHARED,
        meeting.c.on_day,
        func.json_array_length(meeting.c.agenda).label("items"),
        func.json_array_length(meeting.c.decisions).label("decided"),
    ),
    _conditions,
    _row,
    lists.orders(meeting, "meeting_no"),
)


def dated(connection: Connection, until: date, limit: int) -> list[AgendaItem]:
    """Open cases with a date by law or of the office's own making up to `until`, each kind the earliest first."""
    found: dict[int, AgendaItem] = {}
    for key in (_CASE.next_due, _CASE.next_task):
        for item in _open_items(connection, key <= until, key, limit):
            found[item.case_id] = item
    return sorted(found.values(), key=lambda item: (item.next_on or date.max, item.case_id))


def urgent(connection: Connection, limit: int) -> list[AgendaItem]:
    """Open cases that a visit called urgent, the newest first."""
    called = select(matter.c.id).where(matter.c.case_id == _CASE.id, matter.c.urgent)
    return _open_items(connection, called.correlate(petition_case).exists(), _CASE.id.desc(), limit)


def of_groups(connection: Connection, limit: int) -> list[AgendaItem]:
    """Open cases for which a group came, the newest first."""
    came = (
        select(matter.c.id)
        .join(visit, visit.c.id == matter.c.visit_id)
        .where(matter.c.case_id == _CASE.id, visit.c.people >= GROUP_FROM, visit.c.voided.is_(False))
    )
    return _open_items(connection, came.correlate(petition_case).exists(), _CASE.id.desc(), limit)


def _open_items(connection: Connection, condition: ColumnElement[bool], order: Any, limit: int) -> list[AgendaItem]:
    wanted = or_(_OPEN, _CASE.next_task.is_not(None))
    found = connection.execute(
        select(*_ITEM).where(wanted, condition, _CASE.restricted.is_(False)).order_by(order).limit(limit)
    )
    return [_item(row) for row in found]
