"""A data file of an earlier program is brought up to date, after a verified backup, before anybody uses it.

Whoever opens the folder first does it: the window, a writing command, or a command that only reads. A backup planned
for the night after the program was renewed must not fail because nobody has opened the window yet.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from petidesk.desk.clock import computer_now
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file import upgrade
from petidesk.storage.file.database import Database, Transaction, told_plainly
from petidesk.storage.file.key import Key
from petidesk.storage.file.lock import WriterLock


def bring_up_to_date(folder: Path, database: Database) -> None:
    """Upgrade the open file when a step is due. KnownTrouble newer, damaged, or what the backup says.

    What this program's rules make of the records is worked out anew: a step knows only raw rows. Both happen or neither
    does.
    """

    def back_up(old_version: str) -> None:
        from petidesk.desk.safety.backups import before_upgrade

        before_upgrade(folder, database, old_version)

    with told_plainly():
        upgrade.bring_up_to_date(database, back_up, follow=_work_out_anew)


def copy_up_to_date(database: Database) -> None:
    """The same for a copy that is about to be put in place: what it was taken from stays, and is the backup."""
    with told_plainly():
        upgrade.bring_up_to_date(database, lambda _version: None, follow=_work_out_anew)


def _work_out_anew(connection: Transaction) -> None:
    """What the rules of this program make of the records, in the transaction of the upgrade that brought new ones.

    Where every case stands, its course, and what lists and search may know of a visit with an accusation in it.
    """
    from petidesk.desk.office.calendars import calendar_of
    from petidesk.storage import office as office_rows
    from petidesk.storage.cases import anew
    from petidesk.storage.cases import cases as case_rows
    from petidesk.storage.visits import visits as visit_rows

    visit_rows.close_anew(connection)
    case_rows.name(connection, visit_rows.name_anew(connection))
    limits = office_rows.current(connection, computer_now().date()).limits
    anew.recompute(connection, calendar_of(connection), limits)


def before_reading(folder: Path, file: Path, key: Key | None, staff: str, wait: float) -> None:
    """The same for a process that only reads: it writes this once, under the lock, and nothing when no step is due.

    KnownTrouble locked while another program has the folder, read_only where nothing can be written.
    """
    _roll_back(folder, file, key, staff)
    looked_at = Database(file, key, read_only=True)
    try:
        with told_plainly():
            due = upgrade.is_due(looked_at)
    finally:
        looked_at.close()
    if not due:
        return
    lock = WriterLock(folder, staff=staff, window=False, since=computer_now())
    lock.acquire(wait)
    database = Database(file, key)
    try:
        bring_up_to_date(folder, database)
    finally:
        database.close()
        lock.release()


def _roll_back(folder: Path, file: Path, key: Key | None, staff: str) -> None:
    """What a killed writer left half done in a file without WAL; who only reads must not, and could not read then.

    Nothing is done while another process has the folder: the journal is that one's.
    """
    if not file.with_name(file.name + "-journal").exists():
        return
    lock = WriterLock(folder, staff=staff, window=False, since=computer_now())
    with contextlib.suppress(KnownTrouble):
        lock.acquire(0)
        database = Database(file, key)
        try:
            database.use_wal()
        finally:
            database.close()
            lock.release()
