"""Where the keys can rest in a part of the window, in the order of reading, and where typing in it begins.

The order is read from the layouts each time it is asked for, so that rows that came since have their places. A part
that is to be reached before what stands above it is named by what holds it, as `tab_first`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTextEdit,
    QWidget,
)

from petidesk.ui.look.containers import Flow
from petidesk.ui.look.controls import FILLED, Button

# What Qt builds of parts that are no stops of their own.
WHOLE = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)
INPUTS = (QLineEdit, QPlainTextEdit, QCheckBox, QRadioButton, QComboBox, QAbstractSpinBox)


def alive(widget: QWidget | None) -> TypeGuard[QWidget]:
    """Whether there is such a widget still."""
    return widget is not None and shiboken6.isValid(widget)


def takes_keys(widget: QWidget | None) -> bool:
    """Whether the keys may rest here: in sight, enabled, made for them."""
    return (
        alive(widget) and widget.isVisible() and widget.isEnabled() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    )


def put_out(widget: QWidget) -> bool:
    """Whether it is hidden for good: it, or what holds it, was taken from its place to be deleted."""
    part, above = widget, widget.parentWidget()
    while above is not None and not part.isWindow():
        if part.isHidden() and not _has_place(above, part):
            return True
        part, above = above, above.parentWidget()
    return False


def _has_place(above: QWidget, part: QWidget) -> bool:
    layout = above.layout()
    if isinstance(above, Flow):
        return any(each is part for each in above.parts())
    return layout is None or any(each is part for each in _laid(layout))


def stops(part: QWidget) -> Iterator[QWidget]:
    """Where the Tab key stops in `part`, in the order of reading."""
    for found in inside(part):
        if _tabbed(found) and found.focusProxy() is None and takes_keys(found):
            yield found


def _tabbed(found: QWidget) -> bool:
    """Whether Tab may stop here: of choices that exclude each other at the one that is chosen, as soon as one is.

    Qt says so of their focus policies, but only after the first of them had the keys.
    """
    group = found.group() if isinstance(found, QAbstractButton) else None
    chosen = group.checkedButton() if group is not None and group.exclusive() else None
    if alive(chosen) and takes_keys(chosen):
        return found is chosen
    return bool(found.focusPolicy() & Qt.FocusPolicy.TabFocus)


def is_input(stop: QWidget) -> bool:
    """Whether something is typed or chosen here: Enter goes on to the next of these."""
    if isinstance(stop, QPlainTextEdit | QLineEdit) and stop.isReadOnly():
        return False
    return isinstance(stop, INPUTS) or stop.property("role") == "choice"


def is_empty(stop: QWidget) -> bool:
    """Whether something is still to be filled in here; neither a box to search in, nor a field whose emptiness is
    an answer, which say so."""
    if stop.property("empty_is_answer") or stop.property("own_enter"):
        return False
    if isinstance(stop, QLineEdit):
        return not stop.text() and not stop.isReadOnly()
    if isinstance(stop, QPlainTextEdit | QTextEdit):
        return not stop.toPlainText() and not stop.isReadOnly()
    if stop.property("role") == "choice" and isinstance(stop, QAbstractButton):
        group = stop.group()
        return group is not None and group.checkedButton() is None
    return isinstance(stop, QComboBox) and not stop.currentText()


def beginning(part: QWidget) -> QWidget | None:
    """Where typing in `part` begins: its first empty field, else its first stop."""
    every = list(stops(part))
    return next((stop for stop in every if is_empty(stop)), every[0] if every else None)


def filled_buttons(part: QWidget) -> list[Button]:
    """The filled buttons in sight, grey ones too: the one main action, where all is well."""
    found = (each for each in inside(part) if isinstance(each, Button) and each.isVisible())
    return [button for button in found if button.property("role") in FILLED]


def filled_button(part: QWidget) -> Button | None:
    """The filled button in sight: one that can be pressed, before a grey one."""
    found = filled_buttons(part)
    return next((button for button in found if button.isEnabled()), found[0] if found else None)


def after(part: QWidget, now: QWidget | None, step: int) -> QWidget | None:
    """The next stop in `part` after `now` (`step` 1) or the one before (-1); round the ends."""
    every = list(inside(part))
    at = next((place for place, found in enumerate(every) if found is now), -1)
    found = {id(stop) for stop in stops(part)}
    turned = every[at + 1 :] + every[: max(at, 0)] if step > 0 else every[: max(at, 0)][::-1] + every[at + 1 :][::-1]
    return next((each for each in turned if id(each) in found), None)


def next_input(part: QWidget, now: QWidget, step: int) -> QWidget | None:
    """Where Enter goes from `now` (`step` 1) or Shift+Enter (-1): the next input, or the button that ends the entry.

    Past the chips beside it; None at the end.
    """
    every = list(inside(part))
    at = next((place for place, found in enumerate(every) if found is now), -1)
    if at < 0:
        return None
    reached = {id(stop) for stop in stops(part) if is_input(stop) or (step > 0 and _ends_entry(stop))}
    ahead = every[at + 1 :] if step > 0 else every[:at][::-1]
    beside = now.parentWidget() if now.property("role") == "choice" else None
    others = (each for each in ahead if beside is None or not beside.isAncestorOf(each))
    return next((each for each in others if id(each) in reached), None)


def _ends_entry(stop: QWidget) -> bool:
    return stop.property("role") in FILLED or bool(stop.property("ends_entry"))


def inside(part: QWidget) -> Iterator[QWidget]:
    """What stands in `part`, in the order of reading; a widget before what stands in it."""
    for child in _children(part):
        if child.isHidden() or child.isWindow():
            continue
        yield child
        if not isinstance(child, WHOLE):
            yield from inside(child)


def _children(part: QWidget) -> list[QWidget]:
    if isinstance(part, QScrollArea):
        inner = part.widget()
        return [inner] if inner is not None else []
    if isinstance(part, QStackedWidget):
        shown = part.currentWidget()
        return [shown] if shown is not None else []
    if isinstance(part, QSplitter):
        return [found for place in range(part.count()) if (found := part.widget(place)) is not None]
    if isinstance(part, Flow):
        return part.parts()
    first = getattr(part, "tab_first", None)
    layout = part.layout()
    placed = list(_laid(layout)) if layout is not None else []
    # What no layout holds (a flow of buttons, a floating card) comes by its place, line by line.
    known = set(map(id, placed))
    loose = [child for child in part.findChildren(QWidget, options=_DIRECT) if id(child) not in known]
    ordered = placed + sorted(loose, key=_place)
    return ordered if first is None else [first, *(each for each in ordered if each is not first)]


_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def _place(widget: QWidget) -> tuple[int, int]:
    middle = widget.geometry().center() if widget.width() else QPoint()
    return middle.y(), middle.x()


def _laid(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid(inner)
