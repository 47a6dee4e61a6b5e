"""The tab 列表: the receptions of a range as a table, by leader and kind, with 原定 and why it changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QWidget

from petidesk.desk.reception.reception import DayQuery
from petidesk.domain.calendar import WEEKDAYS
from petidesk.domain.reception.days import KINDS, Finding, ReceptionDay
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.lists.few_rows import FewModel, FewTable
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look import containers, controls
from petidesk.ui.look.lights import Tone
from petidesk.ui.look.theme import sized
from petidesk.ui.paper.printout import notice_printout
from petidesk.ui.reception.acts import ReceptionActs
from petidesk.ui.reception.reading import month_end, month_key, month_step
from petidesk.ui.reception.tab import ReceptionTab
from petidesk.ui.reception.words import lunar, names, shown, state_words
from petidesk.ui.shell.actions import action
from petidesk.ui.shell.routes import Route, ToPlan, ToReceptions

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

THIS, NEXT, QUARTER, YEAR, AHEAD = "this", "next", "quarter", "year", "ahead"


@dataclass(frozen=True, slots=True)
class ListRead:
    """The receptions of a range with what is wrong in it."""

    days: list[ReceptionDay]
    findings: tuple[Finding, ...]
    leaders: list[str]


def span(code: str, today: date) -> tuple[date, date | None]:
    """The days of a range; all to come has no end."""
    first = today.replace(day=1)
    if code == NEXT:
        first = month_step(first, 1)
    elif code == QUARTER:
        first = month_step(first, -((today.month - 1) % 3))
        return first, month_end(month_step(first, 2))
    elif code == YEAR:
        return date(today.year, 1, 1), date(today.year, 12, 31)
    elif code == AHEAD:
        return today, None
    return first, month_end(first)


def read_list(desk: Desk, since: date, until: date | None, kind: str, leader: str) -> ListRead:
    """Read the range; slow, for a worker."""
    days = shown(desk.schedule.days(DayQuery(since, until, kind, leader=leader, cancelled=True)))
    last = until or max((day.on for day in days), default=since)
    known = [each.name for each in desk.office.current().leaders]
    return ListRead(days, tuple(desk.schedule.findings(since, last)), known)


class ListTab(ReceptionTab):
    """`opened` takes None or the code of a range (this, next, quarter, year, ahead)."""

    help_name = "reception"
    # A table of eleven columns wants the whole width of a small screen.
    beside_from = 96.0

    def __init__(self, desk: Desk, seat: Seat, acts: ReceptionActs) -> None:
        super().__init__(desk, seat, acts)
        self.read: ListRead | None = None
        self._reading = work.Reading(self, self._wait)
        self._sort, self._descending = "on", False
        self.model = FewModel(self._columns(), parent=self)
        self.table = FewTable(self.model, self.tr("接待日，回车看这一天"))
        self._build()

    def _columns(self) -> tuple[Column[Any], ...]:
        def planned(day: ReceptionDay) -> str:
            return "、".join(day.planned) if day.planned != day.leaders else ""

        def tone(day: ReceptionDay) -> Tone:
            if day.cancelled:
                return Tone.VOID
            return Tone.LATE if not day.leaders else Tone.SOON if day.planned != day.leaders else Tone.PLAIN

        return (
            Column("on", self.tr("日期"), lambda day: day.on.isoformat(), 7.4, sort="on"),
            Column("week", self.tr("星期"), lambda day: WEEKDAYS[day.on.weekday()], 4.6),
            Column("lunar", self.tr("农历"), lunar, 5.8),
            Column("kind", self.tr("方式"), lambda day: KINDS[day.slot.kind], 6, sort="kind"),
            Column("leaders", self.tr("接待领导"), names, 9.5, sort="leaders", tone=tone),
            Column("planned", self.tr("原定"), planned, 5),
            Column("unit", self.tr("陪同单位"), lambda day: day.unit, 6.5),
            Column("place", self.tr("地点"), lambda day: day.slot.village + day.slot.place, 7.5, grows=True),
            Column("hours", self.tr("时间"), lambda day: day.slot.hours, 7.6),
            Column("why", self.tr("变动原因"), lambda day: day.called_off or day.reason, 6.5),
            Column("state", self.tr("状态"), self._standing, 6.6),
        )

    def _standing(self, day: ReceptionDay) -> str:
        """The state, and what does not go together on that day."""
        findings = tuple(each for each in self.read.findings if each.on == day.on) if self.read else ()
        return state_words(day, findings)

    def _build(self) -> None:
        self.range = QComboBox()
        for code, words in (
            (AHEAD, self.tr("今后全部")),
            (THIS, self.tr("本月")),
            (NEXT, self.tr("下月")),
            (QUARTER, self.tr("本季度")),
            (YEAR, self.tr("今年")),
        ):
            self.range.addItem(words, code)
        self.range.setAccessibleName(self.tr("哪一段"))
        bar = self._bar = containers.Flow(0.5)
        self.leader, self.kind = QComboBox(), QComboBox()
        self.leader.addItem(self.tr("全部领导"), "")
        self.leader.setAccessibleName(self.tr("哪位领导"))
        self.kind.addItem(self.tr("全部方式"), "")
        for code, words in KINDS.items():
            self.kind.addItem(words, code)
        self.kind.setAccessibleName(self.tr("哪种方式"))
        for box in (self.range, self.leader, self.kind):
            sized(box, width=7)
            box.activated.connect(lambda _place: self.read_again())
            bar.add(box)
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        self.column.addWidget(self.trouble)
        self.plan_button = controls.button(
            action("plan_days").with_key(), lambda: self.go.emit(ToPlan()), part="primary"
        )
        self.empty = controls.Empty(
            "calendar-days",
            self.tr("这一段没有接待日"),
            self.tr("换一段时间，或者按规则排班：每周哪天、每月几日、赶场天，程序按次数均衡排好。"),
            self.plan_button,
        )
        self.front = containers.Stack()
        self.front.addWidget(self.table)
        self.front.addWidget(containers.Scroll(self.empty))
        self.column.addWidget(self.front, 1)
        self.column.addWidget(self.findings)
        heads = self.table.horizontalHeader()
        heads.setSectionsClickable(True)
        heads.sectionClicked.connect(self._sort_by)
        self.table.opened.connect(lambda day, _column: self.open_panel(day.on))
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._moved())

    def main_part(self) -> QWidget:
        """The table, or what stands in its place."""
        return self.table if self.model.rows else self.range

    def head_part(self) -> QWidget:
        """Which receptions, beside the tabs."""
        return self._bar

    def go_to(self, on: date) -> None:
        """Go to the day's line and open its panel."""
        days = [day.on for day in self.model.rows]
        if on in days:
            self.table.stand_on(days.index(on))
        self.open_panel(on)

    # ---- asking ----------------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Read the range anew."""
        if isinstance(route, ToReceptions):
            self.range.setCurrentIndex(max(self.range.findData(route.span), 0))
            self.table.setFocus()
        self.read_again()

    def days(self) -> tuple[date, date | None]:
        """The range that is chosen."""
        return span(str(self.range.currentData()), self.desk.today())

    def read_again(self) -> None:
        """Read the range anew."""
        desk, kind, leader = self.desk, str(self.kind.currentData()), str(self.leader.currentData())
        since, until = self.days()
        asked = since, until, kind, leader
        self._reading.read(asked, lambda: read_list(desk, *asked), self._show, self._failed)

    def _wait(self, _asked: object) -> None:
        """Other receptions are being looked for: the list is empty, and no day stands beside it."""
        self.read = None
        self.model.set_rows([])
        self.front.setCurrentIndex(0)
        self.show_findings(())
        self.panel.forget()
        self.say_state(self.tr("正在查找…"))

    def _failed(self, trouble: Trouble) -> None:
        self.trouble.show_trouble(trouble, self.tr("再试一次"), self.read_again)

    def _show(self, read: ListRead) -> None:
        self.trouble.hide()
        self.read = read
        for name in read.leaders:
            if self.leader.findData(name) < 0:
                self.leader.addItem(name, name)
        self.show_findings(read.findings)
        self._show_rows()

    def _show_rows(self) -> None:
        keys: dict[str, Callable[[ReceptionDay], Any]] = {
            "on": lambda day: day.on,
            "kind": lambda day: (day.slot.kind, day.on),
            "leaders": lambda day: (day.leaders, day.on),
        }
        days = self.read.days if self.read else []
        before = self.table.current_row()
        rows = sorted(days, key=keys[self._sort], reverse=self._descending)
        self.model.set_rows(rows)
        place = [column.key for column in self.model.columns].index(self._sort)
        self.model.mark_sort(place, self._descending)
        self.front.setCurrentIndex(0 if rows else 1)
        ids = [day.day_id for day in rows]
        self.table.stand_on(ids.index(before.day_id) if before is not None and before.day_id in ids else 0)
        self.say_state(self.tr("共 {0} 次").format(len(rows)) if rows else "")
        self._moved()
        # The empty state holds the one filled button itself.
        self.quiet.emit(True)

    def _sort_by(self, place: int) -> None:
        key = self.model.columns[place].sort
        if key is not None:
            self._descending = not self._descending if key == self._sort else False
            self._sort = key
        self._show_rows()

    def _moved(self) -> None:
        day = self.table.current_row()
        if isinstance(day, ReceptionDay):
            self.panel.show_day(day.on)

    def print_page(self) -> bool:
        """Ctrl+P: the public notice of the month of the line under the cursor."""
        day = self.table.current_row()
        if not isinstance(day, ReceptionDay) or day.cancelled:
            return False
        self.print_wanted.emit(notice_printout(self.desk, month_key(day.on)))
        return True
