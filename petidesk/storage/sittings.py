"""The queue of a reception day in rows: guests, what is said of the day, and the counts of a year.

What a guest said is read from the visit, what the leader said from the events of the case: an accusation then shows
nothing here that it does not show elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, union, update
from sqlalchemy.dialects.sqlite import insert as upsert

from petidesk.domain.audit import Act
from petidesk.domain.cases.events import RATINGS
from petidesk.domain.codes import ACCUSATION
from petidesk.domain.home import ReceptionDue
from petidesk.domain.opened import Opened
from petidesk.domain.sittings.guests import (
    Booking,
    ClosedBooking,
    ClosedGuestVisit,
    ClosedOpinion,
    Guest,
    GuestVisit,
    Opinion,
)
from petidesk.domain.sittings.sittings import Closing, SittingCount, came_to
from petidesk.storage.cases import cases
from petidesk.storage.file import numbers
from petidesk.storage.file.database import new_id
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.lists import NAME_SEPARATOR
from petidesk.storage.schema import matter, petition_case, reception_day, reception_guest, reception_sitting, visit
from petidesk.storage.undo import steps

_GUEST = reception_guest.c


@dataclass(frozen=True, slots=True)
class SittingRow:
    """What is kept of the day as a whole."""

    company: str = ""
    outcome: str = ""
    summary: str = ""
    closed_at: datetime | None = None


# ---- reading


def sitting(connection: Connection, day_id: int) -> SittingRow:
    """What was said of the day; empty before the first word."""
    table = reception_sitting.c
    row = connection.execute(
        select(table.company, table.outcome, table.summary, table.closed_at).where(table.day_id == day_id)
    ).one_or_none()
    return SittingRow() if row is None else SittingRow(*row)


def begun(connection: Connection, day_id: int) -> bool:
    """Whether somebody was received on the day, or it was closed: it can then be neither moved nor called off."""
    received = select(_GUEST.id).where(_GUEST.day_id == day_id, _GUEST.state == "received").limit(1)
    return bool(sitting(connection, day_id).closed_at is not None or connection.execute(received).scalar_one_or_none())


def awaited(connection: Connection, day_ids: Sequence[int]) -> set[int]:
    """Those of the receptions for which somebody booked or came, or which were closed."""
    there = select(_GUEST.day_id).where(_GUEST.day_id.in_(day_ids), _GUEST.state != "cancelled")
    table = reception_sitting.c
    closed = select(table.day_id).where(table.day_id.in_(day_ids), table.closed_at.is_not(None))
    return set(connection.execute(union(there, closed)).scalars())


def guests(connection: Connection, day_id: int) -> list[Guest]:
    """The guests of the day by number, with their visits and what the leader said."""
    rows = connection.execute(select(reception_guest).where(_GUEST.day_id == day_id).order_by(_GUEST.number)).all()
    visits = _visits(connection, [row.visit_id for row in rows if row.visit_id is not None])
    opinions = _opinions(connection, [item for row in rows for item in loads(row.opinions)])
    return [
        Guest(
            guest_id=row.id,
            number=row.number,
            booked=row.booked,
            booking=_booking(row, visits.get(row.visit_id)),
            state=row.state,
            entered_at=row.entered_at,
            arrived_at=row.arrived_at,
            reception_no=row.reception_no or "",
            visit=visits.get(row.visit_id),
            opinions=tuple(
                opinions[item["events"][0]] for item in loads(row.opinions) if item["events"][0] in opinions
            ),
        )
        for row in rows
    ]


def _booking(row: Any, came: GuestVisit | ClosedGuestVisit | None) -> Booking | ClosedBooking:
    """What was noted of the guest; closed where the words, or the visit as registered or amended, accuse somebody."""
    noted = Booking(row.name, row.phone, row.people, row.village, row.about, row.case_no, row.why)
    return ClosedBooking(noted.people) if noted.accuses or isinstance(came, ClosedGuestVisit) else noted


def booking(connection: Connection, guest_id: int, _opened: Opened) -> Booking:
    """What was noted of the guest, whatever they come about."""
    return Booking(
        *connection.execute(
            select(_GUEST.name, _GUEST.phone, _GUEST.people, _GUEST.village, _GUEST.about, _GUEST.case_no).where(
                _GUEST.id == guest_id
            )
        ).one()
    )


def _visits(connection: Connection, visit_ids: Sequence[int]) -> dict[int, GuestVisit | ClosedGuestVisit]:
    found: dict[int, list[str]] = {}
    closed = set()
    told = connection.execute(
        select(matter.c.visit_id, petition_case.c.case_no, matter.c.purpose)
        .join(petition_case, petition_case.c.id == matter.c.case_id)
        .where(matter.c.visit_id.in_(visit_ids))
        .order_by(matter.c.visit_id, matter.c.place)
    )
    for visit_id, case_no, purpose in told:
        found.setdefault(visit_id, []).append(case_no)
        if purpose == ACCUSATION:
            closed.add(visit_id)
    columns = visit.c
    chosen = (
        columns.id,
        columns.visit_no,
        columns.at,
        columns.names,
        columns.people,
        columns.heading,
        columns.voided,
    )
    came: dict[int, GuestVisit | ClosedGuestVisit] = {}
    for row in connection.execute(select(*chosen).where(columns.id.in_(visit_ids))):
        case_nos = tuple(dict.fromkeys(found.get(row.id, ())))
        if row.id in closed:
            came[row.id] = ClosedGuestVisit(row.id, row.visit_no, row.at, row.people, case_nos, row.voided)
        else:
            names = row.names.replace(NAME_SEPARATOR, "、")
            came[row.id] = GuestVisit(
                row.id, row.visit_no, row.at, names, row.people, row.heading, case_nos, row.voided
            )
    return came


def _opinions(connection: Connection, kept: Sequence[Mapping[str, Any]]) -> dict[int, Opinion | ClosedOpinion]:
    """The opinions that stand, by their first event; one whose instruction was undone is none."""
    numbers_of = list(dict.fromkeys(item["case_no"] for item in kept))
    known = connection.execute(
        select(petition_case.c.case_no, petition_case.c.id, petition_case.c.restricted).where(
            petition_case.c.case_no.in_(numbers_of)
        )
    )
    files = {case_no: (cases.events(connection, case_id), restricted) for case_no, case_id, restricted in known}
    found: dict[int, Opinion | ClosedOpinion] = {}
    for item in kept:
        events, restricted = files[item["case_no"]]
        undone = {event.content.get("event_id") for event in events if event.kind == "undone"}
        standing = {event.event_id: event for event in events if event.event_id not in undone}
        first, *rest = item["events"]
        told = standing.get(first)
        if told is None:
            continue
        due = told.day("due_on") or next((standing[one].day("due_on") for one in rest if one in standing), None)
        done = [e for e in standing.values() if e.kind == "carried_out" and e.content.get("event_id") in item["events"]]
        rated = [event for event in standing.values() if event.kind == "rated"]
        known_to_all: dict[str, Any] = {
            "case_no": item["case_no"],
            "outcome": item["outcome"],
            "leader": told.content.get("leader", ""),
            "due_on": due,
            "events": tuple(item["events"]),
            "carried_on": done[-1].on if done else None,
            "rating": RATINGS[rated[-1].content["rating"]] if rated else "",
        }
        if restricted:
            found[first] = ClosedOpinion(**known_to_all)
        else:
            found[first] = Opinion(
                **known_to_all,
                text=told.content.get("text", ""),
                owner=told.content.get("owner") or "",
                result=done[-1].content.get("text", "") if done else "",
            )
    return found


def guest_of_visit(connection: Connection, visit_id: int) -> int | None:
    """The guest whose visit it is; None when it came from no reception."""
    found = connection.execute(select(_GUEST.id).where(_GUEST.visit_id == visit_id)).scalar()
    return None if found is None else int(found)


# ---- writing


def add(connection: Connection, act: Act, day_id: int, booking: Booking, *, booked: bool) -> int:
    """A new guest: booked ahead, or waiting from this moment on; the number in the day's list."""
    last = connection.execute(select(func.max(_GUEST.number)).where(_GUEST.day_id == day_id)).scalar()
    number = int(last or 0) + 1
    row = {
        "day_id": day_id,
        "number": number,
        "booked": booked,
        "name": booking.name,
        "phone": booking.phone,
        "people": booking.people,
        "village": booking.village,
        "about": booking.about,
        "case_no": booking.case_no,
        "state": "booked" if booked else "waiting",
        "entered_at": act.at,
        "arrived_at": None if booked else act.at,
        "changed_at": act.at,
        "staff_id": act.staff_id,
    }
    new_id(connection, insert(reception_guest), row)
    return number


def change(connection: Connection, act: Act, guest_id: int, **values: Any) -> None:
    """Put these columns in place."""
    row = {**values, "changed_at": act.at, "staff_id": act.staff_id}
    connection.execute(update(reception_guest).where(_GUEST.id == guest_id).values(**row))


def forget_words(connection: Connection, act: Act, visit_id: int) -> None:
    """Take name, telephone and words of this visit's guest out of the queue: what an accuser said stands in the visit
    alone."""
    guest_id = guest_of_visit(connection, visit_id)
    if guest_id is not None:
        change(connection, act, guest_id, name="", phone="", village="", about="", case_no="", why="")
        (on,) = connection.execute(
            select(reception_day.c.on_day)
            .join(reception_guest, _GUEST.day_id == reception_day.c.id)
            .where(_GUEST.id == guest_id)
        ).one()
        steps.forget_words(connection, on.isoformat())


def receive_again(connection: Connection, act: Act, guest: Guest, visit_id: int, case_nos: Collection[str]) -> None:
    """The visit of before was voided, or its registration taken back: this one is the guest's, under the same number.

    What the leader said on a case that the new visit is about stands.
    """
    kept = loads(connection.execute(select(_GUEST.opinions).where(_GUEST.id == guest.guest_id)).scalar_one())
    opinions = [item for item in kept if item["case_no"] in case_nos]
    arrived = guest.arrived_at or act.at
    change(
        connection,
        act,
        guest.guest_id,
        state="received",
        arrived_at=arrived,
        visit_id=visit_id,
        opinions=dumps(opinions),
    )


def receive(
    connection: Connection, act: Act, guest: Guest, visit_id: int, *, reception_no: str, serial_year: int, serial: int
) -> None:
    """The guest was received in this visit, and bears this number (接访编号)."""
    with numbers.unused("reception_guest.reception_no", reception_no):
        change(
            connection,
            act,
            guest.guest_id,
            state="received",
            arrived_at=guest.arrived_at or act.at,
            visit_id=visit_id,
            reception_no=reception_no,
            serial_year=serial_year,
            serial=serial,
        )


def add_opinion(
    connection: Connection, act: Act, guest_id: int, case_no: str, outcome: str, events: Sequence[int]
) -> None:
    """Remember which events of the case are the leader's opinion."""
    kept = loads(connection.execute(select(_GUEST.opinions).where(_GUEST.id == guest_id)).scalar_one())
    kept.append({"case_no": case_no, "outcome": outcome, "events": list(events)})
    change(connection, act, guest_id, opinions=dumps(kept))


def write(connection: Connection, act: Act, day_id: int, closing: Closing, closed_at: datetime | None) -> None:
    """Put what is said of the day in place."""
    row = {
        "company": closing.company,
        "outcome": closing.outcome,
        "summary": closing.summary,
        "closed_at": closed_at,
        "changed_at": act.at,
        "staff_id": act.staff_id,
    }
    new = upsert(reception_sitting).values(day_id=day_id, **row)
    connection.execute(new.on_conflict_do_update(index_elements=["day_id"], set_=row))


# ---- counts


def counted(connection: Connection, on: date) -> list[dict[str, Any]]:
    """What figures count of the receptions of a day, for the audit chain: how each stands, visits and opinions by id.

    From it figures are made again as they were at any time (storage/statistics/receptions.py). It names nobody.
    """
    table = reception_sitting.c
    days = connection.execute(
        select(reception_day.c.id, table.closed_at, table.outcome)
        .outerjoin(reception_sitting, table.day_id == reception_day.c.id)
        .where(reception_day.c.on_day == on)
        .order_by(reception_day.c.id)
    ).all()
    received = connection.execute(
        select(_GUEST.day_id, _GUEST.number, _GUEST.visit_id, _GUEST.opinions)
        .join(reception_day, reception_day.c.id == _GUEST.day_id)
        .where(reception_day.c.on_day == on, _GUEST.visit_id.is_not(None))
        .order_by(_GUEST.day_id, _GUEST.number)
    ).all()
    return [
        {
            "day": day_id,
            "closed": closed_at is not None,
            "outcome": outcome or "",
            "guests": [
                [number, visit_id, [[item["outcome"], item["events"][0]] for item in loads(opinions)]]
                for of_day, number, visit_id, opinions in received
                if of_day == day_id
            ],
        }
        for day_id, closed_at, outcome in days
    ]


def year_counts(connection: Connection, year: int) -> list[SittingCount]:
    """The reception days of a year that stand, with what came of each; voided visits are left out."""
    days = connection.execute(
        select(
            reception_day.c.id,
            reception_day.c.kind,
            reception_day.c.leaders,
            reception_sitting.c.closed_at,
            reception_sitting.c.outcome,
        )
        .outerjoin(reception_sitting, reception_sitting.c.day_id == reception_day.c.id)
        .where(
            reception_day.c.cancelled.is_(False),
            reception_day.c.on_day.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .order_by(reception_day.c.on_day, reception_day.c.id)
    ).all()
    came: dict[int, tuple[int, int]] = {}
    told: dict[int, list[Mapping[str, Any]]] = {}
    for day_id, people, opinions in connection.execute(
        select(_GUEST.day_id, visit.c.people, _GUEST.opinions)
        .join(visit, visit.c.id == _GUEST.visit_id)
        .join(reception_day, reception_day.c.id == _GUEST.day_id)
        .where(visit.c.voided.is_(False), reception_day.c.on_day.between(date(year, 1, 1), date(year, 12, 31)))
    ):
        batches, heads = came.get(day_id, (0, 0))
        came[day_id] = batches + 1, heads + people
        told.setdefault(day_id, []).extend(loads(opinions))
    standing = _opinions(connection, [item for items in told.values() for item in items])
    found = []
    for day_id, kind, leaders, closed_at, outcome in days:
        batches, heads = came.get(day_id, (0, 0))
        outcomes: dict[str, int] = {}
        for item in told.get(day_id, ()):
            if item["events"][0] in standing:
                outcomes[item["outcome"]] = outcomes.get(item["outcome"], 0) + 1
        held = closed_at is not None or bool(batches)
        outcome = came_to(outcome or "", came=bool(batches))
        found.append(SittingCount(kind, tuple(loads(leaders)), held, outcome, batches, heads, outcomes))
    return found


_COMING = Prepared(
    select(
        reception_day.c.on_day,
        reception_day.c.kind,
        reception_day.c.leaders,
        reception_day.c.village,
        reception_day.c.place,
        reception_day.c.hours,
        select(func.count())
        .where(_GUEST.day_id == reception_day.c.id, _GUEST.state == "booked")
        .correlate(reception_day)
        .scalar_subquery(),
    )
    .where(reception_day.c.on_day.between(bindparam("since"), bindparam("until")), reception_day.c.cancelled.is_(False))
    .order_by(reception_day.c.on_day, reception_day.c.hours, reception_day.c.id)
)


def coming(connection: Connection, since: date, until: date) -> tuple[ReceptionDue, ...]:
    """The receptions of these days that stand, with how many booked; for 工作台."""
    rows = _COMING.all(connection, {"since": since, "until": until})
    return tuple(
        ReceptionDue(on, (on - since).days, kind, tuple(loads(leaders)), village, place, hours, int(count))
        for on, kind, leaders, village, place, hours, count in rows
    )
