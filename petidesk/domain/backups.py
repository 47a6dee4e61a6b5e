"""Which backups are kept: all of the last days, then one a day, a week, a month (rules/desk.md, Backups).

A backup's name says when it was made, why, and of which version the file is:
``petidesk-20261119-173000-close-v0001.db``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

ALL_FOR = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 14, 8, 24
# Made on purpose or before an upgrade: kept this long whatever the calendar says.
ON_PURPOSE = ("manual", "upgrade")
ON_PURPOSE_FOR = timedelta(days=30)
OWN, OFF_DISK, ELSEWHERE = "own", "off_disk", "elsewhere"
# While the window is open and something changed.
EVERY = timedelta(minutes=30)

_NAME = re.compile(r"petidesk-(\d{8}-\d{6})-([a-z]+)-v([0-9a-z]+)\.db")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file on disk. `verified`: it was opened and checked after it was written, its attachments are there.

    `place`: OWN in the data folder, OFF_DISK on another disk or a USB stick, else ELSEWHERE on this disk.
    """

    file: str
    made_at: datetime
    bytes: int
    reason: str
    verified: bool
    place: str = OWN


@dataclass(frozen=True, slots=True)
class BackupName:
    """What a backup's file name says: when it was made, why, and the version of the file."""

    at: datetime
    reason: str
    version: str

    def __str__(self) -> str:
        return f"petidesk-{self.at:%Y%m%d-%H%M%S}-{self.reason}-v{self.version}.db"


def read_name(name: str) -> BackupName | None:
    """The parts of a backup's file name, None when it is not one of ours."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    try:
        return BackupName(datetime.strptime(match[1], "%Y%m%d-%H%M%S"), match[2], match[3])
    except ValueError:
        return None


def to_thin_out(backups: Collection[Backup], now: datetime) -> list[Backup]:
    """The backups that may go: those no rule keeps.

    Kept are all of the last two days, the newest of each of the last 14 days, 8 weeks and 24 months that have one,
    those made by hand or before an upgrade for 30 days, those not verified (they are not ours to judge), and always the
    newest verified one.
    """
    verified = sorted(
        (backup for backup in backups if backup.verified), key=lambda backup: backup.made_at, reverse=True
    )
    kept = {backup.file for backup in verified if _fresh(backup, now)} | {backup.file for backup in verified[:1]}
    for most, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        kept |= _newest_of_each(verified, most, period)
    return [backup for backup in verified if backup.file not in kept]


def _fresh(backup: Backup, now: datetime) -> bool:
    age = now - backup.made_at
    return age < ALL_FOR or (backup.reason in ON_PURPOSE and age < ON_PURPOSE_FOR)


def _newest_of_each(newest_first: list[Backup], most: int, period: Callable[[datetime], Hashable]) -> set[str]:
    found: dict[Hashable, str] = {}
    for backup in newest_first:
        found.setdefault(period(backup.made_at), backup.file)
    return set(list(found.values())[:most])


def _day(at: datetime) -> Hashable:
    return at.date()


def _week(at: datetime) -> Hashable:
    return at.isocalendar()[:2]


def _month(at: datetime) -> Hashable:
    return at.year, at.month


@dataclass(frozen=True, slots=True)
class Restored:
    """A data file put in place from a backup: where, where the file before it was set aside, how far it reaches.

    `attachments_missing`: so many files of attachments lay nowhere; the records themselves are whole. `sum_known`: the
    backup was compared with the sum noted when it was made. `problems`: so many things the deep check found wrong in
    the records of a backup that is, byte for byte, what it was: they were wrong when it was made.
    """

    file: str
    set_aside: str | None
    bytes: int
    visits: int
    last_change: datetime | None
    attachments_missing: int = 0
    sum_known: bool = True
    problems: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """A folder made for another computer: its data file was opened and compared. `verified`: nothing is missing."""

    folder: str
    bytes: int
    visits: int
    verified: bool
    attachments_missing: int = 0
