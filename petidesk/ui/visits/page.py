"""The page 今日来访: the list with its filters, and the visit that is open beside it (over it in a narrow window)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton

from petidesk.domain.visits.listing import VisitView
from petidesk.ui import work
from petidesk.ui.lists.day_range import DayRangeBar
from petidesk.ui.look.later import Later
from petidesk.ui.paper.printout import Printout, form_printout, slip_printout, trial_printout
from petidesk.ui.shell.list_page import ListPage
from petidesk.ui.shell.routes import NewDispute, NewVisit, Route, SlipTrial, ToVisit, ToVisits
from petidesk.ui.translate import translate
from petidesk.ui.visits.detail import VisitDetail
from petidesk.ui.visits.listing import visit_filter, visit_listing

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

REGISTER = "visit_register"


class VisitsPage(ListPage):
    """The list of visits with one of them beside it."""

    key = "visits"
    help_name = "visits"
    beside = 66.0
    wanted = 31.0
    shares = (3, 2)
    bar_beside = True

    filter: DayRangeBar[VisitView]

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self.add_action(self.tr("登记来访  F2"), self.begin, main=True, icon="clipboard-pen")
        self.print_button: QPushButton = self.add_action(
            self.tr("打印登记簿"),
            self.print_page,
            icon="printer",
            tip=self.tr("来访登记簿：一天、一个月或列表中的日期"),
        )
        self.stand(visit_listing(desk), DayRangeBar(visit_filter(), desk.today()))

    @Later
    def detail(self) -> VisitDetail:
        """The visit."""
        made, desk = VisitDetail(self.desk), self.desk
        made.slip_wanted.connect(lambda visit_no: self.show_printout(slip_printout(desk, visit_no, made.reason)))
        made.form_wanted.connect(
            lambda form, visit_no: self.show_printout(form_printout(desk, form, visit_no, made.reason))
        )
        made.ledger_wanted.connect(self._to_ledger)
        return self.joined(made)

    def begin(self) -> None:
        """Register a visit."""
        self.go.emit(NewVisit())

    def opened(self, route: Route | None = None) -> None:
        """The list, a visit of it, or a slip to try the printer with."""
        super().opened(route)
        if isinstance(route, SlipTrial):
            self.show_printout(trial_printout(self.desk))

    def question(self, route: Route | None) -> Any:
        """A list of visits that another page asks for."""
        return route.view if isinstance(route, ToVisits) else None

    def place(self) -> Route | None:
        """The visit."""
        return ToVisit(self.detail.record_no) if self.is_open and self.detail.record_no else None

    def number(self, route: Route | None) -> str:
        """A visit that another page asks for."""
        return route.visit_no if isinstance(route, ToVisit) else ""

    def busy_words(self) -> str:
        """A visit is being amended or voided."""
        return self.tr("先保存或放弃正在更正的来访，再打开别的。")

    def wants_all(self) -> bool:
        """While the fields are open they have all the room."""
        return self.is_open and self.detail.amending_now

    def read_choices(self) -> None:
        """Villages and receivers for the folded choices."""
        desk = self.desk

        def call() -> tuple[list[str], list[str]]:
            return [village.name for village in desk.office.villages()], list(desk.choices.receivers())

        work.run(self, call, lambda found: self.filter.offer(village=found[0], received_by=found[1]))

    # ---- actions ---------------------------------------------------------------------------------------------------

    def print_page(self) -> bool:
        """The register 来访登记簿 of a day, a month, or the dates of the list; Ctrl+P prints the visit that is open."""
        if self.is_open and not self.print_button.hasFocus():
            self.detail.print_slip()
            return True
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, days in self.register_choices():
            menu.addAction(words, partial(self.print_register, *days))
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.print_button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
        return True

    def register_choices(self) -> list[tuple[str, tuple[date, date]]]:
        """What the register can be printed for: the day, the month, and the dates that the list shows."""
        today = self.desk.today()
        found = [(self.tr("今天的登记簿"), (today, today)), (self.tr("本月的登记簿"), (today.replace(day=1), today))]
        query = self.side.query()
        if query.since is not None and query.until is not None and query.since != query.until:
            until = min(query.until, today)
            words = self.tr("列表中日期的登记簿：{0} 至 {1}").format(query.since, until)
            if until >= query.since:
                found.append((words, (query.since, until)))
        return found

    def print_register(self, since: date, until: date) -> None:
        """来访登记簿 of these days, with a preview."""
        self.show_printout(register_printout(self.desk, since, until))

    def _to_ledger(self, visit_no: str) -> None:
        desk = self.desk
        work.run(self, lambda: desk.ledger.from_visit(visit_no), lambda document: self.go.emit(NewDispute(document)))


def register_printout(desk: Desk, since: date, until: date) -> Printout:
    """来访登记簿 of the days from `since` to `until`; it is made anew each time and not kept."""
    papers = desk.papers
    words = f"{since}" if since == until else translate("VisitsPage", "{0}至{1}").format(since, until)
    return Printout(
        translate("VisitsPage", "来访登记簿 {0}").format(words),
        papers.sizes(REGISTER),
        lambda _size: papers.register(since, until),
        lambda _size: papers.register(since, until),
        papers.page_count,
        papers.page_png,
    )
