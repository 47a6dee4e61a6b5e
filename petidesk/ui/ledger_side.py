"""The list of disputes as such: filter bar, table, its columns, the views that were named, and what it says empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.ledger_lists import DisputeQuery
from petidesk.domain.office import Office
from petidesk.domain.trouble import Trouble
from petidesk.ui import controls, work
from petidesk.ui.column_panel import ColumnPanel
from petidesk.ui.ledger_columns import LedgerSource, ledger_columns, row_tone
from petidesk.ui.ledger_empty import LedgerResults
from petidesk.ui.ledger_filter import ALL, OPEN, LedgerFilterBar, active, changed, view_of, view_query
from petidesk.ui.ledger_views import SavedView, ViewsPanel, read_views, view_from, view_query_of, views_text
from petidesk.ui.ledger_words import totals_words
from petidesk.ui.rowmodel import RowModel
from petidesk.ui.rowtable import Arrangement, RowTable, read_arrangement
from petidesk.ui.theme import spaced, theme

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk
    from petidesk.ui.seat import Seat

# Lower than this, in ems, the folded choices take the place of the list.
LOW = 32.0
BUILT_SORT = ("found_on", True)


class LedgerSide(QWidget):
    """`told` carries the line of totals, `alone` whether the empty state holds the page's main action itself."""

    told = Signal(str)
    alone = Signal(bool)
    message = Signal(str)
    # A sentence with one action on it, as Page.offer.
    offer = Signal(str, str, object)

    def __init__(self, desk: Desk, seat: Seat, office: Office, add: Callable[[], object]) -> None:
        """`add` opens the form of a new dispute."""
        super().__init__()
        self._desk = desk
        self._seat = seat
        self._office = office
        self.day = desk.today()
        self._columns_key = f"ledger/{desk.actor.staff_id}/columns"
        self.views_key = f"ledger/{desk.actor.staff_id}/views"
        self.filter = LedgerFilterBar(self.day, office)
        self.model = RowModel(LedgerSource(desk), ledger_columns(desk.today, office), row_tone, parent=self)
        self.table = RowTable(self.model, self.tr("矛盾纠纷台账"))
        self.table.set_arrangement(read_arrangement(seat.text(self._columns_key), self.model.columns, *BUILT_SORT))
        self.columns = ColumnPanel(self.table, BUILT_SORT)
        self.columns.hide()
        self.views = ViewsPanel()
        self.views.show_views(self.saved_views())
        self.views.hide()
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        self.results = LedgerResults(self.table, add, self._show_all)
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
        self._instead = QWidget()
        self._instead_column = QVBoxLayout(self._instead)
        spaced(self._instead_column, 0)
        self._instead_page = controls.Scroll(self._instead)
        column.addWidget(self.trouble)
        row = QHBoxLayout()
        spaced(row, 0.75)
        row.addWidget(self.results, 1)
        row.addWidget(self._instead_page, 1)
        self._instead_page.hide()
        row.addWidget(self.views)
        row.addWidget(self.columns)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        self.filter.changed.connect(lambda _query: self.ask())
        self.filter.columns_asked.connect(self._show_columns)
        self.filter.views_asked.connect(self._show_views)
        self.filter.more_asked.connect(lambda _shown: self._place_choices())
        self.filter.into_list.connect(self._into_list)
        self.columns.closed.connect(lambda: self.filter.columns.setChecked(False))
        self.views.closed.connect(lambda: self.filter.kept.setChecked(False))
        self.views.chosen.connect(self.take_view)
        self.views.kept.connect(self.keep_view)
        self.views.dropped.connect(self.drop_view)
        self.table.sort_asked.connect(lambda _sort, _descending: self.ask())
        self.table.arranged.connect(lambda: self._seat.put(self._columns_key, self.table.arrangement.text()))
        self.table.arranged.connect(self._columns_changed)
        self.model.shown.connect(self._shown)
        self.model.completed.connect(self._completed)
        self.model.failed.connect(self._failed)

    # ---- questions -------------------------------------------------------------------------------------------------

    def query(self) -> DisputeQuery:
        """What the list is asked for now."""
        arranged = self.table.arrangement
        return changed(self.filter.query, sort=arranged.sort, descending=arranged.descending)

    def show_query(self, query: DisputeQuery) -> None:
        """Show this list; a question that names its own order is shown in it."""
        usual = DisputeQuery()
        if (query.sort, query.descending) != (usual.sort, usual.descending):
            kept = self.table.arrangement
            self.table.set_arrangement(Arrangement(kept.columns, query.sort, query.descending))
        self.day = self._desk.today()
        self.filter.set_query(query, self.day)

    def look_again(self) -> None:
        """The same question again; on a new day with the days that its view means now."""
        today = self._desk.today()
        if self.model.query is None or today != self.day:
            base = view_query(view_of(self.filter.query, self.day), today)
            days = {key: getattr(base, key) for key in ("overdue_on", "follow_up_until")}
            self.day = today
            self.filter.set_query(changed(self.filter.query, **days), today)
        else:
            self.table.refresh()
            self._tell_sums()

    def ask(self) -> None:
        """Put the question that is chosen."""
        self.trouble.hide()
        self.told.emit(self.tr("正在查找…"))
        self.table.ask(self.query())
        self._tell_sums()

    def _tell_sums(self) -> None:
        desk, query = self._desk, self.query()
        self._sums.ask(
            lambda: desk.ledger.totals(query), lambda sums: self.told.emit(totals_words(*sums)), lambda _trouble: None
        )

    def _shown(self) -> None:
        if self.model.rowCount():
            self.results.show_rows()
            return
        chosen = self.filter.query
        nobody = view_of(chosen, self.day) in (OPEN, ALL) and not active(chosen, self.day, self._office)
        self.results.show_empty(nobody=nobody, low=self._low())
        self.alone.emit(nobody and not self._low())

    def _completed(self, total: int) -> None:
        if total:
            self.results.show_rows()
            self.alone.emit(False)
            self.table.stand_on_first()

    def _failed(self, trouble: Trouble) -> None:
        self.told.emit("")
        self.trouble.show_as("amber", trouble.message, self.tr("再试一次"), self.ask)
        self.trouble.show()

    def _show_all(self) -> None:
        self.filter.set_query(view_query(ALL, self.day), self.day)

    def _into_list(self) -> None:
        self.table.setFocus()
        self.table.stand_on_first()

    def _low(self) -> bool:
        return self.height() < LOW * theme.em(1)

    def fit(self) -> None:
        """Look where the folded choices have their place."""
        self._place_choices()

    def _place_choices(self) -> None:
        """The folded choices above the list, or in its place where it is low."""
        shown = self.filter.more.isChecked()
        low = self._low()
        (self._instead_column if low else self._above).addWidget(self.filter.panel)
        self.filter.panel.setVisible(shown)
        self._instead_page.setVisible(shown and low)
        self.results.setVisible(not (shown and low))

    # ---- columns and views -----------------------------------------------------------------------------------------

    def fold(self) -> bool:
        """Put away what is folded out beside the list; False when nothing is."""
        if not (self.columns.isVisible() or self.views.isVisible()):
            return False
        self.filter.columns.setChecked(False)
        self.filter.kept.setChecked(False)
        self.table.setFocus()
        return True

    def _show_columns(self, shown: bool) -> None:
        self.columns.setVisible(shown)
        if shown:
            self.filter.kept.setChecked(False)
            self.columns.fill()
            self.columns.list.setFocus()

    def _columns_changed(self) -> None:
        if not self.columns.isAncestorOf(self.focusWidget() or self):
            self.columns.fill()

    def _show_views(self, shown: bool) -> None:
        self.views.setVisible(shown)
        if shown:
            self.filter.columns.setChecked(False)
            self.views.start()

    def saved_views(self) -> list[SavedView]:
        """The views that were named here."""
        return read_views(self._seat.text(self.views_key))

    def _put_views(self, views: list[SavedView]) -> None:
        self._seat.put(self.views_key, views_text(views))
        self.views.show_views(views)

    def keep_view(self, name: str) -> None:
        """Name the present list; a name that is taken gets the present one."""
        views = [view for view in self.saved_views() if view.name != name]
        self._put_views([*views, view_from(name, self.query(), self.table.arrangement.text())])
        self.message.emit(self.tr("视图“{0}”已存下").format(name))

    def take_view(self, view: SavedView) -> None:
        """Show a named list with its columns."""
        query = view_query_of(view, self._desk.today())
        kept = read_arrangement(view.arrangement, self.model.columns, *BUILT_SORT)
        self.table.set_arrangement(Arrangement(kept.columns, query.sort, query.descending))
        self.table.arranged.emit()
        self.filter.set_query(query, self._desk.today())
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
