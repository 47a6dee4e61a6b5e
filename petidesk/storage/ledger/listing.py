"""The list of disputes: rows for the eye, ids in order. Sorting and filtering happen in SQL (house rule 3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, and_, bindparam, case, func, or_, select, true

from petidesk.domain.ledger.events import month_number
from petidesk.domain.ledger.listing import EMPTY, DisputeQuery, DisputeRow
from petidesk.domain.trouble import Refused
from petidesk.storage import lists
from petidesk.storage.file.json_text import loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.lists import Conditions, Listing, chosen, hits, names_of
from petidesk.storage.schema import dispute, dispute_span, screening_round

_SHARED = lists.shared(DisputeRow, dispute)
_ROWS = select(dispute.c.id, *_SHARED)
_OPEN = ("open", "in_progress")


def _conditions(query: DisputeQuery) -> Conditions:
    line = dispute.c
    pairs = (
        (line.village, query.village),
        (line.type, query.type),
        (line.state, query.state),
        (line.source, query.source),
        (line.risk_level, query.risk_level),
        (line.responsible_unit, query.responsible_unit),
        (line.case_leader, query.case_leader),
    )
    found = chosen(*((key, value) for key, value in pairs if value != EMPTY))
    found += [key == "" for key, value in pairs if value == EMPTY]
    found += lists.within(line.found_on, query.since, query.until)
    if query.voided is not None:
        found.append(line.voided.is_(query.voided))
    if query.open_only:
        found.append(line.state.in_(_OPEN))
    if query.overdue_on is not None:
        found.append(and_(line.state.in_(_OPEN), line.voided.is_(False), line.due_on < query.overdue_on))
    if query.due_since is not None or query.due_until is not None:
        found.append(and_(line.state.in_(_OPEN), line.voided.is_(False)))
    found += lists.within(line.due_on, query.due_since, query.due_until)
    if query.follow_up_until is not None:
        found.append(line.follow_up_due <= query.follow_up_until)
    if query.round_no:
        found.append(
            line.round_id
            == select(screening_round.c.id).where(screening_round.c.round_no == query.round_no).scalar_subquery()
        )
    if query.month:
        month = month_number(query.month)
        first = month // 12 * 12 if query.year else month
        found.append(line.id.in_(on_the_books(month, first=first, figure=query.figure)))
    if query.text.strip():
        found.append(line.search_id.in_(hits(query.text)))
    return found


def on_the_books(month: int, *, first: int | None = None, figure: str = "") -> Select[Any]:
    """The disputes that were carried over into the month or found in it; those that one of its figures counts.

    `first`: the period begins in this month. Refused (bad_value) for a figure that there is not.
    """
    span = dispute_span.c
    first = month if first is None else first
    within = and_(span.left >= first, span.left <= month)
    counted: dict[str, ColumnElement[bool]] = {
        "": true(),
        "carried_over": span.came < first,
        "found": span.came >= first,
        "reopened": and_(span.came >= first, span.reopened),
        "resolved": and_(within, span.how == "resolved"),
        "escalated": and_(within, span.how == "escalated"),
        "outstanding": or_(span.left.is_(None), span.left > month),
    }
    if figure not in counted:
        raise Refused("bad_value", f"月报里没有“{figure}”这个数。", field="figure")
    return select(span.dispute_id).where(
        span.came <= month, or_(span.left.is_(None), span.left >= first), counted[figure]
    )


def _row(row: Any) -> DisputeRow:
    told = lists.taken(row, _SHARED) | {"names": names_of(row.names), "extra": loads(row.extra)}
    return DisputeRow(dispute_id=row.id, **told)


LISTING = Listing(
    dispute.c.id,
    _ROWS,
    _conditions,
    _row,
    lists.orders(dispute, "dispute_no"),
    frozenset({"due_on", "resolved_on", "follow_up_due", "amount_fen"}),
)


def totals(connection: Connection, query: DisputeQuery) -> tuple[int, int, int]:
    """How many disputes the query finds, how many people they involve, how much money in fen."""
    count, people, amount = LISTING.totals(connection, query, dispute.c.people_involved, dispute.c.amount_fen)
    return count, people, amount


_TODAY: BindParameter[date] = bindparam("today")
_UNTIL: BindParameter[date] = bindparam("until")
_DATED = Prepared(
    select(
        func.coalesce(func.sum(case((dispute.c.due_on < _TODAY, 1), else_=0)), 0),
        func.coalesce(func.sum(case((dispute.c.due_on >= _TODAY, 1), else_=0)), 0),
    )
    .where(or_(*(dispute.c.state == state for state in _OPEN)), dispute.c.voided.is_(False))
    .where(dispute.c.due_on <= _UNTIL)
)
_FOLLOW_UPS = Prepared(select(func.count()).select_from(dispute).where(dispute.c.follow_up_due <= _UNTIL))


def due(connection: Connection, today: date, until: date) -> tuple[int, int, int]:
    """Open disputes past their date, those due from `today` to `until`, and follow-up visits due by `until`."""
    ((overdue, soon),) = _DATED.all(connection, {"today": today, "until": until})
    return int(overdue), int(soon), int(_FOLLOW_UPS.scalar(connection, {"until": until}))


def spoken(connection: Connection, name: str) -> list[str]:
    """What was written in a column (type, source, responsible_unit, case_leader ...), for type-ahead."""
    return lists.spoken(connection, dispute.c[name])
