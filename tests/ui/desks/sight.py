"""What stands in sight of whoever sits before the window, and a desk that does not answer for a while."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QRunnable, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from petidesk.ui import work
from petidesk.ui.look.controls import Elided

MOST_ROWS = 60


def sight(window: QWidget) -> set[str]:
    """Every line of text that can be seen in the window, however it is drawn."""
    found: set[str] = set()
    for part in window.findChildren(QWidget):
        if part.isVisible():
            found.update(line.strip() for text in _texts(part) for line in text.splitlines() if line.strip())
    return found


def _texts(part: QWidget) -> Iterator[str]:
    if isinstance(part, Elided):
        yield part.whole()
    elif isinstance(part, QLabel | QLineEdit):
        yield part.text()
    elif isinstance(part, QAbstractButton):
        yield part.text().partition("  ")[0]  # its key goes to whatever leads just now
        yield part.accessibleName()
    elif isinstance(part, QPlainTextEdit | QTextEdit):
        yield part.toPlainText()
    elif isinstance(part, QComboBox):
        yield part.currentText()
    elif isinstance(part, QAbstractItemView) and part.model() is not None:
        yield from _cells(part.model(), QModelIndex())


def _cells(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
    for row in range(min(model.rowCount(parent), MOST_ROWS)):
        for column in range(columns):
            yield str(model.index(row, column, parent).data(Qt.ItemDataRole.DisplayRole) or "")
        yield from _cells(model, model.index(row, 0, parent))


class _Holder(QRunnable):
    def __init__(self, until: threading.Event) -> None:
        super().__init__()
        self._until = until

    def run(self) -> None:
        self._until.wait()


@contextmanager
def silent() -> Iterator[None]:
    """While this lasts no answer of the desk reaches the window: every thread of the pool is taken."""
    over = threading.Event()
    pool = work.pool()
    for _ in range(pool.maxThreadCount()):
        pool.start(_Holder(over), 100)
    try:
        yield
    finally:
        over.set()
