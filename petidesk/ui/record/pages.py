"""What every open record is made of: its head, its sheet, the pages and panels on the right, the deeds below.

One page on the right is read, and one panel at most is typed in; Esc leaves one thing at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from petidesk.domain.trouble import Trouble
from petidesk.ui.look import containers, controls
from petidesk.ui.look.feet import foot
from petidesk.ui.look.stops import alive, filled_buttons
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.record.files import FilesBeside
from petidesk.ui.record.head import RecordHead
from petidesk.ui.record.sheet import Sheet

if TYPE_CHECKING:
    from petidesk.domain.retention.purges import Purged

# Lower than this, in ems, there is no room for the whole head above a panel.
LOW = 24.0


@runtime_checkable
class Panel(Protocol):
    """A page on the right in which something is typed."""

    def leave(self) -> object:
        """Esc: leave it, or say what hinders that."""


class RecordPages(QWidget):
    """The parts of a `RecordView` and what stands on the right of it; what is read there its heir says."""

    closed = Signal()
    panel_turned = Signal()  # something is typed in a panel now, or no more

    # The attachments beside the sheet, made by the heir.
    files: FilesBeside

    def __init__(self, back: str) -> None:
        """`back`: other words for the way back to the list."""
        super().__init__()
        self.panel: QWidget | None = None
        self._led: list[controls.Button] = []
        self._kept_panels: dict[QWidget, QWidget] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        sized(self, min_width=20)
        outer = self._column = QVBoxLayout(self)
        spaced(outer, 0.5, (0.75, 0, 0, 0))
        self.head = RecordHead(back)
        self.head.closed.connect(self.closed)
        outer.addWidget(self.head)
        # by what the record went when its period was over; None of one that is whole
        self.gone: Purged | None = None
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        outer.addWidget(self.notice)
        self.sheet = Sheet()
        self.sheet.shared.connect(self._make_room)
        outer.addWidget(self.sheet, 1)
        self.bar = QFrame()
        foot(self.bar)
        row = QHBoxLayout(self.bar)
        spaced(row, 0.5)
        self.deeds = containers.Flow(0.5)
        row.addWidget(self.deeds, 1)
        self.bar.hide()  # its buttons get their words with the first record
        outer.addWidget(self.bar)
        self.tab_first = self.bar  # what is done comes before the many links of the cards

    def stands(self) -> bool:
        """Whether a record is shown, not read still."""
        return False

    def has_deeds(self) -> bool:
        """Whether the bar of deeds is shown while the record is read."""
        return True

    def _may_do(self) -> bool:
        """Nothing more is done with a record that went when its period was over."""
        return self.stands() and self.gone is None and self.has_deeds()

    @property
    def editing(self) -> bool:
        """Whether something is being typed here that must not be replaced."""
        return self.panel is not None or self.files.typing

    def has_filled_deed(self) -> bool:
        """Whether one of the deeds below is the filled button."""
        parts = [part for part in self.deeds.parts() if not part.isHidden()] if self._may_do() else []
        return any(part.property("role") in controls.FILLED for part in parts)

    def set_over(self, over: bool) -> None:
        """Whether the record stands over its list, not beside it."""
        self.head.set_over(over)

    def add_line(self, part: QWidget) -> None:
        """Put more below the head."""
        self._column.insertWidget(1, part)

    def add_deeds(self, *buttons: QPushButton) -> None:
        """What can be done with the record, from the left. What is done comes before the many links of its cards."""
        for button in buttons:
            self.deeds.add(button)

    def keep_panel(self, panel: QWidget) -> None:
        """A panel that is not made anew each time it opens."""
        page = containers.Scroll(panel)
        self._kept_panels[panel] = page
        self.sheet.right.addWidget(page)

    def fail(self, trouble: Trouble) -> None:
        """Say what went wrong above the sheet."""
        self.say("amber" if trouble.exit_status == 3 else "seal", _sentence(trouble))

    def say(self, colour: str, words: str, action: str = "", call: Callable[[], object] | None = None) -> None:
        """Say something above the sheet, with at most one action."""
        self.notice.show_as(colour, words, action, call)
        self.notice.show()

    # ---- the pages on the right ------------------------------------------------------------------------------------

    def turn(self, page: QWidget, *, alone: bool = False) -> None:
        """Put a page on the right; `alone`: the timeline gives its room to it."""
        self.files.left()
        self.sheet.turn(page, alone=alone)
        reading = page is self.sheet.facts
        self.bar.setVisible(reading and self._may_do())
        self.head.make_room(not reading and self.height() < LOW * theme.em(1))

    def _make_room(self, shared: bool) -> None:
        """Beside the attachments nothing else leads; in a low window they take the room of badges and deeds."""
        low = shared and self.height() < LOW * theme.em(1)
        beside = self.sheet.beside
        if shared and beside is not None:
            self._led = [button for button in filled_buttons(self) if not beside.isAncestorOf(button)]
        for button in self._led:
            if alive(button):
                controls.fill(button, not shared)
        self._led = self._led if shared else []
        self.head.make_room(low)
        self.bar.setVisible(not low and self._may_do())

    def show_facts(self) -> None:
        """Back to what is read."""
        if self.sheet.facts is not None:
            self.turn(self.sheet.facts)

    def put(self, panel: QWidget) -> None:
        """Open a panel in which something is typed."""
        page = self._kept_panels.get(panel, panel)
        if page is panel:
            self.sheet.right.addWidget(panel)
        self.panel = panel
        self.turn(page)
        self.panel_turned.emit()

    def drop(self) -> None:
        """The panel is done or left: back to what is read."""
        panel, self.panel = self.panel, None
        if panel is not None and panel not in self._kept_panels:
            self.sheet.right.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        self.show_facts()
        self.panel_turned.emit()

    def leave_editing(self) -> bool:
        """Esc: leave the panel, the menu or the explanation; False when the record was being read."""
        if self.panel is not None:
            self.keep()
            return True
        if self.files.leave():
            return True
        if self.stands() and self.sheet.facts is not None and self.sheet.page is not self.sheet.facts:
            self.show_facts()
            return True
        return False

    def keep(self) -> None:
        """Leave the panel that is open; one that keeps drafts keeps what is typed."""
        if isinstance(self.panel, Panel):
            self.panel.leave()


def _sentence(trouble: Trouble) -> str:
    return trouble.message + (f"（{trouble.basis}）" if trouble.basis else "")
