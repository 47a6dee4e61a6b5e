"""One owner of the focus: whatever takes the keys for a while gives them back to the widget that had them.

Nothing that closes says where the keys go. The owner remembers which widgets of the window had them, and when the one
that has them is gone (hidden, put away with its page of a `Stack`, disabled, built anew), it hands them to the last
that is still in sight: to the one that was built in its place, too. What opens for the first time begins in its first
empty field. The keys are never left on a page itself, nor on the side bar, where Qt would put them.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QWidget,
)

from petidesk.ui.forms.keys import in_sight
from petidesk.ui.look import containers
from petidesk.ui.look.stops import after, alive, beginning, put_out, takes_keys
from petidesk.ui.look.theme import theme
from petidesk.ui.shell.page import Page

# How many widgets are remembered: more than anything open at one time has stops of its own.
REMEMBERED = 48
# After so long what has come is laid out.
LAID_OUT_MS = 120


@dataclass(frozen=True, slots=True)
class _Held:
    """A widget that had the keys, and how to find what was built in its place."""

    widget: weakref.ref[QWidget]
    kind: type[QWidget]
    name: str
    around: tuple[weakref.ref[QWidget], ...]


def _name(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or words


def _lives(widget: QWidget | None) -> bool:
    """Whether it is there still, and not only until the event loop deletes it."""
    return alive(widget) and not put_out(widget)


class FocusOwner(QObject):
    """Owns the keys of one window. Pages come to the front with `enter`; all else it sees by itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._held: list[_Held] = []
        self._adrift = False
        self._waiting: QWidget | None = None
        self._had: _Held | None = None
        self._giving = False
        self._opened: list[weakref.ref[QWidget]] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._settle)
        self._shown = QTimer(self)
        self._shown.setSingleShot(True)
        self._shown.timeout.connect(self._show)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    # ---- what is seen ----------------------------------------------------------------------------------------------

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._giving or not shiboken6.isValid(self._window):
            return
        if new is None:
            # What had the keys may be dying just now: nothing around it is touched before it is dead.
            self._drift(at_once=False)
            return
        if new.window() is not self._window:
            return
        turning = self._turning(new) or (old is not None and self._turning(old))
        # A row that has just come is yet to be shown.
        meant = in_sight(new) and new.isEnabled() and not isinstance(new, Page)
        if turning or (not meant and new is not self._waiting):
            self._drift(at_once=not turning)
        else:
            self._adrift = False
            self._opened.clear()
            self._hold(new)
            if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
                self._shown.start(0)

    def _show(self) -> None:
        """Whatever has the keys by another way than a press of the mouse is in sight."""
        if self._shown.interval() == 0:
            self._shown.start(LAID_OUT_MS)  # a row that has just come has its place then
        now = self._window.focusWidget()
        part = now.parentWidget() if now is not None else None
        while part is not None and now is not None:
            if isinstance(part, containers.Scroll) and part.isAncestorOf(now):
                seen = now.visibleRegion().boundingRect().height()
                if seen < min(now.height(), part.viewport().height()):
                    part.ensureWidgetVisible(now, 0, theme.em(1))
            part = part.parentWidget()

    def next(self, forward: bool) -> bool:
        """Tab goes the way of reading through the whole window. Qt asks for that, too, when what had the keys is gone.

        False when there is no place for them.
        """
        now = self._window.focusWidget()
        if now is not None and self._gone(now):
            self._drift(at_once=not self._turning(now))
            return True
        there = after(self._window, now, 1 if forward else -1)
        if there is not None:
            there.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return there is not None

    def _gone(self, widget: QWidget) -> bool:
        return not shiboken6.isValid(widget) or not (in_sight(widget) and widget.isEnabled())

    def _turning(self, widget: QWidget) -> bool:
        """Whether a stack around it is changing its page just now: then Qt moves the keys, nobody else."""
        part: QWidget | None = widget
        while part is not None:
            if isinstance(part, containers.Stack) and part.turning:
                if part.opening is not None:
                    self._opened.append(weakref.ref(part.opening))
                return True
            part = part.parentWidget()
        return False

    def _hold(self, widget: QWidget) -> None:
        around = []
        part = widget.parentWidget()
        while part is not None and part is not self._window:
            around.append(weakref.ref(part))
            part = part.parentWidget()
        self._held = [held for held in self._held if held.widget() is not widget][1 - REMEMBERED :]
        self._held.append(_Held(weakref.ref(widget), type(widget), _name(widget), tuple(around)))

    # ---- giving back -----------------------------------------------------------------------------------------------

    def _drift(self, *, at_once: bool) -> None:
        """The keys are nowhere that anybody chose: back at once, and looked at again when what closes has closed."""
        if not self._adrift:
            self._adrift = True
            self._had = self._held[-1] if self._held else None
        if at_once:
            self._give(self._back())
        self._soon.start()

    def _settle(self) -> None:
        if not self._adrift or not self._window.isActiveWindow():
            return
        self._adrift = False
        opened = [part for ref in self._opened if (part := ref()) is not None and shiboken6.isValid(part)]
        self._opened.clear()
        there = next((found for part in opened if part.isVisible() and (found := beginning(part))), None)
        heir = self._heir(self._had) if self._had is not None and not _lives(self._had.widget()) else None
        there = heir or there or self._back()
        self._give(there)
        if there is not None:
            self._hold(there)

    def _back(self) -> QWidget | None:
        """Where the keys go from what had them last: stay on its page if that is still in front."""
        around = [part for ref in self._had.around if (part := ref()) is not None] if self._had is not None else []
        for part in around:
            if alive(part) and isinstance(part, Page) and part.isVisible():
                found = self._on_page(part)
                if found is not None:
                    return found
        return self.last()

    def _on_page(self, page: Page) -> QWidget | None:
        held = self.last(page)
        if held is not None:
            return held
        first = page.first_stop()
        return first if first is page or takes_keys(first) else beginning(page)

    def _give(self, widget: QWidget | None) -> None:
        if widget is None:
            return
        self._giving = True
        self._waiting = widget if isinstance(widget, Page) else None
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._giving = False

    def last(self, within: QWidget | None = None) -> QWidget | None:
        """The last widget that had the keys and can have them again, or what stands in its place; in `within` only."""
        for held in reversed(self._held):
            if within is not None and all(ref() is not within for ref in held.around):
                continue  # nothing that stands elsewhere has its heir here, and to seek one costs a first opening
            widget = held.widget()
            found = widget if _lives(widget) else self._heir(held)
            if takes_keys(found) and (within is None or (found is not None and within.isAncestorOf(found))):
                return found
        return None

    def _heir(self, held: _Held) -> QWidget | None:
        """What was built in place of a widget that is gone: the same kind with the same name, where it stood."""
        for ref in held.around:
            around = ref()
            if around is None or not shiboken6.isValid(around) or not around.isVisible():
                continue
            same = (each for each in around.findChildren(held.kind) if _name(each) == held.name and takes_keys(each))
            return next(same, None)
        return None

    def enter(self, page: Page, opening: Callable[[], object]) -> None:
        """The page came to the front: the keys go where they were on it, or where it begins.

        `opening` may choose a place itself.
        """
        self._adrift = True
        now = QApplication.focusWidget()
        if now is not None and page.isAncestorOf(now):
            now.clearFocus()  # else Qt takes them along where the page turns, and what it chooses there is not heard
        self._opened.clear()
        opening()
        if not self._adrift:
            return
        self._adrift = False
        there = self._on_page(page) or page  # itself until what it shows has come
        self._give(there)
        self._hold(there)
