"""Enter goes to the next field, Shift+Enter back: one event filter for every input of a form.

An input method sends the text being composed as preedit text; the Enter that commits it belongs to the input method.
Most platforms swallow that key, some pass it on, before or just after the commit. All three are handled here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from petidesk.ui.look.grids import put_away

# An Enter this soon after a commit, in milliseconds, is the one that committed: nobody types so fast.
_SAME_KEY = 30

# Says of a widget that its Enter is followed already.
WATCHED = "enter_followed"
# Asked first with "is Shift held"; True means the input has used the Enter for itself.
TakeEnter = Callable[[bool], bool]
# Where Enter stops, in the order of reading; the chips of one question are one group.
Groups = Sequence[Sequence[QWidget]]


def in_sight(stop: QWidget) -> bool:
    """Whether neither the input nor what holds it was put away; a row that has just come is yet to be shown."""
    part: QWidget | None = stop
    while part is not None and not part.isWindow():
        if put_away(part):
            return False
        part = part.parentWidget()
    return True


def stop_of(group: Sequence[QWidget]) -> QWidget | None:
    """Where a group of chips, or a field, takes the keys: what is chosen there, else the first that is in sight."""
    shown = [stop for stop in group if stop.isEnabled() and in_sight(stop)]
    return next((stop for stop in shown if stop.property("checked")), shown[0] if shown else None)


def next_stop(groups: Groups, widget: QWidget, step: int) -> QWidget | None:
    """From `widget` one group on (`step` 1) or back (-1), past what is hidden."""
    place = next((place for place, group in enumerate(groups) if widget in group), 0)
    ahead = groups[place + 1 :] if step > 0 else reversed(groups[:place])
    return next((there for group in ahead if (there := stop_of(group)) is not None), None)


class FieldKeys(QObject):
    """Watches the inputs of one form and says when Enter asks for the next or the previous one."""

    forward = Signal(QWidget)
    back = Signal(QWidget)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._takers: dict[int, TakeEnter] = {}
        self._composing = False
        self._enter_seen = False
        self._committed = QElapsedTimer()

    def watch(self, widget: QWidget, take: TakeEnter | None = None) -> None:
        """Follow the keys of `widget`; `take` lets a list or a type-ahead use the Enter first."""
        widget.installEventFilter(self)
        widget.setProperty(WATCHED, True)
        if take is not None:
            self._takers[id(widget)] = take

    def walk(self, groups: Callable[[], Groups], end: Callable[[], object]) -> None:
        """Enter goes through the groups from one to the next and then to the `end`, Shift+Enter goes back."""

        def go(widget: QWidget, step: int) -> None:
            there = next_stop(groups(), widget, step)
            if there is not None:
                reason = Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
                there.setFocus(reason)
            elif step > 0:
                end()

        self.forward.connect(lambda widget: go(widget, 1))
        self.back.connect(lambda widget: go(widget, -1))

    def forget(self, widget: QWidget) -> None:
        """Stop following a widget that goes away (a removed row)."""
        widget.removeEventFilter(self)
        widget.setProperty(WATCHED, False)
        self._takers.pop(id(widget), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: follows composition, swallows the Enter keys that the form uses."""
        kind = event.type()
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._follow(event)
        elif kind == QEvent.Type.FocusOut:
            self._composing = False
        elif (
            kind == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QWidget)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            return self._enter(watched, event)
        return False

    def _follow(self, event: QInputMethodEvent) -> None:
        was = self._composing
        self._composing = bool(event.preeditString())
        if self._composing and not was:
            self._enter_seen = False
        if event.commitString() and was and not self._enter_seen:
            self._committed.start()

    def _enter(self, widget: QWidget, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = modifiers == Qt.KeyboardModifier.ShiftModifier
        if modifiers and not shift:
            return False
        if self._composing:
            self._enter_seen = True
            return True
        if event.isAutoRepeat() or (self._committed.isValid() and self._committed.elapsed() < _SAME_KEY):
            return True
        take = self._takers.get(id(widget))
        if take is not None and take(shift):
            return True
        (self.back if shift else self.forward).emit(widget)
        return True
