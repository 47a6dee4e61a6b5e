"""What stands in place of a page that is being made, and keeps what is typed until the page is there.

And what is read ahead: libraries and pages are loaded by a worker before somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from petidesk.ui import work

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.shell.pages import Entry

# The first page has the processor to itself for so long.
AHEAD_MS = 400
# The subjects of the desk that the pages ask when they open.
_SUBJECTS = (
    "office",
    "choices",
    "visits",
    "people",
    "drafts",
    "clocks",
    "papers",
    "cases",
    "ledger",
    "rounds",
    "months",
    "schedule",
    "sittings",
    "letters",
    "meetings",
    "statistics",
    "search",
)


def read_ahead(owner: QObject, desk: Desk, entries: Iterable[Entry]) -> None:
    """Soon load what the pages need, in a worker: the first opening of a page then only builds it."""

    def load() -> None:
        for name in _SUBJECTS:
            getattr(desk, name)
        for entry in entries:
            entry.load()

    QTimer.singleShot(AHEAD_MS, owner, lambda: work.run(owner, load))


def turn_by_turn(owner: QObject, steps: Iterable[Callable[[], object]], wanted: Callable[[], bool]) -> None:
    """Do each step in a turn of the event loop of its own, as long as it is wanted; keys are taken between."""
    left = iter(steps)

    def go_on() -> None:
        step = next(left, None) if wanted() else None
        if step is not None:
            step()
            QTimer.singleShot(0, owner, go_on)

    go_on()


class Threshold(QWidget):
    """An empty page that has the keys. It holds the presses until `hand_over`."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A word begun here with an input method would be lost: the keys themselves are kept.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._typed: list[QKeyEvent] = []

    def forget(self) -> None:
        """Another page was asked for: what was typed for this one is nobody's."""
        self._typed.clear()

    def event(self, event: QEvent) -> bool:
        """Keep each key, Tab too, which would else lead away from here."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._typed.append(event.clone())
            return True
        return super().event(event)

    def hand_over(self, page: QWidget) -> None:
        """Type what was kept, where the focus of the page is now; a shortcut of the page goes first, as ever in Qt."""
        typed, self._typed = self._typed, []
        for press in typed:
            there = QApplication.focusWidget()
            target = there if there is not None and page.isAncestorOf(there) else page
            wanted = QKeyEvent(QEvent.Type.ShortcutOverride, press.key(), press.modifiers(), press.text())
            wanted.ignore()
            QApplication.sendEvent(target, wanted)
            if wanted.isAccepted() or not _shortcut(page, press):
                QApplication.sendEvent(target, press)


def _shortcut(page: QWidget, press: QKeyEvent) -> bool:
    keys = QKeySequence(press.keyCombination())
    for shortcut in page.findChildren(QShortcut):
        if shortcut.key() == keys and shortcut.isEnabled():
            shortcut.activated.emit()
            return True
    for button in page.findChildren(QAbstractButton):
        if button.shortcut() == keys and button.isVisible():
            button.click()
            return True
    return False
