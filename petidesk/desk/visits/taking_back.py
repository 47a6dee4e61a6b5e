"""The way back of what was done to a visit: voided, standing again, or as it was before an amendment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from petidesk.desk import unmasking
from petidesk.desk.cases.following import reproject
from petidesk.desk.cases.guards import footings, refuse_broken
from petidesk.domain.trouble import Refused
from petidesk.domain.undo import ways
from petidesk.domain.undo.steps import WHY_UNDONE
from petidesk.storage.cases import cases as case_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.visits import people as people_rows
from petidesk.storage.visits import visits as rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session
    from petidesk.desk.visits.visits import Visits


class VisitsBack:
    """Goes the ways of the room ``visits``; every method joins the transaction of the step (desk/undo.py)."""

    def __init__(self, session: Session, visits: Visits) -> None:
        self._session = session
        self._visits = visits

    def take_back(self, way: ways.Way) -> None:
        """Go one way. Refused as `Visits.void` and `Visits.amend`, and where a visit that stands again fits no more."""
        if isinstance(way, ways.VoidVisit):
            self._visits.void(way.visit_no, WHY_UNDONE)
        elif isinstance(way, ways.AmendVisit):
            with self._session.reading() as connection:
                change = _known_people(connection, way.change)
            self._visits.amend(way.visit_no, change)
        else:
            assert isinstance(way, ways.UnvoidVisit)
            with self._session.writing() as connection:
                self._unvoid(connection, way.visit_no)

    def _unvoid(self, connection: Transaction, visit_no: str) -> None:
        visit_id = rows.find_no(connection, visit_no)
        before = None if visit_id is None else rows.load(connection, visit_id, unmasking.inside())
        if before is None or not before.voided:
            raise Refused("forbidden", f"{visit_no}没有作废，不用恢复。")
        if before.accuses:
            unmasking.refuse_shut_out(self._session, connection, "visit", visit_no)
        act, rules = self._session.act(), self._visits.rules(connection)
        case_ids = [case_id for case_id, _ in rows.linked_cases(connection, before.visit_id)]
        today = self._session.latest().date()
        was = footings(connection, case_ids, rules, today)
        rows.unvoid(connection, act, before.visit_id, before.version + 1)
        reproject(connection, case_ids, rules)
        for case_id in case_ids:
            case_rows.reindex(connection, case_id)
        people_rows.refresh(
            connection, [person.person_id for person in before.content.petitioners if person.person_id is not None]
        )
        refuse_broken(was, footings(connection, case_ids, rules, today))
        audit_rows.append(
            connection,
            act,
            "visit.unvoided",
            "visit",
            visit_no,
            before={"voided": True},
            after={"voided": False},
            restricted=before.accuses,
        )


def _known_people(connection: Transaction, change: dict[str, Any]) -> dict[str, Any]:
    """The change without links to people whom nothing speaks of any more: they are met anew."""
    if "petitioners" not in change:
        return change
    petitioners = [
        given | {"person_id": None}
        if given.get("person_id") is not None and people_rows.get(connection, given["person_id"]) is None
        else given
        for given in change["petitioners"]
    ]
    return change | {"petitioners": petitioners}
