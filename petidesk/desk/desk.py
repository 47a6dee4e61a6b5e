"""`Desk`: an open data folder with every subject hung on it (`desk.visits`, `desk.office` ...); what both doors hold.

One method of a subject is one transaction; all of them are safe to call from worker threads.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from petidesk.desk.clock import local_now
from petidesk.domain.audit import Act, refuse_clock_behind
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file.database import Database, Transaction
from petidesk.storage.file.lock import WriterLock
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.cases.cases import Cases
    from petidesk.desk.county.county import County
    from petidesk.desk.county.package import LedgerPackages
    from petidesk.desk.drafts import Drafts
    from petidesk.desk.home import Home
    from petidesk.desk.imports.imports import Imports
    from petidesk.desk.ledger.disputes import Ledger
    from petidesk.desk.ledger.months import LedgerMonths
    from petidesk.desk.ledger.papers import LedgerPapers
    from petidesk.desk.ledger.rounds import Rounds
    from petidesk.desk.letters.letters import Letters
    from petidesk.desk.letters.wording import Templates
    from petidesk.desk.lights import LightPanel
    from petidesk.desk.meetings import Meetings
    from petidesk.desk.office.calendars import Calendars
    from petidesk.desk.office.choices import Choices
    from petidesk.desk.office.office import OfficeDesk
    from petidesk.desk.papers.visit_papers import Papers
    from petidesk.desk.reception.papers import SchedulePapers
    from petidesk.desk.reception.reception import Schedule
    from petidesk.desk.safety.audit import Audit
    from petidesk.desk.safety.backups import Backups
    from petidesk.desk.safety.checks import Checks
    from petidesk.desk.search import Search
    from petidesk.desk.sittings.papers import SittingPapers
    from petidesk.desk.sittings.sittings import Sittings
    from petidesk.desk.visits.clocks import Clocks
    from petidesk.desk.visits.people import People
    from petidesk.desk.visits.visits import Visits


@dataclass(frozen=True, slots=True)
class Actor:
    """The member of staff who acts."""

    staff_id: int
    name: str


class Desk:
    """An open data folder. Made by `open_desk`; `close()` gives the lock back."""

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
        self.actor = actor
        self.practice = practice
        self._database = database
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

    @property
    def database(self) -> Database:
        """The open file, for the subjects of the desk; neither door touches it."""
        return self._database

    @contextlib.contextmanager
    def reading(self) -> Iterator[Transaction]:
        """One consistent view of the data."""
        with self._database.read() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self, *, any_clock: bool = False) -> Iterator[Transaction]:
        """One transaction that changes something; refused when this process only reads.

        Refused (forbidden) also while the computer's clock is behind the records, except with `any_clock`: what is
        typed must be kept whatever the clock says. A practice folder may live on any day.
        """
        if not self._writes:
            raise KnownTrouble("read_only", "现在是只读查看，不能保存。")
        with self._database.write() as connection:
            if not self.practice and not any_clock:
                refuse_clock_behind(self.now(), audit_rows.last_change(connection))
            yield connection

    def close(self) -> None:
        """Close the file and give the lock back."""
        self._database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # Subjects are made when first asked for: a start pays only for what it uses.

    @cached_property
    def visits(self) -> Visits:
        from petidesk.desk.visits.visits import Visits

        return Visits(self)

    @cached_property
    def cases(self) -> Cases:
        from petidesk.desk.cases.cases import Cases

        return Cases(self)

    @cached_property
    def letters(self) -> Letters:
        from petidesk.desk.letters.letters import Letters

        return Letters(self)

    @cached_property
    def templates(self) -> Templates:
        from petidesk.desk.letters.wording import Templates

        return Templates(self)

    @cached_property
    def meetings(self) -> Meetings:
        from petidesk.desk.meetings import Meetings

        return Meetings(self)

    @cached_property
    def home(self) -> Home:
        from petidesk.desk.home import Home

        return Home(self)

    @cached_property
    def ledger(self) -> Ledger:
        from petidesk.desk.ledger.disputes import Ledger

        return Ledger(self)

    @cached_property
    def months(self) -> LedgerMonths:
        from petidesk.desk.ledger.months import LedgerMonths

        return LedgerMonths(self)

    @cached_property
    def rounds(self) -> Rounds:
        from petidesk.desk.ledger.rounds import Rounds

        return Rounds(self)

    @cached_property
    def schedule(self) -> Schedule:
        from petidesk.desk.reception.reception import Schedule

        return Schedule(self)

    @cached_property
    def schedule_papers(self) -> SchedulePapers:
        from petidesk.desk.reception.papers import SchedulePapers

        return SchedulePapers(self)

    @cached_property
    def sittings(self) -> Sittings:
        from petidesk.desk.sittings.sittings import Sittings

        return Sittings(self)

    @cached_property
    def sitting_papers(self) -> SittingPapers:
        from petidesk.desk.sittings.papers import SittingPapers

        return SittingPapers(self)

    @cached_property
    def county(self) -> County:
        from petidesk.desk.county.county import County

        return County(self)

    @cached_property
    def ledger_imports(self) -> Imports:
        from petidesk.desk.imports.imports import Imports
        from petidesk.desk.imports.kinds import DisputeRows

        return Imports(self, DisputeRows(self))

    @cached_property
    def ledger_package(self) -> LedgerPackages:
        from petidesk.desk.county.package import LedgerPackages

        return LedgerPackages(self)

    @cached_property
    def ledger_papers(self) -> LedgerPapers:
        from petidesk.desk.ledger.papers import LedgerPapers

        return LedgerPapers(self)

    @cached_property
    def people(self) -> People:
        from petidesk.desk.visits.people import People

        return People(self)

    @cached_property
    def clocks(self) -> Clocks:
        from petidesk.desk.visits.clocks import Clocks

        return Clocks(self)

    @cached_property
    def office(self) -> OfficeDesk:
        from petidesk.desk.office.office import OfficeDesk

        return OfficeDesk(self)

    @cached_property
    def choices(self) -> Choices:
        from petidesk.desk.office.choices import Choices

        return Choices(self)

    @cached_property
    def calendars(self) -> Calendars:
        from petidesk.desk.office.calendars import Calendars

        return Calendars(self)

    @cached_property
    def drafts(self) -> Drafts:
        from petidesk.desk.drafts import Drafts

        return Drafts(self)

    @cached_property
    def papers(self) -> Papers:
        from petidesk.desk.papers.visit_papers import Papers

        return Papers(self)

    @cached_property
    def search(self) -> Search:
        from petidesk.desk.search import Search

        return Search(self)

    @cached_property
    def imports(self) -> Imports:
        from petidesk.desk.imports.imports import Imports

        return Imports(self)

    @cached_property
    def backups(self) -> Backups:
        from petidesk.desk.safety.backups import Backups

        return Backups(self)

    @cached_property
    def audit(self) -> Audit:
        from petidesk.desk.safety.audit import Audit

        return Audit(self)

    @cached_property
    def checks(self) -> Checks:
        from petidesk.desk.safety.checks import Checks

        return Checks(self)

    @cached_property
    def lights(self) -> LightPanel:
        from petidesk.desk.lights import LightPanel

        return LightPanel(self)
