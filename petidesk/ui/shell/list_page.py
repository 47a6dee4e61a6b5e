"""A page that is a list: what is open of it stands beside it, over it in a narrow window, a paper in front of both."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from petidesk.ui.lists.beside import Beside
from petidesk.ui.lists.filter_bar import FilterBar
from petidesk.ui.lists.list_view import Listing, ListView
from petidesk.ui.look import containers, controls
from petidesk.ui.look.later import Later
from petidesk.ui.look.stops import filled_buttons
from petidesk.ui.paper.preview import PreviewPanel
from petidesk.ui.paper.printout import Printout
from petidesk.ui.record.view import RecordView
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route

# The cursor has come to rest before what it stands on is read.
FOLLOW_MS = 150

View = TypeVar("View", bound=RecordView[Any])


class ListPage(Page):
    """A page ends its __init__ with `stand`. It says what a route asks for (`question`, `number`) and what it prints.

    The record that is open follows the cursor; F3 goes into it and back, Esc closes one thing at a time.
    """

    # From this width of the page on, in ems, a record opens beside the list and gets `wanted` of them; room that is
    # added later is dealt out by `shares`.
    beside: ClassVar[float] = 78.0
    wanted: ClassVar[float] = 50.0
    shares: ClassVar[tuple[int, int]] = (1, 2)
    # Whether the page's own actions stand while a record is open beside the list.
    bar_beside: ClassVar[bool] = False

    filter: FilterBar[Any]

    def stand(self, listing: Listing, bar: FilterBar[Any]) -> None:
        """Build the page of these."""
        self.filter = bar
        self.side = ListView(self.desk, self.seat, listing, bar, self)
        self.table, self.model = self.side.table, self.side.model
        self.split = Beside(self.side, self.table, room=self.beside, wanted=self.wanted, shares=self.shares)
        self.front = containers.Stack()
        self.front.addWidget(self.split)
        self.body.addWidget(self.front, 1)
        self.bar.show()
        self._back_to: QWidget = self.split
        self._asked_for = False
        self.side.told.connect(self.say_state)
        self.side.alone.connect(lambda alone: self.show_main(not alone))
        self.side.begin.connect(self.begin)
        self.split.turned.connect(self.fit)
        self.table.opened.connect(self.open_id)
        self.table.current.connect(self._current_changed)
        self.side.message.connect(self.message)
        self.side.offer.connect(self.offer)
        for keys, call in ((Qt.Key.Key_Escape, self.escape), (Qt.Key.Key_F3, self.step_over)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def joined(self, made: View) -> View:
        """The record of the page, put in and connected; it waits unseen until one is opened."""
        made.closed.connect(self.close_detail)
        made.changed.connect(self.record_changed)
        made.shown.connect(self._stand_on)
        made.awaited.connect(self.table.hold)
        made.go.connect(self.go)
        made.panel_turned.connect(self.fit)
        made.sheet.shared.connect(self._lead)
        made.message.connect(self.message)
        self.split.take(made)
        return made

    # ---- what a page says ------------------------------------------------------------------------------------------

    @Later
    @abstractmethod
    def detail(self) -> RecordView[Any]:
        """The record that is open: made by the room, and `joined`."""

    @abstractmethod
    def begin(self) -> None:
        """What an office without any does first; it stands in the empty state."""

    def read_choices(self) -> None:
        """Read anew what the folded choices and the fields of a record offer."""

    def question(self, _route: Route | None) -> Any:
        """What the list is to show instead of what was chosen, None for nothing else."""

    def number(self, _route: Route | None) -> str:
        """The number of the record that is to be opened, empty for none."""
        return ""

    def entry(self, _route: Route | None) -> str:
        """The kind of event whose entry a route opens in the record that it names; empty for none."""
        return ""

    def place(self) -> Route | None:
        """The way to the record that is open."""
        return None

    def busy_words(self) -> str:
        """Why no other record is opened just now."""
        return self.tr("先记下或收起正在填的内容，再打开别的。")

    def wants_all(self) -> bool:
        """Whether what is open wants the room of the list too."""
        return False

    # ---- questions -------------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether a record is open."""
        return self.split.shows_detail()

    @property
    def editing(self) -> bool:
        """Whether something is typed in the record."""
        return "detail" in vars(self) and self.detail.editing

    def prepare(self, route: Route | None) -> Iterator[Callable[[], object]]:
        """The record, when the page opens for one."""
        if self.number(route):
            yield lambda: self.detail

    def opened(self, route: Route | None = None) -> None:
        """Refresh the list; a route opens a record, or puts its question in place of what was chosen."""
        self.read_choices()
        query, number = self.question(route), self.number(route)
        if query is not None:
            self.show_query(query)
        else:
            self.side.look_again()
        if number and self.editing:
            self.denied.emit(self.busy_words())
        elif number:
            self.open_no(number, self.entry(route))
        elif self.is_open:
            self.detail.read_again()

    def returned(self) -> None:
        """To the paper that was refused for a setting, else to what stood here."""
        if self.front.currentWidget() is self.__dict__.get("preview"):
            self.preview.take_focus()
        else:
            super().returned()

    def first_stop(self) -> QWidget | None:
        """The list."""
        return self.table

    def show_query(self, query: Any) -> None:
        """Show this list in place of what was chosen."""
        if not self.editing:
            self.split.close_detail()
        self.side.show_query(query)
        self.table.setFocus()

    # ---- the record that is open -----------------------------------------------------------------------------------

    def open_no(self, number: str, entry: str = "") -> None:
        """Show a record by its number, with the entry of that kind of event open."""
        self._asked_for = True
        self.detail.show_no(number, entry)
        self.split.open()

    def open_id(self, record_id: int, entry: str = "") -> None:
        """Show a record by its id, with the entry of a kind of event open; what is typed in the one before is kept."""
        if self.editing:
            self.detail.keep()
        self._asked_for = True
        self.detail.show_id(record_id, entry)
        self.split.open()

    def close_detail(self) -> None:
        """Back to the list, one step at a time; what is typed is kept."""
        if not self.detail.leave_editing():
            self.split.close_detail()

    def step_over(self) -> None:
        """F3: from the list into what is open, and back."""
        if self.front.currentWidget() is self.split:
            self.split.step_over(self.open_id)

    def escape(self) -> None:
        """Esc: leave the paper, the record, what is folded out; one at a time."""
        if self.front.currentWidget() is not self.split:
            self.close_paper()
        elif self.is_open:
            self.close_detail()
        else:
            self.side.fold()

    def _current_changed(self, record_id: int | None) -> None:
        """With a record beside the list, it follows the cursor; while something is being typed it stays.

        Only a cursor that the clerk moves is followed: a list that was read anew puts it down by itself.
        """
        stays = not self.is_open or self.editing or not self.table.hasFocus()
        if record_id is not None and not stays and self.detail.record_id != record_id:
            self.detail.show_id(record_id, rest_ms=FOLLOW_MS)

    def _stand_on(self, record_id: int) -> None:
        """The list marks the record that is open, where it holds it; else none."""
        if self._asked_for:  # one that only follows the cursor was not asked for
            self._asked_for = False
            self._tell_looked()
        self.table.hold(record_id)
        self._lead()

    def _tell_looked(self) -> None:
        place = self.place()
        if place is not None:
            self.looked.emit(place)

    def record_changed(self) -> None:
        """Something was recorded: the list and what the fields offer may be others."""
        self.side.look_again()
        self.read_choices()
        self.saved.emit()
        if self.is_open:
            self._tell_looked()

    def closing(self) -> None:
        """What is typed is kept."""
        if "detail" in vars(self):
            self.detail.keep()

    # ---- room ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look where the record has its place."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> bool:
        """Beside the list where there is room, over it in a narrow window; True when there is room for both."""
        beside = self.split.fit(self.width(), alone=self.wants_all())
        # A form beside the list has its own buttons, one of them filled.
        reading = not self.is_open or (beside and self.bar_beside and not self.editing)
        self.bar.setVisible(reading and self.front.currentWidget() is self.split)
        self._lead()
        if "detail" in vars(self):
            self.detail.set_over(not beside)
        if not self.is_open:
            self.table.hold(None)
        self.side.place_choices()
        return beside

    def _lead(self) -> None:
        """One clear next step: that of the record that is open, where it has one, before those of the page."""
        self.side.lead(not self.is_open)
        if self.main_action is not None:
            controls.fill(self.main_action, not (self.is_open and filled_buttons(self.detail)))
            self._actions.again()

    def bring(self, part: QWidget) -> None:
        """Put a part of the page in front."""
        self.front.setCurrentWidget(part)
        self.fit()

    # ---- paper -----------------------------------------------------------------------------------------------------

    @Later
    def preview(self) -> PreviewPanel:
        """The paper in front of the page, made when the first is asked for."""
        made = PreviewPanel(self.seat)
        made.closed.connect(self.close_paper)
        made.printed.connect(self.printed)
        self.front.addWidget(made)
        return made

    def show_printout(self, printout: Printout) -> None:
        """A paper with a preview."""
        front = self.front.currentWidget()
        if front is not None and front is not self.preview:
            self._back_to = front
        self.bring(self.preview)
        self.preview.show_printout(printout)

    def close_paper(self) -> None:
        """Back to what stood there; a record that is open counts its papers anew."""
        self.bring(self._back_to)
        if self._back_to is self.split and self.is_open:
            self.detail.read_again()

    def printed(self, sentence: str) -> None:
        """A paper went to the printer or was stored."""
        self.message.emit(sentence)
        self.saved.emit()
