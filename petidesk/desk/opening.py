"""Opening a data folder: who acts, what the time is, whether this process may write. `Desk` is what both doors hold.

Every subject of the desk hangs on it (`desk.visits`, `desk.office` ...). One method of a subject is one transaction;
all of them are safe to call from worker threads.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from petidesk.desk import upgrading
from petidesk.domain.audit import Act, refuse_clock_behind
from petidesk.domain.office import Office, Staff
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage import audit as audit_rows
from petidesk.storage import ballast, upgrade
from petidesk.storage import office as office_rows
from petidesk.storage.database import FILE_NAME, Database, Transaction, told_plainly
from petidesk.storage.lock import WriterLock, front_requested, holder, request_front

if TYPE_CHECKING:
    from petidesk.desk.audit import Audit
    from petidesk.desk.backups import Backups
    from petidesk.desk.calendars import Calendars
    from petidesk.desk.cases import Cases
    from petidesk.desk.checks import Checks
    from petidesk.desk.choices import Choices
    from petidesk.desk.clocks import Clocks
    from petidesk.desk.county import County
    from petidesk.desk.drafts import Drafts
    from petidesk.desk.finding import Search
    from petidesk.desk.home import Home
    from petidesk.desk.imports import Imports
    from petidesk.desk.ledger import Ledger
    from petidesk.desk.ledger_months import LedgerMonths
    from petidesk.desk.ledger_package import LedgerPackages
    from petidesk.desk.ledger_papers import LedgerPapers
    from petidesk.desk.letters import Letters
    from petidesk.desk.lights import LightPanel
    from petidesk.desk.meetings import Meetings
    from petidesk.desk.office import OfficeDesk
    from petidesk.desk.papers import Papers
    from petidesk.desk.people import People
    from petidesk.desk.rounds import Rounds
    from petidesk.desk.schedule import Schedule
    from petidesk.desk.schedule_papers import SchedulePapers
    from petidesk.desk.sitting_papers import SittingPapers
    from petidesk.desk.sittings import Sittings
    from petidesk.desk.templates import Templates
    from petidesk.desk.visits import Visits

Purpose = Literal["window", "write", "read"]
FIRST_STAFF = "值班员"

__all__ = ["Actor", "Desk", "create_office", "front_requested", "holder", "open_desk", "request_front"]


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
        return self._clock() if self._clock is not None else _now(self.practice)

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
        from petidesk.desk.visits import Visits

        return Visits(self)

    @cached_property
    def cases(self) -> Cases:
        from petidesk.desk.cases import Cases

        return Cases(self)

    @cached_property
    def letters(self) -> Letters:
        from petidesk.desk.letters import Letters

        return Letters(self)

    @cached_property
    def templates(self) -> Templates:
        from petidesk.desk.templates import Templates

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
        from petidesk.desk.ledger import Ledger

        return Ledger(self)

    @cached_property
    def months(self) -> LedgerMonths:
        from petidesk.desk.ledger_months import LedgerMonths

        return LedgerMonths(self)

    @cached_property
    def rounds(self) -> Rounds:
        from petidesk.desk.rounds import Rounds

        return Rounds(self)

    @cached_property
    def schedule(self) -> Schedule:
        from petidesk.desk.schedule import Schedule

        return Schedule(self)

    @cached_property
    def schedule_papers(self) -> SchedulePapers:
        from petidesk.desk.schedule_papers import SchedulePapers

        return SchedulePapers(self)

    @cached_property
    def sittings(self) -> Sittings:
        from petidesk.desk.sittings import Sittings

        return Sittings(self)

    @cached_property
    def sitting_papers(self) -> SittingPapers:
        from petidesk.desk.sitting_papers import SittingPapers

        return SittingPapers(self)

    @cached_property
    def county(self) -> County:
        from petidesk.desk.county import County

        return County(self)

    @cached_property
    def ledger_imports(self) -> Imports:
        from petidesk.desk.import_kinds import DisputeRows
        from petidesk.desk.imports import Imports

        return Imports(self, DisputeRows(self))

    @cached_property
    def ledger_package(self) -> LedgerPackages:
        from petidesk.desk.ledger_package import LedgerPackages

        return LedgerPackages(self)

    @cached_property
    def ledger_papers(self) -> LedgerPapers:
        from petidesk.desk.ledger_papers import LedgerPapers

        return LedgerPapers(self)

    @cached_property
    def people(self) -> People:
        from petidesk.desk.people import People

        return People(self)

    @cached_property
    def clocks(self) -> Clocks:
        from petidesk.desk.clocks import Clocks

        return Clocks(self)

    @cached_property
    def office(self) -> OfficeDesk:
        from petidesk.desk.office import OfficeDesk

        return OfficeDesk(self)

    @cached_property
    def choices(self) -> Choices:
        from petidesk.desk.choices import Choices

        return Choices(self)

    @cached_property
    def calendars(self) -> Calendars:
        from petidesk.desk.calendars import Calendars

        return Calendars(self)

    @cached_property
    def drafts(self) -> Drafts:
        from petidesk.desk.drafts import Drafts

        return Drafts(self)

    @cached_property
    def papers(self) -> Papers:
        from petidesk.desk.papers import Papers

        return Papers(self)

    @cached_property
    def search(self) -> Search:
        from petidesk.desk.finding import Search

        return Search(self)

    @cached_property
    def imports(self) -> Imports:
        from petidesk.desk.imports import Imports

        return Imports(self)

    @cached_property
    def backups(self) -> Backups:
        from petidesk.desk.backups import Backups

        return Backups(self)

    @cached_property
    def audit(self) -> Audit:
        from petidesk.desk.audit import Audit

        return Audit(self)

    @cached_property
    def checks(self) -> Checks:
        from petidesk.desk.checks import Checks

        return Checks(self)

    @cached_property
    def lights(self) -> LightPanel:
        from petidesk.desk.lights import LightPanel

        return LightPanel(self)


def _now(practice: bool) -> datetime:
    now = datetime.now().replace(microsecond=0)
    pinned = os.environ.get("PETIDESK_TODAY") if practice else None
    if not pinned:
        return now
    try:
        return datetime.combine(date.fromisoformat(pinned), now.time())
    except ValueError:
        raise Refused("bad_value", f"PETIDESK_TODAY 的“{pinned}”不是存在的日期，请写成 2026-11-19。") from None


def open_desk(
    folder: Path,
    *,
    staff: str | None = None,
    purpose: Purpose = "write",
    wait: float = 10.0,
    clock: Callable[[], datetime] | None = None,
    salt: Callable[[], str] | None = None,
) -> Desk:
    """Open the data folder for a window (which holds the writer lock for its life), one writing command, or reading.

    `staff` names who acts; it may be left out while there is only one. A writing command waits `wait` seconds for
    another command. `clock` gives the local time of a practice folder (the demonstration has a day of its own), `salt`
    what is random in its audit chain (the sample's rows follow from its seed); a real office goes by the computer's.
    Raises Refused ``not_found`` when the folder holds no data, and KnownTrouble locked, damaged, newer or read_only.
    """
    file = folder / FILE_NAME
    if not file.is_file():
        raise Refused("not_found", f"“{folder}”里没有数据，请先用 init 或首次启动向导建立。")
    if purpose == "write":
        ballast.before_new_work(folder)
    if purpose == "read":
        upgrading.before_reading(folder, file, staff or FIRST_STAFF, wait)
    writes = purpose != "read"
    lock = None
    if writes:
        lock = WriterLock(folder, staff=staff or FIRST_STAFF, window=purpose == "window", since=datetime.now())
        lock.acquire(wait)
    database = Database(file, read_only=not writes)
    try:
        if writes:
            upgrading.bring_up_to_date(folder, database)
        with database.read() as connection:
            practice = office_rows.facts(connection).get("practice") == "1"
            people = office_rows.all_staff(connection)
        actor = _actor(people, staff, must_be_named=writes)
    except BaseException:
        database.close()
        if lock is not None:
            lock.release()
        raise
    if lock is not None:
        lock.name_holder(actor.name)
    return Desk(folder, database, actor, practice=practice, writes=writes, lock=lock, clock=clock, salt=salt)


def _actor(people: Sequence[Staff], name: str | None, *, must_be_named: bool) -> Actor:
    active = [member for member in people if member.active]
    if name is not None:
        found = [member for member in active if member.name == name]
        if not found:
            raise Refused("not_found", f"没有叫“{name}”的工作人员。", field="staff")
        return Actor(found[0].staff_id, found[0].name)
    if len(active) != 1 and must_be_named:
        raise Refused("missing", "有多名工作人员，请用 --staff 写明是谁在操作。", field="staff")
    return Actor(active[0].staff_id, active[0].name)


def create_office(
    folder: Path,
    *,
    office: str,
    county: str,
    villages: Sequence[str] = (),
    organ_code: str = "",
    practice: bool = False,
    act: Act | None = None,
) -> None:
    """Make the data folder with its first settings and its one member of staff (值班员).

    Refuses a folder that holds data, and builds beside the final name first, so that no half file is ever left there.
    `act` is given by the sample office, whose times are fixed.
    """
    from petidesk.desk.office import first_settings

    file = folder / FILE_NAME
    if file.exists():
        raise Refused("forbidden", f"“{folder}”里已经有数据，不能再次建立。")
    settings, names = first_settings(office=office, county=county, villages=villages, organ_code=organ_code)
    act = act or Act(_now(practice), 1, secrets.token_hex(16))
    unfinished = folder / (FILE_NAME + ".new")
    with told_plainly(), _plain_disk_errors(folder), _nothing_left(unfinished):
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        database = Database(unfinished)
        try:
            upgrade.create_tables(database)
            database.use_wal()
            with database.write() as connection:
                office_rows.add_staff(connection, FIRST_STAFF, "registrar")
                office_rows.set_fact(connection, "created_at", act.at.isoformat())
                office_rows.set_fact(connection, "practice", "1" if practice else "0")
                _first_rows(connection, act, settings, names)
        finally:
            database.close()
        os.replace(unfinished, file)


def _first_rows(connection: Transaction, act: Act, settings: Office, villages: Sequence[str]) -> None:
    from petidesk.desk.office import built_in_categories

    office_rows.add(connection, act, settings)
    office_rows.set_villages(connection, villages)
    office_rows.add_categories(connection, built_in_categories())
    audit_rows.append(connection, act, "office.created", "office", "1", after={"name": settings.name})


@contextlib.contextmanager
def _nothing_left(unfinished: Path) -> Iterator[None]:
    """Take the half-made file and its journal away when making it failed."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            for ending in ("", "-wal", "-shm", "-journal"):
                unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
            unfinished.parent.rmdir()  # only when it is empty
        raise


@contextlib.contextmanager
def _plain_disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise KnownTrouble("read_only", "数据文件夹是只读的，不能保存。请检查文件夹权限或换一个位置。") from error
    except OSError as error:
        if error.errno == 28:
            raise KnownTrouble("full", "磁盘已满，没有建立数据文件夹。请清理磁盘后再试。") from error
        raise KnownTrouble("read_only", f"不能建立数据文件夹“{folder}”：那里不能写入。请换一个位置。") from error
