"""What arranges other parts: a scroll area, a stack of pages, buttons that flow into lines, a list of wrapped lines."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from petidesk.ui.look.theme import ROW, polished, role, theme


class Scroll(QScrollArea):
    """Scrolls down only: what is in it is always as wide as the room there is.

    What is in it is measured, and the style sheet asked about it, only when it is about to show. Asked before, Qt asks
    again for every widget of it whenever the scroll area or what that stands in gets a new parent (measured: a third
    of the making of a page).
    """

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        role(inner, "scrolled")
        inner.setParent(self.viewport())
        self.viewport().setAutoFillBackground(False)
        self._waiting: QWidget | None = inner

    def setWidget(self, inner: QWidget) -> None:
        """Put this in, in the place of what was there."""
        if self._waiting is not None and self._waiting is not inner:
            self._waiting.deleteLater()
        self._waiting = None
        super().setWidget(inner)
        inner.setAutoFillBackground(False)

    def widget(self) -> QWidget | None:
        """What scrolls."""
        return self._waiting or super().widget()

    def event(self, event: QEvent) -> bool:
        """About to show: take in what waits."""
        done = super().event(event)
        if event.type() == QEvent.Type.Polish and self._waiting is not None:
            self.setWidget(self._waiting)
        return done


class Stack(QStackedWidget):
    """Pages one over the other. While it turns from one to the other Qt moves the keys, and nobody meant it.

    `turning` says so to the owner of the keys (ui/shell/focus.py), `opening` which page is shown for the first time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.turning = False
        self.opening: QWidget | None = None

    def addWidget(self, page: QWidget) -> int:
        """Take a page in, behind the one in front, which is not painted anew for it: the room that it says that it has
        before it was ever shown is somewhere else.
        """
        if self.count() and not self.isAncestorOf(page):
            page.move(-page.width(), -page.height())
        return super().addWidget(page)

    def setCurrentWidget(self, page: QWidget) -> None:
        """Turn to a page that it holds."""
        self._turn(page, lambda: super(Stack, self).setCurrentWidget(page))

    def setCurrentIndex(self, place: int) -> None:
        """Turn to the page in this place."""
        self._turn(self.widget(place), lambda: super(Stack, self).setCurrentIndex(place))

    def removeWidget(self, page: QWidget) -> None:
        """Take a page out; another one comes to the front."""
        self._turn(None, lambda: super(Stack, self).removeWidget(page))

    def _turn(self, page: QWidget | None, turn: Callable[[], None]) -> None:
        before = self.currentWidget()
        if before is not None:
            before.setProperty("seen", True)
        self.opening = page if page is not None and not page.property("seen") else None
        self.turning = True
        turn()
        self.turning = False
        if page is not None:
            page.setProperty("seen", True)


# After these a part may need another room than before.
_OTHER_NEEDS = frozenset(
    (
        QEvent.Type.LayoutRequest,
        QEvent.Type.Polish,
        QEvent.Type.StyleChange,
        QEvent.Type.FontChange,
        QEvent.Type.Show,
    )
)


class Flow(QWidget):
    """Children side by side, on the next line where the width ends; for chips, filters and buttons.

    Layouts around it ask for its height hundreds of times while a page is shown: what its parts need is asked of them
    once in a turn of the event loop.
    """

    def __init__(self, spacing: float = 0.5) -> None:
        super().__init__()
        self._spacing = spacing
        self._parts: list[QWidget] = []
        self._growing: dict[QWidget, int] = {}
        self._sizes: list[tuple[QWidget, QSize]] | None = None
        self._heights: dict[int, int] = {}
        # The parts with their sizes as they were placed last.
        self._placed: list[tuple[QWidget, QSize]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._again)

    def add(self, part: QWidget, grows: int = 0) -> None:
        """Put a widget at the end. What is left of its line goes to those that grow, in proportion."""
        part.setParent(self)
        self._parts.append(part)
        if grows:
            self._growing[part] = grows
        if part.isHidden():
            part.show()
        self._again()

    def clear(self) -> None:
        """Remove all."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts.clear()
        self._growing.clear()
        self._again()

    def gap(self) -> int:
        """Pixels between two parts."""
        return theme.em(self._spacing)

    def parts(self) -> list[QWidget]:
        """The widgets in their order."""
        return list(self._parts)

    def again(self) -> None:
        """Lay out anew after a part was shown, hidden or got another text."""
        self._again()

    def event(self, event: QEvent) -> bool:
        """Its parts are asked anew after what may change their needs, and placed anew where one has other needs."""
        if event.type() in _OTHER_NEEDS:
            self._forget()
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            lines = self._lines(self.width(), self.gap())
            if [each for line in lines for each in line] != self._placed:
                self._again()
        return super().event(event)

    def _forget(self) -> None:
        self._sizes = None
        self._heights.clear()

    def _shown(self) -> list[tuple[QWidget, QSize]]:
        """The parts that are shown with the sizes they ask for."""
        if self._sizes is None:
            self._sizes = [(part, part.sizeHint()) for part in self._parts if not part.isHidden()]
            QTimer.singleShot(0, self, self._forget)
        return self._sizes

    def _again(self) -> None:
        self._forget()
        # Before its first showing it has no width yet, and the first resize lays it out.
        if polished(self):
            self._lay(self.width(), True)
        if self.isVisible():
            self._keep_height()
        self.updateGeometry()

    def _lay(self, width: int, place: bool) -> int:
        gap = theme.em(self._spacing)
        y = 0
        lines = self._lines(width, gap)
        if place:
            self._placed = [each for line in lines for each in line]
        for line in lines:
            height = max(size.height() for _part, size in line)
            x = 0
            left = width - sum(size.width() + gap for _part, size in line) + gap
            shares = sum(self._growing.get(part, 0) for part, _size in line)
            for part, size in line if place else ():
                # Lower ones stand in the middle of their line.
                top = y + (height - size.height()) // 2
                wide = size.width() + (left * self._growing.get(part, 0) // shares if shares and left > 0 else 0)
                part.setGeometry(QRect(x, top, min(wide, width), size.height()))
                x += wide + gap
            y += height + gap
        return max(y - gap, 0)

    def _lines(self, width: int, gap: int) -> list[list[tuple[QWidget, QSize]]]:
        """The parts that are shown with their sizes, line by line."""
        lines: list[list[tuple[QWidget, QSize]]] = []
        x = 0
        for part, asked in self._shown():
            size = asked.expandedTo(part.minimumSize()).boundedTo(part.maximumSize())
            if not lines or x + size.width() > width:
                lines.append([])
                x = 0
            lines[-1].append((part, size))
            x += size.width() + gap
        return lines

    def heightForWidth(self, width: int) -> int:
        """The height that the parts need at this width."""
        if width not in self._heights:
            self._shown()  # what is kept now is forgotten with the turn
            self._heights[width] = self._lay(width, False)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """All in one line."""
        gap = theme.em(self._spacing)
        shown = self._shown()
        width = sum(size.width() + gap for _part, size in shown) - gap if shown else 0
        return QSize(width, self.heightForWidth(max(self.width(), 1)) if self.width() else 0)

    def minimumSizeHint(self) -> QSize:
        """The widest part."""
        widest = max((size.width() for _part, size in self._shown()), default=0)
        return QSize(widest, self.heightForWidth(max(self.width(), widest)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        super().resizeEvent(event)
        self._lay(self.width(), True)
        self._keep_height()

    def _keep_height(self) -> None:
        """As high as its lines, also when they become fewer at the same width."""
        high = self.heightForWidth(self.width())
        if self.minimumHeight() != high:
            self.setMinimumHeight(high)


# Beside the words, in ems: padding and the icon or the tick.
BESIDE = 3.0
AROUND = 0.7


class WrappedList(QListWidget):
    """Call `fit` after lines were added; a change of width or of the font does it by itself."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower is higher."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give every line its height."""
        metrics = QFontMetrics(theme.font())
        room = QRect(0, 0, max(self.viewport().width() - theme.em(BESIDE), theme.em(4)), 100_000)
        flags = Qt.TextFlag.TextWordWrap.value | Qt.TextFlag.TextWrapAnywhere.value
        quiet = self.blockSignals(True)
        for row in range(self.count()):
            item = self.item(row)
            high = metrics.boundingRect(room, flags, item.text()).height() + theme.em(AROUND)
            wanted = QSize(theme.em(4), max(high, theme.em(ROW)))
            if item.sizeHint() != wanted:
                item.setSizeHint(wanted)
        self.blockSignals(quiet)
        self.scheduleDelayedItemsLayout()
