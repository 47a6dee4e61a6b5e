"""What follows a save: the confirmation, beside it the slip as it will be printed, and why the date is that date."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.clocks import Deadline
from petidesk.domain.visits import Added, Visit
from petidesk.ui import controls, work
from petidesk.ui.clockpanel import ClockPanel
from petidesk.ui.preview import PreviewPanel
from petidesk.ui.printing import NOTICE_SLIP, Printout, form_printout, slip_printout
from petidesk.ui.registration_done import DonePanel
from petidesk.ui.theme import sized, spaced, theme

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk
    from petidesk.ui.seat import Seat

# Ems from which the paper stands beside the confirmation; narrower, one takes the place of the other.
BESIDE_FROM = 60.0


def _scrolled(panel: QWidget) -> controls.Scroll:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(panel)
    return controls.Scroll(holder)


class AfterSave(QWidget):
    """Confirmation, preview and clock panel in one place. `another` asks for the next visitor."""

    another = Signal()

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__()
        self._desk = desk
        self.done = DonePanel()
        self.preview = PreviewPanel(seat)
        self.clocks = ClockPanel()
        self._front: QWidget = self.done
        across = QHBoxLayout(self)
        spaced(across, 1)
        sized(self.done, max_width=46)
        self._left, self._right = _scrolled(self.done), _scrolled(self.clocks)
        across.addWidget(self._left, 2)
        across.addWidget(self.preview, 3)
        across.addWidget(self._right, 3)
        self.done.another.connect(self.another)
        self.done.slip.connect(self._print_slip)
        self.done.notice_slip.connect(lambda visit_no: self._open(form_printout(self._desk, NOTICE_SLIP, visit_no)))
        self.done.record.connect(lambda visit_no: self._open(form_printout(self._desk, "登记表", visit_no)))
        self.done.explain.connect(self._explain)
        self.preview.closed.connect(self._back)
        self.preview.printed.connect(self._printed)
        self.clocks.closed.connect(self._back)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._back)
        theme.changed.connect(self._arrange)
        self._arrange()

    def show_visit(
        self, visit: Visit, added: Added, *, printing: bool, back: Callable[[], object] | None = None
    ) -> None:
        """Confirm a visit. `printing`: its slip goes to the printer at once, or to the preview when none is chosen.

        `back`: the visit came from elsewhere (a reception day), and the next step is to go back there.
        """
        self.done.say_next(back)
        self._front = self.done
        printout = slip_printout(self._desk, visit.visit_no)
        self._arrange()
        self.done.show_visit(visit, added)
        if self._wide():
            self._show_beside(printout)
        if printing and not self.preview.print_at_once(printout):
            self._open(printout)

    def print_page(self) -> None:
        """Ctrl+P: the slip of the visit that is confirmed."""
        self._print_slip(self.done.visit_no)

    def front(self) -> QWidget:
        """The part that has the clerk's attention: confirmation, preview or clock panel."""
        return self._front

    def _print_slip(self, visit_no: str) -> None:
        printout = slip_printout(self._desk, visit_no)
        if not self.preview.print_at_once(printout):
            self._open(printout)

    def _show_beside(self, printout: Printout) -> None:
        self.preview.show_printout(printout)
        self.done.print_slip.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, printout: Printout) -> None:
        self._front = self.preview
        self._arrange()
        self.preview.show_printout(printout)

    def _explain(self, visit_no: str) -> None:
        def show(deadlines: list[Deadline]) -> None:
            self.clocks.show_deadlines(deadlines)
            self._front = self.clocks
            self._arrange()
            self.clocks.setFocus()

        work.run(self, lambda: self._desk.clocks.explain(visit_no), show)

    def _printed(self, sentence: str) -> None:
        self._front = self.done
        self._arrange()
        self.done.say_printed(sentence)

    def _back(self) -> None:
        self._front = self.done
        self._arrange()
        (self.done.next if self.done.said_printed() else self.done.print_slip).setFocus()

    def _wide(self) -> bool:
        return self.width() >= theme.em(BESIDE_FROM)

    def _arrange(self) -> None:
        """Beside each other where there is room, else only the part in front."""
        wide = self._wide()
        self._left.setVisible(wide or self._front is self.done)
        self._right.setVisible(self._front is self.clocks)
        self.preview.setVisible(self._front is self.preview or (wide and self._front is self.done))
        self.preview.set_leading(self._front is self.preview)
        self.done.set_leading(self._front is not self.preview)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside or instead."""
        super().resizeEvent(event)
        self._arrange()
