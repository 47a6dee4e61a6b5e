"""The page 领导接待日: the rota as a month, a year and a list, making it, leave, and its papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from petidesk.domain.office.papers import BOARD
from petidesk.domain.reception.days import Finding
from petidesk.ui.look import controls
from petidesk.ui.look.later import Later
from petidesk.ui.look.theme import spaced
from petidesk.ui.paper import printout as reception_prints
from petidesk.ui.paper.preview import PreviewPanel
from petidesk.ui.paper.printout import Printout
from petidesk.ui.reception.acts import ReceptionActs
from petidesk.ui.reception.listing import ListTab
from petidesk.ui.reception.month import MonthTab
from petidesk.ui.reception.reading import month_end
from petidesk.ui.reception.year import YearTab
from petidesk.ui.shell.actions import action
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route, ToLeave, ToPlan, ToReception, ToReceptions, ToSitting, ToYear
from petidesk.ui.shell.tab_page import Tab, TabPage

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.reception.leave import LeavePanel
    from petidesk.ui.reception.plan import PlanPanel
    from petidesk.ui.seat import Seat

MONTH, YEAR, LIST, SITTING = "month", "year", "list", "sitting"


_N = "ReceptionPage"
TABS: tuple[Tab, ...] = (
    Tab(
        MONTH, _N, QT_TRANSLATE_NOOP("ReceptionPage", "月"), "reception", "reception.month", "MonthTab", (ToReception,)
    ),
    Tab(YEAR, _N, QT_TRANSLATE_NOOP("ReceptionPage", "年"), "reception", "reception.year", "YearTab", (ToYear,)),
    Tab(
        LIST,
        _N,
        QT_TRANSLATE_NOOP("ReceptionPage", "列表"),
        "reception",
        "reception.listing",
        "ListTab",
        (ToReceptions,),
    ),
    Tab(SITTING, _N, QT_TRANSLATE_NOOP("ReceptionPage", "接访"), "sitting", "sittings.tab", "SittingTab", (ToSitting,)),
)


class ReceptionPage(TabPage):
    """The tabs with the forms 排班 and 请假 over them; a route goes to the one that shows it."""

    key: ClassVar[str] = "reception"
    help_name: ClassVar[str] = "reception"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat, TABS)
        self.acts = ReceptionActs(desk, self)
        self.acts.message.connect(self.message)
        self.acts.changed.connect(self.saved)
        self._parts: dict[str, QWidget] = {}
        self.form: PlanPanel | LeavePanel | None = None
        # Beside the tabs: which month, which year. A line less above the grid.
        self._beside = QHBoxLayout()
        spaced(self._beside, 0, (1, 0, 0, 0))
        self.head_row.addLayout(self._beside, 1)
        self._add_actions()

    @Later
    def preview(self) -> PreviewPanel:
        """The paper, as near to the edges as the month is."""
        made: PreviewPanel = super().preview
        if (layout := made.layout()) is not None:
            spaced(layout, 0.75, (1.25, 0.5, 0.75, 0.5))
        return made

    def _add_actions(self) -> None:
        plan = action("plan_days")
        self.plan_button = self.add_action(plan.words, self.open_plan, shortcut=plan.key, icon="calendar-days")
        self.leave_button = self.add_action(self.tr("请假…"), self.open_leave, icon="user")
        self.notice_button = self.add_action(self.tr("公示  Ctrl+P"), self.print_page, icon="printer")
        self.more_button = self.add_action(
            self.tr("更多…"), self._show_more, icon="chevron-up", tip=self.tr("联系卡、公示牌、导出")
        )
        self.more = QMenu(self)
        for words, call in (
            (self.tr("便民联系卡…"), self.print_cards),
            (self.tr("信访渠道公示牌…"), self.print_board),
            (self.tr("导出表格（xlsx）…"), partial(self.export, reception_prints.TABLE)),
            (self.tr("导出日历（ics）…"), partial(self.export, reception_prints.CALENDAR)),
        ):
            self.more.addAction(words, call)

    def _show_more(self) -> None:
        height = self.more.sizeHint().height()
        self.more.popup(self.more_button.mapToGlobal(QPoint(0, -height)))

    # ---- tabs ------------------------------------------------------------------------------------------------------

    def make(self, kind: Callable[..., Page], tab: Tab) -> Page:
        """The tabs of the rota share what can be done with a day; 接访 stands for itself."""
        made = kind(self.desk, self.seat) if tab.key == SITTING else kind(self.desk, self.seat, self.acts)
        made.covered.connect(self._covered)
        made.quiet.connect(self._quieted)
        part = made.head_part()
        if part is not None:
            self._parts[tab.key] = part
            self._beside.addWidget(part)
            part.setVisible(tab.key == self.current)  # a tab may be asked for its days while another is in front
        return made

    @property
    def month(self) -> MonthTab:
        """The tab 月."""
        found = self.tab(MONTH)
        assert isinstance(found, MonthTab)
        return found

    @property
    def year(self) -> YearTab:
        """The tab 年."""
        found = self.tab(YEAR)
        assert isinstance(found, YearTab)
        return found

    @property
    def lines(self) -> ListTab:
        """The tab 列表."""
        found = self.tab(LIST)
        assert isinstance(found, ListTab)
        return found

    def turned(self, key: str) -> None:
        """Its part of the head, and the rota's actions unless it is 接访."""
        for name, part in self._parts.items():
            part.setVisible(name == key)
        self.front.setCurrentWidget(self.tabs_side)
        self.head.show()
        self.bar.setVisible(key != SITTING)
        self._lead(True)

    def _covered(self, covered: bool) -> None:
        """A panel over the tab in a narrow window takes the height of the bar as well."""
        if self.sender() is self.stack.currentWidget():
            self.bar.setVisible(not covered and self.form is None)

    def _quieted(self, quiet: bool) -> None:
        if self.sender() is self.stack.currentWidget():
            self._lead(quiet)

    def _lead(self, quiet: bool) -> None:
        """排班 is the one filled button while there is nothing to see."""
        controls.fill(self.plan_button, not quiet)
        self._actions.again()

    # ---- the page --------------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """The page comes to the front."""
        if isinstance(route, ToPlan):
            self.open_plan()
        elif isinstance(route, ToLeave):
            self.open_leave()
        elif (key := self.shows(route)) is not None:
            self._leave_form()
            self.turn(key, route)
        elif self.form is None:
            self.turn(self.current)

    def returned(self) -> None:
        """Back from a setting: to the form that is open, else to the tab or the paper that stood here."""
        if self.form is not None:
            self.form.start_typing()
        else:
            super().returned()

    # ---- forms over the tabs ---------------------------------------------------------------------------------------

    def open_plan(self) -> None:
        """排班, in place of the tabs; of a leave that is being typed a draft is kept."""
        from petidesk.ui.reception.plan import PlanPanel

        if not isinstance(self.form, PlanPanel):
            self._leave_form()
            panel = PlanPanel(self.desk)
            panel.made.connect(self._made)
            self._show_form(panel)

    def open_leave(self) -> None:
        """请假, in place of the tabs; of a rota that is being typed a draft is kept."""
        from petidesk.ui.reception.leave import LeavePanel

        if not isinstance(self.form, LeavePanel):
            self._leave_form()
            panel = LeavePanel(self.desk, self.acts)
            panel.changed.connect(self.saved)
            panel.day_wanted.connect(self._substitute)
            self._show_form(panel)

    def _show_form(self, panel: PlanPanel | LeavePanel) -> None:
        self.form = panel
        panel.left.connect(self._close_form)
        panel.message.connect(self.message)
        panel.denied.connect(self.denied)
        panel.go.connect(self.go)
        self.front.addWidget(panel)
        self.front.setCurrentWidget(panel)
        self.bar.hide()
        panel.start_typing()

    def _leave_form(self) -> None:
        panel, self.form = self.form, None
        if panel is not None:
            panel.closing()
            self.front.removeWidget(panel)
            panel.hide()
            panel.deleteLater()

    def _close_form(self) -> None:
        self._leave_form()
        self.turn(self.current)

    def _made(self, on: date, words: str) -> None:
        self.message.emit(words)
        self.saved.emit()
        self._leave_form()
        self.turn(MONTH, ToReception(on))

    def _substitute(self, finding: Finding) -> None:
        """找人顶替: the day of a finding with the form open."""
        self._leave_form()
        self.turn(MONTH, None if finding.on is None else ToReception(finding.on))
        if finding.on is not None:
            self.month.open_substitute(finding.on)

    # ---- papers and files ------------------------------------------------------------------------------------------

    def show_printout(self, printout: Printout) -> None:
        """A paper with a preview over everything."""
        self.bar.hide()
        super().show_printout(printout)

    def _printed(self, words: str) -> None:
        super()._printed(words)
        self.saved.emit()

    def _close_preview(self) -> None:
        self.turn(self.current)

    def print_cards(self) -> None:
        """便民联系卡 of all leaders."""
        self.show_printout(reception_prints.cards_printout(self.desk))

    def print_board(self) -> None:
        """信访渠道公示牌 of the settings and the rota."""
        self.show_printout(reception_prints.office_printout(self.desk, BOARD))

    def export(self, kind: str) -> None:
        """The range in front as a file: the month, the year, or what the list shows."""
        since, until = self.days()
        reception_prints.export(self, self.desk, self.seat, kind, since, until, self.message.emit)

    def days(self) -> tuple[date, date]:
        """The days that the tab in front shows."""
        if self.current == YEAR:
            return date(self.year.year, 1, 1), date(self.year.year, 12, 31)
        if self.current == LIST:
            since, until = self.lines.days()
            last = max((day.on for day in self.lines.read.days), default=since) if self.lines.read else since
            return since, until or last
        first = self.month.on.replace(day=1)
        return first, month_end(first)

    def print_page(self) -> bool:
        """Ctrl+P: the public notice of the month in front."""
        if self.form is not None or self.front.currentWidget() is not self.tabs_side:
            return False
        if self.tab(self.current).print_page():
            return True
        self.denied.emit(self.tr("这个月还没有排接待日，没有可以公示的。"))
        return True

    def closing(self) -> None:
        """What is typed is kept."""
        if self.form is not None:
            self.form.closing()
        super().closing()
