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
        *,
        room: float,
        wanted: float,
        shares: tuple[int, int],
    ) -> None:
        """`room`: from this width of the page on, in ems, both stand; what is open then gets the ems `wanted`.

        `shares`: how room that is added later is dealt out.
        """
        super().__init__(Qt.Orientation.Horizontal)
        self._side = side
        self._table = table
        self._detail: QWidget | None = None
        self._room = room
        self._wanted = wanted
        self._shares = shares
        self._dealt = False
        self.setChildrenCollapsible(False)
        self.addWidget(side)
        self.setStretchFactor(0, shares[0])

    def take(self, detail: QWidget) -> None:
        """What will be open; it is put beside the list and not shown yet."""
        self._detail = detail
        detail.hide()
        self.addWidget(detail)
        self.setStretchFactor(1, self._shares[1])

    def open(self) -> None:
        """Show what was opened and go there."""
        if self._detail is not None:
            self._detail.show()
            self.turned.emit()
            self._detail.setFocus()

    def close_detail(self) -> None:
        """Back to the list alone."""
        if self._detail is not None:
            self._detail.hide()
            self.turned.emit()

    def shows_detail(self) -> bool:
        """Whether something is open."""
        return self._detail is not None and not self._detail.isHidden()

    def step_over(self, enter: Callable[[int], None]) -> None:
        """F3: from the list into what is open, and back; `enter` opens the row that the cursor stands on."""
        focus, detail = QApplication.focusWidget(), self._detail
        if detail is not None and detail.isVisible():
            inside = focus is not None and detail.isAncestorOf(focus)
            (self._table if inside and self._side.isVisible() else detail).setFocus()
        elif (current := self._table.current_id()) is not None:
            enter(current)

    def fit(self, width: int, *, alone: bool = False) -> bool:
        """Deal out the width of the page; `alone`: what is open wants all of it. True when there is room for both."""
        beside = width >= self._room * theme.em(1) and not alone
        shown = self.shows_detail()
        self._side.setVisible(beside or not shown)
        if beside and shown and not self._dealt:
            self._dealt = True
            detail = theme.em(self._wanted)
            self.setSizes([self.width() - detail, detail])
        self._table.spare(beside and shown)
        return beside
