"""Cases and their events in rows. State and next due date are a projection, written with the event that moves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, insert, select, text, update

from petidesk.domain.audit import Act
from petidesk.domain.calendar import Calendar
from petidesk.domain.cases.cases import HANDLING, CaseEvent, Limits, RunningClock, effective, stand
from petidesk.domain.cases.course import Spoken, followed
from petidesk.domain.cases.projection import Projection
from petidesk.domain.codes import ACCUSATION
from petidesk.storage import closing
from petidesk.storage.cases import courses, owed
from petidesk.storage.file import numbers
from petidesk.storage.file import search_index as search
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import case_event, letter, matter, meeting, petition_case, visit

_ADD = Prepared(insert(petition_case))
_ADD_EVENT = Prepared(insert(case_event))
_LAST_EVENT = Prepared(select(func.max(case_event.c.id)))
_SET = Prepared(update(petition_case).where(petition_case.c.id == bindparam("key")))
_BY_NO = Prepared(
    select(petition_case.c.id, petition_case.c.restricted).where(petition_case.c.case_no == bindparam("case_no"))
)
_ENTRY = Prepared(
    select(
        petition_case.c.case_no,
        petition_case.c.title,
        petition_case.c.restricted,
        petition_case.c.opened_on,
        petition_case.c.search_id,
        petition_case.c.split_from,
    ).where(petition_case.c.id == bindparam("case_id"))
)
_RESTRICTED = Prepared(select(petition_case.c.restricted).where(petition_case.c.id == bindparam("case_id")))
_REQUESTS = Prepared(
    select(matter.c.requests)
    .join(visit, visit.c.id == matter.c.visit_id)
    .where(matter.c.case_id == bindparam("case_id"), visit.c.voided.is_(False), matter.c.purpose != "accusation")
    .order_by(matter.c.id)
)
# The route that the latest standing visit names; an event may record another.
_ROUTE = Prepared(
    select(matter.c.route)
    .join(visit, visit.c.id == matter.c.visit_id)
    .where(matter.c.case_id == bindparam("case_id"), visit.c.voided.is_(False), matter.c.route.is_not(None))
    .order_by(visit.c.at.desc(), matter.c.id.desc())
    .limit(1)
)
_EVENTS = Prepared(
    select(case_event.c.kind, case_event.c.on_day, case_event.c.document, case_event.c.id)
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
    row = {
        "case_no": case_no,
        "serial_year": serial_year,
        "serial": serial,
        "title": title,
        "purpose": purpose,
        "opened_on": opened_on,
        "restricted": restricted,
    }
    with numbers.unused("petition_case.case_no", case_no):
        return _ADD.insert(connection, closing.row(connection, petition_case, row, closed=restricted))


def find_no(connection: Connection, case_no: str) -> tuple[int, bool] | None:
    """Id of the case with this number and whether it is restricted; None when there is none."""
    row = _BY_NO.first(connection, {"case_no": case_no})
    return None if row is None else (row[0], row[1])


def has_other_visits(connection: Connection, case_id: int, visit_id: int) -> bool:
    """Whether any visit but this one speaks of the case; a voided one counts, its record stays."""
    found = select(matter.c.id).where(matter.c.case_id == case_id, matter.c.visit_id != visit_id).limit(1)
    return connection.execute(found).first() is not None


def record(
    connection: Connection,
    act: Act,
    case_id: int,
    kind: str,
    on: date,
    document: Mapping[str, Any],
    *,
    visit_id: int | None = None,
) -> int:
    """Append an event; its id. `visit_id` is the visit that brought it."""
    return _ADD_EVENT.insert(
        connection,
        {
            "case_id": case_id,
            "kind": kind,
            "on_day": on,
            "document": closing.document(connection, dumps(document), closed=_closed(connection, case_id)),
            "recorded_at": act.at,
            "staff_id": act.staff_id,
            "visit_id": visit_id,
        },
    )


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of many: what `record` takes, with the id it will have."""

    event_id: int
    act: Act
    case_id: int
    kind: str
    on: date
    document: Mapping[str, Any]


def last_event_id(connection: Connection) -> int:
    """The highest id an event has had; 0 when there is none."""
    return int(_LAST_EVENT.scalar(connection, {}) or 0)


def record_many(connection: Connection, happened: Sequence[Happened]) -> None:
    """Append events of several cases as `record` would, in one statement."""
    _ADD_EVENT.many(
        connection,
        [
            {
                "id": event.event_id,
                "case_id": event.case_id,
                "kind": event.kind,
                "on_day": event.on,
                "document": closing.document(
                    connection, dumps(event.document), closed=_closed(connection, event.case_id)
                ),
                "recorded_at": event.act.at,
                "staff_id": event.act.staff_id,
            }
            for event in happened
        ],
    )


def events(connection: Connection, case_id: int) -> list[CaseEvent]:
    """The events of a case in the order of their days, undone ones too; those of voided visits are left out."""
    rows = _EVENTS.all(connection, {"case_id": case_id})
    return [CaseEvent(kind, on, loads(document), event_id) for kind, on, document, event_id in rows]


def accused(connection: Connection, kind: str, number: str) -> list[str]:
    """Whom the accusations of a record speak against (被反映的单位或人), as written. `kind`: visit, case or meeting."""
    of = _about(kind, number)
    if of is None:
        return []
    said = (
        select(matter.c.concerned_unit)
        .join(visit, visit.c.id == matter.c.visit_id)
        .join(petition_case, petition_case.c.id == matter.c.case_id)
        .where(of, matter.c.purpose == ACCUSATION, matter.c.concerned_unit != "")
    )
    return list(connection.execute(said).scalars())


def recused(connection: Connection, kind: str, number: str) -> list[str]:
    """Who is recused from the accusations of a record and was not called back since. `kind` as of `accused`."""
    of = _about(kind, number)
    if of is None:
        return []
    said = (
        select(matter.c.case_id)
        .join(visit, visit.c.id == matter.c.visit_id)
        .join(petition_case, petition_case.c.id == matter.c.case_id)
        .where(of, matter.c.purpose == ACCUSATION)
        .distinct()
    )
    return [
        event.content["person"]
        for case_id in connection.execute(said).scalars()
        for event in effective(events(connection, case_id))
        if event.kind == "recused"
    ]


def _about(kind: str, number: str) -> ColumnElement[bool] | None:
    """The matters of a visit, a case or a meeting; None for any other kind of record."""
    if kind == "visit":
        return visit.c.visit_no == number
    if kind == "case":
        return petition_case.c.case_no == number
    if kind == "meeting":
        return petition_case.c.case_no.in_(
            select(text("json_extract(value, '$.case_no')"))
            .select_from(meeting, text("json_each(meeting.agenda)"))
            .where(meeting.c.meeting_no == number)
        )
    return None


def spoken_route(connection: Connection, case_id: int) -> int | None:
    """The route (《信访工作条例》第三十一条) that the latest standing visit names."""
    route = _ROUTE.scalar(connection, {"case_id": case_id})
    return None if route is None else int(route)


_PROJECTED = tuple(field.name for field in fields(Projection))


def handling(connection: Connection, case_nos: Sequence[str]) -> list[RunningClock | None]:
    """The running handling clock of each case, None where there is none: mostly one glance at the projection."""
    running = (
        select(petition_case.c.id, petition_case.c.case_no)
        .where(petition_case.c.case_no.in_(case_nos))
        .where(petition_case.c.next_due.is_not(None), petition_case.c.state.in_(("accepted", "extended")))
    )
    found = {
        case_no: stand(effective(events(connection, case_id))).running(HANDLING)
        for case_id, case_no in connection.execute(running)
    }
    return [found.get(case_no) for case_no in case_nos]


def write_projection(connection: Connection, case_id: int, answer: Projection) -> None:
    """Keep what follows from the events."""
    row = {name: getattr(answer, name) for name in _PROJECTED}
    row = closing.row(connection, petition_case, row, closed=_closed(connection, case_id))
    _SET.change(connection, {"key": case_id, **row})


def _closed(connection: Connection, case_id: int) -> bool:
    """Whether what is written of this case is sealed."""
    return closing.is_closed(connection, petition_case, case_id)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a case, with what its projection starts from."""

    case_id: int
    case_no: str
    restricted: bool
    projection: Projection


def projections(connection: Connection, after: int, limit: int) -> list[Kept]:
    """Kept projections by id, `limit` at a time after the id `after`, for `check` to compare."""
    rows = connection.execute(
        select(
            petition_case.c.id,
            petition_case.c.case_no,
            petition_case.c.restricted,
            *(petition_case.c[name] for name in _PROJECTED),
        )
        .where(petition_case.c.id > after)
        .order_by(petition_case.c.id)
        .limit(limit)
    )
    return [Kept(row[0], row[1], row[2], Projection(*row[3:])) for row in rows]


def change_visit_events(
    connection: Connection, visit_id: int, case_id: int, on: date, document: Mapping[str, Any]
) -> None:
    """An amendment moved the visit's day or made an address known: the event that it brought to the case follows."""
    brought = and_(case_event.c.visit_id == visit_id, case_event.c.case_id == case_id)
    said = closing.document(connection, dumps(document), closed=_closed(connection, case_id))
    connection.execute(update(case_event).where(brought).values(on_day=on, document=said))


def describe(
    connection: Connection, case_id: int, *, title: str, purpose: str, restricted: bool, opened_on: date
) -> None:
    """Give a case the title, purpose and day of the matter that opened it, when that was amended."""
    row = {"title": title, "purpose": purpose, "restricted": restricted, "opened_on": opened_on}
    _SET.change(connection, {"key": case_id, **closing.row(connection, petition_case, row, closed=restricted)})


def name(connection: Connection, titles: Mapping[int, str]) -> None:
    """Give these cases another title (事项概要), which search finds."""
    for case_id, title in titles.items():
        title = closing.text(connection, title, closed=_closed(connection, case_id))
        _SET.change(connection, {"key": case_id, "title": title})
        reindex(connection, case_id)


def reindex(connection: Connection, case_id: int) -> None:
    """Write the case's words into the search index anew: of a restricted one its number, of a voided one nothing."""
    row = _ENTRY.first(connection, {"case_id": case_id})
    assert row is not None
    case_no, title, restricted, opened_on, old, split_from = row
    requests = _REQUESTS.all(connection, {"case_id": case_id})
    spoken = [request for (document,) in requests for request in (loads(document) or [""])]
    if split_from is not None:
        spoken.append(title)
    search.remove(connection, old)
    new = None
    if restricted or spoken:
        new = search.entry_id("case", case_id, opened_on)
        search.index(connection, new, (case_no,) if restricted else (case_no, title, *spoken), ())
    if new != old:
        _SET.change(connection, {"key": case_id, "search_id": new})


def due_until(connection: Connection, until: date, *, most: int) -> int:
    """How many cases have their next due date on or before `until`, counted up to `most`."""
    due = select(petition_case.c.id).where(petition_case.c.next_due <= until).limit(most).subquery()
    return int(connection.execute(select(func.count()).select_from(due)).scalar_one())


def reproject(
    connection: Connection, case_id: int, calendar: Calendar, limits: Limits, *, new: Sequence[CaseEvent] = ()
) -> Projection:
    """Work out what follows from a case's events anew and keep it. `new`: all events of a case that is new."""
    restricted = bool(_RESTRICTED.scalar(connection, {"case_id": case_id}))
    spoken = courses.spoken(connection, case_id, case_id).get(case_id, Spoken())
    happened = new or events(connection, case_id)
    answer, course = followed(happened, calendar, limits, spoken, restricted=restricted)
    write_projection(connection, case_id, answer)
    courses.write(connection, case_id, course, fresh=bool(new))
    if not new:
        owed.count(connection, case_id)
    return answer


def split_off_from(connection: Connection, case_ids: Sequence[int]) -> list[int]:
    """The cases that were split off from these."""
    split = select(petition_case.c.id).where(petition_case.c.split_from.in_(case_ids))
    return list(connection.execute(split).scalars())


def mark_served(connection: Connection, case_id: int, document_no: str, on: date | None) -> None:
    """Keep the day a paper of the case was served, None when that was undone; the case's count follows."""
    this = and_(letter.c.case_id == case_id, letter.c.document_no == document_no)
    connection.execute(update(letter).where(this).values(served_on=on))
    count_service(connection, case_id)


def count_service(connection: Connection, case_id: int) -> None:
    """Keep how many signed papers of the case wait for service, and which it still lacks."""
    waiting = (
        select(func.count())
        .select_from(letter)
        .where(letter.c.case_id == case_id, letter.c.state == "issued", letter.c.to_serve, letter.c.served_on.is_(None))
    )
    connection.execute(
        update(petition_case).where(petition_case.c.id == case_id).values(waiting_service=waiting.scalar_subquery())
    )
    owed.count(connection, case_id)


def link(
    connection: Connection, case_id: int, *, merged_into: int | None = None, split_from: int | None = None
) -> None:
    """Keep which case this one went into or came from."""
    row = {"merged_into": merged_into, "split_from": split_from}
    connection.execute(update(petition_case).where(petition_case.c.id == case_id).values(**row))
