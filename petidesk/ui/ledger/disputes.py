"""The tab 台账: the list of disputes with its filters and views, and the dispute that is open beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget

from petidesk.domain.ledger.disputes import Dispute
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.office.office import Office
from petidesk.ui import work
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.ledger.detail import DisputeDetail
from petidesk.ui.ledger.form import DisputeForm
from petidesk.ui.ledger.listing import LedgerBar, ledger_filter, ledger_listing
from petidesk.ui.lists.list_page import Beside
from petidesk.ui.lists.list_view import ListView
from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced
from petidesk.ui.paper.printout import escalation_printout
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import NewDispute, Route, ToDispute, ToDisputes

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# From this width of the page on, in ems, a dispute opens beside the list.
BESIDE = 78.0
DETAIL = 50.0


class LedgerList(Page):
    """`opened` takes None, the number of a dispute, a DisputeQuery, or ("new", document, round_no) for the form."""

    key = "ledger"
    help_name = "ledger"
    # Whether something stands over the list: the head of the page steps aside where there is little room.
    covered = Signal(bool)
    print_wanted = Signal(object)

    def __init__(self, desk: Desk, seat: Seat, choices: LedgerChoices, office: Office) -> None:
        super().__init__(desk, seat)
        self.office = office
        self.choices = choices
        first = controls.button(self.tr("新增纠纷  Alt+N"), self.new_dispute, part="primary")
        self.filter = LedgerBar(ledger_filter(office), desk.today())
        self.side = ListView(desk, seat, ledger_listing(desk, office, first), self.filter, self)
        self.table, self.model = self.side.table, self.side.model
        self.detail = DisputeDetail(desk, choices)
        self.split = Beside(self.side, self.table, self.detail, room=BESIDE, wanted=DETAIL, shares=(1, 2))
        self.form: DisputeForm | None = None
        self._follow = work.Latest(self, 150)
        self._build()
        self._connect()

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.front = QStackedWidget()
        self.front.addWidget(self.split)
        self.body.addWidget(self.front, 1)
        spaced(self.body, 0.75, (1.25, 0.25, 1.25, 0.9))
        self.add_action(self.tr("新增纠纷"), self.new_dispute, main=True, shortcut="Alt+N", icon="plus")

    def _connect(self) -> None:
        self.side.told.connect(self.say_state)
        self.split.turned.connect(self._fit)
        self.side.alone.connect(lambda alone: self.show_main(not alone))
        self.side.message.connect(self.message)
        self.side.offer.connect(self.offer)
        self.table.opened.connect(self._open_id)
        self.table.current.connect(self._current_changed)
        self.detail.closed.connect(self.close_detail)
        self.detail.changed.connect(self._ledger_changed)
        self.detail.shown.connect(self._stand_on)
        self.detail.message.connect(self.message)
        self.detail.offer.connect(self.offer)
        self.detail.go.connect(self.go)
        self.detail.amend.connect(self.amend)
        self.detail.print_wanted.connect(self.print_page)
        for keys, call in ((Qt.Key.Key_Escape, self._escape), (Qt.Key.Key_F3, self._step_over)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    # ---- questions -------------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Refresh the list; a route opens a dispute or puts its question in place of what was chosen."""
        if isinstance(route, ToDisputes):
            self.show_query(route.query)
        else:
            self.side.look_again()
        if isinstance(route, NewDispute):
            self.new_dispute(route.document, route.round_no)
        elif isinstance(route, ToDispute) and route.field:
            self.open_field(route.dispute_no, route.field)
        elif isinstance(route, ToDispute):
            if self.detail.editing or self.form is not None:
                self.message.emit(self.tr("先记下或收起正在填的内容，再打开别的。"))
            else:
                self.open_dispute(route.dispute_no)
        elif self.form is not None:
            self.form.start_typing()
        elif self.detail.isHidden():
            self.table.setFocus()
        else:
            self.detail.read_again()

    def show_query(self, query: DisputeQuery) -> None:
        """Show this list in place of what was chosen."""
        if not self.detail.editing:
            self.detail.hide()
            self._fit()
        self.side.show_query(query)

    def choices_changed(self) -> None:
        """The values of the folded choices were read anew."""
        values = self.choices.values
        own = {key: values(key) for key in ("village", "type", "responsible_unit", "case_leader")}
        self.filter.offer(**own, round_no=values("round"))

    # ---- the dispute that is open ----------------------------------------------------------------------------------

    def open_dispute(self, dispute_no: str) -> None:
        """Show a dispute by its number."""
        self.detail.show_no(dispute_no)
        self.split.open()

    def open_field(self, dispute_no: str, key: str) -> None:
        """Show a dispute and put its form open at a field; what stands in its timeline is shown only."""
        self.open_dispute(dispute_no)
        if key != "events":
            desk = self.desk
            work.run(self, lambda: desk.ledger.get(dispute_no), lambda dispute: self.amend(dispute, key))

    def _open_id(self, dispute_id: int) -> None:
        if self.detail.editing:
            self.detail.keep()
        self.detail.show_id(dispute_id)
        self.split.open()

    def close_detail(self) -> None:
        """Back to the list; what is typed in an entry is kept."""
        if not self.detail.leave_editing():
            self.split.close_detail()

    def _step_over(self) -> None:
        if self.form is None:
            self.split.step_over(self._open_id)

    def _escape(self) -> None:
        if self.form is not None:
            self.form.leave()
        elif self.detail.isVisible():
            self.close_detail()
        else:
            self.side.fold()

    def _current_changed(self, dispute_id: int | None) -> None:
        """With the detail beside the list, it follows the cursor; while something is being typed it stays."""
        if dispute_id is None or self.detail.isHidden() or self.detail.editing or not self.table.hasFocus():
            return
        self._follow.ask(lambda: dispute_id, self.detail.show_id)

    def _stand_on(self, dispute_id: int) -> None:
        if self.table.current_id() != dispute_id:
            self.model.refresh(dispute_id)

    def _ledger_changed(self) -> None:
        self.side.look_again()
        self.choices.load(self.choices_changed)
        self.saved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look where the detail has its place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Beside the list where there is room, over it in a narrow window."""
        beside = self.split.fit(self.width())
        shown = not self.detail.isHidden()
        self.bar.setVisible(not shown and self.form is None)
        self.detail.set_over(not beside)
        self.side.place_choices()
        self.covered.emit(self.form is not None or (shown and not beside))

    # ---- the form --------------------------------------------------------------------------------------------------

    def new_dispute(self, document: Mapping[str, Any] | None = None, round_no: str = "") -> None:
        """Open the form; `document`: what it begins with, such as a visit's people and words."""
        if self.form is None and not self.detail.editing:
            made = DisputeForm(self.desk, self.choices, self.office, self, document=document or None, round_no=round_no)
            self._show_form(made, round_no)
            made.start_typing()

    def amend(self, dispute: Dispute, key: str = "") -> None:
        """Open the form with what is written, at the field of `key`."""
        if self.form is None:
            made = DisputeForm(self.desk, self.choices, self.office, self, amended=dispute)
            self._show_form(made, "")
            made.start_typing(key)

    def _show_form(self, form: DisputeForm, round_no: str) -> None:
        self.form = form
        form.left.connect(self._close_form)
        form.message.connect(self.message)
        form.saved.connect(partial(self._form_saved, round_no))
        self.front.addWidget(form)
        self.front.setCurrentWidget(form)
        self._fit()

    def _close_form(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            self.front.setCurrentWidget(self.split)
            self.front.removeWidget(form)
            form.hide()
            form.deleteLater()
        self._fit()
        self.split.refocus()

    def _form_saved(self, round_no: str, dispute: Dispute, again: bool) -> None:
        form = self.form
        begun = form.sticky() if form is not None and again else None
        self._close_form()
        self._ledger_changed()
        if begun is not None:
            self.new_dispute(begun, round_no)
        else:
            self.open_dispute(dispute.dispute_no)

    def print_page(self) -> bool:
        """Ctrl+P: the written report of a dispute that is open."""
        if self.detail.isHidden() or self.detail.dispute is None or self.form is not None:
            return False
        self.print_wanted.emit(escalation_printout(self.desk, self.detail.dispute.dispute_no))
        return True

    def closing(self) -> None:
        """What is typed is kept."""
        self.detail.keep()
        if self.form is not None:
            self.form.leave()
