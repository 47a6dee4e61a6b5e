"""A list of cases with a tick each, for what is done to many at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidgetItem

from petidesk.ui import icons
from petidesk.ui.wrapped_list import WrappedList

NUMBER = Qt.ItemDataRole.UserRole


class CaseTicks(WrappedList):
    """Cases with a tick each. Space ticks, Enter opens."""

    opened = Signal(str)
    ticked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.itemChanged.connect(lambda _item: self.ticked.emit())

    def add(self, words: str, number: str, *, tick: bool) -> None:
        """One case."""
        item = QListWidgetItem(words)
        item.setToolTip(words)
        item.setData(NUMBER, number)
        if tick:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        else:
            item.setIcon(icons.icon("alert-triangle", "amber", 1))
        self.addItem(item)

    def numbers(self) -> list[str]:
        """The numbers of the cases that are ticked."""
        return [
            str(self.item(row).data(NUMBER))
            for row in range(self.count())
            if self.item(row).checkState() == Qt.CheckState.Checked
        ]

    def tick_all(self, ticked: bool) -> None:
        """Tick every case, or none."""
        self.blockSignals(True)
        for row in range(self.count()):
            self.item(row).setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.blockSignals(False)
        self.viewport().update()
        self.ticked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the case."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.opened.emit(str(self.currentItem().data(NUMBER)))
        else:
            super().keyPressEvent(event)
