"""A page of tabs under one quiet head, with the preview of a paper over everything: 台账, 领导接待日."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from petidesk.ui.look import containers
from petidesk.ui.look.later import Later
from petidesk.ui.look.stops import beginning
from petidesk.ui.look.theme import spaced
from petidesk.ui.paper.preview import PreviewPanel
from petidesk.ui.paper.printout import Printout
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: its words (a text of the context `context`), its help page, where its class stands, what it shows."""

    key: str
    context: str
    words: object
    help_name: str
    module: str
    name: str
    routes: tuple[type[Route], ...] = ()


class TabPage(Page):
    """Head with the tabs (Alt+1, Alt+2 ...), `stack` for what they show, `preview` in front of both when asked for.

    A page makes its tabs (`make`), and says what comes back to the front when the preview closes.
    """

    def __init__(self, desk: Desk, seat: Seat, tabs: Sequence[Tab]) -> None:
        super().__init__(desk, seat)
        self._kinds = {tab.key: tab for tab in tabs}
        self._keys = list(self._kinds)
        self._tabs: dict[str, Page] = {}
        self.head = QWidget()
        self.head_row = QHBoxLayout(self.head)
        spaced(self.head_row, 0, (1.25, 0.25, 1.25, 0.25))
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(self.tr("看什么"))
        for place, (key, kind) in enumerate(self._kinds.items()):
            self.tabs.addTab(translate(kind.context, str(kind.words)))
            self.tabs.setTabToolTip(place, f"Alt+{place + 1}")
            shortcut = QShortcut(QKeySequence(f"Alt+{place + 1}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.turn, key))
        self.head_row.addWidget(self.tabs)
        self.stack = containers.Stack()
        self.front = containers.Stack()
        spaced(self.body, 0)
        self.body.addWidget(self.front)
        self.tabs_side = QWidget()
        self.front.addWidget(self.tabs_side)
        column = QVBoxLayout(self.tabs_side)
        spaced(column, 0)
        column.addWidget(self.head)
        column.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(lambda place: self._turned(self._keys[place]))

    @Later
    def preview(self) -> PreviewPanel:
        """The paper in front of the tabs."""
        made = PreviewPanel(self.seat)
        if (layout := made.layout()) is not None:
            spaced(layout, 0.75, (1.25, 0.5, 1.25, 0.5))
        made.closed.connect(self._close_preview)
        made.printed.connect(self._printed)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), made)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._close_preview)
        self.front.addWidget(made)
        return made

    @property
    def current(self) -> str:
        """Which tab is in front."""
        return self._keys[self.tabs.currentIndex()]

    # ---- tabs ------------------------------------------------------------------------------------------------------

    @abstractmethod
    def make(self, kind: Callable[..., Page], tab: Tab) -> Page:
        """A tab of that class, made with what this page gives its tabs."""

    def tab(self, key: str) -> Page:
        """A tab, made at the first visit."""
        if key not in self._tabs:
            found = self._kinds[key]
            kind: Callable[..., Page] = getattr(import_module(f"petidesk.ui.{found.module}"), found.name)
            made = self.make(kind, found)
            made.message.connect(self.message)
            made.denied.connect(self.denied)
            made.looked.connect(self.looked)
            made.offer.connect(self.offer)
            made.saved.connect(self.saved)
            made.go.connect(self._go)
            made.print_wanted.connect(self.show_printout)
            self._tabs[key] = made
            self.stack.addWidget(made)
        return self._tabs[key]

    def first_stop(self) -> QWidget | None:
        """Where its tab in front begins."""
        tab = self.stack.currentWidget()
        return (tab.first_stop() or beginning(tab)) if isinstance(tab, Page) else None

    def shows(self, route: Route | None) -> str | None:
        """The key of the tab that shows a route; None where none does."""
        return next((tab.key for tab in self._kinds.values() if type(route) in tab.routes), None)

    def returned(self) -> None:
        """To the paper that was refused for a setting, else to the tab that stood here."""
        if self.front.currentWidget() is self.preview:
            self.preview.take_focus()
        else:
            self.tab(self.current).returned()

    def prepare(self, route: Route | None) -> Iterator[Callable[[], object]]:
        """The tab that will be in front, and what it needs."""
        key = self.shows(route) or self.current
        yield lambda: self.tab(key)
        yield from self.tab(key).prepare(route)

    def turn(self, key: str, route: Route | None = None) -> None:
        """Bring a tab to the front with what it shall show; F1 then tells of this tab."""
        self.help_name = self._kinds[key].help_name  # type: ignore[misc]
        self.mark(key)
        tab = self.tab(key)
        self.stack.setCurrentWidget(tab)
        self.turned(key)
        tab.opened(route)

    def turned(self, key: str) -> None:
        """A tab came to the front; it is shown next what it was asked for."""

    def forget_tabs(self) -> None:
        """The tabs are made anew at their next visit; what is typed in them is kept."""
        for tab in self._tabs.values():
            tab.closing()
            self.stack.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._tabs.clear()

    def _go(self, route: Route) -> None:
        """What belongs to this page stays in it."""
        if route.page == self.key:
            self.opened(route)
        else:
            self.go.emit(route)

    def closing(self) -> None:
        """What is typed in any tab is kept."""
        for tab in self._tabs.values():
            tab.closing()

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

    @abstractmethod
    def _close_preview(self) -> None: ...
