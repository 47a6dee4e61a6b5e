"""The table of the sheet 补录: typing, type-ahead in cells, paste, fill-down, pin; by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from petidesk.ui.backfill.model import WIDTHS, GridModel, read_block, write_block
from petidesk.ui.forms.inputs import StatementEdit, TextField
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.forms.typeahead_field import Match, TypeAheadField
from petidesk.ui.look.theme import ROW, theme

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """The editor of a cell: type-ahead where values are known, several lines for statements. `done` asks to go on."""

    done = Signal(bool)

    def __init__(self, parent: QWidget, matches: Mapping[str, Match]) -> None:
        super().__init__(parent)
        self._matches = matches
        self._keys = FieldKeys(self)
        self._keys.forward.connect(lambda editor: self._finish(editor, back=False))
        self._keys.back.connect(lambda editor: self._finish(editor, back=True))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The input for this cell's field."""
        model = index.model()
        assert isinstance(model, GridModel)
        field = model.fields[index.column()]
        editor: QWidget
        if field.key in self._matches:
            editor = TypeAheadField(self._matches[field.key], grows=False)
        elif field.kind == "long_text":
            editor = StatementEdit(3)
        else:
            editor = TextField()
        editor.setParent(parent)
        editor.setAccessibleName(field.label)
        self._keys.watch(editor, getattr(editor, "take", None))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the text of the cell."""
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, TypeAheadField):
            editor.put(text)
        elif isinstance(editor, TextField | StatementEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Take what was typed."""
        if isinstance(editor, TextField | StatementEdit) and isinstance(model, GridModel):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the cell; a statement takes more lines, upwards where there is no room below."""
        place = option.rect
        if isinstance(editor, StatementEdit):
            place.setHeight(max(place.height(), editor.minimumHeight()))
            room = self._room(editor)
            if place.bottom() > room:
                place.moveBottom(max(room, place.height()))
        editor.setGeometry(place)

    def _room(self, editor: QWidget) -> int:
        holder = editor.parentWidget()
        return holder.height() if holder is not None else editor.height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the keys of the form, which know whether an input method is composing."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return False
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and isinstance(watched, QWidget):
                if isinstance(watched, TypeAheadField):
                    watched.settle()
                self._finish(watched, back=event.key() == Qt.Key.Key_Backtab)
                return True
            if event.key() == Qt.Key.Key_Escape and isinstance(watched, TypeAheadField) and watched.popup().isVisible():
                return False
        return super().eventFilter(watched, event)

    def _finish(self, editor: QWidget, *, back: bool) -> None:
        self._keys.forget(editor)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.done.emit(back)


class GridTable(QTableView):
    """`saved` asks to save, `pinned` tells the column that was pinned or freed, `stood` that the cursor moved."""

    saved = Signal()
    stood = Signal()

    def __init__(self, model: GridModel, matches: Mapping[str, Match], today: Callable[[], date]) -> None:
        super().__init__()
        self.grid = model
        self._today = today
        self.setModel(model)
        self.setAccessibleName(self.tr("补录表"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.delegate = CellDelegate(self, matches)
        self.delegate.done.connect(self._go_on)
        self.setItemDelegate(self.delegate)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setStretchLastSection(True)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.stood.emit())
        theme.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Widths from ems at the font step in force."""
        self.verticalHeader().setDefaultSectionSize(theme.em(ROW))
        self.verticalHeader().setFixedWidth(theme.em(3))
        self.setIconSize(QSize(theme.em(0.9), theme.em(0.9)))
        heads = self.horizontalHeader()
        heads.setFixedHeight(theme.em(ROW))
        heads.setIconSize(self.iconSize())
        for place, field in enumerate(self.grid.fields):
            wanted = max(WIDTHS.get(field.kind, 7.0), len(field.label) + 2.5)
            heads.resizeSection(place, theme.em(wanted))

    # ---- moving ----------------------------------------------------------------------------------------------------

    def stand_on(self, row: int, column: int) -> None:
        """Put the cursor on a cell, as far as there is one."""
        last = self.grid.rowCount() - 1
        self.setCurrentIndex(self.grid.index(min(max(row, 0), last), min(max(column, 0), len(self.grid.fields) - 1)))

    def _go_on(self, back: bool) -> None:
        """Enter and Tab: the next cell; after the last of a row the first of the next that is not pinned."""
        now = self.currentIndex()
        row, column = now.row(), now.column() + (-1 if back else 1)
        if column >= len(self.grid.fields):
            row, column = row + 1, self._first_free()
        elif column < 0:
            row, column = row - 1, len(self.grid.fields) - 1
        if row >= 0:
            self.stand_on(row, column)
        self.setFocus()

    def _first_free(self) -> int:
        return next((place for place, one in enumerate(self.grid.fields) if one.key not in self.grid.sticky), 0)

    def selected(self) -> tuple[int, int, list[int]]:
        """Top row, bottom row and the columns that are chosen; the cell of the cursor when nothing else is."""
        chosen = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        rows = [index.row() for index in chosen]
        return min(rows), max(rows), sorted({index.column() for index in chosen})

    # ---- deeds -----------------------------------------------------------------------------------------------------

    def fill_down(self) -> None:
        """Ctrl+D: the first chosen row downwards; of one row, what stands above it."""
        top, bottom, columns = self.selected()
        if top == bottom:
            top -= 1
        if top >= 0:
            self._keeping(lambda: self.grid.fill_down(top, bottom, columns))

    def paste(self) -> None:
        """Ctrl+V: the block of the clipboard; one cell alone fills all that is chosen."""
        block = read_block(QApplication.clipboard().text())
        if not block:
            return
        top, bottom, columns = self.selected()
        if len(block) == 1 and len(block[0]) == 1:
            block = [block[0] * len(columns)] * (bottom - top + 1)
        self._keeping(lambda: self.grid.write(top, columns[0], block))

    def copy(self) -> None:
        """Ctrl+C: what is chosen, for a spreadsheet program."""
        top, bottom, columns = self.selected()
        rows = [[self.grid.text(row, column) for column in columns] for row in range(top, bottom + 1)]
        QApplication.clipboard().setText(write_block(rows))

    def clear_chosen(self) -> None:
        """Delete: empty what is chosen."""
        top, bottom, columns = self.selected()
        cells = [(row, column) for row in range(top, bottom + 1) for column in columns]
        self._keeping(lambda: self.grid.clear(cells))

    def remove_rows(self) -> None:
        """Ctrl+-: take the chosen rows out."""
        top, bottom, _ = self.selected()
        self._keeping(lambda: self.grid.remove_rows(range(top, bottom + 1)))

    def pin(self) -> None:
        """Ctrl+B: pin the column of the cursor, or free it."""
        self.grid.pin(max(self.currentIndex().column(), 0))

    def undo(self) -> None:
        """Ctrl+Z: back to before the last change."""
        self._keeping(self.grid.undo)

    def _keeping(self, change: Callable[[], object]) -> None:
        """Change the sheet; the cursor stays where it was."""
        now = self.currentIndex()
        row, column = now.row(), now.column()
        change()
        self.stand_on(row, column)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z takes back what was typed into the sheet; the window has it for what was saved."""
        override = QEvent.Type.ShortcutOverride
        if isinstance(event, QKeyEvent) and event.type() == override and event.matches(QKeySequence.StandardKey.Undo):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a sheet; every other key begins to type into the cell."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = modifiers == Qt.KeyboardModifier.ControlModifier
        deeds: dict[int, Callable[[], None]] = {
            Qt.Key.Key_D: self.fill_down,
            Qt.Key.Key_B: self.pin,
            Qt.Key.Key_Z: self.undo,
        }
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif control and key in deeds:
            deeds[key]()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not modifiers:
            self.clear_chosen()
        elif key == Qt.Key.Key_Delete and control:
            self.remove_rows()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on(bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
