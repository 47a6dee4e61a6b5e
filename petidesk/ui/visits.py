"""The page 今日来访: the list with its filters, and the visit that is open beside it (over it in a narrow window)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from petidesk.domain.listing import VisitQuery
from petidesk.domain.trouble import Trouble
from petidesk.ui import controls, work
from petidesk.ui.column_panel import ColumnPanel
from petidesk.ui.page import Page
from petidesk.ui.preview import PreviewPanel
from petidesk.ui.printing import Printout, form_printout, slip_printout
from petidesk.ui.rowmodel import RowModel
from petidesk.ui.rowtable import RowTable, read_arrangement
from petidesk.ui.theme import spaced, theme
from petidesk.ui.visit_detail import VisitDetail
from petidesk.ui.visits_columns import VisitSource, row_tone, visit_columns
from petidesk.ui.visits_filter import ALL, TODAY, FilterBar, Filters

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk
    from petidesk.ui.seat import Seat

REGISTER = "visit_register"
# From this width of the page on, in ems, a visit opens beside the list.
BESIDE = 66.0
# Lower than this, in ems, the folded choices take the place of the list.
LOW = 32.0
DETAIL = 31.0
BUILT_SORT = ("at", True)


class VisitsPage(Page):
    """`opened` takes None, a visit number to open, or Filters to show."""

    key = "visits"
    title = "今日来访"
    help_name = "visits"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._day = desk.today()
        self._split_set = False
        self._seat_key = f"visits/{desk.actor.staff_id}/columns"
        self.filter = FilterBar(self._day)
        self.model = RowModel(VisitSource(desk), visit_columns(desk.today), row_tone, self)
        self.table = RowTable(self.model, self.tr("来访列表"))
        self.table.set_arrangement(read_arrangement(seat.text(self._seat_key), self.model.columns, *BUILT_SORT))
        self.columns = ColumnPanel(self.table, BUILT_SORT)
        self.columns.hide()
        self.detail = VisitDetail(desk, seat)
        self.detail.hide()
        self.preview = PreviewPanel(seat)
        self._follow = work.Latest(self, 150)
        self._build()
        self._connect()

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        self.results = QStackedWidget()
        self.results.addWidget(self.table)
        self._first_visit = controls.button(self.tr("登记来访  F2"), self._register, part="primary")
        self.nobody = controls.Empty(
            "clipboard-pen",
            self.tr("今天还没有来访"),
            self.tr("来访、来信、来电登记以后，都在这里按时间排好，可以打开、更正和打印。以前的来访点“全部”。"),
            self._first_visit,
        )
        self.nothing = controls.Empty(
            "filter",
            self.tr("没有符合条件的来访"),
            self.tr("换一个时间，或者去掉上面的条件再看。"),
            controls.button(self.tr("去掉条件，看全部"), self._show_all),
        )
        self.nobody_page, self.nothing_page = controls.Scroll(self.nobody), controls.Scroll(self.nothing)
        self.results.currentChanged.connect(
            lambda _row: self.show_main(self.results.currentWidget() is not self.nobody_page)
        )
        self.results.addWidget(self.nobody_page)
        self.results.addWidget(self.nothing_page)
        # The same in one sentence, for a window so low that a picture would push the words out of sight.
        self.briefly = controls.Notice("ink")
        self.brief_page = QWidget()
        brief = QVBoxLayout(self.brief_page)
        spaced(brief, 0)
        brief.addWidget(self.briefly)
        brief.addStretch(1)
        self.results.addWidget(self.brief_page)
        left = QWidget()
        column = QVBoxLayout(left)
        spaced(column, 0.75)
        column.addWidget(self.filter)
        # Where the folded choices stand: above the list, or in its place when the window is low.
        self._above = QVBoxLayout()
        column.addLayout(self._above)
        self._instead = QWidget()
        self._instead_column = QVBoxLayout(self._instead)
        spaced(self._instead_column, 0)
        self._instead_page = controls.Scroll(self._instead)
        column.addWidget(self.trouble)
        row = QHBoxLayout()
        spaced(row, 0.75)
        row.addWidget(self.results, 1)
        row.addWidget(self._instead_page, 1)
        self._instead_page.hide()
        row.addWidget(self.columns)
        column.addLayout(row, 1)
        self.list_side = left
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.front = QStackedWidget()
        self.body.addWidget(self.front, 1)
        self.front.addWidget(self.split)
        self.front.addWidget(self.preview)
        self.split.addWidget(left)
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.add_action(self.tr("登记来访  F2"), self._register, main=True, icon="clipboard-pen")
        self.print_button: QPushButton = self.add_action(
            self.tr("打印登记簿"),
            self.print_page,
            icon="printer",
            tip=self.tr("来访登记簿：一天、一个月或列表中的日期"),
        )

    def _connect(self) -> None:
        self.filter.changed.connect(lambda _filters: self._ask())
        self.filter.columns_asked.connect(self._show_columns)
        self.columns.closed.connect(lambda: self.filter.columns.setChecked(False))
        self.filter.more_asked.connect(lambda _shown: self._place_choices())
        self.filter.into_list.connect(self._into_list)
        self.table.sort_asked.connect(lambda _sort, _descending: self._ask())
        self.table.arranged.connect(lambda: self.seat.put(self._seat_key, self.table.arrangement.text()))
        self.table.arranged.connect(self._columns_changed)
        self.table.opened.connect(self._open_id)
        self.table.current.connect(self._current_changed)
        self.model.shown.connect(self._shown)
        self.model.completed.connect(self._completed)
        self.model.failed.connect(self._failed)
        self.detail.closed.connect(self.close_detail)
        self.detail.amending.connect(lambda _open: self._fit())
        self.detail.changed.connect(self._visit_changed)
        self.detail.message.connect(self.message)
        self.detail.slip_wanted.connect(lambda visit_no: self._open_preview(slip_printout(self.desk, visit_no)))
        self.detail.form_wanted.connect(
            lambda form, visit_no: self._open_preview(form_printout(self.desk, form, visit_no))
        )
        self.detail.ledger_wanted.connect(self._to_ledger)
        self.preview.closed.connect(self._close_preview)
        self.preview.printed.connect(self._printed)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._escape)

    # ---- questions -------------------------------------------------------------------------------------------------

    def opened(self, target: object = None) -> None:
        """Refresh the list; a visit number opens that visit, Filters are put in place of those chosen."""
        self._read_choices()
        today = self.desk.today()
        if isinstance(target, Filters):
            self.filter.set_filters(target, today)
        elif today != self._day or self.model.query is None:
            self.filter.set_filters(self.filter.filters, today)
        else:
            self.table.refresh()
        self._day = today
        if isinstance(target, str) and target and self.detail.editing:
            self.message.emit(self.tr("先保存或放弃正在更正的来访，再打开别的。"))
        elif isinstance(target, str) and target:
            self.open_visit(target)
        elif not self.detail.isVisible():
            self.table.setFocus()

    def _read_choices(self) -> None:
        desk = self.desk

        def call() -> tuple[list[str], list[str]]:
            return [village.name for village in desk.office.villages()], list(desk.choices.receivers())

        work.run(self, call, lambda found: self.filter.set_choices(*found))

    def query(self) -> VisitQuery:
        """What the list is asked for now."""
        arranged = self.table.arrangement
        return self.filter.filters.query(self._day, arranged.sort, arranged.descending)

    def _ask(self) -> None:
        self.trouble.hide()
        self.say_state(self.tr("正在查找…"))
        self.table.ask(self.query())

    def _shown(self) -> None:
        filters = self.filter.filters
        if self.model.rowCount():
            self.results.setCurrentWidget(self.table)
            if self.model.total is None:
                self.say_state(self.tr("正在清点…"))
        else:
            self._show_empty(nobody=filters.period == TODAY and not filters.active())

    def _show_empty(self, *, nobody: bool) -> None:
        if self.height() >= LOW * theme.em(1):
            self.results.setCurrentWidget(self.nobody_page if nobody else self.nothing_page)
            return
        if nobody:
            self.briefly.show_as("ink", self.tr("今天还没有来访。"), self.tr("看全部"), self._show_all)
        else:
            self.briefly.show_as("ink", self.tr("没有符合条件的来访。"), self.tr("看全部"), self._show_all)
        self.results.setCurrentWidget(self.brief_page)

    def _completed(self, total: int) -> None:
        if total:
            self.results.setCurrentWidget(self.table)
            self.table.stand_on_first()
        batches = self.tr("共 {0} 批次").format(f"{total:,}")
        self.say_state(batches)
        desk, query = self.desk, self.model.query

        def people(found: tuple[int, int]) -> None:
            if query is self.model.query:
                self.say_state(self.tr("{0} {1} 人次").format(batches, f"{found[1]:,}"))

        work.run(self, lambda: desk.visits.totals(query), people, lambda _trouble: None)

    def _failed(self, trouble: Trouble) -> None:
        self.say_state("")
        self.trouble.show_as("amber", trouble.message, self.tr("再试一次"), self._ask)
        self.trouble.show()

    def _show_all(self) -> None:
        self.filter.set_filters(Filters(period=ALL), self._day)

    def _into_list(self) -> None:
        self.table.setFocus()
        self.table.stand_on_first()

    def _place_choices(self) -> None:
        """The folded choices above the list, or in its place where it is low."""
        shown = self.filter.more.isChecked()
        low = self.height() < LOW * theme.em(1)
        (self._instead_column if low else self._above).addWidget(self.filter.panel)
        self.filter.panel.setVisible(shown)
        self._instead_page.setVisible(shown and low)
        self.results.setVisible(not (shown and low))

    # ---- columns ---------------------------------------------------------------------------------------------------

    def _show_columns(self, shown: bool) -> None:
        self.columns.setVisible(shown)
        if shown:
            self.columns.fill()
            self.columns.list.setFocus()

    def _columns_changed(self) -> None:
        if not self.columns.isAncestorOf(self.focusWidget() or self):
            self.columns.fill()

    # ---- the visit that is open --------------------------------------------------------------------------------------

    def open_visit(self, visit_no: str) -> None:
        """Show a visit by its number."""
        self.detail.show_no(visit_no)
        self._show_detail()

    def _open_id(self, visit_id: int) -> None:
        self.detail.show_id(visit_id)
        self._show_detail()

    def _show_detail(self) -> None:
        self.detail.show()
        self._fit()
        self.detail.setFocus()

    def close_detail(self) -> None:
        """Back to the list; not while something typed is unsaved."""
        if self.detail.leave_editing():
            return
        self.detail.hide()
        self._fit()
        self.table.setFocus()

    def _escape(self) -> None:
        if self.front.currentWidget() is self.preview:
            self._close_preview()
        elif self.detail.isVisible():
            self.close_detail()
        elif self.columns.isVisible():
            self.filter.columns.setChecked(False)
            self.table.setFocus()

    def _current_changed(self, visit_id: int | None) -> None:
        """With the detail beside the list, it follows the cursor; while something is being amended it stays."""
        if visit_id is None or self.detail.isHidden() or self.detail.editing or self.detail.visit_id == visit_id:
            return
        desk = self.desk
        self._follow.ask(lambda: desk.visits.get(visit_id=visit_id), self.detail.take)

    def _visit_changed(self) -> None:
        self.table.refresh()
        self.saved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look where the detail has its place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Beside where there is room; over it in a narrow window and while the fields are open."""
        beside = self.width() >= BESIDE * theme.em(1) and not self.detail.amending_now
        shown = not self.detail.isHidden()
        self.list_side.setVisible(beside or not shown)
        self.bar.setVisible((beside or not shown) and self.front.currentWidget() is self.split)
        self.detail.set_over(not beside)
        self._place_choices()
        if beside and shown and not self._split_set:
            self._split_set = True
            detail = theme.em(DETAIL)
            self.split.setSizes([self.split.width() - detail, detail])

    # ---- actions ---------------------------------------------------------------------------------------------------

    def _register(self) -> None:
        self.go.emit("registration", "new")

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
        query = self.query()
        if query.since is not None and query.until is not None and query.since != query.until:
            until = min(query.until, today)
            words = self.tr("列表中日期的登记簿：{0} 至 {1}").format(query.since, until)
            if until >= query.since:
                found.append((words, (query.since, until)))
        return found

    def print_register(self, since: date, until: date) -> None:
        """来访登记簿 of these days, with a preview."""
        self._open_preview(register_printout(self.desk, since, until))

    def _to_ledger(self, visit_no: str) -> None:
        desk = self.desk
        work.run(
            self, lambda: desk.ledger.from_visit(visit_no), lambda document: self.go.emit("ledger", ("new", document))
        )

    def _open_preview(self, printout: Printout) -> None:
        self.front.setCurrentWidget(self.preview)
        self.bar.hide()
        self.preview.show_printout(printout)

    def _close_preview(self) -> None:
        self.front.setCurrentWidget(self.split)
        self._fit()
        if self.detail.isVisible():
            self.detail.read_again()
            self.detail.setFocus()
        else:
            self.table.setFocus()

    def _printed(self, sentence: str) -> None:
        self.message.emit(sentence)
        self.saved.emit()


def register_printout(desk: Desk, since: date, until: date) -> Printout:
    """来访登记簿 of the days from `since` to `until`; it is made anew each time and not kept."""
    papers = desk.papers
    words = f"{since}" if since == until else QCoreApplication.translate("VisitsPage", "{0}至{1}").format(since, until)
    return Printout(
        QCoreApplication.translate("VisitsPage", "来访登记簿 {0}").format(words),
        papers.sizes(REGISTER),
        lambda _size: papers.register(since, until),
        lambda _size: papers.register(since, until),
        papers.page_count,
        papers.page_png,
    )
