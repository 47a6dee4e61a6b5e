"""The list of visits: its columns, what it is asked for, and what it says while it is empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from petidesk.domain.visits.listing import TODAY, VisitQuery
from petidesk.ui import work
from petidesk.ui.lists.list_view import ListSide
from petidesk.ui.lists.row_model import RowModel
from petidesk.ui.lists.row_table import RowTable
from petidesk.ui.look import controls
from petidesk.ui.translate import translate
from petidesk.ui.visits.columns import VisitSource, row_tone, visit_columns
from petidesk.ui.visits.filters import VisitFilterBar

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.domain.visits.listing import VisitView
    from petidesk.ui.seat import Seat

BUILT_SORT = ("at", True)


class VisitSide(ListSide):
    """`register` is what a day without visits does first; `room` is the page, whose height counts."""

    filter: VisitFilterBar

    def __init__(self, desk: Desk, seat: Seat, register: Callable[[], object], room: QWidget) -> None:
        self._desk = desk
        self.day = desk.today()
        bar = VisitFilterBar(self.day)
        self.first = controls.button(translate("VisitSide", "登记来访  F2"), register, part="primary")
        nobody = controls.Empty(
            "clipboard-pen",
            translate("VisitSide", "今天还没有来访"),
            translate(
                "VisitSide", "来访、来信、来电登记以后，都在这里按时间排好，可以打开、更正和打印。以前的来访点“全部”。"
            ),
            self.first,
        )
        nothing = controls.Empty(
            "filter",
            translate("VisitSide", "没有符合条件的来访"),
            translate("VisitSide", "换一个时间，或者去掉上面的条件再看。"),
            controls.button(translate("VisitSide", "去掉条件，看全部"), bar.show_all),
        )
        briefly = (translate("VisitSide", "今天还没有来访。"), translate("VisitSide", "没有符合条件的来访。"))
        table = RowTable(
            RowModel(VisitSource(desk), visit_columns(desk.today), row_tone), translate("VisitSide", "来访列表")
        )
        key = f"visits/{desk.actor.staff_id}/columns"
        super().__init__(seat, key, bar, table, BUILT_SORT, (nobody, nothing, briefly), room)
        self.model.completed.connect(self._count)

    def query(self) -> VisitQuery:
        """What the list is asked for now."""
        arranged = self.table.arrangement
        return self.filter.query.query(self.day, arranged.sort, arranged.descending)

    def nobody(self) -> bool:
        """Whether nobody has come today."""
        return self.filter.query.period == TODAY and self.filter.query == self.filter.query.plain

    def show_filters(self, filters: VisitView) -> None:
        """Show this list."""
        self.day = self._desk.today()
        self.filter.set_query(filters, self.day)

    def look_again(self) -> None:
        """The same question again; on a new day with the days that its period means now."""
        if self.model.query is None or self._desk.today() != self.day:
            self.show_filters(self.filter.query)
        else:
            self.table.refresh()

    def _shown(self) -> None:
        super()._shown()
        if self.model.rowCount() and self.model.total is None:
            self.told.emit(self.tr("正在清点…"))

    def _count(self, total: int) -> None:
        batches = self.tr("共 {0} 批次").format(f"{total:,}")
        self.told.emit(batches)
        desk, query = self._desk, self.model.query

        def people(found: tuple[int, int]) -> None:
            if query is self.model.query:
                self.told.emit(self.tr("{0} {1} 人次").format(batches, f"{found[1]:,}"))

        work.run(self, lambda: desk.visits.totals(query), people, lambda _trouble: None)
