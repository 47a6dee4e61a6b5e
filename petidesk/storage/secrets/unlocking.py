"""From a typed password, or a code, to the key of a folder.

A right secret in a ring that is not the one of the file (the program ended while the folder went from one key to
another) is tried on the next ring. Where both files of the keyring are gone, the newest backup that carries one helps.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from petidesk.domain.secrets.passwords import password_wanted, spoken, wrong_password
from petidesk.domain.secrets.recovery import typed_code
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage.file.database import FILE_NAME, Database
from petidesk.storage.file.key import Key
from petidesk.storage.secrets import keyring, tries
from petidesk.storage.secrets.keyring import Keyring
from petidesk.storage.secrets.ring import DAMAGED, RECOVERY, Entry, Ring, Unlocked, unlock

_BACKUPS = "backups"
WRONG_CODE = "这不是这个单位现在的恢复码，没有打开。请拿最新的一张恢复单再试。"
Wait = Callable[[float], object]


def keyring_of(folder: Path) -> Keyring:
    """The keyring of an encrypted folder, or of its newest backup. KnownTrouble damaged when there is none."""
    trouble = KnownTrouble("damaged", "钥匙文件不在了，现有的记录打不开。请从备份恢复，备份里带着钥匙。")
    try:
        found = keyring.read(folder)
        if found is not None:
            return found
    except KnownTrouble as damaged:
        if damaged.code != "damaged":
            raise
        trouble = damaged
    with contextlib.suppress(OSError):
        for backup in sorted((folder / _BACKUPS).glob("*.db"), reverse=True):
            with contextlib.suppress(KnownTrouble):
                carried = keyring.of_backup(backup)
                if carried is not None:
                    return carried
    raise trouble


def ring_for(folder: Path, key: Key) -> Ring:
    """The ring of an open folder's key. KnownTrouble damaged when the keyring lost it."""
    for ring in keyring_of(folder).rings:
        if ring.key_id == key.ident:
            return ring
    raise KnownTrouble("damaged", DAMAGED)


def log_in(folder: Path, name: str | None, password: str | None, wait: Wait | None = None) -> Unlocked:
    """Open an encrypted folder for a person; without a name, for the only one there is.

    KnownTrouble wrong_password (none given, or wrong: from the fourth in a row on after a wait), damaged; Refused
    missing where several persons have a password and none is named.
    """
    found = keyring_of(folder)
    entry = _person(found.ring, name)
    said = spoken(_given(password))
    opened = open_with(folder / FILE_NAME, found, entry, said, tries_in=folder, wait=wait)
    keyring.heal(folder, found)
    return opened


def recover(folder: Path, typed: str, wait: Wait | None = None) -> Unlocked:
    """Open an encrypted folder by the recovery code. Refused bad_value for one typed wrong; KnownTrouble as above."""
    found = keyring_of(folder)
    code = typed_code(typed)
    entry = recovery_entry(found.ring)
    opened = open_with(folder / FILE_NAME, found, entry, code.encode(), tries_in=folder, wait=wait)
    keyring.heal(folder, found)
    return opened


def open_backup(
    folder: Path, backup: Path, name: str | None, password: str | None, code: str | None = None
) -> tuple[Unlocked, Ring]:
    """Open an encrypted backup by a password or the code, and the ring that a restored folder then has.

    Where the folder has a ring of the same key, its passwords count, the newest ones; else those of when the backup was
    made. KnownTrouble wrong_password, damaged; Refused missing, bad_value as in `log_in` and `recover`.
    """
    rings = []
    with contextlib.suppress(KnownTrouble):
        present = keyring.read(folder)
        rings = list(present.rings) if present else []
    carried = keyring.of_backup(backup)
    if carried is not None:
        ident = carried.ring.key_id
        rings = [*(ring for ring in rings if ring.key_id == ident), carried.ring]
    if not rings:
        raise KnownTrouble("damaged", "这份加密的备份里没有钥匙，打不开。请换一份备份。")
    wrong: KnownTrouble | None = None
    for ring in rings:
        entry = recovery_entry(ring) if code is not None else _person(ring, name)
        said = typed_code(code).encode() if code is not None else spoken(_given(password))
        try:
            return open_with(backup, Keyring((ring,)), entry, said, tries_in=folder), ring
        except KnownTrouble as trouble:
            if trouble.code != "wrong_password":
                raise
            wrong = trouble
    raise wrong or wrong_password()


def _given(password: str | None) -> str:
    if password is None:
        raise password_wanted()
    return password


def recovery_entry(ring: Ring) -> Entry:
    """The entry of the code. KnownTrouble wrong_password where none was ever made."""
    if ring.recovery is None:
        raise KnownTrouble("wrong_password", "这个单位没有做过恢复码，只能用密码打开。")
    return ring.recovery


def _person(ring: Ring, name: str | None) -> Entry:
    if name is None:
        if len(ring.people) == 1:
            return ring.people[0]
        raise Refused("missing", "有多名工作人员，请写明是谁在操作。", field="staff", hint="用 --staff。")
    entry = ring.person(name)
    if entry is None:
        # Who was retired has none any more; which of both it is nobody can tell before the records are open.
        words = f"“{name}”打不开加密的记录：已经停用，或者还没有密码。请核对姓名，或请管理员设一个密码。"
        raise KnownTrouble("wrong_password", words)
    return entry


def open_with(
    file: Path, found: Keyring, entry: Entry, said: bytes, *, tries_in: Path, wait: Wait | None = None
) -> Unlocked:
    """What a secret opens of this file; the tries are counted in a folder. KnownTrouble wrong_password, damaged."""
    with tries.counted(tries_in, entry.entry_id, wait):
        try:
            return _tried(file, found, entry, said)
        except KnownTrouble as trouble:
            if trouble.code == "wrong_password" and entry.kind == RECOVERY:
                raise KnownTrouble("wrong_password", WRONG_CODE) from trouble
            raise


def _tried(file: Path, found: Keyring, entry: Entry, said: bytes) -> Unlocked:
    wrong: KnownTrouble | None = None
    for ring in found.rings:
        same = next((one for one in ring.entries if (one.kind, one.staff_id) == (entry.kind, entry.staff_id)), None)
        if same is None:
            continue
        try:
            opened = unlock(ring, same, said)
        except KnownTrouble as trouble:
            if trouble.code != "wrong_password":
                raise
            wrong = trouble
            continue
        if len(found.rings) == 1 or opens(file, opened.key):
            return opened
    raise wrong or wrong_password()


def opens(file: Path, key: Key) -> bool:
    """Whether a database file is encrypted under this key."""
    database = Database(file, key, read_only=True)
    try:
        with database.read() as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
    except KnownTrouble as trouble:
        if trouble.code == "damaged":
            return False
        raise
    finally:
        database.close()
    return True
