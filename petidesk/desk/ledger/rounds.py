"""Screening rounds: open one, take in what each village returned, see who is still missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from petidesk.domain.json_input import Reader
from petidesk.domain.json_output import iso
from petidesk.domain.ledger.rounds import ANSWERS, Return, Round, parse_round, round_document
from petidesk.domain.trouble import Refused
from petidesk.domain.undo import ways
from petidesk.domain.undo.steps import WHY_UNDONE
from petidesk.storage import office as office_rows
from petidesk.storage.file import numbers
from petidesk.storage.file.database import Transaction
from petidesk.storage.ledger import rounds as rows
from petidesk.storage.ledger.rounds import RoundNumber
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session


class Rounds:
    """The desk's screening rounds."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, document: object) -> Round:
        """Open a round (rules/command-line.md, `ledger round open`): since, until, due_on, kind, title, villages."""
        with self._session.writing() as connection:
            known = [village.name for village, _ in office_rows.villages(connection) if not village.retired]
            new = parse_round(document, known)
            act = self._session.act()
            year = act.at.year
            serial = numbers.allot(connection, "round", year)
            round_no = f"{office_rows.current(connection, self._session.today()).organ}排{year}-{serial:03d}"
            round_id = rows.add(connection, act, new, RoundNumber(round_no, year, serial))
            found = self._load(connection, round_id)
            audit_rows.append(connection, act, "round.opened", "round", round_no, after=round_document(found))
            return found

    def take(self, round_no: str, document: object) -> Round:
        """Take in a village's return: {village, answer: reported|zero|missing, on, by, note}. The newest counts.

        Refused: not_found, missing; forbidden for a zero report of a village that entered disputes in the round.
        """
        reader = Reader(document, label="村（社区）报送")
        village = reader.text("village", "村（社区）", required=True, limit=60)
        answer = reader.choice("answer", "报送情况", tuple(ANSWERS), required=True) or ""
        on = reader.day("on", "报送日期") or self._session.today()
        by = reader.text("by", "报送人", limit=60)
        note = reader.text("note", "备注")
        reader.done()
        return self._take(round_no, [village], answer, on, by, note)

    def zero(self, round_no: str, villages: list[str]) -> Round:
        """零报告 of these villages at once, today."""
        return self._take(round_no, villages, "zero", self._session.today(), "", "")

    def _take(self, round_no: str, villages: list[str], answer: str, on: date, by: str, note: str) -> Round:
        with self._session.writing() as connection:
            return self.take_within(connection, round_no, villages, answer, on, by, note)

    def open_within(self, connection: Transaction, round_no: str) -> int:
        """The id of a round that stands, in the caller's transaction. Refused: not_found, already_closed."""
        round_id = self._id(connection, round_no)
        _refuse_voided(self._load(connection, round_id))
        return round_id

    def take_within(
        self, connection: Transaction, round_no: str, villages: list[str], answer: str, on: date, by: str, note: str
    ) -> Round:
        """`take` in the caller's transaction."""
        if on > self._session.latest().date():
            raise Refused("bad_value", f"报送日期{on.isoformat()}在今天之后，请核对。", field="on")
        round_id = self._id(connection, round_no)
        before = self._load(connection, round_id)
        _refuse_voided(before)
        act = self._session.act()
        for village in villages:
            if village not in [one.village for one in before.returns]:
                raise Refused("not_found", f"{round_no}没有向“{village}”布置排查。", field="village")
            if answer == "zero" and before.entered.get(village):
                words = f"{village}在这一轮已经报了{before.entered[village]}件，不能再作零报告。"
                raise Refused("forbidden", words, field="answer")
            rows.record_return(connection, act, round_id, village, answer, on, by, note)
        was = {"returns": [_return_document(one) for one in before.returns if one.village in villages]}
        told = {"villages": villages, "answer": answer, "on": on.isoformat(), "by": by, "note": note}
        audit_rows.append(connection, act, "round.returned", "round", round_no, before=was, after=told)
        return self._load(connection, round_id)

    def take_back(self, way: ways.Way) -> None:
        """Void a round that was opened, or let the returns of before count again.

        Refused where disputes were entered in the round.
        """
        if isinstance(way, ways.ReturnsBack):
            for one in way.returns:
                on = date.fromisoformat(one["on"]) if one["on"] else self._session.today()
                self._take(way.round_no, [one["village"]], one["answer"], on, one["by"], one["note"])
            return
        assert isinstance(way, ways.VoidRound)
        with self._session.writing() as connection:
            round_id = self._id(connection, way.round_no)
            found = self._load(connection, round_id)
            _refuse_voided(found)
            if found.entered:
                raise Refused("forbidden", f"{way.round_no}里已经录入了纠纷，不能撤销这一轮排查。")
            rows.void(connection, round_id)
            after = {"note": WHY_UNDONE}
            audit_rows.append(connection, self._session.act(), "round.voided", "round", way.round_no, after=after)

    def get(self, round_no: str) -> Round:
        """One round by its number. Refused ``not_found``."""
        with self._session.reading() as connection:
            return self._load(connection, self._id(connection, round_no))

    def all(self, limit: int = 50, offset: int = 0) -> list[Round]:
        """Rounds, the newest first."""
        with self._session.reading() as connection:
            return rows.all_rounds(connection, limit, offset)

    def count(self) -> int:
        """How many rounds there are."""
        with self._session.reading() as connection:
            return rows.count(connection)

    def _id(self, connection: Transaction, round_no: str) -> int:
        found = rows.find_no(connection, round_no)
        if found is None:
            raise Refused("not_found", f"没有编号为“{round_no}”的排查轮次。", field="round_no")
        return found

    def _load(self, connection: Transaction, round_id: int) -> Round:
        found = rows.load(connection, round_id)
        assert found is not None
        return found


def _return_document(one: Return) -> dict[str, Any]:
    return {"village": one.village, "answer": one.answer, "on": iso(one.on), "by": one.by, "note": one.note}


def _refuse_voided(found: Round) -> None:
    if found.voided:
        raise Refused("already_closed", f"{found.round_no}已经撤销。", field="round_no")
