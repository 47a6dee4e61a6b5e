"""The way back of what was done to a dispute: voided, standing again, as it was before, its event undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.domain.ledger.events import effective, place_of
from petidesk.domain.trouble import Refused
from petidesk.domain.undo import ways
from petidesk.domain.undo.steps import WHY_UNDONE
from petidesk.storage.ledger import disputes as rows
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.ledger.disputes import Ledger
    from petidesk.desk.session import Session


class LedgerBack:
    """Goes the ways of the room ``ledger``; every method joins the transaction of the step (desk/undo.py)."""

    def __init__(self, session: Session, ledger: Ledger) -> None:
        self._session = session
        self._ledger = ledger

    def take_back(self, way: ways.Way) -> None:
        """Go one way. Refused as `Ledger.void`, `Ledger.amend` and `Ledger.undo`."""
        if isinstance(way, ways.VoidDispute):
            self._ledger.void(way.dispute_no, WHY_UNDONE)
        elif isinstance(way, ways.AmendDispute):
            self._ledger.amend(way.dispute_no, way.change)
        elif isinstance(way, ways.UndoDisputeEvent):
            self._ledger.undo(way.dispute_no, way.event_id, WHY_UNDONE)
        else:
            assert isinstance(way, ways.UnvoidDispute)
            self._unvoid(way.dispute_no)

    def _unvoid(self, dispute_no: str) -> None:
        with self._session.writing() as connection:
            before = self._ledger.get(dispute_no)
            if not before.voided:
                raise Refused("forbidden", f"{dispute_no}没有作废，不用恢复。")
            act, content = self._session.act(), before.content
            rows.unvoid(connection, act, before.dispute_id, before.version + 1)
            place = place_of(content.found_on, effective(rows.events(connection, before.dispute_id)))
            days = self._ledger.rules_within(connection).office.follow_up_days
            rows.write_place(connection, before.dispute_id, place, follow_up_days=days)
            rows.reindex(connection, before.dispute_id, dispute_no, before.foreign_no, content)
            audit_rows.append(
                connection,
                act,
                "dispute.unvoided",
                "dispute",
                dispute_no,
                before={"voided": True},
                after={"voided": False},
            )
