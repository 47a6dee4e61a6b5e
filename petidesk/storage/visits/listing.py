"""The list of visits: rows for the eye, ids in order. Sorting and filtering happen in SQL (house rule 3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select

from petidesk.domain.codes import ACCUSATION
from petidesk.domain.visits.listing import VisitQuery, VisitRow
from petidesk.storage import lists
from petidesk.storage.lists import Conditions, Listing, chosen, hits, names_of
from petidesk.storage.schema import matter, petition_case, visit

_SHARED = lists.shared(VisitRow, visit)
# What a row shows of a visit that accuses (《信访工作条例》第三十条第三款); names and heading are kept without it.
_SHOWN_CLOSED = frozenset(
    {
        "visit_no",
        "at",
        "channel",
        "names",
        "people",
        "village",
        "purposes",
        "heading",
        "received_by",
        "version",
        "voided",
    }
)
_DUE = (
    select(func.min(petition_case.c.next_due))
    .join(matter, matter.c.case_id == petition_case.c.id)
    .where(matter.c.visit_id == visit.c.id)
    .scalar_subquery()
)


def _conditions(query: VisitQuery) -> Conditions:
    line = visit.c
    found = chosen((line.village, query.village), (line.channel, query.channel), (line.received_by, query.received_by))
    if query.since:
        found.append(visit.c.at >= datetime.combine(query.since, time.min))
    if query.until:
        found.append(visit.c.at < datetime.combine(_next_day(query.until), time.min))
    if query.purpose:
        found.append(func.instr("," + visit.c.purposes + ",", f",{query.purpose},") > 0)
    if query.voided is not None:
        found.append(visit.c.voided.is_(query.voided))
    if query.due_until is not None:
        found.append(visit.c.id.in_(_due_by(query.due_until)))
    if query.text.strip():
        found.append(visit.c.search_id.in_(hits(query.text)))
    return found


def _due_by(day: date) -> Select[Any]:
    """The visits whose case has its next due date on or before `day`."""
    return (
        select(matter.c.visit_id)
        .join(petition_case, matter.c.case_id == petition_case.c.id)
        .where(petition_case.c.next_due <= day)
    )


def _next_day(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _row(row: Any) -> VisitRow:
    accuses = ACCUSATION in row.purposes
    told = lists.taken(row, _SHARED, _SHOWN_CLOSED if accuses else None)
    told |= {"names": names_of(row.names), "purposes": tuple(row.purposes.split(","))}
    return VisitRow(visit_id=row.id, due=None if row.voided else row.due, **told)


LISTING = Listing(
    visit.c.id,
    select(visit.c.id, *_SHARED, _DUE.label("due")),
    _conditions,
    _row,
    lists.orders(visit, "visit_no"),
)


def totals(connection: Connection, query: VisitQuery) -> tuple[int, int]:
    """How many visits (批次) and people (人次) the query finds."""
    batches, people = LISTING.totals(connection, query, visit.c.people)
    return batches, people


def case_states(connection: Connection, visit_ids: Sequence[int]) -> dict[int, list[str]]:
    """Where the cases of these visits stand, matter by matter."""
    found: dict[int, list[str]] = {}
    for start in range(0, len(visit_ids), 500):
        some = visit_ids[start : start + 500]
        rows = connection.execute(
            select(matter.c.visit_id, petition_case.c.state)
            .join(petition_case, petition_case.c.id == matter.c.case_id)
            .where(matter.c.visit_id.in_(some))
            .order_by(matter.c.id)
        )
        for visit_id, state in rows:
            found.setdefault(visit_id, []).append(state)
    return found
