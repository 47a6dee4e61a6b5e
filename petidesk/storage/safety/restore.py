"""Putting a backup in place of the data file, and making a folder for another computer.

A copy under another name is opened, brought to this program's version and looked through first; the file that was
there is set aside under a name of its own and never written over (rules/desk.md, Backups). Nothing here needs the file
that was there to open.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from petidesk.domain.backups import Moved, Restored
from petidesk.domain.listing import Problem
from petidesk.domain.trouble import KnownTrouble, Refused, Trouble
from petidesk.domain.undo.actions import RESTORED
from petidesk.storage.file import ballast, highest, numbers, points, private, sealed, upgrade
from petidesk.storage.file.database import FILE_NAME, Database, told_plainly
from petidesk.storage.file.disk import free_bytes, sync_file, sync_folder, told_of_disk
from petidesk.storage.file.key import Key
from petidesk.storage.safety import attached, audit, backup_log, checks, head, sums
from petidesk.storage.safety.backup import copy_verified
from petidesk.storage.safety.lost import SET_ASIDE
from petidesk.storage.secrets import keyring, unlocking
from petidesk.storage.secrets.ring import Ring
from petidesk.storage.undo import steps as undo_steps

# Brings a copy to this program's version; what it then finds in the records.
Ready = Callable[[Database], list[Problem]]
_UNFINISHED = ".restoring"
_BESIDE = ("-wal", "-shm", "-journal")
_SPARE = 4 << 20
# What travels to another computer besides the data file: the office's own forms.
_FOLDERS = ("forms",)


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """An encrypted backup that a secret opened: its key, and the ring that goes with it."""

    key: Key
    ring: Ring


@dataclass(frozen=True, slots=True)
class _Held:
    """What a copy holds, and how much is wrong in its records."""

    visits: int
    last_change: datetime | None
    problems: int


def holds_data(folder: Path) -> bool:
    """Whether a data file, or what a crash left of one, lies in the folder."""
    return any((folder / (FILE_NAME + suffix)).exists() for suffix in ("", "-wal", "-journal"))


def refuse_data(folder: Path) -> None:
    """Refuse (forbidden) a folder that holds data."""
    if holds_data(folder):
        raise Refused("forbidden", f"“{folder}”里已经有数据，请换一个空文件夹。", field="to")


def put_in_place(
    folder: Path, source: Path, at: datetime, opened: Opened | None = None, *, ready: Ready, data: Path | None = None
) -> Restored:
    """Check a copy of `source`, make it `ready` and then the data file of `folder`; one already there is set aside.

    The attachments that the copy speaks of are brought first; those that were there stay beside the file set aside.
    The caller holds the writer lock of `folder`. `at` names the file set aside. `opened` is the key of an encrypted
    backup with the ring that the folder has from then on; the ring of a file set aside under another key lies beside.
    The bytes must have the sum that the log of `data` (else of `folder`) or the file beside the backup knows. What
    `ready` finds in the records of such a copy was wrong when it was made, and is told by its number; where no sum is
    known it refuses the copy, and the answer says that none was.

    Raises Trouble ``usage`` when there is no such file, KnownTrouble ``damaged`` (not a backup of ours, or broken),
    ``newer``, ``full``, ``read_only``; the file that was there is then untouched.
    """
    if not source.is_file():
        raise Trouble("usage", f"找不到备份文件“{source}”。", hint="现有的备份用 backup list 列出。")
    target = folder / FILE_NAME
    key = opened.key if opened else None
    known = sums.known(data or folder, source)
    with _checked_copy(folder, source, key, known, ready) as (copy, held), told_of_disk(folder):
        points.passed("restore.ready")
        before, after = head.noted(folder), _head_of(copy, key)
        needs = attached.needs_of(copy, key)
        places = (source.with_suffix(attached.ASIDE), source.parent, folder / backup_log.FOLDER)
        lost = attached.bring(needs, places, folder, thorough=True)
        points.passed("restore.files")
        aside = _aside_name(target, at)
        if target.exists():
            sealed.link_all(folder, aside.with_suffix(attached.ASIDE))
        points.passed("restore.linked")
        rings = _both_rings(folder, opened, aside) if opened else ()
        points.passed("restore.rings")
        set_aside = _set_aside(target, aside)
        points.passed("restore.aside")
        head.leave_restored(folder, before, after)
        points.passed("restore.heads")
        os.replace(copy, target)
        sync_folder(folder)
        points.passed("restore.replaced")
        head.begin_anew(folder, after)
        points.passed("restore.head")
        if opened is not None and rings != (opened.ring,):
            keyring.write(folder, opened.ring)
            points.passed("restore.ring")
    if set_aside is not None:
        sealed.keep_only(folder, (file.name for file in needs.files))
    return Restored(
        str(target.absolute()),
        None if set_aside is None else str(set_aside.absolute()),
        target.stat().st_size,
        held.visits,
        held.last_change,
        len(lost),
        bool(known),
        held.problems,
    )


def _both_rings(folder: Path, opened: Opened, aside: Path) -> tuple[Ring, ...]:
    """Have the ring of what comes beside that of what is there, until the file is replaced."""
    try:
        present = keyring.read(folder)
    except KnownTrouble:
        present = None
    if present is None:
        keyring.write(folder, opened.ring)
        return ()
    if present.rings == (opened.ring,):
        return present.rings
    if keyring.is_encrypted(folder / FILE_NAME) and present.ring.key_id != opened.ring.key_id:
        keyring.put_beside(aside, present)
    keyring.write(folder, *present.rings, opened.ring)
    return present.rings


@contextlib.contextmanager
def _checked_copy(
    folder: Path, source: Path, key: Key | None, known: set[str], ready: Ready
) -> Iterator[tuple[Path, _Held]]:
    copy = folder / (FILE_NAME + _UNFINISHED)
    try:
        with told_of_disk(folder):
            _remove_with_companions(copy)
            _refuse_no_room(folder, source)
            private.make_file(copy)
            shutil.copyfile(source, copy)
            points.passed("restore.copied")
            if known:
                sums.refuse_other(sums.of(copy), known)
            keyring.cut_off(copy)
            _bring_journal(source, copy, known)
        held = _check(copy, key, ready, known=bool(known))
        with told_of_disk(folder):
            sync_file(copy)
        yield copy, held
    finally:
        with contextlib.suppress(OSError):
            _remove_with_companions(copy)


def _bring_journal(source: Path, copy: Path, known: set[str]) -> None:
    """A file that was set aside, or taken from a folder after a crash, has its last commits beside it.

    So has a copy made without a password, and the sum of both beside it. Any other copy has none: what lies there under
    such a name is not of it.
    """
    wal, there = (file.with_name(file.name + "-wal") for file in (source, copy))
    sum_ = sums.read_beside(source).get(wal.name)
    if sum_ is None and known:
        return
    if wal.exists() and (sum_ is not None or wal.stat().st_size):
        private.make_file(there)
        shutil.copyfile(wal, there)
    if sum_ is not None:
        sums.refuse_other(sums.of(there) if there.exists() else "", {sum_})


def _refuse_no_room(folder: Path, source: Path) -> None:
    needed = source.stat().st_size + _SPARE
    if free_bytes(folder) < needed:
        ballast.after_full(folder)
    free = free_bytes(folder)
    if free < needed:
        raise KnownTrouble(
            "full",
            f"磁盘只剩{free >> 20} MB，恢复需要{(needed >> 20) + 1} MB，没有恢复。请清理磁盘，或恢复到别的磁盘。",
        )


def _check(copy: Path, key: Key | None, ready: Ready, *, known: bool) -> _Held:
    """Open the copy as it will be used: whole, ours, of this version; it leaves with its journal folded in."""
    database = Database(copy, key)
    try:
        database.use_wal()
        upgrade.refuse_newer(database)
        with told_plainly():
            with database.read() as connection:
                if odd := checks.integrity(connection, deep=True):
                    raise KnownTrouble("damaged", odd[0].what)
            problems = ready(database)
            if problems and not known:
                raise KnownTrouble("damaged", problems[0].what)
            with database.write() as connection:
                visits = int(connection.execute(text("SELECT count(*) FROM visit")).scalar_one())
                held = _Held(visits, audit.last_change(connection), len(problems))
                undo_steps.bar_all(connection, RESTORED)
        # On a full disk the last connection would leave a journal beside it, and nothing said.
        database.fold_journal()
        return held
    except KnownTrouble as trouble:
        if trouble.code != "damaged":
            raise
        raise KnownTrouble(
            "damaged", "这个备份文件不完整或已损坏，没有恢复，现有数据没有改动。请换一个备份。"
        ) from trouble
    finally:
        database.close()


def office_of(file: Path, key: Key | None) -> str:
    """By which the note of the highest numbers names the office of a data file."""
    database = Database(file, key, read_only=True)
    try:
        with database.read() as connection:
            return head.first(connection)
    finally:
        database.close()


def note_given_out(folder: Path, key: Key | None) -> None:
    """Have the note of a folder know what its data file gave out, before that is set aside: as far as it answers."""
    if not (folder / FILE_NAME).is_file():
        return
    database = Database(folder / FILE_NAME, key, read_only=True)
    try:
        with database.read() as connection:
            office = head.first(connection)
            highest.note(folder, office, numbers.ahead(connection, highest.known(folder, office)))
    except (KnownTrouble, DatabaseError):
        return
    finally:
        database.close()


def _head_of(copy: Path, key: Key | None) -> head.Head:
    database = Database(copy, key)
    try:
        with database.read() as connection:
            return head.of(connection)
    finally:
        database.close()


def _aside_name(target: Path, at: datetime) -> Path:
    """A name for the present file that nothing has yet."""
    stem = f"{SET_ASIDE}{at:%Y%m%d-%H%M%S}"
    aside = target.with_name(f"{stem}.db")
    number = 2
    while any(aside.with_name(aside.name + suffix).exists() for suffix in ("", *_BESIDE)):
        aside = target.with_name(f"{stem}-{number}.db")
        number += 1
    return aside


def _set_aside(target: Path, aside: Path) -> Path | None:
    """Keep the present file under another name, with its journal; None when there is none.

    The journal is moved before another file takes the name: lying beside it, it would be written into it.
    """
    linked = False
    if target.exists():
        # With a second name there is no moment without a data file; some sticks know only one name a file.
        with contextlib.suppress(OSError):
            os.link(target, aside)
            linked = True
            points.passed("restore.two_names")
    for suffix in _BESIDE:
        beside = target.with_name(target.name + suffix)
        if beside.exists():
            os.rename(beside, aside.with_name(aside.name + suffix))
    if not target.exists():
        return None
    if not linked:
        os.rename(target, aside)
    return aside


def _remove_with_companions(file: Path) -> None:
    for suffix in ("", *_BESIDE):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def move(database: Database, to: Path) -> Moved:
    """A folder for another computer: the data file, compared with the open one, its attachments, the office's forms.

    Works beside an open window. Refuses (forbidden) a folder that holds data; KnownTrouble full, read_only, damaged.
    The data file appears last: a folder without one was cut short.
    """
    refuse_data(to)
    target = to / FILE_NAME
    unfinished = to / (FILE_NAME + ".moving")
    try:
        with told_of_disk(to):
            private.make_folder(to)
            _remove_with_companions(unfinished)
            for name in _FOLDERS:
                _copy_folder(database.file.parent / name, to / name)
        points.passed("move.forms")
        private.make_file(unfinished)
        copied, _sum = copy_verified(database, unfinished)
        points.passed("move.copied")
        _with_wal(unfinished, database.key)
        lost = attached.bring(attached.needs_of(unfinished, database.key), (database.file.parent,), to, thorough=True)
        points.passed("move.files")
        if database.key is not None:
            keyring.write(to, unlocking.ring_for(database.file.parent, database.key))
        with told_of_disk(to):
            points.passed("move.keyring")
            os.replace(unfinished, target)
            sync_folder(to)
        points.passed("move.named")
    finally:
        with contextlib.suppress(OSError):
            _remove_with_companions(unfinished)
    return Moved(str(to.absolute()), target.stat().st_size, copied.rows.get("visit", 0), not lost, len(lost))


def _with_wal(file: Path, key: Key | None) -> None:
    """A copy begins with a journal of its own kind; left so, it could not be read after a kill (told as read-only)."""
    made = Database(file, key)
    try:
        made.use_wal()
    finally:
        made.close()


def _copy_folder(source: Path, target: Path) -> None:
    if not source.is_dir():
        return
    shutil.copytree(source, target, dirs_exist_ok=True)
    for file in source.rglob("*"):
        if file.is_file() and _digest(file) != _digest(target / file.relative_to(source)):
            raise KnownTrouble("damaged", f"“{file.name}”复制后与原件不一致，没有完成。请换一个磁盘再试。")


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
