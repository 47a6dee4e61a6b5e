"""The balance of a month as one question over the months of each dispute, and the snapshots of closed months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Integer, and_, cast, exists, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from petidesk.domain.audit import Act
from petidesk.domain.ledger.events import HANDLING, month_days
from petidesk.domain.ledger.listing import Counts
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import dispute, dispute_event, dispute_span, ledger_month, staff

# What a line of a closed month keeps when its words are closed: what its figures follow from.
_NO_WORDS = ("dispute_no", "version", "found_on", "risk_level", "state", "resolved_on")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A month as it was closed: its balance and rows as documents, and what was sent."""

    month: int
    closed_at: datetime
    staff: str
    balance: dict[str, Any]
    rows: list[dict[str, Any]]
    sent: list[dict[str, Any]]


def _sum(condition: Any) -> Any:
    return func.coalesce(func.sum(cast(condition, Integer)), 0)


def counts(connection: Connection, month: int, *, year_to_date: bool = False) -> list[tuple[str, str, Counts]]:
    """The balance of a month by type and village; with `year_to_date` that of January to the month as one period."""
    first = month // 12 * 12 if year_to_date else month
    span = dispute_span.c
    within = and_(span.left >= first, span.left <= month)
    resolved = and_(within, span.how == "resolved")
    major = dispute.c.risk_level == "major"
    rows = connection.execute(
        select(
            dispute.c.type,
            dispute.c.village,
            _sum(span.came < first),
            _sum(span.came >= first),
            _sum(and_(span.came >= first, span.reopened)),
            _sum(resolved),
            _sum(and_(resolved, span.came >= first)),
            _sum(and_(within, span.how == "escalated")),
            _sum(or_(span.left.is_(None), span.left > month)),
            func.coalesce(func.sum(dispute.c.people_involved), 0),
            func.coalesce(func.sum(dispute.c.amount_fen), 0),
            _sum(and_(major, span.came >= first)),
            _sum(and_(major, resolved)),
        )
        .join(dispute, dispute.c.id == span.dispute_id)
        .where(span.came <= month, or_(span.left.is_(None), span.left >= first))
        .group_by(dispute.c.type, dispute.c.village)
    )
    return [(row[0], row[1], Counts(*row[2:])) for row in rows]


def bands(connection: Connection, month: int) -> tuple[int, int, int, int]:
    """How many disputes found in the month involve 1-49, 50-99, 100-499, and 500 people or more."""
    people = dispute.c.people_involved
    row = connection.execute(
        select(
            _sum(people < 50),
            _sum(and_(people >= 50, people < 100)),
            _sum(and_(people >= 100, people < 500)),
            _sum(people >= 500),
        )
        .select_from(dispute_span)
        .join(dispute, dispute.c.id == dispute_span.c.dispute_id)
        .where(dispute_span.c.came == month)
    ).one()
    return int(row[0]), int(row[1]), int(row[2]), int(row[3])


def _done_within(month: int) -> Any:
    """Whether something was done on a dispute in the month; what was taken back does not count."""
    first, last = month_days(month)
    undoing = dispute_event.alias()
    taken_back = exists().where(
        undoing.c.dispute_id == dispute_event.c.dispute_id,
        undoing.c.kind == "undone",
        func.json_extract(undoing.c.document, "$.event_id") == dispute_event.c.id,
    )
    return exists().where(
        dispute_event.c.dispute_id == dispute.c.id,
        dispute_event.c.on_day.between(first, last),
        dispute_event.c.kind.in_(HANDLING),
        ~taken_back,
    )


def handled(connection: Connection, month: int) -> list[tuple[str, int, int]]:
    """Found in the month, and of these those on which something was done in it (调处数), by type.

    For a dispute that was reopened, what was done before does not count.
    """
    rows = connection.execute(
        select(dispute.c.type, func.count(), _sum(_done_within(month)))
        .select_from(dispute_span)
        .join(dispute, dispute.c.id == dispute_span.c.dispute_id)
        .where(dispute_span.c.came == month)
        .group_by(dispute.c.type)
    )
    return [(name, int(found), int(handled_of)) for name, found, handled_of in rows]


def major_handled(connection: Connection, month: int) -> int:
    """Of the major disputes that came in the month, on how many something was done in it."""
    found = connection.execute(
        select(func.count())
        .select_from(dispute_span)
        .join(dispute, dispute.c.id == dispute_span.c.dispute_id)
        .where(dispute_span.c.came == month, dispute.c.risk_level == "major", _done_within(month))
    )
    return int(found.scalar_one())


def ids(connection: Connection, month: int) -> list[int]:
    """The disputes on the books in the month, by village and day found."""
    span = dispute_span.c
    return list(
        connection.execute(
            select(dispute.c.id)
            .join(dispute_span, span.dispute_id == dispute.c.id)
            .where(span.came <= month, or_(span.left.is_(None), span.left >= month))
            .order_by(dispute.c.village, dispute.c.found_on, dispute.c.id)
        ).scalars()
    )


def last_ids(connection: Connection) -> tuple[int, int]:
    """The last dispute and the last event so far: what comes later has a higher id, whatever the clock says."""
    row = connection.execute(
        select(
            select(func.coalesce(func.max(dispute.c.id), 0)).scalar_subquery(),
            select(func.coalesce(func.max(dispute_event.c.id), 0)).scalar_subquery(),
        )
    ).one()
    return int(row[0]), int(row[1])


def versions(connection: Connection, month: int) -> dict[str, tuple[int, int]]:
    """The disputes on the books in the month: id and version by number."""
    span = dispute_span.c
    rows = connection.execute(
        select(dispute.c.dispute_no, dispute.c.id, dispute.c.version)
        .join(dispute_span, span.dispute_id == dispute.c.id)
        .where(span.came <= month, or_(span.left.is_(None), span.left >= month))
    )
    return {number: (dispute_id, version) for number, dispute_id, version in rows}


def told_since(connection: Connection, last_event: int, until: date) -> set[str]:
    """The disputes of which something up to that day was told, or taken back, after that event: their numbers."""
    rows = connection.execute(
        select(dispute.c.dispute_no)
        .join(dispute_event, dispute_event.c.dispute_id == dispute.c.id)
        .where(dispute_event.c.id > last_event)
        .where(or_(dispute_event.c.on_day <= until, dispute_event.c.kind == "undone"))
    )
    return set(rows.scalars())


_BEGAN = Prepared(select(func.min(dispute.c.found_on)).where(dispute.c.voided.is_(False)))
_CLOSED = Prepared(
    select(ledger_month.c.month).where(ledger_month.c.reopened_at.is_(None)).order_by(ledger_month.c.month)
)


def began(connection: Connection) -> date | None:
    """The day of the first dispute that stands; None while the ledger is empty."""
    day: date | None = _BEGAN.scalar(connection, {})
    return day


def snapshot(connection: Connection, month: int) -> Snapshot | None:
    """The month as it was closed; None while it is open."""
    row = connection.execute(
        select(ledger_month, staff.c.name)
        .join(staff, staff.c.id == ledger_month.c.staff_id)
        .where(ledger_month.c.month == month, ledger_month.c.reopened_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    return Snapshot(row.month, row.closed_at, row.name, loads(row.balance), loads(row.rows), loads(row.sent))


def forget(connection: Connection, dispute_no: str) -> None:
    """Take the words of a dispute out of the months that were closed with it; their figures stay as they were sent."""
    holding = select(ledger_month.c.month, ledger_month.c.rows).where(
        func.instr(ledger_month.c.rows, dumps(dispute_no)) > 0
    )
    for month, kept in connection.execute(holding).all():
        lines = [_unspoken(line) if line["dispute_no"] == dispute_no else line for line in loads(kept)]
        change = update(ledger_month).where(ledger_month.c.month == month).values(rows=dumps(lines))
        connection.execute(change)


def _unspoken(line: dict[str, Any]) -> dict[str, Any]:
    empty = {str: "", dict: {}, list: [], int: 0}
    return {key: value if key in _NO_WORDS else empty.get(type(value)) for key, value in line.items()}


def closed_months(connection: Connection) -> list[int]:
    """Every month that was closed, oldest first."""
    return [month for (month,) in _CLOSED.all(connection, {})]


def close(connection: Connection, act: Act, month: int, balance: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Keep the month as it is sent. The caller has made sure that it is open."""
    row = {
        "closed_at": act.at,
        "staff_id": act.staff_id,
        "balance": dumps(balance),
        "rows": dumps(rows),
        "reopened_at": None,
    }
    new = upsert(ledger_month).values(month=month, **row)
    connection.execute(new.on_conflict_do_update(index_elements=["month"], set_=row))


def reopen(connection: Connection, act: Act, month: int) -> None:
    """The month is open again; what it was closed with stays until it is closed anew."""
    connection.execute(update(ledger_month).where(ledger_month.c.month == month).values(reopened_at=act.at))
