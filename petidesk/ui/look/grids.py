"""Fields two by two; one below the other where the width does not hold two."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from petidesk.ui.look.theme import polished, spaced, theme

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


UNITS = 12
# Narrower than this, in ems, every field has a line of its own.
TWO_FROM = 28.0
GUTTER = 1.0


class FormGrid(QWidget):
    """Fields in the order of reading. Each takes so many of the twelve units of a row, or the whole row when narrow."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[tuple[QWidget, int]] = []
        self._wide = True
        self._grid = QGridLayout(self)
        spaced(self._grid, 0.35)
        for unit in range(UNITS):
            self._grid.setColumnStretch(unit, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._look)

    def add(self, field: QWidget, units: int = 6) -> None:
        """Put a field at the end."""
        field.setParent(self)
        self._items.append((field, units))
        self._again()

    def swap(self, old: QWidget, new: QWidget) -> None:
        """Put `new` in the place of `old`, which leaves the grid."""
        self._items = [(new if field is old else field, units) for field, units in self._items]
        self._grid.removeWidget(old)
        before = new.parentWidget()
        if isinstance(before, FormGrid) and (grid := before.layout()) is not None:
            grid.removeWidget(new)
        new.setParent(self)
        new.show()
        self._again()

    def fields(self) -> list[QWidget]:
        """The fields in their order."""
        return [field for field, _ in self._items]

    def again(self) -> None:
        """Lay out anew after a field was shown or hidden."""
        self._again()

    def event(self, event: QEvent) -> bool:
        """About to show: lay out for the first time, once for all fields."""
        done = super().event(event)
        if event.type() == QEvent.Type.Polish:
            self._lay()
        return done

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest field alone: two columns give way to one."""
        widest = max((field.minimumSizeHint().width() for field, _ in self._items if not put_away(field)), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        super().resizeEvent(event)
        self._look()

    def _look(self) -> None:
        self._grid.setHorizontalSpacing(theme.em(GUTTER))
        wide = self.width() >= max(theme.em(TWO_FROM), self._two_need())
        if wide != self._wide:
            self._wide = wide
            self._lay()

    def _two_need(self) -> int:
        """The width at which no field is squeezed in its share of a row."""
        shares = [
            field.minimumSizeHint().width() * UNITS / units for field, units in self._items if not put_away(field)
        ]
        return round(max(shares, default=0)) + theme.em(GUTTER)

    def _again(self) -> None:
        if polished(self):
            self._lay()

    def _lay(self) -> None:
        row = used = 0
        for field, units in self._items:
            self._grid.removeWidget(field)
            if put_away(field):
                continue
            span = units if self._wide else UNITS
            if used + span > UNITS:
                row, used = row + 1, 0
            self._grid.addWidget(field, row, used, 1, span)
            self._grid.setAlignment(field, Qt.AlignmentFlag(0) if _grows(field) else Qt.AlignmentFlag.AlignTop)
            used += span


def put_away(field: QWidget) -> bool:
    """Hidden on purpose, not only because nothing is shown yet."""
    return field.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide) and field.isHidden()


def _grows(field: QWidget) -> bool:
    """Whether a field takes the height that is left (a statement); the others stay at the top of their row."""
    layout = field.layout()
    return layout is not None and bool(layout.expandingDirections() & Qt.Orientation.Vertical)
