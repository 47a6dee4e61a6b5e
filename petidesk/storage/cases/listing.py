"""The list of cases: rows for the eye, ids in order. Sorting and filtering happen in SQL (house rule 3)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, and_, func, select, union

from petidesk.domain.cases.cases import ENDED
from petidesk.domain.cases.files import CaseQuery, CaseRow
from petidesk.domain.codes import ACCUSATION
from petidesk.storage import lists
from petidesk.storage.cases.owed import OWED
from petidesk.storage.lists import Conditions, Listing, chosen, hits, names_of
from petidesk.storage.schema import matter, petition_case, visit

_SHARED = lists.shared(CaseRow, petition_case)
# What a row of an accusation shows (《信访工作条例》第三十条第三款).
_SHOWN_CLOSED = frozenset({"case_no", "purpose", "route", "state", "opened_on", "waiting_service", "restricted"})
# The visit that opened the case; of a case that was split off, the one that opened where it came from.
_FIRST_VISIT = (
    select(func.min(matter.c.visit_id))
    .where(matter.c.case_id == func.coalesce(petition_case.c.split_from, petition_case.c.id))
    .correlate(petition_case)
    .scalar_subquery()
)
_ROWS = select(
    petition_case.c.id,
    *_SHARED,
    petition_case.c.next_due,
    petition_case.c.next_clock,
    petition_case.c.next_task,
    petition_case.c.next_task_kind,
    visit.c.names,
    visit.c.purposes,
    visit.c.people,
).select_from(petition_case.outerjoin(visit, visit.c.id == _FIRST_VISIT))


def _conditions(query: CaseQuery) -> Conditions:
    case = petition_case.c
    found = chosen(
        (case.state, query.state), (case.unit, query.unit), (case.leader, query.leader), (case.purpose, query.purpose)
    )
    if query.unit or query.leader:
        found.append(~case.restricted)  # who has an accusation in hand may be whom it names
    if query.route is not None:
        found.append(case.route == query.route)
    found += lists.within(case.next_due, query.due_since, query.due_until)
    found += lists.within(case.next_task, query.task_since, query.task_until)
    found += lists.within(case.opened_on, query.opened_since, query.opened_until)
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
        found.append(case.id.in_(found_by(hits(query.text))))
    return found


def found_by(entries: Select[tuple[Any]]) -> CompoundSelect[Any]:
    """The ids of the cases whose own words, or whose visits', are among these `entries` of the search index.

    Of an accusation its number alone is in the index; the names of its visits do not lead to it.
    """
    case = petition_case.c
    spoken = (
        select(case.id)
        .join(matter, matter.c.case_id == case.id)
        .join(visit, visit.c.id == matter.c.visit_id)
        .where(visit.c.search_id.in_(entries), ~case.restricted)
    )
    return union(select(case.id).where(case.search_id.in_(entries)), spoken)


def _row(row: Any) -> CaseRow:
    return CaseRow(
        case_id=row.id,
        names=() if row.restricted else names_of(row.names or ""),
        people=row.people or 0,
        due=row.next_due,
        due_kind=row.next_clock,
        task_on=row.next_task,
        task_kind=row.next_task_kind,
        names_closed=row.restricted or ACCUSATION in (row.purposes or ""),
        **lists.taken(row, _SHARED, _SHOWN_CLOSED if row.restricted else None),
    )


LISTING = Listing(
    petition_case.c.id,
    _ROWS,
    _conditions,
    _row,
    lists.orders(petition_case, "case_no"),
    frozenset({"next_due", "next_task"}),
)


def spoken(connection: Connection, name: str) -> list[str]:
    """What was written as responsible unit or case leader (column `name`: unit, leader or handler), for type-ahead."""
    return lists.spoken(connection, petition_case.c[name], ~petition_case.c.restricted)
