"""Which records went when their period was over: asked before the audit chain takes a line, and by what shows one."""

from __future__ import annotations

from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert

from petidesk.domain.retention.purges import Purged
from petidesk.domain.trouble import Refused
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import dispute, folder_fact, letter, meeting, petition_case, purge, visit

# Each kind of the audit chain that can go, with the number that it is known by.
NUMBERED: dict[str, tuple[Table, str]] = {
    "visit": (visit, "visit_no"),
    "case": (petition_case, "case_no"),
    "dispute": (dispute, "dispute_no"),
    "letter": (letter, "document_no"),
    "meeting": (meeting, "meeting_no"),
}


def _asked(table: Table, number: str) -> Prepared:
    return Prepared(
        select(purge.c.number, purge.c.on_day)
        .join(table, table.c.purge_id == purge.c.id)
        .where(table.c[number] == bindparam("number"))
    )


_ASKED = {kind: _asked(*named) for kind, named in NUMBERED.items()}


def of(connection: Connection, kind: str, number: str) -> Purged | None:
    """By what this record went; None while it is whole, and for kinds that never go by themselves."""
    asked = _ASKED.get(kind)
    row = None if asked is None else asked.first(connection, {"number": number})
    return None if row is None else Purged(str(row[0]), row[1])


def refuse(connection: Connection, kind: str, number: str) -> None:
    """Refused (already_closed) for a record that went: nothing of it can be changed, printed or opened any more."""
    found = of(connection, kind, number)
    if found is not None:
        raise Refused("already_closed", f"{number}{found.words}要办新的事，请新登记一件。")


# Whether words that went may still stand in free pages, in the index or in attachments' files.
_UNSETTLED = "purge_unsettled"


def unsettled(connection: Connection) -> bool:
    """Whether a purge still has to be carried through in the file itself."""
    return connection.execute(select(folder_fact.c.value).where(folder_fact.c.key == _UNSETTLED)).scalar() == "1"


def to_settle(connection: Connection) -> None:
    """A purge is in this transaction: the file has to be written anew after it."""
    _note(connection, "1")


def settled(connection: Connection) -> None:
    """What went stands nowhere any more."""
    _note(connection, "0")


def _note(connection: Connection, value: str) -> None:
    new = upsert(folder_fact).values(key=_UNSETTLED, value=value)
    connection.execute(new.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
