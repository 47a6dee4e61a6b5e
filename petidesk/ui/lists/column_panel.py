"""The column chooser of a list: which columns, in which order, sorted by what; all of it by mouse and by keyboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from petidesk.ui.lists.row_model import Column
from petidesk.ui.lists.row_table import Arrangement, ColumnState, RowTable, read_arrangement
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import ROW, role, sized, spaced

_KEY = Qt.ItemDataRole.UserRole


class ColumnList(QListWidget):
    """The columns with a tick each. Space ticks, Ctrl+Up and Ctrl+Down or dragging moves."""

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAccessibleName(self.tr("列：空格键显示或隐藏，Ctrl+上下键移动"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by keyboard."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.move_current(step)
        else:
            super().keyPressEvent(event)

    def move_current(self, step: int) -> None:
        """Move the chosen column up (-1) or down (1)."""
        row = self.currentRow()
        if row >= 0 and 0 <= row + step < self.count():
            item = self.takeItem(row)
            self.insertItem(row + step, item)
            self.setCurrentItem(item)
            self.model().layoutChanged.emit()


class ColumnPanel(QFrame):
    """Folds out beside a table and acts on it at once; there is nothing to confirm."""

    closed = Signal()

    def __init__(self, table: RowTable, built: tuple[str, bool]) -> None:
        super().__init__()
        self._table = table
        self._built = built
        self._filling = False
        role(self, "card")
        sized(self, width=15)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.list = ColumnList()
        sized(self.list, min_height=5 * ROW)
        self.sort = QComboBox()
        self.sort.setAccessibleName(self.tr("排序"))
        self.direction = QComboBox()
        self.direction.setAccessibleName(self.tr("顺序"))
        self._build()
        self.fill()
        self.list.itemChanged.connect(self._take)
        self.list.model().rowsMoved.connect(self._take)
        self.list.model().layoutChanged.connect(self._take)
        self.sort.activated.connect(self._sort)
        self.direction.activated.connect(self._sort)

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        spaced(column, 0.5, (0.75, 0.75, 0.75, 0.75))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(containers.Scroll(inner))
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(self.tr("显示哪些列"), "strong", buddy=self.list), 1)
        head.addWidget(controls.icon_button("x", self.tr("收起"), self.closed.emit))
        column.addLayout(head)
        column.addWidget(self.list, 1)
        moves = QWidget()
        row = QHBoxLayout(moves)
        spaced(row, 0.5)
        row.addWidget(controls.button(self.tr("上移"), lambda: self.list.move_current(-1), icon="chevron-up"))
        row.addWidget(controls.button(self.tr("下移"), lambda: self.list.move_current(1), icon="chevron-down"))
        row.addStretch(1)
        column.addWidget(moves)
        column.addWidget(controls.label(self.tr("排序"), "strong", buddy=self.sort))
        column.addWidget(self.sort)
        column.addWidget(self.direction)
        column.addWidget(controls.button(self.tr("恢复原来的样子"), self._restore, part="link"))

    def fill(self) -> None:
        """Show the table's kept."""
        self._filling = True
        kept = self._table.arrangement
        columns = {column.key: column for column in self._columns()}
        self.list.clear()
        self.sort.clear()
        for one in kept.columns:
            column = columns[one.key]
            item = QListWidgetItem(column.heading)
            item.setData(_KEY, one.key)
            item.setCheckState(Qt.CheckState.Checked if one.shown else Qt.CheckState.Unchecked)
            if column.fixed:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            self.list.addItem(item)
        for column in self._columns():
            if column.sort is not None:
                self.sort.addItem(self.tr("按%1").replace("%1", column.heading), column.sort)
        self.sort.setCurrentIndex(self.sort.findData(kept.sort))
        self.direction.clear()
        self.direction.addItem(self.tr("从大到小、从新到旧"), True)
        self.direction.addItem(self.tr("从小到大、从旧到新"), False)
        self.direction.setCurrentIndex(self.direction.findData(kept.descending))
        self._filling = False

    def _columns(self) -> tuple[Column[Any], ...]:
        return self._table.rows.columns

    def _take(self) -> None:
        if self._filling:
            return
        widths = {column.key: column.width for column in self._table.arrangement.columns}
        columns = []
        for place in range(self.list.count()):
            item = self.list.item(place)
            key = str(item.data(_KEY))
            columns.append(ColumnState(key, item.checkState() == Qt.CheckState.Checked, widths[key]))
        if len(columns) == len(widths):
            kept = self._table.arrangement
            self._table.set_arrangement(Arrangement(tuple(columns), kept.sort, kept.descending))
            self._table.arranged.emit()

    def _sort(self) -> None:
        self._table.sort_by(str(self.sort.currentData()), bool(self.direction.currentData()))

    def _restore(self) -> None:
        kept = read_arrangement("", self._columns(), *self._built)
        self._table.set_arrangement(kept)
        self._table.sort_by(kept.sort, kept.descending)
        self.fill()
