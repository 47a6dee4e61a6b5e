"""Section 纠纷台账 of 设置: what the county calls things, when its report is due, the columns it asks for on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.domain.office.fields import SETTINGS
from petidesk.domain.office.ledger_columns import COLUMN_KINDS
from petidesk.ui.forms.entry_rows import EntryRows, Part
from petidesk.ui.settings.office_section import ChangeSection
from petidesk.ui.settings.page import section_card

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


class LedgerSection(ChangeSection):
    """Report day, follow-up days, the rate, three levels of risk, extra columns."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        frame, column = section_card(self.tr("月报和回访"), self.tr("月报从每月1日起在工作台提醒，结账为止。"))
        column.addWidget(self._pairs("台账"))
        self.column.addWidget(frame)
        frame, column = section_card(
            self.tr("风险等级"), self.tr("三个等级由轻到重，一行一个，用县里的叫法。等级写在纠纷上，不写在人身上。")
        )
        column.addWidget(self._setting("risk_labels"))
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
        column.addWidget(self._field("ledger_columns", SETTINGS["ledger_columns"].name, columns))
        self.column.addWidget(frame)
        self.column.addStretch(1)
