"""F12: the curtain over the whole window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.ui.look import controls
from petidesk.ui.look.theme import role

_HELD = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class Curtain(QWidget):
    """F12: hides everything from a visitor's eyes at once. Any key or a click brings it back, and does nothing else."""

    lifted = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, "curtain")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        text = self.tr("按任意键或者点一下鼠标回来，填到一半的内容都在。")
        column = QVBoxLayout(self)
        column.addWidget(controls.Empty("monitor-off", self.tr("屏幕已遮住"), text))
        self.setAccessibleName(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Come back."""
        self.lifted.emit()

    def event(self, event: QEvent) -> bool:
        """Keys that would do something elsewhere (Ctrl+S, F2) only lift the curtain, too."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key comes back and goes no further; Ctrl, Shift or Alt alone is none yet."""
        event.accept()
        if event.key() not in _HELD:
            self.lifted.emit()
