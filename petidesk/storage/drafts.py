"""Unfinished forms: the draft row and its content are one row, written in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from petidesk.domain.audit import Act
from petidesk.domain.listing import Draft
from petidesk.storage.file.database import new_id
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.schema import draft, staff


def save(
    connection: Connection, act: Act, draft_id: int | None, kind: str, content: Mapping[str, Any], restricted: bool
) -> int:
    """Keep the form as it stands. A draft that was finished or discarded meanwhile is begun anew."""
    row = {
        "kind": kind,
        "restricted": restricted,
        "content": dumps(content),
        "saved_at": act.at,
        "staff_id": act.staff_id,
    }
    if draft_id is not None:
        changed = connection.execute(update(draft).where(draft.c.id == draft_id).values(**row))
        if changed.rowcount:
            return draft_id
    return new_id(connection, insert(draft), row)


def restrict(connection: Connection, key: str, number: str) -> None:
    """Close the forms begun for a record (`key`: case_no or visit_no) that turned out to accuse somebody."""
    about = func.json_extract(draft.c.content, f"$.{key}") == number
    connection.execute(update(draft).where(about).values(restricted=True))


def discard(connection: Connection, draft_id: int) -> None:
    """The form was finished or thrown away."""
    connection.execute(delete(draft).where(draft.c.id == draft_id))


def everything(connection: Connection) -> list[Draft]:
    """All drafts, the one saved last first."""
    rows = connection.execute(
        select(draft, staff.c.name.label("staff_name"))
        .join(staff, staff.c.id == draft.c.staff_id)
        .order_by(draft.c.saved_at.desc(), draft.c.id.desc())
    )
    return [Draft(row.id, row.kind, row.restricted, loads(row.content), row.saved_at, row.staff_name) for row in rows]


def count(connection: Connection) -> int:
    """How many drafts wait."""
    return int(connection.execute(select(func.count()).select_from(draft)).scalar_one())
