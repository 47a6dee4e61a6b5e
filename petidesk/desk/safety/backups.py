"""Backups as the clerk knows them: made by hand, on closing, every half hour; restored even when nothing opens.

`restore`, `move` and `available` are functions of a folder and need no open desk: the restore page must work just when
the data file does not (rules/desk.md, Backups).
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from petidesk.desk.clock import computer_now
from petidesk.desk.safety import plain
from petidesk.desk.safety.checks import records
from petidesk.desk.safety.upgrading import copy_up_to_date
from petidesk.desk.staff import refuse_restoring
from petidesk.domain.backups import EVERY, Backup, Moved, Restored
from petidesk.domain.listing import Problem
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file import ballast, highest, numbers, private
from petidesk.storage.file.database import Database
from petidesk.storage.file.disk import told_of_disk
from petidesk.storage.file.lock import WriterLock
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.safety import backup, backup_log, sealed_copy, sums
from petidesk.storage.safety import restore as restoring
from petidesk.storage.secrets import keyring, unlocking

if TYPE_CHECKING:
    from petidesk.desk.session import Session

RESTORER = "恢复备份"
BACKER = "备份"


class Backups:
    """`desk.backups`: making and listing. All methods may take seconds and belong in a worker."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def make(self, to: Path | None = None, reason: str = "manual") -> Backup:
        """A verified backup in the data folder's own ``backups``, or in `to` (a stick). Works beside a window.

        KnownTrouble full, read_only or damaged; then no file is left under a backup's name.
        """
        folder = to if to is not None else self._session.folder / backup_log.FOLDER
        made = backup.make(self._session.database, folder, reason, self._session.now())
        if to is None:
            backup.thin_out(self._session.folder, self._session.now())
        else:
            highest.bring(self._session.folder, to)
        if to is not None and self._session.writes:
            plain.clear_plain(self._session, [to])
        return made

    def check_sealed(self) -> list[Backup]:
        """Check the copies that were made without a password; those that count from now on."""
        key = self._session.database.key
        return [] if key is None else sealed_copy.check_all(self._session.folder, key)

    def all(self) -> list[Backup]:
        """Every backup that can be reached now, newest first."""
        return available(self._session.folder)

    def changed(self) -> bool:
        """Whether anything was recorded since the last backup in the data folder."""
        last = self._last_own()
        return last is None or last.last_hash != self._last_hash()

    def due(self, now: datetime) -> bool:
        """Whether half an hour has passed since the last backup and something was recorded since."""
        last = self._last_own()
        return last is None or (now - last.made_at >= EVERY and last.last_hash != self._last_hash())

    def make_if_due(self) -> Backup | None:
        """The half-hourly backup of an open window; None when there is no need."""
        ballast.keep_reserve(self._session.folder)
        return self.make(reason="timer") if self.due(self._session.now()) else None

    def on_close(self) -> Backup | None:
        """The backup when the window closes; None when nothing was recorded since the last one."""
        ballast.keep_reserve(self._session.folder)
        return self.make(reason="close") if self.changed() else None

    def move(self, to: Path) -> Moved:
        """A verified folder for another computer. Refuses (forbidden) a folder that holds data."""
        return restoring.move(self._session.database, to)

    def _last_own(self) -> backup_log.Entry | None:
        own = [entry for entry in backup_log.entries(self._session.folder) if entry.own]
        return next((entry for entry in reversed(own) if entry.path(self._session.folder).exists()), None)

    def _last_hash(self) -> str:
        with self._session.reading() as connection:
            return audit_rows.last_hash(connection)


def available(folder: Path, places: Sequence[Path] = ()) -> list[Backup]:
    """Every backup of a data folder that can be reached now, newest first; the data file itself may be gone.

    `places`: where copies are known to go besides, for the log of a folder that is gone is gone with it.
    """
    return backup.found(folder, places)


def make_sealed(folder: Path, to: Path | None = None) -> Backup:
    """A backup of an encrypted folder without its password: byte for byte, ``verified`` false until it is unlocked.

    Works beside a window. KnownTrouble full, read_only, locked.
    """
    lock = WriterLock(folder, staff=BACKER, window=False, since=computer_now())
    held = False
    with contextlib.suppress(KnownTrouble):
        lock.acquire()
        held = True
    try:
        target = to if to is not None else folder / backup_log.FOLDER
        return sealed_copy.make(folder, target, computer_now(), pause=lambda: threading.Event().wait(0.2))
    finally:
        if held:
            lock.release()


def _made_ready(copy: Database) -> list[Problem]:
    """Bring a copy to this program's version; what a deep check then finds in its records."""
    copy_up_to_date(copy)
    with copy.read() as connection:
        return records(connection, deep=True)


def before_upgrade(folder: Path, database: Database, version: str) -> Backup:
    """The backup before a migration (house rule 5), named by the file's old `version`. Raises when it fails."""
    made = backup.make(database, folder / backup_log.FOLDER, "upgrade", computer_now())
    assert Path(made.file).stem.endswith(f"-v{version}")
    return made


def restore(
    folder: Path,
    file: Path,
    to: Path | None = None,
    *,
    staff: str | None = None,
    password: str | None = None,
    code: str | None = None,
    last_numbers: Mapping[str, int] | None = None,
) -> Restored:
    """Put a backup in place: in `folder`, where the file before it is set aside, or in the new folder `to`.

    `file` may be a bare name from the list of backups. Works when the data file is damaged or gone, takes the writer
    lock, and touches nothing before a copy of the backup is opened, brought to this program's version and looked
    through record by record. An encrypted one is opened by the `password` of
    `staff`, or by the recovery `code`. `last_numbers` are the last serials of this year on paper, by kind (visit, case,
    dispute, meeting, round, reception, else a series of letters), where no note knows them. Raises Trouble ``usage``
    (no such file), Refused
    ``no_permission`` (restoring is for administrators, as long as the records of `folder` can be asked),
    ``forbidden`` (`to` holds data), KnownTrouble locked, damaged, newer, full, read_only, wrong_password.
    """
    source = folder / backup_log.FOLDER / file.name if not file.exists() and file.name == str(file) else file
    target = folder if to is None else to
    if to is not None:
        restoring.refuse_data(to)
    now = computer_now()
    opened = None
    if keyring.is_encrypted(source):
        if not sums.sound(folder, source):
            # Said before a password is asked against it: a changed byte is no wrong password.
            sums.refuse_other("", sums.known(folder, source))
        unlocked, ring = unlocking.open_backup(folder, source, staff, password, code)
        opened = restoring.Opened(unlocked.key, ring)
        staff = unlocked.entry.name or staff
    if code is None:
        refuse_restoring(folder, staff, opened.key if opened else None)
    with told_of_disk(target):
        private.make_folder(target)
    lock = WriterLock(target, staff=RESTORER, window=False, since=now)
    lock.acquire()
    try:
        # Before the file is there: whoever opens it next goes on above the highest number that any of them knows.
        restoring.note_given_out(folder, opened.key if opened else None)
        for place in {folder, source.parent} - {target}:
            highest.bring(place, target)
        done = restoring.put_in_place(target, source, now, opened, ready=_made_ready, data=folder)
        if last_numbers:
            said = {(numbers.counter(kind), now.year): last for kind, last in last_numbers.items()}
            highest.note(target, restoring.office_of(Path(done.file), opened.key if opened else None), said)
        return done
    finally:
        lock.release()
