"""A list with all that belongs to it: filter bar, folded choices, rows or an empty state, column chooser, a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from petidesk.domain.trouble import Trouble
from petidesk.ui.lists.column_panel import ColumnPanel
from petidesk.ui.lists.filter_bar import FoldingBar
from petidesk.ui.lists.row_model import RowModel
from petidesk.ui.lists.row_table import RowTable, read_arrangement
from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced, theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from petidesk.ui.seat import Seat

# Lower than this, in ems, the folded choices take the place of the list, and an empty state is one sentence.
LOW = 32.0


class Results(QStackedWidget):
    """The rows, or one of two empty states, or the same in one sentence where there is little height."""

    def __init__(
        self,
        table: QWidget,
        nobody: controls.Empty,
        nothing: controls.Empty,
        briefly: tuple[str, str],
        show_all: Callable[[], object],
    ) -> None:
        """`nobody`: there is nothing at all yet; `nothing`: only nothing that fits; `briefly`: the same in words."""
        super().__init__()
        self.table = table
        self._words = briefly
        self._show_all = show_all
        self.nobody_page, self.nothing_page = controls.Scroll(nobody), controls.Scroll(nothing)
        self.briefly = controls.Notice("ink")
        self.brief_page = QWidget()
        brief = QVBoxLayout(self.brief_page)
        spaced(brief, 0)
        brief.addWidget(self.briefly)
        brief.addStretch(1)
        for page in (table, self.nobody_page, self.nothing_page, self.brief_page):
            self.addWidget(page)

    def show_rows(self) -> None:
        """There are rows to show."""
        self.setCurrentWidget(self.table)

    def show_empty(self, *, nobody: bool, low: bool) -> None:
        """There are none."""
        if not low:
            self.setCurrentWidget(self.nobody_page if nobody else self.nothing_page)
            return
        self.briefly.show_as("ink", self._words[0 if nobody else 1], self.tr("看全部"), self._show_all)
        self.setCurrentWidget(self.brief_page)


class ListSide(QWidget):
    """A page's own list says what its `query` is and when `nobody` is there, and counts what it holds.

    `told` carries the line for the foot of the page; `alone` whether an empty state holds the page's main action.
    """

    told = Signal(str)
    alone = Signal(bool)

    def __init__(
        self,
        seat: Seat,
        seat_key: str,
        bar: FoldingBar[Any],
        table: RowTable,
        sort: tuple[str, bool],
        empty: tuple[controls.Empty, controls.Empty, tuple[str, str]],
        room: QWidget | None = None,
    ) -> None:
        """`sort`: the order as it is built; `empty` as Results; `room`: whose height counts, the list's own if None."""
        super().__init__()
        self.filter = bar
        self.table = table
        self.model: RowModel = table.rows
        self.model.setParent(self)
        table.set_arrangement(read_arrangement(seat.text(seat_key), self.model.columns, *sort))
        self.columns = ColumnPanel(table, sort)
        self.columns.hide()
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        self.results = Results(table, *empty, bar.show_all)
        self._room = self if room is None else room
        self._build()
        self._connect()
        table.arranged.connect(lambda: seat.put(seat_key, table.arrangement.text()))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        spaced(column, 0.75)
        column.addWidget(self.filter)
        # Where the folded choices stand: above the list, or in its place when the window is low.
        self._above = QVBoxLayout()
        column.addLayout(self._above)
        instead = QWidget()
        self._instead_column = QVBoxLayout(instead)
        spaced(self._instead_column, 0)
        self._instead = controls.Scroll(instead)
        self._instead.hide()
        column.addWidget(self.trouble)
        self._row = QHBoxLayout()
        spaced(self._row, 0.75)
        self._row.addWidget(self.results, 1)
        self._row.addWidget(self._instead, 1)
        self._row.addWidget(self.columns)
        column.addLayout(self._row, 1)

    def _connect(self) -> None:
        self.filter.changed.connect(lambda _query: self.ask())
        self.filter.columns_asked.connect(self._show_columns)
        self.filter.more_asked.connect(lambda _shown: self.place_choices())
        self.filter.into_list.connect(self._into_list)
        self.columns.closed.connect(lambda: self.filter.columns.setChecked(False))
        self.table.sort_asked.connect(lambda _sort, _descending: self.ask())
        self.table.arranged.connect(self._columns_changed)
        self.model.shown.connect(self._shown)
        self.model.completed.connect(self._completed)
        self.model.failed.connect(self._failed)
        self.results.currentChanged.connect(
            lambda _row: self.alone.emit(self.results.currentWidget() is self.results.nobody_page)
        )

    # ---- what a page's own list says -------------------------------------------------------------------------------

    def query(self) -> Any:
        """What the list is asked for now, in the order of the table."""
        raise NotImplementedError

    def nobody(self) -> bool:
        """Whether an empty answer means that there is nothing at all, not only nothing that fits."""
        raise NotImplementedError

    # ---- questions -------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Put the question that is chosen."""
        self.trouble.hide()
        self.told.emit(self.tr("正在查找…"))
        self.table.ask(self.query())

    def _shown(self) -> None:
        if self.model.rowCount():
            self.results.show_rows()
        else:
            self.results.show_empty(nobody=self.nobody(), low=self._low())

    def _completed(self, total: int) -> None:
        if total:
            self.results.show_rows()
            self.table.stand_on_first()

    def _failed(self, trouble: Trouble) -> None:
        self.told.emit("")
        self.trouble.show_as("amber", trouble.message, self.tr("再试一次"), self.ask)
        self.trouble.show()

    def _into_list(self) -> None:
        self.table.setFocus()
        self.table.stand_on_first()

    # ---- room ------------------------------------------------------------------------------------------------------

    def _low(self) -> bool:
        return self._room.height() < LOW * theme.em(1)

    def place_choices(self) -> None:
        """The folded choices above the list, or in its place where it is low; the page calls it when it is resized."""
        shown, low = self.filter.more.isChecked(), self._low()
        (self._instead_column if low else self._above).addWidget(self.filter.panel)
        self.filter.panel.setVisible(shown)
        self._instead.setVisible(shown and low)
        self.results.setVisible(not (shown and low))

    # ---- what stands beside the rows ---------------------------------------------------------------------------------

    def put_beside(self, panel: QWidget) -> None:
        """One more panel between the rows and the columns."""
        self._row.insertWidget(self._row.indexOf(self.columns), panel)

    def fold(self) -> bool:
        """Put away what is folded out beside the rows; False when nothing is."""
        if not self.columns.isVisible():
            return False
        self.filter.columns.setChecked(False)
        self.table.setFocus()
        return True

    def _show_columns(self, shown: bool) -> None:
        self.columns.setVisible(shown)
        if shown:
            self.columns.fill()
            self.columns.list.setFocus()

    def _columns_changed(self) -> None:
        if not self.columns.isAncestorOf(self.focusWidget() or self):
            self.columns.fill()
