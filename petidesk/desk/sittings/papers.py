"""Papers of a sitting: 领导接访登记表 of one guest, the day's record. Made anew each time; nothing of them is kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from petidesk.desk.reception.reception import Which
from petidesk.domain.papers import Paper
from petidesk.domain.sittings.guests import GUEST_STATES
from petidesk.domain.sittings.papers import day_record_values, record_values
from petidesk.domain.sittings.sittings import Sitting
from petidesk.domain.trouble import Refused

if TYPE_CHECKING:
    from petidesk.desk.form_shelf import FormShelf
    from petidesk.desk.office.office import OfficeDesk
    from petidesk.desk.session import Session
    from petidesk.desk.sittings.sittings import Sittings
    from petidesk.desk.visits.visits import Visits

RECORD, DAY_RECORD = "reception_record", "reception_day_record"


class SittingPapers:
    """`desk.sitting_papers`."""

    def __init__(
        self, session: Session, shelf: FormShelf, office: OfficeDesk, visits: Visits, sittings: Sittings
    ) -> None:
        self._session = session
        self._shelf = shelf
        self._office = office
        self._visits = visits
        self._sittings = sittings

    def record(self, on: date, number: int, which: Which | None = None) -> Paper:
        """领导接访登记表 of one guest. Refused not_found; forbidden before the visit is registered."""
        return self.record_of(self._sittings.get(on, which), number)

    def record_of(self, sitting: Sitting, number: int) -> Paper:
        """The same of a sitting at hand."""
        guest = sitting.guest(number)
        if guest.visit is None or guest.visit.voided:
            words = f"第{number}号{GUEST_STATES[guest.state]}，登记来访以后才有接访登记表。"
            raise Refused("forbidden", words, field="number")
        visit = self._visits.get(guest.visit.visit_no)
        return self._shelf.fill(RECORD, record_values(sitting, guest, visit, self._office.current()))

    def day_record(self, on: date, which: Which | None = None) -> Paper:
        """领导接待日接访记录 of a reception. Refused not_found, bad_value where the day has several."""
        return self.day_record_of(self._sittings.get(on, which))

    def day_record_of(self, sitting: Sitting) -> Paper:
        """The same of a sitting at hand."""
        return self._shelf.fill(
            DAY_RECORD, day_record_values(sitting, self._office.current(), self._session.actor.name)
        )
