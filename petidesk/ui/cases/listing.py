"""The list of cases: its columns, what it is asked for, and what it says while it is empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from petidesk.domain.cases.files import CaseQuery
from petidesk.ui.cases.columns import CaseSource, case_columns
from petidesk.ui.cases.filters import ALL, OPEN, CaseFilterBar, active, changed, view_of, view_query
from petidesk.ui.lists.list_view import ListSide
from petidesk.ui.lists.row_model import RowModel
from petidesk.ui.lists.row_table import Arrangement, RowTable
from petidesk.ui.look import controls
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

BUILT_SORT = ("case_no", True)


class CaseSide(ListSide):
    """`register` is what an office without cases does first; `room` is the page, whose height counts."""

    filter: CaseFilterBar

    def __init__(self, desk: Desk, seat: Seat, register: Callable[[], object], room: QWidget) -> None:
        self._desk = desk
        self.day = desk.today()
        bar = CaseFilterBar(self.day)
        self.first = controls.button(translate("CaseSide", "登记来访  F2"), register, part="primary")
        nobody = controls.Empty(
            "folder-open",
            translate("CaseSide", "没有在办的信访事项"),
            translate(
                "CaseSide",
                "登记来访时，反映同一件事的来访自动归到一件信访事项里。在这里看办理经过、期限和文书，记下每一步。"
                "办结的点“全部”。",
            ),
            self.first,
        )
        nothing = controls.Empty(
            "filter",
            translate("CaseSide", "没有符合条件的信访事项"),
            translate("CaseSide", "换一个视图，或者去掉上面的条件再看。"),
            controls.button(translate("CaseSide", "去掉条件，看全部"), bar.show_all),
        )
        briefly = (translate("CaseSide", "没有在办的信访事项。"), translate("CaseSide", "没有符合条件的信访事项。"))
        table = RowTable(RowModel(CaseSource(desk), case_columns(desk.today)), translate("CaseSide", "信访事项列表"))
        key = f"cases/{desk.actor.staff_id}/columns"
        super().__init__(seat, key, bar, table, BUILT_SORT, (nobody, nothing, briefly), room)
        self.model.completed.connect(lambda total: self.told.emit(self.tr("共 {0} 件").format(f"{total:,}")))

    def query(self) -> CaseQuery:
        """What the list is asked for now."""
        arranged = self.table.arrangement
        return changed(self.filter.query, sort=arranged.sort, descending=arranged.descending)

    def nobody(self) -> bool:
        """Whether the office has no such case at all."""
        chosen = self.filter.query
        return view_of(chosen, self.day) in (OPEN, ALL) and not active(chosen, self.day)

    def show_query(self, query: CaseQuery) -> None:
        """Show this list; a question that names its own order is shown in it."""
        usual = CaseQuery()
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
            self.day = today
            self.filter.set_query(changed(self.filter.query, due_until=base.due_until), today)
        else:
            self.table.refresh()
