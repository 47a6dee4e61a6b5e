"""`Session`: an open data folder and who acts in it; what every subject of the desk is built with.

One `writing()` is one transaction. A session is safe to use from worker threads and knows no subject.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from petidesk.desk.clock import local_now
from petidesk.domain.audit import Act, refuse_clock_behind
from petidesk.domain.permissions import Permission
from petidesk.domain.staff import who_acts
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.domain.undo.actions import ACTIONS, moot
from petidesk.domain.undo.steps import step_of
from petidesk.domain.undo.ways import Way
from petidesk.storage import staff as staff_rows
from petidesk.storage.file import highest, numbers, points
from petidesk.storage.file.database import Database, Transaction
from petidesk.storage.file.lock import WriterLock
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.safety import head as chain_head
from petidesk.storage.secrets.ring import Unlocked
from petidesk.storage.undo import plain_rows
from petidesk.storage.undo import steps as step_rows
from petidesk.storage.undo.pending import OPTION, Pending


class _Tried(Exception):
    """A trial came to its end: its transaction is undone."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The member of staff who acts."""

    staff_id: int
    name: str


class Session:
    """An open data folder. Made by `open_desk`; `close()` gives the lock back.

    `database` is the open file, for the subjects of the desk; neither door touches it. `remembers` is off while a
    sample office is made: nobody takes back what nobody did. `after_step` is called when an action was saved, by the
    thread that saved it.
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
        # the transaction that this very thread takes a step back in
        self._own = threading.local()
        self._noted = 0
        # by which the note of the highest numbers names this office
        self.office = ""
        self.remembers = True
        self._unlocked: Unlocked | None = None
        self.after_step: Callable[[], object] | None = None

    @property
    def unlocked(self) -> Unlocked | None:
        """What the password of whoever acts opened; None in a plain folder."""
        return self._unlocked

    @unlocked.setter
    def unlocked(self, unlocked: Unlocked | None) -> None:
        """Another one acts, or another password: what is sealed of accusations is read by what that opens."""
        before, self._unlocked = self._unlocked, unlocked
        if unlocked is None:
            self.database.seal = None
        elif before is None or before.entry.staff_id != unlocked.entry.staff_id or self.database.seal is None:
            self.database.seal = unlocked.seal

    @property
    def sealed_from(self) -> bool:
        """Whether whoever acts cannot open what is sealed of accusations."""
        return self._unlocked is not None and self._unlocked.accusations is None

    @property
    def writes(self) -> bool:
        """Whether this process may change anything."""
        return self._writes

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
        joined = self._joined()
        if joined is not None:
            yield joined
            return
        with self.database.read() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self, *, any_clock: bool = False) -> Iterator[Transaction]:
        """One transaction that changes something; refused when this process only reads.

        Refused (forbidden) also while the computer's clock is behind the records, except with `any_clock`: what is
        typed must be kept whatever the clock says. A practice folder may live on any day.

        What it wrote into the audit chain is put on the stack of whoever acts, to be taken back (desk/undo.py).
        """
        joined = self._joined()
        if joined is not None:
            yield joined
            return
        if not self._writes:
            raise KnownTrouble("read_only", "现在是只读查看，不能保存。")
        pending, saved, end = Pending(), False, chain_head.NOTHING
        given: dict[tuple[str, int], int] = {}
        with self.database.write(**{OPTION: pending}) as connection:
            self._refuse_retired(connection)
            if not any_clock:
                self.check_clock(connection)
            numbers.take_given(connection)
            yield connection
            given = numbers.take_given(connection)
            if given and not self.office:
                self.office = chain_head.first(connection)
            saved = self.remembers and bool(pending.lines) and self._remember(connection, pending)
            end = chain_head.to_note(connection, self.folder)
            points.passed("save.written")
        points.passed("save.committed")
        self._note(end)
        points.passed("save.head")
        if self.remembers:
            highest.note(self.folder, self.office, given)
        if saved and self.after_step is not None:
            self.after_step()

    @contextlib.contextmanager
    def tracing(self) -> Iterator[Transaction]:
        """A short transaction for one line that says who looked: also in a process that only reads.

        It needs no lock of the folder and waits up to 10 s for another's transaction (rules/command-line.md). Nothing
        of it is put on the stack.
        """
        if self._writes:
            with self.writing(any_clock=True) as connection:
                yield connection
            return
        beside = Database(self.database.file, self.database.key, seal=self.database.seal)
        try:
            with beside.write(**{OPTION: Pending()}) as connection:
                self._refuse_retired(connection)
                yield connection
                end = chain_head.to_note(connection, self.folder)
        finally:
            beside.close()
        self._note(end)

    def _note(self, end: chain_head.Head) -> None:
        """Keep outside of the file where its chain ends now; many at once (a sample office) are noted by the next."""
        if self.remembers and end.entries > self._noted:
            self._noted = end.entries
            chain_head.note(self.folder, end)

    def _remember(self, connection: Transaction, pending: Pending) -> bool:
        """Put the saved action on the stack, with the plain rows that it changed, in its own transaction.

        False where there was nothing to be taken back.
        """
        events = (pending.first, pending.last)
        gone = [way for way in map(moot, pending.lines) if way is not None]
        if gone:
            step_rows.gone_by_hand(connection, gone, events)
        changed: list[Way] = []
        at = pending.lines[0].at
        for line in pending.lines:
            tables = ACTIONS[line.action].rows if line.action in ACTIONS else ()
            if tables:
                words = line.action == "sitting.amended"
                with self.database.read() as before:
                    changed += plain_rows.changed(before, connection, tables, at, line.kind, line.subject, words=words)
        step = step_of(pending.lines, changed)
        if step is not None:
            step_rows.add(connection, self.actor.staff_id, at, step, events)
        return step is not None

    # ---- taking back

    @contextlib.contextmanager
    def taking_back(self, *, trial: bool = False) -> Iterator[Transaction]:
        """One transaction in which methods of the desk go the way back of a step: what they write joins it.

        Nothing of it is put on the stack. A `trial` leaves nothing behind, and works in a process that only reads as
        long as the file can be written to. What must wait for its end is handed to `afterwards`.
        """
        if not self._writes and not trial:
            raise KnownTrouble("read_only", "现在是只读查看，不能保存。")
        waiting: list[Callable[[], object]] = []
        end = chain_head.NOTHING
        with contextlib.suppress(_Tried), self.database.write(**{OPTION: Pending()}) as connection:
            self._refuse_retired(connection)
            if not trial:
                self.check_clock(connection)
            self._own.joined, self._own.waiting = connection, waiting
            try:
                yield connection
            finally:
                self._own.joined = None
            if trial:
                raise _Tried
            end = chain_head.to_note(connection, self.folder)
        self._note(end)
        if not trial:
            for call in waiting:
                call()

    def afterwards(self, call: Callable[[], object]) -> None:
        """Do something once the transaction that is running here has ended: at once where none is joined."""
        if self._joined() is None:
            call()
        else:
            self._own.waiting.append(call)

    def _joined(self) -> Transaction | None:
        found: Transaction | None = getattr(self._own, "joined", None)
        return found

    def require(self, connection: Transaction, permission: Permission) -> None:
        """Refused no_permission where the role of whoever acts may not; asked first in the transaction that does it.

        Methods that go a way back ask nothing: what that takes stands with the way (domain/undo/ways.py, `needs`).
        """
        if self._joined() is None:
            permission.refuse(self.role(connection))

    def role(self, connection: Transaction) -> str:
        """The role of whoever acts, as it is now; empty for one who was retired."""
        return staff_rows.role(connection, self.actor.staff_id)

    def _refuse_retired(self, connection: Transaction) -> None:
        """Refused no_permission for whoever was retired while the folder was open: nothing is written in that name."""
        if not self.role(connection):
            raise Refused("no_permission", f"{self.actor.name}已经停用，不能再用这个名字办理。请换人。")

    def check_clock(self, connection: Transaction) -> None:
        """Refused (forbidden) while the computer's clock is behind the records; a practice folder lives on any day."""
        if not self.practice:
            refuse_clock_behind(self.now(), audit_rows.last_change(connection))

    def hand_over(self, name: str, unlocked: Unlocked | None = None) -> None:
        """From now on another member of staff acts. In an encrypted folder `unlocked` is what her own password opened.

        Refused not_found.
        """
        assert (unlocked is None) == (self.unlocked is None)
        with self.reading() as connection:
            member = who_acts(staff_rows.everybody(connection), name)
        self.actor, self.unlocked = Actor(member.staff_id, member.name), unlocked
        if self._lock is not None:
            self._lock.name_holder(member.name)

    @property
    def broken_off(self) -> bool:
        """Whether the window before this one ended without closing: what was typed in it last is offered again."""
        return self._lock is not None and self._lock.died

    def close(self) -> None:
        """Close the file and give the lock back."""
        self.database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
