"""Fields two by two; one below the other where the width does not hold two."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from petidesk.ui.theme import spaced, theme

NARROW_EMS = 34.0


class Pairs(QWidget):
    """The parts in two columns of the same width, or in one."""

    def __init__(self, parts: Iterable[QWidget]) -> None:
        super().__init__()
        self._parts = list(parts)
        self._columns = 0
        self._grid = QGridLayout(self)
        spaced(self._grid, 0.75)
        theme.changed.connect(self._lay)
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        columns = 2 if self.width() >= theme.em(NARROW_EMS) else 1
        if columns == self._columns:
            return
        self._columns = columns
        for number, part in enumerate(self._parts):
            self._grid.addWidget(part, number // columns, number % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
