"""A list with all that belongs to it: filter bar, folded choices, rows or an empty state, columns, views, a notice.

A subject declares its list (`Listing`); there is one `ListView` for all of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.lists.column_panel import ColumnPanel
from petidesk.ui.lists.filter_bar import FilterBar
from petidesk.ui.lists.row_model import Column, RowModel, RowSource
from petidesk.ui.lists.row_table import Arrangement, RowTable, read_arrangement
from petidesk.ui.lists.saved_views import SavedView, ViewsPanel, read_views, view_from, view_query_of, views_text
from petidesk.ui.look import containers, controls
from petidesk.ui.look.later import Later, stands
from petidesk.ui.look.lights import Tone
from petidesk.ui.look.theme import spaced, theme

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# Lower than this, in ems, the folded choices take the place of the list, and an empty state is one sentence.
LOW = 32.0
# So long the picture may stand while an answer is awaited whose rows are not there yet: an empty list would flash.
HOLDS_MS = 80


class EmptyWords(NamedTuple):
    """What a list says while there is nothing at all yet (icon, title, what it is for), and when nothing fits.

    `first` is what an office without any does first, with an icon or none.
    """

    icon: str
    nobody: str
    purpose: str
    nothing: str
    advice: str
    first: str
    first_icon: str = ""


def plain_row(_row: Any) -> Tone:
    """A row that stands out in no way."""
    return Tone.PLAIN


def ordered(query: Any, _today: date, sort: str, descending: bool) -> Any:
    """The question of a list whose chosen value is the question itself."""
    return dataclasses.replace(query, sort=sort, descending=descending)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as its subject declares it.

    `key` is under which the seat keeps columns and views, `name` what a screen reader hears. `source` is the subject of
    the desk, `row_id` the id of a row. `sort`: the order as it is built. An empty answer means that there is nothing at
    all in the views `nobody_in`, while nothing narrows them. `question` makes what the source is asked of what is
    chosen. `count` says how many rows there are; `sums` is asked in a worker and says it with more.
    """

    key: str
    name: str
    source: RowSource
    row_id: Callable[[Any], int]
    columns: Sequence[Column[Any]]
    sort: tuple[str, bool]
    empty: EmptyWords
    nobody_in: Sequence[str]
    count: Callable[[int], str]
    row_tone: Callable[[Any], Tone] = plain_row
    question: Callable[[Any, date, str, bool], Any] = ordered
    sums: Callable[[Any], str] | None = None


class Results(containers.Stack):
    """The rows, or one of two empty states, or the same in one sentence where there is little height."""

    def __init__(
        self, table: QWidget, empty: EmptyWords, first: Callable[[], QPushButton], show_all: Callable[[], object]
    ) -> None:
        """`first` makes the button of the first action."""
        super().__init__()
        self.table = table
        self._empty = empty
        self._first = first
        self._show_all = show_all
        self.addWidget(table)
        self._holding = QTimer(self)
        self._holding.setSingleShot(True)
        self._holding.setInterval(HOLDS_MS)
        self._holding.timeout.connect(self._paint)

    @Later
    def nobody_page(self) -> QWidget:
        """There is nothing at all yet."""
        return self._put(controls.Empty(self._empty.icon, self._empty.nobody, self._empty.purpose, self._first()))

    @Later
    def nothing_page(self) -> QWidget:
        """There is nothing that fits."""
        everything = controls.button(self.tr("去掉条件，看全部"), self._show_all)
        return self._put(controls.Empty("filter", self._empty.nothing, self._empty.advice, everything))

    def _put(self, empty: QWidget) -> QWidget:
        page = containers.Scroll(empty)
        self.addWidget(page)
        return page

    @Later
    def brief_page(self) -> QWidget:
        """The same in one sentence, for both."""
        self.briefly, made = controls.Notice("ink"), QWidget()
        column = QVBoxLayout(made)
        spaced(column, 0)
        column.addWidget(self.briefly)
        column.addStretch(1)
        self.addWidget(made)
        return made

    @property
    def shows_nobody(self) -> bool:
        """Whether the empty state with the first action stands here."""
        return stands(self, "nobody_page", self)

    def wait(self) -> None:
        """Another question is asked: what stood here answers the one before."""
        self.setUpdatesEnabled(False)
        self._holding.start()
        self.setCurrentWidget(self.table)

    def _paint(self) -> None:
        self._holding.stop()
        self.setUpdatesEnabled(True)

    def show_rows(self) -> None:
        """There are rows to show."""
        self._paint()
        self.setCurrentWidget(self.table)

    def show_empty(self, *, nobody: bool, low: bool) -> None:
        """There are none: `nobody`, nothing at all yet, else nothing that fits."""
        self._paint()
        if not low:
            self.setCurrentWidget(self.nobody_page if nobody else self.nothing_page)
            return
        words = f"{self._empty.nobody if nobody else self._empty.nothing}。"
        self.setCurrentWidget(self.brief_page)
        self.briefly.show_as("ink", words, self.tr("看全部"), self._show_all)


class ListView(QWidget):
    """`told` carries the line for the foot of the page; `alone` whether an empty state holds the page's main action."""

    told = Signal(str)
    alone = Signal(bool)
    # The first action of an empty state was taken.
    begin = Signal()
    message = Signal(str)
    # A sentence with one action on it, as Page.offer.
    offer = Signal(str, str, object)

    def __init__(self, desk: Desk, seat: Seat, listing: Listing, bar: FilterBar[Any], room: QWidget) -> None:
        """`room`: whose height says whether there is little of it."""
        super().__init__()
        self._desk = desk
        self._seat = seat
        self._room = room
        self.listing = listing
        self.filter = bar
        self.model = RowModel(listing.source, listing.row_id, listing.columns, listing.row_tone, self)
        self.table = RowTable(self.model, listing.name)
        self._key = f"{listing.key}/{desk.actor.staff_id}"
        kept = read_arrangement(seat.text(f"{self._key}/columns"), self.model.columns, *listing.sort)
        self.table.set_arrangement(kept)
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        self._leads = True
        self.results = Results(self.table, listing.empty, lambda: self.first, bar.show_all)
        self._sums = work.Latest(self, 0)
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        spaced(column, 0.75)
        column.addWidget(self.filter)
        # Where the folded choices stand: above the list, or in its place when the window is low.
        self._above = QVBoxLayout()
        column.addLayout(self._above)
        column.addWidget(self.trouble)
        self._row = QHBoxLayout()
        spaced(self._row, 0.75)
        self._row.addWidget(self.results, 1)
        column.addLayout(self._row, 1)

    # ---- what most visits do not need ------------------------------------------------------------------------------

    @Later
    def first(self) -> QPushButton:
        """What an office without any does first."""
        words = self.listing.empty
        made = controls.button(words.first, self.begin.emit, part="primary", icon=words.first_icon)
        controls.fill(made, self._leads)
        return made

    def lead(self, leads: bool) -> None:
        """Whether the first action of an empty list is the filled one; beside a record it is a quiet one."""
        self._leads = leads
        if "first" in vars(self):
            controls.fill(self.first, leads)

    @Later
    def columns(self) -> ColumnPanel:
        """Which columns, in which order."""
        made = ColumnPanel(self.table, self.listing.sort)
        made.closed.connect(lambda: self.filter.columns.setChecked(False))
        self._put_beside(made)
        return made

    @Later
    def views(self) -> ViewsPanel:
        """The named views."""
        made = ViewsPanel()
        made.show_views(self.saved_views())
        made.closed.connect(lambda: self.filter.kept.setChecked(False))
        made.chosen.connect(self.take_view)
        made.kept.connect(self.keep_view)
        made.dropped.connect(self.drop_view)
        self._put_beside(made)
        return made

    def _put_beside(self, panel: QWidget) -> None:
        panel.hide()
        self._row.addWidget(panel)

    @Later
    def _instead_column(self) -> QVBoxLayout:
        """The column of what stands in place of the list where it is low."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        spaced(column, 0)
        self._instead = containers.Scroll(inner)
        self._row.insertWidget(1, self._instead, 1)
        return column

    def _connect(self) -> None:
        self.filter.changed.connect(lambda _query: self.ask())
        self.filter.columns_asked.connect(self._show_columns)
        self.filter.views_asked.connect(self._show_views)
        self.filter.more_asked.connect(lambda _shown: self.place_choices())
        self.filter.into_list.connect(self._into_list)
        self.table.sort_asked.connect(lambda _sort, _descending: self.ask())
        self.table.arranged.connect(self._arranged)
        self.model.shown.connect(self._shown)
        self.model.completed.connect(self._completed)
        self.model.failed.connect(self._failed)
        self.results.currentChanged.connect(lambda _row: self.alone.emit(self.results.shows_nobody))

    # ---- questions -------------------------------------------------------------------------------------------------

    def query(self) -> Any:
        """What the list is asked for now, in the order of the table."""
        arranged = self.table.arrangement
        return self.listing.question(self.filter.query, self.filter.today, arranged.sort, arranged.descending)

    def ask(self) -> None:
        """Put the question that is chosen."""
        self.trouble.hide()
        self._sums.forget()
        self.told.emit(self.tr("正在查找…"))
        query = self.query()
        if query != self.model.query:
            self.results.wait()
        self.table.ask(query)

    def show_query(self, query: Any) -> None:
        """Show this list; a question that names its own order is shown in it."""
        usual = type(query)()
        order = getattr(query, "sort", ""), getattr(query, "descending", True)
        if order != (getattr(usual, "sort", ""), getattr(usual, "descending", True)):
            self.table.set_arrangement(Arrangement(self.table.arrangement.columns, *order))
        self.filter.set_query(query, self._desk.today())

    def look_again(self) -> None:
        """The same question again; on a new day with the days that its view means now."""
        today, was = self._desk.today(), self.filter.today
        if self.model.query is None or today != was:
            self.filter.set_query(self.filter.spec.renewed(self.filter.query, was, today), today)
        else:
            self.table.refresh()

    def _shown(self) -> None:
        if self.model.rowCount():
            self.results.show_rows()
            if self.model.total is None:
                self.told.emit(self.tr("正在清点…"))
        else:
            nobody = self.filter.view in self.listing.nobody_in and not self.filter.active()
            self.results.show_empty(nobody=nobody, low=self._low())

    def _completed(self, total: int) -> None:
        if total:
            self.results.show_rows()
            self.table.stand_on_first()
        self.told.emit(self.listing.count(total))
        sums, query = self.listing.sums, self.model.query
        if sums is not None:
            self._sums.ask(lambda: sums(query), self.told.emit, lambda _trouble: None)

    def _failed(self, trouble: Trouble) -> None:
        self.told.emit("")
        self.trouble.show_trouble(trouble, self.tr("再试一次"), self.ask)

    def _into_list(self) -> None:
        self.table.setFocus()
        self.table.stand_on_first()

    # ---- room ------------------------------------------------------------------------------------------------------

    def _low(self) -> bool:
        return self._room.height() < LOW * theme.em(1)

    def place_choices(self) -> None:
        """The folded choices above the list, or in its place where it is low; the page calls it when it is resized."""
        shown, low = self.filter.more.isChecked(), self._low()
        if shown:
            (self._instead_column if low else self._above).addWidget(self.filter.panel)
        if self.filter.folds:
            self.filter.panel.setVisible(shown)
        if "_instead_column" in vars(self):
            self._instead.setVisible(shown and low)
        self.results.setVisible(not (shown and low))

    # ---- what stands beside the rows ---------------------------------------------------------------------------------

    def fold(self) -> bool:
        """Put away what is folded out beside the rows; False when nothing is."""
        for switch in (self.filter.kept, self.filter.columns):
            if switch.isChecked():
                switch.setChecked(False)
                return True
        return False

    def _show_columns(self, shown: bool) -> None:
        self.columns.setVisible(shown)
        if shown:
            self.filter.kept.setChecked(False)
            self.columns.fill()
            self.columns.list.setFocus()

    def _show_views(self, shown: bool) -> None:
        self.views.setVisible(shown)
        if shown:
            self.filter.columns.setChecked(False)
            self.views.start()

    def _arranged(self) -> None:
        self._seat.put(f"{self._key}/columns", self.table.arrangement.text())
        if "columns" in vars(self) and not self.columns.isAncestorOf(self.focusWidget() or self):
            self.columns.fill()

    # ---- views -------------------------------------------------------------------------------------------------------

    def saved_views(self) -> list[SavedView]:
        """The views that this member of staff named here."""
        return read_views(self._seat.text(f"{self._key}/views"), self.filter.spec)

    def _put_views(self, views: list[SavedView]) -> None:
        self._seat.put(f"{self._key}/views", views_text(views))
        if "views" in vars(self):
            self.views.show_views(views)

    def keep_view(self, name: str) -> None:
        """Name the present list; a name that is taken gets the present one."""
        views = [view for view in self.saved_views() if view.name != name]
        columns, bar = self.table.arrangement.text(), self.filter
        self._put_views([*views, view_from(name, bar.query, columns, bar.spec, bar.today)])
        self.message.emit(self.tr("视图“{0}”已存下").format(name))

    def take_view(self, view: SavedView) -> None:
        """Show a named list with its columns, in its order."""
        today = self._desk.today()
        self.table.set_arrangement(read_arrangement(view.arrangement, self.model.columns, *self.listing.sort))
        self.table.arranged.emit()
        self.filter.set_query(view_query_of(view, self.filter.spec, today), today)
        self.filter.kept.setChecked(False)
        self.table.setFocus()

    def drop_view(self, place: int) -> None:
        """Put a named list away; it can come back."""
        views = self.saved_views()
        if 0 <= place < len(views):
            gone = views.pop(place)
            self._put_views(views)
            self.views.start()
            words = self.tr("视图“{0}”已删去").format(gone.name)
            self.offer.emit(words, self.tr("撤销"), lambda: self._put_views([*self.saved_views(), gone]))
