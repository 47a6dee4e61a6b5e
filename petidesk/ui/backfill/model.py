"""The rows of the sheet 补录 in memory: texts by field, what is wrong with them, pinned columns, a way back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush

from petidesk.desk.ledger.backfill import Verdict
from petidesk.domain import typed_dates
from petidesk.domain.fields import Field
from petidesk.domain.ledger.disputes import yuan
from petidesk.domain.trouble import Refused
from petidesk.ui.look import icons
from petidesk.ui.look.money import yuan_words
from petidesk.ui.look.theme import theme

Index = QModelIndex | QPersistentModelIndex
UNDO = 50
# Widths in ems by the kind of a field; a statement is wide.
WIDTHS = {
    "day": 7.0,
    "count": 5.5,
    "money": 7.5,
    "choice": 5.5,
    "long_text": 16.0,
    "name": 7.5,
    "village": 7.0,
    "phone": 8.5,
}
FIRST_DATA = 1


class GridModel(QAbstractTableModel):
    """There is always one empty row at the end to type into. `edited` fires after every change of the texts."""

    edited = Signal()

    def __init__(self, fields: Sequence[Field], today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fields = tuple(fields)
        self._today = today
        self._rows: list[dict[str, str]] = [{}]
        self._wrong: dict[int, Mapping[str, str]] = {}
        self._past: list[list[dict[str, str]]] = []
        self.sticky: list[str] = []
        theme.changed.connect(self._look_again)

    # ---- what stands in it -----------------------------------------------------------------------------------------

    def lines(self) -> list[dict[str, str]]:
        """Every row that holds more than pinned values, without the empty ones at the end."""
        rows = [dict(row) for row in self._rows]
        while rows and not self._own(rows[-1]):
            rows.pop()
        return rows

    def _own(self, row: Mapping[str, str]) -> bool:
        return any(text for key, text in row.items() if key not in self.sticky)

    def put(self, rows: Sequence[Mapping[str, str]], sticky: Sequence[str] = ()) -> None:
        """Show these rows; keys that the sheet has not are passed over."""
        keys = {one.key for one in self.fields}
        self.beginResetModel()
        self.sticky = [key for key in sticky if key in keys]
        self._rows = [{key: str(text) for key, text in row.items() if key in keys and text} for row in rows]
        self._wrong.clear()
        self._past.clear()
        self._rows = _with_end(self._rows)
        self.endResetModel()

    def take_away(self, places: Sequence[int]) -> None:
        """The rows at these places were entered: they leave the sheet, for good."""
        gone = set(places)
        self.put([row for place, row in enumerate(self._rows) if place not in gone and self._own(row)], self.sticky)

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        return self._rows[row].get(self.fields[column].key, "") if 0 <= row < len(self._rows) else ""

    # ---- changes ---------------------------------------------------------------------------------------------------

    def write(self, row: int, column: int, block: Sequence[Sequence[str]]) -> None:
        """Put a block of texts into the sheet, its first cell at this place; rows are added as they are needed."""
        self._remember()
        self._grow(row + len(block))
        for down, cells in enumerate(block):
            place = row + down
            if not self._own(self._rows[place]) and place:
                for key in self.sticky:
                    self._rows[place].setdefault(key, self._rows[place - 1].get(key, ""))
            for across, text in enumerate(cells[: len(self.fields) - column]):
                field = self.fields[column + across]
                self._rows[place][field.key] = written_out(field, text, self._today())
        self._end()
        self._told(row, row + len(block) - 1)

    def fill_down(self, top: int, bottom: int, columns: Sequence[int]) -> None:
        """Ctrl+D: every row below the first gets the first row's texts, in these columns."""
        self._remember()
        self._grow(bottom + 1)
        for place in range(top + 1, bottom + 1):
            for column in columns:
                self._rows[place][self.fields[column].key] = self.text(top, column)
        self._end()
        self._told(top, bottom)

    def clear(self, cells: Sequence[tuple[int, int]]) -> None:
        """Empty these cells."""
        self._remember()
        for row, column in cells:
            self._rows[row].pop(self.fields[column].key, None)
        rows = [row for row, _ in cells]
        self._told(min(rows), max(rows))

    def remove_rows(self, places: Sequence[int]) -> None:
        """Take whole rows out."""
        self._remember()
        self.beginResetModel()
        self._rows = [row for place, row in enumerate(self._rows) if place not in set(places)]
        self._wrong.clear()
        self._rows = _with_end(self._rows)
        self.endResetModel()
        self.edited.emit()

    def undo(self) -> bool:
        """Back to before the last change; False when there is nothing to go back to."""
        if not self._past:
            return False
        self.beginResetModel()
        self._rows = self._past.pop()
        self._wrong.clear()
        self.endResetModel()
        self.edited.emit()
        return True

    def pin(self, column: int) -> bool:
        """Pin a column or free it: new rows repeat what stands above. Whether it is pinned now."""
        key = self.fields[column].key
        pinned = key not in self.sticky
        self.sticky = [*self.sticky, key] if pinned else [one for one in self.sticky if one != key]
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, column, column)
        self.edited.emit()
        return pinned

    def _remember(self) -> None:
        self._past.append([dict(row) for row in self._rows])
        del self._past[:-UNDO]

    def _grow(self, count: int) -> None:
        """At least so many rows; the cursor stays where it is."""
        if count > len(self._rows):
            self.beginInsertRows(QModelIndex(), len(self._rows), count - 1)
            self._rows += [{} for _ in range(count - len(self._rows))]
            self.endInsertRows()

    def _end(self) -> None:
        """An empty row at the end to type into."""
        if not self._rows or any(self._rows[-1].values()):
            self._grow(len(self._rows) + 1)

    def _told(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(min(last, len(self._rows) - 1), len(self.fields) - 1))
        self.edited.emit()

    # ---- what is wrong ---------------------------------------------------------------------------------------------

    def judge(self, verdicts: Sequence[Verdict]) -> None:
        """Show what the rules say of each row."""
        self._wrong = {verdict.place: verdict.refusals for verdict in verdicts if verdict.refusals}
        self._look_again()
        if self._rows:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._rows) - 1)

    def wrong(self, row: int) -> Mapping[str, str]:
        """The sentences of a row by field."""
        return self._wrong.get(row, {})

    def wrong_cells(self) -> list[tuple[int, int]]:
        """Every wrong cell, row by row."""
        places = {one.key: place for place, one in enumerate(self.fields)}
        return sorted((row, places[key]) for row, wrong in self._wrong.items() for key in wrong if key in places)

    def _look_again(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.fields) - 1))

    # ---- what the table asks ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows, the empty one at the end included."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many fields."""
        return 0 if parent.isValid() else len(self.fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Headings above with a pin where they are pinned, numbers at the left with a mark where a row is wrong."""
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(section + FIRST_DATA)
            if role == Qt.ItemDataRole.ForegroundRole and section in self._wrong:
                return QBrush(theme.color("seal"))
            return None
        if not 0 <= section < len(self.fields):
            return None
        pinned = self.fields[section].key in self.sticky
        if role == Qt.ItemDataRole.DisplayRole:
            return self.fields[section].label
        if role == Qt.ItemDataRole.DecorationRole and pinned:
            return icons.icon("map-pin", "ink", 0.9)
        if role == Qt.ItemDataRole.ToolTipRole and pinned:
            return self.tr("已固定：新的一行照上一行")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; a wrong one in red with a mark and its sentence as tooltip."""
        if not index.isValid():
            return None
        field = self.fields[index.column()]
        text = self._rows[index.row()].get(field.key, "")
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role == Qt.ItemDataRole.DisplayRole:
            return text.replace("\n", " ")
        wrong = self.wrong(index.row()).get(field.key)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return wrong or (text if role == Qt.ItemDataRole.ToolTipRole else "")
        if role == Qt.ItemDataRole.DecorationRole and wrong:
            return icons.icon("alert-triangle", "seal", 0.9)
        if role == Qt.ItemDataRole.ForegroundRole and wrong:
            return QBrush(theme.color("seal"))
        if role == Qt.ItemDataRole.TextAlignmentRole and field.kind in ("count", "money"):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """What was typed into a cell."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if str(value).strip() != self.text(index.row(), index.column()):
            self.write(index.row(), index.column(), [[str(value)]])
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell is there to be typed into."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable


def _with_end(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows with one empty one at the end."""
    while rows and not any(rows[-1].values()):
        rows = rows[:-1]
    return [*rows, {}]


# The most that one paste may bring: a mistake with a whole sheet must not freeze the window.
MOST_ROWS, MOST_COLUMNS = 5_000, 100
_AHEAD = ("due_on",)


def read_block(text: str) -> list[list[str]]:
    """Rows and cells of a clipboard text of Excel or WPS: tabs between cells, quotes around cells with line breaks."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not plain:
        return []
    # A field may be long; a stray quote inside of a cell is a character like any other.
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter="\t", doublequote=True, strict=False)
    rows = [[cell.strip() for cell in row[:MOST_COLUMNS]] for row in reader]
    return rows[:MOST_ROWS]


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """The same for the clipboard."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def written_out(field: Field, text: str, today: date) -> str:
    """What was typed as it is understood: 3.8 as 2026-03-08, 12000 as 12,000; what is not understood stays as it is."""
    typed = text.strip()
    if not typed:
        return ""
    if field.kind == "day":
        try:
            return typed_dates.parse_typed_date(typed, today, field.key in _AHEAD).isoformat()
        except Refused:
            return typed
    if field.kind == "money":
        try:
            return yuan_words(yuan(typed.removesuffix("元"), None))
        except Refused:
            return typed
    return typed
