"""The one search box above every page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from petidesk.ui.look.theme import sized


class SearchBox(QLineEdit):
    """The one search box. Down and Enter go into the results, Escape goes back to where one was."""

    into = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(self.tr("搜索  Ctrl+F"))
        self.setAccessibleName(self.tr("搜索姓名、村、电话、编号或内容"))
        self.setToolTip(self.tr("姓名、拼音首字母、村、电话、编号、反映的内容都可以搜"))
        self.setClearButtonEnabled(True)
        self.setProperty("letters", True)
        sized(self, min_width=9, max_width=20)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down, Enter and Escape leave the box; the rest is typing."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.into.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
