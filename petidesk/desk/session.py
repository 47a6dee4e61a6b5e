"""`Session`: an open data folder and who acts in it; what every subject of the desk is built with.

One `writing()` is one transaction. A session is safe to use from worker threads and knows no subject.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from petidesk.desk.clock import local_now
from petidesk.domain.audit import Act, refuse_clock_behind
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file.database import Database, Transaction
from petidesk.storage.file.lock import WriterLock
from petidesk.storage.safety import audit as audit_rows


@dataclass(frozen=True, slots=True)
class Actor:
    """The member of staff who acts."""

    staff_id: int
    name: str


class Session:
    """An open data folder. Made by `open_desk`; `close()` gives the lock back.

    `database` is the open file, for the subjects of the desk; neither door touches it.
    """

    def __init__(
        self,
        folder: Path,
        database: Database,
        actor: Actor,
        *,
        practice: bool,
        writes: bool,
        lock: WriterLock | None,
        clock: Callable[[], datetime] | None = None,
        salt: Callable[[], str] | None = None,
    ) -> None:
        self.folder = folder
        self.database = database
        self.actor = actor
        self.practice = practice
        self._writes = writes
        self._lock = lock
        self._clock = clock if practice else None
        self._salt = salt if practice and salt is not None else lambda: secrets.token_hex(16)

    def now(self) -> datetime:
        """The desk's local time, to the second. In a practice folder PETIDESK_TODAY sets the day."""
        return self._clock() if self._clock is not None else local_now(self.practice)

    def latest(self) -> datetime:
        """The last moment that has come: now; where PETIDESK_TODAY sets the day, that whole day."""
        pinned = self.practice and self._clock is None and bool(os.environ.get("PETIDESK_TODAY"))
        now = self.now()
        return now.replace(hour=23, minute=59, second=59) if pinned else now

    def today(self) -> date:
        """The desk's day."""
        return self.now().date()

    def act(self) -> Act:
        """Who acts now; every change carries one into the audit chain."""
        return Act(self.now(), self.actor.staff_id, self._salt())

    @contextlib.contextmanager
    def reading(self) -> Iterator[Transaction]:
        """One consistent view of the data."""
        with self.database.read() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self, *, any_clock: bool = False) -> Iterator[Transaction]:
        """One transaction that changes something; refused when this process only reads.

        Refused (forbidden) also while the computer's clock is behind the records, except with `any_clock`: what is
        typed must be kept whatever the clock says. A practice folder may live on any day.
        """
        if not self._writes:
            raise KnownTrouble("read_only", "现在是只读查看，不能保存。")
        with self.database.write() as connection:
            if not any_clock:
                self.check_clock(connection)
            yield connection

    def check_clock(self, connection: Transaction) -> None:
        """Refused (forbidden) while the computer's clock is behind the records; a practice folder lives on any day."""
        if not self.practice:
            refuse_clock_behind(self.now(), audit_rows.last_change(connection))

    def close(self) -> None:
        """Close the file and give the lock back."""
        self.database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
