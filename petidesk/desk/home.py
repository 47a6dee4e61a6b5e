"""工作台: what is due, what waits and what is missing today, in one look at the records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from petidesk.desk.drafts import begun, openable
from petidesk.desk.office.calendars import calendar_of
from petidesk.domain.home import (
    PRESSING,
    REMIND_DAYS,
    Board,
    Errand,
    LedgerDue,
    Pressing,
    Recent,
    calendar_errand,
    county_dues,
    errand_of,
    first_errands,
    missing_year,
    most_pressing,
    report_errand,
    soon_until,
)
from petidesk.domain.ledger.months import ReportDue
from petidesk.domain.listing import ClosedDraft, Draft
from petidesk.domain.office.opening import before_opening
from petidesk.domain.visits.typed import DRAFT_KIND
from petidesk.storage import home as rows
from petidesk.storage import office as office_rows
from petidesk.storage import sittings as sitting_rows
from petidesk.storage.ledger import listing as ledger_list

if TYPE_CHECKING:
    from petidesk.desk.ledger.months import LedgerMonths
    from petidesk.desk.session import Session


class Home:
    """`desk.home`."""

    def __init__(self, session: Session, months: LedgerMonths) -> None:
        self._session = session
        self._months = months

    def board(self) -> Board:
        """All figures of today from one consistent view."""
        today = self._session.today()
        until = soon_until(today)
        with self._session.reading() as connection:
            tasks, task_kinds = rows.tasks(connection, today, until)
            overdue, soon, follow_ups = ledger_list.due(connection, today, until)
            report = self._months.due_within(connection)
            missing = missing_year(today, calendar_of(connection).years)
            pressing = most_pressing(rows.pressing(connection, until, PRESSING))
            disputes = rows.pressing_disputes(connection, until, PRESSING)
            return Board(
                today=today,
                due=rows.due(connection, today, until),
                tasks=tasks,
                task_kinds=task_kinds,
                waiting=rows.waiting(connection),
                unfinished_visits=begun(self._session, connection),
                draft_letters=rows.draft_letters(connection),
                owed=rows.owed(connection),
                not_entered=rows.not_entered(connection),
                reception=rows.reception(connection, today),
                coming=sitting_rows.coming(connection, today, today + timedelta(days=REMIND_DAYS)),
                ledger=LedgerDue(overdue, soon, follow_ups, report),
                county=county_dues(office_rows.current(connection, today).county_dates, today),
                pressing=pressing,
                errands=self._errands(pressing, disputes, report, missing),
                calendar_missing=missing,
            )

    def _errands(
        self, cases: Sequence[Pressing], disputes: Sequence[Errand], report: ReportDue | None, missing: int | None
    ) -> tuple[Errand, ...]:
        """先办这些: cases, the report and the calendar, as far as their day is within a week; then disputes."""
        today = self._session.today()
        found = [errand_of(line) for line in cases]
        if report is not None:
            found.append(report_errand(report))
        if missing is not None:
            found.append(calendar_errand(missing, today))
        return first_errands([errand for errand in found if errand.on <= soon_until(today)], disputes)

    def before_opening(self, backup_place: str) -> tuple[str, ...]:
        """What the office has not been given yet (`domain/office/opening.py`); a practice office needs nothing.

        `backup_place`: where this seat backs up to, which is no setting of the office.
        """
        if self._session.practice:
            return ()
        with self._session.reading() as connection:
            office = office_rows.current(connection, self._session.today())
            villages = [village for village, _ in office_rows.villages(connection)]
        return before_opening(office, villages, backup_place)

    def broken_off(self) -> Draft | ClosedDraft | None:
        """The registration that was typed last when the window before this one ended without closing; None else."""
        if not self._session.broken_off:
            return None
        with self._session.reading() as connection:
            drafts = openable(self._session, connection)
        return next((draft for draft in drafts if draft.kind == DRAFT_KIND), None)

    def recent(self, shown: Sequence[tuple[str, str]]) -> tuple[Recent, ...]:
        """The records of these subjects and keys (`Recent`) in their order; accusations are left out."""
        with self._session.reading() as connection:
            return rows.recent(connection, shown)
