"""The list of petitioners above the editor: names side by side, representatives marked in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget

from petidesk.domain.visits.typed import PetitionerForm
from petidesk.ui.look.theme import role, theme

# So many lines of names before the list scrolls.
LINES = 3


class PeopleList(QListWidget):
    """Arrow keys choose, Space marks a representative, Delete takes the person off, Enter goes to the name."""

    picked = Signal(int)
    marked = Signal(int)
    dropped = Signal(int)
    # Enter or a click: on to the fields of the marked person
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, "names")
        self.setAccessibleName(self.tr("来访人名单。空格键标记代表，Delete 键删去。"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(2)
        self._quiet = False
        self.itemClicked.connect(lambda _: self.entered.emit())
        self.currentRowChanged.connect(self._row_changed)
        theme.changed.connect(self._fit)

    def show_people(self, people: Sequence[PetitionerForm], current: int) -> None:
        """Show the names in their order, `current` marked."""
        self._quiet = True
        while self.count() > len(people):
            self.takeItem(self.count() - 1)
        for row, person in enumerate(people):
            name = self.tr("匿名") if person.anonymous else person.name.strip() or self.tr("未填姓名")
            text = f"{row + 1} {name}" + (self.tr("（代表）") if person.representative else "")
            if row >= self.count():
                self.addItem(text)
            elif self.item(row).text() != text:
                self.item(row).setText(text)
        self.setCurrentRow(current)
        self._quiet = False
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, Delete and Enter act on the marked person."""
        if event.key() == Qt.Key.Key_Space:
            self.marked.emit(self.currentRow())
        elif event.key() == Qt.Key.Key_Delete:
            self.dropped.emit(self.currentRow())
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as the lines of names, up to a few."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """No taller than it has to be."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _fit(self) -> None:
        if not self.count():
            return
        bottom = max(self.visualItemRect(self.item(row)).bottom() for row in range(self.count()))
        top = min(self.visualItemRect(self.item(row)).top() for row in range(self.count()))
        line = self.visualItemRect(self.item(0)).height() + 4
        height = min(bottom - top + 5, line * LINES) + 2 * self.frameWidth() + 2
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def _row_changed(self, row: int) -> None:
        if not self._quiet and row >= 0:
            self.picked.emit(row)
