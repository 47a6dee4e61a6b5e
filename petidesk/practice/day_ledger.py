"""The demonstration's ledger: a round with zero reports, a dispute that goes up, and the month for the county."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from petidesk.desk.desk import Desk
from petidesk.documents.workbooks.write import sheet
from petidesk.domain.ledger.events import month_of, month_text

KeepFile = Callable[[str, bytes, str], None]
TEMPLATE = "安平县台账"


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """Plays the ledger on `desk`; `keep` takes each file with its name and what it is, `out` is its folder."""

    desk: Desk
    keep: KeepFile
    out: Path
    at: datetime

    def play(self, script: Mapping[str, Any]) -> None:
        """The round, the dispute, then last month as the county wants it."""
        round_no = self._screening(script["round"])
        self._dispute(script["dispute"], round_no)
        self._month(script["county"])

    def _screening(self, script: Mapping[str, Any]) -> str:
        found = self.desk.rounds.open(dict(script["open"]))
        asked = [one.village for one in found.returns]
        reported = script["reported"]
        paper = self.desk.ledger_papers.return_sheet(found.round_no, reported)
        self.keep("ledger-return-sheet.pdf", paper.pdf, f"{found.round_no}发给{reported}的排查报送表")
        self.desk.rounds.zero(found.round_no, [name for name in asked if name != reported][:-1])
        return found.round_no

    def _dispute(self, script: Mapping[str, Any], round_no: str) -> None:
        entered, _ = self.desk.ledger.add(dict(script["entered"]), round_no=round_no)
        for kind in ("measure_taken", "mediated", "escalated"):
            self.desk.ledger.record(entered.dispute_no, kind, dict(script[kind]))
        paper = self.desk.ledger_papers.escalation(entered.dispute_no)
        self.keep("ledger-escalation.pdf", paper.pdf, f"{entered.dispute_no}的上报单，村里化解不了，报到镇里")

    def _month(self, script: Mapping[str, Any]) -> None:
        """The month before: the county's own workbook filled, and the package with everything."""
        today: date = self.at.date()
        month = month_text(month_of(today) - 1)
        name = "ledger-county-blank.xlsx"
        blank = sheet(script["title"], script["headings"], [], made_at=self.at)
        self.keep(name, blank, "县里发下来的空表")
        self.desk.county.add_template(self.out / name, TEMPLATE)
        filled = f"ledger-county-{month}.xlsx"
        done = self.desk.county.export(month, self.out / filled, template=TEMPLATE, anyway=True)
        assert done is not None  # nobody cancels
        self.keep(filled, (self.out / filled).read_bytes(), f"按县里的表填好的{month}台账，{done.rows}件")
        package = f"ledger-{month}.zip"
        packed = self.desk.ledger_package.build(month, self.out / package, templates=[TEMPLATE], anyway=True)
        assert packed is not None
        self.keep(package, (self.out / package).read_bytes(), f"报县的{month}月报：表格、签字用的台账和清单")
