"""Why a date is the date it is: the clocks of a visit with every day counted and passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.domain.cases.projection import begun, clock_of
from petidesk.domain.clocks import Deadline
from petidesk.storage import office as office_rows

if TYPE_CHECKING:
    from petidesk.desk.office.calendars import Calendars
    from petidesk.desk.session import Session
    from petidesk.desk.visits.visits import Visits


class Clocks:
    """Deadlines that explain themselves."""

    def __init__(self, session: Session, visits: Visits, calendars: Calendars) -> None:
        self._session = session
        self._visits = visits
        self._calendars = calendars

    def explain(self, visit_no: str) -> list[Deadline]:
        """The clocks that the visit's registration started, day by day; none for those who cannot be reached."""
        visit = self._visits.get(visit_no)
        clocks = begun(visit)
        if not clocks:
            return []
        with self._session.reading() as connection:
            office = office_rows.current(connection, self._session.today())
        return [clock_of(running, self._calendars.load(), office.limits) for running in clocks]
