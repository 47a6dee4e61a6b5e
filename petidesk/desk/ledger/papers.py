"""Papers of the ledger: the month for signature, the sheet for villages, the written report upwards.

They are made anew each time and not kept: what was sent is kept by the closed month and by the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.desk.ledger.month_reading import read_month
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.ledger.papers import escalation_values, return_sheet_values, sheet_values
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Refused

if TYPE_CHECKING:
    from petidesk.desk.form_shelf import FormShelf
    from petidesk.desk.ledger.disputes import Ledger
    from petidesk.desk.ledger.months import LedgerMonths
    from petidesk.desk.ledger.rounds import Rounds
    from petidesk.desk.office.office import OfficeDesk
    from petidesk.desk.session import Session

SHEET = "ledger_sheet"
RETURN_SHEET = "screening_return"
ESCALATION = "escalation_report"
_TITLES = {
    SHEET: "矛盾纠纷排查化解台账",
    RETURN_SHEET: "矛盾纠纷排查情况报送表",
    ESCALATION: "矛盾纠纷上报单",
}
MOST_LINES = 5_000


class LedgerPapers:
    """`desk.ledger_papers`."""

    def __init__(
        self,
        session: Session,
        shelf: FormShelf,
        office: OfficeDesk,
        ledger: Ledger,
        rounds: Rounds,
        months: LedgerMonths,
    ) -> None:
        self._session = session
        self._shelf = shelf
        self._office = office
        self._ledger = ledger
        self._rounds = rounds
        self._months = months

    def folder_of(self, form: str) -> str:
        """The folder of a paper of the ledger, by its folder's name or its title; empty for any other paper."""
        return form if form in _TITLES else next((name for name, title in _TITLES.items() if title == form), "")

    def named(self, form: str, number: str, paper: str | None = None) -> Paper:
        """The paper of that folder: 台账 by month, 报送表 by round (ROUND or ROUND/村), 上报单 by dispute number."""
        if form == SHEET:
            return self.sheet(number, paper)
        if form == RETURN_SHEET:
            round_no, _, village = number.partition("/")
            return self.return_sheet(round_no, village)
        return self.escalation(number)

    def sheet(self, month: str, paper: str | None = None) -> Paper:
        """矛盾纠纷排查化解台账 of a month, A3 or A4 landscape; a closed month as it was sent.

        Refused too_many beyond 5,000 lines.
        """
        found = read_month(self._session, self._months, month)
        if (lines := len(found.disputes)) > MOST_LINES:
            words = f"这个月在册{lines}件，一次最多印{MOST_LINES}件，请导出成表格。"
            raise Refused("too_many", words, field="month")
        values = sheet_values(
            found.office, month, found.disputes, found.figures, self._session.today(), self._session.actor.name
        )
        return self._shelf.fill(SHEET, values, paper)

    def return_sheet(self, round_no: str, village: str = "") -> Paper:
        """矛盾纠纷排查情况报送表 of a round, for one village with its open disputes, or blank for any."""
        found = self._rounds.get(round_no)
        if village and village not in [one.village for one in found.returns]:
            raise Refused("not_found", f"{round_no}没有向“{village}”布置排查。", field="village")
        query = DisputeQuery(village=village, open_only=True, sort="found_on", descending=False)
        carried = self._ledger.rows(query, 200) if village else []
        return self._shelf.fill(RETURN_SHEET, return_sheet_values(self._office.current(), found, village, carried))

    def escalation(self, dispute_no: str) -> Paper:
        """矛盾纠纷上报单 of a dispute."""
        dispute = self._ledger.get(dispute_no)
        if dispute.voided:
            raise Refused("already_closed", f"{dispute_no}已经作废，不能再打印。")
        return self._shelf.fill(ESCALATION, escalation_values(self._office.current(), dispute))
