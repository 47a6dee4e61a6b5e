"""Sections of 设置 on other bodies and on the office's own people: who reviews, who sits above, who handles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from petidesk.domain.office.fields import LEADER_FIELDS, SETTINGS
from petidesk.ui.forms.entry_rows import EntryRows
from petidesk.ui.look.grids import Pairs
from petidesk.ui.settings.office_section import ChangeSection, part_of
from petidesk.ui.settings.page import section_card

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


class BodiesSection(ChangeSection):
    """Reviewing and rechecking body, the county's departments, who hands matters down."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        groups = (
            (
                self.tr("复查"),
                self.tr(
                    "印在处理意见书的救济一段里。复查机关留空就用县（市、区）人民政府（《信访工作条例》第三十五条）。"
                ),
                "复查",
            ),
            (self.tr("复核"), self.tr("市级人民政府；省直管县是省人民政府（《信访工作条例》第三十六条）。"), "复核"),
            (
                self.tr("县级部门"),
                self.tr("办结报告、检举控告移送单上用。反映本级领导的检举控告送县级纪检监察机关。"),
                "县级",
            ),
        )
        for title, explain, group in groups:
            frame, column = section_card(title, explain)
            column.addWidget(self._pairs(group))
            self.column.addWidget(frame)
        frame, column = section_card(
            self.tr("上级来文机关"), self.tr("转送、交办事项给我们的机关，一行一个，登记“上级转送”时提示。")
        )
        column.addWidget(self._setting("superiors"))
        self.column.addWidget(frame)
        self.column.addStretch(1)

    def place_of(self, key: str) -> QWidget | None:
        """The editor of a setting. Of the reviewing body with what it is where nobody says otherwise, to be saved."""
        place = super().place_of(key)
        reviewer = self.desk.office.current().reviewer
        if key == "reviewing_body" and isinstance(place, QLineEdit) and not place.text() and reviewer:
            place.setText(reviewer)
            place.selectAll()
        return place


class PeopleSection(ChangeSection):
    """Sections of the organ, units that handle matters, leaders who receive people and take charge of cases."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        frame, column = section_card(self.tr("机构和单位"), self.tr("一行一个。填责任单位、交办单的时候提示这些名称。"))
        sections = self._setting("sections", self.tr("如信访办、平安法治办公室、综治中心"))
        units = self._setting("units", self.tr("如自然资源所、司法所、农业农村服务中心"))
        column.addWidget(Pairs((sections, units)))
        self.column.addWidget(frame)
        frame, column = section_card(
            self.tr("领导"),
            self.tr(
                "接访、包案和批示的领导，排班时从上到下轮流。轮次是一轮接待几次，0 是不参加轮流；"
                "联系村用顿号隔开。电话印在便民联系卡上，没有填的印窗口电话；不印在给来访人的文书上。"
            ),
        )
        widths = {"name": 7.0, "post": 11.0, "duties": 15.0, "phone": 9.0, "weight": 4.5, "villages": 13.0}
        parts = [part_of(field, widths[field.key]) for field in LEADER_FIELDS]
        rows = EntryRows(parts, self.tr("加一名领导"), lambda number: self.tr("删去第{0}名领导").format(number))
        column.addWidget(self._field("leaders", SETTINGS["leaders"].name, rows))
        self.column.addWidget(frame)
        frame, column = section_card(
            self.tr("接待日预约"), self.tr("截止以后不再接受预约；当天直接来的照常接待，排在预约的后面。")
        )
        column.addWidget(self._pairs("预约"))
        self.column.addWidget(frame)
        self.column.addStretch(1)
