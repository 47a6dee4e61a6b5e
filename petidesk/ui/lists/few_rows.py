"""A short table held in memory: rounds, villages, figures of a month, findings. Long lists have RowModel instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from petidesk.ui.lists.row_model import Column, sorted_heading
from petidesk.ui.lists.widths import MEASURED, needs, share
from petidesk.ui.look import icons
from petidesk.ui.look.lights import SHAPES, TOKENS, Tone
from petidesk.ui.look.theme import ROW, theme

Index = QModelIndex | QPersistentModelIndex
_SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class FewModel(QAbstractTableModel):
    """Rows of one kind; `strong` says which of them stand out (a total)."""

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        strong: Callable[[Any], bool] = lambda _row: False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: list[Any] = []
        self._strong = strong
        self._sorted: dict[int, bool] = {}
        theme.changed.connect(self._look_again)

    def set_rows(self, rows: Sequence[Any], columns: Sequence[Column[Any]] | None = None) -> None:
        """Show these rows, under other columns where they are given."""
        self.beginResetModel()
        self.rows = list(rows)
        if columns is not None:
            self.columns = tuple(columns)
        self.endResetModel()

    def mark_sort(self, section: int, descending: bool) -> None:
        """Say in the heading by which column the rows are sorted, and which way."""
        self._sorted = {section: descending}
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return sorted_heading(self.columns[section].heading, self._sorted.get(section))
        return _alignment(self.columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says and how."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role in _SAID:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.FontRole:
            return theme.font(bold=True) if self._strong(row) else None
        tone = column.tone(row) if column.tone is not None else Tone.PLAIN
        if role == Qt.ItemDataRole.ForegroundRole:
            return None if tone is Tone.PLAIN else QBrush(theme.color(TOKENS[tone]))
        if role == Qt.ItemDataRole.DecorationRole and tone in SHAPES:
            return icons.icon(SHAPES[tone], TOKENS[tone], 0.9)
        return None

    def _look_again(self) -> None:
        if self.rows and self.columns:
            last = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


class FewTable(QTableView):
    """Shows a FewModel. `opened` carries the row and the place of the column that was entered, `typed` a letter."""

    opened = Signal(object, int)
    typed = Signal(str)

    def __init__(self, model: FewModel, name: str, *, by_cell: bool = False) -> None:
        super().__init__()
        self.few = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.set_by_cell(by_cell)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self._enter)
        model.modelReset.connect(self.fit)
        theme.changed.connect(self.fit)
        self.fit()

    def set_by_cell(self, by_cell: bool) -> None:
        """Whether a figure is chosen, or a whole row."""
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectItems if by_cell else behaviour.SelectRows)

    def fit(self) -> None:
        """Widths shared by what each column needs."""
        self.verticalHeader().setDefaultSectionSize(theme.em(ROW))
        self.setIconSize(QSize(theme.em(0.9), theme.em(0.9)))
        heads = self.horizontalHeader()
        heads.setFixedHeight(theme.em(ROW))
        # The style's own least width is wider than a column of numbers.
        heads.setMinimumSectionSize(theme.em(1))
        wanted = needs(self.few.columns, self.few.rows[:MEASURED], bold=True)
        wishes = [
            need.wish(theme.em(column.width), grows=column.grows)
            for column, need in zip(self.few.columns, wanted, strict=True)
        ]
        for place, width in enumerate(share(self.viewport().width(), wishes)):
            heads.resizeSection(place, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the room anew."""
        super().resizeEvent(event)
        self.fit()

    def current_row(self) -> Any | None:
        """The row that the cursor stands on."""
        row = self.currentIndex().row()
        return self.few.rows[row] if 0 <= row < len(self.few.rows) else None

    def stand_on(self, row: int, column: int = 0) -> None:
        """Put the cursor on a row, as far as there is one."""
        if self.few.rows:
            self.setCurrentIndex(self.few.index(min(max(row, 0), len(self.few.rows) - 1), column))

    def _enter(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.few.rows[index.row()], index.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; a digit or a letter goes to the page, which may have a use for it."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modifiers:
            self._enter(self.currentIndex())
        elif not modifiers and event.text().isascii() and event.text().isalnum():
            self.typed.emit(event.text().lower())
        else:
            super().keyPressEvent(event)


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
