"""Section 纠纷台账 of 设置: what the county calls things, when its report is due, the columns it asks for on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from petidesk.domain.office.ledger_columns import COLUMN_KINDS
from petidesk.domain.office.office import RATES
from petidesk.ui.forms.entry_rows import EntryRows, Part
from petidesk.ui.forms.inputs import Spin
from petidesk.ui.look.grids import Pairs
from petidesk.ui.look.theme import sized
from petidesk.ui.settings.office_section import ChangeSection
from petidesk.ui.settings.page import section_card
from petidesk.ui.settings.words import LEDGER, said

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


class LedgerSection(ChangeSection):
    """Report day, follow-up days, the rate, three levels of risk, extra columns."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        words = {key: said(str(label)) for key, label in LEDGER}
        frame, column = section_card(self.tr("月报和回访"), self.tr("月报从每月1日起在工作台提醒，结账为止。"))
        report, follow, rate = Spin(), Spin(), QComboBox()
        report.setRange(1, 28)
        report.setPrefix(self.tr("次月 "))
        report.setSuffix(self.tr(" 日前"))
        follow.setRange(1, 365)
        follow.setPrefix(self.tr("化解后 "))
        follow.setSuffix(self.tr(" 天"))
        for code, shown in RATES.items():
            rate.addItem(shown, code)
        column.addWidget(
            Pairs(
                [
                    self._field("report_day", words["report_day"], report),
                    self._field("follow_up_days", words["follow_up_days"], follow),
                    self._field("resolution_rate", words["resolution_rate"], rate),
                    self._field("dispute_pattern", words["dispute_pattern"], QLineEdit()),
                ]
            )
        )
        self.column.addWidget(frame)
        frame, column = section_card(
            self.tr("风险等级"), self.tr("三个等级由轻到重，一行一个，用县里的叫法。等级写在纠纷上，不写在人身上。")
        )
        levels = QPlainTextEdit()
        levels.setTabChangesFocus(True)
        sized(levels, height=6)
        column.addWidget(self._field("risk_labels", words["risk_labels"], levels))
        self.column.addWidget(frame)
        frame, column = section_card(
            self.tr("县里另外要的栏目"), self.tr("加上以后，登记、台账、导入和导出里都有这一栏。")
        )
        extra = (
            Part("label", self.tr("栏目名称"), 12, needed=True),
            Part("kind", self.tr("种类"), 7, choices=COLUMN_KINDS),
            Part("choices", self.tr("选项（用、隔开）"), 20, listed=True),
        )
        columns = EntryRows(extra, self.tr("加一栏"), lambda number: self.tr("删去第{0}栏").format(number))
        column.addWidget(self._field("ledger_columns", words["ledger_columns"], columns))
        self.column.addWidget(frame)
        self.column.addStretch(1)
