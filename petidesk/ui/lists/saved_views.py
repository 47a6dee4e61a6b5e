"""Views that the clerk named: which rows, which columns, in which order, at one key again.

A view is a habit of whoever sits here, as column widths are: it is kept with the seat, per member of staff, and not
with the office, whose settings are facts with a history. Days are kept as what they mean (overdue today), not as dates.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from petidesk.ui.lists.filter_spec import FilterSpec
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import role, sized, spaced

LONGEST = 30
# The order belongs to the columns and is kept with them.
_OF_TABLE = ("sort", "descending")


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named view: the question as JSON values and the arrangement of the columns as the seat keeps it."""

    name: str
    query: dict[str, Any]
    arrangement: str


def view_from(name: str, query: Any, arrangement: str, spec: FilterSpec[Any], today: date) -> SavedView:
    """The present list under a name. A day that means "today" or what a view means by it is kept as such."""
    usual = type(query)()
    kept: dict[str, Any] = {}
    for one in fields(query):
        value = getattr(query, one.name)
        if value == getattr(usual, one.name) or one.name in _OF_TABLE:
            continue
        if not isinstance(value, date):
            kept[one.name] = value
        elif one.name in spec.ahead and value == today + timedelta(days=spec.ahead[one.name]):
            kept[one.name] = True
        else:
            kept[one.name] = value.isoformat()
    return SavedView(name, kept, arrangement)


def view_query_of(view: SavedView, spec: FilterSpec[Any], today: date) -> Any:
    """What a view asks for today; keys that this program does not know are passed over.

    ValueError and TypeError: what was kept is damaged.
    """
    usual = spec.view_query(spec.whole, today)
    found: dict[str, Any] = {}
    for one in fields(usual):
        if one.name not in view.query or one.name in _OF_TABLE:
            continue
        value = view.query[one.name]
        if value is True and one.name in spec.ahead:
            value = today + timedelta(days=spec.ahead[one.name])
        elif "date" in str(one.type):
            value = date.fromisoformat(str(value))
        elif isinstance(getattr(usual, one.name), str) and not isinstance(value, str):
            raise TypeError(one.name)
        found[one.name] = value
    return type(usual)(**found)


def read_views(text: str, spec: FilterSpec[Any]) -> list[SavedView]:
    """What was kept as `text`; none when it is damaged."""
    try:
        views = [SavedView(str(name), dict(query), str(columns)) for name, query, columns in json.loads(text or "[]")]
        for view in views:
            view_query_of(view, spec, date(2000, 1, 1))
    except (ValueError, TypeError):
        return []
    return views


def views_text(views: Sequence[SavedView]) -> str:
    """For the seat's INI file."""
    return json.dumps([[view.name, view.query, view.arrangement] for view in views], ensure_ascii=False)


class _List(QListWidget):
    """The views by name. Enter takes one, Delete puts it away."""

    taken = Signal(int)
    dropped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Delete."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.taken.emit(self.currentRow())
        elif event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.dropped.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


class ViewsPanel(QFrame):
    """Folds out beside the list. `chosen` carries a view, `kept` the name for the present one, `dropped` a place.

    `title` and `purpose`: what the views are called, and what one keeps, where that is no list.
    """

    chosen = Signal(object)
    kept = Signal(str)
    dropped = Signal(int)
    closed = Signal()

    def __init__(self, title: str = "", purpose: str = "") -> None:
        super().__init__()
        self._views: list[SavedView] = []
        role(self, "card")
        sized(self, width=15)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        inner = QWidget()
        column = QVBoxLayout(inner)
        spaced(column, 0.5, (0.75, 0.75, 0.75, 0.75))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        self._area = containers.Scroll(inner)
        outer.addWidget(self._area)
        self.list = _List()
        self.list.setAccessibleName(self.tr("存下的视图：回车打开，Delete 删去"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sized(self.list, min_height=5)
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(title or self.tr("视图"), "strong", buddy=self.list), 1)
        head.addWidget(controls.icon_button("x", self.tr("收起"), self.closed.emit))
        column.addLayout(head)
        purpose = purpose or self.tr("起个名字，把现在的条件、列和排序存下来。")
        self.empty = controls.label(purpose, "small", wrap=True)
        column.addWidget(self.empty)
        column.addWidget(self.list, 10)
        self.drop_button = controls.button(self.tr("删去选中的"), self._drop, part="link")
        column.addWidget(self.drop_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST)
        self.name.setAccessibleName(self.tr("视图的名字"))
        column.addWidget(controls.label(self.tr("存下现在的"), "soft", buddy=self.name))
        column.addWidget(self.name)
        self.keep_button = controls.button(self.tr("存下"), self._keep, icon="save")
        self.keep_button.setProperty("ends_entry", True)
        column.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.list.taken.connect(self._take)
        self.list.itemClicked.connect(lambda _item: self._take(self.list.currentRow()))
        self.list.dropped.connect(self.dropped)

    def show_views(self, views: Sequence[SavedView]) -> None:
        """List them by name."""
        self._views = list(views)
        self.list.clear()
        for view in views:
            item = QListWidgetItem(view.name)
            item.setToolTip(view.name)
            self.list.addItem(item)
        if views:
            self.list.setCurrentRow(0)
        self.list.setVisible(bool(views))
        self.drop_button.setVisible(bool(views))
        self.empty.setVisible(not views)

    def start(self) -> None:
        """Put the focus where one goes on: on the list, else on the name."""
        begun = self.list if self._views else self.name
        begun.setFocus()
        self._area.ensureWidgetVisible(begun)

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._views):
            self.chosen.emit(self._views[row])

    def _drop(self) -> None:
        if self.list.currentRow() >= 0:
            self.dropped.emit(self.list.currentRow())

    def _keep(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.name.setFocus()
            return
        self.name.clear()
        self.kept.emit(name)
