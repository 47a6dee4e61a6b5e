"""The tab 月: the month on the wall. Who receives on which day, what is out of the ordinary, swaps by mouse or keys."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from petidesk.domain.reception.days import KINDS, ReceptionDay
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import sized
from petidesk.ui.paper.printout import notice_printout
from petidesk.ui.reception.acts import ReceptionActs
from petidesk.ui.reception.day_forms import ActForm, SwapForm
from petidesk.ui.reception.month_grid import MonthGrid
from petidesk.ui.reception.reading import MonthShown, blank_month, in_month, month_key, month_step, read_month
from petidesk.ui.reception.tab import ReceptionTab
from petidesk.ui.shell.routes import Route, ToPlan, ToReception, ToSettings

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

BACK, AHEAD = 24, 24


class MonthTab(ReceptionTab):
    """`opened` takes a day to stand on, or None: the day that was shown last, at first today."""

    help_name = "reception"

    def __init__(self, desk: Desk, seat: Seat, acts: ReceptionActs) -> None:
        super().__init__(desk, seat, acts)
        self.on = desk.today()
        self.shown: MonthShown | None = None
        self.swap: ActForm | None = None
        self._reading = work.Reading(self, self._wait)
        self._build()

    def _build(self) -> None:
        head = containers.Flow(0.5)
        self.earlier = controls.icon_button("chevron-left", self.tr("上一个月 PageUp"), partial(self.step, -1))
        self.later = controls.icon_button("chevron-right", self.tr("下一个月 PageDown"), partial(self.step, 1))
        self.months = QComboBox()
        self.months.setMaxVisibleItems(16)
        self.months.setAccessibleName(self.tr("月份"))
        sized(self.months, width=8.2)
        self.months.activated.connect(lambda place: self.show_day(date.fromisoformat(self.months.itemData(place))))
        self.now = controls.button(self.tr("今天  Home"), lambda: self.show_day(self.desk.today()))
        self.total = controls.label("", "soft")
        self.findings_button = controls.button("", self.find_next)
        for part in (self.earlier, self.months, self.later, self.now, self.findings_button, self.total):
            head.add(part)
        self._head = head
        self.trouble = controls.Notice("amber", closable=True)
        self.empty = controls.Notice("ink")
        self.outdated = controls.Notice("amber")
        for notice in (self.trouble, self.empty, self.outdated):
            notice.hide()
            self.column.addWidget(notice)
        self.taken = controls.Notice("ink")
        self.taken.hide()
        self.column.addWidget(self.taken)
        self.grid = MonthGrid(self.tr("这个月的接待日：方向键移动，回车看这一天，X 拿起来对调"))
        self.column.addWidget(self.grid, 1)
        self.column.addWidget(self.findings)
        self.grid.stood.connect(self._stood)
        self.grid.entered.connect(self.open_panel)
        self.grid.turned.connect(self.show_day)
        self.grid.swap_asked.connect(self.ask_swap)
        self.grid.told.connect(self._say_taken)

    def main_part(self) -> QWidget:
        """The grid."""
        return self.grid

    def head_part(self) -> QWidget:
        """Which month, beside the tabs."""
        return self._head

    def go_to(self, on: date) -> None:
        """Stand on the day; its panel says what is wrong."""
        self.show_day(on)

    def place_findings(self) -> None:
        """The list below or a button in the head; a form over a low grid takes its place."""
        super().place_findings()
        low, count = self.low(), len(self.findings.findings)
        self.findings_button.setText(self.tr("▲ {0} 处").format(count))
        self.findings_button.setToolTip("\n".join(finding.words for finding in self.findings.findings))
        self.findings_button.setAccessibleName(self.tr("{0} 处要看，看下一处").format(count))
        self.findings_button.setVisible(low and bool(count))
        self.total.setVisible(not low)
        self.now.setText(self.tr("今天") if low else self.tr("今天  Home"))
        tiny = self.tiny()
        self.grid.setVisible(self.swap is None or not tiny)
        if tiny:
            self.covered.emit(self.swap is not None or (self._over and not self.beside()))
        self._head.again()

    def find_next(self) -> None:
        """The next day of which something is said."""
        on = self.findings.next_after(self.on)
        if on is not None:
            self.show_day(on)

    # ---- which month -----------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Read the month anew."""
        self.show_day(route.on if isinstance(route, ToReception) else self.on)
        if isinstance(route, ToReception) and self.swap is None:
            self.grid.setFocus()

    def step(self, months: int) -> None:
        """A month earlier (-1) or later (1), on its first day."""
        self.show_day(month_step(self.on, months))

    def show_day(self, on: date) -> None:
        """Stand on a day; another month is read first."""
        self.on = on
        self._fill_months(on)
        self.read_again()
        self.panel.show_day(on)
        self.grid.stand_on(on)

    def _fill_months(self, on: date) -> None:
        first = on.replace(day=1)
        if self.months.findData(first.isoformat()) < 0:
            self.months.clear()
            for number in range(-BACK, AHEAD + 1):
                month = month_step(first, number)
                self.months.addItem(self.tr("{0}年{1}月").format(month.year, month.month), month.isoformat())
        self.months.setCurrentIndex(self.months.findData(first.isoformat()))

    def read_again(self) -> None:
        """Read the month anew and stand where the cursor stood."""
        desk, first = self.desk, self.on.replace(day=1)
        self._reading.read(first, lambda: read_month(desk, first), self._show, self._failed)

    def _wait(self, first: date) -> None:
        """Another month is being read: its days, and nothing of what was planned in the one before."""
        self.shown = None
        self.grid.show_month(blank_month(first, self.desk.today()), self.on)
        self.show_findings(())
        self.total.setText("")
        self.outdated.hide()
        self.empty.hide()
        self.panel.show_day(self.on)

    def _failed(self, trouble: Trouble) -> None:
        self.trouble.show_trouble(trouble, self.tr("再试一次"), self.read_again)

    def _show(self, shown: MonthShown) -> None:
        if not in_month(self.on, shown.first):
            return
        self.trouble.hide()
        if shown == self.shown:
            # It was read again and says what it said.
            self.panel.show_day(self.on)
            return
        self.shown = shown
        before = self.grid.current_reception()
        self.grid.show_month(shown, self.on)
        if before is not None and before.on == self.on:
            self.grid.stand_on(self.on, before.day_id)
        self.show_findings(shown.findings)
        self._say_total(shown)
        self._say_empty(shown)
        words = self.tr("公示张贴后有变动，请重新打印。")
        self.outdated.show_as("amber", words, self.tr("打印公示"), self.print_page)
        self.outdated.setVisible(shown.outdated)
        self.panel.show_day(self.on)
        self.saved.emit()

    def _say_total(self, shown: MonthShown) -> None:
        found = shown.receptions
        parts = [
            self.tr("{0} {1} 次").format(words, count)
            for kind, words in KINDS.items()
            if (count := sum(day.slot.kind == kind for day in found))
        ]
        self.total.setText("，".join(parts))
        self._head.again()

    def _say_empty(self, shown: MonthShown) -> None:
        if not shown.leaders:
            words = self.tr("还没有领导名单。先填上轮流接待的领导，再按规则排班。")
            people = partial(self.go.emit, ToSettings("people"))
            self.empty.show_as("ink", words, self.tr("填写领导名单"), people)
        else:
            month = self.tr("{0}月").format(shown.first.month)
            words = self.tr("{0}还没有排接待日。写明每周哪天、每月几日或者赶场天，程序按次数均衡排好。").format(month)
            self.empty.show_as("ink", words, self.tr("排班…"), partial(self.go.emit, ToPlan()))
        self.empty.setVisible(not shown.receptions)
        self.quiet.emit(bool(shown.receptions) or not shown.leaders)

    def _stood(self, on: date) -> None:
        if in_month(on, self.on):
            self.on = on
            self.panel.show_day(on)
        else:
            self.show_day(on)

    # ---- changing places -------------------------------------------------------------------------------------------

    def _say_taken(self, words: str) -> None:
        self.taken.show_as("ink", words)
        self.taken.setVisible(bool(words))

    def ask_swap(self, one: ReceptionDay, other: ReceptionDay) -> None:
        """Two receptions shall change places: why, asked above the grid."""
        self._leave_swap()
        form = SwapForm(self.acts, one, [other], fixed=True)
        form.left.connect(self._leave_swap)
        self.swap = form
        self.column.insertWidget(0, form)
        self.acts.changed.connect(self._leave_swap)
        self.place_findings()
        form.start_typing()

    def _leave_swap(self) -> None:
        form, self.swap = self.swap, None
        if form is not None:
            self.acts.changed.disconnect(self._leave_swap)
            self.column.removeWidget(form)
            form.hide()
            form.deleteLater()
            self.place_findings()

    def open_substitute(self, on: date) -> None:
        """The day's panel with the form for who stands in."""
        self._over = True
        self.panel.show_day(on, "substitute")
        self.fit()

    # ---- paper -----------------------------------------------------------------------------------------------------

    @property
    def month(self) -> str:
        """2026-12: the month in front."""
        return month_key(self.on)

    def print_page(self) -> bool:
        """Ctrl+P: the public notice of the month."""
        if self.shown is None or not self.shown.receptions:
            return False
        self.print_wanted.emit(notice_printout(self.desk, self.month))
        return True
