"""The page 今日来访: the list with its filters, and the visit that is open beside it (over it in a narrow window)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget

from petidesk.ui import work
from petidesk.ui.lists.list_page import Beside
from petidesk.ui.lists.list_view import ListView
from petidesk.ui.look import controls
from petidesk.ui.paper.preview import PreviewPanel
from petidesk.ui.paper.printout import Printout, form_printout, slip_printout
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import NewDispute, NewVisit, Route, ToVisit, ToVisits
from petidesk.ui.translate import translate
from petidesk.ui.visits.detail import VisitDetail
from petidesk.ui.visits.listing import VisitBar, visit_filter, visit_listing

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

REGISTER = "visit_register"
# From this width of the page on, in ems, a visit opens beside the list.
BESIDE = 66.0
DETAIL = 31.0


class VisitsPage(Page):
    """The list of visits with one of them beside it."""

    key = "visits"
    help_name = "visits"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        first = controls.button(self.tr("登记来访  F2"), self._register, part="primary")
        self.filter = VisitBar(visit_filter(), desk.today())
        self.side = ListView(desk, seat, visit_listing(desk, first), self.filter, self)
        self.table, self.model = self.side.table, self.side.model
        self.detail = VisitDetail(desk)
        self.split = Beside(self.side, self.table, self.detail, room=BESIDE, wanted=DETAIL, shares=(3, 2))
        self.preview = PreviewPanel(seat)
        self._follow = work.Latest(self, 150)
        self._build()
        self._connect()

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.front = QStackedWidget()
        self.body.addWidget(self.front, 1)
        self.front.addWidget(self.split)
        self.front.addWidget(self.preview)
        self.add_action(self.tr("登记来访  F2"), self._register, main=True, icon="clipboard-pen")
        self.print_button: QPushButton = self.add_action(
            self.tr("打印登记簿"),
            self.print_page,
            icon="printer",
            tip=self.tr("来访登记簿：一天、一个月或列表中的日期"),
        )

    def _connect(self) -> None:
        self.side.told.connect(self.say_state)
        self.side.alone.connect(lambda alone: self.show_main(not alone))
        self.side.message.connect(self.message)
        self.side.offer.connect(self.offer)
        self.split.turned.connect(self._fit)
        self.table.opened.connect(self._open_id)
        self.table.current.connect(self._current_changed)
        self.detail.closed.connect(self.close_detail)
        self.detail.amending.connect(lambda _open: self._fit())
        self.detail.changed.connect(self._visit_changed)
        self.detail.message.connect(self.message)
        self.detail.slip_wanted.connect(
            lambda visit_no: self._open_preview(slip_printout(self.desk, visit_no, self.detail.reason))
        )
        self.detail.form_wanted.connect(
            lambda form, visit_no: self._open_preview(form_printout(self.desk, form, visit_no, self.detail.reason))
        )
        self.detail.ledger_wanted.connect(self._to_ledger)
        self.preview.closed.connect(self._close_preview)
        self.preview.printed.connect(self._printed)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._escape)

    # ---- questions -------------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Refresh the list; a route opens a visit or narrows the list in place of what was chosen."""
        self._read_choices()
        if isinstance(route, ToVisits):
            self.side.show_query(route.view)
        else:
            self.side.look_again()
        if isinstance(route, ToVisit) and self.detail.editing:
            self.message.emit(self.tr("先保存或放弃正在更正的来访，再打开别的。"))
        elif isinstance(route, ToVisit):
            self.open_visit(route.visit_no)
        elif not self.detail.isVisible():
            self.table.setFocus()

    def _read_choices(self) -> None:
        desk = self.desk

        def call() -> tuple[list[str], list[str]]:
            return [village.name for village in desk.office.villages()], list(desk.choices.receivers())

        work.run(self, call, lambda found: self.filter.offer(village=found[0], received_by=found[1]))

    # ---- the visit that is open --------------------------------------------------------------------------------------

    def open_visit(self, visit_no: str) -> None:
        """Show a visit by its number."""
        self.detail.show_no(visit_no)
        self.split.open()

    def _open_id(self, visit_id: int) -> None:
        self.detail.show_id(visit_id)
        self.split.open()

    def close_detail(self) -> None:
        """Back to the list; not while something typed is unsaved."""
        if not self.detail.leave_editing():
            self.split.close_detail()

    def _escape(self) -> None:
        if self.front.currentWidget() is self.preview:
            self._close_preview()
        elif self.detail.isVisible():
            self.close_detail()
        else:
            self.side.fold()

    def _current_changed(self, visit_id: int | None) -> None:
        """With the detail beside the list, it follows the cursor; while something is being amended it stays."""
        if visit_id is None or self.detail.isHidden() or self.detail.editing or self.detail.record_id == visit_id:
            return
        self._follow.ask(lambda: visit_id, self.detail.show_id)

    def _visit_changed(self) -> None:
        self.table.refresh()
        self.saved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look where the detail has its place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Beside where there is room; over it in a narrow window and while the fields are open."""
        beside = self.split.fit(self.width(), alone=self.detail.amending_now)
        room = beside or self.detail.isHidden()
        self.bar.setVisible(room and self.front.currentWidget() is self.split)
        self.detail.set_over(not beside)
        self.side.place_choices()

    # ---- actions ---------------------------------------------------------------------------------------------------

    def _register(self) -> None:
        self.go.emit(NewVisit())

    def print_page(self) -> bool:
        """The register 来访登记簿 of a day, a month, or the dates of the list; Ctrl+P prints the visit that is open."""
        if self.detail.isVisible() and not self.print_button.hasFocus():
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

    def closing(self) -> None:
        """What is typed into a correction is kept."""
        self.detail.keep()

    def print_register(self, since: date, until: date) -> None:
        """来访登记簿 of these days, with a preview."""
        self._open_preview(register_printout(self.desk, since, until))

    def _to_ledger(self, visit_no: str) -> None:
        desk = self.desk
        work.run(self, lambda: desk.ledger.from_visit(visit_no), lambda document: self.go.emit(NewDispute(document)))

    def _open_preview(self, printout: Printout) -> None:
        self.front.setCurrentWidget(self.preview)
        self.bar.hide()
        self.preview.show_printout(printout)

    def _close_preview(self) -> None:
        self.front.setCurrentWidget(self.split)
        self._fit()
        if self.detail.isVisible():
            self.detail.read_again()
        self.split.refocus()

    def _printed(self, sentence: str) -> None:
        self.message.emit(sentence)
        self.saved.emit()


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
