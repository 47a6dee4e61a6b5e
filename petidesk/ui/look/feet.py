"""The bars of buttons at the foot of pages, records and forms: floating cards stand above them, never over one."""

from __future__ import annotations

from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

_feet: WeakSet[QWidget] = WeakSet()


def foot(bar: QWidget) -> QWidget:
    """From now on floating cards leave this bar free; gives it back."""
    _feet.add(bar)
    return bar


def tops(host: QWidget) -> list[QRect]:
    """Where the bars stand that can be seen in `host`, in its coordinates."""
    return [
        QRect(bar.mapTo(host, QPoint(0, 0)), bar.size())
        for bar in list(_feet)
        if shiboken6.isValid(bar) and bar.isVisible() and host.isAncestorOf(bar)
    ]
