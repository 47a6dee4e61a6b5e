"""A guest of a reception day becomes a visit: what the form begins with, and how it is registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.desk.reception.reception import Which
from petidesk.domain.codes import ACCUSATION
from petidesk.domain.visits.typed import MatterForm, PetitionerForm, VisitForm
from petidesk.ui.shell.routes import GuestVisit

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.domain.visits.visits import Added, Visit


def form_of(desk: Desk, coming: GuestVisit) -> VisitForm:
    """The form with what the queue knows. Of a day that has passed it is the hour at which the guest came."""
    noted = coming.guest.noted  # of who accuses nothing: they say it anew
    at = coming.guest.arrived_at or desk.now()
    on = coming.day.on
    if at.date() != on:
        at = at.replace(year=on.year, month=on.month, day=on.day)
    return VisitForm(
        at=f"{at:%Y-%m-%d %H:%M}",
        received_by=desk.actor.name,
        people=str(noted.people) if noted.people > 1 else "",
        petitioners=[PetitionerForm(name=noted.name, phone=noted.phone, village=noted.village)],
        matters=[
            MatterForm(
                purpose=ACCUSATION if coming.guest.closed else "appeal",
                statement=noted.about,
                case_no=noted.case_no or None,
                case_title=noted.case_no,
            )
        ],
    )


def register_guest(desk: Desk, coming: GuestVisit, document: object, draft_id: int | None) -> tuple[Visit, Added]:
    """Register the visit as the guest's, in one transaction."""
    day = coming.day
    _, visit, added = desk.sittings.receive(day.on, coming.guest.number, document, Which.of(day), draft_id=draft_id)
    return visit, added
