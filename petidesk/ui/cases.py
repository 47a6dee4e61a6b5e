"""The page 信访事项: the list of cases with its filters, and the case that is open beside it (over it when narrow)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from petidesk.domain.case_files import CaseQuery
from petidesk.domain.listing import Paper
from petidesk.domain.trouble import Trouble
from petidesk.domain.typeahead import Choice, TypeAhead
from petidesk.ui import controls, work
from petidesk.ui.case_detail import CaseDetail
from petidesk.ui.cases_columns import CaseSource, case_columns
from petidesk.ui.cases_empty import CaseResults
from petidesk.ui.cases_filter import ALL, OPEN, CaseFilterBar, active, changed, view_of, view_query
from petidesk.ui.column_panel import ColumnPanel
from petidesk.ui.page import Page
from petidesk.ui.preview import PreviewPanel
from petidesk.ui.printing import Printout
from petidesk.ui.rowmodel import RowModel
from petidesk.ui.rowtable import Arrangement, RowTable, read_arrangement
from petidesk.ui.theme import spaced, theme
from petidesk.ui.typeahead_field import Match

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk
    from petidesk.ui.seat import Seat

# From this width of the page on, in ems, a case opens beside the list.
BESIDE = 78.0
# Lower than this, in ems, the folded choices take the place of the list.
LOW = 32.0
DETAIL = 50.0
BUILT_SORT = ("case_no", True)
OFFERED = 8


class CasesPage(Page):
    """`opened` takes None, the number of a case to open, or a CaseQuery to show."""

    key = "cases"
    title = "信访事项"
    help_name = "cases"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._day = desk.today()
        self._split_set = False
        self._seat_key = f"cases/{desk.actor.staff_id}/columns"
        self._units, self._names = TypeAhead(()), TypeAhead(())
        self.filter = CaseFilterBar(self._day)
        self.model = RowModel(CaseSource(desk), case_columns(desk.today), parent=self)
        self.table = RowTable(self.model, self.tr("信访事项列表"))
        self.table.set_arrangement(read_arrangement(seat.text(self._seat_key), self.model.columns, *BUILT_SORT))
        self.columns = ColumnPanel(self.table, BUILT_SORT)
        self.columns.hide()
        self.detail = CaseDetail(desk, (self._match("_units"), self._match("_names")))
        self.detail.hide()
        self.preview = PreviewPanel(seat)
        self._follow = work.Latest(self, 150)
        self._build()
        self._connect()

    def _match(self, name: str) -> Match:
        def match(text: str) -> list[str]:
            known: TypeAhead = getattr(self, name)
            return [choice.value for choice in known.rank(text, OFFERED).choices]

        return match

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        self.results = CaseResults(self.table, self._register, self._show_all)
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
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 2)
        self.bar.show()

    def _connect(self) -> None:
        self.filter.changed.connect(lambda _query: self._ask())
        self.filter.columns_asked.connect(self._show_columns)
        self.filter.more_asked.connect(lambda _shown: self._place_choices())
        self.filter.into_list.connect(self._into_list)
        self.columns.closed.connect(lambda: self.filter.columns.setChecked(False))
        self.table.sort_asked.connect(lambda _sort, _descending: self._ask())
        self.table.arranged.connect(lambda: self.seat.put(self._seat_key, self.table.arrangement.text()))
        self.table.arranged.connect(self._columns_changed)
        self.table.opened.connect(self._open_id)
        self.table.current.connect(self._current_changed)
        self.model.shown.connect(self._shown)
        self.model.completed.connect(self._completed)
        self.model.failed.connect(self._failed)
        self.detail.closed.connect(self.close_detail)
        self.detail.changed.connect(self._case_changed)
        self.detail.shown.connect(self._stand_on)
        self.detail.message.connect(self.message)
        self.detail.offer.connect(self.offer)
        self.detail.go.connect(self.go)
        self.detail.print_wanted.connect(lambda case_no: self._open_preview(dossier_printout(self.desk, case_no)))
        self.preview.closed.connect(self._close_preview)
        self.preview.printed.connect(self._printed)
        for keys, call in ((Qt.Key.Key_Escape, self._escape), (Qt.Key.Key_F3, self.step_over)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    # ---- questions -------------------------------------------------------------------------------------------------

    def opened(self, target: object = None) -> None:
        """Refresh the list; a number opens that case, a CaseQuery is put in place of what was chosen."""
        self._read_choices()
        today = self.desk.today()
        if isinstance(target, CaseQuery):
            if not self.detail.editing:
                self.detail.hide()
                self._fit()
            self._take_order(target)
            self.filter.set_query(target, today)
        elif today != self._day or self.model.query is None:
            view = view_of(self.filter.query, self._day)
            base = view_query(view, today)
            self.filter.set_query(changed(self.filter.query, due_until=base.due_until), today)
        else:
            self.table.refresh()
        self._day = today
        if isinstance(target, str) and target and self.detail.editing:
            self.message.emit(self.tr("先记下或收起正在填的内容，再打开别的。"))
        elif isinstance(target, str) and target:
            self.open_case(target)
        elif self.detail.isHidden():
            self.table.setFocus()
        else:
            self.detail.read_again()

    def _take_order(self, query: CaseQuery) -> None:
        """A question that names its own order is shown in it."""
        usual = CaseQuery()
        if (query.sort, query.descending) != (usual.sort, usual.descending):
            kept = self.table.arrangement
            self.table.set_arrangement(Arrangement(kept.columns, query.sort, query.descending))

    def _read_choices(self) -> None:
        desk = self.desk

        def call() -> tuple[tuple[str, ...], tuple[str, ...], TypeAhead, TypeAhead]:
            units, leaders = desk.cases.units(), desk.cases.leaders()
            names = dict.fromkeys((*leaders, *desk.choices.receivers()))
            ahead = TypeAhead(Choice(unit) for unit in units), TypeAhead(Choice(name) for name in names)
            for each in ahead:
                each.prepare()
            return units, leaders, *ahead

        def done(found: tuple[tuple[str, ...], tuple[str, ...], TypeAhead, TypeAhead]) -> None:
            self.filter.set_choices(found[0], found[1])
            self._units, self._names = found[2], found[3]

        work.run(self, call, done)

    def query(self) -> CaseQuery:
        """What the list is asked for now."""
        arranged = self.table.arrangement
        return changed(self.filter.query, sort=arranged.sort, descending=arranged.descending)

    def _ask(self) -> None:
        self.trouble.hide()
        self.say_state(self.tr("正在查找…"))
        self.table.ask(self.query())

    def _shown(self) -> None:
        if self.model.rowCount():
            self.results.show_rows()
            return
        chosen = self.filter.query
        nobody = view_of(chosen, self._day) in (OPEN, ALL) and not active(chosen, self._day)
        self.results.show_empty(nobody=nobody, low=self.height() < LOW * theme.em(1))

    def _completed(self, total: int) -> None:
        if total:
            self.results.show_rows()
            self.table.stand_on_first()
        self.say_state(self.tr("共 {0} 件").format(f"{total:,}"))

    def _failed(self, trouble: Trouble) -> None:
        self.say_state("")
        self.trouble.show_as("amber", trouble.message, self.tr("再试一次"), self._ask)
        self.trouble.show()

    def _show_all(self) -> None:
        self.filter.set_query(view_query(ALL, self._day), self._day)

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

    # ---- the case that is open -------------------------------------------------------------------------------------

    def open_case(self, case_no: str) -> None:
        """Show a case by its number."""
        self.detail.show_no(case_no)
        self._show_detail()

    def _open_id(self, case_id: int) -> None:
        if self.detail.editing:
            self.detail.keep()
        self.detail.show_id(case_id)
        self._show_detail()

    def _show_detail(self) -> None:
        self.detail.show()
        self._fit()
        self.detail.setFocus()

    def close_detail(self) -> None:
        """Back to the list; what is typed in an entry is kept."""
        if self.detail.leave_editing():
            return
        self.detail.hide()
        self._fit()
        self.table.setFocus()

    def step_over(self) -> None:
        """F3: from the list into the case that is open, and back."""
        if self.detail.isVisible() and self.list_side.isVisible() and self.detail.isAncestorOf(self.focusWidget()):
            self.table.setFocus()
        elif self.detail.isVisible():
            self.detail.setFocus()
        elif (current := self.table.current_id()) is not None:
            self._open_id(current)

    def _escape(self) -> None:
        if self.front.currentWidget() is self.preview:
            self._close_preview()
        elif self.detail.isVisible():
            self.close_detail()
        elif self.columns.isVisible():
            self.filter.columns.setChecked(False)
            self.table.setFocus()

    def _current_changed(self, case_id: int | None) -> None:
        """With the detail beside the list, it follows the cursor; while something is being typed it stays.

        Only a cursor that the clerk moves is followed: a list that was read anew puts it down by itself.
        """
        stays = self.detail.isHidden() or self.detail.editing or not self.table.hasFocus()
        if case_id is None or stays or self.detail.case_id == case_id:
            return
        self._follow.ask(lambda: case_id, self.detail.show_id)

    def _stand_on(self, case_id: int) -> None:
        """The cursor of the list stands on the case that is open, where the list holds it."""
        if self.table.current_id() != case_id:
            self.model.refresh(case_id)

    def _case_changed(self) -> None:
        self.table.refresh()
        self._read_choices()
        self.saved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look where the detail has its place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Beside the list where there is room, over it in a narrow window."""
        beside = self.width() >= BESIDE * theme.em(1)
        shown = not self.detail.isHidden()
        self.list_side.setVisible(beside or not shown)
        self.bar.setVisible(not shown and self.front.currentWidget() is self.split)
        self.detail.head.set_over(not beside)
        self._place_choices()
        if beside and shown and not self._split_set:
            self._split_set = True
            detail = theme.em(DETAIL)
            self.split.setSizes([self.split.width() - detail, detail])

    def closing(self) -> None:
        """What is typed in an entry is kept."""
        self.detail.keep()

    # ---- actions ---------------------------------------------------------------------------------------------------

    def _register(self) -> None:
        self.go.emit("registration", "new")

    def print_page(self) -> bool:
        """Ctrl+P: the file 一案一档 of the case that is open."""
        if self.detail.isHidden() or self.detail.case is None:
            return False
        self.detail.print_dossier()
        return True

    def _open_preview(self, printout: Printout) -> None:
        self.front.setCurrentWidget(self.preview)
        self.bar.hide()
        self.preview.show_printout(printout)

    def _close_preview(self) -> None:
        self.front.setCurrentWidget(self.split)
        self._fit()
        if self.detail.isVisible():
            self.detail.setFocus()
        else:
            self.table.setFocus()

    def _printed(self, sentence: str) -> None:
        self.message.emit(sentence)
        self.saved.emit()


def dossier_printout(desk: Desk, case_no: str) -> Printout:
    """一案一档 of a case: cover, contents and all its papers, made anew each time."""

    def paper(_size: str) -> Paper:
        return desk.letters.dossier(case_no)

    papers = desk.papers
    title = QCoreApplication.translate("CasesPage", "一案一档 {0}").format(case_no)
    return Printout(title, ("a4",), paper, paper, papers.page_count, papers.page_png)
