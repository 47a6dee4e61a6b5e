"""What the tab 接访 asks the desk for: the days to turn among, the sitting that is open, the visits of its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from petidesk.desk.reception.reception import DayQuery
from petidesk.domain.reception.days import ReceptionDay
from petidesk.domain.sittings.sittings import Sitting
from petidesk.domain.visits.listing import VisitQuery

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

# The days among which one turns the leaf: so many back and ahead.
BACK, AHEAD = 60, 120


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the desk brought."""

    days: list[ReceptionDay]
    sitting: Sitting | None

    def beside(self, day_id: int, step: int) -> int | None:
        """The id of the reception so many steps after this one; None where there is none."""
        ids = [day.day_id for day in self.days]
        place = ids.index(day_id) + step if day_id in ids else -1
        return ids[place] if 0 <= place < len(ids) else None


def look(desk: Desk, wanted: int | None) -> Look:
    """The days around today, and the sitting that is asked for: by its id, else today's, the next, the last one."""
    today = desk.today()
    days = desk.schedule.days(DayQuery(today - timedelta(days=BACK), today + timedelta(days=AHEAD)))
    if wanted is None and days:
        ahead = [day for day in days if day.on >= today]
        wanted = (ahead[0] if ahead else days[-1]).day_id
    return Look(days, desk.sittings.of_day(wanted) if wanted is not None else None)


def visits_of(desk: Desk, sitting: Sitting) -> list[str]:
    """The visits of the day that are no guest's yet, each with its number first; of an accusation only that."""
    on = sitting.day.on
    taken = {guest.visit.visit_no for guest in sitting.guests if guest.visit is not None}
    rows = desk.visits.rows(VisitQuery(since=on, until=on, voided=False), 500)
    return [
        "　".join(part for part in (row.visit_no, "、".join(row.names), row.heading) if part)
        for row in rows
        if row.visit_no not in taken
    ]
