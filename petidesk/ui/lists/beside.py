"""A list and what is open of it: beside the list where there is room, over it in a narrow window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from petidesk.ui.lists.row_table import RowTable
from petidesk.ui.look.theme import theme


class Beside(QSplitter):
    """The list at the left, what is open at the right. `turned`: it was opened or closed, the page looks for room."""

    turned = Signal()

    def __init__(
        self,
        side: QWidget,
        table: RowTable,
        detail: QWidget,
        *,
        room: float,
        wanted: float,
        shares: tuple[int, int],
    ) -> None:
        """`room`: from this width of the page on, in ems, both stand; `detail` then gets the ems `wanted`.

        `shares`: how room that is added later is dealt out.
        """
        super().__init__(Qt.Orientation.Horizontal)
        self._side = side
        self._table = table
        self._detail = detail
        self._room = room
        self._wanted = wanted
        self._dealt = False
        self.setChildrenCollapsible(False)
        for place, part in enumerate((side, detail)):
            self.addWidget(part)
            self.setStretchFactor(place, shares[place])
        detail.hide()

    def open(self) -> None:
        """Show what was opened and go there."""
        self._detail.show()
        self.turned.emit()
        self._detail.setFocus()

    def close_detail(self) -> None:
        """Back to the list alone."""
        self._detail.hide()
        self.turned.emit()

    def step_over(self, enter: Callable[[int], None]) -> None:
        """F3: from the list into what is open, and back; `enter` opens the row that the cursor stands on."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self._detail.isAncestorOf(focus)
        if self._detail.isVisible() and self._side.isVisible() and inside:
            self._table.setFocus()
        elif self._detail.isVisible():
            self._detail.setFocus()
        elif (current := self._table.current_id()) is not None:
            enter(current)

    def fit(self, width: int, *, alone: bool = False) -> bool:
        """Deal out the width of the page; `alone`: what is open wants all of it. True when there is room for both."""
        beside = width >= self._room * theme.em(1) and not alone
        shown = not self._detail.isHidden()
        self._side.setVisible(beside or not shown)
        if beside and shown and not self._dealt:
            self._dealt = True
            detail = theme.em(self._wanted)
            self.setSizes([self.width() - detail, detail])
        self._table.spare(beside and shown)
        return beside
