"""The sheet of an open record: its timeline left, right its cards or what takes their place for a while."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.ui.look import containers
from petidesk.ui.look.theme import spaced, theme
from petidesk.ui.record.timeline import Timeline

# From this width on, in ems, the cards stand beside the timeline.
TWO_COLUMNS = 44.0
# So much of what scrolls is seen, in ems, however low the window is.
LEAST = 2.25


@dataclass(frozen=True, slots=True)
class Cards:
    """What stands on a sheet. In one column the timeline comes after so many parts (`place`), or last."""

    parts: Sequence[QWidget]
    timeline: Timeline | None = None
    place: int | None = None


class _Pages(containers.Stack):
    """One page in front; a menu or panel that waits behind it asks for no room of what is around."""

    def minimumSizeHint(self) -> QSize:
        """What the page in front needs; one that scrolls can do with little."""
        front = self.currentWidget()
        if front is None:
            return super().minimumSizeHint()
        needed = front.minimumSizeHint()
        return QSize(needed.width(), min(needed.height(), theme.em(LEAST))) if _scrolls(front) else needed


class Sheet(QWidget):
    """Shows the cards of one record in one column or two, or another page that is read in their place.

    `shared`: whether another page stands beside what is read now.
    """

    shared = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._build: Callable[[], Cards] | None = None
        self._cards: containers.Scroll | None = None
        self._wide: bool | None = None
        self.left: containers.Scroll | None = None
        self.facts: QWidget | None = None
        self.timeline: Timeline | None = None
        self._row = QHBoxLayout(self)
        spaced(self._row, 0.75)
        self.right = _Pages()
        self._blank = QWidget()  # before the first record, and until another one is read
        self.right.addWidget(self._blank)
        self._row.addWidget(self.right, 1)
        self.beside: QWidget | None = None
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.timeout.connect(self._fit)

    @property
    def page(self) -> QWidget:
        """What stands on the right now."""
        shown = self.right.currentWidget()
        assert shown is not None  # there is always one
        return shown

    def turn(self, page: QWidget, *, alone: bool = False) -> None:
        """Put a page on the right; `alone`: the timeline gives its room to it."""
        self.drop_beside()
        self.right.setCurrentWidget(page)
        if self.left is not None:
            self.left.setVisible(not alone)

    def put_beside(self, page: QWidget) -> None:
        """Put a page beside what is read: in place of the cards where a timeline stands, of all in a narrow one."""
        if self.beside is None:
            self._row.addWidget(page, 1)
        self.beside = page
        self._fit_beside()
        self.shared.emit(True)

    def drop_beside(self) -> None:
        """The sheet is as it was before `put_beside`."""
        beside, self.beside = self.beside, None
        if beside is not None:
            self._row.removeWidget(beside)
            beside.hide()
            self.right.show()
            if self.left is not None:
                self.left.show()
            self.shared.emit(False)

    def _fit_beside(self) -> None:
        if self.beside is None:
            return
        wide = self.width() >= TWO_COLUMNS * theme.em(1)
        self.right.setVisible(wide and self.left is None)
        if self.left is not None:
            self.left.setVisible(wide)
        self.beside.show()

    def read(self, page: QWidget) -> None:
        """This page is what is read, instead of cards."""
        self.right.addWidget(page)
        self.facts = page

    def show_cards(self, build: Callable[[], Cards], *, stay: bool) -> None:
        """Build the columns, and again whenever one becomes two; `stay` keeps how far they were scrolled."""
        self._build = build
        self._wide = self.width() >= TWO_COLUMNS * theme.em(1)
        scrolls = (self.left, self.facts)
        at = [scroll.verticalScrollBar().value() if stay and _scrolls(scroll) else 0 for scroll in scrolls]
        shown = self.timeline.shown if self.timeline is not None and stay else 0
        cards = build()
        parts = list(cards.parts)
        self.timeline = cards.timeline
        if self.left is not None:
            self._row.removeWidget(self.left)
            self.left.hide()
            self.left.deleteLater()
            self.left = None
        if self.timeline is not None:
            self.timeline.show_as_many(shown)
            if self._wide:
                self.left = containers.Scroll(_column(self.timeline))
                self._row.insertWidget(0, self.left, 1)
                self.left.show()
            else:
                parts.insert(len(parts) if cards.place is None else cards.place, self.timeline)
        self._put(containers.Scroll(_column(*parts)))
        for scroll, value in zip((self.left, self.facts), at, strict=True):
            if _scrolls(scroll):
                scroll.verticalScrollBar().setValue(value)
        self._fit_beside()

    def _put(self, facts: containers.Scroll) -> None:
        before, self.facts, self._cards = self.facts, facts, facts
        reading = before is None or self.page is before
        self.right.addWidget(facts)
        if reading:
            self.right.setCurrentWidget(facts)
        if before is not None:
            self.right.removeWidget(before)
            before.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two; built anew only when the layout has come to rest."""
        super().resizeEvent(event)
        self._resized.start()

    def _fit(self) -> None:
        two = self.timeline is not None and self._build is not None
        if two and (self.width() >= TWO_COLUMNS * theme.em(1)) != self._wide:
            assert self._build is not None
            self.show_cards(self._build, stay=True)
        self._fit_beside()

    def wait(self) -> None:
        """Another record is being read: the sheet is empty, whatever stood on it."""
        self.drop_beside()
        self._build = self.timeline = None
        self.right.setCurrentWidget(self._blank)
        left, cards = self.left, self._cards
        self.left = self._cards = None
        if cards is not None:
            self.right.removeWidget(cards)
            self.facts = None
        if left is not None:
            self._row.removeWidget(left)
        for part in (left, cards):
            if part is not None:
                part.hide()
                part.deleteLater()

    def read_on(self, pages: float) -> None:
        """Scroll the timeline (or all of it, in one column) by so many pages."""
        scroll = self.left or self.facts
        if _scrolls(scroll):
            bar = scroll.verticalScrollBar()
            bar.setValue(bar.value() + round(bar.pageStep() * pages))


def _scrolls(page: QWidget | None) -> TypeGuard[containers.Scroll]:
    return isinstance(page, containers.Scroll)


def _column(*parts: QWidget) -> QWidget:
    inner = QWidget()
    column = QVBoxLayout(inner)
    spaced(column, 0.75, (0, 0, 0.5, 0))
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return inner
