"""The table view of a long list: rows of one height, columns in ems that follow the font, order and sort kept.

Never ResizeToContents, never a proxy model (house rule 3): a heading that is clicked asks SQL for another order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from petidesk.ui.lists.row_model import Column, RowModel
from petidesk.ui.lists.row_painter import RowPainter
from petidesk.ui.lists.widths import MEASURED, Need, Wish, needs, share
from petidesk.ui.look.theme import ROW, theme

NARROWEST = 2.5
WIDEST = 80.0


@dataclass(frozen=True, slots=True)
class ColumnState:
    """One column as the clerk has it: where it stands follows from the order of the list."""

    key: str
    shown: bool
    width: float


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is kept between starts: the columns in order and what the list is sorted by."""

    columns: tuple[ColumnState, ...]
    sort: str
    descending: bool

    def text(self) -> str:
        """For the seat's INI file."""
        return json.dumps(
            {
                "columns": [[column.key, column.shown, round(column.width, 2)] for column in self.columns],
                "sort": self.sort,
                "descending": self.descending,
            }
        )


def read_arrangement(text: str, columns: Sequence[Column[Any]], sort: str, descending: bool) -> Arrangement:
    """What was kept as `text`. New columns stand at the end; a damaged text gives the columns as they are built."""
    built = {column.key: ColumnState(column.key, column.shown, column.width) for column in columns}
    sorts = {column.sort for column in columns if column.sort}
    kept: dict[str, ColumnState] = {}
    try:
        known = json.loads(text)
        for key, shown, width in known["columns"]:
            if key in built:
                kept[key] = ColumnState(key, bool(shown), min(max(float(width), NARROWEST), WIDEST))
        if known["sort"] in sorts:
            sort, descending = str(known["sort"]), bool(known["descending"])
    except (ValueError, KeyError, TypeError):
        kept = {}
    fixed = {column.key for column in columns if column.fixed}
    states = [*kept.values(), *(state for key, state in built.items() if key not in kept)]
    shown_columns = tuple(ColumnState(state.key, state.shown or state.key in fixed, state.width) for state in states)
    return Arrangement(shown_columns, sort, descending)


class RowTable(QTableView):
    """Shows a RowModel. `opened` carries the id of a row that was entered, `current` the id the cursor stands on."""

    opened = Signal(int)
    current = Signal(object)
    sort_asked = Signal(str, bool)
    arranged = Signal()

    def __init__(self, model: RowModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._fitting = False
        self._spares = False
        self._kept_id: int | None = None
        self._held: int | None = None
        self._kept_scroll: int | None = None
        self._needs = [Need()] * len(model.columns)
        self._arrangement = read_arrangement("", model.columns, "", True)
        self.setModel(model)
        self.setItemDelegate(RowPainter(self, model))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self._dress_headers()
        self.doubleClicked.connect(self._enter)
        self.selectionModel().currentRowChanged.connect(self._row_changed)
        model.modelReset.connect(self._after_reset)
        model.shown.connect(self._measure)
        model.kept.connect(self._stand_on)
        theme.changed.connect(self._measure)
        # Written down once the dragging of an edge has come to rest.
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(400)
        self._settled.timeout.connect(self.arranged)

    def _dress_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setSectionsMovable(True)
        heads.setSectionsClickable(True)
        heads.setHighlightSections(False)
        heads.setStretchLastSection(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.sectionClicked.connect(self.press_heading)
        heads.sectionMoved.connect(self._head_moved)
        heads.sectionResized.connect(self._head_resized)

    # ---- columns ---------------------------------------------------------------------------------------------------

    @property
    def arrangement(self) -> Arrangement:
        """Columns and sort as they are now."""
        return self._arrangement

    def set_arrangement(self, kept: Arrangement) -> None:
        """Show these columns in this order with this sort mark; asks for no rows."""
        self._arrangement = kept
        heads = self.horizontalHeader()
        self._fitting = True
        for place, column in enumerate(kept.columns):
            heads.moveSection(heads.visualIndex(self._section(column.key)), place)
        self._fitting = False
        self._mark_sort()
        self.fit()

    def _section(self, key: str) -> int:
        return next(place for place, column in enumerate(self.rows.columns) if column.key == key)

    def fit(self) -> None:
        """Widths at the font step in force, shared by what each column needs; a dragged one keeps its own."""
        self._fitting = True
        self.verticalHeader().setDefaultSectionSize(theme.em(ROW))
        self.setIconSize(QSize(theme.em(0.9), theme.em(0.9)))
        heads = self.horizontalHeader()
        heads.setFixedHeight(theme.em(ROW))
        heads.setMinimumSectionSize(theme.em(NARROWEST))
        widths = self._widths()
        for state in self._arrangement.columns:
            section = self._section(state.key)
            heads.setSectionHidden(section, state.key not in widths)
            if state.key in widths:
                heads.resizeSection(section, widths[state.key])
        self._fitting = False

    def spare(self, spares: bool) -> None:
        """Beside the record that is open the last columns give way; without one the list scrolls to them."""
        if spares != self._spares:
            self._spares = spares
            self.fit()

    def _widths(self) -> dict[str, int]:
        """The columns that are shown now, with their widths."""
        shown, room = [column for column in self._arrangement.columns if column.shown], self.viewport().width()
        widths = share(room, [self._wish(each) for each in shown])
        while self._spares and sum(widths) > room and not self.rows.columns[self._section(shown[-1].key)].fixed:
            shown.pop()
            widths = share(room, [self._wish(each) for each in shown])
        return {state.key: width for state, width in zip(shown, widths, strict=True)}

    def _wish(self, state: ColumnState) -> Wish:
        place = self._section(state.key)
        column = self.rows.columns[place]
        held = abs(state.width - column.width) > 0.01
        return self._needs[place].wish(theme.em(state.width), grows=column.grows, held=held)

    def _measure(self) -> None:
        """The first rows of an answer stand, or the look changed: what they need."""
        self._needs = needs(self.rows.columns, self.rows.first_rows(MEASURED))
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the room anew."""
        super().resizeEvent(event)
        self.fit()

    def _head_moved(self, _section: int, _old: int, _new: int) -> None:
        if self._fitting:
            return
        heads = self.horizontalHeader()
        by_key = {column.key: column for column in self._arrangement.columns}
        order = [self.rows.columns[heads.logicalIndex(place)].key for place in range(heads.count())]
        self._arrangement = Arrangement(
            tuple(by_key[key] for key in order), self._arrangement.sort, self._arrangement.descending
        )
        self.arranged.emit()

    def _head_resized(self, section: int, _old: int, new: int) -> None:
        if self._fitting or new == 0:
            return
        key, width = self.rows.columns[section].key, new / theme.em(1)
        columns = tuple(
            ColumnState(key, column.shown, width) if column.key == key else column
            for column in self._arrangement.columns
        )
        self._arrangement = Arrangement(columns, self._arrangement.sort, self._arrangement.descending)
        self._settled.start()

    # ---- sort ------------------------------------------------------------------------------------------------------

    def press_heading(self, section: int) -> None:
        """Order by a column, the other way round at the second press; one that SQL does not sort by does nothing."""
        column = self.rows.columns[section]
        if column.sort is None:
            self._mark_sort()
            return
        self.sort_by(column.sort, column.sort == self._arrangement.sort and not self._arrangement.descending)

    def sort_by(self, sort: str, descending: bool) -> None:
        """Mark the heading and ask for the order (`sort_asked`)."""
        self._arrangement = Arrangement(self._arrangement.columns, sort, descending)
        self._mark_sort()
        self.arranged.emit()
        self.sort_asked.emit(sort, descending)

    def _mark_sort(self) -> None:
        sort = self._arrangement.sort
        found = [place for place, column in enumerate(self.rows.columns) if sort and column.sort == sort]
        self.rows.mark_sort(found[0] if found else None, self._arrangement.descending)

    # ---- rows ------------------------------------------------------------------------------------------------------

    def current_id(self) -> int | None:
        """The id of the row that the cursor stands on."""
        return self.rows.id_at(self.currentIndex().row())

    def refresh(self) -> None:
        """Ask the same question again; cursor and scroll position stay."""
        self._kept_id = self._held or self.current_id()
        self._kept_scroll = self.verticalScrollBar().value()
        self.rows.refresh(self._kept_id)

    def ask(self, query: Any) -> None:
        """Ask a new question; the row that was chosen is chosen again when it is part of the answer."""
        self._kept_id = self._held or self.current_id() or self._kept_id
        self._kept_scroll = None
        self.rows.show_query(query, self._kept_id)

    def hold(self, record: int | str | None) -> None:
        """A record is open: its row is marked, or none is where the list does not hold it. None: no record is.

        A number is that of one which is being read: no row is marked until its id is known.
        """
        self._held = 0 if isinstance(record, str) else record
        if record is None or self.current_id() == record or self.hasFocus():
            return
        self.setCurrentIndex(QModelIndex())
        if isinstance(record, int):
            self.rows.refresh(record)

    def _after_reset(self) -> None:
        if self._kept_scroll is not None:
            self.verticalScrollBar().setValue(self._kept_scroll)

    def _stand_on(self, row: int) -> None:
        index = self.rows.index(row, self._first_shown())
        keep = self.verticalScrollBar().value()
        self.selectionModel().setCurrentIndex(
            index,
            self.selectionModel().SelectionFlag.ClearAndSelect | self.selectionModel().SelectionFlag.Rows,
        )
        self.verticalScrollBar().setValue(keep)

    def _first_shown(self) -> int:
        return self.horizontalHeader().logicalIndex(
            next(place for place, column in enumerate(self._arrangement.columns) if column.shown)
        )

    def stand_on_first(self) -> None:
        """Put the cursor on the first row when it stands nowhere; not while another record is open beside the list."""
        if self._held is None and not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, self._first_shown()))

    def _row_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.current.emit(self.rows.id_at(now.row()))

    def _enter(self, index: QModelIndex) -> None:
        identity = self.rows.id_at(index.row())
        if identity is not None:
            self.opened.emit(identity)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+Shift+up or down sorts by the column the cursor stands in, Home and End go to the ends."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modifiers:
            self._enter(self.currentIndex())
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and modifiers == both:
            column = self.rows.columns[max(self.currentIndex().column(), 0)]
            if column.sort is not None:
                self.sort_by(column.sort, key == Qt.Key.Key_Down)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not modifiers and self.rows.rowCount():
            row = 0 if key == Qt.Key.Key_Home else self.rows.rowCount() - 1
            self.setCurrentIndex(self.rows.index(row, max(self.currentIndex().column(), 0)))
        else:
            super().keyPressEvent(event)
