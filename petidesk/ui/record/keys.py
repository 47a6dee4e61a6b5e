"""The keys of a sheet that is read: arrows read on, Enter takes the next step, Alt+Down opens 记一笔."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

# How many pages a key reads on.
_READ_ON = {Qt.Key.Key_Up: -0.15, Qt.Key.Key_Down: 0.15, Qt.Key.Key_PageUp: -0.9, Qt.Key.Key_PageDown: 0.9}


class SheetKeys(QObject):
    """Follows the keys that reach `sheet`: its own, and those that no field in it has used."""

    def __init__(self, sheet: QWidget, step: QPushButton, note: QPushButton, read_on: Callable[[float], None]) -> None:
        """`step` is the button of the next step, `note` that of 记一笔; `read_on` scrolls by so many pages."""
        super().__init__(sheet)
        self._sheet = sheet
        self._step = step
        self._note = note
        self._read_on = read_on
        sheet.installEventFilter(self)
        # On its own button Alt+Down opens the menu, as it does on every list; Qt would use up the arrow there.
        note.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: takes the keys of the sheet, leaves all others alone."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._note.click()
        elif watched is not self._sheet:
            return False
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._sheet.hasFocus() and self._step.isVisible():
            self._step.click()  # fields pass their Enter on when they have used it, so the focus decides
        elif key in _READ_ON:
            self._read_on(_READ_ON[Qt.Key(key)])
        else:
            return False
        return True
