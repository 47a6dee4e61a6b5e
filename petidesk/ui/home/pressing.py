"""The short list of 工作台: the cases that cannot wait, the earliest date first. Enter opens one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from petidesk.domain.home import Pressing
from petidesk.ui.look import icons
from petidesk.ui.look.dates import short_day
from petidesk.ui.look.lights import SHAPES, TOKENS, light_tone, light_words
from petidesk.ui.look.theme import ROW, theme

LIGHT, NUMBER, TITLE, OWED, UNIT = range(5)
# Below these widths, in ems, the last columns give way to the title.
_UNIT_FROM, _NUMBER_FROM = 56.0, 34.0


class PressingTable(QTableWidget):
    """`opened` carries the number of the case that was entered. As high as its rows: the page scrolls, not the list."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, 5)
        self._lines: tuple[Pressing, ...] = ()
        self._today = date.min
        self.setAccessibleName(self.tr("先办的信访事项"))
        self.setHorizontalHeaderLabels(
            [self.tr("期限"), self.tr("编号"), self.tr("事项"), self.tr("该办什么"), self.tr("责任单位")]
        )
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setSectionsClickable(False)
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(lambda index: self._enter(index.row()))
        theme.changed.connect(self._dress)

    def show_lines(self, lines: Sequence[Pressing], today: date) -> None:
        """Show these cases; the one that was chosen stays chosen."""
        chosen = self.chosen()
        self._lines, self._today = tuple(lines), today
        self.setRowCount(len(self._lines))
        self._dress()
        wanted = next((row for row, line in enumerate(self._lines) if line.case_no == chosen), 0)
        if self._lines:
            self.setCurrentCell(wanted, NUMBER)

    def chosen(self) -> str:
        """The number of the case that the cursor stands on, empty when it stands nowhere."""
        row = self.currentRow()
        return self._lines[row].case_no if 0 <= row < len(self._lines) else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the case."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(self.currentRow())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the room anew."""
        super().resizeEvent(event)
        self._fit()

    def _enter(self, row: int) -> None:
        if 0 <= row < len(self._lines):
            self.opened.emit(self._lines[row].case_no)

    def _dress(self) -> None:
        """Write every cell in the look in force."""
        self.setIconSize(QSize(theme.em(0.9), theme.em(0.9)))
        self.verticalHeader().setDefaultSectionSize(theme.em(ROW))
        self.horizontalHeader().setFixedHeight(theme.em(ROW))
        for row, line in enumerate(self._lines):
            self._write(row, line)
        self.setFixedHeight(theme.em(ROW) * (len(self._lines) + 1) + 2 * self.frameWidth() + 2)
        self._fit()

    def _write(self, row: int, line: Pressing) -> None:
        tone = light_tone(line.on, self._today)
        light = QTableWidgetItem(light_words(line.on, self._today))
        light.setForeground(theme.color(TOKENS[tone]))
        if tone in SHAPES:
            light.setIcon(icons.icon(SHAPES[tone], TOKENS[tone], 0.9))
        title = QTableWidgetItem(line.title or self.tr("检举控告（限制查阅）"))
        if not line.title:
            title.setForeground(theme.color("text_soft"))
        cells = {
            LIGHT: light,
            NUMBER: QTableWidgetItem(line.case_no),
            TITLE: title,
            OWED: QTableWidgetItem(self._owed(line)),
            UNIT: QTableWidgetItem(line.unit or "—"),
        }
        for column, cell in cells.items():
            cell.setToolTip(cell.text())
            self.setItem(row, column, cell)

    def _owed(self, line: Pressing) -> str:
        return f"{line.owed}  {short_day(line.on, self._today)}"

    def _fit(self) -> None:
        metrics = QFontMetrics(theme.font())
        ems = self.viewport().width() / max(theme.em(1), 1)
        self.setColumnHidden(UNIT, ems < _UNIT_FROM)
        self.setColumnHidden(NUMBER, ems < _NUMBER_FROM)
        pad = theme.em(1.8)

        def widest(words: list[str]) -> int:
            return max((metrics.horizontalAdvance(each) for each in words), default=theme.em(4)) + pad

        widths = {
            LIGHT: widest([light_words(line.on, self._today) for line in self._lines]) + theme.em(1.2),
            NUMBER: widest([line.case_no for line in self._lines]),
            OWED: min(widest([self._owed(line) for line in self._lines]), round(self.viewport().width() * 0.45)),
            UNIT: min(widest([line.unit for line in self._lines] + [self.tr("责任单位")]), theme.em(12)),
        }
        left = self.viewport().width() - sum(
            width for column, width in widths.items() if not self.isColumnHidden(column)
        )
        for column, width in {**widths, TITLE: max(left, theme.em(6))}.items():
            self.setColumnWidth(column, width)
