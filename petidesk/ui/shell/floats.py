"""Floating cards above the foot of the window: a success in words for some seconds, and work under way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, QTimer
from PySide6.QtGui import QColor, QRegion
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from petidesk.ui import work
from petidesk.ui.look import controls, feet, icons
from petidesk.ui.look.theme import role, sized, spaced, theme
from petidesk.ui.shell.free_place import place, taken

SHOWN_MS = 7000
# While a card floats it gives way to a bar of buttons that comes up below it.
GIVES_WAY_MS = 150


def _shadow(widget: QWidget) -> None:
    effect = QGraphicsDropShadowEffect(widget)
    effect.setBlurRadius(theme.em(1.5))
    effect.setOffset(0, theme.em(0.25))
    colour = QColor(theme.color("text"))
    colour.setAlpha(60)
    effect.setColor(colour)
    widget.setGraphicsEffect(effect)


class _Card(QFrame):
    def __init__(self) -> None:
        super().__init__()
        role(self, "card")
        self.row = QHBoxLayout(self)
        self.fit(False)

    def fit(self, slim: bool) -> None:
        """As low as its words and buttons, where there is little room."""
        around = 0.0 if slim else 0.5
        spaced(self.row, 0.75, (1, around, 0.5, around))


class _Message(_Card):
    def __init__(
        self, text: str, action: str, call: Callable[[], object] | None, away: Callable[[QWidget], None], done: bool
    ) -> None:
        super().__init__()
        self.setAccessibleName(text)
        row = self.row
        picture = controls.label()
        self.done = done
        icons.put(picture, *(("circle-check", "leaf") if done else ("alert-triangle", "amber")))
        row.addWidget(picture)
        words = controls.label(text, wrap=len(text) > 24)
        row.addWidget(words, 1)
        if action and call is not None:
            row.addWidget(controls.button(action, lambda: self._act(away, call), icon="undo"))
        row.addWidget(controls.icon_button("x", self.tr("收起"), lambda: away(self)))
        QTimer.singleShot(SHOWN_MS, self, lambda: away(self))

    def _act(self, away: Callable[[QWidget], None], call: Callable[[], object]) -> None:
        away(self)
        call()


class _Progress(_Card):
    def __init__(self, ticket: work.Ticket) -> None:
        super().__init__()
        row = self.row
        row.addWidget(controls.label(ticket.title))
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(ticket.title)
        sized(self._bar, min_width=8)
        row.addWidget(self._bar, 1)
        if ticket.cancellable:
            self._stop = controls.button(self.tr("取消"), lambda: self._cancel(ticket))
            row.addWidget(self._stop)
        ticket.advanced.connect(self._advance)

    def _advance(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(done)

    def _cancel(self, ticket: work.Ticket) -> None:
        ticket.cancel()
        self._stop.setEnabled(False)
        self._stop.setText(self.tr("正在停下"))


class Floats(QWidget):
    """The column of floating cards, in the lower right of `host` or where else nothing is covered; no page moves."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._column = QVBoxLayout(self)
        spaced(self._column, 0.5, (0.5, 0.5, 0.5, 0.5))
        self._slim = False
        self._lights: QWidget | None = None
        self._size = QSize()
        # For which size, and with what around, a place was looked for last; what was found.
        self._asked = QSize(), QRegion()
        self._free: QPoint | None = None
        self._works: dict[work.Ticket, _Progress] = {}
        self._message: _Message | None = None
        self._fresh: tuple[str, Callable[[], object]] | None = None
        self._watch = QTimer(self)
        self._watch.setInterval(GIVES_WAY_MS)
        self._watch.timeout.connect(self._place)
        host.installEventFilter(self)
        work.board().slow.connect(self._slow)
        work.board().ended.connect(self._ended)
        theme.changed.connect(self._place)
        self.hide()

    def saved(self, text: str, action: str, call: Callable[[], object]) -> None:
        """Something was saved, and this takes it back; where its page has better words they stand on the same card."""
        self.say(text, action, call)
        self._fresh = action, call

    def forget(self) -> None:
        """The office is left: what was said of it, and its way back, goes. Work under way is shown until it ends."""
        self._fresh = None
        if self._message is not None:
            self._away(self._message)

    def settle(self) -> None:
        """What was saved last is no longer to be taken back from a card."""
        self._fresh = None

    def say(self, text: str, action: str = "", call: Callable[[], object] | None = None) -> None:
        """Show a short success; the newest replaces the one before it."""
        if not action and self._fresh is not None:
            action, call = self._fresh
        self._fresh = None
        self._show(_Message(text, action, call, self._away, done=True))

    def refuse(self, text: str) -> None:
        """Say what was not done, or must be done first: no tick stands before it."""
        self._show(_Message(text, "", None, self._away, done=False))

    def _show(self, message: _Message) -> None:
        if self._message is not None:
            self._away(self._message)
        self._message = message
        self._add(message)

    @property
    def ticked(self) -> bool:
        """Whether what is said last was done."""
        return self._message is not None and self._message.done

    def shown(self) -> list[str]:
        """What the cards say, for tests and for screen readers."""
        texts = [ticket.title for ticket in self._works]
        return texts if self._message is None else [*texts, self._message.accessibleName()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """A card knows its size only when it is shown: then the column takes its place again."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return handled

    def _slow(self, ticket: work.Ticket) -> None:
        self._works[ticket] = _Progress(ticket)
        self._add(self._works[ticket])

    def _ended(self, ticket: work.Ticket) -> None:
        made = self._works.pop(ticket, None)
        if made is not None:
            self._away(made)

    def _add(self, part: QWidget) -> None:
        _shadow(part)
        self._column.addWidget(part)
        self._make_slim(False)
        self._place()

    def _away(self, part: QWidget) -> None:
        if part is self._message:
            self._message = self._fresh = None
        self._column.removeWidget(part)
        self._make_slim(False)
        part.hide()
        part.deleteLater()
        self._place()

    def _place(self) -> None:
        if self._column.count() == 0:
            self._watch.stop()
            self.hide()
            return
        if not self._slim:
            self._size = self._measured()
        corner = self._corner(self._size)
        if (corner is None) != self._slim:
            self._make_slim(corner is None)
        size = self._measured() if self._slim else self._size
        self.setGeometry(QRect(self._strip(size) if corner is None else corner, size))
        self._watch.start()
        self.show()
        self.raise_()

    def _measured(self) -> QSize:
        self._column.activate()
        host = self._host.width()
        width = host - theme.em(1) if self._slim else min(max(self.sizeHint().width(), theme.em(16)), host)
        high = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        foot = self._lights.height() if self._slim and self._lights is not None else high
        return QSize(width, foot if high - foot <= theme.em(0.25) else high)

    def over(self, lights: QWidget) -> None:
        """The line of lights, over which a card stands where no other place is free."""
        self._lights = lights

    def _make_slim(self, slim: bool) -> None:
        """A slim card stands over the lights at the foot of the window, where no other place is free."""
        self._slim = slim
        around = 0.0 if slim else 0.5
        spaced(self._column, 0.5, (0.5, around, 0.5, around))
        for part in self.findChildren(_Card):
            part.fit(slim)

    def _corner(self, size: QSize) -> QPoint | None:
        """Where nothing is covered, near the lower right: the card stays where it is as long as that holds."""
        host = self._host
        covered = taken(host, self)
        for bar in feet.tops(host):
            covered += bar
        if self.isVisible() and self.size() == size and not covered.intersects(self.geometry()):
            return self.pos()
        if (size, covered) != self._asked:
            self._asked = size, covered
            self._free = place(size, QRect(0, 0, host.width() - theme.em(0.5), host.height() - theme.em(2.5)), covered)
        return self._free

    def _strip(self, size: QSize) -> QPoint:
        """Over the lights, unless that covers a bar of buttons, too."""
        left, top = self._host.width() - size.width() - theme.em(0.5), self._host.height() - size.height()
        if any(bar.intersects(QRect(QPoint(left, top), size)) for bar in feet.tops(self._host)):
            top = self._floor(left, size.height()) - size.height()
        return QPoint(left, top)

    def _floor(self, left: int, height: int) -> int:
        """Where no place is free: the lowest line on which they stand above every bar of buttons."""
        floor = self._host.height() - theme.em(2.5)
        below = sorted((bar for bar in feet.tops(self._host) if bar.right() > left), key=QRect.top, reverse=True)
        for bar in below:
            if bar.top() < floor and bar.bottom() > floor - height:
                floor = bar.top()
        return max(floor, height)
