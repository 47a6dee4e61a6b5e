"""The list of disputes as such: filter bar, table, its columns, the views that were named, and what it says empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.office.office import Office
from petidesk.ui import work
from petidesk.ui.ledger.columns import LedgerSource, ledger_columns, row_tone
from petidesk.ui.ledger.filters import ALL, OPEN, LedgerFilterBar, active, changed, view_of, view_query
from petidesk.ui.ledger.words import totals_words
from petidesk.ui.lists.list_view import ListSide
from petidesk.ui.lists.row_model import RowModel
from petidesk.ui.lists.row_table import Arrangement, RowTable, read_arrangement
from petidesk.ui.lists.saved_views import SavedView, ViewsPanel, read_views, view_from, view_query_of, views_text
from petidesk.ui.look import controls
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

BUILT_SORT = ("found_on", True)


class LedgerSide(ListSide):
    """The list of disputes, with the views that were named."""

    filter: LedgerFilterBar
    message = Signal(str)
    # A sentence with one action on it, as Page.offer.
    offer = Signal(str, str, object)

    def __init__(self, desk: Desk, seat: Seat, office: Office, add: Callable[[], object]) -> None:
        """`add` opens the form of a new dispute."""
        self._desk = desk
        self._office = office
        self.day = desk.today()
        bar = LedgerFilterBar(self.day, office)
        self.first = controls.button(translate("LedgerSide", "新增纠纷  Alt+N"), add, part="primary")
        nobody = controls.Empty(
            "notebook-text",
            translate("LedgerSide", "没有未化解的矛盾纠纷"),
            translate(
                "LedgerSide",
                "村里排查出来的、来访转来的纠纷记在这里：谁和谁、为什么、谁负责、哪天以前化解，一直记到销号和回访。"
                "旧台账可以在“补录”里一次粘贴进来；没有纠纷的村在“排查轮次”里记零报告。",
            ),
            self.first,
        )
        nothing = controls.Empty(
            "filter",
            translate("LedgerSide", "没有符合条件的纠纷"),
            translate("LedgerSide", "换一个视图，或者去掉上面的条件再看。"),
            controls.button(translate("LedgerSide", "去掉条件，看全部"), bar.show_all),
        )
        briefly = (translate("LedgerSide", "没有未化解的矛盾纠纷。"), translate("LedgerSide", "没有符合条件的纠纷。"))
        model = RowModel(LedgerSource(desk), ledger_columns(desk.today, office), row_tone)
        key = f"ledger/{desk.actor.staff_id}/columns"
        table = RowTable(model, translate("LedgerSide", "矛盾纠纷台账"))
        super().__init__(seat, key, bar, table, BUILT_SORT, (nobody, nothing, briefly))
        self._seat = seat
        self.views_key = f"ledger/{desk.actor.staff_id}/views"
        self.views = ViewsPanel()
        self.views.show_views(self.saved_views())
        self.views.hide()
        self.put_beside(self.views)
        self._sums = work.Latest(self, 0)
        bar.views_asked.connect(self._show_views)
        self.views.closed.connect(lambda: bar.kept.setChecked(False))
        self.views.chosen.connect(self.take_view)
        self.views.kept.connect(self.keep_view)
        self.views.dropped.connect(self.drop_view)

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
        """Put the question that is chosen, and count what it holds."""
        super().ask()
        self._tell_sums()

    def _tell_sums(self) -> None:
        desk, query = self._desk, self.query()
        self._sums.ask(
            lambda: desk.ledger.totals(query), lambda sums: self.told.emit(totals_words(*sums)), lambda _trouble: None
        )

    def nobody(self) -> bool:
        """Whether nothing waits to be resolved at all."""
        chosen = self.filter.query
        return view_of(chosen, self.day) in (OPEN, ALL) and not active(chosen, self.day, self._office)

    # ---- views -------------------------------------------------------------------------------------------------------

    def fold(self) -> bool:
        """Put away what is folded out beside the list; False when nothing is."""
        if not self.views.isVisible():
            return super().fold()
        self.filter.kept.setChecked(False)
        self.table.setFocus()
        return True

    def _show_columns(self, shown: bool) -> None:
        if shown:
            self.filter.kept.setChecked(False)
        super()._show_columns(shown)

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
