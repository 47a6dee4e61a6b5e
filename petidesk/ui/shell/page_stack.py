"""Where the pages stand, and a paper that belongs to none of them in front of the one that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from petidesk.ui.look import containers
from petidesk.ui.look.theme import spaced, theme

if TYPE_CHECKING:
    from petidesk.ui.paper.preview import PreviewPanel
    from petidesk.ui.paper.printout import Printout
    from petidesk.ui.seat import Seat


class PageStack(containers.Stack):
    """The pages. One that asks for more than there is must scroll: it never makes the window larger than the screen."""

    # What became of a paper that was printed.
    said = Signal(str)

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self._seat = seat
        self._preview: PreviewPanel | None = None
        self._page: QWidget | None = None

    def minimumSizeHint(self) -> QSize:
        """Small, whatever the pages would like."""
        return QSize(theme.em(12), theme.em(8))

    def show_paper(self, printout: Printout) -> None:
        """A paper in front of the page; closing it goes back to the page."""
        if self._preview is None:
            from petidesk.ui.paper.preview import PreviewPanel

            self._preview = PreviewPanel(self._seat)
            if (layout := self._preview.layout()) is not None:
                spaced(layout, 0.75, (1.25, 0.5, 1.25, 0.5))
            self._preview.closed.connect(self._close)
            self._preview.printed.connect(self.said)
            escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._preview)
            escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            escape.activated.connect(self._close)
            self.addWidget(self._preview)
        if self.currentWidget() is not self._preview:
            self._page = self.currentWidget()
            self.setCurrentWidget(self._preview)
        self._preview.show_printout(printout)

    def _close(self) -> None:
        if self._page is not None and self.indexOf(self._page) >= 0:
            self.setCurrentWidget(self._page)
