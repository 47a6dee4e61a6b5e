"""先办这些: what cannot wait, the earliest date first; each line says by when and what. Enter does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from petidesk.domain.home import Errand
from petidesk.ui.lists.widths import Wish, share
from petidesk.ui.look import items
from petidesk.ui.look.dates import short_day
from petidesk.ui.look.lights import SHAPES, TOKENS, light_tone, light_words
from petidesk.ui.look.theme import ROW, theme

LIGHT, WHAT, TITLE, NUMBER, UNIT = range(5)
# A title of so many ems is worth more than the unit and the number: they give way to it, one after the other.
_TITLE = 14.0


class ErrandTable(QTableWidget):
    """`opened` carries the errand that was entered. As high as its rows: the page scrolls, not the list."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__(0, 5)
        self._lines: tuple[Errand, ...] = ()
        self._today = date.min
        self.setAccessibleName(self.tr("先办这些"))
        self.setHorizontalHeaderLabels(
            [self.tr("期限"), self.tr("该办什么"), self.tr("事项"), self.tr("编号"), self.tr("责任单位")]
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

    def show_lines(self, lines: Sequence[Errand], today: date) -> None:
        """Show these errands; the one that was chosen stays chosen."""
        chosen, stood = self.chosen(), max(self.currentRow(), 0)
        self._lines, self._today = tuple(lines), today
        self.setRowCount(len(self._lines))
        self._dress()
        # One that is done leaves the cursor where it was: on the next one.
        same = (row for row, line in enumerate(self._lines) if chosen is not None and line.number == chosen.number)
        if self._lines:
            self.setCurrentCell(next(same, min(stood, len(self._lines) - 1)), TITLE)

    def chosen(self) -> Errand | None:
        """The errand that the cursor stands on."""
        row = self.currentRow()
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it."""
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
            self.opened.emit(self._lines[row])

    def _dress(self) -> None:
        """Write every cell in the look in force."""
        self.setIconSize(QSize(theme.em(0.9), theme.em(0.9)))
        self.verticalHeader().setDefaultSectionSize(theme.em(ROW))
        self.horizontalHeader().setFixedHeight(theme.em(ROW))
        for row, line in enumerate(self._lines):
            self._write(row, line)
        self.setFixedHeight(theme.em(ROW) * (len(self._lines) + 1) + 2 * self.frameWidth() + 2)
        self._fit()

    def _write(self, row: int, line: Errand) -> None:
        tone = light_tone(line.on, self._today)
        light = QTableWidgetItem(self._when(line))
        items.words(light, TOKENS[tone])
        if tone in SHAPES:
            items.mark(light, SHAPES[tone], TOKENS[tone], 0.9)
        title = QTableWidgetItem(line.title or self.tr("检举控告（限制查阅）"))
        if not line.title:
            items.words(title, "text_soft")
        cells = {
            LIGHT: light,
            WHAT: QTableWidgetItem(line.what),
            TITLE: title,
            NUMBER: QTableWidgetItem(line.number if line.subject in ("case", "dispute") else "—"),
            UNIT: QTableWidgetItem(line.unit or "—"),
        }
        for column, cell in cells.items():
            cell.setToolTip(cell.text())
            self.setItem(row, column, cell)

    def _when(self, line: Errand) -> str:
        words = light_words(line.on, self._today)
        return words if line.on == self._today else f"{words}  {short_day(line.on, self._today)}"

    def _fit(self) -> None:
        metrics = QFontMetrics(theme.font())
        pad = theme.em(1.8)

        def widest(words: list[str]) -> int:
            return max((metrics.horizontalAdvance(each) for each in words), default=theme.em(4)) + pad

        widths = {
            LIGHT: widest([self._when(line) for line in self._lines]) + theme.em(1.2),
            WHAT: widest([line.what for line in self._lines]),
            NUMBER: widest([line.number for line in self._lines]),
            UNIT: min(widest([line.unit for line in self._lines] + [self.tr("责任单位")]), theme.em(12)),
        }
        titles = widest([line.title for line in self._lines])
        title = min(titles, theme.em(_TITLE))
        left = self.viewport().width() - widths[LIGHT] - widths[WHAT]
        for column in (NUMBER, UNIT):
            fits = left - widths[column] >= title and not (column == UNIT and self.isColumnHidden(NUMBER))
            self.setColumnHidden(column, not fits)
            left -= widths[column] if fits else 0
        wishes = {column: Wish(width, width) for column, width in widths.items() if not self.isColumnHidden(column)}
        wishes[TITLE] = Wish(title, titles, grows=True)
        for column, width in zip(wishes, share(self.viewport().width(), list(wishes.values())), strict=True):
            self.setColumnWidth(column, width)
