"""F12: the curtain over the whole window."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.ui.look import controls
from petidesk.ui.look.theme import role


class Curtain(QWidget):
    """F12: hides everything from a visitor's eyes. F12, Esc or a click brings it back."""

    lifted = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, "curtain")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        text = self.tr("按 F12 或者点一下鼠标回来，填到一半的内容都在。")
        column = QVBoxLayout(self)
        column.addWidget(controls.Empty("monitor-off", self.tr("屏幕已遮住"), text))
        self.setAccessibleName(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Come back."""
        self.lifted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape comes back; every other key is swallowed."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F12):
            self.lifted.emit()
