"""Section 期限报县 of 设置: shorter limits of local rules, never longer than the law; what the county wants when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from petidesk.domain.clocks import CLOCKS
from petidesk.domain.office.fields import SETTINGS, settings_of
from petidesk.ui.forms.entry_rows import EntryRows, Part
from petidesk.ui.forms.inputs import Spin
from petidesk.ui.settings.office_section import ChangeSection
from petidesk.ui.settings.page import section_card

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# The written notice has fields of its own; the visitor's own times are nobody's to shorten.
_NOT_LISTED = ("written_notice", "review_request", "recheck_request", "judicial_confirmation")


class LimitsSection(ChangeSection):
    """Notice limit, representatives, local limits, dates of the county."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._build_notice()
        self._build_orders()
        frame, column = section_card(
            self.tr("地方期限"),
            self.tr(
                "地方法规定得更短的期限写在这里，要写依据。不能比《信访工作条例》长；两个期限比的是日期，先到的算。"
            ),
        )
        clocks = {
            kind: self.tr("{0}（规定 {1}）").format(clock.label, clock.length)
            for kind, clock in CLOCKS.items()
            if kind not in _NOT_LISTED and not clock.by_office
        }
        limit = (
            Part("kind", self.tr("期限"), 15, choices=clocks),
            Part("amount", self.tr("不超过"), 5, highest=365),
            Part("unit", self.tr("算法"), 6, choices=SETTINGS["notice_unit"].choices),
            Part("basis", self.tr("依据"), 22, needed=True),
        )
        limits = EntryRows(limit, self.tr("加一个期限"), lambda number: self.tr("删去第{0}个期限").format(number))
        column.addWidget(self._field("local_limits", SETTINGS["local_limits"].name, limits))
        self.column.addWidget(frame)
        frame, column = section_card(
            self.tr("报县日期"), self.tr("县里要求每月哪天报什么。工作台会提前提醒；没有这一天的月份算最后一天。")
        )
        report = (
            Part("day", self.tr("每月几日"), 5, highest=31),
            Part("what", self.tr("报什么"), 22, needed=True),
        )
        dates = EntryRows(report, self.tr("加一个日期"), lambda number: self.tr("删去第{0}个日期").format(number))
        column.addWidget(self._field("county_dates", SETTINGS["county_dates"].name, dates))
        self.column.addWidget(frame)
        self._build_retention()
        self.column.addStretch(1)

    def _build_orders(self) -> None:
        frame, column = section_card(
            self.tr("12345工单和领导批示件"),
            self.tr("从登记起算，办结或者报告以后停止；不作受理，不用60日办理期限。期限照县里的规定填写。"),
        )
        column.addWidget(self._pairs("工单"))
        self.column.addWidget(frame)

    def _build_retention(self) -> None:
        frame, column = section_card(
            self.tr("保管期限"),
            self.tr("从办结的下一年算起，满几年可以在“到期销毁”里销毁。按本单位报批的保管期限表填写。"),
        )
        column.addWidget(self._pairs("保管"))
        for one in settings_of("保管"):
            years = self.editor(one.key)
            assert isinstance(years, Spin)
            years.setSpecialValueText(self.tr("永久"))
        self.column.addWidget(frame)

    def _build_notice(self) -> None:
        frame, column = section_card(
            self.tr("书面告知和代表人数"), self.tr("只能比规定的更严：书面告知最多 15 日，代表最多 5 人。")
        )
        column.addWidget(self._pairs("期限"))
        days, unit = self.editor("notice_days"), self.editor("notice_unit")
        assert isinstance(days, Spin)
        assert isinstance(unit, QComboBox)
        self.days, self.unit = days, unit
        unit.currentIndexChanged.connect(lambda _row: self._say_unit())
        self.column.addWidget(frame)

    def load(self) -> None:
        """Show the limits with the unit that they count."""
        super().load()
        self._say_unit()

    def _say_unit(self) -> None:
        working = self.unit.currentData() == "working"
        self.days.setSuffix(self.tr(" 个工作日") if working else self.tr(" 日"))
