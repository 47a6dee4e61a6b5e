"""工作台: what is due, what waits and what is missing today, in one look at the records."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from petidesk.domain.home import PRESSING, REMIND_DAYS, Board, LedgerDue, county_dues, most_pressing, soon_until
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
            visits, letters = rows.unfinished(connection)
            overdue, soon, follow_ups = ledger_list.due(connection, today, until)
            return Board(
                today=today,
                due=rows.due(connection, today, until),
                tasks=tasks,
                task_kinds=task_kinds,
                waiting=rows.waiting(connection),
                unfinished_visits=visits,
                draft_letters=letters,
                owed=rows.owed(connection),
                not_entered=rows.not_entered(connection),
                reception=rows.reception(connection, today),
                coming=sitting_rows.coming(connection, today, today + timedelta(days=REMIND_DAYS)),
                ledger=LedgerDue(overdue, soon, follow_ups, self._months.due_within(connection)),
                county=county_dues(office_rows.current(connection, today).county_dates, today),
                pressing=most_pressing(rows.pressing(connection, until, PRESSING)),
            )
