"""A living office is encrypted, gets another key, or is made plain again; interrupted at any byte nothing is lost.

All three write the new database beside the old one, compare both record by record, and only then let the new one take
the name. Until then the old file is not touched; from then on what is left over is cleared by whoever opens the folder
next. Encrypting goes through three gates (decision 0016): the copy is the same; a backup in every place opens by the
password and by the code that was typed; only then does what is plain go.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.safety import plain, sealing
from petidesk.desk.unlocking import Unlocked
from petidesk.domain.permissions import Permission
from petidesk.domain.secrets.passwords import new_password, spoken
from petidesk.domain.secrets.recovery import typed_code
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage import attachments, purged
from petidesk.storage.file import points
from petidesk.storage.file.database import FILE_NAME, Database
from petidesk.storage.file.disk import sync_folder, told_of_disk
from petidesk.storage.file.key import Key
from petidesk.storage.file.private import SCRATCH
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.safety import backup, backup_log, plain_copies, recast, restore
from petidesk.storage.secrets import keyring
from petidesk.storage.secrets import ring as rings
from petidesk.storage.secrets import unlocking as storage
from petidesk.storage.secrets.ring import Entry, Ring, Secret
from petidesk.storage.secrets.wraps import FULL, Cost
from petidesk.storage.visits import visits

_BESIDE = FILE_NAME + ".recast"
# What a restore writes into a database by itself.
_OF_RESTORE = ("undo_step",)


@dataclass(frozen=True, slots=True)
class Encrypted:
    """What encrypting did: verified encrypted backups, plain files that went, and those that lie where nobody looks.

    `waiting`: copies on a stick or disk that is not there now. `without`: active members of staff without a password.
    """

    backups: tuple[str, ...]
    gone: tuple[str, ...]
    waiting: tuple[str, ...]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Renewed:
    """What another key did: the backup before it, the first one after it, and the copies that the old key opens."""

    before: str
    after: str
    copies: tuple[str, ...]


def encrypt(
    folder: Path,
    staff: str | None,
    password: str,
    code: str,
    *,
    places: Sequence[Path] = (),
    cost: Cost = FULL,
) -> Encrypted:
    """Encrypt the office of this folder; whoever acts has `password`, and `code` is the recovery code as it was typed.

    `places`: folders that get a backup before anything plain goes, besides the own one and those that have one and can
    be reached. Refused bad_value, forbidden (encrypted already); KnownTrouble
    locked, full, damaged: nothing has changed.
    """
    said, typed = spoken(new_password(password)), typed_code(code).encode()
    with contextlib.closing(open_desk(folder, staff=staff)) as desk:
        _require(desk, Permission.ENCRYPT)
        if desk.secrets.encrypted:
            raise Refused("forbidden", "这个单位的记录已经加密了。", field="password")
        mine = Secret(said, desk.actor.name, desk.actor.staff_id)
        ring, unlocked = rings.new_ring((mine, Secret(typed)), desk.now(), cost)
        places = (folder / backup_log.FOLDER, *places, *plain_copies.places(folder))
        copies = plain_copies.found(folder, places)
        with _beside(desk, unlocked, "secrets.encrypted", copies) as made:
            keyring.write(folder, ring)
            points.passed("encrypt.keyring")
            backups = _proved(desk, made, places, (said, typed))
            points.passed("encrypt.proved")
            plain_copies.renew_upgrades(folder, made, ring, copies)
            points.passed("encrypt.upgrades")
        without = tuple(m.name for m in desk.staff.all() if m.active and m.staff_id != desk.actor.staff_id)
        _swap(desk)
    with contextlib.closing(open_desk(folder, unlocked=unlocked)) as after:
        points.passed("encrypt.opened")
        left = plain.waiting(after.session)
    gone = [name for name in copies if name not in left and not Path(name).exists()]
    return Encrypted(tuple(backups), tuple(gone), tuple(left), without)


def decrypt(folder: Path, unlocked: Unlocked, why: str) -> str:
    """Make the office of this folder plain again, for a reason; the verified backup that was made before.

    Refused missing without a reason, forbidden in a plain folder; KnownTrouble as `encrypt`.
    """
    if not why.strip():
        raise Refused("missing", "请写明解除加密的原因。", field="why")
    with contextlib.closing(open_desk(folder, unlocked=unlocked)) as desk:
        _require(desk, Permission.DECRYPT)
        _refuse_plain(desk)
        before = _verified(desk)
        if desk.session.sealed_from:
            raise Refused("no_permission", _OPENS_NONE)
        with _beside(desk, None, "secrets.decrypted", (), why.strip()):
            pass
        _swap(desk)
        keyring.remove(folder)
        points.passed("decrypt.keyring")
    with contextlib.closing(open_desk(folder, staff=unlocked.entry.name or None)) as after:
        after.attachments.tidy()
    return before


def renew(folder: Path, unlocked: Unlocked, *, copies: bool = False) -> tuple[Unlocked, Renewed]:
    """Give the office of this folder another key; passwords and recovery code stay. A verified backup comes first.

    What opens the folder from then on comes back with what was done.

    `copies`: write the backups that can be reached under the new key, too. Refused forbidden in a plain folder;
    KnownTrouble as `encrypt`.
    """
    with contextlib.closing(open_desk(folder, unlocked=unlocked)) as desk:
        _require(desk, Permission.RENEW_KEY)
        _refuse_plain(desk)
        before = _verified(desk)
        old = storage.ring_for(folder, unlocked.key)
        ring, now = rings.renewed(old, unlocked)
        with _beside(desk, now, "secrets.renewed", ()):
            keyring.write(folder, old, ring)
            points.passed("encrypt.keyring")
        _swap(desk)
        keyring.write(folder, ring)
        points.passed("encrypt.settled")
    with contextlib.closing(open_desk(folder, unlocked=now)) as after:
        after.attachments.tidy()
        made = _verified(after)
        if copies:
            _renew_copies(after, old, unlocked.key, ring)
        left = _under(after, old)
    return now, Renewed(before, made, tuple(left))


def _under(desk: Desk, ring: Ring) -> list[str]:
    """The backups that can be reached and that the key of this ring opens."""
    found = []
    for copy in backup.found(desk.folder):
        with contextlib.suppress(KnownTrouble):
            carried = keyring.of_backup(Path(copy.file))
            if carried is not None and carried.ring.key_id == ring.key_id:
                found.append(copy.file)
    return found


def _renew_copies(desk: Desk, old: Ring, key: Key, ring: Ring) -> None:
    for name in _under(desk, old):
        source = Database(Path(name), key, read_only=True)
        plain_copies.renew(desk.folder, Path(name), source, desk.database, ring)
        points.passed("encrypt.copy")
    backup.thin_out(desk.folder, desk.now())


def _require(desk: Desk, permission: Permission) -> None:
    with desk.reading() as connection:
        desk.session.require(connection, permission)


def _refuse_plain(desk: Desk) -> None:
    if not desk.secrets.encrypted:
        raise Refused("forbidden", "这个单位的记录没有加密。", field="password")


def _verified(desk: Desk) -> str:
    made = desk.backups.make()
    if not made.verified:
        raise KnownTrouble("damaged", "先做的备份没有核对通过，没有继续。请先检查数据（附件的文件可能不在了）。")
    return made.file


@contextlib.contextmanager
def _beside(
    desk: Desk, unlocked: Unlocked | None, action: str, copies: Sequence[str], why: str = ""
) -> Iterator[Database]:
    """The database under another key, beside the present one and the same as it; with the trace of what is done.

    It goes again when the block fails, and so do the attachments that were written for it.
    """
    file = desk.folder / _BESIDE
    key, seal = (unlocked.key, unlocked.seal) if unlocked is not None else (None, None)
    try:
        recast.recast(desk.database, file, key, desk.folder, seal=seal)
        points.passed("encrypt.recast")
        made = Database(file, key, seal=seal or desk.database.seal)
        try:
            if desk.database.key is None or key is None:
                _seal_or_open(desk, made, opens=key is None)
                points.passed("encrypt.sealed")
            with made.write() as connection:
                if key is not None:
                    plain_copies.note(connection, copies)
                after = {"why": why} if why else None
                audit_rows.append(connection, desk.act(), action, "secret", "1", after=after)
            points.passed("encrypt.noted")
            yield made
        finally:
            made.close()
    except BaseException:
        with contextlib.suppress(OSError, KnownTrouble):
            for ending in ("", "-wal", "-shm", "-journal"):
                file.with_name(file.name + ending).unlink(missing_ok=True)
            with desk.writing(any_clock=True) as connection:
                attachments.tidy(connection, desk.folder)
        raise


# What sealing adds and takes away besides: the line that says so, who an accuser was known as, the words of the index.
_OF_SEALING = ("audit_event", "audit_payload", "person", "person_phone", "person_initials", "person_decision")
_OPENS_NONE = "解除加密要打开检举控告，你的密码打不开。请由有查阅检举控告权限的管理员来做。"


def _seal_or_open(desk: Desk, made: Database, *, opens: bool) -> None:
    """Accusations are sealed in the file that becomes encrypted, opened in the one that becomes plain; then it is
    compared once more, record by record, as it reads for who may.
    """
    with made.write() as connection:
        if opens:
            sealing.open_all(connection, desk.session)
        else:
            sealing.seal_all(connection, desk.session, files=False)
    made.compact()
    if opens:
        made.seal = None
    with made.write() as connection:
        if opens:
            visits.close_anew(connection)
        purged.settled(connection)
        broken = audit_rows.verify(connection)
    if broken:
        raise KnownTrouble("damaged", f"{broken[0].what}，没有改动原来的记录。请先做一次检查。")
    one, other = (made, desk.database) if opens else (desk.database, made)
    besides = (*_OF_SEALING, "folder_fact")
    if where := recast.difference(one, other, besides=besides, opened=True):
        raise KnownTrouble("damaged", f"新文件与原来的记录不一致（{where}），没有改动原来的记录。请再试一次。")


def _proved(desk: Desk, made: Database, places: Sequence[Path], secrets: tuple[bytes, bytes]) -> list[str]:
    """A backup in every place, restored into a scratch folder by the password and by the code, and compared."""
    found = []
    for place in dict.fromkeys(place.absolute() for place in places):
        copy = Path(backup.make(made, place, "manual", desk.now()).file)
        points.passed("encrypt.backup")
        carried = keyring.of_backup(copy)
        assert carried is not None  # it was written with it just now
        by_password, by_code = carried.ring.people[0], storage.recovery_entry(carried.ring)
        for entry, secret in ((by_password, secrets[0]), (by_code, secrets[1])):
            _restored_the_same(desk, made, copy, carried.ring, entry, secret)
            points.passed("encrypt.restored")
        found.append(str(copy))
    return found


def _restored_the_same(desk: Desk, made: Database, copy: Path, ring: Ring, entry: Entry, secret: bytes) -> None:
    scratch = desk.folder / SCRATCH
    try:
        with told_of_disk(scratch):
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(mode=0o700)
        key = rings.unlock(ring, entry, secret).key
        opened = restore.Opened(key, ring)
        # Its records are compared with those it was made of, one by one: that is more than a check of them.
        restore.put_in_place(scratch, copy, desk.now(), opened, ready=lambda _copy: [], data=desk.folder)
        restored = Database(scratch / FILE_NAME, key, read_only=True)
        try:
            where = recast.difference(made, restored, besides=_OF_RESTORE)
        finally:
            restored.close()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if where is not None:
        raise KnownTrouble("damaged", f"加密的备份恢复出来不一样（{where}），没有加密，原来的记录没有动。")


def _swap(desk: Desk) -> None:
    """Let the new file take the name. The old one's journal is folded in first: it must never be read with the new."""
    file, beside = desk.folder / FILE_NAME, desk.folder / _BESIDE
    desk.database.fold_journal()
    desk.database.close()
    points.passed("encrypt.closed")
    with told_of_disk(desk.folder):
        for ending in ("-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
        points.passed("encrypt.before")
        os.replace(beside, file)
        sync_folder(desk.folder)
    points.passed("encrypt.replaced")
