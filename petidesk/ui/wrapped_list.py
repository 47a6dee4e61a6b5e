"""A list whose lines are whole sentences: each as high as its words need at the width there is."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QListWidget

from petidesk.ui.theme import ROW, theme

# Beside the words, in ems: padding and the icon or the tick.
BESIDE = 3.0
AROUND = 0.7


class WrappedList(QListWidget):
    """Call `fit` after lines were added; a change of width or of the font does it by itself."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower is higher."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give every line its height."""
        metrics = QFontMetrics(theme.font())
        room = QRect(0, 0, max(self.viewport().width() - theme.em(BESIDE), theme.em(4)), 100_000)
        flags = Qt.TextFlag.TextWordWrap.value | Qt.TextFlag.TextWrapAnywhere.value
        quiet = self.blockSignals(True)
        for row in range(self.count()):
            item = self.item(row)
            high = metrics.boundingRect(room, flags, item.text()).height() + theme.em(AROUND)
            wanted = QSize(theme.em(4), max(high, theme.em(ROW)))
            if item.sizeHint() != wanted:
                item.setSizeHint(wanted)
        self.blockSignals(quiet)
        self.scheduleDelayedItemsLayout()
