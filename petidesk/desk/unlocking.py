"""Opening an encrypted folder before there is a desk: by a password, or by the recovery code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from petidesk.desk.opening import open_desk
from petidesk.domain.secrets.passwords import new_password
from petidesk.storage import staff as staff_rows
from petidesk.storage.file.database import FILE_NAME, Database
from petidesk.storage.file.key import Key
from petidesk.storage.secrets import keyring, tries
from petidesk.storage.secrets import unlocking as storage
from petidesk.storage.secrets.ring import Unlocked

__all__ = ["Unlocked", "handed_over", "is_encrypted", "log_in", "recover", "taken_over", "who"]


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who can open the folder by a password; `waits`: seconds that the next try will wait."""

    name: str
    waits: int


def is_encrypted(folder: Path) -> bool:
    """Whether the records of a folder are encrypted."""
    return keyring.is_encrypted(folder / FILE_NAME)


def who(folder: Path) -> list[Login]:
    """Everybody with a password, in the order they came. KnownTrouble damaged where the keyring is."""
    found = storage.keyring_of(folder)
    return [Login(entry.name, tries.wait_of(folder, entry.entry_id)) for entry in found.ring.people]


def log_in(folder: Path, name: str | None, password: str | None) -> Unlocked | None:
    """What a password opens; None for a plain folder, which has none. KnownTrouble wrong_password, damaged."""
    return storage.log_in(folder, name, password) if is_encrypted(folder) else None


def recover(folder: Path, name: str | None, code: str, password: str) -> Unlocked | None:
    """Open a folder by the recovery code and give a person (the first administrator) a new password.

    None for a plain folder. Refused bad_value for a code or password that is none, not_found for a person who is not
    there; KnownTrouble wrong_password for a code that is not this folder's, locked while somebody else writes.
    """
    if not is_encrypted(folder):
        return None
    password = new_password(password)
    opened = storage.recover(folder, code)
    name = name or _first_admin(folder, opened)
    with_name = open_desk(folder, staff=name, unlocked=opened)
    try:
        with_name.secrets.set_own_password(password)
    finally:
        with_name.close()
    return storage.log_in(folder, name, password)


def who_of_backup(folder: Path, backup: Path) -> list[Login]:
    """Everybody with a password for an encrypted backup. KnownTrouble damaged where it carries no keyring."""
    carried = keyring.of_backup(backup)
    found = carried if carried is not None else storage.keyring_of(folder)
    return [Login(entry.name, tries.wait_of(folder, entry.entry_id)) for entry in found.ring.people]


def backup_is_encrypted(backup: Path) -> bool:
    """Whether a backup needs a password."""
    return keyring.is_encrypted(backup)


# ---- from one process to the next, by a pipe


def handed_over(unlocked: Unlocked) -> bytes:
    """One line for the pipe to a process of our own; never an argument or a file, which others can read."""
    return unlocked.key.secret.hex().encode() + b"\n"


def taken_over(folder: Path, line: bytes) -> Unlocked | None:
    """What came through the pipe; None where nothing came. KnownTrouble damaged where it is not this folder's key."""
    if not line.strip():
        return None
    key = Key(bytes.fromhex(line.decode("ascii").strip()))
    ring = storage.ring_for(folder, key)
    return Unlocked(key, ring.people[0], None, bytes.fromhex(ring.accusations))


def _first_admin(folder: Path, opened: Unlocked) -> str:
    database = Database(folder / FILE_NAME, opened.key, read_only=True)
    try:
        with database.read() as connection:
            active = [member for member in staff_rows.everybody(connection) if member.active]
    finally:
        database.close()
    return next((member.name for member in active if member.role == "admin"), active[0].name)
