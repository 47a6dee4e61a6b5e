"""A guest of a reception day on the way to a visit: what the registration form begins with, and where it goes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from petidesk.domain.reception.days import ReceptionDay
from petidesk.domain.sittings.sittings import Guest
from petidesk.domain.visits.typed import MatterForm, PetitionerForm, VisitForm
from petidesk.ui.reception.words import which_of

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.domain.visits.visits import Added, Visit


@dataclass(frozen=True, slots=True)
class ForGuest:
    """What the page 来访登记 is opened with for a guest of the reception `day`."""

    day: ReceptionDay
    guest: Guest

    def form(self, desk: Desk) -> VisitForm:
        """The form with what the queue knows. Of a day that has passed it is the hour at which the guest came."""
        booking = self.guest.booking
        at = self.guest.arrived_at or desk.now()
        if at.date() != self.day.on:
            at = at.replace(year=self.day.on.year, month=self.day.on.month, day=self.day.on.day)
        return VisitForm(
            at=f"{at:%Y-%m-%d %H:%M}",
            received_by=desk.actor.name,
            people=str(booking.people) if booking.people > 1 else "",
            petitioners=[PetitionerForm(name=booking.name, phone=booking.phone, village=booking.village)],
            matters=[MatterForm(statement=booking.about, case_no=booking.case_no or None, case_title=booking.case_no)],
        )

    def register(self, desk: Desk, document: object, draft_id: int | None) -> tuple[Visit, Added]:
        """Register the visit as the guest's, in one transaction."""
        which = which_of(self.day)
        _, visit, added = desk.sittings.receive(self.day.on, self.guest.number, document, which, draft_id=draft_id)
        return visit, added
