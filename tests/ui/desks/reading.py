"""Everything that a widget says or would say: labels, buttons, tips, hints, names, lists, tables and their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QTreeView,
    QWidget,
)

# Names of files, keys and things that are called so in Chinese, too.
_KNOWN = """
a PDF Excel Word WPS xlsx xls et ods slk SYLK csv ics txt json png jpg JPG PNG HEIC XML USB MB KB GB UTF dpi pt mm DL
Enter Shift Ctrl Alt Esc Tab Delete Home End PageUp PageDown Space English
"""
KNOWN = frozenset(_KNOWN.split())
_LATIN = re.compile(r"[A-Za-z][A-Za-z_.\-]*")
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
ROWS = 30


def texts(root: QWidget) -> Iterator[str]:
    """What `root` and all that is in it say, hidden parts too."""
    for widget in [root, *root.findChildren(QWidget)]:
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield from (widget.placeholderText(), widget.text())
        elif isinstance(widget, QPlainTextEdit | QTextEdit):
            yield from (widget.placeholderText(), widget.toPlainText())
        elif isinstance(widget, QGroupBox):
            yield widget.title()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(row) for row in range(widget.count()))
        elif isinstance(widget, QTabBar):
            yield from (widget.tabText(place) for place in range(widget.count()))
        elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView) and widget.model():
            yield from _rows(widget, QModelIndex())


def _rows(view: QAbstractItemView, under: QModelIndex) -> Iterator[str]:
    model = view.model()
    columns = range(1 if isinstance(view, QListView) else model.columnCount(under))
    for column in columns:
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
    for row in range(min(model.rowCount(under), ROWS)):
        for column in columns:
            index = model.index(row, column, under)
            yield from (str(model.data(index, role) or "") for role in _ROLES)
        first = model.index(row, 0, under)
        if isinstance(view, QTreeView) and model.rowCount(first):
            yield from _rows(view, first)


def latin(text: str) -> list[str]:
    """The words in Latin letters that no reader of Chinese knows."""
    bare = re.sub(r"<[^>]*>|https?://\S+|\bF\d{1,2}\b|\b(?:Ctrl|Alt|Shift)\+[A-Z]\b", " ", text)
    words = [word.strip(".-_") for word in _LATIN.findall(bare)]
    return [
        word for word in words if word not in KNOWN and not (len(word) == 1 and word.isupper())
    ]  # a letter is a key
