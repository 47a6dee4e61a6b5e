"""The way back of what was done with a letter: a draft begun or thrown away, an issued letter voided."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from petidesk.desk import unmasking
from petidesk.desk.letters import drafting, issuing, printing
from petidesk.domain.letters.letters import STOOD
from petidesk.domain.trouble import Refused
from petidesk.domain.undo import ways
from petidesk.storage.file.database import Transaction
from petidesk.storage.letters import letters as rows
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.letters.letters import Letters
    from petidesk.desk.letters.printing import LetterGround


class LettersBack:
    """Goes the ways of the room ``letters``; every method joins the transaction of the step (desk/undo.py)."""

    def __init__(self, ground: LetterGround, letters: Letters) -> None:
        self._ground = ground
        self._letters = letters

    def take_back(self, way: ways.Way) -> None:
        """Go one way. Refused for a draft in which something was written since, and as the event's rules refuse."""
        with self._ground.session.writing() as connection:
            if isinstance(way, ways.DropDraft):
                self._drop(connection, way.letter_id)
            elif isinstance(way, ways.KeepDraft):
                self._keep(connection, way)
            else:
                assert isinstance(way, ways.UnvoidLetter)
                self._unvoid(connection, way.document_no)

    def _drop(self, connection: Transaction, letter_id: int) -> None:
        found = rows.load(connection, letter_id, unmasking.inside())
        if found is None:
            return  # thrown away by hand already
        if found.state != "draft" or found.version > 1:
            raise Refused("forbidden", "这份草稿后来又写过，不能撤销起草；不要了请在文书里丢弃草稿。")
        self._letters.discard(letter_id)

    def _keep(self, connection: Transaction, way: ways.KeepDraft) -> None:
        rows.lay_back(connection, way.row)
        found = drafting.load(connection, int(way.row["id"]))
        kind, number = ("meeting", found.meeting_no) if found.meeting_no else ("case", found.case_no)
        act = self._ground.session.act()
        after = {"letter_id": found.letter_id, "kind": found.form}
        audit_rows.append(connection, act, "letter.kept", kind, number, after=after, restricted=found.restricted)

    def _unvoid(self, connection: Transaction, document_no: str) -> None:
        found = rows.find_no(connection, document_no, unmasking.inside())
        if found is None or found.state != "voided":
            raise Refused("forbidden", f"{document_no}没有作废，不用恢复。")
        act = self._ground.session.act()
        rows.unvoid(connection, act, found.letter_id)
        kind = printing.named(self._ground, found.form).kind
        if kind.event and found.case_no and not found.content.get(STOOD):
            assert found.signed_on is not None  # it was issued
            on = date.fromisoformat(found.content["on"]) if found.content.get("on") else found.signed_on
            event_id, _ = issuing.record_event(
                self._ground, connection, act, kind, found, on, document_no, found.anyway
            )
            rows.link_event(connection, found.letter_id, event_id)
        issuing.trace(connection, act, "letter.unvoided", drafting.load(connection, found.letter_id), {})
