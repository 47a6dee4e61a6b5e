"""A page of tabs under one quiet head, with the preview of a paper over everything: 台账, 领导接待日."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from petidesk.ui.look.theme import spaced
from petidesk.ui.paper.preview import PreviewPanel
from petidesk.ui.paper.printout import Printout
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


class TabPage(Page):
    """Head with the tabs (Alt+1, Alt+2 ...), `stack` for what they show, `preview` in front of both when asked for.

    A page says which tab it makes (`turn`), and what comes back to the front when the preview closes.
    """

    def __init__(self, desk: Desk, seat: Seat, tabs: Sequence[tuple[str, str]]) -> None:
        """`tabs`: key and words of each."""
        super().__init__(desk, seat)
        self._keys = [key for key, _words in tabs]
        self.head = QWidget()
        self.head_row = QHBoxLayout(self.head)
        spaced(self.head_row, 0, (1.25, 0.25, 1.25, 0.25))
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(self.tr("看什么"))
        for place, (key, words) in enumerate(tabs):
            self.tabs.addTab(words)
            self.tabs.setTabToolTip(place, f"Alt+{place + 1}")
            shortcut = QShortcut(QKeySequence(f"Alt+{place + 1}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.turn, key))
        self.head_row.addWidget(self.tabs)
        self.stack = QStackedWidget()
        self.preview = PreviewPanel(seat)
        self.preview.closed.connect(self._close_preview)
        self.preview.printed.connect(self._printed)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.preview)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._close_preview)
        self.front = QStackedWidget()
        spaced(self.body, 0)
        self.body.addWidget(self.front)
        self.tabs_side = QWidget()
        self.front.addWidget(self.tabs_side)
        column = QVBoxLayout(self.tabs_side)
        spaced(column, 0)
        column.addWidget(self.head)
        column.addWidget(self.stack, 1)
        self.front.addWidget(self.preview)
        self.tabs.currentChanged.connect(lambda place: self._turned(self._keys[place]))

    @property
    def current(self) -> str:
        """Which tab is in front."""
        return self._keys[self.tabs.currentIndex()]

    def turn(self, key: str, route: Route | None = None) -> None:
        """Bring a tab to the front with what it shall show."""
        raise NotImplementedError

    def mark(self, key: str) -> None:
        """Mark the tab in the bar, which asks for nothing."""
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(self._keys.index(key))
        self.tabs.blockSignals(False)

    def _turned(self, key: str) -> None:
        """Somebody pressed a tab."""
        self.turn(key)

    def show_printout(self, printout: Printout) -> None:
        """A paper with a preview over everything."""
        self.front.setCurrentWidget(self.preview)
        self.preview.show_printout(printout)

    def _printed(self, words: str) -> None:
        self.message.emit(words)

    def _close_preview(self) -> None:
        raise NotImplementedError
