"""The tab 接访: one screen for a reception day. The queue at the left, the guest who is chosen at the right.

Booked guests go first. Enter does the next step with a guest: 登记来访 on the page of that name and back, then the
leader's opinion, which becomes the instruction of the case.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.sittings.guests import Guest
from petidesk.domain.sittings.sittings import Sitting
from petidesk.domain.trouble import Trouble, sentence
from petidesk.ui import work
from petidesk.ui.look import containers, controls, icons
from petidesk.ui.look.theme import role, sized, spaced, theme
from petidesk.ui.paper.printout import day_printout
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route, ToPlan, ToSitting
from petidesk.ui.sittings.guest_sheet import deeds_of
from petidesk.ui.sittings.guest_side import SittingSide
from petidesk.ui.sittings.queue import SittingHead, SittingQueue
from petidesk.ui.sittings.reading import Look, look

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# From this width on, in ems, the guest stands beside the queue, which is so wide at the least and at the most.
BESIDE = 64.0
LIST, LIST_MOST = 33.0, 48.0


class SittingTab(Page):
    """`opened` takes None (today's reception, else the next one) or the id of a reception.

    It goes to the rota when there is no reception at all.
    """

    key = "reception"
    help_name = "sitting"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self.sitting: Sitting | None = None
        self._look = Look([], None)
        self._wanted: int | None = None
        self._chosen = 0
        self._shown_day = 0
        self._over = False
        self._reading = work.Reading(self, self._wait)
        self.head = SittingHead()
        self.queue = SittingQueue()
        self.side = SittingSide(desk)
        self._build()
        self._add_actions()
        self._join()
        theme.changed.connect(self._fit)

    def _build(self) -> None:
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        both = QWidget()
        row = QHBoxLayout(both)
        spaced(row, 1.25)
        row.addWidget(self.queue)
        row.addWidget(self.side, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        spaced(column, 0.5)
        column.addWidget(self.head)
        column.addWidget(both, 1)
        self.plan_button = controls.button(self.tr("去排接待日"), lambda: self.go.emit(ToPlan()), part="primary")
        empty = controls.Empty(
            "users",
            self.tr("还没有接待日"),
            self.tr("先排好领导接待日，预约、接访登记和领导意见就在这里记，当天的接访记录也从这里打印。"),
            self.plan_button,
        )
        self.empty = containers.Scroll(empty)
        self.front = containers.Stack()
        self.blank = QWidget()
        self.blank.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.blank.setAccessibleName(self.tr("正在打开…"))
        self.front.addWidget(whole)
        self.front.addWidget(self.empty)
        self.front.addWidget(self.blank)
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.front, 1)
        spaced(self.body, 0.75, (1.25, 0.25, 1.25, 0.9))

    def _add_actions(self) -> None:
        self.arrive_button = self.add_action(self.tr("来了一位  N"), self.arrive, main=True, icon="user-plus")
        self.book_button = self.add_action(self.tr("预约  B"), self.book)
        self.close_button = self.add_action(self.tr("结束接访…"), self.side.end)
        self.reopen_button = self.add_action(self.tr("重新打开"), self.side.reopen)
        self.record_button = self.add_action(self.tr("接访记录"), self.print_day, icon="printer")

    def _join(self) -> None:
        self.head.turned.connect(self.turn)
        self.queue.opened.connect(self._next_step)
        self.queue.typed.connect(self._typed_letter)
        self.queue.moved.connect(self._moved)
        self.side.written.connect(self._written)
        self.side.failed.connect(self._failed)
        self.side.turned.connect(self._fit)
        self.side.kept.connect(self.say_state)
        self.side.busy.connect(lambda: self.denied.emit(self.tr("先记下或收起正在填的。")))
        self.side.go.connect(self.go)
        self.side.print_wanted.connect(self.print_wanted)
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Escape", self._back),
            ("F3", self.step_over),
            ("Alt+Left", lambda: self.turn(-1)),
            ("Alt+Right", lambda: self.turn(1)),
        )
        for sequence, call in keys:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def first_stop(self) -> QWidget | None:
        """The queue."""
        return self.queue.table

    # ---- asking ----------------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Read anew; a route with an id opens that reception."""
        if isinstance(route, ToSitting) and route.day_id is not None:
            self._wanted = route.day_id
        self.side.read_choices()
        self.ask()

    def ask(self, day_id: int | None = None) -> None:
        """Read the queue anew, of another day when one is named."""
        desk, wanted = self.desk, day_id or self._wanted or self._reading.about
        self._reading.read(wanted, lambda: look(desk, wanted), self._show_look, self._failed)

    def _wait(self, _day_id: int) -> None:
        """Another reception is being read: nobody of the one before stands in the queue."""
        self.sitting = None
        self.trouble.hide()
        inside = self.isAncestorOf(self.focusWidget() or self)
        self.front.setCurrentWidget(self.blank)
        self._fit()
        if inside:
            self.blank.setFocus()

    def _failed(self, trouble: Trouble) -> None:
        self.trouble.show_trouble(trouble)

    def _show_look(self, found: Look) -> None:
        self._wanted = None
        self._look = found
        if found.sitting is None:
            self.front.setCurrentWidget(self.empty)
            self.bar.hide()
            return
        if self._shown_day != found.sitting.day.day_id:
            self._shown_day, self._chosen = found.sitting.day.day_id, 0
        self._reading.named(found.sitting.day.day_id)
        self.front.setCurrentIndex(0)
        self._show(found.sitting)

    def _show(self, sitting: Sitting, number: int = 0) -> None:
        """Show the sitting, the cursor on guest `number` or where it was."""
        self.sitting = sitting
        self.head.show_sitting(sitting, self.desk.now())
        self.head.earlier.setEnabled(self._look.beside(sitting.day.day_id, -1) is not None)
        self.head.later.setEnabled(self._look.beside(sitting.day.day_id, 1) is not None)
        self.queue.show_guests(sitting, number or self._chosen)
        self._moved()

    def _written(self, sitting: Sitting, number: int, words: str) -> None:
        """A deed was done: show how the sitting is now."""
        self.trouble.hide()
        if sitting.warnings:
            self.trouble.show_as("amber", "\n".join(map(sentence, sitting.warnings)))
            self.trouble.show()
        self._show(sitting, number)
        self.queue.setFocus()
        if words:
            self.message.emit(words)
        self.saved.emit()

    def _moved(self) -> None:
        guest = self.queue.guest()
        self._chosen = guest.number if guest else 0
        if self.sitting is not None:
            self.side.show_guest(self.sitting, guest)
        self._fit()

    # ---- room ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the queue where there is room, else in its place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= BESIDE * theme.em(1)
        over = not beside and (self.side.typing is not None or self._over)
        self.queue.setVisible(not over)
        # While nobody stands in the queue it has the room of the guest, too.
        shared = beside and (self.side.typing is not None or self.side.guest is not None)
        self.side.setVisible(shared or over)
        wide = min(max(self.width() / max(theme.em(1), 1) * 0.46, LIST), LIST_MOST)
        sized(self.queue, min_width=wide if shared else 4, max_width=wide if shared else 999)
        sitting = self.sitting
        if sitting is None or self.front.currentIndex() != 0:
            self.bar.hide()
            return
        # A form has its own buttons.
        self.bar.setVisible(self.side.typing is None)
        still_open, come = sitting.closed_at is None, sitting.day.on <= self.desk.today()
        closes = sitting.booking_closes
        books = still_open and closes is not None and closes >= self.desk.now()
        for action, shown in (
            (self.arrive_button, still_open and come),
            (self.book_button, books),
            (self.close_button, still_open and come),
            (self.reopen_button, not still_open),
            (self.record_button, come),
        ):
            action.setVisible(shown)
        self.queue.say_nobody(over=not still_open, come=still_open and come, books=books)
        # One filled button at a time: the guest's next step comes before the next guest, before the day it is booking.
        role(self.arrive_button, "" if self.side.leads else "primary")
        role(self.book_button, "" if self.side.leads or come else "primary")
        icons.put(self.arrive_button, "user-plus", "text" if self.side.leads else "on_ink", 1.1)
        self._actions.again()

    # ---- going about -----------------------------------------------------------------------------------------------

    def turn(self, step: int) -> None:
        """To the reception before or after this one."""
        if self._reading.about is not None and not self.side.busy_typing():
            day_id = self._look.beside(self._reading.about, step)
            if day_id is not None:
                self.ask(day_id)

    def step_over(self) -> None:
        """F3: from the queue to the guest, and back."""
        if self.queue.table.hasFocus() and self.queue.guest() is not None:
            self._over = True
            self._fit()
            self.side.start()
        else:
            self._back()

    def _back(self) -> None:
        if self.side.typing is not None:
            self.side.leave_form()
            return
        self._over = False
        self._fit()
        self.queue.setFocus()

    def _typed_letter(self, letter: str) -> None:
        deeds: dict[str, Callable[[], object]] = {
            "n": self.arrive,
            "b": self.book,
            "s": partial(self.side.do, "came"),
            "o": partial(self.side.do, "opinion"),
            "x": partial(self.side.do, "cancel"),
            "p": partial(self.side.do, "record"),
        }
        if letter in deeds:
            deeds[letter]()

    def _next_step(self, guest: Guest) -> None:
        """Enter: the next step with the guest; where there is none, a look at the guest."""
        deeds = deeds_of(self.sitting, guest) if self.sitting is not None else ()
        if deeds:
            self.side.do(deeds[0])
        else:
            self.step_over()

    def arrive(self) -> None:
        """N: somebody came without booking."""
        if not self.arrive_button.isHidden():
            self.side.begin_booking(booked=False)

    def book(self) -> None:
        """B: somebody books."""
        if not self.book_button.isHidden():
            self.side.begin_booking(booked=True)

    def print_day(self) -> None:
        """接访记录 of the day."""
        if self.sitting is not None:
            self.print_wanted.emit(day_printout(self.desk, self.sitting))

    def print_page(self) -> bool:
        """Ctrl+P: the day's record."""
        if self.sitting is None or self.side.typing is not None or self.record_button.isHidden():
            return False
        self.print_day()
        return True

    def closing(self) -> None:
        """What is typed is kept."""
        self.side.close_draft()
