"""Section 统计口径 of 设置: how figures are counted where offices differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petidesk.ui.settings.office_section import ChangeSection
from petidesk.ui.settings.page import section_card

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


class StatisticsSection(ChangeSection):
    """The reporting month, joint letters, usages of rates, decimals."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        frame, column = section_card(
            self.tr("统计口径"),
            self.tr("照县里的口径填。改动从当天起用：以前按统计截止时间出的数，再查还是原来的口径。"),
        )
        column.addWidget(self._pairs("统计"))
        self.column.addWidget(frame)
        self.column.addStretch(1)
