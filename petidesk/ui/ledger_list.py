"""The tab 台账: the list of disputes with its filters and views, and the dispute that is open beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from petidesk.domain.ledger import Dispute
from petidesk.domain.ledger_lists import DisputeQuery
from petidesk.domain.office import Office
from petidesk.domain.trouble import Trouble
from petidesk.ui import controls, work
from petidesk.ui.column_panel import ColumnPanel
from petidesk.ui.dispute_detail import DisputeDetail
from petidesk.ui.dispute_form import DisputeForm
from petidesk.ui.ledger_choices import LedgerChoices
from petidesk.ui.ledger_columns import LedgerSource, ledger_columns, row_tone
from petidesk.ui.ledger_empty import LedgerResults
from petidesk.ui.ledger_filter import ALL, OPEN, LedgerFilterBar, active, changed, view_of, view_query
from petidesk.ui.ledger_prints import escalation_printout
from petidesk.ui.ledger_views import SavedView, ViewsPanel, read_views, view_from, view_query_of, views_text
from petidesk.ui.ledger_words import totals_words
from petidesk.ui.page import Page
from petidesk.ui.rowmodel import RowModel
from petidesk.ui.rowtable import Arrangement, RowTable, read_arrangement
from petidesk.ui.theme import spaced, theme

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk
    from petidesk.ui.seat import Seat

# From this width of the page on, in ems, a dispute opens beside the list.
BESIDE = 78.0
# Lower than this, in ems, the folded choices take the place of the list.
LOW = 32.0
DETAIL = 50.0
BUILT_SORT = ("found_on", True)


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
        self._day = desk.today()
        self._split_set = False
        self._columns_key = f"ledger/{desk.actor.staff_id}/columns"
        self._views_key = f"ledger/{desk.actor.staff_id}/views"
        self.filter = LedgerFilterBar(self._day, office)
        self.model = RowModel(LedgerSource(desk), ledger_columns(desk.today, office), row_tone, parent=self)
        self.table = RowTable(self.model, self.tr("矛盾纠纷台账"))
        self.table.set_arrangement(read_arrangement(seat.text(self._columns_key), self.model.columns, *BUILT_SORT))
        self.columns = ColumnPanel(self.table, BUILT_SORT)
        self.columns.hide()
        self.views = ViewsPanel()
        self.views.show_views(read_views(seat.text(self._views_key)))
        self.views.hide()
        self.detail = DisputeDetail(desk, choices)
        self.detail.hide()
        self.form: DisputeForm | None = None
        self._follow = work.Latest(self, 150)
        self._sums = work.Latest(self, 0)
        self._build()
        self._connect()

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        self.results = LedgerResults(self.table, self.new_dispute, self._show_all)
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
        row.addWidget(self.views)
        row.addWidget(self.columns)
        column.addLayout(row, 1)
        self.list_side = left
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(left)
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 2)
        self.front = QStackedWidget()
        self.front.addWidget(self.split)
        self.body.addWidget(self.front, 1)
        spaced(self.body, 0.75, (1.25, 0.25, 1.25, 0.9))
        self.add_action(self.tr("新增纠纷"), self.new_dispute, main=True, shortcut="Alt+N", icon="plus")

    def _connect(self) -> None:
        self.filter.changed.connect(lambda _query: self._ask())
        self.filter.columns_asked.connect(self._show_columns)
        self.filter.views_asked.connect(self._show_views)
        self.filter.more_asked.connect(lambda _shown: self._place_choices())
        self.filter.into_list.connect(self._into_list)
        self.columns.closed.connect(lambda: self.filter.columns.setChecked(False))
        self.views.closed.connect(lambda: self.filter.kept.setChecked(False))
        self.views.chosen.connect(self.take_view)
        self.views.kept.connect(self.keep_view)
        self.views.dropped.connect(self.drop_view)
        self.table.sort_asked.connect(lambda _sort, _descending: self._ask())
        self.table.arranged.connect(lambda: self.seat.put(self._columns_key, self.table.arrangement.text()))
        self.table.arranged.connect(self._columns_changed)
        self.table.opened.connect(self._open_id)
        self.table.current.connect(self._current_changed)
        self.model.shown.connect(self._shown)
        self.model.completed.connect(self._completed)
        self.model.failed.connect(self._failed)
        self.detail.closed.connect(self.close_detail)
        self.detail.changed.connect(self._ledger_changed)
        self.detail.shown.connect(self._stand_on)
        self.detail.message.connect(self.message)
        self.detail.offer.connect(self.offer)
        self.detail.go.connect(self.go)
        self.detail.amend.connect(self.amend)
        for keys, call in ((Qt.Key.Key_Escape, self._escape), (Qt.Key.Key_F3, self.step_over)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    # ---- questions -------------------------------------------------------------------------------------------------

    def opened(self, target: object = None) -> None:
        """Refresh the list; a number opens that dispute, a DisputeQuery is put in place of what was chosen."""
        today = self.desk.today()
        if isinstance(target, DisputeQuery):
            self.show_query(target)
        elif self.model.query is None or today != self._day:
            view = view_of(self.filter.query, self._day)
            base = view_query(view, today)
            days = {key: getattr(base, key) for key in ("overdue_on", "follow_up_until")}
            self.filter.set_query(changed(self.filter.query, **days), today)
        else:
            self.table.refresh()
            self._tell_sums()
        self._day = today
        if isinstance(target, tuple) and target[:1] == ("new",):
            self.new_dispute(target[1] if len(target) > 1 else None, str(target[2]) if len(target) > 2 else "")
        elif isinstance(target, tuple) and target[:1] == ("field",):
            self.open_field(str(target[1]), str(target[2]))
        elif isinstance(target, str) and target:
            if self.detail.editing or self.form is not None:
                self.message.emit(self.tr("先记下或收起正在填的内容，再打开别的。"))
            else:
                self.open_dispute(target)
        elif self.form is not None:
            self.form.start_typing()
        elif self.detail.isHidden():
            self.table.setFocus()
        else:
            self.detail.read_again()

    def show_query(self, query: DisputeQuery) -> None:
        """Show this list; a question that names its own order is shown in it."""
        if not self.detail.editing:
            self.detail.hide()
            self._fit()
        usual = DisputeQuery()
        if (query.sort, query.descending) != (usual.sort, usual.descending):
            kept = self.table.arrangement
            self.table.set_arrangement(Arrangement(kept.columns, query.sort, query.descending))
        self.filter.set_query(query, self.desk.today())

    def choices_changed(self) -> None:
        """The values of the folded choices were read anew."""
        self.filter.set_choices(self.choices)

    def query(self) -> DisputeQuery:
        """What the list is asked for now."""
        arranged = self.table.arrangement
        return changed(self.filter.query, sort=arranged.sort, descending=arranged.descending)

    def _ask(self) -> None:
        self.trouble.hide()
        self.say_state(self.tr("正在查找…"))
        self.table.ask(self.query())
        self._tell_sums()

    def _tell_sums(self) -> None:
        desk, query = self.desk, self.query()
        self._sums.ask(
            lambda: desk.ledger.totals(query), lambda sums: self.say_state(totals_words(*sums)), lambda _trouble: None
        )

    def _shown(self) -> None:
        if self.model.rowCount():
            self.results.show_rows()
            return
        chosen = self.filter.query
        nobody = view_of(chosen, self._day) in (OPEN, ALL) and not active(chosen, self._day, self.office)
        self.results.show_empty(nobody=nobody, low=self.height() < LOW * theme.em(1))
        self.show_main(not nobody)

    def _completed(self, total: int) -> None:
        if total:
            self.results.show_rows()
            self.show_main(True)
            self.table.stand_on_first()

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

    # ---- columns and views -----------------------------------------------------------------------------------------

    def _show_columns(self, shown: bool) -> None:
        self.columns.setVisible(shown)
        if shown:
            self.filter.kept.setChecked(False)
            self.columns.fill()
            self.columns.list.setFocus()

    def _columns_changed(self) -> None:
        if not self.columns.isAncestorOf(self.focusWidget() or self):
            self.columns.fill()

    def _show_views(self, shown: bool) -> None:
        self.views.setVisible(shown)
        if shown:
            self.filter.columns.setChecked(False)
            self.views.start()

    def saved_views(self) -> list[SavedView]:
        """The views that were named here."""
        return read_views(self.seat.text(self._views_key))

    def _put_views(self, views: list[SavedView]) -> None:
        self.seat.put(self._views_key, views_text(views))
        self.views.show_views(views)

    def keep_view(self, name: str) -> None:
        """Name the present list; a name that is taken gets the present one."""
        views = [view for view in self.saved_views() if view.name != name]
        self._put_views([*views, view_from(name, self.query(), self.table.arrangement.text())])
        self.message.emit(self.tr("视图“{0}”已存下").format(name))

    def take_view(self, view: SavedView) -> None:
        """Show a named list with its columns."""
        query = view_query_of(view, self.desk.today())
        kept = read_arrangement(view.arrangement, self.model.columns, *BUILT_SORT)
        self.table.set_arrangement(Arrangement(kept.columns, query.sort, query.descending))
        self.table.arranged.emit()
        self.filter.set_query(query, self.desk.today())
        self.filter.kept.setChecked(False)
        self.table.setFocus()

    def drop_view(self, place: int) -> None:
        """Put a named list away; it can come back."""
        views = self.saved_views()
        if 0 <= place < len(views):
            gone = views.pop(place)
            self._put_views(views)
            self.views.start()
            words = self.tr("视图“{0}”已删去").format(gone.name)
            self.offer.emit(words, self.tr("撤销"), lambda: self._put_views([*self.saved_views(), gone]))

    # ---- the dispute that is open ----------------------------------------------------------------------------------

    def open_dispute(self, dispute_no: str) -> None:
        """Show a dispute by its number."""
        self.detail.show_no(dispute_no)
        self._show_detail()

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
        """F3: from the list into the dispute that is open, and back."""
        if self.detail.isVisible() and self.list_side.isVisible() and self.detail.isAncestorOf(self.focusWidget()):
            self.table.setFocus()
        elif self.detail.isVisible():
            self.detail.setFocus()
        elif (current := self.table.current_id()) is not None and self.form is None:
            self._open_id(current)

    def _escape(self) -> None:
        if self.form is not None:
            self.form.leave()
        elif self.detail.isVisible():
            self.close_detail()
        elif self.columns.isVisible() or self.views.isVisible():
            self.filter.columns.setChecked(False)
            self.filter.kept.setChecked(False)
            self.table.setFocus()

    def _current_changed(self, dispute_id: int | None) -> None:
        """With the detail beside the list, it follows the cursor; while something is being typed it stays."""
        if dispute_id is None or self.detail.isHidden() or self.detail.editing or not self.table.hasFocus():
            return
        self._follow.ask(lambda: dispute_id, self.detail.show_id)

    def _stand_on(self, dispute_id: int) -> None:
        if self.table.current_id() != dispute_id:
            self.model.refresh(dispute_id)

    def _ledger_changed(self) -> None:
        self.table.refresh()
        self._tell_sums()
        self.choices.load(self.choices_changed)
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
        self.bar.setVisible(not shown and self.form is None)
        self.detail.head.set_over(not beside)
        self._place_choices()
        self.covered.emit(self.form is not None or (shown and not beside))
        if beside and shown and not self._split_set:
            self._split_set = True
            detail = theme.em(DETAIL)
            self.split.setSizes([self.split.width() - detail, detail])

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
        (self.table if self.detail.isHidden() else self.detail).setFocus()

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
