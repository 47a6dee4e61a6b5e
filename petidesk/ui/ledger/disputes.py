"""The tab 台账: the list of disputes with its filters and views, and the dispute that is open beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from petidesk.domain.ledger.disputes import Dispute
from petidesk.domain.office.office import Office
from petidesk.ui import work
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.ledger.detail import DisputeDetail
from petidesk.ui.ledger.form import DisputeForm
from petidesk.ui.ledger.listing import LedgerBar, ledger_filter, ledger_listing
from petidesk.ui.look.later import Later
from petidesk.ui.look.theme import spaced
from petidesk.ui.paper.printout import escalation_printout
from petidesk.ui.shell.list_page import ListPage
from petidesk.ui.shell.routes import NewDispute, Route, ToDispute, ToDisputes

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


class LedgerList(ListPage):
    """The list with one dispute beside it; the form of a dispute stands in front of both."""

    key = "ledger"
    help_name = "ledger"

    filter: LedgerBar

    def __init__(self, desk: Desk, seat: Seat, choices: LedgerChoices, office: Office) -> None:
        super().__init__(desk, seat)
        self.office = office
        self.choices = choices
        self.form: DisputeForm | None = None
        spaced(self.body, 0.75, (1.25, 0.25, 1.25, 0.9))
        self.add_action(self.tr("新增纠纷"), self.new_dispute, main=True, shortcut="Alt+N", icon="plus")
        self.stand(ledger_listing(desk, office), LedgerBar(ledger_filter(office), desk.today()))

    @Later
    def detail(self) -> DisputeDetail:
        """The dispute."""
        made = DisputeDetail(self.desk, self.choices)
        made.amend.connect(self.amend)
        made.print_wanted.connect(self.print_page)
        return self.joined(made)

    def begin(self) -> None:
        """Write down a dispute."""
        self.new_dispute()

    def question(self, route: Route | None) -> Any:
        """A list of disputes that another page asks for."""
        return route.query if isinstance(route, ToDisputes) else None

    def place(self) -> Route | None:
        """The dispute."""
        return ToDispute(self.detail.record_no) if self.is_open and self.detail.record_no else None

    def number(self, route: Route | None) -> str:
        """A dispute that another page asks for."""
        return route.dispute_no if isinstance(route, ToDispute) else ""

    def entry(self, route: Route | None) -> str:
        """What shall be recorded of it."""
        return route.entry if isinstance(route, ToDispute) else ""

    def opened(self, route: Route | None = None) -> None:
        """As every list; a route may open the form too, and a form that is open stays."""
        if isinstance(route, NewDispute):
            self.side.look_again()
            self.new_dispute(route.document, route.round_no)
        elif isinstance(route, ToDispute) and route.field:
            self.side.look_again()
            self.open_field(route.dispute_no, route.field)
        elif self.form is None:
            super().opened(route)
        else:
            self.side.look_again()
            self._stay_in_form(route)

    def _stay_in_form(self, route: Route | None) -> None:
        assert self.form is not None
        if (query := self.question(route)) is not None:
            self.show_query(query)
        if self.number(route):
            self.denied.emit(self.busy_words())

    def record_changed(self) -> None:
        """What the fields offer is read anew; when the page is opened, it reads that for all its tabs."""
        super().record_changed()
        self.choices.load(self.choices_changed)

    def choices_changed(self) -> None:
        """The values of the folded choices were read anew."""
        values = self.choices.values
        own = {key: values(key) for key in ("village", "type", "responsible_unit", "case_leader")}
        self.filter.offer(**own, round_no=values("round"))

    def open_field(self, dispute_no: str, key: str) -> None:
        """Show a dispute and put its form open at a field; what stands in its timeline is shown only."""
        self.open_no(dispute_no)
        if key != "events":
            desk = self.desk
            work.run(self, lambda: desk.ledger.get(dispute_no), lambda dispute: self.amend(dispute, key))

    def escape(self) -> None:
        """Esc: the form first."""
        if self.form is not None:
            self.form.leave()
        else:
            super().escape()

    def fit(self) -> bool:
        """The head of the page steps aside for what stands over the list."""
        beside = super().fit()
        self.covered.emit(self.form is not None or (self.is_open and not beside))
        return beside

    # ---- the form --------------------------------------------------------------------------------------------------

    def new_dispute(self, document: Mapping[str, Any] | None = None, round_no: str = "") -> None:
        """Open the form; `document`: what it begins with, such as a visit's people and words."""
        if self.form is None and not self.editing:
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
        self.fit()

    def _close_form(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            self.front.setCurrentWidget(self.split)
            self.front.removeWidget(form)
            form.hide()
            form.deleteLater()
        self.fit()

    def _form_saved(self, round_no: str, dispute: Dispute, again: bool) -> None:
        form = self.form
        begun = form.sticky() if form is not None and again else None
        self._close_form()
        self.record_changed()
        if begun is not None:
            self.new_dispute(begun, round_no)
        else:
            self.open_no(dispute.dispute_no)

    def print_page(self) -> bool:
        """Ctrl+P: the written report of a dispute that is open."""
        if not self.is_open or self.detail.dispute is None or self.form is not None:
            return False
        self.print_wanted.emit(escalation_printout(self.desk, self.detail.dispute.dispute_no))
        return True

    def closing(self) -> None:
        """What is typed is kept."""
        super().closing()
        if self.form is not None:
            self.form.leave()
