"""Where in the window nothing stands that is read or typed in: a card that floats there covers nothing."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QWidget

from petidesk.ui.look.stops import inside
from petidesk.ui.look.theme import theme


def taken(host: QWidget, floating: QWidget) -> QRegion:
    """What is covered by words, inputs and buttons of `host`, in its coordinates; `floating` is left aside."""
    found = QRegion()
    for part in inside(host):
        if part is floating or floating.isAncestorOf(part) or not part.isVisible():
            continue
        for rect in _said(part):
            found += _seen(part, rect, host)
    return found


def place(size: QSize, within: QRect, covered: QRegion) -> QPoint | None:
    """The free place for a card of this size nearest to the lower right corner of `within`; None without one."""
    step = max(theme.em(0.75), 1)
    for top in range(within.bottom() + 1 - size.height(), within.top() - 1, -step):
        for left in range(within.right() + 1 - size.width(), within.left() - 1, -2 * step):
            if not covered.intersects(QRect(QPoint(left, top), size)):
                return QPoint(left, top)
    return None


def _said(part: QWidget) -> Iterator[QRect]:
    if isinstance(part, QAbstractItemView):
        yield from _rows(part)
    elif isinstance(part, QLabel):
        if part.text() or not part.pixmap().isNull():
            yield part.rect()
    elif part.focusPolicy() != Qt.FocusPolicy.NoFocus and not _holds(part):
        yield part.rect()


def _holds(part: QWidget) -> bool:
    """Whether it is what holds others, which say where they are themselves."""
    layout = part.layout()
    return layout is not None and layout.count() > 0


def _rows(view: QAbstractItemView) -> Iterator[QRect]:
    """The rows of a list that can be seen, with their heads; what is empty below them is free."""
    port, model = view.viewport().geometry(), view.model()
    for head in view.findChildren(QHeaderView):
        if head.isVisible():
            yield head.geometry()
    last = model.index(model.rowCount() - 1, 0) if model is not None and model.rowCount() else None
    if last is not None:
        below = view.visualRect(last)
        bottom = min(below.bottom(), port.height()) if below.isValid() else port.height()
        yield QRect(port.topLeft(), QSize(port.width(), bottom))


def _seen(part: QWidget, rect: QRect, host: QWidget) -> QRect:
    """What of a rectangle of `part` can be seen in `host`."""
    found, at = QRect(part.mapTo(host, rect.topLeft()), rect.size()), part.parentWidget()
    while at is not None and at is not host:
        found &= QRect(at.mapTo(host, QPoint(0, 0)), at.size())
        at = at.parentWidget()
    return found
