"""Lines of lists: their icon, colour and weight by tokens, kept right when the look changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from petidesk.ui.look import icons
from petidesk.ui.look.theme import theme

Item = QListWidgetItem | QTreeWidgetItem | QTableWidgetItem
_ICON, _WORDS = Qt.ItemDataRole.UserRole + 90, Qt.ItemDataRole.UserRole + 91


def mark(item: Item, name: str, token: str = "text", ems: float = 1.0, chosen: str = "") -> None:
    """An icon in the first cell. `chosen`: its colour where the ground of a chosen line is not that of a chosen row."""
    _keep(item, 0, _ICON, [name, token, ems, chosen])
    picture = icons.icon(name, token, ems, chosen)
    if isinstance(item, QTreeWidgetItem):
        item.setIcon(0, picture)
    else:
        item.setIcon(picture)


def words(
    item: Item, token: str = "", *, bold: bool = False, struck: bool = False, scale: float = 1.0, column: int = 0
) -> None:
    """How a cell is written: in the colour of a token, bold, struck out, smaller."""
    _keep(item, column, _WORDS, [token, bold, struck, scale])
    font = theme.font(scale, bold=bold) if bold or struck or scale != 1.0 else None
    if font is not None:
        font.setStrikeOut(struck)
    if isinstance(item, QTreeWidgetItem):
        if token:
            item.setForeground(column, theme.color(token))
        if font is not None:
            item.setFont(column, font)
        return
    if token:
        item.setForeground(theme.color(token))
    if font is not None:
        item.setFont(font)


def again(widget: QWidget) -> None:
    """Dress the items of a list anew, in the look in force; nothing for other widgets."""
    for item in _items_of(widget):
        columns = item.columnCount() if isinstance(item, QTreeWidgetItem) else 1
        for column in range(columns):
            if spec := _kept(item, column, _WORDS):
                token, bold, struck, scale = spec
                words(item, token, bold=bold, struck=struck, scale=scale, column=column)
        if spec := _kept(item, 0, _ICON):
            mark(item, *spec)


def _items_of(widget: QWidget) -> Iterator[Item]:
    if isinstance(widget, QListWidget):
        yield from (widget.item(row) for row in range(widget.count()))
    elif isinstance(widget, QTreeWidget):
        groups = [widget.topLevelItem(row) for row in range(widget.topLevelItemCount())]
        for group in (each for each in groups if each is not None):
            yield group
            found = [group.child(place) for place in range(group.childCount())]
            yield from (child for child in found if child is not None)
    elif isinstance(widget, QTableWidget):
        cells = (widget.item(row, column) for row in range(widget.rowCount()) for column in range(widget.columnCount()))
        yield from (cell for cell in cells if cell is not None)


def _keep(item: Item, column: int, role: int, spec: list[Any]) -> None:
    if isinstance(item, QTreeWidgetItem):
        item.setData(column, role, spec)
    else:
        item.setData(role, spec)


def _kept(item: Item, column: int, role: int) -> list[Any] | None:
    spec = item.data(column, role) if isinstance(item, QTreeWidgetItem) else item.data(role)
    return spec if isinstance(spec, list) else None
