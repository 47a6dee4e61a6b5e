"""`desk.staff`: who works here, with which role; whoever acts now, and what that one may."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from petidesk.domain.permissions import Permission
from petidesk.domain.staff import NO_ACCUSATIONS, Staff, StaffChanged, new_name, refuse_no_admin, role_of, who_acts
from petidesk.domain.trouble import Refused
from petidesk.storage import staff as rows
from petidesk.storage.file.database import FILE_NAME, Transaction
from petidesk.storage.file.key import Key
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session


class StaffDesk:
    """The members of staff. Nobody is ever deleted: records say who wrote them.

    `secrets_follow` is told of each change, in its transaction: what it means for who opens an encrypted folder.
    """

    def __init__(self, session: Session, secrets_follow: Callable[[Transaction, Staff], Sequence[str]]) -> None:
        self._session = session
        self._secrets_follow = secrets_follow

    def all(self) -> tuple[Staff, ...]:
        """Everyone who works or worked at the desk, in the order they came."""
        with self._session.reading() as connection:
            return tuple(rows.everybody(connection))

    def why_not(self, permission: Permission) -> str:
        """Why whoever acts may not do this, for a door that says it beforehand; empty where it is allowed."""
        with self._session.reading() as connection:
            return permission.why_not(rows.role(connection, self._session.actor.staff_id))

    def add(self, name: str, role: str, *, accusations: bool = False) -> Staff:
        """A new member of staff. Refused missing, bad_value; forbidden for a name that cannot be told from another."""
        role = role_of(role)
        with self._session.writing() as connection:
            self._session.require(connection, Permission.STAFF)
            name = new_name(name, rows.everybody(connection))
            member = Staff(rows.add(connection, name, role, accusations=accusations), name, role, True, accusations)
            audit_rows.append(connection, self._session.act(), "staff.added", "staff", name, after=_said(member))
        return member

    def change(
        self, name: str, *, role: str | None = None, accusations: bool | None = None, retire: bool = False
    ) -> StaffChanged:
        """Another role or permission, or the end of somebody's work here; None leaves as it is.

        A role brings somebody back who was retired. Refused not_found, bad_value, missing where nothing changes;
        forbidden for the last administrator. That nobody can open accusations any more is a warning.
        """
        if role is not None:
            role_of(role)
        with self._session.writing() as connection:
            self._session.require(connection, Permission.STAFF)
            before = rows.everybody(connection)
            member = next((one for one in before if one.name == name.strip()), None)
            if member is None:
                raise Refused("not_found", f"没有叫“{name}”的工作人员。", field="name")
            changed = dataclasses.replace(
                member,
                role=role or member.role,
                accusations=member.accusations if accusations is None else accusations,
                active=not retire and (member.active or role is not None),
            )
            if changed == member:
                raise Refused("missing", "与原来一样，没有要更改的。")
            after = [changed if one is member else one for one in before]
            refuse_no_admin(after)
            rows.put(connection, changed)
            audit_rows.append(
                connection,
                self._session.act(),
                "staff.retired" if retire else "staff.changed",
                "staff",
                member.name,
                before=_said(member),
                after=_said(changed),
            )
            copies = tuple(self._secrets_follow(connection, changed))
        return StaffChanged(changed, (NO_ACCUSATIONS,) if _lost(before, after) else (), copies)


def refuse_restoring(folder: Path, staff: str | None, key: Key | None = None) -> None:
    """Refuse (no_permission, not_found, missing) whom the records of a folder do not name an administrator.

    `key` opens them where they are encrypted. Where they cannot be asked (gone, damaged, of another version or key),
    nobody is refused: then the backup is all there is.
    """
    known = rows.of_file(folder / FILE_NAME, key)
    if known:
        Permission.RESTORE.refuse(who_acts(known, staff).role)


def _lost(before: list[Staff], after: list[Staff]) -> bool:
    """Whether somebody could open accusations, and nobody can any more."""
    could, can = (any(one.active and one.accusations for one in all_of_them) for all_of_them in (before, after))
    return could and not can


def _said(member: Staff) -> dict[str, Any]:
    return {"role": member.role, "accusations": member.accusations, "active": member.active}
