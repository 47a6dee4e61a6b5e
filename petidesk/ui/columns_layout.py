"""Two columns where there is room, one where there is not: how the fields of a form stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from petidesk.ui.theme import spaced, theme

UNITS = 12
# Narrower than this, in ems, every field has a line of its own.
TWO_FROM = 30.0
GUTTER = 1.0


class FormGrid(QWidget):
    """Fields in the order of reading. Each takes so many of the twelve units of a row, or the whole row when narrow."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[tuple[QWidget, int]] = []
        self._wide = True
        self._grid = QGridLayout(self)
        spaced(self._grid, 0.5)
        for unit in range(UNITS):
            self._grid.setColumnStretch(unit, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._look)

    def add(self, field: QWidget, units: int = 6) -> None:
        """Put a field at the end."""
        self._items.append((field, units))
        self._lay()

    def swap(self, old: QWidget, new: QWidget) -> None:
        """Put `new` in the place of `old`, which leaves the grid."""
        self._items = [(new if field is old else field, units) for field, units in self._items]
        self._grid.removeWidget(old)
        before = new.parentWidget()
        if isinstance(before, FormGrid):
            before._grid.removeWidget(new)
        self._lay()

    def fields(self) -> list[QWidget]:
        """The fields in their order."""
        return [field for field, _ in self._items]

    def again(self) -> None:
        """Lay out anew after a field was shown or hidden."""
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        super().resizeEvent(event)
        self._look()

    def _look(self) -> None:
        self._grid.setHorizontalSpacing(theme.em(GUTTER))
        wide = self.width() >= theme.em(TWO_FROM)
        if wide != self._wide:
            self._wide = wide
            self._lay()

    def _lay(self) -> None:
        row = used = 0
        for field, units in self._items:
            self._grid.removeWidget(field)
            if field.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide) and field.isHidden():
                continue
            span = units if self._wide else UNITS
            if used + span > UNITS:
                row, used = row + 1, 0
            self._grid.addWidget(field, row, used, 1, span)
            used += span
