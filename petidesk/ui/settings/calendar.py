"""Section 放假日历: rest days and make-up days of each year, editable, and taken in from a file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from petidesk.domain.office.fields import CALENDAR
from petidesk.domain.trouble import Refused
from petidesk.domain.typed_dates import parse_typed_date
from petidesk.ui import work
from petidesk.ui.look import controls, files
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.settings.page import Section, section_card

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

REMIND_FROM_MONTH = 11


class DayTable(QTableWidget):
    """Days of one kind: date and name, with an empty line at the end to add one. Delete removes the line."""

    def __init__(self, name: str) -> None:
        super().__init__(0, 2)
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels([self.tr("日期"), self.tr("名称")])
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.cellChanged.connect(self._grow)
        theme.changed.connect(self._fit)
        sized(self, min_height=16)
        self._fit()

    def put(self, days: list[dict[str, str]]) -> None:
        """Show these days and an empty line."""
        self.blockSignals(True)
        self.setRowCount(0)
        for day in [*days, {"date": "", "name": ""}]:
            row = self.rowCount()
            self.insertRow(row)
            self.setItem(row, 0, QTableWidgetItem(day["date"]))
            self.setItem(row, 1, QTableWidgetItem(day["name"]))
        self.blockSignals(False)

    def days(self, today: date) -> list[dict[str, str]]:
        """What stands in the table, dates as typed by clerks understood. Refused names the line that is not a date."""
        found = []
        for row in range(self.rowCount()):
            texts = [item.text().strip() if (item := self.item(row, column)) else "" for column in (0, 1)]
            if not any(texts):
                continue
            day = _day(texts[0], today)
            if day is None:
                raise Refused(
                    "bad_value", self.tr("第 %1 行的日期看不懂，请写成 2027-10-01。").replace("%1", str(row + 1))
                )
            found.append({"date": day.isoformat(), "name": texts[1]})
        return found

    def remove_chosen(self) -> None:
        """Remove the lines that are chosen."""
        for row in sorted({index.row() for index in self.selectedIndexes()}, reverse=True):
            self.removeRow(row)
        self._grow()

    def _grow(self) -> None:
        last = self.rowCount() - 1
        if last < 0 or any((item := self.item(last, column)) and item.text().strip() for column in (0, 1)):
            self.insertRow(self.rowCount())

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.em(2.2))


class CalendarSection(Section):
    """One year at a time; a year without an arrangement is said in red."""

    main_words: ClassVar[str] = str(QT_TRANSLATE_NOOP("SettingsPage", "保存这一年"))

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._year = 0
        self.notice = controls.Notice("seal")
        self.notice.hide()
        self.column.addWidget(self.notice)
        frame, column = section_card(
            self.tr("放假和调休"),
            self.tr("按国务院办公厅每年的通知填。周末不用填，只填放假的工作日和要上班的周末。"),
        )
        row = QHBoxLayout()
        spaced(row, 0.5)
        self.years = QComboBox()
        self.years.setAccessibleName(self.tr("年份"))
        self.years.currentTextChanged.connect(self._show_year)
        row.addWidget(self.years)
        row.addStretch(1)
        row.addWidget(controls.button(self.tr("从文件导入"), self._choose_file, icon="upload"))
        column.addLayout(row)
        self.says = controls.label("", "error", wrap=True)
        self.says.hide()
        column.addWidget(self.says)
        self.rest = DayTable(self.tr("放假的工作日"))
        self.makeup = DayTable(self.tr("要上班的周末（调休）"))
        for words, table in ((self.tr("放假的工作日"), self.rest), (self.tr("要上班的周末（调休）"), self.makeup)):
            line = QHBoxLayout()
            spaced(line, 0.5)
            line.addWidget(controls.label(words, "strong", buddy=table), 1)
            remove = controls.button(self.tr("删去选中的行"), table.remove_chosen, part="link")
            remove.setAccessibleName(self.tr("删去选中的行 {0}").format(words))
            line.addWidget(remove)
            group = QVBoxLayout()
            spaced(group, 0.25)
            group.addLayout(line)
            group.addWidget(table)
            column.addLayout(group)
        self.column.addWidget(frame)
        self.column.addStretch(1)

    def load(self) -> None:
        """Show the years that are known, and this one and the next in any case."""
        today = self.desk.today()
        known = self.desk.calendars.years()
        years = sorted({*known, today.year, today.year + 1}, reverse=True)
        wanted = str(self._year or today.year)
        self.years.blockSignals(True)
        self.years.clear()
        self.years.addItems([str(year) for year in years])
        self.years.setCurrentText(wanted)
        self.years.blockSignals(False)
        self._remind(today, known)
        self._show_year(self.years.currentText())

    def show_year(self, year: int) -> None:
        """Open one year."""
        self.years.setCurrentText(str(year))

    def main(self) -> None:
        """Save the year in front."""
        self.says.hide()
        today = date(self._year, 1, 1)
        try:
            document = {
                "year": self._year,
                "rest_days": self.rest.days(today),
                "makeup_days": self.makeup.days(today),
            }
        except Refused as refusal:
            self._refused(refusal)
            return
        self._import(document)

    def take_file(self, file: Path) -> None:
        """Take in a calendar file (the document that `calendar show --json` prints, or a list of them)."""
        desk = self.desk

        def read() -> None:
            try:
                document = json.loads(file.read_text(encoding="utf-8-sig"))
            except (OSError, ValueError):
                raise Refused("bad_value", self.tr("这个文件不是日历文件，没有导入。")) from None
            desk.calendars.import_document(document)

        work.run(self, read, lambda _done: self._imported(), self._refused, title=self.tr("正在导入日历"))

    def _import(self, document: dict[str, Any]) -> None:
        desk = self.desk
        work.run(
            self,
            lambda: desk.calendars.import_document(document),
            lambda _done: self._imported(),
            self._refused,
            title=self.tr("正在保存日历"),
        )

    def _imported(self) -> None:
        self.says.hide()
        self.message.emit(self.tr("日历已保存，在办事项的期限已按新日历重新算过。"))
        self.saved.emit()
        self.load()
        self.done.emit()

    def place_of(self, key: str) -> QWidget | None:
        """The table of rest days."""
        return self.rest if key == CALENDAR else None

    def _refused(self, trouble: object) -> None:
        self.says.setText(getattr(trouble, "message", ""))
        self.says.show()

    def _remind(self, today: date, known: list[int]) -> None:
        missing = [year for year in (today.year, today.year + 1) if year not in known]
        if not missing:
            self.notice.hide()
            return
        year = missing[0]
        words = self.tr("%1 年的安排尚未录入。通知公布后请在这里填好，否则 %1 年的顺延日期算不出来，工作日期限不能算。")
        late = year == today.year or today.month >= REMIND_FROM_MONTH
        self.notice.show_as(
            "seal" if late else "amber", words.replace("%1", str(year)), self.tr("去填"), lambda: self.show_year(year)
        )
        self.notice.show()

    def _show_year(self, text: str) -> None:
        if not text.isdigit():
            return
        self._year = int(text)
        self.says.hide()
        if self._year in self.desk.calendars.years():
            document = self.desk.calendars.document(self._year)
        else:
            document = {"rest_days": [], "makeup_days": []}
        self.rest.put(document["rest_days"])
        self.makeup.put(document["makeup_days"])

    def _choose_file(self) -> None:
        file = files.file_to_open(self, self.tr("选日历文件"), "", self.tr("日历文件 (*.json)"))
        if file is not None:
            self.take_file(file)


def _day(typed: str, today: date) -> date | None:
    """A date as a clerk types it, in the year in front."""
    try:
        return parse_typed_date(typed, today, future=True)
    except Refused:
        return None
