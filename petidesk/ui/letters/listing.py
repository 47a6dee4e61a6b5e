"""The list of letters with its filter, and what stands in its place while it is empty."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.trouble import Trouble
from petidesk.ui.letters.columns import LetterSource, letter_columns, row_tone
from petidesk.ui.letters.filters import LetterFilter
from petidesk.ui.lists.row_model import RowModel
from petidesk.ui.lists.row_table import RowTable, read_arrangement
from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

BUILT_SORT = ("changed_at", True)


class LetterList(QWidget):
    """`new_wanted`: write the first letter; `said`: how many there are; `holding`: the list itself has the action."""

    new_wanted = Signal()
    said = Signal(str)
    holding = Signal(bool)

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__()
        self._seat = seat
        self._seat_key = f"letters/{desk.actor.staff_id}/columns"
        self.filter = LetterFilter()
        self.model = RowModel(LetterSource(desk), letter_columns(desk.today), row_tone, self)
        self.table = RowTable(self.model, self.tr("文书列表"))
        self.table.set_arrangement(read_arrangement(seat.text(self._seat_key), self.model.columns, *BUILT_SORT))
        self._build()
        self.filter.changed.connect(lambda _query: self.ask())
        self.filter.into_list.connect(self._into_list)
        self.table.sort_asked.connect(lambda _sort, _descending: self.ask())
        self.table.arranged.connect(lambda: seat.put(self._seat_key, self.table.arrangement.text()))
        self.model.shown.connect(self._shown)
        self.model.completed.connect(self._completed)
        self.model.failed.connect(self._failed)

    def _build(self) -> None:
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        self.first = controls.button(self.tr("写文书"), self.new_wanted.emit, part="primary", icon="pencil")
        nobody = controls.Empty(
            "mail",
            self.tr("还没有文书"),
            self.tr(
                "告知书、交办单、处理意见书都在这里写：选信访事项，选种类，填几处内容，签发时自动编文号、定稿。"
                "签发以后在这里打印、登记送达。"
            ),
            self.first,
        )
        nothing = controls.Empty(
            "filter",
            self.tr("没有符合条件的文书"),
            self.tr("换一个状态，或者去掉上面的条件再看。"),
            controls.button(self.tr("看全部"), lambda: self.filter.put(LetterQuery())),
        )
        self.results = QStackedWidget()
        self.nobody_page, self.nothing_page = controls.Scroll(nobody), controls.Scroll(nothing)
        for shown in (self.table, self.nobody_page, self.nothing_page):
            self.results.addWidget(shown)
        self.results.currentChanged.connect(
            lambda _row: self.holding.emit(self.results.currentWidget() is self.nobody_page)
        )
        column = QVBoxLayout(self)
        spaced(column, 0.75)
        column.addWidget(self.filter)
        column.addWidget(self.trouble)
        column.addWidget(self.results, 1)

    def query(self) -> LetterQuery:
        """What the list is asked for now."""
        arranged = self.table.arrangement
        return dataclasses.replace(self.filter.query, sort=arranged.sort, descending=arranged.descending)

    def ask(self) -> None:
        """Ask the desk anew."""
        self.trouble.hide()
        self.said.emit(self.tr("正在查找…"))
        self.table.ask(self.query())

    def refresh(self) -> None:
        """Read the same list again; what stands stays until the answer is there."""
        if self.model.query is None:
            self.ask()
        else:
            self.table.refresh()

    def _shown(self) -> None:
        if self.model.rowCount():
            self.results.setCurrentWidget(self.table)
            return
        plain = dataclasses.replace(self.query(), sort="changed_at", descending=True) == LetterQuery()
        self.results.setCurrentWidget(self.nobody_page if plain else self.nothing_page)

    def _completed(self, total: int) -> None:
        if total:
            self.results.setCurrentWidget(self.table)
            self.table.stand_on_first()
        self.said.emit(self.tr("共 {0} 份").format(f"{total:,}"))

    def _failed(self, trouble: Trouble) -> None:
        self.said.emit("")
        self.trouble.show_as("amber", trouble.message, self.tr("再试一次"), self.ask)
        self.trouble.show()

    def _into_list(self) -> None:
        self.table.setFocus()
        self.table.stand_on_first()
