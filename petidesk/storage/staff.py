"""Who works at the desk, in rows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import DatabaseError

from petidesk.domain.staff import Staff
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file.database import Database, new_id
from petidesk.storage.file.key import Key
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import staff

_ROLE = Prepared(select(staff.c.role).where(staff.c.id == bindparam("who"), staff.c.active))


def everybody(connection: Connection) -> list[Staff]:
    """Everyone who works or worked at the desk, in the order they came."""
    rows = connection.execute(select(staff).order_by(staff.c.id))
    return [Staff(row.id, row.name, row.role, row.active, row.accusations) for row in rows]


def of_file(file: Path, key: Key | None) -> list[Staff]:
    """Everyone of a database that nobody has opened yet; nobody where it is not there or cannot be read."""
    if not file.is_file():
        return []
    database = Database(file, key, read_only=True)
    try:
        with database.read() as connection:
            return everybody(connection)
    except (KnownTrouble, DatabaseError):
        return []
    finally:
        database.close()


def role(connection: Connection, staff_id: int) -> str:
    """The role of an active member; empty for anybody else."""
    return str(_ROLE.scalar(connection, {"who": staff_id}) or "")


def add(connection: Connection, name: str, role: str, *, accusations: bool = False) -> int:
    """A new member of staff."""
    return new_id(connection, insert(staff), {"name": name, "role": role, "accusations": accusations})


def put(connection: Connection, member: Staff) -> None:
    """Let a member be what is said here; the name stays."""
    values = {"role": member.role, "accusations": member.accusations, "active": member.active}
    connection.execute(update(staff).where(staff.c.id == member.staff_id).values(values))
