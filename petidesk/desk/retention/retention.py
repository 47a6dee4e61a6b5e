"""`desk.retention`: what may go and why the rest stays, the purge with its second person, the certificate, the copies.

A purge takes people, words and papers out of records whose period is over and leaves what figures count by. It is one
transaction; what it leaves in the file itself is written over after it, or by whoever opens the folder next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from petidesk.desk import unmasking
from petidesk.desk.files import written_whole
from petidesk.desk.retention import copies, second
from petidesk.desk.retention.second import Seconds
from petidesk.desk.safety.settling import settle
from petidesk.domain.audit import PURGED
from petidesk.domain.cases.course import Course, followed
from petidesk.domain.cases.projection import Projection
from petidesk.domain.permissions import Permission
from petidesk.domain.retention.periods import BASIS, periods_of
from petidesk.domain.retention.purges import (
    CERTIFICATE,
    Purge,
    Purged,
    certificate_values,
    checked_reason,
    purge_number,
)
from petidesk.domain.retention.records import Listed, judge, sums_of
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage import office as office_rows
from petidesk.storage import purged
from petidesk.storage.cases import anew
from petidesk.storage.file.database import Transaction
from petidesk.storage.retention import emptying, purges, records
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.form_shelf import FormShelf
    from petidesk.desk.office.calendars import Calendars
    from petidesk.desk.session import Session

At = Callable[[str], object]
_Stands = dict[int, tuple[Projection, Course]]


@dataclass(frozen=True, slots=True)
class Done:
    """What a purge did. `copies`: backups that still hold it; `unsettled`: why the file was not written anew yet."""

    purge: Purge
    copies: tuple[str, ...]
    unsettled: str = ""


class Retention:
    """Long ones (a list of a large office, a purge) are a worker's job."""

    def __init__(self, session: Session, shelf: FormShelf, calendars: Calendars) -> None:
        self._session = session
        self._shelf = shelf
        self._calendars = calendars

    def listed(self, on: date | None = None) -> Listed:
        """Every record that is whole, and whether it may go on that day (today). Refused no_permission."""
        with self._session.reading() as connection:
            self._session.require(connection, Permission.LIST_RETENTION)
            return self._listed(connection, on or self._session.today())

    def _listed(self, connection: Transaction, on: date) -> Listed:
        # A shorter period of former days lets nothing go today.
        periods = periods_of(office_rows.current(connection, max(on, self._session.today())))
        whole = records.whole(connection)
        judged = judge(whole, records.links(connection), periods, on, records.gone(connection))
        return Listed(on, periods, judged, sums_of(judged))

    def seconds(self) -> Seconds:
        """Who can be the second person, and by what it is said."""
        return second.seconds(self._session)

    def of(self, kind: str, number: str) -> Purged | None:
        """By what this record went; None while it is whole."""
        with self._session.reading() as connection:
            return purged.of(connection, kind, number)

    def met(self, number: str) -> Purged | None:
        """The same for a number of any kind, as a window meets it."""
        with self._session.reading() as connection:
            return next(filter(None, (purged.of(connection, kind, number) for kind in purged.NUMBERED)), None)

    def purges(self) -> list[Purge]:
        """All purges, the newest first. Refused no_permission."""
        with self._session.reading() as connection:
            self._session.require(connection, Permission.LIST_RETENTION)
            return purges.every(connection)

    def certificate(self, number: str) -> bytes:
        """The certificate of a purge as it was made. Refused not_found, no_permission."""
        with self._session.reading() as connection:
            self._session.require(connection, Permission.LIST_RETENTION)
            found = purges.named(connection, number)
        if found is None:
            raise Refused("not_found", f"没有编号为“{number}”的销毁清册。", field="number")
        return found[1]

    # ---- going

    def purge(
        self,
        on: date,
        why: str,
        second_name: str = "",
        said: str | None = None,
        *,
        out: Path | None = None,
        at: At = lambda _point: None,
    ) -> Done:
        """Let all go that may go on that day; `said` proves the second person, the certificate is written to `out`.

        `at` is told each point that is passed. Refused no_permission, missing (reason, second person), bad_value,
        not_found, forbidden (a day to come, nothing to go); KnownTrouble wrong_password; full, read_only, locked: then
        nothing went.
        """
        with self._session.reading() as connection:
            self._session.require(connection, Permission.PURGE)
        reason = checked_reason(why)
        if on > self._session.latest().date():
            raise Refused("forbidden", f"{on.isoformat()}还没有到，到期的记录只能按今天或以前的日期销毁。", field="on")
        who = second.confirm(self._session, second_name, said)
        if out is not None:
            _refuse_unwritable(out)
        with self._session.writing() as connection:
            self._session.require(connection, Permission.PURGE)
            done, names, pdf = self._purge(connection, on, reason, who)
            at("emptied")
        at("committed")
        unsettled = ""
        try:
            settle(self._session)
        except KnownTrouble as trouble:
            unsettled = f"记录已经销毁，但数据文件还没有整理完：{trouble.message}下次打开时会接着整理。"
        at("settled")
        if out is not None:
            with written_whole(out, pdf):
                pass
        return Done(done, tuple(names), unsettled)

    def _purge(self, connection: Transaction, on: date, why: str, who: str) -> tuple[Purge, Sequence[str], bytes]:
        listed = self._listed(connection, on)
        keys = [one.record.key for one in listed.going]
        if not keys:
            raise Refused("forbidden", f"到{on.isoformat()}没有可以销毁的记录。", field="on", basis=BASIS)
        act = self._session.act()
        cases = {row_id for kind, row_id in keys if kind == "case"}
        stood = self._stands(connection, cases)
        purge_id = purges.next_id(connection)
        sums = purges.only_going(tuple(listed.sums))
        emptied = emptying.empty(connection, purge_id, keys, unmasking.inside())
        if self._stands(connection, cases) != stood:
            raise AssertionError("a purge would change where a case stands, or how it counts")
        number = purge_number(act.at.year, purge_id)
        said = {
            "on": on.isoformat(),
            "why": why,
            "second": who,
            "sums": [asdict(one) for one in sums],
            "events": emptied.events,
            "left": emptied.left,
        }
        audit_rows.append(connection, act, PURGED, "retention", number, after=said)
        head, event_id = audit_rows.last_hash(connection), audit_rows.last_id(connection)
        done = Purge(number, on, act.at, self._session.actor.name, who, why, sums, event_id, head)
        names = copies.holding(connection, self._session.folder, done)
        office = office_rows.current(connection, act.at.date())
        pdf = self._shelf.fill(CERTIFICATE, certificate_values(office, done, listed.periods, names)).pdf
        purges.add(connection, act, purge_id, done, pdf)
        return done, names, pdf

    def _stands(self, connection: Transaction, cases: set[int]) -> _Stands:
        """Where these cases stand and how they count, worked out from their events; numbers that go are left out."""
        calendar = self._calendars.load()
        limits = office_rows.current(connection, self._session.today()).limits
        found: _Stands = {}
        for page in anew.pages(connection):
            for told in page:
                if told.kept.case_id in cases:
                    answer, course = followed(
                        told.events, calendar, limits, told.spoken, restricted=told.kept.restricted
                    )
                    found[told.kept.case_id] = (replace(answer, national_no="", query_code=""), course)
        return found

    # ---- the copies

    def copies(self) -> list[str]:
        """The copies that still hold what the last purge took. Refused no_permission."""
        with self._session.reading() as connection:
            self._session.require(connection, Permission.LIST_RETENTION)
            done = purges.every(connection)
            return copies.holding(connection, self._session.folder, done[0]) if done else []

    def renew_copies(self) -> list[str]:
        """Make fresh copies where old ones still hold it, and take those away that can be reached; the ones that went.

        Refused no_permission; KnownTrouble full, read_only, damaged.
        """
        with self._session.reading() as connection:
            self._session.require(connection, Permission.PURGE)
        old = self.copies()
        return copies.renew(self._session, old) if old else []


def _refuse_unwritable(out: Path) -> None:
    """A certificate that cannot be written is said before anything goes. KnownTrouble full, read_only."""
    probe = out.with_name(f".{out.name}.probe")
    with written_whole(probe, b""):
        pass
    probe.unlink(missing_ok=True)
