"""The list of visits: rows for the eye, ids in order. Sorting and filtering happen in SQL (house rule 3)."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, column, func, select, table

from petidesk.domain.search import match_expression, parse_query
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.listing import VISIT_SORTS, VisitQuery, VisitRow
from petidesk.storage.schema import matter, petition_case, visit
from petidesk.storage.visits.visits import NAME_SEPARATOR

_COLUMNS = (
    visit.c.id,
    visit.c.visit_no,
    visit.c.at,
    visit.c.channel,
    visit.c.names,
    visit.c.people,
    visit.c.village,
    visit.c.purposes,
    visit.c.heading,
    visit.c.received_by,
    visit.c.version,
    visit.c.voided,
)
_INDEX = table("search_text", column("rowid"))
_DUE = (
    select(func.min(petition_case.c.next_due))
    .join(matter, matter.c.case_id == petition_case.c.id)
    .where(matter.c.visit_id == visit.c.id)
    .scalar_subquery()
)


def _conditions(query: VisitQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.since:
        found.append(visit.c.at >= datetime.combine(query.since, time.min))
    if query.until:
        found.append(visit.c.at < datetime.combine(_next_day(query.until), time.min))
    for key, value in (
        (visit.c.village, query.village),
        (visit.c.channel, query.channel),
        (visit.c.received_by, query.received_by),
    ):
        if value:
            found.append(key == value)
    if query.purpose:
        found.append(func.instr("," + visit.c.purposes + ",", f",{query.purpose},") > 0)
    if query.voided is not None:
        found.append(visit.c.voided.is_(query.voided))
    if query.due_until is not None:
        found.append(visit.c.id.in_(_due_by(query.due_until)))
    if query.text.strip():
        found.append(_matching(match_expression(parse_query(query.text))))
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


def _matching(match: str) -> ColumnElement[bool]:
    matching = column("search_text").op("MATCH")(match)
    return visit.c.search_id.in_(select(_INDEX.c.rowid).where(matching))


def _ordered(statement: Select[Any], query: VisitQuery) -> Select[Any]:
    if query.sort not in VISIT_SORTS:
        raise Refused("bad_value", f"不能按“{query.sort}”排序。", field="sort")
    # Numbers sort by year and serial, not by their letters: that is the order of entry.
    keys = [visit.c.id] if query.sort == "visit_no" else [visit.c[query.sort], visit.c.id]
    return statement.order_by(*(key.desc() if query.descending else key.asc() for key in keys))


def _row(row: Any) -> VisitRow:
    names = tuple(row.names.split(NAME_SEPARATOR)) if row.names else ()
    return VisitRow(
        visit_id=row.id,
        visit_no=row.visit_no,
        at=row.at,
        channel=row.channel,
        names=names,
        people=row.people,
        village=row.village,
        purposes=tuple(row.purposes.split(",")),
        heading=row.heading,
        received_by=row.received_by,
        due=None if row.voided else row.due,
        version=row.version,
        voided=row.voided,
    )


def rows(connection: Connection, query: VisitQuery, limit: int, offset: int = 0) -> list[VisitRow]:
    """A page of the list."""
    statement = _ordered(select(*_COLUMNS, _DUE.label("due")).where(and_(True, *_conditions(query))), query)
    return [_row(row) for row in connection.execute(statement.limit(limit).offset(offset))]


def rows_by_id(connection: Connection, visit_ids: Sequence[int]) -> list[VisitRow]:
    """The rows of these ids, in their order; an id that is gone is left out."""
    statement = select(*_COLUMNS, _DUE.label("due")).where(visit.c.id.in_(visit_ids))
    found = {row.id: _row(row) for row in connection.execute(statement)}
    return [found[visit_id] for visit_id in visit_ids if visit_id in found]


def ids(connection: Connection, query: VisitQuery) -> array[int]:
    """All ids in the list's order: eight bytes a visit.

    SQLite packs them into one value in one step, during which other threads run freely. Fetched row by row, each row
    would hand Python's lock back for a moment too short for the window to take it: measured, it stood still for 50 ms
    at a time.
    """
    inner = _ordered(select(visit.c.id).where(and_(True, *_conditions(query))), query).subquery()
    packed = func.unhex(func.group_concat(func.format("%016x", inner.c.id), ""))
    found = array("q")
    found.frombytes(connection.execute(select(packed)).scalar() or b"")
    if sys.byteorder == "little":
        found.byteswap()
    return found


def totals(connection: Connection, query: VisitQuery) -> tuple[int, int]:
    """How many visits (批次) and people (人次) the query finds."""
    batches, people = connection.execute(
        select(func.count(), func.coalesce(func.sum(visit.c.people), 0)).where(and_(True, *_conditions(query)))
    ).one()
    return int(batches), int(people)
