"""The purges that were done, in rows; and whether the last one still has to be carried through in the file itself."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from petidesk.domain.audit import Act
from petidesk.domain.retention.purges import Purge
from petidesk.domain.retention.records import Sum
from petidesk.storage import purged
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.schema import purge, staff

_ALL = select(purge, staff.c.name.label("by")).join(staff, staff.c.id == purge.c.staff_id)


def next_id(connection: Connection) -> int:
    """The row that the next purge has, which is also its serial: purges are never taken back."""
    return int(connection.execute(select(func.coalesce(func.max(purge.c.id), 0))).scalar_one()) + 1


def add(connection: Connection, act: Act, purge_id: int, done: Purge, pdf: bytes) -> None:
    """Keep a purge with its certificate, in the transaction that did it; the file itself is still to be settled."""
    row = {
        "id": purge_id,
        "number": done.number,
        "on_day": done.on,
        "at": done.at,
        "staff_id": act.staff_id,
        "second": done.second,
        "why": done.why,
        "sums": dumps([asdict(one) for one in done.sums]),
        "event_id": done.event_id,
        "head": done.head,
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "pdf": pdf,
    }
    connection.execute(insert(purge), row)
    purged.to_settle(connection)


def every(connection: Connection) -> list[Purge]:
    """All purges, the newest first."""
    return [_purge(row) for row in connection.execute(_ALL.order_by(purge.c.id.desc()))]


def named(connection: Connection, number: str) -> tuple[Purge, bytes] | None:
    """A purge by its number, with the certificate."""
    row = connection.execute(_ALL.where(purge.c.number == number)).one_or_none()
    return None if row is None else (_purge(row), bytes(row.pdf))


def _purge(row: Row[Any]) -> Purge:
    sums = tuple(Sum(**one) for one in loads(row.sums))
    return Purge(row.number, row.on_day, row.at, row.by, row.second, row.why, sums, row.event_id, row.head)


def only_going(sums: tuple[Sum, ...]) -> tuple[Sum, ...]:
    """The sums of what goes, without what stays beside it."""
    return tuple(replace(one, staying=0) for one in sums if one.going)
