"""The tab 年: twelve months at one look, and beside them how often each leader receives, so that fairness is seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.reception.days import KINDS
from petidesk.domain.sittings.sittings import DAY_OUTCOMES
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.lists.few_rows import FewModel, FewTable
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import ROW, spaced, theme
from petidesk.ui.paper.printout import notice_printout
from petidesk.ui.reception.acts import ReceptionActs
from petidesk.ui.reception.reading import CountRow, KindRow, YearShown, month_key, read_year
from petidesk.ui.reception.year_blocks import YearGrid
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route, ToReception, ToYear

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# From this width on, in ems, the counts stand beside the months.
BESIDE = 78.0


class YearTab(Page):
    """`opened` takes a year or None: the one that was shown last, at first this one."""

    key = "reception"
    help_name = "reception"

    def __init__(self, desk: Desk, seat: Seat, acts: ReceptionActs) -> None:
        super().__init__(desk, seat)
        self.year = desk.today().year
        self.shown: YearShown | None = None
        self._reading = work.Reading(self, self._wait)
        self.counts = FewModel((), parent=self)
        self.table = FewTable(self.counts, self.tr("这一年每位领导接待的次数"))
        self.kinds = FewModel(self._kind_columns(), parent=self)
        self.kinds_table = FewTable(self.kinds, self.tr("这一年各种接待办了什么"))
        self._build()
        acts.changed.connect(self.read_again)

    def _build(self) -> None:
        head = self._head = containers.Flow(0.5)
        self.earlier = controls.icon_button("chevron-left", self.tr("上一年 PageUp"), partial(self.step, -1))
        self.later = controls.icon_button("chevron-right", self.tr("下一年 PageDown"), partial(self.step, 1))
        self.heading_of_year = controls.label("", "section")
        self.total = controls.label("", "soft")
        for part in (self.earlier, self.heading_of_year, self.later, self.total):
            head.add(part)
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.grid = YearGrid(self.tr("全年的接待日，回车打开这个月"))
        self.grid.opened.connect(lambda on: self.go.emit(ToReception(on)))
        self.grid.stepped.connect(self.step)
        self.grid.stood.connect(self._into_sight)
        self.counted = QWidget()
        column = QVBoxLayout(self.counted)
        spaced(column, 0.25)
        self.heading = controls.label(self.tr("各位领导的次数"), "section", buddy=self.table)
        column.addWidget(self.heading)
        column.addWidget(self.table, 1)
        self.kinds_heading = controls.label(self.tr("接访办了什么"), "section", buddy=self.kinds_table)
        column.addWidget(self.kinds_heading)
        column.addWidget(self.kinds_table)
        self.villages = controls.label("", "soft", wrap=True)
        column.addWidget(self.villages)
        inner = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        spaced(self._both, 1)
        self._both.addWidget(self.grid, 1)
        self._both.addWidget(self.counted)
        self._inner = inner
        self.sheet = containers.Scroll(inner)
        self.body.addWidget(self.sheet, 1)
        spaced(self.body, 0.5, (1.25, 0.25, 0.75, 0.5))
        theme.changed.connect(self._fit)

    def head_part(self) -> QWidget:
        """Which year, beside the tabs."""
        return self._head

    # ---- which year ------------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Read the year anew."""
        if isinstance(route, ToYear):
            self.year = route.year
            self.grid.setFocus()
        self.read_again()

    def first_stop(self) -> QWidget | None:
        """The months."""
        return self.grid

    def step(self, years: int) -> None:
        """A year earlier (-1) or later (1)."""
        if 1950 <= self.year + years <= 2100:
            self.year += years
            self.read_again()

    def read_again(self) -> None:
        """Read the year anew."""
        desk, year = self.desk, self.year
        self._reading.read(year, lambda: read_year(desk, year), self._show, self._failed)

    def _wait(self, year: int) -> None:
        """Another year is being read: its days, and nothing of the year before."""
        self.shown = None
        self.heading_of_year.setText(self.tr("{0}年").format(year))
        self.total.setText("")
        self._head.again()
        blank = YearShown(year, ((),) * 12, (), (), self.desk.today())
        self.grid.show_year(blank)
        self.counts.set_rows([])
        self.counted.hide()
        self._show_kinds(blank)

    def _failed(self, trouble: Trouble) -> None:
        self.trouble.show_trouble(trouble, self.tr("再试一次"), self.read_again)

    def _show(self, shown: YearShown) -> None:
        self.trouble.hide()
        self.shown = shown
        self.heading_of_year.setText(self.tr("{0}年").format(shown.year))
        found = sum(len(month) for month in shown.months)
        self.total.setText(self.tr("共 {0} 次").format(found) if found else self.tr("这一年还没有排接待日"))
        self._head.again()
        self.grid.show_year(shown)
        self.counts.set_rows(shown.counts, self._columns(shown.counts))
        self.counted.setVisible(bool(shown.counts))
        self._show_kinds(shown)
        self._fit()
        # At larger letters the months need more room than there is; the blocks have their places in a moment.
        QTimer.singleShot(0, self, lambda: self._into_sight(self.grid.visualRect(self.grid.currentIndex())))

    def _show_kinds(self, shown: YearShown) -> None:
        self.kinds.set_rows(shown.kinds)
        for part in (self.kinds_heading, self.kinds_table):
            part.setVisible(bool(shown.kinds))
        tallies = [row.tally for row in shown.kinds if row.kind == "village"]
        told = [f"{words} {tallies[0][f'day_{code}']}" for code, words in DAY_OUTCOMES.items()] if tallies else []
        self.villages.setText(self.tr("村级接访：{0}").format("　".join(told)) if told else "")
        self.villages.setVisible(bool(told))

    def _kind_columns(self) -> tuple[Column[KindRow], ...]:
        def number(key: str, words: str) -> Column[KindRow]:
            return Column(key, words, lambda row: _number(row.tally[key]), 4.2, right=True)

        return (
            Column("kind", self.tr("方式"), lambda row: KINDS[row.kind], 5, grows=True),
            number("held", self.tr("次数")),
            Column("came", self.tr("批次/人次"), _came, 5.6, right=True),
            number("answered", self.tr("答复")),
            number("assigned", self.tr("交办")),
            number("in_charge", self.tr("包案")),
            number("reported", self.tr("上报")),
        )

    def _columns(self, rows: tuple[CountRow, ...]) -> list[Column[Any]]:
        def kind(code: str) -> Column[Any]:
            return Column(code, KINDS[code], lambda row: _number(row.kinds[code]), 5, right=True)

        # A kind that nobody has had this year takes no room.
        kinds = [kind(code) for code in KINDS if code == "reception" or any(row.kinds[code] for row in rows)]
        return [
            Column("leader", self.tr("领导"), lambda row: row.leader, 5, grows=True),
            *kinds,
            Column("total", self.tr("合计"), lambda row: str(row.total), 3.4, right=True),
            Column("planned", self.tr("原定"), lambda row: str(row.planned), 3.4, right=True),
            Column(
                "came",
                self.tr("批次/人次"),
                lambda row: f"{row.batches}/{row.people}" if row.batches else "—",
                5.6,
                right=True,
            ),
        ]

    def _into_sight(self, block: QRect) -> None:
        place = self.grid.viewport().mapTo(self._inner, block.center())
        self.sheet.ensureVisible(place.x(), place.y(), 0, block.height() // 2)

    # ---- places ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Counts beside or below."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= BESIDE * theme.em(1)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._both.setDirection(direction)
        tables = self.counts.columns, self.kinds.columns
        wide = max(sum(theme.em(column.width) for column in columns) for columns in tables) + theme.em(0.5)
        rows = (len(self.counts.rows) + 1) * theme.em(ROW) + theme.em(0.5)
        self.counted.setFixedWidth(wide) if beside else self.counted.setMinimumWidth(0)
        if not beside:
            self.counted.setMaximumWidth(16_777_215)
        self.table.setMinimumHeight(rows if not beside else theme.em(6))
        self.kinds_table.setFixedHeight((len(self.kinds.rows) + 1) * theme.em(ROW) + theme.em(0.5))
        self.grid.set_room(self.sheet.viewport().height())

    def print_page(self) -> bool:
        """Ctrl+P: the public notice of the month under the cursor."""
        month = self.grid.current_month()
        if self.shown is None or month is None or not self.shown.months[month.month - 1]:
            return False
        self.print_wanted.emit(notice_printout(self.desk, month_key(month)))
        return True


def _came(row: KindRow) -> str:
    return f"{row.tally['batches']}/{row.tally['people']}" if row.tally["batches"] else "—"


def _number(count: int) -> str:
    return str(count) if count else "—"
