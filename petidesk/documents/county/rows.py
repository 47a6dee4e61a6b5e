"""The rows of a county's table: written in the look of its first row, sample rows replaced, what is below pushed down.

The cost of filling somebody else's workbook is its styles. Each column's look is made once for each kind of value and
then shared by all rows; nothing changes it afterwards.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formula.translate import Translator
from openpyxl.styles import Alignment, PatternFill
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import column_index_from_string, get_column_letter

from petidesk.documents.county.formulas import Push
from petidesk.documents.county.push import cells_of, merge, push_down
from petidesk.domain.county.layout import CountyTable
from petidesk.domain.county.values import Value, cell_safe, is_risky

CHINESE_DAY = 'yyyy"年"m"月"d"日"'
_ISO_DAY = "yyyy-mm-dd"
# What 2026年10月31日 and 2026-10-31 need in the width of a column, which counts digits.
_CHINESE_DAY_WIDTH, _SHRUNK_DAY_WIDTH = 15.0, 10.0
_AS_TEXT = frozenset(("identity", "phone"))
_WRAPPED = frozenset(("long_text", "name", "list", "text", "village", "choice"))
_SUMMED = frozenset(("people_involved", "amount_yuan"))
_BLANK_COUNT = re.compile(r"[\s_＿共]*(?P<unit>件|起|宗)\s*")
_TALLEST = 409.0
_DEFAULT_WIDTH = 8.43


class RowWriter:
    """Writes the rows of one table; made when it is known how many there will be (one at least)."""

    def __init__(self, book: Any, sheet: Any, table: CountyTable, kinds: Sequence[str], count: int) -> None:
        self._sheet = sheet
        self._table = table
        self._count = count
        self._first = table.first
        self._height = table.last - table.first + 1
        self._index = {column.place + 1: place for place, column in enumerate(table.columns)}
        self._kinds = {column.place + 1: kind for column, kind in zip(table.columns, kinds, strict=True)}
        self._widths = _widths(sheet)
        self._made: dict[tuple[Any, ...], Any] = {}
        self._shared: dict[tuple[int, ...], Any] = {}
        self._sums: dict[int, float] = {}
        self._columns = range(min(self._index), self._right_end(max(self._index)) + 1)
        self._clear_merges()
        self._looks = self._zones()
        self._formulas = self._carried_down()
        by = count - max(self._height, 0)
        after = table.last if self._height > 0 else table.first - 1
        push_down(book, sheet, Push(sheet.title, after, by, stretches=self._height > 0, alone=self._height == 1))
        self._pushed = max(by, 0)
        self._usual_height = sheet.row_dimensions[self._first].height if self._height > 0 else None
        self._lines = {column: self._line_of(column) for column in self._index}

    # ---- before writing

    def _right_end(self, right: int) -> int:
        """The last column of the rows: boxed cells right of the last heading belong to them, a table apart does not."""
        for merged in self._sheet.merged_cells.ranges:
            if merged.max_row == self._table.heading_rows[-1] and merged.min_col <= right < merged.max_col:
                right = merged.max_col
        while self._height > 0:
            cell = cells_of(self._sheet).get((self._first, right + 1))
            if cell is None or not cell.has_style or not (cell.border.top.style or cell.border.bottom.style):
                return right
            right += 1
        return right

    def _clear_merges(self) -> None:
        """Take the merges of the sample rows away; those within the first row are made again in every row."""
        last = max(self._table.last, self._first)
        self._spans: list[tuple[int, int]] = []
        for merged in list(self._sheet.merged_cells.ranges):
            if merged.max_row < self._first or merged.min_row > last:
                continue
            if merged.min_row == merged.max_row == self._first:
                self._spans.append((merged.min_col, merged.max_col))
            if merged.min_row >= self._first and merged.max_row <= last:
                self._sheet.merged_cells.ranges.remove(merged)
        self._covered = {column for left, right in self._spans for column in range(left + 1, right + 1)}
        for place, cell in list(cells_of(self._sheet).items()):
            if isinstance(cell, MergedCell) and self._first <= place[0] <= last:
                plain = Cell(self._sheet, row=place[0], column=place[1])
                plain._style = cell._style
                cells_of(self._sheet)[place] = plain

    def _zones(self) -> tuple[dict[int, Any], dict[int, Any], dict[int, Any]]:
        """The looks of the first, the middle and the last row."""
        if self._height <= 0:
            made = {column: self._from_heading(column) for column in self._columns}
            return made, made, made
        first, last = self._row_looks(self._first), self._row_looks(self._table.last)
        middle = self._row_looks(self._first + 1) if self._height >= 3 else first
        return first, middle, last if self._height >= 2 else first

    def _row_looks(self, row: int) -> dict[int, Any]:
        cells = cells_of(self._sheet)
        return {column: cells[row, column]._style for column in self._columns if (row, column) in cells}

    def _from_heading(self, column: int) -> Any:
        """The look of a row where the table has none: the heading's border and font, plain."""
        heading = self._sheet.cell(self._table.heading_rows[-1], column)
        cell = Cell(self._sheet, row=1, column=1)
        cell._style = copy.copy(heading._style) if heading.has_style else None
        if cell._style is not None:
            font = copy.copy(cell.font)
            font.b = False
            cell.font = font
            cell.fill = PatternFill()
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        return cell._style

    def _carried_down(self) -> dict[int, Translator]:
        found = {}
        for column in self._columns:
            cell = cells_of(self._sheet).get((self._first, column))
            if self._height > 0 and cell is not None and cell.data_type == "f" and isinstance(cell.value, str):
                found[column] = Translator(cell.value, origin=cell.coordinate)
        return found

    # ---- writing

    def write(self, done: int, values: Sequence[Value]) -> None:
        """Write the row of this place (from 0)."""
        row = self._first + done
        if self._count <= self._height:
            looks = self._row_looks(row)
            zone = row
        else:
            zone = 0 if done == 0 else 2 if done == self._count - 1 else 1
            looks = self._looks[zone]
        cells, sheet = cells_of(self._sheet), self._sheet
        lines = 1
        for column in self._columns:
            cell = Cell(sheet, row, column)
            cells[row, column] = cell
            place = self._index.get(column)
            formula = self._formulas.get(column)
            if formula is not None:
                cell._value = formula.translate_formula(f"{get_column_letter(column)}{row}")
                cell.data_type = "f"
                cell._style = looks.get(column)
                continue
            value = None if place is None or column in self._covered else values[place]
            key = (zone, column, type(value))
            if key not in self._made:
                self._made[key] = self._look(looks.get(column), column, value)
            cell._style = self._made[key]
            if value is None:
                continue
            if isinstance(value, str):
                lines = max(lines, self._put_text(cell, value, column))
            else:
                cell._value = value
                cell.data_type = "d" if isinstance(value, date) else "n"
                if not isinstance(value, date):
                    self._sums[column] = self._sums.get(column, 0) + value
        for left, right in self._spans:
            merge(sheet, row, left, row, right)
        self._size(row, lines)

    def _put_text(self, cell: Any, text: str, column: int) -> int:
        safe = cell_safe(text)
        cell._value = safe
        cell.data_type = "s"
        if is_risky(safe):
            cell._style = copy.copy(cell._style) if cell._style is not None else None
            cell.quotePrefix = True
            cell.number_format = "@"
        wide, _ = self._lines[column]
        return sum(max(1, math.ceil(len(line.encode("gb18030", "replace")) / wide)) for line in safe.split("\n"))

    def _look(self, base: Any, column: int, value: Value) -> Any:
        """The look of a column for a kind of value, made once and shared."""
        kind = self._kinds.get(column, "")
        cell = Cell(self._sheet, row=1, column=column)
        cell._style = copy.copy(base) if base is not None else None
        if isinstance(value, date):
            self._look_of_day(cell, column)
        elif isinstance(value, str):
            if kind in _AS_TEXT:
                cell.number_format = "@"
            aligned = cell.alignment
            if kind in _WRAPPED | _AS_TEXT and not aligned.wrap_text and not aligned.shrink_to_fit:
                changed = copy.copy(aligned)
                changed.wrap_text = True
                cell.alignment = changed
        elif value is not None and (cell.number_format == "@" or is_date_format(cell.number_format)):
            cell.number_format = "General"
        style = cell._style
        return None if style is None else self._shared.setdefault(tuple(style), style)

    def _look_of_day(self, cell: Any, column: int) -> None:
        if is_date_format(cell.number_format):
            return
        wide = self._width(column) * 11 / float(cell.font.sz or 11)
        cell.number_format = CHINESE_DAY if wide >= _SHRUNK_DAY_WIDTH else _ISO_DAY
        if wide < _CHINESE_DAY_WIDTH:
            changed = copy.copy(cell.alignment)
            changed.wrap_text, changed.shrink_to_fit = False, True
            cell.alignment = changed

    # ---- sizes

    def _width(self, column: int) -> float:
        right = next((right for left, right in self._spans if left == column), column)
        return sum(self._widths.get(one, self._widths[0]) for one in range(column, right + 1))

    def _line_of(self, column: int) -> tuple[float, float]:
        """How many half-width characters a line of the column takes, and the height of a line in points."""
        look = self._looks[0].get(column)
        size = float(self._sheet.parent._fonts[look.fontId].sz or 11) if look is not None else 11.0
        return max(2.0, (self._width(column) - 0.7) * 11 / size), size * 1.35

    def _size(self, row: int, lines: int) -> None:
        tall = max(line for _, line in self._lines.values())
        needed = lines * tall + 4
        usual = self._usual_height
        if lines > 1 and (usual is None or needed > usual):
            self._sheet.row_dimensions[row].height = min(needed, _TALLEST)
        elif usual is not None:
            self._sheet.row_dimensions[row].height = usual

    # ---- after writing

    def finish(self, items: int) -> None:
        """Empty the sample rows that are left over; put sums, and how many `items` there are, into a total row."""
        for row in range(self._first + self._count, self._table.last + 1):
            for column in self._columns:
                cell = cells_of(self._sheet).get((row, column))
                if cell is not None and cell.data_type != "f":
                    cell.value = None
        for total in self._table.total_rows:
            for known in self._table.columns:
                cell = cells_of(self._sheet).get((total + self._pushed, known.place + 1))
                if known.field in _SUMMED and cell is not None and cell.value is None and isinstance(cell, Cell):
                    cell.value = self._sums.get(known.place + 1, 0)
                elif cell is not None and isinstance(cell.value, str) and (blank := _BLANK_COUNT.fullmatch(cell.value)):
                    cell.value = f"{items}{blank['unit']}"


def _widths(sheet: Any) -> dict[int, float]:
    """The width of every column that has one of its own; 0 is that of the others."""
    usual = sheet.sheet_format.defaultColWidth or sheet.sheet_format.baseColWidth or _DEFAULT_WIDTH
    found: dict[int, float] = {0: float(usual)}
    for letter, size in sheet.column_dimensions.items():
        if not size.width or not size.customWidth:
            continue
        own = column_index_from_string(letter)
        for column in range(size.min or own, min(size.max or own, 300) + 1):
            found[column] = float(size.width)
    return found
