"""Unfinished forms: the draft row and its content are one row, written in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, or_, select, update

from petidesk.domain.audit import Act
from petidesk.domain.listing import ClosedDraft, Draft
from petidesk.domain.opened import Opened
from petidesk.domain.secrets.sealed import holds_sealed
from petidesk.storage import closing
from petidesk.storage.file.database import new_id
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import draft, staff


def save(
    connection: Connection, act: Act, draft_id: int | None, kind: str, content: Mapping[str, Any], restricted: bool
) -> int:
    """Keep the form as it stands. A draft that was finished or discarded meanwhile, or is another's, is begun anew."""
    row: dict[str, Any] = {
        "kind": kind,
        "restricted": restricted,
        "content": dumps(content),
        "saved_at": act.at,
        "staff_id": act.staff_id,
    }
    row = closing.row(connection, draft, row, closed=restricted)
    if draft_id is not None:
        mine = (draft.c.id == draft_id, _belongs_to(act.staff_id))
        changed = connection.execute(update(draft).where(*mine).values(**row))
        if changed.rowcount:
            return draft_id
    return new_id(connection, insert(draft), row)


def restrict(connection: Connection, key: str, number: str) -> None:
    """Close the forms begun for a record (`key`: case_no or visit_no) that turned out to accuse somebody."""
    about = func.json_extract(draft.c.content, f"$.{key}") == number
    connection.execute(update(draft).where(about).values(restricted=True))


def discard(connection: Connection, draft_id: int, staff_id: int) -> bool:
    """The form was finished or thrown away by this member of staff; another's stays. Whether it went."""
    return bool(connection.execute(delete(draft).where(draft.c.id == draft_id, _belongs_to(staff_id))).rowcount)


def take_over(connection: Connection, draft_id: int, staff_id: int) -> None:
    """Where accusations are sealed, a form that was opened for a reason is whoever's opened it: its own author cannot
    read it any more.
    """
    if closing.seals_here(connection):
        connection.execute(update(draft).where(draft.c.id == draft_id).values(staff_id=staff_id))


def _belongs_to(staff_id: int) -> ColumnElement[bool]:
    """A form belongs to whoever saved it last; it is left to the others only when that one does not work here."""
    gone = select(staff.c.id).where(staff.c.active.is_(False))
    return or_(draft.c.staff_id == staff_id, draft.c.staff_id.in_(gone))


_WHOLE = select(draft, staff.c.name.label("staff_name")).join(staff, staff.c.id == draft.c.staff_id)
# A form belongs to whoever began it; it is left to the others only when that one does not work here any more.
_OF = or_(draft.c.staff_id == bindparam("reader"), staff.c.active.is_(False))
# Where accusations are sealed, whoever began one cannot read it any more once the program was closed: it is left to
# those who may.
_OF_SEALED = or_(_OF, draft.c.restricted.is_(True))
_EVERYTHING, _EVERYTHING_SEALED = (
    Prepared(_WHOLE.where(of).order_by(draft.c.saved_at.desc(), draft.c.id.desc())) for of in (_OF, _OF_SEALED)
)


def everything(connection: Connection, reader: int) -> list[Draft | ClosedDraft]:
    """The drafts of this member of staff and of those who left, the one saved last first.

    An accusation that another began is closed, and one's own that was sealed before this program was opened. Where
    accusations are sealed, those of everybody come.
    """
    asked = _EVERYTHING_SEALED if closing.seals_here(connection) else _EVERYTHING
    rows = asked.named(connection, {"reader": reader})
    return [
        ClosedDraft(row.id, row.kind, row.saved_at, row.staff_name)
        if row.restricted and (row.staff_id != reader or holds_sealed(row.content))
        else _draft(row)
        for row in rows
    ]


def load(connection: Connection, draft_id: int, reader: int, _opened: Opened) -> Draft | None:
    """One of these drafts; None when it was finished or thrown away, or is another's."""
    of = _OF_SEALED if closing.seals_here(connection) else _OF
    row = connection.execute(_WHOLE.where(draft.c.id == draft_id, of), {"reader": reader}).one_or_none()
    return None if row is None else _draft(row)


def _draft(row: Any) -> Draft:
    return Draft(row.id, row.kind, row.restricted, loads(row.content), row.saved_at, row.staff_name)
