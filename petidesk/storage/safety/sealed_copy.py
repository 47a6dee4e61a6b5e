"""A backup of an encrypted folder without its password: file and journal byte for byte, not checked until it is opened.

A planned backup at night knows no password. What it copies is what lies on the disk: the file, the journal beside it,
and every attachment; the sums of both sides are compared, and the keyring goes behind the pages as in every backup. It
is shown as 未核对 and counts for nothing until somebody has unlocked the folder: then it is opened, its journal folded
in, and it is checked like any other (`check_all`).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from petidesk.domain.backups import Backup, BackupName, read_name
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file import points, private, sealed, upgrade
from petidesk.storage.file.database import FILE_NAME, Database
from petidesk.storage.file.disk import free_bytes, other_disk, sync_file, sync_folder, told_of_disk
from petidesk.storage.file.key import Key
from petidesk.storage.safety import attached, backup, backup_log, sums
from petidesk.storage.secrets import keyring, unlocking

_WAL = "-wal"
_SPARE = 1 << 20
# A file that goes on changing while it is copied is another's; its journal is folded in now and then.
_TRIES = 20


def make(data: Path, folder: Path, at: datetime, pause: Callable[[], object] = lambda: None) -> Backup:
    """Copy the file and the journal of `data` into `folder`, and say that nobody has checked it.

    Beside a window, which goes on writing, it is copied again until file and journal belong together; `pause` lets a
    moment pass in between. KnownTrouble full, read_only; locked where the file would not hold still.
    """
    ring = unlocking.keyring_of(data).ring
    name = BackupName(at, "manual", upgrade.NEWEST)
    _refuse_no_room(data, folder)
    with told_of_disk(folder):
        private.make_folder(folder)
    with backup.reserved(folder, name) as (unfinished, final, told):
        wal = final.with_name(final.name + _WAL)
        try:
            _copied_together(data / FILE_NAME, unfinished, wal, pause)
            points.passed("sealed.copied")
            keyring.append(unfinished, ring)
            parts = [(final.name, unfinished), *([(wal.name, wal)] if wal.is_file() else [])]
            sums.leave_beside(final, [(part, sums.of(file)) for part, file in parts])
            points.passed("sealed.sums")
            _bring_all(data, folder, final)
            points.passed("sealed.files")
            backup_log.keep_unchecked(data, [*backup_log.unchecked(data), final])
            with told_of_disk(folder):
                os.replace(unfinished, final)
                sync_folder(folder)
            points.passed("sealed.named")
            size = final.stat().st_size
        except BaseException:
            with contextlib.suppress(OSError):
                wal.unlink(missing_ok=True)
                sums.remove_beside(final)
            raise
    return Backup(str(final.absolute()), told.at, size, told.reason, False)


def check_all(data: Path, key: Key) -> list[Backup]:
    """Open every copy that nobody has checked, fold its journal in, check it and enter it in the log; those that are
    whole. One that is not stays unchecked; one that is gone is forgotten.
    """
    whole, left = [], []
    for file in backup_log.unchecked(data):
        if not file.is_file():
            if not file.parent.is_dir():
                left.append(file)
            continue
        try:
            made = _checked(data, file, key)
        except (KnownTrouble, OSError):
            made = None
        if made is None:
            left.append(file)
        else:
            whole.append(made)
    if whole or left != backup_log.unchecked(data):
        backup_log.keep_unchecked(data, left)
    return whole


def _checked(data: Path, file: Path, key: Key) -> Backup | None:
    carried = keyring.of_backup(file)
    if carried is None or carried.ring.key_id != key.ident:
        return None
    unfinished = file.with_name(file.name + ".part")
    beside = [unfinished.with_name(unfinished.name + ending) for ending in (_WAL, "-shm")]
    wal = file.with_name(file.name + _WAL)
    try:
        private.make_file(unfinished)
        shutil.copyfile(file, unfinished)
        keyring.cut_off(unfinished)
        if wal.is_file():
            private.make_file(beside[0])
            shutil.copyfile(wal, beside[0])
        database = Database(unfinished, key)
        try:
            database.fold_journal()
            if database.quick_check() is not None:
                return None
            with database.read() as connection:
                held = backup.facts(connection)
        finally:
            database.close()
        points.passed("unsealed.checked")
        needs = attached.needs_of(unfinished, key)
        attached.write_list(data, file, needs)
        keyring.append(unfinished, carried.ring)
        sum_ = sums.of(unfinished)
        own = file.parent.resolve() == (data / backup_log.FOLDER).resolve()
        sums.remove_beside(file)
        points.passed("unsealed.sums")
        os.replace(unfinished, file)
        points.passed("unsealed.replaced")
        wal.unlink(missing_ok=True)
        sync_folder(file.parent)
        if not own:
            sums.leave_beside(file, [(file.name, sum_)])
    finally:
        for left in (unfinished, *beside):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
    name, size = read_name(file.name), file.stat().st_size
    assert name is not None  # it was named by `make`
    said = file.name if own else str(file.absolute())
    entry = backup_log.Entry(
        said, name.at, size, name.reason, other_disk(data, file.parent), held.last_hash, sum_, held.last_event
    )
    backup_log.add(data, entry)
    points.passed("unsealed.logged")
    return Backup(str(file), name.at, size, name.reason, attached.complete(file))


def _copied_together(file: Path, target: Path, wal: Path, pause: Callable[[], object]) -> None:
    """File and journal of one moment: neither the file nor what was copied of the journal has changed meanwhile."""
    beside = file.with_name(file.name + _WAL)
    for _ in range(_TRIES):
        begun = _digest(file)
        with told_of_disk(target.parent):
            shutil.copyfile(file, target)
            if beside.is_file():
                private.make_file(wal)
                shutil.copyfile(beside, wal)
            else:
                wal.unlink(missing_ok=True)
            sync_file(target)
        length = wal.stat().st_size if wal.is_file() else 0
        if begun == _digest(file) == _digest(target) and _digest(beside, length) == _digest(wal, length):
            if length:
                sync_file(wal)
            return
        pause()
    raise KnownTrouble("locked", "数据文件一直在变动，没有备份。请稍候再试，或用密码备份。")


def _digest(file: Path, length: int | None = None) -> str:
    """The sum of a file, or of its first bytes; of none for a file that is not there."""
    sum_, left = hashlib.sha256(), length
    with contextlib.suppress(FileNotFoundError), file.open("rb") as stream:
        while left is None or left > 0:
            piece = stream.read(1 << 20 if left is None else min(1 << 20, left))
            if not piece:
                break
            sum_.update(piece)
            left = None if left is None else left - len(piece)
    return sum_.hexdigest()


def _bring_all(data: Path, folder: Path, final: Path) -> None:
    """Every attachment, for without the key nobody knows which are needed."""
    names = list(sealed.names(data))
    lines = []
    for name in names:
        with contextlib.suppress(FileNotFoundError):  # removed meanwhile
            size = sealed.path(data, name).stat().st_size
            if not sealed.lies(folder, name, size):
                sealed.copy(data, folder, name)
            lines.append(f"{name} {size}\n")
    if lines:
        with told_of_disk(folder):
            private.write_text(attached.list_of(final), "".join(lines))


def _refuse_no_room(data: Path, folder: Path) -> None:
    file = data / FILE_NAME
    needed = file.stat().st_size + _SPARE
    free = free_bytes(folder)
    if free < needed:
        raise KnownTrouble(
            "full", f"“{folder}”所在的磁盘只剩{free >> 20} MB，备份需要{(needed >> 20) + 1} MB，没有备份。"
        )
