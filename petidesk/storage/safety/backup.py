"""Backups: VACUUM INTO a file of another name, opened and checked before it counts (rules/desk.md, Backups).

The driver's own online copy would be re-read from the start at every change; VACUUM INTO reads one snapshot beside an
open window, and the copy needs no journal file. It bears its final name only when it is verified.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from petidesk.domain.backups import ELSEWHERE, OFF_DISK, ON_PURPOSE, OWN, Backup, BackupName, read_name, to_thin_out
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage import attachments
from petidesk.storage.file import points, private, upgrade
from petidesk.storage.file.database import Database, Transaction, told_plainly
from petidesk.storage.file.disk import (
    flushed_while_it_grows,
    free_bytes,
    other_disk,
    sync_file,
    sync_folder,
    told_of_disk,
)
from petidesk.storage.file.key import Key
from petidesk.storage.safety import attached, backup_log, sums
from petidesk.storage.secrets import keyring, unlocking
from petidesk.storage.secrets.ring import Ring

_UNFINISHED = ".part"
_STALE_AFTER = timedelta(days=1)
_SPARE = 1 << 20
_TRIES = 3  # while attachments are removed beside a copy in the making
_TABLES = text(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    " AND name NOT LIKE 'search~_text~_%' ESCAPE '~' ORDER BY name"
)
_LAST_EVENT = text("SELECT id, hash FROM audit_event ORDER BY id DESC LIMIT 1")
_HASH_OF = text("SELECT hash FROM audit_event WHERE id = :id")
# Tables that only ever grow: what they hold beside a busy window lies between before and after.
_GROWING = ("audit_event", "visit", "petition_case", "case_event", "paper")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a snapshot holds: rows of each table, and the last event of the audit chain."""

    rows: dict[str, int]
    last_event: int
    last_hash: str


def facts(connection: Transaction) -> Facts:
    """Count every table of the file, whatever its version, and find the end of the chain."""
    names = list(connection.execute(_TABLES).scalars())
    rows = {name: int(connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()) for name in names}
    last = connection.execute(_LAST_EVENT).one_or_none() if "audit_event" in rows else None
    return Facts(rows, last.id if last else 0, last.hash if last else "")


def make(database: Database, folder: Path, reason: str, at: datetime) -> Backup:
    """A verified copy of the open file in `folder`, for `reason` (close, timer, manual, upgrade), entered in the log.

    Works beside an open window. KnownTrouble: full or read_only (the folder), damaged (the file cannot be read whole,
    or the copy does not hold what the file holds). Nothing is left under the final name unless it is verified. The
    attachments that it needs are brought beside it, each once; where one is lost in the data folder the copy is made
    all the same, and is not verified. One made on purpose reads again those that lay there already.
    """
    data = database.file.parent
    version = upgrade.version(database)
    if version is None:
        raise KnownTrouble("damaged", "这不是本程序的数据文件，没有备份。")
    with told_of_disk(folder):
        private.make_folder(folder)
    with reserved(folder, BackupName(at, reason, version)) as (unfinished, final, name):
        copied, sum_, lost = _copy_with_files(database, unfinished, final, thorough=reason in ON_PURPOSE)
        own = folder.resolve() == (data / backup_log.FOLDER).resolve()
        if not own:
            # Before the copy has its name: it is never there without its sum.
            sums.leave_beside(final, [(final.name, sum_)], (copied.last_event, copied.last_hash))
        points.passed("backup.sum")
        with told_of_disk(folder):
            os.replace(unfinished, final)
            sync_folder(folder)
        points.passed("backup.named")
        size = final.stat().st_size
    file = final.name if own else str(final.absolute())
    entry = backup_log.Entry(
        file, name.at, size, reason, other_disk(data, folder), copied.last_hash, sum_, copied.last_event
    )
    try:
        backup_log.add(data, entry)
    except KnownTrouble:
        # A data folder that cannot be written any more must not keep a good copy on a stick from being made.
        if own:
            raise
    points.passed("backup.logged")
    return Backup(str(final.absolute()), name.at, size, reason, not lost)


def _copy_with_files(
    database: Database, unfinished: Path, final: Path, *, thorough: bool
) -> tuple[Facts, str, list[attachments.File]]:
    """Copy the file and bring what it needs; an attachment removed meanwhile is no loss: then the copy is made anew."""
    data = database.file.parent
    for _ in range(_TRIES):
        with told_of_disk(unfinished.parent):
            os.truncate(unfinished, 0)
        points.passed("backup.begun")
        # One backup and the paper are enough: it carries what opens it.
        ring = None if database.key is None else unlocking.ring_for(data, database.key)
        copied, sum_ = copy_verified(database, unfinished, ring)
        points.passed("backup.checked")
        needs = attached.needs_of(unfinished, database.key)
        attached.write_list(data, final, needs)
        points.passed("backup.list")
        lost = attached.bring(needs, (data,), final.parent, thorough=thorough)
        points.passed("backup.files")
        with database.read() as connection:
            wanted = set(attachments.wanted(connection)) if lost else set()
        if wanted.issuperset(lost):
            break
    return copied, sum_, lost


@contextlib.contextmanager
def reserved(folder: Path, name: BackupName) -> Iterator[tuple[Path, Path, BackupName]]:
    """A name that nobody else is writing: two copies in one second are told apart by the next second."""
    with told_of_disk(folder):
        while True:
            final = folder / str(name)
            unfinished = folder / (final.name + _UNFINISHED)
            if not final.exists():
                with contextlib.suppress(FileExistsError):
                    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
                    break
            name = BackupName(name.at + timedelta(seconds=1), name.reason, name.version)
    try:
        with told_of_disk(folder):  # a stick may be drawn out at any moment
            yield unfinished, final, name
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def copy_verified(database: Database, file: Path, ring: Ring | None = None) -> tuple[Facts, str]:
    """Copy the open file into `file` (absent or empty), flush it, open the copy and compare; what the copy holds, and
    its sum. `ring` goes behind its pages.

    Raises KnownTrouble full, read_only or damaged; `file` is then not to be trusted and the caller removes it.
    """
    with told_plainly():
        raw = database.engine.raw_connection()
        try:
            cursor = raw.cursor()
            _refuse_no_room(cursor, file.parent)
            seen = _data_version(cursor)
            with database.read() as connection:
                before = facts(connection)
            with flushed_while_it_grows(file):
                cursor.execute("VACUUM INTO ?", (str(file),))
            points.passed("backup.copied")
            changed = _data_version(cursor) != seen
        finally:
            raw.close()
    with told_of_disk(file.parent):
        sync_file(file)
    if ring is not None:
        keyring.append(file, ring)
        points.passed("backup.keyring")
    copied, sum_ = _opened(file, database.key)
    if copied != before and not (changed and lies_between(database, before, copied)):
        raise KnownTrouble("damaged", "备份与数据不一致，这份备份没有保留。请再备份一次；再次出现时请换一个磁盘。")
    return copied, sum_


def _data_version(cursor: Any) -> int:
    return int(cursor.execute("PRAGMA data_version").fetchone()[0])


def _refuse_no_room(cursor: Any, folder: Path) -> None:
    def pragma(name: str) -> int:
        return int(cursor.execute(f"PRAGMA {name}").fetchone()[0])

    needed = (pragma("page_count") - pragma("freelist_count")) * pragma("page_size") + _SPARE
    free = free_bytes(folder)
    if free < needed:
        raise KnownTrouble(
            "full",
            f"“{folder}”所在的磁盘只剩{free >> 20} MB，备份需要{(needed >> 20) + 1} MB，没有备份。"
            "请清理磁盘，或插上U盘备份到U盘。",
        )


def _opened(file: Path, key: Key | None) -> tuple[Facts, str]:
    """What a copy that was checked holds, and its sum. The parts of the check and the sum go side by side."""
    database = Database(file, key, read_only=True)
    try:
        with ThreadPoolExecutor() as side_by_side:
            sum_ = side_by_side.submit(sums.of, file)
            parts = [side_by_side.submit(part) for part in database.check_apart()]
            found = [finding for part in parts if (finding := part.result()) is not None]
        if found:
            raise KnownTrouble("damaged", f"备份读回时发现损坏（{found[0]}），没有保留。请换一个磁盘再备份。")
        with database.read() as connection:
            return facts(connection), sum_.result()
    finally:
        database.close()


def lies_between(database: Database, before: Facts, copied: Facts) -> bool:
    """Somebody saved while the copy was made: it must lie between what was and what is, on the same chain."""
    with database.read() as connection:
        after = facts(connection)
        same = connection.execute(_HASH_OF, {"id": copied.last_event}).scalar()
    grown = all(before.rows.get(name, 0) <= copied.rows.get(name, 0) <= after.rows.get(name, 0) for name in _GROWING)
    return grown and set(copied.rows) == set(after.rows) and (same or "") == copied.last_hash


def found(data: Path, places: Sequence[Path] = ()) -> list[Backup]:
    """The backups that can be reached now, newest first: the own folder, and copies elsewhere that the log names.

    `places` are folders of which is known that copies go there, should the log be gone. Needs no data file.
    `verified` says that the log knows the file and its size is still the same, or that its sum lies beside it, and that
    the attachments that it needs lie beside it. The sum itself is compared when the copy is restored.
    """
    known = {entry.path(data): entry for entry in reversed(backup_log.entries(data))}
    unchecked = set(backup_log.unchecked(data))
    paths = {*known, *unchecked}
    own = data / backup_log.FOLDER
    for place in (own, *places):
        with contextlib.suppress(OSError):
            paths.update(file for file in place.iterdir() if read_name(file.name))
    backups = []
    for path in paths:
        name = read_name(path.name)
        with contextlib.suppress(OSError):
            size = path.stat().st_size
            entry = known.get(path)
            if name is not None:
                checked = entry.bytes == size if entry is not None else path.name in sums.read_beside(path)
                verified = checked and path not in unchecked and attached.complete(path)
                off = entry.off_disk if entry is not None else path.parent != own and other_disk(data, path.parent)
                where = OWN if path.parent == own else OFF_DISK if off else ELSEWHERE
                backups.append(Backup(str(path.absolute()), name.at, size, name.reason, verified, where))
    return sorted(backups, key=lambda backup: (backup.made_at, backup.file), reverse=True)


def thin_out(data: Path, now: datetime) -> list[Path]:
    """Remove the copies in the own folder that no rule keeps, and left-overs of copies cut short; what went.

    Only files that this program made and verified are removed; a file that cannot be removed now stays for next time.
    """
    folder = data / backup_log.FOLDER
    gone = []
    for backup in _to_go(data, now):
        with contextlib.suppress(OSError):
            Path(backup.file).unlink()
            points.passed("backup.thinned")
            sums.remove_beside(Path(backup.file))
            attached.list_of(Path(backup.file)).unlink(missing_ok=True)
            gone.append(folder / Path(backup.file).name)
    with contextlib.suppress(OSError):
        for file in folder.glob("*.db" + _UNFINISHED):
            name = read_name(file.name.removesuffix(_UNFINISHED))
            if name is not None and name.at < now - _STALE_AFTER:
                file.unlink()
    if gone:
        backup_log.forget(data, gone)
    attached.thin_out(data, now)
    return gone


def _to_go(data: Path, now: datetime) -> list[Backup]:
    """Of our own copies those that no rule keeps. One that is whole never goes for one that lacks an attachment, and
    none for one that is no longer what it was when it was checked.
    """
    folder = data / backup_log.FOLDER
    known = {(entry.path(data).absolute(), entry.bytes) for entry in backup_log.entries(data)}
    own = [backup for backup in found(data) if Path(backup.file).parent == folder.absolute()]
    sound: dict[str, bool] = {}
    while True:
        going = _unkept(own, known, now)
        standing = {stands.file for one in going if (stands := _stands_for(one, own, going)) is not None}
        for file in standing - sound.keys():
            sound[file] = sums.sound(data, Path(file))
        if all(sound[file] for file in standing):
            return going
        own = [backup for backup in own if sound.get(backup.file, True)]


def _unkept(own: list[Backup], known: set[tuple[Path, int]], now: datetime) -> list[Backup]:
    ours = [replace(backup, verified=(Path(backup.file), backup.bytes) in known) for backup in own]
    whole = {backup.file for backup in own if backup.verified}
    may_go = {backup.file for backup in to_thin_out(own, now)}
    return [backup for backup in to_thin_out(ours, now) if backup.file not in whole or backup.file in may_go]


def _stands_for(going: Backup, own: list[Backup], all_going: list[Backup]) -> Backup | None:
    """The next newer copy that stays; `own` are newest first."""
    gone = {backup.file for backup in all_going}
    newer = [backup for backup in own if backup.file not in gone and backup.made_at > going.made_at]
    return newer[-1] if newer else None
