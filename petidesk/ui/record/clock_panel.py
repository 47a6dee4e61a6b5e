"""为什么是这一天: every day of a clock, counted or passed over, with its reason, to be redone by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from petidesk.domain.calendar import WEEKDAYS
from petidesk.domain.clocks import CLOCKS, CountedDay, Deadline
from petidesk.ui.look import controls, items
from petidesk.ui.look.dates import day_words
from petidesk.ui.look.theme import role, sized, spaced, theme


class ClockPanel(QFrame):
    """Explains the deadlines of one matter. Usable wherever a due date is shown."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, "card")
        self._deadlines: list[Deadline] = []
        column = QVBoxLayout(self)
        spaced(column, 0.5, (1, 0.75, 1, 0.75))
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(self.tr("为什么是这一天"), "section"))
        head.addStretch(1)
        self._close = controls.icon_button("x", self.tr("收起"), self.closed.emit)
        head.addWidget(self._close)
        column.addLayout(head)
        self._which = QComboBox()
        self._which.setAccessibleName(self.tr("哪一个期限"))
        self._which.currentIndexChanged.connect(self._show)
        column.addWidget(self._which)
        self._summary = controls.label("", "strong", wrap=True)
        self._basis = controls.label("", "small", wrap=True)
        self._ends = controls.label("", "soft", wrap=True)
        self._notice = controls.Notice("amber")
        for part in (self._summary, self._ends, self._notice, self._basis):
            column.addWidget(part)
        self._table = self._make_table()
        column.addWidget(self._table, 1)
        self.setFocusProxy(self._table)

    def show_deadlines(self, deadlines: Sequence[Deadline]) -> None:
        """Explain these clocks, the first one first."""
        self._deadlines = list(deadlines)
        self._which.blockSignals(True)
        self._which.clear()
        for deadline in self._deadlines:
            self._which.addItem(f"{CLOCKS[deadline.kind].label} {deadline.raw.isoformat()}")
        self._which.blockSignals(False)
        self._which.setVisible(len(self._deadlines) > 1)
        self._show(0)

    def days_shown(self) -> list[str]:
        """The lines of the list, for reading aloud and for tests: date, weekday, counted or not, reason."""
        cells = self._table.model()
        return [
            " ".join(str(cells.index(row, column).data()) for column in range(cells.columnCount()))
            for row in range(cells.rowCount())
        ]

    def said(self) -> str:
        """The sentences above the list."""
        parts = (self._summary.text(), self._ends.text(), self._notice.text() if self._notice.isVisibleTo(self) else "")
        return "\n".join(part for part in (*parts, self._basis.text()) if part)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 4)
        table.setAccessibleName(self.tr("逐日计算"))
        table.setHorizontalHeaderLabels([self.tr("日期"), self.tr("星期"), self.tr("计否"), self.tr("原因")])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        sized(table, min_height=12)
        table.setWordWrap(True)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return table

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self._deadlines):
            self._summary.setText(self.tr("没有需要计算的期限。"))
            for part in (self._ends, self._notice, self._basis, self._table):
                part.hide()
            return
        deadline = self._deadlines[place]
        clock = CLOCKS[deadline.kind]
        length = clock.length if not clock.by_office else clock.of(sum(day.counted for day in deadline.days))
        length += self.tr("，延长{0}日").format(deadline.extended) if deadline.extended else ""
        self._summary.setText(
            self.tr("{0}期限{1}：自{2}（{3}）起算，到{4}为止。").format(
                clock.label, length, day_words(deadline.start), clock.start_event, day_words(deadline.raw)
            )
        )
        self._ends.setText(self._ends_words(deadline))
        self._ends.setVisible(bool(self._ends.text()))
        self._notice.setVisible(deadline.calendar_missing is not None)
        if deadline.calendar_missing is not None:
            self._notice.show_as(
                "amber",
                self.tr("还没有{0}年的放假和调休安排，算不出顺延后的日子。请在设置里导入该年日历。").format(
                    deadline.calendar_missing
                ),
            )
        self._basis.setText(self.tr("依据：{0}").format(deadline.basis))
        self._basis.show()
        self._fill(deadline.days)
        self._table.show()

    def _ends_words(self, deadline: Deadline) -> str:
        if deadline.legal is None or deadline.safe is None:
            return ""
        lines = [self.tr("纸上印：不迟于{0}").format(day_words(deadline.raw, weekday=False))]
        if deadline.legal != deadline.raw:
            lines.append(self.tr("末日逢休息日，顺延到：{0}").format(day_words(deadline.legal)))
        lines.append(self.tr("最稳妥，在这天以前办：{0}").format(day_words(deadline.safe)))
        return "\n".join(lines)

    def _fill(self, days: Sequence[CountedDay]) -> None:
        table = self._table
        table.setRowCount(len(days))
        for row, day in enumerate(days):
            words = (
                day.date.isoformat(),
                WEEKDAYS[day.date.weekday()],
                self.tr("计") if day.counted else self.tr("不计"),
                day.why,
            )
            for column, text in enumerate(words):
                item = QTableWidgetItem(text)
                if not day.counted:
                    items.words(item, "text_soft")
                table.setItem(row, column, item)
        self._widths()

    def _widths(self) -> None:
        for column, ems in enumerate((7.5, 4.5, 3.5)):
            self._table.setColumnWidth(column, theme.em(ems))
        self._table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self._table.verticalHeader().setDefaultSectionSize(theme.em(2.2))
