"""The list of cases: rows for the eye, ids in order. Sorting and filtering happen in SQL (house rule 3)."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, and_, column, func, select, table, union

from petidesk.domain.cases.cases import ENDED
from petidesk.domain.cases.files import CASE_SORTS, CaseQuery, CaseRow
from petidesk.domain.search import match_expression, parse_query
from petidesk.domain.trouble import Refused
from petidesk.storage.cases.owed import OWED
from petidesk.storage.schema import matter, petition_case, visit
from petidesk.storage.visits.visits import NAME_SEPARATOR

_COLUMNS = (
    petition_case.c.id,
    petition_case.c.case_no,
    petition_case.c.title,
    petition_case.c.purpose,
    petition_case.c.route,
    petition_case.c.state,
    petition_case.c.next_due,
    petition_case.c.next_clock,
    petition_case.c.next_task,
    petition_case.c.next_task_kind,
    petition_case.c.unit,
    petition_case.c.leader,
    petition_case.c.opened_on,
    petition_case.c.waiting_service,
    petition_case.c.restricted,
)
# The visit that opened the case; of a case that was split off, the one that opened where it came from.
_FIRST_VISIT = (
    select(func.min(matter.c.visit_id))
    .where(matter.c.case_id == func.coalesce(petition_case.c.split_from, petition_case.c.id))
    .correlate(petition_case)
    .scalar_subquery()
)
_ROWS = select(*_COLUMNS, visit.c.names, visit.c.people).select_from(
    petition_case.outerjoin(visit, visit.c.id == _FIRST_VISIT)
)
_INDEX = table("search_text", column("rowid"))


def _conditions(query: CaseQuery) -> list[ColumnElement[bool]]:
    case = petition_case.c
    found: list[ColumnElement[bool]] = []
    for key, value in (
        (case.state, query.state),
        (case.unit, query.unit),
        (case.leader, query.leader),
        (case.purpose, query.purpose),
    ):
        if value:
            found.append(key == value)
    if query.route is not None:
        found.append(case.route == query.route)
    if query.due_until is not None:
        found.append(case.next_due <= query.due_until)
    if query.due_since is not None:
        found.append(case.next_due >= query.due_since)
    if query.task_until is not None:
        found.append(case.next_task <= query.task_until)
    if query.task_since is not None:
        found.append(case.next_task >= query.task_since)
    if query.opened_since is not None:
        found.append(case.opened_on >= query.opened_since)
    if query.opened_until is not None:
        found.append(case.opened_on <= query.opened_until)
    if query.waiting_service:
        found.append(case.waiting_service > 0)
    if query.not_entered == "any":
        found.append(case.national_owed != "")
    elif query.not_entered:
        found.append(and_(case.national_owed != "", func.instr(case.national_owed, f",{query.not_entered},") > 0))
    if query.paper_owed:
        found.append(OWED[query.paper_owed])
    if query.open_only:
        found.append(case.state.not_in(ENDED))
    if query.text.strip():
        match = column("search_text").op("MATCH")(match_expression(parse_query(query.text)))
        found.append(case.id.in_(found_by(select(_INDEX.c.rowid).where(match))))
    return found


def found_by(hits: Select[tuple[Any]]) -> CompoundSelect[Any]:
    """The ids of the cases whose own words, or whose visits', are among the entries `hits` of the search index.

    Of an accusation its number alone is in the index; the names of its visits do not lead to it.
    """
    case = petition_case.c
    spoken = (
        select(case.id)
        .join(matter, matter.c.case_id == case.id)
        .join(visit, visit.c.id == matter.c.visit_id)
        .where(visit.c.search_id.in_(hits), ~case.restricted)
    )
    return union(select(case.id).where(case.search_id.in_(hits)), spoken)


_SORTED = {name: petition_case.c[name] for name in CASE_SORTS if name != "case_no"}


def _ordered(statement: Select[Any], query: CaseQuery) -> Select[Any]:
    if query.sort not in CASE_SORTS:
        raise Refused("bad_value", f"不能按“{query.sort}”排序。", field="sort")
    # Numbers sort by their order of entry. What has no date comes last, whichever way the dates run.
    keys: list[Any] = [petition_case.c.id]
    if query.sort in ("next_due", "next_task"):
        keys = [_SORTED[query.sort].is_(None), _SORTED[query.sort], *keys]
        return statement.order_by(keys[0], *(key.desc() if query.descending else key.asc() for key in keys[1:]))
    if query.sort != "case_no":
        keys.insert(0, _SORTED[query.sort])
    return statement.order_by(*(key.desc() if query.descending else key.asc() for key in keys))


def _row(row: Any) -> CaseRow:
    names = tuple(row.names.split(NAME_SEPARATOR)) if row.names and not row.restricted else ()
    return CaseRow(
        case_id=row.id,
        case_no=row.case_no,
        title="" if row.restricted else row.title,
        names=names,
        people=row.people or 0,
        purpose=row.purpose,
        route=row.route,
        state=row.state,
        due=row.next_due,
        due_kind=row.next_clock,
        task_on=row.next_task,
        task_kind=row.next_task_kind,
        unit=row.unit,
        leader=row.leader,
        opened_on=row.opened_on,
        waiting_service=row.waiting_service,
        restricted=row.restricted,
    )


def rows(connection: Connection, query: CaseQuery, limit: int, offset: int = 0) -> list[CaseRow]:
    """A page of the list."""
    statement = _ordered(_ROWS.where(and_(True, *_conditions(query))), query)
    return [_row(row) for row in connection.execute(statement.limit(limit).offset(offset))]


def rows_by_id(connection: Connection, case_ids: Sequence[int]) -> list[CaseRow]:
    """The rows of these ids, in their order; an id that is gone is left out."""
    found = {row.id: _row(row) for row in connection.execute(_ROWS.where(petition_case.c.id.in_(case_ids)))}
    return [found[case_id] for case_id in case_ids if case_id in found]


def ids(connection: Connection, query: CaseQuery) -> array[int]:
    """All ids in the list's order: eight bytes a case, packed in one step as `visit_list.ids` does."""
    inner = _ordered(select(petition_case.c.id).where(and_(True, *_conditions(query))), query).subquery()
    packed = func.unhex(func.group_concat(func.format("%016x", inner.c.id), ""))
    found = array("q")
    found.frombytes(connection.execute(select(packed)).scalar() or b"")
    if sys.byteorder == "little":
        found.byteswap()
    return found


def count(connection: Connection, query: CaseQuery) -> int:
    """How many cases the query finds."""
    wanted = select(func.count()).select_from(petition_case).where(and_(True, *_conditions(query)))
    return int(connection.execute(wanted).scalar_one())


def spoken(connection: Connection, name: str, limit: int = 200) -> list[str]:
    """What was written as responsible unit or case leader (column `name`: unit, leader or handler), for type-ahead."""
    key = petition_case.c[name]
    wanted = select(key).where(key != "").group_by(key).order_by(func.count().desc()).limit(limit)
    return list(connection.execute(wanted).scalars())
