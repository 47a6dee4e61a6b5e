"""The page 信访事项: the list of cases with its filters, and the case that is open beside it (over it when narrow)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget

from petidesk.domain.papers import Paper
from petidesk.domain.typeahead import Choice, TypeAhead
from petidesk.ui import work
from petidesk.ui.cases.detail import CaseDetail
from petidesk.ui.cases.listing import CaseBar, case_filter, case_listing
from petidesk.ui.forms.typeahead_field import Match
from petidesk.ui.lists.list_page import Beside
from petidesk.ui.lists.list_view import ListView
from petidesk.ui.look import controls
from petidesk.ui.paper.preview import PreviewPanel
from petidesk.ui.paper.printout import Printout
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import NewVisit, Route, ToCase, ToCases
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# From this width of the page on, in ems, a case opens beside the list.
BESIDE = 78.0
DETAIL = 50.0
OFFERED = 8


class CasesPage(Page):
    """`opened` takes None, the number of a case to open, or a CaseQuery to show."""

    key = "cases"
    help_name = "cases"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._units, self._names = TypeAhead(()), TypeAhead(())
        first = controls.button(self.tr("登记来访  F2"), self._register, part="primary")
        self.filter = CaseBar(case_filter(), desk.today())
        self.side = ListView(desk, seat, case_listing(desk, first), self.filter, self)
        self.table, self.model = self.side.table, self.side.model
        self.detail = CaseDetail(desk, (self._match("_units"), self._match("_names")))
        self.split = Beside(self.side, self.table, self.detail, room=BESIDE, wanted=DETAIL, shares=(1, 2))
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
        self.front = QStackedWidget()
        self.body.addWidget(self.front, 1)
        self.front.addWidget(self.split)
        self.front.addWidget(self.preview)
        self.bar.show()

    def _connect(self) -> None:
        self.side.told.connect(self.say_state)
        self.side.message.connect(self.message)
        self.side.offer.connect(self.offer)
        self.split.turned.connect(self._fit)
        self.table.opened.connect(self._open_id)
        self.table.current.connect(self._current_changed)
        self.detail.closed.connect(self.close_detail)
        self.detail.changed.connect(self._case_changed)
        self.detail.shown.connect(self._stand_on)
        self.detail.message.connect(self.message)
        self.detail.offer.connect(self.offer)
        self.detail.go.connect(self.go)
        self.detail.print_wanted.connect(lambda case_no: self._open_preview(dossier_printout(self.desk, case_no)))
        self.preview.closed.connect(self._close_preview)
        self.preview.printed.connect(self._printed)
        for keys, call in ((Qt.Key.Key_Escape, self._escape), (Qt.Key.Key_F3, self._step_over)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    # ---- questions -------------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Refresh the list; a route opens a case or puts its question in place of what was chosen."""
        self._read_choices()
        if isinstance(route, ToCases):
            if not self.detail.editing:
                self.detail.hide()
                self._fit()
            self.side.show_query(route.query)
        else:
            self.side.look_again()
        if isinstance(route, ToCase) and self.detail.editing:
            self.message.emit(self.tr("先记下或收起正在填的内容，再打开别的。"))
        elif isinstance(route, ToCase):
            self.open_case(route.case_no)
        elif self.detail.isHidden():
            self.table.setFocus()
        else:
            self.detail.read_again()

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
            self.filter.offer(unit=found[0], leader=found[1])
            self._units, self._names = found[2], found[3]

        work.run(self, call, done)

    # ---- the case that is open -------------------------------------------------------------------------------------

    def open_case(self, case_no: str) -> None:
        """Show a case by its number."""
        self.detail.show_no(case_no)
        self.split.open()

    def _open_id(self, case_id: int) -> None:
        if self.detail.editing:
            self.detail.keep()
        self.detail.show_id(case_id)
        self.split.open()

    def close_detail(self) -> None:
        """Back to the list; what is typed in an entry is kept."""
        if not self.detail.leave_editing():
            self.split.close_detail()

    def _step_over(self) -> None:
        self.split.step_over(self._open_id)

    def _escape(self) -> None:
        if self.front.currentWidget() is self.preview:
            self._close_preview()
        elif self.detail.isVisible():
            self.close_detail()
        else:
            self.side.fold()

    def _current_changed(self, case_id: int | None) -> None:
        """With the detail beside the list, it follows the cursor; while something is being typed it stays.

        Only a cursor that the clerk moves is followed: a list that was read anew puts it down by itself.
        """
        stays = self.detail.isHidden() or self.detail.editing or not self.table.hasFocus()
        if case_id is None or stays or self.detail.record_id == case_id:
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
        beside = self.split.fit(self.width())
        self.bar.setVisible(self.detail.isHidden() and self.front.currentWidget() is self.split)
        self.detail.set_over(not beside)
        self.side.place_choices()

    def closing(self) -> None:
        """What is typed in an entry is kept."""
        self.detail.keep()

    # ---- actions ---------------------------------------------------------------------------------------------------

    def _register(self) -> None:
        self.go.emit(NewVisit())

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
        self.split.refocus()

    def _printed(self, sentence: str) -> None:
        self.message.emit(sentence)
        self.saved.emit()


def dossier_printout(desk: Desk, case_no: str) -> Printout:
    """一案一档 of a case: cover, contents and all its papers, made anew each time."""

    def paper(_size: str) -> Paper:
        return desk.any_paper.dossier(case_no)

    papers = desk.papers
    title = translate("CasesPage", "一案一档 {0}").format(case_no)
    return Printout(title, ("a4",), paper, paper, papers.page_count, papers.page_png)
