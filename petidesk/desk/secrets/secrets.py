"""`desk.secrets`: who opens the folder by which secret. All of it works in an encrypted folder alone."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from petidesk.domain.audit import Act
from petidesk.domain.permissions import Permission
from petidesk.domain.secrets.passwords import new_password, spoken
from petidesk.domain.secrets.recovery import typed_code
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage import staff as staff_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.safety import backup
from petidesk.storage.secrets import keyring, unlocking
from petidesk.storage.secrets import ring as rings
from petidesk.storage.secrets.ring import Entry, Ring, Secret, Unlocked
from petidesk.storage.secrets.wraps import FULL, Cost

if TYPE_CHECKING:
    from petidesk.desk.session import Session
    from petidesk.domain.staff import Staff

PLAIN = "这个单位的记录没有加密，没有密码。要设密码，先加密。"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has a password: since when, and whether it opens accusations."""

    name: str
    since: str
    accusations: bool


class Secrets:
    """Made with the session; `cost` of a new secret is the program's, tests may take a cheaper one."""

    def __init__(self, session: Session, cost: Cost = FULL) -> None:
        self._session = session
        self._cost = cost

    @property
    def encrypted(self) -> bool:
        """Whether the folder is encrypted."""
        return self._session.unlocked is not None

    def holders(self) -> list[Holder]:
        """Everybody with a password; none in a plain folder."""
        if not self.encrypted:
            return []
        ring, _ = self._ring()
        return [Holder(entry.name, entry.set_at, entry.sees_accusations) for entry in ring.people]

    def without_password(self) -> list[str]:
        """Who works here and cannot open the encrypted folder yet; nobody in a plain one."""
        if not self.encrypted:
            return []
        able = {entry.staff_id for entry in self._ring()[0].people}
        with self._session.reading() as connection:
            return [one.name for one in staff_rows.everybody(connection) if one.active and one.staff_id not in able]

    @property
    def has_recovery(self) -> bool:
        """Whether there is a recovery code."""
        return self.encrypted and self._ring()[0].recovery is not None

    # ---- passwords

    def set_own_password(self, typed: str) -> list[str]:
        """A new password for whoever acts; what the old one still opens. Refused bad_value."""
        return self.set_password(self._session.actor.name, typed)

    def set_password(self, name: str, typed: str) -> list[str]:
        """A new password for a member of staff; the copies that the old one still opens, by their files.

        It opens what is sealed of accusations where he has the permission and whoever sets it can open them. Refused
        not_found, bad_value, forbidden in a plain folder. KnownTrouble full, read_only: the old password stays.
        """
        said = spoken(new_password(typed))
        ring, unlocked = self._ring()
        with self._session.writing() as connection:
            self._require_staff(connection, name)
            member = _member(connection, name)
            old = _of(ring, member.staff_id)
            if unlocked.accusations is None:
                _refuse_last(ring, old)
            secret = Secret(said, member.name, member.staff_id, member.accusations)
            changed = rings.with_secret(ring, unlocked, secret, self._session.now(), self._cost)
            self._put(connection, changed, "secrets.password_set", member.name)
        self._follow(changed)
        return self.copies_of(old)

    def refuse_password(self, typed: str) -> None:
        """Refuse a password that could not be set, before anything is done that goes with it."""
        new_password(typed)
        self._ring()

    def follow(self, connection: Transaction, member: Staff) -> list[str]:
        """What a change of a member of staff means for his password, in the transaction that changes him.

        Who is retired opens the folder no longer: the copies come back that his password still opens. Accusations are
        opened to it, or closed. Refused forbidden where whoever acts cannot open them himself, and where nobody could
        any more; the last one who can leaves all the same when somebody retires him who cannot help it.
        """
        if not self.encrypted:
            return []
        ring, unlocked = self._ring()
        old = _of(ring, member.staff_id)
        if old is None:
            return []
        if not member.accusations or not (member.active or unlocked.accusations is None):
            _refuse_last(ring, old)
        if not member.active:
            self._put(connection, rings.without(ring, unlocked, member.staff_id), "secrets.password_gone", member.name)
            return self.copies_of(old)
        if member.accusations != old.sees_accusations:
            if member.accusations and unlocked.accusations is None:
                raise Refused("forbidden", "本人没有查阅检举控告的权限，不能给别人。", field="accusations")
            changed = rings.with_accusations(ring, unlocked, member.staff_id, may=member.accusations)
            self._put(connection, changed, "secrets.accusations", member.name)
        return []

    # ---- the recovery code

    def set_recovery(self, code: str) -> list[str]:
        """Put a new recovery code in place of the old one; the copies that the old one still opens.

        Refused forbidden to whoever cannot open accusations: the code would not open them either.
        """
        ring, unlocked = self._ring()
        if unlocked.accusations is None:
            words = "恢复码要能打开检举控告，你的密码打不开。请由有查阅检举控告权限的管理员来做。"
            raise Refused("forbidden", words, field="recovery")
        old = ring.recovery
        secret = Secret(typed_code(code).encode())
        changed = rings.with_secret(ring, unlocked, secret, self._session.now(), self._cost)
        with self._session.writing() as connection:
            self._session.require(connection, Permission.RECOVERY)
            self._put(connection, changed, "secrets.recovery_made", "1")
        return self.copies_of(old)

    def recovery_opens(self, typed: str) -> bool:
        """Whether this code, as typed, opens the folder. Refused bad_value for one that was typed wrong."""
        ring, _ = self._ring()
        said = typed_code(typed).encode()
        try:
            rings.unlock(ring, unlocking.recovery_entry(ring), said)
        except KnownTrouble as trouble:
            if trouble.code != "wrong_password":
                raise
            return False
        return True

    # ---- what an old secret still opens

    def copies_of(self, old: Entry | None) -> list[str]:
        """The backups that can be reached and that a secret of before still opens."""
        if old is None:
            return []
        found = []
        for copy in backup.found(self._session.folder):
            with contextlib.suppress(KnownTrouble):
                carried = keyring.of_backup(Path(copy.file))
                if carried and any(entry.entry_id == old.entry_id for entry in carried.ring.entries):
                    found.append(copy.file)
        return found

    def _require_staff(self, connection: Transaction, name: str) -> None:
        """Everybody sets his own password; that of another is for who manages the staff."""
        if name != self._session.actor.name:
            self._session.require(connection, Permission.STAFF)

    def _ring(self) -> tuple[Ring, Unlocked]:
        unlocked = self._session.unlocked
        if unlocked is None:
            raise Refused("forbidden", PLAIN, field="password")
        return unlocking.ring_for(self._session.folder, unlocked.key), unlocked

    def _put(self, connection: Transaction, ring: Ring, action: str, subject: str) -> None:
        """The trace and the ring together: the ring is written last, before the transaction is committed."""
        act: Act = self._session.act()
        audit_rows.append(connection, act, action, "secret", subject)
        keyring.write(self._session.folder, ring)

    def _follow(self, ring: Ring) -> None:
        """The session goes on with the entry that its own new password made."""
        unlocked = self._session.unlocked
        mine = _of(ring, self._session.actor.staff_id)
        if unlocked is not None and mine is not None:
            self._session.unlocked = replace(unlocked, entry=mine)


def _of(ring: Ring, staff_id: int) -> Entry | None:
    return next((entry for entry in ring.people if entry.staff_id == staff_id), None)


def _refuse_last(ring: Ring, old: Entry | None) -> None:
    """Refuse (forbidden) to take away the last secret that opens accusations: what is sealed would be lost for good."""
    if (
        old is not None
        and old.sees_accusations
        and not any(entry.sees_accusations for entry in ring.entries if entry.entry_id != old.entry_id)
    ):
        words = (
            "除了他没有别的人、也没有恢复码能打开检举控告，这样做了就再也打不开。请先给别人这项权限，或者做一张恢复单。"
        )
        raise Refused("forbidden", words, field="accusations")


def _member(connection: Transaction, name: str) -> Staff:
    for member in staff_rows.everybody(connection):
        if member.name == name.strip() and member.active:
            return member
    raise Refused("not_found", f"没有叫“{name}”的工作人员。", field="staff")
